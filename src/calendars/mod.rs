//! Agendas for the calendar programs of their readers: each is read at an address of its own, without signing in, and shows
//! what its owner sees at that moment, nothing more. Whoever has the address has the agenda, until its owner makes it another.
//!
//! The address is made of the feed's id and nonce with the key of the installation, so that it can be shown again and nothing
//! in the database is good for making one.

mod address;
mod feed;
mod page;
mod store;

crate::routes! {
    get "/calendars/{token}.ics" => feed::show,
    get "/profile/calendars" => page::show,
    post "/profile/calendars" => page::open,
    post "/profile/calendars/{id:[0-9]+}/renewal" => page::renew,
    post "/profile/calendars/{id:[0-9]+}/end" => page::end,
}
