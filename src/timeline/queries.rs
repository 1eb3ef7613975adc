//! What a record's timeline tells, from the table the database keeps for it (`timeline`): as many rows as are shown are
//! read, however many records a customer has. Its sources are the journal, and activities at the time they took place.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::{Filter, Place, Source};
use crate::access::Viewer;
use crate::activities::{self, Activity, ActivityKind};
use crate::correspondence;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Action, Change, Entity, changes_of, of_settings};
use crate::records;
use crate::sharing::told_words;

/// One thing that is told, and where it stands.
pub(super) struct Told {
    pub(super) place: Place,
    pub(super) what: What,
}

/// What is told.
pub(super) enum What {
    /// An entry of the journal.
    Entry(Event),
    /// An activity, and how the mail begins that it is.
    Activity(Box<Activity>, String),
}

/// A journal entry, with what it changed.
pub(super) struct Event {
    pub(super) at: NaiveDateTime,
    pub(super) actor_id: Option<i64>,
    pub(super) on_behalf_of: Option<i64>,
    pub(super) batch_id: Option<i64>,
    pub(super) entity: Entity,
    pub(super) record_id: i64,
    pub(super) action: Action,
    pub(super) changes: Vec<Change>,
}

type Types =
    ((Timestamp, Text, BigInt, Text, BigInt), (Nullable<BigInt>, Nullable<BigInt>, Nullable<BigInt>, Nullable<Text>));
type Row = ((NaiveDateTime, Source, i64, Entity, i64), (Option<i64>, Option<i64>, Option<i64>, Option<Action>));

/// Which other kinds of record an entry of this kind of record's history may be about.
fn tied_to(entity: Entity) -> &'static [Entity] {
    match entity {
        Entity::Account => &[Entity::Contact, Entity::Opportunity, Entity::Lead],
        Entity::Contact => &[Entity::Opportunity, Entity::Lead],
        Entity::Opportunity => &[Entity::Lead],
        Entity::Lead | Entity::Product | Entity::Activity | of_settings!() => &[],
    }
}

/// The newest of what is told, older than the place `before` where given.
pub(super) fn told(
    tx: &mut Tx<'_>,
    entity: Entity,
    id: i64,
    filter: Filter,
    before: Option<Place>,
    most: usize,
) -> QueryResult<Vec<Told>> {
    let told = Sql::new(COLUMNS).push(" WHERE t.host = ").bind(entity.name()).push(" AND t.host_id = ").bind(id);
    let told = told.append(older_than(before)).push(&format!(" AND ({})", seen(&tx.viewer, entity)));
    let told = match filter {
        Filter::All => told,
        Filter::Talk => told.push(" AND t.source = 'activity'"),
        Filter::Changes => told.push(" AND EXISTS (SELECT 1 FROM journal_values v WHERE v.journal_id = j.id)"),
    };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let told = told.push(" ORDER BY t.at DESC, t.source DESC, t.source_id DESC LIMIT ").bind(most);
    let rows: Vec<Row> = told.load::<Types, _>(tx.db)?;
    with_contents(tx, rows)
}

const COLUMNS: &str = "SELECT t.at, t.source, t.source_id, t.entity, t.record_id, \
    j.actor_id, j.on_behalf_of, j.batch_id, j.action \
    FROM timeline t LEFT JOIN journal j ON t.source = 'journal' AND j.id = t.source_id";

/// What of it the viewer sees, who sees the record itself: its own, that of those merged into it but for the merge, which is
/// told once, as it happened to the one that stayed; and that of records tied to it which they see. Of shares, those that
/// are told to them; of activities those they may see by themselves.
fn seen(viewer: &Viewer, host: Entity) -> String {
    let merge = "SELECT 1 FROM journal_values v WHERE v.journal_id = t.source_id AND v.field = 'merged_into'";
    let told = told_words(viewer, host, "j", "t.host_id");
    let own = format!("t.entity = t.host AND (t.record_id = t.host_id OR NOT EXISTS ({merge})) AND {told}");
    let tied = tied_to(host).iter().map(|entity| {
        let scope = records::visible(viewer, *entity).words("r");
        let rows = format!("SELECT 1 FROM {} r WHERE r.id = t.record_id AND {scope}", records::table(*entity));
        let told = told_words(viewer, *entity, "j", "t.record_id");
        format!("t.entity = '{}' AND EXISTS ({rows}) AND {told}", entity.name())
    });
    let reach = activities::access::seen(viewer, "r");
    let done =
        format!("t.source = 'activity' AND EXISTS (SELECT 1 FROM activities r WHERE r.id = t.source_id AND {reach})");
    std::iter::once(own).chain(tied).chain([done]).collect::<Vec<_>>().join(" OR ")
}

/// The condition on the place, which the table is sorted by.
fn older_than(before: Option<Place>) -> Sql {
    let Some(Place { at, source, id }) = before else { return Sql::default() };
    let sql = Sql::new(" AND (t.at, t.source, t.source_id) < (").bind(at).push(", ").bind(source.name());
    sql.push(", ").bind(id).push(")")
}

/// The rows with what they tell; of an activity that is no more nothing is told.
fn with_contents(tx: &mut Tx<'_>, rows: Vec<Row>) -> QueryResult<Vec<Told>> {
    let of = |wanted: Source| -> Vec<i64> {
        rows.iter().filter(|((_, source, _, _, _), _)| *source == wanted).map(|(row, _)| row.2).collect()
    };
    let (entries, done) = (of(Source::Journal), of(Source::Activity));
    let mut changes = changes_of(tx, &entries)?;
    let done = activities::of_ids(tx, &done)?;
    let mails: Vec<i64> = done.iter().filter(|one| one.kind == ActivityKind::Email).map(|one| one.id).collect();
    let mut texts: HashMap<i64, String> = correspondence::texts_of(tx, &mails)?.into_iter().collect();
    let mut done: HashMap<i64, Activity> = done.into_iter().map(|one| (one.id, one)).collect();
    let told = |((at, source, id, entity, record_id), (actor_id, on_behalf_of, batch_id, action)): Row| {
        let what = match source {
            Source::Activity => What::Activity(Box::new(done.remove(&id)?), texts.remove(&id).unwrap_or_default()),
            Source::Journal => {
                let (action, changes) = (action?, changes.remove(&id).unwrap_or_default());
                What::Entry(Event { at, actor_id, on_behalf_of, batch_id, entity, record_id, action, changes })
            }
        };
        Some(Told { place: Place { at, source, id }, what })
    };
    Ok(rows.into_iter().filter_map(told).collect())
}
