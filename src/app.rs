//! Puts the application together: the order of the middleware and every feature's routes, on one screen.

use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, web};

use crate::web::{Cx, Error, Guest, Route};

/// Builds the actix application over an [`App`](crate::web::App) in `web::Data`; the same for the server and for tests.
///
/// The last line is the outermost: a request passes log, `HEAD`, headers, session, error pages, the origin check and the
/// keeping of unsent forms, in this order.
#[macro_export]
macro_rules! application {
    ($app:expr) => {{
        let app: actix_web::web::Data<$crate::web::App> = $app;
        actix_web::App::new()
            .app_data(app.clone())
            .configure($crate::app::features)
            .wrap(actix_web::middleware::from_fn($crate::identity::keep_unsent))
            .wrap(actix_web::middleware::from_fn($crate::web::same_origin))
            .wrap(actix_web::middleware::from_fn($crate::web::show_errors))
            .wrap($crate::app::sessions(&app))
            .wrap($crate::web::security(&app))
            .wrap(actix_web::middleware::from_fn($crate::web::heads))
            .wrap(actix_web::middleware::from_fn($crate::web::request_log))
    }};
}

/// Every feature's routes.
pub fn features(cfg: &mut ServiceConfig) {
    cfg.app_data(web::PathConfig::default().error_handler(|_, _| Error::NotFound.into()));
    cfg.configure(crate::web::assets::configure);
    cfg.configure(crate::web::security_txt::configure);
    cfg.configure(crate::health::configure);
    cfg.configure(crate::identity::configure);
    cfg.configure(crate::home::configure);
    cfg.configure(crate::leads::configure);
    cfg.configure(crate::opportunities::configure);
    cfg.configure(crate::accounts::configure);
    cfg.configure(crate::contacts::configure);
    cfg.configure(crate::activities::configure);
    cfg.configure(crate::correspondence::configure);
    cfg.configure(crate::agenda::configure);
    cfg.configure(crate::calendars::configure);
    cfg.configure(crate::measures::configure);
    cfg.configure(crate::team::configure);
    cfg.configure(crate::notifications::configure);
    cfg.configure(crate::products::configure);
    cfg.configure(crate::sharing::configure);
    cfg.configure(crate::delegations::configure);
    cfg.configure(crate::saved_views::configure);
    cfg.configure(crate::bookmarks::configure);
    cfg.configure(crate::search::configure);
    cfg.configure(crate::tags::configure);
    cfg.configure(crate::bulk::configure);
    cfg.configure(crate::timeline::configure);
    cfg.configure(crate::undo::configure);
    cfg.configure(crate::imports::configure);
    cfg.configure(crate::admin::configure);
    cfg.configure(crate::removal::configure);
    cfg.default_service(web::to(not_found));
}

/// Every route there is, for the tests that walk them.
pub fn route_table() -> Vec<Route> {
    [
        crate::web::assets::ROUTES,
        crate::web::security_txt::ROUTES,
        crate::health::ROUTES,
        crate::identity::ROUTES,
        crate::home::ROUTES,
        crate::leads::ROUTES,
        crate::opportunities::ROUTES,
        crate::accounts::ROUTES,
        crate::contacts::ROUTES,
        crate::activities::ROUTES,
        crate::correspondence::ROUTES,
        crate::agenda::ROUTES,
        crate::calendars::ROUTES,
        crate::measures::ROUTES,
        crate::team::ROUTES,
        crate::notifications::ROUTES,
        crate::products::ROUTES,
        crate::sharing::ROUTES,
        crate::delegations::ROUTES,
        crate::saved_views::ROUTES,
        crate::bookmarks::ROUTES,
        crate::search::ROUTES,
        crate::tags::ROUTES,
        crate::bulk::ROUTES,
        crate::timeline::ROUTES,
        crate::undo::ROUTES,
        crate::imports::ROUTES,
        crate::admin::ROUTES,
        crate::removal::ROUTES,
    ]
    .concat()
}

/// The middleware that carries the session's cookie.
pub fn sessions(app: &web::Data<crate::web::App>) -> actix_session::SessionMiddleware<crate::web::DbSessions> {
    crate::web::session_middleware(app)
}

/// An address that leads nowhere: with the way on for who is signed in.
async fn not_found(cx: Result<Cx, Error>, guest: Guest) -> HttpResponse {
    match cx {
        Ok(cx) if guest.has_token() => cx.read(|_| Err(Error::NotFound)).await,
        Ok(_) | Err(_) => guest.serve(false, |_| Err(Error::NotFound)).await,
    }
}
