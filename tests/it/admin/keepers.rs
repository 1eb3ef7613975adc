//! Nobody locks the company out (rule 45): by whatever way it is tried, somebody is left who signs in and administers.

use diesel::prelude::*;
use fursa::access::{Role, Roles};
use fursa::db::schema::{journal, users};
use futures_util::future::join;

use super::{person, resend};
use crate::factors;
use crate::support::*;

both!(
    two_administrators_who_demote_each_other_at_once_leave_one,
    a_promotion_is_not_taken_back_by_undoing,
    a_stand_in_administers_nothing,
    a_factor_that_is_needed_shuts_no_administrator_out,
);

/// Who administers now.
fn administrators(app: &TestApp) -> Vec<String> {
    let rows: Vec<(String, String)> = app.db(|db| {
        let here = users::table.filter(users::active.eq(true)).order(users::name);
        here.select((users::name, users::roles)).load(db).unwrap()
    });
    let keeps = |(name, roles): (String, String)| Roles::parse(&roles).has(Role::Admin).then_some(name);
    rows.into_iter().filter_map(keeps).collect()
}

/// Sends the form that takes somebody's administration away.
async fn demote(app: &TestApp, by: Who, form: &[(String, String)], whom: Who) -> Page {
    let kept = form.iter().filter(|(name, _)| name != "roles" && name != "csrf");
    let mut fields: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("roles", "sales_rep"));
    app.post(by, &person(app.id(whom)), &fields).await
}

async fn two_administrators_who_demote_each_other_at_once_leave_one(app: TestApp) {
    for round in 0..6 {
        app.db(|db| diesel::update(users::table).set(users::roles.eq("sales_rep")).execute(db).unwrap());
        let one = app.hire(&format!("One{round}"), "admin", "North");
        let other = app.hire(&format!("Other{round}"), "admin", "North");
        let of_other = app.get(one, &person(app.id(other))).await.form(&person(app.id(other)));
        let of_one = app.get(other, &person(app.id(one))).await.form(&person(app.id(one)));
        join(demote(&app, one, &of_other, other), demote(&app, other, &of_one, one)).await;
        assert_eq!(administrators(&app).len(), 1, "{:?}", administrators(&app));
    }
}

async fn a_promotion_is_not_taken_back_by_undoing(app: TestApp) {
    let (ada, mona) = (person(app.id(Ada)), person(app.id(Mona)));
    resend(&app, &mona, &mona, &[("roles", "admin")]).await.assert_status(303);
    let request: String = app.db(|db| {
        let last = journal::table.order(journal::id.desc()).select(journal::request_id);
        last.first::<String>(db).unwrap()
    });
    resend(&app, &ada, &ada, &[("roles", "sales_rep")]).await.assert_status(303);
    for who in [Mona, Ada] {
        app.post(who, &format!("/undo/{request}"), &[]).await;
        assert_eq!(administrators(&app), ["Mona"]);
    }
}

async fn a_stand_in_administers_nothing(app: TestApp) {
    let charlie = app.id(Charlie).unwrap().to_string();
    let form = [("stand_in", charlie.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Ada, "/profile/delegations", &form).await.assert_goes_to("/profile/delegations");
    let delegation = app.directory().delegations[0].id;
    app.post(Charlie, &format!("/acting/{delegation}"), &[]).await.assert_goes_to("/");
    let ada = person(app.id(Ada));
    for path in [ada.clone(), format!("{ada}/deactivation"), format!("{ada}/link"), "/settings/sign-in".to_owned()] {
        app.post(Charlie, &path, &[("name", "Ada"), ("roles", "sales_rep")]).await.assert_status(403);
    }
    assert_eq!(administrators(&app), ["Ada"]);
}

async fn a_factor_that_is_needed_shuts_no_administrator_out(app: TestApp) {
    app.post(Ada, "/settings/sign-in", &[("version", "1"), ("roles", "admin")]).await.assert_status(303);
    app.get(Ada, "/settings").await.assert_goes_to("/profile/factor");
    let browser = app.browser_of(Ada);
    factors::set_up(&app, &browser).await;
    browser.get("/settings").await.assert_status(200);
}
