//! The stays of a deal in its stages, each with the name and kind the stage had then (rule 23).

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Opportunity;
use crate::db::schema::stage_spells;
use crate::db::{Tx, dialect};
use crate::directory::StageKind;

/// One stay.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = stage_spells)]
pub struct Spell {
    /// The stage.
    pub stage_id: i64,
    /// What it was called then.
    pub stage_name: String,
    /// What being in it meant then.
    pub stage_kind: StageKind,
    /// When the deal came.
    pub entered_at: NaiveDateTime,
    /// When it left; not yet, where empty.
    pub left_at: Option<NaiveDateTime>,
    /// Who brought it there.
    pub moved_by: Option<i64>,
}

/// Begins the stay of a deal in the stage it is in now: one that nobody retires meanwhile (rule 23), and for an open deal
/// one of a pipeline that nobody takes out of use.
///
/// # Errors
/// What the database answers.
pub fn begin(tx: &mut Tx<'_>, deal: &Opportunity) -> QueryResult<()> {
    dialect::hold(tx.db, "stages", deal.stage_id, "retired_into IS NULL")?;
    if deal.closed_on.is_none() {
        dialect::hold(tx.db, "pipelines", deal.pipeline_id, "active")?;
    }
    let stage = tx.directory.stage(deal.stage_id);
    let (name, kind) = stage.map_or((String::new(), StageKind::Open), |stage| (stage.name.clone(), stage.kind));
    let row = (
        stage_spells::opportunity_id.eq(deal.id),
        stage_spells::stage_id.eq(deal.stage_id),
        stage_spells::stage_name.eq(name),
        stage_spells::stage_kind.eq(kind),
        stage_spells::entered_at.eq(deal.stage_since),
        stage_spells::moved_by.eq(tx.viewer.actor()),
    );
    diesel::insert_into(stage_spells::table).values(row).execute(tx.db).map(drop)
}

/// Ends the present stay of a deal.
///
/// # Errors
/// What the database answers.
pub fn end(tx: &mut Tx<'_>, deal: i64) -> QueryResult<()> {
    let present = stage_spells::opportunity_id.eq(deal).and(stage_spells::left_at.is_null());
    let row = stage_spells::table.filter(present);
    diesel::update(row).set(stage_spells::left_at.eq(tx.now)).execute(tx.db).map(drop)
}

/// Every stay of a deal, oldest first. The caller has checked that the viewer may see the deal.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, deal: i64) -> QueryResult<Vec<Spell>> {
    stage_spells::table
        .filter(stage_spells::opportunity_id.eq(deal))
        .order((stage_spells::entered_at, stage_spells::id))
        .select(Spell::as_select())
        .load(tx.db)
}
