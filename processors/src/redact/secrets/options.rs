//! Secrets behind an option, `--password x`, and which rule asks what at the two letters that begin an option, a PEM
//! block or a word for a password.

use super::{
    beside, captions,
    class::{ALPHA, class},
    commands,
    keys::secrecy,
    named_behind,
    password_word::{abbreviated, said},
    pem,
    shape::{self, Shape},
    wallet::{is_phrase, wallet},
};
use crate::redact::{
    bytes::{at, back, part, run, run_back, word},
    context::Context,
    people,
    scan::Hit,
    sentences::spoken,
    types::{Type, mark_at},
};

/// Two letters that begin a PEM block or an option (`--`, `-p`), or stand in `password` (`sw`), `passphrase` (`ph`),
/// `pwd` (`pw`).
#[inline]
pub(in crate::redact) fn pair(a: u8, b: u8) -> bool {
    let (x, y) = (a | 0x20, b | 0x20);
    ((a == b'-') & (b == b'-'))
        | ((x == b's') & (y == b'w'))
        | ((x == b'p') & ((y == b'h') | (y == b'w')))
        | ((a == b'-') & (y == b'p'))
}

/// Asks what the pair at `p` may belong to.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let hit = match at(t, p) {
        b'-' if back(t, p, 1) == b'-' => None,
        b'-' if at(t, p + 2) == b'-' => pem::verify(t, p),
        b'-' if at(t, p + 1) == b'-' => option(t, p),
        b'-' => commands::verify(t, p),
        _ if at(t, p + 1) | 0x20 == b'w' && at(t, p) | 0x20 == b'p' => abbreviated(t, p, hits),
        _ if is_phrase(t, p) => wallet(t, p),
        // `my phone number is four one five …`
        _ if part(t, p, p + 5).eq_ignore_ascii_case(b"phone") => {
            spoken::number(t, p + 5, Type::Phone).or_else(|| spoken::before(t, p, Type::Phone))
        }
        _ => said(t, p, hits).or_else(|| named_behind::password(t, p)).or_else(|| named_behind::typed(t, p)),
    };
    hits.extend(hit);
}

/// The rule of [`option`].
pub(super) const OPTION: &str = "option";

/// `--api-key value`.
fn option(t: &[u8], p: usize) -> Option<Hit> {
    let n = run(t, p + 2, 40, |b| word(b) || b == b'-');
    let name = part(t, p + 2, p + 2 + n);
    // `--ask-password`: it is asked for. `--recv-keys`: whose they are.
    if name.starts_with(b"ask-") || matches!(name, b"recv-keys" | b"recv-key" | b"receive-keys" | b"locate-keys") {
        return None;
    }
    if name == b"from-literal" {
        return commands::literal_of_secret(t, p);
    }
    if commands::reads(t, p, name) {
        return commands::piped(t, p).or_else(|| commands::given(t, p));
    }
    let stored = matches!(name, b"value" | b"secret-string" | b"plaintext") && commands::stored(t, p);
    let says =
        if stored { Context::SECRET.with(Context::PASSWORD) } else { std::str::from_utf8(name).map(secrecy).ok()? };
    if !says.has(Context::SECRET) && !says.has(Context::MAYBE_SECRET) && !says.has(Context::PASSWORD) {
        return people::option(t, p + 2, p + 2 + n);
    }
    // `"--password", "x"` of a list of arguments.
    let end = p + 2 + n;
    let listed =
        (beside::is_quote(at(t, end)) && at(t, end + 1) == b',').then(|| beside::literal(t, end + 2)).flatten();
    let (from, to) = match listed {
        Some((from, to)) if !part(t, from, to).contains(&b' ') => (from, to),
        _ => value(t, end)?,
    };
    let text = part(t, from, to);
    let shape = Shape::of(text);
    let fine = if says.has(Context::PASSWORD) {
        text.len() >= 3
            && (shape.digits > 0 || matches!(at(t, to), 0 | b' ' | b'\n' | b'"' | b'\'' | b'\\') && !prose(text))
    } else {
        text.len() >= 8 && shape.mixed()
    };
    // In quotes brackets are no call: they are in a password, as the shell would read them else.
    let quoted = beside::is_quote(back(t, from, 1)) && says.has(Context::PASSWORD) && beside::varied(text);
    let code = if quoted { shape::expression(text) } else { shape::code(text) };
    let path = shape::named(text) || !quoted && text.contains(&b'/') && shape::path(text);
    // `--password LÖSENORD` of a help text.
    let path = path || captions::caption(text, says);
    (fine && !path && at(text, 0) != b'-' && !shape::placeholder(text) && !shape::template(text) && !code)
        .then(|| Hit::ruled(from, to, Type::Secret, OPTION))
}

/// `ConvertTo-SecureString "x"` of PowerShell; `end` is behind its name.
pub(super) fn secure_string(t: &[u8], mut end: usize) -> Option<Hit> {
    for option in [&b" -AsPlainText"[..], b" -Force", b" -String"] {
        end += if part(t, end, end + option.len()).eq_ignore_ascii_case(option) { option.len() } else { 0 };
    }
    let (from, to) = value(t, end)?;
    let text = part(t, from, to);
    let fine = text.len() >= 3 && !matches!(at(text, 0), b'$' | b'-' | b'(') && !shape::placeholder(text);
    fine.then(|| Hit::ruled(from, to, Type::Secret, "secure-string"))
}

/// A value after a space or quote: where it begins and ends.
pub(super) fn value(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let spaces = run(t, i, 3, |b| matches!(b, b' ' | b'\t'));
    if spaces == 0 {
        return None;
    }
    let mut from = i + spaces;
    let quote = at(t, from);
    let to = if matches!(quote, b'"' | b'\'' | b'`') {
        from += 1;
        let n = run(t, from, 256, |b| b != quote && b != b'\n');
        if at(t, from + n) != quote {
            return None;
        }
        from + n
    } else {
        let plain = |b: u8| b > b' ' && !matches!(b, b'"' | b'\'' | b'`' | b',' | b';' | b'<' | b'>' | b'\\' | b'|');
        let mut n = run(t, from, 256, plain);
        // `Kq7,vZ2m`, `Kq7\!x`.
        while n > 2
            && n < 64
            && matches!(at(t, from + n), b',' | b';' | b'\\')
            && beside::varied(part(t, from, from + n))
        {
            let next = at(t, from + n + 1);
            let m = run(t, from + n + 1, 64, plain);
            let goes_on =
                if at(t, from + n) == b'\\' { next.is_ascii_punctuation() } else { next.is_ascii_alphanumeric() };
            if m == 0 || !goes_on || part(t, from + n, from + n + m).contains(&b'=') {
                break;
            }
            n += 1 + m;
        }
        let text = part(t, from, from + n);
        from + n - text.iter().rev().take_while(|b| matches!(b, b'.' | b')' | b']' | b'?' | b':')).count()
    };
    (to > from && mark_at(t, from).is_none()).then_some((from, to))
}

/// Words that follow `--password` in prose.
fn prose(text: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"is", b"to", b"for", b"and", b"or", b"option", b"options", b"flags", b"arguments", b"parameters", b"flag",
        b"argument", b"parameter", b"in", b"on", b"with", b"as", b"the", b"a", b"if", b"when", b"must", b"file",
        b"stdin", b"prompt", b"can", b"will", b"should", b"from", b"value", b"instead", b"via", b"using",
    ];
    let clean = text.iter().all(|b| class(*b) & ALPHA != 0);
    (clean && WORDS.iter().any(|w| text.eq_ignore_ascii_case(w))) || run_back(text, text.len(), 2, |b| b == b'=') > 1
}
