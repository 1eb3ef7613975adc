//! What each address of this feature does.

pub mod board;
pub mod edit;
pub mod list;
pub mod moving;
pub mod new;
pub mod parties;
pub mod record;
pub mod step;
