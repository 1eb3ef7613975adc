//! The pool: who is first gets the lead, nobody more than the company allows, and managers hand the rest out.

use std::rc::Rc;

use diesel::prelude::*;
use fursa::db::schema::{journal, leads, organization, users};
use fursa::directory::PickList;
use fursa::leads::{Lead, LeadState};

use crate::bulk::change;
use crate::support::*;

both!(
    fifty_claims_of_one_lead_have_one_winner,
    the_loser_learns_who_was_quicker_and_what_is_next,
    nobody_learns_of_a_lead_that_never_waited_for_them,
    the_cap_holds_under_parallel_claims,
    no_way_leads_past_the_cap,
    a_lead_goes_back_to_the_pool_it_came_from,
    a_claimed_lead_moves_to_its_owners_team,
    a_claim_is_taken_back,
    a_hand_out_is_taken_back_but_for_what_changed_since,
    a_lead_goes_back_with_a_reason,
    the_pool_shows_the_oldest_first_and_ones_own_limit,
    leads_are_split_evenly_and_what_is_owned_is_skipped,
    a_manager_hands_out_the_pool_above_and_not_the_sisters,
    the_inactive_get_nothing,
);

fn stored(app: &TestApp, id: i64) -> Lead {
    app.db(|db| leads::table.find(id).select(Lead::as_select()).first(db).unwrap())
}

fn claim_of(lead: &Lead) -> String {
    format!("/leads/{}/claim", lead.id)
}

/// Sends every form at once, each from the browser of its person; answers the statuses in order.
async fn all_at_once(app: &TestApp, forms: Vec<(Who, String)>) -> Vec<u16> {
    let mut sent = Vec::new();
    for (who, path) in forms {
        let browser: Rc<Browser> = app.browser_of(who);
        browser.csrf().await;
        sent.push(actix_web::rt::spawn(async move { browser.post(&path, &[]).await.status }));
    }
    let mut statuses = Vec::new();
    for one in sent {
        statuses.push(one.await.unwrap());
    }
    statuses
}

async fn fifty_claims_of_one_lead_have_one_winner(app: TestApp) {
    let lead = app.pool_lead("North-East");
    let reps: Vec<Who> = (0..50).map(|n| app.hire(&format!("Rep{n}"), "sales_rep", "North-East")).collect();
    let statuses = all_at_once(&app, reps.iter().map(|rep| (*rep, claim_of(&lead))).collect()).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 49, "{statuses:?}");
    let claims: i64 = app.db(|db| journal::table.filter(journal::action.eq("claimed")).count().get_result(db).unwrap());
    assert_eq!((claims, stored(&app, lead.id).version), (1, 2));
}

async fn the_loser_learns_who_was_quicker_and_what_is_next(app: TestApp) {
    let (lead, next) = (app.pool_lead("North-East"), app.pool_lead("North-East"));
    app.post(Bob, &claim_of(&lead), &[]).await.assert_goes_to(&format!("/leads/{}", lead.id));
    let page = app.post(Alice, &claim_of(&lead), &[]).await.assert_status(409);
    assert!(page.text_contains("Bob") && !page.form(&claim_of(&next)).is_empty());
}

async fn nobody_learns_of_a_lead_that_never_waited_for_them(app: TestApp) {
    let (lead, own) = (app.pool_lead("North-East"), app.lead(Bob));
    app.post(Bob, &claim_of(&lead), &[]).await.assert_status(303);
    app.post(Charlie, &claim_of(&lead), &[]).await.assert_status(404);
    app.post(Alice, &claim_of(&own), &[]).await.assert_status(404);
}

async fn the_cap_holds_under_parallel_claims(app: TestApp) {
    app.db(|db| diesel::update(organization::table).set(organization::lead_cap.eq(3)).execute(db).unwrap());
    let waiting: Vec<Lead> = (0..12).map(|_| app.pool_lead("North-East")).collect();
    all_at_once(&app, waiting.iter().map(|lead| (Alice, claim_of(lead))).collect()).await;
    let mine = leads::table.filter(leads::owner_id.eq(app.id(Alice)));
    let held: i64 = app.db(|db| mine.count().get_result(db).unwrap());
    assert_eq!(held, 3);
    let free = waiting.iter().find(|lead| stored(&app, lead.id).owner_id.is_none()).unwrap();
    app.post(Alice, &claim_of(free), &[]).await.assert_goes_to("/leads/pool");
    app.post(Bob, &claim_of(free), &[]).await.assert_goes_to(&format!("/leads/{}", free.id));
}

async fn no_way_leads_past_the_cap(app: TestApp) {
    app.db(|db| diesel::update(organization::table).set(organization::lead_cap.eq(1)).execute(db).unwrap());
    let (first, second) = (app.pool_lead("North-East"), app.pool_lead("North-East"));
    let reason = app.pick(PickList::DisqualifyReason, "No interest").to_string();
    let again = format!("/leads/{}/reactivation", first.id);
    app.post(Alice, &claim_of(&first), &[]).await.assert_status(303);
    let close = format!("/leads/{}/disqualification", first.id);
    app.post(Alice, &close, &[("reason", &reason)]).await.assert_status(303);
    app.post(Alice, &claim_of(&second), &[]).await.assert_goes_to(&format!("/leads/{}", second.id));
    let page = app.post(Alice, &again, &[]).await.assert_status(303).location().to_owned();
    app.get(Alice, &page).await.assert_says("as many as the company allows");
    assert_eq!(stored(&app, first.id).state, LeadState::Disqualified);
    app.post(Mona, &again, &[]).await.assert_status(303);
    let after = stored(&app, first.id);
    assert_eq!((after.state, after.owner_id, after.claimed_at), (LeadState::Open, app.id(Alice), None));
    app.get(Alice, "/leads/pool").await.assert_says("1 of 1 taken");
}

async fn a_lead_goes_back_to_the_pool_it_came_from(app: TestApp) {
    let reason = app.pick(PickList::ReleaseReason, "Not my region").to_string();
    let (taken, given) = (app.pool_lead("Fjord Trading"), app.pool_lead("Fjord Trading"));
    app.post(Alice, &claim_of(&taken), &[]).await.assert_status(303);
    let alice = app.id(Alice).unwrap().to_string();
    hand_out(&app, &[given.id], &[&alice]).await.assert_status(303);
    let contacted = app.pick(PickList::LeadStatus, "Contacted").to_string();
    for lead in [&taken, &given] {
        let path = format!("/leads/{}", lead.id);
        app.post(Alice, &format!("{path}/status"), &[("status", &contacted)]).await.assert_status(303);
        app.post(Alice, &format!("{path}/release"), &[("reason", &reason)]).await.assert_status(303);
        let after = stored(&app, lead.id);
        assert_eq!((after.owner_id, after.team_id), (None, lead.team_id), "everyone's as before");
    }
    app.post(Charlie, &claim_of(&taken), &[]).await.assert_goes_to(&format!("/leads/{}", taken.id));
}

/// Mona hands out leads.
async fn hand_out(app: &TestApp, leads: &[i64], people: &[&str]) -> Page {
    let people = people.iter().map(|person| ("person", *person));
    let form: Vec<(&str, &str)> = [("change", "assign")].into_iter().chain(people).collect();
    change(app, Mona, "/leads", leads, &form).await
}

async fn a_claimed_lead_moves_to_its_owners_team(app: TestApp) {
    let lead = app.pool_lead("Fjord Trading");
    app.post(Alice, &claim_of(&lead), &[]).await.assert_status(303);
    let after = stored(&app, lead.id);
    assert_eq!((after.owner_id, after.team_id), (app.id(Alice), app.team("North-East")));
    assert_eq!(after.claimed_at, Some(app.clock().now()));
    app.post(Alice, &claim_of(&lead), &[]).await.assert_goes_to(&format!("/leads/{}", lead.id));
}

/// Presses the Undo of the page's message.
async fn undo(app: &TestApp, who: Who, page: &str) -> Page {
    let shown = app.get(who, page).await.assert_status(200);
    let action = shown.attributes(".flash form", "action").pop().expect("a message with Undo");
    app.post(who, &action, &[]).await
}

async fn a_claim_is_taken_back(app: TestApp) {
    let lead = app.pool_lead("Fjord Trading");
    let page = app.post(Alice, &claim_of(&lead), &[]).await.assert_status(303).location().to_owned();
    undo(&app, Alice, &page).await.assert_goes_to(&page);
    let after = stored(&app, lead.id);
    assert_eq!((after.owner_id, after.team_id, after.claimed_at), (None, lead.team_id, None));
    assert_eq!((lead.version, after.version), (1, 3), "both steps are in the journal");
    app.post(Alice, &claim_of(&lead), &[]).await.assert_status(303);
    let claimed = app.get(Alice, &page).await.attributes(".flash form", "action").pop().unwrap();
    let contacted = app.pick(PickList::LeadStatus, "Contacted");
    let form = [("status", contacted.to_string())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.post(Alice, &format!("/leads/{}/status", lead.id), &form).await.assert_status(303);
    app.post(Alice, &claimed, &[]).await.assert_goes_to(&page);
    let after = stored(&app, lead.id);
    assert_eq!((after.owner_id, after.status_id), (None, contacted), "what was done since stays");
}

async fn a_hand_out_is_taken_back_but_for_what_changed_since(app: TestApp) {
    let waiting: Vec<Lead> = (0..3).map(|_| app.pool_lead("Fjord Trading")).collect();
    let ids: Vec<i64> = waiting.iter().map(|lead| lead.id).collect();
    let alice = app.id(Alice).unwrap().to_string();
    let done = hand_out(&app, &ids, &[&alice]).await.assert_status(303);
    let reason = app.pick(PickList::ReleaseReason, "Not my region").to_string();
    app.post(Alice, &format!("/leads/{}/release", ids[2]), &[("reason", &reason)]).await.assert_status(303);
    app.post(Bob, &claim_of(&waiting[2]), &[]).await.assert_status(303);
    undo(&app, Mona, done.location()).await.assert_goes_to(done.location());
    app.get(Mona, done.location()).await.assert_says("stays as it is");
    let now: Vec<(Option<i64>, i64)> =
        waiting.iter().map(|lead| stored(&app, lead.id)).map(|lead| (lead.owner_id, lead.team_id)).collect();
    let (free, kept) = ((None, waiting[0].team_id), (app.id(Bob), app.team("North-East")));
    assert_eq!(now, [free, free, kept]);
}

async fn a_lead_goes_back_with_a_reason(app: TestApp) {
    let lead = app.lead(Alice);
    let address = format!("/leads/{}/release", lead.id);
    app.post(Alice, &address, &[]).await.assert_status(422);
    let reason = app.pick(PickList::ReleaseReason, "Not my region").to_string();
    app.post(Alice, &address, &[("reason", &reason)]).await.assert_goes_to("/leads");
    let after = stored(&app, lead.id);
    assert_eq!((after.owner_id, after.team_id), (None, lead.team_id));
    let (other, pool) = (app.lead(Alice), format!("pool:{}", lead.team_id));
    let edit = [("version", "1"), ("part", "work"), ("holder", pool.as_str())];
    app.post(Alice, &format!("/leads/{}/edit", other.id), &edit).await.assert_status(422);
    app.get(Bob, &format!("/leads/{}", lead.id)).await.assert_says("Not my region");
}

async fn the_pool_shows_the_oldest_first_and_ones_own_limit(app: TestApp) {
    let team = app.team("North-East");
    for (name, days) in [("Young Yara", 1), ("Old Olaf", 30)] {
        let at = app.clock().now() - chrono::Duration::days(days);
        app.lead_with(Nobody, |lead| {
            (lead.name, lead.team_id, lead.created_at) = (name.into(), team, at);
        });
    }
    let lead = app.pool_lead("North-East");
    app.post(Alice, &claim_of(&lead), &[]).await.assert_status(303);
    let page = app.get(Alice, "/leads/pool").await.assert_says("1 of 10 taken");
    assert_eq!(page.texts("tbody th a"), ["Old Olaf", "Young Yara"]);
    assert_eq!(page.count("input[name=id]"), 0, "a rep hands out nothing");
}

async fn leads_are_split_evenly_and_what_is_owned_is_skipped(app: TestApp) {
    let waiting: Vec<Lead> = (0..5).map(|_| app.pool_lead("North-East")).collect();
    let (owned, closed) = (app.lead(Bob), app.lead_with(Alice, |lead| lead.state = LeadState::Disqualified));
    let ids: Vec<i64> = waiting.iter().chain([&owned, &closed]).map(|lead| lead.id).collect();
    let people = [Alice, Bob].map(|who| app.id(who).unwrap().to_string());
    let done = hand_out(&app, &ids, &[&people[0], &people[1]]).await.assert_status(303);
    let owners: Vec<Option<i64>> = waiting.iter().map(|lead| stored(&app, lead.id).owner_id).collect();
    let expected = [Alice, Bob, Alice, Bob, Alice].map(|who| app.id(who));
    assert_eq!(owners, expected);
    assert_eq!((stored(&app, owned.id), stored(&app, closed.id)), (owned, closed));
    app.get(Mona, done.location()).await.assert_says("Changed 5").assert_says("Somebody has it already 1");
}

async fn a_manager_hands_out_the_pool_above_and_not_the_sisters(app: TestApp) {
    let (above, sister) = (app.pool_lead("Fjord Trading"), app.pool_lead("South"));
    let alice = app.id(Alice).unwrap().to_string();
    hand_out(&app, &[above.id, sister.id], &[&alice]).await.assert_status(303);
    assert_eq!(stored(&app, above.id).owner_id, app.id(Alice));
    assert_eq!(stored(&app, sister.id).owner_id, None);
    let (charlie, another) = (app.id(Charlie).unwrap().to_string(), app.pool_lead("North"));
    let foreign = hand_out(&app, &[another.id], &[&charlie]).await;
    assert!(foreign.assert_status(422).problem("person").is_some());
}

async fn the_inactive_get_nothing(app: TestApp) {
    let leads = [app.pool_lead("North-East"), app.pool_lead("North-East")];
    let bob = users::table.filter(users::email_key.eq(Bob.email()));
    app.db(|db| diesel::update(bob).set(users::active.eq(false)).execute(db).unwrap());
    let people = [Alice, Bob].map(|who| app.id(who).unwrap().to_string());
    hand_out(&app, &leads.each_ref().map(|lead| lead.id), &[&people[0], &people[1]]).await.assert_status(303);
    for lead in leads {
        assert_eq!(stored(&app, lead.id).owner_id, app.id(Alice));
    }
}
