//! Moving a deal to another stage: the one way, whether it is dragged, ticked, stepped by keyboard or moved on its page.

use diesel::QueryResult;

use super::close::{Closing, Refusal};
use super::stage::{self, Passage};
use super::{Opportunity, OpportunityFacts, access, closures, spells, store};
use crate::db::Tx;
use crate::directory::{Stage, StageKind};
use crate::journal::Action;
use crate::web::Error;

/// A move as it is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Where to.
    pub to: i64,
    /// The version of the card or page it was asked from.
    pub version: i64,
    /// What was answered at a closing.
    pub closing: Option<Closing>,
}

/// Why a deal stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such stage in use.
    NoStage,
    /// It is there already.
    Same,
    /// Somebody moved or closed it after the card was drawn.
    Stale,
    /// Seen, but not theirs to move.
    NotYours,
    /// The stage wants fields the deal lacks.
    Missing(Vec<&'static str>),
    /// The stage closes the deal, and nothing was answered yet.
    Asks(StageKind),
    /// The answers do not do.
    Closing(Vec<Refusal>),
}

/// What came of it.
pub type Outcome = Result<Opportunity, Refused>;

/// Moves the deal; `fill` puts in what was answered about the deal itself. A move that has been made already, by
/// another press or another person, is done.
///
/// # Errors
/// `NotFound` when the viewer may not know of the deal, `Overtaken` when an edit of other fields was quicker; what the
/// database answers.
pub fn make(tx: &mut Tx<'_>, id: i64, asked: &Asked, fill: impl Fn(&mut OpportunityFacts)) -> Result<Outcome, Error> {
    let deal = store::find(tx, id)?;
    if is_theirs(tx, &deal) && is_done(&deal, asked) {
        return Ok(Ok(deal));
    }
    let mut facts = deal.facts.clone();
    fill(&mut facts);
    let (target, passage) = match check(tx, &deal, &facts, asked) {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    let moved = write(tx, &deal, facts, &target, passage, asked.closing.as_ref())?;
    moved.map(Ok).ok_or(Error::Overtaken)
}

fn is_theirs(tx: &Tx<'_>, deal: &Opportunity) -> bool {
    access::editable(&tx.viewer).reaches(deal.id, deal.owner_id, deal.team_id)
}

/// Has somebody done since the card was drawn what is asked now, with the same answers?
fn is_done(deal: &Opportunity, asked: &Asked) -> bool {
    let is_same = |closing: &Closing| closing.stands_in(deal);
    stage::is_stale(asked.version, deal.moved_version)
        && asked.to == deal.stage_id
        && asked.closing.as_ref().is_none_or(is_same)
}

fn check(
    tx: &Tx<'_>,
    deal: &Opportunity,
    facts: &OpportunityFacts,
    asked: &Asked,
) -> Result<(Stage, Passage), Refused> {
    if !is_theirs(tx, deal) {
        return Err(Refused::NotYours);
    }
    let target =
        tx.directory.stage(asked.to).filter(|stage| tx.directory.takes_deals(stage)).ok_or(Refused::NoStage)?;
    if stage::is_stale(asked.version, deal.moved_version) {
        return Err(Refused::Stale);
    }
    if target.id == deal.stage_id {
        return Err(Refused::Same);
    }
    let missing = stage::missing(target, facts);
    if !missing.is_empty() {
        return Err(Refused::Missing(missing));
    }
    let passage = Passage::between(kind_now(tx, deal), target.kind);
    if let Passage::Closes(kind) = passage {
        check_closing(tx, facts, kind, asked.closing.as_ref())?;
    }
    Ok((target.clone(), passage))
}

fn check_closing(
    tx: &Tx<'_>,
    facts: &OpportunityFacts,
    kind: StageKind,
    closing: Option<&Closing>,
) -> Result<(), Refused> {
    let closing = closing.filter(|closing| closing.kind() == kind).ok_or(Refused::Asks(kind))?;
    let needs_words = match closing {
        Closing::Lost { reason_id, .. } => closures::needs_words(tx, *reason_id),
        Closing::Won { .. } => false,
    };
    let refusals = closing.refusals(facts, needs_words, tx.company_today());
    if refusals.is_empty() { Ok(()) } else { Err(Refused::Closing(refusals)) }
}

/// What being in its present stage means for the deal.
pub fn kind_now(tx: &Tx<'_>, deal: &OpportunityFacts) -> StageKind {
    tx.directory.stage(deal.stage_id).map_or(StageKind::Open, |stage| stage.kind)
}

fn write(
    tx: &mut Tx<'_>,
    deal: &Opportunity,
    mut facts: OpportunityFacts,
    target: &Stage,
    passage: Passage,
    closing: Option<&Closing>,
) -> QueryResult<Option<Opportunity>> {
    let was_closed = kind_now(tx, deal) != StageKind::Open;
    stage::enter(&mut facts, target, passage, tx.now);
    facts.moved_version = deal.version + 1;
    if passage == Passage::Reopens && tx.directory.has_left(facts.owner_id) {
        facts.owner_id = None;
    }
    let closing = closing.filter(|_| matches!(passage, Passage::Closes(_)));
    if let Some(closing) = closing {
        closing.apply(&mut facts, tx.now);
    }
    let Some(moved) = store::save(tx, action(passage), deal, facts)? else { return Ok(None) };
    spells::end(tx, moved.id)?;
    spells::begin(tx, &moved)?;
    if was_closed && passage != Passage::StaysClosed {
        closures::reopen(tx, moved.id)?;
    }
    if let Some(closing) = closing {
        closures::write(tx, &moved, closing)?;
    }
    Ok(Some(moved))
}

/// Moves a deal along from a stage that is retired. Won deals stay won on their day, lost ones lost: between two stages of
/// one kind no closing changes (rule 19).
///
/// # Errors
/// `Overtaken` when somebody was quicker; what the database answers.
pub fn follow(tx: &mut Tx<'_>, deal: &Opportunity, from: &Stage, to: &Stage) -> Result<(), Error> {
    let mut facts = deal.facts.clone();
    stage::enter(&mut facts, to, Passage::between(from.kind, to.kind), tx.now);
    facts.moved_version = deal.version + 1;
    let moved = store::save(tx, Action::Moved, deal, facts)?.ok_or(Error::Overtaken)?;
    spells::end(tx, moved.id)?;
    Ok(spells::begin(tx, &moved)?)
}

fn action(passage: Passage) -> Action {
    match passage {
        Passage::Onward | Passage::StaysClosed => Action::Moved,
        Passage::Closes(StageKind::Won) => Action::Won,
        Passage::Closes(StageKind::Lost) => Action::Lost,
        Passage::Closes(StageKind::Open) | Passage::Reopens => Action::Reopened,
    }
}
