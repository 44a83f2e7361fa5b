//! Numbers of a document whose key says nothing of them, told by the string before:
//! `{"name":"lookup_ssn","arguments":{"q":"…"}}`, `{"element":"Phone number","text":"…"}`,
//! `{"content":"What is your SSN?"},{"role":"user","content":"…"}`.

use super::object;
use crate::redact::{
    bytes::{digit, looked, part},
    context::Context,
    hints::{self, Hints},
    types::Type,
};

/// Strings before a number that are read, keys among them.
const STRINGS: usize = 8;
/// Bytes of a number with its signs.
const NUMBER: std::ops::RangeInclusive<usize> = 7..=24;

/// Keys of what was asked for, typed or answered, whatever it is.
const KEYS: &[&[u8]] = &[
    b"q", b"query", b"text", b"content", b"answer", b"response", b"result", b"output", b"input", b"value", b"v",
    b"arg", b"args", b"params", b"arguments", b"data", b"message",
];

/// Adds to what the key of the string at `i`, whose content is `raw`, says, what is said before it if that is nothing.
#[inline(always)]
pub(super) fn hear(src: &[u8], i: usize, raw: &[u8], context: &mut Context) {
    let number = |b: &u8| digit(*b) || matches!(b, b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b'+');
    let may_be = NUMBER.contains(&raw.len()) && raw.first().is_some_and(number);
    if may_be && context.says_only(Context::KEYED) && raw.iter().all(number) {
        *context = said(src, i, *context).unwrap_or(*context);
    }
}

/// Fields of pages that what is asked for stands before: `Phone number field`.
const FIELDS: &[&[u8]] = &[b" field", b" textbox", b" input", b" box"];

/// What is counted are strings: redaction changes how long they are, and a document that is redacted again must show
/// the same.
#[cold]
fn said(src: &[u8], mut i: usize, context: Context) -> Option<Context> {
    let (mut carried, mut crossed) = (false, false);
    for _ in 0..STRINGS {
        let end = memchr::memrchr(b'"', part(src, 0, i))?;
        let open = object::opening(src, end)?;
        looked(i - open);
        let (text, between) = (part(src, open + 1, end), part(src, end + 1, i));
        i = open;
        if between.trim_ascii_start().first() == Some(&b':') {
            if !carried && !KEYS.contains(&text) {
                return None;
            }
            carried = true;
            continue;
        }
        crossed |= memchr::memchr2(b'}', b']', between).is_some();
        // Of another object only what it asked counts; what was removed says nothing.
        if crossed && !text.ends_with(b"?") || text.contains(&b'[') {
            return None;
        }
        if carried {
            let text = FIELDS.iter().find_map(|field| text.strip_suffix(*field)).unwrap_or(text);
            let found = hints::before(text, text.len());
            if !found.far.is_empty() {
                return (!found.last.is_empty()).then(|| named(found.last, context));
            }
        }
    }
    None
}

fn named(kinds: Hints, context: Context) -> Context {
    let flags = [(Type::Phone, Context::PHONE), (Type::UsSsn, Context::SSN)];
    let flags = flags.into_iter().filter(|(kind, _)| kinds.has(*kind));
    flags.fold(context.naming_all(kinds).with(Context::NAMED), |context, (_, flag)| context.with(flag))
}
