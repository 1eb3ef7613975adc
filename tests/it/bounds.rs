//! What is beyond reason is refused wherever it is typed: an amount that spoils every sum it is in, a day that no two
//! databases sort alike.

use diesel::prelude::*;
use fursa::db::schema::{leads, opportunities};

use crate::support::*;

both!(
    huge_amounts_are_refused_and_large_ones_add_up,
    days_beyond_reason_are_refused,
    days_beyond_reason_filter_nothing
);

/// One minor unit more than the largest amount there is, and far more.
const HUGE: [&str; 3] = ["10,000,000,000,000.01", "92233720368547758.07", "45000000000000000"];
const DAYS: [&str; 5] = ["+262142-12-31", "-0044-03-15", "0026-12-01", "9999-12-31", "2200-01-01"];

async fn huge_amounts_are_refused_and_large_ones_add_up(app: TestApp) {
    let stage = app.stage("Discovery").to_string();
    app.account(Alice);
    let file = |amount: &'static str| {
        let form = vec![
            ("name", "Big"),
            ("account", "Arctic Oy"),
            ("amount", amount),
            ("currency", "EUR"),
            ("stage_id", stage.as_str()),
        ];
        let app = &app;
        async move { app.post(Alice, "/opportunities/new", &form).await }
    };
    for huge in HUGE {
        let page = file(huge).await.assert_status(422);
        assert!(page.problem("amount").is_some_and(|said| said.contains("smaller")), "{huge}");
        let lead = [("name", "Lena"), ("value", huge), ("currency", "EUR")];
        let page = app.post(Alice, "/leads", &lead).await.assert_status(422);
        assert!(page.problem("value").is_some_and(|said| said.contains("smaller")), "{huge}");
        let account = [("name", "Arctic"), ("revenue", huge), ("currency", "EUR")];
        let page = app.post(Alice, "/accounts", &account).await.assert_status(422);
        assert!(page.problem("revenue").is_some_and(|said| said.contains("smaller")), "{huge}");
        let product = [("name", "Ship"), ("price", huge), ("currency", "EUR")];
        app.post(Ada, "/products", &product).await.assert_status(422);
    }
    for _ in 0..20 {
        file("10,000,000,000,000").await.assert_status(303);
    }
    for path in
        ["/pipeline", "/opportunities?currency=EUR", "/pipeline?q=Big", "/opportunities?q=Big", "/", "/accounts/1"]
    {
        app.get(Alice, path).await.assert_status(200).assert_says("200,000,000,000,000");
    }
}

async fn days_beyond_reason_are_refused(app: TestApp) {
    let deal = app.opportunity(Alice);
    let lead = app.lead(Alice);
    let (edit, step) = (format!("/opportunities/{}/edit", deal.id), format!("/opportunities/{}/step", deal.id));
    let (moves, lost) = (format!("/opportunities/{}/move", deal.id), app.stage("Lost").to_string());
    let qualification = format!("/leads/{}/qualification", lead.id);
    let filled = app.get(Alice, &qualification).await.form(&qualification);
    for day in DAYS {
        let form = [("version", "1"), ("part", "value"), ("currency", "EUR"), ("expected_close", day)];
        let page = app.post(Alice, &edit, &form).await.assert_status(422);
        assert!(page.problem("expected_close").is_some_and(|said| said.contains("2199")), "{day}");
        let next = [("version", "1"), ("act", "next"), ("next_step", "Call"), ("next_step_on", day)];
        app.post(Alice, &step, &next).await.assert_status(422);
        let closing = [("version", "1"), ("to", &lost), ("answered", &lost), ("closed_on", day)];
        let page = app.post(Alice, &moves, &closing).await.assert_status(422);
        assert!(page.problem("closed_on").is_some(), "{day}");
        let mut answers: Vec<(&str, &str)> =
            filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        answers.retain(|(name, _)| *name != "expected_close" && *name != "find");
        answers.push(("expected_close", day));
        let page = app.post(Alice, &qualification, &answers).await.assert_status(422);
        assert!(page.problem("expected_close").is_some(), "{day}");
        let rate = [("currency", "USD"), ("valid_from", day), ("rate", "0.9")];
        app.post(Ada, "/settings/rates", &rate).await.assert_status(422);
    }
    let kept: Option<chrono::NaiveDate> =
        app.db(|db| opportunities::table.select(opportunities::expected_close).first(db).unwrap());
    assert_eq!(kept, None);
    let open: i64 = app.db(|db| leads::table.filter(leads::closed_at.is_null()).count().get_result(db).unwrap());
    assert_eq!(open, 1);
}

async fn days_beyond_reason_filter_nothing(app: TestApp) {
    app.opportunity(Alice);
    for day in DAYS {
        let day = day.replace('+', "%2B");
        for path in ["/opportunities", "/pipeline", "/opportunities.csv"] {
            let path = format!("{path}?close-from={day}&close-to={day}");
            app.get(Alice, &path).await.assert_status(200).assert_says("Forty anchors");
        }
    }
}
