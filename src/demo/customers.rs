//! Customers: companies with the people who work there, and a few people who buy for themselves.

use std::collections::HashSet;

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};

use super::chance::Chance;
use super::company::row_id;
use super::cultures::{Company, Culture, Name};
use super::goods::priced;
use super::story::Story;
use super::words;
use super::world::{DAYS, World};
use crate::accounts::{Account, AccountFacts, Lifecycle};
use crate::contacts::{Contact, ContactFacts};
use crate::directory::PickList;
use crate::journal::Action;

/// Companies.
const COMPANIES: usize = 300;

/// People who buy for themselves.
const INDIVIDUALS: usize = 70;

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
    /// Until when it bought.
    until: Option<NaiveDate>,
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
        self.pull > 0 && self.since < at && self.until.is_none_or(|until| at.date() < until)
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

    /// One of a seller's customers that asks for something at that instant.
    pub fn asking(&self, chance: &mut Chance, seller: usize, at: NaiveDateTime) -> Option<usize> {
        let asks = |(_, customer): &(usize, &Customer)| customer.seller == seller && customer.asks_at(at);
        let found: Vec<(usize, i64)> =
            self.all.iter().enumerate().filter(asks).map(|(place, customer)| (place, customer.pull)).collect();
        (!found.is_empty()).then(|| chance.weighted(&found))
    }

    /// One of the customer's people who was known by then.
    pub fn someone(&self, chance: &mut Chance, customer: usize, at: NaiveDateTime) -> Option<usize> {
        let known: Vec<usize> = self.all[customer]
            .people
            .iter()
            .copied()
            .filter(|person| self.people[*person].story.entries[0].at <= at)
            .collect();
        (!known.is_empty()).then(|| *chance.early_of(&known))
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
        let market = world.sellers[seller].market(chance);
        let culture = market.culture(chance);
        let company = self.unheard(chance, culture);
        let since = market.office.moment(chance, day);
        let (size, id) = (chance.spread(100), row_id(self.all.len()));
        let facts = account(world, chance, seller, culture, &company, (size, since));
        let city = facts.1;
        let story = Story::begins(Account { id, version: 1, facts: facts.0 }, since, Some(world.sellers[seller].id));
        let habits = habits(world, chance);
        self.all.push(Customer {
            story: Some(story),
            people: Vec::new(),
            culture,
            industry: company.industry,
            city,
            size,
            seller,
            since,
            until: habits.1,
            pull: if self.all.len() < world.sellers.len() { 60 } else { habits.0 },
        });
        self.belong_to_a_group(chance);
        for number in 0..chance.weighted(&[(1, 28), (2, 41), (3, 22), (4, 9)]) {
            self.add_person(world, chance, &company.host, number);
        }
    }

    /// Some companies are part of a larger one of the same country, known before.
    fn belong_to_a_group(&mut self, chance: &mut Chance) {
        let Some((last, before)) = self.all.split_last_mut() else { return };
        let kin =
            |customer: &&Customer| customer.seller == last.seller && customer.culture.country == last.culture.country;
        let above: Vec<i64> = before.iter().filter(kin).filter_map(Customer::account_id).collect();
        if !above.is_empty() && chance.hits(16) {
            let parent = *chance.early_of(&above);
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
        let own = (story.record.id, *chance.of(&words::PARTS));
        let second = story.record.parent_id.filter(|_| chance.hits(45)).map(|above| (above, *chance.of(&words::PARTS)));
        std::iter::once(own).chain(second).collect()
    }

    fn add_individual(&mut self, world: &World, chance: &mut Chance, seller: usize, day: NaiveDate) {
        let market = world.sellers[seller].market(chance);
        let culture = market.culture(chance);
        let since = market.office.moment(chance, day);
        let (city, size) = (culture.place(chance).city, chance.between(4, 14));
        let (story, people, until) = (None, Vec::new(), None);
        self.all.push(Customer { story, people, culture, industry: "home", city, size, seller, since, until, pull: 6 });
        self.add_person(world, chance, "mail.example", 0);
    }

    /// Follows every customer's relation through what happened (rule 75): the first deal makes a company a potential
    /// customer, the first win an active one, and a year without either an inactive one.
    pub fn follow(&mut self, world: &World, turns: &[Turn]) {
        for turn in turns {
            let actor = Some(world.sellers[self.all[turn.customer].seller].id);
            let Some(story) = &mut self.all[turn.customer].story else { continue };
            if story.record.lifecycle < turn.to || turn.to == Lifecycle::Active {
                story.then(turn.at, actor, Action::Lifecycle, |account| account.facts.lifecycle = turn.to);
            }
        }
    }
}

/// A turn in the relation with a customer.
pub struct Turn {
    /// When.
    pub at: NaiveDateTime,
    /// Place of the customer.
    pub customer: usize,
    /// What it became, if it had not been more before.
    pub to: Lifecycle,
}

/// Two thirds are older than the history told; everybody who sells has at least one of those.
fn known_since(world: &World, chance: &mut Chance, place: usize) -> NaiveDate {
    let is_old = place < world.sellers.len() || chance.hits(62);
    world.ago(if is_old { chance.between(DAYS + 10, DAYS + 420) } else { chance.between(12, DAYS) })
}

/// How often a company asks, and the day it stopped.
fn habits(world: &World, chance: &mut Chance) -> (i64, Option<NaiveDate>) {
    let asks = chance.weighted(&[(0, 17), (1, 66), (2, 17)]);
    let until = (asks == 2).then(|| world.ago(chance.between(390, 640)));
    (if asks == 0 { 0 } else { chance.spread(40) }, until)
}

fn account(
    world: &World,
    chance: &mut Chance,
    seller: usize,
    culture: &Culture,
    company: &Company,
    (size, since): (i64, NaiveDateTime),
) -> (AccountFacts, Name) {
    let (place, currency) = (culture.place(chance), chance.weighted(culture.currencies));
    let employees = (size * size / 40).max(3) + chance.between(0, 9);
    let owner = &world.sellers[seller];
    let facts = AccountFacts {
        name: company.name.clone(),
        parent_id: None,
        industry_id: Some(world.pick(PickList::Industry, company.industry)),
        employees: chance.hits(88).then_some(employees),
        founded: chance.hits(55).then(|| i64::from(since.year()) - chance.spread(18)),
        revenue_minor: chance.hits(70).then(|| priced(employees * chance.between(48_000_00, 160_000_00), currency)),
        currency: currency.to_owned(),
        domain: company.host.clone(),
        website: format!("https://www.{}", company.host),
        emails: format!("info@{}", company.host),
        phones: chance.digits(culture.landline),
        street: place.street,
        postcode: place.postcode,
        city: place.city.written.clone(),
        region: String::new(),
        country: culture.country.to_owned(),
        shipping: String::new(),
        payment_terms: if chance.hits(60) { *chance.of(&words::TERMS) } else { "" }.to_owned(),
        notes: if chance.hits(20) { *chance.of(&words::ACCOUNT_NOTES) } else { "" }.to_owned(),
        owner_id: chance.hits(95).then_some(owner.id),
        team_id: owner.team_id,
        lifecycle: if chance.hits(40) { Lifecycle::Suspect } else { Lifecycle::Prospect },
        lifecycle_pinned: false,
        lifecycle_reason: String::new(),
        external_id: None,
        created_at: since,
        updated_at: since,
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
        name: name.written,
        title: if works { *chance.of(&words::TITLES) } else { "" }.to_owned(),
        individual: !works,
        website: String::new(),
        phones: format!("{}{direct}", chance.digits(culture.mobile)),
        street: if works { String::new() } else { place.street },
        postcode: if works { String::new() } else { place.postcode },
        city: if works { company.city.written.clone() } else { place.city.written },
        region: String::new(),
        country: culture.country.to_owned(),
        notes: if chance.hits(14) { *chance.of(&words::CONTACT_NOTES) } else { "" }.to_owned(),
        owner_id: chance.hits(95).then_some(owner.id),
        team_id: owner.team_id,
        lifecycle: if chance.hits(75) { Lifecycle::Prospect } else { Lifecycle::Suspect },
        lifecycle_pinned: false,
        lifecycle_reason: String::new(),
        external_id: None,
        created_at: met,
        updated_at: met,
    }
}

/// The instant a customer becomes inactive: the company's own limit after it last bought.
pub fn fades_at(world: &World, won: NaiveDateTime) -> Option<NaiveDateTime> {
    let at = won + Duration::days(world.directory.organization.inactive_after_days);
    (at < world.now).then_some(at)
}
