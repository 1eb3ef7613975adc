//! Undo, for every action that can be undone: done and undone, the record is as it was, with everything that hangs on it;
//! undone once more, it is as the action left it; and what somebody else has changed since is asked about.

mod cases;
mod every;
mod many;
mod shown;
mod turns;

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use fursa::db::Ids;
use fursa::db::schema::{identity_keys, users};
use fursa::db::sql::Sql;
use fursa::journal::{Entity, Journalled, fields};
use fursa::records::{parts, table};
use fursa::sharing::With;
use fursa::{accounts, activities, contacts, leads, opportunities, products, removal};
use serde_json::{Map, Value, json};

use crate::removal::columns;
use crate::support::*;
use cases::{Case, Other, cases, set};

both!(
    what_is_undone_is_as_it_was_and_can_be_redone,
    what_somebody_has_changed_since_is_asked_about,
    what_was_moved_on_since_is_asked_about,
    undoing_reaches_back_thirty_days,
    who_may_not_edit_may_not_undo,
    who_may_no_longer_edit_may_not_undo,
    who_has_a_customer_no_more_may_not_undo,
    who_gave_a_record_away_may_take_it_back,
    a_card_drawn_before_an_undo_is_stale,
    a_dragged_card_offers_undo_where_the_move_is_said,
);

/// What counts up with every write.
const SILENT: [&str; 3] = ["version", "updated_at", "moved_version"];

/// What must be the same afterwards: the record with every column of its row, what hangs on it, its tags, whom it is shared
/// with, who has it at hand, and the keys it is found by. Nothing where there is no such record.
fn whole(app: &TestApp, entity: Entity, id: i64) -> Value {
    if !app.tx(Ada, |tx| removal::exists(tx, entity, id).unwrap()) {
        return Value::Null;
    }
    let mut facts = facts(app, entity, id);
    SILENT.iter().for_each(|silent| drop(facts.remove(*silent)));
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
    let of_record = format!("entity = '{}' AND record_id = {id}", entity.name());
    let row = rows(app, table(entity), &format!("id = {id}"));
    let [tags, shares] = ["taggings", "shares"].map(|table| rows(app, table, &of_record));
    let at_hand = rows(app, "bookmarks", &format!("{of_record} AND kind <> 'recent'"));
    json!({ "facts": facts, "row": row, "keys": keys, "hanging": hanging, "beside": beside, "tags": tags,
        "shares": shares, "at_hand": at_hand })
}

/// Rows of a table as text, column by column.
fn rows(app: &TestApp, table: &str, condition: &str) -> Vec<String> {
    app.db(|db| {
        let columns = columns(db, table).into_iter().filter(|column| !SILENT.contains(&column.as_str()));
        let texts: Vec<String> = columns.map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
        let select = format!("SELECT {} FROM {table} WHERE {condition}", texts.join(" || '|' || "));
        let mut rows: Vec<(String,)> = Sql::new(&select).load::<(Text,), _>(db).unwrap();
        rows.sort();
        rows.into_iter().map(|(row,)| row).collect()
    })
}

/// A record of the case, with tags, shown to somebody, and followed. Nothing where the case files it.
fn made(app: &TestApp, case: &Case) -> i64 {
    let id = (case.make)(app);
    if case.files || matches!(case.entity, Entity::Product | Entity::Activity) || whole(app, case.entity, id).is_null()
    {
        return id;
    }
    let tags: Vec<i64> = app.directory().tags.iter().take(1).map(|tag| tag.id).collect();
    set(app, case.entity, id, "tags", json!(Ids::of(tags)));
    app.share(case.entity, id, With::Person(app.id(Charlie).unwrap()), false);
    for (who, kind) in [(Bob, "followed"), (Mona, "favourite")] {
        let insert =
            Sql::new("INSERT INTO bookmarks (user_id, kind, entity, record_id, at) VALUES (").bind(app.id(who));
        let insert = insert.push(", ").bind(kind).push(", ").bind(case.entity.name()).push(", ").bind(id).push(", ");
        let insert = insert.bind(app.clock().now()).push(")");
        app.db(|db| insert.run(db).unwrap());
    }
    id
}

/// The fields of a record as they are stored.
fn facts(app: &TestApp, entity: Entity, id: i64) -> Map<String, Value> {
    app.tx(Ada, |tx| match entity {
        Entity::Lead => fields(&leads::find(tx, id).unwrap()),
        Entity::Account => fields(&accounts::find(tx, id).unwrap()),
        Entity::Contact => fields(&contacts::find(tx, id).unwrap()),
        Entity::Opportunity => fields(&opportunities::find(tx, id).unwrap()),
        Entity::Product => fields(&products::find(tx, id).unwrap()),
        Entity::Activity => fields(&activities::find(tx, id).unwrap()),
        other => panic!("{other:?} is not undone"),
    })
}

/// Does what the case says; answers where it is undone, and the record it was done to.
async fn done(app: &TestApp, case: &Case, id: i64) -> (String, i64) {
    app.wait(Duration::minutes(1));
    let page = (case.act)(app, id).await.assert_status(303);
    let shown = app.get(case.who, page.location()).await.assert_status(200);
    let action = shown.attributes(".flash form", "action").pop();
    let undo = action.unwrap_or_else(|| panic!("{}: the message offers no undo: {}", case.name, shown.text()));
    (undo, if case.files { newest(app, case.entity) } else { id })
}

/// The record that was filed last.
fn newest(app: &TestApp, entity: Entity) -> i64 {
    let select = Sql::new(&format!("SELECT COALESCE(MAX(id), 0) FROM {}", table(entity)));
    app.db(|db| select.one::<(BigInt,), (i64,)>(db).unwrap().0)
}

async fn what_is_undone_is_as_it_was_and_can_be_redone(app: TestApp) {
    for case in cases() {
        let made = made(&app, &case);
        let state = |app: &TestApp, id: i64| (whole(app, case.entity, id), case.beside.map(|beside| beside(app, id)));
        let before = state(&app, if case.files { 0 } else { made });
        let (undo, id) = done(&app, &case, made).await;
        let state = |app: &TestApp| state(app, id);
        let after = state(&app);
        assert_ne!(before, after, "{}: something was done", case.name);
        app.wait(Duration::minutes(1));
        let undone = app.post(case.who, &undo, &[]).await.assert_status(303);
        let undone = app.get(case.who, undone.location()).await.assert_status(200);
        assert_eq!(state(&app), before, "{}: undone: {}", case.name, undone.text());
        let again = app.post(case.who, &undo, &[]).await.assert_status(303);
        app.get(case.who, again.location()).await.assert_says("has been undone already");
        assert_eq!(state(&app), before, "{}: undone once", case.name);
        let redo = undone.attributes(".flash form", "action").pop().expect(case.name);
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
            if matches!(case.other, Other::Nothing) {
                continue;
            }
            let made = made(&app, &case);
            let before = whole(&app, case.entity, if case.files { 0 } else { made });
            let (undo, id) = done(&app, &case, made).await;
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
    let (undo, _) = done(&app, &case, id).await;
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
    for case in cases() {
        let (undo, id) = done(&app, &case, made(&app, &case)).await;
        let after = whole(&app, case.entity, id);
        app.wait(Duration::days(30) + Duration::minutes(1));
        let page = app.post(case.who, &undo, &[]).await.assert_status(303);
        app.get(case.who, page.location()).await.assert_says("reaches back 30 days");
        assert_eq!(whole(&app, case.entity, id), after, "{}", case.name);
    }
}

/// Everybody but the administrator has these roles from now on.
fn all_are(app: &TestApp, roles: &[(i64, String)]) {
    for (person, roles) in roles {
        app.db(|db| diesel::update(users::table.find(person)).set(users::roles.eq(roles)).execute(db).unwrap());
    }
    app.db(|db| Sql::new("UPDATE organization SET revision = revision + 1").run(db).unwrap());
}

/// A record without what is planned and done about it: that is of whoever planned it, whatever their job.
fn but_activities(mut record: Value) -> Value {
    for (part, said) in [("hanging", "activities"), ("facts", "next_step"), ("facts", "next_step_on")] {
        record[part].as_object_mut().and_then(|part| part.remove(said));
    }
    record.as_object_mut().and_then(|record| record.remove("row"));
    record
}

/// Leads and deals go with the job: whoever has another one by now, may not take back what they did in the one they had.
async fn who_may_no_longer_edit_may_not_undo(app: TestApp) {
    let people = users::table.filter(users::email_key.ne(Ada.email())).select((users::id, users::roles));
    let roles: Vec<(i64, String)> = app.db(|db| people.load(db).unwrap());
    let support: Vec<(i64, String)> = roles.iter().map(|(person, _)| (*person, "support_agent".to_owned())).collect();
    let of_the_job = |case: &Case| matches!(case.entity, Entity::Lead | Entity::Opportunity) && case.who != Ada;
    for case in cases().into_iter().filter(of_the_job) {
        let (undo, id) = done(&app, &case, made(&app, &case)).await;
        let after = whole(&app, case.entity, id);
        all_are(&app, &support);
        let page = app.post(case.who, &undo, &[]).await.assert_status(303);
        app.get(case.who, page.location()).await.assert_says("you may not change it any more");
        assert_eq!(but_activities(whole(&app, case.entity, id)), but_activities(after), "{}", case.name);
        all_are(&app, &roles);
    }
}

/// A customer that is somebody else's by now stays as it is.
async fn who_has_a_customer_no_more_may_not_undo(app: TestApp) {
    let of_customers = |case: &Case| matches!(case.entity, Entity::Account | Entity::Contact) && case.who != Ada;
    for case in cases().into_iter().filter(of_customers) {
        let (undo, id) = done(&app, &case, made(&app, &case)).await;
        if whole(&app, case.entity, id).is_null() {
            continue;
        }
        set(&app, case.entity, id, "owner_id", json!(app.id(Charlie)));
        set(&app, case.entity, id, "team_id", json!(app.team("South")));
        let after = whole(&app, case.entity, id);
        let page = app.post(case.who, &undo, &[]).await.assert_status(303);
        app.get(case.who, page.location()).await.assert_says("you may not change it any more");
        assert_eq!(whole(&app, case.entity, id), after, "{}", case.name);
    }
}

async fn who_may_not_edit_may_not_undo(app: TestApp) {
    let case = cases().into_iter().find(|case| case.name == "status of a lead").unwrap();
    let id = (case.make)(&app);
    let before = whole(&app, case.entity, id);
    let (undo, _) = done(&app, &case, id).await;
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
        let (undo, _) = done(&app, &case, id).await;
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
    let (undo, _) = done(&app, &case, id).await;
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
