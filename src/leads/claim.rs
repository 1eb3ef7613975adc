//! Taking a lead from the pool: whoever is first gets it, and nobody more than the company allows (rule 37).

use actix_web::HttpResponse;
use askama::Template;
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::close::Press;
use super::pool::{self, Waiting};
use super::{Lead, LeadFacts, LeadState, access, store};
use crate::db::schema::leads;
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::journal::{self, Action};
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Reply, Ui, routes};

/// Somebody else was quicker: who, and what waits next.
#[derive(Template)]
#[template(path = "leads/taken.html")]
struct TakenPage {
    ui: Ui,
    taker: String,
    next: Option<Waiting>,
}

/// Takes a lead.
pub async fn claim(cx: Cx, id: Path<i64>, Form(_): Form<Press>) -> HttpResponse {
    cx.write(move |tx| {
        if !tx.viewer.sells() {
            return Err(if store::find(tx, *id).is_ok() { Error::Forbidden } else { Error::NotFound });
        }
        match take(tx, *id)? {
            Some(lead) => taken(tx, &lead),
            None => refuse(tx, *id),
        }
    })
    .await
}

/// Has the viewer as many leads of the pool as anybody may work on? Whoever asks waits for their other claims first.
///
/// # Errors
/// What the database answers.
pub fn is_full(tx: &mut Tx<'_>) -> QueryResult<bool> {
    lock_own_row(tx)?;
    Ok(held(tx)? >= tx.directory.organization.lead_cap)
}

fn lock_own_row(tx: &mut Tx<'_>) -> QueryResult<()> {
    let row = Sql::new("SELECT id FROM users WHERE id = ").bind(tx.viewer.id).push(dialect::for_update(tx.db));
    row.load::<(BigInt,), (i64,)>(tx.db).map(drop)
}

/// One statement decides: free, open, in reach, and the taker below the cap. Before it, two claims of one person wait for
/// each other on the person's own row, since on PostgreSQL each would count without the other; and claims of one lead
/// wait on the lead, so that the journal knows where it was.
fn take(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Lead>> {
    let me = tx.viewer.id;
    lock_own_row(tx)?;
    tx.directory.hold(tx.db, Some(me))?;
    store::lock(tx, id)?;
    let found = anybodys(tx, id)?.filter(|lead| access::may_claim(&tx.viewer, lead));
    let Some(before) = found else { return Ok(None) };
    let after = Lead { version: before.version + 1, facts: claimed(tx, &before.facts), ..before };
    let update = Sql::new("UPDATE leads SET owner_id = ").bind(me).push(", team_id = ").bind(after.team_id);
    let update = update.push(", claimed_at = ").bind(tx.now).push(", updated_at = ").bind(tx.now);
    let update = update.push(", version = ").bind(after.version).push(" WHERE id = ").bind(id);
    let update = update.push(" AND owner_id IS NULL AND state = 'open' AND ");
    let update = update.push(&access::claimable(&tx.viewer).words("leads")).push(" AND (").append(mine(me));
    let won = update.push(") < ").bind(tx.directory.organization.lead_cap).run(tx.db)? == 1;
    if won {
        journal::changed(tx, Action::Claimed, &before, &after)?;
    }
    Ok(won.then_some(after))
}

/// The lead as its taker has it: in their team.
fn claimed(tx: &Tx<'_>, waiting: &LeadFacts) -> LeadFacts {
    let (owner_id, claimed_at) = (Some(tx.viewer.id), Some(tx.now));
    LeadFacts { owner_id, claimed_at, team_id: tx.viewer.team_id, updated_at: tx.now, ..waiting.clone() }
}

/// The lead, whosever it is: to learn why it was not to be had. Nothing of it is shown without asking the scope.
fn anybodys(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Lead>> {
    leads::table.find(id).select(Lead::as_select()).first(tx.db).optional()
}

/// How many leads of the pool a person has and works on.
fn mine(person: i64) -> Sql {
    let count = Sql::new("SELECT COUNT(*) FROM leads AS own WHERE own.owner_id = ").bind(person);
    count.push(" AND own.state = 'open' AND own.claimed_at IS NOT NULL")
}

/// How many leads of the pool the viewer has and works on.
///
/// # Errors
/// What the database answers.
pub(super) fn held(tx: &mut Tx<'_>) -> QueryResult<i64> {
    let (count,) = mine(tx.viewer.id).one::<(BigInt,), (i64,)>(tx.db)?;
    Ok(count)
}

fn taken(tx: &Tx<'_>, lead: &Lead) -> Answer {
    let said = tx.text.a("leads-said-claimed", "lead", lead.title_name());
    Ok(Reply::go(&routes::lead(lead.id)).saying(Flash::good(said)))
}

/// Why the lead was not to be had.
fn refuse(tx: &mut Tx<'_>, id: i64) -> Answer {
    let found = anybodys(tx, id)?;
    // Asked of a lead that is none, too: how long the answer takes does not tell of one.
    let waited = left_pool(tx, id)?;
    let lead = found.ok_or(Error::NotFound)?;
    if lead.state == LeadState::Open && lead.owner_id == Some(tx.viewer.id) {
        return Ok(Reply::go(&routes::lead(id)).saying(Flash::good(tx.text.t("leads-said-yours"))));
    }
    let visible = access::visible(&tx.viewer);
    if access::may_claim(&tx.viewer, &lead) {
        return full(tx);
    }
    let is_seen = visible.reaches(lead.id, lead.owner_id, lead.team_id);
    // Only where it waited in a pool of theirs may they learn who took it (rule 43).
    let waited_for = waited.is_some_and(|team| visible.covers(None, team.unwrap_or(lead.team_id)));
    if lead.owner_id.is_some() && (is_seen || waited_for) {
        return lost(tx, &lead);
    }
    if is_seen { Ok(super::edit::read_only(tx, &lead)) } else { Err(Error::NotFound) }
}

/// The team in whose pool the lead waited until its owner got it; none when they have it from somebody else, or filed it.
///
/// # Errors
/// What the database answers.
pub(super) fn waited_in(tx: &mut Tx<'_>, lead: &Lead) -> QueryResult<Option<i64>> {
    Ok(left_pool(tx, lead.id)?.map(|team| team.unwrap_or(lead.team_id)))
}

/// Did the lead of this number come to its owner from a pool? And from which team's, where that was not the owner's own.
fn left_pool(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Option<i64>>> {
    let sql = Sql::new(
        "SELECT o.before, t.before FROM journal j JOIN journal_values o ON o.journal_id = j.id AND o.field = 'owner_id' \
         LEFT JOIN journal_values t ON t.journal_id = j.id AND t.field = 'team_id' \
         WHERE j.entity = 'lead' AND j.record_id = ",
    );
    let sql = sql.bind(id).push(" ORDER BY j.id DESC LIMIT 1");
    let last: Vec<(Option<String>, Option<String>)> = sql.load::<(Nullable<Text>, Nullable<Text>), _>(tx.db)?;
    let from_pool = last.into_iter().next().filter(|(owner, _)| owner.is_none());
    Ok(from_pool.map(|(_, team)| team.and_then(|team| team.parse().ok())))
}

fn full(tx: &mut Tx<'_>) -> Answer {
    let said = tx.text.n("leads-said-full", tx.directory.organization.lead_cap);
    Ok(Reply::go(routes::POOL).saying(Flash::bad(said)))
}

fn lost(tx: &mut Tx<'_>, lead: &Lead) -> Answer {
    let taker = tx.directory.person_name(lead.owner_id).to_owned();
    let next = pool::next(tx)?;
    Reply::conflict(&TakenPage { ui: Ui::of(tx), taker, next })
}
