//! Who may change a view, and with whom they may share one.

use crate::access::{Role, Viewer};
use crate::directory::{SavedView, Sharing};

/// May the viewer change it? One's own; what is shared, an administrator too: its owner may have left.
pub(super) fn may_change(viewer: &Viewer, view: &SavedView) -> bool {
    view.owner_id == viewer.id || (viewer.is_admin() && view.shared != Sharing::Private)
}

/// May the viewer share a view like this? Who leads people with their team, an administrator with everyone.
pub(super) fn may_share(viewer: &Viewer, sharing: Sharing) -> bool {
    match sharing {
        Sharing::Private => true,
        Sharing::Team => viewer.roles.any(&[Role::Admin, Role::SalesManager, Role::SupportManager]),
        Sharing::Everyone => viewer.is_admin(),
    }
}
