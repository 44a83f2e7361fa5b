//! Small helpers over bytes. Reading past either end gives 0, which is a boundary to every detector; nothing here
//! panics.
//!
//! What walks over bytes counts them, so that the work on one value has a limit ([`Budget`]).

use std::cell::Cell;

pub(super) use super::scan::classes::Letters;

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
/// Verifiers are bounded, so that text made to be slow stays below it too (a test holds that to 300 bytes for each byte
/// of the value); it bounds what was not thought of.
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

/// The characters with which bytes begin: all before the first that are none.
pub(super) fn text(t: &[u8]) -> &str {
    std::str::from_utf8(t).or_else(|e| std::str::from_utf8(part(t, 0, e.valid_up_to()))).unwrap_or_default()
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

/// How many bytes are of a kind: all are looked at, several at once.
#[inline]
pub(super) fn count(t: &[u8], f: impl Fn(u8) -> bool) -> usize {
    t.chunks(128).map(|t| usize::from(t.iter().fold(0u8, |n, b| n + u8::from(f(*b))))).sum()
}

/// Whether a text is a UUID that has letters (RFC 9562, 4).
pub(super) fn uuid(t: &[u8]) -> bool {
    t.len() == 36
        && [8, 13, 18, 23].into_iter().all(|i| at(t, i) == b'-')
        && count(t, |b| b.is_ascii_hexdigit()) == 32
        && count(t, digit) < 32
}

/// Whether one of these words, in small letters, stands anywhere in a short text, in any case.
pub(super) fn mentions(text: &[u8], words: &[&[u8]]) -> bool {
    let firsts = first_letters(words);
    // Two bytes are compared without a call.
    let begins = |i: usize, word: &[u8]| (at(text, i) ^ at(word, 0) | at(text, i + 1) ^ at(word, 1)) & !0x20 == 0;
    let stands = |i: usize, word: &[u8]| begins(i, word) && part(text, i, i + word.len()).eq_ignore_ascii_case(word);
    text.iter().enumerate().any(|(i, b)| firsts >> (b & 31) & 1 != 0 && words.iter().any(|w| stands(i, w)))
}

/// Most blanks that put separators or values of several lines below each other.
const ALIGNED: usize = 48;

/// Blanks at `i`, as many as may put values below each other: `Password:          x`.
#[inline]
pub(super) fn blanks(t: &[u8], i: usize) -> usize {
    run(t, i, ALIGNED, |b| matches!(b, b' ' | b'\t'))
}

/// Blanks before `i`, as many as may put separators below each other: `password          = x`.
#[inline]
pub(super) fn blanks_before(t: &[u8], i: usize) -> usize {
    run_back(t, i, ALIGNED, |b| matches!(b, b' ' | b'\t'))
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

/// Whether what stands before `i` is of the same word: a letter, a digit, or `_` behind one. Other `_` are emphasis:
/// `_219-09-9999_`.
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

/// Whether a text ends with one of `list`.
#[inline]
pub(super) fn ends_with_any(t: &[u8], list: &[&[u8]]) -> bool {
    list.iter().any(|end| end.last() == t.last() && t.ends_with(end))
}

/// A bit for each letter that a word of `words` begins with; the same for both cases.
#[inline]
const fn first_letters(words: &[&[u8]]) -> u32 {
    let (mut bits, mut i) = (0, 0);
    while i < words.len() {
        if let [first, ..] = words[i] {
            bits |= 1 << (*first & 31);
        }
        i += 1;
    }
    bits
}

/// Words in lower case that a word is compared with; most differ in their first letter.
pub(super) struct Listed {
    words: &'static [&'static [u8]],
    firsts: u32,
}

impl Listed {
    pub(super) const fn new(words: &'static [&'static [u8]]) -> Self {
        Self { words, firsts: first_letters(words) }
    }

    /// Whether `word` is one, in any case.
    #[inline]
    pub(super) fn has(&self, word: &[u8]) -> bool {
        self.firsts >> (at(word, 0) & 31) & 1 != 0 && self.words.iter().any(|w| word.eq_ignore_ascii_case(w))
    }
}

/// Whether a whole word of `words` (lower case) stands in the `window` bytes (at most 64) before `i`, in any case.
/// A word ends where a letter is followed by something else; plural `s` is allowed.
pub(super) fn word_before(t: &[u8], i: usize, window: usize, words: &[&[u8]]) -> bool {
    let from = i.saturating_sub(window.min(64));
    let text = part(t, from, i);
    looked(text.len());
    let firsts = first_letters(words);
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
        if firsts >> (at(word, 0) & 31) & 1 == 0 {
            continue;
        }
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

/// Whether a text ends with a word, in whatever letters.
pub(super) fn ends_in_any_case(text: &[u8], word: &[u8]) -> bool {
    text.len() >= word.len() && part(text, text.len() - word.len(), text.len()).eq_ignore_ascii_case(word)
}

/// Whether a text ends with a word. Of a list of words most are told by their last byte.
pub(super) fn ends(text: &[u8], word: &str) -> bool {
    text.last() == word.as_bytes().last() && text.ends_with(word.as_bytes())
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
}
