//! Who stands in for whom, and the viewer a stand-in is meanwhile.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Directory;
use crate::access::{Acting, Role, Roles, Viewer};
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

    /// Has it a day in common with these, the first and the last?
    pub fn meets(&self, [from_on, until_on]: [NaiveDate; 2]) -> bool {
        self.from_on <= until_on && from_on <= self.until_on
    }
}

impl Directory {
    /// What somebody has put into others' hands and is not over, the first to begin first.
    pub fn delegations_of(&self, person: i64, today: NaiveDate) -> impl Iterator<Item = &Delegation> {
        self.delegations.iter().filter(move |one| one.person_id == person && one.until_on >= today)
    }

    /// What others have put into somebody's hands and is not over, the first to begin first.
    pub fn delegations_to(&self, stand_in: i64, today: NaiveDate) -> impl Iterator<Item = &Delegation> {
        let is_there = |one: &Delegation| self.person(one.person_id).is_some_and(|person| person.active);
        self.delegations.iter().filter(move |one| one.stand_in_id == stand_in && one.until_on >= today && is_there(one))
    }

    /// Those of them by which somebody may act for others today.
    pub fn stands_in(&self, stand_in: i64, today: NaiveDate) -> impl Iterator<Item = &Delegation> {
        self.delegations_to(stand_in, today).filter(move |one| one.runs(today))
    }

    /// Does the work of who is away need a second factor that the stand-in has not got?
    pub fn lacks_factor(&self, delegation: &Delegation) -> bool {
        let roles = self.person(delegation.person_id).map(|away| away.roles().but(Roles::of(&[Role::Admin])));
        let is_needed = roles.is_some_and(|roles| self.organization.needs_factor(roles));
        is_needed && !self.person(delegation.stand_in_id).is_some_and(|own| own.has_factor)
    }

    /// The viewer a stand-in is while acting: with the reach and the roles of who is away, but that of an administrator,
    /// and with their own language and looks. Nobody where the delegation is another's, not of today, revoked, one of
    /// the two has left, or a second factor is missing.
    pub fn acting(&self, delegation: i64, stand_in: i64, today: NaiveDate) -> Option<Viewer> {
        let delegation = self.stands_in(stand_in, today).find(|one| one.id == delegation)?;
        let (away, own) = (self.person(delegation.person_id)?, self.viewer(stand_in)?);
        if own.owes_factor || self.lacks_factor(delegation) {
            return None;
        }
        let roles = away.roles().but(Roles::of(&[Role::Admin]));
        Some(Viewer {
            acting: Some(Acting { id: own.id, name: own.name.clone() }),
            locale: own.locale.clone(),
            zone: own.zone.clone(),
            theme: own.theme.clone(),
            density: own.density.clone(),
            keys_on: own.keys_on,
            owes_factor: false,
            ..away.viewer_as(roles, &self.teams, &self.holders, &self.organization)
        })
    }
}
