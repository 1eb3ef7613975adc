//! Legal forms as they stand around company names, folded and without blanks: `Sp. z o.o.`,
//! `sp. z oo` and `SP ZOO` are all `spzoo`.

/// Forms of scripts that put no blank between a name and its form.
pub const UNSPACED: &[&str] = &["株式会社", "股份有限公司", "有限会社", "合同会社", "有限责任公司", "有限公司"];

/// The longest form, in words: *spółka z o. o.*, *s. a. p. i. de c. v.*
const MAX_WORDS: usize = 8;

/// The words of a name that are left when the legal forms before and behind them are gone.
pub fn without(words: &[String]) -> &[String] {
    let mut named = words;
    while let Some(count) = count_at_end(named) {
        named = &named[..named.len() - count];
    }
    while let Some(count) = count_at_start(named) {
        named = &named[count..];
    }
    named
}

/// How many of the last words are a form; the longest form counts.
fn count_at_end(words: &[String]) -> Option<usize> {
    let most = words.len().min(MAX_WORDS);
    let is_form = |count: &usize| contains(AT_END, &words[words.len() - count..].concat());
    (1..=most).rev().find(is_form)
}

fn count_at_start(words: &[String]) -> Option<usize> {
    let most = words.len().min(MAX_WORDS);
    let is_form = |count: &usize| contains(AT_START, &words[..*count].concat());
    (1..=most).rev().find(is_form)
}

fn contains(forms: &[&str], joined: &str) -> bool {
    forms.binary_search(&joined).is_ok()
}

/// Forms that stand behind a name. Sorted by bytes, for the search.
#[rustfmt::skip]
const AT_END: &[&str] = &[
    "ab", "ad", "ae", "ag", "agandcokg", "agco", "aktiebolag", "aktiengesellschaft", "andco", "andcokg", "andcompany",
    "anonimsirketi", "ans", "ao", "aps", "as", "asa", "asoy", "avv", "bhd", "bt", "bv", "bvba", "cjsc", "co", "coltd",
    "company", "companylimited", "corp", "corporation", "cv", "dd", "doo", "dooel", "ead", "eg", "ehf",
    "eingetragenergenossenschaft", "eireli", "eirl", "ek", "eood", "epe", "eurl", "ev", "fzco", "fze", "fzllc", "gbr",
    "gesellschaftmbh", "gesellschaftmitbeschrankterhaftung", "gesmbh", "ggmbh", "gie", "gmbh", "gmbhandco",
    "gmbhandcokg", "gmbhandcokgaa", "hb", "hf", "ike", "inc", "incorporated", "ivs", "jsc", "kabushikikaisha", "kb",
    "kft", "kg", "kgaa", "kk", "kkt", "ks", "limitada", "limited", "limitedcompany", "limitedliabilitycompany",
    "limitedsirketi", "llc", "lllp", "llp", "lp", "ltd", "ltda", "ltdsti", "mb", "mbh", "nv", "nyrt", "oao", "ohg",
    "ojsc", "ood", "ooo", "ou", "oy", "oyab", "oyj", "pao", "pjsc", "plc", "pllc", "privatelimited",
    "proprietarylimited", "prostaspolkaakcyjna", "psa", "psc", "pt", "pte", "pteltd", "pty", "pvt", "pvtltd", "sa",
    "sab", "sabdecv", "sac", "sadecv", "sae", "sanandtic", "sanayiandticaret", "sanayiticaret", "santic", "saoc",
    "sapa", "sapi", "sapidecv", "sarl", "sas", "sasu", "sau", "sc", "sca", "sci", "scop", "scs", "sdnbhd", "se",
    "shpk", "sia", "sicav", "sk", "sl", "slp", "slu", "snc", "soccoop", "sociedadanonima", "sociedadlimitada",
    "societeanonyme", "spa", "spj", "spk", "spka", "spolkaakcyjna", "spolkacywilna", "spolkajawna",
    "spolkakomandytowa", "spolkazograniczonaodpowiedzialnoscia", "spolkazoo", "spp", "sprl", "spzoo", "srl", "srls",
    "sro", "sti", "tbk", "tov", "uab", "ug", "ughaftungsbeschrankt", "vof", "vos", "wll", "zao", "zrt", "zs", "αε",
    "επε", "ικε", "ад", "ао", "ат", "еоод", "зао", "ип", "оао", "оод", "ооо", "пао", "тов", "тоо", "المحدوده",
    "بامسیولیتمحدود", "ذمم", "سهامیخاص", "سهامیعام", "شرکت", "شرکه", "شمم", "محدوده", "مسیولیتمحدود", "এন্ডকোং",
    "এন্ডকোম্পানি", "কোং", "কোম্পানি", "কোম্পানী", "পিএলসি", "প্রা", "প্রাঃ", "প্রাঃলিঃ", "প্রাইভেটলিমিটেড",
    "প্রালি", "লি", "লিঃ", "লিমিটেড", "合同会社", "有限会社", "有限公司", "有限责任公司", "株", "株式会社", "股份有限公司",
];

/// Forms that also stand before a name. Few, because `AB InBev` and `SAS Institute` begin with words that
/// are forms elsewhere. Sorted by bytes.
#[rustfmt::skip]
const AT_START: &[&str] = &[
    "ao", "as", "cv", "firma", "messrs", "oao", "ooo", "ou", "pao", "pt", "sia", "spolka", "the", "too", "uab", "zao",
    "ао", "ат", "зао", "ип", "оао", "ооо", "пао", "тов", "тоо", "شرکت", "شرکه", "موسسه", "মেসার্স", "合同会社", "有限会社",
    "株", "株式会社",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::text;

    #[test]
    fn forms_are_sorted_folded_and_one_run_of_letters() {
        for forms in [AT_END, AT_START] {
            assert!(forms.is_sorted_by(|a, b| a < b));
            for form in forms {
                assert_eq!(text::words(form), [*form]);
            }
        }
    }
}
