//! Naming a stand-in: on one's own page, or by an administrator on the person's.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::store;
use crate::db::Tx;
use crate::directory::{Delegation, Person};
use crate::values::datetext::parse_day;
use crate::web::{Answer, Button, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, routes};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DelegationForm {
    stand_in: String,
    from_on: String,
    until_on: String,
}

/// Whose stand-ins are named, and where.
#[derive(Clone, Copy, Debug)]
enum Desk {
    Own,
    Of(i64),
}

/// A delegation as it is listed.
struct Row {
    id: i64,
    stand_in: String,
    from_on: NaiveDate,
    until_on: NaiveDate,
    runs: bool,
}

#[derive(Template)]
#[template(path = "delegations/page.html")]
struct DelegationsPage {
    ui: Ui,
    /// The person's name, where it is not oneself.
    person: Option<String>,
    /// The page above this one, and this one.
    back: String,
    action: String,
    rows: Vec<Row>,
    stand_ins: Vec<Choice>,
    form: DelegationForm,
    problems: Problems,
}

impl DelegationsPage {
    fn of(tx: &Tx<'_>, desk: Desk, away: &Person, form: DelegationForm, problems: Problems) -> DelegationsPage {
        let today = tx.company_today();
        let row = |one: &Delegation| Row {
            id: one.id,
            stand_in: tx.directory.person_name(Some(one.stand_in_id)).to_owned(),
            from_on: one.from_on,
            until_on: one.until_on,
            runs: one.runs(today),
        };
        let back = match desk {
            Desk::Own => routes::PROFILE.to_owned(),
            Desk::Of(id) => format!("{}/people/{id}", routes::SETTINGS),
        };
        DelegationsPage {
            ui: Ui::of(tx),
            person: matches!(desk, Desk::Of(_)).then(|| away.name.clone()),
            action: format!("{back}/delegations"),
            back,
            rows: tx.directory.delegations_of(away.id, today).map(row).collect(),
            stand_ins: stand_ins(tx, away, &form.stand_in),
            form,
            problems,
        }
    }

    /// The button that revokes a delegation, by its whole name.
    fn end_name(&self, row: &Row) -> String {
        self.ui.plain("delegations-end-name", &[("person", row.stand_in.as_str().into())])
    }
}

/// `GET /profile/delegations`
pub async fn own(cx: Cx) -> HttpResponse {
    cx.read(|tx| show(tx, Desk::Own)).await
}

/// `POST /profile/delegations`
pub async fn name_own(cx: Cx, Form(form): Form<DelegationForm>) -> HttpResponse {
    cx.write(move |tx| name(tx, Desk::Own, form)).await
}

/// `POST /profile/delegations/{id}/removal`
pub async fn revoke_own(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| revoke(tx, Desk::Own, *id)).await
}

/// `GET /settings/people/{id}/delegations`
pub async fn of_person(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| show(tx, Desk::Of(*id))).await
}

/// `POST /settings/people/{id}/delegations`
pub async fn name_for_person(cx: Cx, id: Path<i64>, Form(form): Form<DelegationForm>) -> HttpResponse {
    cx.write(move |tx| name(tx, Desk::Of(*id), form)).await
}

/// `POST /settings/people/{id}/delegations/{delegation}/removal`
pub async fn revoke_for_person(cx: Cx, ids: Path<(i64, i64)>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| revoke(tx, Desk::Of(ids.0), ids.1)).await
}

fn show(tx: &Tx<'_>, desk: Desk) -> Answer {
    let away = away(tx, desk)?;
    Reply::page(&DelegationsPage::of(tx, desk, &away, DelegationForm::default(), Problems::new()))
}

/// Who is away: oneself, or for an administrator anybody.
fn away(tx: &Tx<'_>, desk: Desk) -> Result<Person, Error> {
    let id = match desk {
        Desk::Own => tx.viewer.id,
        Desk::Of(id) if tx.viewer.is_admin() => id,
        Desk::Of(_) => return Err(Error::Forbidden),
    };
    tx.directory.person(id).cloned().ok_or(Error::NotFound)
}

fn name(tx: &mut Tx<'_>, desk: Desk, form: DelegationForm) -> Answer {
    let away = away(tx, desk)?;
    let mut problems = Problems::new();
    let days = days(tx, &form, &mut problems);
    let chosen = stand_ins(tx, &away, &form.stand_in).into_iter().find(|choice| choice.selected);
    let stand_in = chosen.and_then(|choice| choice.value.parse::<i64>().ok());
    if stand_in.is_none() || !away.active {
        problems.add("stand_in", tx.text.t("delegations-problem-person"));
    }
    match (stand_in, days) {
        (Some(stand_in), Some(days)) if problems.is_empty() => {
            store::begin(tx, &away, stand_in, days)?;
            let said = tx.text.a("delegations-said-named", "person", tx.directory.person_name(Some(stand_in)));
            Ok(back(desk, said))
        }
        _ => Reply::rejected(&DelegationsPage::of(tx, desk, &away, form, problems)),
    }
}

/// From when until when: in order, and not over already.
fn days(tx: &Tx<'_>, form: &DelegationForm, problems: &mut Problems) -> Option<[NaiveDate; 2]> {
    let (from_on, until_on) = (parse_day(&form.from_on), parse_day(&form.until_on));
    for (field, day) in [("from_on", from_on), ("until_on", until_on)] {
        if day.is_none() {
            problems.add(field, tx.text.t("delegations-problem-day"));
        }
    }
    let (from_on, until_on) = from_on.zip(until_on)?;
    if until_on < from_on {
        problems.add("until_on", tx.text.t("delegations-problem-order"));
    } else if until_on < tx.company_today() {
        problems.add("until_on", tx.text.t("delegations-problem-over"));
    }
    Some([from_on, until_on])
}

fn revoke(tx: &mut Tx<'_>, desk: Desk, id: i64) -> Answer {
    let away = away(tx, desk)?;
    let known = tx.directory.delegations.iter().find(|one| one.id == id && one.person_id == away.id).cloned();
    let delegation = known.ok_or(Error::NotFound)?;
    store::end(tx, &away, &delegation)?;
    let name = tx.directory.person_name(Some(delegation.stand_in_id));
    Ok(back(desk, tx.text.a("delegations-said-ended", "person", name)))
}

fn back(desk: Desk, said: String) -> Reply {
    let page = match desk {
        Desk::Own => format!("{}/delegations", routes::PROFILE),
        Desk::Of(id) => format!("{}/people/{id}/delegations", routes::SETTINGS),
    };
    Reply::go(&page).saying(Flash::good(said))
}

/// Who can stand in: everybody else who can sign in.
fn stand_ins(tx: &Tx<'_>, away: &Person, current: &str) -> Vec<Choice> {
    let able = tx.directory.active_people().filter(|person| person.id != away.id && person.email.is_some());
    let people = able.map(|person| Choice::new(person.id.to_string(), &person.name, current));
    let nobody = Choice { value: String::new(), label: tx.text.t("delegations-choose").to_owned(), selected: false };
    std::iter::once(nobody).chain(people).collect()
}
