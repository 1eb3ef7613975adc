//! Deals from a file: open ones in the stage they are in, closed ones with their day, and how they came there.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use crate::access::Sensitive;
use crate::contacts;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::{PickList, StageKind};
use crate::duplicates::KeyKind;
use crate::imports::cells::Row;
use crate::imports::desk::Desk;
use crate::imports::model::Fate;
use crate::imports::refusal::{Note, Refusal, Stop, Why};
use crate::imports::standing::stage_of;
use crate::imports::target::{Target, named};
use crate::imports::{deals, find};
use crate::journal::{Action, Entity};
use crate::opportunities::{self, Opportunity, OpportunityFacts};
use crate::values::money::Currency;
use crate::values::{email, person, text};
use crate::web::Error;

fn refer(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, facts: &mut OpportunityFacts) -> Result<(), Stop> {
    if let Some((column, name)) = row.text("product") {
        facts.product_id = Some(desk.product(column, &name)?);
    }
    if let Some((column, name)) = row.text("contact") {
        match contact(tx, &name)? {
            Some(contact) => facts.contact_id = Some(contact),
            None => desk.remark(Note::LeftOut, &name, column),
        }
    }
    Ok(())
}

/// The contact a cell means, by address or name; by an address only for who may know whose it is.
fn contact(tx: &mut Tx<'_>, cell: &str) -> Result<Option<i64>, Stop> {
    let address = email::all_in(cell).and_then(|all| all.into_iter().next());
    let found = match address {
        Some(_) if !tx.viewer.sees(Sensitive::Personal) => Vec::new(),
        Some(address) => find::by_key(tx, Entity::Contact, KeyKind::Email, &address.key)?,
        None => find::by_key(tx, Entity::Contact, KeyKind::Person, &person::key(cell, ""))?,
    };
    for candidate in found {
        match contacts::find(tx, candidate.id) {
            Ok(contact) => return Ok(Some(contact.id)),
            Err(Error::NotFound) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(None)
}

/// A deal without a name of its own is called for what is sold to whom.
fn name_of(row: Row<'_>) -> String {
    let parts = [row.trimmed("product"), row.trimmed("account")];
    let named: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if named.is_empty() { row.trimmed("external_id") } else { named.join(" – ") }
}

impl Target for Opportunity {
    type Facts = OpportunityFacts;

    fn facts(&self) -> &OpportunityFacts {
        &self.facts
    }

    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<OpportunityFacts, Stop> {
        let stage = desk.stages.first().ok_or_else(|| Refusal::of(Why::UnknownStage, "", ""))?;
        Ok(OpportunityFacts::starting("", stage, desk.currency.as_str(), desk.home_team, tx.now))
    }

    fn matching(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop> {
        // Deals of one name are common: one with an id of its own is that one or a new one.
        if !row.trimmed("external_id").is_empty() {
            return Ok(Vec::new());
        }
        let account = match row.text("account") {
            Some((column, name)) => match find::known_account(tx, desk, column, &name)? {
                None => return Ok(Vec::new()),
                known => known,
            },
            None => None,
        };
        match row.trimmed("name") {
            none if none.is_empty() => Ok(next_of(tx, desk, &name_of(row), account)?),
            name => Ok(by_name(tx, &name, account, 0, 2)?),
        }
    }

    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Opportunity, Error> {
        opportunities::find_editable(tx, id)
    }

    fn settle(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: Option<&Opportunity>,
        facts: &mut OpportunityFacts,
    ) -> Result<(), Stop> {
        refer(tx, desk, row, facts)?;
        if facts.name.is_empty() {
            facts.name = name_of(row);
        }
        named(row, "name", &facts.name)?;
        let currency = Currency::parse(&facts.currency).unwrap_or(desk.currency);
        let stage = stage_of(tx, desk, row, known)?;
        deals::settle(tx, desk, row, known, &stage, currency, facts)?;
        // Last, for it may be made: a wrong row leaves nothing behind.
        if let Some((column, name)) = row.text("account") {
            facts.account_id = Some(find::account(tx, desk, column, &name)?);
        }
        Ok(())
    }

    fn create(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, facts: OpportunityFacts) -> Result<i64, Stop> {
        let entered = deals::entered(tx, desk, row)?;
        let deal = opportunities::insert(tx, facts)?;
        opportunities::steps::follow(tx, None, &deal)?;
        desk.customers.of_deal(&deal);
        deals::write_stays(tx, &deal, entered)?;
        if deal.closed_on.is_some() {
            deals::write_closure(tx, desk, &deal)?;
        }
        Ok(deal.id)
    }

    fn update(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        _: Row<'_>,
        known: &Opportunity,
        facts: OpportunityFacts,
    ) -> Result<Fate, Stop> {
        if facts == known.facts {
            return Ok(Fate::Skipped);
        }
        desk.customers.of_deal(known);
        desk.customers.of_deal(&facts);
        deals::change(tx, desk, known, facts)?;
        Ok(Fate::Updated)
    }
}

/// Of deals that have neither an id nor a name of their own the first that no earlier row was: the same product is sold
/// to the same customer again and again, and the third such row is the third such deal.
fn next_of(tx: &mut Tx<'_>, desk: &mut Desk<'_>, name: &str, account: Option<i64>) -> QueryResult<Vec<i64>> {
    const AT_A_TIME: i64 = 50;
    const MOST_KEPT: usize = 100_000;
    let key = (text::sort_key(name), account);
    let mut last = desk.nth.get(&key).copied().unwrap_or(0);
    let found = loop {
        let some = by_name(tx, name, account, last, AT_A_TIME)?;
        let fresh = some.iter().copied().find(|id| !desk.touched.holds(*id));
        last = fresh.or(some.last().copied()).unwrap_or(last);
        if fresh.is_some() || some.is_empty() {
            break fresh;
        }
    };
    if desk.nth.len() >= MOST_KEPT {
        // Whoever is looked up again then starts with the first.
        desk.nth.clear();
    }
    desk.nth.insert(key, last);
    Ok(found.into_iter().collect())
}

/// Deals of this name at this account, in the order they were filed, behind `after`.
fn by_name(tx: &mut Tx<'_>, name: &str, account: Option<i64>, after: i64, most: i64) -> QueryResult<Vec<i64>> {
    let select = Sql::new("SELECT id FROM opportunities WHERE sort_name = ").bind(text::sort_key(name).as_str());
    let select = match account {
        Some(account) => select.push(" AND account_id = ").bind(account),
        None => select.push(" AND account_id IS NULL"),
    };
    let select = select.push(" AND id > ").bind(after).push(" ORDER BY id LIMIT ").bind(most);
    let found = select.load::<(BigInt,), (i64,)>(tx.db)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// What a change of a deal is called in its history.
pub fn action(known: &Opportunity, facts: &OpportunityFacts, kind: StageKind) -> Action {
    match kind {
        _ if known.stage_id == facts.stage_id => Action::Edited,
        StageKind::Won => Action::Won,
        StageKind::Lost => Action::Lost,
        StageKind::Open if known.closed_on.is_some() => Action::Reopened,
        StageKind::Open => Action::Moved,
    }
}

/// Notes that lost deals come without a reason; one remark for all of them.
pub fn reason(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<i64, Stop> {
    if let Some((column, name)) = row.text("lost_reason") {
        return Ok(desk.pick(PickList::LostReason, column, &name)?);
    }
    desk.remark(Note::NoReason, "", "");
    let none = tx.directory.pick_by_code(PickList::LostReason, "not_recorded").map(|item| item.id);
    let name = tx.text.t("imports-reason-not-recorded");
    match none.map_or_else(|| desk.pick(PickList::LostReason, "", name), Ok) {
        Ok(id) => Ok(id),
        Err(_) => {
            let id = crate::imports::lists::add_item(tx, PickList::LostReason, name, "not_recorded")?;
            desk.know_pick(PickList::LostReason, name, id);
            Ok(id)
        }
    }
}
