//! What somebody wants to be told, and how: a page of one's own profile.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{NaiveDate, Timelike};
use diesel::prelude::*;
use serde::Deserialize;

use super::Event;
use crate::db::Tx;
use crate::db::schema::{digests, notification_choices};
use crate::values::wall;
use crate::web::{Answer, Choice, Cx, Flash, Form, Problems, Reply, Ui, routes};

/// How one event is told.
struct Line {
    event: Event,
    in_tray: bool,
    by_mail: bool,
}

impl Line {
    /// What it is called: message key.
    fn label(&self) -> String {
        // messages: notifications-event-*
        format!("notifications-event-{}", self.event.name())
    }
}

#[derive(Template)]
#[template(path = "notifications/choices.html")]
struct ChoicesPage {
    ui: Ui,
    lines: Vec<Line>,
    hours: Vec<Choice>,
    /// Is there a mail server, and has the reader an address?
    sends_mail: bool,
    none: Problems,
}

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChoicesForm {
    /// Events shown in the tray.
    tray: Vec<String>,
    /// Events sent by mail.
    mail: Vec<String>,
    /// The hour of the daily letter; empty for none.
    digest: String,
}

/// `GET /profile/notifications`.
pub async fn show(cx: Cx) -> HttpResponse {
    let sends_mail = cx.config().sends_mail();
    cx.read(move |tx| page(tx, sends_mail)).await
}

fn page(tx: &mut Tx<'_>, sends_mail: bool) -> Answer {
    let me = tx.viewer.id;
    let columns = (notification_choices::event, notification_choices::in_tray, notification_choices::by_mail);
    let of_me = notification_choices::table.filter(notification_choices::user_id.eq(me));
    let chosen: Vec<(Event, bool, bool)> = of_me.select(columns).load(tx.db)?;
    let line = |event: &Event| {
        let own = chosen.iter().find(|(of, _, _)| of == event);
        let (in_tray, by_mail) = own.map_or((true, event.is_mailed()), |(_, in_tray, by_mail)| (*in_tray, *by_mail));
        Line { event: *event, in_tray, by_mail }
    };
    let lines = Event::ALL.iter().map(line).collect();
    let hour: Option<i64> = digests::table.find(me).select(digests::hour).first(tx.db).optional()?;
    let hour = hour.map(|hour| hour.to_string()).unwrap_or_default();
    let none = Choice::new("", tx.text.t("notifications-digest-none"), &hour);
    let at = |n: u32| Choice::new(n.to_string(), tx.text.clock(n), &hour);
    let hours = std::iter::once(none).chain((0..24).map(at)).collect();
    Reply::page(&ChoicesPage { lines, hours, sends_mail, none: Problems::new(), ui: Ui::of(tx) })
}

/// `POST /profile/notifications`.
pub async fn save(cx: Cx, Form(form): Form<ChoicesForm>) -> HttpResponse {
    cx.write(move |tx| {
        let me = tx.viewer.id;
        diesel::delete(notification_choices::table.filter(notification_choices::user_id.eq(me))).execute(tx.db)?;
        let has = |all: &[String], event: &Event| all.iter().any(|name| name == event.name());
        for event in Event::ALL.iter() {
            let (in_tray, by_mail) = (has(&form.tray, event), has(&form.mail, event));
            // What is as usual is not kept: it follows when what is usual changes.
            if (in_tray, by_mail) == (true, event.is_mailed()) {
                continue;
            }
            let own = (notification_choices::user_id.eq(me), notification_choices::event.eq(*event));
            let row = (own, notification_choices::in_tray.eq(in_tray), notification_choices::by_mail.eq(by_mail));
            diesel::insert_into(notification_choices::table).values(row).execute(tx.db)?;
        }
        keep_digest(tx, &form.digest)?;
        let said = Flash::good(tx.text.t("notifications-choices-said"));
        Ok(Reply::go(routes::OWN_NOTIFICATIONS).saying(said))
    })
    .await
}

/// The hour of the daily letter. The first one comes when that hour comes next.
fn keep_digest(tx: &mut Tx<'_>, hour: &str) -> QueryResult<()> {
    let me = tx.viewer.id;
    let known: Option<(i64, Option<NaiveDate>)> =
        digests::table.find(me).select((digests::hour, digests::last_on)).first(tx.db).optional()?;
    let hour = hour.parse::<i64>().ok().filter(|hour| (0..24).contains(hour));
    if known.map(|(hour, _)| hour) == hour {
        return Ok(());
    }
    diesel::delete(digests::table.find(me)).execute(tx.db)?;
    let Some(hour) = hour else { return Ok(()) };
    let today = tx.today();
    let is_over = i64::from(wall::shown(tx.text.zone(), tx.now).hour()) >= hour;
    let last = known.and_then(|(_, last)| last).or_else(|| today.pred_opt().filter(|_| !is_over)).or(Some(today));
    let row = (digests::user_id.eq(me), digests::hour.eq(hour), digests::last_on.eq(last));
    diesel::insert_into(digests::table).values(row).execute(tx.db).map(drop)
}
