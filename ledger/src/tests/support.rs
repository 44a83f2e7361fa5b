//! A store that fails on command, and small makers of drafts and files.

use std::{
    collections::BTreeMap,
    fmt,
    ops::Range,
    sync::{Arc, Mutex},
};

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use async_trait::async_trait;
use bytes::Bytes;
use custos_model::batch::Counts;
use futures::stream::BoxStream;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result, memory::InMemory,
    path::Path,
};
use parquet::arrow::ArrowWriter;

use crate::{Draft, FileRef, Keys, Ledger, chain::sha256_hex, file_path};

/// What happens to a put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    No,
    /// The request is lost: no effect.
    Before,
    /// The answer is lost: it took effect.
    After,
    /// It takes effect only once somebody has looked and found nothing.
    Late,
    /// `If-None-Match` is ignored.
    Overwrite,
    /// The credentials have expired.
    Denied,
    /// It is there, and whether it is on disk is not known.
    Unsynced,
}

type Plan = dyn FnMut(&Path) -> Fault + Send;

pub(super) struct FaultStore {
    pub(super) inner: Arc<InMemory>,
    plan: Mutex<Box<Plan>>,
    late: Mutex<Option<(Path, PutPayload, PutOptions)>>,
}

impl FaultStore {
    pub(super) fn over(
        inner: Arc<InMemory>,
        plan: impl FnMut(&Path) -> Fault + Send + 'static,
    ) -> Arc<dyn ObjectStore> {
        Arc::new(Self { inner, plan: Mutex::new(Box::new(plan)), late: Mutex::new(None) })
    }
}

impl fmt::Debug for FaultStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FaultStore")
    }
}

impl fmt::Display for FaultStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FaultStore")
    }
}

fn lost() -> Error {
    Error::Generic { store: "test", source: "connection reset".into() }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl ObjectStore for FaultStore {
    async fn put_opts(&self, location: &Path, payload: PutPayload, mut opts: PutOptions) -> Result<PutResult> {
        let fault = (self.plan.lock().unwrap())(location);
        match fault {
            Fault::No => self.inner.put_opts(location, payload, opts).await,
            Fault::Before => Err(lost()),
            Fault::Denied => {
                Err(Error::PermissionDenied { path: location.to_string(), source: "the token has expired".into() })
            }
            Fault::After | Fault::Unsynced => {
                let _ = self.inner.put_opts(location, payload, opts).await;
                Err(lost())
            }
            Fault::Late => {
                *self.late.lock().unwrap() = Some((location.clone(), payload, opts));
                Err(lost())
            }
            Fault::Overwrite => {
                opts.mode = PutMode::Overwrite;
                self.inner.put_opts(location, payload, opts).await
            }
        }
    }

    async fn put_multipart_opts(&self, location: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(location, opts).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let result = self.inner.get_opts(location, options).await;
        let late = self.late.lock().unwrap().take();
        if let Some((path, payload, opts)) = late {
            let _ = self.inner.put_opts(&path, payload, opts).await;
        }
        result
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.inner.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.inner.rename_opts(from, to, options).await
    }
}

/// A small generator of numbers that are the same in every run.
pub(super) struct Rng(pub(super) u64);

impl Rng {
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

pub(super) fn memory() -> Arc<dyn ObjectStore> {
    Arc::new(InMemory::new())
}

pub(super) async fn open(store: &Arc<dyn ObjectStore>, writer: &str) -> Ledger {
    Ledger::open(Arc::clone(store), Keys::generate().unwrap(), writer.into()).await.unwrap()
}

/// A Parquet file of `rows` rows; other `tag`, other bytes.
pub(super) fn parquet_file(rows: u64, tag: &str) -> Bytes {
    let column: ArrayRef = Arc::new(Int64Array::from_iter_values(0..i64::try_from(rows).unwrap()));
    let batch = RecordBatch::try_from_iter([(format!("c_{tag}"), column)]).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap().into()
}

/// A draft that adds one file which need not exist.
pub(super) fn draft(name: &str, wal: u64) -> Draft {
    let file = FileRef {
        path: file_path("spans", "default", "2026-11-23", name),
        table: "spans".into(),
        tenant: "default".into(),
        day: "2026-11-23".into(),
        rows: 3,
        size: 100,
        sha256: sha256_hex(name.as_bytes()),
        time_range: Some((1, 2)),
    };
    Draft {
        add: vec![file],
        wal: BTreeMap::from([(0, wal)]),
        state: BTreeMap::from([("usage".into(), name.as_bytes().to_vec())]),
        counts: counts(3),
        ..Draft::default()
    }
}

pub(super) fn counts(rows: u64) -> Counts {
    let spans = BTreeMap::from([("spans".to_owned(), rows)]);
    Counts { received: spans.clone(), stored: spans, ..Counts::default() }
}

/// As [`draft`], with a real file that is uploaded.
pub(super) async fn stored(store: &Arc<dyn ObjectStore>, name: &str, wal: u64) -> Draft {
    let mut draft = draft(name, wal);
    let bytes = parquet_file(3, name);
    let file = &mut draft.add[0];
    (file.size, file.sha256) = (bytes.len() as u64, sha256_hex(&bytes));
    store.put(&Path::parse(&file.path).unwrap(), bytes.into()).await.unwrap();
    draft
}

pub(super) async fn read(store: &Arc<dyn ObjectStore>, path: &Path) -> Bytes {
    store.get(path).await.unwrap().bytes().await.unwrap()
}
