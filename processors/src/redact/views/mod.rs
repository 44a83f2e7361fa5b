//! Views: what a text may be read as when its encodings are undone.
//!
//! ```text
//! text ── first pass over its bytes: anything to undo? ──> nothing: done (nearly always)
//!           ├─ fold:   windows around %40 &#64; [at] full-width, look-alike, invisible … ──> view
//!           ├─ tokens: base64 and hex of text                                            ──> view
//!           └─ wide:   letters with a zero beside each                                     ──> view
//!                                                              each view may have views, 3 deep
//! ```
//!
//! A view is scanned as any text; what is found is mapped back to the bytes that it came from, extended to whole escapes,
//! characters and tokens. The text itself is never changed by this.
//!
//! Bounds: a layer is no longer than what it was read from, so three layers of two kinds are at most eight times the text, and zeros
//! are read in the text alone;
//! decoded tokens have a budget besides.

mod chars;
mod escapes;
mod fold;
mod look;
pub(super) mod seams;
mod spelled;
#[cfg(test)]
mod tests;
mod tokens;
mod wide;
mod wraps;

use std::ops::Range;

pub(super) use self::{
    look::{Disguises, Found, MIN_RUN, disguises},
    wide::Utf16,
};

/// Most layers of encoding that are undone.
const MAX_DEPTH: usize = 3;
/// Most bytes decoded from tokens of one value. What lies beyond is removed unread.
const TOKEN_BUDGET: usize = 8 << 20;

/// A stretch of a view and where it came from.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Its first byte in the view.
    at: usize,
    /// Its first byte in the source.
    from: usize,
    /// Where it ends in the source; `None`: byte for byte.
    to: Option<usize>,
}

/// Text read out of another, and where its bytes came from.
#[derive(Debug, Default)]
struct Layer {
    text: Vec<u8>,
    map: Vec<Stretch>,
}

impl Layer {
    /// Bytes that stay as they are.
    fn copy(&mut self, t: &[u8], from: usize, to: usize) {
        if let Some(bytes) = t.get(from..to).filter(|b| !b.is_empty()) {
            self.map.push(Stretch { at: self.text.len(), from, to: None });
            self.text.extend_from_slice(bytes);
        }
    }

    /// Bytes that all stand for the range.
    fn stand(&mut self, bytes: &[u8], from: usize, to: usize) {
        if !bytes.is_empty() {
            self.map.push(Stretch { at: self.text.len(), from, to: Some(to) });
            self.text.extend_from_slice(bytes);
        }
    }

    /// What is left out from here on belongs to nothing before it.
    fn bound(&mut self, from: usize) {
        self.map.push(Stretch { at: self.text.len(), from, to: Some(from) });
    }

    fn cut(&mut self, text: usize, map: usize) {
        self.text.truncate(text);
        self.map.truncate(map);
    }

    /// Where a range came from, extended outwards.
    fn origin(&self, range: Range<usize>) -> Range<usize> {
        let index = |i: usize| self.map.partition_point(|s| s.at <= i).checked_sub(1);
        let find = |i: usize| self.map.get(index(i)?);
        let start = find(range.start).map_or(0, |s| if s.to.is_some() { s.from } else { s.from + range.start - s.at });
        let last = range.end.saturating_sub(1).max(range.start);
        let end = find(last).map_or(start, |s| s.to.unwrap_or(s.from + last - s.at + 1));
        // What was left out behind goes, too, up to a bound.
        let behind = index(last).and_then(|k| self.map.get(k + 1)).filter(|s| s.at == last + 1).map_or(end, |s| s.from);
        start..end.max(start).max(behind)
    }
}

/// A view of a text.
pub(super) struct View<'a> {
    /// What it reads.
    pub(super) text: &'a [u8],
    layers: &'a [Layer],
    source: &'a [u8],
    /// Ranges of the view that could not be read within the budget.
    unread: &'a [Range<usize>],
}

impl std::fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "View({} bytes, {} layers)", self.text.len(), self.layers.len())
    }
}

impl View<'_> {
    /// The range of the original text that a range of the view stands for, extended outwards to whole escapes, tokens
    /// and characters.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = self.layers.iter().rev().fold(range, |r, layer| layer.origin(r));
        let inside = |i: usize| self.source.get(i).is_some_and(|b| b & 0xC0 == 0x80);
        while start > 0 && inside(start) {
            start -= 1;
        }
        while inside(end) {
            end += 1;
        }
        start..end.min(self.source.len())
    }

    /// Ranges of the original that were too much to decode: to be removed, not passed.
    pub(super) fn unread(&self) -> impl Iterator<Item = Range<usize>> {
        self.unread.iter().map(|r| self.origin(r.clone()))
    }
}

/// Shows each view of a text, in which `found` was found. `f` gives what it found in the view.
pub(super) fn each(t: &[u8], found: &Found, f: &mut dyn FnMut(&View<'_>) -> Found) {
    deeper(t, t, found, &mut Vec::new(), &mut { TOKEN_BUDGET }, f);
}

fn deeper(
    source: &[u8],
    t: &[u8],
    found: &Found,
    layers: &mut Vec<Layer>,
    budget: &mut usize,
    f: &mut dyn FnMut(&View<'_>) -> Found,
) {
    let mut unread = Vec::new();
    let read = [
        (!found.blocks.is_empty()).then(|| fold::read(t, found)),
        (!found.runs.is_empty()).then(|| tokens::read(t, &found.runs, budget, &mut unread)),
        found.zeros.then(|| wide::apart(t)),
    ];
    if !unread.is_empty() {
        f(&View { text: &[], layers, source, unread: &unread });
    }
    for mut layer in read.into_iter().flatten().filter(|l| !l.text.is_empty()) {
        let text = std::mem::take(&mut layer.text);
        layers.push(layer);
        let next = f(&View { text: &text, layers, source, unread: &[] });
        if layers.len() < MAX_DEPTH && next.any() {
            deeper(source, &text, &next, layers, budget, f);
        }
        layers.pop();
    }
}
