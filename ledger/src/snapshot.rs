//! The snapshot: the replayed state as of one entry, so that start and query stay flat as the chain grows.
//!
//! It is a cache. It is signed, and names the SHA-256 of the entry it stands at; one whose signature or entry does not
//! match, or that cannot be parsed, is passed over, at worst for a replay from the first entry.

use std::collections::BTreeMap;

use futures::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt};
use serde::{Deserialize, Serialize};

use crate::{
    FileRef, Keys, LedgerError,
    chain::{Chain, WriterState, sha256_hex},
    envelope,
    keys::KeyRing,
    layout,
};

/// Snapshots kept: the newest, and one more for readers that are just reading it.
const KEEP: usize = 2;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snapshot {
    snapshot: u32,
    seq: u64,
    head: String,
    files: Vec<FileRef>,
    writers: BTreeMap<String, WriterState>,
}

/// The newest usable snapshot, or the empty chain.
pub(crate) async fn load(store: &dyn ObjectStore, keys: &mut KeyRing) -> Result<Chain, LedgerError> {
    for seq in list(store).await? {
        match read(store, seq, keys).await {
            Ok(chain) => return Ok(chain),
            Err(error) => tracing::warn!(seq, error = %error, "ledger snapshot is ignored"),
        }
    }
    Ok(Chain::default())
}

pub(crate) async fn list(store: &dyn ObjectStore) -> Result<Vec<u64>, LedgerError> {
    let mut seqs: Vec<u64> = store
        .list(Some(&layout::snapshots()))
        .try_filter_map(|meta| async move { Ok(layout::seq_of(&meta.location)) })
        .try_collect()
        .await
        .map_err(LedgerError::store("list ledger snapshots"))?;
    seqs.sort_unstable_by(|a, b| b.cmp(a));
    Ok(seqs)
}

/// Reads one snapshot and checks it against the entry that it names.
pub(crate) async fn read(store: &dyn ObjectStore, seq: u64, keys: &mut KeyRing) -> Result<Chain, LedgerError> {
    let path = layout::snapshot(seq);
    let damaged = |what: String| LedgerError::Damaged { path: path.to_string(), what };
    let bytes = get(store, &path, layout::MAX_SNAPSHOT_BYTES).await?;
    let envelope = envelope::open(&bytes).map_err(|e| damaged(e.into()))?;
    keys.fetch(store, &envelope.key_id).await?;
    envelope.check(keys).map_err(|e| damaged(e.into()))?;
    let snapshot: Snapshot = serde_json::from_slice(envelope.body).map_err(|e| damaged(e.to_string()))?;
    if snapshot.snapshot != 1 || snapshot.seq != seq {
        return Err(damaged("is of another version or number than its name".into()));
    }
    let entry = get(store, &layout::entry(seq), layout::MAX_ENTRY_BYTES).await?;
    if sha256_hex(&entry) != snapshot.head {
        return Err(damaged("names another entry than the chain has".into()));
    }
    Ok(Chain {
        seq,
        head: snapshot.head,
        live: snapshot.files.into_iter().map(|file| (file.path.clone(), file)).collect(),
        writers: snapshot.writers,
    })
}

/// Writes a snapshot of the chain and drops old ones.
pub(crate) async fn write(store: &dyn ObjectStore, chain: &Chain, keys: &Keys) -> Result<(), LedgerError> {
    let mut files: Vec<FileRef> = chain.live.values().cloned().collect();
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let path = layout::snapshot(chain.seq);
    let snapshot =
        Snapshot { snapshot: 1, seq: chain.seq, head: chain.head.clone(), files, writers: chain.writers.clone() };
    let body = serde_json::to_string(&snapshot)
        .map_err(|e| LedgerError::Damaged { path: path.to_string(), what: e.to_string() })?;
    store.put(&path, envelope::seal(&body, keys).into()).await.map_err(LedgerError::store(format!("write {path}")))?;
    for seq in list(store).await?.into_iter().skip(KEEP) {
        let path = layout::snapshot(seq);
        match crate::store::delete(store, &path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(e) => return Err(LedgerError::store(format!("delete {path}"))(e)),
        }
    }
    Ok(())
}

/// Reads an object that must not be larger than `max` bytes.
pub(crate) async fn get(
    store: &dyn ObjectStore,
    path: &object_store::path::Path,
    max: u64,
) -> Result<bytes::Bytes, LedgerError> {
    let what = || LedgerError::store(format!("read {path}"));
    let found = store.get(path).await.map_err(what())?;
    if found.meta.size > max {
        return Err(LedgerError::Damaged {
            path: path.to_string(),
            what: format!("has {} bytes, more than {max}", found.meta.size),
        });
    }
    found.bytes().await.map_err(what())
}
