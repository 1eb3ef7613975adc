//! Rows that look like something they are not, and records that look alike.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use fursa::db::schema::{accounts, contacts, opportunities};
use fursa::db::sql::Sql;
use fursa::imports::{Kind, Options};

use super::{business, counts, file, import, import_path};
use crate::support::*;

both!(
    the_third_row_of_a_kind_is_the_third_deal,
    a_long_list_of_industries_comes_in_whole,
    a_parent_further_down_replaces_an_earlier_one,
    an_id_of_another_system_overwrites_nobody,
    a_name_alone_makes_nobody_somebody_else,
    a_wrong_row_leaves_nothing_behind,
    totals_and_footers_are_no_records,
    what_may_be_empty_costs_no_row,
    a_share_of_one_is_a_percentage,
);

fn count(app: &TestApp, table: &str) -> i64 {
    app.db(|db| Sql::new(&format!("SELECT COUNT(*) FROM {table}")).one::<(BigInt,), (i64,)>(db).unwrap().0)
}

async fn the_third_row_of_a_kind_is_the_third_deal(app: TestApp) {
    app.account_with(Alice, |account| account.name = "Acme".into());
    let text = "account,product,stage,close date,value\nAcme,Anchor,Won,2026-01-02,10\nAcme,Anchor,Won,2026-02-03,20\nAcme,Anchor,Discovery,,30\nAcme,Compass,Discovery,,30\n,Anchor,Discovery,,1\n,Anchor,Discovery,,1\n";
    let (first, wrong) = import(&app, Kind::Opportunities, text);
    assert_eq!(first.counts, counts(6, 0, 0, 0), "{wrong:?}");
    let before = business(&app);
    assert_eq!(import(&app, Kind::Opportunities, text).0.counts, counts(0, 0, 6, 0));
    assert_eq!(business(&app), before);
    let changed = text.replace("2026-02-03,20", "2026-02-03,25");
    assert_eq!(import(&app, Kind::Opportunities, &changed).0.counts, counts(0, 1, 5, 0));
}

async fn a_long_list_of_industries_comes_in_whole(app: TestApp) {
    let rows: String = (0..70).map(|n| format!("Firm {n},Trade {n}\n")).collect();
    let text = format!("name,industry\n{rows}");
    assert_eq!(import(&app, Kind::Accounts, &text).0.counts, counts(70, 0, 0, 0));
    assert_eq!(import(&app, Kind::Accounts, &text).0.counts, counts(0, 0, 70, 0));
}

async fn a_parent_further_down_replaces_an_earlier_one(app: TestApp) {
    import(&app, Kind::Accounts, "Name,Parent\nMother,\nChild,Mother\n");
    let text = "Name,Parent\nChild,Other\nOther,\n";
    assert_eq!(import(&app, Kind::Accounts, text).0.counts, counts(1, 1, 0, 0));
    let select = "SELECT a.name, p.name FROM accounts a JOIN accounts p ON p.id = a.parent_id";
    let above =
        |app: &TestApp| -> Vec<(String, String)> { app.db(|db| Sql::new(select).load::<(Text, Text), _>(db).unwrap()) };
    assert_eq!(above(&app), [("Child".to_owned(), "Other".to_owned())]);
    assert_eq!(import(&app, Kind::Accounts, text).0.counts, counts(0, 0, 2, 0));
}

async fn an_id_of_another_system_overwrites_nobody(app: TestApp) {
    import(&app, Kind::Leads, "id,name,company,email\n1,Ann Lee,Acme,ann@acme.com\n2,Bob Ray,Beta,bob@beta.com\n");
    let before = business(&app);
    let other = "id,name,company,email\n1,Carla Diaz,Gamma,carla@gamma.com\n";
    let (outcome, wrong) = import(&app, Kind::Leads, other);
    assert_eq!(outcome.counts, counts(0, 0, 0, 1));
    assert!(wrong[0].contains("another record"), "{wrong:?}");
    assert_eq!(business(&app), before);
    let moved = "id,name,company,email\n2,Bob Ray,Gamma,bob@gamma.com\n";
    assert_eq!(import(&app, Kind::Leads, moved).0.counts, counts(0, 1, 0, 0), "the same person elsewhere");
}

async fn a_name_alone_makes_nobody_somebody_else(app: TestApp) {
    app.account_with(Alice, |account| account.name = "Acme".into());
    import(&app, Kind::Contacts, "Name,Company,Email,Job Title\nMaria Garcia,Acme,maria@acme.com,CFO\n");
    let text = "Contact ID,Name,Phone,Job Title\n77,Maria Garcia,+34 600 111 222,Nurse\n";
    assert_eq!(import(&app, Kind::Contacts, text).0.counts, counts(1, 0, 0, 0));
    assert_eq!(import(&app, Kind::Contacts, text).0.counts, counts(0, 0, 1, 0));
    let titles: Vec<String> =
        app.db(|db| contacts::table.order(contacts::id).select(contacts::title).load(db).unwrap());
    assert_eq!(titles, ["CFO", "Nurse"]);
}

async fn a_wrong_row_leaves_nothing_behind(app: TestApp) {
    let before = business(&app);
    let said = || Options { create_accounts: true, ..Options::default() };
    let text = "Opportunity,Client,Stage,Close Date\nA,Unwanted,Dreaming,\nB,Unwanted,Won,2031-01-01\n";
    let (outcome, wrong) = import_path(&app, Nobody, Kind::Opportunities, &file(text.as_bytes()), said());
    assert_eq!(outcome.counts, counts(0, 0, 0, 2), "{wrong:?}");
    assert_eq!(business(&app), before);
    let several = "Opportunity,Client,Stage\nA,Nordic AB; Sud SA,Discovery\nB,None,Discovery\n";
    import_path(&app, Nobody, Kind::Opportunities, &file(several.as_bytes()), said());
    let names: Vec<String> = app.db(|db| accounts::table.select(accounts::name).load(db).unwrap());
    assert_eq!(names, ["Nordic AB"], "of several the first, and none of nothing");
}

async fn totals_and_footers_are_no_records(app: TestApp) {
    let (outcome, wrong) = import(&app, Kind::Accounts, "Firma;Ort;Umsatz\nAcme;Bonn;10\nTotal;Paris;20\nSumme;;30\n");
    assert_eq!(outcome.counts, counts(2, 0, 0, 1), "{wrong:?}");
    let report = "Opportunity Name,Amount,Close Date,Stage\nA,1,2027-01-01,Discovery\nB,2,,\nC\nD,4,2027-01-01,Discovery\n\nGrand Totals (4 records)\nCopyright (c) 2026\n";
    let (outcome, wrong) = import(&app, Kind::Opportunities, report);
    assert_eq!(outcome.counts, counts(4, 0, 0, 2), "{wrong:?}");
    assert!(wrong[1].contains("below the table"), "{wrong:?}");
    assert_eq!(count(&app, "opportunities"), 4);
}

async fn what_may_be_empty_costs_no_row(app: TestApp) {
    let (outcome, wrong) = import(&app, Kind::Accounts, "Name;Employees\nA;51-200\nB;10,000+\nC;plenty\nD;12,5\nE;\n");
    assert_eq!(outcome.counts, counts(4, 0, 0, 1), "{wrong:?}");
    assert!(wrong[0].contains("not a whole number"), "{wrong:?}");
    let sizes: Vec<Option<i64>> = app.db(|db| {
        let sizes = accounts::table.order(accounts::id).select(accounts::employees).load::<Option<i64>>(db);
        sizes.unwrap()
    });
    assert_eq!(sizes, [Some(51), Some(10_000), None, None]);
    assert_eq!(outcome.report.remarks.iter().count(), 3);
    let deals = "Opportunity,Contact,Amount\nA,Nobody Known,1\nB,,-1\n";
    let (outcome, wrong) = import(&app, Kind::Opportunities, deals);
    assert_eq!(outcome.counts, counts(1, 0, 0, 1), "{wrong:?}");
    assert!(wrong[0].contains("“-1” is outside"), "{wrong:?}");
}

async fn a_share_of_one_is_a_percentage(app: TestApp) {
    import(&app, Kind::Opportunities, "Deal Name,Probability\nA,0.25\nB,1\nC,0\n");
    let found: Vec<i64> =
        app.db(|db| opportunities::table.order(opportunities::id).select(opportunities::probability).load(db).unwrap());
    assert_eq!(found, [2500, 10_000, 0]);
}
