//! Tags: the company's own words for records. The words are the company's, known to everybody; which records carry one
//! is seen by who sees the records.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::Directory;
use crate::db::Ids;
use crate::db::schema::tags;

/// One word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = tags, treat_none_as_null = true)]
pub struct Tag {
    /// Its id.
    pub id: i64,
    /// Counts its edits.
    pub version: i64,
    /// What people read.
    pub name: String,
    /// The name folded: no two tags have the same.
    pub name_key: String,
    /// Offered for new choices?
    pub active: bool,
    /// The tag that stands for this one since the two were merged.
    pub merged_into: Option<i64>,
}

impl Directory {
    /// The tag of this id; the one it was merged into where it was.
    pub fn tag(&self, id: i64) -> Option<&Tag> {
        let mut found = self.tags.iter().find(|tag| tag.id == id)?;
        // No chain is longer than there are tags.
        for _ in &self.tags {
            match found.merged_into.and_then(|into| self.tags.iter().find(|tag| tag.id == into)) {
                Some(next) => found = next,
                None => break,
            }
        }
        Some(found)
    }

    /// Tags in use, by name.
    pub fn tags_in_use(&self) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(|tag| tag.active && tag.merged_into.is_none())
    }

    /// A tag's id with those of the tags that were merged into it.
    pub fn tag_and_merged(&self, id: i64) -> Vec<i64> {
        let stands_for = |tag: &&Tag| self.tag(tag.id).is_some_and(|found| found.id == id);
        self.tags.iter().filter(stands_for).map(|tag| tag.id).collect()
    }

    /// What a record carries, each word once, by name.
    pub fn tags_of(&self, ids: &Ids) -> Vec<&Tag> {
        let carried: Vec<i64> = ids.iter().filter_map(|id| self.tag(id)).map(|tag| tag.id).collect();
        self.tags.iter().filter(|tag| carried.contains(&tag.id)).collect()
    }

    /// The same in words.
    pub fn tag_names(&self, ids: &Ids) -> Vec<&str> {
        self.tags_of(ids).into_iter().map(|tag| tag.name.as_str()).collect()
    }
}
