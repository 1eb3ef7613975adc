//! People at the door: set-up, sign-in and sign-out, throttles, passwords, one's own profile.

mod agents;
pub mod codes;
pub mod company;
mod fields;
pub mod history;
pub mod keepers;
pub mod passwords;
pub mod policy;
mod profile;
pub mod seed;
pub mod set_up;
mod sign_in;
pub mod throttle;
mod unsent;
pub mod user;
mod work;

pub use fields::FIELDS;
pub use unsent::keep as keep_unsent;

crate::routes! {
    get "/set-up" => set_up::show,
    post "/set-up" => set_up::create,
    get "/sign-in" => sign_in::show,
    post "/sign-in" => sign_in::enter,
    post "/sign-out" => sign_in::leave,
    get "/profile" => profile::show,
    post "/profile" => profile::save,
    post "/profile/password" => profile::change,
    post "/profile/sessions/removal" => profile::end_others,
    post "/profile/sessions/{session:[0-9a-f]+}/removal" => profile::end_one,
    get "/profile/sign-ins" => profile::sign_ins,
}
