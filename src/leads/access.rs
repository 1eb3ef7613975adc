//! Who sees and who edits leads. The one place that says so.

use super::{Lead, LeadState};
use crate::access::{Branch, Role, Scope, Viewer};
use crate::journal::Entity;

/// Which leads the viewer sees: administrators all, managers those of their teams, reps their own, their team's where
/// it shares, and what waits in the pools above them; marketing all, without amounts. Somebody in sales and in marketing
/// sees as sales do, unless given all amounts. Who sells also sees what is shared with them.
pub fn visible(viewer: &Viewer) -> Scope {
    if viewer.sees_all_as(&[Role::Marketer]) {
        return Scope::everything();
    }
    if !viewer.sells() {
        return Scope::nothing();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().map(|team| Branch::Team(*team));
    let pools = viewer.pools.iter().map(|team| Branch::Pool(*team));
    Scope::of(own.chain(teams).chain(pools)).sharing(viewer.shares.to_see(Entity::Lead))
}

/// Which leads the viewer may change: of those seen, their own; managers and administrators all of them; also what is
/// shared with them to be changed.
pub fn editable(viewer: &Viewer) -> Scope {
    if viewer.is_admin() {
        return Scope::everything();
    }
    if !viewer.sees_leads() {
        return Scope::nothing();
    }
    let own = std::iter::once(Branch::Owner(viewer.id));
    let teams = viewer.teams.iter().filter(|_| viewer.is(Role::SalesManager)).map(|team| Branch::Team(*team));
    Scope::of(own.chain(teams)).sharing(viewer.shares.to_edit(Entity::Lead))
}

/// Where a lead may wait that the viewer takes: in their reach, or shared with them not only to be read.
pub fn claimable(viewer: &Viewer) -> Scope {
    visible(viewer).sharing(viewer.shares.to_edit(Entity::Lead))
}

/// Which leads nobody owns the viewer may hand to somebody: those of the teams they lead, and of the pools above them.
pub fn assignable(viewer: &Viewer) -> Scope {
    if viewer.is_admin() {
        return Scope::everything();
    }
    if !viewer.leads_people() {
        return Scope::nothing();
    }
    Scope::of(viewer.teams.iter().chain(&viewer.pools).map(|team| Branch::Pool(*team)))
}

/// May the viewer take this lead for themselves?
pub fn may_claim(viewer: &Viewer, lead: &Lead) -> bool {
    let waits = lead.state == LeadState::Open && lead.owner_id.is_none();
    waits && viewer.sells() && claimable(viewer).reaches(lead.id, None, lead.team_id)
}

/// May the viewer change this lead? A closed one is read-only for everybody (rule 35).
pub fn may_edit(viewer: &Viewer, lead: &Lead) -> bool {
    lead.state == LeadState::Open && editable(viewer).reaches(lead.id, lead.owner_id, lead.team_id)
}

/// May the viewer turn this lead into a customer? That files a deal, which marketing does not.
pub fn may_qualify(viewer: &Viewer, lead: &Lead) -> bool {
    viewer.sells() && may_edit(viewer, lead)
}

/// May the viewer put a lead with this owner and team into other hands, where they may change it? Who edits it by a share
/// does not take it from its owner.
pub fn may_hand_on(viewer: &Viewer, owner: Option<i64>, team: i64) -> bool {
    editable(viewer).covers(owner, team)
}

/// May the viewer give this lead back to the pool?
pub fn may_release(viewer: &Viewer, lead: &Lead) -> bool {
    lead.owner_id.is_some() && may_edit(viewer, lead) && may_hand_on(viewer, lead.owner_id, lead.team_id)
}

/// May the viewer open this closed lead again?
pub fn may_reactivate(viewer: &Viewer, lead: &Lead) -> bool {
    lead.state == LeadState::Disqualified && editable(viewer).reaches(lead.id, lead.owner_id, lead.team_id)
}

/// Teams into whose pool the viewer may file: their own and those above, those they lead; marketing and administrators
/// any.
pub fn reaches_pool(viewer: &Viewer, team: i64) -> bool {
    let everywhere = viewer.sees_all_as(&[Role::Marketer]);
    everywhere || viewer.pools.contains(&team) || (viewer.leads_people() && viewer.teams.contains(&team))
}

/// May the viewer give leads to people of this team?
pub fn may_assign_to(viewer: &Viewer, team: i64) -> bool {
    viewer.is_admin() || (viewer.leads_people() && viewer.teams.contains(&team))
}
