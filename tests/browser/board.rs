//! Cards that do not go where they are dragged: each is back in its place, or where it really is, and the board says why.

use diesel::prelude::*;
use fursa::db::schema::{sessions, stages};

use crate::driver::Kind;
use crate::support::{TestApp, Who};
use crate::window::Window;
use crate::workplace::{Workplace, workplace};

/// Alice before her board, with a deal in Discovery beside one that stays there.
async fn alice_at_her_board() -> Option<Workplace<TestApp>> {
    let work = workplace::<TestApp>(Kind::Desktop).await?;
    work.app.opportunity(Who::Alice);
    work.app.opportunity_with(Who::Alice, |deal| deal.name = "Ten ropes".into());
    work.window.sign_in(Who::Alice).await;
    work.window.go("/pipeline?owner=me").await;
    Some(work)
}

impl Workplace<TestApp> {
    fn column(&self, stage: &str) -> String {
        format!("#stage-{}", self.app.stage(stage))
    }

    /// Drags the first card to a stage.
    async fn drag_to(&self, stage: &str) {
        self.window.drag("#deal-1", &self.column(stage)).await;
    }

    /// The first card is in this stage's column, and in no other.
    async fn is_in(&self, stage: &str) {
        self.window.has(&format!("{} #deal-1", self.column(stage))).await;
        assert_eq!(self.window.count("#deal-1").await, 1);
    }
}

/// What the board has said about the last move.
async fn said(window: &Window, words: &str) {
    // What was done may be followed by the button that undoes it.
    window.wait(words, async || window.text("#said").await.starts_with(words)).await;
}

#[actix_web::test]
async fn a_card_somebody_has_moved_shows_where_it_is_now() {
    let Some(work) = alice_at_her_board().await else { return };
    let to = work.app.stage("Negotiation").to_string();
    work.app.post(Who::Mona, "/opportunities/1/move", &[("to", &to), ("version", "1")]).await.assert_status(303);
    work.drag_to("Proposal").await;
    said(&work.window, "Forty anchors: Somebody moved it meanwhile: it is in Negotiation now.").await;
    work.is_in("Negotiation").await;
    // The columns are fresh: the next move of the same card is taken.
    work.drag_to("Proposal").await;
    said(&work.window, "Moved to Proposal. 1 opportunity, €1,000.").await;
    work.is_in("Proposal").await;
}

#[actix_web::test]
async fn a_card_that_cannot_be_sent_goes_back_to_its_place() {
    let Some(work) = alice_at_her_board().await else { return };
    let order = "return [...document.querySelectorAll('.deal')].map(deal => deal.id).join()";
    let before = work.window.ask(order, &[]).await;
    work.window.ask("window.fetch = () => Promise.reject(new TypeError('no network'))", &[]).await;
    work.drag_to("Proposal").await;
    said(&work.window, "The card could not be moved and is back in its place.").await;
    assert_eq!(work.window.ask(order, &[]).await, before);
}

#[actix_web::test]
async fn a_stage_that_asks_something_asks_it_before_it_takes_the_card() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    work.app.db(|db| {
        let proposal = stages::table.filter(stages::name.eq("Proposal"));
        diesel::update(proposal).set(stages::required.eq("next_step")).execute(db).unwrap()
    });
    work.app.opportunity(Who::Alice);
    work.window.sign_in(Who::Alice).await;
    work.window.go("/pipeline?owner=me").await;
    work.drag_to("Proposal").await;
    work.window.shows("What Proposal asks").await;
    work.window.fill("next_step", "Send the samples").await;
    work.window.press("Move").await;
    work.window.shows("Forty anchors is in Proposal now.").await;
    assert_eq!(work.window.here().await, "/pipeline?owner=me");
    work.is_in("Proposal").await;
}

#[actix_web::test]
async fn a_card_that_is_not_ones_own_stays_where_it_is() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let team = work.app.team("North-East");
    work.app.opportunity_with(Who::Nobody, |deal| deal.team_id = team);
    work.window.sign_in(Who::Alice).await;
    work.window.go("/pipeline").await;
    work.window.has("#deal-1").await;
    assert_eq!(work.window.count("#deal-1[draggable=true], #deal-1 [type=checkbox]").await, 0);
    work.drag_to("Proposal").await;
    work.is_in("Discovery").await;
}

#[actix_web::test]
async fn a_move_after_the_sign_in_has_ended_leads_to_the_door() {
    let Some(work) = alice_at_her_board().await else { return };
    work.app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    work.drag_to("Proposal").await;
    work.window.arrives("/sign-in").await;
}
