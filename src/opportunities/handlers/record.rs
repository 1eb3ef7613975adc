//! Looking at a deal.

use actix_web::{HttpResponse, web::Path};

use crate::opportunities::store;
use crate::opportunities::views::{RecordPage, StepCard};
use crate::web::{Cx, Reply};

/// `GET /opportunities/{id}`.
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let deal = store::find(tx, *id)?;
        let step = StepCard::of(tx, &deal);
        Reply::page(&RecordPage::of(tx, deal, step)?)
    })
    .await
}
