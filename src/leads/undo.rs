//! Taking one's own claim back. What the lead was before is read from the journal, and only one to which nothing has
//! happened since is set back.

use actix_web::HttpResponse;
use serde_json::Value;

use super::close::Press;
use super::{Lead, access, store};
use crate::db::Tx;
use crate::journal::{self, Action, Entity, Event};
use crate::web::{Cx, Error, Flash, Form, Path, Reply, routes};

/// Where a claim is taken back.
pub(super) fn of_claim(lead: i64) -> String {
    format!("{}/claim/removal", routes::lead(lead))
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
