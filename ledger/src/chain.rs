//! Replay: the rules that make a list of entries a ledger.
//!
//! [`Chain::check`] has every rule once; readers and writers stop at the first that is broken, [`crate::verify()`]
//! reports all.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    fmt::Write as _,
};

use bytes::Bytes;
use custos_model::{batch::WalPositions, schema::Table};
use object_store::path::Path;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    LedgerError,
    entry::{Entry, EntryType, FileRef, State},
    envelope, file_path,
    keys::KeyRing,
};

/// `prev` of the first entry.
pub(crate) const ZERO: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 as lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a file in pieces, as [`FileRef::sha256`] has it.
pub fn file_sha256(pieces: &[Bytes]) -> String {
    hex(&pieces.iter().fold(Sha256::new(), |hash, piece| hash.chain_update(piece)).finalize())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A rule that an entry breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field, as a path in the entry (`add[3].path`); empty when it is the entry as a whole.
    pub field: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.what) } else { write!(f, "{}: {}", self.field, self.what) }
    }
}

fn refusal(field: impl Into<String>, what: impl Into<String>) -> Refusal {
    Refusal { field: field.into(), what: what.into() }
}

/// Where a writer stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriterState {
    pub(crate) seq: u64,
    pub(crate) wal: WalPositions,
    pub(crate) state: BTreeMap<String, State>,
}

/// The replayed state of a ledger.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// Number of the last entry; 0 before the first.
    pub(crate) seq: u64,
    /// SHA-256 of the last entry.
    pub(crate) head: String,
    /// Live files by path.
    pub(crate) live: HashMap<String, FileRef>,
    pub(crate) writers: BTreeMap<String, WriterState>,
}

impl Default for Chain {
    fn default() -> Self {
        Self { seq: 0, head: ZERO.into(), live: HashMap::new(), writers: BTreeMap::new() }
    }
}

impl Chain {
    /// Takes in the next entry, or refuses it and stays as it was.
    pub(crate) fn apply(&mut self, bytes: &[u8], keys: &KeyRing) -> Result<Entry, LedgerError> {
        let (entry, refusals) = self.check(bytes, keys);
        match (entry, refusals.into_iter().next()) {
            (Some(entry), None) => {
                self.advance(&entry, sha256_hex(bytes));
                Ok(entry)
            }
            (_, refused) => Err(LedgerError::Refused {
                seq: self.seq + 1,
                refusal: refused.unwrap_or_else(|| refusal("", "is not an entry")),
            }),
        }
    }

    /// Every rule that `bytes` breaks as the next entry; the entry itself unless its form is broken.
    pub(crate) fn check(&self, bytes: &[u8], keys: &KeyRing) -> (Option<Entry>, Vec<Refusal>) {
        let mut refusals = Vec::new();
        let envelope = match envelope::open(bytes) {
            Ok(envelope) => envelope,
            Err(what) => return (None, vec![refusal("", what)]),
        };
        if let Err(what) = envelope.check(keys) {
            refusals.push(refusal("sig", format!("{what} (key id {})", printable(&envelope.key_id))));
        }
        let entry = match Entry::parse(envelope.body) {
            Ok(entry) => entry,
            Err(what) => {
                refusals.push(refusal("", what));
                return (None, refusals);
            }
        };
        if entry.seq != self.seq.saturating_add(1) {
            refusals.push(refusal("seq", format!("is {}, not {}", entry.seq, self.seq.saturating_add(1))));
        }
        if entry.prev != self.head {
            refusals.push(refusal("prev", "is not the SHA-256 of the entry before it"));
        }
        check_kind(&entry, &mut refusals);
        self.check_files(&entry, &mut refusals);
        (Some(entry), refusals)
    }

    fn check_files(&self, entry: &Entry, refusals: &mut Vec<Refusal>) {
        let mut removed = HashSet::new();
        for (i, path) in entry.remove.iter().enumerate() {
            if !self.live.contains_key(path) || !removed.insert(path) {
                refusals.push(refusal(format!("remove[{i}]"), "is not a live file"));
            }
        }
        let mut added = HashSet::new();
        for (i, file) in entry.add.iter().enumerate() {
            // Names are unique for ever: a path that was removed must not come back with other bytes.
            if self.live.contains_key(&file.path) || !added.insert(&file.path) {
                refusals.push(refusal(format!("add[{i}].path"), "is live already"));
            }
            if let Err((field, what)) = check_file(file) {
                refusals.push(refusal(format!("add[{i}].{field}"), what));
            }
        }
    }

    /// Takes in an entry as it is.
    pub(crate) fn advance(&mut self, entry: &Entry, sha256: String) {
        self.seq += 1;
        self.head = sha256;
        for path in &entry.remove {
            self.live.remove(path);
        }
        self.live.extend(entry.add.iter().map(|file| (file.path.clone(), file.clone())));
        let writer = self.writers.entry(entry.writer.clone()).or_default();
        writer.seq = self.seq;
        if entry.kind == EntryType::Ingest {
            writer.wal.extend(&entry.wal);
            writer.state.clone_from(&entry.state);
        }
    }
}

/// Checks one stored entry by itself, as number `seq` after an entry with SHA-256 `prev`, with no live files before it.
/// Gives the entry unless its form is broken, and every rule that it breaks.
pub fn check_entry(bytes: &[u8], seq: u64, prev: &str, keys: &KeyRing) -> (Option<Entry>, Vec<Refusal>) {
    Chain { seq: seq.saturating_sub(1), head: prev.to_owned(), ..Chain::default() }.check(bytes, keys)
}

fn check_kind(entry: &Entry, refusals: &mut Vec<Refusal>) {
    match entry.kind {
        EntryType::Genesis if entry.seq != 1 => refusals.push(refusal("type", "genesis is not the first entry")),
        EntryType::Genesis if !(entry.add.is_empty() && entry.remove.is_empty()) => {
            refusals.push(refusal("type", "genesis adds or removes files"));
        }
        EntryType::Ingest | EntryType::Compact if entry.seq == 1 => {
            refusals.push(refusal("type", "the first entry is not genesis"));
        }
        EntryType::Ingest if !entry.remove.is_empty() => {
            refusals.push(refusal("remove", "ingest never removes a file"));
        }
        EntryType::Genesis | EntryType::Ingest | EntryType::Compact => {}
    }
    if entry.public_key.is_some() != (entry.kind == EntryType::Genesis) {
        refusals.push(refusal("public_key", "belongs to the genesis entry and to no other"));
    }
    if chrono::DateTime::parse_from_rfc3339(&entry.ts).is_err() {
        refusals.push(refusal("ts", "is not an RFC 3339 time"));
    }
    if !is_hex(&entry.nonce, 32) {
        refusals.push(refusal("nonce", "is not 32 hex digits"));
    }
    for (name, state) in &entry.state {
        if let State::Object { sha256, .. } = state
            && !is_hex(sha256, 64)
        {
            refusals.push(refusal(format!("state.{}.sha256", printable(name)), "is not 64 hex digits"));
        }
    }
}

fn check_file(file: &FileRef) -> Result<(), (&'static str, &'static str)> {
    if Table::from_name(&file.table).is_none() {
        return Err(("table", "is not a table"));
    }
    if chrono::NaiveDate::parse_from_str(&file.day, "%Y-%m-%d").is_err() || file.day.len() != 10 {
        return Err(("day", "is not a day"));
    }
    if !is_hex(&file.sha256, 64) {
        return Err(("sha256", "is not 64 hex digits"));
    }
    if file.time_range.is_some_and(|(from, to)| from > to) {
        return Err(("time_range", "ends before it begins"));
    }
    // A path outside its own table and tenant would show rows to the wrong reader.
    let name = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".parquet"));
    match name {
        Some(name) if !name.is_empty() && file_path(&file.table, &file.tenant, &file.day, name) == file.path => {}
        _ => return Err(("path", "does not lie where its table, tenant and day say")),
    }
    Path::parse(&file.path).map(|_| ()).map_err(|_| ("path", "is not a valid path"))
}

pub(crate) fn is_hex(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A name out of untrusted bytes, fit for a message.
pub(crate) fn printable(text: &str) -> String {
    text.chars().take(64).map(|c| if c.is_ascii_graphic() { c } else { '?' }).collect()
}
