//! A form that was not taken: what was typed is shown again, to be sent again by whoever typed it, never by itself. It is
//! kept on the page and nowhere else; passwords are not kept at all.

use std::sync::Arc;

use actix_web::{HttpMessage, HttpRequest};

use super::{Visit, routes};

/// Fields that are never carried: the old form's token, and what only its owner may read.
const LEFT_BEHIND: [&str; 10] =
    ["csrf", "password", "old", "new", "again", "ticket", "factor_key", "factor_code", "challenge", "credential"];

/// Fields a page fills in by itself: a form with nothing else is only a button.
const OF_THE_PAGE: [&str; 3] = ["nonce", "return", "version"];

/// What a form sent, as it came: kept with the request, so that nobody types it twice when it cannot be taken.
#[derive(Clone, Debug)]
pub(super) struct Typed(pub(super) Arc<str>);

/// A form that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Where it goes.
    pub to: String,
    fields: Vec<(String, String)>,
}

impl Unsent {
    /// What a form sent, where there is more to it than a press of a button.
    pub(super) fn of(to: &str, encoded: &str) -> Option<Unsent> {
        let fields = url::form_urlencoded::parse(encoded.as_bytes()).into_owned();
        let fields: Vec<(String, String)> = fields.filter(|(name, _)| !LEFT_BEHIND.contains(&name.as_str())).collect();
        let is_worth_it = fields.iter().any(|(name, value)| !OF_THE_PAGE.contains(&name.as_str()) && !value.is_empty());
        (is_worth_it && routes::own_path(to).is_some()).then(|| Unsent { to: to.to_owned(), fields })
    }

    /// The form of a request, if one was read.
    pub fn read(request: &HttpRequest) -> Option<Unsent> {
        let mut visit = Visit::of(request);
        visit.typed = request.extensions().get().cloned();
        visit.unsent()
    }

    /// What the sign-in form has carried, if anything.
    pub fn carried(to: &str, encoded: &str) -> Option<Unsent> {
        Unsent::of(to, encoded)
    }

    /// The fields in one, for the sign-in form to carry.
    pub fn encoded(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }

    /// Names and values, to be sent again.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// What the reader knows as typed. Codes and numbers of what was chosen are sent again and not shown.
    pub fn typed(&self) -> Vec<&str> {
        let values = self.fields.iter().filter(|(name, _)| !OF_THE_PAGE.contains(&name.as_str()));
        values.map(|(_, value)| value.trim()).filter(|value| !is_code(value)).collect()
    }
}

fn is_code(value: &str) -> bool {
    let of_letters = |is_small: fn(&char) -> bool| value.chars().all(|c| is_small(&c) || "0123456789-_.".contains(c));
    of_letters(char::is_ascii_lowercase) || (value.len() == 3 && of_letters(char::is_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_survives_the_door_and_a_secret_stays_outside() {
        let sent = "csrf=x&name=Grace+%26+Co.+%3D+%C3%BC&id=1&id=2&password=p";
        let unsent = Unsent::of("/leads", sent).unwrap();
        assert_eq!(Unsent::carried(&unsent.to, &unsent.encoded()), Some(unsent.clone()));
        let names: Vec<&str> = unsent.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["name", "id", "id"]);
        assert_eq!(unsent.typed(), ["Grace & Co. = ü"]);
    }

    #[test]
    fn a_button_and_an_address_elsewhere_are_not_carried() {
        assert_eq!(Unsent::of("/leads", "csrf=x&version=3&return=%2F&name="), None);
        assert_eq!(Unsent::carried("https://evil.example/", "name=Grace"), None);
        assert_eq!(Unsent::carried("", ""), None);
    }

    #[test]
    fn codes_of_choices_are_not_shown_as_typed() {
        for code in ["", "17", "7-3", "not_recorded", "on", "EUR", "2026-11-22"] {
            assert!(is_code(code), "{code}");
        }
        for words in ["Grace", "acme gmbh", "ü", "a@b.example", "+48 600", "4,800"] {
            assert!(!is_code(words), "{words}");
        }
    }
}
