//! `security.txt` (RFC 9116): where whoever finds a weakness of this installation may tell of it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDateTime};

use super::{App, Error, Reply};
use crate::config::Config;

/// Days for which what it says may be believed: it is made anew each time it is asked for.
const GOOD_FOR: Days = Days::new(180);

crate::routes! {
    get "/.well-known/security.txt" => show,
}

/// `GET /.well-known/security.txt`: not there, unless the setting says whom to tell.
///
/// # Errors
/// When there is nobody to tell.
pub async fn show(app: web::Data<App>) -> Result<HttpResponse, Error> {
    if app.config.security_contact.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(Reply::plain(StatusCode::OK, &text(&app.config, app.clock.now())).into_response(false))
}

fn text(config: &Config, now: NaiveDateTime) -> String {
    let until = (now + GOOD_FOR).format("%Y-%m-%dT00:00:00Z");
    let here = match config.base_url.as_str() {
        "" => String::new(),
        site => format!("Canonical: {site}{}\n", ROUTES[0].path),
    };
    format!("Contact: {}\nExpires: {until}\n{here}", config.security_contact)
}
