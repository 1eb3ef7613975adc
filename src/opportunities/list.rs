//! What board and list can be narrowed and ordered by; the two read the same address.

use chrono::{Days, NaiveDate};

use super::access;
use crate::access::Scope;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::{Stage, StageKind};
use crate::fields::Kind;
use crate::listing::{Asked, Chip, Direction, Filter, ListSpec, Query, Segment, Sort, SortKind, Table, midnight};
use crate::text_enum;

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
        .of_amounts(),
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
        Filter::new("closed-on", "opportunities-field-closed-on", "opportunities.closed_on", Kind::Day),
        Filter::new("account", "opportunities-field-account", "opportunities.account_id", Kind::Account),
        Filter::new("contact", "opportunities-field-contact", "opportunities.contact_id", Kind::Contact),
    ],
    segments: &[Segment::OPEN, Segment::CLOSED, Segment::ALL],
};

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

/// What was asked, with the mark as a condition: what [`quiet`](super::quiet) says of one deal, said to the database.
pub fn narrowed(tx: &Tx<'_>, asked: &Asked) -> Asked {
    match mark(asked) {
        Some(mark) => asked.clone().also(condition(tx, mark)),
        None => asked.clone(),
    }
}

/// The query behind board, list, totals and file.
pub fn query(tx: &Tx<'_>, asked: &Asked) -> Query {
    Query::of(tx, &SPEC, &scope(tx), &narrowed(tx, asked))
}

/// What a mark says of a deal, as a condition on its row.
pub fn condition(tx: &Tx<'_>, mark: Mark) -> Sql {
    let today = tx.today();
    let open = Sql::new("opportunities.closed_on IS NULL AND ");
    match mark {
        Mark::Unplanned => open.push("opportunities.next_step = ''"),
        Mark::Late => open
            .push("(opportunities.next_step_on < ")
            .bind(today)
            .push(" OR opportunities.expected_close < ")
            .bind(today)
            .push(")"),
        Mark::Quiet => open
            .push("(opportunities.next_step_on IS NULL OR opportunities.next_step_on < ")
            .bind(today)
            .push(") AND (")
            .append(silent(tx, today))
            .push(")"),
    }
}

/// Longer without contact than the deal's own stage allows.
fn silent(tx: &Tx<'_>, today: NaiveDate) -> Sql {
    let limited = |stage: &&Stage| stage.kind == StageKind::Open && stage.quiet_days > 0;
    let never = Sql::new("1 = 0");
    tx.directory.stages.iter().filter(limited).fold(never, |sql, stage| {
        let allowed = Days::new(stage.quiet_days.unsigned_abs());
        let last = today.checked_sub_days(allowed).unwrap_or(NaiveDate::MIN);
        sql.push(" OR (opportunities.stage_id = ")
            .bind(stage.id)
            .push(" AND COALESCE(opportunities.last_contact_at, opportunities.created_at) < ")
            .bind(midnight(last, tx.text.zone()))
            .push(")")
    })
}

// messages: opportunities-mark-*
/// The chip of the mark.
pub fn mark_chip(tx: &Tx<'_>, asked: &Asked) -> Option<Chip> {
    let mark = mark(asked)?;
    let label = tx.text.t(&format!("opportunities-mark-{}", mark.name())).to_owned();
    Some(Chip { label, href: asked.without(&["mark"]).href(), wrong: false })
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
