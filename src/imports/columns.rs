//! Which column of a file is which field of ours: guessed by its name, overridden by who knows better.

use std::collections::BTreeSet;

use crate::directory::PickList;
use crate::values::text;

/// How the cells of a field are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The kind of record reads it itself.
    Own,
    /// The id in the system the file comes from.
    External,
    /// One line of text.
    Line,
    /// Text of several lines.
    Lines,
    /// Addresses, one or several.
    Emails,
    /// Phone numbers, one or several.
    Phones,
    /// Minor units of the row's currency.
    Amount,
    /// A whole number.
    Number,
    /// A share, in basis points.
    Percent,
    /// A day.
    Day,
    /// A country.
    Country,
    /// A person of the company.
    Person,
    /// An item of a list that only an administrator lengthens.
    Pick(PickList),
    /// An item of a list of the company's own words: an unknown one is kept.
    OpenPick(PickList),
    /// A word of a closed set: what it is stored as, and what it may be called.
    Word(&'static [(&'static str, &'static [&'static str])]),
}

/// A field that a file can fill.
#[derive(Debug)]
pub struct Column {
    /// What `--map` calls it.
    pub field: &'static str,
    /// The field of the record; nothing where the kind reads it itself.
    pub stored: &'static str,
    /// How its cells are read.
    pub reads: Reads,
    /// What it is called in other people's files.
    pub names: &'static [&'static str],
    /// May several columns fill it?
    pub many: bool,
}

impl Column {
    /// A field with one column.
    pub const fn one(
        field: &'static str,
        stored: &'static str,
        reads: Reads,
        names: &'static [&'static str],
    ) -> Column {
        Column { field, stored, reads, names, many: false }
    }

    /// A field that several columns fill together.
    pub const fn many(
        field: &'static str,
        stored: &'static str,
        reads: Reads,
        names: &'static [&'static str],
    ) -> Column {
        Column { field, stored, reads, names, many: true }
    }
}

/// What one kind of record takes from a file.
#[derive(Debug)]
pub struct Columns {
    /// Its fields.
    pub fields: &'static [Column],
    /// What the record itself may be called in a column's name: `Deal Owner` is the owner of a deal.
    pub nouns: &'static [&'static str],
    /// Fields of which one must be there, or no row can be told from another.
    pub needs: &'static [&'static str],
}

/// A field and the columns of a file that fill it.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The field.
    pub column: &'static Column,
    /// Positions in the file.
    pub at: Vec<usize>,
}

/// Which column is what.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// Fields with a column.
    pub fields: Vec<Mapped>,
    /// Columns nobody needs.
    pub unused: Vec<usize>,
}

impl Mapping {
    /// The field's columns.
    pub fn of(&self, field: &str) -> Option<&Mapped> {
        self.fields.iter().find(|mapped| mapped.column.field == field)
    }

    /// What a column fills; nothing, where it fills nothing.
    pub fn field_at(&self, at: usize) -> &'static str {
        self.fields.iter().find(|mapped| mapped.at.contains(&at)).map_or("", |mapped| mapped.column.field)
    }

    /// Takes a column away from what it fills.
    pub fn release(&mut self, at: usize) {
        self.fields.iter_mut().for_each(|mapped| mapped.at.retain(|other| *other != at));
        self.fields.retain(|mapped| !mapped.at.is_empty());
    }
}

/// Why a mapping cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapTrouble {
    /// The file has no such column.
    UnknownColumn(String),
    /// We have no such field.
    UnknownField(String),
    /// No column tells one record from another.
    KeyMissing,
}

/// Leaves a column out, in `--map "Column=-"`.
pub const LEFT_OUT: &str = "-";

/// Guesses the mapping; what somebody said themselves goes first.
///
/// # Errors
/// When they named what is not there, or nothing tells the rows apart.
pub fn map(headers: &[String], columns: &Columns, said: &[(String, String)]) -> Result<Mapping, MapTrouble> {
    let mut guess = Guess { columns, taken: vec![None; headers.len()], left_out: BTreeSet::new() };
    said.iter().try_for_each(|(theirs, ours)| guess.say(headers, theirs, ours))?;
    let words: Vec<Vec<String>> = headers.iter().map(|header| text::words(without_brackets(header))).collect();
    for likeness in [Likeness::Same, Likeness::Joined, Likeness::Noisy] {
        guess.take(&words, likeness);
    }
    guess.finish()
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
        for (at, name) in words.iter().enumerate() {
            if self.taken[at].is_some() || self.left_out.contains(&at) {
                continue;
            }
            let found = self.columns.fields.iter().enumerate().find(|(index, column)| {
                self.is_free(*index, column) && column.names.iter().any(|ours| self.is_like(name, ours, likeness))
            });
            self.taken[at] = found.map(|(index, _)| index);
        }
    }

    fn is_free(&self, index: usize, column: &Column) -> bool {
        column.many || !self.taken.contains(&Some(index))
    }

    fn is_like(&self, theirs: &[String], ours: &str, likeness: Likeness) -> bool {
        match likeness {
            Likeness::Same => theirs.join(" ") == ours,
            Likeness::Joined => !theirs.is_empty() && theirs.concat() == ours.replace(' ', ""),
            Likeness::Noisy => {
                let bare: Vec<&str> = theirs.iter().map(String::as_str).filter(|word| !self.is_noise(word)).collect();
                !bare.is_empty() && bare.concat() == ours.replace(' ', "")
            }
        }
    }

    fn is_noise(&self, word: &str) -> bool {
        const DECORATION: [&str; 9] = ["c", "crm", "the", "our", "field", "primary", "main", "required", "current"];
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        is_number || DECORATION.contains(&word) || self.columns.nouns.contains(&word)
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

/// `Amount (USD)` is about an amount.
fn without_brackets(header: &str) -> &str {
    let end = header.find(['(', '[']).filter(|at| *at > 0).unwrap_or(header.len());
    &header[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::Kind;

    fn fields(kind: Kind, headers: &[&str]) -> Vec<&'static str> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let mapping = map(&headers, kind.columns(), &[]).unwrap();
        (0..headers.len()).map(|at| mapping.field_at(at)).collect()
    }

    #[test]
    fn other_peoples_names_are_understood() {
        let deals = fields(
            Kind::Opportunities,
            &[
                "Opportunity ID",
                "Deal Name",
                "Account: Account Name",
                "dealstage",
                "Deal Owner",
                "Amount (USD)",
                "Close Date",
                "Account ID",
            ],
        );
        assert_eq!(deals, ["external_id", "name", "account", "stage", "owner", "amount", "closed_on", ""]);
        let people = fields(Kind::Contacts, &["First Name", "LAST_NAME", "E-mail 1", "Email 2", "Mobile Phone", "Fax"]);
        assert_eq!(people, ["first_name", "last_name", "email", "email", "phone", ""]);
        let accounts = fields(Kind::Accounts, &["Nazwa firmy", "Kraj", "sector", "subsidiary_of", "year_established"]);
        assert_eq!(accounts, ["name", "country", "industry", "parent", "founded"]);
    }

    #[test]
    fn six_of_forty_columns_are_found() {
        let mut headers: Vec<String> = (0..40).map(|n| format!("Custom {n} flag")).collect();
        for (at, name) in
            [(3, "Company"), (9, "Email"), (17, "Phone"), (22, "Lead Source"), (30, "City"), (39, "Notes")]
        {
            headers[at] = name.to_owned();
        }
        let mapping = map(&headers, Kind::Leads.columns(), &[]).unwrap();
        assert_eq!((mapping.fields.len(), mapping.unused.len()), (6, 34));
    }

    #[test]
    fn what_somebody_says_goes_first() {
        let headers = ["Company".to_owned(), "Trading as".to_owned(), "Phone".to_owned()];
        let said = [("trading AS".to_owned(), "name".to_owned()), ("Phone".to_owned(), LEFT_OUT.to_owned())];
        let mapping = map(&headers, Kind::Accounts.columns(), &said).unwrap();
        assert_eq!(
            (mapping.of("name").unwrap().at.as_slice(), mapping.unused.as_slice()),
            ([1].as_slice(), [0, 2].as_slice())
        );
    }

    #[test]
    fn a_file_without_a_key_is_refused() {
        let headers = ["City".to_owned(), "Colour".to_owned()];
        assert_eq!(map(&headers, Kind::Accounts.columns(), &[]).unwrap_err(), MapTrouble::KeyMissing);
    }

    #[test]
    fn no_name_means_two_fields_of_one_record() {
        for kind in Kind::ALL {
            let names: Vec<&str> =
                kind.columns().fields.iter().flat_map(|column| column.names.iter().copied()).collect();
            let unique: BTreeSet<&str> = names.iter().copied().collect();
            assert_eq!(names.len(), unique.len(), "{}", kind.name());
            for name in names {
                assert_eq!(text::words(name).join(" "), name, "names are written folded");
            }
        }
    }
}
