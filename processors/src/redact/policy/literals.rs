//! The literals of rules, searched in one pass whose cost hardly grows with their number.
//!
//! Each literal is known by the four bytes of it that are rarest in text. A table has a bit for each hash of four
//! bytes, so that nearly every place of a text is told to hold none by one look-up that waits for no other; an
//! automaton of hundreds of literals follows a chain of look-ups, one for each byte.

use ahash::AHashMap;

use super::anchors::MIN_LITERAL;
use crate::redact::bytes::part;

/// Bits of a hash.
const BITS: u32 = 15;

/// Literals of at least three bytes.
#[derive(Clone, Debug)]
pub(super) struct Literals {
    /// Those of three bytes and no more.
    short: Option<Known<MIN_LITERAL>>,
    long: Option<Known<4>>,
}

impl Literals {
    /// `None` if there are none.
    pub(super) fn new(literals: &[&[u8]]) -> Option<Self> {
        let all = || literals.iter().copied().enumerate();
        let short = Known::new(all().filter(|(_, l)| l.len() == MIN_LITERAL));
        let long = Known::new(all().filter(|(_, l)| l.len() > MIN_LITERAL));
        (short.is_some() || long.is_some()).then_some(Self { short, long })
    }

    /// Calls `f` with the number and the start of each literal in a text, in no strict order.
    pub(super) fn find(&self, t: &[u8], mut f: impl FnMut(usize, usize)) {
        if let Some(short) = &self.short {
            short.find(t, &mut f);
        }
        if let Some(long) = &self.long {
            long.find(t, &mut f);
        }
    }
}

/// A literal: its number, how many of its bytes stand before the known ones, and its bytes.
type Literal = (usize, usize, Box<[u8]>);

/// Literals that are known by `N` bytes, at most four.
#[derive(Clone, Debug)]
struct Known<const N: usize> {
    bits: Box<[u64; 1 << (BITS - 6)]>,
    by_bytes: AHashMap<[u8; N], Vec<Literal>>,
}

impl<const N: usize> Known<N> {
    fn new<'l>(literals: impl Iterator<Item = (usize, &'l [u8])>) -> Option<Self> {
        let mut all = Self { bits: Box::new([0; 1 << (BITS - 6)]), by_bytes: AHashMap::new() };
        for (number, literal) in literals {
            let (before, known) = rarest(literal)?;
            let hash = hash::<N>(known.iter().rev().fold(0, |word, b| word << 8 | u32::from(*b)));
            if let Some(bits) = all.bits.get_mut(hash >> 6) {
                *bits |= 1 << (hash & 63);
            }
            all.by_bytes.entry(known).or_default().push((number, before, literal.into()));
        }
        (!all.by_bytes.is_empty()).then_some(all)
    }

    fn find(&self, t: &[u8], f: &mut impl FnMut(usize, usize)) {
        let mut i = 0;
        // Several places at a time, whose look-ups do not wait for each other.
        let step = 9 - N;
        while let Some(bytes) = t.get(i..).and_then(|rest| rest.first_chunk::<8>()) {
            let word = u64::from_le_bytes(*bytes);
            let may = |k| self.may(hash::<N>((word >> (8 * k)) as u32)) << k;
            let mut found = (0..step).fold(0, |found, k| found | may(k));
            while found != 0 {
                self.at(t, i + found.trailing_zeros() as usize, f);
                found &= found - 1;
            }
            i += step;
        }
        for i in i..(t.len() + 1).saturating_sub(N) {
            self.at(t, i, f);
        }
    }

    /// 1 if bytes of this hash may be of a literal.
    #[inline]
    fn may(&self, hash: usize) -> u32 {
        self.bits.get(hash >> 6).map_or(0, |bits| (bits >> (hash & 63) & 1) as u32)
    }

    /// The literals whose known bytes are at `i`.
    fn at(&self, t: &[u8], i: usize, f: &mut impl FnMut(usize, usize)) {
        let Some(known) = t.get(i..).and_then(|rest| rest.first_chunk::<N>()) else { return };
        for (number, before, literal) in self.by_bytes.get(known).into_iter().flatten() {
            if let Some(start) = i.checked_sub(*before)
                && part(t, start, start + literal.len()) == &**literal
            {
                f(*number, start);
            }
        }
    }
}

/// Of the lower `N` bytes.
#[inline]
fn hash<const N: usize>(bytes: u32) -> usize {
    ((bytes << (32 - 8 * N)).wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

/// The neighbouring bytes of a literal that are rarest in text, and how many stand before them.
fn rarest<const N: usize>(literal: &[u8]) -> Option<(usize, [u8; N])> {
    let rank = |known: &[u8; N]| known.iter().map(|b| frequency(*b)).sum::<u32>();
    literal.array_windows::<N>().copied().enumerate().min_by_key(|(_, known)| rank(known))
}

/// How frequent a byte is in text, roughly: letters by their order of frequency in English (`etaoin shrdlu`).
fn frequency(b: u8) -> u32 {
    const LETTERS: &[u8] = b"zqjxkvbpgywfmculdrhsnioate ";
    match LETTERS.iter().position(|l| *l == b) {
        Some(n) => 4 + n as u32,
        None if b.is_ascii_digit() => 8,
        None if b.is_ascii_uppercase() => 5,
        None => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_search_for_each_finds(
            literals in prop::collection::vec("[ab-]{3,6}", 1..12),
            text in "[abc-]{0,80}",
        ) {
            let bytes: Vec<&[u8]> = literals.iter().map(String::as_bytes).collect();
            let mut found = Vec::new();
            Literals::new(&bytes).unwrap().find(text.as_bytes(), |number, start| found.push((number, start)));
            found.sort_unstable();
            let mut expected = Vec::new();
            for (number, literal) in literals.iter().enumerate() {
                let starts = (0..text.len()).filter(|i| text[*i..].starts_with(literal.as_str()));
                expected.extend(starts.map(|start| (number, start)));
            }
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn no_literal_is_no_search() {
        assert!(Literals::new(&[]).is_none());
    }
}
