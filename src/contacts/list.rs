//! The list of contacts, and the same list as a file.

use std::collections::HashMap;

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::prelude::*;

use super::{Contact, FIELDS, access};
use crate::access::Scope;
use crate::accounts::{Lifecycle, STAGES, any, owners, stages};
use crate::bulk::Many;
use crate::customers::picker;
use crate::db::Ids;
use crate::db::Tx;
use crate::db::schema::{contact_accounts, contacts};
use crate::db::sql::Sql;
use crate::db::sql::among;
use crate::fields::{Field, Kind};
use crate::journal::Entity;
use crate::listing::csv::{Cell, Sheet};
use crate::listing::{
    Asked, Cells, Column, Direction, Filter, ListSpec, Offer, Page, Segment, Sort, SortKind, Table, export, page,
    shown_file, stretches,
};
use crate::records::{self, Named};
use crate::saved_views::{self, Bar};
use crate::tags::{self, TagFilter, Tagged};
use crate::web::{Choice, Cx, Error, Params, Reply, Ui, routes};

/// The list of contacts.
pub(crate) const LIST: ListSpec = ListSpec {
    table: Table::Contacts,
    sorts: &[
        Sort::new("created", "contacts-field-created-at", "contacts.created_at", SortKind::Instant, Direction::Down),
        Sort::new("name", "contacts-field-name", "contacts.sort_name", SortKind::Text, Direction::Up),
    ],
    filters: &[
        Filter::new("created", "contacts-field-created-at", "contacts.created_at", Kind::Instant),
        Filter::words("lifecycle", "contacts-field-lifecycle", "contacts.lifecycle", "accounts-lifecycle-", STAGES),
        Filter::new("owner", "contacts-field-owner", "contacts.owner_id", Kind::Person),
        Filter::new("country", "contacts-field-country", "contacts.country", Kind::Country),
        Filter::new("individual", "contacts-field-individual", "contacts.individual", Kind::Flag),
        tags::filter("contacts.tags"),
    ],
    segments: &[Segment::ONLY],
};

/// What the list of contacts can show.
pub(crate) const OFFER: Offer = Offer {
    table: Table::Contacts,
    own: &[
        Column::own("company", "contacts-field-company", "", ""),
        Column::own("emails", "contacts-field-emails", "emails", "p2"),
        Column::own("phones", "contacts-field-phones", "phones", "p3"),
        Column::own("lifecycle", "contacts-field-lifecycle", "lifecycle", "p2"),
        Column::own("owner", "contacts-field-owner", "owner_id", "p3"),
        Column::own("created", "contacts-field-created-at", "created_at", "p3 num").sorted("created"),
    ],
    fields: FIELDS,
    elsewhere: &[],
};

/// What has a control of its own above the list.
const SHOWN: [&str; 6] = ["q", "lifecycle", "owner", "country", "tag", "created"];

/// One contact of the list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct ContactRow {
    id: i64,
    name: String,
    title: String,
    lifecycle: Lifecycle,
    emails: String,
    phones: String,
    city: String,
    country: String,
    owner_id: Option<i64>,
    created_at: NaiveDateTime,
    tags: Ids,
}

/// A row as it is read.
struct Line {
    row: ContactRow,
    company: Option<Named>,
    lifecycle: &'static str,
    owner: String,
    tags: Vec<String>,
}

impl Line {
    // messages: accounts-lifecycle-*
    fn of(tx: &Tx<'_>, companies: &HashMap<i64, Named>, row: ContactRow) -> Line {
        Line {
            company: companies.get(&row.id).cloned(),
            lifecycle: tx.text.t(&format!("accounts-lifecycle-{}", row.lifecycle.name())),
            owner: tx.directory.person_name(row.owner_id).to_owned(),
            tags: Tagged::in_row(tx, &row.tags),
            row,
        }
    }

    fn href(&self) -> String {
        routes::contact(self.row.id)
    }

    fn email(&self) -> &str {
        self.row.emails.lines().next().unwrap_or("")
    }

    fn phone(&self) -> &str {
        self.row.phones.lines().next().unwrap_or("")
    }
}

fn rows(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<ContactRow>> {
    contacts::table.filter(among("contacts.id", ids)).select(ContactRow::as_select()).load(tx.db)
}

/// The primary company of each of these contacts, where the viewer may see it.
fn companies(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<HashMap<i64, Named>> {
    let links = contact_accounts::table
        .filter(among("contact_accounts.contact_id", ids).and(contact_accounts::is_primary.eq(true)))
        .select((contact_accounts::contact_id, contact_accounts::account_id))
        .load::<(i64, i64)>(tx.db)?;
    let keys: Vec<(Entity, i64)> = links.iter().map(|(_, account)| (Entity::Account, *account)).collect();
    let names = records::named(tx, &keys)?;
    let seen = |(contact, account): (i64, i64)| {
        let named = names.get(&(Entity::Account, account)).filter(|named| named.visible)?;
        Some((contact, named.clone()))
    };
    Ok(links.into_iter().filter_map(seen).collect())
}

fn company_names(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<HashMap<i64, String>> {
    Ok(companies(tx, ids)?.into_iter().map(|(contact, company)| (contact, company.name)).collect())
}

#[derive(Template)]
#[template(path = "contacts/list.html")]
struct ListPage {
    ui: Ui,
    list: Page,
    bar: Bar,
    columns: Vec<Column>,
    cells: Cells,
    lines: Vec<Line>,
    q: String,
    account: Option<Named>,
    /// Of one company, whether the viewer sees it or not.
    is_of_one: bool,
    stages: Vec<Choice>,
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
        if self.list.is_filtered() || self.is_of_one {
            self.ui.t("contacts-empty-filtered")
        } else {
            self.ui.t("contacts-empty")
        }
    }

    /// What came of it, in short phrases.
    fn parts(&self) -> Vec<String> {
        let count = self.list.count;
        vec![self.ui.args("contacts-count", &[("n", count.number().into()), ("shown", count.shown(&self.ui).into())])]
    }

    fn title(&self) -> String {
        match &self.account {
            Some(account) => self.ui.plain("contacts-of", &[("name", account.name.as_str().into())]),
            None => self.ui.t("shell-nav-contacts").to_owned(),
        }
    }
}

/// The list.
pub async fn list(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let (asked, account) = at_company(tx, saved_views::opened(tx, Table::Contacts, asked))?;
        let scope = access::visible(&tx.viewer);
        let list = page(tx, &LIST, &scope, &asked)?;
        let (rows, companies) = (rows(tx, &list.ids)?, companies(tx, &list.ids)?);
        let columns = OFFER.shown(&tx.viewer, &asked);
        let cells = Cells::beside(tx, &OFFER, &columns, &list.ids)?;
        let lines = list.in_order(rows, |row| row.id).into_iter().map(|row| Line::of(tx, &companies, row)).collect();
        Reply::page(&ListPage {
            q: asked.q().to_owned(),
            is_of_one: asked.has("account"),
            account,
            stages: any(tx, stages(tx, asked.value("lifecycle"))),
            owners: any(tx, owners(tx, asked.value("owner"))),
            country: asked.value("country").to_owned(),
            tag: TagFilter::of(tx, &asked),
            many: Many::of::<Contact>(tx),
            created: stretches(tx, asked.value("created"), false),
            bar: Bar::of(tx, Table::Contacts, &asked, &list.flags),
            kept: asked.unseen(&SHOWN),
            export: asked.on("/contacts/export"),
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
    let (asked, _) = at_company(tx, saved_views::opened(tx, Table::Contacts, asked))?;
    Ok((&LIST, access::visible(&tx.viewer), asked))
}

/// The people of one company, where one is asked for that the viewer sees (rule 42); of one they may not, nobody.
fn at_company(tx: &mut Tx<'_>, asked: Asked) -> QueryResult<(Asked, Option<Named>)> {
    let Ok(id) = asked.value("account").parse::<i64>() else {
        // In a saved view whatever narrows it must, or nothing is shown.
        let is_lost = asked.is_saved() && asked.has("account");
        let asked = if is_lost { asked.refusing(tx.text.t("listing-refused-record")) } else { asked };
        return Ok((asked, None));
    };
    let condition = match picker::named(tx, id)? {
        Some(account) => {
            let among = "contacts.id IN (SELECT contact_id FROM contact_accounts WHERE account_id = ";
            return Ok((asked.only(Sql::new(among).bind(id).push(")")), Some(account)));
        }
        None if asked.is_saved() => return Ok((asked.refusing(tx.text.t("listing-refused-record")), None)),
        None => Sql::new("1 = 0"),
    };
    Ok((asked.only(condition), None))
}

/// The same list as a file: exactly what is shown, all pages of it (rule 69).
pub async fn file(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let (asked, _) = at_company(tx, asked)?;
        let scope = access::visible(&tx.viewer);
        let name = format!("contacts-{}.csv", tx.today());
        if asked.only_shown() {
            let file = shown_file(tx, &OFFER, &LIST, &scope, &asked, company_names)?;
            return Ok(Reply::download(&name, "text/csv; charset=utf-8", file));
        }
        let mut sheet = Sheet::new(&columns(tx).map(|column| tx.text.t(head(column))).collect::<Vec<_>>());
        export(tx, &LIST, &scope, &asked, |tx, ids| {
            let (mut found, companies) = (rows(tx, ids)?, companies(tx, ids)?);
            found.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
            for line in found.into_iter().map(|row| Line::of(tx, &companies, row)) {
                sheet.row(columns(tx).map(|column| cell(tx, &line, column)));
            }
            Ok(())
        })?;
        Ok(Reply::download(&name, "text/csv; charset=utf-8", sheet.finish()?))
    })
    .await
}

/// The columns of the file, in order; the company is no field of the contact itself.
const COLUMNS: [&str; 11] =
    ["name", "title", "company", "emails", "phones", "city", "country", "lifecycle", "owner_id", "created_at", "tags"];

/// Those of them that this viewer may see.
fn columns(tx: &Tx<'_>) -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().filter(|column| Field::sees(&tx.viewer, FIELDS, column))
}

fn head(column: &str) -> &'static str {
    Field::find(FIELDS, column).map_or("contacts-field-company", |field| field.label)
}

fn cell(tx: &Tx<'_>, line: &Line, column: &str) -> Cell {
    let row = &line.row;
    match column {
        "name" => Cell::text(row.name.as_str()),
        "title" => Cell::text(row.title.as_str()),
        "company" => Cell::text(line.company.as_ref().map_or("", |company| company.name.as_str())),
        "emails" => Cell::text(row.emails.as_str()),
        "phones" => Cell::text(row.phones.as_str()),
        "city" => Cell::text(row.city.as_str()),
        "country" => Cell::text(tx.text.country(&row.country)),
        "lifecycle" => Cell::text(line.lifecycle),
        "owner_id" => Cell::text(line.owner.as_str()),
        "created_at" => Cell::own(tx.text.iso(row.created_at)),
        "tags" => Cell::text(tags::told(tx, &row.tags)),
        _ => Cell::own(""),
    }
}
