//! Words of a file that mean nothing here, such as another program's statuses, owners and stages. They are not added to
//! our lists (rule 68); whoever imports says once what each means, and nobody has to repair the file by hand.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::access::gives_to;
use super::cells::Given;
use super::columns::{LEFT_OUT, Mapping, Reads};
use super::forms::ReadingForm;
use super::model::Seen;
use super::reading::one_line;
use super::refusal::{Refusal, Why};
use super::views::{WordView, field_key};
use super::{Job, Kind};
use crate::db::Tx;
use crate::directory::{Directory, PickList};
use crate::products;
use crate::values::text;
use crate::web::{Choice, Error};

/// The longest catalogue whose products are offered one by one.
const MOST_OFFERED: usize = 500;

/// How many different unknown words a report keeps: a column with more of them holds no words of a list.
const MOST_UNKNOWN: usize = 100;

/// What a word means, as whoever imports says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// The field whose cells hold it.
    pub field: String,
    /// The word, as the file has it.
    pub theirs: String,
    /// The word for it here; [`LEFT_OUT`] where it is to say nothing.
    pub ours: String,
}

/// What words of a file mean, by column and folded word.
#[derive(Debug, Default)]
pub struct Dictionary(BTreeMap<usize, HashMap<String, String>>);

impl Dictionary {
    /// Everything that was said, for the columns of a file.
    pub fn of(said: &[Meaning], mapping: &Mapping) -> Dictionary {
        let mut columns: BTreeMap<usize, HashMap<String, String>> = BTreeMap::new();
        for Meaning { field, theirs, ours } in said {
            for at in mapping.of(field).into_iter().flat_map(|mapped| &mapped.at) {
                columns.entry(*at).or_default().insert(key(theirs), ours.clone());
            }
        }
        Dictionary(columns)
    }

    /// What a cell says.
    pub fn read(&self, at: usize, cell: &str) -> Given {
        let meant = self.0.get(&at).and_then(|words| words.get(&key(cell)));
        match meant.map_or(cell, String::as_str) {
            LEFT_OUT if meant.is_some() => Given::Nothing,
            said => Given::Text(said.to_owned()),
        }
    }
}

fn key(word: &str) -> String {
    text::fold(&one_line(word))
}

/// A word that nobody has given a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// The field whose cells hold it.
    pub field: String,
    /// The word.
    pub word: String,
}

/// The words of a file that made rows wrong, each once, in the order they come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Unknowns {
    rows: Vec<(Unknown, Seen)>,
    #[serde(skip)]
    at: HashMap<(&'static str, String), usize>,
}

impl Unknowns {
    /// Notes what a wrong row says that may be given a meaning: what it was refused for, and the rest of its words.
    pub fn note(&mut self, job: &Job, line: u64, refusals: &[Refusal]) {
        let mut of_row = Vec::new();
        for refusal in refusals {
            let field = job.field_called(&refusal.column);
            let key = (field, key(&refusal.value));
            if !field.is_empty() && is_unknown_word(refusal) && !of_row.contains(&key) {
                self.add(key.clone(), line, &refusal.value);
                of_row.push(key);
            }
        }
    }

    fn add(&mut self, key: (&'static str, String), line: u64, word: &str) {
        match self.at.get(&key) {
            Some(at) => self.rows[*at].1.times += 1,
            None if self.rows.len() < MOST_UNKNOWN => {
                let unknown = Unknown { field: key.0.to_owned(), word: one_line(word) };
                self.at.insert(key, self.rows.len());
                self.rows.push((unknown, Seen { times: 1, line }));
            }
            None => {}
        }
    }

    /// The words, with how many rows have them.
    pub fn iter(&self) -> impl Iterator<Item = &(Unknown, Seen)> {
        self.rows.iter()
    }
}

/// Is a row refused for a word that may be given a meaning?
fn is_unknown_word(refusal: &Refusal) -> bool {
    let is_word = matches!(
        refusal.why,
        Why::UnknownWord
            | Why::UnknownPerson
            | Why::SeveralPeople
            | Why::InactivePerson
            | Why::ForeignPerson
            | Why::UnknownStage
            | Why::UnknownProduct
    );
    // What was cut for the report cannot be met again in the file.
    is_word && !refusal.value.ends_with('…')
}

/// The words of a draft, with what each may mean: those a meaning was chosen for, then those the trial did not know.
///
/// # Errors
/// What the database answers.
pub fn views(tx: &mut Tx<'_>, kind: Kind, form: &ReadingForm, found: &Unknowns) -> Result<Vec<WordView>, Error> {
    let said: Vec<Meaning> = form.meanings();
    let is_said = |unknown: &Unknown| {
        said.iter().any(|meaning| meaning.field == unknown.field && key(&meaning.theirs) == key(&unknown.word))
    };
    let fresh: Vec<(&str, &str, &str, Option<i64>)> = found
        .iter()
        .filter(|(unknown, _)| !is_said(unknown))
        .map(|(unknown, seen)| (unknown.field.as_str(), unknown.word.as_str(), "", Some(seen.times)))
        .collect();
    let said = said.iter().map(|m| (m.field.as_str(), m.theirs.as_str(), m.ours.as_str(), None));
    let mut views = Vec::new();
    for (field, word, meant, rows) in said.chain(fresh) {
        let fixed = [("", "imports-word-wrong"), (LEFT_OUT, "imports-word-empty")];
        let fixed = fixed.map(|(value, key)| Choice::new(value, tx.text.t(key), meant));
        let own = offered(tx, kind, field, &form.pipeline)?;
        let own = own.into_iter().map(|(value, label)| Choice::new(value, label, meant));
        views.push(WordView {
            number: views.len() + 1,
            field: field.to_owned(),
            called: tx.text.t(&field_key(field)).to_owned(),
            word: word.to_owned(),
            rows,
            choices: fixed.into_iter().chain(own).collect(),
        });
    }
    Ok(views)
}

/// What a word of a field may mean: what a cell would say, and what people read.
fn offered(tx: &mut Tx<'_>, kind: Kind, field: &str, pipeline: &str) -> Result<Vec<(String, String)>, Error> {
    let alike = |name: &str| (name.to_owned(), name.to_owned());
    let directory = tx.directory.clone();
    let column = kind.columns().fields.iter().find(|column| column.field == field);
    let items = |list| directory.picks(list).filter(|item| item.active).map(|item| alike(&item.name)).collect();
    Ok(match column.map(|column| column.reads) {
        Some(Reads::Pick(list) | Reads::OpenPick(list)) => items(list),
        Some(Reads::Tags) => directory.tags_in_use().map(|tag| alike(&tag.name)).collect(),
        Some(Reads::Person) => {
            let mine = directory.active_people().filter(|person| gives_to(&tx.viewer, person.id, person.team_id));
            mine.map(|person| (person.email.as_ref().unwrap_or(&person.name).clone(), person.name.clone())).collect()
        }
        Some(Reads::Word(set)) => {
            let label = |stored: &str| tx.text.t(&format!("{}{stored}", set.labels)).to_owned();
            set.words.iter().map(|(stored, _)| ((*stored).to_owned(), label(stored))).collect()
        }
        Some(_) if matches!(field, "stage" | "outcome") => stages(&directory, pipeline),
        Some(_) if field == "lost_reason" => items(PickList::LostReason),
        Some(_) if field == "product" => {
            let all = products::all(tx)?;
            all.iter().take(MOST_OFFERED).map(|product| alike(&product.name)).collect()
        }
        Some(_) | None => Vec::new(),
    })
}

/// The stages of the pipeline asked for, else of the one that deals go into by themselves.
fn stages(directory: &Directory, pipeline: &str) -> Vec<(String, String)> {
    let wanted = text::fold(pipeline);
    let mut active = directory.active_pipelines();
    let found = active.find(|known| wanted.is_empty() || text::fold(&known.name) == wanted);
    let stages = found.into_iter().flat_map(|found| directory.stages_of(found.id));
    stages.map(|stage| (stage.name.clone(), stage.name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::columns::{Column, Mapped};

    #[test]
    fn a_word_means_what_was_said_in_its_own_column_only() {
        static STATUS: Column = Column::one("status", "status_id", Reads::Line, &["status"]);
        let mapping = Mapping { fields: vec![Mapped { column: &STATUS, at: vec![2] }], unused: Vec::new() };
        let meaning =
            |theirs: &str, ours: &str| Meaning { field: "status".into(), theirs: theirs.into(), ours: ours.into() };
        let words = Dictionary::of(&[meaning("In  Progress", "Working"), meaning("Junk", "-")], &mapping);
        assert_eq!(words.read(2, "in progress"), Given::Text("Working".into()));
        assert_eq!(words.read(2, "JUNK"), Given::Nothing);
        assert_eq!(words.read(2, "New"), Given::Text("New".into()));
        assert_eq!(words.read(1, "in progress"), Given::Text("in progress".into()));
        assert_eq!(words.read(1, "-"), Given::Text("-".into()));
    }
}
