//! The message files of each language, one row per file. A test compares the rows with the folder.

/// One message file: its feature and its text.
pub(super) struct Source {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

macro_rules! sources {
    ($language:literal: $($feature:literal)*) => {
        &[$(Source {
            name: $feature,
            text: include_str!(concat!("locales/", $language, "/", $feature, ".ftl")),
        }),*]
    };
}

/// English, the language every other one is measured against.
pub(super) static EN: &[Source] = sources!("en":
    "accounts"
    "activities"
    "admin"
    "admin_jobs"
    "agenda"
    "bookmarks"
    "bulk"
    "calendars"
    "common"
    "conflicts"
    "contacts"
    "countries"
    "currencies"
    "customers"
    "delegations"
    "duplicates"
    "errors"
    "factors"
    "fields"
    "home"
    "identity"
    "imports"
    "leads"
    "listing"
    "mail"
    "mails"
    "measures"
    "notifications"
    "opportunities"
    "passkeys"
    "products"
    "provider"
    "removal"
    "saved_views"
    "search"
    "sharing"
    "shell"
    "tags"
    "team"
    "timeline"
    "undo"
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_message_file_has_a_row() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/i18n/locales/en");
        let files: BTreeSet<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let rows = EN.iter().map(|source| format!("{}.ftl", source.name));
        assert_eq!(files, rows.collect());
    }
}
