//! Delegation: while somebody is away, a stand-in does their work, with their reach and in their name. Named by the
//! person themselves or by an administrator, for days of the company; over with the last of them, when revoked, or when
//! either leaves. Somebody may have several stand-ins at once, and stand in for several; nobody stands in who is away
//! on the same days, and who stands in names nobody for those days: there are no chains, in whatever order they are named.
//!
//! Who acts for somebody has chosen to, with this sign-in only, and is told so on every page. Until they stop, the work
//! is the other's: what is filed, claimed and won belongs to them, and so do lists under a name, favourites, what is
//! followed, changes of many records and imports, which both find again. The stand-in's own stay language, looks and
//! time zone, sign-ins, and what they look at, which is not remembered as looked at by the other. Profile, password and
//! second factor of either stay out of reach, and administration, whatever the other's roles; acting for somebody whose
//! roles need a second factor needs one. Who acts does not act on for those the other stands in for.
//!
//! The journal keeps who it was and in whose name. What was done in somebody's name is theirs to take back, by
//! themselves or by who acts for them.

mod acting;
mod deeds;
mod form;
mod letters;
mod page;
mod store;

pub(crate) use letters::tell_of_leaving;
pub(crate) use store::end_all;

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
