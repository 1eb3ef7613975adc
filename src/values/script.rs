//! One name in several scripts: *Rahman*, رحمان and রহমান have one skeleton of consonants, *Romashkin* and Ромашкин another.
//!
//! Vowels are dropped, since Arabic script does not write them and Latin spells them at will;
//! sounds that change between the languages (*z* and *j*, *v* and *w*, *q* and *k*) fall
//! together. Many different names share a skeleton: it only ever hints at a duplicate.

use super::text;

/// Names with fewer consonants would meet half the address book.
const MIN_CONSONANTS: usize = 3;

/// The consonants of a name in Latin letters. None for other scripts, and for fewer than three.
pub fn skeleton(name: &str) -> Option<String> {
    let mut skeleton = String::new();
    for word in text::words(name) {
        for c in consonants(&word)?.chars() {
            // Doubled letters are one, also where two words meet: *Abdul Latif*, عبداللطیف.
            if !skeleton.ends_with(c) {
                skeleton.push(c);
            }
        }
    }
    (skeleton.len() >= MIN_CONSONANTS).then_some(skeleton)
}

/// The consonants of one folded word; none if it has a letter of a script we cannot read.
fn consonants(word: &str) -> Option<String> {
    let mut found = String::new();
    let mut previous = ' ';
    for c in word.chars() {
        match (previous, c) {
            ('p', 'h') => replace_last(&mut found, 'f'),
            // In *kh*, *sh*, *bh* and the like, the h only colours the letter before it.
            ('b' | 'c' | 'd' | 'g' | 'j' | 'k' | 'r' | 's' | 't' | 'z', 'h') => {}
            ('ড' | 'ঢ', NUKTA) => replace_last(&mut found, 'r'),
            (_, _) => found.push_str(sound(c)?),
        }
        previous = c;
    }
    // A final h is not heard: *Fatimah*, فاطمه.
    let len = found.trim_end_matches('h').len();
    found.truncate(len);
    Some(found)
}

/// The Bengali dot below, which folding keeps apart from its letter.
const NUKTA: char = '\u{09BC}';

fn replace_last(found: &mut String, sound: char) {
    found.pop();
    found.push(sound);
}

/// How a folded letter sounds; the empty text for vowels, half vowels and signs.
fn sound(c: char) -> Option<&'static str> {
    match c {
        'a'..='z' | '0'..='9' => Some(latin(c)),
        '\u{0400}'..='\u{04FF}' => Some(cyrillic(c)),
        '\u{0600}'..='\u{06FF}' => Some(arabic(c)),
        '\u{0980}'..='\u{09FF}' => Some(bengali(c)),
        _ => None,
    }
}

fn latin(c: char) -> &'static str {
    match c {
        'b' => "b",
        'c' | 'k' | 'q' => "k",
        'd' => "d",
        'f' => "f",
        'g' => "g",
        'h' => "h",
        'j' | 'z' => "j",
        'l' => "l",
        'm' => "m",
        'n' => "n",
        'p' => "p",
        'r' => "r",
        's' => "s",
        't' => "t",
        'x' => "ks",
        _ => "",
    }
}

/// As its usual spelling in Latin letters is heard: *shch*, *ts*, *zh*.
fn cyrillic(c: char) -> &'static str {
    match c {
        'б' => "b",
        'г' | 'ґ' => "g",
        'д' | 'ђ' => "d",
        'ж' | 'з' => "j",
        'к' | 'х' | 'ч' | 'ћ' => "k",
        'л' | 'љ' => "l",
        'м' => "m",
        'н' | 'њ' => "n",
        'п' => "p",
        'р' => "r",
        'с' | 'ш' => "s",
        'т' => "t",
        'ф' => "f",
        'ц' => "ts",
        'щ' => "sk",
        _ => "",
    }
}

fn arabic(c: char) -> &'static str {
    match c {
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' => "t",
        'ث' | 'س' | 'ش' | 'ص' => "s",
        'ج' | 'ذ' | 'ز' | 'ژ' | 'ض' | 'ظ' => "j",
        'چ' | 'خ' | 'ق' | 'ک' => "k",
        'ح' | 'ه' => "h",
        'د' => "d",
        'ر' => "r",
        'غ' | 'گ' => "g",
        'ف' => "f",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        _ => "",
    }
}

fn bengali(c: char) -> &'static str {
    match c {
        'ক' | 'খ' | 'চ' | 'ছ' => "k",
        'গ' | 'ঘ' => "g",
        'ঙ' | 'ং' => "ng",
        'জ' | 'ঝ' => "j",
        'ট' | 'ঠ' | 'ত' | 'থ' | 'ৎ' => "t",
        'ড' | 'ঢ' | 'দ' | 'ধ' => "d",
        'ঞ' | 'ণ' | 'ন' => "n",
        'প' => "p",
        'ফ' => "f",
        'ব' | 'ভ' => "b",
        'ম' => "m",
        'র' | 'ৃ' | 'ঋ' => "r",
        'ল' => "l",
        'শ' | 'ষ' | 'স' => "s",
        'হ' => "h",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_three_scripts_has_one_skeleton() {
        for (skeleton_of_all, spellings) in [
            ("mhmd", &["Mohammad", "Muhammed", "Mohamed", "محمد", "মোহাম্মদ", "মুহাম্মদ"][..]),
            ("rhmn", &["Rahman", "Rehman", "رحمان", "রহমান"]),
            ("krm", &["Karim", "Kareem", "کریم", "كريم", "করিম"]),
            ("hsn", &["Hassan", "Hasan", "حسن", "হাসান"]),
            ("hsn", &["Hossain", "Hussein", "حسین", "হোসেন"]),
            ("ftm", &["Fatima", "Fatimah", "فاطمه", "فاطمة", "ফাতেমা"]),
            ("kbr", &["Akbar", "اکبر", "আকবর"]),
            ("srf", &["Sharif", "Shareef", "شریف", "শরীফ"]),
            ("jml", &["Jamal", "جمال", "জামাল"]),
            ("kld", &["Khalid", "Khaled", "خالد", "খালেদ"]),
            ("hmd", &["Ahmed", "Ahmad", "احمد", "أحمد", "আহমেদ"]),
            ("nsrn", &["Nasrin", "Nasreen", "نسرین", "নাসরিন"]),
            ("jmn", &["Zaman", "Jaman", "زمان", "জামান"]),
            ("shd", &["Shahid", "Shaheed", "شهید", "শহীদ"]),
            ("kdr", &["Chowdhury", "Choudhury", "چودری", "চৌধুরী"]),
            ("bdltf", &["Abdul Latif", "عبداللطیف", "আব্দুল লতিফ"]),
            ("jsf", &["Joseph", "জোসেফ"]),
            ("rmskn", &["Romashkin", "Ромашкин"]),
            ("skrbk", &["Shcherbakov", "Щербаков"]),
            ("tst", &["Tsvetaeva", "Цветаева"]),
            ("mkl", &["Mikhail", "Михаил"]),
            ("jhngr", &["Jahangir", "جهانگیر", "জাহাঙ্গীর"]),
        ] {
            for spelling in spellings {
                assert_eq!(skeleton(spelling).as_deref(), Some(skeleton_of_all), "{spelling}");
            }
        }
    }

    #[test]
    fn a_whole_name_meets_too() {
        assert_eq!(skeleton("Fatima Karim"), skeleton("فاطمه کریمی"));
        assert_eq!(skeleton("Rahman, Jamal"), skeleton("রহমান জামাল"));
        assert_ne!(skeleton("Fatima Karim"), skeleton("Fatima Rahman"));
    }

    #[test]
    fn short_names_and_other_scripts_have_none() {
        for name in ["", "Ali", "علی", "আলী", "Li", "Yusuf", "王小明", "Иванов", "Maria 王"] {
            assert_eq!(skeleton(name), None, "{name}");
        }
        assert_eq!(skeleton("12345"), None);
    }
}
