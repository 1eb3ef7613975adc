//! Names of columns as other programs write them.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::*;
use crate::imports::Kind;
use crate::values::text;

fn fields(kind: Kind, headers: &[&str]) -> Vec<&'static str> {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let mapping = map(&headers, kind.columns(), &[], &[]).unwrap();
    (0..headers.len()).map(|at| mapping.field_at(at)).collect()
}

#[test]
fn other_peoples_names_are_understood() {
    let deals = fields(
        Kind::Opportunities,
        &[
            "Opportunity ID",
            "Deal Name",
            "Account: Account Name",
            "dealstage",
            "Deal Owner",
            "Amount (USD)",
            "Close Date",
            "Account ID",
        ],
    );
    assert_eq!(deals, ["external_id", "name", "account", "stage", "owner", "amount", "closed_on", ""]);
    let people = fields(Kind::Contacts, &["First Name", "LAST_NAME", "E-mail 1", "Email 2", "Mobile Phone", "Fax"]);
    assert_eq!(people, ["first_name", "last_name", "email", "email", "phone", ""]);
    let accounts = fields(Kind::Accounts, &["Nazwa firmy", "Kraj", "sector", "subsidiary_of", "year_established"]);
    assert_eq!(accounts, ["name", "country", "industry", "parent", "founded"]);
}

/// Names of columns as other programs export them, and the field each fills.
/// An import and the columns of a file, each with the field it should be taken for.
type Export = (Kind, &'static [(&'static str, &'static str)]);
/// What other programs write, as far as it matters here.
const EXPORTS: &[Export] = &[
    (
        Kind::Contacts,
        &[
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Organization Name", "account"),
            ("Organization Title", "title"),
            ("Labels", ""),
            ("E-mail 1 - Label", ""),
            ("E-mail 1 - Value", "email"),
            ("E-mail 2 - Value", "email"),
            ("Phone 1 - Label", ""),
            ("Phone 1 - Value", "phone"),
            ("Address 1 - Formatted", ""),
            ("Address 1 - Street", "street"),
            ("Address 1 - City", "city"),
            ("Address 1 - Region", "region"),
            ("Address 1 - Postal Code", "postcode"),
            ("Address 1 - Country", "country"),
            ("Website 1 - Value", "website"),
        ],
    ),
    (
        Kind::Contacts,
        &[
            ("Person - Name", "name"),
            ("Person - Phone - Work", "phone"),
            ("Person - Phone - Mobile", "phone"),
            ("Person - Email - Work", "email"),
            ("Person - Email - Home", "email"),
            ("Person - ID", "external_id"),
            ("Person - Organization", "account"),
            ("Person - Owner", "owner"),
            ("Person - Job title", "title"),
            ("Person - Open deals", ""),
        ],
    ),
    (
        Kind::Contacts,
        &[
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Title", ""),
            ("Job Title", "title"),
            ("Web Page", "website"),
            ("E-mail Address", "email"),
            ("E-mail 2 Address", "email"),
            ("Home Phone", "phone"),
            ("Business Phone", "phone"),
            ("Company", "account"),
            ("Business Street", "street"),
            ("Business City", "city"),
            ("Business State", "region"),
            ("Business Postal Code", "postcode"),
            ("Business Country/Region", "country"),
            ("Business Fax", ""),
        ],
    ),
    (
        Kind::Contacts,
        &[
            ("Record ID", "external_id"),
            ("Email", "email"),
            ("Email Domain", ""),
            ("Additional email addresses", "email"),
            ("Mobile Phone Number", "phone"),
            ("Contact owner", "owner"),
            ("Associated Company", "account"),
            ("Associated Company IDs", ""),
            ("Mailing State/Province", "region"),
            ("Mailing Zip/Postal Code", "postcode"),
            ("Corporate Phone", "phone"),
        ],
    ),
    (
        Kind::Accounts,
        &[
            ("Customer No.", "external_id"),
            ("CustomerName", "name"),
            ("emailAddress1", "email"),
            ("tel_no", "phone"),
            ("Phone No.", "phone"),
            ("Country/Region Code", "country"),
            ("Billing State/Province", "region"),
            ("Billing Zip/Postal Code", "postcode"),
            ("# Employees", "employees"),
            ("Annual Revenue (USD)", "revenue"),
            ("Shipping Street", ""),
        ],
    ),
    (
        Kind::Accounts,
        &[
            ("Kunde", "name"),
            ("E-Mail-Adresse", "email"),
            ("Mobiltelefon", "phone"),
            ("Telefon geschäftlich", "phone"),
            ("Straße", "street"),
            ("PLZ", "postcode"),
            ("Ort", "city"),
        ],
    ),
    (
        Kind::Opportunities,
        &[
            ("(Do Not Modify) Opportunity", "external_id"),
            ("(Do Not Modify) Modified On", ""),
            ("Topic", "name"),
            ("Potential Customer", "account"),
            ("Est. Close Date", "expected_close"),
            ("Est. Revenue", "amount"),
            ("Status", "outcome"),
            ("Status Reason", ""),
            ("Actual Close Date", "closed_on"),
            ("Actual Revenue", "close_value"),
            ("Created On", "opened_on"),
            ("Email Address", ""),
        ],
    ),
    (
        Kind::Opportunities,
        &[
            ("Opportunity Name", "name"),
            ("Expected Revenue (converted) Currency", ""),
            ("Expected Revenue (converted)", ""),
            ("Amount Currency", "currency"),
            ("Amount", "amount"),
            ("Probability (%)", "probability"),
            ("Close Date", "closed_on"),
            ("Created Date", "opened_on"),
        ],
    ),
    (
        Kind::Opportunities,
        &[
            ("Auftragsnr.", "external_id"),
            ("Kunde", "account"),
            ("Bezeichnung", "name"),
            ("Phase", "stage"),
            ("Betrag in EUR", "amount"),
            ("Wahrscheinlichkeit", "probability"),
            ("Abschlussdatum", "closed_on"),
            ("Erstellt am", "opened_on"),
            ("Verkäufer", "owner"),
        ],
    ),
    (
        Kind::Opportunities,
        &[
            ("Deal - ID", "external_id"),
            ("Deal - Title", "name"),
            ("Deal - Value", "amount"),
            ("Deal - Currency of Value", "currency"),
            ("Deal - Weighted value", ""),
            ("Deal - Organization", "account"),
            ("Deal - Organization ID", ""),
            ("Deal - Contact person", "contact"),
            ("Deal - Deal created", "opened_on"),
            ("Deal - Expected close date", "expected_close"),
            ("Deal - Lost reason", "lost_reason"),
        ],
    ),
    (
        Kind::Users,
        &[("Username", "name"), ("First Name", "first_name"), ("Last Name", "last_name"), ("Email", "email")],
    ),
    (
        Kind::Leads,
        &[
            ("LASTNAME", "last_name"),
            ("POSTALCODE", "postcode"),
            ("MOBILEPHONE", "phone"),
            ("LEADSOURCE", "source"),
            ("OWNERID", ""),
            ("leadStatus", "status"),
        ],
    ),
];

#[test]
fn exports_of_other_programs_are_understood() {
    for (kind, columns) in EXPORTS {
        let (headers, expected): (Vec<&str>, Vec<&str>) = columns.iter().copied().unzip();
        let found: Vec<(&str, &str)> = headers.iter().copied().zip(fields(*kind, &headers)).collect();
        assert_eq!(found, headers.iter().copied().zip(expected).collect::<Vec<_>>(), "{}", kind.name());
    }
}

#[test]
fn the_better_name_wins_wherever_it_stands() {
    assert_eq!(fields(Kind::Opportunities, &["Expected Revenue", "Amount", "Name"]), ["", "amount", "name"]);
    assert_eq!(fields(Kind::Contacts, &["Title", "Name", "Job Title"]), ["", "name", "title"]);
}

#[test]
fn addresses_are_known_by_their_cells() {
    let headers = ["Firm", "Reach", "Created by"].map(str::to_owned);
    let sample = [
        StringRecord::from(vec!["Acme", "a@acme.com", "maria@us.com"]),
        StringRecord::from(vec!["Beta", "", "x@us.com"]),
    ];
    let said = [("Firm".to_owned(), "name".to_owned())];
    let mapping = map(&headers, Kind::Accounts.columns(), &said, &sample).unwrap();
    assert_eq!((mapping.field_at(1), mapping.field_at(2)), ("email", ""));
}

#[test]
fn six_of_forty_columns_are_found() {
    let mut headers: Vec<String> = (0..40).map(|n| format!("Custom {n} flag")).collect();
    for (at, name) in [(3, "Company"), (9, "Email"), (17, "Phone"), (22, "Lead Source"), (30, "City"), (39, "Notes")] {
        headers[at] = name.to_owned();
    }
    let mapping = map(&headers, Kind::Leads.columns(), &[], &[]).unwrap();
    assert_eq!((mapping.fields.len(), mapping.unused.len()), (6, 34));
}

#[test]
fn what_somebody_says_goes_first() {
    let headers = ["Company".to_owned(), "Trading as".to_owned(), "Phone".to_owned()];
    let said = [("trading AS".to_owned(), "name".to_owned()), ("Phone".to_owned(), LEFT_OUT.to_owned())];
    let mapping = map(&headers, Kind::Accounts.columns(), &said, &[]).unwrap();
    assert_eq!(
        (mapping.of("name").unwrap().at.as_slice(), mapping.unused.as_slice()),
        ([1].as_slice(), [0, 2].as_slice())
    );
}

#[test]
fn a_file_without_a_key_is_refused() {
    let headers = ["City".to_owned(), "Colour".to_owned()];
    assert_eq!(map(&headers, Kind::Accounts.columns(), &[], &[]).unwrap_err(), MapTrouble::KeyMissing);
}

#[test]
fn no_name_means_two_fields_of_one_record() {
    for kind in Kind::ALL {
        let names: Vec<&str> = kind.columns().fields.iter().flat_map(|column| column.names.iter().copied()).collect();
        let unique: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), unique.len(), "{}", kind.name());
        for name in names {
            assert_eq!(text::words(name).join(" "), name, "names are written folded");
        }
    }
}
