//! Finding the record a row means, by the ids and keys both databases keep.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::desk::Desk;
use super::refusal::{Note, Refusal, Stop, Why};
use crate::accounts;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::duplicates::KeyKind;
use crate::journal::Entity;
use crate::records;
use crate::values::{company, text};

/// A record that a key led to.
pub struct Candidate {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its id in another system.
    pub external: Option<String>,
    /// May the viewer see it?
    pub visible: bool,
}

/// Ids of the records with this id in the other system.
///
/// # Errors
/// What the database answers.
pub fn by_external(tx: &mut Tx<'_>, entity: Entity, external: &str) -> QueryResult<Vec<i64>> {
    let select = Sql::new(&format!("SELECT id FROM {} WHERE external_id = ", records::table(entity)));
    let select = select.bind(external).push(" LIMIT 2");
    Ok(select.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect())
}

/// The records known under a key: those the viewer may see, asked for by themselves so that no number of hidden ones takes
/// their place, and then the hidden ones.
///
/// # Errors
/// What the database answers.
pub fn by_key(tx: &mut Tx<'_>, entity: Entity, kind: KeyKind, key: &str) -> QueryResult<Vec<Candidate>> {
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let scope = records::visible(&tx.viewer, entity);
    let reached = scope.words("r");
    let mut found = known_under(tx, entity, (kind, key), &reached)?;
    found.iter_mut().for_each(|record| record.visible = true);
    if !scope.is_everything() {
        found.extend(known_under(tx, entity, (kind, key), &format!("({reached}) IS NOT TRUE"))?);
    }
    Ok(found)
}

fn known_under(
    tx: &mut Tx<'_>,
    entity: Entity,
    (kind, key): (KeyKind, &str),
    narrowed: &str,
) -> QueryResult<Vec<Candidate>> {
    let select = Sql::new(&format!(
        "SELECT r.id, r.name, r.external_id FROM identity_keys k CROSS JOIN {} r WHERE r.id = k.record_id AND k.kind = ",
        records::table(entity)
    ));
    let select = select.bind(kind.name()).push(" AND k.key = ").bind(key).push(" AND k.entity = ").bind(entity.name());
    let rows = select
        .push(&format!(" AND {narrowed} ORDER BY k.record_id LIMIT 50"))
        .load::<(BigInt, Text, Nullable<Text>), (i64, String, Option<String>)>(tx.db)?;
    Ok(rows.into_iter().map(|(id, name, external)| Candidate { id, name, external, visible: false }).collect())
}

/// The account a cell of another record names, if the viewer may see it: by its name, else without its legal form.
///
/// # Errors
/// When there is none or several, and none may be made.
pub fn account(tx: &mut Tx<'_>, desk: &mut Desk<'_>, column: &str, name: &str) -> Result<i64, Stop> {
    let found = match desk.accounts.get(name) {
        Some(found) => found.clone(),
        None => remember(tx, desk, column, name)?,
    };
    let (id, meant) = found.ok_or_else(|| Refusal::of(Why::UnknownAccount, column, name))?;
    if text::fold(&meant) != text::fold(name) {
        desk.remark(Note::Account, name, &meant);
    }
    Ok(id)
}

/// The account a cell of another record names, if there is one; none is made.
///
/// # Errors
/// When there are several.
pub fn known_account(tx: &mut Tx<'_>, desk: &Desk<'_>, column: &str, name: &str) -> Result<Option<i64>, Stop> {
    let found = match desk.accounts.get(name) {
        Some(found) => found.clone(),
        None => meant_account(tx, column, name)?,
    };
    Ok(found.map(|(id, _)| id))
}

/// The account of this name; where a cell lists several, the first of them.
fn meant_account(tx: &mut Tx<'_>, column: &str, name: &str) -> Result<Option<(i64, String)>, Stop> {
    match visible_account(tx, column, name)? {
        None if name.contains(';') => visible_account(tx, column, first_of(name)),
        found => Ok(found),
    }
}

fn first_of(names: &str) -> &str {
    names.split(';').map(str::trim).find(|name| !name.is_empty()).unwrap_or(names)
}

/// How many names of accounts are kept in memory.
const MOST_NAMES: usize = 20_000;

fn remember(tx: &mut Tx<'_>, desk: &mut Desk<'_>, column: &str, name: &str) -> Result<Option<(i64, String)>, Stop> {
    let mut found = meant_account(tx, column, name)?;
    if found.is_none() && desk.job.options.create_accounts {
        let first = first_of(name);
        found = Some((super::kinds::accounts::create_named(tx, desk, first)?, first.to_owned()));
        desk.remark(Note::AccountCreated, first, "");
    }
    if desk.accounts.len() >= MOST_NAMES {
        desk.accounts.clear();
    }
    desk.accounts.insert(name.to_owned(), found.clone());
    Ok(found)
}

/// The one account of this name that the viewer may see.
///
/// # Errors
/// When several have it.
pub fn visible_account(tx: &mut Tx<'_>, column: &str, name: &str) -> Result<Option<(i64, String)>, Stop> {
    let scope = accounts::access::visible(&tx.viewer).words("a");
    let select = Sql::new(
        "SELECT a.id, a.name FROM identity_keys k CROSS JOIN accounts a WHERE a.id = k.record_id AND k.kind = ",
    );
    let select = select.bind(KeyKind::Company.name()).push(" AND k.key = ").bind(company::key(name));
    let select =
        select.push(" AND k.entity = ").bind(Entity::Account.name()).push(" AND ").push(&scope).push(" LIMIT 50");
    let rows: Vec<(i64, String)> = select.load::<(BigInt, Text), _>(tx.db)?;
    let exact: Vec<&(i64, String)> = rows.iter().filter(|(_, known)| text::fold(known) == text::fold(name)).collect();
    match (exact.as_slice(), rows.as_slice()) {
        ([one], _) => Ok(Some((*one).clone())),
        ([], []) => Ok(None),
        ([], [one]) => Ok(Some(one.clone())),
        _ => Err(Refusal::of(Why::SeveralAccounts, column, name).into()),
    }
}

/// Of records found by name or address, those the row may mean: with an id from the other system only such as have none
/// yet. Those the viewer may not see count only where there is no other: then the row is not theirs to bring.
pub fn without_other_id(found: Vec<Candidate>, row_has_id: bool) -> Vec<i64> {
    let found = found.into_iter().filter(|record| !row_has_id || record.external.is_none());
    let (seen, hidden): (Vec<Candidate>, Vec<Candidate>) = found.partition(|record| record.visible);
    let meant = if seen.is_empty() { hidden } else { seen };
    meant.into_iter().map(|record| record.id).collect()
}
