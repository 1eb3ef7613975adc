//! A form sent when the sign-in had ended: what was typed is carried past the door and shown again, to be sent again by
//! whoever typed it, never by itself. It is kept on the page and nowhere else; passwords are not kept at all.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse};
use askama::Template;

use super::sign_in::{SignInForm, SignInPage};
use crate::web::{Error, Guest, Reply, Typed, Ui, is_from_here, routes};

/// Fields that are never carried: the old form's token, and what only its owner may read.
const LEFT_BEHIND: [&str; 5] = ["csrf", "password", "old", "new", "again"];

/// Fields a page fills in by itself: a form with nothing else is only a button.
const OF_THE_PAGE: [&str; 3] = ["nonce", "return", "version"];

/// A form that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unsent {
    /// Where it goes.
    pub(super) to: String,
    fields: Vec<(String, String)>,
}

/// The form, to be sent again.
#[derive(Template)]
#[template(path = "identity/unsent.html")]
struct UnsentPage {
    ui: Ui,
    unsent: Unsent,
}

impl UnsentPage {
    /// What the reader knows as typed. Codes and numbers of what was chosen are sent again and not shown.
    fn typed(&self) -> Vec<&str> {
        let values = self.unsent.fields.iter().filter(|(name, _)| !OF_THE_PAGE.contains(&name.as_str()));
        values.map(|(_, value)| value.trim()).filter(|value| !is_code(value)).collect()
    }
}

fn is_code(value: &str) -> bool {
    let of_letters = |is_small: fn(&char) -> bool| value.chars().all(|c| is_small(&c) || "0123456789-_.".contains(c));
    of_letters(char::is_ascii_lowercase) || (value.len() == 3 && of_letters(char::is_ascii_uppercase))
}

impl Unsent {
    /// What a form sent, where there is more to it than a press of a button.
    fn of(to: &str, fields: impl Iterator<Item = (String, String)>) -> Option<Unsent> {
        let fields: Vec<(String, String)> = fields.filter(|(name, _)| !LEFT_BEHIND.contains(&name.as_str())).collect();
        let is_worth_it = fields.iter().any(|(name, value)| !OF_THE_PAGE.contains(&name.as_str()) && !value.is_empty());
        (is_worth_it && routes::own_path(to).is_some()).then(|| Unsent { to: to.to_owned(), fields })
    }

    /// What the sign-in form has carried, if anything.
    pub(super) fn carried(to: &str, encoded: &str) -> Option<Unsent> {
        Unsent::of(to, url::form_urlencoded::parse(encoded.as_bytes()).into_owned())
    }

    /// The fields in one, for the sign-in form to carry.
    pub(super) fn encoded(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }

    /// Shows it to whoever is signed in now.
    pub(super) async fn show(self, guest: Guest, status: StatusCode) -> HttpResponse {
        guest.serve(false, move |desk| Reply::status(status, &UnsentPage { ui: desk.ui(), unsent: self })).await
    }

    async fn show_at_the_door(self, guest: Guest) -> HttpResponse {
        let form = SignInForm::before(&self);
        let page = |ui| Reply::status(StatusCode::UNAUTHORIZED, &SignInPage::of(ui, form));
        guest.serve(false, move |desk| page(desk.ui())).await
    }
}

/// Middleware: where a form is refused because its sign-in has ended, answers with what was typed instead.
///
/// # Errors
/// What the next service answers as an error of the framework itself.
pub async fn keep(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if request.method().is_safe() {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let guest = Guest::from_parts(request.request());
    let response = next.call(request).await?.map_into_boxed_body();
    let page = match (place(&guest, &response), unsent(&response)) {
        (Some(Place::Door), Some(unsent)) => unsent.show_at_the_door(guest).await,
        (Some(Place::Inside), Some(unsent)) => unsent.show(guest, StatusCode::FORBIDDEN).await,
        (Some(_), None) | (None, _) => return Ok(response),
    };
    Ok(ServiceResponse::new(response.into_parts().0, page))
}

/// Where a form of ours that was not taken is shown again.
enum Place {
    /// Nobody is signed in.
    Door,
    /// Somebody has signed in anew since the form was opened.
    Inside,
}

fn place(guest: &Guest, response: &ServiceResponse<BoxBody>) -> Option<Place> {
    // A part of a page is put into the page that is shown: no room for another page.
    if response.request().headers().contains_key("x-fragment") {
        return None;
    }
    match response.response().error()?.as_error::<Error>()? {
        Error::SignIn { .. } => Some(Place::Door),
        Error::CrossSite if is_from_here(response.request()) => {
            Some(if guest.has_token() { Place::Inside } else { Place::Door })
        }
        Error::CrossSite
        | Error::NotFound
        | Error::Forbidden
        | Error::Overtaken
        | Error::BadRequest
        | Error::TooLarge
        | Error::TooMany { .. }
        | Error::Busy
        | Error::Database(_)
        | Error::Bug(_) => None,
    }
}

fn unsent(response: &ServiceResponse<BoxBody>) -> Option<Unsent> {
    let request = response.request();
    let typed = request.extensions();
    let to = request.uri().path_and_query().map_or("", |path| path.as_str());
    Unsent::of(to, typed.get::<Typed>()?.fields())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&str, &str)]) -> Option<Unsent> {
        Unsent::of("/leads", fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn what_was_typed_survives_the_door_and_a_secret_stays_outside() {
        let unsent =
            of(&[("csrf", "x"), ("name", "Grace & Co. = ü"), ("id", "1"), ("id", "2"), ("password", "p")]).unwrap();
        assert_eq!(Unsent::carried(&unsent.to, &unsent.encoded()), Some(unsent.clone()));
        let names: Vec<&str> = unsent.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["name", "id", "id"]);
    }

    #[test]
    fn a_button_and_an_address_elsewhere_are_not_carried() {
        assert_eq!(of(&[("csrf", "x"), ("version", "3"), ("return", "/"), ("name", "")]), None);
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
