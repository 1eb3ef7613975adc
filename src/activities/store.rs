//! Finding, filing and saving activities: the row, who takes part, and the journal entry, always together. The timelines they
//! stand on and the next steps they are follow in the database itself.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Activity, ActivityFacts, ActivityState, access};
use crate::access::Scope;
use crate::db::schema::{activities, activity_people};
use crate::db::sql::{Sql, among};
use crate::db::{Ids, Tx, dialect};
use crate::journal::{self, Action, Change, Entity};
use crate::notifications;
use crate::web::Error;

/// The activity, if the viewer may see it.
///
/// # Errors
/// `NotFound` when there is none the viewer may know of.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Activity, Error> {
    let seen = Sql::new(&access::seen(&tx.viewer, "activities")).condition();
    Ok(activities::table.find(id).filter(seen).select(Activity::as_select()).first(tx.db)?)
}

/// The activity, if the viewer may change it.
///
/// # Errors
/// `NotFound` when the viewer may not know of it, `Forbidden` when they may see it only.
pub fn find_editable(tx: &mut Tx<'_>, id: i64) -> Result<Activity, Error> {
    let found = find(tx, id)?;
    let may = access::editable(&tx.viewer).covers(found.owner_id, found.team_id);
    if may { Ok(found) } else { Err(Error::Forbidden) }
}

/// Files an activity.
///
/// # Errors
/// What the database answers.
pub fn insert(tx: &mut Tx<'_>, mut facts: ActivityFacts) -> QueryResult<Activity> {
    let id = dialect::next_id(tx.db, "activities", Entity::Activity.name())?;
    if facts.repeats.is_some() {
        // A series is named for its first.
        facts.series_id = facts.series_id.or(Some(id));
    }
    let filed = Activity { id, version: 1, facts };
    put(tx, &filed)?;
    journal::created(tx, &filed)?;
    Ok(filed)
}

/// Files an activity that brings its id, version and history along. The caller writes its journal.
///
/// # Errors
/// What the database answers.
pub fn put(tx: &mut Tx<'_>, row: &Activity) -> QueryResult<()> {
    tx.directory.hold(tx.db, row.owner_id)?;
    let own = (activities::id.eq(row.id), activities::version.eq(row.version));
    diesel::insert_into(activities::table).values((own, &row.facts)).execute(tx.db)?;
    write_people(tx, row)?;
    if row.remind.is_some() { notifications::follow_reminder(tx, row) } else { Ok(()) }
}

/// Saves what an action made of an activity, if nobody was quicker since `before` was read; `None` if somebody was. The
/// caller has checked that the viewer may; the update checks again, in its own condition.
///
/// # Errors
/// What the database answers.
pub fn save(tx: &mut Tx<'_>, action: Action, before: &Activity, facts: ActivityFacts) -> QueryResult<Option<Activity>> {
    let scope = access::editable(&tx.viewer);
    save_within(tx, &scope, action, before, facts, Vec::new())
}

/// As [`save`], where another scope decides, and with what the action says beside the record's own fields.
///
/// # Errors
/// What the database answers.
pub fn save_within(
    tx: &mut Tx<'_>,
    scope: &Scope,
    action: Action,
    before: &Activity,
    mut facts: ActivityFacts,
    said: Vec<Change>,
) -> QueryResult<Option<Activity>> {
    facts.updated_at = tx.now;
    if facts.owner_id != before.owner_id {
        tx.directory.hold(tx.db, facts.owner_id)?;
    }
    let after = Activity { id: before.id, version: before.version + 1, facts };
    if (&before.people, &before.guests) != (&after.people, &after.guests) {
        // First, for the row itself then tells the timelines of all who take part.
        diesel::delete(activity_people::table.filter(activity_people::activity_id.eq(before.id))).execute(tx.db)?;
        write_people(tx, &after)?;
    }
    let row = activities::table.find(before.id).filter(activities::version.eq(before.version));
    let set = (&after.facts, activities::version.eq(after.version));
    if diesel::update(row.filter(scope.condition("activities"))).set(set).execute(tx.db)? == 0 {
        return Ok(None);
    }
    if before.remind.or(after.remind).is_some() {
        notifications::follow_reminder(tx, &after)?;
    }
    journal::changed_with(tx, action, before, &after, said)?;
    Ok(Some(after))
}

/// Files who takes part, to be found by; a contact who is no more is left out.
fn write_people(tx: &mut Tx<'_>, row: &Activity) -> QueryResult<()> {
    for (column, table, ids) in [("user_id", "users", &row.people), ("contact_id", "contacts", &row.guests)] {
        let ids: Vec<i64> = ids.iter().collect();
        if ids.is_empty() {
            continue;
        }
        let insert = Sql::new(&format!("INSERT INTO activity_people (activity_id, {column}) SELECT ")).bind(row.id);
        insert.push(&format!(", id FROM {table} WHERE id IN ")).ids(&ids).run(tx.db)?;
    }
    Ok(())
}

/// Which of these the viewer may see.
///
/// # Errors
/// What the database answers.
pub fn seen_of(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<i64>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let seen = access::seen(&tx.viewer, "activities");
    let select = Sql::new(&format!("SELECT id FROM activities WHERE {seen} AND id IN ")).ids(ids);
    Ok(select.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect())
}

/// The condition that an activity is about this record; none for a kind nothing is done about.
fn is_about((entity, id): (Entity, i64)) -> Option<Sql> {
    let (_, column) = access::ABOUT.iter().find(|(of, _)| *of == entity)?;
    Some(Sql::new(&format!("activities.{column} = ")).bind(id))
}

/// What was done and is planned about a record itself, whoever may see it.
///
/// # Errors
/// What the database answers.
pub fn about(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<Vec<Activity>> {
    let Some(about) = is_about(record) else { return Ok(Vec::new()) };
    let rows = activities::table.filter(about.condition()).order(activities::id);
    rows.select(Activity::as_select()).load(tx.db)
}

/// Which activities are about any of these records, as far as the viewer sees them.
///
/// # Errors
/// What the database answers.
pub fn about_any(tx: &mut Tx<'_>, entity: Entity, ids: &[i64]) -> QueryResult<Vec<i64>> {
    let Some((_, column)) = access::ABOUT.iter().find(|(of, _)| *of == entity) else { return Ok(Vec::new()) };
    let seen = access::seen(&tx.viewer, "activities");
    let select = Sql::new(&format!("SELECT id FROM activities WHERE {seen} AND {column} IN ")).ids(ids);
    Ok(select.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect())
}

/// What is planned about a record itself, the earliest first, whoever may see it.
///
/// # Errors
/// What the database answers.
pub fn planned_about(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<Vec<Activity>> {
    let Some(about) = is_about(record) else { return Ok(Vec::new()) };
    let planned = about.push(" AND activities.state = 'planned'").condition();
    // What has no day comes last, what has no hour after what has one.
    let day = (activities::day.is_null(), activities::day);
    let earliest = (day, (activities::starts_at.is_null(), activities::starts_at), activities::id);
    activities::table.filter(planned).order(earliest).select(Activity::as_select()).load(tx.db)
}

/// The activities in which a contact takes part.
///
/// # Errors
/// What the database answers.
pub fn with_contact(tx: &mut Tx<'_>, contact: i64) -> QueryResult<Vec<i64>> {
    let rows = activity_people::table.filter(activity_people::contact_id.eq(contact));
    rows.order(activity_people::activity_id).select(activity_people::activity_id).load(tx.db)
}

/// Makes these activities known again by who takes part in them: somebody is there again.
///
/// # Errors
/// What the database answers.
pub fn find_guests(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<()> {
    for row in of_ids(tx, ids)? {
        diesel::delete(activity_people::table.filter(activity_people::activity_id.eq(row.id))).execute(tx.db)?;
        write_people(tx, &row)?;
    }
    Ok(())
}

/// Puts one contact in another's place among those who take part in these activities.
///
/// # Errors
/// What the database answers.
pub fn replace_guest(tx: &mut Tx<'_>, ids: &[i64], from: i64, to: i64) -> QueryResult<()> {
    for row in of_ids(tx, ids)? {
        let guests = Ids::of(row.guests.iter().map(|id| if id == from { to } else { id }));
        diesel::update(activities::table.find(row.id)).set(activities::guests.eq(guests)).execute(tx.db)?;
    }
    find_guests(tx, ids)
}

/// What the owner of a record has planned about it goes to the next one along with it (rule 44); what colleagues have
/// planned stays theirs, and of a record that is nobody's from now on all stays.
///
/// # Errors
/// What the database answers.
pub fn follow_owner(
    tx: &mut Tx<'_>,
    record: (Entity, i64),
    before: Option<i64>,
    after: Option<i64>,
) -> QueryResult<()> {
    let Some(next) = after.filter(|_| before != after).and_then(|id| tx.directory.person(id).cloned()) else {
        return Ok(());
    };
    for activity in planned_about(tx, record)?.into_iter().filter(|one| one.owner_id == before) {
        let facts = ActivityFacts { owner_id: Some(next.id), team_id: next.team_id, ..activity.facts.clone() };
        save_within(tx, &Scope::everything(), Action::Assigned, &activity, facts, Vec::new())?;
    }
    Ok(())
}

/// What is planned about a lead is about what became of it, once it is qualified (rule 35).
///
/// # Errors
/// What the database answers.
pub fn follow_lead(tx: &mut Tx<'_>, lead: i64, became: Option<(Entity, i64)>) -> QueryResult<()> {
    let Some(became) = became else { return Ok(()) };
    for activity in planned_about(tx, (Entity::Lead, lead))? {
        let mut facts = activity.facts.clone();
        facts.set_about(Some(became));
        save_within(tx, &Scope::everything(), Action::Edited, &activity, facts, Vec::new())?;
    }
    Ok(())
}

/// Settles what is planned about a record that is closed.
///
/// # Errors
/// What the database answers.
pub fn settle_about(tx: &mut Tx<'_>, record: (Entity, i64), state: ActivityState) -> QueryResult<()> {
    for activity in planned_about(tx, record)? {
        let mut facts = activity.facts.clone();
        facts.settle(state, tx.now);
        save_within(tx, &Scope::everything(), Action::Edited, &activity, facts, Vec::new())?;
    }
    Ok(())
}

/// Takes away all that is about a record, which goes too.
///
/// # Errors
/// What the database answers.
pub fn remove_about(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<()> {
    let Some(about) = is_about(record) else { return Ok(()) };
    let people = Sql::new("DELETE FROM activity_people WHERE activity_id IN (SELECT id FROM activities WHERE ");
    people.append(about.clone()).push(")").run(tx.db)?;
    Sql::new("DELETE FROM activities WHERE ").append(about).run(tx.db).map(drop)
}

/// Files an activity again that went with the record it is about; what is planned of somebody who has left is nobody's.
///
/// # Errors
/// What the database answers.
pub fn put_back(tx: &mut Tx<'_>, mut row: Activity) -> QueryResult<()> {
    if row.is_planned() && tx.directory.has_left(row.owner_id) {
        row.owner_id = None;
    }
    put(tx, &row)
}

/// These activities, whoever may see them.
///
/// # Errors
/// What the database answers.
pub fn of_ids(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<Activity>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    activities::table.filter(among("activities.id", ids)).select(Activity::as_select()).load(tx.db)
}

/// Contacts that may take part in what is done about a record: who is named by it, and who works there.
///
/// # Errors
/// What the database answers.
pub fn contacts_of(tx: &mut Tx<'_>, about: Option<(Entity, i64)>, most: usize) -> QueryResult<Vec<i64>> {
    let found = match about {
        Some((Entity::Contact, id)) => return Ok(vec![id]),
        Some((Entity::Account, id)) => Sql::new("SELECT contact_id FROM contact_accounts WHERE account_id = ").bind(id),
        Some((Entity::Opportunity, id)) => {
            Sql::new("SELECT contact_id FROM opportunity_contacts WHERE opportunity_id = ")
                .bind(id)
                .push(" UNION SELECT contact_id FROM opportunities WHERE contact_id IS NOT NULL AND id = ")
                .bind(id)
        }
        _ => return Ok(Vec::new()),
    };
    let rows = found.push(&format!(" LIMIT {most}")).load::<(BigInt,), (i64,)>(tx.db)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
