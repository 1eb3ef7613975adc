//! The board, and moving cards on it.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::moving::{questions, reason};
use crate::access::Sensitive;
use crate::db::Tx;
use crate::directory::Stage;
use crate::listing::Asked;
use crate::opportunities::moves::{self, Outcome, Refused};
use crate::opportunities::views::{BoardPage, ColumnsFragment};
use crate::opportunities::{Opportunity, store};
use crate::opportunities::{board, list};
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Reply, routes};

/// `GET /pipeline`.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let asked = list::naming(tx, asked)?;
        let pipeline = board::pipeline(tx, &asked);
        let columns = match &pipeline {
            Some(pipeline) => board::columns(tx, pipeline.id, &asked, None)?,
            None => Vec::new(),
        };
        Reply::page(&BoardPage::of(tx, pipeline, columns, &asked))
    })
    .await
}

/// Ticked cards, or the one that was dragged, and where to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MovesForm {
    /// Each `id-version`; the dragged card's id alone, with its version beside it.
    deal: Vec<String>,
    version: String,
    /// The stage a dragged card was drawn in, which it may have left.
    from: String,
    to: String,
    #[serde(rename = "return")]
    back: String,
}

/// A card as it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Drawn {
    id: i64,
    version: i64,
}

impl MovesForm {
    /// In the order of their ids: two who move the same cards wait for each other.
    fn cards(&self) -> Vec<Drawn> {
        let mut cards: Vec<Drawn> = self.deal.iter().filter_map(|text| self.card(text)).collect();
        cards.sort_unstable_by_key(|card| card.id);
        cards
    }

    fn card(&self, text: &str) -> Option<Drawn> {
        let (id, version) = text.split_once('-').unwrap_or((text, &self.version));
        Some(Drawn { id: id.parse().ok()?, version: version.parse().ok()? })
    }
}

/// `POST /opportunities/moves`.
pub async fn make(cx: Cx, Form(form): Form<MovesForm>) -> HttpResponse {
    cx.write(move |tx| {
        let target = form.to.parse().ok().and_then(|id| tx.directory.stage(id)).cloned();
        let cards = form.cards();
        match (target, cards.as_slice()) {
            (Some(target), [one]) if tx.page.fragment => fragment(tx, &form, *one, &target),
            (Some(target), [one]) => single(tx, &form, *one, &target),
            (Some(target), [_, ..]) => several(tx, &form, &cards, &target),
            (None, _) => Ok(back(&form).saying(Flash::bad(tx.text.t("opportunities-problem-stage")))),
            (Some(_), []) => Ok(back(&form).saying(Flash::bad(tx.text.t("opportunities-none-ticked")))),
        }
    })
    .await
}

fn back(form: &MovesForm) -> Reply {
    Reply::go(routes::own_path(&form.back).unwrap_or(routes::PIPELINE))
}

fn back_to(form: &MovesForm, deal: i64) -> Reply {
    let path = routes::own_path(&form.back).unwrap_or(routes::PIPELINE);
    Reply::go(&format!("{}#deal-{deal}", path.split('#').next().unwrap_or(path)))
}

fn attempt(tx: &mut Tx<'_>, card: Drawn, target: &Stage) -> Result<Outcome, Error> {
    let asked = moves::Asked { to: target.id, version: card.version, closing: None };
    moves::make(tx, card.id, &asked, |_| ())
}

/// One ticked card: a stage that asks something is asked about on the Move page.
fn single(tx: &mut Tx<'_>, form: &MovesForm, card: Drawn, target: &Stage) -> Answer {
    match attempt(tx, card, target)? {
        Ok(moved) => Ok(back_to(form, card.id).saying(Flash::good(said(tx, &moved, target)))),
        Err(Refused::Asks(_) | Refused::Missing(_)) => Ok(Reply::go(&questions(card.id, target.id, &form.back))),
        Err(Refused::NotYours) => Err(Error::Forbidden),
        Err(refused) => {
            let deal = store::find(tx, card.id)?;
            let why = named_reason(tx, &deal, target, &refused);
            Ok(back_to(form, card.id).saying(Flash::bad(why)))
        }
    }
}

/// Names in a report; the rest is counted.
const NAMED: usize = 6;

/// Several ticked cards: each for itself, with a report of what was moved and what was not, and why.
fn several(tx: &mut Tx<'_>, form: &MovesForm, cards: &[Drawn], target: &Stage) -> Answer {
    let (mut moved, mut refused) = (0_i64, Vec::new());
    for card in cards {
        match attempt(tx, *card, target) {
            Ok(Ok(_)) => moved += 1,
            Ok(Err(why)) => {
                let deal = store::find(tx, card.id)?;
                refused.push(named_reason(tx, &deal, target, &why));
            }
            Err(Error::NotFound) => refused.push(tx.text.t("opportunities-refused-gone").to_owned()),
            Err(failed) => return Err(failed),
        }
    }
    Ok(back(form).saying(report(tx, target, moved, &refused)))
}

fn report(tx: &Tx<'_>, target: &Stage, moved: i64, refused: &[String]) -> Flash {
    let text = &tx.text;
    let stage = target.name.as_str();
    let head = text.args("opportunities-moved-many", &[("n", moved.into()), ("stage", stage.into())]);
    if refused.is_empty() {
        return Flash::good(head);
    }
    let kept = text.n("opportunities-kept-many", i64::try_from(refused.len()).unwrap_or(i64::MAX));
    let more = refused.len().saturating_sub(NAMED);
    let rest = (more > 0).then(|| text.n("opportunities-kept-more", i64::try_from(more).unwrap_or(i64::MAX)));
    let lines = [head, kept].into_iter().chain(refused.iter().take(NAMED).cloned()).chain(rest);
    Flash::bad(lines.collect::<Vec<_>>().join(" "))
}

fn named_reason(tx: &Tx<'_>, deal: &Opportunity, target: &Stage, refused: &Refused) -> String {
    let why = reason(tx, deal, target, refused);
    tx.text.args("opportunities-refused", &[("record", deal.name.as_str().into()), ("why", why.into())])
}

fn said(tx: &Tx<'_>, moved: &Opportunity, target: &Stage) -> String {
    tx.text
        .args("opportunities-moved", &[("record", moved.name.as_str().into()), ("stage", target.name.as_str().into())])
}

/// A dragged card: the columns it was in and is in as they are now, and what is said; refused, the same with the
/// reason. A stage that asks something is asked about on the Move page here, too.
fn fragment(tx: &mut Tx<'_>, form: &MovesForm, card: Drawn, target: &Stage) -> Answer {
    // The cards go onto the board they were dragged on: their links lead back there.
    tx.page.here = routes::own_path(&form.back).unwrap_or(routes::PIPELINE).to_owned();
    let before = store::find(tx, card.id)?;
    let outcome = attempt(tx, card, target)?;
    let now = store::find(tx, card.id)?;
    let asked = form.back.split_once('?').map_or_else(Asked::default, |(_, query)| Asked::parse(query));
    let drawn_in = form.from.parse().unwrap_or(before.stage_id);
    let changed = [drawn_in, before.stage_id, target.id, now.stage_id];
    let columns = board::columns(tx, target.pipeline_id, &asked, Some(&changed))?;
    match outcome {
        Ok(_) => {
            let status = status(tx, &columns, target);
            let undo = (now.version != before.version).then(|| routes::undo(&tx.request.id));
            Reply::page(&ColumnsFragment::of(tx, columns, &asked, status, undo))
        }
        Err(Refused::Asks(_) | Refused::Missing(_)) => Ok(Reply::go(&questions(card.id, target.id, &form.back))),
        Err(refused) => {
            let why = named_reason(tx, &now, target, &refused);
            Reply::conflict(&ColumnsFragment::of(tx, columns, &asked, why, None))
        }
    }
}

/// "Moved to Proposal. 9 opportunities, €84,200": spoken after a move.
fn status(tx: &Tx<'_>, columns: &[board::Column], target: &Stage) -> String {
    let column = columns.iter().find(|column| column.stage.id == target.id);
    let count = column.map_or(0, |column| column.sums.count);
    let base = [("stage", target.name.as_str().into()), ("n", count.into())];
    match column.filter(|_| tx.viewer.sees(Sensitive::Amounts)) {
        Some(column) => {
            let sum = tx.text.money_whole(column.sums.amount.minor, column.sums.amount.currency.as_str());
            let [stage, n] = base;
            tx.text.args("opportunities-now-worth", &[stage, n, ("sum", sum.into())])
        }
        None => tx.text.args("opportunities-now", &base),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticked_card_carries_its_version_and_a_dragged_one_has_it_beside() {
        let ticked = MovesForm { deal: vec!["7-3".into(), "x".into(), "9-1".into()], ..MovesForm::default() };
        assert_eq!(ticked.cards(), [Drawn { id: 7, version: 3 }, Drawn { id: 9, version: 1 }]);
        let dragged = MovesForm { deal: vec!["7".into()], version: "4".into(), ..MovesForm::default() };
        assert_eq!(dragged.cards(), [Drawn { id: 7, version: 4 }]);
    }
}
