//! The pages of an activity: its own, and its form.

use askama::Template;
use diesel::QueryResult;

use super::form::{ActivityForm, REMINDS};
use super::part::{self, Line, kinds};
use super::{Activity, ActivityKind, ActivityState, Direction, FIELDS, Priority, Repeats, access};
use crate::correspondence::OnActivity;
use crate::customers::Typed;
use crate::db::Tx;
use crate::fields::{Group, Rows};
use crate::journal::Entity;
use crate::records::{self, Names};
use crate::web::{Choice, Problems, Ui, routes};

/// Contacts and colleagues that are offered.
const OFFERED: usize = 60;

/// What a form offers.
pub struct Choices {
    kinds: Vec<Choice>,
    outcomes: Vec<Choice>,
    directions: Vec<Choice>,
    priorities: Vec<Choice>,
    reminds: Vec<Choice>,
    repeats: Vec<Choice>,
    owners: Vec<Choice>,
    people: Vec<Choice>,
    guests: Vec<Choice>,
    then_kinds: Vec<Choice>,
}

impl Choices {
    fn of(tx: &mut Tx<'_>, form: &ActivityForm, about: Option<(Entity, i64)>) -> QueryResult<Choices> {
        let guests = guests(tx, form, about)?;
        let done = form.is_done();
        let kind: ActivityKind = form.kind.parse().unwrap_or(ActivityKind::Task);
        let none = || Choice { value: String::new(), label: tx.text.t("not-set").to_owned(), selected: false };
        // messages: activities-direction-* activities-priority-*
        let direction = |way: &Direction| {
            Choice::new(way.name(), tx.text.t(&format!("activities-direction-{}", way.name())), &form.direction)
        };
        let priority = |priority: &Priority| {
            Choice::new(priority.name(), tx.text.t(&format!("activities-priority-{}", priority.name())), &form.priority)
        };
        // messages: activities-remind-0 activities-remind-15 activities-remind-60 activities-remind-1440
        let remind = |minutes: &i64| {
            Choice::new(minutes.to_string(), tx.text.t(&format!("activities-remind-{minutes}")), &form.remind)
        };
        // messages: activities-repeats-*
        let repeats = |often: &Repeats| {
            Choice::new(often.name(), tx.text.t(&format!("activities-repeats-{}", often.name())), &form.repeats)
        };
        let never = Choice { label: tx.text.t("activities-repeats-never").to_owned(), ..none() };
        Ok(Choices {
            repeats: std::iter::once(never).chain(Repeats::ALL.iter().map(repeats)).collect(),
            reminds: std::iter::once(none()).chain(REMINDS.iter().map(remind)).collect(),
            kinds: kinds(tx, &form.kind, |kind| done || kind.is_planned()),
            outcomes: std::iter::once(none()).chain(outcomes(tx, kind, &form.outcome)).collect(),
            directions: std::iter::once(none()).chain(Direction::ALL.iter().map(direction)).collect(),
            priorities: Priority::ALL.iter().map(priority).collect(),
            owners: owners(tx, &form.owner),
            people: people(tx, &form.people),
            then_kinds: kinds(tx, &form.then_kind, ActivityKind::is_planned),
            guests,
        })
    }
}

/// What may come of this kind of activity.
fn outcomes(tx: &Tx<'_>, kind: ActivityKind, current: &str) -> Vec<Choice> {
    let list = kind.outcomes().into_iter();
    let items = list.flat_map(|list| tx.directory.picks(list));
    items.map(|item| Choice::new(item.id.to_string(), &item.name, current)).collect()
}

/// To whom the viewer may give something.
pub fn owners(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let editable = access::editable(&tx.viewer);
    let may = |id: i64, team: i64| editable.covers(Some(id), team) || id.to_string() == current;
    let people = tx.directory.active_people().filter(|person| may(person.id, person.team_id));
    people.map(|person| Choice::new(person.id.to_string(), &person.name, current)).collect()
}

/// Colleagues at work: those chosen already, and those of the viewer's own team first where there are many.
fn people(tx: &Tx<'_>, chosen: &[String]) -> Vec<Choice> {
    let is_chosen = |id: i64| chosen.iter().any(|chosen| *chosen == id.to_string());
    let mut all: Vec<_> = tx.directory.active_people().filter(|person| person.id != tx.viewer.id).collect();
    if all.len() > OFFERED {
        all.sort_by_key(|person| (!is_chosen(person.id), person.team_id != tx.viewer.team_id));
        all.truncate(OFFERED);
        all.sort_by(|one, other| one.name.cmp(&other.name));
    }
    let choice =
        |id: i64, name: &str| Choice { value: id.to_string(), label: name.to_owned(), selected: is_chosen(id) };
    all.into_iter().map(|person| choice(person.id, &person.name)).collect()
}

/// Contacts of the record it is about, and those chosen already, as far as the viewer may see them.
fn guests(tx: &mut Tx<'_>, form: &ActivityForm, about: Option<(Entity, i64)>) -> QueryResult<Vec<Choice>> {
    let mut ids: Vec<i64> = form.guests.iter().filter_map(|id| id.parse().ok()).collect();
    ids.extend(super::store::contacts_of(tx, about, OFFERED)?);
    ids.sort_unstable();
    ids.dedup();
    let wanted: Vec<(Entity, i64)> = ids.iter().map(|id| (Entity::Contact, *id)).collect();
    let names = records::named(tx, &wanted)?;
    let seen = wanted.iter().filter_map(|key| names.get(key)).filter(|named| named.visible);
    let is_chosen = |id: i64| form.guests.iter().any(|chosen| *chosen == id.to_string());
    let choice = |named: &records::Named| Choice {
        value: named.id.to_string(),
        label: named.name.clone(),
        selected: is_chosen(named.id),
    };
    Ok(seen.map(choice).collect())
}

/// A record named at the head of a page.
struct About {
    name: String,
    href: String,
}

fn about_of(names: &Names, about: Option<(Entity, i64)>) -> Option<About> {
    let named = names.get(&about?).filter(|named| named.visible)?;
    Some(About { name: named.name.clone(), href: named.href()? })
}

/// The form, of a new activity and of one that is edited.
#[derive(Template)]
#[template(path = "activities/form.html")]
pub struct FormPage {
    ui: Ui,
    id: Option<i64>,
    form: ActivityForm,
    choices: Choices,
    problems: Problems,
    about: Option<About>,
    /// Is it one of a series?
    of_series: bool,
    /// Was it changed alone? Then its series is none of its business.
    is_apart: bool,
}

impl FormPage {
    /// The form; the caller has checked that the viewer may see the record it is about.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(
        tx: &mut Tx<'_>,
        of: Option<&Activity>,
        form: ActivityForm,
        about: Option<(Entity, i64)>,
        problems: Problems,
    ) -> QueryResult<FormPage> {
        let (id, of_series) = (of.map(|one| one.id), of.and_then(|one| one.series_id).is_some());
        let is_apart = of.and_then(|one| one.apart_from).is_some();
        let names = records::named(tx, about.as_slice())?;
        let choices = Choices::of(tx, &form, about)?;
        Ok(FormPage {
            about: about_of(&names, about),
            ui: Ui::of(tx),
            id,
            of_series,
            is_apart,
            form,
            choices,
            problems,
        })
    }

    fn title(&self) -> &'static str {
        match (self.id, self.form.is_done()) {
            (Some(_), _) => self.ui.t("activities-edit-title"),
            (None, true) => self.ui.t("activities-log-title"),
            (None, false) => self.ui.t("activities-plan-title"),
        }
    }

    fn action(&self) -> String {
        self.id.map_or_else(|| routes::ACTIVITIES.to_owned(), |id| format!("{}/edit", routes::activity(id)))
    }

    fn then_kinds(&self) -> &[Choice] {
        &self.choices.then_kinds
    }

    /// For which of a series a change is meant.
    fn reaches(&self) -> Vec<Choice> {
        // messages: activities-reach-one activities-reach-following
        let current = if self.form.is_meant_for_all() { "following" } else { "one" };
        let choice = |reach: &str| Choice::new(reach, self.ui.t(&format!("activities-reach-{reach}")), current);
        ["one", "following"].map(choice).into()
    }

    fn cancel(&self) -> String {
        let own = self.id.map(routes::activity);
        own.or_else(|| self.about.as_ref().map(|about| about.href.clone())).unwrap_or_else(|| routes::HOME.to_owned())
    }
}

/// The page of an activity.
#[derive(Template)]
#[template(path = "activities/record.html")]
pub struct RecordPage {
    ui: Ui,
    activity: Activity,
    line: Line,
    about: Option<About>,
    /// What was written, of one that is a mail.
    mail: Option<OnActivity>,
    facts: Group<()>,
    form: ActivityForm,
    outcomes: Vec<Choice>,
    then_kinds: Vec<Choice>,
    problems: Problems,
}

impl RecordPage {
    /// The page of an activity the viewer may see; with what was typed about how it ended, where that was refused.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(
        tx: &mut Tx<'_>,
        activity: Activity,
        form: Option<ActivityForm>,
        problems: Problems,
    ) -> QueryResult<RecordPage> {
        let contacts = activity.guests.iter().map(|id| (Entity::Contact, id));
        let names = records::named(tx, &activity.about().into_iter().chain(contacts).collect::<Vec<_>>())?;
        let form = form.unwrap_or_else(|| ActivityForm { outcome: String::new(), ..ActivityForm::fresh(tx, None) });
        let none = Choice { value: String::new(), label: tx.text.t("not-set").to_owned(), selected: false };
        let outcomes = outcomes(tx, activity.kind, &form.outcome);
        Ok(RecordPage {
            mail: OnActivity::of(tx, &activity)?,
            about: about_of(&names, activity.about()),
            line: Line::of(tx, &activity),
            facts: facts(tx, &names, &activity),
            outcomes: if outcomes.is_empty() { outcomes } else { std::iter::once(none).chain(outcomes).collect() },
            then_kinds: kinds(tx, &form.then_kind, ActivityKind::is_planned),
            ui: Ui::of(tx),
            form,
            problems,
            activity,
        })
    }

    // messages: activities-state-*
    fn state(&self) -> String {
        format!("activities-state-{}", self.activity.state.name())
    }

    fn then_kinds(&self) -> &[Choice] {
        &self.then_kinds
    }

    /// Does it hold a mail as it was written?
    pub fn shows_frame(&self) -> bool {
        self.mail.as_ref().is_some_and(OnActivity::shows_frame)
    }

    fn is_planned(&self) -> bool {
        self.activity.state == ActivityState::Planned
    }
}

/// How long before it begins its people are reminded.
fn remind(tx: &Tx<'_>, activity: &Activity) -> String {
    let known = activity.remind.filter(|minutes| REMINDS.contains(minutes));
    known.map(|minutes| tx.text.t(&format!("activities-remind-{minutes}")).to_owned()).unwrap_or_default()
}

/// How often it comes again, and until when.
fn repeats(tx: &Tx<'_>, activity: &Activity) -> String {
    let Some(repeats) = activity.repeats else { return String::new() };
    let often = tx.text.t(&format!("activities-repeats-{}", repeats.name()));
    match activity.repeats_until {
        Some(until) => {
            tx.text.args("activities-repeats-until", &[("often", often.into()), ("until", tx.text.date(until).into())])
        }
        None => often.to_owned(),
    }
}

fn facts(tx: &Tx<'_>, names: &Names, activity: &Activity) -> Group<()> {
    let seen = |id| names.get(&(Entity::Contact, id)).filter(|named| named.visible).map(|named| named.name.clone());
    let contacts: Vec<String> = activity.guests.iter().filter_map(seen).collect();
    let people: Vec<String> = activity.people.iter().map(|id| tx.directory.person_name(Some(id)).to_owned()).collect();
    let when = part::when(tx, activity).map(|(_, words)| words).unwrap_or_default();
    let length = activity.minutes.map(|minutes| tx.text.n("duration-minutes", minutes)).unwrap_or_default();
    let direction = activity.direction.map(|way| tx.text.t(&format!("activities-direction-{}", way.name())).to_owned());
    let priority = Some(activity.priority).filter(|priority| *priority != Priority::Normal);
    let priority = priority.map(|priority| tx.text.t(&format!("activities-priority-{}", priority.name())).to_owned());
    Rows::new(tx, FIELDS)
        .words("day", when)
        .words("minutes", length)
        .words("remind", remind(tx, activity))
        .words("repeats", repeats(tx, activity))
        .words("place", activity.place.clone())
        .words("direction", direction.unwrap_or_default())
        .words("priority", priority.unwrap_or_default())
        .words("outcome_id", tx.directory.pick_name(activity.outcome_id).to_owned())
        .words("guests", tx.text.list(&contacts))
        .words("people", tx.text.list(&people))
        .words("owner_id", tx.directory.person_name(activity.owner_id).to_owned())
        .instant("settled_at", activity.settled_at)
        .group(())
}

/// Nothing typed yet, to read a form with.
pub fn typed(tx: &Tx<'_>) -> Typed {
    Typed::new(tx)
}
