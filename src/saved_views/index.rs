//! Every view of a list that the viewer may use, and what the list opens with.

use actix_web::HttpResponse;
use askama::Template;

use super::access::may_change;
use super::bar::href;
use super::lists::{self, List};
use crate::access::Role;
use crate::db::Tx;
use crate::directory::{SavedView, Sharing};
use crate::listing::Asked;
use crate::web::{Answer, Choice, Cx, Params, Reply, Ui};

/// A view of the list.
struct Row {
    id: i64,
    name: String,
    href: String,
    shared: String,
    owner: String,
    changes: bool,
}

/// What the list opens with for a role.
struct OfRole {
    role: Role,
    views: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "saved_views/index.html")]
struct IndexPage {
    ui: Ui,
    list: &'static List,
    lists: Vec<&'static List>,
    rows: Vec<Row>,
    first: Vec<Choice>,
    roles: Vec<OfRole>,
}

impl IndexPage {
    fn role_name(&self, of: &OfRole) -> &'static str {
        // messages: role-*
        self.ui.t(&format!("role-{}", of.role.name()))
    }
}

/// `GET /views`: those of the list asked for, else of the first the viewer has.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| page(tx, asked.value("list"))).await
}

fn page(tx: &Tx<'_>, name: &str) -> Answer {
    let lists: Vec<&'static List> = lists::seen(&tx.viewer).collect();
    let list = match name {
        "" => lists.first().copied().unwrap_or(lists::of(crate::listing::Table::Accounts)),
        named => List::named(&tx.viewer, named)?,
    };
    // An administrator keeps those of every team in order: their owners may have left.
    let is_listed = |view: &&SavedView| view.is_seen_by(&tx.viewer) || may_change(&tx.viewer, view);
    let views = tx.directory.views.on(list.table.name()).filter(is_listed);
    let rows = views.map(|view| row(tx, list, view)).collect();
    Reply::page(&IndexPage {
        ui: Ui::of(tx),
        rows,
        first: first(tx, list),
        roles: if tx.viewer.is_admin() { roles(tx, list) } else { Vec::new() },
        list,
        lists,
    })
}

fn row(tx: &Tx<'_>, list: &List, view: &SavedView) -> Row {
    let shared = match (view.shared, view.team_id) {
        (Sharing::Team, Some(team)) => tx.text.a("saved-with-team", "team", tx.directory.teams.name(team)),
        // messages: saved-shared-*
        (Sharing::Private | Sharing::Team | Sharing::Everyone, _) => {
            tx.text.t(&format!("saved-shared-{}", view.shared.name())).to_owned()
        }
    };
    Row {
        id: view.id,
        name: view.name.clone(),
        href: href(list.path, view),
        shared,
        owner: tx.directory.person_name(Some(view.owner_id)).to_owned(),
        changes: may_change(&tx.viewer, view),
    }
}

/// What the list can open with for the viewer.
fn first(tx: &Tx<'_>, list: &List) -> Vec<Choice> {
    let (name, views) = (list.table.name(), &tx.directory.views);
    let chosen = match views.chosen(name, tx.viewer.id) {
        None => String::new(),
        Some(None) => "none".to_owned(),
        Some(Some(id)) => id.to_string(),
    };
    let mut choices = vec![
        Choice::new("", tx.text.t("saved-first-by-role"), &chosen),
        Choice::new("none", tx.text.t("saved-first-built-in"), &chosen),
    ];
    choices.extend(views.of(name, &tx.viewer).map(|view| Choice::new(view.id.to_string(), &view.name, &chosen)));
    choices
}

/// The same for each role: only what everyone may use.
fn roles(tx: &Tx<'_>, list: &List) -> Vec<OfRole> {
    let (name, views) = (list.table.name(), &tx.directory.views);
    let of_role = |role: Role| {
        let chosen = views.of_role(name, role).map(|id| id.to_string()).unwrap_or_default();
        let none = Choice::new("", tx.text.t("saved-first-built-in"), &chosen);
        let shared = views.of(name, &tx.viewer).filter(|view| view.shared == Sharing::Everyone);
        let each = shared.map(|view| Choice::new(view.id.to_string(), &view.name, &chosen));
        OfRole { role, views: std::iter::once(none).chain(each).collect() }
    };
    Role::ALL.map(of_role).into()
}
