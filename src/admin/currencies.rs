//! Currencies in use, and what each was worth in the company's own from a day on. A missing rate is never taken as one.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::gate;
use super::records::COMPANY;
use crate::db::Tx;
use crate::db::schema::{currencies, rates};
use crate::db::sql::Sql;
use crate::directory::DatedRate;
use crate::identity::seed;
use crate::journal::{self, Action, Change, Entity, Journalled};
use crate::values::datetext::parse_day;
use crate::values::money::Currency;
use crate::values::number::NumberError;
use crate::values::rate::Rate;
use crate::web::{Button, Choice, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui};

const PAGE: &str = "/settings/currencies";

/// A dated rate as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = rates)]
struct RateRow {
    id: i64,
    currency: String,
    valid_from: NaiveDate,
    /// Billionths of the company's currency for one unit.
    rate: i64,
}

impl Journalled for RateRow {
    const ENTITY: Entity = Entity::Rate;

    fn id(&self) -> i64 {
        self.id
    }

    /// A rate is replaced, not edited by two people: it counts no versions.
    fn version(&self) -> i64 {
        1
    }
}

/// What the form of a rate sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RateForm {
    currency: String,
    valid_from: String,
    rate: String,
}

/// What the form of a currency sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CurrencyForm {
    code: String,
}

/// Rates on a page.
const PAGE_ROWS: usize = 60;

/// Whose rates are shown, as `of=` in the address, and before which day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    of: String,
    before: String,
}

/// A currency in use beside the company's own.
struct Used {
    code: String,
    /// What it is worth today, and since when; nothing where nobody has said.
    rate: Option<DatedRate>,
}

#[derive(Template)]
#[template(path = "admin/currencies.html")]
struct CurrenciesPage {
    ui: Ui,
    problems: Problems,
    form: RateForm,
    own: String,
    others: Vec<Used>,
    offered: Vec<Choice>,
    /// The currency whose rates are shown; empty for none.
    of: String,
    rates: Vec<RateRow>,
    /// Where its older ones are; empty where there are none.
    older: String,
}

impl CurrenciesPage {
    fn name(&self, code: &str) -> &'static str {
        self.ui.currencies().iter().find(|(known, _)| *known == code).map_or("", |(_, name)| name)
    }

    fn rates_label(&self, code: &str) -> String {
        self.ui.plain("admin-rates-of", &[("code", code.into())])
    }

    fn remove_label(&self, code: &str) -> String {
        self.ui.plain("admin-currency-remove-of", &[("code", code.into())])
    }

    fn rate_text(&self, billionths: i64) -> String {
        Rate::new(billionths).map(|rate| self.ui.rate(rate)).unwrap_or_default()
    }

    fn remove_rate_label(&self, row: &RateRow) -> String {
        let day = self.ui.date(row.valid_from);
        self.ui.plain("admin-rate-remove-of", &[("code", row.currency.as_str().into()), ("day", day.into())])
    }

    fn rated(&self) -> Vec<Choice> {
        self.others.iter().map(|used| Choice::new(&used.code, &used.code, &self.form.currency)).collect()
    }
}

/// `GET /settings/currencies`
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let valid_from = tx.company_today().to_string();
        let form = RateForm { valid_from, currency: asked.of.clone(), ..RateForm::default() };
        let mut rates = rates_of(tx, &asked)?;
        let has_more = rates.len() > PAGE_ROWS;
        rates.truncate(PAGE_ROWS);
        let last = rates.last().filter(|_| has_more);
        let older = last.map(|row| format!("{PAGE}?of={}&before={}", row.currency, row.valid_from)).unwrap_or_default();
        Reply::page(&CurrenciesPage { of: asked.of, rates, older, ..page(tx, form, Problems::new()) })
    })
    .await
}

/// The newest rates of a currency, and one more than a page holds where there are more.
fn rates_of(tx: &mut Tx<'_>, asked: &Asked) -> QueryResult<Vec<RateRow>> {
    let mut newest = rates::table.filter(rates::currency.eq(&asked.of)).order(rates::valid_from.desc()).into_boxed();
    if let Some(day) = parse_day(&asked.before) {
        newest = newest.filter(rates::valid_from.lt(day));
    }
    newest.limit(PAGE_ROWS as i64 + 1).select(RateRow::as_select()).load(tx.db)
}

fn page(tx: &Tx<'_>, form: RateForm, problems: Problems) -> CurrenciesPage {
    let in_use = &tx.directory.currencies;
    let unused = tx.text.currencies().iter().filter(|(code, _)| !in_use.iter().any(|used| used == code));
    let offered = unused.map(|(code, name)| Choice::new(*code, format!("{code} {name}"), "")).collect();
    let own = tx.directory.organization.currency.clone();
    let others = in_use.iter().filter(|code| **code != own).map(|code| used(tx, code)).collect();
    let (of, older, rates) = (String::new(), String::new(), Vec::new());
    CurrenciesPage { ui: Ui::of(tx), problems, form, own, others, offered, of, rates, older }
}

fn used(tx: &Tx<'_>, code: &str) -> Used {
    let today = tx.company_today();
    let rate = Currency::parse(code).ok().and_then(|currency| tx.directory.rates.on(currency, today));
    Used { code: code.to_owned(), rate }
}

/// `POST /settings/currencies`: puts one in use.
pub async fn add(cx: Cx, Form(form): Form<CurrencyForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let Ok(code) = Currency::parse(&form.code) else {
            let mut problems = Problems::new();
            problems.add("code", tx.text.t("problem-choose"));
            return Reply::rejected(&page(tx, RateForm::default(), problems));
        };
        seed::currency(tx.db, code.as_str())?;
        note(tx, code.as_str(), true)?;
        Ok(done(tx, "admin-currency-added", code.as_str()))
    })
    .await
}

/// `POST /settings/currencies/{code}/removal`: no longer offered; amounts in it stay.
pub async fn remove(cx: Cx, code: Path<String>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let row = currencies::table.find(code.as_str());
        if diesel::update(row).set(currencies::active.eq(false)).execute(tx.db)? == 0 {
            return Err(Error::NotFound);
        }
        note(tx, &code, false)?;
        Ok(done(tx, "admin-currency-removed", &code))
    })
    .await
}

/// Which currencies are in use is a setting of the company.
fn note(tx: &mut Tx<'_>, code: &str, used: bool) -> QueryResult<()> {
    let json = |yes: bool| yes.then(|| format!("\"{code}\""));
    let change = Change { field: "currencies".to_owned(), before: json(!used), after: json(used) };
    let version = tx.directory.organization.version;
    journal::record(tx, Entity::Organization, COMPANY, version, Action::Edited, &[change]).map(drop)
}

/// `POST /settings/rates`: enters a rate, or corrects the one of that day.
pub async fn enter(cx: Cx, Form(form): Form<RateForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let (problems, read) = check(tx, &form);
        let Some((valid_from, rate)) = read.filter(|_| problems.is_empty()) else {
            return Reply::rejected(&page(tx, form, problems));
        };
        keep(tx, &form.currency, valid_from, rate)?;
        Ok(done(tx, "admin-rate-entered", &form.currency))
    })
    .await
}

fn check(tx: &Tx<'_>, form: &RateForm) -> (Problems, Option<(NaiveDate, Rate)>) {
    let mut problems = Problems::new();
    let own = &tx.directory.organization.currency;
    if form.currency == *own || !tx.directory.currencies.contains(&form.currency) {
        problems.add("currency", tx.text.t("problem-choose"));
    }
    let day = parse_day(&form.valid_from);
    if day.is_none() {
        problems.add("valid_from", tx.text.t("admin-rate-day-wrong"));
    }
    let rate = Rate::parse(&form.rate);
    match rate {
        Ok(_) => {}
        Err(NumberError::Ambiguous) => problems.add("rate", tx.text.t("admin-rate-unclear")),
        Err(_) => problems.add("rate", tx.text.t("admin-rate-wrong")),
    }
    (problems, day.zip(rate.ok()))
}

fn keep(tx: &mut Tx<'_>, currency: &str, valid_from: NaiveDate, rate: Rate) -> QueryResult<()> {
    let known = find(tx, currency, valid_from)?;
    let insert = Sql::new("INSERT INTO rates (currency, valid_from, rate) VALUES (").bind(currency);
    let insert = insert.push(", ").bind(valid_from).push(", ").bind(rate.billionths());
    insert.push(") ON CONFLICT (currency, valid_from) DO UPDATE SET rate = excluded.rate").run(tx.db)?;
    match (known, find(tx, currency, valid_from)?) {
        (Some(before), Some(after)) => journal::changed(tx, Action::Edited, &before, &after),
        (None, Some(after)) => {
            let values = values(&after, |value| (None, Some(value)));
            journal::record(tx, Entity::Rate, after.id, 1, Action::Created, &values).map(drop)
        }
        (_, None) => Err(diesel::result::Error::NotFound),
    }
}

fn find(tx: &mut Tx<'_>, currency: &str, valid_from: NaiveDate) -> QueryResult<Option<RateRow>> {
    let of_day = rates::table.filter(rates::currency.eq(currency).and(rates::valid_from.eq(valid_from)));
    of_day.select(RateRow::as_select()).first(tx.db).optional()
}

/// `POST /settings/rates/{id}/removal`: entered by mistake. What was closed at it keeps it.
pub async fn remove_rate(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let row: RateRow = rates::table.find(*id).select(RateRow::as_select()).first(tx.db)?;
        diesel::delete(rates::table.find(row.id)).execute(tx.db)?;
        journal::record(tx, Entity::Rate, row.id, 1, Action::Removed, &values(&row, |value| (Some(value), None)))?;
        Ok(done(tx, "admin-rate-removed", &row.currency))
    })
    .await
}

/// What a rate said, for a rate that comes or goes as a whole.
fn values(row: &RateRow, placed: impl Fn(String) -> (Option<String>, Option<String>)) -> Vec<Change> {
    let said = [
        ("currency", format!("\"{}\"", row.currency)),
        ("valid_from", format!("\"{}\"", row.valid_from)),
        ("rate", row.rate.to_string()),
    ];
    let change = |(field, value): (&str, String)| {
        let (before, after) = placed(value);
        Change { field: field.to_owned(), before, after }
    };
    said.map(change).into()
}

// messages: admin-currency-added admin-currency-removed admin-rate-entered admin-rate-removed
fn done(tx: &Tx<'_>, key: &str, code: &str) -> Reply {
    Reply::go(PAGE).saying(Flash::good(tx.text.a(key, "code", code)))
}
