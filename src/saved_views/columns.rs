//! Choosing the columns of a list, and their order: what was chosen stands in the address of the list.

use actix_web::HttpResponse;
use askama::Template;

use super::lists::List;
use crate::listing::{Asked, Column};
use crate::web::{Cx, Params, Reply, Ui};

/// What a box of a column is called; its place is called `at-` and the column's name.
const BOX: &str = "column";

/// A column that can be shown.
struct Row {
    column: Column,
    shown: bool,
    /// Its place among those shown; empty where it is not.
    place: String,
}

#[derive(Template)]
#[template(path = "saved_views/columns.html")]
struct ColumnsPage {
    ui: Ui,
    list: &'static List,
    rows: Vec<Row>,
    kept: Vec<(String, String)>,
    back: String,
    standard: String,
}

impl ColumnsPage {
    fn place_name(&self, row: &Row) -> String {
        self.ui.plain("saved-column-place", &[("column", self.ui.t(row.column.label).into())])
    }
}

/// `GET /views/columns`: what the list can show.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let list = List::named(&tx.viewer, asked.value("list"))?;
        let asked = asked.without(&["list"]);
        let (all, shown) = (list.offer.all(&tx.viewer), list.offer.shown(&tx.viewer, &asked));
        let others = all.into_iter().filter(|column| !shown.contains(column)).map(|column| (column, None));
        let chosen = shown.iter().zip(1..).map(|(column, place)| (*column, Some(place)));
        let row = |(column, place): (Column, Option<i64>)| Row {
            column,
            shown: place.is_some(),
            place: place.map(|place| place.to_string()).unwrap_or_default(),
        };
        let rows = chosen.chain(others).map(row).collect();
        let without = asked.without(&["columns"]);
        Reply::page(&ColumnsPage {
            ui: Ui::of(tx),
            rows,
            kept: without.with("list", list.table.name()).unseen(&[]),
            back: asked.on(list.path),
            standard: without.on(list.path),
            list,
        })
    })
    .await
}

/// `GET /views/columns/chosen`: on to the list with the columns that were ticked, by their places.
pub async fn chosen(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let list = List::named(&tx.viewer, asked.value("list"))?;
        let all = list.offer.all(&tx.viewer);
        let place = |column: &&Column| asked.value(&format!("at-{}", column.name)).trim().parse().unwrap_or(i64::MAX);
        let mut ticked: Vec<&Column> =
            all.iter().filter(|column| asked.values(BOX).any(|name| name == column.name)).collect();
        ticked.sort_by_key(place);
        let places: Vec<String> = all.iter().map(|column| format!("at-{}", column.name)).collect();
        let of_form: Vec<&str> = places.iter().map(String::as_str).chain([BOX, "list"]).collect();
        let names: Vec<&str> = ticked.into_iter().map(|column| column.name).collect();
        Ok(Reply::go(&asked.without(&of_form).showing(&names).on(list.path)))
    })
    .await
}
