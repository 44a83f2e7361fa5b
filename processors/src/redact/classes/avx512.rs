//! AVX-512: 64 bytes at a time.

use std::arch::x86_64::*;

use super::{BLOCK, Cuts, Into, Letters, Masks, Quoting, walk};

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

pub(super) fn letters(text: &[u8]) -> Letters {
    // SAFETY: fact 2, as above.
    unsafe { featured_letters(text) }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn featured_letters(text: &[u8]) -> Letters {
    let v = load(text);
    let all = |b: u8| _mm512_set1_epi8(b.cast_signed());
    let within = |x: __m512i, from: u8, n: u8| _mm512_cmple_epu8_mask(_mm512_sub_epi8(x, all(from)), all(n));
    let ascii = within(_mm512_or_si512(v, all(0x20)), b'a', 25);
    Letters {
        ascii,
        upper: ascii & !_mm512_test_epi8_mask(v, all(0x20)),
        digits: within(v, b'0', 9),
        high: _mm512_movepi8_mask(v),
    }
}

pub(super) fn cuts(text: &[u8]) -> Cuts {
    // SAFETY: fact 2, as above.
    unsafe { featured_cuts(text) }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn featured_cuts(text: &[u8]) -> Cuts {
    let v = load(text);
    let is = |b: u8| _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b.cast_signed()));
    Cuts { lines: is(b'\n'), commas: is(b','), bars: is(b'\t') | is(b'|') | is(b';') }
}

pub(super) fn quoting(text: &[u8]) -> Quoting {
    // SAFETY: fact 2, as above.
    unsafe { featured_quoting(text) }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn featured_quoting(text: &[u8]) -> Quoting {
    let v = load(text);
    let is = |b: u8| _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b.cast_signed()));
    let controls = _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(b' '.cast_signed()));
    Quoting { quotes: is(b'"'), slashes: is(b'\\'), controls }.within(text.len())
}

/// The first 64 bytes of a text, zeros behind them.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn load(text: &[u8]) -> __m512i {
    let mask = u64::MAX >> (BLOCK - text.len().clamp(1, BLOCK)) & u64::from(text.is_empty()).wrapping_sub(1);
    // SAFETY: fact 1: the mask names no byte behind the slice.
    unsafe { _mm512_maskz_loadu_epi8(mask, text.as_ptr().cast()) }
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
        tags: is(b'<'),
        quotes: is(b'"'),
    }
}
