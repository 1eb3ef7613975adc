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
/// are read alike, English names stand for months, and a time behind the date is passed over.
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
        self.date(&parts)
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
    found: bool,
    excluded: [bool; 3],
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
        self.found = true;
        for (excluded, reads) in self.excluded.iter_mut().zip(reads) {
            *excluded |= !reads;
        }
    }

    /// What all cells together allow.
    pub fn finish(&self) -> Detected {
        let formats = DateFormat::ALL.into_iter().zip(self.excluded);
        let left: Vec<DateFormat> = formats.filter(|(_, excluded)| !excluded).map(|(format, _)| format).collect();
        match left.as_slice() {
            [] => Detected::None,
            _ if !self.found => Detected::None,
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
        let (first, rest) = Field::read(text)?;
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
        let end = text
            .find(|c: char| if is_digit { !c.is_ascii_digit() } else { !c.is_ascii_alphabetic() })
            .unwrap_or(text.len());
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

/// The month of an English name or its beginning of three letters or more.
fn month_named(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let is_named = |name: &&str| name.starts_with(&word) || word == "sept" && *name == "september";
    (1..).zip(MONTHS).find(|(_, name)| is_named(name)).map(|(month, _)| month)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests;
