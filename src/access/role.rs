//! What a person is at work. A person may hold several roles at once.

use std::fmt;
use std::str::FromStr;

/// One role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Runs the installation: people, teams, stages, lists.
    Admin,
    /// Leads a team and everything below it.
    SalesManager,
    /// Sells.
    SalesRep,
    /// Leads support.
    SupportManager,
    /// Answers customers.
    SupportAgent,
    /// Finds and warms up new customers.
    Marketer,
}

impl Role {
    /// Every role, in the order they are listed to a person.
    pub const ALL: [Role; 6] =
        [Role::Admin, Role::SalesManager, Role::SalesRep, Role::SupportManager, Role::SupportAgent, Role::Marketer];

    /// The role's name in the database, in files and in the message key `role-…`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::SalesManager => "sales_manager",
            Role::SalesRep => "sales_rep",
            Role::SupportManager => "support_manager",
            Role::SupportAgent => "support_agent",
            Role::Marketer => "marketer",
        }
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(name: &str) -> Result<Role, ()> {
        Role::ALL.into_iter().find(|role| role.name() == name).ok_or(())
    }
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// The set of these roles.
    pub fn of(roles: &[Role]) -> Roles {
        Roles(roles.iter().fold(0, |set, role| set | bit(*role)))
    }

    /// Reads the names as they are stored; a name this version does not know gives nothing.
    pub fn parse(names: &str) -> Roles {
        Roles(names.split_whitespace().filter_map(|name| name.parse().ok()).fold(0, |set, role| set | bit(role)))
    }

    /// Is the role among them?
    pub fn has(self, role: Role) -> bool {
        self.0 & bit(role) != 0
    }

    /// Is any of the roles among them?
    pub fn any(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Sells, or leads those who do?
    pub fn sell(self) -> bool {
        self.any(&[Role::Admin, Role::SalesManager, Role::SalesRep])
    }

    /// These and the others.
    pub fn and(self, others: Roles) -> Roles {
        Roles(self.0 | others.0)
    }

    /// These but for the others.
    #[must_use]
    pub fn but(self, others: Roles) -> Roles {
        Roles(self.0 & !others.0)
    }

    /// The roles one by one.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }

    /// No role at all?
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Roles {
    /// The names as they are stored.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Role::name).collect();
        out.write_str(&names.join(" "))
    }
}

fn bit(role: Role) -> u8 {
    1 << role as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_survive_being_stored() {
        let roles = Roles::of(&[Role::Marketer, Role::Admin]);
        assert_eq!(roles.to_string(), "admin marketer");
        assert_eq!(Roles::parse("admin marketer"), roles);
    }

    #[test]
    fn an_unknown_role_gives_nothing() {
        assert!(Roles::parse("emperor").is_empty());
    }
}
