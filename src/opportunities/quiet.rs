//! Which open deals ask for attention: quiet, late, or without a next step. An edit is no sign of life; talking with
//! the customer is, and so is a planned step.

use chrono::NaiveDate;

use crate::directory::{Stage, StageKind};

/// What the signs are read from.
#[derive(Clone, Copy, Debug)]
pub struct Life<'a> {
    /// The day the customer was last spoken with; the day of filing where never.
    pub spoken_on: NaiveDate,
    /// What happens next.
    pub next_step: &'a str,
    /// When.
    pub next_step_on: Option<NaiveDate>,
    /// The day the rep expects to win it.
    pub expected_close: Option<NaiveDate>,
}

/// What asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Days of silence, when there are more of them than the stage allows and nothing is planned.
    pub quiet_days: Option<i64>,
    /// Days since the step or the close should have been.
    pub late_days: Option<i64>,
    /// Nothing is planned at all.
    pub unplanned: bool,
}

impl Life<'_> {
    /// The signs on a day. A closed deal has none.
    pub fn signs(&self, stage: &Stage, today: NaiveDate) -> Signs {
        match stage.kind {
            StageKind::Open => Signs {
                quiet_days: self.quiet_days(stage, today),
                late_days: self.late_days(today),
                unplanned: self.next_step.trim().is_empty(),
            },
            StageKind::Won | StageKind::Lost => Signs::default(),
        }
    }

    fn quiet_days(&self, stage: &Stage, today: NaiveDate) -> Option<i64> {
        let planned = self.next_step_on.is_some_and(|day| day >= today);
        let silent = (today - self.spoken_on).num_days();
        (stage.quiet_days > 0 && silent > stage.quiet_days && !planned).then_some(silent)
    }

    fn late_days(&self, today: NaiveDate) -> Option<i64> {
        let due = [self.next_step_on, self.expected_close].into_iter().flatten().min()?;
        (due < today).then(|| (today - due).num_days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunities::samples::{instant, stage};

    fn day(day: u32) -> NaiveDate {
        instant(day).date()
    }

    fn life() -> Life<'static> {
        Life { spoken_on: day(1), next_step: "", next_step_on: None, expected_close: None }
    }

    fn open() -> Stage {
        stage(1, StageKind::Open, 1_000)
    }

    #[test]
    fn a_deal_is_quiet_only_past_the_days_of_its_stage() {
        assert_eq!(life().signs(&open(), day(8)).quiet_days, None);
        assert_eq!(life().signs(&open(), day(9)).quiet_days, Some(8));
    }

    #[test]
    fn a_step_in_twenty_days_keeps_a_deal_from_being_quiet() {
        let planned = Life { next_step: "Visit", next_step_on: Some(day(29)), ..life() };
        assert_eq!(planned.signs(&open(), day(9)), Signs::default());
    }

    #[test]
    fn a_step_that_has_passed_makes_a_deal_late_and_does_not_keep_it_from_being_quiet() {
        let passed = Life { next_step: "Visit", next_step_on: Some(day(8)), ..life() };
        let signs = passed.signs(&open(), day(10));
        assert_eq!((signs.late_days, signs.quiet_days), (Some(2), Some(9)));
    }

    #[test]
    fn the_earlier_of_step_and_close_says_how_late() {
        let both = Life { next_step_on: Some(day(8)), expected_close: Some(day(5)), ..life() };
        assert_eq!(both.signs(&open(), day(10)).late_days, Some(5));
        assert_eq!(both.signs(&open(), day(5)).late_days, None);
    }

    #[test]
    fn a_stage_without_a_limit_is_never_quiet_and_a_closed_deal_has_no_signs() {
        let mut patient = open();
        patient.quiet_days = 0;
        assert_eq!(life().signs(&patient, day(30)).quiet_days, None);
        assert_eq!(life().signs(&stage(2, StageKind::Won, 10_000), day(30)), Signs::default());
    }
}
