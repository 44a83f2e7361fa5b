//! Where things lie in the bucket.

use std::fmt::Write as _;

use object_store::path::Path;

/// Largest entry that is written or read, bytes. A file takes about 350 bytes of it.
pub const MAX_ENTRY_BYTES: u64 = 16 << 20;
/// Largest snapshot that is read, bytes; a larger one is ignored and the chain is replayed.
pub(crate) const MAX_SNAPSHOT_BYTES: u64 = 512 << 20;
/// Largest observer state object, bytes.
pub(crate) const MAX_STATE_BYTES: u64 = 256 << 20;
/// Largest public key that is read, bytes: as PEM one has 113.
pub(crate) const MAX_KEY_BYTES: u64 = 4 << 10;
/// Entries between two snapshots.
pub(crate) const SNAPSHOT_EVERY: u64 = 256;

/// Path of a new data file: `tables/<table>/tenant=<tenant>/day=<day>/<name>.parquet`. In the path, bytes of the tenant
/// other than `A-Z a-z 0-9 _ - .` are percent-encoded as Hive does; use [`object_store::path::Path::parse`] on it.
pub fn file_path(table: &str, tenant: &str, day: &str, name: &str) -> String {
    let mut segment = String::with_capacity(tenant.len());
    for byte in tenant.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') {
            segment.push(char::from(byte));
        } else {
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    format!("tables/{table}/tenant={segment}/day={day}/{name}.parquet")
}

pub(crate) fn tables() -> Path {
    Path::from("tables")
}

pub(crate) fn entries() -> Path {
    Path::from("ledger/entries")
}

pub(crate) fn entry(seq: u64) -> Path {
    Path::from(format!("ledger/entries/{seq:012}.json"))
}

pub(crate) fn snapshots() -> Path {
    Path::from("ledger/snapshots")
}

pub(crate) fn snapshot(seq: u64) -> Path {
    Path::from(format!("ledger/snapshots/{seq:012}.json"))
}

pub(crate) fn state(sha256: &str) -> Path {
    Path::from(format!("ledger/state/{sha256}"))
}

pub(crate) fn key(id: &str) -> Path {
    Path::from(format!("ledger/keys/{id}.pub.pem"))
}

pub(crate) fn probe(nonce: &str) -> Path {
    Path::from(format!("ledger/probe/{nonce}"))
}

/// The number in the name of an entry or snapshot; `None` when the name is not one that [`entry`] gives.
pub(crate) fn seq_of(path: &Path) -> Option<u64> {
    let digits = path.filename()?.strip_suffix(".json")?;
    let seq = digits.parse().ok()?;
    // Numbers begin at 1; the upper bound keeps what is computed with them from overflowing.
    ((1..1 << 62).contains(&seq) && format!("{seq:012}") == digits).then_some(seq)
}
