//! Where the list of live files comes from.

use std::sync::Arc;

use custos_ledger::{FileRef, LiveFiles, live_files};
use custos_model::schema::Table;
use object_store::ObjectStore;
use object_store::path::Path;
use tokio::sync::Mutex;

use crate::error::QueryError;
use crate::live::{LiveFile, Snapshot};

/// The ledger, with what was read of it last; or a fixed list, in tests.
#[derive(Debug)]
pub(crate) enum Source {
    Ledger(Mutex<Option<Known>>),
    #[cfg(test)]
    Fixed(Snapshot),
}

/// The ledger as of one entry, in its terms and in ours.
#[derive(Debug)]
pub(crate) struct Known {
    live: LiveFiles,
    snapshot: Snapshot,
}

impl Source {
    pub(crate) fn ledger() -> Self {
        Self::Ledger(Mutex::new(None))
    }

    /// What is committed now. One request when nothing was committed since the last call.
    ///
    /// # Errors
    /// `Storage` when the ledger cannot be read, or breaks a rule of its chain.
    pub(crate) async fn refresh(&self, store: &Arc<dyn ObjectStore>) -> Result<Snapshot, QueryError> {
        match self {
            Self::Ledger(known) => {
                let mut known = known.lock().await;
                let live = match known.as_ref() {
                    Some(known) => known.live.refresh(store).await,
                    None => live_files(store).await,
                };
                let live =
                    live.map_err(|error| QueryError::storage("the ledger of the lake could not be read", error))?;
                if let Some(known) = known.as_ref()
                    && known.live.seq == live.seq
                {
                    return Ok(known.snapshot.clone());
                }
                let files: Vec<LiveFile> =
                    live.files.iter().map(live_file).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
                let snapshot = Snapshot { seq: live.seq, files: files.into() };
                *known = Some(Known { live, snapshot: snapshot.clone() });
                Ok(snapshot)
            }
            #[cfg(test)]
            Self::Fixed(snapshot) => Ok(snapshot.clone()),
        }
    }
}

/// None for a table that this version does not know.
fn live_file(file: &FileRef) -> Result<Option<LiveFile>, QueryError> {
    let Some(table) = Table::from_name(&file.table) else { return Ok(None) };
    let path = Path::parse(&file.path)
        .map_err(|error| QueryError::storage("the ledger of the lake names a path that cannot be", error))?;
    Ok(Some(LiveFile { path, table, rows: file.rows, size: file.size, time_range: file.time_range }))
}
