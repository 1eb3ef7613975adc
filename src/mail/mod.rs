//! Mail out: what the program tells people by mail. A letter is a row of the outbox, written in the transaction of the
//! change it tells of ([`post`]) and sent afterwards by a job ([`send_due`]): a change that is taken back sends
//! nothing, and a mail server that does not answer holds nobody up. Mails that people write to customers go the same way
//! ([`crate::correspondence`]).
//!
//! **Exactly once, as far as SMTP allows.** Of several nodes one has a letter: it is claimed by counting its next try, in one
//! statement. Between the moment the mail server has taken a message and the moment that is written down nothing can promise
//! anything: a node that is killed right there leaves the letter to be sent again a quarter of an hour later. It is the same
//! message then, with the same `Message-ID`, by which mail programs and servers show it once.

mod carrier;
mod outbox;
mod rules;

pub use carrier::{host, send_due};
pub use outbox::{
    Kind, Letter, Standing, Stuck, discard, file, forget, forget_old, is_any_due, post, resend, standing, stuck,
};
