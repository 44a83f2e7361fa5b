//! Rows of SQL: `INSERT INTO people (name, phone) VALUES ('…', '…'), …` and the `COPY … FROM stdin` of `pg_dump`.

use super::{COLUMNS, HEAD, joined, label, says, selected, value};
use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back},
    context::Context,
    scan::Hit,
};

/// Longest list of columns, and literal, bytes.
const LONGEST: usize = 2048;
/// Between two statements, bytes.
const BETWEEN: usize = 256;
/// Between a statement and the values that are bound to it, bytes.
const BOUND: usize = 160;
/// Longest name of a table, bytes.
const LONGEST_NAME: usize = 128;

/// Reads the statements from the first `INSERT` on: each is known by its first bracket, of which prose has few.
pub(super) fn find(t: &[u8], hits: &mut Vec<Hit>) {
    let (mut from, mut to) = (0, HEAD + LONGEST_NAME);
    while let Some(n) = memchr::memchr(b'(', part(t, from, to)) {
        let open = from + n;
        from = open + 1;
        if open == 0 || back(t, open, 1) == b'[' {
            selected::bare(t, open, hits);
        } else if inserts(t, open) {
            let Some(end) = statement(t, open, hits) else { break };
            (from, to) = (end, end + BETWEEN);
        }
    }
}

/// Whether `INSERT INTO` and the name of a table stand before the bracket at `open`, or these and `VALUES`.
fn inserts(t: &[u8], open: usize) -> bool {
    // Most brackets are of prose or of a call.
    if in_prose(t, open) {
        return false;
    }
    let mut end = open - run_back(t, open, 16, |b| b.is_ascii_whitespace());
    let quoted = matches!(back(t, end, 1), b']' | b'"' | b'`' | b'\'');
    if !quoted && !word_before(t, &mut end).eq_ignore_ascii_case(b"values") {
        let word = word_before(t, &mut end);
        if ![&b"into"[..], b"as", b"table"].iter().any(|w| word.eq_ignore_ascii_case(w)) {
            return false;
        }
    }
    const VERBS: [&[u8]; 3] = [b"insert", b"ignore", b"replace"];
    let mut end = open;
    if word_before(t, &mut end).eq_ignore_ascii_case(b"values") {
        name_before(t, &mut end);
    } else {
        end = open;
        name_before(t, &mut end);
    }
    let mut word = word_before(t, &mut end);
    // `people AS p`
    if word.eq_ignore_ascii_case(b"as") {
        name_before(t, &mut end);
        word = word_before(t, &mut end);
    }
    if word.eq_ignore_ascii_case(b"table") {
        word = word_before(t, &mut end);
    }
    if !word.eq_ignore_ascii_case(b"into") {
        return false;
    }
    // `execute("INSERT`
    let verb = word_before(t, &mut end);
    let quotes = verb.iter().take_while(|b| matches!(b, b'"' | b'\'' | b'`' | b'\\')).count();
    VERBS.contains(&part(verb, quotes, verb.len()).to_ascii_lowercase().as_slice())
}

/// Whether two plain words stand before the bracket at `open` and the first ends like none that leads to the name of a
/// table: right where it says so, and cheap.
fn in_prose(t: &[u8], open: usize) -> bool {
    if back(t, open, 1) != b' ' {
        return false;
    }
    let end = open - 1;
    let start = end - run_back(t, end, 60, |b| b.is_ascii_alphabetic());
    let tail = [back(t, start, 3) | 0x20, back(t, start, 2) | 0x20];
    start >= 3
        && start < end
        && back(t, start, 1) == b' '
        && tail[1].is_ascii_lowercase()
        && !matches!(&tail, b"to" | b"as" | b"le")
        && !part(t, start, end).eq_ignore_ascii_case(b"values")
}

/// Moves `end` to before the name of a table: `people`, `"shop"."the people"`.
fn name_before(t: &[u8], end: &mut usize) {
    let mut to = *end - run_back(t, *end, 16, |b| b.is_ascii_whitespace());
    for _ in 0..3 {
        let open = match back(t, to, 1) {
            b']' => b'[',
            quote @ (b'"' | b'`' | b'\'') => quote,
            _ => {
                word_before(t, &mut to);
                break;
            }
        };
        // A name in quotes may have blanks.
        let n = run_back(t, to - 1, LONGEST_NAME, |b| b != open && b != b'\n');
        to = (to - 1 - n).saturating_sub(1);
        if back(t, to, 1) != b'.' {
            break;
        }
        to -= 1;
    }
    *end = to;
}

/// The word before `end`, which moves to where it begins; empty where it is longer than a name.
fn word_before<'a>(t: &'a [u8], end: &mut usize) -> &'a [u8] {
    let to = *end - run_back(t, *end, 16, |b| b.is_ascii_whitespace());
    let n = run_back(t, to, LONGEST_NAME, |b| b > b' ' && b != b'(' && b != b')' && b != b';');
    *end = to - n;
    part(t, to - n, to)
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
        let first = i + 1;
        i = row(t, first, &columns, hits)?;
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        if at(t, i) != b',' {
            let filled = is_placeholder(at(t, first)).then(|| bound(t, i, &columns, hits)).flatten();
            return Some(filled.unwrap_or(i));
        }
        i += 1;
    }
}

/// Whether a value that begins so is bound: `?`, `%s`, `$1`, `:name`, `@name`.
fn is_placeholder(first: u8) -> bool {
    matches!(first, b'?' | b'%' | b'$' | b':' | b'@')
}

/// Reads the values that stand behind a statement with placeholders that ends at `i`:
/// `(?, ?)]\n[parameters: ('…', '…')]`, `(%s, %s)", ('…', '…'))`. Gives where they end.
fn bound(t: &[u8], i: usize, columns: &[Option<Context>], hits: &mut Vec<Hit>) -> Option<usize> {
    let near = part(t, i, i + BOUND);
    looked(near.len());
    if let Some(n) = memchr::memmem::find(near, b"$1 = ") {
        return Some(numbered(t, i + n, columns, hits));
    }
    // The first bracket with a literal in it.
    let mut open = memchr::memchr2_iter(b'(', b'[', near)
        .find(|n| matches!(at(near, n + 1), b'\'' | b'"') || digit(at(near, n + 1)) && at(near, *n) == b'(')
        // What a call in between ends is of another statement.
        .filter(|n| memchr::memchr(b')', part(near, 0, *n)).is_none())
        .map(|n| i + n)?;
    let mut end = None;
    loop {
        let Some(to) = row(t, open + 1, columns, hits) else { return end };
        end = Some(to);
        // Several rows: `[('…', '…'), ('…', '…')]`.
        let next = to + run(t, to, 4, |b| matches!(b, b',' | b' '));
        if next == to || at(t, next) != b'(' {
            return end;
        }
        open = next;
    }
}

/// Reads values as PostgreSQL logs them, from the first on: `$1 = '…', $2 = '…'`. Gives where they end.
fn numbered(t: &[u8], mut i: usize, columns: &[Option<Context>], hits: &mut Vec<Hit>) -> usize {
    for column in columns {
        let from = i + run(t, i, 5, |b| digit(b) || matches!(b, b'$' | b' ')) + 2;
        let Some(to) = (part(t, from - 2, from) == b"= ").then(|| literal(t, from, at(t, from))).flatten() else {
            break;
        };
        if let Some(context) = column.filter(|c| says(*c) || c.has(Context::NAME.with(Context::ADDRESS_PART))) {
            value(t, part(t, from, to), context, hits);
        }
        i = to + run(t, to, 2, |b| matches!(b, b',' | b' '));
    }
    i
}

/// Reads the values of a row from behind its bracket on. Gives where it ends.
fn row(t: &[u8], mut i: usize, columns: &[Option<Context>], hits: &mut Vec<Hit>) -> Option<usize> {
    let mut column = 0;
    loop {
        i += run(t, i, 16, |b| b.is_ascii_whitespace());
        let from = i;
        i = match at(t, i) {
            quote @ (b'\'' | b'"') => literal(t, i, quote)?,
            _ => i + run(t, i, LONGEST, |b| !matches!(b, b',' | b')' | b']' | b'\'' | b'\n')),
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
            b')' | b']' => return Some(i + 1),
            _ => return None,
        }
    }
}

/// End of the literal that begins at `i`; two quotes are one of its letters.
pub(super) fn literal(t: &[u8], i: usize, quote: u8) -> Option<usize> {
    let mut to = i + 1;
    loop {
        to += memchr::memchr2(quote, b'\\', part(t, to, to + LONGEST))?;
        match (at(t, to), at(t, to + 1)) {
            (b'\\', _) => to += 2,
            (a, b) if a == quote && b == quote => to += 2,
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
