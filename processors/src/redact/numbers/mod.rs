//! Numbers of people: payment cards, social security numbers, telephone numbers, and which digits are none.
//!
//! | file | what |
//! |---|---|
//! | `cards`, `social_security`, `phones` | the verifiers; of telephone numbers also `country_codes`, and `called`: words that somebody is called |
//! | `unnamed` | bare numbers near which no word says anything |
//! | `columns` | bare numbers of a column or a list |
//! | `figures`, `dumps` | decimals, terms, years, pages; rows in hexadecimal |
//! | `measures` | numbers whose own label says what they measure |
//!
//! Each verifier is anchored at the start of a run of digits, reads a bounded number of bytes, and looks at its
//! neighbours: a number that is part of an identifier, a path, a version, a decimal or a UUID is none.

mod called;
pub(super) mod cards;
pub(super) mod columns;
mod country_codes;
pub(super) mod dumps;
pub(super) mod figures;
pub(super) mod measures;
pub(super) mod phones;
pub(super) mod social_security;
pub(super) mod unnamed;

use self::{
    cards::{CARD_WORDS, card, spaced_card},
    social_security::{bare_ssn, ssn},
};
use super::{
    bytes::{alnum, at, back, digit, glued_before, glued_behind, part, run, run_back, word, word_before},
    context::{Context, NUMBERED},
    scan::{Hit, MIN_DIGITS, WINDOW, push},
};

/// Words after which bare digits are an id.
#[rustfmt::skip]
const ID_WORDS: &[&[u8]] = &[
    b"id", b"trace", b"span", b"parent", b"hash", b"nano", b"ns", b"ms", b"timestamp", b"ts", b"seed", b"sha", b"seq",
    b"offset", b"fingerprint", b"lsn", b"etag", b"req", b"sku", b"gtin", b"ean", b"upc", b"mpn", b"barcode", b"partno",
    b"watermark", b"nonce", b"job", b"task", b"exact", b"hit", b"recheck", b"filter", b"snowflake", b"cursor", b"lag", b"revision", b"index",
];
/// Groups of digits from a position on, each parted from the last by one or two separators.
pub(super) struct Groups {
    pub(super) count: usize,
    pub(super) total: usize,
    pub(super) len: [usize; 8],
    pub(super) end: [usize; 8],
    pub(super) sep: [u8; 8],
}

impl Groups {
    /// Reads at most 8 groups and 24 digits. `sep[i]` stands before group `i`.
    pub(super) fn read(t: &[u8], from: usize, separator: impl Fn(u8) -> bool, wide: bool) -> Self {
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
                let dashed = at(t, i) != b' ' || matches!(back(t, i, 1), b'/' | b'-');
                if separator(at(t, i)) && dashed && digit(at(t, i + 1)) {
                    i += 1;
                }
            }
        }
        g
    }

    pub(super) fn lens(&self) -> &[usize] {
        self.len.get(..self.count).unwrap_or_default()
    }

    /// Whether the separators before groups 1..n are all the same.
    pub(super) fn same_separator(&self, n: usize) -> bool {
        self.sep.get(1..n).is_some_and(|s| s.windows(2).all(|w| w[0] == w[1]))
    }
}

/// Digits of a range as numbers, at most 24.
pub(super) fn digits(t: &[u8], from: usize, to: usize) -> ([u8; 24], usize) {
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
    if glued_before(t, p) || !enough_digits(t, p) {
        return;
    }
    if of_dump(t, p) {
        // Two groups and a card make no row.
        let long = p >= 15 && hex_group(part(t, p - 15, p - 10)) && !word(back(t, p, 16));
        hits.extend(card(t, p, 4, Context::default()).filter(|card| !long && !hex_behind(t, card.end)));
        return;
    }
    let n = run(t, p, 24, digit);
    let after = at(t, p + n);
    let named_file = before == b'+' && after == b'_';
    if n >= 24 || (glued_behind(t, p + n) && after != b'x' && !named_file) {
        return;
    }
    if before == b'+' {
        push(hits, phones::international(t, p, context));
        return;
    }
    // Bare or grouped, only a card may follow what glues other numbers to an identifier.
    let apart = parted(t, p);
    if !apart && !matches!(n, 4 | 6 | 12..=19) {
        return;
    }
    let hit = match n {
        1 if after.is_ascii_whitespace() || matches!(after, b'-' | b'.' | b'(' | b',') => {
            phones::nanp(t, p, n, context)
        }
        3 => ssn(t, p, context).or_else(|| phones::nanp(t, p, n, context)),
        4 | 6 => card(t, p, n, context),
        9 => bare_ssn(t, p, context),
        12..=19 => card(t, p, n, context),
        _ => None,
    };
    let hit = hit.or_else(|| apart.then(|| spaced_card(t, p, context)).flatten().filter(|_| n < 12));
    push(hits, hit.or_else(|| apart.then(|| phones::national(t, p, n, context)).flatten()));
}

/// Whether nothing before `p` makes a number that starts there part of a decimal or an identifier.
pub(super) fn parted(t: &[u8], p: usize) -> bool {
    let (b1, b2) = (back(t, p, 1), back(t, p, 2));
    !(glued_before(t, p)
        || digit(b2) && (b1 == b'.' || b1 == b',' && !behind_cell(t, p))
        || b1 == b'.' && bare_point(b2, back(t, p, 3))
        || (b1 == b'-' && alnum(b2))
        || (0xC3..0xE2).contains(&b1))
}

/// Whether a point behind these two bytes, the nearest first, begins a fraction, or parts codes: `-.0155`, `c.0969` of
/// a drawing, `417A.0026`.
pub(super) fn bare_point(b1: u8, b2: u8) -> bool {
    matches!(b1, b'-' | b'+' | b'*' | b'(' | b',') || (b1.is_ascii_alphabetic() || b1 == b' ') && digit(b2)
}

/// Whether the number from `from` to `to` stands alone: not in a decimal, a dotted or dashed identifier.
pub(super) fn alone(t: &[u8], from: usize, to: usize) -> bool {
    let (a1, a2) = (at(t, to), at(t, to + 1));
    let decimal = a1 == b'.' || a1 == b',' && !grouped(part(t, from, to));
    let after = glued_behind(t, to) || decimal && digit(a2) || (matches!(a1, b'-' | b'+') && alnum(a2));
    parted(t, from) && !after
}

/// Whether a number is too long for one with decimals, or has signs that no such number has: a comma beside it is one
/// of a row.
fn grouped(number: &[u8]) -> bool {
    let trunk = number.first() == Some(&b'0') && number.contains(&b' ');
    trunk || number.len() >= 15 || number.iter().any(|b| matches!(b, b'-' | b'(' | b')'))
}

/// Whether the comma before `p` ends a cell of a row: what follows is in groups with dashes, or of a length that no
/// decimals have which follow more than a digit.
fn behind_cell(t: &[u8], p: usize) -> bool {
    let n = run(t, p, 24, digit);
    (2..=6).contains(&n) && at(t, p + n) == b'-' && digit(at(t, p + n + 1))
        || n == 1 && at(t, p + 1) == b'-' && digit(at(t, p + 2))
        || (15..=19).contains(&n) && (digit(back(t, p, 3)) || at(t, p + n) == b',')
}

/// Whether the name of an id stands directly before: `span_id=`, `"id": "`.
pub(super) fn named_id(t: &[u8], p: usize) -> bool {
    let skip = part(t, p.saturating_sub(5), p)
        .iter()
        .rev()
        .take_while(|b| matches!(b, b'=' | b':' | b' ' | b'"' | b'\'' | b'#' | b'\\'));
    let end = p - skip.count();
    // Only the last word counts.
    let word_at = |end: usize| part(t, end - run_back(t, end, 12, |b| b.is_ascii_alphabetic()), end);
    let is = |word: &[u8], list: &[&[u8]]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
    let last = word_at(end);
    let numbered = || {
        let before = end - last.len();
        let joint = matches!(back(t, before, 1), b'_' | b'-' | b' ' | b'.');
        is(last, &[b"no", b"nr", b"number", b"num"])
            && joint
            && NUMBERED.iter().any(|w| word_at(before - 1).eq_ignore_ascii_case(w.as_bytes()))
    };
    end < p && (is(last, ID_WORDS) || numbered())
}

/// Whether these five bytes are four of hexadecimal and a blank.
fn hex_group(group: &[u8]) -> bool {
    matches!(group, [digits @ .., b' '] if digits.iter().all(u8::is_ascii_hexdigit))
}

/// Whether a blank and a group of four of hexadecimal stand at `i`.
fn hex_behind(t: &[u8], i: usize) -> bool {
    at(t, i) == b' ' && run(t, i + 1, 4, |b| b.is_ascii_hexdigit()) == 4 && !word(at(t, i + 5))
}

/// Whether four digits at `p` are of a row of numbers in hexadecimal: `1f8b 0808 39d7 173b 0203`.
fn of_dump(t: &[u8], p: usize) -> bool {
    if run(t, p, 5, digit) != 4 || !hex_behind(t, p + 4) {
        return false;
    }
    if back(t, p, 1) != b' ' || !alnum(back(t, p, 2)) || !alnum(back(t, p, 5)) || word(back(t, p, 11)) {
        return false;
    }
    let mut groups = part(t, p.saturating_sub(10), p).chunks_exact(5);
    let has = |f: fn(&u8) -> bool| part(t, p.saturating_sub(10), p).iter().any(f);
    p >= 10
        && has(u8::is_ascii_alphabetic)
        && has(u8::is_ascii_digit)
        && groups.all(hex_group)
        && !word_before(t, p, 40, CARD_WORDS)
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
