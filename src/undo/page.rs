//! The page that shows, record by record, what has changed since, and asks which stays.

use askama::Template;

use super::deed::Deed;
use super::handler::name;
use super::requests::Known;
use super::take::{Doubt, Question, about};
use crate::conflicts::{ASKED, Asked, MINE, Row, THEIRS, rows};
use crate::db::Tx;
use crate::records::{self, Names};
use crate::web::{Answer, Reply, Ui, routes};

/// How many records are asked about on one page; the others stay as they are, and are named.
const MOST: usize = 25;

/// One record to choose for.
struct Section {
    name: String,
    /// Its part of the names of the form's fields.
    about: String,
    version: i64,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "undo/page.html")]
struct Page {
    ui: Ui,
    action: String,
    back: String,
    cancel: String,
    sections: Vec<Section>,
}

/// Asks: 409, to be posted to the same address once more.
pub(super) fn ask(
    tx: &mut Tx<'_>,
    request: &Known,
    names: &Names,
    asked: Vec<(&Deed, Question)>,
    back: &str,
) -> Answer {
    let first = asked.first().and_then(|(deed, _)| records::href(deed.entity, deed.id));
    let cancel = routes::own_path(back).map(str::to_owned).or(first).unwrap_or_else(|| routes::HOME.to_owned());
    let mut sections = Vec::new();
    for (deed, question) in asked.into_iter().take(MOST) {
        let (name, about) = (name(tx, names, deed), about(deed));
        let version = question.version;
        let rows = match question.about {
            Doubt::Turn(row) => vec![row],
            Doubt::Fields { fields, currency, clashes } => {
                let of = Asked { record: &name, back: "", fields, version, currency: &currency };
                rows(tx, of, &about, &clashes)?
            }
        };
        sections.push(Section { name, about, version, rows });
    }
    let action = routes::undo(&request.request_id);
    Reply::conflict(&Page { ui: Ui::of(tx), action, back: back.to_owned(), cancel, sections })
}
