//! The page that shows mine and theirs side by side, with what it was before, and asks which stays.

use askama::Template;
use serde_json::Value;

use super::Edit;
use super::edit::{ASKED_AT, CHOICE, MINE, THEIRS};
use crate::db::Tx;
use crate::fields::{self, Field, Kind};
use crate::journal::Clash;
use crate::web::{Answer, Reply, Ui};

/// What the question is about.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What the record is called.
    pub record: &'a str,
    /// The record's page.
    pub back: &'a str,
    /// Its fields.
    pub fields: &'a [Field],
    /// Its version now.
    pub version: i64,
    /// The currency of its amounts; empty where it has none.
    pub currency: &'a str,
}

/// One field to choose.
pub(crate) struct Row {
    pub(crate) label: &'static str,
    pub(crate) name: String,
    pub(crate) base: String,
    pub(crate) mine: String,
    pub(crate) theirs: String,
}

impl Row {
    // messages: conflict-keep-theirs conflict-keep-mine
    /// What a dot chooses, said in one go.
    pub(crate) fn say(&self, ui: &Ui, key: &str) -> String {
        let value = if key.ends_with(THEIRS) { &self.theirs } else { &self.mine };
        ui.plain(key, &[("field", self.label.into()), ("value", value.into())])
    }
}

#[derive(Template)]
#[template(path = "conflicts/page.html")]
struct Page {
    ui: Ui,
    record: String,
    back: String,
    action: String,
    /// The version the first form was drawn at: what is merged, is merged from there.
    version: i64,
    asked_at: i64,
    typed: Vec<(String, String)>,
    rows: Vec<Row>,
}

impl Page {
    /// The title, for the browser's tab.
    fn title(&self) -> String {
        self.ui.plain("conflict-title", &[("record", self.record.as_str().into())])
    }
}

impl<T> Edit<T> {
    /// Asks about the fields that clash: 409, with everything that was typed, to be posted to this same address.
    ///
    /// # Errors
    /// What the database answers, and when the template fails to render.
    pub fn ask(&self, tx: &mut Tx<'_>, asked: Asked<'_>, clashes: &[Clash]) -> Answer {
        let names: Vec<String> = clashes.iter().map(|clash| clash.name().to_owned()).collect();
        let rows = rows(tx, asked, "", clashes)?;
        let page = Page {
            record: asked.record.to_owned(),
            back: asked.back.to_owned(),
            action: tx.page.here.clone(),
            version: self.version(),
            asked_at: asked.version,
            typed: self.typed(&names),
            rows,
            ui: Ui::of(tx),
        };
        Reply::conflict(&page)
    }
}

/// The questions about a record; what stands before each field's name in the form tells several records apart.
///
/// # Errors
/// What the database answers.
pub(crate) fn rows(tx: &mut Tx<'_>, asked: Asked<'_>, about: &str, clashes: &[Clash]) -> diesel::QueryResult<Vec<Row>> {
    clashes.iter().map(|clash| row(tx, asked, about, clash)).collect()
}

fn row(tx: &mut Tx<'_>, asked: Asked<'_>, about: &str, clash: &Clash) -> diesel::QueryResult<Row> {
    let label = label(tx, asked, clash.name());
    let mut read = |values: &[Value]| words(tx, asked, &clash.fields, values);
    let (base, mine, theirs) = (read(&clash.base)?, read(&clash.mine)?, read(&clash.theirs)?);
    Ok(Row { label, name: format!("{CHOICE}{about}{}", clash.name()), base, mine, theirs })
}

fn label(tx: &Tx<'_>, asked: Asked<'_>, name: &str) -> &'static str {
    tx.text.t(Field::find(asked.fields, name).map_or("conflict-field", |field| field.label))
}

/// One side of a question: the value, behind it what the fields say that it is one with.
fn words(tx: &mut Tx<'_>, asked: Asked<'_>, names: &[String], values: &[Value]) -> diesel::QueryResult<String> {
    let currency = currency(asked, names, values);
    let mut said = Vec::new();
    for (name, value) in names.iter().zip(values) {
        let words = match Field::find(asked.fields, name) {
            // When, is the program's own business; the question is about what.
            Some(field) if field.kind == Kind::Instant && !said.is_empty() => continue,
            Some(field) => fields::show(tx, field, value, currency)?,
            None => value.to_string(),
        };
        if said.is_empty() {
            said.push(if words.is_empty() { tx.text.t("not-set").to_owned() } else { words });
        } else if !words.is_empty() {
            let args = [("field", label(tx, asked, name).into()), ("value", words.into())];
            said.push(tx.text.args("conflict-with", &args));
        }
    }
    let facts: Vec<&str> = said.iter().map(String::as_str).collect();
    Ok(if let [only] = facts.as_slice() { (*only).to_owned() } else { tx.text.row(&facts) })
}

/// The currency of a side's amounts: its own, where it is part of the question.
fn currency<'a>(asked: Asked<'a>, names: &[String], values: &'a [Value]) -> &'a str {
    let is_currency = |name: &str| Field::find(asked.fields, name).is_some_and(|field| field.kind == Kind::Currency);
    let own = names.iter().zip(values).find(|(name, _)| is_currency(name));
    own.and_then(|(_, value)| value.as_str()).unwrap_or(asked.currency)
}
