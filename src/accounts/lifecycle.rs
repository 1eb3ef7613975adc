//! How far the relation with a customer has come (rule 75): the pure rule, and keeping the stored stage true to it.
//!
//! Facts move the stage forward as far as *active*; *active* and *inactive* follow business both ways. The stored stage
//! is what lists, filters and files read. Whatever changes a fact (a deal opened, closed or opened again, a way to
//! reach somebody) calls [`refresh`] in the same transaction; what only the passing of days changes is caught up by
//! [`sweep`], a job of every hour. Set by hand, a stage stays until it is cleared.
//!
//! Until contact details can be verified, a customer counts as *prospect* once there is a way to reach them.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable};

use super::{Account, Lifecycle};
use crate::db::Tx;
use crate::db::schema::{accounts, contact_accounts};
use crate::db::sql::Sql;
use crate::journal::{self, Action};

/// What the stage follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Is there any way to reach them?
    pub reachable: bool,
    /// Is any deal open?
    pub open_deal: bool,
    /// Has any deal been won?
    pub bought: bool,
    /// The day the last deal ended, won or lost: until then there was an open one.
    pub last_deal_on: Option<NaiveDate>,
}

impl Facts {
    /// Bought recently enough, or talking about buying; nothing known says neither.
    fn in_business(self, today: NaiveDate, limit_days: i64) -> Option<bool> {
        let recent = |ended: NaiveDate| (today - ended).num_days() <= limit_days;
        if self.open_deal { Some(true) } else { self.last_deal_on.map(recent) }
    }
}

/// The stage that follows from the facts for somebody who has come as far as `from`.
pub fn derived(from: Lifecycle, facts: Facts, today: NaiveDate, limit_days: i64) -> Lifecycle {
    let customer = facts.bought || matches!(from, Lifecycle::Active | Lifecycle::Inactive);
    if customer {
        return match facts.in_business(today, limit_days) {
            Some(true) => Lifecycle::Active,
            Some(false) => Lifecycle::Inactive,
            None => from,
        };
    }
    from.max(match facts {
        Facts { open_deal: true, .. } => Lifecycle::Potential,
        Facts { reachable: true, .. } => Lifecycle::Prospect,
        Facts { .. } => Lifecycle::Suspect,
    })
}

/// Which column of a deal names the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Customer {
    /// A company.
    Account(i64),
    /// A person.
    Contact(i64),
}

/// What the deals of a customer say; all of them, whoever may see them: the stage is the same for everybody.
pub(crate) fn deal_facts(tx: &mut Tx<'_>, customer: Customer) -> QueryResult<Facts> {
    let (column, id) = match customer {
        Customer::Account(id) => ("account_id", id),
        Customer::Contact(id) => ("contact_id", id),
    };
    let sql = Sql::new(
        "SELECT COUNT(CASE WHEN o.closed_on IS NULL THEN 1 END), \
         COUNT(CASE WHEN o.closed_on IS NOT NULL AND s.kind = 'won' THEN 1 END), MAX(o.closed_on) \
         FROM opportunities o JOIN stages s ON s.id = o.stage_id WHERE o.",
    );
    let (open, won, last_deal_on) = sql
        .push(column)
        .push(" = ")
        .bind(id)
        .one::<(BigInt, BigInt, Nullable<Date>), (i64, i64, Option<NaiveDate>)>(tx.db)?;
    Ok(Facts { reachable: false, open_deal: open > 0, bought: won > 0, last_deal_on })
}

/// The facts of an account.
fn facts(tx: &mut Tx<'_>, account: &Account) -> QueryResult<Facts> {
    let reachable = !account.emails.is_empty() || !account.phones.is_empty() || has_contact(tx, account.id)?;
    Ok(Facts { reachable, ..deal_facts(tx, Customer::Account(account.id))? })
}

fn has_contact(tx: &mut Tx<'_>, account: i64) -> QueryResult<bool> {
    let links = contact_accounts::table.filter(contact_accounts::account_id.eq(account));
    diesel::select(diesel::dsl::exists(links)).get_result(tx.db)
}

/// The stage an account would have if nobody had ever set it.
///
/// # Errors
/// What the database answers.
pub fn from_scratch(tx: &mut Tx<'_>, account: &Account) -> QueryResult<Lifecycle> {
    let facts = facts(tx, account)?;
    Ok(derived(Lifecycle::Suspect, facts, tx.company_today(), tx.directory.organization.inactive_after_days))
}

/// Brings an account's stage up to its facts, unless it was set by hand. Call it when a deal of the account opens, ends
/// or moves to another account. Whoever made the fact need not be allowed to edit the account.
///
/// # Errors
/// What the database answers.
pub fn refresh(tx: &mut Tx<'_>, account: i64) -> QueryResult<()> {
    let found = accounts::table.find(account).select(Account::as_select()).first::<Account>(tx.db).optional()?;
    let Some(before) = found.filter(|found| !found.lifecycle_pinned) else { return Ok(()) };
    let facts = facts(tx, &before)?;
    let stage = derived(before.lifecycle, facts, tx.company_today(), tx.directory.organization.inactive_after_days);
    if stage == before.lifecycle {
        return Ok(());
    }
    keep(tx, Action::Lifecycle, before, stage)
}

/// Takes back how far an account had come by an action: from where that left it to what its facts make of where it
/// was before. Nothing happens where it has moved on since, or was set by hand.
///
/// # Errors
/// What the database answers.
pub fn recede(tx: &mut Tx<'_>, account: i64, left: Lifecycle, before: Lifecycle) -> QueryResult<()> {
    let found = accounts::table.find(account).select(Account::as_select()).first::<Account>(tx.db).optional()?;
    let known = found.filter(|found| !found.lifecycle_pinned && found.lifecycle == left);
    let Some(present) = known else { return Ok(()) };
    let facts = facts(tx, &present)?;
    let limit = tx.directory.organization.inactive_after_days;
    let stage = derived(before, facts, tx.company_today(), limit);
    if stage == present.lifecycle { Ok(()) } else { keep(tx, Action::Undone, present, stage) }
}

fn keep(tx: &mut Tx<'_>, action: Action, before: Account, stage: Lifecycle) -> QueryResult<()> {
    let mut after = before.clone();
    after.version += 1;
    after.lifecycle = stage;
    let row = accounts::table.find(before.id).filter(accounts::version.eq(before.version));
    let set = (accounts::lifecycle.eq(stage), accounts::version.eq(after.version));
    match diesel::update(row).set(set).execute(tx.db)? {
        0 => refresh(tx, before.id),
        _ => journal::changed(tx, action, &before, &after),
    }
}

/// Refreshes the accounts that only the passing of days, or another limit, has moved; answers how many were looked at.
///
/// # Errors
/// What the database answers.
pub fn sweep(tx: &mut Tx<'_>) -> QueryResult<usize> {
    let due = overdue(tx, "accounts", "account_id")?;
    due.iter().try_for_each(|id| refresh(tx, *id))?;
    Ok(due.len())
}

/// Customers whose stored stage no longer says whether there is business.
pub(crate) fn overdue(tx: &mut Tx<'_>, table: &str, column: &str) -> QueryResult<Vec<i64>> {
    let limit = u64::try_from(tx.directory.organization.inactive_after_days).unwrap_or(0);
    let since = tx.company_today().checked_sub_days(Days::new(limit)).unwrap_or(NaiveDate::MIN);
    let deals = format!("SELECT 1 FROM opportunities o WHERE o.{column} = t.id AND ");
    let sql = Sql::new(&format!("SELECT t.id FROM {table} t WHERE t.lifecycle_pinned = "))
        .bind(false)
        .push(&format!(" AND EXISTS ({deals} o.closed_on IS NOT NULL) AND t.lifecycle = CASE WHEN EXISTS ({deals}"))
        .push(" (o.closed_on IS NULL OR o.closed_on >= ")
        .bind(since)
        .push(")) THEN 'inactive' ELSE 'active' END");
    Ok(sql.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: i64 = 365;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn after(from: Lifecycle, facts: Facts) -> Lifecycle {
        derived(from, facts, day("2026-11-22"), LIMIT)
    }

    const OPEN: Facts = Facts { reachable: true, open_deal: true, bought: false, last_deal_on: None };

    fn bought(on: &str) -> Facts {
        Facts { reachable: true, open_deal: false, bought: true, last_deal_on: Some(day(on)) }
    }

    #[test]
    fn facts_move_a_customer_forward() {
        assert_eq!(after(Lifecycle::Suspect, Facts::default()), Lifecycle::Suspect);
        let reachable = Facts { reachable: true, ..Facts::default() };
        assert_eq!(after(Lifecycle::Suspect, reachable), Lifecycle::Prospect);
        assert_eq!(after(Lifecycle::Prospect, OPEN), Lifecycle::Potential);
        assert_eq!(after(Lifecycle::Potential, bought("2026-11-01")), Lifecycle::Active);
    }

    #[test]
    fn nothing_moves_a_customer_back_before_the_first_purchase() {
        assert_eq!(after(Lifecycle::Potential, Facts::default()), Lifecycle::Potential);
        let lost = Facts { last_deal_on: Some(day("2020-01-01")), ..Facts::default() };
        assert_eq!(after(Lifecycle::Potential, lost), Lifecycle::Potential);
    }

    #[test]
    fn the_limit_counts_in_whole_days() {
        assert_eq!(after(Lifecycle::Active, bought("2025-11-22")), Lifecycle::Active);
        assert_eq!(after(Lifecycle::Active, bought("2025-11-21")), Lifecycle::Inactive);
    }

    #[test]
    fn business_wakes_an_inactive_customer() {
        assert_eq!(after(Lifecycle::Inactive, bought("2026-11-20")), Lifecycle::Active);
        let talking = Facts { open_deal: true, ..bought("2020-01-01") };
        assert_eq!(after(Lifecycle::Inactive, talking), Lifecycle::Active);
    }

    #[test]
    fn a_deal_lost_last_month_was_open_until_then() {
        let lost = Facts { last_deal_on: Some(day("2026-10-30")), ..bought("2020-01-01") };
        assert_eq!(after(Lifecycle::Active, lost), Lifecycle::Active);
    }

    #[test]
    fn an_active_customer_of_whom_no_deal_is_known_stays_one() {
        assert_eq!(after(Lifecycle::Active, Facts::default()), Lifecycle::Active);
    }
}
