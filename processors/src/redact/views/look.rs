//! Where a text may hold something in disguise, told from the classes of its bytes: blocks that hold something to fold, and
//! long runs of letters of base64. Plain ASCII costs a few operations on bits for each block.

use crate::redact::{
    bytes::{alnum, at, back, part},
    classes::{BLOCK as BITS, Masks},
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
}

impl Found {
    pub(in crate::redact) fn any(&self) -> bool {
        !self.blocks.is_empty() || !self.runs.is_empty()
    }

    pub(in crate::redact) fn clear(&mut self) {
        self.blocks.clear();
        self.runs.clear();
    }

    /// Looks at one block from the classes of its neighbours: at `i` of the text that is searched, which stands at `base`.
    #[inline(always)]
    pub(in crate::redact) fn add(
        &mut self,
        t: &[u8],
        i: usize,
        base: usize,
        before: &Masks,
        here: &Masks,
        next: &Masks,
    ) {
        let runs = run_ends(before, here);
        let assigned = here.separators & (here.digits >> 1 | next.digits << 63);
        let fold = here.escapes | here.closers | here.ats | spaced_digits(here, next) | words(here, next) | assigned;
        if runs | fold | here.high != 0 {
            self.keep(t, i, base, here.high, fold, runs);
        }
    }

    fn keep(&mut self, t: &[u8], i: usize, base: usize, high: u64, mut fold: u64, mut runs: u64) {
        while runs != 0 {
            self.runs.push((base + runs.trailing_zeros() as usize) as u32);
            runs &= runs - 1;
        }
        let mut found = high != 0;
        while fold != 0 && !found {
            let p = i + fold.trailing_zeros() as usize;
            fold &= fold - 1;
            // What stands before the text that is searched is not known.
            found = suspicious(t, p) || (p < LOOK_BACK && base > i);
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

/// Where a long run reaches its 16th byte.
#[inline(always)]
fn run_ends(before: &Masks, here: &Masks) -> u64 {
    let of = |m: &Masks| m.letters | m.digits | m.dashes | m.base64;
    let mut run = u128::from(of(here)) << 64 | u128::from(of(before));
    run &= run << 1;
    run &= run << 2;
    run &= run << 4;
    run &= run << 8;
    let ends = (run >> 64) as u64;
    ends & !(ends << 1 | (run >> 63) as u64 & 1)
}

/// Starts of three single digits apart.
#[inline(always)]
fn spaced_digits(here: &Masks, next: &Masks) -> u64 {
    let digits = u128::from(here.digits) | u128::from(next.digits) << 64;
    let gaps = u128::from(here.gaps) | u128::from(next.gaps) << 64;
    (digits & gaps >> 1 & digits >> 2 & gaps >> 3 & digits >> 4) as u64
}

/// Spaces before words of three letters.
#[inline(always)]
fn words(here: &Masks, next: &Masks) -> u64 {
    let letters = u128::from(here.letters) | u128::from(next.letters) << 64;
    let gaps = u128::from(here.gaps) | u128::from(next.gaps) << 64;
    (gaps & letters >> 1 & letters >> 2 & letters >> 3 & gaps >> 4) as u64
}

/// Whether one of the patterns that may be folded stands at `i`.
fn suspicious(t: &[u8], i: usize) -> bool {
    let next = at(t, i + 1);
    match at(t, i) {
        b'%' => next.is_ascii_hexdigit() || next == b'u',
        b'&' => next == b'#' || next.is_ascii_alphabetic(),
        b'\\' => next == b'x',
        b'=' => part(t, i + 1, i + 3) == b"40",
        b'@' => next == b' ' || back(t, i, 1) == b' ',
        b')' | b']' | b'}' => {
            let before = part(t, i.saturating_sub(4), i).trim_ascii_end();
            matches!(before.last(), Some(b'.' | b'@'))
                || before.len() >= 2 && before.get(before.len() - 2..).is_some_and(|w| w.eq_ignore_ascii_case(b"at"))
                || before.len() >= 3 && before.get(before.len() - 3..).is_some_and(|w| w.eq_ignore_ascii_case(b"dot"))
        }
        b if alnum(b) => matches!(next, b' ' | b'-'),
        _ => part(t, i + 1, i + 4).eq_ignore_ascii_case(b"dot"),
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
        for pattern in ["%40", "&#64;", "&amp;", "=40", "\\x40", " dot ", "(at]", "[.]", "(@)", " @", "1 2 3", "é"] {
            for before in 6..140 {
                let text = format!("{}{pattern}", " ".repeat(before));
                let found = look(text.as_bytes());
                assert!(!found.blocks.is_empty(), "{pattern} {before}");
            }
        }
        for pattern in ["50 % of", "a & b", "a=4", "f(a)", "10 20 30", "do to", "a@b.cd"] {
            assert!(look(format!("{pattern}, and plain text.").as_bytes()).blocks.is_empty(), "{pattern}");
        }
    }
}
