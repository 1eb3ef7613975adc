//! What a lead's form offers to choose from.

use crate::access::{Role, Viewer};
use crate::db::Tx;
use crate::directory::{Directory, Person, PickList};
use crate::i18n::Text;
use crate::leads::{Answer, Timeframe, access};
use crate::web::Choice;

use super::LeadForm;

/// Whose a lead is: a person's, or a pool's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// This person owns it.
    Person(i64),
    /// It waits in the pool of this team.
    Pool(i64),
}

impl Holder {
    /// Who holds a lead with this owner and team.
    pub fn of(owner: Option<i64>, team: i64) -> Holder {
        owner.map_or(Holder::Pool(team), Holder::Person)
    }

    /// Reads what the form sends.
    pub fn parse(text: &str) -> Option<Holder> {
        let (kind, id) = text.split_once(':')?;
        let id = id.parse().ok()?;
        match kind {
            "person" => Some(Holder::Person(id)),
            "pool" => Some(Holder::Pool(id)),
            _ => None,
        }
    }

    /// As the form sends it.
    pub fn value(self) -> String {
        match self {
            Holder::Person(id) => format!("person:{id}"),
            Holder::Pool(id) => format!("pool:{id}"),
        }
    }

    /// May the viewer give a lead to this holder? Reps keep it or hand it to a pool of theirs.
    pub fn is_offered(self, viewer: &Viewer, directory: &Directory) -> bool {
        match self {
            Holder::Pool(team) => {
                directory.teams.get(team).is_some_and(|team| team.active) && access::reaches_pool(viewer, team)
            }
            Holder::Person(id) => directory.person(id).is_some_and(|person| may_hold(viewer, person)),
        }
    }
}

/// Can the viewer give leads to this person? Only to those who work with leads and still do.
fn may_hold(viewer: &Viewer, person: &Person) -> bool {
    let able = person.active && works_with_leads(person);
    let mine = person.id == viewer.id && viewer.sells();
    able && (mine || access::may_assign_to(viewer, person.team_id))
}

/// Sells, or leads those who do?
pub fn works_with_leads(person: &Person) -> bool {
    person.roles().any(&[Role::SalesRep, Role::SalesManager, Role::Admin])
}

/// Every list of the form, with what is chosen now.
#[derive(Debug)]
pub struct LeadChoices {
    /// Parts in a purchase.
    pub buying_roles: Vec<Choice>,
    /// Countries.
    pub countries: Vec<Choice>,
    /// Unknown, yes, no.
    pub need: Vec<Choice>,
    /// The same for the budget.
    pub budget: Vec<Choice>,
    /// The same for authority.
    pub authority: Vec<Choice>,
    /// Terms.
    pub timeframes: Vec<Choice>,
    /// Currencies in use.
    pub currencies: Vec<Choice>,
    /// Sources.
    pub sources: Vec<Choice>,
    /// Statuses.
    pub statuses: Vec<Choice>,
    /// People and pools.
    pub holders: Vec<Choice>,
}

impl LeadChoices {
    /// The lists for a form as it stands.
    pub fn of(tx: &Tx<'_>, form: &LeadForm) -> LeadChoices {
        LeadChoices {
            buying_roles: with_none(tx, picks(tx, PickList::BuyingRole, &form.buying_role), &form.buying_role),
            countries: with_none(tx, countries(tx, &form.country), &form.country),
            need: answers(&tx.text, &form.need),
            budget: answers(&tx.text, &form.budget),
            authority: answers(&tx.text, &form.authority),
            timeframes: timeframes(&tx.text, &form.timeframe),
            currencies: Choice::currencies(&tx.directory, &form.currency),
            sources: picks(tx, PickList::LeadSource, &form.source),
            statuses: picks(tx, PickList::LeadStatus, &form.status),
            holders: holders(tx, form),
        }
    }
}

/// The items of a list in use, and the one chosen although it is not any more.
pub fn picks(tx: &Tx<'_>, list: PickList, current: &str) -> Vec<Choice> {
    let chosen = current.parse().unwrap_or(0);
    let items = tx.directory.picks.iter().filter(|item| item.list == list && (item.active || item.id == chosen));
    items.map(|item| Choice::new(item.id.to_string(), &item.name, current)).collect()
}

fn with_none(tx: &Tx<'_>, choices: Vec<Choice>, current: &str) -> Vec<Choice> {
    std::iter::once(Choice::new("", tx.text.t("not-set"), current)).chain(choices).collect()
}

/// Every country, by name.
fn countries(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    tx.text.countries().iter().map(|(code, name)| Choice::new(*code, *name, current)).collect()
}

fn answers(text: &Text, current: &str) -> Vec<Choice> {
    // messages: leads-answer-*
    let choice =
        |answer: &Answer| Choice::new(answer.name(), text.t(&format!("leads-answer-{}", answer.name())), current);
    Answer::ALL.iter().map(choice).collect()
}

fn timeframes(text: &Text, current: &str) -> Vec<Choice> {
    // messages: leads-timeframe-*
    let label = |term: &Timeframe| text.t(&format!("leads-timeframe-{}", term.name()));
    Timeframe::ALL.iter().map(|term| Choice::new(term.name(), label(term), current)).collect()
}

fn holders(tx: &Tx<'_>, form: &LeadForm) -> Vec<Choice> {
    let hands_over = form.may_hand_over(&tx.viewer);
    let is_offered = |holder: &Holder| hands_over && holder.is_offered(&tx.viewer, &tx.directory);
    let offered = |holder: &Holder| holder.value() == form.holder || is_offered(holder);
    let people = tx.directory.people.iter().map(|person| (Holder::Person(person.id), person.name.clone()));
    let pool = |name: &str| tx.text.plain("leads-pool-of", &[("team", name.into())]);
    let pools = tx.directory.teams.all().iter().map(|team| (Holder::Pool(team.id), pool(&team.name)));
    let all = people.chain(pools).filter(|(holder, _)| offered(holder));
    all.map(|(holder, label)| Choice::new(holder.value(), label, &form.holder)).collect()
}
