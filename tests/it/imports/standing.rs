//! Where imported deals stand: in which stage of which pipeline, and in which currency.

use diesel::prelude::*;
use fursa::db::schema::opportunities;
use fursa::imports::{Kind, Options, Outcome};

use super::{business, counts, file, import, import_path};
use crate::support::*;

both!(
    a_deal_stays_in_its_pipeline,
    stages_of_other_programs_close_deals,
    a_row_without_amounts_leaves_the_currency,
    the_file_names_its_currency,
    a_deal_put_away_with_a_reason_is_lost,
);

fn deals(app: &TestApp, text: &str, options: Options) -> (Outcome, Vec<String>) {
    import_path(app, Nobody, Kind::Opportunities, &file(text.as_bytes()), options)
}

async fn a_deal_stays_in_its_pipeline(app: TestApp) {
    let second = Options { pipeline: "Second".into(), ..Options::default() };
    let text = "ID,Opportunity,Value,Stage,Close Date\nx1,Deal A,1000,Talking,2027-10-01\nx2,Deal B,2000,Closed Won,2026-02-01\n";
    assert_eq!(deals(&app, text, second).0.counts, counts(2, 0, 0, 0));
    let before = business(&app);
    let (again, wrong) = deals(&app, text, Options::default());
    assert_eq!(again.counts, counts(0, 0, 2, 0), "no pipeline asked for is the deal's own: {wrong:?}");
    assert_eq!(business(&app), before);
    for pipeline in ["", "Sales"] {
        let asked = Options { pipeline: pipeline.into(), ..Options::default() };
        let (step, wrong) = deals(&app, &format!("ID,Next step\nx1,Call {pipeline}\nx2,Send {pipeline}\n"), asked);
        assert_eq!(step.counts, counts(0, 2, 0, 0), "{wrong:?}");
        let rows: Vec<(i64, Option<chrono::NaiveDate>, Option<i64>)> = app.db(|db| {
            let columns = (opportunities::stage_id, opportunities::closed_on, opportunities::actual_minor);
            opportunities::table.order(opportunities::id).select(columns).load(db).unwrap()
        });
        assert_eq!(rows[0], (app.stage("Talking"), None, None));
        assert_eq!(rows[1], (app.stage("Closed Won"), "2026-02-01".parse().ok(), Some(200_000)));
    }
}

async fn stages_of_other_programs_close_deals(app: TestApp) {
    let text = "ID,Opportunity,Value,Stage,Close Date\n1,A,1,Closed Won,2026-02-01\n2,B,2,closedlost,2026-02-01\n3,C,3,Negotiation/Review,\n4,D,4,Dreaming,\n";
    let (outcome, wrong) = import(&app, Kind::Opportunities, text);
    assert_eq!(outcome.counts, counts(3, 0, 0, 1), "{wrong:?}");
    assert!(wrong[0].contains("no stage “Dreaming”"), "{wrong:?}");
    let stages: Vec<i64> =
        app.db(|db| opportunities::table.order(opportunities::id).select(opportunities::stage_id).load(db).unwrap());
    assert_eq!(stages, ["Won", "Lost", "Negotiation"].map(|name| app.stage(name)));
    assert_eq!(outcome.report.remarks.iter().count(), 4, "what was made of each, and the loss without a reason");
}

/// Currency and amount of every deal.
fn money(app: &TestApp) -> Vec<(String, Option<i64>)> {
    app.db(|db| {
        let columns = (opportunities::currency, opportunities::amount_minor);
        opportunities::table.order(opportunities::id).select(columns).load(db).unwrap()
    })
}

async fn a_row_without_amounts_leaves_the_currency(app: TestApp) {
    import(&app, Kind::Opportunities, "ID,Name,Value,Currency\n1,Roof,1000,PLN\n");
    let dollars = || Options { currency: "USD".into(), ..Options::default() };
    deals(&app, "ID,Next step\n1,Call\n", dollars());
    assert_eq!(money(&app), [("PLN".into(), Some(100_000))]);
    deals(&app, "ID,Value\n1,\"€2,000.00\"\n", dollars());
    assert_eq!(money(&app), [("EUR".into(), Some(200_000))], "a sign in the cell says more than the choice for all");
}

async fn the_file_names_its_currency(app: TestApp) {
    let text = "ID,Name,Amount Currency,Amount\n1,A,GBP,1\n2,B,Swiss franc,2\n3,C,zł,3\n4,D,apples,4\n";
    let (outcome, wrong) = import(&app, Kind::Opportunities, text);
    assert_eq!(outcome.counts, counts(3, 0, 0, 1), "{wrong:?}");
    import(&app, Kind::Opportunities, "ID,Name,Value (USD)\n5,E,5\n");
    let found: Vec<String> = money(&app).into_iter().map(|(code, _)| code).collect();
    assert_eq!(found, ["GBP", "CHF", "PLN", "USD"]);
}

async fn a_deal_put_away_with_a_reason_is_lost(app: TestApp) {
    let reason = app
        .directory()
        .picks
        .iter()
        .find(|item| item.list == fursa::directory::PickList::LostReason)
        .unwrap()
        .name
        .clone();
    let text = format!(
        "ID,Opportunity,Stage,Active,Closed Date,Lost Reason\n1,A,Discovery,False,2026-02-01,{reason}\n2,B,Discovery,True,,\n"
    );
    let (outcome, wrong) = import(&app, Kind::Opportunities, &text);
    assert_eq!(outcome.counts, counts(2, 0, 0, 0), "{wrong:?}");
    let stages: Vec<i64> =
        app.db(|db| opportunities::table.order(opportunities::id).select(opportunities::stage_id).load(db).unwrap());
    assert_eq!(stages, ["Lost", "Discovery"].map(|name| app.stage(name)));
}
