//! Numbers that stand alone on their lines below a heading that names them: `Phone`, and below `2162391`, `2162398`. Words count only so
//! far before a value; in a list each number but the first has others between.

use super::{Hit, Type, at, back, digit, looked, part};
use crate::redact::hints;

/// Most lines of a list.
const LINES: usize = 4096;
/// Longest number, bytes.
const NUMBER: usize = 48;

/// Adds what stands below each of `hits` that a heading names, alone on its line and written as that is.
pub(in crate::redact) fn below(t: &[u8], hits: &mut Vec<Hit>) {
    for k in 0..hits.len() {
        let Some(hit) = hits.get(k).copied().filter(|hit| heads(t, *hit)) else { continue };
        let (first, mut from) = (part(t, hit.start, hit.end), hit.end);
        for _ in 0..LINES {
            from += usize::from(at(t, from) == b'\r') + 1;
            let to = from + first.len();
            let next = part(t, from, to);
            looked(next.len());
            let same = next.len() == first.len() && next.iter().zip(first).all(|(a, b)| sign(*a) == sign(*b));
            if !same || !ends(t, to) {
                break;
            }
            hits.push(Hit { start: from, end: to, ..hit });
            from = to;
        }
    }
}

/// Whether a number is alone on its line and the heading above names it.
fn heads(t: &[u8], hit: Hit) -> bool {
    let numbered = !matches!(hit.kind, Type::Person | Type::Address | Type::Email | Type::Secret | Type::IpAddress);
    numbered
        && hit.end - hit.start <= NUMBER
        && back(t, hit.start, 1) == b'\n'
        && ends(t, hit.end)
        && at(t, hit.end) != 0
        && part(t, hit.start, hit.end).iter().filter(|b| digit(**b)).count() > 5
        && matches!(back(t, hit.start, 2), b'a'..=b'z' | b'A'..=b'Z' | b':' | b'\r')
        && hints::before(t, hit.start).last.has(hit.kind)
}

/// Whether a line ends at `i`.
fn ends(t: &[u8], i: usize) -> bool {
    matches!(at(t, i), b'\n' | b'\r') || i == t.len()
}

/// A byte as it counts for how a number is written.
fn sign(b: u8) -> u8 {
    match b {
        b'0'..=b'9' => b'0',
        b'A'..=b'Z' => b'A',
        b => b,
    }
}
