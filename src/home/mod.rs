//! The first page after signing in: what waits for this person, figure by figure with the rows behind it.
//!
//! Who sells sees their deals that ask for something, their new leads, their month and what colleagues changed; who leads
//! them sees the same of the teams, an administrator of the company and how many people there are. Everybody else sees
//! the newest customers. One query for each table and question, eight at most.

mod customers;
mod deals;
mod leads;
mod month;
mod news;
mod page;

crate::routes! {
    get "/" => page::show,
}
