//! The page, put together by what the viewer is.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

use super::customers::{self, Newcomer};
use super::deals::{self, Counts, Due};
use super::leads::{self, NewLeads};
use super::month;
use super::news::{self, Change};
use crate::access::{Branch, Role, Scope, Viewer};
use crate::db::Tx;
use crate::directory::StageKind;
use crate::journal::Entity;
use crate::opportunities::sums::Sums;
use crate::records;
use crate::values::money::Money;
use crate::values::period::Period;
use crate::web::{Answer, Cx, Error, Reply, Ui, routes};

/// What waits for who sells.
struct Work {
    counts: Counts,
    due: Vec<Due>,
    fresh: NewLeads,
    won: Sums,
    /// The list of this month's wins.
    won_href: String,
    news: Vec<News>,
    /// The team's, not only one's own?
    is_team: bool,
    /// The words that narrow a list to one's own.
    own: String,
}

/// A change by a colleague, in words.
struct News {
    change: Change,
    said: String,
    href: String,
}

/// What the administrator keeps an eye on.
struct House {
    people: i64,
    teams: i64,
}

#[derive(Template)]
#[template(path = "home/page.html")]
struct HomePage {
    ui: Ui,
    name: String,
    today: NaiveDate,
    work: Option<Work>,
    pool: Option<i64>,
    accounts: Vec<Newcomer>,
    contacts: Vec<Newcomer>,
    house: Option<House>,
}

/// The page.
pub async fn show(cx: Cx) -> HttpResponse {
    cx.read(page).await
}

fn page(tx: &mut Tx<'_>) -> Answer {
    let carries_deals = carries_deals(&tx.viewer);
    let work = if carries_deals { Some(work(tx)?) } else { None };
    let pool = if tx.viewer.sees_leads() { Some(leads::waiting(tx)?) } else { None };
    let (accounts, contacts) = match carries_deals {
        true => (Vec::new(), Vec::new()),
        false => (customers::newest(tx, Entity::Account)?, customers::newest(tx, Entity::Contact)?),
    };
    Reply::page(&HomePage {
        name: tx.viewer.name.clone(),
        today: tx.today(),
        house: tx.viewer.is_admin().then(|| house(tx)),
        ui: Ui::of(tx),
        work,
        pool,
        accounts,
        contacts,
    })
}

/// Works on deals day by day; an administrator only looks at them.
fn carries_deals(viewer: &Viewer) -> bool {
    viewer.roles.any(&[Role::SalesRep, Role::SalesManager])
}

fn house(tx: &Tx<'_>) -> House {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let teams = tx.directory.teams.all().iter().filter(|team| team.active).count();
    House { people: count(tx.directory.active_people().count()), teams: count(teams) }
}

fn work(tx: &mut Tx<'_>) -> Result<Work, Error> {
    let is_team = tx.viewer.is(Role::SalesManager);
    let scope = match is_team {
        true => Scope::of(tx.viewer.teams.iter().map(|team| Branch::Team(*team))),
        false => Scope::of([Branch::Owner(tx.viewer.id)]),
    };
    let month = month::current(tx);
    let own = if is_team { String::new() } else { "&owner=me".to_owned() };
    let changes = news::of_mine(tx)?;
    Ok(Work {
        counts: deals::counts(tx, &scope)?,
        due: deals::due(tx, &scope)?,
        fresh: leads::fresh(tx, &scope)?,
        won: month::won(tx, &scope, month)?,
        won_href: won_href(tx, month, &own),
        news: changes.into_iter().map(|change| told(tx, change)).collect(),
        is_team,
        own,
    })
}

/// The wins of the month as a list of deals.
fn won_href(tx: &Tx<'_>, month: Period, own: &str) -> String {
    let won = tx.directory.stages.iter().filter(|stage| stage.kind == StageKind::Won);
    let stages: String = won.map(|stage| format!("&stage={}", stage.id)).collect();
    let last = month.last_day().unwrap_or(month.from);
    format!("{}?state=closed&closed-on-from={}&closed-on-to={last}{stages}{own}", routes::OPPORTUNITIES, month.from)
}

// messages: timeline-lead-* timeline-account-* timeline-contact-* timeline-opportunity-*
fn told(tx: &Tx<'_>, change: Change) -> News {
    let key = format!("timeline-{}-{}", change.entity.name(), change.action.name());
    let key = if tx.text.has(&key) { key.as_str() } else { "timeline-other" };
    let said = tx.text.a(key, "who", tx.directory.person_name(Some(change.actor)));
    News { href: records::href(change.entity, change.id).unwrap_or_default(), said, change }
}

impl Work {
    fn title(&self) -> &'static str {
        if self.is_team { "home-deals-team" } else { "home-deals-mine" }
    }

    fn month_title(&self) -> &'static str {
        if self.is_team { "home-month-team" } else { "home-month-mine" }
    }

    fn leads_title(&self) -> &'static str {
        if self.is_team { "home-leads-team" } else { "home-leads-mine" }
    }

    /// The list of open deals with this mark.
    fn marked(&self, mark: &str) -> String {
        format!("{}?mark={mark}{}", routes::OPPORTUNITIES, self.own)
    }

    /// The list of open deals.
    fn open_href(&self) -> String {
        format!("{}?state=open{}", routes::OPPORTUNITIES, self.own)
    }

    /// The list of new leads.
    fn leads_href(&self) -> String {
        let view = if self.is_team { "team" } else { "mine" };
        let status = self.fresh.status.map(|id| format!("&status={id}")).unwrap_or_default();
        format!("{}?view={view}{status}", routes::LEADS)
    }

    /// A sum in the company's currency; where a rate is missing, what is left out is said beside it.
    fn money(&self, ui: &Ui, sum: &Money) -> String {
        ui.money_whole(sum.minor, sum.currency.as_str())
    }

    /// Currencies that are in no sum, as one phrase; empty when all are.
    fn missing(&self, ui: &Ui) -> String {
        let missing = self.won.missing.iter().chain(&self.counts.open.missing);
        let mut codes: Vec<String> = missing.map(|currency| currency.as_str().to_owned()).collect();
        codes.sort();
        codes.dedup();
        ui.list(&codes)
    }
}

impl HomePage {
    /// Days since a lead was filed, in words.
    fn age(&self, since: &NaiveDateTime) -> String {
        self.ui.duration_days((self.today - self.ui.local_date(*since)).num_days().max(0))
    }
}
