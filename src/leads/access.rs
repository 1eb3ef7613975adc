//! Who sees and who edits leads. The one place that says so.

use crate::access::{Branch, Role, Scope, Viewer};

/// Which leads the viewer sees: administrators all, managers those of their teams, reps their own, their team's where
/// it shares, and what waits in the pools above them.
pub fn visible(viewer: &Viewer) -> Scope {
    if viewer.roles.any(&[Role::Admin, Role::Marketer]) {
        return Scope::everything();
    }
    if !viewer.sells() {
        return Scope::nothing();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().map(|team| Branch::Team(*team));
    let pools = viewer.pools.iter().map(|team| Branch::Pool(*team));
    Scope::of(own.chain(teams).chain(pools))
}

/// Which leads the viewer may change: of those seen, their own; managers and administrators all of them.
pub fn editable(viewer: &Viewer) -> Scope {
    if viewer.is_admin() {
        return Scope::everything();
    }
    if !viewer.sees_leads() {
        return Scope::nothing();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().filter(|_| viewer.is(Role::SalesManager)).map(|team| Branch::Team(*team));
    Scope::of(own.chain(teams))
}
