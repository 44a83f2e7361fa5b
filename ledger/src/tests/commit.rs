//! Commits on stores that fail and lie, and by several writers.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use futures::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt as _, memory::InMemory, path::Path};

use super::support::{Fault, FaultStore, Rng, draft, memory, open};
use crate::{EntryRef, Keys, Ledger, LedgerError, StoreConfig, layout, live_files, open_store};

fn is_entry(path: &Path) -> bool {
    path.as_ref().starts_with("ledger/entries/")
}

async fn entries(store: &Arc<dyn ObjectStore>) -> usize {
    let prefix = Path::from("ledger/entries");
    store.list(Some(&prefix)).try_collect::<Vec<_>>().await.unwrap().len()
}

async fn basics(store: Arc<dyn ObjectStore>) {
    assert_eq!(live_files(&store).await.unwrap().seq, 0);
    let ledger = open(&store, "a").await;
    assert!(ledger.resume().wal.is_empty());
    let empty = live_files(&store).await.unwrap();
    assert_eq!((empty.seq, empty.files.len()), (1, 0));
    let mut last = EntryRef { seq: 0, sha256: String::new() };
    for n in 0..3 {
        last = ledger.commit(draft(&format!("f{n}"), n)).await.unwrap();
    }
    let mut big = draft("f3", 3);
    big.state.insert("big".into(), vec![7; 100_000]);
    big.wal = BTreeMap::from([(5, 9)]);
    assert_eq!(ledger.commit(big).await.unwrap().seq, last.seq + 1);
    let live = empty.refresh(&store).await.unwrap();
    assert_eq!((live.seq, live.files.len()), (5, 4));
    assert_eq!(live.files, live_files(&store).await.unwrap().files);
    assert_eq!(live.refresh(&store).await.unwrap().seq, 5);

    for resume in [ledger.resume(), open(&store, "a").await.resume()] {
        assert_eq!(resume.wal, BTreeMap::from([(0, 2), (5, 9)]));
        assert_eq!(resume.state["big"], vec![7; 100_000]);
        assert_eq!(resume.state["usage"], b"f3");
    }
    assert!(open(&store, "b").await.resume().state.is_empty());
    let probes: Vec<_> = store.list(Some(&Path::from("ledger/probe"))).try_collect().await.unwrap();
    assert!(probes.is_empty(), "the probe is not cleaned up");
}

#[tokio::test]
async fn commits_in_memory() {
    basics(memory()).await;
}

#[tokio::test]
async fn commits_in_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let config = StoreConfig { url: format!("file://{}/a/lake", dir.path().display()), ..StoreConfig::default() };
    basics(open_store(&config).unwrap()).await;
}

#[tokio::test]
async fn a_store_that_ignores_create_is_refused() {
    let inner = Arc::new(InMemory::new());
    let store = FaultStore::over(Arc::clone(&inner), |_| Fault::Overwrite);
    let error = Ledger::open(store, Keys::generate().unwrap(), "a".into()).await.unwrap_err();
    assert!(matches!(error, LedgerError::NoConditionalPut { .. }), "{error}");
    assert!(!error.is_retryable());
    assert!(error.to_string().contains("If-None-Match") && error.to_string().contains("Remedy"), "{error}");
    assert!(inner.list(None).try_collect::<Vec<_>>().await.unwrap().is_empty(), "something was written");
}

/// One fault on the first put of an entry after genesis.
async fn once(fault: Fault) -> (Arc<dyn ObjectStore>, Ledger) {
    let entries = AtomicU64::new(0);
    let store = FaultStore::over(Arc::new(InMemory::new()), move |path| {
        if is_entry(path) && entries.fetch_add(1, Ordering::Relaxed) == 1 { fault } else { Fault::No }
    });
    let ledger = open(&store, "a").await;
    (store, ledger)
}

#[tokio::test]
async fn one_lost_request_or_answer_commits_once() {
    for fault in [Fault::Before, Fault::After, Fault::Late] {
        let (store, ledger) = once(fault).await;
        assert_eq!(ledger.commit(draft("x", 1)).await.unwrap().seq, 2, "{fault:?}");
        assert_eq!(ledger.commit(draft("y", 2)).await.unwrap().seq, 3, "{fault:?}");
        assert_eq!((entries(&store).await, live_files(&store).await.unwrap().files.len()), (3, 2), "{fault:?}");
    }
}

#[tokio::test]
async fn a_draft_given_again_after_an_outage_commits_once() {
    for last in [Fault::Before, Fault::After, Fault::Late] {
        let puts = AtomicU64::new(0);
        let store = FaultStore::over(Arc::new(InMemory::new()), move |path| {
            match if is_entry(path) { puts.fetch_add(1, Ordering::Relaxed) } else { 0 } {
                1..=3 => Fault::Before,
                4 => last,
                _ => Fault::No,
            }
        });
        let ledger = open(&store, "a").await;
        let first = ledger.commit(draft("x", 1)).await;
        if last == Fault::After {
            assert_eq!(first.unwrap().seq, 2);
            continue;
        }
        let error = first.unwrap_err();
        assert!(error.is_retryable(), "{error}");
        assert_eq!(ledger.commit(draft("x", 1)).await.unwrap().seq, 2, "{last:?}");
        assert_eq!((entries(&store).await, live_files(&store).await.unwrap().files.len()), (2, 1));
    }
}

/// A directory that has the name of an entry and cannot be synced: after a power cut the name may be gone, and the rows
/// of the write-ahead log with it if the entry was taken as committed.
#[tokio::test]
async fn an_entry_that_can_be_read_but_may_not_last_is_not_committed() {
    let broken = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&broken);
    let store = FaultStore::over(Arc::new(InMemory::new()), move |path| {
        if is_entry(path) && seen.load(Ordering::Relaxed) { Fault::Unsynced } else { Fault::No }
    });
    let ledger = open(&store, "a").await;
    broken.store(true, Ordering::Relaxed);
    for _ in 0..2 {
        let error = ledger.commit(draft("x", 1)).await.unwrap_err();
        assert!(error.is_retryable(), "{error}");
    }
    broken.store(false, Ordering::Relaxed);
    assert_eq!(ledger.commit(draft("x", 1)).await.unwrap().seq, 2);
    assert_eq!((entries(&store).await, live_files(&store).await.unwrap().files.len()), (2, 1));
}

/// Somebody renews them, and nobody restarts the collector.
#[tokio::test]
async fn credentials_that_expire_are_waited_for() {
    let expired = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&expired);
    let store = FaultStore::over(Arc::new(InMemory::new()), move |_| {
        if seen.load(Ordering::Relaxed) { Fault::Denied } else { Fault::No }
    });
    let ledger = open(&store, "a").await;
    expired.store(true, Ordering::Relaxed);
    let error = ledger.commit(draft("x", 1)).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    expired.store(false, Ordering::Relaxed);
    assert_eq!(ledger.commit(draft("x", 1)).await.unwrap().seq, 2);
}

#[tokio::test]
async fn random_faults_lose_and_double_nothing() {
    for seed in 1..=5 {
        let mut rng = Rng(seed * 0x9E37_79B9);
        let inner = Arc::new(InMemory::new());
        let plain: Arc<dyn ObjectStore> = inner.clone();
        drop(open(&plain, "z").await);
        let flaky = FaultStore::over(inner, move |path| match rng.below(6) {
            0 if is_entry(path) => Fault::Before,
            1 if is_entry(path) => Fault::After,
            2 if is_entry(path) => Fault::Late,
            _ => Fault::No,
        });
        let ledgers = [open(&flaky, "a").await, open(&flaky, "b").await];
        for n in 0..60 {
            let ledger = &ledgers[n % 2];
            let mut tries = 0;
            while let Err(e) = ledger.commit(draft(&format!("f{n}"), n as u64)).await {
                assert!(e.is_retryable(), "{e}");
                tries += 1;
                assert!(tries < 100);
            }
        }
        let live = live_files(&plain).await.unwrap();
        assert_eq!((live.seq, live.files.len()), (61, 60), "seed {seed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_race() {
    const EACH: u64 = 200;
    let store = memory();
    let tasks = ["a", "b"].map(|writer| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let ledger = open(&store, writer).await;
            let mut seqs = Vec::new();
            for n in 0..EACH {
                seqs.push(ledger.commit(draft(&format!("{writer}{n}"), n)).await.unwrap().seq);
            }
            seqs
        })
    });
    let mut seqs = HashSet::new();
    for task in tasks {
        seqs.extend(task.await.unwrap());
    }
    assert_eq!(seqs, (2..=2 * EACH + 1).collect());
    let live = live_files(&store).await.unwrap();
    assert_eq!((live.seq, live.files.len() as u64), (2 * EACH + 1, 2 * EACH));
    for writer in ["a", "b"] {
        assert_eq!(open(&store, writer).await.resume().wal, BTreeMap::from([(0, EACH - 1)]));
    }
}

#[tokio::test]
async fn a_second_process_under_the_same_name_stops_the_first() {
    let store = memory();
    let first = open(&store, "a").await;
    open(&store, "a").await.commit(draft("x", 1)).await.unwrap();
    let error = first.commit(draft("y", 1)).await.unwrap_err();
    assert!(matches!(error, LedgerError::WriterInUse { seq: 2, .. }), "{error}");
    assert!(!error.is_retryable());
}

/// Without the note the one that restarts would take the other's positions for its own, and skip frames that were
/// acknowledged.
#[tokio::test]
async fn two_processes_on_copies_of_one_log_are_told_apart_at_every_start() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    let store = memory();
    let start = async |note: &std::path::Path| {
        let keys = Keys::from_seed([1; 32]);
        Ledger::open_noted(store.clone(), keys, "w".into(), note.to_owned()).await
    };
    let first = start(&a).await.unwrap();
    first.commit(draft("x", 1)).await.unwrap();
    std::fs::copy(&a, &b).unwrap();
    start(&b).await.unwrap();
    let second = start(&b).await.unwrap();
    first.commit(draft("y", 2)).await.unwrap();
    assert!(matches!(start(&b).await.unwrap_err(), LedgerError::WriterInUse { seq: 3, .. }), "before it committed");
    assert!(matches!(second.commit(draft("z", 2)).await.unwrap_err(), LedgerError::WriterInUse { seq: 3, .. }));
    assert!(matches!(start(&b).await.unwrap_err(), LedgerError::WriterInUse { seq: 3, .. }), "and after it tried");
    first.commit(draft("v", 3)).await.unwrap();
    start(&a).await.unwrap().commit(draft("w", 4)).await.unwrap();
    start(&a).await.unwrap();
}

async fn noted(store: &Arc<dyn ObjectStore>, note: std::path::PathBuf) -> Result<Ledger, LedgerError> {
    Ledger::open_noted(Arc::clone(store), Keys::generate().unwrap(), "w".into(), note).await
}

/// A crash between the put and the end of a commit, or a put that arrives after the restart.
#[tokio::test]
async fn an_entry_whose_answer_was_lost_is_known_by_its_note() {
    for fault in [Fault::After, Fault::Late] {
        let dir = tempfile::tempdir().unwrap();
        let inner = Arc::new(InMemory::new());
        let store: Arc<dyn ObjectStore> = inner.clone();
        let note = || dir.path().join("note");
        let ledger = noted(&store, note()).await.unwrap();
        ledger.commit(draft("x", 1)).await.unwrap();
        drop(ledger);
        let failing = FaultStore::over(inner, move |path| if *path == layout::entry(3) { fault } else { Fault::No });
        let ledger = noted(&failing, note()).await.unwrap();
        // The process ends here, whatever came of it.
        let _ = tokio::time::timeout(std::time::Duration::from_secs(1), ledger.commit(draft("y", 2))).await;
        drop(ledger);
        let ledger = noted(&store, note()).await.unwrap();
        let _ = ledger.commit(draft("z", 3)).await.unwrap();
    }
}

#[tokio::test]
async fn drafts_that_break_a_rule_are_refused_before_they_are_written() {
    let store = memory();
    let ledger = open(&store, "a").await;
    ledger.commit(draft("x", 1)).await.unwrap();
    let mut removes = draft("y", 2);
    removes.remove = vec![draft("x", 1).add[0].path.clone()];
    let mut elsewhere = draft("y", 2);
    elsewhere.add[0].tenant = "other".into();
    for bad in [draft("x", 2), removes, elsewhere] {
        let error = ledger.commit(bad).await.unwrap_err();
        assert!(matches!(error, LedgerError::Draft { .. }), "{error}");
    }
    assert_eq!(entries(&store).await, 2);
}

/// A directory that was deleted is made again by the next put: nobody could read what is committed there.
#[tokio::test]
async fn a_lake_that_was_deleted_cut_or_exchanged_is_told_until_it_is_back() {
    let store = memory();
    let ledger = open(&store, "w").await;
    ledger.commit(draft("x", 1)).await.unwrap();
    ledger.check_present().await.unwrap();
    for (seq, other) in [(1, None), (2, None), (2, Some("other"))] {
        let path = layout::entry(seq);
        let before = store.get(&path).await.unwrap().bytes().await.unwrap();
        match other {
            Some(text) => store.put(&path, text.into()).await.map(|_| ()).unwrap(),
            None => store.delete(&path).await.unwrap(),
        }
        let error = ledger.check_present().await.unwrap_err();
        assert!(matches!(error, LedgerError::Gone { seq: told, .. } if told == seq) && error.is_retryable(), "{error}");
        store.put(&path, before.into()).await.unwrap();
        ledger.check_present().await.unwrap();
    }
}

#[tokio::test]
async fn a_start_refuses_a_ledger_without_what_was_noted_as_committed() {
    let dir = tempfile::tempdir().unwrap();
    let store = memory();
    let start = async |store: &Arc<dyn ObjectStore>| noted(store, dir.path().join("note")).await;
    let ledger = start(&store).await.unwrap();
    for seq in 1..4 {
        ledger.commit(draft(&format!("x{seq}"), seq)).await.unwrap();
    }
    start(&store).await.unwrap();
    let other = memory();
    assert!(start(&other).await.is_err());
    assert_eq!(entries(&other).await, 0, "a ledger was begun");
    for seq in 1..6 {
        let error = start(&other).await.unwrap_err();
        assert!(matches!(error, LedgerError::Gone { seq: 3, .. }), "another lake: {error}");
        open(&other, "v").await.commit(draft(&format!("y{seq}"), seq)).await.unwrap();
    }
    for seq in [4, 3] {
        store.delete(&layout::entry(seq)).await.unwrap();
    }
    let error = start(&store).await.unwrap_err();
    assert!(matches!(error, LedgerError::Gone { seq: 3, .. }), "its end is cut off: {error}");
}
