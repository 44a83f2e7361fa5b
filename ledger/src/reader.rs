//! What readers need: the live files, from the newest snapshot and the entries after it.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::{Error, ObjectStore};

use crate::{FileRef, LedgerError, chain::Chain, envelope, keys::KeyRing, layout, snapshot};

/// Entries read at once.
pub(crate) const READ_AT_ONCE: usize = 16;

/// The files that make up the tables as of one entry.
#[derive(Clone, Debug)]
pub struct LiveFiles {
    /// The last entry that is taken in; 0 when there is no ledger yet.
    pub seq: u64,
    /// Its SHA-256, lower-case hex.
    pub head: String,
    /// The files, sorted by path.
    pub files: Vec<FileRef>,
    keys: Arc<KeyRing>,
}

/// Replays the ledger to its live files. An empty store gives an empty list with `seq` 0.
///
/// # Errors
/// When storage cannot be read, or an entry breaks a rule of the chain.
pub async fn live_files(store: &Arc<dyn ObjectStore>) -> Result<LiveFiles, LedgerError> {
    let mut keys = KeyRing::default();
    let chain = replay(store.as_ref(), &mut keys).await?;
    let mut files: Vec<FileRef> = chain.live.into_values().collect();
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(LiveFiles { seq: chain.seq, head: chain.head, files, keys: Arc::new(keys) })
}

impl LiveFiles {
    /// The list as of now. Costs one request when nothing was committed since; else only the new entries are read.
    ///
    /// # Errors
    /// As [`live_files`].
    pub async fn refresh(&self, store: &Arc<dyn ObjectStore>) -> Result<Self, LedgerError> {
        if self.seq > 0 && try_entry(store.as_ref(), self.seq + 1).await?.is_none() {
            return Ok(self.clone());
        }
        let mut keys = KeyRing::clone(&self.keys);
        let mut chain = Chain {
            seq: self.seq,
            head: self.head.clone(),
            live: self.files.iter().map(|file| (file.path.clone(), file.clone())).collect::<HashMap<_, _>>(),
            ..Chain::default()
        };
        catch_up(store.as_ref(), &mut chain, &mut keys).await?;
        let mut files: Vec<FileRef> = chain.live.into_values().collect();
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { seq: chain.seq, head: chain.head, files, keys: Arc::new(keys) })
    }
}

/// Snapshot and tail.
pub(crate) async fn replay(store: &dyn ObjectStore, keys: &mut KeyRing) -> Result<Chain, LedgerError> {
    let mut chain = snapshot::load(store, keys).await?;
    catch_up(store, &mut chain, keys).await?;
    Ok(chain)
}

/// Takes in the entries after the chain's last.
pub(crate) async fn catch_up(
    store: &dyn ObjectStore,
    chain: &mut Chain,
    keys: &mut KeyRing,
) -> Result<(), LedgerError> {
    let seqs = list_entries(store, chain.seq).await?;
    // A listing may run behind the objects, so a last look is by name (in the caller's Create); a gap is never right.
    let mut entries = futures::stream::iter(seqs)
        .map(|seq| async move { Ok::<_, LedgerError>((seq, entry(store, seq).await?)) })
        .buffered(READ_AT_ONCE);
    while let Some((seq, bytes)) = entries.try_next().await? {
        if seq != chain.seq + 1 {
            return Err(LedgerError::Damaged {
                path: layout::entry(chain.seq + 1).to_string(),
                what: format!("it is missing, though entry {seq} exists"),
            });
        }
        fetch_key(store, &bytes, keys).await?;
        chain.apply(&bytes, keys)?;
    }
    Ok(())
}

/// Makes sure that the key named in a document is in the ring, if it is published at all.
pub(crate) async fn fetch_key(store: &dyn ObjectStore, bytes: &[u8], keys: &mut KeyRing) -> Result<(), LedgerError> {
    match envelope::open(bytes) {
        Ok(envelope) => keys.fetch(store, &envelope.key_id).await,
        Err(_) => Ok(()),
    }
}

/// Numbers of the entries after `seq`, ascending.
pub(crate) async fn list_entries(store: &dyn ObjectStore, seq: u64) -> Result<Vec<u64>, LedgerError> {
    let mut seqs: Vec<u64> = store
        .list_with_offset(Some(&layout::entries()), &layout::entry(seq))
        .try_filter_map(|meta| async move { Ok(layout::seq_of(&meta.location)) })
        .try_collect()
        .await
        .map_err(LedgerError::store("list ledger entries"))?;
    seqs.sort_unstable();
    Ok(seqs)
}

pub(crate) async fn entry(store: &dyn ObjectStore, seq: u64) -> Result<Bytes, LedgerError> {
    snapshot::get(store, &layout::entry(seq), layout::MAX_ENTRY_BYTES).await
}

pub(crate) async fn try_entry(store: &dyn ObjectStore, seq: u64) -> Result<Option<Bytes>, LedgerError> {
    match entry(store, seq).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(LedgerError::Store { source: Error::NotFound { .. }, .. }) => Ok(None),
        Err(e) => Err(e),
    }
}
