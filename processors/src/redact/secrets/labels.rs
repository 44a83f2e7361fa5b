//! Labels and what they ask of their value; labels that do not stand directly before it: with words or a dash behind
//! them (`Password (admin): x`, `api key for version 2: x`, `Пароль — x`), or alone at the end of the line above.

use super::{
    beside, blocks,
    class::{ALNUM, is},
    extent, key_before,
    lines::hit,
    logins,
    shape::{self, Shape},
    told,
    values::{Written, accepted},
    words,
};
use crate::redact::{
    bytes::{Listed, alnum, at, back, looked, part, run, run_back},
    context::Context,
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest value.
const LONGEST: usize = 256;
/// How far before a sign its label may stand.
const FAR: usize = 72;
/// Longest line that is a label.
const LINE: usize = 96;

/// What a label asks of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Password,
    Key,
    /// `recovery codes`.
    Codes,
}

impl Label {
    pub(super) fn fits(self, value: &[u8]) -> bool {
        let n = value.len();
        if mark_at(value, 0).is_some() || shape::placeholder(value) || shape::template(value) || shape::path(value) {
            return false;
        }
        let shape = Shape::of(value);
        match self {
            Self::Password => n >= 6 && beside::varied(value) && !shape::code(value) && !value.contains(&b' '),
            Self::Key => {
                let clean =
                    value.iter().all(|b| alnum(*b) || matches!(b, b'-' | b'_' | b'.' | b'+' | b'/' | b'=' | b'~'));
                n >= 12
                    && clean
                    && shape.longest >= 10
                    && shape.random(true)
                    && accepted(value, Context::SECRET, Written::Loose, false)
            }
            Self::Codes => {
                let clean = value.iter().all(|b| alnum(*b) || *b == b'-' || *b == b' ');
                clean && shape.digits >= 2 && (6..=32).contains(&n) && value.split(|b| *b == b' ').count() <= 4
            }
        }
    }
}

/// What the label that ends at `end` names, if it is a secret.
pub(super) fn named(t: &[u8], end: usize) -> Option<Label> {
    let says = key_before::named(t, end);
    if says.has(Context::PASSWORD) {
        return Some(Label::Password);
    }
    if says.has(Context::SECRET) || token(t, end) {
        return Some(Label::Key);
    }
    if !part(t, end.saturating_sub(5), end).eq_ignore_ascii_case(b"codes") {
        return None;
    }
    let before = part(t, end.saturating_sub(16), end - 5).to_ascii_lowercase();
    const KINDS: &[&[u8]] = &[b"recovery", b"backup", b"scratch", b"2fa", b"mfa", b"one-time", b"rescue"];
    let before = before.strip_suffix(b" ").or_else(|| before.strip_suffix(b"_")).unwrap_or(&before);
    KINDS.iter().any(|k| before.ends_with(k)).then_some(Label::Codes)
}

/// `Your new token`: more of it than of a key, whose value must look random.
fn token(t: &[u8], end: usize) -> bool {
    let end = end - usize::from(back(t, end, 1) == b's');
    back(t, end, 1) | 0x20 == b'n'
        && part(t, end.saturating_sub(5), end).eq_ignore_ascii_case(b"token")
        && words::before(t, end).adjacent
}

/// Where a label ends without the words behind it: `Password (admin)`, `API key provided`, `Password......`.
pub(super) fn unfilled(t: &[u8], p: usize) -> Option<usize> {
    match back(t, p, 1) {
        b')' => {
            let n = run_back(t, p - 1, 24, |b| b > b' ' && b != b'(' && b != b')' && b < 0x7F);
            let open = (p - 1 - n).checked_sub(1)?;
            (n > 0 && at(t, open) == b'(' && back(t, open, 1) == b' ').then(|| open - 1)
        }
        b'.' => {
            let n = run_back(t, p, 40, |b| b == b'.');
            (n >= 3).then(|| p - n - run_back(t, p - n, 2, |b| b == b' '))
        }
        b's' | b'd' | b'w' | b'e' | b'r' => {
            const FILLERS: &[&[u8]] = &[
                b" provided", b" is", b" was", b" are", b" below", b" here", b" now", b" used", b" for user",
                b" generated",
            ];
            let filler = FILLERS.iter().find(|f| part(t, p.saturating_sub(f.len()), p) == **f)?;
            let end = p - filler.len();
            // `keys are here:`.
            let more = FILLERS.iter().find(|f| part(t, end.saturating_sub(f.len()), end) == **f);
            Some(end - more.map_or(0, |f| f.len()))
        }
        _ => None,
    }
}

/// A value at `i` on the line of a label with words behind it.
pub(super) fn labelled(t: &[u8], p: usize, i: usize) -> Option<Hit> {
    if i == p + 1 && at(t, p) != b':' || at(t, i) <= b' ' {
        return None;
    }
    if let Some(end) = unfilled(t, p)
        && let Some(label) = named(t, end)
    {
        return one(t, i, label, "labelled");
    }
    if i > p + 1
        && let Some(hit) = told_of(t, p, i)
    {
        return Some(hit);
    }
    // `<li>Password: <code>x</code>`.
    if back(t, i, 1) == b'>'
        && let Some(label) = named(t, p)
    {
        return one(t, i, label, "labelled").filter(|hit| sure(label, part(t, hit.start, hit.end)));
    }
    (at(t, p) == b':' && i > p + 1 && told::key_of_api(t, p)).then(|| one(t, i, Label::Key, "labelled")).flatten()
}

/// A word at `from` that a label asks for.
fn one(t: &[u8], from: usize, label: Label, rule: &'static str) -> Option<Hit> {
    let from = from + usize::from(beside::is_quote(at(t, from)));
    let n = run(t, from, LONGEST, |b| b > b' ' && b < 0x7F && !beside::is_quote(b) && !matches!(b, b'<' | b'\\'));
    let text = part(t, from, from + n);
    let n = n - text.iter().rev().take_while(|b| matches!(b, b'.' | b',' | b';' | b':' | b'?' | b')')).count();
    label.fits(part(t, from, from + n)).then(|| Hit::ruled(from, from + n, Type::Secret, rule))
}

/// A value at `i` behind the colon at `p` and a label with a clause: more than a word with a number, and the end of its
/// sentence.
fn told_of(t: &[u8], p: usize, i: usize) -> Option<Hit> {
    let n = run(t, i, LONGEST, |b| b > b' ');
    let text = part(t, i, i + n);
    if n < 6 || !text.iter().any(|b| b.is_ascii_digit()) || !text.iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    let (_, label) = clause(t, p)?;
    let hit = one(t, i, label, "clause")?;
    let value = part(t, hit.start, hit.end);
    (sure(label, value) && (beside::is_quote(back(t, hit.start, 1)) || logins::ends(t, hit.end))).then_some(hit)
}

/// Whether a value is one without a sign directly behind its label.
pub(super) fn sure(label: Label, value: &[u8]) -> bool {
    let shape = Shape::of(value);
    match label {
        Label::Password => {
            value.len() >= 7
                && blocks::cased(value)
                && (logins::strong(value) || shape.cases >= 3 && !shape::name(value))
                && !told::algorithm(value)
                && !value.contains(&b':')
        }
        Label::Key => {
            value.len() >= 16 && (shape.random(false) || shape.long()) && !shape::known_id(value) && !shape::path(value)
        }
        Label::Codes => false,
    }
}

/// Last words of labels.
const ENDS: Listed = Listed::new(&[
    b"password", b"passphrase", b"passwd", b"passwort", b"kennwort", b"passe", b"key", b"token", b"secret",
    b"credential",
]);
/// What a clause behind a label begins with.
#[rustfmt::skip]
const JOINTS: &[&[u8]] = &[
    b"for", b"of", b"in", b"on", b"at", b"from", b"no", b"number", b"version", b"that", b"which", b"you", b"we", b"i", b"to", b"as",
    b"with", b"de", b"del", b"della", b"du", b"da", b"do", b"der", b"des", b"di", b"pour", b"para", b"per", b"voor", b"van", b"von",
];
/// Words of a clause that make it one about something else than the value.
#[rustfmt::skip]
const ABOUT: &[&[u8]] = &[
    b"id", b"ids", b"hash", b"hashes", b"sha", b"fingerprint", b"digest", b"checksum", b"name", b"names", b"url", b"path", b"file", b"type",
    b"size", b"length", b"count", b"algorithm", b"format", b"policy", b"hint", b"example", b"expected", b"got", b"public", b"signature",
];

/// Where the label ends behind which a clause stands before the colon at `p`, and what it names:
/// `password (expires 2026)`, `api key for version 2`, `login password, version 2`.
pub(super) fn clause(t: &[u8], p: usize) -> Option<(usize, Label)> {
    let p = p - usize::from(back(t, p, 1) == b' ');
    let from = p.saturating_sub(FAR);
    let window = part(t, from, p);
    looked(window.len());
    let bound =
        |b: &u8| matches!(b, b'\n' | b'"' | b'{' | b'}' | b';' | b'|' | b'=' | b'<' | b'>' | b'\\' | b':' | b'`');
    let begin = window.iter().rposition(bound).map_or(0, |i| i + 1);
    let mut end = window.len();
    while end > begin {
        let n = run_back(window, end, end - begin, |b| is(b, ALNUM) || b >= 0x80);
        let word = part(window, end - n, end);
        let known = n >= 3 && end < window.len() && ENDS.has(word);
        let tail = part(window, end, window.len());
        if known && goes_on(tail) {
            return named(t, from + end).map(|label| (from + end, label));
        }
        // A word in a bracket is no label.
        if known && !tail.iter().any(|b| matches!(b, b')' | b']')) {
            return None;
        }
        end = end - n - usize::from(end - n > begin);
    }
    None
}

/// Whether what stands behind a label is a clause about it: a bracket, or a few words that a joint begins.
fn goes_on(text: &[u8]) -> bool {
    let (mut depth, mut words) = (0i32, 0);
    let first = text.trim_ascii_start();
    let bracket = matches!(at(first, 0), b'(' | b'[');
    let sign = matches!(at(text, 0), b',')
        || first.starts_with(b"- ")
        || at(first, 0) == b'#'
        || at(first, 0).is_ascii_digit();
    for word in first.split(|b| !is(*b, ALNUM) && *b < 0x80 && *b != b'\'') {
        let Some(at_word) = word.first() else { continue };
        let lower = word.to_ascii_lowercase();
        let version = *at_word == b'v' && word.len() <= 3 && word.iter().skip(1).all(u8::is_ascii_digit);
        if words == 0 && !bracket && !sign && !version && !JOINTS.contains(&lower.as_slice()) {
            return false;
        }
        if ABOUT.contains(&lower.as_slice()) {
            return false;
        }
        words += 1;
    }
    for (i, b) in first.iter().enumerate() {
        match b {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            // The next sentence; `no. 2` is none.
            b'.' | b'?' | b'!' if at(first, i + 1) == b' ' && depth == 0 && !first.starts_with(b"no.") => return false,
            _ => {}
        }
        if !(0..=1).contains(&depth) {
            return false;
        }
    }
    depth == 0 && (1..=9).contains(&words) && at(text, text.len() - 1) != b' '
}

/// A value alone on its line, from `start` to `end`, below a line that ends in its label: `API key`, and the next line.
pub(super) fn above(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    if !matches!(at(t, end), 0 | b'\n' | b'\r' | b'`' | b'*') {
        return None;
    }
    let line = start - run_back(t, start, 8, |b| matches!(b, b' ' | b'\t' | b'`' | b'*'));
    if line == 0 || back(t, line, 1) != b'\n' {
        return None;
    }
    let mut nl = line - 1;
    for _ in 0..3 {
        let n = run_back(t, nl, LINE, |b| b != b'\n');
        looked(n);
        let text = part(t, nl - n, nl).trim_ascii_end();
        if !text.is_empty() && !text.starts_with(b"```") {
            let label = heading(t, nl - n, nl - n + text.len())?;
            let value = part(t, start, end);
            return (n < LINE && label.fits(value) && sure(label, value))
                .then(|| Hit::ruled(start, end, Type::Secret, "above"));
        }
        nl = (nl - n).checked_sub(1)?;
    }
    None
}

/// What a line from `from` to `to` names that ends in a label.
fn heading(t: &[u8], from: usize, to: usize) -> Option<Label> {
    let end = to - run_back(t, to, 3, |b| matches!(b, b'*' | b':' | b'_'));
    let n = run_back(t, end, 12, |b| is(b, ALNUM));
    let known = ENDS.has(part(t, end - n, end));
    let code =
        |b: &u8| matches!(b, b'(' | b')' | b'{' | b'}' | b'[' | b']' | b'=' | b';' | b'<' | b'>' | b'$' | b'"' | b'\\');
    (known && !part(t, from, end).iter().any(code)).then(|| named(t, end)).flatten()
}

/// A password alone on the line below the one that the word which ends at `end` ends; `nl` is the end of that line.
pub(super) fn under(t: &[u8], end: usize, nl: usize) -> Option<Hit> {
    let from = end - run_back(t, end, LINE, |b| b != b'\n');
    let begin = nl + run(t, nl, 4, |b| matches!(b, b'\n' | b'\r'));
    let begin = begin + run(t, begin, 8, |b| matches!(b, b' ' | b'`' | b'*'));
    let n = run(t, begin, LONGEST, |b| b > b' ' && b < 0x7F && !beside::is_quote(b) && !matches!(b, b'<' | b'\\'));
    let value = part(t, begin, begin + n);
    let alone = matches!(at(t, begin + n), 0 | b'\n' | b'\r' | b'`');
    if n < 8 || !alone || end - from >= LINE || heading(t, from, end) != Some(Label::Password) {
        return None;
    }
    let shape = Shape::of(value);
    let name = shape::name(value) && value.iter().all(|b| alnum(*b) || matches!(b, b'_' | b'.' | b'-'));
    (shape.digits > 0
        && Label::Password.fits(value)
        && sure(Label::Password, value)
        && !name
        && mark_at(t, begin).is_none())
    .then(|| Hit::ruled(begin, begin + n, Type::Secret, "under"))
}

/// Verbs between a label and its value.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    " is ", " be ", " now ", " ist ", " lautet ", " est ", " es ", " è ", " é ", " jest ", " sera ", " sarà ", " será ", " wird ", " to ",
];
/// What stands between a value and its label.
const AS: &[&[u8]] = &[b" as ", b" als ", b" comme ", b" como ", b" come ", b" jako ", b" is "];

/// Whether a sentence calls what stands from `from` to `to` a key: `the token we use for CI is x`,
/// `use x as the api key`.
pub(super) fn said(t: &[u8], from: usize, to: usize) -> bool {
    let mark = |b: u8| beside::is_quote(b) || b == b'*';
    let end = from - run_back(t, from, 4, mark);
    let verb = VERBS.iter().find(|v| part(t, end.saturating_sub(v.len()), end) == v.as_bytes());
    if let Some(verb) = verb {
        let mut p = end - verb.len();
        let fillers = [&b" will"[..], b" should", b" is", b" was", b" changed", b" set", b" rotated", b" updated"];
        let filler = fillers.iter().find(|f| part(t, p.saturating_sub(f.len()), p) == **f);
        p -= filler.map_or(0, |f| f.len());
        let said = *verb != " to " || filler.is_some();
        if told::key_of_api(t, p)
            || said && named(t, p).or_else(|| clause(t, p).map(|(_, label)| label)) == Some(Label::Key)
        {
            return true;
        }
    }
    let i = to + run(t, to, 4, mark);
    let Some(joint) = AS.iter().find(|w| part(t, i, i + w.len()) == **w) else { return false };
    // As far as the first word that may end a label.
    let mut k = i + joint.len();
    for _ in 0..5 {
        let n = run(t, k, 16, |b| is(b, ALNUM) || matches!(b, b'-' | b'_'));
        let word = part(t, k, k + n);
        let last = word.rsplit(|b| matches!(b, b'-' | b'_')).next().unwrap_or_default();
        k += n;
        if ENDS.has(last) {
            return matches!(at(t, k), 0 | b' ' | b'\n' | b'.' | b',' | b')' | b';') && named(t, k).is_some();
        }
        if n == 0 || at(t, k) != b' ' {
            return false;
        }
        k += 1;
    }
    false
}

/// `Пароль — x`: the dash at `p`, of any length.
pub(super) fn dashed(t: &[u8], p: usize) -> Option<Hit> {
    let n = match part(t, p, p + 4) {
        [b'-', b' ', ..] => 1,
        [0xE2, 0x80, 0x93 | 0x94, b' '] => 3,
        _ => return None,
    };
    if !key_before::names_password(t, p) {
        return None;
    }
    let from = p + n + 1;
    let quoted = beside::is_quote(at(t, from));
    let from = from + usize::from(quoted);
    let m = run(t, from, 128, |b| b > b' ' && b < 0x7F && !matches!(b, b',' | b';' | b'"' | b'\'' | b'`' | b'('));
    let value = part(t, from, from + m);
    let m = m - extent::signs_behind(value);
    let value = part(t, from, from + m);
    // `password - sha256 hash` is about one: the value ends its sentence.
    let next = at(t, from + m);
    let ends = quoted || matches!(next, 0 | b'\n' | b'\r' | b'.' | b',' | b'"' | b'\\');
    (ends && m >= 6 && beside::varied(value) && !shape::path(value) && !shape::code(value))
        .then(|| hit(t, from, from + m))
        .flatten()
}
