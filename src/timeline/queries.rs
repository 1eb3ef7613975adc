//! The journal rows of a record and of those that belong to it.
//!
//! Each kind of related record is a branch of its own with its own limit: one condition with OR would let the database
//! walk the whole journal backwards in the hope of meeting thirty matches soon.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::{Filter, Place};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Action, Change, Entity, changes_of, of_settings};
use crate::records;

/// A journal entry, with what it changed.
pub(super) struct Event {
    pub(super) id: i64,
    pub(super) at: NaiveDateTime,
    pub(super) actor_id: Option<i64>,
    pub(super) on_behalf_of: Option<i64>,
    pub(super) batch_id: Option<i64>,
    pub(super) entity: Entity,
    pub(super) record_id: i64,
    pub(super) action: Action,
    pub(super) changes: Vec<Change>,
}

type Types = (BigInt, Timestamp, Nullable<BigInt>, Nullable<BigInt>, Nullable<BigInt>, Text, BigInt, Text);
type Row = (i64, NaiveDateTime, Option<i64>, Option<i64>, Option<i64>, Entity, i64, Action);

/// Where the ids of a branch come from: words before and after the record's own id.
struct Branch {
    entity: Entity,
    from: &'static str,
    column: &'static str,
}

/// Which other records' entries belong to this kind of record's history.
fn branches(entity: Entity) -> &'static [Branch] {
    const OF_ACCOUNT: &[Branch] = &[
        Branch {
            entity: Entity::Contact,
            from: "contact_accounts r JOIN contacts t ON t.id = r.contact_id",
            column: "r.account_id",
        },
        Branch { entity: Entity::Opportunity, from: "opportunities t", column: "t.account_id" },
        Branch { entity: Entity::Lead, from: "leads t", column: "t.account_id" },
    ];
    const OF_CONTACT: &[Branch] = &[
        Branch { entity: Entity::Opportunity, from: "opportunities t", column: "t.contact_id" },
        Branch { entity: Entity::Lead, from: "leads t", column: "t.contact_id" },
    ];
    const OF_OPPORTUNITY: &[Branch] = &[Branch { entity: Entity::Lead, from: "leads t", column: "t.opportunity_id" }];
    match entity {
        Entity::Account => OF_ACCOUNT,
        Entity::Contact => OF_CONTACT,
        Entity::Opportunity => OF_OPPORTUNITY,
        Entity::Lead | Entity::Product | of_settings!() => &[],
    }
}

/// May others of its kind have been merged into such a record? Their history is read with its own.
fn can_be_merged(entity: Entity) -> bool {
    matches!(entity, Entity::Lead | Entity::Account | Entity::Contact)
}

/// The newest entries, older than the place `before` where given.
pub(super) fn events(
    tx: &mut Tx<'_>,
    entity: Entity,
    id: i64,
    filter: Filter,
    before: Option<Place>,
    most: usize,
) -> QueryResult<Vec<Event>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let older = older_than(filter, before).push(" ORDER BY j.at DESC, j.id DESC LIMIT ").bind(most);
    let own = Sql::new(COLUMNS).push(" FROM journal j WHERE j.entity = ").bind(entity.name());
    let own = own.push(" AND j.record_id = ").bind(id).append(older.clone());
    let mut all = Sql::new("SELECT * FROM (").append(own).push(") own");
    if can_be_merged(entity) {
        let merged =
            Sql::new(COLUMNS).push(" FROM merges m CROSS JOIN journal j WHERE m.entity = ").bind(entity.name());
        let merged = merged.push(" AND m.winner_id = ").bind(id).push(" AND j.entity = ").bind(entity.name());
        // The merge itself is told once, as it happened to the one that stayed.
        let once =
            " AND NOT EXISTS (SELECT 1 FROM journal_values v WHERE v.journal_id = j.id AND v.field = 'merged_into')";
        let merged = merged.push(" AND j.record_id = m.loser_id").push(once).append(older.clone());
        all = all.push(" UNION ALL SELECT * FROM (").append(merged).push(") merged");
    }
    for branch in branches(entity) {
        let scope = records::visible(&tx.viewer, branch.entity).words("t");
        let related = Sql::new(COLUMNS)
            .push(&format!(" FROM {} CROSS JOIN journal j WHERE {} = ", branch.from, branch.column))
            .bind(id)
            .push(&format!(" AND {scope} AND j.entity = "))
            .bind(branch.entity.name())
            .push(" AND j.record_id = t.id")
            .append(older.clone());
        all = all.push(" UNION ALL SELECT * FROM (").append(related).push(&format!(") {}", branch.entity.name()));
    }
    let rows: Vec<Row> = all.push(" ORDER BY 2 DESC, 1 DESC LIMIT ").bind(most).load::<Types, _>(tx.db)?;
    with_changes(tx, rows)
}

const COLUMNS: &str = "SELECT j.id, j.at, j.actor_id, j.on_behalf_of, j.batch_id, j.entity, j.record_id, j.action";

/// The part of the condition that every branch shares.
fn older_than(filter: Filter, before: Option<Place>) -> Sql {
    let changed = " AND EXISTS (SELECT 1 FROM journal_values v WHERE v.journal_id = j.id)";
    let begun = match filter {
        Filter::All => Sql::default(),
        Filter::Changes => Sql::new(changed),
    };
    let Some(Place { at, id }) = before else { return begun };
    let sql = begun.push(" AND (j.at < ").bind(at).push(" OR (j.at = ").bind(at);
    sql.push(" AND j.id < ").bind(id).push("))")
}

fn with_changes(tx: &mut Tx<'_>, rows: Vec<Row>) -> QueryResult<Vec<Event>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let mut changes = changes_of(tx, &ids)?;
    let event = |(id, at, actor_id, on_behalf_of, batch_id, entity, record_id, action): Row| Event {
        changes: changes.remove(&id).unwrap_or_default(),
        id,
        at,
        actor_id,
        on_behalf_of,
        batch_id,
        entity,
        record_id,
        action,
    };
    Ok(rows.into_iter().map(event).collect())
}
