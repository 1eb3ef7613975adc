//! Who sees and who edits opportunities. The one place that says so.

use crate::access::{Branch, Role, Scope, Viewer};
use crate::journal::Entity;

/// Which opportunities the viewer sees: administrators, support and marketing all (the latter without what they are
/// worth, unless given), managers those of their teams, reps their own, their team's where it shares, and those nobody
/// owns yet in the teams above them. Somebody in sales and in support sees as sales do, unless given all amounts.
/// Who sells also sees what is shared with them.
pub fn visible(viewer: &Viewer) -> Scope {
    if viewer.sees_all_as(&[Role::SupportManager, Role::SupportAgent, Role::Marketer]) {
        return Scope::everything();
    }
    if !viewer.sells() {
        return Scope::nothing();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().map(|team| Branch::Team(*team));
    let pools = viewer.pools.iter().map(|team| Branch::Pool(*team));
    Scope::of(own.chain(teams).chain(pools)).sharing(viewer.shares.to_see(Entity::Opportunity))
}

/// Which opportunities the viewer may change: of those seen, their own; managers and administrators all of them;
/// who sells also what is shared with them to be changed.
pub fn editable(viewer: &Viewer) -> Scope {
    if viewer.is_admin() {
        return Scope::everything();
    }
    if !viewer.sells() {
        return Scope::nothing();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().filter(|_| viewer.is(Role::SalesManager)).map(|team| Branch::Team(*team));
    Scope::of(own.chain(teams)).sharing(viewer.shares.to_edit(Entity::Opportunity))
}
