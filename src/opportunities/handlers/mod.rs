//! What each address of this feature does.

pub mod edit;
pub mod moving;
pub mod new;
pub mod parties;
pub mod record;
pub mod step;
