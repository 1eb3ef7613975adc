//! Hands letters that are due to the mail server, one after the other.

use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};

use super::outbox::{self, Due, Kind};
use crate::config::Config;
use crate::correspondence;
use crate::web::{App, Error};

/// The most letters taken up at once.
const AT_ONCE: i64 = 50;

/// How long the mail server may take over one step.
const PATIENCE: Duration = Duration::from_secs(20);

/// The way to the mail server of the settings.
fn transport(config: &Config) -> Result<SmtpTransport, Error> {
    let to = SmtpTransport::from_url(&config.smtp_url).map_err(|e| Error::Bug(format!("FURSA_SMTP_URL: {e}")))?;
    // One letter after the other goes over one connection, which ends with the run.
    let line = PoolConfig::new().max_size(1);
    Ok(to.timeout(Some(PATIENCE)).hello_name(ClientId::Domain(host(config))).pool_config(line).build())
}

/// The name this installation goes by.
pub fn host(config: &Config) -> String {
    let site = url::Url::parse(&config.base_url).ok();
    site.as_ref().and_then(url::Url::host_str).unwrap_or("localhost").to_owned()
}

/// Sends what is due; answers how many letters went out. No connection to the database is held while the mail server is
/// talked to.
///
/// # Errors
/// What the database answers. What the mail server says is noted with the letter.
pub fn send_due(app: &App) -> Result<usize, Error> {
    let waiting = outbox::due(&mut *app.pools.reader()?, app.clock.now(), AT_ONCE)?;
    let carrier = if waiting.is_empty() { return Ok(0) } else { transport(&app.config)? };
    let mut sent = 0;
    for letter in waiting {
        if outbox::claim(&mut *app.pools.writer()?, &letter, app.clock.now())? {
            sent += usize::from(carry(app, &carrier, &letter)?);
        }
    }
    Ok(sent)
}

fn carry(app: &App, carrier: &SmtpTransport, letter: &Due) -> Result<bool, Error> {
    let message = match letter.kind {
        Kind::Mail => correspondence::message(app, letter.id)?,
        _ => written(&app.config, letter),
    };
    let tried = message.and_then(|mail| carrier.send(&mail).map_err(|e| said(&e)));
    let mut db = app.pools.writer()?;
    match tried {
        Ok(_) => outbox::sent(&mut db, letter, app.clock.now())?,
        Err(why) => {
            let is_over = outbox::failed(&mut db, letter, app.clock.now(), &why)?;
            // Why is in the outbox: what a mail server says may name the person.
            tracing::warn!(letter = letter.id, tries = letter.tries + 1, given_up = is_over, "a letter was not sent");
            return Ok(false);
        }
    }
    Ok(true)
}

/// An error with what caused it.
fn said(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The letter as it travels. Sent twice, it is the same message; no program that is away answers it.
fn written(config: &Config, letter: &Due) -> Result<Message, String> {
    let mailbox = |address: &str| address.parse::<Mailbox>().map_err(|e| format!("{e}"));
    let id = format!("<{}.{}@{}>", letter.id, letter.created_at.and_utc().timestamp(), host(config));
    let head: MessageBuilder = Message::builder().from(mailbox(&config.mail_from)?).to(mailbox(&letter.recipient)?);
    let unanswered = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    let head = head.subject(&letter.subject).message_id(Some(id)).raw_header(unanswered);
    head.header(ContentType::TEXT_PLAIN).body(letter.body.clone()).map_err(|e| e.to_string())
}
