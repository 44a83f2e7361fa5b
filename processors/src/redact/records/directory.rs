//! Entries of directories: LDIF (RFC 2849) and names of entries of people, `CN=Jane Roe,OU=People,DC=example`.

use super::LONGEST;
use crate::redact::{
    bytes::{alnum, at, back, looked, part, run},
    people,
    scan::Hit,
    types::{Type, mark_at},
};

/// Attributes and what they hold (RFC 4519, RFC 4524, RFC 2798), small letters.
const ATTRIBUTES: &[(&[u8], Type)] = &[
    (b"cn", Type::Person),
    (b"sn", Type::Person),
    (b"givenname", Type::Person),
    (b"displayname", Type::Person),
    (b"gecos", Type::Person),
    (b"telephonenumber", Type::Phone),
    (b"homephone", Type::Phone),
    (b"mobile", Type::Phone),
    (b"street", Type::Address),
    (b"postaladdress", Type::Address),
    (b"homepostaladdress", Type::Address),
    (b"postalcode", Type::PostalCode),
    (b"userpassword", Type::Secret),
    (b"unicodepwd", Type::Secret),
];
/// Attributes that only people have.
const OF_PEOPLE: &[&[u8]] =
    &[b"sn", b"givenname", b"uid", b"mail", b"homephone", b"mobile", b"homepostaladdress", b"samaccountname"];

/// Reads entries from `line` on, which begins at `from`, if it is the name of one. Gives where they end.
pub(super) fn ldif(t: &[u8], mut from: usize, line: &[u8], hits: &mut Vec<Hit>) -> Option<usize> {
    if !line.starts_with(b"dn:") {
        return None;
    }
    while part(t, from, from + 3) == b"dn:" {
        let mut lines = Vec::new();
        let mut person = false;
        for line in part(t, from, t.len()).split_inclusive(|b| *b == b'\n') {
            let start = from;
            from += line.len();
            looked(line.len());
            let line = line.trim_ascii_end();
            if line.is_empty() {
                break;
            }
            let n = run(line, 0, 32, |b| alnum(b) || b == b'-');
            let name = part(line, 0, n).to_ascii_lowercase();
            if at(line, n) != b':' {
                continue;
            }
            person |= OF_PEOPLE.contains(&name.as_slice());
            let skip = n + run(line, n, 4, |b| matches!(b, b':' | b' '));
            lines.push((name, start + skip, part(line, skip, line.len())));
        }
        for (name, start, text) in lines.iter().filter(|_| person) {
            attribute(*start, name, text, hits);
        }
        from += run(t, from, 8, |b| matches!(b, b'\r' | b'\n'));
    }
    Some(from)
}

fn attribute(start: usize, name: &[u8], text: &[u8], hits: &mut Vec<Hit>) {
    let mut one = |from: usize, text: &[u8], kind: Type| {
        if text.len() >= 2 && mark_at(text, 0).is_none() && text.len() <= LONGEST {
            hits.push(Hit::ruled(start + from, start + from + text.len(), kind, "directory"));
        }
    };
    if name == b"dn" {
        if text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case(b"cn=")) {
            let n = run(text, 3, LONGEST, |b| !matches!(b, b',' | b'+' | b'\\'));
            one(3, part(text, 3, 3 + n), Type::Person);
        }
    } else if let Some((_, kind)) = ATTRIBUTES.iter().find(|(known, _)| *known == name) {
        one(0, text, *kind);
    }
}

/// The name of a person in that of an entry, and of one who attends (RFC 5545, 3.2.2: `ATTENDEE;CN=Jane Roe:mailto:…`);
/// the equals sign of `CN=` is at `p`.
#[inline]
pub(super) fn entry(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if back(t, p, 2) | 0x20 != b'c' || alnum(back(t, p, 3)) || mark_at(t, p + 1).is_some() {
        return;
    }
    const UNITS: &[&[u8]] = &[b"people", b"users", b"employees", b"staff", b"accounts", b"personnel", b"members"];
    let attends = back(t, p, 3) == b';';
    let from = p + 1 + usize::from(attends && at(t, p + 1) == b'"');
    let ends = |b: u8| matches!(b, b',' | b'\n' | b'=' | b'"') || attends && matches!(b, b':' | b';');
    let n = run(t, from, 64, |b| !ends(b));
    let (name, end) = (part(t, from, from + n), from + n);
    let rest = part(t, end, end + 24).to_ascii_lowercase();
    let unit =
        rest.strip_prefix(b",ou=").or_else(|| rest.strip_prefix(b",cn=")).or_else(|| rest.strip_prefix(b", ou="));
    let fine = if attends {
        matches!(at(t, end), b':' | b';' | b'"')
    } else {
        unit.is_some_and(|unit| UNITS.iter().any(|u| unit.starts_with(u)))
    };
    if fine && people::person_beside(name) {
        hits.push(Hit::ruled(from, end, Type::Person, "directory"));
    }
}
