//! No action that can be undone is without its case, for each kind of record that it is done to, and in each direction.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use diesel::prelude::*;
use fursa::db::schema::{journal, journal_requests};
use fursa::journal::{Action, Entity, Way};
use serde_json::Value;

use super::cases::{Case, cases};
use super::{done, made, whole};
use crate::support::*;

both!(each_case_does_what_it_says);

/// What belongs to a team, and can be shared.
const OWNED: [Entity; 4] = [Entity::Lead, Entity::Account, Entity::Contact, Entity::Opportunity];

/// What can be merged.
const MERGED: [Entity; 3] = [Entity::Lead, Entity::Account, Entity::Contact];

/// Everything people keep.
const ALL: [Entity; 6] =
    [Entity::Lead, Entity::Account, Entity::Contact, Entity::Opportunity, Entity::Product, Entity::Activity];

/// The kinds of records an action is done to, as far as it can be undone. A new action says so here.
fn done_to(action: Action) -> &'static [Entity] {
    match action {
        Action::Created | Action::Edited | Action::Deleted | Action::Restored => &ALL,
        Action::Assigned => &[Entity::Lead, Entity::Account, Entity::Contact, Entity::Opportunity, Entity::Activity],
        Action::Shared | Action::Unshared => &OWNED,
        Action::Merged => &MERGED,
        Action::Lifecycle => &[Entity::Account, Entity::Contact],
        Action::Claimed | Action::Released | Action::Qualified | Action::Disqualified | Action::Reactivated => {
            &[Entity::Lead]
        }
        Action::Moved | Action::Won | Action::Lost | Action::Reopened => &[Entity::Opportunity],
        Action::StepDone => &[Entity::Opportunity, Entity::Activity],
        // Each case is redone, which undoes an undoing.
        Action::Undone => &[],
        Action::Delegated | Action::DelegationEnded | Action::Deactivated | Action::Removed | Action::Reverted => &[],
    }
}

/// Each kind has its own way of being found, saved and shown: a case of one says nothing of another.
#[test]
fn every_action_that_can_be_undone_has_a_case_for_each_kind() {
    let covered: Vec<(Entity, Action)> = cases().into_iter().map(|case| (case.entity, case.action)).collect();
    for action in Action::ALL.iter().copied().filter(|action| *action != Action::Undone) {
        assert_eq!(action.way() == Way::Never, done_to(action).is_empty(), "{action:?}: to what kinds it is done");
        for kind in done_to(action) {
            assert!(covered.contains(&(*kind, action)), "{action:?} of {kind:?} is undone in no test");
        }
    }
    for (kind, action) in covered {
        assert!(done_to(action).contains(&kind), "{action:?} is done to {kind:?} too");
    }
}

/// What is put on a record and taken off again: each kind must have a case of either.
fn lists() -> BTreeSet<(&'static str, &'static str)> {
    let kinds = |list: &'static str, of: &[Entity]| of.iter().map(|kind| (kind.name(), list)).collect::<Vec<_>>();
    let beside = kinds("beside", &[Entity::Contact, Entity::Opportunity]);
    [kinds("tags", &OWNED), kinds("shares", &OWNED), beside].concat().into_iter().collect()
}

/// How many of them there are on a record.
fn many(whole: &Value, list: &str) -> usize {
    whole[list].as_array().map_or(0, Vec::len)
}

/// Did the journal say of the record that this was done?
fn is_said(app: &TestApp, case: &Case, id: i64, undo: &str) {
    let request = undo.rsplit('/').next().unwrap().to_owned();
    let entries =
        journal::table.inner_join(journal_requests::table.on(journal_requests::request_id.eq(journal::request_id)));
    let own = entries.filter(journal::request_id.eq(request).and(journal::record_id.eq(id)));
    let own = own.filter(journal::entity.eq(case.entity)).select(journal::action);
    let actions: Vec<Action> = app.db(|db| own.load(db).unwrap());
    assert!(actions.contains(&case.action), "{}: {actions:?}", case.name);
}

/// A case that says it wins a deal does: the journal names the action. And what can be put on can be taken off.
async fn each_case_does_what_it_says(app: TestApp) {
    let (mut longer, mut shorter) = (BTreeSet::new(), BTreeSet::new());
    for case in cases() {
        let made = made(&app, &case);
        let before = whole(&app, case.entity, made);
        let (undo, id) = done(&app, &case, made).await;
        is_said(&app, &case, id, &undo);
        let after = whole(&app, case.entity, id);
        if !matches!(case.action, Action::Edited | Action::Shared | Action::Unshared) {
            continue;
        }
        for (kind, list) in lists().into_iter().filter(|(kind, _)| *kind == case.entity.name()) {
            match many(&after, list).cmp(&many(&before, list)) {
                Ordering::Greater => drop(longer.insert((kind, list))),
                Ordering::Less => drop(shorter.insert((kind, list))),
                Ordering::Equal => {}
            }
        }
    }
    assert_eq!(longer, lists(), "what is put on");
    assert_eq!(shorter, lists(), "what is taken off");
}
