//! What follows from what: pure rules of a lead's life.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::{LeadFacts, Timeframe};

impl LeadFacts {
    /// Notes the first time somebody spoke with it: once, whatever becomes of the status afterwards.
    pub fn note_contact(&mut self, contacted: bool, now: NaiveDateTime) {
        if contacted && self.first_contact_at.is_none() {
            self.first_contact_at = Some(now);
        }
    }

    /// Opens a closed lead again: its reason is gone from the record and stays in the journal (rule 36).
    pub fn reopen(&mut self) {
        self.state = super::LeadState::Open;
        self.closed_at = None;
        self.close_reason_id = None;
        self.close_note = String::new();
    }

    /// Gives it back to a pool.
    pub fn release(&mut self) {
        self.owner_id = None;
        self.claimed_at = None;
    }
}

/// When a deal with somebody who wants to buy then would close.
pub fn expected_close(timeframe: Timeframe, today: NaiveDate) -> Option<NaiveDate> {
    let days = match timeframe {
        Timeframe::Unknown | Timeframe::Later => return None,
        Timeframe::Now => 30,
        Timeframe::Quarter => 90,
        Timeframe::Year => 365,
    };
    today.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::samples::lead;

    fn instant(hour: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(hour, 0, 0).unwrap()
    }

    #[test]
    fn the_first_contact_is_noted_once() {
        let mut facts = lead().facts;
        facts.note_contact(false, instant(8));
        assert_eq!(facts.first_contact_at, None);
        facts.note_contact(true, instant(9));
        facts.note_contact(true, instant(10));
        assert_eq!(facts.first_contact_at, Some(instant(9)));
    }

    #[test]
    fn a_wish_without_a_term_has_no_day() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(expected_close(Timeframe::Later, today), None);
        assert_eq!(expected_close(Timeframe::Now, today), NaiveDate::from_ymd_opt(2026, 12, 22));
    }
}
