//! Reads the directory from the database: small tables, and who has any share, once per revision.

use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rates::DatedRate;
use super::views::{FirstView, Views};
use super::{
    Delegation, Directory, Organization, Person, PickItem, Pipeline, RateBook, SavedView, Stage, Tag, Team, Teams,
};
use crate::access::Holder;
use crate::db::Db;
use crate::db::schema::{
    currencies, delegations, first_views, organization, pick_items, pipelines, rates, saved_views, shares, stages,
    tags, teams, users,
};
use crate::journal::Entity;
use crate::values::money::{Currency, Rate};
use crate::values::text;

impl Directory {
    /// Reads the company as it is now; `None` before it has been set up.
    ///
    /// # Errors
    /// What the database answers.
    pub fn load(db: &mut Db) -> QueryResult<Option<Directory>> {
        // The number first: tables read after it are at least as new, so a copy is never newer by name than in fact.
        let known = organization::table.select((organization::revision, Organization::as_select()));
        let Some((revision, organization)) = known.first::<(i64, Organization)>(db).optional()? else {
            return Ok(None);
        };
        // Sorted here, in Rust: the databases order names each in its own way.
        let mut teams: Vec<Team> = teams::table.order(teams::id).select(Team::as_select()).load(db)?;
        teams.sort_by_cached_key(|team| text::sort_key(&team.name));
        let teams = Teams::new(teams);
        let mut people: Vec<Person> = users::table.order(users::id).select(Person::as_select()).load(db)?;
        people.sort_by_cached_key(|person| text::sort_key(&person.name));
        let mut tags: Vec<Tag> = tags::table.order(tags::id).select(Tag::as_select()).load(db)?;
        tags.sort_by_cached_key(|tag| text::sort_key(&tag.name));
        let holders = holders(db)?;
        let active = people.iter().filter(|person| person.active);
        let viewers =
            active.map(|person| (person.id, Arc::new(person.viewer(&teams, &holders, &organization)))).collect();
        Ok(Some(Directory {
            revision,
            viewers,
            holders,
            delegations: delegations(db)?,
            people,
            tags,
            teams,
            pipelines: pipelines::table.order(pipelines::position).select(Pipeline::as_select()).load(db)?,
            stages: stages::table.order((stages::pipeline_id, stages::position)).select(Stage::as_select()).load(db)?,
            picks: pick_items::table
                .order((pick_items::list, pick_items::position))
                .select(PickItem::as_select())
                .load(db)?,
            currencies: currency_codes(db, &organization.currency)?,
            rates: rate_book(db, &organization.currency)?,
            views: views(db)?,
            organization,
        }))
    }
}

/// Who stands in for whom, the first to begin first.
fn delegations(db: &mut Db) -> QueryResult<Vec<Delegation>> {
    let kept = delegations::table.filter(delegations::ended_at.is_null());
    kept.order((delegations::from_on, delegations::id)).select(Delegation::as_select()).load(db)
}

/// With whom anything is shared at all.
fn holders(db: &mut Db) -> QueryResult<Vec<Holder>> {
    let with = shares::table.select((shares::entity, shares::person_id, shares::team_id)).distinct();
    let found: Vec<(Entity, Option<i64>, Option<i64>)> = with.load(db)?;
    Ok(found.into_iter().map(|(entity, person_id, team_id)| Holder { entity, person_id, team_id }).collect())
}

fn views(db: &mut Db) -> QueryResult<Views> {
    let mut all: Vec<SavedView> = saved_views::table.order(saved_views::id).select(SavedView::as_select()).load(db)?;
    all.sort_by_cached_key(|view| text::sort_key(&view.name));
    Ok(Views { all, first: first_views::table.select(FirstView::as_select()).load(db)? })
}

fn currency_codes(db: &mut Db, own: &str) -> QueryResult<Vec<String>> {
    let active = currencies::table.filter(currencies::active.eq(true)).order(currencies::code);
    let others: Vec<String> = active.filter(currencies::code.ne(own)).select(currencies::code).load(db)?;
    Ok(std::iter::once(own.to_owned()).chain(others).collect())
}

fn rate_book(db: &mut Db, own: &str) -> QueryResult<RateBook> {
    let rows: Vec<(String, NaiveDate, i64)> =
        rates::table.select((rates::currency, rates::valid_from, rates::rate)).load(db)?;
    let dated = |(code, valid_from, rate): (String, NaiveDate, i64)| {
        Some((Currency::parse(&code).ok()?, DatedRate { valid_from, rate: Rate::new(rate)? }))
    };
    Ok(RateBook::new(Currency::parse(own).unwrap_or(Currency::EUR), rows.into_iter().filter_map(dated).collect()))
}
