//! Numbers of records the sender may not see, in every field of every form they reach: nothing is linked, and nothing
//! tells such a record from one that does not exist (rules 42, 43).

use std::collections::{BTreeSet, VecDeque};

use diesel::sql_types::BigInt;
use fursa::db::sql::Sql;

use super::dump::references;
use super::forms::{Kind, Posted, forms, shape};
use super::walk::pages;
use crate::access_matrix::masked;
use crate::support::*;

both!(no_field_takes_a_record_that_is_hidden);

/// Columns that name records people may or may not see.
const COLUMNS: [&str; 5] = ["account_id", "contact_id", "opportunity_id", "source_lead_id", "parent_id"];

/// Columns that name an item of a list, and whose.
const PICKED: [(&str, &str, &str); 6] = [
    ("leads", "status_id", "lead_status"),
    ("leads", "source_id", "lead_source"),
    ("accounts", "industry_id", "industry"),
    ("opportunities", "source_id", "lead_source"),
    ("opportunities", "lost_reason_id", "lost_reason"),
    ("leads", "buying_role_id", "buying_role"),
];

/// More records of each kind than there are people, teams, stages, products, or items of lists.
const MANY: i64 = 30;
/// A number no record has.
const MISSING: &str = "987654321";

/// What the page fills in to know itself again: no record is named by it.
const OF_THE_PAGE: [&str; 6] = ["nonce", "version", "return", "part", "to_page", "here"];

/// An account, a contact, a deal and a lead, all with the same number.
fn file(app: &TestApp, who: Who) -> i64 {
    let ids = [app.account(who).id, app.contact(who).id, app.opportunity(who).id, app.lead(who).id];
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    ids[0]
}

async fn no_field_takes_a_record_that_is_hidden(app: TestApp) {
    for _ in 1..MANY {
        file(&app, Charlie);
    }
    let (hidden, own) = (file(&app, Charlie), file(&app, Alice));
    let browser = app.browser_of(Alice);
    let (before, own_before) = (references(&app, &COLUMNS, hidden), references(&app, &COLUMNS, own));
    let mut wrong = BTreeSet::new();
    let reached = reached(&browser, pages(&app)).await;
    for (path, form) in &reached {
        for name in fields(form) {
            if tells(&browser, path, form, &name, hidden).await {
                wrong.insert(format!("{} tells by {name} that there is a record", form.shape()));
            }
            // One's own, of which a form takes some; and an item of a list, which hardly any field is for.
            send(&browser, path, form, &name, &own.to_string()).await;
            send(&browser, path, form, &name, &app.pick(fursa::directory::PickList::Industry, "Retail").to_string())
                .await;
        }
    }
    assert_eq!(references(&app, &COLUMNS, hidden), before, "nothing names what is hidden");
    let taken = references(&app, &COLUMNS, own).iter().filter(|(column, count)| own_before[*column] < **count).count();
    assert!(taken >= 3, "forms take what is one's own: {taken}");
    wrong.extend(strays(&app));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(reached.len() >= 20, "{}", reached.len());
}

/// Is the answer about a hidden record another than about none? What was taken before has changed the page: it is asked
/// about none once more.
async fn tells(browser: &Browser, path: &str, form: &Posted, name: &str, hidden: i64) -> bool {
    let before = send(browser, path, form, name, MISSING).await;
    let answer = send(browser, path, form, name, &hidden.to_string()).await;
    // A form that is there no more has nothing to tell.
    let (Some(before), Some(answer)) = (before, answer) else { return false };
    answer != before && send(browser, path, form, name, MISSING).await.is_some_and(|after| answer != after)
}

/// Every form somebody reaches, and the page it stands on.
async fn reached(browser: &Browser, from: Vec<String>) -> Vec<(String, Posted)> {
    let (mut waiting, mut seen, mut known) = (VecDeque::from(from), BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let page = browser.get(&path).await;
        if page.status != 200 || page.header("content-type").is_none_or(|kind| !kind.starts_with("text/html")) {
            continue;
        }
        for (to, _) in page.links() {
            if to.starts_with('/') && seen.insert(shape(&to)) {
                waiting.push_back(to);
            }
        }
        // The door counts tries; what stands behind it does not.
        let at_the_door = |form: &Posted| form.action == "/sign-out" || form.names(Kind::Text).contains(&"password");
        let others = forms(&page, &path).into_iter().filter(|form| form.posts && !at_the_door(form));
        for form in others {
            if known.insert(form.shape()) {
                found.push((path.clone(), form));
            }
        }
    }
    found
}

/// The fields of the form that may name something, and those of all forms that name a record.
fn fields(form: &Posted) -> BTreeSet<String> {
    let own = form.names(Kind::Given).into_iter().map(str::to_owned);
    let others = ["account_id", "contact_id", "company_id", "parent_id", "owner_id", "team_id"].map(str::to_owned);
    own.chain(others).filter(|name| !OF_THE_PAGE.contains(&name.as_str())).collect()
}

/// Sends the form as its page has it now, with this number in one field; answers what came back, without the number.
async fn send(browser: &Browser, path: &str, form: &Posted, name: &str, value: &str) -> Option<(u16, String)> {
    let page = browser.get(path).await;
    let now = forms(&page, path).into_iter().find(|other| other.posts && other.shape() == form.shape())?;
    let mut fields = now.untouched();
    fields.retain(|(other, _)| other != name);
    fields.push((name.to_owned(), value.to_owned()));
    if !fields.iter().any(|(name, value)| name == "name" && !value.is_empty()) {
        fields.push(("name".to_owned(), "Kestrel".to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = browser.post(&now.action, &fields).await;
    let words = if page.status == 303 { String::new() } else { without_numbers(&masked(&page)) };
    Some((page.status, words))
}

/// Whatever number was sent, and whatever was numbered meanwhile.
fn without_numbers(text: &str) -> String {
    let mut parts = text.split(|c: char| c.is_ascii_digit()).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |text, part| text + "#" + part)
}

/// Items of one list that stand where those of another belong.
fn strays(app: &TestApp) -> Vec<String> {
    let of = |(table, column, list): (&str, &str, &str)| {
        let joined = format!("SELECT COUNT(*) FROM {table} r JOIN pick_items p ON p.id = r.{column} WHERE p.list <> ");
        let (count,): (i64,) = app.db(|db| Sql::new(&joined).bind(list).one::<(BigInt,), _>(db).unwrap());
        (count > 0).then(|| format!("{table}.{column} holds an item of another list"))
    };
    PICKED.into_iter().filter_map(of).collect()
}
