//! Passwords whose name stands behind them.

use super::{beside, logins};
use crate::redact::{
    bytes::{at, back, mentions, part, run, run_back},
    scan::Hit,
    types::{Type, mark_at},
};
/// A value whose name stands behind it: `Tr0ub4dor&3 is my password`; `p` is the `sw` of the word.
pub(super) fn password(t: &[u8], p: usize) -> Option<Hit> {
    const WHOSE: &[&[u8]] = &[b" my ", b" our ", b" the ", b" his ", b" her ", b" their ", b" your "];
    let mut end = p.checked_sub(3).filter(|start| part(t, *start, start + 8).eq_ignore_ascii_case(b"password"))?;
    let is_told = |end: usize| WHOSE.iter().find(|w| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w));
    // `my old password`
    if is_told(end).is_none() {
        end = end.checked_sub(1)?;
        end -= run_back(t, end, 12, |b| b.is_ascii_alphabetic() || b == b'-');
    }
    end -= is_told(end)?.len();
    // `into the password field`
    let field = || [&b" field"[..], b" box", b" input"].iter().any(|w| part(t, p + 5, p + 5 + w.len()) == *w);
    let link: &[u8] = if field() { b" into" } else { b" is" };
    let end = end.checked_sub(link.len()).filter(|at| part(t, *at, end).eq_ignore_ascii_case(link))?;
    let to = end - usize::from(beside::is_quote(back(t, end, 1)));
    let from = to - run_back(t, to, 64, |b| b > b' ' && b < 0x7F && !beside::is_quote(b));
    let value = part(t, from, to);
    ((6..64).contains(&value.len()) && logins::strong(value) && mark_at(t, from).is_none())
        .then(|| Hit::ruled(from, to, Type::Secret, "password-behind"))
}

/// Verbs of what an agent does to a field.
const TYPED: &[&[u8]] = &[
    b"typed", b"typing", b"type", b"entered", b"entering", b"enter", b"input", b"inputting", b"filled", b"filling",
    b"fill",
];
/// Between the value and the name of its field, bytes.
const BETWEEN: usize = 40;

/// What an agent says that it wrote into a field: `Typed x into element "Password"`, `Input x into index 3: Password`;
/// `p` is the `sw` of the word.
pub(super) fn typed(t: &[u8], p: usize) -> Option<Hit> {
    const INTO: [&[u8]; 2] = [b"into ", b"in "];
    let name = p.checked_sub(3).filter(|start| part(t, *start, start + 8).eq_ignore_ascii_case(b"password"))?;
    let begin = name.saturating_sub(BETWEEN);
    let between = part(t, begin, name);
    if let Some(hit) = filled(t, between, p + 5) {
        return Some(hit);
    }
    let words = || memchr::memrchr_iter(b'i', between).filter(|i| back(between, *i, 1) == b' ');
    let into = INTO.into_iter().find_map(|w| words().find(|i| part(between, *i, i + w.len()) == w))? - 1;
    if part(between, into, between.len()).contains(&b'\n') {
        return None;
    }
    let to = begin + into;
    let quote = back(t, to, 1);
    let quoted = beside::is_quote(quote);
    let to = to - usize::from(quoted);
    let from = to - run_back(t, to, 64, |b| b > b' ' && b < 0x7F && !beside::is_quote(b));
    let start = from.checked_sub(usize::from(quoted))?;
    if quoted && back(t, from, 1) != quote || back(t, start, 1) != b' ' {
        return None;
    }
    let n = run_back(t, start - 1, 10, |b| b.is_ascii_alphabetic());
    let verb = part(t, start - 1 - n, start - 1).to_ascii_lowercase();
    let value = part(t, from, to);
    let fine = value.len() >= 4 && (beside::varied(value) || quoted && beside::password(value));
    (TYPED.contains(&verb.as_slice()) && fine && mark_at(t, from).is_none())
        .then(|| Hit::ruled(from, to, Type::Secret, "typed"))
}

/// `Filled "Password" with "x"`, `fill the password field with x`: the value behind the name of the field, which ends
/// at `end`; `before` is what stands before that.
fn filled(t: &[u8], before: &[u8], end: usize) -> Option<Hit> {
    const WITH: &[u8] = b" with ";
    let end = end + run(t, end, 2, |b| beside::is_quote(b) || b == b']');
    if at(t, end) != b' ' {
        return None;
    }
    let noun =
        [&b" field"[..], b" input", b" box", b" textbox"].into_iter().find(|w| part(t, end, end + w.len()) == *w);
    let with = end + noun.map_or(0, <[u8]>::len);
    if part(t, with, with + WITH.len()) != WITH {
        return None;
    }
    let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let verb = |w: &[u8]| w.len() > 3 && TYPED.iter().any(|v| w.eq_ignore_ascii_case(v));
    if !line.split(|b| *b == b' ').any(verb) {
        return None;
    }
    let from = with + WITH.len();
    let (from, to, quoted) = match beside::literal(t, from) {
        Some((a, b)) => (a, b, true),
        None => (from, from + run(t, from, 64, |b| b > b' ' && b < 0x7F && !matches!(b, b',' | b';' | b'(')), false),
    };
    let to = to - usize::from(!quoted && matches!(back(t, to, 1), b'.' | b'!'));
    let value = part(t, from, to);
    let fine = value.len() >= 4 && (beside::varied(value) || quoted && beside::password(value));
    (fine && mark_at(t, from).is_none()).then(|| Hit::ruled(from, to, Type::Secret, "typed"))
}

/// Keys of the field that an agent writes into.
const FIELDS: &[&[u8]] = &[b"element", b"selector", b"locator", b"label", b"placeholder"];

/// The text that is written into a field which the argument before names: `element="Password textbox", text="x"`; `p`
/// is the sign behind the key, and the value at `i`.
pub(super) fn argument(t: &[u8], p: usize, i: usize) -> Option<Hit> {
    let key = [&b"text"[..], b"value"].into_iter().find(|k| part(t, p.saturating_sub(k.len()), p) == *k)?;
    let (from, to) = if beside::is_quote(at(t, i)) { beside::literal(t, i)? } else { return None };
    let end = p - key.len() - run_back(t, p - key.len(), 2, |b| b == b' ');
    let close = end.checked_sub(2).filter(|n| back(t, end, 1) == b',' && beside::is_quote(at(t, *n)))?;
    let quote = at(t, close);
    let n = run_back(t, close, BETWEEN, |b| b != quote && b != b'\n');
    let open = (close - n).checked_sub(1).filter(|o| at(t, *o) == quote)?;
    let sign = open - run_back(t, open, 1, |b| b == b' ');
    let named = matches!(back(t, sign, 1), b'=' | b':')
        && FIELDS.iter().any(|f| part(t, (sign - 1).saturating_sub(f.len()), sign - 1) == *f);
    let value = part(t, from, to);
    (named && mentions(part(t, open, close), &[b"passw", b"passcode", b"pwd"]) && beside::password(value))
        .then(|| Hit::ruled(from, to, Type::Secret, "typed"))
}
