//! Delegation: while somebody is away, a stand-in does their work, with their reach and in their name. The journal keeps
//! who it was and for whom. Named by the person themselves or by an administrator, for days of the company; over with the
//! last of them, when revoked, or when either leaves.

mod acting;
mod page;
mod store;

crate::routes! {
    get "/profile/delegations" => page::own,
    post "/profile/delegations" => page::name_own,
    post "/profile/delegations/{id:[0-9]+}/removal" => page::revoke_own,
    get "/settings/people/{id:[0-9]+}/delegations" => page::of_person,
    post "/settings/people/{id:[0-9]+}/delegations" => page::name_for_person,
    post "/settings/people/{id:[0-9]+}/delegations/{delegation:[0-9]+}/removal" => page::revoke_for_person,
    post "/acting/removal" => acting::end,
    post "/acting/{id:[0-9]+}" => acting::begin,
}
