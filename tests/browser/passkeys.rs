//! Passkeys in a real browser, with an authenticator that the browser's driver pretends to be.

use diesel::prelude::*;
use fantoccini::wd::WebDriverCompatibleCommand;
use fursa::db::schema::sessions;
use serde_json::json;
use url::{ParseError, Url};

use crate::driver::Kind;
use crate::support::company::PASSWORD;
use crate::support::{TestApp, Who};
use crate::window::Window;
use crate::workplace::{Workplace, workplace};

/// Plugs an authenticator in; its owner is there, and is who they should be.
#[derive(Debug)]
struct PlugIn;

impl WebDriverCompatibleCommand for PlugIn {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/webauthn/authenticator", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        let kind = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        });
        (http::Method::POST, Some(kind.to_string()))
    }
}

/// Alice in a browser that has found the installation by its name, as passkeys need it.
async fn alice_by_name(kind: Kind) -> Option<Workplace<TestApp>> {
    let mut work = workplace::<TestApp>(kind).await?;
    work.window.goes_by_name();
    Some(work)
}

/// From the page of one's factor to the page that asks the browser for a key.
async fn begins(window: &Window) {
    window.go("/profile/factor").await;
    window.press("Add a passkey").await;
    window.fill("name", "Phone").await;
    window.fill("password", PASSWORD).await;
    window.press("Continue").await;
    window.has("form[data-passkey=make]").await;
}

#[actix_web::test]
async fn a_passkey_is_added_and_signs_in() {
    let Some(work) = alice_by_name(Kind::Desktop).await else { return };
    let window = &work.window;
    window.tell(PlugIn).await;
    window.sign_in(Who::Alice).await;
    begins(window).await;
    window.press("Create the passkey").await;
    window.shows("each of these codes signs you in once").await;
    window.press("I have noted them").await;
    window.shows("Phone").await;
    // The same device again: it says that it has one, and the page goes nowhere.
    begins(window).await;
    window.press("Create the passkey").await;
    window.shows("This device already has a passkey here").await;

    work.app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    window.go("/leads").await;
    window.arrives("/sign-in").await;
    window.fill("email", &Who::Alice.email()).await;
    window.fill("password", PASSWORD).await;
    window.press("Sign in").await;
    window.press("Use a passkey").await;
    window.arrives("/leads").await;
    window.go("/profile/sign-ins").await;
    window.shows("Password and passkey").await;

    // And without the password: the device knows whose key it has.
    work.app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    window.go("/leads").await;
    window.arrives("/sign-in").await;
    window.press("Sign in with a passkey").await;
    window.arrives("/leads").await;
}

#[actix_web::test]
async fn without_javascript_the_page_says_that_passkeys_need_it() {
    let Some(work) = alice_by_name(Kind::NoScript).await else { return };
    let window = &work.window;
    window.sign_in(Who::Alice).await;
    window.go("/profile/factor").await;
    window.press("Add a passkey").await;
    window.shows("Passkeys need JavaScript").await;
    assert!(!window.text("main").await.contains("Continue"), "what would not work is not offered");
}
