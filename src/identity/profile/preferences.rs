//! How one is called, and how pages look and speak.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;
use validator::Validate;

use super::page::{Shown, answer, done};
use super::sessions::{self, Here};
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::i18n::{Language, parse_zone};
use crate::identity::fields::FIELDS;
use crate::identity::user::{self, User, UserFacts};
use crate::journal::{Action, Merged};
use crate::values::text;
use crate::web::{Answer, Cx, Error, Form, Problems, routes};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PreferencesForm {
    pub(super) version: String,
    #[validate(length(max = 200, code = "too_long"))]
    pub(super) name: String,
    pub(super) language: String,
    pub(super) zone: String,
    pub(super) theme: String,
    pub(super) density: String,
    pub(super) keys: String,
}

impl PreferencesForm {
    pub(super) fn of(me: &User) -> PreferencesForm {
        PreferencesForm {
            version: me.version.to_string(),
            name: me.name.clone(),
            language: me.locale.clone(),
            zone: me.zone.clone(),
            theme: me.theme.clone(),
            density: me.density.clone(),
            keys: if me.keys_on { "on".into() } else { String::new() },
        }
    }

    fn problems(&self, tx: &Tx<'_>) -> Problems {
        let mut problems = Problems::new();
        if let Err(found) = self.validate() {
            problems.take(&found, &tx.text);
        }
        if text::line(&self.name).is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        }
        let known = [
            ("language", self.language.is_empty() || Language::find(&self.language).is_some()),
            ("zone", self.zone.is_empty() || parse_zone(&self.zone).is_some()),
            ("theme", ["", "light", "dark"].contains(&self.theme.as_str())),
            ("density", ["", "compact"].contains(&self.density.as_str())),
        ];
        for (field, _) in known.iter().filter(|(_, known)| !known) {
            problems.add(field, tx.text.t("problem-choose"));
        }
        problems
    }

    fn put_into(&self, me: &User) -> User {
        let facts = UserFacts {
            name: text::line(&self.name),
            locale: self.language.clone(),
            zone: self.zone.clone(),
            theme: self.theme.clone(),
            density: self.density.clone(),
            keys_on: !self.keys.is_empty(),
            ..me.facts.clone()
        };
        User { facts, ..me.clone() }
    }
}

/// `POST /profile`
pub async fn save(cx: Cx, Form(edit): Form<Edit<PreferencesForm>>) -> HttpResponse {
    let here = sessions::here(&cx);
    cx.write(move |tx| keep(tx, &here, &edit)).await
}

fn keep(tx: &mut Tx<'_>, here: &Here, edit: &Edit<PreferencesForm>) -> Answer {
    let problems = edit.form.problems(tx);
    if !problems.is_empty() {
        let form = Some(edit.form.clone());
        return answer(tx, here, Shown { status: StatusCode::UNPROCESSABLE_ENTITY, form, problems });
    }
    let me = user::find(tx, tx.viewer.id)?;
    match edit.merge(tx, &me, edit.form.put_into(&me))? {
        Merged::Clean(wanted) => user::save(tx, Action::Edited, &me, wanted.facts)?.ok_or(Error::Overtaken)?,
        Merged::Clashes(clashes) => {
            let asked =
                Asked { record: &me.name, back: routes::PROFILE, fields: FIELDS, version: me.version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    Ok(done(tx, "profile-saved"))
}
