//! What the other members of its object say of a string of a document: a key above (`"db_password":{"value":"x"}`), the
//! name of a cookie, `"kind":"Secret"`, `"sensitive":true`; and lists of codes.

use super::{
    beside::{password, varied},
    commands, jwt,
    keys::secrecy,
    pages::{REJECTED, located, named_behind, typed_into},
    shape::Shape,
    siblings::{NAMED, changed, is_change, is_field_value, is_value, member, named},
    values::{Written, accepted},
    wallet::words,
};
use crate::redact::{
    bytes::{Letters, alnum, at, back, base64, mentions, part, run, run_back, word},
    context::{Context, classify},
    json::object::{self, Before, Piece},
    types::Type,
};

/// Separators (two for a member) among which other members are read.
pub(super) const NEAR: usize = 16;
/// Separators among which a document of Kubernetes may say what it is.
const KIND: usize = 96;
/// How far before a code its list begins.
const LIST: usize = 512;
/// Longest value.
const LONGEST: usize = 256;
/// How much of the end of a key is read.
const KEY: usize = 16;

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
    !key.is_empty()
        && !key.contains(&b'"')
        && !of_web
        && !is_told(last)
        && !is_phrase(last)
        && !is_account(last)
        && !is_number(last)
}

/// Whether the string at `i`, which is `value` between its quotes, is a secret although its key is silent.
#[inline]
pub(in crate::redact) fn under_silent(t: &[u8], i: usize, value: &[u8]) -> bool {
    (8..=LONGEST).contains(&value.len()) && value.len().is_multiple_of(4) && of_secrets(t, i, value)
}

/// What is said of the string of a document that begins at `i`: by the member before it where its own is `value`, by
/// the first of two strings in a list.
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

/// What other members say of the string at `i`, whose colon is before `p`: of a secret, which it must look like, or
/// whatever it is.
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

/// Whether another member of the object says of the value at `i`, whose key is behind the quote at `quote`, that it is
/// one to hide, as Terraform writes its outputs: `"sensitive":true`.
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

/// Whether the string at `i` is the value of the variable of the environment before it in a list,
/// `["export","API_KEY","x"]`, and no variable itself; `None` where `name` is none, or the string may be either.
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
        _ if is_number(key) => beside_kind(t, i),
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

/// Whether a key is of the number of a paper.
fn is_number(key: &[u8]) -> bool {
    key.last() == Some(&b'r')
        && [&b"number"[..], b"document_number", b"documentNumber", b"doc_number", b"id_number", b"idNumber"]
            .contains(&key)
}

/// What is said of the string at `i` under `number`: of the paper that another member before it names,
/// `"type": "PASSPORT"`.
fn beside_kind(t: &[u8], i: usize) -> Context {
    const KEYS: &[&[u8]] =
        &[b"type", b"document_type", b"documentType", b"doc_type", b"docType", b"id_type", b"idType", b"kind"];
    let mut pieces = Before::new(t, i, NEAR).take_while(|piece| !matches!(piece, Piece::Open(_)));
    let kind = pieces.find_map(|piece| match piece {
        Piece::Member(key, value) if KEYS.contains(&key) => Some(value),
        _ => None,
    });
    let says = kind.and_then(|kind| std::str::from_utf8(kind).ok()).map(classify).unwrap_or_default();
    let papers = [Type::Passport, Type::DriverLicense, Type::NationalId];
    let fits = papers.into_iter().any(|kind| says.exact().has(kind));
    if fits { says } else { Context::default() }
}

/// Whether the string at `i`, `value`, is base64 and among the data of a secret of Kubernetes.
fn of_secrets(t: &[u8], i: usize, value: &[u8]) -> bool {
    value.chunks(64).any(|chunk| Letters::of(chunk).upper != 0)
        && value.iter().all(|b| base64(*b) || *b == b'=')
        && of_kubernetes(t, i)
}

/// What is said of the digits at `i` under `account`: the number of one where another member is of a bank,
/// `"routing": "121000358"`.
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
