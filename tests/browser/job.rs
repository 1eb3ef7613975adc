//! The main job from end to end: sign in, file a lead, qualify it, find the deal on the board, move it, win it. Once
//! with a mouse that drags cards, once where JavaScript is switched off.

use crate::driver::Kind;
use crate::support::{TestApp, Who};
use crate::window::Window;
use crate::workplace::workplace;

/// The deal that the lead becomes.
const DEAL: &str = "Forty compasses";

#[actix_web::test]
async fn a_lead_becomes_a_deal_that_is_dragged_to_won() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let window = &work.window;
    file_and_qualify(window).await;
    for stage in ["Proposal", "Negotiation", "Verbal yes"] {
        window.drag(&card(), &column(&work.app, stage)).await;
        window.shows(&format!("Moved to {stage}. 1 opportunity, €4,800.")).await;
        stands_in(window, &work.app, stage).await;
    }
    // Winning asks questions: the card is dropped on a page that asks them.
    window.drag(&card(), &column(&work.app, "Won")).await;
    window.shows("What Won asks").await;
    answer_what_won_asks(window).await;
    is_won(window, &work.app).await;
}

#[actix_web::test]
async fn without_javascript_the_same_is_done_with_ticks_and_pages() {
    let Some(work) = workplace::<TestApp>(Kind::NoScript).await else { return };
    let window = &work.window;
    file_and_qualify(window).await;
    assert_eq!(window.count("[draggable=true]").await, 0, "no script of a page runs here");
    window.click(&format!("{} [type=checkbox]", card())).await;
    window.choose("to", "Negotiation").await;
    window.click(".bar button").await;
    window.shows(&format!("{DEAL} is in Negotiation now.")).await;
    stands_in(window, &work.app, "Negotiation").await;
    // The card's own page: first an open stage, then the one that asks.
    window.click(&format!("{} a[href*='/move?']", card())).await;
    window.tick("Verbal yes").await;
    window.press("Move").await;
    stands_in(window, &work.app, "Verbal yes").await;
    window.click(&format!("{} a[href*='/move?']", card())).await;
    window.tick("Won").await;
    window.press("Move").await;
    answer_what_won_asks(window).await;
    is_won(window, &work.app).await;
}

/// From the door to the board, by mouse.
async fn file_and_qualify(window: &Window) {
    window.sign_in(Who::Alice).await;
    window.click("summary[data-key=n]").await;
    window.press("Lead").await;
    window.fill("name", "Grace Hopper").await;
    window.fill("company", "Harbour Lights").await;
    window.fill("email", "grace@harbour.example").await;
    window.press("Add lead").await;
    window.shows("Grace Hopper is filed.").await;
    window.press("Qualify").await;
    window.arrives("/leads/1/qualification").await;
    window.fill("deal_name", DEAL).await;
    window.fill("amount", "4,800").await;
    window.click("p.submit .primary, div.submit .primary").await;
    window.shows("Grace Hopper is qualified").await;
    for made in ["Harbour Lights", "Grace Hopper", DEAL] {
        window.shows(made).await;
    }
    window.press("Pipeline").await;
    window.arrives("/pipeline").await;
    window.shows(DEAL).await;
}

async fn answer_what_won_asks(window: &Window) {
    window.fill("actual", "4,500").await;
    // A field for a date takes its parts in the order of the browser's language.
    window.fill("closed_on", "11202026").await;
    window.press("Move").await;
}

/// The board shows it won, for what it brought; its own page on what day.
async fn is_won(window: &Window, app: &TestApp) {
    window.arrives("/pipeline").await;
    window.shows(&format!("{DEAL} is in Won now.")).await;
    stands_in(window, app, "Won").await;
    assert!(window.text(&card()).await.contains("€4,500"));
    window.click(&format!("{} h3 a", card())).await;
    window.arrives("/opportunities/1").await;
    window.shows("20 Nov 2026").await;
}

fn card() -> String {
    "#deal-1".to_owned()
}

fn column(app: &TestApp, stage: &str) -> String {
    format!("#stage-{}", app.stage(stage))
}

/// The card is in this column, and in no other.
async fn stands_in(window: &Window, app: &TestApp, stage: &str) {
    window.has(&format!("{} {}", column(app, stage), card())).await;
    assert_eq!(window.count(&card()).await, 1);
}
