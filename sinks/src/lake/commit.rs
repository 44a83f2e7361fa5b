//! [`ParquetLake`]: uploads the files of a checkpoint, then makes them visible with one ledger entry.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use async_trait::async_trait;
use custos_ledger::{Draft, EntryType, FileRef, Ledger, LedgerError, file_path};
use custos_model::{
    component::{BoxError, Checkpoint, Committed, EncodedFile, Encoder, Lake, LakeError, Resume},
    fault,
};
use futures::{FutureExt, StreamExt, TryStreamExt};
use object_store::{ObjectStore, path::Path};
use uuid::{NoContext, Timestamp, Uuid};

use super::{LakeConfig, ParquetEncoder, upload::upload};
use crate::metrics;

/// A lake of Parquet files under a ledger.
#[derive(Debug)]
pub struct ParquetLake {
    store: Arc<dyn ObjectStore>,
    ledger: Ledger,
    config: LakeConfig,
    /// Files of a checkpoint that is not committed yet. Given again it gets the same names, so its ledger draft is the
    /// same, which is how the ledger knows that it may be committed already.
    begun: Mutex<HashMap<FileId, Begun>>,
}

/// Place in the checkpoint, then what the file is.
type FileId = (usize, &'static str, String, String, String);

#[derive(Clone, Debug)]
struct Begun {
    path: String,
    uploaded: bool,
}

impl ParquetLake {
    /// A lake on an open ledger; `store` is the store that the ledger lies in.
    pub async fn open(store: Arc<dyn ObjectStore>, ledger: Ledger, config: LakeConfig) -> Self {
        metrics::ledger(ledger.position().await);
        Self { store, ledger, config, begun: Mutex::new(HashMap::new()) }
    }

    async fn try_commit(&self, checkpoint: &Checkpoint) -> Result<Committed, LakeError> {
        if let Err(error) = self.ledger.check_present().await {
            // What was uploaded may be gone, too. The names stay.
            let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
            begun.values_mut().for_each(|begun| begun.uploaded = false);
            let gone = matches!(error, LedgerError::Gone { .. }).then_some(true);
            return Err(LakeError { gone, ..ledger_error(error) });
        }
        let puts: Vec<_> = checkpoint.files.iter().enumerate().map(|(i, file)| self.put(i, file).boxed()).collect();
        let add: Vec<FileRef> =
            futures::stream::iter(puts).buffered(self.config.uploads_at_once.max(1)).try_collect().await?;
        let (files, bytes) = (add.len(), add.iter().map(|file| file.size).sum());
        let draft = Draft {
            kind: EntryType::Ingest,
            add,
            remove: Vec::new(),
            wal: checkpoint.wal.clone(),
            state: checkpoint.state.clone(),
            counts: checkpoint.counts.clone(),
            versions: checkpoint.versions.clone(),
        };
        fault::point("between_upload_and_entry");
        let entry = self.ledger.commit(draft).await.map_err(ledger_error)?;
        fault::point("after_entry");
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).clear();
        Ok(Committed { seq: entry.seq, files, bytes })
    }

    /// Uploads one file, unless an earlier attempt at this checkpoint did.
    pub(crate) async fn put(&self, i: usize, file: &EncodedFile) -> Result<FileRef, LakeError> {
        let id = (i, file.table.name(), file.tenant.clone(), file.day.clone(), file.sha256.clone());
        let begun = {
            let mut all = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(id.clone())
                .or_insert_with(|| Begun {
                    path: file_path(file.table.name(), &file.tenant, &file.day, &file_name(SystemTime::now())),
                    uploaded: false,
                })
                .clone()
        };
        if !begun.uploaded {
            let path = Path::parse(&begun.path).map_err(|e| LakeError {
                context: "name a file".into(),
                retryable: false,
                gone: Some(false),
                source: Some(e.into()),
            })?;
            fault::point("upload");
            upload(self.store.as_ref(), &path, &file.pieces, self.config.multipart_bytes)
                .await
                .map_err(|e| ledger_error(LedgerError::Store { what: format!("upload {path}"), source: e }))?;
            let mut all = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(begun) = all.get_mut(&id) {
                begun.uploaded = true;
            }
        }
        Ok(FileRef {
            path: begun.path,
            table: file.table.name().to_owned(),
            tenant: file.tenant.clone(),
            day: file.day.clone(),
            rows: file.rows,
            size: file.size() as u64,
            sha256: file.sha256.clone(),
            time_range: file.time_range,
        })
    }
}

#[async_trait]
impl Lake for ParquetLake {
    fn resume(&self) -> Resume {
        self.ledger.resume()
    }

    fn encoder(&self) -> Result<Box<dyn Encoder>, BoxError> {
        Ok(Box::new(ParquetEncoder::new(self.config.clone())))
    }

    async fn commit(&self, checkpoint: &Checkpoint) -> Result<Committed, LakeError> {
        let committed = self.try_commit(checkpoint).await?;
        metrics::ledger(self.ledger.position().await);
        Ok(committed)
    }
}

/// An error that came after the ledger was seen in its place.
fn ledger_error(error: LedgerError) -> LakeError {
    let retryable = error.is_retryable();
    LakeError { context: "commit to the lake".into(), retryable, gone: Some(false), source: Some(error.into()) }
}

/// A UUID of version 7. A clock before 1970 gives one of the epoch; the crate's own look at the clock panics.
fn file_name(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, since.as_secs(), since.subsec_nanos())).to_string()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn no_clock_is_too_early_or_too_late_for_a_name() {
        let name = |time| Uuid::parse_str(&file_name(time)).unwrap();
        assert_eq!(name(UNIX_EPOCH - Duration::from_secs(9)).as_bytes()[..6], [0; 6]);
        let far = name(UNIX_EPOCH + Duration::from_secs(i64::MAX as u64));
        assert_eq!(far.get_version_num(), 7);
        assert_ne!(file_name(UNIX_EPOCH), file_name(UNIX_EPOCH));
    }
}
