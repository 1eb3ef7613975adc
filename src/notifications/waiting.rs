//! Leads that wait for a first word.

use chrono::Duration;
use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::{Event, Told, tell};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;

/// So long may a lead wait before whose it is are told. A day has its evening and its morning: of what came in at noon nobody
/// is reminded before noon.
const PATIENCE: Duration = Duration::hours(24);
/// Older ones are no news: who has imported the leads of last year is not told of each.
const NEWS: Duration = Duration::days(7);
/// How many are told in one run.
const AT_ONCE: i64 = 500;

/// Tells whose open leads have waited for a first word for a day, once of each; answers how many.
///
/// # Errors
/// What the database answers.
pub fn find(tx: &mut Tx<'_>) -> QueryResult<usize> {
    let sql = Sql::new(
        "SELECT id, owner_id FROM leads WHERE state = 'open' AND owner_id IS NOT NULL AND first_contact_at IS NULL AND created_at <= ",
    );
    let sql = sql.bind(tx.now - PATIENCE).push(" AND created_at > ").bind(tx.now - NEWS);
    let sql =
        sql.push(" AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.entity = 'lead' AND n.record_id = leads.id");
    let sql = sql.push(" AND n.event = ").bind(Event::LeadWaiting.name()).push(" AND n.user_id = leads.owner_id)");
    let sql = sql.push(" ORDER BY id LIMIT ").bind(AT_ONCE);
    let rows: Vec<(i64, i64)> = sql.load::<(BigInt, BigInt), _>(tx.db)?;
    for (lead, to) in &rows {
        let key = format!("lead_waiting:{lead}");
        tell(tx, &Told { to: *to, event: Event::LeadWaiting, record: (Entity::Lead, *lead), key })?;
    }
    Ok(rows.len())
}
