//! One thing a list is narrowed by, as the statements of the list see it.

use super::tagged::Tagged;
use crate::db::sql::Sql;

/// What a record must meet.
#[derive(Clone, Debug)]
pub(super) struct Check {
    /// One of these, of which no record meets two.
    pub(super) alternatives: Vec<Sql>,
    /// The index there is for it.
    pub(super) index: Index,
    /// What maintained counters know it by.
    pub(super) counted: Option<Facet>,
    /// The way to it through the table of tags.
    pub(super) tagged: Option<Tagged>,
}

/// A counted value: the name of its counters, and the value.
pub(crate) type Facet = (&'static str, i64);

/// Which index begins with the columns of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Index {
    /// None.
    Missing,
    /// One that begins with them.
    Own,
    /// One that begins with owner or team, then them.
    Within,
}

impl Check {
    /// As one condition.
    pub(super) fn condition(&self) -> Sql {
        let each = self.alternatives.iter().cloned();
        let any = each.reduce(|so_far, next| so_far.push(" OR ").append(next)).unwrap_or_else(|| Sql::new("1 = 0"));
        Sql::new("(").append(any).push(")")
    }
}
