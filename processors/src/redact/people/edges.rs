//! Where the label of a field ends, where its value begins, and whether it ends: what may stand between and around
//! them.

use super::field_values::LONGEST;
use crate::redact::{
    bytes::{at, back, blanks, blanks_before, digit, part, run, run_back},
    types::mark_at,
};

/// Quotation marks beyond ASCII.
const QUOTES: &[&str] = &["“", "‘", "«", "„", "「"];
/// What closes them.
const CLOSING: &[&str] = &["”", "’", "»", "“", "」"];

/// Where the key ends before the separator at `p`: `"name":`, `**Name**:`, `[name] =>`, `row["name"] =`,
/// `Name (billing):`.
pub(super) fn key_end(t: &[u8], p: usize) -> usize {
    let end = p - blanks_before(t, p);
    let end = end - run_back(t, end, 3, |b| matches!(b, b' ' | b'"' | b'\'' | b'`' | b'*' | b'\\'));
    match back(t, end, 1) {
        // `[ADDRESS]: x` is no field of an address.
        b']' if ends_mark(t, end) => end,
        b']' => end - 1 - run_back(t, end - 1, 1, |b| matches!(b, b'"' | b'\'')),
        // `Tenant(s):`
        b')' if part(t, end.saturating_sub(3), end).eq_ignore_ascii_case(b"(s)") => end - 3,
        b')' => {
            let n = run_back(t, end - 1, 24, |b| b.is_ascii_lowercase() || b == b' ');
            let open = end - 1 - n;
            if n > 0 && back(t, open, 1) == b'(' && back(t, open, 2) == b' ' { open - 2 } else { end }
        }
        _ => end,
    }
}

/// Whether a mark ends at `end`.
fn ends_mark(t: &[u8], end: usize) -> bool {
    let open = end - run_back(t, end, 40, |b| b != b'[');
    open.checked_sub(1).and_then(|open| mark_at(t, open).map(|n| open + n)) == Some(end)
}

/// Where what stands behind the separator at `p` begins: `x => "y"` and `x := "y"` are some, too.
pub(super) fn behind(t: &[u8], p: usize) -> usize {
    let arrow = usize::from(matches!(part(t, p, p + 2), b"=>" | b":="));
    let from = p + 1 + arrow;
    let from = from + blanks(t, from);
    let from =
        from + run(t, from, 6, |b| matches!(b, b' ' | b'"' | b'\'' | b'`' | b'*' | b'\\' | b'\t' | b'\r' | b'\n'));
    from + QUOTES.iter().find(|q| part(t, from, from + q.len()) == q.as_bytes()).map_or(0, |q| q.len())
}

/// Tags before a value.
const TAGS: &[&[u8]] = &[b"<b>", b"<strong>", b"<em>", b"<code>", b"<span>"];

/// Operators of queries before a value: `firstName: { _eq: "Jane" }`.
const OPERATORS: &[&str] = &[
    "{ _eq: \"", "{_eq: \"", "{ eq: \"", "{eq: \"", "{ equals: \"", "{equals: \"", "{ _ilike: \"", "{ contains: \"",
    "{ $eq: \"", "{\"$eq\": \"", "{\"_eq\": \"", "{ equals: '", "{ $eq: '", "{ contains: '",
];

/// Past the dash of the first element of a list below the separator at `p`, and past what wraps a value: `Some("` of
/// Rust.
pub(super) fn inner(t: &[u8], p: usize, mut from: usize) -> usize {
    if at(t, p + 1) == b'\n' && part(t, from, from + 2) == b"- " {
        from += 2;
    }
    // `|` and `>` of YAML, and below the value; `string(8) "…"` of PHP; `<b>` of HTML.
    let next = match at(t, from) {
        b'|' | b'>' => from + 1 + run(t, from + 1, 1, |b| matches!(b, b'-' | b'+')),
        b'S' if part(t, from, from + 5) == b"Some(" => from + 5,
        b'O' if part(t, from, from + 9) == b"Optional(" => from + 9,
        b's' if part(t, from, from + 7) == b"string(" => {
            let end = from + 7 + run(t, from + 7, 6, digit);
            if part(t, end, end + 2) == b") " { end + 1 } else { from }
        }
        // `&name` and `!!str` of YAML.
        b'&' | b'!' => from + of_yaml(t, from),
        b'{' => {
            return from
                + OPERATORS.iter().find(|w| part(t, from, from + w.len()) == w.as_bytes()).map_or(0, |w| w.len());
        }
        b'<' if part(t, from, from + 3) == b"<<\"" => from + 3,
        b'<' => from + TAGS.iter().find(|tag| part(t, from, from + tag.len()) == **tag).map_or(0, |tag| tag.len()),
        _ => from,
    };
    let value = next + run(t, next, 64, |b| b.is_ascii_whitespace());
    match at(t, from) {
        _ if next == from => from,
        b'<' => next,
        b'&' | b'!' => next + usize::from(matches!(at(t, next), b'"' | b'\'')),
        b'|' | b'>' => {
            if at(t, next) == b'\n' {
                value
            } else {
                from
            }
        }
        _ if at(t, value) == b'"' => value + 1,
        _ => from,
    }
}

/// Length of the anchor or the tag of YAML at `i`, with the blank behind.
fn of_yaml(t: &[u8], i: usize) -> usize {
    let signs = 1 + usize::from(part(t, i, i + 2) == b"!!");
    let n = run(t, i + signs, 24, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if n > 0 && at(t, i + signs + n) == b' ' { signs + n + 1 } else { 0 }
}

/// The value behind the equals sign at `p` as it was before the encoding of web forms, where that wrote its spaces as
/// `+`: `full_name=Ada+Lovelace&age=36`.
pub(super) fn of_a_web_form(t: &[u8], p: usize) -> Option<Vec<u8>> {
    if at(t, p) != b'=' {
        return None;
    }
    let n =
        run(t, p + 1, LONGEST, |b| b > b' ' && !matches!(b, b'&' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b';' | b'='));
    let value = part(t, p + 1, p + 1 + n);
    memchr::memchr(b'+', value)?;
    Some(value.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect())
}

/// Whether the value from `from` to `to` stands in quotes.
pub(super) fn in_quotes(t: &[u8], from: usize, to: usize) -> bool {
    let quote = back(t, from, 1);
    matches!(quote, b'"' | b'\'') && at(t, to) == quote
}

/// Whether the value from `from` to `to` and the key before `p` are both in quotes: of an object of Python or
/// JavaScript.
pub(super) fn quoted(t: &[u8], p: usize, from: usize, to: usize) -> bool {
    let quote = back(t, from, 1);
    matches!(quote, b'"' | b'\'') && at(t, to) == quote && back(t, p, 1) == quote
}

/// Whether nothing but a quote or a comma stands between `i` and the end of its line.
pub(super) fn line_ends(t: &[u8], i: usize) -> bool {
    let i = i + run(t, i, 4, |b| matches!(b, b'"' | b'\'' | b',' | b' ' | b'\r'));
    matches!(at(t, i), 0 | b'\n' | b'\\')
}

/// Whether a value ends here: at the end of a line, a quote, a comma.
pub(super) fn ends(t: &[u8], to: usize) -> bool {
    matches!(
        at(t, to),
        0 | b'\n'
            | b'\r'
            | b','
            | b';'
            | b'"'
            | b'\''
            | b'|'
            | b'<'
            | b'\\'
            | b'('
            | b')'
            | b'.'
            | b'*'
            | b'&'
            | b'}'
            | b']'
            | b'`'
    ) || at(t, to) == b' ' && !at(t, to + 1).is_ascii_lowercase()
        || at(t, to) >= 0x80 && CLOSING.iter().any(|q| part(t, to, to + q.len()) == q.as_bytes())
}
