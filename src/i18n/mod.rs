//! Everything a person reads: messages, and how dates, numbers, money and lists are written.
//!
//! Words live in Fluent files, `locales/<language>/<feature>.ftl`, built into the binary. Pages and
//! mails get a [`Text`] (a language and a time zone) and ask it for words and formats; no other
//! module formats anything for people. Log and command-line text is plain English and stays out.
//!
//! Two pseudo-languages are made from English by code: `en-XA` accents and lengthens every message,
//! so that text which is not in a message file shows ([`is_accented`]); `ar-XB` runs right to left.
//!
//! # Keys
//!
//! A test reads every source file and template and checks that the key in `.t("key")`,
//! `.n("key", …)`, `.a("key", …)`, `.args("key", …)`, `.plain("key", …)`, `.notice("key")` and
//! `Msg::new("key")` exists. A key that is built, or kept in a table, is not seen there: name it in
//! a comment beside the code that builds it, a whole family with a star:
//!
//! ```text
//! // messages: lead-status-* lead-kind-company
//! {# messages: lead-status-* #}
//! ```
//!
//! A second test fails for a message that nothing uses: neither quoted in the sources, nor named in
//! such a comment, nor used by another message. `common.ftl` alone may keep words ready.

mod affixes;
mod arg;
mod formats;
#[cfg(test)]
mod keys;
mod language;
mod locales;
mod messages;
mod pseudo;
mod text;
mod zones;

pub use arg::Arg;
pub use language::Language;
pub use pseudo::{is_accented, unaccented};
pub use text::Text;
pub use zones::{parse_zone, today, zones};
