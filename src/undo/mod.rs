//! Taking an action back: everything that one request did, record by record, newest first, in one transaction.
//!
//! Where nobody has changed the same since, the fields get back what they were; where somebody has, the page of
//! `page` asks whose value stays. What was filed goes into the bin, what was deleted or merged comes back (`turns`), asked
//! about where somebody has built on it. What an action did is read from the journal (`deed`), so that no feature writes an
//! undo of its own; [`Action::way`](crate::journal::Action::way) says which actions there are to take back. Undoing
//! is an action itself: it is journalled, and can be undone. Of very many records some hundred are taken back in a
//! transaction (`many`), and nothing is asked.

mod deal;
mod deed;
mod handler;
mod kinds;
mod many;
mod page;
mod requests;
mod shown;
mod take;
mod turns;

pub use handler::{now, take_back_many};
pub use requests::{Known, known, undoable};

crate::routes! {
    post "/undo/{request:[0-9a-f]+}" => handler::undo,
}
