//! Measures: what is counted of people's work. A measure is a definition in words, a predicate and the instant or day its rows
//! have; its figure ([`figures`]), the list behind the figure and the file of that list (`list`) are all made from the one
//! predicate in [`Measure`], so that no figure says anything else than its rows.
//!
//! Whose work somebody may look at is said by [`of_whom`]: their own, that of the teams they lead, everybody's for who
//! administers. What a figure counts is whose it is now, but for a win or a loss: that is whose it was then.

mod count;
mod list;
mod measure;
mod reach;
mod span;

pub use count::{Figures, figures};
pub use list::href;
pub use measure::Measure;
pub use reach::of_whom;
pub use span::{BEFORE, NAMED, Span};

crate::routes! {
    get "/figures/{measure:[a-z_]+}" => list::show,
    get "/figures/{measure:[a-z_]+}/file" => list::file,
}
