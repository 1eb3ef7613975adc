//! A sign-in that goes on under another token: whoever knew the old one is out. Taken where what a person may do, or has
//! to show, changes.

use diesel::prelude::*;

use super::{App, Error, csrf, hash_token};
use crate::db::Tx;
use crate::db::schema::sessions;
use crate::values::token;

/// The token to go on with.
#[derive(Clone)]
pub struct Renewal {
    old: String,
    new: String,
    csrf: String,
}

impl Renewal {
    pub(super) fn of(app: &App, token: &str) -> Result<Renewal, Error> {
        let new = token::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
        Ok(Renewal { old: hash_token(token), csrf: csrf::masked(&app.key, &new), new })
    }

    /// From here on the sign-in has the new token; forms shown from now on are the new one's.
    ///
    /// # Errors
    /// What the database answers.
    pub fn take(&self, tx: &mut Tx<'_>) -> QueryResult<()> {
        let row = sessions::table.find(&self.old);
        diesel::update(row).set(sessions::token_hash.eq(hash_token(&self.new))).execute(tx.db)?;
        tx.page.csrf.clone_from(&self.csrf);
        tx.page.renewed = Some(self.new.clone());
        Ok(())
    }
}
