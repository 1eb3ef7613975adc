//! What the manager brought home from a fair: a file of visiting cards, imported as people import files.

use std::io::Write;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::staff::MANAGER;
use crate::clock::Clock;
use crate::db::{Db, Request};
use crate::directory::Directory;
use crate::i18n::Text;
use crate::imports::{Hand, Hold, Job, Kind, Options, run};
use crate::web::Error;

/// The file, with one row nobody can read.
const CARDS: &[u8] = include_bytes!("fair.csv");
/// What it is called.
const TITLE: &str = "fair-contacts.csv";

/// Imports the file within the transaction at hand.
///
/// # Errors
/// What the database answers, or the place for files on their way.
pub fn import(db: &mut Db, text: Text, now: NaiveDateTime) -> Result<(), Error> {
    let bug = |what: String| Error::Bug(format!("the demonstration's import: {what}"));
    let mut file = tempfile::NamedTempFile::new().map_err(|e| bug(e.to_string()))?;
    file.write_all(CARDS).map_err(|e| bug(e.to_string()))?;
    let job = Job::prepare(Kind::Contacts, file.path(), TITLE, Options::default())
        .map_err(|trouble| bug(trouble.sentence(&text)))?;
    let directory = Directory::load(db)?.ok_or_else(|| bug("no company".to_owned()))?;
    let manager = directory.people.iter().find(|person| person.email.as_deref() == Some(MANAGER));
    let viewer = manager.and_then(|person| directory.viewer(person.id)).ok_or_else(|| bug("no manager".to_owned()))?;
    let request = Arc::new(Request { id: "demo".to_owned(), ..Request::default() });
    let hand = Hand { viewer, text, request, clock: Clock::fixed(now) };
    let outcome = run(&mut Hold::begun(db), &hand, &job, None, &mut |_| Ok(()))?;
    if outcome.failure.is_empty() { Ok(()) } else { Err(bug(outcome.failure)) }
}
