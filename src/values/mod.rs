//! The values of the trade: what an amount, a phone number, a name or a period *is*, whoever uses
//! it. Pure: no query, no web, no clock, no text for people; what is wrong with a value is a
//! variant that the message files turn into a sentence.
//!
//! - Reckoning: [`money`], [`currency`], [`rate`], [`percent`], [`number`] and [`digits`].
//! - Reaching people: [`email`], [`phone`], [`domain`], [`country`].
//! - Finding and recognising them: [`text`] folds, [`person`], [`company`] and [`script`] make the
//!   keys under which two spellings of one name meet.
//! - Time: [`period`] has half-open ranges of days, [`relative`] says them by today, [`datetext`] finds out how a column of an
//!   imported file writes its dates; [`wall`] reads times of day as clocks somewhere show them.
//! - Files: [`guard`] keeps a cell from being run as a formula.
//! - Secrets: [`token`].

pub mod company;
pub mod country;
pub mod currency;
pub mod datetext;
pub mod digits;
pub mod domain;
pub mod email;
pub mod guard;
pub mod money;
pub mod number;
pub mod percent;
pub mod period;
pub mod person;
pub mod phone;
pub mod rate;
pub mod relative;
pub mod script;
pub mod text;
pub mod token;
pub mod wall;
