//! Which bytes of a text are of which class, 64 bytes at a time, by the widest vectors that the machine has.
//!
//! This is the one module with `unsafe` code. But for an empty instruction ([`opaque`]) it rests on two facts:
//!
//! 1. *Vector loads stay inside.* A load reads 16, 32 or 64 bytes from the start of an array of at least that many, taken
//!    by reference, with an instruction that needs no alignment.
//! 2. *Instructions exist.* A function compiled for a feature is called only by its wrapper, and the wrapper is handed out
//!    only by [`paths`], after that feature was detected. On aarch64 NEON is part of the architecture.
//!
//! A test compares every path that the machine has with the portable one.

#![allow(unsafe_code)]

use super::{bytes::part, places, views::Found};

/// Bytes looked at together.
pub(super) const BLOCK: usize = 64;

/// The classes of a block's bytes: bit `i` stands for byte `i`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Masks {
    pub(super) digits: u64,
    /// ASCII letters.
    pub(super) letters: u64,
    /// Upper-case ASCII letters.
    pub(super) upper: u64,
    /// What may stand between the digits of a number: space and `( ) * + , - . /`.
    pub(super) gaps: u64,
    pub(super) dots: u64,
    /// `-`.
    pub(super) dashes: u64,
    /// `@`.
    pub(super) ats: u64,
    /// `:` and `=`.
    pub(super) separators: u64,
    /// Bytes beyond ASCII.
    pub(super) high: u64,
    /// What begins an escape: `\`, `%`, `&`, and the ESC of terminals.
    pub(super) escapes: u64,
    /// `)`, `]`, `}`.
    pub(super) closers: u64,
    /// Letters of base64 and base64url that are in no other class: `+`, `/`, `_`.
    pub(super) base64: u64,
    /// What a token may be made of, and what joins tokens: `+` up to DEL.
    pub(super) token: u64,
    /// `s`, `w`, `p`, `h` in any case: two of them may stand in a word for a secret.
    pub(super) s: u64,
    pub(super) w: u64,
    pub(super) p: u64,
    pub(super) h: u64,
    /// `n` in any case: `born on` ends with it.
    pub(super) n: u64,
    /// `e`, `l`, `m` in any case: `née le`, `nato il`, `geboren am` end with them.
    pub(super) elm: u64,
    /// `q`.
    pub(super) q: u64,
    /// Line feeds.
    pub(super) lines: u64,
    /// What parts the cells of a table, but for commas: tab, `|`, `;`.
    pub(super) bars: u64,
    /// `<`.
    pub(super) tags: u64,
    /// `"`.
    pub(super) quotes: u64,
}

/// Which classes a text has bytes of: what has to have one is not searched for where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    lines: u64,
    bars: u64,
    tags: u64,
    quotes: u64,
    escapes: u64,
    high: u64,
}

impl Seen {
    /// Of a text that was not looked at.
    pub(super) const ALL: Self = Self { lines: 1, bars: 1, tags: 1, quotes: 1, escapes: 1, high: 1 };

    #[inline(always)]
    fn add(&mut self, masks: &Masks) {
        self.lines |= masks.lines;
        self.bars |= masks.bars;
        self.tags |= masks.tags;
        self.quotes |= masks.quotes;
        self.escapes |= masks.escapes;
        self.high |= masks.high;
    }

    pub(super) fn lines(self) -> bool {
        self.lines != 0
    }

    /// Tab, `|` or `;`.
    pub(super) fn bars(self) -> bool {
        self.bars != 0
    }

    /// `<`.
    pub(super) fn tags(self) -> bool {
        self.tags != 0
    }

    /// `"`.
    pub(super) fn quotes(self) -> bool {
        self.quotes != 0
    }

    /// What begins an escape, see [`Masks::escapes`].
    pub(super) fn escapes(self) -> bool {
        self.escapes != 0
    }

    /// Bytes beyond ASCII.
    pub(super) fn high(self) -> bool {
        self.high != 0
    }
}

/// What a pass adds to: places of verifiers, and of what may be in disguise.
pub(super) struct Into<'a> {
    pub(super) places: &'a mut Vec<u32>,
    pub(super) secrets: &'a mut Vec<u32>,
    pub(super) disguised: &'a mut Found,
    pub(super) seen: &'a mut Seen,
}

/// Adds the places of a text ([`places`], [`views`](super::views)): the text, classes of what stands before it, its position, and
/// where to add.
pub(super) type Pass = fn(&[u8], Masks, usize, Into<'_>);

/// One way of doing it.
pub(super) struct Path {
    #[cfg(test)]
    pub(super) name: &'static str,
    pub(super) pass: Pass,
    #[cfg(test)]
    masks: fn(&[u8; BLOCK]) -> Masks,
}

macro_rules! path {
    ($module:ident) => {
        Path {
            #[cfg(test)]
            name: stringify!($module),
            pass: $module::pass,
            #[cfg(test)]
            masks: $module::masks,
        }
    };
}

/// The fastest on this machine.
pub(super) fn fastest() -> Pass {
    paths().last().map_or(portable::pass, |path| path.pass)
}

/// All that this machine has, the fastest last.
pub(super) fn paths() -> Vec<Path> {
    #[allow(unused_mut)]
    let mut paths = vec![path!(portable)];
    #[cfg(target_arch = "x86_64")]
    {
        // Processors with AVX2 have the others too; a virtual machine may say otherwise.
        let bits = is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2");
        let bits = bits && is_x86_feature_detected!("popcnt") && is_x86_feature_detected!("lzcnt");
        if bits && is_x86_feature_detected!("avx2") {
            paths.push(path!(avx2));
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw") {
                paths.push(path!(avx512));
            }
        }
    }
    #[cfg(target_arch = "aarch64")]
    paths.push(path!(neon));
    paths
}

/// Classifies block after block, and adds the places of each when the next is known. Compiled into every path, so that its
/// operations on bits use that path's instructions.
#[inline(always)]
fn walk(text: &[u8], edge: Masks, base: usize, into: Into<'_>, masks: impl Fn(&[u8; BLOCK]) -> Masks) {
    let (blocks, tail) = text.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    for (to, from) in last.iter_mut().zip(tail) {
        *to = *from;
    }
    let last = (!tail.is_empty()).then_some(&last);
    let mut rest = blocks.iter().chain(last);
    let Some(first) = rest.next() else { return };
    let start = base;
    let (mut before, mut here, mut base) = (edge, masks(first), base);
    let mut seen = *into.seen;
    seen.add(&here);
    for block in rest {
        let next = masks(block);
        seen.add(&next);
        places::add(base, &before, &here, &next, into.places);
        places::add_secrets(part(text, base - start, text.len()), base, &before, &here, &next, into.secrets);
        into.disguised.add(text, base - start, base, &before, &here, &next);
        (before, here) = (here, next);
        base += BLOCK;
    }
    places::add(base, &before, &here, &Masks::default(), into.places);
    places::add_secrets(part(text, base - start, text.len()), base, &before, &here, &Masks::default(), into.secrets);
    into.disguised.add(text, base - start, base, &before, &here, &Masks::default());
    *into.seen = seen;
}

/// Eight bytes in a word: without vectors.
mod portable {
    use super::{BLOCK, Into, Masks, walk};

    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7F * ONES;
    const HIGH: u64 = 0x80 * ONES;

    pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
        walk(text, edge, base, into, masks);
    }

    pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
        let mut masks = Masks::default();
        for (k, word) in block.as_chunks::<8>().0.iter().enumerate() {
            let w = u64::from_le_bytes(*word);
            // The highest bit of each byte that is at least `n` (ASCII), or exactly `b`.
            let least = |w: u64, n: u8| ((w & LOW) + u64::from(0x80 - n) * ONES) & !w & HIGH;
            let within = |w: u64, from: u8, to: u8| least(w, from) & !least(w, to + 1);
            let is = |b: u8| {
                let x = w ^ (u64::from(b) * ONES);
                !(((x & LOW) + LOW) | x) & HIGH
            };
            let put = |mask: &mut u64, bits: u64| *mask |= gather(bits) << (8 * k);
            let letters = within(w | (0x20 * ONES), b'a', b'z');
            put(&mut masks.digits, within(w, b'0', b'9'));
            put(&mut masks.letters, letters);
            put(&mut masks.upper, letters & !(w << 2));
            put(&mut masks.gaps, within(w, b'(', b'/') | is(b' '));
            put(&mut masks.dots, is(b'.'));
            put(&mut masks.dashes, is(b'-'));
            put(&mut masks.ats, is(b'@'));
            put(&mut masks.separators, is(b':') | is(b'='));
            put(&mut masks.high, w & HIGH);
            put(&mut masks.escapes, is(b'\\') | is(b'%') | is(b'&') | is(0x1B));
            put(&mut masks.closers, is(b')') | is(b']') | is(b'}'));
            put(&mut masks.base64, is(b'+') | is(b'/') | is(b'_'));
            put(&mut masks.token, least(w, b'+'));
            let any_case = |b: u8| is(b) | is(b & !0x20);
            put(&mut masks.s, any_case(b's'));
            put(&mut masks.w, any_case(b'w'));
            put(&mut masks.p, any_case(b'p'));
            put(&mut masks.h, any_case(b'h'));
            put(&mut masks.n, any_case(b'n'));
            put(&mut masks.elm, any_case(b'e') | within(w | (0x20 * ONES), b'l', b'm'));
            put(&mut masks.q, is(b'q'));
            put(&mut masks.lines, is(b'\n'));
            put(&mut masks.bars, is(b'\t') | is(b'|') | is(b';'));
            put(&mut masks.tags, is(b'<'));
            put(&mut masks.quotes, is(b'"'));
        }
        masks
    }

    /// Gathers the highest bit of each byte.
    fn gather(bits: u64) -> u64 {
        (bits >> 7 & ONES).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::*;

    use super::{BLOCK, Into, Masks, opaque, walk};

    pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
        // SAFETY: fact 2: `paths` detected all these features before it handed this out.
        unsafe { featured(text, edge, base, into) }
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
    fn featured(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
        walk(text, edge, base, into, |block| block_masks(block));
    }

    #[cfg(test)]
    pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
        // SAFETY: as above.
        unsafe { block_masks(block) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn block_masks(block: &[u8; BLOCK]) -> Masks {
        let [low, high] = block.as_chunks::<32>().0 else { return Masks::default() };
        // SAFETY: fact 1: 32 bytes from the start of an array of 32.
        let (low, high) =
            unsafe { (_mm256_loadu_si256(low.as_ptr().cast()), _mm256_loadu_si256(high.as_ptr().cast())) };
        let all = |b: u8| _mm256_set1_epi8(b.cast_signed());
        macro_rules! bits {
            ($v:ident => $e:expr) => {{
                let $v = low;
                let first = _mm256_movemask_epi8($e).cast_unsigned();
                let $v = high;
                let second = _mm256_movemask_epi8($e).cast_unsigned();
                opaque(u64::from(first) | u64::from(second) << 32)
            }};
        }
        macro_rules! within {
            ($x:expr, $from:literal, $n:literal) => {{
                let x = _mm256_sub_epi8($x, all($from));
                _mm256_cmpeq_epi8(_mm256_min_epu8(x, all($n)), x)
            }};
        }
        macro_rules! is {
            ($v:ident, $b:literal) => {
                _mm256_cmpeq_epi8($v, all($b))
            };
        }
        macro_rules! any_case {
            ($v:ident, $b:literal) => {
                _mm256_cmpeq_epi8(_mm256_or_si256($v, all(0x20)), all($b))
            };
        }
        let letters = bits!(v => within!(_mm256_or_si256(v, all(0x20)), b'a', 25));
        Masks {
            digits: bits!(v => within!(v, b'0', 9)),
            letters,
            upper: letters & !bits!(v => _mm256_slli_epi16::<2>(v)),
            gaps: bits!(v => _mm256_or_si256(within!(v, b'(', 7), is!(v, b' '))),
            dots: bits!(v => is!(v, b'.')),
            dashes: bits!(v => is!(v, b'-')),
            ats: bits!(v => is!(v, b'@')),
            separators: bits!(v => _mm256_or_si256(is!(v, b':'), is!(v, b'='))),
            high: bits!(v => v),
            escapes: bits!(v => _mm256_or_si256(
                _mm256_or_si256(is!(v, b'\\'), is!(v, 0x1B)),
                _mm256_or_si256(is!(v, b'%'), is!(v, b'&'))
            )),
            closers: bits!(v => _mm256_or_si256(is!(v, b')'), _mm256_or_si256(is!(v, b']'), is!(v, b'}')))),
            base64: bits!(v => _mm256_or_si256(is!(v, b'+'), _mm256_or_si256(is!(v, b'/'), is!(v, b'_')))),
            token: bits!(v => _mm256_cmpgt_epi8(v, all(b'+' - 1))),
            s: bits!(v => any_case!(v, b's')),
            w: bits!(v => any_case!(v, b'w')),
            p: bits!(v => any_case!(v, b'p')),
            h: bits!(v => any_case!(v, b'h')),
            n: bits!(v => any_case!(v, b'n')),
            elm: bits!(v => _mm256_or_si256(any_case!(v, b'e'), within!(_mm256_or_si256(v, all(0x20)), b'l', 1))),
            q: bits!(v => is!(v, b'q')),
            lines: bits!(v => is!(v, b'\n')),
            bars: bits!(v => _mm256_or_si256(is!(v, b'\t'), _mm256_or_si256(is!(v, b'|'), is!(v, b';')))),
            tags: bits!(v => is!(v, b'<')),
            quotes: bits!(v => is!(v, b'"')),
        }
    }
}

/// Hides where a mask comes from. Without this the compiler keeps masks as vectors of booleans from one block to the next, and
/// takes them apart and puts them together bit by bit.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn opaque(mut mask: u64) -> u64 {
    // SAFETY: no instruction at all: the register keeps its value.
    unsafe { std::arch::asm!("/* {0} */", inout(reg) mask, options(pure, nomem, nostack, preserves_flags)) };
    mask
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::*;

    use super::{BLOCK, Into, Masks, walk};

    pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
        // SAFETY: fact 2: `paths` detected all these features before it handed this out.
        unsafe { featured(text, edge, base, into) }
    }

    #[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2,popcnt,lzcnt")]
    fn featured(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
        walk(text, edge, base, into, |block| block_masks(block));
    }

    #[cfg(test)]
    pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
        // SAFETY: as above.
        unsafe { block_masks(block) }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn block_masks(block: &[u8; BLOCK]) -> Masks {
        // SAFETY: fact 1: 64 bytes from the start of an array of 64.
        let v = unsafe { _mm512_loadu_epi8(block.as_ptr().cast()) };
        let all = |b: u8| _mm512_set1_epi8(b.cast_signed());
        let is = |b: u8| _mm512_cmpeq_epi8_mask(v, all(b));
        let any_case = |b: u8| _mm512_cmpeq_epi8_mask(_mm512_or_si512(v, all(0x20)), all(b));
        let within = |x: __m512i, from: u8, n: u8| _mm512_cmple_epu8_mask(_mm512_sub_epi8(x, all(from)), all(n));
        let letters = within(_mm512_or_si512(v, all(0x20)), b'a', 25);
        Masks {
            digits: within(v, b'0', 9),
            letters,
            upper: letters & !_mm512_test_epi8_mask(v, all(0x20)),
            gaps: within(v, b'(', 7) | is(b' '),
            dots: is(b'.'),
            dashes: is(b'-'),
            ats: is(b'@'),
            separators: is(b':') | is(b'='),
            high: _mm512_movepi8_mask(v),
            escapes: is(b'\\') | is(b'%') | is(b'&') | is(0x1B),
            closers: is(b')') | is(b']') | is(b'}'),
            base64: is(b'+') | is(b'/') | is(b'_'),
            token: _mm512_cmpgt_epi8_mask(v, all(b'+' - 1)),
            s: any_case(b's'),
            w: any_case(b'w'),
            p: any_case(b'p'),
            h: any_case(b'h'),
            n: any_case(b'n'),
            elm: any_case(b'e') | within(_mm512_or_si512(v, all(0x20)), b'l', 1),
            q: is(b'q'),
            lines: is(b'\n'),
            bars: is(b'\t') | is(b'|') | is(b';'),
            tags: is(b'<'),
            quotes: is(b'"'),
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod neon {
    use std::arch::aarch64::*;

    use super::{BLOCK, Into, Masks, walk};

    const WEIGHTS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

    pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
        // SAFETY: fact 2: NEON is part of the architecture.
        unsafe { featured(text, edge, base, into) }
    }

    #[target_feature(enable = "neon")]
    fn featured(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
        walk(text, edge, base, into, |block| block_masks(block));
    }

    #[cfg(test)]
    pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
        // SAFETY: as above.
        unsafe { block_masks(block) }
    }

    #[inline]
    #[target_feature(enable = "neon")]
    fn block_masks(block: &[u8; BLOCK]) -> Masks {
        let [a, b, c, d] = block.as_chunks::<16>().0 else { return Masks::default() };
        let v = [load(a), load(b), load(c), load(d)];
        let all = |b: u8| vdupq_n_u8(b);
        let is = |b: u8| v.map(|x| vceqq_u8(x, all(b)));
        let any_case = |b: u8| bits(v.map(|x| vceqq_u8(vorrq_u8(x, all(0x20)), all(b))));
        let within = |v: [uint8x16_t; 4], from: u8, n: u8| v.map(|x| vcleq_u8(vsubq_u8(x, all(from)), all(n)));
        let letters = bits(within(v.map(|x| vorrq_u8(x, all(0x20))), b'a', 25));
        Masks {
            digits: bits(within(v, b'0', 9)),
            letters,
            upper: letters & !bits(v.map(|x| vtstq_u8(x, all(0x20)))),
            gaps: bits(within(v, b'(', 7)) | bits(is(b' ')),
            dots: bits(is(b'.')),
            dashes: bits(is(b'-')),
            ats: bits(is(b'@')),
            separators: bits(is(b':')) | bits(is(b'=')),
            high: bits(v.map(|x| vtstq_u8(x, all(0x80)))),
            escapes: bits(is(b'\\')) | bits(is(b'%')) | bits(is(b'&')) | bits(is(0x1B)),
            closers: bits(is(b')')) | bits(is(b']')) | bits(is(b'}')),
            base64: bits(is(b'+')) | bits(is(b'/')) | bits(is(b'_')),
            token: bits(within(v, b'+', 0x7F - b'+')),
            s: any_case(b's'),
            w: any_case(b'w'),
            p: any_case(b'p'),
            h: any_case(b'h'),
            n: any_case(b'n'),
            elm: any_case(b'e') | bits(within(v.map(|x| vorrq_u8(x, all(0x20))), b'l', 1)),
            q: bits(is(b'q')),
            lines: bits(is(b'\n')),
            bars: bits(is(b'\t')) | bits(is(b'|')) | bits(is(b';')),
            tags: bits(is(b'<')),
            quotes: bits(is(b'"')),
        }
    }

    #[inline]
    #[target_feature(enable = "neon")]
    fn load(bytes: &[u8; 16]) -> uint8x16_t {
        // SAFETY: fact 1: 16 bytes from the start of an array of 16.
        unsafe { vld1q_u8(bytes.as_ptr()) }
    }

    /// One bit for each byte that is all ones.
    #[inline]
    #[target_feature(enable = "neon")]
    fn bits(v: [uint8x16_t; 4]) -> u64 {
        let weights = load(&WEIGHTS);
        let [a, b, c, d] = v.map(|x| vandq_u8(x, weights));
        let sums = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
        vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Byte by byte.
    fn obvious(block: &[u8; BLOCK]) -> Masks {
        let of = |f: fn(u8) -> bool| block.iter().enumerate().fold(0, |m, (i, b)| m | u64::from(f(*b)) << i);
        Masks {
            digits: of(|b| b.is_ascii_digit()),
            letters: of(|b| b.is_ascii_alphabetic()),
            upper: of(|b| b.is_ascii_uppercase()),
            gaps: of(|b| matches!(b, b' ' | b'('..=b'/')),
            dots: of(|b| b == b'.'),
            dashes: of(|b| b == b'-'),
            ats: of(|b| b == b'@'),
            separators: of(|b| matches!(b, b':' | b'=')),
            high: of(|b| b >= 0x80),
            escapes: of(|b| matches!(b, b'\\' | b'%' | b'&' | 0x1B)),
            closers: of(|b| matches!(b, b')' | b']' | b'}')),
            base64: of(|b| matches!(b, b'+' | b'/' | b'_')),
            token: of(|b| (b'+'..0x80).contains(&b)),
            s: of(|b| b.eq_ignore_ascii_case(&b's')),
            w: of(|b| b.eq_ignore_ascii_case(&b'w')),
            p: of(|b| b.eq_ignore_ascii_case(&b'p')),
            h: of(|b| b.eq_ignore_ascii_case(&b'h')),
            n: of(|b| b.eq_ignore_ascii_case(&b'n')),
            elm: of(|b| matches!(b | 0x20, b'e' | b'l' | b'm')),
            q: of(|b| b == b'q'),
            lines: of(|b| b == b'\n'),
            bars: of(|b| matches!(b, b'\t' | b'|' | b';')),
            tags: of(|b| b == b'<'),
            quotes: of(|b| b == b'"'),
        }
    }

    fn check(blocks: &[[u8; BLOCK]]) {
        let expected: Vec<_> = blocks.iter().map(obvious).collect();
        for path in paths() {
            let got: Vec<_> = blocks.iter().map(path.masks).collect();
            assert_eq!(got, expected, "{}", path.name);
        }
    }

    #[test]
    fn every_byte_in_every_place() {
        let blocks: Vec<_> =
            (0..=255u8).map(|n| std::array::from_fn(|i| n.wrapping_add(u8::try_from(i).unwrap()))).collect();
        check(&blocks);
    }

    proptest! {
        #[test]
        fn every_path_agrees_on_any_bytes(bytes in prop::collection::vec(any::<[u8; 32]>(), 2..20)) {
            let flat = bytes.concat();
            check(flat.as_chunks::<BLOCK>().0);
        }
    }
}
