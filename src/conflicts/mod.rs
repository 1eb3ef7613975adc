//! Two people edited one record: whatever they changed differently is asked, field by field (rule 70). One page for
//! every kind of record.
//!
//! A feature's edit handler takes `Form<Edit<ItsForm>>`; the page carries `version` as a hidden field. Then:
//!
//! ```text
//! let mine = …current with every field of edit.form put in…;
//! match edit.merge(tx, &current, mine)? {
//!     Merged::Clean(wanted) => store::save(tx, Action::Edited, &current, wanted.facts)?,
//!     Merged::Clashes(clashes) => return edit.ask(tx, Asked { record, back, fields, version, currency }, clashes),
//! }
//! ```
//!
//! The page that [`Edit::ask`] answers (409) posts everything that was typed to the same address once more, with the
//! version the first form was drawn at, the version that is asked about and a choice for each field. [`Edit::merge`]
//! reads those by itself.

mod edit;
mod page;

pub use edit::Edit;
pub(crate) use edit::{ASKED, CHOICE, MINE, THEIRS};
pub use page::Asked;
pub(crate) use page::{Row, rows};
