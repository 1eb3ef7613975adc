//! Acting for somebody: the sign-in itself says so, and every page until it stops.

use actix_web::HttpResponse;
use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::sessions;
use crate::web::{Answer, Button, Cx, Error, Flash, Form, Path, Reply, hash_token, routes};

/// Begins to act by a delegation of one's own. Who acts for somebody does not act for those they stand in for.
pub async fn begin(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    let session = session(&cx);
    cx.write(move |tx| {
        if tx.viewer.acting.is_some() {
            return Err(Error::Forbidden);
        }
        start(tx, &session, *id)
    })
    .await
}

fn start(tx: &mut Tx<'_>, session: &str, id: i64) -> Answer {
    let today = tx.company_today();
    let delegation = tx.directory.stands_in(tx.viewer.id, today).find(|one| one.id == id).ok_or(Error::NotFound)?;
    let person = tx.directory.person_name(Some(delegation.person_id)).to_owned();
    if tx.directory.lacks_factor(delegation) {
        let said = Flash::bad(tx.text.a("delegations-said-factor", "person", person));
        return Ok(Reply::go(routes::FACTOR).saying(said));
    }
    mark(tx, session, Some(id))?;
    Ok(Reply::go(routes::HOME).saying(Flash::good(tx.text.a("delegations-said-acting", "person", person))))
}

/// Stops, and is oneself again.
pub async fn end(cx: Cx, Form(_): Form<Button>) -> HttpResponse {
    let session = session(&cx);
    cx.write(move |tx| {
        mark(tx, &session, None)?;
        Ok(Reply::go(routes::HOME).saying(Flash::good(tx.text.t("delegations-said-stopped"))))
    })
    .await
}

fn session(cx: &Cx) -> String {
    cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default()
}

fn mark(tx: &mut Tx<'_>, session: &str, acting: Option<i64>) -> QueryResult<()> {
    let row = sessions::table.find(session);
    diesel::update(row).set(sessions::acting_for.eq(acting)).execute(tx.db).map(drop)
}
