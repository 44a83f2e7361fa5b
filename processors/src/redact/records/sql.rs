//! Rows of SQL: `INSERT INTO people (name, phone) VALUES ('…', '…'), …` and the `COPY … FROM stdin` of `pg_dump`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{HEAD, joined, label, says, value};
use crate::redact::{
    bytes::{at, looked, part, run},
    context::Context,
    scan::Hit,
};

/// Most columns of a row.
const COLUMNS: usize = 64;
/// Longest list of columns, and literal, bytes.
const LONGEST: usize = 2048;
/// Between two statements, bytes.
const BETWEEN: usize = 256;
/// Before the first bracket of a statement, bytes.
const BEFORE: usize = 200;

/// Reads the statements from the first `INSERT` on: each is known by its first bracket, of which prose has few.
pub(super) fn find(t: &[u8], hits: &mut Vec<Hit>) {
    let (mut from, mut to) = (0, HEAD + BEFORE);
    while let Some(n) = memchr::memchr(b'(', part(t, from, to)) {
        let open = from + n;
        from = open + 1;
        if inserts(t, open) {
            let Some(end) = statement(t, open, hits) else { break };
            (from, to) = (end, end + BETWEEN);
        }
    }
}

/// Whether `INSERT INTO` stands before the bracket at `open`, and no other bracket or statement between.
fn inserts(t: &[u8], open: usize) -> bool {
    // `Insert Into` in mixed case is rare.
    static FINDERS: LazyLock<[Finder<'static>; 2]> =
        LazyLock::new(|| [b"INSERT INTO ", b"insert into "].map(Finder::new));
    let head = part(t, open.saturating_sub(BEFORE), open);
    let from = memchr::memrchr3(b'(', b')', b';', head).map_or(0, |i| i + 1);
    let head = part(head, from, head.len());
    looked(head.len());
    FINDERS.iter().any(|finder| finder.find(head).is_some())
}

/// Reads a statement from its first bracket on. Gives where it ends.
fn statement(t: &[u8], from: usize, hits: &mut Vec<Hit>) -> Option<usize> {
    let head = part(t, from, from + LONGEST);
    let close = memchr::memchr(b')', head)?;
    looked(close);
    let names: Vec<_> = part(head, 1, close).split(|b| *b == b',').take(COLUMNS).collect();
    let mut columns: Vec<_> = names.iter().map(|n| label(n)).collect();
    let mailed = names.iter().any(|n| super::trimmed(n).to_ascii_lowercase().ends_with(b"email"));
    let mut i = from + close + 1;
    i += run(t, i, 8, |b| b.is_ascii_whitespace());
    if !part(t, i, i + 6).eq_ignore_ascii_case(b"values") {
        return Some(i);
    }
    i += 6;
    joined(&mut columns, mailed);
    loop {
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        if at(t, i) != b'(' {
            return Some(i);
        }
        i = row(t, i + 1, &columns, hits)?;
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        if at(t, i) != b',' {
            return Some(i);
        }
        i += 1;
    }
}

/// Reads the values of a row from behind its bracket on. Gives where it ends.
fn row(t: &[u8], mut i: usize, columns: &[Option<Context>], hits: &mut Vec<Hit>) -> Option<usize> {
    let mut column = 0;
    loop {
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        let from = i;
        i = match at(t, i) {
            b'\'' => literal(t, i)?,
            _ => i + run(t, i, LONGEST, |b| !matches!(b, b',' | b')' | b'\'' | b'\n')),
        };
        let text = part(t, from, i);
        if let Some(context) = columns.get(column).copied().flatten()
            && (says(context) || context.has(Context::NAME.with(Context::ADDRESS_PART)))
        {
            value(t, text, context, hits);
        }
        column += 1;
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        match at(t, i) {
            b',' => i += 1,
            b')' => return Some(i + 1),
            _ => return None,
        }
    }
}

/// End of the literal that begins at `i`; two quotes are one of its letters.
fn literal(t: &[u8], i: usize) -> Option<usize> {
    let mut to = i + 1;
    loop {
        to += memchr::memchr2(b'\'', b'\\', part(t, to, to + LONGEST))?;
        match (at(t, to), at(t, to + 1)) {
            (b'\\', _) | (b'\'', b'\'') => to += 2,
            _ => {
                looked(to - i);
                return Some(to + 1);
            }
        }
    }
}

/// Reads the rows that follow `line`, if it is `COPY people (name, phone) FROM stdin;`. Gives where they end.
pub(super) fn copied(t: &[u8], mut from: usize, line: &[u8], hits: &mut Vec<Hit>) -> Option<usize> {
    let line = line.strip_prefix(b"COPY ")?.trim_ascii();
    let names = line.strip_suffix(b") FROM stdin;")?;
    let names = part(names, memchr::memchr(b'(', names)? + 1, names.len());
    let names: Vec<_> = names.split(|b| *b == b',').take(COLUMNS).collect();
    let mut columns: Vec<_> = names.iter().map(|n| label(n)).collect();
    joined(&mut columns, names.iter().any(|n| super::trimmed(n).ends_with(b"email")));
    while let Some(rest) = t.get(from..).filter(|r| !r.is_empty() && !r.starts_with(b"\\.")) {
        let n = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        looked(n);
        for (text, context) in part(rest, 0, n).split(|b| *b == b'\t').zip(&columns) {
            if let Some(context) = context {
                value(t, text, *context, hits);
            }
        }
        from += n + 1;
    }
    Some(from)
}
