//! Showing a record to somebody beyond its owner and team (rule 41), and saying in words why one sees it at all.
//!
//! A lead, an account, a contact or a deal is shared with a person, or with a team: its members, and the managers above
//! who reach that team's records. To read or to edit; who may edit a record may share it, and nobody else. A share
//! outlives a change of owner, unless whoever makes the change ends it. With whom else a record is shared is told to nobody
//! who could not change it: see [`is_told`].

mod page;
mod reasons;
mod store;
mod subject;
mod told;

pub use page::name;
pub use reasons::{Reason, is_meant, reasons};
pub use store::{Handover, Record, SHARE, Share, With, add, is_shared, kept, of, put, remove, told, with_whom};
pub use subject::Subject;
pub use told::is_told;
pub(crate) use told::told_words;

use crate::accounts::Account;
use crate::contacts::Contact;
use crate::leads::Lead;
use crate::opportunities::Opportunity;

crate::routes! {
    get "/leads/{id:[0-9]+}/shares" => page::show::<Lead>,
    post "/leads/{id:[0-9]+}/shares" => page::share::<Lead>,
    post "/leads/{id:[0-9]+}/shares/{share:[0-9]+}/removal" => page::end::<Lead>,
    get "/accounts/{id:[0-9]+}/shares" => page::show::<Account>,
    post "/accounts/{id:[0-9]+}/shares" => page::share::<Account>,
    post "/accounts/{id:[0-9]+}/shares/{share:[0-9]+}/removal" => page::end::<Account>,
    get "/contacts/{id:[0-9]+}/shares" => page::show::<Contact>,
    post "/contacts/{id:[0-9]+}/shares" => page::share::<Contact>,
    post "/contacts/{id:[0-9]+}/shares/{share:[0-9]+}/removal" => page::end::<Contact>,
    get "/opportunities/{id:[0-9]+}/shares" => page::show::<Opportunity>,
    post "/opportunities/{id:[0-9]+}/shares" => page::share::<Opportunity>,
    post "/opportunities/{id:[0-9]+}/shares/{share:[0-9]+}/removal" => page::end::<Opportunity>,
}
