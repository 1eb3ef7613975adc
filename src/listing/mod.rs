//! Lists of records: scope, filters, sort, keyset pages, counts, export, for every feature that shows a list.
//!
//! A feature describes its list once, in a [`ListSpec`]; the words after `?` become an [`Asked`]; [`page()`] answers with
//! the ids of its rows, the count, and every address the page links to. The feature loads the rows by their ids.
//! List, count and export are built from one predicate, so that they can never disagree.
//!
//! Ids come from one index range per way the viewer reaches records, merged: a list costs the same at ten thousand
//! rows as at a million.

mod asked;
mod check;
mod chips;
mod columns;
mod count;
pub mod csv;
mod cursor;
mod export;
mod filters;
mod flags;
mod merge;
mod page;
mod query;
mod shown_file;
mod slice;
mod spec;
mod tagged;
pub mod upkeep;
mod way;

pub use asked::Asked;
pub(crate) use check::Facet;
pub use chips::{Chip, chips, stretches};
pub use columns::{Cells, Column, Offer};
pub(crate) use count::kept_ways;
pub use count::{Count, count_exactly, count_sql, exactly_sql};
pub use export::{export, first, first_by, first_sql};
pub use filters::filtered;
pub(crate) use filters::midnight;
pub use flags::savable;
pub(crate) use merge::{merged, union};
pub use page::{Head, PAGE_ROWS, Page, page, page_of};
pub use query::Query;
pub use shown_file::{nothing_beside, shown_file};
pub use spec::{Direction, Filter, ListSpec, Part, Segment, Sort, SortKind, Table};
