//! The settings of signing in through another provider (OpenID Connect): all of them or none, and the address people use,
//! because the provider sends them back there.

use openidconnect::ClientSecret;
use url::Url;

use super::{BadSetting, Reader, refused};

/// Settings that are set together.
const TOGETHER: [&str; 3] = ["FURSA_OIDC_ISSUER", "FURSA_OIDC_CLIENT_ID", "FURSA_OIDC_CLIENT_SECRET"];

/// Where people come back to.
const BACK: &str = "/sign-in/provider/callback";

/// A provider of sign-ins.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its address, exactly as it calls itself.
    pub issuer: String,
    /// What it calls this installation.
    pub client_id: String,
    /// What this installation shows to it.
    pub client_secret: ClientSecret,
    /// What people call it.
    pub name: String,
    /// Where it sends people back to.
    pub back: String,
}

impl Reader<'_> {
    /// The provider, if there is one.
    pub(super) fn provider(&self) -> Result<Option<Provider>, BadSetting> {
        let values = TOGETHER.map(|name| self.text(name).trim().to_owned());
        if values.iter().all(String::is_empty) {
            return Ok(None);
        }
        let together = format!("a value, for {} are set together", TOGETHER.join(", "));
        if let Some((name, _)) = TOGETHER.iter().zip(&values).find(|(_, value)| value.is_empty()) {
            return Err(refused(name, "", &together));
        }
        let [issuer, client_id, secret] = values;
        let expected = "the provider's address, as https://login.example.com; http only on this machine";
        let url = Url::parse(&issuer).ok().filter(is_issuer);
        let Some(url) = url else { return Err(refused("FURSA_OIDC_ISSUER", &issuer, expected)) };
        let base = self.base_url()?;
        if base.is_empty() {
            return Err(refused("FURSA_BASE_URL", "", "the address people use: the provider sends them back there"));
        }
        let name = Some(self.text("FURSA_OIDC_NAME").trim().to_owned()).filter(|name| !name.is_empty());
        let name = name.or_else(|| url.host_str().map(str::to_owned)).unwrap_or_default();
        let back = format!("{base}{BACK}");
        Ok(Some(Provider { issuer, client_id, client_secret: ClientSecret::new(secret), name, back }))
    }
}

/// What a provider says of itself is believed: it comes over TLS, or from this very machine.
fn is_issuer(url: &Url) -> bool {
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    is_safe && url.has_host() && url.query().is_none() && url.fragment().is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::config::Config;

    const WHOLE: [(&str, &str); 4] = [
        ("FURSA_BASE_URL", "https://crm.example.com/"),
        ("FURSA_OIDC_ISSUER", "https://login.example.com/tenant"),
        ("FURSA_OIDC_CLIENT_ID", "fursa"),
        ("FURSA_OIDC_CLIENT_SECRET", "s3cret"),
    ];

    fn with(name: &str, value: &str) -> Result<Config, String> {
        let mut map = HashMap::from(WHOLE.map(|(name, value)| (name.to_owned(), value.to_owned())));
        map.insert(name.to_owned(), value.to_owned());
        Config::from_map(&map).map_err(|bad| bad.to_string())
    }

    #[test]
    fn a_provider_is_called_by_its_name_or_its_host_and_sends_people_back_here() {
        let provider = with("FURSA_OIDC_NAME", "").unwrap().provider.unwrap();
        assert_eq!(provider.name, "login.example.com");
        assert_eq!(provider.back, "https://crm.example.com/sign-in/provider/callback");
        assert_eq!(with("FURSA_OIDC_NAME", "Staff account").unwrap().provider.unwrap().name, "Staff account");
        assert!(Config::default().provider.is_none());
    }

    #[test]
    fn half_a_provider_is_refused_by_the_name_of_what_is_missing() {
        for (name, _) in WHOLE {
            let refused = with(name, "").unwrap_err();
            assert!(refused.contains(name) && !refused.contains("s3cret"), "{refused}");
        }
    }

    #[test]
    fn a_provider_is_reached_over_tls_or_on_this_machine() {
        for issuer in
            ["http://login.example.com", "login.example.com", "https://a.example/?x=1", "https://a.example/#x"]
        {
            assert!(with("FURSA_OIDC_ISSUER", issuer).unwrap_err().contains("FURSA_OIDC_ISSUER"), "{issuer}");
        }
        assert!(with("FURSA_OIDC_ISSUER", "http://127.0.0.1:9000").is_ok());
    }

    #[test]
    fn the_secret_is_not_in_what_is_written_for_debugging() {
        assert!(!format!("{:?}", with("FURSA_OIDC_NAME", "").unwrap()).contains("s3cret"));
    }
}
