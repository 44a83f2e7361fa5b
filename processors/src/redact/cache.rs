//! Long values seen before: those found clean, and what became of the others, so that a conversation's repeated history
//! is not scanned again in later batches.
//!
//! A value is known by a [`KeyedHash`]. Hash collisions would let an unscanned value pass: with at most 2 entries
//! compared a lookup the chance is 2^-127 a lookup, about 10^-26 over 10^12 lookups.

use std::sync::{
    Mutex, MutexGuard, OnceLock, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use ahash::AHashMap;
use custos_model::keyed_hash::KeyedHash;

use super::{context::Context, propagate::Literal, types::Tally};

/// Shortest value worth a hash, bytes.
const MIN_BYTES: usize = 64;

/// What all redactors of an engine remember: the messages of a conversation come to any of them.
pub(super) struct Cache {
    keys: KeyedHash,
    /// Hashes of clean values: a two-way set of a fixed size, allocated on first use. The halves of a hash are written
    /// one after the other; two writers may leave halves of two hashes, which is another hash that nobody asks for.
    clean: OnceLock<Box<[[AtomicU64; 2]]>>,
    size: usize,
    repeats: Mutex<Repeats>,
    salts: AtomicU64,
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cache({} slots)", self.size)
    }
}

impl Cache {
    /// Hashes and texts of at most `bytes` each.
    pub(super) fn new(bytes: usize) -> Self {
        let slots = bytes / size_of::<[AtomicU64; 2]>();
        let size = if slots < 2 { 0 } else { 1 << slots.ilog2() };
        Self {
            keys: KeyedHash::default(),
            clean: OnceLock::new(),
            size,
            repeats: Mutex::new(Repeats::new(bytes)),
            salts: AtomicU64::new(0),
        }
    }

    /// A number that nobody has: hashes made with it are known to nobody else.
    pub(super) fn salt(&self) -> u64 {
        self.salts.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The hash of a long value; `None` for one that is not worth it.
    pub(super) fn hash(&self, value: &[u8], context: Context, json: bool, salt: u64) -> Option<u128> {
        if value.len() < MIN_BYTES || self.size == 0 {
            return None;
        }
        let mut hashing = self.keys.begin();
        context.bits().into_iter().for_each(|bits| hashing.write_u64(bits));
        hashing.write_u64(salt << 1 | u64::from(json));
        hashing.write(value);
        // An empty place is zero.
        Some(hashing.finish().max(1))
    }

    /// The two places of a hash.
    fn pair(&self, hash: u128) -> std::ops::Range<usize> {
        let i = (hash as usize & self.size.saturating_sub(1)) & !1;
        i..i + 2
    }

    pub(super) fn is_clean(&self, hash: u128) -> bool {
        let halves = halves(hash);
        let pair = self.clean.get().and_then(|slots| slots.get(self.pair(hash)));
        pair.is_some_and(|pair| pair.iter().any(|slot| read(slot) == halves))
    }

    /// Remembers a clean value, forgetting the older one of its pair.
    pub(super) fn insert_clean(&self, hash: u128) {
        let slots = self.clean.get_or_init(|| (0..self.size).map(|_| Default::default()).collect());
        if let Some([first, second]) = slots.get(self.pair(hash)) {
            write(second, read(first));
            write(first, halves(hash));
        }
    }

    /// What became of a value that was not clean, and what it taught.
    pub(super) fn repeat(&self, hash: u128) -> Option<Repeat<Vec<u8>, Vec<Literal>>> {
        self.repeats().get(hash).map(|(text, tally, taught)| (text.to_vec(), tally.clone(), taught.to_vec()))
    }

    /// Remembers what became of a value, and what it taught.
    pub(super) fn insert_repeat(&self, hash: u128, text: &[u8], tally: &Tally, taught: &[Literal]) {
        self.repeats().insert(hash, text, tally, taught);
    }

    fn repeats(&self) -> MutexGuard<'_, Repeats> {
        // An entry is there as a whole or not at all.
        self.repeats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn halves(hash: u128) -> [u64; 2] {
    [(hash >> 64) as u64, hash as u64]
}

fn read(slot: &[AtomicU64; 2]) -> [u64; 2] {
    slot.each_ref().map(|half| half.load(Ordering::Relaxed))
}

fn write(slot: &[AtomicU64; 2], halves: [u64; 2]) {
    for (half, value) in slot.iter().zip(halves) {
        half.store(value, Ordering::Relaxed);
    }
}

/// Short texts found clean, as they are: roles, kinds of parts, names of models recur in every message. One text a
/// place.
#[derive(Default)]
pub(super) struct Short(Vec<Option<([u8; SHORT], u8, Context)>>);

/// Longest text that is short, bytes: `us.anthropic.claude-3-5-sonnet-20241022-v2:0`.
const SHORT: usize = 48;
/// Places of short texts.
const SHORTS: usize = 512;

impl std::fmt::Debug for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Short")
    }
}

impl Short {
    /// Whether a text is short enough.
    pub(super) fn holds(text: &[u8]) -> bool {
        text.len() <= SHORT
    }

    /// The text as it is kept, and its place.
    fn place(text: &[u8], context: &Context) -> Option<([u8; SHORT], usize)> {
        let mut kept = [0; SHORT];
        kept.get_mut(..text.len())?.copy_from_slice(text);
        let words = kept.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
        let mixed = words.fold(context.flags() ^ text.len() as u64, |mixed, word| {
            (mixed.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        });
        Some((kept, (mixed >> 48) as usize % SHORTS))
    }

    #[inline(always)]
    pub(super) fn is_clean(&self, text: &[u8], context: &Context) -> bool {
        let Some((kept, place)) = Self::place(text, context) else { return false };
        let known = self.0.get(place).and_then(Option::as_ref);
        known.is_some_and(|(t, n, c)| usize::from(*n) == text.len() && *t == kept && c == context)
    }

    /// Remembers a text that is short enough.
    pub(super) fn insert(&mut self, text: &[u8], context: Context) {
        if let Some((kept, place)) = Self::place(text, &context) {
            self.0.resize(SHORTS, None);
            if let Some(slot) = self.0.get_mut(place) {
                *slot = Some((kept, text.len() as u8, context));
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// A redacted text, what was removed from it, and what its values taught.
pub(super) type Repeat<Text, Taught> = (Text, Tally, Taught);

/// What became of long values that hold something to remove: messages of a conversation come again with every turn.
///
/// Two generations: when the young one has taken half of the room, it becomes the old one, which is forgotten.
struct Repeats {
    young: AHashMap<u128, Repeat<Box<[u8]>, Box<[Literal]>>>,
    old: AHashMap<u128, Repeat<Box<[u8]>, Box<[Literal]>>>,
    /// Of the young ones.
    bytes: usize,
    limit: usize,
}

impl Repeats {
    /// What a value takes beside its text, about.
    const ENTRY: usize = 128;

    /// Holds texts of at most `limit` bytes together.
    fn new(limit: usize) -> Self {
        Self { young: AHashMap::new(), old: AHashMap::new(), bytes: 0, limit }
    }

    fn get(&self, hash: u128) -> Option<(&[u8], &Tally, &[Literal])> {
        let known = self.young.get(&hash).or_else(|| self.old.get(&hash));
        known.map(|(text, tally, taught)| (&text[..], tally, &taught[..]))
    }

    /// Remembers a result, unless it takes too much of the room.
    fn insert(&mut self, hash: u128, text: &[u8], tally: &Tally, taught: &[Literal]) {
        let literals: usize = taught.iter().map(|literal| size_of::<Literal>() + literal.bytes()).sum();
        let bytes = text.len() + literals + Self::ENTRY;
        if bytes > self.limit / 8 {
            return;
        }
        if self.bytes + bytes > self.limit / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += bytes;
        self.young.insert(hash, (text.into(), tally.clone(), taught.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_values_are_known_to_all_who_have_the_same_salt() {
        let cache = Cache::new(1 << 12);
        let hash = |text: &str, salt| cache.hash(text.as_bytes(), Context::default(), false, salt).unwrap();
        let texts: Vec<_> = (0..64).map(|n| format!("{n:0100}")).collect();
        for text in &texts {
            assert!(!cache.is_clean(hash(text, 0)));
            cache.insert_clean(hash(text, 0));
            assert!(cache.is_clean(hash(text, 0)));
            assert!(!cache.is_clean(hash(text, cache.salt())));
        }
        assert!(texts.iter().filter(|t| cache.is_clean(hash(t, 0))).count() > 32);
        assert!(Cache::new(0).hash(texts[0].as_bytes(), Context::default(), false, 0).is_none());
    }

    #[test]
    fn short_texts_are_known_under_their_key_only() {
        let mut short = Short::default();
        let texts: Vec<_> = (0..SHORT + 2).map(|n| "a".repeat(n)).collect();
        for text in &texts {
            assert!(!short.is_clean(text.as_bytes(), &Context::default()));
            short.insert(text.as_bytes(), Context::default());
            assert_eq!(short.is_clean(text.as_bytes(), &Context::default()), text.len() <= SHORT);
            assert!(!short.is_clean(text.as_bytes(), &Context::SECRET));
        }
        assert!(!short.is_clean(b"aa\0", &Context::default()));
    }

    #[test]
    fn what_came_last_is_remembered_within_the_limit() {
        let mut repeats = Repeats::new(64 << 10);
        let text = |n: u128| format!("{n:01000}").into_bytes();
        for n in 0..1000 {
            repeats.insert(n, &text(n), &Tally::default(), &[]);
            assert!(repeats.young.len() + repeats.old.len() <= 64);
            // The last of each generation.
            let known = (n.saturating_sub(25)..=n).all(|k| repeats.get(k).is_some_and(|(t, ..)| t == text(k)));
            assert!(known, "{n}");
        }
        assert!(repeats.get(0).is_none());
        repeats.insert(5000, &[b'x'; 64 << 10], &Tally::default(), &[]);
        assert!(repeats.get(5000).is_none(), "it would take all of the room");
    }
}
