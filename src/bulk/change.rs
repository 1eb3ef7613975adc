//! What can be done to many records, and why one of them is left out.

use serde::{Deserialize, Serialize};

use super::kinds::Bulk;
use crate::access::Viewer;
use crate::db::Ids;
use crate::db::Tx;
use crate::records;
use crate::text_enum;

text_enum! {
    /// A change, as an address names it and the end of its message keys.
    pub enum What {
        /// Records nobody owns, dealt out.
        Assign = "assign",
        /// To somebody else, whoever has them.
        Owner = "owner",
        /// To a team, where they wait for somebody.
        Team = "team",
        /// Where open leads stand.
        Status = "status",
        /// To another stage.
        Stage = "stage",
        /// Words put on and taken off.
        Tags = "tags",
        /// Into the bin.
        Delete = "delete",
    }
}

text_enum! {
    /// Why a chosen record stays as it is.
    pub enum Skip {
        /// The viewer may not know of it any more.
        Gone = "gone",
        /// Seen, but not theirs to change.
        NotYours = "not-yours",
        /// Over, and read-only.
        Closed = "closed",
        /// Somebody has it already.
        Owned = "owned",
        /// It is so already.
        Same = "same",
        /// Somebody else changed the same since it was chosen.
        Changed = "changed",
        /// It lacks what the stage requires.
        Missing = "missing",
        /// It would carry too many words.
        Full = "full",
        /// Deals would go along that are not theirs to delete.
        Deals = "deals",
    }
}

/// A change with everything it needs, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Change {
    /// To these people in turn, what nobody owns.
    Assign {
        /// Who.
        people: Vec<i64>,
    },
    /// To these people in turn.
    Owner {
        /// Who.
        people: Vec<i64>,
    },
    /// To a team's pool.
    Team {
        /// Which.
        team: i64,
    },
    /// To a status.
    Status {
        /// Which.
        status: i64,
    },
    /// To a stage.
    Stage {
        /// Which.
        stage: i64,
    },
    /// Words put on and taken off.
    Tags {
        /// Put on.
        add: Ids,
        /// Taken off.
        remove: Ids,
    },
    /// Into the bin.
    Delete,
}

impl Change {
    /// Which it is.
    pub fn what(&self) -> What {
        match self {
            Change::Assign { .. } => What::Assign,
            Change::Owner { .. } => What::Owner,
            Change::Team { .. } => What::Team,
            Change::Status { .. } => What::Status,
            Change::Stage { .. } => What::Stage,
            Change::Tags { .. } => What::Tags,
            Change::Delete => What::Delete,
        }
    }

    /// In the reader's words.
    pub fn told(&self, tx: &Tx<'_>) -> String {
        let (directory, text) = (&tx.directory, &tx.text);
        let people = |ids: &[i64]| {
            let names: Vec<String> = ids.iter().map(|id| directory.person_name(Some(*id)).to_owned()).collect();
            text.list(&names)
        };
        let tags = |ids: &Ids| {
            let names: Vec<String> = directory.tag_names(ids).into_iter().map(str::to_owned).collect();
            text.list(&names)
        };
        match self {
            Change::Delete => text.n("bulk-did-delete", directory.organization.bin_days),
            Change::Assign { people: to } | Change::Owner { people: to } => {
                text.a("bulk-did-owner", "people", people(to))
            }
            Change::Team { team } => text.a("bulk-did-team", "team", directory.teams.name(*team)),
            Change::Status { status } => text.a("bulk-did-status", "status", directory.pick_name(Some(*status))),
            Change::Stage { stage } => {
                text.a("bulk-did-stage", "stage", directory.stage(*stage).map_or("", |stage| stage.name.as_str()))
            }
            Change::Tags { add, remove } if remove.is_empty() => text.a("bulk-did-tag", "tags", tags(add)),
            Change::Tags { add, remove } if add.is_empty() => text.a("bulk-did-untag", "tags", tags(remove)),
            Change::Tags { add, remove } => {
                text.args("bulk-did-tags", &[("added", tags(add).into()), ("removed", tags(remove).into())])
            }
        }
    }
}

impl What {
    /// The fields it sets: who changed one of them since was quicker.
    fn fields(self) -> &'static [&'static str] {
        match self {
            What::Assign | What::Owner | What::Team => &["owner_id", "team_id"],
            What::Status => &["status_id"],
            What::Stage => &["stage_id"],
            // Words put on and taken off get in nobody's way.
            What::Tags | What::Delete => &[],
        }
    }

    /// Was somebody quicker, who changed these fields since? How far a customer has come follows from others.
    pub fn is_late<'f>(self, mut since: impl Iterator<Item = &'f String>) -> bool {
        match self {
            // Whatever somebody has written since would go with the record.
            What::Delete => since.any(|field| field != "lifecycle"),
            What::Assign | What::Owner | What::Team | What::Status | What::Stage | What::Tags => {
                since.any(|field| self.fields().contains(&field.as_str()))
            }
        }
    }

    /// Why a record is left out whatever exactly is asked; nothing where it is not.
    pub fn refuses<R: Bulk>(self, viewer: &Viewer, record: &R) -> Option<Skip> {
        match self {
            What::Assign if !record.is_open() => Some(Skip::Closed),
            What::Assign if record.owner_id().is_some() => Some(Skip::Owned),
            What::Assign => (!record.is_assignable(viewer)).then_some(Skip::NotYours),
            What::Delete => {
                let may = records::deletable(viewer, R::ENTITY).covers(record.owner_id(), record.team_id());
                (!may).then_some(Skip::NotYours)
            }
            What::Owner | What::Team | What::Status | What::Stage | What::Tags => {
                let is_over = !record.is_open() || (self == What::Stage && record.is_settled());
                let hands_on = matches!(self, What::Owner | What::Team);
                match record.is_editable(viewer) && (!hands_on || record.is_handed_on(viewer)) {
                    false => Some(Skip::NotYours),
                    true => is_over.then_some(Skip::Closed),
                }
            }
        }
    }
}
