//! Choosing a company without script: something is typed, Find looks it up among what the viewer may see, and the
//! matches come back as radios, with everything else typed still there.

use diesel::QueryResult;

use crate::accounts;
use crate::db::Tx;
use crate::journal::Entity;
use crate::listing::Table;
use crate::records::{self, Named};
use crate::search;
use crate::values::text;
use crate::web::{Choice, Problems};

/// How many matches are offered.
const MOST: usize = 10;

/// What a form says about the company.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The field's name; `…_for` and `…_id` go with it.
    pub field: &'static str,
    /// What is typed.
    pub typed: &'a str,
    /// What the choice was found by.
    pub found_by: &'a str,
    /// The choice.
    pub id: &'a str,
}

impl Asked<'_> {
    /// The choice, where it belongs to what is typed now.
    fn radio(&self) -> Option<i64> {
        self.id.parse().ok().filter(|_| self.typed.trim() == self.found_by.trim())
    }
}

/// What a picker shows: the text, and what is chosen or the matches to choose from.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    /// The field's name.
    pub field: &'static str,
    /// What is typed: the name of the one chosen.
    pub typed: String,
    /// The one chosen, where no choices show.
    pub kept: String,
    /// The matches, once Find was pressed or the text alone did not say which.
    pub choices: Vec<Choice>,
    /// Looked for, and nothing found.
    pub nothing: bool,
}

/// The company with this id, if the viewer may see it.
///
/// # Errors
/// What the database answers.
pub fn named(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Named>> {
    let key = (Entity::Account, id);
    Ok(records::named(tx, &[key])?.remove(&key).filter(|named| named.visible))
}

/// Companies the viewer may see in whose words all of these are found, in the order of their names.
///
/// # Errors
/// What the database answers.
pub fn find(tx: &mut Tx<'_>, typed: &str) -> QueryResult<Vec<Named>> {
    let scope = accounts::access::visible(&tx.viewer);
    let ids = search::ids(tx, Table::Accounts, &scope, typed, MOST)?;
    let keys: Vec<(Entity, i64)> = ids.into_iter().map(|id| (Entity::Account, id)).collect();
    let mut found: Vec<Named> = records::named(tx, &keys)?.into_values().collect();
    found.sort_by_key(|named| (text::sort_key(&named.name), named.id));
    Ok(found)
}

/// The company the form means: the radio, else the only one of exactly that name. Nothing typed means none. What the
/// record has now may stay although the viewer cannot see it.
///
/// # Errors
/// What the database answers.
pub fn chosen(
    tx: &mut Tx<'_>,
    asked: Asked<'_>,
    now: Option<i64>,
    problems: &mut Problems,
) -> QueryResult<Option<i64>> {
    if let Some(id) = asked.radio()
        && (now == Some(id) || named(tx, id)?.is_some())
    {
        return Ok(Some(id));
    }
    if asked.typed.trim().is_empty() {
        return Ok(None);
    }
    let key = text::sort_key(asked.typed.trim());
    let same: Vec<Named> = find(tx, asked.typed)?.into_iter().filter(|one| text::sort_key(&one.name) == key).collect();
    if let [only] = same.as_slice() {
        return Ok(Some(only.id));
    }
    problems.add(asked.field, tx.text.t("customers-problem-choose"));
    Ok(None)
}

/// The picker as the form shows it; with matches when they were looked for or must be chosen from.
///
/// # Errors
/// What the database answers.
pub fn picker(tx: &mut Tx<'_>, asked: Asked<'_>, look: bool) -> QueryResult<Picker> {
    let typed = asked.typed.trim().to_owned();
    let field = asked.field;
    if look && !typed.is_empty() {
        let found = find(tx, &typed)?;
        let chosen = match found.as_slice() {
            [only] => only.id.to_string(),
            _ => asked.id.to_owned(),
        };
        let label = |one: &Named| tx.text.row(&[one.name.as_str(), one.detail.as_str()]);
        let choices = found.iter().map(|one| Choice::new(one.id.to_string(), label(one), &chosen)).collect();
        return Ok(Picker { field, typed, nothing: found.is_empty(), choices, kept: String::new() });
    }
    let kept = asked.radio().map(|id| id.to_string()).unwrap_or_default();
    Ok(Picker { field, typed, kept, ..Picker::default() })
}
