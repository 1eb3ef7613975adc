//! One person's weeks, to be read and printed for the talk of the two; what they agree on becomes tasks.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;
use serde::Deserialize;

use crate::activities::{self, Activity, ActivityFacts, ActivityKind, ActivityState};
use crate::customers::Typed;
use crate::db::schema::activities as rows;
use crate::db::sql::Sql;
use crate::db::{Ids, Tx};
use crate::measures::{self, Measure, Span};
use crate::values::period::Period;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, nonce, routes};

/// How many weeks before this one are shown.
const WEEKS: usize = 7;
/// How many talks are listed.
const TALKS: i64 = 5;
/// The most tasks one talk makes.
const MOST_TASKS: usize = 20;

/// A measure, week by week, the latest first.
struct Row {
    measure: Measure,
    /// How often, and where the rows are.
    weeks: Vec<(i64, String)>,
}

/// What is typed about a talk.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TalkForm {
    nonce: String,
    notes: String,
    /// A task a line.
    tasks: String,
}

#[derive(Template)]
#[template(path = "team/person.html")]
struct PersonPage {
    ui: Ui,
    id: i64,
    name: String,
    team: String,
    weeks: Vec<Period>,
    rows: Vec<Row>,
    talks: Vec<Activity>,
    /// May the viewer hold the talk? Nobody does with themselves.
    leads: bool,
    form: TalkForm,
    problems: Problems,
}

impl PersonPage {
    fn talk(&self, talk: &Activity) -> String {
        routes::activity(talk.id)
    }

    fn action(&self) -> String {
        format!("{}/talks", routes::team_person(self.id))
    }
}

/// `GET /team/people/{id}`: one's own, or that of somebody one leads.
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let form = TalkForm { nonce: nonce::fresh(), ..TalkForm::default() };
        page(tx, *id, form, Problems::new())
    })
    .await
}

fn page(tx: &mut Tx<'_>, id: i64, form: TalkForm, problems: Problems) -> Answer {
    let whose = measures::of_whom(tx, &format!("person-{id}"))?;
    let weeks = Span::weeks(tx, WEEKS);
    let figures = measures::figures(tx, Measure::ALL, &whose, &weeks)?;
    let row = |measure: &Measure| {
        // What is now is no figure of a week that has passed.
        let shown = if measure.is_now() { &weeks[..1] } else { &weeks[..] };
        let week = |(stretch, days): (usize, &Period)| {
            (figures.of(*measure, id, stretch), measures::href(*measure, &whose, &Span::own(*days)))
        };
        Row { measure: *measure, weeks: shown.iter().enumerate().map(week).collect() }
    };
    let rows = Measure::ALL.iter().map(row).collect();
    let person = tx.directory.person(id).ok_or(Error::NotFound)?;
    let (name, team) = (person.name.clone(), tx.directory.teams.name(person.team_id).to_owned());
    let (talks, leads) = (talks(tx, id)?, id != tx.viewer.id);
    let page = PersonPage { id, name, team, weeks, rows, talks, leads, form, problems, ui: Ui::of(tx) };
    if page.problems.is_empty() { Reply::page(&page) } else { Reply::rejected(&page) }
}

/// What the two have talked about, the latest first, as far as the viewer sees it.
fn talks(tx: &mut Tx<'_>, person: i64) -> QueryResult<Vec<Activity>> {
    let seen = Sql::new(&activities::access::seen(&tx.viewer, "activities"));
    let between = Sql::new(
        " AND activities.kind = 'meeting' AND activities.state = 'done' AND activities.lead_id IS NULL \
                            AND activities.account_id IS NULL AND activities.contact_id IS NULL \
                            AND activities.opportunity_id IS NULL AND activities.people = ",
    );
    let condition = seen.append(between).bind(person.to_string()).condition();
    let found = rows::table.filter(condition).order((rows::settled_at.desc(), rows::id.desc())).limit(TALKS);
    found.select(Activity::as_select()).load(tx.db)
}

/// `POST /team/people/{id}/talks`: writes down what was talked about, and makes a task of each thing agreed on.
pub async fn talk(cx: Cx, id: Path<i64>, Form(form): Form<TalkForm>) -> HttpResponse {
    cx.write(move |tx| {
        measures::of_whom(tx, &format!("person-{}", *id))?;
        if *id == tx.viewer.id {
            return Err(Error::Forbidden);
        }
        let mut typed = Typed::new(tx);
        let (notes, tasks) = (typed.lines("notes", &form.notes), typed.lines("tasks", &form.tasks));
        let tasks: Vec<String> =
            tasks.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        if notes.is_empty() && tasks.is_empty() {
            typed.problems.add("notes", tx.text.t("team-problem-empty"));
        }
        if tasks.len() > MOST_TASKS {
            typed.problems.add("tasks", tx.text.n("team-problem-tasks", MOST_TASKS as i64));
        }
        if !typed.problems.is_empty() {
            return page(tx, *id, form, typed.problems);
        }
        if nonce::take(tx, &form.nonce)?.is_none() {
            file(tx, *id, &notes, &tasks)?;
            nonce::keep(tx, &form.nonce, &routes::team_person(*id))?;
        }
        let said = tx.text.n("team-said", i64::try_from(tasks.len()).unwrap_or(0));
        Ok(Reply::go(&routes::team_person(*id)).saying(Flash::good(said)))
    })
    .await
}

fn file(tx: &mut Tx<'_>, person: i64, notes: &str, tasks: &[String]) -> QueryResult<()> {
    let subject = tx.text.plain("team-talk", &[("person", tx.directory.person_name(Some(person)).into())]);
    let mut talk = ActivityFacts {
        kind: ActivityKind::Meeting,
        notes: notes.to_owned(),
        people: Ids::of([person]),
        owner_id: Some(tx.viewer.id),
        day: Some(tx.today()),
        ..ActivityFacts::starting(&subject, tx.viewer.team_id, tx.now)
    };
    talk.settle(ActivityState::Done, tx.now);
    activities::insert(tx, talk)?;
    let team = tx.directory.person(person).map_or(tx.viewer.team_id, |person| person.team_id);
    for task in tasks {
        let line: String = task.chars().take(200).collect();
        activities::insert(
            tx,
            ActivityFacts { owner_id: Some(person), ..ActivityFacts::starting(&line, team, tx.now) },
        )?;
    }
    Ok(())
}
