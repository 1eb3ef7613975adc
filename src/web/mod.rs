//! From a request to a page: the signed-in extractor [`Cx`], the visitor's [`Guest`], forms, replies, errors, and
//! what every page shows around its content ([`Ui`]). Knows no feature.

pub mod assets;
mod behalf;
mod body;
mod csrf;
mod cx;
mod error;
mod fields;
mod flash;
mod form;
mod guest;
mod headers;
mod known;
pub mod nonce;
mod renewal;
mod reply;
mod route_table;
pub mod routes;
pub mod security_txt;
mod sent;
mod session;
mod signed;
mod state;
pub mod ticket;
mod ui;
mod unsent;
mod upload;

pub use csrf::{is_from_here, same_origin};
pub use cx::Cx;
pub use error::{Error, show_errors};
pub use fields::read_fields;
pub use flash::{Flash, Undo};
pub use form::{Button, Choice, Form, Params, Path, Problems, too_long};
pub use guest::{Desk, Guest, Visit};
pub use headers::{request_log, security};
pub use known::{known_as, make_known};
pub use renewal::Renewal;
pub use reply::{Answer, Reply};
pub use route_table::Route;
pub use sent::Body;
pub use session::{DbSessions, Seat, hash_token, session_middleware};
pub use state::App;
pub use ui::{NavItem, Ui};
pub use unsent::Unsent;
pub use upload::Upload;
