//! Two records become one (rules 47 and 48), and two again.

use diesel::prelude::*;
use fursa::db::schema::{self, accounts, contact_accounts, contacts, leads, opportunities};
use fursa::journal::Entity;
use fursa::removal::merge::{Asked, Merged, Refusal, merge};

use super::{everything, link, put_away, restored, take_part, win};
use crate::support::*;

both!(
    everything_of_the_one_belongs_to_the_other,
    the_old_address_leads_to_the_one_that_stays,
    one_chooses_field_by_field,
    a_merge_taken_back_leaves_two_as_they_were,
    what_was_changed_since_stays_changed,
    the_bin_asks_about_what_was_changed_since,
    a_contact_brings_its_places_and_parts,
    a_lead_keeps_the_first_source,
    two_legal_entities_are_confirmed,
    a_group_of_companies_stays_a_tree,
    three_become_one_and_the_last_step_is_taken_back,
    only_who_may_edit_both_merges_them,
    a_deal_from_the_bin_finds_the_one_that_stayed,
);

fn merged(app: &TestApp, who: Who, entity: Entity, pair: (i64, i64)) -> Merged {
    app.tx(who, |tx| merge(tx, entity, pair, &Asked::default()).unwrap().unwrap())
}

/// What a merge and its undoing count up on the record that stays.
fn without_counts(app: &TestApp, entity: Entity, id: i64) {
    let now = app.clock().now();
    app.db(|db| match entity {
        Entity::Account => {
            let set = (accounts::version.eq(1), accounts::updated_at.eq(now));
            diesel::update(accounts::table.find(id)).set(set).execute(db).unwrap()
        }
        Entity::Contact => {
            let set = (contacts::version.eq(1), contacts::updated_at.eq(now));
            diesel::update(contacts::table.find(id)).set(set).execute(db).unwrap()
        }
        _ => {
            let set = (leads::version.eq(1), leads::updated_at.eq(now));
            diesel::update(leads::table.find(id)).set(set).execute(db).unwrap()
        }
    });
}

async fn everything_of_the_one_belongs_to_the_other(app: TestApp) {
    let winner = app.account_with(Alice, |one| {
        (one.emails, one.phones) = ("hi@arctic.example".into(), "+358 9 123456".into());
    });
    let loser = app.account_with(Alice, |one| {
        (one.name, one.city) = ("Arctic Ltd".into(), "Turku".into());
        one.emails = "Hi@arctic.example\nbuy@arctic.example".into();
        one.created_at -= chrono::Duration::days(9);
    });
    let child = app.account_with(Alice, |child| child.parent_id = Some(loser.id));
    let contact = app.contact(Alice);
    link(&app, contact.id, loser.id, true);
    let deal = app.opportunity_with(Charlie, |deal| deal.account_id = Some(loser.id));
    let lead = app.lead_with(Alice, |lead| lead.account_id = Some(loser.id));
    merged(&app, Alice, Entity::Account, (winner.id, loser.id));
    let one = app.tx(Alice, |tx| fursa::accounts::find(tx, winner.id).unwrap());
    assert_eq!((one.name.as_str(), one.city.as_str()), ("Arctic Oy", "Turku"));
    assert_eq!(one.emails, "hi@arctic.example\nbuy@arctic.example");
    assert_eq!((one.phones.as_str(), one.created_at), ("+358 9 123456", loser.created_at));
    app.db(|db| {
        let parent = accounts::table.find(child.id).select(accounts::parent_id);
        assert_eq!(parent.first::<Option<i64>>(db).unwrap(), Some(winner.id));
        let of_deal = opportunities::table.find(deal.id).select(opportunities::account_id);
        assert_eq!(of_deal.first::<Option<i64>>(db).unwrap(), Some(winner.id));
        let of_lead = leads::table.find(lead.id).select(leads::account_id);
        assert_eq!(of_lead.first::<Option<i64>>(db).unwrap(), Some(winner.id));
        let places = contact_accounts::table.select((contact_accounts::contact_id, contact_accounts::account_id));
        assert_eq!(places.load::<(i64, i64)>(db).unwrap(), [(contact.id, winner.id)]);
    });
    // The buyer's mail leads to the one that is left, and only there.
    let found = app.get(Alice, "/search?q=buy@arctic.example").await;
    assert!(found.has_link(&format!("/accounts/{}", winner.id)) && !found.has_link(&format!("/accounts/{}", loser.id)));
}

async fn the_old_address_leads_to_the_one_that_stays(app: TestApp) {
    let (winner, loser) = (app.account(Alice), app.account_with(Alice, |one| one.name = "Arctic Ltd".into()));
    let path = format!("/accounts/{}", loser.id);
    app.post(Alice, &format!("{path}/edit"), &[("version", "1"), ("part", "terms"), ("payment_terms", "Kestrel days")])
        .await
        .assert_status(303);
    merged(&app, Alice, Entity::Account, (winner.id, loser.id));
    for who in [Alice, Mona, Ada, Sam] {
        app.get(who, &path).await.assert_goes_to(&format!("/accounts/{}", winner.id));
    }
    for who in [Bob, Charlie] {
        app.get(who, &path).await.assert_status(404);
    }
    // What happened to the other one is told as well.
    let page = app.get(Alice, &format!("/accounts/{}", winner.id)).await.assert_status(200);
    page.assert_says("Kestrel days").assert_says("merged");
}

async fn one_chooses_field_by_field(app: TestApp) {
    let winner = app.account_with(Alice, |one| (one.city, one.founded) = ("Espoo".into(), Some(1990)));
    let loser = app.account_with(Alice, |one| {
        (one.name, one.city, one.street) = ("Arctic Ltd".into(), "Turku".into(), "Quay 1".into());
    });
    let path = format!("/accounts/{}/merger", winner.id);
    assert!(app.get(Alice, &format!("/accounts/{}", winner.id)).await.has_link(&path));
    let with = format!("{path}?with={}", loser.id);
    let found = app.get(Alice, &format!("{path}?q=arctic")).await.assert_status(200);
    assert!(found.has_link(&with), "{:?}", found.links());
    let page = app.get(Alice, &with).await.assert_status(200).assert_says("Turku").assert_says("Espoo");
    assert_eq!(page.count("input[name='theirs-name']"), 2);
    assert_eq!(page.count("input[name='theirs-founded']"), 0, "only one of them says when");
    let loser_id = loser.id.to_string();
    let fields = [("with", loser_id.as_str()), ("theirs-name", ""), ("theirs-city", "city")];
    app.post(Alice, &path, &fields).await.assert_goes_to(&format!("/accounts/{}", winner.id));
    let one = app.tx(Alice, |tx| fursa::accounts::find(tx, winner.id).unwrap());
    assert_eq!((one.name.as_str(), one.city.as_str(), one.street.as_str()), ("Arctic Oy", "Turku", "Quay 1"));
    assert_eq!(one.founded, Some(1990));
    app.get(Alice, &format!("/accounts/{}", winner.id)).await.assert_says("Undo");
}

async fn a_merge_taken_back_leaves_two_as_they_were(app: TestApp) {
    let winner = app.account_with(Alice, |one| one.external_id = None);
    let loser = app.account_with(Alice, |one| {
        (one.name, one.city, one.external_id) = ("Arctic Ltd".into(), "Turku".into(), Some("001".into()));
        one.parent_id = Some(winner.id);
    });
    let (both, own) = (app.contact(Alice), app.contact(Alice));
    link(&app, both.id, winner.id, false);
    link(&app, both.id, loser.id, true);
    link(&app, own.id, loser.id, true);
    app.opportunity_with(Alice, |deal| deal.account_id = Some(loser.id));
    app.account_with(Alice, |child| child.parent_id = Some(loser.id));
    app.lead_with(Alice, |lead| lead.account_id = Some(loser.id));
    without_counts(&app, Entity::Account, winner.id);
    without_counts(&app, Entity::Account, loser.id);
    let before = everything(&app);
    let done = merged(&app, Alice, Entity::Account, (winner.id, loser.id));
    assert_ne!(everything(&app), before);
    let loser_path = format!("/accounts/{}", loser.id);
    app.post(Alice, &format!("/bin/{}/restoration", done.row), &[]).await.assert_goes_to(&loser_path);
    without_counts(&app, Entity::Account, winner.id);
    assert_eq!(everything(&app), before);
    app.get(Alice, &loser_path).await.assert_status(200);
    let trail: i64 = app.db(|db| schema::merges::table.count().get_result(db).unwrap());
    assert_eq!(trail, 0);
}

async fn what_was_changed_since_stays_changed(app: TestApp) {
    let winner = app.account(Alice);
    let loser = app.account_with(Alice, |one| (one.city, one.website) = ("Turku".into(), "arctic.example".into()));
    merged(&app, Alice, Entity::Account, (winner.id, loser.id));
    app.tx(Mona, |tx| {
        let before = fursa::accounts::find(tx, winner.id).unwrap();
        let facts = fursa::accounts::AccountFacts { city: "Vaasa".into(), ..before.facts.clone() };
        fursa::accounts::save(tx, fursa::journal::Action::Edited, &before, facts).unwrap().unwrap();
    });
    restored(&app, Alice, Entity::Account, loser.id);
    let one = app.tx(Alice, |tx| fursa::accounts::find(tx, winner.id).unwrap());
    assert_eq!((one.city.as_str(), one.website.as_str()), ("Vaasa", ""));
}

/// The bin's own button does as undoing does.
async fn the_bin_asks_about_what_was_changed_since(app: TestApp) {
    for (keep, city) in [("mine", ""), ("theirs", "Vaasa")] {
        let winner = app.account_with(Alice, |one| one.city = String::new());
        let loser = app.account_with(Alice, |one| (one.city, one.website) = ("Turku".into(), "arctic.example".into()));
        let with = loser.id.to_string();
        let merger = format!("/accounts/{}/merger", winner.id);
        app.post(Alice, &merger, &[("with", &with)]).await.assert_status(303);
        app.get(Alice, "/accounts").await.assert_status(200);
        app.tx(Mona, |tx| {
            let before = fursa::accounts::find(tx, winner.id).unwrap();
            let facts = fursa::accounts::AccountFacts { city: "Vaasa".into(), ..before.facts.clone() };
            fursa::accounts::save(tx, fursa::journal::Action::Edited, &before, facts).unwrap().unwrap();
        });
        let row: i64 = app.db(|db| {
            let of_loser = schema::bin::table.filter(schema::bin::record_id.eq(loser.id));
            of_loser.select(schema::bin::id).first(db).unwrap()
        });
        let asked = app.post(Alice, &format!("/bin/{row}/restoration"), &[]).await.assert_status(409);
        let undo = asked.attributes("main form", "action").pop().unwrap();
        let question = format!("choice-account-{}-city", winner.id);
        let mut form = asked.assert_says("Vaasa").form(&undo);
        form.iter_mut().filter(|(name, _)| *name == question).for_each(|(_, value)| keep.clone_into(value));
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        app.post(Alice, &undo, &form).await.assert_goes_to(&format!("/accounts/{}", loser.id));
        let one = app.tx(Alice, |tx| fursa::accounts::find(tx, winner.id).unwrap());
        assert_eq!((one.city.as_str(), one.website.as_str()), (city, ""), "{keep}");
        let other = app.tx(Alice, |tx| fursa::accounts::find(tx, loser.id).unwrap());
        assert_eq!(other.city, "Turku");
    }
}

async fn a_contact_brings_its_places_and_parts(app: TestApp) {
    let (winner, loser) = (app.contact(Alice), app.contact(Alice));
    let (shared, own) = (app.account(Alice), app.account(Alice));
    link(&app, winner.id, shared.id, true);
    link(&app, loser.id, shared.id, false);
    link(&app, loser.id, own.id, true);
    let (one, two) = (app.opportunity(Alice), app.opportunity_with(Alice, |deal| deal.contact_id = Some(loser.id)));
    take_part(&app, one.id, winner.id);
    take_part(&app, one.id, loser.id);
    take_part(&app, two.id, loser.id);
    for id in [winner.id, loser.id] {
        app.tx(Ada, |tx| fursa::contacts::lifecycle::refresh(tx, id).unwrap());
        without_counts(&app, Entity::Contact, id);
    }
    let before = everything(&app);
    merged(&app, Alice, Entity::Contact, (winner.id, loser.id));
    app.db(|db| {
        let places = contact_accounts::table.order(contact_accounts::account_id);
        let places = places.select((contact_accounts::account_id, contact_accounts::is_primary));
        assert_eq!(places.load::<(i64, bool)>(db).unwrap(), [(shared.id, true), (own.id, false)]);
        let of_deal = opportunities::table.find(two.id).select(opportunities::contact_id);
        assert_eq!(of_deal.first::<Option<i64>>(db).unwrap(), Some(winner.id));
        let parts = schema::opportunity_contacts::table.count().get_result::<i64>(db).unwrap();
        assert_eq!(parts, 2);
    });
    restored(&app, Alice, Entity::Contact, loser.id);
    without_counts(&app, Entity::Contact, winner.id);
    assert_eq!(everything(&app), before);
}

async fn a_lead_keeps_the_first_source(app: TestApp) {
    let source = app.pick(fursa::directory::PickList::LeadSource, "Referral");
    let winner = app.lead(Alice);
    let loser = app.lead_with(Alice, |lead| {
        (lead.source_id, lead.emails) = (source, "second@kestrel.example".into());
        lead.created_at -= chrono::Duration::days(1);
    });
    merged(&app, Alice, Entity::Lead, (winner.id, loser.id));
    let one = app.tx(Alice, |tx| fursa::leads::find(tx, winner.id).unwrap());
    assert_eq!((one.source_id, one.created_at), (source, loser.created_at));
    assert_eq!(one.emails.lines().count(), 2);
    let closed = app.lead_with(Alice, |lead| lead.state = fursa::leads::LeadState::Disqualified);
    let refused = app.tx(Alice, |tx| merge(tx, Entity::Lead, (winner.id, closed.id), &Asked::default()).unwrap());
    assert_eq!(refused, Err(Refusal::Closed));
    let itself = app.tx(Alice, |tx| merge(tx, Entity::Lead, (winner.id, winner.id), &Asked::default()).unwrap());
    assert_eq!(itself, Err(Refusal::Same));
}

async fn two_legal_entities_are_confirmed(app: TestApp) {
    let with_domain = |domain: &str| app.account_with(Alice, |one| one.domain = domain.into());
    let (winner, loser) = (with_domain("arctic.example"), with_domain("polar.example"));
    for account in [winner.id, loser.id] {
        let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account));
        win(&app, deal.id);
    }
    let path = format!("/accounts/{}/merger", winner.id);
    let loser_id = loser.id.to_string();
    let page = app.get(Alice, &format!("{path}?with={loser_id}")).await.assert_status(200);
    assert_eq!(page.count("input[name='confirmed']"), 1);
    let page = app.post(Alice, &path, &[("with", &loser_id)]).await.assert_status(422);
    assert!(page.has_link("#confirmed"), "{}", page.text());
    app.get(Alice, &format!("/accounts/{loser_id}")).await.assert_status(200);
    app.post(Alice, &path, &[("with", &loser_id), ("confirmed", "on")]).await.assert_status(303);
}

async fn a_group_of_companies_stays_a_tree(app: TestApp) {
    let top = app.account(Alice);
    let loser = app.account_with(Alice, |one| one.parent_id = Some(top.id));
    let between = app.account_with(Alice, |one| one.parent_id = Some(loser.id));
    let winner = app.account_with(Alice, |one| one.parent_id = Some(between.id));
    merged(&app, Alice, Entity::Account, (winner.id, loser.id));
    let parents = accounts::table.order(accounts::id).select((accounts::id, accounts::parent_id));
    let now: Vec<(i64, Option<i64>)> = app.db(|db| parents.load(db).unwrap());
    assert_eq!(now, [(top.id, None), (between.id, Some(top.id)), (winner.id, Some(between.id))]);
    restored(&app, Alice, Entity::Account, loser.id);
    let back: Vec<(i64, Option<i64>)> = app.db(|db| parents.load(db).unwrap());
    let expected =
        [(top.id, None), (loser.id, Some(top.id)), (between.id, Some(loser.id)), (winner.id, Some(between.id))];
    assert_eq!(back, expected);
}

async fn three_become_one_and_the_last_step_is_taken_back(app: TestApp) {
    let (first, second, third) = (app.account(Alice), app.account(Alice), app.account(Alice));
    let path = |id: i64| format!("/accounts/{id}");
    merged(&app, Alice, Entity::Account, (second.id, first.id));
    merged(&app, Alice, Entity::Account, (third.id, second.id));
    app.get(Alice, &path(first.id)).await.assert_goes_to(&path(third.id));
    restored(&app, Alice, Entity::Account, second.id);
    app.get(Alice, &path(first.id)).await.assert_goes_to(&path(second.id));
    restored(&app, Alice, Entity::Account, first.id);
    for id in [first.id, second.id, third.id] {
        app.get(Alice, &path(id)).await.assert_status(200);
    }
}

async fn only_who_may_edit_both_merges_them(app: TestApp) {
    let (winner, loser) = (app.lead(Alice), app.lead(Alice));
    let foreign = app.lead_with(Charlie, |lead| lead.name = "Secret Kestrel".into());
    let path = format!("/leads/{}/merger", winner.id);
    let (with, not_theirs) = (loser.id.to_string(), foreign.id.to_string());
    for (who, status) in [(Bob, 404), (Charlie, 404), (Mark, 403), (Sam, 404)] {
        app.post(who, &path, &[("with", &with)]).await.assert_status(status);
    }
    app.post(Alice, &path, &[("with", &not_theirs)]).await.assert_status(404).assert_hides("Secret");
    app.get(Alice, &format!("{path}?with={not_theirs}")).await.assert_status(404);
    app.get(Alice, &format!("{path}?q=kestrel")).await.assert_status(200).assert_hides("Secret");
    app.post(Alice, &path, &[]).await.assert_status(422);
    app.post(Alice, &path, &[("with", &with)]).await.assert_status(303);
}

async fn a_deal_from_the_bin_finds_the_one_that_stayed(app: TestApp) {
    let (winner, loser) = (app.account(Alice), app.account(Alice));
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(loser.id));
    put_away(&app, Alice, Entity::Opportunity, deal.id);
    merged(&app, Alice, Entity::Account, (winner.id, loser.id));
    restored(&app, Alice, Entity::Opportunity, deal.id);
    let account = opportunities::table.find(deal.id).select(opportunities::account_id);
    assert_eq!(app.db(|db| account.first::<Option<i64>>(db).unwrap()), Some(winner.id));
}
