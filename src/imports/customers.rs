//! The customers whose rows or deals an import touches: how far the relation with them has come follows from those
//! (rule 75), and is looked at again once for many rows.

use std::collections::BTreeSet;

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::accounts;
use crate::accounts::lifecycle::Customer;
use crate::contacts;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Entity, of_settings};
use crate::opportunities::OpportunityFacts;

/// Customers to look at.
#[derive(Debug, Default)]
pub struct Customers {
    waiting: BTreeSet<Customer>,
}

impl Customers {
    /// An account was filed, changed, or has a contact more.
    pub fn account(&mut self, id: i64) {
        self.waiting.insert(Customer::Account(id));
    }

    /// A contact was filed or changed.
    pub fn contact(&mut self, id: i64) {
        self.waiting.insert(Customer::Contact(id));
    }

    /// A deal was filed or changed.
    pub fn of_deal(&mut self, deal: &OpportunityFacts) {
        self.waiting.extend(deal.account_id.map(Customer::Account));
        self.waiting.extend(deal.contact_id.map(Customer::Contact));
    }

    /// A record that is about to change, or has.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of_record(&mut self, tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
        match entity {
            Entity::Account => self.account(id),
            Entity::Contact => self.of_contact(tx, id)?,
            Entity::Opportunity => {
                let select = Sql::new("SELECT account_id, contact_id FROM opportunities WHERE id = ").bind(id);
                type Both = (Nullable<BigInt>, Nullable<BigInt>);
                for (account, contact) in select.load::<Both, (Option<i64>, Option<i64>)>(tx.db)? {
                    self.waiting.extend(account.map(Customer::Account));
                    self.waiting.extend(contact.map(Customer::Contact));
                }
            }
            Entity::Lead | Entity::Product | Entity::Activity | of_settings!() => {}
        }
        Ok(())
    }

    /// A contact, and the companies that can be reached through it.
    fn of_contact(&mut self, tx: &mut Tx<'_>, id: i64) -> QueryResult<()> {
        use crate::db::schema::contact_accounts;
        self.contact(id);
        let links = contact_accounts::table.filter(contact_accounts::contact_id.eq(id));
        let companies: Vec<i64> = links.select(contact_accounts::account_id).load(tx.db)?;
        self.waiting.extend(companies.into_iter().map(Customer::Account));
        Ok(())
    }

    /// Looks at all of them; then none is waiting.
    ///
    /// # Errors
    /// What the database answers.
    pub fn refresh(&mut self, tx: &mut Tx<'_>) -> QueryResult<()> {
        std::mem::take(&mut self.waiting).into_iter().try_for_each(|customer| match customer {
            Customer::Account(id) => accounts::lifecycle::refresh(tx, id),
            Customer::Contact(id) => contacts::lifecycle::refresh(tx, id),
        })
    }
}
