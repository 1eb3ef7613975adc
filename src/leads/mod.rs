//! Leads: people who might buy, from the first card or form to qualified or disqualified; the shared pool and its claims.

pub mod access;
mod claim;
mod close;
mod create;
mod edit;
mod facts;
mod fields;
mod filters;
mod forms;
mod list;
mod many;
mod model;
mod pool;
mod qualify;
mod record;
mod rules;
#[cfg(test)]
mod samples;
mod store;
mod view;

pub use claim::is_full;
pub use fields::FIELDS;
pub(crate) use filters::{OFFER, OPEN};
pub(crate) use list::{listed, said_of_list};
pub(crate) use many::{hand_out, looked, may_receive, stand};
pub use model::{Answer, Lead, LeadFacts, LeadState, Timeframe};
pub use store::{find, find_editable, insert, put, save, save_within};

crate::routes! {
    get "/leads" => list::list,
    post "/leads" => create::create,
    get "/leads/export" => list::file,
    get "/leads/new" => create::new,
    get "/leads/pool" => pool::show,
    get "/leads/{id:[0-9]+}" => record::show,
    get "/leads/{id:[0-9]+}/edit" => edit::form,
    post "/leads/{id:[0-9]+}/edit" => edit::save,
    post "/leads/{id:[0-9]+}/status" => close::set_status,
    post "/leads/{id:[0-9]+}/claim" => claim::claim,
    get "/leads/{id:[0-9]+}/release" => close::ask_release,
    post "/leads/{id:[0-9]+}/release" => close::release,
    get "/leads/{id:[0-9]+}/disqualification" => close::ask_disqualify,
    post "/leads/{id:[0-9]+}/disqualification" => close::disqualify,
    post "/leads/{id:[0-9]+}/reactivation" => close::reactivate,
    get "/leads/{id:[0-9]+}/qualification" => qualify::show,
    post "/leads/{id:[0-9]+}/qualification" => qualify::submit,
}
