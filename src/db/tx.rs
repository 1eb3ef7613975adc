//! A connection together with who is asking, when, and in which request: what every query starts from.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::Connection;
use serde::{Deserialize, Serialize};

use super::Db;
use crate::access::Viewer;
use crate::directory::Directory;
use crate::i18n::{Language, Text, parse_zone};

/// What is known of the request, whoever makes it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Names the request in logs, in the journal and on an error page.
    pub id: String,
    /// The visitor's address, for sessions and throttles.
    pub address: String,
    /// The browser's name for itself.
    pub agent: String,
}

/// What a page needs to know of its own request.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Path and query.
    pub here: String,
    /// The token its forms carry.
    pub csrf: String,
    /// The message of the last action, to show once.
    pub flash: Option<Flash>,
    /// Only a part of the page is wanted, to be put into the one already shown.
    pub fragment: bool,
    /// How many notifications the viewer has still to read.
    pub unread: i64,
    /// The token the sign-in goes on with, where it was renewed.
    pub renewed: Option<String>,
}

/// A message for the next page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flash {
    /// What it says, in the reader's language.
    pub message: String,
    /// How to take it back.
    pub undo: Option<Undo>,
    /// Bad news?
    pub bad: bool,
}

/// Where an action can be taken back: a form with one button.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Undo {
    /// Where the form goes.
    pub action: String,
    /// What the button says.
    pub label: String,
}

/// A connection on loan to one viewer. There is no other way to the records.
pub struct Tx<'a> {
    /// The connection.
    pub db: &'a mut Db,
    /// Who asks.
    pub viewer: Arc<Viewer>,
    /// People, teams, stages, lists and rates as they are now.
    pub directory: Arc<Directory>,
    /// The reader's language and time zone.
    pub text: Text,
    /// The present instant, in UTC; the same for all of one request.
    pub now: NaiveDateTime,
    /// The request.
    pub request: Arc<Request>,
    /// The batch this work belongs to, when it is taken back as one.
    pub batch: Option<i64>,
    /// What the page needs to know of its own request.
    pub page: Page,
}

impl<'a> Tx<'a> {
    /// The program itself at work, asked by nobody: on a command line, or while a company is being set up.
    pub fn of_the_program(db: &'a mut Db, directory: Arc<Directory>, now: NaiveDateTime) -> Tx<'a> {
        let text = Text::new(Language::fallback(), directory.organization.tz());
        let (request, page) = (Arc::default(), Page::default());
        Tx { db, viewer: Arc::new(Viewer::system()), directory, text, now, request, batch: None, page }
    }

    /// Does something as a person has it before them: with their reach, in their language and on their clock. Nothing for who
    /// has left.
    ///
    /// # Errors
    /// What the work answers.
    pub fn as_person<T, E>(
        &mut self,
        person: i64,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E>
    where
        E: From<diesel::result::Error>,
    {
        let Some(theirs) = self.directory.viewer(person) else { return Ok(None) };
        let theirs = theirs.at_work(self.db)?;
        let language = Language::find(&theirs.locale).unwrap_or_else(Language::fallback);
        let zone = parse_zone(&theirs.zone).unwrap_or_else(|| self.directory.organization.tz());
        let (viewer, text) = (std::mem::replace(&mut self.viewer, theirs), self.text);
        self.text = Text::new(language, zone);
        let done = work(self);
        (self.viewer, self.text) = (viewer, text);
        done.map(Some)
    }

    /// Does work that may be refused without giving up the whole: PostgreSQL gives up a transaction over one refused
    /// statement. What was written is taken back where the work fails.
    ///
    /// # Errors
    /// What the work answers.
    pub fn savepoint<T, E>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E>
    where
        E: From<diesel::result::Error>,
    {
        let (viewer, directory, request) = (self.viewer.clone(), self.directory.clone(), self.request.clone());
        let (text, now, batch, page) = (self.text, self.now, self.batch, self.page.clone());
        self.db.transaction(|db| work(&mut Tx { db, viewer, directory, text, now, request, batch, page }))
    }

    /// Today, where the viewer is.
    pub fn today(&self) -> NaiveDate {
        self.text.local_date(self.now)
    }

    /// Today, where the company is: the day of a win or a loss.
    pub fn company_today(&self) -> NaiveDate {
        self.directory.organization.today(self.now)
    }
}
