//! Words with what they mean, for look-ups of which most find nothing.

use ahash::AHashMap;

/// A word or several joined, in small letters, as far as look-ups need it. Up to [`Word::WHOLE`] bytes this is all of
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) struct Word {
    /// The first eight bytes, the first lowest.
    first: u64,
    /// The last four bytes, the last highest.
    last: u32,
    len: u32,
    /// Bytes beyond ASCII.
    high: bool,
}

impl Word {
    pub(in crate::redact) const EMPTY: Self = Self { first: 0, last: 0, len: 0, high: false };
    /// Longest word that is known by its ends, bytes.
    const WHOLE: usize = 12;
    const HIGH: u64 = 0x8080_8080_8080_8080;

    /// Of letters, in any case.
    #[inline]
    pub(in crate::redact) fn of(word: &[u8]) -> Self {
        let n = word.len();
        let (first, last) = match (word.first_chunk::<8>(), word.first_chunk::<4>(), word.last_chunk::<4>()) {
            (Some(first), _, Some(last)) => (u64::from_le_bytes(*first), u32::from_le_bytes(*last)),
            (_, Some(first), Some(last)) => {
                let last = u32::from_le_bytes(*last);
                (u64::from(u32::from_le_bytes(*first)) | u64::from(last) << (8 * (n - 4)), last)
            }
            _ => {
                let first = word.iter().rev().fold(0, |w, b| w << 8 | u64::from(*b));
                (first, (first as u32).checked_shl(8 * (4 - n as u32)).unwrap_or(0))
            }
        };
        let high = (first | u64::from(last)) & Self::HIGH != 0 || n > Self::WHOLE && !word.is_ascii();
        // A letter of ASCII is small with this bit; where nothing stands it must not be.
        let lower = |x: u64| x | (!x & Self::HIGH) >> 2;
        let (here, there) = (u64::MAX >> (64 - 8 * n.clamp(1, 8)), u32::MAX.checked_shl(32 - 8 * n.min(4) as u32));
        let first = if n == 0 { 0 } else { lower(first) & here };
        Self { first, last: lower(u64::from(last)) as u32 & there.unwrap_or(0), len: n as u32, high }
    }

    /// Whether it ends with `s` behind three letters or more.
    #[inline]
    pub(in crate::redact) fn is_plural(self) -> bool {
        self.last >> 24 == u32::from(b's') && self.len > 3
    }

    /// Without its last letter. `fifth`: the fifth byte from its end, or 0.
    #[inline]
    pub(in crate::redact) fn shorter(self, fifth: u8) -> Self {
        let len = self.len.saturating_sub(1);
        let fifth = if fifth < 0x80 && len >= 4 { fifth | 0x20 } else { fifth };
        let first = self.first & u64::MAX >> (64 - 8 * len.clamp(1, 8));
        Self { first, last: self.last << 8 | u32::from(fifth), len, ..self }
    }

    /// Whether it is one of two letters.
    #[inline]
    pub(in crate::redact) fn is(self, [a, b]: &[u8; 2]) -> bool {
        self.len == 2 && self.first == u64::from(*a) | u64::from(*b) << 8
    }

    pub(in crate::redact) fn len(&self) -> usize {
        self.len as usize
    }

    pub(in crate::redact) fn is_ascii(&self) -> bool {
        !self.high
    }

    /// Both joined.
    #[inline]
    pub(in crate::redact) fn then(self, next: Self) -> Self {
        let first = self.first | next.first.checked_shl(8 * self.len).unwrap_or(0);
        let last = next.last | self.last.checked_shr(8 * next.len).unwrap_or(0);
        Self { first, last, len: self.len + next.len, high: self.high || next.high }
    }

    fn key(self) -> u128 {
        u128::from(self.first) | u128::from(self.last) << 64 | u128::from(self.len) << 96
    }

    /// Place among the bits, 18 bits wide.
    #[inline]
    fn bit(self) -> usize {
        let mixed = self.first.wrapping_add(u64::from(self.last) << 21).wrapping_add(u64::from(self.len) << 57);
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 46) as usize
    }
}

/// At most 64 bytes of a text, with room around them, so that any of their words is read at once.
#[derive(Debug)]
pub(in crate::redact) struct Padded([u8; 4 + 64 + 8]);

impl Padded {
    pub(in crate::redact) const NONE: Self = Self([0; 4 + 64 + 8]);

    #[inline]
    pub(in crate::redact) fn of(text: &[u8]) -> Self {
        let mut all = [0; 4 + 64 + 8];
        let n = text.len().min(64);
        if let (Some(to), Some(from)) = (all.get_mut(4..4 + n), text.get(..n)) {
            to.copy_from_slice(from);
        }
        Self(all)
    }

    /// The word of `n` letters that begins at `i`: [`Word::of`] without a branch for its length.
    #[inline]
    pub(in crate::redact) fn word(&self, i: usize, n: usize) -> Word {
        let first = self.0.get(i + 4..).and_then(<[u8]>::first_chunk).map_or(0, |b| u64::from_le_bytes(*b));
        let last = self.0.get(i + n..).and_then(<[u8]>::first_chunk).map_or(0, |b| u32::from_le_bytes(*b));
        let here = u64::MAX >> (64 - 8 * n.clamp(1, 8));
        let there = ((u64::from(u32::MAX) << 32) >> (8 * n.min(4))) as u32;
        let (first, last) = (first & here, last & there);
        let high = (first | u64::from(last)) & Word::HIGH != 0
            || n > Word::WHOLE && !self.0.get(i + 4..i + 4 + n).is_some_and(<[u8]>::is_ascii);
        let lower = |x: u64| x | (!x & Word::HIGH) >> 2;
        Word { first: lower(first) & here, last: lower(u64::from(last)) as u32 & there, len: n as u32, high }
    }
}

/// A map from words to values, behind a Bloom filter.
#[derive(Debug)]
pub(in crate::redact) struct WordMap<V> {
    /// A bit for each hash.
    bloom: Box<[u64; 4096]>,
    values: Vec<(Box<[u8]>, V)>,
    /// Numbers of values by words up to [`Word::WHOLE`] bytes, and by longer ones.
    short: AHashMap<u128, u32>,
    long: AHashMap<Box<[u8]>, u32>,
}

impl<V: Default> WordMap<V> {
    pub(in crate::redact) fn new() -> Self {
        let bloom = Box::new([0; 4096]);
        Self { bloom, values: Vec::new(), short: AHashMap::new(), long: AHashMap::new() }
    }

    /// The value of a word in small letters, to be changed.
    pub(in crate::redact) fn entry(&mut self, text: &[u8]) -> &mut V {
        let word = Word::of(text);
        if let Some(bits) = self.bloom.get_mut(word.bit() >> 6) {
            *bits |= 1 << (word.bit() & 63);
        }
        let next = self.values.len() as u32;
        let i = if text.len() <= Word::WHOLE {
            *self.short.entry(word.key()).or_insert(next)
        } else {
            *self.long.entry(text.into()).or_insert(next)
        };
        if i == next {
            self.values.push((text.into(), V::default()));
        }
        &mut self.values[i as usize].1
    }

    /// All words with their values, in no order.
    pub(in crate::redact) fn words(&self) -> impl Iterator<Item = (&[u8], &V)> {
        self.values.iter().map(|(word, value)| (&**word, value))
    }

    /// The value of a word in small letters.
    #[inline]
    pub(in crate::redact) fn get(&self, word: &[u8]) -> Option<&V> {
        self.find(Word::of(word), || word)
    }

    /// The value of a word, of which `text` gives all bytes in small letters.
    #[inline]
    pub(in crate::redact) fn find<T: AsRef<[u8]>>(&self, word: Word, text: impl FnOnce() -> T) -> Option<&V> {
        let bit = word.bit();
        let may = self.bloom.get(bit >> 6).is_some_and(|bits| bits >> (bit & 63) & 1 != 0);
        if may { self.find_certainly(word, text) } else { None }
    }

    fn find_certainly<T: AsRef<[u8]>>(&self, word: Word, text: impl FnOnce() -> T) -> Option<&V> {
        let i =
            if word.len() <= Word::WHOLE { self.short.get(&word.key())? } else { self.long.get(text().as_ref())? };
        self.values.get(*i as usize).map(|(_, value)| value)
    }
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
        for word in ["", "b", "abd", "abcdefghij-", "abcdefghijkabcdefghijk!"] {
            assert_eq!(map.get(word.as_bytes()), None::<&usize>, "{word}");
        }
    }

    #[test]
    fn words_of_a_padded_text_and_singulars_are_those_words() {
        let text: Vec<u8> = b"aB\xC3\x9CdEfGhsIjKlMnOpQrS".iter().copied().cycle().take(64).collect();
        let padded = Padded::of(&text);
        for (i, n) in (0..64).flat_map(|i| (1..=64 - i).map(move |n| (i, n))) {
            let word = Word::of(&text[i..i + n]);
            assert_eq!(padded.word(i, n), word, "{i} {n}");
            if word.is_plural() && n <= Word::WHOLE {
                assert!(text[i + n - 1].eq_ignore_ascii_case(&b's'));
                let fifth = if n >= 5 { text[i + n - 5] } else { 0 };
                let shorter = Word::of(&text[i..i + n - 1]);
                assert_eq!(word.shorter(fifth).key(), shorter.key(), "{i} {n}");
            }
        }
        assert!(Word::of(b"nO").is(b"no") && !Word::of(b"nor").is(b"no"));
    }

    #[test]
    fn joined_words_are_the_word() {
        let text = b"aB\xC3\x9CdEfGhIjKlMnOpQrStUvWxYz";
        let lower = text.to_ascii_lowercase();
        for n in 0..text.len() {
            for k in 0..=n {
                let (a, b) = text[..n].split_at(k);
                assert_eq!(Word::of(a).then(Word::of(b)), Word::of(&lower[..n]), "{n} {k}");
            }
        }
    }
}
