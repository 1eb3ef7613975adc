//! The page of one contact, and the same as a card for an address book.

use actix_web::HttpResponse;
use askama::Template;

use super::companies::{self, Company};
use super::vcard::Card;
use super::{Contact, FIELDS, access, store};
use crate::access::Sensitive;
use crate::accounts::related::{self, Deal, Other, Related};
use crate::activities;
use crate::bookmarks::Marks;
use crate::customers::Part;
use crate::db::Tx;
use crate::fields::{Field, Group, Rows};
use crate::journal::Entity;
use crate::records::{self, Names};
use crate::removal::merge;
use crate::tags::OnRecord;
use crate::timeline::{self, Timeline};
use crate::web::{Answer, Cx, Error, Params, Path, Reply, Ui, routes};

/// A company of the contact, as it is read.
struct Place {
    id: i64,
    /// Nothing where the viewer may not see the company.
    name: Option<String>,
    role: String,
    primary: bool,
}

#[derive(Template)]
#[template(path = "contacts/record.html")]
struct RecordPage {
    ui: Ui,
    contact: Contact,
    owner: String,
    places: Vec<Place>,
    groups: Vec<Group<Part>>,
    deals: Related<Deal>,
    sums: Vec<String>,
    leads: Related<Other>,
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
        Err(Error::NotFound) => merge::elsewhere(tx, Entity::Contact, *id),
        done => done,
    })
    .await
}

fn page(tx: &mut Tx<'_>, id: i64, asked: &timeline::Asked) -> Answer {
    let contact = store::find(tx, id)?;
    let marks = Marks::of(tx, Entity::Contact, id)?;
    marks.visit().after(Reply::page(&RecordPage {
        ui: Ui::of(tx),
        owner: tx.directory.person_name(contact.owner_id).to_owned(),
        places: places(tx, id)?,
        groups: groups(tx, &contact),
        deals: related::deals(tx, "contact_id", id)?,
        sums: related::sums(tx, "contact_id", id)?,
        leads: related::leads(tx, "contact_id", id)?,
        stages: tx.directory.stages.iter().map(|stage| (stage.id, stage.name.clone())).collect(),
        tags: OnRecord::of(tx, &contact),
        activities: activities::OnRecord::of(tx, (Entity::Contact, id))?,
        timeline: timeline::for_record(tx, Entity::Contact, id, asked.filter(), asked.before())?,
        edits: access::editable(&tx.viewer).reaches(contact.id, contact.owner_id, contact.team_id),
        deletes: access::editable(&tx.viewer).covers(contact.owner_id, contact.team_id),
        sells: tx.viewer.sells(),
        marks,
        contact,
    }))
}

fn places(tx: &mut Tx<'_>, contact: i64) -> Result<Vec<Place>, Error> {
    let companies = companies::of(tx, contact)?;
    let mut names = named(tx, &companies)?;
    let place = |company: Company| Place {
        id: company.account_id,
        name: names.remove(&(Entity::Account, company.account_id)).filter(|one| one.visible).map(|one| one.name),
        role: company.role,
        primary: company.is_primary,
    };
    Ok(companies.into_iter().map(place).collect())
}

fn named(tx: &mut Tx<'_>, companies: &[Company]) -> diesel::QueryResult<Names> {
    let keys: Vec<(Entity, i64)> = companies.iter().map(|company| (Entity::Account, company.account_id)).collect();
    records::named(tx, &keys)
}

/// What is known, part by part.
fn groups(tx: &Tx<'_>, contact: &Contact) -> Vec<Group<Part>> {
    let rows = || Rows::new(tx, FIELDS);
    let about = rows().value("title", contact.title.as_str(), "");
    let about = if contact.individual { about.value("individual", true, "") } else { about };
    let reach = rows().emails(&contact.emails).phones(&contact.phones).website(&contact.website);
    let place = [&contact.street, &contact.postcode, &contact.city, &contact.region, &contact.country];
    let address = rows().place(place.map(String::as_str));
    let work = rows().value("owner_id", contact.owner_id, "").value("team_id", contact.team_id, "").value(
        "notes",
        contact.notes.as_str(),
        "",
    );
    let all =
        [about.group(Part::About), reach.group(Part::Reach), address.group(Part::Address), work.group(Part::Work)];
    let seen = |group: &Group<Part>| group.part != Part::Reach || tx.viewer.sees(Sensitive::Personal);
    all.into_iter().filter(seen).collect()
}

impl RecordPage {
    fn address(&self) -> String {
        routes::contact(self.contact.id)
    }

    // messages: accounts-lifecycle-*
    fn lifecycle(&self) -> &'static str {
        self.ui.t(&format!("accounts-lifecycle-{}", self.contact.lifecycle.name()))
    }

    fn stage(&self, deal: &Deal) -> &str {
        self.stages.iter().find(|(id, _)| *id == deal.stage_id).map_or("", |(_, name)| name)
    }

    /// The sums of the open deals, as one phrase.
    fn sum(&self) -> String {
        self.ui.list(&self.sums)
    }
}

/// The contact as a card for an address book, with the company the viewer may see.
pub async fn card(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let contact = store::find(tx, *id)?;
        let place = places(tx, contact.id)?.into_iter().find(|place| place.name.is_some());
        let card = card_of(tx, &contact, place);
        Ok(Reply::download(
            &format!("contact-{}.vcf", contact.id),
            "text/vcard; charset=utf-8",
            card.written().into_bytes(),
        ))
    })
    .await
}

fn card_of(tx: &Tx<'_>, contact: &Contact, place: Option<Place>) -> Card {
    let seen = |field: &str, value: &str| match Field::sees(&tx.viewer, FIELDS, field) {
        true => value.to_owned(),
        false => String::new(),
    };
    let all = |field: &str, lines: &str| seen(field, lines).lines().map(str::to_owned).collect();
    let (company, role) = place.map(|place| (place.name.unwrap_or_default(), place.role)).unwrap_or_default();
    let country = tx.text.country(&contact.country).to_owned();
    Card {
        name: contact.name.clone(),
        company,
        title: if contact.title.is_empty() { role } else { contact.title.clone() },
        emails: all("emails", &contact.emails),
        phones: all("phones", &contact.phones),
        website: seen("website", &contact.website),
        address: [
            seen("street", &contact.street),
            seen("city", &contact.city),
            contact.region.clone(),
            seen("postcode", &contact.postcode),
            country,
        ],
    }
}
