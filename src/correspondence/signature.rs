//! What one's mails end with: a page of one's own profile.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{incoming, store};
use crate::db::Tx;
use crate::web::{App, Cx, Error, Flash, Form, Problems, Reply, Ui, routes, too_long};

/// The most characters of one.
const LONGEST: usize = 2000;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignatureForm {
    signature: String,
}

#[derive(Template)]
#[template(path = "correspondence/signature.html")]
struct SignaturePage {
    ui: Ui,
    problems: Problems,
    signature: String,
    /// Where one sends copies; empty where no mail comes in.
    dropbox: String,
}

/// `GET /profile/signature`.
pub async fn show(cx: Cx, app: web::Data<App>) -> HttpResponse {
    cx.read(move |tx| {
        let signature = store::signature(tx)?;
        let dropbox = own_dropbox(tx, &app);
        Reply::page(&SignaturePage { ui: Ui::of(tx), problems: Problems::new(), signature, dropbox })
    })
    .await
}

/// Whoever stands in for somebody does not take their address along.
fn own_dropbox(tx: &Tx<'_>, app: &web::Data<App>) -> String {
    if tx.viewer.acting.is_some() { String::new() } else { incoming::pages::dropbox(app, tx.viewer.id) }
}

/// `POST /profile/signature`.
pub async fn save(cx: Cx, app: web::Data<App>, Form(form): Form<SignatureForm>) -> HttpResponse {
    cx.write(move |tx| {
        // Whoever stands in for somebody does not change what they are called by.
        if tx.viewer.acting.is_some() {
            return Err(Error::Forbidden);
        }
        let signature = form.signature.trim();
        if signature.chars().count() > LONGEST {
            let mut problems = Problems::new();
            problems.add("signature", too_long(&tx.text, signature, LONGEST));
            let (signature, dropbox) = (form.signature.clone(), own_dropbox(tx, &app));
            return Reply::rejected(&SignaturePage { ui: Ui::of(tx), problems, signature, dropbox });
        }
        store::sign(tx, signature)?;
        Ok(Reply::go(routes::SIGNATURE).saying(Flash::good(tx.text.t("mails-signature-saved"))))
    })
    .await
}
