//! The live files of the lake, and a store that can read nothing else.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use custos_model::schema::Table;
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result,
};

/// A live Parquet file, as the ledger describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiveFile {
    /// Where it lies in the store.
    pub(crate) path: Path,
    /// Its table.
    pub(crate) table: Table,
    /// Rows.
    pub(crate) rows: u64,
    /// Size, bytes.
    pub(crate) size: u64,
    /// Smallest and largest value of the table's time column, microseconds since the epoch, both included.
    pub(crate) time_range: Option<(i64, i64)>,
}

/// The files that one session may read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    /// Ledger entry it was taken at; 0 when there is none.
    pub(crate) seq: u64,
    /// Live files, in the order of the ledger.
    pub(crate) files: Arc<[LiveFile]>,
}

/// Reads the files of a [`Snapshot`] and nothing else: any other path, every listing and every write fails.
#[derive(Debug)]
pub(crate) struct LiveStore {
    inner: Arc<dyn ObjectStore>,
    allowed: HashSet<Path>,
}

impl LiveStore {
    pub(crate) fn new(inner: Arc<dyn ObjectStore>, snapshot: &Snapshot) -> Self {
        Self { inner, allowed: snapshot.files.iter().map(|file| file.path.clone()).collect() }
    }

    fn admit(&self, location: &Path) -> Result<()> {
        if self.allowed.contains(location) { Ok(()) } else { Err(denied(location.as_ref())) }
    }
}

fn denied(path: &str) -> Error {
    Error::PermissionDenied { path: path.to_owned(), source: "not a live file of the lake".into() }
}

impl fmt::Display for LiveStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LiveStore({} files)", self.allowed.len())
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl ObjectStore for LiveStore {
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.admit(location)?;
        self.inner.get_opts(location, options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.admit(location)?;
        self.inner.get_ranges(location, ranges).await
    }

    async fn put_opts(&self, location: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        Err(denied(location.as_ref()))
    }

    async fn put_multipart_opts(&self, location: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Err(denied(location.as_ref()))
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        locations.map(|location| location.and_then(|path| Err(denied(path.as_ref())))).boxed()
    }

    fn list(&self, _: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        futures::stream::once(async { Err(denied("")) }).boxed()
    }

    fn list_with_offset(&self, _: Option<&Path>, _: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        futures::stream::once(async { Err(denied("")) }).boxed()
    }

    async fn list_with_delimiter(&self, _: Option<&Path>) -> Result<ListResult> {
        Err(denied(""))
    }

    async fn copy_opts(&self, from: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        Err(denied(from.as_ref()))
    }

    async fn rename_opts(&self, from: &Path, _: &Path, _: RenameOptions) -> Result<()> {
        Err(denied(from.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::ObjectStoreExt;
    use object_store::memory::InMemory;

    #[tokio::test]
    async fn reads_live_files_only_and_writes_nothing() {
        let inner: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
        let (live, secret) = (Path::from("tables/spans/a.parquet"), Path::from("ledger/entries/000000000001.json"));
        for path in [&live, &secret] {
            inner.put(path, "x".into()).await.unwrap();
        }
        let file = LiveFile { path: live.clone(), table: Table::Spans, rows: 1, size: 1, time_range: None };
        let store = LiveStore::new(inner, &Snapshot { seq: 1, files: Arc::from([file]) });
        store.get(&live).await.unwrap();
        store.get_ranges(&live, std::slice::from_ref(&(0..1))).await.unwrap();
        store.get(&secret).await.unwrap_err();
        store.head(&secret).await.unwrap_err();
        store.get_ranges(&secret, std::slice::from_ref(&(0..1))).await.unwrap_err();
        store.put(&live, "y".into()).await.unwrap_err();
        store.delete(&live).await.unwrap_err();
        store.copy(&live, &secret).await.unwrap_err();
        store.rename(&live, &secret).await.unwrap_err();
        assert!(store.list(None).next().await.unwrap().is_err());
        assert!(store.list_with_delimiter(None).await.is_err());
        assert!(store.put_multipart(&live).await.is_err());
    }
}
