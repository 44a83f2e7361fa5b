//! Which responses were counted already.

use std::collections::VecDeque;

use ahash::AHashSet;

use super::REMEMBERED;

/// The last response ids, as hashes.
#[derive(Debug, Default)]
pub(super) struct Seen {
    order: VecDeque<u64>,
    hashes: AHashSet<u64>,
}

impl Seen {
    /// Remembers a response; `false` when it was there.
    pub(super) fn insert(&mut self, tenant: &str, response_id: &str) -> bool {
        self.push(hash(tenant, response_id))
    }

    /// As [`Self::insert`], of a hash that [`Self::iter`] gave.
    pub(super) fn push(&mut self, hash: u64) -> bool {
        if !self.hashes.insert(hash) {
            return false;
        }
        self.order.push_back(hash);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.hashes.remove(&oldest);
        }
        true
    }

    /// Their hashes, oldest first.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = u64> {
        self.order.iter().copied()
    }
}

/// What [`fnv`] begins with.
pub(super) const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>): the same in every program version, which the state needs.
pub(super) fn fnv(hash: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn hash(tenant: &str, response_id: &str) -> u64 {
    // 0xFF is in no UTF-8 text.
    let bytes = tenant.bytes().chain([0xFF]).chain(response_id.bytes());
    fnv(BASIS, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenant_and_id_are_kept_apart() {
        assert_ne!(hash("t", "id"), hash("ti", "d"));
    }

    #[test]
    fn forgets_the_oldest() {
        let mut seen = Seen::default();
        for i in 0..=REMEMBERED {
            assert!(seen.insert("t", &i.to_string()));
        }
        assert!(!seen.insert("t", "1"));
        assert!(seen.insert("t", "0"));
        assert_eq!(seen.order.len(), REMEMBERED);
        assert_eq!(seen.hashes.len(), REMEMBERED);
    }
}
