//! The fields of the records: one row per field says what it is called and how its values read. Timelines, conflict
//! pages, exports, record pages and the importer go by these rows; a feature lists its own in `<feature>/fields.rs`.

mod facts;
mod show;

use crate::access::{Sensitive, Viewer};
use crate::journal::Change;

pub use facts::{Group, Row, Rows, Value};
pub use show::{mentioned, show, show_with};

/// How a field's value reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text as typed.
    Text,
    /// Text of several lines.
    Lines,
    /// What a lead or a deal is worth, in minor units of the record's `currency`.
    Money,
    /// A customer's own revenue, in minor units of the record's `currency`: whoever sees the customer sees it.
    Revenue,
    /// A whole number.
    Number,
    /// A year.
    Year,
    /// Basis points.
    Percent,
    /// A day.
    Day,
    /// An instant in UTC.
    Instant,
    /// Yes or no.
    Flag,
    /// ISO 3166 code.
    Country,
    /// ISO 4217 code.
    Currency,
    /// Billionths of the company's currency for one unit of another.
    Rate,
    /// A word of a closed set, or a number of one; its message key begins with this.
    Word(&'static str),
    /// Words of a closed set, separated by spaces; their message keys begin with this.
    Words(&'static str),
    /// Names of fields of these, separated by spaces.
    FieldsOf(&'static [Field]),
    /// Id of a person of the company.
    Person,
    /// Id of a team.
    Team,
    /// Id of an item of a pick list.
    Pick,
    /// Id of a pipeline.
    Pipeline,
    /// Id of a stage.
    Stage,
    /// Id of a product.
    Product,
    /// Id of an account.
    Account,
    /// Id of a contact.
    Contact,
    /// Id of a lead.
    Lead,
    /// Id of an opportunity.
    Opportunity,
    /// Ids of tags: a list.
    Tags,
    /// The companies of a contact, with a role in each: a list of objects.
    Companies,
    /// The contacts of a deal, with the part of each: a list of objects.
    Parties,
    /// Ids of people of the company: a list.
    People,
    /// Ids of contacts: a list.
    Contacts,
}

impl Kind {
    /// Is it a list of several?
    pub fn is_list(self) -> bool {
        matches!(self, Kind::Tags | Kind::Companies | Kind::Parties | Kind::People | Kind::Contacts)
    }
}

/// One field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the struct, the table and the journal.
    pub name: &'static str,
    /// Message key of what people call it.
    pub label: &'static str,
    /// How its values read.
    pub kind: Kind,
    /// The group it is hidden with; none where whoever sees the record sees it.
    pub group: Option<Sensitive>,
}

impl Field {
    /// A row of a feature's table of fields. Amounts are hidden with the other amounts.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Field {
        let group = if matches!(kind, Kind::Money) { Some(Sensitive::Amounts) } else { None };
        Field { name, label, kind, group }
    }

    /// The same, of how a person is reached or where they live.
    #[must_use]
    pub const fn personal(self) -> Field {
        Field { group: Some(Sensitive::Personal), ..self }
    }

    /// May this viewer read its values?
    pub fn is_seen_by(&self, viewer: &Viewer) -> bool {
        self.group.is_none_or(|group| viewer.sees(group))
    }

    /// May this viewer read the field of this name? What is no field is nobody's secret.
    pub fn sees(viewer: &Viewer, fields: &[Field], name: &str) -> bool {
        Field::find(fields, name).is_none_or(|field| field.is_seen_by(viewer))
    }

    /// The row of this name.
    pub fn find(fields: &[Field], name: &str) -> Option<Field> {
        fields.iter().find(|field| field.name == name).copied()
    }
}

/// The changes of these fields, in the order of the fields; what is no field of theirs is the program's own business.
pub fn changed<'c>(fields: &'c [Field], changes: &'c [Change]) -> impl Iterator<Item = (Field, &'c Change)> {
    fields.iter().filter_map(|field| Some((*field, changes.iter().find(|change| change.field == field.name)?)))
}
