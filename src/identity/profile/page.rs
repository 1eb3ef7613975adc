//! The page with its three parts, whichever of them has a problem.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::preferences::PreferencesForm;
use super::sessions::{self, Here, Sitting};
use crate::db::Tx;
use crate::i18n::{Language, zones};
use crate::identity::notices::{self, Told};
use crate::identity::{policy, provider, user};
use crate::web::{Answer, Choice, Cx, Flash, Problems, Reply, Ui, routes};

/// What is shown, apart from who one is.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub status: StatusCode,
    /// What was typed; `None` shows what is stored.
    pub form: Option<PreferencesForm>,
    pub problems: Problems,
}

#[derive(Template)]
#[template(path = "identity/profile.html")]
struct ProfilePage {
    ui: Ui,
    problems: Problems,
    form: PreferencesForm,
    email: String,
    company_zone: String,
    offers_tests: bool,
    sittings: Vec<Sitting>,
    has_factor: bool,
    provider: Option<provider::Standing>,
    notices: Vec<Told>,
}

impl ProfilePage {
    fn languages(&self) -> Vec<Choice> {
        let current = self.form.language.as_str();
        let spoken = Language::all().iter().filter(|it| self.offers_tests || !it.is_pseudo() || it.tag() == current);
        let row = |it: &Language| Choice::new(it.tag(), self.ui.t(it.name_key()), current);
        let browser = Choice::new("", self.ui.t("profile-language-browser"), current);
        std::iter::once(browser).chain(spoken.map(row)).collect()
    }

    fn zones(&self) -> Vec<Choice> {
        let current = self.form.zone.as_str();
        let company = self.ui.a("profile-zone-company", "zone", self.company_zone.as_str());
        let row = |zone: &&str| Choice::new(*zone, *zone, current);
        std::iter::once(Choice::new("", company, current)).chain(zones().iter().map(row)).collect()
    }

    // messages: profile-theme-* profile-density-*
    fn themes(&self) -> Vec<Choice> {
        let row = |(value, key)| Choice::new(value, self.ui.t(key), &self.form.theme);
        [("", "profile-theme-system"), ("light", "profile-theme-light"), ("dark", "profile-theme-dark")].map(row).into()
    }

    fn densities(&self) -> Vec<Choice> {
        let row = |(value, key)| Choice::new(value, self.ui.t(key), &self.form.density);
        [("", "profile-density-roomy"), ("compact", "profile-density-compact")].map(row).into()
    }

    fn password_hint(&self) -> String {
        self.ui.n("password-hint", i64::try_from(policy::SHORTEST).unwrap_or_default())
    }

    fn end_label(&self, sitting: &Sitting) -> String {
        self.ui.a("profile-session-end-label", "browser", self.ui.row(&sitting.browser()))
    }

    fn is_elsewhere_too(&self) -> bool {
        self.sittings.iter().any(|sitting| !sitting.here)
    }
}

/// `GET /profile`
pub async fn show(cx: Cx) -> HttpResponse {
    let here = sessions::here(&cx);
    cx.read(move |tx| answer(tx, &here, Shown::default())).await
}

/// The page, with what was typed and what is wrong with it.
pub(super) fn answer(tx: &mut Tx<'_>, here: &Here, shown: Shown) -> Answer {
    let me = user::find(tx, tx.viewer.id)?;
    let page = ProfilePage {
        problems: shown.problems,
        form: shown.form.unwrap_or_else(|| PreferencesForm::of(&me)),
        email: me.email.clone().unwrap_or_default(),
        company_zone: tx.directory.organization.zone.clone(),
        offers_tests: cfg!(debug_assertions) || tx.directory.organization.demo,
        sittings: sessions::of(tx, me.id, here)?,
        has_factor: tx.directory.people.iter().any(|person| person.id == me.id && person.has_factor),
        provider: here.provider().map(|it| provider::standing(tx.db, it, me.id)).transpose()?,
        notices: notices::mine(tx)?,
        ui: Ui::of(tx),
    };
    Reply::status(shown.status, &page)
}

/// Done: back to the page, which says so.
pub(super) fn done(tx: &Tx<'_>, key: &str) -> Reply {
    Reply::go(routes::PROFILE).saying(Flash::good(tx.text.t(key)))
}
