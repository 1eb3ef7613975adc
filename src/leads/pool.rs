//! The pool: leads that wait for somebody, the oldest first.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::list::{LeadRow, rows};
use super::view::View;
use super::{Lead, LeadState, access, claim, filters, forms};
use crate::access::Sensitive;
use crate::bulk::Many;
use crate::db::Tx;
use crate::db::schema::leads;
use crate::directory::PickList;
use crate::listing::{Asked, Direction, ListSpec, Page, Sort, SortKind, page};
use crate::web::{Answer, Choice, Cx, Error, Params, Reply, Ui, routes};

/// A lead in the pool.
#[derive(Clone, Debug, Queryable)]
pub struct Waiting {
    /// Its id.
    pub id: i64,
    name: String,
    company: String,
    /// Its city, to who may know.
    pub city: String,
    /// Since when it is known.
    pub created_at: NaiveDateTime,
}

impl Waiting {
    /// What it is called.
    pub fn title(&self) -> &str {
        if self.name.is_empty() { &self.company } else { &self.name }
    }

    /// The company, where the title is the person's name.
    pub fn beside(&self) -> &str {
        if self.name.is_empty() { "" } else { &self.company }
    }

    /// Its page.
    pub fn href(&self) -> String {
        routes::lead(self.id)
    }
}

/// The lead that has waited longest, of those the viewer may take.
///
/// # Errors
/// What the database answers.
pub(super) fn next(tx: &mut Tx<'_>) -> QueryResult<Option<Waiting>> {
    let free = leads::owner_id.is_null().and(leads::state.eq(LeadState::Open));
    let first = leads::table
        .filter(free)
        .filter(access::claimable(&tx.viewer).condition("leads"))
        .order((leads::created_at, leads::id))
        .select((leads::id, leads::name, leads::company, leads::city, leads::created_at))
        .first::<Waiting>(tx.db)
        .optional()?;
    let known = |waiting: Waiting| match tx.viewer.sees(Sensitive::Personal) {
        true => waiting,
        false => Waiting { city: String::new(), ..waiting },
    };
    Ok(first.map(known))
}

/// The pool's own order: whoever has waited longest comes first.
const POOL: ListSpec = ListSpec {
    sorts: &[Sort::new("age", "leads-field-waiting", "leads.created_at", SortKind::Instant, Direction::Up)],
    ..filters::OPEN
};

/// A row of the pool.
struct Line {
    id: i64,
    title: String,
    beside: String,
    source: String,
    place: String,
    team: String,
    value: String,
    created_at: NaiveDateTime,
    days: i64,
}

impl Line {
    fn of(tx: &Tx<'_>, row: LeadRow) -> Line {
        let amount = row.value_minor.filter(|_| tx.viewer.sees(Sensitive::Amounts));
        let city = if tx.viewer.sees(Sensitive::Personal) { row.city.as_str() } else { "" };
        let place = [city, tx.text.country(&row.country)];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        Line {
            id: row.id,
            title: row.title().to_owned(),
            beside: row.beside().to_owned(),
            source: tx.directory.pick_name(Some(row.source_id)).to_owned(),
            place: tx.text.row(&place),
            team: tx.directory.teams.name(row.team_id).to_owned(),
            value: amount.map_or(String::new(), |minor| tx.text.money_whole(minor, &row.currency)),
            created_at: row.created_at,
            days: (tx.now - row.created_at).num_days().max(0),
        }
    }

    fn href(&self) -> String {
        routes::lead(self.id)
    }
}

#[derive(Template)]
#[template(path = "leads/pool.html")]
struct PoolPage {
    ui: Ui,
    list: Page,
    lines: Vec<Line>,
    q: String,
    held: i64,
    cap: i64,
    sources: Vec<Choice>,
    export: String,
    many: Option<Many>,
}

impl PoolPage {
    /// How much of one's own limit is used: "7 of 10 taken".
    fn limit(&self) -> String {
        self.ui.args("leads-pool-limit", &[("n", self.held.into()), ("most", self.cap.into())])
    }

    fn is_full(&self) -> bool {
        self.held >= self.cap
    }

    fn parts(&self) -> Vec<String> {
        let count = self.list.count;
        let shown = ("shown", count.shown(&self.ui).into());
        vec![self.ui.args("leads-count", &[("n", count.number().into()), shown])]
    }

    fn nothing(&self) -> &'static str {
        self.ui.t(if self.list.is_filtered() { "leads-empty-filtered" } else { "leads-empty-pool" })
    }
}

/// The pool.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| show_page(tx, &asked)).await
}

fn show_page(tx: &mut Tx<'_>, asked: &Asked) -> Answer {
    if !tx.viewer.sells() {
        return Err(Error::NotFound);
    }
    let list = page(tx, &POOL, &View::Pool.scope(tx), asked)?;
    let found = rows(tx, &list.ids)?;
    let lines = list.in_order(found, |row| row.id).into_iter().map(|row| Line::of(tx, row)).collect();
    Reply::page(&PoolPage {
        held: claim::held(tx)?,
        cap: tx.directory.organization.lead_cap,
        q: asked.q().to_owned(),
        sources: filters::any(tx, forms::picks(tx, PickList::LeadSource, asked.value("source"))),
        export: asked.with("view", View::Pool.name()).on("/leads/export"),
        many: Many::of::<Lead>(tx).filter(|_| tx.viewer.leads_people()),
        ui: Ui::of(tx),
        list,
        lines,
    })
}
