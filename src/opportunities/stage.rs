//! What moving a deal to another stage means: which moves there are, what they do to its figures, when they are refused.

use chrono::NaiveDateTime;

use super::OpportunityFacts;
use crate::directory::{Stage, StageKind};
use crate::values::percent::Percent;

/// What kind of step a move is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// From one open stage to another.
    Onward,
    /// Into a win or a loss. Out of the other one too: a won deal turned out lost.
    Closes(StageKind),
    /// From one won stage to another, or one lost stage to another: the closure stands as it is (rule 19).
    StaysClosed,
    /// Out of a win or a loss, back to work.
    Reopens,
}

impl Passage {
    /// The step from a stage of one kind to a stage of another.
    pub fn between(from: StageKind, to: StageKind) -> Passage {
        match (from, to) {
            (StageKind::Open, StageKind::Open) => Passage::Onward,
            (StageKind::Won, StageKind::Won) | (StageKind::Lost, StageKind::Lost) => Passage::StaysClosed,
            (StageKind::Won | StageKind::Lost, StageKind::Open) => Passage::Reopens,
            (StageKind::Open | StageKind::Lost, StageKind::Won)
            | (StageKind::Open | StageKind::Won, StageKind::Lost) => Passage::Closes(to),
        }
    }
}

/// Was the card drawn before the deal's stage or closure last changed? Changes of anything else do not matter to a move.
pub fn is_stale(card_version: i64, moved_version: i64) -> bool {
    card_version < moved_version
}

/// Fields an administrator can require at the entrance of a stage.
pub const REQUIRABLE: [&str; 11] = [
    "account_id",
    "contact_id",
    "product_id",
    "amount_minor",
    "expected_close",
    "next_step",
    "incumbent",
    "competitors",
    "payment_terms",
    "source_id",
    "notes",
];

/// Which fields the stage requires and the deal lacks.
pub fn missing(stage: &Stage, facts: &OpportunityFacts) -> Vec<&'static str> {
    let required: Vec<&str> = stage.required_fields().collect();
    REQUIRABLE.into_iter().filter(|field| required.contains(field) && !is_filled(facts, field)).collect()
}

fn is_filled(facts: &OpportunityFacts, field: &str) -> bool {
    let text = |value: &str| !value.trim().is_empty();
    match field {
        "account_id" => facts.account_id.is_some(),
        "contact_id" => facts.contact_id.is_some(),
        "product_id" => facts.product_id.is_some(),
        "amount_minor" => facts.amount_minor.is_some(),
        "expected_close" => facts.expected_close.is_some(),
        "next_step" => text(&facts.next_step),
        "incumbent" => text(&facts.incumbent),
        "competitors" => text(&facts.competitors),
        "payment_terms" => text(&facts.payment_terms),
        "source_id" => facts.source_id.is_some(),
        "notes" => text(&facts.notes),
        _ => true,
    }
}

/// The probability of a deal that enters a stage (rule 20): a win is certain, a loss hopeless, a deal opened again
/// starts from the stage's own, and in between a rep's own estimate stays.
pub fn probability(stage: &Stage, passage: Passage, facts: &OpportunityFacts) -> i64 {
    let default = i64::from(stage.default_probability().basis_points());
    match (stage.kind, passage) {
        (StageKind::Won, _) => i64::from(Percent::HUNDRED.basis_points()),
        (StageKind::Lost, _) => i64::from(Percent::ZERO.basis_points()),
        (StageKind::Open, Passage::Reopens) => default,
        (StageKind::Open, Passage::Onward | Passage::Closes(_) | Passage::StaysClosed) => {
            if facts.probability_overridden { facts.probability } else { default }
        }
    }
}

/// Puts the deal into the stage. What only a closing says (date, revenue, reason) is not set here, but taken back when
/// the deal opens again; the expected close is never touched (rule 17).
pub fn enter(facts: &mut OpportunityFacts, stage: &Stage, passage: Passage, now: NaiveDateTime) {
    facts.probability = probability(stage, passage, facts);
    facts.stage_id = stage.id;
    facts.pipeline_id = stage.pipeline_id;
    facts.stage_since = now;
    if passage == Passage::Reopens {
        facts.probability_overridden = false;
        reopen(facts);
    }
}

fn reopen(facts: &mut OpportunityFacts) {
    facts.closed_on = None;
    facts.closed_at = None;
    facts.actual_minor = None;
    facts.lost_reason_id = None;
    facts.lost_text.clear();
    facts.lost_to.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunities::samples::{deal, instant, stage};

    #[test]
    fn a_card_is_stale_only_when_the_deal_has_moved_since() {
        assert!(is_stale(3, 4));
        assert!(!is_stale(4, 4));
        assert!(!is_stale(7, 4));
    }

    #[test]
    fn an_open_stage_of_no_chance_is_still_open() {
        let dormant = stage(1, StageKind::Open, 0);
        let mut facts = deal();
        enter(&mut facts, &dormant, Passage::Onward, instant(5));
        assert_eq!((facts.probability, facts.closed_on), (0, None));
    }

    #[test]
    fn a_stage_brings_its_probability_unless_the_rep_has_set_one() {
        let proposal = stage(2, StageKind::Open, 5_000);
        let mut facts = deal();
        enter(&mut facts, &proposal, Passage::Onward, instant(5));
        assert_eq!(facts.probability, 5_000);
        facts.probability = 7_000;
        facts.probability_overridden = true;
        enter(&mut facts, &stage(3, StageKind::Open, 8_000), Passage::Onward, instant(6));
        assert_eq!(facts.probability, 7_000);
    }

    #[test]
    fn a_win_is_certain_a_loss_hopeless_and_a_reopened_deal_starts_from_the_stage() {
        let mut facts = deal();
        facts.probability_overridden = true;
        enter(&mut facts, &stage(8, StageKind::Won, 9_000), Passage::Closes(StageKind::Won), instant(5));
        assert_eq!(facts.probability, 10_000);
        enter(&mut facts, &stage(9, StageKind::Lost, 500), Passage::Closes(StageKind::Lost), instant(6));
        assert_eq!(facts.probability, 0);
        enter(&mut facts, &stage(2, StageKind::Open, 5_000), Passage::Reopens, instant(7));
        assert_eq!((facts.probability, facts.probability_overridden), (5_000, false));
    }

    #[test]
    fn leaving_a_closed_stage_clears_the_closing_and_keeps_the_guess() {
        let mut facts = deal();
        facts.expected_close = Some(instant(20).date());
        facts.closed_on = Some(instant(5).date());
        facts.closed_at = Some(instant(5));
        facts.actual_minor = Some(10);
        enter(&mut facts, &stage(2, StageKind::Open, 5_000), Passage::Reopens, instant(7));
        assert_eq!((facts.closed_on, facts.closed_at, facts.actual_minor), (None, None, None));
        assert_eq!(facts.expected_close, Some(instant(20).date()));
    }

    #[test]
    fn between_two_won_stages_the_close_date_stays() {
        let mut facts = deal();
        facts.closed_on = Some(instant(5).date());
        let passage = Passage::between(StageKind::Won, StageKind::Won);
        enter(&mut facts, &stage(8, StageKind::Won, 10_000), passage, instant(9));
        assert_eq!(facts.closed_on, Some(instant(5).date()));
    }

    #[test]
    fn a_won_deal_that_turns_out_lost_is_closed_anew() {
        assert_eq!(Passage::between(StageKind::Won, StageKind::Lost), Passage::Closes(StageKind::Lost));
        assert_eq!(Passage::between(StageKind::Lost, StageKind::Open), Passage::Reopens);
    }

    #[test]
    fn a_stage_names_the_fields_it_lacks_in_a_fixed_order() {
        let mut asking = stage(3, StageKind::Open, 5_000);
        asking.required = "next_step amount_minor nonsense account_id".into();
        let mut facts = deal();
        facts.account_id = None;
        facts.amount_minor = None;
        facts.next_step = " ".into();
        assert_eq!(missing(&asking, &facts), ["account_id", "amount_minor", "next_step"]);
        facts.next_step = "Call".into();
        assert_eq!(missing(&asking, &facts), ["account_id", "amount_minor"]);
    }
}
