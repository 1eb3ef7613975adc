//! Views in the database, journalled like any record.

use diesel::QueryResult;
use diesel::prelude::*;

use super::content::Content;
use crate::db::Tx;
use crate::db::schema::{first_views, saved_views};
use crate::directory::{SavedView, Sharing};
use crate::journal::{self, Action, Change, Entity, Journalled};
use crate::web::Error;

impl Journalled for SavedView {
    const ENTITY: Entity = Entity::SavedView;

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}

/// The view as it is now, for who may change it.
///
/// # Errors
/// `NotFound` for who may not use it, `Forbidden` for who may do no more than that.
pub(super) fn find_changeable(tx: &mut Tx<'_>, id: i64) -> Result<SavedView, Error> {
    let view: SavedView = saved_views::table.find(id).select(SavedView::as_select()).first(tx.db)?;
    match super::access::may_change(&tx.viewer, &view) {
        true => Ok(view),
        false if view.is_seen_by(&tx.viewer) => Err(Error::Forbidden),
        false => Err(Error::NotFound),
    }
}

/// A view of the viewer's own.
pub(super) fn draft(tx: &Tx<'_>, list: &str, content: Content) -> SavedView {
    let Content { query, sort, columns } = content;
    SavedView {
        id: 0,
        version: 1,
        list: list.to_owned(),
        name: String::new(),
        query,
        shown: columns,
        sort,
        owner_id: tx.viewer.id,
        shared: Sharing::Private,
        team_id: None,
    }
}

/// Files a view; answers its id.
///
/// # Errors
/// What the database answers.
pub(super) fn insert(tx: &mut Tx<'_>, view: SavedView) -> QueryResult<i64> {
    let row = (
        saved_views::list.eq(&view.list),
        saved_views::name.eq(&view.name),
        saved_views::query.eq(&view.query),
        saved_views::shown.eq(&view.shown),
        saved_views::sort.eq(&view.sort),
        saved_views::owner_id.eq(view.owner_id),
        saved_views::shared.eq(view.shared),
        saved_views::team_id.eq(view.team_id),
    );
    let id: i64 = diesel::insert_into(saved_views::table).values(row).returning(saved_views::id).get_result(tx.db)?;
    journal::created(tx, &SavedView { id, ..view })?;
    Ok(id)
}

/// Saves a view over the one that was read.
///
/// # Errors
/// `Overtaken` when somebody was quicker.
pub(super) fn save(tx: &mut Tx<'_>, before: &SavedView, after: SavedView) -> Result<(), Error> {
    if *before == after {
        return Ok(());
    }
    let after = SavedView { version: before.version + 1, ..after };
    let row = saved_views::table.find(before.id).filter(saved_views::version.eq(before.version));
    if diesel::update(row).set(&after).execute(tx.db)? == 0 {
        return Err(Error::Overtaken);
    }
    Ok(journal::changed(tx, Action::Edited, before, &after)?)
}

/// Removes a view; lists that opened with it open as they are.
///
/// # Errors
/// What the database answers.
pub(super) fn remove(tx: &mut Tx<'_>, view: &SavedView) -> QueryResult<()> {
    diesel::delete(saved_views::table.find(view.id)).execute(tx.db)?;
    let fields = journal::fields(view).into_iter().filter(|(_, value)| !value.is_null());
    let change =
        |(field, value): (String, serde_json::Value)| Change { field, before: Some(value.to_string()), after: None };
    let changes: Vec<Change> = fields.map(change).collect();
    journal::record(tx, Entity::SavedView, view.id, view.version + 1, Action::Removed, &changes).map(drop)
}

/// What a list opens with for the viewer: a view, the list as it is (`Some(None)`), or whatever their role has.
///
/// # Errors
/// What the database answers.
pub(super) fn open_with(tx: &mut Tx<'_>, list: &str, chosen: Option<Option<i64>>) -> QueryResult<()> {
    let me = tx.viewer.id;
    let own = first_views::table.filter(first_views::list.eq(list).and(first_views::user_id.eq(me)));
    diesel::delete(own).execute(tx.db)?;
    let Some(view) = chosen else { return Ok(()) };
    let row = (
        first_views::list.eq(list),
        first_views::user_id.eq(me),
        first_views::role.eq(""),
        first_views::view_id.eq(view),
    );
    diesel::insert_into(first_views::table).values(row).execute(tx.db).map(drop)
}

/// What a list opens with for a role; journalled with the view that comes, else with the one that goes.
///
/// # Errors
/// What the database answers.
pub(super) fn open_for_role(tx: &mut Tx<'_>, list: &str, role: &str, view: Option<&SavedView>) -> QueryResult<()> {
    let of_role = first_views::list.eq(list).and(first_views::role.eq(role)).and(first_views::user_id.is_null());
    let was: Option<Option<i64>> =
        first_views::table.filter(of_role).select(first_views::view_id).first(tx.db).optional()?;
    let was = was.flatten();
    if was == view.map(|view| view.id) {
        return Ok(());
    }
    diesel::delete(first_views::table.filter(of_role)).execute(tx.db)?;
    if let Some(view) = view {
        let row = (first_views::list.eq(list), first_views::role.eq(role), first_views::view_id.eq(view.id));
        diesel::insert_into(first_views::table).values(row).execute(tx.db)?;
    }
    let said = || Some(serde_json::Value::from(role).to_string());
    let told = [(was, said(), None), (view.map(|view| view.id), None, said())];
    for (id, before, after) in told {
        let Some(view) = id.and_then(|id| tx.directory.views.get(id)).cloned() else { continue };
        let change = Change { field: "first_for".to_owned(), before, after };
        journal::record(tx, Entity::SavedView, view.id, view.version, Action::Edited, &[change])?;
    }
    Ok(())
}
