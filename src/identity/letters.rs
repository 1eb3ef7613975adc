//! What people are told by mail about getting in, each in their own language.

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use diesel::prelude::*;

use super::links::{Link, LinkKind};
use super::notices::Notice;
use super::user::User;
use crate::config::Config;
use crate::db::Db;
use crate::db::schema::organization;
use crate::i18n::{Language, Text};
use crate::mail::{self, Kind, Letter};

/// Posts a one-time link to whom it is for; says whether there is a mail server to send it.
///
/// # Errors
/// What the database answers.
pub fn post_link(db: &mut Db, config: &Config, now: NaiveDateTime, to: &User, link: &Link) -> QueryResult<bool> {
    let (kind, n, subject, body) = match link.kind {
        LinkKind::Invitation => {
            (Kind::Invitation, link.kind.lifetime().num_days(), "mail-invitation-subject", "mail-invitation-body")
        }
        LinkKind::Reset => {
            (Kind::PasswordReset, link.kind.lifetime().num_hours(), "mail-reset-subject", "mail-reset-body")
        }
    };
    let address = format!("{}{}", config.base_url, link.path);
    // messages: mail-invitation-subject mail-invitation-body mail-reset-subject mail-reset-body
    post(db, config, now, to, kind, [subject, body], (&address, n))
}

/// Tells somebody that their password was replaced.
///
/// # Errors
/// What the database answers.
pub fn post_changed(db: &mut Db, config: &Config, now: NaiveDateTime, to: &User) -> QueryResult<bool> {
    // messages: mail-changed-subject mail-changed-body
    let keys = ["mail-changed-subject", "mail-changed-body"];
    post(db, config, now, to, Kind::PasswordChanged, keys, (&config.base_url, 0))
}

/// Tells somebody what was changed about their sign-in.
///
/// # Errors
/// What the database answers.
pub fn post_notice(db: &mut Db, config: &Config, now: NaiveDateTime, to: &User, notice: Notice) -> QueryResult<bool> {
    let Some(recipient) = to.email.clone() else { return Ok(false) };
    let company: String = organization::table.select(organization::name).first(db)?;
    let text = text_of(to);
    let (name, what, link) = (to.name.as_str(), notice.sentence(&text), config.base_url.as_str());
    let args = [("name", name.into()), ("company", company.into()), ("what", what.into()), ("link", link.into())];
    let (subject, body) = (text.plain("mail-notice-subject", &args), text.plain("mail-notice-body", &args));
    mail::post(db, config, now, &Letter { recipient, kind: Kind::SecurityNotice, subject, body })
}

/// The language they read.
fn text_of(to: &User) -> Text {
    text_for(&to.locale)
}

/// The language of a letter to somebody who prefers this one.
pub fn text_for(locale: &str) -> Text {
    Text::new(Language::find(locale).unwrap_or_else(Language::fallback), Tz::UTC)
}

fn post(
    db: &mut Db,
    config: &Config,
    now: NaiveDateTime,
    to: &User,
    kind: Kind,
    [subject, body]: [&str; 2],
    (link, n): (&str, i64),
) -> QueryResult<bool> {
    let Some(recipient) = to.email.clone() else { return Ok(false) };
    let company: String = organization::table.select(organization::name).first(db)?;
    let text = text_of(to);
    let name = to.name.as_str();
    let args = [("name", name.into()), ("company", company.into()), ("link", link.into()), ("n", n.into())];
    let (subject, body) = (text.plain(subject, &args), text.plain(body, &args));
    mail::post(db, config, now, &Letter { recipient, kind, subject, body })
}
