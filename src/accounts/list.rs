//! The list of accounts, and the same list as a file.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::prelude::*;

use super::{Account, FIELDS, Lifecycle, access, form};
use crate::access::Scope;
use crate::bulk::Many;
use crate::db::Ids;
use crate::db::Tx;
use crate::db::schema::accounts;
use crate::db::sql::Sql;
use crate::db::sql::among;
use crate::fields::Kind;
use crate::listing::csv::{Cell, Sheet};
use crate::listing::{
    Asked, Cells, Column, Direction, Filter, ListSpec, Offer, Page, Segment, Sort, SortKind, Table, export,
    nothing_beside, page, shown_file, stretches,
};
use crate::saved_views::{self, Bar};
use crate::tags::{self, TagFilter, Tagged};
use crate::web::{Choice, Cx, Error, Params, Reply, Ui, routes};

/// The words of the lifecycle, for the filter.
pub(crate) const STAGES: &[&str] = &["suspect", "prospect", "potential", "active", "inactive"];

/// The list of accounts.
pub(crate) const LIST: ListSpec = ListSpec {
    table: Table::Accounts,
    sorts: &[
        Sort::new("created", "accounts-field-created-at", "accounts.created_at", SortKind::Instant, Direction::Down),
        Sort::new("name", "accounts-field-name", "accounts.sort_name", SortKind::Text, Direction::Up),
    ],
    filters: &[
        Filter::new("created", "accounts-field-created-at", "accounts.created_at", Kind::Instant),
        Filter::words("lifecycle", "accounts-field-lifecycle", "accounts.lifecycle", "accounts-lifecycle-", STAGES),
        Filter::new("industry", "accounts-field-industry", "accounts.industry_id", Kind::Pick),
        Filter::new("owner", "accounts-field-owner", "accounts.owner_id", Kind::Person),
        Filter::new("country", "accounts-field-country", "accounts.country", Kind::Country),
        Filter::new("parent", "accounts-field-parent", "accounts.parent_id", Kind::Account),
        tags::filter("accounts.tags"),
    ],
    segments: &[Segment::ONLY],
};

/// What the list of accounts can show.
pub(crate) const OFFER: Offer = Offer {
    table: Table::Accounts,
    own: &[
        Column::own("lifecycle", "accounts-field-lifecycle", "lifecycle", ""),
        Column::own("industry", "accounts-field-industry", "industry_id", "p2"),
        Column::own("country", "accounts-field-country", "country", "p3"),
        Column::own("owner", "accounts-field-owner", "owner_id", "p2"),
        Column::own("created", "accounts-field-created-at", "created_at", "p3 num").sorted("created"),
    ],
    fields: FIELDS,
    elsewhere: &[],
};

/// What has a control of its own above the list.
const SHOWN: [&str; 7] = ["q", "lifecycle", "industry", "owner", "country", "tag", "created"];

/// One account of the list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct AccountRow {
    id: i64,
    name: String,
    industry_id: Option<i64>,
    lifecycle: Lifecycle,
    domain: String,
    emails: String,
    phones: String,
    city: String,
    country: String,
    employees: Option<i64>,
    payment_terms: String,
    owner_id: Option<i64>,
    created_at: NaiveDateTime,
    tags: Ids,
}

/// A row as it is read.
struct Line {
    row: AccountRow,
    industry: String,
    lifecycle: &'static str,
    owner: String,
    tags: Vec<String>,
    country: &'static str,
}

impl Line {
    // messages: accounts-lifecycle-*
    fn of(tx: &Tx<'_>, row: AccountRow) -> Line {
        Line {
            industry: tx.directory.pick_name(row.industry_id).to_owned(),
            lifecycle: tx.text.t(&format!("accounts-lifecycle-{}", row.lifecycle.name())),
            owner: tx.directory.person_name(row.owner_id).to_owned(),
            tags: Tagged::in_row(tx, &row.tags),
            country: tx.text.country(&row.country),
            row,
        }
    }

    fn href(&self) -> String {
        routes::account(self.row.id)
    }
}

fn rows(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<AccountRow>> {
    accounts::table.filter(among("accounts.id", ids)).select(AccountRow::as_select()).load(tx.db)
}

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct ListPage {
    ui: Ui,
    list: Page,
    bar: Bar,
    columns: Vec<Column>,
    cells: Cells,
    lines: Vec<Line>,
    q: String,
    stages: Vec<Choice>,
    industries: Vec<Choice>,
    owners: Vec<Choice>,
    country: String,
    tag: TagFilter,
    many: Option<Many>,
    created: Vec<Choice>,
    /// What the filters pass on unseen.
    kept: Vec<(String, String)>,
    export: String,
}

impl ListPage {
    /// Why there is nothing, and what to do.
    fn nothing(&self) -> &'static str {
        if self.list.is_filtered() { self.ui.t("accounts-empty-filtered") } else { self.ui.t("accounts-empty") }
    }

    /// What came of it, in short phrases.
    fn parts(&self) -> Vec<String> {
        let count = self.list.count;
        vec![self.ui.args("accounts-count", &[("n", count.number().into()), ("shown", count.shown(&self.ui).into())])]
    }

    fn more_is_open(&self) -> bool {
        let chosen = |choice: &Choice| choice.selected && !choice.value.is_empty();
        self.tag.is_on() || !self.country.is_empty() || self.owners.iter().chain(&self.created).any(chosen)
    }
}

/// The list.
pub async fn list(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let asked = with_parent(tx, saved_views::opened(tx, Table::Accounts, asked))?;
        let scope = access::visible(&tx.viewer);
        let list = page(tx, &LIST, &scope, &asked)?;
        let rows = rows(tx, &list.ids)?;
        let columns = OFFER.shown(&tx.viewer, &asked);
        let cells = Cells::beside(tx, &OFFER, &columns, &list.ids)?;
        let lines = list.in_order(rows, |row| row.id).into_iter().map(|row| Line::of(tx, row)).collect();
        Reply::page(&ListPage {
            q: asked.q().to_owned(),
            stages: any(tx, stages(tx, asked.value("lifecycle"))),
            industries: any(tx, form::industries(tx, asked.value("industry"))),
            owners: any(tx, owners(tx, asked.value("owner"))),
            country: asked.value("country").to_owned(),
            tag: TagFilter::of(tx, &asked),
            many: Many::of::<Account>(tx),
            created: stretches(tx, asked.value("created"), false),
            bar: Bar::of(tx, Table::Accounts, &asked, &list.flags),
            kept: asked.unseen(&SHOWN),
            export: asked.on("/accounts/export"),
            ui: Ui::of(tx),
            list,
            columns,
            cells,
            lines,
        })
    })
    .await
}

/// The list as somebody looked at it, for work on all of it.
///
/// # Errors
/// What the database answers.
pub(crate) fn looked(tx: &mut Tx<'_>, asked: Asked) -> Result<(&'static ListSpec, Scope, Asked), Error> {
    let asked = with_parent(tx, saved_views::opened(tx, Table::Accounts, asked))?;
    Ok((&LIST, access::visible(&tx.viewer), asked))
}

/// The company whose subsidiaries are asked for is looked up within the scope (rule 42).
fn with_parent(tx: &mut Tx<'_>, asked: Asked) -> QueryResult<Asked> {
    let Ok(id) = asked.value("parent").parse::<i64>() else { return Ok(asked) };
    match crate::customers::picker::named(tx, id)? {
        Some(parent) => Ok(asked.naming("parent", parent.name)),
        None if asked.is_saved() => Ok(asked.refusing(tx.text.t("listing-refused-record"))),
        None => Ok(asked.only(Sql::new("1 = 0"))),
    }
}

pub(crate) fn stages(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let label = |stage: &Lifecycle| tx.text.t(&format!("accounts-lifecycle-{}", stage.name()));
    Lifecycle::ALL.iter().map(|stage| Choice::new(stage.name(), label(stage), current)).collect()
}

/// The choices of a filter, with *any* on top: chosen unless another one is.
pub(crate) fn any(tx: &Tx<'_>, choices: Vec<Choice>) -> Vec<Choice> {
    let selected = !choices.iter().any(|choice| choice.selected);
    let none = Choice { value: String::new(), label: tx.text.t("customers-any").to_owned(), selected };
    std::iter::once(none).chain(choices).collect()
}

/// Nobody, and the people whose customers the viewer may come to see.
pub(crate) fn owners(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let visible = access::visible(&tx.viewer);
    let seen = tx.directory.people.iter().filter(|person| visible.covers(Some(person.id), person.team_id));
    let people = seen.map(|person| Choice::new(person.id.to_string(), &person.name, current));
    std::iter::once(Choice::new("none", tx.text.t("customers-nobody"), current)).chain(people).collect()
}

/// The same list as a file: exactly what is shown, all pages of it (rule 69).
pub async fn file(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let asked = with_parent(tx, asked)?;
        let scope = access::visible(&tx.viewer);
        let name = format!("accounts-{}.csv", tx.today());
        if asked.only_shown() {
            let file = shown_file(tx, &OFFER, &LIST, &scope, &asked, nothing_beside)?;
            return Ok(Reply::download(&name, "text/csv; charset=utf-8", file));
        }
        let mut sheet = Sheet::new(&HEADS.map(|key| tx.text.t(key)));
        export(tx, &LIST, &scope, &asked, |tx, ids| {
            let mut found = rows(tx, ids)?;
            found.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
            found.into_iter().for_each(|row| sheet.row(cells(tx, row)));
            Ok(())
        })?;
        Ok(Reply::download(&name, "text/csv; charset=utf-8", sheet.finish()?))
    })
    .await
}

// messages: accounts-field-*
const HEADS: [&str; 13] = [
    "accounts-field-name",
    "accounts-field-industry",
    "accounts-field-lifecycle",
    "accounts-field-domain",
    "accounts-field-emails",
    "accounts-field-phones",
    "accounts-field-city",
    "accounts-field-country",
    "accounts-field-payment-terms",
    "accounts-field-employees",
    "accounts-field-owner",
    "accounts-field-created-at",
    "tags-field",
];

fn cells(tx: &Tx<'_>, row: AccountRow) -> Vec<Cell> {
    let (created, tags) = (tx.text.iso(row.created_at), tags::told(tx, &row.tags));
    let Line { row, industry, lifecycle, owner, .. } = Line::of(tx, row);
    let words = [row.name, industry, lifecycle.to_owned(), row.domain, row.emails, row.phones, row.city, row.country];
    let mut cells: Vec<Cell> = words.into_iter().map(Cell::text).collect();
    cells.push(Cell::text(row.payment_terms));
    cells.push(Cell::maybe(row.employees));
    cells.push(Cell::text(owner));
    cells.push(Cell::own(created));
    cells.push(Cell::text(tags));
    cells
}
