//! Marks that open and close a stretch with a direction of its own, in what people typed.

use std::borrow::Cow;

/// Opens a stretch of text whose direction is its own.
pub const FSI: char = '\u{2068}';
/// Closes such a stretch.
pub const PDI: char = '\u{2069}';

fn opens(c: char) -> bool {
    matches!(c, '\u{2066}' | '\u{2067}' | FSI)
}

/// The text with every stretch in it closed, and no other: a mark too many would close the stretch that somebody put
/// around it, and turn the words behind (UAX 9, BD9).
pub fn closed(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| opens(c) || c == PDI) {
        return Cow::Borrowed(text);
    }
    let mut open = 0_usize;
    let mut out: String = text
        .chars()
        .filter(|c| {
            let is_stray = *c == PDI && open == 0;
            match *c {
                PDI => open = open.saturating_sub(1),
                c if opens(c) => open += 1,
                _ => {}
            }
            !is_stray
        })
        .collect();
    out.extend(std::iter::repeat_n(PDI, open));
    Cow::Owned(out)
}

/// The text as a stretch of its own: whatever is in it turns nothing around it.
pub fn isolated(text: &str) -> String {
    format!("{FSI}{}{PDI}", closed(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_closes_nothing_is_dropped_and_what_is_open_is_closed() {
        for (typed, kept) in [
            ("Ünal & Sons", "Ünal & Sons"),
            ("a\u{2069}b", "ab"),
            ("\u{2069}\u{2068}a\u{2069}\u{2069}b", "\u{2068}a\u{2069}b"),
            ("\u{2067}a\u{2066}b", "\u{2067}a\u{2066}b\u{2069}\u{2069}"),
        ] {
            assert_eq!(closed(typed), kept, "{typed:?}");
        }
        assert_eq!(isolated("a\u{2069}"), "\u{2068}a\u{2069}");
    }

    proptest! {
        #[test]
        fn a_closed_text_closes_nothing_around_it(text in "[a\u{2066}-\u{2069}]{0,12}") {
            let closed = closed(&text).into_owned();
            let mut open = 0_i32;
            for c in closed.chars() {
                open += if c == PDI { -1 } else { i32::from(opens(c)) };
                prop_assert!(open >= 0);
            }
            prop_assert_eq!(open, 0);
            prop_assert_eq!(super::closed(&closed), closed.as_str());
        }
    }
}
