//! Makes and links the records of a qualified lead, all in the transaction that closed it.

use super::blanks;
use super::plan::{NewDeal, Plan, WithAccount, WithContact, WithDeal};
use crate::access::Sensitive;
use crate::accounts::{self, Account, AccountFacts, Lifecycle};
use crate::activities;
use crate::contacts::companies::{self, Company};
use crate::contacts::{self, Contact, ContactFacts};
use crate::db::Tx;
use crate::journal::{Action, Entity};
use crate::leads::{Lead, LeadFacts, LeadState, store};
use crate::opportunities::{self, OpportunityFacts, OpportunityKind};
use crate::values::domain;
use crate::values::email::Email;
use crate::web::Error;

/// Whose the new records are: the lead's owner, or who qualifies it from the pool.
#[derive(Clone, Copy)]
struct Holder {
    owner: Option<i64>,
    team: i64,
}

/// Does everything the plan says.
///
/// # Errors
/// What the database answers.
pub fn make(tx: &mut Tx<'_>, lead: &Lead, plan: Plan) -> Result<(), Error> {
    let holder = match lead.owner_id {
        Some(owner) => Holder { owner: Some(owner), team: lead.team_id },
        None => Holder { owner: Some(tx.viewer.id), team: tx.viewer.team_id },
    };
    let opens = !matches!(plan.deal, WithDeal::No);
    let alone = matches!(plan.contact, WithContact::No);
    let account = with_account(tx, &told(tx, lead), holder, plan.account, alone, opens)?;
    let contact = with_contact(tx, lead, holder, plan.contact, account.is_none(), opens)?;
    if let (Some(account), Some(contact)) = (&account, &contact) {
        link(tx, contact, account.id, &lead.title)?;
    }
    let deal = with_deal(tx, lead, holder, plan.deal, account.as_ref(), contact.as_ref())?;
    account.iter().try_for_each(|one| accounts::lifecycle::refresh(tx, one.id))?;
    contact.iter().try_for_each(|one| contacts::lifecycle::refresh(tx, one.id))?;
    let (account, contact) = (account.map(|one| one.id), contact.map(|one| one.id));
    let became = [(Entity::Opportunity, deal), (Entity::Contact, contact), (Entity::Account, account)];
    let became = became.into_iter().find_map(|(entity, id)| Some((entity, id?)));
    activities::follow_lead(tx, lead.id, became)?;
    finish(tx, lead, holder, [account, contact, deal])
}

/// The lead as far as an account says it: everybody who sees an account reads all of it, and so whoever qualifies would
/// learn there what is hidden from them. A contact takes it whole, and the lead keeps it.
fn told(tx: &Tx<'_>, lead: &Lead) -> Lead {
    let mut told = lead.clone();
    if !tx.viewer.sees(Sensitive::Personal) {
        let facts = &mut told.facts;
        let reach = [&mut facts.emails, &mut facts.phones, &mut facts.website];
        let place = [&mut facts.street, &mut facts.postcode, &mut facts.city];
        reach.into_iter().chain(place).for_each(String::clear);
    }
    told
}

/// The lead is closed already; now it says what it became (rule 35).
fn finish(tx: &mut Tx<'_>, lead: &Lead, holder: Holder, made: [Option<i64>; 3]) -> Result<(), Error> {
    let [account_id, contact_id, opportunity_id] = made;
    let facts = LeadFacts {
        state: LeadState::Qualified,
        closed_at: Some(tx.now),
        owner_id: holder.owner,
        team_id: holder.team,
        account_id,
        contact_id,
        opportunity_id,
        ..lead.facts.clone()
    };
    store::save(tx, Action::Qualified, lead, facts)?.map(drop).ok_or(Error::Overtaken)
}

fn with_account(
    tx: &mut Tx<'_>,
    lead: &Lead,
    holder: Holder,
    plan: WithAccount,
    alone: bool,
    opens: bool,
) -> Result<Option<Account>, Error> {
    match plan {
        WithAccount::No => Ok(None),
        WithAccount::New(name) => {
            let mut facts = new_account(tx, lead, holder, name, opens);
            blanks::fill_account(&mut facts, &lead.facts, alone);
            Ok(Some(accounts::insert(tx, facts)?))
        }
        WithAccount::Known(account) => {
            let mut facts = account.facts.clone();
            blanks::fill_account(&mut facts, &lead.facts, alone);
            let may = accounts::access::editable(&tx.viewer).reaches(account.id, account.owner_id, account.team_id);
            if !may || facts == account.facts {
                return Ok(Some(*account));
            }
            accounts::save(tx, Action::Edited, &account, facts)?.map(Some).ok_or(Error::Overtaken)
        }
    }
}

fn new_account(tx: &Tx<'_>, lead: &Lead, holder: Holder, name: String, opens: bool) -> AccountFacts {
    AccountFacts {
        domain: host(lead),
        owner_id: holder.owner,
        lifecycle: beginning(opens),
        ..AccountFacts::starting(&name, &lead.currency, holder.team, tx.now)
    }
}

/// The company's host name, from its site or from an address that is its own.
fn host(lead: &Lead) -> String {
    let mail = || lead.emails.lines().find_map(|line| domain::from_email(&Email::parse(line).ok()?));
    domain::from_website(&lead.website).or_else(mail).unwrap_or_default()
}

/// Known and reachable; with an open deal it is confirmed that they can use what we sell (rule 75).
fn beginning(opens: bool) -> Lifecycle {
    if opens { Lifecycle::Potential } else { Lifecycle::Prospect }
}

fn with_contact(
    tx: &mut Tx<'_>,
    lead: &Lead,
    holder: Holder,
    plan: WithContact,
    individual: bool,
    opens: bool,
) -> Result<Option<Contact>, Error> {
    match plan {
        WithContact::No => Ok(None),
        WithContact::New(name) => {
            let mut facts = new_contact(tx, holder, name, individual, opens);
            blanks::fill_contact(&mut facts, &lead.facts, individual);
            facts.country = lead.country.clone();
            Ok(Some(contacts::insert(tx, facts)?))
        }
        WithContact::Known(contact) => {
            let mut facts = contact.facts.clone();
            blanks::fill_contact(&mut facts, &lead.facts, individual);
            let may = contacts::access::editable(&tx.viewer).reaches(contact.id, contact.owner_id, contact.team_id);
            if !may || facts == contact.facts {
                return Ok(Some(*contact));
            }
            contacts::save(tx, Action::Edited, &contact, facts)?.map(Some).ok_or(Error::Overtaken)
        }
    }
}

fn new_contact(tx: &Tx<'_>, holder: Holder, name: String, individual: bool, opens: bool) -> ContactFacts {
    ContactFacts {
        individual,
        owner_id: holder.owner,
        lifecycle: beginning(opens),
        ..ContactFacts::starting(&name, holder.team, tx.now)
    }
}

/// The person works for the company, in the role the lead names; the first company is the primary one. Of a contact the
/// viewer may not change that is no more said than anything else.
fn link(tx: &mut Tx<'_>, contact: &Contact, account_id: i64, role: &str) -> Result<(), Error> {
    let may = contacts::access::editable(&tx.viewer).reaches(contact.id, contact.owner_id, contact.team_id);
    let known = companies::of(tx, contact.id)?;
    if !may || known.iter().any(|company| company.account_id == account_id) {
        return Ok(());
    }
    let with = companies::with(known, Company { account_id, role: role.to_owned(), is_primary: false });
    companies::replace(tx, contact, &with)?.map(drop).ok_or(Error::Overtaken)
}

fn with_deal(
    tx: &mut Tx<'_>,
    lead: &Lead,
    holder: Holder,
    plan: WithDeal,
    account: Option<&Account>,
    contact: Option<&Contact>,
) -> Result<Option<i64>, Error> {
    match plan {
        WithDeal::No => Ok(None),
        WithDeal::New(deal) => {
            let facts = new_deal(tx, lead, holder, deal, account, contact);
            Ok(Some(opportunities::open(tx, facts)?.id))
        }
        WithDeal::Known(deal) => {
            let mut facts = deal.facts.clone();
            facts.source_lead_id = facts.source_lead_id.or(Some(lead.id));
            facts.contact_id = facts.contact_id.or(contact.map(|one| one.id));
            if facts != deal.facts {
                opportunities::save(tx, Action::Edited, &deal, facts)?.ok_or(Error::Overtaken)?;
            }
            Ok(Some(deal.id))
        }
    }
}

fn new_deal(
    tx: &Tx<'_>,
    lead: &Lead,
    holder: Holder,
    deal: NewDeal,
    account: Option<&Account>,
    contact: Option<&Contact>,
) -> OpportunityFacts {
    let relation = account.map(|one| one.lifecycle).or(contact.map(|one| one.lifecycle));
    OpportunityFacts {
        account_id: account.map(|one| one.id),
        contact_id: contact.map(|one| one.id),
        kind: relation.map_or(OpportunityKind::New, kind_for),
        amount_minor: deal.amount_minor,
        expected_close: deal.expected_close,
        last_contact_at: lead.first_contact_at,
        source_id: Some(lead.source_id),
        source_lead_id: Some(lead.id),
        owner_id: holder.owner,
        ..OpportunityFacts::starting(&deal.name, &deal.stage, &deal.currency, holder.team, tx.now)
    }
}

/// Somebody who buys gets more, somebody who stopped is won back.
fn kind_for(relation: Lifecycle) -> OpportunityKind {
    match relation {
        Lifecycle::Suspect | Lifecycle::Prospect | Lifecycle::Potential => OpportunityKind::New,
        Lifecycle::Active => OpportunityKind::CrossSell,
        Lifecycle::Inactive => OpportunityKind::WinBack,
    }
}
