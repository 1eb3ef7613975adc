//! The demonstration: as large and as whole as it says, the same to the stores as what people typed, and never in
//! somebody's own database.

use std::collections::HashMap;

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use fursa::config::PasswordCost;
use fursa::db::Db;
use fursa::db::schema::{
    accounts, closures, contacts, identity_keys, leads, opportunities, organization, rates, stage_spells, stages,
    teams, users,
};
use fursa::db::sql::Sql;
use fursa::demo::{self, Opened};
use fursa::journal::{self, Entity};
use fursa::web::App;

use crate::support::*;

both!(
    it_is_as_large_as_it_says,
    it_speaks_three_scripts_and_lacks_one_rate,
    each_of_the_five_signs_in,
    closings_and_closed_deals_agree,
    stays_cover_a_deals_life_without_a_gap,
    the_journal_ends_where_the_records_are,
    what_is_derived_is_what_the_stores_derive,
    relations_are_what_the_rules_make_of_them,
    the_rep_finds_a_day_of_work,
    nothing_happens_after_now,
    the_next_record_gets_the_next_number,
    a_company_of_its_own_is_refused,
    a_second_start_keeps_what_is_there,
    no_page_is_empty_for_any_of_the_five,
    an_import_can_be_looked_at,
);

const FIVE: [&str; 5] =
    [demo::REP, demo::MANAGER, "support@fursa.example", "supportmanager@fursa.example", demo::ADMIN];

fn number(app: &TestApp, sql: &str) -> i64 {
    app.db(|db| Sql::new(sql).one::<(BigInt,), (i64,)>(db).unwrap().0)
}

fn open(app: &App, db: &mut Db) -> Result<Opened, demo::Refusal> {
    demo::open(db, app.clock.now(), PasswordCost::Cheap)
}

async fn it_is_as_large_as_it_says(app: Demo) {
    let count = |table: &str| number(&app, &format!("SELECT COUNT(*) FROM {table}"));
    let sizes = ["leads", "accounts", "opportunities"].map(count);
    assert_eq!(sizes, [2_000, 300, 8_000]);
    assert!((38..=42).contains(&count("users")) && (650..=760).contains(&count("contacts")));
    let directory = app.directory();
    let deepest = directory.teams.all().iter().map(|team| directory.teams.depth(team.id)).max();
    assert_eq!((directory.teams.all().len(), deepest), (9, Some(2)));
    let several = "SELECT COUNT(*) FROM contact_accounts WHERE NOT is_primary";
    assert!(number(&app, several) > 20 && count("accounts WHERE parent_id IS NOT NULL") > 20);
    assert!(count("closures WHERE reopened_at IS NOT NULL") > 50);
}

async fn it_speaks_three_scripts_and_lacks_one_rate(app: Demo) {
    let names: Vec<String> = app.db(|db| accounts::table.select(accounts::name).load(db).unwrap());
    let written_in = |from: char, to: char| names.iter().filter(|name| name.contains(|c| from <= c && c <= to)).count();
    assert!(written_in('\u{600}', '\u{6FF}') > 10 && written_in('\u{980}', '\u{9FF}') > 10);
    let used: Vec<String> =
        app.db(|db| opportunities::table.select(opportunities::currency).distinct().load(db).unwrap());
    let rated: Vec<String> = app.db(|db| rates::table.select(rates::currency).distinct().load(db).unwrap());
    let unrated: Vec<&String> = used.iter().filter(|code| *code != "EUR" && !rated.contains(code)).collect();
    assert_eq!(unrated, ["CHF"]);
}

async fn each_of_the_five_signs_in(app: Demo) {
    for address in FIVE {
        let browser = app.browser();
        let fields = [("email", address), ("password", demo::PASSWORD)];
        browser.post("/sign-in", &fields).await.assert_goes_to("/");
        assert!(browser.cookie("fursa").is_some(), "{address}");
    }
    // The others have been in as well, with passwords of their own.
    assert_eq!(app.db(|db| fursa::identity::user::never_in(db).unwrap()), Vec::<i64>::new());
    let fields = [("email", "beata.mazur@jua.example"), ("password", demo::PASSWORD)];
    app.browser().post("/sign-in", &fields).await.assert_status(422);
}

async fn closings_and_closed_deals_agree(app: Demo) {
    let closed = "SELECT COUNT(*) FROM opportunities o JOIN stages s ON s.id = o.stage_id WHERE s.kind <> 'open'";
    let standing = "SELECT COUNT(*) FROM closures c JOIN opportunities o ON o.id = c.opportunity_id \
                    AND o.closed_at = c.closed_at AND o.closed_on = c.closed_on AND o.stage_id = c.stage_id \
                    WHERE c.reopened_at IS NULL AND c.amount_minor = \
                    CASE c.kind WHEN 'won' THEN o.actual_minor ELSE COALESCE(o.amount_minor, 0) END";
    let all_standing = "SELECT COUNT(*) FROM closures WHERE reopened_at IS NULL";
    let counts = [closed, standing, all_standing].map(|sql| number(&app, sql));
    assert!(counts[0] > 7_000, "{counts:?}");
    assert_eq!(counts, [counts[0]; 3]);
    let odd = "SELECT COUNT(*) FROM opportunities o JOIN stages s ON s.id = o.stage_id WHERE s.kind = 'open' AND \
               (o.closed_on IS NOT NULL OR o.actual_minor IS NOT NULL OR o.lost_reason_id IS NOT NULL)";
    assert_eq!(number(&app, odd), 0);
}

async fn stays_cover_a_deals_life_without_a_gap(app: Demo) {
    type Stay = (i64, i64, NaiveDateTime, Option<NaiveDateTime>);
    let order = (stage_spells::opportunity_id, stage_spells::entered_at, stage_spells::id);
    let columns =
        (stage_spells::opportunity_id, stage_spells::stage_id, stage_spells::entered_at, stage_spells::left_at);
    let stays: Vec<Stay> = app.db(|db| stage_spells::table.order(order).select(columns).load(db).unwrap());
    let mut by_deal: HashMap<i64, Vec<Stay>> = HashMap::new();
    stays.into_iter().for_each(|stay| by_deal.entry(stay.0).or_default().push(stay));
    let columns = (opportunities::id, opportunities::stage_id, opportunities::created_at, opportunities::stage_since);
    let deals: Vec<(i64, i64, NaiveDateTime, NaiveDateTime)> =
        app.db(|db| opportunities::table.select(columns).load(db).unwrap());
    let mut skipped_or_again = 0;
    for (id, stage, created, since) in deals {
        let stays = &by_deal[&id];
        assert_eq!(stays[0].2, created, "deal {id}");
        assert!(stays.windows(2).all(|pair| pair[0].3 == Some(pair[1].2)), "deal {id}: {stays:?}");
        let last = stays.last().unwrap();
        assert_eq!((last.1, last.2, last.3), (stage, since, None), "deal {id}");
        skipped_or_again += usize::from(stays.windows(2).any(|pair| pair[1].1 != pair[0].1 + 1));
    }
    assert!(skipped_or_again > 500, "{skipped_or_again}");
}

async fn the_journal_ends_where_the_records_are(app: Demo) {
    let behind = |table: &str, entity: &str| {
        number(
            &app,
            &format!(
                "SELECT COUNT(*) FROM {table} t WHERE t.version <> (SELECT COUNT(*) FROM journal j \
                 WHERE j.entity = '{entity}' AND j.record_id = t.id) OR t.version <> (SELECT MAX(j.version) \
                 FROM journal j WHERE j.entity = '{entity}' AND j.record_id = t.id)"
            ),
        )
    };
    for (table, entity) in
        [("leads", "lead"), ("accounts", "account"), ("contacts", "contact"), ("opportunities", "opportunity")]
    {
        assert_eq!(behind(table, entity), 0, "{table}");
    }
    let ada = app.person(demo::ADMIN);
    let closed = opportunities::table.filter(opportunities::closed_on.is_not_null()).select(opportunities::id);
    let closed: Vec<i64> = app.db(|db| closed.order(opportunities::id).load(db).unwrap());
    for id in closed.into_iter().step_by(500) {
        app.tx(ada, |tx| {
            let deal = fursa::opportunities::find(tx, id).unwrap();
            let changes = journal::changes_since(tx, Entity::Opportunity, id, 1).unwrap();
            assert_eq!(changes["stage_id"].after, Some(deal.stage_id.to_string()));
            assert_eq!(changes["probability"].after, Some(deal.probability.to_string()));
        });
    }
}

/// Files each record once more through its store, and compares what the store made of it.
async fn what_is_derived_is_what_the_stores_derive(app: Demo) {
    let ada = app.person(demo::ADMIN);
    let sample: Vec<i64> = (1..300).step_by(37).collect();
    for id in sample {
        let twins = app.tx(ada, |tx| {
            let lead = fursa::leads::find(tx, id * 6).unwrap();
            let account = fursa::accounts::find(tx, id).unwrap();
            let contact = fursa::contacts::find(tx, id * 2).unwrap();
            let deal = fursa::opportunities::find(tx, id * 26).unwrap();
            [
                ("leads", "lead", lead.id, fursa::leads::insert(tx, lead.facts).unwrap().id),
                ("accounts", "account", account.id, fursa::accounts::insert(tx, account.facts).unwrap().id),
                ("contacts", "contact", contact.id, fursa::contacts::insert(tx, contact.facts).unwrap().id),
                ("opportunities", "", deal.id, fursa::opportunities::insert(tx, deal.facts).unwrap().id),
            ]
        });
        for (table, entity, told, filed) in twins {
            assert_eq!(derived(&app, table, told), derived(&app, table, filed), "{table} {told}");
            assert_eq!(keys(&app, entity, told), keys(&app, entity, filed), "{table} {told}");
        }
    }
}

fn derived(app: &TestApp, table: &str, id: i64) -> (String, String) {
    let sql = Sql::new(&format!("SELECT sort_name, search_text FROM {table} WHERE id = ")).bind(id);
    app.db(|db| sql.one::<(Text, Text), _>(db).unwrap())
}

fn keys(app: &TestApp, entity: &str, id: i64) -> Vec<(String, String)> {
    let of_record = identity_keys::entity.eq(entity).and(identity_keys::record_id.eq(id));
    let columns = (identity_keys::kind, identity_keys::key);
    app.db(|db| identity_keys::table.filter(of_record).order(columns).select(columns).load(db).unwrap())
}

async fn relations_are_what_the_rules_make_of_them(app: Demo) {
    let ada = app.person(demo::ADMIN);
    let stages = || -> Vec<(String, i64)> {
        let sql = "SELECT lifecycle, COUNT(*) FROM accounts GROUP BY lifecycle UNION ALL \
                   SELECT lifecycle, COUNT(*) FROM contacts GROUP BY lifecycle ORDER BY 1, 2";
        app.db(|db| Sql::new(sql).load::<(Text, BigInt), _>(db).unwrap())
    };
    let told = stages();
    assert!(["suspect", "prospect", "potential", "active", "inactive"].iter().all(|s| told.iter().any(|t| t.0 == *s)));
    app.tx(ada, |tx| {
        let accounts: Vec<i64> = accounts::table.select(accounts::id).load(tx.db).unwrap();
        accounts.into_iter().for_each(|id| fursa::accounts::lifecycle::refresh(tx, id).unwrap());
        let contacts: Vec<i64> = contacts::table.select(contacts::id).load(tx.db).unwrap();
        contacts.into_iter().for_each(|id| fursa::contacts::lifecycle::refresh(tx, id).unwrap());
    });
    assert_eq!(stages(), told);
}

async fn the_rep_finds_a_day_of_work(app: Demo) {
    let rep = app.id(app.person(demo::REP)).unwrap();
    let today = app.app().clock.now().date();
    let open = opportunities::table
        .inner_join(stages::table.on(stages::id.eq(opportunities::stage_id)))
        .filter(opportunities::owner_id.eq(rep).and(stages::kind.eq("open")));
    let due: Vec<Option<chrono::NaiveDate>> = app.db(|db| open.select(opportunities::next_step_on).load(db).unwrap());
    assert!((8..=24).contains(&due.len()), "{} open deals", due.len());
    assert!(due.contains(&None) && due.contains(&Some(today)));
    assert!(due.iter().flatten().any(|day| *day < today) && due.iter().flatten().any(|day| *day > today));
    let own = |extra: &str| {
        number(&app, &format!("SELECT COUNT(*) FROM leads WHERE state = 'open' AND owner_id = {rep} {extra}"))
    };
    assert!(own("AND first_contact_at IS NULL") >= 4 && own("AND first_contact_at IS NOT NULL") >= 4);
    let cap: i64 = app.db(|db| organization::table.select(organization::lead_cap).first(db).unwrap());
    assert!(own("AND claimed_at IS NOT NULL") < cap);
    let team: i64 = app.db(|db| users::table.find(rep).select(users::team_id).first(db).unwrap());
    let pool = leads::table.filter(leads::owner_id.is_null().and(leads::team_id.eq(team)));
    assert!(app.db(|db| pool.count().get_result::<i64>(db).unwrap()) >= 10);
}

async fn nothing_happens_after_now(app: Demo) {
    let now = app.app().clock.now();
    for column in [
        "at FROM journal",
        "created_at FROM leads",
        "updated_at FROM opportunities",
        "closed_at FROM opportunities",
        "last_contact_at FROM opportunities",
        "claimed_at FROM leads",
        "first_contact_at FROM leads",
        "entered_at FROM stage_spells",
    ] {
        let (what, table) = column.split_once(" FROM ").unwrap();
        let sql = Sql::new(&format!("SELECT COUNT(*) FROM {table} WHERE {what} > ")).bind(now);
        assert_eq!(app.db(|db| sql.one::<(BigInt,), (i64,)>(db).unwrap().0), 0, "{column}");
    }
    let early = "SELECT COUNT(*) FROM leads WHERE first_contact_at < created_at OR closed_at < created_at";
    assert_eq!(number(&app, early), 0);
}

async fn the_next_record_gets_the_next_number(app: Demo) {
    let ada = app.person(demo::ADMIN);
    let next = app.tx(ada, |tx| {
        let lead = fursa::leads::find(tx, 7).unwrap();
        fursa::leads::insert(tx, lead.facts).unwrap().id
    });
    assert_eq!(next, 2_001);
    let team: i64 = app.db(|db| {
        let row = teams::name.eq("Another");
        diesel::insert_into(teams::table).values(row).returning(teams::id).get_result(db).unwrap()
    });
    assert_eq!(team, 10);
}

async fn a_company_of_its_own_is_refused(app: TestApp) {
    let refused = app.db(|db| open(app.app(), db));
    assert!(matches!(refused, Err(demo::Refusal::NotADemo)));
    let found: i64 = app.db(|db| closures::table.count().get_result(db).unwrap());
    assert_eq!((found, number(&app, "SELECT COUNT(*) FROM leads")), (0, 0));
}

async fn a_second_start_keeps_what_is_there(app: Demo) {
    let people = number(&app, "SELECT COUNT(*) FROM users");
    assert_eq!(app.db(|db| open(app.app(), db)).unwrap(), Opened::Kept { aged: false });
    app.wait(Duration::days(8));
    assert_eq!(app.db(|db| open(app.app(), db)).unwrap(), Opened::Kept { aged: true });
    assert_eq!(number(&app, "SELECT COUNT(*) FROM users"), people);
}

/// Walks what the navigation offers to each of the five.
/// Every page there is but those of one record, the search that waits for a word, and the bin of a company that has deleted
/// nothing: also what no navigation leads to.
async fn no_page_is_empty_for_any_of_the_five(app: Demo) {
    let pages = fursa::app::route_table().into_iter().filter(|route| route.method == "get");
    let pages: Vec<&str> = pages.map(|route| route.path).filter(|path| !path.contains('{')).collect();
    for address in FIVE {
        let (who, mut seen, mut empty) = (app.person(address), 0, Vec::new());
        for path in pages.iter().filter(|path| !["/bin", "/search"].contains(*path)) {
            let page = app.get(who, path).await;
            seen += i32::from(page.status == 200);
            if page.count(".empty") > 0 {
                empty.push(path);
            }
        }
        assert!(seen >= 10 && empty.is_empty(), "{address} saw {seen} pages, empty: {empty:?}");
        assert!(app.get(who, "/no-such-page").await.count(".nav a") >= 3, "{address}");
    }
}

async fn an_import_can_be_looked_at(app: Demo) {
    for address in [demo::MANAGER, demo::ADMIN] {
        let who = app.person(address);
        let list = app.get(who, "/imports").await.assert_says("fair-contacts.csv");
        let (path, _) = list.links().into_iter().find(|(_, text)| text == "fair-contacts.csv").unwrap();
        let page = app.get(who, &path).await.assert_status(200);
        assert_eq!(page.texts("dl.stats dd"), ["5", "0", "0", "1"]);
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM journal WHERE batch_id IS NOT NULL AND action = 'created'"), 5);
}
