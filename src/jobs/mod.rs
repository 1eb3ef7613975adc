//! What the program does by itself while it serves: letters carried off, what only the passing of days changes, what is
//! forgotten in time. [`Job`] is the closed list; a new one is a variant, a line of its table and a function.
//!
//! Each job has a row that says when it is its turn. Of several nodes on one database the one that writes its name into the
//! row first has the job ([`take`]), on a lease that is renewed for as long as it works ([`carry_out`]); when a node dies,
//! the lease runs out and another node takes the job up. Each time a job is taken up it gets the next number: who has lost a
//! job without knowing it ends under a number that is over, and writes nothing into the row.
//!
//! The work itself is in transactions of its own. A node that stood still for longer than its lease and goes on may do it a
//! second time: so all work looks at what is there and does what is left to do.
//!
//! Times are those of the program's clock, on each node its own. A node whose clock is behind comes to a job later, no more.
//! One whose clock is ahead by more than two thirds of a lease takes jobs away from nodes that are well, and what was said
//! of a second time is true of each of them: keep the clocks together, as any clock kept by NTP is.

mod list;
mod rules;
mod runner;
mod store;
mod work;

pub use list::Job;
pub use runner::{LOOK_EVERY, Runner, catch_up};
pub use store::{Claim, Row, all, ask, release};
pub(crate) use work::in_one;
pub use work::{carry_out, run, take};
