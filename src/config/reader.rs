//! Reads settings from text and refuses what means nothing.

use std::collections::HashMap;
use std::time::Duration;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::{BadSetting, SETTINGS, secrets};

/// What was set, and the defaults where nothing was.
pub(super) struct Reader<'a> {
    map: &'a HashMap<String, String>,
}

impl<'a> Reader<'a> {
    pub(super) fn of(map: &'a HashMap<String, String>) -> Reader<'a> {
        Reader { map }
    }

    pub(super) fn text(&self, name: &'static str) -> String {
        let default = || SETTINGS.iter().find(|row| row.name == name).map_or("", |row| row.default).to_owned();
        self.map.get(name).filter(|value| !value.trim().is_empty()).cloned().unwrap_or_else(default)
    }

    pub(super) fn number<T>(&self, name: &'static str, least: T, most: T) -> Result<T, BadSetting>
    where
        T: std::str::FromStr + PartialOrd + std::fmt::Display,
    {
        let value = self.text(name);
        let number = value.trim().parse().ok().filter(|number| (&least..=&most).contains(&number));
        number.ok_or_else(|| refused(name, &value, &format!("a whole number from {least} to {most}")))
    }

    pub(super) fn seconds(&self, name: &'static str) -> Result<Duration, BadSetting> {
        self.number(name, 1, 3600).map(Duration::from_secs)
    }

    pub(super) fn choice<T: Copy>(&self, name: &'static str, choices: &[(&'static str, T)]) -> Result<T, BadSetting> {
        let value = self.text(name);
        let found = choices.iter().find(|(word, _)| *word == value.trim());
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            refused(name, &value, &words.join(" or "))
        })
    }

    pub(super) fn database_url(&self) -> Result<String, BadSetting> {
        let value = self.text("DATABASE_URL");
        let known = ["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| value.starts_with(scheme));
        if known { Ok(value) } else { Err(refused("DATABASE_URL", &value, "sqlite://file or postgres://…")) }
    }

    pub(super) fn base_url(&self) -> Result<String, BadSetting> {
        let value = self.text("FURSA_BASE_URL");
        let is_site = |url: url::Url| matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.has_host();
        if value.is_empty() || url::Url::parse(&value).is_ok_and(is_site) {
            return Ok(value.trim_end_matches('/').to_owned());
        }
        Err(refused("FURSA_BASE_URL", &value, "the address of the site, as https://crm.example.com"))
    }

    /// RFC 9116 asks for an address with its scheme.
    pub(super) fn security_contact(&self) -> Result<String, BadSetting> {
        let value = self.text("FURSA_SECURITY_CONTACT").trim().to_owned();
        let is_address = |url: url::Url| matches!(url.scheme(), "mailto" | "https" | "tel");
        if value.is_empty() || (!value.contains(char::is_control) && url::Url::parse(&value).is_ok_and(is_address)) {
            return Ok(value);
        }
        Err(refused("FURSA_SECURITY_CONTACT", &value, "mailto:security@example.com, https://… or tel:…"))
    }

    /// A level by itself, or target=level: any other word by itself, a misspelled level too, would be taken for a
    /// target and silence the rest.
    pub(super) fn log(&self) -> Result<String, BadSetting> {
        let value = self.text("FURSA_LOG");
        let is_plain = |part: &str| part.contains(['=', '[', ':']) || part.trim().parse::<LevelFilter>().is_ok();
        if EnvFilter::try_new(&value).is_ok() && value.split(',').all(is_plain) {
            return Ok(value);
        }
        Err(refused("FURSA_LOG", &value, "a level and target=level, as info,fursa::db=trace"))
    }
}

pub(super) fn refused(name: &'static str, value: &str, expected: &str) -> BadSetting {
    BadSetting::Value { name, value: secrets::shown(name, value), expected: expected.to_owned() }
}
