//! `fursa ingest < message.eml`: takes one message in, as a mail server's own delivery hands it over.

use std::io::{self, Read};

use super::{Failure, open};
use crate::clock::Clock;
use crate::config::Config;
use crate::correspondence::{self, Outcome};

/// The most bytes of one message.
const LARGEST: u64 = 50 * 1024 * 1024;

/// Reads one message from where it stands.
///
/// # Errors
/// When it is too long, or cannot be kept: the mail server then tries again.
pub fn run(config: Config) -> Result<(), Failure> {
    let app = open(config, Clock::system())?;
    let mut raw = Vec::new();
    io::stdin().lock().take(LARGEST + 1).read_to_end(&mut raw)?;
    if raw.len() as u64 > LARGEST {
        return Err("the message is longer than 50 MB".into());
    }
    let outcome = correspondence::ingest(&app, &raw).map_err(|e| e.to_string())?;
    println!("{}", said(outcome));
    Ok(())
}

fn said(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Filed => "filed with its record",
        Outcome::Waits => "belongs to no record; it waits under /mails/incoming",
        Outcome::Returned => "a mail of ours came back; its author is told",
        Outcome::Known => "was here already",
        Outcome::Dropped => "sent by a program, about nothing of ours; dropped",
    }
}
