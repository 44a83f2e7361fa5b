//! Finds what is to be removed in one text.
//!
//! ```text
//! text ─┬─ 64-byte blocks: bit masks of digits and of @ : =   → starts of digit runs, separators → verifiers
//!       └─ packed search for the literals of vendors (Teddy)  → verifiers
//!                                  hits → sorted, overlaps united
//! ```
//!
//! The first pass only says where a verifier has to look; a verifier decides alone, anchored at that byte, from a bounded
//! neighbourhood. So the slow reference that asks every verifier at every byte (tests) gives identical results.

use aho_corasick::{AhoCorasick, MatchKind, packed};

use super::{bytes::back, context::Context, email, net, numbers, prefixes, secrets, types::Type};

/// A range to replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Type,
}

impl Hit {
    pub(super) fn new(start: usize, end: usize, kind: Type) -> Self {
        Self { start, end, kind }
    }
}

/// Shortest text that can hold anything: `a@b.cd`.
const SHORTEST: usize = 6;
/// Shortest text that can hold a vendor literal with its body.
const SHORTEST_LITERAL: usize = 13;

/// The vendor literals, searched in one pass.
#[derive(Debug)]
enum Literals {
    Packed(packed::Searcher),
    /// Where the machine has no vector search.
    Automaton(AhoCorasick),
}

/// The compiled first pass. Cheap to share.
#[derive(Debug)]
pub(super) struct Scanner {
    literals: Option<Literals>,
}

impl Scanner {
    pub(super) fn new() -> Self {
        let packed = packed::Config::new()
            .match_kind(packed::MatchKind::LeftmostFirst)
            .builder()
            .extend(prefixes::literals())
            .build();
        let literals = packed.map(Literals::Packed).or_else(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostFirst)
                .build(prefixes::literals())
                .ok()
                .map(Literals::Automaton)
        });
        Self { literals }
    }

    /// One for all tests.
    #[cfg(test)]
    pub(super) fn new_shared() -> &'static Self {
        static SCANNER: std::sync::LazyLock<Scanner> = std::sync::LazyLock::new(Scanner::new);
        &SCANNER
    }

    /// Fills `hits` with disjoint ranges in order.
    pub(super) fn scan(&self, t: &[u8], context: Context, hits: &mut Vec<Hit>) {
        hits.clear();
        if t.len() < SHORTEST {
            return;
        }
        self.classes(t, context, hits);
        self.search_literals(t, hits);
        unite(hits);
    }

    pub(super) fn classes(&self, t: &[u8], context: Context, hits: &mut Vec<Hit>) {
        let (blocks, tail) = t.as_chunks::<64>();
        let mut last = [0; 64];
        for (to, from) in last.iter_mut().zip(tail) {
            *to = *from;
        }
        let mut rest = blocks.iter().chain(std::iter::once(&last));
        let mut here = rest.next().map(masks).unwrap_or_default();
        let mut carry = 0;
        let mut base = 0;
        // Each block is looked at when the masks of the next are known.
        for block in rest {
            let next = masks(block);
            triggers(t, base, &here, &next, carry, context, hits);
            carry = here.digits >> 63;
            here = next;
            base += 64;
        }
        triggers(t, base, &here, &Masks::default(), carry, context, hits);
    }

    pub(super) fn search_literals(&self, t: &[u8], hits: &mut Vec<Hit>) {
        if t.len() < SHORTEST_LITERAL {
            return;
        }
        let mut from = 0;
        while from < t.len() {
            let found = match &self.literals {
                Some(Literals::Packed(s)) => {
                    s.find_in(t, aho_corasick::Span { start: from, end: t.len() }).map(|m| m.start())
                }
                Some(Literals::Automaton(a)) => {
                    a.find(aho_corasick::Input::new(t).span(from..t.len())).map(|m| m.start())
                }
                // Without a searcher nothing may pass unseen.
                None => Some(from),
            };
            let Some(p) = found else { return };
            hits.extend(prefixes::verify(t, p));
            from = p + 1;
        }
    }
}

/// Which bytes of a block are digits, dots, and one of `@`, `:`, `=`.
#[derive(Clone, Copy, Default)]
struct Masks {
    digits: u64,
    dots: u64,
    marks: u64,
}

/// Window in which a number of a person has at least [`MIN_DIGITS`], bytes.
pub(super) const WINDOW: usize = 24;
/// Fewest digits of a number of a person: a local telephone number.
pub(super) const MIN_DIGITS: u32 = 7;

/// One block: `carry` says whether the byte before it is a digit. Most runs of digits are told to be harmless by counting
/// bits: too few digits near by, and no three dots for an address.
#[inline]
fn triggers(t: &[u8], base: usize, here: &Masks, next: &Masks, carry: u64, context: Context, hits: &mut Vec<Hit>) {
    let digits = u128::from(here.digits) | u128::from(next.digits) << 64;
    let dots = u128::from(here.dots) | u128::from(next.dots) << 64;
    let mut starts = here.digits & !(here.digits << 1 | carry);
    while starts != 0 {
        let i = starts.trailing_zeros();
        starts &= starts - 1;
        let many = ((digits >> i) as u32 & ((1 << WINDOW) - 1)).count_ones() >= MIN_DIGITS;
        if many || ((dots >> i) as u32 & 0x7FFF).count_ones() >= 3 {
            at_trigger(t, base + i as usize, context, hits);
        }
    }
    let mut marks = here.marks;
    while marks != 0 {
        let i = marks.trailing_zeros();
        marks &= marks - 1;
        at_trigger(t, base + i as usize, context, hits);
    }
}

/// Bits of a byte's class.
const DIGIT: u8 = 1;
const DOT: u8 = 2;
const MARK: u8 = 4;

/// Masks of a block. The classes are found by vectors of bytes; bits are gathered only of classes that the block has.
#[inline]
fn masks(block: &[u8; 64]) -> Masks {
    let mut classes = [0u8; 64];
    for (class, b) in classes.iter_mut().zip(block) {
        let digit = u8::from(b.wrapping_sub(b'0') < 10) * DIGIT;
        let dot = u8::from(*b == b'.') * DOT;
        let mark = u8::from((*b == b':') | (*b == b'=') | (*b == b'@')) * MARK;
        *class = digit | dot | mark;
    }
    let (words, _) = classes.as_chunks::<8>();
    let any = words.iter().fold(0, |any, word| any | u64::from_le_bytes(*word));
    let of = |class: u8| {
        if any & (ONES * u64::from(class)) == 0 {
            return 0;
        }
        let shift = class.trailing_zeros();
        words.iter().enumerate().fold(0, |mask, (k, word)| mask | gather(u64::from_le_bytes(*word) >> shift) << (8 * k))
    };
    Masks { digits: of(DIGIT), dots: of(DOT), marks: of(MARK) }
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Gathers the lowest bit of each byte.
fn gather(word: u64) -> u64 {
    (word & ONES).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Adds what was found.
pub(super) fn push(hits: &mut Vec<Hit>, found: Option<Hit>) {
    if let Some(hit) = found {
        hits.push(hit);
    }
}

/// Asks the verifiers of the byte at `p`.
fn at_trigger(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    match t.get(p) {
        Some(b'@') => push(hits, email::verify(t, p)),
        Some(b'=') => push(hits, secrets::key_value(t, p)),
        Some(b':') => {
            let next = t.get(p + 1);
            if next == Some(&b'/') {
                push(hits, secrets::url_credentials(t, p));
            } else if back(t, p, 1).is_ascii_hexdigit() && next.is_some_and(|b| b.is_ascii_hexdigit() || *b == b':') {
                push(hits, net::ipv6(t, p, context));
            }
            push(hits, secrets::key_value(t, p));
        }
        // A letter before leaves only the account number; a dot behind may begin an address.
        Some(b'0'..=b'9') if back(t, p, 1).is_ascii_alphabetic() && back(t, p, 2).is_ascii_alphabetic() => {
            push(hits, net::iban(t, p, context));
        }
        Some(b'0'..=b'9') => {
            let dotted = (1..=3).any(|n| t.get(p + n) == Some(&b'.'));
            match dotted.then(|| net::ipv4(t, p, context)).flatten() {
                Some(hit) => hits.push(hit),
                None => numbers::verify(t, p, context, hits),
            }
        }
        _ => {}
    }
}

/// Sorts, and unites what overlaps under the most severe type.
pub(super) fn unite(hits: &mut Vec<Hit>) {
    if hits.len() < 2 {
        return;
    }
    hits.sort_unstable_by_key(|h| (h.start, h.end, h.kind));
    hits.dedup_by(|next, kept| {
        let overlap = next.start < kept.end;
        if overlap {
            kept.end = kept.end.max(next.end);
            kept.kind = kept.kind.max(next.kind);
        }
        overlap
    });
}

/// The obvious way: every verifier at every byte. Only for tests.
#[cfg(test)]
pub(super) fn reference(t: &[u8], context: Context) -> Vec<Hit> {
    let mut hits = Vec::new();
    for p in 0..t.len() {
        hits.extend(email::verify(t, p));
        hits.extend(secrets::key_value(t, p));
        hits.extend(secrets::url_credentials(t, p));
        hits.extend(net::ipv6(t, p, context));
        hits.extend(net::iban(t, p, context));
        match net::ipv4(t, p, context) {
            Some(hit) => hits.push(hit),
            None => numbers::verify(t, p, context, &mut hits),
        }
        hits.extend(prefixes::verify(t, p));
    }
    unite(&mut hits);
    hits
}
