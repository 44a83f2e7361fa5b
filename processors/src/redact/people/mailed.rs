//! Names that an e-mail address is made of, and that stand before it though not beside it.

use super::{
    beside_email::{folded, in_address},
    name_words::OFFICES,
    names::{name, whole_name},
    roles,
};
use crate::redact::{
    bytes::{alnum, at, back, looked, part, run_back},
    scan::Hit,
    types::Type,
};

/// Bytes before an e-mail address in which the name is looked for of which it is made.
const NEAR: usize = 200;

/// The name that an e-mail address is made of, anywhere before it: of a line above, a column, a sentence. Both its
/// words are in the address, or the last and the initial of the first.
pub(super) fn before(t: &[u8], email: Hit, local: &str, hits: &mut Vec<Hit>) {
    let from = email.start.saturating_sub(NEAR);
    let text = part(t, from, email.start);
    looked(text.len());
    let office = OFFICES.contains(&local.as_bytes());
    if !office {
        hits.extend(in_tuple(t, email));
    }
    if local.len() < 5 || office {
        return;
    }
    for (i, _) in text.iter().enumerate().filter(|(i, b)| {
        (b.is_ascii_uppercase() || **b >= 0xC3) && !alnum(back(text, *i, 1)) && back(text, *i, 1) < 0x80
    }) {
        let at_name = from + i;
        if hits.last().is_some_and(|h| h.kind == Type::Person && h.start <= at_name && at_name < h.end) {
            continue;
        }
        let Some((to, count)) = name(t, at_name, 4).filter(|(to, count)| *count >= 2 && *to <= email.start) else {
            continue;
        };
        let words: Vec<_> = part(t, at_name, to).split(|b| *b == b' ').collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let initial = || {
            let (Ok(a), Ok(b)) = (std::str::from_utf8(first), std::str::from_utf8(last)) else { return false };
            let (a, b) = (folded(a), folded(b));
            let plain: String = local.chars().filter(char::is_ascii_alphabetic).collect();
            b.len() >= 4 && a.get(..1).is_some_and(|a| plain == format!("{a}{b}") || plain == format!("{b}{a}"))
        };
        // `Debian French` of `debian-l10n-french`: an address of a list says more.
        let whole = || {
            local.split(|c: char| !c.is_ascii_alphabetic()).filter(|token| !token.is_empty()).count() <= words.len()
                && in_address(first, local)
                && in_address(last, local)
        };
        if count >= 2 && (whole() || initial()) && !roles::of_firm(part(t, at_name, to)) {
            hits.push(Hit::ruled(at_name, to, Type::Person, "of-email"));
        }
    }
}

/// Whether nothing but words and a quote stands before the end of a name: `{"from": "Jane Roe <x@example.com>"}`.
fn alone(t: &[u8], end: usize) -> bool {
    part(t, 0, end)
        .iter()
        .all(|b| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b' ' | b'\'' | b'-' | b'.' | b'"' | b','))
}

/// Lines of the head of a mail that name who sends and gets it (RFC 5322, 3.6).
const HEADS: &[&[u8]] = &[b"From", b"To", b"Cc", b"CC", b"Bcc", b"Reply-To", b"Sender"];

/// Whether the mailbox whose name ends at `end`, and whose address does at `close`, stands in the head of a mail or
/// above what it quotes: `To: Jane Roe <x@example.com>`, `On Tue, Jane Roe <x@example.com> wrote:`, or is all of the
/// text. It may have any address then.
pub(super) fn headed(t: &[u8], end: usize, close: usize) -> bool {
    if part(t, close, close + 8) == b"> wrote:"
        || close + 1 == t.len() && !part(t, 0, end).contains(&b'\n') && alone(t, end)
    {
        return true;
    }
    let line = end - run_back(t, end, NEAR, |b| b != b'\n');
    let text = part(t, line, end);
    looked(text.len());
    let colon = memchr::memchr(b':', part(text, 0, 16));
    colon.is_some_and(|n| HEADS.contains(&part(text, 0, n).trim_ascii_start()))
}

/// `<td>Jane Roe</td><td>x@example.com</td>`: the first cell of a row, before that of an address.
fn in_cells(t: &[u8], email: Hit) -> Option<Hit> {
    let (cell, end) = (b"<td>", b"</td>");
    let open = email.start.checked_sub(cell.len()).filter(|i| part(t, *i, email.start) == cell)?;
    let close = open - run_back(t, open, 24, |b| b.is_ascii_whitespace());
    let to = close.checked_sub(end.len()).filter(|i| part(t, *i, close) == end)?;
    let from = to - run_back(t, to, 48, |b| b != b'>' && b >= b' ');
    let value = part(t, from, to);
    let first = part(t, from.saturating_sub(cell.len()), from) == cell && at(t, email.end) == b'<';
    (first && whole_name(value) && !roles::of_firm(value)).then(|| Hit::ruled(from, to, Type::Person, "tuple"))
}

/// The literal or cell before the one that holds an address, if it is a name: `('Jane Roe', 'x@example.com')`,
/// `<td>Jane Roe</td><td>x@example.com</td>`.
fn in_tuple(t: &[u8], email: Hit) -> Option<Hit> {
    let quote = back(t, email.start, 1);
    if quote == b'>' {
        return in_cells(t, email);
    }
    if !matches!(quote, b'"' | b'\'') || at(t, email.end) != quote {
        return None;
    }
    let gap = run_back(t, email.start - 1, 3, |b| matches!(b, b',' | b' '));
    let close = email.start - 1 - gap;
    if back(t, close, 1) != quote || !part(t, close, email.start).contains(&b',') {
        return None;
    }
    let to = close - 1;
    let from = to - run_back(t, to, 48, |b| b != quote && b >= b' ');
    let value = part(t, from, to);
    let tuple = back(t, from, 1) == quote && matches!(back(t, from, 2), b'(' | b'[' | b',' | b' ' | b'{');
    (tuple && whole_name(value) && !roles::of_firm(value)).then(|| Hit::ruled(from, to, Type::Person, "tuple"))
}
