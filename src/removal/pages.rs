//! The page that says what deleting a record means, and what is done from it.

pub(super) mod bin;
pub(super) mod list;

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::away::put_away;
use super::kinds::leaving;
use super::plan::{Plan, Stays, plan};
use crate::db::Tx;
use crate::journal::{Entity, of_settings};
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Reply, Ui, routes};

/// Nothing but the token.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Press {}

/// The same page and the same form for each kind of record.
macro_rules! of_kinds {
    ($($module:ident: $entity:ident),+ $(,)?) => {
        $(pub(super) mod $module {
            use super::*;

            /// What deleting it means.
            pub async fn ask(cx: Cx, id: Path<i64>) -> HttpResponse {
                cx.read(move |tx| show(tx, Entity::$entity, *id)).await
            }

            /// Deletes it.
            pub async fn remove(cx: Cx, id: Path<i64>, Form(_): Form<Press>) -> HttpResponse {
                cx.write(move |tx| delete(tx, Entity::$entity, *id)).await
            }
        })+
    };
}

of_kinds! {
    lead: Lead,
    account: Account,
    contact: Contact,
    opportunity: Opportunity,
    product: Product,
    activity: Activity,
}

#[derive(Template)]
#[template(path = "removal/removal.html")]
struct RemovalPage {
    ui: Ui,
    entity: Entity,
    name: String,
    /// The record's own page, and the list it stands in.
    record: String,
    plan: Plan,
    days: i64,
}

fn show(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Answer {
    Reply::page(&page(tx, entity, id)?)
}

fn delete(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Answer {
    match put_away(tx, entity, id)? {
        Ok(away) => {
            let name = ("name", away.name.as_str().into());
            let said = match away.along {
                0 => tx.text.args("removal-said", &[name]),
                along => tx.text.args("removal-said-along", &[name, ("n", along.into())]),
            };
            Ok(Reply::go(list_of(entity)).saying(Flash::good(said)))
        }
        Err(_) => Reply::conflict(&page(tx, entity, id)?),
    }
}

fn page(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<RemovalPage, Error> {
    let name = leaving(tx, entity, id)?.name;
    let (plan, days) = (plan(tx, entity, id)?, tx.directory.organization.bin_days);
    Ok(RemovalPage { ui: Ui::of(tx), entity, name, record: record_of(entity, id), plan, days })
}

/// The page of a record, whatever its kind.
fn record_of(entity: Entity, id: i64) -> String {
    crate::records::href(entity, id).unwrap_or_else(|| routes::product(id))
}

/// The list a record stands in.
fn list_of(entity: Entity) -> &'static str {
    match entity {
        Entity::Lead => routes::LEADS,
        Entity::Account => routes::ACCOUNTS,
        Entity::Contact => routes::CONTACTS,
        Entity::Opportunity => routes::OPPORTUNITIES,
        Entity::Product => routes::PRODUCTS,
        Entity::Activity => routes::AGENDA,
        of_settings!() => routes::HOME,
    }
}

impl RemovalPage {
    fn title(&self) -> String {
        self.ui.plain("removal-title", &[("name", self.name.as_str().into())])
    }

    fn action(&self) -> String {
        routes::removal(&self.record)
    }

    /// Where one goes who leaves it as it is.
    fn back(&self) -> String {
        match self.entity {
            Entity::Product => format!("{}/edit", self.record),
            _ => self.record.clone(),
        }
    }

    /// What stands in the way, as a sentence.
    fn stays(&self) -> Option<String> {
        self.plan.stays.map(|stays| match stays {
            Stays::Deals => self.ui.t("removal-stays-deals").to_owned(),
            Stays::Used => self.ui.t("removal-stays-used").to_owned(),
        })
    }

    /// What goes along and what stays, one line each.
    fn lines(&self) -> Vec<String> {
        self.plan.lines(&self.ui)
    }
}
