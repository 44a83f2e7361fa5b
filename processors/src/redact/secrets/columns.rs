//! Passwords in the column of a table of Markdown or of an `INSERT` that its head names.

use super::{
    beside::{LONGEST, NEAR, behind, hit, literal, password, varied},
    shape,
};
use crate::redact::{
    bytes::{at, part, run, run_back},
    scan::Hit,
    types::mark_at,
};

/// Most rows of a table that are read.
const ROWS: usize = 32;

/// Values below the head of a table of Markdown; `bar` is the bar behind the word.
pub(super) fn table(t: &[u8], from: usize, bar: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let line = from - run_back(t, from, LONGEST, |b| b != b'\n');
    let head = part(t, line, from);
    let column = head.iter().filter(|b| **b == b'|').count();
    let begins = head.trim_ascii_start().first() == Some(&b'|');
    let label = head.rsplit(|b| *b == b'|').next().unwrap_or_default();
    let mut next = bar + run(t, bar, LONGEST, |b| b != b'\n') + 1;
    let rule = run(t, next, LONGEST, |b| matches!(b, b'|' | b'-' | b':' | b' '));
    if column == 0 || !begins || label.trim_ascii().len() > 16 || rule < 5 || at(t, next + rule) != b'\n' {
        return None;
    }
    next += rule + 1;
    for _ in 0..ROWS {
        let n = run(t, next, 1024, |b| b != b'\n');
        let row = part(t, next, next + n);
        let mut bars = memchr::memchr_iter(b'|', row).skip(column - 1);
        let (Some(open), Some(close)) = (bars.next(), bars.next()) else { break };
        let cell = part(row, open + 1, close);
        let skip = cell.iter().take_while(|b| matches!(b, b' ' | b'`' | b'*')).count();
        let rest = part(cell, skip, cell.len());
        let size = rest.len() - rest.iter().rev().take_while(|b| matches!(b, b' ' | b'`' | b'*')).count();
        let value = part(rest, 0, size);
        let start = next + open + 1 + skip;
        if varied(value) && size >= 5 && !value.contains(&b' ') && !shape::code(value) && mark_at(value, 0).is_none() {
            hits.push(hit((start, start + size), "password-column"));
        }
        next += n + 1;
    }
    None
}

/// `INSERT INTO users (name, password) VALUES ('a', 'x')`: the value of the column that ends at `end`.
pub(super) fn columns(t: &[u8], from: usize, end: usize) -> Option<Hit> {
    let close = end + memchr::memchr(b')', part(t, end, end + NEAR))?;
    let values = close + 1 + run(t, close + 1, 8, |b| b.is_ascii_whitespace());
    if !part(t, values, values + 6).eq_ignore_ascii_case(b"values") {
        return None;
    }
    let head = part(t, from.saturating_sub(NEAR), from);
    let column = part(head, memchr::memrchr(b'(', head)?, head.len()).iter().filter(|b| **b == b',').count();
    let open = values + 6 + memchr::memchr(b'(', part(t, values + 6, values + 12))?;
    let mut i = open + 1;
    for _ in 0..column {
        i += run(t, i, 3, |b| b == b' ');
        i = match literal(t, i) {
            Some((_, to)) => behind(t, to),
            None => i + run(t, i, 64, |b| !matches!(b, b',' | b')' | b'\n')),
        };
        if at(t, i) != b',' {
            return None;
        }
        i += 1;
    }
    let range = literal(t, i)?;
    let value = part(t, range.0, range.1);
    (varied(value) && password(value)).then(|| hit(range, "password-column"))
}
