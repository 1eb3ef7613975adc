//! The cast: the same people in every test. Alice owns, Bob is on her team, Charlie is outside, Mona manages them,
//! Sam supports, Mark does marketing, Ada administers.

use fursa::access::Role;

/// Who is at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Nobody has signed in; as an owner: nobody's.
    Nobody,
    /// A sales rep in North-East: the owner.
    Alice,
    /// A sales rep on Alice's team, which does not share its records.
    Bob,
    /// A sales rep in South: the outsider.
    Charlie,
    /// The manager of North, above Alice's team.
    Mona,
    /// A support agent.
    Sam,
    /// A marketer.
    Mark,
    /// The administrator.
    Ada,
    /// Somebody a test added, by id.
    Person(i64),
}

impl Who {
    /// Everybody who is there from the beginning.
    pub const CAST: [Who; 7] = [Who::Alice, Who::Bob, Who::Charlie, Who::Mona, Who::Sam, Who::Mark, Who::Ada];

    /// First name: also the name in the address `alice@fursa.test`.
    pub fn name(self) -> &'static str {
        match self {
            Who::Alice => "Alice",
            Who::Bob => "Bob",
            Who::Charlie => "Charlie",
            Who::Mona => "Mona",
            Who::Sam => "Sam",
            Who::Mark => "Mark",
            Who::Ada => "Ada",
            Who::Nobody | Who::Person(_) => "",
        }
    }

    /// The address they sign in with.
    pub fn email(self) -> String {
        format!("{}@fursa.test", self.name().to_lowercase())
    }

    /// Their role.
    pub fn role(self) -> Role {
        match self {
            Who::Alice | Who::Bob | Who::Charlie | Who::Nobody | Who::Person(_) => Role::SalesRep,
            Who::Mona => Role::SalesManager,
            Who::Sam => Role::SupportAgent,
            Who::Mark => Role::Marketer,
            Who::Ada => Role::Admin,
        }
    }

    /// The name of their team.
    pub(super) fn team(self) -> &'static str {
        match self {
            Who::Alice | Who::Bob => "North-East",
            Who::Charlie => "South",
            Who::Mona => "North",
            Who::Sam | Who::Mark | Who::Ada | Who::Nobody | Who::Person(_) => "Fjord Trading",
        }
    }
}
