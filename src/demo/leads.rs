//! Two thousand leads: some became the deals told of elsewhere, some were closed, some wait in the pools, and some are on
//! somebody's desk today.

mod life;

use chrono::{Duration, NaiveDate, NaiveDateTime};

use super::chance::Chance;
use super::company::row_id;
use super::customers::Customers;
use super::deals::Deal;
use super::story::Story;
use super::world::World;
use crate::leads::Lead;
use crate::opportunities::OpportunityKind;

/// How many there are.
const LEADS: usize = 2_000;

/// How many of them came in lately, and in how many days.
const LATELY: (usize, i64) = (880, 120);

/// How many in a hundred new deals began as a lead.
const FROM_LEAD: i64 = 26;

/// Days between a lead and its deal, at most.
const LONGEST: i64 = 34;

/// A lead that came in on a day, and the deal that came of it.
struct Slot {
    day: NaiveDate,
    deal: Option<i64>,
}

/// All leads by the day they came in.
pub struct Slots {
    all: Vec<Slot>,
}

impl Slots {
    /// Leads come in all the time, and more of them lately.
    pub fn new(world: &World, chance: &mut Chance) -> Slots {
        let mut days = world.beginnings(chance, LEADS - LATELY.0);
        days.extend((0..LATELY.0).map(|_| world.ago(chance.between(0, LATELY.1))));
        days.sort_unstable();
        Slots { all: days.into_iter().map(|day| Slot { day, deal: None }).collect() }
    }

    /// The lead a deal came of, if it came of one.
    pub fn take(&mut self, chance: &mut Chance, deal: &Deal, surely: bool) -> Option<i64> {
        let is_new = deal.story.record.kind == OpportunityKind::New && deal.person.is_some();
        if !is_new || !(surely || chance.hits(FROM_LEAD)) {
            return None;
        }
        let day = deal.story.at.date();
        let first = self.all.partition_point(|slot| slot.day < day - Duration::days(LONGEST));
        let within = self.all[first..].iter_mut().take_while(|slot| slot.day < day - Duration::days(1));
        let free = within.enumerate().find(|(_, slot)| slot.deal.is_none());
        free.map(|(place, slot)| {
            slot.deal = Some(deal.story.record.id);
            row_id(first + place)
        })
    }
}

/// Tells every lead, in the order they came in.
pub fn tell(
    world: &World,
    chance: &mut Chance,
    customers: &mut Customers,
    slots: &Slots,
    deals: &[Deal],
) -> Vec<Story<Lead>> {
    let mut claims = vec![0; world.sellers.len()];
    let deal_of = |slot: &Slot| slot.deal.and_then(|id| deals.get(usize::try_from(id - 1).ok()?));
    let mut told = Vec::with_capacity(slots.all.len());
    for (place, slot) in slots.all.iter().enumerate() {
        let (id, from_end) = (row_id(place), slots.all.len() - place);
        let story = match deal_of(slot) {
            Some(deal) => life::qualified(world, chance, customers, id, slot.day, deal),
            None => life::other(world, chance, customers, (id, from_end), slot.day, &mut claims),
        };
        told.push(story);
    }
    told
}

/// The instant of a day a lead came in, before now.
fn arrival(world: &World, chance: &mut Chance, seller: usize, day: NaiveDate) -> NaiveDateTime {
    let mut at = world.sellers[seller].markets[0].office.moment(chance, day);
    while at >= world.now {
        at -= Duration::days(1);
    }
    at
}
