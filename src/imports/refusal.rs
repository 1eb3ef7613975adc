//! What is wrong with a row, and what was read although it was not quite right. The sentences stand in the message files.

use crate::i18n::Text;
use crate::text_enum;
use crate::web::Error;

text_enum! {
    /// Why a row is not imported. Its message key is `imports-wrong-…`.
    pub enum Why {
        /// The total of other rows.
        Total = "total",
        /// A line behind the table.
        BelowTable = "below",
        /// More cells than the head has columns.
        TooManyCells = "cells",
        /// A cell that must be filled is empty.
        Missing = "missing",
        /// Longer than the field.
        TooLong = "long",
        /// No number.
        NotANumber = "number",
        /// Decimals where only whole numbers are.
        NotWhole = "whole",
        /// More decimals than the currency has.
        TooManyDecimals = "decimals",
        /// Thousands or decimals: it cannot be told.
        UnclearNumber = "unclear",
        /// Outside what the field allows.
        OutOfRange = "range",
        /// An amount in another currency than the row's.
        OtherCurrency = "other-currency",
        /// No currency.
        NotACurrency = "currency",
        /// No date of the column's format.
        NotADate = "date",
        /// No address.
        NotAnEmail = "email",
        /// Not one of the words this field knows.
        UnknownWord = "word",
        /// Nobody of this name or address.
        UnknownPerson = "person",
        /// Several people of this name.
        SeveralPeople = "people",
        /// The person has been deactivated.
        InactivePerson = "inactive",
        /// The person is in a team the viewer does not lead.
        ForeignPerson = "foreign",
        /// No account of this name.
        UnknownAccount = "account",
        /// Several accounts of this name.
        SeveralAccounts = "accounts",
        /// No product of this name.
        UnknownProduct = "product",
        /// No stage of this name in the pipeline.
        UnknownStage = "stage",
        /// A closed deal without the day it closed on.
        NoClosingDay = "closing-day",
        /// Closed before it was opened.
        ClosedBeforeOpened = "order",
        /// Nobody can have closed it in the future.
        ClosedInTheFuture = "future",
        /// The id is another record's: a file of another system.
        OtherId = "other-id",
        /// Several records match.
        SeveralMatch = "several",
        /// A matching record exists that the viewer may not change.
        NotYours = "not-yours",
        /// An earlier row of the file is the same record and says something else.
        Twice = "twice",
        /// More tags than a record carries.
        TooManyTags = "tags",
        /// The lead is closed.
        ClosedLead = "closed-lead",
    }
}

/// A row that is not imported, and the cell that is to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub why: Why,
    /// The column's own name.
    pub column: String,
    /// What stands there.
    pub value: String,
}

impl Refusal {
    /// A refusal because of a cell.
    pub fn of(why: Why, column: impl Into<String>, value: impl Into<String>) -> Refusal {
        Refusal { why, column: column.into(), value: shortened(&value.into()) }
    }

    /// The sentence for whoever repairs the file.
    pub fn sentence(&self, text: &Text) -> String {
        // messages: imports-wrong-*
        text.plain(
            &format!("imports-wrong-{}", self.why.name()),
            &[("column", self.column.clone().into()), ("value", self.value.clone().into())],
        )
    }
}

/// The beginning of a cell: a report is no place for a whole letter.
pub fn shortened(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

text_enum! {
    /// What was read although it was not quite right. Its message key is `imports-note-…`.
    pub enum Note {
        /// A country with a slip of the keyboard.
        Country = "country",
        /// A country nobody knows, kept as text beside the region.
        CountryKept = "country-kept",
        /// A word added to a list, as written.
        WordAdded = "word-added",
        /// The same, but the list has one that is nearly the same.
        WordAddedLike = "word-like",
        /// A word that is a tag from now on.
        TagAdded = "tag-added",
        /// A word left out, for there are too many tags already.
        TagLeftOut = "tag-left-out",
        /// Amounts with the sign of another currency than the one expected.
        Currency = "currency",
        /// A stage called another way than in the pipeline.
        Stage = "stage",
        /// Letters that could not be read.
        Letters = "letters",
        /// A range, of which the lower bound was taken.
        Range = "range",
        /// A cell that could not be read, of a field that may be empty.
        LeftOut = "left-out",
        /// A list that has become too long for one word more.
        WordLeftOut = "word-left-out",
        /// A product spelled another way than in the catalogue.
        Product = "product",
        /// An account found without its legal form.
        Account = "account",
        /// An account made because deals or contacts name it.
        AccountCreated = "account-created",
        /// A company above this one that nobody knows.
        Parent = "parent",
        /// A company that would be above itself.
        ParentCycle = "parent-cycle",
        /// A lost deal without a reason.
        NoReason = "no-reason",
        /// A won deal without a value.
        NoValue = "no-value",
        /// A team made on the way.
        TeamCreated = "team-created",
        /// A manager made on the way.
        ManagerCreated = "manager-created",
        /// Somebody who was something else at work than the file says, and is both now.
        RoleAdded = "role-added",
        /// Somebody who is in another team than the file says.
        OtherTeam = "other-team",
    }
}

/// Ends the work on a row.
#[derive(Debug)]
pub enum Stop {
    /// The row is wrong; the next one may be fine.
    Wrong(Refusal),
    /// The database failed: the import ends here.
    Broken(Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Wrong(refusal)
    }
}

impl From<diesel::result::Error> for Stop {
    fn from(cause: diesel::result::Error) -> Stop {
        Stop::Broken(Error::Database(cause))
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        match error {
            Error::NotFound | Error::Forbidden => Stop::Wrong(Refusal::of(Why::NotYours, "", "")),
            other => Stop::Broken(other),
        }
    }
}
