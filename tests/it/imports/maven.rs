//! A real pipeline of 8,800 deals, where its files are there to be read.

use std::path::PathBuf;
use std::sync::Once;

use diesel::sql_types::{BigInt, Text};
use fursa::db::sql::Sql;
use fursa::imports::{Kind, Options};

use super::{file, import_path};
use crate::support::*;

both!(a_year_of_deals_comes_in_whole, the_same_deals_with_american_dates_are_the_same);

fn data(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/maven").join(name);
    if path.exists() {
        return Some(path);
    }
    // The files belong to no installation: a run without them says so and goes on, wherever it runs.
    static SAID: Once = Once::new();
    SAID.call_once(|| eprintln!("skipped: the pipeline of 8,800 deals, its files are not there"));
    None
}

fn deals() -> Options {
    Options { currency: "USD".into(), pipeline: "Maven".into(), ..Options::default() }
}

/// Brings people, accounts and the catalogue.
fn ground(app: &TestApp) -> Option<()> {
    let millions = Options { scale: vec![("revenue".into(), 6)], ..deals() };
    for (kind, name, options, rows) in [
        (Kind::Users, "sales_teams.csv", Options::default(), 35),
        (Kind::Accounts, "accounts.csv", millions, 85),
        (Kind::Products, "products.csv", deals(), 7),
    ] {
        let (outcome, wrong) = import_path(app, Nobody, kind, &data(name)?, options);
        assert_eq!((outcome.counts.created, outcome.counts.total()), (rows, rows), "{name}: {wrong:?}");
    }
    Some(())
}

/// Stage, deals, what they brought.
fn by_stage(app: &TestApp) -> Vec<(String, i64, i64)> {
    let select = "SELECT s.name, COUNT(*), CAST(COALESCE(SUM(o.actual_minor), 0) AS BIGINT) FROM opportunities o JOIN stages s ON s.id = o.stage_id GROUP BY s.name, s.position ORDER BY s.position";
    app.db(|db| Sql::new(select).load::<(Text, BigInt, BigInt), _>(db).unwrap())
}

fn expected() -> Vec<(String, i64, i64)> {
    [("Prospecting", 500, 0), ("Engaging", 1589, 0), ("Won", 4238, 1_000_553_400), ("Lost", 2473, 0)]
        .map(|(stage, deals, won)| (stage.to_owned(), deals, won))
        .to_vec()
}

async fn a_year_of_deals_comes_in_whole(app: TestApp) {
    let Some(()) = ground(&app) else { return };
    let path = data("sales_pipeline.csv").unwrap();
    let (first, wrong) = import_path(&app, Nobody, Kind::Opportunities, &path, deals());
    assert_eq!((first.counts.created, first.counts.wrong), (8800, 0), "{wrong:?}");
    assert_eq!(by_stage(&app), expected());
    let select = "SELECT t.name, CAST(SUM(o.actual_minor) / 100 AS BIGINT), COUNT(*) FROM opportunities o JOIN teams t ON t.id = o.team_id WHERE o.actual_minor IS NOT NULL GROUP BY t.name ORDER BY 2 DESC";
    let teams: Vec<(String, i64, i64)> = app.db(|db| Sql::new(select).load::<(Text, BigInt, BigInt), _>(db).unwrap());
    let expected_teams = [
        ("Team Melvin Marxen", 2_251_930, 882),
        ("Team Summer Sewald", 1_964_750, 828),
        ("Team Rocco Neubert", 1_960_545, 691),
        ("Team Celia Rouche", 1_603_897, 610),
        ("Team Cara Losch", 1_130_049, 480),
        ("Team Dustin Brinkmann", 1_094_363, 747),
    ];
    assert_eq!(teams, expected_teams.map(|(name, won, deals)| (name.to_owned(), won, deals)));
    let count = |select: &str| app.db(|db| Sql::new(select).one::<(BigInt,), (i64,)>(db).unwrap().0);
    assert_eq!(count("SELECT COUNT(*) FROM opportunities WHERE account_id IS NULL"), 1425);
    assert_eq!(count("SELECT COUNT(*) FROM accounts WHERE parent_id IS NOT NULL"), 15);
    assert_eq!(count("SELECT COUNT(*) FROM closures"), 4238 + 2473);
    let (again, _) = import_path(&app, Nobody, Kind::Opportunities, &path, deals());
    assert_eq!((again.counts.skipped, again.counts.total()), (8800, 8800));
}

async fn the_same_deals_with_american_dates_are_the_same(app: TestApp) {
    let Some(()) = ground(&app) else { return };
    let text = std::fs::read_to_string(data("sales_pipeline.csv").unwrap()).unwrap();
    let american = |cell: &str| match cell.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if year.len() == 4 && year.starts_with("201") => format!("{month}/{day}/{year}"),
        _ => cell.to_owned(),
    };
    let lines: Vec<String> =
        text.lines().map(|line| line.split(',').map(american).collect::<Vec<_>>().join(",")).collect();
    import_path(&app, Nobody, Kind::Opportunities, &file(lines.join("\n").as_bytes()), deals());
    assert_eq!(by_stage(&app), expected());
    let (again, wrong) = import_path(&app, Nobody, Kind::Opportunities, &data("sales_pipeline.csv").unwrap(), deals());
    assert_eq!((again.counts.skipped, again.counts.total()), (8800, 8800), "{wrong:?}");
}
