//! Who sees a record: for everybody why they do themselves, for who may edit it also with whom it is shared.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::{Reason, Share, Subject, With, is_told, reasons, store};
use crate::access::{Role, Roles};
use crate::db::Tx;
use crate::directory::Person;
use crate::journal::{Entity, Journalled, of_settings};
use crate::records;
use crate::web::{Answer, Button, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, routes};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShareForm {
    /// `person-3` or `team-2`.
    with: String,
    /// `read` or `edit`.
    access: String,
}

/// A share as it is listed.
struct Row {
    id: i64,
    with: String,
    may_edit: bool,
    by: String,
    at: NaiveDateTime,
}

#[derive(Template)]
#[template(path = "sharing/page.html")]
struct SharesPage {
    ui: Ui,
    subject: Subject,
    reasons: Vec<String>,
    rows: Vec<Row>,
    whom: Vec<Choice>,
    access: Vec<Choice>,
    problems: Problems,
}

impl SharesPage {
    fn of(tx: &mut Tx<'_>, subject: Subject, form: &ShareForm, problems: Problems) -> Result<SharesPage, Error> {
        let mut shares = store::of(tx, subject.entity, subject.id)?;
        shares.retain(|share| is_told(&tx.viewer, subject.edits, share.with));
        let visible = records::visible(&tx.viewer, subject.entity);
        let reasons = reasons(&tx.viewer, &visible, &subject, &shares);
        // Those that are meant for somebody who may not change them are among the reasons.
        let listed = shares.iter().filter(|_| subject.edits);
        Ok(SharesPage {
            reasons: reasons.iter().map(|reason| sentence(tx, reason)).collect(),
            rows: listed.map(|share| row(tx, share)).collect(),
            whom: whom(tx, &subject, &form.with),
            access: access(tx, &form.access),
            ui: Ui::of(tx),
            subject,
            problems,
        })
    }

    /// The button that ends a share, by its whole name.
    fn end_name(&self, row: &Row) -> String {
        self.ui.plain("sharing-end-name", &[("with", row.with.as_str().into())])
    }
}

/// The page.
pub async fn show<R: Journalled + 'static>(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let subject = Subject::find(tx, R::ENTITY, *id)?;
        Reply::page(&SharesPage::of(tx, subject, &ShareForm::default(), Problems::new())?)
    })
    .await
}

/// Shares the record.
pub async fn share<R: Journalled + 'static>(cx: Cx, id: Path<i64>, Form(form): Form<ShareForm>) -> HttpResponse {
    cx.write(move |tx| {
        let subject = Subject::find_editable(tx, R::ENTITY, *id)?;
        let offered = whom(tx, &subject, &form.with).iter().any(|choice| choice.selected);
        match with(&form.with).filter(|_| offered) {
            Some(with) => begin(tx, &subject, with, form.access == "edit"),
            None => {
                let mut problems = Problems::new();
                problems.add("with", tx.text.t("sharing-problem-with"));
                Reply::rejected(&SharesPage::of(tx, subject, &form, problems)?)
            }
        }
    })
    .await
}

fn begin(tx: &mut Tx<'_>, subject: &Subject, with: With, may_edit: bool) -> Answer {
    store::add(tx, subject, with, may_edit)?;
    let said = tx.text.a("sharing-said-shared", "with", name(tx, with));
    Ok(Reply::go(&subject.shares_href()).saying(Flash::good(said)))
}

/// Ends a share.
pub async fn end<R: Journalled + 'static>(cx: Cx, ids: Path<(i64, i64)>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| {
        let subject = Subject::find_editable(tx, R::ENTITY, ids.0)?;
        let shares = store::of(tx, subject.entity, subject.id)?;
        let share = shares.iter().find(|share| share.id == ids.1).ok_or(Error::NotFound)?;
        store::remove(tx, subject.record(), share)?;
        let said = tx.text.a("sharing-said-ended", "with", name(tx, share.with));
        // Whoever edits it by this very share may see it no more.
        let is_seen = is_reached_without(tx, &subject, &shares, share);
        let to = if is_seen { subject.shares_href() } else { routes::HOME.to_owned() };
        Ok(Reply::go(&to).saying(Flash::good(said)))
    })
    .await
}

/// Does the viewer see the record without this share, too?
fn is_reached_without(tx: &Tx<'_>, subject: &Subject, shares: &[Share], ended: &Share) -> bool {
    let others: Vec<Share> = shares.iter().filter(|share| share.id != ended.id).cloned().collect();
    !reasons(&tx.viewer, &records::visible(&tx.viewer, subject.entity), subject, &others).is_empty()
}

fn row(tx: &Tx<'_>, share: &Share) -> Row {
    Row {
        id: share.id,
        with: name(tx, share.with),
        may_edit: share.may_edit,
        by: tx.directory.person_name(share.created_by).to_owned(),
        at: share.created_at,
    }
}

/// With whom, as read.
pub fn name(tx: &Tx<'_>, with: With) -> String {
    match with {
        With::Person(id) => tx.directory.person_name(Some(id)).to_owned(),
        With::Team(id) => tx.text.plain("sharing-team", &[("team", tx.directory.teams.name(id).into())]),
    }
}

fn with(sent: &str) -> Option<With> {
    match sent.split_once('-')? {
        ("person", id) => id.parse().ok().map(With::Person),
        ("team", id) => id.parse().ok().map(With::Team),
        _ => None,
    }
}

/// With whom the record can be shared: people at work with such records, but its owner, and teams in use.
fn whom(tx: &Tx<'_>, subject: &Subject, current: &str) -> Vec<Choice> {
    let is_offered = |person: &&Person| {
        subject.owner_id != Some(person.id) && person.id != tx.viewer.id && works_with(person.roles(), subject.entity)
    };
    let people = tx.directory.active_people().filter(is_offered);
    let people = people.map(|person| Choice::new(format!("person-{}", person.id), &person.name, current));
    let teams = tx.directory.teams.all().iter().filter(|team| team.active);
    let teams = teams.map(|team| Choice::new(format!("team-{}", team.id), name(tx, With::Team(team.id)), current));
    let nobody = Choice { value: String::new(), label: tx.text.t("sharing-choose").to_owned(), selected: false };
    std::iter::once(nobody).chain(people).chain(teams).collect()
}

/// Do these roles work with records of this kind? A share does not open what a role has nothing to do with.
fn works_with(roles: Roles, entity: Entity) -> bool {
    match entity {
        Entity::Lead => roles.sell() || roles.has(Role::Marketer),
        Entity::Opportunity => roles.sell(),
        Entity::Account | Entity::Contact | Entity::Product | Entity::Activity | of_settings!() => true,
    }
}

fn access(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let current = if current == "edit" { "edit" } else { "read" };
    [("read", "sharing-read"), ("edit", "sharing-edit")]
        .map(|(value, label)| Choice::new(value, tx.text.t(label), current))
        .into()
}

/// A reason in words.
fn sentence(tx: &Tx<'_>, reason: &Reason) -> String {
    let team = |id: &i64| tx.directory.teams.name(*id);
    match reason {
        Reason::StandsIn(away) => tx.text.a("sharing-why-acting", "person", tx.directory.person_name(Some(*away))),
        Reason::Role => tx.text.t("sharing-why-role").to_owned(),
        Reason::Owner => tx.text.t("sharing-why-owner").to_owned(),
        Reason::Leads(id) => tx.text.a("sharing-why-leads", "team", team(id)),
        Reason::Below { team: id, led } => {
            tx.text.args("sharing-why-below", &[("team", team(id).into()), ("led", team(led).into())])
        }
        Reason::Member(id) => tx.text.a("sharing-why-member", "team", team(id)),
        Reason::Pool(id) => tx.text.a("sharing-why-pool", "team", team(id)),
        Reason::Shared(share) => by_share(tx, share),
    }
}

fn by_share(tx: &Tx<'_>, share: &Share) -> String {
    let by = match tx.directory.person_name(share.created_by) {
        "" => tx.text.t("timeline-program"),
        name => name,
    };
    let day = tx.text.date(tx.text.local_date(share.created_at));
    match share.with {
        With::Person(_) => tx.text.args("sharing-why-person", &[("by", by.into()), ("day", day.into())]),
        With::Team(id) => {
            let team = tx.directory.teams.name(id);
            tx.text.args("sharing-why-team", &[("by", by.into()), ("day", day.into()), ("team", team.into())])
        }
    }
}
