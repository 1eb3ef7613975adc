//! What lists of leads are ordered and narrowed by, and what there is to choose from.

use diesel::QueryResult;

use super::{FIELDS, access, forms};
use crate::access::Sensitive;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::PickList;
use crate::fields::Kind;
use crate::journal::Entity;
use crate::listing::{Asked, Column, Direction, Filter, ListSpec, Offer, Part, Segment, Sort, SortKind, Table};
use crate::records;
use crate::tags;
use crate::web::Choice;

/// What lists of leads can show.
pub(crate) const OFFER: Offer = Offer {
    table: Table::Leads,
    own: &[
        Column::own("status", "leads-field-status", "status_id", ""),
        Column::own("source", "leads-field-source", "source_id", "p3"),
        Column::own("country", "leads-field-country", "country", "p3"),
        Column::own("owner", "leads-field-owner", "owner_id", "p2"),
        Column::own("value", "leads-column-value", "value_minor", "num").sorted("value"),
        Column::own("created", "leads-field-created-at", "created_at", "num p2").sorted("created"),
    ],
    fields: FIELDS,
    // Why a lead was given back stands in its history.
    elsewhere: &["release_reason_id", "release_note"],
};

const SORTS: &[Sort] = &[
    Sort::new("created", "leads-field-created-at", "leads.created_at", SortKind::Instant, Direction::Down),
    Sort::new("name", "leads-field-name", "leads.sort_name", SortKind::Text, Direction::Up),
    Sort::new("value", "leads-column-value", "COALESCE(leads.value_minor, -1)", SortKind::Number, Direction::Down)
        .of(Sensitive::Amounts),
];

pub(super) const STATUS: Filter =
    Filter::new("status", "leads-field-status", "leads.status_id", Kind::Pick).only_in(&[Part::Open]);
pub(super) const OUTCOME: Filter =
    Filter::words("outcome", "leads-field-state", "leads.state", "leads-state-", ENDS).only_in(&[Part::Closed]);
const SOURCE: Filter = Filter::new("source", "leads-field-source", "leads.source_id", Kind::Pick);
const OWNER: Filter = Filter::new("owner", "leads-field-owner", "leads.owner_id", Kind::Person);
const COUNTRY: Filter = Filter::new("country", "leads-field-country", "leads.country", Kind::Country);
const CREATED: Filter = Filter::new("created", "leads-field-created-at", "leads.created_at", Kind::Instant);
pub(super) const ACCOUNT: Filter = Filter::new("account", "leads-field-account", "leads.account_id", Kind::Account);
pub(super) const CONTACT: Filter = Filter::new("contact", "leads-field-contact", "leads.contact_id", Kind::Contact);

const TAG: Filter = tags::filter("leads.tags");

/// How a lead can end.
const ENDS: &[&str] = &["qualified", "disqualified"];

/// Leads being worked.
pub(crate) const OPEN: ListSpec = ListSpec {
    table: Table::Leads,
    sorts: SORTS,
    filters: &[STATUS, SOURCE, OWNER, COUNTRY, CREATED, TAG],
    segments: &[Segment::OPEN],
};

/// Leads that are over.
pub(super) const CLOSED: ListSpec = ListSpec {
    filters: &[OUTCOME, SOURCE, OWNER, COUNTRY, CREATED, TAG, ACCOUNT, CONTACT],
    segments: &[Segment::CLOSED],
    ..OPEN
};

/// Both.
pub(super) const ALL: ListSpec = ListSpec {
    filters: &[STATUS, OUTCOME, SOURCE, OWNER, COUNTRY, CREATED, TAG, ACCOUNT, CONTACT],
    segments: &[Segment::ALL],
    ..OPEN
};

/// The choices of a filter, with *any* on top: chosen unless another one is.
pub(super) fn any(tx: &Tx<'_>, choices: Vec<Choice>) -> Vec<Choice> {
    let selected = !choices.iter().any(|choice| choice.selected);
    let none = Choice { value: String::new(), label: tx.text.t("leads-any").to_owned(), selected };
    std::iter::once(none).chain(choices).collect()
}

/// Where an open lead can stand.
pub(super) fn statuses(tx: &Tx<'_>, asked: &Asked) -> Vec<Choice> {
    any(tx, forms::picks(tx, PickList::LeadStatus, asked.value(STATUS.name)))
}

/// How a closed lead can have ended.
pub(super) fn outcomes(tx: &Tx<'_>, asked: &Asked) -> Vec<Choice> {
    // messages: leads-state-*
    let choice = |end: &&str| Choice::new(*end, tx.text.t(&format!("leads-state-{end}")), asked.value(OUTCOME.name));
    any(tx, ENDS.iter().map(choice).collect())
}

/// The customer whose leads are asked for is looked up within the scope (rule 42).
///
/// # Errors
/// What the database answers.
pub(super) fn behind_customer(tx: &mut Tx<'_>, mut asked: Asked) -> QueryResult<Asked> {
    for (filter, entity) in [(ACCOUNT, Entity::Account), (CONTACT, Entity::Contact)] {
        let Ok(id) = asked.value(filter.name).parse::<i64>() else { continue };
        let named = records::named(tx, &[(entity, id)])?.remove(&(entity, id)).filter(|named| named.visible);
        asked = match named {
            Some(customer) => asked.naming(filter.name, customer.name),
            None if asked.is_saved() => asked.refusing(tx.text.t("listing-refused-record")),
            None => asked.only(Sql::new("1 = 0")),
        };
    }
    Ok(asked)
}

/// The people whose leads the viewer may come to see.
pub(super) fn owners(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let visible = access::visible(&tx.viewer);
    let seen = tx.directory.people.iter().filter(|person| visible.covers(Some(person.id), person.team_id));
    seen.map(|person| Choice::new(person.id.to_string(), &person.name, current)).collect()
}
