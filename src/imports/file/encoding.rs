//! The first reading of a file, byte by byte: its hash, and which encoding it is in.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest, Sha256};

use super::FileTrouble;

/// How many bytes the beginning of a file is.
const HEAD: usize = 256 * 1024;

/// How many bytes that are not plain ASCII are looked at, where a file is not UTF-8.
const LOOKED_AT: usize = 1024 * 1024;

/// An encoding that spreadsheets and other CRMs write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding of a name, as `windows-1250`.
    pub fn named(name: &str) -> Option<Encoding> {
        encoding_rs::Encoding::for_label(name.trim().as_bytes()).map(Encoding)
    }

    /// Its name, as people know it.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The decoder for it.
    pub fn decoder(self) -> &'static encoding_rs::Encoding {
        self.0
    }
}

/// What the bytes of a file tell.
#[derive(Debug)]
pub struct Bytes {
    /// SHA-256 of the whole file, in hexadecimal: the same file again is known by it.
    pub hash: String,
    /// How many bytes.
    pub length: u64,
    /// The encoding.
    pub encoding: Encoding,
    /// Its beginning.
    pub head: Vec<u8>,
    /// Ends with a quotation mark, as a file does whose last cell is quoted.
    pub ends_quoted: bool,
}

/// Reads a file once, to the end: one letter far down may tell Windows-1252 from UTF-8.
///
/// # Errors
/// When it cannot be read, or is empty.
pub fn examine(path: &Path) -> Result<Bytes, FileTrouble> {
    let mut file = File::open(path)?;
    let (mut hash, mut utf8, mut letters) = (Sha256::new(), Utf8Check::default(), Letters::default());
    let (mut head, mut length) = (Vec::new(), 0);
    let mut buffer = vec![0; 64 * 1024];
    let mut last = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        let bytes = &buffer[..read];
        length += read as u64;
        last = bytes.iter().rev().copied().find(|byte| *byte > b' ').unwrap_or(last);
        hash.update(bytes);
        utf8.observe(bytes);
        letters.observe(bytes);
        head.extend_from_slice(&bytes[..read.min(HEAD - head.len())]);
    }
    if length == 0 {
        return Err(FileTrouble::Empty);
    }
    let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Bytes { hash, length, encoding: told(&head, &utf8, letters), head, ends_quoted: last == b'"' })
}

/// The encoding: by its mark, by the zeros of letters in two bytes, by being UTF-8 but for a slip, else by its letters.
fn told(head: &[u8], utf8: &Utf8Check, letters: Letters) -> Encoding {
    if let Some((marked, _)) = encoding_rs::Encoding::for_bom(head) {
        return Encoding(marked);
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let lines = head.iter().filter(|byte| **byte == b'\n').count();
    // Not only Latin letters have zeros beside them: in any script the ends of lines do.
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > 1 && odd >= lines && odd > even * 9 => Encoding(UTF_16LE),
        (even, odd) if even > 1 && even >= lines && even > odd * 9 => Encoding(UTF_16BE),
        _ if utf8.is_likely() => Encoding(UTF_8),
        _ => letters.guess(),
    }
}

/// Watches bytes go by and knows how far they are UTF-8, also where a letter lies across two readings.
#[derive(Default)]
struct Utf8Check {
    /// Letters of several bytes.
    good: usize,
    /// Bytes that belong to no letter.
    bad: usize,
    carried: Vec<u8>,
}

impl Utf8Check {
    fn observe(&mut self, bytes: &[u8]) {
        if self.carried.is_empty() && bytes.is_ascii() {
            return;
        }
        self.carried.extend_from_slice(bytes);
        let mut rest = self.carried.as_slice();
        loop {
            let wrong = match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.good += long_letters(text.as_bytes());
                    rest = &[];
                    break;
                }
                Err(wrong) => wrong,
            };
            let (valid, behind) = rest.split_at(wrong.valid_up_to());
            self.good += long_letters(valid);
            rest = behind;
            // A letter cut in two has no error length; it ends with the next bytes, or never.
            let Some(length) = wrong.error_len() else { break };
            self.bad += length;
            rest = &rest[length..];
        }
        self.carried = rest.to_vec();
    }

    /// UTF-8, or UTF-8 with a slip: many letters that could not be so by chance, and few that are none.
    fn is_likely(&self) -> bool {
        self.bad * 10 <= self.good
    }
}

fn long_letters(valid: &[u8]) -> usize {
    valid.iter().filter(|byte| **byte >= 0xC0).count()
}

/// The letters of a file that is not UTF-8: which of the older encodings makes words of them.
#[derive(Default)]
struct Letters {
    bytes: Vec<u8>,
}

impl Letters {
    fn observe(&mut self, bytes: &[u8]) {
        let room = LOOKED_AT - self.bytes.len();
        if room > 0 && !bytes.is_ascii() {
            self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
    }

    fn guess(&self) -> Encoding {
        if !self.are_foreign() {
            return Encoding(WINDOWS_1252);
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&self.bytes, true);
        Encoding(detector.guess(None, Utf8Detection::Deny))
    }

    /// More than a few accents of Western names, which look alike in many encodings: many letters, several in a row, or
    /// signs in words.
    fn are_foreign(&self) -> bool {
        const ENOUGH: usize = 20;
        let is_long = |byte: u8| byte >= 0x80;
        let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0xC0;
        let are_enough = self.bytes.iter().filter(|byte| is_long(**byte)).nth(ENOUGH - 1).is_some();
        let are_in_a_row = self.bytes.windows(3).any(|three| three.iter().all(|byte| is_long(*byte)));
        // What is £ or ³ in the West is a letter in the East: £ódz, Pawe³.
        let is_sign = |pair: &[u8]| match pair {
            [0xA3 | 0xAF, next] => is_letter(*next),
            [before, 0xB3 | 0xB9 | 0xBF] => is_letter(*before),
            _ => false,
        };
        are_enough || are_in_a_row || self.bytes.windows(2).any(is_sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    fn encoding(bytes: &[u8]) -> &'static str {
        let (mut utf8, mut letters) = (Utf8Check::default(), Letters::default());
        utf8.observe(bytes);
        letters.observe(bytes);
        told(bytes, &utf8, letters).name()
    }

    #[test]
    fn marks_and_zeros_tell_the_encoding() {
        assert_eq!(encoding(b"\xEF\xBB\xBFname"), "UTF-8");
        assert_eq!(encoding(b"\xFF\xFEn\0"), "UTF-16LE");
        assert_eq!(encoding(&utf16("name;city", true)), "UTF-16LE");
        assert_eq!(encoding(&utf16("name;city", false)), "UTF-16BE");
        assert_eq!(encoding(&utf16("会社,電話\n株式会社山田,東京\n", true)), "UTF-16LE");
        assert_eq!(encoding("Łódź".as_bytes()), "UTF-8");
        assert_eq!(encoding(b"name,city\nAc\0me,Paris\n"), "UTF-8");
    }

    #[test]
    fn a_slip_in_a_file_makes_no_other_encoding_of_it() {
        let text = "Müller;Köln\nÖzil;Gelsenkirchen\nSchäfer;Düsseldorf\nŻabka;Łódź\nKrüger;Fürth\n".as_bytes();
        assert_eq!(encoding(&[text, b"Caf\xE9;Paris\n"].concat()), "UTF-8");
    }

    #[test]
    fn letters_tell_the_older_encodings() {
        for (text, name) in [
            ("Firma;Ort\nMüller GmbH;Köln\nSchäfer & Söhne;Düsseldorf\n", "windows-1252"),
            ("Nazwa firmy;Miasto;Kraj\nŻabka Łódź;Łódź;Polska\nŚwiat Książki;Kraków;Polska\n", "windows-1250"),
            ("Компания;Город\nООО Ромашка;Москва\nЗавод Прогресс;Самара\n", "windows-1251"),
            ("name,city\n株式会社山田,東京\n有限会社鈴木,大阪\n", "Shift_JIS"),
            ("name;city\nNúñez SA;Málaga\n", "windows-1252"),
            ("nom;ville\nSociété Générale;Orléans\n", "windows-1252"),
        ] {
            let (bytes, _, _) = Encoding::named(name).unwrap().decoder().encode(text);
            assert_eq!(encoding(&bytes), name, "{text}");
        }
    }

    #[test]
    fn a_letter_across_two_readings_is_still_utf8() {
        let mut check = Utf8Check::default();
        for byte in "Zoë বাংলা".bytes() {
            check.observe(&[byte]);
        }
        assert_eq!((check.bad, check.is_likely()), (0, true));
        check.observe(b"\xFCller");
        assert_eq!((check.bad, check.is_likely()), (1, false));
    }
}
