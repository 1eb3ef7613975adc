//! No mouse: the main job by keys alone, the board's own keys, and for every page that the keyboard gets in, sees where
//! it is, and gets out.

use fantoccini::key::Key;

use crate::driver::Kind;
use crate::support::company::PASSWORD;
use crate::support::{TestApp, Who};
use crate::window::Window;
use crate::workplace::workplace;

/// More stops than any page here has.
const MOST_STOPS: usize = 200;

/// What is wrong with where the keyboard is: nothing to see, off the screen, or under something else.
const WRONG: &str = "const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect(); \
    const name = at.outerHTML.slice(0, 120); \
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no ring: ' + name; \
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return 'off the screen: ' + name; \
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1); \
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1); \
    const top = document.elementFromPoint(x, y); \
    const covered = top && !at.contains(top) && !top.contains(at) && ![...at.labels ?? []].some(label => label.contains(top)); \
    return covered ? 'under ' + top.outerHTML.slice(0, 80) + ': ' + name : ''";

impl Window {
    async fn tab(&self) {
        self.key(Key::Tab, false).await;
    }

    async fn enter(&self) {
        self.key(Key::Enter, false).await;
    }

    /// Is the keyboard here?
    async fn is_at(&self, css: &str) -> bool {
        self.ask("return document.activeElement.matches(arguments[0])", &[css]).await == true
    }

    /// The keyboard comes here.
    async fn focuses(&self, css: &str) {
        self.wait(&format!("the keyboard at {css}"), async || self.is_at(css).await).await;
    }

    /// Goes on with Tab until it is here, and sees at each stop where it is.
    async fn tab_to(&self, css: &str) {
        for _ in 0..MOST_STOPS {
            self.tab().await;
            self.sees_where_it_is().await;
            if self.is_at(css).await {
                return;
            }
        }
        panic!("Tab does not come to {css} on {}", self.here().await);
    }

    async fn sees_where_it_is(&self) {
        let wrong = self.ask(WRONG, &[]).await;
        assert_eq!(wrong, "", "on {}", self.here().await);
    }

    /// Has the keyboard left the page?
    async fn has_left(&self) -> bool {
        self.is_at("body").await
    }
}

#[actix_web::test]
async fn the_whole_job_is_done_without_a_mouse() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let window = &work.window;
    window.go("/").await;
    sign_in_and_file(window).await;
    qualify(window).await;
    win(window).await;
    let won = format!("#stage-{} #deal-1", work.app.stage("Won"));
    window.has(&won).await;
    window.shows("Forty compasses is in Won now.").await;
}

async fn sign_in_and_file(window: &Window) {
    window.arrives("/sign-in").await;
    window.tab_to("[name=email]").await;
    window.types(&Who::Alice.email()).await;
    window.tab_to("[name=password]").await;
    window.types(PASSWORD).await;
    window.enter().await;
    window.arrives("/").await;
    window.tab_to("summary[data-key=n]").await;
    window.enter().await;
    window.tab_to("a[href='/leads/new']").await;
    window.enter().await;
    window.arrives("/leads/new").await;
    // Past the bar and the navigation in one step.
    window.tab().await;
    assert!(window.is_at(".skip").await, "the first stop is the way past everything that is the same on each page");
    window.sees_where_it_is().await;
    window.enter().await;
    window.focuses("main").await;
    for (field, words) in [("name", "Grace Hopper"), ("company", "Harbour Lights"), ("email", "grace@harbour.example")]
    {
        window.tab_to(&format!("main [name={field}]")).await;
        window.types(words).await;
    }
    window.enter().await;
    window.shows("Grace Hopper is filed.").await;
}

async fn qualify(window: &Window) {
    window.tab_to("a[href='/leads/1/qualification']").await;
    window.enter().await;
    window.arrives("/leads/1/qualification").await;
    // What stands in a field is selected on arrival: typing takes its place.
    window.tab_to("[name=deal_name]").await;
    window.types("Forty compasses").await;
    window.tab_to("[name=amount]").await;
    window.types("4800").await;
    window.enter().await;
    window.shows("Grace Hopper is qualified").await;
    window.types("gp").await;
    window.arrives("/pipeline").await;
}

async fn win(window: &Window) {
    window.tab_to("#deal-1 h3 a").await;
    for stage in ["Proposal", "Negotiation", "Verbal yes"] {
        window.key(Key::Right, true).await;
        window.shows(&format!("Moved to {stage}. 1 opportunity, €4,800.")).await;
        window.focuses("#deal-1 h3 a").await;
    }
    // To the left again, and back.
    window.key(Key::Left, true).await;
    window.shows("Moved to Negotiation.").await;
    window.focuses("#deal-1 h3 a").await;
    window.key(Key::Right, true).await;
    window.shows("Moved to Verbal yes.").await;
    window.focuses("#deal-1 h3 a").await;
    window.key(Key::Right, true).await;
    window.shows("What Won asks").await;
    window.tab_to("[name=actual]").await;
    window.types("4500").await;
    window.enter().await;
    window.arrives("/pipeline").await;
}

#[actix_web::test]
async fn the_boards_own_keys_walk_tick_and_open() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let (app, window) = (&work.app, &work.window);
    let first = app.opportunity_with(Who::Alice, |deal| deal.next_step = "Call".into());
    let second = app.opportunity_with(Who::Alice, |deal| deal.name = "Ten ropes".into());
    let (beyond, after) = (app.stage("Negotiation"), app.stage("Proposal"));
    let third = app.opportunity_with(Who::Alice, |deal| deal.stage_id = beyond);
    window.sign_in(Who::Alice).await;
    window.go("/pipeline").await;
    let title = |id: i64| format!("#deal-{id} h3 a");
    let top = window.ask("return document.querySelector('.deal').id", &[]).await;
    let (above, below) =
        if top == format!("deal-{}", first.id) { (first.id, second.id) } else { (second.id, first.id) };
    window.tab_to(&title(above)).await;
    window.key(Key::Down, false).await;
    window.focuses(&title(below)).await;
    window.key(Key::Up, false).await;
    window.focuses(&title(above)).await;
    // Over an empty column to the next card there is, and back.
    assert_eq!(window.count(&format!("#stage-{after} .deal")).await, 0);
    window.key(Key::Right, false).await;
    window.focuses(&title(third.id)).await;
    window.key(Key::Left, false).await;
    window.focuses(&title(above)).await;
    window.key(' ', false).await;
    window.has(&format!("#deal-{above} :checked")).await;
    window.shows("Chosen:").await;
    window.key('m', false).await;
    window.arrives(&format!("/opportunities/{above}/move")).await;
}

#[actix_web::test]
async fn ticked_cards_are_moved_by_keyboard_without_javascript() {
    let Some(work) = workplace::<TestApp>(Kind::NoScript).await else { return };
    let window = &work.window;
    work.app.opportunity(Who::Alice);
    window.sign_in(Who::Alice).await;
    window.go("/pipeline").await;
    window.tab_to("#deal-1 [type=checkbox]").await;
    window.key(' ', false).await;
    window.tab_to(".jump[href='#bar']").await;
    window.enter().await;
    window.tab_to("#to").await;
    window.types("Neg").await;
    window.tab_to(".bar .primary").await;
    window.enter().await;
    window.shows("Forty anchors is in Negotiation now.").await;
}

#[actix_web::test]
async fn the_keyboard_goes_through_every_page_and_out_again() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let (app, window) = (&work.app, &work.window);
    let (lead, deal, account) = (app.lead(Who::Alice).id, app.opportunity(Who::Alice).id, app.account(Who::Alice).id);
    walk(window, "/sign-in").await;
    window.sign_in(Who::Alice).await;
    let records = [("leads", lead), ("opportunities", deal), ("accounts", account)];
    let of_records = records.iter().flat_map(|(kind, id)| {
        let ways = ["", "/edit", if *kind == "leads" { "/qualification" } else { "" }];
        ways.map(|way| format!("/{kind}/{id}{way}"))
    });
    let fixed = ["/", "/pipeline", "/leads", "/leads/new", "/opportunities", "/contacts", "/search?q=a", "/profile"];
    let mut pages: Vec<String> = fixed.map(str::to_owned).into_iter().chain(of_records).collect();
    pages.push(format!("/opportunities/{deal}/move"));
    pages.sort();
    pages.dedup();
    for page in pages {
        walk(window, &page).await;
    }
}

/// From the first stop, which is the skip link, to the last and out; then back in from the end.
async fn walk(window: &Window, page: &str) {
    window.go(page).await;
    window.tab().await;
    assert!(window.is_at(".skip").await, "{page}: the first stop is the skip link");
    let mut stops = 0;
    while !window.has_left().await {
        window.sees_where_it_is().await;
        stops += 1;
        assert!(stops < MOST_STOPS, "{page}: the keyboard does not get out");
        window.tab().await;
    }
    assert!(stops > 3, "{page}: {stops} stops");
    window.key(Key::Tab, true).await;
    assert!(
        !window.is_at(".skip").await && !window.has_left().await,
        "{page}: Shift and Tab lead back in from the end"
    );
}
