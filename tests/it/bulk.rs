//! Many records of a list changed at once: what is chosen, what is counted, what is skipped, told, done once, taken back.

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::Ids;
use fursa::db::schema::{batches, journal, leads, opportunities, stages};
use fursa::directory::PickList;
use fursa::journal::Action;
use fursa::leads::{Lead, LeadFacts, LeadState};
use fursa::opportunities::Opportunity;

use crate::support::*;

both!(
    the_count_is_true_and_every_row_is_judged_for_itself,
    what_is_forged_counts_as_not_chosen,
    a_quicker_colleague_is_not_overwritten,
    everything_on_a_list_is_what_it_was_when_it_was_chosen,
    pressed_twice_it_is_done_once,
    a_change_is_taken_back_but_for_what_changed_since,
    tags_are_put_on_and_taken_off_every_kind,
    deals_move_where_the_stage_takes_them,
    leads_get_a_status_and_a_pool,
    customers_change_hands,
    a_report_is_for_who_did_it_and_for_thirty_days,
    lists_offer_what_their_reader_may_do,
    what_was_interrupted_goes_on,
);

/// Ticks rows of a list and goes on; answers the page that asks what to do.
pub async fn choose(app: &TestApp, who: Who, list: &str, ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let form: Vec<(&str, &str)> = ids.iter().map(|id| ("id", id.as_str())).chain([("return", list)]).collect();
    let page = app.post(who, &format!("{list}/selections"), &form).await.assert_status(303);
    page.location().split('?').next().unwrap().to_owned()
}

/// The same, and makes the change.
pub async fn change(app: &TestApp, who: Who, list: &str, ids: &[i64], form: &[(&str, &str)]) -> Page {
    let page = choose(app, who, list, ids).await;
    app.post(who, &format!("{page}/change"), form).await
}

/// As it lies in the database.
pub fn stored(app: &TestApp, id: i64) -> Lead {
    app.db(|db| leads::table.find(id).select(Lead::as_select()).first(db).unwrap())
}

fn deal(app: &TestApp, id: i64) -> Opportunity {
    app.db(|db| opportunities::table.find(id).select(Opportunity::as_select()).first(db).unwrap())
}

fn plain(page: &Page) -> String {
    page.text().replace(['\u{2068}', '\u{2069}'], "")
}

/// The page says so, wherever.
#[track_caller]
pub fn says(page: &Page, words: &str) {
    assert!(plain(page).contains(words), "{words:?} is not on the page: {}", plain(page));
}

async fn the_count_is_true_and_every_row_is_judged_for_itself(app: TestApp) {
    let east = app.lead(Alice);
    let north = app.lead(Mona);
    let closed = app.lead_with(Bob, |lead| lead.state = LeadState::Disqualified);
    let waiting = app.pool_lead("North-East");
    let ids = [east.id, north.id, closed.id, waiting.id];
    let page = choose(&app, Mona, "/leads", &ids).await;
    let asks = app.get(Mona, &format!("{page}?change=owner")).await.assert_status(200);
    says(&asks, "Change 4 leads");
    says(&asks, "3 of 4 will be changed");
    says(&asks, "1: closed");
    let asks = app.get(Mona, &format!("{page}?change=assign")).await;
    says(&asks, "1 of 4 will be changed");
    says(&asks, "2: somebody has them already");
    app.post(Mona, &format!("{page}/change"), &[("change", "owner")]).await.assert_status(422);
    let bob = app.id(Bob).unwrap().to_string();
    let done = app.post(Mona, &format!("{page}/change"), &[("change", "owner"), ("person", &bob)]).await;
    let report = app.get(Mona, done.assert_status(303).location()).await.assert_status(200);
    says(&report, "Changed 3");
    says(&report, "Closed 1");
    assert!(report.has_link(&format!("/leads/{}", closed.id)));
    let owners = ids.map(|id| stored(&app, id).owner_id == app.id(Bob));
    assert_eq!(owners, [true; 4], "the closed one was his before");
    let rows: i64 = app.db(|db| journal::table.filter(journal::batch_id.is_not_null()).count().get_result(db).unwrap());
    assert_eq!(rows, 3, "a row of the journal for each");
    // A rep changes their own, and sees no more of others than before.
    let own = app.lead(Alice);
    let pool = app.pool_lead("North-East");
    let page = choose(&app, Alice, "/leads", &[own.id, pool.id]).await;
    let asks = app.get(Alice, &format!("{page}?change=status")).await;
    says(&asks, "1 of 2 will be changed");
    says(&asks, "1: not yours to change");
    assert_eq!(asks.texts(".tabs a"), ["Status", "Tags", "Delete"], "a rep hands out nothing");
    let forged = app.post(Alice, &format!("{page}/change"), &[("change", "owner"), ("person", &bob)]).await;
    forged.assert_status(422);
    assert_eq!(stored(&app, own.id).owner_id, app.id(Alice));
}

async fn what_is_forged_counts_as_not_chosen(app: TestApp) {
    let own = app.lead(Charlie);
    let hidden = app.lead_with(Alice, |lead| lead.name = "Kestrel".into());
    let page = choose(&app, Charlie, "/leads", &[own.id, hidden.id, 987_654_321]).await;
    let asks = app.get(Charlie, &format!("{page}?change=tags")).await.assert_hides("Kestrel");
    says(&asks, "Change 1 lead");
    let done = app.post(Charlie, &format!("{page}/change"), &[("change", "tags"), ("add", "VIP")]).await;
    let report = app.get(Charlie, done.assert_status(303).location()).await.assert_hides("Kestrel");
    says(&report, "Changed 1");
    assert_eq!(stored(&app, hidden.id), hidden);
    let id = hidden.id.to_string();
    app.post(Charlie, "/leads/selections", &[("id", &id)]).await.assert_goes_to("/leads");
    for elsewhere in ["https://evil.example", "/leadsx", "/leads/1/edit", "/accounts"] {
        app.post(Charlie, "/leads/selections", &[("return", elsewhere)]).await.assert_goes_to("/leads");
    }
}

async fn a_quicker_colleague_is_not_overwritten(app: TestApp) {
    let (taken, touched, lost) = (app.lead(Alice), app.lead(Alice), app.lead(Alice));
    let page = choose(&app, Mona, "/leads", &[taken.id, touched.id, lost.id]).await;
    let facts = |owner, team| LeadFacts { owner_id: owner, team_id: team, ..taken.facts.clone() };
    let bob = facts(app.id(Bob), taken.team_id);
    app.tx(Ada, |tx| fursa::leads::save(tx, Action::Assigned, &taken, bob).unwrap().unwrap());
    let renamed = LeadFacts { name: "Renamed".into(), ..touched.facts.clone() };
    app.tx(Ada, |tx| fursa::leads::save(tx, Action::Edited, &touched, renamed).unwrap().unwrap());
    let away = facts(app.id(Charlie), app.team("South"));
    app.tx(Ada, |tx| fursa::leads::save(tx, Action::Assigned, &lost, away).unwrap().unwrap());
    let asks = app.get(Mona, &format!("{page}?change=owner")).await;
    says(&asks, "1 of 3 will be changed");
    says(&asks, "1: changed by somebody meanwhile");
    let mona = app.id(Mona).unwrap().to_string();
    let done = app.post(Mona, &format!("{page}/change"), &[("change", "owner"), ("person", &mona)]).await;
    let report = app.get(Mona, done.assert_status(303).location()).await;
    says(&report, "Changed 1");
    says(&report, "Changed by somebody meanwhile 1");
    says(&report, "No longer yours to see 1");
    assert!(!report.has_link(&format!("/leads/{}", lost.id)) && report.has_link(&format!("/leads/{}", taken.id)));
    assert_eq!(stored(&app, taken.id).owner_id, app.id(Bob));
    let after = stored(&app, touched.id);
    assert_eq!((after.owner_id, after.name.as_str()), (app.id(Mona), "Renamed"), "another field is no clash");
}

async fn everything_on_a_list_is_what_it_was_when_it_was_chosen(app: TestApp) {
    let team = app.team("North-East");
    for name in ["Anna Alder", "Anna Ash", "Berta Birch"] {
        app.lead_with(Nobody, |lead| (lead.name, lead.team_id) = (name.into(), team));
    }
    let all = [("all", "on"), ("change", "assign"), ("return", "/leads/pool?q=anna")];
    let page = app.post(Mona, "/leads/selections", &all).await.assert_status(303).location().to_owned();
    let later = app.lead_with(Nobody, |lead| (lead.name, lead.team_id) = ("Anna Aspen".into(), team));
    says(&app.get(Mona, &page).await, "2 of 2 will be changed");
    let action = format!("{}/change", page.split('?').next().unwrap());
    let alice = app.id(Alice).unwrap().to_string();
    app.post(Mona, &action, &[("change", "assign"), ("person", &alice)]).await.assert_status(303);
    assert_eq!(stored(&app, later.id).owner_id, None);
    let mine: i64 = app.db(|db| leads::table.filter(leads::owner_id.eq(app.id(Alice))).count().get_result(db).unwrap());
    assert_eq!(mine, 2);
}

async fn pressed_twice_it_is_done_once(app: TestApp) {
    let lead = app.lead(Alice);
    let page = choose(&app, Alice, "/leads", &[lead.id]).await;
    let form = [("change", "tags"), ("add", "VIP")];
    let first = app.post(Alice, &format!("{page}/change"), &form).await.assert_status(303);
    let other = [("change", "tags"), ("add", "Partner")];
    app.post(Alice, &format!("{page}/change"), &other).await.assert_goes_to(first.location());
    app.get(Alice, &page).await.assert_goes_to(first.location());
    assert_eq!(stored(&app, lead.id).version, 2);
    let made: i64 = app.db(|db| batches::table.count().get_result(db).unwrap());
    assert_eq!(made, 1);
}

/// The id of a tag.
pub fn tag(app: &TestApp, name: &str) -> i64 {
    app.directory().tags.iter().find(|tag| tag.name == name).unwrap().id
}

async fn a_change_is_taken_back_but_for_what_changed_since(app: TestApp) {
    let [back, renamed, moved] = [(); 3].map(|()| app.lead(Alice));
    let bob = app.id(Bob).unwrap().to_string();
    let ids = [back.id, renamed.id, moved.id];
    let done = change(&app, Mona, "/leads", &ids, &[("change", "owner"), ("person", &bob)]).await.assert_status(303);
    let now = stored(&app, renamed.id);
    let facts = LeadFacts { name: "Renamed".into(), ..now.facts.clone() };
    app.tx(Ada, |tx| fursa::leads::save(tx, Action::Edited, &now, facts).unwrap().unwrap());
    let now = stored(&app, moved.id);
    let facts = LeadFacts { owner_id: app.id(Mona), team_id: app.team("North"), ..now.facts.clone() };
    app.tx(Ada, |tx| fursa::leads::save(tx, Action::Assigned, &now, facts).unwrap().unwrap());
    let undo = app.get(Mona, done.location()).await.attributes(".flash form", "action").pop().unwrap();
    app.post(Mona, &undo, &[]).await.assert_goes_to(done.location());
    let report = app.get(Mona, done.location()).await;
    says(&report, "1 record stays as it is: somebody changed the same since");
    let owner = |id| stored(&app, id).owner_id;
    assert_eq!(ids.map(owner), [app.id(Alice), app.id(Alice), app.id(Mona)]);
    assert_eq!(stored(&app, renamed.id).name, "Renamed");
    let after = stored(&app, back.id);
    assert_eq!(LeadFacts { updated_at: back.updated_at, ..after.facts.clone() }, back.facts);
    let version = after.version;
    app.post(Mona, &undo, &[]).await.assert_goes_to(done.location());
    assert_eq!(stored(&app, back.id).version, version, "taken back once");
}

async fn tags_are_put_on_and_taken_off_every_kind(app: TestApp) {
    let vip = tag(&app, "VIP");
    let kinds = [
        ("/leads", app.lead_with(Alice, |lead| lead.tags = Ids::of([vip])).id),
        ("/accounts", app.account_with(Alice, |account| account.tags = Ids::of([vip])).id),
        ("/contacts", app.contact_with(Alice, |contact| contact.tags = Ids::of([vip])).id),
        ("/opportunities", app.opportunity_with(Alice, |deal| deal.tags = Ids::of([vip])).id),
    ];
    for (list, id) in kinds {
        let form = [("change", "tags"), ("add", "partner"), ("remove", "vip")];
        let wrong = [("change", "tags"), ("add", "partner"), ("remove", "nothing like it")];
        let refused = change(&app, Alice, list, &[id], &wrong).await.assert_status(422);
        assert!(refused.problem("remove").is_some() && refused.form_value("add").as_deref() == Some("partner"));
        change(&app, Alice, list, &[id], &[("change", "tags")]).await.assert_status(422);
        let done = change(&app, Alice, list, &[id], &form).await.assert_status(303);
        let page = format!("{list}/{id}");
        assert_eq!(app.get(Alice, &page).await.texts("#tags li a"), ["Partner"], "{list}");
        let again = change(&app, Alice, list, &[id], &form).await.assert_status(303);
        says(&app.get(Alice, again.location()).await, "So already 1");
        app.post(Alice, &format!("{}/removal", done.location()), &[]).await.assert_status(303);
        assert_eq!(app.get(Alice, &page).await.texts("#tags li a"), ["VIP"], "{list}");
    }
}

async fn deals_move_where_the_stage_takes_them(app: TestApp) {
    let proposal = app.stage("Proposal");
    let required = diesel::update(stages::table.find(proposal)).set(stages::required.eq("next_step"));
    app.db(|db| required.execute(db).unwrap());
    let ready = app.opportunity_with(Alice, |deal| deal.next_step = "Call".into());
    let lacking = app.opportunity_with(Alice, |deal| deal.name = "Lacking".into());
    let won = app.opportunity_with(Alice, |deal| {
        (deal.stage_id, deal.closed_on) = (app.stage("Won"), Some(app.clock().now().date()));
        deal.actual_minor = Some(1);
    });
    let ids = [ready.id, lacking.id, won.id];
    let page = choose(&app, Alice, "/opportunities", &ids).await;
    let asks = app.get(Alice, &format!("{page}?change=stage")).await.assert_status(200);
    assert!(!asks.texts("option").contains(&"Won".to_owned()), "closing is not for many at once");
    let to = proposal.to_string();
    let asks = app.get(Alice, &format!("{page}?change=stage&stage={to}")).await;
    says(&asks, "1 of 3 will be changed");
    says(&asks, "1: lack what the stage requires");
    let there = lacking.stage_id.to_string();
    let asks = app.get(Alice, &format!("{page}?change=stage&stage={there}")).await;
    says(&asks, "0 of 3 will be changed");
    says(&asks, "2: so already");
    let form = [("change", "stage"), ("stage", to.as_str())];
    let done = app.post(Alice, &format!("{page}/change"), &form).await.assert_status(303);
    let report = app.get(Alice, done.location()).await;
    says(&report, "Lacks what the stage requires: Next step");
    assert_eq!(ids.map(|id| deal(&app, id).stage_id), [proposal, lacking.stage_id, won.stage_id]);
    assert_eq!(deal(&app, ready.id).probability, 4000);
    app.wait(Duration::hours(1));
    app.post(Alice, &format!("{}/removal", done.location()), &[]).await.assert_status(303);
    let after = deal(&app, ready.id);
    assert_eq!((after.stage_id, after.probability), (ready.stage_id, ready.probability));
    let stays: i64 = app.db(|db| {
        use fursa::db::schema::stage_spells;
        stage_spells::table.filter(stage_spells::opportunity_id.eq(ready.id)).count().get_result(db).unwrap()
    });
    assert_eq!(stays, 1, "as if it had never been away");
    let lost = app.stage("Lost").to_string();
    let closing = change(&app, Alice, "/opportunities", &[lacking.id], &[("change", "stage"), ("stage", &lost)]).await;
    closing.assert_status(422);
}

async fn leads_get_a_status_and_a_pool(app: TestApp) {
    let contacted = app.pick(PickList::LeadStatus, "Contacted").to_string();
    let lead = app.lead(Alice);
    let form = [("change", "status"), ("status", contacted.as_str())];
    change(&app, Alice, "/leads", &[lead.id], &form).await.assert_status(303);
    let after = stored(&app, lead.id);
    assert_eq!((after.status_id.to_string(), after.first_contact_at), (contacted, Some(app.clock().now())));
    let (north, south) = (app.team("North-East").to_string(), app.team("South").to_string());
    let to = |team| [("change", "team"), ("team", team)];
    change(&app, Mona, "/leads", &[lead.id], &to(south.as_str())).await.assert_status(422);
    change(&app, Mona, "/leads", &[lead.id], &to(north.as_str())).await.assert_status(303);
    let after = stored(&app, lead.id);
    assert_eq!((after.owner_id, after.team_id.to_string()), (None, north));
}

async fn customers_change_hands(app: TestApp) {
    let (account, contact) = (app.account(Alice), app.contact(Alice));
    let bob = app.id(Bob).unwrap().to_string();
    let form = [("change", "owner"), ("person", bob.as_str())];
    for (list, id) in [("/accounts", account.id), ("/contacts", contact.id)] {
        change(&app, Mona, list, &[id], &form).await.assert_status(303);
        app.get(Bob, &format!("{list}/{id}")).await.assert_status(200);
        app.get(Alice, &format!("{list}/{id}")).await.assert_status(404);
    }
    // Alice gives what is hers to nobody she does not lead.
    let own = app.account(Alice);
    change(&app, Alice, "/accounts", &[own.id], &form).await.assert_status(422);
    let deal = app.opportunity(Alice);
    change(&app, Mona, "/opportunities", &[deal.id], &form).await.assert_status(303);
    app.get(Bob, &format!("/opportunities/{}", deal.id)).await.assert_status(200);
}

async fn a_report_is_for_who_did_it_and_for_thirty_days(app: TestApp) {
    let lead = app.lead(Alice);
    let form = [("change", "tags"), ("add", "VIP")];
    let done = change(&app, Alice, "/leads", &[lead.id], &form).await.assert_status(303);
    app.get(Mona, done.location()).await.assert_status(404);
    app.wait(Duration::days(29));
    app.get(Alice, done.location()).await.assert_status(200);
    app.wait(Duration::days(2));
    app.get(Alice, done.location()).await.assert_status(404);
    app.post(Alice, &format!("{}/removal", done.location()), &[]).await.assert_status(404);
    choose(&app, Alice, "/leads", &[lead.id]).await;
    fursa::cli::catch_up(app.app()).unwrap();
    let kept: i64 = app.db(|db| fursa::db::schema::selections::table.count().get_result(db).unwrap());
    assert_eq!(kept, 1, "what is told no more is forgotten");
}

async fn lists_offer_what_their_reader_may_do(app: TestApp) {
    for who in [Alice, Mona, Sam, Mark, Ada] {
        app.opportunity(Alice);
        for list in ["/leads?view=all", "/accounts", "/contacts", "/opportunities"] {
            app.account(Alice);
            app.contact(Alice);
            app.lead(Alice);
            let page = app.get(who, list).await;
            let offers = page.attributes("select[name=change] option", "value");
            let boxes = page.count("tbody input[name=id]");
            assert_eq!(boxes > 0, !offers.is_empty(), "{who:?} {list}: {offers:?}");
        }
    }
    let offers = app.get(Sam, "/opportunities").await.count("select[name=change]");
    assert_eq!(offers, 0, "support changes no deals");
    let closed = app.lead_with(Alice, |lead| lead.state = LeadState::Disqualified);
    let page = app.get(Ada, "/leads?view=closed").await;
    assert!(page.has_link(&format!("/leads/{}", closed.id)));
    assert_eq!(page.count("input[name=id]"), 0, "a closed lead is read-only");
}

async fn what_was_interrupted_goes_on(app: TestApp) {
    use fursa::db::schema::selections;

    let (done, left) = (app.lead(Alice), app.lead(Alice));
    let page = choose(&app, Alice, "/leads", &[done.id]).await;
    let form = [("change", "tags"), ("add", "VIP")];
    let report = app.post(Alice, &format!("{page}/change"), &form).await.assert_status(303).location().to_owned();
    let both = format!("{}-1,{}-1", done.id, left.id);
    let set = (selections::records.eq(both), selections::chosen.eq(2));
    app.db(|db| diesel::update(selections::table).set(set).execute(db).unwrap());
    app.get(Alice, &report).await.assert_says("It was interrupted");
    app.post(Alice, &format!("{page}/change"), &[]).await.assert_goes_to(&report);
    assert_eq!([done.id, left.id].map(|id| stored(&app, id).version), [2, 2]);
    says(&app.get(Alice, &report).await, "Changed 2");
}
