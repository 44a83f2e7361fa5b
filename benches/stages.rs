//! Decides where to look next: the stages of the path one by one, on the bodies that real SDKs sent.
//!
//! `cargo bench -p custos-benches --bench stages`. Throughput is in bytes of OTLP (protobuf), so the stages compare.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use custos_benches::fsync_speed;
use custos_model::{
    batch::Counts,
    component::{BoxError, Checkpoint, Committed, EncodedFile, Encoder, Lake, LakeError, RedactorFactory, Resume},
    ingest::{Request, Signal},
    schema::Table,
};
use custos_pipeline::{Pipeline, PipelineConfig, decode::BatchBuilder, wal::DirectoryLock};
use custos_processors::redact::RedactEngine;
use custos_sinks::lake::{LakeConfig, ParquetEncoder};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

fn collect(dir: &Path, bodies: &mut Vec<Bytes>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, bodies);
        } else if path.to_string_lossy().ends_with(".traces.pb") {
            bodies.extend(std::fs::read(&path).map(Bytes::from));
        }
    }
}

/// Every recorded trace request, and their size together.
fn captures() -> (Vec<Request>, usize) {
    let mut bodies = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../integration/fixtures/captures"), &mut bodies);
    let bytes = bodies.iter().map(Bytes::len).sum();
    let request = |body| Request {
        signal: Signal::Traces,
        body,
        tenant: "default".into(),
        client: "bench".into(),
        received_unix_nano: 1_800_000_000_000_000_000,
    };
    (bodies.into_iter().map(request).collect(), bytes)
}

fn decode(builder: &mut BatchBuilder, requests: &[Request]) -> arrow::array::RecordBatch {
    for request in requests {
        let _ = builder.append(request);
    }
    builder
        .finish()
        .0
        .into_iter()
        .find(|(t, _)| *t == Table::Spans)
        .map(|(_, b)| b)
        .unwrap_or_else(|| arrow::array::RecordBatch::new_empty(Table::Spans.schema()))
}

#[divan::bench]
fn decode_to_arrow(bencher: Bencher<'_, '_>) {
    let (requests, bytes) = captures();
    let mut builder = BatchBuilder::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| decode(&mut builder, &requests));
}

/// A new redactor each time: nothing is known from earlier batches.
#[divan::bench]
fn redact(bencher: Bencher<'_, '_>) {
    let (requests, bytes) = captures();
    let batch = decode(&mut BatchBuilder::new(), &requests);
    let engine = RedactEngine::default();
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| (engine.create(), batch.clone()))
        .bench_local_values(|(mut redactor, batch)| redactor.redact(Table::Spans, batch, &mut Counts::default()));
}

#[divan::bench]
fn parquet(bencher: Bencher<'_, '_>) {
    let (requests, bytes) = captures();
    let batch = decode(&mut BatchBuilder::new(), &requests);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let mut encoder = ParquetEncoder::new(LakeConfig::default());
        encoder.append(Table::Spans, &batch).ok();
        encoder.finish().ok()
    });
}

/// One request after another through decode, redaction, log and fsync: what a lone client waits for.
#[divan::bench(sample_count = 20)]
fn durable_ack(bencher: Bencher<'_, '_>) {
    let (requests, bytes) = captures();
    let dir = tempfile::tempdir().ok();
    let runtime = tokio::runtime::Runtime::new().ok();
    let (Some(dir), Some(runtime)) = (dir, runtime) else { return };
    let config = PipelineConfig { wal_dir: dir.path().join("wal"), shards: 1, ..PipelineConfig::default() };
    let Ok(lock) = DirectoryLock::acquire(&config.wal_dir) else { return };
    let redactors = Arc::new(RedactEngine::default());
    let pipeline = runtime.block_on(Pipeline::start(config, lock, redactors, Vec::new(), Arc::new(Nowhere)));
    let Ok(pipeline) = pipeline else { return };
    let ingest = pipeline.ingest();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        runtime.block_on(async {
            for request in &requests {
                let _ = ingest.submit(request.clone()).await;
            }
        });
    });
    let _ = runtime.block_on(pipeline.shutdown());
}

/// The floor of `durable_ack`: the same number of bytes in as many pieces, written and synced.
#[divan::bench(sample_count = 20)]
fn write_and_fdatasync(bencher: Bencher<'_, '_>) {
    let (requests, bytes) = captures();
    let Ok(dir) = tempfile::tempdir() else { return };
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| fsync_speed(dir.path(), bytes / requests.len(), bytes).map(|(speed, _)| speed).ok());
}

/// A lake that keeps nothing.
#[derive(Debug)]
struct Nowhere;

#[async_trait]
impl Lake for Nowhere {
    fn resume(&self) -> Resume {
        Resume::default()
    }

    fn encoder(&self) -> Result<Box<dyn Encoder>, BoxError> {
        Ok(Box::new(Self))
    }

    async fn commit(&self, _: &Checkpoint) -> Result<Committed, LakeError> {
        Ok(Committed { seq: 1, files: 0, bytes: 0 })
    }
}

impl Encoder for Nowhere {
    fn append(&mut self, _: Table, _: &arrow::array::RecordBatch) -> Result<(), BoxError> {
        Ok(())
    }

    fn memory(&self) -> usize {
        0
    }

    fn finish(&mut self) -> Result<Vec<EncodedFile>, BoxError> {
        Ok(Vec::new())
    }
}
