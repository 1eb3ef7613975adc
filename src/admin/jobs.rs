//! What the program does by itself, how that goes, and the way to have it done now.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;

use super::gate;
use crate::config::Config;
use crate::db::Tx;
use crate::i18n::Text;
use crate::jobs::{self, Job, Row};
use crate::web::{Answer, App, Button, Cx, Error, Flash, Form, Path, Reply, Ui};

const PAGE: &str = "/settings/jobs";

/// A job of the list.
struct Line {
    job: Job,
    is_on: bool,
    /// None before anybody has looked after it.
    row: Option<Row>,
    now: NaiveDateTime,
}

/// What is next.
enum Next {
    /// It is at work: on which node, since when.
    Running(String, NaiveDateTime),
    /// Whenever there is something to do.
    WhenDue,
    /// At once.
    Now,
    /// Then.
    At(NaiveDateTime),
}

impl Line {
    fn action(&self) -> String {
        format!("{PAGE}/{}/run", self.job.name())
    }

    fn name(&self, ui: &Ui) -> &'static str {
        name(ui, self.job)
    }

    // messages: jobs-every-*
    fn every(&self, text: &Text) -> String {
        let every = self.job.every();
        let units = [("days", every.num_days()), ("hours", every.num_hours()), ("minutes", every.num_minutes())];
        let whole = units.into_iter().find(|(_, n)| *n > 0);
        let (unit, n) = whole.unwrap_or(("seconds", every.num_seconds()));
        text.n(&format!("jobs-every-{unit}"), n)
    }

    /// When it ended last.
    fn ended(&self) -> Option<NaiveDateTime> {
        self.row.as_ref()?.ended_at
    }

    /// How long the last run took and what it dealt with; the node it was on stands beside that.
    fn facts(&self, text: &Text) -> String {
        let Some(row) = &self.row else { return String::new() };
        let took = text.a("jobs-took", "seconds", text.decimal((row.took_ms + 50) / 100, 1));
        let dealt = if row.last_error.is_empty() { text.n("jobs-dealt", row.dealt) } else { String::new() };
        text.row(&[took.as_str(), dealt.as_str()].into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>())
    }

    fn node(&self) -> &str {
        self.row.as_ref().map_or("", |row| &row.node)
    }

    fn failures(&self) -> i64 {
        self.row.as_ref().map_or(0, |row| row.failures)
    }

    fn reason(&self) -> &str {
        self.row.as_ref().map_or("", |row| &row.last_error)
    }

    fn next(&self) -> Next {
        let Some(row) = &self.row else { return Next::Now };
        match row.began_at {
            Some(since) if row.is_running(self.now) => Next::Running(row.holder.clone(), since),
            _ if self.job.waits_for_work() && row.failures == 0 && !row.asked => Next::WhenDue,
            _ if row.next_at <= self.now => Next::Now,
            _ => Next::At(row.next_at),
        }
    }
}

// messages: jobs-name-*
fn name(text: &Text, job: Job) -> &'static str {
    text.t(&format!("jobs-name-{}", job.name()))
}

#[derive(Template)]
#[template(path = "admin/jobs.html")]
struct JobsPage {
    ui: Ui,
    lines: Vec<Line>,
}

/// `GET /settings/jobs`
pub async fn show(cx: Cx) -> HttpResponse {
    let config = cx.config().clone();
    gate::read(cx, move |tx| page(tx, &config)).await
}

fn page(tx: &mut Tx<'_>, config: &Config) -> Answer {
    let (mut rows, now): (BTreeMap<Job, Row>, _) = (jobs::all(tx.db)?, tx.now);
    let mut line = |job: Job| Line { job, is_on: job.is_on(config), row: rows.remove(&job), now };
    let lines = Job::ALL.iter().copied().map(&mut line).collect();
    Reply::page(&JobsPage { ui: Ui::of(tx), lines })
}

/// `POST /settings/jobs/{job}/run`: it has its turn now.
pub async fn run(app: web::Data<App>, cx: Cx, job: Path<String>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let job = Job::named(&job).filter(|job| job.is_on(&app.config)).ok_or(Error::NotFound)?;
        jobs::ask(tx.db, job, tx.now)?;
        let name = name(&tx.text, job);
        Ok(Reply::go(PAGE).saying(Flash::good(tx.text.a("jobs-asked", "job", name))))
    })
    .await
}
