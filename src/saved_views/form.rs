//! The form of a view: its name, and who may use it.

use serde::Deserialize;
use validator::Validate;

use super::access::may_share;
use super::content::Content;
use crate::db::Tx;
use crate::directory::{SavedView, Sharing};
use crate::values::text;
use crate::web::{Choice, Problems};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ViewForm {
    pub(super) nonce: String,
    /// Of a new one: which list, and what it shows.
    pub(super) list: String,
    pub(super) query: String,
    #[validate(length(max = 80, code = "too_long"))]
    pub(super) name: String,
    pub(super) shared: String,
    /// Does the list open with it from now on?
    pub(super) first: String,
}

impl ViewForm {
    pub(super) fn of(view: &SavedView) -> ViewForm {
        ViewForm { name: view.name.clone(), shared: view.shared.name().to_owned(), ..ViewForm::default() }
    }

    /// The view as the form wants it. A team it is shared with already stays, whoever else edits it.
    pub(super) fn put_into(&self, tx: &Tx<'_>, view: &SavedView) -> SavedView {
        let shared = self.shared.parse().unwrap_or(view.shared);
        let team = view.team_id.or(Some(tx.viewer.team_id));
        let team_id = if shared == Sharing::Team { team } else { None };
        SavedView { name: text::line(&self.name), shared, team_id, ..view.clone() }
    }

    /// What is wrong with the view it makes.
    pub(super) fn problems(&self, tx: &Tx<'_>, before: &SavedView, wanted: &SavedView) -> Problems {
        let mut problems = Problems::new();
        if let Err(found) = self.validate() {
            problems.take(&found, &tx.text);
        }
        let is_taken = |other: &SavedView| {
            let of_same = other.list == wanted.list && other.owner_id == wanted.owner_id && other.id != wanted.id;
            of_same && text::fold(&other.name) == text::fold(&wanted.name)
        };
        if wanted.name.is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        } else if tx.directory.views.any(is_taken) {
            problems.add("name", tx.text.t("saved-name-taken"));
        }
        if Content::kept(wanted).is_too_long() {
            problems.add("name", tx.text.t("saved-too-long"));
        }
        if wanted.shared != before.shared && !may_share(&tx.viewer, wanted.shared) {
            problems.add("shared", tx.text.t("problem-choose"));
        }
        problems
    }
}

// messages: saved-shared-*
/// With whom the viewer may share it, and whoever it is shared with now.
pub(super) fn sharings(tx: &Tx<'_>, now: Sharing, chosen: &str) -> Vec<Choice> {
    let offered = Sharing::ALL.iter().filter(|sharing| **sharing == now || may_share(&tx.viewer, **sharing));
    let label = |sharing: &Sharing| tx.text.t(&format!("saved-shared-{}", sharing.name()));
    offered.map(|sharing| Choice::new(sharing.name(), label(sharing), chosen)).collect()
}
