//! Passwords behind phrases that hold no separator and no `password`: `IDENTIFIED BY 'x'`, `redis-cli -a x`, and in prose of other
//! languages.
//!
//! The phrases share the search for titles. They are few, and begin with letters that are rare, so that they cost it little.

use super::{beside, commands, shape};
use crate::redact::{
    bytes::{at, back, part, run},
    scan::Hit,
    types::{Type, mark_at},
};

/// Where the value stands behind a phrase.
#[derive(Clone, Copy)]
enum Place {
    /// Directly behind.
    Next,
    /// Behind a word for a user.
    Second,
    /// Behind an option, on the same line.
    Option(&'static [u8]),
    /// In the third argument.
    Third,
    /// Behind `user/`.
    Slash,
    /// Before, through a pipe.
    Piped,
    /// As [`Place::Next`], in a sentence.
    Told,
}

/// Ends of phrases (`requirepass`, `storepass`, `contraseña es`), and what they tell.
const PHRASES: &[(&str, Place)] = &[
    ("IDENTIFIED BY ", Place::Next),
    ("epass ", Place::Next),
    ("ypass ", Place::Next),
    ("is-cli ", Place::Option(b" -a ")),
    ("ldapsearch ", Place::Option(b" -w ")),
    ("d_user ", Place::Second),
    ("lplus ", Place::Slash),
    ("mysqli_connect(", Place::Third),
    ("sudo -S", Place::Piped),
    ("eña es ", Place::Told),
    ("sse est ", Place::Told),
    ("enha é ", Place::Told),
    ("nwort ist ", Place::Told),
    ("密码是", Place::Told),
    ("ワードは", Place::Told),
    ("비밀번호는 ", Place::Told),
];

/// What the search has to find.
pub(in crate::redact) fn literals() -> impl Iterator<Item = &'static str> {
    PHRASES.iter().map(|(phrase, _)| *phrase)
}

/// Asks the phrase at `p`.
pub(super) fn verify(t: &[u8], p: usize) -> Option<Hit> {
    let first = at(t, p);
    let rest = t.get(p..)?;
    let (phrase, place) =
        PHRASES.iter().find(|(f, _)| f.as_bytes().first() == Some(&first) && rest.starts_with(f.as_bytes()))?;
    let from = p + phrase.len();
    match place {
        Place::Next => {
            // `-storepass x -keypass y`: only names that end so.
            let heads = [&b"stor"[..], b"requir", b"-ke"];
            let named = !phrase.ends_with("pass ") || heads.iter().any(|w| part(t, 0, p).ends_with(w));
            named.then(|| word(t, from)).flatten()
        }
        Place::Second => {
            let n = run(t, from, 64, |b| b > b' ');
            let named = n > 0 && part(t, p.saturating_sub(16), p).ends_with(b"ctl ad");
            named.then(|| word(t, from + n + 1)).flatten()
        }
        Place::Option(option) => {
            let line = part(t, from - 1, from + 160).split(|b| matches!(b, b'\n' | b'|' | b';')).next()?;
            word(t, from - 1 + memchr::memmem::find(line, option)? + option.len())
        }
        Place::Third => beside::arguments(t, from, 2),
        Place::Slash => {
            let n = run(t, from, 64, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            let value = from + n + 1;
            let m = run(t, value, 128, |b| b > b' ' && b != b'@' && !beside::is_quote(b));
            let fine = n > 0 && at(t, value - 1) == b'/' && at(t, value + m) == b'@' && m >= 3;
            fine.then(|| hit(t, value, value + m)).flatten()
        }
        Place::Piped => commands::piped(t, p),
        Place::Told => {
            let quoted = usize::from(beside::is_quote(at(t, from)));
            let from = from + quoted;
            let n =
                run(t, from, 128, |b| b > b' ' && b < 0x7F && !matches!(b, b',' | b';' | b'"' | b'\'' | b'`' | b'('));
            let text = part(t, from, from + n);
            let n = n - text.iter().rev().take_while(|b| matches!(b, b'.' | b':' | b'?')).count();
            let value = part(t, from, from + n);
            (n >= 5 && beside::varied(value) && !shape::path(value)).then(|| hit(t, from, from + n)).flatten()
        }
    }
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

fn hit(t: &[u8], from: usize, to: usize) -> Option<Hit> {
    let value = part(t, from, to);
    let fine = mark_at(t, from).is_none() && !shape::placeholder(value) && !shape::template(value);
    (fine && at(value, 0) != b'$' && back(t, from, 1) != b'$').then(|| Hit::ruled(from, to, Type::Secret, "phrase"))
}
