//! What differs from kind to kind when many are changed at once.

use diesel::QueryResult;

use super::change::{Skip, What};
use crate::access::{Scope, Viewer};
use crate::accounts::{self, Account};
use crate::contacts::{self, Contact};
use crate::db::Tx;
use crate::directory::{Person, Stage};
use crate::journal::{Action, Entity};
use crate::leads::{self, Lead};
use crate::listing::{Asked, ListSpec, Table};
use crate::opportunities::moves::{self, Refused};
use crate::opportunities::{self, Opportunity, stage};
use crate::records::{self, Listed};
use crate::saved_views;
use crate::web::Error;

/// A list as somebody looked at it: what it can do, whose records, what was asked.
pub type Looked = (&'static ListSpec, Scope, Asked);

/// Whoever may delete some of these may delete many.
fn deletes(viewer: &Viewer, entity: Entity) -> Option<What> {
    (!records::deletable(viewer, entity).is_nothing()).then_some(What::Delete)
}

/// A kind of record of which many are changed at once.
pub trait Bulk: Listed {
    /// What the viewer may do to many; nothing for who may change none.
    fn offers(viewer: &Viewer) -> Vec<What>;

    /// The list at an address.
    ///
    /// # Errors
    /// `NotFound` for who has no such list; what the database answers.
    fn looked(tx: &mut Tx<'_>, path: &str, asked: Asked) -> Result<Looked, Error>;

    /// People the viewer may give records to.
    fn receivers<'d>(tx: &'d Tx<'_>) -> Vec<&'d Person>;

    /// May the viewer put records into this team's pool?
    fn may_pool(viewer: &Viewer, team: i64) -> bool;

    /// Is it nobody's, and may the viewer hand it to somebody?
    fn is_assignable(&self, viewer: &Viewer) -> bool {
        self.owner_id().is_none() && self.is_editable(viewer)
    }

    /// Saves one that nobody owned with its new owner.
    ///
    /// # Errors
    /// What the database answers.
    fn save_assigned(tx: &mut Tx<'_>, before: &Self, after: Self) -> QueryResult<Option<Self>> {
        Self::save(tx, Action::Assigned, before, after)
    }

    /// Won or lost: its stage is not for many at once.
    fn is_settled(&self) -> bool {
        false
    }

    /// Says where it stands.
    fn stand(&mut self, _tx: &Tx<'_>, _status: i64) {}

    /// Is it in this stage already?
    fn is_in(&self, _stage: &Stage) -> bool {
        false
    }

    /// What it lacks to be in a stage.
    fn lacks(&self, _stage: &Stage) -> Vec<&'static str> {
        Vec::new()
    }

    /// Brings it into a stage; why not, where it stays, and what it lacks.
    ///
    /// # Errors
    /// What the database answers.
    fn bring(&self, _tx: &mut Tx<'_>, _stage: i64, _version: i64) -> Result<Result<(), (Skip, String)>, Error> {
        Ok(Err((Skip::Same, String::new())))
    }
}

impl Bulk for Lead {
    fn offers(viewer: &Viewer) -> Vec<What> {
        let leads_people = [What::Assign, What::Owner, What::Team].into_iter().filter(|_| viewer.leads_people());
        let edits = [What::Status, What::Tags].into_iter().filter(|_| viewer.sees_leads());
        leads_people.chain(edits).chain(deletes(viewer, Entity::Lead)).collect()
    }

    fn looked(tx: &mut Tx<'_>, path: &str, asked: Asked) -> Result<Looked, Error> {
        leads::looked(tx, path, asked)
    }

    fn receivers<'d>(tx: &'d Tx<'_>) -> Vec<&'d Person> {
        tx.directory.active_people().filter(|person| leads::may_receive(tx, person)).collect()
    }

    fn may_pool(viewer: &Viewer, team: i64) -> bool {
        leads::access::reaches_pool(viewer, team)
    }

    fn is_assignable(&self, viewer: &Viewer) -> bool {
        leads::access::assignable(viewer).reaches(self.id, self.owner_id, self.team_id)
    }

    fn save_assigned(tx: &mut Tx<'_>, before: &Self, after: Self) -> QueryResult<Option<Self>> {
        leads::hand_out(tx, before, after.facts)
    }

    fn stand(&mut self, tx: &Tx<'_>, status: i64) {
        leads::stand(tx, &mut self.facts, status);
    }
}

/// Who may be given an account or a contact: those whose customers the viewer could then change.
fn holders<'d>(tx: &'d Tx<'_>, editable: &Scope) -> Vec<&'d Person> {
    tx.directory.active_people().filter(|person| editable.covers(Some(person.id), person.team_id)).collect()
}

const OF_CUSTOMERS: [What; 3] = [What::Owner, What::Team, What::Tags];

impl Bulk for Account {
    fn offers(viewer: &Viewer) -> Vec<What> {
        let edits = OF_CUSTOMERS.into_iter().filter(|_| viewer.creates_customers());
        edits.chain(deletes(viewer, Entity::Account)).collect()
    }

    fn looked(tx: &mut Tx<'_>, _: &str, asked: Asked) -> Result<Looked, Error> {
        accounts::looked(tx, asked)
    }

    fn receivers<'d>(tx: &'d Tx<'_>) -> Vec<&'d Person> {
        holders(tx, &accounts::access::editable(&tx.viewer))
    }

    fn may_pool(viewer: &Viewer, team: i64) -> bool {
        accounts::access::editable(viewer).covers(None, team)
    }
}

impl Bulk for Contact {
    fn offers(viewer: &Viewer) -> Vec<What> {
        let edits = OF_CUSTOMERS.into_iter().filter(|_| viewer.creates_customers());
        edits.chain(deletes(viewer, Entity::Contact)).collect()
    }

    fn looked(tx: &mut Tx<'_>, _: &str, asked: Asked) -> Result<Looked, Error> {
        contacts::looked(tx, asked)
    }

    fn receivers<'d>(tx: &'d Tx<'_>) -> Vec<&'d Person> {
        holders(tx, &contacts::access::editable(&tx.viewer))
    }

    fn may_pool(viewer: &Viewer, team: i64) -> bool {
        contacts::access::editable(viewer).covers(None, team)
    }
}

impl Bulk for Opportunity {
    fn offers(viewer: &Viewer) -> Vec<What> {
        let leads_people = [What::Owner, What::Team].into_iter().filter(|_| viewer.leads_people());
        let edits = [What::Stage, What::Tags].into_iter().filter(|_| viewer.sells());
        edits.chain(leads_people).chain(deletes(viewer, Entity::Opportunity)).collect()
    }

    fn looked(tx: &mut Tx<'_>, _: &str, asked: Asked) -> Result<Looked, Error> {
        let asked = opportunities::list::naming(tx, saved_views::opened(tx, Table::Opportunities, asked))?;
        Ok(opportunities::list::looked(tx, &asked))
    }

    fn receivers<'d>(tx: &'d Tx<'_>) -> Vec<&'d Person> {
        opportunities::candidates(tx)
    }

    fn may_pool(viewer: &Viewer, team: i64) -> bool {
        opportunities::access::editable(viewer).covers(None, team)
    }

    fn is_settled(&self) -> bool {
        self.closed_on.is_some()
    }

    fn is_in(&self, stage: &Stage) -> bool {
        self.stage_id == stage.id
    }

    fn lacks(&self, stage: &Stage) -> Vec<&'static str> {
        stage::missing(stage, &self.facts)
    }

    fn bring(&self, tx: &mut Tx<'_>, to: i64, version: i64) -> Result<Result<(), (Skip, String)>, Error> {
        if self.stage_id == to {
            return Ok(Err((Skip::Same, String::new())));
        }
        let asked = moves::Asked { to, version, closing: None };
        let skip = match moves::make(tx, self.id, &asked, |_| ())? {
            Ok(_) => return Ok(Ok(())),
            Err(Refused::Missing(fields)) => (Skip::Missing, fields.join(" ")),
            Err(Refused::Same) => (Skip::Same, String::new()),
            Err(Refused::Stale) => (Skip::Changed, String::new()),
            Err(Refused::NotYours) => (Skip::NotYours, String::new()),
            Err(Refused::NoStage | Refused::Asks(_) | Refused::Closing(_)) => (Skip::Closed, String::new()),
        };
        Ok(Err(skip))
    }
}
