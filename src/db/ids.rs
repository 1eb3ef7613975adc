//! Several ids in one column: tags of a record, people who take part in something. What is found by them has a table beside.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Several ids in one column of a record: in rising order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Ids(String);

impl Ids {
    /// These ids.
    pub fn of(ids: impl IntoIterator<Item = i64>) -> Ids {
        let mut ids: Vec<i64> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Ids(ids.iter().map(i64::to_string).collect::<Vec<_>>().join(","))
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.split(',').filter_map(|id| id.parse().ok())
    }

    /// None at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Ids {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Ids, D::Error> {
        Ok(Ids::of(Vec::<i64>::deserialize(from)?))
    }
}

impl<B: diesel::backend::Backend> FromSql<Text, B> for Ids
where
    String: FromSql<Text, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Ids> {
        Ok(Ids(<String as FromSql<Text, B>>::from_sql(bytes)?))
    }
}

impl<B: diesel::backend::Backend> ToSql<Text, B> for Ids
where
    str: ToSql<Text, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        <str as ToSql<Text, B>>::to_sql(&self.0, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_ids_are_kept_in_the_same_words() {
        let ids = Ids::of([7, 3, 7]);
        assert_eq!(ids, Ids::of([3, 7]));
        assert_eq!(ids.iter().collect::<Vec<_>>(), [3, 7]);
        assert_eq!(serde_json::to_string(&ids).unwrap(), "[3,7]");
        assert_eq!(serde_json::from_str::<Ids>("[7,3]").unwrap(), ids);
        assert!(Ids::of([]).is_empty() && Ids::default().iter().next().is_none());
    }
}
