//! Somebody leaves: they can no longer sign in, and everything they were working on goes where the administrator says,
//! kind by kind, so that nothing is left behind unseen (rule 44).

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Deserialize;

use super::LIST;
use super::{edit, handover};
use crate::admin::follow::{Goes, Held, Holding, hand_over, heir, heirs, holding};
use crate::admin::gate;
use crate::config::Config;
use crate::db::Tx;
use crate::delegations::tell_of_leaving;
use crate::directory::Delegation;
use crate::identity::keepers::locks_out;
use crate::identity::links;
use crate::identity::user::{self, User, UserFacts};
use crate::journal::Action;
use crate::web::{Answer, Button, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui};

/// Chosen where records become nobody's.
const POOL: &str = "pool";

/// What the form sends: for each kind of record where it goes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LeaveForm {
    leads: String,
    opportunities: String,
    accounts: String,
    contacts: String,
    activities: String,
}

impl LeaveForm {
    fn of(&self, kind: Held) -> &str {
        match kind {
            Held::Leads => &self.leads,
            Held::Opportunities => &self.opportunities,
            Held::Accounts => &self.accounts,
            Held::Contacts => &self.contacts,
            Held::Activities => &self.activities,
        }
    }

    /// Where each kind goes that there is something of; a kind without an answer is a problem.
    fn plan(&self, tx: &Tx<'_>, leaving: i64, held: &Holding, problems: &mut Problems) -> Vec<(Held, i64, Goes)> {
        let mut plan = Vec::new();
        for (kind, many) in held.kinds() {
            let given = self.of(kind);
            let goes = match kind.is_for_sales() && given == POOL {
                true => Some(Goes::Pool),
                false => heir(tx, leaving, kind.is_for_sales(), given).map(Goes::To),
            };
            match goes {
                Some(goes) => plan.push((kind, many, goes)),
                None => problems.add(kind.name(), tx.text.t("problem-choose")),
            }
        }
        plan
    }
}

/// One kind of what they have.
struct Row {
    kind: Held,
    many: i64,
    /// The list of them.
    href: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "admin/person_leaves.html")]
struct LeavePage {
    ui: Ui,
    problems: Problems,
    person: User,
    rows: Vec<Row>,
    sign_ins: i64,
    links: i64,
    stand_ins: i64,
}

impl LeavePage {
    fn title(&self) -> String {
        self.ui.plain("admin-person-leaves-title", &[("name", self.person.name.as_str().into())])
    }

    // messages: admin-holding-*
    fn count(&self, row: &Row) -> String {
        self.ui.n(&format!("admin-holding-{}", row.kind.name()), row.many)
    }

    // messages: admin-leaves-leads admin-leaves-opportunities admin-leaves-accounts admin-leaves-contacts admin-leaves-activities
    fn question(&self, row: &Row) -> &'static str {
        self.ui.t(&format!("admin-leaves-{}", row.kind.name()))
    }

    fn has_nothing(&self) -> bool {
        self.rows.is_empty() && self.sign_ins + self.links + self.stand_ins == 0
    }
}

/// `GET /settings/people/{id}/deactivation`
pub async fn ask(cx: Cx, id: Path<i64>) -> HttpResponse {
    let config = cx.config().clone();
    gate::read(cx, move |tx| {
        let person = user::find(tx, *id)?;
        if !person.active {
            return Ok(Reply::go(&format!("{LIST}/{}", person.id)));
        }
        Reply::page(&page(tx, &config, person, &LeaveForm::default(), Problems::new())?)
    })
    .await
}

/// `POST /settings/people/{id}/deactivation`
pub async fn deactivate(cx: Cx, id: Path<i64>, Form(form): Form<LeaveForm>) -> HttpResponse {
    let config = cx.config().clone();
    gate::write(cx, move |tx| leave(tx, &config, *id, &form)).await
}

fn leave(tx: &mut Tx<'_>, config: &Config, id: i64, form: &LeaveForm) -> Answer {
    let person = user::find_alone(tx, id)?;
    if !person.active {
        return Ok(done(tx, LIST, "admin-person-left", &person));
    }
    let wanted = UserFacts { active: false, ..person.facts.clone() };
    let held = holding(tx, id)?;
    let mut problems = Problems::new();
    if locks_out(tx, &person, &wanted)? {
        problems.add("person", tx.text.t("admin-person-last"));
    }
    let plan = form.plan(tx, id, &held, &mut problems);
    if !problems.is_empty() {
        return Reply::rejected(&page(tx, config, person, form, problems)?);
    }
    let place = match plan.as_slice() {
        [] => LIST.to_owned(),
        plan => handover::place(hand_over(tx, &person, plan)?),
    };
    let stand_ins: Vec<Delegation> = stand_ins(tx, id).cloned().collect();
    user::save(tx, Action::Deactivated, &person, wanted)?.ok_or(Error::Overtaken)?;
    user::end_sessions(tx.db, id, "")?;
    tell_of_leaving(tx, config, id, &stand_ins)?;
    Ok(done(tx, &place, "admin-person-left", &person))
}

/// `POST /settings/people/{id}/activation`: they are back.
pub async fn activate(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let person = user::find(tx, *id)?;
        if !tx.directory.teams.get(person.team_id).is_some_and(|team| team.active) {
            return edit::ask_team(tx, person);
        }
        let wanted = UserFacts { active: true, ..person.facts.clone() };
        user::save(tx, Action::Edited, &person, wanted)?.ok_or(Error::Overtaken)?;
        Ok(done(tx, LIST, "admin-person-back", &person))
    })
    .await
}

// messages: admin-person-left admin-person-back
fn done(tx: &Tx<'_>, place: &str, key: &str, person: &User) -> Reply {
    Reply::go(place).saying(Flash::good(tx.text.a(key, "name", person.name.as_str())))
}

fn page(
    tx: &mut Tx<'_>,
    config: &Config,
    person: User,
    form: &LeaveForm,
    problems: Problems,
) -> Result<LeavePage, Error> {
    let held = holding(tx, person.id)?;
    let rows = held.kinds().map(|(kind, many)| Row {
        kind,
        many,
        href: kind.rows(tx, &person),
        choices: choices(tx, person.id, kind, form.of(kind)),
    });
    let rows = rows.collect();
    let (sign_ins, links) = doors(tx, config.oldest_session(tx.now), person.id)?;
    let stand_ins = i64::try_from(stand_ins(tx, person.id).count()).unwrap_or(i64::MAX);
    Ok(LeavePage { ui: Ui::of(tx), problems, person, rows, sign_ins, links, stand_ins })
}

/// By whom they are stood in for, and for whom they stand in, which ends too.
fn stand_ins<'d>(tx: &'d Tx<'_>, person: i64) -> impl Iterator<Item = &'d Delegation> {
    let today = tx.company_today();
    tx.directory.delegations_of(person, today).chain(tx.directory.delegations_to(person, today))
}

/// Sign-ins and one-time links that end.
fn doors(tx: &mut Tx<'_>, oldest: (NaiveDateTime, NaiveDateTime), person: i64) -> QueryResult<(i64, i64)> {
    Ok((user::count_sessions(tx.db, person, oldest)?, links::count(tx.db, person, tx.now)?))
}

/// Where a kind can go. Nothing is chosen for anybody: a wrong guess would be taken over unread.
fn choices(tx: &Tx<'_>, leaving: i64, kind: Held, chosen: &str) -> Vec<Choice> {
    let none = Choice::new("", tx.text.t("admin-leaves-choose"), chosen);
    let pool = kind.is_for_sales().then(|| Choice::new(POOL, tx.text.t("admin-leaves-pool"), chosen));
    let others = heirs(tx, leaving, kind.is_for_sales());
    let others = others.map(|other| Choice::new(other.id.to_string(), other.name.as_str(), chosen));
    std::iter::once(none).chain(pool).chain(others).collect()
}
