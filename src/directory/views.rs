//! Saved views of lists, and what a list opens with: few, and needed on every page of a list.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Role, Viewer};
use crate::db::schema::{first_views, saved_views};
use crate::text_enum;

text_enum! {
    /// Who may use a view.
    pub enum Sharing {
        /// Whose it is.
        Private = "private",
        /// A team and those below it.
        Team = "team",
        /// The whole company.
        Everyone = "everyone",
    }
}

/// What a list shows, saved under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = saved_views, treat_none_as_null = true)]
pub struct SavedView {
    /// Its id.
    pub id: i64,
    /// Counts its edits.
    pub version: i64,
    /// The table it lists.
    pub list: String,
    /// Its name.
    pub name: String,
    /// The conditions, as they stand in an address.
    pub query: String,
    /// Names of columns with commas between; empty for those the list has anyway.
    pub shown: String,
    /// The order, as it stands in an address; empty for the list's own.
    pub sort: String,
    /// Whose it is.
    pub owner_id: i64,
    /// Who may use it.
    pub shared: Sharing,
    /// The team it is shared with.
    pub team_id: Option<i64>,
}

impl SavedView {
    /// May this person use it? What it shows them is another matter: that is read within their own reach.
    pub fn is_seen_by(&self, viewer: &Viewer) -> bool {
        self.owner_id == viewer.id
            || match self.shared {
                Sharing::Private => false,
                // One's own team and those above it.
                Sharing::Team => self.team_id.is_some_and(|team| viewer.pools.contains(&team)),
                Sharing::Everyone => true,
            }
    }
}

/// What a list opens with, for a person or for a role.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = first_views)]
pub struct FirstView {
    /// The table.
    pub list: String,
    /// For whom; for a role where nobody is named.
    pub user_id: Option<i64>,
    /// For which role.
    pub role: String,
    /// The view; the list as it is where there is none.
    pub view_id: Option<i64>,
}

/// Every view there is.
#[derive(Clone, Debug, Default)]
pub struct Views {
    pub(super) all: Vec<SavedView>,
    pub(super) first: Vec<FirstView>,
}

impl Views {
    /// Is any of them like this, whoever may use it?
    pub fn any(&self, is_it: impl Fn(&SavedView) -> bool) -> bool {
        self.all.iter().any(is_it)
    }

    /// The view with this id, whoever may use it.
    pub fn get(&self, id: i64) -> Option<&SavedView> {
        self.all.iter().find(|view| view.id == id)
    }

    /// The views of a list, whoever may use them, by name.
    pub fn on<'a>(&'a self, list: &'a str) -> impl Iterator<Item = &'a SavedView> {
        self.all.iter().filter(move |view| view.list == list)
    }

    /// The views of a list that a person may use, by name.
    pub fn of<'a>(&'a self, list: &'a str, viewer: &'a Viewer) -> impl Iterator<Item = &'a SavedView> {
        self.on(list).filter(move |view| view.is_seen_by(viewer))
    }

    /// What a person chose that the list opens with: a view, or the list as it is; nothing where they chose nothing.
    pub fn chosen(&self, list: &str, person: i64) -> Option<Option<i64>> {
        let own = self.first.iter().find(|first| first.list == list && first.user_id == Some(person));
        own.map(|first| first.view_id)
    }

    /// What the list opens with for a role.
    pub fn of_role(&self, list: &str, role: Role) -> Option<i64> {
        let is_it = |first: &&FirstView| first.list == list && first.user_id.is_none() && first.role == role.name();
        self.first.iter().find(is_it).and_then(|first| first.view_id)
    }

    /// What the list opens with for a person: what they chose, else what their first role has, as far as they may use it.
    pub fn first(&self, list: &str, viewer: &Viewer) -> Option<&SavedView> {
        let by_role = || viewer.roles.iter().find_map(|role| self.of_role(list, role));
        let view = self.chosen(list, viewer.id).unwrap_or_else(by_role)?;
        self.get(view).filter(|view| view.list == list && view.is_seen_by(viewer))
    }
}
