//! The first page after signing in: what waits for this person, figure by figure with the rows behind it.
//!
//! Everybody sees what they have planned themselves, and a box to write down what they just did. Who sells sees their deals
//! that ask for something, their new leads, their month and what colleagues changed; who leads them sees the same of the
//! teams, and first, an administrator of the company and how many people there are. Everybody else sees the newest
//! customers. One query for each table and question, eight at most.

mod customers;
mod deals;
mod leads;
mod month;
mod news;
mod page;

pub(crate) use deals::waiting as deals_that_wait;
pub(crate) use leads::fresh as new_leads;

crate::routes! {
    get "/" => page::show,
}
