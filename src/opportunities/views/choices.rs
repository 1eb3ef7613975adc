//! What the form of a deal offers to choose from.

use diesel::QueryResult;

use crate::db::Tx;
use crate::directory::{Directory, PickList, Stage, StageKind};
use crate::opportunities::form::DealForm;
use crate::opportunities::picker::{self, Party, Picker};
use crate::opportunities::{OpportunityKind, assign};
use crate::web::{Choice, Problems};

/// Everything there is to choose on the form.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The picker of the account.
    pub account: Picker,
    /// The picker of the contact.
    pub contact: Picker,
    /// Open stages, for a new deal.
    pub stages: Vec<Choice>,
    /// Currencies in use, and the one the deal has.
    pub currencies: Vec<Choice>,
    /// Kinds of business.
    pub kinds: Vec<Choice>,
    /// Products on offer, and the one the deal has.
    pub products: Vec<Choice>,
    /// Sources, and the one the deal has.
    pub sources: Vec<Choice>,
    /// People it can be given to; empty for who does not hand out work.
    pub owners: Vec<Choice>,
}

impl Choices {
    /// The choices, with those of the form chosen.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, form: &DealForm, wrong: &Problems) -> QueryResult<Choices> {
        Ok(Choices {
            account: picker::picker(tx, Party::Account, form, wrong)?,
            contact: picker::picker(tx, Party::Contact, form, wrong)?,
            stages: open_stages(&tx.directory, &form.stage_id),
            currencies: Choice::currencies(&tx.directory, &form.currency),
            kinds: kinds(tx, &form.kind),
            products: picker::products(tx, &form.product_id)?,
            sources: picks(tx, PickList::LeadSource, &form.source_id),
            owners: owners(tx, &form.owner_id),
        })
    }
}

/// Open stages of the pipelines in use; with the pipeline's name where there are several.
fn open_stages(directory: &Directory, current: &str) -> Vec<Choice> {
    let open = |stage: &&Stage| stage.kind == StageKind::Open;
    let of = |pipeline: i64| directory.stages_of(pipeline).filter(open);
    let stages = directory.active_pipelines().flat_map(|pipeline| of(pipeline.id));
    stages.map(|stage| Choice::new(stage.id.to_string(), stage_name(directory, stage), current)).collect()
}

/// A stage's name, behind its pipeline's where there are several.
pub fn stage_name(directory: &Directory, stage: &Stage) -> String {
    let pipeline = directory.pipeline(stage.pipeline_id).filter(|_| directory.active_pipelines().count() > 1);
    pipeline.map_or_else(|| stage.name.clone(), |pipeline| format!("{} · {}", pipeline.name, stage.name))
}

// messages: opportunities-kind-*
/// Kinds of business.
pub fn kinds(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let name = |kind: &OpportunityKind| tx.text.t(&format!("opportunities-kind-{}", kind.name()));
    OpportunityKind::ALL.iter().map(|kind| Choice::new(kind.name(), name(kind), current)).collect()
}

/// Items of a list in use, and the current one; the first choice is none.
pub fn picks(tx: &Tx<'_>, list: PickList, current: &str) -> Vec<Choice> {
    let kept = current.parse().ok().and_then(|id| tx.directory.pick(id)).filter(|item| !item.active);
    let none = Choice::new("", tx.text.t("not-set"), current);
    let items = tx.directory.picks(list).chain(kept);
    std::iter::once(none)
        .chain(items.map(|item| Choice::new(item.id.to_string(), item.name.clone(), current)))
        .collect()
}

fn owners(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    if !tx.viewer.leads_people() {
        return Vec::new();
    }
    let nobody = Choice::new("", tx.text.t("opportunities-nobody"), current);
    let people = assign::candidates(tx);
    let kept = current.parse().ok().and_then(|id| tx.directory.person(id));
    let kept = kept.filter(|kept| people.iter().all(|person| person.id != kept.id));
    let each = people.into_iter().chain(kept);
    std::iter::once(nobody)
        .chain(each.map(|person| Choice::new(person.id.to_string(), person.name.clone(), current)))
        .collect()
}
