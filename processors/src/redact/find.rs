//! Where in the input a value was removed, for tools that show or score decisions. Costs nothing unless asked for.
//!
//! Redaction works on texts inside texts: strings of a JSON document with their escapes read, JSON in such strings,
//! base64, the text of a second round that holds marks already. Each of them maps its positions to the text around it;
//! a [`Recorder`] keeps the maps from the innermost text to the input.

use std::ops::Range;

use super::{json::escape, types::Type};

/// One value that was removed: `start..end` are bytes of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// First byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// What it was taken for; of several that overlap the most severe.
    pub kind: Type,
    /// The key that the value stands under, where it is a member of a JSON object.
    pub key: Option<String>,
    /// What stands in its place, before it is escaped for the text around it.
    pub with: String,
}

/// From positions of a text to positions of the text around it.
enum Map {
    /// The text stands as it is from this byte on.
    Shift(usize),
    /// Content of a JSON string that begins at this byte: origin of every byte, and of the end.
    Escaped(usize, Vec<usize>),
    /// Base64 that begins at this byte.
    Base64(usize),
    /// The text after replacements: `(new start, new end, old start, old end)`, in order.
    Edited(Vec<[usize; 4]>),
}

impl Map {
    fn outer(&self, start: usize, end: usize) -> (usize, usize) {
        match self {
            Self::Shift(by) => (by + start, by + end),
            Self::Escaped(by, origins) => {
                let last = origins.last().copied().unwrap_or(0);
                let origin = |i: usize| by + origins.get(i).copied().unwrap_or(last);
                (origin(start), origin(end))
            }
            Self::Base64(by) => {
                let rest = end % 3;
                (by + start / 3 * 4 + start % 3, by + end / 3 * 4 + if rest == 0 { 0 } else { rest + 1 })
            }
            Self::Edited(edits) => {
                let before = |p: usize| edits.partition_point(|e| e[0] < p).checked_sub(1).and_then(|k| edits.get(k));
                let old = |p: usize, inside: fn(&[usize; 4]) -> usize| match before(p) {
                    Some(e) if p < e[1] => inside(e),
                    Some(e) => e[3] + (p - e[1]),
                    None => p,
                };
                (old(start, |e| e[2]), old(end, |e| e[3]))
            }
        }
    }
}

/// Collects what is removed from one value.
#[derive(Default)]
pub(super) struct Recorder {
    maps: Vec<Map>,
    edits: Vec<[usize; 4]>,
    found: Vec<Found>,
    key: Option<String>,
}

impl Recorder {
    /// A range of the innermost text is replaced.
    pub(super) fn replaced(&mut self, start: usize, end: usize, kind: Type) {
        self.replaced_with(start, end, kind, kind.mark().as_bytes());
    }

    /// A range of the innermost text is replaced by this text.
    pub(super) fn replaced_with(&mut self, start: usize, end: usize, kind: Type, with: &[u8]) {
        let (start, end) = self.maps.iter().rev().fold((start, end), |(start, end), map| map.outer(start, end));
        self.found.push(Found {
            start,
            end,
            kind,
            key: self.key.clone(),
            with: String::from_utf8_lossy(with).into_owned(),
        });
    }

    /// The range `old` of the text of this round became `new`, which reads `with`.
    pub(super) fn edited(&mut self, new: Range<usize>, old: Range<usize>, kind: Type, with: &[u8]) {
        self.replaced_with(old.start, old.end, kind, with);
        self.edits.push([new.start, new.end, old.start, old.end]);
    }

    /// The next round reads the edited text.
    pub(super) fn next_round(&mut self) {
        let edits = std::mem::take(&mut self.edits);
        self.maps.push(Map::Edited(edits));
    }

    /// The text at hand is another with these edits: `(new start, new end, old start, old end)`, in order.
    pub(super) fn changed(&mut self, edits: Vec<[usize; 4]>) {
        self.maps.push(Map::Edited(edits));
    }

    /// The text at `at` of this one is entered, as it is.
    pub(super) fn enter(&mut self, at: usize) {
        self.maps.push(Map::Shift(at));
    }

    /// The content `raw` of a JSON string at `at` is entered, escapes read.
    pub(super) fn enter_escaped(&mut self, at: usize, raw: &[u8]) {
        self.maps.push(Map::Escaped(at, escape::origins(raw)));
    }

    /// Another form of the text is entered, each byte of which came from one of these.
    pub(super) fn enter_mapped(&mut self, origins: &[usize]) {
        self.maps.push(Map::Escaped(0, origins.to_vec()));
    }

    /// Base64 at `at` is entered, decoded.
    pub(super) fn enter_base64(&mut self, at: usize) {
        self.maps.push(Map::Base64(at));
    }

    /// How many texts were entered, to leave them again with [`Self::leave`].
    pub(super) fn depth(&self) -> usize {
        self.maps.len()
    }

    pub(super) fn leave(&mut self, depth: usize) {
        self.maps.truncate(depth);
    }

    /// A point to go back to: texts entered, values found.
    pub(super) fn point(&self) -> (usize, usize) {
        (self.maps.len(), self.found.len())
    }

    pub(super) fn back_to(&mut self, (depth, found): (usize, usize)) {
        self.maps.truncate(depth);
        self.found.truncate(found);
    }

    /// The values that follow stand under this key.
    pub(super) fn under(&mut self, key: Option<&[u8]>) {
        self.key = key.map(|k| String::from_utf8_lossy(k).into_owned());
    }

    /// The value was dropped as a whole, whatever was found before.
    pub(super) fn dropped(&mut self, len: usize) {
        *self = Self::default();
        self.replaced(0, len, Type::RedactionFailed);
    }

    /// Disjoint, in order, within `text` and on its character boundaries.
    pub(super) fn finish(self, text: &str) -> Vec<Found> {
        let mut found = self.found;
        for f in &mut found {
            f.start = text.floor_char_boundary(f.start);
            f.end = text.ceil_char_boundary(f.end);
        }
        found.retain(|f| f.start < f.end);
        found.sort_by_key(|f| (f.start, f.end));
        found.dedup_by(|next, kept| {
            let overlap = next.start < kept.end;
            if overlap {
                // The later round replaced what the earlier one had written.
                if next.end - next.start > kept.end - kept.start {
                    std::mem::swap(&mut kept.with, &mut next.with);
                }
                kept.end = kept.end.max(next.end);
                kept.kind = kept.kind.max(next.kind);
                kept.key = kept.key.take().or(next.key.take());
            }
            overlap
        });
        found
    }
}
