//! Which roles see which groups of fields: amounts, personal data.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::records::{COMPANY, Kept, save};
use super::{fields, gate};
use crate::access::{Role, Roles, Sensitive};
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::directory::Organization;
use crate::journal::{Action, Merged};
use crate::listing::Table;
use crate::records::fields_of;
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Reply, Ui};

const PAGE: &str = "/settings/visibility";

/// The roles that see each group.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct VisibilityForm {
    amounts: Vec<String>,
    personal: Vec<String>,
}

impl VisibilityForm {
    /// Names of the roles a group is hidden from: those that are not ticked, of those it can be hidden from.
    fn hidden(&self, group: Sensitive) -> String {
        let ticked = match group {
            Sensitive::Amounts => &self.amounts,
            Sensitive::Personal => &self.personal,
        };
        let seen = Roles::parse(&ticked.join(" ")).and(group.always());
        Roles::of(&Role::ALL).but(seen).to_string()
    }
}

/// A group of fields with the roles it can be hidden from.
struct Group {
    name: &'static str,
    legend: &'static str,
    always: &'static str,
    /// Its fields, one sentence for each kind of record.
    holds: Vec<String>,
    roles: Vec<Choice>,
}

impl Group {
    // messages: admin-visibility-amounts admin-visibility-amounts-always admin-visibility-personal
    // messages: admin-visibility-personal-always role-*
    fn of(tx: &Tx<'_>, company: &Organization, group: Sensitive) -> Group {
        let (text, name, hidden) = (&tx.text, group.name(), company.hidden_from(group));
        let role = |role: Role| Choice {
            value: role.name().to_owned(),
            label: text.t(&format!("role-{}", role.name())).to_owned(),
            selected: !hidden.has(role),
        };
        Group {
            name,
            legend: text.t(&format!("admin-visibility-{name}")),
            always: text.t(&format!("admin-visibility-{name}-always")),
            holds: Table::ALL.iter().filter_map(|table| holds(tx, group, *table)).collect(),
            roles: Roles::of(&Role::ALL).but(group.always()).iter().map(role).collect(),
        }
    }
}

// messages: admin-visibility-of-*
/// What the fields of a group are called on one kind of record; nothing where there are none.
fn holds(tx: &Tx<'_>, group: Sensitive, table: Table) -> Option<String> {
    let fields = fields_of(table.entity()).iter().filter(|field| field.group == Some(group));
    let labels: Vec<String> = fields.map(|field| tx.text.t(field.label).to_owned()).collect();
    let key = format!("admin-visibility-of-{}", table.name());
    (!labels.is_empty()).then(|| tx.text.a(&key, "fields", tx.text.list(&labels)))
}

#[derive(Template)]
#[template(path = "admin/visibility.html")]
struct VisibilityPage {
    ui: Ui,
    version: i64,
    groups: Vec<Group>,
}

/// `GET /settings/visibility`
pub async fn show(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let company = Organization::find(tx, COMPANY)?;
        let groups = Sensitive::ALL.map(|group| Group::of(tx, &company, group)).into();
        Reply::page(&VisibilityPage { ui: Ui::of(tx), version: company.version, groups })
    })
    .await
}

/// `POST /settings/visibility`
pub async fn update(cx: Cx, Form(edit): Form<Edit<VisibilityForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, &edit)).await
}

fn change(tx: &mut Tx<'_>, edit: &Edit<VisibilityForm>) -> Answer {
    let company = Organization::find(tx, COMPANY)?;
    let mine = Organization {
        amounts_hidden: edit.form.hidden(Sensitive::Amounts),
        personal_hidden: edit.form.hidden(Sensitive::Personal),
        ..company.clone()
    };
    match edit.merge(tx, &company, mine)? {
        Merged::Clean(wanted) => save(tx, Action::Edited, &company, wanted)?.ok_or(Error::Overtaken)?,
        Merged::Clashes(clashes) => {
            let (record, version) = (company.name.as_str(), company.version);
            let asked = Asked { record, back: PAGE, fields: fields::COMPANY, version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    Ok(Reply::go(PAGE).saying(Flash::good(tx.text.a("admin-saved", "name", tx.text.t("admin-visibility")))))
}
