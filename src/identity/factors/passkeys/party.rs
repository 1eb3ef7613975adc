//! Who passkeys are made for: this installation, by the name in its address.

use std::time::Duration;

use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

use crate::web::Site;

/// How long the browser waits for the person and their authenticator.
const PATIENCE: Duration = Duration::from_secs(300);

/// The party; none where the address is a number and not a name, for which no browser makes passkeys.
pub(super) fn party(site: &Site) -> Option<Webauthn> {
    let origin = Url::parse(site.address()).ok()?;
    let name = origin.domain()?;
    WebauthnBuilder::new(name, &origin).ok()?.timeout(PATIENCE).build().ok()
}
