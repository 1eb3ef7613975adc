//! Mail that comes in: what it belongs to, what programs send, what comes back, and what people send by all means.

use diesel::prelude::*;
use fursa::activities::{ActivityKind, ActivityState, Direction};
use fursa::correspondence::{Outcome, ingest};
use fursa::db::schema::{leads, mail_files, mails, opportunities};
use fursa::notifications::unread;

use super::{SENT, all, fields, post, scene, states, told, typed, write};
use crate::support::*;

both!(
    an_answer_stands_with_what_it_answers,
    an_answer_is_known_by_the_address_it_was_sent_to,
    who_is_known_by_address_writes_to_their_record,
    a_copy_sent_by_a_colleague_is_put_with_the_customer,
    what_programs_send_is_no_word_of_the_customer,
    a_mail_that_comes_back_is_told_to_its_author,
    what_belongs_to_nobody_waits_and_is_taken_up,
    the_same_message_is_taken_once,
    a_mail_is_shown_without_what_acts,
    a_subject_alone_puts_nothing_anywhere,
    nasty_messages_are_read,
    a_message_is_read_from_where_it_stands,
);

/// An installation that takes mail in.
struct Receiving(TestApp);

impl Installation for Receiving {
    async fn start(backend: Backend) -> Receiving {
        let set = |config: &mut fursa::config::Config| {
            config.mail_in = "crm@fursa.test".to_owned();
            config.smtp_url = "smtp://127.0.0.1:9".to_owned();
            config.mail_from = "Fursa <crm@fursa.test>".to_owned();
            config.base_url = "http://fursa.test".to_owned();
        };
        Receiving(TestApp::with(backend, set).await)
    }
}

impl std::ops::Deref for Receiving {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}

/// A message with these lines of head, and a text.
fn message(head: &[&str], text: &str) -> Vec<u8> {
    format!("{}\r\n\r\n{}\r\n", head.join("\r\n"), text.replace('\n', "\r\n")).into_bytes()
}

fn take(app: &TestApp, raw: &[u8]) -> Outcome {
    ingest(app.app(), raw).unwrap()
}

/// Marks every mail that waits as sent, as the mail server would, and does what follows.
fn sent(app: &TestApp) {
    let waiting = mails::table.filter(mails::state.eq("waiting"));
    let set = (mails::state.eq("sent"), mails::unfiled.eq(true));
    app.db(|db| diesel::update(waiting).set(set).execute(db).unwrap());
    super::follow(app);
}

fn id_of_ours(app: &TestApp) -> String {
    app.db(|db| mails::table.order(mails::id).select(mails::message_id).first(db).unwrap())
}

async fn an_answer_stands_with_what_it_answers(app: Receiving) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await.assert_goes_to(&scene.path);
    sent(&app);
    let id = id_of_ours(&app);
    let head = [
        "From: Nora Kestrel <nora@kestrel.example>",
        "To: crm@fursa.test",
        "Subject: Re: Two masts",
        "Date: Sun, 22 Nov 2026 09:58:00 +0000",
        "Message-ID: <a1@kestrel.example>",
        &format!("In-Reply-To: <{id}>"),
    ];
    app.clock().advance(chrono::Duration::hours(1));
    assert_eq!(take(&app, &message(&head, "Three, please.")), Outcome::Filed);
    let answer = all(&app).pop().unwrap();
    assert_eq!(
        (answer.kind, answer.state, answer.direction),
        (ActivityKind::Email, ActivityState::Done, Some(Direction::In))
    );
    assert_eq!((answer.opportunity_id, answer.owner_id), (Some(scene.deal), app.id(Alice)));
    assert_eq!(answer.guests.iter().collect::<Vec<_>>(), [scene.contact]);
    assert_eq!(answer.settled_at.unwrap().to_string(), "2026-11-22 09:58:00");
    assert!(told(&app.get(Alice, &scene.path).await).contains("Three, please."));
    assert_eq!(app.tx(Alice, |tx| unread(tx).unwrap()), 1);
    app.get(Alice, "/notifications").await.assert_says("A customer has written");
    app.get(Charlie, &format!("/activities/{}", answer.id)).await.assert_status(404);
    // And answered again: to who wrote it, behind both messages.
    let mail: i64 = app.db(|db| mails::table.order(mails::id.desc()).select(mails::id).first(db).unwrap());
    let form = typed(&app, Alice, &format!("/mails/new?answers={mail}"), "/mails", &[("what", "send")]).await;
    assert!(form.contains(&("who".to_owned(), format!("contact-{}", scene.contact))), "{form:?}");
    app.post(Alice, "/mails", &fields(&form)).await.assert_goes_to(&scene.path);
    let refs: String = app.db(|db| mails::table.order(mails::id.desc()).select(mails::refs).first(db).unwrap());
    assert_eq!(refs, format!("{id} a1@kestrel.example"));
}

async fn an_answer_is_known_by_the_address_it_was_sent_to(app: Receiving) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    let address: String = app.db(|db| mails::table.select(mails::reply_to).first(db).unwrap());
    assert!(address.contains("<crm+m"), "{address}");
    // Its sender's program says nothing of what it answers; it comes before ours is told on any timeline.
    let head = ["From: secretary@elsewhere.example", &format!("To: {address}"), "Subject: About the boat"];
    assert_eq!(take(&app, &message(&head, "She says yes.")), Outcome::Filed);
    let answer = all(&app).pop().unwrap();
    assert_eq!((answer.opportunity_id, answer.owner_id), (Some(scene.deal), app.id(Alice)));
    // An address somebody made up says nothing.
    let head = ["From: x@elsewhere.example", "To: crm+m1.00000000000000000000@fursa.test", "Subject: x"];
    assert_eq!(take(&app, &message(&head, "x")), Outcome::Waits);
}

async fn who_is_known_by_address_writes_to_their_record(app: Receiving) {
    let lead = app.lead_with(Alice, |lead| lead.emails = "Grace@Harbour.example".into());
    let head = ["From: grace@harbour.example", "To: crm@fursa.test", "Subject: Masts"];
    assert_eq!(take(&app, &message(&head, "Do you have masts?")), Outcome::Filed);
    let [mail] = all(&app).try_into().unwrap();
    assert_eq!((mail.lead_id, mail.owner_id), (Some(lead.id), app.id(Alice)));
    let reached: Option<chrono::NaiveDateTime> =
        app.db(|db| leads::table.find(lead.id).select(leads::first_contact_at).first(db).unwrap());
    assert_eq!(reached, None, "they wrote; nobody has answered yet");
    app.contact_with(Bob, |contact| contact.emails = "grace@harbour.example".into());
    assert_eq!(take(&app, &message(&head, "And sails?")), Outcome::Filed);
    assert!(all(&app)[1].contact_id.is_some(), "a contact comes before a lead");
}

async fn a_copy_sent_by_a_colleague_is_put_with_the_customer(app: Receiving) {
    let scene = scene(&app);
    let page = app.get(Alice, "/profile/signature").await.assert_says("Your address for copies");
    let dropbox = page.attributes("#dropbox", "value")[0].clone();
    let bcc = [
        "From: alice@fursa.test",
        "To: Nora <nora@kestrel.example>",
        &format!("Delivered-To: {dropbox}"),
        "Subject: By phone",
    ];
    assert_eq!(take(&app, &message(&bcc, "As I said.")), Outcome::Filed);
    let forwarded = ["From: Alice <alice@fursa.test>", &format!("To: {dropbox}"), "Subject: Fwd: Sails"];
    let text =
        "---------- Forwarded message ----------\nVon: Nora Kestrel <nora@kestrel.example>\n\nDo you have sails?";
    assert_eq!(take(&app, &message(&forwarded, text)), Outcome::Filed);
    let [copy, forward] = all(&app).try_into().unwrap();
    assert_eq!((copy.contact_id, copy.direction), (Some(scene.contact), Some(Direction::Out)));
    assert_eq!((forward.contact_id, forward.direction), (Some(scene.contact), Some(Direction::In)));
    assert!(copy.owner_id == app.id(Alice) && forward.owner_id == app.id(Alice));
    // About nobody they know it is theirs alone; of what they may not see, nothing is told them.
    app.contact_with(Charlie, |contact| contact.emails = "secret@south.example".into());
    let other = ["From: alice@fursa.test", "To: secret@south.example", &format!("Cc: {dropbox}"), "Subject: x"];
    assert_eq!(take(&app, &message(&other, "x")), Outcome::Filed);
    let last = all(&app).pop().unwrap();
    assert_eq!((last.about(), last.owner_id), (None, app.id(Alice)));
}

async fn what_programs_send_is_no_word_of_the_customer(app: Receiving) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    sent(&app);
    let spoken = |app: &TestApp| -> Option<chrono::NaiveDateTime> {
        app.db(|db| opportunities::table.find(scene.deal).select(opportunities::last_contact_at).first(db).unwrap())
    };
    let before = spoken(&app);
    app.clock().advance(chrono::Duration::hours(1));
    let id = id_of_ours(&app);
    let away = [
        "From: nora@kestrel.example",
        "To: crm@fursa.test",
        "Subject: Away",
        "Auto-Submitted: auto-replied",
        &format!("References: <{id}>"),
    ];
    assert_eq!(take(&app, &message(&away, "I am away until Monday.")), Outcome::Filed);
    let note = all(&app).pop().unwrap();
    assert_eq!((note.kind, note.direction), (ActivityKind::Note, None));
    assert_eq!((spoken(&app), app.tx(Alice, |tx| unread(tx).unwrap())), (before, 0));
    let list = ["From: news@shop.example", "To: crm@fursa.test", "Subject: Sale", "List-Id: <news.shop.example>"];
    assert_eq!(take(&app, &message(&list, "Buy!")), Outcome::Dropped);
}

async fn a_mail_that_comes_back_is_told_to_its_author(app: Receiving) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    sent(&app);
    let id = id_of_ours(&app);
    let report = format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@post.example\r\nTo: crm@fursa.test\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         No such user here.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; post.example\r\n\r\n\
         Final-Recipient: rfc822; nora@kestrel.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n\
         Message-ID: <{id}>\r\nSubject: Two masts\r\n\r\n--b--\r\n"
    );
    let delayed = report.replace("Action: failed", "Action: delayed");
    assert_eq!(take(&app, delayed.as_bytes()), Outcome::Dropped, "it is tried again there");
    assert_eq!(take(&app, report.as_bytes()), Outcome::Returned);
    assert_eq!(take(&app, report.as_bytes()), Outcome::Dropped, "said once");
    assert_eq!(app.tx(Alice, |tx| unread(tx).unwrap()), 1);
    let activity = all(&app)[0].id;
    app.get(Alice, &format!("/activities/{activity}")).await.assert_says("No such user here.");
    assert_eq!(all(&app).len(), 1, "a bounce is no mail of theirs");
}

async fn what_belongs_to_nobody_waits_and_is_taken_up(app: Receiving) {
    let head = ["From: Ines Sand <ines@sand.example>", "To: crm@fursa.test", "Subject: Hello"];
    assert_eq!(take(&app, &message(&head, "Do you build boats?")), Outcome::Waits);
    app.get(Alice, "/mails/incoming").await.assert_status(403);
    app.get(Mona, "/mails/incoming").await.assert_says("Do you build boats?").assert_says("ines@sand.example");
    let id: i64 = app.db(|db| mails::table.select(mails::id).first(db).unwrap());
    let lead = app.lead_with(Alice, |lead| lead.name = "Ines Sand".into());
    let claimed = app.post(Mona, &format!("/mails/{id}/claim"), &[]).await.assert_status(303);
    app.post(Mona, &format!("/mails/{id}/claim"), &[]).await.assert_status(404);
    let page = app.get(Mona, claimed.location()).await.assert_says("Ines Sand");
    let value = page.attributes("input[name=about]", "value")[0].clone();
    assert_eq!(value, format!("lead-{}", lead.id));
    app.post(Mona, claimed.location(), &[("about", "lead-987654")]).await.assert_status(404);
    app.post(Mona, claimed.location(), &[("about", &value)]).await.assert_goes_to(&format!("/leads/{}", lead.id));
    assert!(told(&app.get(Alice, &format!("/leads/{}", lead.id)).await).contains("Do you build boats?"));
    app.get(Mona, "/mails/incoming").await.assert_hides("Do you build boats?");
    take(&app, &message(&["From: spam@x.example", "To: crm@fursa.test", "Subject: Win"], "!"));
    let id: i64 = app.db(|db| mails::table.order(mails::id.desc()).select(mails::id).first(db).unwrap());
    app.post(Mona, &format!("/mails/{id}/end"), &[]).await.assert_goes_to("/mails/incoming");
    assert_eq!(states(&app).len(), 1);
}

async fn the_same_message_is_taken_once(app: Receiving) {
    app.lead_with(Alice, |lead| lead.emails = "grace@harbour.example".into());
    let named = message(&["From: grace@harbour.example", "Message-ID: <1@harbour.example>", "Subject: x"], "x");
    let unnamed = message(&["From: grace@harbour.example", "Subject: y"], "y");
    for raw in [named, unnamed] {
        assert_eq!((take(&app, &raw), take(&app, &raw)), (Outcome::Filed, Outcome::Known));
    }
    assert_eq!(all(&app).len(), 2);
}

async fn a_mail_is_shown_without_what_acts(app: Receiving) {
    app.lead_with(Alice, |lead| lead.emails = "grace@harbour.example".into());
    let head = ["From: grace@harbour.example", "Subject: x", "Content-Type: text/html; charset=utf-8"];
    let html =
        "<h1>Masts</h1><script>x()</script><img src=https://t.example/1.gif><a href='https://x.example/'>Look</a>";
    take(&app, &message(&head, html));
    let activity = all(&app)[0].id;
    let page = app.get(Alice, &format!("/activities/{activity}")).await.assert_says("Masts");
    assert!(page.header("content-security-policy").unwrap().contains("frame-src 'self'"));
    let frame = page.attributes("iframe", "src")[0].clone();
    assert!(!page.attributes("iframe", "sandbox")[0].contains("allow-s"), "neither scripts nor our own origin");
    let shown = app.get(Alice, &frame).await.assert_status(200);
    let policy = shown.header("content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'")
            && policy.contains("sandbox")
            && policy.contains("frame-ancestors 'self'"),
        "{policy}"
    );
    assert!(shown.body.contains("Masts") && shown.body.contains("https://x.example/"), "{}", shown.body);
    assert!(!shown.body.contains("script") && !shown.body.contains("t.example"), "{}", shown.body);
    app.get(Charlie, &frame).await.assert_status(404);
    assert!(!app.get(Alice, "/").await.header("content-security-policy").unwrap().contains("frame-src"));
}

async fn a_subject_alone_puts_nothing_anywhere(app: Receiving) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    sent(&app);
    let head = ["From: stranger@elsewhere.example", "To: crm@fursa.test", "Subject: Re: Two masts"];
    assert_eq!(take(&app, &message(&head, "Me too.")), Outcome::Waits);
    assert_eq!(post(&app), 0);
}

/// Messages as they come: each with what must be read of it. A line of what it is for stands in its head.
async fn nasty_messages_are_read(app: Receiving) {
    app.lead_with(Alice, |lead| lead.emails = "nasty@corpus.example".into());
    let mut names: Vec<_> =
        std::fs::read_dir("tests/it/fixtures/mails").unwrap().map(|it| it.unwrap().path()).collect();
    names.sort();
    assert!(names.len() >= 12, "{}", names.len());
    for path in names {
        let raw = std::fs::read(&path).unwrap();
        let head = String::from_utf8_lossy(&raw[..raw.len().min(4000)]).into_owned();
        let wanted = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(|it| it.trim().to_owned());
        let outcome = format!("{:?}", take(&app, &raw));
        assert_eq!(Some(outcome), wanted("X-Outcome:"), "{}", path.display());
        let Some(says) = wanted("X-Says:") else { continue };
        let (id, subject, body): (i64, String, String) = app.db(|db| {
            let newest = mails::table.order(mails::id.desc()).select((mails::id, mails::subject, mails::body));
            newest.first(db).unwrap()
        });
        let files: Vec<String> = app.db(|db| {
            let of = mail_files::table.filter(mail_files::mail_id.eq(id)).order(mail_files::id);
            of.select(mail_files::name).load(db).unwrap()
        });
        let read = format!("{subject} | {body} | {}", files.join(", "));
        for word in says.split(" / ") {
            assert!(read.contains(word), "{}: {word:?} is not in {read}", path.display());
        }
        let activity: Option<i64> = app.db(|db| mails::table.find(id).select(mails::activity_id).first(db).unwrap());
        app.get(Alice, &format!("/activities/{}", activity.unwrap())).await.assert_status(200);
    }
    // Twenty megabytes, and bytes that are nothing at all.
    let big = format!("{}\r\n", "QUJD".repeat(19)).repeat(20 * 1024 * 1024 / 78);
    let head = "From: nasty@corpus.example\r\nSubject: Big\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name=big.pdf\r\n\
                Content-Disposition: attachment; filename=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    assert_eq!(take(&app, format!("{head}{big}").as_bytes()), Outcome::Filed);
    let bytes: i64 =
        app.db(|db| mail_files::table.order(mail_files::id.desc()).select(mail_files::bytes).first(db).unwrap());
    assert!(bytes > 14 * 1024 * 1024, "{bytes}");
    for odd in [&b""[..], b"\r\n\r\n", &[0xff; 4000], b"\0\0\0", b"From: \r\n\r\n"] {
        take(&app, odd);
    }
}

async fn a_message_is_read_from_where_it_stands(app: Receiving) {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let at = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_fursa"));
    program
        .arg("ingest")
        .current_dir(at.path())
        .env("DATABASE_URL", app.database_url())
        .env("FURSA_MAIL_IN", "crm@fursa.test");
    let files = at.path().join("files");
    program.env("FURSA_FILES", &files).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = program.spawn().unwrap();
    let raw = message(&["From: ines@sand.example", "Subject: Hello"], "Do you build boats?");
    running.stdin.take().unwrap().write_all(&raw).unwrap();
    let done = running.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success() && said.contains("it waits"), "{said} {}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(states(&app), ["received"]);
}
