//! Pipelines and their stages: named, ordered, given colours, probabilities and what they require. A stage with deals
//! is retired into another, never deleted (rule 23).

mod list;
mod pipeline;
mod retire;
mod stage;
mod stage_form;

pub use list::list;
pub use pipeline::{blank, create, place, show, update};
pub use retire::{ask as ask_retirement, retire};
pub use stage::{
    blank as blank_stage, create as create_stage, place as place_stage, show as show_stage, update as update_stage,
};

/// Where pipelines are listed.
const LIST: &str = "/settings/pipelines";
