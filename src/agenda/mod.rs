//! The agenda: what somebody has planned and has done, as a list, by the hours of a day or a week, by the days of a month;
//! one's own, a colleague's, or that of a team side by side.
//!
//! Whose agenda may be looked at goes by team (`reach`); what stands in it goes by who may see the activity itself. Where
//! those differ, an hour that is taken is told as busy, from when until when and nothing else: enough to meet somebody by.

mod asked;
mod days;
mod entries;
mod grid;
mod head;
mod hours;
mod list;
mod reach;

pub use entries::rows_within;
pub use reach::{choices, name_of, of_whom};

use actix_web::HttpResponse;

use self::asked::{Asked, View, Wanted};
use crate::web::{Cx, Params};

crate::routes! {
    get "/agenda" => show,
}

/// `GET /agenda`.
async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let wanted = Wanted::of(tx, &asked)?;
        match wanted.view {
            View::List => list::page(tx, &wanted),
            View::Day => hours::page(tx, &wanted),
            View::Week if wanted.is_team() => days::week(tx, &wanted),
            View::Week => hours::page(tx, &wanted),
            View::Month => days::page(tx, &wanted),
        }
    })
    .await
}
