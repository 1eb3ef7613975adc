//! What board and list can be narrowed and ordered by; the two read the same address.

use chrono::{Days, NaiveDate};
use diesel::QueryResult;

use super::access;
use super::fields::FIELDS;
use crate::access::{Scope, Sensitive};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::{Stage, StageKind};
use crate::fields::Kind;
use crate::journal::Entity;
use crate::listing::{
    Asked, Chip, Column, Direction, Filter, ListSpec, Offer, Part, Query, Segment, Sort, SortKind, Table, midnight,
};
use crate::records;
use crate::tags;
use crate::text_enum;

/// What the list of opportunities can show.
pub const OFFER: Offer = Offer {
    table: Table::Opportunities,
    own: &[
        Column::own("stage", "opportunities-field-stage", "stage_id", ""),
        Column::own("amount", "opportunities-field-amount", "amount_minor", "num").sorted("amount"),
        Column::own("close", "opportunities-close", "expected_close", "p2 num").sorted("close"),
        Column::own("step", "opportunities-field-step", "next_step", "p3"),
        Column::own("owner", "opportunities-field-owner", "owner_id", "p2"),
    ],
    fields: FIELDS,
    elsewhere: &["party_id", "party_role"],
};

// messages: opportunities-field-* opportunities-kind-*
/// The list of opportunities.
pub const SPEC: ListSpec = ListSpec {
    table: Table::Opportunities,
    sorts: &[
        Sort::new(
            "close",
            "opportunities-field-expected",
            "COALESCE(opportunities.expected_close, '9999-12-31')",
            SortKind::Day,
            Direction::Up,
        ),
        Sort::new("name", "opportunities-field-name", "opportunities.sort_name", SortKind::Text, Direction::Up),
        Sort::new(
            "amount",
            "opportunities-field-amount",
            "COALESCE(opportunities.amount_minor, -1)",
            SortKind::Number,
            Direction::Down,
        )
        .of(Sensitive::Amounts),
        Sort::new(
            "created",
            "opportunities-created-on",
            "opportunities.created_at",
            SortKind::Instant,
            Direction::Down,
        ),
    ],
    filters: &[
        Filter::new("pipeline", "opportunities-field-pipeline", "opportunities.pipeline_id", Kind::Pipeline),
        Filter::new("stage", "opportunities-field-stage", "opportunities.stage_id", Kind::Stage),
        Filter::new("owner", "opportunities-field-owner", "opportunities.owner_id", Kind::Person),
        Filter::new("closed-owner", "opportunities-closed-owner", OWNER_AT_CLOSE, Kind::Person),
        Filter::words(
            "kind",
            "opportunities-field-kind",
            "opportunities.kind",
            "opportunities-kind-",
            &["new", "cross_sell", "win_back", "renewal"],
        ),
        Filter::new("source", "opportunities-field-source", "opportunities.source_id", Kind::Pick),
        Filter::new("currency", "opportunities-field-currency", "opportunities.currency", Kind::Currency),
        Filter::new("close", "opportunities-field-expected", "opportunities.expected_close", Kind::Day),
        Filter::new("created", "opportunities-created-on", "opportunities.created_at", Kind::Instant),
        Filter::new("closed-on", "opportunities-field-closed-on", "opportunities.closed_on", Kind::Day),
        Filter::new("account", "opportunities-field-account", "opportunities.account_id", Kind::Account),
        Filter::new("contact", "opportunities-field-contact", "opportunities.contact_id", Kind::Contact),
        tags::filter("opportunities.tags"),
    ],
    segments: &[Segment::OPEN, Segment::CLOSED, Segment::ALL],
};

/// Whose deal it was when it was closed, as the closing that stands has it (rule 29).
const OWNER_AT_CLOSE: &str = "(SELECT closures.owner_id FROM closures \
                              WHERE closures.opportunity_id = opportunities.id AND closures.reopened_at IS NULL)";

text_enum! {
    /// A sign that asks for attention, as `mark=` in the address.
    pub enum Mark {
        /// No contact for longer than the stage allows, and nothing planned.
        Quiet = "quiet",
        /// The step or the close has passed.
        Late = "late",
        /// No next step.
        Unplanned = "unplanned",
    }
}

/// The mark asked for.
pub fn mark(asked: &Asked) -> Option<Mark> {
    asked.value("mark").parse().ok()
}

/// Which opportunities the viewer sees.
pub fn scope(tx: &Tx<'_>) -> Scope {
    access::visible(&tx.viewer)
}

/// The first day on which something should happen with a deal, its step or its close; the last day there is where
/// neither has one. The same words as the indexes of due deals.
const DUE: &str = "COALESCE(CASE WHEN opportunities.next_step_on < opportunities.expected_close \
                   OR opportunities.expected_close IS NULL THEN opportunities.next_step_on \
                   ELSE opportunities.expected_close END, '9999-12-31')";

/// Open deals by the day on which something should happen.
pub const BY_DUE: Sort = Sort::new("due", "", DUE, SortKind::Day, Direction::Up);

/// What was asked, with the mark as a condition: what [`quiet`](super::quiet) says of one deal, said to the database.
pub fn narrowed(tx: &Tx<'_>, asked: &Asked) -> Asked {
    match mark(asked) {
        Some(mark) => marked(tx, asked.clone(), mark),
        None if asked.is_saved() && asked.has("mark") => asked.clone().refusing(tx.text.t("listing-refused")),
        None => asked.clone(),
    }
}

/// Only the deals that carry a mark.
pub fn marked(tx: &Tx<'_>, asked: Asked, mark: Mark) -> Asked {
    asked.also(&[Part::Open], conditions(tx, mark))
}

/// Only the deals that carry any mark.
pub fn any_marked(tx: &Tx<'_>, asked: Asked) -> Asked {
    let all = Mark::ALL.iter().flat_map(|mark| conditions(tx, *mark));
    let any = all.reduce(|so_far, next| so_far.push(" OR ").append(next)).unwrap_or_else(|| Sql::new("1 = 0"));
    asked.also(&[Part::Open], vec![Sql::new("(").append(any).push(")")])
}

/// The query behind board, list, totals and file.
pub fn query(tx: &Tx<'_>, asked: &Asked) -> Query {
    Query::of(tx, &SPEC, &scope(tx), &narrowed(tx, asked))
}

/// What a mark says of an open deal.
pub fn carrying(tx: &Tx<'_>, mark: Mark) -> Sql {
    let any = conditions(tx, mark).into_iter().reduce(|so_far, next| so_far.push(" OR ").append(next));
    any.unwrap_or_else(|| Sql::new("1 = 0"))
}

/// What a mark says of an open deal: one of these conditions, of which it can meet no two.
fn conditions(tx: &Tx<'_>, mark: Mark) -> Vec<Sql> {
    let today = tx.today();
    match mark {
        Mark::Unplanned => vec![Sql::new("opportunities.next_step = ''")],
        Mark::Late => vec![Sql::new(DUE).push(" < ").bind(today)],
        Mark::Quiet => {
            let limited = |stage: &&Stage| stage.kind == StageKind::Open && stage.quiet_days > 0;
            tx.directory.stages.iter().filter(limited).map(|stage| silent(tx, stage, today)).collect()
        }
    }
}

/// Longer without contact than the stage allows, and nothing planned.
fn silent(tx: &Tx<'_>, stage: &Stage, today: NaiveDate) -> Sql {
    let allowed = Days::new(stage.quiet_days.unsigned_abs());
    let last = today.checked_sub_days(allowed).unwrap_or(NaiveDate::MIN);
    Sql::new("(opportunities.stage_id = ")
        .bind(stage.id)
        .push(" AND COALESCE(opportunities.last_contact_at, opportunities.created_at) < ")
        .bind(midnight(last, tx.text.zone()))
        .push(" AND (opportunities.next_step_on IS NULL OR opportunities.next_step_on < ")
        .bind(today)
        .push("))")
}

/// What was asked, with the names of the customer it is narrowed to, as far as the viewer sees them.
///
/// # Errors
/// What the database answers.
pub fn naming(tx: &mut Tx<'_>, mut asked: Asked) -> QueryResult<Asked> {
    for (filter, entity) in [("account", Entity::Account), ("contact", Entity::Contact)] {
        let Ok(id) = asked.value(filter).parse() else { continue };
        let names = records::named(tx, &[(entity, id)])?;
        if let Some(named) = names.get(&(entity, id)).filter(|named| named.visible) {
            asked = asked.naming(filter, named.name.clone());
        }
    }
    Ok(asked)
}

// messages: listing-open listing-closed listing-all
/// What is asked beside the filters, in words.
pub fn said(tx: &Tx<'_>, asked: &Asked) -> Vec<String> {
    let segment = tx.text.t(asked.segment(&SPEC).label).to_owned();
    std::iter::once(segment).chain(mark_chip(tx, asked).map(|chip| chip.label)).collect()
}

// messages: opportunities-mark-*
/// The chip of the mark.
pub fn mark_chip(tx: &Tx<'_>, asked: &Asked) -> Option<Chip> {
    let mark = mark(asked)?;
    let label = tx.text.t(&format!("opportunities-mark-{}", mark.name())).to_owned();
    Some(Chip { label, href: asked.without(&["mark"]).href(), wrong: false })
}

/// The list as somebody looked at it, for work on all of it.
pub(crate) fn looked(tx: &Tx<'_>, asked: &Asked) -> (&'static ListSpec, Scope, Asked) {
    (&SPEC, scope(tx), narrowed(tx, asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunities::OpportunityKind;

    #[test]
    fn the_filter_knows_every_kind() {
        let filter = SPEC.filters.iter().find(|filter| filter.name == "kind").unwrap();
        let kinds = OpportunityKind::ALL.iter().map(|kind| kind.name());
        assert!(kinds.eq(filter.words.iter().copied()));
    }
}
