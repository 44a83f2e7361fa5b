//! Rows of two cells, a name and its value: `| db_password | x |`; and such a cell in quotes.

use super::{
    beside, key_before,
    keys::secrecy,
    shape, told,
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word},
    context::Context,
    scan::Hit,
    types::{Type, mark_at},
};

/// Whether a cell beside the name of a password holds one.
fn fits(value: &[u8]) -> bool {
    let none = mark_at(value, 0).is_some() || shape::placeholder(value) || shape::template(value) || shape::path(value);
    value.len() >= 6 && !none && beside::varied(value) && !shape::code(value)
}

/// The second of two cells at `from`, the first of which is the name around `word`: `| db_password | x |`.
pub(super) fn second(t: &[u8], word_at: usize, from: usize) -> Option<(usize, usize)> {
    let name = word_at - run_back(t, word_at, 40, |b| word(b) || b == b'-' || b == b'.');
    let bar = name - run_back(t, name, 3, |b| b == b' ');
    let begins = back(t, bar, 1) == b'|' && matches!(back(t, bar, 2), 0 | b'\n');
    let n = run(t, from, 128, |b| b > b' ' && b < 0x7F && !beside::is_quote(b) && !matches!(b, b'|' | b'\\' | b'<'));
    let value = part(t, from, from + n);
    let end = from + n + run(t, from + n, 16, |b| b == b' ');
    let alone = at(t, end) == b'|' && matches!(at(t, end + 1), 0 | b'\n' | b'\r');
    let strong = value.iter().filter(|b| digit(**b)).count() >= 2 && !told::algorithm(value);
    (begins && alone && strong && fits(value)).then_some((from, from + n))
}

/// A text that begins with such a row.
pub(in crate::redact) fn row(t: &[u8]) -> Option<Hit> {
    let blank = |i: usize| run(t, i, 16, |b| matches!(b, b' ' | b'`' | b'*'));
    let name = 1 + blank(1);
    // `API key`
    let n = run(t, name, 40, |b| word(b) || matches!(b, b'-' | b'.' | b' '));
    let n = part(t, name, name + n).trim_ascii_end().len();
    let bar = name + n + blank(name + n);
    let from = bar + 1 + blank(bar + 1);
    let m = run(t, from, 256, |b| b > b' ' && b < 0x7F && !beside::is_quote(b) && !matches!(b, b'|' | b'\\' | b'<'));
    let end = from + m + blank(from + m);
    if n < 2 || at(t, bar) != b'|' || at(t, end) != b'|' || !matches!(at(t, end + 1), 0 | b'\n' | b'\r') {
        return None;
    }
    let says = std::str::from_utf8(part(t, name, name + n)).map(secrecy).ok()?;
    let value = part(t, from, from + m);
    let none = mark_at(t, from).is_some() || shape::code(value) || shape::path(value) || told::algorithm(value);
    let known = says.has(Context::SECRET) || says.has(Context::PASSWORD) || says.has(Context::MAYBE_SECRET);
    (known && !none && beside::varied(value) && accepted(value, says, Written::Quoted, false))
        .then(|| Hit::ruled(from, from + m, Type::Secret, "cell"))
}

/// `| API key | `x` |`: a cell of a table whose row names it.
pub(super) fn cell(t: &[u8], from: usize) -> Option<Hit> {
    let bar = from.checked_sub(3)?;
    if part(t, bar, from - 1) != b"| " {
        return None;
    }
    let (a, b) = beside::literal(t, from - 1)?;
    let value = part(t, a, b);
    (key_before::names_secret(t, bar)
        && accepted(value, Context::SECRET, Written::Quoted, false)
        && beside::varied(value))
    .then(|| Hit::ruled(a, b, Type::Secret, "cell"))
}
