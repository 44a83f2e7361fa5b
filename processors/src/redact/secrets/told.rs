//! Secrets that a sentence tells, in many languages: a word for a password or a key, perhaps a few words and a verb,
//! the value (`пароль от сервера: x`, `heslo je x`, `mi clave es x`, `비밀번호 x`).
//!
//! Words beyond ASCII are searched for; those in ASCII are read where a text begins, where a value stands behind `is`
//! and the like, and where a word begins with a capital that is rare.

use super::{
    beside, blocks,
    languages::{COPULAS, KEYS, LATIN, LATIN_HEADS, OF_KEYS, PASSWORDS},
    logins, passphrases, sent_codes,
    shape::{self, Shape},
};
use crate::redact::{
    bytes::{Letters, alnum, at, back, looked, part, run, run_back},
    scan::Hit,
    types::{Type, mark_at},
};
/// Words between that a sentence about one value does not hold.
const MOST_WORDS: usize = 4;
/// Words between `as` and a word for a password.
const MOST_BEFORE: usize = 2;
/// What stands for `as`.
const JOINTS: &[&str] = &[" como ", " jako ", "作为", "作為", " als ", " comme ", " come "];

/// Every stem has a letter beyond ASCII among as many first bytes.
pub(super) const STEM: usize = 12;

/// Asks the stem that begins at `p`.
pub(super) fn foreign(t: &[u8], p: usize) -> Option<Hit> {
    // Nearly every text has none here.
    if part(t, p, p + STEM).is_ascii() {
        return None;
    }
    if let Some(hit) = sent_codes::verify(t, p) {
        return Some(hit);
    }
    let starts = |stem: &&&str| part(t, p, p + stem.len()) == stem.as_bytes();
    if let Some(stem) = PASSWORDS.iter().find(starts) {
        return behind(t, p + stem.len(), at(t, p) < 0xC8, false).or_else(|| proposed(t, p));
    }
    let stem = KEYS.iter().find(starts)?;
    let around = part(t, p.saturating_sub(24), p + stem.len() + 24);
    OF_KEYS.iter().find(|w| memchr::memmem::find(around, w.as_bytes()).is_some())?;
    behind(t, p + stem.len(), at(t, p) < 0xC8, true)
}

/// A value before the word at `p`: `usa x como contraseña`, `utilisez x comme nouveau mot de passe`, `请使用x作为密码`.
pub(super) fn proposed(t: &[u8], p: usize) -> Option<Hit> {
    let joined = |i: usize| JOINTS.iter().find(|w| part(t, i.saturating_sub(w.len()), i) == w.as_bytes());
    let mut i = p;
    for _ in 0..MOST_BEFORE {
        // An article, `new`: `als das neue Passwort`.
        let blank = usize::from(back(t, i, 1) == b' ');
        let n = run_back(t, i - blank, 10, |b| b.is_ascii_lowercase() || b >= 0x80);
        if joined(i).is_some() || n == 0 || blank == 0 {
            break;
        }
        i -= n + 1;
    }
    let to = i - joined(i)?.len();
    let to = to - run_back(t, to, 3, |b| beside::is_quote(b) || b == b'*' || b == b' ');
    let from = to - run_back(t, to, 128, |b| b > b' ' && b < 0x7F && !beside::is_quote(b));
    (to - from >= 6 && fine(t, from, to, false, true, 0) && blocks::cased(part(t, from, to)))
        .then(|| Hit::ruled(from, to, Type::Secret, "told"))
}

/// A value behind a word whose stem ends at `i`. `latin`: its letters go on in ASCII; `key`: it must look random.
pub(super) fn behind(t: &[u8], mut i: usize, latin: bool, key: bool) -> Option<Hit> {
    // `パスワードは「…」`
    if !latin
        && !key
        && let Some((from, to)) = [i, i + 3].into_iter().find_map(|i| passphrases::quoted(t, i))
    {
        return Some(Hit::ruled(from, to, Type::Secret, "told"));
    }
    i += run(t, i, 32, |b| b >= 0x80 || latin && b.is_ascii_lowercase());
    if at(t, i) == b'(' && !key {
        return logins::bracketed(t, i);
    }
    let mut marked = ["：", "是", "为", "為", "は"].iter().any(|w| part(t, i.saturating_sub(3), i) == w.as_bytes());
    for words in 0..=MOST_WORDS {
        let quote = i + run(t, i, 2, |b| matches!(b, b' ' | b':'));
        if !key
            && passphrases::may_open(t, quote)
            && let Some((from, to)) = passphrases::quoted(t, quote)
        {
            return Some(Hit::ruled(from, to, Type::Secret, "told"));
        }
        let (next, sign) = gap(t, i);
        marked |= sign;
        if next == i && words > 0 {
            return None;
        }
        i = next;
        if let Some((from, to)) = value(t, i)
            && fine(t, from, to, key, marked, words)
        {
            return Some(Hit::ruled(from, to, Type::Secret, "told"));
        }
        let n = run(t, i, 40, |b| b.is_ascii_alphabetic() || b >= 0x80 || b == b'\'' || b == b'-');
        if n == 0 || !matches!(at(t, i + n), b' ' | b':' | b'"' | b'\'' | b'(') {
            return None;
        }
        let word = part(t, i, i + n);
        let verb = COPULAS.iter().any(|c| word == c.as_bytes());
        // What stands behind a verb or a colon and is no value is a sentence.
        // `wachtwoord van de wifi is`: of what it is, in Dutch; a verb in Hungarian.
        let of = word == b"van";
        if marked && !verb {
            return None;
        }
        marked |= verb && !of;
        i += n;
    }
    None
}

/// What divides words: blanks, quotes, and signs that stand for a verb. Where it ends, and whether there is such a
/// sign.
fn gap(t: &[u8], mut i: usize) -> (usize, bool) {
    let mut sign = false;
    for _ in 0..6 {
        let rest = part(t, i, i + 3);
        let n = match rest {
            [b' ' | b'"' | b'\'' | b'`' | b'*', ..] => 1,
            [b':' | b'=', ..] => {
                sign = true;
                1
            }
            [b'-', b' ', ..] => {
                sign = true;
                1
            }
            [b'\n', ..] if sign => 1,
            [0xE2, 0x80, 0x93 | 0x94] | [0xEF, 0xBC, 0x9A] => {
                sign = true;
                3
            }
            [0xE2, 0x80, 0x9C | 0x9D | 0x9E | 0x98 | 0x99] | [0xE3, 0x80, 0x8C | 0x8E] => 3,
            [0xC2, 0xAB | 0xA0, _] => 2,
            _ => break,
        };
        i += n;
    }
    (i, sign)
}

/// The value of a sentence at `from`: letters, digits and signs of ASCII.
fn value(t: &[u8], from: usize) -> Option<(usize, usize)> {
    // Latin letters with accents, too: `är Fiskmås99`; they do not begin it.
    let ascii = |b: u8| b > b' ' && b < 0x7F && !beside::is_quote(b) && b != b'\\';
    let n = run(t, from, 128, |b| ascii(b) || matches!(b, 0xC3..=0xC5 | 0x80..=0xBF));
    let n = if at(t, from) < 0x80 { n } else { 0 };
    let text = part(t, from, from + n);
    let open = text.contains(&b'(');
    let ends = |b: &&u8| matches!(b, b'.' | b':' | b'?' | b',' | b';') || **b == b')' && !open;
    let n = n - text.iter().rev().take_while(ends).count();
    (n >= 5).then_some((from, from + n))
}

/// Whether what a sentence names is a secret.
fn fine(t: &[u8], from: usize, to: usize, key: bool, marked: bool, words: usize) -> bool {
    let text = part(t, from, to);
    let shape = Shape::of(text);
    let known =
        mark_at(t, from).is_some() || shape::path(text) || shape::code(text) || algorithm(text) || addressed(text);
    // `primaria es user_id2`, `code=40001`.
    let name = words > 0
        && text.iter().any(|b| matches!(b, b'_' | b'.'))
        && !text.iter().any(|b| matches!(b, b'!' | b'#' | b'$' | b'%' | b'^' | b'*' | b'~'))
        // `Blue_Monkey-77`
        && !(text.contains(&b'-') && text.contains(&b'_') && text.iter().any(u8::is_ascii_uppercase))
        || text
            .iter()
            .position(|b| *b == b'=')
            .is_some_and(|n| n > 0 && part(text, 0, n).iter().all(u8::is_ascii_alphabetic));
    // `Summer_90` behind a verb, as no variable is written.
    let cased = marked && shape.upper > 0 && shape.lower > 0 && shape.digits > 1 && !text.contains(&b'=');
    let filled = matches!(at(text, 0), b'$' | b'<') || at(text, 0) == b'%' && !(cased && shape::generated(text));
    if known || name && !cased || !beside::varied(text) || filled {
        return false;
    }
    if key {
        return text.len() >= 12 && shape.random(true) && (marked || words == 0);
    }
    // Without a verb a number of a version is as good: the sentence must end with it.
    marked || logins::strong(text) && (words == 0 || logins::ends(t, to) || at(t, to) == b'!')
}

/// An address of mail or of somebody on the web, `ann@example.com`, `@ann`: a password may hold the sign, too, before
/// no domain.
fn addressed(text: &[u8]) -> bool {
    let Some(n) = memchr::memrchr(b'@', text) else { return false };
    let rest = part(text, n + 1, text.len());
    n == 0 || rest.contains(&b'.') || !rest.iter().any(u8::is_ascii_digit) || !text.iter().any(u8::is_ascii_uppercase)
}

/// Names of algorithms and programs that hold a number.
pub(super) fn algorithm(text: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[
        b"sha", b"pkcs#", b"sha-", b"md", b"aes", b"aes-", b"utf", b"utf-", b"oauth", b"ipv", b"http", b"base", b"rsa",
        b"rsa-", b"ed", b"argon", b"pbkdf", b"windows", b"python", b"postgresql", b"mysql", b"php", b"java", b"tls",
        b"tlsv", b"bcrypt", b"log", b"iso-",
    ];
    let name = text.iter().take_while(|b| !b.is_ascii_digit()).count();
    if text.len() <= 12 && (text.ends_with(b"crypt") || text.starts_with(b"argon2")) {
        return true;
    }
    text.len() - name <= 5 && NAMES.iter().any(|w| part(text, 0, name).eq_ignore_ascii_case(w))
}

fn latin(word: &[u8]) -> bool {
    // By first letter the lengths of the words: most are none.
    static LENGTHS: [u32; 32] = {
        let mut bits = [0; 32];
        let mut i = 0;
        while i < LATIN.len() {
            let word = LATIN[i].as_bytes();
            bits[word[0] as usize & 31] |= 1 << word.len();
            i += 1;
        }
        bits
    };
    let lengths = word.first().and_then(|b| LENGTHS.get(usize::from(b & 31))).copied().unwrap_or(0);
    lengths >> word.len().min(31) & 1 != 0 && LATIN.iter().any(|w| word.eq_ignore_ascii_case(w.as_bytes()))
}

/// One of [`LATIN_HEADS`] that begins at `p`.
pub(super) fn capital(t: &[u8], p: usize) -> Option<Hit> {
    let known = LATIN_HEADS.iter().any(|w| part(t, p, p + w.len()) == w.as_bytes());
    known.then(|| word_at(t, p).or_else(|| proposed(t, p))).flatten()
}

/// A word in ASCII that begins at `p`.
pub(super) fn word_at(t: &[u8], p: usize) -> Option<Hit> {
    let n = run(t, p, 16, |b| b.is_ascii_alphabetic());
    latin(part(t, p, p + n)).then(|| behind(t, p + n, true, false)).flatten()
}

/// A value that begins at `p` behind `is `, `es `, `on `: with a word for it before.
pub(super) fn after_verb(t: &[u8], p: usize) -> Option<Hit> {
    if !matches!(part(t, p.saturating_sub(4), p), b" is " | b" es " | b" on ") {
        return None;
    }
    let mut end = p - 4;
    for _ in 0..MOST_WORDS {
        // `the pw for db-3 is x`
        let n = run_back(t, end, 20, |b| alnum(b) || b == b'-' || b >= 0x80);
        if n == 0 {
            return None;
        }
        if latin(part(t, end - n, end)) {
            let (from, to) = value(t, p)?;
            return fine(t, from, to, false, true, 0).then(|| Hit::ruled(from, to, Type::Secret, "told"));
        }
        end -= n;
        if back(t, end, 1) != b' ' {
            return None;
        }
        end -= 1;
    }
    None
}

/// Where a text begins: among its first words there is one for a password, `mon mdp est x`.
pub(super) fn opening(t: &[u8]) -> Option<Hit> {
    let head = part(t, 0, 64);
    looked(head.len());
    let letters = Letters::of(head).ascii;
    let mut i = 0;
    for _ in 0..MOST_WORDS {
        let n = match i {
            0..48 => ((letters >> i).trailing_ones() as usize).min(16),
            _ => run(t, i, 16, |b| b.is_ascii_alphabetic()),
        };
        if n == 0 || !matches!(at(t, i + n), b' ' | b':') {
            return offered(t, i);
        }
        // In Latvian; a word for other things elsewhere.
        let latvian = || part(t, i, i + n + 4).eq_ignore_ascii_case(b"parole ir ");
        if n >= 3 && (latin(part(t, i, i + n)) || latvian()) {
            return behind(t, i + n, true, false);
        }
        i += n + 1;
    }
    None
}

/// `usa x como clave`, `gebruik x als wachtwoord`: a value at `i` among the first words of a text.
fn offered(t: &[u8], i: usize) -> Option<Hit> {
    let quote = usize::from(beside::is_quote(at(t, i)));
    let n = quote + run(t, i + quote, 64, |b| b > b' ' && b < 0x7F);
    if n < 6 || at(t, i + n) != b' ' {
        return None;
    }
    let joint = JOINTS.iter().find(|w| part(t, i + n, i + n + w.len()) == w.as_bytes())?;
    let mut p = i + n + joint.len();
    for _ in 0..=MOST_BEFORE {
        let m = run(t, p, 16, |b| b.is_ascii_alphabetic() || b >= 0x80);
        let word = part(t, p, p + m);
        if m >= 3 && latin(word) || word == b"mot" && part(t, p, p + 12) == b"mot de passe" {
            return proposed(t, p);
        }
        if m == 0 || at(t, p + m) != b' ' {
            return None;
        }
        p += m + 1;
    }
    None
}

/// Words for a token or a key, and those behind them that make it one for the way in.
const TOKENS: &[(&[&str], &[&str])] = &[
    (&["token", "jeton"], &["de acceso", "de acesso", "di accesso", "d'accès", "d’accès", "dostępu"]),
    (&["clave", "chave", "chiave", "clé", "cle"], &["secreta", "segreta", "secrète", "secrete"]),
];
/// Words before a key that make it a secret one, and beginnings of words that end in `token`.
const SECRET_KEYS: &[(&str, &[&str])] = &[
    ("geheime ", &["sleutel"]),
    ("tajny ", &["klucz"]),
    ("tajný ", &["klíč"]),
    ("zugriffs", &["token"]),
    ("zugangs", &["token"]),
    ("toegangs", &["token"]),
];

/// `Token de acceso`, `Geheime sleutel`, `Zugriffstoken` before `p`.
fn key_of_way_in(t: &[u8], p: usize) -> bool {
    let ends = |end: usize, w: &str| {
        part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w.as_bytes())
            && !alnum(back(t, end, w.len() + 1))
    };
    let end = p - run_back(t, p, 1, |b| b == b' ');
    if !matches!(back(t, end, 1), b'o' | b's' | b'u' | b'a' | b'e' | b'n' | b'l' | b'z' | 0x80..) {
        return false;
    }
    let behind = |(nouns, tails): &(&[&str], &[&str])| {
        tails.iter().any(|w| ends(end, w) && end > w.len() && nouns.iter().any(|n| ends(end - w.len() - 1, n)))
    };
    let before = |(head, nouns): &(&str, &[&str])| {
        nouns.iter().any(|n| {
            part(t, end.saturating_sub(n.len()), end).eq_ignore_ascii_case(n.as_bytes())
                && end > n.len()
                && ends(end - n.len(), head)
        })
    };
    TOKENS.iter().any(behind) || SECRET_KEYS.iter().any(before)
}

/// Whether the words before the colon at `p` name a key of an interface in some language: `clave API`, `chiave API`,
/// `API-nyckel`.
pub(super) fn key_of_api(t: &[u8], p: usize) -> bool {
    if key_of_way_in(t, p) {
        return true;
    }
    const BEFORE: &[&str] = &[
        "clave", "clave de", "clave de la", "chiave", "chave", "chave de", "chave da", "klucz", "klucz do", "cle",
        "clé", "klíč", "kulcs", "kunci", "cheie", "cheia", "sleutel", "khóa", "ключ", "κλειδί",
    ];
    const BEHIND: &[&[u8]] = &[
        b"nyckel", b"nyckeln", b"sleutel", b"schluessel", b"kulcs", b"avain", b"kljuc", b"anahtar", b"anahtari",
        b"key", b"token",
    ];
    let end = p - run_back(t, p, 1, |b| b == b' ');
    if back(t, end, 1) == b'I' && part(t, end.saturating_sub(3), end) == b"API" {
        let before = part(t, end.saturating_sub(20), end.saturating_sub(4));
        return BEFORE.iter().any(|w| {
            let tail = before.get(before.len().wrapping_sub(w.len())..).unwrap_or_default();
            tail.eq_ignore_ascii_case(w.as_bytes())
        });
    }
    if !matches!(back(t, end, 1), b'l' | b'n' | b's' | b'r' | b'c' | b'i') {
        return false;
    }
    let n = run_back(t, end, 12, |b| b.is_ascii_lowercase());
    let begin = end - n;
    let api = part(t, begin.saturating_sub(4), begin);
    matches!(api, b"API-" | b"API ") && !alnum(back(t, begin, 5)) && BEHIND.contains(&part(t, begin, end))
}

/// `password changed from x to y`: both; `end` is behind the word.
pub(super) fn changed(t: &[u8], end: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let verb = [&b" changed from "[..], b" was changed from ", b" updated from ", b" from ", b" rotated from "]
        .into_iter()
        .find(|v| part(t, end, end + v.len()) == *v)?;
    let (a, b) = value(t, end + verb.len() + usize::from(beside::is_quote(at(t, end + verb.len()))))?;
    let next = b + usize::from(beside::is_quote(at(t, b)));
    let (c, d) = (part(t, next, next + 4) == b" to ")
        .then(|| value(t, next + 4 + usize::from(beside::is_quote(at(t, next + 4)))))
        .flatten()?;
    // `bump random-password from 2.1.0 to 2.2.0-rc.1`
    if verb == b" from " && shape::tagged(part(t, a, b)) && shape::tagged(part(t, c, d)) {
        return None;
    }
    let told = |from, to| fine(t, from, to, false, true, 0).then(|| Hit::ruled(from, to, Type::Secret, "told"));
    let new = told(c, d)?;
    hits.extend(told(a, b));
    Some(new)
}

/// `SET PASSWORD FOR 'ann'@'%' = 'x'`, `… = PASSWORD('x')`; the account begins at `i`.
fn statement(t: &[u8], i: usize) -> Option<Hit> {
    let n = run(t, i, 96, |b| !matches!(b, b'=' | b'\n' | b';'));
    let i = i + n + usize::from(at(t, i + n) == b'=');
    let i = i + run(t, i, 2, |b| b == b' ');
    let call = [&b"PASSWORD("[..], b"OLD_PASSWORD("].into_iter().find(|c| part(t, i, i + c.len()) == *c);
    let (from, to) = beside::literal(t, i + call.map_or(0, <[u8]>::len))?;
    let value = part(t, from, to);
    (to - from >= 4 && !shape::template(value) && !shape::placeholder(value))
        .then(|| Hit::ruled(from, to, Type::Secret, "told"))
}

/// `password for user "ann" is "x"`, `password for ann:x`; `end` is behind the word.
pub(super) fn owned(t: &[u8], end: usize) -> Option<Hit> {
    if part(t, end, end + 5) == b" FOR " {
        return statement(t, end + 5);
    }
    let verb = [&b" for "[..], b" of "].into_iter().find(|v| part(t, end, end + v.len()) == *v)?;
    let mut i = end + verb.len();
    for _ in 0..MOST_WORDS {
        let quote = usize::from(beside::is_quote(at(t, i)));
        let n = run(t, i + quote, 40, |b| alnum(b) || matches!(b, b'-' | b'_' | b'.' | b'@' | b'/' | 0x80..));
        if n == 0 {
            return None;
        }
        let name = part(t, i, i + n);
        i += n + 2 * quote;
        let sign = match part(t, i, i + 4) {
            [b':', b, ..] if *b > b' ' => 1,
            [b' ', b'i', b's', b' '] => 4,
            [b':' | b'=', b' ', ..] => 2,
            _ => 0,
        };
        if sign > 0 && (sign != 1 || !name.starts_with(b"http")) {
            let quoted = usize::from(beside::is_quote(at(t, i + sign)));
            let (from, to) = value(t, i + sign + quoted)?;
            let closed = quoted == 0 || beside::is_quote(at(t, to)) || beside::is_quote(at(t, to + 1));
            let marked = sign != 1 || blocks::cased(part(t, from, to));
            // `password for user 'ann' is 'tiger'`.
            let literal = sign == 4 && quoted == 1 && closed && mark_at(t, from).is_none();
            if literal && beside::password(part(t, from, to)) {
                return Some(Hit::ruled(from, to, Type::Secret, "told"));
            }
            return (closed && fine(t, from, to, false, marked, 1)).then(|| Hit::ruled(from, to, Type::Secret, "told"));
        }
        if at(t, i) != b' ' {
            return None;
        }
        i += 1;
    }
    None
}
