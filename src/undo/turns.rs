//! Taking back that a record came or went: what was filed goes into the bin, what was deleted comes back, two that were
//! merged part, and two that parted are merged again.

use std::convert::Infallible;

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::deed::{Deed, Deeds, Turn};
use super::handler::{Back, is_passed_over};
use super::shown;
use super::take::{Doubt, Kept, Outcome, Question, about};
use crate::conflicts::{CHOICE, Edit, Row};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::fields::{Field, Kind};
use crate::journal::{self, Change, Entity, Keep};
use crate::records::fields_of;
use crate::removal::merge::{self, Refusal};
use crate::removal::{self, Plan, Refused, Stays, Way};
use crate::web::Error;

/// What the choice is called in the form.
pub(super) const FIELD: &str = "record";

/// More entries about one record than one undoing makes.
const NEWEST: i64 = 10;

/// Takes back that a record came or went; `all` is what else the request did.
pub(super) fn take_back(tx: &mut Tx<'_>, deed: &Deed, all: &Deeds, posted: &Edit<Back>) -> Result<Outcome, Error> {
    match deed.turn {
        Turn::Stayed => Ok(Outcome::Nothing),
        Turn::Filed | Turn::Restored => put_away(tx, deed, all, posted),
        Turn::Went | Turn::Merged(_) => bring_back(tx, deed, posted),
        Turn::Parted(into) => merge_again(tx, deed, into, all, posted),
        Turn::Shown(with) => shown::take_back(tx, deed, with, all, posted),
    }
}

/// What came of trying to take a turn back; whatever came of it, nothing of it stays.
enum Tried {
    Came(Outcome),
    Failed(Error),
}

impl From<diesel::result::Error> for Tried {
    fn from(error: diesel::result::Error) -> Tried {
        Tried::Failed(error.into())
    }
}

/// What the one that stays said since a merge, or since the two parted, stays where the other one does: half a merge is none.
/// The other one's turn is tried, for only that tells whether it can be taken back.
pub(super) fn stays_with(
    tx: &mut Tx<'_>,
    (stays, other): (i64, &Deed),
    all: &Deeds,
    posted: &Edit<Back>,
) -> Result<Option<Outcome>, Error> {
    let came = tx.savepoint(|tx| match take_back(tx, other, all, posted) {
        Ok(outcome) => Err::<Infallible, Tried>(Tried::Came(outcome)),
        Err(error) => Err(Tried::Failed(error)),
    });
    match came.err() {
        Some(Tried::Came(Outcome::Kept(Kept::Winner))) => {
            let is_there = removal::exists(tx, other.entity, stays)?;
            Ok(Some(Outcome::Kept(if is_there { Kept::NotYours } else { Kept::Gone })))
        }
        Some(Tried::Came(Outcome::Kept(_))) => Ok(Some(Outcome::Kept(Kept::Joined))),
        Some(Tried::Came(Outcome::Asked(_))) if is_passed_over(posted, other) => Ok(Some(Outcome::Kept(Kept::Joined))),
        Some(Tried::Came(Outcome::Nothing)) => Ok(Some(Outcome::Nothing)),
        Some(Tried::Came(Outcome::Done | Outcome::Asked(_))) | None => Ok(None),
        Some(Tried::Failed(error)) => Err(error),
    }
}

/// Asks whether the record shall be there.
pub(super) fn ask(tx: &Tx<'_>, deed: &Deed, version: i64, [base, mine, theirs]: [String; 3]) -> Outcome {
    let name = format!("{CHOICE}{}{FIELD}", about(deed));
    let row = Row { label: tx.text.t("undo-record"), name, base, mine, theirs };
    Outcome::Asked(Question { version, about: Doubt::Turn(row) })
}

/// Puts into the bin what the action filed or restored, if nobody has built on it since, or if that is wanted all the same.
fn put_away(tx: &mut Tx<'_>, deed: &Deed, all: &Deeds, posted: &Edit<Back>) -> Result<Outcome, Error> {
    if !removal::exists(tx, deed.entity, deed.id)? {
        return Ok(Outcome::Nothing);
    }
    let since = since(tx, deed)?;
    if !removal::may_take(tx, deed.entity, deed.id)? {
        return Ok(Outcome::Kept(Kept::NotYours));
    }
    let came = |entity: Entity, id: i64| all.about(entity, id).is_some_and(|one| !one.is_lifecycle());
    let plan = removal::plan(tx, deed.entity, deed.id)?;
    if let Some(stays) = plan.stays {
        return Ok(Outcome::Kept(kept(stays)));
    }
    let has_own = holds(tx, deed, &plan, all)?;
    let plan = Plan { activities: done_since(tx, deed, &plan.activities)?, ..plan };
    let built = built(deed, plan, came);
    let version = since.version + built.count();
    let lines: Vec<String> = since.told(tx, deed.entity).into_iter().chain(built.lines(&tx.text)).collect();
    match posted.answer_about(&about(deed), version, FIELD) {
        Some(Keep::Theirs) => Ok(Outcome::Nothing),
        None if !lines.is_empty() => {
            let theirs = format!("{} {}", tx.text.t("undo-stays"), lines.join(" "));
            let sides = [tx.text.t("undo-not-there").to_owned(), tx.text.t("undo-goes").to_owned(), theirs];
            Ok(ask(tx, deed, version, sides))
        }
        // What came with it goes before it, unless it stays.
        Some(Keep::Mine) | None if has_own => Ok(Outcome::Kept(Kept::Along)),
        Some(Keep::Mine) | None => match removal::put_away(tx, deed.entity, deed.id)? {
            Ok(_) => Ok(Outcome::Done),
            Err(stays) => Ok(Outcome::Kept(kept(stays))),
        },
    }
}

fn kept(stays: Stays) -> Kept {
    match stays {
        Stays::Deals => Kept::Deals,
        Stays::Used => Kept::Used,
    }
}

/// What has been changed on a record since an action.
struct Since {
    changes: Vec<Change>,
    /// The record's version when this request came.
    version: i64,
}

fn since(tx: &mut Tx<'_>, deed: &Deed) -> Result<Since, Error> {
    let changes = journal::changes_since(tx, deed.entity, deed.id, deed.version)?;
    let newest = journal::events_of(tx, deed.entity, deed.id, None, NEWEST)?;
    // What follows from what this request takes back meanwhile is asked about by nobody.
    let last = newest.into_iter().find(|event| event.request_id != tx.request.id);
    let changes = changes.into_values().filter(|change| change.before != change.after).collect();
    Ok(Since { changes, version: last.map_or(deed.version, |event| event.version) })
}

impl Since {
    fn has(&self, field: &str) -> bool {
        self.changes.iter().any(|change| change.field == field)
    }

    /// The fields that people have changed, as a sentence. How far a customer has come follows from others.
    fn told(&self, tx: &Tx<'_>, entity: Entity) -> Option<String> {
        let is_own_words = |field: &&Field| field.kind != Kind::Instant && field.name != "lifecycle";
        let known = fields_of(entity).iter().filter(is_own_words);
        let labels: Vec<String> =
            known.filter(|field| self.has(field.name)).map(|field| tx.text.t(field.label).to_owned()).collect();
        (!labels.is_empty()).then(|| tx.text.a("undo-since", "fields", tx.text.list(&labels)))
    }
}

/// Does anything of the same request that stays belong to the record, or point to it, whoever may see that?
fn holds(tx: &mut Tx<'_>, deed: &Deed, plan: &Plan, all: &Deeds) -> Result<bool, Error> {
    if plan.along.iter().any(|deal| all.about(Entity::Opportunity, *deal).is_some()) {
        return Ok(true);
    }
    for one in all.stayed().filter(|one| !is_told(deed, one.entity)) {
        let is_linked = plan.unlinked.get(&one.entity).is_some_and(|ids| ids.contains(&one.id));
        if is_linked || removal::points(tx, (one.entity, one.id), (deed.entity, deed.id))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Does the record's own history tell of its ties to records of this kind?
fn is_told(deed: &Deed, of: Entity) -> bool {
    matches!((deed.entity, of), (Entity::Contact, Entity::Account) | (Entity::Opportunity, Entity::Contact))
}

/// Which of these activities have come to the record since: those that were restored with it are no news.
fn done_since(tx: &mut Tx<'_>, deed: &Deed, activities: &[i64]) -> QueryResult<Vec<i64>> {
    if deed.turn != Turn::Restored || activities.is_empty() {
        return Ok(activities.to_vec());
    }
    let sql = Sql::new("SELECT DISTINCT record_id FROM journal WHERE entity = ").bind(Entity::Activity.name());
    let sql = sql.push(" AND id > ").bind(deed.last()).push(" AND record_id IN ").ids(activities);
    Ok(sql.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect())
}

/// What others have built on a record since it was filed: what its own history tells, and what came with it, is not that.
/// What was restored brought its ties along.
fn built(deed: &Deed, mut plan: Plan, came: impl Fn(Entity, i64) -> bool) -> Plan {
    plan.along.retain(|deal| !came(Entity::Opportunity, *deal));
    plan.activities.retain(|activity| !came(Entity::Activity, *activity));
    if deed.turn == Turn::Restored {
        plan.unlinked.clear();
    }
    plan.unlinked.retain(|entity, ids| {
        ids.retain(|id| !came(*entity, *id));
        !ids.is_empty() && !is_told(deed, *entity)
    });
    plan
}

/// Why a restoring was given up, so that what it began is taken back.
enum Stop {
    Refused(Refused),
    Failed(Error),
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Stop {
        Stop::Failed(error.into())
    }
}

/// Restores what the action put into the bin, or merged into another record.
fn bring_back(tx: &mut Tx<'_>, deed: &Deed, posted: &Edit<Back>) -> Result<Outcome, Error> {
    if removal::exists(tx, deed.entity, deed.id)? {
        return Ok(Outcome::Nothing);
    }
    let way = match posted.answer_about(&about(deed), deed.version, FIELD) {
        Some(Keep::Theirs) => return Ok(Outcome::Nothing),
        Some(Keep::Mine) => Way::WithCustomer,
        None => Way::Alone,
    };
    let tried = tx.savepoint(|tx| match removal::restore(tx, deed.entity, deed.id, way) {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(refused)) => Err(Stop::Refused(refused)),
        Err(error) => Err(Stop::Failed(error)),
    });
    match tried {
        Ok(()) => Ok(Outcome::Done),
        Err(Stop::Refused(refused)) => Ok(why_not(tx, deed, refused)),
        Err(Stop::Failed(Error::NotFound)) => {
            let lies_there = removal::named(tx, deed.entity, deed.id)?.is_some();
            Ok(Outcome::Kept(if lies_there { Kept::NotYours } else { Kept::Gone }))
        }
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Where its customer lies in the bin too, that is asked about; everything else is said.
fn why_not(tx: &Tx<'_>, deed: &Deed, refused: Refused) -> Outcome {
    match refused {
        Refused::Customer(Some(customer)) => {
            let mine = tx.text.a("undo-with-customer", "customer", customer);
            let sides = [tx.text.t("undo-there").to_owned(), mine, tx.text.t("undo-stays-away").to_owned()];
            ask(tx, deed, deed.version, sides)
        }
        Refused::Customer(None) => Outcome::Kept(Kept::Customer),
        Refused::ExternalId => Outcome::Kept(Kept::External),
        Refused::Name => Outcome::Kept(Kept::Taken),
        Refused::Winner => Outcome::Kept(Kept::Winner),
    }
}

/// Merges two again; what somebody has changed meanwhile on the one that goes, would go with it.
fn merge_again(tx: &mut Tx<'_>, deed: &Deed, into: i64, all: &Deeds, posted: &Edit<Back>) -> Result<Outcome, Error> {
    if !removal::exists(tx, deed.entity, deed.id)? {
        return Ok(Outcome::Nothing);
    }
    let since = since(tx, deed)?;
    match (posted.answer_about(&about(deed), since.version, FIELD), since.told(tx, deed.entity)) {
        (Some(Keep::Theirs), _) => return Ok(Outcome::Nothing),
        (None, Some(told)) => {
            let theirs = format!("{} {told}", tx.text.t("undo-stays"));
            let sides = [tx.text.t("undo-merged").to_owned(), tx.text.t("undo-merges").to_owned(), theirs];
            return Ok(ask(tx, deed, since.version, sides));
        }
        (Some(Keep::Mine), _) | (None, None) => {}
    }
    let parting = all.about(deed.entity, into);
    let parting = parting.map_or(&[][..], |one| one.changes.as_slice());
    Ok(match merge::again(tx, deed.entity, (into, deed.id), parting) {
        Ok(Ok(_)) => Outcome::Done,
        Ok(Err(Refusal::Closed | Refusal::Same | Refusal::LegalEntities)) => Outcome::Kept(Kept::Closed),
        Err(Error::NotFound | Error::Forbidden) if removal::may_take(tx, deed.entity, into)? => {
            Outcome::Kept(Kept::NotYours)
        }
        Err(Error::NotFound | Error::Forbidden) => Outcome::Kept(Kept::Winner),
        Err(error) => return Err(error),
    })
}
