//! One's own page: name, language, time zone, look, password, and where one is signed in.

mod page;
mod password;
mod preferences;
mod sessions;

pub use page::show;
pub use password::change;
pub use preferences::save;
pub use sessions::end_others;
