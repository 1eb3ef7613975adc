//! Who stands in for whom, and the viewer a stand-in is meanwhile.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Directory;
use crate::access::{Acting, Role, Viewer};
use crate::db::schema::delegations;

/// Somebody's work in somebody else's hands for a while.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = delegations)]
pub struct Delegation {
    /// Its id.
    pub id: i64,
    /// Who is away.
    pub person_id: i64,
    /// Who stands in for them.
    pub stand_in_id: i64,
    /// The first day, where the company is.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

impl Delegation {
    /// Is the day one of its days?
    pub fn runs(&self, today: NaiveDate) -> bool {
        (self.from_on..=self.until_on).contains(&today)
    }
}

impl Directory {
    /// What somebody has put into others' hands and is not over, the first to begin first.
    pub fn delegations_of(&self, person: i64, today: NaiveDate) -> impl Iterator<Item = &Delegation> {
        self.delegations.iter().filter(move |one| one.person_id == person && one.until_on >= today)
    }

    /// The delegations by which somebody may act for others today.
    pub fn stands_in(&self, person: i64, today: NaiveDate) -> impl Iterator<Item = &Delegation> {
        let is_there = |one: &Delegation| self.person(one.person_id).is_some_and(|person| person.active);
        self.delegations.iter().filter(move |one| one.stand_in_id == person && one.runs(today) && is_there(one))
    }

    /// The viewer a stand-in is while acting: with the reach and the roles of who is away, but that of an administrator,
    /// and with their own language and looks. Nobody where the delegation is another's, not of today, revoked, or one of
    /// the two has left.
    pub fn acting(&self, delegation: i64, stand_in: i64, today: NaiveDate) -> Option<Viewer> {
        let delegation = self.stands_in(stand_in, today).find(|one| one.id == delegation)?;
        let (away, own) = (self.person(delegation.person_id)?, self.viewer(stand_in)?);
        let roles = away.roles().without(Role::Admin);
        Some(Viewer {
            acting: Some(Acting { id: own.id, name: own.name.clone() }),
            locale: own.locale.clone(),
            zone: own.zone.clone(),
            theme: own.theme.clone(),
            density: own.density.clone(),
            keys_on: own.keys_on,
            owes_factor: own.owes_factor,
            ..away.viewer_as(roles, &self.teams, &self.holders, &self.organization)
        })
    }
}
