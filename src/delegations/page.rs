//! Naming a stand-in: on one's own page, or by an administrator on the person's.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;

use super::deeds::{self, Deed};
use super::form::{DelegationForm, stand_ins};
use super::letters::{self, News};
use super::store;
use crate::config::Config;
use crate::db::Tx;
use crate::directory::{Delegation, Person};
use crate::identity::notices::{self, Notice, Whose};
use crate::web::{Answer, Button, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, routes};

/// Whose stand-ins are named, and where.
#[derive(Clone, Copy, Debug)]
enum Desk {
    Own,
    Of(i64),
}

/// A delegation as it is listed: with the other of the two.
struct Row {
    id: i64,
    person: String,
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
    /// For whom they stand in themselves.
    others: Vec<Row>,
    deeds: Vec<Deed>,
    /// Whoever has left is not stood in for.
    is_here: bool,
    stand_ins: Vec<Choice>,
    form: DelegationForm,
    problems: Problems,
}

impl DelegationsPage {
    fn of(
        tx: &mut Tx<'_>,
        desk: Desk,
        away: &Person,
        form: DelegationForm,
        problems: Problems,
    ) -> Result<DelegationsPage, Error> {
        let today = tx.company_today();
        let row = |one: &Delegation, other: i64| Row {
            id: one.id,
            person: tx.directory.person_name(Some(other)).to_owned(),
            from_on: one.from_on,
            until_on: one.until_on,
            runs: one.runs(today),
        };
        let back = match desk {
            Desk::Own => routes::PROFILE.to_owned(),
            Desk::Of(id) => format!("{}/people/{id}", routes::SETTINGS),
        };
        Ok(DelegationsPage {
            ui: Ui::of(tx),
            person: matches!(desk, Desk::Of(_)).then(|| away.name.clone()),
            action: format!("{back}/delegations"),
            back,
            rows: tx.directory.delegations_of(away.id, today).map(|one| row(one, one.stand_in_id)).collect(),
            others: tx.directory.delegations_to(away.id, today).map(|one| row(one, one.person_id)).collect(),
            stand_ins: stand_ins(tx, away, &form.stand_in),
            deeds: deeds::of(tx, away.id)?,
            is_here: away.active,
            form,
            problems,
        })
    }

    /// The button that revokes a delegation, by its whole name.
    fn end_name(&self, row: &Row) -> String {
        self.ui.plain("delegations-end-name", &[("person", row.person.as_str().into())])
    }
}

/// `GET /profile/delegations`
pub async fn own(cx: Cx) -> HttpResponse {
    cx.read(|tx| show(tx, Desk::Own)).await
}

/// `POST /profile/delegations`
pub async fn name_own(cx: Cx, Form(form): Form<DelegationForm>) -> HttpResponse {
    let config = cx.config().clone();
    cx.write(move |tx| name(tx, &config, Desk::Own, &form)).await
}

/// `POST /profile/delegations/{id}/removal`
pub async fn revoke_own(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    let config = cx.config().clone();
    cx.write(move |tx| revoke(tx, &config, Desk::Own, *id)).await
}

/// `GET /settings/people/{id}/delegations`
pub async fn of_person(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| show(tx, Desk::Of(*id))).await
}

/// `POST /settings/people/{id}/delegations`
pub async fn name_for_person(cx: Cx, id: Path<i64>, Form(form): Form<DelegationForm>) -> HttpResponse {
    let config = cx.config().clone();
    cx.write(move |tx| name(tx, &config, Desk::Of(*id), &form)).await
}

/// `POST /settings/people/{id}/delegations/{delegation}/removal`
pub async fn revoke_for_person(cx: Cx, ids: Path<(i64, i64)>, Form(_): Form<Button>) -> HttpResponse {
    let config = cx.config().clone();
    cx.write(move |tx| revoke(tx, &config, Desk::Of(ids.0), ids.1)).await
}

fn show(tx: &mut Tx<'_>, desk: Desk) -> Answer {
    let away = away(tx, desk)?;
    let form = DelegationForm { from_on: tx.company_today().to_string(), ..DelegationForm::default() };
    Reply::page(&DelegationsPage::of(tx, desk, &away, form, Problems::new())?)
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

fn name(tx: &mut Tx<'_>, config: &Config, desk: Desk, form: &DelegationForm) -> Answer {
    let away = away(tx, desk)?;
    let both: Vec<i64> = form.stand_in().into_iter().chain([away.id]).collect();
    let agreed = store::agreed(tx, &both)?;
    if form.is_again(&away, &agreed) {
        return Ok(named(tx, desk, form.stand_in()));
    }
    match form.check(tx, &away, &agreed) {
        Ok(asked) => {
            let begun = store::begin(tx, &away, &asked)?;
            tell(tx, config, &begun, News::Begun)?;
            Ok(named(tx, desk, Some(asked.stand_in)))
        }
        Err(problems) => Reply::rejected(&DelegationsPage::of(tx, desk, &away, form.clone(), problems)?),
    }
}

fn named(tx: &Tx<'_>, desk: Desk, stand_in: Option<i64>) -> Reply {
    back(desk, tx.text.a("delegations-said-named", "person", tx.directory.person_name(stand_in)))
}

fn revoke(tx: &mut Tx<'_>, config: &Config, desk: Desk, id: i64) -> Answer {
    let away = away(tx, desk)?;
    let known = tx.directory.delegations.iter().find(|one| one.id == id && one.person_id == away.id).cloned();
    let delegation = known.ok_or(Error::NotFound)?;
    if store::end(tx, &delegation)? {
        tell(tx, config, &delegation, News::Ended)?;
    }
    let name = tx.directory.person_name(Some(delegation.stand_in_id));
    Ok(back(desk, tx.text.a("delegations-said-ended", "person", name)))
}

/// Tells both: where they sign in next, on their profile, and by mail.
fn tell(tx: &mut Tx<'_>, config: &Config, delegation: &Delegation, news: News) -> Result<(), Error> {
    let [of_person, of_stand_in] = match news {
        News::Begun => [Notice::StandInNamed, Notice::StandsIn],
        News::Ended => [Notice::StandInRevoked, Notice::StandsInNoMore],
    };
    let both = [(delegation.person_id, of_person), (delegation.stand_in_id, of_stand_in)];
    // What one does oneself, one knows.
    for (person, notice) in both.into_iter().filter(|(person, _)| *person != tx.viewer.id) {
        notices::keep(tx.db, tx.now, Whose { person, actor: tx.viewer.id }, notice)?;
    }
    Ok(letters::tell(tx, config, delegation, news)?)
}

fn back(desk: Desk, said: String) -> Reply {
    let page = match desk {
        Desk::Own => format!("{}/delegations", routes::PROFILE),
        Desk::Of(id) => format!("{}/people/{id}/delegations", routes::SETTINGS),
    };
    Reply::go(&page).saying(Flash::good(said))
}
