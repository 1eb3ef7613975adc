//! One's own password once more, before something that whoever sits at an open browser must not do. Tries are counted: an
//! open browser is no place to guess.

use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use serde::Deserialize;

use super::passwords;
use super::throttle::{self, Counters, Verdict};
use crate::db::Tx;
use crate::db::schema::users;
use crate::i18n::Text;
use crate::web::{App, Cx, Problems};

/// A form that asks for nothing else.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    /// As typed.
    pub password: String,
}

/// What was typed as one's own password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// It is the password.
    Right,
    /// It is not.
    Wrong,
    /// They have none: they came through the provider, and have never chosen one.
    Unset {
        /// Can they be sent a link to choose one with?
        sends_mail: bool,
    },
    /// Not looked at: too many tries; seconds to wait.
    Early(i64),
}

impl Typed {
    /// What is wrong with the field of this name.
    pub fn problems(self, text: &Text, field: &str) -> Problems {
        let mut problems = Problems::new();
        match self {
            Typed::Right => {}
            Typed::Wrong => problems.add(field, text.t("profile-password-wrong")),
            Typed::Unset { sends_mail: true } => problems.add(field, text.t("profile-password-unset")),
            Typed::Unset { sends_mail: false } => problems.add(field, text.t("profile-password-unset-ask")),
            Typed::Early(seconds) => problems.add(field, throttle::sentence(text, seconds)),
        }
        problems
    }

    /// The status of the page that says so.
    pub fn status(self) -> actix_web::http::StatusCode {
        match self {
            Typed::Right => actix_web::http::StatusCode::OK,
            Typed::Wrong | Typed::Unset { .. } => actix_web::http::StatusCode::UNPROCESSABLE_ENTITY,
            Typed::Early(_) => actix_web::http::StatusCode::TOO_MANY_REQUESTS,
        }
    }
}

/// Is this the password of who is signed in?
///
/// # Errors
/// The page of what went wrong.
pub async fn check(app: &web::Data<App>, cx: &Cx, typed: String) -> Result<Typed, HttpResponse> {
    let look = |tx: &mut Tx<'_>| {
        let counters = counters(tx);
        let verdict = throttle::take(tx.db, &counters, tx.now)?;
        let hash: Option<String> = users::table.find(tx.viewer.id).select(users::password_hash).first(tx.db)?;
        Ok((verdict, hash))
    };
    let (verdict, hash) = cx.ask(look).await?;
    if let Verdict::Wait { seconds } = verdict {
        return Ok(Typed::Early(seconds));
    }
    let is_set = hash.is_some();
    let right = passwords::check(app.config.password_cost, hash, typed).await.map_err(HttpResponse::from_error)?;
    if !right {
        return Ok(if is_set { Typed::Wrong } else { Typed::Unset { sends_mail: app.config.sends_mail() } });
    }
    let forgive = |tx: &mut Tx<'_>| {
        let counters = counters(tx);
        Ok(throttle::forgive(tx.db, &counters)?)
    };
    cx.ask(forgive).await?;
    Ok(Typed::Right)
}

fn counters(tx: &Tx<'_>) -> Counters {
    // Only who is signed in gets here: what others do at the door is nothing to them.
    Counters::alone(&format!("password of {}", tx.viewer.id))
}
