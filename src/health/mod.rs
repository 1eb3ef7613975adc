//! Whether the process lives (`/healthz`) and whether it can serve (`/readyz`), for whoever watches it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel::sql_types::BigInt;

use crate::db::sql::Sql;
use crate::web::{Guest, Reply};

crate::routes! {
    get "/healthz" => alive,
    get "/readyz" => ready,
}

/// `GET /healthz`: the process answers.
async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok")
}

/// `GET /readyz`: the database answers too.
async fn ready(guest: Guest) -> HttpResponse {
    let asked = |desk: &mut crate::web::Desk<'_>| {
        let answer = Sql::new("SELECT COUNT(*) FROM organization").one::<(BigInt,), (i64,)>(desk.db);
        Ok(match answer {
            Ok(_) => Reply::plain(StatusCode::OK, "ready"),
            Err(_) => Reply::plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
        })
    };
    guest.serve(false, asked).await
}
