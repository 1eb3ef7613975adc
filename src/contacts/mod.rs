//! Contacts: people, in one or more companies with a role in each, or individual customers.

pub mod access;
pub mod companies;
mod create;
mod edit;
mod fields;
mod form;
pub mod lifecycle;
mod list;
mod model;
mod pinning;
mod places;
mod record;
mod store;
pub mod vcard;

pub use fields::FIELDS;
pub(crate) use list::{LIST, OFFER, looked};
pub use model::{Contact, ContactFacts};
pub use store::{find, find_editable, insert, put, save, save_within};

crate::routes! {
    get "/contacts" => list::list,
    get "/contacts/export" => list::file,
    get "/contacts/new" => create::new,
    post "/contacts" => create::create,
    get "/contacts/{id:[0-9]+}" => record::show,
    get "/contacts/{id:[0-9]+}/card.vcf" => record::card,
    get "/contacts/{id:[0-9]+}/edit" => edit::form,
    post "/contacts/{id:[0-9]+}/edit" => edit::save,
    get "/contacts/{id:[0-9]+}/companies/new" => places::form,
    post "/contacts/{id:[0-9]+}/companies" => places::add,
    post "/contacts/{id:[0-9]+}/companies/{account:[0-9]+}/primary" => places::prefer,
    post "/contacts/{id:[0-9]+}/companies/{account:[0-9]+}/removal" => places::remove,
    get "/contacts/{id:[0-9]+}/lifecycle" => pinning::form,
    post "/contacts/{id:[0-9]+}/lifecycle" => pinning::save,
    post "/contacts/{id:[0-9]+}/lifecycle/removal" => pinning::clear,
}
