//! What every teller of a story needs to know: when it is, who sells where, and the company's own lists.

use std::sync::Arc;

use chrono::{Duration, NaiveDate, NaiveDateTime, TimeZone};

use super::calendar::{Office, bustle};
use super::chance::Chance;
use super::company::{ZONE, row_id};
use super::cultures::Culture;
use super::staff::{Market, PEOPLE, PersonSeed, TEAMS};
use crate::directory::{Directory, PickList, Stage, StageKind};

/// Days of history.
pub const DAYS: i64 = 730;

/// Somebody who sells.
pub struct Seller {
    /// Who.
    pub seed: &'static PersonSeed,
    /// Their id.
    pub id: i64,
    /// Their team's id.
    pub team_id: i64,
    /// Whoever leads them.
    pub head_id: i64,
    /// Where they sell.
    pub markets: Vec<&'static Market>,
}

/// The company as the stories find it.
pub struct World {
    /// The present instant.
    pub now: NaiveDateTime,
    /// Lists, stages, rates.
    pub directory: Arc<Directory>,
    /// Who sells.
    pub sellers: Vec<Seller>,
}

impl World {
    /// The world at an instant.
    pub fn new(now: NaiveDateTime, directory: Arc<Directory>) -> World {
        let selling = PEOPLE.iter().enumerate().filter(|(_, person)| person.load > 0);
        World { now, directory, sellers: selling.map(|(place, seed)| Seller::new(place, seed)).collect() }
    }

    /// The day it is where the company is.
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.now)
    }

    /// The company's day of an instant.
    pub fn day_of(&self, at: NaiveDateTime) -> NaiveDate {
        ZONE.from_utc_datetime(&at).date_naive()
    }

    /// So many days ago.
    pub fn ago(&self, days: i64) -> NaiveDate {
        self.today() - Duration::days(days)
    }

    /// When two years of business happened, day by day as busy as the season, oldest first.
    pub fn beginnings(&self, chance: &mut Chance, how_many: usize) -> Vec<NaiveDate> {
        let first = self.ago(DAYS);
        let days: Vec<(NaiveDate, i64)> = first
            .iter_days()
            .take_while(|day| *day <= self.today())
            .filter(|day| Office::new(ZONE).is_open(*day))
            .map(|day| (day, bustle(day, first)))
            .collect();
        let mut drawn: Vec<NaiveDate> = (0..how_many).map(|_| chance.weighted(&days)).collect();
        drawn.sort_unstable();
        drawn
    }

    /// Somebody who sold on that day, by how much they do.
    pub fn seller(&self, chance: &mut Chance, day: NaiveDate) -> usize {
        let here = self.sellers.iter().enumerate().filter(|(_, seller)| seller.is_here(self, day));
        chance.weighted(&here.map(|(place, seller)| (place, seller.seed.load)).collect::<Vec<_>>())
    }

    /// Place of the seller with this address.
    pub fn seller_at(&self, email: &str) -> usize {
        self.sellers.iter().position(|seller| seller.seed.email == email).unwrap_or(0)
    }

    /// The id of an item of a list.
    pub fn pick(&self, list: PickList, code: &str) -> i64 {
        self.directory.pick_by_code(list, code).map_or(0, |item| item.id)
    }

    /// The open stages of the pipeline at a place, in order.
    pub fn open_stages(&self, pipeline: usize) -> Vec<&Stage> {
        self.stages(pipeline).filter(|stage| stage.kind == StageKind::Open).collect()
    }

    /// The first stage of a kind in the pipeline at a place.
    pub fn stage(&self, pipeline: usize, kind: StageKind) -> Option<&Stage> {
        self.stages(pipeline).find(|stage| stage.kind == kind)
    }

    fn stages(&self, pipeline: usize) -> impl Iterator<Item = &Stage> {
        let id = self.directory.active_pipelines().nth(pipeline).map_or(0, |pipeline| pipeline.id);
        self.directory.stages_of(id)
    }
}

impl Seller {
    fn new(place: usize, seed: &'static PersonSeed) -> Seller {
        let leads = |person: &&PersonSeed| person.role == crate::access::Role::SalesManager;
        let head = PEOPLE.iter().position(|person| leads(&person) && person.team == seed.team).unwrap_or(place);
        let markets =
            (0..TEAMS.len()).filter(|team| is_within(*team, seed.team)).filter_map(|t| TEAMS[t].market.as_ref());
        Seller {
            seed,
            id: row_id(place),
            team_id: row_id(seed.team),
            head_id: row_id(head),
            markets: markets.collect(),
        }
    }

    /// Did they work here on that day? Nobody begins anything new in the last weeks before leaving.
    pub fn is_here(&self, world: &World, day: NaiveDate) -> bool {
        self.seed.left.is_none_or(|left| day < world.ago(left + 40))
    }

    /// One of the places they sell in.
    pub fn market(&self, chance: &mut Chance) -> &'static Market {
        chance.of(&self.markets)
    }
}

impl Market {
    /// The country of a customer.
    pub fn culture(&self, chance: &mut Chance) -> &'static Culture {
        chance.weighted(self.customers)
    }
}

fn is_within(team: usize, above: usize) -> bool {
    team == above || TEAMS[team].above.is_some_and(|next| is_within(next, above))
}
