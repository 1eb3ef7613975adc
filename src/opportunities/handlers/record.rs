//! Looking at a deal.

use actix_web::HttpResponse;

use crate::opportunities::store;
use crate::opportunities::views::{RecordPage, StepCard};
use crate::timeline::Asked;
use crate::web::{Cx, Params, Path, Reply};

/// `GET /opportunities/{id}`.
pub async fn show(cx: Cx, id: Path<i64>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let deal = store::find(tx, *id)?;
        let step = StepCard::of(tx, &deal)?;
        let page = RecordPage::of(tx, deal, step, &asked)?;
        page.visit().after(Reply::page(&page))
    })
    .await
}
