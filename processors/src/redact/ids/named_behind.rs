//! Numbers whose name stands behind them: `4155550132 is my phone number`, `A1234567 is her passport number`,
//! `219099998 (SSN)`.

use super::whole;
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back, word},
    dates,
    hints::{self, Hints},
    scan::Hit,
    types::Type,
};

/// Whose the number is.
const WHOSE: &[&str] = &[
    "is my ", "is our ", "is the ", "is his ", "is her ", "is their ", "is your ", "ist meine ", "ist mein ",
    "ist seine ", "ist ihre ", "est mon ", "est ma ", "est le ", "est son ", "es mi ", "es su ", "es el ", "è il mio ",
    "è il suo ", "é o meu ", "é meu ", "is mijn ", "är mitt ", "er mitt ", "er mit ", "to mój ",
];
/// Words of a name that are read.
const WORDS: usize = 4;
/// Longest word of a name, bytes.
const WORD: usize = 20;
/// Longest name in brackets, bytes: no longer than what is read behind a number that nothing names.
pub(in crate::redact) const ASIDE: usize = 28;
/// Fewest and most bytes of a number.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=24;

/// The number whose first digits stand at `p`, perhaps behind two letters.
pub(in crate::redact) fn named_behind(t: &[u8], p: usize) -> Option<Hit> {
    let first = run(t, p, 20, digit);
    // Most numbers end here.
    if !matches!(at(t, p + first), b' ' | b'-' | b'.' | b'/' | b'(') && !at(t, p + first).is_ascii_uppercase() {
        return None;
    }
    let end = end(t, p + first);
    let aside = if at(t, end) == b'(' { end } else { end + 1 };
    if at(t, aside) == b'(' {
        let to = aside + 1 + run(t, aside + 1, ASIDE, |b| !matches!(b, b'(' | b')' | b'\n'));
        return if at(t, to) == b')' { of(t, p, end, &name_in(t, aside + 1, to)?) } else { None };
    }
    let mut to = is_somebodys(t, end)?;
    for _ in 0..WORDS {
        let n = run(t, to, WORD + 1, |b| b.is_ascii_alphabetic() || b == b'\'' || b >= 0x80);
        if !(2..=WORD).contains(&n) {
            return None;
        }
        to += n;
        let said = hints::label(t, to);
        // `account number` says more than `account`.
        let last = at(t, to) != b' ' || !at(t, to + 1).is_ascii_alphabetic();
        if let Some(hit) = of(t, p, end, &said) {
            return Some(hit);
        }
        if last {
            return None;
        }
        to += 1;
    }
    None
}

/// Where the name begins of a number that ends at `end`, if words behind it say whose it is: the name may be far.
pub(in crate::redact) fn is_somebodys(t: &[u8], end: usize) -> Option<usize> {
    // Most words behind a number begin otherwise.
    let begins =
        matches!([at(t, end + 1) | 0x20, at(t, end + 2) | 0x20], [b'i' | b'e', b's'] | [b'e', b'r'] | [b't', b'o']);
    if at(t, end) != b' ' || !begins && at(t, end + 1) < 0x80 {
        return None;
    }
    let is = |whose: &&str| part(t, end + 1, end + 1 + whose.len()).eq_ignore_ascii_case(whose.as_bytes());
    WHOSE.iter().copied().find(is).map(|whose| end + 1 + whose.len())
}

/// Where the number ends whose first digits end at `end`: groups and letters may follow.
fn end(t: &[u8], mut end: usize) -> usize {
    for _ in 0..5 {
        end += run(t, end, 20, |b| b.is_ascii_digit() || b.is_ascii_uppercase());
        let goes_on = matches!(at(t, end), b' ' | b'-' | b'.' | b'/') && digit(at(t, end + 1));
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// What all of a text in brackets names: words, and nothing else.
fn name_in(t: &[u8], from: usize, to: usize) -> Option<Hints> {
    let text = part(t, from, to);
    let word = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b' ' | b'-' | b'.' | b'\'' | b'/');
    let words = text.split(|b| *b == b' ').count();
    if text.len() < 2 || !text.iter().all(word) || words > WORDS {
        return None;
    }
    let said = hints::label(t, to - text.iter().rev().take_while(|b| **b == b'.').count());
    let said = if said.is_empty() && !text.is_ascii() { hints::unspaced(text) } else { said };
    Some(said).filter(|said| !said.is_empty())
}

/// Whether figures are grouped as numbers of telephones are, and no date, no version, no decimal, and no count of what
/// is `(mobile)`.
fn is_dialled(t: &[u8], p: usize, end: usize, digits: usize) -> bool {
    let text = part(t, p, end);
    let groups = || text.split(|b| *b == b'.');
    let dotted = match groups().count() {
        1 => true,
        2 => false,
        // `06.12.34.56.78`, `415.555.0132`, but `120.0.6099.230`, `10.12.14.116`
        n => groups().all(|g| g.len() >= 2) && (n != 4 || groups().any(|g| g.len() > 3)),
    };
    let month = (matches!(text, [b'1', b'9', ..] | [b'2', b'0', ..]) && digits == 8).then(|| part(text, 4, 8));
    let day = matches!(month, Some([b'0', b'1'..=b'9', b'0'..=b'3', _] | [b'1', b'0'..=b'2', b'0'..=b'3', _]));
    let counted = digits < 9
        && text.iter().all(|b| digit(*b))
        && [&b"mobile"[..], b"cell", b"desktop", b"desk"].iter().any(|w| {
            let from = end + usize::from(at(t, end) == b' ') + 1;
            part(t, from, from + w.len()).eq_ignore_ascii_case(w) && at(t, from + w.len()) == b')'
        });
    dotted && !day && !counted && dates::any(t, p) != Some(end)
}

/// The number from its first digits at `p` to `end` as what these types say.
fn of(t: &[u8], p: usize, end: usize, said: &Hints) -> Option<Hit> {
    let start = p - run_back(t, p, 3, |b| b.is_ascii_uppercase());
    let before = back(t, start, 1);
    let number = matches!(before, b'-' | b'.' | b'/' | b'+' | b' ') && digit(back(t, start, 2));
    let joined = matches!(before, b'-' | b'.' | b'/' | b'+') && alnum(back(t, start, 2));
    let stands = start + 2 >= p && !word(before) && before < 0x80 && !number && !joined;
    if !stands || !LENGTHS.contains(&(end - start)) {
        return None;
    }
    let text = part(t, start, end);
    let digits = text.iter().filter(|b| digit(**b)).count();
    let figures = text.iter().all(|b| !b.is_ascii_alphabetic());
    if said.has(Type::DateOfBirth) && dates::any(t, p) == Some(end) {
        return Some(Hit::ruled(start, end, Type::DateOfBirth, "named-behind"));
    }
    if said.has(Type::Phone) && figures && (7..=15).contains(&digits) && is_dialled(t, p, end, digits) {
        return Some(Hit::ruled(start, end, Type::Phone, "named-behind"));
    }
    if said.has(Type::UsSsn) && figures && digits == 9 {
        return Some(Hit::ruled(start, end, Type::UsSsn, "named-behind"));
    }
    let kind = whole(text, *said).filter(|_| !said.is_empty())?;
    Some(Hit::ruled(start, end, kind, "named-behind"))
}
