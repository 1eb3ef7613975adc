//! Which stage a row puts a deal in: the one it names, in the pipeline asked for, else in the pipeline the deal is in.

use std::borrow::Cow;

use super::cells::Row;
use super::desk::Desk;
use super::refusal::{Note, Refusal, Why};
use super::stages;
use crate::db::Tx;
use crate::directory::{Stage, StageKind};
use crate::opportunities::Opportunity;
use crate::values::text;

/// The stage a row names; where it names none, the one the deal is in, else the first. A deal that was won or lost is
/// in the stage for that, whatever stage it was in before.
///
/// # Errors
/// When the pipeline has no such stage.
pub fn stage_of(tx: &Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, known: Option<&Opportunity>) -> Result<Stage, Refusal> {
    let current = known.and_then(|deal| tx.directory.stage(deal.stage_id));
    let stages = within(tx, desk, current).into_owned();
    let named = row.text("stage").map(|(column, name)| stage_named(&stages, column, &name)).transpose()?;
    let outcome = row.text("outcome").filter(|(_, word)| !stages::says_open(word));
    let closing = closing(row, outcome.as_ref().map(|(_, word)| word.as_str()));
    let stage = match (named, outcome) {
        (Some(stage), _) if stage.kind != StageKind::Open || closing == StageKind::Open => stage,
        (_, outcome) if closing != StageKind::Open => closed(&stages, closing, outcome)?,
        (_, Some((column, word))) => stage_named(&stages, column, &word)?,
        (_, None) => {
            let first = || stages.iter().find(|stage| stage.kind == StageKind::Open);
            return current.or_else(first).cloned().ok_or_else(|| Refusal::of(Why::UnknownStage, "", ""));
        }
    };
    remark(desk, row, &stage);
    Ok(stage)
}

/// The stages a row may name. A pipeline nobody asked for takes no deal away from its own.
fn within<'s>(tx: &Tx<'_>, desk: &'s Desk<'_>, current: Option<&Stage>) -> Cow<'s, [Stage]> {
    match current.filter(|_| desk.job.options.pipeline.is_empty()) {
        Some(stage) => tx.directory.stages_of(stage.pipeline_id).cloned().collect::<Vec<_>>().into(),
        None => desk.stages.as_slice().into(),
    }
}

/// How a deal ended, by the column of outcomes. One put away with a reason for the loss is lost, as Odoo writes it.
fn closing(row: Row<'_>, outcome: Option<&str>) -> StageKind {
    let is_put_away = row.text("active").is_some_and(|(_, word)| stages::says_no(&word));
    match outcome.map_or(StageKind::Open, stages::kind) {
        StageKind::Open if is_put_away && row.text("lost_reason").is_some() => StageKind::Lost,
        kind => kind,
    }
}

fn closed(stages: &[Stage], kind: StageKind, outcome: Option<(&str, String)>) -> Result<Stage, Refusal> {
    let (column, word) = outcome.unwrap_or_default();
    let own = stage_named(stages, column, &word).ok().filter(|stage| stage.kind == kind);
    let first = || stages.iter().find(|stage| stage.kind == kind).cloned();
    own.or_else(first).ok_or_else(|| Refusal::of(Why::UnknownStage, column, word))
}

/// The stage of this name, with or without gaps; else the one for deals won or lost, where the name says that; else the
/// only one whose name the other begins with: `Negotiation/Review` is a negotiation.
fn stage_named(stages: &[Stage], column: &str, name: &str) -> Result<Stage, Refusal> {
    let (words, kind) = (text::words(name), stages::kind(name));
    let exact = stages.iter().find(|stage| text::fold(&stage.name) == text::fold(name));
    let joined = || stages.iter().find(|stage| text::words(&stage.name).concat() == words.concat());
    let ended = || stages.iter().find(|stage| stage.kind == kind && kind != StageKind::Open);
    let mut begun = stages.iter().filter(|stage| {
        let known = text::words(&stage.name);
        let open = kind == StageKind::Open && stage.kind == StageKind::Open;
        open && !known.is_empty() && (words.starts_with(&known) || known.starts_with(&words))
    });
    let only = || begun.next().filter(|_| begun.next().is_none());
    let found = exact.or_else(joined).or_else(ended).or_else(only);
    found.cloned().ok_or_else(|| Refusal::of(Why::UnknownStage, column, name))
}

/// Says what was made of a stage of another name.
fn remark(desk: &mut Desk<'_>, row: Row<'_>, stage: &Stage) {
    let Some((_, name)) = row.text("stage").filter(|(_, name)| text::fold(name) != text::fold(&stage.name)) else {
        return;
    };
    if stages::kind(&name) == stage.kind {
        desk.remark(Note::Stage, &name, &stage.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(id: i64, name: &str) -> Stage {
        Stage {
            id,
            version: 1,
            pipeline_id: 1,
            name: name.to_owned(),
            kind: stages::kind(name),
            probability: 0,
            position: id,
            quiet_days: 0,
            required: String::new(),
            colour: 1,
            retired_into: None,
        }
    }

    #[test]
    fn stages_of_other_programs_are_found() {
        let known: Vec<Stage> = (1..)
            .zip(["New", "Qualified", "Qualified to buy", "Negotiation", "Won", "Lost"])
            .map(|(id, name)| stage(id, name))
            .collect();
        let found = |name| stage_named(&known, "Stage", name).map(|stage| stage.name).ok();
        for (name, expected) in [
            ("new", Some("New")),
            ("qualifiedtobuy", Some("Qualified to buy")),
            ("Closed Won", Some("Won")),
            ("closedlost", Some("Lost")),
            ("Negotiation/Review", Some("Negotiation")),
            ("Qualified to", None),
            ("Perception Analysis", None),
            ("New business", Some("New")),
        ] {
            assert_eq!(found(name).as_deref(), expected, "{name}");
        }
    }
}
