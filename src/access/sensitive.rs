//! What of a record is not for everybody's eyes: groups of fields, each hidden from the roles that the settings name. What
//! is hidden is hidden everywhere: on pages, in search, orders, filters, files and histories (rule 46).

use super::{Role, Roles};

/// A group of fields that roles can be kept from. A new one is a variant here, with the roles that need it; a column of the
/// company's settings and its messages; and a word of the fields that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensitive {
    /// What leads and deals are worth.
    Amounts,
    /// How leads and contacts are reached, and where they live.
    Personal,
}

impl Sensitive {
    /// Every group, in the order they are listed to a person.
    pub const ALL: [Sensitive; 2] = [Sensitive::Amounts, Sensitive::Personal];

    /// The group's name in forms and at the end of message keys.
    pub fn name(self) -> &'static str {
        match self {
            Sensitive::Amounts => "amounts",
            Sensitive::Personal => "personal",
        }
    }

    /// The roles it can't be hidden from: an administrator could show it to themselves at any time, and who sells says
    /// what a deal is worth.
    pub fn always(self) -> Roles {
        match self {
            Sensitive::Amounts => Roles::of(&[Role::Admin, Role::SalesManager, Role::SalesRep]),
            Sensitive::Personal => Roles::of(&[Role::Admin]),
        }
    }
}

/// By which of their roles somebody sees each group. With several roles the most generous one counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight([Roles; Sensitive::ALL.len()]);

impl Sight {
    /// What somebody of these roles sees, where each group is hidden from some.
    pub fn of(roles: Roles, hidden_from: impl Fn(Sensitive) -> Roles) -> Sight {
        let seen_by = |group: Sensitive| roles.but(hidden_from(group).but(group.always()));
        Sight(Sensitive::ALL.map(seen_by))
    }

    /// Sees everything.
    pub fn everything() -> Sight {
        Sight::of(Roles::of(&Role::ALL), |_| Roles::default())
    }

    /// The same for somebody who was given a group whatever their roles are.
    #[must_use]
    pub fn given(mut self, group: Sensitive, roles: Roles) -> Sight {
        self.0[group as usize] = roles;
        self
    }

    /// The roles by which a group is seen; none by which it is hidden.
    pub fn by(self, group: Sensitive) -> Roles {
        self.0[group as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(group: Sensitive) -> Roles {
        match group {
            Sensitive::Amounts => Roles::of(&[Role::Marketer, Role::SupportAgent]),
            Sensitive::Personal => Roles::of(&Role::ALL),
        }
    }

    #[test]
    fn the_most_generous_role_counts() {
        let sight = Sight::of(Roles::of(&[Role::Marketer, Role::SalesRep]), hidden);
        assert_eq!(sight.by(Sensitive::Amounts), Roles::of(&[Role::SalesRep]));
        assert!(sight.by(Sensitive::Personal).is_empty());
    }

    #[test]
    fn nothing_is_hidden_from_an_administrator() {
        let sight = Sight::of(Roles::of(&[Role::Admin]), |_| Roles::of(&Role::ALL));
        assert!(Sensitive::ALL.into_iter().all(|group| !sight.by(group).is_empty()));
    }

    #[test]
    fn what_is_given_is_seen_by_every_role() {
        let roles = Roles::of(&[Role::Marketer]);
        let sight = Sight::of(roles, hidden).given(Sensitive::Amounts, roles);
        assert_eq!(sight.by(Sensitive::Amounts), roles);
    }
}
