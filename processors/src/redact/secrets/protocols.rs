//! Passwords in lines of protocols and settings that begin with a word in capitals: `AUTH x` of Redis, `PASS x` of FTP
//! and POP3, `a1 LOGIN ann x` of IMAP, `WIFI:…;P:x;;` of a QR code, `define('AUTH_SALT', 'x')` of WordPress.

use super::{beside, commands, shape};
use crate::redact::{
    bytes::{at, back, base64, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};

/// How far before a command its line may begin.
const BEFORE: usize = 48;

/// Keys and salts of WordPress; the first pass knows them by their beginnings.
const SALTS: &[&[u8]] = &[
    b"AUTH_KEY", b"AUTH_SALT", b"SECURE_AUTH_KEY", b"SECURE_AUTH_SALT", b"LOGGED_IN_KEY", b"LOGGED_IN_SALT",
    b"NONCE_KEY", b"NONCE_SALT",
];

/// Asks what begins with a capital at `p`.
pub(super) fn capital(t: &[u8], p: usize) -> Option<Hit> {
    let starts = |w: &[u8]| part(t, p, p + w.len()) == w;
    if beside::is_quote(back(t, p, 1)) {
        return salt(t, p);
    }
    if starts(b"AUTH ") {
        // Behind the prompt of `redis-cli`, which ends with a port.
        if part(t, p + 5, p + 10) == b"LOGIN" {
            return mail_login(t, p + 10);
        }
        let prompt = back(t, p, 1) == b' ' && back(t, p, 2) == b'>' && back(t, p, 3).is_ascii_digit();
        return prompt.then(|| only(t, p + 5)).flatten();
    }
    if starts(b"PASS ") {
        return pass(t, p);
    }
    if starts(b"LOGIN ") {
        return login(t, p);
    }
    if starts(b"WIFI:") {
        return wifi(t, p + 5);
    }
    None
}

/// What follows the server's question for the password, both in base64, behind `AUTH LOGIN` of SMTP that ends at `i`.
fn mail_login(t: &[u8], i: usize) -> Option<Hit> {
    const PASSWORD: [&[u8]; 2] = [b"334 UGFzc3dvcmQ6", b"334 cGFzc3dvcmQ6"];
    // No farther than a change is seen from.
    let text = part(t, i, i + 6 * BEFORE);
    let asked = PASSWORD.into_iter().find_map(|w| memchr::memmem::find(text, w).map(|n| i + n + w.len()))?;
    let from = asked + run(t, asked, 16, |b| !b.is_ascii_alphanumeric());
    // `C: `
    let from = from + if at(t, from + 1) == b':' { 2 + run(t, from + 2, 2, |b| b == b' ') } else { 0 };
    let n = run(t, from, 256, |b| base64(b) || b == b'=');
    let fine = asked < from && n >= 4 && n.is_multiple_of(4) && at(t, from + n) <= b' ' && mark_at(t, from).is_none();
    fine.then(|| Hit::ruled(from, from + n, Type::Secret, "protocol"))
}

/// The one or the last of two words of a line from `i` on.
fn only(t: &[u8], i: usize) -> Option<Hit> {
    let (mut from, mut to) = commands::argument(t, i)?;
    if at(t, to) == b' ' {
        (from, to) = commands::argument(t, to)?;
    }
    hit(t, from, to)
}

/// A word that is a password for certain and ends its line.
fn hit(t: &[u8], from: usize, to: usize) -> Option<Hit> {
    let value = part(t, from, to);
    let end = to + usize::from(beside::is_quote(back(t, from, 1)));
    let ends = matches!(at(t, end), 0 | b'\n' | b'\r' | b'\\' | b'"');
    let fine = ends && value.len() >= 6 && beside::varied(value) && mark_at(t, from).is_none();
    (fine && !shape::code(value) && !shape::path(value)).then(|| Hit::ruled(from, to, Type::Secret, "protocol"))
}

/// `PASS x` behind `USER ann` or what a server answers to it (RFC 959, RFC 1939).
fn pass(t: &[u8], p: usize) -> Option<Hit> {
    let start = p - run_back(t, p, BEFORE, |b| b != b'\n');
    let sent = matches!(part(t, start, p).trim_ascii(), b"" | b">" | b"C:" | b"-->" | b">>>" | b"--->" | b"<-");
    let before = part(t, start.saturating_sub(3 * BEFORE), start);
    let told = || [&b"USER "[..], b"331 ", b"+OK"].iter().any(|w| memchr::memmem::find(before, w).is_some());
    if !sent || start == 0 || !told() {
        return None;
    }
    let (from, to) = commands::argument(t, p + 5)?;
    hit(t, from, to)
}

/// `a1 LOGIN ann x` (RFC 9051): a tag, the command, a user, a password.
fn login(t: &[u8], p: usize) -> Option<Hit> {
    let n = run_back(t, p, BEFORE, |b| b != b'\n');
    let tag = part(t, p - n, p).trim_ascii_end().rsplit(|b| *b == b' ').next()?;
    let tagged = (2..=8).contains(&tag.len())
        && tag.first().is_some_and(u8::is_ascii_alphabetic)
        && tag.iter().all(u8::is_ascii_alphanumeric)
        && tag.iter().any(u8::is_ascii_digit);
    let (from, to) = tagged.then(|| commands::argument(t, p + 6)).flatten()?;
    let user = to + usize::from(beside::is_quote(back(t, from, 1)));
    let (from, to) = (at(t, user) == b' ').then(|| commands::argument(t, user)).flatten()?;
    hit(t, from, to)
}

/// `WIFI:T:WPA;S:name;P:x;;` (ZXing, Barcode Contents); `i` is behind the colon.
fn wifi(t: &[u8], i: usize) -> Option<Hit> {
    let rest = part(t, i, i + run(t, i, 240, |b| b != b'\n'));
    let from = i + if rest.starts_with(b"P:") { 2 } else { memchr::memmem::find(rest, b";P:")? + 3 };
    let mut to = from;
    while to < i + rest.len() && at(t, to) != b';' {
        // `\\;` is one of the password.
        to += 1 + usize::from(at(t, to) == b'\\');
    }
    (to > from && to < i + rest.len() && mark_at(t, from).is_none()).then(|| Hit::ruled(from, to, Type::Secret, "wifi"))
}

/// `define('AUTH_SALT', 'x')`; the name begins at `p`.
fn salt(t: &[u8], p: usize) -> Option<Hit> {
    let n = run(t, p, 24, word);
    let known = SALTS.contains(&part(t, p, p + n)) && beside::is_quote(at(t, p + n)) && at(t, p + n + 1) == b',';
    let i = p + n + 2 + run(t, p + n + 2, 16, |b| b == b' ');
    let quote = at(t, i);
    if !known || !beside::is_quote(quote) {
        return None;
    }
    let m = run(t, i + 1, 256, |b| b != quote && b != b'\n');
    let value = part(t, i + 1, i + 1 + m);
    // `put your unique phrase here`
    let fine = m >= 16 && beside::varied(value) && mark_at(t, i + 1).is_none();
    (fine && at(t, i + 1 + m) == quote).then(|| Hit::ruled(i + 1, i + 1 + m, Type::Secret, "salt"))
}
