//! Numbers whose name stands behind them: `4155550132 is my phone number`, `A1234567 is her passport number`.

use super::whole;
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back, word},
    hints,
    scan::Hit,
    types::Type,
};

/// Whose the number is.
const WHOSE: &[&[u8]] = &[b"my ", b"our ", b"the ", b"his ", b"her ", b"their ", b"your "];
/// Words of a name that are read.
const WORDS: usize = 4;
/// Longest word of a name, bytes.
const WORD: usize = 16;

/// The number whose first digits stand at `p`, perhaps behind two letters.
pub(in crate::redact) fn named_behind(t: &[u8], p: usize) -> Option<Hit> {
    let end = p + run(t, p, 20, digit);
    // Most numbers end here.
    if part(t, end, end + 4) != b" is " || !(6..=16).contains(&(end - p)) {
        return None;
    }
    let whose = WHOSE.iter().find(|w| part(t, end + 4, end + 4 + w.len()).eq_ignore_ascii_case(w))?;
    let start = p - run_back(t, p, 3, |b| b.is_ascii_uppercase());
    let before = back(t, start, 1);
    if start + 2 < p || word(before) || matches!(before, b'-' | b'.' | b'/' | b'+') && alnum(back(t, start, 2)) {
        return None;
    }
    let mut to = end + 4 + whose.len();
    for _ in 0..WORDS {
        let n = run(t, to, WORD + 1, |b| b.is_ascii_alphabetic() || b == b'\'');
        if !(2..=WORD).contains(&n) {
            return None;
        }
        to += n;
        let said = hints::label(t, to);
        // `account number` says more than `account`.
        let last = at(t, to) != b' ' || !at(t, to + 1).is_ascii_alphabetic();
        if said.has(Type::Phone) && start == p && end - p >= 7 {
            return Some(Hit::ruled(start, end, Type::Phone, "named-behind"));
        }
        if said.has(Type::UsSsn) && start == p && end - p == 9 {
            return Some(Hit::ruled(start, end, Type::UsSsn, "named-behind"));
        }
        if let Some(kind) = whole(part(t, start, end), said).filter(|_| !said.is_empty()) {
            return Some(Hit::ruled(start, end, kind, "named-behind"));
        }
        if last {
            return None;
        }
        to += 1;
    }
    None
}
