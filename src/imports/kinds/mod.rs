//! What each kind of record takes from a file: its columns with the names other people give them, and what a row says
//! beyond single cells.

pub mod accounts;
pub mod contacts;
pub mod deal_columns;
pub mod leads;
pub mod opportunities;
pub mod products;
pub mod users;

use super::columns::{Column, Reads};

/// Names of the id a record has in the system it comes from.
const EXTERNAL: &[&str] = &[
    "id",
    "external id",
    "record id",
    "unique id",
    "reference",
    "ref",
    "key",
    "uuid",
    "guid",
    "number",
    "customer no",
    "customer number",
    "account no",
    "account number",
    "kundennummer",
    "kundennr",
    "kunden nr",
    "auftragsnr",
    "auftragsnummer",
    "order no",
    "do not modify account",
    "do not modify contact",
    "do not modify lead",
    "do not modify opportunity",
];
/// Names of the person a record belongs to.
const OWNER: &[&str] = &[
    "owner",
    "owner name",
    "owner email",
    "sales agent",
    "agent",
    "sales rep",
    "rep",
    "salesperson",
    "sales person",
    "account manager",
    "account executive",
    "assigned to",
    "assignee",
    "assigned user",
    "responsible",
    "verkaufer",
    "vertriebsmitarbeiter",
    "zustandig",
    "zustandiger",
    "vendedor",
    "commercial",
    "verantwortlich",
    "besitzer",
    "propietario",
    "wlasciciel",
    "opiekun",
    "handlowiec",
    "proprietaire",
];
/// Names of a currency.
const CURRENCY: &[&str] = &[
    "currency",
    "currency code",
    "currency of value",
    "deal currency",
    "deal currency code",
    "amount currency",
    "value currency",
    "revenue currency",
    "annual revenue currency",
    "price currency",
    "budget currency",
    "transaction currency",
    "currency iso code",
    "wahrung",
    "waehrung",
    "moneda",
    "waluta",
    "devise",
];
/// Names of tags.
const TAGS: &[&str] = &["tags", "tag", "schlagworte", "schlagworter", "etiquetas", "etykiety"];
/// Names of notes.
const NOTES: &[&str] = &[
    "notes",
    "note",
    "description",
    "comment",
    "comments",
    "remarks",
    "notizen",
    "bemerkung",
    "notas",
    "uwagi",
    "opis",
];
/// Names of a web address.
const WEBSITE: &[&str] = &[
    "website",
    "web site",
    "web",
    "url",
    "website url",
    "web url",
    "company website",
    "homepage",
    "www",
    "site",
    "webseite",
    "sitio web",
    "web page",
    "home page",
    "strona www",
];
/// Names of addresses of mail.
const EMAIL: &[&str] = &[
    "email",
    "e mail",
    "email address",
    "e mail address",
    "mail",
    "work email",
    "business email",
    "other email",
    "secondary email",
    "personal email",
    "e mail adresse",
    "emailadresse",
    "additional email addresses",
    "additional emails",
    "alternate email",
    "contact email",
    "company email",
    "correo",
    "correo electronico",
    "adresse e mail",
    "courriel",
    "adres email",
];
/// Names of phone numbers.
const PHONE: &[&str] = &[
    "phone",
    "phone number",
    "telephone",
    "tel",
    "mobile",
    "mobile phone",
    "mobile number",
    "mobile phone number",
    "cell",
    "cell phone",
    "work phone",
    "business phone",
    "other phone",
    "telefon",
    "telefonnummer",
    "handy",
    "telefono",
    "movil",
    "komorka",
    "telefon komorkowy",
    "mobiltelefon",
    "mobil",
    "mobilnummer",
    "rufnummer",
    "telefono movil",
    "portable",
    "direct phone",
    "direct line",
    "telephone number",
];
/// Names of a street.
const STREET: &[&str] = &[
    "street",
    "street address",
    "address",
    "address 1",
    "address line 1",
    "billing street",
    "mailing street",
    "billing address",
    "strasse",
    "strasse und hausnummer",
    "strasse hausnummer",
    "anschrift",
    "adresse",
    "rue",
    "direccion",
    "calle",
    "ulica",
    "adres",
];
/// Names of a postcode.
const POSTCODE: &[&str] = &[
    "postcode",
    "postal code",
    "zip",
    "zip code",
    "zip postal code",
    "post code",
    "zip postcode",
    "code postal",
    "billing zip",
    "billing postal code",
    "mailing zip",
    "plz",
    "postleitzahl",
    "codigo postal",
    "kod pocztowy",
];
/// Names of a city.
const CITY: &[&str] = &[
    "city",
    "town",
    "billing city",
    "mailing city",
    "ort",
    "stadt",
    "ciudad",
    "miasto",
    "ville",
    "miejscowosc",
    "town city",
    "city town",
];
/// Names of a region.
const REGION: &[&str] = &[
    "region",
    "state",
    "province",
    "county",
    "region state",
    "state or province",
    "county state",
    "kanton",
    "state region",
    "state province",
    "billing state",
    "mailing state",
    "bundesland",
    "provincia",
    "wojewodztwo",
];
/// Names of a country.
const COUNTRY: &[&str] = &[
    "country",
    "country region",
    "country code",
    "country region code",
    "country name",
    "billing country",
    "mailing country",
    "office location",
    "staat",
    "headquarters",
    "hq",
    "land",
    "pais",
    "kraj",
    "pays",
];

/// The id in the other system.
const fn external() -> Column {
    Column::one("external_id", "external_id", Reads::External, EXTERNAL)
}

/// Whose the record is.
const fn owner() -> Column {
    Column::one("owner", "owner_id", Reads::Person, OWNER)
}

/// The currency of its amounts.
const fn tags() -> Column {
    Column::one("tags", "tags", Reads::Tags, TAGS)
}

const fn currency() -> Column {
    Column::one("currency", "currency", Reads::Own, CURRENCY)
}
