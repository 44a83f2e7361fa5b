//! AVX-512: 64 bytes at a time, classes by tables of 128 bytes (VBMI). Machines without these tables take AVX2.

use std::arch::x86_64::*;

use super::{
    BLOCK, Cuts, Into, Lanes, Letters, Masks, Quoting, Row,
    lanes::{MOST, lanes},
    walk,
};

lanes!(
    Blocks8(__m512i), 8,
    load: _mm512_loadu_si512,
    store: _mm512_storeu_si512,
    and: _mm512_and_si512,
    or: _mm512_or_si512,
    not: |x| _mm512_xor_si512(x, _mm512_set1_epi64(-1)),
    up: |x, n: u32| _mm512_sllv_epi64(x, _mm512_set1_epi64(i64::from(n))),
    down: |x, n: u32| _mm512_srlv_epi64(x, _mm512_set1_epi64(i64::from(n)))
);

pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
    // SAFETY: fact 2: `paths` detected all these features before it handed this out.
    unsafe { featured(text, edge, base, into) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,bmi1,bmi2,popcnt,lzcnt")]
fn featured(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
    walk::<Blocks8>(text, edge, base, into, |block| block_masks(block));
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
    Cuts { lines: is(b'\n'), commas: is(b','), bars: is(b'\t') | is(b'|') | is(b';'), blanks: is(b' ') }
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

/// Eight classes of each ASCII byte, a bit each.
type Classes = [u8; 128];

const fn classes(members: [&[u8]; 8]) -> Classes {
    let mut classes = [0; 128];
    let mut k = 0;
    while k < 8 {
        let mut i = 0;
        while i < members[k].len() {
            classes[members[k][i] as usize] |= 1 << k;
            i += 1;
        }
        k += 1;
    }
    classes
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static NUMBERS: Classes = classes([b"0123456789", LETTERS, UPPER, b" ()*+,-./", b".", b"-", b"@", b":="]);
static SIGNS: Classes = classes([b"\\%&\x1B", b")]}", b"+/_", b"\n", b"<", b"\"", b"q", b""]);
static PAIRS: Classes = classes([b"sS", b"wW", b"pP", b"hH", b"nN", b"eElLmM", b"", b""]);

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn block_masks(block: &[u8; BLOCK]) -> Masks {
    // SAFETY: fact 1: 64 bytes from the start of an array of 64.
    let v = unsafe { _mm512_loadu_epi8(block.as_ptr().cast()) };
    let high = _mm512_movepi8_mask(v);
    let of = |classes: &Classes| {
        let ([low, up], _) = classes.as_chunks::<BLOCK>() else { return v };
        _mm512_maskz_permutex2var_epi8(!high, load(low), v, load(up))
    };
    let (numbers, signs, pairs) = (of(&NUMBERS), of(&SIGNS), of(&PAIRS));
    let is = |classes: __m512i, k: u32| _mm512_test_epi8_mask(classes, _mm512_set1_epi8((1u8 << k).cast_signed()));
    Masks {
        digits: is(numbers, 0),
        letters: is(numbers, 1),
        upper: is(numbers, 2),
        gaps: is(numbers, 3),
        dots: is(numbers, 4),
        dashes: is(numbers, 5),
        ats: is(numbers, 6),
        separators: is(numbers, 7),
        high,
        escapes: is(signs, 0),
        closers: is(signs, 1),
        base64: is(signs, 2),
        token: _mm512_cmpgt_epi8_mask(v, _mm512_set1_epi8((b'+' - 1).cast_signed())),
        s: is(pairs, 0),
        w: is(pairs, 1),
        p: is(pairs, 2),
        h: is(pairs, 3),
        n: is(pairs, 4),
        elm: is(pairs, 5),
        q: is(signs, 6),
        lines: is(signs, 3),
        tags: is(signs, 4),
        quotes: is(signs, 5),
    }
}
