//! Which column of a file is which field of ours: guessed by its name, overridden by who knows better.

mod guess;
#[cfg(test)]
mod tests;

pub use self::guess::{is_known, map};
use crate::directory::PickList;

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
    /// The company's words for a record, several in a cell.
    Tags,
    /// A word of a closed set.
    Word(&'static WordSet),
}

/// The words that a field may hold, whatever the company.
#[derive(Debug, PartialEq, Eq)]
pub struct WordSet {
    /// How the message keys of their names begin; the rest is what is stored.
    pub labels: &'static str,
    /// What each is stored as, and what else it may be called.
    pub words: &'static [(&'static str, &'static [&'static str])],
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
