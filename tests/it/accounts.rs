//! Accounts: filing, finding, editing together, and their place in a group of companies.

use diesel::prelude::*;
use fursa::accounts::{Account, Lifecycle};
use fursa::db::schema::accounts;

use crate::support::*;

both!(
    a_company_is_filed_with_what_was_typed,
    a_form_with_a_wrong_field_keeps_every_other_one,
    a_form_sent_twice_files_one_company,
    a_company_filed_already_is_shown_before_it_is_filed_again,
    a_group_of_companies_has_no_cycle,
    a_company_nobody_may_see_is_no_parent,
    different_fields_merge_and_the_same_one_is_asked,
    one_part_is_edited_and_the_rest_stays,
    another_owner_takes_the_team_along,
    amounts_are_hidden_from_support,
    the_list_is_narrowed_and_exported_alike,
);

fn stored(app: &TestApp, id: i64) -> Account {
    app.db(|db| accounts::table.find(id).select(Account::as_select()).first(db).unwrap())
}

fn last(app: &TestApp) -> Account {
    app.db(|db| accounts::table.order(accounts::id.desc()).select(Account::as_select()).first(db).unwrap())
}

fn count(app: &TestApp) -> i64 {
    app.db(|db| accounts::table.count().get_result(db).unwrap())
}

async fn a_company_is_filed_with_what_was_typed(app: TestApp) {
    let fields = [
        ("name", "Łódź  Cable Works"),
        ("website", "www.lodz-cable.example"),
        ("emails", "office@lodz-cable.example\r\n office@lodz-cable.example\r\nsales@lodz-cable.example"),
        ("phones", "+48 42 123 45 67"),
        ("revenue", "1,250,000.50"),
        ("currency", "USD"),
        ("employees", "1,200"),
        ("city", "Łódź"),
        ("country", "PL"),
        ("payment_terms", "30 days net"),
    ];
    let page = app.post(Alice, "/accounts", &fields).await;
    let account = last(&app);
    page.assert_goes_to(&format!("/accounts/{}", account.id));
    assert_eq!(account.name, "Łódź Cable Works");
    assert_eq!(account.domain, "lodz-cable.example");
    assert_eq!(account.emails, "office@lodz-cable.example\nsales@lodz-cable.example");
    assert_eq!((account.revenue_minor, account.currency.as_str()), (Some(125_000_050), "USD"));
    assert_eq!((account.employees, account.lifecycle), (Some(1200), Lifecycle::Prospect));
    let page = app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_status(200);
    assert!(page.has_link("tel:+48421234567"));
    assert!(page.has_link("mailto:sales@lodz-cable.example"));
    assert!(page.links().iter().any(|(to, _)| to.starts_with("https://www.openstreetmap.org/search?query=")));
    page.assert_says("30 days net").assert_says("$1,250,000.50");
}

async fn a_form_with_a_wrong_field_keeps_every_other_one(app: TestApp) {
    let fields = [("name", ""), ("emails", "not an address"), ("city", "<b>Gdynia"), ("notes", "Ask for Ola.")];
    let page = app.post(Alice, "/accounts", &fields).await.assert_status(422);
    assert_eq!(page.problem("name").as_deref(), Some("Enter the company’s name"));
    assert!(page.problem("emails").unwrap().contains("not an address"));
    assert_eq!(page.form_value("city").as_deref(), Some("<b>Gdynia"));
    assert!(page.form_value("notes").unwrap().ends_with("Ask for Ola."));
    assert_eq!(count(&app), 0);
}

async fn a_form_sent_twice_files_one_company(app: TestApp) {
    let form = app.get(Alice, "/accounts/new").await.assert_status(200);
    let nonce = form.form_value("nonce").unwrap();
    let fields = [("nonce", nonce.as_str()), ("name", "Harbour Lights")];
    let first = app.post(Alice, "/accounts", &fields).await.assert_status(303);
    app.post(Alice, "/accounts", &fields).await.assert_goes_to(first.location());
    assert_eq!(count(&app), 1);
}

async fn a_company_filed_already_is_shown_before_it_is_filed_again(app: TestApp) {
    app.account_with(Alice, |facts| facts.name = "Harbour Lights Ltd".into());
    let page = app.post(Alice, "/accounts", &[("name", "HARBOUR LIGHTS")]).await.assert_status(422);
    page.assert_says("Harbour Lights Ltd").assert_says("same company name");
    assert_eq!(count(&app), 1);
    app.post(Alice, "/accounts", &[("name", "HARBOUR LIGHTS"), ("anyway", "yes")]).await.assert_status(303);
    assert_eq!(count(&app), 2);
}

async fn a_group_of_companies_has_no_cycle(app: TestApp) {
    let top = app.account_with(Alice, |facts| facts.name = "Top Holding".into());
    let below = app.account_with(Alice, |facts| {
        facts.name = "Below Works".into();
        facts.parent_id = Some(top.id);
    });
    for name in ["Below Works", "Top Holding"] {
        let fields = [("version", "1"), ("part", "about"), ("name", "Top Holding"), ("parent", name)];
        let page = app.post(Alice, &format!("/accounts/{}/edit", top.id), &fields).await.assert_status(422);
        assert!(page.problem("parent").unwrap().contains("lies below"), "{name}");
    }
    assert_eq!((stored(&app, top.id).parent_id, stored(&app, below.id).parent_id), (None, Some(top.id)));
}

async fn a_company_nobody_may_see_is_no_parent(app: TestApp) {
    let hidden = app.account_with(Charlie, |facts| facts.name = "Secret Holding".into());
    let id = hidden.id.to_string();
    let fields =
        [("name", "Daughter"), ("parent", "Secret Holding"), ("parent_for", "Secret Holding"), ("parent_id", &id)];
    let page = app.post(Alice, "/accounts", &fields).await.assert_status(422);
    assert!(page.problem("parent").is_some());
    assert_eq!(count(&app), 1);
}

async fn different_fields_merge_and_the_same_one_is_asked(app: TestApp) {
    let account = app.account_with(Alice, |facts| facts.city = "Oulu".into());
    let path = format!("/accounts/{}/edit", account.id);
    let city = |city: &'static str| [("version", "1"), ("part", "address"), ("city", city), ("country", "FI")];
    app.post(Mona, &path, &city("Turku")).await.assert_status(303);
    let terms = [("version", "1"), ("part", "terms"), ("payment_terms", "14 days")];
    app.post(Alice, &path, &terms).await.assert_status(303);
    let merged = stored(&app, account.id);
    assert_eq!((merged.city.as_str(), merged.payment_terms.as_str(), merged.version), ("Turku", "14 days", 3));
    let page = app.post(Alice, &path, &city("Espoo")).await.assert_status(409);
    let page = page.assert_says("Turku").assert_says("Espoo").assert_says("Oulu");
    assert_eq!(page.form_value("city").as_deref(), Some("Espoo"));
    assert_eq!(stored(&app, account.id).city, "Turku");
}

async fn one_part_is_edited_and_the_rest_stays(app: TestApp) {
    let account = app.account_with(Alice, |facts| {
        facts.notes = "Ask for Ola.".into();
        facts.phones = "+358 9 123 4567".into();
    });
    let path = format!("/accounts/{}/edit", account.id);
    let page = app.get(Alice, &format!("{path}?part=terms")).await.assert_status(200);
    assert_eq!(page.form_value("notes"), None);
    app.post(Alice, &path, &[("version", "1"), ("part", "terms"), ("payment_terms", "Cash")]).await.assert_status(303);
    let after = stored(&app, account.id);
    assert_eq!((after.payment_terms.as_str(), after.notes.as_str()), ("Cash", "Ask for Ola."));
    assert_eq!(after.phones, "+358 9 123 4567");
}

async fn another_owner_takes_the_team_along(app: TestApp) {
    let account = app.account(Alice);
    let path = format!("/accounts/{}/edit", account.id);
    let charlie = app.id(Charlie).unwrap().to_string();
    let refused = app.post(Alice, &path, &[("version", "1"), ("part", "work"), ("owner", &charlie)]).await;
    assert!(refused.assert_status(422).problem("owner").is_some());
    app.post(Ada, &path, &[("version", "1"), ("part", "work"), ("owner", &charlie)]).await.assert_status(303);
    let moved = stored(&app, account.id);
    assert_eq!((moved.owner_id, moved.team_id), (app.id(Charlie), app.team("South")));
    app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_status(404);
    app.post(Charlie, &path, &[("version", "2"), ("part", "work"), ("owner", "")]).await.assert_status(303);
    assert_eq!((stored(&app, account.id).owner_id, stored(&app, account.id).team_id), (None, app.team("South")));
}

async fn amounts_are_hidden_from_support(app: TestApp) {
    let account = app.account(Alice);
    for (amount, currency) in [(100_000, "EUR"), (250_000, "EUR"), (77_700, "USD")] {
        app.opportunity_with(Alice, |facts| {
            facts.account_id = Some(account.id);
            facts.amount_minor = Some(amount);
            facts.currency = currency.into();
        });
    }
    let path = format!("/accounts/{}", account.id);
    app.get(Alice, &path).await.assert_says("€3,500").assert_says("$777").assert_says("€1,000");
    let page = app.get(Sam, &path).await.assert_status(200).assert_says("Forty anchors");
    page.assert_hides("€").assert_hides("$7");
}

async fn the_list_is_narrowed_and_exported_alike(app: TestApp) {
    app.account_with(Alice, |facts| facts.name = "=cmd()".into());
    app.account_with(Alice, |facts| {
        facts.name = "Polish Works".into();
        facts.country = "PL".into();
    });
    let page = app.get(Alice, "/accounts?country=PL").await.assert_status(200);
    assert_eq!(page.texts("tbody th"), ["Polish Works"]);
    let file = app.get(Alice, "/accounts/export?country=PL").await.assert_status(200);
    assert_eq!(file.body.lines().count(), 2);
    let all = app.get(Alice, "/accounts/export?sort=name").await.assert_status(200);
    assert!(all.body.contains("'=cmd()"));
    assert_eq!(app.get(Alice, "/accounts?q=nowhere").await.count("tbody tr"), 0);
}
