//! Who sees the catalogue and who keeps it. The one place that says so.

use crate::access::{Role, Viewer};

/// Who sells sees what there is to sell.
pub fn may_see(viewer: &Viewer) -> bool {
    viewer.sells()
}

/// Administrators and sales managers keep the catalogue.
pub fn may_edit(viewer: &Viewer) -> bool {
    viewer.roles.any(&[Role::Admin, Role::SalesManager])
}
