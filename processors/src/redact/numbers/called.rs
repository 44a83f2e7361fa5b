//! Words before a number which say that somebody is called at it: `call me at`, `call from 4155550132 to 4155550199`.

use crate::redact::bytes::{at, back, digit, part, run, run_back, word_before};

/// `call me at`, `answering on`: too common in other senses for bare digits.
pub(super) fn asked_to_call(t: &[u8], p: usize) -> bool {
    word_before(t, p, 24, DIRECT) || pronoun_to_call(t, p)
}

/// Words behind which somebody is called; those behind the first [`ALONE`] only with a word for somebody behind them.
const CALLED: [&[u8]; 20] = [
    b"dial", b"answering", b"registered", b"appelez", b"erreichen", b"erreichbar", b"anrufen", b"chiamami", b"ligue",
    b"llamar", b"chiamare", b"messages", b"voicemail", b"hotline", b"call", b"reach", b"text", b"contact", b"message",
    b"ring",
];
/// How many of them need no word for somebody.
const ALONE: usize = 14;
const DIRECT: &[&[u8]] = CALLED.split_at(ALONE).0;
const WAYS: &[&[u8]] = CALLED.split_at(ALONE).1;

/// `call me`, `reach us at`, `text him`.
pub(super) fn pronoun_to_call(t: &[u8], p: usize) -> bool {
    word_before(t, p, 24, WAYS) && word_before(t, p, 16, &[b"me", b"us", b"him", b"her", b"them"])
}

/// `call from 4155550132 to 4155550199`: a number of North America on a side of a call, with nothing between but what
/// parts sides, and the other number or its mark.
pub(super) fn on_a_side(t: &[u8], p: usize, n: usize) -> bool {
    const SIDES: &[&[u8]] = &[b"from", b"to", b"->", b"and", b"then", b"by"];
    const CALLS: &[&[u8]] = &[
        b"call", b"calls", b"called", b"calling", b"caller", b"sms", b"texted", b"dialed", b"dialled", b"voicemail",
        b"forwarded",
    ];
    const PROGRAMS: &[&[u8]] =
        &[b"tool", b"function", b"system", b"method", b"procedure", b"rpc", b"api", b"recursive"];
    let north = n == 10 && matches!(at(t, p), b'2'..=b'9') && matches!(at(t, p + 3), b'2'..=b'9');
    // Most numbers end here.
    if !north || back(t, p, 1) != b' ' || is_size(part(t, p, p + n)) {
        return false;
    }
    let side = |word: &[u8]| SIDES.iter().any(|w| w.eq_ignore_ascii_case(word));
    let first = token(t, p - 1);
    if !side(first) && !matches!(first, b"call" | b"calls" | b"Call" | b"Calls") {
        return false;
    }
    let mut i = p - 1;
    for _ in 0..6 {
        let word = token(t, i);
        let before = i - word.len();
        let name = word.strip_suffix(b":").unwrap_or(word);
        if CALLS.iter().any(|w| w.eq_ignore_ascii_case(name)) {
            let whose = token(t, before.saturating_sub(1));
            return back(t, before, 1) != b' ' || !PROGRAMS.iter().any(|w| w.eq_ignore_ascii_case(whose));
        }
        let number = |b: &u8| digit(*b) || matches!(b, b'+' | b'-' | b'.' | b'(' | b')' | b',');
        let other = word.iter().all(number) || word.starts_with(b"[") && word.ends_with(b"]");
        if word.is_empty() || back(t, before, 1) != b' ' || !(side(word) || other) {
            return false;
        }
        i = before - 1;
    }
    false
}

/// What stands before `i` up to a blank: at most 24 bytes.
fn token(t: &[u8], i: usize) -> &[u8] {
    part(t, i - run_back(t, i, 24, |b| b > b' '), i)
}

/// Whether a number is one of bytes or a limit of integers, as programs count: a multiple of 4096, or one less.
fn is_size(number: &[u8]) -> bool {
    let n = number.iter().fold(0u64, |n, b| n * 10 + u64::from(b & 0xF));
    matches!(n % 4096, 0 | 4095)
}

/// Whether words before say that somebody is called at the number at `p`.
pub(super) fn is_called(t: &[u8], p: usize) -> bool {
    // Most numbers have none of these words before them.
    word_before(t, p, 24, &CALLED) && (asked_to_call(t, p) || word_before(t, p, 5, &[b"call", b"dial"]))
        || on_a_side(t, p, run(t, p, 11, digit))
}
