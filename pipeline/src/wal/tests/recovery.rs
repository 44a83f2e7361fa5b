//! What a restart finds.

use std::{
    fs,
    io::Write,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use super::super::{
    DirectoryLock, NO_SPARES, delete_below,
    format::{FRAME_HEADER, FRAME_MAGIC, FrameHeader, SEGMENT_HEADER},
    remove_drained, shards_in,
};
use super::*;

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x40;
    fs::write(path, bytes).unwrap();
}

#[test]
fn frames_come_back_in_order_across_segments() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 10, 3);
    assert_eq!(reopen(&dir, 0).unwrap(), (10, (0..10).collect()));
    assert_eq!(reopen(&dir, 4).unwrap(), (10, (4..10).collect()));
    assert_eq!(list(&dir).unwrap(), [3, 6, 9], "the segment below the position is deleted");
    assert_eq!(reopen(&dir, 10).unwrap(), (10, vec![]));
    assert_eq!(list(&dir).unwrap(), [9], "the last one stays");
}

/// Whatever a crash leaves of a shard that is being removed, the next start gets on with it.
#[test]
fn a_shard_that_no_longer_writes_goes_at_last() {
    for gone in 0..=4 {
        let temp = tempfile::tempdir().unwrap();
        let dir = shard(temp.path(), 10, 3);
        for first in list(&dir).unwrap().iter().take(gone) {
            fs::remove_file(segment_path(&dir, *first)).unwrap();
        }
        let size = Arc::<WalSize>::default();
        assert_eq!(recover(&RealDisk, &dir, 0, 10, &size).unwrap(), 10, "{gone} gone");
        remove_drained(&dir, 10, &size).unwrap();
        assert!(!dir.exists() && size.get() == 0, "{gone} gone");
        // It goes on where it was when it writes again.
        assert_eq!(reopen(&dir, 10).unwrap(), (10, vec![]));
        append(&mut writer(&dir, 10, u64::MAX, Arc::new(RealDisk)), &numbered(10)).unwrap();
        assert_eq!(reopen(&dir, 10).unwrap(), (11, vec![10]));
    }
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 4, 3);
    fs::write(dir.join("mine"), "x").unwrap();
    remove_drained(&dir, 4, &WalSize::default()).unwrap();
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "files of others stay");
}

#[test]
fn a_cut_at_any_byte_of_the_tail_leaves_the_complete_frames() {
    let temp = tempfile::tempdir().unwrap();
    let whole = shard(temp.path(), 3, 3);
    let image = fs::read(last_segment(&whole)).unwrap();
    let frame = (image.len() - SEGMENT_HEADER) / 3;
    for length in 0..image.len() {
        let dir = temp.path().join("cut/000");
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        fs::write(segment_path(&dir, 0), &image[..length]).unwrap();
        let complete = (length.saturating_sub(SEGMENT_HEADER) / frame) as u64;
        assert_eq!(reopen(&dir, 0).unwrap(), (complete, (0..complete).collect()), "cut at {length}");
        // And it goes on as if nothing had been.
        let mut writer = writer(&dir, complete, u64::MAX, Arc::new(RealDisk));
        append(&mut writer, &numbered(complete)).unwrap();
        assert_eq!(reopen(&dir, 0).unwrap(), (complete + 1, (0..=complete).collect()), "cut at {length}");
    }
}

#[test]
fn zeros_or_garbage_behind_the_last_frame_are_cut() {
    for tail in [vec![0; 5000], vec![0xC5; 100], b"\xC5\x57\x46\x0A".repeat(20)] {
        let temp = tempfile::tempdir().unwrap();
        let dir = shard(temp.path(), 3, 3);
        let mut file = fs::OpenOptions::new().append(true).open(last_segment(&dir)).unwrap();
        file.write_all(&tail).unwrap();
        assert_eq!(reopen(&dir, 0).unwrap(), (3, vec![0, 1, 2]));
    }
}

/// A crash between write and fsync leaves it in the page cache. Behind a successor it must not be lost to a power cut.
#[test]
fn a_whole_last_frame_is_synced_before_anything_follows_it() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 3, 3);
    let disk = FaultyDisk::new(1 << 20);
    disk.fsync_fails.store(true, Ordering::Relaxed);
    let size = WalSize::default();
    assert!(matches!(recover(&disk, &dir, 0, 0, &size), Err(WalError::Io { what: "sync", .. })));
    disk.fsync_fails.store(false, Ordering::Relaxed);
    assert_eq!(recover(&disk, &dir, 0, 0, &size).unwrap(), 3);
}

/// As from a disk that wrote an old block again.
#[test]
fn a_whole_frame_of_another_number_is_damage() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 3, 3);
    let path = last_segment(&dir);
    let mut image = fs::read(&path).unwrap();
    let first = SEGMENT_HEADER..SEGMENT_HEADER + (image.len() - SEGMENT_HEADER) / 3;
    image.copy_within(first.clone(), first.end);
    fs::write(&path, image).unwrap();
    let error = reopen(&dir, 0).unwrap_err();
    assert!(
        matches!(error, WalError::Corrupt { expected_seq: 1, offset, .. } if offset == first.end as u64),
        "{error}"
    );
}

/// Numbers that a client sends may look like headers. To read what each announces would take hours.
#[test]
fn headers_in_content_are_looked_at_in_one_pass() {
    let header = |length: u64| [&FRAME_MAGIC[..], &[0; 4], &length.to_le_bytes(), &u64::MAX.to_le_bytes()].concat();
    let count = 400_000_u64;
    let tail: Vec<u8> = (1..=count).flat_map(|n| header((count - n) * FRAME_HEADER as u64)).collect();
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 3, 3);
    let path = last_segment(&dir);
    let image = fs::read(&path).unwrap();
    let begin = Instant::now();
    fs::write(&path, [&*image, &tail].concat()).unwrap();
    assert_eq!(reopen(&dir, 0).unwrap(), (3, vec![0, 1, 2]));
    // And a frame among them is found.
    let (whole, last) = image.split_at(SEGMENT_HEADER + 2 * (image.len() - SEGMENT_HEADER) / 3);
    fs::write(&path, [whole, b"damage", &tail, last, &tail].concat()).unwrap();
    assert!(matches!(reopen(&dir, 0), Err(WalError::Corrupt { expected_seq: 2, .. })));
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
}

#[test]
fn a_flip_of_any_byte_before_the_last_frame_is_an_error() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 3, 3);
    let path = last_segment(&dir);
    let image = fs::read(&path).unwrap();
    let frame = (image.len() - SEGMENT_HEADER) / 3;
    for at in 0..SEGMENT_HEADER + 2 * frame {
        flip(&path, at);
        let error = reopen(&dir, 0).unwrap_err();
        let expected = at.saturating_sub(SEGMENT_HEADER) / frame;
        match error {
            WalError::Corrupt { offset: 0, .. } if at < SEGMENT_HEADER => {}
            WalError::Corrupt { offset, expected_seq, .. } => {
                assert_eq!(offset, (SEGMENT_HEADER + expected * frame) as u64);
                assert_eq!(expected_seq, expected as u64);
            }
            other => panic!("byte {at}: {other}"),
        }
        fs::write(&path, &image).unwrap();
    }
    // The same in the last frame looks like a torn one.
    flip(&path, SEGMENT_HEADER + 2 * frame);
    assert_eq!(reopen(&dir, 0).unwrap(), (2, vec![0, 1]));
}

#[test]
fn damage_in_an_earlier_segment_is_an_error_everywhere() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 4, 2);
    let path = segment_path(&dir, 0);
    let image = fs::read(&path).unwrap();
    for at in 0..image.len() {
        flip(&path, at);
        assert!(matches!(reopen(&dir, 0), Err(WalError::Corrupt { .. })), "byte {at}");
        fs::write(&path, &image).unwrap();
    }
    for length in 0..image.len() {
        fs::write(&path, &image[..length]).unwrap();
        assert!(matches!(reopen(&dir, 0), Err(WalError::Corrupt { .. })), "cut at {length}");
    }
}

#[test]
fn a_missing_segment_is_an_error() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 9, 3);
    fs::remove_file(segment_path(&dir, 3)).unwrap();
    let error = reopen(&dir, 0).unwrap_err().to_string();
    assert!(error.contains("frame 3 was expected"), "{error}");
    assert!(error.contains("00000000000000000006.wal"), "{error}");
    fs::remove_file(segment_path(&dir, 0)).unwrap();
    assert!(matches!(reopen(&dir, 0), Err(WalError::Gap { first: 6, position: 0, .. })));
    assert_eq!(reopen(&dir, 6).unwrap(), (9, vec![6, 7, 8]));
}

#[test]
fn a_log_that_ends_before_the_ledger_is_an_error_but_an_empty_one_is_not() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 3, 3);
    assert!(matches!(reopen(&dir, 5), Err(WalError::Behind { end: 3, position: 5, .. })));
    fs::remove_dir_all(&dir).unwrap();
    assert_eq!(reopen(&dir, 5).unwrap(), (5, vec![]));
}

#[test]
fn a_log_of_another_ledger_is_left_as_it_is() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 9, 3);
    assert!(matches!(reopen(&dir, 10), Err(WalError::Behind { end: 9, position: 10, .. })));
    assert_eq!(reopen(&dir, 0).unwrap(), (9, (0..9).collect()));
}

#[test]
fn a_crash_while_a_segment_is_created_is_repaired() {
    for header in [vec![], vec![0; SEGMENT_HEADER], b"CUSTOSWL\x01\0".to_vec()] {
        let temp = tempfile::tempdir().unwrap();
        let dir = shard(temp.path(), 3, 3);
        fs::write(segment_path(&dir, 3), &header).unwrap();
        assert_eq!(reopen(&dir, 0).unwrap(), (3, vec![0, 1, 2]));
        assert_eq!(list(&dir).unwrap(), [0]);
        // The new segment says that the one before was complete.
        fs::write(segment_path(&dir, 4), &header).unwrap();
        assert!(matches!(reopen(&dir, 0), Err(WalError::Corrupt { expected_seq: 3, .. })));
    }
}

#[test]
fn content_that_looks_like_a_frame_is_none() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 2, 2);
    // A torn frame whose content holds whole frames, made by someone who does not know the salt.
    let mut tail = FrameHeader::new(1, 2, b"").encode().to_vec();
    for salt in 0..50 {
        tail.extend_from_slice(&FrameHeader::new(salt, 3, b"payload").encode());
        tail.extend_from_slice(b"payload");
    }
    let mut file = fs::OpenOptions::new().append(true).open(last_segment(&dir)).unwrap();
    file.write_all(&tail).unwrap();
    assert_eq!(reopen(&dir, 0).unwrap(), (2, vec![0, 1]));
}

#[test]
fn segments_of_another_shard_or_version_are_named() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 2, 2);
    fs::rename(segment_path(&dir, 0), segment_path(&dir, 1)).unwrap();
    assert!(matches!(reopen(&dir, 1), Err(WalError::Corrupt { offset: 0, .. })));
    let mut bytes = fs::read(segment_path(&dir, 1)).unwrap();
    bytes[8] = 9;
    let crc = crc32fast::hash(&bytes[..36]);
    bytes[36..40].copy_from_slice(&crc.to_le_bytes());
    fs::write(segment_path(&dir, 1), bytes).unwrap();
    assert!(matches!(reopen(&dir, 1), Err(WalError::Version { version: 9, .. })));
}

#[test]
fn other_files_are_none_of_our_business() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 2, 2);
    for name in [".DS_Store", "1.wal", "0000000000000000000x.wal", "00000000000000000000.wal.bak"] {
        fs::write(dir.join(name), "x").unwrap();
    }
    fs::create_dir(temp.path().join("lost+found")).unwrap();
    fs::create_dir(temp.path().join("1000")).unwrap();
    assert_eq!(reopen(&dir, 0).unwrap(), (2, vec![0, 1]));
    assert_eq!(shards_in(temp.path()).unwrap(), [0, 1000]);
}

#[test]
fn deleting_keeps_what_is_not_covered_and_what_is_in_use() {
    let temp = tempfile::tempdir().unwrap();
    let dir = shard(temp.path(), 9, 3);
    let size = WalSize::default();
    recover(&RealDisk, &dir, 0, 0, &size).unwrap();
    let whole = size.get();
    delete_below(&dir, 5, NO_SPARES, &size).unwrap();
    assert_eq!(list(&dir).unwrap(), [3, 6]);
    assert_eq!(size.get(), whole / 3 * 2);
    delete_below(&dir, 9, NO_SPARES, &size).unwrap();
    assert_eq!(list(&dir).unwrap(), [6]);
}

#[test]
fn one_process_a_directory() {
    let temp = tempfile::tempdir().unwrap();
    let lock = DirectoryLock::acquire(temp.path()).unwrap();
    assert!(matches!(DirectoryLock::acquire(temp.path()), Err(WalError::Locked { .. })));
    drop(lock);
    DirectoryLock::acquire(temp.path()).unwrap();
}
