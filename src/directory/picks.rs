//! Pick lists: the words a company chooses for sources, statuses, reasons, industries and the like.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::schema::pick_items;
use crate::text_enum;

text_enum! {
    /// The lists there are.
    pub enum PickList {
        /// Where a lead came from.
        LeadSource = "lead_source",
        /// How far an open lead is.
        LeadStatus = "lead_status",
        /// Which part a lead plays in the purchase.
        BuyingRole = "buying_role",
        /// Why a lead was disqualified.
        DisqualifyReason = "disqualify_reason",
        /// Why a lead went back to the pool.
        ReleaseReason = "release_reason",
        /// Why a deal was lost.
        LostReason = "lost_reason",
        /// What a company does.
        Industry = "industry",
        /// What came of a call.
        CallOutcome = "call_outcome",
        /// What came of a visit.
        VisitOutcome = "visit_outcome",
        /// What came of a meeting.
        MeetingOutcome = "meeting_outcome",
        /// What came of a message.
        EmailOutcome = "email_outcome",
        /// What came of a task.
        TaskOutcome = "task_outcome",
    }
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = pick_items, treat_none_as_null = true)]
pub struct PickItem {
    /// Its id.
    pub id: i64,
    /// Counts its edits.
    pub version: i64,
    /// The list it is on.
    pub list: PickList,
    /// What people read.
    pub name: String,
    /// What the program recognises; empty for the company's own words.
    pub code: String,
    /// Its place on the list.
    pub position: i64,
    /// Offered for new choices?
    pub active: bool,
}
