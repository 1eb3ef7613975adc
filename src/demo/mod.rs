//! A believable company to try Fursa with: Jua Energy sells solar roofs and batteries from Warsaw to Dhaka.
//!
//! People, customers and two years of business come from one seed, counted back from today. Each record's life is told
//! as what was done to it (`story`); what a deed does to a deal is the product's own rule, so that stages,
//! probabilities and closings are those of a company that worked with Fursa all the time. `write` puts the stories
//! into the database through the stores.

mod calendar;
mod chance;
mod company;
mod cultures;
mod customers;
mod deals;
mod desks;
mod diary;
mod fair;
mod goods;
mod leads;
mod open;
mod post;
mod staff;
mod story;
mod words;
mod world;
mod write;

pub use open::{FILE, Opened, Refusal, may_go, open};
pub use staff::{ADMIN, MANAGER, PASSWORD, REP};

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::access::Viewer;
use crate::config::PasswordCost;
use crate::db::{Db, Request, Tx};
use crate::directory::Directory;
use crate::i18n::{Language, Text};
use crate::web::Error;
use chance::Chance;
use customers::Customers;
use world::World;

/// Change it, and everybody has another name.
const SEED: u64 = 20_261_122;

/// Fills an empty database, inside the transaction the caller began. `now` is the end of the history.
///
/// # Errors
/// What the database answers; no randomness for the salts of passwords.
pub fn fill(db: &mut Db, now: NaiveDateTime, cost: PasswordCost) -> Result<(), Error> {
    let mut chance = Chance::new(SEED);
    let text = Text::new(Language::fallback(), company::ZONE);
    company::found(db, &text, &mut chance, now, cost)?;
    let directory = Arc::new(Directory::load(db)?.ok_or_else(|| Error::Bug("the company is not there".into()))?);
    let world = World::new(now, Arc::clone(&directory));
    let mut customers = Customers::of(&world, &mut chance);
    let mut slots = leads::Slots::new(&world, &mut chance);
    let deals = deals::tell(&world, &mut chance, &customers, &mut slots);
    let leads = leads::tell(&world, &mut chance, &mut customers, &slots, &deals);
    customers.follow(&deals::turns(&world, &deals));
    let (viewer, request) = (Arc::new(Viewer::system()), Arc::new(Request::default()));
    let mut tx = Tx { db, viewer, directory, text, now, request, batch: None, page: Default::default() };
    write::all(&mut tx, customers, leads, deals)?;
    desks::set_up(&mut tx, now)?;
    post::set_up(&mut tx, now)?;
    fair::import(db, text, now)
}

/// The five who can sign in: what they are, and their address.
pub fn sign_ins() -> impl Iterator<Item = (&'static str, &'static str)> {
    staff::PEOPLE.iter().filter(|person| person.signs_in()).map(|person| (person.role.name(), person.email))
}
