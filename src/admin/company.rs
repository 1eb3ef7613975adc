//! The company itself: its name, where and when it works, how many leads one person may hold, when a customer counts as
//! lost, how long what was deleted can be restored. The currency it counts in stays: every sum was made with it.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;
use validator::Validate;

use super::records::{COMPANY, Kept, save};
use super::{fields, gate};
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::directory::Organization;
use crate::i18n::{parse_zone, zones};
use crate::journal::{Action, Merged};
use crate::values::country::is_country;
use crate::values::number::parse_integer;
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Problems, Reply, Ui};

const PAGE: &str = "/settings/company";
/// The most leads one person can be allowed to hold.
const MOST_LEADS: i64 = 10_000;
/// Ten years.
const MOST_DAYS: i64 = 3650;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CompanyForm {
    #[validate(length(max = 200, code = "too_long"))]
    name: String,
    zone: String,
    country: String,
    fiscal_month: String,
    first_weekday: String,
    lead_cap: String,
    inactive_after_days: String,
    bin_days: String,
}

impl CompanyForm {
    fn of(company: &Organization) -> CompanyForm {
        CompanyForm {
            name: company.name.clone(),
            zone: company.zone.clone(),
            country: company.country.clone(),
            fiscal_month: company.fiscal_month.to_string(),
            first_weekday: company.first_weekday.to_string(),
            lead_cap: company.lead_cap.to_string(),
            inactive_after_days: company.inactive_after_days.to_string(),
            bin_days: company.bin_days.to_string(),
        }
    }

    /// The company as the form wants it, and what is wrong with the form.
    fn put_into(&self, tx: &Tx<'_>, company: &Organization) -> (Organization, Problems) {
        let mut problems = Problems::new();
        if let Err(found) = self.validate() {
            problems.take(&found, &tx.text);
        }
        if self.name.trim().is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        }
        let known = [("zone", parse_zone(&self.zone).is_some()), ("country", is_country(&self.country))];
        for (field, _) in known.iter().filter(|(_, known)| !known) {
            problems.add(field, tx.text.t("problem-choose"));
        }
        let mut number = |field: &str, value: &str, least: i64, most: i64, key: &str| {
            let read = parse_integer(value).ok().filter(|n| (least..=most).contains(n));
            if read.is_none() {
                problems.add(field, tx.text.n(key, most));
            }
            read.unwrap_or(least)
        };
        // messages: problem-choose admin-number-wrong
        let wanted = Organization {
            name: self.name.trim().to_owned(),
            zone: self.zone.clone(),
            country: self.country.clone(),
            fiscal_month: number("fiscal_month", &self.fiscal_month, 1, 12, "problem-choose"),
            first_weekday: number("first_weekday", &self.first_weekday, 1, 7, "problem-choose"),
            lead_cap: number("lead_cap", &self.lead_cap, 1, MOST_LEADS, "admin-number-wrong"),
            inactive_after_days: number(
                "inactive_after_days",
                &self.inactive_after_days,
                1,
                MOST_DAYS,
                "admin-number-wrong",
            ),
            bin_days: number("bin_days", &self.bin_days, 1, MOST_DAYS, "admin-number-wrong"),
            ..company.clone()
        };
        (wanted, problems)
    }
}

#[derive(Template)]
#[template(path = "admin/company.html")]
struct CompanyPage {
    ui: Ui,
    problems: Problems,
    form: CompanyForm,
    version: i64,
    currency: String,
}

impl CompanyPage {
    fn countries(&self) -> Vec<Choice> {
        let row = |(code, name): &(&str, &str)| Choice::new(*code, *name, &self.form.country);
        self.ui.countries().iter().map(row).collect()
    }

    fn zones(&self) -> Vec<Choice> {
        zones().iter().map(|zone| Choice::new(*zone, *zone, &self.form.zone)).collect()
    }

    // messages: month-* weekday-*
    fn months(&self) -> Vec<Choice> {
        let label = |n: i64| self.ui.t(&format!("month-{n}"));
        (1..=12).map(|n| Choice::new(n.to_string(), label(n), &self.form.fiscal_month)).collect()
    }

    fn weekdays(&self) -> Vec<Choice> {
        let label = |n: i64| self.ui.t(&format!("weekday-{n}"));
        (1..=7).map(|n| Choice::new(n.to_string(), label(n), &self.form.first_weekday)).collect()
    }
}

fn page(tx: &Tx<'_>, company: &Organization, form: CompanyForm, problems: Problems) -> CompanyPage {
    CompanyPage { ui: Ui::of(tx), problems, form, version: company.version, currency: company.currency.clone() }
}

/// `GET /settings/company`
pub async fn show(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let company = Organization::find(tx, COMPANY)?;
        Reply::page(&page(tx, &company, CompanyForm::of(&company), Problems::new()))
    })
    .await
}

/// `POST /settings/company`
pub async fn update(cx: Cx, Form(edit): Form<Edit<CompanyForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, &edit)).await
}

fn change(tx: &mut Tx<'_>, edit: &Edit<CompanyForm>) -> Answer {
    let company = Organization::find(tx, COMPANY)?;
    let (mine, problems) = edit.form.put_into(tx, &company);
    if !problems.is_empty() {
        return Reply::rejected(&page(tx, &company.at(edit.version()), edit.form.clone(), problems));
    }
    match edit.merge(tx, &company, mine)? {
        Merged::Clean(wanted) => save(tx, Action::Edited, &company, wanted)?.ok_or(Error::Overtaken)?,
        Merged::Clashes(clashes) => {
            let (record, version) = (company.name.as_str(), company.version);
            return edit.ask(
                tx,
                Asked { record, back: PAGE, fields: fields::COMPANY, version, currency: "" },
                &clashes,
            );
        }
    };
    Ok(Reply::go(PAGE).saying(Flash::good(tx.text.a("admin-saved", "name", edit.form.name.trim()))))
}
