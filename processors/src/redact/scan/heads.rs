//! Where titles and greetings before names, kinds of street, and phrases before secrets may stand.
//!
//! Most begin with a capital and are known by four letters; the others by two letters that are rare together. The pass
//! over a text gives the candidates by its masks, [`fits`] drops nearly all, and verifiers decide. What is not written
//! in ASCII is searched for only in texts that are not.

use ahash::AHashMap;

use crate::redact::{
    bytes::{at, back, digit, part},
    people, secrets,
};

/// Which of `list` a text begins with: three bytes are compared without a call.
#[inline]
pub(in crate::redact) fn find<'a, W>(list: &'a [W], text: &[u8], of: impl Fn(&W) -> &str) -> Option<&'a W> {
    let head = text.first_chunk::<3>()?;
    list.iter().find(|w| of(w).as_bytes().first_chunk::<3>() == Some(head) && text.starts_with(of(w).as_bytes()))
}

/// Lists of what begins with a capital, by who asks for them.
const LISTS: &[(Lists, &[&[&str]])] = &[
    (Lists::TITLES, &[people::TITLES]),
    (Lists::DASHED, &[people::DASHED]),
    (Lists::SPOKEN, &[crate::redact::sentences::spoken::TOLD]),
    (
        Lists::RECORDS,
        &[crate::redact::records::REJECTIONS, crate::redact::records::STATEMENTS, crate::redact::records::TRAVEL],
    ),
    (Lists::CLOSINGS, &[people::CLOSINGS]),
    (Lists::NAMING, &[people::INTRODUCTIONS]),
    (Lists::PRESENTING, &[people::PRESENTATIONS]),
    (Lists::LABELLED, &[people::LABELS]),
    (Lists::CELLED, &[people::CELLED, people::FORMS]),
    (Lists::ROLES, &[people::HEADS]),
    (Lists::STREETS, &[people::KINDS, people::OTHER_KINDS, people::BOXES]),
    (Lists::PHRASES, &[secrets::PHRASES, secrets::LATIN_HEADS, secrets::OPENERS]),
    (Lists::MINE, &[crate::redact::sentences::mine::CAPITALS]),
];

/// Lists that hold something with the same first letters, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) struct Lists(u16);

impl Lists {
    pub(in crate::redact) const TITLES: Self = Self(1);
    pub(in crate::redact) const DASHED: Self = Self(1 << 1);
    pub(in crate::redact) const SPOKEN: Self = Self(1 << 2);
    pub(in crate::redact) const RECORDS: Self = Self(1 << 3);
    pub(in crate::redact) const CLOSINGS: Self = Self(1 << 4);
    pub(in crate::redact) const NAMING: Self = Self(1 << 5);
    pub(in crate::redact) const CELLED: Self = Self(1 << 6);
    pub(in crate::redact) const ROLES: Self = Self(1 << 7);
    pub(in crate::redact) const STREETS: Self = Self(1 << 8);
    pub(in crate::redact) const PHRASES: Self = Self(1 << 9);
    pub(in crate::redact) const PRESENTING: Self = Self(1 << 10);
    pub(in crate::redact) const LABELLED: Self = Self(1 << 11);
    pub(in crate::redact) const MINE: Self = Self(1 << 12);
    /// Who introduces somebody.
    pub(in crate::redact) const INTRODUCED: Self = Self(Self::NAMING.0 | Self::PRESENTING.0);
    #[cfg(test)]
    pub(in crate::redact) const ALL: Self = Self(u16::MAX);

    /// Those of which something may begin at `p`; where no capital stands, the others are not asked.
    #[inline]
    pub(in crate::redact) fn at(t: &[u8], p: usize) -> Self {
        if !at(t, p).is_ascii_uppercase() {
            return Self::PHRASES;
        }
        let letters = u32::from_le_bytes([at(t, p), at(t, p + 1), at(t, p + 2), at(t, p + 3)]);
        Self(Self::of(letters).0 | Self::of(letters & SHORT).0)
    }

    /// Of these letters.
    #[inline]
    fn of(letters: u32) -> Self {
        let mut slot = slot(letters);
        loop {
            match TABLE.get(slot) {
                Some((known, lists)) if *known == letters => return *lists,
                None | Some((0, _)) => return Self(0),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }

    #[inline]
    pub(in crate::redact) fn has(self, lists: Self) -> bool {
        self.0 & lists.0 != 0
    }
}

/// The letters by which heads are known: four, or of those that have no more, three.
const SHORT: u32 = 0xFF_FFFF;

const fn letters(head: &str) -> u32 {
    match head.as_bytes() {
        [a, b, c] => u32::from_le_bytes([*a, *b, *c, 0]),
        [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => panic!("a head has three letters"),
    }
}

/// 12 bits wide.
#[inline]
const fn hash(letters: u32) -> usize {
    (letters.wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// Slots of [`TABLE`]: a power of two, several times what is in it.
const SLOTS: usize = 1024;

/// Where the search for letters in [`TABLE`] begins.
#[inline]
const fn slot(letters: u32) -> usize {
    hash(letters) % SLOTS
}

/// The lists by the letters of what they hold. What is not at its slot is at one of the next; no letters where there is
/// nothing.
static TABLE: [(u32, Lists); SLOTS] = {
    let mut table = [(0, Lists(0)); SLOTS];
    let (mut k, mut entries) = (0, 0);
    while k < LISTS.len() {
        let (Lists(bit), lists) = LISTS[k];
        let mut l = 0;
        while l < lists.len() {
            let mut i = 0;
            while i < lists[l].len() {
                let letters = letters(lists[l][i]);
                assert!(bit != Lists::RECORDS.0 || (letters as u8).is_ascii_uppercase());
                let mut at = slot(letters);
                while table[at].0 != 0 && table[at].0 != letters {
                    at = (at + 1) % SLOTS;
                }
                entries += if table[at].0 == 0 { 1 } else { 0 };
                table[at] = (letters, Lists(table[at].1.0 | bit));
                i += 1;
            }
            l += 1;
        }
        k += 1;
    }
    assert!(entries * 2 < SLOTS);
    table
};

/// A bit for each hash of letters.
type Bits = [u64; 64];

/// Of the heads of four letters or more, and of the others.
static HEADS: [Bits; 2] = {
    let mut bits = [[0; 64]; 2];
    let mut i = 0;
    while i < SLOTS {
        let letters = TABLE[i].0;
        let hash = hash(letters);
        if letters != 0 {
            bits[if letters > SHORT { 0 } else { 1 }][hash >> 6] |= 1 << (hash & 63);
        }
        i += 1;
    }
    bits
};

/// Whether a head may begin with these four letters: right for all that do, and wrong for little else.
#[inline]
fn may_begin(letters: u32) -> bool {
    let has = |bits: &Bits, letters: u32| {
        let hash = hash(letters);
        bits.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 != 0)
    };
    let [long, short] = &HEADS;
    has(long, letters) || has(short, letters & SHORT)
}

/// Whether what stands at a candidate, up to four bytes, may begin one. A candidate is a capital, `q`, `s`, `n`, `-`,
/// begins a short word with `e`, `l` or `m`, or is a digit with which an age may begin.
#[inline]
pub(in crate::redact) fn fits(rest: &[u8]) -> bool {
    match rest {
        [b'-', b'a' | b'w' | b'N', b' ', ..] | [b'-', b'S', ..] => true,
        [b'q', b'l' | b'c', ..] | [b's', b's', b' ' | b'o', ..] | [b's', b's', b'e', b' ' | b'.' | b',', ..] => true,
        [b'0'..=b'9', b' ' | b'-', b'y' | b'Y', ..]
        | [b'0'..=b'9', b'0'..=b'9', b' ' | b'-', b'y' | b'Y']
        | [b'1', b'0'..=b'9', b'0'..=b'9', b' ' | b'-'] => true,
        [b'n', b'h', b'a', ..] | [b'l', b'o', b'g' | b'c', b'i' | b'k'] => true,
        [b'm' | b'l', ..] => crate::redact::sentences::mine::fits(rest),
        [a @ b'A'..=b'Z', b, c, rest @ ..] => may_begin(u32::from_le_bytes([*a, *b, *c, at(rest, 0)])),
        _ => false,
    }
}

/// Whether what stands before the capital at `p` may lead to a name: a word in small letters for what somebody is
/// (`the customer Jane Roe`), or the quote of a text that another names, `fill('#name', 'Jane Roe')`.
#[inline]
pub(in crate::redact) fn led(t: &[u8], p: usize) -> bool {
    let [before, second] = [back(t, p, 1), back(t, p, 2)];
    let capital = at(t, p).is_ascii_uppercase();
    let ascii = capital && (at(t, p + 1).is_ascii_lowercase() || (0xC3..0xC6).contains(&at(t, p + 1)));
    if !(ascii || before == b' ' && capital_beyond_ascii(t, p)) {
        return capital && before == b' ' && people::may_be_plated(t, p);
    }
    match before {
        b' ' => people::may_be_role(t, p - 1 - usize::from(second == b',')),
        b'"' | b'\'' => people::may_be_told(t, p - 1),
        _ => false,
    }
}

/// Whether a capital of the Latin script beyond ASCII may stand at `p`: right for all of European languages and of
/// Turkish, and wrong for some small letters.
#[inline]
fn capital_beyond_ascii(t: &[u8], p: usize) -> bool {
    match at(t, p) {
        0xC3 => at(t, p + 1) < 0x9F,
        0xC4 | 0xC5 => true,
        _ => false,
    }
}

/// Whether what stands before `p` may end as the words do behind which a name or a date of birth is told: `is `,
/// `born on `, `née le `; or an age stands there.
pub(in crate::redact) fn is_told(t: &[u8], p: usize) -> bool {
    let b = at(t, p);
    is_aged(t, p) && fits(part(t, p, p + 4))
        || super::places::gap(back(t, p, 1))
            && match back(t, p, 2) {
                b's' | b'n' | b'S' | b'N' => b.is_ascii_uppercase() || digit(b),
                // `geb. 3.4.80`
                b'e' | b'l' | b'm' | b'p' | b'E' | b'L' | b'M' | b'P' | b'.' => digit(b),
                _ => false,
            }
}

/// Whether a word may begin with a number of as many as three digits and a word whose second letter is `e`, `l` or `m`:
/// `72-year-old`. [`fits`] asks for more.
fn is_aged(t: &[u8], p: usize) -> bool {
    let may_be = |n: usize| super::places::gap(at(t, p + n)) && matches!(at(t, p + n + 2) | 0x20, b'e' | b'l' | b'm');
    digit(at(t, p)) && !crate::redact::bytes::alnum(back(t, p, 1)) && (1..=3).any(may_be)
}

/// Whether the pass stops at `p` for one: what it computes with bits, byte by byte.
#[cfg(test)]
pub(super) fn is_head(t: &[u8], p: usize) -> bool {
    use crate::redact::bytes::alnum;
    let (b, b1) = (at(t, p), back(t, p, 1));
    let word = b.is_ascii_uppercase() && !alnum(b1);
    let option = b == b'-' && super::places::gap(b1) && at(t, p + 1).is_ascii_alphabetic();
    let double = b | 0x20 == b's' && at(t, p + 1) | 0x20 == b's' || b | 0x20 == b'n' && at(t, p + 1) | 0x20 == b'h';
    let short = matches!(b | 0x20, b'e' | b'l' | b'm')
        && !alnum(b1)
        && at(t, p + 1).is_ascii_alphabetic()
        && [2, 3, 4, 5, 7].into_iter().any(|n| super::places::gap(at(t, p + n)));
    is_told(t, p) || (word || option || double || short || b == b'q') && (fits(part(t, p, p + 4)) || led(t, p))
}

/// What is searched for in texts beyond ASCII beside [`secrets::STEMS`].
const FOREIGN: &[&str] = &["зовут ", "："];
/// Behind this a name beyond ASCII is searched for, beside what [`led`] tells.
const TOLD: &str = "name is ";
/// Longest of them, bytes.
const LONGEST: usize = 32;

/// The search for [`FOREIGN`]. Each literal is known by its first character beyond ASCII, so that only such characters
/// are looked at.
#[derive(Debug)]
pub(super) struct Foreign {
    /// A bit for each two bytes with which such a character begins.
    first: [u64; 64],
    /// By these two bytes: which literals, and how far before the character they begin; the farthest first.
    literals: AHashMap<[u8; 2], Vec<(usize, &'static str)>>,
}

impl Foreign {
    pub(in crate::redact) fn new() -> Self {
        let stems = secrets::STEMS.iter().copied().flatten();
        let people =
            people::BEYOND_ASCII.iter().chain(people::CLOSED).chain(people::CALLED_WORDS).chain(people::LOCATED_WORDS);
        let mut all = Self { first: [0; 64], literals: AHashMap::new() };
        for literal in FOREIGN.iter().copied().chain(stems.copied()).chain(people.copied()) {
            let bytes = literal.as_bytes();
            let Some(before) = bytes.iter().position(|b| *b >= 0x80) else { continue };
            let first = [at(bytes, before), at(bytes, before + 1)];
            let list = all.literals.entry(first).or_default();
            list.push((before, literal));
            list.sort_by_key(|(before, _)| std::cmp::Reverse(*before));
            let (word, bit) = bit_of(first);
            if let Some(word) = all.first.get_mut(word) {
                *word |= bit;
            }
        }
        all
    }

    /// Adds the places in `t` from `from` up to `to`. Returns whether there are any.
    pub(in crate::redact) fn find(&self, t: &[u8], from: usize, to: usize, places: &mut Vec<u32>) -> bool {
        let to = to.min(t.len());
        let old = places.len();
        let mut add = |p: usize| {
            if (from..to).contains(&p) && places.get(old..).is_some_and(|new| new.last() != Some(&(p as u32))) {
                places.push(p as u32);
            }
        };
        // What begins in the range may be beyond ASCII only behind it, and the name that is told begins in it.
        let (start, limit) = (from.saturating_sub(LONGEST), t.len().min(to + LONGEST));
        let mut i = start;
        while let Some(high) = next_high(part(t, i, limit)) {
            i += high;
            let first = [at(t, i), at(t, i + 1)];
            if first[0] >= 0xC0 {
                let told = || part(t, i.saturating_sub(TOLD.len()), i) == TOLD.as_bytes();
                if back(t, i, 1) == b' ' && (told() || led(t, i)) {
                    add(i);
                }
                let (word, bit) = bit_of(first);
                if self.first.get(word).is_some_and(|w| w & bit != 0) {
                    self.literals_at(t, i, first, &mut add);
                }
            }
            i += 1;
        }
        places.len() > old
    }

    /// Adds where the literals begin whose first character beyond ASCII stands at `i`.
    fn literals_at(&self, t: &[u8], i: usize, first: [u8; 2], add: &mut impl FnMut(usize)) {
        for (before, literal) in self.literals.get(&first).map(Vec::as_slice).unwrap_or_default() {
            let Some(p) = i.checked_sub(*before) else { continue };
            if part(t, p, p + literal.len()) == literal.as_bytes() {
                add(p);
            }
        }
    }
}

/// Where the two bytes of [`Foreign::first`] have their bit.
fn bit_of([a, b]: [u8; 2]) -> (usize, u64) {
    (usize::from(a & 0x3F), 1 << (b & 0x3F))
}

/// Where the first byte beyond ASCII stands.
#[inline]
fn next_high(t: &[u8]) -> Option<usize> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, rest) = t.as_chunks::<8>();
    let high = words.iter().enumerate().find_map(|(k, word)| {
        let high = u64::from_le_bytes(*word) & HIGH;
        (high != 0).then(|| k * 8 + high.trailing_zeros() as usize / 8)
    });
    high.or_else(|| rest.iter().position(|b| *b >= 0x80).map(|n| t.len() - rest.len() + n))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The places are those where a literal begins, or a name beyond ASCII behind the words that tell it.
        #[test]
        fn literals_beyond_ascii_are_found_wherever_they_stand(
            text in "([ a-z1：]|парол|пар|Hasł|haslo|clé |密码|密|my name is |soy |client |зовут |नाम |Ж|é|Ö|Š|senha é|nyckel för){0,24}",
            (from, len) in (0usize..60, 0usize..80),
        ) {
            let t = text.as_bytes();
            let from = text.floor_char_boundary(from);
            let to = from + len;
            let stems = secrets::STEMS.iter().copied().flatten();
            let people = people::BEYOND_ASCII.iter().chain(people::CLOSED).chain(people::CALLED_WORDS).chain(people::LOCATED_WORDS);
            let literals: Vec<_> = FOREIGN.iter().chain(stems).chain(people).collect();
            let begins = |p: usize| literals.iter().any(|l| part(t, p, t.len()).starts_with(l.as_bytes()));
            let told = |p: usize| at(t, p) >= 0xC0 && (part(t, 0, p).ends_with(TOLD.as_bytes()) || led(t, p));
            let expected: Vec<u32> =
                (from..to.min(t.len())).filter(|p| begins(*p) || told(*p)).map(|p| p as u32).collect();
            let mut places = Vec::new();
            prop_assert_eq!(Foreign::new().find(t, from, to, &mut places), !expected.is_empty());
            places.sort_unstable();
            places.dedup();
            prop_assert_eq!(places, expected);
        }
    }
}
