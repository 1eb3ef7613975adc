//! Filing a person, and changing who they are at work.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::LIST;
use super::form::PersonForm;
use super::handover::{self, Handover};
use super::link::{self, Site};
use crate::access::{Role, Roles};
use crate::admin::follow::{Goes, hand_over, heir, heirs, holding, move_along};
use crate::admin::{gate, teams};
use crate::config::Config;
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::identity::FIELDS;
use crate::identity::letters;
use crate::identity::links::LinkKind;
use crate::identity::notices::Notice;
use crate::identity::user::{self, User, UserFacts};
use crate::journal::{Action, Merged};
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, hash_token, nonce};

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    ui: Ui,
    problems: Problems,
    form: PersonForm,
    /// `None` for a new one.
    person: Option<User>,
    teams: Vec<Choice>,
    /// Who can take over, where that is asked.
    heirs: Vec<Choice>,
    /// The link they can be given.
    link: Option<LinkKind>,
    /// When records of theirs went to others, and where it says which.
    handovers: Vec<Handover>,
}

/// What is offered to somebody who cannot get in.
struct Door {
    title: &'static str,
    advice: &'static str,
    button: &'static str,
}

impl PersonPage {
    fn action(&self) -> String {
        self.person.as_ref().map_or(LIST.to_owned(), |person| format!("{LIST}/{}", person.id))
    }

    fn door(&self) -> Option<Door> {
        let say = |key| self.ui.t(key);
        // messages: admin-person-invited admin-person-invite-advice admin-person-invite-do
        // messages: admin-person-forgot admin-person-forgot-advice admin-person-forgot-do
        let keys = match self.link? {
            LinkKind::Invitation => ["admin-person-invited", "admin-person-invite-advice", "admin-person-invite-do"],
            LinkKind::Reset => ["admin-person-forgot", "admin-person-forgot-advice", "admin-person-forgot-do"],
        };
        let [title, advice, button] = keys.map(say);
        Some(Door { title, advice, button })
    }

    // messages: role-*
    fn roles(&self) -> Vec<Choice> {
        let row = |role: Role| Choice {
            value: role.name().to_owned(),
            label: self.ui.t(&format!("role-{}", role.name())).to_owned(),
            selected: self.form.roles.iter().any(|name| name == role.name()),
        };
        Role::ALL.map(row).into()
    }
}

fn page(tx: &mut Tx<'_>, form: PersonForm, person: Option<User>, problems: Problems) -> QueryResult<PersonPage> {
    let teams = teams::choices(tx, &form.team_id, None);
    let (link, handovers) = match &person {
        Some(person) => (link::needed(tx, person)?, handover::of(tx, person.id)?),
        None => (None, Vec::new()),
    };
    Ok(PersonPage { teams, heirs: Vec::new(), link, handovers, ui: Ui::of(tx), problems, form, person })
}

/// Asks for another team before somebody comes back: theirs is no longer in use.
pub(super) fn ask_team(tx: &mut Tx<'_>, person: User) -> Answer {
    let mut problems = Problems::new();
    problems.add("team_id", tx.text.t("admin-person-team-off"));
    Reply::rejected(&page(tx, PersonForm::of(&person), Some(person), problems)?)
}

/// `GET /settings/people/new`
pub async fn blank(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let root = tx.directory.teams.root().map(|team| team.id.to_string()).unwrap_or_default();
        let form = PersonForm { nonce: nonce::fresh(), team_id: root, ..PersonForm::default() };
        Reply::page(&page(tx, form, None, Problems::new())?)
    })
    .await
}

/// `POST /settings/people`
pub async fn create(request: HttpRequest, cx: Cx, Form(form): Form<PersonForm>) -> HttpResponse {
    let site = Site::of(&cx, &request);
    gate::write(cx, move |tx| file(tx, form, site)).await
}

fn file(tx: &mut Tx<'_>, form: PersonForm, site: Site) -> Answer {
    if let Some(made) = nonce::take(tx, &form.nonce)? {
        return Ok(Reply::go(&made));
    }
    let wanted = form.put_into(&UserFacts::new("", None, Roles::default(), 0, tx.now));
    let problems = form.problems(tx, None, &wanted)?;
    if !problems.is_empty() {
        return Reply::rejected(&page(tx, form, None, problems)?);
    }
    let filed = user::insert(tx, wanted)?;
    let place = format!("{LIST}/{}", filed.id);
    nonce::keep(tx, &form.nonce, &place)?;
    match filed.email {
        Some(_) => link::give(tx, filed, site),
        None => Ok(Reply::go(&place).saying(Flash::good(tx.text.a("admin-saved", "name", filed.name.as_str())))),
    }
}

/// `GET /settings/people/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let person = user::find(tx, *id)?;
        Reply::page(&page(tx, PersonForm::of(&person), Some(person), Problems::new())?)
    })
    .await
}

/// `POST /settings/people/{id}`
pub async fn update(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<PersonForm>>) -> HttpResponse {
    let here = cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default();
    let config = cx.config().clone();
    gate::write(cx, move |tx| change(tx, &config, *id, &edit, &here)).await
}

fn change(tx: &mut Tx<'_>, config: &Config, id: i64, edit: &Edit<PersonForm>, here: &str) -> Answer {
    let person = user::find_alone(tx, id)?;
    let mine = User { facts: edit.form.put_into(&person.facts), ..person.clone() };
    let wanted = match edit.merge(tx, &person, mine)? {
        Merged::Clean(wanted) => wanted.facts,
        Merged::Clashes(clashes) => {
            let back = format!("{LIST}/{id}");
            let asked =
                Asked { record: &person.name, back: &back, fields: FIELDS, version: person.version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    let problems = edit.form.problems(tx, Some(&person), &wanted)?;
    if !problems.is_empty() {
        let person = User { version: edit.version(), ..person };
        return Reply::rejected(&page(tx, edit.form.clone(), Some(person), problems)?);
    }
    let held = holding(tx, id)?;
    let heir = heir(tx, id, held.is_for_sales(), &edit.form.heir);
    let stops = held.is_for_sales() && person.roles().sell() && !wanted.roles().sell();
    if stops && heir.is_none() {
        return ask_heir(tx, edit.form.clone(), person);
    }
    if let Some(heir) = heir.filter(|_| stops) {
        let plan: Vec<_> = held.kinds().map(|(kind, many)| (kind, many, Goes::To(heir))).collect();
        hand_over(tx, &person, &plan)?;
    }
    let has_moved = wanted.email != person.email;
    keep(tx, &person, wanted, here)?;
    if has_moved {
        // To the mailbox they had: whoever reads the new one knows.
        letters::post_notice(tx.db, config, tx.now, &person, Notice::AddressChanged)?;
    }
    Ok(Reply::go(LIST).saying(Flash::good(tx.text.a("admin-saved", "name", edit.form.name.trim()))))
}

/// What somebody no longer in sales has open, nobody could work on: first it goes to somebody else.
fn ask_heir(tx: &mut Tx<'_>, form: PersonForm, person: User) -> Answer {
    let mut problems = Problems::new();
    problems.add("heir", tx.text.t("admin-person-heir"));
    let heirs = heirs(tx, person.id, true);
    let heirs = heirs.map(|heir| Choice::new(heir.id.to_string(), heir.name.as_str(), &form.heir)).collect();
    Reply::rejected(&PersonPage { heirs, ..page(tx, form, Some(person), problems)? })
}

/// Open records go along to another team. Whoever changes their own address or roles stays signed in here only.
fn keep(tx: &mut Tx<'_>, person: &User, wanted: UserFacts, here: &str) -> Result<(), Error> {
    let moved = (wanted.team_id != person.team_id).then_some(wanted.team_id);
    let here = if wanted.email.is_some() { here } else { "" };
    let ends = user::ends_sign_ins(person, &wanted);
    user::save(tx, Action::Edited, person, wanted)?.ok_or(Error::Overtaken)?;
    if let Some(team) = moved {
        move_along(tx, person.id, team)?;
    }
    if ends {
        user::end_sessions(tx.db, person.id, here)?;
    }
    Ok(())
}
