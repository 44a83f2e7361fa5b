//! Words with what they mean, for look-ups of which most find nothing.

use ahash::AHashMap;

/// A map from words to values, behind a Bloom filter.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    /// A bit for each hash.
    bloom: Box<[u64; 1024]>,
    values: AHashMap<Box<[u8]>, V>,
}

impl<V: Default> WordMap<V> {
    pub(super) fn new() -> Self {
        Self { bloom: Box::new([0; 1024]), values: AHashMap::new() }
    }

    /// The value of a word, to be changed.
    pub(super) fn entry(&mut self, word: &[u8]) -> &mut V {
        let bit = bit(word);
        if let Some(bits) = self.bloom.get_mut(bit >> 6) {
            *bits |= 1 << (bit & 63);
        }
        self.values.entry(word.into()).or_default()
    }

    /// All words with their values, in no order.
    pub(super) fn words(&self) -> impl Iterator<Item = (&[u8], &V)> {
        self.values.iter().map(|(word, value)| (&**word, value))
    }

    /// The value of a word.
    #[inline]
    pub(super) fn get(&self, word: &[u8]) -> Option<&V> {
        let bit = bit(word);
        let may = self.bloom.get(bit >> 6).is_some_and(|bits| bits >> (bit & 63) & 1 != 0);
        if may { self.values.get(word) } else { None }
    }
}

/// Place among the bits, 16 bits wide: from the length, the first eight bytes and the last four.
#[inline]
fn bit(word: &[u8]) -> usize {
    let (first, last) = match (word.first_chunk::<8>(), word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (Some(first), _, Some(last)) => (u64::from_le_bytes(*first), u32::from_le_bytes(*last)),
        (_, Some(first), Some(last)) => (u64::from(u32::from_le_bytes(*first)), u32::from_le_bytes(*last)),
        _ => (word.iter().fold(0, |w, b| w << 8 | u64::from(*b)), 0),
    };
    let mixed = first.wrapping_add(u64::from(last) << 21).wrapping_add((word.len() as u64) << 57);
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_length_are_found() {
        let words: Vec<String> = (1..40).map(|n| "abcdefghijk".chars().cycle().take(n).collect()).collect();
        let mut map = WordMap::new();
        for (i, word) in words.iter().enumerate() {
            *map.entry(word.as_bytes()) = i + 1;
        }
        for (i, word) in words.iter().enumerate() {
            assert_eq!(map.get(word.as_bytes()), Some(&(i + 1)));
        }
        for word in ["", "b", "abd", "abcdefghij-", "Abc"] {
            assert_eq!(map.get(word.as_bytes()), None::<&usize>, "{word}");
        }
    }
}
