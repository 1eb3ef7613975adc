//! What the page's scripts add to pages that work without them: single keys, the list of keys, ticking a whole page,
//! menus that close, a word of warning before typed text is left behind.

use fantoccini::key::Key;

use crate::driver::Kind;
use crate::support::{TestApp, Who};
use crate::window::Window;
use crate::workplace::workplace;

/// The keyboard is in something of this kind.
async fn focuses(window: &Window, css: &str) {
    window.holds(css, "return document.activeElement.matches(arguments[0])", &[css]).await;
}

#[actix_web::test]
async fn single_keys_go_to_places_and_are_letters_in_a_field() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let window = &work.window;
    for name in ["Abel", "Boris"] {
        work.app.lead_with(Who::Alice, |lead| lead.name = name.into());
    }
    window.sign_in(Who::Alice).await;
    window.types("gl").await;
    window.arrives("/leads").await;
    // Down the rows, not past the last, and up again.
    for (key, row) in [('j', 1), ('j', 2), ('j', 2), ('k', 1)] {
        window.key(key, false).await;
        focuses(window, &format!("tbody tr:nth-child({row}) th a")).await;
    }
    window.key('/', false).await;
    focuses(window, ".top [type=search]").await;
    window.types("gp?").await;
    assert_eq!(window.ask("return document.activeElement.value", &[]).await, "gp?");
    assert_eq!(window.count("dialog[open]").await, 0);
    assert_eq!(window.here().await, "/leads");
}

#[actix_web::test]
async fn the_list_of_keys_opens_and_closes_and_menus_do_too() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let window = &work.window;
    window.sign_in(Who::Alice).await;
    window.key('?', false).await;
    window.has("dialog[open]").await;
    let keys = window.text("dialog").await;
    assert!(keys.contains("Pipeline") && keys.contains("Search"), "{keys}");
    window.key(Key::Escape, false).await;
    window.has("dialog:not([open])").await;
    window.key('n', false).await;
    window.has(".menu[open]").await;
    window.key(Key::Escape, false).await;
    window.has(".menu:not([open]) summary[data-key=n]:focus").await;
    // A key right behind the list's end, before the page is drawn again.
    window.key('?', false).await;
    window.has("dialog[open]").await;
    let at_once = "const dialog = document.querySelector('dialog'), keyboard = document.activeElement; dialog.close(); \
        (dialog.contains(keyboard) ? keyboard : dialog).dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true })); \
        return document.querySelectorAll('.menu[open]').length";
    assert_eq!(window.ask(at_once, &[]).await, 1);
}

#[actix_web::test]
async fn a_box_in_the_head_ticks_the_whole_page() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let window = &work.window;
    for _ in 0..3 {
        work.app.pool_lead("North");
    }
    window.sign_in(Who::Mona).await;
    window.go("/leads/pool").await;
    window.click("[data-behavior=tick-all]").await;
    assert_eq!(window.count("tbody :checked").await, 3);
    window.click(".bar .primary").await;
    window.arrives("/selections/1").await;
}

#[actix_web::test]
async fn typed_text_is_not_left_behind_without_a_word() {
    let Some(work) = workplace::<TestApp>(Kind::Desktop).await else { return };
    let window = &work.window;
    window.sign_in(Who::Alice).await;
    // Whether the browser was told to ask: the question itself is the browser's own, and it answers it here by itself.
    let asks = "return !dispatchEvent(new Event('beforeunload', { cancelable: true }))";
    window.go("/leads/new").await;
    assert_eq!(window.ask(asks, &[]).await, false);
    window.fill("name", "Grace Hopper").await;
    assert_eq!(window.ask(asks, &[]).await, true);
    // A form that comes back with a problem is saved nowhere yet, and the keyboard is at what is wrong.
    window.press("Add lead").await;
    window.shows("There is a problem").await;
    focuses(window, ".errors").await;
    assert_eq!(window.ask(asks, &[]).await, true);
    window.fill("phone", "+48 600 700 800").await;
    window.press("Add lead").await;
    window.shows("Grace Hopper is filed.").await;
}
