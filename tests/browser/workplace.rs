//! Where a test takes place: an installation, its server, and somebody's browser.

use std::sync::Once;

use crate::driver::{Driver, Kind, Programs};
use crate::server::Server;
use crate::support::company::PASSWORD;
use crate::support::run::skip;
use crate::support::{Backend, Installation, TestApp, Who};
use crate::window::Window;

/// What a test has. Dropped from above: the browser goes before the server, the server before the database.
pub struct Workplace<App> {
    pub window: Window,
    _driver: Driver,
    _server: Server,
    pub app: App,
}

/// A browser of this kind before a fresh installation, its data in a file; none where there is no browser, which the
/// run says once.
pub async fn workplace<App>(kind: Kind) -> Option<Workplace<App>>
where
    App: Installation + AsRef<TestApp>,
{
    let programs = match Programs::find() {
        Ok(programs) => programs,
        Err(missing) => {
            static SAID: Once = Once::new();
            skip(&SAID, &format!("everything in a browser: {missing}"));
            return None;
        }
    };
    let app = App::start(Backend::Sqlite).await;
    let server = Server::start(app.as_ref().app().clone());
    let driver = Driver::start(programs);
    let window = Window::new(driver.open(kind).await, &server);
    Some(Workplace { window, _driver: driver, _server: server, app })
}

impl Window {
    /// Signs in through the door, as people do.
    pub async fn sign_in(&self, who: Who) {
        self.sign_in_as(&who.email(), PASSWORD).await;
    }

    /// Signs in with an address and a password.
    pub async fn sign_in_as(&self, email: &str, password: &str) {
        self.go("/").await;
        self.arrives("/sign-in").await;
        self.fill("email", email).await;
        self.fill("password", password).await;
        self.press("Sign in").await;
        self.arrives("/").await;
    }
}
