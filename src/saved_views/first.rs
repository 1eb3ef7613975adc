//! Choosing what a list opens with: everybody for themselves, an administrator for each role.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::lists::List;
use super::store;
use crate::access::Role;
use crate::db::Tx;
use crate::directory::{SavedView, Sharing};
use crate::web::{Answer, Cx, Error, Flash, Form, Reply};

/// What the viewer chose: a view by its id, `none` for the list as it is, nothing for what their role has.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Choose {
    list: String,
    view: String,
}

/// `POST /views/first`
pub async fn own(cx: Cx, Form(form): Form<Choose>) -> HttpResponse {
    cx.write(move |tx| {
        let list = List::named(&tx.viewer, &form.list)?;
        let chosen = match form.view.as_str() {
            "" => None,
            "none" => Some(None),
            _ => Some(Some(usable(tx, list, &form.view)?.id)),
        };
        store::open_with(tx, list.table.name(), chosen)?;
        Ok(done(tx, list))
    })
    .await
}

/// `POST /views/first/roles`: a view for each role, under the role's name.
pub async fn roles(cx: Cx, Form(chosen): Form<Vec<(String, String)>>) -> HttpResponse {
    cx.write(move |tx| for_roles(tx, &chosen)).await
}

fn for_roles(tx: &mut Tx<'_>, chosen: &[(String, String)]) -> Answer {
    if !tx.viewer.is_admin() {
        return Err(Error::Forbidden);
    }
    let value = |name: &str| chosen.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let list = List::named(&tx.viewer, value("list").unwrap_or(""))?;
    for role in Role::ALL {
        let view = match value(role.name()) {
            None => continue,
            Some("") => None,
            Some(id) => Some(usable(tx, list, id)?),
        };
        // One that not everyone may use would open for some of the role and not for others.
        let view = view.filter(|view| view.shared == Sharing::Everyone);
        store::open_for_role(tx, list.table.name(), role.name(), view.as_ref())?;
    }
    Ok(done(tx, list))
}

/// A view of the list that the viewer may use.
fn usable(tx: &Tx<'_>, list: &List, id: &str) -> Result<SavedView, Error> {
    let view = id.parse().ok().and_then(|id| tx.directory.views.get(id));
    let view = view.filter(|view| view.list == list.table.name() && view.is_seen_by(&tx.viewer));
    view.cloned().ok_or(Error::NotFound)
}

fn done(tx: &Tx<'_>, list: &List) -> Reply {
    let place = format!("/views?list={}", list.table.name());
    Reply::go(&place).saying(Flash::good(tx.text.t("saved-first-done")))
}
