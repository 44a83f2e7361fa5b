//! Numbers of people: payment cards, US social security numbers, telephone numbers.
//!
//! Each verifier is anchored at the start of a run of digits, reads a bounded number of bytes, and looks at its neighbours:
//! a number that is part of an identifier, a path, a version, a decimal or a UUID is none.
//!
//! Sources: ISO/IEC 7812 (issuer ranges as published by the schemes), Luhn (ISO/IEC 7812-1 annex B), SSA area/group/serial
//! rules, ITU-T E.164 country codes, NANP numbering rules.

use super::{
    bytes::{alnum, at, back, digit, part, run, word, word_before},
    context::Context,
    scan::{Hit, MIN_DIGITS, WINDOW, push},
    types::Type,
};

const CARD_WORDS: &[&[u8]] =
    &[b"card", b"visa", b"mastercard", b"amex", b"credit", b"debit", b"cc", b"pan", b"payment"];
const PHONE_WORDS: &[&[u8]] = &[
    b"phone",
    b"telephone",
    b"tel",
    b"mobile",
    b"cell",
    b"cellphone",
    b"fax",
    b"whatsapp",
    b"sms",
    b"handy",
    b"telefon",
];
const SSN_WORDS: &[&[u8]] = &[b"ssn", b"social"];
/// Words after which bare digits are an id.
const ID_WORDS: &[&[u8]] =
    &[b"id", b"trace", b"span", b"hash", b"nano", b"ns", b"ms", b"timestamp", b"ts", b"seed", b"sha"];

/// Groups of digits from a position on, each parted from the last by one or two separators.
struct Groups {
    count: usize,
    total: usize,
    len: [usize; 8],
    end: [usize; 8],
    sep: [u8; 8],
}

impl Groups {
    /// Reads at most 8 groups and 24 digits. `sep[i]` stands before group `i`.
    fn read(t: &[u8], from: usize, separator: impl Fn(u8) -> bool, wide: bool) -> Self {
        let mut g = Self { count: 0, total: 0, len: [0; 8], end: [0; 8], sep: [0; 8] };
        let (mut i, mut sep) = (from, 0);
        while g.count < 8 && g.total < 24 {
            let n = run(t, i, 24, digit);
            if n == 0 {
                break;
            }
            let k = g.count;
            (g.len[k], g.end[k], g.sep[k]) = (n, i + n, sep);
            g.count += 1;
            g.total += n;
            i += n;
            sep = at(t, i);
            if !separator(sep) {
                break;
            }
            i += 1;
            if wide && separator(at(t, i)) {
                i += 1;
                if separator(at(t, i)) && at(t, i) != b' ' && digit(at(t, i + 1)) {
                    i += 1;
                }
            }
        }
        g
    }

    fn lens(&self) -> &[usize] {
        self.len.get(..self.count).unwrap_or_default()
    }

    /// Whether the separators before groups 1..n are all the same.
    fn same_separator(&self, n: usize) -> bool {
        self.sep.get(1..n).is_some_and(|s| s.windows(2).all(|w| w[0] == w[1]))
    }
}

/// Digits of a range as numbers, at most 24.
fn digits(t: &[u8], from: usize, to: usize) -> ([u8; 24], usize) {
    let mut out = [0; 24];
    let mut n = 0;
    for b in part(t, from, to).iter().filter(|b| digit(**b)) {
        if let Some(slot) = out.get_mut(n) {
            *slot = b - b'0';
            n += 1;
        }
    }
    (out, n)
}

fn number(d: &[u8]) -> u32 {
    d.iter().fold(0, |n, x| n.wrapping_mul(10).wrapping_add(u32::from(*x)))
}

/// All numbers that start with the run of digits at `p`.
pub(super) fn verify(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    if !digit(at(t, p)) || digit(back(t, p, 1)) {
        return;
    }
    let before = back(t, p, 1);
    if word(before) || !enough_digits(t, p) {
        return;
    }
    let n = run(t, p, 24, digit);
    let after = at(t, p + n);
    if n >= 24 || (word(after) && after != b'x') {
        return;
    }
    if before == b'+' {
        push(hits, e164(t, p));
        return;
    }
    // Bare or grouped, only a card may follow what glues other numbers to an identifier.
    let apart = parted(t, p);
    if !apart && !matches!(n, 4 | 6 | 12..=19) {
        return;
    }
    let hit = match n {
        1 if after.is_ascii_whitespace() || matches!(after, b'-' | b'.' | b'(' | b',') => nanp(t, p, n),
        3 => ssn(t, p, context).or_else(|| nanp(t, p, n)),
        4 | 6 => card(t, p, n, context),
        9 => bare_ssn(t, p, context),
        12..=19 => card(t, p, n, context),
        _ => None,
    };
    push(hits, hit.or_else(|| apart.then(|| contextual_phone(t, p, n, context)).flatten()));
}

/// Whether nothing before `p` makes a number that starts there part of a decimal or an identifier.
fn parted(t: &[u8], p: usize) -> bool {
    let (b1, b2) = (back(t, p, 1), back(t, p, 2));
    !(word(b1) || (matches!(b1, b'.' | b',') && digit(b2)) || (b1 == b'-' && alnum(b2)) || (0xC3..0xE2).contains(&b1))
}

/// Whether the number from `from` to `to` stands alone: not in a decimal, a dotted or dashed identifier.
fn alone(t: &[u8], from: usize, to: usize) -> bool {
    let (a1, a2) = (at(t, to), at(t, to + 1));
    let after = word(a1) || (matches!(a1, b'.' | b',') && digit(a2)) || (matches!(a1, b'-' | b'+') && alnum(a2));
    parted(t, from) && !after
}

/// Whether the name of an id stands directly before: `span_id=`, `"id": "`.
fn named_id(t: &[u8], p: usize) -> bool {
    let skip = part(t, p.saturating_sub(5), p)
        .iter()
        .rev()
        .take_while(|b| matches!(b, b'=' | b':' | b' ' | b'"' | b'\'' | b'#' | b'\\'));
    let end = p - skip.count();
    end < p && word_before(t, end, 8.min(end), ID_WORDS) && {
        // Only the last word counts.
        let n = part(t, end.saturating_sub(12), end).iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        ID_WORDS.iter().any(|w| part(t, end - n, end).eq_ignore_ascii_case(w))
    }
}

/// Issuer ranges by length. `Some(true)`: common; `Some(false)`: only with context.
fn issuer(d: &[u8]) -> Option<bool> {
    let n = d.len();
    let (p2, p3, p4) = (number(d.get(..2)?), number(d.get(..3)?), number(d.get(..4)?));
    match (p2, n) {
        (40..=49, 16) | (51..=55, 16) | (34 | 37, 15) | (65, 16) => Some(true),
        (22..=27, 16) => (2221..=2720).contains(&p4).then_some(true),
        (60, 16) => Some(p4 == 6011),
        (64, 16) => (644..=649).contains(&p3).then_some(true),
        (35, 16) => Some((3528..=3589).contains(&p4)),
        (30, 14) => (p3 <= 305 || p3 == 309).then_some(true),
        (36 | 38 | 39, 14) => Some(true),
        (62, 16) => Some(true),
        (18 | 21, 15) => matches!(p4, 1800 | 2131).then_some(false),
        (40..=49, 13 | 19) | (62, 17..=19) | (50 | 56..=58 | 60..=69, 12..=19) | (35 | 36, 16..=19) => Some(false),
        _ => None,
    }
}

/// Luhn checksum.
pub(super) fn luhn(d: &[u8]) -> bool {
    let sum: u32 = d
        .iter()
        .rev()
        .enumerate()
        .map(|(i, x)| {
            let x = u32::from(*x);
            if i % 2 == 0 {
                x
            } else if x > 4 {
                x * 2 - 9
            } else {
                x * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn card(t: &[u8], p: usize, n: usize, context: Context) -> Option<Hit> {
    if n < 12 && !(5..9).all(|k| digit(at(t, p + n - 4 + k))) {
        return None;
    }
    let (to, grouped) = if n >= 12 {
        (p + n, false)
    } else {
        let g = Groups::read(t, p, |b| matches!(b, b' ' | b'-' | b'.'), false);
        let groups = match g.lens() {
            [4, 4, 4, 4, 3, ..] => 5,
            [4, 4, 4, 4, ..] => 4,
            [4, 6, 5, ..] | [4, 6, 4, ..] | [6, 13, ..] => {
                g.lens().iter().take(3).count().min(if g.len[0] == 6 { 2 } else { 3 })
            }
            _ => return None,
        };
        // A three-digit group after sixteen digits may be the security code instead.
        let groups = if groups == 5
            && !{
                let (d, k) = digits(t, p, g.end[4]);
                luhn(part(&d, 0, k))
            } {
            4
        } else {
            groups
        };
        if !g.same_separator(groups) {
            return None;
        }
        (*g.end.get(groups.checked_sub(1)?)?, true)
    };
    let set_apart = grouped && at(t, to) != b'.' && !word(at(t, to)) && !word(back(t, p, 1));
    if !alone(t, p, to) && !set_apart {
        return None;
    }
    let (d, k) = digits(t, p, to);
    let d = d.get(..k)?;
    let hinted = || context.has(Context::CARD) || word_before(t, p, 40, CARD_WORDS);
    let valid = luhn(d) && d.iter().any(|x| *x != d[0]);
    let hit = Hit::new(p, to, Type::Card);
    match issuer(d) {
        Some(true) if valid && grouped => Some(hit),
        Some(true) if valid => (!(context.has(Context::ID) || named_id(t, p)) || hinted()).then_some(hit),
        // A wrong checksum or a rare issuer: only where the text says that it is a card.
        Some(common) => ((valid || (common && k >= 15)) && hinted()).then_some(hit),
        None => (valid && grouped && k >= 15 && hinted()).then_some(hit),
    }
}

fn valid_ssn(d: &[u8]) -> bool {
    d.len() == 9 && {
        let area = number(part(d, 0, 3));
        area != 0 && area != 666 && area < 900 && number(part(d, 3, 5)) != 0 && number(part(d, 5, 9)) != 0
    }
}

fn ssn(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    if !digit(at(t, p + 4)) || digit(at(t, p + 6)) {
        return None;
    }
    let g = Groups::read(t, p, |b| matches!(b, b' ' | b'-' | b'.'), false);
    if !matches!(g.lens(), [3, 2, 4, ..]) || !g.same_separator(3) {
        return None;
    }
    let to = g.end[2];
    let (d, k) = digits(t, p, to);
    if !valid_ssn(d.get(..k)?) || !alone(t, p, to) {
        return None;
    }
    let spaced_on = g.sep[1] == b' '
        && (digit(back(t, p, 2)) && back(t, p, 1) == b' ' || at(t, to) == b' ' && digit(at(t, to + 1)));
    let sure = g.sep[1] == b'-' || (g.sep[1] == b' ' && !spaced_on);
    (sure || context.has(Context::SSN) || word_before(t, p, 40, SSN_WORDS)).then_some(Hit::new(p, to, Type::UsSsn))
}

fn bare_ssn(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    let (d, k) = digits(t, p, p + 9);
    let hinted = || context.has(Context::SSN) || word_before(t, p, 30, SSN_WORDS);
    (valid_ssn(d.get(..k)?) && alone(t, p, p + 9) && hinted()).then_some(Hit::new(p, p + 9, Type::UsSsn))
}

/// North American number: `(415) 555-0132`, `415-555-0132`, `415.555.0132`, `1 415 555 0132`.
fn nanp(t: &[u8], p: usize, n: usize) -> Option<Hit> {
    let (start, area) = if n == 3 && (at(t, p) != b'0') {
        (if back(t, p, 1) == b'(' { p - 1 } else { p }, p)
    } else if n == 1 && at(t, p) == b'1' || n == 3 && part(t, p, p + 3) == b"001" {
        let mut i = p + n;
        i += usize::from(matches!(at(t, i), b' ' | b'-' | b'.'));
        i += usize::from(at(t, i) == b'(');
        (p, i)
    } else {
        return None;
    };
    let bracket = back(t, area, 1) == b'(';
    if run(t, area, 4, digit) != 3 {
        return None;
    }
    let mut i = area + 3;
    if bracket {
        if at(t, i) != b')' {
            return None;
        }
        i += 1;
    }
    let first = at(t, i);
    if matches!(first, b' ' | b'-' | b'.') {
        i += 1;
    } else if !bracket {
        return None;
    }
    let exchange = i;
    if run(t, i, 4, digit) != 3 {
        return None;
    }
    i += 3;
    let second = at(t, i);
    if !matches!(second, b' ' | b'-' | b'.') || (!bracket && first != second) || run(t, i + 1, 5, digit) != 4 {
        return None;
    }
    let to = i + 5;
    let ok = |i: usize| matches!(at(t, i), b'2'..=b'9') && part(t, i + 1, i + 3) != b"11";
    let spaced_on = !bracket
        && second == b' '
        && (back(t, start, 1) == b' ' && digit(back(t, start, 2)) || at(t, to) == b' ' && digit(at(t, to + 1)));
    let end = extension(t, to);
    (ok(area) && matches!(at(t, exchange), b'2'..=b'9') && alone(t, start, end) && !spaced_on)
        .then(|| Hit::new(start, end, Type::Phone))
}

/// End of an extension (` x123`, ` ext. 45`) that follows a number, or the number's end.
fn extension(t: &[u8], to: usize) -> usize {
    let mut i = to + usize::from(at(t, to) == b',');
    i += usize::from(at(t, i) == b' ');
    let rest = part(t, i, i + 4).to_ascii_lowercase();
    i += if rest.starts_with(b"ext") {
        3
    } else if rest.starts_with(b"x") {
        1
    } else {
        return to;
    };
    i += usize::from(at(t, i) == b'.');
    i += usize::from(at(t, i) == b' ');
    let n = run(t, i, 7, digit);
    if (1..=6).contains(&n) && !word(at(t, i + n)) { i + n } else { to }
}

/// Length of the country code and the shortest and longest national number. E.164 gives at most 15 digits in all.
fn country(d: &[u8]) -> Option<(usize, usize, usize)> {
    let (a, b) = (*d.first()?, *d.get(1)?);
    Some(match (a, b) {
        (1, 2..=9) => (1, 10, 10),
        (7, 3..=9) => (1, 10, 10),
        (3, 3 | 4 | 1) | (6, 1 | 5) => (2, 8, 10),
        (4, 4) | (8, 1) => (2, 9, 11),
        (4, 9) | (4, 3) => (2, 6, 13),
        (9, 1) | (9, 0) | (9, 2) => (2, 10, 10),
        (8, 6) => (2, 10, 11),
        (2, 0 | 7)
        | (3, 0 | 2 | 6 | 9)
        | (4, 0 | 1 | 5..=8)
        | (5, 1..=8)
        | (6, 0 | 2..=4 | 6)
        | (8, 2 | 4)
        | (9, 3..=5 | 8) => (2, 7, 12),
        (2, 1..=6 | 8 | 9)
        | (3, 5 | 7 | 8)
        | (4, 2)
        | (5, 0 | 9)
        | (6, 7..=9)
        | (8, 0 | 5 | 7 | 8)
        | (9, 6 | 7 | 9) => (3, 6, 11),
        _ => return None,
    })
}

/// International number: `+` and 8 to 15 digits with separators.
fn e164(t: &[u8], p: usize) -> Option<Hit> {
    let plus = back(t, p, 2);
    if word(plus) || matches!(plus, b'+' | b'/') || at(t, p) == b'0' {
        return None;
    }
    let g = Groups::read(t, p, |b| matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | b'/'), true);
    let (d, k) = digits(t, p, *g.end.get(g.count.checked_sub(1)?)?);
    let (code, min, max) = country(d.get(..k)?)?;
    let mut total = 0;
    let mut to = None;
    for i in 0..g.count {
        total += g.len[i];
        let end = g.end[i];
        if total >= code + min && total <= (code + max + 1).min(16) && (!word(at(t, end)) || extension(t, end) > end) {
            to = Some(g.end[i]);
        }
    }
    let to = to?;
    let broken = at(t, to) == b'.' && digit(at(t, to + 1)) || at(t, to) == b',' && digit(at(t, to + 1)) && g.count == 1;
    (!broken).then(|| Hit::new(p - 1, extension(t, to), Type::Phone))
}

/// Any grouping of 7 to 15 digits where the text or key says that it is a phone.
fn contextual_phone(t: &[u8], p: usize, n: usize, context: Context) -> Option<Hit> {
    if n > 15 || back(t, p, 1) == b'+' {
        return None;
    }
    let next = at(t, p + n);
    if n < 7 && !matches!(next, b' ' | b'-' | b'.' | b'(' | b')' | b'/') {
        return None;
    }
    let g = Groups::read(t, p, |b| matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | b'/'), true);
    if g.total < 7 || g.total > 24 || back(t, p, 1) == b' ' && digit(back(t, p, 2)) {
        return None;
    }
    let mut total = 0;
    let mut to = None;
    for i in 0..g.count {
        total += g.len[i];
        if (7..=15).contains(&total) {
            to = Some(g.end[i]);
        }
    }
    let to = to?;
    let l = g.lens();
    let century = matches!(part(t, p, p + 2), b"19" | b"20");
    let date = matches!(l, [4, 2, 2, ..]) && century && g.sep[1] != b' ' || matches!(l, [1..=2, 1..=2, 4, ..]);
    let end = extension(t, to);
    if date || !alone(t, p, end) || context.has(Context::ID) {
        return None;
    }
    let start = if back(t, p, 1) == b'(' { p - 1 } else { p };
    let hinted = context.has(Context::PHONE)
        || word_before(t, p, 24, PHONE_WORDS)
        || g.count > 1 && (asked_to_call(t, p) || labelled_after(t, end));
    hinted.then(|| Hit::new(start, end, Type::Phone))
}

/// Whether at least seven digits stand here with nothing but separators between.
fn enough_digits(t: &[u8], p: usize) -> bool {
    let mut n = 0;
    for b in part(t, p, p + WINDOW) {
        if digit(*b) {
            n += 1;
            if n == MIN_DIGITS {
                return true;
            }
        } else if !matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | b'/') {
            return false;
        }
    }
    false
}

/// `call me at`, `answering on`: too common in other senses for bare digits.
fn asked_to_call(t: &[u8], p: usize) -> bool {
    word_before(t, p, 24, &[b"dial", b"answering", b"registered"])
        || (word_before(t, p, 24, &[b"call", b"reach"])
            && word_before(t, p, 16, &[b"me", b"us", b"him", b"her", b"them"]))
}

/// `788-063 office`, `966-Fax`: a label directly behind.
fn labelled_after(t: &[u8], to: usize) -> bool {
    let from = to + usize::from(matches!(at(t, to), b' ' | b'-' | b'('));
    let n = run(t, from, 8, |b| b.is_ascii_alphabetic());
    let label = part(t, from, from + n);
    [&b"office"[..], b"fax", b"mobile", b"cell", b"home", b"desk"].iter().any(|w| label.eq_ignore_ascii_case(w))
}
