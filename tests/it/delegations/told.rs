//! What is told of stand-ins: to both, in the journal, and by mail.

use diesel::prelude::*;
use fursa::db::schema::journal_requests;

use super::{act, name_charlie, said};
use crate::support::*;

both!(
    who_is_away_reads_who_stands_in_and_what_they_did,
    both_are_told_who_stands_in,
    both_are_told_by_mail,
    the_other_one_is_told_when_one_leaves,
    the_other_one_is_told_by_mail_when_one_leaves,
    the_journal_is_searched_by_whose_name_it_was,
);

/// Charlie edits an account of Alice's in her name.
async fn edited(app: &TestApp) -> String {
    let path = format!("/accounts/{}", app.account(Alice).id);
    let delegation = name_charlie(app, "2026-11-24").await;
    act(app, Charlie, delegation).await.assert_goes_to("/");
    let form = [("version", "1"), ("part", "terms"), ("payment_terms", "30 days")];
    app.post(Charlie, &format!("{path}/edit"), &form).await.assert_goes_to(&path);
    app.post(Charlie, "/acting/removal", &[]).await.assert_goes_to("/");
    path
}

async fn who_is_away_reads_who_stands_in_and_what_they_did(app: TestApp) {
    let path = edited(&app).await;
    let alice = app.id(Alice).unwrap();
    for (who, page) in
        [(Alice, "/profile/delegations".to_owned()), (Ada, format!("/settings/people/{alice}/delegations"))]
    {
        let page = app.get(who, &page).await.assert_status(200);
        assert!(said(&page).contains("Charlie now"), "{}", said(&page));
        assert!(said(&page).contains("Charlie edited the account"), "{}", said(&page));
        assert!(page.has_link(&format!("{path}/history")));
    }
    let page = app.get(Charlie, "/profile/delegations").await.assert_status(200);
    assert!(said(&page).contains("Stand-in for others") && said(&page).contains("Act for Alice"));
    assert!(!said(&page).contains("edited the account"));
    // What has left her reach is told without its name.
    let south = app.team("South");
    let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    app.db(|db| {
        use fursa::db::schema::accounts;
        let away = (accounts::owner_id.eq(app.id(Charlie)), accounts::team_id.eq(south));
        diesel::update(accounts::table.find(id)).set(away).execute(db).unwrap()
    });
    app.get(Alice, &path).await.assert_status(404);
    let page = app.get(Alice, "/profile/delegations").await.assert_status(200);
    assert!(said(&page).contains("Charlie edited the account") && !page.has_link(&format!("{path}/history")));
}

async fn both_are_told_who_stands_in(app: TestApp) {
    let (alice, charlie) = (app.id(Alice).unwrap(), app.id(Charlie).unwrap().to_string());
    let form = [("stand_in", charlie.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    let page = format!("/settings/people/{alice}/delegations");
    app.post(Ada, &page, &form).await.assert_goes_to(&page);
    let told = async |who: Who, what: &str, by: &str| {
        let rows = app.get(who, "/profile").await.assert_status(200).texts("ul.related li");
        rows.iter().any(|row| row.contains(what) && row.contains(by))
    };
    assert!(told(Alice, "Stand-in named for you", "Ada").await);
    assert!(told(Charlie, "Named as a stand-in", "Ada").await);
    let delegation = app.directory().delegations[0].id;
    app.post(Alice, &format!("/profile/delegations/{delegation}/removal"), &[]).await.assert_status(303);
    assert!(!told(Alice, "Stand-in for you revoked", "").await, "she did it herself");
    assert!(told(Charlie, "No longer a stand-in", "Alice").await);
}

async fn both_are_told_by_mail(app: Mailing) {
    let delegation = name_charlie(&app, "2026-11-24").await;
    app.post(Alice, &format!("/profile/delegations/{delegation}/removal"), &[]).await.assert_status(303);
    assert_eq!(fursa::mail::send_due(app.app()).unwrap(), 4);
    let letters = app.office.letters();
    let to: Vec<&str> = letters.iter().map(|letter| letter.recipient.as_str()).collect();
    assert_eq!(to, ["alice@fursa.test", "charlie@fursa.test", "alice@fursa.test", "charlie@fursa.test"]);
    assert!(letters[1].message.contains("Charlie stands in for Alice"), "{}", letters[1].message);
    assert!(letters[3].message.contains("Charlie no longer stands in for Alice"), "{}", letters[3].message);
}

/// Charlie stands in for Alice and Bob for Charlie; then Charlie leaves.
async fn charlie_leaves(app: &TestApp) {
    name_charlie(app, "2026-11-24").await;
    let bob = app.id(Bob).unwrap().to_string();
    let form = [("stand_in", bob.as_str()), ("from_on", "2026-12-01"), ("until_on", "2026-12-05")];
    app.post(Charlie, "/profile/delegations", &form).await.assert_goes_to("/profile/delegations");
    let leaving = format!("/settings/people/{}/deactivation", app.id(Charlie).unwrap());
    app.get(Ada, &leaving).await.assert_status(200).assert_says("2 stand-in arrangements");
    app.post(Ada, &leaving, &[]).await.assert_status(303);
    assert!(app.directory().delegations.is_empty());
}

async fn the_other_one_is_told_when_one_leaves(app: TestApp) {
    charlie_leaves(&app).await;
    for (who, what) in [(Alice, "Stand-in for you revoked"), (Bob, "No longer a stand-in")] {
        let rows = app.get(who, "/profile").await.assert_status(200).texts("section[aria-labelledby=notices] li");
        assert!(rows.iter().any(|row| row.contains(what) && row.contains("Ada")), "{rows:?}");
    }
}

async fn the_other_one_is_told_by_mail_when_one_leaves(app: Mailing) {
    charlie_leaves(&app).await;
    fursa::mail::send_due(app.app()).unwrap();
    let letters = app.office.letters();
    let ended: Vec<&str> = letters[4..].iter().map(|letter| letter.recipient.as_str()).collect();
    assert_eq!(ended, ["bob@fursa.test", "alice@fursa.test"]);
    assert!(letters[5].message.contains("Charlie no longer stands in for Alice"), "{}", letters[5].message);
}

async fn the_journal_is_searched_by_whose_name_it_was(app: TestApp) {
    edited(&app).await;
    let (alice, charlie) = (app.id(Alice).unwrap(), app.id(Charlie).unwrap());
    for (query, entries) in [
        (format!("behalf={alice}"), 1),
        (format!("behalf={alice}&person={charlie}"), 1),
        (format!("behalf={charlie}"), 0),
        (format!("person={charlie}"), 1),
        (format!("person={alice}"), 1),
    ] {
        let page = app.get(Ada, &format!("/settings/journal?{query}")).await.assert_status(200);
        assert_eq!(page.texts("tbody tr").len(), entries, "{query}: {}", page.text());
    }
    let page = app.get(Ada, &format!("/settings/journal?behalf={alice}")).await;
    assert!(said(&page).contains("Charlie on behalf of Alice"), "{}", said(&page));
    let file = app.get(Ada, &format!("/settings/journal/export?behalf={alice}")).await.assert_status(200);
    assert!(file.body.contains(",Charlie,Alice,"), "{}", file.body);
    let both: Vec<(Option<i64>, Option<i64>)> = app.db(|db| {
        let columns = (journal_requests::actor_id, journal_requests::on_behalf_of);
        journal_requests::table.filter(journal_requests::on_behalf_of.is_not_null()).select(columns).load(db).unwrap()
    });
    assert_eq!(both, [(Some(charlie), Some(alice))]);
}
