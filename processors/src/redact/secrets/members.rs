//! What the other members of its object say of a string of a document: a key above (`"db_password":{"value":"x"}`), the field that
//! is typed into, the name of a cookie, `"kind":"Secret"`; and lists of codes, words of a wallet.

use super::{keys::secrecy, shape::Shape};
use crate::redact::{
    bytes::{alnum, at, back, base64, part, run, run_back, word},
    context::Context,
};

/// How far before a member others are read.
const NEAR: usize = 200;
/// How far a document of Kubernetes may say what it is.
const KIND: usize = 1024;

/// What is said of the string at `i`, whose member is a `value` or `text` and begins at `start`.
pub(super) fn of_value(t: &[u8], i: usize, start: usize) -> Option<Context> {
    let object = before(t, start)?;
    let key = part(t, start, i);
    let value = key.first().is_some_and(|b| *b | 0x20 == b'v');
    // `"selector":"#password","text":"x"`.
    const FIELDS: [&[u8]; 5] = [b"\"selector\":", b"\"element\":", b"\"locator\":", b"\"placeholder\":", b"\"label\":"];
    let field = memchr::memchr_iter(b':', object)
        .map(|colon| colon + 1)
        .find(|behind| FIELDS.iter().any(|key| part(object, 0, *behind).ends_with(key)));
    let field = field.map(|behind| {
        let n = run(object, behind, 64, |b| b != b',');
        part(object, behind, behind + n).to_ascii_lowercase()
    });
    if let Some(field) = field {
        let named =
            [&b"passw"[..], b"passcode", b"pwd", b"otp"].iter().any(|w| memchr::memmem::find(&field, w).is_some());
        return named.then_some(Context::SECRET.with(Context::PASSWORD));
    }
    if !value {
        return None;
    }
    let open = start - object.len() - 2;
    let colon = open - run_back(t, open, 4, |b| b == b' ').min(open);
    if back(t, colon, 1) == b':' && back(t, colon, 2) == b'"' {
        let n = run_back(t, colon - 2, 48, |b| word(b) || matches!(b, b'-' | b'.'));
        let says = std::str::from_utf8(part(t, colon - 2 - n, colon - 2)).map(secrecy).unwrap_or_default();
        if says.has(Context::SECRET) && !says.has(Context::SECRETS_KEY) {
            return Some(says);
        }
    }
    cookie(t, i, object).then_some(Context::SECRET)
}

/// The members of the object before the one whose name begins at `start`: behind the bracket that opens it.
fn before(t: &[u8], start: usize) -> Option<&[u8]> {
    let quote = start.checked_sub(1)?;
    let window = part(t, quote.saturating_sub(NEAR), quote);
    let open = memchr::memrchr2(b'{', b'}', window).filter(|i| at(window, *i) == b'{')?;
    Some(part(window, open + 1, window.len()))
}

/// Whether an object with a name and a value is a cookie, and its value a session's.
fn cookie(t: &[u8], i: usize, object: &[u8]) -> bool {
    let n = run(t, i + 1, 512, |b| b != b'"');
    let value = part(t, i + 1, i + 1 + n);
    let rest = part(t, i + 1 + n, i + 1 + n + NEAR);
    let rest = part(rest, 0, memchr::memchr(b'}', rest).unwrap_or(rest.len()));
    let has = |name: &[u8]| memchr::memmem::find(object, name).or_else(|| memchr::memmem::find(rest, name)).is_some();
    let random = || {
        let shape = Shape::of(value);
        shape.random(true) && shape.longest >= 12
    };
    n >= 16 && random() && has(b"\"name\":") && (has(b"\"httpOnly\"") || has(b"\"domain\":"))
}

/// What is said of the string at `i` under another key: words of a wallet, data of a secret of Kubernetes.
pub(super) fn under(t: &[u8], i: usize, key: &[u8]) -> Context {
    let none = Context::default();
    match key.last() {
        Some(b'c' | b'e') if key.ends_with(b"nemonic") || key.ends_with(b"phrase") => {
            let n = run(t, i + 1, 256, |b| b.is_ascii_lowercase() || b == b' ');
            if at(t, i + 1 + n) == b'"' && words(part(t, i + 1, i + 1 + n)) { Context::SECRET } else { none }
        }
        _ => {
            let n = run(t, i + 1, 256, |b| base64(b) || b == b'=');
            let whole = n >= 8 && n % 4 == 0 && at(t, i + 1 + n) == b'"';
            if whole && Shape::of(part(t, i + 1, i + 1 + n)).upper > 0 && of_kubernetes(t, i) {
                Context::SECRET
            } else {
                none
            }
        }
    }
}

/// Whether a text is as many words as the phrase of a wallet has.
pub(super) fn words(text: &[u8]) -> bool {
    let count = text.split(|b| *b == b' ').count();
    let word = |w: &[u8]| (3..=8).contains(&w.len()) && w.iter().all(u8::is_ascii_lowercase);
    matches!(count, 12 | 15 | 18 | 21 | 24) && text.split(|b| *b == b' ').all(word)
}

/// Whether the member with the string at `i` is one of `data` of a `"kind":"Secret"`.
fn of_kubernetes(t: &[u8], i: usize) -> bool {
    let window = part(t, i.saturating_sub(KIND), i);
    let Some(open) = memchr::memrchr(b'{', window) else { return false };
    let head = part(window, open.saturating_sub(10), open);
    let data = head.trim_ascii_end().ends_with(b"\"data\":");
    let kind = |text: &[u8]| {
        memchr::memmem::find(text, b"\"kind\":\"Secret\"")
            .or_else(|| memchr::memmem::find(text, b"\"kind\": \"Secret\""))
            .is_some()
    };
    data && (kind(window) || kind(part(t, i, i + KIND)))
}

/// What is said of the string at `i` in a list: the codes of an account, `"recovery_codes":["x"]`.
pub(super) fn listed(t: &[u8], i: usize) -> Context {
    let none = Context::default();
    let n = run(t, i + 1, 33, |b| alnum(b) || b == b'-' || b == b' ');
    if !(6..=32).contains(&n) || at(t, i + 1 + n) != b'"' || !part(t, i + 1, i + 1 + n).iter().any(u8::is_ascii_digit) {
        return none;
    }
    let window = part(t, i.saturating_sub(NEAR), i);
    let Some(open) = memchr::memrchr(b'[', window) else { return none };
    let head = part(window, open.saturating_sub(24), open).to_ascii_lowercase();
    let named = head.trim_ascii_end().strip_suffix(b"codes\":").map(|k| k.strip_suffix(b"_").unwrap_or(k));
    let kind = named.is_some_and(|k| [&b"recovery"[..], b"backup", b"scratch"].iter().any(|w| k.ends_with(w)));
    if kind { Context::SECRET } else { none }
}
