//! Names of people: the key under which two spellings of one name meet, and initials.

use super::text;

/// The folded words of a name in alphabetical order, so that *Maria Li* and *Li, Maria* meet.
pub fn key(first: &str, last: &str) -> String {
    let mut words = text::words(first);
    words.extend(text::words(last));
    words.sort_unstable();
    words.join(" ")
}

/// The first letters of the first and the last word, for the place where a portrait would be.
pub fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(initial);
    let Some(first) = letters.next() else {
        return String::new();
    };
    let Some(last) = letters.next_back() else {
        return first.to_uppercase().collect();
    };
    // Two Arabic letters would join into a syllable that means something else.
    let between = if is_arabic(first) && is_arabic(last) { "\u{200C}" } else { "" };
    format!("{}{between}{}", first.to_uppercase(), last.to_uppercase())
}

fn initial(word: &str) -> Option<char> {
    word.chars().find(|c| c.is_alphabetic())
}

fn is_arabic(c: char) -> bool {
    ('\u{0600}'..='\u{06FF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_and_spelling_of_a_name_do_not_matter() {
        let maria = key("Maria", "Li");
        for (first, last) in [("LI", "maria"), ("", "Li, María"), ("Maria Li", ""), ("  maria ", "Li.")] {
            assert_eq!(key(first, last), maria, "{first} {last}");
        }
        assert_eq!(key("Łukasz", "Nowak-Żak"), "lukasz nowak zak");
        assert_eq!(key("علي", "كريمي"), key("علی", "کریمی"));
        assert_eq!(key("", " "), "");
    }

    #[test]
    fn another_name_has_another_key() {
        assert_ne!(key("Maria", "Li"), key("Mario", "Li"));
        assert_ne!(key("Maria", "Li"), key("Maria", "Li Li"));
    }

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        assert_eq!(initials("Łukasz Jan Nowak"), "ŁN");
        assert_eq!(initials("maria"), "M");
        assert_eq!(initials("(Dr.) \"Bob\" d'Arc"), "DD");
        assert_eq!(initials("রহিম উদ্দিন"), "রউ");
        assert_eq!(initials("علی رضایی"), "ع\u{200C}ر");
        assert_eq!(initials(" 42 "), "");
    }
}
