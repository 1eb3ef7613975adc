//! Words, rates and the company's own settings.

use diesel::prelude::*;
use fursa::db::schema::{pick_items, rates};
use fursa::journal::{Action, Entity};

use super::{journalled, resend};
use crate::support::*;

both!(
    words_are_added_renamed_ordered_and_switched_off,
    a_rate_is_entered_corrected_and_removed,
    every_rate_there_is_can_be_reached,
    the_company_changes_and_refuses_nonsense,
);

async fn words_are_added_renamed_ordered_and_switched_off(app: TestApp) {
    let list = "/settings/lists/industry";
    resend(&app, list, list, &[("name", "Fishing")]).await.assert_goes_to(list);
    resend(&app, list, list, &[("name", " fishing ")]).await.assert_status(422);
    let id = |name: &str| -> i64 {
        app.db(|db| pick_items::table.filter(pick_items::name.eq(name)).select(pick_items::id).first(db).unwrap())
    };
    let item = format!("/settings/list-items/{}", id("Fishing"));
    resend(&app, &item, &item, &[("name", "Fisheries")]).await.assert_goes_to(list);
    app.post(Ada, &format!("{item}/place"), &[("way", "up")]).await.assert_goes_to(list);
    let names = app.get(Ada, list).await.texts("tbody th");
    let place = names.len() - 2;
    assert_eq!(names[place], "Fisheries", "one before the last: {names:?}");
    let off = |version: &'static str| [("name", "Fisheries"), ("version", version)];
    app.post(Ada, &item, &off("9")).await.assert_goes_to(list);
    assert_eq!(app.get(Ada, list).await.texts("tbody th")[place], "Fisheries Off");
    let needed = format!("/settings/list-items/{}", id("Import"));
    app.post(Ada, &needed, &[("name", "From a file"), ("version", "9")]).await.assert_status(303);
    let kept: (String, bool) = app.db(|db| {
        let row = pick_items::table.filter(pick_items::code.eq("import"));
        row.select((pick_items::name, pick_items::active)).first(db).unwrap()
    });
    assert_eq!(kept, ("From a file".into(), true), "the program still finds it");
    app.get(Ada, "/settings/lists/nonsense").await.assert_status(404);
}

async fn a_rate_is_entered_corrected_and_removed(app: TestApp) {
    let page = "/settings/currencies";
    let rate = |rate: &'static str| [("currency", "GBP"), ("valid_from", "2026-11-01"), ("rate", rate)];
    app.post(Ada, "/settings/rates", &rate("1.19")).await.assert_goes_to(page);
    app.post(Ada, "/settings/rates", &rate("1.195")).await.assert_goes_to(page);
    let kept: Vec<(i64, i64)> =
        app.db(|db| rates::table.filter(rates::currency.eq("GBP")).select((rates::id, rates::rate)).load(db).unwrap());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].1, 1_195_000_000);
    for wrong in ["0", "-1", "much", "1,500"] {
        let refused = app.post(Ada, "/settings/rates", &rate(wrong)).await.assert_status(422);
        assert!(refused.problem("rate").is_some());
        assert_eq!(refused.form_value("rate").as_deref(), Some(wrong));
    }
    let own = [("currency", "EUR"), ("valid_from", "2026-11-01"), ("rate", "2")];
    app.post(Ada, "/settings/rates", &own).await.assert_status(422);
    app.post(Ada, &format!("/settings/rates/{}/removal", kept[0].0), &[]).await.assert_goes_to(page);
    app.post(Ada, page, &[("code", "PLN")]).await.assert_goes_to(page);
    assert!(app.directory().currencies.contains(&"PLN".to_owned()));
    app.post(Ada, "/settings/currencies/PLN/removal", &[]).await.assert_goes_to(page);
    assert!(!app.directory().currencies.contains(&"PLN".to_owned()));
    let of_rates =
        [Action::Created, Action::Edited, Action::Removed].map(|action| journalled(&app, Entity::Rate, action));
    assert_eq!(of_rates, [1, 1, 1]);
}

async fn every_rate_there_is_can_be_reached(app: TestApp) {
    let first = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    for day in 0..125_i64 {
        let row = (
            rates::currency.eq("GBP"),
            rates::valid_from.eq(first + chrono::Duration::days(day)),
            rates::rate.eq(1_190_000_000 + day),
        );
        app.db(|db| diesel::insert_into(rates::table).values(&row).execute(db).unwrap());
    }
    let (mut path, mut seen) = ("/settings/currencies?of=GBP".to_owned(), 0);
    while !path.is_empty() {
        let page = app.get(Ada, &path).await.assert_status(200);
        seen += page.count("button[formaction^='/settings/rates/']");
        path = page.attributes("a[rel=next]", "href").pop().unwrap_or_default();
    }
    assert_eq!(seen, 125);
    app.get(Ada, "/settings/currencies?of=GBP&before=-262143-01-01").await.assert_status(200);
    let long_ago = [("currency", "GBP"), ("valid_from", "-262143-01-01"), ("rate", "1")];
    app.post(Ada, "/settings/rates", &long_ago).await.assert_status(422);
    app.post(Ada, "/settings/currencies/a%00b/removal", &[]).await.assert_status(404);
}

async fn the_company_changes_and_refuses_nonsense(app: TestApp) {
    let path = "/settings/company";
    let changed = [("name", "Fjord & Sons"), ("lead_cap", "25"), ("zone", "Asia/Dhaka")];
    resend(&app, path, path, &changed).await.assert_goes_to(path);
    let organization = &app.directory().organization;
    assert_eq!(
        (organization.name.as_str(), organization.lead_cap, organization.zone.as_str()),
        ("Fjord & Sons", 25, "Asia/Dhaka")
    );
    let wrong =
        [("name", ""), ("lead_cap", "-1"), ("inactive_after_days", "x"), ("country", "XX"), ("fiscal_month", "13")];
    let page = resend(&app, path, path, &wrong).await.assert_status(422);
    for (field, typed) in wrong {
        assert!(page.problem(field).is_some(), "{field}");
        if field != "country" && field != "fiscal_month" {
            assert_eq!(page.form_value(field).as_deref(), Some(typed));
        }
    }
    assert_eq!(journalled(&app, Entity::Organization, Action::Edited), 1);
}
