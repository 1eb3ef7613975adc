//! The board: a row for each person of the teams one leads, a column for each measure.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use diesel::QueryResult;
use serde::Deserialize;

use crate::db::Tx;
use crate::directory::{Team, Whose};
use crate::measures::{self, BEFORE, Figures, Measure, NAMED, Span};
use crate::web::{Answer, Choice, Cx, Error, Params, Reply, Ui, routes};

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
    from: String,
    until: String,
}

/// A figure with the way to its rows.
pub(super) struct Figure {
    pub(super) count: i64,
    pub(super) href: String,
    /// On average in the stretches before; nothing of what is now.
    pub(super) before: Option<i64>,
}

/// A person, or a team as a whole.
struct Row {
    name: String,
    /// The person's own page; empty for a team.
    href: String,
    figures: Vec<Figure>,
}

#[derive(Template)]
#[template(path = "team/board.html")]
struct BoardPage {
    ui: Ui,
    span: Span,
    periods: Vec<Choice>,
    rows: Vec<Row>,
}

impl BoardPage {
    fn measures(&self) -> &'static [Measure] {
        Measure::ALL
    }

    fn last(&self) -> NaiveDate {
        self.span.days.last_day().unwrap_or(self.span.days.from)
    }

    fn last_day(&self) -> String {
        self.last().to_string()
    }

    fn is_team(&self, row: &Row) -> bool {
        row.href.is_empty()
    }
}

/// `GET /team`.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        if !tx.viewer.leads_people() {
            return Err(Error::NotFound);
        }
        page(tx, &asked)
    })
    .await
}

fn page(tx: &mut Tx<'_>, asked: &Asked) -> Answer {
    let span = Span::of(tx, &asked.period, &asked.from, &asked.until);
    let rows = rows(tx, &span)?;
    // messages: team-period-*
    let choice = |name: &str| Choice::new(name, tx.text.t(&format!("team-period-{name}")), &span.name);
    let periods = NAMED.iter().copied().chain(["own"]).map(choice).collect();
    Reply::page(&BoardPage { span, periods, rows, ui: Ui::of(tx) })
}

/// The teams one leads, each followed by its people, the teams below it after them.
fn rows(tx: &mut Tx<'_>, span: &Span) -> QueryResult<Vec<Row>> {
    let stretches = span.with_before(tx, BEFORE);
    let teams = teams(tx);
    let everybody = Whose { people: people_of(tx, &teams), asked: String::new() };
    let figures = measures::figures(tx, Measure::ALL, &everybody, &stretches)?;
    let mut rows = Vec::new();
    for team in teams {
        let own: Vec<(i64, String)> = {
            let people = tx.directory.active_people().filter(|person| person.team_id == team.id);
            people.map(|person| (person.id, person.name.clone())).collect()
        };
        let whole = Whose::team(&tx.directory, team.id);
        if whole.people.is_empty() {
            continue;
        }
        let figures_of =
            |whose: &Whose| Measure::ALL.iter().map(|measure| figure(*measure, whose, span, &figures)).collect();
        rows.push(Row { name: team.name.clone(), href: String::new(), figures: figures_of(&whole) });
        rows.extend(own.into_iter().map(|(id, name)| {
            let whose = Whose::person(id);
            Row { name, href: routes::team_person(id), figures: figures_of(&whose) }
        }));
    }
    Ok(rows)
}

/// One figure of somebody's, compared with their own before.
pub(super) fn figure(measure: Measure, whose: &Whose, span: &Span, figures: &Figures) -> Figure {
    let before: i64 = (1..=BEFORE).map(|stretch| figures.sum(measure, &whose.people, stretch)).sum();
    let (count, stretches) = (figures.sum(measure, &whose.people, 0), i64::try_from(BEFORE).unwrap_or(1));
    // Of what never happens nothing is said.
    let is_said = !measure.is_now() && count + before > 0;
    Figure {
        count,
        href: measures::href(measure, whose, span),
        before: is_said.then_some((before + stretches / 2) / stretches),
    }
}

/// The teams one leads, each before those below it.
fn teams(tx: &Tx<'_>) -> Vec<Team> {
    let all = &tx.directory.teams;
    let is_led = |id: i64| tx.viewer.is_admin() || tx.viewer.teams.contains(&id);
    let mut found = Vec::new();
    let tops = all.all().iter().filter(|team| is_led(team.id) && !team.parent_id.is_some_and(is_led));
    for top in tops {
        found.extend(all.subtree(top.id).into_iter().filter(|id| is_led(*id)).filter_map(|id| all.get(id).cloned()));
    }
    found
}

fn people_of(tx: &Tx<'_>, teams: &[Team]) -> Vec<i64> {
    let people = tx.directory.active_people();
    people.filter(|person| teams.iter().any(|team| team.id == person.team_id)).map(|person| person.id).collect()
}
