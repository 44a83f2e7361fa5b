//! What is said of a string or number of a document: by the key of the object around it, the members beside it, the
//! strings before it.

use super::{Frame, object, said_before};
use crate::redact::{
    bytes::{back, digit, part},
    context::Context,
    numbers::{cards, columns, measures},
    people, secrets,
    types::Type,
    value::Key,
};

/// Whether the string at `i` stands behind its key, with at most a space between.
#[inline]
fn directly_under(src: &[u8], i: usize) -> bool {
    let colon = if back(src, i, 1) == b' ' { 2 } else { 1 };
    back(src, i, colon) == b':' && back(src, i, colon + 1) == b'"'
}

/// What the key of the object around says of the member whose key stands at `i`.
#[inline]
pub(super) fn own(frame: &Frame, named: Key, src: &[u8], i: usize) -> Context {
    if named.of_value {
        frame.key.of_value()
    } else if named.of_type && part(src, i.saturating_sub(8), i).trim_ascii_end().ends_with(b"{") {
        frame.key
    } else {
        Context::default()
    }
}

/// Whether a key is of the value of the object around it, as in `{"birth_date":{"value":"…","confidence":0.9}}`.
pub(in crate::redact) fn is_value(key: &[u8]) -> bool {
    const KEYS: &[&[u8]] = &[
        b"v", b"value", b"VarCharValue", b"text", b"content", b"raw", b"raw_value", b"rawValue", b"valueString",
        b"valueDate", b"mentionText", b"from", b"to", b"old", b"new", b"before", b"after", b"previous", b"current",
        b"number",
    ];
    matches!(key.first(), Some(b'v' | b'V' | b't' | b'c' | b'r' | b'm' | b'f' | b'o' | b'n' | b'b' | b'a' | b'p'))
        && KEYS.contains(&key)
}

/// Whether a value has as many digits as the number of a card.
fn number_of_card(text: &[u8]) -> bool {
    (15..=16).contains(&text.len()) && text.iter().all(|b| digit(*b))
}

/// What is said of a number with as many digits as a card has, which `text` is as a whole: beside data of a card it is
/// one whatever its key, and among ids it is none.
#[inline(always)]
pub(super) fn among(
    src: &[u8],
    (from, end): (usize, usize),
    (i, to): (usize, usize),
    text: &[u8],
    context: &mut Context,
) {
    if number_of_card(text) && !context.has(Context::CARD) {
        *context = among_ids(src, (from, end), (i, to), text, *context);
    }
}

fn among_ids(
    src: &[u8],
    (from, end): (usize, usize),
    (i, to): (usize, usize),
    text: &[u8],
    context: Context,
) -> Context {
    let counted = || columns::in_document(src, from, end) || measures::of_machine(src, from, end);
    if context.has(Context::ID) || cards::may_be_valid(text) && counted() {
        context.with(if people::beside_card(src, i, to) { Context::CARD } else { Context::ID })
    } else {
        context
    }
}

/// Adds what is said around the string from `i` to `to`, whose content is `raw`, to what its key says. `silent`:
/// whether other members say nothing of it. What is said seldom is asked for first, so that little is copied.
#[inline(always)]
pub(super) fn hear(src: &[u8], (i, to): (usize, usize), raw: &[u8], silent: bool, context: &mut Context) {
    let mut person = context.has(Context::NAME) && people::person_beside(raw) && people::beside_contacts(src, i, to);
    among(src, (i + 1, to - 1), (i, to), raw, context);
    people::without_counts(src, i, to, context);
    people::with_calls(src, i, to, context);
    person |= context.has(Context::HALF_A_NAME) && people::human_name(src, i, to);
    if person {
        *context = context.naming(Type::Person).with(Context::NAMED);
    } else if context.has(Context::NAME)
        && context.has(Context::OF_PERSON)
        && (people::of_code(src, i, to) || people::of_organization(src, i, to) || people::of_openapi(src, i, to))
    {
        *context = context.without(Context::OF_PERSON);
    }
    if !(silent && directly_under(src, i)) {
        *context = secrets::beside(src, i, *context);
    } else {
        #[cfg(debug_assertions)]
        let told = secrets::beside(src, i, *context);
        if secrets::under_silent(src, i, raw) {
            *context = context.with(Context::SECRET);
        }
        #[cfg(debug_assertions)]
        assert!(told == *context, "the key of the string at {i} is not silent");
    }
    if !person && context.has(Context::HALF_A_NAME) && people::human_name_of_attributes(src, i, to) {
        *context = context.naming(Type::Person).with(Context::NAMED);
    }
    said_before::hear(src, i, raw, context);
    if context.has(Context::NAMED.with(Context::MAY_BE_SECRET).with(Context::A_PERSON))
        && object::names_its_key(src, i, raw)
    {
        let none = [Type::Person, Type::Address, Type::Organization].into_iter().fold(*context, Context::not_naming);
        *context = none.without(Context::SECRET.with(Context::MAY_BE_SECRET).with(Context::A_PERSON));
    }
}

/// What the members of the object or array that `text` begins with know of its key.
pub(super) fn inside(text: &[u8], key: Context) -> Context {
    if text.starts_with(b"[") {
        // `{"row":["Anna","415-…"]}`: none of the elements is the number of the row.
        let key = key.without(Context::GOODS);
        // `"versions": [{"host": "10.4.3.2"}]`
        if key.has(Context::VERSION) { key.without(Context::SCRIPTS_KEY) } else { key }
    } else if text.starts_with(b"{\"$bytes\":") {
        // Bytes are written as an object, and are a value.
        key
    } else {
        key.inherited()
    }
}
