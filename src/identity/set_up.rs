//! The first start. There is no default password: whoever can read the server's log has a one-time code, and with it
//! founds the company and becomes its first administrator.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;
use validator::Validate;

use super::company::{self, Company, Founder};
use super::history::Way;
use super::policy;
use super::sign_in::{Arrival, SignInForm, admit};
use super::throttle::{self, Counters, Verdict};
use super::work::transact;
use super::{codes, passwords};
use crate::db::Db;
use crate::db::schema::secrets;
use crate::db::sql::Sql;
use crate::i18n::{Text, parse_zone, zones};
use crate::values::email::Email;
use crate::values::money::Currency;
use crate::values::{country, token};
use crate::web::{App, Choice, Desk, Error, Form, Guest, Params, Problems, Reply, Ui, routes};

/// Where the code's hash is kept.
const SECRET: &str = "set_up";

/// Makes the code and says it in the log, while there is no company. Each start makes a new one.
///
/// # Errors
/// When the database does not answer, or the system gives no randomness.
pub fn announce(app: &App) -> Result<(), Error> {
    let mut db = app.pools.writer()?;
    if company::exists(&mut db)? {
        return Ok(());
    }
    let code = codes::fresh()?;
    let insert = Sql::new("INSERT INTO secrets (name, value) VALUES (").bind(SECRET).push(", ");
    let insert = insert.bind(token::hash(&codes::plain(&code)));
    insert.push(") ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(&mut db)?;
    let site = if app.config.base_url.is_empty() { "this server" } else { &app.config.base_url };
    tracing::warn!("no company yet: open {path} on {site} and enter the code {code}", path = routes::SET_UP);
    Ok(())
}

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct SetUpForm {
    #[validate(length(max = 100, code = "too_long"))]
    code: String,
    #[validate(length(max = 200, code = "too_long"))]
    company: String,
    currency: String,
    zone: String,
    country: String,
    fiscal_month: String,
    #[validate(length(max = 200, code = "too_long"))]
    name: String,
    email: String,
    password: String,
    again: String,
}

/// The form, read.
struct Checked {
    company: Company,
    name: String,
    email: String,
    password: String,
}

impl SetUpForm {
    fn check(&self, text: &Text, code_is_right: bool) -> Result<Checked, Problems> {
        let mut problems = Problems::new();
        if !code_is_right {
            problems.add("code", text.t("set-up-code-wrong"));
        }
        if let Err(found) = self.validate() {
            problems.take(&found, text);
        }
        // messages: set-up-problem-company problem-name
        let required = [("company", &self.company, "set-up-problem-company"), ("name", &self.name, "problem-name")];
        for (field, _, missing) in required.iter().filter(|(_, value, _)| value.trim().is_empty()) {
            problems.add(field, text.t(missing));
        }
        let company = self.company(text, &mut problems);
        let email = Email::parse(&self.email).map(|email| email.typed).unwrap_or_default();
        if email.is_empty() {
            problems.add("email", text.t("problem-email"));
        }
        if let Some(weakness) = policy::weakness(&self.password, &[&email, self.name.trim(), self.company.trim()]) {
            problems.add("password", weakness.sentence(text));
        }
        if self.password != self.again {
            problems.add("again", text.t("password-differs"));
        }
        let (name, password) = (self.name.trim().to_owned(), self.password.clone());
        if problems.is_empty() { Ok(Checked { company, name, email, password }) } else { Err(problems) }
    }

    fn company(&self, text: &Text, problems: &mut Problems) -> Company {
        if Currency::parse(&self.currency).is_err() {
            problems.add("currency", text.t("problem-choose"));
        }
        if parse_zone(&self.zone).is_none() {
            problems.add("zone", text.t("problem-choose"));
        }
        if !country::is_country(&self.country) {
            problems.add("country", text.t("problem-choose"));
        }
        let fiscal_month = self.fiscal_month.parse().ok().filter(|month| (1..=12).contains(month));
        if fiscal_month.is_none() {
            problems.add("fiscal_month", text.t("problem-choose"));
        }
        Company {
            name: self.company.trim().to_owned(),
            currency: self.currency.clone(),
            zone: self.zone.clone(),
            country: self.country.clone(),
            fiscal_month: fiscal_month.unwrap_or(1),
        }
    }
}

#[derive(Template)]
#[template(path = "identity/set_up.html")]
struct SetUpPage {
    ui: Ui,
    problems: Problems,
    form: SetUpForm,
}

impl SetUpPage {
    fn currencies(&self) -> Vec<Choice> {
        let row = |(code, name): &(&str, &str)| Choice::new(*code, format!("{code} {name}"), &self.form.currency);
        self.or_nothing(self.ui.currencies().iter().map(row), &self.form.currency)
    }

    fn countries(&self) -> Vec<Choice> {
        let row = |(code, name): &(&str, &str)| Choice::new(*code, *name, &self.form.country);
        self.or_nothing(self.ui.countries().iter().map(row), &self.form.country)
    }

    fn zones(&self) -> Vec<Choice> {
        let row = |zone: &&str| Choice::new(*zone, *zone, &self.form.zone);
        self.or_nothing(zones().iter().map(row), &self.form.zone)
    }

    /// Nothing is chosen for somebody: a wrong guess would be taken over unread.
    fn or_nothing(&self, choices: impl Iterator<Item = Choice>, current: &str) -> Vec<Choice> {
        std::iter::once(Choice::new("", self.ui.t("set-up-choose"), current)).chain(choices).collect()
    }

    // messages: month-*
    fn months(&self) -> Vec<Choice> {
        let month = |n: i64| Choice::new(n.to_string(), self.ui.t(&format!("month-{n}")), &self.form.fiscal_month);
        (1..=12).map(month).collect()
    }

    fn password_hint(&self) -> String {
        self.ui.n("password-hint", i64::try_from(policy::SHORTEST).unwrap_or_default())
    }
}

/// `GET /set-up`
pub async fn show(guest: Guest, Params(asked): Params<SetUpForm>) -> HttpResponse {
    let page = |desk: &mut Desk<'_>| {
        if company::exists(desk.db)? {
            return Ok(Reply::go(routes::SIGN_IN));
        }
        let form = SetUpForm { fiscal_month: "1".into(), code: asked.code, ..SetUpForm::default() };
        Reply::page(&SetUpPage { ui: desk.ui(), problems: Problems::new(), form })
    };
    guest.serve(false, page).await
}

/// Why the company was not founded.
enum Refusal {
    /// There is one already.
    Done,
    /// Something about the form.
    Problems(Problems),
    /// Too many wrong codes; seconds to wait.
    Early(i64),
}

/// `POST /set-up`
pub async fn create(app: web::Data<App>, guest: Guest, Form(form): Form<SetUpForm>) -> HttpResponse {
    let ui = guest.ui(None);
    let done = found(&app, &form, &ui, &guest.request.address).await;
    let person = match done {
        Ok(Ok(person)) => person,
        Ok(Err(refusal)) => return guest.serve(false, move |desk| refused(desk, form, refusal)).await,
        Err(error) => return HttpResponse::from_error(error),
    };
    admit(&app, guest, Arrival { person, way: Way::Password, door: SignInForm::default() }).await
}

async fn found(
    app: &web::Data<App>,
    form: &SetUpForm,
    text: &Text,
    address: &str,
) -> Result<Result<i64, Refusal>, Error> {
    let (right, slow) = match transact(app, trial(form.code.clone(), address)).await? {
        Ok(tried) => tried,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Guesses that come from everywhere wait a little each.
    tokio::time::sleep(Duration::from_secs(slow)).await;
    let checked = match form.check(text, right) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(Refusal::Problems(problems))),
    };
    let password_hash = passwords::make(app.config.password_cost, checked.password).await?;
    let founder = Founder { name: checked.name, email: checked.email, password_hash };
    let (text, code) = (*text, form.code.clone());
    transact(app, move |db, now| {
        // Another window may have been quicker while the password was reckoned with.
        if company::exists(db)? || !is_code(db, &code)? {
            return Ok(Err(Refusal::Done));
        }
        diesel::delete(secrets::table.find(SECRET)).execute(db)?;
        company::found(db, now, &text, &checked.company, &founder).map(Ok)
    })
    .await
}

/// Counts a try of the code; answers whether it is right, and by how many seconds the answer is held up.
fn trial(
    code: String,
    address: &str,
) -> impl FnOnce(&mut Db, NaiveDateTime) -> Result<Result<(bool, u64), Refusal>, Error> + use<> {
    let counters = Counters::of(SECRET, address);
    move |db, now| {
        if company::exists(db)? {
            return Ok(Err(Refusal::Done));
        }
        let slow = match throttle::take(db, &counters, now)? {
            Verdict::Wait { seconds } => return Ok(Err(Refusal::Early(seconds))),
            Verdict::Go { slow } => slow,
        };
        let right = is_code(db, &code)?;
        if right {
            throttle::forgive(db, &counters)?;
        }
        Ok(Ok((right, slow)))
    }
}

fn is_code(db: &mut Db, given: &str) -> QueryResult<bool> {
    let kept: Option<String> = secrets::table.find(SECRET).select(secrets::value).first(db).optional()?;
    Ok(kept.is_some_and(|kept| token::same(&kept, &token::hash(&codes::plain(given)))))
}

fn refused(desk: &mut Desk<'_>, form: SetUpForm, refusal: Refusal) -> Result<Reply, Error> {
    let form = SetUpForm { password: String::new(), again: String::new(), ..form };
    let ui = desk.ui();
    match refusal {
        Refusal::Done => Ok(Reply::go(routes::SIGN_IN)),
        Refusal::Problems(problems) => Reply::rejected(&SetUpPage { ui, problems, form }),
        Refusal::Early(seconds) => {
            let mut problems = Problems::new();
            problems.add("code", throttle::sentence(&desk.text, seconds));
            let page = Reply::status(StatusCode::TOO_MANY_REQUESTS, &SetUpPage { ui, problems, form })?;
            Ok(page.header(RETRY_AFTER, &seconds.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(codes::plain(" abcd-efgh 2345 "), codes::plain("ABCD-EFGH-2345"));
        assert_ne!(codes::plain("ABCD-EFGH-2345"), codes::plain("ABCD-EFGH-2346"));
    }
}
