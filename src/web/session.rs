//! Sign-ins that live in the database: the cookie holds a random token, the table its hash, joined to the person.
//!
//! `actix-session` carries the cookie. Its `load` answers without asking the database: the row is read in the page's
//! own blocking step, together with everything else, and decides there. Removing the row ends the sign-in at once.

use std::collections::HashMap;

use actix_session::config::PersistentSession;
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionExt, SessionMiddleware};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use actix_web::{HttpRequest, web};
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{App, Error};
use crate::db::schema::sessions;
use crate::values::token;

const TOKEN: &str = "token";
const PERSON: &str = "person";
const ADDRESS: &str = "address";
const AGENT: &str = "agent";

type State = HashMap<String, String>;

/// What the table keeps in place of a token.
pub fn hash_token(token: &str) -> String {
    token::hash(token)
}

/// The place a visitor takes: signed in with a token, or not.
#[derive(Clone)]
pub struct Seat {
    session: Session,
    guest: String,
}

impl Seat {
    /// The seat of this request.
    pub fn of(request: &HttpRequest) -> Seat {
        let guest = request.cookie(super::guest::COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        Seat { session: request.get_session(), guest }
    }

    /// The seat of a visitor who is given this cookie.
    pub(super) fn of_guest(self, guest: &str) -> Seat {
        Seat { guest: guest.to_owned(), ..self }
    }

    /// The token, where the browser sent one that this server signed.
    pub fn token(&self) -> Option<String> {
        self.session.get::<String>(TOKEN).ok().flatten()
    }

    /// What form tokens of this visitor are derived from.
    pub(super) fn form_session(&self) -> String {
        self.token().unwrap_or_else(|| self.guest.clone())
    }

    /// Signs the person in under a new token; an old one, if any, stops working.
    ///
    /// # Errors
    /// When the session cannot hold the values, which would be a bug.
    pub fn sign_in(&self, person: i64, address: &str, agent: &str) -> Result<(), Error> {
        self.session.renew();
        let put = |name: &str, value: String| self.session.insert(name, value).map_err(|e| Error::Bug(e.to_string()));
        // Chosen here and not where it is stored: the page answered with may hold a form of the new session.
        put(TOKEN, token::random().map_err(|none| Error::Bug(format!("{none:?}")))?)?;
        put(PERSON, person.to_string())?;
        put(ADDRESS, address.to_owned())?;
        put(AGENT, agent.to_owned())
    }

    /// Goes on under a token whose row is there already.
    ///
    /// # Errors
    /// When the session cannot hold the value, which would be a bug.
    pub(super) fn go_on(&self, token: &str) -> Result<(), Error> {
        self.session.renew();
        self.session.insert(TOKEN, token).map_err(|e| Error::Bug(e.to_string()))
    }

    /// Signs out: the row goes, the cookie too.
    pub fn sign_out(&self) {
        self.session.purge();
    }
}

/// The store `actix-session` asks.
#[derive(Clone)]
pub struct DbSessions {
    app: web::Data<App>,
}

impl DbSessions {
    /// A store over the installation's database.
    pub fn new(app: web::Data<App>) -> DbSessions {
        DbSessions { app }
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut crate::db::Db, NaiveDateTime) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, BoxedCause> {
        let app = self.app.clone();
        let done = web::block(move || -> Result<T, Error> {
            let mut db = app.pools.writer()?;
            Ok(work(&mut db, app.clock.now())?)
        });
        Ok(done.await??)
    }
}

type BoxedCause = Box<dyn std::error::Error + Send + Sync>;

fn plain(state: &State, name: &str) -> String {
    // Session values are JSON texts.
    state.get(name).and_then(|value| serde_json::from_str::<String>(value).ok()).unwrap_or_default()
}

fn cause(error: BoxedCause) -> Box<dyn std::error::Error> {
    error
}

impl SessionStore for DbSessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let token = serde_json::Value::from(key.as_ref()).to_string();
        Ok(Some(HashMap::from([(TOKEN.to_owned(), token)])))
    }

    async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
        let token = plain(&state, TOKEN);
        if !state.contains_key(PERSON) {
            return SessionKey::try_from(token).map_err(|e| SaveError::Other(e.into()));
        }
        let hash = hash_token(&token);
        let person: i64 = plain(&state, PERSON).parse().unwrap_or(0);
        let (address, agent) = (plain(&state, ADDRESS), plain(&state, AGENT));
        let most = self.app.config.sessions_per_person;
        let insert = move |db: &mut crate::db::Db, now: NaiveDateTime| {
            let row = (
                sessions::token_hash.eq(&hash),
                sessions::user_id.eq(person),
                sessions::created_at.eq(now),
                sessions::seen_at.eq(now),
                sessions::address.eq(address),
                sessions::agent.eq(agent),
            );
            diesel::insert_into(sessions::table).values(row).execute(db)?;
            end_oldest(db, person, &hash, most)
        };
        self.write(insert).await.map_err(|e| SaveError::Other(anyhow_from(cause(e))))?;
        SessionKey::try_from(token).map_err(|e| SaveError::Other(e.into()))
    }

    async fn update(&self, key: SessionKey, _: State, _: &Duration) -> Result<SessionKey, UpdateError> {
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = hash_token(key.as_ref());
        let delete = move |db: &mut crate::db::Db, _| {
            diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash))).execute(db)
        };
        self.write(delete).await.map(drop).map_err(|e| anyhow_from(cause(e)))
    }
}

/// Ends what a person has begun longest ago, where this one more is too many.
fn end_oldest(db: &mut crate::db::Db, person: i64, begun: &str, most: i64) -> QueryResult<()> {
    let others = sessions::table.filter(sessions::user_id.eq(person).and(sessions::token_hash.ne(begun)));
    let others = others.order((sessions::created_at.desc(), sessions::seen_at.desc())).select(sessions::token_hash);
    let over: Vec<String> = others.offset(most - 1).limit(1000).load(db)?;
    over.iter().try_for_each(|oldest| diesel::delete(sessions::table.find(oldest)).execute(db).map(drop))
}

fn anyhow_from(error: Box<dyn std::error::Error>) -> anyhow::Error {
    anyhow::anyhow!("{error}")
}

/// The middleware that carries the session's cookie: encrypted, out of reach of scripts, secure where people come by https.
pub fn session_middleware(app: &web::Data<App>) -> SessionMiddleware<DbSessions> {
    let https = app.config.https();
    let name = if https { "__Host-fursa" } else { "fursa" };
    let days = app.config.session_max_days;
    SessionMiddleware::builder(DbSessions::new(app.clone()), Key::from(&app.key))
        .cookie_name(name.to_owned())
        .cookie_secure(https)
        .cookie_same_site(SameSite::Lax)
        .session_lifecycle(PersistentSession::default().session_ttl(Duration::days(days)))
        .build()
}
