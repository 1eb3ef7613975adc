//! The rows of the matrix, read from the text files beside this one.

use fursa::directory::PickList;

use super::records::made;
use crate::support::*;

/// The columns of answers.
const COLUMNS: [Who; 8] = [Nobody, Alice, Bob, Charlie, Mona, Sam, Mark, Ada];

/// A number no record has.
const NO_RECORD: &str = "987654321";

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Asked to sign in.
    SignIn,
    /// 200, with the record on the page.
    Sees,
    /// 200, without the record or a trace of it.
    Hides,
    /// This status.
    Status(u16),
}

/// One line of the matrix.
#[derive(Clone, Debug)]
pub struct Row {
    pub file: String,
    pub method: String,
    pub route: String,
    pub about: String,
    /// A name that its records have, and nothing else.
    pub canary: String,
    sends: String,
    answers: Vec<Cell>,
}

/// Every row of every file.
pub fn rows() -> Vec<Row> {
    let mut files: Vec<_> =
        std::fs::read_dir("tests/it/access_matrix").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(!files.is_empty(), "the matrix was found");
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        lines.map(|line| Row::parse(&name, line)).collect::<Vec<_>>()
    };
    let rows = files.iter().flat_map(read).zip(100..);
    rows.map(|(row, number)| Row { canary: format!("Kestrel {number}"), ..row }).collect()
}

impl Row {
    fn parse(file: &str, line: &str) -> Row {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [route, about, sends, answers] = parts[..] else { panic!("{file}: four columns, please: {line}") };
        let (method, route) = route.split_once(' ').unwrap_or_else(|| panic!("{file}: method and address: {line}"));
        let answers: Vec<Cell> = answers.split_whitespace().map(Cell::parse).collect();
        assert_eq!(answers.len(), COLUMNS.len(), "{file}: one answer for each of {COLUMNS:?}: {line}");
        Row {
            file: file.to_owned(),
            method: method.to_owned(),
            route: route.trim().to_owned(),
            about: about.to_owned(),
            canary: String::new(),
            sends: sends.to_owned(),
            answers,
        }
    }

    /// Who, and what they get.
    pub fn cells(&self) -> impl Iterator<Item = (Who, Cell)> + '_ {
        COLUMNS.into_iter().zip(self.answers.iter().copied())
    }

    /// Files fresh records for it to be about; answers what fills its placeholders.
    pub fn records(&self, app: &TestApp) -> Vec<String> {
        made(app, &self.about, &self.canary)
    }

    /// The address about these records.
    pub fn path(&self, records: &[String]) -> String {
        filled(&self.route, records)
    }

    /// The same address about a record that does not exist.
    pub fn path_to_nothing(&self) -> String {
        filled(&self.route, &vec![NO_RECORD.to_owned(); 8])
    }

    /// The route without what is asked of it.
    pub fn pattern(&self) -> String {
        format!("{} {}", self.method, self.route.split('?').next().unwrap_or(""))
    }

    /// The fields it sends about these records.
    pub fn fields(&self, app: &TestApp, records: &[String]) -> Vec<(String, String)> {
        let sent = url::form_urlencoded::parse(self.sends.as_bytes());
        let meaning = |value: &str| match records.first() {
            Some(record) => meant(app, &value.replace("{record}", record)),
            None => meant(app, value),
        };
        sent.map(|(name, value)| (name.into_owned(), meaning(&value))).collect()
    }
}

impl Cell {
    fn parse(word: &str) -> Cell {
        match word {
            "in" => Cell::SignIn,
            "sees" => Cell::Sees,
            "hides" => Cell::Hides,
            status => Cell::Status(status.parse().unwrap_or_else(|_| panic!("an answer of the matrix: {word}"))),
        }
    }
}

/// An address with its placeholders filled, one after the other.
pub fn filled(route: &str, values: &[String]) -> String {
    let mut parts = route.split('{');
    let mut path = parts.next().unwrap_or("").to_owned();
    for (part, index) in parts.zip(0..) {
        let value = values.get(index).unwrap_or_else(|| panic!("{route}: nothing to fill it with"));
        path.push_str(value);
        path.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    path
}

/// `{pick:lost_reason/other}`, `{stage:Won}`, `{person:Bob}`, `{team:South}` and `{tag:VIP}` as ids, after whatever stands
/// before them; anything else as it is.
fn meant(app: &TestApp, value: &str) -> String {
    let named =
        value.split_once('{').and_then(|(before, rest)| Some((before, rest.strip_suffix('}')?.split_once(':')?)));
    let Some((before, (kind, name))) = named else {
        return value.to_owned();
    };
    let directory = app.directory();
    let id = match kind {
        "stage" => app.stage(name),
        "team" => app.team(name),
        "tag" => directory.tags.iter().find(|tag| tag.name == name).unwrap().id,
        "person" => directory.people.iter().find(|person| person.name == name).unwrap().id,
        "pick" => {
            let (list, code) = name.split_once('/').unwrap();
            directory.pick_by_code(list.parse::<PickList>().unwrap(), code).unwrap().id
        }
        _ => panic!("{value} stands for nothing"),
    };
    format!("{before}{id}")
}
