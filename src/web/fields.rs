//! What a form or an address sent, read into a struct of texts and words of a closed set. A name that was sent several
//! times fills a list; where the struct has room for one, the last one counts: nobody's text is refused for a field that
//! came twice.

use std::collections::BTreeMap;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// Reads names and values.
///
/// # Errors
/// When the struct wants something else.
pub fn read_fields<T: DeserializeOwned>(fields: Vec<(String, String)>) -> Result<T, Error> {
    T::deserialize(Fields(fields))
}

/// Reads the text of a form or the words after `?`.
///
/// # Errors
/// When the struct wants something else.
pub(super) fn read<T: DeserializeOwned>(encoded: &str) -> Result<T, Error> {
    read_fields(url::form_urlencoded::parse(encoded.as_bytes()).into_owned().collect())
}

/// Names and values in the order in which they were sent.
struct Fields(Vec<(String, String)>);

impl<'de> Deserializer<'de> for Fields {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(MapDeserializer::new(self.0.into_iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut by_name: BTreeMap<String, Values> = BTreeMap::new();
        for (name, value) in self.0 {
            by_name.entry(name).or_default().0.push(value);
        }
        visitor.visit_map(MapDeserializer::new(by_name.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct enum identifier ignored_any
    }
}

/// Everything that was sent under one name.
#[derive(Default)]
struct Values(Vec<String>);

impl Values {
    fn last(mut self) -> String {
        self.0.pop().unwrap_or_default()
    }
}

impl<'de> IntoDeserializer<'de, Error> for Values {
    type Deserializer = Values;

    fn into_deserializer(self) -> Values {
        self
    }
}

impl<'de> Deserializer<'de> for Values {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.last())
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.last().into_deserializer())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Way {
        #[default]
        Up,
        Down,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Deal {
        way: Way,
        name: String,
        #[serde(rename = "return")]
        back: String,
        tags: Vec<String>,
    }

    fn deal(name: &str, tags: &[&str]) -> Deal {
        Deal { name: name.into(), tags: tags.iter().map(|tag| (*tag).to_owned()).collect(), ..Deal::default() }
    }

    #[test]
    fn a_list_takes_all_and_a_text_the_last() {
        assert_eq!(read("name=Roof+%26+wall&tags=a&tags=b&unknown=x").as_ref(), Ok(&deal("Roof & wall", &["a", "b"])));
        assert_eq!(read("name=Roof&name=Wall&tags=a").as_ref(), Ok(&deal("Wall", &["a"])));
        assert_eq!(read("").as_ref(), Ok(&Deal::default()));
        assert_eq!(read::<Deal>("way=up&way=down").map(|deal| deal.way), Ok(Way::Down));
        assert!(read::<Deal>("way=sideways").is_err());
        assert_eq!(read::<Deal>("return=%2Fleads").map(|deal| deal.back).as_deref(), Ok("/leads"));
    }

    #[test]
    fn pairs_come_in_their_order() {
        let pairs: Vec<(String, String)> = read("b=2&a=1&b=3").unwrap();
        let told: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(told, ["b=2", "a=1", "b=3"]);
    }
}
