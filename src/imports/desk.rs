//! Where an import is worked: the file made ready, and everything its rows refer to, looked up once.

use std::collections::HashMap;

use diesel::QueryResult;

use super::Job;
use super::customers::Customers;
use super::model::Remarks;
use super::people::{People, TeamBook};
use super::refusal::{Note, Refusal, Why};
use super::touched::Touched;
use super::words::Unknowns;
use crate::access::Role;
use crate::db::Tx;
use crate::directory::{Directory, PickList, Stage};
use crate::products;
use crate::tags;
use crate::values::money::Currency;
use crate::values::text;

/// How many words a list may come to by imports; a column that has more holds no list.
const MOST_WORDS: usize = 1_000;

/// An account whose company above comes later in the file.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// The account below.
    pub id: i64,
    /// The line that names the company above.
    pub line: u64,
    /// Its row said nothing else that was new.
    pub is_skipped: bool,
}

/// The state of a running import.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The file.
    pub job: &'a Job,
    /// The currency of amounts whose row has none.
    pub currency: Currency,
    /// Did somebody say that currency, or is it the company's own?
    pub currency_said: bool,
    /// What is to be remarked.
    pub remarks: Remarks,
    /// Words that made rows wrong.
    pub unknown: Unknowns,
    /// The line of the row at hand.
    pub line: u64,
    /// Everybody.
    pub people: People,
    /// Every team.
    pub teams: TeamBook,
    /// The team of records without an owner.
    pub home_team: i64,
    /// The stages of the pipeline deals go into.
    pub stages: Vec<Stage>,
    /// Columns that say when a deal came into a stage, and which.
    pub entries: Vec<(usize, i64)>,
    /// The catalogue: id and name by folded name.
    pub products: HashMap<String, (i64, String)>,
    /// Accounts by the name a cell has.
    pub accounts: HashMap<String, Option<(i64, String)>>,
    /// Accounts whose company above comes later in the file, by its name.
    pub below: HashMap<String, Vec<Waiting>>,
    /// Records that a row of this file has spoken of.
    pub touched: Touched,
    /// Deals without an id or a name of their own: for each product at each account the last one that a row was.
    pub nth: HashMap<(String, Option<i64>), i64>,
    /// Customers whose lifecycle may have moved.
    pub customers: Customers,
    picks: HashMap<(PickList, String), (i64, String)>,
    /// Tags in use, by folded name.
    tags: HashMap<String, i64>,
}

impl<'a> Desk<'a> {
    /// Looks up what the rows may refer to.
    ///
    /// # Errors
    /// What the database answers.
    pub fn set(tx: &mut Tx<'_>, job: &'a Job) -> QueryResult<Desk<'a>> {
        let directory = tx.directory.clone();
        let said = Currency::parse(&job.options.currency).ok();
        let own = Currency::parse(&directory.organization.currency).unwrap_or(Currency::EUR);
        let is_own_team = directory.teams.get(tx.viewer.team_id).is_some();
        let root = directory.teams.root().map_or(0, |team| team.id);
        let picks = directory.picks.iter().filter(|item| item.active);
        let picks = picks.map(|item| ((item.list, text::fold(&item.name)), (item.id, item.name.clone()))).collect();
        Ok(Desk {
            job,
            currency: said.unwrap_or(own),
            currency_said: said.is_some(),
            remarks: Remarks::default(),
            unknown: Unknowns::default(),
            line: 0,
            people: People::of(&directory),
            teams: TeamBook::of(&directory),
            home_team: if is_own_team { tx.viewer.team_id } else { root },
            stages: Vec::new(),
            entries: Vec::new(),
            products: catalogue(tx)?,
            accounts: HashMap::new(),
            below: HashMap::new(),
            touched: Touched::default(),
            customers: Customers::default(),
            picks,
            tags: known_tags(&directory),
            nth: HashMap::new(),
        })
    }

    /// Notes a remark about the row at hand.
    pub fn remark(&mut self, note: Note, value: &str, meant: &str) {
        self.remarks.add(self.line, note, value, meant);
    }

    /// The item of a list that a cell means.
    ///
    /// # Errors
    /// When the list has none of this name: it is not lengthened by a file (rule 68).
    pub fn pick(&self, list: PickList, column: &str, cell: &str) -> Result<i64, Refusal> {
        let found = self.picks.get(&(list, text::fold(cell)));
        found.map(|(id, _)| *id).ok_or_else(|| Refusal::of(Why::UnknownWord, column, cell))
    }

    /// The item of a list of the company's own words; an unknown one is kept as written, with a remark, as long as the
    /// list is one.
    ///
    /// # Errors
    /// When the list may not be lengthened by whoever imports.
    pub fn open_pick(
        &mut self,
        tx: &mut Tx<'_>,
        list: PickList,
        column: &str,
        cell: &str,
    ) -> Result<Option<i64>, super::Stop> {
        let key = (list, text::fold(cell));
        if let Some((id, _)) = self.picks.get(&key) {
            return Ok(Some(*id));
        }
        if !tx.viewer.is(Role::Admin) {
            return Err(Refusal::of(Why::UnknownWord, column, cell).into());
        }
        if self.picks.keys().filter(|(of, _)| *of == list).count() >= MOST_WORDS {
            self.remark(Note::WordLeftOut, cell, "");
            return Ok(None);
        }
        let known = self.picks.iter().filter(|((of, _), _)| *of == list);
        let alike = known.filter(|((_, folded), _)| nearly(folded, &key.1)).map(|(_, (_, name))| name.clone()).min();
        match alike {
            Some(name) => self.remark(Note::WordAddedLike, cell, &name),
            None => self.remark(Note::WordAdded, cell, ""),
        }
        let id = super::lists::add_item(tx, list, cell, "")?;
        self.picks.insert(key, (id, cell.to_owned()));
        Ok(Some(id))
    }

    /// The tag a word of a cell means; nothing where the word may be kept.
    ///
    /// # Errors
    /// When nobody knows it, and whoever imports may not make it one of the company's words.
    pub fn known_tag(&self, tx: &Tx<'_>, column: &str, word: &str) -> Result<Option<i64>, Refusal> {
        match self.tags.get(&text::fold(word)) {
            Some(tag) => Ok(Some(*tag)),
            None if word.chars().count() > tags::LONGEST => Err(Refusal::of(Why::TooLong, column, word)),
            None if tx.viewer.is(Role::Admin) && !is_retired(tx, word) => Ok(None),
            None => Err(Refusal::of(Why::UnknownWord, column, word)),
        }
    }

    /// The same; one that may be kept is one of the company's words from now on, with a remark.
    ///
    /// # Errors
    /// As [`Self::known_tag`]; what the database answers.
    pub fn tag(&mut self, tx: &mut Tx<'_>, column: &str, word: &str) -> Result<Option<i64>, super::Stop> {
        if let Some(tag) = self.known_tag(tx, column, word)? {
            return Ok(Some(tag));
        }
        if self.tags.len() >= MOST_WORDS {
            self.remark(Note::TagLeftOut, word, "");
            return Ok(None);
        }
        self.remark(Note::TagAdded, word, "");
        let tag = tags::coin(tx, word)?;
        self.tags.insert(text::fold(word), tag);
        Ok(Some(tag))
    }

    /// What a list is called by a cell, once it is known.
    pub fn know_pick(&mut self, list: PickList, name: &str, id: i64) {
        self.picks.insert((list, text::fold(name)), (id, name.to_owned()));
    }

    /// The product a cell means, spelled in any case, with or without blanks and signs.
    ///
    /// # Errors
    /// When the catalogue has none.
    pub fn product(&mut self, column: &str, cell: &str) -> Result<i64, Refusal> {
        let found = self.products.get(&products::key(cell)).cloned();
        let (id, name) = found.ok_or_else(|| Refusal::of(Why::UnknownProduct, column, cell))?;
        if name != cell {
            self.remark(Note::Product, cell, &name);
        }
        Ok(id)
    }
}

/// Tags in use; one that was merged means the other.
fn known_tags(directory: &Directory) -> HashMap<String, i64> {
    let meant = directory.tags.iter().filter_map(|tag| Some((tag, directory.tag(tag.id)?)));
    meant.filter(|(_, tag)| tag.active).map(|(named, tag)| (named.name_key.clone(), tag.id)).collect()
}

/// Is it a tag that nobody is to put on any more?
fn is_retired(tx: &Tx<'_>, word: &str) -> bool {
    let key = text::fold(word);
    tx.directory.tags.iter().any(|tag| tag.name_key == key)
}

/// Of two spelled alike the one that is offered.
fn catalogue(tx: &mut Tx<'_>) -> QueryResult<HashMap<String, (i64, String)>> {
    let known = products::all(tx)?.into_iter().rev();
    Ok(known.map(|product| (products::key(&product.name), (product.id, product.facts.name))).collect())
}

/// Is one word the other with one letter wrong, missing, too many or swapped?
fn nearly(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    a.len().max(b.len()) <= 1 || (a.len() == 2 && b.len() == 2 && a[0] == b[1] && a[1] == b[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_noticed() {
        assert!(nearly("technolgy", "technology"));
        assert!(nearly("retial", "retail"));
        assert!(!nearly("medical", "media"));
        assert!(!nearly("oil", "oils"));
    }
}
