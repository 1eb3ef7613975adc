//! What a person keeps at hand: the records they looked at lately, their favourites, and those they follow.
//!
//! A bookmark is no way to a record: each is read within the viewer's reach, gone while the record is out of it and back
//! when the record is. Record pages show [`Marks`]; home and the empty search show [`Shelf`]; what others change on followed
//! records is told on the first page.

mod choose;
mod marks;
mod shelf;

pub use marks::{Kind, Marks, Passed, Visit, forget, pass_on, take_back};
pub use shelf::{Line, Row, Shelf};

crate::routes! {
    post "/favourites" => choose::favour,
    post "/favourites/removal" => choose::drop_favourite,
    post "/followed" => choose::follow,
    post "/followed/removal" => choose::drop_followed,
}
