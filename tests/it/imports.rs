//! Imports: files of any make, counted row by row; the same file twice changes nothing; the way back leaves no trace.

mod files;
mod maven;
mod pages;
mod revert;
mod standing;
mod strange;
mod words;

pub(crate) use pages::finished;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use fursa::access::Viewer;
use fursa::db::schema::{accounts, journal, leads, opportunities, stage_spells};
use fursa::db::sql::Sql;
use fursa::i18n::{Language, Text as Reader};
use fursa::imports::revert::{Reverted, revert};
use fursa::imports::{Counts, Hand, Hold, Job, Kind, Options, Outcome, run, store};

use crate::support::*;

both!(
    every_row_is_created_updated_skipped_or_wrong,
    the_same_file_twice_changes_nothing,
    an_empty_cell_says_nothing_and_clear_empties,
    an_import_taken_back_leaves_every_row_as_it_was,
    what_somebody_worked_on_stays,
    a_trial_changes_nothing,
    a_manager_imports_into_the_own_teams_only,
    no_number_of_hidden_records_hides_the_one_a_row_means,
    an_unknown_word_is_a_wrong_row,
    deals_keep_their_history,
    a_file_takes_no_role_away,
    taking_an_import_back_locks_nobody_out,
    tags_come_and_go_with_a_file,
);

/// A reader of English in the company's zone, importing as a person.
pub(crate) fn hand(app: &TestApp, who: Who) -> Hand {
    let directory = app.directory();
    let viewer = match app.id(who) {
        Some(id) => directory.viewer(id).unwrap(),
        None => Arc::new(Viewer::system()),
    };
    let text = Reader::new(Language::fallback(), directory.organization.tz());
    Hand { viewer, text, request: Arc::default(), clock: app.clock().clone() }
}

/// Imports a file that lies somewhere.
pub(crate) fn import_path(
    app: &TestApp,
    who: Who,
    kind: Kind,
    path: &std::path::Path,
    options: Options,
) -> (Outcome, Vec<String>) {
    let job = Job::prepare(kind, path, "file.csv", options)
        .unwrap_or_else(|trouble| panic!("{}", trouble.sentence(&hand(app, who).text)));
    let mut wrong = Vec::new();
    let mut sink = |row: &store::WrongRow| {
        wrong.push(format!("{}: {}", row.line, row.reason));
        Ok(())
    };
    let mut hold = Hold::live(&app.app().pools);
    let outcome = run(&mut hold, &hand(app, who), &job, None, &mut sink).unwrap();
    assert_eq!(outcome.failure, "");
    assert_eq!(outcome.counts.total(), job.survey.rows, "the four add up to the rows of the file");
    (outcome, wrong)
}

/// Imports these lines.
pub(crate) fn import(app: &TestApp, kind: Kind, text: &str) -> (Outcome, Vec<String>) {
    import_path(app, Nobody, kind, &file(text.as_bytes()), Options::default())
}

pub(crate) fn file(bytes: &[u8]) -> PathBuf {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file.into_temp_path().keep().unwrap()
}

fn counts(created: i64, updated: i64, skipped: i64, wrong: i64) -> Counts {
    Counts { created, updated, skipped, wrong }
}

/// Everything in the tables of business, as text.
pub(crate) fn business(app: &TestApp) -> Vec<(String, String)> {
    let lead: Vec<fursa::leads::Lead> =
        app.db(|db| leads::table.order(leads::id).select(fursa::leads::Lead::as_select()).load(db).unwrap());
    let account: Vec<fursa::accounts::Account> = app
        .db(|db| accounts::table.order(accounts::id).select(fursa::accounts::Account::as_select()).load(db).unwrap());
    let deal: Vec<fursa::opportunities::Opportunity> = app.db(|db| {
        opportunities::table
            .order(opportunities::id)
            .select(fursa::opportunities::Opportunity::as_select())
            .load(db)
            .unwrap()
    });
    let mut all = Vec::new();
    // Versions only ever grow: whoever opened a form meanwhile must find out.
    all.extend(lead.iter().map(|row| ("lead".to_owned(), format!("{:?}", row.facts))));
    all.extend(account.iter().map(|row| ("account".to_owned(), format!("{:?}", row.facts))));
    all.extend(deal.iter().map(|row| ("deal".to_owned(), format!("{:?}", row.facts))));
    for (table, key) in [
        ("users", "id"),
        ("teams", "id"),
        ("products", "id"),
        ("contacts", "id"),
        ("pick_items", "id"),
        ("stages", "id"),
        ("pipelines", "id"),
        ("stage_spells", "id"),
        ("closures", "id"),
        ("contact_accounts", "contact_id"),
    ] {
        let rows: Vec<(i64, String)> = app.db(|db| {
            let select = format!(
                "SELECT CAST({key} AS BIGINT), CAST(COUNT(*) AS TEXT) FROM {table} GROUP BY {key} ORDER BY {key}"
            );
            Sql::new(&select).load::<(BigInt, Text), _>(db).unwrap()
        });
        all.extend(rows.into_iter().map(|(id, count)| (table.to_owned(), format!("{id} {count}"))));
    }
    let keys: Vec<(String, i64)> = app.db(|db| {
        Sql::new("SELECT key, record_id FROM identity_keys ORDER BY entity, record_id, kind, key")
            .load::<(Text, BigInt), _>(db)
            .unwrap()
    });
    all.extend(keys.into_iter().map(|(key, id)| ("key".to_owned(), format!("{key} {id}"))));
    all
}

pub(crate) fn take_back(app: &TestApp, batch: i64) -> Reverted {
    app.tx(Ada, |tx| {
        let import = store::find(tx, batch).unwrap();
        revert(tx, &import).unwrap()
    })
}

async fn every_row_is_created_updated_skipped_or_wrong(app: TestApp) {
    app.account_with(Alice, |account| account.name = "Known Oy".into());
    app.account_with(Alice, |account| {
        account.name = "Same Oy".into();
        account.city = "Turku".into();
    });
    let (outcome, wrong) = import(
        &app,
        Kind::Accounts,
        "Company;City;Owner\nNew Oy;Oulu;alice@fursa.test\nKnown Oy;Espoo;\nSame Oy;Turku;\n;Nowhere;\nNew Oy;Vaasa;\nOther Oy;Oulu;Nobody Known\n;;\n",
    );
    assert_eq!(outcome.counts, counts(1, 1, 2, 3));
    assert_eq!(wrong.len(), 3, "{wrong:?}");
    assert!(
        wrong[0].contains("Company is empty") && wrong[1].contains("earlier row") && wrong[2].contains("Nobody Known"),
        "{wrong:?}"
    );
    let entries: i64 =
        app.db(|db| journal::table.filter(journal::batch_id.eq(outcome.batch)).count().get_result(db).unwrap());
    assert_eq!(entries, 2, "one entry for each record that changed");
}

async fn the_same_file_twice_changes_nothing(app: TestApp) {
    let text = "Name,Company,Email,Phone,Lead Source\nMaria Li,Acme,maria@acme.example,+48 22 123 45 67,Website\nJan Nowak,Beta,,600700800,Referral\n,Gamma,,,\n";
    assert_eq!(import(&app, Kind::Leads, text).0.counts, counts(3, 0, 0, 0));
    let before = business(&app);
    let (again, _) = import(&app, Kind::Leads, text);
    assert_eq!(again.counts, counts(0, 0, 3, 0));
    assert!(again.report.again, "a file seen before is named");
    assert_eq!(business(&app), before);
}

async fn an_empty_cell_says_nothing_and_clear_empties(app: TestApp) {
    let account =
        app.account_with(Alice, |account| (account.city, account.street) = ("Oulu".into(), "Satama 1".into()));
    import(&app, Kind::Accounts, "name,city,street\nArctic Oy,,(clear)\n");
    let after = app.tx(Ada, |tx| fursa::accounts::find(tx, account.id).unwrap());
    assert_eq!((after.city.as_str(), after.street.as_str()), ("Oulu", ""));
}

async fn an_import_taken_back_leaves_every_row_as_it_was(app: TestApp) {
    app.account_with(Alice, |account| account.name = "Known Oy".into());
    app.wait(chrono::Duration::days(1));
    let before = business(&app);
    let (first, _) = import(
        &app,
        Kind::Accounts,
        "name,sector,city,parent\nSub,Brewing,Oulu,Holding\nHolding,Retail,,\nKnown Oy,,Espoo,Holding\n",
    );
    assert_eq!(first.counts, counts(2, 1, 0, 0));
    let deals = "id,account,stage,engage date,close date,value,product\nA,Sub,Won,2026-01-02,2026-02-03,10,Anchor\nB,Known Oy,Proposal,,,5,Compass\n";
    let (second, wrong) = import(&app, Kind::Opportunities, deals);
    assert_eq!(second.counts, counts(2, 0, 0, 0), "{wrong:?}");
    let middle = business(&app);
    let (third, wrong) =
        import(&app, Kind::Opportunities, "id,account,stage,close date,value\nB,Known Oy,Won,2026-03-04,7\n");
    assert_eq!(third.counts, counts(0, 1, 0, 0), "{wrong:?}");
    take_back(&app, third.batch);
    let undone: Vec<_> = business(&app).into_iter().filter(|(table, _)| table != "deal").collect();
    let expected: Vec<_> = middle.into_iter().filter(|(table, _)| table != "deal").collect();
    assert_eq!(undone, expected);
    for batch in [second.batch, first.batch] {
        let done = take_back(&app, batch);
        assert_eq!(done.kept, 0, "{batch}");
    }
    assert_eq!(business(&app), before);
}

async fn what_somebody_worked_on_stays(app: TestApp) {
    let (outcome, _) = import(&app, Kind::Accounts, "name,city\nOne Oy,Oulu\nTwo Oy,Espoo\n");
    let one: i64 =
        app.db(|db| accounts::table.filter(accounts::name.eq("One Oy")).select(accounts::id).first(db).unwrap());
    app.tx(Ada, |tx| {
        let account = fursa::accounts::find(tx, one).unwrap();
        let facts = fursa::accounts::AccountFacts { city: "Vaasa".into(), ..account.facts.clone() };
        fursa::accounts::save(tx, fursa::journal::Action::Edited, &account, facts).unwrap().unwrap();
    });
    let done = take_back(&app, outcome.batch);
    assert_eq!((done.removed, done.kept), (1, 1));
    let kept = app.tx(Ada, |tx| store::find(tx, outcome.batch).unwrap().report.kept);
    assert_eq!(kept, [format!("Account {one} was changed since and stays as it is.")]);
}

async fn a_trial_changes_nothing(app: TestApp) {
    let before = business(&app);
    let path = file(b"name,sector\nNew Oy,Fishing\n");
    let job = Job::prepare(Kind::Accounts, &path, "new.csv", Options::default()).unwrap();
    let mut hold = Hold::trial(&app.app().pools, &app.app().config).unwrap();
    let outcome = run(&mut hold, &hand(&app, Ada), &job, None, &mut |_| Ok(())).unwrap();
    assert_eq!(outcome.counts, counts(1, 0, 0, 0));
    drop(hold);
    assert_eq!(business(&app), before);
}

async fn a_manager_imports_into_the_own_teams_only(app: TestApp) {
    app.lead_with(Charlie, |lead| lead.emails = "hidden@south.example".into());
    let text = "name,email,owner\nA,a@x.example,Alice\nB,b@x.example,Charlie\nC,c@x.example,\nLena Lindqvist,hidden@south.example,\n";
    let (outcome, wrong) = import_path(&app, Mona, Kind::Leads, &file(text.as_bytes()), Options::default());
    assert_eq!(outcome.counts, counts(2, 0, 0, 2), "{wrong:?}");
    assert!(wrong[0].contains("a team you do not lead") && wrong[1].contains("may not change"), "{wrong:?}");
    let team: i64 = app.db(|db| leads::table.filter(leads::name.eq("C")).select(leads::team_id).first(db).unwrap());
    assert_eq!(team, app.team("North"));
}

/// More of one address than are looked at, all filed before: the row means the one that its importer sees.
async fn no_number_of_hidden_records_hides_the_one_a_row_means(app: TestApp) {
    for _ in 0..51 {
        app.lead_with(Charlie, |lead| lead.emails = "office@harbour.example".into());
    }
    let own = app.lead_with(Alice, |lead| lead.emails = "office@harbour.example".into());
    let text = format!("name,email,city\n{},office@harbour.example,Gdynia\n", own.name);
    let (outcome, wrong) = import_path(&app, Mona, Kind::Leads, &file(text.as_bytes()), Options::default());
    assert_eq!(outcome.counts, counts(0, 1, 0, 0), "{wrong:?}");
    let city: String = app.db(|db| leads::table.find(own.id).select(leads::city).first(db).unwrap());
    assert_eq!(city, "Gdynia");
}

async fn an_unknown_word_is_a_wrong_row(app: TestApp) {
    let (outcome, wrong) =
        import(&app, Kind::Leads, "name,email,status\nA,a@x.example,contacted\nB,b@x.example,Sleeping\n");
    assert_eq!((outcome.counts, wrong.len()), (counts(1, 0, 0, 1), 1));
    assert!(wrong[0].contains("“Sleeping” is not on the list"), "{wrong:?}");
}

async fn deals_keep_their_history(app: TestApp) {
    import(
        &app,
        Kind::Opportunities,
        "id,name,stage,discovery date,negotiation date,close date,value\nX1,Roof,Won,2026-01-02,2026-02-03,2026-03-04,\"1,250.50\"\n",
    );
    let (id, actual): (i64, Option<i64>) =
        app.db(|db| opportunities::table.select((opportunities::id, opportunities::actual_minor)).first(db).unwrap());
    assert_eq!(actual, Some(125_050));
    let stays: Vec<(String, chrono::NaiveDateTime, Option<chrono::NaiveDateTime>)> = app.db(|db| {
        stage_spells::table
            .filter(stage_spells::opportunity_id.eq(id))
            .order(stage_spells::entered_at)
            .select((stage_spells::stage_name, stage_spells::entered_at, stage_spells::left_at))
            .load(db)
            .unwrap()
    });
    let names: Vec<&str> = stays.iter().map(|(name, _, _)| name.as_str()).collect();
    assert_eq!(names, ["Discovery", "Negotiation", "Won"]);
    assert_eq!((stays[0].2, stays[1].2, stays[2].2), (Some(stays[1].1), Some(stays[2].1), None));
}

async fn a_file_takes_no_role_away(app: TestApp) {
    let file = "Name,Email,Role\nAda,ada@fursa.test,Sales manager\nMona,,rep\n";
    let (outcome, wrong) = import(&app, Kind::Users, file);
    assert_eq!((outcome.counts, wrong), (counts(0, 2, 0, 0), vec![]));
    let roles = |who: Who| app.directory().person(app.id(who).unwrap()).unwrap().roles().to_string();
    assert_eq!(roles(Ada), "admin sales_manager");
    assert_eq!(roles(Mona), "sales_manager sales_rep");
    app.get(Ada, "/settings").await.assert_status(200);
    let (again, _) = import(&app, Kind::Users, file);
    assert_eq!(again.counts, counts(0, 0, 2, 0));
}

async fn taking_an_import_back_locks_nobody_out(app: TestApp) {
    use fursa::identity::user::{self, UserFacts};
    use fursa::journal::Action;

    let (outcome, _) = import(&app, Kind::Users, "Name,Email,Role\nBob,bob@fursa.test,admin\n");
    app.tx(Ada, |tx| {
        let me = user::find(tx, tx.viewer.id).unwrap();
        let demoted = UserFacts { roles: "sales_rep".into(), ..me.facts.clone() };
        assert!(user::save(tx, Action::Edited, &me, demoted).unwrap().is_some());
    });
    let done = app.tx(Bob, |tx| {
        let import = store::find(tx, outcome.batch).unwrap();
        revert(tx, &import).unwrap()
    });
    assert_eq!((done.restored, done.kept), (0, 1));
    app.get(Bob, "/settings").await.assert_status(200);
}

/// The words of a cell are tags; who may not make any is told, and what is exported is read the same.
async fn tags_come_and_go_with_a_file(app: TestApp) {
    let file = file("Company|City|Tags\nNew Oy|Oulu|vip; Key account\nOld Oy|Oulu|VIP\n".as_bytes());
    let (outcome, wrong) = import_path(&app, Mona, Kind::Accounts, &file, Options::default());
    assert_eq!((outcome.counts, wrong.len()), (counts(1, 0, 0, 1), 1));
    assert!(wrong[0].contains("Key account"), "{wrong:?}");
    let (outcome, wrong) = import_path(&app, Ada, Kind::Accounts, &file, Options::default());
    assert_eq!((outcome.counts, wrong.len()), (counts(1, 0, 1, 0), 0));
    let tagged = |app: &TestApp, name: &str| {
        let of = accounts::table.filter(accounts::name.eq(name)).select(fursa::accounts::Account::as_select());
        let account: fursa::accounts::Account = app.db(|db| of.first(db).unwrap());
        app.directory().tag_names(&account.tags).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!([tagged(&app, "New Oy"), tagged(&app, "Old Oy")], [vec!["Key account", "VIP"], vec!["VIP"]]);
    let exported = app.get(Ada, "/accounts/export").await.assert_status(200).body.clone();
    let (again, wrong) = import(&app, Kind::Accounts, &exported);
    assert_eq!((again.counts, wrong.len()), (counts(0, 0, 2, 0), 0), "{exported}");
    // Taken back, the word that it made is gone too.
    take_back(&app, outcome.batch);
    assert!(app.directory().tags.iter().all(|tag| tag.name != "Key account"));
}
