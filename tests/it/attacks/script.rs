//! Words that would be more than words, in every field of every form, and after every `?`.

use std::collections::BTreeSet;

use super::dump::contents;
use super::forms::{Kind, forms};
use super::inspect::{MARKUP, ODD, inspect};
use super::walk::{Walk, pages};
use crate::support::*;

/// More than any text may have.
const LONGEST: usize = 20_000;

/// More words than anybody looks for.
const MANY: usize = 3_000;

both!(
    markup_stays_what_was_typed,
    odd_letters_and_formulas_stay_in_their_place,
    a_word_after_the_question_mark_is_only_a_word,
    no_field_takes_a_megabyte,
    the_first_form_of_all_is_attacked_too,
);

/// Leaves words everywhere and asserts that nothing became of them. They must have been kept in many places, or
/// nothing was shown.
async fn leave(app: &TestApp, words: &str) {
    let mut walk = Walk::new(app, Ada, words, pages(app));
    walk.everywhere().await;
    assert!(walk.wrong.is_empty(), "{:#?}", walk.wrong);
    assert!(walk.taken.len() >= 30, "{:#?}", walk.taken);
}

async fn markup_stays_what_was_typed(app: TestApp) {
    leave(&app, MARKUP).await;
}

async fn odd_letters_and_formulas_stay_in_their_place(app: TestApp) {
    leave(&app, ODD).await;
}

/// The words of every address there is, asked of every page, all at once and those of its own one by one.
async fn a_word_after_the_question_mark_is_only_a_word(app: TestApp) {
    let browser = app.browser_of(Ada);
    let mut asked: Vec<(String, BTreeSet<String>)> = Vec::new();
    for path in pages(&app) {
        let page = browser.get(&path).await;
        let names = words_of(&page, &path);
        asked.push((path, names));
    }
    let all: BTreeSet<&String> = asked.iter().flat_map(|(_, names)| names).collect();
    assert!(all.len() >= 20, "{all:?}");
    let (mut wrong, many) = (Vec::new(), "x ".repeat(MANY));
    for (path, names) in &asked {
        let together: Vec<&String> = all.iter().copied().collect();
        for words in [MARKUP, ODD, &many] {
            // An address has an end: many words are asked for one by one only.
            let at_once = Some(together.clone()).filter(|_| words != many);
            let each = names.iter().map(|name| vec![name]).chain(at_once);
            for names in each {
                let asked = url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(names.iter().map(|name| (name.as_str(), words)))
                    .finish();
                let path = format!("{path}{}{asked}", if path.contains('?') { '&' } else { '?' });
                wrong.extend(inspect(&browser.get(&path).await).into_iter().map(|what| format!("{path}: {what}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the forms and links of a page ask of the page itself.
fn words_of(page: &Page, path: &str) -> BTreeSet<String> {
    let plain = |path: &str| path.split(['?', '#']).next().unwrap_or("").to_owned();
    let here = plain(path);
    let own = forms(page, path).into_iter().filter(|form| !form.posts && plain(&form.action) == here);
    let mut names: BTreeSet<String> =
        own.flat_map(|form| form.controls.into_iter().map(|control| control.name)).collect();
    for (to, _) in page.links() {
        let (to, asked) = to.split_once('?').unwrap_or((&to, ""));
        if to == here || to.is_empty() {
            names.extend(url::form_urlencoded::parse(asked.as_bytes()).map(|(name, _)| name.into_owned()));
        }
    }
    names.extend(["q", "sort", "return", "part", "lang", "after", "before"].map(str::to_owned));
    names
}

async fn no_field_takes_a_megabyte(app: TestApp) {
    let browser = app.browser_of(Ada);
    let long = "x".repeat(LONGEST) + &"xy ".repeat(300_000);
    let given = format!("/{}", "x".repeat(2 * LONGEST));
    let mut known = BTreeSet::new();
    for path in pages(&app) {
        let page = browser.get(&path).await;
        let typed = forms(&page, &path).into_iter().filter(|form| form.posts && !form.has_file());
        for form in typed.filter(|form| known.insert(form.shape())) {
            // What a page fills in by itself takes no megabyte either, nor what is chosen from a list.
            let given = form.names(Kind::Given).into_iter().map(|name| (name, &given));
            for (name, words) in form.names(Kind::Text).into_iter().map(|name| (name, &long)).chain(given) {
                let mut fields = form.untouched();
                fields.retain(|(other, _)| other != name);
                fields.push((name.to_owned(), words.clone()));
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let page = browser.post(&form.action, &fields).await;
                assert!(page.status < 500, "{} {name}: {}", form.shape(), page.status);
            }
        }
    }
    assert!(known.len() >= 30, "{}", known.len());
    let kept = contents(&app);
    let full: Vec<&String> =
        kept.iter().filter(|(_, rows)| rows.contains(long[..LONGEST].trim())).map(|(table, _)| table).collect();
    assert!(full.is_empty(), "kept in {full:?}");
}

async fn the_first_form_of_all_is_attacked_too(app: Untouched) {
    for words in [MARKUP, ODD] {
        let mut walk = Walk::new(&app, Nobody, words, vec!["/set-up".to_owned(), "/sign-in".to_owned()]);
        walk.everywhere().await;
        assert!(walk.wrong.is_empty(), "{:#?}", walk.wrong);
    }
}
