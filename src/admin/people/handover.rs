//! What went where when somebody left or stopped selling: the report of a batch, read from the journal.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::admin::follow::{Held, KIND};
use crate::admin::gate;
use crate::db::Tx;
use crate::db::schema::batches;
use crate::db::sql::Sql;
use crate::web::{Cx, Path, Reply, Ui};

/// Where the report of a batch stands.
pub(super) fn place(batch: i64) -> String {
    format!("/settings/handovers/{batch}")
}

/// One time that somebody's records went to others, as their own page lists it.
pub(super) struct Handover {
    pub(super) href: String,
    pub(super) at: NaiveDateTime,
    /// How many records.
    many: i64,
}

impl Handover {
    /// What the link says before the day.
    pub(super) fn said(&self, ui: &Ui) -> String {
        ui.n("admin-handover-many", self.many)
    }
}

/// The handovers of a person's records, the newest first. A batch is known by whose the records were that it began with:
/// names change, and may be the same.
///
/// # Errors
/// What the database answers.
pub(super) fn of(tx: &mut Tx<'_>, person: i64) -> QueryResult<Vec<Handover>> {
    let whose = "SELECT v.before FROM journal j JOIN journal_values v ON v.journal_id = j.id AND v.field = 'owner_id' \
        WHERE j.batch_id = b.id ORDER BY j.id LIMIT 1";
    let select = Sql::new("SELECT b.id, b.created_at, b.rows_total FROM batches b WHERE b.kind = ").bind(KIND);
    let select = select.push(&format!(" AND ({whose}) = ")).bind(person.to_string()).push(" ORDER BY b.id DESC");
    let rows: Vec<(i64, NaiveDateTime, i64)> = select.load::<(BigInt, Timestamp, BigInt), _>(tx.db)?;
    Ok(rows.into_iter().map(|(id, at, many)| Handover { href: place(id), at, many }).collect())
}

/// So many of one kind that went to one place.
struct Line {
    what: String,
    /// The person; nobody where it went into the pool.
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/handover.html")]
struct ReportPage {
    ui: Ui,
    name: String,
    lines: Vec<Line>,
}

impl ReportPage {
    fn title(&self) -> String {
        self.ui.plain("admin-handover-title", &[("name", self.name.as_str().into())])
    }
}

/// `GET /settings/handovers/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let row = batches::table.find(*id).filter(batches::kind.eq(KIND)).select(batches::title);
        let name: String = row.first(tx.db)?;
        let lines = lines(tx, *id)?;
        Reply::page(&ReportPage { ui: Ui::of(tx), name, lines })
    })
    .await
}

// messages: admin-holding-*
fn lines(tx: &mut Tx<'_>, batch: i64) -> QueryResult<Vec<Line>> {
    let sql = Sql::new(
        "SELECT j.entity, v.after, COUNT(*) FROM journal j JOIN journal_values v ON v.journal_id = j.id \
         WHERE v.field = 'owner_id' AND j.batch_id = ",
    );
    type Types = (Text, Nullable<Text>, BigInt);
    let rows =
        sql.bind(batch).push(" GROUP BY j.entity, v.after").load::<Types, (String, Option<String>, i64)>(tx.db)?;
    let of_kind = |kind: Held| rows.iter().filter(move |(entity, _, _)| entity == kind.entity().name());
    let line = |kind: Held, to: &Option<String>, many: i64| Line {
        what: tx.text.n(&format!("admin-holding-{}", kind.name()), many),
        to: to.as_ref().map(|person| tx.directory.person_name(person.parse().ok()).to_owned()),
    };
    let all = Held::ALL.iter().flat_map(|kind| of_kind(*kind).map(move |(_, to, many)| (*kind, to, *many)));
    Ok(all.map(|(kind, to, many)| line(kind, to, many)).collect())
}
