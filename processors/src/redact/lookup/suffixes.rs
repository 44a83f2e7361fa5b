//! Words looked for at the end of a text, in any case: asked at every separator, so it must be cheap to find none.

use ahash::AHashMap;

use crate::redact::bytes::{back, part};

/// A set of words of at least three bytes, by their last three.
#[derive(Debug)]
pub(in crate::redact) struct Suffixes {
    /// A bit for each hash of three bytes.
    bloom: [u64; 128],
    words: AHashMap<u32, Vec<Box<[u8]>>>,
}

impl Suffixes {
    pub(in crate::redact) fn new<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Self {
        let mut set = Self { bloom: [0; 128], words: AHashMap::new() };
        for word in words {
            let word = word.as_ref();
            let tail = tail(word, word.len());
            let bit = bit(tail);
            if let Some(bits) = set.bloom.get_mut(bit >> 6) {
                *bits |= 1 << (bit & 63);
            }
            set.words.entry(tail).or_default().push(word.into());
        }
        set
    }

    /// Whether one of the words may end before `end`: right for all that do, and wrong for few others.
    #[inline]
    pub(in crate::redact) fn may_end(&self, t: &[u8], end: usize) -> bool {
        let bit = bit(tail(t, end));
        self.bloom.get(bit >> 6).is_some_and(|bits| bits >> (bit & 63) & 1 != 0)
    }

    /// Whether one of the words ends before `end`, whatever stands before it.
    #[inline]
    pub(in crate::redact) fn ends(&self, t: &[u8], end: usize) -> bool {
        self.may_end(t, end) && self.find(t, end)
    }

    fn find(&self, t: &[u8], end: usize) -> bool {
        let words = self.words.get(&tail(t, end));
        words.is_some_and(|words| {
            words.iter().any(|w| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w))
        })
    }
}

/// The last three bytes before `end`, the last highest: the same for letters in any case, and for some other bytes.
#[inline]
fn tail(t: &[u8], end: usize) -> u32 {
    let last = match end.checked_sub(4).and_then(|from| t.get(from..end)?.first_chunk()) {
        Some(four) => u32::from_le_bytes(*four) >> 8,
        None => u32::from_le_bytes([back(t, end, 3), back(t, end, 2), back(t, end, 1), 0]),
    };
    last | 0x20_2020
}

/// Place among the bits, 13 bits wide.
#[inline]
fn bit(tail: u32) -> usize {
    (tail.wrapping_mul(0x9E37_79B1) >> 19) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_in_any_case() {
        let set = Suffixes::new(["key", "passwort", "密码", "geslo"]);
        for text in ["key", "API_KEY", "Passwort", "my 密码", "geslo"] {
            assert!(set.ends(text.as_bytes(), text.len()), "{text}");
        }
        for text in ["", "ke", "keys", "asswort", "密", "码"] {
            assert!(!set.ends(text.as_bytes(), text.len()), "{text}");
        }
        assert!(set.ends(b"key=", 3) && !set.ends(b"key=", 4));
    }
}
