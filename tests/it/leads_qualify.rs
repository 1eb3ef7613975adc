//! Qualifying: one page, one transaction, once; what exists is linked and never overwritten.

use std::rc::Rc;

use diesel::prelude::*;
use fursa::accounts::{Account, Lifecycle};
use fursa::contacts::Contact;
use fursa::db::schema::{accounts, contact_accounts, contacts, leads, opportunities, stage_spells, stages, teams};
use fursa::leads::{Lead, LeadState, Timeframe};
use fursa::opportunities::Opportunity;

use crate::support::*;

both!(
    a_lead_becomes_account_contact_and_deal,
    sent_twice_at_once_makes_one_of_each,
    two_leads_of_one_new_company_make_one_account,
    linking_fills_blanks_and_lists_what_differs,
    a_link_is_part_of_the_contacts_history_and_moves_the_lifecycle,
    a_contact_of_somebody_elses_is_not_linked,
    a_person_without_company_is_an_individual_customer,
    a_nameless_account_is_never_made,
    a_deal_that_exists_takes_the_lead_in,
    ids_out_of_reach_are_not_there,
    what_was_filed_meanwhile_is_shown_first,
    a_search_keeps_what_was_typed,
    a_qualified_lead_is_found_and_linked_both_ways,
    wrong_answers_keep_everything_typed,
    a_deal_has_what_its_first_stage_requires,
);

type Fields = Vec<(String, String)>;

fn page_of(lead: &Lead) -> String {
    format!("/leads/{}/qualification", lead.id)
}

fn stored(app: &TestApp, id: i64) -> Lead {
    app.db(|db| leads::table.find(id).select(Lead::as_select()).first(db).unwrap())
}

fn counts(app: &TestApp) -> (i64, i64, i64) {
    app.db(|db| {
        let accounts = accounts::table.count().get_result(db).unwrap();
        let contacts = contacts::table.count().get_result(db).unwrap();
        (accounts, contacts, opportunities::table.count().get_result(db).unwrap())
    })
}

/// The form as the page has it, with some answers changed.
async fn answers(app: &TestApp, lead: &Lead, changed: &[(&str, &str)]) -> Fields {
    let page = app.get(Alice, &page_of(lead)).await.assert_status(200);
    let mut fields = page.form(&page_of(lead));
    fields.retain(|(name, _)| name != "find" && changed.iter().all(|(other, _)| other != name));
    fields.extend(changed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

async fn send(app: &TestApp, lead: &Lead, fields: &Fields) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, &page_of(lead), &fields).await
}

async fn qualify(app: &TestApp, lead: &Lead, changed: &[(&str, &str)]) -> Page {
    let fields = answers(app, lead, changed).await;
    send(app, lead, &fields).await
}

async fn a_lead_becomes_account_contact_and_deal(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| {
        lead.title = "Captain".into();
        lead.city = "Gdynia".into();
        lead.value_minor = Some(1_250_000);
        lead.timeframe = Timeframe::Now;
        lead.product_interest = "Anchors".into();
    });
    qualify(&app, &lead, &[]).await.assert_goes_to(&page_of(&lead));
    let after = stored(&app, lead.id);
    assert_eq!((after.state, after.closed_at), (LeadState::Qualified, Some(app.clock().now())));
    let account: Account =
        app.db(|db| accounts::table.find(after.account_id.unwrap()).select(Account::as_select()).first(db).unwrap());
    assert_eq!((account.name.as_str(), account.city.as_str()), ("Lindqvist Shipping", "Gdynia"));
    assert_eq!((account.domain.as_str(), account.owner_id), ("lindqvist.example", app.id(Alice)));
    let contact: Contact =
        app.db(|db| contacts::table.find(after.contact_id.unwrap()).select(Contact::as_select()).first(db).unwrap());
    assert_eq!(
        (contact.name.as_str(), contact.title.as_str(), contact.individual),
        ("Lena Lindqvist", "Captain", false)
    );
    let deal = deal(&app, after.opportunity_id.unwrap());
    assert_eq!((deal.name.as_str(), deal.amount_minor), ("Lindqvist Shipping: Anchors", Some(1_250_000)));
    assert_eq!(
        (deal.account_id, deal.contact_id, deal.source_lead_id),
        (after.account_id, after.contact_id, Some(lead.id))
    );
    assert_eq!(deal.expected_close.map(|day| day.to_string()).as_deref(), Some("2026-12-22"));
    let stays: i64 = app.db(|db| stage_spells::table.count().get_result(db).unwrap());
    assert_eq!(stays, 1, "the deal's history begins with its first stage");
    let linked: Vec<(String, bool)> = app.db(|db| {
        contact_accounts::table.select((contact_accounts::role, contact_accounts::is_primary)).load(db).unwrap()
    });
    assert_eq!(linked, [("Captain".to_owned(), true)]);
}

fn deal(app: &TestApp, id: i64) -> Opportunity {
    app.db(|db| opportunities::table.find(id).select(Opportunity::as_select()).first(db).unwrap())
}

/// Sends each form from a browser of its own person at the same time.
async fn at_once(app: &TestApp, forms: Vec<(String, Fields)>) -> Vec<(u16, String)> {
    let browser: Rc<Browser> = app.browser_of(Alice);
    let mut sent = Vec::new();
    for (path, fields) in forms {
        let browser = browser.clone();
        sent.push(actix_web::rt::spawn(async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let page = browser.post(&path, &fields).await;
            (page.status, page.location().to_owned())
        }));
    }
    let mut answers = Vec::new();
    for one in sent {
        answers.push(one.await.unwrap());
    }
    answers
}

async fn sent_twice_at_once_makes_one_of_each(app: TestApp) {
    let lead = app.lead(Alice);
    let fields = answers(&app, &lead, &[]).await;
    let sent = at_once(&app, vec![(page_of(&lead), fields); 6]).await;
    assert_eq!(sent, vec![(303, page_of(&lead)); 6]);
    assert_eq!(counts(&app), (1, 1, 1));
    assert_eq!(stored(&app, lead.id).version, 2);
}

async fn two_leads_of_one_new_company_make_one_account(app: TestApp) {
    let first = app.lead(Alice);
    let second = app.lead_with(Alice, |lead| {
        lead.name = "Otto Olsen".into();
        lead.emails = "otto@lindqvist.example".into();
    });
    let forms = [answers(&app, &first, &[]).await, answers(&app, &second, &[]).await];
    let [one, two] = forms;
    let sent = at_once(&app, vec![(page_of(&first), one), (page_of(&second), two)]).await;
    let statuses: Vec<u16> = sent.iter().map(|(status, _)| *status).collect();
    assert!(statuses.contains(&303) && statuses.contains(&422), "{statuses:?}");
    assert_eq!(counts(&app).0, 1, "the other is shown the account first (rule 32)");
}

async fn linking_fills_blanks_and_lists_what_differs(app: TestApp) {
    let account = app.account_with(Alice, |account| {
        account.name = "Lindqvist Shipping Sp. z o.o.".into();
        account.website = String::new();
        account.city = "Sopot".into();
    });
    let contact = app.contact_with(Alice, |contact| {
        contact.name = "Lena Lindqvist".into();
        contact.emails = "lena@old.example".into();
        contact.phones = String::new();
        contact.title = String::new();
    });
    let lead = app.lead_with(Alice, |lead| {
        lead.title = "Captain".into();
        lead.phones = "+48 22 123 45 67".into();
        lead.website = "www.lindqvist.example".into();
        lead.city = "Gdynia".into();
    });
    let (account, contact) = (account.id.to_string(), contact.id.to_string());
    let page = app.get(Alice, &page_of(&lead)).await;
    assert_eq!(page.form_value("account").as_deref(), Some(account.as_str()), "the likely company is chosen already");
    qualify(&app, &lead, &[("account", &account), ("contact", &contact), ("deal", "none")]).await.assert_status(303);
    assert_eq!(counts(&app), (1, 1, 0));
    let kept: Contact = app.db(|db| contacts::table.select(Contact::as_select()).first(db).unwrap());
    assert_eq!((kept.emails.as_str(), kept.phones.as_str()), ("lena@old.example", "+48 22 123 45 67"));
    assert_eq!(kept.title, "Captain");
    let firm: Account = app.db(|db| accounts::table.select(Account::as_select()).first(db).unwrap());
    assert_eq!((firm.city.as_str(), firm.website.as_str()), ("Sopot", "www.lindqvist.example"));
    let result = app.get(Alice, &page_of(&lead)).await;
    result.assert_says("lena@old.example").assert_says("lena@lindqvist.example").assert_says("Gdynia");
}

async fn a_link_is_part_of_the_contacts_history_and_moves_the_lifecycle(app: TestApp) {
    let account = app.account_with(Alice, |account| account.name = "Lindqvist Shipping".into());
    let contact = app.contact_with(Alice, |contact| {
        (contact.name, contact.title) = ("Lena Lindqvist".into(), "Captain".into());
    });
    let lead = app.lead_with(Alice, |lead| {
        (lead.title, lead.website) = ("Captain".into(), "www.lindqvist.example".into());
    });
    let ids = [account.id.to_string(), contact.id.to_string()];
    let chosen = [("account", ids[0].as_str()), ("contact", ids[1].as_str()), ("deal", "none")];
    qualify(&app, &lead, &chosen).await.assert_status(303);
    let firm: Account = app.db(|db| accounts::table.find(account.id).select(Account::as_select()).first(db).unwrap());
    assert_eq!((firm.lifecycle, firm.domain.as_str()), (Lifecycle::Prospect, "lindqvist.example"));
    let person: Contact = app.db(|db| contacts::table.find(contact.id).select(Contact::as_select()).first(db).unwrap());
    assert!(person.version > contact.version, "who edits the contact meanwhile is told");
    app.get(Alice, &format!("/contacts/{}", contact.id))
        .await
        .assert_says("Lindqvist Shipping")
        .assert_says("Companies");
    app.get(Alice, &page_of(&lead)).await.assert_status(200);
}

async fn a_contact_of_somebody_elses_is_not_linked(app: TestApp) {
    app.db(|db| diesel::update(teams::table).set(teams::shares_records.eq(true)).execute(db).unwrap());
    let account = app.account_with(Alice, |account| account.name = "Lindqvist Shipping".into());
    let contact = app.contact_with(Bob, |contact| contact.name = "Lena Lindqvist".into());
    let lead = app.lead(Alice);
    let ids = [account.id.to_string(), contact.id.to_string()];
    let chosen = [("account", ids[0].as_str()), ("contact", ids[1].as_str()), ("deal", "none")];
    qualify(&app, &lead, &chosen).await.assert_goes_to(&page_of(&lead));
    let links: i64 = app.db(|db| contact_accounts::table.count().get_result(db).unwrap());
    assert_eq!(links, 0);
    let result = app.get(Alice, &page_of(&lead)).await;
    assert!(result.texts("table th").contains(&"Account".to_owned()), "the page says so: {}", result.text());
}

async fn a_person_without_company_is_an_individual_customer(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| {
        lead.company = String::new();
        lead.city = "Gdynia".into();
    });
    qualify(&app, &lead, &[]).await.assert_goes_to(&page_of(&lead));
    assert_eq!(counts(&app), (0, 1, 1));
    let contact: Contact = app.db(|db| contacts::table.select(Contact::as_select()).first(db).unwrap());
    assert_eq!((contact.individual, contact.city.as_str()), (true, "Gdynia"));
}

async fn a_nameless_account_is_never_made(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.company = String::new());
    let page = qualify(&app, &lead, &[("account", "new"), ("account_name", "  ")]).await.assert_status(422);
    assert!(page.problem("account_name").is_some());
    let page = qualify(&app, &lead, &[("account", "none"), ("contact", "none")]).await.assert_status(422);
    assert!(page.problem("account").is_some(), "somebody must be sold to");
    assert_eq!((counts(&app), stored(&app, lead.id)), ((0, 0, 0), lead));
}

async fn a_deal_that_exists_takes_the_lead_in(app: TestApp) {
    let account = app.account_with(Alice, |account| account.name = "Lindqvist Shipping".into());
    let other = app.account_with(Alice, |account| account.name = "Elsewhere".into());
    let theirs = app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    let foreign = app.opportunity_with(Alice, |deal| deal.account_id = Some(other.id));
    let lead = app.lead(Alice);
    let (account, wrong, right) = (account.id.to_string(), foreign.id.to_string(), theirs.id.to_string());
    let page = qualify(&app, &lead, &[("account", &account), ("deal", &wrong)]).await.assert_status(422);
    assert!(page.problem("deal").is_some(), "a deal of another customer");
    qualify(&app, &lead, &[("account", &account), ("deal", &right)]).await.assert_goes_to(&page_of(&lead));
    assert_eq!(stored(&app, lead.id).opportunity_id, Some(theirs.id));
    assert_eq!(deal(&app, theirs.id).source_lead_id, Some(lead.id));
    assert_eq!(counts(&app).2, 2);
}

async fn ids_out_of_reach_are_not_there(app: TestApp) {
    let account = app.account_with(Charlie, |account| account.name = "Kestrel Quarry".into()).id.to_string();
    let contact = app.contact_with(Charlie, |contact| contact.name = "Kestrel Quarry".into()).id.to_string();
    let deal = app.opportunity_with(Charlie, |deal| deal.name = "Kestrel Quarry".into()).id.to_string();
    let lead = app.lead(Alice);
    for (field, id) in [("account", &account), ("contact", &contact), ("deal", &deal)] {
        let page = qualify(&app, &lead, &[(field, id)]).await.assert_status(422).assert_hides("Kestrel");
        let missing = qualify(&app, &lead, &[(field, "987654")]).await.assert_status(422);
        assert_eq!(page.problem(field), missing.problem(field), "hidden and missing look the same");
    }
    assert_eq!(stored(&app, lead.id), lead);
}

async fn what_was_filed_meanwhile_is_shown_first(app: TestApp) {
    let lead = app.lead(Alice);
    let fields = answers(&app, &lead, &[]).await;
    app.account_with(Alice, |account| account.name = "LINDQVIST SHIPPING".into());
    let page = send(&app, &lead, &fields).await.assert_status(422);
    assert!(page.problem("account").is_some() && page.text_contains("LINDQVIST SHIPPING"));
    let again: Fields = page.form(&page_of(&lead)).into_iter().filter(|(name, _)| name != "find").collect();
    send(&app, &lead, &again).await.assert_goes_to(&page_of(&lead));
    assert_eq!(counts(&app).0, 2, "seen and wanted all the same");
}

async fn a_search_keeps_what_was_typed(app: TestApp) {
    app.account_with(Alice, |account| account.name = "Parent Holding".into());
    let lead = app.lead(Alice);
    let changed = [("account_q", "parent"), ("find", "account"), ("deal_name", "Typed by hand")];
    let page = qualify(&app, &lead, &changed).await.assert_status(200).assert_says("Parent Holding");
    assert_eq!(page.form_value("deal_name").as_deref(), Some("Typed by hand"));
    assert_eq!(stored(&app, lead.id).state, LeadState::Open);
}

async fn a_qualified_lead_is_found_and_linked_both_ways(app: TestApp) {
    let lead = app.lead(Alice);
    qualify(&app, &lead, &[]).await.assert_status(303);
    let after = stored(&app, lead.id);
    let page = app.get(Alice, &format!("/leads/{}", lead.id)).await.assert_says("Qualified");
    assert!(page.has_link(&format!("/accounts/{}", after.account_id.unwrap())));
    assert!(page.has_link(&format!("/opportunities/{}", after.opportunity_id.unwrap())));
    let found = app.get(Alice, "/leads?view=closed&q=lindqvist").await;
    assert_eq!(found.texts("tbody th a"), ["Lena Lindqvist"]);
}

async fn wrong_answers_keep_everything_typed(app: TestApp) {
    let lead = app.lead(Alice);
    let changed = [("deal_name", ""), ("amount", "1.2.3"), ("expected_close", "soon"), ("contact_name", "Lena L.")];
    let page = qualify(&app, &lead, &changed).await.assert_status(422);
    for field in ["deal_name", "amount", "expected_close"] {
        assert!(page.problem(field).is_some(), "{field}");
    }
    for (field, typed) in changed {
        assert_eq!(page.form_value(field).as_deref(), Some(typed), "{field}");
    }
    assert_eq!((counts(&app), stored(&app, lead.id)), ((0, 0, 0), lead));
}

async fn a_deal_has_what_its_first_stage_requires(app: TestApp) {
    let lead = app.lead(Alice);
    let require = |fields: &str| {
        let first = stages::table.find(app.stage("Discovery"));
        app.db(|db| diesel::update(first).set(stages::required.eq(fields)).execute(db).unwrap());
    };
    require("account_id contact_id source_id amount_minor competitors notes");
    let page = qualify(&app, &lead, &[("amount", "")]).await.assert_status(422);
    assert!(page.problem("amount").is_some());
    let said = page.problem("deal").unwrap();
    assert!(said.contains("Competitors") && said.contains("Notes") && !said.contains("Account"), "{said}");
    assert_eq!(counts(&app), (0, 0, 0));
    require("account_id contact_id source_id amount_minor");
    qualify(&app, &lead, &[("amount", "500")]).await.assert_status(303);
    assert_eq!(counts(&app), (1, 1, 1));
}
