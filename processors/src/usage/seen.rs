//! Which responses were counted already.
//!
//! ```text
//! state, version 1, little-endian
//! 0  magic "CUSU"
//! 4  version u8 = 1, zeros to 8
//! 8  hashes u64 each, oldest first: FNV-1a of tenant, 0xFF, response id
//! ```

use std::collections::VecDeque;

use ahash::AHashSet;

/// Response ids that are remembered: 32 KiB of state. Instrumentations that report the same response do so within seconds;
/// this is about 16 s of 1,000 calls a second.
pub const REMEMBERED: usize = 4_096;

const MAGIC: [u8; 8] = *b"CUSU\x01\0\0\0";

/// Why bytes are not a state.
#[derive(Debug, thiserror::Error)]
pub(super) enum StateError {
    #[error("not a state of usage, or of another version")]
    Magic,
    #[error("the state of usage has a wrong length")]
    Length,
}

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

    fn push(&mut self, hash: u64) -> bool {
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

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(MAGIC.len() + 8 * self.order.len());
        bytes.extend_from_slice(&MAGIC);
        for hash in &self.order {
            bytes.extend_from_slice(&hash.to_le_bytes());
        }
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, StateError> {
        let hashes = bytes.strip_prefix(&MAGIC).ok_or(StateError::Magic)?;
        let (hashes, rest) = hashes.as_chunks::<8>();
        if !rest.is_empty() || hashes.len() > REMEMBERED {
            return Err(StateError::Length);
        }
        let mut seen = Self::default();
        for hash in hashes {
            seen.push(u64::from_le_bytes(*hash));
        }
        Ok(seen)
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>): the same in every program version, which the state needs.
fn hash(tenant: &str, response_id: &str) -> u64 {
    // 0xFF is in no UTF-8 text.
    let bytes = tenant.bytes().chain([0xFF]).chain(response_id.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    #[test]
    fn reads_the_state_of_version_1() {
        let fixture = include_bytes!("../../tests/fixtures/usage-v1.bin");
        let mut seen = Seen::from_bytes(fixture).unwrap();
        assert!(!seen.insert("default", "resp_1"));
        assert!(!seen.insert("default", "resp_2"));
        assert!(seen.insert("other", "resp_1"));
        let mut again = Seen::default();
        again.insert("default", "resp_1");
        again.insert("default", "resp_2");
        assert_eq!(again.to_bytes(), fixture);
    }

    proptest! {
        #[test]
        fn round_trips(ids in proptest::collection::vec("[a-z]{0,8}", 0..50)) {
            let mut seen = Seen::default();
            for id in &ids {
                seen.insert("t", id);
            }
            let back = Seen::from_bytes(&seen.to_bytes()).unwrap();
            prop_assert_eq!(back.order, seen.order);
            prop_assert_eq!(back.hashes, seen.hashes);
        }

        #[test]
        fn other_bytes_do_not_panic(bytes: Vec<u8>, cut in 0..64_usize) {
            let _ = Seen::from_bytes(&bytes);
            let state = [MAGIC.as_slice(), &bytes].concat();
            prop_assert_eq!(Seen::from_bytes(&state).is_ok(), bytes.len() % 8 == 0);
            prop_assert!(Seen::from_bytes(&state[..cut.min(7)]).is_err());
        }
    }
}
