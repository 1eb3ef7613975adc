//! The page of one account: what it is, who is there, what is open, what happened.

use actix_web::HttpResponse;
use askama::Template;

use super::related::{Deal, Member, Other, Related};
use super::{Account, FIELDS, access, related, store};
use crate::activities;
use crate::bookmarks::Marks;
use crate::customers::{Part, picker};
use crate::db::Tx;
use crate::fields::{Group, Rows};
use crate::journal::Entity;
use crate::records::Named;
use crate::removal::merge;
use crate::tags::OnRecord;
use crate::timeline::{self, Timeline};
use crate::web::{Answer, Cx, Error, Params, Path, Reply, Ui, routes};

#[derive(Template)]
#[template(path = "accounts/record.html")]
struct RecordPage {
    ui: Ui,
    account: Account,
    owner: String,
    parent: Option<Named>,
    groups: Vec<Group<Part>>,
    contacts: Related<Member>,
    deals: Related<Deal>,
    sums: Vec<String>,
    leads: Related<Other>,
    subsidiaries: Related<Other>,
    stages: Vec<(i64, String)>,
    tags: OnRecord,
    activities: activities::OnRecord,
    timeline: Timeline,
    marks: Marks,
    edits: bool,
    deletes: bool,
    sells: bool,
}

/// The page.
pub async fn show(cx: Cx, id: Path<i64>, Params(asked): Params<timeline::Asked>) -> HttpResponse {
    cx.read(move |tx| match page(tx, *id, &asked) {
        Err(Error::NotFound) => merge::elsewhere(tx, Entity::Account, *id),
        done => done,
    })
    .await
}

fn page(tx: &mut Tx<'_>, id: i64, asked: &timeline::Asked) -> Answer {
    let account = store::find(tx, id)?;
    let parent = account.parent_id.map(|parent| picker::named(tx, parent)).transpose()?.flatten();
    let marks = Marks::of(tx, Entity::Account, id)?;
    marks.visit().after(Reply::page(&RecordPage {
        ui: Ui::of(tx),
        owner: tx.directory.person_name(account.owner_id).to_owned(),
        groups: groups(tx, &account, parent.as_ref()),
        contacts: related::contacts(tx, id)?,
        deals: related::deals(tx, "account_id", id)?,
        sums: related::sums(tx, "account_id", id)?,
        leads: related::leads(tx, "account_id", id)?,
        subsidiaries: related::subsidiaries(tx, id)?,
        stages: tx.directory.stages.iter().map(|stage| (stage.id, stage.name.clone())).collect(),
        tags: OnRecord::of(tx, &account),
        activities: activities::OnRecord::of(tx, (Entity::Account, id))?,
        timeline: timeline::for_record(tx, Entity::Account, id, asked.filter(), asked.before())?,
        edits: access::editable(&tx.viewer).reaches(account.id, account.owner_id, account.team_id),
        deletes: access::editable(&tx.viewer).covers(account.owner_id, account.team_id),
        sells: tx.viewer.sells(),
        marks,
        parent,
        account,
    }))
}

/// What is known, part by part.
fn groups(tx: &Tx<'_>, account: &Account, parent: Option<&Named>) -> Vec<Group<Part>> {
    let code = account.currency.as_str();
    let rows = || Rows::new(tx, FIELDS);
    let about = match parent {
        Some(parent) => rows().record("parent_id", routes::account(parent.id), &parent.name),
        None => rows(),
    };
    let about = about
        .value("industry_id", account.industry_id, code)
        .value("employees", account.employees, code)
        .value("founded", account.founded, code)
        .value("revenue_minor", account.revenue_minor, code);
    let reach = rows().emails(&account.emails).phones(&account.phones).website(&account.website);
    let place = [&account.street, &account.postcode, &account.city, &account.region, &account.country];
    let address = rows().place(place.map(String::as_str)).value("shipping", account.shipping.as_str(), code);
    let terms = rows().value("payment_terms", account.payment_terms.as_str(), code).value("currency", code, code);
    let work = rows().value("owner_id", account.owner_id, code).value("team_id", account.team_id, code).value(
        "notes",
        account.notes.as_str(),
        code,
    );
    vec![
        about.group(Part::About),
        reach.group(Part::Reach),
        address.group(Part::Address),
        terms.group(Part::Terms),
        work.group(Part::Work),
    ]
}

impl RecordPage {
    fn address(&self) -> String {
        routes::account(self.account.id)
    }

    // messages: accounts-lifecycle-*
    fn lifecycle(&self) -> &'static str {
        self.ui.t(&format!("accounts-lifecycle-{}", self.account.lifecycle.name()))
    }

    fn stage(&self, deal: &Deal) -> &str {
        self.stages.iter().find(|(id, _)| *id == deal.stage_id).map_or("", |(_, name)| name)
    }

    /// The industry, or else the city: what identifies it at a glance.
    fn identity(&self) -> &str {
        &self.account.city
    }

    /// The sums of the open deals, as one phrase.
    fn sum(&self) -> String {
        self.ui.list(&self.sums)
    }
}
