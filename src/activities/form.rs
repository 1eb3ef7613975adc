//! What is typed about an activity: the quick box on a record, the whole form, and how one ends.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use serde::Deserialize;

use super::{Activity, ActivityFacts, ActivityKind, ActivityState, Direction, Priority, Repeats, access};
use crate::customers::{Typed, id_text};
use crate::db::{Ids, Tx};
use crate::journal::Entity;
use crate::records;
use crate::values::datetext::parse_day;
use crate::values::wall;
use crate::web::{Error, nonce};

/// The longest an activity lasts, in minutes: more is days.
const LONGEST: i64 = 24 * 60;
/// How many minutes before it begins one may be reminded.
pub const REMINDS: [i64; 4] = [0, 15, 60, 1440];
/// The most characters of a line.
const LINE: usize = 200;

/// Everything a form may ask, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActivityForm {
    /// Makes a second press find what the first one made.
    pub nonce: String,
    /// The version an edit started from.
    pub version: String,
    /// The record it is about, as `opportunity-12`.
    pub about: String,
    /// `done` for what has taken place.
    pub state: String,
    /// Its kind.
    pub kind: String,
    /// What it is, in a line.
    pub subject: String,
    /// Everything about it; in the quick box its first line is what it is.
    pub notes: String,
    /// The day.
    pub day: String,
    /// The time of day.
    pub time: String,
    /// The last day of one that lasts several.
    pub until_day: String,
    /// How long, in minutes.
    pub minutes: String,
    /// How many minutes before it begins one is reminded; empty for not at all.
    pub remind: String,
    /// How often it comes again; empty for never.
    pub repeats: String,
    /// The last day on which it may.
    pub repeats_until: String,
    /// `following` where a change is meant for those after it, too.
    pub reach: String,
    /// Where.
    pub place: String,
    /// Who began it.
    pub direction: String,
    /// How much it matters.
    pub priority: String,
    /// What came of it.
    pub outcome: String,
    /// Colleagues who take part.
    pub people: Vec<String>,
    /// Contacts who take part.
    pub guests: Vec<String>,
    /// Whose it is.
    pub owner: String,
    /// What comes after it.
    pub then: String,
    /// The kind of what comes after it.
    pub then_kind: String,
    /// The day of what comes after it.
    pub then_day: String,
    /// Where to go afterwards.
    #[serde(rename = "return")]
    pub back: String,
}

impl ActivityForm {
    /// The empty form.
    pub fn fresh(tx: &Tx<'_>, about: Option<(Entity, i64)>) -> ActivityForm {
        ActivityForm {
            nonce: nonce::fresh(),
            about: about.map(about_value).unwrap_or_default(),
            kind: ActivityKind::Call.name().to_owned(),
            priority: Priority::Normal.name().to_owned(),
            owner: tx.viewer.id.to_string(),
            then_kind: ActivityKind::Task.name().to_owned(),
            ..ActivityForm::default()
        }
    }

    /// The form of an activity as it is.
    pub fn of(tx: &Tx<'_>, activity: &Activity) -> ActivityForm {
        let text = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        // Where it was planned in another zone, the reader's own clock says it.
        let starts = activity.starts_at.map(|at| wall::shown(tx.text.zone(), at));
        ActivityForm {
            version: activity.version.to_string(),
            about: activity.about().map(about_value).unwrap_or_default(),
            state: activity.state.name().to_owned(),
            kind: activity.kind.name().to_owned(),
            subject: activity.subject.clone(),
            notes: activity.notes.clone(),
            day: day(starts.map(|at| at.date()).or(activity.day)),
            time: starts.map(|at| at.format("%H:%M").to_string()).unwrap_or_default(),
            until_day: day(activity.until_day),
            minutes: text(activity.minutes),
            remind: text(activity.remind),
            repeats: activity.repeats.map_or("", Repeats::name).to_owned(),
            repeats_until: day(activity.repeats_until),
            place: activity.place.clone(),
            direction: activity.direction.map_or("", Direction::name).to_owned(),
            priority: activity.priority.name().to_owned(),
            outcome: id_text(activity.outcome_id),
            people: activity.people.iter().map(|id| id.to_string()).collect(),
            guests: activity.guests.iter().map(|id| id.to_string()).collect(),
            owner: id_text(activity.owner_id),
            ..ActivityForm::default()
        }
    }

    /// Has it taken place?
    pub fn is_done(&self) -> bool {
        self.state == ActivityState::Done.name()
    }

    /// These facts with what was typed put in, except what it is about and how it stands.
    pub fn read_into(&self, tx: &Tx<'_>, typed: &mut Typed, mut facts: ActivityFacts) -> ActivityFacts {
        let planned_for = facts.day;
        facts.kind = self.kind.parse().unwrap_or(facts.kind);
        self.read_words(tx, typed, &mut facts);
        self.read_when(tx, typed, &mut facts);
        self.read_series(tx, typed, &mut facts, planned_for);
        facts.minutes = typed.number("minutes", &self.minutes, LONGEST);
        let remind = self.remind.parse().ok();
        facts.remind = remind.filter(|minutes| REMINDS.contains(minutes) || facts.remind == Some(*minutes));
        facts.place = typed.line("place", &self.place);
        facts.direction = self.direction.parse().ok().filter(|_| facts.kind.has_direction());
        facts.priority = self.priority.parse().unwrap_or(facts.priority);
        self.read_outcome(tx, typed, &mut facts);
        self.read_people(tx, typed, &mut facts);
        facts
    }

    /// What it is, and everything about it: where only the latter was typed, its first line is the former.
    fn read_words(&self, tx: &Tx<'_>, typed: &mut Typed, facts: &mut ActivityFacts) {
        let notes = typed.lines("notes", &self.notes);
        facts.subject = typed.line("subject", &self.subject);
        facts.notes = notes;
        if facts.subject.is_empty() {
            let (first, rest) = first_line(&facts.notes);
            (facts.subject, facts.notes) = (first, rest);
        }
        if facts.subject.is_empty() {
            typed.problems.add("notes", tx.text.t("activities-problem-empty"));
        }
    }

    /// When it is: on a day, from a day to another, or at an hour of the reader's own clock.
    fn read_when(&self, tx: &Tx<'_>, typed: &mut Typed, facts: &mut ActivityFacts) {
        let mut day = |field: &str, text: &str| {
            let read = parse_day(text);
            if read.is_none() && !text.trim().is_empty() {
                typed.problems.add(field, tx.text.t("activities-problem-day"));
            }
            read
        };
        let (on, until) = (day("day", &self.day), day("until_day", &self.until_day));
        let time = wall::parse_time(&self.time);
        if time.is_none() && !self.time.trim().is_empty() {
            typed.problems.add("time", tx.text.t("activities-problem-time"));
        }
        // An hour alone is today's.
        let on = on.or_else(|| time.map(|_| tx.today()));
        let before = facts.day;
        (facts.day, facts.until_day) = (on, until.filter(|_| time.is_none()));
        if facts.until_day.is_some_and(|until| on.is_none_or(|on| until < on)) {
            typed.problems.add("until_day", tx.text.t("activities-problem-until"));
        }
        let zone = tx.text.zone();
        let starts = on.zip(time).map(|(on, time)| wall::instant(zone, on.and_time(time)));
        if starts.is_none() || starts != facts.starts_at {
            facts.zone = starts.map(|_| zone.name().to_owned()).unwrap_or_default();
        } else {
            // The same instant, read on another clock: its day is still that of the zone it was planned in.
            facts.day = before;
        }
        facts.starts_at = starts;
    }

    /// How it comes again. Of one of a series that is changed alone that stays as it was.
    fn read_series(&self, tx: &Tx<'_>, typed: &mut Typed, facts: &mut ActivityFacts, planned_for: Option<NaiveDate>) {
        if facts.series_id.is_some() && !self.is_meant_for_all() {
            facts.apart_from = facts.apart_from.or(planned_for);
            return;
        }
        facts.repeats = self.repeats.parse().ok().filter(|_| facts.is_planned() && !self.is_done());
        let until = parse_day(&self.repeats_until);
        if facts.repeats.is_some() && facts.day.is_none() {
            typed.problems.add("day", tx.text.t("activities-problem-repeats-day"));
        }
        if until.is_none() && !self.repeats_until.trim().is_empty() {
            typed.problems.add("repeats_until", tx.text.t("activities-problem-day"));
        }
        if facts.repeats.is_some() && until.is_some_and(|until| facts.day.is_some_and(|day| until < day)) {
            typed.problems.add("repeats_until", tx.text.t("activities-problem-until"));
        }
        facts.repeats_until = until.filter(|_| facts.repeats.is_some());
        // That of the day that was typed, whatever the hour was before.
        facts.repeats_at = None;
        facts.repeats_at = facts.hour(tx.text.zone()).filter(|_| facts.repeats.is_some());
    }

    /// Is a change of one of a series meant for those after it, too?
    pub fn is_meant_for_all(&self) -> bool {
        self.reach == "following"
    }

    fn read_outcome(&self, tx: &Tx<'_>, typed: &mut Typed, facts: &mut ActivityFacts) {
        let now = facts.outcome_id;
        facts.outcome_id = facts.kind.outcomes().and_then(|list| typed.pick(list, &self.outcome, now));
        if facts.outcome_id.is_none() && !self.outcome.is_empty() {
            typed.problems.add("outcome", tx.text.t("activities-problem-outcome"));
        }
    }

    /// Whose it is and who else takes part, as far as they are still there.
    fn read_people(&self, tx: &Tx<'_>, typed: &mut Typed, facts: &mut ActivityFacts) {
        let editable = access::editable(&tx.viewer);
        let owner = if self.owner.is_empty() { id_text(facts.owner_id) } else { self.owner.clone() };
        facts.owner_id = typed.owner(&editable, &owner, facts.owner_id.or(Some(tx.viewer.id)));
        if let Some(person) = facts.owner_id.and_then(|id| tx.directory.person(id)) {
            facts.team_id = person.team_id;
        }
        let is_known = |id: &i64| tx.directory.person(*id).is_some() && facts.owner_id != Some(*id);
        facts.people = Ids::of(ids(&self.people).filter(is_known));
    }

    /// The contacts who take part: those chosen whom the viewer may see, and those who took part before and whom the viewer
    /// does not see, for nobody can leave out whom they do not know of.
    ///
    /// # Errors
    /// What the database answers.
    pub fn guests(&self, tx: &mut Tx<'_>, before: &Ids) -> QueryResult<Ids> {
        let all = Ids::of(before.iter().chain(ids(&self.guests)));
        let names = records::named(tx, &all.iter().map(|id| (Entity::Contact, id)).collect::<Vec<_>>())?;
        let is_seen = |id: i64| names.get(&(Entity::Contact, id)).is_some_and(|named| named.visible);
        let (chosen, hidden) = (ids(&self.guests).filter(|id| is_seen(*id)), before.iter().filter(|id| !is_seen(*id)));
        Ok(Ids::of(chosen.chain(hidden)))
    }

    /// What comes after it, about the same record and of the same person; nothing where nothing was typed.
    pub fn follow_up(&self, tx: &Tx<'_>, typed: &mut Typed, of: &ActivityFacts) -> Option<ActivityFacts> {
        let subject = typed.line("then", &self.then);
        let day = parse_day(&self.then_day);
        if day.is_none() && !self.then_day.trim().is_empty() {
            typed.problems.add("then_day", tx.text.t("activities-problem-day"));
        }
        if subject.is_empty() && day.is_some() {
            typed.problems.add("then", tx.text.t("activities-problem-then"));
        }
        let kind = self.then_kind.parse::<ActivityKind>().ok().filter(|kind| kind.is_planned());
        let mut next = ActivityFacts {
            kind: kind.unwrap_or(ActivityKind::Task),
            day,
            owner_id: of.owner_id,
            ..ActivityFacts::starting(&subject, of.team_id, tx.now)
        };
        next.set_about(of.about());
        (!subject.is_empty()).then_some(next)
    }
}

/// When something that is written down now took place: when it was, where that is past, else now.
pub fn took_place(facts: &ActivityFacts, tx: &Tx<'_>) -> NaiveDateTime {
    let noon = facts.day.and_then(|day| day.and_hms_opt(12, 0, 0)).filter(|_| facts.day != Some(tx.today()));
    let then = facts.starts_at.or(noon.map(|noon| wall::instant(tx.text.zone(), noon)));
    then.map_or(tx.now, |then| then.min(tx.now))
}

/// The first line of a text and the rest; of one that is too long its beginning, and then the rest is all of it.
fn first_line(text: &str) -> (String, String) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.char_indices().nth(LINE - 1) {
        Some((end, _)) => (format!("{}…", first[..end].trim_end()), text.to_owned()),
        None => (first.trim().to_owned(), rest.trim().to_owned()),
    }
}

/// The record named like this, if the viewer may see it; none where nothing is named.
///
/// # Errors
/// `NotFound` where they may not; what the database answers.
pub fn record_of(tx: &mut Tx<'_>, about: &str) -> Result<Option<(Entity, i64)>, Error> {
    let Some((kind, id)) = about.split_once('-') else { return Ok(None) };
    let known = access::ABOUT.iter().find(|(entity, _)| entity.name() == kind);
    let about = known.map(|(entity, _)| *entity).zip(id.parse().ok()).ok_or(Error::NotFound)?;
    let named = records::named(tx, &[about])?;
    let is_seen = named.get(&about).is_some_and(|named| named.visible);
    if is_seen { Ok(Some(about)) } else { Err(Error::NotFound) }
}

/// A record, as the form names it.
pub fn about_value((entity, id): (Entity, i64)) -> String {
    format!("{}-{id}", entity.name())
}

fn ids(typed: &[String]) -> impl Iterator<Item = i64> + '_ {
    typed.iter().filter_map(|id| id.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_says_what_it_is() {
        assert_eq!(
            first_line("Called back\nWants two.\n\nOn Monday."),
            ("Called back".into(), "Wants two.\n\nOn Monday.".into())
        );
        assert_eq!(first_line("Called back"), ("Called back".into(), String::new()));
        let long = "a".repeat(300);
        let (first, rest) = first_line(&long);
        assert_eq!((first.chars().count(), rest), (LINE, long));
    }
}
