//! Taking back what filed several records at once, where some of them have moved on.

use fursa::accounts::Lifecycle;
use fursa::imports::Kind;
use fursa::journal::{Action, Entity};
use fursa::leads::LeadState;
use fursa::opportunities::OpportunityFacts;
use fursa::products::ProductFacts;
use fursa::{leads, opportunities, products};
use serde_json::json;

use super::cases::{cases, set};
use super::{all_are, done, newest, whole};
use crate::support::*;

both!(
    what_somebody_has_taken_over_stays_and_the_rest_goes,
    what_somebody_has_built_on_is_asked_about,
    a_history_leads_to_the_import_that_did_it,
    a_merge_is_taken_back_whole_or_not_at_all,
    two_that_stay_apart_say_what_they_said,
    a_product_whose_name_is_taken_stays_in_the_bin,
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

/// Two of a kind, the first one Mona's and the other one Alice's, whose city or title the first one lacks.
fn two(app: &TestApp, kind: Entity) -> [i64; 2] {
    match kind {
        Entity::Account => {
            let stays = app.account(Mona).id;
            [stays, app.account_with(Alice, |one| (one.name, one.city) = ("Arctic Ltd".into(), "Turku".into())).id]
        }
        Entity::Contact => {
            // Reachable, and filed as that: nothing follows from the facts.
            let stays = app.contact_with(Mona, |one| one.lifecycle = Lifecycle::Prospect).id;
            [
                stays,
                app.contact_with(Alice, |one| {
                    (one.name, one.title, one.lifecycle) = ("Carla C".into(), "Captain".into(), Lifecycle::Prospect);
                })
                .id,
            ]
        }
        _ => {
            let stays = app.lead(Mona).id;
            [stays, app.lead_with(Alice, |one| (one.name, one.title) = ("Nora N".into(), "Captain".into())).id]
        }
    }
}

/// Merges the second of two into the first; answers where that is undone.
async fn merged(app: &TestApp, who: Who, kind: Entity, [stays, goes]: [i64; 2]) -> String {
    let page = fursa::records::href(kind, stays).unwrap();
    app.wait(chrono::Duration::minutes(1));
    app.post(who, &format!("{page}/merger"), &[("with", &goes.to_string())]).await.assert_status(303);
    app.get(who, &page).await.attributes(".flash form", "action").remove(0)
}

/// Mona leads nobody any more: what Alice had is not hers to bring back, nor to merge again. What her own record says since
/// is in nobody's way, and belongs to the other one's turn all the same.
async fn a_merge_is_taken_back_whole_or_not_at_all(app: TestApp) {
    let roles = |roles: &str| [(app.id(Mona).unwrap(), roles.to_owned())];
    for kind in [Entity::Lead, Entity::Account, Entity::Contact] {
        let both = two(&app, kind);
        let state = |app: &TestApp| both.map(|id| whole(app, kind, id));
        let before = state(&app);
        let undo = merged(&app, Mona, kind, both).await;
        let after = state(&app);
        let (mut address, mut stands) = (undo, [&after, &before]);
        for way in ["undone", "redone"] {
            all_are(&app, &roles("sales_rep"));
            let page = app.post(Mona, &address, &[]).await.assert_status(303);
            let page = app.get(Mona, page.location()).await.assert_status(200);
            page.assert_says("of a merge, both records are taken back or none");
            assert_eq!(&state(&app), stands[0], "{kind:?} is half {way}");
            all_are(&app, &roles("sales_manager"));
            app.wait(chrono::Duration::minutes(1));
            let page = app.post(Mona, &address, &[]).await.assert_status(303);
            let page = app.get(Mona, page.location()).await.assert_status(200);
            assert_eq!(&state(&app), stands[1], "{kind:?} is {way}: {}", page.text());
            address = page.attributes(".flash form", "action").remove(0);
            stands.reverse();
        }
    }
}

/// Whoever redoes a merge and then lets the other one stay, for somebody has worked on it, lets both stay.
async fn two_that_stay_apart_say_what_they_said(app: TestApp) {
    for kind in [Entity::Lead, Entity::Account, Entity::Contact] {
        let both = two(&app, kind);
        let undo = merged(&app, Mona, kind, both).await;
        let page = app.post(Mona, &undo, &[]).await.assert_status(303);
        let page = app.get(Mona, page.location()).await.assert_status(200);
        let redo = page.attributes(".flash form", "action").remove(0);
        set(&app, kind, both[1], "name", json!("Somebody else's"));
        let state = both.map(|id| whole(&app, kind, id));
        let asked = app.post(Mona, &redo, &[]).await.assert_status(409);
        let form: Vec<(String, String)> = asked.form(&redo);
        let answer = |name: &str| name.starts_with("choice-").then_some("theirs");
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), answer(name).unwrap_or(value.as_str()))).collect();
        app.post(Mona, &redo, &form).await.assert_status(303);
        assert_eq!(both.map(|id| whole(&app, kind, id)), state, "{kind:?}");
    }
}

/// Somebody has filed another one of its name since.
async fn a_product_whose_name_is_taken_stays_in_the_bin(app: TestApp) {
    let case = cases().into_iter().find(|case| case.name == "deletion of a product").unwrap();
    let id = (case.make)(&app);
    let name = app.tx(Ada, |tx| products::find(tx, id).unwrap()).name.clone();
    let (undo, _) = done(&app, &case, id).await;
    let facts = ProductFacts::starting(&name, "EUR", app.clock().now());
    app.tx(Ada, |tx| products::insert(tx, facts).unwrap());
    let page = app.post(Ada, &undo, &[]).await.assert_status(303);
    app.get(Ada, page.location()).await.assert_says("its name is taken");
    assert!(!is_there(&app, Entity::Product, id));
}
