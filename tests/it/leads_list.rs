//! What lists of leads are narrowed by.

use fursa::directory::PickList;
use fursa::leads::LeadState;

use crate::support::*;

both!(
    where_a_lead_stood_is_asked_of_open_ones_and_how_it_ended_of_closed_ones,
    all_leads_behind_a_customer_are_listed_to_who_sees_the_customer,
);

async fn names(app: &TestApp, who: Who, query: &str) -> Vec<String> {
    app.get(who, &format!("/leads?sort=name&{query}")).await.assert_status(200).texts("tbody th a")
}

async fn where_a_lead_stood_is_asked_of_open_ones_and_how_it_ended_of_closed_ones(app: TestApp) {
    let contacted = app.pick(PickList::LeadStatus, "Contacted");
    let states = [
        ("Olga Open", LeadState::Open),
        ("Quentin Qualified", LeadState::Qualified),
        ("Dora Disqualified", LeadState::Disqualified),
    ];
    for (name, state) in states {
        app.lead_with(Alice, |lead| {
            lead.name = name.into();
            lead.status_id = contacted;
            lead.state = state;
        });
    }
    app.lead(Alice);
    assert_eq!(names(&app, Alice, &format!("view=all&status={contacted}")).await, ["Olga Open"]);
    assert_eq!(names(&app, Alice, "view=all&outcome=qualified").await, ["Quentin Qualified"]);
    assert_eq!(names(&app, Ada, "view=closed&outcome=disqualified").await, ["Dora Disqualified"]);
    assert_eq!(names(&app, Ada, &format!("view=all&status={contacted}&outcome=qualified")).await, [""; 0]);
    assert_eq!(names(&app, Ada, &format!("view=all&status={contacted}&q=o")).await, ["Olga Open"]);
    let page = app.get(Ada, &format!("/leads?view=all&status={contacted}")).await;
    assert_eq!(page.texts(".result li"), ["\u{2068}1\u{2069} lead"]);
    let file = app.get(Ada, &format!("/leads/export?view=all&status={contacted}")).await;
    assert!(file.body.contains("Olga") && !file.body.contains("Quentin"), "{}", file.body);
    let filters = |page: &Page| ["status", "outcome"].map(|name| page.count(&format!("select[name='{name}']")));
    assert_eq!(filters(&page), [1, 1]);
    assert_eq!(filters(&app.get(Ada, "/leads").await), [1, 0]);
    assert_eq!(filters(&app.get(Ada, "/leads?view=closed").await), [0, 1]);
}

async fn all_leads_behind_a_customer_are_listed_to_who_sees_the_customer(app: TestApp) {
    let (account, contact) = (app.account(Alice), app.contact(Alice));
    for n in 0..7 {
        app.lead_with(Alice, |lead| {
            lead.name = format!("Lead {n}");
            lead.state = LeadState::Qualified;
            lead.account_id = Some(account.id);
            lead.contact_id = (n < 6).then_some(contact.id);
        });
    }
    app.lead(Alice);
    let pages = [("accounts", "account", account.id, 7), ("contacts", "contact", contact.id, 6)];
    for (kind, filter, id, all) in pages {
        let list = format!("/leads?view=all&{filter}={id}");
        let record = app.get(Alice, &format!("/{kind}/{id}")).await.assert_status(200);
        assert!(record.has_link(&list), "{:?}", record.links());
        record.assert_says(&format!("All {all} leads"));
        let page = app.get(Alice, &list).await.assert_status(200);
        assert_eq!(page.count("tbody th a"), all);
        assert_eq!(page.count(".chips .chip"), 1);
        assert_eq!(page.form_value(filter), Some(id.to_string()), "another filter keeps it");
        let file = app.get(Alice, &format!("/leads/export?view=all&{filter}={id}")).await;
        assert_eq!(file.body.lines().count(), all + 1);
    }
    let hidden = app.account_with(Charlie, |account| account.name = "Kestrel Quarry".into());
    app.lead_with(Alice, |lead| lead.account_id = Some(hidden.id));
    let page = app.get(Alice, &format!("/leads?view=all&account={}", hidden.id)).await.assert_status(200);
    page.assert_hides("Kestrel").assert_says("No lead matches.");
}
