//! What somebody shows at the second step: a code of their app or a recovery code, or a passkey.

use chrono::NaiveDateTime;

use super::second::{CodeForm, Wrong};
use crate::db::Db;
use crate::identity::factors::{self, passkeys};
use crate::identity::history::{Outcome, Way};
use crate::web::{App, Error, Guest};

/// It.
pub(super) enum Shown {
    Code(String),
    Passkey(passkeys::Answer),
}

impl Shown {
    /// What the form brings: a passkey where the page's script filled its fields.
    pub(super) fn of(app: &App, guest: &Guest, form: &CodeForm) -> Shown {
        if form.credential.is_empty() {
            return Shown::Code(form.factor_code.clone());
        }
        let token = passkeys::token(app, guest.seat(), &form.challenge);
        Shown::Passkey(passkeys::Answer { site: guest.site().clone(), token, credential: form.credential.clone() })
    }

    /// Takes it, if it is this person's; says which it was.
    pub(super) fn take(&self, db: &mut Db, app: &App, person: i64, now: NaiveDateTime) -> Result<Option<Way>, Error> {
        match self {
            Shown::Code(typed) => factors::take_code(db, app, person, typed, now),
            Shown::Passkey(answer) => Ok(passkeys::take(db, app, person, answer, now)?.then_some(Way::Passkey)),
        }
    }

    /// What is said of a try with it that was not right, and how it is remembered.
    pub(super) fn when_wrong(&self) -> (Wrong, Outcome, Way) {
        match self {
            Shown::Code(_) => (Wrong::Code, Outcome::WrongCode, Way::Code),
            Shown::Passkey(_) => (Wrong::Passkey, Outcome::WrongPasskey, Way::Passkey),
        }
    }
}
