//! Messages of banks: SWIFT MT (`:50K:/0532013000`, `:86:…?32JANE ROE`) and OFX in its form of SGML, whose elements
//! nothing closes.

use super::{LONGEST, value};
use crate::redact::{
    bytes::{at, digit, looked, part},
    context::Context,
    people,
    scan::Hit,
    types::{Type, mark_at},
};

/// Reads the fields of a message from `line` on, which begins at `from`, if it is a field of one: `:20:REF`. Gives
/// where it ends.
pub(super) fn swift(t: &[u8], from: usize, line: &[u8], hits: &mut Vec<Hit>) -> Option<usize> {
    const FIRST: &[&[u8]] = &[b":20:", b":25:", b":50", b":59", b":28C:", b":60F:", b":61:", b":86:"];
    if !FIRST.iter().any(|tag| line.starts_with(tag)) {
        return None;
    }
    let (mut i, mut tag, mut nth): (usize, &[u8], usize) = (0, b"", 0);
    let mut known = 0;
    for line in part(t, from, t.len()).split_inclusive(|b| *b == b'\n') {
        looked(line.len());
        let start = from + i;
        i += line.len();
        let line = line.trim_ascii_end();
        if line.starts_with(b"-}") || line.is_empty() {
            return Some(start);
        }
        let mut skip = 0;
        if at(line, 0) == b':'
            && let Some(n) = memchr::memchr(b':', part(line, 1, 5))
            && digit(at(line, 1))
        {
            (tag, nth, skip) = (part(line, 1, 1 + n), 0, n + 2);
            known += 1;
        } else if known == 0 {
            return Some(start);
        }
        field(start + skip, part(line, skip, line.len()), (tag, nth), hits);
        nth += 1;
    }
    Some(from + i)
}

/// Line `nth` of a field, whose text begins at `from`.
fn field(from: usize, text: &[u8], (tag, nth): (&[u8], usize), hits: &mut Vec<Hit>) {
    let mut one = |start: usize, len: usize, kind: Type| {
        let text = part(text, start, start + len);
        let marked = memchr::memchr_iter(b'[', text).any(|i| mark_at(text, i).is_some());
        if len >= 2 && !marked {
            hits.push(Hit::ruled(from + start, from + start + len, kind, "segment"));
        }
    };
    match tag {
        b"25" | b"25P" => one(0, text.len(), Type::BankAccount),
        b"50" | b"50K" | b"50F" | b"50A" | b"59" | b"59F" | b"59A" => {
            if let Some(account) = text.strip_prefix(b"/") {
                one(1, account.len(), Type::BankAccount);
            } else if !matches!(tag, b"50A" | b"59A") {
                // `1/JANE ROE`, `2/12 ELM STREET`
                let numbered = digit(at(text, 0)) && at(text, 1) == b'/';
                let skip = if numbered { 2 } else { 0 };
                let name = if numbered { at(text, 0) == b'1' } else { nth <= 1 };
                one(skip, text.len() - skip, if name { Type::Person } else { Type::Address });
            }
        }
        b"86" => {
            // `?31` is an account, `?32` and `?33` are a name (Deutsche Kreditwirtschaft, appendix 3 of the DFÜ
            // agreement).
            for i in memchr::memchr_iter(b'?', text) {
                let rest = part(text, i + 3, text.len());
                let n = memchr::memchr(b'?', rest).unwrap_or(rest.len());
                match part(text, i + 1, i + 3) {
                    b"31" | b"38" => one(i + 3, n, Type::BankAccount),
                    b"32" | b"33" => one(i + 3, n, Type::Person),
                    _ => {}
                }
            }
            if let Some(i) = memchr::memmem::find(text, b"/NAME/") {
                let rest = part(text, i + 6, text.len());
                one(i + 6, memchr::memchr(b'/', rest).unwrap_or(rest.len()), Type::Person);
            }
        }
        _ => {}
    }
}

/// Elements of OFX and what they hold (OFX 2.2, 3.2 and 11).
const ELEMENTS: &[(&[u8], Type)] = &[
    (b"ACCTID", Type::BankAccount),
    (b"ACCTKEY", Type::BankAccount),
    (b"BANKACCTTO", Type::BankAccount),
    (b"ADDR1", Type::Address),
    (b"ADDR2", Type::Address),
    (b"FIRSTNAME", Type::Person),
    (b"LASTNAME", Type::Person),
    (b"PHONE", Type::Phone),
    (b"DAYPHONE", Type::Phone),
    (b"EVEPHONE", Type::Phone),
    (b"TAXID", Type::TaxId),
    (b"SSN", Type::UsSsn),
    (b"USERPASS", Type::Secret),
];

/// Reads a document of OFX that begins near the beginning of a text.
pub(super) fn ofx(t: &[u8], hits: &mut Vec<Hit>) {
    let Some(start) = memchr::memmem::find(part(t, 0, super::HEAD), b"<OFX>") else { return };
    let text = part(t, start, t.len());
    looked(text.len());
    for i in memchr::memchr_iter(b'<', text) {
        let Some(n) = memchr::memchr(b'>', part(text, i + 1, i + 24)) else { continue };
        let (tag, from) = (part(text, i + 1, i + 1 + n), i + n + 2);
        let rest = part(text, from, from + LONGEST);
        let len = memchr::memchr3(b'<', b'\n', b'\r', rest).unwrap_or(rest.len());
        let content = part(rest, 0, len).trim_ascii_end();
        if content.len() < 2 || mark_at(content, 0).is_some() {
            continue;
        }
        if let Some((_, kind)) = ELEMENTS.iter().find(|(name, _)| *name == tag) {
            hits.push(Hit::ruled(start + from, start + from + content.len(), *kind, "segment"));
        } else if tag == b"NAME" && people::person_beside(content) {
            value(t, part(t, start + from, start + from + content.len()), Context::PERSON_KEY, hits);
        }
    }
}
