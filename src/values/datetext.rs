//! Dates as they are written in files and fields. One date such as `03/04/2026` does not tell its day from its month; a
//! whole column mostly does, and where it does not, somebody has to choose (rule 68). Days typed into forms and filters
//! are read by the same rules.

use chrono::NaiveDate;

use super::digits;

/// A day as a date field sends it, `2026-04-03`; none where it is no day from 1900 to 2199. What lies beyond is a slip, and
/// the databases would not sort it alike.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    DateFormat::YearMonthDay.parse(text)
}

/// In which order a column writes day, month and year. The separators `-`, `/`, `.` and blanks
/// are read alike, names stand for months, and a time behind the date is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateFormat {
    /// `2026-04-03`, `2026/04/03`, `20260403`.
    YearMonthDay,
    /// `03/04/2026`, `3.4.2026`, `03-Apr-26`.
    DayMonthYear,
    /// `04/03/2026`, `Apr 3, 2026`.
    MonthDayYear,
}

/// What a column of dates tells about its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detected {
    /// The column as a whole allows only this one.
    Certain(DateFormat),
    /// Every date can be read in each of these.
    Ambiguous(Vec<DateFormat>),
    /// There is no date, or there are dates that no single format reads.
    None,
}

impl DateFormat {
    /// All formats, the unmistakable one first.
    pub const ALL: [DateFormat; 3] = [Self::YearMonthDay, Self::DayMonthYear, Self::MonthDayYear];

    /// The short name by which a command or a form chooses the format.
    pub const fn code(self) -> &'static str {
        match self {
            Self::YearMonthDay => "ymd",
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
        }
    }

    /// The format of a short name.
    pub fn from_code(code: &str) -> Option<DateFormat> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// Decides the format of a whole column. Cells that are a date in no format do not count.
    pub fn detect<'a>(column: impl IntoIterator<Item = &'a str>) -> Detected {
        let mut detector = Detector::default();
        column.into_iter().for_each(|cell| detector.observe(cell));
        detector.finish()
    }

    /// The date of one cell. Years have four digits from 1900 to 2199, or two that mean 1970 to
    /// 2069; so a year of another calendar (1403, 2567) is no date here rather than a wrong one.
    pub fn parse(self, text: &str) -> Option<NaiveDate> {
        let plain = digits::to_ascii(text.trim());
        let parts = Parts::read(&plain)?;
        self.date(&parts).or_else(|| parts.unmistakable())
    }

    fn date(self, parts: &Parts) -> Option<NaiveDate> {
        let [a, b, c] = parts.fields;
        let (year, month, day) = match self {
            Self::YearMonthDay => (a, b, c),
            Self::DayMonthYear => (c, b, a),
            // Nobody puts the month first and dots between.
            Self::MonthDayYear if parts.dotted => return None,
            Self::MonthDayYear => (c, a, b),
        };
        let allows_short = self != Self::YearMonthDay;
        NaiveDate::from_ymd_opt(year.as_year(allows_short)?, month.as_month()?, day.as_day()?)
    }
}

/// Watches the cells of a column go by, so that a file need not be held to decide.
#[derive(Clone, Debug, Default)]
pub struct Detector {
    /// Of dates that do not tell by themselves: was there one, and which formats do not read all of them?
    found: bool,
    excluded: [bool; 3],
    /// The same of dates with the year in front or the month by name, which each format reads beside its own.
    found_clear: bool,
    excluded_clear: [bool; 3],
}

impl Detector {
    /// Takes one cell into account.
    pub fn observe(&mut self, cell: &str) {
        let plain = digits::to_ascii(cell.trim());
        let Some(parts) = Parts::read(&plain) else {
            return;
        };
        let reads = DateFormat::ALL.map(|format| format.date(&parts).is_some());
        if !reads.contains(&true) {
            return;
        }
        let (found, excluded) = match parts.unmistakable() {
            Some(_) => (&mut self.found_clear, &mut self.excluded_clear),
            None => (&mut self.found, &mut self.excluded),
        };
        *found = true;
        for (excluded, reads) in excluded.iter_mut().zip(reads) {
            *excluded |= !reads;
        }
    }

    /// What all cells together allow.
    pub fn finish(&self) -> Detected {
        let excluded = if self.found { self.excluded } else { self.excluded_clear };
        let formats = DateFormat::ALL.into_iter().zip(excluded);
        let left: Vec<DateFormat> = formats.filter(|(_, excluded)| !excluded).map(|(format, _)| format).collect();
        match left.as_slice() {
            _ if !self.found && !self.found_clear => Detected::None,
            // Years in front beside months by name: each tells by itself.
            [] if !self.found => Detected::Certain(DateFormat::YearMonthDay),
            [] => Detected::None,
            [only] => Detected::Certain(*only),
            [_, ..] => Detected::Ambiguous(left),
        }
    }
}

/// The three fields of a date as they stand.
struct Parts {
    fields: [Field; 3],
    dotted: bool,
}

/// A number with its count of digits, or the name of a month.
#[derive(Clone, Copy)]
enum Field {
    Number { value: u32, digits: usize },
    Month(u32),
}

impl Parts {
    fn read(text: &str) -> Option<Parts> {
        if let Some(parts) = Parts::compact(text) {
            return Some(parts);
        }
        let (first, rest) = Field::read(without_weekday(text))?;
        let (separator, rest) = separator(rest)?;
        let (second, rest) = Field::read(rest)?;
        let (again, rest) = self::separator(rest)?;
        let (third, rest) = Field::read(rest)?;
        let named = [first, second].iter().any(|field| matches!(field, Field::Month(_)));
        // `03/04.2026` is a typing error; `Apr 3, 2026` and `3. Apr 2026` are not.
        if !(separator == again || named) || !is_time(rest) {
            return None;
        }
        Some(Parts { fields: [first, second, third], dotted: separator == '.' && !named })
    }

    /// The date, where it reads alike in every format: the year stands in front, or the month has its name.
    fn unmistakable(&self) -> Option<NaiveDate> {
        let is_long = |field: Field| matches!(field, Field::Number { digits: 4, .. });
        let [a, b, c] = self.fields;
        match (a, b) {
            (Field::Number { digits: 4, .. }, _) => DateFormat::YearMonthDay.date(self),
            (_, Field::Month(_)) if is_long(c) => DateFormat::DayMonthYear.date(self),
            (Field::Month(_), _) if is_long(c) => DateFormat::MonthDayYear.date(self),
            (_, _) => None,
        }
    }

    /// Eight digits without separators: year, month, day.
    fn compact(text: &str) -> Option<Parts> {
        let date = text.get(..8)?;
        let is_compact = date.bytes().all(|byte| byte.is_ascii_digit()) && is_time(&text[8..]);
        let field = |range: std::ops::Range<usize>| {
            Some(Field::Number { digits: range.len(), value: date[range].parse().ok()? })
        };
        is_compact.then_some(())?;
        Some(Parts { fields: [field(0..4)?, field(4..6)?, field(6..8)?], dotted: false })
    }
}

impl Field {
    fn read(text: &str) -> Option<(Field, &str)> {
        let is_digit = text.starts_with(|c: char| c.is_ascii_digit());
        let end =
            text.find(|c: char| if is_digit { !c.is_ascii_digit() } else { !c.is_alphabetic() }).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        if !is_digit {
            return Some((Field::Month(month_named(word)?), rest));
        }
        let value = word.parse().ok().filter(|_| word.len() <= 4)?;
        Some((Field::Number { value, digits: word.len() }, rest))
    }

    fn as_year(self, allows_short: bool) -> Option<i32> {
        match self {
            Field::Number { value, digits: 4 } => i32::try_from(value).ok().filter(|year| (1900..2200).contains(year)),
            Field::Number { value, digits: 2 } if allows_short => i32::try_from(value).ok().map(century),
            Field::Number { .. } | Field::Month(_) => None,
        }
    }

    fn as_month(self) -> Option<u32> {
        match self {
            Field::Number { value, digits: 1..=2 } => Some(value),
            Field::Number { .. } => None,
            Field::Month(month) => Some(month),
        }
    }

    fn as_day(self) -> Option<u32> {
        match self {
            Field::Number { value, digits: 1..=2 } => Some(value),
            Field::Number { .. } | Field::Month(_) => None,
        }
    }
}

fn century(year: i32) -> i32 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

/// The character between two fields: the one that is not a blank, if there is one.
fn separator(text: &str) -> Option<(char, &str)> {
    let rest = text.trim_start_matches(|c: char| matches!(c, '-' | '/' | '.' | ',') || c.is_whitespace());
    let between = &text[..text.len() - rest.len()];
    let mut signs = between.chars().filter(|c| !c.is_whitespace());
    match (signs.next(), signs.next()) {
        (_, Some(_)) => None,
        (Some(sign), None) => Some((sign, rest)),
        (None, None) => (!between.is_empty()).then_some((' ', rest)),
    }
}

/// The date behind the day of the week: `Fri Dec 12 2026`, `Montag, 3.4.2026`.
fn without_weekday(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(0);
    let word = super::text::fold(&text[..end]);
    let is_weekday = WEEKDAYS.iter().any(|day| word.len() > 1 && day.starts_with(&word));
    if is_weekday && month_named(&word).is_none() { text[end..].trim_start_matches([',', '.', ' ']) } else { text }
}

/// Whether nothing or a time of day follows the date.
fn is_time(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix(['T', 't', ' ', ',']) else {
        return rest.is_empty();
    };
    let time = time.trim_start();
    let hour = time.find(':').map(|at| &time[..at]);
    let is_hour =
        hour.is_some_and(|hour| matches!(hour.len(), 1..=2) && hour.bytes().all(|byte| byte.is_ascii_digit()));
    is_hour && time.chars().all(|c| c.is_ascii_alphanumeric() || ":.,+- \u{202F}".contains(c))
}

/// The month of a name or its beginning of three letters or more, if that is one month in whatever language.
fn month_named(word: &str) -> Option<u32> {
    let word = super::text::fold(word);
    if word.len() < 3 {
        return None;
    }
    let is_named =
        |names: &str| names.split(' ').any(|name| name.starts_with(&word) || word == "sept" && name == "september");
    let mut found = (1..).zip(MONTHS).filter(|(_, names)| is_named(names)).map(|(month, _)| month);
    found.next().filter(|_| found.next().is_none())
}

/// Months as they are called, folded: in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish.
const MONTHS: [&str; 12] = [
    "january januar janner janvier enero gennaio janeiro januari stycznia styczen",
    "february februar fevrier febrero febbraio fevereiro februari lutego luty",
    "march marz maerz mrz mars marzo marco maart mrt marca marzec",
    "april avril abril aprile kwietnia kwiecien",
    "may mai mayo maggio maio mei maja maj",
    "june juni juin junio giugno junho czerwca czerwiec",
    "july juli juillet julio luglio julho lipca lipiec",
    "august aout agosto augustus sierpnia sierpien",
    "september septembre septiembre settembre setembro wrzesnia wrzesien",
    "october oktober octobre octubre ottobre outubro pazdziernika pazdziernik",
    "november novembre noviembre novembro listopada listopad",
    "december dezember decembre diciembre dicembre dezembro grudnia grudzien",
];

/// Days of the week, in English and German.
const WEEKDAYS: [&str; 15] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
];

#[cfg(test)]
mod tests;
