//! Commits: files up, then the entry; a checkpoint given again.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use custos_ledger::{Keys, Ledger, VerifyOptions, live_files, verify};
use custos_model::{
    batch::Counts,
    component::{Checkpoint, Encoder, Lake},
    schema::Table,
};
use futures::{TryStreamExt, stream::BoxStream};
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart, memory::InMemory, path::Path,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::sample::every_kind;
use crate::lake::{LakeConfig, ParquetLake};

async fn lake(store: &Arc<dyn ObjectStore>, config: LakeConfig) -> ParquetLake {
    let ledger = Ledger::open(Arc::clone(store), Keys::generate().unwrap(), "a".into()).await.unwrap();
    ParquetLake::open(Arc::clone(store), ledger, config).await
}

fn checkpoint(encoder: &mut dyn Encoder, wal: u64) -> Checkpoint {
    encoder.append(Table::Spans, &every_kind(Table::Spans, 50)).unwrap();
    encoder.append(Table::Logs, &every_kind(Table::Logs, 7)).unwrap();
    let rows = BTreeMap::from([("spans".to_owned(), 50), ("logs".to_owned(), 7)]);
    Checkpoint {
        files: encoder.finish().unwrap(),
        wal: BTreeMap::from([(0, wal)]),
        state: BTreeMap::from([("usage".into(), vec![1, 2, 3])]),
        counts: Counts { received: rows.clone(), stored: rows, ..Counts::default() },
        versions: BTreeMap::from([("mapping".into(), "1".into())]),
    }
}

async fn objects(store: &Arc<dyn ObjectStore>) -> Vec<String> {
    let list = store.list(Some(&Path::from("tables"))).map_ok(|meta| meta.location.to_string());
    list.try_collect().await.unwrap()
}

#[tokio::test]
async fn what_is_committed_is_live_verified_and_resumed() {
    let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    let lake = lake(&store, LakeConfig { multipart_bytes: 1000, ..LakeConfig::default() }).await;
    assert!(lake.resume().wal.is_empty());
    let mut encoder = lake.encoder().unwrap();
    let checkpoint = checkpoint(encoder.as_mut(), 4);
    let committed = lake.commit(&checkpoint).await.unwrap();
    assert_eq!((committed.seq, committed.files), (2, 2));
    assert_eq!(lake.resume().wal, BTreeMap::from([(0, 4)]));
    assert_eq!(lake.resume().state["usage"], [1, 2, 3]);

    let live = live_files(&store).await.unwrap();
    assert_eq!(live.files.len(), 2);
    let mut rows = 0;
    for file in &live.files {
        let path = Path::parse(&file.path).unwrap();
        assert!(file.path.starts_with(&format!("tables/{}/tenant=acme/day=2026-11-23/", file.table)));
        let bytes = object_store::ObjectStoreExt::get(&store, &path).await.unwrap().bytes().await.unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap().build().unwrap();
        rows += reader.map(|batch| batch.unwrap().num_rows()).sum::<usize>();
    }
    assert_eq!(rows, 57);
    let report = verify(&store, &VerifyOptions::default()).await.unwrap();
    assert!(report.ok, "{:#?}", report.problems);
    assert_eq!(report.rows, 57);
}

#[tokio::test]
async fn a_checkpoint_given_again_keeps_the_names_of_its_files() {
    let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    let lake = lake(&store, LakeConfig::default()).await;
    let checkpoint = checkpoint(lake.encoder().unwrap().as_mut(), 1);
    // As if the attempt had ended between the upload and the entry.
    let mut first = Vec::new();
    for (i, file) in checkpoint.files.iter().enumerate() {
        first.push(lake.put(i, file).await.unwrap());
    }
    lake.commit(&checkpoint).await.unwrap();
    let live = live_files(&store).await.unwrap();
    let mut paths: Vec<_> = first.into_iter().map(|file| file.path).collect();
    paths.sort();
    assert_eq!(live.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>(), paths);
    assert_eq!(objects(&store).await, paths);

    // The same rows in the next checkpoint are new rows, in files of their own.
    lake.commit(&checkpoint).await.unwrap();
    assert_eq!(objects(&store).await.len(), 4);
}

#[tokio::test]
async fn an_empty_checkpoint_is_an_entry() {
    let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    let lake = lake(&store, LakeConfig::default()).await;
    let committed = lake.commit(&Checkpoint { wal: BTreeMap::from([(3, 1)]), ..Checkpoint::default() }).await.unwrap();
    assert_eq!((committed.seq, committed.files, committed.bytes), (2, 0, 0));
    assert_eq!(lake.resume().wal, BTreeMap::from([(3, 1)]));
}

/// A store that loses the answer to the end of an upload. The client of S3 then ends it again, and is told that there
/// is none.
#[derive(Debug, Default)]
struct LostEnd {
    inner: InMemory,
    lost: Arc<AtomicBool>,
    aborted: Arc<AtomicBool>,
    /// While set nothing can be read.
    dark: AtomicBool,
}

impl fmt::Display for LostEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LostEnd")
    }
}

#[derive(Debug)]
struct Upload {
    inner: Box<dyn MultipartUpload>,
    lost: Arc<AtomicBool>,
    aborted: Arc<AtomicBool>,
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.inner.put_part(data)
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let ended = self.inner.complete().await?;
        if self.lost.swap(true, Ordering::Relaxed) {
            return Ok(ended);
        }
        Err(Error::NotFound { path: "upload".into(), source: "NoSuchUpload".into() })
    }

    async fn abort(&mut self) -> Result<()> {
        self.aborted.store(true, Ordering::Relaxed);
        self.inner.abort().await
    }
}

#[async_trait]
impl ObjectStore for LostEnd {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.inner.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(&self, path: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        let inner = self.inner.put_multipart_opts(path, options).await?;
        Ok(Box::new(Upload { inner, lost: Arc::clone(&self.lost), aborted: Arc::clone(&self.aborted) }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        if self.dark.load(Ordering::Relaxed) {
            return Err(Error::Generic { store: "test", source: "connection reset".into() });
        }
        self.inner.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}

#[tokio::test]
async fn an_upload_whose_end_was_lost_is_done_again() {
    let lost = Arc::new(LostEnd::default());
    let store: Arc<dyn ObjectStore> = Arc::<LostEnd>::clone(&lost);
    let lake = lake(&store, LakeConfig { multipart_bytes: 1000, ..LakeConfig::default() }).await;
    let checkpoint = checkpoint(lake.encoder().unwrap().as_mut(), 1);
    let error = lake.commit(&checkpoint).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    assert_eq!(error.gone, Some(false), "the ledger was seen before");
    assert!(lost.aborted.load(Ordering::Relaxed), "its parts would be paid for until a rule removes them");
    lost.dark.store(true, Ordering::Relaxed);
    let error = lake.commit(&checkpoint).await.unwrap_err();
    assert_eq!((error.is_retryable(), error.gone), (true, None), "{error}");
    lost.dark.store(false, Ordering::Relaxed);
    assert_eq!(lake.commit(&checkpoint).await.unwrap().files, 2);
    assert_eq!(objects(&store).await.len(), 2, "under the same names");
    assert!(verify(&store, &VerifyOptions::default()).await.unwrap().ok);
}

/// What was uploaded before a lake went away is not in the copy of it that comes back.
#[tokio::test]
async fn a_lake_that_comes_back_gets_the_files_of_the_commit_under_way_again() {
    let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    let lake = lake(&store, LakeConfig::default()).await;
    let checkpoint = checkpoint(lake.encoder().unwrap().as_mut(), 1);
    for (i, file) in checkpoint.files.iter().enumerate() {
        lake.put(i, file).await.unwrap();
    }
    let uploaded = objects(&store).await;
    let genesis = Path::from("ledger/entries/000000000001.json");
    let entry = store.get(&genesis).await.unwrap().bytes().await.unwrap();
    for path in uploaded.iter().map(|path| Path::from(path.as_str())).chain([genesis.clone()]) {
        store.delete(&path).await.unwrap();
    }
    let error = lake.commit(&checkpoint).await.unwrap_err();
    assert!(error.gone == Some(true) && error.is_retryable(), "{error}");
    assert!(objects(&store).await.is_empty(), "nothing is put where the lake was");

    store.put(&genesis, entry.into()).await.unwrap();
    lake.commit(&checkpoint).await.unwrap();
    assert_eq!(objects(&store).await.len(), uploaded.len());
    assert!(verify(&store, &VerifyOptions::default()).await.unwrap().ok);
}
