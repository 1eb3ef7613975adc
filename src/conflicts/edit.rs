//! A posted edit: the form, and what was posted word by word, so that nothing typed is lost on the way to a choice.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};

use crate::db::Tx;
use crate::journal::{Journalled, Keep, Merged, Start, merge};
use crate::web::read_fields;

/// What a field of the page is called that says whose value of another field is kept.
pub(crate) const CHOICE: &str = "choice-";
/// The word for keeping what is stored.
pub(crate) const THEIRS: &str = "theirs";
/// The field of the page that says which version its questions are about.
pub(super) const ASKED_AT: &str = "asked_at";
/// How the field begins that says which version the questions about one of several records are about.
pub(crate) const ASKED: &str = "asked-";
/// The word for one's own.
pub(crate) const MINE: &str = "mine";

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
        let form = read_fields(posted.clone()).map_err(D::Error::custom)?;
        Ok(Edit { form, posted })
    }
}

impl<T> Edit<T> {
    /// What a page asks for that has posted no form of its own.
    pub fn new(form: T) -> Edit<T> {
        Edit { form, posted: Vec::new() }
    }

    /// The version the form was drawn at. Without one every change since the beginning counts as somebody else's.
    pub fn version(&self) -> i64 {
        self.number("version")
    }

    /// The same fields read as another form: for a page that asks more than one.
    pub fn read<O: DeserializeOwned + Default>(&self) -> O {
        read_fields(self.posted.clone()).unwrap_or_default()
    }

    /// Merges the edit into the record as it is now; `mine` is that record with every field of the form put in.
    ///
    /// # Errors
    /// What the database answers.
    pub fn merge<R: Journalled>(&self, tx: &mut Tx<'_>, current: &R, mine: R) -> diesel::QueryResult<Merged<R>> {
        merge(tx, current, &mine, &self.start())
    }

    /// Where the edit started, and what was answered about the fields that clash.
    fn start(&self) -> Start {
        Start { version: self.version(), asked_at: self.number(ASKED_AT), answers: self.answers("") }
    }

    /// Where an edit of one of several records started, and what was answered about its fields, whose names begin with
    /// `about`; asked at the version that it has `now`, where it was not asked about yet.
    pub fn start_about(&self, about: &str, version: i64, now: i64) -> Start {
        let asked = self.posted.iter().find(|(name, _)| name.strip_prefix(ASKED) == Some(about));
        let asked_at = asked.and_then(|(_, value)| value.parse().ok()).unwrap_or(now);
        Start { version, asked_at, answers: self.answers(about) }
    }

    /// What was answered to one question about one of several records that was asked at this version; a later one asks anew.
    pub fn answer_about(&self, about: &str, version: i64, field: &str) -> Option<Keep> {
        let start = self.start_about(about, version, version);
        start.answers.get(field).copied().filter(|_| start.asked_at == version)
    }

    /// Was anything answered about one of several records?
    pub fn has_about(&self, about: &str) -> bool {
        !self.answers(about).is_empty()
    }

    fn answers(&self, about: &str) -> BTreeMap<String, Keep> {
        let answer = |(name, choice): &(String, String)| {
            let keep = if choice == THEIRS { Keep::Theirs } else { Keep::Mine };
            Some((name.strip_prefix(CHOICE)?.strip_prefix(about)?.to_owned(), keep))
        };
        self.posted.iter().filter_map(answer).collect()
    }

    /// What was typed, without what the next page writes anew.
    pub(super) fn typed(&self, asked: &[String]) -> Vec<(String, String)> {
        let anew = |name: &str| {
            let field = name.strip_prefix(CHOICE);
            ["csrf", "version", ASKED_AT].contains(&name)
                || field.is_some_and(|field| asked.iter().any(|other| other == field))
        };
        self.posted.iter().filter(|(name, _)| !anew(name)).cloned().collect()
    }

    fn number(&self, name: &str) -> i64 {
        let found = self.posted.iter().find(|(key, _)| key == name);
        found.and_then(|(_, value)| value.parse().ok()).unwrap_or(0)
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

    fn posted(text: &str) -> Edit<DealForm> {
        read_fields(url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()).unwrap()
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
    fn answers_are_about_the_version_they_were_asked_at() {
        let start = posted("version=2&asked_at=5&choice-amount=theirs&choice-name=mine").start();
        let answers = [("amount".to_owned(), Keep::Theirs), ("name".to_owned(), Keep::Mine)].into();
        assert_eq!(start, Start { version: 2, asked_at: 5, answers });
    }

    #[test]
    fn a_question_asked_again_is_not_answered_by_the_old_choice() {
        let edit = posted("choice-amount=mine&choice-name=theirs");
        assert_eq!(edit.typed(&["amount".into()]), [("choice-name".to_owned(), "theirs".to_owned())]);
    }
}
