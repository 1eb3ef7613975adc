//! The shape of the tree, as `src/lib.rs` promises it: which way dependencies point, where the clock is, how long a
//! file may grow.

mod source;

use std::collections::BTreeSet;
use std::path::Path;

use source::Source;

/// What stands below the features and knows none of them.
const FOUNDATION: [&str; 10] =
    ["access", "clock", "config", "db", "directory", "i18n", "journal", "openid", "values", "web"];

/// Pure rules that have a name of their own; beside them every `rules.rs`.
const RULES: [&str; 4] =
    ["opportunities/close.rs", "opportunities/duration.rs", "opportunities/quiet.rs", "opportunities/stage.rs"];

/// Lists that are as long as what they list.
const LISTS: [&str; 1] = ["src/db/schema.rs"];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;

/// The program itself, without its tests.
fn program() -> Vec<Source> {
    let all = source::below("src");
    assert!(all.len() > 100, "the sources were found");
    all.into_iter().filter(|source| !source.is_test).collect()
}

/// Fails with every file that breaks a promise, and how.
#[track_caller]
fn none(broken: impl IntoIterator<Item = String>, promise: &str) {
    let broken: Vec<String> = broken.into_iter().collect();
    assert!(broken.is_empty(), "{promise}:\n{}", broken.join("\n"));
}

/// Every file below a folder, with each other module it names.
fn uses<'s>(sources: &'s [Source], folder: &'s str) -> impl Iterator<Item = (&'s Source, &'s str)> {
    let inside = sources.iter().filter(move |source| source.module() == folder);
    inside.flat_map(|source| source.modules_used().map(move |used| (source, used)))
}

#[test]
fn values_know_nobody() {
    let sources = program();
    let strangers = uses(&sources, "values").filter(|(_, used)| *used != "values");
    none(strangers.map(|(source, used)| format!("{} uses {used}", source.path)), "values know only values");
}

#[test]
fn the_foundation_knows_no_feature() {
    let sources = program();
    let features: BTreeSet<&str> =
        sources.iter().map(Source::module).filter(|module| !FOUNDATION.contains(module)).collect();
    for folder in FOUNDATION {
        let wrong = uses(&sources, folder).filter(|(_, used)| features.contains(used));
        none(wrong.map(|(source, used)| format!("{} uses {used}", source.path)), "the foundation knows no feature");
    }
}

#[test]
fn rules_are_pure() {
    let sources = program();
    let is_rule = |source: &&Source| source.path.ends_with("/rules.rs") || RULES.iter().any(|rule| source.is_at(rule));
    let rules: Vec<&Source> = sources.iter().filter(is_rule).collect();
    for rule in RULES {
        assert!(rules.iter().any(|source| source.is_at(rule)), "{rule} is listed here and gone");
    }
    let impure = ["diesel", "actix", "askama", "crate::db", "crate::web", "now()", "async "];
    let wrong = rules.iter().flat_map(|rule| rule.lines_with(&impure));
    none(wrong, "a rule takes values and gives a value or a refusal: no database, no web, no clock");
}

#[test]
fn only_the_clock_knows_what_time_it_is() {
    let sources = program();
    let others = sources.iter().filter(|source| !source.is_at("clock.rs"));
    let clocks = ["Utc::now", "Local::now", "SystemTime::now", "CURRENT_TIMESTAMP", "datetime('now')"];
    none(others.flat_map(|source| source.lines_with(&clocks)), "time comes from the clock, through `tx.now`");
}

#[test]
fn a_failure_is_answered_and_never_a_panic() {
    let sources = program();
    let panics = [".unwrap()", ".expect("];
    none(sources.iter().flat_map(|source| source.lines_with(&panics)), "a panic is for tests");
}

#[test]
fn a_feature_keeps_its_queries_to_itself() {
    let sources = program();
    let wrong = sources.iter().flat_map(|source| {
        let names = source.modules_used().filter(|used| *used != source.module());
        names.map(|used| format!("crate::{used}::queries")).flat_map(|queries| source.lines_with(&[&queries]))
    });
    none(wrong, "another feature is asked through what it re-exports, not through its queries");
}

#[test]
fn no_file_and_no_function_grows_out_of_sight() {
    let all = source::below("src").into_iter().chain(source::below("tests")).chain(source::below("benches"));
    let all: Vec<Source> = all.filter(|source| !LISTS.contains(&source.path.as_str())).collect();
    let files = all.iter().filter(|source| source.length() > LONGEST_FILE);
    none(files.map(|source| format!("{}: {} lines", source.path, source.length())), "look for the second idea inside");
    let functions = all.iter().flat_map(|source| {
        let long = source.functions().into_iter().filter(|(_, lines)| *lines > LONGEST_FUNCTION);
        long.map(|(name, lines)| format!("{}: {name} has {lines} lines", source.path))
    });
    none(functions, "look for the second idea inside");
}

#[test]
fn every_file_says_what_it_is() {
    let silent = source::below("src").into_iter().filter(|source| !source.text.starts_with("//!"));
    none(silent.map(|source| source.path), "a file begins by saying what it is in the business or the machine");
}

#[test]
fn every_feature_served_is_in_the_route_table() {
    let app = std::fs::read_to_string("src/app.rs").unwrap();
    let named = |end: &str| -> BTreeSet<String> {
        let modules = app.split("crate::").skip(1).filter_map(|rest| rest.split_once(end));
        modules.map(|(module, _)| module.to_owned()).filter(|module| !module.contains(char::is_whitespace)).collect()
    };
    let (served, listed) = (named("::configure"), named("::ROUTES"));
    assert!(served.len() > 5, "{served:?}");
    assert_eq!(served, listed);
}

#[test]
fn pages_hold_no_style_and_no_script() {
    let inline = [" style=", "<style", "<script>", " onclick=", " onchange=", " onsubmit=", "javascript:"];
    let wrong = source::texts_below("templates", "html").into_iter().flat_map(|(path, text)| {
        let found = inline.iter().filter(|word| text.contains(**word)).map(|word| format!("{path}: {word}"));
        found.collect::<Vec<_>>()
    });
    none(wrong, "styles and scripts are files: the content policy allows nothing else");
}

#[test]
fn every_template_is_a_page_or_part_of_one() {
    let templates = source::texts_below("templates", "html");
    let sources = program();
    let pages =
        sources.iter().map(|source| source.text.as_str()).chain(templates.iter().map(|(_, text)| text.as_str()));
    let all = pages.collect::<Vec<_>>().join("\n");
    let unused = templates.iter().map(|(path, _)| path.trim_start_matches("templates/"));
    let unused = unused.filter(|path| !all.contains(&format!("\"{path}\"")));
    none(unused.map(str::to_owned), "a template nobody shows");
    assert!(Path::new("templates/shared/base.html").exists());
}

#[test]
fn what_hides_its_typing_is_never_carried_past_the_door() {
    let pages = source::texts_below("templates", "html");
    let lines = pages.iter().flat_map(|(_, text)| text.lines()).filter(|line| line.contains("\"password\", "));
    let hidden: Vec<&str> = lines
        .filter_map(|line| line.split_once("f::text(ui, problems, \"")?.1.split_once('"').map(|(name, _)| name))
        .collect();
    assert!(hidden.len() >= 6, "{hidden:?}");
    let unsent = std::fs::read_to_string("src/web/unsent.rs").unwrap();
    let list = unsent.split("LEFT_BEHIND").nth(1).and_then(|rest| rest.split(';').nth(1)).unwrap();
    let carried = hidden.iter().filter(|name| !list.contains(&format!("\"{name}\"")));
    none(carried.map(|name| (*name).to_owned()), "a password is not among the fields left behind");
}
