//! NEON: 16 bytes at a time.

use std::arch::aarch64::*;

use super::{
    BLOCK, Cuts, Into, Lanes, Letters, Masks, Quoting, Row,
    lanes::{MOST, lanes},
    padded, walk,
};

lanes!(
    Blocks2(uint64x2_t), 2,
    load: vld1q_u64,
    store: vst1q_u64,
    and: vandq_u64,
    or: vorrq_u64,
    not: |x| vreinterpretq_u64_u32(vmvnq_u32(vreinterpretq_u32_u64(x))),
    up: |x, n: u32| vshlq_u64(x, vdupq_n_s64(i64::from(n))),
    down: |x, n: u32| vshlq_u64(x, vdupq_n_s64(-i64::from(n)))
);

const WEIGHTS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
    // SAFETY: fact 2: NEON is part of the architecture.
    unsafe { featured(text, edge, base, into) }
}

#[target_feature(enable = "neon")]
fn featured(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
    walk::<Blocks2>(text, edge, base, into, |block| block_masks(block));
}

#[cfg(test)]
pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
    // SAFETY: as above.
    unsafe { block_masks(block) }
}

pub(super) fn letters(text: &[u8]) -> Letters {
    // SAFETY: fact 2, as above.
    padded(text, |block| unsafe { block_letters(block) })
}

#[target_feature(enable = "neon")]
fn block_letters(block: &[u8; BLOCK]) -> Letters {
    let [a, b, c, d] = block.as_chunks::<16>().0 else { return Letters::default() };
    let v = [load(a), load(b), load(c), load(d)];
    let all = |b: u8| vdupq_n_u8(b);
    let within = |v: [uint8x16_t; 4], from: u8, n: u8| v.map(|x| vcleq_u8(vsubq_u8(x, all(from)), all(n)));
    let ascii = bits(within(v.map(|x| vorrq_u8(x, all(0x20))), b'a', 25));
    Letters {
        ascii,
        upper: ascii & !bits(v.map(|x| vtstq_u8(x, all(0x20)))),
        digits: bits(within(v, b'0', 9)),
        high: bits(v.map(|x| vtstq_u8(x, all(0x80)))),
    }
}

pub(super) fn cuts(text: &[u8]) -> Cuts {
    // SAFETY: fact 2, as above.
    padded(text, |block| unsafe { block_cuts(block) })
}

#[target_feature(enable = "neon")]
fn block_cuts(block: &[u8; BLOCK]) -> Cuts {
    let [a, b, c, d] = block.as_chunks::<16>().0 else { return Cuts::default() };
    let v = [load(a), load(b), load(c), load(d)];
    let is = |b: u8| bits(v.map(|x| vceqq_u8(x, vdupq_n_u8(b))));
    Cuts { lines: is(b'\n'), commas: is(b','), bars: is(b'\t') | is(b'|') | is(b';'), blanks: is(b' ') }
}

pub(super) fn quoting(text: &[u8]) -> Quoting {
    // SAFETY: fact 2, as above.
    padded(text, |block| unsafe { block_quoting(block) }).within(text.len())
}

#[target_feature(enable = "neon")]
fn block_quoting(block: &[u8; BLOCK]) -> Quoting {
    let [a, b, c, d] = block.as_chunks::<16>().0 else { return Quoting::default() };
    let v = [load(a), load(b), load(c), load(d)];
    let is = |b: u8| bits(v.map(|x| vceqq_u8(x, vdupq_n_u8(b))));
    Quoting { quotes: is(b'"'), slashes: is(b'\\'), controls: bits(v.map(|x| vcltq_u8(x, vdupq_n_u8(b' ')))) }
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
