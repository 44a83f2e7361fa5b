//! IBANs, anchored at their first run of digits. Source of their lengths: SWIFT IBAN registry; check digits: ISO 13616
//! (mod 97).

use super::{
    bytes::{alnum, at, back, digit, part, run, word},
    context::Context,
    hints,
    scan::{Hit, MIN_DIGITS, WINDOW},
    types::Type,
};

/// Lengths of IBANs by country.
const IBAN: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
];

/// IBAN whose check digits are at `p`.
pub(super) fn iban(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    if !back(t, p, 1).is_ascii_alphabetic()
        || !back(t, p, 2).is_ascii_alphabetic()
        || !digit(at(t, p))
        || !digit(at(t, p + 1))
        || alnum(back(t, p, 3)) && !part(t, p.saturating_sub(6), p - 2).eq_ignore_ascii_case(b"iban")
    {
        return None;
    }
    let few = part(t, p, p + WINDOW).iter().filter(|b| digit(**b)).count() < MIN_DIGITS as usize;
    if few && !at(t, p + 2).is_ascii_uppercase() && at(t, p + 2) != b' ' {
        return None;
    }
    let country = [back(t, p, 2).to_ascii_uppercase(), back(t, p, 1).to_ascii_uppercase()];
    let length = IBAN.iter().find(|(c, _)| **c == country).map(|(_, n)| *n);
    let upper = back(t, p, 2).is_ascii_uppercase() && back(t, p, 1).is_ascii_uppercase();
    let start = p - 2;
    let found = || hints::before(t, start).with_key(context.hints(), context.exact()).near.has(Type::Iban);
    let hinted = || context.has(Context::IBAN) || found();
    if let Some((end, remainder)) = length.and_then(|n| account(t, start, n, upper)) {
        if few && remainder != 1 {
            return None;
        }
        if remainder == 1 {
            let proven = !(hexadecimal(part(t, start, end)) || of_words(part(t, start, end))) || hinted();
            return proven.then(|| Hit::new(start, end, Type::Iban));
        }
        // There may be a digit too many.
        let end = || malformed_account(t, start).map_or(end, |longer| longer.max(end));
        return hinted().then(|| Hit::new(start, end(), Type::Iban));
    }
    if few || !hinted() {
        return None;
    }
    malformed_account(t, start).map(|end| Hit::new(start, end, Type::Iban))
}

/// Whether an account would be the hex digits of an id or a hash: of the countries whose codes are hex digits few have
/// letters behind.
fn hexadecimal(account: &[u8]) -> bool {
    account.iter().all(u8::is_ascii_hexdigit) && account.iter().skip(2).any(u8::is_ascii_alphabetic)
}

/// Whether what reads as an account is a code and words behind it: `SO249 NRT-LHR dep 10:39 arr 05`.
fn of_words(account: &[u8]) -> bool {
    let lower = |b: &u8| b.is_ascii_lowercase();
    let word = |piece: &[u8]| piece.len() > 2 && piece.len() != 4 && piece.iter().all(lower);
    account.iter().skip(2).any(lower) && account.split(|b| !alnum(*b)).any(word)
}

/// End and remainder by 97 of an account number of `length` characters, written together or in groups.
fn account(t: &[u8], start: usize, length: usize, upper: bool) -> Option<(usize, u32)> {
    let (mut i, mut count, mut remainder) = (start, 0, 0u32);
    let mut head = [0u8; 4];
    let step = |r: u32, b: u8| match b {
        b'0'..=b'9' => (r * 10 + u32::from(b - b'0')) % 97,
        _ => (r * 100 + u32::from(b.to_ascii_uppercase() - b'A') + 10) % 97,
    };
    while count < length {
        let b = at(t, i);
        if alnum(b) {
            if let Some(slot) = head.get_mut(count) {
                *slot = b;
            } else {
                remainder = step(remainder, b);
            }
            count += 1;
        } else if !(upper
            && count >= 4
            && alnum(at(t, i + 1))
            && (matches!(b, b' ' | b'-' | b'.') || count % 4 == 0 && matches!(b, b'_' | b'/' | b'|' | b':')))
        {
            return None;
        }
        i += 1;
    }
    let remainder = head.iter().fold(remainder, |r, b| step(r, *b));
    // `DE89370400440532013000_2026.pdf`
    (!alnum(at(t, i))).then_some((i, remainder))
}

/// IBAN whose check digits at `p` stand apart from its country, as in `PL 53 6544 …`: only with the right check.
pub(super) fn parted_account(t: &[u8], p: usize) -> Option<Hit> {
    let start = p.checked_sub(3)?;
    let country @ [a, b] = [at(t, start), at(t, start + 1)];
    if back(t, p, 1) != b' ' || !a.is_ascii_uppercase() || !b.is_ascii_uppercase() || word(back(t, start, 1)) {
        return None;
    }
    let length = IBAN.iter().find(|(c, _)| **c == country).map(|(_, n)| *n)?;
    let mut joined = [0; 64];
    *joined.first_chunk_mut()? = country;
    let rest = part(t, p, p + joined.len() - country.len());
    joined.get_mut(2..2 + rest.len())?.copy_from_slice(rest);
    let (end, remainder) = account(&joined, 0, length, true)?;
    (remainder == 1).then(|| Hit::new(start, end + 1 + start, Type::Iban))
}

/// IBAN of many letters, at which the first pass does not stop, whose country is at `start`: `LV79NDEAZBOOWO7SA3ZIK`.
/// Only with the right check.
pub(super) fn lettered(t: &[u8], start: usize) -> Option<Hit> {
    let head = part(t, start, start + 4);
    let &[a, b, c, d] = head else { return None };
    if !a.is_ascii_uppercase() || !b.is_ascii_uppercase() || !digit(c) || !digit(d) || word(back(t, start, 1)) {
        return None;
    }
    let length = IBAN.iter().find(|(c, _)| **c == [a, b]).map(|(_, n)| *n)?;
    let text = part(t, start, start + length);
    let fine = text.len() == length && text.iter().all(|b| b.is_ascii_uppercase() || digit(*b)) && !hexadecimal(text);
    let (end, remainder) = if fine { account(t, start, length, false)? } else { return None };
    (remainder == 1 && !word(at(t, end))).then(|| Hit::new(start, end, Type::Iban))
}

/// IBAN in any groups that a word names; its first digits are at `p`, behind so many letters.
pub(super) fn named_account(t: &[u8], p: usize, letters: usize) -> Option<Hit> {
    let parted = letters == 0 && matches!(back(t, p, 1), b' ' | b'-' | b'.' | b'/');
    let end = p - usize::from(parted);
    let country = end.checked_sub(2).filter(|s| part(t, *s, end).iter().all(u8::is_ascii_uppercase))?;
    if word(back(t, country, 1)) || !matches!(letters, 0 | 2) {
        return None;
    }
    let from = if parted { p } else { country };
    let written = [at(t, country), at(t, country + 1)];
    let length = IBAN.iter().find(|(c, _)| **c == written && !parted).map(|(_, n)| *n);
    if let Some((to, 1)) = length.and_then(|n| account(t, country, n, true)) {
        return Some(Hit::new(country, to, Type::Iban));
    }
    malformed_account(t, from).map(|to| Hit::new(country, to, Type::Iban))
}

/// End of what is written in place of an account number: groups that hold digits, 14 to 36 characters in all.
fn malformed_account(t: &[u8], start: usize) -> Option<usize> {
    let (mut i, mut count, mut end) = (start, 0, None);
    loop {
        let n = run(t, i, 36, alnum);
        let group = part(t, i, i + n);
        let capitals = group.iter().all(u8::is_ascii_uppercase) && n <= 4;
        let numeric = group.iter().any(|b| digit(*b));
        if n == 0 || !(numeric || capitals) {
            return end;
        }
        count += n;
        i += n;
        // Short words in capitals may follow.
        if (12..=36).contains(&count) && (numeric || n == 4) {
            end = Some(i);
        }
        if count > 36 || !matches!(at(t, i), b' ' | b'-' | b'.' | b'/') {
            return end.filter(|_| !word(at(t, i)) && count <= 36);
        }
        i += 1;
    }
}
