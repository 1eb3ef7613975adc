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
    /// Whom it names, where that is anybody.
    pub(super) fn stand_in(&self) -> Option<i64> {
        self.stand_in.parse().ok()
    }

    /// The stand-in and the days, or what is wrong; beside all that is agreed on either of the two already.
    pub(super) fn check(&self, tx: &Tx<'_>, away: &Person, agreed: &[Delegation]) -> Result<Named, Problems> {
        let mut problems = Problems::new();
        let days = self.days(tx, &mut problems);
        let chosen = stand_ins(tx, away, &self.stand_in).into_iter().find(|choice| choice.selected);
        let stand_in = chosen.and_then(|choice| choice.value.parse::<i64>().ok()).filter(|_| away.active);
        if stand_in.is_none() {
            problems.add("stand_in", tx.text.t("delegations-problem-person"));
        }
        match stand_in.zip(days).map(|(stand_in, days)| Named { stand_in, days }) {
            Some(named) if problems.is_empty() => match clash(tx, away, &named, agreed) {
                None => Ok(named),
                Some((field, said)) => {
                    problems.add(field, said);
                    Err(problems)
                }
            },
            Some(_) | None => Err(problems),
        }
    }

    /// Is this what was named before, by a second press?
    pub(super) fn is_again(&self, away: &Person, agreed: &[Delegation]) -> bool {
        let asked = (self.stand_in(), parse_day(&self.from_on), parse_day(&self.until_on));
        let same = |one: &Delegation| (Some(one.stand_in_id), Some(one.from_on), Some(one.until_on)) == asked;
        agreed.iter().any(|one| one.person_id == away.id && same(one))
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

/// What stands against it, and beside which field it is said: on one of these days they stand in already, or are away
/// themselves, or who is away stands in for somebody else, whose work nobody would do then. So there are no chains, in
/// whatever order they are named.
fn clash(tx: &Tx<'_>, away: &Person, named: &Named, agreed: &[Delegation]) -> Option<(&'static str, String)> {
    let met = |of: &dyn Fn(&Delegation) -> bool| agreed.iter().find(|one| one.meets(named.days) && of(one));
    let twice = met(&|one| (one.person_id, one.stand_in_id) == (away.id, named.stand_in));
    let twice = twice.map(|one| ("stand_in", "delegations-problem-twice", one));
    let gone = || Some(("stand_in", "delegations-problem-away", met(&|one| one.person_id == named.stand_in)?));
    let busy = || Some(("from_on", "delegations-problem-busy", met(&|one| one.stand_in_id == away.id)?));
    let (field, key, one) = twice.or_else(gone).or_else(busy)?;
    let (from, until) = (tx.text.date(one.from_on), tx.text.date(one.until_on));
    let name = |person: i64| tx.directory.person_name(Some(person));
    let of = if key == "delegations-problem-busy" { one.person_id } else { named.stand_in };
    let args = [
        ("person", name(of).into()),
        ("stand_in", name(away.id).into()),
        ("from", from.into()),
        ("until", until.into()),
    ];
    // messages: delegations-problem-twice delegations-problem-away delegations-problem-busy
    Some((field, tx.text.args(key, &args)))
}

/// Who can stand in: everybody else who can sign in.
pub(super) fn stand_ins(tx: &Tx<'_>, away: &Person, current: &str) -> Vec<Choice> {
    let able = tx.directory.active_people().filter(|person| person.id != away.id && person.email.is_some());
    let people = able.map(|person| Choice::new(person.id.to_string(), &person.name, current));
    let nobody = Choice { value: String::new(), label: tx.text.t("delegations-choose").to_owned(), selected: false };
    std::iter::once(nobody).chain(people).collect()
}
