//! Small helpers over bytes. Reading past either end gives 0, which is a boundary to every detector; nothing here panics.
//!
//! What walks over bytes counts them, so that the work on one value has a limit ([`Budget`]).

use std::cell::Cell;

thread_local! {
    /// Bytes that verifiers of this thread have looked at.
    static LOOKED: Cell<u64> = const { Cell::new(0) };
}

/// Counts bytes that a verifier looks at without the helpers below.
#[inline]
pub(super) fn looked(n: usize) {
    LOOKED.with(|c| c.set(c.get().wrapping_add(n as u64)));
}

/// How many bytes verifiers may look at for one value.
///
/// Verifiers are bounded, so that text made to be slow stays below it too (a test holds that to 300 bytes for each byte of the
/// value); it bounds what was not thought of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    start: u64,
    limit: u64,
}

impl Budget {
    /// Bytes looked at for each byte of a value.
    const PER_BYTE: u64 = 512;
    /// For any value.
    const LEAST: u64 = 1 << 20;

    /// For a value of this many bytes, from now on.
    pub(super) fn of(len: usize) -> Self {
        Self { start: LOOKED.get(), limit: Self::LEAST + Self::PER_BYTE * len as u64 }
    }

    /// For a test.
    #[cfg(test)]
    pub(super) fn limited(limit: u64) -> Self {
        Self { start: LOOKED.get(), limit }
    }

    #[inline]
    pub(super) fn spent(&self) -> u64 {
        LOOKED.get().wrapping_sub(self.start)
    }

    #[inline]
    pub(super) fn is_over(&self) -> bool {
        self.spent() > self.limit
    }
}

/// The byte at `i`.
#[inline]
pub(super) fn at(t: &[u8], i: usize) -> u8 {
    t.get(i).copied().unwrap_or(0)
}

/// The byte `n` before `i` (`n` ≥ 1).
#[inline]
pub(super) fn back(t: &[u8], i: usize, n: usize) -> u8 {
    i.checked_sub(n).map_or(0, |j| at(t, j))
}

/// A range; empty when out of bounds.
#[inline]
pub(super) fn part(t: &[u8], from: usize, to: usize) -> &[u8] {
    t.get(from..to.min(t.len())).unwrap_or_default()
}

/// Number of bytes from `i` on that satisfy `f`, at most `max`.
#[inline]
pub(super) fn run(t: &[u8], i: usize, max: usize, f: impl Fn(u8) -> bool) -> usize {
    let n = part(t, i, i.saturating_add(max)).iter().take_while(|b| f(**b)).count();
    looked(n);
    n
}

/// Number of bytes before `i` that satisfy `f`, at most `max`.
#[inline]
pub(super) fn run_back(t: &[u8], i: usize, max: usize, f: impl Fn(u8) -> bool) -> usize {
    let n = part(t, i.saturating_sub(max), i).iter().rev().take_while(|b| f(**b)).count();
    looked(n);
    n
}

#[inline]
pub(super) fn digit(b: u8) -> bool {
    b.is_ascii_digit()
}

#[inline]
pub(super) fn alnum(b: u8) -> bool {
    b.is_ascii_alphanumeric()
}

/// Letter, digit, `_`: what a token must not touch.
#[inline]
pub(super) fn word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Whether what stands before `i` is of the same word: a letter, a digit, or `_` behind one. Other `_` are emphasis: `_219-09-9999_`.
pub(super) fn glued_before(t: &[u8], i: usize) -> bool {
    match back(t, i, 1) {
        b'_' => {
            let n = run_back(t, i, 4, |b| b == b'_');
            n > 3 || alnum(back(t, i, n + 1))
        }
        b => alnum(b),
    }
}

/// Whether what stands at `i` is of the word before it.
pub(super) fn glued_behind(t: &[u8], i: usize) -> bool {
    match at(t, i) {
        b'_' => {
            let n = run(t, i, 4, |b| b == b'_');
            n > 3 || alnum(at(t, i + n))
        }
        b => alnum(b),
    }
}

/// Letters of base64 and base64url, without padding.
#[inline]
pub(super) fn base64(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_')
}

/// Letters of base64url.
#[inline]
pub(super) fn base64url(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')
}

/// Whether a whole word of `words` (lower case) stands in the `window` bytes (at most 64) before `i`, in any case.
/// A word ends where a letter is followed by something else; plural `s` is allowed.
pub(super) fn word_before(t: &[u8], i: usize, window: usize, words: &[&[u8]]) -> bool {
    let from = i.saturating_sub(window.min(64));
    let text = part(t, from, i);
    looked(text.len());
    let mut letters = Letters::of(text).ascii;
    // A word cut by the window's start is not whole.
    if from > 0 && back(t, from, 1).is_ascii_alphabetic() {
        letters &= letters.wrapping_add(1);
    }
    while letters != 0 {
        let start = letters.trailing_zeros();
        let end = (letters >> start).trailing_ones() + start;
        letters &= u64::MAX.checked_shl(end).unwrap_or(0);
        let (start, end) = (start as usize, end as usize);
        let word = part(text, start, end);
        let Some(last) = word.last().filter(|_| word.len() >= 2) else { continue };
        // Letters of a hash.
        if word.len() == 2 && digit(back(t, from + start, 1)) {
            continue;
        }
        let plural = last | 0x20 == b's';
        let is = |x: &[u8]| {
            (x.len() == word.len() || plural && x.len() >= 2 && x.len() + 1 == word.len())
                && x.iter().zip(word).all(|(x, b)| b | 0x20 == *x)
        };
        if words.iter().any(|x| is(x)) {
            return true;
        }
    }
    false
}

/// A bit for each letter, capital and digit, and for each byte beyond ASCII, of at most 64 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters {
    /// ASCII letters.
    pub(super) ascii: u64,
    /// ASCII capitals.
    pub(super) upper: u64,
    pub(super) digits: u64,
    /// Bytes beyond ASCII.
    pub(super) high: u64,
}

impl Letters {
    /// Letters, those beyond ASCII too.
    #[inline]
    pub(super) fn all(&self) -> u64 {
        self.ascii | self.high
    }

    #[inline]
    pub(super) fn of(text: &[u8]) -> Self {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = 0x80 * ONES;
        let gather = |bits: u64| (bits >> 7 & ONES).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        let (chunks, rest) = text.as_chunks::<8>();
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        let mut all = Self::default();
        for (k, word) in chunks.iter().chain((!rest.is_empty()).then_some(&last)).enumerate().take(8) {
            let w = u64::from_le_bytes(*word);
            // Sums that reach the highest bit of their byte are in the range.
            let low = (w | (0x20 * ONES)) & !HIGH;
            let ascii = (low + 0x1F * ONES) & !(low + 0x05 * ONES) & !w & HIGH;
            let low = w & !HIGH;
            let digits = (low + 0x50 * ONES) & !(low + 0x46 * ONES) & !w & HIGH;
            all.ascii |= gather(ascii) << (8 * k);
            all.high |= gather(w) << (8 * k);
            all.upper |= gather(ascii & !(w << 2)) << (8 * k);
            all.digits |= gather(digits) << (8 * k);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_before() {
        let words: &[&[u8]] = &[b"card", b"phone", b"ip"];
        for text in ["card ", "CARD: ", "Cards ", "my phone's ", "a,ip=", "ip.ip."] {
            assert!(word_before(text.as_bytes(), text.len(), 40, words), "{text}");
        }
        for text in ["", "discard ", "card2go", "tip ", "phon e", "cardss ", "c a r d", "\u{e9}\u{ef} "] {
            let found = word_before(text.as_bytes(), text.len(), 40, words);
            assert_eq!(found, text == "card2go", "{text}");
        }
        // Cut by the window's start.
        assert!(!word_before(b"discard 12", 10, 7, words));
        assert!(word_before(b"dis-card 12", 11, 8, words));
        assert!(!word_before(b"phone and so on 12", 18, 8, words));
        // `vs` is no plural of `v`.
        assert!(!word_before(b"vs, 12", 6, 24, &[b"v"]));
    }

    #[test]
    fn every_letter_capital_and_digit_has_its_bit() {
        for n in 0..=64usize {
            let text: Vec<u8> = (0..n).map(|i| (i * 37 + n * 11) as u8).collect();
            let of = |f: fn(u8) -> bool| text.iter().enumerate().fold(0, |m, (i, b)| m | u64::from(f(*b)) << i);
            let (ascii, high) = (of(|b| b.is_ascii_alphabetic()), of(|b| b >= 0x80));
            let (upper, digits) = (of(|b| b.is_ascii_uppercase()), of(digit));
            assert_eq!(Letters::of(&text), Letters { ascii, upper, digits, high });
        }
    }
}
