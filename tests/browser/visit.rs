//! A visit is logged from the page of the deal in three actions: what it was, what happened, *Log*; on a phone in a car
//! park, and in a browser without JavaScript.

use crate::driver::Kind;
use crate::support::{TestApp, Who};
use crate::workplace::workplace;

async fn a_visit_is_logged(kind: Kind) {
    let Some(work) = workplace::<TestApp>(kind).await else { return };
    let deal = work.app.opportunity(Who::Alice);
    let window = &work.window;
    window.sign_in(Who::Alice).await;
    window.go(&format!("/opportunities/{}", deal.id)).await;
    window.tick("Visit").await;
    window.fill("notes", "Saw the yard, they want two").await;
    window.press("Log").await;
    window.shows("Logged: Saw the yard, they want two.").await;
    assert_eq!(window.count("#timeline a[href^='/activities/']").await, 1);
}

#[actix_web::test]
async fn a_visit_is_logged_in_three_actions_on_a_phone() {
    a_visit_is_logged(Kind::Phone).await;
}

#[actix_web::test]
async fn a_visit_is_logged_in_three_actions_without_javascript() {
    a_visit_is_logged(Kind::NoScript).await;
}
