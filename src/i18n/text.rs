//! What a page or a mail asks for words and formats.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeZone};
use chrono_tz::Tz;

use super::{Arg, Language};
use crate::values::rate::Rate;
use crate::values::text::{FSI, PDI, isolated};

/// A reader: their language and their time zone.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    language: &'static Language,
    zone: Tz,
}

impl Text {
    /// A reader of `language` in `zone`.
    pub fn new(language: &'static Language, zone: Tz) -> Self {
        Self { language, zone }
    }

    /// The reader's language.
    pub fn language(&self) -> &'static Language {
        self.language
    }

    /// The reader's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// A message without arguments.
    pub fn t(&self, key: &str) -> &'static str {
        self.language.messages().fixed(key).unwrap_or_else(|| unknown(key))
    }

    /// A message with one argument.
    pub fn a(&self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.args(key, &[(name, value.into())])
    }

    /// A message about `n` things, in the plural form the number asks for.
    pub fn n(&self, key: &str, n: i64) -> String {
        self.args(key, &[("n", Arg::Number(n))])
    }

    /// A message with arguments. Text among them is isolated: names of another script cannot turn
    /// the sentence around.
    pub fn args(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        match self.language.messages().format(key, args) {
            Some((text, errors)) if errors.is_empty() => text,
            Some((text, errors)) => {
                complain(key, &format!("{errors:?}"));
                text
            }
            None => unknown(key).to_owned(),
        }
    }

    /// A message with arguments for where isolating marks have no meaning: the title of a page, an
    /// attribute, the subject of a mail.
    pub fn plain(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.args(key, args).replace([FSI, PDI], "")
    }

    /// Whether there is such a message.
    pub fn has(&self, key: &str) -> bool {
        self.language.messages().has(key)
    }

    /// A whole number, its digits grouped.
    pub fn number(&self, number: i64) -> String {
        self.decimal(number, 0)
    }

    /// A number with its last `decimals` digits after the decimal point: 1250 and 2 make 12.50.
    pub fn decimal(&self, scaled: i64, decimals: u32) -> String {
        self.language.formats().decimal(scaled, decimals)
    }

    /// What one unit of a currency is worth in another.
    pub fn rate(&self, rate: Rate) -> String {
        let (digits, decimals) = rate.digits();
        self.decimal(digits, decimals)
    }

    /// A percentage in basis points: 1250 is 12.5 %.
    pub fn percent(&self, basis_points: i32) -> String {
        self.language.formats().percent(basis_points)
    }

    /// An amount in minor units of a currency, to the last of them.
    pub fn money(&self, minor: i64, currency: &str) -> String {
        self.language.formats().money(minor, currency)
    }

    /// An amount rounded to whole units, half away from zero: for boards and sums.
    pub fn money_whole(&self, minor: i64, currency: &str) -> String {
        self.language.formats().money_whole(minor, currency)
    }

    /// A date: 22 Nov 2026.
    pub fn date(&self, date: NaiveDate) -> String {
        self.language.formats().date(date)
    }

    /// A date of a year that goes without saying: 22 Nov.
    pub fn day_month(&self, date: NaiveDate) -> String {
        self.language.formats().day_month(date)
    }

    /// A date with its weekday: Sun, 22 Nov 2026.
    pub fn weekday_date(&self, date: NaiveDate) -> String {
        self.language.formats().weekday_date(date)
    }

    /// An instant on the reader's clock: 22 Nov 2026 14:05.
    pub fn instant(&self, utc: NaiveDateTime) -> String {
        format!("{} {}", self.date(self.local_date(utc)), self.time(utc))
    }

    /// The time of an instant on the reader's clock: 14:05.
    pub fn time(&self, utc: NaiveDateTime) -> String {
        let local = self.zone.from_utc_datetime(&utc);
        self.language.formats().time(local.time())
    }

    /// A full hour of a clock on the wall.
    pub fn clock(&self, hour: u32) -> String {
        self.language.formats().time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
    }

    /// The day of an instant on the reader's calendar.
    pub fn local_date(&self, utc: NaiveDateTime) -> NaiveDate {
        super::today(self.zone, utc)
    }

    /// An instant for `<time datetime>`, in the reader's zone with its offset.
    pub fn iso(&self, utc: NaiveDateTime) -> String {
        let local = self.zone.from_utc_datetime(&utc);
        local.to_rfc3339_opts(SecondsFormat::Secs, false)
    }

    /// Items as a sentence lists them: "a, b and c", each isolated like an argument of a message.
    pub fn list(&self, items: &[String]) -> String {
        self.language.formats().list(items)
    }

    /// Short facts in a row: "acme.com · Warsaw · Ola Nowak", each isolated like an argument of a message.
    pub fn row(&self, facts: &[&str]) -> String {
        facts.iter().map(|fact| isolated(fact)).collect::<Vec<_>>().join(" · ")
    }

    /// A number of days in words: 3 days.
    pub fn duration_days(&self, days: i64) -> String {
        self.n("duration-days", days)
    }

    // messages: country-* currency-*
    /// Code and name of every country, sorted by name.
    pub fn countries(&self) -> &'static [(&'static str, &'static str)] {
        self.language.countries()
    }

    /// A country's name; empty where the code is none.
    pub fn country(&self, code: &str) -> &'static str {
        self.language.messages().fixed(&format!("country-{code}")).unwrap_or_default()
    }

    /// Code and name of every currency, sorted by code.
    pub fn currencies(&self) -> &'static [(&'static str, &'static str)] {
        self.language.currencies()
    }
}

/// Keys that were complained about.
static UNKNOWN: LazyLock<Mutex<HashMap<String, &'static str>>> = LazyLock::new(Mutex::default);

/// What a reader sees instead of a message that does not exist: its key, kept for good so that it
/// can be lent out like a message. A key is written in the code, so there are few to keep.
fn unknown(key: &str) -> &'static str {
    complain(key, "no such message, or it needs arguments")
}

/// Stops a developer at once; for users, logs a key once and carries on with the key.
fn complain(key: &str, problem: &str) -> &'static str {
    if cfg!(debug_assertions) {
        panic!("message {key}: {problem}");
    }
    let mut unknown = UNKNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = unknown.get(key) {
        return known;
    }
    tracing::error!(key, problem, "a message cannot be shown");
    let kept: &'static str = Box::leak(key.to_owned().into_boxed_str());
    unknown.insert(key.to_owned(), kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::is_accented;

    fn english() -> Text {
        Text::new(Language::fallback(), Tz::Europe__Warsaw)
    }

    fn accented() -> Text {
        Text::new(Language::find("en-XA").unwrap(), Tz::Europe__Warsaw)
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn at(hour: u32, minute: u32) -> NaiveDateTime {
        day().and_hms_opt(hour, minute, 9).unwrap()
    }

    #[test]
    fn a_message_is_said_in_the_language_of_the_reader() {
        assert_eq!(english().t("save"), "Save");
        assert_eq!(accented().t("save"), "[Šåṽé ļö]");
    }

    #[test]
    fn the_number_chooses_the_plural_and_is_grouped() {
        assert_eq!(english().n("duration-days", 1), "1 day");
        assert_eq!(english().duration_days(0), "0 days");
        assert_eq!(english().duration_days(1_234_567), "1,234,567 days");
    }

    #[test]
    fn a_title_has_no_isolating_marks() {
        let text = english().plain("duration-days", &[("n", "some".into())]);
        assert_eq!(text, "some days");
    }

    #[test]
    #[should_panic(expected = "message no-such-key")]
    fn an_unknown_message_stops_a_developer() {
        english().t("no-such-key");
    }

    #[test]
    #[should_panic(expected = "message duration-days")]
    fn a_forgotten_argument_stops_a_developer() {
        english().args("duration-days", &[]);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(english().number(-1_234_567), "-1,234,567");
        assert_eq!(english().decimal(1250, 2), "12.50");
        assert_eq!(english().decimal(-5, 3), "-0.005");
    }

    #[test]
    fn percentages_have_no_needless_decimals() {
        assert_eq!(english().percent(1250), "12.5%");
        assert_eq!(english().percent(10_000), "100%");
        assert_eq!(english().percent(0), "0%");
        assert_eq!(english().percent(-25), "-0.25%");
    }

    #[test]
    fn money_has_the_decimals_of_its_currency() {
        let english = english();
        assert_eq!(english.money(123_450, "GBP"), "£1,234.50");
        assert_eq!(english.money(-123_450, "PLN"), "-PLN\u{a0}1,234.50");
        assert_eq!(english.money(1_234, "JPY"), "JP¥1,234");
        assert_eq!(english.money(1_234, "RSD"), "RSD\u{a0}12.34");
        assert_eq!(english.money(1_234, "KWD"), "KWD\u{a0}1.234");
        assert_eq!(english.money(5, "QQQ"), "QQQ\u{a0}0.05");
    }

    #[test]
    fn whole_money_rounds_half_away_from_zero() {
        let english = english();
        assert_eq!(english.money_whole(1_250, "EUR"), "€13");
        assert_eq!(english.money_whole(1_249, "EUR"), "€12");
        assert_eq!(english.money_whole(-1_250, "EUR"), "-€13");
        assert_eq!(english.money_whole(-49, "EUR"), "€0");
        assert_eq!(english.money_whole(1_234, "JPY"), "JP¥1,234");
        let most = english.money_whole(i64::MIN, "EUR");
        assert_eq!(most, "-€92,233,720,368,547,758");
    }

    #[test]
    fn the_day_comes_before_the_month() {
        assert_eq!(english().date(day()), "22 Nov 2026");
        assert_eq!(english().day_month(day()), "22 Nov");
        assert_eq!(english().weekday_date(day()), "Sun, 22 Nov 2026");
        assert_eq!(english().date(NaiveDate::MAX), "+262142-12-31");
    }

    #[test]
    fn an_instant_is_on_the_clock_of_the_reader() {
        let text = english();
        assert_eq!(text.instant(at(13, 5)), "22 Nov 2026 14:05");
        assert_eq!(text.time(at(8, 5)), "09:05");
        assert_eq!(text.iso(at(13, 5)), "2026-11-22T14:05:09+01:00");
        assert_eq!(text.instant(at(23, 30)), "23 Nov 2026 00:30");
        assert_eq!(text.local_date(at(23, 30)), day().succ_opt().unwrap());
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        let list = |items: &[&str]| {
            let items: Vec<_> = items.iter().map(|item| item.to_string()).collect();
            english().list(&items).replace([FSI, PDI], "")
        };
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn everything_in_the_accented_language_is_accented() {
        let text = accented();
        let names = ["Ali", "Bo"].map(str::to_owned);
        for said in [
            text.t("language-en").to_owned(),
            text.duration_days(3),
            text.date(day()),
            text.day_month(day()),
            text.weekday_date(day()),
            text.instant(at(1, 2)),
            text.list(&names),
            text.money(-5, "PLN"),
            text.percent(50),
        ] {
            assert!(is_accented(&said), "{said}");
        }
        assert!(text.list(&names).contains("åñð"));
        assert!(text.date(day()).contains("Ñöṽ"));
    }

    #[test]
    fn the_mirrored_language_runs_right_to_left() {
        let text = Text::new(Language::find("ar-XB").unwrap(), Tz::UTC);
        assert_eq!(text.language().dir(), "rtl");
        assert_eq!(text.t("save"), "\u{200f}\u{202e}Save\u{202c}\u{200f}");
        assert_eq!(text.number(1_000), "1,000");
    }
}
