//! The page that shows mine and theirs side by side, with what it was before, and asks which stays.

use askama::Template;

use super::Edit;
use super::edit::{ASKED_AT, CHOICE, MINE, THEIRS};
use crate::db::Tx;
use crate::fields::{self, Field};
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
struct Row {
    label: &'static str,
    name: String,
    base: String,
    mine: String,
    theirs: String,
}

impl Row {
    // messages: conflict-keep-theirs conflict-keep-mine
    /// What a dot chooses, said in one go.
    fn say(&self, ui: &Ui, key: &str) -> String {
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
        let names: Vec<String> = clashes.iter().map(|clash| clash.field.clone()).collect();
        let rows = clashes.iter().map(|clash| row(tx, asked, clash)).collect::<Result<_, _>>()?;
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

fn row(tx: &mut Tx<'_>, asked: Asked<'_>, clash: &Clash) -> diesel::QueryResult<Row> {
    let field = Field::find(asked.fields, &clash.field);
    let label = field.map_or_else(|| tx.text.t("conflict-field"), |field| tx.text.t(field.label));
    let unset = tx.text.t("not-set");
    let mut said = |value| match field {
        Some(field) => fields::show(tx, field, value, asked.currency),
        None => Ok(value.to_string()),
    };
    let mut read = |value| said(value).map(|words| if words.is_empty() { unset.to_owned() } else { words });
    let (base, mine, theirs) = (read(&clash.base)?, read(&clash.mine)?, read(&clash.theirs)?);
    Ok(Row { label, name: format!("{CHOICE}{}", clash.field), base, mine, theirs })
}
