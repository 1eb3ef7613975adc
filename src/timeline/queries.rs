//! The journal rows of a record and of those tied to it, from the table the database keeps for it (`timeline`): as many rows
//! as are shown are read, however many records a customer has.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::{Filter, Place};
use crate::access::Viewer;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Action, Change, Entity, changes_of, of_settings};
use crate::records;
use crate::sharing::told_words;

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

/// Which other kinds of record an entry of this kind of record's history may be about.
fn tied_to(entity: Entity) -> &'static [Entity] {
    match entity {
        Entity::Account => &[Entity::Contact, Entity::Opportunity, Entity::Lead],
        Entity::Contact => &[Entity::Opportunity, Entity::Lead],
        Entity::Opportunity => &[Entity::Lead],
        Entity::Lead | Entity::Product | of_settings!() => &[],
    }
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
    let told = Sql::new(COLUMNS).push(" WHERE t.host = ").bind(entity.name()).push(" AND t.host_id = ").bind(id);
    let told = told.append(older_than(before)).push(&format!(" AND ({})", seen(&tx.viewer, entity)));
    let told = match filter {
        Filter::All => told,
        Filter::Changes => told.push(" AND EXISTS (SELECT 1 FROM journal_values v WHERE v.journal_id = j.id)"),
    };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let told = told.push(" ORDER BY t.at DESC, t.journal_id DESC LIMIT ").bind(most);
    let rows: Vec<Row> = told.load::<Types, _>(tx.db)?;
    with_changes(tx, rows)
}

const COLUMNS: &str = "SELECT j.id, j.at, j.actor_id, j.on_behalf_of, j.batch_id, j.entity, j.record_id, j.action \
    FROM timeline t JOIN journal j ON j.id = t.journal_id";

/// What of it the viewer sees, who sees the record itself: its own, that of those merged into it but for the merge, which is
/// told once, as it happened to the one that stayed; and that of records tied to it which they see. Of shares, those that
/// are told to them.
fn seen(viewer: &Viewer, host: Entity) -> String {
    let merge = "SELECT 1 FROM journal_values v WHERE v.journal_id = t.journal_id AND v.field = 'merged_into'";
    let told = told_words(viewer, host, "j", "t.host_id");
    let own = format!("t.entity = t.host AND (t.record_id = t.host_id OR NOT EXISTS ({merge})) AND {told}");
    let tied = tied_to(host).iter().map(|entity| {
        let scope = records::visible(viewer, *entity).words("r");
        let rows = format!("SELECT 1 FROM {} r WHERE r.id = t.record_id AND {scope}", records::table(*entity));
        let told = told_words(viewer, *entity, "j", "t.record_id");
        format!("t.entity = '{}' AND EXISTS ({rows}) AND {told}", entity.name())
    });
    std::iter::once(own).chain(tied).collect::<Vec<_>>().join(" OR ")
}

/// The condition on the instant, which the table is sorted by.
fn older_than(before: Option<Place>) -> Sql {
    let Some(Place { at, id }) = before else { return Sql::default() };
    Sql::new(" AND (t.at, t.journal_id) < (").bind(at).push(", ").bind(id).push(")")
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
