//! Leads for unit tests.

use chrono::{NaiveDate, NaiveDateTime};

use super::{Answer, Lead, LeadFacts, LeadState, Timeframe};

fn instant(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, day).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default()
}

/// An open lead of person 1 in team 1, of which nothing is known.
pub fn lead() -> Lead {
    Lead { id: 1, version: 1, facts: facts() }
}

fn facts() -> LeadFacts {
    LeadFacts { owner_id: Some(1), ..LeadFacts::starting(1, 1, "EUR", 1, instant(1)) }
}

/// Two leads that have no value in common.
pub fn two_that_differ_in_everything() -> [Lead; 2] {
    let before = lead();
    let word = || "x".to_owned();
    let after = LeadFacts {
        state: LeadState::Qualified,
        status_id: 2,
        name: word(),
        company: word(),
        title: word(),
        emails: word(),
        phones: word(),
        website: word(),
        street: word(),
        postcode: word(),
        city: word(),
        region: word(),
        country: word(),
        source_id: 2,
        buying_role_id: Some(2),
        need: Answer::Yes,
        need_note: word(),
        budget: Answer::Yes,
        budget_minor: Some(2),
        timeframe: Timeframe::Now,
        authority: Answer::Yes,
        product_interest: word(),
        value_minor: Some(2),
        currency: word(),
        notes: word(),
        owner_id: None,
        team_id: 2,
        claimed_at: Some(instant(2)),
        first_contact_at: Some(instant(2)),
        closed_at: Some(instant(2)),
        close_reason_id: Some(2),
        close_note: word(),
        account_id: Some(2),
        contact_id: Some(2),
        opportunity_id: Some(2),
        external_id: Some(word()),
        created_at: instant(2),
        updated_at: instant(2),
        tags: crate::db::Ids::of([2]),
    };
    [before, Lead { id: 2, version: 2, facts: after }]
}
