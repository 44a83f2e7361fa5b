//! What people tell in small letters: names, addresses, dates, handles, words of wallets.

use crate::redact::{
    bytes::{at, digit, looked, part, run, word},
    dates,
    scan::Hit,
    sentences::spoken,
    types::Type,
};

/// Where money is sent to: `@jane-roe`, `$janeroe`.
pub(super) fn handle(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from + 1, 32, |b| word(b) || b == b'-' || b == b'.');
    let n = n - part(t, from + 1, from + 1 + n).iter().rev().take_while(|b| **b == b'.').count();
    let letters = part(t, from + 1, from + 1 + n).iter().filter(|b| b.is_ascii_alphabetic()).count();
    // A variable or a tag is no handle: `$HOME/bin`, `$AMOUNT`, `@latest`.
    let name = part(t, from + 1, from + 1 + n);
    let other = matches!(at(t, from + 1 + n), b'/' | b'(' | b'{' | b'[')
        || at(t, from) == b'$' && !name.iter().any(u8::is_ascii_lowercase)
        || [&b"latest"[..], b"amount", b"usd", b"username", b"user", b"handle", b"name"].contains(&name);
    (matches!(at(t, from), b'@' | b'$') && letters >= 3 && !other)
        .then(|| Hit::ruled(from, from + 1 + n, Type::BankAccount, "mine"))
}

/// As many words as a wallet has, and nothing else.
pub(in crate::redact) fn wallet(t: &[u8], from: usize) -> Option<Hit> {
    let (mut i, mut to, mut count) = (from, from, 0);
    loop {
        let n = run(t, i, 9, |b| b.is_ascii_lowercase());
        if !(3..=8).contains(&n) || COMMON.iter().any(|w| part(t, i, i + n) == w.as_bytes()) {
            break;
        }
        (to, count) = (i + n, count + 1);
        let gap = run(t, to, 2, |b| matches!(b, b' ' | b',' | b'\n'));
        if gap == 0 || count == 24 {
            break;
        }
        i = to + gap;
    }
    looked(to - from);
    (count >= 12).then(|| Hit::ruled(from, to, Type::Secret, "wallet"))
}

/// Words of sentences that no wallet has.
const COMMON: &[&str] =
    &["the", "and", "for", "with", "from", "are", "was", "not", "this", "they", "have", "has", "its"];

/// One word that is a name, in any case, which ends its sentence or goes on with few words.
pub(super) fn one_name(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 24, |b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'\'') || b >= 0x80);
    let capital = at(t, from).is_ascii_uppercase();
    let lower = part(t, from, from + n).to_ascii_lowercase();
    let lower = std::str::from_utf8(&lower).unwrap_or_default();
    // `my son's name is Unknown.`
    let said = NO_NAMES.contains(&lower) || lower.len() > 5 && lower.ends_with("ed");
    (capital && n >= 2 && !said && ends(t, from + n)).then(|| Hit::ruled(from, from + n, Type::Person, "mine"))
}

/// Words behind which something is no name: `my name is not shown`.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "uh", "um",
    "a", "about", "above", "all", "also", "already", "always", "an", "and", "any", "as", "at", "available", "bad", "being", "below", "blank", "broken", "but", "by", "common", "correct",
    "different", "down", "due", "empty", "fine", "for", "from", "full", "gone", "good", "here", "how", "i", "id", "in", "incorrect", "invalid", "just", "kind", "last", "like", "listed", "long", "longer",
    "misspelled", "missing", "my", "never", "new", "no", "not", "now", "of", "off", "ok", "old", "on", "only", "out", "private", "public", "really", "same", "secret", "short", "so", "spelled", "still",
    "that", "the", "there", "this", "to", "too", "under", "unique", "unknown", "up", "very", "visible", "what", "when", "which", "with", "wrong", "your",
    "student", "user", "customer", "client", "member", "subscriber", "owner", "parent", "teacher", "nurse", "doctor", "developer", "engineer", "manager", "employee", "resident", "citizen",
    "case", "constant", "default", "everywhere", "false", "first", "foo", "function", "hello", "hidden", "important", "kinda", "mandatory", "method", "null", "optional",
    "part", "procedure", "python", "ready", "rust", "set", "shown", "source", "stuck", "super", "system", "taken", "test", "tool", "true", "undefined", "unused", "world", "written", "code", "mode", "time",
    "absolute", "been", "bullshit", "complete", "day", "days", "desde", "five", "four", "garbage", "java", "mad", "mine", "month", "months", "nobody", "nonsense", "one", "soo", "three", "total", "two",
    "week", "weeks", "yours", "egal", "neu", "sehr", "très", "vraiment", "cliente", "nuevo", "nuovo", "molto", "muito", "antigo", "erg", "heel",
    "lead", "none", "open", "control", "faux", "vide", "correcto", "incorrecto", "longo", "lungo", "giusto", "sbagliato", "errado", "falsch", "leer", "verkeerd", "fel",
    "account", "order", "name", "address", "email", "great", "sick", "today", "late", "sure", "happy", "sorry", "mal", "mi", "muy", "el", "la", "un", "una", "pas", "le", "mon", "não", "o", "um", "uma", "niet", "een", "de", "het", "inte", "ikke", "nicht", "ein", "der", "die", "das",
];
/// What may follow a name in small letters.
#[rustfmt::skip]
const BEHIND_NAMES: &[&str] = &[
    "and", "my", "i", "im", "i'm", "from", "dob", "born", "phone", "cell", "email", "calling", "here", "thx", "thanks", "pls", "please", "number", "ssn", "the", "with", "can", "could", "account", "acct", "at",
    "y", "mi", "et", "mon", "e", "o", "meu", "cpf", "dni", "und", "meine", "mein", "en", "ik", "mijn", "och", "og", "mit", "minha", "ma", "aus", "de", "soy", "tengo", "und", "geboren",
];

/// A name in small letters at `from` of `least` to three words, which ends its sentence or goes on with words of
/// [`BEHIND_NAMES`].
pub(super) fn small_name(t: &[u8], from: usize, least: usize) -> Option<Hit> {
    let (mut i, mut to, mut count) = (from, from, 0);
    loop {
        let n = run(t, i, 24, |b| b.is_ascii_lowercase() || matches!(b, b'-' | b'\'') || b >= 0x80);
        let text = std::str::from_utf8(part(t, i, i + n)).ok()?;
        let behind = BEHIND_NAMES.contains(&text);
        if count > 0 && (n == 0 || behind) {
            break;
        }
        let fine = n >= 2
            && count < 3
            && text.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '\''))
            && !NO_NAMES.contains(&text)
            && !(text.len() > 5 && (text.ends_with("ed") || text.ends_with("ly")))
            && !(text.len() > 4 && text.ends_with("ing"));
        if !fine {
            return None;
        }
        (to, count) = (i + n, count + 1);
        if at(t, to) != b' ' {
            break;
        }
        i = to + 1;
    }
    looked(to - from);
    let goes_on = at(t, to) == b' ' || ends(t, to);
    (count >= least && goes_on && !word(at(t, to))).then(|| Hit::ruled(from, to, Type::Person, "mine"))
}

/// Whether a sentence or a part of one ends at `i`.
fn ends(t: &[u8], i: usize) -> bool {
    matches!(at(t, i), 0 | b'\n' | b'\r' | b',' | b';' | b'!' | b'?' | b'"' | b'\\' | b')' | b'|')
        || at(t, i) == b'.' && matches!(at(t, i + 1), 0 | b' ' | b'\n' | b'"' | b'\\')
        || part(t, i, i + 5) == b" and "
}

/// Kinds of street, in small letters.
#[rustfmt::skip]
const STREETS: &[&str] = &[
    "street", "st", "avenue", "ave", "road", "rd", "lane", "ln", "drive", "dr", "boulevard", "blvd", "court", "ct", "place", "pl", "terrace", "way", "circle", "cir", "crescent",
    "close", "parkway", "pkwy", "highway", "hwy", "square", "trail", "grove", "gardens", "mews",
];
/// Words behind which an address does not go on.
#[rustfmt::skip]
const AFTER: &[&str] = &[
    "pls", "please", "plz", "and", "come", "thx", "thanks", "send", "can", "but", "my", "i", "the", "we", "so", "is", "for", "at", "until", "till", "with", "to", "its", "it", "if", "ok", "okay", "with", "near",
    "where", "since", "now", "you", "phone", "lol", "btw", "not", "a", "because", "when", "as", "there", "that", "they", "right", "just", "if",
];

/// Words between a number and a word for a street, of which the number is no house's:
/// `i live at 100 percent capacity close to it`.
const MEASURES: &[&str] = &[
    "percent", "minutes", "minute", "min", "mins", "hours", "hour", "miles", "blocks", "of", "in", "on", "per", "days",
    "years", "bytes",
];

/// Address in small letters at `from`: a flat, a number, a street, a town and its code; or a box of a post office.
pub(in crate::redact) fn address(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 100, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b' ' | b',' | b'#' | b'.' | b'\'' | b'-' | b'/') || b >= 0x80
    });
    let text = part(t, from, from + n);
    looked(n);
    let mut street = None;
    let (mut to, mut numbers, mut behind) = (0, 0, 0);
    let mut count = 0;
    for (a, b) in (Words { text, i: 0 }) {
        let raw = part(text, a, b).to_ascii_lowercase();
        let raw = std::str::from_utf8(&raw).ok()?;
        let figure = at(raw.as_bytes(), 0).is_ascii_digit();
        let unit = matches!(raw, "apt" | "apartment" | "flat" | "unit" | "suite" | "ste" | "po" | "box" | "#");
        count += 1;
        if street.is_none() {
            // The number of the house stands first.
            if count == 1 && !figure && !unit || AFTER.contains(&raw) || MEASURES.contains(&raw) || count > 9 {
                return None;
            }
            numbers += usize::from(figure);
            let boxed = raw == "box" && count <= 2;
            if numbers > 0 && !figure && STREETS.contains(&raw) && count > 2 || boxed {
                street = Some(b);
                to = b;
            }
        } else {
            behind += 1;
            let sentence = at(text, to) == b'.'
                && !STREETS.contains(&std::str::from_utf8(part(text, a.saturating_sub(4), to)).unwrap_or_default());
            if AFTER.contains(&raw) || behind > 8 || sentence && at(text, to + 1) == b' ' && behind > 1 {
                break;
            }
            to = b;
            // Behind the code of the town nothing follows.
            if figure && b - a == 5 && behind > 1 {
                break;
            }
        }
    }
    street?;
    (to > 6).then(|| Hit::ruled(from, from + to, Type::Address, "mine"))
}

/// Words of an address, without commas and dots around.
struct Words<'a> {
    text: &'a [u8],
    i: usize,
}

impl Iterator for Words<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        self.i += run(self.text, self.i, 4, |b| matches!(b, b' ' | b',' | b'.'));
        let n = run(self.text, self.i, 32, |b| !matches!(b, b' ' | b',' | b'.'));
        let from = self.i;
        self.i += n;
        (n > 0).then_some((from, from + n))
    }
}

/// A date of birth in small letters: `march 3 1984`, `july 4th 1976`, `march third nineteen eighty four`.
pub(super) fn birth(t: &[u8], from: usize) -> Option<Hit> {
    let from = from + run(t, from, 12, |b| !b.is_ascii_alphanumeric());
    let from = from
        + [&b"uh "[..], b"um ", b"on ", b"the "]
            .iter()
            .find(|w| part(t, from, from + w.len()) == **w)
            .map_or(0, |w| w.len());
    let to = dates::any(t, from).or_else(|| spoken::date(t, from))?;
    (!word(at(t, to))).then(|| Hit::ruled(from, to, Type::DateOfBirth, "mine"))
}

/// `jess dot turner at gmail dot com`.
pub(super) fn spelled_email(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 80, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b' ' | b'[' | b']' | b'(' | b')' | b'_' | b'-' | b'.')
    });
    let text = part(t, from, from + n);
    looked(n);
    let find = |from: usize, list: &[&str]| {
        list.iter()
            .filter_map(|w| {
                memchr::memmem::find(part(text, from, text.len()), w.as_bytes()).map(|i| (from + i, from + i + w.len()))
            })
            .min()
    };
    let (user, host) = find(0, &[" at ", " [at] ", " (at) ", "[at]", "(at)"])?;
    let (dot, top) = find(host, &[" dot ", " [dot] ", " (dot) ", "[dot]", "(dot)", "."])?;
    let count = |text: &[u8]| text.split(|b| *b == b' ').count();
    let m = run(text, top, 7, |b| b.is_ascii_lowercase());
    let spelled = |text: &[u8]| {
        text.split(|b| *b == b' ').all(|w| w.len() < 2 || !AFTER.contains(&std::str::from_utf8(w).unwrap_or_default()))
    };
    // `my email is hosted at google.com`
    let last = part(text, 0, user).rsplit(|b| *b == b' ').next().unwrap_or_default();
    let verb = last.len() > 4 && (last.ends_with(b"ed") || last.ends_with(b"ing"))
        || [&b"sent"[..], b"down", b"back", b"stuck", b"gone", b"kept"].contains(&last);
    let fine = user > 0
        && !verb
        && count(part(text, 0, user)) <= 7
        && spelled(part(text, 0, user))
        && count(part(text, host, dot)) == 1
        && dot > host
        && (2..=6).contains(&m);
    (fine && !word(at(text, top + m))).then(|| Hit::ruled(from, from + top + m, Type::Email, "mine"))
}

/// Five digits, or letters and digits as Britain and Canada have them.
pub(super) fn zip(t: &[u8], from: usize) -> Option<Hit> {
    let n = run(t, from, 6, digit);
    // `my zip is 10240 bytes`: of a file.
    let sized = [&b" byte"[..], b" file", b" entr", b" kb", b" mb", b" KB", b" MB"]
        .iter()
        .any(|w| *part(t, from + n, from + n + w.len()) == **w);
    if n == 5 && !sized && !word(at(t, from + 5)) {
        return Some(Hit::ruled(from, from + 5, Type::PostalCode, "mine"));
    }
    let n = run(t, from, 5, |b| b.is_ascii_alphanumeric());
    let blank = usize::from(at(t, from + n) == b' ');
    let m = run(t, from + n + blank, 4, |b| b.is_ascii_alphanumeric());
    let (outer, inner) = (part(t, from, from + n), part(t, from + n + blank, from + n + blank + m));
    let shaped = |form: &[u8]| {
        inner.len() == form.len()
            && inner.iter().zip(form).all(|(b, f)| if *f == b'9' { digit(*b) } else { b.is_ascii_alphabetic() })
    };
    let fine = (2..=4).contains(&n)
        && outer.iter().any(|b| digit(*b))
        && at(outer, 0).is_ascii_alphabetic()
        && (shaped(b"9aa") || shaped(b"9a9"));
    (fine && !word(at(t, from + n + blank + m)))
        .then(|| Hit::ruled(from, from + n + blank + m, Type::PostalCode, "mine"))
}
