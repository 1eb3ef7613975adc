//! The kinds of records that can be deleted: how each is read whole, and put back as it was.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::accounts::{self, Account, AccountFacts};
use crate::activities::{self, Activity, ActivityFacts};
use crate::contacts::{self, Contact, ContactFacts};
use crate::db::Tx;
use crate::directory::PickList;
use crate::duplicates::{self, KeyKind, Keys};
use crate::journal::{self, Action, Entity, Journalled, of_settings};
use crate::leads::{self, Lead, LeadFacts};
use crate::opportunities::{self, Opportunity, OpportunityFacts};
use crate::products::{self, Product, ProductFacts};
use crate::records;
use crate::web::Error;

/// What can be deleted, in the order people are offered it.
pub(super) const KINDS: [Entity; 6] =
    [Entity::Lead, Entity::Account, Entity::Contact, Entity::Opportunity, Entity::Activity, Entity::Product];

/// A record as a map of its fields, id and version among them.
pub(super) type Fields = Map<String, Value>;

/// A number in a record's map.
pub(super) fn number(fields: &Fields, name: &str) -> Option<i64> {
    fields.get(name).and_then(Value::as_i64)
}

/// A record that may leave its table.
pub(super) struct Leaving {
    pub(super) entity: Entity,
    pub(super) id: i64,
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) owner_id: Option<i64>,
    pub(super) team_id: Option<i64>,
    pub(super) fields: Fields,
}

impl Leaving {
    fn of<R: Journalled>(row: &R, name: &str, owner_id: Option<i64>, team_id: Option<i64>) -> Leaving {
        let (id, version) = (row.id(), row.version());
        Leaving {
            entity: R::ENTITY,
            id,
            version,
            name: name.to_owned(),
            owner_id,
            team_id,
            fields: journal::fields(row),
        }
    }
}

/// The record, if the viewer may delete it: a share opens it for edits, and no further.
pub(super) fn leaving(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<Leaving, Error> {
    let found = whole(tx, entity, id)?;
    let scope = records::deletable(&tx.viewer, entity);
    let may = found.team_id.is_none_or(|team| scope.covers(found.owner_id, team));
    if may { Ok(found) } else { Err(Error::Forbidden) }
}

/// May the viewer take the record away?
///
/// # Errors
/// What the database answers.
pub fn may_take(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<bool, Error> {
    match leaving(tx, entity, id) {
        Ok(_) => Ok(true),
        Err(Error::NotFound | Error::Forbidden) => Ok(false),
        Err(other) => Err(other),
    }
}

/// A record that belongs to somebody, or to a team.
macro_rules! owned {
    ($tx:expr, $id:expr, $module:ident) => {{
        let row = $module::find_editable($tx, $id)?;
        Ok(Leaving::of(&row, row.title_name(), row.owner_id, Some(row.team_id)))
    }};
}

fn whole(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<Leaving, Error> {
    match entity {
        Entity::Lead => owned!(tx, id, leads),
        Entity::Account => owned!(tx, id, accounts),
        Entity::Contact => owned!(tx, id, contacts),
        Entity::Opportunity => owned!(tx, id, opportunities),
        Entity::Activity => owned!(tx, id, activities),
        Entity::Product if products::access::may_edit(&tx.viewer) => {
            let row = products::find(tx, id)?;
            Ok(Leaving::of(&row, &row.name, None, None))
        }
        Entity::Product => Err(Error::Forbidden),
        of_settings!() => Err(Error::NotFound),
    }
}

/// Puts a record back as it was; what a newer version of the program knows beside that begins as in a new record.
pub(super) fn put(tx: &mut Tx<'_>, entity: Entity, kept: Fields) -> Result<(), Error> {
    let (now, directory) = (tx.now, tx.directory.clone());
    let currency = directory.organization.currency.as_str();
    let team = directory.teams.root().map_or(0, |team| team.id);
    let item = |list| directory.picks(list).next().map_or(0, |item| item.id);
    match entity {
        Entity::Lead => {
            let (status, source) = (item(PickList::LeadStatus), item(PickList::LeadSource));
            let row: Lead = revived(&LeadFacts::starting(status, source, currency, team, now), kept)?;
            leads::put(tx, &row)?;
        }
        Entity::Account => {
            let row: Account = revived(&AccountFacts::starting("", currency, team, now), kept)?;
            accounts::put(tx, &row)?;
        }
        Entity::Contact => {
            let row: Contact = revived(&ContactFacts::starting("", team, now), kept)?;
            contacts::put(tx, &row)?;
        }
        Entity::Opportunity => {
            let stage = directory.stages.first().ok_or(Error::NotFound)?;
            let row: Opportunity = revived(&OpportunityFacts::starting("", stage, currency, team, now), kept)?;
            opportunities::put(tx, &row)?;
        }
        Entity::Product => {
            let row: Product = revived(&ProductFacts::starting("", currency, now), kept)?;
            products::put(tx, &row)?;
        }
        Entity::Activity => {
            let row: Activity = revived(&ActivityFacts::starting("", team, now), kept)?;
            activities::put(tx, &row)?;
        }
        of_settings!() => return Err(Error::NotFound),
    }
    Ok(())
}

/// Saves what a record says from now on, and journals the action even where nothing differs.
pub(super) fn save(tx: &mut Tx<'_>, action: Action, entity: Entity, id: i64, fields: Fields) -> Result<(), Error> {
    let now = leaving(tx, entity, id)?;
    if journal::differing(&now.fields, &fields).is_empty() {
        journal::record(tx, entity, id, now.version, action, &[])?;
        return Ok(());
    }
    let saved = match entity {
        Entity::Lead => {
            let before = leads::find_editable(tx, id)?;
            leads::save(tx, action, &before, read(fields)?)?.map(drop)
        }
        Entity::Account => {
            let before = accounts::find_editable(tx, id)?;
            accounts::save(tx, action, &before, read(fields)?)?.map(drop)
        }
        Entity::Contact => {
            let before = contacts::find_editable(tx, id)?;
            contacts::save(tx, action, &before, read(fields)?)?.map(drop)
        }
        Entity::Opportunity | Entity::Product | Entity::Activity | of_settings!() => return Err(Error::NotFound),
    };
    saved.ok_or(Error::Overtaken)
}

/// The keys by which duplicates of a record are found.
pub(super) fn keys(tx: &Tx<'_>, record: &Leaving) -> Result<Keys, Error> {
    let home = tx.directory.organization.country.as_str();
    let fields = record.fields.clone();
    match record.entity {
        Entity::Lead => read::<LeadFacts>(fields).map(|facts| facts.keys(home)),
        Entity::Account => read::<AccountFacts>(fields).map(|facts| facts.keys(home)),
        Entity::Contact => read::<ContactFacts>(fields).map(|facts| facts.keys(home)),
        Entity::Opportunity | Entity::Product | Entity::Activity | of_settings!() => Err(Error::NotFound),
    }
}

/// The record of a map, filled up from a new one.
fn revived<R: DeserializeOwned>(starting: &impl Serialize, kept: Fields) -> Result<R, Error> {
    let mut fields = journal::fields(starting);
    fields.extend(kept);
    read(fields)
}

fn read<T: DeserializeOwned>(fields: Fields) -> Result<T, Error> {
    serde_json::from_value(Value::Object(fields)).map_err(|e| Error::Bug(format!("a record of the bin: {e}")))
}

/// Has another record the same email or phone as this one, which the viewer may change?
pub(super) fn is_doubled(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<bool, Error> {
    if !matches!(entity, Entity::Lead | Entity::Account | Entity::Contact) || !may_take(tx, entity, id)? {
        return Ok(false);
    }
    let record = whole(tx, entity, id)?;
    let keys = keys(tx, &record)?;
    let found = duplicates::find(tx, &keys, Some((entity, id)))?;
    let says_so = |kind: &KeyKind| matches!(kind, KeyKind::Email | KeyKind::Phone);
    Ok(found.shown.iter().any(|one| one.reasons.iter().any(says_so)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_came_later_begins_as_in_a_new_record() {
        let now = chrono::NaiveDateTime::default();
        let row = Contact { id: 7, version: 3, facts: ContactFacts::starting("Nora", 1, now) };
        let mut kept = journal::fields(&row);
        assert!(kept.remove("lifecycle_reason").is_some() && kept.remove("individual").is_some());
        kept.insert("fax".into(), Value::from("a field of long ago"));
        assert_eq!(revived::<Contact>(&ContactFacts::starting("", 1, now), kept).unwrap(), row);
    }
}
