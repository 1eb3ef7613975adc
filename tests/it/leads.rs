//! Leads: the short form and its duplicates, lists and their file, editing, closing and opening again.

use diesel::prelude::*;
use fursa::db::schema::{journal, journal_values, leads};
use fursa::directory::PickList;
use fursa::leads::{Lead, LeadState};

use crate::support::*;

both!(
    a_name_and_one_way_to_reach_them_make_a_lead,
    a_form_that_is_wrong_keeps_everything_typed,
    what_nobody_could_see_is_no_name,
    an_address_is_written_to_and_nothing_else,
    the_same_form_sent_twice_makes_one_lead,
    the_same_person_in_another_spelling_is_noticed,
    a_hidden_double_names_only_its_team,
    a_lead_is_saved_all_the_same_when_told_so,
    each_view_shows_its_own_leads,
    a_list_narrows_and_says_by_what,
    the_file_holds_exactly_the_list_and_no_formula,
    a_marketer_sees_leads_and_no_amounts,
    a_marketers_leads_begin_with_all,
    a_currency_of_two_amounts_changes_for_both_or_not_at_all,
    two_edits_of_different_fields_both_stay,
    two_edits_of_one_field_are_asked_about,
    the_first_contact_is_stamped_once,
    a_reason_is_needed_to_disqualify,
    a_lead_with_a_deal_is_not_disqualified,
    reactivating_clears_the_reason_and_keeps_the_event,
    a_closed_lead_is_read_only,
);

fn stored(app: &TestApp, id: i64) -> Lead {
    app.db(|db| leads::table.find(id).select(Lead::as_select()).first(db).unwrap())
}

fn count(app: &TestApp) -> i64 {
    app.db(|db| leads::table.count().get_result(db).unwrap())
}

fn path(lead: &Lead) -> String {
    format!("/leads/{}", lead.id)
}

async fn a_name_and_one_way_to_reach_them_make_a_lead(app: TestApp) {
    let fields = [("company", "Baltic Sails"), ("phone", "22 123 45 67")];
    let made = app.post(Alice, "/leads", &fields).await.assert_status(303);
    let page = app.get(Alice, made.location()).await.assert_says("Baltic Sails");
    assert!(page.has_link("tel:221234567"), "{:?}", page.links());
    let lead = stored(&app, 1);
    assert_eq!((lead.owner_id, lead.team_id), (app.id(Alice), app.team("North-East")));
    assert_eq!(lead.state, LeadState::Open);
}

async fn a_form_that_is_wrong_keeps_everything_typed(app: TestApp) {
    let fields = [
        ("title", "Captain"),
        ("email", "not an address"),
        ("more_phones", "+48 22 123 45 67\n12"),
        ("country", "PL"),
        ("need", "yes"),
        ("budget_amount", "1.234.5,6"),
        ("value", "12,500.00"),
        ("currency", "EUR"),
        ("notes", "Line one\nline two"),
    ];
    let page = app.post(Alice, "/leads", &fields).await.assert_status(422);
    for field in ["name", "email", "more_phones", "budget_amount"] {
        assert!(page.problem(field).is_some(), "{field} is wrong");
    }
    for (field, typed) in fields {
        assert_eq!(page.form_value(field).as_deref().map(str::trim), Some(typed), "{field} is kept");
    }
    assert!(page.texts("title")[0].starts_with("Error:"));
    assert_eq!(page.texts("details.more[open] > summary"), ["More"]);
    assert_eq!(count(&app), 0);
}

async fn what_nobody_could_see_is_no_name(app: TestApp) {
    let phone = ("phone", "22 123 45 67");
    let page = app.post(Alice, "/leads", &[("name", "\u{200B}\u{200F}"), phone]).await.assert_status(422);
    assert!(page.problem("name").is_some());
    app.post(Alice, "/leads", &[("name", " Ann\n  \u{1}Lee "), ("company", "\u{200B}"), phone])
        .await
        .assert_status(303);
    let lead = stored(&app, 1);
    assert_eq!((lead.name.as_str(), lead.company.as_str()), ("Ann Lee", ""));
}

async fn an_address_is_written_to_and_nothing_else(app: TestApp) {
    let address = "a?bcc=b&subject=x%0A@evil.example";
    let lead = app.lead_with(Alice, |lead| lead.emails = address.into());
    app.contact_with(Alice, |contact| contact.emails = address.into());
    for page in [path(&lead), "/contacts".to_owned()] {
        let page = app.get(Alice, &page).await.assert_status(200);
        assert!(page.has_link("mailto:a%3Fbcc%3Db%26subject%3Dx%250A@evil.example"), "{:?}", page.links());
    }
}

async fn the_same_form_sent_twice_makes_one_lead(app: TestApp) {
    let nonce = app.get(Alice, "/leads/new").await.form_value("nonce").unwrap();
    let fields = [("nonce", nonce.as_str()), ("name", "Grace Hopper"), ("email", "grace@navy.example")];
    let first = app.post(Alice, "/leads", &fields).await.assert_status(303);
    app.post(Alice, "/leads", &fields).await.assert_goes_to(first.location());
    assert_eq!(count(&app), 1);
}

async fn the_same_person_in_another_spelling_is_noticed(app: TestApp) {
    app.lead_with(Alice, |lead| {
        lead.name = "Łukasz Żółw".into();
        lead.company = "ACME Sp. z o.o.".into();
        lead.emails = "Lukasz@Acme-Pumps.example".into();
        lead.phones = "22 123 45 67".into();
        lead.country = String::new();
    });
    let doubles: [&[(&str, &str)]; 4] = [
        &[("name", "Somebody"), ("email", "lukasz@acme-pumps.EXAMPLE")],
        &[("name", "Somebody"), ("phone", "+48 (22) 123-45-67")],
        &[("company", "Acme spółka z o.o."), ("phone", "+44 20 7946 0018")],
        &[("name", "LUKASZ ZOLW"), ("phone", "+44 20 7946 0018")],
    ];
    for fields in doubles {
        let page = app.post(Alice, "/leads", fields).await.assert_status(422);
        assert!(page.has_link("/leads/1"), "{fields:?} looks like it");
        assert_eq!(page.form_value(fields[0].0).as_deref(), Some(fields[0].1));
    }
    let arabic = app.lead_with(Alice, |lead| lead.name = "محمد حسن".into());
    let page = app.post(Alice, "/leads", &[("name", "Muhammad Hassan"), ("phone", "+44 20 7946 0018")]).await;
    assert!(page.has_link(&path(&arabic)), "another script of the same name sounds alike");
    assert_eq!(count(&app), 2);
}

async fn a_hidden_double_names_only_its_team(app: TestApp) {
    let hidden = app.lead_with(Charlie, |lead| {
        lead.name = "Kestrel Quarry".into();
        lead.emails = "info@quarry.example".into();
    });
    let fields = [("name", "Somebody Else"), ("email", "INFO@quarry.example")];
    let page = app.post(Alice, "/leads", &fields).await.assert_status(422);
    assert!(page.text_contains("South"), "whom to ask");
    assert!(!page.body.contains("Kestrel") && !page.has_link(&path(&hidden)));
}

async fn a_lead_is_saved_all_the_same_when_told_so(app: TestApp) {
    app.lead(Alice);
    let fields = [("name", "Lena Lindqvist"), ("email", "lena@lindqvist.example"), ("anyway", "yes")];
    app.post(Alice, "/leads", &fields).await.assert_goes_to("/leads/2");
}

async fn each_view_shows_its_own_leads(app: TestApp) {
    for (who, name) in [(Alice, "Anna Alder"), (Bob, "Berta Birch"), (Charlie, "Carla Cedar")] {
        app.lead_with(who, |lead| lead.name = name.into());
    }
    let team = app.team("North-East");
    app.lead_with(Nobody, |lead| {
        lead.name = "Petra Pine".into();
        lead.team_id = team;
    });
    app.lead_with(Alice, |lead| {
        lead.name = "Olga Oak".into();
        lead.state = LeadState::Disqualified;
    });
    let expected = [
        (Alice, "", vec!["Anna Alder"]),
        (Alice, "view=pool", vec!["Petra Pine"]),
        (Alice, "view=closed", vec!["Olga Oak"]),
        (Alice, "view=all&sort=name", vec!["Anna Alder", "Olga Oak", "Petra Pine"]),
        (Alice, "view=team", vec!["Anna Alder"]),
        (Mona, "", vec![]),
        (Mona, "view=team&sort=name", vec!["Anna Alder", "Berta Birch", "Petra Pine"]),
        (Ada, "view=all&sort=-name", vec!["Petra Pine", "Olga Oak", "Carla Cedar", "Berta Birch", "Anna Alder"]),
    ];
    for (who, query, names) in expected {
        let page = app.get(who, &format!("/leads?{query}")).await.assert_status(200);
        assert_eq!(page.texts("tbody th a"), names, "{who:?} {query}");
    }
}

async fn a_list_narrows_and_says_by_what(app: TestApp) {
    let nurturing = app.pick(PickList::LeadStatus, "Nurturing");
    app.lead_with(Alice, |lead| {
        lead.name = "Zofia Żak".into();
        lead.status_id = nurturing;
        lead.country = "SE".into();
    });
    app.lead(Alice);
    for query in
        [format!("status={nurturing}"), "country=SE".to_owned(), "country=sweden".to_owned(), "q=zak".to_owned()]
    {
        let page = app.get(Alice, &format!("/leads?{query}")).await;
        assert_eq!(page.texts("tbody th a"), ["Zofia Żak"], "{query}");
        assert_eq!(page.count(".chips .chip"), 1, "{query}");
        // The count is isolated: a name of another script beside it cannot turn the phrase around.
        assert_eq!(page.texts(".result li"), ["\u{2068}1\u{2069} lead"]);
    }
    app.get(Alice, "/leads?q=nobody").await.assert_says("No lead matches.");
}

async fn the_file_holds_exactly_the_list_and_no_formula(app: TestApp) {
    app.lead_with(Alice, |lead| {
        lead.name = "=cmd()".into();
        lead.value_minor = Some(123_450);
    });
    app.lead_with(Charlie, |lead| lead.name = "Kestrel Quarry".into());
    let file = app.get(Alice, "/leads/export?view=all").await.assert_status(200);
    assert!(file.header("content-disposition").unwrap().contains("leads-2026-11-22.csv"));
    assert_eq!(file.body.lines().count(), 2);
    assert!(file.body.contains("'=cmd()") && file.body.contains("1234.50,EUR"), "{}", file.body);
    assert!(!file.body.contains("Kestrel"));
    let narrowed = app.get(Ada, "/leads/export?view=all&q=kestrel").await;
    assert!(narrowed.body.contains("Kestrel") && !narrowed.body.contains("cmd"));
}

async fn a_marketer_sees_leads_and_no_amounts(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| {
        lead.value_minor = Some(987_654_300);
        lead.budget_minor = Some(987_654_300);
    });
    for path in [path(&lead), "/leads?view=all&sort=value".to_owned(), "/leads/export?view=all".to_owned()] {
        let page = app.get(Mark, &path).await.assert_status(200);
        assert!(page.body.contains("Lena"), "{path}");
        // Longer than any run of digits that a token may hold by chance.
        let shown = ["9,876", "9876543", "987654"].into_iter().find(|amount| page.body.contains(amount));
        assert_eq!(shown, None, "{path}");
    }
    let made = app.post(Mark, "/leads", &[("name", "Cold Call"), ("phone", "+48 22 999 88 77")]).await;
    assert_eq!(stored(&app, 2).owner_id, None, "{}", made.location());
}

async fn a_marketers_leads_begin_with_all(app: TestApp) {
    let empty = app.get(Mark, "/leads").await.assert_status(200);
    assert!(!empty.has_link("/leads/pool"), "the pool is for who takes leads from it");
    let lead = app.pool_lead("North");
    for path in ["/leads", "/leads?view=mine"] {
        let page = app.get(Mark, path).await.assert_status(200);
        assert!(page.has_link(&format!("/leads/{}", lead.id)), "{path}");
    }
    assert!(!app.get(Mark, "/leads").await.links().iter().any(|(to, _)| to.contains("view=mine")));
    assert!(app.get(Alice, "/leads").await.links().iter().any(|(to, _)| to.contains("view=mine")));
}

async fn a_currency_of_two_amounts_changes_for_both_or_not_at_all(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| {
        lead.value_minor = Some(10_000);
        lead.budget_minor = Some(5_000);
    });
    let edit = format!("{}/edit", path(&lead));
    let answers = [("version", "1"), ("part", "answers"), ("budget_amount", "50"), ("currency", "USD")];
    let page = app.post(Alice, &edit, &answers).await.assert_status(422);
    assert!(page.problem("budget_amount").unwrap().contains("EUR"));
    let interest = [("version", "1"), ("part", "interest"), ("value", "100"), ("currency", "USD")];
    app.post(Alice, &edit, &interest).await.assert_status(422);
    assert_eq!(stored(&app, lead.id).facts, lead.facts);
    let one = app.lead_with(Alice, |lead| lead.value_minor = Some(10_000));
    app.post(Alice, &format!("{}/edit", path(&one)), &interest).await.assert_status(303);
    let after = stored(&app, one.id);
    assert_eq!((after.value_minor, after.currency.as_str()), (Some(10_000), "USD"));
}

async fn two_edits_of_different_fields_both_stay(app: TestApp) {
    let lead = app.lead(Alice);
    let edit = format!("{}/edit", path(&lead));
    let title = [("version", "1"), ("part", "who"), ("name", "Lena Lindqvist"), ("title", "Captain")];
    app.post(Mona, &edit, &title).await.assert_goes_to(&path(&lead));
    let city = [("version", "1"), ("part", "address"), ("city", "Gdynia"), ("country", "PL")];
    app.post(Alice, &edit, &city).await.assert_goes_to(&path(&lead));
    let after = stored(&app, lead.id);
    assert_eq!((after.title.as_str(), after.city.as_str(), after.version), ("Captain", "Gdynia", 3));
}

async fn two_edits_of_one_field_are_asked_about(app: TestApp) {
    let lead = app.lead(Alice);
    let edit = format!("{}/edit", path(&lead));
    app.post(Mona, &edit, &[("version", "1"), ("part", "address"), ("city", "Sopot")]).await.assert_status(303);
    let mine = [("version", "1"), ("part", "address"), ("city", "Gdynia"), ("street", "Port 1")];
    let page = app.post(Alice, &edit, &mine).await.assert_status(409);
    assert!(page.text_contains("Sopot") && page.text_contains("Gdynia"));
    let again: Vec<(String, String)> = page.form(&edit);
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, &edit, &again).await.assert_goes_to(&path(&lead));
    let after = stored(&app, lead.id);
    assert_eq!((after.city.as_str(), after.street.as_str()), ("Gdynia", "Port 1"));
}

async fn the_first_contact_is_stamped_once(app: TestApp) {
    let lead = app.lead(Alice);
    let contacted = app.pick(PickList::LeadStatus, "Contacted").to_string();
    let fresh = app.pick(PickList::LeadStatus, "New").to_string();
    let address = format!("{}/status", path(&lead));
    let first = app.clock().now();
    app.post(Alice, &address, &[("status", &contacted)]).await.assert_goes_to(&path(&lead));
    app.wait(chrono::Duration::days(1));
    app.post(Alice, &address, &[("status", &fresh)]).await.assert_status(303);
    app.post(Alice, &address, &[("status", &contacted)]).await.assert_status(303);
    assert_eq!(stored(&app, lead.id).first_contact_at, Some(first));
}

async fn a_reason_is_needed_to_disqualify(app: TestApp) {
    let lead = app.lead(Alice);
    let address = format!("{}/disqualification", path(&lead));
    let other = app.pick(PickList::DisqualifyReason, "Other").to_string();
    let page = app.post(Alice, &address, &[]).await.assert_status(422);
    assert!(page.problem("reason").is_some());
    let page = app.post(Alice, &address, &[("reason", &other)]).await.assert_status(422);
    assert!(page.problem("note").is_some(), "the reason other needs words");
    assert_eq!(page.form_value("reason"), Some(other.clone()));
    let release = app.pick(PickList::ReleaseReason, "Other").to_string();
    app.post(Alice, &address, &[("reason", &release), ("note", "x")]).await.assert_status(422);
    app.post(Alice, &address, &[("reason", &other), ("note", "Moved away")]).await.assert_goes_to(&path(&lead));
    app.get(Alice, &path(&lead)).await.assert_says("Disqualified").assert_says("Moved away");
    app.get(Alice, "/leads").await.assert_hides("Lena");
}

async fn a_lead_with_a_deal_is_not_disqualified(app: TestApp) {
    let lead = app.lead(Alice);
    app.opportunity_with(Charlie, |deal| deal.source_lead_id = Some(lead.id));
    let other = app.pick(PickList::DisqualifyReason, "Other").to_string();
    let address = format!("{}/disqualification", path(&lead));
    app.post(Alice, &address, &[("reason", &other), ("note", "x")]).await.assert_goes_to(&path(&lead));
    assert_eq!(stored(&app, lead.id).state, LeadState::Open);
}

async fn reactivating_clears_the_reason_and_keeps_the_event(app: TestApp) {
    let lead = app.lead(Alice);
    let reason = app.pick(PickList::DisqualifyReason, "No interest").to_string();
    app.post(Alice, &format!("{}/disqualification", path(&lead)), &[("reason", &reason)]).await.assert_status(303);
    app.post(Alice, &format!("{}/reactivation", path(&lead)), &[]).await.assert_goes_to(&path(&lead));
    let after = stored(&app, lead.id);
    assert_eq!((after.state, after.closed_at, after.close_reason_id), (LeadState::Open, None, None));
    let kept: Vec<Option<String>> = app.db(|db| {
        journal_values::table
            .inner_join(journal::table.on(journal::id.eq(journal_values::journal_id)))
            .filter(journal::action.eq("disqualified").and(journal_values::field.eq("close_reason_id")))
            .select(journal_values::after)
            .load(db)
            .unwrap()
    });
    assert_eq!(kept, [Some(reason)]);
}

async fn a_closed_lead_is_read_only(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.state = LeadState::Qualified);
    let edit = [("version", "1"), ("name", "Changed")];
    let page = app.post(Alice, &format!("{}/edit", path(&lead)), &edit).await.assert_status(409);
    assert_eq!(page.form_value("name").as_deref(), Some("Changed"), "what was typed is not lost");
    app.post(Alice, &format!("{}/status", path(&lead)), &[("status", "1")]).await.assert_goes_to(&path(&lead));
    app.post(Alice, &format!("{}/reactivation", path(&lead)), &[]).await.assert_goes_to(&path(&lead));
    assert_eq!(stored(&app, lead.id), lead);
    let page = app.get(Alice, &path(&lead)).await.assert_status(200);
    assert!(!page.has_link(&format!("{}/edit", path(&lead))), "no button that would be refused");
}
