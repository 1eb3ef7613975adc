//! The fields of a lead, and the groups its page shows and edits them in.

use crate::access::{Sensitive, Viewer};
use crate::fields::{Field, Kind};

/// Every field a person may come to see, in the order of the page. Region and country are no personal data: leads are
/// handed out by them.
pub const FIELDS: &[Field] = &[
    Field::new("name", "leads-field-name", Kind::Text),
    Field::new("company", "leads-field-company", Kind::Text),
    Field::new("title", "leads-field-title", Kind::Text),
    Field::new("buying_role_id", "leads-field-buying-role", Kind::Pick),
    Field::new("emails", "leads-field-emails", Kind::Lines).personal(),
    Field::new("phones", "leads-field-phones", Kind::Lines).personal(),
    Field::new("website", "leads-field-website", Kind::Text).personal(),
    Field::new("street", "leads-field-street", Kind::Text).personal(),
    Field::new("postcode", "leads-field-postcode", Kind::Text).personal(),
    Field::new("city", "leads-field-city", Kind::Text).personal(),
    Field::new("region", "leads-field-region", Kind::Text),
    Field::new("country", "leads-field-country", Kind::Country),
    Field::new("need", "leads-field-need", Kind::Word("leads-answer-")),
    Field::new("need_note", "leads-field-need-note", Kind::Text),
    Field::new("budget", "leads-field-budget", Kind::Word("leads-answer-")),
    Field::new("budget_minor", "leads-field-budget-amount", Kind::Money),
    Field::new("timeframe", "leads-field-timeframe", Kind::Word("leads-timeframe-")),
    Field::new("authority", "leads-field-authority", Kind::Word("leads-answer-")),
    Field::new("product_interest", "leads-field-product-interest", Kind::Text),
    Field::new("value_minor", "leads-field-value", Kind::Money),
    Field::new("currency", "leads-field-currency", Kind::Currency),
    Field::new("source_id", "leads-field-source", Kind::Pick),
    Field::new("notes", "leads-field-notes", Kind::Lines),
    Field::new("status_id", "leads-field-status", Kind::Pick),
    Field::new("state", "leads-field-state", Kind::Word("leads-state-")),
    Field::new("owner_id", "leads-field-owner", Kind::Person),
    Field::new("team_id", "leads-field-team", Kind::Team),
    Field::new("created_at", "leads-field-created-at", Kind::Instant),
    Field::new("claimed_at", "leads-field-claimed-at", Kind::Instant),
    Field::new("first_contact_at", "leads-field-first-contact-at", Kind::Instant),
    Field::new("closed_at", "leads-field-closed-at", Kind::Instant),
    Field::new("close_reason_id", "leads-field-close-reason", Kind::Pick),
    Field::new("close_note", "leads-field-close-note", Kind::Text),
    Field::new("release_reason_id", "leads-field-release-reason", Kind::Pick),
    Field::new("release_note", "leads-field-release-note", Kind::Text),
    Field::new("account_id", "leads-field-account", Kind::Account),
    Field::new("contact_id", "leads-field-contact", Kind::Contact),
    Field::new("opportunity_id", "leads-field-opportunity", Kind::Opportunity),
    crate::tags::FIELD,
];

/// A part of the lead that is shown and edited together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who it is.
    Who,
    /// How to reach it.
    Reach,
    /// Where it is.
    Address,
    /// The four questions of qualification.
    Answers,
    /// What it wants, and where it came from.
    Interest,
    /// Whose it is, and how far.
    Work,
}

impl Part {
    /// Every part, in the order of the page.
    pub const ALL: [Part; 6] = [Part::Who, Part::Reach, Part::Address, Part::Answers, Part::Interest, Part::Work];

    /// Its name in addresses and forms, and the end of its message key.
    pub fn name(self) -> &'static str {
        match self {
            Part::Who => "who",
            Part::Reach => "reach",
            Part::Address => "address",
            Part::Answers => "answers",
            Part::Interest => "interest",
            Part::Work => "work",
        }
    }

    /// The part of this name.
    pub fn find(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Is there anything in it that this viewer may see?
    pub fn is_seen_by(self, viewer: &Viewer) -> bool {
        self != Part::Reach || viewer.sees(Sensitive::Personal)
    }

    /// Message key of its heading.
    pub fn label(self) -> String {
        // messages: leads-part-*
        format!("leads-part-{}", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal;
    use crate::leads::samples;

    #[test]
    fn every_field_of_the_record_has_a_row_or_is_nobodys_business() {
        let inner = ["id", "external_id"];
        let [before, after] = samples::two_that_differ_in_everything();
        for change in journal::diff(&before, &after) {
            let known = Field::find(FIELDS, &change.field).is_some() || inner.contains(&change.field.as_str());
            assert!(known, "{} has no row", change.field);
        }
    }
}
