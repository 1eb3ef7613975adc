//! What accounts and contacts have in common: reading what was typed about a customer, the parts of their pages,
//! and the picker of a company.

mod holders;
pub mod picker;
mod typed;

pub use holders::{first_owner, owners};
pub use typed::{Typed, amount_text, id_text};

use crate::text_enum;
use crate::web::Ui;

text_enum! {
    /// A group of fields that is shown and edited together.
    pub enum Part {
        /// What or who it is.
        About = "about",
        /// How to reach it.
        Reach = "reach",
        /// Where it is.
        Address = "address",
        /// On which terms it buys.
        Terms = "terms",
        /// Whose it is, and what was noted.
        Work = "work",
    }
}

/// Which part of a record is asked for, to be edited alone.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct AskedPart {
    part: String,
}

impl AskedPart {
    /// The part's name; empty for all of them.
    pub fn name(&self) -> &'static str {
        self.part.parse::<Part>().map_or("", Part::name)
    }
}

/// The heading of a form: the part that is edited, or what the whole is called.
pub fn heading(ui: &Ui, part: &str, whole: String) -> String {
    part.parse::<Part>().map_or(whole, |part| ui.t(part_key(&part)).to_owned())
}

/// Is this part on the form? A form without a part shows all of them.
pub fn shows(asked: &str, part: Part) -> bool {
    asked.parse::<Part>().map_or(true, |asked| asked == part)
}

// messages: customers-part-*
/// Message key of what a part is called.
pub fn part_key(part: &Part) -> &'static str {
    match part {
        Part::About => "customers-part-about",
        Part::Reach => "customers-part-reach",
        Part::Address => "customers-part-address",
        Part::Terms => "customers-part-terms",
        Part::Work => "customers-part-work",
    }
}
