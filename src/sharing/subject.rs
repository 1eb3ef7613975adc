//! A record that is shared, whatever its kind.

use super::Record;
use crate::db::Tx;
use crate::journal::{Entity, of_settings};
use crate::web::Error;
use crate::{accounts, contacts, leads, opportunities, records};

/// What sharing needs to know of a record.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What kind of record.
    pub entity: Entity,
    /// Which one.
    pub id: i64,
    /// Its version: sharing does not change it.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub owner_id: Option<i64>,
    /// The team it belongs to.
    pub team_id: i64,
    /// May the viewer change it, and so share it?
    pub edits: bool,
}

impl Subject {
    /// The record, if the viewer may see it.
    ///
    /// # Errors
    /// `NotFound` when there is none the viewer may know of, or none of a kind that is shared.
    pub fn find(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<Subject, Error> {
        let (version, name, owner_id, team_id) = match entity {
            Entity::Lead => {
                let lead = leads::find(tx, id)?;
                (lead.version, lead.title_name().to_owned(), lead.owner_id, lead.team_id)
            }
            Entity::Account => {
                let account = accounts::find(tx, id)?;
                (account.version, account.name.clone(), account.owner_id, account.team_id)
            }
            Entity::Contact => {
                let contact = contacts::find(tx, id)?;
                (contact.version, contact.name.clone(), contact.owner_id, contact.team_id)
            }
            Entity::Opportunity => {
                let deal = opportunities::find(tx, id)?;
                (deal.version, deal.name.clone(), deal.owner_id, deal.team_id)
            }
            Entity::Product | Entity::Activity | of_settings!() => return Err(Error::NotFound),
        };
        let edits = records::editable(&tx.viewer, entity).reaches(id, owner_id, team_id);
        Ok(Subject { entity, id, version, name, owner_id, team_id, edits })
    }

    /// The record, if the viewer may share it.
    ///
    /// # Errors
    /// As [`Subject::find`]; `Forbidden` when they may only see it.
    pub fn find_editable(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<Subject, Error> {
        let found = Subject::find(tx, entity, id)?;
        if found.edits { Ok(found) } else { Err(Error::Forbidden) }
    }

    /// Which record it is.
    pub fn record(&self) -> Record {
        (self.entity, self.id, self.version)
    }

    /// Its page.
    pub fn href(&self) -> String {
        records::href(self.entity, self.id).unwrap_or_default()
    }

    /// The page of who sees it.
    pub fn shares_href(&self) -> String {
        format!("{}/shares", self.href())
    }
}
