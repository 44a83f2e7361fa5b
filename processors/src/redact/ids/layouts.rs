//! The layouts of all types, prepared: by what stands at a run of digits, which of them may be there.

use std::sync::LazyLock;

use super::{Rule, Spec, TABLES, told};
use crate::redact::{
    bytes::{Letters, alnum, part},
    hints::Hints,
    types::Type,
};

/// Longest run of digits that is looked at.
pub(super) const MAX_RUN: usize = 20;
/// Most letters before the first digit.
pub(super) const MAX_LETTERS: usize = 8;

/// A way to write a type, prepared.
pub(super) struct Layout {
    pub(super) spec: &'static Spec,
    pub(super) text: &'static [u8],
    pub(super) grouped: bool,
    pub(super) letters: bool,
}

/// What tells whether a layout may stand somewhere.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) classes: Classes,
    /// Its number.
    pub(super) layout: u16,
    /// Bytes before the first digit; `None`: as many letters as there are.
    pub(super) prefix: Option<u8>,
}

impl Layout {
    /// Whether its form and check digits may prove it, in a text of this many bytes but for blanks around.
    pub(super) fn provable(&self, len: usize) -> bool {
        match self.spec.rule {
            Rule::Alone => true,
            Rule::Grouped => self.grouped,
            Rule::Whole | Rule::Lone => len == self.text.len(),
            _ => false,
        }
    }
}

/// Where in a layout stand digits, letters, either and neither, as bits.
#[derive(Clone, Copy, Default)]
pub(super) struct Classes {
    /// Digits, and above them letters.
    sure: u64,
    either: u32,
    /// Either and neither.
    known: u32,
}

impl Classes {
    pub(super) fn of(layout: &[u8]) -> Self {
        let of = |f: fn(u8) -> bool| layout.iter().take(32).enumerate().fold(0, |m, (i, b)| m | u32::from(f(*b)) << i);
        let either = of(|b| b == b'X');
        let sure = u64::from(of(|b| b == b'9')) | u64::from(of(|b| b == b'A')) << 32;
        Self { sure, either, known: either | of(|b| !alnum(b)) }
    }
}

/// Letters and digits around a place: tells most layouts not to fit, without reading.
pub(super) struct Around {
    pub(super) from: usize,
    pub(super) letters: u64,
    pub(super) digits: u64,
}

impl Around {
    pub(super) fn of(t: &[u8], p: usize) -> Self {
        let from = p.saturating_sub(16);
        let Letters { ascii, digits, .. } = Letters::of(part(t, from, from + 64));
        Self { from, letters: ascii, digits }
    }

    /// What stands at `start` and behind it; `None` where that is not known.
    pub(super) fn at(&self, start: usize) -> Option<Beginning> {
        let skip = start.checked_sub(self.from).filter(|n| *n <= 32)?;
        let (letters, digits) = ((self.letters >> skip) as u32, (self.digits >> skip) as u32);
        Some(Beginning { sure: u64::from(digits) | u64::from(letters) << 32, either: letters | digits })
    }
}

/// Letters and digits from a place on, as [`Classes`] has them.
#[derive(Clone, Copy)]
pub(super) struct Beginning {
    sure: u64,
    either: u32,
}

impl Beginning {
    /// Whether a layout may stand here: wrong for some, right for all that do.
    #[inline]
    pub(super) fn may_fit(self, layout: &Classes) -> bool {
        self.sure & layout.sure == layout.sure && self.either & layout.known == layout.either
    }
}

/// Layouts by the length of the first run of digits, the letters directly before it, and what comes behind.
pub(super) struct Index {
    pub(super) layouts: Vec<Layout>,
    pub(super) buckets: Vec<Vec<Form>>,
    /// By their length, what a number that is nothing but digits may be proven to be without a word.
    pub(super) alone: Vec<Vec<&'static Spec>>,
    pub(super) specs: Vec<&'static Spec>,
    /// The types of all.
    pub(super) types: Hints,
    /// These, and those that a word tells without a layout.
    pub(super) told: Hints,
}

pub(super) static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

/// Class of the byte behind a run of digits.
pub(super) fn behind(b: u8) -> usize {
    match b {
        b'a'..=b'z' | b'A'..=b'Z' => 0,
        b' ' | b'-' | b'.' | b'/' | b'+' | b':' => 1,
        _ => 2,
    }
}

pub(super) fn bucket(n: usize, letters: usize, class: usize) -> usize {
    (n * (MAX_LETTERS + 1) + letters) * 3 + class
}

impl Index {
    fn new() -> Self {
        let specs: Vec<_> = TABLES.iter().flat_map(|t| t.iter()).collect();
        let types = specs.iter().fold(Hints::NONE, |all, s| all.or(Hints::of(&[s.kind])));
        let told = types.or(Hints::of(&[Type::Iban, Type::UsSsn])).or(told::types());
        let buckets = vec![Vec::new(); bucket(MAX_RUN + 1, 0, 0)];
        let mut index = Self { layouts: Vec::new(), buckets, alone: vec![Vec::new(); MAX_RUN + 1], specs, types, told };
        for spec in index.specs.clone() {
            for text in spec.layouts {
                index.add(spec, text.as_bytes());
            }
        }
        for layout in index.layouts.iter().filter(|l| l.provable(0)) {
            let bare = layout.text.iter().all(|b| matches!(b, b'9' | b'X'));
            if let Some(specs) = index.alone.get_mut(layout.text.len()).filter(|_| bare) {
                specs.push(layout.spec);
            }
        }
        index
    }

    fn add(&mut self, spec: &'static Spec, text: &'static [u8]) {
        let first = text.iter().position(|b| matches!(b, b'9' | b'X')).unwrap_or(0);
        let open = text.get(first) == Some(&b'X');
        let letters = part(text, 0, first).iter().rev().take_while(|b| **b == b'A').count();
        let fixed = text.iter().skip(first).take_while(|b| **b == b'9').count();
        let mut longest = fixed;
        // What may be a digit or a letter may lengthen the run.
        while matches!(text.get(first + longest), Some(b'9' | b'X')) {
            longest += 1;
        }
        let number = u16::try_from(self.layouts.len()).unwrap_or(u16::MAX);
        let grouped = text.iter().any(|b| !alnum(*b));
        self.layouts.push(Layout { spec, text, grouped, letters: text.iter().any(|b| matches!(b, b'A' | b'X')) });
        let form = Form { classes: Classes::of(text), layout: number, prefix: (!open).then_some(first as u8) };
        let counts = if open { 1..=longest.min(MAX_RUN) } else { fixed..=longest.min(MAX_RUN) };
        for n in counts {
            for l in if open { 0..=MAX_LETTERS } else { letters..=letters } {
                for class in 0..3 {
                    let fits = match text.get(first + n) {
                        None => class > 0,
                        Some(b'A') => class == 0,
                        Some(b'9') => open,
                        Some(b'X') => true,
                        Some(b'_') => class == 1,
                        Some(b) => class == behind(*b),
                    };
                    if !fits && !open {
                        continue;
                    }
                    if let Some(bucket) = self.buckets.get_mut(bucket(n, l, class)) {
                        bucket.push(form);
                    }
                }
            }
        }
    }
}
