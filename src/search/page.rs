//! `GET /search`: what the search box of the shell finds, of every kind a few, each with the way to all of them.

use askama::Template;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};

use super::{Words, ids};
use crate::access::{Scope, Viewer};
use crate::bookmarks::Shelf;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::listing::{Asked, Table};
use crate::web::{Cx, Params, Reply, Ui, routes};

/// Records shown of a kind.
const MOST: usize = 10;

/// `GET /search`: what was found, by kind; an invitation when nothing was asked.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> actix_web::HttpResponse {
    cx.read(move |tx| {
        let groups = groups(tx, asked.q())?;
        let is_asked = !Words::typed_by(&tx.viewer, asked.q()).is_empty();
        // Nothing asked yet: what is at hand anyway.
        let shelf = if is_asked { Shelf::default() } else { Shelf::of(tx)? };
        Reply::page(&SearchPage { ui: Ui::of(tx), q: asked.q().to_owned(), is_asked, groups, shelf })
    })
    .await
}

/// One record that was found.
struct Hit {
    href: String,
    name: String,
    beside: String,
}

/// What was found of one kind.
struct Group {
    id: &'static str,
    title: &'static str,
    hits: Vec<Hit>,
    /// The list of all of them; empty when they are all here.
    all: String,
}

/// The page of results.
#[derive(Template)]
#[template(path = "search/results.html")]
struct SearchPage {
    ui: Ui,
    q: String,
    is_asked: bool,
    groups: Vec<Group>,
    shelf: Shelf,
}

impl SearchPage {
    /// What the tab is called.
    fn title(&self) -> String {
        match self.q.as_str() {
            "" => self.ui.t("search-title").to_owned(),
            words => self.ui.plain("search-title-for", &[("words", words.into())]),
        }
    }

    /// What to say where nothing is shown.
    fn nothing(&self) -> String {
        match self.is_asked {
            true => self.ui.a("search-nothing", "words", self.q.as_str()),
            false => self.ui.t("search-invitation").to_owned(),
        }
    }
}

/// A kind of record that is searched.
struct Kind {
    table: Table,
    title: &'static str,
    list: &'static str,
    /// What the list is asked for besides the words, so that it shows closed ones too.
    everything: (&'static str, &'static str),
    name: &'static str,
    beside: &'static str,
    visible: fn(&Viewer) -> Scope,
    href: fn(i64) -> String,
}

// messages: search-leads search-accounts search-contacts search-opportunities
const KINDS: [Kind; 4] = [
    Kind {
        table: Table::Leads,
        title: "search-leads",
        list: routes::LEADS,
        everything: ("view", "all"),
        name: "CASE WHEN name = '' THEN company ELSE name END",
        beside: "CASE WHEN name = '' THEN '' ELSE company END",
        visible: crate::leads::access::visible,
        href: routes::lead,
    },
    Kind {
        table: Table::Accounts,
        title: "search-accounts",
        list: routes::ACCOUNTS,
        everything: ("", ""),
        name: "name",
        beside: "city",
        visible: crate::accounts::access::visible,
        href: routes::account,
    },
    Kind {
        table: Table::Contacts,
        title: "search-contacts",
        list: routes::CONTACTS,
        everything: ("", ""),
        name: "name",
        beside: "title",
        visible: crate::contacts::access::visible,
        href: routes::contact,
    },
    Kind {
        table: Table::Opportunities,
        title: "search-opportunities",
        list: routes::OPPORTUNITIES,
        everything: ("state", "all"),
        name: "name",
        beside: "next_step",
        visible: crate::opportunities::access::visible,
        href: routes::opportunity,
    },
];

/// What is found of each kind; a kind without a hit is left out.
fn groups(tx: &mut Tx<'_>, q: &str) -> QueryResult<Vec<Group>> {
    let mut groups = Vec::new();
    for kind in &KINDS {
        let scope = (kind.visible)(&tx.viewer);
        let mut found = ids(tx, kind.table, &scope, q, MOST + 1)?;
        let more = found.len() > MOST;
        found.truncate(MOST);
        if found.is_empty() {
            continue;
        }
        let all = if more { all_of(kind, q) } else { String::new() };
        groups.push(Group { id: kind.table.name(), title: tx.text.t(kind.title), hits: hits(tx, kind, &found)?, all });
    }
    Ok(groups)
}

fn all_of(kind: &Kind, q: &str) -> String {
    let (name, value) = kind.everything;
    Asked::default().with("q", q).with(name, value).on(kind.list)
}

/// The records behind the ids, newest first.
fn hits(tx: &mut Tx<'_>, kind: &Kind, ids: &[i64]) -> QueryResult<Vec<Hit>> {
    let Kind { table, name, beside, .. } = kind;
    let rows = Sql::new(&format!("SELECT id, {name}, {beside} FROM {} WHERE id IN ", table.name())).ids(ids);
    let rows = rows.push(" ORDER BY id DESC").load::<(BigInt, Text, Text), (i64, String, String)>(tx.db)?;
    Ok(rows.into_iter().map(|(id, name, beside)| Hit { href: (kind.href)(id), name, beside }).collect())
}
