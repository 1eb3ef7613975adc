//! Mailboxes as they are typed, and whom a record knows: its own addresses, and those of its contacts.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};
use lettre::message::Mailbox;

use crate::access::Sensitive;
use crate::activities;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;
use crate::values::email::Email;

/// Whom a record knows are offered up to this many.
const OFFERED: usize = 60;

/// Somebody a record knows, with the address they are written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What kind of record they are.
    pub entity: Entity,
    /// Which one.
    pub id: i64,
    /// What they are called.
    pub name: String,
    /// The first of their addresses.
    pub email: String,
}

impl Known {
    /// What a form sends for them.
    pub fn value(&self) -> String {
        format!("{}-{}", self.entity.name(), self.id)
    }

    /// Their mailbox; nothing where the address is none.
    pub fn mailbox(&self) -> Option<Mailbox> {
        Some(Mailbox::new(Some(self.name.clone()), self.email.parse().ok()?))
    }

    /// What they are called on the form; where addresses are not shown to the viewer, only by name.
    pub fn label(&self, tx: &Tx<'_>) -> String {
        match tx.viewer.sees(Sensitive::Personal) {
            true => tx.text.row(&[self.name.as_str(), self.email.as_str()]),
            false => self.name.clone(),
        }
    }
}

/// Everybody the record knows who has an address, as far as the viewer may see them: itself first.
///
/// # Errors
/// What the database answers.
pub fn known(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<Vec<Known>> {
    let mut hosts = vec![record];
    if let (Entity::Opportunity, id) = record {
        let account = Sql::new("SELECT account_id FROM opportunities WHERE account_id IS NOT NULL AND id = ").bind(id);
        hosts
            .extend(account.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(account,)| (Entity::Account, account)));
    }
    let mut wanted = Vec::new();
    for host in hosts {
        wanted.push(host);
        let contacts = activities::contacts_of(tx, Some(host), OFFERED)?;
        wanted.extend(contacts.into_iter().map(|id| (Entity::Contact, id)));
    }
    let names = records::named(tx, &wanted)?;
    let mut all: Vec<Known> = Vec::new();
    for (entity, id) in wanted {
        let Some(named) = names.get(&(entity, id)).filter(|named| named.visible) else { continue };
        let is_there = all.iter().any(|one| (one.entity, one.id) == (entity, id));
        if let Some(email) = address_of(tx, entity, id)?.filter(|_| !is_there) {
            all.push(Known { entity, id, name: named.name.clone(), email });
        }
    }
    Ok(all)
}

/// Whom a mail about the record begins with: the deal's own contact, or the only one there is to write to.
///
/// # Errors
/// What the database answers.
pub fn likely(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<Vec<String>> {
    let known = known(tx, record)?;
    if let (Entity::Opportunity, id) = record {
        let sql = Sql::new("SELECT contact_id FROM opportunities WHERE contact_id IS NOT NULL AND id = ").bind(id);
        let main = sql.load::<(BigInt,), (i64,)>(tx.db)?.first().map(|(contact,)| (Entity::Contact, *contact));
        if let Some(main) = known.iter().find(|known| Some((known.entity, known.id)) == main) {
            return Ok(vec![main.value()]);
        }
    }
    let own = known.iter().find(|known| (known.entity, known.id) == record && record.0 != Entity::Account);
    let only = own.or_else(|| known.first().filter(|_| known.len() == 1));
    Ok(only.map(Known::value).into_iter().collect())
}

/// The first address of a record that is one.
fn address_of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Option<String>> {
    let table = match entity {
        Entity::Lead | Entity::Contact | Entity::Account => records::table(entity),
        _ => return Ok(None),
    };
    let rows =
        Sql::new(&format!("SELECT emails FROM {table} WHERE id = ")).bind(id).load::<(Text,), (String,)>(tx.db)?;
    let first = |lines: String| lines.lines().find_map(|line| Email::parse(line).ok()).map(|email| email.typed);
    Ok(rows.into_iter().find_map(|(lines,)| first(lines)))
}

/// The mailboxes somebody typed, with commas, semicolons or ends of lines between them.
///
/// # Errors
/// The first that is none, as it was typed.
pub fn read(typed: &str) -> Result<Vec<Mailbox>, String> {
    let parts = parts(typed);
    parts.into_iter().map(|part| part.parse::<Mailbox>().map_err(|_| part.clone())).collect()
}

/// Cut where no quotes stand around it: a name may hold a comma.
fn parts(typed: &str) -> Vec<String> {
    let (mut parts, mut is_quoted) = (vec![String::new()], false);
    for c in typed.chars() {
        is_quoted ^= c == '"';
        match c {
            ',' | ';' | '\n' if !is_quoted => parts.push(String::new()),
            c => parts.iter_mut().last().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// One a line, as they are stored.
pub fn lines(boxes: &[Mailbox]) -> String {
    boxes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Stored mailboxes as the viewer may read them: without their addresses where those are not shown to them.
pub fn shown(tx: &Tx<'_>, lines: &str) -> String {
    let sees = tx.viewer.sees(Sensitive::Personal);
    let one = |line: &str| match line.parse::<Mailbox>() {
        _ if sees => line.to_owned(),
        Ok(mailbox) => mailbox.name.unwrap_or_else(|| tx.text.t("mails-address-hidden").to_owned()),
        Err(_) => tx.text.t("mails-address-hidden").to_owned(),
    };
    let all: Vec<String> = lines.lines().map(one).collect();
    all.join(", ")
}

/// What is compared of an address.
pub fn key(mailbox: &Mailbox) -> String {
    mailbox.email.to_string().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_read_as_people_type_them() {
        let all = read("ann@x.example; \"Lee, Bo\" <bo@x.example>\nCy <cy@x.example>,").unwrap();
        let keys: Vec<String> = all.iter().map(key).collect();
        assert_eq!(keys, ["ann@x.example", "bo@x.example", "cy@x.example"]);
        assert_eq!(all[1].name.as_deref(), Some("Lee, Bo"));
        assert_eq!(read(&lines(&all)).unwrap(), all, "they are stored as they can be read again");
        assert_eq!(read(" , ").unwrap(), []);
    }

    #[test]
    fn what_is_no_address_is_named() {
        assert_eq!(read("ann@x.example, bo at x"), Err("bo at x".to_owned()));
        assert_eq!(read("ann@x.example\r\nBcc: all@x.example").unwrap_err(), "Bcc: all@x.example");
    }
}
