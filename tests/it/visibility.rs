//! Field visibility per role: what is hidden is hidden everywhere, kept where it is, and shown again at once (rule 46).

mod hints;
mod outsider;
mod planted;

use diesel::prelude::*;
use fursa::contacts::{self, Contact};
use fursa::db::schema::{journal, journal_values, organization};
use fursa::journal::{Action, Entity};
use fursa::leads::{self, Lead, LeadFacts};
use fursa::listing::Table;
use fursa::search;

use crate::imports::{file, import_path};
use crate::support::*;

both!(
    who_sees_what_is_set_by_role_and_counts_at_once,
    what_is_set_is_journalled_and_clashes_are_asked_about,
    with_several_roles_the_most_generous_counts,
    a_role_that_is_shown_amounts_sees_them_of_all,
    an_edit_leaves_what_is_hidden_as_it_is,
    whoever_files_a_person_says_how_they_are_reached,
    nobody_is_found_by_what_is_hidden,
    doubles_are_told_by_name_only,
    a_card_holds_what_its_reader_may_see,
    a_merge_asks_about_nothing_hidden,
    what_is_hidden_is_undone_without_a_question,
    a_file_changes_and_finds_nobody_by_what_is_hidden,
    qualifying_carries_what_is_hidden_over,
);

/// Hides a group of fields from roles.
pub fn hide(app: &TestApp, group: &str, roles: &str) {
    app.db(|db| match group {
        "amounts" => diesel::update(organization::table).set(organization::amounts_hidden.eq(roles)).execute(db),
        "personal" => diesel::update(organization::table).set(organization::personal_hidden.eq(roles)).execute(db),
        other => panic!("no such group: {other}"),
    })
    .unwrap();
}

const EMAIL: &str = "grace@harbour.example";
const PHONE: &str = "+48 22 771 93 05";

fn grace(app: &TestApp) -> Lead {
    app.lead_with(Alice, |lead| {
        (lead.name, lead.company) = ("Grace Hopper".into(), "Navy".into());
        (lead.emails, lead.phones) = (EMAIL.into(), PHONE.into());
        (lead.street, lead.postcode, lead.city) = ("Pier 7".into(), "81-345".into(), "Gdynia".into());
        (lead.region, lead.country) = ("Pomorze".into(), "PL".into());
    })
}

fn person(app: &TestApp) -> Contact {
    app.contact_with(Alice, |contact| {
        contact.name = "Grace Hopper".into();
        (contact.emails, contact.phones) = (EMAIL.into(), PHONE.into());
        (contact.street, contact.city, contact.country) = ("Pier 7".into(), "Gdynia".into(), "PL".into());
    })
}

/// Is the address on the page, in whatever form?
#[track_caller]
fn told(page: &Page, is_told: bool) {
    assert_eq!(page.body.contains(EMAIL) || page.body.contains("harbour.example"), is_told, "{}", page.text());
}

fn stored(app: &TestApp, id: i64) -> Lead {
    app.tx(Ada, |tx| leads::find(tx, id).unwrap())
}

async fn who_sees_what_is_set_by_role_and_counts_at_once(app: TestApp) {
    let lead = grace(&app);
    let path = format!("/leads/{}", lead.id);
    told(&app.get(Alice, &path).await.assert_status(200).assert_says("Pier 7"), true);
    let page = app.get(Ada, "/settings/visibility").await.assert_status(200);
    let page = page.assert_says("Street and number").assert_says("Contacts: ").assert_says("Actual revenue");
    assert_eq!(page.count("input[name=amounts]"), 3, "who sells cannot do without them");
    assert_eq!(page.count("input[name=amounts][checked]"), 0);
    assert_eq!(page.count("input[name=personal][checked]"), 5);
    let seen = [("version", "1"), ("personal", "sales_manager"), ("amounts", "marketer"), ("amounts", "emperor")];
    app.post(Ada, "/settings/visibility", &seen).await.assert_goes_to("/settings/visibility");
    let page = app.get(Alice, &path).await.assert_status(200).assert_hides("Pier 7");
    told(&page, false);
    let page = page.assert_hides(PHONE).assert_hides("Gdynia").assert_says("Grace Hopper").assert_says("Pomorze");
    assert_eq!(page.count("a[href^='tel:'], a[href^='mailto:'], a[href*=openstreetmap]"), 0);
    told(&app.get(Mona, &path).await, true);
    told(&app.get(Ada, &path).await, true);
    app.get(Ada, "/settings").await.assert_says("Something is hidden from: ");
}

async fn what_is_set_is_journalled_and_clashes_are_asked_about(app: TestApp) {
    let seen = [("version", "1"), ("personal", "sales_manager"), ("personal", "support_agent")];
    app.post(Ada, "/settings/visibility", &seen).await.assert_status(303);
    let values: Vec<(String, Option<String>)> = app.db(|db| {
        let all = journal::table.inner_join(journal_values::table.on(journal_values::journal_id.eq(journal::id)));
        let all = all.filter(journal::entity.eq(Entity::Organization));
        all.select((journal_values::field, journal_values::after)).load(db).unwrap()
    });
    let hidden = "\"sales_rep support_manager marketer\"".to_owned();
    assert_eq!(values, [("personal_hidden".to_owned(), Some(hidden))]);
    // Somebody with an old page wants something else of the same, and nothing of the other.
    let page = app.post(Ada, "/settings/visibility", &[("version", "1"), ("personal", "marketer")]).await;
    page.assert_status(409).assert_says("Personal data hidden from").assert_says("Support manager");
    app.post(Mona, "/settings/visibility", &seen).await.assert_status(403);
}

async fn with_several_roles_the_most_generous_counts(app: TestApp) {
    hide(&app, "personal", "sales_rep marketer");
    let both = app.hire("Sue", "sales_rep support_agent", "North-East");
    let none = app.hire("Stan", "sales_rep marketer", "North-East");
    for (who, sees) in [(both, true), (none, false)] {
        let contact = app.contact_with(who, |contact| contact.emails = EMAIL.into());
        let page = app.get(who, &format!("/contacts/{}", contact.id)).await.assert_status(200);
        assert_eq!(page.body.contains(EMAIL), sees, "{who:?}");
    }
}

/// Somebody who sells stays with their teams, unless the other role sees everybody's amounts.
async fn a_role_that_is_shown_amounts_sees_them_of_all(app: TestApp) {
    let deal = app.opportunity_with(Charlie, |deal| deal.amount_minor = Some(62_500_00));
    let both = app.hire("Sue", "sales_rep support_agent", "North-East");
    let path = format!("/opportunities/{}", deal.id);
    app.get(both, &path).await.assert_status(404);
    app.get(Sam, &path).await.assert_status(200).assert_hides("62,500");
    hide(&app, "amounts", "support_manager marketer");
    app.get(both, &path).await.assert_status(200).assert_says("62,500");
    app.get(Sam, &path).await.assert_says("62,500");
    app.get(Sam, "/opportunities?sort=amount").await.assert_says("62,500");
    // From who sells nothing of it can be hidden, whatever the settings hold.
    hide(&app, "amounts", "admin sales_rep sales_manager support_agent");
    app.get(Charlie, &path).await.assert_says("62,500");
    app.get(Sam, &path).await.assert_hides("62,500");
}

async fn an_edit_leaves_what_is_hidden_as_it_is(app: TestApp) {
    hide(&app, "personal", "sales_rep");
    let (lead, contact) = (grace(&app), person(&app));
    let edit = format!("/leads/{}/edit", lead.id);
    for part in ["", "?part=reach", "?part=address"] {
        let page = app.get(Alice, &format!("{edit}{part}")).await.assert_status(200).assert_hides(EMAIL);
        let drawn = ["email", "more_emails", "phone", "more_phones", "website", "street", "postcode", "city"];
        assert_eq!(drawn.iter().find(|name| page.form_value(name).is_some()), None, "{part}");
        assert!(page.form_value("country").is_some(), "{part}");
    }
    let sent =
        [("version", "1"), ("name", "Grace Brewster"), ("email", "x@evil.example"), ("city", "Sopot"), ("region", "")];
    app.post(Alice, &edit, &sent).await.assert_status(303);
    app.post(Alice, &edit, &[("version", ""), ("part", "reach"), ("email", "x@evil.example")]).await;
    let after = stored(&app, lead.id);
    assert_eq!((after.emails.as_str(), after.phones.as_str(), after.city.as_str()), (EMAIL, PHONE, "Gdynia"));
    assert_eq!((after.name.as_str(), after.region.as_str()), ("Grace Brewster", ""));
    let edit = format!("/contacts/{}/edit", contact.id);
    let page = app.get(Alice, &format!("{edit}?part=reach")).await.assert_status(200).assert_hides(EMAIL);
    assert_eq!(["emails", "phones", "street"].iter().find(|name| page.form_value(name).is_some()), None);
    let sent = [("version", "1"), ("name", "Grace B. Hopper"), ("emails", ""), ("street", "x"), ("country", "SE")];
    app.post(Alice, &edit, &sent).await.assert_status(303);
    let after = app.tx(Ada, |tx| contacts::find(tx, contact.id).unwrap());
    assert_eq!((after.emails.as_str(), after.street.as_str(), after.country.as_str()), (EMAIL, "Pier 7", "SE"));
    assert_eq!(after.name, "Grace B. Hopper");
}

async fn whoever_files_a_person_says_how_they_are_reached(app: TestApp) {
    hide(&app, "personal", "sales_rep");
    let page = app.get(Alice, "/leads/new").await.assert_status(200);
    assert!(page.form_value("email").is_some() && page.form_value("city").is_some());
    app.post(Alice, "/leads", &[("name", "Ada Byron")]).await.assert_status(422);
    let made = app.post(Alice, "/leads", &[("name", "Ada Byron"), ("email", EMAIL), ("city", "Gdynia")]).await;
    let made = made.assert_goes_to("/leads/1");
    drop(made);
    assert_eq!(stored(&app, 1).emails, EMAIL);
    app.get(Alice, "/leads/1").await.assert_status(200).assert_hides(EMAIL).assert_hides("Gdynia");
    let page = app.get(Alice, "/contacts/new").await.assert_status(200);
    assert!(page.form_value("emails").is_some() && page.form_value("street").is_some());
    app.post(Alice, "/contacts", &[("name", "Ada King"), ("emails", "king@harbour.example")]).await.assert_status(303);
    app.get(Alice, "/contacts").await.assert_says("Ada King").assert_hides("king@harbour");
}

async fn nobody_is_found_by_what_is_hidden(app: TestApp) {
    let (lead, contact) = (grace(&app), person(&app));
    let found = |who: Who, typed: &str| -> (Vec<i64>, Vec<i64>) {
        app.tx(who, |tx| {
            let scope = [leads::access::visible(&tx.viewer), contacts::access::visible(&tx.viewer)];
            let leads = search::ids(tx, Table::Leads, &scope[0], typed, 10).unwrap();
            (leads, search::ids(tx, Table::Contacts, &scope[1], typed, 10).unwrap())
        })
    };
    let (both, nobody) = ((vec![lead.id], vec![contact.id]), (Vec::new(), Vec::new()));
    let hidden = [EMAIL, "harbour", "grace harbour", PHONE, "9305", "hopper 7719305"];
    for typed in hidden {
        assert_eq!(found(Alice, typed), both, "{typed}");
    }
    hide(&app, "personal", "sales_rep");
    for typed in hidden {
        assert_eq!(found(Alice, typed), nobody, "{typed}");
    }
    assert_eq!(found(Alice, "gdynia"), nobody);
    for typed in ["grace", "hop gra", "HOPPER"] {
        assert_eq!(found(Alice, typed), both, "{typed}");
    }
    assert_eq!(found(Mona, "harbour"), both);
}

async fn doubles_are_told_by_name_only(app: TestApp) {
    grace(&app);
    person(&app);
    let by_email =
        [("name", "Somebody Else"), ("email", EMAIL), ("emails", EMAIL), ("phone", PHONE), ("phones", PHONE)];
    let page = app.post(Alice, "/leads", &by_email).await.assert_status(422);
    page.assert_says("Grace Hopper");
    hide(&app, "personal", "sales_rep");
    app.post(Alice, "/leads", &by_email).await.assert_status(303);
    let by_email = [("name", "Nobody Known"), ("email", EMAIL), ("emails", EMAIL), ("phones", PHONE)];
    app.post(Alice, "/contacts", &by_email).await.assert_status(303);
    app.post(Bob, "/leads", &[("name", "Zoe Zorn"), ("email", EMAIL)]).await.assert_status(303);
    let page = app.post(Alice, "/leads", &[("name", "Grace Hopper"), ("email", "g@other.example")]).await;
    page.assert_status(422).assert_says("Navy").assert_hides("Gdynia");
}

async fn a_card_holds_what_its_reader_may_see(app: TestApp) {
    let contact = person(&app);
    let card = format!("/contacts/{}/card.vcf", contact.id);
    assert!(app.get(Alice, &card).await.assert_status(200).body.contains("EMAIL"));
    hide(&app, "personal", "sales_rep");
    let held = app.get(Alice, &card).await.assert_status(200).body;
    assert!(held.contains("FN:Grace Hopper") && held.contains("Poland"), "{held}");
    assert!(!held.contains("EMAIL") && !held.contains("TEL") && !held.contains("Gdynia"), "{held}");
}

async fn a_merge_asks_about_nothing_hidden(app: TestApp) {
    let one = grace(&app);
    let other = app.lead_with(Alice, |lead| {
        (lead.name, lead.emails) = ("Grace Brewster".into(), "grace@other.example".into());
        (lead.street, lead.city, lead.country) = ("Quay 1".into(), "Turku".into(), "FI".into());
    });
    let path = format!("/leads/{}/merger?with={}", one.id, other.id);
    app.get(Alice, &path).await.assert_says("Quay 1");
    hide(&app, "personal", "sales_rep");
    let page = app.get(Alice, &path).await.assert_status(200).assert_says("Grace Brewster");
    page.assert_hides("Quay 1").assert_hides("Turku").assert_hides("Gdynia");
    app.post(Alice, &format!("/leads/{}/merger", one.id), &[("with", &other.id.to_string())]).await.assert_status(303);
    let kept = stored(&app, one.id);
    assert_eq!((kept.city.as_str(), kept.emails.as_str()), ("Gdynia", "grace@harbour.example\ngrace@other.example"));
}

async fn what_is_hidden_is_undone_without_a_question(app: TestApp) {
    let lead = grace(&app);
    let edit = format!("/leads/{}/edit", lead.id);
    let reach = [("version", "1"), ("part", "reach"), ("email", "second@harbour.example"), ("phone", PHONE)];
    app.post(Mona, &edit, &reach).await.assert_status(303);
    let history = format!("/leads/{}/history", lead.id);
    let undo = app.get(Alice, &history).await.assert_says(EMAIL).attributes("form[action^='/undo/']", "action");
    app.tx(Ada, |tx| {
        let lead = leads::find(tx, lead.id).unwrap();
        let facts = LeadFacts { emails: "third@harbour.example".into(), ..lead.facts.clone() };
        leads::save(tx, Action::Edited, &lead, facts).unwrap().unwrap();
    });
    app.post(Alice, &undo[0], &[]).await.assert_status(409).assert_says("third@");
    hide(&app, "personal", "sales_rep");
    app.get(Alice, &history).await.assert_hides("harbour.example").assert_says("hidden from you");
    let page = app.post(Alice, &undo[0], &[]).await;
    assert!(page.status != 409 && !page.body.contains("harbour.example"), "{}", page.status);
    assert_eq!(stored(&app, lead.id).emails, "third@harbour.example");
}

async fn a_file_changes_and_finds_nobody_by_what_is_hidden(app: TestApp) {
    use fursa::imports::{Kind, Options};

    let lead = grace(&app);
    let import = |text: &str| import_path(&app, Mona, Kind::Leads, &file(text.as_bytes()), Options::default()).0.counts;
    hide(&app, "personal", "sales_manager");
    let counts = import(&format!(
        "Name,Company,Email,Job title\nGrace Hopper,Navy,new@harbour.example,Admiral\nMia Li,Li Ltd,{EMAIL},\n"
    ));
    assert_eq!((counts.created, counts.updated, counts.wrong), (1, 1, 0));
    let after = stored(&app, lead.id);
    assert_eq!((after.emails.as_str(), after.title.as_str()), (EMAIL, "Admiral"));
    hide(&app, "personal", "");
    let counts = import("Name,Company,Email\nGrace Hopper,Navy,new@harbour.example\n");
    assert_eq!((counts.created, counts.updated), (1, 0), "with an address, a row is whoever has it");
}

async fn qualifying_carries_what_is_hidden_over(app: TestApp) {
    hide(&app, "personal", "sales_rep");
    let lead = grace(&app);
    let path = format!("/leads/{}/qualification", lead.id);
    let page = app.get(Alice, &path).await.assert_status(200).assert_hides(EMAIL).assert_hides("Gdynia");
    let form = page.form(&path);
    let sent: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, &path, &sent).await.assert_status(303);
    let contact: Contact = app.tx(Ada, |tx| contacts::find(tx, 1).unwrap());
    assert_eq!((contact.emails.as_str(), contact.phones.as_str()), (EMAIL, PHONE));
    app.get(Alice, "/contacts/1").await.assert_status(200).assert_hides(EMAIL);
    app.get(Alice, &path).await.assert_status(200).assert_hides(EMAIL);
}
