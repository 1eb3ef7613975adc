//! Undo, for every action that can be undone: done and undone, the record is as it was, with everything that hangs on it;
//! undone once more, it is as the action left it; and what somebody else has changed since is asked about.

mod cases;

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{identity_keys, journal, journal_requests};
use fursa::journal::{Action, Entity, Journalled, Way, fields};
use fursa::records::parts;
use fursa::{accounts, contacts, leads, opportunities, products};
use serde_json::{Map, Value, json};

use crate::support::*;
use cases::{Case, Other, cases};

both!(
    what_is_undone_is_as_it_was_and_can_be_redone,
    what_somebody_has_changed_since_is_asked_about,
    what_was_moved_on_since_is_asked_about,
    undoing_reaches_back_thirty_days,
    who_may_not_edit_may_not_undo,
    who_gave_a_record_away_may_take_it_back,
    a_card_drawn_before_an_undo_is_stale,
    a_dragged_card_offers_undo_where_the_move_is_said,
);

/// What must be the same afterwards: the record, what hangs on it, and the keys it is found by.
fn whole(app: &TestApp, entity: Entity, id: i64) -> Value {
    let mut facts = facts(app, entity, id);
    for silent in ["version", "updated_at", "moved_version"] {
        facts.remove(silent);
    }
    let keys: Vec<(String, String)> = app.db(|db| {
        let of =
            identity_keys::table.filter(identity_keys::entity.eq(entity.name()).and(identity_keys::record_id.eq(id)));
        let columns = (identity_keys::kind, identity_keys::key);
        of.order(columns).select(columns).load(db).unwrap()
    });
    let (hanging, companies, parties) = app.tx(Ada, |tx| {
        let companies = contacts::companies::of(tx, id).unwrap();
        let parties = opportunities::parties::all(tx, id).unwrap();
        (parts::of(tx, entity, id).unwrap(), companies, parties)
    });
    let beside = match entity {
        Entity::Contact => json!(companies),
        Entity::Opportunity => json!(parties),
        _ => Value::Null,
    };
    json!({ "facts": facts, "keys": keys, "hanging": hanging, "beside": beside })
}

/// The fields of a record as they are stored.
fn facts(app: &TestApp, entity: Entity, id: i64) -> Map<String, Value> {
    app.tx(Ada, |tx| match entity {
        Entity::Lead => fields(&leads::find(tx, id).unwrap()),
        Entity::Account => fields(&accounts::find(tx, id).unwrap()),
        Entity::Contact => fields(&contacts::find(tx, id).unwrap()),
        Entity::Opportunity => fields(&opportunities::find(tx, id).unwrap()),
        Entity::Product => fields(&products::find(tx, id).unwrap()),
        other => panic!("{other:?} is not undone"),
    })
}

/// Does what the case says; answers where it is undone.
async fn done(app: &TestApp, case: &Case, id: i64) -> String {
    app.wait(Duration::minutes(1));
    let page = (case.act)(app, id).await.assert_status(303);
    let shown = app.get(case.who, page.location()).await.assert_status(200);
    let action = shown.attributes(".flash form", "action").pop();
    action.unwrap_or_else(|| panic!("{}: the message offers no undo: {}", case.name, shown.text()))
}

async fn what_is_undone_is_as_it_was_and_can_be_redone(app: TestApp) {
    for case in cases() {
        let id = (case.make)(&app);
        let state = |app: &TestApp| (whole(app, case.entity, id), case.beside.map(|beside| beside(app, id)));
        let before = state(&app);
        let undo = done(&app, &case, id).await;
        let after = state(&app);
        assert_ne!(before, after, "{}: something was done", case.name);
        app.wait(Duration::minutes(1));
        let page = app.post(case.who, &undo, &[]).await.assert_status(303);
        assert_eq!(state(&app), before, "{}: undone", case.name);
        let redo = app.get(case.who, page.location()).await.attributes(".flash form", "action").pop().expect(case.name);
        app.wait(Duration::minutes(1));
        app.post(case.who, &redo, &[]).await.assert_status(303);
        assert_eq!(state(&app), after, "{}: redone", case.name);
        let again = app.post(case.who, &redo, &[]).await.assert_status(303);
        app.get(case.who, again.location()).await.assert_says("has been undone already");
        assert_eq!(state(&app), after, "{}: redone once", case.name);
    }
}

async fn what_somebody_has_changed_since_is_asked_about(app: TestApp) {
    for case in cases() {
        for keep in ["mine", "theirs"] {
            let id = (case.make)(&app);
            let before = whole(&app, case.entity, id);
            let undo = done(&app, &case, id).await;
            app.wait(Duration::minutes(1));
            case.other.happens(&app, case.entity, id);
            let since = whole(&app, case.entity, id);
            app.wait(Duration::minutes(1));
            let asked = app.post(case.who, &undo, &[]).await.assert_status(409);
            assert_eq!(whole(&app, case.entity, id), since, "{}: nothing is done before the answer", case.name);
            let mut form = asked.form(&undo);
            let choices: Vec<String> = asked.attributes("input[type=radio][checked]", "name");
            let question = format!("choice-{}-{id}-{}", case.entity.name(), case.other.field());
            assert!(choices.contains(&question), "{}: {question} is not asked: {choices:?}", case.name);
            for (_, value) in form.iter_mut().filter(|(name, _)| choices.contains(name)) {
                *value = keep.to_owned();
            }
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            app.post(case.who, &undo, &form).await.assert_status(303);
            let expected = if keep == "mine" { &before } else { &since };
            let now = whole(&app, case.entity, id);
            assert_eq!(case.other.of(&now), case.other.of(expected), "{}: {keep} stays", case.name);
        }
    }
}

/// Where a deal was moved on, the choice moves it by an ordinary move: its history stays whole.
async fn what_was_moved_on_since_is_asked_about(app: TestApp) {
    let case = cases().into_iter().find(|case| case.name == "win").unwrap();
    let id = (case.make)(&app);
    let undo = done(&app, &case, id).await;
    Other::Moved("Negotiation").happens(&app, Entity::Opportunity, id);
    let question = format!("choice-opportunity-{id}-stage_id");
    app.wait(Duration::minutes(1));
    app.post(Alice, &undo, &[("settled", "yes"), (&question, "mine")]).await.assert_status(303);
    let spells = app.tx(Ada, |tx| opportunities::spells::of(tx, id).unwrap());
    let stages: Vec<(String, bool)> =
        spells.into_iter().map(|spell| (spell.stage_name, spell.left_at.is_none())).collect();
    let names = [("Discovery", false), ("Won", false), ("Negotiation", false), ("Discovery", true)];
    assert_eq!(stages, names.map(|(name, present)| (name.to_owned(), present)));
}

async fn undoing_reaches_back_thirty_days(app: TestApp) {
    let case = cases().into_iter().find(|case| case.name == "status of a lead").unwrap();
    let id = (case.make)(&app);
    let undo = done(&app, &case, id).await;
    let after = whole(&app, case.entity, id);
    app.wait(Duration::days(30) + Duration::minutes(1));
    let page = app.post(Alice, &undo, &[]).await.assert_status(303);
    app.get(Alice, page.location()).await.assert_says("reaches back 30 days");
    assert_eq!(whole(&app, case.entity, id), after);
}

async fn who_may_not_edit_may_not_undo(app: TestApp) {
    let case = cases().into_iter().find(|case| case.name == "status of a lead").unwrap();
    let id = (case.make)(&app);
    let before = whole(&app, case.entity, id);
    let undo = done(&app, &case, id).await;
    for (who, status) in [(Bob, 404), (Charlie, 404), (Sam, 404), (Mark, 403)] {
        app.post(who, &undo, &[]).await.assert_status(status).assert_hides("Lena");
    }
    app.post(Alice, "/undo/0123456789abcdef", &[]).await.assert_status(404);
    assert_ne!(whole(&app, case.entity, id), before);
    app.post(Mona, &undo, &[]).await.assert_status(303);
    assert_eq!(whole(&app, case.entity, id), before, "her manager may edit the lead");
}

/// The lead is in the pool, and Alice may not edit it; until somebody else has taken it, it is hers to take back.
async fn who_gave_a_record_away_may_take_it_back(app: TestApp) {
    for taken in [false, true] {
        let case = cases().into_iter().find(|case| case.name == "release").unwrap();
        let id = (case.make)(&app);
        let undo = done(&app, &case, id).await;
        if taken {
            app.post(Bob, &format!("/leads/{id}/claim"), &[]).await.assert_status(303);
        }
        let page = app.post(Alice, &undo, &[]).await.assert_status(303);
        let page = app.get(Alice, page.location()).await.assert_status(200);
        let owner = app.tx(Ada, |tx| leads::find(tx, id).unwrap()).owner_id;
        assert_eq!(owner, app.id(if taken { Bob } else { Alice }));
        assert_eq!(page.text_contains("you may not change it any more"), taken);
        assert_eq!(page.text_contains("is as it was before"), !taken);
    }
}

async fn a_card_drawn_before_an_undo_is_stale(app: TestApp) {
    let case = cases().into_iter().find(|case| case.name == "move on the board").unwrap();
    let id = (case.make)(&app);
    let undo = done(&app, &case, id).await;
    let drawn = app.tx(Ada, |tx| opportunities::find(tx, id).unwrap()).version();
    app.post(Alice, &undo, &[]).await.assert_status(303);
    let card = format!("{id}-{drawn}");
    let to = app.stage("Negotiation").to_string();
    app.post(Alice, "/opportunities/moves", &[("deal", &card), ("to", &to)]).await.assert_status(303);
    let stage = app.tx(Ada, |tx| opportunities::find(tx, id).unwrap()).stage_id;
    assert_eq!(stage, app.stage("Discovery"), "the card showed where the deal had been");
}

async fn a_dragged_card_offers_undo_where_the_move_is_said(app: TestApp) {
    let id = app.opportunity(Alice).id;
    let before = whole(&app, Entity::Opportunity, id);
    let browser = app.browser_of(Alice);
    let (token, card, to) = (browser.csrf().await, id.to_string(), app.stage("Proposal").to_string());
    let headers = [("x-fragment", "1"), ("origin", "http://fursa.test")];
    let mut fields = vec![("csrf", token.as_str()), ("deal", card.as_str()), ("version", "1"), ("to", to.as_str())];
    fields.push(("return", "/pipeline"));
    let page = browser.post_raw("/opportunities/moves", &headers, &fields).await.assert_status(200);
    let undo = page.attributes("form#undo", "action").pop().unwrap();
    let names: Vec<String> = page.form(&undo).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["csrf", "return"]);
    let again = browser.post_raw("/opportunities/moves", &headers, &fields).await.assert_status(200);
    assert_eq!(again.count("form#undo"), 0, "nothing was moved");
    app.post(Alice, &undo, &[("return", "/pipeline")]).await.assert_goes_to("/pipeline");
    assert_eq!(whole(&app, Entity::Opportunity, id), before);
}

/// Every action that can be undone is done in one of the cases.
#[test]
fn every_action_that_can_be_undone_has_a_case() {
    let covered: Vec<Action> = cases().into_iter().map(|case| case.action).collect();
    for action in Action::ALL.iter().copied().filter(|action| action.way() != Way::Never) {
        assert!(action == Action::Undone || covered.contains(&action), "{action:?} is undone in no test");
    }
}

both!(each_case_does_what_it_says);

/// A case that says it wins a deal does: the journal names the action.
async fn each_case_does_what_it_says(app: TestApp) {
    for case in cases() {
        let id = (case.make)(&app);
        let undo = done(&app, &case, id).await;
        let request = undo.rsplit('/').next().unwrap().to_owned();
        let entries =
            journal::table.inner_join(journal_requests::table.on(journal_requests::request_id.eq(journal::request_id)));
        let own = entries.filter(journal::request_id.eq(request).and(journal::record_id.eq(id)));
        let own = own.filter(journal::entity.eq(case.entity)).select(journal::action);
        let actions: Vec<Action> = app.db(|db| own.load(db).unwrap());
        assert!(actions.contains(&case.action), "{}: {actions:?}", case.name);
    }
}
