//! Days as cells: those of a month, week under week, and those of a week with the people of a team under one another.

use askama::Template;
use chrono::NaiveDate;

use super::asked::{View, Wanted, each_day};
use super::entries::{self, Entry, Item};
use super::head::{Head, weekday};
use crate::db::Tx;
use crate::values::period::Period;
use crate::web::{Answer, Reply, Ui, routes};

/// So many of a day are named.
const NAMED: usize = 4;

/// What stands above a column: a day of the week, with its date where all cells below are of one day.
struct Above {
    label: String,
    date: Option<NaiveDate>,
    href: String,
    today: bool,
}

/// A day, of everybody or of one.
struct Day {
    date: NaiveDate,
    href: String,
    plan_href: String,
    plan_label: String,
    today: bool,
    /// Of the month that is meant?
    within: bool,
    /// Each with whose it is, where it may be several people's.
    items: Vec<(Item, String)>,
    /// How many there are beside.
    more: i64,
}

/// A week, or a person.
struct Row {
    /// Who; nobody where the row is a week.
    name: String,
    days: Vec<Day>,
}

#[derive(Template)]
#[template(path = "agenda/days.html")]
struct DaysPage {
    ui: Ui,
    head: Head,
    above: Vec<Above>,
    rows: Vec<Row>,
    later: String,
}

impl DaysPage {
    /// Are the rows weeks? Then each cell names its day.
    fn of_weeks(&self) -> bool {
        self.rows.iter().all(|row| row.name.is_empty())
    }
}

/// The days of a month.
pub(super) fn page(tx: &mut Tx<'_>, wanted: &Wanted) -> Answer {
    let (people, more) = wanted.abreast();
    let entries = entries::within(tx, people, wanted.days())?;
    let month = Period::month(wanted.day);
    let days: Vec<NaiveDate> = each_day(wanted.days()).collect();
    let above =
        days.iter().take(7).map(|day| Above { date: None, href: String::new(), today: false, label: weekday(*day) });
    let rows = days.chunks(7).map(|week| {
        let days = week.iter().map(|date| {
            let on = entries.iter().filter(|entry| entry.is_on(*date));
            let items = on.map(|entry| (entry.item.clone(), who(tx, wanted, entry, people))).collect();
            Day { within: month.contains(*date), ..day(tx, wanted, *date, items, None) }
        });
        Row { name: String::new(), days: days.collect() }
    });
    let (above, rows) = (above.collect(), rows.collect());
    shown(tx, wanted, above, rows, if more { wanted.later(people.len()) } else { String::new() })
}

/// The week of each person of a team.
pub(super) fn week(tx: &mut Tx<'_>, wanted: &Wanted) -> Answer {
    let (people, more) = wanted.abreast();
    let entries = entries::within(tx, people, wanted.days())?;
    let above = each_day(wanted.days()).map(|date| Above {
        label: weekday(date),
        date: Some(date),
        href: wanted.href(View::Day, date),
        today: date == tx.today(),
    });
    let rows = people.iter().map(|person| {
        let days = each_day(wanted.days()).map(|date| {
            let on = entries.iter().filter(|entry| entry.is_of(*person) && entry.is_on(date));
            day(tx, wanted, date, on.map(|entry| (entry.item.clone(), String::new())).collect(), Some(*person))
        });
        Row { name: tx.directory.person_name(Some(*person)).to_owned(), days: days.collect() }
    });
    let (above, rows) = (above.collect(), rows.collect());
    shown(tx, wanted, above, rows, if more { wanted.later(people.len()) } else { String::new() })
}

fn shown(tx: &mut Tx<'_>, wanted: &Wanted, above: Vec<Above>, rows: Vec<Row>, later: String) -> Answer {
    Reply::page(&DaysPage { head: Head::of(tx, wanted), above, rows, later, ui: Ui::of(tx) })
}

/// Whose an entry of a team's month is.
fn who(tx: &Tx<'_>, wanted: &Wanted, entry: &Entry, people: &[i64]) -> String {
    if !wanted.is_team() {
        return String::new();
    }
    let names: Vec<&str> = entry.among(people).map(|person| tx.directory.person_name(Some(person))).collect();
    tx.text.row(&names)
}

fn day(tx: &Tx<'_>, wanted: &Wanted, date: NaiveDate, mut items: Vec<(Item, String)>, with: Option<i64>) -> Day {
    let with = with.filter(|person| *person != tx.viewer.id);
    let said = [tx.directory.person_name(with), &tx.text.weekday_date(date)];
    let said = tx.text.row(&said);
    let more = i64::try_from(items.len().saturating_sub(NAMED)).unwrap_or(i64::MAX);
    items.truncate(NAMED);
    Day {
        date,
        href: wanted.href(View::Day, date),
        plan_href: format!(
            "{}/new?kind=meeting&day={date}{}",
            routes::ACTIVITIES,
            with.map(|person| format!("&with={person}")).unwrap_or_default()
        ),
        plan_label: tx.text.plain("agenda-plan-at", &[("when", said.into())]),
        today: date == tx.today(),
        within: true,
        items,
        more,
    }
}
