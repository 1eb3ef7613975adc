//! After somebody has left: what they had closed opens again for others, and nothing is done to them twice.

use chrono::NaiveDate;
use diesel::prelude::*;
use fursa::db::schema::{accounts, leads, opportunities, users};
use fursa::imports::Kind;
use fursa::leads::{self as leading, LeadState};
use futures_util::future::{join, join_all};

use super::{journalled, person};
use crate::imports::import;
use crate::support::*;
use fursa::journal::{Action, Entity};

both!(
    a_lead_that_opens_again_is_not_theirs,
    a_deal_that_opens_again_is_not_theirs,
    a_closing_is_not_taken_back_into_their_hands,
    nobody_leaves_twice,
    nothing_stays_with_who_leaves_at_that_moment,
    what_was_decided_before_somebody_left_is_decided_anew,
    the_report_is_found_later_on,
);

/// Somebody who sells in North, and leaves without anything open.
async fn gonzalo(app: &TestApp, work: impl AsyncFnOnce(Who)) -> Who {
    let gonzalo = app.hire("Gonzalo", "sales_rep", "North");
    work(gonzalo).await;
    app.post(Ada, &format!("{}/deactivation", person(app.id(gonzalo))), &[("accounts", &id_of(app, Alice))])
        .await
        .assert_status(303);
    assert!(app.directory().has_left(app.id(gonzalo)));
    gonzalo
}

fn id_of(app: &TestApp, who: Who) -> String {
    app.id(who).unwrap().to_string()
}

fn owner(app: &TestApp, deal: i64) -> (Option<i64>, bool) {
    let columns = (opportunities::owner_id, opportunities::closed_on);
    let (owner, closed): (Option<i64>, Option<NaiveDate>) =
        app.db(|db| opportunities::table.find(deal).select(columns).first(db).unwrap());
    (owner, closed.is_none())
}

async fn to_stage(app: &TestApp, who: Who, deal: i64, stage: &str) -> Page {
    let version: i64 = app.db(|db| opportunities::table.find(deal).select(opportunities::version).first(db).unwrap());
    let (to, version) = (app.stage(stage).to_string(), version.to_string());
    let form =
        [("to", to.as_str()), ("version", &version), ("answered", &to), ("actual", "900"), ("closed_on", "2026-11-20")];
    app.post(who, &format!("/opportunities/{deal}/move"), &form).await.assert_status(303)
}

/// A deal of somebody's that is won, with the number its own system knows it by.
async fn won(app: &TestApp, who: Who) -> i64 {
    let account = app.account(who);
    let deal = app.opportunity_with(who, |deal| {
        deal.account_id = Some(account.id);
        deal.external_id = Some("D-1".to_owned());
    });
    to_stage(app, who, deal.id, "Won").await;
    assert!(!owner(app, deal.id).1);
    deal.id
}

async fn a_lead_that_opens_again_is_not_theirs(app: TestApp) {
    let mut lead = 0;
    gonzalo(&app, async |who| {
        lead = app.lead_with(who, |lead| lead.state = LeadState::Disqualified).id;
    })
    .await;
    let path = format!("/leads/{lead}");
    app.post(Ada, &format!("{path}/reactivation"), &[]).await.assert_goes_to(&path);
    app.get(Ada, &path).await.assert_says("Its owner has left");
    let now: (LeadState, Option<i64>, i64) =
        app.db(|db| leads::table.find(lead).select((leads::state, leads::owner_id, leads::team_id)).first(db).unwrap());
    assert_eq!(now, (LeadState::Open, None, app.team("North")));
    app.post(Bob, &format!("{path}/claim"), &[]).await.assert_status(303);
}

async fn a_deal_that_opens_again_is_not_theirs(app: TestApp) {
    let mut deal = 0;
    let gone = gonzalo(&app, async |who| deal = won(&app, who).await).await;
    assert_eq!(owner(&app, deal), (app.id(gone), false), "what is closed keeps the name");
    to_stage(&app, Ada, deal, "Proposal").await;
    assert_eq!(owner(&app, deal), (None, true));
    to_stage(&app, Ada, deal, "Won").await;
    app.db(|db| {
        let row = diesel::update(opportunities::table.find(deal));
        row.set(opportunities::owner_id.eq(app.id(gone))).execute(db).unwrap()
    });
    import(&app, Kind::Opportunities, "Id,Name,Stage\nD-1,Mooring lines,Proposal\n");
    assert_eq!(owner(&app, deal), (None, true), "by a file too");
}

async fn a_closing_is_not_taken_back_into_their_hands(app: TestApp) {
    let mut deal = 0;
    let gone = gonzalo(&app, async |who| deal = won(&app, who).await).await;
    let history = app.get(Ada, &format!("/opportunities/{deal}/history")).await.assert_status(200);
    let undo = history.attributes("section.sheet form", "action");
    let undo = undo.iter().find(|action| action.starts_with("/undo/")).unwrap();
    let refused = app.post(Ada, undo, &[]).await;
    let told = app.get(Ada, refused.assert_status(303).location()).await.assert_status(200);
    told.assert_says("whom it belonged to has left");
    assert_eq!(owner(&app, deal), (app.id(gone), false));
}

async fn nobody_leaves_twice(app: TestApp) {
    let gone = gonzalo(&app, async |_| ()).await;
    let id = app.id(gone);
    let version = || app.db(|db| users::table.find(id.unwrap()).select(users::version).first::<i64>(db).unwrap());
    let (before, leaving) = (version(), format!("{}/deactivation", person(id)));
    app.get(Ada, &leaving).await.assert_goes_to(&person(id));
    app.post(Ada, &leaving, &[]).await.assert_goes_to("/settings/people");
    assert_eq!(version(), before);
    let stand_ins = format!("{}/delegations", person(id));
    let page = app.get(Ada, &stand_ins).await.assert_status(200);
    assert_eq!(page.count(&format!("form[action='{stand_ins}']")), 0);
    assert_eq!(journalled(&app, Entity::User, Action::Deactivated), 1);
}

/// What they file and claim themselves, and what others file for them, while an administrator lets them go.
async fn nothing_stays_with_who_leaves_at_that_moment(app: TestApp) {
    let bob = id_of(&app, Bob);
    for round in 0..8 {
        let who = app.hire(&format!("Gonzalo {round}"), "sales_rep", "North");
        let (id, free) = (app.id(who).unwrap(), app.pool_lead("North"));
        let owner = id.to_string();
        let goes = [("leads", "pool"), ("opportunities", "pool"), ("accounts", bob.as_str()), ("contacts", &bob)];
        app.get(who, "/profile").await.assert_status(200);
        app.get(Ada, "/profile").await.assert_status(200);
        let own = (0..3).map(async |n| app.post(who, "/leads", &[("name", &*format!("Lead {round} {n}"))]).await);
        let claim = async { app.post(who, &format!("/leads/{}/claim", free.id), &[("version", "1")]).await };
        let given = (0..3).map(async |n| {
            let name = format!("Harbour {round} {n}");
            app.post(Ada, "/accounts", &[("name", &*name), ("owner", &owner), ("currency", "EUR")]).await
        });
        let leaves = async { app.post(Ada, &format!("{}/deactivation", person(Some(id))), &goes).await };
        let work = join(join_all(own), join(claim, join_all(given)));
        let (left, _) = join(leaves, work).await;
        left.assert_status(303);
        let theirs: (i64, i64) = app.db(|db| {
            let open = leads::table.filter(leads::owner_id.eq(id)).count().get_result(db).unwrap();
            (open, accounts::table.filter(accounts::owner_id.eq(id)).count().get_result(db).unwrap())
        });
        assert_eq!(theirs, (0, 0), "round {round}");
    }
}

/// PostgreSQL lets two write at once: whom a record is given to was read before they left.
async fn what_was_decided_before_somebody_left_is_decided_anew(app: TestApp) {
    if app.backend() == Backend::Sqlite {
        return; // Its one writer has read who is there after all others have written.
    }
    let (lead, bob) = (app.lead(Alice), app.id(Bob).unwrap());
    let leaves = |column: &str| {
        let words = format!("UPDATE users SET {column} WHERE id = {bob}");
        app.db(|db| diesel::sql_query(words).execute(db).unwrap());
    };
    for (change, back) in [("active = false", "active = true"), ("roles = 'marketer'", "roles = 'sales_rep'")] {
        let given = app.tx(Ada, |tx| {
            leaves(change);
            let facts = || leading::LeadFacts { owner_id: Some(bob), ..lead.facts.clone() };
            (leading::insert(tx, facts()).is_ok(), leading::save(tx, Action::Assigned, &lead, facts()).is_ok())
        });
        assert_eq!(given, (false, false), "{change}");
        leaves(back);
    }
    let given = leading::LeadFacts { owner_id: Some(bob), ..lead.facts.clone() };
    assert!(app.tx(Ada, |tx| leading::insert(tx, given).is_ok()));
}

/// From the page of who left: each time that records of theirs went to others, whatever they are called by now.
async fn the_report_is_found_later_on(app: TestApp) {
    let (page, namesake) = (person(app.id(Alice)), app.hire("Alicia", "sales_rep", "North"));
    let (bob, leaving) = (id_of(&app, Bob), format!("{page}/deactivation"));
    app.get(Ada, &page).await.assert_status(200).assert_hides("Handed over");
    let mut reports = Vec::new();
    for many in 1..3 {
        (0..many).for_each(|_| drop(app.lead(Alice)));
        let report = app.post(Ada, &leaving, &[("leads", &*bob)]).await.assert_status(303).location().to_owned();
        reports.insert(0, report);
        app.db(|db| diesel::sql_query("UPDATE users SET name = 'Alicia' WHERE name = 'Alice'").execute(db).unwrap());
        app.post(Ada, &format!("{page}/activation"), &[]).await.assert_status(303);
    }
    let shown = app.get(Ada, &page).await.assert_status(200);
    assert_eq!(shown.attributes("section[aria-labelledby=handovers] a", "href"), reports);
    let said = shown.texts("section[aria-labelledby=handovers] a");
    assert!(said[0].starts_with("2 records") && said[1].starts_with("1 record"), "{said:?}");
    for report in &reports {
        app.get(Ada, report).await.assert_status(200).assert_says("Bob");
    }
    app.get(Ada, &person(app.id(namesake))).await.assert_status(200).assert_hides("Handed over");
}
