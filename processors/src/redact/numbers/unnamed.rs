//! Bare numbers that nothing names: the most frequent ones in technical text. What is known by its form alone has more
//! digits, or signs between them; all else wants a word near by. So where the text around says nothing, no verifier is
//! asked.
//!
//! In builds with assertions the verifiers are asked all the same, and must find nothing: every test is one of this
//! file, too.

use super::{called, cards, phones, social_security};
use crate::redact::{
    bytes::{at, back, digit, part, run, word},
    context::Context,
    hints,
    ids::{self, ASIDE, is_beside_sort_code, is_told_by_signs, transferred},
};
/// Digits of a number that only a word can name.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=9;
/// Digits of a number that may be something by itself, unless its own digits say otherwise.
const MORE_DIGITS: std::ops::RangeInclusive<usize> = 10..=19;

/// Whether the run of digits at `p` stands alone and no word around it, nor its key, says anything.
pub(in crate::redact) fn is(t: &[u8], p: usize, context: Context) -> bool {
    let n = run(t, p, *MORE_DIGITS.end() + 1, digit);
    let release = if (1..=3).contains(&n) { release(t, p, n) } else { None };
    let end = release.unwrap_or(p + n);
    let bare = || DIGITS.contains(&n) || MORE_DIGITS.contains(&n) && !may_stand_alone(t, p, n);
    if release.is_none() && !bare() || !opens(t, p) || !closes(t, end) {
        return false;
    }
    // All of a value is what its check digit says, perhaps behind the letters of a series: `ABA 300000`.
    let whole = t.len() <= n + 8
        && part(t, 0, p).iter().chain(part(t, end, t.len())).all(|b| !word(*b) || b.is_ascii_uppercase());
    if whole || context.names_numbers() || !hints::are_silent(t, p, end) {
        return false;
    }
    !is_told(t, p, n) && ids::is_somebodys(t, end).is_none()
}

/// End of a version of three numbers, of which one digit is the second: `10.0.29533`; its first `n` digits stand at
/// `p`. Nothing else is grouped so, but a date.
fn release(t: &[u8], p: usize, n: usize) -> Option<usize> {
    let dot = p + n;
    let last = run(t, dot + 3, 7, digit);
    let shaped = at(t, dot) == b'.' && digit(at(t, dot + 1)) && at(t, dot + 2) == b'.';
    let dated = last == 4 && at(t, dot + 1) != b'0';
    (shaped && (3..=6).contains(&last) && !dated).then_some(dot + 3 + last)
}

/// Whether a number of ten digits or more may be something without a word: what its check digits prove, a card, or a
/// telephone number with a trunk zero.
fn may_stand_alone(t: &[u8], p: usize, n: usize) -> bool {
    at(t, p) == b'0' || ids::is_proven(part(t, p, p + n)) || cards::may_be_card(t, p, n)
}

/// Whether words that say something only in these places stand around the number of `n` digits at `p`.
pub(in crate::redact) fn is_told(t: &[u8], p: usize, n: usize) -> bool {
    let end = p + n;
    phones::labelled_after(t, end)
        || n >= 7 && called::is_called(t, p)
        || n >= 13 && cards::is_behind_card(t, p)
        || n >= 12 && matches!(at(t, end), b'=' | b'^' | b'D') && cards::track(t, p).is_some()
        || n == 9 && social_security::is_social(t, p)
        || is_told_by_signs(t, p, n)
        || of_code(t, p, end)
        || n == 8 && is_beside_sort_code(t, p)
        || transferred(t, p).is_some()
}

/// Whether what stands before `p` begins a number, and it is no part of another.
fn opens(t: &[u8], p: usize) -> bool {
    match back(t, p, 1) {
        0 => p == 0,
        b' ' | b'-' | b'.' | b'/' | b',' | b':' | b'(' => !digit(back(t, p, 2)),
        b'+' => false,
        b => !word(b) && b < 0x80,
    }
}

/// Whether what stands at `end` ends a number, and no other goes on.
fn closes(t: &[u8], end: usize) -> bool {
    let gaps =
        part(t, end, end + 3).iter().take_while(|b| matches!(b, b' ' | b'-' | b'.' | b'/' | b',' | b':' | b'(' | b')'));
    let gaps = gaps.count();
    let (first, next) = (at(t, end), at(t, end + gaps));
    // `(身份证)`: words of scripts without blanks are not read behind a number.
    let named = back(t, end + gaps, 1) == b'(' && part(t, end + gaps, end + gaps + ASIDE).iter().any(|b| *b >= 0xE0);
    if word(first) || first >= 0x80 || named || digit(next) || matches!(next, b'+' | b'(') {
        return false;
    }
    // `12345678 Z`, `1234 BCD`
    let letters = run(t, end + gaps, 4, |b| b.is_ascii_uppercase());
    gaps == 0 || !(1..=3).contains(&letters) || word(at(t, end + gaps + letters))
}

/// `493021 is your … code`, `use code 493021 to …`, `"2fa code": "493021`
fn of_code(t: &[u8], p: usize, end: usize) -> bool {
    ids::may_be_sent(t, p, end)
        || part(t, p.saturating_sub(5), p).eq_ignore_ascii_case(b"code ")
        || ids::labelled_code(t, p)
}
