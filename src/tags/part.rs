//! Tags as pages show them: on a record, in a row of a list, in the line of filters.

use crate::db::Ids;
use crate::db::Tx;
use crate::listing::{Asked, Table};
use crate::records::{Listed, page_of};
use crate::web::Choice;

/// The most words a page offers at once; more would weigh more than what it shows. What is not offered can be typed.
const OFFERED: usize = 200;

/// The same of a select, which stands on every list.
const SELECTED: usize = 60;

/// How many a row of a list shows.
const IN_ROW: usize = 3;

/// A tag that a record carries.
pub struct Tagged {
    /// Its id.
    pub id: i64,
    /// What people read.
    pub name: String,
}

impl Tagged {
    /// The tags of a record, each once, by name.
    pub fn all(tx: &Tx<'_>, ids: &Ids) -> Vec<Tagged> {
        tx.directory.tags_of(ids).into_iter().map(|tag| Tagged { id: tag.id, name: tag.name.clone() }).collect()
    }

    /// What a row of a list shows of them: the first few, and a sign that there are more.
    pub fn in_row(tx: &Tx<'_>, ids: &Ids) -> Vec<String> {
        let names = tx.directory.tag_names(ids);
        let more = Some("…").filter(|_| names.len() > IN_ROW);
        names.iter().take(IN_ROW).copied().chain(more).map(str::to_owned).collect()
    }
}

/// The tags of a record on its page, with the form that adds to them.
pub struct OnRecord {
    /// What it carries.
    pub carried: Vec<Tagged>,
    /// Words to choose from.
    pub offered: Vec<String>,
    /// May the viewer change them?
    pub edits: bool,
    table: Table,
    id: i64,
}

impl OnRecord {
    /// The tags of a record the viewer may see.
    pub fn of(tx: &Tx<'_>, record: &impl Listed) -> OnRecord {
        of(tx, record)
    }

    /// Where words are added.
    pub fn action(&self) -> String {
        format!("{}/tags", page_of(self.table, self.id))
    }

    /// Where one is taken off.
    pub fn removal(&self, tag: &Tagged) -> String {
        format!("{}/{}/removal", self.action(), tag.id)
    }

    /// All records of the kind that carry it.
    pub fn list(&self, tag: &Tagged) -> String {
        list_of(self.table, tag.id)
    }

    /// Nothing to see and nothing to do?
    pub fn is_idle(&self) -> bool {
        self.carried.is_empty() && !self.edits
    }
}

/// All records of a kind that carry a tag.
pub(crate) fn list_of(table: Table, tag: i64) -> String {
    let all = match table {
        Table::Leads => "view=all&",
        Table::Opportunities => "state=all&",
        Table::Accounts | Table::Contacts => "",
    };
    format!("/{}?{all}{}={tag}", table.name(), super::NAME)
}

fn of<R: Listed>(tx: &Tx<'_>, record: &R) -> OnRecord {
    let carried = Tagged::all(tx, record.tags());
    let is_new = |name: &&str| !carried.iter().any(|tag| tag.name == **name);
    let offered = tx.directory.tags_in_use().map(|tag| tag.name.as_str()).filter(is_new).take(OFFERED);
    let edits = record.is_open() && record.is_editable(&tx.viewer);
    OnRecord { offered: offered.map(str::to_owned).collect(), edits, table: R::TABLE, id: record.id(), carried }
}

/// What a record carries, in a file's cell.
pub fn told(tx: &Tx<'_>, ids: &Ids) -> String {
    tx.directory.tag_names(ids).join(", ")
}

/// Words to choose from, for a field of several.
pub(crate) fn offered(tx: &Tx<'_>) -> Vec<String> {
    tx.directory.tags_in_use().take(OFFERED).map(|tag| tag.name.clone()).collect()
}

/// The filter as a list shows it.
pub struct TagFilter {
    /// What there is to choose from; nothing where there is too much of it.
    pub choices: Vec<Choice>,
    /// What is typed, where it is typed.
    pub typed: String,
}

impl TagFilter {
    /// The filter of what was asked.
    pub fn of(tx: &Tx<'_>, asked: &Asked) -> TagFilter {
        let current = asked.value(super::NAME);
        let chosen = current.parse().ok().and_then(|id| tx.directory.tag(id));
        let kept = chosen.filter(|tag| !tag.active);
        let all: Vec<_> = tx.directory.tags_in_use().chain(kept).collect();
        let value = chosen.map_or_else(|| current.to_owned(), |tag| tag.id.to_string());
        if all.len() > SELECTED {
            return TagFilter {
                choices: Vec::new(),
                typed: chosen.map_or_else(|| current.to_owned(), |tag| tag.name.clone()),
            };
        }
        let any = (!all.is_empty()).then(|| Choice::new("", tx.text.t("tags-any"), &value));
        let each = all.iter().map(|tag| Choice::new(tag.id.to_string(), tag.name.as_str(), &value));
        TagFilter { choices: any.into_iter().chain(each).collect(), typed: String::new() }
    }

    /// Are there so many words that one is typed?
    pub fn is_typed(&self) -> bool {
        self.choices.is_empty()
    }

    /// Narrowed by it?
    pub fn is_on(&self) -> bool {
        !self.typed.is_empty() || self.choices.iter().any(|choice| choice.selected && !choice.value.is_empty())
    }
}
