//! The page of one lead: what it is, what is next, what happened.

use actix_web::HttpResponse;
use askama::Template;

use super::facts::groups;
use super::fields::Part;
use super::forms::picks;
use super::{Lead, LeadState, access, store};
use crate::access::Sensitive;
use crate::activities;
use crate::bookmarks::Marks;
use crate::db::Tx;
use crate::directory::PickList;
use crate::fields::Group;
use crate::journal::Entity;
use crate::records::{self, Named};
use crate::removal::merge;
use crate::tags::OnRecord;
use crate::timeline::{self, Timeline};
use crate::web::{Answer, Choice, Cx, Error, Params, Path, Reply, Ui, routes};

/// What this viewer may do with this lead now; a button that would be refused is not shown.
struct May {
    edit: bool,
    claim: bool,
    release: bool,
    qualify: bool,
    reactivate: bool,
    delete: bool,
    /// See what qualifying did.
    result: bool,
}

impl May {
    fn of(tx: &Tx<'_>, lead: &Lead) -> May {
        let viewer = &tx.viewer;
        May {
            edit: access::may_edit(viewer, lead),
            claim: access::may_claim(viewer, lead),
            release: access::may_release(viewer, lead),
            qualify: access::may_qualify(viewer, lead),
            reactivate: access::may_reactivate(viewer, lead),
            delete: access::editable(viewer).covers(lead.owner_id, lead.team_id),
            result: viewer.sells() && access::editable(viewer).reaches(lead.id, lead.owner_id, lead.team_id),
        }
    }
}

#[derive(Template)]
#[template(path = "leads/record.html")]
struct RecordPage {
    ui: Ui,
    lead: Lead,
    may: May,
    owner: String,
    team: String,
    status: String,
    reason: String,
    statuses: Vec<Choice>,
    became: Vec<Became>,
    answers: Group<Part>,
    groups: Vec<Group<Part>>,
    tags: OnRecord,
    activities: activities::OnRecord,
    timeline: Timeline,
    marks: Marks,
    sees_amounts: bool,
}

/// The page.
pub async fn show(cx: Cx, id: Path<i64>, Params(asked): Params<timeline::Asked>) -> HttpResponse {
    cx.read(move |tx| match page(tx, *id, &asked) {
        Err(Error::NotFound) => merge::elsewhere(tx, Entity::Lead, *id),
        done => done,
    })
    .await
}

fn page(tx: &mut Tx<'_>, id: i64, asked: &timeline::Asked) -> Answer {
    let lead = store::find(tx, id)?;
    let became = became(tx, &lead)?;
    let (answers, groups) = groups(tx, &lead);
    let timeline = timeline::for_record(tx, Entity::Lead, id, asked.filter(), asked.before())?;
    let marks = Marks::of(tx, Entity::Lead, id)?;
    marks.visit().after(Reply::page(&RecordPage {
        ui: Ui::of(tx),
        may: May::of(tx, &lead),
        owner: tx.directory.person_name(lead.owner_id).to_owned(),
        team: tx.directory.teams.name(lead.team_id).to_owned(),
        status: tx.directory.pick_name(Some(lead.status_id)).to_owned(),
        reason: tx.directory.pick_name(lead.close_reason_id).to_owned(),
        statuses: picks(tx, PickList::LeadStatus, &lead.status_id.to_string()),
        sees_amounts: tx.viewer.sees(Sensitive::Amounts),
        tags: OnRecord::of(tx, &lead),
        became,
        answers,
        groups,
        activities: activities::OnRecord::of(tx, (Entity::Lead, id))?,
        timeline,
        marks,
        lead,
    }))
}

/// A record a lead became.
pub(super) struct Became {
    /// Its page; none where the viewer may not see it.
    pub href: Option<String>,
    /// What it is called; empty where the viewer may not see it.
    pub name: String,
    /// What tells it from its namesakes.
    pub detail: String,
    /// Whom to ask about it.
    pub team: String,
}

/// What the lead became, as far as the viewer may see it.
pub(super) fn became(tx: &mut Tx<'_>, lead: &Lead) -> diesel::QueryResult<Vec<Became>> {
    let ids = [
        lead.account_id.map(|id| (Entity::Account, id)),
        lead.contact_id.map(|id| (Entity::Contact, id)),
        lead.opportunity_id.map(|id| (Entity::Opportunity, id)),
    ];
    let wanted: Vec<(Entity, i64)> = ids.into_iter().flatten().collect();
    let mut names = records::named(tx, &wanted)?;
    let became = |one: Named| Became {
        href: one.href(),
        team: tx.directory.teams.name(one.team_id).to_owned(),
        name: one.name,
        detail: one.detail,
    };
    Ok(wanted.iter().filter_map(|key| names.remove(key)).map(became).collect())
}

impl RecordPage {
    fn address(&self) -> String {
        routes::lead(self.lead.id)
    }

    /// Message key of the state.
    fn state(&self) -> String {
        // messages: leads-state-*
        format!("leads-state-{}", self.lead.state.name())
    }

    /// The link that edits a part, by its whole name.
    fn edit_name(&self, group: &Group<Part>) -> String {
        let part = self.ui.t(&group.part.label());
        self.ui.plain("leads-part-edit-name", &[("part", part.into())])
    }

    fn is_open(&self) -> bool {
        self.lead.state == LeadState::Open
    }

    fn is_qualified(&self) -> bool {
        self.lead.state == LeadState::Qualified
    }

    fn is_disqualified(&self) -> bool {
        self.lead.state == LeadState::Disqualified
    }

    /// The company, where the heading is the person's name.
    fn beside(&self) -> Option<&str> {
        Some(self.lead.company.as_str()).filter(|company| !company.is_empty() && !self.lead.name.is_empty())
    }

    /// What it is worth, to who may know.
    fn value(&self) -> Option<String> {
        let minor = self.lead.value_minor.filter(|_| self.sees_amounts)?;
        Some(self.ui.money_whole(minor, &self.lead.currency))
    }

    /// Is anything in the menu of rare actions?
    fn has_more(&self) -> bool {
        self.may.release || self.may.edit || self.may.delete
    }
}
