//! What people do with mail that came in: take up what belongs to nobody, put a mail with another record, look at it as it was
//! written.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::address;
use super::intake::take_up;
use crate::access::{Role, Viewer};
use crate::activities::{self, Activity, about_value, record_of};
use crate::correspondence::model::{Mail, MailState};
use crate::correspondence::{boxes, store};
use crate::db::Tx;
use crate::db::schema::mails;
use crate::journal::{Action, Entity};
use crate::listing::Table;
use crate::records;
use crate::search;
use crate::web::{Answer, App, Button, Choice, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, routes};

/// Waiting mails on the page.
const SHOWN: i64 = 50;
/// Records of a kind that are offered.
const OFFERED: usize = 5;
/// How much of a text is shown before it is taken up.
const BEGINNING: usize = 600;

/// May the viewer see what belongs to nobody yet? It may be about anybody.
///
/// # Errors
/// `Forbidden` when they may not.
pub fn sorts(viewer: &Viewer) -> Result<(), Error> {
    let may = viewer.is_admin() || viewer.is(Role::SalesManager) || viewer.is(Role::SupportManager);
    if may { Ok(()) } else { Err(Error::Forbidden) }
}

/// A mail that belongs to nobody yet.
struct Line {
    id: i64,
    from: String,
    subject: String,
    beginning: String,
    at: Option<NaiveDateTime>,
}

#[derive(Template)]
#[template(path = "correspondence/incoming.html")]
struct IncomingPage {
    ui: Ui,
    lines: Vec<Line>,
    fetches: bool,
}

/// `GET /mails/incoming`.
pub async fn list(cx: Cx) -> HttpResponse {
    let takes = !cx.config().mail_in.is_empty();
    cx.read(move |tx| {
        sorts(&tx.viewer)?;
        let rows =
            in_state(MailState::Received).order(mails::id.desc()).limit(SHOWN).select(Mail::as_select()).load(tx.db)?;
        let line = |mail: Mail| Line {
            id: mail.id,
            from: boxes::shown(tx, &mail.sender),
            subject: mail.subject,
            beginning: mail.body.chars().take(BEGINNING).collect(),
            at: mail.at,
        };
        let lines = rows.into_iter().map(line).collect();
        Reply::page(&IncomingPage { ui: Ui::of(tx), lines, fetches: takes })
    })
    .await
}

#[diesel::dsl::auto_type(no_type_alias)]
fn in_state(state: MailState) -> _ {
    mails::table.filter(mails::state.eq(state).and(mails::activity_id.is_null()))
}

fn find_waiting(tx: &mut Tx<'_>, id: i64) -> Result<Mail, Error> {
    sorts(&tx.viewer)?;
    Ok(in_state(MailState::Received).filter(mails::id.eq(id)).select(Mail::as_select()).first(tx.db)?)
}

/// `POST /mails/{id}/claim`: it is mine, and I say where it goes.
pub async fn claim(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| {
        let mail = find_waiting(tx, *id)?;
        take_up(tx, &mail)?;
        Ok(Reply::go(&format!("{}/filing", routes::mail(mail.id))))
    })
    .await
}

/// `POST /mails/{id}/end`: nobody needs it.
pub async fn end(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| {
        let mail = find_waiting(tx, *id)?;
        store::discard(tx, &mail)?;
        Ok(Reply::go(routes::INCOMING).saying(Flash::good(tx.text.t("mails-said-ended"))))
    })
    .await
}

/// What the page of filing is asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FilingForm {
    q: String,
    about: String,
}

#[derive(Template)]
#[template(path = "correspondence/filing.html")]
struct FilingPage {
    ui: Ui,
    problems: Problems,
    id: i64,
    subject: String,
    from: String,
    activity_href: String,
    q: String,
    found: Vec<Choice>,
}

impl FilingPage {
    fn of(tx: &mut Tx<'_>, mail: &Mail, activity: &Activity, q: String, problems: Problems) -> QueryResult<FilingPage> {
        let q = if q.is_empty() { sender_name(mail) } else { q };
        Ok(FilingPage {
            found: found(tx, &q)?,
            from: boxes::shown(tx, &mail.sender),
            ui: Ui::of(tx),
            problems,
            id: mail.id,
            subject: activity.subject.clone(),
            activity_href: routes::activity(activity.id),
            q,
        })
    }
}

/// Who wrote it, by name: what is looked for first.
fn sender_name(mail: &Mail) -> String {
    let mailbox = mail.sender.parse::<lettre::message::Mailbox>().ok();
    mailbox.and_then(|mailbox| mailbox.name).unwrap_or_default()
}

/// Records in which these words are found, as far as the viewer sees them.
fn found(tx: &mut Tx<'_>, q: &str) -> QueryResult<Vec<Choice>> {
    let kinds = [
        (Table::Contacts, Entity::Contact),
        (Table::Leads, Entity::Lead),
        (Table::Opportunities, Entity::Opportunity),
        (Table::Accounts, Entity::Account),
    ];
    let mut wanted = Vec::new();
    for (table, entity) in kinds {
        let scope = records::visible(&tx.viewer, entity);
        let ids = search::ids(tx, table, &scope, q, OFFERED)?;
        wanted.extend(ids.into_iter().map(|id| (entity, id)));
    }
    let names = records::named(tx, &wanted)?;
    let seen = wanted.iter().filter_map(|key| names.get(key)).filter(|named| named.visible);
    // messages: mails-kind-*
    let label = |named: &records::Named| {
        let kind = tx.text.t(&format!("mails-kind-{}", named.entity.name()));
        tx.text.row(
            &[named.name.as_str(), kind, named.detail.as_str()]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect::<Vec<_>>(),
        )
    };
    Ok(seen.map(|named| Choice::new(about_value((named.entity, named.id)), label(named), "")).collect())
}

/// `GET /mails/{id}/filing`: with which record a mail belongs.
pub async fn ask(cx: Cx, id: Path<i64>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let (mail, activity) = editable(tx, *id)?;
        Reply::page(&FilingPage::of(tx, &mail, &activity, asked.q, Problems::new())?)
    })
    .await
}

/// `POST /mails/{id}/filing`.
pub async fn file(cx: Cx, id: Path<i64>, Form(form): Form<FilingForm>) -> HttpResponse {
    cx.write(move |tx| {
        let (mail, activity) = editable(tx, *id)?;
        let Some(about) = record_of(tx, &form.about)? else {
            let mut problems = Problems::new();
            problems.add("about", tx.text.t("problem-choose"));
            return Reply::rejected(&FilingPage::of(tx, &mail, &activity, form.q, problems)?);
        };
        let mut facts = activity.facts.clone();
        facts.set_about(Some(about));
        if facts != activity.facts {
            let saved = activities::save(tx, Action::Edited, &activity, facts)?.ok_or(Error::Overtaken)?;
            activities::took_place(tx, &saved)?;
        }
        let to = records::href(about.0, about.1).unwrap_or_else(|| routes::HOME.to_owned());
        Ok(Reply::go(&to).saying(Flash::good(tx.text.a("mails-said-filed", "subject", activity.subject.as_str()))))
    })
    .await
}

fn editable(tx: &mut Tx<'_>, id: i64) -> Result<(Mail, Activity), Error> {
    let (mail, activity) = store::seen(tx, id)?;
    let activity = activities::find_editable(tx, activity.id)?;
    Ok((mail, activity))
}

/// The policy of a mail's own page: nothing from anywhere, no script, no form, in nobody's frame but ours.
const POLICY: &str = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// `GET /mails/{id}/page`: the mail as it was written, without anything that acts, or tells its sender that it was read.
pub async fn page(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let (mail, _) = store::seen(tx, *id)?;
        if mail.html.is_empty() {
            return Err(Error::NotFound);
        }
        shown(&mail)
    })
    .await
}

fn shown(mail: &Mail) -> Answer {
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{}</title></head><body dir=\"auto\">{}</body></html>",
        escaped(&mail.subject),
        harmless(&mail.html)
    );
    Ok(Reply::html(page).header(header::CONTENT_SECURITY_POLICY, POLICY).header(header::X_FRAME_OPTIONS, "SAMEORIGIN"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What is left of a mail's marks: words and tables. Images are fetched from elsewhere, which tells who reads when: none is.
pub fn harmless(html: &str) -> String {
    let mut cleaner = ammonia::Builder::default();
    cleaner.rm_tags(["img", "map", "area"]).link_rel(Some("noopener noreferrer nofollow"));
    cleaner.url_schemes(["http", "https", "mailto", "tel"].into());
    cleaner.set_tag_attribute_value("a", "target", "_blank");
    cleaner.clean(html).to_string()
}

/// What the reader's own address for copies is; none where this installation takes no mail in.
pub fn dropbox(app: &web::Data<App>, person: i64) -> String {
    address::for_person(&app.config, &app.key, person).map(|address| address.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn nothing_of_a_mail_acts_or_calls_home() {
        let nasty = "<p onclick=x()>Hi<script>x()</script><img src=https://t.example/1.gif><a href=javascript:x()>a</a>\
                     <a href='https://x.example/'>b</a><form action=https://e.example><input></form>\
                     <iframe src=https://e.example></iframe><style>*{background:url(https://t.example)}</style>\
                     <svg><a xlink:href=javascript:x()></a></svg><meta http-equiv=refresh content=0><b style='x:url(y)'>c</b>";
        let left = harmless(nasty);
        for word in ["onclick", "script", "img", "javascript", "form", "iframe", "style", "svg", "meta", "t.example"] {
            assert!(!left.contains(word), "{word}: {left}");
        }
        assert!(left.contains("Hi") && left.contains("https://x.example/") && left.contains("noopener"), "{left}");
    }
}
