//! Winning, losing and opening again: the three dates, what must be said, and the records that stay.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use fursa::db::schema::{closures, opportunities, stage_spells, stages};
use fursa::directory::PickList;
use fursa::opportunities::Opportunity;

use crate::support::*;

both!(
    a_win_keeps_three_dates,
    a_win_asks_for_revenue_and_a_customer,
    a_loss_asks_for_a_reason_and_other_for_words,
    every_closing_keeps_its_own_record,
    the_rate_of_the_day_is_frozen,
    a_win_counts_at_the_rate_of_its_day,
    skipping_stages_keeps_the_history,
    a_stage_gets_what_it_needs_first,
);

/// A deal with a customer, so that it can be won.
fn sold(app: &TestApp, currency: &str) -> Opportunity {
    let account = app.account(Alice);
    app.opportunity_with(Alice, |deal| {
        deal.account_id = Some(account.id);
        deal.currency = currency.into();
        deal.expected_close = NaiveDate::from_ymd_opt(2027, 3, 1);
    })
}

async fn close(app: &TestApp, deal: i64, stage: &str, answers: &[(&str, &str)]) -> Page {
    let version: i64 = app.db(|db| opportunities::table.find(deal).select(opportunities::version).first(db).unwrap());
    let (to, version) = (app.stage(stage).to_string(), version.to_string());
    let mut form = vec![("to", to.as_str()), ("version", version.as_str()), ("answered", to.as_str())];
    form.extend(answers);
    app.post(Alice, &format!("/opportunities/{deal}/move"), &form).await
}

type Dates = (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDateTime>);

fn dates(app: &TestApp) -> Dates {
    let columns = (opportunities::expected_close, opportunities::closed_on, opportunities::closed_at);
    app.db(|db| opportunities::table.select(columns).first(db).unwrap())
}

async fn a_win_keeps_three_dates(app: TestApp) {
    let deal = sold(&app, "EUR");
    close(&app, deal.id, "Won", &[("actual", "900"), ("closed_on", "2026-11-20")]).await.assert_status(303);
    let expected =
        (NaiveDate::from_ymd_opt(2027, 3, 1), NaiveDate::from_ymd_opt(2026, 11, 20), Some(app.clock().now()));
    assert_eq!(dates(&app), expected);
    let (chance, actual): (i64, Option<i64>) = app.db(|db| {
        opportunities::table.select((opportunities::probability, opportunities::actual_minor)).first(db).unwrap()
    });
    assert_eq!((chance, actual), (10_000, Some(90_000)));
}

async fn a_win_asks_for_revenue_and_a_customer(app: TestApp) {
    let deal = app.opportunity(Alice);
    let asked = [("to", app.stage("Won").to_string())];
    let asked: Vec<(&str, &str)> = asked.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = app.post(Alice, &format!("/opportunities/{}/move", deal.id), &asked).await.assert_status(303);
    app.get(Alice, page.location()).await.assert_status(200).assert_says("Actual revenue");
    let page = close(&app, deal.id, "Won", &[("actual", "-1"), ("closed_on", "2026-11-23")]).await.assert_status(422);
    assert!(page.problem("actual").is_some());
    let page = close(&app, deal.id, "Won", &[("actual", "5"), ("closed_on", "2026-11-23")]).await.assert_status(422);
    assert!(page.problem("to").is_some() && page.problem("closed_on").is_some());
    assert_eq!(page.form_value("actual").as_deref(), Some("5"));
    assert_eq!(dates(&app), (None, None, None));
}

async fn a_loss_asks_for_a_reason_and_other_for_words(app: TestApp) {
    let deal = app.opportunity(Alice);
    let other = app.directory().pick_by_code(PickList::LostReason, "other").unwrap().id.to_string();
    let page = close(&app, deal.id, "Lost", &[("closed_on", "2026-11-22")]).await.assert_status(422);
    assert!(page.problem("reason_id").is_some());
    let silent = [("closed_on", "2026-11-22"), ("reason_id", other.as_str()), ("lost_to", "Rival")];
    let page = close(&app, deal.id, "Lost", &silent).await.assert_status(422);
    assert!(page.problem("lost_text").is_some());
    assert_eq!(page.form_value("lost_to").as_deref(), Some("Rival"));
    let said = [("closed_on", "2026-11-22"), ("reason_id", other.as_str()), ("lost_text", "Moved away")];
    close(&app, deal.id, "Lost", &said).await.assert_status(303);
    let why: String = app.db(|db| closures::table.select(closures::reason_text).first(db).unwrap());
    assert_eq!(why, "Moved away");
}

async fn every_closing_keeps_its_own_record(app: TestApp) {
    let deal = sold(&app, "EUR");
    close(&app, deal.id, "Won", &[("actual", "900"), ("closed_on", "2026-11-20")]).await.assert_status(303);
    app.wait(Duration::days(2));
    close(&app, deal.id, "Negotiation", &[]).await.assert_status(303);
    assert_eq!(dates(&app), (NaiveDate::from_ymd_opt(2027, 3, 1), None, None));
    close(&app, deal.id, "Won", &[("actual", "1000"), ("closed_on", "2026-11-24")]).await.assert_status(303);
    let kept: Vec<(i64, bool)> = app.db(|db| {
        let rows = closures::table.order(closures::id).select((closures::amount_minor, closures::reopened_at));
        let rows: Vec<(i64, Option<NaiveDateTime>)> = rows.load(db).unwrap();
        rows.into_iter().map(|(amount, reopened)| (amount, reopened.is_some())).collect()
    });
    assert_eq!(kept, [(90_000, true), (100_000, false)]);
}

async fn the_rate_of_the_day_is_frozen(app: TestApp) {
    for (currency, expected) in [("USD", Some(900_000_000)), ("GBP", None), ("EUR", Some(1_000_000_000))] {
        let deal = app.opportunity_with(Alice, |deal| deal.currency = currency.into());
        let reason = app.directory().pick_by_code(PickList::LostReason, "not_recorded").unwrap().id.to_string();
        let answers = [("reason_id", reason.as_str()), ("closed_on", "2026-11-21")];
        close(&app, deal.id, "Lost", &answers).await.assert_status(303);
        let rate: Option<i64> = app.db(|db| {
            let row = closures::table.filter(closures::opportunity_id.eq(deal.id));
            row.select(closures::rate).first(db).unwrap()
        });
        assert_eq!(rate, expected, "{currency}");
    }
}

async fn a_win_counts_at_the_rate_of_its_day(app: TestApp) {
    let enter = |day: &'static str, rate: &'static str| {
        let app = &app;
        async move {
            let form = [("currency", "USD"), ("valid_from", day), ("rate", rate)];
            app.post(Ada, "/settings/rates", &form).await.assert_status(303);
        }
    };
    let deal = sold(&app, "USD");
    close(&app, deal.id, "Won", &[("actual", "1000"), ("closed_on", "2026-11-20")]).await.assert_status(303);
    sold(&app, "USD");
    enter("2026-11-21", "0.5").await;
    let won = format!("#stage-{} .sums", app.stage("Won"));
    let open = format!("#stage-{} .sums", app.stage("Discovery"));
    for path in ["/pipeline", "/pipeline?closed=all", "/pipeline?owner=me", "/pipeline?currency=USD"] {
        let page = app.get(Alice, path).await.assert_status(200).assert_says("those of the day they were closed");
        assert!(page.texts(&won)[0].contains("€900"), "{path}: {:?}", page.texts(&won));
        assert!(page.texts(&open)[0].contains("€500"), "{path}: {:?}", page.texts(&open));
    }
    for (path, sum) in
        [("?state=closed", "≈ €900"), ("?state=all", "≈ €1,400"), ("?state=all&currency=USD", "≈ €1,400")]
    {
        let page = app.get(Alice, &format!("/opportunities{path}")).await.assert_status(200);
        assert!(page.text().replace(['\u{2068}', '\u{2069}'], "").contains(sum), "{path}: {}", page.text());
    }
    assert_eq!(app.get(Alice, "/").await.texts(".figure")[0], "€900");
    // A rate corrected later moves no win: what it was worth is written down with it.
    enter("2026-11-19", "0.1").await;
    assert_eq!(app.get(Alice, "/").await.texts(".figure")[0], "€900");
}

async fn skipping_stages_keeps_the_history(app: TestApp) {
    let deal = sold(&app, "EUR");
    app.wait(Duration::days(3));
    close(&app, deal.id, "Negotiation", &[("amount", "1000"), ("next_step", "Sign")]).await.assert_status(303);
    app.wait(Duration::days(1));
    close(&app, deal.id, "Won", &[("actual", "900"), ("closed_on", "2026-11-26")]).await.assert_status(303);
    let names: Vec<(String, Option<NaiveDateTime>)> = app.db(|db| {
        let rows = stage_spells::table.order(stage_spells::id);
        rows.select((stage_spells::stage_name, stage_spells::left_at)).load(db).unwrap()
    });
    let read: Vec<(&str, bool)> = names.iter().map(|(name, left)| (name.as_str(), left.is_some())).collect();
    assert_eq!(read, [("Discovery", true), ("Negotiation", true), ("Won", false)]);
    app.get(Alice, &format!("/opportunities/{}", deal.id)).await.assert_says("3 days").assert_says("1 day");
}

async fn a_stage_gets_what_it_needs_first(app: TestApp) {
    let deal = app.opportunity(Alice);
    let proposal = app.stage("Proposal");
    app.db(|db| {
        let row = stages::table.find(proposal);
        diesel::update(row).set(stages::required.eq("expected_close competitors")).execute(db).unwrap();
    });
    let page = close(&app, deal.id, "Proposal", &[("competitors", "Rival")]).await.assert_status(422);
    assert!(page.problem("expected_close").is_some());
    assert_eq!(page.form_value("competitors").as_deref(), Some("Rival"));
    let given = [("competitors", "Rival"), ("expected_close", "2026-12-24")];
    close(&app, deal.id, "Proposal", &given).await.assert_status(303);
    let row: (i64, String) = app
        .db(|db| opportunities::table.select((opportunities::stage_id, opportunities::competitors)).first(db).unwrap());
    assert_eq!(row, (proposal, "Rival".to_owned()));
}
