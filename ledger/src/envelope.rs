//! How a signed document is stored: two lines, each ended by a line feed.
//!
//! ```text
//! line 1: the body, one JSON document without a line feed
//! line 2: {"key_id":"<32 hex>","sig":"<base64 of the ed25519 signature over the bytes of line 1>"}
//! ```
//! The signature covers the bytes of line 1 as they are, without its line feed; the chain's hash is the SHA-256 of the
//! whole object, both line feeds included. So neither needs a canonical form of JSON, and both can be checked with
//! `head -1`, `sha256sum` and `openssl`.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::Signature;
use serde::{Deserialize, Serialize};

use crate::keys::{KeyRing, Keys};

/// Of a signature by a key that is not there.
pub(crate) const UNKNOWN_KEY: &str = "is signed with a key that is not known";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    key_id: String,
    sig: String,
}

/// A document taken apart; its signature is not checked yet.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// The signed bytes.
    pub body: &'a [u8],
    /// The key that is said to have signed them.
    pub key_id: String,
    signature: Signature,
}

/// Signs a body. The body must not hold a line feed; compact JSON never does.
pub fn seal(body: &str, keys: &Keys) -> Vec<u8> {
    debug_assert!(!body.contains('\n'));
    let sig = STANDARD.encode(keys.sign(body.as_bytes()));
    // Both values are hex and base64: nothing to escape.
    format!("{body}\n{{\"key_id\":\"{}\",\"sig\":\"{sig}\"}}\n", keys.id()).into_bytes()
}

/// Takes a document apart.
///
/// # Errors
/// A constant text that says what is wrong with the form.
pub fn open(bytes: &[u8]) -> Result<Envelope<'_>, &'static str> {
    let mut lines = bytes.split(|b| *b == b'\n');
    let (Some(body), Some(seal), Some([]), None) = (lines.next(), lines.next(), lines.next(), lines.next()) else {
        return Err("is not two lines: body and signature");
    };
    let seal: Seal = serde_json::from_slice(seal).map_err(|_| "has no signature line with key_id and sig")?;
    let sig = STANDARD.decode(&seal.sig).map_err(|_| "has a signature that is not base64")?;
    let signature = Signature::from_slice(&sig).map_err(|_| "has a signature that is not 64 bytes")?;
    Ok(Envelope { body, key_id: seal.key_id, signature })
}

impl Envelope<'_> {
    /// Checks the signature with the key of that id.
    ///
    /// # Errors
    /// A constant text: the key is unknown or the signature is wrong.
    pub fn check(&self, keys: &KeyRing) -> Result<(), &'static str> {
        let key = keys.get(&self.key_id).ok_or(UNKNOWN_KEY)?;
        key.verify_strict(self.body, &self.signature).map_err(|_| "has a wrong signature")
    }
}
