//! Which of the texts seen before a text is, by a hash with keys of this process.

use std::hash::{BuildHasher, Hasher};

use ahash::RandomState;

/// Hashed at a time, bytes.
const CHUNK: usize = 128;

/// Makes 128-bit hashes out of two `ahash` values whose keys are random and independent for each instance.
///
/// Two texts of one hash would be taken for one. With independent uniform hashes the chance is 2^-128 for each pair
/// that is compared: about 10^-21 for a billion different texts. The keys never leave the process, so a sender cannot
/// search for such a pair.
#[derive(Clone, Debug, Default)]
pub struct KeyedHash([RandomState; 2]);

impl KeyedHash {
    /// Begins a hash.
    pub fn begin(&self) -> Hashing {
        Hashing(self.0.each_ref().map(BuildHasher::build_hasher))
    }

    /// The hash of one text.
    pub fn of(&self, text: &[u8]) -> u128 {
        let mut hashing = self.begin();
        hashing.write(text);
        hashing.finish()
    }
}

/// A hash under way.
#[derive(Debug)]
pub struct Hashing([<RandomState as BuildHasher>::Hasher; 2]);

impl Hashing {
    /// Adds a number.
    pub fn write_u64(&mut self, n: u64) {
        self.0.iter_mut().for_each(|hasher| hasher.write_u64(n));
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) {
        // By turns: neither waits for the other.
        for chunk in bytes.chunks(CHUNK) {
            self.0.iter_mut().for_each(|hasher| hasher.write(chunk));
        }
    }

    /// The hash.
    pub fn finish(self) -> u128 {
        let [a, b] = self.0.map(|hasher| u128::from(hasher.finish()));
        a << 64 | b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_of_all_bytes_and_of_one_process() {
        let (one, other) = (KeyedHash::default(), KeyedHash::default());
        let text = vec![7; 3 * CHUNK];
        let hash = one.of(&text);
        assert_eq!(one.of(&text), hash);
        assert_ne!(other.of(&text), hash);
        for i in 0..text.len() {
            let mut changed = text.clone();
            changed[i] ^= 1;
            assert_ne!(one.of(&changed), hash, "{i}");
            assert_ne!(one.of(&text[..i]), hash, "{i}");
        }
        let halves = hash >> 64 != hash & u128::from(u64::MAX);
        assert!(halves, "both halves have keys of their own");
    }
}
