//! The pipeline as a whole over a lake in memory.

use std::{path::Path, sync::Arc, time::Duration};

use custos_model::ingest::Accepted;

use super::*;
use crate::testing::{Counter, MemoryLake, Plain, id_decoders, request};

pub(crate) fn config(dir: &Path) -> PipelineConfig {
    PipelineConfig {
        wal_dir: dir.join("wal"),
        shards: 2,
        flush_interval: Duration::from_secs(3600),
        flush_bytes: 1 << 20,
        ..PipelineConfig::default()
    }
}

pub(crate) async fn open(config: &PipelineConfig, lake: &Arc<MemoryLake>) -> Result<Pipeline, PipelineError> {
    let parts = Parts { decoders: id_decoders(), disk: Arc::new(RealDisk), segment_bytes: 64 << 10 };
    let lake = Arc::clone(lake) as Arc<dyn Lake>;
    Pipeline::start_with(config.clone(), Arc::new(Plain), vec![Box::<Counter>::default()], lake, parts).await
}

#[tokio::test]
async fn what_is_acknowledged_is_in_the_lake_after_a_flush() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await.unwrap();
    let ingest = pipeline.ingest();
    for id in ["a", "b,c", "d"] {
        assert_eq!(ingest.submit(request(id)).await, Ok(Accepted::default()));
    }
    pipeline.flush().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b", "c", "d"]);
    pipeline.shutdown().await.unwrap();
}
