//! What belonged to the record that goes and belongs to the other one from now on.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use serde::{Deserialize, Serialize};

use crate::accounts;
use crate::activities;
use crate::bookmarks::{self, Passed};
use crate::db::Tx;
use crate::db::schema::{contact_accounts, opportunity_contacts};
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records::parts::{Parts, Party, Place, Share};
use crate::records::table;
use crate::removal::links::{REFERENCES, pointing};

/// A column that pointed to the one that goes, and where it points now.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Pointer {
    entity: Entity,
    id: i64,
    column: String,
    to: Option<i64>,
}

/// Everything that went over, as it was before.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Moved {
    pointers: Vec<Pointer>,
    places: Vec<Place>,
    parties: Vec<Party>,
    shares: Vec<Share>,
    #[serde(default)]
    at_hand: Vec<Passed>,
    /// Activities in which the contact that goes took part, and the other one did not.
    #[serde(default)]
    guest_of: Vec<i64>,
}

/// Who goes, and who stays.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) entity: Entity,
    pub(super) loser: i64,
    pub(super) winner: i64,
    /// The company above the one that goes.
    pub(super) above: Option<i64>,
}

impl Pair {
    fn is_of_companies(self) -> bool {
        self.entity == Entity::Account
    }

    /// The contact and the company of a place once it has gone over.
    fn place_now(self, place: &Place) -> (i64, i64) {
        match self.is_of_companies() {
            true => (place.contact_id, self.winner),
            false => (self.winner, place.account_id),
        }
    }
}

impl Moved {
    /// Moves everything over. What the one that stays has already stays with the other one.
    pub(super) fn make(tx: &mut Tx<'_>, pair: Pair) -> QueryResult<Moved> {
        let at_hand = bookmarks::pass_on(tx, pair.entity, pair.loser, pair.winner)?;
        let mut moved = Moved { pointers: pointers(tx, pair)?, at_hand, ..Moved::default() };
        let (theirs, own) = (Parts::whole(tx, pair.entity, pair.loser)?, Parts::whole(tx, pair.entity, pair.winner)?);
        for place in theirs.places {
            let is_same = |own: &&Place| match pair.is_of_companies() {
                true => own.contact_id == place.contact_id,
                false => own.account_id == place.account_id,
            };
            let both = own.places.iter().find(is_same);
            match both {
                Some(both) if place.is_primary && pair.is_of_companies() => make_primary(tx, both)?,
                Some(_) => {}
                None => {
                    let has_main = !pair.is_of_companies() && own.places.iter().any(|own| own.is_primary);
                    move_place(tx, &place, pair, place.is_primary && !has_main)?;
                    moved.places.push(place);
                }
            }
        }
        moved.guest_of = theirs.guest_of.into_iter().filter(|activity| !own.guest_of.contains(activity)).collect();
        activities::replace_guest(tx, &moved.guest_of, pair.loser, pair.winner)?;
        for party in theirs.parties {
            if !own.parties.iter().any(|own| own.opportunity_id == party.opportunity_id) {
                let row = opportunity_contacts::table.find((party.opportunity_id, party.contact_id));
                diesel::update(row).set(opportunity_contacts::contact_id.eq(pair.winner)).execute(tx.db)?;
                moved.parties.push(party);
            }
        }
        for share in theirs.shares {
            if !own.shares.iter().any(|own| own.is_with_same(&share)) {
                share.turn(tx, pair.winner)?;
                moved.shares.push(share);
            }
        }
        Ok(moved)
    }

    /// Moves everything back that nobody has moved on since.
    pub(super) fn take_back(&self, tx: &mut Tx<'_>, pair: Pair) -> QueryResult<()> {
        for pointer in &self.pointers {
            let (table, column) = (table(pointer.entity), &pointer.column);
            let update = Sql::new(&format!("UPDATE {table} SET {column} = ")).bind(pair.loser);
            let update = update.push(" WHERE id = ").bind(pointer.id);
            match pointer.to {
                Some(to) => update.push(&format!(" AND {column} = ")).bind(to).run(tx.db)?,
                None => update.push(&format!(" AND {column} IS NULL")).run(tx.db)?,
            };
        }
        for place in &self.places {
            let now = pair.place_now(place);
            let set = (
                contact_accounts::contact_id.eq(place.contact_id),
                contact_accounts::account_id.eq(place.account_id),
                contact_accounts::is_primary.eq(place.is_primary),
            );
            diesel::update(contact_accounts::table.find(now)).set(set).execute(tx.db)?;
        }
        self.shares.iter().try_for_each(|share| share.turn(tx, pair.loser))?;
        bookmarks::take_back(tx, pair.entity, pair.winner, &self.at_hand)?;
        activities::replace_guest(tx, &self.guest_of, pair.winner, pair.loser)?;
        for party in &self.parties {
            let row = opportunity_contacts::table.find((party.opportunity_id, pair.winner));
            diesel::update(row).set(opportunity_contacts::contact_id.eq(party.contact_id)).execute(tx.db)?;
        }
        Ok(())
    }
}

/// Points to the one that stays what pointed to the one that goes. A company between the two of them would lie below itself:
/// it takes the place of the one that goes.
fn pointers(tx: &mut Tx<'_>, pair: Pair) -> QueryResult<Vec<Pointer>> {
    let mut moved = Vec::new();
    for reference in REFERENCES.iter().filter(|reference| reference.to == pair.entity) {
        for (id, _, _) in pointing(tx, reference, &[pair.loser])? {
            let is_between = reference.of == Entity::Account && accounts::lies_below(tx, pair.winner, id)?;
            let to = if is_between { pair.above } else { Some(pair.winner) };
            let (table, column) = (table(reference.of), reference.column);
            let update = Sql::new(&format!("UPDATE {table} SET {column} = ")).bind(to).push(" WHERE id = ").bind(id);
            update.run(tx.db)?;
            moved.push(Pointer { entity: reference.of, id, column: column.to_owned(), to });
        }
    }
    Ok(moved)
}

fn make_primary(tx: &mut Tx<'_>, place: &Place) -> QueryResult<()> {
    let row = contact_accounts::table.find((place.contact_id, place.account_id));
    diesel::update(row).set(contact_accounts::is_primary.eq(true)).execute(tx.db).map(drop)
}

fn move_place(tx: &mut Tx<'_>, place: &Place, pair: Pair, is_primary: bool) -> QueryResult<()> {
    let row = contact_accounts::table.find((place.contact_id, place.account_id));
    let (contact, account) = pair.place_now(place);
    let set = (
        contact_accounts::contact_id.eq(contact),
        contact_accounts::account_id.eq(account),
        contact_accounts::is_primary.eq(is_primary),
    );
    diesel::update(row).set(set).execute(tx.db).map(drop)
}

/// Has a deal of the company been won?
pub(super) fn has_won(tx: &mut Tx<'_>, account: i64) -> QueryResult<bool> {
    let select = Sql::new(
        "SELECT o.id, o.account_id FROM opportunities o JOIN stages s ON s.id = o.stage_id \
         WHERE s.kind = 'won' AND o.account_id = ",
    );
    let found = select.bind(account).push(" LIMIT 1").load::<(BigInt, Nullable<BigInt>), (i64, Option<i64>)>(tx.db)?;
    Ok(!found.is_empty())
}
