//! A manager hands out leads: the chosen ones, to one person or evenly over several. What has an owner already, or is
//! closed, is skipped and reported (rule 38); what was chosen is what the confirmation showed (rule 72).

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde::Deserialize;

use super::forms::works_with_leads;
use super::view::View;
use super::{Lead, LeadFacts, LeadState, access, rules, store, undo};
use crate::db::Tx;
use crate::db::schema::{batches, leads};
use crate::db::sql::Sql;
use crate::db::sql::among;
use crate::directory::Person;
use crate::journal::{Action, Entity};
use crate::listing::{Asked, first};
use crate::sharing::Handover;
use crate::values::text;
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, nonce, routes};

/// The most that are handed out at once.
pub(super) const MOST: usize = 1000;
/// What a batch of this kind is called.
pub(super) const KIND: &str = "assignment";

/// What was ticked, and to whom it goes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    nonce: String,
    id: Vec<String>,
    person: Vec<String>,
    unshare: String,
}

impl AssignForm {
    fn ids(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.id.iter().filter_map(|id| id.parse().ok()).take(MOST).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// Somebody leads can go to.
struct Receiver {
    id: i64,
    name: String,
    team: String,
    ticked: bool,
}

/// What will happen, before it does.
#[derive(Template)]
#[template(path = "leads/assign.html")]
struct AssignPage {
    ui: Ui,
    nonce: String,
    ids: Vec<i64>,
    free: i64,
    kept: i64,
    cut: bool,
    receivers: Vec<Receiver>,
    problems: Problems,
}

impl AssignPage {
    /// Says how many there are, for the heading and the button.
    fn say(&self, key: &str) -> String {
        // messages: leads-assign-title leads-assign-submit
        self.ui.n(key, self.free)
    }

    fn keeps(&self) -> bool {
        self.kept > 0
    }

    fn is_nothing(&self) -> bool {
        self.free == 0
    }

    fn most(&self) -> String {
        self.ui.n("leads-assign-cut", i64::try_from(MOST).unwrap_or(i64::MAX))
    }
}

/// Asks to whom the ticked leads go.
pub async fn choose(cx: Cx, Form(form): Form<AssignForm>) -> HttpResponse {
    cx.read(move |tx| {
        may_assign(tx)?;
        let ids = form.ids();
        if ids.is_empty() {
            let said = Flash::bad(tx.text.t("leads-said-none-chosen"));
            return Ok(Reply::go(routes::LEADS).saying(said));
        }
        confirm(tx, ids, false, AssignForm { nonce: nonce::fresh(), ..form }, Problems::new())
    })
    .await
}

/// The same for every lead of a list as it is now.
pub async fn choose_all(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        may_assign(tx)?;
        let (view, asked) = View::narrowed(tx, &asked)?;
        let mut ids = first(tx, view.spec(), &view.scope(tx), &asked, MOST + 1)?;
        let cut = ids.len() > MOST;
        ids.truncate(MOST);
        let form = AssignForm { nonce: nonce::fresh(), ..AssignForm::default() };
        confirm(tx, ids, cut, form, Problems::new())
    })
    .await
}

/// Only who leads people hands out leads, and takes that back.
pub(super) fn may_assign(tx: &Tx<'_>) -> Result<(), Error> {
    if tx.viewer.leads_people() { Ok(()) } else { Err(Error::NotFound) }
}

fn confirm(tx: &mut Tx<'_>, ids: Vec<i64>, cut: bool, form: AssignForm, problems: Problems) -> Answer {
    let found = sorted_out(tx, &ids)?;
    let page = AssignPage {
        ui: Ui::of(tx),
        nonce: form.nonce.clone(),
        free: count(found.free.len()),
        kept: count(found.owned) + count(found.closed),
        receivers: receivers(tx, &form),
        ids,
        cut,
        problems,
    };
    if page.problems.is_empty() { Reply::page(&page) } else { Reply::rejected(&page) }
}

/// People the viewer may give leads to, by name.
fn receivers(tx: &Tx<'_>, form: &AssignForm) -> Vec<Receiver> {
    let able = tx.directory.active_people().filter(|person| may_receive(tx, person));
    let receiver = |person: &Person| Receiver {
        id: person.id,
        name: person.name.clone(),
        team: tx.directory.teams.name(person.team_id).to_owned(),
        ticked: form.person.contains(&person.id.to_string()),
    };
    able.map(receiver).collect()
}

fn may_receive(tx: &Tx<'_>, person: &Person) -> bool {
    person.active && works_with_leads(person) && access::may_assign_to(&tx.viewer, person.team_id)
}

/// Chosen leads, by what can be done with them.
#[derive(Default)]
struct Sorted {
    free: Vec<Lead>,
    owned: usize,
    closed: usize,
}

/// What the viewer may not even know of counts as not chosen.
fn sorted_out(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Sorted> {
    let visible = access::visible(&tx.viewer).condition("leads");
    let mine = leads::table.filter(among("leads.id", ids)).filter(visible);
    let found: Vec<Lead> = mine.order(leads::id).select(Lead::as_select()).load(tx.db)?;
    let assignable = access::assignable(&tx.viewer);
    let mut sorted = Sorted::default();
    for lead in found {
        match (lead.state, lead.owner_id) {
            (LeadState::Open, None) if assignable.reaches(lead.id, None, lead.team_id) => sorted.free.push(lead),
            (LeadState::Open, _) => sorted.owned += 1,
            (LeadState::Qualified | LeadState::Disqualified, _) => sorted.closed += 1,
        }
    }
    Ok(sorted)
}

/// Hands the leads out, once, however often it is sent.
pub async fn assign(cx: Cx, Form(form): Form<AssignForm>) -> HttpResponse {
    cx.write(move |tx| {
        may_assign(tx)?;
        if let Some(made) = nonce::take(tx, &form.nonce)? {
            return Ok(Reply::go(routes::own_path(&made).unwrap_or(routes::LEADS)));
        }
        let people: Vec<Person> = tx.directory.people.iter().filter(|person| chosen(&form, person)).cloned().collect();
        let able: Vec<Person> = people.iter().filter(|person| may_receive(tx, person)).cloned().collect();
        if able.is_empty() {
            let mut problems = Problems::new();
            problems.add("person", tx.text.t("leads-problem-receiver"));
            return confirm(tx, form.ids(), false, form, problems);
        }
        let (batch, given) = hand_out(tx, &form.ids(), &able, &Handover::new(&form.unshare))?;
        let report = format!("/leads/assignments/{batch}");
        nonce::keep(tx, &form.nonce, &report)?;
        let said = Flash::good(tx.text.n("leads-said-assigned", given));
        Ok(Reply::go(&report).saying(said.undo(undo::of_assignment(batch), tx.text.t("undo"))))
    })
    .await
}

fn chosen(form: &AssignForm, person: &Person) -> bool {
    form.person.contains(&person.id.to_string())
}

/// One batch: its id, and how many leads it handed out.
fn hand_out(tx: &mut Tx<'_>, ids: &[i64], people: &[Person], handover: &Handover) -> Result<(i64, i64), Error> {
    for id in ids {
        store::lock(tx, *id)?;
    }
    let found = sorted_out(tx, ids)?;
    let batch = begin_batch(tx, ids.len(), &found)?;
    tx.batch = Some(batch);
    let scope = access::assignable(&tx.viewer);
    let leads: Vec<i64> = found.free.iter().map(|lead| lead.id).collect();
    let receivers: Vec<i64> = people.iter().map(|person| person.id).collect();
    for (lead, (_, person)) in found.free.iter().zip(rules::split(&leads, &receivers)) {
        let team_id = people.iter().find(|one| one.id == person).map_or(lead.team_id, |one| one.team_id);
        let facts = LeadFacts { owner_id: Some(person), team_id, ..lead.facts.clone() };
        store::save_within(tx, &scope, Action::Assigned, lead, facts, Vec::new())?.ok_or(Error::Overtaken)?;
    }
    // What is shared no more is no part of what can be taken back.
    tx.batch = None;
    for lead in &found.free {
        handover.done(tx, [lead.owner_id, receivers.first().copied()], (Entity::Lead, lead.id, lead.version + 1))?;
    }
    Ok((batch, count(leads.len())))
}

fn begin_batch(tx: &mut Tx<'_>, chosen: usize, found: &Sorted) -> QueryResult<i64> {
    let row = (
        batches::kind.eq(KIND),
        batches::title.eq(""),
        batches::created_by.eq(tx.viewer.person()),
        batches::created_at.eq(tx.now),
        batches::rows_total.eq(count(chosen)),
        batches::rows_updated.eq(count(found.free.len())),
        batches::rows_skipped.eq(count(found.owned)),
        batches::rows_wrong.eq(count(chosen) - count(found.free.len()) - count(found.owned)),
    );
    diesel::insert_into(batches::table).values(row).returning(batches::id).get_result(tx.db)
}

/// Who got how many.
struct Share {
    name: String,
    href: String,
    leads: i64,
}

/// What became of a batch.
#[derive(Template)]
#[template(path = "leads/assigned.html")]
struct AssignedPage {
    ui: Ui,
    at: NaiveDateTime,
    given: i64,
    owned: i64,
    closed: i64,
    shares: Vec<Share>,
}

impl AssignedPage {
    fn skipped(&self) -> bool {
        self.owned + self.closed > 0
    }
}

/// The report, for who did it.
pub async fn report(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let own = batches::kind.eq(KIND).and(batches::created_by.eq(tx.viewer.person()));
        let columns = (batches::created_at, batches::rows_updated, batches::rows_skipped, batches::rows_wrong);
        let row = batches::table.find(*id).filter(own).select(columns);
        let (at, given, owned, closed) = row.first::<(NaiveDateTime, i64, i64, i64)>(tx.db)?;
        let shares = shares(tx, *id)?;
        Reply::page(&AssignedPage { ui: Ui::of(tx), at, given, owned, closed, shares })
    })
    .await
}

fn shares(tx: &mut Tx<'_>, batch: i64) -> QueryResult<Vec<Share>> {
    let sql = Sql::new(
        "SELECT v.after, COUNT(*) FROM journal j JOIN journal_values v ON v.journal_id = j.id \
         WHERE v.field = 'owner_id' AND v.after IS NOT NULL AND j.batch_id = ",
    );
    let rows: Vec<(String, i64)> = sql.bind(batch).push(" GROUP BY v.after").load::<(Text, BigInt), _>(tx.db)?;
    let share = |(person, leads): (String, i64)| Share {
        name: tx.directory.person_name(person.parse().ok()).to_owned(),
        href: format!("{}?view=all&owner={person}", routes::LEADS),
        leads,
    };
    let mut shares: Vec<Share> = rows.into_iter().map(share).collect();
    shares.sort_by_cached_key(|share| text::sort_key(&share.name));
    Ok(shares)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
