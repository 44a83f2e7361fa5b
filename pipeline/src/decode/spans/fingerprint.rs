//! `prompt_fingerprint`: which prompt a model was given, apart from the conversation.
//!
//! The first 16 hex digits of SHA-256 over, each followed by a zero byte: the request model, the system instructions
//! (or, where they are sent as messages, the leading messages of role `system` or `developer`) as they are stored before
//! redaction, then the tool definitions in order. Null when there are neither instructions nor tools.

use std::hash::{BuildHasher, Hash, Hasher};

use ahash::AHashMap;
use sha2::{Digest, Sha256};

use super::{resolve::Mapped, table::Field};
use crate::decode::tail::write_hex;

/// Fingerprints found so far, by a hash of what they are of.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    hasher: ahash::RandomState,
    known: AHashMap<u64, Box<str>>,
}

/// Entries held at most.
const MAX_ENTRIES: usize = 4096;

impl Fingerprints {
    /// The fingerprint of a span's prompt.
    pub(super) fn of(&mut self, mapped: &Mapped<'_>) -> Option<&str> {
        let system = mapped.text(Field::System);
        let tools = mapped.list(Field::ToolDefinitions);
        let leading = mapped.list(Field::Input).iter().map(|m| m.as_str()).take_while(|m| is_system(m));
        let model = mapped.text(Field::RequestModel).unwrap_or("");
        let texts = || {
            std::iter::once(model)
                .chain(system)
                .chain(leading.clone().filter(|_| system.is_none()))
                .chain(tools.iter().map(|tool| tool.as_str()))
        };
        texts().nth(1)?;
        let mut state = self.hasher.build_hasher();
        texts().for_each(|text| text.hash(&mut state));
        let key = state.finish();
        if self.known.len() >= MAX_ENTRIES {
            self.known.clear();
        }
        let fingerprint = self.known.entry(key).or_insert_with(|| {
            let mut hash = Sha256::new();
            for text in texts() {
                hash.update(text.as_bytes());
                hash.update([0]);
            }
            let mut hex = String::with_capacity(16);
            write_hex(&mut hex, hash.finalize().first_chunk::<8>().map_or(&[], |bytes| bytes.as_slice()));
            hex.into_boxed_str()
        });
        Some(fingerprint)
    }
}

/// Whether a message begins with the role of instructions, as SDKs and this mapping write it.
fn is_system(message: &str) -> bool {
    let mut rest = message;
    for word in ["{", "\"role\"", ":"] {
        match rest.strip_prefix(word) {
            Some(after) => rest = after.trim_start(),
            None => return false,
        }
    }
    rest.starts_with("\"system\"") || rest.starts_with("\"developer\"")
}
