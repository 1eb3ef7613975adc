//! What stands above every list: its views, what cannot be applied of the one shown, and the way to save what is shown.

use super::access::may_change;
use super::content::Content;
use super::lists;
use crate::db::Tx;
use crate::directory::SavedView;
use crate::listing::{Asked, Table};

/// Views named above a list; the others are on the page of all views.
const SHOWN: usize = 6;

/// One view of the list.
pub struct Link {
    /// Its name.
    pub name: String,
    /// The list as the view has it.
    pub href: String,
    /// Is it what is shown, changed or not?
    pub current: bool,
}

/// A view of the viewer's that was changed on the page.
pub struct Changed {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// As it was read.
    pub version: i64,
    /// What is shown instead.
    pub query: String,
}

/// Everything above the list.
pub struct Bar {
    /// The first views.
    pub views: Vec<Link>,
    /// All of them, to be kept.
    pub all: String,
    /// The list as the program has it.
    pub built_in: String,
    /// Is it shown as the program has it?
    pub is_built_in: bool,
    /// The list opened with this view by itself.
    pub opened: Option<String>,
    /// What cannot be applied, a sentence each.
    pub flags: Vec<String>,
    /// The page that chooses its columns.
    pub columns: String,
    /// The file of what is shown, where somebody chose that; else empty.
    pub file: String,
    /// The form that saves what is shown; empty where something cannot be applied.
    pub save: String,
    /// The view to be saved over.
    pub changed: Option<Changed>,
}

/// What a list shows: what was asked, else what the viewer opens it with.
pub fn opened(tx: &Tx<'_>, table: Table, asked: Asked) -> Asked {
    match tx.directory.views.first(table.name(), &tx.viewer).filter(|_| asked.is_plain()) {
        Some(view) => Content::kept(view).to_asked().from_view(view.id, &asked),
        None => asked,
    }
}

/// The list as a view has it.
pub(super) fn href(path: &str, view: &SavedView) -> String {
    Content::kept(view).to_asked().from_view(view.id, &Asked::default()).on(path)
}

impl Bar {
    /// The bar of a list that shows this.
    pub fn of(tx: &Tx<'_>, table: Table, asked: &Asked, flags: &[String]) -> Bar {
        let (list, views) = (lists::of(table), &tx.directory.views);
        let shown = asked.saved().and_then(|id| views.get(id)).filter(|view| view.is_seen_by(&tx.viewer));
        let link = |view: &SavedView| Link {
            name: view.name.clone(),
            href: href(list.path, view),
            current: shown.is_some_and(|shown| shown.id == view.id),
        };
        let to_save = flags.is_empty();
        Bar {
            views: views.of(table.name(), &tx.viewer).take(SHOWN).map(link).collect(),
            all: format!("/views?list={}", table.name()),
            built_in: Asked::built_in().on(list.path),
            is_built_in: shown.is_none(),
            opened: shown.filter(|_| here(tx).is_plain()).map(|view| view.name.clone()),
            flags: flags.to_vec(),
            columns: asked.with("list", table.name()).on("/views/columns"),
            file: if asked.columns().next().is_some() {
                asked.with("only", "shown").on(list.file)
            } else {
                String::new()
            },
            save: if to_save {
                Content::asked(asked).to_asked().with("list", table.name()).on("/views/new")
            } else {
                String::new()
            },
            changed: shown.filter(|view| to_save && may_change(&tx.viewer, view)).and_then(|view| changed(view, asked)),
        }
    }
}

/// What the address of this page asks.
fn here(tx: &Tx<'_>) -> Asked {
    Asked::parse(tx.page.here.split_once('?').map_or("", |(_, query)| query))
}

fn changed(view: &SavedView, asked: &Asked) -> Option<Changed> {
    let now = Content::asked(asked);
    let differs = now != Content::kept(view);
    differs.then(|| Changed {
        id: view.id,
        name: view.name.clone(),
        version: view.version,
        query: now.to_asked().words(),
    })
}
