//! Names made of syllables: enough different ones that some are frequent and most are rare.

const HEADS: [&str; 30] = [
    "ka", "no", "smi", "gar", "lo", "ah", "ho", "rah", "is", "mue", "sch", "nov", "sil", "san", "ki", "pa", "ta", "sa",
    "mwa", "oti", "be", "du", "fe", "gri", "ju", "li", "ma", "pe", "ri", "vo",
];
const MIDDLES: [&str; 20] = [
    "wal", "va", "tho", "ci", "pe", "ma", "sei", "man", "la", "ll", "mi", "ak", "ve", "to", "ra", "ne", "ku", "do",
    "ni", "ber",
];
const TAILS: [&str; 12] = ["ski", "k", "son", "a", "z", "di", "ni", "er", "ov", "es", "to", "ng"];

/// The so-manieth name of its kind.
pub fn name(n: usize) -> String {
    let (head, rest) = (HEADS[n % HEADS.len()], n / HEADS.len());
    let (middle, rest) = (MIDDLES[rest % MIDDLES.len()], rest / MIDDLES.len());
    format!("{head}{middle}{}", TAILS[rest % TAILS.len()])
}

/// A number as a word that sounds like no other number.
pub fn spelled(number: &str) -> String {
    const SYLLABLES: [&str; 10] = ["bat", "dat", "fat", "gat", "kat", "lat", "mat", "nat", "rat", "sat"];
    number.bytes().filter_map(|digit| SYLLABLES.get(usize::from(digit.wrapping_sub(b'0')))).copied().collect()
}
