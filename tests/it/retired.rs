//! What is in use no more stays with the records that have it: a form nobody touched changes nothing.

use diesel::prelude::*;
use fursa::accounts::Account;
use fursa::db::schema::{accounts, leads, users};
use fursa::leads::Lead;
use fursa::products;

use crate::support::*;

both!(
    a_currency_in_use_no_more_stays_with_its_amounts,
    a_customer_stays_with_an_owner_who_left,
    every_form_is_taken_as_it_stands_when_all_it_names_is_retired,
);

/// Sends the form of a page with one answer changed.
async fn edit(app: &TestApp, who: Who, page: &str, action: &str, changed: (&str, &str)) {
    let mut fields = app.get(who, page).await.assert_status(200).form(action);
    fields.retain(|(name, _)| name != changed.0);
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([changed]);
    app.post(who, action, &fields.collect::<Vec<_>>()).await.assert_status(303);
}

async fn a_currency_in_use_no_more_stays_with_its_amounts(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| {
        lead.value_minor = Some(620_000);
        lead.currency = "USD".into();
    });
    let account = app.account_with(Alice, |account| {
        account.revenue_minor = Some(70_500_000);
        account.currency = "USD".into();
    });
    let anchor = app.tx(Ada, |tx| products::find_by_key(tx, "Anchor").unwrap().unwrap().id);
    let product = format!("/products/{anchor}/edit");
    edit(&app, Ada, &product, &product, ("currency", "USD")).await;
    app.post(Ada, "/settings/currencies/USD/removal", &[]).await.assert_status(303);

    let action = format!("/leads/{}/edit", lead.id);
    edit(&app, Alice, &format!("{action}?part=interest"), &action, ("notes", "Call again")).await;
    let kept: Lead = app.db(|db| leads::table.find(lead.id).select(Lead::as_select()).first(db).unwrap());
    assert_eq!((kept.notes.as_str(), kept.currency.as_str(), kept.value_minor), ("Call again", "USD", Some(620_000)));
    let page = app.get(Alice, &format!("/leads/{}/qualification", lead.id)).await;
    assert_eq!(page.form_value("currency").as_deref(), Some("USD"));

    let action = format!("/accounts/{}/edit", account.id);
    edit(&app, Alice, &action, &action, ("notes", "Call again")).await;
    let kept: Account = app.db(|db| accounts::table.find(account.id).select(Account::as_select()).first(db).unwrap());
    assert_eq!((kept.currency.as_str(), kept.revenue_minor), ("USD", Some(70_500_000)));

    edit(&app, Ada, &product, &product, ("family", "Mooring")).await;
    assert_eq!(app.get(Ada, &product).await.form_value("currency").as_deref(), Some("USD"));
    let offered = app.get(Alice, "/leads/new").await.texts("select[name='currency'] option");
    assert!(!offered.contains(&"USD".to_owned()), "what is new is in a currency in use");
}

async fn a_customer_stays_with_an_owner_who_left(app: TestApp) {
    let gone = app.hire("Gonzalo", "sales_rep", "North");
    let (account, contact) = (app.account(gone), app.contact(gone));
    // As an installation of an earlier version left it, where what somebody held could stay with them.
    app.db(|db| {
        diesel::update(users::table.find(app.id(gone).unwrap())).set(users::active.eq(false)).execute(db).unwrap()
    });
    let actions = [format!("/accounts/{}/edit", account.id), format!("/contacts/{}/edit", contact.id)];
    for action in actions {
        edit(&app, Ada, &action, &action, ("notes", "Call again")).await;
        assert_eq!(app.get(Ada, &action).await.form_value("owner"), app.id(gone).map(|id| id.to_string()), "{action}");
    }
    let offered = app.get(Ada, "/accounts/new").await.texts("select[name='owner'] option");
    assert!(!offered.contains(&"Gonzalo".to_owned()), "nobody is given to who left");
}

/// A record of each kind that refers to as much as it can, of somebody in South.
fn related(app: &TestApp, owner: Who) -> Vec<String> {
    use fursa::directory::PickList;

    let product = app.tx(Ada, |tx| products::find_by_key(tx, "Anchor").unwrap().unwrap().id);
    let source = app.pick(PickList::LeadSource, "Referral");
    let account = app.account_with(owner, |account| {
        account.industry_id = Some(app.pick(PickList::Industry, "Retail"));
        (account.currency, account.revenue_minor) = ("USD".into(), Some(5_000_000));
    });
    let contact = app.contact(owner);
    let lead = app.lead_with(owner, |lead| {
        (lead.source_id, lead.status_id) = (source, app.pick(PickList::LeadStatus, "Nurturing"));
        lead.buying_role_id = Some(app.pick(PickList::BuyingRole, "Decides"));
        (lead.currency, lead.value_minor, lead.budget_minor) = ("USD".into(), Some(700), Some(500));
    });
    let deal = app.opportunity_with(owner, |deal| {
        (deal.account_id, deal.contact_id, deal.product_id) = (Some(account.id), Some(contact.id), Some(product));
        (deal.currency, deal.source_id) = ("USD".into(), Some(source));
    });
    [("leads", lead.id), ("accounts", account.id), ("contacts", contact.id), ("opportunities", deal.id)]
        .map(|(kind, id)| format!("/{kind}/{id}"))
        .into()
}

async fn every_form_is_taken_as_it_stands_when_all_it_names_is_retired(app: TestApp) {
    let gone = app.hire("Gonzalo", "sales_rep", "South");
    let mut pages = related(&app, gone);
    let south = app.team("South");
    for retired in [
        "pick_items SET active = FALSE WHERE name IN ('Referral', 'Nurturing', 'Decides', 'Retail')".to_owned(),
        "currencies SET active = FALSE WHERE code = 'USD'".to_owned(),
        "products SET active = FALSE".to_owned(),
        format!("users SET active = FALSE WHERE team_id = {south}"),
        format!("teams SET active = FALSE WHERE id = {south}"),
    ] {
        app.db(|db| diesel::sql_query(format!("UPDATE {retired}")).execute(db).unwrap());
    }
    pages.extend([format!("/settings/people/{}", app.id(gone).unwrap()), format!("/settings/teams/{south}")]);
    let entries = || app.db(|db| fursa::db::schema::journal::table.count().get_result::<i64>(db).unwrap());
    let (before, mut sent) = (entries(), 0);
    for page in pages {
        let found = app.get(Ada, &page).await.assert_status(200).links().into_iter().map(|(to, _)| to);
        let mut forms: Vec<String> = found.filter(|to| to.starts_with(&format!("{page}/edit"))).collect();
        if page.starts_with("/settings") {
            forms.push(page);
        }
        assert!(!forms.is_empty());
        for form in forms {
            let action = form.split('?').next().unwrap_or_default();
            let fields = app.get(Ada, &form).await.assert_status(200).form(action);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = app.post(Ada, action, &fields).await;
            assert_eq!(answer.status, 303, "{form} with {fields:?}: {:?}", answer.texts(".error"));
            sent += 1;
        }
    }
    assert!(sent >= 10, "{sent} forms");
    assert_eq!(entries(), before, "a form nobody touched changes nothing");
}
