//! Values that a message shows before the name of their field, as validators, command lines and databases write them:
//! `invalid value "…" for field "password"`, `Duplicate entry '…' for key 'users.full_name'`,
//! `Key (name)=(…) already exists.`

use super::{LABEL, LONGEST, cards, directory, judge, label, says, selected, value};
use crate::redact::{
    bytes::{at, back, looked, part, run, run_back},
    context::Context,
    scan::Hit,
    secrets,
};

/// What begins such a message, with a capital.
pub(in crate::redact) const REJECTIONS: &[&str] = &["Invalid ", "Duplicate ", "Incorrect ", "Value "];
/// The same in small letters, where a text begins or behind a colon.
const SMALL: &[&[u8]] =
    &[b"invalid ", b"duplicate ", b"incorrect ", b"value ", b"bad value ", b"cannot parse ", b"failed to parse "];
/// Bytes between the beginning of a message and the value.
const BEFORE: usize = 48;
/// Most words between the value and its field.
const WORDS: usize = 6;
/// Words between them, beside [`NOUNS`]. The last leads to the name of the field.
const BETWEEN: &[&[u8]] = &[
    b"is", b"not", b"a", b"an", b"the", b"valid", b"invalid", b"value", b"provided", b"given", b"supplied",
    b"received", b"for", b"as", b"of", b"in", b"at", b"input",
];
/// Those that the name of a field follows without quotes.
const NOUNS: &[&[u8]] = &[
    b"field", b"column", b"key", b"argument", b"option", b"parameter", b"flag", b"property", b"attribute", b"setting",
    b"variable",
];
/// Whether a word may stand between a value and its field.
fn between(word: &[u8]) -> bool {
    BETWEEN.contains(&word) || NOUNS.contains(&word)
}

/// Most columns of a key.
const COLUMNS: usize = 8;

/// Asks the word at `p`, which begins with a capital.
#[inline]
pub(super) fn head(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let begins = |w: &&str| part(t, p, p + w.len()) == w.as_bytes();
    if REJECTIONS.iter().any(begins) {
        message(t, p, hits);
    }
}

/// Asks the colon or equals sign at `p`: `error: invalid value "…" for …`, `date value: '…' for column …`,
/// `Key (name)=(…)`.
#[inline]
pub(in crate::redact) fn separator(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    sibling(t, p, hits);
    selected::listed(t, p, hits);
    if at(t, p) == b'=' {
        match back(t, p, 1) {
            b')' if at(t, p + 1) == b'(' => columns(t, p, hits),
            b'n' | b'N' => directory::entry(t, p, hits),
            _ => {}
        }
        return;
    }
    if at(t, p + 1) != b' ' {
        if part(t, p.saturating_sub(2), p) == b"RD" {
            cards::coded(t, p, hits);
        }
        return;
    }
    match at(t, p + 2) {
        b'\'' | b'"' | b'`' => shown(t, p + 2, hits),
        b'r' => bracketed(t, p, hits),
        b'i' if named_before(t, p, hits) => {}
        b'i' | b'd' | b'v' | b'b' | b'c' | b'f' => small(t, p + 2, hits),
        _ => {}
    }
}

/// The value behind the separator at `p`, whose key is `value` or the like, told by the member before it:
/// `- name: FULL_NAME`, and below `value: "…"`.
fn sibling(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if back(t, p, 1) == b']' && at(t, p + 1) == b' ' {
        return filled(t, p, hits);
    }
    let end = p - run_back(t, p, 4, |b| matches!(b, b' ' | b'"' | b'\'' | b'\\'));
    if !matches!(back(t, end, 1), b'e' | b'l' | b't' | b'a') || at(t, p + 1) > b' ' && at(t, p) == b':' {
        return;
    }
    let n = run_back(t, end, 10, |b| b.is_ascii_alphabetic() || b == b'_');
    if !secrets::is_value(part(t, end - n, end)) {
        return;
    }
    let context = secrets::sibling_name(t, end - n).and_then(label);
    let Some(context) = context.filter(|c| c.has(Context::NAMED.with(Context::NUMBERS))) else { return };
    let from = p + 1 + run(t, p + 1, 4, |b| b == b' ');
    let escapes = run(t, from, 4, |b| b == b'\\');
    let quote = at(t, from + escapes);
    let quoted = matches!(quote, b'"' | b'\'');
    let text = part(t, from, from + LONGEST);
    let text = if quoted { part(text, escapes + 1, text.len()) } else { text };
    let ends = |b: &u8| if quoted { *b == quote || *b == b'\\' } else { matches!(b, b'\n' | b'\r' | b'#') };
    judge(t, part(text, 0, text.iter().position(ends).unwrap_or(text.len())), context, hits);
}

/// `on field 'phone': rejected value [4155550132]` of Spring.
fn bracketed(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    const VALUE: &[u8] = b" rejected value [";
    let from = p + 1 + VALUE.len();
    if part(t, p + 1, from) != VALUE || back(t, p, 1) != b'\'' {
        return;
    }
    let name = part(t, p - 1 - run_back(t, p - 1, LABEL, |b| b != b'\''), p - 1);
    let name = name.rsplit(|b| *b == b'.').next().unwrap_or(name);
    let text = part(t, from, from + LONGEST);
    if let Some((context, n)) = label(name).filter(|c| says(*c)).zip(memchr::memchr(b']', text)) {
        judge(t, part(text, 0, n), context, hits);
    }
}

/// What stands in a field of a page, as tools that read pages for agents write them:
/// `- textbox "Full name" [ref=e12]: Jane Roe`.
fn filled(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let line = part(t, p - run_back(t, p, 160, |b| b != b'\n'), p);
    let Some(field) = line.trim_ascii_start().strip_prefix(b"- ") else { return };
    let kinds = [&b"textbox \""[..], b"combobox \"", b"searchbox \"", b"spinbutton \""];
    let Some(name) = kinds.iter().find_map(|kind| field.strip_prefix(*kind)) else { return };
    let name = part(name, 0, memchr::memchr(b'"', name).unwrap_or(0));
    if let Some(context) = label(name).filter(|c| says(*c)) {
        let text = part(t, p + 2, p + 2 + LONGEST);
        value(t, part(text, 0, memchr::memchr(b'\n', text).unwrap_or(text.len())), context, hits);
    }
}

/// `argument --password: invalid choice: '…'`: the value behind the name of its option, which ends at the colon at `p`.
/// Returns whether it is such a message.
fn named_before(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    const INVALID: &[u8] = b"invalid ";
    if part(t, p + 2, p + 2 + INVALID.len()) != INVALID {
        return false;
    }
    let n = run_back(t, p, LABEL, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let name = part(t, p - n, p);
    let from = p + 2 + INVALID.len();
    let from = from + run(t, from, BEFORE, |b| b.is_ascii_alphabetic() || b == b' ');
    let quote = at(t, from + 2);
    if !name.starts_with(b"--") || part(t, from, from + 2) != b": " || !matches!(quote, b'\'' | b'"') {
        return false;
    }
    let text = part(t, from + 3, from + 3 + LONGEST);
    let context = label(part(name, 2, name.len()));
    if let Some(n) = memchr::memchr(quote, text)
        && let Some(context) = context.filter(|c| says(*c))
    {
        value(t, part(text, 0, n), context, hits);
    }
    true
}

/// A message in small letters that may begin at `p`.
pub(super) fn small(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if SMALL.iter().any(|w| part(t, p, p + w.len()) == *w) {
        message(t, p, hits);
    }
}

/// A message that begins at `p`: its value is what it has in quotes first.
fn message(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let n = run(t, p, BEFORE, |b| b.is_ascii_alphabetic() || matches!(b, b' ' | b':' | b'_'));
    shown(t, p + n, hits);
}

/// The value whose quote is at `i`, if the name of its field stands behind.
fn shown(t: &[u8], i: usize, hits: &mut Vec<Hit>) {
    let quote = at(t, i);
    if !matches!(quote, b'\'' | b'"' | b'`') {
        return;
    }
    let n = run(t, i + 1, LONGEST, |b| b != quote && b != b'\n');
    let to = i + 1 + n;
    if n > 0
        && at(t, to) == quote
        && at(t, to + 1) == b' '
        && let Some(context) = field(t, to + 1)
    {
        value(t, part(t, i + 1, to), context, hits);
    }
}

/// What the name of the field says that the words from the blank at `i` on lead to: ` for field "password"`,
/// ` is not a valid password`.
fn field(t: &[u8], mut i: usize) -> Option<Context> {
    let mut last: &[u8] = b"";
    for _ in 0..WORDS {
        let n = run(t, i + 1, 12, |b| b.is_ascii_lowercase());
        let word = part(t, i + 1, i + 1 + n);
        if at(t, i) != b' ' || at(t, i + 1 + n) != b' ' || !between(word) {
            break;
        }
        (last, i) = (word, i + 1 + n);
    }
    let sign = run(t, i + 1, 2, |b| matches!(b, b'\'' | b'"' | b'`' | b'-' | b'<' | b'('));
    let from = i + 1 + sign + run(t, i + 1 + sign, 2, |b| b == b'-');
    let n = run(t, from, 2 * LABEL, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-') || b >= 0x80);
    let name = part(t, from, from + n);
    // The end of a sentence.
    let name = name.strip_suffix(b".").unwrap_or(name);
    let name = name.rsplit(|b| *b == b'.').next().unwrap_or(name);
    let context = label(name).filter(|c| says(*c) || c.has(Context::ADDRESS_PART))?;
    let quoted = sign > 0 && at(t, i + 1) != b'(';
    let told = match last {
        b"for" | b"of" | b"in" | b"at" | b"as" | b"valid" => quoted || context.has(Context::PASSWORD),
        b"" | b"is" | b"not" | b"a" | b"an" | b"value" => false,
        noun => quoted || NOUNS.contains(&noun),
    };
    told.then_some(context)
}

/// The values of the columns of a key, as PostgreSQL shows them: the equals sign of
/// `Key (name, ssn)=(…, …) already exists.` is at `p`.
fn columns(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let n = run_back(t, p - 1, COLUMNS * LABEL, |b| b != b'(' && b != b'\n');
    let open = p - 1 - n;
    if part(t, open.saturating_sub(5), open) != b"Key (" {
        return;
    }
    let row = part(t, p + 2, p + 2 + COLUMNS * LABEL);
    looked(row.len());
    let Some(close) = memchr::memmem::find(row, b") ") else { return };
    let (names, row) = (part(t, open, p - 1), part(row, 0, close));
    let count = |list: &[u8]| memchr::memmem::find_iter(list, b", ").count();
    // A value may have a comma itself.
    let alone = count(names) == 0;
    if !alone && count(names) != count(row) {
        return;
    }
    let mut columns: Vec<_> = names.split(|b| *b == b',').map(|n| label(n.trim_ascii())).collect();
    let mailed = names.split(|b| *b == b',').any(super::delimited::mail);
    super::joined(&mut columns, mailed);
    let mut rest = row;
    for context in columns {
        let n = if alone { None } else { memchr::memmem::find(rest, b", ") };
        if let Some(context) = context {
            value(t, part(rest, 0, n.unwrap_or(rest.len())), context, hits);
        }
        rest = n.map_or(&[][..], |n| part(rest, n + 2, rest.len()));
    }
}

/// A value in quotes before the name of a password at `from`, whatever begins the message: `got "…" for password`,
/// `the value "…" of field "password"`.
pub(in crate::redact) fn before(t: &[u8], from: usize) -> Option<(usize, usize)> {
    let start = from - run_back(t, from, LABEL, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
    let mut i = start - run_back(t, start, 1, |b| matches!(b, b'\'' | b'"' | b'`'));
    for _ in 0..WORDS {
        let n = run_back(t, i.checked_sub(1)?, 12, |b| b.is_ascii_lowercase());
        if back(t, i, 1) != b' ' || !between(part(t, i - 1 - n, i - 1)) {
            break;
        }
        i -= n + 1;
    }
    let close = i.checked_sub(2).filter(|_| back(t, i, 1) == b' ' && i < start)?;
    let quote = at(t, close);
    if !matches!(quote, b'\'' | b'"' | b'`') {
        return None;
    }
    let n = run_back(t, close, LONGEST, |b| b != quote && b != b'\n');
    let told = field(t, close + 1).is_some_and(|c| c.has(Context::PASSWORD.with(Context::SECRET)));
    (told && n > 0 && back(t, close - n, 1) == quote).then_some((close - n, close))
}
