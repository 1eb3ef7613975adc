//! Countries by their ISO 3166-1 code, found by English name for imported files.

mod names;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::names::TABLE;
use super::text;

/// All country codes, sorted.
pub const ALL: &[&str] = &codes();

/// A country found by what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its code.
    pub code: &'static str,
    /// Whether the name was written right; if not, somebody should look.
    pub exact: bool,
}

/// Names shorter than this are too alike to guess: Iran, Iraq.
const MIN_GUESSED_CHARS: usize = 6;

/// Whether a text is a country code, in capitals.
pub fn is_country(code: &str) -> bool {
    ALL.binary_search(&code).is_ok()
}

/// The country of an English name, one of its other names, or its code. One letter may be wrong,
/// missing, too many or swapped with the next, if only one country is meant then.
pub fn by_english_name(name: &str) -> Option<Found> {
    let name = plain(name);
    if let Some(code) = NAMES.get(&name).copied() {
        return Some(Found { code, exact: true });
    }
    let letters: Vec<char> = name.chars().collect();
    let mut close = NAMES.iter().filter(|(known, _)| is_one_slip_away(&letters, known)).map(|(_, code)| *code);
    let code = close.next()?;
    close.all(|other| other == code).then_some(Found { code, exact: false })
}

const fn codes() -> [&'static str; TABLE.len()] {
    let mut codes = [""; TABLE.len()];
    let mut index = 0;
    while index < TABLE.len() {
        codes[index] = TABLE[index].0;
        index += 1;
    }
    codes
}

/// Every name and code in plain letters.
static NAMES: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let named = TABLE.iter().flat_map(|&(code, names)| names.iter().map(move |name| (plain(name), code)));
    let coded = ALL.iter().map(|code| (plain(code), *code));
    coded.chain(named).collect()
});

/// A name without case, accents, punctuation, articles and *and*.
fn plain(name: &str) -> String {
    let mut words = text::words(name);
    words.retain(|word| word != "the" && word != "and");
    words.concat()
}

/// Whether a known name becomes the written one by a single slip of the keyboard.
fn is_one_slip_away(written: &[char], known: &str) -> bool {
    let known: Vec<char> = known.chars().collect();
    if known.len() < MIN_GUESSED_CHARS || written.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let same_start = written.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let (a, b) = (&written[same_start..], &known[same_start..]);
    match (a, b) {
        ([], _) | (_, []) => a.len() + b.len() == 1,
        ([a, rest_a @ ..], [b, rest_b @ ..]) => {
            let swapped = matches!((rest_a, rest_b), ([c, ra @ ..], [d, rb @ ..]) if a == d && b == c && ra == rb);
            rest_a == rest_b || rest_a == [&[*b], rest_b].concat() || rest_b == [&[*a], rest_a].concat() || swapped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(name: &str) -> Option<&'static str> {
        by_english_name(name).filter(|found| found.exact).map(|found| found.code)
    }

    fn guessed(name: &str) -> Option<&'static str> {
        by_english_name(name).filter(|found| !found.exact).map(|found| found.code)
    }

    #[test]
    fn the_list_is_sorted_and_whole() {
        assert!(ALL.is_sorted_by(|a, b| a < b));
        assert_eq!(ALL.len(), 250);
        assert!(is_country("PL") && is_country("BD") && is_country("IR"));
        assert!(!is_country("pl") && !is_country("XX") && !is_country(""));
    }

    #[test]
    fn no_name_means_two_countries() {
        for &(code, names) in &TABLE {
            for name in names.iter().chain([&code]) {
                assert_eq!(exact(name), Some(code), "{name}");
            }
        }
    }

    #[test]
    fn countries_are_found_by_name_alias_and_code() {
        for (name, code) in [
            ("Poland", "PL"),
            ("UNITED STATES", "US"),
            ("U.S.A.", "US"),
            ("usa", "US"),
            ("uk", "GB"),
            ("The Netherlands", "NL"),
            ("Côte d’Ivoire", "CI"),
            ("Cote d'Ivoire", "CI"),
            ("Bosnia & Herzegovina", "BA"),
            ("Korea, Republic of", "KR"),
            ("Viet Nam", "VN"),
            (" bd ", "BD"),
            ("Turkiye", "TR"),
            ("Trinidad And Tobago", "TT"),
        ] {
            assert_eq!(exact(name), Some(code), "{name}");
        }
    }

    #[test]
    fn one_slip_is_forgiven_and_told() {
        for (name, code) in [
            ("Philipines", "PH"),
            ("Phillippines", "PH"),
            ("Germnay", "DE"),
            ("Bangladsh", "BD"),
            ("Brazzil", "BR"),
            ("Polsnd", "PL"),
            ("Polandd", "PL"),
            ("oland", "PL"),
            ("United Kindom", "GB"),
            ("Ausstralia", "AU"),
        ] {
            assert_eq!(guessed(name), Some(code), "{name}");
        }
    }

    #[test]
    fn a_guess_is_never_between_two() {
        for name in ["Irar", "Phlipines", "Atlantis", "", "Chine", "Slovania", "xx"] {
            assert_eq!(by_english_name(name), None, "{name}");
        }
    }
}
