//! Letters that did not go out: what the mail server said, and the way to have them tried again.
//!
//! Who was written to and about what is an administrator's to see; what was written is not shown. Each resending and throwing
//! away is journalled with the company's settings, without the letter's text (rule 50).

use actix_web::HttpResponse;
use askama::Template;

use super::gate;
use super::records::COMPANY;
use crate::config::Config;
use crate::db::Tx;
use crate::journal::{self, Action, Change, Entity};
use crate::mail::{self, Standing, Stuck};
use crate::web::{Answer, Button, Cx, Error, Flash, Form, Path, Reply, Ui};

const PAGE: &str = "/settings/mail";

/// Letters on the page.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "admin/letters.html")]
struct LettersPage {
    ui: Ui,
    sends: bool,
    standing: Standing,
    letters: Vec<Stuck>,
}

/// `GET /settings/mail`
pub async fn show(cx: Cx) -> HttpResponse {
    let config = cx.config().clone();
    gate::read(cx, move |tx| page(tx, &config)).await
}

fn page(tx: &mut Tx<'_>, config: &Config) -> Answer {
    let standing = mail::standing(tx.db)?;
    let letters = mail::stuck(tx.db, SHOWN)?;
    Reply::page(&LettersPage { ui: Ui::of(tx), sends: config.sends_mail(), standing, letters })
}

/// `POST /settings/mail/{id}/resend`: it is tried at once, and then as often as one that was just written.
pub async fn resend(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let letter = mail::resend(tx.db, *id, tx.now)?.ok_or(Error::NotFound)?;
        noted(tx, "letter_resent", &letter)?;
        Ok(Reply::go(PAGE).saying(Flash::good(tx.text.a(
            "admin-letters-resent",
            "recipient",
            letter.recipient.as_str(),
        ))))
    })
    .await
}

/// `POST /settings/mail/{id}/removal`: it is given up for good.
pub async fn discard(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let letter = mail::discard(tx.db, *id)?.ok_or(Error::NotFound)?;
        noted(tx, "letter_discarded", &letter)?;
        Ok(Reply::go(PAGE).saying(Flash::good(tx.text.a("admin-letters-gone", "recipient", letter.recipient.as_str()))))
    })
    .await
}

fn noted(tx: &mut Tx<'_>, what: &str, letter: &Stuck) -> Result<(), Error> {
    let recipient = serde_json::Value::from(letter.recipient.as_str()).to_string();
    let told = Change { field: what.to_owned(), before: None, after: Some(recipient) };
    let version = tx.directory.organization.version;
    journal::record(tx, Entity::Organization, COMPANY, version, Action::Edited, &[told])?;
    Ok(())
}
