//! The days a figure is about, and those before it to compare with.

use chrono::NaiveDate;

use crate::db::Tx;
use crate::values::datetext::parse_day;
use crate::values::period::Period;
use crate::values::relative::{Relative, Turn, Unit};

/// How many stretches before are compared with.
pub const BEFORE: usize = 4;

/// The stretches offered by name.
pub const NAMED: [&str; 5] = ["this-week", "last-week", "this-month", "last-month", "this-quarter"];

/// The days asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its name, or `own` for days of one's own choice.
    pub name: String,
    /// The days.
    pub days: Period,
    unit: Option<Unit>,
}

impl Span {
    /// What an address says: a name, or the first and the last day; this week where it says nothing that can be read.
    pub fn of(tx: &Tx<'_>, name: &str, from: &str, until: &str) -> Span {
        let calendar = tx.directory.organization.calendar();
        let today = tx.company_today();
        let own = parse_day(from).zip(parse_day(until));
        let own = own.and_then(|(from, until)| Period::new(from, until.succ_opt()?));
        if let Some(days) = own.filter(|_| !NAMED.contains(&name)) {
            return Span::own(days);
        }
        let name = NAMED.into_iter().find(|known| *known == name).unwrap_or(NAMED[0]);
        let relative = Relative::parse(name).unwrap_or(Relative::Of(Turn::This, Unit::Week));
        let unit = match relative {
            Relative::Of(_, unit) => Some(unit),
            Relative::Today | Relative::LastDays(_) | Relative::NextDays(_) => None,
        };
        Span { name: name.to_owned(), days: relative.on(today, calendar), unit }
    }

    /// The days themselves, and the stretches of the same kind before them, the latest first.
    pub fn with_before(&self, tx: &Tx<'_>, before: usize) -> Vec<Period> {
        let calendar = tx.directory.organization.calendar();
        let mut all = vec![self.days];
        while all.len() <= before {
            let next = all[all.len() - 1];
            let last = next.from.pred_opt().unwrap_or(NaiveDate::MIN);
            all.push(match self.unit {
                Some(unit) => Relative::Of(Turn::This, unit).on(last, calendar),
                None => Period { from: next.from - (next.to - next.from), to: next.from },
            });
        }
        all
    }

    /// These days.
    pub fn own(days: Period) -> Span {
        Span { name: "own".to_owned(), days, unit: None }
    }

    /// So many weeks, the last of which is this one.
    pub fn weeks(tx: &Tx<'_>, before: usize) -> Vec<Period> {
        Span::of(tx, "this-week", "", "").with_before(tx, before)
    }
}
