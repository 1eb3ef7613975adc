//! The figures of several people and stretches of days at once: one statement.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};

use super::Measure;
use super::measure::{At, midnight};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::Whose;
use crate::values::period::Period;

/// How often each measure has happened, by person and stretch.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    counts: HashMap<(Measure, i64, usize), i64>,
}

impl Figures {
    /// The figure of one person in one stretch.
    pub fn of(&self, measure: Measure, person: i64, stretch: usize) -> i64 {
        self.counts.get(&(measure, person, stretch)).copied().unwrap_or(0)
    }

    /// The figure of several people.
    pub fn sum(&self, measure: Measure, people: &[i64], stretch: usize) -> i64 {
        people.iter().map(|person| self.of(measure, *person, stretch)).sum()
    }
}

/// Counts these measures of these people in these stretches, which follow each other, the latest first. What is now is counted
/// once, in the first.
///
/// # Errors
/// What the database answers.
pub fn figures(tx: &mut Tx<'_>, measures: &[Measure], whose: &Whose, stretches: &[Period]) -> QueryResult<Figures> {
    let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return Ok(Figures::default()) };
    let whole = Period { from: last.from, to: first.to };
    let parts = measures.iter().map(|measure| {
        let counted = measure.select(tx, whose, whole, |rows| {
            Sql::new(&format!("{}.owner_id AS person, ", rows.owner))
                .append(stretch(tx, *measure, rows.at, stretches))
                .push(" AS stretch")
        });
        Sql::new(&format!("SELECT '{}' AS measure, person, stretch, COUNT(*) FROM (", measure.name()))
            .append(counted)
            .push(") counted GROUP BY person, stretch")
    });
    let Some(sql) = parts.reduce(|all, part| all.push(" UNION ALL ").append(part)) else {
        return Ok(Figures::default());
    };
    let rows: Vec<(Measure, i64, i64, i64)> = sql.not_kept().load::<(Text, BigInt, BigInt, BigInt), _>(tx.db)?;
    let counts = rows
        .into_iter()
        .map(|(measure, person, stretch, n)| ((measure, person, usize::try_from(stretch).unwrap_or(0)), n));
    Ok(Figures { counts: counts.collect() })
}

/// In which of the stretches a row lies.
fn stretch(tx: &Tx<'_>, measure: Measure, at: &str, stretches: &[Period]) -> Sql {
    if measure.at() == At::Now {
        return Sql::new("CAST(0 AS BIGINT)");
    }
    let mut sql = Sql::new("CAST(CASE");
    for (place, period) in stretches.iter().enumerate() {
        sql = sql.push(&format!(" WHEN {at} >= "));
        sql = match measure.at() {
            At::Day => sql.bind(period.from),
            At::Instant | At::Now => sql.bind(midnight(tx, period.from)),
        };
        sql = sql.push(&format!(" THEN {place}"));
    }
    sql.push(&format!(" ELSE {} END AS BIGINT)", stretches.len()))
}
