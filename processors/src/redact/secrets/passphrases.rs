//! Passwords of several words in quotes, in sentences: `the wifi password is "Blue Monkey 77"`,
//! `Le mot de passe est « Souris Bleue 77 »`.

use crate::redact::bytes::{at, part};

/// Quotes, and what closes them.
const QUOTES: &[(&str, &str)] = &[
    ("\"", "\""),
    ("'", "'"),
    ("`", "`"),
    ("“", "”"),
    ("„", "“"),
    ("« ", " »"),
    ("«\u{a0}", "\u{a0}»"),
    ("«", "»"),
    ("「", "」"),
    ("『", "』"),
];
/// What a rule about passwords counts: `8文字以上`, `Au Moins 12 Caractères`.
const LENGTHS: &[&str] = &[
    "caract", "charact", "zeichen", "tecken", "znak", "символ", "文字", "字符", "以上", "至少", "位", "桁", "자리",
    "글자",
];
/// Longest text in quotes, bytes.
const LONGEST: usize = 64;

/// Where the passphrase in quotes that begin at `i` begins and ends.
pub(super) fn quoted(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let (open, close) = QUOTES.iter().find(|(open, _)| part(t, i, i + open.len()) == open.as_bytes())?;
    let from = i + open.len();
    let line = part(t, from, from + LONGEST);
    let n = memchr::memmem::find(line, close.as_bytes())?;
    let text = std::str::from_utf8(part(line, 0, n)).ok()?;
    is(text).then_some((from, from + n))
}

/// Whether a text may be one: words with capitals or of a script that has none, and at least two digits; no sentence
/// has both.
fn is(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let capitals = text.split(' ').filter(|w| w.starts_with(char::is_uppercase)).count();
    let uncased = text.chars().filter(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()).count();
    let words = text.split(' ').count();
    let fine = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '!' | '#' | '\'' | '\u{900}'..='\u{97f}');
    let lower = text.to_lowercase();
    digits >= 2
        && !LENGTHS.iter().any(|w| lower.contains(w))
        && words <= 6
        && text.chars().all(fine)
        && (words >= 2 && capitals >= 2 && capitals + 1 >= words || uncased >= 3)
}

/// Whether what stands at `i` are such quotes: of ASCII or not.
pub(super) fn may_open(t: &[u8], i: usize) -> bool {
    matches!(at(t, i), b'"' | b'\'' | b'`' | 0xC2 | 0xE2 | 0xE3)
}
