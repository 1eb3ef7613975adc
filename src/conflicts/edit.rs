//! A posted edit: the form, and what was posted word by word, so that nothing typed is lost on the way to a choice.

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::db::Tx;
use crate::journal::{Journalled, Merged, merge};

/// What a field of the page is called that says whose value of another field is kept.
pub(super) const CHOICE: &str = "choice-";
/// The word for keeping what is stored.
pub(super) const THEIRS: &str = "theirs";
/// The word for one's own.
pub(super) const MINE: &str = "mine";

/// An edit form `T` together with everything that was posted.
#[derive(Clone, Debug, Default)]
pub struct Edit<T> {
    /// What the form says.
    pub form: T,
    posted: Vec<(String, String)>,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Edit<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Edit<T>, D::Error> {
        let posted = Vec::<(String, String)>::deserialize(from)?;
        let text = serde_html_form::to_string(&posted).map_err(D::Error::custom)?;
        let form = serde_html_form::from_str(&text).map_err(D::Error::custom)?;
        Ok(Edit { form, posted })
    }
}

impl<T> Edit<T> {
    /// The version the form was drawn at. Without one every change since the beginning counts as somebody else's.
    pub fn version(&self) -> i64 {
        self.value("version").and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// The same fields read as another form: for a page that asks more than one.
    pub fn read<O: DeserializeOwned + Default>(&self) -> O {
        let text = serde_html_form::to_string(&self.posted).unwrap_or_default();
        serde_html_form::from_str(&text).unwrap_or_default()
    }

    /// Merges the edit into the record as it is now; `mine` is that record with every field of the form put in.
    ///
    /// # Errors
    /// What the database answers.
    pub fn merge<R: Journalled>(&self, tx: &mut Tx<'_>, current: &R, mine: R) -> diesel::QueryResult<Merged<R>> {
        merge(tx, current, &self.settled(current, mine), self.version())
    }

    /// One's own record, with the stored value in each field where that was chosen.
    fn settled<R: Serialize + DeserializeOwned>(&self, current: &R, mine: R) -> R {
        let chosen = self.posted.iter().filter(|(_, choice)| choice == THEIRS);
        let yielded: Vec<&str> = chosen.filter_map(|(name, _)| name.strip_prefix(CHOICE)).collect();
        let (now, mut wanted) = (as_map(current), as_map(&mine));
        for (field, stored) in now.into_iter().filter(|(field, _)| yielded.contains(&field.as_str())) {
            wanted.insert(field, stored);
        }
        if yielded.is_empty() { mine } else { serde_json::from_value(Value::Object(wanted)).unwrap_or(mine) }
    }

    /// What was typed, without what the next page writes anew.
    pub(super) fn typed(&self, asked: &[String]) -> Vec<(String, String)> {
        let anew = |name: &str| {
            let field = name.strip_prefix(CHOICE);
            name == "csrf" || name == "version" || field.is_some_and(|field| asked.iter().any(|other| other == field))
        };
        self.posted.iter().filter(|(name, _)| !anew(name)).cloned().collect()
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.posted.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn as_map(record: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(map)) => map,
        Ok(_) | Err(_) => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct DealForm {
        name: String,
        tags: Vec<String>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Deal {
        name: String,
        amount: Option<i64>,
    }

    fn posted(text: &str) -> Edit<DealForm> {
        serde_html_form::from_str(text).unwrap()
    }

    fn deal(name: &str, amount: i64) -> Deal {
        Deal { name: name.into(), amount: Some(amount) }
    }

    #[test]
    fn the_form_is_read_and_everything_posted_is_kept() {
        let edit = posted("csrf=t&version=7&name=Roof+%26+wall&tags=a&tags=b&unknown=x");
        assert_eq!(edit.form, DealForm { name: "Roof & wall".into(), tags: vec!["a".into(), "b".into()] });
        assert_eq!(edit.version(), 7);
        let kept: Vec<String> = edit.typed(&[]).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(kept, ["name=Roof & wall", "tags=a", "tags=b", "unknown=x"]);
    }

    #[test]
    fn a_field_given_up_takes_the_stored_value_and_no_other_does() {
        let edit = posted("choice-amount=theirs&choice-name=mine");
        assert_eq!(edit.settled(&deal("Roof", 200), deal("Wall", 300)), deal("Wall", 200));
    }

    #[test]
    fn a_question_asked_again_is_not_answered_by_the_old_choice() {
        let edit = posted("choice-amount=mine&choice-name=theirs");
        assert_eq!(edit.typed(&["amount".into()]), [("choice-name".to_owned(), "theirs".to_owned())]);
    }
}
