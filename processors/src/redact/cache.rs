//! Long values seen before: those found clean, so that a conversation's repeated history is not scanned again in later
//! batches, and within one batch also what became of the others.
//!
//! A value is known by a 128-bit hash made of two ahash values whose keys are random and independent for each redactor.
//! Hash collisions would let an unscanned value pass: with at most 2 entries compared a lookup and independent uniform
//! hashes the chance is 2^-127 a lookup, about 10^-26 over 10^12 lookups. The keys never leave the process, so a
//! sender cannot search for a collision.

use std::hash::{BuildHasher, Hasher};

use ahash::{AHashMap, RandomState};

use super::{context::Context, types::Tally};

/// Shortest value worth a hash, bytes.
pub(super) const MIN_BYTES: usize = 256;

/// A two-way set of hashes with a fixed size.
pub(super) struct Clean {
    keys: [RandomState; 2],
    slots: Vec<u128>,
    size: usize,
}

impl std::fmt::Debug for Clean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clean({} slots)", self.size)
    }
}

impl Clean {
    /// A cache of at most `bytes`; allocated on first use.
    pub(super) fn new(bytes: usize) -> Self {
        let slots = bytes / size_of::<u128>();
        let size = if slots < 2 { 0 } else { 1 << slots.ilog2() };
        Self { keys: [RandomState::new(), RandomState::new()], slots: Vec::new(), size }
    }

    /// The hash of a long value; `None` for one that is not worth it.
    pub(super) fn hash(&self, value: &[u8], context: Context, json: bool) -> Option<u128> {
        if value.len() < MIN_BYTES || self.size == 0 {
            return None;
        }
        let one = |state: &RandomState| {
            let mut hasher = state.build_hasher();
            context.bits().into_iter().for_each(|bits| hasher.write_u64(bits));
            hasher.write_u8(u8::from(json));
            hasher.write(value);
            u128::from(hasher.finish())
        };
        Some((one(&self.keys[0]) << 64 | one(&self.keys[1])).max(1))
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }

    fn set(&self, hash: u128) -> usize {
        (hash as usize & self.size.saturating_sub(1)) & !1
    }

    pub(super) fn contains(&self, hash: u128) -> bool {
        let i = self.set(hash);
        self.slots.get(i..i + 2).is_some_and(|s| s.contains(&hash))
    }

    /// Remembers a clean value, forgetting the older one of its pair.
    pub(super) fn insert(&mut self, hash: u128) {
        if self.slots.is_empty() {
            self.slots = vec![0; self.size];
        }
        let i = self.set(hash);
        if let Some([first, second]) = self.slots.get_mut(i..i + 2).and_then(|s| <&mut [u128; 2]>::try_from(s).ok()) {
            *second = std::mem::replace(first, hash);
        }
    }
}

/// What became of long values of one batch that hold something to remove.
pub(super) struct Repeats {
    results: AHashMap<u128, (Vec<u8>, Tally)>,
    bytes: usize,
    limit: usize,
}

impl std::fmt::Debug for Repeats {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Repeats({} values)", self.results.len())
    }
}

impl Repeats {
    /// Holds texts of at most `limit` bytes together.
    pub(super) fn new(limit: usize) -> Self {
        Self { results: AHashMap::new(), bytes: 0, limit }
    }

    pub(super) fn clear(&mut self) {
        self.results.clear();
        self.bytes = 0;
    }

    pub(super) fn get(&self, hash: u128) -> Option<(&[u8], &Tally)> {
        self.results.get(&hash).map(|(text, tally)| (text.as_slice(), tally))
    }

    /// Remembers a result, unless there is no room.
    pub(super) fn insert(&mut self, hash: u128, text: &[u8], tally: &Tally) {
        if self.bytes + text.len() <= self.limit {
            self.bytes += text.len();
            self.results.insert(hash, (text.to_vec(), tally.clone()));
        }
    }
}
