//! Choosing: the ticked rows, or everything the list shows.

use actix_web::HttpResponse;
use diesel::QueryResult;
use diesel::sql_types::BigInt;
use serde::Deserialize;

use super::change::What;
use super::kinds::Bulk;
use super::selection::{self, Chosen, Selection};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::listing::{Asked, first};
use crate::records::visible;
use crate::web::{Cx, Error, Flash, Form, Reply, routes};

/// The most that are changed at once.
const MOST: usize = 50_000;

/// Ids asked about in one statement.
const AT_ONCE: usize = 500;

/// Ticked rows, and what is to be done with them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChooseForm {
    id: Vec<String>,
    /// Everything the list shows, ticked or not.
    all: String,
    change: String,
    #[serde(rename = "return")]
    back: String,
}

/// `POST /leads/selections` and the like: keeps what was chosen, and asks what to do with it.
pub async fn choose<R: Bulk>(cx: Cx, Form(form): Form<ChooseForm>) -> HttpResponse {
    cx.write(move |tx| {
        let offers = R::offers(&tx.viewer);
        let first = offers.first().copied().ok_or(Error::NotFound)?;
        let list = format!("/{}", R::TABLE.name());
        let back = routes::own_path(&form.back).filter(|back| is_list(&list, back)).unwrap_or(&list);
        let (ids, cut) = if form.all.is_empty() { (ticked(&form), false) } else { shown::<R>(tx, back)? };
        let records = known::<R>(tx, &ids)?;
        if records.is_empty() {
            return Ok(Reply::go(back).saying(Flash::bad(tx.text.t("bulk-said-none"))));
        }
        let id = selection::keep(tx, R::TABLE, back, &records, cut)?;
        let what = form.change.parse::<What>().ok().filter(|what| offers.contains(what)).unwrap_or(first);
        Ok(Reply::go(&format!("{}?change={}", Selection::href(id), what.name())))
    })
    .await
}

/// Is this address the list's, whatever it asks? Leads have a second one: the pool.
fn is_list(list: &str, back: &str) -> bool {
    let path = back.split(['?', '#']).next().unwrap_or("");
    path == list || (path == routes::POOL && list == routes::LEADS)
}

fn ticked(form: &ChooseForm) -> Vec<i64> {
    form.id.iter().filter_map(|id| id.parse().ok()).take(MOST).collect()
}

/// Everything on the list at an address as it is now, and whether there is more than that.
fn shown<R: Bulk>(tx: &mut Tx<'_>, back: &str) -> Result<(Vec<i64>, bool), Error> {
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    let (spec, scope, asked) = R::looked(tx, path, Asked::parse(query))?;
    let mut ids = first(tx, spec, &scope, &asked, MOST + 1)?;
    let cut = ids.len() > MOST;
    ids.truncate(MOST);
    Ok((ids, cut))
}

/// Those the viewer sees, each with its version: any other id counts as not chosen, and nothing is said of it.
fn known<R: Bulk>(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<Chosen>> {
    let table = R::TABLE.name();
    let scope = visible(&tx.viewer, R::ENTITY);
    let mut records = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let sql = Sql::new(&format!("SELECT id, version FROM {table} WHERE {} AND id IN ", scope.words(table)));
        records.extend(sql.ids(some).load::<(BigInt, BigInt), Chosen>(tx.db)?);
    }
    records.sort_unstable();
    records.dedup();
    Ok(records)
}
