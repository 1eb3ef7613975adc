//! Files as other people's programs write them, in `tests/it/fixtures`.

use std::path::Path;

use diesel::prelude::*;
use fursa::db::schema::{accounts, contacts, leads, opportunities};
use fursa::imports::{Job, Kind, Options, Trouble};

use super::{counts, file, import_path};
use crate::support::*;

both!(
    every_fixture_is_read_as_it_was_meant,
    six_of_forty_columns_are_read,
    an_outcome_beside_the_stage_closes_a_deal,
    a_sign_beside_an_amount_names_its_currency,
    a_file_in_an_older_encoding_is_told_or_said,
);

#[test]
fn dates_that_leave_a_choice_are_asked_about() {
    let path = file(b"id,name,stage,created\n1,Roof,Discovery,03/04/2026\n");
    let asked = Job::prepare(Kind::Opportunities, &path, "x.csv", Options::default());
    assert!(
        matches!(asked, Err(Trouble::Dates { ref column, ref readings, .. }) if column == "created" && readings.len() == 2)
    );
    let said = Options { dates: "dmy".into(), ..Options::default() };
    assert!(Job::prepare(Kind::Opportunities, &path, "x.csv", said).is_ok());
}

async fn every_fixture_is_read_as_it_was_meant(app: TestApp) {
    let text = "Firma;Ort;Jahresumsatz;Notizen\nMüller & Söhne;Köln;1.234,50;\"erste\r\nzweite; Zeile\"\nZoë Ltd;Łódź;9,99;'=1+1\n";
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let tabs = text.replace(';', "\t").replace("zweite\t", "zweite;");
    for (place, bytes) in [marked, utf16, tabs.into_bytes()].iter().enumerate() {
        let (outcome, wrong) = import_path(&app, Nobody, Kind::Accounts, &file(bytes), Options::default());
        let expected = if place == 0 { counts(2, 0, 0, 0) } else { counts(0, 0, 2, 0) };
        assert_eq!(outcome.counts, expected, "{place}: {wrong:?}");
    }
    let rows: Vec<(String, Option<i64>, String)> = app.db(|db| {
        accounts::table
            .order(accounts::id)
            .select((accounts::name, accounts::revenue_minor, accounts::notes))
            .load(db)
            .unwrap()
    });
    assert_eq!(rows[0], ("Müller & Söhne".into(), Some(123_450), "erste\nzweite; Zeile".into()));
    assert_eq!(rows[1], ("Zoë Ltd".into(), Some(999), "=1+1".into()));
}

async fn six_of_forty_columns_are_read(app: TestApp) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/forty-columns.csv");
    let (outcome, wrong) = import_path(&app, Nobody, Kind::Leads, &path, Options::default());
    assert_eq!((outcome.counts, outcome.report.read.len()), (counts(2, 0, 0, 0), 6), "{wrong:?}");
    let names: Vec<String> = app.db(|db| leads::table.order(leads::id).select(leads::name).load(db).unwrap());
    assert_eq!(names, ["Lena Berg", "Omar Ali"]);
    let none: i64 = app.db(|db| contacts::table.count().get_result(db).unwrap());
    assert_eq!(none, 0);
}

async fn an_outcome_beside_the_stage_closes_a_deal(app: TestApp) {
    let text = "Deal - ID;Deal - Title;Deal - Value;Deal - Currency of Value;Deal - Status;Deal - Stage;Deal - Won time;Deal - Lost time\n\
        1;Dach;12.500,50;EUR;Open;Proposal;;\n\
        2;Keller;1.000;EUR;Won;Proposal;15.03.2026 09:30;\n\
        3;Tür;7;EUR;Lost;Discovery;;20.03.2026 12:00\n";
    let (outcome, wrong) = import_path(&app, Nobody, Kind::Opportunities, &file(text.as_bytes()), Options::default());
    assert_eq!(outcome.counts, counts(3, 0, 0, 0), "{wrong:?}");
    let rows: Vec<(String, i64, Option<i64>, Option<chrono::NaiveDate>)> = app.db(|db| {
        let columns =
            (opportunities::name, opportunities::stage_id, opportunities::actual_minor, opportunities::closed_on);
        opportunities::table.order(opportunities::id).select(columns).load(db).unwrap()
    });
    let day = |text: &str| Some(text.parse().unwrap());
    assert_eq!(rows[0], ("Dach".into(), app.stage("Proposal"), None, None));
    assert_eq!(rows[1], ("Keller".into(), app.stage("Won"), Some(100_000), day("2026-03-15")));
    assert_eq!(rows[2], ("Tür".into(), app.stage("Lost"), None, day("2026-03-20")));
}

async fn a_sign_beside_an_amount_names_its_currency(app: TestApp) {
    let text = "Company,Annual revenue\nOne Oy,\"$45,000,000\"\nTwo Oy,\"1,000\"\n";
    let (outcome, wrong) = import_path(&app, Nobody, Kind::Accounts, &file(text.as_bytes()), Options::default());
    assert_eq!(outcome.counts, counts(2, 0, 0, 0), "{wrong:?}");
    let rows: Vec<(Option<i64>, String)> = app.db(|db| {
        let columns = (accounts::revenue_minor, accounts::currency);
        accounts::table.order(accounts::id).select(columns).load(db).unwrap()
    });
    assert_eq!(rows, [(Some(4_500_000_000), "USD".into()), (Some(100_000), "EUR".into())]);
    assert_eq!(outcome.report.remarks.iter().count(), 1, "what was made of the sign is said");
}

async fn a_file_in_an_older_encoding_is_told_or_said(app: TestApp) {
    let text = "Nazwa firmy;Miasto;Kraj\nŻabka Łódź;Łódź;Polska\nŚwiat Książki;Kraków;Polska\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(text);
    for encoding in ["", "windows-1250"] {
        let said = Options { encoding: encoding.into(), ..Options::default() };
        let (outcome, wrong) = import_path(&app, Nobody, Kind::Accounts, &file(&bytes), said);
        assert_eq!(outcome.report.encoding, "windows-1250", "{wrong:?}");
    }
    let names: Vec<String> = app.db(|db| accounts::table.order(accounts::id).select(accounts::name).load(db).unwrap());
    assert_eq!(names, ["Żabka Łódź", "Świat Książki"]);
    let said = Options { encoding: "klingon".into(), ..Options::default() };
    let asked = Job::prepare(Kind::Accounts, &file(&bytes), "x.csv", said);
    assert!(matches!(asked, Err(Trouble::Encoding(name)) if name == "klingon"));
}
