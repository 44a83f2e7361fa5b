//! Lakes that are away, disks that are full, components that fail.

use super::*;
use crate::{testing::Fault, wal::FaultyDisk};

fn busy(answer: Result<Accepted, Refusal>) -> &'static str {
    match answer {
        Err(Refusal::Busy { reason, .. }) => reason,
        other => panic!("not busy: {other:?}"),
    }
}

#[tokio::test]
async fn a_lake_that_is_away_is_tried_again_and_gets_everything_once() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    submit(&pipeline, "a,b").await.unwrap();
    for fault in [Fault::Away, Fault::Away, Fault::AnswerLost, Fault::AnswerLost] {
        lake.fail_next(fault);
    }
    pipeline.flush().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b"]);
    let state = lake.state.lock();
    assert_eq!((state.commits, state.attempts), (1, 5));
    drop(state);
    assert!(pipeline.status().commit_failing_for.is_none());
}

/// What was committed is lost meanwhile, so somebody has to look; what comes is in the log.
#[tokio::test]
async fn a_lake_that_is_gone_makes_it_not_ready_until_it_is_back() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    submit(&pipeline, "a").await.unwrap();
    pipeline.flush().await.unwrap();
    for _ in 0..200 {
        lake.fail_next(Fault::Gone);
    }
    submit(&pipeline, "b").await.unwrap();
    let flush = pipeline.flush();
    tokio::pin!(flush);
    while pipeline.status().is_ready() {
        assert!(
            tokio::time::timeout(std::time::Duration::from_millis(1), &mut flush).await.is_err(),
            "it was never told"
        );
    }
    assert!(pipeline.status().lake_gone.is_some() && pipeline.status().failure.is_none());
    submit(&pipeline, "c").await.unwrap();
    lake.state.lock().faults.clear();
    flush.await.unwrap();
    pipeline.flush().await.unwrap();
    assert!(pipeline.status().is_ready());
    assert_eq!(lake.sorted_ids(), ["a", "b", "c"]);
}

/// A network that fails on the way to a lake that is gone says nothing of the lake; one that was seen in its place is
/// there.
#[tokio::test]
async fn a_lake_stays_gone_until_it_was_seen() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    submit(&pipeline, "a").await.unwrap();
    let flush = pipeline.flush();
    tokio::pin!(flush);
    for (fault, gone) in [(Fault::Unseen, false), (Fault::Gone, true), (Fault::Unseen, true), (Fault::Away, false)] {
        let before = {
            let mut state = lake.state.lock();
            state.faults = [fault; 100].into();
            state.attempts
        };
        // The second begins when the first has been told.
        while lake.state.lock().attempts < before + 2 {
            assert!(tokio::time::timeout(Duration::from_millis(1), &mut flush).await.is_err());
        }
        assert_eq!(pipeline.status().lake_gone.is_some(), gone, "{fault:?}");
    }
    lake.state.lock().faults.clear();
    flush.await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a"]);
}

#[tokio::test]
async fn a_refused_commit_stops_the_chain_but_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    submit(&pipeline, "a").await.unwrap();
    lake.fail_next(Fault::Refused);
    assert!(matches!(pipeline.flush().await, Err(PipelineError::Stopped(_))));
    assert!(!pipeline.status().is_ready());
    assert!(pipeline.status().failure.is_some());
    // The log still takes what comes.
    submit(&pipeline, "b").await.unwrap();
    assert!(pipeline.flush().await.is_err());
    assert!(pipeline.shutdown().await.is_err());
    open(&config(dir.path()), &lake).await.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b"]);
}

#[tokio::test]
async fn rows_that_cannot_be_encoded_stop_the_chain_but_are_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&config(dir.path()), &lake).await;
    submit(&pipeline, "a").await.unwrap();
    lake.encoder_fails.store(true, Ordering::Relaxed);
    submit(&pipeline, "b").await.unwrap();
    assert!(pipeline.flush().await.is_err());
    assert!(!pipeline.status().is_ready());
    pipeline.crash().await;
    lake.encoder_fails.store(false, Ordering::Relaxed);
    open(&config(dir.path()), &lake).await.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b"]);
}

#[tokio::test]
async fn memory_is_bounded_while_the_lake_is_away_and_the_log_takes_over_until_it_is_full() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    lake.away.store(true, Ordering::Relaxed);
    let config = PipelineConfig { flush_bytes: 10, max_wal_bytes: 1 << 20, ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    let mut sent = Vec::new();
    let reason = loop {
        let id = format!("{:04}", sent.len());
        match submit(&pipeline, &id).await {
            Ok(_) => sent.push(id),
            refused => break busy(refused),
        }
    };
    assert_eq!(reason, "wal_full");
    assert!(sent.len() > 30);
    assert!(!pipeline.status().is_ready());
    assert!(pipeline.status().commit_failing_for.is_some());
    assert!(pipeline.status().oldest_uncommitted_age.is_some());
    lake.away.store(false, Ordering::Relaxed);
    pipeline.flush().await.unwrap();
    assert_eq!(lake.sorted_ids(), sent);
    // Rows of the observer come on top: one a commit.
    let largest = lake.state.lock().largest;
    assert!(largest <= 10 + 2 + 1, "{largest}");
    eventually(|| pipeline.status().is_ready()).await;
    submit(&pipeline, "later").await.unwrap();
}

#[tokio::test]
async fn a_log_is_not_full_of_what_is_committed() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = PipelineConfig { shards: 1, max_wal_bytes: 64 << 10, ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    // A request far larger than a segment, as any may be.
    let large = vec!["0123456789"; 20_000].join(",");
    for _ in 0..3 {
        submit(&pipeline, &large).await.unwrap();
        pipeline.flush().await.unwrap();
        eventually(|| pipeline.status().is_ready()).await;
        // The next segment is begun.
        for _ in 0..10 {
            submit(&pipeline, "a").await.unwrap();
        }
        pipeline.flush().await.unwrap();
        eventually(|| pipeline.status().is_ready()).await;
    }
}

#[tokio::test]
async fn a_log_that_fills_up_is_committed_before_its_time() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let hour = std::time::Duration::from_secs(3600);
    let config =
        PipelineConfig { flush_interval: hour, flush_bytes: 1 << 30, max_wal_bytes: 1 << 20, ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    let large = vec!["0123456789"; 2_000].join(",");
    // Several times what the log may hold.
    for _ in 0..200 {
        let mut tries = 0;
        while submit(&pipeline, &large).await.is_err() {
            tries += 1;
            assert!(tries < 5_000, "nothing made room");
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids().len(), 200 * 2_000);
}

#[tokio::test]
async fn a_full_disk_is_told_to_clients_and_passes() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let disk = FaultyDisk::new(1 << 20);
    let pipeline =
        open_with(&config(dir.path()), &lake, Parts { disk: Arc::new(disk.clone()), ..parts() }).await.unwrap();
    submit(&pipeline, "a").await.unwrap();
    disk.left.store(1000, Ordering::Relaxed);
    assert!(pipeline.status().is_ready());
    assert_eq!(busy(submit(&pipeline, "b").await), "disk_full");
    assert_eq!(submit(&pipeline, "malformed").await, Err(Refusal::Malformed("test".to_owned())));
    assert_eq!(pipeline.status().full_shards.len(), 1);
    assert!(!pipeline.status().is_ready());
    disk.left.store(1 << 20, Ordering::Relaxed);
    submit(&pipeline, "b").await.unwrap();
    assert!(pipeline.status().is_ready());
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b"]);
}

/// The log may lie on a disk smaller than its segments, and one without a successor stays.
#[tokio::test]
async fn a_disk_is_not_full_of_what_is_committed() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let (disk, config) = (FaultyDisk::new(1 << 20), PipelineConfig { shards: 1, ..config(dir.path()) });
    let parts = Parts { disk: Arc::new(disk.clone()), segment_bytes: 1 << 30, ..parts() };
    let pipeline = open_with(&config, &lake, parts).await.unwrap();
    let empty = pipeline.status().wal_bytes;
    for (id, is_committed) in [("a", true), ("b", false)] {
        submit(&pipeline, id).await.unwrap();
        if is_committed {
            pipeline.flush().await.unwrap();
        }
        disk.left.store(100, Ordering::Relaxed);
        assert_eq!(busy(submit(&pipeline, "c").await), "disk_full");
        if !is_committed {
            pipeline.flush().await.unwrap();
        }
        eventually(|| pipeline.status().wal_bytes == empty).await;
        disk.left.store(1 << 20, Ordering::Relaxed);
    }
    submit(&pipeline, "c").await.unwrap();
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b", "c"]);
}

/// In a process of its own: the limit is for all of it.
#[cfg(target_os = "linux")]
#[test]
fn a_lack_of_open_files_passes() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "pipeline::tests::faults::without_open_files", "--ignored"])
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&told));
}

/// What was logged.
#[cfg(target_os = "linux")]
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

#[cfg(target_os = "linux")]
impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "run by the test above"]
async fn without_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_writer(move || writer.clone()).init();
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let pipeline = open(&PipelineConfig { shards: 1, ..config(dir.path()) }, &lake).await;
    setrlimit(Resource::Nofile, Rlimit { current: Some(64), ..getrlimit(Resource::Nofile) }).unwrap();
    let mut files = Vec::new();
    while let Ok(file) = std::fs::File::open(dir.path()) {
        files.push(file);
    }
    submit(&pipeline, "a").await.unwrap();
    let tried = || String::from_utf8_lossy(&log.0.lock().unwrap()).contains("cannot read the write-ahead log");
    eventually(tried).await;
    assert_eq!(pipeline.status().failure, None);
    drop(files);
    submit(&pipeline, "b").await.unwrap();
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b"]);
}

#[tokio::test]
async fn a_failed_fsync_poisons_its_shard() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let disk = FaultyDisk::new(1 << 20);
    let config = PipelineConfig { shards: 1, ..config(dir.path()) };
    let pipeline = open_with(&config, &lake, Parts { disk: Arc::new(disk.clone()), ..parts() }).await.unwrap();
    submit(&pipeline, "a").await.unwrap();
    disk.fsync_fails.store(true, Ordering::Relaxed);
    assert_eq!(busy(submit(&pipeline, "b").await), "wal_failed");
    disk.fsync_fails.store(false, Ordering::Relaxed);
    assert_eq!(busy(submit(&pipeline, "b").await), "wal_failed");
    assert_eq!(pipeline.status().poisoned_shards, [0]);
    assert!(!pipeline.status().is_ready());
    // What was durable still reaches the lake.
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a"]);
}

#[tokio::test]
async fn shutdown_does_not_wait_for_a_lake_that_is_away() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    lake.away.store(true, Ordering::Relaxed);
    let config = PipelineConfig { drain_timeout: Duration::from_millis(50), ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    submit(&pipeline, "a").await.unwrap();
    pipeline.shutdown().await.unwrap();
    assert!(lake.sorted_ids().is_empty());
    lake.away.store(false, Ordering::Relaxed);
    // The threads of the first may take a moment to end.
    let mut second = None;
    while second.is_none() {
        second = open_with(&config, &lake, parts()).await.ok();
    }
    second.unwrap().flush().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a"]);
}

#[tokio::test]
async fn a_state_that_the_observer_does_not_know_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    lake.state.lock().resume.state.insert("counter".to_owned(), b"x".to_vec());
    let error = open_with(&config(dir.path()), &lake, parts()).await.unwrap_err();
    assert!(matches!(error, PipelineError::Restore { name: "counter", .. }));
}
