//! Customers: companies with the people who work there, and a few people who buy for themselves.

use std::collections::HashSet;

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};

use super::chance::Chance;
use super::company::{KEY_ACCOUNT, row_id};
use super::cultures::{Company, Culture, Name};
use super::goods::{UNRATED, priced};
use super::staff::Market;
use super::story::Story;
use super::words;
use super::world::{DAYS, World};
use crate::accounts::{Account, AccountFacts, Lifecycle};
use crate::contacts::{Contact, ContactFacts};
use crate::db::Ids;
use crate::directory::PickList;
use crate::journal::Action;

/// Companies.
const COMPANIES: usize = 300;

/// People who buy for themselves.
const INDIVIDUALS: usize = 70;

/// How often the first customer of each seller asks: one that is always there.
const FIRST_PULL: i64 = 28;

/// Days since the first customer of a young market, at most.
const YOUNG_DAYS: i64 = 75;

/// Somebody at a customer.
pub struct Person {
    /// Their record.
    pub story: Story<Contact>,
    /// The companies they work for, the primary one first, with the part they play there.
    pub works_for: Vec<(i64, &'static str)>,
}

/// A customer company, or a person who buys for themselves.
pub struct Customer {
    /// The company's record; nothing for a person who buys for themselves.
    pub story: Option<Story<Account>>,
    /// Place of its people in [`Customers::people`].
    pub people: Vec<usize>,
    /// Where it is.
    pub culture: &'static Culture,
    /// What it does.
    pub industry: &'static str,
    /// Its city.
    pub city: Name,
    /// How large it is, a middling one being 100.
    pub size: i64,
    /// Place of the seller it belongs to.
    pub seller: usize,
    /// Since when it is known.
    pub since: NaiveDateTime,
    /// When it stopped asking, and when it began again.
    pause: Option<(NaiveDate, NaiveDate)>,
    /// How often it asks for something.
    pull: i64,
}

/// Everybody the company knows.
pub struct Customers {
    /// Companies, then single people; the oldest company first.
    pub all: Vec<Customer>,
    /// The people of all of them.
    pub people: Vec<Person>,
    /// Hosts of companies, each once.
    pub hosts: HashSet<String>,
}

impl Customer {
    /// The company's id.
    pub fn account_id(&self) -> Option<i64> {
        self.story.as_ref().map(|story| story.record.id)
    }

    /// Could it have asked for something at that instant?
    fn asks_at(&self, at: NaiveDateTime) -> bool {
        self.pull > 0 && self.since < at && self.pause.is_none_or(|(from, to)| at.date() < from || at.date() >= to)
    }
}

impl Customers {
    /// Everybody, as they stand in the files of the sellers.
    pub fn of(world: &World, chance: &mut Chance) -> Customers {
        let mut found = Customers { all: Vec::new(), people: Vec::new(), hosts: HashSet::new() };
        let mut since: Vec<NaiveDate> = (0..COMPANIES).map(|place| known_since(world, chance, place)).collect();
        since[world.sellers.len()..].sort_unstable();
        for (place, day) in since.into_iter().enumerate() {
            let seller = if place < world.sellers.len() { place } else { world.seller(chance, world.today()) };
            found.add_company(world, chance, seller, day);
        }
        for _ in 0..INDIVIDUALS {
            let (seller, day) = (world.seller(chance, world.today()), world.ago(chance.between(30, 900)));
            found.add_individual(world, chance, seller, day);
        }
        found
    }

    /// One of a seller's customers that asks for something at that instant. The first one always may.
    pub fn asking(&self, chance: &mut Chance, seller: usize, at: NaiveDateTime) -> usize {
        let asks = |(_, customer): &(usize, &Customer)| customer.seller == seller && customer.asks_at(at);
        let found: Vec<(usize, i64)> =
            self.all.iter().enumerate().filter(asks).map(|(place, customer)| (place, customer.pull)).collect();
        chance.weighted(&found)
    }

    /// One of the customer's people who was known by then.
    pub fn someone(&self, chance: &mut Chance, customer: usize, at: NaiveDateTime) -> Option<usize> {
        let known: Vec<usize> = self.all[customer]
            .people
            .iter()
            .copied()
            .filter(|person| self.people[*person].story.entries[0].at <= at)
            .collect();
        (!known.is_empty()).then(|| chance.early_of(&known))
    }

    /// A company nobody has heard of yet.
    pub fn unheard(&mut self, chance: &mut Chance, culture: &Culture) -> Company {
        let mut company = culture.company(chance);
        for _ in 0..40 {
            if self.hosts.insert(company.host.clone()) {
                return company;
            }
            company = culture.company(chance);
        }
        let city = culture.place(chance).city;
        company.name = format!("{} {}", company.name, city.written);
        company
    }

    fn add_company(&mut self, world: &World, chance: &mut Chance, seller: usize, day: NaiveDate) {
        let is_first = self.all.len() < world.sellers.len();
        let market = world.sellers[seller].market(chance);
        let culture = market.culture(chance);
        let (culture, day) = settle(world, chance, culture, market, (day, is_first));
        let company = self.unheard(chance, culture);
        let since = market.office.moment(chance, day);
        let (size, id) = (chance.spread(100), row_id(self.all.len()));
        let habits = habits(world, chance);
        let is_heard_of = !is_first && habits.0 == 0 && chance.hits(45);
        let facts = account(world, chance, seller, culture, &company, (size, since, is_heard_of));
        let city = facts.1;
        let story = Story::begins(Account { id, version: 1, facts: facts.0 }, since, Some(world.sellers[seller].id));
        self.all.push(Customer {
            story: Some(story),
            people: Vec::new(),
            culture,
            industry: company.industry,
            city,
            size,
            seller,
            since,
            pause: habits.1.filter(|_| !is_first),
            pull: if is_first { FIRST_PULL } else { habits.0 },
        });
        self.belong_to_a_group(chance);
        let people = if is_heard_of { 0 } else { chance.weighted(&[(1, 26), (2, 40), (3, 23), (4, 11)]) };
        for number in 0..people {
            self.add_person(world, chance, &company.host, number);
        }
    }

    /// Some companies are part of a larger one of the same country, known before.
    fn belong_to_a_group(&mut self, chance: &mut Chance) {
        let Some((last, before)) = self.all.split_last_mut() else { return };
        let kin = |customer: &&Customer| {
            customer.seller == last.seller
                && customer.culture.country == last.culture.country
                && customer.since < last.since
                && !customer.people.is_empty()
        };
        let above: Vec<i64> = before.iter().filter(kin).filter_map(Customer::account_id).collect();
        if !above.is_empty() && chance.hits(21) {
            let parent = chance.early_of(&above);
            last.story.iter_mut().for_each(|story| story.record.parent_id = Some(parent));
        }
    }

    fn add_person(&mut self, world: &World, chance: &mut Chance, host: &str, number: i64) {
        let (id, customer) = (row_id(self.people.len()), self.all.len() - 1);
        let company = &self.all[customer];
        let office = world.sellers[company.seller].markets[0].office;
        let days = number * chance.between(3, 160);
        let met = office.later(chance, company.since, days);
        if met >= world.now {
            return;
        }
        let mut facts = contact(world, chance, company, host, met);
        facts.individual = company.story.is_none();
        let works_for = self.employers(chance, customer);
        let story = Story::begins(Contact { id, version: 1, facts }, met, Some(world.sellers[company.seller].id));
        self.people.push(Person { story, works_for });
        self.all[customer].people.push(self.people.len() - 1);
    }

    /// The company itself and, at times, the one above it.
    fn employers(&self, chance: &mut Chance, customer: usize) -> Vec<(i64, &'static str)> {
        let Some(story) = &self.all[customer].story else { return Vec::new() };
        let own = (story.record.id, chance.of(&words::PARTS));
        let second = story.record.parent_id.filter(|_| chance.hits(72)).map(|above| (above, chance.of(&words::PARTS)));
        std::iter::once(own).chain(second).collect()
    }

    fn add_individual(&mut self, world: &World, chance: &mut Chance, seller: usize, day: NaiveDate) {
        let market = world.sellers[seller].market(chance);
        let culture = market.culture(chance);
        let since = market.office.moment(chance, day);
        let (city, size) = (culture.place(chance).city, chance.between(4, 14));
        let (story, people, pause) = (None, Vec::new(), None);
        self.all.push(Customer { story, people, culture, industry: "home", city, size, seller, since, pause, pull: 6 });
        self.add_person(world, chance, "mail.example", 0);
    }

    /// Follows every customer's relation through what happened (rule 75): the first deal makes a potential customer, the
    /// first win an active one, and a year without business an inactive one.
    pub fn follow(&mut self, turns: &[Turn]) {
        for Turn { at, by, who, to } in turns {
            match who {
                Who::Company(place) => {
                    let Some(story) = &mut self.all[*place].story else { continue };
                    if let Some(next) = turned(story.record.lifecycle, *to) {
                        story.then(*at, *by, Action::Lifecycle, |account| account.facts.lifecycle = next);
                    }
                }
                Who::Person(place) => {
                    let story = &mut self.people[*place].story;
                    if let Some(next) = turned(story.record.lifecycle, *to) {
                        story.then(*at, *by, Action::Lifecycle, |contact| contact.facts.lifecycle = next);
                    }
                }
            }
        }
    }
}

/// One side of a relation: a customer's or a person's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// A company.
    Company(usize),
    /// Somebody there.
    Person(usize),
}

/// A turn in a relation.
pub struct Turn {
    /// When.
    pub at: NaiveDateTime,
    /// Whose work brought it; nobody's when time did.
    pub by: Option<i64>,
    /// Whom with.
    pub who: Who,
    /// What it became, if it had not been more before.
    pub to: Lifecycle,
}

/// What a turn makes of a relation; nothing where it is that already. An inactive customer who asks again is active.
fn turned(from: Lifecycle, to: Lifecycle) -> Option<Lifecycle> {
    let next = match (from, to) {
        (Lifecycle::Inactive, Lifecycle::Potential | Lifecycle::Active) => Lifecycle::Active,
        (_, _) => from.max(to),
    };
    (next != from).then_some(next)
}

/// Two thirds are older than the history told; everybody who sells has at least one of those.
fn known_since(world: &World, chance: &mut Chance, place: usize) -> NaiveDate {
    let is_old = place < world.sellers.len() || chance.hits(62);
    world.ago(if is_old { chance.between(DAYS + 10, DAYS + 420) } else { chance.between(12, DAYS) })
}

/// Switzerland is a young market: its customers are new, and nobody's first.
fn settle(
    world: &World,
    chance: &mut Chance,
    culture: &'static Culture,
    market: &Market,
    (day, is_first): (NaiveDate, bool),
) -> (&'static Culture, NaiveDate) {
    match (culture.currencies[0].0 == UNRATED, is_first) {
        (true, false) => (culture, world.ago(chance.between(12, YOUNG_DAYS))),
        (true, true) => (market.customers[0].0, day),
        (false, _) => (culture, day),
    }
}

/// How often a company asks, and from when to when it did not: some stop for good, some come back.
fn habits(world: &World, chance: &mut Chance) -> (i64, Option<(NaiveDate, NaiveDate)>) {
    let asks = chance.weighted(&[(0, 17), (1, 64), (2, 12), (3, 7)]);
    let stopped = world.ago(chance.between(390, 640));
    let pause = match asks {
        2 => Some((stopped, NaiveDate::MAX)),
        3 => Some((stopped, stopped + Duration::days(chance.between(375, 388)))),
        _ => None,
    };
    (if asks == 0 { 0 } else { chance.spread(40) }, pause)
}

/// People at a company that is looked after by name.
const LARGE: i64 = 200;

fn account(
    world: &World,
    chance: &mut Chance,
    seller: usize,
    culture: &Culture,
    company: &Company,
    (size, since, is_heard_of): (i64, NaiveDateTime, bool),
) -> (AccountFacts, Name) {
    let (place, currency) = (culture.place(chance), chance.weighted(culture.currencies));
    let employees = (size * size / 40).max(3) + chance.between(0, 9);
    let owner = &world.sellers[seller];
    let facts = AccountFacts {
        industry_id: Some(world.pick(PickList::Industry, company.industry)),
        employees: chance.hits(88).then_some(employees),
        founded: chance.hits(55).then(|| i64::from(since.year()) - chance.spread(18)),
        revenue_minor: chance.hits(70).then(|| priced(employees * chance.between(48_000_00, 160_000_00), currency)),
        domain: company.host.clone(),
        website: format!("https://www.{}", company.host),
        emails: if is_heard_of { String::new() } else { format!("info@{}", company.host) },
        phones: if is_heard_of { String::new() } else { chance.digits(culture.landline) },
        street: place.street,
        postcode: place.postcode,
        city: place.city.written.clone(),
        country: culture.country.to_owned(),
        payment_terms: if chance.hits(60) { chance.of(&words::TERMS) } else { "" }.to_owned(),
        notes: if chance.hits(20) { chance.of(&words::ACCOUNT_NOTES) } else { "" }.to_owned(),
        owner_id: chance.hits(95).then_some(owner.id),
        lifecycle: if is_heard_of { Lifecycle::Suspect } else { Lifecycle::Prospect },
        tags: Ids::of((employees >= LARGE).then_some(KEY_ACCOUNT)),
        ..AccountFacts::starting(&company.name, currency, owner.team_id, since)
    };
    (facts, place.city)
}

fn contact(world: &World, chance: &mut Chance, company: &Customer, host: &str, met: NaiveDateTime) -> ContactFacts {
    let (culture, owner) = (company.culture, &world.sellers[company.seller]);
    let (name, place) = (culture.person(chance), culture.place(chance));
    let direct = if chance.hits(45) { format!("\n{}", chance.digits(culture.landline)) } else { String::new() };
    let works = company.story.is_some();
    ContactFacts {
        emails: name.email(host),
        title: if works { chance.of(&words::TITLES) } else { "" }.to_owned(),
        individual: !works,
        phones: format!("{}{direct}", chance.digits(culture.mobile)),
        street: if works { String::new() } else { place.street },
        postcode: if works { String::new() } else { place.postcode },
        city: if works { company.city.written.clone() } else { place.city.written },
        country: culture.country.to_owned(),
        notes: if chance.hits(14) { chance.of(&words::CONTACT_NOTES) } else { "" }.to_owned(),
        owner_id: chance.hits(95).then_some(owner.id),
        lifecycle: Lifecycle::Prospect,
        ..ContactFacts::starting(&name.written, owner.team_id, met)
    }
}
