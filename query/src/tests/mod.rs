//! Tests over a lake in memory: Parquet files written with the `parquet` crate alone.

mod arithmetic;
mod errors;
mod gate;
mod ledger;
mod limits;
mod planning;
mod queries;
mod spans;
mod sums;
mod watch;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use arrow::array::AsArray;
use arrow::compute::{cast, max, min};
use arrow::datatypes::{SchemaRef, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use bytes::Bytes;
use custos_model::schema::Table;
use futures::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use crate::format::{Format, FormatOptions, write_all};
use crate::live::{LiveFile, Snapshot};
use crate::source::Source;
use crate::{Engine, QueryConfig, QueryError};

/// The largest 64-bit integer, as SQL writes it.
pub(crate) const MAX: &str = "9223372036854775807";

/// An engine over an empty lake.
pub(crate) fn engine(target_partitions: usize) -> Engine {
    Lake::default().engine(QueryConfig { target_partitions, ..QueryConfig::default() })
}

/// A store that remembers which objects were read.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    inner: InMemory,
    read: Mutex<BTreeSet<String>>,
}

impl Recorder {
    fn note(&self, path: &Path) {
        self.read.lock().unwrap().insert(path.to_string());
    }

    pub(crate) fn take(&self) -> BTreeSet<String> {
        std::mem::take(&mut self.read.lock().unwrap())
    }
}

impl fmt::Display for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

#[async_trait]
impl ObjectStore for Recorder {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.inner.put_opts(location, payload, options).await
    }
    async fn put_multipart_opts(&self, path: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(path, options).await
    }
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.note(location);
        self.inner.get_opts(location, options).await
    }
    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.note(location);
        self.inner.get_ranges(location, ranges).await
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

/// A lake under construction.
#[derive(Debug, Default)]
pub(crate) struct Lake {
    pub(crate) store: Arc<Recorder>,
    files: Vec<LiveFile>,
}

/// Rows given as JSON objects, in the SQL schema.
pub(crate) fn rows(table: Table, rows: &[Value]) -> RecordBatch {
    let mut decoder = arrow::json::ReaderBuilder::new(table.sql_schema()).build_decoder().unwrap();
    decoder.serialize(rows).unwrap();
    decoder.flush().unwrap().unwrap()
}

impl Lake {
    /// Adds a file; its name is `<table>-<number>`.
    pub(crate) async fn add(&mut self, table: Table, batch: &RecordBatch) -> &mut Self {
        self.add_with(table, batch, WriterProperties::builder().build()).await
    }

    pub(crate) async fn add_with(
        &mut self,
        table: Table,
        batch: &RecordBatch,
        properties: WriterProperties,
    ) -> &mut Self {
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
        writer.write(batch).unwrap();
        writer.close().unwrap();
        let path =
            Path::from(format!("tables/{}/tenant=default/day=2026-11-23/{}.parquet", table.name(), self.files.len()));
        let times = batch.column_by_name(table.time_column()).unwrap();
        let times = times.as_primitive::<TimestampMicrosecondType>();
        let time_range = min(times).zip(max(times));
        let (rows, size) = (batch.num_rows() as u64, bytes.len() as u64);
        self.store.put(&path, bytes.into()).await.unwrap();
        self.files.push(LiveFile { path, table, rows, size, time_range });
        self
    }

    /// Commits all files to a ledger, one entry each.
    pub(crate) async fn commit(&self, ledger: &custos_ledger::Ledger) {
        for file in &self.files {
            let bytes = self.store.inner.get(&file.path).await.unwrap().bytes().await.unwrap();
            let add = custos_ledger::FileRef {
                path: file.path.to_string(),
                table: file.table.name().to_owned(),
                tenant: "default".to_owned(),
                day: "2026-11-23".to_owned(),
                rows: file.rows,
                size: bytes.len() as u64,
                sha256: "0".repeat(64),
                time_range: file.time_range,
            };
            ledger.commit(custos_ledger::Draft { add: vec![add], ..Default::default() }).await.unwrap();
        }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot { seq: 7, files: self.files.clone().into() }
    }

    pub(crate) fn engine(&self, config: QueryConfig) -> Engine {
        Engine::with_source(Arc::clone(&self.store) as _, Source::Fixed(self.snapshot()), config)
    }
}

/// The batch in the types of memory: dictionaries, as the lake writer gets them.
pub(crate) fn in_memory_types(table: Table, batch: &RecordBatch) -> RecordBatch {
    let schema: SchemaRef = table.schema();
    let columns = batch.columns().iter().zip(schema.fields()).map(|(c, f)| cast(c, f.data_type()).unwrap()).collect();
    RecordBatch::try_new(schema, columns).unwrap()
}

/// The answer as JSON objects, read back by `serde_json`.
pub(crate) async fn ask(engine: &Engine, sql: &str) -> std::result::Result<Vec<Value>, QueryError> {
    let mut stream = engine.query(sql).await?;
    let mut bytes = Vec::new();
    match write_all(&mut stream, Format::Json, &mut bytes, &FormatOptions::default()).await {
        Ok(_) => Ok(serde_json::from_slice(&bytes).expect("valid JSON")),
        Err(crate::format::FormatError::Query(error)) => Err(error),
        Err(other) => panic!("{other}: {other:?}"),
    }
}

/// The only value of the only row.
pub(crate) async fn one(engine: &Engine, sql: &str) -> Value {
    let rows = ask(engine, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
    rows[0].as_object().unwrap().values().next().unwrap().clone()
}

pub(crate) async fn fails(engine: &Engine, sql: &str) -> QueryError {
    match ask(engine, sql).await {
        Ok(rows) => panic!("{sql} gave {} rows", rows.len()),
        Err(error) => error,
    }
}
