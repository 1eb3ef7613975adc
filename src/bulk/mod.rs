//! Many records of a list changed at once: handed to somebody, given to a team, moved on, tagged, deleted.
//!
//! What is chosen is kept as it was then (rule 72): a selection holds the ids and versions of
//! the ticked rows, or of everything the list showed, up to fifty thousand. Whoever goes on sees how many of them the
//! change will reach and why not the others; then each row is judged again and changed or skipped (rule 38), five
//! hundred to a transaction, all in one batch with a report, and taken back as one.

mod back;
mod change;
mod choose;
mod confirm;
mod kinds;
mod part;
mod report;
mod run;
mod selection;

pub use back::{removal, stands_again};
pub use part::Many;
pub use selection::{is_own, sweep};

use crate::accounts::Account;
use crate::contacts::Contact;
use crate::leads::Lead;
use crate::opportunities::Opportunity;

/// What a batch of this kind is called.
pub(crate) const KIND: &str = "bulk";

/// How long a report is kept, and how long what it tells can be taken back.
const DAYS: i64 = 30;

/// Records that are changed in one transaction: others wait no longer than that.
const AT_ONCE: usize = 500;

/// Work that is the same for every kind of record, done for the kind of a table.
macro_rules! of_kind {
    ($table:expr, $work:ident($($given:expr),* $(,)?)) => {
        match $table {
            $crate::listing::Table::Leads => $work::<$crate::leads::Lead>($($given),*),
            $crate::listing::Table::Accounts => $work::<$crate::accounts::Account>($($given),*),
            $crate::listing::Table::Contacts => $work::<$crate::contacts::Contact>($($given),*),
            $crate::listing::Table::Opportunities => $work::<$crate::opportunities::Opportunity>($($given),*),
        }
    };
}
use of_kind;

crate::routes! {
    post "/leads/selections" => choose::choose::<Lead>,
    post "/accounts/selections" => choose::choose::<Account>,
    post "/contacts/selections" => choose::choose::<Contact>,
    post "/opportunities/selections" => choose::choose::<Opportunity>,
    get "/selections/{id:[0-9]+}" => confirm::show,
    post "/selections/{id:[0-9]+}/change" => run::make,
    get "/bulk/{id:[0-9]+}" => report::show,
    post "/bulk/{id:[0-9]+}/removal" => back::take,
}
