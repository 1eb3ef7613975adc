//! One's own page: name, language, time zone, look, password, and where one is signed in.

mod page;
mod password;
mod preferences;
mod sessions;
mod sign_ins;

pub use page::show;
pub use password::change;
pub use preferences::save;
pub use sessions::{end_one, end_others};
pub use sign_ins::show as sign_ins;
