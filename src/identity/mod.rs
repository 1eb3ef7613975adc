//! People at the door: set-up, sign-in and sign-out, throttles, passwords, one's own profile.

pub mod passwords;
pub mod seed;
mod sign_in;
mod throttle;
pub mod user;
mod work;

crate::routes! {
    get "/sign-in" => sign_in::show,
    post "/sign-in" => sign_in::enter,
    post "/sign-out" => sign_in::leave,
}
