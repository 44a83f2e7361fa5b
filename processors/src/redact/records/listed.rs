//! Numbers behind one that a label or a heading names: `phones: 2162391, 2162398`, `Phone` and below it one a line.
//! Words count only so far before a value; in a list each number but the first has others between.

use super::{Hit, Type, at, back, digit, looked, part};
use crate::redact::{
    bytes::{alnum, run, run_back, word},
    hints,
};

/// Longest number, bytes.
const NUMBER: usize = 48;

/// Longest sign between two numbers, bytes.
const SIGN: usize = 6;

/// Adds what follows each of `hits` that a label or a heading names, written and parted as that is.
pub(in crate::redact) fn behind(t: &[u8], hits: &mut Vec<Hit>) {
    let mut read = 0;
    for k in 0..hits.len() {
        let Some(hit) = hits.get(k).copied().filter(|hit| hit.start >= read && may_begin(t, *hit)) else { continue };
        let first = part(t, hit.start, hit.end);
        let Some(sign) = sign_behind(t, hit.end).filter(|sign| follows(t, hit.end + sign.len(), first)) else {
            continue;
        };
        if !is_named(t, hit, sign) {
            continue;
        }
        let mut from = hit.end;
        while part(t, from, from + sign.len()) == sign && follows(t, from + sign.len(), first) {
            from += sign.len();
            hits.push(Hit { start: from, end: from + first.len(), ..hit });
            from += first.len();
            read = from;
        }
    }
}

/// Whether a number may be the first of a list.
fn may_begin(t: &[u8], hit: Hit) -> bool {
    let numbered = !matches!(
        hit.kind,
        Type::Person | Type::Address | Type::Email | Type::Secret | Type::IpAddress | Type::DateOfBirth
    );
    numbered
        && hit.end - hit.start <= NUMBER
        && part(t, hit.start, hit.end).iter().filter(|b| digit(**b)).count() > 5
        && !alnum(back(t, hit.start, 1))
}

/// Whether a label directly before a number names it, or a heading where each has a line.
fn is_named(t: &[u8], hit: Hit, sign: &[u8]) -> bool {
    let heading = || {
        let gap = run_back(t, hit.start, SIGN, |b| matches!(b, b' ' | b'\r' | b'\n' | b'-' | b'*'));
        let b = back(t, hit.start - gap, 1);
        !sign.starts_with(b"\n") || b == b':' || b.is_ascii_alphabetic()
    };
    hints::before(t, hit.start).last.has(hit.kind) && heading()
}

/// What parts the number that ends at `i` from the next.
fn sign_behind(t: &[u8], i: usize) -> Option<&[u8]> {
    if part(t, i, i + 5) == b" and " {
        return Some(part(t, i, i + 5));
    }
    let n = run(t, i, SIGN, |b| matches!(b, b' ' | b',' | b';' | b'|' | b'\t' | b'\r' | b'\n' | b'-' | b'*'));
    let sign = part(t, i, i + n);
    let parts = |b: &u8| !matches!(b, b'-' | b'*');
    sign.iter().any(parts).then_some(sign)
}

/// Whether a number written as `first` stands at `i`, and nothing goes on behind it.
fn follows(t: &[u8], i: usize, first: &[u8]) -> bool {
    let to = i + first.len();
    let next = part(t, i, to);
    looked(next.len());
    let same = next.len() == first.len() && next.iter().zip(first).all(|(a, b)| shape(*a) == shape(*b));
    let (b, behind) = (at(t, to), at(t, to + 1));
    let joined = matches!(b, b'.' | b'-' | b'/' | b':' | b'@' | b'%' | b'=' | b'+') && (alnum(behind) || b != b'.');
    same && !word(b) && b < 0x80 && !joined
}

/// A byte as it counts for how a number is written.
fn shape(b: u8) -> u8 {
    match b {
        b'0'..=b'9' => b'0',
        b'A'..=b'Z' => b'A',
        b => b,
    }
}
