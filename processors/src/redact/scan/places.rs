//! From classes of bytes to the places at which a verifier has to look, by operations on bits.
//!
//! What a place is, is defined byte by byte by [`is_place`]: every path must agree with it on any text.

use super::{
    classes::{BLOCK, Lanes, MOST, Masks, Row},
    heads,
};
use crate::redact::{
    bytes::{at, back, base64, digit, part, word},
    secrets,
    views::{Disguises, MIN_RUN, disguises},
};

/// Classes of the bytes before `from`, as far as a place looks back.
pub(in crate::redact) fn edge(t: &[u8], from: usize) -> Masks {
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
        masks.p |= bit(b | 0x20 == b'p');
        masks.elm |= bit(matches!(b | 0x20, b'e' | b'l' | b'm'));
    }
    // A long run of letters of base64 may have begun before.
    let run = part(t, from.saturating_sub(MIN_RUN), from).iter().rev().take_while(|b| base64(**b)).count();
    masks.base64 |= ((1u64 << run) - 1) << (BLOCK - run).min(BLOCK - 1);
    masks
}

/// Window in which a number of a person has at least [`MIN_DIGITS`], bytes.
pub(in crate::redact) const WINDOW: usize = 24;
/// Fewest digits of a number of a person: a local telephone number.
pub(in crate::redact) const MIN_DIGITS: u32 = 7;
/// Fewest digits of an id that begins with letters, within [`WINDOW`].
const MIN_DIGITS_OF_ID: u32 = 4;

/// What stands `n` bits before, from the block before and this one.
#[inline(always)]
pub(in crate::redact) fn prior<L: Lanes>(before: L, here: L, n: u32) -> L {
    here << n | before >> (64 - n)
}

/// What stands `n` bits behind, from this block and the next.
#[inline(always)]
pub(in crate::redact) fn after<L: Lanes>(here: L, next: L, n: u32) -> L {
    here >> n | next << (64 - n)
}

/// Where as many as `n` stand in a row from here on, of a class of this block and the next: 2 to 16. `n` is a power of
/// 2.
#[inline(always)]
fn rows<L: Lanes>(here: L, next: L, n: u32) -> (L, L) {
    let (mut here, mut next, mut step) = (here, next, 1);
    while step < n {
        (here, next) = (here & after(here, next, step), next & next >> step);
        step *= 2;
    }
    (here, next)
}

/// What the classes of blocks side by side say of each.
pub(in crate::redact) struct Stripe {
    /// Places.
    found: [u64; MOST],
    /// Runs of digits that may be places, and what speaks for them.
    numbers: Numbers<[u64; MOST]>,
    /// Places of secrets and heads.
    secrets: [u64; MOST],
    /// Where a head may be.
    heads: [u64; MOST],
    runs: [u64; MOST],
    fold: [u64; MOST],
    high: [u64; MOST],
}

/// See [`is_number_place`].
struct Numbers<M> {
    candidates: M,
    sevens: M,
    upper: M,
    code: M,
    initials: M,
}

impl Stripe {
    /// From the classes of the blocks, and of the one before and behind each.
    #[inline(always)]
    pub(in crate::redact) fn of<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>) -> Self {
        let (sixes, numbers) = numbers(before, here, next);
        let (heads, candidates) = heads(before, here, next);
        let (runs, fold) = disguises(before, here, next);
        Self {
            found: (places(before, here, next) | sixes).store(),
            numbers: Numbers {
                candidates: numbers.candidates.store(),
                sevens: numbers.sevens.store(),
                upper: numbers.upper.store(),
                code: numbers.code.store(),
                initials: numbers.initials.store(),
            },
            secrets: (secrets(before, here, next) | heads).store(),
            heads: candidates.store(),
            runs: runs.store(),
            fold: fold.store(),
            high: here.high.store(),
        }
    }

    /// Adds the places of block `k`, which stands at `base`.
    #[inline(always)]
    pub(super) fn add_places(&self, k: usize, base: usize, digits: &Row, dots: &Row, places: &mut Vec<u32>) {
        let mut found = of(&self.found, k);
        if of(&self.numbers.candidates, k) != 0 {
            found |= self.number_places(k, digits, dots);
        }
        push(found, base, places);
    }

    /// [`is_number_place`] for the candidates of a block. Most runs of digits are told to be harmless by a few
    /// operations on bits.
    #[inline(always)]
    fn number_places(&self, k: usize, digits: &Row, dots: &Row) -> u64 {
        let both = |row: &Row| u128::from(of(row, k + 1)) | u128::from(of(row, k + 2)) << 64;
        let (digits, dots) = (both(digits), both(dots));
        let Numbers { candidates, sevens, upper, code, initials } = &self.numbers;
        let [mut candidates, sevens, upper, code, initials] =
            [candidates, sevens, upper, code, initials].map(|masks| of(masks, k));
        let mut found = 0;
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

    /// Adds the places of block `k` at which a secret may stand that no separator tells: where a run of
    /// [`secrets::MIN_RUN`] bytes that tokens are made of begins, and pairs of letters ([`secrets::pair`]); and at
    /// which a title or a phrase may stand ([`heads`](super::heads)), or a name ([`heads::led`]). The block stands at
    /// `base` of `text`.
    #[inline(always)]
    pub(super) fn add_secrets(&self, k: usize, text: &[u8], base: usize, places: &mut Vec<u32>) {
        let mut found = of(&self.secrets, k);
        let mut candidates = of(&self.heads, k) & !found;
        while candidates != 0 {
            let i = candidates.trailing_zeros();
            let p = base + i as usize;
            if heads::fits(part(text, p, p + 4)) || heads::led(text, p) {
                found |= 1 << i;
            }
            candidates &= candidates - 1;
        }
        push(found, base, places);
    }

    /// What may be in disguise in block `k`.
    #[inline(always)]
    pub(in crate::redact) fn disguises(&self, k: usize) -> Disguises {
        Disguises { high: of(&self.high, k), fold: of(&self.fold, k), runs: of(&self.runs, k) }
    }
}

#[inline(always)]
fn of(masks: &[u64], k: usize) -> u64 {
    masks.get(k).copied().unwrap_or_default()
}

/// Adds a place for each bit.
#[inline(always)]
fn push(mut found: u64, base: usize, places: &mut Vec<u32>) {
    while found != 0 {
        places.push((base + found.trailing_zeros() as usize) as u32);
        found &= found - 1;
    }
}

/// Signs that are places.
#[inline(always)]
fn places<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>) -> L {
    let host = |m: &Masks<L>| m.letters | m.digits | m.high;
    let doubled = prior(before.separators, here.separators, 1);
    // The first of five dashes with two bytes between each: of a hardware address.
    let dash = |n: u32| after(here.dashes, next.dashes, n);
    let dashed = here.dashes & dash(3) & dash(6) & dash(9) & dash(12) & !prior(before.dashes, here.dashes, 3);
    // The first of two dots with four bytes between: of one in groups of four.
    let dotted = here.dots & after(here.dots, next.dots, 5);
    // The first dot of a number of a firm of Brazil, which may have letters: `12.ABC.345/01DE-35`.
    let firm = here.dots & after(here.dots, next.dots, 4) & after(here.gaps, next.gaps, 8) & dash(13);
    here.ats & after(host(here), host(next), 1) | here.separators & !doubled | dashed | dotted | firm
}

/// Runs of digits that are places, and those that may be some.
#[inline(always)]
fn numbers<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>) -> (L, Numbers<L>) {
    let (b, h, x) = (before.digits, here.digits, next.digits);
    let starts = h & !prior(b, h, 1);
    let pairs = rows(h, x, 2);
    let (fours, next_fours) = rows(h, x, 4);
    let sixes = fours & after(pairs.0, pairs.1, 4);
    let postal = starts & postal(before, here, next, pairs, fours);
    // Four groups of exactly four, whatever parts them.
    let group = fours & !prior(b, h, 1) & !after(h, x, 4);
    let next_group = next_fours & !prior(h, x, 1) & !(x >> 4);
    let quads = group & after(group, next_group, 5) & after(group, next_group, 10) & after(group, next_group, 15);
    let fours_of = rows(h | here.gaps, x | next.gaps, 4);
    let sevens = fours_of.0 & after(fours_of.0, fours_of.1, 3);
    let upper = prior(before.upper, here.upper, 1);
    let letter = |n: u32| prior(before.letters, here.letters, n);
    let code = letter(1) & letter(2) & !(letter(3) | prior(b, h, 3));
    let gaps_before = prior(before.gaps, here.gaps, 1);
    let initials = gaps_before & prior(before.upper, here.upper, 2) & prior(before.upper, here.upper, 3);
    // Inside a chain.
    let joints = prior(before.dots | before.dashes, here.dots | here.dashes, 1);
    let glued = joints & prior(b, h, 2) & !fours;
    let gaps_behind = after(here.gaps & !here.dots, next.gaps & !next.dots, 1);
    let single = gaps_before & prior(b, h, 2) & !prior(b, h, 3) & gaps_behind & !after(h, x, 1) & after(h, x, 2);
    let single = single & !after(h, x, 3);
    let candidates = starts & (sixes | sevens | upper | code | quads) & !(glued | single);
    let sure = sixes | quads;
    (candidates & sure | postal, Numbers { candidates: candidates & !(sure | postal), sevens, upper, code, initials })
}

/// [`is_postal`] for blocks, of runs of digits that begin there.
#[inline(always)]
fn postal<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>, pairs: (L, L), fours: L) -> L {
    let digits = |n: u32| after(here.digits, next.digits, n);
    let gap = |n: u32| after(here.gaps, next.gaps, n);
    let town = |n: u32| after(here.upper | here.high, next.upper | next.high, n);
    let pair = |n: u32| after(pairs.0, pairs.1, n);
    let gap_before = prior(before.gaps, here.gaps, 1);
    let five = fours & digits(4) & !digits(5) & gap(5) & town(6);
    let four = fours & !digits(4) & gap(4) & town(5);
    let six = gap(6) & town(7) & !digits(6) & pairs.0 & pair(4);
    let parted = six & (digits(2) & gap(3) | gap(2) & digits(3));
    gap_before & (five | prior(before.gaps, here.gaps, 2) & (four | parted))
}

/// Places of secrets but for heads.
#[inline(always)]
fn secrets<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>) -> L {
    const { assert!(secrets::MIN_RUN == 16) };
    let then = |f: fn(&Masks<L>) -> L| after(f(here), f(next), 1);
    let pairs = here.dashes & then(|m| m.dashes | m.p) | here.s & then(|m| m.w) | here.p & then(|m| m.h | m.w);
    let runs = rows(here.token, next.token, 16).0;
    pairs | runs & !prior(before.token, here.token, 1)
}

/// [`heads::is_head`](super::heads) for blocks: those that are some, and those that may be.
#[inline(always)]
fn heads<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>) -> (L, L) {
    let gaps = prior(before.gaps, here.gaps, 1);
    let ends = prior(before.s | before.n, here.s | here.n, 2);
    let found = (here.upper | here.digits) & gaps & ends;
    let found =
        found | here.digits & gaps & prior(before.elm | before.p | before.dots, here.elm | here.p | here.dots, 2);
    let words = here.upper & !prior(before.letters | before.digits, here.letters | here.digits, 1);
    let options = here.dashes & gaps & after(here.letters, next.letters, 1);
    let doubles = here.s & after(here.s, next.s, 1) | here.n & after(here.h, next.h, 1);
    let starts = here.elm & !prior(before.letters | before.digits, here.letters | here.digits, 1);
    let gap = |n: u32| after(here.gaps, next.gaps, n);
    let short = starts & after(here.letters, next.letters, 1) & (gap(2) | gap(3) | gap(4) | gap(5) | gap(7));
    // The age of `72-year-old`.
    let letter = |n: u32| after(here.elm, next.elm, n);
    let age = gap(1) & letter(3) | gap(2) & letter(4) | gap(3) & letter(5);
    let ages = here.digits & !prior(before.letters | before.digits, here.letters | here.digits, 1) & age;
    (found, words | options | doubles | short | ages | here.q)
}

/// [`Stripe::add_secrets`] for one byte.
#[cfg(test)]
pub(in crate::redact) fn is_secret_place(t: &[u8], p: usize) -> bool {
    let begins = secrets::in_run(at(t, p)) && !secrets::in_run(back(t, p, 1));
    begins && part(t, p, p + secrets::MIN_RUN).iter().filter(|b| secrets::in_run(**b)).count() == secrets::MIN_RUN
        || secrets::pair(at(t, p), at(t, p + 1))
        || heads::is_head(t, p)
}

/// Whether the first of five dashes with two bytes between each stands here: of a hardware address.
#[cfg(test)]
fn is_dashed(t: &[u8], p: usize) -> bool {
    (0..5).all(|k| at(t, p + 3 * k) == b'-') && back(t, p, 3) != b'-'
}

pub(in crate::redact) fn gap(b: u8) -> bool {
    matches!(b, b' ' | b'('..=b'/')
}

/// Whether a run of digits that starts at `p` may begin a number or an id of a person, or hold the first digits of one.
///
/// It is one when any of these holds, where `digits` is their number within [`WINDOW`] bytes from `p` on:
/// * it may be a postal code before a town;
/// * six digits stand here without a gap;
/// * four groups of exactly four digits stand here, with any byte between them;
/// * the next seven bytes are digits and gaps, and `digits` ≥ 7, or there are three dots within 15 bytes, or two capitals and
///   a gap stand before and `digits` = 6;
/// * an upper-case letter stands before, and `digits` ≥ 4;
/// * exactly two letters or digits stand before, which are letters, and `digits` ≥ 7;
///
/// and it does not go on a chain.
pub(super) fn is_number_place(t: &[u8], p: usize) -> bool {
    is_number_place_of_person(t, p) || is_postal(t, p)
}

/// Whether a group of five digits begins at `p` behind a gap, or behind two of four, of three and two, or of two and
/// three, and a gap and a capital stand behind: it may be the code before a town.
fn is_postal(t: &[u8], p: usize) -> bool {
    let group = |from: usize, len: usize| !digit(at(t, from + len)) && (from..from + len).all(|i| digit(at(t, i)));
    let ends = |to: usize| gap(at(t, to)) && (at(t, to + 1).is_ascii_uppercase() || at(t, to + 1) >= 0x80);
    let parted = |first: usize, second: usize| group(p, first) && gap(at(t, p + first)) && group(p + first + 1, second);
    let two = || gap(back(t, p, 2));
    !digit(back(t, p, 1))
        && gap(back(t, p, 1))
        && (group(p, 5) && ends(p + 5)
            || two() && (group(p, 4) && ends(p + 4) || (parted(3, 2) || parted(2, 3)) && ends(p + 6)))
}

/// [`is_number_place`], but for postal codes.
pub(super) fn is_number_place_of_person(t: &[u8], p: usize) -> bool {
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
    (run || is_quad(t, p) || number || id || code) && !is_chained(t, p)
}

/// Whether four groups of exactly four digits begin at `p`, with one byte between them.
#[inline]
pub(super) fn is_quad(t: &[u8], p: usize) -> bool {
    let group = |i: usize| (i..i + 4).all(|k| digit(at(t, k))) && !digit(at(t, i + 4));
    !digit(at(t, p + 4)) && [p, p + 5, p + 10, p + 15].into_iter().all(group)
}

/// Whether a verifier has to look at `p`: what the pass computes with bits.
#[cfg(test)]
pub(in crate::redact) fn is_place(t: &[u8], p: usize) -> bool {
    match at(t, p) {
        b'@' => at(t, p + 1).is_ascii_alphanumeric() || at(t, p + 1) >= 0x80,
        b':' | b'=' => !matches!(back(t, p, 1), b':' | b'='),
        b'-' => is_dashed(t, p),
        // Of a hardware address in groups of four, of a number of a firm.
        b'.' => at(t, p + 5) == b'.' || at(t, p + 4) == b'.' && gap(at(t, p + 8)) && at(t, p + 13) == b'-',
        _ => is_number_place(t, p),
    }
}

/// Whether the colon at `p` is one of a time of day, `10:30` or `10:30:59`, that stands apart or behind its date:
/// nothing is told by it.
#[inline(always)]
pub(super) fn is_clock(t: &[u8], p: usize) -> bool {
    let two = |i: usize| digit(at(t, i)) && digit(at(t, i + 1));
    let two_before = |n: usize| digit(back(t, p, n)) && digit(back(t, p, n + 1));
    if !(two_before(1) && two(p + 1)) {
        return false;
    }
    let joined = |b: u8| word(b) || b >= 0x80 || matches!(b, b'+' | b'/' | b':' | b'=' | b'@');
    // `2026-08-10T07:21`
    let year = |n: usize| (1..5).all(|k| digit(back(t, p, n + k))) && back(t, p, n + 5) == b'/';
    let begins = |n: usize| match back(t, p, n) {
        b'T' => digit(back(t, p, n + 1)),
        // `10/Aug/2026:07:21:58`
        b':' => year(n),
        b => !joined(b),
    };
    let ends = |i: usize| !joined(at(t, i));
    let minutes = begins(3) && (ends(p + 3) || at(t, p + 3) == b':' && two(p + 4) && ends(p + 6));
    minutes
        || back(t, p, 3) == b':' && two_before(4) && begins(6) && ends(p + 3)
        || year(0) && two(p + 1) && at(t, p + 3) == b':' && two(p + 4)
}

/// Whether digits at `p` are of a time of day or its fraction: `T07:21`, `:58.123`, and `I0810 07:21:58` of glog.
pub(super) fn in_clock(t: &[u8], p: usize) -> bool {
    match back(t, p, 1) {
        b'T' => at(t, p + 2) == b':' && digit(back(t, p, 2)),
        b':' => is_clock(t, p - 1),
        b'.' if back(t, p, 4) == b':' && is_clock(t, p - 4) => {
            part(t, p, p + 10).iter().take_while(|b| digit(**b)).count() < 10
        }
        // Behind a comma there may be the next value of a row: `10:30:59,415-555-0132`.
        b',' if back(t, p, 4) == b':' && is_clock(t, p - 4) => {
            let (end, gap) = (p + 3, usize::from(at(t, p + 3) == b' '));
            (p..end).all(|i| digit(at(t, i)))
                && !digit(at(t, end + gap))
                && !matches!(at(t, end), b'-' | b'.' | b'/' | b',' | b'\n' | b'\r')
                && end < t.len()
        }
        b'I' | b'W' | b'E' | b'F' => at(t, p + 4) == b' ' && at(t, p + 7) == b':' && is_clock(t, p + 7),
        _ => false,
    }
}

/// Groups of as many digits before a number from which on it is one of a row.
const ROW: usize = 12;

/// Whether digits go on a long row of equal groups (`11 11 11 …`), as figures of a table and bytes do: more than any
/// number of a person has.
pub(in crate::redact) fn in_row(t: &[u8], p: usize) -> bool {
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

/// Whether digits go on a chain (`1.1.1.1`, `7 7 7 7`), in which nothing begins: fewer than four digits behind a digit
/// and `.` or `-`, or a single digit between single digits.
pub(super) fn is_chained(t: &[u8], p: usize) -> bool {
    let (b1, b2, b3) = (back(t, p, 1), back(t, p, 2), back(t, p, 3));
    let (a1, a2, a3) = (at(t, p + 1), at(t, p + 2), at(t, p + 3));
    let glued = matches!(b1, b'.' | b'-') && digit(b2) && !(1..4).all(|n| digit(at(t, p + n)));
    let single = gap(b1) && digit(b2) && !digit(b3) && gap(a1) && a1 != b'.' && digit(a2) && !digit(a3);
    glued || single
}
