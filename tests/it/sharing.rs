//! Records shared beyond their owner and team (rule 41): whom a share reaches, how long, and what is said of it.

use diesel::prelude::*;
use fursa::db::schema::{contact_accounts, shares, users};
use fursa::journal::Entity;
use fursa::removal;
use fursa::sharing::With;

use crate::support::*;

both!(
    a_share_with_a_team_reaches_who_belongs_to_it_now,
    who_edits_by_a_share_may_share_on,
    a_share_outlives_its_owner_unless_it_is_dropped,
    a_lead_goes_back_to_the_pool_with_its_shares_or_without,
    what_is_shared_is_a_customer_to_choose,
    a_double_that_is_shared_is_named,
    nobody_who_left_is_offered_or_taken,
    sharing_is_told_in_the_timeline,
    who_may_not_share_is_told_of_no_share_but_their_own,
    why_one_sees_it_is_said_in_words,
    a_share_for_reading_claims_nothing,
    a_deal_that_is_shared_is_on_the_board,
    who_edits_by_a_share_hands_it_to_nobody,
    who_leads_others_hands_on_nothing_by_a_share,
    shares_go_with_their_record,
    shares_come_back_with_their_record,
);

fn person(app: &TestApp, who: Who) -> With {
    With::Person(app.id(who).unwrap())
}

fn shared_with(app: &TestApp, who: Who, access: &'static str) -> [(&'static str, String); 2] {
    [("with", format!("person-{}", app.id(who).unwrap())), ("access", access.to_owned())]
}

/// What a page says, without the marks that keep names apart from the words around them.
fn said(page: &Page) -> String {
    page.text().replace(['\u{2068}', '\u{2069}'], "")
}

/// Sends a form whose values were put together.
async fn send(app: &TestApp, who: Who, path: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.post(who, path, &fields).await
}

async fn a_share_with_a_team_reaches_who_belongs_to_it_now(app: TestApp) {
    let lead = app.lead(Charlie);
    let path = format!("/leads/{}", lead.id);
    app.share(Entity::Lead, lead.id, With::Team(app.team("North-East")), false);
    for (who, status) in [(Alice, 200), (Bob, 200), (Mona, 200), (Sam, 404)] {
        app.get(who, &path).await.assert_status(status);
    }
    let moves = |team: &str| {
        let (row, team) = (users::table.find(app.id(Bob).unwrap()), app.team(team));
        app.db(|db| diesel::update(row).set(users::team_id.eq(team)).execute(db).unwrap());
    };
    moves("Fjord Trading");
    app.get(Bob, &path).await.assert_status(404);
    moves("North-East");
    app.get(Bob, &path).await.assert_status(200);
}

async fn who_edits_by_a_share_may_share_on(app: TestApp) {
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}/shares", deal.id);
    send(&app, Alice, &path, &shared_with(&app, Charlie, "edit")).await.assert_goes_to(&path);
    send(&app, Charlie, &path, &shared_with(&app, Bob, "read")).await.assert_goes_to(&path);
    app.get(Bob, &format!("/opportunities/{}", deal.id)).await.assert_status(200);
    send(&app, Bob, &path, &shared_with(&app, Bob, "edit")).await.assert_status(403);
    // What he may not change he is not told of.
    let page = app.get(Bob, &path).await.assert_status(200);
    assert!(said(&page).contains("Charlie shared it with you") && !page.body.contains("/removal"));
    // The same again changes nothing; another access changes the share.
    send(&app, Alice, &path, &shared_with(&app, Bob, "read")).await.assert_goes_to(&path);
    send(&app, Alice, &path, &shared_with(&app, Bob, "edit")).await.assert_goes_to(&path);
    let kept: Vec<bool> = app.db(|db| shares::table.order(shares::id).select(shares::may_edit).load(db).unwrap());
    assert_eq!(kept, [true, true]);
}

async fn a_share_outlives_its_owner_unless_it_is_dropped(app: TestApp) {
    let (account, contact, deal, lead) =
        (app.account(Alice), app.contact(Alice), app.opportunity(Alice), app.lead(Alice));
    let (name, status) = (deal.name.clone(), lead.status_id.to_string());
    for (entity, path, id, fields) in [
        (Entity::Lead, "/leads", lead.id, vec![("part", "work"), ("status", status.as_str())]),
        (Entity::Account, "/accounts", account.id, vec![("part", "work"), ("notes", "")]),
        (Entity::Contact, "/contacts", contact.id, vec![("part", "work"), ("notes", "")]),
        (Entity::Opportunity, "/opportunities", deal.id, vec![("part", "about"), ("name", &name), ("kind", "new")]),
    ] {
        app.share(entity, id, person(&app, Charlie), false);
        let path = format!("{path}/{id}");
        assert!(app.get(Mona, &format!("{path}/edit")).await.body.contains("name=\"unshare\""), "{path}");
        for (to, version, drop, status) in [(Bob, "1", "", 200), (Alice, "2", "on", 404)] {
            let owner = app.id(to).unwrap().to_string();
            let holder = format!("person:{owner}");
            let all = [("owner", owner.as_str()), ("owner_id", &owner), ("holder", &holder), ("unshare", drop)];
            let all: Vec<(&str, &str)> = fields.iter().copied().chain(all).chain([("version", version)]).collect();
            app.post(Mona, &format!("{path}/edit"), &all).await.assert_goes_to(&path);
            app.get(Charlie, &path).await.assert_status(status);
        }
        assert!(!app.get(Mona, &format!("{path}/edit")).await.body.contains("name=\"unshare\""), "{path}");
    }
}

async fn a_lead_goes_back_to_the_pool_with_its_shares_or_without(app: TestApp) {
    let reason = app.pick(fursa::directory::PickList::ReleaseReason, "Not my region").to_string();
    for (drop, status) in [("", 200), ("on", 404)] {
        let lead = app.lead(Alice);
        app.share(Entity::Lead, lead.id, person(&app, Charlie), false);
        let path = format!("/leads/{}", lead.id);
        let form = [("reason", reason.as_str()), ("unshare", drop)];
        app.post(Alice, &format!("{path}/release"), &form).await.assert_status(303);
        app.get(Charlie, &path).await.assert_status(status);
    }
}

async fn what_is_shared_is_a_customer_to_choose(app: TestApp) {
    let account = app.account_with(Alice, |account| account.name = "Kestrel Yards".into());
    let id = account.id.to_string();
    let form =
        [("name", "Nora"), ("anyway", "yes"), ("company", "Kestrel"), ("company_for", "Kestrel"), ("company_id", &id)];
    app.post(Charlie, "/contacts", &form).await.assert_status(422);
    app.share(Entity::Account, account.id, person(&app, Charlie), false);
    app.post(Charlie, "/contacts", &form).await.assert_status(303);
    let linked: i64 = app.db(|db| contact_accounts::table.count().get_result(db).unwrap());
    assert_eq!(linked, 1);
}

async fn a_double_that_is_shared_is_named(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.name = "Kestrel Ames".into());
    let source = lead.source_id.to_string();
    let form = [("name", "Somebody Else"), ("email", "lena@lindqvist.example"), ("source", source.as_str())];
    let hidden = app.post(Charlie, "/leads", &form).await.assert_status(422);
    assert!(!hidden.text().contains("Kestrel"));
    app.share(Entity::Lead, lead.id, person(&app, Charlie), false);
    let named = app.post(Charlie, "/leads", &form).await.assert_status(422);
    assert!(named.text().contains("Kestrel Ames"));
}

async fn nobody_who_left_is_offered_or_taken(app: TestApp) {
    let lead = app.lead(Alice);
    app.share(Entity::Lead, lead.id, person(&app, Charlie), true);
    let row = users::table.find(app.id(Charlie).unwrap());
    app.db(|db| diesel::update(row).set(users::active.eq(false)).execute(db).unwrap());
    app.get(Charlie, &format!("/leads/{}", lead.id)).await.assert_status(303);
    let path = format!("/leads/{}/shares", lead.id);
    let page = app.get(Alice, &path).await.assert_status(200);
    assert!(page.text().contains("Charlie"), "whose share is left is listed, to be removed");
    let value = format!("person-{}", app.id(Charlie).unwrap());
    assert!(!page.body.contains(&value));
    for with in [value.as_str(), "", "person-1x", "team-999", "everybody"] {
        app.post(Alice, &path, &[("with", with), ("access", "read")]).await.assert_status(422);
    }
    // Support has nothing to do with leads.
    send(&app, Alice, &path, &shared_with(&app, Sam, "read")).await.assert_status(422);
}

async fn sharing_is_told_in_the_timeline(app: TestApp) {
    let contact = app.contact(Alice);
    let path = format!("/contacts/{}", contact.id);
    send(&app, Alice, &format!("{path}/shares"), &shared_with(&app, Charlie, "edit")).await.assert_status(303);
    let share: i64 = app.db(|db| shares::table.select(shares::id).first(db).unwrap());
    app.post(Mona, &format!("{path}/shares/{share}/removal"), &[]).await.assert_status(303);
    app.get(Charlie, &path).await.assert_status(404);
    let told = said(&app.get(Alice, &path).await);
    assert!(told.contains("Alice shared it with Charlie to edit"), "{told}");
    assert!(told.contains("Mona stopped sharing it with Charlie"), "{told}");
}

/// The page of shares, the timeline, the whole history, that of the customer, and the news say the same; and by how long a
/// history is, nobody learns what it leaves out.
async fn who_may_not_share_is_told_of_no_share_but_their_own(app: TestApp) {
    let dora = app.hire("Dora", "sales_rep", "Fjord Trading");
    let account = app.account(Nobody);
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    let path = format!("/opportunities/{}", deal.id);
    app.share(Entity::Opportunity, deal.id, person(&app, Charlie), false);
    app.share(Entity::Opportunity, deal.id, With::Team(app.team("South")), false);
    app.post(Charlie, "/followed", &[("entity", "opportunity"), ("id", &deal.id.to_string()), ("back", &path)]).await;
    // The first page still says that it is followed.
    app.get(Charlie, "/").await.assert_status(200);
    let before = app.get(Charlie, "/").await.text();
    for n in 0..20 {
        app.share(Entity::Opportunity, deal.id, person(&app, dora), n % 2 == 0);
        app.share(Entity::Opportunity, deal.id, With::Team(app.team("North-East")), n % 2 == 0);
    }
    assert_eq!(app.get(Charlie, "/").await.text(), before, "news of shares that are not theirs");
    let pages = ["", "?history=changes", "/history", "/shares"].map(|page| format!("{path}{page}"));
    for page in pages.into_iter().chain([format!("/accounts/{}", account.id)]) {
        let told = app.get(Charlie, &page).await.assert_status(200).assert_hides("Dora");
        assert!(!said(&told).contains("Team North-East"), "{page}");
        assert_eq!(told.count("a[rel=next]"), 0, "{page}");
        assert!(said(&told).contains("Team South") || page.ends_with("/shares"), "{page}: {}", said(&told));
        for who in [Alice, Mona, Ada] {
            let told = app.get(who, &page).await.assert_status(200);
            assert!(said(&told).contains("Dora"), "{who:?} {page}: {}", said(&told));
        }
    }
    // Dora herself, who may edit it by the last of them or not.
    app.share(Entity::Opportunity, deal.id, person(&app, dora), false);
    let told = app.get(dora, &path).await.assert_status(200);
    assert!(said(&told).contains("shared it with Dora to read"), "{}", said(&told));
    told.assert_hides("Charlie");
}

async fn why_one_sees_it_is_said_in_words(app: TestApp) {
    let lead = app.lead(Alice);
    app.share(Entity::Lead, lead.id, With::Team(app.team("South")), false);
    for (who, why) in [
        (Alice, "You own it."),
        (Mona, "North-East, which is below North"),
        (Ada, "Your role sees all"),
        (Charlie, "Ada shared it with the team South on"),
    ] {
        let page = app.get(who, &format!("/leads/{}/shares", lead.id)).await.assert_status(200);
        assert!(said(&page).contains(why), "{who:?}: {}", said(&page));
    }
    let waiting = app.pool_lead("North-East");
    let page = app.get(Bob, &format!("/leads/{}/shares", waiting.id)).await.assert_status(200);
    assert!(said(&page).contains("waits in the pool of North-East"), "{}", said(&page));
}

async fn a_share_for_reading_claims_nothing(app: TestApp) {
    let lead = app.pool_lead("North-East");
    let claim = format!("/leads/{}/claim", lead.id);
    app.share(Entity::Lead, lead.id, person(&app, Charlie), false);
    let page = app.post(Charlie, &claim, &[]).await;
    assert_ne!(page.status, 200);
    let owner = || -> Option<i64> {
        use fursa::db::schema::leads;
        app.db(|db| leads::table.find(lead.id).select(leads::owner_id).first(db).unwrap())
    };
    assert_eq!(owner(), None);
    app.share(Entity::Lead, lead.id, person(&app, Charlie), true);
    app.post(Charlie, &claim, &[]).await.assert_goes_to(&format!("/leads/{}", lead.id));
    assert_eq!(owner(), app.id(Charlie));
}

async fn a_deal_that_is_shared_is_on_the_board(app: TestApp) {
    let account = app.account_with(Alice, |account| account.name = "Kestrel Yards".into());
    let deal = app.opportunity_with(Alice, |deal| {
        (deal.name, deal.account_id) = ("Kestrel cranes".into(), Some(account.id));
    });
    app.get(Charlie, "/pipeline").await.assert_hides("Kestrel cranes");
    app.share(Entity::Opportunity, deal.id, person(&app, Charlie), false);
    // Its customer is not shared with it.
    let board = app.get(Charlie, "/pipeline").await.assert_says("Kestrel cranes").assert_hides("Kestrel Yards");
    assert!(!board.body.contains(&format!("/opportunities/{}/move", deal.id)), "what is for reading is not moved");
    app.share(Entity::Account, account.id, person(&app, Charlie), false);
    app.share(Entity::Opportunity, deal.id, person(&app, Charlie), true);
    let board = app.get(Charlie, "/pipeline").await.assert_says("Kestrel Yards");
    assert!(board.body.contains(&format!("/opportunities/{}/move", deal.id)));
}

async fn who_edits_by_a_share_hands_it_to_nobody(app: TestApp) {
    let (account, contact, lead) = (app.account(Alice), app.contact(Alice), app.lead(Alice));
    let charlie = app.id(Charlie).unwrap().to_string();
    for (entity, path, id) in [(Entity::Account, "accounts", account.id), (Entity::Contact, "contacts", contact.id)] {
        app.share(entity, id, person(&app, Charlie), true);
        let path = format!("/{path}/{id}/edit");
        let page = app.get(Charlie, &path).await.assert_status(200);
        assert_eq!(page.attributes("#owner option", "value"), [app.id(Alice).unwrap().to_string()]);
        for owner in [charlie.as_str(), ""] {
            let form = [("version", "1"), ("part", "work"), ("notes", ""), ("owner", owner)];
            app.post(Charlie, &path, &form).await.assert_status(422);
        }
    }
    app.share(Entity::Lead, lead.id, person(&app, Charlie), true);
    let page = app.get(Charlie, &format!("/leads/{}", lead.id)).await.assert_status(200);
    assert!(
        page.has_link(&format!("/leads/{}/edit", lead.id)) && !page.has_link(&format!("/leads/{}/release", lead.id))
    );
    let reason = app.pick(fursa::directory::PickList::ReleaseReason, "Not my region").to_string();
    app.post(Charlie, &format!("/leads/{}/release", lead.id), &[("reason", &reason)])
        .await
        .assert_goes_to(&format!("/leads/{}", lead.id));
    app.get(Alice, "/leads?view=mine").await.assert_says("Lena Lindqvist");
}

async fn who_leads_others_hands_on_nothing_by_a_share(app: TestApp) {
    use fursa::db::schema::{accounts, contacts, leads, opportunities};

    let sonia = app.hire("Sonia", "sales_manager", "South");
    let charlie = app.id(Charlie).unwrap().to_string();
    let (lead, account) = (app.lead(Alice), app.account(Alice));
    let (contact, deal) = (app.contact(Alice), app.opportunity(Alice));
    let status = lead.status_id.to_string();
    for (entity, list, id, fields) in [
        (Entity::Lead, "/leads", lead.id, vec![("part", "work"), ("status", status.as_str())]),
        (Entity::Account, "/accounts", account.id, vec![("part", "work"), ("notes", "")]),
        (Entity::Contact, "/contacts", contact.id, vec![("part", "work"), ("notes", "")]),
        (
            Entity::Opportunity,
            "/opportunities",
            deal.id,
            vec![("part", "about"), ("name", &deal.name), ("kind", "new")],
        ),
    ] {
        app.share(entity, id, person(&app, sonia), true);
        let path = format!("{list}/{id}/edit");
        let offered = app.get(sonia, &path).await.assert_status(200);
        let offered = offered.attributes("#owner option, #owner_id option, #holder option", "value");
        assert_eq!(offered.len(), 1, "{path}: {offered:?}");
        let holder = format!("person:{charlie}");
        let to = [("owner", charlie.as_str()), ("owner_id", &charlie), ("holder", &holder), ("version", "1")];
        let form: Vec<(&str, &str)> = fields.into_iter().chain(to).collect();
        app.post(sonia, &path, &form).await.assert_status(422);
        let form = [("change", "owner"), ("person", charlie.as_str())];
        crate::bulk::change(&app, sonia, list, &[id], &form).await.assert_status(303);
    }
    let owners: [Option<i64>; 4] = app.db(|db| {
        [
            leads::table.find(lead.id).select(leads::owner_id).first(db).unwrap(),
            accounts::table.find(account.id).select(accounts::owner_id).first(db).unwrap(),
            contacts::table.find(contact.id).select(contacts::owner_id).first(db).unwrap(),
            opportunities::table.find(deal.id).select(opportunities::owner_id).first(db).unwrap(),
        ]
    });
    assert_eq!(owners, [app.id(Alice); 4]);
}

/// A number may be given again, and the next record is another one.
async fn shares_go_with_their_record(app: TestApp) {
    use fursa::db::schema::identity_keys;
    use fursa::db::schema::leads;

    let lead = app.lead(Alice);
    app.share(Entity::Lead, lead.id, person(&app, Charlie), false);
    app.db(|db| {
        diesel::delete(identity_keys::table).execute(db).unwrap();
        diesel::delete(leads::table.find(lead.id)).execute(db).unwrap();
    });
    let left: i64 = app.db(|db| shares::table.count().get_result(db).unwrap());
    assert_eq!(left, 0);
}

async fn shares_come_back_with_their_record(app: TestApp) {
    let lead = app.lead(Alice);
    let path = format!("/leads/{}", lead.id);
    app.share(Entity::Lead, lead.id, person(&app, Charlie), false);
    app.tx(Alice, |tx| removal::put_away(tx, Entity::Lead, lead.id).unwrap().unwrap());
    app.get(Charlie, &path).await.assert_status(404);
    app.tx(Alice, |tx| removal::restore(tx, Entity::Lead, lead.id, removal::Way::Alone).unwrap().unwrap());
    app.get(Charlie, &path).await.assert_status(200);
}
