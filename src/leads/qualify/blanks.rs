//! A lead linked to records that are there already fills only what they lack; where both say something different, the
//! record stays as it is and the reader is told (rule 33).

use crate::accounts::AccountFacts;
use crate::contacts::ContactFacts;
use crate::leads::LeadFacts;
use crate::values::{company, person};

/// One field that was left as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Message key of the field's name.
    pub label: &'static str,
    /// What the record keeps.
    pub kept: String,
    /// What the lead says.
    pub offered: String,
}

/// Fills the blanks of a company; `reached` = the lead's addresses and numbers are the company's own.
pub fn fill_account(facts: &mut AccountFacts, lead: &LeadFacts, reached: bool) -> Vec<Left> {
    let mut left = Vec::new();
    if company::key(&facts.name) != company::key(&lead.company) {
        note(&mut left, "leads-field-company", &facts.name, &lead.company);
    }
    if reached {
        fill(&mut left, "leads-field-emails", &mut facts.emails, &lead.emails);
        fill(&mut left, "leads-field-phones", &mut facts.phones, &lead.phones);
    }
    fill(&mut left, "leads-field-website", &mut facts.website, &lead.website);
    let place = [&mut facts.street, &mut facts.postcode, &mut facts.city, &mut facts.region, &mut facts.country];
    address(&mut left, place, lead);
    left
}

/// Fills the blanks of a person; where they work for a company, its address is not theirs.
pub fn fill_contact(facts: &mut ContactFacts, lead: &LeadFacts, at_home: bool) -> Vec<Left> {
    let mut left = Vec::new();
    if person::key(&facts.name, "") != person::key(&lead.name, "") {
        note(&mut left, "leads-field-name", &facts.name, &lead.name);
    }
    fill(&mut left, "leads-field-title", &mut facts.title, &lead.title);
    fill(&mut left, "leads-field-emails", &mut facts.emails, &lead.emails);
    fill(&mut left, "leads-field-phones", &mut facts.phones, &lead.phones);
    if at_home {
        fill(&mut left, "leads-field-website", &mut facts.website, &lead.website);
        let place = [&mut facts.street, &mut facts.postcode, &mut facts.city, &mut facts.region, &mut facts.country];
        address(&mut left, place, lead);
    }
    left
}

/// An address is one thing: it is filled whole or not at all, lest half of it come from elsewhere.
fn address(left: &mut Vec<Left>, place: [&mut String; 5], lead: &LeadFacts) {
    let offered = [&lead.street, &lead.postcode, &lead.city, &lead.region, &lead.country];
    let labels =
        ["leads-field-street", "leads-field-postcode", "leads-field-city", "leads-field-region", "leads-field-country"];
    let fits =
        place.iter().zip(offered).all(|(kept, offered)| kept.is_empty() || offered.is_empty() || *kept == offered);
    for ((kept, offered), label) in place.into_iter().zip(offered).zip(labels) {
        if fits { fill(left, label, kept, offered) } else { note(left, label, kept, offered) }
    }
}

fn fill(left: &mut Vec<Left>, label: &'static str, kept: &mut String, offered: &str) {
    if kept.trim().is_empty() {
        *kept = offered.to_owned();
    } else {
        note(left, label, kept, offered);
    }
}

/// Lines the record has already, in any case and spacing, are no news.
fn note(left: &mut Vec<Left>, label: &'static str, kept: &str, offered: &str) {
    let plain = |line: &str| line.split_whitespace().collect::<String>().to_lowercase();
    let has = |line: &str| kept.lines().any(|known| plain(known) == plain(line));
    if offered.lines().any(|line| !line.trim().is_empty() && !has(line)) {
        left.push(Left { label, kept: kept.to_owned(), offered: offered.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::samples::lead;

    fn kept_and_offered(left: &[Left]) -> Vec<(&str, &str)> {
        left.iter().map(|one| (one.kept.as_str(), one.offered.as_str())).collect()
    }

    #[test]
    fn a_blank_is_filled_and_a_difference_is_told() {
        let mut left = Vec::new();
        let (mut blank, mut other) = (String::new(), "Old St 1".to_owned());
        fill(&mut left, "x", &mut blank, "New St 2");
        fill(&mut left, "x", &mut other, "New St 2");
        assert_eq!((blank.as_str(), other.as_str()), ("New St 2", "Old St 1"));
        assert_eq!(kept_and_offered(&left), [("Old St 1", "New St 2")]);
    }

    #[test]
    fn the_same_number_written_otherwise_is_no_difference() {
        let mut left = Vec::new();
        let mut emails = "Maria@Example.com\nother@example.com".to_owned();
        fill(&mut left, "x", &mut emails, "maria@example.com");
        assert_eq!(left, []);
    }

    #[test]
    fn half_an_address_never_joins_another_one() {
        let mut facts = lead().facts;
        (facts.street, facts.city) = ("Main St 5".to_owned(), "Gdynia".to_owned());
        let (mut street, mut postcode, mut city) = (String::new(), "00-001".to_owned(), "Warsaw".to_owned());
        let (mut region, mut country) = (String::new(), String::new());
        let mut left = Vec::new();
        address(&mut left, [&mut street, &mut postcode, &mut city, &mut region, &mut country], &facts);
        assert_eq!(street, "");
        assert_eq!(kept_and_offered(&left), [("", "Main St 5"), ("Warsaw", "Gdynia")]);
    }
}
