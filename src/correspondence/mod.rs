//! Mails with customers: written from the record they are about, kept as drafts, sent through the outbox, and told on the
//! record's timeline.
//!
//! A mail that was sent is an **activity** of its own kind, which says who sees it, what record it is about and on whose
//! timelines it stands, goes into the bin and follows a merge like every other; the mail beside it holds what was written.
//! Until it is sent it is its author's alone: a draft, or on its way ([`MailState`]).
//!
//! What comes in (`incoming`) becomes an activity in the same way, as soon as it is known what record it belongs to.
//!
//! `form` reads and checks, `fill` puts values in the place of merge fields, `letter` makes the message, [`fn@file`] does what
//! follows once the mail server has it.

mod boxes;
mod fields;
mod filing;
mod fill;
mod form;
mod handlers;
mod incoming;
mod letter;
mod model;
mod pages;
mod part;
mod signature;
mod store;
mod sweep;
mod templates;

pub use fields::TEMPLATE_FIELDS;
pub use filing::{file, is_any_due};
pub use incoming::{Outcome, fetch, ingest};
pub use model::{Mail, MailFile, MailState};
pub use part::{Draft, OnActivity, drafts_about};
pub use store::{is_mail, texts_of};
pub use sweep::{files as sweep_files, forget_orphans};
pub use templates::MailTemplate;

use diesel::QueryResult;
use lettre::Message;

use crate::db::Tx;
use crate::journal::Entity;
use crate::web::{App, Error};

crate::routes! {
    get "/mails" => handlers::drafts,
    get "/mails/new" => handlers::new,
    get "/mails/incoming" => incoming::pages::list,
    post "/mails" => handlers::create,
    get "/mails/{id:[0-9]+}" => handlers::show,
    post "/mails/{id:[0-9]+}" => handlers::save,
    post "/mails/{id:[0-9]+}/removal" => handlers::discard,
    get "/mails/{id:[0-9]+}/files/{file:[0-9]+}" => handlers::download,
    post "/mails/{id:[0-9]+}/claim" => incoming::pages::claim,
    post "/mails/{id:[0-9]+}/end" => incoming::pages::end,
    get "/mails/{id:[0-9]+}/filing" => incoming::pages::ask,
    post "/mails/{id:[0-9]+}/filing" => incoming::pages::file,
    get "/mails/{id:[0-9]+}/page" => incoming::pages::page,
    get "/mails/templates" => templates::handlers::list,
    get "/mails/templates/new" => templates::handlers::new,
    post "/mails/templates" => templates::handlers::create,
    get "/mails/templates/{id:[0-9]+}" => templates::handlers::edit,
    post "/mails/templates/{id:[0-9]+}" => templates::handlers::save,
    get "/profile/signature" => signature::show,
    post "/profile/signature" => signature::save,
}

/// The addresses a record knows, as mailboxes: its own first.
///
/// # Errors
/// What the database answers.
pub fn addresses(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<Vec<String>> {
    let known = boxes::known(tx, record)?;
    Ok(known.iter().filter_map(|known| Some(known.mailbox()?.to_string())).collect())
}

/// The message a letter of the outbox is.
///
/// # Errors
/// What the database answers; inside, what cannot be sent and why.
pub fn message(app: &App, outbox: i64) -> Result<Result<Message, String>, Error> {
    let found = letter::of_outbox(&mut *app.pools.reader()?, outbox)?;
    Ok(match found {
        Some((mail, files)) => letter::message(&app.config, &mail, &files),
        None => Err("the mail is gone".to_owned()),
    })
}
