//! Timelines: what happened, in words, as far as the viewer may know.

use fursa::contacts::companies;
use fursa::journal::{Action, Entity};
use fursa::listing::upkeep;
use fursa::timeline::{self, Filter};
use fursa::{accounts, contacts, leads, opportunities};

use crate::support::*;

both!(
    changes_are_told_in_words,
    an_account_tells_of_its_deals_as_far_as_they_are_seen,
    amounts_are_not_told_to_who_may_not_see_them,
    a_hidden_record_is_not_named_in_a_change,
    a_long_history_has_pages_that_leave_nothing_out,
    only_changes_are_shown_where_that_is_asked,
    a_record_takes_its_history_along_to_another_customer,
    who_joins_a_company_brings_their_history,
);

fn told(page: &Page) -> String {
    page.texts("#timeline").join(" ").replace(['\u{2068}', '\u{2069}'], "")
}

fn rename(app: &TestApp, who: Who, id: i64, name: &str) {
    app.tx(who, |tx| {
        let before = accounts::find(tx, id).unwrap();
        let mut facts = before.facts.clone();
        facts.name = name.into();
        accounts::save(tx, Action::Edited, &before, facts).unwrap().unwrap();
    });
}

async fn changes_are_told_in_words(app: TestApp) {
    let account = app.account_with(Alice, |facts| facts.name = "Old Works".into());
    let path = format!("/accounts/{}/edit", account.id);
    let fields =
        [("version", "1"), ("part", "about"), ("name", "New Works"), ("employees", "1200"), ("currency", "EUR")];
    app.post(Alice, &path, &fields).await.assert_status(303);
    let page = app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_status(200);
    let told = told(&page);
    assert!(told.contains("Alice edited the account"), "{told}");
    assert!(told.contains("Name: Old Works → New Works"), "{told}");
    assert!(told.contains("Employees: 1,200"), "{told}");
    assert_eq!(page.attributes("#timeline .entry time", "datetime")[0], "2026-11-22T11:00:00+01:00");
}

async fn an_account_tells_of_its_deals_as_far_as_they_are_seen(app: TestApp) {
    let account = app.account(Nobody);
    for (owner, name) in [(Alice, "Visible deal"), (Charlie, "Hidden deal")] {
        app.opportunity_with(owner, |facts| {
            facts.account_id = Some(account.id);
            facts.name = name.into();
        });
    }
    let page = app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_status(200);
    assert!(told(&page).contains("opened the opportunity Visible deal"), "{}", told(&page));
    page.assert_hides("Hidden deal");
    app.get(Ada, &format!("/accounts/{}", account.id)).await.assert_says("Hidden deal");
}

async fn amounts_are_not_told_to_who_may_not_see_them(app: TestApp) {
    let account = app.account(Alice);
    let deal = app.opportunity_with(Alice, |facts| facts.account_id = Some(account.id));
    app.tx(Alice, |tx| {
        let mut facts = deal.facts.clone();
        facts.amount_minor = Some(4_321_000);
        opportunities::save(tx, Action::Edited, &deal, facts).unwrap().unwrap();
    });
    let path = format!("/accounts/{}", account.id);
    assert!(told(&app.get(Alice, &path).await).contains("€43,210"));
    let seen = told(&app.get(Sam, &path).await.assert_hides("43,210"));
    assert!(seen.contains("Value: hidden from you"), "{seen}");
}

async fn a_hidden_record_is_not_named_in_a_change(app: TestApp) {
    let hidden = app.account_with(Charlie, |facts| facts.name = "Secret Holding".into());
    let account = app.account(Alice);
    app.tx(Ada, |tx| {
        let mut facts = account.facts.clone();
        facts.parent_id = Some(hidden.id);
        accounts::save(tx, Action::Edited, &account, facts).unwrap().unwrap();
    });
    let page = app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_hides("Secret Holding");
    assert!(told(&page).contains("a record you may not see"));
}

async fn a_long_history_has_pages_that_leave_nothing_out(app: TestApp) {
    let account = app.account(Alice);
    for n in 0..70 {
        app.wait(chrono::Duration::minutes(7 * (n % 3)));
        rename(&app, Alice, account.id, &format!("Name {n}"));
    }
    let mut path = format!("/accounts/{}", account.id);
    let mut entries = Vec::new();
    loop {
        let page = app.get(Alice, &path).await.assert_status(200);
        entries.push(page.count("#timeline .entry"));
        match page.attributes("#timeline a[rel=next]", "href").pop() {
            Some(older) => path = older.split('#').next().unwrap().to_owned(),
            None => break,
        }
    }
    assert_eq!(entries, [30, 30, 11]);
}

async fn only_changes_are_shown_where_that_is_asked(app: TestApp) {
    let account = app.account(Alice);
    rename(&app, Alice, account.id, "Another name");
    let entries = |filter| {
        let page = app.tx(Alice, |tx| timeline::for_record(tx, Entity::Account, account.id, filter, None).unwrap());
        page.days.iter().map(|day| day.entries.len()).sum::<usize>()
    };
    assert_eq!((entries(Filter::All), entries(Filter::Changes)), (2, 1));
    let page = app.get(Alice, &format!("/accounts/{}?history=changes", account.id)).await;
    assert_eq!(page.count("#timeline .entry"), 1);
}

/// What is told on a page, and whether what the database keeps of it is what it would make of it now.
async fn told_at(app: &TestApp, path: &str) -> String {
    let wrong = app.db(|db| upkeep::wrong_rows(db).unwrap());
    assert!(wrong.iter().all(|(_, rows)| *rows == 0), "{wrong:?}");
    told(&app.get(Alice, path).await.assert_status(200))
}

async fn a_record_takes_its_history_along_to_another_customer(app: TestApp) {
    let [one, other] = [(); 2].map(|()| format!("/accounts/{}", app.account(Alice).id));
    let id = |path: &str| path.rsplit('/').next().and_then(|id| id.parse::<i64>().ok());
    let contact = app.contact(Alice);
    let person = format!("/contacts/{}", contact.id);
    let deal = app.opportunity_with(Alice, |deal| (deal.name, deal.account_id) = ("Harbour".into(), id(&one)));
    let lead = app.lead_with(Alice, |lead| (lead.name, lead.account_id) = ("Kestrel".into(), id(&one)));
    let before = told_at(&app, &one).await;
    assert!(before.contains("Harbour") && before.contains("Kestrel"), "{before}");
    assert!(!told_at(&app, &other).await.contains("Harbour"));
    app.tx(Alice, |tx| {
        let mut facts = deal.facts.clone();
        (facts.account_id, facts.contact_id) = (id(&other), Some(contact.id));
        opportunities::save(tx, Action::Edited, &deal, facts).unwrap().unwrap();
        let mut facts = lead.facts.clone();
        (facts.account_id, facts.contact_id, facts.opportunity_id) = (None, Some(contact.id), Some(deal.id));
        leads::save(tx, Action::Edited, &lead, facts).unwrap().unwrap();
    });
    let left = told_at(&app, &one).await;
    assert!(!left.contains("Harbour") && !left.contains("Kestrel"), "{left}");
    let now = told_at(&app, &other).await;
    assert!(now.contains("opened the opportunity Harbour") && now.contains("edited the opportunity Harbour"), "{now}");
    for path in [person, format!("/opportunities/{}", deal.id)] {
        assert!(told_at(&app, &path).await.contains("filed the lead Kestrel"), "{path}");
    }
}

async fn who_joins_a_company_brings_their_history(app: TestApp) {
    let (account, contact) = (app.account(Alice), app.contact_with(Alice, |contact| contact.name = "Maria Li".into()));
    let path = format!("/accounts/{}", account.id);
    assert!(!told_at(&app, &path).await.contains("Maria Li"));
    let place = companies::Company { account_id: account.id, role: "Captain".into(), is_primary: true };
    let joined = |all: Vec<companies::Company>| {
        app.tx(Alice, |tx| {
            let found = contacts::find(tx, contact.id).unwrap();
            companies::replace(tx, &found, &all).unwrap().unwrap()
        });
    };
    joined(vec![place]);
    assert!(told_at(&app, &path).await.contains("filed the contact Maria Li"));
    joined(Vec::new());
    assert!(!told_at(&app, &path).await.contains("Maria Li"));
}
