//! Contacts: several companies each, and cards for address books.

use diesel::prelude::*;
use fursa::contacts::companies::{self, Company};
use fursa::contacts::{Contact, vcard};
use fursa::db::schema::{contact_accounts, contacts, journal_values};

use crate::support::*;

both!(
    a_person_is_filed_at_a_company,
    a_person_works_for_several_companies_and_one_is_the_main_one,
    the_companies_are_part_of_a_persons_history,
    a_company_nobody_may_see_is_not_named_and_not_linked,
    a_card_says_what_the_record_says,
    the_people_of_a_company_are_listed,
    the_people_of_a_company_one_may_not_see_are_nobody,
);

fn last(app: &TestApp) -> Contact {
    app.db(|db| contacts::table.order(contacts::id.desc()).select(Contact::as_select()).first(db).unwrap())
}

fn places(app: &TestApp, contact: i64) -> Vec<Company> {
    app.tx(Ada, |tx| companies::of(tx, contact).unwrap())
}

fn place(account_id: i64, role: &str, is_primary: bool) -> Company {
    Company { account_id, role: role.into(), is_primary }
}

async fn a_person_is_filed_at_a_company(app: TestApp) {
    let account = app.account_with(Alice, |facts| facts.name = "Harbour Lights".into());
    let start = app.get(Alice, &format!("/contacts/new?account={}", account.id)).await.assert_status(200);
    assert_eq!(start.form_value("company").as_deref(), Some("Harbour Lights"));
    let fields =
        [("name", "José Álvarez"), ("title", "CTO"), ("company", "harbour lights"), ("emails", "Jose@Harbour.example")];
    app.post(Alice, "/contacts", &fields).await.assert_status(303);
    let contact = last(&app);
    assert_eq!(places(&app, contact.id), [place(account.id, "CTO", true)]);
    app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_says("José Álvarez");
}

async fn a_person_works_for_several_companies_and_one_is_the_main_one(app: TestApp) {
    let contact = app.contact(Alice);
    let [one, two] =
        ["First Works", "Second Works"].map(|name| app.account_with(Alice, |facts| facts.name = name.into()));
    let path = format!("/contacts/{}/companies", contact.id);
    let add = |name: &'static str, role: &'static str| [("company", name), ("role", role)];
    app.post(Alice, &path, &add("First Works", "Buyer")).await.assert_status(303);
    app.post(Alice, &path, &add("Second Works", "Adviser")).await.assert_status(303);
    assert_eq!(places(&app, contact.id), [place(one.id, "Buyer", true), place(two.id, "Adviser", false)]);
    app.post(Alice, &format!("{path}/{}/primary", two.id), &[]).await.assert_status(303);
    assert_eq!(places(&app, contact.id), [place(two.id, "Adviser", true), place(one.id, "Buyer", false)]);
    app.post(Alice, &format!("{path}/{}/removal", two.id), &[]).await.assert_status(303);
    assert_eq!(places(&app, contact.id), [place(one.id, "Buyer", true)]);
    let page = app.post(Alice, &path, &[("company", "Works"), ("find", "company")]).await.assert_status(200);
    assert_eq!(page.count("input[type=radio]"), 2);
}

async fn the_companies_are_part_of_a_persons_history(app: TestApp) {
    let contact = app.contact(Alice);
    let account = app.account_with(Alice, |facts| facts.name = "First Works".into());
    let path = format!("/contacts/{}/companies", contact.id);
    app.post(Alice, &path, &[("company", "First Works"), ("role", "Buyer")]).await.assert_status(303);
    let kept: Vec<Option<String>> = app.db(|db| {
        journal_values::table
            .filter(journal_values::field.eq("companies"))
            .select(journal_values::after)
            .load(db)
            .unwrap()
    });
    assert_eq!(kept, [Some(format!(r#"[{{"account_id":{},"role":"Buyer","primary":true}}]"#, account.id))]);
    assert_eq!(last(&app).version, 2);
    let page = app.get(Alice, &format!("/contacts/{}", contact.id)).await;
    let told = page.texts(".entry").join(" ").replace(['\u{2068}', '\u{2069}'], "");
    assert!(told.contains("Companies: First Works (Buyer)"), "{told}");
}

async fn a_company_nobody_may_see_is_not_named_and_not_linked(app: TestApp) {
    let contact = app.contact(Alice);
    let hidden = app.account_with(Charlie, |facts| facts.name = "Secret Holding".into());
    let id = hidden.id.to_string();
    let fields = [("company", "x"), ("company_for", "x"), ("company_id", id.as_str())];
    app.post(Alice, &format!("/contacts/{}/companies", contact.id), &fields).await.assert_status(422);
    assert_eq!(places(&app, contact.id), []);
    app.tx(Ada, |tx| companies::replace(tx, &contact, &[place(hidden.id, "Spy", true)]).unwrap());
    let path = format!("/contacts/{}", contact.id);
    app.get(Alice, &path)
        .await
        .assert_status(200)
        .assert_hides("Secret Holding")
        .assert_says("A company you may not see");
    app.get(Alice, &format!("{path}/card.vcf")).await.assert_status(200).assert_hides("Secret Holding");
    app.get(Alice, "/contacts").await.assert_hides("Secret Holding");
    app.post(Alice, &format!("{path}/companies/{id}/removal"), &[]).await.assert_status(404);
    app.get(Ada, &path).await.assert_says("Secret Holding");
}

/// The properties of a card, unfolded and unescaped: name with parameters, and the parts of the value.
fn properties(card: &str) -> Vec<(String, Vec<String>)> {
    let unfolded = card.replace("\r\n ", "");
    let property = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), parts(value))
    };
    unfolded.split("\r\n").filter(|line| !line.is_empty()).map(property).collect()
}

async fn the_people_of_a_company_one_may_not_see_are_nobody(app: TestApp) {
    let hidden = app.account_with(Charlie, |account| account.name = "Kestrel Quarry".into());
    app.contact(Alice);
    let page = app.get(Alice, &format!("/contacts?account={}", hidden.id)).await.assert_status(200);
    page.assert_hides("Kestrel").assert_says("No contacts match.");
}

fn parts(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('n') => parts.last_mut().unwrap().push('\n'),
                Some(other) => parts.last_mut().unwrap().push(other),
                None => panic!("a card ends inside a sign: {value}"),
            },
            ';' => parts.push(String::new()),
            ',' => panic!("a comma was not escaped: {value}"),
            other => parts.last_mut().unwrap().push(other),
        }
    }
    parts
}

async fn a_card_says_what_the_record_says(app: TestApp) {
    let account = app.account_with(Alice, |facts| facts.name = "Kowalski; Syn, S.A.".into());
    let contact = app.contact_with(Alice, |facts| {
        facts.name = "Zażółć, Gęślą; Jaźń \\ প্রিয়াঙ্কা চট্টোপাধ্যায় মুখোপাধ্যায়".into();
        facts.title = "Head, purchasing".into();
        facts.emails = "a@x.example\nb@x.example".into();
        facts.phones = "+48 22 123 45 67".into();
        facts.street = "Prosta 1\nflat 2".into();
        facts.city = "Łódź".into();
        facts.postcode = "90-001".into();
        facts.country = "PL".into();
    });
    app.tx(Alice, |tx| companies::replace(tx, &contact, &[place(account.id, "Buyer", true)]).unwrap());
    let page = app.get(Alice, &format!("/contacts/{}/card.vcf", contact.id)).await.assert_status(200);
    assert_eq!(page.header("content-type"), Some("text/vcard; charset=utf-8"));
    let card = properties(&page.body);
    let all =
        |name: &str| card.iter().filter(|(key, _)| key.starts_with(name)).map(|(_, v)| v.clone()).collect::<Vec<_>>();
    assert_eq!(all("VERSION"), [["3.0"]]);
    assert_eq!(all("FN"), [[contact.name.as_str()]]);
    assert_eq!(all("ORG"), [["Kowalski; Syn, S.A."]]);
    assert_eq!(all("TITLE"), [["Head, purchasing"]]);
    assert_eq!(all("EMAIL"), [["a@x.example"], ["b@x.example"]]);
    assert_eq!(all("TEL"), [["+48 22 123 45 67"]]);
    assert_eq!(all("ADR"), [["", "", "Prosta 1\nflat 2", "Łódź", "", "90-001", "Poland"]]);
    assert!(vcard::Card::default().written().starts_with("BEGIN:VCARD\r\n"));
}

async fn the_people_of_a_company_are_listed(app: TestApp) {
    let account = app.account(Alice);
    let [inside, outside] = ["Inside", "Outside"].map(|name| app.contact_with(Alice, |facts| facts.name = name.into()));
    let row = (
        contact_accounts::contact_id.eq(inside.id),
        contact_accounts::account_id.eq(account.id),
        contact_accounts::role.eq("Buyer"),
    );
    app.db(|db| diesel::insert_into(contact_accounts::table).values(row).execute(db).unwrap());
    let page = app.get(Alice, &format!("/contacts?account={}", account.id)).await.assert_status(200);
    assert_eq!(page.texts("tbody th"), ["Inside"]);
    assert!(outside.id != inside.id);
    assert_eq!(app.get(Charlie, &format!("/contacts?account={}", account.id)).await.count("tbody tr"), 0);
}
