//! Merging two records of one customer or lead into one (rules 47 and 48). The one that stays takes over everything that
//! belongs to the other; the other goes to the bin, its address leads to the one that stays, and its history is read there.
//! Restoring it from the bin takes the merge back.

mod make;
mod moved;
pub(super) mod pages;
mod rules;
mod trail;
mod undo;

pub use make::{Asked, INTO, Merged, Refusal, again, merge};
pub use trail::elsewhere;
pub(super) use trail::{followed, of_loser};
pub(super) use undo::{overtaken, undo};
