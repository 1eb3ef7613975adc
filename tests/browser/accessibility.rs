//! axe over every page of `pages.json`, light and dark, as the demonstration fills them, by the rules of WCAG 2.2 A and
//! AA and by what axe holds to be good practice.

use std::sync::Once;

use serde::Deserialize;
use serde_json::Value;

use crate::driver::Kind;
use crate::support::Demo;
use crate::support::run::skip;
use crate::window::Window;
use crate::workplace::workplace;

/// Runs axe in one theme. What it answers is kept short: rule, what it asks, and where it is broken.
const RUN: &str = "const done = arguments[arguments.length - 1]; \
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']; \
    const line = found => `${found.id}: ${found.help}: ${found.nodes.map(node => node.target.join(' ')).slice(0, 4).join(', ')}`; \
    axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }) \
        .then(result => done(result.violations.map(line)), failed => done([String(failed)]));";

/// The pages there are.
#[derive(Deserialize)]
struct Pages {
    pages: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    path: String,
    /// To be looked at by somebody who has not signed in.
    #[serde(default)]
    anonymous: bool,
}

#[actix_web::test]
async fn axe_finds_nothing_on_any_page_light_or_dark() {
    let Some(axe) = axe() else { return };
    let Some(work) = workplace::<Demo>(Kind::Desktop).await else { return };
    let pages: Pages = serde_json::from_str(include_str!("pages.json")).unwrap();
    assert!(pages.pages.len() > 50);
    let (before, after): (Vec<Page>, Vec<Page>) = pages.pages.into_iter().partition(|page| page.anonymous);
    let mut wrong = Vec::new();
    for page in before {
        wrong.extend(look_over(&work.window, &page, &axe).await);
    }
    work.window.sign_in_as(fursa::demo::ADMIN, fursa::demo::PASSWORD).await;
    for page in after {
        wrong.extend(look_over(&work.window, &page, &axe).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The script, where the environment says where it is.
fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("AXE_JS").filter(|path| !path.is_empty()) else {
        static SAID: Once = Once::new();
        skip(&SAID, "the rules of accessibility: AXE_JS is not set to the path of axe.min.js");
        return None;
    };
    Some(std::fs::read_to_string(path).unwrap())
}

/// Opens a page and lets axe look at it as it comes, then in the dark as the reader's own choice makes it.
async fn look_over(window: &Window, page: &Page, axe: &str) -> Vec<String> {
    window.go(&page.path).await;
    window.ask(axe, &[]).await;
    // The list names records by number, which the demonstration gives the same meaning on any day it is made.
    let here = window.here().await;
    let mut wrong = if here == page.path { Vec::new() } else { vec![format!("{} leads to {here}", page.path)] };
    for theme in ["light", "dark"] {
        window.ask("document.documentElement.dataset.theme = arguments[0]", &[theme]).await;
        let Value::Array(found) = window.ask_later(RUN).await else { panic!("{}: axe did not answer", page.path) };
        wrong.extend(found.iter().map(|line| format!("{} {theme}: {line}", page.path)));
    }
    wrong
}
