//! What people find at their desks: where they have signed in from, and what the five have saved under a name.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::staff::{ADMIN, PEOPLE};
use crate::db::schema::saved_views;
use crate::db::sql::Sql;
use crate::db::{Request, Tx};
use crate::directory::Sharing;
use crate::identity::history::{self, Outcome, Way};
use crate::journal::Entity;
use crate::listing::Table;
use crate::notifications::{self, Event, Told};

/// The browser at the office, and the one in the pocket.
const BROWSERS: [&str; 2] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1",
];
/// Their addresses, of networks kept for examples.
const ADDRESSES: [&str; 2] = ["192.0.2.14", "198.51.100.77"];

/// What all of them look at on a Monday.
const VIEWS: [(&str, Table, &str); 3] = [
    ("New this week", Table::Leads, "created=last-7-days"),
    ("Closing this month", Table::Opportunities, "close=this-month"),
    ("New customers", Table::Accounts, "created=last-90-days&lifecycle=active"),
];

/// Sets the desks up, counted back from `now`.
///
/// # Errors
/// What the database answers.
pub fn set_up(tx: &mut Tx<'_>, now: NaiveDateTime) -> QueryResult<()> {
    let directory = tx.directory.clone();
    for (at_desk, member) in (1..).zip(PEOPLE.iter().filter(|member| member.left.is_none())) {
        let known = directory.people.iter().find(|person| person.email.as_deref() == Some(member.email));
        let Some(person) = known else { continue };
        sign_in(tx, person.id, now - Duration::minutes(at_desk * 7))?;
        if !member.signs_in() {
            continue;
        }
        tell(tx, person.id)?;
        keep_a_view(tx, person.id, ("My customers", Table::Accounts, "owner=me"), Sharing::Private)?;
        for view in VIEWS.into_iter().filter(|_| member.email == ADMIN) {
            keep_a_view(tx, person.id, view, Sharing::Everyone)?;
        }
    }
    Ok(())
}

/// A week of sign-ins, counted back from `now`: at the desk, on the way, and once with a slip of the finger.
fn sign_in(tx: &mut Tx<'_>, person: i64, now: NaiveDateTime) -> QueryResult<()> {
    for day in 1..=6 {
        let place = usize::from(day % 3 == 0);
        let (address, agent) = (ADDRESSES[place].to_owned(), BROWSERS[place].to_owned());
        let request = Request { address, agent, ..Request::default() };
        let outcome = if day == 4 { Outcome::WrongPassword } else { Outcome::In };
        history::record(tx.db, now - Duration::days(day), &request, person, (outcome, Way::Password))?;
    }
    Ok(())
}

/// What they have been told: that it is time for what they planned, and where colleagues count on them.
fn tell(tx: &mut Tx<'_>, to: i64) -> QueryResult<()> {
    let sql = Sql::new("SELECT id, owner_id FROM activities WHERE state = 'planned' AND (owner_id = ").bind(to);
    let sql = sql.push(" OR id IN (SELECT activity_id FROM activity_people WHERE user_id = ").bind(to);
    let sql = sql.push(")) ORDER BY CASE WHEN owner_id = ").bind(to).push(" THEN 1 ELSE 0 END, day, id LIMIT 3");
    for (activity, owner) in sql.load::<(BigInt, BigInt), (i64, i64)>(tx.db)? {
        let event = if owner == to { Event::Reminder } else { Event::Invited };
        let by = tx.directory.viewer(owner).filter(|_| owner != to);
        let me = by.map(|by| std::mem::replace(&mut tx.viewer, by));
        let key = format!("{}:{activity}", event.name());
        notifications::tell(tx, &Told { to, event, record: (Entity::Activity, activity), key })?;
        tx.viewer = me.unwrap_or_else(|| tx.viewer.clone());
    }
    Ok(())
}

/// A list under a name: its conditions, and who may use it.
fn keep_a_view(
    tx: &mut Tx<'_>,
    owner: i64,
    (name, list, query): (&str, Table, &str),
    shared: Sharing,
) -> QueryResult<()> {
    let row = (
        saved_views::list.eq(list.name()),
        saved_views::name.eq(name),
        saved_views::query.eq(query),
        saved_views::shown.eq(""),
        saved_views::sort.eq(""),
        saved_views::owner_id.eq(owner),
        saved_views::shared.eq(shared),
    );
    diesel::insert_into(saved_views::table).values(row).execute(tx.db).map(drop)
}
