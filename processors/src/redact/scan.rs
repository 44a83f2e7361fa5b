//! Finds what is to be removed in one text.
//!
//! ```text
//! text ─┬─ 64-byte blocks: bit masks of byte classes     → places: starts of digit runs, `@`, `:`, `=`  ─┐
//!       └─ packed search for the literals of vendors     → places of literals                            ─┴→ verifiers
//!                                  hits → sorted, overlaps united
//! ```
//!
//! The first pass only says where a verifier has to look; a verifier decides alone, anchored at that byte, from a bounded
//! neighbourhood. So the slow reference that asks every verifier at every byte (tests) gives identical results. Which starts
//! of digits are places is defined by `is_number_place`; the pass computes the same with bits, and a test compares the two.

use aho_corasick::{AhoCorasick, MatchKind, packed};

use super::{
    bytes::{Budget, at, back, digit, part},
    classes::{self, BLOCK, Classify, Masks},
    context::Context,
    email, net, numbers, prefixes, secrets,
    types::Type,
};

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
/// Bytes of the longest literal, at most.
pub(super) const LONGEST_LITERAL: usize = 32;
/// Blocks classified in one call: 4 KiB.
const CHUNK: usize = 64;

/// Verifiers looked at more bytes than a value of its length may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overrun;

/// Where verifiers have to look in one text, and what they found. Its memory is used again for the next text.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Places whose classes of bytes call for a verifier.
    pub(super) places: Vec<u32>,
    /// Places of vendor literals.
    pub(super) literals: Vec<u32>,
    /// After [`Search::verify`]: disjoint, in order.
    pub(super) hits: Vec<Hit>,
    masks: Vec<Masks>,
}

impl Search {
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.literals.clear();
        self.hits.clear();
    }

    /// Drops the places inside the hits, and moves the others to where they are when the hits are replaced by marks.
    pub(super) fn keep_outside(&mut self, hits: &[Hit]) {
        for places in [&mut self.places, &mut self.literals] {
            let mut hits = hits.iter().peekable();
            // What the places behind the last hit passed are moved by, in wrapping arithmetic.
            let mut shift = 0u32;
            places.retain_mut(|p| {
                while let Some(hit) = hits.next_if(|h| h.end <= *p as usize) {
                    let (mark, len) = (hit.kind.mark().len() as u32, (hit.end - hit.start) as u32);
                    shift = shift.wrapping_add(mark).wrapping_sub(len);
                }
                let outside = hits.peek().is_none_or(|h| h.start > *p as usize);
                *p = p.wrapping_add(shift);
                outside
            });
        }
    }

    /// Asks the verifiers of all places; adds to the hits and unites them.
    pub(super) fn verify(&mut self, t: &[u8], context: Context, budget: &Budget) -> Result<(), Overrun> {
        for p in &self.places {
            at_place(t, *p as usize, context, &mut self.hits);
            if budget.is_over() {
                return Err(Overrun);
            }
        }
        for p in &self.literals {
            self.hits.extend(prefixes::verify(t, *p as usize));
            if budget.is_over() {
                return Err(Overrun);
            }
        }
        unite(&mut self.hits);
        Ok(())
    }
}

/// The vendor literals, searched in one pass.
#[derive(Debug)]
enum Literals {
    Packed(packed::Searcher),
    /// Where the machine has no vector search.
    Automaton(AhoCorasick),
}

/// The compiled first pass. Cheap to share.
pub(super) struct Scanner {
    literals: Option<Literals>,
    classify: Classify,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scanner").finish_non_exhaustive()
    }
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
        Self { literals, classify: classes::fastest() }
    }

    /// One for all tests.
    #[cfg(test)]
    pub(super) fn new_shared() -> &'static Self {
        static SCANNER: std::sync::LazyLock<Scanner> = std::sync::LazyLock::new(Scanner::new);
        &SCANNER
    }

    /// One without literals, with another way of classifying bytes.
    #[cfg(test)]
    pub(super) fn with_classes(classify: Classify) -> Self {
        let literals = AhoCorasick::new(["\0"]).ok().map(Literals::Automaton);
        Self { literals, classify }
    }

    /// Everything found in a text.
    #[cfg(test)]
    pub(super) fn scan(&self, t: &[u8], context: Context) -> Vec<Hit> {
        let mut search = Search::default();
        self.search(t, &mut search);
        search.verify(t, context, &Budget::of(t.len())).unwrap();
        search.hits
    }

    /// Finds all places of a text, which must be shorter than 4 GiB.
    pub(super) fn search(&self, t: &[u8], search: &mut Search) {
        search.clear();
        self.search_range(t, 0, t.len(), search);
    }

    /// Adds the places from `from` up to `to`; what lies around counts as it does in the whole text.
    pub(super) fn search_range(&self, t: &[u8], from: usize, to: usize, search: &mut Search) {
        if t.len() < SHORTEST || from >= to.min(t.len()) {
            return;
        }
        self.search_classes(t, from, to, search);
        if t.len() >= SHORTEST_LITERAL {
            self.search_literals(t, from, to, &mut search.literals);
        }
    }

    fn search_classes(&self, t: &[u8], from: usize, to: usize, search: &mut Search) {
        let Search { masks, places, .. } = search;
        masks.resize(CHUNK + 2, Masks::default());
        let Some(masks) = masks.first_chunk_mut::<{ CHUNK + 2 }>() else { return };
        // The block behind the last is read too, for numbers that reach into it.
        let text = part(t, from, to.saturating_add(BLOCK));
        let (blocks, tail) = text.as_chunks::<BLOCK>();
        let mut last = [[0; BLOCK]];
        for (to, from) in last.iter_mut().flatten().zip(tail) {
            *to = *from;
        }
        let last = (!tail.is_empty()).then_some(&last[..]);
        // The first two masks are of blocks before: one that is done, and one that waits for its next.
        masks[1] = edge(t, from);
        let (mut base, mut first) = (from, 1);
        for chunk in blocks.chunks(CHUNK).chain(last) {
            let to = 2 + chunk.len();
            (self.classify)(chunk, masks.get_mut(2..to).unwrap_or_default());
            for window in masks.get(first..to).unwrap_or_default().windows(3) {
                if let [before, here, next] = window {
                    add_places(base, before, here, next, places);
                }
                base += BLOCK;
            }
            masks.copy_within(to - 2..to, 0);
            first = 0;
        }
        add_places(base, &masks[0], &masks[1], &Masks::default(), places);
        let kept = places.partition_point(|p| (*p as usize) < to);
        places.truncate(kept);
    }

    fn search_literals(&self, t: &[u8], from: usize, to: usize, places: &mut Vec<u32>) {
        let end = t.len().min(to.saturating_add(LONGEST_LITERAL));
        let mut from = from;
        while from < to {
            let found = match &self.literals {
                Some(Literals::Packed(s)) => {
                    s.find_in(t, aho_corasick::Span { start: from, end }).map(|m| m.start())
                }
                Some(Literals::Automaton(a)) => a.find(aho_corasick::Input::new(t).span(from..end)).map(|m| m.start()),
                // Without a searcher nothing may pass unseen.
                None => Some(from),
            };
            let Some(p) = found.filter(|p| *p < to) else { return };
            places.push(p as u32);
            from = p + 1;
        }
    }
}

/// Classes of the bytes before `from`, as far as a place looks back.
fn edge(t: &[u8], from: usize) -> Masks {
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
        masks.separators |= bit(matches!(b, b':' | b'='));
    }
    masks
}

/// Window in which a number of a person has at least [`MIN_DIGITS`], bytes.
pub(super) const WINDOW: usize = 24;
/// Fewest digits of a number of a person: a local telephone number.
pub(super) const MIN_DIGITS: u32 = 7;
/// Fewest digits of an id that begins with letters, within [`WINDOW`].
const MIN_DIGITS_OF_ID: u32 = 4;

/// Places of one block, from the classes of its neighbours.
#[inline]
fn add_places(base: usize, before: &Masks, here: &Masks, next: &Masks, places: &mut Vec<u32>) {
    if here.digits | here.ats | here.separators == 0 {
        return;
    }
    let host = here.letters | here.digits | here.high;
    let host = host >> 1 | (next.letters | next.digits | next.high) << 63;
    let doubled = here.separators << 1 | before.separators >> 63;
    let mut found = here.ats & host | here.separators & !doubled;
    if here.digits != 0 {
        found |= number_places(before, here, next);
    }
    while found != 0 {
        places.push((base + found.trailing_zeros() as usize) as u32);
        found &= found - 1;
    }
}

/// `is_number_place` for a block. Most runs of digits are told to be harmless by a few operations on bits.
#[inline]
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
        let number = sevens & bit != 0 && (near >= MIN_DIGITS || quad());
        let id = (upper & bit != 0 && near >= MIN_DIGITS_OF_ID) || (code & bit != 0 && near >= MIN_DIGITS);
        found |= if number || id { bit } else { 0 };
    }
    found
}

fn gap(b: u8) -> bool {
    matches!(b, b' ' | b'('..=b'/')
}

/// Whether a run of digits that starts at `p` may begin a number or an id of a person, or hold the first digits of one.
///
/// It is one when any of these holds, where `digits` is their number within [`WINDOW`] bytes from `p` on:
/// * six digits stand here without a gap;
/// * the next seven bytes are digits and gaps, and `digits` ≥ 7, or there are three dots within 15 bytes;
/// * an upper-case letter stands before, and `digits` ≥ 4;
/// * exactly two letters or digits stand before, which are letters, and `digits` ≥ 7;
///
/// and it does not go on a chain.
#[cfg(test)]
pub(super) fn is_number_place(t: &[u8], p: usize) -> bool {
    if !digit(at(t, p)) || digit(back(t, p, 1)) {
        return false;
    }
    let count = |n: usize, f: fn(u8) -> bool| part(t, p, p + n).iter().filter(|b| f(**b)).count();
    let digits = count(WINDOW, digit);
    let many = digits >= MIN_DIGITS as usize;
    let (b1, b2, b3) = (back(t, p, 1), back(t, p, 2), back(t, p, 3));
    let run = count(6, digit) == 6;
    let number = count(7, |b| digit(b) || gap(b)) == 7 && (many || count(15, |b| b == b'.') >= 3);
    let id = b1.is_ascii_uppercase() && digits >= MIN_DIGITS_OF_ID as usize;
    let code = b1.is_ascii_alphabetic() && b2.is_ascii_alphabetic() && !b3.is_ascii_alphanumeric() && many;
    (run || number || id || code) && !is_chained(t, p)
}

/// Whether a verifier has to look at `p`: what the pass computes with bits.
#[cfg(test)]
pub(super) fn is_place(t: &[u8], p: usize) -> bool {
    match at(t, p) {
        b'@' => at(t, p + 1).is_ascii_alphanumeric() || at(t, p + 1) >= 0x80,
        b':' | b'=' => !matches!(back(t, p, 1), b':' | b'='),
        _ => is_number_place(t, p),
    }
}

/// Whether digits go on a chain (`1.1.1.1`, `7 7 7 7`), in which nothing begins: fewer than four digits behind a digit and
/// `.` or `-`, or a single digit between single digits.
#[cfg(test)]
fn is_chained(t: &[u8], p: usize) -> bool {
    let (b1, b2, b3) = (back(t, p, 1), back(t, p, 2), back(t, p, 3));
    let (a1, a2, a3) = (at(t, p + 1), at(t, p + 2), at(t, p + 3));
    let glued = matches!(b1, b'.' | b'-') && digit(b2) && !(1..4).all(|n| digit(at(t, p + n)));
    let single = gap(b1) && digit(b2) && !digit(b3) && gap(a1) && a1 != b'.' && digit(a2) && !digit(a3);
    glued || single
}

/// Adds what was found.
pub(super) fn push(hits: &mut Vec<Hit>, found: Option<Hit>) {
    if let Some(hit) = found {
        hits.push(hit);
    }
}

/// Asks the verifiers of the byte at `p`.
pub(super) fn at_place(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
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
        Some(b'0'..=b'9') => at_number(t, p, context, hits),
        _ => {}
    }
}

/// Asks the verifiers of a run of digits, at its start. Verifiers of ids have their place here: it is called for every
/// `is_number_place`.
fn at_number(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    // A letter before leaves only the account number; a dot behind may begin an address.
    if back(t, p, 1).is_ascii_alphabetic() {
        push(hits, net::iban(t, p, context));
        return;
    }
    let dotted = (1..=3).any(|n| t.get(p + n) == Some(&b'.'));
    match dotted.then(|| net::ipv4(t, p, context)).flatten() {
        Some(hit) => hits.push(hit),
        None => numbers::verify(t, p, context, hits),
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

/// The obvious way: every verifier at every byte. Only for tests. What [`at_number`] asks beside these is asked at every
/// [`is_number_place`].
#[cfg(test)]
pub(super) fn reference(t: &[u8], context: Context) -> Vec<Hit> {
    let mut hits = Vec::new();
    for p in 0..t.len() {
        hits.extend(email::verify(t, p));
        hits.extend(secrets::key_value(t, p));
        hits.extend(secrets::url_credentials(t, p));
        hits.extend(net::ipv6(t, p, context));
        hits.extend(net::iban(t, p, context));
        if !is_chained(t, p) {
            match net::ipv4(t, p, context) {
                Some(hit) => hits.push(hit),
                None => numbers::verify(t, p, context, &mut hits),
            }
        }
        if is_number_place(t, p) {
            at_number(t, p, context, &mut hits);
        }
        hits.extend(prefixes::verify(t, p));
    }
    unite(&mut hits);
    hits
}
