//! Passkeys at the door: what somebody whose password was right is asked for beside it, and the answer.

use chrono::NaiveDateTime;
use webauthn_rs::prelude::{PasskeyAuthentication, PublicKeyCredential, WebauthnError};

use super::offer::{Offer, Token};
use super::party::party;
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
    let behind = match party.finish_passkey_authentication(&said, &asked) {
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
