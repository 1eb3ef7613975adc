//! The pool: leads that wait for somebody, the oldest first.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{LeadState, access};
use crate::db::Tx;
use crate::db::schema::leads;
use crate::web::routes;

/// A lead in the pool.
#[derive(Clone, Debug, Queryable)]
pub struct Waiting {
    /// Its id.
    pub id: i64,
    name: String,
    company: String,
    /// Its city.
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
    leads::table
        .filter(free)
        .filter(access::visible(&tx.viewer).condition("leads"))
        .order((leads::created_at, leads::id))
        .select((leads::id, leads::name, leads::company, leads::city, leads::created_at))
        .first(tx.db)
        .optional()
}
