//! What somebody has planned, or takes part in: what is late, what is for today, what for the days after.

use chrono::{Days, NaiveDate};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Activity, Line};
use crate::db::Tx;
use crate::db::schema::activities;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::values::wall;
use crate::web::routes;

/// How many of each are named.
const SHOWN: usize = 8;
/// So many days are a week.
const WEEK: u64 = 7;

/// What is planned for some days.
pub struct Stretch {
    /// Message key of what these days are called.
    pub title: &'static str,
    /// How many there are.
    pub count: i64,
    /// The first of them, with the record each is about.
    pub lines: Vec<(Line, Option<(Entity, i64)>)>,
}

impl Stretch {
    /// Where all of them are.
    pub fn href(&self) -> String {
        format!("{}#{}", routes::AGENDA, self.title)
    }
}

/// What the viewer has planned, or takes part in, up to a week ahead; days nothing is planned for are left out.
///
/// # Errors
/// What the database answers.
// messages: activities-agenda-late activities-agenda-today activities-agenda-week
pub fn planned(tx: &mut Tx<'_>) -> QueryResult<Vec<Stretch>> {
    let stretch = stretch(tx);
    let me = tx.viewer.id;
    let mine = format!(
        "state = 'planned' AND id IN (SELECT id FROM activities WHERE state = 'planned' AND owner_id = {me} \
         UNION SELECT activity_id FROM activity_people WHERE user_id = {me})"
    );
    let order = "day, starts_at IS NULL, starts_at, id";
    let places = format!(
        "activities.id IN (SELECT id FROM (SELECT id, {stretch} AS stretch, ROW_NUMBER() OVER (PARTITION BY {stretch} \
         ORDER BY {order}) AS place FROM activities WHERE {mine}) mine WHERE stretch < 3 AND place <= {SHOWN})"
    );
    let count = format!(
        "(SELECT COUNT(*) FROM (SELECT {stretch} AS stretch FROM activities WHERE {mine}) mine WHERE stretch = {stretch})"
    );
    let rows = activities::table.filter(Sql::new(&places).condition());
    let rows = rows.order((activities::day, activities::starts_at.is_null(), activities::starts_at, activities::id));
    let columns = (Activity::as_select(), sql::<BigInt>(&format!("CAST({stretch} AS BIGINT)")), sql::<BigInt>(&count));
    let rows: Vec<(Activity, i64, i64)> = rows.select(columns).load(tx.db)?;
    let titles = ["activities-agenda-late", "activities-agenda-today", "activities-agenda-week"];
    let all = (0_i64..).zip(titles).map(|(stretch, title)| {
        let of_it = || rows.iter().filter(move |(_, of, _)| *of == stretch);
        let lines = of_it().map(|(activity, _, _)| (Line::of(tx, activity), activity.about())).collect();
        Stretch { title, count: of_it().next().map_or(0, |(_, _, count)| *count), lines }
    });
    Ok(all.filter(|stretch| stretch.count > 0).collect())
}

/// 0 what is late, 1 today's, 2 of the days after, 3 what comes later or has no day: by the reader's own calendar.
fn stretch(tx: &Tx<'_>) -> String {
    let today = tx.today();
    let on = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today);
    let before = |day: NaiveDate| {
        let begins = wall::instant(tx.text.zone(), day.and_time(chrono::NaiveTime::MIN));
        let begins = begins.format("%Y-%m-%d %H:%M:%S");
        format!("(starts_at < '{begins}' OR starts_at IS NULL AND day < '{day}')")
    };
    format!(
        "CASE WHEN {} THEN 0 WHEN {} THEN 1 WHEN {} THEN 2 ELSE 3 END",
        before(today),
        before(on(1)),
        before(on(WEEK))
    )
}
