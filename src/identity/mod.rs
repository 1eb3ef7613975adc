//! People at the door: set-up, sign-in and sign-out, throttles, passwords, one's own profile.

mod agents;
pub mod codes;
pub mod company;
pub mod factors;
mod fields;
pub mod history;
pub mod keepers;
pub mod notices;
pub mod own_password;
pub mod passwords;
pub mod policy;
mod profile;
pub mod seed;
pub mod set_up;
mod sign_in;
mod throttle;
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
    get "/sign-in/code" => sign_in::again,
    post "/sign-in/code" => sign_in::show_code,
    post "/sign-out" => sign_in::leave,
    get "/profile" => profile::show,
    post "/profile" => profile::save,
    post "/profile/password" => profile::change,
    post "/profile/sessions/removal" => profile::end_others,
    post "/profile/sessions/{session:[0-9a-f]+}/removal" => profile::end_one,
    get "/profile/factor" => factors::show,
    post "/profile/factor" => factors::begin,
    post "/profile/factor/app" => factors::finish,
    post "/profile/factor/codes" => factors::renew_codes,
    post "/profile/factor/removal" => factors::remove,
    get "/profile/sign-ins" => profile::sign_ins,
}
