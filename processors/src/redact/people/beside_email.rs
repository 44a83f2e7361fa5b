//! Names beside an e-mail address that is made of them: `Maria Gonzalez (maria.gonzalez@`,
//! `User(name='Maria Gonzalez', email=`.

use super::{
    mailed,
    name_words::{NAME_ARGUMENTS, OFFICES, PARTICLES},
    names::{capitalised, name, whole_name},
    roles,
};
use crate::redact::{
    bytes::{at, back, ends_in_any_case, part, run, run_back, word},
    hints::without_accent,
    scan::Hit,
    types::Type,
};

/// Bytes around an e-mail address in which arguments beside it are read.
const ARGUMENTS: usize = 160;

/// Letters of a word as they are written in e-mail addresses.
pub(super) fn folded(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars().flat_map(char::to_lowercase).map(without_accent) {
        match c {
            'a'..='z' => out.push(c),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'а'..='я' | 'ё' | 'і' | 'ї' | 'є' | 'ґ' => out.push_str(latin(c)),
            _ => {}
        }
    }
    out
}

/// A Cyrillic letter in Latin ones.
fn latin(c: char) -> &'static str {
    match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ї' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        _ => "",
    }
}

/// Whether a word of a name is in the local part of an address.
pub(super) fn in_address(word: &[u8], local: &str) -> bool {
    let Ok(word) = std::str::from_utf8(word) else { return false };
    let word = folded(word);
    word.len() >= 2
        && local.split(|c: char| !c.is_ascii_alphabetic()).any(|token| {
            token == word
                || word.len() >= 3 && token.len() > word.len() && (token.starts_with(&word) || token.ends_with(&word))
        })
}

/// Longest text before an address in which a name is looked for, bytes.
const NAME_BEFORE: usize = 64;

/// Name beside an e-mail address that is made of it: `Maria Gonzalez (maria.gonzalez@`,
/// `maria@example.com (Maria Gonzalez)`.
pub(in crate::redact) fn beside_email(t: &[u8], email: Hit, hits: &mut Vec<Hit>) {
    let address = part(t, email.start, email.end);
    let Some(local) =
        address.iter().position(|b| *b == b'@').map(|n| String::from_utf8_lossy(part(address, 0, n)).to_lowercase())
    else {
        return;
    };
    beside_argument(t, email, hits);
    hits.extend(above(t, email, &local));
    mailed::before(t, email, &local, hits);
    // What parts them: blanks, brackets, a comma or colon, `at`.
    // `"Roy Batty" <sip:roy@example.com>`
    let scheme = [&b"sip:"[..], b"sips:", b"mailto:"].into_iter().find(|s| part(t, 0, email.start).ends_with(s));
    let start = email.start - scheme.map_or(0, <[u8]>::len);
    let mut end = start
        - run_back(t, start, 4, |b| matches!(b, b' ' | b'(' | b'<' | b'[' | b',' | b':' | b'"' | b'\'' | b'-' | b'|'));
    for word in [&b" at"[..], b" is", b" via", b" by"] {
        if part(t, end.saturating_sub(word.len()), end) == word {
            end -= word.len();
        }
    }
    let from = end.saturating_sub(NAME_BEFORE);
    // `Ada Lovelace <lovelace@example.org>`: all of the words are the name (RFC 5322, 3.4).
    let mailbox = back(t, start, 1) == b'<' && at(t, email.end) == b'>';
    let (mut first, mut all) = (None, end);
    let mut last = end;
    let mut i = end;
    for _ in 0..4 {
        let n = run_back(t, i, i.saturating_sub(from), |b| {
            b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b'\'' | b'-' | b'.')
        });
        let start = i - n;
        if n == 0 {
            break;
        }
        if capitalised(t, start).is_some() || PARTICLES.iter().any(|p| part(t, start, i) == p.as_bytes()) {
            if capitalised(t, start).is_some() {
                all = start;
            }
            if in_address(part(t, start, i), &local) {
                first = Some(start);
                if last == end {
                    last = i.max(last);
                }
            }
        } else {
            break;
        }
        if back(t, start, 1) != b' ' {
            break;
        }
        i = start - 1;
    }
    // `"Help Desk" <sip:help@example.com>`
    if scheme.is_some() && roles::of_firm(part(t, all, end)) {
        return;
    }
    let headed = mailbox && mailed::headed(t, end, email.end) && !OFFICES.contains(&local.as_bytes());
    if let Some(start) = before_mailbox(t, (all, end), &local, (mailbox, headed, first.is_some())) {
        (first, last) = (Some(start), end);
    }
    if !mailbox {
        first = first.map(|start| copied(t, start));
    }
    if let Some(start) = first.filter(|s| *s < last) {
        hits.push(Hit::new(start, last, Type::Person));
    }
    let behind = email.end + run(t, email.end, 3, |b| matches!(b, b' ' | b'(' | b'>' | b','));
    if behind > email.end
        && let Some((to, _)) = name(t, behind, 4)
        && part(t, behind, to).split(|b| *b == b' ').any(|w| in_address(w, &local))
    {
        hits.push(Hit::new(behind, to, Type::Person));
    }
}

/// Name on the line above an address that is made of it, as in signatures: `KATHERINE MCALLISTER`, and below
/// `katherine.mcallister@…`.
fn above(t: &[u8], email: Hit, local: &str) -> Option<Hit> {
    let end = email.start.checked_sub(1).filter(|end| at(t, *end) == b'\n')?;
    let end = end - run_back(t, end, 2, |b| matches!(b, b'\r' | b' '));
    let n = run_back(t, end, NAME_BEFORE, |b| {
        b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b' ' | b'-' | b'\'' | b'.')
    });
    let name = part(t, end - n, end).trim_ascii_start();
    let start = end - name.len();
    let words = || name.split(|b| *b == b' ');
    let loud = |w: &[u8]| w.len() >= 2 && w.iter().all(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b'\'' | b'.'));
    let fine = words().all(|w| loud(w) || capitalised(w, 0).is_some_and(|to| to == w.len()));
    let known = words().any(|w| w.len() >= 3 && in_address(w, local));
    let line = start - run_back(t, start, 4, |b| matches!(b, b' ' | b'>' | b'*'));
    let whole = matches!(back(t, line, 1), 0 | b'\n');
    (whole && (2..=4).contains(&words().count()) && fine && known && !roles::of_firm(name))
        .then(|| Hit::ruled(start, end, Type::Person, "above-email"))
}

/// Where the name begins before the address of a mailbox, which stands from `all` to `end` behind what a comma may
/// part. `is`: of a mailbox, of one in the head of a mail, and whether a word of it is in the address.
fn before_mailbox(
    t: &[u8],
    (all, end): (usize, usize),
    local: &str,
    (mailbox, headed, known): (bool, bool, bool),
) -> Option<usize> {
    if !mailbox {
        return None;
    }
    let start = before_comma(t, all);
    // `"Roe, Jane" <j.roe@example.com>`
    let surnamed =
        || part(t, start, all).split(|b| *b == b',').next().is_some_and(|w| start < all && in_address(w, local));
    let words = part(t, start, end);
    let named = || whole_name(words) || start < all && capitalised(t, all).is_some_and(|to| to <= end);
    (known || surnamed() || headed && named() && !roles::of_firm(words)).then_some(start)
}

/// Where the surname begins before the name at `start`, behind a word for a copy: `cc Roe, Jane (jane@example.com)`.
fn copied(t: &[u8], start: usize) -> usize {
    let surname = before_comma(t, start);
    let copy = [&b"cc "[..], b"cc: "].iter().any(|w| ends_in_any_case(part(t, 0, surname), w));
    if copy { surname } else { start }
}

/// Where the surname begins that stands before the name at `start` and a comma: `To: Roe, Jane <jane@example.com>`.
fn before_comma(t: &[u8], start: usize) -> usize {
    let Some(to) = start.checked_sub(2).filter(|to| part(t, *to, start) == b", ") else { return start };
    let from = to - run_back(t, to, 32, |b| b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b'\'' | b'-'));
    let opens = from == 0
        || matches!(back(t, from, 1), b'"' | b'\n')
        || ends_in_any_case(part(t, 0, from), b"cc ")
        || back(t, from, 1) == b' ' && matches!(back(t, from, 2), b':' | b';' | b',');
    if to - from >= 2 && opens && capitalised(t, from).is_some() { from } else { start }
}

/// Names among the arguments beside an e-mail address: `User(name='Maria Gonzalez', email='m.g@example.com')`.
fn beside_argument(t: &[u8], email: Hit, hits: &mut Vec<Hit>) {
    let quote = back(t, email.start, 1);
    if !matches!(quote, b'\'' | b'"') || back(t, email.start, 2) != b'=' {
        return;
    }
    let key = email.start - 2;
    let key = part(t, key - run_back(t, key, 16, word), key);
    let local = part(t, email.start, email.end).split(|b| *b == b'@').next().unwrap_or_default();
    // Firms and packages have such addresses.
    if !matches!(key, b"email" | b"mail" | b"e_mail") || OFFICES.iter().any(|o| local.eq_ignore_ascii_case(o)) {
        return;
    }
    let from = email.start.saturating_sub(ARGUMENTS);
    let text = part(t, from, email.end + ARGUMENTS);
    for i in memchr::memchr_iter(b'=', text).filter(|i| at(text, i + 1) == quote) {
        let key = part(text, i - run_back(text, i, 16, word), i);
        let value = part(text, i + 2, text.len());
        let value = part(value, 0, memchr::memchr(quote, value).unwrap_or(0));
        if NAME_ARGUMENTS.contains(&key) && whole_name(value) {
            hits.push(Hit::new(from + i + 2, from + i + 2 + value.len(), Type::Person));
        }
    }
}
