//! The journal of the whole company, for administrators: who changed what, when, and from where; searched, and as a file.

mod file;
mod page;
mod search;

pub(super) use file::export;
pub(super) use page::show;
