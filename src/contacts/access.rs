//! Who sees and who edits contacts. The one place that says so.

use crate::access::{Branch, Role, Scope, Viewer};
use crate::journal::Entity;

/// Which contacts the viewer sees. Support and marketing talk to every customer; sales see their own, their teams' and
/// those nobody owns yet; everybody what is shared with them.
pub fn visible(viewer: &Viewer) -> Scope {
    if viewer.roles.any(&[Role::Admin, Role::SupportManager, Role::SupportAgent, Role::Marketer]) {
        return Scope::everything();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().map(|team| Branch::Team(*team));
    let pools = viewer.pools.iter().map(|team| Branch::Pool(*team));
    Scope::of(own.chain(teams).chain(pools)).sharing(viewer.shares.to_see(Entity::Contact))
}

/// Which contacts the viewer may change: their own and those nobody owns; managers their teams'; administrators and support
/// managers all; everybody what is shared with them to be changed.
pub fn editable(viewer: &Viewer) -> Scope {
    if viewer.roles.any(&[Role::Admin, Role::SupportManager]) {
        return Scope::everything();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().filter(|_| viewer.is(Role::SalesManager)).map(|team| Branch::Team(*team));
    let pools = viewer.pools.iter().map(|team| Branch::Pool(*team));
    Scope::of(own.chain(teams).chain(pools)).sharing(viewer.shares.to_edit(Entity::Contact))
}
