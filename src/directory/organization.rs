//! The company that runs this installation.

use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Roles, Sensitive};
use crate::db::schema::organization;
use crate::values::relative::Calendar;

/// The one row of the company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = organization, treat_none_as_null = true)]
pub struct Organization {
    /// Counts the edits of its own settings.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// ISO 4217 code of the currency it counts in.
    pub currency: String,
    /// IANA name of its time zone: the day of a win or a loss is a day there.
    pub zone: String,
    /// ISO 3166 code of its country: how a phone number without a prefix is read.
    pub country: String,
    /// First month of its fiscal year, 1 to 12.
    pub fiscal_month: i64,
    /// First day of its week, 1 = Monday to 7 = Sunday.
    pub first_weekday: i64,
    /// How many open leads one person may have claimed from the pool.
    pub lead_cap: i64,
    /// Days without a won deal after which a customer counts as inactive.
    pub inactive_after_days: i64,
    /// Names of the roles that need a second factor, separated by spaces.
    pub factor_roles: String,
    /// Names of the roles that do not see what leads and deals are worth, separated by spaces.
    pub amounts_hidden: String,
    /// Names of the roles that do not see how people are reached, separated by spaces.
    pub personal_hidden: String,
    /// Days for which what was deleted can be restored.
    pub bin_days: i64,
    /// Is this the demonstration company?
    pub demo: bool,
}

impl Organization {
    /// The company's time zone.
    pub fn tz(&self) -> Tz {
        self.zone.parse().unwrap_or(Tz::UTC)
    }

    /// Who must show more than a password.
    pub fn needs_factor(&self, roles: Roles) -> bool {
        Roles::parse(&self.factor_roles).iter().any(|role| roles.has(role))
    }

    /// Which roles do not see a group of fields.
    pub fn hidden_from(&self, group: Sensitive) -> Roles {
        Roles::parse(match group {
            Sensitive::Amounts => &self.amounts_hidden,
            Sensitive::Personal => &self.personal_hidden,
        })
    }

    /// How it divides its time into weeks, quarters and years.
    pub fn calendar(&self) -> Calendar {
        Calendar::of(self.first_weekday, self.fiscal_month)
    }

    /// The day it is at this instant where the company is.
    pub fn today(&self, now: NaiveDateTime) -> NaiveDate {
        self.tz().from_utc_datetime(&now).date_naive()
    }
}
