//! Signing keys (ed25519) and the public keys of a ledger.
//!
//! A key id is the first 32 hex digits of the SHA-256 of the 32 bytes of the public key, so a published key cannot be
//! exchanged under its id. A key that lies in the bucket is not thereby *trusted*: whoever can write there can publish
//! one. [`crate::verify()`] takes the ids that its caller trusts, learnt on another way.

use std::{collections::HashMap, fmt, fs, io::Write, path::Path};

use ed25519_dalek::{
    Signer, SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, spki::der::pem::LineEnding},
};
use object_store::{ObjectStore, ObjectStoreExt};

use crate::{LedgerError, chain::sha256_hex, layout};

/// The signing key of a writer.
pub struct Keys {
    key: SigningKey,
    id: String,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Keys {
    /// Reads a PKCS#8 PEM file.
    ///
    /// # Errors
    /// When the file cannot be read or parsed, or others than its owner may read it.
    pub fn load(path: &Path) -> Result<Self, LedgerError> {
        let error = |what: String| LedgerError::Key { name: path.display().to_string(), what };
        let pem = fs::read_to_string(path).map_err(|e| error(format!("cannot be read: {e}")))?;
        check_mode(path).map_err(error)?;
        let key = SigningKey::from_pkcs8_pem(&pem).map_err(|_| error("is not an ed25519 PKCS#8 PEM".into()))?;
        Ok(Self::from_signing_key(key))
    }

    /// Reads a PKCS#8 PEM file; when there is none, makes a key and writes it (mode 0600 on Unix, fsynced).
    ///
    /// # Errors
    /// As [`Keys::load`], and when it cannot be written.
    pub fn load_or_create(path: &Path) -> Result<Self, LedgerError> {
        let error = |what: String| LedgerError::Key { name: path.display().to_string(), what };
        let absent = fs::metadata(path).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound);
        let keys = if absent {
            let keys = Self::generate()?;
            let pem = keys.key.to_pkcs8_pem(LineEnding::LF).map_err(|_| error("cannot be written as PEM".into()))?;
            write_private(path, pem.as_bytes()).map_err(|e| error(format!("cannot be written: {e}")))?;
            tracing::info!(file = %path.display(), key_id = keys.id(), "a signing key was made; keep a copy of it");
            keys
        } else {
            Self::load(path)?
        };
        remove_parts(path);
        Ok(keys)
    }

    /// A new key that is kept nowhere.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self, LedgerError> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)
            .map_err(|e| LedgerError::Key { name: "new".into(), what: format!("no randomness: {e}") })?;
        Ok(Self::from_signing_key(SigningKey::from_bytes(&secret)))
    }

    /// The key of a known secret.
    #[cfg(test)]
    pub(crate) fn from_seed(seed: [u8; 32]) -> Self {
        Self::from_signing_key(SigningKey::from_bytes(&seed))
    }

    fn from_signing_key(key: SigningKey) -> Self {
        let id = key_id(&key.verifying_key());
        Self { key, id }
    }

    /// The id of the key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public key as PEM (SubjectPublicKeyInfo).
    ///
    /// # Errors
    /// Never for a valid key.
    pub fn public_pem(&self) -> Result<String, LedgerError> {
        self.key
            .verifying_key()
            .to_public_key_pem(LineEnding::LF)
            .map_err(|_| LedgerError::Key { name: self.id.clone(), what: "cannot be written as PEM".into() })
    }

    pub(crate) fn public(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

#[cfg(unix)]
fn check_mode(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|e| format!("cannot be read: {e}"))?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(format!("has mode {mode:03o}, so others may read it; chmod it to 600")) }
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<(), String> {
    Ok(())
}

/// End of the name of a key that is being written.
const PART: &str = ".part";

/// Where a file lies.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file that only its owner may read, as a whole or not at all: a disk that is full, or a crash, would leave
/// an empty one, with which no later start is possible. One that is there already is an error.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let parent = parent(path);
    fs::create_dir_all(parent)?;
    let mut part = path.as_os_str().to_owned();
    // In a container every process has the same number, and one may have ended here half-way.
    let mut suffix = [0; 8];
    getrandom::fill(&mut suffix).map_err(|error| std::io::Error::other(error.to_string()))?;
    part.push(format!(".{:016x}{PART}", u64::from_le_bytes(suffix)));
    let part = Path::new(&part);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(part)?;
    let named = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| {
        // Of two processes that begin at once one has made the key. Not every file system has links.
        fs::hard_link(part, path).or_else(|error| if path.exists() { Err(error) } else { fs::rename(part, path) })
    });
    let _ = fs::remove_file(part);
    named?;
    #[cfg(unix)]
    fs::File::open(parent)?.sync_all()?;
    Ok(())
}

/// Removes what processes left that ended before they had named their key. Nothing was signed with it, and now that the
/// key is there, who is still writing one cannot name it.
fn remove_parts(path: &Path) {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return };
    for entry in fs::read_dir(parent(path)).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let suffix = file.to_str().and_then(|file| file.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(PART));
        let ours = suffix.is_some_and(|hex| hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) && fs::remove_file(entry.path()).is_ok() {
            tracing::info!(file = %entry.path().display(), "removed a key that was never in use: its making was cut");
        }
    }
}

/// The id of a public key.
pub fn key_id(key: &VerifyingKey) -> String {
    let mut hex = sha256_hex(key.as_bytes());
    hex.truncate(32);
    hex
}

/// Parses a public key file.
///
/// # Errors
/// When it is not a usable ed25519 public key as PEM.
pub fn parse_public(name: &str, pem: &str) -> Result<VerifyingKey, LedgerError> {
    match VerifyingKey::from_public_key_pem(pem) {
        Ok(key) if !key.is_weak() => Ok(key),
        _ => Err(LedgerError::Key { name: name.into(), what: "is not an ed25519 public key as PEM".into() }),
    }
}

/// Public keys by id.
#[derive(Clone, Debug, Default)]
pub struct KeyRing(HashMap<String, VerifyingKey>);

impl KeyRing {
    /// The key of an id.
    pub fn get(&self, id: &str) -> Option<&VerifyingKey> {
        self.0.get(id)
    }

    /// Adds a key and gives its id.
    pub fn add(&mut self, key: VerifyingKey) -> String {
        let id = key_id(&key);
        self.0.insert(id.clone(), key);
        id
    }

    /// Reads a published key unless it is known. An id without a key, or with the key of another id, stays unknown.
    pub(crate) async fn fetch(&mut self, store: &dyn ObjectStore, id: &str) -> Result<(), LedgerError> {
        if !self.0.contains_key(id)
            && let Ok(key) = published(store, id).await?
        {
            self.0.insert(id.to_owned(), key);
        }
        Ok(())
    }
}

/// The key that is published under an id, or why there is none.
pub(crate) async fn published(
    store: &dyn ObjectStore,
    id: &str,
) -> Result<Result<VerifyingKey, &'static str>, LedgerError> {
    if id.len() != 32 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(Err("is not a key id"));
    }
    let what = || LedgerError::store(format!("read public key {id}"));
    let pem = match store.get(&layout::key(id)).await {
        // Whoever is checked gave it.
        Ok(found) if found.meta.size > layout::MAX_KEY_BYTES => return Ok(Err("is too large for a public key")),
        Ok(found) => found.bytes().await.map_err(what())?,
        Err(object_store::Error::NotFound { .. }) => return Ok(Err("is missing")),
        Err(e) => return Err(what()(e)),
    };
    let key = std::str::from_utf8(&pem).ok().and_then(|pem| parse_public(id, pem).ok());
    Ok(match key {
        Some(key) if key_id(&key) == id => Ok(key),
        Some(_) => Err("holds another key than its name says"),
        None => Err("is not an ed25519 public key as PEM"),
    })
}
