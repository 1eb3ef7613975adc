//! What there is to count, each with its predicate.

use chrono::{NaiveDate, NaiveTime};

use super::reach::scope_words;
use crate::activities::ActivityKind;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::Whose;
use crate::journal::Entity;
use crate::opportunities::list::{Mark, carrying};
use crate::text_enum;
use crate::values::period::Period;
use crate::values::wall;

text_enum! {
    /// What is counted. A new one is a variant, a predicate here and its words in `measures.ftl`.
    pub enum Measure {
        /// Calls that took place.
        Calls = "calls",
        /// Visits.
        Visits = "visits",
        /// Meetings.
        Meetings = "meetings",
        /// Messages, written and received.
        Emails = "emails",
        /// Leads that came in.
        NewLeads = "new_leads",
        /// Leads somebody has first spoken with.
        FirstContacts = "first_contacts",
        /// Deals that were begun.
        Opened = "opened",
        /// Moves of deals to a later stage.
        Forward = "forward",
        /// Closes that were put off.
        PushedOut = "pushed_out",
        /// Deals won.
        Won = "won",
        /// Deals lost.
        Lost = "lost",
        /// What is planned and should have been done by now.
        Overdue = "overdue",
        /// Open deals without a next step.
        Unplanned = "unplanned",
        /// Open deals nobody has spoken about for longer than their stage allows.
        Quiet = "quiet",
    }
}

/// When a row of a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// At an instant, kept in UTC.
    Instant,
    /// On a day of the company's.
    Day,
    /// Now: it is a state, and of no period.
    Now,
}

/// The rows of a measure: where they are, and which.
pub(super) struct Rows {
    /// What follows `FROM`.
    from: String,
    /// The table that says whose a row is.
    pub(super) owner: &'static str,
    /// The kind of record of a row.
    pub(super) entity: Entity,
    /// Its number.
    pub(super) id: &'static str,
    /// The instant or day; of what is now, since when.
    pub(super) at: &'static str,
    condition: Sql,
}

impl Measure {
    /// What the rows of it have.
    pub fn at(self) -> At {
        match self {
            Measure::Won | Measure::Lost => At::Day,
            Measure::Overdue | Measure::Unplanned | Measure::Quiet => At::Now,
            _ => At::Instant,
        }
    }

    /// Is it a state, and of no period?
    pub fn is_now(self) -> bool {
        self.at() == At::Now
    }

    /// What it is called: message key.
    pub fn title(self) -> String {
        // messages: measures-title-*
        format!("measures-title-{}", self.name())
    }

    /// What it counts, in a sentence: message key.
    pub fn definition(self) -> String {
        // messages: measures-definition-*
        format!("measures-definition-{}", self.name())
    }

    fn rows(self, tx: &Tx<'_>) -> Rows {
        match self {
            Measure::Calls => done(ActivityKind::Call),
            Measure::Visits => done(ActivityKind::Visit),
            Measure::Meetings => done(ActivityKind::Meeting),
            Measure::Emails => done(ActivityKind::Email),
            Measure::NewLeads => plain("leads", Entity::Lead, "leads.created_at", Sql::new("1 = 1")),
            Measure::FirstContacts => {
                let met = Sql::new("leads.first_contact_at IS NOT NULL");
                plain("leads", Entity::Lead, "leads.first_contact_at", met)
            }
            Measure::Opened => {
                plain("opportunities", Entity::Opportunity, "opportunities.created_at", Sql::new("1 = 1"))
            }
            Measure::Forward => forward(),
            Measure::PushedOut => pushed_out(),
            Measure::Won => closed("won"),
            Measure::Lost => closed("lost"),
            Measure::Overdue => overdue(tx),
            Measure::Unplanned => marked(tx, Mark::Unplanned),
            Measure::Quiet => marked(tx, Mark::Quiet),
        }
    }

    /// The statement of these columns, of the rows that are somebody's, in a period where the measure has any; `columns` gets to
    /// know where the rows are.
    pub(super) fn select(self, tx: &Tx<'_>, whose: &Whose, period: Period, columns: impl FnOnce(&Rows) -> Sql) -> Sql {
        let rows = self.rows(tx);
        let sql = Sql::new("SELECT ").append(columns(&rows)).push(&format!(" FROM {} WHERE ", rows.from));
        let sql = sql.append(rows.condition).push(&format!(" AND {}", scope_words(tx, whose, rows.owner)));
        match self.at() {
            At::Now => sql,
            At::Day => between(sql, rows.at, period.from, period.to),
            At::Instant => between(sql, rows.at, midnight(tx, period.from), midnight(tx, period.to)),
        }
    }
}

fn between<T: Into<crate::db::sql::Bind>>(sql: Sql, at: &str, from: T, to: T) -> Sql {
    sql.push(&format!(" AND {at} >= ")).bind(from).push(&format!(" AND {at} < ")).bind(to)
}

/// When a day begins where the company is.
pub(super) fn midnight(tx: &Tx<'_>, day: NaiveDate) -> chrono::NaiveDateTime {
    wall::instant(tx.directory.organization.tz(), day.and_time(NaiveTime::MIN))
}

fn plain(table: &'static str, entity: Entity, at: &'static str, condition: Sql) -> Rows {
    let id = match table {
        "leads" => "leads.id",
        "activities" => "activities.id",
        _ => "opportunities.id",
    };
    Rows { from: table.to_owned(), owner: table, entity, id, at, condition }
}

fn done(kind: ActivityKind) -> Rows {
    let condition = Sql::new("activities.state = 'done' AND activities.kind = ").bind(kind.name());
    plain("activities", Entity::Activity, "activities.settled_at", condition)
}

/// From one stage of a pipeline to a later one.
fn forward() -> Rows {
    Rows {
        from: "stage_spells s JOIN opportunities ON opportunities.id = s.opportunity_id JOIN stages here ON here.id = s.stage_id \
               JOIN stage_spells b ON b.opportunity_id = s.opportunity_id AND b.left_at = s.entered_at AND b.id <> s.id \
               JOIN stages there ON there.id = b.stage_id AND there.pipeline_id = here.pipeline_id"
            .to_owned(),
        owner: "opportunities",
        entity: Entity::Opportunity,
        id: "opportunities.id",
        at: "s.entered_at",
        condition: Sql::new("s.stage_kind = 'open' AND b.stage_kind = 'open' AND there.position < here.position"),
    }
}

/// Somebody wrote down a later day for the close.
fn pushed_out() -> Rows {
    Rows {
        from: "journal j JOIN journal_values v ON v.journal_id = j.id JOIN opportunities ON opportunities.id = j.record_id"
            .to_owned(),
        owner: "opportunities",
        entity: Entity::Opportunity,
        id: "opportunities.id",
        at: "j.at",
        // Days are kept as texts that are in order as days are.
        condition: Sql::new(
            "j.entity = 'opportunity' AND v.field = 'expected_close' AND v.before IS NOT NULL AND v.after > v.before",
        ),
    }
}

fn closed(kind: &str) -> Rows {
    Rows {
        from: "closures".to_owned(),
        owner: "closures",
        entity: Entity::Opportunity,
        id: "closures.opportunity_id",
        at: "closures.closed_on",
        condition: Sql::new("closures.reopened_at IS NULL AND closures.kind = ").bind(kind),
    }
}

fn overdue(tx: &Tx<'_>) -> Rows {
    let condition = Sql::new("activities.state = 'planned' AND (activities.starts_at < ").bind(tx.now);
    let condition =
        condition.push(" OR activities.starts_at IS NULL AND COALESCE(activities.until_day, activities.day) < ");
    let condition = condition.bind(tx.company_today()).push(")");
    plain("activities", Entity::Activity, "activities.created_at", condition)
}

fn marked(tx: &Tx<'_>, mark: Mark) -> Rows {
    let condition = Sql::new("opportunities.closed_on IS NULL AND (").append(carrying(tx, mark)).push(")");
    plain("opportunities", Entity::Opportunity, "opportunities.created_at", condition)
}
