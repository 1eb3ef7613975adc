//! The first reading of a file, byte by byte: its hash, and which encoding it is in.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest, Sha256};

use super::FileTrouble;

/// How many bytes the beginning of a file is.
const HEAD: usize = 256 * 1024;

/// The encodings that spreadsheets and other CRMs write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark in front.
    Utf8,
    /// UTF-16 as Windows writes it.
    Utf16Le,
    /// UTF-16 the other way round.
    Utf16Be,
    /// Western Windows: what a file is that is none of the others.
    Windows1252,
}

impl Encoding {
    /// Its name, as people know it.
    pub fn name(self) -> &'static str {
        self.decoder().name()
    }

    /// The decoder for it.
    pub fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
        }
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
}

/// Reads a file once, to the end: one letter far down may tell Windows-1252 from UTF-8.
///
/// # Errors
/// When it cannot be read, or is empty.
pub fn examine(path: &Path) -> Result<Bytes, FileTrouble> {
    let mut file = File::open(path)?;
    let (mut hash, mut utf8) = (Sha256::new(), Utf8Check::default());
    let (mut head, mut length) = (Vec::new(), 0);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        let bytes = &buffer[..read];
        length += read as u64;
        hash.update(bytes);
        utf8.observe(bytes);
        head.extend_from_slice(&bytes[..read.min(HEAD - head.len())]);
    }
    if length == 0 {
        return Err(FileTrouble::Empty);
    }
    let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Bytes { hash, length, encoding: told(&head, utf8.holds), head })
}

/// The encoding: by its mark, by the zeros of Latin letters in two bytes, by being valid.
fn told(head: &[u8], is_utf8: bool) -> Encoding {
    if let Some((marked, _)) = encoding_rs::Encoding::for_bom(head) {
        return match marked {
            _ if marked == UTF_16LE => Encoding::Utf16Le,
            _ if marked == UTF_16BE => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        };
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 4;
    match (zeros(0) > head.len(), zeros(1) > head.len()) {
        (false, true) => Encoding::Utf16Le,
        (true, false) => Encoding::Utf16Be,
        _ if is_utf8 => Encoding::Utf8,
        _ => Encoding::Windows1252,
    }
}

/// Watches bytes go by and knows whether they are UTF-8, also where a letter lies across two readings.
struct Utf8Check {
    holds: bool,
    carried: Vec<u8>,
}

impl Default for Utf8Check {
    fn default() -> Self {
        Utf8Check { holds: true, carried: Vec::new() }
    }
}

impl Utf8Check {
    fn observe(&mut self, bytes: &[u8]) {
        if !self.holds {
            return;
        }
        self.carried.extend_from_slice(bytes);
        match std::str::from_utf8(&self.carried) {
            Ok(_) => self.carried.clear(),
            // A letter cut in two has no error length; it ends with the next bytes, or never.
            Err(wrong) if wrong.error_len().is_none() => drop(self.carried.drain(..wrong.valid_up_to())),
            Err(_) => self.holds = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn marks_and_zeros_tell_the_encoding() {
        assert_eq!(told(b"\xEF\xBB\xBFname", true), Encoding::Utf8);
        assert_eq!(told(b"\xFF\xFEn\0", false), Encoding::Utf16Le);
        assert_eq!(told(&utf16("name;city", true), true), Encoding::Utf16Le);
        assert_eq!(told(&utf16("name;city", false), true), Encoding::Utf16Be);
        assert_eq!(told("Łódź".as_bytes(), true), Encoding::Utf8);
        assert_eq!(told(b"M\xFCller", false), Encoding::Windows1252);
    }

    #[test]
    fn a_letter_across_two_readings_is_still_utf8() {
        let mut check = Utf8Check::default();
        for byte in "Zoë বাংলা".bytes() {
            check.observe(&[byte]);
        }
        assert!(check.holds);
        check.observe(b"\xFCller");
        assert!(!check.holds);
    }
}
