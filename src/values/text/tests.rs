//! Which spellings meet, which stay apart, and that folding settles.

use super::*;
use proptest::prelude::*;

fn all_meet(spellings: &[&str], folded: &str) {
    for spelling in spellings {
        assert_eq!(fold(spelling), folded, "{spelling:?}");
    }
}

#[test]
fn european_names_meet_their_plain_spelling() {
    all_meet(&["Łukasz", "LUKASZ", "łukasz"], "lukasz");
    all_meet(&["José", "Jose\u{301}", "jose"], "jose");
    all_meet(&["Đorđe", "Dorde"], "dorde");
    all_meet(&["Søren"], "soren");
    all_meet(&["Großmann", "GROẞMANN", "Grossmann"], "grossmann");
    all_meet(&["Ægir Þórsson"], "aegir thorsson");
    all_meet(&["IŞIK", "Işık", "isik", "İşik"], "isik");
    all_meet(&["Nguyễn", "Nguyen"], "nguyen");
    all_meet(&["ΟΔΥΣΣΕΎΣ", "Οδυσσεύς"], "οδυσσευσ");
    all_meet(&["Алёна", "АЛЕНА"], "алена");
}

#[test]
fn signs_have_one_form() {
    all_meet(&["O’Brien", "O'Brien", "O´Brien", "Oʼbrien"], "o'brien");
    all_meet(&["Jean–Luc", "jean-luc", "Jean‑Luc"], "jean-luc");
    all_meet(&["ＡＢＣ１", "abc1", "ABC¹"], "abc1");
}

#[test]
fn persian_and_arabic_keyboards_meet() {
    all_meet(&["کریمی", "كريمي", "کريمى"], "کریمی");
    all_meet(&["فاطمة", "فاطمه", "فَاطِمَة"], "فاطمه");
    all_meet(&["أحمد", "احمد", "أَحْمَد", "احـــمد"], "احمد");
    all_meet(&["آرش", "ارش"], "ارش");
    all_meet(&["إسلام", "اسلام"], "اسلام");
    all_meet(&["علی‌رضا", "علیرضا"], "علیرضا");
    all_meet(&["\u{FEFB}له", "لاله"], "لاله");
}

#[test]
fn bengali_letters_meet_however_they_were_typed() {
    assert_eq!(fold("রায়"), fold("রা\u{9AF}\u{9BC}"));
    assert_eq!(fold("বাড়ি"), fold("বা\u{9A1}\u{9BC}ি"));
    assert_eq!(fold("আষা\u{9DD}"), fold("আষা\u{9A2}\u{9BC}"));
    assert_eq!(fold("কো"), fold("ক\u{9C7}\u{9BE}"));
    assert_eq!(fold("র\u{200D}্যাব"), fold("র্যাব"));
}

#[test]
fn vowel_signs_tell_bengali_words_apart() {
    assert_ne!(fold("কার"), fold("কর"));
    assert_ne!(fold("দিন"), fold("দান"));
    assert_ne!(fold("বাড়ি"), fold("বাডি"));
}

#[test]
fn digits_of_every_script_meet() {
    all_meet(&["واحد ۱۲۳", "واحد ١٢٣", "واحد 123"], "واحد 123");
    all_meet(&["১২৩", "१२३", "123"], "123");
}

#[test]
fn blanks_collapse_and_controls_vanish() {
    all_meet(&["  Maria \t\n Li\u{A0} ", "maria\0li", "maria li"], "maria li");
    all_meet(&["", " ", "\u{200B}", "\u{200F}"], "");
}

#[test]
fn words_are_split_at_punctuation_only() {
    assert_eq!(words("Müller-Lüdenscheidt & Co. (2024)"), ["muller", "ludenscheidt", "co", "2024"]);
    assert_eq!(words("maria.li@acme.com"), ["maria", "li", "acme", "com"]);
    assert_eq!(words("শ্রী প্রিয়াঙ্কা, ঢাকা।"), [fold("শ্রী"), fold("প্রিয়াঙ্কা"), fold("ঢাকা")]);
    assert_eq!(words("شرکت «پارس»، تهران"), ["شرکت", "پارس", "تهران"]);
    assert!(words(" -–— ").is_empty());
}

#[test]
fn a_sort_key_orders_by_bytes_and_is_short() {
    let mut names = ["Émile", "zoe", "Eva", "ábel", "Zoë", "Adam"];
    names.sort_by_key(|name| sort_key(name));
    assert_eq!(names, ["ábel", "Adam", "Émile", "Eva", "zoe", "Zoë"]);
    assert_eq!(sort_key(&"é".repeat(200)), "e".repeat(80));
    assert_eq!(sort_key(&"শ্রী".repeat(40)).chars().count(), 80);
}

#[test]
fn no_character_needs_to_be_folded_twice() {
    // What lies between are ideographs and Hangul, which have no case and no accents.
    for c in ('\0'..='\u{2FFF}').chain('\u{F900}'..='\u{1FFFF}') {
        let once = fold(&format!("e{c}\u{301}\u{9CD}{c}\u{9BC}"));
        assert_eq!(fold(&once), once, "{:x}", u32::from(c));
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn folding_names_twice_changes_nothing(text in "[\u{C0}-\u{24F}\u{600}-\u{6FF}\u{980}-\u{9FF}\u{300}-\u{36F}\u{FE70}-\u{FEFC} \u{200C}]{0,16}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn the_short_way_for_ascii_agrees_with_the_long_one(text in "[ -~\t\n]{0,24}") {
        let long = fold(&format!("{text}é"));
        prop_assert_eq!(fold(&format!("{text}e")), long);
        let long: Vec<String> = words(&format!("{text} é"));
        prop_assert_eq!(words(&format!("{text} e")), long);
    }

    #[test]
    fn words_are_the_words_of_the_folded_text(text in any::<String>()) {
        prop_assert_eq!(words(&fold(&text)), words(&text));
    }
}

#[test]
fn two_letters_for_an_umlaut_are_taken_for_it() {
    let plain = |text: &str| without_umlauts(&fold(text));
    for (spelled, umlaut) in [("Krottenmueller", "Krottenmüller"), ("Fruechte", "Früchte"), ("Boehm", "Böhm")] {
        assert_eq!(plain(spelled), Some(fold(umlaut)), "{spelled}");
    }
    for name in ["Bauer", "Quelle", "Neue Halle", "Meyer", "Krottenmüller"] {
        assert_eq!(plain(name), None, "{name}");
    }
}

#[test]
fn a_line_has_single_blanks_and_something_to_see() {
    assert_eq!(line("  Ann\n \u{1}Lee "), "Ann Lee");
    assert_eq!(line("\u{200B} \u{200F}"), "");
    assert_eq!(line("یزدانی\u{200C}پور"), "یزدانی\u{200C}پور");
}
