//! Deleting records and restoring them: what leaves comes back as it was, and nothing else is touched.

mod bin;
mod merge;
mod refused;

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use fursa::db::Db;
use fursa::db::schema::{self, accounts, contacts, journal, leads, opportunities};
use fursa::db::sql::Sql;
use fursa::directory::StageKind;
use fursa::journal::Entity;
use fursa::listing::upkeep;
use fursa::opportunities::close::Closing;
use fursa::opportunities::moves::{self, Asked};
use fursa::removal::{self, Restored, Way};

use crate::support::*;

both!(
    a_deleted_lead_is_gone_from_every_page_and_comes_back_as_it_was,
    an_account_takes_its_deals_along_and_leaves_its_people,
    a_contact_takes_only_deals_without_a_company_along,
    what_went_comes_back_as_it_was_to_the_last_row,
    a_link_that_was_filled_meanwhile_stays,
    two_that_were_tied_meet_again_whichever_comes_back_first,
    a_number_is_never_given_twice,
    what_lay_there_long_enough_is_forgotten,
    the_page_says_what_goes_along_before_it_happens,
    both_are_in_the_history,
);

/// Everything about records that may differ, table by table: every row as text, and what is counted and searched by. What the
/// database keeps of them itself is right at any time.
#[track_caller]
fn everything(app: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
    let wrong = app.db(|db| upkeep::wrong_rows(db).unwrap());
    assert!(wrong.iter().all(|(_, rows)| *rows == 0), "{wrong:?}");
    const TABLES: [(&str, &str); 13] = [
        ("leads", "id"),
        ("accounts", "id"),
        ("contacts", "id"),
        ("opportunities", "id"),
        ("products", "id"),
        ("contact_accounts", "contact_id, account_id"),
        ("opportunity_contacts", "opportunity_id, contact_id"),
        ("stage_spells", "id"),
        ("closures", "id"),
        ("identity_keys", "entity, record_id, kind, key"),
        ("record_counts", "entity, part, facet, item_id, team_id, owner_id"),
        ("deal_totals", "team_id, owner_id, pipeline_id, closed_on, stage_id, currency"),
        ("bin", "id"),
    ];
    app.db(|db| TABLES.into_iter().map(|(table, order)| (table, rows(db, table, order))).collect())
}

/// The columns of a table, in their order.
pub fn columns(db: &mut Db, table: &str) -> Vec<String> {
    let columns = match db {
        Db::Sqlite(_) => Sql::new("SELECT name FROM pragma_table_info(").bind(table).push(") ORDER BY cid"),
        Db::Pg(_) => Sql::new("SELECT column_name::text FROM information_schema.columns WHERE table_name = ")
            .bind(table)
            .push(" ORDER BY ordinal_position"),
    };
    columns.load::<(Text,), (String,)>(db).unwrap().into_iter().map(|(column,)| column).collect()
}

fn rows(db: &mut Db, table: &str, order: &str) -> Vec<String> {
    let columns = columns(db, table);
    let texts: Vec<String> = columns.iter().map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
    // Counters keep a row for what has come down to nothing.
    let kept = if matches!(table, "record_counts" | "deal_totals") { "WHERE n <> 0" } else { "" };
    let select = format!("SELECT {} FROM {table} {kept} ORDER BY {order}", texts.join(" || '|' || "));
    Sql::new(&select).load::<(Text,), (String,)>(db).unwrap().into_iter().map(|(row,)| row).collect()
}

fn restored(app: &TestApp, who: Who, entity: Entity, id: i64) -> Restored {
    app.tx(who, |tx| removal::restore(tx, entity, id, Way::Alone).unwrap().unwrap())
}

fn put_away(app: &TestApp, who: Who, entity: Entity, id: i64) -> removal::Away {
    app.tx(who, |tx| removal::put_away(tx, entity, id).unwrap().unwrap())
}

fn link(app: &TestApp, contact: i64, account: i64, is_primary: bool) {
    let place = fursa::contacts::companies::Company { account_id: account, role: "Captain".into(), is_primary };
    app.tx(Ada, |tx| {
        let found = fursa::contacts::find(tx, contact).unwrap();
        let all = fursa::contacts::companies::of(tx, contact).unwrap();
        fursa::contacts::companies::replace(tx, &found, &fursa::contacts::companies::with(all, place)).unwrap().unwrap()
    });
}

fn take_part(app: &TestApp, deal: i64, contact: i64) {
    let insert = Sql::new("INSERT INTO opportunity_contacts (opportunity_id, contact_id, role) VALUES (");
    app.db(|db| insert.bind(deal).push(", ").bind(contact).push(", 'Decides')").run(db).unwrap());
}

fn win(app: &TestApp, deal: i64) {
    let closing = Closing::Won { actual_minor: 5000, on: app.clock().now().date() };
    let to = app.directory().stages.iter().find(|stage| stage.kind == StageKind::Won).unwrap().id;
    app.tx(Ada, |tx| {
        let version = fursa::opportunities::find(tx, deal).unwrap().version;
        moves::make(tx, deal, &Asked { to, version, closing: Some(closing) }, |_| ()).unwrap().unwrap();
    });
}

async fn a_deleted_lead_is_gone_from_every_page_and_comes_back_as_it_was(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.name = "Greta Kestrel".into());
    app.lead(Alice);
    let before = everything(&app);
    let pages = ["/leads?view=all", "/leads?view=all&q=kestrel", "/search?q=kestrel", "/leads/export?view=all"];
    let mut shown = Vec::new();
    for page in pages {
        shown.push(app.get(Alice, page).await.assert_status(200).text());
    }
    let path = format!("/leads/{}", lead.id);
    assert!(app.get(Alice, &path).await.has_link(&format!("{path}/removal")));
    app.post(Alice, &format!("{path}/removal"), &[]).await.assert_goes_to("/leads");
    app.get(Alice, "/leads").await.assert_says("Deleted").assert_says("Undo");
    for page in pages {
        app.get(Alice, page).await.assert_status(200).assert_hides("Greta");
    }
    app.get(Alice, &path).await.assert_status(404);
    let row: i64 = app.db(|db| schema::bin::table.select(schema::bin::id).first(db).unwrap());
    let undo = format!("/bin/{row}/restoration");
    app.post(Alice, &undo, &[]).await.assert_goes_to(&path);
    assert_eq!(everything(&app), before);
    app.get(Alice, "/").await.assert_says("Restored");
    for (page, was) in pages.iter().zip(shown) {
        let now = app.get(Alice, page).await.text();
        assert_eq!(now, was, "{page}");
    }
    app.post(Alice, &undo, &[]).await.assert_status(404);
}

async fn an_account_takes_its_deals_along_and_leaves_its_people(app: TestApp) {
    let account = app.account(Alice);
    let child = app.account_with(Alice, |child| child.parent_id = Some(account.id));
    let contact = app.contact(Alice);
    link(&app, contact.id, account.id, true);
    link(&app, contact.id, child.id, false);
    let lead = app.lead_with(Alice, |lead| lead.account_id = Some(account.id));
    let of_account = |deal: &mut fursa::opportunities::OpportunityFacts| deal.account_id = Some(account.id);
    let (open, won) = (app.opportunity_with(Alice, of_account), app.opportunity_with(Alice, of_account));
    win(&app, won.id);
    let before = everything(&app);
    let away = put_away(&app, Alice, Entity::Account, account.id);
    assert_eq!((away.name.as_str(), away.along), ("Arctic Oy", 2));
    app.db(|db| {
        assert_eq!(opportunities::table.count().get_result::<i64>(db).unwrap(), 0);
        assert_eq!(
            accounts::table.select((accounts::id, accounts::parent_id)).load::<(i64, Option<i64>)>(db).unwrap(),
            [(child.id, None)]
        );
        assert_eq!(leads::table.select(leads::account_id).load::<Option<i64>>(db).unwrap(), [None]);
        assert_eq!(contacts::table.select(contacts::id).load::<i64>(db).unwrap(), [contact.id]);
        let places = rows(db, "contact_accounts", "account_id");
        assert_eq!(places.len(), 1, "the link to the account is gone");
    });
    app.get(Alice, &format!("/contacts/{}", contact.id)).await.assert_status(200).assert_says("Arctic Oy");
    app.get(Alice, &format!("/leads/{}", lead.id)).await.assert_status(200);
    let back = restored(&app, Alice, Entity::Account, account.id);
    assert_eq!((back.along, back.is_nobodys), (2, false));
    assert_eq!(everything(&app), before);
    app.get(Alice, &format!("/opportunities/{}", open.id)).await.assert_status(200).assert_says("Arctic Oy");
}

async fn a_contact_takes_only_deals_without_a_company_along(app: TestApp) {
    let (account, contact) = (app.account(Alice), app.contact(Alice));
    let own = app.opportunity_with(Alice, |deal| deal.contact_id = Some(contact.id));
    let held = app.opportunity_with(Alice, |deal| {
        (deal.account_id, deal.contact_id) = (Some(account.id), Some(contact.id));
    });
    take_part(&app, held.id, contact.id);
    let before = everything(&app);
    put_away(&app, Alice, Entity::Contact, contact.id);
    app.db(|db| {
        let left: Vec<(i64, Option<i64>)> =
            opportunities::table.select((opportunities::id, opportunities::contact_id)).load(db).unwrap();
        assert_eq!(left, [(held.id, None)]);
    });
    app.get(Alice, &format!("/opportunities/{}", own.id)).await.assert_status(404);
    restored(&app, Alice, Entity::Contact, contact.id);
    assert_eq!(everything(&app), before);
}

async fn what_went_comes_back_as_it_was_to_the_last_row(app: TestApp) {
    let (account, contact) = (app.account(Alice), app.contact(Alice));
    let deal = app.opportunity_with(Alice, |deal| {
        (deal.account_id, deal.contact_id) = (Some(account.id), Some(contact.id));
    });
    take_part(&app, deal.id, contact.id);
    let lead = app.lead_with(Alice, |lead| lead.opportunity_id = Some(deal.id));
    app.db(|db| {
        let update = diesel::update(opportunities::table.find(deal.id));
        update.set(opportunities::source_lead_id.eq(lead.id)).execute(db).unwrap()
    });
    win(&app, deal.id);
    let before = everything(&app);
    for (entity, id) in [
        (Entity::Opportunity, deal.id),
        (Entity::Lead, lead.id),
        (Entity::Contact, contact.id),
        (Entity::Account, account.id),
    ] {
        put_away(&app, Ada, entity, id);
        assert_ne!(everything(&app), before, "{entity:?}");
        restored(&app, Ada, entity, id);
        assert_eq!(everything(&app), before, "{entity:?}");
    }
}

async fn a_link_that_was_filled_meanwhile_stays(app: TestApp) {
    let (account, other) = (app.account(Alice), app.account(Alice));
    let child = app.account_with(Alice, |child| child.parent_id = Some(account.id));
    put_away(&app, Alice, Entity::Account, account.id);
    app.db(|db| {
        diesel::update(accounts::table.find(child.id)).set(accounts::parent_id.eq(other.id)).execute(db).unwrap()
    });
    restored(&app, Alice, Entity::Account, account.id);
    let parent = accounts::table.find(child.id).select(accounts::parent_id);
    assert_eq!(app.db(|db| parent.first::<Option<i64>>(db).unwrap()), Some(other.id));
}

async fn two_that_were_tied_meet_again_whichever_comes_back_first(app: TestApp) {
    let (account, contact) = (app.account(Alice), app.contact(Alice));
    link(&app, contact.id, account.id, true);
    let deal = app.opportunity_with(Alice, |deal| {
        (deal.account_id, deal.contact_id) = (Some(account.id), Some(contact.id));
    });
    take_part(&app, deal.id, contact.id);
    let before = everything(&app);
    let (deal, contact, account) =
        ((Entity::Opportunity, deal.id), (Entity::Contact, contact.id), (Entity::Account, account.id));
    let orders = [
        ([contact, account], vec![contact, account]),
        ([contact, account], vec![account, contact]),
        ([account, contact], vec![contact, account]),
        ([deal, contact], vec![contact, deal]),
        ([deal, contact], vec![deal, contact]),
        ([contact, deal], vec![deal, contact]),
        ([contact, deal], vec![contact, deal]),
    ];
    for (gone, back) in orders {
        for (entity, id) in gone {
            put_away(&app, Alice, entity, id);
        }
        for (entity, id) in &back {
            restored(&app, Alice, *entity, *id);
        }
        // What was emptied on the way back and filled again counts as a change of the deal.
        app.db(|db| {
            diesel::update(opportunities::table).set(opportunities::version.eq(1)).execute(db).unwrap();
        });
        assert_eq!(everything(&app), before, "{gone:?} and back {back:?}");
    }
}

async fn a_number_is_never_given_twice(app: TestApp) {
    let lead = app.lead(Alice);
    put_away(&app, Alice, Entity::Lead, lead.id);
    let next = app.lead(Alice);
    assert!(next.id > lead.id);
    let (outcome, _) =
        crate::imports::import(&app, fursa::imports::Kind::Leads, "Name,Email\nMaria Li,maria@li.example\n");
    let imported: i64 =
        app.db(|db| leads::table.select(diesel::dsl::max(leads::id)).first::<Option<i64>>(db).unwrap().unwrap());
    app.post(Ada, &format!("/imports/{}/reversal", outcome.batch), &[]).await.assert_status(303);
    app.get(Ada, &format!("/leads/{imported}")).await.assert_status(404);
    let later = app.lead(Alice);
    assert!(later.id > imported, "a new lead has no other one's history");
    restored(&app, Alice, Entity::Lead, lead.id);
    let (deal, other) = (app.opportunity(Alice), app.account(Alice));
    put_away(&app, Alice, Entity::Opportunity, deal.id);
    put_away(&app, Alice, Entity::Account, other.id);
    assert!(app.opportunity(Alice).id > deal.id);
    assert!(app.account(Alice).id > other.id);
    // The stays of both stand side by side.
    restored(&app, Alice, Entity::Opportunity, deal.id);
    let stays: i64 = app.db(|db| schema::stage_spells::table.count().get_result(db).unwrap());
    assert_eq!(stays, 2);
}

async fn what_lay_there_long_enough_is_forgotten(app: TestApp) {
    let (old, young) = (app.lead(Alice), app.lead(Alice));
    put_away(&app, Alice, Entity::Lead, old.id);
    app.wait(chrono::Duration::days(60));
    put_away(&app, Alice, Entity::Lead, young.id);
    app.wait(chrono::Duration::days(31));
    fursa::cli::catch_up(app.app()).unwrap();
    let left: Vec<(i64,)> = app.db(|db| Sql::new("SELECT record_id FROM bin").load::<(BigInt,), _>(db).unwrap());
    assert_eq!(left, [(young.id,)]);
}

async fn the_page_says_what_goes_along_before_it_happens(app: TestApp) {
    let account = app.account(Alice);
    let contact = app.contact(Alice);
    link(&app, contact.id, account.id, true);
    app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    app.lead_with(Alice, |lead| lead.account_id = Some(account.id));
    // Counted within what Alice sees.
    app.lead_with(Charlie, |lead| lead.account_id = Some(account.id));
    let page = app.get(Alice, &format!("/accounts/{}/removal", account.id)).await.assert_status(200);
    let page = page.assert_says("1 deal goes along, with its history.").assert_says("1 lead stays and loses its link.");
    page.assert_says("1 contact stays and loses the link.").assert_says("for 90 days");
    app.get(Ada, &format!("/accounts/{}/removal", account.id)).await.assert_says("2 leads stay");
}

async fn both_are_in_the_history(app: TestApp) {
    let lead = app.lead(Alice);
    put_away(&app, Alice, Entity::Lead, lead.id);
    restored(&app, Mona, Entity::Lead, lead.id);
    let page = app.get(Alice, &format!("/leads/{}", lead.id)).await;
    page.assert_says("deleted the lead").assert_says("restored the lead");
    let said = journal::table.filter(journal::entity.eq(Entity::Lead)).count();
    let said: i64 = app.db(|db| said.get_result(db).unwrap());
    assert_eq!(said, 3);
}
