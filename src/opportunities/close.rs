//! Winning and losing (rule 27): what has to be said, when it is refused, and what it does to the deal.

use chrono::{NaiveDate, NaiveDateTime};

use super::OpportunityFacts;
use crate::directory::StageKind;

/// What was answered at the closing of a deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Bought.
    Won {
        /// What it really brought, in minor units of the deal's currency.
        actual_minor: i64,
        /// The day, where the company is.
        on: NaiveDate,
    },
    /// Not bought.
    Lost {
        /// Why: an item of the list.
        reason_id: i64,
        /// Why, in words.
        text: String,
        /// Who got it.
        competitor: String,
        /// The day, where the company is.
        on: NaiveDate,
    },
}

/// Why a closing is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody bought it: neither account nor contact.
    NoCustomer,
    /// A win brings nothing or something, never less.
    NegativeRevenue,
    /// The day has not come yet.
    InTheFuture,
    /// "Other" says nothing without words.
    ReasonWithoutWords,
}

impl Closing {
    /// Win or loss.
    pub fn kind(&self) -> StageKind {
        match self {
            Closing::Won { .. } => StageKind::Won,
            Closing::Lost { .. } => StageKind::Lost,
        }
    }

    /// The day of it.
    pub fn on(&self) -> NaiveDate {
        match self {
            Closing::Won { on, .. } | Closing::Lost { on, .. } => *on,
        }
    }

    /// What it brought; a loss is recorded with what it would have been worth.
    pub fn amount_minor(&self, facts: &OpportunityFacts) -> i64 {
        match self {
            Closing::Won { actual_minor, .. } => *actual_minor,
            Closing::Lost { .. } => facts.amount_minor.unwrap_or(0),
        }
    }

    /// Everything that speaks against it. `needs_words`: the reason given is the list's "other".
    pub fn refusals(&self, facts: &OpportunityFacts, needs_words: bool, today: NaiveDate) -> Vec<Refusal> {
        let mut found = Vec::new();
        match self {
            Closing::Won { actual_minor, .. } => {
                if facts.account_id.is_none() && facts.contact_id.is_none() {
                    found.push(Refusal::NoCustomer);
                }
                if *actual_minor < 0 {
                    found.push(Refusal::NegativeRevenue);
                }
            }
            Closing::Lost { text, .. } => {
                if needs_words && text.trim().is_empty() {
                    found.push(Refusal::ReasonWithoutWords);
                }
            }
        }
        if self.on() > today {
            found.push(Refusal::InTheFuture);
        }
        found
    }

    /// Does the deal say it already?
    pub fn stands_in(&self, facts: &OpportunityFacts) -> bool {
        let mut closed = facts.clone();
        self.apply(&mut closed, facts.closed_at.unwrap_or_default());
        outcome(&closed) == outcome(facts)
    }

    /// Writes the closing on the deal, over what an earlier one said. The expected close stays what it was (rule 17);
    /// what was planned next is over with it (rule 27).
    pub fn apply(&self, facts: &mut OpportunityFacts, now: NaiveDateTime) {
        facts.closed_on = Some(self.on());
        facts.closed_at = Some(now);
        facts.next_step = String::new();
        facts.next_step_on = None;
        match self.clone() {
            Closing::Won { actual_minor, .. } => {
                facts.actual_minor = Some(actual_minor);
                facts.lost_reason_id = None;
                facts.lost_text = String::new();
                facts.lost_to = String::new();
            }
            Closing::Lost { reason_id, text, competitor, .. } => {
                facts.actual_minor = None;
                facts.lost_reason_id = Some(reason_id);
                facts.lost_text = text;
                facts.lost_to = competitor;
            }
        }
    }
}

/// What a closing says.
fn outcome(facts: &OpportunityFacts) -> (Option<NaiveDate>, Option<i64>, Option<i64>, &str, &str) {
    (facts.closed_on, facts.actual_minor, facts.lost_reason_id, &facts.lost_text, &facts.lost_to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunities::samples::{deal, instant};

    fn won(actual_minor: i64) -> Closing {
        Closing::Won { actual_minor, on: instant(10).date() }
    }

    fn lost(text: &str) -> Closing {
        Closing::Lost { reason_id: 4, text: text.into(), competitor: "Rival".into(), on: instant(10).date() }
    }

    #[test]
    fn a_win_needs_a_customer_and_no_negative_revenue() {
        let mut facts = deal();
        facts.account_id = None;
        let found = won(-1).refusals(&facts, false, instant(10).date());
        assert_eq!(found, [Refusal::NoCustomer, Refusal::NegativeRevenue]);
        facts.contact_id = Some(3);
        assert_eq!(won(0).refusals(&facts, false, instant(10).date()), []);
    }

    #[test]
    fn another_reason_needs_words() {
        assert_eq!(lost(" ").refusals(&deal(), true, instant(10).date()), [Refusal::ReasonWithoutWords]);
        assert_eq!(lost("").refusals(&deal(), false, instant(10).date()), []);
        assert_eq!(lost("Moved away").refusals(&deal(), true, instant(10).date()), []);
    }

    #[test]
    fn a_deal_is_not_closed_tomorrow() {
        assert_eq!(lost("").refusals(&deal(), false, instant(9).date()), [Refusal::InTheFuture]);
    }

    #[test]
    fn a_win_has_its_own_three_dates() {
        let mut facts = deal();
        facts.expected_close = Some(instant(28).date());
        won(250).apply(&mut facts, instant(11));
        let dates = (facts.expected_close, facts.closed_on, facts.closed_at);
        assert_eq!(dates, (Some(instant(28).date()), Some(instant(10).date()), Some(instant(11))));
        assert_eq!((facts.actual_minor, facts.amount_minor), (Some(250), Some(100_000)));
    }

    #[test]
    fn a_loss_after_a_win_takes_the_revenue_back() {
        let mut facts = deal();
        won(250).apply(&mut facts, instant(11));
        lost("Too dear").apply(&mut facts, instant(12));
        assert_eq!((facts.actual_minor, facts.lost_reason_id), (None, Some(4)));
        assert_eq!((facts.lost_text.as_str(), facts.lost_to.as_str()), ("Too dear", "Rival"));
    }

    #[test]
    fn a_loss_is_recorded_at_what_it_would_have_been_worth() {
        assert_eq!(lost("").amount_minor(&deal()), 100_000);
        assert_eq!(won(7).amount_minor(&deal()), 7);
    }
}
