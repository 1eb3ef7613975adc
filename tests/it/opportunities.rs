//! Opportunities: filing, editing, planning, and what two people do to one of them at once.

use diesel::prelude::*;
use fursa::db::schema::{journal, journal_values, opportunities, opportunity_contacts};
use fursa::directory::PickList;

use crate::support::*;

both!(
    a_deal_is_filed_once_however_often_the_form_is_sent,
    a_rejected_form_keeps_everything_typed,
    a_hidden_account_cannot_be_chosen,
    equal_names_are_told_apart_and_asked_about,
    edits_of_different_fields_merge,
    edits_of_the_same_field_are_asked_about,
    a_step_done_is_a_word_with_the_customer,
    a_step_done_twice_is_done_and_asks_nothing,
    a_rejected_step_keeps_the_chosen_day,
    a_closed_deal_has_no_next_step,
    an_amount_and_its_currency_merge_as_one,
    an_estimate_outlives_an_edit_of_something_else,
    what_is_not_on_offer_is_refused_and_never_swapped,
    what_a_win_brought_keeps_its_currency,
    contacts_come_and_go_with_a_journal,
    support_sees_a_deal_without_what_it_is_worth,
    two_roles_together_open_no_amounts_of_other_teams,
    who_is_given_amounts_sees_them,
    a_new_owner_takes_the_deal_to_their_team,
);

fn fields(app: &TestApp, name: &str) -> Vec<(&'static str, String)> {
    vec![
        ("name", name.to_owned()),
        ("account", "Arctic Oy".to_owned()),
        ("amount", "1.234,50".to_owned()),
        ("currency", "EUR".to_owned()),
        ("stage_id", app.stage("Discovery").to_string()),
    ]
}

fn as_pairs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn count(app: &TestApp) -> i64 {
    app.db(|db| opportunities::table.count().get_result(db).unwrap())
}

async fn a_deal_is_filed_once_however_often_the_form_is_sent(app: TestApp) {
    let account = app.account(Alice);
    let nonce = app.get(Alice, "/opportunities/new").await.form_value("nonce").unwrap();
    let mut form = fields(&app, "Roof");
    form.push(("nonce", nonce));
    let first = app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(303);
    let again = app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(303);
    assert_eq!(first.location(), again.location());
    assert_eq!(count(&app), 1);
    let (amount, customer): (Option<i64>, Option<i64>) = app.db(|db| {
        opportunities::table.select((opportunities::amount_minor, opportunities::account_id)).first(db).unwrap()
    });
    assert_eq!((amount, customer), (Some(123_450), Some(account.id)));
}

async fn a_rejected_form_keeps_everything_typed(app: TestApp) {
    let mut form = fields(&app, "  Roof & \"wall\" <b>");
    form.extend([
        ("amount", "a lot".to_owned()),
        ("next_step", "Call\u{202e} Zoë".to_owned()),
        ("expected_close", "2026-12-24".to_owned()),
        ("competitors", "پارس".to_owned()),
        ("notes", "one\ntwo".to_owned()),
    ]);
    form.retain(|(name, value)| *name != "amount" || value == "a lot");
    let page = app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(422);
    for (name, value) in &form {
        assert_eq!(page.form_value(name).as_deref(), Some(value.as_str()), "{name}");
    }
    assert!(page.problem("amount").is_some() && page.problem("account_id").is_some());
    assert_eq!(count(&app), 0);
}

async fn a_hidden_account_cannot_be_chosen(app: TestApp) {
    let hidden = app.account_with(Charlie, |account| account.name = "Kestrel Secret".into());
    let mut form = fields(&app, "Roof");
    form.retain(|(name, _)| *name != "account");
    form.extend([("account", String::new()), ("account_for", String::new()), ("account_id", hidden.id.to_string())]);
    app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(422).assert_hides("Kestrel");
    form.push(("find", "account_id".into()));
    form.retain(|(name, _)| *name != "account");
    form.push(("account", "Kestrel".into()));
    app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(200).assert_hides("Secret");
    assert_eq!(count(&app), 0);
}

async fn equal_names_are_told_apart_and_asked_about(app: TestApp) {
    app.account_with(Alice, |account| account.city = "Oulu".into());
    let second = app.account_with(Alice, |account| account.domain = "arctic.example".into());
    let mut form = fields(&app, "Roof");
    let asked = app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(422);
    let choices = asked.texts(".choices .choice");
    assert!(choices.iter().any(|choice| choice.contains("Oulu")), "{choices:?}");
    assert!(choices.iter().any(|choice| choice.contains("arctic.example")), "{choices:?}");
    form.extend([("account_for", "Arctic Oy".into()), ("account_id", second.id.to_string())]);
    app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(303);
    let chosen: Option<i64> = app.db(|db| opportunities::table.select(opportunities::account_id).first(db).unwrap());
    assert_eq!(chosen, Some(second.id));
}

async fn edits_of_different_fields_merge(app: TestApp) {
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}/edit", deal.id);
    let origin = [("version", "1"), ("part", "origin"), ("campaign", "Spring")];
    app.post(Mona, &path, &origin).await.assert_status(303);
    let rivals = [("version", "1"), ("part", "rivals"), ("competitors", "Rival")];
    app.post(Alice, &path, &rivals).await.assert_status(303);
    let (campaign, rival): (String, String) = app
        .db(|db| opportunities::table.select((opportunities::campaign, opportunities::competitors)).first(db).unwrap());
    assert_eq!((campaign.as_str(), rival.as_str()), ("Spring", "Rival"));
}

async fn edits_of_the_same_field_are_asked_about(app: TestApp) {
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}/edit", deal.id);
    app.post(Mona, &path, &[("version", "1"), ("part", "rivals"), ("incumbent", "Norsk")]).await.assert_status(303);
    let mine = [("version", "1"), ("part", "rivals"), ("incumbent", "Dansk"), ("competitors", "Rival")];
    let page = app.post(Alice, &path, &mine).await.assert_status(409).assert_says("Norsk").assert_says("Dansk");
    let mut choice = page.form(&path);
    let theirs = ("choice-incumbent".to_owned(), "theirs".to_owned());
    choice.retain(|(name, _)| *name != theirs.0);
    choice.push(theirs);
    let choice: Vec<(&str, &str)> = choice.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, &path, &choice).await.assert_status(303);
    let row: (String, String) = app.db(|db| {
        opportunities::table.select((opportunities::incumbent, opportunities::competitors)).first(db).unwrap()
    });
    assert_eq!((row.0.as_str(), row.1.as_str()), ("Norsk", "Rival"));
}

async fn a_step_done_is_a_word_with_the_customer(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| deal.next_step = "Call".into());
    let path = format!("/opportunities/{}/step", deal.id);
    app.post(Alice, &path, &[("version", "1"), ("act", "next")]).await.assert_status(422);
    app.post(Alice, &path, &[("version", "1"), ("act", "done")]).await.assert_status(303);
    let (step, contact): (String, Option<chrono::NaiveDateTime>) = app.db(|db| {
        opportunities::table.select((opportunities::next_step, opportunities::last_contact_at)).first(db).unwrap()
    });
    assert_eq!((step.as_str(), contact), ("", Some(app.clock().now())));
}

async fn a_step_done_twice_is_done_and_asks_nothing(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| deal.next_step = "Call".into());
    let path = format!("/opportunities/{}/step", deal.id);
    let shown = app.get(Alice, &format!("/opportunities/{}", deal.id)).await.form_value("step").unwrap();
    let next = [("step", shown.as_str()), ("act", "next"), ("next_step", "Visit"), ("soon", "2026-11-30")];
    for who in [Alice, Alice, Mona] {
        app.post(who, &path, &next).await.assert_status(303);
        app.clock().advance(chrono::Duration::seconds(1));
    }
    let of_deals = journal::action.eq("step_done").and(journal::entity.eq("opportunity"));
    let done: i64 = app.db(|db| journal::table.filter(of_deals).count().get_result(db).unwrap());
    assert_eq!(done, 1);
    // Somebody else thinks of something else that comes after it: both are planned.
    let other = [("step", shown.as_str()), ("act", "next"), ("next_step", "Write"), ("soon", "2026-11-29")];
    app.post(Mona, &path, &other).await.assert_status(303);
    let planned: Vec<String> = app.tx(Alice, |tx| {
        let planned = fursa::opportunities::steps::planned(tx, deal.id).unwrap();
        planned.into_iter().map(|activity| activity.subject.clone()).collect()
    });
    assert_eq!(planned, ["Write", "Visit"]);
}

async fn a_rejected_step_keeps_the_chosen_day(app: TestApp) {
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}", deal.id);
    let days = app.get(Alice, &path).await.attributes("input[name='soon']", "value");
    let form = [("version", "1"), ("act", "plan"), ("next_step", ""), ("soon", days[1].as_str())];
    let page = app.post(Alice, &format!("{path}/step"), &form).await.assert_status(422);
    assert_eq!(page.attributes("input[name='soon'][checked]", "value"), [days[1].as_str()]);
}

async fn a_closed_deal_has_no_next_step(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| {
        deal.next_step = "Call the harbour".into();
        deal.next_step_on = "2026-11-10".parse().ok();
    });
    let path = format!("/opportunities/{}", deal.id);
    app.get(Alice, &path).await.assert_says("12 days late").assert_says("Done and plan next");
    let reason = app.directory().pick_by_code(PickList::LostReason, "not_recorded").unwrap().id.to_string();
    let lost = app.stage("Lost").to_string();
    let answers =
        [("to", lost.as_str()), ("version", "1"), ("answered", lost.as_str()), ("reason_id", reason.as_str())];
    let answers: Vec<(&str, &str)> = answers.into_iter().chain([("closed_on", "2026-11-22")]).collect();
    app.post(Alice, &format!("{path}/move"), &answers).await.assert_status(303);
    let page = app.get(Alice, &path).await.assert_hides("days late").assert_hides("Done and plan next");
    assert_eq!(page.count("#step"), 0);
    let brought = app.opportunity_with(Alice, |deal| {
        deal.next_step = "Call the harbour".into();
        deal.next_step_on = "2026-11-10".parse().ok();
        deal.stage_id = app.stage("Won");
        deal.closed_on = "2026-11-22".parse().ok();
        deal.closed_at = Some(deal.created_at);
        deal.actual_minor = Some(1);
    });
    let page = app.get(Alice, &format!("/opportunities/{}", brought.id)).await;
    page.assert_hides("Call the harbour").assert_hides("days late").assert_hides("Done and plan next");
}

/// What the whole form of a deal sends, with these fields changed.
async fn whole(app: &TestApp, deal: i64, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let path = format!("/opportunities/{deal}/edit");
    let mut form = app.get(Mona, &path).await.form(&path);
    for (name, value) in &mut form {
        if let Some((_, new)) = changed.iter().find(|(other, _)| other == name) {
            (*new).clone_into(value);
        }
    }
    form
}

async fn save(app: &TestApp, deal: i64, form: &[(String, String)]) -> Page {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Mona, &format!("/opportunities/{deal}/edit"), &form).await
}

async fn an_amount_and_its_currency_merge_as_one(app: TestApp) {
    let deal = app.opportunity(Alice).id;
    let (dollars, more) =
        (whole(&app, deal, &[("currency", "USD")]).await, whole(&app, deal, &[("amount", "2000")]).await);
    let name = whole(&app, deal, &[("name", "Fifty anchors")]).await;
    save(&app, deal, &dollars).await.assert_status(303);
    let page = save(&app, deal, &more).await.assert_status(409);
    let sides = page.texts(".conflict td");
    assert!(sides[0].contains("US$1,000") && sides[1].contains("€2,000"), "{sides:?}");
    save(&app, deal, &page.form(&format!("/opportunities/{deal}/edit"))).await.assert_status(303);
    save(&app, deal, &name).await.assert_status(303);
    let columns = (opportunities::amount_minor, opportunities::currency, opportunities::name);
    let row: (Option<i64>, String, String) = app.db(|db| opportunities::table.select(columns).first(db).unwrap());
    assert_eq!(row, (Some(200_000), "EUR".to_owned(), "Fifty anchors".to_owned()));
}

async fn an_estimate_outlives_an_edit_of_something_else(app: TestApp) {
    let deal = app.opportunity(Alice).id;
    let name = whole(&app, deal, &[("name", "Fifty anchors")]).await;
    let to = app.stage("Proposal").to_string();
    app.post(
        Mona,
        &format!("/opportunities/{deal}/move"),
        &[("to", &to), ("version", "1"), ("answered", to.as_str()), ("expected_close", "2026-12-24")],
    )
    .await
    .assert_status(303);
    let estimate = whole(&app, deal, &[("probability", "70")]).await;
    save(&app, deal, &estimate).await.assert_status(303);
    save(&app, deal, &name).await.assert_status(303);
    let columns = (opportunities::probability, opportunities::probability_overridden, opportunities::name);
    let row: (i64, bool, String) = app.db(|db| opportunities::table.select(columns).first(db).unwrap());
    assert_eq!(row, (7_000, true, "Fifty anchors".to_owned()));
}

async fn what_is_not_on_offer_is_refused_and_never_swapped(app: TestApp) {
    app.account(Alice);
    for (field, value) in [("currency", "GEL"), ("product_id", "999"), ("source_id", "999"), ("kind", "gift")] {
        let mut form = fields(&app, "Roof");
        form.retain(|(name, _)| *name != field);
        form.push((field, value.to_owned()));
        let page = app.post(Alice, "/opportunities/new", &as_pairs(&form)).await.assert_status(422);
        assert!(page.problem(field).is_some(), "{field}");
    }
    assert_eq!(count(&app), 0);
}

async fn what_a_win_brought_keeps_its_currency(app: TestApp) {
    let account = app.account(Alice).id;
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account)).id;
    let path = format!("/opportunities/{deal}/move");
    let seen = app.get(Mona, &format!("{path}?to={}", app.stage("Won"))).await.form(&path);
    let mut form: Vec<(String, String)> = seen.into_iter().filter(|(name, _)| name != "to").collect();
    form.push(("to".into(), app.stage("Won").to_string()));
    let dollars = whole(&app, deal, &[("currency", "USD")]).await;
    save(&app, deal, &dollars).await.assert_status(303);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = app.post(Mona, &path, &form).await.assert_status(422);
    assert!(page.problem("actual").is_some_and(|words| words.contains("USD")));
    assert_eq!(page.form_value("actual_currency").as_deref(), Some("USD"));
    let mut form = page.form(&path);
    form.retain(|(name, _)| name != "to");
    form.push(("to".into(), app.stage("Won").to_string()));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Mona, &path, &form).await.assert_status(303);
    let euros = whole(&app, deal, &[("currency", "EUR")]).await;
    let page = save(&app, deal, &euros).await.assert_status(422);
    assert!(page.problem("currency").is_some());
}

async fn contacts_come_and_go_with_a_journal(app: TestApp) {
    let (deal, contact) = (app.opportunity(Alice), app.contact(Alice));
    let path = format!("/opportunities/{}/contacts", deal.id);
    app.post(Alice, &path, &[("contact", "Carlos Cruz"), ("role", "Decides")]).await.assert_status(303);
    app.get(Alice, &format!("/opportunities/{}", deal.id)).await.assert_says("Carlos Cruz").assert_says("Decides");
    app.post(Alice, &format!("{path}/{}/removal", contact.id), &[]).await.assert_status(303);
    let left: i64 = app.db(|db| opportunity_contacts::table.count().get_result(db).unwrap());
    let told: i64 = app.db(|db| {
        let rows = journal_values::table.inner_join(journal::table.on(journal::id.eq(journal_values::journal_id)));
        rows.filter(journal_values::field.eq("contacts")).count().get_result(db).unwrap()
    });
    assert_eq!((left, told), (0, 2));
}

async fn support_sees_a_deal_without_what_it_is_worth(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| deal.amount_minor = Some(7_654_300));
    for path in [format!("/opportunities/{}", deal.id), "/pipeline".into(), "/opportunities".into()] {
        app.get(Sam, &path).await.assert_status(200).assert_says("Forty anchors").assert_hides("76,543");
    }
    app.get(Sam, "/opportunities.csv").await.assert_status(200).assert_hides("76543");
    app.get(Alice, "/opportunities.csv").await.assert_status(200).assert_says("76543.00");
}

async fn a_new_owner_takes_the_deal_to_their_team(app: TestApp) {
    let deal = app.opportunity(Alice);
    let north = app.hire("Nils", "sales_rep", "North");
    let owner = app.id(north).unwrap().to_string();
    let page = app.get(Mona, &format!("/opportunities/{}/edit?part=about", deal.id)).await.assert_status(200);
    let mut form = page.form(&format!("/opportunities/{}/edit", deal.id));
    for (name, value) in &mut form {
        if name == "owner_id" {
            value.clone_from(&owner);
        }
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Mona, &format!("/opportunities/{}/edit", deal.id), &form).await.assert_status(303);
    let team: i64 = app.db(|db| opportunities::table.select(opportunities::team_id).first(db).unwrap());
    assert_eq!(team, app.team("North"));
    app.get(Alice, &format!("/opportunities/{}", deal.id)).await.assert_status(404);
}

/// A role that sees every deal and one that sees amounts.
async fn two_roles_together_open_no_amounts_of_other_teams(app: TestApp) {
    let theirs = app.opportunity_with(Charlie, |deal| deal.amount_minor = Some(62_500_00));
    let lead = app.lead(Charlie);
    for (name, second) in [("Sue", "support_agent"), ("Stan", "support_manager"), ("Mia", "marketer")] {
        let both = app.hire(name, &format!("sales_rep {second}"), "North-East");
        let own = app.opportunity_with(both, |deal| deal.amount_minor = Some(73_100_00));
        app.get(both, &format!("/opportunities/{}", theirs.id)).await.assert_status(404);
        app.get(both, &format!("/leads/{}", lead.id)).await.assert_status(404);
        app.get(both, &format!("/opportunities/{}", own.id)).await.assert_status(200).assert_says("73,100");
        app.get(both, "/opportunities").await.assert_says("73,100").assert_hides("62,500").assert_hides("135,600");
    }
}

async fn who_is_given_amounts_sees_them(app: TestApp) {
    use fursa::db::schema::users;

    let deal = app.opportunity_with(Charlie, |deal| deal.amount_minor = Some(62_500_00));
    let both = app.hire("Sue", "sales_rep support_agent", "North-East");
    for who in [Sam, Mark, both] {
        let person = users::table.find(app.id(who).unwrap());
        app.db(|db| diesel::update(person).set(users::sees_amounts.eq(true)).execute(db).unwrap());
        app.get(who, &format!("/opportunities/{}", deal.id)).await.assert_status(200).assert_says("62,500");
        app.get(who, "/opportunities").await.assert_says("62,500");
    }
}
