//! Whose things are while a stand-in works: those of who is away, for both to find and to take back.

use diesel::prelude::*;
use fursa::db::schema::{accounts, batches, bookmarks, journal, leads, saved_views};
use fursa::directory::PickList;

use super::{act, name_charlie, said};
use crate::bulk::change;
use crate::imports::finished;
use crate::support::*;

both!(
    what_a_stand_in_claims_belongs_to_who_is_away,
    what_a_stand_in_did_is_taken_back_in_that_name,
    a_change_of_many_is_found_by_both,
    lists_and_favourites_are_those_of_who_is_away,
    an_import_is_that_of_who_is_away_and_found_by_both,
);

/// Charlie acts for Alice.
async fn charlie_acts(app: &TestApp) -> i64 {
    let delegation = name_charlie(app, "2026-11-24").await;
    act(app, Charlie, delegation).await.assert_goes_to("/");
    delegation
}

async fn what_a_stand_in_claims_belongs_to_who_is_away(app: TestApp) {
    let lead = app.pool_lead("North-East");
    charlie_acts(&app).await;
    app.post(Charlie, &format!("/leads/{}/claim", lead.id), &[]).await.assert_status(303);
    let owner: Option<i64> = app.db(|db| leads::table.find(lead.id).select(leads::owner_id).first(db).unwrap());
    assert_eq!(owner, app.id(Alice));
    assert!(said(&app.get(Charlie, "/leads?view=mine").await).contains("Lena Lindqvist"));
}

async fn what_a_stand_in_did_is_taken_back_in_that_name(app: TestApp) {
    let delegation = charlie_acts(&app).await;
    for (n, undoes) in [Charlie, Alice].into_iter().enumerate() {
        let account = app.account(Alice);
        let path = format!("/accounts/{}", account.id);
        let form = [("version", "1"), ("part", "terms"), ("payment_terms", "30 days")];
        app.post(Charlie, &format!("{path}/edit"), &form).await.assert_goes_to(&path);
        let history = app.get(Alice, &format!("{path}/history")).await.assert_status(200);
        assert!(said(&history).contains("Charlie edited the account") && said(&history).contains("on behalf of Alice"));
        let undo = history.attributes("section.sheet form", "action");
        assert_eq!(undo.iter().filter(|action| action.starts_with("/undo/")).count(), 1, "{n}: {undo:?}");
        app.post(undoes, &undo[0], &[]).await.assert_status(303);
        let terms: String =
            app.db(|db| accounts::table.find(account.id).select(accounts::payment_terms).first(db).unwrap());
        assert_eq!(terms, "");
    }
    // Who acts no more takes nothing back that they may not change themselves.
    let lead = app.lead(Alice);
    let reason = app.pick(PickList::ReleaseReason, "Not my region").to_string();
    let page = app.post(Charlie, &format!("/leads/{}/release", lead.id), &[("reason", &reason)]).await;
    let shown = app.get(Charlie, page.assert_status(303).location()).await;
    let undo = shown.attributes(".flash form", "action").pop().unwrap();
    app.post(Charlie, "/acting/removal", &[]).await.assert_goes_to("/");
    app.post(Charlie, &undo, &[]).await.assert_status(404);
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    app.post(Charlie, &undo, &[]).await.assert_status(303);
    let owner: Option<i64> = app.db(|db| leads::table.find(lead.id).select(leads::owner_id).first(db).unwrap());
    assert_eq!(owner, app.id(Alice));
}

async fn a_change_of_many_is_found_by_both(app: TestApp) {
    let lead = app.lead(Alice);
    charlie_acts(&app).await;
    let status = app.pick(PickList::LeadStatus, "Contacted").to_string();
    let form = [("change", "status"), ("status", status.as_str())];
    let report = change(&app, Charlie, "/leads", &[lead.id], &form).await.assert_status(303).location().to_owned();
    let owner: Option<i64> = app.db(|db| batches::table.select(batches::created_by).first(db).unwrap());
    assert_eq!(owner, app.id(Alice));
    app.get(Charlie, &report).await.assert_status(200);
    app.get(Alice, &report).await.assert_status(200);
    app.post(Charlie, "/acting/removal", &[]).await.assert_status(303);
    app.get(Charlie, &report).await.assert_status(404);
    app.post(Alice, &format!("{report}/removal"), &[]).await.assert_status(303);
    let now: i64 = app.db(|db| leads::table.find(lead.id).select(leads::status_id).first(db).unwrap());
    assert_eq!(now, lead.status_id);
}

async fn lists_and_favourites_are_those_of_who_is_away(app: TestApp) {
    let account = app.account_with(Alice, |account| account.name = "Kestrel Yards".into());
    let path = format!("/accounts/{}", account.id);
    charlie_acts(&app).await;
    let form = app.get(Charlie, &path).await.assert_status(200).form("/favourites");
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Charlie, "/favourites", &fields).await.assert_goes_to(&path);
    let kept: Vec<(i64, String)> =
        app.db(|db| bookmarks::table.select((bookmarks::user_id, bookmarks::kind)).load(db).unwrap());
    assert_eq!(kept, [(app.id(Alice).unwrap(), "favourite".to_owned())], "nobody is said to have looked at it");
    let link = app.get(Charlie, "/leads?view=mine").await.links();
    let (to, _) = link.into_iter().find(|(to, _)| to.starts_with("/views/new")).unwrap();
    let form = app.get(Charlie, &to).await.assert_status(200).form("/views");
    let fields = form.iter().filter(|(name, _)| name != "name").map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = fields.chain([("name", "For Monday")]).collect();
    app.post(Charlie, "/views", &fields).await.assert_status(303);
    let owner: i64 = app.db(|db| saved_views::table.select(saved_views::owner_id).first(db).unwrap());
    assert_eq!(Some(owner), app.id(Alice));
    app.get(Alice, "/leads").await.assert_says("For Monday");
    app.post(Charlie, "/acting/removal", &[]).await.assert_status(303);
    app.get(Charlie, "/leads").await.assert_hides("For Monday");
}

async fn an_import_is_that_of_who_is_away_and_found_by_both(app: TestApp) {
    let charlie = app.id(Charlie).unwrap();
    let stand_in = charlie.to_string();
    let form = [("stand_in", stand_in.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Mona, "/profile/delegations", &form).await.assert_status(303);
    let delegation = app.directory().delegations[0].id;
    app.get(Charlie, "/imports").await.assert_status(403);
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    let text = "Name,Email,Owner\nMaria Li,maria@li.example,Alice\nJan,jan@x.example,Charlie\n";
    let file = app.browser_of(Charlie).upload("/imports", &[("kind", "leads")], text).await;
    let path = file.assert_status(303).location().to_owned();
    let fields = app.get(Charlie, &path).await.assert_status(200).form(&format!("{path}/trial"));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Charlie, &format!("{path}/run"), &fields).await.assert_goes_to(&path);
    finished(&app, &path).await;
    let rows: Vec<(String, Option<i64>)> =
        app.db(|db| leads::table.select((leads::name, leads::owner_id)).load(db).unwrap());
    assert_eq!(rows, [("Maria Li".to_owned(), app.id(Alice))], "with the reach of who is away, not with one's own");
    let by: (Option<i64>, Option<i64>) = app.db(|db| {
        let filed = journal::table.filter(journal::entity.eq("lead"));
        filed.select((journal::actor_id, journal::on_behalf_of)).first(db).unwrap()
    });
    assert_eq!(by, (Some(charlie), app.id(Mona)));
    app.post(Charlie, "/acting/removal", &[]).await.assert_status(303);
    app.get(Charlie, &path).await.assert_status(403);
    app.get(Mona, &path).await.assert_status(200).assert_says("file.csv");
    app.post(Mona, &format!("{path}/reversal"), &[]).await.assert_goes_to(&path);
    assert_eq!(app.db(|db| leads::table.count().get_result::<i64>(db).unwrap()), 0);
}
