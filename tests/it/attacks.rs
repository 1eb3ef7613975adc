//! What somebody who means harm would send, sent to every page and every form there is.
//!
//! Nothing here names a form: the addresses come from the route table and the access matrix, the forms and the links
//! from the pages themselves. A form that is added tomorrow is attacked tomorrow.
//!
//! - [`script`]: markup, links with a program in them, formulas and odd letters, in every field of every form, and in
//!   every word after `?`; nothing of it becomes part of a page.
//! - [`forgery`]: forms of other sites, with all their fields right; nothing is changed.
//! - [`keys`]: numbers of records that the sender may not see, in every field that takes a number.
//! - [`ways`]: ways back that lead elsewhere, lines that would become headers, paths that climb out.
//! - [`seats`]: cookies planted before somebody signs in, and what a cookie says of itself.

mod dump;
mod forgery;
mod forms;
mod inspect;
mod keys;
mod script;
mod seats;
mod walk;
mod ways;
