//! An activity: what somebody does with a customer, or for one.

use std::ops::{Deref, DerefMut};

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::recurrence::Repeats;
use crate::db::Ids;
use crate::db::schema::activities;
use crate::directory::PickList;
use crate::journal::{Bound, Entity, Journalled};
use crate::text_enum;
use crate::values::wall;

text_enum! {
    /// What kind of thing it is.
    pub enum ActivityKind {
        /// A call.
        Call = "call",
        /// A visit at the customer's.
        Visit = "visit",
        /// A meeting anywhere.
        Meeting = "meeting",
        /// A message, written or received.
        Email = "email",
        /// Something to do.
        Task = "task",
        /// Something worth knowing: it has taken place when it is written down.
        Note = "note",
    }
}

impl ActivityKind {
    /// Is it a word with the customer? Then it keeps a deal from going quiet.
    pub fn is_talk(self) -> bool {
        match self {
            ActivityKind::Call | ActivityKind::Visit | ActivityKind::Meeting | ActivityKind::Email => true,
            ActivityKind::Task | ActivityKind::Note => false,
        }
    }

    /// Can it be planned? What is worth knowing is known already.
    pub fn is_planned(self) -> bool {
        self != ActivityKind::Note
    }

    /// Does it go one way or the other?
    pub fn has_direction(self) -> bool {
        matches!(self, ActivityKind::Call | ActivityKind::Email)
    }

    /// The list of what came of it; none where nothing does.
    pub fn outcomes(self) -> Option<PickList> {
        match self {
            ActivityKind::Call => Some(PickList::CallOutcome),
            ActivityKind::Visit => Some(PickList::VisitOutcome),
            ActivityKind::Meeting => Some(PickList::MeetingOutcome),
            ActivityKind::Email => Some(PickList::EmailOutcome),
            ActivityKind::Task => Some(PickList::TaskOutcome),
            ActivityKind::Note => None,
        }
    }
}

text_enum! {
    /// How it stands.
    pub enum ActivityState {
        /// Still to come.
        Planned = "planned",
        /// It took place.
        Done = "done",
        /// It should have: the other side did not come.
        NotHeld = "not_held",
        /// Called off.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// Who began it.
    pub enum Direction {
        /// The other side.
        In = "in",
        /// Ours.
        Out = "out",
    }
}

text_enum! {
    /// How much it matters.
    pub enum Priority {
        /// When there is time.
        Low = "low",
        /// As everything.
        Normal = "normal",
        /// Before everything else of its day.
        High = "high",
    }
}

/// What an hour takes where nobody has said how long it lasts, in minutes.
const USUAL: i64 = 30;

/// An activity, without id and version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = activities, treat_none_as_null = true)]
pub struct ActivityFacts {
    /// What kind of thing it is.
    pub kind: ActivityKind,
    /// How it stands.
    pub state: ActivityState,
    /// What it is, in a line.
    pub subject: String,
    /// Everything else about it.
    pub notes: String,
    /// Where.
    pub place: String,
    /// Who began it, where that is known.
    pub direction: Option<Direction>,
    /// How much it matters.
    pub priority: Priority,
    /// What came of it: an item of the list of its kind.
    pub outcome_id: Option<i64>,
    /// The lead it is about. It is about one record at most.
    pub lead_id: Option<i64>,
    /// The account it is about.
    pub account_id: Option<i64>,
    /// The contact it is about.
    pub contact_id: Option<i64>,
    /// The deal it is about.
    pub opportunity_id: Option<i64>,
    /// The day it is due or takes place, on the calendar it was planned in.
    pub day: Option<NaiveDate>,
    /// The last day of one that lasts several.
    pub until_day: Option<NaiveDate>,
    /// When one at an hour begins, in UTC.
    pub starts_at: Option<NaiveDateTime>,
    /// The zone its hour was read in.
    pub zone: String,
    /// How long it lasts, in minutes.
    pub minutes: Option<i64>,
    /// How many minutes before it begins its people are reminded; of one without an hour before the morning of its day.
    pub remind: Option<i64>,
    /// How often it comes again; nothing of what is planned once.
    pub repeats: Option<Repeats>,
    /// The last day on which it may.
    pub repeats_until: Option<NaiveDate>,
    /// The time of day at which it does, on the clock of its zone.
    pub repeats_at: Option<NaiveTime>,
    /// The series it is of: the id of the first one.
    pub series_id: Option<i64>,
    /// The day its series had planned it for, where it was changed alone: what happens to its series does not happen to it.
    pub apart_from: Option<NaiveDate>,
    /// When it took place or was given up; nothing while it is planned.
    pub settled_at: Option<NaiveDateTime>,
    /// Colleagues who take part, beside the owner.
    pub people: Ids,
    /// Contacts who take part.
    pub guests: Ids,
    /// Whose it is.
    pub owner_id: Option<i64>,
    /// The team it belongs to: reach goes by it.
    pub team_id: i64,
    /// Its id in the file it was imported from.
    pub external_id: Option<String>,
    /// When it was filed.
    pub created_at: NaiveDateTime,
    /// When it last changed.
    pub updated_at: NaiveDateTime,
}

impl ActivityFacts {
    /// A planned task about nothing yet; the rest is set by who files it.
    pub fn starting(subject: &str, team_id: i64, now: NaiveDateTime) -> ActivityFacts {
        ActivityFacts {
            kind: ActivityKind::Task,
            state: ActivityState::Planned,
            subject: subject.to_owned(),
            notes: String::new(),
            place: String::new(),
            direction: None,
            priority: Priority::Normal,
            outcome_id: None,
            lead_id: None,
            account_id: None,
            contact_id: None,
            opportunity_id: None,
            day: None,
            until_day: None,
            starts_at: None,
            zone: String::new(),
            minutes: None,
            remind: None,
            repeats: None,
            repeats_until: None,
            repeats_at: None,
            series_id: None,
            apart_from: None,
            settled_at: None,
            people: Ids::default(),
            guests: Ids::default(),
            owner_id: None,
            team_id,
            external_id: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// What it is called in lists: its line.
    pub fn title_name(&self) -> &str {
        &self.subject
    }

    /// The record it is about.
    pub fn about(&self) -> Option<(Entity, i64)> {
        let all = [
            (Entity::Opportunity, self.opportunity_id),
            (Entity::Lead, self.lead_id),
            (Entity::Contact, self.contact_id),
            (Entity::Account, self.account_id),
        ];
        all.into_iter().find_map(|(entity, id)| Some((entity, id?)))
    }

    /// Makes it about this record and no other; about none of a kind that nothing is done with.
    pub fn set_about(&mut self, about: Option<(Entity, i64)>) {
        let id_of = |wanted: Entity| about.filter(|(entity, _)| *entity == wanted).map(|(_, id)| id);
        self.lead_id = id_of(Entity::Lead);
        self.account_id = id_of(Entity::Account);
        self.contact_id = id_of(Entity::Contact);
        self.opportunity_id = id_of(Entity::Opportunity);
    }

    /// Is it still to come?
    pub fn is_planned(&self) -> bool {
        self.state == ActivityState::Planned
    }

    /// When one at an hour ends, in UTC; where nobody has said how long it lasts, after half an hour.
    pub fn ends_at(&self) -> Option<NaiveDateTime> {
        Some(self.starts_at? + Duration::minutes(self.minutes.unwrap_or(USUAL).max(1)))
    }

    /// The time of day of one at an hour, on the clock of the zone it was planned in.
    pub fn hour(&self, company: Tz) -> Option<NaiveTime> {
        let zone = self.zone.parse().unwrap_or(company);
        self.repeats_at.or(self.starts_at.map(|at| wall::shown(zone, at).time()))
    }

    /// Puts it on another day, at its hour on the clock of its zone, for as many days as it lasts.
    pub fn move_to(&mut self, day: NaiveDate, company: Tz) {
        let length = self.until_day.zip(self.day).map(|(until, from)| until - from);
        let zone = self.zone.parse().unwrap_or(company);
        self.until_day = length.and_then(|length| day.checked_add_signed(length));
        self.starts_at = self.hour(company).map(|hour| wall::instant(zone, day.and_time(hour)));
        self.day = Some(day);
    }

    /// Settles it at an instant: it took place, did not, or was called off.
    pub fn settle(&mut self, state: ActivityState, at: NaiveDateTime) {
        self.state = state;
        self.settled_at = (state != ActivityState::Planned).then_some(at);
    }
}

/// An activity as it is stored. Reads as its facts: `activity.subject`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = activities)]
pub struct Activity {
    /// Its id.
    pub id: i64,
    /// Counts its changes.
    pub version: i64,
    /// Everything else.
    #[serde(flatten)]
    #[diesel(embed)]
    pub facts: ActivityFacts,
}

impl Deref for Activity {
    type Target = ActivityFacts;

    fn deref(&self) -> &ActivityFacts {
        &self.facts
    }
}

impl DerefMut for Activity {
    fn deref_mut(&mut self) -> &mut ActivityFacts {
        &mut self.facts
    }
}

/// When it is: the parts of one answer.
const WHEN: &[&str] = &["day", "until_day", "starts_at", "zone"];

/// How it comes again: the parts of one answer.
const SERIES: &[&str] = &["repeats", "repeats_until", "repeats_at", "series_id"];

impl Journalled for Activity {
    const ENTITY: Entity = Entity::Activity;
    const TOLD: &'static [&'static str] = &["owner_id", "people", "notes", "series_id"];
    const BOUND: &'static [Bound] = &[
        Bound { by: "day", fields: WHEN },
        Bound { by: "starts_at", fields: WHEN },
        Bound { by: "repeats", fields: SERIES },
        Bound { by: "repeats_until", fields: SERIES },
        Bound { by: "state", fields: &["state", "settled_at"] },
        Bound { by: "owner_id", fields: &["owner_id", "team_id"] },
        Bound { by: "opportunity_id", fields: &["lead_id", "account_id", "contact_id", "opportunity_id"] },
    ];

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}
