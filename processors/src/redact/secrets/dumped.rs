//! Values as programs and files write them apart from their key: behind a tag of YAML, below the `<<EOT` of a shell, in
//! what PHP dumps and serializes.

use super::{
    beside,
    keys::secrecy,
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{at, back, part, run, run_back, word},
    context::Context,
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest value.
const LONGEST: usize = 512;

/// Where the value behind a tag or an anchor of YAML at `i` begins: `!!str x`, `!!binary x`, `&name x`.
pub(super) fn tagged(t: &[u8], i: usize) -> usize {
    let tag = part(t, i, i + 2) == b"!!";
    let from = i + 1 + usize::from(tag);
    if !tag && at(t, i) != b'&' {
        return i;
    }
    let n = run(t, from, 32, |b| word(b) || b == b'-');
    // A reference of Rust is no anchor.
    let borrowed = || matches!(part(t, from, from + n), b"mut" | b"dyn" | b"str" | b"impl" | b"self");
    let ends = n > 0 && at(t, from + n) == b' ' && at(t, from + n + 1) > b' ';
    if ends && (tag || !borrowed()) { from + n + 1 } else { i }
}

/// The one line below `<<EOT` at `i`.
pub(super) fn heredoc(t: &[u8], i: usize) -> Option<(usize, usize)> {
    if part(t, i, i + 2) != b"<<" {
        return None;
    }
    let mut from = i + 2 + run(t, i + 2, 3, |b| matches!(b, b'-' | b'~' | b'"' | b'\''));
    let n = run(t, from, 24, word);
    let name = part(t, from, from + n);
    from += n + run(t, from + n, 1, beside::is_quote);
    if n == 0 || at(t, from) != b'\n' {
        return None;
    }
    from += 1 + run(t, from + 1, 32, |b| matches!(b, b' ' | b'\t'));
    let to = from + run(t, from, LONGEST, |b| b > b' ');
    let next = to + run(t, to, 34, |b| b.is_ascii_whitespace());
    (to > from && at(t, to) == b'\n' && part(t, next, next + n) == name && mark_at(t, from).is_none())
        .then_some((from, to))
}

/// `["password"]=>\n  string(9) "x"` of `var_dump`: the line ends at `i`.
pub(super) fn shown(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let n = run(t, i, 34, |b| matches!(b, b'\n' | b'\r' | b' ' | b'\\' | b'n' | b'r'));
    if part(t, i + n, i + n + 7) != b"string(" {
        return None;
    }
    let end = i + n + 7 + run(t, i + n + 7, 6, |b| b.is_ascii_digit());
    (part(t, end, end + 2) == b") ")
        .then(|| beside::literal(t, end + 2))
        .flatten()
        .filter(|(a, _)| mark_at(t, *a).is_none())
}

/// `s:8:"password";s:9:"x";` of PHP: the last colon is at `p`.
pub(super) fn serialized(t: &[u8], p: usize) -> Option<Hit> {
    let digits = run_back(t, p, 5, |b| b.is_ascii_digit());
    if digits == 0 || part(t, (p - digits).saturating_sub(2), p - digits) != b"s:" {
        return None;
    }
    let escape = run(t, p + 1, 3, |b| b == b'\\');
    let end = (p - digits).saturating_sub(4 + escape);
    // `"password";s:9:"x";`
    if at(t, p + 1 + escape) != b'"' || part(t, end + escape, end + escape + 2) != b"\";" {
        return None;
    }
    let n = run_back(t, end, 48, |b| word(b) || b == b'-');
    let says = std::str::from_utf8(part(t, end - n, end)).map(secrecy).ok()?;
    if n == 0 || back(t, end - n, 1) != b'"' || !says.has(Context::SECRET) {
        return None;
    }
    let from = p + 2 + escape;
    let to = from + run(t, from, LONGEST, |b| b != b'"' && b != b'\\' && b != b'\n');
    let value = part(t, from, to);
    let fine =
        mark_at(t, from).is_none() && (beside::varied(value) || says.has(Context::PASSWORD) && beside::password(value));
    (fine && accepted(value, says, Written::Quoted, false)).then(|| Hit::ruled(from, to, Type::Secret, "assigned"))
}
