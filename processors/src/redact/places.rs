//! From classes of bytes to the places at which a verifier has to look, by operations on bits.
//!
//! What a place is, is defined byte by byte by [`is_place`]: every path must agree with it on any text.

use super::{
    bytes::{at, back, base64, digit, part},
    classes::{BLOCK, Masks},
    heads, secrets,
    views::MIN_RUN,
};

/// Classes of the bytes before `from`, as far as a place looks back.
pub(super) fn edge(t: &[u8], from: usize) -> Masks {
    let mut masks = Masks::default();
    for n in 1..=3.min(from) {
        let b = back(t, from, n);
        let bit = |is: bool| u64::from(is) << (BLOCK - n);
        masks.digits |= bit(digit(b));
        masks.letters |= bit(b.is_ascii_alphabetic());
        masks.upper |= bit(b.is_ascii_uppercase());
        masks.gaps |= bit(gap(b));
        masks.dots |= bit(b == b'.');
        masks.dashes |= bit(b == b'-');
        masks.ats |= bit(b == b'@');
        masks.separators |= bit(matches!(b, b':' | b'='));
        masks.token |= bit(secrets::in_run(b));
        masks.s |= bit(b | 0x20 == b's');
        masks.n |= bit(b | 0x20 == b'n');
        masks.elm |= bit(matches!(b | 0x20, b'e' | b'l' | b'm'));
    }
    // A long run of letters of base64 may have begun before.
    let run = part(t, from.saturating_sub(MIN_RUN), from).iter().rev().take_while(|b| base64(**b)).count();
    masks.base64 |= ((1u64 << run) - 1) << (BLOCK - run).min(BLOCK - 1);
    masks
}

/// Window in which a number of a person has at least [`MIN_DIGITS`], bytes.
pub(super) const WINDOW: usize = 24;
/// Fewest digits of a number of a person: a local telephone number.
pub(super) const MIN_DIGITS: u32 = 7;
/// Fewest digits of an id that begins with letters, within [`WINDOW`].
const MIN_DIGITS_OF_ID: u32 = 4;

/// Places of one block, from the classes of its neighbours.
#[inline(always)]
pub(super) fn add(base: usize, before: &Masks, here: &Masks, next: &Masks, places: &mut Vec<u32>) {
    let dotted = here.dots & (here.dots >> 5 | next.dots << 59);
    if here.digits | here.ats | here.separators | here.dashes | dotted == 0 {
        return;
    }
    let host = here.letters | here.digits | here.high;
    let host = host >> 1 | (next.letters | next.digits | next.high) << 63;
    let doubled = here.separators << 1 | before.separators >> 63;
    let mut found = here.ats & host | here.separators & !doubled;
    if here.dashes & here.dashes >> 3 | here.dashes & next.dashes << 61 != 0 {
        found |= dashed(before, here, next);
    }
    found |= dotted;
    if here.digits != 0 {
        found |= number_places(before, here, next);
    }
    while found != 0 {
        places.push((base + found.trailing_zeros() as usize) as u32);
        found &= found - 1;
    }
}

/// [`is_number_place`] for a block. Most runs of digits are told to be harmless by a few operations on bits.
#[inline(always)]
fn number_places(before: &Masks, here: &Masks, next: &Masks) -> u64 {
    // Bits of what stands `n` bytes before or behind.
    let prior = |b: u64, h: u64, n: u32| h << n | b >> (64 - n);
    let (b, h, x) = (before.digits, here.digits, next.digits);
    let starts = h & !prior(b, h, 1);
    if starts == 0 {
        return 0;
    }
    let digits = u128::from(h) | u128::from(x) << 64;
    let pairs = digits & digits >> 1;
    let fours = pairs & pairs >> 2;
    let sixes = (fours & pairs >> 4) as u64;
    let numeric = digits | u128::from(here.gaps) | u128::from(next.gaps) << 64;
    let sevens = numeric & numeric >> 1;
    let sevens = sevens & sevens >> 2;
    let sevens = (sevens & sevens >> 3) as u64;
    let upper = prior(before.upper, here.upper, 1);
    let code = prior(before.letters, here.letters, 1)
        & prior(before.letters, here.letters, 2)
        & !prior(before.letters | b, here.letters | h, 3);
    let initials =
        prior(before.gaps, here.gaps, 1) & prior(before.upper, here.upper, 2) & prior(before.upper, here.upper, 3);
    let mut candidates = starts & (sixes | sevens | upper | code);
    if candidates == 0 {
        return 0;
    }
    // Inside a chain.
    let after = |n: u32| (digits >> n) as u64;
    let joints = prior(before.dots | before.dashes, here.dots | here.dashes, 1);
    let glued = joints & prior(b, h, 2) & !(fours as u64);
    let gaps_before = prior(before.gaps, here.gaps, 1);
    let gaps_behind = (here.gaps & !here.dots) >> 1 | (next.gaps & !next.dots) << 63;
    let single = gaps_before & prior(b, h, 2) & !prior(b, h, 3) & gaps_behind & !after(1) & after(2) & !after(3);
    candidates &= !(glued | single);
    let dots = u128::from(here.dots) | u128::from(next.dots) << 64;
    let mut found = candidates & sixes;
    candidates &= !sixes;
    while candidates != 0 {
        let i = candidates.trailing_zeros();
        let bit = 1 << i;
        candidates &= candidates - 1;
        let near = ((digits >> i) as u32 & ((1 << WINDOW) - 1)).count_ones();
        let quad = || ((dots >> i) as u32 & 0x7FFF).count_ones() >= 3;
        let number =
            sevens & bit != 0 && (near >= MIN_DIGITS || quad() || initials & bit != 0 && near + 1 == MIN_DIGITS);
        let id = (upper & bit != 0 && near >= MIN_DIGITS_OF_ID) || (code & bit != 0 && near >= MIN_DIGITS);
        found |= if number || id { bit } else { 0 };
    }
    found
}

/// Places of one block at which a secret may stand that no separator tells: where a run of [`secrets::MIN_RUN`] bytes that tokens
/// are made of begins, and pairs of letters ([`secrets::pair`]); and at which a title or a phrase may stand ([`heads`]). `text` begins
/// with the block.
#[inline(always)]
pub(super) fn add_secrets(text: &[u8], base: usize, before: &Masks, here: &Masks, next: &Masks, places: &mut Vec<u32>) {
    const { assert!(secrets::MIN_RUN == 16) };
    let after = |h: u64, x: u64| h >> 1 | x << 63;
    let mut found = here.dashes & after(here.dashes, next.dashes);
    found |= here.s & after(here.w, next.w)
        | here.p & after(here.h | here.w, next.h | next.w)
        | here.dashes & after(here.p, next.p);
    let pairs = here.token & here.token >> 1;
    // Eight in a row at an aligned place: in any run of sixteen, here or where the next block begins.
    let words = pairs & pairs >> 2 & pairs >> 4 & pairs >> 6 & 0x0101_0101_0101_0101;
    if words != 0 || here.token >> 63 != 0 && next.token & 0xFF == 0xFF {
        let run = u128::from(here.token) | u128::from(next.token) << 64;
        let run = run & run >> 1;
        let run = run & run >> 2;
        let run = run & run >> 4;
        let run = (run & run >> 8) as u64;
        found |= run & !(here.token << 1 | before.token >> 63);
    }
    found |= heads(text, before, here, next);
    while found != 0 {
        places.push((base + found.trailing_zeros() as usize) as u32);
        found &= found - 1;
    }
}

/// [`heads::is_head`](super::heads) for a block.
#[inline(always)]
fn heads(text: &[u8], before: &Masks, here: &Masks, next: &Masks) -> u64 {
    let prior = |b: u64, h: u64, n: u32| h << n | b >> (64 - n);
    let gaps = prior(before.gaps, here.gaps, 1);
    let ends = prior(before.s | before.n, here.s | here.n, 2);
    let mut found = (here.upper | here.digits) & gaps & ends;
    found |= here.digits & gaps & prior(before.elm | before.dots, here.elm | here.dots, 2);
    let words = here.upper & !prior(before.letters | before.digits, here.letters | here.digits, 1);
    let options = here.dashes & gaps & (here.letters >> 1 | next.letters << 63);
    let mut candidates = (words | options | here.s & (here.s >> 1 | next.s << 63) | here.q) & !found;
    candidates |= here.n & (here.h >> 1 | next.h << 63) & !found;
    while candidates != 0 {
        let i = candidates.trailing_zeros();
        if heads::fits(part(text, i as usize, i as usize + 4)) {
            found |= 1 << i;
        }
        candidates &= candidates - 1;
    }
    found
}

/// [`add_secrets`] for one byte.
#[cfg(test)]
pub(super) fn is_secret_place(t: &[u8], p: usize) -> bool {
    let begins = secrets::in_run(at(t, p)) && !secrets::in_run(back(t, p, 1));
    begins && part(t, p, p + secrets::MIN_RUN).iter().filter(|b| secrets::in_run(**b)).count() == secrets::MIN_RUN
        || secrets::pair(at(t, p), at(t, p + 1))
        || heads::is_head(t, p)
}

/// The first of five dashes with two bytes between each: of a hardware address.
fn dashed(before: &Masks, here: &Masks, next: &Masks) -> u64 {
    let dashes = u128::from(here.dashes) | u128::from(next.dashes) << 64;
    let rows = dashes & dashes >> 3 & dashes >> 6 & dashes >> 9 & dashes >> 12;
    rows as u64 & !(here.dashes << 3 | before.dashes >> 61)
}

/// [`dashed`] for one byte.
fn is_dashed(t: &[u8], p: usize) -> bool {
    (0..5).all(|k| at(t, p + 3 * k) == b'-') && back(t, p, 3) != b'-'
}

pub(super) fn gap(b: u8) -> bool {
    matches!(b, b' ' | b'('..=b'/')
}

/// Whether a run of digits that starts at `p` may begin a number or an id of a person, or hold the first digits of one.
///
/// It is one when any of these holds, where `digits` is their number within [`WINDOW`] bytes from `p` on:
/// * six digits stand here without a gap;
/// * the next seven bytes are digits and gaps, and `digits` ≥ 7, or there are three dots within 15 bytes, or two capitals and
///   a gap stand before and `digits` = 6;
/// * an upper-case letter stands before, and `digits` ≥ 4;
/// * exactly two letters or digits stand before, which are letters, and `digits` ≥ 7;
///
/// and it does not go on a chain.
pub(super) fn is_number_place(t: &[u8], p: usize) -> bool {
    if !digit(at(t, p)) || digit(back(t, p, 1)) {
        return false;
    }
    let count = |n: usize, f: fn(u8) -> bool| part(t, p, p + n).iter().filter(|b| f(**b)).count();
    let digits = count(WINDOW, digit);
    let many = digits >= MIN_DIGITS as usize;
    let (b1, b2, b3) = (back(t, p, 1), back(t, p, 2), back(t, p, 3));
    let run = count(6, digit) == 6;
    let initials = gap(b1) && b2.is_ascii_uppercase() && b3.is_ascii_uppercase();
    let enough = many || count(15, |b| b == b'.') >= 3 || initials && digits + 1 == MIN_DIGITS as usize;
    let number = count(7, |b| digit(b) || gap(b)) == 7 && enough;
    let id = b1.is_ascii_uppercase() && digits >= MIN_DIGITS_OF_ID as usize;
    let code = b1.is_ascii_alphabetic() && b2.is_ascii_alphabetic() && !b3.is_ascii_alphanumeric() && many;
    (run || number || id || code) && !is_chained(t, p)
}

/// Whether a verifier has to look at `p`: what the pass computes with bits.
pub(super) fn is_place(t: &[u8], p: usize) -> bool {
    match at(t, p) {
        b'@' => at(t, p + 1).is_ascii_alphanumeric() || at(t, p + 1) >= 0x80,
        b':' | b'=' => !matches!(back(t, p, 1), b':' | b'='),
        b'-' => is_dashed(t, p),
        // Of a hardware address in groups of four.
        b'.' => at(t, p + 5) == b'.',
        _ => is_number_place(t, p),
    }
}

/// Groups of as many digits before a number from which on it is one of a row.
const ROW: usize = 12;

/// Whether digits go on a long row of equal groups (`11 11 11 …`), as figures of a table and bytes do: more than any number of a
/// person has.
pub(super) fn in_row(t: &[u8], p: usize) -> bool {
    if !gap(back(t, p, 1)) || !digit(back(t, p, 2)) {
        return false;
    }
    let n = part(t, p, p + 5).iter().take_while(|b| digit(**b)).count();
    let Some(before) = p.checked_sub(ROW * (n + 1)).filter(|_| (1..=4).contains(&n)) else { return false };
    part(t, before, p)
        .chunks_exact(n + 1)
        .all(|group| group.split_last().is_some_and(|(last, digits)| gap(*last) && digits.iter().all(|b| digit(*b))))
}

/// Whether four digits stand at `p` and no more, as in a card.
pub(super) fn is_four(t: &[u8], p: usize) -> bool {
    part(t, p, p + 5).iter().take_while(|b| digit(**b)).count() == 4
}

/// Whether digits go on a chain (`1.1.1.1`, `7 7 7 7`), in which nothing begins: fewer than four digits behind a digit and
/// `.` or `-`, or a single digit between single digits.
pub(super) fn is_chained(t: &[u8], p: usize) -> bool {
    let (b1, b2, b3) = (back(t, p, 1), back(t, p, 2), back(t, p, 3));
    let (a1, a2, a3) = (at(t, p + 1), at(t, p + 2), at(t, p + 3));
    let glued = matches!(b1, b'.' | b'-') && digit(b2) && !(1..4).all(|n| digit(at(t, p + n)));
    let single = gap(b1) && digit(b2) && !digit(b3) && gap(a1) && a1 != b'.' && digit(a2) && !digit(a3);
    glued || single
}
