//! A deal and stages for the unit tests of the pure rules.

use chrono::{NaiveDate, NaiveDateTime};

use super::OpportunityFacts;
use crate::directory::{Stage, StageKind};

/// Noon on a day of November 2026.
pub fn instant(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(12, 0, 0).unwrap()
}

/// A stage of pipeline 1.
pub fn stage(id: i64, kind: StageKind, probability: i64) -> Stage {
    Stage {
        id,
        version: 1,
        pipeline_id: 1,
        name: format!("Stage {id}"),
        kind,
        probability,
        position: id,
        quiet_days: 7,
        required: String::new(),
        colour: 1,
        retired_into: None,
    }
}

/// An open deal of account 1 worth 1,000.00 EUR, filed on the first.
pub fn deal() -> OpportunityFacts {
    let first = stage(1, StageKind::Open, 1_000);
    OpportunityFacts {
        account_id: Some(1),
        amount_minor: Some(100_000),
        ..OpportunityFacts::starting("Roof", &first, "EUR", 1, instant(1))
    }
}
