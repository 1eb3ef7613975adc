//! Reminders: who is to be told of what is planned, and when. They are rows beside the activity (rule 62): one that is put off
//! moves those not told yet, one that is settled or gone has none, and one that could not be told stays until it is.

use chrono::{Duration, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use diesel::prelude::*;

use super::{Event, Told, tell as tell_one};
use crate::activities::Activity;
use crate::db::schema::reminders;
use crate::db::{Db, Tx};
use crate::journal::Entity;
use crate::values::wall;

/// On a day without an hour, so long after midnight is the morning, from which one counts back.
const MORNING: Duration = Duration::hours(8);

/// How many are told in one run.
const AT_ONCE: i64 = 500;

/// Sets the reminders of an activity as it is now.
///
/// # Errors
/// What the database answers.
pub fn follow(tx: &mut Tx<'_>, activity: &Activity) -> QueryResult<()> {
    let people: Vec<i64> = activity.owner_id.into_iter().chain(activity.people.iter()).collect();
    let wanted: Vec<(i64, NaiveDateTime)> =
        people.into_iter().filter_map(|person| Some((person, due(activity, zone_of(tx, person))?))).collect();
    let of_it = reminders::table.filter(reminders::activity_id.eq(activity.id));
    let columns = (reminders::user_id, reminders::due_at);
    let kept: Vec<(i64, NaiveDateTime)> = of_it.order(reminders::user_id).select(columns).load(tx.db)?;
    for (person, _) in kept.iter().filter(|row| !wanted.contains(row)) {
        diesel::delete(reminders::table.find((activity.id, *person))).execute(tx.db)?;
    }
    for (person, due_at) in wanted.into_iter().filter(|row| !kept.contains(row)) {
        // What is over when it is planned is nothing to be reminded of.
        let told_at = (due_at < tx.now).then_some(tx.now);
        let own = (reminders::activity_id.eq(activity.id), reminders::user_id.eq(person));
        let row = (own, reminders::due_at.eq(due_at), reminders::told_at.eq(told_at));
        diesel::insert_into(reminders::table).values(row).execute(tx.db)?;
    }
    Ok(())
}

fn zone_of(tx: &Tx<'_>, person: i64) -> Tz {
    let own = tx.directory.viewer(person).and_then(|viewer| viewer.zone.parse().ok());
    own.unwrap_or_else(|| tx.directory.organization.tz())
}

/// When somebody whose clock is in `zone` is to be reminded; never of what is settled, has no day or is not to be reminded of.
fn due(activity: &Activity, zone: Tz) -> Option<NaiveDateTime> {
    let before = Duration::minutes(activity.remind.filter(|_| activity.is_planned())?);
    let begins =
        activity.starts_at.or_else(|| Some(wall::instant(zone, activity.day?.and_time(NaiveTime::MIN) + MORNING)))?;
    Some(begins - before)
}

/// Is anybody to be reminded by now?
///
/// # Errors
/// What the database answers.
pub fn is_any_due(db: &mut Db, now: NaiveDateTime) -> QueryResult<bool> {
    let due = reminders::table.filter(reminders::told_at.is_null().and(reminders::due_at.le(now)));
    diesel::select(diesel::dsl::exists(due)).get_result(db)
}

/// Tells those who are to be reminded by now; answers how many. Told and noted in one transaction: nobody is told twice, and
/// who could not be told is told by the next run.
///
/// # Errors
/// What the database answers.
pub fn tell(tx: &mut Tx<'_>) -> QueryResult<usize> {
    let due = reminders::table.filter(reminders::told_at.is_null().and(reminders::due_at.le(tx.now)));
    let columns = (reminders::activity_id, reminders::user_id, reminders::due_at);
    let order = (reminders::due_at, reminders::activity_id, reminders::user_id);
    let rows: Vec<(i64, i64, NaiveDateTime)> = due.order(order).limit(AT_ONCE).select(columns).load(tx.db)?;
    for (activity, to, due_at) in &rows {
        let row = reminders::table.find((*activity, *to)).filter(reminders::told_at.is_null());
        let noted = diesel::update(row).set(reminders::told_at.eq(tx.now)).execute(tx.db)?;
        if noted == 1 && tx.directory.viewer(*to).is_some() {
            let key = format!("reminder:{activity}:{due_at}");
            tell_one(tx, &Told { to: *to, event: Event::Reminder, record: (Entity::Activity, *activity), key })?;
        }
    }
    Ok(rows.len())
}
