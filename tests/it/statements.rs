//! How many statements a page costs: a fixed number, however many records it shows, and no more than its budget.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use fursa::imports::Kind;
use fursa::journal::Entity;
use fursa::sharing::With;

use crate::imports::import;
use crate::support::*;

both!(
    no_page_asks_more_often_for_more_records,
    the_board_asks_three_times_for_all_its_columns,
    pages_keep_to_their_budgets,
    an_import_finds_its_records_by_index,
    doubles_are_found_by_index,
    the_journal_is_searched_by_index,
    a_search_is_planned_for_its_own_words,
    a_history_is_read_only_as_far_as_it_is_shown,
    a_share_costs_nobody_else_a_statement,
    what_is_hidden_from_some_costs_nobody_else,
    standing_in_costs_no_statement,
);

/// What each database was asked, by its address: tests run side by side, each on a database of its own.
static ASKED: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// What each database's connections keep prepared.
static KEPT: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// Listens to one connection.
#[derive(Default)]
struct Listener {
    url: String,
}

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let (heard, sql) = match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                self.url = url.to_owned();
                return;
            }
            InstrumentationEvent::StartQuery { query, .. } => (&ASKED, query.to_string()),
            InstrumentationEvent::CacheQuery { sql, .. } => (&KEPT, sql.to_owned()),
            _ => return,
        };
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get_or_insert_default().entry(self.url.clone()).or_default().push(sql);
    }
}

/// An installation whose connections are listened to: they are made after the listening began.
pub async fn listened_to(app: &TestApp) -> TestApp {
    set_default_instrumentation(|| Some(Box::new(Listener::default()))).unwrap();
    app.another().await
}

/// The statements a page costs. What a process reads once and keeps is read by an earlier page.
async fn statements(app: &TestApp, who: Who, path: &str) -> Vec<String> {
    app.get(who, path).await.assert_status(200);
    heard(app);
    app.get(who, path).await.assert_status(200);
    heard(app)
}

/// What the installation's database was asked since the last time.
pub fn heard(app: &TestApp) -> Vec<String> {
    let url = app.database_url().trim_start_matches("sqlite://");
    let heard = ASKED.lock().unwrap().get_or_insert_default().remove(url).unwrap_or_default();
    let is_question = |asked: &String| !["BEGIN", "COMMIT", "ROLLBACK"].iter().any(|word| asked.starts_with(word));
    heard.into_iter().filter(is_question).collect()
}

/// So many records of each kind, each with another customer, owner and stage: nothing is looked up once for all.
fn file(app: &TestApp, many: usize) {
    let stages = ["Discovery", "Proposal", "Negotiation", "Verbal yes"].map(|name| app.stage(name));
    for n in 0..many {
        let owner = [Alice, Bob, Charlie][n % 3];
        let account = app.account_with(owner, |account| account.name = format!("Account {n}"));
        let contact = app.contact(owner);
        app.lead_with(owner, |lead| lead.name = format!("Lead {n}"));
        app.opportunity_with(owner, |deal| {
            (deal.account_id, deal.contact_id) = (Some(account.id), Some(contact.id));
            deal.stage_id = stages[n % stages.len()];
        });
    }
}

const PAGES: [&str; 16] = [
    "/",
    "/leads?view=all",
    "/leads?view=all&status=4",
    "/leads?view=all&q=lead",
    "/pipeline",
    "/pipeline?mark=unplanned",
    "/opportunities",
    "/opportunities?q=deal",
    "/accounts",
    "/contacts",
    "/opportunities?columns=account_id,source_id,notes,probability",
    "/accounts?columns=parent_id,website,revenue_minor",
    "/search?q=a",
    "/accounts/1",
    "/contacts/1",
    "/opportunities/1",
];

async fn no_page_asks_more_often_for_more_records(app: TestApp) {
    let app = listened_to(&app).await;
    // More than a page for each of those who look.
    file(&app, 90);
    let mut few = Vec::new();
    for path in PAGES {
        few.push(statements(&app, Mona, path).await);
    }
    file(&app, 30);
    for (path, few) in PAGES.into_iter().zip(few) {
        let many = statements(&app, Mona, path).await;
        assert_eq!(many.len(), few.len(), "{path}:\n{}", many.join("\n"));
    }
}

async fn the_board_asks_three_times_for_all_its_columns(app: TestApp) {
    let app = listened_to(&app).await;
    file(&app, 30);
    for who in [Alice, Mona, Ada] {
        for path in ["/pipeline", "/pipeline?kind=new", "/pipeline?mark=late&closed=all"] {
            let all = statements(&app, who, path).await;
            let of_deals = all.iter().filter(|asked| asked.contains("opportunities") || asked.contains("deal_totals"));
            // Of columns that are all empty no card is looked for.
            let expected = if path.contains("late") { 1 } else { 3 };
            assert_eq!(of_deals.count(), expected, "{who:?} {path}:\n{}", all.join("\n"));
            assert!(all.len() <= 8, "{who:?} {path}:\n{}", all.join("\n"));
        }
    }
}

async fn pages_keep_to_their_budgets(app: TestApp) {
    let app = listened_to(&app).await;
    file(&app, 90);
    for who in Who::CAST {
        // Eight beside the one that says who is asking.
        let home = statements(&app, who, "/").await;
        assert!(home.len() <= 9, "{who:?}:\n{}", home.join("\n"));
    }
    for path in ["/leads?view=all", "/opportunities", "/accounts", "/contacts"] {
        let list = statements(&app, Mona, path).await;
        assert!(list.len() <= 8, "{path}:\n{}", list.join("\n"));
    }
}

/// A row of a file of two million may not cost more than one of a file of two hundred.
async fn an_import_finds_its_records_by_index(app: TestApp) {
    if app.backend() == Backend::Postgres {
        return; // Its plans depend on how full the tables are.
    }
    let app = listened_to(&app).await;
    heard(&app);
    for (kind, text) in [
        (Kind::Accounts, "ID,Company,Parent\n1,Acme Ltd,\n2,Beta Ltd,Acme Ltd\n,Gamma Ltd,Nobody Ltd\n"),
        (Kind::Contacts, "ID,Name,Email,Company\n1,Maria Li,maria@li.example,Acme Ltd\n,Jan Nowak,,Beta Ltd\n"),
        (Kind::Leads, "ID,Name,Email,Company\n1,Maria Li,maria@li.example,Acme Ltd\n,Jan Nowak,,Beta\n,,,Gamma\n"),
        (Kind::Opportunities, "ID,Opportunity,Account,Value,Stage\n1,Roof,Acme Ltd,1,New\n,Wall,Beta Ltd,2,Won\n"),
    ] {
        for _ in 0..2 {
            import(&app, kind, text);
        }
        let mut asked = heard(&app);
        asked.sort();
        asked.dedup();
        let plans = asked.iter().filter(|asked| !asked.starts_with("PRAGMA")).map(|asked| (asked, plan(&app, asked)));
        for (asked, plan) in plans {
            let is_slow = |step: &&String| {
                ["leads", "accounts", "contacts", "opportunities", "identity_keys", "journal", "stage_spells"]
                    .iter()
                    .any(|table| step.starts_with(&format!("SCAN {table}")))
                    || step.ends_with("(entity=?)")
            };
            assert_eq!(plan.iter().find(is_slow), None, "{kind:?}: {asked}");
        }
        heard(&app);
    }
}

/// However many records one may see, and however many there are: each hit of a key is asked by its number.
async fn doubles_are_found_by_index(app: TestApp) {
    if app.backend() == Backend::Postgres {
        return; // Its plans depend on how full the tables are.
    }
    let app = listened_to(&app).await;
    let lead = app.lead_with(Alice, |lead| lead.emails = "office@harbour.example".into());
    app.share(Entity::Lead, lead.id, With::Person(app.id(Charlie).unwrap()), false);
    for who in [Bob, Charlie, Mona, Mark, Ada] {
        heard(&app);
        let typed = [("name", "Grace Hopper"), ("emails", "office@harbour.example"), ("phones", "+48221234567")];
        app.post(who, "/contacts", &typed).await;
        let asked = heard(&app);
        let of_keys = asked.iter().find(|asked| asked.starts_with("SELECT * FROM (SELECT k.entity")).unwrap();
        let plan = plan(&app, of_keys);
        let is_by_number = |step: &&String| {
            let by_key = step.contains("INDEX identity_keys_key (kind=? AND key=?");
            let by_number = step.starts_with("SEARCH r USING INTEGER PRIMARY KEY");
            by_key
                || by_number
                || !["SCAN k", "SEARCH k", "SCAN r", "SEARCH r", "TEMP"].iter().any(|word| step.contains(word))
        };
        assert!(plan.iter().all(|step| is_by_number(&step)), "{who:?}: {plan:?}\n{of_keys}");
    }
}

/// However long the journal: what is searched for is found by an index, and sorted only where that finds little.
async fn the_journal_is_searched_by_index(app: TestApp) {
    if app.backend() == Backend::Postgres {
        return; // Its plans depend on how full the tables are.
    }
    let app = listened_to(&app).await;
    app.lead(Alice);
    for (query, is_sorted) in [
        ("", true),
        ("person=2", true),
        ("person=2&kind=lead", true),
        ("behalf=2", true),
        ("kind=lead", true),
        ("kind=lead&before=1", true),
        ("action=created", true),
        ("from=2026-11-01&to=2026-11-22", true),
        ("q=1", false),
        ("q=le", false),
        ("source=0123456789abcdef", false),
        ("source=192.0.2.1", false),
    ] {
        let asked = statements(&app, Ada, &format!("/settings/journal?{query}")).await;
        let search = asked.iter().find(|asked| asked.contains("FROM journal j")).unwrap();
        let plan = plan(&app, search);
        let reads_all = |step: &&String| step.starts_with("SCAN j") && !query.is_empty();
        assert_eq!(plan.iter().find(reads_all), None, "{query}: {search}");
        assert_eq!(plan.iter().any(|step| step.contains("TEMP B-TREE")), !is_sorted, "{query}: {plan:?}");
    }
}

/// However long the history of a customer: the newest entries are the first rows of an index, and nothing is sorted.
async fn a_history_is_read_only_as_far_as_it_is_shown(app: TestApp) {
    if app.backend() == Backend::Postgres {
        return; // Its plans depend on how full the tables are.
    }
    let app = listened_to(&app).await;
    let account = app.account(Alice);
    for path in ["", "?before=2026-11-22T10:00:00_1", "?history=changes"] {
        let asked = statements(&app, Mona, &format!("/accounts/{}{path}", account.id)).await;
        let of_timeline = asked.iter().find(|asked| asked.contains("FROM timeline")).unwrap();
        let plan = plan(&app, of_timeline);
        assert!(
            plan.iter().any(|step| step.starts_with("SEARCH t USING PRIMARY KEY (host=? AND host_id=?")),
            "{plan:?}"
        );
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
    }
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

/// How SQLite would answer a statement.
fn plan(app: &TestApp, asked: &str) -> Vec<String> {
    let statement = asked.split(" -- binds:").next().unwrap_or(asked);
    let steps: Vec<Step> = app.db(|db| {
        diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(db).unwrap_or_else(|e| panic!("{asked}: {e}"))
    });
    steps.into_iter().map(|step| step.detail).collect()
}

/// Whoever has something shared with them is asked for it once a page; all others are asked what they were asked before.
async fn a_share_costs_nobody_else_a_statement(app: TestApp) {
    let app = listened_to(&app).await;
    file(&app, 6);
    let deal = app.opportunity(Alice);
    let mut before = Vec::new();
    for path in PAGES.into_iter().filter(|path| !path.ends_with("/1")) {
        before.push((path, statements(&app, Bob, path).await, statements(&app, Charlie, path).await));
    }
    app.share(Entity::Opportunity, deal.id, With::Person(app.id(Charlie).unwrap()), false);
    for (path, bobs, charlies) in before {
        assert_eq!(statements(&app, Bob, path).await, bobs, "{path}");
        let now = statements(&app, Charlie, path).await;
        assert_eq!(now.len(), charlies.len() + 1, "{path}:\n{}", now.join("\n"));
    }
}

/// Neither those who have nothing to do with it, nor who is away, nor who acts.
async fn standing_in_costs_no_statement(app: TestApp) {
    let app = listened_to(&app).await;
    file(&app, 6);
    let mut before = Vec::new();
    for path in PAGES.into_iter().filter(|path| !path.ends_with("/1")) {
        before.push((path, statements(&app, Bob, path).await, statements(&app, Alice, path).await));
    }
    let stand_in = app.id(Charlie).unwrap().to_string();
    let form = [("stand_in", stand_in.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Alice, "/profile/delegations", &form).await.assert_status(303);
    let delegation = app.directory().delegations[0].id;
    app.post(Charlie, &format!("/acting/{delegation}"), &[]).await.assert_status(303);
    for (path, bobs, alices) in before {
        assert_eq!(statements(&app, Bob, path).await, bobs, "{path}");
        assert_eq!(statements(&app, Alice, path).await.len(), alices.len(), "{path}");
        assert_eq!(statements(&app, Charlie, path).await.len(), alices.len(), "{path}");
    }
}

/// After five searches PostgreSQL would take one plan for all words: newest first, until enough are found, which for a word
/// that one record has goes through all of them.
async fn a_search_is_planned_for_its_own_words(app: TestApp) {
    let app = listened_to(&app).await;
    file(&app, 3);
    for path in ["/search?q=lead", "/leads?view=all&q=lead", "/opportunities?q=deal"] {
        app.get(Mona, path).await.assert_status(200);
    }
    let url = app.database_url().trim_start_matches("sqlite://");
    let kept = KEPT.lock().unwrap().get_or_insert_default().remove(url).unwrap_or_default();
    let of_words: Vec<&String> = kept.iter().filter(|sql| sql.contains("tsquery")).collect();
    assert_eq!(of_words, Vec::<&String>::new());
    assert!(kept.iter().any(|sql| sql.contains("leads")), "other statements are kept: {kept:?}");
}

/// What is hidden is hidden by the words the index is asked for: nobody is asked for more, and nobody's search looks at what
/// the index has found.
async fn what_is_hidden_from_some_costs_nobody_else(app: TestApp) {
    let app = listened_to(&app).await;
    file(&app, 6);
    let searches = ["/search?q=lead", "/leads?view=all&q=lead", "/contacts?q=nora"];
    let mut before = Vec::new();
    for path in searches {
        let all = statements(&app, Mona, path).await;
        before.push(all.into_iter().map(|asked| without_binds(&asked)).collect::<Vec<_>>());
    }
    crate::visibility::hide(&app, "personal", "sales_manager");
    for (path, before) in searches.into_iter().zip(before) {
        let now = statements(&app, Mona, path).await;
        assert_eq!(now.iter().map(|asked| without_binds(asked)).collect::<Vec<_>>(), before, "{path}");
        assert!(now.iter().any(|asked| asked.contains("##")), "{path}:\n{}", now.join("\n"));
    }
}

/// A statement without what was looked for.
fn without_binds(asked: &str) -> String {
    asked.split(" -- binds:").next().unwrap_or(asked).to_owned()
}
