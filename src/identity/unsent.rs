//! A form sent when the sign-in had ended: what was typed is carried past the door and shown again.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use askama::Template;

use super::sign_in::{SignInForm, SignInPage};
use crate::web::{Error, Guest, Reply, Ui, Unsent, is_from_here};

/// The form, to be sent again.
#[derive(Template)]
#[template(path = "identity/unsent.html")]
struct UnsentPage {
    ui: Ui,
    unsent: Unsent,
}

/// Shows it to whoever is signed in now.
pub(super) async fn show(unsent: Unsent, guest: Guest, status: StatusCode) -> HttpResponse {
    guest.serve(false, move |desk| Reply::status(status, &UnsentPage { ui: desk.ui(), unsent })).await
}

async fn show_at_the_door(unsent: &Unsent, guest: Guest) -> HttpResponse {
    let form = SignInForm::before(unsent);
    guest.serve(false, move |desk| Reply::status(StatusCode::UNAUTHORIZED, &SignInPage::of(desk, form))).await
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
    let page = match (place(&guest, &response), Unsent::read(response.request())) {
        (Some(Place::Door), Some(unsent)) => show_at_the_door(&unsent, guest).await,
        (Some(Place::Inside), Some(unsent)) => show(unsent, guest, StatusCode::FORBIDDEN).await,
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
    match response.response().error()?.as_error::<Error>()? {
        Error::SignIn { .. } => Some(Place::Door),
        Error::CrossSite if is_from_here(response.request()) => {
            Some(if guest.has_token() { Place::Inside } else { Place::Door })
        }
        Error::CrossSite
        | Error::NotFound
        | Error::Forbidden
        | Error::SecondFactor
        | Error::ActsNoLonger
        | Error::Overtaken
        | Error::BadRequest
        | Error::TooLarge
        | Error::TooSlow
        | Error::TooMany { .. }
        | Error::Busy
        | Error::Database(_)
        | Error::Bug(_) => None,
    }
}
