//! Accounts: customer companies and legal entities, their place in a group of companies, and how far the relation has come.

pub mod access;
mod create;
mod edit;
mod fields;
mod form;
mod hierarchy;
pub mod lifecycle;
mod list;
mod model;
mod pinning;
mod record;
pub mod related;
mod store;

pub use fields::FIELDS;
pub(crate) use form::{countries, with_none};
pub(crate) use hierarchy::lies_below;
pub(crate) use list::{LIST, OFFER, STAGES, any, looked, owners, stages};
pub use model::{Account, AccountFacts, Lifecycle};
pub(crate) use pinning::{Nothing, StageForm, StagePage, Subject, said};
pub use store::{find, find_editable, insert, put, save, save_within};

crate::routes! {
    get "/accounts" => list::list,
    get "/accounts/export" => list::file,
    get "/accounts/new" => create::new,
    post "/accounts" => create::create,
    get "/accounts/{id:[0-9]+}" => record::show,
    get "/accounts/{id:[0-9]+}/edit" => edit::form,
    post "/accounts/{id:[0-9]+}/edit" => edit::save,
    get "/accounts/{id:[0-9]+}/lifecycle" => pinning::form,
    post "/accounts/{id:[0-9]+}/lifecycle" => pinning::save,
    post "/accounts/{id:[0-9]+}/lifecycle/removal" => pinning::clear,
}
