//! Taking records out of the bin again.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use crate::db::Tx;
use crate::journal::Entity;
use crate::records;
use crate::removal::back::{self, Refused, Restored, Way};
use crate::removal::{kept, kinds, merge};
use crate::undo;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Reply, Ui, routes};

/// How it shall come back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// `yes`: with its customer, where that lies in the bin too.
    customer: String,
}

#[derive(Template)]
#[template(path = "removal/refused.html")]
struct RefusedPage {
    ui: Ui,
    row: i64,
    name: String,
    why: Refused,
}

/// Restores a record with what went along. A merge is taken back as it is by undoing it: what has been changed since is
/// asked about.
pub async fn restore(cx: Cx, row: Path<i64>, Form(wanted): Form<Wanted>) -> HttpResponse {
    cx.write(move |tx| {
        let (entity, id) = kept::record_of(tx, *row)?;
        let way = if wanted.customer == "yes" { Way::WithCustomer } else { Way::Alone };
        let kept = kept::of(tx, entity, id)?.filter(|kept| kept.is_theirs(tx)).ok_or(Error::NotFound)?;
        let (name, overtaken) = (kept.name, merge::overtaken(tx, entity, id)?);
        if let Some(request) = &overtaken
            && undo::undoable(tx, std::slice::from_ref(request))?.contains(request)
        {
            return undo::now(tx, request, page_of(entity, id));
        }
        match back::restore(tx, entity, id, way)? {
            Ok(back) => {
                let is_doubled = kinds::is_doubled(tx, back.entity, back.id)?;
                let said = said(tx, &back, is_doubled, overtaken.is_some());
                Ok(Reply::go(&page_of(entity, id)).saying(Flash::good(said)))
            }
            Err(why) => refuse(tx, *row, name, why),
        }
    })
    .await
}

fn refuse(tx: &Tx<'_>, row: i64, name: String, why: Refused) -> Answer {
    Reply::conflict(&RefusedPage { ui: Ui::of(tx), row, name, why })
}

/// Where a restored record is looked at.
fn page_of(entity: Entity, id: i64) -> String {
    records::shown_at(entity, id).unwrap_or_else(|| routes::BIN.to_owned())
}

fn said(tx: &Tx<'_>, back: &Restored, is_doubled: bool, has_kept: bool) -> String {
    let name = ("name", back.name.as_str().into());
    let first = match back.along {
        0 => tx.text.args("removal-back", &[name]),
        along => tx.text.args("removal-back-along", &[name, ("n", along.into())]),
    };
    let nobodys = back.is_nobodys.then(|| tx.text.t("removal-back-nobodys").to_owned());
    let doubled = is_doubled.then(|| tx.text.t("removal-back-doubled").to_owned());
    let kept = has_kept.then(|| tx.text.t("removal-back-kept").to_owned());
    [Some(first), nobodys, doubled, kept].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

impl RefusedPage {
    fn title(&self) -> String {
        self.ui.plain("removal-refused-title", &[("name", self.name.as_str().into())])
    }

    fn sentence(&self) -> String {
        match &self.why {
            Refused::Customer(Some(customer)) => self.ui.a("removal-refused-customer", "customer", customer.as_str()),
            Refused::Customer(None) => self.ui.t("removal-refused-customer-hidden").to_owned(),
            Refused::ExternalId => self.ui.t("removal-refused-external").to_owned(),
            Refused::Winner => self.ui.t("removal-refused-winner").to_owned(),
            Refused::Name => self.ui.t("removal-refused-name").to_owned(),
        }
    }

    /// Would it come back together with its customer?
    fn has_customer(&self) -> bool {
        matches!(self.why, Refused::Customer(Some(_)))
    }

    fn action(&self) -> String {
        routes::restoration(self.row)
    }
}
