//! What an import makes besides its rows: items of lists, teams, pipelines and their stages. Each is journalled in the
//! batch, so that taking the import back takes them back too.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::{PickList, Stage, StageKind};
use crate::journal::{self, Action, Entity};

/// Adds an item to the end of a list.
///
/// # Errors
/// What the database answers.
pub fn add_item(tx: &mut Tx<'_>, list: PickList, name: &str, code: &str) -> QueryResult<i64> {
    let insert = Sql::new("INSERT INTO pick_items (list, name, code, position) SELECT CAST(").bind(list.name());
    let insert = insert.push(" AS TEXT), CAST(").bind(name).push(" AS TEXT), CAST(").bind(code).push(" AS TEXT), ");
    let insert = insert.push("CAST(COALESCE(MAX(position), 0) + 1 AS BIGINT) FROM pick_items WHERE list = ");
    let insert = insert.bind(list.name()).push(" RETURNING id");
    made(tx, Entity::PickItem, insert)
}

/// Adds a team.
///
/// # Errors
/// What the database answers.
pub fn add_team(tx: &mut Tx<'_>, name: &str, parent: i64) -> QueryResult<i64> {
    let insert = Sql::new("INSERT INTO teams (name, parent_id) VALUES (").bind(name).push(", ").bind(parent);
    made(tx, Entity::Team, insert.push(") RETURNING id"))
}

/// Adds a pipeline at the end.
///
/// # Errors
/// What the database answers.
pub fn add_pipeline(tx: &mut Tx<'_>, name: &str) -> QueryResult<i64> {
    let insert = Sql::new("INSERT INTO pipelines (name, position) SELECT CAST(").bind(name);
    let insert = insert.push(" AS TEXT), CAST(COALESCE(MAX(position), 0) + 1 AS BIGINT) FROM pipelines RETURNING id");
    made(tx, Entity::Pipeline, insert)
}

/// Adds a stage to a pipeline.
///
/// # Errors
/// What the database answers.
pub fn add_stage(
    tx: &mut Tx<'_>,
    pipeline_id: i64,
    position: i64,
    name: &str,
    kind: StageKind,
    probability: i64,
) -> QueryResult<Stage> {
    // Eight colours, in turn; won and lost have theirs.
    let colour = match kind {
        StageKind::Open => (position - 1) % 4 + 1,
        StageKind::Won => 5,
        StageKind::Lost => 8,
    };
    let insert = Sql::new("INSERT INTO stages (pipeline_id, name, kind, probability, position, colour) VALUES (");
    let insert = insert.bind(pipeline_id).push(", ").bind(name).push(", ").bind(kind.name()).push(", ");
    let insert = insert.bind(probability).push(", ").bind(position).push(", ").bind(colour);
    let id = made(tx, Entity::Stage, insert.push(") RETURNING id"))?;
    let (name, required) = (name.to_owned(), String::new());
    Ok(Stage {
        id,
        version: 1,
        pipeline_id,
        name,
        kind,
        probability,
        position,
        quiet_days: 0,
        required,
        colour,
        retired_into: None,
    })
}

fn made(tx: &mut Tx<'_>, entity: Entity, insert: Sql) -> QueryResult<i64> {
    let (id,): (i64,) = insert.one::<(BigInt,), _>(tx.db)?;
    journal::record(tx, entity, id, 1, Action::Created, &[])?;
    Ok(id)
}
