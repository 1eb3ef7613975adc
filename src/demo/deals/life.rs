//! How a deal goes on from its beginning: talks, changed figures, moves up and down the ladder, a win, a loss, a second
//! chance; until today, where it stays as it is found.

use chrono::{Duration, NaiveDateTime};

use super::super::calendar::Office;
use super::super::chance::Chance;
use super::super::goods::{COMPETITORS, priced, rounded};
use super::super::words;
use super::super::world::{Seller, World};
use super::{Closed, Deal, Hold, Stay};
use crate::directory::{PickList, Stage, StageKind};
use crate::journal::Action;
use crate::opportunities::close::Closing;
use crate::opportunities::stage::{self, Passage};

/// Typical days in a stage of the first pipeline, by rung; the last counts for all above.
const DAYS: [i64; 4] = [8, 13, 17, 14];

/// How many in a hundred of those on a rung go on, with a seller of middling skill.
const GOES_ON: [i64; 4] = [73, 75, 72, 79];

/// Of renewals more go on, and all of them slowly.
const RENEWAL: (i64, i64) = (21, 88);

struct Teller<'a> {
    world: &'a World,
    chance: &'a mut Chance,
    deal: &'a mut Deal,
    seller: &'a Seller,
    office: Office,
    ladder: Vec<&'a Stage>,
    pipeline: usize,
    rung: usize,
    hold: Option<Hold>,
    had_second_chance: bool,
}

/// What happens at the end of a stay.
enum Fate {
    Climbs(usize),
    Falls,
    Wins,
    Loses,
}

/// Tells the deal's life up to now. A deal with a rung to hold climbs there and stays; with one above the last, it is won.
pub fn live(world: &World, chance: &mut Chance, deal: &mut Deal, hold: Option<Hold>) {
    let seller = &world.sellers[deal.seller];
    let first = world.directory.pipelines.first().map(|pipeline| pipeline.id);
    let pipeline = usize::from(Some(deal.story.record.pipeline_id) != first);
    let ladder = world.open_stages(pipeline);
    let hold = hold.map(|hold| Hold { rung: hold.rung.min(ladder.len()), ..hold });
    let office = seller.markets[0].office;
    let mut teller =
        Teller { world, chance, deal, seller, office, ladder, pipeline, rung: 0, hold, had_second_chance: false };
    teller.go_on();
}

impl Teller<'_> {
    fn go_on(&mut self) {
        while !self.stays_here() {
            let days = self.days();
            let next = self.office.later(self.chance, self.deal.story.at, days);
            self.meanwhile(next.min(self.world.now));
            let next = next.max(self.deal.story.at + Duration::minutes(7));
            if next >= self.world.now {
                break;
            }
            self.hand_over(next);
            match self.fate() {
                Fate::Climbs(rung) => self.move_to(next, rung),
                Fate::Falls => self.move_to(next, self.rung - 1),
                Fate::Wins => return self.win(next),
                Fate::Loses => {
                    if !self.lose(next) {
                        return;
                    }
                }
            }
        }
        self.hand_over(self.world.now);
        self.plan();
    }

    fn stays_here(&mut self) -> bool {
        let stays = self.hold.is_some_and(|hold| hold.rung == self.rung);
        if stays {
            self.meanwhile(self.world.now);
        }
        stays
    }

    fn actor(&self) -> i64 {
        self.deal.story.record.owner_id.unwrap_or(self.seller.head_id)
    }

    fn days(&mut self) -> i64 {
        if let Some(hold) = self.hold {
            let left = (self.world.now - self.deal.story.at).num_days();
            return left / i64::try_from(hold.rung - self.rung + 2).unwrap_or(2);
        }
        let typical = if self.pipeline == 0 { DAYS[self.rung.min(DAYS.len() - 1)] } else { RENEWAL.0 };
        self.chance.spread(typical)
    }

    fn fate(&mut self) -> Fate {
        let top = self.ladder.len() - 1;
        if self.hold.is_some() {
            return if self.rung == top { Fate::Wins } else { Fate::Climbs(self.rung + 1) };
        }
        if self.rung > 0 && self.chance.hits(4) {
            return Fate::Falls;
        }
        let base = if self.pipeline == 0 { GOES_ON[self.rung.min(GOES_ON.len() - 1)] } else { RENEWAL.1 };
        let goes_on = self.chance.hits((base * (100 + self.seller.seed.skill) / 200).min(96));
        match (goes_on, self.rung == top) {
            (false, _) => Fate::Loses,
            (true, true) => Fate::Wins,
            (true, false) => Fate::Climbs((self.rung + if self.chance.hits(11) { 2 } else { 1 }).min(top)),
        }
    }

    /// Talks with the customer, each with the next step it led to, and figures that turn out otherwise.
    fn meanwhile(&mut self, until: NaiveDateTime) {
        let (from, days) = (self.deal.story.at, (until - self.deal.story.at).num_days());
        let talks = (days / 9).clamp(0, 2);
        for number in 1..=talks {
            if self.chance.hits(44) {
                let at = self.office.later(self.chance, from, days * number / (talks + 1));
                self.talk(at, until);
            }
        }
        if self.chance.hits(16) {
            let at = self.office.later(self.chance, self.deal.story.at, 1);
            self.refigure(at, until);
        }
    }

    fn talk(&mut self, at: NaiveDateTime, until: NaiveDateTime) {
        if at >= until || at <= self.deal.story.at {
            return;
        }
        let step = self.chance.of(&words::STEPS).0;
        let on = self.office.workday(self.world.day_of(at) + Duration::days(self.chance.between(2, 12)));
        let actor = self.actor();
        self.did(at, actor);
        self.deal.story.then(at, Some(actor), Action::StepDone, |deal| {
            deal.next_step = step.to_owned();
            deal.next_step_on = Some(on);
            deal.last_contact_at = Some(at);
        });
    }

    /// What was planned has been done.
    fn did(&mut self, at: NaiveDateTime, by: i64) {
        let what = self.deal.story.record.next_step.clone();
        if !what.is_empty() {
            self.deal.done.push((at, what, by));
        }
    }

    fn refigure(&mut self, at: NaiveDateTime, until: NaiveDateTime) {
        if at >= until {
            return;
        }
        let (percent, days) = (self.chance.between(78, 128), self.chance.between(7, 45));
        let (actor, moves_amount) = (self.actor(), self.chance.hits(60));
        self.deal.story.then(at, Some(actor), Action::Edited, |deal| {
            if moves_amount {
                deal.amount_minor = deal.amount_minor.map(|amount| rounded(amount * percent / 100));
            } else {
                deal.expected_close = deal.expected_close.map(|day| day + Duration::days(days));
            }
        });
    }

    /// Fills what the next stage asks for.
    fn complete(&mut self, at: NaiveDateTime, target: &Stage) {
        if stage::missing(target, &self.deal.story.record).is_empty() {
            return;
        }
        let amount = priced(self.chance.spread(31_000_00), &self.deal.story.record.currency);
        let close = self.world.day_of(at) + Duration::days(self.chance.between(14, 70));
        let actor = self.actor();
        self.deal.story.then(at - Duration::minutes(4), Some(actor), Action::Edited, |deal| {
            deal.amount_minor = deal.amount_minor.or(Some(amount));
            deal.expected_close = deal.expected_close.or(Some(close));
        });
    }

    fn move_to(&mut self, at: NaiveDateTime, rung: usize) {
        let target = self.ladder[rung];
        self.complete(at, target);
        self.rung = rung;
        self.enter(at, target, Passage::Onward, Action::Moved, None);
    }

    fn enter(
        &mut self,
        at: NaiveDateTime,
        target: &Stage,
        passage: Passage,
        action: Action,
        closing: Option<&Closing>,
    ) {
        let actor = self.actor();
        self.deal.story.then(at, Some(actor), action, |deal| {
            let version = deal.version + 1;
            stage::enter(&mut deal.facts, target, passage, at);
            deal.moved_version = version;
            if let Some(closing) = closing {
                closing.apply(&mut deal.facts, at);
            }
        });
        self.deal.stays.iter_mut().filter(|stay| stay.until.is_none()).for_each(|stay| stay.until = Some(at));
        self.deal.stays.push(Stay { stage_id: target.id, from: at, until: None, by: actor });
    }

    fn win(&mut self, at: NaiveDateTime) {
        let Some(target) = self.world.stage(self.pipeline, StageKind::Won) else { return };
        self.complete(at, target);
        let amount = self.deal.story.record.amount_minor.unwrap_or_default();
        let percent = self.chance.weighted(&[(100, 72), (97, 10), (94, 6), (90, 4), (103, 5), (108, 3)]);
        let closing = Closing::Won { actual_minor: whole(amount * percent / 100), on: self.world.day_of(at) };
        self.close(at, target, closing);
    }

    /// Loses the deal; answers whether it got a second chance.
    fn lose(&mut self, at: NaiveDateTime) -> bool {
        let Some(target) = self.world.stage(self.pipeline, StageKind::Lost) else { return false };
        let closing = self.loss(at);
        self.close(at, target, closing);
        let days = self.chance.between(12, 75);
        let again = self.office.later(self.chance, at, days);
        let reopens = !self.had_second_chance && self.chance.hits(4) && again < self.world.now;
        if reopens {
            self.reopen(again);
        }
        reopens
    }

    fn loss(&mut self, at: NaiveDateTime) -> Closing {
        let reason = self.chance.weighted(&[
            ("price", 31),
            ("competitor", 21),
            ("no_decision", 18),
            ("timing", 12),
            ("no_budget", 9),
            ("missing_feature", 5),
            ("other", 4),
        ]);
        let known = self.deal.story.record.competitors.clone();
        let rival = if known.is_empty() { self.chance.of(&COMPETITORS).to_owned() } else { known };
        let names_rival = reason == "competitor" || (reason == "price" && self.chance.hits(60));
        Closing::Lost {
            reason_id: self.world.pick(PickList::LostReason, reason),
            text: if reason == "other" { self.chance.of(&words::OTHER_REASONS) } else { "" }.to_owned(),
            competitor: if names_rival { rival } else { String::new() },
            on: self.world.day_of(at),
        }
    }

    fn close(&mut self, at: NaiveDateTime, target: &Stage, closing: Closing) {
        self.settle(at - Duration::minutes(2));
        let (kind, by) = (closing.kind(), self.actor());
        let action = if kind == StageKind::Won { Action::Won } else { Action::Lost };
        self.enter(at, target, Passage::Closes(kind), action, Some(&closing));
        let deal = self.deal.story.record.clone();
        self.deal.closings.push(Closed { deal, closing, at, by, reopened: None });
    }

    /// Nothing is planned any more once a deal is decided.
    fn settle(&mut self, at: NaiveDateTime) {
        let actor = self.actor();
        if self.deal.story.record.next_step.is_empty() || at <= self.deal.story.at {
            return;
        }
        self.did(at, actor);
        self.deal.story.then(at, Some(actor), Action::StepDone, |deal| {
            deal.next_step.clear();
            deal.next_step_on = None;
            deal.last_contact_at = Some(at);
        });
    }

    fn reopen(&mut self, at: NaiveDateTime) {
        self.had_second_chance = true;
        self.rung = 1.min(self.ladder.len() - 1);
        let (target, actor) = (self.ladder[self.rung], self.actor());
        self.enter(at, target, Passage::Reopens, Action::Reopened, None);
        self.deal.closings.iter_mut().for_each(|closed| closed.reopened = Some((at, actor)));
    }

    /// Whoever leaves hands open deals to whoever leads the team.
    fn hand_over(&mut self, until: NaiveDateTime) {
        let Some(left) = self.seller.seed.left else { return };
        let at = self.office.moment(self.chance, self.world.ago(left));
        let is_theirs = self.deal.story.record.owner_id == Some(self.seller.id);
        if !is_theirs || at >= until || at <= self.deal.story.at {
            return;
        }
        let head = self.seller.head_id;
        self.deal.story.then(at, Some(head), Action::Assigned, |deal| deal.owner_id = Some(head));
    }

    /// What an open deal is found with today: a step that is overdue, due, planned, or none.
    fn plan(&mut self) {
        let (world, now) = (self.world, self.world.now);
        let minutes = (now - self.deal.story.at).num_minutes();
        let at = self.deal.story.at + Duration::minutes(self.chance.between(minutes / 3, minutes * 9 / 10).max(1));
        let days = self.due_in();
        let step = self.chance.of(&words::STEPS).0;
        let on = days.map(|days| world.today() + Duration::days(days));
        let (actor, own_guess) = (self.actor(), self.chance.hits(9).then(|| self.chance.between(2, 18) * 500));
        let late = self.deal.story.record.expected_close.is_some_and(|day| day < world.today());
        let postponed =
            (late && self.chance.hits(48)).then(|| world.today() + Duration::days(self.chance.between(3, 60)));
        self.deal.story.then(at, Some(actor), Action::Edited, |deal| {
            deal.next_step = if on.is_some() { step.to_owned() } else { String::new() };
            deal.next_step_on = on;
            deal.expected_close = postponed.or(deal.expected_close);
            if let Some(guess) = own_guess {
                deal.probability = guess;
                deal.probability_overridden = true;
            }
        });
    }

    /// In how many days the next step is due. The planted deals have one of each.
    fn due_in(&mut self) -> Option<i64> {
        let later = self.chance.between(2, 19);
        let overdue = -self.chance.between(1, 8);
        if let Some(hold) = self.hold {
            return [Some(overdue), Some(0), Some(later), None, Some(0), Some(1)][hold.turn % 6];
        }
        self.chance.weighted(&[(Some(overdue), 13), (Some(0), 11), (Some(1), 14), (Some(later), 46), (None, 16)])
    }
}

/// Nobody agrees on a price with cents.
fn whole(minor: i64) -> i64 {
    (minor + 50) / 100 * 100
}
