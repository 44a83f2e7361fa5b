//! Replay: snapshots, and chains that are refused.

use std::sync::Arc;

use object_store::{ObjectStore, ObjectStoreExt, path::Path};

use super::support::{draft, memory, open, read};
use crate::{Draft, EntryType, LedgerError, layout, live_files};

async fn chain_of(commits: u64) -> Arc<dyn ObjectStore> {
    let store = memory();
    let ledger = open(&store, "a").await;
    for n in 0..commits {
        ledger.commit(draft(&format!("f{n}"), n)).await.unwrap();
    }
    store
}

#[tokio::test]
async fn a_snapshot_serves_and_a_corrupt_one_is_passed_over() {
    let store = chain_of(layout::SNAPSHOT_EVERY + 20).await;
    let snapshot = layout::snapshot(layout::SNAPSHOT_EVERY);
    let bytes = read(&store, &snapshot).await;
    let expected = live_files(&store).await.unwrap();
    assert_eq!(expected.files.len() as u64, layout::SNAPSHOT_EVERY + 20);

    // It is really used: without the entries before it, only the snapshot can know their files.
    for seq in 1..layout::SNAPSHOT_EVERY {
        store.rename(&layout::entry(seq), &Path::from(format!("aside/{seq}"))).await.unwrap();
    }
    assert_eq!(live_files(&store).await.unwrap().files, expected.files);
    for seq in 1..layout::SNAPSHOT_EVERY {
        store.rename(&Path::from(format!("aside/{seq}")), &layout::entry(seq)).await.unwrap();
    }

    let mut flipped = bytes.to_vec();
    flipped[200] ^= 1;
    for bad in [flipped, bytes[..bytes.len() / 2].to_vec(), Vec::new()] {
        store.put(&snapshot, bad.into()).await.unwrap();
        assert_eq!(live_files(&store).await.unwrap().files, expected.files);
    }
    store.put(&snapshot, bytes.into()).await.unwrap();
    // The snapshot of another chain names an entry that this one does not have.
    let other = chain_of(layout::SNAPSHOT_EVERY).await;
    store.put(&snapshot, read(&other, &snapshot).await.into()).await.unwrap();
    assert_eq!(live_files(&store).await.unwrap().files, expected.files);
    store.delete(&snapshot).await.unwrap();
    assert_eq!(live_files(&store).await.unwrap().files, expected.files);
}

#[tokio::test]
async fn a_gap_a_swap_and_an_edit_are_refused() {
    let store = chain_of(5).await;
    let entry = layout::entry(3);
    let bytes = read(&store, &entry).await;
    store.delete(&entry).await.unwrap();
    assert!(matches!(live_files(&store).await.unwrap_err(), LedgerError::Damaged { .. }));

    store.put(&entry, read(&store, &layout::entry(4)).await.into()).await.unwrap();
    assert!(matches!(live_files(&store).await.unwrap_err(), LedgerError::Refused { seq: 3, .. }));

    let edited = String::from_utf8(bytes.to_vec()).unwrap().replace("\"rows\":3", "\"rows\":4");
    store.put(&entry, edited.into()).await.unwrap();
    let error = live_files(&store).await.unwrap_err();
    assert!(error.to_string().contains("wrong signature"), "{error}");

    store.put(&entry, bytes.into()).await.unwrap();
    assert_eq!(live_files(&store).await.unwrap().seq, 6);
}

#[tokio::test]
async fn a_file_is_removed_once() {
    let store = memory();
    let (one, two) = (open(&store, "a").await, open(&store, "b").await);
    one.commit(draft("x", 1)).await.unwrap();
    let path = draft("x", 1).add[0].path.clone();
    let compact = |name: &str| Draft {
        kind: EntryType::Compact,
        add: draft(name, 0).add,
        remove: vec![path.clone()],
        ..Draft::default()
    };
    one.commit(compact("y")).await.unwrap();
    // The other has not seen that; it loses the race for the number, and then its draft is refused.
    two.commit(draft("w", 1)).await.unwrap();
    let error = two.commit(compact("z")).await.unwrap_err();
    assert!(error.to_string().contains("remove[0]: is not a live file"), "{error}");
    let live = live_files(&store).await.unwrap();
    let names: Vec<_> = live.files.iter().map(|f| f.path.rsplit('/').next().unwrap()).collect();
    assert_eq!(names, ["w.parquet", "y.parquet"]);
    // Positions and state of the ingest entry survive the compaction entry.
    assert_eq!(open(&store, "a").await.resume().state["usage"], b"x");
}
