//! What a record is called wherever another page mentions it: in a timeline, among duplicates, in a picker.
//!
//! A record the viewer may not see keeps its team and loses its name (rule 43): pages can say that there is something,
//! and whom to ask, and nothing more.

mod afresh;
mod listed;
mod load;
pub mod parts;
mod stored;

pub use afresh::{derive_again, is_stale};
pub use listed::{Listed, page_of};
pub use load::named;
pub use stored::{Derived, Stored, index};
pub(crate) use stored::{saved, stored};

use std::collections::HashMap;

use crate::access::{Scope, Viewer};
use crate::fields::Field;
use crate::journal::{Entity, of_settings};
use crate::web::routes;
use crate::{accounts, activities, contacts, leads, opportunities, products};

/// A record as other pages mention it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What kind of record.
    pub entity: Entity,
    /// Which one.
    pub id: i64,
    /// What it is called; empty where the viewer may not see it.
    pub name: String,
    /// What tells it from others of the same name: company or domain, city, owner; empty where it may not be seen.
    pub detail: String,
    /// ISO 4217 code of its amounts; empty where it has none.
    pub currency: String,
    /// The team it belongs to.
    pub team_id: i64,
    /// May the viewer see it?
    pub visible: bool,
}

impl Named {
    fn hidden(entity: Entity, id: i64, team_id: i64) -> Named {
        let nothing = String::new;
        Named { entity, id, name: nothing(), detail: nothing(), currency: nothing(), team_id, visible: false }
    }

    /// Its page.
    pub fn href(&self) -> Option<String> {
        self.visible.then(|| href(self.entity, self.id)).flatten()
    }
}

/// Records by kind and id.
pub type Names = HashMap<(Entity, i64), Named>;

/// The page of a record; kinds that are kept in the settings have none of their own.
pub fn href(entity: Entity, id: i64) -> Option<String> {
    match entity {
        Entity::Lead => Some(routes::lead(id)),
        Entity::Account => Some(routes::account(id)),
        Entity::Contact => Some(routes::contact(id)),
        Entity::Opportunity => Some(routes::opportunity(id)),
        Entity::Activity => Some(routes::activity(id)),
        Entity::Product | of_settings!() => None,
    }
}

/// Where a record is looked at: its page, or its place among the others of its kind.
pub fn shown_at(entity: Entity, id: i64) -> Option<String> {
    match entity {
        Entity::Product => Some(routes::product_listed(id)),
        other => href(other, id),
    }
}

/// The page of a record's history; kinds that are kept in the settings have none of their own.
pub fn history(entity: Entity, id: i64) -> Option<String> {
    let page = match entity {
        Entity::Product => Some(routes::product(id)),
        other => href(other, id),
    };
    page.map(|page| format!("{page}/history"))
}

/// Where the rows of a kind of record lie.
pub fn table(entity: Entity) -> &'static str {
    match entity {
        Entity::Lead => "leads",
        Entity::Account => "accounts",
        Entity::Contact => "contacts",
        Entity::Opportunity => "opportunities",
        Entity::Product => "products",
        Entity::Activity => "activities",
        Entity::User => "users",
        Entity::Team => "teams",
        Entity::Pipeline => "pipelines",
        Entity::Stage => "stages",
        Entity::PickItem => "pick_items",
        Entity::Tag => "tags",
        Entity::Rate => "rates",
        Entity::Organization => "organization",
        Entity::SavedView => "saved_views",
        Entity::MailTemplate => "mail_templates",
    }
}

/// The fields of a kind of record; what is not among them is the program's own business.
pub fn fields_of(entity: Entity) -> &'static [Field] {
    match entity {
        Entity::Account => accounts::FIELDS,
        Entity::Contact => contacts::FIELDS,
        Entity::Lead => leads::FIELDS,
        Entity::Opportunity => opportunities::fields::FIELDS,
        Entity::Product => products::FIELDS,
        Entity::Activity => activities::FIELDS,
        of_settings!() => &[],
    }
}

/// Which records of a kind the viewer may delete and restore: what they may change by their place in the company. A share
/// opens a record for edits, and no further.
pub fn deletable(viewer: &Viewer, entity: Entity) -> Scope {
    Scope::of(editable(viewer, entity).branches().iter().copied())
}

/// Which records of a kind the viewer may change; the company's own settings are kept elsewhere.
pub fn editable(viewer: &Viewer, entity: Entity) -> Scope {
    match entity {
        Entity::Lead => leads::access::editable(viewer),
        Entity::Account => accounts::access::editable(viewer),
        Entity::Contact => contacts::access::editable(viewer),
        Entity::Opportunity => opportunities::access::editable(viewer),
        Entity::Activity => activities::access::editable(viewer),
        Entity::Product if products::access::may_edit(viewer) => Scope::everything(),
        Entity::Product | of_settings!() => Scope::nothing(),
    }
}

/// Which records of a kind the viewer sees; what is kept in memory for everybody is seen by everybody. Of activities those
/// that are theirs by whose they are: which others they see, depends on what each is about.
pub fn visible(viewer: &Viewer, entity: Entity) -> Scope {
    match entity {
        Entity::Lead => leads::access::visible(viewer),
        Entity::Account => accounts::access::visible(viewer),
        Entity::Contact => contacts::access::visible(viewer),
        Entity::Opportunity => opportunities::access::visible(viewer),
        Entity::Activity => activities::access::visible(viewer),
        Entity::Product | of_settings!() => Scope::everything(),
    }
}
