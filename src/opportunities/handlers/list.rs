//! The list of opportunities, and the same list as a file.

use std::collections::HashMap;

use actix_web::HttpResponse;
use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::opportunities;
use crate::db::sql::among;
use crate::journal::Entity;
use crate::listing::csv::{Cell, Sheet};
use crate::listing::{self, Asked, Cells, Table, nothing_beside, shown_file};
use crate::opportunities::list::{self, OFFER, SPEC};
use crate::opportunities::views::ListPage;
use crate::opportunities::{Opportunity, board, fields, form};
use crate::records::{self, Names};
use crate::saved_views;
use crate::tags;
use crate::web::{Cx, Params, Reply};

/// `GET /opportunities`.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let asked = list::naming(tx, saved_views::opened(tx, Table::Opportunities, asked))?;
        let narrowed = list::narrowed(tx, &asked);
        let scope = list::scope(tx);
        // What the deals come to, and how many there are.
        let sums = board::whole(tx, &asked)?;
        let page = listing::page_of(tx, &SPEC, &scope, &narrowed, sums.as_ref().map(|sums| sums.count))?;
        let cards = board::cards(tx, &page.ids)?;
        let columns = OFFER.shown(&tx.viewer, &asked);
        let cells = Cells::beside(tx, &OFFER, &columns, &page.ids)?;
        Reply::page(&ListPage::of(tx, &asked, page, (cards, columns, cells), sums.as_ref()))
    })
    .await
}

/// The rows of these ids, as far as the viewer may see them.
fn load(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<Opportunity>> {
    let scope = list::scope(tx).condition("opportunities");
    opportunities::table
        .filter(among("opportunities.id", ids))
        .filter(scope)
        .select(Opportunity::as_select())
        .load(tx.db)
}

fn customers(tx: &mut Tx<'_>, rows: &[Opportunity]) -> QueryResult<Names> {
    let accounts = rows.iter().filter_map(|deal| deal.account_id).map(|id| (Entity::Account, id));
    let contacts = rows.iter().filter_map(|deal| deal.contact_id).map(|id| (Entity::Contact, id));
    records::named(tx, &accounts.chain(contacts).collect::<Vec<_>>())
}

/// `GET /opportunities.csv`: everything the list shows, in its order.
pub async fn file(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let narrowed = list::narrowed(tx, &asked);
        let scope = list::scope(tx);
        if asked.only_shown() {
            let file = shown_file(tx, &OFFER, &SPEC, &scope, &narrowed, nothing_beside)?;
            return Ok(Reply::download("opportunities.csv", "text/csv; charset=utf-8", file));
        }
        let columns: Vec<&'static str> = columns(tx).collect();
        let heads: Vec<&str> = columns.iter().map(|column| tx.text.t(head(column))).collect();
        let mut sheet = Sheet::new(&heads);
        listing::export(tx, &SPEC, &scope, &narrowed, |tx, ids| {
            let rows: HashMap<i64, Opportunity> = load(tx, ids)?.into_iter().map(|deal| (deal.id, deal)).collect();
            let rows: Vec<Opportunity> = ids.iter().filter_map(|id| rows.get(id).cloned()).collect();
            let names = customers(tx, &rows)?;
            for deal in &rows {
                sheet.row(columns.iter().map(|column| cell(tx, deal, &names, column)));
            }
            Ok(())
        })?;
        Ok(Reply::download("opportunities.csv", "text/csv; charset=utf-8", sheet.finish()?))
    })
    .await
}

/// Columns of the file, in order.
const COLUMNS: [&str; 20] = [
    "id",
    "name",
    "account_id",
    "contact_id",
    "pipeline_id",
    "stage_id",
    "kind",
    "amount_minor",
    "currency",
    "probability",
    "expected_close",
    "closed_on",
    "actual_minor",
    "lost_reason_id",
    "next_step",
    "next_step_on",
    "source_id",
    "owner_id",
    "team_id",
    "tags",
];

fn columns(tx: &Tx<'_>) -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().filter(|column| fields::sees(&tx.viewer, column))
}

// messages: opportunities-field-*
fn head(column: &str) -> &'static str {
    if column == "id" { "opportunities-id" } else { fields::label(column) }
}

fn cell(tx: &Tx<'_>, deal: &Opportunity, names: &Names, column: &str) -> Cell {
    let directory = &tx.directory;
    let amount = |minor| Cell::own(form::amount_plain(minor, &deal.currency));
    match column {
        "id" => Cell::own(deal.id),
        "name" => Cell::text(deal.name.as_str()),
        "account_id" => Cell::text(customer(names, Entity::Account, deal.account_id)),
        "contact_id" => Cell::text(customer(names, Entity::Contact, deal.contact_id)),
        "pipeline_id" => Cell::text(directory.pipeline(deal.pipeline_id).map_or("", |row| row.name.as_str())),
        "stage_id" => Cell::text(directory.stage(deal.stage_id).map_or("", |row| row.name.as_str())),
        // messages: opportunities-kind-*
        "kind" => Cell::text(tx.text.t(&format!("opportunities-kind-{}", deal.kind.name()))),
        "amount_minor" => amount(deal.amount_minor),
        "actual_minor" => amount(deal.actual_minor),
        "currency" => Cell::own(&deal.currency),
        "probability" => Cell::own(form::scaled(deal.probability, 2)),
        "expected_close" => Cell::maybe(deal.expected_close),
        "closed_on" => Cell::maybe(deal.closed_on),
        "lost_reason_id" => Cell::text(directory.pick_name(deal.lost_reason_id)),
        "next_step" => Cell::text(deal.next_step.as_str()),
        "next_step_on" => Cell::maybe(deal.next_step_on),
        "source_id" => Cell::text(directory.pick_name(deal.source_id)),
        "owner_id" => Cell::text(directory.person_name(deal.owner_id)),
        "team_id" => Cell::text(directory.teams.name(deal.team_id)),
        "tags" => Cell::text(tags::told(tx, &deal.tags)),
        _ => Cell::own(""),
    }
}

fn customer(names: &Names, entity: Entity, id: Option<i64>) -> String {
    let named = id.and_then(|id| names.get(&(entity, id))).filter(|named| named.visible);
    named.map(|named| named.name.clone()).unwrap_or_default()
}
