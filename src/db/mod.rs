//! One query layer over two databases.
//!
//! [`Db`] is a connection to either; the query builder of diesel speaks to both. What it cannot say on both is
//! written as [`sql::Sql`] or, where the statements differ, in [`dialect`], the only match on the backend.
//! Features never see a connection by itself: they get a [`Tx`], which carries the viewer too.

mod any;
pub mod dialect;
mod ids;
pub mod migrate;
pub mod pool;
pub mod schema;
pub mod sql;
mod text_enum;
mod trace;
mod tx;

pub use any::{Db, MultiBackend};
pub use ids::Ids;
pub use pool::Pools;
pub use tx::{Flash, Page, Request, Tx, Undo};

/// The backend diesel sees: either of the two.
pub type Backend = MultiBackend;
