//! What keys say, remembered.

use std::sync::Arc;

use ahash::AHashMap;

use crate::redact::{context::Context, records::Part};

/// Distinct keys that are remembered.
const MOST: usize = 8192;
/// Longest of them, bytes.
const LONGEST: usize = 256;

/// What is remembered of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::redact) struct Key {
    pub(in crate::redact) says: Context,
    /// Whether other members say nothing of what stands under it.
    pub(in crate::redact) silent: bool,
    /// Whether it is of the value of the object around it.
    pub(in crate::redact) of_value: bool,
    /// Whether it is the type of that.
    pub(in crate::redact) of_type: bool,
    /// What an array under it may be.
    pub(in crate::redact) part: Part,
}

struct Known {
    text: Arc<[u8]>,
    key: Key,
    /// Keys that were asked for after it, the last new one first. Documents of one kind have the same keys in the same
    /// order.
    next: [usize; 2],
}

#[derive(Default)]
pub(super) struct Keys {
    known: Vec<Known>,
    places: AHashMap<Arc<[u8]>, usize>,
    last: usize,
}

impl Keys {
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    #[inline]
    pub(super) fn get(&mut self, text: &[u8]) -> Option<Key> {
        let next = self.known.get(self.last)?.next;
        let is = |place: &usize| self.known.get(*place).is_some_and(|known| *known.text == *text);
        let place = match next.into_iter().find(is) {
            Some(place) => place,
            None => self.find(text)?,
        };
        self.last = place;
        self.known.get(place).map(|known| known.key)
    }

    fn find(&mut self, text: &[u8]) -> Option<usize> {
        let place = *self.places.get(text)?;
        if let Some(last) = self.known.get_mut(self.last) {
            last.next = [place, last.next[0]];
        }
        Some(place)
    }

    /// Remembers a key that is not known, unless it is long.
    pub(super) fn insert(&mut self, text: &[u8], key: Key) {
        if text.len() > LONGEST {
            return;
        }
        if self.known.len() >= MOST {
            *self = Self::default();
        }
        let text: Arc<[u8]> = text.into();
        self.places.insert(Arc::clone(&text), self.known.len());
        self.known.push(Known { text, key, next: [0; 2] });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_in_any_order() {
        let mut keys = Keys::default();
        let key = |n: usize| Key { silent: n & 1 != 0, of_value: n & 2 != 0, of_type: n & 4 != 0, ..Key::default() };
        let text = |n: usize| format!("key{n}").into_bytes();
        assert_eq!(keys.get(b"key0"), None);
        for n in 0..30 {
            keys.insert(&text(n), key(n));
        }
        for step in [1, 7, 11, 1, 1] {
            for i in 0..30 {
                let n = i * step % 30;
                assert_eq!(keys.get(&text(n)), Some(key(n)), "{n}");
                assert_eq!(keys.get(b"key"), None);
            }
        }
    }

    #[test]
    fn so_many_are_remembered() {
        let mut keys = Keys::default();
        for n in 0..=MOST {
            keys.insert(n.to_string().as_bytes(), Key::default());
            assert!(keys.len() <= MOST);
        }
        assert_eq!(keys.get(MOST.to_string().as_bytes()), Some(Key::default()));
        assert_eq!(keys.get(b"0"), None);
        keys.insert(&[b'x'; LONGEST + 1], Key::default());
        assert_eq!(keys.get(&[b'x'; LONGEST + 1]), None);
    }
}
