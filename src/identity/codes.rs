//! Codes a person types once: to set up the company, to sign in for the first time, to sign in when a factor is lost.

use crate::values::digits::to_ascii;
use crate::web::Error;

/// Letters and digits that are not taken for one another.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Sixteen signs, 80 random bits, in groups of four.
///
/// # Errors
/// When the system gives no randomness.
pub fn fresh() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| Error::Bug(format!("no randomness: {e}")))?;
    let signs: Vec<char> = bytes.iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect();
    Ok(signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// A code without what people add or leave out when they type it.
pub fn plain(code: &str) -> String {
    to_ascii(code).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_fresh_and_easy_to_read_aloud() {
        let code = fresh().unwrap();
        assert_ne!(code, fresh().unwrap());
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4]);
        assert!(!code.contains(['I', 'O', '0', '1']));
    }
}
