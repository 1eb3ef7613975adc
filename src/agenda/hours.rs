//! The hours of a day or of a week, and those of the people of a team side by side. An hour that is free is a link to plan
//! something in it.

use std::ops::Range;

use askama::Template;
use chrono::NaiveDate;

use super::asked::{Wanted, each_day};
use super::entries::{self, Entry, Item};
use super::grid::{self, Cell};
use super::head::{Head, weekday};
use crate::db::Tx;
use crate::web::{Answer, Reply, Ui, routes};

/// A column: a day of somebody, or somebody's day.
struct Column {
    day: NaiveDate,
    /// Who, where people stand side by side.
    name: String,
    /// Its own page: that day, or that person's; nothing where it is this page.
    href: String,
    today: bool,
    /// What has no hour.
    whole: Vec<Item>,
    plan_href: String,
    cells: Vec<Option<Cell>>,
    /// What has one, as the cells count it.
    timed: Vec<Item>,
}

impl Column {
    fn weekday(&self) -> String {
        weekday(self.day)
    }
}

/// A cell as it is written; what a cell from above reaches into is not.
enum Slot {
    /// The address of the form, and its name for who hears it.
    Free(String, String),
    Taken(u32, Vec<Item>),
}

/// A row: an hour.
struct Row {
    said: String,
    slots: Vec<Slot>,
}

#[derive(Template)]
#[template(path = "agenda/hours.html")]
struct HoursPage {
    ui: Ui,
    head: Head,
    columns: Vec<Column>,
    rows: Vec<Row>,
    later: String,
}

pub(super) fn page(tx: &mut Tx<'_>, wanted: &Wanted) -> Answer {
    let (people, more) = wanted.abreast();
    let entries = entries::within(tx, people, wanted.days())?;
    let places = people.iter().flat_map(|person| each_day(wanted.days()).map(move |day| (*person, day)));
    let places: Vec<(i64, NaiveDate)> = places.collect();
    let spans = places.iter().flat_map(|(person, day)| of(&entries, *person, *day)).filter_map(|(_, span)| span);
    let hours = grid::hours(spans.collect::<Vec<_>>().iter());
    let columns: Vec<Column> =
        places.into_iter().map(|place| column(tx, wanted, &entries, place, hours.clone())).collect();
    let rows = hours.clone().map(|hour| row(tx, &columns, hours.start, hour)).collect();
    let later = if more { wanted.later(people.len()) } else { String::new() };
    Reply::page(&HoursPage { head: Head::of(tx, wanted), columns, rows, later, ui: Ui::of(tx) })
}

/// What somebody has on a day, with the minutes it takes.
fn of(entries: &[Entry], person: i64, day: NaiveDate) -> impl Iterator<Item = (&Entry, Option<Range<u32>>)> {
    let theirs = entries.iter().filter(move |entry| entry.is_of(person) && entry.is_on(day));
    theirs.map(move |entry| (entry, entry.minutes(day)))
}

fn column(
    tx: &Tx<'_>,
    wanted: &Wanted,
    entries: &[Entry],
    (person, day): (i64, NaiveDate),
    hours: Range<u32>,
) -> Column {
    let (timed, whole): (Vec<_>, Vec<_>) = of(entries, person, day).partition(|(_, span)| span.is_some());
    let spans: Vec<Range<u32>> = timed.iter().filter_map(|(_, span)| span.clone()).collect();
    let with = if person == tx.viewer.id { String::new() } else { format!("&with={person}") };
    Column {
        day,
        name: if wanted.is_team() { tx.directory.person_name(Some(person)).to_owned() } else { String::new() },
        href: if wanted.is_team() {
            wanted.href_of(person)
        } else if wanted.days().days() > 1 {
            wanted.href(super::View::Day, day)
        } else {
            String::new()
        },
        today: day == tx.today() && wanted.days().days() > 1,
        whole: whole.into_iter().map(|(entry, _)| entry.item.clone()).collect(),
        plan_href: format!("{}/new?kind=meeting&day={day}{with}", routes::ACTIVITIES),
        cells: grid::column(hours, &spans),
        timed: timed.into_iter().map(|(entry, _)| entry.item.clone()).collect(),
    }
}

fn row(tx: &Tx<'_>, columns: &[Column], first: u32, hour: u32) -> Row {
    let slot = |column: &Column| {
        let place = usize::try_from(hour - first).unwrap_or(usize::MAX);
        match column.cells.get(place)?.as_ref()? {
            Cell::Free => {
                let when = [column.name.as_str(), &tx.text.weekday_date(column.day), &tx.text.clock(hour)];
                let label = tx.text.plain("agenda-plan-at", &[("when", tx.text.row(&when).into())]);
                Some(Slot::Free(format!("{}&time={}", column.plan_href, entries::clock(hour)), label))
            }
            Cell::Taken(rows, places) => {
                let items = places.iter().filter_map(|place| column.timed.get(*place).cloned());
                Some(Slot::Taken(*rows, items.collect()))
            }
        }
    };
    Row { said: tx.text.clock(hour), slots: columns.iter().filter_map(slot).collect() }
}
