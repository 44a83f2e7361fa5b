//! The member of an object that names the value of another: `"name":"DB_PASSWORD","value":"x"`,
//! `"label": "Phone", "value": …`, `"field":"password","old":"x","new":"y"`, identifiers of FHIR.

use super::{key_before::may_end_key, keys::secrecy};
use crate::redact::{
    bytes::{at, back, part, run, run_back, word},
    context::{Context, classify},
    json::object::{Before, Piece},
    types::mark_at,
};

/// Separators between a member and the one that names it.
pub(super) const NAMED: usize = 5;
/// How far before a text the name of its value begins.
const SIBLING: usize = 160;
/// How far before the value of an identifier its kind is written.
const KIND_BEFORE: usize = 320;
/// Names of members whose meaning another member tells.
pub(in crate::redact) fn is_value(key: &[u8]) -> bool {
    [&b"value"[..], b"val", b"text", b"default", b"content", b"data", b"answer", b"parametervalue"]
        .iter()
        .any(|k| key.eq_ignore_ascii_case(k))
}

/// Names of members that hold what a value was, and what it became: `"field":"password","old":"x","new":"y"`.
pub(super) fn is_change(key: &[u8]) -> bool {
    const CHANGES: [&[u8]; 12] = [
        b"old", b"new", b"old_value", b"new_value", b"oldValue", b"newValue", b"previous_value", b"previousValue",
        b"from", b"to", b"before", b"after",
    ];
    CHANGES.contains(&key)
}

/// Whether a key is of the value of a field that another member names: `"field_name":"CPF","field_value":"…"`.
pub(super) fn is_field_value(key: &[u8]) -> bool {
    key.ends_with(b"_value") || key.ends_with(b"Value")
}

/// What the member beside the one named `value` at `start` says of it: `name: DB_PASSWORD`, `key="ApiKey"`,
/// `variable "x" {`.
pub(super) fn sibling(t: &[u8], start: usize) -> Option<Context> {
    std::str::from_utf8(sibling_name(t, start)?).map(secrecy).ok()
}

/// The name in it.
pub(in crate::redact) fn sibling_name(t: &[u8], start: usize) -> Option<&[u8]> {
    let window = part(t, start.saturating_sub(SIBLING), start);
    let mut i = label(window)?;
    i += run(window, i, 12, |b| matches!(b, b':' | b'=' | b'"' | b'\'' | b'\\' | b' ' | b'-'));
    let n = run(window, i, 64, |b| word(b) || matches!(b, b'-' | b'.' | b'/'));
    let between = part(window, i + n, window.len());
    let variable = memchr::memchr(b'{', between).is_some();
    let lines = between.iter().filter(|b| **b == b'\n').count();
    let other = between.iter().any(|b| matches!(b, b'}' | b'<' | b'>' | b';'));
    if n < 2 || other || lines > if variable { 4 } else { 1 } || (!variable && between.len() > 40) {
        return None;
    }
    Some(part(window, i, i + n))
}

/// What the member before the one named `value` at `start` says of it, if it names a person's data: `"label": "Phone"`,
/// `"question": "Date of birth"`.
pub(super) fn member(t: &[u8], start: usize) -> Context {
    let none = Context::default();
    // `"label": "Phone", `
    let comma = start - 1 - run_back(t, start - 1, 8, |b| b.is_ascii_whitespace());
    // `"type":{"coding":[{"code":"MR"}]},"value":"…"` of FHIR.
    let close = comma.saturating_sub(2);
    if part(t, start, start + 6) == b"value\"" && part(t, close, comma) == b"}," {
        let inner = close - run_back(t, close, 16, |b| b.is_ascii_whitespace());
        return if back(t, inner, 1) == b']' { identifier(t, start, b"") } else { none };
    }
    if back(t, start, 1) != b'"' || back(t, comma, 1) != b',' || back(t, comma, 2) != b'"' {
        return none;
    }
    let end = comma - 2;
    let of_label = |b: u8| word(b) || matches!(b, b' ' | b'-' | b'.' | b'#' | b'?' | b'/' | b':') || b >= 0x80;
    let n = run_back(t, end, 48, of_label);
    let key = end - n;
    let colon = key.saturating_sub(1) - run_back(t, key.saturating_sub(1), 4, |b| b == b' ').min(key.saturating_sub(1));
    if n < 2 || back(t, key, 1) != b'"' || back(t, colon, 1) != b':' || back(t, colon, 2) != b'"' {
        return none;
    }
    let name = part(t, colon.saturating_sub(12), colon - 2);
    const LABELS: &[&[u8]] = &[
        b"name", b"key", b"field", b"label", b"question", b"type", b"system", b"title", b"variable", b"param",
        b"parameter", b"header",
    ];
    // A pointer into a document (RFC 6901, 6902): `"path": "/user/phone", "value": …`.
    if name.ends_with(b"path") && at(t, key) == b'/' {
        let last = part(t, end - run_back(t, end, n, |b| b != b'/'), end);
        return std::str::from_utf8(last).map(classify).unwrap_or_default();
    }
    if memchr::memchr2(b'/', b':', part(t, key, end)).is_some() {
        return if name == b"system" || name.ends_with(b"\"system") {
            identifier(t, start, part(t, key, end))
        } else {
            none
        };
    }
    // `"type": "text"` stands in nearly every message.
    const KINDS: &[&[u8]] = &[
        b"text", b"input_text", b"output_text", b"string", b"object", b"function", b"tool_call", b"tool_call_response",
        b"reasoning",
    ];
    let label = part(t, key, end);
    if KINDS.contains(&label) {
        return none;
    }
    if !LABELS.iter().any(|l| name.get(name.len().wrapping_sub(l.len())..).is_some_and(|w| w.eq_ignore_ascii_case(l))) {
        return none;
    }
    std::str::from_utf8(label).map(classify).unwrap_or_default()
}

/// What is said of what a value became, whose key is behind the quote at `quote`, beside what it was:
/// `"field":"Phone","old":"…","new":"…"`.
pub(super) fn changed(t: &[u8], quote: usize) -> Context {
    let mut pieces = Before::new(t, quote, NAMED);
    match (pieces.next(), pieces.next()) {
        (Some(Piece::Member(old, _)), Some(Piece::Member(key, label))) if is_change(old) && names(key) => {
            // What a mark says, the value that stood there did not.
            let marked = memchr::memchr_iter(b'[', label).any(|i| mark_at(label, i).is_some());
            let label = std::str::from_utf8(label).ok().filter(|_| !marked);
            label.map(classify).unwrap_or_default()
        }
        _ => Context::default(),
    }
}

/// What the system of an identifier of FHIR, or the code of its kind before it (HL7 table 0203), says of its value at
/// `start`: `"code":"MR"}]},"system":"urn:oid:1.2.36","value":"…"`.
fn identifier(t: &[u8], start: usize, system: &[u8]) -> Context {
    if system == b"urn:oid:2.16.840.1.113883.4.1" {
        return classify("ssn");
    }
    let last = system.rsplit(|b| matches!(b, b'/' | b':')).next().unwrap_or_default();
    let says = std::str::from_utf8(last).map(classify).unwrap_or_default();
    if !says.exact().is_empty() {
        return says;
    }
    const KINDS: &[(&[u8], &str)] =
        &[(b"MR", "mrn"), (b"SS", "ssn"), (b"DL", "driver_license"), (b"PPN", "passport"), (b"MB", "member_id")];
    let window = part(t, start.saturating_sub(KIND_BEFORE), start);
    // The last before: those of other identifiers stand farther.
    let code = memchr::memmem::rfind(window, b"\"code\"").map(|i| part(window, i + 6, i + 16));
    let code = code.and_then(|text| text.split(|b| *b == b'"').nth(1)).unwrap_or_default();
    KINDS.iter().find(|kind| kind.0 == code).map(|kind| classify(kind.1)).unwrap_or_default()
}

/// Where what names the value behind a window begins: behind the last `name:`, `key=`, `field:`, `variable "` or
/// `argument("`.
fn label(window: &[u8]) -> Option<usize> {
    let joined = |b: u8| matches!(b, b'"' | b'\'' | b'\\' | b' ');
    let named = memchr::memrchr2_iter(b':', b'=', window).find_map(|i| {
        let end = i - run_back(window, i, 6, joined);
        NAMES.iter().any(|l| part(window, 0, end).ends_with(l)).then_some(end)
    });
    let opened = memchr::memrchr2_iter(b'"', b'\'', window).find_map(|i| {
        let end = i - run_back(window, i, 5, |b| b == b'\\');
        [&b"variable "[..], b"argument("].iter().any(|l| part(window, 0, end).ends_with(l)).then_some(end)
    });
    named.max(opened)
}

/// Ends of keys whose value names another.
const NAMES: [&[u8]; 9] = [b"name", b"key", b"field", b"Name", b"Key", b"variable", b"param", b"parameter", b"header"];

/// Whether what stands under such a key names another member. The value of `first_name` or `api_key` is removed itself,
/// and its mark names nothing.
pub(super) fn names(key: &[u8]) -> bool {
    if !matches!(key.last(), Some(b'e' | b'y' | b'd' | b'm' | b'r')) {
        return false;
    }
    let Some(end) = NAMES.iter().find(|n| key.ends_with(n)) else { return false };
    let removed = || {
        let says = std::str::from_utf8(key).map(classify).unwrap_or_default();
        says.has(Context::NAMED) || says.has(Context::MAY_BE_SECRET)
    };
    key.len() == end.len() || !removed()
}

/// [`sibling`] of the member of a document whose key is behind the quote at `quote`.
pub(super) fn named(t: &[u8], quote: usize) -> Option<Context> {
    let name = Before::new(t, quote, NAMED).find_map(|piece| match piece {
        Piece::Member(key, value) if names(key) => Some(value),
        // The pointer of a patch (RFC 6902).
        Piece::Member(b"path", value) if value.starts_with(b"/") => value.rsplit(|b| *b == b'/').next(),
        _ => None,
    })?;
    let n = run(name, 0, 64, |b| word(b) || matches!(b, b'-' | b'.' | b'/'));
    // A mark that goes on the name was another name.
    (n >= 3 && at(name, n) != b'[' && may_end_key(name, n))
        .then(|| std::str::from_utf8(part(name, 0, n)).map(secrecy).ok())?
}
