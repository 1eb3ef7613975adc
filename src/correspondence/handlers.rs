//! Writing mails: each press of a button keeps what was typed, and sends it where it can be sent.

use std::path::Path as File;

use actix_web::{HttpResponse, web};
use lettre::message::Mailbox;
use serde::Deserialize;

use super::boxes::{self, Known};
use super::form::{self, MailForm, Ready, too_heavy};
use super::letter::Sender;
use super::model::{Mail, MailState};
use super::pages::{DraftsPage, MailPage};
use super::{incoming, store, templates};
use crate::activities;
use crate::config::Config;
use crate::db::Tx;
use crate::db::schema::mails;
use crate::files::{self, Kept, Refused, Store};
use crate::journal::Entity;
use crate::mail::{self, Kind, Letter};
use crate::records;
use crate::values::token;
use crate::web::{
    Answer, App, Button, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, Upload, nonce, routes,
};

use diesel::prelude::*;

/// What the address of an empty form brings along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    about: String,
    /// The mail it answers.
    answers: String,
}

/// `GET /mails/new`: the empty form, about a record; or the answer to a mail.
pub async fn new(cx: Cx, app: web::Data<App>, Params(begun): Params<Begun>) -> HttpResponse {
    cx.read(move |tx| {
        let fresh = MailForm::fresh(tx)?;
        let (form, about) = match begun.answers.parse() {
            Ok(id) => answering(tx, fresh, id)?,
            Err(_) => {
                let about = activities::record_of(tx, &begun.about)?.ok_or(Error::NotFound)?;
                let who = boxes::likely(tx, about)?;
                (MailForm { about: begun.about, who, ..fresh }, about)
            }
        };
        Reply::page(&MailPage::of(tx, &app.config, None, form, about, Problems::new())?)
    })
    .await
}

/// The answer to a mail: to who wrote it, or to those it went to; with what it said.
fn answering(tx: &mut Tx<'_>, fresh: MailForm, id: i64) -> Result<(MailForm, (Entity, i64)), Error> {
    let (mail, activity) = store::seen(tx, id)?;
    let about = activity.about().ok_or(Error::NotFound)?;
    let is_seen = records::named(tx, &[about])?.get(&about).is_some_and(|named| named.visible);
    if !is_seen {
        return Err(Error::NotFound);
    }
    let to = match mail.state {
        MailState::Received if mail.reply_to.is_empty() => mail.sender.clone(),
        MailState::Received => mail.reply_to.clone(),
        _ => mail.recipients.clone(),
    };
    let (who, to) = ticked(&boxes::known(tx, about)?, &to);
    let is_again = mail.subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    let subject = if is_again {
        mail.subject.clone()
    } else {
        tx.text.plain("mails-answer-subject", &[("subject", mail.subject.as_str().into())])
    };
    let quoted: String = mail.body.lines().map(|line| format!("> {line}\n")).collect();
    let when = mail.at.map(|at| tx.text.instant(at)).unwrap_or_default();
    let head =
        tx.text.plain("mails-answer-head", &[("when", when.into()), ("who", boxes::shown(tx, &mail.sender).into())]);
    let text = format!("{}\n\n{head}\n{quoted}", fresh.text);
    let about_value = activities::about_value(about);
    Ok((MailForm { about: about_value, answers: id.to_string(), who, to, subject, text, ..fresh }, about))
}

/// Who of these the record knows, and the others as they are typed.
fn ticked(known: &[Known], lines: &str) -> (Vec<String>, String) {
    let (mut who, mut others) = (Vec::new(), Vec::new());
    for mailbox in boxes::read(lines).unwrap_or_default() {
        match known.iter().find(|known| known.email.to_lowercase() == boxes::key(&mailbox)) {
            Some(known) => who.push(known.value()),
            None => others.push(mailbox),
        }
    }
    (who, boxes::lines(&others))
}

/// What a press brought: what was typed, and files that lie in the store already.
#[derive(Clone)]
struct Posted {
    form: MailForm,
    files: Vec<(String, Kept)>,
    /// A file that is not taken.
    refused: Option<String>,
}

/// Puts the files that came along into the store, before any row names them.
async fn posted(app: &web::Data<App>, upload: Upload) -> Result<Posted, HttpResponse> {
    let store = Store::of(&app.config);
    let form = upload.form().map_err(HttpResponse::from_error)?;
    let kept = web::block(move || {
        let mut posted = Posted { form, files: Vec::new(), refused: None };
        for (name, file) in upload.files {
            match files::named(&name) {
                Ok(name) => posted.files.push((name, store.keep_file(file.as_file())?)),
                Err(Refused::Runs) => posted.refused = Some(File::new(&name).display().to_string()),
            }
        }
        Ok::<_, std::io::Error>(posted)
    });
    let failed = |cause: String| HttpResponse::from_error(Error::Bug(format!("keeping a file: {cause}")));
    kept.await.map_err(|e| failed(e.to_string()))?.map_err(|e| failed(e.to_string()))
}

/// `POST /mails`: keeps a new draft, or sends it.
pub async fn create(cx: Cx, app: web::Data<App>, upload: Upload) -> HttpResponse {
    let posted = match posted(&app, upload).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    cx.write(move |tx| {
        let about = activities::record_of(tx, &posted.form.about)?.ok_or(Error::NotFound)?;
        let answers = posted.form.answers.parse().ok().map(|id| store::seen(tx, id)).transpose()?;
        if let Some(made) = nonce::take(tx, &posted.form.nonce)? {
            return Ok(Reply::go(routes::own_path(&made).unwrap_or(routes::HOME)));
        }
        let mail = store::begin(tx, about, answers.as_ref().map(|(mail, _)| mail), &posted.form.written())?;
        nonce::keep(tx, &posted.form.nonce, &routes::mail(mail.id))?;
        go_on(tx, &app, mail, &posted)
    })
    .await
}

/// `GET /mails/{id}`: goes on writing; what was sent is shown as the activity it is.
pub async fn show(cx: Cx, app: web::Data<App>, id: Path<i64>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let mail = store::own(tx, *id)?;
        if let Some(activity) = mail.activity_id {
            return Ok(Reply::go(&routes::activity(activity)));
        }
        let about = mail.record().ok_or(Error::NotFound)?;
        let about = store::standing(tx, about)?.unwrap_or(about);
        if !mail.is_open() {
            let to = records::href(about.0, about.1).unwrap_or_else(|| routes::MAILS.to_owned());
            return Ok(Reply::go(&to).saying(Flash::good(tx.text.a(
                "mails-said-waiting",
                "subject",
                mail.subject.as_str(),
            ))));
        }
        let problems = if asked.check.is_empty() { Problems::new() } else { problems(tx, &app.config, &mail, about)? };
        let form = MailForm::of(&mail);
        Reply::page(&MailPage::of(tx, &app.config, Some(&mail), form, about, problems)?)
    })
    .await
}

/// What the address of a draft asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Is it to be said what keeps it from being sent?
    check: String,
}

fn problems(tx: &mut Tx<'_>, config: &Config, mail: &Mail, about: (Entity, i64)) -> Result<Problems, Error> {
    let files = store::files(tx.db, mail.id)?;
    let known = boxes::known(tx, about)?;
    Ok(form::check(tx, config, mail, &files, &known)?.err().unwrap_or_default())
}

/// `POST /mails/{id}`: keeps what was typed, and sends it where that was pressed.
pub async fn save(cx: Cx, app: web::Data<App>, id: Path<i64>, upload: Upload) -> HttpResponse {
    let posted = match posted(&app, upload).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    cx.write(move |tx| {
        let mail = store::own(tx, *id)?;
        if !mail.is_open() {
            return Ok(Reply::go(&routes::mail(mail.id)));
        }
        let read = Mail { version: posted.form.version.parse().unwrap_or(mail.version), ..mail.clone() };
        match store::write(tx, &read, &posted.form.written())? {
            Some(mail) => go_on(tx, &app, mail, &posted),
            // Written on elsewhere meanwhile: both are kept, and neither is sent by mistake.
            None => {
                let about = mail.record().ok_or(Error::NotFound)?;
                let answers = mail.answers_id.map(|id| store::seen(tx, id)).transpose()?.map(|(mail, _)| mail);
                let copy = store::begin(tx, about, answers.as_ref(), &posted.form.written())?;
                let said = Flash { bad: true, ..Flash::good(tx.text.t("mails-said-copy")) };
                attach(tx, &app.config, &copy, &posted)?;
                Ok(Reply::go(&routes::mail(copy.id)).saying(said))
            }
        }
    })
    .await
}

/// Files are attached and taken off; then it is sent, begun with a template, or only kept.
fn go_on(tx: &mut Tx<'_>, app: &App, mail: Mail, posted: &Posted) -> Answer {
    let page = routes::mail(mail.id);
    if let Some(trouble) = attach(tx, &app.config, &mail, posted)? {
        return Ok(Reply::go(&page).saying(Flash { bad: true, ..Flash::good(trouble) }));
    }
    match posted.form.what.as_str() {
        "send" => send(tx, app, mail),
        "fill" => {
            let said = templates::begin_with(tx, &mail, &posted.form.template)?;
            Ok(Reply::go(&page).saying(said))
        }
        _ => Ok(Reply::go(&page).saying(Flash::good(tx.text.t("mails-said-kept")))),
    }
}

/// Attaches what came along and takes off what was ticked; answers what could not be attached, in words.
fn attach(tx: &mut Tx<'_>, config: &Config, mail: &Mail, posted: &Posted) -> Result<Option<String>, Error> {
    let off: Vec<i64> = posted.form.off.iter().filter_map(|id| id.parse().ok()).collect();
    store::detach(tx, mail.id, &off)?;
    let mut bytes: i64 = store::files(tx.db, mail.id)?.iter().map(|file| file.bytes).sum();
    let mut trouble = posted.refused.as_ref().map(|name| tx.text.a("mails-problem-runs", "file", name.as_str()));
    for (name, kept) in &posted.files {
        bytes += kept.bytes;
        match too_heavy(tx, config, bytes) {
            Some(sentence) => {
                bytes -= kept.bytes;
                trouble.get_or_insert(sentence);
            }
            None => store::attach(tx, mail.id, name, files::media_type(name), kept)?,
        }
    }
    Ok(trouble)
}

/// Puts the mail into the outbox; where something keeps it from being sent, it stays a draft and its page says what.
fn send(tx: &mut Tx<'_>, app: &App, mail: Mail) -> Answer {
    let about = mail.record().ok_or(Error::NotFound)?;
    let about = store::standing(tx, about)?.ok_or(Error::NotFound)?;
    let files = store::files(tx.db, mail.id)?;
    let known = boxes::known(tx, about)?;
    let page = routes::mail(mail.id);
    let Ok(ready) = form::check(tx, &app.config, &mail, &files, &known)? else {
        return Ok(Reply::go(&format!("{page}?check=1")));
    };
    if !app.config.sends_mail() {
        let said = Flash { bad: true, ..Flash::good(tx.text.t("mails-said-no-server")) };
        return Ok(Reply::go(&page).saying(said));
    }
    post(tx, app, &mail, &ready)?;
    let to = records::href(about.0, about.1).unwrap_or_else(|| routes::HOME.to_owned());
    Ok(Reply::go(&to).saying(Flash::good(tx.text.a("mails-said-waiting", "subject", ready.subject.as_str()))))
}

fn post(tx: &mut Tx<'_>, app: &App, mail: &Mail, ready: &Ready) -> Result<(), Error> {
    let sender = Sender::of(&app.config, &app.key, &tx.directory, (tx.viewer.id, mail.id)).map_err(Error::Bug)?;
    let random = token::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
    let all: Vec<Mailbox> = ready.to.iter().chain(&ready.cc).cloned().collect();
    let letter = Letter {
        recipient: boxes::lines(&all).replace('\n', ", "),
        kind: Kind::Mail,
        subject: ready.subject.clone(),
        body: String::new(),
    };
    let outbox = mail::file(tx.db, tx.now, &letter)?;
    let who = (
        mails::sender.eq(sender.from.to_string()),
        mails::reply_to.eq(sender.reply_to.map(|it| it.to_string()).unwrap_or_default()),
    );
    let to = (
        mails::chosen.eq(""),
        mails::recipients.eq(boxes::lines(&ready.to)),
        mails::copies.eq(boxes::lines(&ready.cc)),
    );
    let what = (mails::subject.eq(&ready.subject), mails::body.eq(&ready.body));
    let message_id = format!("{}.{random}@{}", mail.id, mail::host(&app.config));
    let way = (mails::state.eq(MailState::Waiting), mails::outbox_id.eq(outbox), mails::message_id.eq(message_id));
    let row = mails::table.find(mail.id);
    diesel::update(row).set((who, to, what, way, mails::at.eq(tx.now))).execute(tx.db)?;
    Ok(())
}

/// `POST /mails/{id}/removal`: throws a draft away.
pub async fn discard(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| {
        let mail = store::own(tx, *id)?;
        if !mail.is_open() {
            return Ok(Reply::go(&routes::mail(mail.id)));
        }
        let about = mail.record().map(|record| store::standing(tx, record)).transpose()?.flatten();
        store::discard(tx, &mail)?;
        let to = about.and_then(|(entity, id)| records::href(entity, id)).unwrap_or_else(|| routes::MAILS.to_owned());
        Ok(Reply::go(&to).saying(Flash::good(tx.text.t("mails-said-discarded"))))
    })
    .await
}

/// `GET /mails`: what one has begun, what is on its way, and what was not sent.
pub async fn drafts(cx: Cx) -> HttpResponse {
    cx.read(|tx| {
        let lines = super::part::drafts(tx, None)?;
        let sorts = incoming::pages::sorts(&tx.viewer).is_ok();
        Reply::page(&DraftsPage { ui: Ui::of(tx), lines, sorts })
    })
    .await
}

/// `GET /mails/{id}/files/{file}`: never shown by a browser, only kept.
pub async fn download(cx: Cx, app: web::Data<App>, at: Path<(i64, i64)>) -> HttpResponse {
    cx.read(move |tx| {
        let (id, file) = *at;
        // One's own draft, or what one sees.
        let mail = store::own(tx, id).or_else(|_| store::seen(tx, id).map(|(mail, _)| mail))?;
        let files = store::files(tx.db, mail.id)?;
        let file = files.into_iter().find(|known| known.id == file).ok_or(Error::NotFound)?;
        let content =
            Store::of(&app.config).open(&file.hash).map_err(|e| Error::Bug(format!("a file of a mail: {e}")))?;
        Ok(Reply::attachment(&file.name, content))
    })
    .await
}
