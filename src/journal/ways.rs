//! How each action is taken back. A new action does not compile without an answer.

use super::{Action, Entity, of_settings};

/// How an action is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its fields get back what they were.
    Fields,
    /// The same, and the deal's stays and closings with them.
    Standing,
    /// What it filed, or brought back, goes into the bin.
    Away,
    /// What it put into the bin comes back; a record that another one was merged into gets back its fields.
    Back,
    /// Whoever saw the record before sees it again, and nobody else.
    Shares,
    /// Not by undoing: by an action of its own, or not at all.
    Never,
}

impl Action {
    /// How it is taken back.
    pub fn way(self) -> Way {
        match self {
            Action::Edited
            | Action::Qualified
            | Action::Claimed
            | Action::Released
            | Action::Assigned
            | Action::Disqualified
            | Action::Reactivated
            | Action::StepDone
            | Action::Lifecycle
            | Action::Undone => Way::Fields,
            Action::Moved | Action::Won | Action::Lost | Action::Reopened => Way::Standing,
            Action::Created | Action::Restored => Way::Away,
            Action::Deleted | Action::Merged => Way::Back,
            Action::Shared | Action::Unshared => Way::Shares,
            // Who acts for whom is ended at its own button, and begun again with the form.
            Action::Delegated | Action::DelegationEnded => Way::Never,
            // Stages and people are switched off and on in the settings, where what they hold is handed on.
            Action::Deactivated => Way::Never,
            // An import is taken back whole, once: what it had filed is gone for good, and its file can be imported again.
            Action::Removed | Action::Reverted => Way::Never,
        }
    }
}

impl Entity {
    /// Are actions on this kind of record taken back by undoing? What the settings keep is set back there.
    pub fn is_undone(self) -> bool {
        match self {
            Entity::Lead
            | Entity::Account
            | Entity::Contact
            | Entity::Opportunity
            | Entity::Product
            | Entity::Activity => true,
            of_settings!() => false,
        }
    }
}
