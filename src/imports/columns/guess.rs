//! The guess itself: how near the name of a column comes to one of ours, and what its first cells say.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use csv::StringRecord;

use super::{Column, Columns, LEFT_OUT, MapTrouble, Mapped, Mapping, Reads};
use crate::imports::Kind;
use crate::values::email::Email;
use crate::values::{number, text};

/// Guesses the mapping by the names of the columns and, where no name helps, by their first cells; what somebody said
/// themselves goes first.
///
/// # Errors
/// When they named what is not there, or nothing tells the rows apart.
pub fn map(
    headers: &[String],
    columns: &Columns,
    said: &[(String, String)],
    sample: &[StringRecord],
) -> Result<Mapping, MapTrouble> {
    let mut guess = Guess { columns, taken: vec![None; headers.len()], left_out: BTreeSet::new() };
    said.iter().try_for_each(|(theirs, ours)| guess.say(headers, theirs, ours))?;
    let words: Vec<Vec<String>> = headers.iter().map(|header| header_words(header)).collect();
    for likeness in [Likeness::Same, Likeness::Joined, Likeness::Noisy, Likeness::Qualified] {
        guess.take(&words, likeness);
    }
    guess.take_addresses(&words, sample);
    guess.finish()
}

/// Is this what a column of any kind of record may be called?
pub fn is_known(header: &str) -> bool {
    static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let fields = Kind::ALL.iter().flat_map(|kind| kind.columns().fields);
        fields.flat_map(|column| column.names).map(|name| name.replace(' ', "")).collect()
    });
    let words = header_words(header);
    let is_noun = |word: &String| Kind::ALL.iter().any(|kind| kind.columns().nouns.contains(&word.as_str()));
    let bare: String = words.iter().filter(|word| !is_decoration(word) && !is_noun(word)).map(String::as_str).collect();
    NAMES.contains(&words.concat()) || NAMES.contains(&bare)
}

/// How near a column's name comes to one of ours.
#[derive(Clone, Copy)]
enum Likeness {
    /// Word for word.
    Same,
    /// But for the gaps: `dealstage`.
    Joined,
    /// But for the record's own name, numbers and other people's decoration: `Deal: Owner`, `Email 2`, `Region__c`.
    Noisy,
    /// But for the place it is about: `Business Street`, `Person - Phone - Work`.
    Qualified,
}

struct Guess<'a> {
    columns: &'a Columns,
    /// For each column of the file the index of the field it fills.
    taken: Vec<Option<usize>>,
    left_out: BTreeSet<usize>,
}

impl Guess<'_> {
    fn say(&mut self, headers: &[String], theirs: &str, ours: &str) -> Result<(), MapTrouble> {
        let at = position(headers, theirs).ok_or_else(|| MapTrouble::UnknownColumn(theirs.to_owned()))?;
        if ours == LEFT_OUT {
            self.left_out.insert(at);
            return Ok(());
        }
        let field = self.columns.fields.iter().position(|column| column.field == ours);
        self.taken[at] = Some(field.ok_or_else(|| MapTrouble::UnknownField(ours.to_owned()))?);
        Ok(())
    }

    fn take(&mut self, words: &[Vec<String>], likeness: Likeness) {
        for (index, column) in self.columns.fields.iter().enumerate() {
            let free = (0..words.len()).filter(|at| self.is_free(*at));
            let place =
                |at: usize| column.names.iter().position(|ours| self.is_like(&words[at], column, ours, likeness));
            let mut found: Vec<(usize, usize)> = free.filter_map(|at| Some((place(at)?, at))).collect();
            if !column.many {
                // The better name, not the column further left: `Amount` behind `Expected Revenue`.
                let is_filled = self.taken.contains(&Some(index));
                found = found.into_iter().min().filter(|_| !is_filled).into_iter().collect();
            }
            found.into_iter().for_each(|(_, at)| self.taken[at] = Some(index));
        }
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken[at].is_none() && !self.left_out.contains(&at)
    }

    fn is_like(&self, theirs: &[String], column: &Column, ours: &str, likeness: Likeness) -> bool {
        let without = |is_noise: &dyn Fn(&str) -> bool| {
            let bare: String = theirs.iter().map(String::as_str).filter(|word| !is_noise(word)).collect();
            bare == ours.replace(' ', "")
        };
        match likeness {
            Likeness::Same => theirs.join(" ") == ours,
            Likeness::Joined => without(&|_| false),
            Likeness::Noisy => without(&|word| self.is_noise(column, word)),
            Likeness::Qualified => {
                QUALIFIABLE.contains(&column.field)
                    && without(&|word| self.is_noise(column, word) || QUALIFIERS.contains(&word))
            }
        }
    }

    fn is_noise(&self, column: &Column, word: &str) -> bool {
        let is_currency = column.reads == Reads::Amount && (word == "in" || number::is_common(word));
        is_currency || is_decoration(word) || self.columns.nouns.contains(&word)
    }

    /// Where no name said so, the columns most of whose cells are addresses: whoever they belong to, it is not an owner.
    fn take_addresses(&mut self, words: &[Vec<String>], sample: &[StringRecord]) {
        let field = self.columns.fields.iter().position(|column| column.reads == Reads::Emails);
        let Some(field) = field.filter(|field| !self.taken.contains(&Some(*field))) else { return };
        const OTHERS: [&str; 9] = ["owner", "created", "modified", "updated", "by", "user", "agent", "rep", "manager"];
        let is_theirs = |at: &usize| !words[*at].iter().any(|word| OTHERS.contains(&word.as_str()));
        let has_addresses = |at: &usize| {
            let cells = sample.iter().filter_map(|row| row.get(*at)).map(str::trim).filter(|cell| !cell.is_empty());
            let (all, good) =
                cells.fold((0, 0), |(all, good), cell| (all + 1, good + usize::from(Email::parse(cell).is_ok())));
            good > 0 && good * 10 >= all * 8
        };
        let found: Vec<usize> =
            (0..words.len()).filter(|at| self.is_free(*at)).filter(is_theirs).filter(has_addresses).collect();
        found.into_iter().for_each(|at| self.taken[at] = Some(field));
    }

    fn finish(self) -> Result<Mapping, MapTrouble> {
        let mut mapping = Mapping::default();
        for (index, column) in self.columns.fields.iter().enumerate() {
            let at: Vec<usize> = (0..self.taken.len()).filter(|at| self.taken[*at] == Some(index)).collect();
            if !at.is_empty() {
                mapping.fields.push(Mapped { column, at });
            }
        }
        mapping.unused = (0..self.taken.len()).filter(|at| self.taken[*at].is_none()).collect();
        let has_key = self.columns.needs.iter().any(|field| mapping.of(field).is_some());
        if has_key { Ok(mapping) } else { Err(MapTrouble::KeyMissing) }
    }
}

/// A column by its name, or by its place: `#3`.
fn position(headers: &[String], theirs: &str) -> Option<usize> {
    let folded = text::fold(theirs);
    let named = headers.iter().position(|header| text::fold(header) == folded);
    let placed = || theirs.strip_prefix('#')?.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < headers.len());
    named.or_else(placed)
}

/// What a column's name may have around a field's: no part of what it means.
fn is_decoration(word: &str) -> bool {
    const DECORATION: [&str; 9] = ["c", "crm", "the", "our", "field", "primary", "main", "required", "current"];
    word.chars().all(|c| c.is_ascii_digit()) || DECORATION.contains(&word)
}

/// Fields that a record may have for several places, and what those are called.
const QUALIFIABLE: [&str; 10] =
    ["email", "phone", "street", "postcode", "city", "region", "country", "website", "title", "revenue"];
const QUALIFIERS: [&str; 22] = [
    "value",
    "no",
    "business",
    "work",
    "home",
    "office",
    "company",
    "corporate",
    "organization",
    "organisation",
    "person",
    "personal",
    "private",
    "billing",
    "mailing",
    "address",
    "direct",
    "mobile",
    "other",
    "contact",
    "geschaftlich",
    "privat",
];

/// The folded words of a column's name: `CustomerName` and `email1` have two. `Amount (USD)` is about an amount, but what
/// stands behind the brackets counts: `Expected Revenue (converted) Currency`.
fn header_words(header: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for c in without_brackets(header).chars() {
        let is_hump = before.is_lowercase() && c.is_uppercase();
        let is_count = before.is_alphabetic() && c.is_ascii_digit() || before.is_ascii_digit() && c.is_alphabetic();
        if is_hump || is_count {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    text::words(&spaced)
}

fn without_brackets(header: &str) -> String {
    let begin = header.find(['(', '[']).filter(|at| *at > 0);
    let end = begin.and_then(|from| header[from..].find([')', ']']).map(|at| from + at + 1));
    match (begin, end) {
        (Some(begin), Some(end)) => format!("{} {}", &header[..begin], &header[end..]),
        (Some(begin), None) => header[..begin].to_owned(),
        (None, _) => header.to_owned(),
    }
}
