//! Lists of leads: mine, my team's, the pool, all I may see, closed; each with its filters, its order and its file.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use diesel::prelude::*;

use super::filters::{ACCOUNT, CONTACT, OFFER, OUTCOME, STATUS, any, behind_customer, outcomes, owners, statuses};
use super::view::View;
use super::{FIELDS, Lead, LeadState, forms};
use crate::access::Sensitive;
use crate::bulk::Many;
use crate::db::Ids;
use crate::db::Tx;
use crate::db::schema::leads;
use crate::db::sql::among;
use crate::directory::PickList;
use crate::fields::Field;
use crate::listing::csv::{Cell, Sheet};
use crate::listing::{
    Asked, Cells, Column, ListSpec, Page, Table, export, nothing_beside, page, shown_file, stretches,
};
use crate::saved_views::{self, Bar};
use crate::tags::{self, TagFilter, Tagged};
use crate::web::{Answer, Choice, Cx, Error, Params, Reply, Ui, routes};

/// One lead of a list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = leads)]
pub struct LeadRow {
    /// Its id.
    pub id: i64,
    /// The person, as far as known.
    pub name: String,
    /// Company, as far as known.
    pub company: String,
    /// Open, qualified or disqualified.
    pub state: LeadState,
    /// Where an open lead stands.
    pub status_id: i64,
    /// Where it came from.
    pub source_id: i64,
    /// City.
    pub city: String,
    /// ISO 3166 code.
    pub country: String,
    /// Addresses, one a line.
    pub emails: String,
    /// Numbers, one a line.
    pub phones: String,
    /// Estimated value, in minor units of `currency`.
    pub value_minor: Option<i64>,
    /// ISO 4217 code.
    pub currency: String,
    /// Whose it is.
    pub owner_id: Option<i64>,
    /// Its team.
    pub team_id: i64,
    /// When it was filed.
    pub created_at: NaiveDateTime,
    /// The company's words for it.
    pub tags: Ids,
}

impl LeadRow {
    /// What it is called.
    pub fn title(&self) -> &str {
        if self.name.is_empty() { &self.company } else { &self.name }
    }

    /// The company, where the title is the person's name.
    pub fn beside(&self) -> &str {
        if self.name.is_empty() { "" } else { &self.company }
    }
}

/// A row as it is read.
pub struct Line {
    id: i64,
    title: String,
    beside: String,
    status: String,
    source: String,
    country: &'static str,
    owner: String,
    value: String,
    filed_on: NaiveDate,
    tags: Vec<String>,
}

impl Line {
    fn of(tx: &Tx<'_>, row: LeadRow) -> Line {
        let known = &tx.directory;
        let amount = row.value_minor.filter(|_| tx.viewer.sees(Sensitive::Amounts));
        Line {
            id: row.id,
            title: row.title().to_owned(),
            beside: row.beside().to_owned(),
            status: status(tx, &row),
            source: known.pick_name(Some(row.source_id)).to_owned(),
            country: tx.text.country(&row.country),
            owner: known.person_name(row.owner_id).to_owned(),
            value: amount.map_or(String::new(), |minor| tx.text.money_whole(minor, &row.currency)),
            filed_on: tx.text.local_date(row.created_at),
            tags: Tagged::in_row(tx, &row.tags),
        }
    }

    fn href(&self) -> String {
        routes::lead(self.id)
    }
}

/// Where it stands: the status while it is open, then how it ended.
fn status(tx: &Tx<'_>, row: &LeadRow) -> String {
    // messages: leads-state-*
    match row.state {
        LeadState::Open => tx.directory.pick_name(Some(row.status_id)).to_owned(),
        LeadState::Qualified | LeadState::Disqualified => {
            tx.text.t(&format!("leads-state-{}", row.state.name())).to_owned()
        }
    }
}

/// The rows of these ids, in any order.
///
/// # Errors
/// What the database answers.
pub(super) fn rows(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<LeadRow>> {
    leads::table.filter(among("leads.id", ids)).select(LeadRow::as_select()).load(tx.db)
}

#[derive(Template)]
#[template(path = "leads/list.html")]
struct ListPage {
    ui: Ui,
    view: View,
    tabs: Vec<(View, String)>,
    list: Page,
    bar: Bar,
    columns: Vec<Column>,
    cells: Cells,
    lines: Vec<Line>,
    q: String,
    kept: Vec<(String, String)>,
    /// Empty where the list has no such filter.
    statuses: Vec<Choice>,
    /// The same.
    outcomes: Vec<Choice>,
    sources: Vec<Choice>,
    owners: Vec<Choice>,
    country: String,
    tag: TagFilter,
    created: Vec<Choice>,
    export: String,
    many: Option<Many>,
    creates: bool,
}

impl ListPage {
    // messages: leads-view-* leads-empty-*
    /// What is shown.
    fn title(&self) -> &'static str {
        self.ui.t(&format!("leads-view-{}", self.view.name()))
    }

    /// Why there is nothing, and what to do.
    fn nothing(&self) -> &'static str {
        match self.list.is_filtered() {
            true => self.ui.t("leads-empty-filtered"),
            false => self.ui.t(&format!("leads-empty-{}", self.view.name())),
        }
    }

    /// What came of it, in short phrases.
    fn parts(&self) -> Vec<String> {
        let count = self.list.count;
        let shown =
            self.ui.args("leads-count", &[("n", count.number().into()), ("shown", count.shown(&self.ui).into())]);
        vec![shown]
    }

    fn tab_key(&self, tab: &View) -> String {
        // messages: leads-tab-*
        format!("leads-tab-{}", tab.name())
    }

    /// The way on from an empty list.
    fn nothing_href(&self) -> &'static str {
        match self.view {
            View::Mine if !self.list.is_filtered() => routes::POOL,
            View::Mine | View::Team | View::Pool | View::All | View::Closed => "",
        }
    }

    fn nothing_action(&self) -> &'static str {
        self.ui.t("leads-to-pool")
    }

    fn has_more_filters(&self) -> bool {
        let chosen = |choice: &Choice| choice.selected && !choice.value.is_empty();
        self.tag.is_on() || !self.country.is_empty() || self.sources.iter().chain(&self.created).any(chosen)
    }
}

/// The list.
pub async fn list(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| show(tx, &saved_views::opened(tx, Table::Leads, asked))).await
}

/// What the list can do where this is asked.
///
/// # Errors
/// `NotFound` for who has nothing to do with leads.
pub(crate) fn listed(tx: &Tx<'_>, asked: &Asked) -> Result<&'static ListSpec, Error> {
    Ok(View::asked(tx, asked)?.spec())
}

/// Which leads are asked for, in words.
pub(crate) fn said_of_list(tx: &Tx<'_>, asked: &Asked) -> Vec<String> {
    // messages: leads-view-*
    let view = View::asked(tx, asked).ok();
    view.map(|view| tx.text.t(&format!("leads-view-{}", view.name())).to_owned()).into_iter().collect()
}

fn show(tx: &mut Tx<'_>, asked: &Asked) -> Answer {
    let (view, asked) = View::narrowed(tx, asked)?;
    let asked = &behind_customer(tx, asked)?;
    let list = page(tx, view.spec(), &view.scope(tx), asked)?;
    let rows = rows(tx, &list.ids)?;
    let columns = OFFER.shown(&tx.viewer, asked);
    let cells = Cells::beside(tx, &OFFER, &columns, &list.ids)?;
    let lines = list.in_order(rows, |row| row.id).into_iter().map(|row| Line::of(tx, row)).collect();
    let kept = ["view", ACCOUNT.name, CONTACT.name].map(|name| (name, asked.value(name)));
    let kept = asked.kept().into_iter().chain(kept.into_iter().filter(|(_, value)| !value.is_empty()));
    Reply::page(&ListPage {
        tabs: View::tabs(tx, asked),
        q: asked.q().to_owned(),
        kept: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        statuses: if view.narrows_by(STATUS) { statuses(tx, asked) } else { Vec::new() },
        outcomes: if view.narrows_by(OUTCOME) { outcomes(tx, asked) } else { Vec::new() },
        sources: any(tx, forms::picks(tx, PickList::LeadSource, asked.value("source"))),
        owners: any(tx, owners(tx, asked.value("owner"))),
        country: asked.value("country").to_owned(),
        tag: TagFilter::of(tx, asked),
        created: stretches(tx, asked.value("created"), false),
        bar: Bar::of(tx, Table::Leads, asked, &list.flags),
        export: asked.on("/leads/export"),
        many: Many::of::<Lead>(tx).filter(|_| view.is_open()),
        creates: tx.viewer.creates_leads(),
        ui: Ui::of(tx),
        view,
        list,
        columns,
        cells,
        lines,
    })
}

/// The same list as a file: exactly what is shown, all pages of it (rule 69).
pub async fn file(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let (view, asked) = View::narrowed(tx, &asked)?;
        let asked = behind_customer(tx, asked)?;
        let (scope, name) = (view.scope(tx), format!("leads-{}.csv", tx.today()));
        if asked.only_shown() {
            let file = shown_file(tx, &OFFER, view.spec(), &scope, &asked, nothing_beside)?;
            return Ok(Reply::download(&name, "text/csv; charset=utf-8", file));
        }
        let mut sheet = Sheet::new(&heads(tx));
        export(tx, view.spec(), &scope, &asked, |tx, ids| {
            let mut found = rows(tx, ids)?;
            found.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
            found.iter().for_each(|row| sheet.row(fields(tx).map(|field| cell(tx, row, field.name))));
            Ok(())
        })?;
        Ok(Reply::download(&name, "text/csv; charset=utf-8", sheet.finish()?))
    })
    .await
}

/// The columns of the file, in order.
const COLUMNS: [&str; 13] = [
    "name",
    "company",
    "emails",
    "phones",
    "city",
    "country",
    "status_id",
    "source_id",
    "owner_id",
    "created_at",
    "tags",
    "value_minor",
    "currency",
];

/// Those of them that this viewer may see.
fn fields(tx: &Tx<'_>) -> impl Iterator<Item = Field> {
    COLUMNS.into_iter().filter_map(|name| Field::find(FIELDS, name)).filter(|field| field.is_seen_by(&tx.viewer))
}

/// The columns, by the names their fields have on the page.
fn heads(tx: &Tx<'_>) -> Vec<&'static str> {
    fields(tx).map(|field| tx.text.t(field.label)).collect()
}

fn cell(tx: &Tx<'_>, row: &LeadRow, field: &str) -> Cell {
    match field {
        "name" => Cell::text(row.name.as_str()),
        "company" => Cell::text(row.company.as_str()),
        "emails" => Cell::text(row.emails.as_str()),
        "phones" => Cell::text(row.phones.as_str()),
        "city" => Cell::text(row.city.as_str()),
        "country" => Cell::text(row.country.as_str()),
        "status_id" => Cell::text(status(tx, row)),
        "source_id" => Cell::text(tx.directory.pick_name(Some(row.source_id))),
        "owner_id" => Cell::text(tx.directory.person_name(row.owner_id)),
        "created_at" => Cell::own(tx.text.iso(row.created_at)),
        "tags" => Cell::text(tags::told(tx, &row.tags)),
        "value_minor" => Cell::amount(row.value_minor, &row.currency),
        "currency" => Cell::own(&row.currency),
        _ => Cell::own(""),
    }
}
