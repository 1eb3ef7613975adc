//! A feature's routes, written once: served, and listed for the tests that walk every route.

/// One route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// `get` or `post`.
    pub method: &'static str,
    /// The address, with its placeholders.
    pub path: &'static str,
}

/// Declares the routes of a feature: gives `ROUTES`, the list, and `configure`, which serves them.
///
/// The order counts: `/leads/new` stands before `/leads/{id}`.
#[macro_export]
macro_rules! routes {
    ($($method:ident $path:literal => $handler:path),+ $(,)?) => {
        /// The routes of this feature.
        pub const ROUTES: &[$crate::web::Route] =
            &[$($crate::web::Route { method: stringify!($method), path: $path }),+];

        /// Serves the routes of this feature.
        pub fn configure(cfg: &mut actix_web::web::ServiceConfig) {
            $(cfg.route($path, actix_web::web::$method().to($handler));)+
        }
    };
}
