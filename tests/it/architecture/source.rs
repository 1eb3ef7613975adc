//! A source file, read just closely enough: its code without comments, texts and tests.

use std::path::{Path, PathBuf};

/// A Rust file.
pub struct Source {
    /// From the root of the repository.
    pub path: String,
    /// As written.
    pub text: String,
    /// Is the whole file a test?
    pub is_test: bool,
    /// Same lines, comments and texts blanked.
    code: String,
    /// Tests blanked too.
    program: String,
}

/// Every Rust file below a folder.
pub fn below(folder: &str) -> Vec<Source> {
    let mut sources: Vec<Source> = texts_below(folder, "rs").into_iter().map(Source::new).collect();
    let tests: Vec<String> = sources.iter().flat_map(Source::test_files).collect();
    for source in &mut sources {
        source.is_test = tests.contains(&source.path);
    }
    sources
}

/// Every file with this extension below a folder: path and text, in order.
pub fn texts_below(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push((path.to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

impl Source {
    fn new((path, text): (String, String)) -> Source {
        let code = code_of(&text);
        let program = without_tests(&code);
        Source { path, text, is_test: false, code, program }
    }

    /// The module at the top that the file is part of.
    pub fn module(&self) -> &str {
        let inside = self.path.split_once('/').map_or("", |(_, rest)| rest);
        inside.split('/').next().unwrap_or("").trim_end_matches(".rs")
    }

    /// Is this the file at this place below `src`?
    pub fn is_at(&self, place: &str) -> bool {
        self.path == format!("src/{place}")
    }

    /// Modules at the top that the program part of the file names.
    pub fn modules_used(&self) -> impl Iterator<Item = &str> {
        let after = self.program.split("crate::").skip(1);
        after.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
    }

    /// Lines of the program part that hold any of these words.
    pub fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let lines = self.program.lines().zip(1..).filter(|(line, _)| words.iter().any(|word| line.contains(word)));
        lines.map(|(line, number)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }

    /// How many lines.
    pub fn length(&self) -> usize {
        self.text.lines().count()
    }

    /// Each function and how many lines it has.
    pub fn functions(&self) -> Vec<(String, usize)> {
        let starts = self.code.match_indices("fn ").filter(|(at, _)| !self.code[..*at].ends_with(is_word));
        starts.filter_map(|(at, _)| function_at(&self.code[at..])).collect()
    }

    /// Files that this one declares to be tests.
    fn test_files(&self) -> Vec<String> {
        let path = Path::new(&self.path);
        let own = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("");
        let folder = path.parent().unwrap_or(Path::new(""));
        let folder = if ["mod", "lib", "main"].contains(&own) { folder.to_owned() } else { folder.join(own) };
        let declared = self.code.split("#[cfg(test)]").skip(1).filter_map(|rest| {
            let rest = rest.trim_start().trim_start_matches("pub ").strip_prefix("mod ")?;
            rest.split_once(';').map(|(name, _)| name.to_owned())
        });
        declared
            .filter(|name| name.chars().all(is_word))
            .map(|name| format!("{}/{name}.rs", folder.display()))
            .collect()
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Name and length of the function that the code begins with; nothing for a type or a declaration without a body.
fn function_at(code: &str) -> Option<(String, usize)> {
    let name: String = code[3..].chars().take_while(|letter| is_word(*letter)).collect();
    let end = code.find(['{', ';'])?;
    if name.is_empty() || code[end..].starts_with(';') {
        return None;
    }
    Some((name, code[..end + block(&code[end..])].lines().count()))
}

/// Length of the block that the code begins with.
fn block(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in code.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code.len()
}

/// Blanks whatever stands under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let item = &rest[at..];
        let end = item.find(['{', ';']).unwrap_or(item.len());
        let length = if item[end..].starts_with('{') { end + block(&item[end..]) } else { (end + 1).min(item.len()) };
        blank(&mut kept, &item[..length]);
        rest = &item[length..];
    }
    kept + rest
}

/// Blanks comments and the insides of texts; every line stays where it is.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = blind_spot(rest, &code);
        match length {
            Some(length) => blank(&mut code, &rest[..length]),
            None => code.push(letter),
        }
        rest = &rest[length.unwrap_or(letter.len_utf8())..];
    }
    code
}

/// Length of the comment or text that `rest` begins with.
fn blind_spot(rest: &str, before: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    if rest.starts_with('r') && !before.ends_with(is_word) {
        return raw_text(rest);
    }
    if rest.starts_with('"') {
        return Some(quoted(rest, '"'));
    }
    // A letter in quotes; a lifetime has no second quote.
    let letter = rest.strip_prefix('\'')?;
    let escaped = letter.starts_with('\\');
    let closed = letter.chars().nth(1) == Some('\'');
    (escaped || closed).then(|| quoted(rest, '\''))
}

fn raw_text(rest: &str) -> Option<usize> {
    let hashes = rest[1..].chars().take_while(|letter| *letter == '#').count();
    rest[1 + hashes..].starts_with('"').then(|| {
        let end = format!("\"{}", "#".repeat(hashes));
        let begin = hashes + 2;
        rest[begin..].find(&end).map_or(rest.len(), |at| begin + at + end.len())
    })
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn blank(code: &mut String, hidden: &str) {
    code.extend(hidden.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
}

#[test]
fn comments_texts_and_tests_are_no_code() {
    let text = "fn a() { /* fn b() */ \"fn \\\" c()\"; r#\"fn \"d\"#; 'f'; let x: &'a str; } // fn e()\n\
                #[cfg(test)]\nmod tests {\n fn g() {}\n}\nfn h();\nfn i() {\n}\n";
    let source = Source::new(("src/leads/mod.rs".to_owned(), text.to_owned()));
    let names: Vec<(String, usize)> = source.functions();
    assert_eq!(names, [("a".to_owned(), 1), ("g".to_owned(), 1), ("i".to_owned(), 2)]);
    assert!(!source.program.contains("fn g"));
    assert_eq!(source.program.lines().count(), text.lines().count());
    assert_eq!(source.module(), "leads");
}
