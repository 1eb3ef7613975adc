//! A challenge as a page carries it: a token that is good in this browser only, and what the script hands the browser.

use serde::Serialize;

use crate::values::token as secret;
use crate::web::{App, Error, Seat, ticket};

/// What the ticket is good for.
const PURPOSE: &str = "answer of a passkey";

/// What a page needs to ask for a passkey.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The ticket that comes back with the answer.
    pub challenge: String,
    /// What the browser is told, as JSON.
    pub options: String,
}

impl Offer {
    /// The offer of a challenge kept under this token, for whoever sits here.
    pub(super) fn of(token: &Token, options: &impl Serialize) -> Result<Offer, Error> {
        let options = serde_json::to_string(options).map_err(|e| Error::Bug(format!("passkey: {e}")))?;
        Ok(Offer { challenge: token.ticket.clone(), options })
    }
}

/// A token for a challenge, and the ticket it travels in.
#[derive(Clone, Debug)]
pub struct Token {
    pub(super) secret: String,
    ticket: String,
}

impl Token {
    /// A token nobody knows yet, for the browser on this seat.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn fresh(app: &App, seat: &Seat) -> Result<Token, Error> {
        let secret = secret::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
        let ticket = ticket::give(app, seat, PURPOSE, &secret);
        Ok(Token { secret, ticket })
    }
}

/// The token in a ticket that comes back on this seat; an empty one, which no challenge has, where it was given elsewhere.
pub fn token(app: &App, seat: &Seat, ticket: &str) -> String {
    ticket::take(app, seat, PURPOSE, ticket).unwrap_or_default()
}
