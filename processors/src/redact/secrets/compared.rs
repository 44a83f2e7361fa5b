//! Literals that a password is compared with: `pwd.equals("x")`, `"x".equals(password)`, `"x" == password`,
//! `strcmp(password, "x")`, `bcrypt.compare("x", user.password)`.

use super::{
    beside::{self, is_quote, literal, varied},
    blocks, queried,
};
use crate::redact::{
    bytes::{at, back, mentions, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest literal before a name.
const LONGEST: usize = 128;
/// How far before a name the call may begin that takes it.
const CALL: usize = 48;

/// Methods that compare what they are called on with their argument.
const METHODS: &[&[u8]] =
    &[b"equals", b"Equals", b"equalsIgnoreCase", b"contentEquals", b"compareTo", b"compare", b"eq", b"isEqualToString"];

/// A literal beside the name of a password, of which a part stands from `from` to `end`.
pub(super) fn beside_name(t: &[u8], from: usize, end: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let end = end + run(t, end, 16, word);
    if let Some(hit) = queried::behind_name(t, end, hits) {
        return Some(hit);
    }
    let (a, b) = match at(t, end) {
        b'.' => receiver(t, end),
        b',' => first(t, from, end),
        _ => None,
    }
    .or_else(|| argument(t, from, end))
    .or_else(|| operand(t, from))?;
    let value = part(t, a, b);
    let fine = varied(value) && blocks::cased(value) && beside::password(value) && mark_at(t, a).is_none();
    fine.then(|| Hit::ruled(a, b, Type::Secret, "password-compared"))
}

/// `pwd.equals("x")`; `dot` is behind the name.
fn receiver(t: &[u8], dot: usize) -> Option<(usize, usize)> {
    let n = run(t, dot + 1, 24, word);
    let open = dot + 1 + n;
    (METHODS.contains(&part(t, dot + 1, open)) && at(t, open) == b'(').then(|| literal(t, open + 1)).flatten()
}

/// Where the name begins that holds what stands at `from`, with what it is a member of: `user.password`, `self->pwd`.
fn begins(t: &[u8], from: usize) -> usize {
    from - run_back(t, from, CALL, |b| word(b) || matches!(b, b'.' | b'$' | b'>' | b'&' | b'*'))
}

/// `strcmp(password, "x")`, `assert_eq!(password, "x")`; the comma is at `end`.
fn first(t: &[u8], from: usize, end: usize) -> Option<(usize, usize)> {
    let open = begins(t, from).checked_sub(1)?;
    (at(t, open) == b'(' && compares(t, open)).then(|| literal(t, end + 1)).flatten()
}

/// `"x".equals(password)`, `compare("x", user.password)`; the bracket may close at `end`.
fn argument(t: &[u8], from: usize, end: usize) -> Option<(usize, usize)> {
    if at(t, end) != b')' {
        return None;
    }
    let start = begins(t, from);
    match (back(t, start, 1), back(t, start, 2)) {
        (b'(', _) => {
            let n = run_back(t, start - 1, 24, word);
            let dot = start - 1 - n;
            let known = METHODS.contains(&part(t, dot, start - 1)) && back(t, dot, 1) == b'.';
            known.then(|| before(t, dot - 1)).flatten()
        }
        (b' ', b',') => {
            let range = before(t, start - 2)?;
            let open = range.0.checked_sub(2)?;
            (at(t, open) == b'(' && compares(t, open)).then_some(range)
        }
        _ => None,
    }
}

/// `"x" == password`.
fn operand(t: &[u8], from: usize) -> Option<(usize, usize)> {
    let start = begins(t, from);
    let operators = [&b" == "[..], b" === ", b" != ", b" !== ", b" = "];
    let operator = operators.iter().find(|o| part(t, start.saturating_sub(o.len()), start) == **o)?;
    // `WHERE 'x' = password` of SQL.
    let sql = *operator == b" = ";
    before(t, start - operator.len()).filter(|(_, to)| !sql || at(t, *to) == b'\'')
}

/// The literal that is closed before `i`.
fn before(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let quote = back(t, i, 1);
    let to = i.checked_sub(1).filter(|_| is_quote(quote))?;
    let n = run_back(t, to, LONGEST, |b| b != quote && b != b'\n');
    (back(t, to - n, 1) == quote).then_some((to - n, to))
}

/// Whether what is called before the bracket at `open` compares its arguments.
fn compares(t: &[u8], open: usize) -> bool {
    const NAMES: &[&[u8]] = &[
        b"assert", b"equal", b"expect", b"cmp", b"compare", b"verify", b"check", b"match", b"coalesce", b"ifnull",
        b"nvl",
    ];
    let name = part(t, open - run_back(t, open, 24, |b| word(b) || b == b'!'), open);
    // `password = crypt('x', password)` of PostgreSQL.
    mentions(name, NAMES) || name.eq_ignore_ascii_case(b"crypt")
}
