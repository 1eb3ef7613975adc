//! People at the door: set-up, sign-in and sign-out, throttles, passwords, one's own profile.

pub mod company;
pub mod passwords;
mod policy;
pub mod seed;
pub mod set_up;
mod sign_in;
mod throttle;
pub mod user;
mod work;

crate::routes! {
    get "/set-up" => set_up::show,
    post "/set-up" => set_up::create,
    get "/sign-in" => sign_in::show,
    post "/sign-in" => sign_in::enter,
    post "/sign-out" => sign_in::leave,
}
