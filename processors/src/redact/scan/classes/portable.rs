//! Eight bytes in a word: without vectors.

use super::{BLOCK, Cuts, Into, Letters, Masks, Quoting, padded, walk};

const ONES: u64 = 0x0101_0101_0101_0101;
const LOW: u64 = 0x7F * ONES;
const HIGH: u64 = 0x80 * ONES;

pub(super) fn pass(text: &[u8], edge: Masks, base: usize, into: Into<'_>) {
    walk::<u64>(text, edge, base, into, masks);
}

pub(super) fn masks(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks::default();
    for (k, word) in block.as_chunks::<8>().0.iter().enumerate() {
        let w = u64::from_le_bytes(*word);
        // The highest bit of each byte that is at least `n` (ASCII), or exactly `b`.
        let least = |w: u64, n: u8| ((w & LOW) + u64::from(0x80 - n) * ONES) & !w & HIGH;
        let within = |w: u64, from: u8, to: u8| least(w, from) & !least(w, to + 1);
        let is = |b: u8| is(w, b);
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
        put(&mut masks.tags, is(b'<'));
        put(&mut masks.quotes, is(b'"'));
    }
    masks
}

pub(super) fn letters(text: &[u8]) -> Letters {
    padded(text, |block| {
        let mut all = Letters::default();
        for (k, word) in block.as_chunks::<8>().0.iter().enumerate() {
            let w = u64::from_le_bytes(*word);
            // Sums that reach the highest bit of their byte are in the range.
            let low = (w | (0x20 * ONES)) & LOW;
            let ascii = (low + 0x1F * ONES) & !(low + 0x05 * ONES) & !w & HIGH;
            let low = w & LOW;
            let digits = (low + 0x50 * ONES) & !(low + 0x46 * ONES) & !w & HIGH;
            all.ascii |= gather(ascii) << (8 * k);
            all.high |= gather(w) << (8 * k);
            all.upper |= gather(ascii & !(w << 2)) << (8 * k);
            all.digits |= gather(digits) << (8 * k);
        }
        all
    })
}

pub(super) fn cuts(text: &[u8]) -> Cuts {
    padded(text, |block| {
        let of = |f: fn(u8) -> bool| block.iter().enumerate().fold(0, |m, (i, b)| m | u64::from(f(*b)) << i);
        let bars = of(|b| matches!(b, b'\t' | b'|' | b';'));
        Cuts { lines: of(|b| b == b'\n'), commas: of(|b| b == b','), bars, blanks: of(|b| b == b' ') }
    })
}

pub(super) fn quoting(text: &[u8]) -> Quoting {
    let all = padded(text, |block| {
        let mut all = Quoting::default();
        for (k, word) in block.as_chunks::<8>().0.iter().enumerate() {
            let w = u64::from_le_bytes(*word);
            let controls = !((w & LOW) + 0x60 * ONES) & !w & HIGH;
            all.quotes |= gather(is(w, b'"')) << (8 * k);
            all.slashes |= gather(is(w, b'\\')) << (8 * k);
            all.controls |= gather(controls) << (8 * k);
        }
        all
    });
    all.within(text.len())
}

/// The highest bit of each byte of a word that is `b`.
fn is(w: u64, b: u8) -> u64 {
    let x = w ^ (u64::from(b) * ONES);
    !(((x & LOW) + LOW) | x) & HIGH
}

/// Gathers the highest bit of each byte.
fn gather(bits: u64) -> u64 {
    (bits >> 7 & ONES).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
