//! Pipelines and their stages.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::schema::{pipelines, stages};
use crate::text_enum;
use crate::values::percent::Percent;

text_enum! {
    /// What being in a stage means. Never inferred from a probability (rule 18).
    pub enum StageKind {
        /// Still being worked.
        Open = "open",
        /// Closed, bought.
        Won = "won",
        /// Closed, not bought.
        Lost = "lost",
    }
}

/// A way of selling: a row of stages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = pipelines, treat_none_as_null = true)]
pub struct Pipeline {
    /// Its id.
    pub id: i64,
    /// Counts its edits.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Its place.
    pub position: i64,
    /// Still in use?
    pub active: bool,
}

/// A step of a pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = stages, treat_none_as_null = true)]
pub struct Stage {
    /// Its id.
    pub id: i64,
    /// Counts its edits.
    pub version: i64,
    /// The pipeline it is part of.
    pub pipeline_id: i64,
    /// Its name.
    pub name: String,
    /// What being in it means.
    pub kind: StageKind,
    /// Default probability in basis points.
    pub probability: i64,
    /// Its place in the pipeline.
    pub position: i64,
    /// Days without contact or plan until a deal counts as quiet; 0 = never.
    pub quiet_days: i64,
    /// Names of opportunity fields that must be filled to enter, separated by spaces.
    pub required: String,
    /// Which of the eight colours, 1 to 8.
    pub colour: i64,
    /// Where its deals went when it was retired.
    pub retired_into: Option<i64>,
}

impl Stage {
    /// The default probability of a deal in this stage.
    pub fn default_probability(&self) -> Percent {
        i32::try_from(self.probability).ok().and_then(Percent::new).unwrap_or(Percent::ZERO)
    }

    /// Opportunity fields that must be filled to enter.
    pub fn required_fields(&self) -> impl Iterator<Item = &str> {
        self.required.split_whitespace()
    }
}
