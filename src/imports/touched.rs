//! Which records the rows of a file have spoken of, in a bit each: files of millions of rows must not fill the memory.

use std::collections::HashMap;

/// A set of ids. Ids made in one go lie close together and share their words.
#[derive(Debug, Default)]
pub struct Touched {
    words: HashMap<i64, u64>,
}

impl Touched {
    /// Adds an id; no, if it was there.
    pub fn add(&mut self, id: i64) -> bool {
        let (word, bit) = (id.div_euclid(64), 1_u64 << id.rem_euclid(64));
        let bits = self.words.entry(word).or_default();
        let fresh = *bits & bit == 0;
        *bits |= bit;
        fresh
    }

    /// Was it added?
    pub fn holds(&self, id: i64) -> bool {
        self.words.get(&id.div_euclid(64)).is_some_and(|bits| bits & (1 << id.rem_euclid(64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_fresh_once() {
        let mut touched = Touched::default();
        assert!(touched.add(63) && touched.add(64));
        assert!(!touched.add(63) && touched.holds(63) && !touched.holds(62));
    }
}
