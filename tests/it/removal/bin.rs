//! The page of the bin: everybody sees what they may restore, and nothing else.

use fursa::journal::Entity;

use super::put_away;
use crate::support::*;

both!(
    everybody_finds_what_they_may_restore,
    it_says_who_when_and_what_went_along,
    it_shows_one_kind_and_page_by_page,
    the_company_says_how_long,
);

async fn everybody_finds_what_they_may_restore(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.name = "Greta Kestrel".into());
    let away = put_away(&app, Alice, Entity::Lead, lead.id);
    let action = format!("/bin/{}/restoration", away.row);
    for who in [Alice, Mona, Ada] {
        let page = app.get(who, "/bin").await.assert_status(200).assert_says("Greta Kestrel");
        assert_eq!(page.attributes("td form", "action"), std::slice::from_ref(&action), "{who:?}");
    }
    for who in [Bob, Charlie, Sam, Mark] {
        app.get(who, "/bin").await.assert_status(200).assert_hides("Kestrel");
    }
    assert!(app.get(Alice, "/").await.has_link("/bin"));
    assert!(app.get(Ada, "/settings").await.has_link("/bin"));
    app.post(Alice, &action, &[]).await.assert_goes_to(&format!("/leads/{}", lead.id));
    app.get(Alice, "/bin").await.assert_status(200);
    app.get(Alice, "/bin").await.assert_hides("Kestrel");
}

async fn it_says_who_when_and_what_went_along(app: TestApp) {
    let account = app.account(Alice);
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    put_away(&app, Mona, Entity::Account, account.id);
    let page = app.get(Alice, "/bin").await.assert_status(200);
    let page = page.assert_says("with 1 deal").assert_says("22 Nov 2026").assert_says("Mona");
    assert_eq!(page.count("tbody tr"), 1, "the deal is folded into its account");
    let rows = app.get(Alice, "/bin?kind=opportunity").await.texts("tbody tr");
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].contains(&deal.name) && rows[0].contains("went along with"), "{rows:?}");
}

async fn it_shows_one_kind_and_page_by_page(app: TestApp) {
    for n in 0..35 {
        let lead = app.lead_with(Alice, |lead| lead.name = format!("Lead {n:02}"));
        put_away(&app, Alice, Entity::Lead, lead.id);
    }
    let account = app.account(Alice);
    put_away(&app, Alice, Entity::Account, account.id);
    app.get(Alice, "/bin?kind=account").await.assert_says("Arctic Oy").assert_hides("Lead 34");
    let first = app.get(Alice, "/bin?kind=lead").await.assert_hides("Arctic Oy").assert_says("Lead 34");
    assert_eq!(first.count("tbody tr"), 30);
    let older = first.attributes("a[rel=next]", "href").pop().unwrap();
    let second = app.get(Alice, &older).await.assert_status(200).assert_says("Lead 00");
    assert_eq!(second.count("tbody tr"), 5);
}

async fn the_company_says_how_long(app: TestApp) {
    let page = app.get(Ada, "/settings/company").await;
    assert_eq!(page.form_value("bin_days").as_deref(), Some("90"));
    let fields = page.form("/settings/company");
    let set = |(name, value): &(String, String)| {
        (name.clone(), if name == "bin_days" { "7".to_owned() } else { value.clone() })
    };
    let fields: Vec<(String, String)> = fields.iter().filter(|(name, _)| name != "csrf").map(set).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Ada, "/settings/company", &fields).await.assert_goes_to("/settings/company");
    app.get(Alice, "/bin").await.assert_says("After 7 days");
}
