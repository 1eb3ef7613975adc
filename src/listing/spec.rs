//! What a list can do: its table, sorts, filters and segments. Each feature has one constant of these.

use crate::access::{Sensitive, Viewer};
use crate::fields::Kind;
use crate::journal::Entity;
use crate::text_enum;

text_enum! {
    /// The tables that are listed, counted and searched.
    pub enum Table {
        /// Leads.
        Leads = "leads",
        /// Accounts.
        Accounts = "accounts",
        /// Contacts.
        Contacts = "contacts",
        /// Opportunities.
        Opportunities = "opportunities",
    }
}

text_enum! {
    /// Records still being worked, and those that are over. The two are indexed apart, so that a growing past never
    /// slows the present.
    pub enum Part {
        /// Being worked.
        Open = "open",
        /// Over.
        Closed = "closed",
    }
}

impl Table {
    /// What its rows are.
    pub fn entity(self) -> Entity {
        match self {
            Table::Leads => Entity::Lead,
            Table::Accounts => Entity::Account,
            Table::Contacts => Entity::Contact,
            Table::Opportunities => Entity::Opportunity,
        }
    }

    /// The condition that a record belongs to a part; word for word the one of the partial indexes.
    /// Nothing for tables that know no end.
    pub fn condition(self, part: Part) -> Option<&'static str> {
        match (self, part) {
            (Table::Leads, Part::Open) => Some("leads.state = 'open'"),
            (Table::Leads, Part::Closed) => Some("leads.state <> 'open'"),
            (Table::Opportunities, Part::Open) => Some("opportunities.closed_on IS NULL"),
            (Table::Opportunities, Part::Closed) => Some("opportunities.closed_on IS NOT NULL"),
            (Table::Accounts | Table::Contacts, Part::Open | Part::Closed) => None,
        }
    }
}

impl Table {
    /// The columns whose every value has counters of its own, with the name the counters go by.
    pub fn facets(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Table::Leads => &[("leads.status_id", "status"), ("leads.source_id", "source")],
            Table::Opportunities => &[("opportunities.stage_id", "stage")],
            Table::Accounts | Table::Contacts => &[],
        }
    }

    /// What the page of this list understands beside the filters.
    pub(super) fn own_words(self) -> &'static [&'static str] {
        match self {
            Table::Leads => &["view"],
            Table::Opportunities => &["mark", "closed"],
            Table::Contacts => &["account"],
            Table::Accounts => &[],
        }
    }

    /// The columns an index begins with, or begins with in each part of the table.
    pub(super) fn led_columns(self) -> &'static [&'static str] {
        match self {
            Table::Leads => &[
                "leads.status_id",
                "leads.source_id",
                "leads.country",
                "leads.state",
                "leads.account_id",
                "leads.contact_id",
                "leads.created_at",
            ],
            Table::Opportunities => &[
                "opportunities.stage_id",
                "opportunities.account_id",
                "opportunities.contact_id",
                "opportunities.source_id",
                "opportunities.currency",
                "opportunities.created_at",
            ],
            Table::Accounts => &["accounts.created_at"],
            Table::Contacts => &["contacts.created_at"],
        }
    }
}

/// Which records a list shows, as `state=` in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The word in the address.
    pub name: &'static str,
    /// Message key.
    pub label: &'static str,
    /// The parts it is made of.
    pub parts: &'static [Part],
}

impl Segment {
    /// Being worked.
    pub const OPEN: Segment = Segment { name: "open", label: "listing-open", parts: &[Part::Open] };
    /// Over.
    pub const CLOSED: Segment = Segment { name: "closed", label: "listing-closed", parts: &[Part::Closed] };
    /// All of them.
    pub const ALL: Segment = Segment { name: "all", label: "listing-all", parts: &[Part::Open, Part::Closed] };
    /// Tables that know no end have only this one.
    pub const ONLY: Segment = Segment { name: "", label: "listing-all", parts: &[Part::Open] };
}

/// What the values of a sort are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKind {
    /// A stored sort key.
    Text,
    /// A whole number.
    Number,
    /// An instant.
    Instant,
    /// A day.
    Day,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

impl Direction {
    /// The other way.
    pub fn turned(self) -> Direction {
        match self {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        }
    }
}

/// One way to order the list, as `sort=` in the address; with a minus in front the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The word in the address.
    pub name: &'static str,
    /// Message key.
    pub label: &'static str,
    /// What it orders by: a column, or an expression that is never NULL and has its indexes.
    pub column: &'static str,
    /// What its values are.
    pub kind: SortKind,
    /// Which way it goes first.
    pub first: Direction,
    /// The group of fields it goes by, hidden from some (rule 46).
    pub group: Option<Sensitive>,
}

/// One thing the list can be narrowed by. A day or an instant is asked for as `name-from` and `name-to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The word in the address.
    pub name: &'static str,
    /// Message key.
    pub label: &'static str,
    /// The column, with its table.
    pub column: &'static str,
    /// What its values are, and how they read on a chip.
    pub kind: Kind,
    /// The values a closed set of words has; empty for every other kind.
    pub words: &'static [&'static str],
    /// In which parts of the table it says anything: a record of another part meets none of its values.
    pub parts: &'static [Part],
    /// The group of fields it is about, hidden from some (rule 46).
    pub group: Option<Sensitive>,
}

impl Filter {
    /// A filter on a column of ids, days, flags or plain text.
    pub const fn new(name: &'static str, label: &'static str, column: &'static str, kind: Kind) -> Filter {
        Filter { name, label, column, kind, words: &[], parts: Part::ALL, group: None }
    }

    /// A filter on a column of words; `kind` is [`Kind::Word`] with the beginning of their message keys.
    pub const fn words(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        keys: &'static str,
        words: &'static [&'static str],
    ) -> Filter {
        Filter { name, label, column, kind: Kind::Word(keys), words, parts: Part::ALL, group: None }
    }

    /// May this viewer narrow by it?
    pub fn is_for(&self, viewer: &Viewer) -> bool {
        self.group.is_none_or(|group| viewer.sees(group))
    }

    /// The same, saying something of records in these parts only.
    #[must_use]
    pub const fn only_in(self, parts: &'static [Part]) -> Filter {
        Filter { parts, ..self }
    }
}

impl Sort {
    /// A sort that everybody may use.
    pub const fn new(
        name: &'static str,
        label: &'static str,
        column: &'static str,
        kind: SortKind,
        first: Direction,
    ) -> Sort {
        Sort { name, label, column, kind, first, group: None }
    }

    /// The same for who sees this group of fields.
    #[must_use]
    pub const fn of(self, group: Sensitive) -> Sort {
        Sort { group: Some(group), ..self }
    }

    /// May this viewer order by it?
    pub fn is_for(&self, viewer: &Viewer) -> bool {
        self.group.is_none_or(|group| viewer.sees(group))
    }
}

/// A list.
#[derive(Clone, Copy, Debug)]
pub struct ListSpec {
    /// Whose rows.
    pub table: Table,
    /// How they can be ordered; the first is the default.
    pub sorts: &'static [Sort],
    /// How they can be narrowed.
    pub filters: &'static [Filter],
    /// Which of them are shown; the first is the default.
    pub segments: &'static [Segment],
}
