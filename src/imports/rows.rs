//! The records a file made or changed, by name: each number of an import leads to what it counts.

use actix_web::HttpResponse;
use askama::Template;
use diesel::QueryResult;
use diesel::sql_types::BigInt;
use serde::Deserialize;

use super::Kind;
use super::access::allow;
use super::store::{self, Import};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Action, Entity};
use crate::records::{self, Named};
use crate::web::{Cx, Error, Params, Path, Reply, Ui, routes};

/// Records a page names.
const NAMED: usize = 100;

/// The word for records that were changed, after `?of=`; any other is for those that were made.
const UPDATED: &str = "updated";

/// Which records, and from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    of: String,
    after: String,
}

/// The page.
#[derive(Template)]
#[template(path = "imports/rows.html")]
struct RowsPage {
    ui: Ui,
    import: Import,
    updated: bool,
    rows: Vec<Named>,
    /// Where it goes on; none where these are the last.
    next: Option<String>,
}

impl RowsPage {
    fn name(&self) -> &'static str {
        self.ui.t(if self.updated { "imports-updated" } else { "imports-created" })
    }

    fn back(&self) -> String {
        routes::import(self.import.id)
    }
}

/// The page of the records of an import; none where they have no pages of their own.
pub(super) fn href(import: &Import) -> Option<String> {
    entity(import.kind).map(|_| format!("{}/rows", routes::import(import.id)))
}

/// What a row of the file is, where it has a page of its own.
pub(super) fn entity(kind: Kind) -> Option<Entity> {
    match kind {
        Kind::Accounts => Some(Entity::Account),
        Kind::Contacts => Some(Entity::Contact),
        Kind::Leads => Some(Entity::Lead),
        Kind::Opportunities => Some(Entity::Opportunity),
        Kind::Users | Kind::Products => None,
    }
}

/// `GET /imports/7/rows`
pub async fn show(cx: Cx, path: Path<i64>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        allow(&tx.viewer)?;
        let import = store::find(tx, *path)?;
        let entity = entity(import.kind).ok_or(Error::NotFound)?;
        let (updated, after) = (asked.of == UPDATED, asked.after.parse().unwrap_or(0));
        let mut ids = ids(tx, import.id, entity, updated, after)?;
        let is_over = ids.len() > NAMED;
        ids.truncate(NAMED);
        let of = if updated { UPDATED } else { "created" };
        let next = ids.last().filter(|_| is_over).map(|(last,)| format!("?of={of}&after={last}"));
        let wanted: Vec<(Entity, i64)> = ids.into_iter().map(|(id,)| (entity, id)).collect();
        let mut names = records::named(tx, &wanted)?;
        let rows = wanted.iter().filter_map(|key| names.remove(key)).filter(|named| named.visible).collect();
        Reply::page(&RowsPage { ui: Ui::of(tx), import, updated, rows, next })
    })
    .await
}

/// The ids of a page, and one more, to know whether there is another.
fn ids(tx: &mut Tx<'_>, import: i64, entity: Entity, updated: bool, after: i64) -> QueryResult<Vec<(i64,)>> {
    let sql = Sql::new("SELECT DISTINCT j.record_id FROM journal j WHERE j.batch_id = ").bind(import);
    let sql = sql.push(" AND j.entity = ").bind(entity.name()).push(" AND j.record_id > ").bind(after);
    // What a file has made and completed by a later row is made.
    let not = if updated { "NOT " } else { "" };
    let sql = sql.push(&format!(" AND {not}EXISTS (SELECT 1 FROM journal c WHERE c.batch_id = j.batch_id"));
    let sql = sql.push(" AND c.entity = j.entity AND c.record_id = j.record_id AND c.action = ");
    let sql = sql.bind(Action::Created.name()).push(") ORDER BY j.record_id LIMIT ");
    sql.bind(i64::try_from(NAMED + 1).unwrap_or(i64::MAX)).load::<(BigInt,), _>(tx.db)
}
