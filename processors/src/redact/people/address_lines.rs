//! Lines of addresses as forms and records number them, `address_line_1: 1600 Pine Street`, `street2=Flat 4`, and
//! streets that are one word and a number, `Lindenweg 14`.

use super::labels::MACHINES;
use crate::redact::bytes::{alnum, at, back, digit, part, run_back, word_before};

/// Where the label of a line of an address begins that ends at `end`, and whether one word and a number are enough.
pub(super) fn label(t: &[u8], end: usize) -> Option<(usize, bool)> {
    let numbered = matches!(back(t, end, 1), b'1'..=b'3') && !digit(back(t, end, 2));
    // Most labels end otherwise.
    if !numbered && back(t, end, 1) | 0x20 != b'e' {
        return None;
    }
    let gap = |end: usize| end - run_back(t, end, 1, |b| matches!(b, b' ' | b'_' | b'-' | b'.'));
    let end = if numbered { gap(end - 1) } else { end };
    let ends = |end: usize, w: &[u8]| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w);
    let before = |end: usize, list: &[&[u8]]| list.iter().find(|w| ends(end, w)).map(|w| end - w.len());
    const OWNERS: &[&[u8]] = &[b"address", b"addr", b"street"];
    let (start, one) = if ends(end, b"line") {
        (before(gap(end - 4), OWNERS)?, true)
    } else if numbered {
        (before(end, OWNERS)?, ends(end, b"street"))
    } else {
        return None;
    };
    // `reAddress1`: capitals begin a word, too.
    let whole = !back(t, start, 1).is_ascii_alphabetic() || at(t, start).is_ascii_uppercase();
    let machine = word_before(t, start, 12, MACHINES) || before(start, MACHINES).is_some();
    (whole && !machine).then_some((start, one))
}

/// Words before `address` behind which it is one of a person or a parcel.
const WHOSE: &[&[u8]] = &[
    b"home", b"billing", b"shipping", b"delivery", b"mailing", b"postal", b"street", b"residential", b"customer",
    b"patient",
];

/// Whether a field of an address is one of a person: one word and a number behind it are an address.
pub(super) fn of_somebody(t: &[u8], start: usize, label: &[u8]) -> bool {
    word_before(t, start, 12, WHOSE)
        || label.len() > 7 && WHOSE.iter().any(|w| label.get(..w.len()).is_some_and(|l| l.eq_ignore_ascii_case(w)))
}

/// Endings of the names of streets, where they are one word: of German, Dutch, the Nordic languages.
const STREETS: &[&str] = &[
    "straße", "strasse", "str.", "gasse", "weg", "allee", "platz", "ufer", "damm", "ring", "straat", "laan", "plein",
    "gracht", "gata", "gatan", "vägen", "vegen", "veien", "vej", "gade", "katu", "kuja", "tie", "polku",
];

/// Whether a text begins with a street that is one word, and the number of a house: `Lindenweg 14`.
pub(super) fn is_street(text: &[u8]) -> bool {
    let Some(blank) = memchr::memchr(b' ', text) else { return false };
    let name = part(text, 0, blank);
    let number = part(text, blank + 1, text.len());
    let n = number.iter().take_while(|b| digit(**b)).count();
    let behind = at(number, n);
    let closed = !alnum(behind) || behind.is_ascii_alphabetic() && !alnum(at(number, n + 1));
    let ends = |end: &str| name.len() > end.len() + 2 && name.ends_with(end.as_bytes());
    (1..=4).contains(&n)
        && closed
        && name.first().is_some_and(u8::is_ascii_uppercase)
        && STREETS.iter().any(|e| ends(e))
}
