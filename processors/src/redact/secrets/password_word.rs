//! Values around the words `password`, `passphrase`, `passwd` and `pwd` that no separator parts from them: in
//! sentences, command lines, the registry of Windows, configurations of devices.

use super::{
    beside,
    class::{ALNUM, LOWER, class, is},
    commands, compared, elements,
    extent::{LINE, evaluated},
    labels,
    options::{OPTION, value},
    passphrases,
    shape::{self, Shape},
    told,
};
use crate::redact::{
    bytes::{at, back, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};

/// What may stand between the word and the value.
const VERBS: &[&[u8]] = &[
    b"is ",
    b"was ",
    b"to ",
    b"of ",
    b"is: ",
    b"ist ",
    b"lautet ",
    b"by ",
    b"est ",
    b"es ",
    "è ".as_bytes(),
    "é ".as_bytes(),
    b"jest ",
    "är ".as_bytes(),
    b"er ",
    b"on ",
    b"has invalid value ",
    b"has an invalid value ",
];

/// `password`, `passphrase` around the pair at `p`, and the value after it.
pub(super) fn said(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    // `passw` or `passph`.
    let from = p.checked_sub(if at(t, p) | 0x20 == b's' { 3 } else { 4 })?;
    let starts = |w: &[u8]| part(t, from, from + w.len()).eq_ignore_ascii_case(w);
    if starts(b"p@ssw0rd") {
        return weak_password(t, from, 8);
    }
    let n = if starts(b"password") || starts(b"passwort") {
        8
    } else if starts(b"passwd") {
        return passwd(t, from, hits);
    } else if starts(b"passphrase") {
        10
    } else {
        return None;
    };
    let end = from + n;
    if is_option_that_was_read(t, from, end, hits) {
        return None;
    }
    if let Some(kind) = registry_type(t, end) {
        return registry(t, kind);
    }
    if at(t, end) == b' ' && at(t, end + 1).is_ascii_digit() && at(t, end + 2) == b' ' {
        return of_a_device(t, end + 1);
    }
    let dashed = || (at(t, end) == b' ').then(|| labels::dashed(t, end + 1)).flatten();
    if let Some(hit) = tagged(t, end).or_else(dashed).or_else(|| beside::named(t, from, end, hits)) {
        return Some(hit);
    }
    if n == 8 && at(t, end).is_ascii_digit() {
        return weak_password(t, from, 8);
    }
    if class(at(t, end)) & ALNUM != 0 || at(t, end) == b'_' {
        return None;
    }
    spoken(t, from, end, hits).or_else(|| phrase(t, end))
}

/// `password del wifi è "Casa Blu 77"`: a passphrase in quotes behind a verb of another language, a few words away.
fn phrase(t: &[u8], end: usize) -> Option<Hit> {
    let line = part(t, end, end + 40);
    let quote = end + memchr::memchr(b'"', line)?;
    let verb = part(t, end, quote).trim_ascii_end();
    let told = ["è", "é", "es", "est", "ist", "is", "är", "er", "je", "to", "jest"]
        .iter()
        .any(|v| verb.strip_suffix(v.as_bytes()).is_some_and(|rest| rest.ends_with(b" ")));
    let words = part(t, end, quote).iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-') || *b >= 0x80);
    let (from, to) = (told && words).then(|| passphrases::quoted(t, quote)).flatten()?;
    mark_at(t, from).is_none().then(|| Hit::ruled(from, to, Type::Secret, "password-said"))
}

/// Whether the word from `from` to `end` is an option, `--password`, whose value [`option`] found, or a mark: it says
/// no more.
fn is_option_that_was_read(t: &[u8], from: usize, end: usize, hits: &[Hit]) -> bool {
    let found = || hits.last().is_some_and(|hit| hit.start == end + 1 && hit.rule == OPTION);
    at(t, end) == b' ' && part(t, from.saturating_sub(2), from) == b"--" && (found() || mark_at(t, end + 1).is_some())
}

/// The value behind a word for a password from `name` to `end`, in a sentence. `password for x is y`: no further than
/// the verb.
pub(super) fn spoken(t: &[u8], name: usize, end: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let mut i = end + run(t, end, 3, |b| b == b'"' || b == b'\'' || b == b'`');
    let spaces = run(t, i, 3, |b| b == b' ');
    // `PGPASSWORD="$DB_PASSWORD" pg_dump`
    let variable = name - run_back(t, name, 48, word);
    if spaces == 0 || back(t, variable, 1) == b'$' || part(t, variable.saturating_sub(2), variable) == b"${" {
        return None;
    }
    i += spaces;
    let verb = VERBS.iter().find(|v| part(t, i, i + v.len()).eq_ignore_ascii_case(v));
    let told = verb.is_some();
    i += verb.map_or(0, |v| v.len());
    let (from, to) = value(t, i - 1)?;
    let quoted = matches!(back(t, from, 1), b'"' | b'\'' | b'`');
    let text = part(t, from, to);
    let shape = Shape::of(text);
    let symbols = text
        .iter()
        .filter(|b| b.is_ascii_punctuation() && !matches!(b, b'.' | b'-' | b',' | b'\'' | b'/' | b':'))
        .count();
    if is_no_value(t, name, (from, to), verb.copied()) {
        return None;
    }
    let login = after_login(t, name);
    let varied = shape.digits > 0 && shape.upper + shape.lower > 1 || symbols > 0 && shape.upper + shape.lower > 2;
    let fine = if quoted {
        let plain = || sets(t, name, end, from) && text.len() >= 5 && beside::password(text);
        let phrase = || told && passphrases::quoted(t, from - 1).is_some_and(|range| range == (from, to));
        text.len() >= 3 && (!text.contains(&b' ') && (told || varied || login.is_some() || plain()) || phrase())
    } else if told || login.is_some() {
        text.len() >= 4 && (varied || login.is_some() || shape.digits >= 4 || common(text))
    } else if varied {
        text.len() >= 6 && !text.contains(&b'(') && !text.contains(&b'=')
    } else {
        powershell(t, name) && text.len() >= 5 && beside::password(text)
    };
    let word = quoted || !no_word(text, told) && (told || login.is_some() || !of_names(t, name, text));
    if !fine || !word || shape::placeholder(text) || shape::template(text) || is_code(t, to, text, told && varied) {
        return None;
    }
    if let Some((from, to)) = login {
        hits.push(Hit::ruled(from, to, Type::Secret, "login-name"));
    }
    Some(Hit::ruled(from, to, Type::Secret, "password-said"))
}

/// Whether what stands behind the word at `name` is the name of a resource, `resource "random_password" "db_main" {`,
/// the table of an index, `idx_password ON users_old (email)`, the place of a function,
/// `in check_password /src/login.c:52`, or a version.
fn is_no_value(t: &[u8], name: usize, (from, to): (usize, usize), verb: Option<&[u8]>) -> bool {
    let text = part(t, from, to);
    if back(t, from, 1) == b'"' {
        // `Argument "password" to "login" has incompatible type`
        if verb == Some(b"to ") && part(t, name.saturating_sub(10), name) == b"Argument \"" {
            return true;
        }
        let block = back(t, from, 3) == b'"' && part(t, to, to + 3) == b"\" {";
        return block && back(t, name, 1) == b'_' && shape::name_like(text);
    }
    match verb {
        Some(b"on ") => part(t, to, to + 2) == b" (" && shape::name_like(text),
        Some(_) => false,
        None => {
            let line = text.iter().rev().position(|b| *b == b':').filter(|n| *n > 0);
            let numbered = line.is_some_and(|n| part(text, text.len() - n, text.len()).iter().all(u8::is_ascii_digit));
            let function = name - run_back(t, name, 64, word);
            let framed = numbered && at(text, 0) == b'/' && part(t, function.saturating_sub(4), function) == b" in ";
            // `"GET /reset-password HTTP/1.1"`
            shape::tagged(text) || framed || text.starts_with(b"HTTP/")
        }
    }
}

/// Whether the word for a password at `name` and the text behind it are names of a list:
/// `SERVER_PASSWORD TRACE_UNIQUE`, `n4chgpassword n4detach`.
fn of_names(t: &[u8], name: usize, text: &[u8]) -> bool {
    let glued = run_back(t, name, 32, word);
    let stem = part(t, name - glued, name - glued + 2);
    let upper = text.iter().filter(|b| b.is_ascii_uppercase()).count();
    let letters = text.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let snake = text.contains(&b'_') && text.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_');
    // Small letters with underscores may be a passphrase.
    let loud = part(t, name - glued, name).iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
    snake && glued > 1 && loud && upper == letters
        || glued > 1
            && text.starts_with(stem)
            && part(text, stem.len(), text.len()).iter().all(|b| b.is_ascii_alphabetic() || *b == b'_')
}

/// `pwd` at `p`, alone or as the end of a name, in what is code: a shell has a command of that name.
pub(super) fn abbreviated(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    // `my pw is x`
    let word_end = p + 2 + usize::from(at(t, p + 2) | 0x20 == b'd');
    if part(t, word_end, word_end + 4) == b" is " && !word(back(t, p, 1)) {
        return told::behind(t, word_end, false, false);
    }
    let end = p + 3;
    let ends = at(t, p + 2) | 0x20 == b'd' && !word(at(t, end));
    match at(t, end) {
        b'(' | b')' | b',' | b'"' | b'\'' if ends => beside::named(t, p, end, hits),
        b'.' | b' ' | b';' | b':' if ends => compared::beside_name(t, p, end, hits),
        _ => None,
    }
}

/// `password 7 094F471A1A0A` of network devices; the digit that says how it is written is at `i`.
fn of_a_device(t: &[u8], i: usize) -> Option<Hit> {
    let n = run(t, i + 2, 128, |b| b > b' ' && !matches!(b, b'"' | b'\\'));
    let text = part(t, i + 2, i + 2 + n);
    let hex = n >= 6 && n.is_multiple_of(2) && text.iter().all(u8::is_ascii_hexdigit);
    let fits = if at(t, i) == b'7' { hex } else { n >= 6 && beside::varied(text) };
    let ends = matches!(at(t, i + 2 + n), 0 | b'\n' | b'\r' | b'"' | b'\\');
    (fits && ends && mark_at(t, i + 2).is_none()).then(|| Hit::ruled(i + 2, i + 2 + n, Type::Secret, "device"))
}

/// What stands behind the word in a sentence and is no password: `_immediately`, whose letter a menu marks, an option,
/// `@params`, an address, the end of an expression, a pointer, `**SHOULD**`.
fn no_word(text: &[u8], told: bool) -> bool {
    let rest = part(text, 1, text.len());
    let marked = at(text, 0) == b'_' && rest.iter().all(u8::is_ascii_alphabetic);
    let option = text.starts_with(b"--") && rest.iter().all(|b| is(*b, LOWER) || matches!(b, b'-' | b'_'));
    let splat = !told && at(text, 0) == b'@' && (shape::camel(rest) || rest.iter().all(u8::is_ascii_uppercase));
    let braced = text.ends_with(b"}}") && !text.contains(&b'{');
    let address = || memchr::memmem::find(text, b"://").is_some() && !text.contains(&b'@');
    let stressed = text.ends_with(b"**") && text.iter().all(|b| b.is_ascii_alphabetic() || *b == b'*');
    marked || option || splat || braced || stressed || text.starts_with(b"0x") || pointer(text) || address()
}

/// `passwd` at `from`, alone or as the end of a command's name.
fn passwd(t: &[u8], from: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let end = from + 6;
    match (back(t, from, 2), back(t, from, 1)) {
        (b'c', b'h') if at(t, end) == b':' => {
            commands::list(t, end, hits);
            return None;
        }
        (b'c', b'h') => return commands::piped(t, from - 2).or_else(|| commands::given_user(t, from)),
        (b'|', b' ') => {
            let old = hits.len();
            commands::twice(t, from, hits);
            if hits.len() == old {
                return commands::piped(t, from).filter(|hit| beside::varied(part(t, hit.start, hit.end)));
            }
        }
        (b'h', b't') => return commands::htpasswd(t, end),
        _ => {}
    }
    tagged(t, end).or_else(|| beside::named(t, from, end, hits))
}

/// `… -User ann -Password x`: whether the word at `start` is an option behind one that names a user.
fn powershell(t: &[u8], start: usize) -> bool {
    let line = part(t, start.saturating_sub(96), start).to_ascii_lowercase();
    let line = line.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    line.ends_with(b" -") && [&b" -user "[..], b" -username "].iter().any(|o| memchr::memmem::find(line, o).is_some())
}

/// Whether what stands around the word from `start` to `end` gives a literal at `from` as a password, not as a name for
/// it: an option of PowerShell (`-Password "x"`), a keyword of Clojure (`:password "x"`), SQL (`PASSWORD 'x'`), a
/// sentence (`with password "x"`).
fn sets(t: &[u8], start: usize, end: usize, from: usize) -> bool {
    let word = start - run_back(t, start, 24, |b| word(b) || b == b'-').min(start);
    let option = back(t, start, 1) == b'-' && back(t, start, 2) == b' ';
    let sql = part(t, start, end) == b"PASSWORD" && back(t, from, 1) == b'\'';
    let told = [&b"with "[..], b"use ", b"using ", b"and "].iter().any(|w| part(t, 0, start).ends_with(w));
    option || sql || told || back(t, word, 1) == b':'
}

/// A pointer of Go or C: `*uint16`.
fn pointer(text: &[u8]) -> bool {
    matches!(at(text, 0), b'*' | b'&') && part(text, 1, text.len()).iter().all(|b| word(*b) || *b == b'.')
}

/// Whether what ends at `to` is code. `told`: a sentence says that it is a password.
fn is_code(t: &[u8], to: usize, text: &[u8], told: bool) -> bool {
    if !told {
        return shape::code(text);
    }
    let rest = part(t, to, to + run(t, to, LINE, |b| b != b'\n'));
    shape::expression(text) || evaluated(text, rest)
}

/// Where the type of a value of the registry of Windows stands behind the name that ends at `end`.
fn registry_type(t: &[u8], end: usize) -> Option<usize> {
    let kind = end + run(t, end, 16, |b| matches!(b, b' ' | b'\t'));
    (kind > end && part(t, kind, kind + 4) == b"REG_").then_some(kind)
}

/// `DefaultPassword    REG_SZ    x`, as tools for the registry of Windows write it; the type is at `kind`.
fn registry(t: &[u8], kind: usize) -> Option<Hit> {
    let blank = |b: u8| matches!(b, b' ' | b'\t');
    let to = kind + run(t, kind, 16, |b| b.is_ascii_uppercase() || b == b'_');
    let from = to + run(t, to, 16, blank);
    // The value is the rest of the line.
    let n = run(t, from, 256, |b| !matches!(b, b'\n' | b'\r' | b'\\' | b'"' | b'\'' | b'\t'));
    let n = part(t, from, from + n).trim_ascii_end().len();
    let value = part(t, from, from + n);
    let fine =
        n >= 3 && from > to && !shape::template(value) && !shape::placeholder(value) && mark_at(t, from).is_none();
    fine.then(|| Hit::ruled(from, from + n, Type::Secret, "registry"))
}

/// Value of the XML element in whose opening tag, or as whose name, the word that ends at `end` stands.
fn tagged(t: &[u8], end: usize) -> Option<Hit> {
    let n = end + run(t, end, 16, |b| word(b) || b == b'-');
    match at(t, n) {
        b'>' => elements::element(t, n),
        b'<' if at(t, n + 1) == b'/' => {
            let name = n - run_back(t, n, 48, |b| word(b) || matches!(b, b'-' | b'.'));
            (back(t, name, 1) == b'>').then(|| elements::element(t, name - 1)).flatten()
        }
        _ => None,
    }
}

/// The name of `login name ` before `i`, as in `.netrc`.
fn after_login(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let spaces = run_back(t, i, 8, |b| b.is_ascii_whitespace());
    let to = i - spaces;
    let from = to - run_back(t, to, 64, |b| b > b' ');
    let end = from - run_back(t, from, 8, |b| b.is_ascii_whitespace());
    let named = [&b"login"[..], b"user", b"username"]
        .iter()
        .any(|w| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w));
    // Quotes stay, and so does a mark.
    let quote = usize::from(matches!(at(t, from), b'"' | b'\''));
    let named = named
        && !matches!(part(t, from, to), b"and" | b"or" | b"&" | b"und" | b"et" | b"y" | b"e" | b"oder" | b"ou" | b"o");
    (spaces > 0 && end < from && named && to > from + 2 * quote && mark_at(t, from + quote).is_none())
        .then_some((from + quote, to - quote))
}

/// Plain words that are known as passwords (the lists of the most used ones, published every year).
fn common(text: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"changeme", b"letmein", b"iloveyou", b"monkey", b"dragon", b"qwerty", b"qwertyuiop", b"welcome", b"sunshine",
        b"princess", b"football", b"baseball", b"superman", b"trustno", b"asdfgh", b"asdfghjkl", b"zxcvbnm", b"abcdef",
        b"geheim", b"passwort", b"hunter", b"opensesame", b"sesame", b"swordfish", b"adminadmin", b"rootroot", b"toor",
        b"azerty", b"motdepasse",
    ];
    WORDS.iter().any(|w| text.eq_ignore_ascii_case(w))
}

/// Name of the rule of [`weak_password`].
pub(in crate::redact) const WEAK_PASSWORD: &str = "weak-password";

/// `password123`: one of the most used passwords, standing alone.
fn weak_password(t: &[u8], from: usize, n: usize) -> Option<Hit> {
    let digits = run(t, from + n, 8, |b| b.is_ascii_digit());
    let end = from + n + digits;
    let alone = !word(back(t, from, 1))
        && !word(at(t, end))
        && !matches!(at(t, end), b'=' | b':' | b'"' | b'\'' | b'(' | b'[' | b'.')
        && !matches!(back(t, from, 1), b'.' | b'-' | b'$');
    (digits >= 2 && alone).then(|| Hit::ruled(from, end, Type::Secret, WEAK_PASSWORD))
}
