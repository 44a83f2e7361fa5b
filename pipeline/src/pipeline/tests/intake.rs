//! Requests that come before the ledger was seen.

use custos_model::batch::WalPositions;

use super::*;

pub(super) async fn intake(config: &PipelineConfig, is_new: bool) -> Option<Intake> {
    let lock = Arc::new(DirectoryLock::acquire(&config.wal_dir).unwrap());
    Intake::open_with(config.clone(), lock, Arc::new(Plain), parts(), is_new).await.unwrap()
}

pub(super) async fn start_on(intake: Intake, lake: &Arc<MemoryLake>) -> Result<Pipeline, PipelineError> {
    Pipeline::start_on(intake, vec![Box::<Counter>::default()], Arc::clone(lake) as Arc<dyn Lake>).await
}

async fn take(intake: &Intake, ids: &[&str]) {
    for id in ids {
        assert_eq!(intake.ingest().submit(request(id)).await, Ok(Accepted::default()));
    }
}

#[tokio::test]
async fn what_came_before_the_ledger_was_seen_is_in_the_lake_once() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = config(dir.path());
    let early = intake(&config, true).await.unwrap();
    take(&early, &["a", "b", "c"]).await;
    // A run that never saw it: dropped, as a process that is killed.
    drop(early);
    let early = intake(&config, false).await.unwrap();
    take(&early, &["d", "e", "f"]).await;
    let ingest = early.ingest();
    let pipeline = start_on(early, &lake).await.unwrap();
    assert!(!config.wal_dir.join("ahead").exists());
    ingest.submit(request("g")).await.unwrap();
    pipeline.flush().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b", "c", "d", "e", "f", "g"]);
    ingest.submit(request("h")).await.unwrap();
    pipeline.crash().await;

    // Some of it is in the ledger, some is not, some comes before it is seen.
    let early = intake(&config, false).await.unwrap();
    take(&early, &["i"]).await;
    let pipeline = start_on(early, &lake).await.unwrap();
    pipeline.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
    // Closed in order, then as always.
    let early = intake(&config, false).await.unwrap();
    take(&early, &["j"]).await;
    let ingest = early.ingest();
    early.close().await;
    assert_eq!(ingest.submit(request("x")).await, Err(Refusal::Draining));
    open(&config, &lake).await.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids().len(), 10);
}

/// Its frames would have numbers that the ledger has, and be skipped.
#[tokio::test]
async fn a_log_behind_the_ledger_is_refused_also_once_it_has_grown_beyond() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = PipelineConfig { shards: 1, ..config(dir.path()) };
    let early = intake(&config, true).await.unwrap();
    take(&early, &["a", "b"]).await;
    drop(early);
    lake.state.lock().resume.wal = WalPositions::from([(0, 3)]);
    for round in 0..2 {
        let early = intake(&config, false).await.unwrap();
        take(&early, &["c", "d", "e"]).await;
        let error = start_on(early, &lake).await.unwrap_err();
        let behind = matches!(error, PipelineError::Wal(WalError::Behind { end: 0, position: 3, .. }));
        assert!(behind, "{round}: {error}");
    }
    let error = open_with(&config, &lake, parts()).await.unwrap_err();
    assert!(matches!(error, PipelineError::Wal(WalError::Behind { end: 0, .. })), "{error}");

    // Moved away, as the message says, it is begun anew.
    let (log, away) = (config.wal_dir.join("000"), config.wal_dir.join("away"));
    std::fs::rename(&log, &away).unwrap();
    let noted = std::fs::read(config.wal_dir.join("ahead")).unwrap();
    open(&config, &lake).await.crash().await;
    std::fs::remove_dir_all(&log).unwrap();
    std::fs::rename(&away, &log).unwrap();
    std::fs::write(config.wal_dir.join("ahead"), noted).unwrap();

    // With the ledger that it belongs to, nothing of it is lost.
    lake.state.lock().resume.wal.clear();
    open(&config, &lake).await.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a", "b", "c", "c", "d", "d", "e", "e"]);
}

/// A copy of a log gets a name of its own, of which the ledger has nothing, and goes on wherever it begins.
#[tokio::test]
async fn all_of_a_log_that_was_renamed_is_committed_once() {
    let (dir, original) = (tempfile::tempdir().unwrap(), Arc::new(MemoryLake::default()));
    let mut config = config(dir.path());
    for ids in [["a", "b"], ["c", "d"], ["e", "f"]] {
        let pipeline = open(&config, &original).await;
        for id in ids {
            submit(&pipeline, id).await.unwrap();
        }
        pipeline.shutdown().await.unwrap();
    }
    let lake = Arc::new(MemoryLake::default());
    let error = open_with(&config, &lake, parts()).await.unwrap_err();
    assert!(matches!(error, PipelineError::Wal(WalError::Gap { .. })), "{error}");
    config.renamed = true;
    // Nothing of it is committed by this one, nor by the next.
    open(&config, &lake).await.crash().await;
    let early = intake(&config, false).await.unwrap();
    take(&early, &["g"]).await;
    drop(early);
    config.shards = 1;
    for id in ["h", "i"] {
        let pipeline = open(&config, &lake).await;
        submit(&pipeline, id).await.unwrap();
        pipeline.shutdown().await.unwrap();
    }
    assert_eq!(lake.sorted_ids(), ["e", "f", "g", "h", "i"]);
    assert_eq!(original.sorted_ids(), ["a", "b", "c", "d", "e", "f"]);
}

/// Who moves damaged segments away, as their message says, makes the log end before it stood: its next frames have
/// lower numbers.
#[tokio::test]
async fn a_log_that_was_cut_while_nobody_saw_the_ledger_is_compared_where_it_was_cut() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = PipelineConfig { shards: 1, ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    for id in ["a", "b", "c"] {
        submit(&pipeline, id).await.unwrap();
    }
    pipeline.shutdown().await.unwrap();
    let early = intake(&config, false).await.unwrap();
    take(&early, &["d"]).await;
    early.close().await;
    let log = config.wal_dir.join("000");
    for segment in std::fs::read_dir(&log).unwrap() {
        std::fs::remove_file(segment.unwrap().path()).unwrap();
    }
    // What is left of it, in place of a part: a frame of another that ends before the position.
    let other = PipelineConfig { wal_dir: dir.path().join("other"), ..config.clone() };
    let early = intake(&other, true).await.unwrap();
    take(&early, &["a"]).await;
    early.close().await;
    std::fs::remove_dir(&log).unwrap();
    std::fs::rename(other.wal_dir.join("000"), &log).unwrap();
    let early = intake(&config, false).await.unwrap();
    take(&early, &["e", "f", "g"]).await;
    let error = start_on(early, &lake).await.unwrap_err();
    assert!(matches!(error, PipelineError::Wal(WalError::Behind { end: 1, position: 3, .. })), "{error}");
    let error = open_with(&config, &lake, parts()).await.unwrap_err();
    assert!(matches!(error, PipelineError::Wal(WalError::Behind { end: 1, .. })), "{error}");
}

#[tokio::test]
async fn nothing_is_taken_where_it_cannot_be_noted_how_far_the_log_went() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = PipelineConfig { shards: 1, ..config(dir.path()) };
    let early = intake(&config, true).await.unwrap();
    take(&early, &["a"]).await;
    early.close().await;
    let (noted, log) = (config.wal_dir.join("ahead"), config.wal_dir.join("000"));
    let segments = || std::fs::read_dir(&log).unwrap().count();
    let before = segments();
    let refused = async || {
        let lock = Arc::new(DirectoryLock::acquire(&config.wal_dir).unwrap());
        Intake::open_with(config.clone(), lock, Arc::new(Plain), parts(), false).await.unwrap_err()
    };
    // As a disk that takes no more files.
    let part = config.wal_dir.join("ahead.part");
    std::fs::create_dir(&part).unwrap();
    assert!(refused().await.to_string().contains("ahead"));
    std::fs::remove_dir(&part).unwrap();
    // Not all of it.
    let text = std::fs::read(&noted).unwrap();
    std::fs::write(&noted, &text[..text.len() / 2]).unwrap();
    assert!(custos_model::with_causes(&refused().await).contains("it is damaged"));
    assert!(open_with(&config, &lake, parts()).await.is_err(), "nor is anything committed");
    assert_eq!(segments(), before);
    std::fs::write(&noted, text).unwrap();
    open(&config, &lake).await.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids(), ["a"]);
}

/// What was taken into it would wait for somebody to find the name again.
#[tokio::test]
async fn a_log_that_has_lost_its_name_takes_nothing_before_the_ledger_was_seen() {
    let dir = tempfile::tempdir().unwrap();
    let config = config(dir.path());
    intake(&config, true).await.unwrap().close().await;
    assert!(intake(&config, true).await.is_none());
    assert!(intake(&config, false).await.is_some());
}

#[tokio::test]
async fn what_is_missing_between_ledger_and_log_is_told_when_the_ledger_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let config = PipelineConfig { shards: 1, ..config(dir.path()) };
    let pipeline = open(&config, &lake).await;
    submit(&pipeline, "a").await.unwrap();
    pipeline.shutdown().await.unwrap();
    // A start removes what is committed and has a successor.
    for _ in 0..2 {
        open(&config, &lake).await.shutdown().await.unwrap();
    }
    lake.state.lock().resume.wal.clear();
    let early = intake(&config, false).await.unwrap();
    take(&early, &["b"]).await;
    let error = start_on(early, &lake).await.unwrap_err();
    assert!(matches!(error, PipelineError::Wal(WalError::Gap { first: 1, position: 0, .. })), "{error}");
}

#[tokio::test]
async fn a_log_whose_next_number_only_the_ledger_knows_is_not_written_to() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let more = config(dir.path());
    let fewer = PipelineConfig { shards: 1, ..more.clone() };
    assert!(intake(&fewer, false).await.is_none(), "a name of which the ledger may have something");
    for config in [&more, &fewer] {
        let pipeline = open(config, &lake).await;
        submit(&pipeline, "a").await.unwrap();
        submit(&pipeline, "b").await.unwrap();
        pipeline.shutdown().await.unwrap();
    }
    // The second shard's log was removed, with its number.
    assert!(intake(&more, false).await.is_none());
    assert!(!config(dir.path()).wal_dir.join("ahead").exists());
    open(&more, &lake).await.shutdown().await.unwrap();
    assert_eq!(lake.sorted_ids().len(), 4);
}
