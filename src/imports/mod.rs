//! Import of CSV files: leads, accounts, contacts, users, products, opportunities; each row counted, each import revertible.
//!
//! A file is read three times: its bytes ([`mod@file`]), its columns as a whole ([`Job::prepare`]), its rows ([`run()`]). A row
//! finds its record by the id it had elsewhere, else by address or name, and changes only what differs (`target`), so
//! that the same file twice changes nothing. One import is one batch; [`revert`] takes it back through the journal.

pub mod access;
mod cells;
mod columns;
mod customers;
mod deals;
mod desk;
pub mod file;
mod find;
mod forms;
mod handlers;
mod history;
mod hold;
mod job;
mod kinds;
mod lists;
mod model;
mod numbers;
mod people;
mod reading;
mod refusal;
pub mod revert;
mod rows;
mod run;
mod stages;
mod standing;
pub mod store;
mod survey;
mod target;
mod touched;
mod uploads;
mod views;
mod words;
mod wrong;

pub(crate) use access::can_take_back;
pub use columns::LEFT_OUT;
pub use hold::Hold;
pub use job::{Job, Trouble};
pub use model::{Counts, Kind, Options, Remark, Report, Seen};
pub use refusal::{Note, Stop};
pub use run::{Hand, Outcome, WrongSink, run};
pub(crate) use uploads::remove as remove_upload;
pub use words::{Meaning, Unknown, Unknowns};
pub use wrong::WrongFile;

crate::routes! {
    get "/imports" => handlers::list,
    get "/imports/new" => handlers::new,
    post "/imports" => handlers::upload,
    get "/imports/{id:[0-9]+}" => handlers::show,
    post "/imports/{id:[0-9]+}/trial" => handlers::trial,
    post "/imports/{id:[0-9]+}/run" => handlers::start,
    get "/imports/{id:[0-9]+}/rows" => rows::show,
    get "/imports/{id:[0-9]+}/wrong" => handlers::wrong,
    post "/imports/{id:[0-9]+}/reversal" => handlers::undo,
    post "/imports/{id:[0-9]+}/removal" => handlers::discard,
}
