//! Elements of XML and HTML that hold a text and nothing else, judged by their tag: `<lastName>…</lastName>`; fields of forms:
//! `<input name="phone" value="…">`.

use ahash::AHashMap;

use super::{HEAD, LABEL, of_address, of_person, says, value};
use crate::redact::{
    bytes::{alnum, at, looked, part, run},
    context::{Context, classify},
    scan::Hit,
};

/// Longest text of an element, bytes.
const LONGEST: usize = 256;
/// Most tags that are told apart.
const TAGS: usize = 256;
/// Bytes around an element in which others tell that it is of a person or of an address.
const BESIDE: usize = 400;

/// Reads a document that begins near the beginning of a text.
pub(super) fn find(t: &[u8], hits: &mut Vec<Hit>) {
    let Some(first) = memchr::memchr(b'<', part(t, 0, HEAD / 4)) else { return };
    if !(at(t, first + 1).is_ascii_alphabetic() || matches!(at(t, first + 1), b'?' | b'!')) {
        return;
    }
    let mut tags: AHashMap<&[u8], Context> = AHashMap::new();
    // Elements whose meaning others tell: their text, and what their tag says.
    let mut open: Vec<(usize, usize, Context)> = Vec::new();
    let (mut people, mut addresses) = (Vec::new(), Vec::new());
    let mut parents: [Context; 2] = [Context::default(); 2];
    for i in memchr::memchr_iter(b'<', t) {
        let n = run(t, i + 1, LABEL, |b| alnum(b) || matches!(b, b'_' | b'-' | b':' | b'.'));
        if n < 2 || tags.len() > TAGS {
            continue;
        }
        let tag = part(t, i + 1, i + 1 + n);
        if at(t, i + 1 + n) == b' ' && tag.eq_ignore_ascii_case(b"input") {
            input(t, i, hits);
            continue;
        }
        let Some(close) = closes(t, i + 1 + n) else { continue };
        let Some(end) = memchr::memchr(b'<', part(t, close, close + LONGEST)).map(|n| close + n) else { continue };
        let text = part(t, close, end);
        let leaf = at(t, end + 1) == b'/' && part(t, end + 2, end + 2 + n) == tag;
        if !leaf && !text.trim_ascii().is_empty() || leaf && text.len() < 2 {
            continue;
        }
        let context = *tags.entry(tag).or_insert_with(|| {
            let local = tag.rsplit(|b| *b == b':').next().unwrap_or(tag);
            std::str::from_utf8(local).map(classify).unwrap_or_default()
        });
        if !leaf {
            parents = [parents[1], context];
            continue;
        }
        looked(text.len());
        let inherited = parents[0].inherited().with(parents[1].inherited());
        let mut context = context;
        for flag in [Context::OF_PERSON, Context::OF_ADDRESS] {
            context = if inherited.has(flag) { context.with(flag) } else { context };
        }
        if of_person(context) || tag.to_ascii_lowercase().ends_with(b"email") {
            people.push(i);
        }
        if of_address(context) {
            addresses.push(i);
        }
        if context.has(Context::NAME.with(Context::ADDRESS_PART)) {
            open.push((close, end, context));
        }
        if says(context) {
            value(t, text, context, hits);
        }
    }
    let near = |list: &[usize], i: usize| list.iter().any(|p| p.abs_diff(i) < BESIDE);
    for (from, to, context) in open.into_iter().take(TAGS) {
        let mut context = context;
        if near(&people, from) {
            context = context.with(Context::OF_PERSON);
        }
        if near(&addresses, from) {
            context = context.with(Context::OF_ADDRESS);
        }
        value(t, part(t, from, to), context, hits);
    }
}

/// The byte behind the bracket that closes a tag whose name ends at `i`.
fn closes(t: &[u8], i: usize) -> Option<usize> {
    match at(t, i) {
        b'>' => Some(i + 1),
        b' ' => {
            let n = memchr::memchr2(b'>', b'<', part(t, i, i + LONGEST))?;
            (at(t, i + n) == b'>' && at(t, i + n - 1) != b'/').then_some(i + n + 1)
        }
        _ => None,
    }
}

/// The value of a field of a form, by its name.
fn input(t: &[u8], i: usize, hits: &mut Vec<Hit>) {
    let tag = part(t, i, i + LONGEST * 2);
    let tag = part(tag, 0, memchr::memchr(b'>', tag).unwrap_or(tag.len()));
    looked(tag.len());
    let attribute = |name: &[u8]| {
        let from = memchr::memmem::find(tag, name)? + name.len();
        let quote = *tag.get(from).filter(|b| matches!(b, b'"' | b'\''))?;
        let rest = tag.get(from + 1..)?;
        Some(part(rest, 0, memchr::memchr(quote, rest)?))
    };
    // What a button does is no data.
    let kind = attribute(b" type=").unwrap_or_default();
    if [&b"button"[..], b"submit", b"checkbox", b"radio", b"reset", b"image"].contains(&kind) {
        return;
    }
    if let Some(text) = attribute(b" value=")
        && let Some(name) = attribute(b" name=").or_else(|| attribute(b" id="))
        && let Some(context) = super::label(name)
    {
        value(t, text, context, hits);
    }
}
