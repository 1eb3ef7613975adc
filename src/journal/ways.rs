//! How each action is taken back. A new action does not compile without an answer.

use super::{Action, Entity, of_settings};

/// How an action is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its fields get back what they were.
    Fields,
    /// The same, and the deal's stays and closings with them.
    Standing,
    /// Not by undoing: by an action of its own, or not at all.
    Never,
}

impl Action {
    /// How it is taken back.
    pub fn way(self) -> Way {
        match self {
            Action::Edited
            | Action::Claimed
            | Action::Released
            | Action::Assigned
            | Action::Disqualified
            | Action::Reactivated
            | Action::StepDone
            | Action::Lifecycle
            | Action::Undone => Way::Fields,
            Action::Moved | Action::Won | Action::Lost | Action::Reopened => Way::Standing,
            // What is shared is ended at its own button, and shared again with the form.
            Action::Shared | Action::Unshared | Action::Delegated | Action::DelegationEnded => Way::Never,
            // What is filed, or switched off, goes by an action of its own; an import is taken back whole, once.
            // What was deleted or merged comes back from the bin.
            Action::Created
            | Action::Qualified
            | Action::Deactivated
            | Action::Removed
            | Action::Reverted
            | Action::Deleted
            | Action::Restored
            | Action::Merged => Way::Never,
        }
    }
}

impl Entity {
    /// Are actions on this kind of record taken back by undoing? What the settings keep is set back there.
    pub fn is_undone(self) -> bool {
        match self {
            Entity::Lead | Entity::Account | Entity::Contact | Entity::Opportunity | Entity::Product => true,
            of_settings!() => false,
        }
    }
}
