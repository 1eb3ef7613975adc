//! Challenges that wait for an answer. Each is for one person, is answered once, rightly or not, and grows old fast.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::Db;
use crate::db::schema::passkey_challenges;
use crate::values::token;
use crate::web::Error;

/// How long an answer is waited for.
const GOOD_FOR: Duration = Duration::minutes(5);

/// Keeps a challenge for this person under the hash of a token; those that nobody answered in time go.
pub(super) fn keep(
    db: &mut Db,
    now: NaiveDateTime,
    person: Option<i64>,
    token: &str,
    state: &impl Serialize,
) -> Result<(), Error> {
    let old = passkey_challenges::table.filter(passkey_challenges::created_at.lt(now - GOOD_FOR));
    diesel::delete(old).execute(db)?;
    let row = (
        passkey_challenges::token_hash.eq(token::hash(token)),
        passkey_challenges::user_id.eq(person),
        passkey_challenges::state.eq(serde_json::to_string(state).map_err(|e| Error::Bug(e.to_string()))?),
        passkey_challenges::created_at.eq(now),
    );
    Ok(diesel::insert_into(passkey_challenges::table).values(row).execute(db).map(drop)?)
}

/// Takes a challenge, if it was this person's and is not too old. Nobody takes it again.
pub(super) fn take<T: DeserializeOwned>(
    db: &mut Db,
    now: NaiveDateTime,
    person: Option<i64>,
    token: &str,
) -> QueryResult<Option<T>> {
    let row = passkey_challenges::table.find(token::hash(token));
    let columns = (passkey_challenges::user_id, passkey_challenges::state, passkey_challenges::created_at);
    let found: Option<(Option<i64>, String, NaiveDateTime)> = row.clone().select(columns).first(db).optional()?;
    // Of two answers at the same moment one removes the row.
    if diesel::delete(row).execute(db)? == 0 {
        return Ok(None);
    }
    let good = found.filter(|(whose, _, since)| *whose == person && *since >= now - GOOD_FOR);
    Ok(good.and_then(|(_, state, _)| serde_json::from_str(&state).ok()))
}
