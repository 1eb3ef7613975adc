//! Where one is signed in: address and browser as they said themselves; no place is guessed.

use actix_web::HttpResponse;
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::page::done;
use crate::db::Tx;
use crate::db::schema::sessions;
use crate::identity::user;
use crate::web::{Button, Cx, Form, hash_token};

/// One sign-in.
#[derive(Clone, Debug)]
pub(super) struct Sitting {
    /// Since when, in UTC.
    pub since: NaiveDateTime,
    /// When a page was last opened, give or take minutes.
    pub seen: NaiveDateTime,
    /// The address it came from.
    pub address: String,
    /// The browser's name for itself.
    pub agent: String,
    /// This very one?
    pub here: bool,
}

/// What the table of sessions keeps in place of this one's token.
pub(super) fn here(cx: &Cx) -> String {
    cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default()
}

/// The person's sign-ins, newest first.
///
/// # Errors
/// What the database answers.
pub(super) fn of(tx: &mut Tx<'_>, person: i64, here: &str) -> QueryResult<Vec<Sitting>> {
    let columns = (sessions::token_hash, sessions::created_at, sessions::seen_at, sessions::address, sessions::agent);
    let rows = sessions::table.filter(sessions::user_id.eq(person)).order(sessions::seen_at.desc()).limit(50);
    let rows: Vec<(String, NaiveDateTime, NaiveDateTime, String, String)> = rows.select(columns).load(tx.db)?;
    let sitting = |(hash, since, seen, address, agent)| Sitting { here: hash == here, since, seen, address, agent };
    Ok(rows.into_iter().map(sitting).collect())
}

/// `POST /profile/sessions/removal`: ends every sign-in but this one.
pub async fn end_others(cx: Cx, Form(_): Form<Button>) -> HttpResponse {
    let here = here(&cx);
    let end = move |tx: &mut Tx<'_>| {
        user::end_sessions(tx.db, tx.viewer.id, &here)?;
        Ok(done(tx, "profile-sessions-ended"))
    };
    cx.write(end).await
}
