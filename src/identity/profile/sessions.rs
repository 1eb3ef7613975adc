//! Where one is signed in: address and browser as they said themselves; no place is guessed.

use actix_web::HttpResponse;
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::page::done;
use crate::config::Config;
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

/// Names of browsers by the word they call themselves, the ones that call themselves something else too first.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// The same of systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

impl Sitting {
    /// The browser and its system, as people call them; else what it said.
    pub fn browser(&self) -> Vec<&str> {
        let known = |names: &[(&str, &'static str)]| {
            names.iter().find(|(word, _)| self.agent.contains(word)).map(|(_, name)| *name)
        };
        match (known(&BROWSERS), known(&SYSTEMS)) {
            (None, None) => vec![&self.agent],
            (browser, system) => browser.into_iter().chain(system).collect(),
        }
    }
}

/// The sign-in at hand.
#[derive(Clone, Debug)]
pub(super) struct Here {
    /// What the table of sessions keeps in place of its token.
    pub token_hash: String,
    config: Config,
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
    let sitting =
        |(hash, since, seen, address, agent)| Sitting { here: hash == here.token_hash, since, seen, address, agent };
    Ok(rows.into_iter().map(sitting).collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        let called = |agent: &str| {
            let at = NaiveDateTime::default();
            Sitting { since: at, seen: at, address: String::new(), agent: agent.into(), here: true }.browser().join(" ")
        };
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(called(edge), "Edge Windows");
        assert_eq!(
            called("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"),
            "Safari iPhone"
        );
        assert_eq!(called("curl/8.5.0"), "curl/8.5.0");
    }
}
