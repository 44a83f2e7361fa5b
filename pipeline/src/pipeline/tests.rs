//! The pipeline as a whole over a lake in memory, which checks at every commit that rows, observer state and counts
//! agree.

mod faults;
mod intake;
mod model;

use std::{path::Path, sync::atomic::Ordering};

use custos_model::ingest::{Accepted, Refusal};

use super::*;
use crate::testing::{Counter, MemoryLake, Plain, id_decoders, request};

pub(super) fn config(dir: &Path) -> PipelineConfig {
    PipelineConfig {
        wal_dir: dir.join("wal"),
        shards: 2,
        flush_interval: Duration::from_secs(3600),
        flush_bytes: 1 << 20,
        ..PipelineConfig::default()
    }
}

pub(super) fn parts() -> Parts {
    Parts { decoders: id_decoders(), disk: Arc::new(RealDisk), segment_bytes: 4 << 10 }
}

pub(super) async fn open_with(
    config: &PipelineConfig,
    lake: &Arc<MemoryLake>,
    parts: Parts,
) -> Result<Pipeline, PipelineError> {
    let lake = Arc::clone(lake) as Arc<dyn Lake>;
    let lock = DirectoryLock::acquire(&config.wal_dir)?;
    Pipeline::start_with(config.clone(), lock, Arc::new(Plain), vec![Box::<Counter>::default()], lake, parts).await
}

pub(super) async fn open(config: &PipelineConfig, lake: &Arc<MemoryLake>) -> Pipeline {
    open_with(config, lake, parts()).await.unwrap()
}

pub(super) async fn submit(pipeline: &Pipeline, body: &str) -> Result<Accepted, Refusal> {
    pipeline.ingest().submit(request(body)).await
}

/// Waits for something that other threads are about to do.
pub(super) async fn eventually(mut condition: impl FnMut() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("it never happened");
}

#[tokio::test]
async fn what_is_acknowledged_is_in_the_lake_after_a_flush() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    for body in ["a", "b,c", "d"] {
        assert_eq!(submit(&pipeline, body).await, Ok(Accepted::default()));
    }
    assert!(lake.sorted_ids().is_empty());
    pipeline.flush().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b", "c", "d"]);
    pipeline.flush().await.unwrap();
    assert_eq!(lake.state.lock().commits, 1, "nothing new is no commit");
    assert!(pipeline.status().is_ready());
    assert!(pipeline.status().last_commit_age.is_some());
    pipeline.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_requests_share_groups_and_are_stored_once() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    let mut expected: Vec<_> = (0..300).map(|i| format!("{i:03}")).collect();
    let ingest = pipeline.ingest();
    let requests = expected.iter().map(|id| ingest.submit(request(id)));
    for answer in futures::future::join_all(requests).await {
        assert_eq!(answer, Ok(Accepted::default()));
    }
    let groups: u64 = pipeline.lanes.iter().map(|lane| lane.durable().1).sum();
    assert!(groups < 300, "one fsync a request");
    pipeline.shutdown().await.unwrap();
    expected.sort();
    assert_eq!(lake.sorted_ids(), expected);
}

#[tokio::test]
async fn after_shutdown_began_requests_are_told_that_it_drains() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    let ingest = pipeline.ingest();
    submit(&pipeline, "a").await.unwrap();
    pipeline.shutdown().await.unwrap();
    assert_eq!(ingest.submit(request("b")).await, Err(Refusal::Draining));
    assert_eq!(lake.sorted_ids(), ["a"]);
}

#[tokio::test]
async fn a_request_that_panics_is_refused_alone() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&PipelineConfig { shards: 1, ..config(dir.path()) }, &lake).await;
    let bodies = ["a", "b,panic,c", "malformed", "d,bad", "e"];
    let ingest = pipeline.ingest();
    let answers = futures::future::join_all(bodies.map(|body| ingest.submit(request(body)))).await;
    assert_eq!(answers[0], Ok(Accepted::default()));
    assert_eq!(answers[1], Err(Refusal::Malformed("request could not be processed".to_owned())));
    assert_eq!(answers[2], Err(Refusal::Malformed("test".to_owned())));
    assert_eq!(answers[3].as_ref().map(|a| a.rejected), Ok(1));
    assert_eq!(answers[4], Ok(Accepted::default()));
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "d", "e"]);
    let counts = lake.state.lock().counts.clone();
    assert_eq!((counts.received["spans"], counts.stored["spans"], counts.refused["spans/bad"]), (4, 3, 1));
}

#[tokio::test]
async fn counts_of_refused_rows_reach_the_ledger_without_any_row() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    assert_eq!(submit(&pipeline, "bad,bad").await.unwrap().rejected, 2);
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.state.lock().counts.refused["spans/bad"], 2);
}

#[expect(clippy::await_holding_lock, reason = "the gate holds a shard's thread, not this runtime")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let gate = Arc::new(parking_lot::Mutex::new(()));
    let decoders: DecoderFactory = {
        let gate = Arc::clone(&gate);
        Arc::new(move || Box::new(Gated(Arc::clone(&gate), crate::testing::IdDecoder::default())))
    };
    let config = PipelineConfig { shards: 1, max_inflight_bytes: 2000, ..config(dir.path()) };
    let pipeline = open_with(&config, &lake, Parts { decoders, ..parts() }).await.unwrap();
    // Alone it may be larger than the limit.
    submit(&pipeline, &"x".repeat(5000)).await.unwrap();
    let closed = gate.lock();
    let ingest = pipeline.ingest();
    let waiting: Vec<_> = (0..3)
        .map(|i| {
            let ingest = Arc::clone(&ingest);
            tokio::spawn(async move { ingest.submit(request(&i.to_string())).await })
        })
        .collect();
    eventually(|| pipeline.status().queue_bytes > 1500).await;
    let Err(Refusal::Busy { reason: "queue_full", .. }) = submit(&pipeline, "late").await else { panic!("taken") };
    drop(closed);
    for answer in waiting {
        answer.await.unwrap().unwrap();
    }
    assert_eq!(pipeline.status().queue_bytes, 0);
    submit(&pipeline, "later").await.unwrap();
}

struct Gated(Arc<parking_lot::Mutex<()>>, crate::testing::IdDecoder);

impl crate::ingest::Decode for Gated {
    fn append(&mut self, request: &custos_model::ingest::Request) -> Result<Accepted, Refusal> {
        let _open = self.0.lock();
        self.1.append(request)
    }

    fn finish(
        &mut self,
    ) -> (Vec<(custos_model::schema::Table, arrow::array::RecordBatch)>, custos_model::batch::Counts) {
        self.1.finish()
    }
}

#[tokio::test]
async fn old_rows_are_committed_without_being_asked() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = PipelineConfig { flush_interval: Duration::from_millis(20), ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    submit(&pipeline, "a").await.unwrap();
    eventually(|| lake.sorted_ids() == ["a"]).await;
    submit(&pipeline, "b").await.unwrap();
    eventually(|| lake.sorted_ids() == ["a", "b"]).await;
}

#[tokio::test]
async fn full_encoders_are_committed_without_being_asked() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&PipelineConfig { flush_bytes: 4, ..config(dir.path()) }, &lake).await;
    for i in 0..20 {
        submit(&pipeline, &i.to_string()).await.unwrap();
    }
    eventually(|| lake.state.lock().ids.len() >= 16).await;
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.state.lock().ids.len(), 20);
}

#[tokio::test]
async fn full_observers_are_committed_without_being_asked() {
    let dir = tempfile::tempdir().unwrap();
    let (lake, config) = (Arc::new(MemoryLake::default()), config(dir.path()));
    let lock = DirectoryLock::acquire(&config.wal_dir).unwrap();
    let observer = Counter::of(config.flush_bytes / 4);
    let store = Arc::clone(&lake) as Arc<dyn Lake>;
    let pipeline = Pipeline::start_with(config, lock, Arc::new(Plain), vec![Box::new(observer)], store, parts());
    let pipeline = pipeline.await.unwrap();
    for i in 0..20 {
        submit(&pipeline, &i.to_string()).await.unwrap();
    }
    eventually(|| lake.state.lock().ids.len() >= 16).await;
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.state.lock().ids.len(), 20);
}

#[tokio::test]
async fn a_restart_goes_on_where_the_last_commit_was() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    for shards in [3, 1, 2] {
        let config = PipelineConfig { shards, ..config(dir.path()) };
        let pipeline = open(&config, &lake).await;
        for i in 0..5 {
            submit(&pipeline, &format!("{shards}{i}")).await.unwrap();
            if i == 2 {
                pipeline.flush().await.unwrap();
            }
        }
        pipeline.crash().await;
    }
    let pipeline = open(&config(dir.path()), &lake).await;
    pipeline.shutdown().await.unwrap();
    let ids = lake.sorted_ids();
    assert_eq!(ids.len(), 15, "{ids:?}");
}

#[tokio::test]
async fn a_second_process_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    let error = open_with(&config(dir.path()), &lake, parts()).await.unwrap_err();
    assert!(matches!(error, PipelineError::Wal(WalError::Locked { .. })));
    pipeline.shutdown().await.unwrap();
    open(&config(dir.path()), &lake).await;
}

#[tokio::test]
async fn committed_segments_are_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = PipelineConfig { shards: 1, ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    for i in 0..20 {
        submit(&pipeline, &i.to_string()).await.unwrap();
    }
    let before = pipeline.status().wal_bytes;
    pipeline.flush().await.unwrap();
    eventually(|| pipeline.status().wal_bytes < before / 2).await;
    // Segments are still being deleted meanwhile: a file of the listing may be gone when it is asked for its size.
    let on_disk = || -> std::io::Result<u64> {
        let files = std::fs::read_dir(config.wal_dir.join("000"))?.filter(|file| {
            // Spares are not part of the log.
            file.as_ref().map_or(true, |file| file.path().extension().is_some_and(|e| e == "wal"))
        });
        files.map(|file| Ok(file?.metadata()?.len())).sum()
    };
    eventually(|| on_disk().is_ok_and(|bytes| bytes == pipeline.status().wal_bytes)).await;
    assert!(!lake.away.load(Ordering::Relaxed));
}

#[tokio::test]
async fn spares_are_of_this_run_and_of_shards_that_write() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = config(dir.path());
    let spares = || {
        let files = [0, 1].map(|shard| std::fs::read_dir(shard_dir(&config.wal_dir, shard)).into_iter().flatten());
        files.map(|files| files.filter(|f| f.as_ref().unwrap().path().to_string_lossy().ends_with(".spare")).count())
    };
    let pipeline = open(&config, &lake).await;
    for i in 0..40 {
        submit(&pipeline, &i.to_string()).await.unwrap();
    }
    pipeline.flush().await.unwrap();
    eventually(|| spares().iter().all(|n| *n > 0)).await;
    // More than fits one segment stays behind in each shard.
    lake.away.store(true, Ordering::Relaxed);
    for i in 40..80 {
        submit(&pipeline, &i.to_string()).await.unwrap();
    }
    pipeline.crash().await;
    lake.away.store(false, Ordering::Relaxed);
    let one = PipelineConfig { shards: 1, ..config.clone() };
    let pipeline = open(&one, &lake).await;
    assert_eq!(spares(), [0, 0]);
    pipeline.shutdown().await.unwrap();
    let [first, second] = spares();
    assert!(first > 0);
    assert_eq!(second, 0);
    assert_eq!(lake.sorted_ids().len(), 80);
}

#[tokio::test]
async fn nothing_stays_of_shards_that_no_longer_write() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let of = |shards| PipelineConfig { shards, ..config(dir.path()) };
    let wal = of(1).wal_dir;
    let shards = || shards_in(&wal).unwrap();
    let mut sent = 0;
    // Committed before the number went down, and only after it.
    for committed in [true, false] {
        let pipeline = open(&of(3), &lake).await;
        assert_eq!(shards(), [0, 1, 2]);
        lake.away.store(!committed, Ordering::Relaxed);
        for _ in 0..12 {
            submit(&pipeline, &format!("{sent:03}")).await.unwrap();
            sent += 1;
        }
        if committed {
            pipeline.flush().await.unwrap();
        }
        pipeline.crash().await;
        lake.away.store(false, Ordering::Relaxed);
        let pipeline = open(&of(1), &lake).await;
        assert!(!committed || shards() == [0]);
        pipeline.flush().await.unwrap();
        eventually(|| shards() == [0]).await;
        submit(&pipeline, &format!("{sent:03}")).await.unwrap();
        sent += 1;
        pipeline.flush().await.unwrap();
        let bytes = || -> u64 {
            let files = std::fs::read_dir(shard_dir(&wal, 0)).unwrap().map(|f| f.unwrap().path());
            files
                .filter(|f| f.extension().is_some_and(|e| e == "wal"))
                .map(|f| f.metadata().map_or(0, |m| m.len()))
                .sum()
        };
        eventually(|| bytes() == pipeline.status().wal_bytes).await;
        pipeline.shutdown().await.unwrap();
    }
    let expected: Vec<_> = (0..sent).map(|n| format!("{n:03}")).collect();
    assert_eq!(lake.sorted_ids(), expected);
}
