//! Tags: the company's own words for records. The words are the company's, known to everybody; which records carry one
//! is seen by who sees the records.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Directory;
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

/// The tags of a record, as its column keeps them: ids in rising order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct TagIds(String);

impl TagIds {
    /// These tags.
    pub fn of(ids: impl IntoIterator<Item = i64>) -> TagIds {
        let mut ids: Vec<i64> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        TagIds(ids.iter().map(i64::to_string).collect::<Vec<_>>().join(","))
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.split(',').filter_map(|id| id.parse().ok())
    }

    /// No tag at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for TagIds {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for TagIds {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<TagIds, D::Error> {
        Ok(TagIds::of(Vec::<i64>::deserialize(from)?))
    }
}

impl<B: diesel::backend::Backend> FromSql<Text, B> for TagIds
where
    String: FromSql<Text, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<TagIds> {
        Ok(TagIds(<String as FromSql<Text, B>>::from_sql(bytes)?))
    }
}

impl<B: diesel::backend::Backend> ToSql<Text, B> for TagIds
where
    str: ToSql<Text, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        <str as ToSql<Text, B>>::to_sql(&self.0, out)
    }
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
    pub fn tags_of(&self, ids: &TagIds) -> Vec<&Tag> {
        let carried: Vec<i64> = ids.iter().filter_map(|id| self.tag(id)).map(|tag| tag.id).collect();
        self.tags.iter().filter(|tag| carried.contains(&tag.id)).collect()
    }

    /// The same in words.
    pub fn tag_names(&self, ids: &TagIds) -> Vec<&str> {
        self.tags_of(ids).into_iter().map(|tag| tag.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tags_are_kept_in_the_same_words() {
        let ids = TagIds::of([7, 3, 7]);
        assert_eq!(ids, TagIds::of([3, 7]));
        assert_eq!(ids.iter().collect::<Vec<_>>(), [3, 7]);
        assert_eq!(serde_json::to_string(&ids).unwrap(), "[3,7]");
        assert_eq!(serde_json::from_str::<TagIds>("[7,3]").unwrap(), ids);
        assert!(TagIds::of([]).is_empty() && TagIds::default().iter().next().is_none());
    }
}
