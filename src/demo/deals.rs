//! Two years of deals: what each is about, whom it is with, and where in the history it begins. How it goes on is told
//! by `life`.

mod life;

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use super::chance::Chance;
use super::company::row_id;
use super::customers::{Customers, Turn, Who};
use super::goods::{COMPETITORS, GOODS, Good, INCUMBENTS, priced};
use super::leads::Slots;
use super::staff::{ADMIN, MANAGER, REP};
use super::story::Story;
use super::words;
use super::world::World;
use crate::accounts::Lifecycle;
use crate::directory::{PickList, StageKind};
use crate::opportunities::close::Closing;
use crate::opportunities::{Opportunity, OpportunityFacts, OpportunityKind};

/// How many there are, those of [`PLANTED`] among them.
const DEALS: usize = 8_000;

/// Deals that are found for certain: whose, on which rung, and how many. Above the last rung they are won.
const PLANTED: [(&str, usize, usize); 12] = [
    (REP, 0, 2),
    (REP, 1, 3),
    (REP, 2, 2),
    (REP, 3, 1),
    (MANAGER, 0, 1),
    (MANAGER, 1, 2),
    (MANAGER, 2, 1),
    (MANAGER, 3, 1),
    (ADMIN, 1, 1),
    (ADMIN, 2, 1),
    (REP, WON, 7),
    (MANAGER, WON, 4),
];

/// Above every rung of the ladder.
const WON: usize = 4;

/// Days within which planted deals began: those still open, and those won, of which the last third passed since.
const PLANTED_DAYS: i64 = 48;
const WON_DAYS: (i64, i64) = (18, 170);

/// A deal with its history.
pub struct Deal {
    /// The record and its journal.
    pub story: Story<Opportunity>,
    /// Its stays in stages, oldest first.
    pub stays: Vec<Stay>,
    /// Its wins and losses, oldest first.
    pub closings: Vec<Closed>,
    /// Who plays which part in it, by contact id.
    pub parts: Vec<(i64, &'static str)>,
    /// What was done about it: when, what, and by whom.
    pub done: Vec<(NaiveDateTime, String, i64)>,
    /// Place of the customer.
    pub customer: usize,
    /// Place of the person it is discussed with.
    pub person: Option<usize>,
    /// Place of the seller who began it.
    pub seller: usize,
}

/// A stay in a stage.
pub struct Stay {
    /// The stage.
    pub stage_id: i64,
    /// When the deal came.
    pub from: NaiveDateTime,
    /// When it left.
    pub until: Option<NaiveDateTime>,
    /// Who brought it there.
    pub by: i64,
}

/// A win or a loss.
pub struct Closed {
    /// The deal as it was then.
    pub deal: Opportunity,
    /// What was answered.
    pub closing: Closing,
    /// When.
    pub at: NaiveDateTime,
    /// By whom.
    pub by: i64,
    /// When it was opened again, and by whom.
    pub reopened: Option<(NaiveDateTime, i64)>,
}

/// How a planted deal is found today.
#[derive(Clone, Copy)]
pub struct Hold {
    /// Its rung.
    pub rung: usize,
    /// Which of the planted ones it is.
    pub turn: usize,
}

/// Where a deal begins.
struct Beginning {
    day: NaiveDate,
    seller: usize,
    /// How it must be found today.
    hold: Option<Hold>,
}

/// Tells every deal, in the order they began, and the planted ones after them.
pub fn tell(world: &World, chance: &mut Chance, customers: &Customers, slots: &mut Slots) -> Vec<Deal> {
    let mut deals: Vec<Deal> = Vec::with_capacity(DEALS);
    let mut wins: Vec<Vec<NaiveDateTime>> = customers.all.iter().map(|_| Vec::new()).collect();
    for beginning in beginnings(world, chance) {
        let (customer, at) = asked(world, chance, customers, &beginning);
        let bought = Bought { before: wins[customer].iter().copied().filter(|won| *won < at).max() };
        let id = row_id(deals.len());
        let mut deal = begin(world, chance, customers, (id, customer, beginning.seller), at, bought);
        deal.story.record.source_lead_id = slots.take(chance, &deal, beginning.hold.is_some());
        life::live(world, chance, &mut deal, beginning.hold);
        wins[customer].extend(deal.closings.iter().filter(|c| c.closing.kind() == StageKind::Won).map(|c| c.at));
        deals.push(deal);
    }
    deals
}

fn beginnings(world: &World, chance: &mut Chance) -> Vec<Beginning> {
    let planted: Vec<(&str, usize)> =
        PLANTED.iter().flat_map(|(who, rung, many)| std::iter::repeat_n((*who, *rung), *many)).collect();
    let free = world.beginnings(chance, DEALS - planted.len());
    let mut found: Vec<Beginning> =
        free.into_iter().map(|day| Beginning { day, seller: world.seller(chance, day), hold: None }).collect();
    found.sort_by_key(|beginning| beginning.day);
    // The planted ones come last, so that their numbers do not depend on the day the demonstration is made.
    for (turn, (who, rung)) in planted.into_iter().enumerate() {
        let (least, most) = match rung {
            WON => WON_DAYS,
            open => (i64::try_from(open).unwrap_or(0) * 7 + 3, PLANTED_DAYS),
        };
        let day = world.ago(chance.between(least, most));
        found.push(Beginning { day, seller: world.seller_at(who), hold: Some(Hold { rung, turn }) });
    }
    found
}

/// Who asks, and when on that day. A day that has not come to its working hours yet yields to the one before.
fn asked(world: &World, chance: &mut Chance, customers: &Customers, beginning: &Beginning) -> (usize, NaiveDateTime) {
    let office = world.sellers[beginning.seller].markets[0].office;
    let mut at = office.moment(chance, beginning.day);
    while at >= world.now {
        at -= Duration::days(1);
    }
    (customers.asking(chance, beginning.seller, at), at)
}

/// What a customer bought before.
struct Bought {
    before: Option<NaiveDateTime>,
}

impl Bought {
    fn kind(&self, world: &World, chance: &mut Chance, good: &Good, at: NaiveDateTime) -> OpportunityKind {
        let limit = Duration::days(world.directory.organization.inactive_after_days);
        match self.before {
            None => OpportunityKind::New,
            Some(last) if at - last > limit => OpportunityKind::WinBack,
            Some(_) if good.yearly => OpportunityKind::Renewal,
            Some(_) => chance.weighted(&[(OpportunityKind::CrossSell, 6), (OpportunityKind::New, 4)]),
        }
    }
}

fn begin(
    world: &World,
    chance: &mut Chance,
    customers: &Customers,
    (id, customer, seller): (i64, usize, usize),
    at: NaiveDateTime,
    bought: Bought,
) -> Deal {
    let person = customers.someone(chance, customer, at);
    let good = chance.weighted(&std::array::from_fn::<_, { GOODS.len() }, _>(|place| (place, GOODS[place].weight)));
    let kind = bought.kind(world, chance, &GOODS[good], at);
    let mut facts = facts(world, chance, customers, (customer, seller), (good, kind), at);
    facts.contact_id = person.map(|person| customers.people[person].story.record.id);
    let owner = world.sellers[seller].id;
    let stay = Stay { stage_id: facts.stage_id, from: at, until: None, by: owner };
    let parts = parts(chance, customers, customer, at);
    let story = Story::begins(Opportunity { id, version: 1, facts }, at, Some(owner));
    Deal { story, stays: vec![stay], closings: Vec::new(), parts, done: Vec::new(), customer, person, seller }
}

fn facts(
    world: &World,
    chance: &mut Chance,
    customers: &Customers,
    (customer, seller): (usize, usize),
    (good, kind): (usize, OpportunityKind),
    at: NaiveDateTime,
) -> OpportunityFacts {
    let (asks, owner) = (&customers.all[customer], &world.sellers[seller]);
    let pipeline = usize::from(kind == OpportunityKind::Renewal);
    let stages = world.open_stages(pipeline);
    let currency =
        asks.story.as_ref().map_or(asks.culture.currencies[0].0, |story| story.record.currency.as_str()).to_owned();
    let name = title(chance, &GOODS[good], customers, customer);
    let has_step = chance.hits(40);
    let expected = chance.spread(if pipeline == 0 { 62 } else { 48 }) + 9;
    OpportunityFacts {
        account_id: asks.account_id(),
        product_id: Some(row_id(good)),
        kind,
        amount_minor: chance.hits(87).then(|| amount(chance, &GOODS[good], asks.size, &currency)),
        expected_close: chance.hits(93).then(|| world.day_of(at) + Duration::days(expected)),
        next_step: if has_step { chance.of(&words::STEPS).0 } else { "" }.to_owned(),
        next_step_on: has_step.then(|| world.day_of(at) + Duration::days(chance.between(1, 8))),
        last_contact_at: chance.hits(70).then_some(at),
        incumbent: if chance.hits(38) { chance.of(&INCUMBENTS) } else { "" }.to_owned(),
        incumbent_dropped: false,
        competitors: if chance.hits(33) { chance.of(&COMPETITORS) } else { "" }.to_owned(),
        payment_terms: if chance.hits(24) { chance.of(&words::TERMS) } else { "" }.to_owned(),
        campaign: if chance.hits(13) { chance.of(&words::CAMPAIGNS) } else { "" }.to_owned(),
        source_id: Some(world.pick(PickList::LeadSource, source(chance))),
        owner_id: Some(owner.id),
        ..OpportunityFacts::starting(&name, stages[0], &currency, owner.team_id, at)
    }
}

/// Where business comes from.
pub fn source(chance: &mut Chance) -> &'static str {
    chance.weighted(&[
        ("web", 24),
        ("referral", 18),
        ("cold_call", 12),
        ("event", 11),
        ("site_visit", 9),
        ("advert", 8),
        ("business_card", 6),
        ("download", 6),
        ("partner", 5),
        ("other", 1),
    ])
}

fn title(chance: &mut Chance, good: &Good, customers: &Customers, customer: usize) -> String {
    let asks = &customers.all[customer];
    let site = chance.of(words::sites(asks.industry));
    match &asks.story {
        Some(_) if chance.hits(25) => format!("{}, {}", good.noun, asks.city.latin),
        Some(_) => format!("{}, {site} in {}", good.noun, asks.city.latin),
        None => format!("{}, {site} in {}", good.noun, asks.city.written),
    }
}

fn amount(chance: &mut Chance, good: &Good, size: i64, currency: &str) -> i64 {
    let most = (good.most * size / 90).clamp(1, good.most);
    let price = good.price * chance.between(1, most);
    priced(chance.spread(price) / 2 + price / 2, currency)
}

/// Others of the customer who have a say.
fn parts(chance: &mut Chance, customers: &Customers, customer: usize, at: NaiveDateTime) -> Vec<(i64, &'static str)> {
    let known = |place: &&usize| customers.people[**place].story.entries[0].at <= at;
    let people = customers.all[customer].people.iter().filter(known);
    let said =
        people.filter(|_| chance.hits(34)).map(|place| customers.people[*place].story.record.id).collect::<Vec<_>>();
    said.into_iter().map(|id| (id, chance.of(&words::DEAL_PARTS))).collect()
}

/// The turns the deals brought in the relations with companies and people, oldest first.
pub fn turns(world: &World, deals: &[Deal]) -> Vec<Turn> {
    let mut found = Vec::new();
    let mut relations: BTreeMap<Who, Relation> = BTreeMap::new();
    for deal in deals {
        for who in std::iter::once(Who::Company(deal.customer)).chain(deal.person.map(Who::Person)) {
            let turn = |at, by, to| Turn { at, by, who, to };
            let first = &deal.story.entries[0];
            found.push(turn(first.at, first.actor_id, Lifecycle::Potential));
            let won = deal.closings.iter().filter(|closed| closed.closing.kind() == StageKind::Won);
            found.extend(won.clone().map(|closed| turn(closed.at, Some(closed.by), Lifecycle::Active)));
            relations.entry(who).or_default().add(&deal.story.record, won.count() > 0);
        }
    }
    let faded = relations.into_iter().filter_map(|(who, relation)| {
        relation.faded_at(world).map(|at| Turn { at, by: None, who, to: Lifecycle::Inactive })
    });
    found.extend(faded);
    found.sort_by_key(|turn| turn.at);
    found
}

/// What there was between the company and a customer.
#[derive(Default)]
struct Relation {
    bought: bool,
    is_open: bool,
    last_on: Option<NaiveDate>,
}

impl Relation {
    fn add(&mut self, deal: &Opportunity, won: bool) {
        self.bought |= won;
        self.is_open |= deal.closed_on.is_none();
        self.last_on = self.last_on.max(deal.closed_on);
    }

    /// The morning after the last day on which a customer still counted as active.
    fn faded_at(&self, world: &World) -> Option<NaiveDateTime> {
        let on = self.last_on? + Duration::days(world.directory.organization.inactive_after_days + 1);
        let has_faded = self.bought && !self.is_open && on <= world.today();
        has_faded.then(|| on.and_time(NaiveTime::MIN)).filter(|at| *at < world.now)
    }
}
