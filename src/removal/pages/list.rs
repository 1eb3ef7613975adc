//! The bin: what the viewer may restore, what was deleted last first.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};
use serde::Deserialize;

use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;
use crate::removal::kinds::KINDS;
use crate::web::{Answer, Cx, Params, Reply, Ui, routes};

/// How many rows a page holds.
const PAGE: usize = 30;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Only records of this kind.
    kind: String,
    /// Rows older than this one.
    before: String,
}

/// One record in the bin.
struct Line {
    row: i64,
    entity: Entity,
    name: String,
    at: NaiveDateTime,
    who: String,
    /// How many deals went along, of those the viewer may restore.
    along: i64,
    /// What took it along; nothing where the viewer may not restore that.
    with: String,
    /// Was it merged into another record? Then restoring it takes that back.
    was_merged: bool,
}

#[derive(Template)]
#[template(path = "removal/bin.html")]
struct BinPage {
    ui: Ui,
    kinds: Vec<Entity>,
    kind: Option<Entity>,
    lines: Vec<Line>,
    days: i64,
    newest: String,
    older: String,
}

/// The page.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| page(tx, &asked)).await
}

fn page(tx: &mut Tx<'_>, asked: &Asked) -> Answer {
    let theirs = |entity: &Entity| !records::deletable(&tx.viewer, *entity).is_nothing();
    let kinds: Vec<Entity> = KINDS.into_iter().filter(theirs).collect();
    let kind = kinds.iter().copied().find(|entity| entity.name() == asked.kind);
    let before = asked.before.parse::<i64>().ok();
    let mut lines = lines(tx, &kinds, kind, before)?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let address = address(kind);
    let joint = if address.contains('?') { '&' } else { '?' };
    let older = lines.last().filter(|_| more).map(|last| format!("{address}{joint}before={}", last.row));
    Reply::page(&BinPage {
        ui: Ui::of(tx),
        kinds,
        kind,
        lines,
        days: tx.directory.organization.bin_days,
        newest: before.map(|_| address.clone()).unwrap_or_default(),
        older: older.unwrap_or_default(),
    })
}

fn address(kind: Option<Entity>) -> String {
    kind.map_or_else(|| routes::BIN.to_owned(), |kind| format!("{}?kind={}", routes::BIN, kind.name()))
}

type Types = (
    BigInt,
    Text,
    Text,
    Timestamp,
    Nullable<BigInt>,
    BigInt,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<BigInt>,
);
type Row = (
    i64,
    Entity,
    String,
    NaiveDateTime,
    Option<i64>,
    i64,
    Option<Entity>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// Rows of the kinds one may restore. What went along with another is folded into that one's row, if that may be restored
/// too; where one kind is asked for, it is shown by itself.
fn lines(tx: &mut Tx<'_>, kinds: &[Entity], kind: Option<Entity>, before: Option<i64>) -> QueryResult<Vec<Line>> {
    let deals = records::deletable(&tx.viewer, Entity::Opportunity).words("a");
    let shown = kind.map_or(kinds.to_vec(), |kind| vec![kind]);
    let reach = within(tx, &shown, "b");
    let folded = match kind {
        None => format!(" AND ({}) IS NOT TRUE", within(tx, kinds, "l")),
        Some(_) => String::new(),
    };
    let select = Sql::new(&format!(
        "SELECT b.id, b.entity, b.name, b.deleted_at, b.deleted_by, \
         (SELECT COUNT(*) FROM bin a WHERE a.together_id = b.id AND {deals}), l.entity, l.name, l.owner_id, l.team_id, \
         m.id FROM bin b LEFT JOIN bin l ON l.id = b.together_id \
         LEFT JOIN merges m ON m.entity = b.entity AND m.loser_id = b.record_id AND m.through_id = b.record_id \
         WHERE ({reach}){folded} AND b.id < "
    ));
    let select = select.bind(before.unwrap_or(i64::MAX)).push(&format!(" ORDER BY b.id DESC LIMIT {}", PAGE + 1));
    let rows: Vec<Row> = select.load::<Types, _>(tx.db)?;
    Ok(rows.into_iter().map(|row| line(tx, row)).collect())
}

/// The condition that a row of the bin is of one of these kinds and may be restored; of no kind, none is.
fn within(tx: &Tx<'_>, kinds: &[Entity], row: &str) -> String {
    let reach = |kind: &Entity| {
        format!("({row}.entity = '{}' AND {})", kind.name(), records::deletable(&tx.viewer, *kind).words(row))
    };
    std::iter::once("1 = 0".to_owned()).chain(kinds.iter().map(reach)).collect::<Vec<_>>().join(" OR ")
}

fn line(tx: &Tx<'_>, (row, entity, name, at, by, along, leader, leader_name, owner, team, merge): Row) -> Line {
    let is_theirs =
        leader.zip(team).is_some_and(|(kind, team)| records::deletable(&tx.viewer, kind).covers(owner, team));
    let with = leader_name.filter(|_| is_theirs).unwrap_or_default();
    Line {
        row,
        entity,
        name,
        at,
        who: tx.directory.person_name(by).to_owned(),
        along,
        with,
        was_merged: merge.is_some(),
    }
}

impl BinPage {
    // messages: removal-kind-*
    fn kind_of(&self, line: &Line) -> &'static str {
        self.ui.t(&format!("removal-kind-{}", line.entity.name()))
    }

    // messages: removal-kinds-*
    fn kinds_name(&self, kind: &Entity) -> &'static str {
        self.ui.t(&format!("removal-kinds-{}", kind.name()))
    }

    fn href(&self, kind: &Entity) -> String {
        address(Some(*kind))
    }

    fn is_shown(&self, kind: &Entity) -> bool {
        self.kind == Some(*kind)
    }

    fn action(&self, line: &Line) -> String {
        routes::restoration(line.row)
    }

    /// Kind, and what it went along with or took along.
    fn about(&self, line: &Line) -> String {
        let along = (line.along > 0).then(|| self.ui.n("removal-with-deals", line.along));
        let with = (!line.with.is_empty()).then(|| self.ui.a("removal-with", "name", line.with.as_str()));
        let merged = line.was_merged.then(|| self.ui.t("removal-was-merged").to_owned());
        let facts = [Some(self.kind_of(line).to_owned()), along, with, merged];
        self.ui.row(&facts.iter().flatten().map(String::as_str).collect::<Vec<_>>())
    }
}
