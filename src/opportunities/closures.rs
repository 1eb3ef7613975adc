//! The record of each win and each loss, as it was decided. Reopening marks it, nothing rewrites it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::close::Closing;
use super::{Opportunity, OpportunityFacts};
use crate::db::Tx;
use crate::db::schema::closures;
use crate::directory::{PickList, StageKind};
use crate::values::money::{Currency, Rate};

/// One win or loss.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = closures)]
pub struct Closure {
    /// Its id.
    pub id: i64,
    /// Win or loss.
    pub kind: StageKind,
    /// The stage's name then.
    pub stage_name: String,
    /// The day, where the company is.
    pub closed_on: NaiveDate,
    /// The instant.
    pub closed_at: NaiveDateTime,
    /// What it brought, or would have.
    pub amount_minor: i64,
    /// In which currency.
    pub currency: String,
    /// The rate of that day, in billionths.
    pub rate: Option<i64>,
    /// The day the rate was valid from.
    pub rate_from: Option<NaiveDate>,
    /// Whose deal it was.
    pub owner_id: Option<i64>,
    /// Why it was lost.
    pub reason: String,
    /// Why, in words.
    pub reason_text: String,
    /// Who got it.
    pub competitor: String,
    /// Who closed it.
    pub closed_by: i64,
    /// When it was opened again.
    pub reopened_at: Option<NaiveDateTime>,
    /// By whom.
    pub reopened_by: Option<i64>,
}

/// The rate of a day, frozen with the closing (rule 10): one for the company's own currency, none where none was known.
fn frozen(tx: &Tx<'_>, facts: &OpportunityFacts, on: NaiveDate) -> (Option<i64>, Option<NaiveDate>) {
    let Ok(currency) = Currency::parse(&facts.currency) else { return (None, None) };
    if currency == tx.directory.rates.base() {
        return (Some(Rate::ONE.billionths()), None);
    }
    let dated = tx.directory.rates.on(currency, on);
    (dated.map(|dated| dated.rate.billionths()), dated.map(|dated| dated.valid_from))
}

/// Writes down a closing of a deal that is in its closed stage now.
///
/// # Errors
/// What the database answers.
pub fn write(tx: &mut Tx<'_>, deal: &Opportunity, closing: &Closing) -> QueryResult<()> {
    let (rate, rate_from) = frozen(tx, deal, closing.on());
    let stage_name = tx.directory.stage(deal.stage_id).map(|stage| stage.name.clone()).unwrap_or_default();
    let row = (
        closures::opportunity_id.eq(deal.id),
        closures::kind.eq(closing.kind()),
        closures::stage_id.eq(deal.stage_id),
        closures::stage_name.eq(stage_name),
        closures::closed_on.eq(closing.on()),
        closures::closed_at.eq(tx.now),
        closures::amount_minor.eq(closing.amount_minor(deal)),
        closures::currency.eq(&deal.currency),
        closures::rate.eq(rate),
        closures::rate_from.eq(rate_from),
        closures::owner_id.eq(deal.owner_id),
        closures::team_id.eq(deal.team_id),
        closures::reason.eq(tx.directory.pick_name(deal.lost_reason_id)),
        closures::reason_text.eq(&deal.lost_text),
        closures::competitor.eq(&deal.lost_to),
        closures::closed_by.eq(tx.viewer.id),
    );
    diesel::insert_into(closures::table).values(row).execute(tx.db).map(drop)
}

/// Marks the closing that stood as opened again.
///
/// # Errors
/// What the database answers.
pub fn reopen(tx: &mut Tx<'_>, deal: i64) -> QueryResult<()> {
    let standing = closures::opportunity_id.eq(deal).and(closures::reopened_at.is_null());
    let mark = (closures::reopened_at.eq(tx.now), closures::reopened_by.eq(tx.viewer.actor()));
    diesel::update(closures::table.filter(standing)).set(mark).execute(tx.db).map(drop)
}

/// Every closing of a deal, newest first. The caller has checked that the viewer may see the deal.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, deal: i64) -> QueryResult<Vec<Closure>> {
    closures::table
        .filter(closures::opportunity_id.eq(deal))
        .order((closures::closed_at.desc(), closures::id.desc()))
        .select(Closure::as_select())
        .load(tx.db)
}

/// Is this the reason that says nothing without words?
pub fn needs_words(tx: &Tx<'_>, reason_id: i64) -> bool {
    tx.directory.pick_by_code(PickList::LostReason, "other").is_some_and(|other| other.id == reason_id)
}
