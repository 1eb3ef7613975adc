//! Mails with customers: written from a record, kept as drafts, sent through the outbox, told on timelines.

use chrono::Duration;
use diesel::prelude::*;
use fursa::activities::{Activity, ActivityKind, ActivityState, Direction};
use fursa::db::schema::{activities, journal_values, leads, mail_files, mails, opportunities, organization, outbox};
use fursa::jobs;
use fursa::mail;

use crate::support::*;

mod incoming;
mod sending;
mod servers;

both!(
    a_mail_is_written_from_a_deal_and_stands_on_its_timeline,
    a_form_pressed_twice_sends_once,
    what_keeps_a_mail_from_being_sent_is_said_and_nothing_is_lost,
    a_draft_is_its_authors_alone,
    a_draft_written_on_in_two_windows_is_two_drafts,
    what_is_not_known_is_not_sent_in_braces,
    a_mail_begins_with_a_template_and_ends_with_a_signature,
    files_go_along_and_are_kept_from_outsiders,
    a_program_is_not_attached,
    an_answer_says_what_it_answers,
    without_a_mail_server_nothing_is_lost_and_it_is_said,
    addresses_are_hidden_where_they_are,
    what_was_typed_survives_the_end_of_a_sign_in,
    its_text_is_not_in_the_journal,
);

struct Scene {
    deal: i64,
    contact: i64,
    path: String,
}

/// A deal of Alice's with a contact of hers who has an address.
fn scene(app: &TestApp) -> Scene {
    let contact = app.contact_with(Alice, |contact| {
        contact.name = "Nora Kestrel".into();
        contact.emails = "nora@kestrel.example\nold@kestrel.example".into();
    });
    let deal = app.opportunity_with(Alice, |deal| deal.contact_id = Some(contact.id));
    Scene { deal: deal.id, contact: contact.id, path: format!("/opportunities/{}", deal.id) }
}

/// What the form of a new mail sends, with something else typed.
async fn typed(app: &TestApp, who: Who, path: &str, action: &str, say: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut form = app.get(who, path).await.assert_status(200).form(action);
    form.retain(|(name, _)| !say.iter().any(|(said, _)| said == name) && name != "file");
    form.extend(say.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    form
}

fn fields(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Writes a mail about the deal and presses a button.
async fn write(app: &TestApp, scene: &Scene, say: &[(&str, &str)]) -> Page {
    let begun = format!("/mails/new?about=opportunity-{}", scene.deal);
    let form = typed(app, Alice, &begun, "/mails", say).await;
    app.post(Alice, "/mails", &fields(&form)).await
}

const SENT: [(&str, &str); 3] = [("subject", "Two masts"), ("text", "Dear Nora,\n\nas we said."), ("what", "send")];

/// Sends what waits, and does what follows.
fn post(app: &TestApp) -> usize {
    let sent = mail::send_due(app.app()).unwrap();
    follow(app);
    sent
}

fn follow(app: &TestApp) {
    jobs::catch_up(app.app()).unwrap();
}

fn told(page: &Page) -> String {
    page.texts("#timeline").join(" ").replace(['\u{2068}', '\u{2069}'], "")
}

fn all(app: &TestApp) -> Vec<Activity> {
    app.db(|db| activities::table.order(activities::id).select(Activity::as_select()).load(db).unwrap())
}

fn states(app: &TestApp) -> Vec<String> {
    app.db(|db| mails::table.order(mails::id).select(mails::state).load(db).unwrap())
}

/// A header of a message, unfolded.
fn header(message: &str, name: &str) -> String {
    let head = message.split("\n\n").next().unwrap_or_default().replace("\n ", " ");
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_default().to_owned()
}

async fn a_mail_is_written_from_a_deal_and_stands_on_its_timeline(app: Mailing) {
    let scene = scene(&app);
    let page = app.get(Alice, &scene.path).await;
    assert!(page.has_link(&format!("/mails/new?about=opportunity-{}", scene.deal)));
    let done = write(&app, &scene, &SENT).await.assert_goes_to(&scene.path);
    assert!(done.status == 303);
    app.get(Alice, &scene.path).await.assert_says("is on its way").assert_says("Being sent");
    assert!(all(&app).is_empty(), "it is not done before it is sent");
    app.clock().advance(Duration::minutes(2));
    assert_eq!(post(&app), 1);
    let letter = app.office.letters().remove(0);
    assert_eq!(letter.recipient, "nora@kestrel.example");
    let message = letter.message;
    assert_eq!(header(&message, "From"), "Alice <crm@fursa.test>");
    assert_eq!(header(&message, "Reply-To"), "Alice <alice@fursa.test>");
    assert_eq!(header(&message, "To"), "\"Nora Kestrel\" <nora@kestrel.example>");
    assert_eq!((header(&message, "Subject"), header(&message, "Auto-Submitted")), ("Two masts".into(), String::new()));
    assert!(message.contains("as we said."));
    let [activity] = all(&app).try_into().unwrap();
    assert_eq!((activity.kind, activity.state), (ActivityKind::Email, ActivityState::Done));
    assert_eq!((activity.direction, activity.owner_id), (Some(Direction::Out), app.id(Alice)));
    assert_eq!((activity.opportunity_id, activity.settled_at), (Some(scene.deal), Some(app.clock().now())));
    assert_eq!(activity.guests.iter().collect::<Vec<_>>(), [scene.contact]);
    let spoken: Option<chrono::NaiveDateTime> =
        app.db(|db| opportunities::table.find(scene.deal).select(opportunities::last_contact_at).first(db).unwrap());
    assert_eq!(spoken, activity.settled_at, "the deal is not quiet");
    for path in [&scene.path, &format!("/contacts/{}", scene.contact)] {
        let told = told(&app.get(Alice, path).await);
        assert!(told.contains("Two masts") && told.contains("as we said."), "{path}: {told}");
    }
    let id: String = app.db(|db| mails::table.select(mails::message_id).first(db).unwrap());
    assert_eq!(header(&message, "Message-ID"), format!("<{id}>"));
    let page = app.get(Mona, &format!("/activities/{}", activity.id)).await.assert_status(200);
    page.assert_says("nora@kestrel.example").assert_says("as we said.").assert_says(&id);
    app.get(Charlie, &format!("/activities/{}", activity.id)).await.assert_status(404);
    app.get(Alice, &format!("/activities/{}/edit", activity.id)).await.assert_status(403);
    follow(&app);
    assert_eq!((post(&app), all(&app).len()), (0, 1), "nothing is sent or told twice");
}

async fn a_form_pressed_twice_sends_once(app: Mailing) {
    let scene = scene(&app);
    let begun = format!("/mails/new?about=opportunity-{}", scene.deal);
    let form = typed(&app, Alice, &begun, "/mails", &SENT).await;
    app.post(Alice, "/mails", &fields(&form)).await.assert_goes_to(&scene.path);
    let again = app.post(Alice, "/mails", &fields(&form)).await.assert_status(303);
    app.get(Alice, again.location()).await.assert_goes_to(&scene.path);
    // Pressed in the window of the draft, too.
    app.post(Alice, again.location(), &fields(&form)).await.assert_status(303);
    assert_eq!((post(&app), app.office.letters().len(), states(&app).len()), (1, 1, 1));
}

async fn what_keeps_a_mail_from_being_sent_is_said_and_nothing_is_lost(app: Mailing) {
    let scene = scene(&app);
    let say = [("who", ""), ("to", "nora at kestrel"), ("subject", " "), ("text", "Dear Nora"), ("what", "send")];
    let page = write(&app, &scene, &say).await.assert_status(303);
    let page = app.get(Alice, page.location()).await.assert_status(200);
    assert!(page.problem("to").unwrap().contains("nora at kestrel"));
    assert!(page.problem("subject").is_some() && page.problem("text").is_none());
    let form = page.form(page.attributes("form.sheet", "action")[0].as_str());
    assert!(form.contains(&("to".to_owned(), "nora at kestrel".to_owned())), "{form:?}");
    assert_eq!((states(&app), post(&app)), (vec!["draft".to_owned()], 0));
    let none = write(&app, &scene, &[("who", ""), ("text", " "), ("what", "send")]).await;
    let page = app.get(Alice, none.location()).await;
    assert!(page.problem("to").unwrap().contains("Tick who gets it") && page.problem("text").is_some());
}

async fn a_draft_is_its_authors_alone(app: Mailing) {
    let scene = scene(&app);
    let kept = write(&app, &scene, &[("subject", "Two masts"), ("what", "keep")]).await.assert_status(303);
    let path = kept.location().to_owned();
    app.get(Alice, &scene.path).await.assert_says("Mails you have begun").assert_says("Two masts");
    app.get(Alice, "/mails").await.assert_says("Two masts");
    for who in [Mona, Ada] {
        app.get(who, &scene.path).await.assert_hides("Two masts");
        app.get(who, &path).await.assert_status(404);
    }
    app.post(Alice, &format!("{path}/removal"), &[]).await.assert_goes_to(&scene.path);
    app.get(Alice, &path).await.assert_status(404);
}

async fn a_draft_written_on_in_two_windows_is_two_drafts(app: Mailing) {
    let scene = scene(&app);
    let kept = write(&app, &scene, &[("subject", "One"), ("what", "keep")]).await;
    let path = kept.location().to_owned();
    let (first, second) = (
        typed(&app, Alice, &path, &path, &[("subject", "First"), ("what", "keep")]).await,
        typed(&app, Alice, &path, &path, &[("subject", "Second"), ("what", "send"), ("text", "x")]).await,
    );
    app.post(Alice, &path, &fields(&first)).await.assert_goes_to(&path);
    let copy = app.post(Alice, &path, &fields(&second)).await.assert_status(303);
    assert_ne!(copy.location(), path);
    app.get(Alice, copy.location()).await.assert_says("written on elsewhere");
    let subjects: Vec<String> = app.db(|db| mails::table.order(mails::id).select(mails::subject).load(db).unwrap());
    assert_eq!((subjects, post(&app)), (vec!["First".to_owned(), "Second".to_owned()], 0));
}

async fn what_is_not_known_is_not_sent_in_braces(app: Mailing) {
    let scene = scene(&app);
    let say = [
        ("subject", "{deal.name}"),
        ("text", "Dear {contact.name} of {account.name}, {contact.nam}"),
        ("what", "send"),
    ];
    let page = write(&app, &scene, &say).await;
    let page = app.get(Alice, page.location()).await;
    assert!(page.problem("text").unwrap().contains("{contact.nam}"));
    let form = [("text", "Dear {contact.name} of {account.name}"), ("what", "send")];
    let action = page.attributes("form.sheet", "action")[0].clone();
    let form = typed(&app, Alice, &action, &action, &form).await;
    let page = app.post(Alice, &action, &fields(&form)).await;
    let page = app.get(Alice, page.location()).await;
    assert!(page.problem("text").unwrap().contains("{account.name}"));
    let form = typed(&app, Alice, &action, &action, &[("text", "Dear {contact.name}"), ("what", "send")]).await;
    app.post(Alice, &action, &fields(&form)).await.assert_goes_to(&scene.path);
    assert_eq!(post(&app), 1);
    let message = app.office.letters().remove(0).message;
    assert!(message.contains("Dear Nora Kestrel") && !message.contains('{'), "{message}");
}

async fn a_mail_begins_with_a_template_and_ends_with_a_signature(app: Mailing) {
    let scene = scene(&app);
    app.post(Alice, "/profile/signature", &[("signature", "Alice\nFjord Trading")]).await.assert_status(303);
    let wrong = [("name", "Offer"), ("text", "Dear {contact.first}"), ("active", "on")];
    let page = app.post(Mona, "/mails/templates", &wrong).await.assert_status(422);
    assert!(page.problem("text").unwrap().contains("{contact.first}"));
    let right = [
        ("name", "Offer"),
        ("subject", "Our offer"),
        ("text", "Dear {contact.name}"),
        ("shared", "on"),
        ("active", "on"),
    ];
    app.post(Mona, "/mails/templates", &right).await.assert_status(303);
    // Who sells keeps templates of their own only.
    app.post(Alice, "/mails/templates", &[("name", "Mine"), ("text", "x"), ("shared", "on")]).await.assert_status(303);
    app.get(Bob, "/mails/templates").await.assert_says("Offer").assert_hides("Mine");
    let choice = app.get(Alice, &format!("/mails/new?about=opportunity-{}", scene.deal)).await;
    let id = choice.attributes("#template option", "value")[0].clone();
    assert_eq!(choice.count("#template option"), 1, "one that is not active is not offered");
    let page = write(&app, &scene, &[("template", &id), ("what", "fill")]).await;
    let page = app.get(Alice, page.location()).await;
    let form = page.form(&page.attributes("form.sheet", "action")[0]);
    let said = |name: &str| form.iter().find(|(field, _)| field == name).unwrap().1.clone();
    assert_eq!(said("subject"), "Our offer");
    assert_eq!(said("text").trim(), "Dear Nora Kestrel\n\n\n-- \nAlice\nFjord Trading");
}

async fn files_go_along_and_are_kept_from_outsiders(app: Mailing) {
    let scene = scene(&app);
    let begun = format!("/mails/new?about=opportunity-{}", scene.deal);
    let form = typed(&app, Alice, &begun, "/mails", &SENT).await;
    let browser = app.browser_of(Alice);
    let token = browser.csrf().await;
    let mut form = fields(&form);
    form.retain(|(name, _)| *name != "csrf");
    form.insert(0, ("csrf", &token));
    let files = [("Offer ü.txt", "ten masts"), ("../b.csv", "a,b")];
    browser.upload_files("/mails", &form, &files).await.assert_goes_to(&scene.path);
    assert_eq!(post(&app), 1);
    let message = app.office.letters().remove(0).message;
    assert!(
        message.contains("multipart/mixed") && message.contains("text/csv") && message.contains("b.csv"),
        "{message}"
    );
    let id: i64 = app.db(|db| mails::table.select(mails::id).first(db).unwrap());
    let (file, hash): (i64, String) = app.db(|db| {
        let first = mail_files::table.order(mail_files::id).select((mail_files::id, mail_files::hash));
        first.first(db).unwrap()
    });
    assert_eq!(hash.len(), 64);
    let path = format!("/mails/{id}/files/{file}");
    let page = app.get(Mona, &path).await.assert_status(200);
    assert_eq!((page.body.as_str(), page.header("content-type")), ("ten masts", Some("application/octet-stream")));
    let said = page.header("content-disposition").unwrap();
    assert!(said.starts_with("attachment;") && said.contains("filename*=UTF-8''Offer%20%C3%BC.txt"), "{said}");
    app.get(Charlie, &path).await.assert_status(404);
    app.get(Mona, &format!("/mails/{id}/files/{}", file + 9)).await.assert_status(404);
}

async fn a_program_is_not_attached(app: Mailing) {
    let scene = scene(&app);
    let begun = format!("/mails/new?about=opportunity-{}", scene.deal);
    let form = typed(&app, Alice, &begun, "/mails", &SENT).await;
    let browser = app.browser_of(Alice);
    let page = browser.upload_files("/mails", &fields(&form), &[("setup.exe", "MZ")]).await.assert_status(303);
    app.get(Alice, page.location()).await.assert_says("setup.exe");
    assert_eq!((states(&app), post(&app)), (vec!["draft".to_owned()], 0), "nothing is sent without it");
}

async fn an_answer_says_what_it_answers(app: Mailing) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    post(&app);
    let first: String = app.db(|db| mails::table.select(mails::message_id).first(db).unwrap());
    let activity = all(&app)[0].id;
    let page = app.get(Alice, &format!("/activities/{activity}")).await;
    let answer = page.links().into_iter().find(|(href, _)| href.contains("answers=")).unwrap().0;
    let form = typed(&app, Alice, &answer, "/mails", &[("what", "send")]).await;
    let said = |name: &str| form.iter().find(|(field, _)| field == name).unwrap().1.clone();
    assert_eq!((said("subject"), said("who")), ("Re: Two masts".to_owned(), format!("contact-{}", scene.contact)));
    assert!(said("text").contains("> as we said."), "{}", said("text"));
    app.post(Alice, "/mails", &fields(&form)).await.assert_goes_to(&scene.path);
    post(&app);
    let message = &app.office.letters()[1].message;
    assert_eq!(
        (header(message, "In-Reply-To"), header(message, "References")),
        (format!("<{first}>"), format!("<{first}>"))
    );
}

async fn without_a_mail_server_nothing_is_lost_and_it_is_said(app: TestApp) {
    let scene = scene(&app);
    let page = app.get(Alice, &format!("/mails/new?about=opportunity-{}", scene.deal)).await;
    page.assert_says("No mail server is set up");
    let page = write(&app, &scene, &SENT).await.assert_status(303);
    app.get(Alice, page.location()).await.assert_says("Not sent: no mail server").assert_says("as we said.");
    let waiting: i64 = app.db(|db| outbox::table.count().get_result(db).unwrap());
    assert_eq!((states(&app), waiting), (vec!["draft".to_owned()], 0));
    app.get(Ada, "/settings/mail").await.assert_says("No mail server is set up");
}

async fn addresses_are_hidden_where_they_are(app: Mailing) {
    let scene = scene(&app);
    let hidden = diesel::update(organization::table)
        .set((organization::personal_hidden.eq("sales_rep"), organization::revision.eq(organization::revision + 1)));
    app.db(|db| hidden.execute(db).unwrap());
    let begun = format!("/mails/new?about=opportunity-{}", scene.deal);
    app.get(Alice, &begun).await.assert_says("Nora Kestrel").assert_hides("nora@kestrel.example");
    write(&app, &scene, &SENT).await.assert_goes_to(&scene.path);
    assert_eq!((post(&app), app.office.letters()[0].recipient.as_str()), (1, "nora@kestrel.example"));
    let path = format!("/activities/{}", all(&app)[0].id);
    app.get(Alice, &path).await.assert_says("Nora Kestrel").assert_hides("nora@kestrel.example");
    app.get(Ada, &path).await.assert_says("nora@kestrel.example");
}

async fn what_was_typed_survives_the_end_of_a_sign_in(app: Mailing) {
    let scene = scene(&app);
    let form = [
        ("about", format!("opportunity-{}", scene.deal)),
        ("subject", "Two masts".to_owned()),
        ("text", "as we said".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let stranger = app.browser();
    let page = stranger.upload_files("/mails", &form, &[]).await.assert_status(401);
    assert!(page.body.contains("as+we+said"), "{} {}", page.status, page.text());
    assert!(states(&app).is_empty());
    // The page that shows it sends it again, without files.
    app.post(Alice, "/mails", &form).await.assert_status(303);
    assert_eq!(states(&app), ["draft"]);
}

async fn its_text_is_not_in_the_journal(app: Mailing) {
    let lead = app.lead_with(Alice, |lead| lead.emails = "nora@kestrel.example".into());
    let begun = format!("/mails/new?about=lead-{}", lead.id);
    let form = typed(&app, Alice, &begun, "/mails", &SENT).await;
    app.post(Alice, "/mails", &fields(&form)).await.assert_goes_to(&format!("/leads/{}", lead.id));
    post(&app);
    let reached: Option<chrono::NaiveDateTime> =
        app.db(|db| leads::table.find(lead.id).select(leads::first_contact_at).first(db).unwrap());
    assert!(reached.is_some(), "the lead has been reached");
    let values: Vec<Option<String>> =
        app.db(|db| journal_values::table.select(journal_values::after).load(db).unwrap());
    assert!(!values.into_iter().flatten().any(|value| value.contains("as we said")), "a mail's text is journalled");
}
