//! Tokens that a terminal or a mail broke over lines.

use super::{
    class::{TOKEN, is},
    shape::Shape,
};
use crate::redact::bytes::{at, part, run, run_back};

/// Shortest line that is broken, bytes.
const LINE: usize = 40;
/// Line of a terminal behind which a short rest counts, bytes.
const WIDE: usize = 60;
/// Most lines that a token goes on over.
const LINES: usize = 32;

/// Where the next line begins behind a line that ends at `i`.
pub(super) fn next_line(t: &[u8], i: usize) -> Option<usize> {
    let feed = i + usize::from(at(t, i) == b'\r');
    (at(t, feed) == b'\n').then(|| feed + 1 + run(t, feed + 1, 16, |b| matches!(b, b' ' | b'\t')))
}

/// Whether a line of a token that begins at `i` and has `n` letters is nothing else: no name, no word of what follows.
fn ends(t: &[u8], i: usize, n: usize) -> bool {
    matches!(at(t, i + n), 0 | b'\r' | b'\n' | b' ' | b'"' | b'\'' | b'`' | b',' | b')' | b'<' | b'\\')
}

/// Letters on the next line that end a token whose length is known: `missing` of them.
pub(super) fn missing(
    t: &[u8],
    to: usize,
    missing: std::ops::RangeInclusive<usize>,
    class: u16,
) -> Option<(usize, usize)> {
    let from = next_line(t, to)?;
    let n = run(t, from, missing.end() + 1, |b| is(b, class));
    (missing.contains(&n) && ends(t, from, n)).then_some((from, from + n))
}

/// Whether a line begins a token of its own, as in a list of them: with the same letters, or with a word and a dash.
fn begins(first: &[u8], line: &[u8]) -> bool {
    let word = run(line, 0, 8, |b| b.is_ascii_lowercase());
    line.starts_with(first) || line.starts_with(b"eyJ") || word >= 2 && matches!(at(line, word), b'_' | b'-')
}

/// Where a token that stands from `p` to the end of its line at `to` really ends: lines behind that only a generator
/// writes.
pub(super) fn end(t: &[u8], p: usize, mut to: usize) -> usize {
    let mut line = to - p + run_back(t, p, LINE, |b| b != b'\n');
    for _ in 0..LINES {
        let Some(from) = next_line(t, to).filter(|_| line >= LINE) else { break };
        let n = run(t, from, 512, |b| is(b, TOKEN) || b == b'.');
        let rest = part(t, from, from + n);
        let shape = Shape::of(rest);
        let generated = shape.digits > 0 && shape.upper > 0 && shape.lower > 0 && shape.switches >= 2;
        let dotted = rest.iter().filter(|b| **b == b'.').count();
        let long = n >= 16 || n >= 6 && line >= WIDE;
        let fits = long && n <= line.max(LINE) + 2 && ends(t, from, n) && dotted <= 2 && !rest.ends_with(b".");
        if !fits || !generated || begins(part(t, p, p + 3), rest) {
            break;
        }
        line = n;
        to = from + n;
    }
    to
}
