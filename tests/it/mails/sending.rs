//! What becomes of a mail once it was sent: not taken, tried again, with its record in the bin, merged, forgotten.

use chrono::Duration;
use diesel::prelude::*;
use fursa::correspondence;
use fursa::db::schema::{journal_values, outbox};
use fursa::jobs::Job;
use fursa::mail;
use fursa::notifications::unread;

use super::{SENT, all, fields, follow, post, scene, states, told, typed, write};
use crate::support::*;

both!(
    a_mail_nobody_takes_comes_back_to_its_author,
    an_administrator_has_a_letter_tried_again,
    letters_go_over_one_line,
    a_mail_goes_with_its_record_and_comes_back_with_it,
    what_is_on_its_way_follows_a_merge,
    what_nobody_needs_any_more_is_forgotten,
);

async fn a_mail_nobody_takes_comes_back_to_its_author(app: Mailing) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    give_up(&app);
    assert_eq!((states(&app), all(&app).len()), (vec!["failed".to_owned()], 0));
    assert_eq!(app.tx(Alice, |tx| unread(tx).unwrap()), 1);
    app.get(Alice, "/notifications").await.assert_says("did not go out");
    let page = app.get(Alice, &scene.path).await.assert_says("Not sent");
    let draft =
        page.links().into_iter().find(|(href, _)| href.starts_with("/mails/") && !href.contains("new")).unwrap().0;
    app.get(Alice, &draft).await.assert_says("come back later");
    app.office.refuse(0);
    let form = typed(&app, Alice, &draft, &draft, &[("what", "send")]).await;
    app.post(Alice, &draft, &fields(&form)).await.assert_goes_to(&scene.path);
    assert_eq!((post(&app), all(&app).len(), app.office.letters().len()), (1, 1, 1));
    let left: i64 = app.db(|db| outbox::table.filter(outbox::failed_at.is_not_null()).count().get_result(db).unwrap());
    assert_eq!(left, 0, "the letter that was given up is none any more");
}

/// The mail server takes nothing until the letters are given up.
fn give_up(app: &Mailing) {
    app.office.refuse(usize::MAX);
    for _ in 0..9 {
        assert_eq!(post(app), 0);
        app.clock().advance(Duration::hours(13));
    }
    follow(app);
    app.fresh_browsers();
}

async fn an_administrator_has_a_letter_tried_again(app: Mailing) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    give_up(&app);
    app.get(Mona, "/settings/mail").await.assert_status(403);
    app.get(Ada, "/settings").await.assert_says("1 letter given up");
    let page = app.get(Ada, "/settings/mail").await.assert_says("Two masts").assert_says("come back later");
    page.assert_hides("as we said.");
    let id: i64 = app.db(|db| outbox::table.select(outbox::id).first(db).unwrap());
    app.office.refuse(0);
    app.post(Ada, &format!("/settings/mail/{id}/resend"), &[]).await.assert_goes_to("/settings/mail");
    assert_eq!((post(&app), all(&app).len(), states(&app)), (1, 1, vec!["sent".to_owned()]));
    app.post(Ada, &format!("/settings/mail/{id}/resend"), &[]).await.assert_status(404);
    let noted: i64 = app.db(|db| {
        let rows = journal_values::table.filter(journal_values::field.eq("letter_resent"));
        rows.count().get_result(db).unwrap()
    });
    assert_eq!(noted, 1);
    write(&app, &scene, &SENT).await;
    give_up(&app);
    let id: i64 = app.db(|db| outbox::table.order(outbox::id.desc()).select(outbox::id).first(db).unwrap());
    app.post(Ada, &format!("/settings/mail/{id}/removal"), &[]).await.assert_status(303);
    app.get(Ada, "/settings/mail").await.assert_hides("Two masts");
    app.get(Alice, &scene.path).await.assert_says("Not sent");
}

async fn letters_go_over_one_line(app: Mailing) {
    let scene = scene(&app);
    for _ in 0..3 {
        write(&app, &scene, &SENT).await;
    }
    assert_eq!((post(&app), app.office.letters().len(), app.office.visitors()), (3, 3, 1));
}

async fn a_mail_goes_with_its_record_and_comes_back_with_it(app: Mailing) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    post(&app);
    let id = all(&app)[0].id;
    app.post(Alice, &format!("{}/removal", scene.path), &[]).await.assert_status(303);
    app.get(Alice, &format!("/activities/{id}")).await.assert_status(404);
    app.clock().advance(Duration::days(2));
    assert_eq!(app.tx(Ada, |tx| correspondence::forget_orphans(tx).unwrap()), 0, "what lies in the bin keeps its mail");
    let row: i64 = app.db(|db| fursa::db::schema::bin::table.select(fursa::db::schema::bin::id).first(db).unwrap());
    app.post(Alice, &format!("/bin/{row}/restoration"), &[]).await.assert_status(303);
    app.get(Alice, &format!("/activities/{id}")).await.assert_says("as we said.");
    assert!(told(&app.get(Alice, &scene.path).await).contains("as we said."));
}

async fn what_is_on_its_way_follows_a_merge(app: Mailing) {
    let (one, two) = (app.contact(Alice), app.contact_with(Alice, |it| it.emails = "nora@kestrel.example".into()));
    let begun = format!("/mails/new?about=contact-{}", two.id);
    let form = typed(&app, Alice, &begun, "/mails", &SENT).await;
    app.post(Alice, "/mails", &fields(&form)).await.assert_goes_to(&format!("/contacts/{}", two.id));
    let merged = [("with", two.id.to_string())];
    let merged: Vec<(&str, &str)> = merged.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = app.post(Alice, &format!("/contacts/{}/merger", one.id), &merged).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(post(&app), 1);
    let [activity] = all(&app).try_into().unwrap();
    let stays = page.location().rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(activity.contact_id, Some(stays));
}

async fn what_nobody_needs_any_more_is_forgotten(app: Mailing) {
    let scene = scene(&app);
    write(&app, &scene, &SENT).await;
    post(&app);
    app.post(Alice, &format!("{}/removal", scene.path), &[]).await.assert_status(303);
    let forget = || app.tx(Ada, |tx| correspondence::forget_orphans(tx).unwrap());
    assert_eq!((forget(), forget()), (0, 0), "it may come back");
    app.clock().advance(Duration::days(400));
    assert_eq!((forget(), states(&app).len()), (1, 0));
    // The letter that carried it is forgotten too, and its number given again.
    let forgotten = app.db(|db| mail::forget_old(db, app.clock().now()).unwrap());
    assert_eq!(forgotten, 1);
    assert_eq!(Job::ALL.iter().filter(|job| ["old_mails", "files"].contains(&job.name())).count(), 2);
}
