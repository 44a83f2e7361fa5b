//! Where titles and greetings before names, kinds of street, and phrases before secrets may stand.
//!
//! Most begin with a capital and are known by three letters; the others by two letters that are rare together. The pass over a
//! text gives the candidates by its masks, [`fits`] drops nearly all, and verifiers decide. What is not written in ASCII is
//! searched for only in texts that are not.

use aho_corasick::{AhoCorasick, Input, MatchKind, Span, packed};

use super::{
    bytes::{at, back, digit, part},
    people, secrets,
};

/// A bit for each hash of three letters.
pub(super) type Bits = [u64; 64];

/// Of the first three letters of all that lists hold.
pub(super) const fn bits(lists: &[&[&str]]) -> Bits {
    let mut bits = [0; 64];
    let mut k = 0;
    while k < lists.len() {
        let mut i = 0;
        while i < lists[k].len() {
            let [a, b, c, ..] = lists[k][i].as_bytes() else { panic!("a head has three letters") };
            let hash = hash([*a, *b, *c]);
            bits[hash >> 6] |= 1 << (hash & 63);
            i += 1;
        }
        k += 1;
    }
    bits
}

/// Whether what begins with these letters may be in the lists: right for all that is, and wrong for little else.
#[inline]
pub(super) fn may_begin(bits: &Bits, letters: [u8; 3]) -> bool {
    let hash = hash(letters);
    bits.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 != 0)
}

/// Which of `list` a text begins with: three bytes are compared without a call.
#[inline]
pub(super) fn find<'a, W>(list: &'a [W], text: &[u8], of: impl Fn(&W) -> &str) -> Option<&'a W> {
    let head = text.first_chunk::<3>()?;
    list.iter().find(|w| of(w).as_bytes().first_chunk::<3>() == Some(head) && text.starts_with(of(w).as_bytes()))
}

/// What begins with a capital.
static HEADS: Bits = bits(&[
    people::TITLES,
    super::spoken::TOLD,
    people::CLOSINGS,
    people::INTRODUCTIONS,
    people::PRESENTATIONS,
    people::LABELS,
    people::KINDS,
    people::OTHER_KINDS,
    secrets::PHRASES,
    secrets::LATIN_HEADS,
]);

/// 12 bits wide.
#[inline]
const fn hash([a, b, c]: [u8; 3]) -> usize {
    (u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// Whether what stands at a candidate, up to four bytes, may begin one. A candidate is a capital or `q`, `s`, `n` or `-`.
#[inline]
pub(super) fn fits(rest: &[u8]) -> bool {
    match rest {
        [b'-', b'a' | b'w', b' ', ..] | [b'-', b'S', ..] => true,
        [b'q', b'l' | b'c', ..] | [b's', b's', b' ' | b'o', ..] | [b's', b's', b'e', b' ' | b'.' | b',', ..] => true,
        [b'n', b'h', b'a', ..] => true,
        [a @ b'A'..=b'Z', b, c, ..] => may_begin(&HEADS, [*a, *b, *c]),
        _ => false,
    }
}

/// Whether what stands before `p` may end as the words do behind which a name or a date of birth is told: `is `, `born on `, `née le `.
pub(super) fn is_told(t: &[u8], p: usize) -> bool {
    let b = at(t, p);
    super::places::gap(back(t, p, 1))
        && match back(t, p, 2) {
            b's' | b'n' | b'S' | b'N' => b.is_ascii_uppercase() || digit(b),
            // `geb. 3.4.80`
            b'e' | b'l' | b'm' | b'E' | b'L' | b'M' | b'.' => digit(b),
            _ => false,
        }
}

/// Whether the pass stops at `p` for one: what it computes with bits, byte by byte.
#[cfg(test)]
pub(super) fn is_head(t: &[u8], p: usize) -> bool {
    use super::bytes::alnum;
    let (b, b1) = (at(t, p), back(t, p, 1));
    let word = b.is_ascii_uppercase() && !alnum(b1);
    let option = b == b'-' && super::places::gap(b1) && at(t, p + 1).is_ascii_alphabetic();
    let double = b | 0x20 == b's' && at(t, p + 1) | 0x20 == b's' || b | 0x20 == b'n' && at(t, p + 1) | 0x20 == b'h';
    is_told(t, p) || (word || option || double || b == b'q') && fits(part(t, p, p + 4))
}

/// What is searched for in texts beyond ASCII beside [`secrets::STEMS`], and whether it is known by its end.
const FOREIGN: &[(&str, bool)] = &[("name is ", true), ("зовут ", false), ("：", false)];
/// Longest of them, bytes.
const LONGEST: usize = 32;

/// The search for [`FOREIGN`].
#[derive(Debug)]
pub(super) enum Foreign {
    Packed(packed::Searcher),
    /// Where the machine has no vector search.
    Automaton(AhoCorasick),
}

impl Foreign {
    pub(super) fn new() -> Option<Self> {
        let stems = || secrets::STEMS.iter().copied().flatten();
        let literals = || {
            let people = people::INTRODUCED.iter().chain(people::CLOSED).chain(people::CALLED_WORDS);
            FOREIGN.iter().map(|(literal, _)| literal).chain(stems()).chain(people)
        };
        let config = packed::Config::new().match_kind(packed::MatchKind::LeftmostFirst).clone();
        config.builder().extend(literals()).build().map(Self::Packed).or_else(|| {
            let mut builder = AhoCorasick::builder();
            builder.match_kind(MatchKind::LeftmostFirst).build(literals()).ok().map(Self::Automaton)
        })
    }

    /// Adds the places in `t` from `from` up to `to`, in order. Returns whether there are any.
    pub(super) fn find(&self, t: &[u8], from: usize, to: usize, places: &mut Vec<u32>) -> bool {
        let to = to.min(t.len());
        // What is known by its end may begin before, and what begins here may be beyond ASCII only behind.
        let (mut start, limit) = (from.saturating_sub(LONGEST), t.len().min(to + LONGEST));
        if part(t, from, limit).is_ascii() {
            return false;
        }
        let old = places.len();
        loop {
            let found = match self {
                Self::Packed(s) => s.find_in(t, Span { start, end: limit }),
                Self::Automaton(a) => a.find(Input::new(t).span(start..limit)),
            };
            let Some(m) = found else { break };
            let by_end = FOREIGN.get(m.pattern().as_usize()).is_some_and(|(_, by_end)| *by_end);
            let p = if by_end { m.end() } else { m.start() };
            if (from..to).contains(&p) && (!by_end || at(t, p) >= 0x80) {
                places.push(p as u32);
            }
            start = m.start() + 1;
        }
        places.len() > old
    }
}
