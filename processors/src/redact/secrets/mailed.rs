//! Passwords behind an e-mail address or a user of a domain: `login with ann@example.com and x`,
//! `ann@example.com pw x`, `ann@example.com:x`, `secretsdump.py CORP/ann:x@10.0.0.5`.

use super::logins;
use crate::redact::{
    bytes::{at, back, looked, mentions, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};
/// Text before an address in which a word tells that it logs in, bytes.
const BEFORE: usize = 40;
/// Words that tell so.
const LOGS_IN: &[&[u8]] = &[
    b"log in", b"login", b"log on", b"logon", b"sign in", b"signin", b"signed in", b"creds", b"credentials", b"account",
];
/// Programs that take a user of a domain and a password before the host.
const PROGRAMS: &[&[u8]] = &[
    b"secretsdump", b"psexec", b"wmiexec", b"smbexec", b"atexec", b"dcomexec", b"impacket", b"getuserspns",
    b"getnpusers", b"smbclient.py", b"mssqlclient",
];

/// Asks the `@` at `p`.
pub(super) fn verify(t: &[u8], p: usize) -> Option<Hit> {
    of_domain(t, p).or_else(|| behind(t, p))
}

/// The password behind the address around `p`.
fn behind(t: &[u8], p: usize) -> Option<Hit> {
    let n = run(t, p + 1, 64, |b| word(b) || matches!(b, b'.' | b'-'));
    let n = n - run_back(part(t, p + 1, p + 1 + n), n, 1, |b| b == b'.');
    let end = p + 1 + n;
    // Nearly all addresses have something else behind.
    let (from, named_so) = match part(t, end, end + 12) {
        [b' ', b'p' | b'P', ..] | [b',' | b'/', b' ', b'p' | b'P', ..] => (named(t, end)?, true),
        [b' ', b'/' | b'|' | b':', b' ', ..] => (end + 3, false),
        [b' ', b'a', b'n', b'd', b' ', ..] => (named(t, end + 4).unwrap_or(end + 5), false),
        _ => return None,
    };
    let start = p - run_back(t, p, 64, |b| word(b) || matches!(b, b'.' | b'-' | b'+'));
    let logs_in = || {
        looked(BEFORE);
        let before = part(t, start.saturating_sub(BEFORE), start);
        mentions(before.rsplit(|b| *b == b'\n').next().unwrap_or_default(), LOGS_IN)
    };
    let slash = part(t, end, end + 3) == b" / ";
    if mark_at(t, from).is_some() || !named_so && !slash && !logs_in() {
        return None;
    }
    let (a, b) = logins::value(t, from)?;
    let text = part(t, a, b);
    // `ann@example.com / Familia2020!`
    let chosen = || {
        let has = |f: fn(&u8) -> bool| text.iter().any(f);
        b - a >= 8 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && has(|b| b"!#$%^&*".contains(b))
    };
    if !named_so && slash && !chosen() && !logs_in() {
        return None;
    }
    let address = memchr::memchr(b'@', text).is_some_and(|i| text.get(i..).is_some_and(|rest| rest.contains(&b'.')));
    let fine = if named_so { text.iter().any(u8::is_ascii_digit) || logins::strong(text) } else { password(text) };
    (b - a >= 6 && !address && fine).then(|| Hit::ruled(a, b, Type::Secret, "mailed"))
}

/// Whether a word without a label is one: no version, time, path or name of a standard, as `SAML2.0`, `UTF-8/Latin1`,
/// `CVE-2021-44228`.
fn password(text: &[u8]) -> bool {
    let version = text.windows(3).any(|w| matches!(w, [a, b'.' | b':', b] if a.is_ascii_digit() && b.is_ascii_digit()));
    let plain = text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'));
    logins::strong(text) && !version && !plain && !text.contains(&b'/')
}

/// Where the value behind a word for a password begins, which stands behind `i`: ` pw x`, ` / pass: x`.
fn named(t: &[u8], i: usize) -> Option<usize> {
    let from = i + run(t, i, 3, |b| matches!(b, b' ' | b',' | b'/'));
    let n = run(t, from, 10, |b| b.is_ascii_alphabetic());
    let word = part(t, from, from + n);
    let known = [&b"pw"[..], b"pwd", b"pass", b"password", b"passwort"].iter().any(|w| word.eq_ignore_ascii_case(w));
    let value = from + n + run(t, from + n, 2, |b| matches!(b, b' ' | b':' | b'='));
    let value = value + if part(t, value, value + 3) == b"is " { 3 } else { 0 };
    (known && value > from + n).then_some(value)
}

/// `CORP/ann:x@host`: the user and the password, behind a program that takes them.
fn of_domain(t: &[u8], p: usize) -> Option<Hit> {
    let n = run_back(t, p, 80, |b| b > b' ' && !matches!(b, b'"' | b'\'' | b'`'));
    let text = part(t, p - n, p);
    let slash = memchr::memchr(b'/', text)?;
    let colon = slash + memchr::memchr(b':', part(text, slash, text.len()))?;
    let named = |text: &[u8]| !text.is_empty() && text.iter().all(|b| word(*b) || matches!(b, b'.' | b'-' | b'$'));
    if !named(part(text, 0, slash)) || !named(part(text, slash + 1, colon)) || colon + 4 > text.len() {
        return None;
    }
    let line = part(t, (p - n).saturating_sub(120), p - n);
    looked(line.len());
    let line = line.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let from = p - n + colon + 1;
    (mentions(&line.to_ascii_lowercase(), PROGRAMS) && mark_at(t, from).is_none() && back(t, p, 1) != b']')
        .then(|| Hit::ruled(from, p, Type::Secret, "mailed"))
}

/// `Credentials for jenkins: admin / x`, whose first word begins at `p`: where the colon stands.
pub(super) fn credentials(t: &[u8], p: usize) -> Option<usize> {
    const HEADS: &[&str] = &["Credentials for ", "Creds for ", "Login for ", "Logins for "];
    if !matches!(part(t, p, p + 3), b"Cre" | b"Log") {
        return None;
    }
    let head = HEADS.iter().find(|w| part(t, p, p + w.len()) == w.as_bytes())?;
    let from = p + head.len();
    let n = run(t, from, 40, |b| b != b':' && b != b'\n');
    (at(t, from + n) == b':' && at(t, from + n + 1) == b' ').then_some(from + n)
}
