//! Where people find this installation: the address of links that are handed over, and the one their passkeys belong to.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::{App, Error};

/// The address of the installation, without a slash at its end.
#[derive(Clone, Debug)]
pub struct Site(String);

impl Site {
    /// As it is configured, else as this visitor came.
    pub fn of(request: &HttpRequest) -> Site {
        let base = request.app_data::<web::Data<App>>().map_or("", |app| app.config.base_url.as_str());
        if !base.is_empty() {
            return Site(base.to_owned());
        }
        let came = request.connection_info();
        Site(format!("{}://{}", came.scheme(), came.host()))
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl FromRequest for Site {
    type Error = Error;
    type Future = Ready<Result<Site, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Site::of(request)))
    }
}
