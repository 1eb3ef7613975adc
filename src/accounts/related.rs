//! What belongs to an account: contacts, open deals with their sums, leads it came from, companies below it. Each as far
//! as the viewer may see it.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};

use crate::access::{Scope, Sensitive};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;

/// How many of each are shown beside the account.
pub const SHOWN: usize = 5;

/// Some of the related records, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct Related<T> {
    /// The first of them.
    pub rows: Vec<T>,
    /// How many in all.
    pub count: i64,
}

impl<T> Related<T> {
    /// Are there more than shown?
    pub fn has_more(&self) -> bool {
        usize::try_from(self.count).is_ok_and(|count| count > self.rows.len())
    }
}

/// Somebody who works there.
#[derive(Clone, Debug)]
pub struct Member {
    /// The contact's id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What they are there.
    pub role: String,
    /// Is this their main company?
    pub primary: bool,
}

/// An open deal.
#[derive(Clone, Debug)]
pub struct Deal {
    /// Its id.
    pub id: i64,
    /// What it is about.
    pub name: String,
    /// Its stage.
    pub stage_id: i64,
    /// What it may bring; nothing for who may not see amounts.
    pub amount: Option<String>,
    /// When it is expected.
    pub expected_close: Option<NaiveDate>,
}

/// A lead or a company, by name.
#[derive(Clone, Debug)]
pub struct Other {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What tells it from others of the same name; of a person, to who may know.
    pub city: String,
}

fn scope(tx: &Tx<'_>, entity: Entity) -> Scope {
    records::visible(&tx.viewer, entity)
}

fn limited(sql: Sql) -> Sql {
    sql.push(&format!(" LIMIT {SHOWN}"))
}

/// People at a company.
///
/// # Errors
/// What the database answers.
pub fn contacts(tx: &mut Tx<'_>, account: i64) -> QueryResult<Related<Member>> {
    let reach = scope(tx, Entity::Contact).words("c");
    let sql = Sql::new(
        "SELECT c.id, c.name, r.role, r.is_primary, COUNT(*) OVER () FROM contact_accounts r \
         JOIN contacts c ON c.id = r.contact_id WHERE r.account_id = ",
    );
    let sql = limited(sql.bind(account).push(&format!(" AND {reach} ORDER BY c.sort_name, c.id")));
    let rows = sql.load::<(BigInt, Text, Text, Bool, BigInt), (i64, String, String, bool, i64)>(tx.db)?;
    let count = rows.first().map_or(0, |row| row.4);
    let row = |(id, name, role, primary, _): (i64, String, String, bool, i64)| Member { id, name, role, primary };
    Ok(Related { rows: rows.into_iter().map(row).collect(), count })
}

/// Open deals, the next to close first.
///
/// # Errors
/// What the database answers.
pub fn deals(tx: &mut Tx<'_>, column: &str, customer: i64) -> QueryResult<Related<Deal>> {
    type Row = (i64, String, i64, Option<i64>, String, Option<NaiveDate>, i64);
    let reach = scope(tx, Entity::Opportunity).words("o");
    let sql = Sql::new(
        "SELECT o.id, o.name, o.stage_id, o.amount_minor, o.currency, o.expected_close, COUNT(*) OVER () \
         FROM opportunities o WHERE o.closed_on IS NULL AND o.",
    );
    let sql = sql.push(column).push(" = ").bind(customer);
    let sql = limited(sql.push(&format!(
        " AND {reach} ORDER BY CASE WHEN o.expected_close IS NULL THEN 1 ELSE 0 END, o.expected_close, o.id"
    )));
    let rows: Vec<Row> =
        sql.load::<(BigInt, Text, BigInt, Nullable<BigInt>, Text, Nullable<Date>, BigInt), _>(tx.db)?;
    let count = rows.first().map_or(0, |row| row.6);
    let (sees, text) = (tx.viewer.sees(Sensitive::Amounts), tx.text);
    let row = |(id, name, stage_id, amount, currency, expected_close, _): Row| {
        let amount = amount.filter(|_| sees).map(|minor| text.money_whole(minor, &currency));
        Deal { id, name, stage_id, amount, expected_close }
    };
    Ok(Related { rows: rows.into_iter().map(row).collect(), count })
}

/// What the open deals may bring, currency by currency: amounts of two currencies never add up. Nothing for who may not
/// see amounts.
///
/// # Errors
/// What the database answers.
pub fn sums(tx: &mut Tx<'_>, column: &str, customer: i64) -> QueryResult<Vec<String>> {
    if !tx.viewer.sees(Sensitive::Amounts) {
        return Ok(Vec::new());
    }
    let reach = scope(tx, Entity::Opportunity).words("o");
    let sql = Sql::new(
        "SELECT o.currency, CAST(COALESCE(SUM(o.amount_minor), 0) AS BIGINT) FROM opportunities o \
         WHERE o.closed_on IS NULL AND o.amount_minor IS NOT NULL AND o.",
    );
    let sql = sql.push(column).push(" = ").bind(customer);
    let sql = sql.push(&format!(" AND {reach} GROUP BY o.currency ORDER BY o.currency"));
    let rows = sql.load::<(Text, BigInt), (String, i64)>(tx.db)?;
    Ok(rows.into_iter().map(|(currency, minor)| tx.text.money_whole(minor, &currency)).collect())
}

/// Leads that became this customer.
///
/// # Errors
/// What the database answers.
pub fn leads(tx: &mut Tx<'_>, column: &str, customer: i64) -> QueryResult<Related<Other>> {
    let reach = scope(tx, Entity::Lead).words("l");
    let city = if tx.viewer.sees(Sensitive::Personal) { "l.city" } else { "''" };
    let sql = Sql::new(&format!(
        "SELECT l.id, CASE WHEN l.name <> '' THEN l.name ELSE l.company END, {city}, COUNT(*) OVER () \
         FROM leads l WHERE l."
    ));
    let sql = sql.push(column).push(" = ").bind(customer);
    others(tx, limited(sql.push(&format!(" AND {reach} ORDER BY l.id DESC"))))
}

/// Companies right below one.
///
/// # Errors
/// What the database answers.
pub fn subsidiaries(tx: &mut Tx<'_>, account: i64) -> QueryResult<Related<Other>> {
    let reach = scope(tx, Entity::Account).words("a");
    let sql = Sql::new("SELECT a.id, a.name, a.city, COUNT(*) OVER () FROM accounts a WHERE a.parent_id = ");
    others(tx, limited(sql.bind(account).push(&format!(" AND {reach} ORDER BY a.sort_name, a.id"))))
}

fn others(tx: &mut Tx<'_>, sql: Sql) -> QueryResult<Related<Other>> {
    let rows = sql.load::<(BigInt, Text, Text, BigInt), (i64, String, String, i64)>(tx.db)?;
    let count = rows.first().map_or(0, |row| row.3);
    let row = |(id, name, city, _): (i64, String, String, i64)| Other { id, name, city };
    Ok(Related { rows: rows.into_iter().map(row).collect(), count })
}
