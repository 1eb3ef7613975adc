//! Taking back what was done to very many records: some hundred to a transaction, so that others need not wait. Nothing is
//! asked; whatever somebody has changed since stays, and is counted. What was interrupted is finished by a second press.

use std::collections::HashSet;
use std::sync::Arc;

use actix_web::HttpResponse;
use diesel::prelude::*;

use super::deed::{Deed, Deeds, Turn, deeds};
use super::handler::{NAMED, Report, follow, names, note, said, take, too_late, way_back};
use super::requests::{Known, known};
use super::take::{Kept, Outcome};
use crate::conflicts::Edit;
use crate::db::Tx;
use crate::db::schema::journal;
use crate::journal::{self as entries, Entity};
use crate::records;
use crate::web::{Answer, Cx, Error, Reply};

/// Records that are taken back in one transaction.
const AT_ONCE: usize = 500;

/// Records of which the page one came from may be one.
const LOOKED_AT: usize = 25;

/// A request that did very much, with what it did.
pub(super) struct Many {
    request: Known,
    deeds: Deeds,
}

/// What came of some of it, by its place among the deeds.
type Came = (Vec<usize>, Vec<(usize, Kept)>);

/// The request, if it did very much and can be taken back; anything else is told by whoever takes back little.
pub(super) fn begin(tx: &mut Tx<'_>, request: &str) -> Result<Option<Many>, Error> {
    let Some(request) = known(tx, request)? else { return Ok(None) };
    let written = journal::table.filter(journal::request_id.eq(&request.request_id));
    let written: i64 = written.count().get_result(tx.db)?;
    if usize::try_from(written).unwrap_or(0) <= AT_ONCE || too_late(tx, &request)?.is_some() {
        return Ok(None);
    }
    let deeds = deeds(entries::request_events(tx, &request.request_id)?);
    let knows = request.is_of(&tx.viewer) || sees_any(tx, deeds.all())?;
    Ok(knows.then_some(Many { request, deeds }))
}

fn sees_any(tx: &mut Tx<'_>, deeds: &[Deed]) -> QueryResult<bool> {
    for some in deeds.chunks(AT_ONCE) {
        let wanted: Vec<(Entity, i64)> = some.iter().map(|deed| (deed.entity, deed.id)).collect();
        if records::named(tx, &wanted)?.values().any(|named| named.visible) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes it back.
pub(super) async fn undo(cx: Cx, many: Many, back: String) -> HttpResponse {
    let many = Arc::new(many);
    let wanted: HashSet<(Entity, i64, Turn)> = many.deeds.taken_back().map(key).collect();
    let of = |many: &Many, wanted: &dyn Fn(&Deed) -> bool| -> Vec<usize> {
        many.deeds.all().iter().enumerate().filter(|(_, deed)| wanted(deed)).map(|(place, _)| place).collect()
    };
    let (mut done, mut kept) = (Vec::new(), Vec::new());
    for places in of(&many, &|deed| wanted.contains(&key(deed))).chunks(AT_ONCE).map(<[usize]>::to_vec) {
        let many = many.clone();
        match cx.ask(move |tx| take_some(tx, &many, &places)).await {
            Ok((some_done, some_kept)) => {
                done.extend(some_done);
                kept.extend(some_kept);
            }
            Err(page) => return page,
        }
    }
    let stays: HashSet<usize> = kept.iter().map(|(place, _)| *place).collect();
    let mut customers = of(&many, &|deed| deed.turn == Turn::Stayed && has_lifecycle(deed.entity));
    customers.retain(|place| !stays.contains(place));
    for places in customers.chunks(AT_ONCE).map(<[usize]>::to_vec) {
        let many = many.clone();
        if let Err(page) = cx.ask(move |tx| follow_some(tx, &many, &places)).await {
            return page;
        }
    }
    cx.write(move |tx| tell(tx, &many, (&done, &kept), &back)).await
}

fn key(deed: &Deed) -> (Entity, i64, Turn) {
    (deed.entity, deed.id, deed.turn)
}

fn has_lifecycle(entity: Entity) -> bool {
    matches!(entity, Entity::Account | Entity::Contact)
}

/// Takes some of it back, in one transaction.
fn take_some(tx: &mut Tx<'_>, many: &Many, places: &[usize]) -> Result<Came, Error> {
    let (asked_nothing, mut done, mut kept) = (Edit::default(), Vec::new(), Vec::new());
    for (place, deed) in places.iter().filter_map(|place| Some((*place, many.deeds.all().get(*place)?))) {
        match take(tx, deed, &many.deeds, &asked_nothing)? {
            Outcome::Done => done.push(place),
            Outcome::Nothing => {}
            Outcome::Kept(why) => kept.push((place, why)),
            Outcome::Asked(_) => kept.push((place, Kept::Changed)),
        }
    }
    Ok((done, kept))
}

/// How far some customers have come, once everything else is as it was.
fn follow_some(tx: &mut Tx<'_>, many: &Many, places: &[usize]) -> Result<(), Error> {
    let deeds = places.iter().filter_map(|place| many.deeds.all().get(*place));
    Ok(deeds.into_iter().try_for_each(|deed| follow(tx, deed))?)
}

/// Notes that it is done, and says what came of it.
fn tell(tx: &mut Tx<'_>, many: &Many, (done, kept): (&[usize], &[(usize, Kept)]), back: &str) -> Answer {
    let all = many.deeds.all();
    let done: Vec<&Deed> = done.iter().filter_map(|place| all.get(*place)).collect();
    let kept = kept.iter().filter_map(|(place, why)| Some((all.get(*place)?, *why))).collect();
    let mut report = Report { done, kept, ..Report::default() };
    if report.is_refused() && !many.request.is_of(&tx.viewer) {
        return Err(Error::Forbidden);
    }
    if !report.done.is_empty() {
        note(tx, &many.request)?;
    }
    if !many.request.is_of(&tx.viewer) {
        let kept: Vec<&Deed> = report.kept.iter().map(|(deed, _)| *deed).collect();
        report.hide(&names(tx, kept)?);
    }
    let named = report.done.iter().copied().take(1).chain(report.kept.iter().take(NAMED).map(|(deed, _)| *deed));
    let names = names(tx, named.collect::<Vec<_>>())?;
    let to = way_back(tx, &about_page(all, back), back)?;
    Ok(Reply::go(&to).saying(said(tx, &names, &report)))
}

/// Those that tell where to go: the record whose page one came from, and the first ones.
fn about_page(all: &[Deed], back: &str) -> Vec<Deed> {
    let is_page = |deed: &&Deed| records::href(deed.entity, deed.id).is_some_and(|href| back.starts_with(&href));
    let own = all.iter().skip(LOOKED_AT).filter(is_page);
    all.iter().take(LOOKED_AT).chain(own).cloned().collect()
}
