//! Who may see and do what. Reach is data: a record has an owner and a team, a viewer has a [`Scope`] per kind of
//! record, and every query starts from that scope. Each feature's `access.rs` says which scope it is; nothing else does.
//! Which fields of what is in reach somebody may read goes by groups of fields: [`Sensitive`].

mod role;
mod scope;
mod sensitive;
mod shares;
mod viewer;

pub use role::{Role, Roles};
pub use scope::{Branch, Scope};
pub(crate) use scope::{OF_PEOPLE, one_of};
pub use sensitive::{Sensitive, Sight};
pub use shares::{Holder, Shared, Shares};
pub use viewer::{Acting, Viewer};
