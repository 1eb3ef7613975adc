//! Mails, and what belongs to them.

use diesel::prelude::*;
use fursa::db::schema::{activities, mail_files, mail_templates, mails, outbox};
use fursa::files::Store;

use super::records::{activity, lead};
use crate::support::*;

/// Of Alice's, about a lead of hers.
pub fn draft(app: &TestApp, canary: &str) -> i64 {
    let (lead, now) = (lead(app, Alice, "a lead"), app.clock().now());
    let about = (mails::entity.eq("lead"), mails::record_id.eq(lead));
    let when = (mails::created_at.eq(now), mails::updated_at.eq(now));
    let row = (mails::state.eq("draft"), mails::author_id.eq(app.id(Alice)), mails::subject.eq(canary), about, when);
    let insert = diesel::insert_into(mails::table).values(row).returning(mails::id);
    app.db(|db| insert.get_result(db).unwrap())
}

/// The same, sent: the mail, and the activity it is.
pub fn sent(app: &TestApp, canary: &str) -> (i64, i64) {
    let (mail, activity) = (draft(app, canary), activity(app, canary, None));
    let about = activities::lead_id.eq(lead(app, Alice, "a lead"));
    app.db(|db| diesel::update(activities::table.find(activity)).set(about).execute(db).unwrap());
    let set =
        (mails::state.eq("sent"), mails::activity_id.eq(activity), mails::body.eq(canary), mails::html.eq(canary));
    app.db(|db| diesel::update(mails::table.find(mail)).set(set).execute(db).unwrap());
    (mail, activity)
}

/// One that came in, from nobody anybody knows.
pub fn nobodys(app: &TestApp, canary: &str) -> i64 {
    let mail = draft(app, canary);
    let set = (mails::state.eq("received"), mails::author_id.eq(None::<i64>), mails::entity.eq(""));
    app.db(|db| diesel::update(mails::table.find(mail)).set(set).execute(db).unwrap());
    mail
}

/// A file of the newest mail that says the canary.
pub fn file(app: &TestApp, canary: &str) -> i64 {
    let kept = Store::of(&app.app().config).keep(canary.as_bytes()).unwrap();
    let newest: i64 = app.db(|db| mails::table.order(mails::id.desc()).select(mails::id).first(db).unwrap());
    let (named, size) = (mail_files::name.eq("a.txt"), mail_files::bytes.eq(kept.bytes));
    let kind = mail_files::media_type.eq("text/plain");
    let row = (mail_files::mail_id.eq(newest), named, kind, size, mail_files::hash.eq(kept.hash));
    let insert = diesel::insert_into(mail_files::table).values(row).returning(mail_files::id);
    app.db(|db| insert.get_result(db).unwrap())
}

pub fn template(app: &TestApp, owner: Option<Who>, canary: &str) -> i64 {
    let owner = owner.and_then(|who| app.id(who));
    let row = (mail_templates::name.eq(canary), mail_templates::body.eq("Dear"), mail_templates::version.eq(1));
    let row = (row, mail_templates::owner_id.eq(owner));
    let insert = diesel::insert_into(mail_templates::table).values(row).returning(mail_templates::id);
    app.db(|db| insert.get_result(db).unwrap())
}

/// A letter that was given up.
pub fn stuck(app: &TestApp, canary: &str) -> i64 {
    let now = app.clock().now();
    let what = (outbox::recipient.eq("a@b.example"), outbox::kind.eq("notification"), outbox::subject.eq(canary));
    let when = (outbox::created_at.eq(now), outbox::next_try_at.eq(now), outbox::failed_at.eq(now));
    let row = (what, when, outbox::body.eq("text"), outbox::last_error.eq("no"));
    let insert = diesel::insert_into(outbox::table).values(row).returning(outbox::id);
    app.db(|db| insert.get_result(db).unwrap())
}
