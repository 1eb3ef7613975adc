//! People at the door: set-up, sign-in and sign-out, one-time links, throttles, passwords, one's own profile.

mod agents;
mod choose;
pub mod codes;
pub mod company;
pub mod factors;
mod fields;
mod forgotten;
pub mod history;
pub mod keepers;
pub mod letters;
pub mod links;
pub mod notices;
pub mod own_password;
pub mod passwords;
pub mod policy;
mod profile;
pub mod provider;
pub mod seed;
pub mod set_up;
mod sign_in;
mod sweep;
pub mod throttle;
mod unsent;
pub mod user;
mod work;

pub use fields::FIELDS;
pub use sweep::sweep;
pub use unsent::keep as keep_unsent;

crate::routes! {
    get "/set-up" => set_up::show,
    post "/set-up" => set_up::create,
    get "/sign-in" => sign_in::show,
    post "/sign-in" => sign_in::enter,
    get "/sign-in/code" => sign_in::again,
    post "/sign-in/code" => sign_in::show_code,
    get "/sign-in/passkey" => sign_in::passkey_again,
    post "/sign-in/passkey" => sign_in::ask_passkey,
    post "/sign-in/passkey/key" => sign_in::enter_alone,
    get "/sign-in/provider" => sign_in::leave_for_provider,
    get "/sign-in/provider/callback" => sign_in::come_from_provider,
    post "/sign-out" => sign_in::leave,
    get "/invitations/{token}" => choose::show_invitation,
    post "/invitations/{token}" => choose::accept,
    get "/password-resets" => forgotten::show,
    post "/password-resets" => forgotten::ask,
    get "/password-resets/sent" => forgotten::sent,
    get "/password-resets/done" => forgotten::done,
    get "/password-resets/{token}" => choose::show_reset,
    post "/password-resets/{token}" => choose::reset,
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
    get "/profile/factor/passkeys/new" => factors::passkeys::show_new,
    post "/profile/factor/passkeys" => factors::passkeys::add,
    post "/profile/factor/passkeys/key" => factors::passkeys::keep,
    get "/profile/factor/passkeys/{id:[0-9]+}" => factors::passkeys::show,
    post "/profile/factor/passkeys/{id:[0-9]+}" => factors::passkeys::rename,
    post "/profile/factor/passkeys/{id:[0-9]+}/removal" => factors::passkeys::remove,
    get "/profile/provider" => provider::show,
    post "/profile/provider/link" => provider::ask_to_link,
    post "/profile/provider/removal" => provider::remove,
    get "/profile/sign-ins" => profile::sign_ins,
}
