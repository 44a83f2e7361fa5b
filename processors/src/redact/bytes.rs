//! Small helpers over bytes. Reading past either end gives 0, which is a boundary to every detector; nothing here panics.
//!
//! What walks over bytes counts them, so that the work on one value has a limit ([`Budget`]).

use std::cell::Cell;

thread_local! {
    /// Bytes that verifiers of this thread have looked at.
    static LOOKED: Cell<u64> = const { Cell::new(0) };
}

/// Counts bytes that a verifier looks at without the helpers below.
pub(super) fn looked(n: usize) {
    LOOKED.with(|c| c.set(c.get().wrapping_add(n as u64)));
}

/// How many bytes verifiers may look at for one value.
///
/// Verifiers are bounded, so this is never reached by text that was seen so far, hostile text of the benches included
/// (at most about 40 bytes for each byte of the value); it bounds what was not thought of.
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

    pub(super) fn spent(&self) -> u64 {
        LOOKED.get().wrapping_sub(self.start)
    }

    pub(super) fn is_over(&self) -> bool {
        self.spent() > self.limit
    }
}

/// The byte at `i`.
pub(super) fn at(t: &[u8], i: usize) -> u8 {
    t.get(i).copied().unwrap_or(0)
}

/// The byte `n` before `i` (`n` ≥ 1).
pub(super) fn back(t: &[u8], i: usize, n: usize) -> u8 {
    i.checked_sub(n).map_or(0, |j| at(t, j))
}

/// A range; empty when out of bounds.
pub(super) fn part(t: &[u8], from: usize, to: usize) -> &[u8] {
    t.get(from..to.min(t.len())).unwrap_or_default()
}

/// Number of bytes from `i` on that satisfy `f`, at most `max`.
pub(super) fn run(t: &[u8], i: usize, max: usize, f: impl Fn(u8) -> bool) -> usize {
    let n = part(t, i, i.saturating_add(max)).iter().take_while(|b| f(**b)).count();
    looked(n);
    n
}

/// Number of bytes before `i` that satisfy `f`, at most `max`.
pub(super) fn run_back(t: &[u8], i: usize, max: usize, f: impl Fn(u8) -> bool) -> usize {
    let n = part(t, i.saturating_sub(max), i).iter().rev().take_while(|b| f(**b)).count();
    looked(n);
    n
}

pub(super) fn digit(b: u8) -> bool {
    b.is_ascii_digit()
}

pub(super) fn alnum(b: u8) -> bool {
    b.is_ascii_alphanumeric()
}

/// Letter, digit, `_`: what a token must not touch.
pub(super) fn word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Letters of base64 and base64url, without padding.
pub(super) fn base64(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_')
}

/// Letters of base64url.
pub(super) fn base64url(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')
}

/// Whether a whole word of `words` (lower case) stands in the `window` bytes before `i`, in any case.
/// A word ends where a letter is followed by something else; plural `s` is allowed.
pub(super) fn word_before(t: &[u8], i: usize, window: usize, words: &[&[u8]]) -> bool {
    let from = i.saturating_sub(window);
    let text = part(t, from, i);
    looked(text.len());
    if !may_hold_letters(text) {
        return false;
    }
    // A word cut by the window's start is not whole.
    let cut = from > 0 && back(t, from, 1).is_ascii_alphabetic();
    let mut first = cut;
    text.split(|b| !b.is_ascii_alphabetic()).any(|w| {
        if std::mem::take(&mut first) || w.len() < 2 {
            return false;
        }
        let singular = w.strip_suffix(b"s").unwrap_or(w);
        words.iter().any(|x| w.eq_ignore_ascii_case(x) || singular.eq_ignore_ascii_case(x))
    })
}

/// Whether any byte may be a letter: bit 6 is set in all of them. Tables of numbers have none.
fn may_hold_letters(text: &[u8]) -> bool {
    const BIT: u64 = 0x4040_4040_4040_4040;
    let (words, rest) = text.as_chunks::<8>();
    words.iter().any(|w| u64::from_le_bytes(*w) & BIT != 0) || rest.iter().any(|b| b & 0x40 != 0)
}
