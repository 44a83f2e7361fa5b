//! Cards of people and dates (vCard, RFC 6350; iCalendar, RFC 5545) and forms in parts (`multipart/form-data`, RFC
//! 7578).

use super::{LABEL, label, says, trimmed, value};
use crate::redact::{
    bytes::{at, looked, part, run},
    context::{Context, classify},
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest line that is read, bytes.
const LINE: usize = 512;

/// Reads from `line` on, which begins at `from`, if it begins a card or a part of a form. Gives where they end.
pub(super) fn find(t: &[u8], from: usize, line: &[u8], hits: &mut Vec<Hit>) -> Option<usize> {
    let line = line.trim_ascii_end();
    if let Some(kind) = line.get(..6).filter(|head| head.eq_ignore_ascii_case(b"BEGIN:")).and_then(|_| line.get(6..)) {
        let is = |known: &&[u8]| kind.eq_ignore_ascii_case(known);
        return [&b"VCARD"[..], b"VCALENDAR", b"VEVENT"].iter().any(is).then(|| card(t, from, hits));
    }
    if line.starts_with(b"ATTENDEE;") || line.starts_with(b"ORGANIZER;") {
        property(t, from, line, run(line, 0, 16, |b| b.is_ascii_uppercase()), hits);
        return Some(from + line.len() + 1);
    }
    line.starts_with(b"Content-Disposition: form-data").then(|| form(t, from, hits))
}

/// Properties of cards that hold a person's data.
const PROPERTIES: &[(&[u8], Type)] = &[
    (b"FN", Type::Person),
    (b"N", Type::Person),
    (b"NICKNAME", Type::Person),
    (b"ADR", Type::Address),
    (b"BDAY", Type::DateOfBirth),
];

/// Fields of codes for cameras that hold a person's data: `MECARD:N:Roe,Jane;TEL:…;;`.
const CODED: &[(&[u8], &str)] = &[
    (b"N", "full_name"),
    (b"SOUND", "full_name"),
    (b"TEL", "phone"),
    (b"ADR", "street_address"),
    (b"BDAY", "birth_date"),
];
/// Most fields of such a code, and longest of them, bytes.
const FIELDS: usize = 16;
const FIELD: usize = 160;

/// Reads such a code, whose first colon is at `p`.
pub(super) fn coded(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if !part(t, 0, p).ends_with(b"MECARD") {
        return;
    }
    let mut from = p + 1;
    for _ in 0..FIELDS {
        let name = run(t, from, 8, |b| b.is_ascii_uppercase());
        let start = from + name + 1;
        if name == 0 || at(t, start - 1) != b':' {
            return;
        }
        let mut end = start;
        while !matches!(at(t, end), 0 | b';' | b'\n') && end - start < FIELD {
            end += if at(t, end) == b'\\' { 2 } else { 1 };
        }
        let text = part(t, start, end);
        looked(text.len());
        if !matches!(at(t, end), 0 | b';' | b'\n') {
            return;
        }
        let field = part(t, from, from + name);
        let marked = || memchr::memchr_iter(b'[', text).any(|i| mark_at(text, i).is_some());
        match CODED.iter().find(|(name, _)| *name == field) {
            Some((_, "full_name")) if text.len() > 1 && !marked() => {
                hits.push(Hit::ruled(start, start + text.len(), Type::Person, "card"));
            }
            Some((_, key)) => value(t, text, classify(key), hits),
            None => {}
        }
        from = end + 1;
    }
}

fn card(t: &[u8], mut from: usize, hits: &mut Vec<Hit>) -> usize {
    while from < t.len() {
        let rest = part(t, from, t.len());
        let n = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = part(t, from, from + n.min(LINE));
        looked(line.len());
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // `item1.ADR`
        let group = run(line, 0, 16, |b| b.is_ascii_alphanumeric() || b == b'-');
        let skip = if at(line, group) == b'.' { group + 1 } else { 0 };
        let line = part(line, skip, line.len());
        let name = run(line, 0, 16, |b| b.is_ascii_alphabetic() || b == b'-');
        if matches!(at(line, name), b':' | b';') {
            property(t, from + skip, line, name, hits);
        }
        from += n + 1;
    }
    from
}

fn property(t: &[u8], from: usize, line: &[u8], name: usize, hits: &mut Vec<Hit>) {
    let property = &part(line, 0, name).to_ascii_uppercase()[..];
    if [&b"ORGANIZER"[..], b"ATTENDEE"].contains(&property) {
        if let Some(i) = memchr::memmem::find(line, b";CN=") {
            let text = part(line, i + 4, line.len());
            let text = match text.strip_prefix(b"\"") {
                Some(quoted) => quoted.split(|b| *b == b'"').next(),
                None => text.split(|b| matches!(b, b':' | b';')).next(),
            };
            value(t, text.unwrap_or_default(), Context::default().naming(Type::Person).with(Context::NAMED), hits);
        }
        return;
    }
    let Some((_, kind)) = PROPERTIES.iter().find(|(p, _)| *p == property) else { return };
    let Some(colon) = memchr::memchr(b':', line) else { return };
    let skip = colon + 1 + run(line, colon + 1, 8, |b| b == b';');
    let text = part(line, skip, line.len()).trim_ascii_end();
    let end = text.len() - text.iter().rev().take_while(|b| **b == b';').count();
    let marked = memchr::memchr_iter(b'[', text).any(|i| mark_at(text, i).is_some());
    if end >= 2 && !marked {
        hits.push(Hit::ruled(from + skip, from + skip + end, *kind, "card"));
    }
}

fn form(t: &[u8], mut from: usize, hits: &mut Vec<Hit>) -> usize {
    let head = b"form-data; name=\"";
    while let Some(i) = memchr::memmem::find(part(t, from, t.len()), head) {
        let start = from + i + head.len();
        let n = run(t, start, LABEL, |b| b != b'"' && b != b'\n');
        from = start + n;
        let Some(context) = label(part(t, start, from)).filter(|c| says(*c)) else { continue };
        // Behind an empty line.
        let rest = part(t, from, from + LINE);
        let gap = memchr::memmem::find(rest, b"\n\n").map(|i| i + 2);
        let Some(gap) = memchr::memmem::find(rest, b"\r\n\r\n").map(|i| i + 4).or(gap) else { continue };
        let text = part(rest, gap, rest.len());
        let text = part(text, 0, memchr::memchr(b'\n', text).unwrap_or(text.len()));
        value(t, trimmed(text), context, hits);
        from += gap;
    }
    t.len()
}
