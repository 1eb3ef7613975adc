//! Where what is hidden would be told by what is made of it, by a number, or by who acts for whom.

use std::sync::Arc;

use fursa::accounts;
use fursa::contacts::companies::{Company, replace};
use fursa::contacts::{self, Contact};
use fursa::db::Request;
use fursa::imports::{Kind, Options};
use fursa::journal::{self, Action};
use fursa::leads::{self, LeadFacts};

use super::{EMAIL, PHONE, grace, hide, stored, told};
use crate::imports::{file, import_path};
use crate::support::*;

both!(
    qualifying_tells_a_company_nothing_hidden,
    nobody_is_called_by_their_address,
    an_undo_counts_no_hidden_record,
    a_history_counts_no_hidden_company,
    who_stands_in_sees_as_who_is_away,
);

/// Everybody who sees a company reads all of it: what is hidden of a person does not become a company's.
async fn qualifying_tells_a_company_nothing_hidden(app: TestApp) {
    hide(&app, "personal", "sales_rep");
    for (n, (contact, sees)) in [("none", false), ("new", false), ("none", true)].into_iter().enumerate() {
        if sees {
            hide(&app, "personal", "");
        }
        let lead = grace(&app);
        let path = format!("/leads/{}/qualification", lead.id);
        let mut form = app.get(Alice, &path).await.assert_status(200).form(&path);
        let company = format!("Navy {n}");
        for (name, value) in &mut form {
            match name.as_str() {
                "account" => *value = "new".into(),
                "account_name" => value.clone_from(&company),
                "contact" => *value = contact.into(),
                _ => {}
            }
        }
        let sent: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        app.post(Alice, &path, &sent).await.assert_status(303);
        let id = stored(&app, lead.id).account_id.unwrap();
        let account = app.tx(Ada, |tx| accounts::find(tx, id).unwrap());
        let said = [&account.emails, &account.phones, &account.website, &account.street, &account.city];
        assert_eq!(said.iter().all(|said| said.is_empty()), !sees, "{account:?}");
        assert_eq!((account.domain.is_empty(), account.country.as_str()), (!sees, "PL"));
        told(&app.get(Alice, &format!("/accounts/{id}")).await.assert_status(200), sees);
        assert_eq!(stored(&app, lead.id).emails, EMAIL, "the lead keeps it");
    }
}

async fn nobody_is_called_by_their_address(app: TestApp) {
    hide(&app, "personal", "marketer");
    let text = format!("Email,Phone\n{EMAIL},{PHONE}\nother@harbour.example,\n");
    for (kind, list) in [(Kind::Leads, "/leads?view=all"), (Kind::Contacts, "/contacts")] {
        let counts = import_path(&app, Mona, kind, &file(text.as_bytes()), Options::default()).0.counts;
        assert_eq!((counts.created, counts.wrong), (2, 0));
        let page = app.get(Mark, list).await.assert_status(200);
        told(&page.assert_says("Without a name (line 2)").assert_says("Without a name (line 3)"), false);
        // The same file again finds them by their address, and leaves the name they have by now.
        let counts = import_path(&app, Mona, kind, &file(text.as_bytes()), Options::default()).0.counts;
        assert_eq!((counts.created, counts.updated, counts.skipped), (0, 0, 2));
    }
}

/// One request of an administrator's about records of two people: each takes back their own, and learns of no other.
async fn an_undo_counts_no_hidden_record(app: TestApp) {
    let own = app.lead(Alice).id;
    let others = [app.lead(Charlie).id, app.lead(Charlie).id, app.lead(Charlie).id];
    let request = "00000000000000ab".to_owned();
    app.tx(Ada, |tx| {
        tx.request = Arc::new(Request { id: request.clone(), ..Request::default() });
        for id in [own].into_iter().chain(others) {
            let known = leads::find(tx, id).unwrap();
            let facts = LeadFacts { company: "Kestrel Yards".into(), ..known.facts.clone() };
            leads::save(tx, Action::Edited, &known, facts).unwrap().unwrap();
        }
        assert!(journal::note(tx).unwrap());
    });
    app.post(Alice, &format!("/undo/{request}"), &[]).await.assert_status(303);
    let page = app.get(Alice, "/").await.assert_hides("a record you may not see");
    assert!(page.text().contains("Lena Lindqvist"), "{}", page.text());
    assert_eq!(stored(&app, own).company, "Lindqvist Shipping");
    assert!(others.iter().all(|id| stored(&app, *id).company == "Kestrel Yards"));
}

async fn a_history_counts_no_hidden_company(app: TestApp) {
    let contact: Contact = app.contact(Alice);
    let own = app.account_with(Alice, |account| account.name = "Arctic Oy".into()).id;
    let hidden = [app.account(Charlie).id, app.account(Charlie).id];
    let place = |account_id, role: &str| Company { account_id, role: role.into(), is_primary: account_id == own };
    let all = [place(own, "Captain"), place(hidden[0], "Treasurer"), place(hidden[1], "Cook")];
    app.tx(Ada, |tx| {
        let known = contacts::find(tx, contact.id).unwrap();
        replace(tx, &known, &all).unwrap().unwrap();
    });
    let history = format!("/contacts/{}/history", contact.id);
    app.get(Ada, &history).await.assert_says("Treasurer").assert_says("Cook");
    let page = app.get(Alice, &history).await.assert_says("Captain").assert_hides("Treasurer").assert_hides("Cook");
    assert_eq!(page.body.matches("a record you may not see").count(), 1);
}

/// What counts is the roles of who is away, not of who acts: what these see, and what is hidden from them.
async fn who_stands_in_sees_as_who_is_away(app: TestApp) {
    hide(&app, "personal", "marketer");
    let lead = grace(&app);
    let deal = app.opportunity_with(Alice, |deal| deal.amount_minor = Some(62_500_00));
    let pages = [format!("/leads/{}", lead.id), format!("/opportunities/{}", deal.id)];
    for (away, stand_in, is_seen) in [(Alice, Mark, true), (Mark, Alice, false)] {
        let id = app.id(stand_in).unwrap().to_string();
        let form = [("stand_in", id.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
        app.post(away, "/profile/delegations", &form).await.assert_status(303);
        let delegation = app.directory().delegations.last().unwrap().id;
        for (acts, is_seen) in [(true, is_seen), (false, !is_seen)] {
            let way = if acts { format!("/acting/{delegation}") } else { "/acting/removal".to_owned() };
            app.post(stand_in, &way, &[]).await.assert_status(303);
            told(&app.get(stand_in, &pages[0]).await.assert_status(200), is_seen);
            let page = app.get(stand_in, &pages[1]).await.assert_status(200);
            assert_eq!(page.text_contains("62,500"), is_seen, "{stand_in:?} for {away:?}: {acts}");
        }
        app.post(away, &format!("/profile/delegations/{delegation}/removal"), &[]).await.assert_status(303);
    }
}
