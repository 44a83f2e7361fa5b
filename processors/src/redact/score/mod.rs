//! Scores the engine on labelled cases: precision, recall, F1 and leak by type.
//!
//! * *Strict*: same range and same type. *Partial*: any overlap, same type.
//! * *Leak*: share of labelled characters that no range covers, whatever its type.
//! * *False redaction*: characters covered that no label covers, of all characters that no label covers.
//!
//! A label of a family (`SECRET`) is met by any type of it (`GITHUB_TOKEN`). Names of other data sets are understood
//! ([`canonical`]).

mod case;
mod names;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, ops::Range};

pub use self::{
    case::{Case, CaseError, Label},
    names::{canonical, is_known, is_secret, same_type},
};

/// A range that was removed, with its type's name; offsets in whatever unit the labels have.
pub type Span<'a> = (Range<usize>, &'a str);

/// Counts of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Labels.
    pub gold: u64,
    /// Ranges removed.
    pub found: u64,
    /// Labels with a range of the same type at the same place.
    pub strict: u64,
    /// Labels that a range of the same type overlaps.
    pub partial_gold: u64,
    /// Ranges that a label of the same type overlaps.
    pub partial_found: u64,
    /// Labelled characters.
    pub gold_chars: u64,
    /// Of these, not covered by any range.
    pub leaked_chars: u64,
    /// Labels of which no character is covered.
    pub missed: u64,
}

fn ratio(a: u64, b: u64) -> f64 {
    if b == 0 { 1.0 } else { a as f64 / b as f64 }
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

impl Tally {
    /// Strict precision, recall and F1. Of nothing: 1.
    pub fn strict(&self) -> [f64; 3] {
        let (p, r) = (ratio(self.strict, self.found), ratio(self.strict, self.gold));
        [p, r, f1(p, r)]
    }

    /// Partial precision, recall and F1. Of nothing: 1.
    pub fn partial(&self) -> [f64; 3] {
        let (p, r) = (ratio(self.partial_found, self.found), ratio(self.partial_gold, self.gold));
        [p, r, f1(p, r)]
    }

    /// Share of labelled characters left. Of nothing: 0.
    pub fn leak(&self) -> f64 {
        if self.gold_chars == 0 { 0.0 } else { self.leaked_chars as f64 / self.gold_chars as f64 }
    }

    /// Adds counts.
    pub fn merge(&mut self, other: &Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.strict += other.strict;
        self.partial_gold += other.partial_gold;
        self.partial_found += other.partial_found;
        self.gold_chars += other.gold_chars;
        self.leaked_chars += other.leaked_chars;
        self.missed += other.missed;
    }
}

/// Text without labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clean {
    /// Texts.
    pub texts: u64,
    /// Texts in which something was removed beside the labels.
    pub texts_hit: u64,
    /// Ranges removed that no label overlaps.
    pub hits: u64,
    /// Characters that no label covers.
    pub chars: u64,
    /// Of these, removed.
    pub chars_removed: u64,
}

impl Clean {
    /// Share of characters removed for nothing.
    pub fn rate(&self) -> f64 {
        if self.chars == 0 { 0.0 } else { self.chars_removed as f64 / self.chars as f64 }
    }

    /// Adds counts.
    pub fn merge(&mut self, other: &Self) {
        self.texts += other.texts;
        self.texts_hit += other.texts_hit;
        self.hits += other.hits;
        self.chars += other.chars;
        self.chars_removed += other.chars_removed;
    }
}

/// The score of many cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// By type: of the label where there is one, else of the range.
    pub types: BTreeMap<String, Tally>,
    /// What was removed beside labels, by category of the case.
    pub clean: BTreeMap<String, Clean>,
}

impl Scores {
    /// Adds a case and what was removed from it. `chars`: its length, in the unit of the ranges.
    ///
    /// `only`: ranges of other types than this are not looked at (the case speaks of one type).
    pub fn add(&mut self, labels: &[Label], spans: &[Span<'_>], chars: usize, category: &str, only: Option<&str>) {
        for label in labels {
            let tally = self.types.entry(label.kind.clone()).or_default();
            let overlapping = || spans.iter().filter(|(r, _)| r.start < label.end && label.start < r.end);
            let same = |name: &str| same_type(&label.kind, name);
            tally.gold += 1;
            tally.strict += u64::from(overlapping().any(|(r, n)| *r == (label.start..label.end) && same(n)));
            tally.partial_gold += u64::from(overlapping().any(|(_, n)| same(n)));
            tally.missed += u64::from(overlapping().next().is_none());
            let covered: usize = overlapping().map(|(r, _)| r.end.min(label.end) - r.start.max(label.start)).sum();
            tally.gold_chars += (label.end - label.start) as u64;
            tally.leaked_chars += (label.end - label.start).saturating_sub(covered) as u64;
        }
        let mut clean = Clean { texts: 1, ..Clean::default() };
        let labelled: usize = labels.iter().map(|l| l.end - l.start).sum();
        clean.chars = chars.saturating_sub(labelled) as u64;
        for (range, name) in spans {
            let overlaps = || labels.iter().filter(|l| range.start < l.end && l.start < range.end);
            let same = overlaps().find(|l| same_type(&l.kind, name));
            if only.is_some_and(|only| !same_type(only, name)) && same.is_none() {
                continue;
            }
            let kind = same.map_or_else(|| (*name).to_owned(), |l| l.kind.clone());
            let tally = self.types.entry(kind).or_default();
            tally.found += 1;
            tally.partial_found += u64::from(same.is_some());
            let inside: usize = overlaps().map(|l| range.end.min(l.end) - range.start.max(l.start)).sum();
            clean.chars_removed += range.len().saturating_sub(inside) as u64;
            clean.hits += u64::from(overlaps().next().is_none());
        }
        clean.texts_hit = u64::from(clean.hits > 0);
        self.clean.entry(category.to_owned()).or_default().merge(&clean);
    }

    /// Adds the counts of other cases.
    pub fn merge(&mut self, other: &Self) {
        for (kind, tally) in &other.types {
            self.types.entry(kind.clone()).or_default().merge(tally);
        }
        for (category, clean) in &other.clean {
            self.clean.entry(category.clone()).or_default().merge(clean);
        }
    }

    /// Sum over types that `filter` lets pass.
    pub fn total(&self, filter: impl Fn(&str) -> bool) -> Tally {
        let mut total = Tally::default();
        self.types.iter().filter(|(kind, _)| filter(kind)).for_each(|(_, tally)| total.merge(tally));
        total
    }

    /// Sum over categories.
    pub fn clean_total(&self) -> Clean {
        let mut total = Clean::default();
        self.clean.values().for_each(|clean| total.merge(clean));
        total
    }
}
