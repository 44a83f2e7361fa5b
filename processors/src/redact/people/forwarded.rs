//! Heads of mails as programs quote them, where names stand without addresses: `From: Roe, Jane`, `Sent: …`, `To: …`.

use super::{names, roles};
use crate::redact::{
    bytes::{at, back, looked, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// First lines of a head.
const FROM: &[&[u8]] = &[b"From", b"Von", b"De"];
/// How the second begins.
const SENT: &[&str] = &["Sent:", "Gesendet:", "Envoyé :", "Envoyé:", "Enviado:", "Enviado el:", "Enviada em:"];
/// How those behind it begin that name people.
const TO: &[&str] = &["To:", "Cc:", "CC:", "Bcc:", "An:", "À :", "À:", "Para:"];
/// Lines that are read behind the second.
const LINES: usize = 4;
/// Longest line, bytes.
const LONGEST: usize = 512;

/// Names in a head whose first label stands from `label.0` to `label.1`, and its value at `from`.
pub(super) fn head(t: &[u8], label: (usize, usize), from: usize, hits: &mut Vec<Hit>) {
    let named = part(t, label.0, label.1);
    let line = || part(t, from, from + LONGEST).split(|b| *b == b'\n').next().unwrap_or_default();
    if matches!(named, b"To" | b"Cc" | b"CC" | b"cc" | b"Bcc") && several(line()) {
        people(t, from, hits);
        return;
    }
    if !FROM.contains(&named) {
        return;
    }
    // Quoted, or in bold letters.
    let start = label.0 - run_back(t, label.0, 8, |b| matches!(b, b'>' | b' ' | b'*'));
    if start > 0 && back(t, start, 1) != b'\n' {
        return;
    }
    let second = next(t, from);
    if !begins(t, second, SENT) {
        return;
    }
    people(t, from, hits);
    let mut line = second;
    for _ in 0..LINES {
        line = next(t, line);
        if begins(t, line, TO) {
            let colon = line + run(t, line, 8, |b| b != b':');
            people(t, colon + 1 + run(t, colon + 1, 4, |b| matches!(b, b' ' | b'*')), hits);
        }
    }
}

/// Whether a line has two names or more as directories have them: `Smith, John; Doe, Jane`. `Boston, Massachusetts` is
/// a place.
fn several(line: &[u8]) -> bool {
    let reversed = |name: &[u8]| {
        let name = name.trim_ascii();
        memchr::memchr(b',', name).is_some_and(|n| {
            let given = part(name, n + 1, name.len()).trim_ascii();
            n > 1 && at(name, 0).is_ascii_uppercase() && at(given, 0).is_ascii_uppercase() && given.len() > 1
        })
    };
    line.contains(&b';') && line.split(|b| *b == b';').filter(|name| !name.trim_ascii().is_empty()).all(reversed)
}

/// Where the line behind the one at `i` begins, without signs of quoting.
fn next(t: &[u8], i: usize) -> usize {
    let n = run(t, i, LONGEST, |b| b != b'\n');
    looked(n);
    let line = i + n + 1;
    line + run(t, line, 8, |b| matches!(b, b'>' | b' ' | b'*'))
}

fn begins(t: &[u8], i: usize, words: &[&str]) -> bool {
    words.iter().any(|w| part(t, i, i + w.len()) == w.as_bytes())
}

/// Names from `i` to the end of the line: `Roe, Jane; John Doe`.
fn people(t: &[u8], mut i: usize, hits: &mut Vec<Hit>) {
    let end = i + run(t, i, LONGEST, |b| b != b'\n' && b != b'\r');
    while i < end {
        if let Some((mut to, mut count)) = names::name(t, i, 4) {
            // `Roe, Jane A.`
            if count <= 2
                && part(t, to, to + 2) == b", "
                && let Some((last, more)) = names::name(t, to + 2, 3)
            {
                (to, count) = (last, count + more);
            }
            let next = to + run(t, to, 2, |b| b == b' ');
            let ends = next >= end || matches!(at(t, next), b';' | b',' | b'<' | b'[' | b'(' | b'*');
            if count >= 2 && ends && !roles::of_firm(part(t, i, to)) {
                hits.push(Hit::ruled(i, to, Type::Person, "mail-head"));
            }
        }
        i += run(t, i, LONGEST, |b| !matches!(b, b';' | b'\n' | b'\r'));
        i += 1 + run(t, i + 1, 2, |b| b == b' ');
    }
}
