//! Mail out: what the program tells people by mail. A letter is a row of the outbox, written in the transaction of the
//! change it tells of ([`post`]) and sent afterwards by a job ([`send_due`]): a change that is taken back sends
//! nothing, and a mail server that does not answer holds nobody up.

mod carrier;
mod outbox;
mod rules;

pub use carrier::send_due;
pub use outbox::{Kind, Letter, Standing, forget_old, is_any_due, post, standing};
