//! The page, put together by what the viewer is.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

use super::customers::{self, Newcomer};
use super::deals::{self, Due, Waiting};
use super::leads::{self, NewLeads};
use super::month;
use super::news::{self, Change};
use crate::access::{Branch, Role, Scope, Viewer};
use crate::activities::{self, OnRecord, Stretch};
use crate::bookmarks::Shelf;
use crate::db::Tx;
use crate::directory::StageKind;
use crate::journal::Entity;
use crate::opportunities::sums::Sums;
use crate::records::{self, Names};
use crate::values::money::Money;
use crate::values::period::Period;
use crate::web::{Answer, Cx, Error, Reply, Ui, routes};

/// How many favourites, and how many records looked at, are named.
const AT_HAND: usize = 6;

/// Whose work a page tells of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// One's own.
    Mine,
    /// That of the teams one leads.
    Teams,
    /// Everybody's.
    Company,
}

impl Whose {
    /// The viewer's; nobody's who has to do with neither leads nor deals.
    fn of(viewer: &Viewer) -> Option<Whose> {
        let by_role =
            [(Role::SalesManager, Whose::Teams), (Role::SalesRep, Whose::Mine), (Role::Admin, Whose::Company)];
        by_role.into_iter().find(|(role, _)| viewer.is(*role)).map(|(_, whose)| whose)
    }

    fn scope(self, viewer: &Viewer) -> Scope {
        match self {
            Whose::Mine => Scope::of([Branch::Owner(viewer.id)]),
            Whose::Teams => Scope::of(viewer.teams.iter().map(|team| Branch::Team(*team))),
            Whose::Company => Scope::everything(),
        }
    }

    /// The end of the message keys.
    fn name(self) -> &'static str {
        match self {
            Whose::Mine => "mine",
            Whose::Teams => "team",
            Whose::Company => "all",
        }
    }
}

/// What waits for who sells.
struct Work {
    whose: Whose,
    /// All open deals.
    open: Sums,
    deals: Waiting,
    fresh: NewLeads,
    won: Sums,
    /// The month before, to compare with.
    won_before: Sums,
    /// Wins of this month that are somebody else's now, and not in the list.
    won_gone: Option<i64>,
    /// The list of this month's wins.
    won_href: String,
    /// The list of those of the month before.
    won_before_href: String,
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
    /// What the viewer has planned.
    day: Vec<Stretch>,
    /// The box in which something is written down.
    activities: OnRecord,
    /// What the records are called that the page is about.
    names: Names,
    work: Option<Work>,
    news: Vec<News>,
    shelf: Shelf,
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
    let whose = Whose::of(&tx.viewer);
    let (work, pool) = match whose {
        Some(whose) => work(tx, whose).map(|(work, pool)| (Some(work), Some(pool)))?,
        None if tx.viewer.sees_leads() => (None, Some(leads::waiting(tx)?)),
        None => (None, None),
    };
    let (changes, shelf) = news::at_hand(tx)?;
    let shelf = shelf.first(AT_HAND);
    let day = activities::planned_by_day(tx)?;
    let about = day.iter().flat_map(|stretch| &stretch.lines).filter_map(|(_, about)| *about);
    let with = work.iter().flat_map(|work| &work.deals.due).filter_map(|deal| deal.with);
    let names = records::named(tx, &about.chain(with).collect::<Vec<_>>())?;
    let at_hand = shelf.records().into_iter().map(|line| (line.record.0, line.record.1, line.name.as_str()));
    let (accounts, contacts) = match whose {
        Some(_) => (Vec::new(), Vec::new()),
        None => (customers::newest(tx, Entity::Account)?, customers::newest(tx, Entity::Contact)?),
    };
    Reply::page(&HomePage {
        name: tx.viewer.name.clone(),
        activities: OnRecord::of_none(tx, at_hand),
        day,
        names,
        today: tx.today(),
        house: tx.viewer.is_admin().then(|| house(tx)),
        news: changes.into_iter().map(|change| told(tx, change)).collect(),
        shelf,
        ui: Ui::of(tx),
        work,
        pool,
        accounts,
        contacts,
    })
}

fn house(tx: &Tx<'_>) -> House {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let teams = tx.directory.teams.all().iter().filter(|team| team.active).count();
    House { people: count(tx.directory.active_people().count()), teams: count(teams) }
}

/// What waits for who sells, and how many leads wait for anybody.
fn work(tx: &mut Tx<'_>, whose: Whose) -> Result<(Work, i64), Error> {
    let scope = whose.scope(&tx.viewer);
    let month = month::current(tx);
    let before = month.from.pred_opt().map_or(month, Period::month);
    let won = month::won(tx, &scope, month, before, whose == Whose::Mine)?;
    let own = if whose == Whose::Mine { "&owner=me".to_owned() } else { String::new() };
    let open = deals::open(tx, &scope)?.unwrap_or_else(|| Sums::of([], tx.directory.rates.base()));
    let (fresh, pool) = leads::fresh(tx, &scope)?;
    let work = Work {
        open,
        deals: deals::waiting(tx, &scope)?,
        fresh,
        won: won.now,
        won_before: won.before,
        won_gone: Some(won.gone).filter(|gone| *gone > 0),
        won_href: won_href(tx, month, whose),
        won_before_href: won_href(tx, before, whose),
        whose,
        own,
    };
    Ok((work, pool))
}

/// The wins of the month as a list of deals: one's own are those one owned then, as the figure has them.
fn won_href(tx: &Tx<'_>, month: Period, whose: Whose) -> String {
    let own = if whose == Whose::Mine { "&closed-owner=me" } else { "" };
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
    /// The heading of a part of the page.
    fn title(&self, part: &str) -> String {
        // messages: home-deals-mine home-deals-team home-deals-all home-month-* home-leads-mine home-leads-team home-leads-all
        format!("home-{part}-{}", self.whose.name())
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
        let view = self.whose.name();
        let status = self.fresh.status.map(|id| format!("&status={id}")).unwrap_or_default();
        format!("{}?view={view}{status}", routes::LEADS)
    }

    /// A sum in the company's currency; where a rate is missing, what is left out is said beside it.
    fn money(&self, ui: &Ui, sum: &Money) -> String {
        ui.money_whole(sum.minor, sum.currency.as_str())
    }

    /// Is any sum of more than the company's currency?
    fn is_mixed(&self) -> bool {
        [&self.won, &self.won_before, &self.open].into_iter().any(Sums::is_mixed)
    }

    /// Currencies that are in no sum, as one phrase; empty when all are.
    fn missing(&self, ui: &Ui) -> String {
        let missing = self.won.missing.iter().chain(&self.open.missing).chain(&self.won_before.missing);
        let mut codes: Vec<String> = missing.map(|currency| currency.as_str().to_owned()).collect();
        codes.sort();
        codes.dedup();
        ui.list(&codes)
    }
}

impl HomePage {
    /// Does the day come first? It does for who works for themselves; who leads looks at the others first.
    fn is_day_first(&self) -> bool {
        self.work.as_ref().is_none_or(|work| work.whose == Whose::Mine)
    }

    /// Whom a deal is with, as far as the viewer may know.
    fn customer(&self, deal: &Due) -> String {
        self.about(deal.with.as_ref()).map(|(name, _)| name).unwrap_or_default()
    }

    /// A record by name, with its page, as far as the viewer may know of it.
    fn about(&self, record: Option<&(Entity, i64)>) -> Option<(String, String)> {
        let named = self.names.get(record?)?;
        Some((named.name.clone(), named.href()?))
    }

    /// Days since a lead was filed, in words.
    fn age(&self, since: &NaiveDateTime) -> String {
        match (self.today - self.ui.local_date(*since)).num_days() {
            days @ 1.. => self.ui.duration_days(days),
            _ => self.ui.t("home-today").to_owned(),
        }
    }
}
