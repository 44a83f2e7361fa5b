//! The byte format of a ledger entry, version 1.
//!
//! An entry is an [`crate::envelope`] whose body is this JSON document. The fields come in this order; a field that is
//! not named here, and a version other than 1, is refused. Nothing in it may come from the text of a span.
//!
//! ```json
//! {"v":1,"seq":2,"prev":"<sha256 of entry 1>","ts":"2026-11-23T22:00:00.000000Z","writer":"collector-1","type":"ingest",
//!  "add":[{"path":"tables/spans/tenant=default/day=2026-11-23/0198….parquet","table":"spans","tenant":"default",
//!          "day":"2026-11-23","rows":10,"size":4711,"sha256":"…","time_range":[1763935200000000,1763935201000000]}],
//!  "remove":[],"wal":{"0":17},"state":{"usage":{"inline":"<base64>"}},
//!  "counts":{"received":{"spans":10},"stored":{"spans":10}},"versions":{"mapping":"1"},"nonce":"<32 hex>"}
//! ```

use std::collections::BTreeMap;

use custos_model::batch::{Counts, WalPositions};
use serde::{Deserialize, Serialize};

/// Version of the format that this program writes, and the only one it reads.
pub const VERSION: u32 = 1;
/// Observer state up to this size lies in the entry; larger state goes to a side object, bytes.
pub const MAX_INLINE_STATE: usize = 4 << 10;

/// A ledger entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Format version, [`VERSION`].
    pub v: u32,
    /// Number: 1, 2, 3, ... without gaps.
    pub seq: u64,
    /// SHA-256 of the previous entry's bytes, lower-case hex; 64 zeros in the first.
    pub prev: String,
    /// When the writer says it was made, RFC 3339 in UTC. A claim: the writer's clock.
    pub ts: String,
    /// Name of the writer.
    pub writer: String,
    /// What kind of commit it is.
    #[serde(rename = "type")]
    pub kind: EntryType,
    /// Files that become live.
    pub add: Vec<FileRef>,
    /// Paths of live files that stop being live.
    pub remove: Vec<String>,
    /// Write-ahead log positions that are covered, by shard; the writer's other shards stay where they were.
    pub wal: WalPositions,
    /// Observer state at these positions; replaces all of the writer's earlier state.
    pub state: BTreeMap<String, State>,
    /// What was received, stored and refused since the writer's previous entry.
    pub counts: Counts,
    /// Versions that shaped the rows.
    pub versions: BTreeMap<String, String>,
    /// 16 random bytes as hex, the same in every attempt to commit the same draft: a writer knows its own entry by it.
    pub nonce: String,
    /// The writer's public key as PEM; in the genesis entry only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
}

/// Kinds of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryType {
    /// The first entry; adds nothing.
    Genesis,
    /// New rows of a collector. It never removes files.
    #[default]
    Ingest,
    /// Files replaced by others with the same rows.
    Compact,
}

/// A data file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    /// Path below the lake's URL, see [`crate::file_path`]; parse it with [`object_store::path::Path::parse`].
    pub path: String,
    /// Table name.
    pub table: String,
    /// Owner of all rows.
    pub tenant: String,
    /// UTC day on which the rows were received, `YYYY-MM-DD`.
    pub day: String,
    /// Number of rows.
    pub rows: u64,
    /// Size, bytes.
    pub size: u64,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Smallest and largest value of the table's time column, microseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_range: Option<(i64, i64)>,
}

/// Observer state in an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum State {
    /// The state itself, base64; at most [`MAX_INLINE_STATE`] bytes of it.
    Inline(String),
    /// `ledger/state/<sha256>` holds it.
    Object {
        /// SHA-256 of the state, lower-case hex.
        sha256: String,
        /// Its size, bytes.
        size: u64,
    },
}

/// What is to be committed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Kind of the entry; `Genesis` is refused.
    pub kind: EntryType,
    /// Files that are uploaded already.
    pub add: Vec<FileRef>,
    /// Paths that stop being live.
    pub remove: Vec<String>,
    /// WAL positions covered.
    pub wal: WalPositions,
    /// Observer state, by name.
    pub state: BTreeMap<String, Vec<u8>>,
    /// Counts since the previous commit.
    pub counts: Counts,
    /// Versions that shaped the rows.
    pub versions: BTreeMap<String, String>,
}

/// A committed entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryRef {
    /// Its number.
    pub seq: u64,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

impl Entry {
    /// The body of its envelope.
    ///
    /// # Errors
    /// Never in practice: every field can be written as JSON.
    pub fn to_body(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Parses the body of an envelope. The version is looked at first, so that an unknown one is told as such.
    ///
    /// # Errors
    /// A text that says what is wrong with the form.
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            v: u32,
        }
        match serde_json::from_slice::<Version>(body) {
            Ok(Version { v: VERSION }) => {}
            Ok(Version { v }) => {
                return Err(format!("has version {v}, and this program reads version {VERSION}: use a newer one"));
            }
            Err(e) => return Err(format!("is not JSON with a version: {e}")),
        }
        serde_json::from_slice(body).map_err(|e| format!("is not an entry of version {VERSION}: {e}"))
    }
}
