//! What the other members of its object say of a string of a document: a key above (`"db_password":{"value":"x"}`), the field that
//! is typed into, the name of a cookie, `"kind":"Secret"`; and lists of codes, words of a wallet.

use super::{
    beside::{password, varied},
    commands, jwt,
    key_before::may_end_key,
    keys::secrecy,
    pages::{REJECTED, located, named_behind, typed_into},
    shape::Shape,
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{Letters, alnum, at, back, base64, mentions, part, run, run_back, word},
    context::{Context, classify},
    json::object::{self, Before, Piece},
    types::{Type, mark_at},
};

/// Separators (two for a member) among which other members are read.
pub(super) const NEAR: usize = 16;
/// Separators between a member and the one that names it.
const NAMED: usize = 5;
/// Separators among which a document of Kubernetes may say what it is.
const KIND: usize = 96;
/// How far before a text the name of its value begins.
const SIBLING: usize = 160;
/// How far before a code its list begins.
const LIST: usize = 512;
/// How far before the value of an identifier its kind is written.
const KIND_BEFORE: usize = 320;
/// Longest value.
const LONGEST: usize = 256;
/// How much of the end of a key is read.
const KEY: usize = 16;

/// Names of members whose meaning another member tells.
pub(in crate::redact) fn is_value(key: &[u8]) -> bool {
    [&b"value"[..], b"val", b"text", b"default", b"content", b"data", b"answer", b"parametervalue"]
        .iter()
        .any(|k| key.eq_ignore_ascii_case(k))
}

/// Names of members that hold what a value was, and what it became: `"field":"password","old":"x","new":"y"`.
fn is_change(key: &[u8]) -> bool {
    const CHANGES: [&[u8]; 12] = [
        b"old",
        b"new",
        b"old_value",
        b"new_value",
        b"oldValue",
        b"newValue",
        b"previous_value",
        b"previousValue",
        b"from",
        b"to",
        b"before",
        b"after",
    ];
    CHANGES.contains(&key)
}

/// Whether a key is of the value of a field that another member names: `"field_name":"CPF","field_value":"…"`.
fn is_field_value(key: &[u8]) -> bool {
    key.ends_with(b"_value") || key.ends_with(b"Value")
}

/// What the member beside the one named `value` at `start` says of it: `name: DB_PASSWORD`, `key="ApiKey"`, `variable "x" {`.
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
fn member(t: &[u8], start: usize) -> Context {
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
        b"name",
        b"key",
        b"field",
        b"label",
        b"question",
        b"type",
        b"system",
        b"title",
        b"variable",
        b"param",
        b"parameter",
        b"header",
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
        b"text",
        b"input_text",
        b"output_text",
        b"string",
        b"object",
        b"function",
        b"tool_call",
        b"tool_call_response",
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
fn changed(t: &[u8], quote: usize) -> Context {
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

/// What the system of an identifier of FHIR, or the code of its kind before it (HL7 table 0203), says of its value at `start`:
/// `"code":"MR"}]},"system":"urn:oid:1.2.36","value":"…"`.
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

/// Where what names the value behind a window begins: behind the last `name:`, `key=`, `field:`, `variable "` or `argument("`.
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

/// Whether what stands under such a key names another member. The value of `first_name` or `api_key` is removed itself, and its mark
/// names nothing.
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
fn named(t: &[u8], quote: usize) -> Option<Context> {
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

/// Whether the string at `i` is long and stands beside `"kty"`: the secret part of a JSON web key (RFC 7518, 6).
fn key_of_web(t: &[u8], i: usize) -> bool {
    let n = run(t, i + 1, 2048, |b| base64(b) || b == b'=');
    let has = |from, to| memchr::memmem::find(part(t, from, to), b"\"kty\"").is_some();
    // Ten members, with two separators each.
    let mut pieces = Before::new(t, i, 2 * NEAR);
    let open = pieces.any(|piece| matches!(piece, Piece::Open(_)));
    n >= 22 && (open && has(pieces.reached(), i) || has(i + n, object::behind(t, i, NEAR)))
}

/// Whether other members may tell what stands under the key that ends with these bytes.
fn is_told(key: &[u8]) -> bool {
    let ends = |b: &u8| matches!(b | 0x20, b'e' | b't' | b'r' | b'l' | b'd' | b'w' | b'a' | b'm' | b'o');
    key.last().is_some_and(ends)
        && (REJECTED.contains(&key)
            || is_value(key)
            || is_change(key)
            || is_field_value(key)
            || key.starts_with(b"string")
            || key.starts_with(b"int"))
}

/// Whether other members say nothing of what stands under a key, unless that is base64: most keys are such.
pub(in crate::redact) fn is_silent(key: &[u8]) -> bool {
    let last = part(key, key.len() - run_back(key, key.len(), KEY, word), key.len());
    let of_web = matches!(key, b"d" | b"k" | b"p" | b"q" | b"dp" | b"dq" | b"qi");
    !key.is_empty() && !key.contains(&b'"') && !of_web && !is_told(last) && !is_phrase(last) && !is_account(last)
}

/// Whether the string at `i`, which is `value` between its quotes, is a secret although its key is silent.
#[inline]
pub(in crate::redact) fn under_silent(t: &[u8], i: usize, value: &[u8]) -> bool {
    (8..=LONGEST).contains(&value.len()) && value.len().is_multiple_of(4) && of_secrets(t, i, value)
}

/// What is said of the string of a document that begins at `i`: by the member before it where its own is `value`, by the first of
/// two strings in a list.
pub(in crate::redact) fn beside(t: &[u8], i: usize, context: Context) -> Context {
    if context.has(Context::SECRET) {
        return context;
    }
    let p = i - run_back(t, i, 8, |b| b == b' ').min(i);
    let says = match back(t, p, 1) {
        b':' => match under_key(t, i, p) {
            Ok(says) => says,
            Err(says) => return context.with(says),
        },
        b',' if back(t, p, 2) == b'"' => {
            let n = run_back(t, p - 2, 48, |b| word(b) || b == b'-');
            let name = part(t, p - 2 - n, p - 2);
            if at(t, i + 1) == b'-' {
                return commands::listed_tight(t, i, context);
            }
            if at(name, 0) == b'-' && back(t, p - 2 - n, 1) == b'"' {
                return commands::listed(t, i, name, context);
            }
            let quoted = n >= 3 && back(t, p - 2 - n, 1) == b'"';
            let pair = quoted && variable(name, t, i).unwrap_or(back(t, p - 2 - n, 2) == b'[');
            let code = listed(t, i);
            if code.has(Context::SECRET) {
                return context.with(code);
            }
            pair.then(|| std::str::from_utf8(name).map(secrecy).ok()).flatten()
        }
        b'[' => return context.with(listed(t, i)),
        _ => None,
    };
    match says {
        // A list of two names is no pair.
        Some(says) if says.has(Context::SECRET) => {
            let n = run(t, i + 1, LONGEST, |b| b != b'"');
            let value = part(t, i + 1, i + 1 + n);
            let number = (4..=12).contains(&n) && value.iter().all(u8::is_ascii_digit) && says.has(Context::PASSWORD);
            // Of a list of two, the second may be a name.
            let word = || back(t, p, 1) == b':' && says.has(Context::PASSWORD) && password(value);
            let fine = (varied(value) || number || word()) && !value.contains(&b' ');
            let literal = fine && accepted(value, says, Written::Quoted, false);
            if literal { context.with(says) } else { context }
        }
        _ => context,
    }
}

/// What other members say of the string at `i`, whose colon is before `p`: of a secret, which it must look like, or whatever it is.
fn under_key(t: &[u8], i: usize, p: usize) -> Result<Option<Context>, Context> {
    let end = p - 1 - run_back(t, p - 1, 4, |b| b == b' ');
    if back(t, end, 1) == b'"' && jwt::secret_member(t, end) {
        return Err(if key_of_web(t, i) { Context::SECRET } else { Context::default() });
    }
    if back(t, end, 1) != b'"' {
        return Err(Context::default());
    }
    let n = run_back(t, end - 1, KEY, word);
    let key = part(t, end - 1 - n, end - 1);
    if !is_told(key) {
        return Err(under(t, i, key));
    }
    let start = end - 1 - n;
    if REJECTED.contains(&key) {
        return Err(located(t, start));
    }
    if matches!(key, b"stringValue" | b"string_value" | b"intValue" | b"int_value") {
        return Err(attribute(t, start - 1));
    }
    // No secret, whatever else is said of it.
    let value = part(t, i + 1, i + 1 + LONGEST);
    let changes = is_change(key) && key.starts_with(b"new");
    if !changes && memchr::memchr(b'"', value).is_none() && value.contains(&b' ') {
        let direct = member(t, start);
        if direct == Context::default() {
            return Err(direct);
        }
    }
    // Of `env.0.value` the last piece is read so far.
    let quote = (start - 1) - run_back(t, start, 64, |b| b != b'"').min(start - 1);
    let whole = quote + 1 == start;
    Ok(match named(t, quote).filter(|_| at(t, quote) == b'"') {
        Some(says) if says.has(Context::SECRET) => Some(says),
        _ => match whole.then(|| of_value(t, i, start)).flatten() {
            Some(says) => Some(says),
            None if key == b"value" && is_sensitive(t, i, quote) => return Err(Context::SECRET),
            None if changes => return Err(changed(t, quote)),
            None => {
                let direct = member(t, start);
                // Nobody types a long text into a field, and messages are full of them.
                if memchr::memchr(b'"', value).is_none() {
                    return Err(direct);
                }
                let typed = || if whole { typed_into(t, start) } else { Context::default() };
                let says = named_behind(t, i).unwrap_or_else(typed);
                if direct.has(Context::SECRET) || !says.has(Context::SECRET) {
                    return Err(direct.with(says));
                }
                Some(says)
            }
        },
    })
}

/// Whether another member of the object says of the value at `i`, whose key is behind the quote at `quote`, that it is one to hide, as
/// Terraform writes its outputs: `"sensitive":true`.
fn is_sensitive(t: &[u8], i: usize, quote: usize) -> bool {
    let mut before = Before::new(t, quote, NAMED);
    before.by_ref().take_while(|piece| !matches!(piece, Piece::Open(_))).for_each(drop);
    let behind = part(t, i, object::behind(t, i, NAMED));
    let behind = part(behind, 0, memchr::memchr(b'}', behind).unwrap_or(behind.len()));
    [part(t, before.reached(), quote), behind].iter().any(|members| {
        memchr::memmem::find(members, b"\"sensitive\"").is_some_and(|n| {
            let colon = n + 11 + run(members, n + 11, 2, |b| b == b' ');
            let from = colon + 1 + run(members, colon + 1, 2, |b| b == b' ');
            at(members, colon) == b':' && part(members, from, from + 4) == b"true"
        })
    })
}

/// Whether the string at `i` is the value of the variable of the environment before it in a list, `["export","API_KEY","x"]`, and no
/// variable itself; `None` where `name` is none, or the string may be either.
fn variable(name: &[u8], t: &[u8], i: usize) -> Option<bool> {
    let loud = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    if !name.contains(&b'_') || !name.iter().all(|b| loud(*b)) {
        return None;
    }
    let n = run(t, i + 1, LONGEST, loud);
    let joined = at(t, i + 1).is_ascii_uppercase() && part(t, i + 1, i + 1 + n).contains(&b'_');
    if at(t, i + 1 + n) != b'"' { Some(true) } else { joined.then_some(false) }
}

/// What the key of an attribute of OTLP says of its value, the key of which is behind the quote at `quote`:
/// `{"key":"user.name","value":{"stringValue":"x"}}`.
fn attribute(t: &[u8], quote: usize) -> Context {
    let mut pieces = Before::new(t, quote, NAMED);
    let inside = matches!(pieces.next(), Some(Piece::Open(_)));
    let value = inside && pieces.next().is_some_and(|piece| piece.is(b"value", b""));
    match pieces.next() {
        Some(Piece::Member(b"key", key)) if value => std::str::from_utf8(key).map(classify).unwrap_or_default(),
        _ => Context::default(),
    }
}

/// What is said of the string at `i`, whose member is a `value` or `text` and begins at `start`.
pub(super) fn of_value(t: &[u8], i: usize, start: usize) -> Option<Context> {
    let key = part(t, start, start + run(t, start, 16, word));
    let value = at(t, start) | 0x20 == b'v' || is_change(key);
    if !value && at(t, start) | 0x20 != b't' {
        return None;
    }
    // `"selector":"#password","text":"x"`.
    const FIELDS: [&[u8]; 5] = [b"selector", b"element", b"locator", b"placeholder", b"label"];
    let (mut field, mut open) = (None, None);
    for piece in Before::new(t, start - 1, NEAR) {
        match piece {
            Piece::Member(key, value) if FIELDS.contains(&key) => field = Some(value),
            Piece::Member(..) => {}
            Piece::Open(i) => {
                open = Some(i);
                break;
            }
        }
    }
    let open = open?;
    if let Some(field) = field {
        let named = mentions(part(field, 0, LONGEST), &[b"passw", b"passcode", b"pwd", b"otp"]);
        return named.then_some(Context::SECRET.with(Context::PASSWORD));
    }
    if !value {
        return None;
    }
    let colon = open - run_back(t, open, 4, |b| b == b' ').min(open);
    if back(t, colon, 1) == b':' && back(t, colon, 2) == b'"' {
        let n = run_back(t, colon - 2, 48, |b| word(b) || matches!(b, b'-' | b'.'));
        let says = std::str::from_utf8(part(t, colon - 2 - n, colon - 2)).map(secrecy).unwrap_or_default();
        if says.has(Context::SECRET) && !says.has(Context::SECRETS_KEY) {
            return Some(says);
        }
    }
    cookie(t, i, part(t, open, start)).then_some(Context::SECRET)
}

/// Whether an object with a name and a value is a cookie, and its value a session's.
fn cookie(t: &[u8], i: usize, object: &[u8]) -> bool {
    let n = run(t, i + 1, 512, |b| b != b'"');
    let value = part(t, i + 1, i + 1 + n);
    let rest = || part(t, i, object::behind(t, i, NEAR));
    let has = |name: &[u8]| memchr::memmem::find(object, name).or_else(|| memchr::memmem::find(rest(), name)).is_some();
    let random = || {
        let shape = Shape::of(value);
        shape.random(true) && shape.longest >= 12
    };
    n >= 16 && random() && has(b"\"name\":") && (has(b"\"httpOnly\"") || has(b"\"domain\":"))
}

/// What is said of the string at `i` under another key: words of a wallet, data of a secret of Kubernetes.
pub(super) fn under(t: &[u8], i: usize, key: &[u8]) -> Context {
    let none = Context::default();
    match key {
        _ if is_phrase(key) => {
            let n = run(t, i + 1, 256, |b| b.is_ascii_lowercase() || b == b' ');
            if at(t, i + 1 + n) == b'"' && words(part(t, i + 1, i + 1 + n)) { Context::SECRET } else { none }
        }
        _ if is_account(key) => beside_routing(t, i),
        _ => {
            let n = memchr::memchr(b'"', part(t, i + 1, i + 2 + LONGEST)).unwrap_or(0);
            if under_silent(t, i, part(t, i + 1, i + 1 + n)) { Context::SECRET } else { none }
        }
    }
}

/// Whether a key is of the words of a wallet.
fn is_phrase(key: &[u8]) -> bool {
    matches!(key.last(), Some(b'c' | b'e' | b'd'))
        && (key.ends_with(b"nemonic") || key.ends_with(b"phrase") || key.ends_with(b"seed"))
}

/// Whether a key is of an account, perhaps at a bank.
fn is_account(key: &[u8]) -> bool {
    key.last() == Some(&b't') && (key.ends_with(b"account") || key.ends_with(b"acct"))
}

/// Whether the string at `i`, `value`, is base64 and among the data of a secret of Kubernetes.
fn of_secrets(t: &[u8], i: usize, value: &[u8]) -> bool {
    value.chunks(64).any(|chunk| Letters::of(chunk).upper != 0)
        && value.iter().all(|b| base64(*b) || *b == b'=')
        && of_kubernetes(t, i)
}

/// What is said of the digits at `i` under `account`: the number of one where another member is of a bank, `"routing": "121000358"`.
fn beside_routing(t: &[u8], i: usize) -> Context {
    let none = Context::default();
    let n = run(t, i + 1, 20, |b| b.is_ascii_digit());
    if !(6..=17).contains(&n) || at(t, i + 1 + n) != b'"' {
        return none;
    }
    const BANKS: &[&[u8]] =
        &[b"routing", b"sort_code", b"sort code", b"sortcode", b"aba_number", b"bank_name", b"bankname"];
    const SHORT: &[&[u8]] = &[b"aba", b"rtn"];
    let of_bank = |key: &[u8]| mentions(key, BANKS) || SHORT.iter().any(|k| key.eq_ignore_ascii_case(k));
    let before = Before::new(t, i, 2 * NEAR)
        .take_while(|piece| !matches!(piece, Piece::Open(_)))
        .any(|piece| matches!(piece, Piece::Member(key, _) if of_bank(key)));
    // Names only: a mark may say the same, and what is redacted again must not change.
    let behind = part(t, i, object::behind(t, i, NEAR));
    let named = || {
        memchr::memchr_iter(b':', behind).any(|colon| {
            let end = colon - run_back(behind, colon, 2, |b| b == b' ');
            let n = run_back(behind, end.saturating_sub(1), 32, |b| word(b) || matches!(b, b' ' | b'-'));
            back(behind, end, 1) == b'"' && of_bank(part(behind, end - 1 - n, end - 1))
        })
    };
    if before || named() { none.naming(Type::BankAccount).with(Context::NAMED) } else { none }
}

/// Whether a text is as many words as the phrase of a wallet has.
pub(super) fn words(text: &[u8]) -> bool {
    let count = text.split(|b| *b == b' ').count();
    let word = |w: &[u8]| (3..=8).contains(&w.len()) && w.iter().all(u8::is_ascii_lowercase);
    matches!(count, 12 | 15 | 18 | 21 | 24) && text.split(|b| *b == b' ').all(word)
}

/// Where the words of a wallet's phrase that begin at `i` end: one after the other, on lines of their own, numbered.
pub(super) fn wallet_words(t: &[u8], mut i: usize) -> Option<usize> {
    // Of prose, and not on the list of the words (BIP 39).
    const PROSE: &[&[u8]] =
        &[b"the", b"and", b"for", b"your", b"with", b"from", b"are", b"was", b"has", b"not", b"but", b"any", b"into"];
    let mut end = None;
    for count in 1..=24 {
        let number = run(t, i, 2, |b| b.is_ascii_digit());
        if number > 0 {
            i += number + run(t, i + number, 1, |b| matches!(b, b'.' | b')' | b':'));
            i += run(t, i, 2, |b| b == b' ');
        }
        let n = run(t, i, 9, |b| b.is_ascii_lowercase());
        if !(3..=8).contains(&n) || PROSE.contains(&part(t, i, i + n)) || word(at(t, i + n)) {
            break;
        }
        i += n;
        if matches!(count, 12 | 15 | 18 | 21 | 24) {
            end = Some(i);
        }
        let gap = run(t, i, 4, |b| matches!(b, b' ' | b',' | b'\n' | b'\r' | b'\t'));
        if gap == 0 {
            break;
        }
        i += gap;
    }
    end
}

/// Whether the member with the string at `i` is one of `data` of a `"kind":"Secret"`, which the same object says.
fn of_kubernetes(t: &[u8], i: usize) -> bool {
    let mut members = Before::new(t, i, KIND);
    if !members.any(|piece| matches!(piece, Piece::Open(_))) {
        return false;
    }
    // Those of the object around, before `data` and behind it.
    let data = matches!(members.next(), Some(Piece::Member(b"data" | b"stringData", _)));
    data && (members.take_while(|piece| !matches!(piece, Piece::Open(_))).any(|piece| piece.is(b"kind", b"Secret"))
        || {
            let close = object::behind(t, i, KIND);
            let rest = part(t, close + 1, object::behind(t, close + 1, NEAR));
            at(t, close) == b'}'
                && [&b"\"kind\":\"Secret\""[..], b"\"kind\": \"Secret\""]
                    .iter()
                    .any(|kind| memchr::memmem::find(rest, kind).is_some())
        })
}

/// What is said of the string at `i` in a list: the codes of an account, `"recovery_codes":["x"]`.
pub(super) fn listed(t: &[u8], i: usize) -> Context {
    let none = Context::default();
    let n = run(t, i + 1, 33, |b| alnum(b) || b == b'-' || b == b' ');
    if !(6..=32).contains(&n) || at(t, i + 1 + n) != b'"' || !part(t, i + 1, i + 1 + n).iter().any(u8::is_ascii_digit) {
        return none;
    }
    let window = part(t, i.saturating_sub(LIST), i);
    let Some(open) = memchr::memrchr(b'[', window) else { return none };
    let head = part(window, open.saturating_sub(24), open).to_ascii_lowercase();
    let named = head.trim_ascii_end().strip_suffix(b"codes\":").map(|k| k.strip_suffix(b"_").unwrap_or(k));
    let kind = named.is_some_and(|k| [&b"recovery"[..], b"backup", b"scratch"].iter().any(|w| k.ends_with(w)));
    if kind { Context::SECRET } else { none }
}
