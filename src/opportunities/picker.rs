//! Choosing the account and the contact of a deal without script: something is typed, Find looks it up among what the
//! viewer may see, and the matches come back as radios, with everything else typed still there.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::form::DealForm;
use crate::access::{Scope, Sensitive};
use crate::db::Tx;
use crate::db::schema::products;
use crate::db::sql::Sql;
use crate::listing::Table;
use crate::values::text;
use crate::web::{Choice, Problems};
use crate::{accounts, contacts, search};

/// How many matches are offered.
const MOST: usize = 10;

/// What is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// A customer company.
    Account,
    /// A person.
    Contact,
}

impl Party {
    fn listed(self) -> Table {
        match self {
            Party::Account => Table::Accounts,
            Party::Contact => Table::Contacts,
        }
    }

    fn visible(self, tx: &Tx<'_>) -> Scope {
        match self {
            Party::Account => accounts::access::visible(&tx.viewer),
            Party::Contact => contacts::access::visible(&tx.viewer),
        }
    }

    /// The form's field of the chosen one.
    pub fn field(self) -> &'static str {
        match self {
            Party::Account => "account_id",
            Party::Contact => "contact_id",
        }
    }

    /// What was typed, what the choices were found by, and what was chosen.
    fn typed(self, form: &DealForm) -> (&str, &str, Option<i64>) {
        match self {
            Party::Account => (form.account.trim(), form.account_for.trim(), form.account_id.parse().ok()),
            Party::Contact => (form.contact.trim(), form.contact_for.trim(), form.contact_id.parse().ok()),
        }
    }
}

/// One match: what tells it from others of the same name stands beside it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    place: String,
    mark: String,
    owner_id: Option<i64>,
}

impl Found {
    /// Name, city, domain or title, owner.
    fn choice(&self, tx: &Tx<'_>, chosen: &str) -> Choice {
        let owner = tx.directory.person_name(self.owner_id);
        let parts = [self.name.as_str(), &self.place, &self.mark, owner];
        let known: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Choice::new(self.id.to_string(), known.join(" · "), chosen)
    }
}

type Columns = (BigInt, Text, Text, Text, Nullable<BigInt>);
type Row = (i64, String, String, String, Option<i64>);

fn from(tx: &Tx<'_>, party: Party) -> Sql {
    let (table, scope) = (party.listed().name(), party.visible(tx));
    let city = if party == Party::Account || tx.viewer.sees(Sensitive::Personal) { "city" } else { "''" };
    let mark = match party {
        Party::Account => "domain",
        Party::Contact => "title",
    };
    Sql::new(&format!("SELECT id, name, {city}, {mark}, owner_id FROM {table} WHERE {}", scope.words(table)))
}

fn rows(tx: &mut Tx<'_>, query: Sql) -> QueryResult<Vec<Found>> {
    let found = query.load::<Columns, Row>(tx.db)?;
    let row = |(id, name, place, mark, owner_id): Row| Found { id, name, place, mark, owner_id };
    Ok(found.into_iter().map(row).collect())
}

/// The matches of what was typed, by name: every word begins a word of theirs.
///
/// # Errors
/// What the database answers.
pub fn find(tx: &mut Tx<'_>, party: Party, typed: &str) -> QueryResult<Vec<Found>> {
    let mut query = from(tx, party);
    for word in text::words(search::start_of(typed)) {
        query = query.push(" AND ").append(search::has_word(&tx.viewer, party.listed(), &word));
    }
    rows(tx, query.push(&format!(" ORDER BY sort_name, id LIMIT {MOST}")))
}

/// The one with this id, if the viewer may see it.
///
/// # Errors
/// What the database answers.
pub fn by_id(tx: &mut Tx<'_>, party: Party, id: i64) -> QueryResult<Option<Found>> {
    let query = from(tx, party).push(" AND id = ").bind(id);
    Ok(rows(tx, query)?.pop())
}

/// The name of the one with this id; nothing for none and for one the viewer may not see.
///
/// # Errors
/// What the database answers.
pub fn name_of(tx: &mut Tx<'_>, party: Party, id: Option<i64>) -> QueryResult<String> {
    let Some(id) = id else { return Ok(String::new()) };
    Ok(by_id(tx, party, id)?.map(|found| found.name).unwrap_or_default())
}

/// What the form chose: the radio, where it belongs to what is typed now; else the only match of that name. Nothing
/// typed and nothing chosen is nobody. What the record holds may stay although the viewer cannot see it.
///
/// # Errors
/// What the database answers.
pub fn chosen(
    tx: &mut Tx<'_>,
    party: Party,
    form: &DealForm,
    now: Option<i64>,
    wrong: &mut Problems,
) -> QueryResult<Option<i64>> {
    let (typed, found_by, radio) = party.typed(form);
    if let Some(id) = radio.filter(|_| typed == found_by) {
        if now == Some(id) || by_id(tx, party, id)?.is_some() {
            return Ok(Some(id));
        }
        wrong.add(party.field(), tx.text.t("opportunities-problem-gone"));
        return Ok(None);
    }
    if typed.is_empty() {
        return Ok(None);
    }
    let key = text::sort_key(typed);
    let same: Vec<Found> =
        find(tx, party, typed)?.into_iter().filter(|found| text::sort_key(&found.name) == key).collect();
    if let [only] = same.as_slice() {
        return Ok(Some(only.id));
    }
    wrong.add(party.field(), tx.text.t("opportunities-problem-choose"));
    Ok(None)
}

/// What a picker shows: the text, and what is chosen or the matches to choose from.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    /// What is typed: the name of the one chosen.
    pub typed: String,
    /// What the choice was found by.
    pub found_by: String,
    /// The one chosen, where no choices show.
    pub kept: String,
    /// The matches and "none of them", once Find was pressed or the text alone did not say which.
    pub choices: Vec<Choice>,
    /// Nothing of that name.
    pub nothing: bool,
}

/// The picker of a form.
///
/// # Errors
/// What the database answers.
pub fn picker(tx: &mut Tx<'_>, party: Party, form: &DealForm, wrong: &Problems) -> QueryResult<Picker> {
    let (typed, found_by, radio) = party.typed(form);
    if !typed.is_empty() && (form.find == party.field() || wrong.get(party.field()).is_some()) {
        return matches(tx, party, typed, radio);
    }
    let Some(id) = radio.filter(|_| typed == found_by) else {
        return Ok(Picker { typed: typed.to_owned(), ..Picker::default() });
    };
    let name = by_id(tx, party, id)?.map(|found| found.name).unwrap_or_default();
    Ok(Picker { typed: name.clone(), found_by: name, kept: id.to_string(), ..Picker::default() })
}

fn matches(tx: &mut Tx<'_>, party: Party, typed: &str, radio: Option<i64>) -> QueryResult<Picker> {
    let found = find(tx, party, typed)?;
    let chosen = match found.as_slice() {
        [only] => Some(only.id),
        several => radio.filter(|id| several.iter().any(|found| found.id == *id)),
    };
    let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
    let none = Choice::new("", tx.text.t("opportunities-pick-none"), &chosen);
    let choices = found.iter().map(|found| found.choice(tx, &chosen)).chain([none]).collect();
    let typed = typed.to_owned();
    let nothing = found.is_empty();
    Ok(Picker {
        found_by: typed.clone(),
        typed,
        choices: if nothing { Vec::new() } else { choices },
        nothing,
        ..Picker::default()
    })
}

/// Products on offer, and the one the deal has.
///
/// # Errors
/// What the database answers.
pub fn products(tx: &mut Tx<'_>, current: &str) -> QueryResult<Vec<Choice>> {
    let kept: Option<i64> = current.parse().ok();
    let offered = products::table
        .filter(products::active.eq(true).or(products::id.nullable().eq(kept)))
        .order((products::name_key, products::id))
        .select((products::id, products::name))
        .load::<(i64, String)>(tx.db)?;
    let none = Choice::new("", tx.text.t("not-set"), current);
    Ok(std::iter::once(none)
        .chain(offered.into_iter().map(|(id, name)| Choice::new(id.to_string(), name, current)))
        .collect())
}

/// The product chosen, if there is such a one on offer or the deal has it already.
///
/// # Errors
/// What the database answers.
pub fn product(tx: &mut Tx<'_>, typed: &str, now: Option<i64>, wrong: &mut Problems) -> QueryResult<Option<i64>> {
    let read = typed.parse::<i64>().ok();
    if typed.is_empty() || (read.is_some() && read == now) {
        return Ok(read);
    }
    let offered = products::table.filter(products::id.nullable().eq(read).and(products::active.eq(true)));
    let found = offered.select(products::id).first(tx.db).optional()?;
    if found.is_none() {
        wrong.add("product_id", tx.text.t("opportunities-problem-not-offered"));
    }
    Ok(found)
}
