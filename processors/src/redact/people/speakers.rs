//! Who speaks in a chat or a transcript: `Jane Roe (customer): …`, `[10:31] Jane Roe: …`. A role tells that it is
//! somebody, or the time of day on this line and one beside it.

use super::{names, roles};
use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// Longest name, and longest time before it, bytes.
const NAME: usize = 48;
const TIME: usize = 32;
/// How far the other line may be, bytes.
const NEAR: usize = 400;

/// What people are in a conversation.
#[rustfmt::skip]
const ROLES: &[&[u8]] = &[
    b"customer", b"client", b"caller", b"agent", b"support", b"support agent", b"patient", b"guest", b"member", b"user", b"visitor", b"host", b"guest speaker",
    b"interviewer", b"interviewee", b"candidate", b"moderator", b"kunde", b"kundin", b"cliente", b"owner", b"employee", b"manager", b"doctor", b"nurse", b"teacher",
    b"student", b"tenant", b"landlord", b"buyer", b"seller", b"she/her", b"he/him", b"they/them",
];

/// Those of them beside which one word is a name: things are not called so.
const ALONE: &[&[u8]] = &[b"customer", b"caller", b"patient", b"visitor", b"she/her", b"he/him", b"they/them"];

/// Asks who speaks before the colon at `p`.
pub(in crate::redact) fn speaker(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    // A word is said behind it.
    if at(t, p + 1) != b' ' || !(back(t, p, 1).is_ascii_alphabetic() || matches!(back(t, p, 1), b')' | b'*' | 0x80..)) {
        return;
    }
    hits.extend(with_role(t, p).or_else(|| timed(t, p)));
}

/// `Jane Roe (customer):`
fn with_role(t: &[u8], p: usize) -> Option<Hit> {
    if back(t, p, 1) != b')' {
        return None;
    }
    let n = run_back(t, p - 1, 16, |b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'/'));
    let role = part(t, p - 1 - n, p - 1);
    let end = (p - 1 - n).checked_sub(2).filter(|end| part(t, *end, *end + 2) == b" (")?;
    if !ROLES.iter().any(|r| role.eq_ignore_ascii_case(r)) {
        return None;
    }
    let from = end - run_back(t, end, NAME, of_name);
    let from = from + run(t, from, 4, |b| b == b' ');
    (opens(t, from) || clock_before(t, from).is_some()).then_some(())?;
    let one = role.iter().all(|b| !b.is_ascii_uppercase()) && ALONE.contains(&role);
    named(t, from, end).filter(|(_, count)| *count > 1 || one).map(|_| Hit::ruled(from, end, Type::Person, "speaker"))
}

/// `[10:31] Jane Roe:`, and another line of the form near by.
fn timed(t: &[u8], p: usize) -> Option<Hit> {
    // Most words before a colon have small letters only, which the last word of a name has not.
    let small = run_back(t, p, 24, |b| b.is_ascii_lowercase());
    if small > 0 && back(t, p, small + 1) == b' ' {
        return None;
    }
    let n = run_back(t, p, NAME, of_name);
    let from = p - n + run(t, p - n, 4, |b| matches!(b, b' ' | b'-'));
    let begin = clock_before(t, from).filter(|_| from < p)?;
    named(t, from, p).filter(|(_, count)| *count >= 2)?;
    looked(2 * NEAR);
    let form = form(t, begin);
    let behind = part(t, p, p + NEAR);
    let same = |i: usize| form_of(t, i) == Some(form);
    let next = memchr::memchr_iter(b'\n', behind).any(|n| same(p + n + 1));
    let before = part(t, begin.saturating_sub(NEAR), begin.saturating_sub(1));
    let first = begin <= NEAR;
    let start = begin.saturating_sub(NEAR);
    let last = || memchr::memchr_iter(b'\n', before).any(|n| same(start + n + 1)) || first && begin > 0 && same(0);
    (next || last()).then(|| Hit::ruled(from, p, Type::Person, "speaker"))
}

fn of_name(b: u8) -> bool {
    b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b' ' | b'.' | b'\'' | b'-')
}

/// The words of a name from `from` to `end`, if all between is one, and none of a firm or a program.
fn named(t: &[u8], from: usize, end: usize) -> Option<(usize, usize)> {
    let (to, count) = names::name(t, from, 4).filter(|(to, _)| *to == end)?;
    let text = part(t, from, to);
    // `INFO`, `HTTP`: words in capitals.
    let loud = text.split(|b| *b == b' ').any(|w| w.len() > 1 && w.iter().all(u8::is_ascii_uppercase));
    (!loud && !roles::of_firm(text)).then_some((to, count))
}

/// Whether a line, or a text, begins at `i`.
fn opens(t: &[u8], i: usize) -> bool {
    let quoted = i - run_back(t, i, 8, |b| matches!(b, b' ' | b'*' | b'>' | b'-'));
    matches!(back(t, quoted, 1), 0 | b'\n')
}

/// Where the line begins that has nothing but a time of day before the name at `from`: `[10:31] `,
/// `12/03/24, 10:31 - `.
fn clock_before(t: &[u8], from: usize) -> Option<usize> {
    let n = run_back(t, from, TIME, |b| b != b'\n');
    let begin = from - n;
    let line = part(t, begin, from);
    (opens_line(t, begin) && is_time(line)).then_some(begin)
}

fn opens_line(t: &[u8], i: usize) -> bool {
    matches!(back(t, i, 1), 0 | b'\n')
}

/// Whether a text is a time of day, perhaps with a date, and signs.
fn is_time(text: &[u8]) -> bool {
    let clock = text.windows(5).any(|w| {
        digit(at(w, 0)) && at(w, 1) == b':' && digit(at(w, 2)) && digit(at(w, 3))
            || digit(at(w, 1)) && at(w, 2) == b':' && digit(at(w, 3)) && digit(at(w, 4))
    });
    let sign = |b: &u8| {
        digit(*b)
            || matches!(
                b,
                b'[' | b']'
                    | b'('
                    | b')'
                    | b':'
                    | b'.'
                    | b','
                    | b'/'
                    | b'-'
                    | b' '
                    | b'A'
                    | b'P'
                    | b'M'
                    | b'a'
                    | b'p'
                    | b'm'
            )
    };
    clock && text.iter().all(sign) && text.ends_with(b" ")
}

/// What the line at `begin` begins with, digits aside: lines of one chat share it.
fn form(t: &[u8], begin: usize) -> u8 {
    if digit(at(t, begin)) { b'0' } else { at(t, begin) }
}

/// The same of a line that has a time, a name and a colon.
fn form_of(t: &[u8], begin: usize) -> Option<u8> {
    let n = run(t, begin, TIME + NAME, |b| b != b'\n');
    let line = part(t, begin, begin + n);
    let name = line
        .iter()
        .position(|b| b.is_ascii_alphabetic() && !matches!(b, b'A' | b'P' | b'M' | b'a' | b'p' | b'm') || *b >= 0x80)?;
    let name = if is_time(part(line, 0, name)) { name } else { memchr::memrchr(b' ', part(line, 0, name))? + 1 };
    let colon = memchr::memmem::find(part(line, name, line.len()), b": ")?;
    let words = part(line, name, name + colon);
    let fine = is_time(part(line, 0, name)) && words.iter().all(|b| of_name(*b)) && at(words, 0).is_ascii_uppercase();
    fine.then(|| form(t, begin))
}
