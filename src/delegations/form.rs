//! What names a stand-in, and whether it holds together.

use chrono::{Months, NaiveDate};
use serde::Deserialize;

use crate::db::Tx;
use crate::directory::{Delegation, Person};
use crate::values::datetext::parse_day;
use crate::web::{Choice, Problems};

/// The longest that somebody stands in: a slip of the year lasts no lifetime.
const LONGEST: Months = Months::new(12);

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DelegationForm {
    pub(super) stand_in: String,
    pub(super) from_on: String,
    pub(super) until_on: String,
}

/// A stand-in, the first and the last day.
pub(super) struct Named {
    pub(super) stand_in: i64,
    pub(super) days: [NaiveDate; 2],
}

impl DelegationForm {
    /// The stand-in and the days, or what is wrong.
    pub(super) fn check(&self, tx: &Tx<'_>, away: &Person) -> Result<Named, Problems> {
        let mut problems = Problems::new();
        let days = self.days(tx, &mut problems);
        let chosen = stand_ins(tx, away, &self.stand_in).into_iter().find(|choice| choice.selected);
        let stand_in = chosen.and_then(|choice| choice.value.parse::<i64>().ok()).filter(|_| away.active);
        if stand_in.is_none() {
            problems.add("stand_in", tx.text.t("delegations-problem-person"));
        }
        match stand_in.zip(days).map(|(stand_in, days)| Named { stand_in, days }) {
            Some(named) if problems.is_empty() => match clash(tx, away, &named) {
                None => Ok(named),
                Some(said) => {
                    problems.add("stand_in", said);
                    Err(problems)
                }
            },
            Some(_) | None => Err(problems),
        }
    }

    /// Is this what was named before, by a second press?
    pub(super) fn is_again(&self, tx: &Tx<'_>, away: &Person) -> bool {
        let asked = (self.stand_in.parse().ok(), parse_day(&self.from_on), parse_day(&self.until_on));
        let same = |one: &Delegation| (Some(one.stand_in_id), Some(one.from_on), Some(one.until_on)) == asked;
        tx.directory.delegations_of(away.id, tx.company_today()).any(same)
    }

    /// From when until when: in order, not over already, and not for ever.
    fn days(&self, tx: &Tx<'_>, problems: &mut Problems) -> Option<[NaiveDate; 2]> {
        let (from_on, until_on) = (parse_day(&self.from_on), parse_day(&self.until_on));
        for (field, day) in [("from_on", from_on), ("until_on", until_on)] {
            if day.is_none() {
                problems.add(field, tx.text.t("delegations-problem-day"));
            }
        }
        let (from_on, until_on) = from_on.zip(until_on)?;
        if until_on < from_on {
            problems.add("until_on", tx.text.t("delegations-problem-order"));
        } else if until_on < tx.company_today() {
            problems.add("until_on", tx.text.t("delegations-problem-over"));
        } else if from_on.checked_add_months(LONGEST).is_none_or(|longest| until_on > longest) {
            problems.add("until_on", tx.text.t("delegations-problem-long"));
        }
        Some([from_on, until_on])
    }
}

/// What stands against it: they stand in on one of these days already, or are away themselves.
fn clash(tx: &Tx<'_>, away: &Person, named: &Named) -> Option<String> {
    let today = tx.company_today();
    let meets = |one: &&Delegation| one.meets(named.days);
    let twice = tx.directory.delegations_of(away.id, today).find(|one| one.stand_in_id == named.stand_in && meets(one));
    let gone = || tx.directory.delegations_of(named.stand_in, today).find(meets);
    let twice = twice.map(|one| ("delegations-problem-twice", one));
    let (key, one) = twice.or_else(|| gone().map(|one| ("delegations-problem-away", one)))?;
    let (from, until) = (tx.text.date(one.from_on), tx.text.date(one.until_on));
    let name = tx.directory.person_name(Some(named.stand_in));
    // messages: delegations-problem-twice delegations-problem-away
    Some(tx.text.args(key, &[("person", name.into()), ("from", from.into()), ("until", until.into())]))
}

/// Who can stand in: everybody else who can sign in.
pub(super) fn stand_ins(tx: &Tx<'_>, away: &Person, current: &str) -> Vec<Choice> {
    let able = tx.directory.active_people().filter(|person| person.id != away.id && person.email.is_some());
    let people = able.map(|person| Choice::new(person.id.to_string(), &person.name, current));
    let nobody = Choice { value: String::new(), label: tx.text.t("delegations-choose").to_owned(), selected: false };
    std::iter::once(nobody).chain(people).collect()
}
