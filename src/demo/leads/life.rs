//! What becomes of a lead: filed by marketing or by a seller, claimed or handed out, spoken with, and in the end
//! qualified, closed, or still open.

use chrono::{Duration, NaiveDate, NaiveDateTime};

use super::super::chance::Chance;
use super::super::company::row_id;
use super::super::cultures::Culture;
use super::super::customers::Customers;
use super::super::deals::{self, Deal};
use super::super::goods::{GOODS, priced};
use super::super::staff::{ADMIN, MANAGER, PEOPLE, REP};
use super::super::story::Story;
use super::super::words;
use super::super::world::{Seller, World};
use super::arrival;
use crate::access::Role;
use crate::accounts::Account;
use crate::directory::PickList;
use crate::journal::{Action, Change};
use crate::leads::{Answer, Lead, LeadFacts, LeadState, Timeframe};

/// Leads from the pool one person works on, at most: below the company's cap, so that there is room for one more.
const CLAIMS: i64 = 6;

/// How many of the newest leads are where those who sign in find them.
const NEWEST: usize = 90;

/// Where one of the newest leads is found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// On somebody's desk.
    Desk(&'static str),
    /// In the pool of the rep shown first.
    Pool,
    /// Wherever it may be.
    Anywhere,
}

/// A sixth of the newest leads is on the desk of the rep shown first, a sixth in her pool, a few are with her superiors.
fn found(from_end: usize) -> Found {
    match (from_end <= NEWEST, from_end % 30) {
        (true, 0 | 6 | 12 | 18 | 24) => Found::Desk(REP),
        (true, 1 | 7 | 13 | 19 | 25) => Found::Pool,
        (true, 9) => Found::Desk(ADMIN),
        (true, 15 | 21) => Found::Desk(MANAGER),
        (_, _) => Found::Anywhere,
    }
}

/// A person in a company, as a lead knows them.
struct Card {
    culture: &'static Culture,
    name: String,
    company: String,
    title: String,
    emails: String,
    phones: String,
    website: String,
}

/// A lead that became a deal.
pub fn qualified(
    world: &World,
    chance: &mut Chance,
    customers: &Customers,
    id: i64,
    day: NaiveDate,
    deal: &Deal,
) -> Story<Lead> {
    let (seller, closed) = (&world.sellers[deal.seller], deal.story.entries[0].at);
    let at = arrival(world, chance, deal.seller, day).min(closed - Duration::hours(3));
    let mut facts = card(customers, deal).facts(world, chance, seller, at);
    facts.source_id = deal.story.record.source_id.unwrap_or(facts.source_id);
    facts.city = customers.all[deal.customer].city.written.clone();
    let mut story = file(world, chance, id, facts, seller, closed);
    let hours = (closed - story.at).num_hours();
    let spoken = story.at + Duration::hours(hours / 3);
    speak(world, &mut story, spoken);
    let asked = story.at + Duration::hours(hours / 3);
    answer(chance, &mut story, asked, true);
    let (record, owner) = (&deal.story.record, story.record.owner_id);
    story.then(closed, owner, Action::Qualified, |lead| {
        lead.state = LeadState::Qualified;
        lead.closed_at = Some(closed);
        lead.account_id = record.account_id;
        lead.contact_id = record.contact_id;
        lead.opportunity_id = Some(record.id);
    });
    story
}

/// A lead of which no deal came, or not yet.
pub fn other(
    world: &World,
    chance: &mut Chance,
    customers: &mut Customers,
    (id, from_end): (i64, usize),
    day: NaiveDate,
    claims: &mut [i64],
) -> Story<Lead> {
    let found = found(from_end);
    let place = match found {
        Found::Desk(who) => world.seller_at(who),
        Found::Pool => world.seller_at(REP),
        Found::Anywhere => world.seller(chance, day),
    };
    let (seller, at) = (&world.sellers[place], arrival(world, chance, place, day));
    let facts = stranger(chance, customers, seller).facts(world, chance, seller, at);
    let age = (world.now - at).num_days();
    let waits = found == Found::Pool || (found == Found::Anywhere && age < 40 && chance.hits(33));
    if waits {
        return pooled(world, chance, id, facts, seller);
    }
    let mut story = if claims[place] < CLAIMS || age > 100 {
        file(world, chance, id, facts, seller, world.now)
    } else {
        handed(world, chance, id, facts, seller)
    };
    if from_end > NEWEST / 2 || from_end % 12 == 6 {
        work(world, chance, &mut story, age);
    }
    claims[place] += i64::from(story.record.claimed_at.is_some() && story.record.state == LeadState::Open);
    story
}

impl Card {
    fn facts(self, world: &World, chance: &mut Chance, seller: &Seller, at: NaiveDateTime) -> LeadFacts {
        let (place, currency) = (self.culture.place(chance), chance.weighted(self.culture.currencies));
        let good = chance.weighted(&std::array::from_fn::<_, { GOODS.len() }, _>(|place| (place, GOODS[place].weight)));
        let has_street = chance.hits(45);
        let source = world.pick(PickList::LeadSource, deals::source(chance));
        LeadFacts {
            name: self.name,
            company: self.company,
            title: self.title,
            emails: self.emails,
            phones: self.phones,
            website: self.website,
            street: if has_street { place.street } else { String::new() },
            postcode: if has_street { place.postcode } else { String::new() },
            city: place.city.written,
            country: self.culture.country.to_owned(),
            buying_role_id: chance.hits(55).then(|| buying_role(world, chance)),
            product_interest: GOODS[good].name.to_owned(),
            value_minor: chance.hits(62).then(|| priced(chance.spread(GOODS[good].price), currency)),
            notes: if chance.hits(45) { chance.of(&words::LEAD_NOTES) } else { "" }.to_owned(),
            ..LeadFacts::starting(world.pick(PickList::LeadStatus, "new"), source, currency, seller.team_id, at)
        }
    }
}

fn buying_role(world: &World, chance: &mut Chance) -> i64 {
    let roles = [("decision_maker", 34), ("buyer", 24), ("adviser", 14), ("employee", 14), ("influencer", 14)];
    world.pick(PickList::BuyingRole, chance.weighted(&roles))
}

/// What the file of the deal's customer says.
fn card(customers: &Customers, deal: &Deal) -> Card {
    let customer = &customers.all[deal.customer];
    let person = deal.person.map(|place| &customers.people[place].story.record);
    let company = customer.story.as_ref().map(|story| &story.record);
    Card {
        culture: customer.culture,
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        company: company.map(|company| company.name.clone()).unwrap_or_default(),
        title: person.map(|person| person.title.clone()).unwrap_or_default(),
        emails: person.map(|person| person.emails.clone()).unwrap_or_default(),
        phones: person.map(|person| person.phones.clone()).unwrap_or_default(),
        website: company.map(|company| company.website.clone()).unwrap_or_default(),
    }
}

/// Somebody new; now and then somebody new at a company that is known already, or known by name only.
fn stranger(chance: &mut Chance, customers: &mut Customers, seller: &Seller) -> Card {
    let culture = seller.market(chance).culture(chance);
    let known = customers.all.iter().filter(|customer| customer.culture.country == culture.country);
    let known: Vec<&Account> =
        known.filter_map(|customer| customer.story.as_ref()).map(|story| &story.record).collect();
    let (company, host) = if !known.is_empty() && chance.hits(5) {
        let account = chance.of(&known);
        (account.name.clone(), account.domain.clone())
    } else {
        let company = customers.unheard(chance, culture);
        (company.name, company.host)
    };
    let (person, has_name, has_mail) = (culture.person(chance), chance.hits(93), chance.hits(84));
    let is_mobile = chance.hits(60);
    let phone = chance.digits(if is_mobile { culture.mobile } else { culture.landline });
    Card {
        culture,
        emails: match (has_mail, has_name) {
            (true, true) => person.email(&host),
            (true, false) => format!("office@{host}"),
            (false, _) => String::new(),
        },
        phones: if !has_mail || chance.hits(66) { phone } else { String::new() },
        name: if has_name { person.written } else { String::new() },
        title: if has_name && chance.hits(50) { chance.of(&words::TITLES) } else { "" }.to_owned(),
        website: if chance.hits(30) { format!("https://{host}") } else { String::new() },
        company,
    }
}

/// Filed by the seller, or claimed from the pool where marketing put it: well before `until`.
fn file(
    world: &World,
    chance: &mut Chance,
    id: i64,
    mut facts: LeadFacts,
    seller: &Seller,
    until: NaiveDateTime,
) -> Story<Lead> {
    let at = facts.created_at;
    if chance.hits(42) {
        facts.owner_id = Some(seller.id);
        return Story::begins(Lead { id, version: 1, facts }, at, Some(seller.id));
    }
    let mut story = Story::begins(Lead { id, version: 1, facts }, at, Some(marketer(chance)));
    let claimed = soon(world, chance, seller, at, 2).min(at + (until - at) / 2);
    story.then(claimed, Some(seller.id), Action::Claimed, |lead| {
        lead.owner_id = Some(seller.id);
        lead.claimed_at = Some(claimed);
    });
    story
}

/// Handed out by whoever leads the team.
fn handed(world: &World, chance: &mut Chance, id: i64, facts: LeadFacts, seller: &Seller) -> Story<Lead> {
    let at = facts.created_at;
    let mut story = Story::begins(Lead { id, version: 1, facts }, at, Some(marketer(chance)));
    let handed = soon(world, chance, seller, at, 1);
    story.then(handed, Some(seller.head_id), Action::Assigned, |lead| lead.owner_id = Some(seller.id));
    story
}

/// Waits in the pool of the team or, now and then, of the whole company; some were given back.
fn pooled(world: &World, chance: &mut Chance, id: i64, mut facts: LeadFacts, seller: &Seller) -> Story<Lead> {
    let at = facts.created_at;
    if chance.hits(26) {
        let mut story = file(world, chance, id, facts, seller, world.now);
        give_back(world, chance, &mut story, seller);
        return story;
    }
    if chance.hits(24) {
        facts.team_id = row_id(0);
    }
    Story::begins(Lead { id, version: 1, facts }, at, Some(marketer(chance)))
}

/// The reason is no field of the lead: it is told by the journal's entry alone.
fn give_back(world: &World, chance: &mut Chance, story: &mut Story<Lead>, seller: &Seller) {
    let reason = world.pick(PickList::ReleaseReason, chance.of(&["no_capacity", "not_my_field", "not_reached"]));
    let at = soon(world, chance, seller, story.at, 3);
    story.then(at, Some(seller.id), Action::Released, |lead| {
        lead.owner_id = None;
        lead.claimed_at = None;
    });
    let said = Change { field: "release_reason_id".into(), before: None, after: Some(reason.to_string()) };
    story.entries.last_mut().into_iter().for_each(|entry| entry.changes.push(said.clone()));
}

/// What came of it by now: closed with a reason, set aside for later, or still being asked.
fn work(world: &World, chance: &mut Chance, story: &mut Story<Lead>, age: i64) {
    let Some(seller) = world.sellers.iter().find(|seller| Some(seller.id) == story.record.owner_id) else { return };
    if age < 4 && chance.hits(60) {
        return;
    }
    let spoken = soon(world, chance, seller, story.at, 4);
    speak(world, story, spoken);
    if chance.hits(65) {
        let asked = soon(world, chance, seller, story.at, 6);
        answer(chance, story, asked, false);
    }
    let closes = if age > 110 { 93 } else { 30 + age / 3 };
    if chance.hits(closes) {
        disqualify(world, chance, story, seller);
    } else if age > 30 {
        let (at, status) = (soon(world, chance, seller, story.at, 9), world.pick(PickList::LeadStatus, "nurturing"));
        story.then(at, Some(seller.id), Action::Edited, |lead| lead.status_id = status);
    }
}

/// The first time anybody spoke with them.
fn speak(world: &World, story: &mut Story<Lead>, at: NaiveDateTime) {
    let (owner, status) = (story.record.owner_id, world.pick(PickList::LeadStatus, "contacted"));
    story.then(at, owner, Action::Edited, |lead| {
        lead.status_id = status;
        lead.first_contact_at = Some(at);
    });
}

/// The four answers, as far as they came.
fn answer(chance: &mut Chance, story: &mut Story<Lead>, at: NaiveDateTime, hot: bool) {
    let owner = story.record.owner_id;
    let yes = |chance: &mut Chance| {
        chance.weighted(&[
            (Answer::Yes, if hot { 82 } else { 38 }),
            (Answer::No, if hot { 2 } else { 34 }),
            (Answer::Unknown, 22),
        ])
    };
    let (need, budget, authority) = (yes(chance), yes(chance), yes(chance));
    let timeframe = chance.weighted(&[
        (Timeframe::Now, 18),
        (Timeframe::Quarter, 36),
        (Timeframe::Year, 22),
        (Timeframe::Later, 10),
        (Timeframe::Unknown, 14),
    ]);
    let (note, share) = (chance.of(&words::NEEDS), chance.between(60, 130));
    story.then(at, owner, Action::Edited, |lead| {
        lead.need = need;
        lead.need_note = if need == Answer::Yes { note.to_owned() } else { String::new() };
        lead.budget = budget;
        let value = lead.value_minor.filter(|_| budget == Answer::Yes);
        lead.budget_minor = value.map(|value| value / 100 * share / 100 * 100);
        lead.authority = authority;
        lead.timeframe = timeframe;
    });
}

fn disqualify(world: &World, chance: &mut Chance, story: &mut Story<Lead>, seller: &Seller) {
    let reasons = [
        ("unreachable", 27),
        ("no_budget", 20),
        ("no_need", 18),
        ("not_now", 15),
        ("chose_other", 11),
        ("not_serious", 6),
        ("no_authority", 3),
    ];
    let reason = world.pick(PickList::DisqualifyReason, chance.weighted(&reasons));
    let note = if chance.hits(40) { chance.of(&words::CLOSE_NOTES) } else { "" };
    let at = soon(world, chance, seller, story.at, 14);
    story.then(at, Some(seller.id), Action::Disqualified, |lead| {
        lead.state = LeadState::Disqualified;
        lead.closed_at = Some(at);
        lead.close_reason_id = Some(reason);
        lead.close_note = note.to_owned();
    });
    if chance.hits(4) {
        let again = soon(world, chance, seller, story.at, 40);
        story.then(again, Some(seller.id), Action::Reactivated, |lead| {
            lead.state = LeadState::Open;
            lead.closed_at = None;
            lead.close_reason_id = None;
            lead.close_note.clear();
        });
    }
}

/// A working instant within so many days, or half way to now where that has not come yet.
fn soon(world: &World, chance: &mut Chance, seller: &Seller, at: NaiveDateTime, days: i64) -> NaiveDateTime {
    let wait = chance.between(0, days);
    let next = seller.markets[0].office.later(chance, at, wait);
    if next < world.now { next } else { at + (world.now - at) / 2 }
}

/// Somebody of marketing.
fn marketer(chance: &mut Chance) -> i64 {
    let of_marketing = PEOPLE.iter().enumerate().filter(|(_, person)| person.role == Role::Marketer);
    chance.of(&of_marketing.map(|(place, _)| row_id(place)).collect::<Vec<_>>())
}
