//! Company names: the key under which two spellings of one company meet.

mod legal_forms;

use super::text;

/// A name without its legal form, punctuation and blanks: `ACME Sp. z o.o.`, `Acme` and
/// `acme spółka z o.o.` have one key. A name that is nothing but a legal form keeps it, and so
/// does one of which a single letter would remain.
pub fn key(name: &str) -> String {
    let words = equal_ands(name);
    let named = legal_forms::without(&words);
    let is_enough = named.iter().map(|word| word.chars().count()).sum::<usize>() > 1;
    if is_enough { named.concat() } else { words.concat() }
}

/// The words of a name, with every *and* between two of them written alike.
fn equal_ands(name: &str) -> Vec<String> {
    let spaced = |name: String, form: &&str| name.replace(*form, &format!(" {form} "));
    let name = legal_forms::UNSPACED.iter().fold(name.replace(['&', '+'], " and "), spaced);
    let mut words = text::words(&name);
    let last = words.len().saturating_sub(1);
    for (index, word) in words.iter_mut().enumerate() {
        if 0 < index && index < last && ANDS.contains(&word.as_str()) {
            AND.clone_into(word);
        }
    }
    words
}

const AND: &str = "and";

/// *And* in the languages that company names join people or trades with.
const ANDS: &[&str] =
    &["i", "und", "y", "et", "og", "och", "en", "ja", "ve", "и", "و", "এবং", "ও", "এন্ড", "অ্যান্ড", "অ্যাণ্ড"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_and_is_one_folded_word() {
        for and in ANDS {
            assert_eq!(text::words(and), [*and]);
        }
    }

    fn all_meet(names: &[&str], expected: &str) {
        for name in names {
            assert_eq!(key(name), expected, "{name}");
        }
    }

    #[test]
    fn legal_forms_do_not_tell_companies_apart() {
        all_meet(
            &[
                "Acme",
                "ACME Sp. z o.o.",
                "acme spółka z o.o.",
                "Acme sp. z oo",
                "ACME Spółka z ograniczoną odpowiedzialnością",
                "Acme GmbH",
                "ACME, Inc.",
                "Acme Ltd",
                "Acme (Pvt) Ltd.",
                "Acme Pvt. Limited",
                "Acme S.A.",
                "Acme SA",
                "Acme A/S",
                "AS Acme",
                "ООО Acme",
                "OOO \"Acme\"",
                "Acme GmbH & Co. KG",
                "ACME L.L.C.",
                "Acme S.r.l.",
                "Acme S.L.",
                "A.C.M.E. B.V.",
                "Acme sp. z o.o. sp. k.",
                "Acme Pty Ltd",
                "Acme S.A. de C.V.",
                "Acme Corporation",
                "PT Acme Tbk",
            ],
            "acme",
        );
    }

    #[test]
    fn persian_and_bengali_forms_go_too() {
        all_meet(&["شرکت پارس", "پارس", "شركة پارس", "شرکت پارس (سهامی خاص)", "پارس با مسئولیت محدود"], "پارس");
        all_meet(
            &["স্কয়ার", "স্কয়ার লিমিটেড", "স্কয়ার প্রাইভেট লিমিটেড", "স্কয়ার (প্রা.) লি.", "মেসার্স স্কয়ার", "স্ক\u{9DF}ার লিঃ"],
            &text::fold("স্কয়ার"),
        );
    }

    #[test]
    fn forms_written_out_meet_their_letters() {
        all_meet(&["Acme Gesellschaft mbH", "Acme Gesellschaft m.b.H.", "Acme Aktiebolag", "Acme AB"], "acme");
        all_meet(&["Acme Sanayi ve Ticaret Anonim Şirketi", "Acme San. ve Tic. A.Ş.", "Acme A.Ş."], "acme");
        all_meet(
            &["Acme S.C.", "Acme spółka cywilna", "Acme P.S.A.", "Acme Prosta Spółka Akcyjna", "The Acme"],
            "acme",
        );
        all_meet(&["株式会社トヨタ", "トヨタ株式会社", "トヨタ", "トヨタ ㈱"], &text::fold("トヨタ"));
        all_meet(&["华为技术有限公司", "华为技术股份有限公司", "华为技术"], "华为技术");
        assert_eq!(key("The Company"), "thecompany");
    }

    #[test]
    fn joined_names_meet_in_every_language() {
        all_meet(
            &[
                "Rahman & Sons",
                "Rahman and Sons Ltd",
                "Rahman und Sons",
                "RAHMAN I SONS",
                "Rahman+Sons",
                "Rahman ও Sons",
            ],
            "rahmanandsons",
        );
        assert_ne!(key("Rahman Sons"), key("Rahman & Sons"));
    }

    #[test]
    fn blanks_and_hyphens_do_not_tell_companies_apart() {
        all_meet(&["Coca-Cola Company", "Coca Cola", "CocaCola Co."], "cocacola");
    }

    #[test]
    fn a_name_that_is_a_legal_form_keeps_it() {
        assert_eq!(key("SAS"), "sas");
        assert_eq!(key("AB"), "ab");
        assert_eq!(key("Limited Company"), "limitedcompany");
        assert_eq!(key("Y-Corporation"), "ycorporation");
        assert_eq!(key("&"), "and");
        assert_eq!(key(" .,- "), "");
    }

    #[test]
    fn a_form_inside_a_name_stays() {
        assert_eq!(key("SAS Institute Inc."), "sasinstitute");
        assert_eq!(key("Limited Brands"), "limitedbrands");
        assert_ne!(key("Acme Tools"), key("Acme Pools"));
        assert_ne!(key("Company of Heroes"), key("Heroes"));
    }
}
