//! What a browser sent, as text, and what is wrong with it, in words.
//!
//! A form struct holds strings only: a field that cannot be read is then an error beside that field, with everything
//! typed still there, never a refused request.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::session::Seat;
use super::unsent::Typed;
use super::{App, Error, body, csrf, fields};
use crate::directory::Directory;

/// The most a form may hold, in bytes.
const MOST: usize = 1024 * 1024;

/// The most that is read of one: what is too much to be taken is still shown to whoever typed it.
const READ: usize = 4 * MOST;

/// The most that is listened to before the line is cut.
const HEARD: usize = 16 * READ;

/// A posted form, from one of our own pages.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// A form that is only a button: its token is all it says.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Button {}

/// The words after `?`.
#[derive(Debug)]
pub struct Params<T>(pub T);

/// What stands for the placeholders of the route; may be copied into work that is begun again.
#[derive(Clone, Debug)]
pub struct Path<T>(T);

impl<T> Deref for Path<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // PostgreSQL keeps no text with a zero in it, and no address of ours has one.
        if request.uri().path().contains("%00") {
            return std::future::ready(Err(Error::NotFound.into()));
        }
        let found = web::Path::<T>::from_request(request, payload).into_inner();
        std::future::ready(found.map(|path| Path(path.into_inner())))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = request.app_data::<web::Data<App>>().ok_or(Error::BadRequest)?;
            let bytes = body::all(body::paced(payload, app.config.body_patience, HEARD), READ).await?;
            let text = clean(&bytes);
            let given = url::form_urlencoded::parse(text.as_bytes()).find(|(name, _)| name == "csrf");
            let session = Seat::of(&request).form_session();
            let ours = given.is_some_and(|(_, token)| csrf::matches(&app.key, &session, &token));
            let read = match ours {
                true if bytes.len() > MOST => Err(Error::TooLarge),
                true => fields::read(&text).map_err(|_| Error::BadRequest),
                false => Err(Error::CrossSite),
            };
            request.extensions_mut().insert(Typed(text.into()));
            read.map(Form)
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Params<T> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = clean(request.query_string().as_bytes());
        std::future::ready(fields::read(&text).map(Params).map_err(|_| Error::BadRequest))
    }
}

/// Line ends as one character, and no NUL, which PostgreSQL cannot keep and nobody types.
fn clean(encoded: &[u8]) -> String {
    let text = String::from_utf8_lossy(encoded).replace("%0D%0A", "%0A").replace("%0d%0a", "%0A");
    let mut kept = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != '\0') {
        kept.push(c);
        // Looked for as it grows: what is left around one must not make another.
        if kept.ends_with("%00") {
            kept.truncate(kept.len() - 3);
        }
    }
    kept
}

/// One choice of a select or a row of radios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Chosen now?
    pub selected: bool,
}

impl Choice {
    /// A choice, selected when its value is the current one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, current: &str) -> Choice {
        let value = value.into();
        Choice { selected: value == current, value, label: label.into() }
    }

    /// Currencies in use, and the current one although it is in use no more: a form nobody touched changes no money.
    pub fn currencies(directory: &Directory, current: &str) -> Vec<Choice> {
        let kept =
            Some(current).filter(|code| !code.is_empty() && !directory.currencies.iter().any(|used| used == code));
        let codes = directory.currencies.iter().map(String::as_str).chain(kept);
        codes.map(|code| Choice::new(code, code, current)).collect()
    }
}

/// What is wrong with a form: a sentence per field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    rows: Vec<(String, String)>,
}

impl Problems {
    /// Nothing wrong yet.
    pub fn new() -> Problems {
        Problems::default()
    }

    /// Adds a sentence about a field, unless the field already has one.
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        if self.get(field).is_none() {
            self.rows.push((field.to_owned(), sentence.into()));
        }
    }

    /// Takes what `validator` found; each code is the message key `problem-<code>`.
    pub fn take(&mut self, found: &validator::ValidationErrors, text: &crate::i18n::Text) {
        for (field, errors) in found.field_errors() {
            if let Some(error) = errors.first() {
                self.add(&field, sentence(error, text));
            }
        }
    }

    /// Nothing wrong?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is wrong with a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.rows.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Field and sentence, one by one.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

fn sentence(error: &validator::ValidationError, text: &crate::i18n::Text) -> String {
    let most = error.params.get("max").and_then(serde_json::Value::as_i64).unwrap_or(0);
    let typed = error.params.get("value").and_then(serde_json::Value::as_str).unwrap_or("");
    let args = [("n", most.into()), ("start", start_of(typed).into())];
    text.args(&format!("problem-{}", error.code), &args)
}

/// What is wrong with a text that is too long, naming it by how it begins.
pub fn too_long(text: &crate::i18n::Text, typed: &str, most: usize) -> String {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    text.args("problem-too_long", &[("n", most.into()), ("start", start_of(typed).into())])
}

fn start_of(typed: &str) -> String {
    const SHOWN: usize = 24;
    typed.chars().take(SHOWN).chain(Some('…').filter(|_| typed.chars().count() > SHOWN)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_nul_comes_in_however_it_is_wrapped() {
        for wrapped in ["name=z%00z", "name=z%%000000z", "name=z%%00%00z", "name=z\0z", "name=z%0%000z"] {
            assert!(!clean(wrapped.as_bytes()).contains("%00"), "{wrapped}");
            assert!(!clean(wrapped.as_bytes()).contains('\0'), "{wrapped}");
        }
        assert_eq!(clean(b"a=1%0D%0A2&b=%0d%0a"), "a=1%0A2&b=%0A");
    }
}
