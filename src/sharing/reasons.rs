//! Why a viewer sees a record: the branches of their scope it lies in, and what is shared with them, one by one.

use super::{Share, Subject, With};
use crate::access::{Branch, Role, Scope, Viewer};

/// One reason to see a record. Each is enough by itself, but for the first: a stand-in sees what who is away sees, for the
/// reasons that follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They stand in for this person.
    StandsIn(i64),
    /// A role of theirs sees all records of the kind.
    Role,
    /// It is theirs.
    Owner,
    /// It belongs to the team they lead.
    Leads(i64),
    /// It belongs to a team below the one they lead.
    Below {
        /// The record's team.
        team: i64,
        /// The team they lead.
        led: i64,
    },
    /// It belongs to their team, which shows its records to its members.
    Member(i64),
    /// It waits in a pool that reaches down to them.
    Pool(i64),
    /// It is shared with them, or with a team they belong to or reach.
    Shared(Share),
}

/// Every reason that holds; none exactly where the scope, which is what the viewer sees of the record's kind, does not
/// reach it.
pub fn reasons(viewer: &Viewer, scope: &Scope, record: &Subject, shares: &[Share]) -> Vec<Reason> {
    let by_place = scope.branches().iter().filter_map(|branch| by_place(viewer, *branch, record));
    let is_theirs = |share: &&Share| scope.shared().is_some() && is_meant(viewer, share.with);
    let shared = shares.iter().filter(is_theirs).cloned().map(Reason::Shared);
    let own: Vec<Reason> = by_place.chain(shared).collect();
    let acting = viewer.on_behalf_of().filter(|_| !own.is_empty()).map(Reason::StandsIn);
    acting.into_iter().chain(own).collect()
}

fn by_place(viewer: &Viewer, branch: Branch, record: &Subject) -> Option<Reason> {
    let (owner, team) = (record.owner_id, record.team_id);
    match branch {
        Branch::All => Some(Reason::Role),
        Branch::Owner(person) => (owner == Some(person)).then_some(Reason::Owner),
        Branch::Pool(of) => (owner.is_none() && team == of).then_some(Reason::Pool(of)),
        Branch::Team(of) if of != team => None,
        Branch::Team(_) if !viewer.is(Role::SalesManager) => Some(Reason::Member(team)),
        Branch::Team(_) if viewer.team_id == team => Some(Reason::Leads(team)),
        Branch::Team(_) => Some(Reason::Below { team, led: viewer.team_id }),
    }
}

/// Is it a share with the viewer, or with a team they belong to or reach?
pub fn is_meant(viewer: &Viewer, with: With) -> bool {
    match with {
        With::Person(id) => viewer.id == id,
        With::Team(id) => viewer.team_id == id || viewer.teams.contains(&id),
    }
}
