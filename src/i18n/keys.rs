//! Checks that the code and the message files agree: no key without a message, no dead message.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Language;
use super::locales::EN;

/// The functions whose first argument is the key of a message.
const CALLS: [&str; 7] = [".t", ".n", ".a", ".args", ".plain", ".notice", "Msg::new"];

/// One source file or template.
struct File {
    path: String,
    text: String,
}

/// Everything that may mention a key, apart from this module's own examples.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    gather(&root.join("src"), "rs", &mut files);
    gather(&root.join("templates"), "html", &mut files);
    files.retain(|file| !file.path.ends_with("src/i18n/keys.rs"));
    files
}

fn gather(folder: &Path, extension: &str, files: &mut Vec<File>) {
    // The folder of templates comes with the first page.
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, extension, files);
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(File { text: fs::read_to_string(&path).unwrap(), path: path.display().to_string() });
        }
    }
}

/// The text without `//` comments, and without unit tests, which are free to ask for nonsense.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines();
    lines.filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// The calls in `text` with a key written out: the function and the key.
fn calls(text: &str) -> Vec<(&str, &str)> {
    text.match_indices('(')
        .filter_map(|(at, _)| {
            let call = CALLS.iter().find(|call| text[..at].ends_with(**call))?;
            let argument = text[at + 1..].trim_start().strip_prefix('"')?;
            Some((*call, argument.split('"').next()?))
        })
        .collect()
}

/// The keys and families named in `messages:` comments.
fn declared(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//!"))
        .filter_map(|line| {
            let rest = line.split_once("// messages:").or(line.split_once("{# messages:"));
            Some(rest?.1.trim_end().trim_end_matches("#}"))
        })
        .flat_map(str::split_whitespace)
        .map(|key| key.trim_end_matches(','))
        .collect()
}

/// Every key, with the name of its file.
fn keys() -> Vec<(&'static str, &'static str)> {
    let key = |line: &'static str| Some(line.split_once(" =")?.0);
    let is_key = |key: &&str| key.starts_with(|c: char| c.is_ascii_alphabetic());
    EN.iter()
        .flat_map(|source| {
            let keys = source.text.lines().filter_map(key).filter(is_key);
            keys.map(|key| (source.name, key))
        })
        .collect()
}

#[test]
fn every_key_in_the_code_has_a_message() {
    let messages = Language::fallback().messages();
    let mut wrong = Vec::new();
    for file in files() {
        let code = code(&file.text);
        wrong.extend(calls(&code).into_iter().filter_map(|(call, key)| {
            let found = match call {
                ".t" => messages.fixed(key).is_some(),
                _ => messages.has(key),
            };
            (!found).then(|| format!("{}: {call}(\"{key}\")", file.path))
        }));
    }
    assert!(wrong.is_empty(), "no such message:\n{}", wrong.join("\n"));
}

#[test]
fn every_declared_key_has_a_message() {
    let keys: Vec<_> = keys().into_iter().map(|(_, key)| key).collect();
    for file in files() {
        for name in declared(&file.text) {
            let found = match name.strip_suffix('*') {
                Some(family) => keys.iter().any(|key| key.starts_with(family)),
                None => keys.contains(&name),
            };
            assert!(found, "{}: no message {name}", file.path);
        }
    }
}

#[test]
fn no_message_is_dead() {
    let files = files();
    let declared: BTreeSet<&str> = files.iter().flat_map(|file| declared(&file.text)).collect();
    let is_declared = |key: &str| {
        let names = |name: &&str| match name.strip_suffix('*') {
            Some(family) => key.starts_with(family),
            None => key == *name,
        };
        declared.iter().any(names)
    };
    let is_quoted = |key: &str| {
        let (quoted, placed) = (format!("\"{key}\""), format!("{{ {key} }}"));
        files.iter().any(|file| file.text.contains(&quoted)) || EN.iter().any(|source| source.text.contains(&placed))
    };
    let dead: Vec<_> =
        keys().into_iter().filter(|(file, key)| *file != "common" && !is_declared(key) && !is_quoted(key)).collect();
    assert!(dead.is_empty(), "nothing uses {dead:?}");
}

#[test]
fn keys_are_found_in_calls() {
    let source = r#"cx.t("a") text.args(
        "b-c", &[]) Msg::new("d") x.t(key) fit("e") {{ text.n("f", 2) }}"#;
    let keys: Vec<_> = calls(source).into_iter().map(|(_, key)| key).collect();
    assert_eq!(keys, ["a", "b-c", "d", "f"]);
}

#[test]
fn keys_are_found_in_comments() {
    let source = "x // messages: a-* b\n{# messages: c #}\n//! // messages: no";
    assert_eq!(declared(source), ["a-*", "b", "c"]);
}
