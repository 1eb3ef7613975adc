//! What a record's page shows of activities: what is planned, and the box in which something is written down.

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::form::{ActivityForm, about_value};
use super::{Activity, ActivityKind, access, store};
use crate::correspondence::{self, Draft};
use crate::db::Tx;
use crate::journal::Entity;
use crate::web::{Choice, Problems, routes};

/// One planned activity, as lists show it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: i64,
    /// What kind: message key.
    pub kind: String,
    /// What it is.
    pub subject: String,
    /// Its page.
    pub href: String,
    /// The day, as machines and as people read it, with the hour where it has one.
    pub when: Option<(String, String)>,
    /// Should it have been done by now?
    pub late: bool,
    /// Whose it is.
    pub who: String,
    /// May the viewer say that it is done?
    pub editable: bool,
}

impl Line {
    /// The line of an activity.
    pub fn of(tx: &Tx<'_>, activity: &Activity) -> Line {
        Line {
            id: activity.id,
            // messages: activities-kind-*
            kind: format!("activities-kind-{}", activity.kind.name()),
            subject: activity.subject.clone(),
            href: routes::activity(activity.id),
            when: when(tx, activity),
            late: is_late(tx, activity),
            who: tx.directory.person_name(activity.owner_id).to_owned(),
            editable: access::editable(&tx.viewer).covers(activity.owner_id, activity.team_id),
        }
    }

    /// Where it is said how it ended.
    pub fn settlement(&self) -> String {
        format!("{}/settlement", self.href)
    }
}

/// When it is, as machines and as people read it.
pub fn when(tx: &Tx<'_>, activity: &Activity) -> Option<(String, String)> {
    if let Some(at) = activity.starts_at {
        let words = tx.text.row(&[tx.text.weekday_date(tx.text.local_date(at)).as_str(), tx.text.time(at).as_str()]);
        return Some((tx.text.iso(at), words));
    }
    let day = activity.day?;
    let words = match activity.until_day {
        Some(until) => tx.text.args(
            "activities-until",
            &[("from", tx.text.weekday_date(day).into()), ("until", tx.text.weekday_date(until).into())],
        ),
        None => tx.text.weekday_date(day),
    };
    Some((day.to_string(), words))
}

/// Should a planned one have been done by now?
pub fn is_late(tx: &Tx<'_>, activity: &Activity) -> bool {
    let ended = |at: NaiveDateTime| at + chrono::Duration::minutes(activity.minutes.unwrap_or(0)) < tx.now;
    let passed = match activity.starts_at {
        Some(at) => ended(at),
        None => activity.until_day.or(activity.day).is_some_and(|day| day < tx.today()),
    };
    activity.is_planned() && passed
}

/// What a record's page shows of activities.
pub struct OnRecord {
    /// What is planned about the record.
    pub planned: Vec<Line>,
    /// The box.
    pub form: ActivityForm,
    /// What it may be about, where the page is of no record.
    pub records: Vec<Choice>,
    /// What kind of thing it was.
    pub kinds: Vec<Choice>,
    /// Where something is planned.
    pub plan_href: String,
    /// Where more is said of what was done.
    pub more_href: String,
    /// Where a mail is written; empty on a page of no record.
    pub mail_href: String,
    /// Mails the viewer has begun about the record, which wait, or did not arrive.
    pub mails: Vec<Draft>,
    /// Nothing is wrong with what was not typed yet.
    pub none: Problems,
}

impl OnRecord {
    /// The part of a record's page; the caller has checked that the viewer may see the record.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<OnRecord> {
        let planned = store::planned_about(tx, record)?;
        // The first one of a deal stands on its own card: it is the next step.
        let on_card = usize::from(record.0 == Entity::Opportunity);
        let planned = planned.iter().skip(on_card).map(|activity| Line::of(tx, activity)).collect();
        let plan_href = format!("{}/new?about={}", routes::ACTIVITIES, about_value(record));
        let more_href = format!("{plan_href}&state=done");
        let mail_href = format!("{}/new?about={}", routes::MAILS, about_value(record));
        let mails = correspondence::drafts_about(tx, record)?;
        Ok(OnRecord { planned, plan_href, more_href, mail_href, mails, ..OnRecord::empty(tx, Some(record)) })
    }

    /// The box alone, on a page of no record: what was done is about one of these, or about none.
    pub fn of_none<'a>(tx: &Tx<'_>, records: impl Iterator<Item = (Entity, i64, &'a str)>) -> OnRecord {
        let is_known = |entity: Entity| access::ABOUT.iter().any(|(of, _)| *of == entity);
        let known = records.filter(|(entity, _, _)| is_known(*entity));
        let known = known.map(|(entity, id, name)| Choice::new(about_value((entity, id)), name, ""));
        let none = Choice::new("", tx.text.t("activities-about-none"), "");
        OnRecord { records: std::iter::once(none).chain(known).collect(), ..OnRecord::empty(tx, None) }
    }

    fn empty(tx: &Tx<'_>, record: Option<(Entity, i64)>) -> OnRecord {
        let form = ActivityForm::fresh(tx, record);
        OnRecord {
            planned: Vec::new(),
            mails: Vec::new(),
            mail_href: String::new(),
            records: Vec::new(),
            plan_href: format!("{}/new", routes::ACTIVITIES),
            more_href: format!("{}/new?state=done", routes::ACTIVITIES),
            kinds: kinds(tx, &form.kind, |kind| kind != ActivityKind::Task),
            none: Problems::new(),
            form,
        }
    }
}

/// Kinds to choose from.
pub fn kinds(tx: &Tx<'_>, current: &str, offered: impl Fn(ActivityKind) -> bool) -> Vec<Choice> {
    let all = ActivityKind::ALL.iter().filter(|kind| offered(**kind));
    let name = |kind: &ActivityKind| tx.text.t(&format!("activities-kind-{}", kind.name()));
    all.map(|kind| Choice::new(kind.name(), name(kind), current)).collect()
}
