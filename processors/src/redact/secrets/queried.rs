//! Literals that a query or a command of a store has for the column or field of a password: `pwd IN ('x', 'y')`,
//! `pwd LIKE 'x%'`, `password: {$in: ["x"]}`, `HSET user:1 pwd "x"`, and such that replace each other:
//! `password from 'x' to 'y'`, `'x' -> 'y'`.

use super::{
    beside::{self, is_quote, literal, varied},
    blocks, commands,
};
use crate::redact::{
    bytes::{at, back, part, run, run_back},
    scan::Hit,
    types::{Type, mark_at},
};

/// Most literals of a list.
const MOST: usize = 32;
/// How far before a field the command of a store may begin.
const BEFORE: usize = 160;

/// What stands between a column and what it is compared with, one blank for any.
const OPERATORS: &[&[u8]] = &[
    b"in (", b"not in (", b"in(", b"like ", b"not like ", b"ilike ", b"not ilike ", b"rlike ", b"regexp ",
    b"similar to ", b"glob ", b"<> ", b"is not distinct from ", b"is distinct from ", b"= any(array[",
    b"= any (array[", b"= binary ",
];
/// The same of queries that are objects, behind the colon.
const MEMBERS: &[&[u8]] =
    &[b"$in: [", b"$nin: [", b"$eq: ", b"$ne: ", b"$in\": [", b"$nin\": [", b"$eq\": ", b"$ne\": "];
/// What may stand before `from`.
const CHANGED: &[&[u8]] = &[b"was changed ", b"has been changed ", b"changed ", b"was updated ", b"updated "];
/// Commands of stores that take fields and values.
const STORES: &[&[u8]] = &[b"HSET ", b"HMSET ", b"HSETNX "];

/// Asks what stands behind the name of a password that ends at `end`; all literals but the first are added to `hits`.
pub(super) fn behind_name(t: &[u8], end: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    // A quote around the column closes before.
    let end = end + run(t, end, 1, |b| is_quote(b) || b == b']');
    let i = end + run(t, end, 4, |b| b == b' ');
    let starts = |w: &[u8], i: usize| part(t, i, i + w.len()).eq_ignore_ascii_case(w);
    let told = CHANGED.iter().copied().find(|w| starts(w, i)).map_or(i, |w| i + w.len());
    if told > end && starts(b"from ", told) {
        return replaced(t, told + 5, hits);
    }
    let found = match at(t, i) {
        b':' => members(t, i + 1),
        _ if i == end => None,
        0xE2 if part(t, i, i + 4) == "→ ".as_bytes() => word(t, i + 4),
        b'"' | b'\'' | 0x80.. => stored(t, end),
        _ => match OPERATORS.iter().copied().find(|w| starts(w, i)) {
            Some(operator) => list(t, i + operator.len(), hits),
            None => stored(t, end),
        },
    };
    let (from, to) = match found {
        Some(range) => range,
        None => changed(t, i)?,
    };
    hit(t, from, to)
}

fn hit(t: &[u8], from: usize, to: usize) -> Option<Hit> {
    let value = part(t, from, to);
    // Outside of quotes a name with a number is as good.
    let quoted = is_quote(back(t, from, 1)) || back(t, from, 1) == b'%';
    let fine = varied(value) && beside::password(value) && (quoted || blocks::cased(value));
    (fine && mark_at(t, from).is_none()).then(|| Hit::ruled(from, to, Type::Secret, "password-queried"))
}

/// The literal at `i`, without the signs of a pattern around it; those behind commas are added to `hits`.
fn list(t: &[u8], i: usize, hits: &mut Vec<Hit>) -> Option<(usize, usize)> {
    let first = literal(t, i)?;
    let mut end = first.1 + 1;
    for _ in 0..MOST {
        let comma = end + run(t, end, 2, |b| b == b' ');
        let Some((from, to)) = (at(t, comma) == b',').then(|| literal(t, comma + 1)).flatten() else { break };
        hits.extend(hit(t, from, to));
        end = to + 1;
    }
    let (mut from, mut to) = first;
    from += run(t, from, to - from, |b| b == b'%');
    to -= run_back(t, to, to - from, |b| b == b'%');
    (to > from).then_some((from, to))
}

/// `{$in: ["x"]}` behind the colon before `i`.
fn members(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let open = i + run(t, i, 2, |b| b == b' ');
    if at(t, open) != b'{' {
        return None;
    }
    let inner = open + 1 + run(t, open + 1, 3, |b| matches!(b, b' ' | b'"' | b'\''));
    let member = MEMBERS.iter().find(|m| part(t, inner, inner + m.len()) == **m)?;
    literal(t, inner + member.len())
}

/// A word at `i` that ends its line or its list.
fn word(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let (from, to) = commands::argument(t, i)?;
    let quoted = is_quote(back(t, from, 1));
    let to = if quoted { to } else { to - run_back(t, to, 2, |b| matches!(b, b',' | b'.')) };
    (to - from >= 6 && (quoted || matches!(at(t, to), 0 | b'\n' | b'\r' | b',' | b')' | b'.'))).then_some((from, to))
}

/// `from 'x' to 'y'`: what stands behind `from `.
fn replaced(t: &[u8], i: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let old = commands::argument(t, i)?;
    let end = old.1 + usize::from(is_quote(back(t, old.0, 1)));
    if !part(t, end, end + 4).eq_ignore_ascii_case(b" to ") {
        return None;
    }
    let (from, mut to) = commands::argument(t, end + 4)?;
    if !is_quote(back(t, from, 1)) {
        to -= run_back(t, to, to - from, |b| matches!(b, b'.' | b',' | b':' | b'?'));
    }
    // Both look like passwords, or neither is one.
    let (old, new) = (hit(t, old.0, old.1)?, hit(t, from, to)?);
    hits.push(new);
    Some(old)
}

/// `: 'x' -> 'y'`: the second of two, behind the colon at `i`.
fn changed(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let old = (at(t, i) == b':').then(|| literal(t, i + 1)).flatten()?;
    let end = old.1 + 1;
    let arrow = [&b" -> "[..], b" => ", " → ".as_bytes()].into_iter().find(|a| part(t, end, end + a.len()) == *a)?;
    literal(t, end + arrow.len())
}

/// `HSET user:1 pwd "x"`: the value behind the field that ends at `end`.
fn stored(t: &[u8], end: usize) -> Option<(usize, usize)> {
    let line = part(t, end - run_back(t, end, BEFORE, |b| b != b'\n'), end);
    let line = line.iter().rposition(|b| *b == b'>').map_or(line, |n| part(line, n + 1, line.len()));
    let line = line.trim_ascii_start();
    let command = STORES.iter().find(|c| line.get(..c.len()).is_some_and(|l| l.eq_ignore_ascii_case(c)))?;
    line.get(command.len()..)?.contains(&b' ').then(|| commands::argument(t, end)).flatten()
}

/// The value that replaces a secret which ends at `end`: `password: x -> y`, `x → y`.
pub(super) fn new_value(t: &[u8], end: usize) -> Option<Hit> {
    let end = end + usize::from(is_quote(at(t, end)));
    if at(t, end) != b' ' {
        return None;
    }
    let arrow = [" -> ", " => ", " → ", " ➜ "].into_iter().find(|a| part(t, end, end + a.len()) == a.as_bytes())?;
    let from = end + arrow.len();
    let from = from + usize::from(is_quote(at(t, from)));
    let n = run(t, from, 128, |b| b > b' ' && b < 0x7F && !is_quote(b) && !matches!(b, b',' | b';' | b')' | b'('));
    let value = part(t, from, from + n);
    let fine = n >= 4 && varied(value) && !super::shape::code(value) && mark_at(value, 0).is_none();
    fine.then(|| Hit::ruled(from, from + n, Type::Secret, "replaced"))
}
