//! What comes again. Each time is an activity of its own, planned some weeks ahead: it is done, moved, called off and undone
//! like every other, and stands where every other stands. The latest one that was not changed alone says how the series goes
//! on, so that whatever befalls all of its times (another owner, another customer) befalls what is planned after them.
//!
//! A series goes on as long as somebody is there to do it and the lead or the deal it is about is open.

use chrono::{Days, Duration, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable};

use super::{Activity, ActivityFacts, ActivityState, access, store};
use crate::db::Tx;
use crate::db::schema::activities;
use crate::db::sql::Sql;
use crate::journal::Action;
use crate::web::Error;

/// So many days ahead each time is planned; of what comes more seldom, the next one.
const AHEAD: u64 = 35;
/// How many series are seen to in one run.
const AT_ONCE: i64 = 500;

/// Plans what comes next in every series whose time has come; answers how many times were planned.
///
/// # Errors
/// What the database answers.
pub fn plan_ahead(tx: &mut Tx<'_>) -> QueryResult<usize> {
    let (today, ahead) = (tx.company_today(), ahead(tx.company_today()));
    let sql = Sql::new(
        "SELECT id FROM activities r WHERE repeats IS NOT NULL AND apart_from IS NULL AND owner_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM activities l WHERE l.series_id = r.series_id AND l.apart_from IS NULL AND l.day > r.day) AND NOT EXISTS \
         (SELECT 1 FROM opportunities o WHERE o.id = r.opportunity_id AND o.closed_on IS NOT NULL) AND NOT EXISTS \
         (SELECT 1 FROM leads WHERE leads.id = r.lead_id AND leads.state <> 'open') AND (day <= ",
    );
    // What comes more seldom than that has its next one planned already, unless its day has come.
    let sql = sql.bind(today).push(" OR repeats NOT IN ('monthly', 'monthly_weekday', 'monthly_last', 'yearly')");
    let sql = sql.push(" AND day < ").bind(ahead).push(") AND (repeats_until IS NULL OR repeats_until > day)");
    let ids = sql.push(" ORDER BY id LIMIT ").bind(AT_ONCE).load::<(BigInt,), (i64,)>(tx.db)?;
    let ids: Vec<i64> = ids.into_iter().map(|(id,)| id).collect();
    let mut planned = 0;
    for latest in store::of_ids(tx, &ids)? {
        if !tx.directory.has_left(latest.owner_id) {
            planned += go_on(tx, &latest)?;
        }
    }
    Ok(planned)
}

fn ahead(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(AHEAD)).unwrap_or(today)
}

/// Plans what comes after the latest of a series, as far ahead as is planned, and at least one that is still to come.
///
/// # Errors
/// What the database answers.
pub(super) fn go_on(tx: &mut Tx<'_>, latest: &Activity) -> QueryResult<usize> {
    let (Some(repeats), Some(mut day)) = (latest.repeats, latest.day) else { return Ok(0) };
    let (today, passed) = (tx.company_today(), planned_until(tx, latest)?);
    let mut planned = 0;
    // What should have taken place while nobody looked is not planned any more.
    while let Some(next) = repeats.next(day, latest.repeats_until) {
        let is_ahead = day > today;
        if is_ahead && next > ahead(today) {
            break;
        }
        day = next;
        if next >= today && next > passed {
            store::insert(tx, again(tx, latest, next))?;
            planned += 1;
        }
    }
    Ok(planned)
}

/// The last day for which a series has planned anything, also what was moved since.
fn planned_until(tx: &mut Tx<'_>, latest: &Activity) -> QueryResult<NaiveDate> {
    let select =
        Sql::new("SELECT MAX(COALESCE(apart_from, day)) FROM activities WHERE series_id = ").bind(latest.series_id);
    let (last,) = select.one::<(Nullable<Date>,), (Option<NaiveDate>,)>(tx.db)?;
    Ok(last.or(latest.day).unwrap_or(NaiveDate::MIN))
}

/// The same once more, on another day.
fn again(tx: &Tx<'_>, latest: &Activity, day: NaiveDate) -> ActivityFacts {
    let mut facts = latest.facts.clone();
    if !facts.is_planned() {
        // What was said of how the last one went is not said of the next.
        (facts.notes, facts.outcome_id) = (String::new(), None);
    }
    facts.settle(ActivityState::Planned, tx.now);
    facts.move_to(day, tx.directory.organization.tz());
    (facts.external_id, facts.created_at, facts.updated_at) = (None, tx.now, tx.now);
    facts
}

/// What comes of a change to one of a series for those after it: they change along, move along by as many days, and go on in
/// the new way. Those that were changed alone stay.
///
/// # Errors
/// `Overtaken` when somebody changes one of them at this moment; what the database answers.
pub(super) fn follow(tx: &mut Tx<'_>, before: &Activity, after: &Activity) -> Result<(), Error> {
    let moved = after.day.zip(before.day).map_or(Duration::zero(), |(after, before)| after - before);
    let mut latest = after.clone();
    for row in rest(tx, before)? {
        let mut facts = row.facts.clone();
        let day = row.day.and_then(|day| day.checked_add_signed(moved));
        let stays = after.repeats == before.repeats && day <= after.repeats_until.or(day);
        if stays {
            change_along(&mut facts, before, after);
            if let Some(day) = day {
                facts.move_to(day, tx.directory.organization.tz());
            }
        } else {
            facts.settle(ActivityState::Cancelled, tx.now);
            (facts.repeats, facts.series_id) = (None, None);
        }
        let saved = store::save(tx, Action::Edited, &row, facts)?.ok_or(Error::Overtaken)?;
        if stays {
            latest = saved;
        }
    }
    go_on(tx, &latest)?;
    Ok(())
}

/// What is planned after one of a series and may be changed along with it.
fn rest(tx: &mut Tx<'_>, of: &Activity) -> QueryResult<Vec<Activity>> {
    let (Some(series), Some(day)) = (of.series_id, of.day) else { return Ok(Vec::new()) };
    let mine = access::editable(&tx.viewer).condition("activities");
    let rows = activities::table.filter(activities::series_id.eq(series)).filter(activities::day.gt(day)).filter(mine);
    let planned = activities::state.eq(ActivityState::Planned).and(activities::apart_from.is_null());
    rows.filter(planned.and(activities::id.ne(of.id)))
        .order((activities::day, activities::id))
        .select(Activity::as_select())
        .load(tx.db)
}

/// Takes over what a change changed.
fn change_along(facts: &mut ActivityFacts, before: &ActivityFacts, after: &ActivityFacts) {
    macro_rules! take {
        ($($field:ident),*) => {
            $(if before.$field != after.$field {
                facts.$field.clone_from(&after.$field);
            })*
        };
    }
    take!(kind, subject, notes, place, direction, priority, minutes, remind, people, guests, owner_id, team_id);
    take!(repeats_until, repeats_at, zone);
    // An hour that is taken away is taken away from all.
    facts.starts_at = facts.starts_at.filter(|_| after.starts_at.is_some());
    let length = after.until_day.zip(after.day).map(|(until, from)| until - from);
    facts.until_day = length.zip(facts.day).and_then(|(length, day)| day.checked_add_signed(length));
}
