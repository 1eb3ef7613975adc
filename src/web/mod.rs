//! What stands between a browser and the features: assets, and what every page's frame needs.

pub mod assets;
pub mod ui;
