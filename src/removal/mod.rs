//! Deleting records: what goes along, the bin they wait in, and restoring them.
//!
//! A deleted record leaves its table and lies whole in the bin, so that lists, counts, totals, searches and duplicates are
//! right by themselves. With it lie the rows that hung on it and the columns of other records that pointed to it: restored,
//! it stands where it stood. Whoever may edit a record may delete and restore it. Of two records that are merged one goes
//! there too.

mod away;
mod back;
mod kept;
mod kinds;
mod links;
pub mod merge;
mod pages;
mod plan;

pub use away::{Away, put_away};
pub use back::{Refused, Restored, Way, restore};
pub use kept::{named, sweep};
pub use kinds::may_take;
pub use links::{exists, points};
pub use plan::{Plan, Stays, plan, plan_of_many};

crate::routes! {
    get "/leads/{id:[0-9]+}/removal" => pages::lead::ask,
    post "/leads/{id:[0-9]+}/removal" => pages::lead::remove,
    get "/accounts/{id:[0-9]+}/removal" => pages::account::ask,
    post "/accounts/{id:[0-9]+}/removal" => pages::account::remove,
    get "/contacts/{id:[0-9]+}/removal" => pages::contact::ask,
    post "/contacts/{id:[0-9]+}/removal" => pages::contact::remove,
    get "/opportunities/{id:[0-9]+}/removal" => pages::opportunity::ask,
    post "/opportunities/{id:[0-9]+}/removal" => pages::opportunity::remove,
    get "/activities/{id:[0-9]+}/removal" => pages::activity::ask,
    post "/activities/{id:[0-9]+}/removal" => pages::activity::remove,
    get "/products/{id:[0-9]+}/removal" => pages::product::ask,
    post "/products/{id:[0-9]+}/removal" => pages::product::remove,
    get "/leads/{id:[0-9]+}/merger" => merge::pages::lead::ask,
    post "/leads/{id:[0-9]+}/merger" => merge::pages::lead::make,
    get "/accounts/{id:[0-9]+}/merger" => merge::pages::account::ask,
    post "/accounts/{id:[0-9]+}/merger" => merge::pages::account::make,
    get "/contacts/{id:[0-9]+}/merger" => merge::pages::contact::ask,
    post "/contacts/{id:[0-9]+}/merger" => merge::pages::contact::make,
    get "/bin" => pages::list::show,
    post "/bin/{id:[0-9]+}/restoration" => pages::bin::restore,
}
