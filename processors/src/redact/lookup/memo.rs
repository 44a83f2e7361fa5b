//! Answers about short texts that are asked for again and again: names of keys and variables.

/// Longest text that is remembered, bytes.
const LONGEST: usize = 40;
/// Texts remembered; a power of two.
const SLOTS: usize = 512;

#[derive(Clone, Copy)]
struct Slot<V> {
    /// 0 of none.
    len: u8,
    text: [u8; LONGEST],
    value: V,
}

/// The last answers, each in the one place where it may be.
pub(in crate::redact) struct Memo<V> {
    slots: Vec<Slot<V>>,
}

impl<V: Copy + Default> Memo<V> {
    pub(in crate::redact) const fn new() -> Self {
        Self { slots: Vec::new() }
    }

    /// What `answer` says of a text, which must be the same each time.
    #[inline]
    pub(in crate::redact) fn get(&mut self, text: &[u8], answer: impl FnOnce() -> V) -> V {
        let n = text.len();
        if n == 0 || n > LONGEST {
            return answer();
        }
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, Slot { len: 0, text: [0; LONGEST], value: V::default() });
        }
        let mut whole = [0; LONGEST];
        if let Some(to) = whole.get_mut(..n) {
            to.copy_from_slice(text);
        }
        let words = whole.as_chunks::<8>().0.iter();
        let hash = words
            .fold(n as u64, |h, w| (h ^ u64::from_le_bytes(*w)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29));
        let Some(slot) = self.slots.get_mut(hash as usize & (SLOTS - 1)) else { return answer() };
        if slot.len != n as u8 || slot.text != whole {
            *slot = Slot { len: n as u8, text: whole, value: answer() };
        }
        slot.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_its_own_answer() {
        let mut memo = Memo::new();
        let texts: Vec<String> = (0..4000).map(|i| format!("key_{i}{}", "x".repeat(i % 50))).collect();
        for _ in 0..2 {
            for (i, text) in texts.iter().enumerate() {
                assert_eq!(memo.get(text.as_bytes(), || i), i, "{text}");
            }
        }
        assert_eq!(memo.get(b"key_", || 9), 9);
        assert_eq!(memo.get(b"key_", || 8), 9, "it is remembered");
        assert_eq!(memo.get(b"", || 7), 7);
    }
}
