//! A one-time link for a person, made and handed over by an administrator: an invitation for who has never signed in, a
//! new password for who forgot theirs. It is shown once; the links before it work no more.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::LIST;
use crate::admin::gate;
use crate::config::Config;
use crate::db::Tx;
use crate::identity::letters;
use crate::identity::links::{self, Link, LinkKind};
use crate::identity::user::{self, Door, User};
use crate::web::{Answer, Button, Cx, Form, Path, Reply, Ui};

#[derive(Template)]
#[template(path = "admin/person_link.html")]
struct LinkPage {
    ui: Ui,
    person: User,
    link: Link,
    /// The address of this installation.
    site: String,
    /// Was it sent by mail too?
    mailed: bool,
}

impl LinkPage {
    fn title(&self) -> &'static str {
        match self.link.kind {
            LinkKind::Invitation => self.ui.t("admin-link-invitation"),
            LinkKind::Reset => self.ui.t("admin-link-reset"),
        }
    }

    /// To whom it goes, and how long it works.
    fn advice(&self) -> String {
        let name = self.person.name.as_str();
        let lifetime = self.link.kind.lifetime();
        match self.link.kind {
            LinkKind::Invitation => self
                .ui
                .args("admin-link-invitation-advice", &[("name", name.into()), ("n", lifetime.num_days().into())]),
            LinkKind::Reset => {
                self.ui.args("admin-link-reset-advice", &[("name", name.into()), ("n", lifetime.num_hours().into())])
            }
        }
    }
}

/// The link a person needs: an invitation until they have something to sign in with.
///
/// # Errors
/// What the database answers.
pub(super) fn needed(tx: &mut Tx<'_>, person: &User) -> diesel::QueryResult<Option<LinkKind>> {
    if !person.active || person.email.is_none() {
        return Ok(None);
    }
    Ok(Some(if user::was_never_in(tx.db, person.id)? { LinkKind::Invitation } else { LinkKind::Reset }))
}

/// Where the link leads, and how it can be sent.
#[derive(Clone)]
pub(super) struct Site {
    address: String,
    config: Config,
}

impl Site {
    /// As it is configured, else as the administrator reached it.
    pub(super) fn of(cx: &Cx, request: &HttpRequest) -> Site {
        let address = crate::web::Site::of(request).address().to_owned();
        Site { address, config: cx.config().clone() }
    }
}

/// Makes the link and shows it; reloading the page does not show it again.
pub(super) fn give(tx: &mut Tx<'_>, person: User, site: Site) -> Answer {
    let place = format!("{LIST}/{}", person.id);
    let Some(kind) = needed(tx, &person)? else { return Ok(Reply::go(&place)) };
    links::end(tx.db, person.id)?;
    let link = links::make(tx.db, person.id, kind, tx.now)?;
    user::note_door(tx, person.id, Door::Link(kind))?;
    let mailed = letters::post_link(tx.db, &site.config, tx.now, &person, &link)?;
    let page = LinkPage { ui: Ui::of(tx), person, link, site: site.address, mailed };
    Ok(Reply::page(&page)?.header(CACHE_CONTROL, "no-store"))
}

/// `POST /settings/people/{id}/link`
pub async fn renew(request: HttpRequest, cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    let site = Site::of(&cx, &request);
    gate::write(cx, move |tx| {
        let person = user::find(tx, *id)?;
        give(tx, person, site)
    })
    .await
}
