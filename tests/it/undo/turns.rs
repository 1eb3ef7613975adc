//! Taking back what filed several records at once, where some of them have moved on.

use fursa::imports::Kind;
use fursa::journal::{Action, Entity};
use fursa::leads::LeadState;
use fursa::opportunities::OpportunityFacts;
use fursa::{leads, opportunities};
use serde_json::json;

use super::cases::{cases, set};
use super::{done, newest, whole};
use crate::support::*;

both!(
    what_somebody_has_taken_over_stays_and_the_rest_goes,
    what_somebody_has_built_on_is_asked_about,
    a_history_leads_to_the_import_that_did_it,
);

/// A lead qualified, and what it became.
async fn qualified(app: &TestApp) -> (String, i64, [i64; 3]) {
    let case = cases().into_iter().find(|case| case.name == "qualification").unwrap();
    let (undo, lead) = done(app, &case, (case.make)(app)).await;
    (undo, lead, [Entity::Account, Entity::Contact, Entity::Opportunity].map(|kind| newest(app, kind)))
}

fn is_there(app: &TestApp, entity: Entity, id: i64) -> bool {
    !whole(app, entity, id).is_null()
}

/// The deal is somebody else's by now: it stays, and so does its company; the lead and the person go back.
async fn what_somebody_has_taken_over_stays_and_the_rest_goes(app: TestApp) {
    let (undo, lead, [account, contact, deal]) = qualified(&app).await;
    let (owner_id, team_id) = (app.id(Charlie), app.team("South"));
    app.tx(Ada, |tx| {
        let found = opportunities::find(tx, deal).unwrap();
        let facts = OpportunityFacts { owner_id, team_id, ..found.facts.clone() };
        opportunities::save(tx, Action::Assigned, &found, facts).unwrap().unwrap();
    });
    let page = app.post(Alice, &undo, &[]).await.assert_status(303);
    let said = app.get(Alice, page.location()).await.text();
    assert!(said.contains("you may not change it any more") && said.contains("belong to others"), "{said}");
    assert_eq!(app.tx(Ada, |tx| leads::find(tx, lead).unwrap()).state, LeadState::Open);
    assert!(is_there(&app, Entity::Opportunity, deal) && is_there(&app, Entity::Account, account));
    assert!(!is_there(&app, Entity::Contact, contact));
}

/// Whoever undoes sees what was built on which record, and chooses record by record.
async fn what_somebody_has_built_on_is_asked_about(app: TestApp) {
    for keep in ["mine", "theirs"] {
        let (undo, lead, [account, contact, deal]) = qualified(&app).await;
        set(&app, Entity::Opportunity, deal, "name", json!("A hundred anchors"));
        app.opportunity_with(Alice, |other| other.account_id = Some(account));
        let asked = app.post(Alice, &undo, &[]).await.assert_status(409).assert_says("Changed since");
        assert!(asked.text().contains("goes along"), "{}", asked.text());
        assert!(is_there(&app, Entity::Contact, contact), "nothing is done before the answer");
        let form: Vec<(String, String)> = asked.form(&undo);
        let answer = |name: &str| name.starts_with("choice-").then_some(keep);
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), answer(name).unwrap_or(value.as_str()))).collect();
        app.post(Alice, &undo, &form).await.assert_status(303);
        let left = [(Entity::Account, account), (Entity::Contact, contact), (Entity::Opportunity, deal)];
        let left = left.map(|(kind, id)| is_there(&app, kind, id));
        assert_eq!(left, if keep == "mine" { [false; 3] } else { [true, false, true] }, "{keep}");
        assert_eq!(app.tx(Ada, |tx| leads::find(tx, lead).unwrap()).state, LeadState::Open);
    }
}

/// What an import did is taken back with the import, by who may.
async fn a_history_leads_to_the_import_that_did_it(app: TestApp) {
    let (outcome, _) =
        crate::imports::import(&app, Kind::Leads, "Name;Email;Owner\nNora;nora@x.example;alice@fursa.test\n");
    let (import, history) =
        (format!("/imports/{}", outcome.batch), format!("/leads/{}/history", newest(&app, Entity::Lead)));
    let page = app.get(Ada, &history).await.assert_status(200).assert_says("Undo import");
    assert!(page.has_link(&import), "{:?}", page.links());
    assert_eq!(page.count(".push form, form.push"), 0);
    assert!(!app.get(Alice, &history).await.assert_status(200).has_link(&import));
}
