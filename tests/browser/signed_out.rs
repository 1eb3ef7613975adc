//! Nothing typed is lost when the sign-in ends while a form is open: it is there again behind the door.

use diesel::prelude::*;
use fursa::db::schema::{leads, sessions};

use crate::driver::Kind;
use crate::support::company::PASSWORD;
use crate::support::{TestApp, Who};
use crate::window::Window;
use crate::workplace::{Workplace, workplace};

/// Alice with a lead typed and not sent, and her sign-in over.
async fn alice_too_late(kind: Kind) -> Option<Workplace<TestApp>> {
    let work = workplace::<TestApp>(kind).await?;
    work.window.sign_in(Who::Alice).await;
    work.window.go("/leads/new").await;
    work.window.fill("name", "Grace Hopper").await;
    work.window.fill("email", "grace@harbour.example").await;
    work.app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    Some(work)
}

impl Workplace<TestApp> {
    fn leads(&self) -> i64 {
        self.app.db(|db| leads::table.count().get_result(db).unwrap())
    }
}

async fn at_the_door(window: &Window, password: &str) {
    window.fill("email", &Who::Alice.email()).await;
    window.fill("password", password).await;
    window.press("Sign in").await;
}

async fn nothing_is_lost(kind: Kind) {
    let Some(work) = alice_too_late(kind).await else { return };
    let window = &work.window;
    window.press("Add lead").await;
    window.shows("Your sign-in ended before this was saved.").await;
    at_the_door(window, "not this one").await;
    window.shows("Email or password is wrong.").await;
    at_the_door(window, PASSWORD).await;
    window.shows("Not saved yet").await;
    window.shows("Grace Hopper").await;
    window.shows("grace@harbour.example").await;
    assert_eq!(work.leads(), 0, "nothing is sent by itself");
    window.press("Send again").await;
    window.shows("Grace Hopper is filed.").await;
    assert_eq!(work.leads(), 1);
}

#[actix_web::test]
async fn a_form_sent_too_late_is_sent_again_after_signing_in() {
    nothing_is_lost(Kind::Desktop).await;
}

#[actix_web::test]
async fn without_javascript_too() {
    nothing_is_lost(Kind::NoScript).await;
}

#[actix_web::test]
async fn a_form_left_open_is_taken_after_signing_in_elsewhere() {
    let Some(work) = alice_too_late(Kind::Desktop).await else { return };
    let window = &work.window;
    let form = window.another_tab().await;
    window.sign_in(Who::Alice).await;
    window.look_at(form).await;
    window.press("Add lead").await;
    window.shows("Not saved yet").await;
    window.press("Send again").await;
    window.shows("Grace Hopper is filed.").await;
}
