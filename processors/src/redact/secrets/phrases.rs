//! Passwords behind phrases that hold no separator and no `password`: `IDENTIFIED BY 'x'`, `redis-cli -a x`, and in
//! prose of other languages.
//!
//! The pass over a text knows them by their first letters or by two that are rare together.

use super::{
    beside, blocks, calls, commands, extent, jars,
    keys::secrecy,
    logins, mailed, passphrases, protocols, sent_codes,
    shape::{self, Shape},
    told,
};
use crate::redact::{
    bytes::{alnum, at, back, looked, mentions, part, run, run_back, word as in_word},
    context::Context,
    ids,
    scan::{Hit, heads::Lists},
    types::{Type, mark_at},
};
/// How far before an option its program may stand.
const LINE: usize = 160;

/// Phrases that begin with a capital, for the first pass.
#[rustfmt::skip]
pub(in crate::redact) const PHRASES: &[&str] = &[
    "IDENTIFIED BY ", "REPLACE ", "AUTH ", "AUTH_", "SECURE_AUTH_", "LOGGED_IN_", "NONCE_", "PASS ", "LOGIN ", "WIFI:",
    jars::HEAD, "Setenv(", "PlainAuth(", "Credentials for ", "Creds for ", "Login for ", "Logins for ",
    "PIN ", "Lockbox ", "Keypad ", "Login(", "LoginAsync(", "SignIn(", "Authenticate(",
];
/// Those of them that call what logs somebody in.
const LOGINS: std::ops::RangeFrom<usize> = PHRASES.len() - 4..;

/// Length of the name of such a call at `p`.
fn logging_in(t: &[u8], p: usize) -> Option<usize> {
    let calls = PHRASES.get(LOGINS).unwrap_or_default();
    calls.iter().find(|c| part(t, p, p + c.len()) == c.as_bytes()).map(|c| c.len() - 1)
}

/// Asks the phrase of which `p` is a part: its beginning, its value, or the letters that the first pass knows it by
/// (`heads`).
#[inline]
pub(super) fn verify(t: &[u8], p: usize, lists: Lists) -> Option<Hit> {
    let (b, before) = (at(t, p), back(t, p, 1));
    // Every phrase of another language that no list has holds a letter beyond ASCII among its first bytes.
    let begins = || lists.has(Lists::PHRASES) || !part(t, p, p + told::STEM).is_ascii();
    // Where the first pass looks for a name behind `is` and `on`.
    if before == b' ' && (b.is_ascii_uppercase() || b.is_ascii_digit()) && matches!(back(t, p, 2), b's' | b'n') {
        return told::after_verb(t, p).or_else(|| begins().then(|| phrase(t, p)).flatten());
    }
    begins().then(|| phrase(t, p)).flatten()
}

fn phrase(t: &[u8], p: usize) -> Option<Hit> {
    match at(t, p) {
        b'A'..=b'Z' if alnum(back(t, p, 1)) => None,
        b'q' => program(t, p),
        b's' if at(t, p + 1) == b's' => double(t, p),
        b'n' if at(t, p + 1) == b'h' => senha(t, p),
        b'l' if part(t, p, p + 6) == b"login(" && !alnum(back(t, p, 1)) => {
            let start = p - run_back(t, p, 32, in_word);
            // A case of a test.
            let described = part(t, start.saturating_sub(9), start) == b"describe ";
            if described { None } else { calls::logged_in(t, part(t, start, p + 5), p + 5) }
        }
        b'l' if part(t, p, p + 8) == b"lockbox " && !alnum(back(t, p, 1)) => typed_code(t, p),
        b'-' if back(t, p, 1) == b' ' => match at(t, p + 1) {
            b'a' => option(t, p, b"redis-cli "),
            b'w' => option(t, p, b"ldapsearch "),
            b'N' => phrase_of_key(t, p),
            b'S' if part(t, p.saturating_sub(5), p) == b"sudo " => {
                commands::piped(t, p - 5).or_else(|| commands::given(t, p))
            }
            _ => None,
        },
        b'S' if part(t, p, p + 7) == b"Setenv(" => calls::call(t, p, p + 6),
        b'P' if part(t, p, p + 10) == b"PlainAuth(" => calls::call(t, p, p + 9),
        b'L' | b'S' | b'A' if let Some(n) = logging_in(t, p) => calls::logged_in(t, part(t, p, p + n), p + n),
        b'I' if part(t, p, p + 14) == b"IDENTIFIED BY " => word(t, p + 14).or_else(|| name(t, p + 14)),
        b'R' if part(t, p, p + 8) == b"REPLACE " => {
            // The old password.
            let statement = part(t, p.saturating_sub(LINE), p);
            memchr::memmem::find(statement, b"IDENTIFIED BY ").and_then(|_| word(t, p + 8).or_else(|| name(t, p + 8)))
        }
        b'P' | b'L' | b'K' if let Some(hit) = typed_code(t, p) => Some(hit),
        b'A' | b'L' | b'N' | b'P' | b'S' | b'W' if in_word(at(t, p + 1)) && at(t, p + 1).is_ascii_uppercase() => {
            protocols::capital(t, p).or_else(|| told::foreign(t, p))
        }
        b'C' | b'L' if mailed::credentials(t, p).is_some() => {
            mailed::credentials(t, p).and_then(|colon| logins::pair_behind(t, colon))
        }
        b'A' | b'C' | b'D' | b'E' | b'I' | b'L' | b'M' | b'S' | b'J' | b'K' | b'V' | b'W' | b'H' | b'G' | b'P'
        | b'T' | b'O' => told::foreign(t, p).or_else(|| told::capital(t, p)).or_else(|| sent_codes::sentence(t, p)),
        b'a'..=b'z' | 0x80.. => told::foreign(t, p),
        _ => None,
    }
}

const PAYMENTS: &[&[u8]] = &[b"bank", b"payment", b"remit", b"pay to", b"fargo"];

/// `PIN ist 4821`, `Lockbox 8812`: a code of four to six digits that somebody types, and no year.
fn typed_code(t: &[u8], p: usize) -> Option<Hit> {
    let head =
        ["PIN ", "Lockbox ", "lockbox ", "Keypad "].into_iter().find(|w| part(t, p, p + w.len()) == w.as_bytes())?;
    let mut i = p + head.len();
    // `GPIO PIN 1234` is none of somebody.
    let verb = [&b"ist "[..], b"lautet ", b"est ", b"es ", b"jest ", "è ".as_bytes()]
        .into_iter()
        .find(|verb| part(t, i, i + verb.len()) == *verb);
    if head == "PIN " && verb.is_none() {
        return None;
    }
    i += verb.map_or(0, <[u8]>::len);
    let n = run(t, i, 7, |b| b.is_ascii_digit());
    let year = n == 4 && matches!(part(t, i, i + 2), b"19" | b"20");
    let goes_on = in_word(at(t, i + n)) || matches!(at(t, i + n), b'-' | b'/' | b':' | b'.') && alnum(at(t, i + n + 1));
    let counted = if head == "PIN " { ids::counts_text(t, i + n) } else { ids::counts(t, i + n) };
    // `Wells Fargo lockbox 51174`: where payments go.
    let of_bank = || {
        let near = part(t, p.saturating_sub(64), i + n + 32);
        n > 4 || !matches!(at(t, i + n), 0 | b'\n' | b',' | b'.' | b';' | b'!' | b')') || mentions(near, PAYMENTS)
    };
    let counted = counted || head == "lockbox " && of_bank();
    ((4..=6).contains(&n) && !year && !goes_on && !counted).then(|| Hit::ruled(i, i + n, Type::Secret, "typed-code"))
}

/// `mysqli_connect(host, user, x)`, `sqlplus user/x@db`, `rabbitmqctl add_user user x`; `p` is the `q`.
fn program(t: &[u8], p: usize) -> Option<Hit> {
    let (mysql, rabbit) = (&b"mysqli_connect("[..], &b"rabbitmqctl "[..]);
    if part(t, p.checked_sub(1)?, p + 7) == b"sqlplus " {
        let from = p + 7;
        let n = run(t, from, 64, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let value = from + n + 1;
        let m = run(t, value, 128, |b| b > b' ' && b != b'@' && !beside::is_quote(b));
        let fine = n > 0 && at(t, value - 1) == b'/' && at(t, value + m) == b'@' && m >= 3;
        return fine.then(|| hit(t, value, value + m)).flatten();
    }
    let from = p.checked_sub(3)?;
    for call in [mysql, b"mysql_connect(", b"mysql_pconnect(", b"mysqli("] {
        if part(t, from, from + call.len()) == call {
            return calls::arguments(t, from + call.len(), 2);
        }
    }
    // `pymysql.connect("db1", "app", x`
    if part(t, p, p + 11) == b"ql.connect(" {
        return calls::arguments(t, p + 11, 2);
    }
    let from = p.checked_sub(7)?;
    if part(t, from, from + rabbit.len()) != rabbit {
        return None;
    }
    let mut from = from + rabbit.len();
    let command = [&b"add_user "[..], b"change_password ", b"authenticate_user "]
        .into_iter()
        .find(|c| part(t, from, from + c.len()) == *c)?;
    from += command.len();
    let n = run(t, from, 64, |b| b > b' ');
    (n > 0).then(|| word(t, from + n + 1)).flatten()
}

/// `requirepass x`, `-storepass x`, `mot de passe est x`; the two `s` are at `p`.
fn double(t: &[u8], p: usize) -> Option<Hit> {
    let before = part(t, p.saturating_sub(9), p);
    if before.ends_with(b"pa") {
        for verb in [&b"e est "[..], b"e c'est "] {
            if part(t, p + 2, p + 2 + verb.len()) == verb {
                return named(t, p + 2 + verb.len());
            }
        }
        // `votre mot de passe temporaire est x`, `a palavra-passe é x`.
        if at(t, p + 2) == b'e' && [&b"mot de pa"[..], b"Mot de pa", b"alavra-pa"].contains(&before) {
            let named = told::behind(t, p + 3, true, false);
            return named.or_else(|| p.checked_sub(9).and_then(|p| told::proposed(t, p)));
        }
        // `the wifi pass is x`, `user ann and pass x`.
        let whole = !alnum(back(t, p, 3)) && back(t, p, 3) != b'_' && at(t, p + 2) == b' ';
        let verb = if part(t, p + 3, p + 6) == b"is " { 3 } else { 0 };
        let joined = || {
            [&b"and pa"[..], b"with pa", b", pa", b"/ pa", b"/pa"].iter().any(|w| before.ends_with(w))
                || option_of(t, p - 2)
        };
        // Of a text about code it is a check that lets it pass, or a name that one has to pass.
        let strong = || at(t, p + 3) != b'`' || beside::literal(t, p + 3).is_some_and(|(a, b)| secure(part(t, a, b)));
        if whole && (verb > 0 || joined() && strong()) {
            return named(t, p + 3 + verb);
        }
    }
    // A row of columns: `pass    x`.
    if matches!(before, [.., b'\n', b'p', b'a']) && part(t, p + 2, p + 4) == b"  " {
        let (a, b) = blocks::cell(t, p + 2 + run(t, p + 2, 24, |b| b == b' '))?;
        return hit(t, a, b);
    }
    // `the db_pass is x`, `set adminPass to x`.
    if matches!(part(before, before.len().saturating_sub(2), before.len()), b"pa" | b"Pa") && at(t, p + 2) == b' ' {
        let verb = matches!(part(t, p + 3, p + 6), b"is " | b"to ");
        let name = p - run_back(t, p, 32, |b| in_word(b) || b == b'-');
        let owned = verb && std::str::from_utf8(part(t, name, p + 2)).is_ok_and(|n| secrecy(n).has(Context::SECRET));
        if owned {
            return named(t, p + 6);
        }
    }
    // `passordet er x`.
    if before.ends_with(b"pa") && at(t, p + 2) == b'o' && !alnum(back(t, p, 3)) {
        return told::word_at(t, p - 2);
    }
    let stored = [&b"storepa"[..], b"requirepa", b"-keypa"].iter().any(|w| before.ends_with(w));
    (stored && at(t, p + 2) == b' ').then(|| word(t, p + 3)).flatten()
}

/// `a senha do banco é x`, `use x como senha`; `nh` is at `p`.
fn senha(t: &[u8], p: usize) -> Option<Hit> {
    let from = p.checked_sub(2)?;
    let whole = matches!(part(t, from, p + 3), b"senha" | b"Senha") && !alnum(back(t, from, 1));
    whole.then(|| told::word_at(t, from).or_else(|| told::proposed(t, from))).flatten()
}

/// `redis-cli -h host -a x`: the option is at `p`, behind its program on the same line.
fn option(t: &[u8], p: usize, program: &[u8]) -> Option<Hit> {
    let line = part(t, p.saturating_sub(LINE), p);
    let command = line.rsplit(|b| matches!(b, b'\n' | b'|' | b';')).next()?;
    looked(command.len());
    memchr::memmem::find(command, program)?;
    (at(t, p + 2) == b' ').then(|| word(t, p + 3)).flatten()
}

/// `ssh-keygen -N 'x y'`; the option is at `p`.
fn phrase_of_key(t: &[u8], p: usize) -> Option<Hit> {
    let quote = at(t, p + 3);
    if !beside::is_quote(quote) {
        return option(t, p, b"ssh-keygen ");
    }
    let line = part(t, p.saturating_sub(LINE), p);
    memchr::memmem::find(line.rsplit(|b| *b == b'\n').next()?, b"ssh-keygen ")?;
    let n = run(t, p + 4, 96, |b| b != quote && b != b'\n' && b != b'$');
    (n >= 4 && at(t, p + 4 + n) == quote && mark_at(t, p + 4).is_none())
        .then(|| Hit::ruled(p + 4, p + 4 + n, Type::Secret, "phrase"))
}

/// `rclone config create … pass x`, `user ann pass x`: whether the option at `p` is one of a command that takes a
/// password.
fn option_of(t: &[u8], p: usize) -> bool {
    let line = part(t, p.saturating_sub(LINE), p);
    let line = line.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let mut words = line.trim_ascii_end().rsplit(|b| *b == b' ');
    let named = words.next().is_some_and(|w| w != b"name");
    let user = words.next().is_some_and(|w| w == b"user" || w == b"login");
    named && user || memchr::memmem::find(line, b"rclone config ").is_some()
}

/// Letters of both cases, a digit and a sign that no name has.
fn secure(value: &[u8]) -> bool {
    let shape = Shape::of(value);
    let sign = |b: &u8| b.is_ascii_punctuation() && !matches!(b, b'_' | b'-' | b'.' | b':' | b'/' | b'=');
    shape.digits > 0 && shape.upper > 0 && shape.lower > 0 && (value.iter().any(sign) || shape.switches >= 2)
}

/// A value that a sentence names.
fn named(t: &[u8], from: usize) -> Option<Hit> {
    if let Some((from, to)) = passphrases::quoted(t, from) {
        return hit(t, from, to);
    }
    let from = from + usize::from(beside::is_quote(at(t, from)));
    let n = run(t, from, 128, |b| b > b' ' && b < 0x7F && !matches!(b, b',' | b';' | b'"' | b'\'' | b'`' | b'('));
    let text = part(t, from, from + n);
    let n = n - extent::signs_behind(text);
    let value = part(t, from, from + n);
    // `pass bmi2=1`
    let flag = memchr::memchr(b'=', value).is_some_and(|i| {
        let set = part(value, i + 1, value.len());
        set.len() <= 2 && shape::name_like(part(value, 0, i))
    });
    (n >= 5 && !flag && beside::varied(value) && !shape::path(value)).then(|| hit(t, from, from + n)).flatten()
}

/// A literal, or a word that is no name of a thing.
fn word(t: &[u8], from: usize) -> Option<Hit> {
    if let Some((from, to)) = beside::literal(t, from) {
        let value = part(t, from, to);
        return (to - from >= 3 && !value.contains(&b' ') && at(value, 0) != b':').then(|| hit(t, from, to)).flatten();
    }
    let n = run(t, from, 128, |b| b > b' ' && !matches!(b, b',' | b';' | b'"' | b'\'' | b'`' | b'(' | b')' | b'\\'));
    let value = part(t, from, from + n);
    (n >= 4 && !matches!(at(value, 0), b'$' | b':' | b'-' | b'&' | b'<') && beside::varied(value))
        .then(|| hit(t, from, from + n))
        .flatten()
}

/// A word behind which a statement of SQL ends or goes on: `IDENTIFIED BY tiger`.
fn name(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 64, |b| b > b' ' && !matches!(b, b',' | b';' | b'"' | b'\'' | b'`' | b'(' | b')' | b'\\'));
    let value = part(t, from, from + n);
    let keyword = at(t, from + n) == b' ' && run(t, from + n + 1, 3, |b| b.is_ascii_uppercase()) == 3;
    let ends = keyword || matches!(at(t, from + n), 0 | b'\n' | b'\r' | b';');
    let first = at(value, 0);
    let fine = n >= 5 && ends && first.is_ascii_alphanumeric() && value.iter().any(u8::is_ascii_lowercase);
    fine.then(|| hit(t, from, from + n)).flatten()
}

fn hit(t: &[u8], from: usize, to: usize) -> Option<Hit> {
    let value = part(t, from, to);
    let fine = mark_at(t, from).is_none() && !shape::placeholder(value) && !shape::template(value);
    (fine && at(value, 0) != b'$' && back(t, from, 1) != b'$').then(|| Hit::ruled(from, to, Type::Secret, "phrase"))
}
