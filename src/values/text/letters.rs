//! Letter by letter: what folding drops and which letters it takes for one.

use crate::values::digits;

/// What folding leaves out: characters that cannot be seen, and accents.
pub fn is_dropped(c: char) -> bool {
    !c.is_ascii() && (is_invisible(c) || is_accent(c))
}

/// Joiners, marks of direction and emphasis, and the stroke that lengthens Arabic letters.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' // soft hyphen, grapheme joiner
            | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' // zero width, joiners
            | '\u{FE00}'..='\u{FE0F}' // variation selectors
            | '\u{0640}' // tatweel, and below: tatweel with a vowel
            | '\u{FCF2}'..='\u{FCF4}' | '\u{FE71}' | '\u{FE77}' | '\u{FE79}' | '\u{FE7B}' | '\u{FE7D}' | '\u{FE7F}'
    ) || digits::is_direction_mark(c)
}

/// The free-standing acute is typed as an apostrophe; decomposed, it would become a blank.
pub fn before_decomposing(c: char) -> char {
    if c == '´' { '\'' } else { c }
}

/// Accents of Latin, Greek and Cyrillic, vowel points of Arabic and Hebrew. Marks of other
/// scripts tell words apart and are kept.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{0483}'..='\u{0489}' // Cyrillic
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}'
    )
}

/// Letters that are written as two where a keyboard lacks them.
pub fn spelled_out(c: char) -> Option<&'static str> {
    match c {
        'ß' => Some("ss"),
        'æ' => Some("ae"),
        'œ' => Some("oe"),
        'þ' => Some("th"),
        _ => None,
    }
}

/// A folded text with *ue* for *u* and the like where German would write an umlaut, taken for it; none where there is
/// nothing of the kind. Behind another vowel and behind a *q* it is none: *Bauer*, *Quelle*.
pub fn without_umlauts(folded: &str) -> Option<String> {
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars() {
        let mut last = plain.chars().rev();
        let is_second = c == 'e' && last.next().is_some_and(|last| "aou".contains(last));
        if !is_second || last.next().is_some_and(|before| "aeiouyq".contains(before)) {
            plain.push(c);
        }
    }
    (plain.len() < folded.len()).then_some(plain)
}

/// The letter, digit or sign that a lower-case character is taken for.
pub fn twin(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ø' => 'o',
        'ı' => 'i',
        'ħ' => 'h',
        'ŧ' => 't',
        'ə' => 'a',
        'ς' => 'σ',
        'ي' | 'ى' | 'ې' => 'ی',
        'ك' | 'ڪ' => 'ک',
        'ة' | 'ۃ' | 'ہ' | 'ھ' | 'ە' => 'ه',
        'ٱ' => 'ا',
        '‘' | '’' | '‛' | 'ʹ' | 'ʻ' | 'ʼ' | '′' => '\'',
        '‐'..='―' | '−' => '-',
        '“' | '”' | '„' | '«' | '»' => '"',
        _ => digits::ascii(c).unwrap_or(c),
    }
}
