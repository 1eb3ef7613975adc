//! Taking back what was just done with leads of the pool: one's own claim, or a hand-out. What it was before is read from
//! the journal, and only a lead to which nothing has happened since is set back.

use actix_web::HttpResponse;
use diesel::prelude::*;
use serde_json::Value;

use super::assign::{KIND, MOST, may_assign};
use super::close::Press;
use super::{Lead, access, store};
use crate::db::Tx;
use crate::db::schema::batches;
use crate::journal::{self, Action, Entity, Event};
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Reply, routes};

/// Where a claim is taken back.
pub(super) fn of_claim(lead: i64) -> String {
    format!("{}/claim/removal", routes::lead(lead))
}

/// Where a hand-out is taken back.
pub(super) fn of_assignment(batch: i64) -> String {
    format!("/leads/assignments/{batch}/removal")
}

/// Puts a lead back into the pool it was taken from, as if nobody had taken it.
pub async fn claim(cx: Cx, id: Path<i64>, Form(_): Form<Press>) -> HttpResponse {
    cx.write(move |tx| {
        let lead = store::hold(tx, *id)?;
        let me = tx.viewer.actor();
        let last = journal::events_of(tx, Entity::Lead, lead.id, None, 1)?;
        let own = last.iter().find(|event| event.action == Action::Claimed && event.actor_id == me);
        let is_back = match own {
            Some(event) => set_back(tx, &lead, event)?,
            None => false,
        };
        Ok(match is_back {
            true => Reply::go(routes::POOL).saying(Flash::good(tx.text.a(
                "leads-said-unclaimed",
                "lead",
                lead.title_name(),
            ))),
            false => Reply::go(&routes::lead(lead.id)).saying(Flash::bad(tx.text.t("leads-said-changed-since"))),
        })
    })
    .await
}

/// Takes a hand-out back, lead by lead.
pub async fn assignment(cx: Cx, id: Path<i64>, Form(_): Form<Press>) -> HttpResponse {
    cx.write(move |tx| {
        may_assign(tx)?;
        let own = batches::kind.eq(KIND).and(batches::created_by.eq(tx.viewer.person()));
        let row = batches::table.find(*id).filter(own);
        let reverted_at = row.select(batches::reverted_at).first::<Option<chrono::NaiveDateTime>>(tx.db)?;
        match reverted_at {
            Some(_) => Ok(Reply::go(routes::POOL).saying(Flash::bad(tx.text.t("leads-said-unassigned-already")))),
            None => take_back(tx, *id),
        }
    })
    .await
}

fn take_back(tx: &mut Tx<'_>, batch: i64) -> Answer {
    let events = journal::batch_events(tx, batch, None, i64::try_from(MOST).unwrap_or(i64::MAX))?;
    let (mut back, mut kept) = (0_i64, 0_i64);
    for event in &events {
        store::lock(tx, event.record_id)?;
        let is_back = match store::find_editable(tx, event.record_id) {
            Ok(lead) => set_back(tx, &lead, event)?,
            Err(Error::NotFound | Error::Forbidden) => false,
            Err(other) => return Err(other),
        };
        if is_back { back += 1 } else { kept += 1 }
    }
    let row = batches::table.find(batch);
    diesel::update(row).set(batches::reverted_at.eq(tx.now)).execute(tx.db)?;
    let said = tx.text.n("leads-said-unassigned", back);
    let flash = match kept {
        0 => Flash::good(said),
        kept => Flash::bad(format!("{said} {}", tx.text.n("leads-said-unassigned-kept", kept))),
    };
    Ok(Reply::go(routes::POOL).saying(flash))
}

/// Gives the fields of an event back what they were, if it is the last thing that happened to the lead.
fn set_back(tx: &mut Tx<'_>, lead: &Lead, event: &Event) -> Result<bool, Error> {
    if event.version != lead.version {
        return Ok(false);
    }
    let mut fields = journal::fields(&lead.facts);
    fields.extend(event.changes.iter().map(|change| (change.field.clone(), change.was())));
    let facts = serde_json::from_value(Value::Object(fields)).map_err(|e| Error::Bug(format!("setting back: {e}")))?;
    let scope = access::editable(&tx.viewer);
    Ok(store::save_within(tx, &scope, Action::Reverted, lead, facts, Vec::new())?.is_some())
}
