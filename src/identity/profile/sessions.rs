//! Where one is signed in: address and browser as they said themselves; no place is guessed.

use actix_web::HttpResponse;
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::page::done;
use crate::config::{Config, Provider};
use crate::db::Tx;
use crate::db::schema::sessions;
use crate::identity::{agents, user};
use crate::web::{Button, Cx, Form, Path, hash_token};

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
    /// What its button calls it: nobody gets in with that.
    pub handle: String,
}

impl Sitting {
    /// The browser and its system, as people call them; else what it said.
    pub fn browser(&self) -> Vec<&str> {
        agents::names(&self.agent)
    }
}

/// The sign-in at hand.
#[derive(Clone, Debug)]
pub(super) struct Here {
    /// What the table of sessions keeps in place of its token.
    pub token_hash: String,
    config: Config,
}

impl Here {
    /// The provider people may sign in through.
    pub(super) fn provider(&self) -> Option<&Provider> {
        self.config.provider.as_ref()
    }
}

/// The sign-in this request comes with.
pub(super) fn here(cx: &Cx) -> Here {
    let token_hash = cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default();
    Here { token_hash, config: cx.config().clone() }
}

/// The person's sign-ins that are still good, newest first.
///
/// # Errors
/// What the database answers.
pub(super) fn of(tx: &mut Tx<'_>, person: i64, here: &Here) -> QueryResult<Vec<Sitting>> {
    let columns = (sessions::token_hash, sessions::created_at, sessions::seen_at, sessions::address, sessions::agent);
    let (seen, begun) = here.config.oldest_session(tx.now);
    let alive = sessions::seen_at.ge(seen).and(sessions::created_at.ge(begun));
    let rows =
        sessions::table.filter(sessions::user_id.eq(person).and(alive)).order(sessions::seen_at.desc()).limit(50);
    let rows: Vec<(String, NaiveDateTime, NaiveDateTime, String, String)> = rows.select(columns).load(tx.db)?;
    let sitting = |(hash, since, seen, address, agent): (String, _, _, _, _)| Sitting {
        here: hash == here.token_hash,
        handle: handle(&hash),
        since,
        seen,
        address,
        agent,
    };
    Ok(rows.into_iter().map(sitting).collect())
}

fn handle(hash: &str) -> String {
    hash_token(&format!("handle of {hash}"))[..16].to_owned()
}

/// `POST /profile/sessions/{session}/removal`: ends one sign-in, but for this one. One that has ended meanwhile is one
/// that has ended.
pub async fn end_one(cx: Cx, ended: Path<String>, Form(_): Form<Button>) -> HttpResponse {
    let here = here(&cx);
    let end = move |tx: &mut Tx<'_>| {
        let mine = sessions::table.filter(sessions::user_id.eq(tx.viewer.id));
        let others = mine.filter(sessions::token_hash.ne(&here.token_hash)).select(sessions::token_hash);
        let hashes: Vec<String> = others.load(tx.db)?;
        if let Some(hash) = hashes.iter().find(|hash| handle(hash) == *ended) {
            diesel::delete(sessions::table.find(hash)).execute(tx.db)?;
        }
        Ok(done(tx, "profile-session-ended"))
    };
    cx.write(end).await
}

/// `POST /profile/sessions/removal`: ends every sign-in but this one.
pub async fn end_others(cx: Cx, Form(_): Form<Button>) -> HttpResponse {
    let here = here(&cx);
    let end = move |tx: &mut Tx<'_>| {
        user::end_sessions(tx.db, tx.viewer.id, &here.token_hash)?;
        Ok(done(tx, "profile-sessions-ended"))
    };
    cx.write(end).await
}
