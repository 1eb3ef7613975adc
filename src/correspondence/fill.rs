//! Merge fields: words in braces in whose place a mail has what they stand for. None is sent unfilled: `{contact.name}` says
//! to a customer that nobody wrote to them.

use std::collections::BTreeMap;

use diesel::QueryResult;
use diesel::sql_types::{Nullable, Text};

use super::boxes::Known;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;

// messages: mails-merge-*
/// Every merge field, by name; what it stands for is the message `mails-merge-` with a hyphen for the dot.
pub const FIELDS: [&str; 7] =
    ["contact.name", "lead.company", "account.name", "deal.name", "me.name", "me.email", "company.name"];

/// What the fields stand for in one mail; a field that is not there has no value.
#[derive(Clone, Debug, Default)]
pub struct Values(BTreeMap<&'static str, String>);

/// A text with its fields filled, and which could not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text; what could not be filled stands in it still.
    pub text: String,
    /// Fields without a value here.
    pub missing: Vec<&'static str>,
    /// Words in braces that look like fields and are none.
    pub unknown: Vec<String>,
}

impl Values {
    /// What the fields stand for in a mail to these people about a record.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, record: Option<(Entity, i64)>, to: &[Known]) -> QueryResult<Values> {
        let mut values = BTreeMap::new();
        let person = to.iter().find(|known| matches!(known.entity, Entity::Contact | Entity::Lead));
        if let Some(known) = person {
            values.insert("contact.name", known.name.clone());
        }
        let company: Vec<(String, String)> = match record {
            Some((Entity::Lead, id)) => {
                let rows = Sql::new("SELECT name, company FROM leads WHERE id = ").bind(id);
                let rows = rows.load::<(Text, Text), (String, String)>(tx.db)?;
                rows.into_iter().map(|(_, company)| ("lead.company".to_owned(), company)).collect()
            }
            Some((Entity::Account, id)) => {
                let rows = Sql::new("SELECT name FROM accounts WHERE id = ").bind(id);
                let rows = rows.load::<(Text,), (String,)>(tx.db)?;
                rows.into_iter().map(|(name,)| ("account.name".to_owned(), name)).collect()
            }
            Some((Entity::Opportunity, id)) => {
                let sql = "SELECT o.name, a.name FROM opportunities o LEFT JOIN accounts a ON a.id = o.account_id WHERE o.id = ";
                let rows = Sql::new(sql).bind(id).load::<(Text, Nullable<Text>), (String, Option<String>)>(tx.db)?;
                let both = |(deal, account): (String, Option<String>)| {
                    [("deal.name".to_owned(), deal), ("account.name".to_owned(), account.unwrap_or_default())]
                };
                rows.into_iter().flat_map(both).collect()
            }
            _ => Vec::new(),
        };
        for (name, value) in company {
            values.extend(FIELDS.iter().find(|field| **field == name).map(|field| (*field, value)));
        }
        let me = tx.directory.person(tx.viewer.id);
        values.insert("me.name", tx.viewer.name.clone());
        values.insert("me.email", me.and_then(|me| me.email.clone()).unwrap_or_default());
        values.insert("company.name", tx.directory.organization.name.clone());
        values.retain(|_, value| !value.trim().is_empty());
        Ok(Values(values))
    }

    /// Fills a text.
    pub fn fill(&self, text: &str) -> Filled {
        let mut filled = Filled::default();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            filled.text.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(name) = field_at(rest) else {
                filled.text.push('{');
                rest = &rest[1..];
                continue;
            };
            let whole = &rest[..name.len() + 2];
            rest = &rest[whole.len()..];
            let known = FIELDS.iter().find(|field| **field == name);
            match (known, known.and_then(|field| self.0.get(field))) {
                (_, Some(value)) => filled.text.push_str(value),
                (Some(field), None) => {
                    filled.text.push_str(whole);
                    filled.missing.push(field);
                }
                (None, None) => {
                    filled.text.push_str(whole);
                    filled.unknown.push(whole.to_owned());
                }
            }
        }
        filled.text.push_str(rest);
        filled
    }
}

/// What stands in braces here, where it has the shape of a field: small letters with one dot between them.
fn field_at(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    let (first, second) = name.split_once('.')?;
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (is_word(first) && is_word(second)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values([("contact.name", "Anna {deal.name}".to_owned()), ("me.name", "Bo".to_owned())].into())
    }

    #[test]
    fn fields_are_filled_once_and_braces_of_others_left_alone() {
        let filled = values().fill("Dear {contact.name}, {x} {} {{me.name}} {9.9} }{ bye {me.name}");
        assert_eq!(filled.text, "Dear Anna {deal.name}, {x} {} {Bo} {9.9} }{ bye Bo");
        assert!(filled.missing.is_empty() && filled.unknown.is_empty());
    }

    #[test]
    fn what_cannot_be_filled_is_named() {
        let filled = values().fill("{deal.name} of {contact.nam} — {account.name}");
        assert_eq!(filled.missing, ["deal.name", "account.name"]);
        assert_eq!(filled.unknown, ["{contact.nam}"]);
        assert_eq!(filled.text, "{deal.name} of {contact.nam} — {account.name}");
    }
}
