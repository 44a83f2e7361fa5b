//! Where a text may hold something in disguise, told from the classes of its bytes: blocks that hold something to fold,
//! and long runs of letters of base64. Plain ASCII costs a few operations on bits for each block.

use super::{
    escapes::{self, ESC},
    fold, spelled, wraps,
};
use crate::redact::{
    bytes::{alnum, at, back, digit, part},
    scan::{
        classes::{BLOCK as BITS, Lanes, Masks},
        places::{after, prior},
    },
};

/// Bytes that a pattern looks back.
const LOOK_BACK: usize = 4;
/// Bytes of a block.
pub(super) const BLOCK: usize = BITS;
/// Shortest run of letters of base64 that is tried as a token.
pub(in crate::redact) const MIN_RUN: usize = 16;

/// What the pass found. Positions are ascending.
#[derive(Debug, Default)]
pub(in crate::redact) struct Found {
    /// Starts of blocks that hold something to fold.
    pub(super) blocks: Vec<u32>,
    /// A position in each long run.
    pub(super) runs: Vec<u32>,
    /// Whether there are zeros.
    pub(super) zeros: bool,
}

impl Found {
    pub(in crate::redact) fn any(&self) -> bool {
        self.zeros || !self.blocks.is_empty() || !self.runs.is_empty()
    }

    /// Looks for zeros, which the pass does not tell.
    pub(in crate::redact) fn look_for_zeros(&mut self, t: &[u8]) {
        self.zeros = memchr::memchr(0, t).is_some();
    }

    pub(in crate::redact) fn clear(&mut self) {
        self.zeros = false;
        self.blocks.clear();
        self.runs.clear();
    }

    /// Adds what may be in disguise in one block: at `i` of the text that is searched, which stands at `base`.
    #[inline(always)]
    pub(in crate::redact) fn add(&mut self, t: &[u8], i: usize, base: usize, block: Disguises) {
        if block.runs | block.fold | block.high != 0 {
            self.keep(t, i, base, block);
        }
    }

    fn keep(&mut self, t: &[u8], i: usize, base: usize, block: Disguises) {
        let Disguises { mut high, mut fold, mut runs } = block;
        while runs != 0 {
            self.runs.push((base + runs.trailing_zeros() as usize) as u32);
            runs &= runs - 1;
        }
        // What stands before the text that is searched is not known.
        let cut = base > i;
        let mut found = false;
        while high != 0 && !found {
            let p = i + high.trailing_zeros() as usize;
            high &= high - 1;
            found = fold::may_be(t, p, cut);
        }
        while fold != 0 && !found {
            let p = i + fold.trailing_zeros() as usize;
            fold &= fold - 1;
            found = suspicious(t, p) || cut && (p < LOOK_BACK || p < wraps::LOOK_BACK && wraps::may_be(t, p));
        }
        if found {
            self.blocks.push(base as u32);
        }
    }

    /// Drops what lies at `to` or behind.
    pub(in crate::redact) fn cut(&mut self, to: usize) {
        for list in [&mut self.blocks, &mut self.runs] {
            let kept = list.partition_point(|p| (*p as usize) < to);
            list.truncate(kept);
        }
    }

    /// Adds what lies in a part of the text to `out`. Parts follow each other; `next`: where to go on.
    pub(in crate::redact) fn part(&self, from: usize, to: usize, next: &mut (usize, usize), out: &mut Self) {
        let rest = self.blocks.get(next.0..).unwrap_or_default();
        // A block may reach into the next part, too.
        next.0 += rest.iter().take_while(|b| **b as usize + BLOCK <= from).count();
        let blocks = self.blocks.get(next.0..).unwrap_or_default().iter().take_while(|b| (**b as usize) < to);
        out.blocks.extend(blocks.map(|b| b.saturating_sub(from as u32)));
        let rest = self.runs.get(next.1..).unwrap_or_default();
        next.1 += rest.iter().take_while(|p| (**p as usize) < from).count();
        let runs = self.runs.get(next.1..).unwrap_or_default().iter().take_while(|p| (**p as usize) < to);
        out.runs.extend(runs.map(|p| p - from as u32));
    }
}

/// Where a block may hold something in disguise.
#[derive(Clone, Copy)]
pub(in crate::redact) struct Disguises {
    /// Bytes beyond ASCII.
    pub(in crate::redact) high: u64,
    /// Where a pattern may stand that may be folded.
    pub(in crate::redact) fold: u64,
    /// Where a long run reaches its 16th byte.
    pub(in crate::redact) runs: u64,
}

/// Runs and patterns of blocks, see [`Disguises`].
#[inline(always)]
pub(in crate::redact) fn disguises<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>) -> (L, L) {
    let gaps = here.gaps & !here.dots;
    // Three single digits apart; nine of them are three in one block at least.
    let singles = here.digits & gaps >> 1 & here.digits >> 2 & gaps >> 3 & here.digits >> 4;
    let digit = |n: u32| after(here.digits, next.digits, n);
    // `=40` and a letter, `=2D`.
    let letter = |n: u32| after(here.letters, next.letters, n);
    let forty = here.separators & digit(1) & (digit(2) & letter(3) | letter(2));
    // A tag behind a letter, a digit or a sign of an address, or behind a digit and a blank.
    let of_word = |m: &Masks<L>| m.letters | m.digits | m.ats | m.dots | m.dashes | m.base64 | m.closers;
    let number =
        prior(before.digits | before.closers, here.digits | here.closers, 2) & prior(before.gaps, here.gaps, 1);
    let tags = here.tags & (prior(of_word(before), of_word(here), 1) | number);
    // `+` (or `/`) before digits: a space of a web form.
    let word = prior(before.digits | before.letters, here.digits | here.letters, 1);
    let form = here.gaps & here.base64 & word & digit(1);
    let fold = here.escapes | signs(before, here, next) | singles | spelled_dots(before, here) | forty | form | tags;
    (run_ends(before, here), fold | breaks(before, here))
}

/// Where a long run reaches its 16th byte.
#[inline(always)]
fn run_ends<L: Lanes>(before: &Masks<L>, here: &Masks<L>) -> L {
    const { assert!(MIN_RUN == 16) };
    let of = |m: &Masks<L>| m.letters | m.digits | m.dashes | m.base64;
    let (mut b, mut h) = (of(before), of(here));
    for n in [1, 2, 4, 8] {
        (b, h) = (b & b << n, h & prior(b, h, n));
    }
    h & !prior(b, h, 1)
}

/// `@` beside a space or the like, and brackets that close behind a dot, an `@`, a space, or a word of two or three
/// letters.
#[inline(always)]
fn signs<L: Lanes>(before: &Masks<L>, here: &Masks<L>, next: &Masks<L>) -> L {
    let gaps = prior(before.gaps, here.gaps, 1);
    let apart = here.ats & (gaps | after(here.gaps, next.gaps, 1));
    let letter = |n: u32| prior(before.letters, here.letters, n);
    let word = letter(1) & letter(2) & !(letter(3) & letter(4));
    let sign = prior(before.dots | before.ats, here.dots | here.ats, 1);
    apart | here.closers & (sign | gaps | word)
}

/// Ends of lines that may break a value: behind a digit, a dash, `@` or `=`, perhaps with one byte between that is no
/// letter, or with a blank and another (` \r\n`, as mail whose lines flow has them).
#[inline(always)]
fn breaks<L: Lanes>(before: &Masks<L>, here: &Masks<L>) -> L {
    let of = |m: &Masks<L>| m.digits | m.dashes | m.ats | m.separators;
    let (b, h) = (of(before), of(here));
    let apart = prior(b, h, 2) | prior(b, h, 3) & prior(before.gaps, here.gaps, 2);
    here.lines & (prior(b, h, 1) | apart & !prior(before.letters, here.letters, 1))
}

/// Behind a word that may be `dot`: of three letters, none of them of a class of its own.
#[inline(always)]
fn spelled_dots<L: Lanes>(before: &Masks<L>, here: &Masks<L>) -> L {
    // Of a word that begins in the block before all letters are let pass.
    let b = before.letters;
    let h = here.letters & !(here.s | here.w | here.p | here.h | here.n | here.elm | here.q);
    let threes = h & prior(b, h, 1) & prior(b, h, 2);
    let last = b & b << 1 & b << 2;
    here.gaps & prior(last, threes, 1) & prior(before.gaps, here.gaps, 4)
}

/// Whether one of the patterns that may be folded stands at `i`.
fn suspicious(t: &[u8], i: usize) -> bool {
    let next = at(t, i + 1);
    match at(t, i) {
        b'%' => next.is_ascii_hexdigit() || next == b'u',
        b'&' => next == b'#' || next.is_ascii_alphabetic(),
        b'\\' => matches!(next, b'x' | b'0' | b'1' | b'e' | b'u' | b'U') || escapes::marked(t, i),
        b' ' => part(t, i.saturating_sub(4), i).eq_ignore_ascii_case(b" dot"),
        ESC => next == b'[',
        b'\n' => wraps::at_feed(t, i).is_some(),
        b'=' => escapes::printable(t, i).is_some(),
        b'<' => escapes::parted(t, i) || spelled::trigger(t, i),
        b'@' => next == b' ' || back(t, i, 1) == b' ',
        // `00:00+02:00`: a time zone.
        b'+' if digit(back(t, i, 1)) => digit(next) && at(t, i + 3) != b':',
        // `is+415-555-0132`
        b'+' => digit(next) && at(t, i + 4) == b'-',
        b')' | b']' | b'}' => {
            let before = part(t, i.saturating_sub(4), i).trim_ascii_end();
            matches!(before.last(), Some(b'.' | b'@'))
                || before.len() >= 2 && before.get(before.len() - 2..).is_some_and(|w| w.eq_ignore_ascii_case(b"at"))
                || before.len() >= 3 && before.get(before.len() - 3..).is_some_and(|w| w.eq_ignore_ascii_case(b"dot"))
        }
        b if alnum(b) => matches!(next, b' ' | b'-' | b'.' | b'/'),
        _ => false,
    }
}

/// Looks at all of a text. Only for tests: the pass over a text does it on its way.
#[cfg(test)]
pub(super) fn look(t: &[u8]) -> Found {
    let mut search = crate::redact::scan::Search::default();
    crate::redact::scan::Scanner::new_shared().search(t, &mut search);
    search.disguised
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_once_wherever_they_stand() {
        for before in 0..140 {
            for len in 10..40 {
                let text = format!("{}{}.", " ".repeat(before), "aB3_".repeat(10).get(..len).unwrap());
                let found = look(text.as_bytes());
                let expected = if len >= MIN_RUN { vec![u32::try_from(before + MIN_RUN - 1).unwrap()] } else { vec![] };
                assert_eq!(found.runs, expected, "{before} {len}");
                assert!(found.blocks.is_empty());
            }
        }
    }

    #[test]
    fn blocks_are_flagged_wherever_the_pattern_stands() {
        for pattern in [
            "%40", "&#64;", "&amp;", "b=40a", "\\x40", "(dot)", "(at]", "[.]", "(@)", " @", "1 2 3 4 5", "é@b",
            "a<wbr>b", "5<b></b>5", "5 <b>5", "a=2Db", "ａ", "\u{430}a", "5\u{a0}5", "a dot b", "a DOT b", "\\100",
            "1+2",
        ] {
            for before in 6..140 {
                let text = format!("{}{pattern}", " ".repeat(before));
                let found = look(text.as_bytes());
                assert!(!found.blocks.is_empty(), "{pattern} {before}");
            }
        }
        for pattern in [
            "1/2", "00:00+00:00", "50 % of", "a & b", "a=4", "f(a)", "a<b>, c", "<p>a</p>b", "x=2e5", "10 20 30",
            "do to", "a@b.cd", "a but b", "naïve", "it’s", "“a”", "a — b", "› b", "日本", "дом", "😀",
        ] {
            assert!(look(format!("{pattern}, and plain text.").as_bytes()).blocks.is_empty(), "{pattern}");
        }
    }

    proptest::proptest! {
        /// What is not flagged has nothing to fold, wherever the search of the text begins.
        #[test]
        fn characters_beyond_ascii_are_flagged_where_they_are_folded(
            text in "text: ([ a-z@.5]|é|ａ|а|д|’|—|\u{a0}|\u{200b}|本|。|＠|ł|😀|𝐚){0,90}", from in 0usize..80
        ) {
            let t = text.as_bytes();
            let from = text.floor_char_boundary(from);
            let mut search = crate::redact::scan::Search::default();
            crate::redact::scan::Scanner::new_shared().search_range(t, from, t.len(), &mut search);
            // What stands before is of another part.
            if (from..t.len()).any(|p| fold::may_be(t, p, false)) {
                proptest::prop_assert!(!search.disguised.blocks.is_empty());
            }
        }
    }
}
