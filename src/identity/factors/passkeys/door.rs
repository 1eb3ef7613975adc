//! Passkeys at the door: what somebody whose password was right is asked for beside it, what anybody is asked for who has
//! said nothing yet, and the answers.

use chrono::NaiveDateTime;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, PasskeyAuthentication, PublicKeyCredential, WebauthnError,
    WebauthnResult,
};

use super::offer::{Offer, Token};
use super::party::{handle, party};
use super::store::Noted;
use super::{challenges, store};
use crate::db::Db;
use crate::identity::factors::standing;
use crate::identity::notices::{self, Notice, Whose};
use crate::web::{App, Error, Site};

/// What somebody is asked for beside their password. A recovery code is good in any case.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The code of an app?
    pub app: bool,
    /// A passkey?
    pub passkeys: bool,
    /// The passkey, where this address can have any.
    pub offer: Option<Offer>,
}

/// What this person is asked for, with a challenge for their passkeys.
///
/// # Errors
/// What the database answers.
pub fn ask(db: &mut Db, site: &Site, person: i64, token: &Token, now: NaiveDateTime) -> Result<Asked, Error> {
    let standing = standing(db, person)?;
    let (app, passkeys) = (standing.since.is_some(), !standing.passkeys.is_empty());
    let party = party(site).filter(|_| passkeys);
    let Some(party) = party else { return Ok(Asked { app, passkeys, offer: None }) };
    let keys = store::keys(db, person)?;
    let asked = party.start_passkey_authentication(&keys);
    let (options, state) = asked.map_err(|e| Error::Bug(format!("passkey: {e}")))?;
    challenges::keep(db, now, Some(person), &token.secret, &state)?;
    Ok(Asked { app, passkeys, offer: Some(Offer::of(token, &options)?) })
}

/// What a browser answers a challenge with.
pub struct Answer {
    /// Where it was reached.
    pub site: Site,
    /// The token of the challenge.
    pub token: String,
    /// What the browser said, as JSON.
    pub credential: String,
}

/// Takes the answer to this person's challenge; says whether it is right. Its challenge is gone in any case.
///
/// # Errors
/// What the database answers.
pub fn take(db: &mut Db, app: &App, person: i64, answer: &Answer, now: NaiveDateTime) -> Result<bool, Error> {
    let asked = challenges::take::<PasskeyAuthentication>(db, now, Some(person), &answer.token)?;
    let said = serde_json::from_str::<PublicKeyCredential>(&answer.credential).ok();
    let (Some(party), Some(asked), Some(said)) = (party(&answer.site), asked, said) else { return Ok(false) };
    settle(db, app, person, party.finish_passkey_authentication(&said, &asked), now)
}

/// Notes what was examined; says whether it is right.
fn settle(
    db: &mut Db,
    app: &App,
    person: i64,
    examined: WebauthnResult<AuthenticationResult>,
    now: NaiveDateTime,
) -> Result<bool, Error> {
    let behind = match examined {
        Ok(shown) => match store::note(db, now, person, &shown)? {
            Noted::Yes => return Ok(true),
            Noted::Gone => false,
            Noted::Behind => true,
        },
        Err(error) => matches!(error, WebauthnError::CredentialPossibleCompromise),
    };
    if behind {
        notices::tell(db, &app.config, now, Whose::own(person), Notice::PasskeyRefused)?;
    }
    Ok(false)
}

/// A challenge for whoever comes to the door; none where this address cannot have passkeys.
///
/// # Errors
/// What the database answers.
pub fn ask_anybody(db: &mut Db, site: &Site, token: &Token, now: NaiveDateTime) -> Result<Option<Offer>, Error> {
    let Some(party) = party(site) else { return Ok(None) };
    let asked = party.start_discoverable_authentication();
    let (mut options, state) = asked.map_err(|e| Error::Bug(format!("passkey: {e}")))?;
    // They have pressed a button: the browser asks at once, not in the list under a field.
    options.mediation = None;
    challenges::keep(db, now, None, &token.secret, &state)?;
    Offer::of(token, &options).map(Some)
}

/// Who answered a challenge for anybody.
pub enum Came {
    /// Somebody, rightly.
    In(i64),
    /// Not rightly; with whose passkey, where it is known.
    Refused(Option<i64>),
}

/// Takes the answer to a challenge for anybody.
///
/// # Errors
/// What the database answers.
pub fn take_anybodys(db: &mut Db, app: &App, answer: &Answer, now: NaiveDateTime) -> Result<Came, Error> {
    let asked = challenges::take::<DiscoverableAuthentication>(db, now, None, &answer.token)?;
    let said = serde_json::from_str::<PublicKeyCredential>(&answer.credential).ok();
    let (Some(party), Some(asked), Some(said)) = (party(&answer.site), asked, said) else {
        return Ok(Came::Refused(None));
    };
    let Ok((whose, number)) = party.identify_discoverable_authentication(&said) else {
        return Ok(Came::Refused(None));
    };
    let Some((person, key)) = store::owner(db, number)? else { return Ok(Came::Refused(None)) };
    if handle(&app.key, person)? != whose {
        return Ok(Came::Refused(Some(person)));
    }
    let examined = party.finish_discoverable_authentication_v2(&said, asked, &key);
    Ok(if settle(db, app, person, examined, now)? { Came::In(person) } else { Came::Refused(Some(person)) })
}
