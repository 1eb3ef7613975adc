//! What stands in the way of deleting and of restoring, and that nothing is said of what may not be seen.

use diesel::prelude::*;
use fursa::db::schema::{bin, opportunities, users};
use fursa::db::sql::Sql;
use fursa::journal::Entity;
use fursa::removal::{self, Refused, Stays, Way};

use super::{everything, put_away, restored};
use crate::support::*;

both!(
    deals_of_others_keep_an_account,
    a_product_in_use_stays,
    only_who_may_edit_deletes_and_restores,
    a_deal_comes_back_with_its_customer,
    what_another_has_meanwhile_is_not_restored,
    the_deal_of_somebody_who_left_waits_in_the_pool,
    a_deal_of_a_retired_stage_goes_where_the_others_went,
    a_shared_address_is_said,
    a_share_opens_for_edits_and_comes_back,
);

async fn deals_of_others_keep_an_account(app: TestApp) {
    let account = app.account(Alice);
    app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    app.opportunity_with(Charlie, |deal| (deal.account_id, deal.name) = (Some(account.id), "Secret anchors".into()));
    let before = everything(&app);
    let path = format!("/accounts/{}/removal", account.id);
    let page = app.get(Alice, &path).await.assert_status(200).assert_hides("Secret");
    let page = page.assert_says("deals would go along that belong to others");
    assert_eq!(page.count("main form"), 0, "there is no button that would be refused");
    app.post(Alice, &path, &[]).await.assert_status(409).assert_hides("Secret");
    assert_eq!(everything(&app), before);
    app.post(Ada, &path, &[]).await.assert_goes_to("/accounts");
}

async fn a_product_in_use_stays(app: TestApp) {
    let (used, idle) = app.tx(Ada, |tx| {
        let mut file = |name| {
            let facts = fursa::products::ProductFacts::starting(name, "EUR", tx.now);
            fursa::products::insert(tx, facts).unwrap().id
        };
        (file("Sextant"), file("Rudder"))
    });
    app.opportunity_with(Alice, |deal| deal.product_id = Some(used));
    app.post(Mona, &format!("/products/{used}/removal"), &[]).await.assert_status(409).assert_says("deals name this");
    app.post(Mona, &format!("/products/{idle}/removal"), &[]).await.assert_goes_to("/products");
    // Its name is free now, and taken when it comes back.
    app.tx(Ada, |tx| {
        let again = fursa::products::ProductFacts::starting("rudder", "EUR", tx.now);
        let again = fursa::products::insert(tx, again).unwrap();
        let refused = removal::restore(tx, Entity::Product, idle, Way::Alone).unwrap();
        assert_eq!(refused, Err(Refused::Name));
        removal::put_away(tx, Entity::Product, again.id).unwrap().unwrap();
    });
    assert_eq!(restored(&app, Mona, Entity::Product, idle).name, "Rudder");
}

async fn only_who_may_edit_deletes_and_restores(app: TestApp) {
    let lead = app.lead(Alice);
    for (who, status) in [(Charlie, 404), (Bob, 404), (Mark, 403), (Sam, 404)] {
        app.post(who, &format!("/leads/{}/removal", lead.id), &[]).await.assert_status(status);
    }
    let away = put_away(&app, Alice, Entity::Lead, lead.id);
    for who in [Charlie, Bob, Mark, Sam] {
        app.post(who, &format!("/bin/{}/restoration", away.row), &[]).await.assert_status(404);
    }
    app.post(Mona, &format!("/bin/{}/restoration", away.row), &[]).await.assert_status(303);
}

async fn a_deal_comes_back_with_its_customer(app: TestApp) {
    let account = app.account(Alice);
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    let before = everything(&app);
    let first = put_away(&app, Alice, Entity::Opportunity, deal.id);
    put_away(&app, Alice, Entity::Account, account.id);
    let path = format!("/bin/{}/restoration", first.row);
    let page = app.post(Alice, &path, &[]).await.assert_status(409).assert_says("Arctic Oy");
    let fields = page.form(&path);
    assert!(fields.contains(&("customer".into(), "yes".into())), "{fields:?}");
    app.post(Alice, &path, &[("customer", "yes")]).await.assert_goes_to(&format!("/opportunities/{}", deal.id));
    assert_eq!(everything(&app), before);
    // The same where the deal went along with its customer.
    put_away(&app, Alice, Entity::Account, account.id);
    let asked = app.tx(Alice, |tx| removal::restore(tx, Entity::Opportunity, deal.id, Way::WithCustomer).unwrap());
    assert_eq!(asked.unwrap().along, 1);
    assert_eq!(everything(&app), before);
    // Of a customer whom one may not restore nothing is said.
    app.tx(Ada, |tx| {
        removal::put_away(tx, Entity::Opportunity, deal.id).unwrap().unwrap();
        let found = fursa::accounts::find(tx, account.id).unwrap();
        let charlie = tx.directory.people.iter().find(|person| person.name.starts_with("Charlie")).unwrap();
        let handed = fursa::accounts::AccountFacts {
            owner_id: Some(charlie.id),
            team_id: charlie.team_id,
            ..found.facts.clone()
        };
        fursa::accounts::save(tx, fursa::journal::Action::Assigned, &found, handed).unwrap().unwrap();
        removal::put_away(tx, Entity::Account, account.id).unwrap().unwrap();
    });
    let in_bin = bin::table.filter(bin::record_id.eq(deal.id).and(bin::entity.eq("opportunity"))).select(bin::id);
    let row: i64 = app.db(|db| in_bin.first(db).unwrap());
    for fields in [&[][..], &[("customer", "yes")]] {
        app.post(Alice, &format!("/bin/{row}/restoration"), fields).await.assert_status(409).assert_hides("Arctic");
    }
}

async fn what_another_has_meanwhile_is_not_restored(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.external_id = Some("00Q1".into()));
    put_away(&app, Alice, Entity::Lead, lead.id);
    let again = app.lead_with(Alice, |lead| lead.external_id = Some("00Q1".into()));
    let refused = app.tx(Alice, |tx| removal::restore(tx, Entity::Lead, lead.id, Way::Alone).unwrap());
    assert_eq!(refused, Err(Refused::ExternalId));
    put_away(&app, Alice, Entity::Lead, again.id);
    restored(&app, Alice, Entity::Lead, lead.id);
}

async fn the_deal_of_somebody_who_left_waits_in_the_pool(app: TestApp) {
    let gone = app.hire("Gone", "sales_rep", "North-East");
    let deal = app.opportunity_with(gone, |_| ());
    put_away(&app, Mona, Entity::Opportunity, deal.id);
    app.db(|db| {
        diesel::update(users::table.find(app.id(gone).unwrap())).set(users::active.eq(false)).execute(db).unwrap();
        diesel::sql_query("UPDATE organization SET revision = revision + 1").execute(db).unwrap();
    });
    let back = restored(&app, Mona, Entity::Opportunity, deal.id);
    assert!(back.is_nobodys);
    let row = opportunities::table.find(deal.id).select((opportunities::owner_id, opportunities::team_id));
    let (owner, team): (Option<i64>, i64) = app.db(|db| row.first(db).unwrap());
    assert_eq!((owner, team), (None, app.team("North-East")));
}

async fn a_deal_of_a_retired_stage_goes_where_the_others_went(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| deal.name = "Forty anchors".into());
    let (from, to) = (deal.stage_id, app.stage("Proposal"));
    put_away(&app, Alice, Entity::Opportunity, deal.id);
    app.post(Ada, &format!("/settings/stages/{from}/retirement"), &[("into", &to.to_string())])
        .await
        .assert_status(303);
    restored(&app, Alice, Entity::Opportunity, deal.id);
    let stage = opportunities::table.find(deal.id).select(opportunities::stage_id);
    assert_eq!(app.db(|db| stage.first::<i64>(db).unwrap()), to);
}

async fn a_shared_address_is_said(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.emails = "one@kestrel.example".into());
    let away = put_away(&app, Alice, Entity::Lead, lead.id);
    app.contact_with(Alice, |contact| contact.emails = "one@kestrel.example".into());
    let page = app.post(Alice, &format!("/bin/{}/restoration", away.row), &[]).await.assert_status(303);
    app.get(Alice, page.location()).await.assert_says("same email or phone");
    let stays = app.tx(Alice, |tx| removal::plan(tx, Entity::Lead, lead.id).unwrap().stays);
    assert_eq!(stays, None::<Stays>);
}

async fn a_share_opens_for_edits_and_comes_back(app: TestApp) {
    let lead = app.lead(Alice);
    let insert = Sql::new("INSERT INTO shares (entity, record_id, person_id, may_edit, created_at) VALUES ('lead', ");
    let insert = insert.bind(lead.id).push(", ").bind(app.id(Charlie)).push(", ").bind(true).push(", ");
    app.db(|db| insert.bind(app.clock().now()).push(")").run(db).unwrap());
    let path = format!("/leads/{}", lead.id);
    let page = app.get(Charlie, &path).await.assert_status(200);
    assert!(page.has_link(&format!("{path}/edit")) && !page.has_link(&format!("{path}/removal")));
    app.post(Charlie, &format!("{path}/removal"), &[]).await.assert_status(403);
    let away = put_away(&app, Alice, Entity::Lead, lead.id);
    app.get(Charlie, &path).await.assert_status(404);
    app.post(Charlie, &format!("/bin/{}/restoration", away.row), &[]).await.assert_status(404);
    restored(&app, Alice, Entity::Lead, lead.id);
    app.get(Charlie, &path).await.assert_status(200);
}
