//! Small helpers over bytes. Reading past either end gives 0, which is a boundary to every detector; nothing here panics.

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
    part(t, i, i.saturating_add(max)).iter().take_while(|b| f(**b)).count()
}

/// Number of bytes before `i` that satisfy `f`, at most `max`.
pub(super) fn run_back(t: &[u8], i: usize, max: usize, f: impl Fn(u8) -> bool) -> usize {
    part(t, i.saturating_sub(max), i).iter().rev().take_while(|b| f(**b)).count()
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
