//! Opportunities: filing, editing, planning, and what two people do to one of them at once.

use diesel::prelude::*;
use fursa::db::schema::{journal, journal_values, opportunities, opportunity_contacts};

use crate::support::*;

both!(
    a_deal_is_filed_once_however_often_the_form_is_sent,
    a_rejected_form_keeps_everything_typed,
    a_hidden_account_cannot_be_chosen,
    equal_names_are_told_apart_and_asked_about,
    edits_of_different_fields_merge,
    edits_of_the_same_field_are_asked_about,
    a_step_done_is_a_word_with_the_customer,
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
    let plan = [("version", "1"), ("part", "plan"), ("next_step", "Visit")];
    app.post(Mona, &path, &plan).await.assert_status(303);
    let rivals = [("version", "1"), ("part", "rivals"), ("competitors", "Rival")];
    app.post(Alice, &path, &rivals).await.assert_status(303);
    let (step, rival): (String, String) = app.db(|db| {
        opportunities::table.select((opportunities::next_step, opportunities::competitors)).first(db).unwrap()
    });
    assert_eq!((step.as_str(), rival.as_str()), ("Visit", "Rival"));
}

async fn edits_of_the_same_field_are_asked_about(app: TestApp) {
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}/edit", deal.id);
    app.post(Mona, &path, &[("version", "1"), ("part", "plan"), ("next_step", "Visit")]).await.assert_status(303);
    let mine = [("version", "1"), ("part", "plan"), ("next_step", "Call"), ("next_step_on", "2026-12-01")];
    let page = app.post(Alice, &path, &mine).await.assert_status(409).assert_says("Visit").assert_says("Call");
    let mut choice = page.form(&path);
    let theirs = ("choice-next_step".to_owned(), "theirs".to_owned());
    choice.retain(|(name, _)| *name != theirs.0);
    choice.push(theirs);
    let choice: Vec<(&str, &str)> = choice.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, &path, &choice).await.assert_status(303);
    let row: (String, Option<chrono::NaiveDate>) = app.db(|db| {
        opportunities::table.select((opportunities::next_step, opportunities::next_step_on)).first(db).unwrap()
    });
    assert_eq!((row.0.as_str(), row.1), ("Visit", "2026-12-01".parse().ok()));
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

async fn contacts_come_and_go_with_a_journal(app: TestApp) {
    let (deal, contact) = (app.opportunity(Alice), app.contact(Alice));
    let path = format!("/opportunities/{}/contacts", deal.id);
    app.post(Alice, &path, &[("contact", "Carlos Cruz"), ("role", "Decides")]).await.assert_status(303);
    app.get(Alice, &format!("/opportunities/{}", deal.id)).await.assert_says("Carlos Cruz").assert_says("Decides");
    app.post(Alice, &format!("{path}/{}/removal", contact.id), &[]).await.assert_status(303);
    let left: i64 = app.db(|db| opportunity_contacts::table.count().get_result(db).unwrap());
    let told: i64 = app.db(|db| {
        let rows = journal_values::table.inner_join(journal::table.on(journal::id.eq(journal_values::journal_id)));
        rows.filter(journal_values::field.eq("party_id")).count().get_result(db).unwrap()
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
