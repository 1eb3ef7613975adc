//! Fills a company with leads, customers and deals: in bulk, by the database itself, with indexes and triggers put aside
//! meanwhile. Numbers look random and are the same in every run; few owners, sources and words are frequent, most rare.

use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use fursa::db::Db;
use fursa::db::sql::Sql;

use crate::Failure;
use crate::company::{Size, Worker};
use crate::names::name;

/// Days over which deals were filed.
const DEAL_DAYS: i64 = 730;

/// Different names of people and of companies.
const NAMES: i64 = 1_000;
const COMPANIES: i64 = 4_000;

/// Tables whose indexes and triggers wait until they are filled.
const TABLES: [&str; 9] = [
    "leads",
    "accounts",
    "contacts",
    "contact_accounts",
    "opportunities",
    "activities",
    "identity_keys",
    "stage_spells",
    "journal",
];

/// What the triggers would have told meanwhile.
const TOLD: &str = "INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id) \
     SELECT host, host_id, at, source, source_id, entity, record_id FROM timeline_afresh ORDER BY 1, 2, 3, 4, 5";

/// Fills the tables.
pub fn fill(db: &mut Db, size: Size, people: &[Worker]) -> Result<(), Failure> {
    make_haste(db)?;
    let aside = put_aside(db)?;
    db.batch_execute(
        "CREATE TABLE bench_names (k BIGINT PRIMARY KEY, name TEXT NOT NULL); \
         CREATE TABLE bench_people (k BIGINT PRIMARY KEY, id BIGINT NOT NULL, team_id BIGINT NOT NULL); BEGIN",
    )?;
    help(db, people)?;
    let crowd = i64::try_from(people.len())?;
    let statements =
        [leads(db, size, crowd)?, accounts(db, size, crowd), contacts(db, size, crowd), deals(db, size, crowd)?];
    let all = statements.iter().map(String::as_str).chain(around());
    all.into_iter().try_for_each(|statement| db.batch_execute(statement))?;
    db.batch_execute("COMMIT; DROP TABLE bench_names; DROP TABLE bench_people")?;
    aside.iter().map(String::as_str).chain([TOLD]).try_for_each(|statement| db.batch_execute(statement))?;
    count_on(db)
}

/// Large statements with nobody else about: what guards pages from each other only takes time here.
fn make_haste(db: &mut Db) -> QueryResult<()> {
    match db {
        Db::Sqlite(_) => db.batch_execute("PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF"),
        Db::Pg(_) => db.batch_execute("SET statement_timeout = 0; SET maintenance_work_mem = '256MB'"),
    }
}

/// Names and people, for the statements to draw from.
fn help(db: &mut Db, people: &[Worker]) -> Result<(), Failure> {
    for k in 0..COMPANIES {
        let row = Sql::new("INSERT INTO bench_names (k, name) VALUES (").bind(k).push(", ");
        row.bind(name(usize::try_from(k)?)).push(")").run(db)?;
    }
    for (k, person) in (0_i64..).zip(people) {
        let row = Sql::new("INSERT INTO bench_people (k, id, team_id) VALUES (").bind(k).push(", ");
        row.bind(person.id).push(", ").bind(person.team).push(")").run(db)?;
    }
    Ok(())
}

/// Takes away what would be kept row by row; answers the statements that bring it back.
fn put_aside(db: &mut Db) -> Result<Vec<String>, Failure> {
    let list = TABLES.map(|table| format!("'{table}'")).join(", ");
    let found: Vec<(String, String)> = match db {
        Db::Sqlite(_) => Sql::new(&format!(
            "SELECT 'DROP ' || type || ' ' || name, sql FROM sqlite_master \
             WHERE type IN ('index', 'trigger') AND tbl_name IN ({list}) AND sql IS NOT NULL"
        )),
        Db::Pg(_) => Sql::new(&format!(
            "SELECT 'DROP INDEX ' || indexname, indexdef FROM pg_indexes \
             WHERE tablename IN ({list}) AND indexname NOT LIKE '%_pkey' \
             UNION ALL SELECT 'ALTER TABLE ' || t || ' DISABLE TRIGGER USER', 'ALTER TABLE ' || t || ' ENABLE TRIGGER USER' \
             FROM unnest(ARRAY[{list}]) AS t"
        )),
    }
    .load::<(Text, Text), _>(db)?;
    found.iter().try_for_each(|(away, _)| db.batch_execute(away))?;
    Ok(found.into_iter().map(|(_, back)| back).collect())
}

/// PostgreSQL numbers new rows from a counter of its own.
fn count_on(db: &mut Db) -> Result<(), Failure> {
    if let Db::Pg(_) = db {
        for table in ["teams", "users", "leads", "accounts", "contacts", "opportunities"] {
            db.batch_execute(&format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
            ))?;
        }
    }
    Ok(())
}

/// A number below `n` that looks random, of row `i`; another for another salt.
fn dice(salt: i64, n: i64) -> String {
    // Two generators of Park and Miller multiplied: exact in 64 bits, alike on both databases.
    format!(
        "(((i * 48271 + {salt} * 69621) % 2147483647) * ((i * 16807 + {salt} * 40692) % 2147483647) % 2147483647 / 64 % {n})"
    )
}

/// The same, the small ones far more often.
fn skewed(salt: i64, n: i64) -> String {
    format!("({} * {} * {n} / 1000000)", dice(salt, 1000), dice(salt + 1, 1000))
}

/// Rows numbered `i`, each with names and an owner: first name `a`, family name `b`, company `c`, person `p`, team `t`.
fn drawn(n: i64, salt: i64, crowd: i64) -> String {
    let named = |k: String| format!("(SELECT name FROM bench_names WHERE k = {k})");
    let (a, b, c) = (named(skewed(salt, NAMES)), named(skewed(salt + 2, NAMES)), named(skewed(salt + 4, COMPANIES)));
    format!(
        "WITH RECURSIVE counted (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM counted WHERE i < {n}), \
         owned AS (SELECT i, {} AS k FROM counted), \
         drawn AS (SELECT i, {a} AS a, {b} AS b, {c} AS c, \
           (SELECT id FROM bench_people WHERE k = owned.k) AS p, (SELECT team_id FROM bench_people WHERE k = owned.k) AS t FROM owned) ",
        skewed(salt + 6, crowd)
    )
}

fn proper(column: &str) -> String {
    format!("upper(substr({column}, 1, 1)) || substr({column}, 2)")
}

/// The instant of a row: the last row's is now, the first one's so many days ago.
fn instant(db: &Db, rows: i64, days: i64) -> String {
    let minutes = format!("(i - {rows}) * {days} * 1440 / {rows}");
    match db {
        Db::Sqlite(_) => format!("strftime('%Y-%m-%d %H:%M:%S', 'now', ({minutes}) || ' minutes')"),
        Db::Pg(_) => {
            format!("date_trunc('second', now() AT TIME ZONE 'UTC' + make_interval(mins => ({minutes})::int))")
        }
    }
}

/// The day so many days after the instant of a row.
fn day_after(db: &Db, rows: i64, days: i64, after: &str) -> String {
    day(db, &format!("(i - {rows}) * {days} / {rows} + {after}"))
}

/// Noon of a day.
fn noon(db: &Db, day: &str) -> String {
    match db {
        Db::Sqlite(_) => format!("{day} || ' 12:00:00'"),
        Db::Pg(_) => format!("{day} + TIME '12:00'"),
    }
}

/// A day so many days from today.
fn day(db: &Db, days: &str) -> String {
    match db {
        Db::Sqlite(_) => format!("date('now', ({days}) || ' days')"),
        Db::Pg(_) => format!("(CURRENT_DATE + ({days})::int)"),
    }
}

fn first_of(db: &mut Db, list: &str) -> QueryResult<i64> {
    Sql::new("SELECT MIN(id) FROM pick_items WHERE list = ").bind(list).one::<(BigInt,), (i64,)>(db).map(|(id,)| id)
}

/// Three in ten are open, three in a hundred of these wait in a pool; one status and one source are rare.
fn leads(db: &mut Db, size: Size, crowd: i64) -> QueryResult<String> {
    let (status, source) = (first_of(db, "lead_status")?, first_of(db, "lead_source")?);
    let at = instant(db, size.leads, 1000);
    Ok(format!(
        "INSERT INTO leads (id, state, status_id, name, company, emails, source_id, value_minor, currency, country, \
         owner_id, team_id, closed_at, created_at, updated_at, sort_name, search_text) {} \
         SELECT i, CASE WHEN {state} < 30 THEN 'open' WHEN {state} < 45 THEN 'qualified' ELSE 'disqualified' END, \
         {status} + CASE WHEN {chance} < 600 THEN 0 WHEN {chance} < 997 THEN 1 ELSE 2 END, {} || ' ' || {}, {}, \
         a || '.' || b || '@' || c || '.example', {source} + {}, {} * 100, 'EUR', CASE WHEN {} < 8 THEN 'PL' ELSE 'BD' END, \
         CASE WHEN {state} < 30 AND {} < 3 THEN NULL ELSE p END, t, \
         CASE WHEN {state} >= 30 THEN {at} END, {at}, {at}, a || ' ' || b, \
         a || ' ' || b || ' ' || c || ' ##' || a || ' ##' || b || ' ##' || c || ' example #' || (100000000 + {}) FROM drawn",
        drawn(size.leads, 1, crowd),
        proper("a"),
        proper("b"),
        proper("c"),
        skewed(22, 11),
        dice(26, 50_000),
        dice(27, 10),
        dice(24, 100),
        dice(25, 899_999_999),
        state = dice(20, 100),
        chance = dice(21, 1000),
    ))
}

fn accounts(db: &Db, size: Size, crowd: i64) -> String {
    let n = size.leads / 10;
    let at = instant(db, n, 1000);
    format!(
        "INSERT INTO accounts (id, name, currency, owner_id, team_id, created_at, updated_at, sort_name, search_text) {} \
         SELECT i, {} || ' ' || {}, 'EUR', p, t, {at}, {at}, c || ' ' || b, c || ' ' || b FROM drawn",
        drawn(n, 31, crowd),
        proper("c"),
        proper("b"),
    )
}

fn contacts(db: &Db, size: Size, crowd: i64) -> String {
    let n = size.leads / 10;
    let at = instant(db, n, 1000);
    format!(
        "INSERT INTO contacts (id, name, emails, owner_id, team_id, created_at, updated_at, sort_name, search_text) {} \
         SELECT i, {} || ' ' || {}, a || '@' || c || '.example', p, t, {at}, {at}, a || ' ' || b, a || ' ' || b || ' ' || c || ' ##' || a || ' ##' || b FROM drawn",
        drawn(n, 51, crowd),
        proper("a"),
        proper("b"),
    )
}

/// The last fifth is open, spoken about within a month, mostly in time and mostly with a next step; the others were won or lost over two years.
fn deals(db: &mut Db, size: Size, crowd: i64) -> QueryResult<String> {
    let n = size.leads / 2;
    let stages =
        Sql::new("SELECT id FROM stages ORDER BY CASE kind WHEN 'open' THEN 0 WHEN 'won' THEN 1 ELSE 2 END, position");
    let stages: Vec<i64> = stages.load::<(BigInt,), (i64,)>(db)?.into_iter().map(|(id,)| id).collect();
    let [open @ .., won, lost] = stages.as_slice() else { return Ok(String::new()) };
    let open_stage = (0..).zip(open).map(|(k, id)| format!("WHEN {k} THEN {id} ")).collect::<String>();
    let stage = format!(
        "CASE WHEN {fate} < 20 THEN CASE {} {open_stage}END WHEN {fate} < 50 THEN {won} ELSE {lost} END",
        skewed(72, i64::try_from(open.len()).unwrap_or(1)),
        fate = fate(n),
    );
    let at = instant(db, n, DEAL_DAYS);
    let closed = day_after(db, n, DEAL_DAYS, &dice(74, DEAL_DAYS / 5));
    let spoken = noon(db, &day(db, &format!("-{}", dice(79, 25))));
    let closed_at = noon(db, &closed);
    let (planned, step) = (dice(81, 100), day(db, &format!("{} - 5", dice(82, 30))));
    Ok(format!(
        "INSERT INTO opportunities (id, name, account_id, pipeline_id, stage_id, stage_since, amount_minor, currency, probability, \
         expected_close, next_step, next_step_on, last_contact_at, owner_id, team_id, closed_on, closed_at, actual_minor, created_at, updated_at, sort_name, search_text) \
         SELECT i, name, account, (SELECT MIN(id) FROM pipelines), stage, {at}, amount, currency, \
         (SELECT probability FROM stages WHERE stages.id = stage), {}, CASE WHEN {planned} < 15 THEN '' ELSE 'Call back' END, CASE WHEN {planned} >= 15 THEN {step} END, {spoken}, p, t, \
         CASE WHEN fate < 20 THEN NULL ELSE {closed} END, CASE WHEN fate < 20 THEN NULL ELSE {closed_at} END, \
         CASE WHEN fate BETWEEN 20 AND 49 THEN amount END, {at}, {at}, lower(name), lower(name) FROM ( {} \
         SELECT i, p, t, {} || ' ' || {} AS name, 1 + {} AS account, {fate} AS fate, {stage} AS stage, 10000 + {} * 37 AS amount, \
         CASE WHEN {currency} < 85 THEN 'EUR' WHEN {currency} < 95 THEN 'USD' ELSE 'GBP' END AS currency FROM drawn) AS deal",
        day(db, &format!("{} - 20", dice(75, 120))),
        drawn(n, 61, crowd),
        proper("c"),
        proper("b"),
        dice(76, size.leads / 10),
        dice(77, 100_000),
        fate = fate(n),
        currency = dice(78, 100),
    ))
}

/// Below 20 open, below 50 won, else lost.
fn fate(n: i64) -> String {
    format!("(CASE WHEN i > {n} * 4 / 5 THEN {} ELSE 20 + {} END)", dice(71, 20), dice(71, 80))
}

/// What lies around the records: history, closings, keys, where contacts work.
fn around() -> [&'static str; 11] {
    [
        "INSERT INTO stage_spells (opportunity_id, stage_id, stage_name, stage_kind, entered_at) \
         SELECT o.id, o.stage_id, s.name, s.kind, o.stage_since FROM opportunities o JOIN stages s ON s.id = o.stage_id",
        "INSERT INTO closures (opportunity_id, kind, stage_id, stage_name, closed_on, closed_at, amount_minor, currency, \
         owner_id, team_id, closed_by) \
         SELECT o.id, s.kind, o.stage_id, s.name, o.closed_on, o.closed_at, o.amount_minor, o.currency, \
         o.owner_id, o.team_id, o.owner_id FROM opportunities o JOIN stages s ON s.id = o.stage_id WHERE o.closed_on IS NOT NULL",
        "INSERT INTO journal (at, actor_id, request_id, entity, record_id, version, action) \
         SELECT created_at, COALESCE(owner_id, 1), '', 'lead', id, 1, 'created' FROM leads ORDER BY id",
        "INSERT INTO journal (at, actor_id, request_id, entity, record_id, version, action) \
         SELECT created_at, owner_id, '', 'opportunity', id, 1, 'created' FROM opportunities ORDER BY id",
        // What comes next of each deal is planned, and somebody has spoken about each.
        "INSERT INTO activities (version, kind, state, subject, day, opportunity_id, owner_id, team_id, created_at, updated_at) \
         SELECT 1, 'task', 'planned', next_step, next_step_on, id, owner_id, team_id, created_at, created_at \
         FROM opportunities WHERE next_step <> '' AND closed_on IS NULL ORDER BY id",
        "INSERT INTO activities (version, kind, state, settled_at, subject, opportunity_id, owner_id, team_id, created_at, updated_at) \
         SELECT 1, 'call', 'done', last_contact_at, 'Rang them', id, owner_id, team_id, created_at, created_at \
         FROM opportunities WHERE last_contact_at IS NOT NULL ORDER BY id",
        // Two customers of the rep: one with fifty entries in its history, one with five thousand.
        "INSERT INTO journal (at, actor_id, request_id, entity, record_id, version, action) \
         SELECT created_at, 3, '', 'account', (SELECT MIN(id) FROM accounts WHERE owner_id = 3), id, 'edited' FROM leads \
         WHERE id <= 50 ORDER BY id",
        "INSERT INTO journal (at, actor_id, request_id, entity, record_id, version, action) \
         SELECT created_at, 3, '', 'account', (SELECT MAX(id) FROM accounts WHERE owner_id = 3), id, 'edited' FROM leads \
         WHERE id <= 5000 ORDER BY id",
        "INSERT INTO journal_values (journal_id, field, before, after) \
         SELECT id, 'city', '\"Lund\"', '\"Turku\"' FROM journal WHERE entity = 'account'",
        "INSERT INTO identity_keys (entity, record_id, kind, key) SELECT 'lead', id, 'email', emails FROM leads \
         UNION ALL SELECT 'lead', id, 'person', sort_name FROM leads",
        "INSERT INTO contact_accounts (contact_id, account_id, is_primary) SELECT id, id, TRUE FROM contacts",
    ]
}
