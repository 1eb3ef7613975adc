//! People and teams while an import runs: those there are, and those it makes on the way.

use std::collections::HashMap;

use super::refusal::Why;
use crate::access::Role;
use crate::directory::Directory;
use crate::values::{email, person, text};

/// What an import needs to know of a person.
#[derive(Clone, Debug)]
pub struct Known {
    /// Their id.
    pub id: i64,
    /// Their team.
    pub team: i64,
    /// Can they be given work?
    pub active: bool,
    /// Leads their team?
    pub leads: bool,
}

/// Everybody, by address and by name.
#[derive(Debug, Default)]
pub struct People {
    all: HashMap<i64, Known>,
    by_name: HashMap<String, Vec<i64>>,
    by_email: HashMap<String, i64>,
}

impl People {
    /// Everybody there is.
    pub fn of(directory: &Directory) -> People {
        let mut people = People::default();
        for person in &directory.people {
            let leads = person.roles().has(Role::SalesManager);
            let known = Known { id: person.id, team: person.team_id, active: person.active, leads };
            people.add(&person.name, person.email.as_deref(), known);
        }
        people
    }

    /// Adds somebody, or what is new about them.
    pub fn add(&mut self, name: &str, email: Option<&str>, known: Known) {
        let ids = self.by_name.entry(person::key(name, "")).or_default();
        if !ids.contains(&known.id) {
            ids.push(known.id);
        }
        if let Some(email) = email {
            self.by_email.insert(text::lower(email.trim()), known.id);
        }
        self.all.insert(known.id, known);
    }

    /// The person with this id.
    pub fn get(&self, id: i64) -> Option<&Known> {
        self.all.get(&id)
    }

    /// Who has this address.
    pub fn by_email(&self, email: &str) -> Option<&Known> {
        self.by_email.get(&text::lower(email.trim())).and_then(|id| self.all.get(id))
    }

    /// Everybody of this name.
    pub fn by_name(&self, name: &str) -> Vec<&Known> {
        let ids = self.by_name.get(&person::key(name, "")).into_iter().flatten();
        ids.filter_map(|id| self.all.get(id)).collect()
    }

    /// The one person an owner's cell means: an address, else a name that only one active person has.
    ///
    /// # Errors
    /// Why nobody can be meant.
    pub fn meant(&self, cell: &str) -> Result<&Known, Why> {
        let address = email::all_in(cell).and_then(|all| all.into_iter().next());
        let found = match address.and_then(|address| self.by_email(&address.key)) {
            Some(known) => vec![known],
            // `Maria Li <maria@…>`, `Maria Li (Inactive)`: the name stands in front.
            None => self.by_name(cell.split(['<', '(']).next().unwrap_or(cell)),
        };
        let active: Vec<&Known> = found.iter().copied().filter(|known| known.active).collect();
        match (active.as_slice(), found.is_empty()) {
            ([one], _) => Ok(one),
            ([], true) => Err(Why::UnknownPerson),
            ([], false) => Err(Why::InactivePerson),
            _ => Err(Why::SeveralPeople),
        }
    }
}

/// Every team, by name.
#[derive(Debug, Default)]
pub struct TeamBook {
    by_name: HashMap<String, i64>,
}

impl TeamBook {
    /// The teams there are; of two with one name the first.
    pub fn of(directory: &Directory) -> TeamBook {
        let mut book = TeamBook::default();
        for team in directory.teams.all().iter().filter(|team| team.active) {
            book.by_name.entry(text::fold(&team.name)).or_insert(team.id);
        }
        book
    }

    /// The team of this name.
    pub fn find(&self, name: &str) -> Option<i64> {
        self.by_name.get(&text::fold(name)).copied()
    }

    /// Adds a team.
    pub fn add(&mut self, name: &str, id: i64) {
        self.by_name.entry(text::fold(name)).or_insert(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: i64, active: bool) -> Known {
        Known { id, team: 1, active, leads: false }
    }

    #[test]
    fn an_owner_is_an_address_or_a_name_that_one_active_person_has() {
        let mut people = People::default();
        people.add("Maria Li", Some("Maria@acme.com"), known(1, true));
        people.add("Jan Nowak", None, known(2, true));
        people.add("Jan Nowak", None, known(3, false));
        people.add("Ewa Lis", None, known(4, false));
        people.add("Li Maria", Some("li@acme.com"), known(5, true));
        let meant = |cell| people.meant(cell).map(|known| known.id);
        assert_eq!(meant("maria@ACME.com"), Ok(1));
        assert_eq!(meant("nowak, jan"), Ok(2));
        assert_eq!(meant("Maria Li <maria@acme.com>"), Ok(1));
        assert_eq!(meant("Jan Nowak (jan@old.example)"), Ok(2));
        assert_eq!(meant("Ewa Lis"), Err(Why::InactivePerson));
        assert_eq!(meant("Maria Li"), Err(Why::SeveralPeople));
        assert_eq!(meant("Nobody"), Err(Why::UnknownPerson));
    }
}
