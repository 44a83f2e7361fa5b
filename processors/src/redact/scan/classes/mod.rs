//! Which bytes of a text are of which class, 64 bytes at a time, by the widest vectors that the machine has.
//!
//! This is the one module with `unsafe` code. But for an empty instruction ([`opaque`]) it rests on two facts:
//!
//! 1. *Vectors stay inside.* A load reads 16, 32 or 64 bytes from the start of an array of at least that many, taken by
//!    reference, with an instruction that needs no alignment; or of the first bytes of a slice those that a mask names. A
//!    store writes as many to the start of such an array.
//! 2. *Instructions exist.* A function compiled for a feature is called only by its wrapper, and the wrapper is handed out
//!    only by [`paths`], after that feature was detected. On aarch64 NEON is part of the architecture.
//!
//! A test compares every path that the machine has with the portable one.

#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod lanes;
#[cfg(target_arch = "aarch64")]
mod neon;
mod portable;

use std::sync::LazyLock;

pub(in crate::redact) use lanes::{Lanes, MOST, Row};

use super::places::Stripe;
use crate::redact::{bytes::part, views::Found};

/// Bytes looked at together.
pub(in crate::redact) const BLOCK: usize = 64;

macro_rules! path {
    ($module:ident) => {
        Path {
            #[cfg(test)]
            name: stringify!($module),
            pass: $module::pass,
            letters: $module::letters,
            cuts: $module::cuts,
            quoting: $module::quoting,
            #[cfg(test)]
            masks: $module::masks,
        }
    };
}

macro_rules! masks {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The classes of a block's bytes: bit `i` stands for byte `i`. `M`: of one block, or of several side by side.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(in crate::redact) struct Masks<M = u64> {
            $($(#[$doc])* pub(in crate::redact) $name: M,)*
        }

        impl Masks<Row> {
            /// Puts the masks of one block into column `k`.
            #[inline(always)]
            fn put(&mut self, k: usize, masks: &Masks) {
                $(if let Some(to) = self.$name.get_mut(k) {
                    *to = masks.$name;
                })*
            }

            /// Column `n` and the next become the first two.
            #[inline(always)]
            fn advance(&mut self, n: usize) {
                $(if let Some([before, here]) = self.$name.get(n..n + 2) {
                    [self.$name[0], self.$name[1]] = [*before, *here];
                })*
            }

            /// The columns from `k` on.
            #[inline(always)]
            fn from<L: Lanes>(&self, k: usize) -> Masks<L> {
                Masks { $($name: L::load(&self.$name, k),)* }
            }
        }
    };
}

masks! {
    digits,
    /// ASCII letters.
    letters,
    /// Upper-case ASCII letters.
    upper,
    /// What may stand between the digits of a number: space and `( ) * + , - . /`.
    gaps,
    dots,
    /// `-`.
    dashes,
    /// `@`.
    ats,
    /// `:` and `=`.
    separators,
    /// Bytes beyond ASCII.
    high,
    /// What begins an escape: `\`, `%`, `&`, and the ESC of terminals.
    escapes,
    /// `)`, `]`, `}`.
    closers,
    /// Letters of base64 and base64url that are in no other class: `+`, `/`, `_`.
    base64,
    /// What a token may be made of, and what joins tokens: `+` up to DEL.
    token,
    /// `s`, `w`, `p`, `h` in any case: two of them may stand in a word for a secret.
    s,
    w,
    p,
    h,
    /// `n` in any case: `born on` ends with it.
    n,
    /// `e`, `l`, `m` in any case: `née le`, `nato il`, `geboren am` end with them.
    elm,
    /// `q`.
    q,
    /// Line feeds.
    lines,
    /// `<`.
    tags,
    /// `"`.
    quotes,
}

/// Which classes a text has bytes of: what has to have one is not searched for where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::redact) struct Seen {
    lines: u64,
    tags: u64,
    quotes: u64,
    escapes: u64,
    high: u64,
}

impl Seen {
    /// Adds what blocks have, all but the one before them.
    #[inline(always)]
    fn add(&mut self, rows: &Masks<Row>) {
        let any = |[_, blocks @ ..]: &Row| blocks.iter().fold(0, |any, block| any | block);
        self.lines |= any(&rows.lines);
        self.tags |= any(&rows.tags);
        self.quotes |= any(&rows.quotes);
        self.escapes |= any(&rows.escapes);
        self.high |= any(&rows.high);
    }

    pub(in crate::redact) fn lines(self) -> bool {
        self.lines != 0
    }

    /// `<`.
    pub(in crate::redact) fn tags(self) -> bool {
        self.tags != 0
    }

    /// `"`.
    pub(in crate::redact) fn quotes(self) -> bool {
        self.quotes != 0
    }

    /// What begins an escape, see [`Masks::escapes`].
    pub(in crate::redact) fn escapes(self) -> bool {
        self.escapes != 0
    }

    /// Bytes beyond ASCII.
    pub(in crate::redact) fn high(self) -> bool {
        self.high != 0
    }
}

/// What a pass adds to: places of verifiers, and of what may be in disguise.
pub(in crate::redact) struct Into<'a> {
    pub(in crate::redact) places: &'a mut Vec<u32>,
    pub(in crate::redact) secrets: &'a mut Vec<u32>,
    pub(in crate::redact) disguised: &'a mut Found,
    pub(in crate::redact) seen: &'a mut Seen,
}

/// Adds the places of a text ([`places`], [`views`](crate::redact::views)) from a position on: the text, classes of
/// what stands before the position, the position, and where to add.
pub(in crate::redact) type Pass = fn(&[u8], Masks, usize, Into<'_>);

/// A bit for each letter, capital and digit, and for each byte beyond ASCII, of at most 64 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::redact) struct Letters {
    /// ASCII letters.
    pub(in crate::redact) ascii: u64,
    /// ASCII capitals.
    pub(in crate::redact) upper: u64,
    pub(in crate::redact) digits: u64,
    /// Bytes beyond ASCII.
    pub(in crate::redact) high: u64,
}

impl Letters {
    /// Of the first 64 bytes of a text.
    #[inline]
    pub(in crate::redact) fn of(text: &[u8]) -> Self {
        (FASTEST.letters)(text)
    }
}

/// The path that all but tests use.
static FASTEST: LazyLock<Path> = LazyLock::new(|| paths().pop().unwrap_or(path!(portable)));

/// Calls `f` with at most 64 bytes as a block, zeros behind them.
#[inline(always)]
fn padded<T>(text: &[u8], f: impl FnOnce(&[u8; BLOCK]) -> T) -> T {
    if let Some(block) = text.first_chunk::<BLOCK>() {
        return f(block);
    }
    let mut block = [0; BLOCK];
    if let Some(to) = block.get_mut(..text.len()) {
        to.copy_from_slice(text);
    }
    f(&block)
}

/// A bit for each byte that ends a line or may end a cell of a table, of at most 64 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::redact) struct Cuts {
    pub(in crate::redact) lines: u64,
    pub(in crate::redact) commas: u64,
    /// Tab, `|`, `;`.
    pub(in crate::redact) bars: u64,
    pub(in crate::redact) blanks: u64,
}

impl Cuts {
    /// What gives those of the first 64 bytes of a text.
    pub(in crate::redact) fn reader() -> fn(&[u8]) -> Self {
        FASTEST.cuts
    }
}

/// A bit for each byte that ends or is escaped in a string of JSON, of at most 64 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::redact) struct Quoting {
    pub(in crate::redact) quotes: u64,
    pub(in crate::redact) slashes: u64,
    /// Below space.
    pub(in crate::redact) controls: u64,
}

impl Quoting {
    /// Of the first 64 bytes of a text.
    #[inline]
    pub(in crate::redact) fn of(text: &[u8]) -> Self {
        (FASTEST.quoting)(text)
    }

    /// Without the zeros behind a text of `len` bytes.
    #[inline]
    fn within(self, len: usize) -> Self {
        let inside = u64::MAX.checked_shl(u32::try_from(len).unwrap_or(u32::MAX)).map_or(u64::MAX, |behind| !behind);
        Self { controls: self.controls & inside, ..self }
    }
}

/// One way of doing it.
pub(in crate::redact) struct Path {
    #[cfg(test)]
    pub(in crate::redact) name: &'static str,
    pub(in crate::redact) pass: Pass,
    letters: fn(&[u8]) -> Letters,
    cuts: fn(&[u8]) -> Cuts,
    quoting: fn(&[u8]) -> Quoting,
    #[cfg(test)]
    masks: fn(&[u8; BLOCK]) -> Masks,
}

/// The fastest on this machine.
pub(super) fn fastest() -> Pass {
    FASTEST.pass
}

/// All that this machine has, the fastest last.
pub(in crate::redact) fn paths() -> Vec<Path> {
    #[allow(unused_mut)]
    let mut paths = vec![path!(portable)];
    #[cfg(target_arch = "x86_64")]
    {
        // Processors with AVX2 have the others too; a virtual machine may say otherwise.
        let bits = is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2");
        let bits = bits && is_x86_feature_detected!("popcnt") && is_x86_feature_detected!("lzcnt");
        if bits && is_x86_feature_detected!("avx2") {
            paths.push(path!(avx2));
            let wide = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw");
            if wide && is_x86_feature_detected!("avx512vbmi") {
                paths.push(path!(avx512));
            }
        }
    }
    #[cfg(target_arch = "aarch64")]
    paths.push(path!(neon));
    paths
}

/// Classifies as many blocks as `L` has lanes, and adds their places when the next is known. Compiled into every path,
/// so that its operations on bits use that path's instructions.
#[inline(always)]
fn walk<L: Lanes>(whole: &[u8], edge: Masks, base: usize, into: Into<'_>, masks: impl Fn(&[u8; BLOCK]) -> Masks) {
    let text = part(whole, base, whole.len());
    let (blocks, tail) = text.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    if let Some(to) = last.get_mut(..tail.len()) {
        to.copy_from_slice(tail);
    }
    let last = (!tail.is_empty()).then_some(&last);
    let mut rest = blocks.iter().chain(last);
    let count = text.len().div_ceil(BLOCK);
    let mut rows = Masks::<Row>::default();
    rows.put(0, &edge);
    let mut put = |rows: &mut Masks<Row>, k: usize, stale: bool| match rest.next() {
        Some(block) => rows.put(k, &masks(block)),
        None if stale => rows.put(k, &Masks::default()),
        None => {}
    };
    put(&mut rows, 1, false);
    let mut done = 0;
    while done < count {
        for k in 2..L::N + 2 {
            put(&mut rows, k, done > 0);
        }
        into.seen.add(&rows);
        let stripe = Stripe::of(&rows.from::<L>(0), &rows.from::<L>(1), &rows.from::<L>(2));
        for k in 0..L::N.min(count - done) {
            let i = (done + k) * BLOCK;
            stripe.add_places(k, base + i, &rows.digits, &rows.dots, into.places);
            stripe.add_secrets(k, whole, base + i, into.secrets);
            into.disguised.add(text, i, base + i, stripe.disguises(k));
        }
        rows.advance(L::N);
        done += L::N;
    }
}

/// Hides where a mask comes from. Without this the compiler keeps masks as vectors of booleans from one block to the
/// next, and takes them apart and puts them together bit by bit.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn opaque(mut mask: u64) -> u64 {
    // SAFETY: no instruction at all: the register keeps its value.
    unsafe { std::arch::asm!("/* {0} */", inout(reg) mask, options(pure, nomem, nostack, preserves_flags)) };
    mask
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
    fn texts_of_any_length() {
        let text: Vec<u8> = (0..200).map(|i| (i * 37 + 11) as u8).collect();
        for path in paths() {
            for (from, n) in (0..60).flat_map(|from| (0..=80).map(move |n| (from, n))) {
                let text = &text[from..from + n];
                let of =
                    |f: fn(u8) -> bool| text.iter().take(64).enumerate().fold(0, |m, (i, b)| m | u64::from(f(*b)) << i);
                let letters = Letters {
                    ascii: of(|b| b.is_ascii_alphabetic()),
                    upper: of(|b| b.is_ascii_uppercase()),
                    digits: of(|b| b.is_ascii_digit()),
                    high: of(|b| b >= 0x80),
                };
                assert_eq!((path.letters)(text), letters, "{} {from} {n}", path.name);
                let cuts = Cuts {
                    lines: of(|b| b == b'\n'),
                    commas: of(|b| b == b','),
                    bars: of(|b| matches!(b, b'\t' | b'|' | b';')),
                    blanks: of(|b| b == b' '),
                };
                assert_eq!((path.cuts)(text), cuts, "{} {from} {n}", path.name);
                let quoting =
                    Quoting { quotes: of(|b| b == b'"'), slashes: of(|b| b == b'\\'), controls: of(|b| b < b' ') };
                assert_eq!((path.quoting)(text), quoting, "{} {from} {n}", path.name);
            }
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
