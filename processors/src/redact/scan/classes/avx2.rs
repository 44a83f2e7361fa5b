//! AVX2: 32 bytes at a time.

use std::arch::x86_64::*;

use super::{
    BLOCK, Cuts, Into, Lanes, Letters, Masks, Quoting, Row,
    lanes::{MOST, lanes},
    opaque, padded, walk,
};

lanes!(
    Blocks4(__m256i), 4,
    load: _mm256_loadu_si256,
    store: _mm256_storeu_si256,
    and: _mm256_and_si256,
    or: _mm256_or_si256,
    not: |x| _mm256_xor_si256(x, _mm256_set1_epi64x(-1)),
    up: |x, n: u32| _mm256_sllv_epi64(x, _mm256_set1_epi64x(i64::from(n))),
    down: |x, n: u32| _mm256_srlv_epi64(x, _mm256_set1_epi64x(i64::from(n)))
);

pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
    // SAFETY: fact 2: `paths` detected all these features before it handed this out.
    unsafe { featured(text, edge, base, into) }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
fn featured(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
    walk::<Blocks4>(text, edge, base, into, |block| block_masks(block));
}

#[cfg(test)]
pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
    // SAFETY: as above.
    unsafe { block_masks(block) }
}

pub(super) fn letters(text: &[u8]) -> Letters {
    // SAFETY: as above.
    padded(text, |block| unsafe { block_letters(block) })
}

#[target_feature(enable = "avx2")]
fn block_letters(block: &[u8; BLOCK]) -> Letters {
    let v = halves(block);
    let all = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let within = |x: __m256i, from: u8, n: u8| {
        let x = _mm256_sub_epi8(x, all(from));
        _mm256_cmpeq_epi8(_mm256_min_epu8(x, all(n)), x)
    };
    let ascii = bits(v.map(|x| within(_mm256_or_si256(x, all(0x20)), b'a', 25)));
    Letters {
        ascii,
        upper: ascii & !bits(v.map(|x| _mm256_slli_epi16::<2>(x))),
        digits: bits(v.map(|x| within(x, b'0', 9))),
        high: bits(v),
    }
}

pub(super) fn cuts(text: &[u8]) -> Cuts {
    // SAFETY: as above.
    padded(text, |block| unsafe { block_cuts(block) })
}

#[target_feature(enable = "avx2")]
fn block_cuts(block: &[u8; BLOCK]) -> Cuts {
    let v = halves(block);
    let is = |b: u8| bits(v.map(|x| _mm256_cmpeq_epi8(x, _mm256_set1_epi8(b.cast_signed()))));
    Cuts { lines: is(b'\n'), commas: is(b','), bars: is(b'\t') | is(b'|') | is(b';'), blanks: is(b' ') }
}

pub(super) fn quoting(text: &[u8]) -> Quoting {
    // SAFETY: as above.
    padded(text, |block| unsafe { block_quoting(block) }).within(text.len())
}

#[target_feature(enable = "avx2")]
fn block_quoting(block: &[u8; BLOCK]) -> Quoting {
    let v = halves(block);
    let is = |b: u8| bits(v.map(|x| _mm256_cmpeq_epi8(x, _mm256_set1_epi8(b.cast_signed()))));
    let last = _mm256_set1_epi8(0x1F);
    let controls = bits(v.map(|x| _mm256_cmpeq_epi8(_mm256_min_epu8(x, last), x)));
    Quoting { quotes: is(b'"'), slashes: is(b'\\'), controls }
}

#[inline]
#[target_feature(enable = "avx2")]
fn halves(block: &[u8; BLOCK]) -> [__m256i; 2] {
    let [low, high] = block.as_chunks::<32>().0 else { return [_mm256_setzero_si256(); 2] };
    // SAFETY: fact 1: 32 bytes from the start of an array of 32.
    unsafe { [_mm256_loadu_si256(low.as_ptr().cast()), _mm256_loadu_si256(high.as_ptr().cast())] }
}

/// The highest bit of each byte.
#[inline]
#[target_feature(enable = "avx2")]
fn bits(v: [__m256i; 2]) -> u64 {
    let [low, high] = v.map(|x| u64::from(_mm256_movemask_epi8(x).cast_unsigned()));
    low | high << 32
}

#[inline]
#[target_feature(enable = "avx2")]
fn block_masks(block: &[u8; BLOCK]) -> Masks {
    let [low, high] = halves(block);
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
        tags: bits!(v => is!(v, b'<')),
        quotes: bits!(v => is!(v, b'"')),
    }
}
