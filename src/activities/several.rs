//! Several activities at once, from the agenda: to another day, to somebody else, or done.

use actix_web::HttpResponse;
use chrono::NaiveDate;
use serde::Deserialize;

use super::form::took_place;
use super::{Activity, ActivityState, access, effects, pages, store};
use crate::db::Tx;
use crate::journal::Action;
use crate::values::datetext::parse_day;
use crate::web::{Answer, Cx, Error, Flash, Form, Reply, routes};

/// The most that are changed at once: several pages of an agenda.
const MOST: usize = 200;

/// What is to become of which.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Several {
    id: Vec<String>,
    /// `move`, `give` or `done`.
    what: String,
    day: String,
    owner: String,
    #[serde(rename = "return")]
    back: String,
}

/// One of the changes.
#[derive(Clone, Copy)]
enum Deed {
    Move(NaiveDate),
    Give { owner: i64, team: i64 },
    Done,
}

impl Deed {
    // messages: activities-several-moved activities-several-given activities-several-done
    fn said(self) -> &'static str {
        match self {
            Deed::Move(_) => "activities-several-moved",
            Deed::Give { .. } => "activities-several-given",
            Deed::Done => "activities-several-done",
        }
    }
}

/// `POST /activities/several`: what the viewer may not change, or is not planned any more, is passed over, and said.
pub async fn change(cx: Cx, Form(form): Form<Several>) -> HttpResponse {
    cx.write(move |tx| {
        let back = routes::own_path(&form.back).unwrap_or(routes::AGENDA).to_owned();
        let wrong = |tx: &Tx<'_>, key: &str| Ok(Reply::go(&back).saying(Flash::bad(tx.text.t(key))));
        let mut ids: Vec<i64> = form.id.iter().filter_map(|id| id.parse().ok()).take(MOST).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return wrong(tx, "activities-several-none");
        }
        let deed = match form.what.as_str() {
            "move" => match parse_day(&form.day) {
                Some(day) => Deed::Move(day),
                None => return wrong(tx, "activities-problem-day"),
            },
            "give" => match heir(tx, &form.owner) {
                Some(deed) => deed,
                None => return wrong(tx, "activities-several-owner"),
            },
            "done" => Deed::Done,
            _ => return Err(Error::BadRequest),
        };
        all(tx, &ids, deed, &back)
    })
    .await
}

fn heir(tx: &Tx<'_>, typed: &str) -> Option<Deed> {
    let mut read = pages::typed(tx);
    let owner = read.owner(&access::editable(&tx.viewer), typed, None)?;
    let team = tx.directory.person(owner)?.team_id;
    Some(Deed::Give { owner, team })
}

fn all(tx: &mut Tx<'_>, ids: &[i64], deed: Deed, back: &str) -> Answer {
    let (mut changed, mut passed) = (0, 0);
    for id in ids {
        match store::find_editable(tx, *id) {
            Ok(activity) if activity.is_planned() => {
                one(tx, &activity, deed)?;
                changed += 1;
            }
            Ok(_) | Err(Error::NotFound | Error::Forbidden) => passed += 1,
            Err(error) => return Err(error),
        }
    }
    let mut said = tx.text.n(deed.said(), changed);
    if passed > 0 {
        said = tx.text.row(&[said.as_str(), tx.text.n("activities-several-passed", passed).as_str()]);
    }
    Ok(Reply::go(back).saying(if changed > 0 { Flash::good(said) } else { Flash::bad(said) }))
}

fn one(tx: &mut Tx<'_>, before: &Activity, deed: Deed) -> Result<(), Error> {
    let mut facts = before.facts.clone();
    let action = match deed {
        Deed::Move(day) => {
            // One of a series is moved alone.
            facts.apart_from = facts.apart_from.or(facts.series_id.and(facts.day));
            facts.move_to(day, tx.directory.organization.tz());
            Action::Edited
        }
        Deed::Give { owner, team } => {
            (facts.owner_id, facts.team_id) = (Some(owner), team);
            facts.people = crate::db::Ids::of(facts.people.iter().filter(|id| *id != owner));
            Action::Assigned
        }
        Deed::Done => {
            let at = took_place(&facts, tx);
            facts.settle(ActivityState::Done, at);
            Action::StepDone
        }
    };
    if facts != before.facts {
        let saved = store::save(tx, action, before, facts)?.ok_or(Error::Overtaken)?;
        effects::took_place(tx, &saved)?;
    }
    Ok(())
}
