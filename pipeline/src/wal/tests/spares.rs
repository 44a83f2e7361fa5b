//! Segments that are used again.

use std::{
    fs,
    sync::{Arc, atomic::Ordering},
};

use super::super::{delete_below, format::SEGMENT_HEADER};
use super::*;

const SEGMENT: u64 = 2000;

fn spares(dir: &Path) -> usize {
    fs::read_dir(dir).unwrap().filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|e| e == "spare")).count()
}

fn files(dir: &Path) -> u64 {
    list(dir).unwrap().iter().map(|first| fs::metadata(segment_path(dir, *first)).unwrap().len()).sum()
}

/// A log whose segments but the last were committed once, with frames `50..` in what they became; and the size it has.
fn used(dir: &Path) -> (PathBuf, Writer, Arc<WalSize>) {
    let dir = dir.join("000");
    fs::create_dir_all(&dir).unwrap();
    let size = Arc::<WalSize>::default();
    let mut writer = Writer::open(Arc::new(RealDisk), dir.clone(), 0, 0, SEGMENT, Arc::clone(&size)).unwrap();
    for n in 0..50 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    delete_below(&dir, 50, SEGMENT, &size).unwrap();
    assert_eq!(spares(&dir), 2);
    for n in 50..70 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    assert_eq!(spares(&dir), 1, "a spare was used");
    (dir, writer, size)
}

#[test]
fn remains_of_an_earlier_use_are_no_frames() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, _, size) = used(temp.path());
    let last = last_segment(&dir);
    let image = fs::read(&last).unwrap();
    let frame = 24 + u64::from(image[SEGMENT_HEADER + 8]);
    let written = SEGMENT_HEADER as u64 + (70 - list(&dir).unwrap().last().unwrap()) * frame;
    assert!(written < image.len() as u64);
    assert_eq!(size.get(), files(&dir) - image.len() as u64 + written, "remains do not count");
    let mut cursor = Cursor::new(dir.clone(), 55);
    assert_eq!((55..70).map(|_| number(&cursor.read().unwrap())).collect::<Vec<_>>(), (55..70).collect::<Vec<_>>());
    assert_eq!(reopen(&dir, 55).unwrap(), (70, (55..70).collect()));
    assert_eq!(reopen(&dir, 60).unwrap(), (70, (60..70).collect()), "the same after the cut");
}

#[test]
fn a_torn_frame_before_remains_is_cut_and_damage_before_a_frame_is_not() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, _, _) = used(temp.path());
    let path = last_segment(&dir);
    let image = fs::read(&path).unwrap();
    let first = *list(&dir).unwrap().last().unwrap();
    let frame = 24 + image[SEGMENT_HEADER + 8] as usize;
    let last = SEGMENT_HEADER + (69 - first as usize) * frame;
    for at in last..last + frame {
        let mut torn = image.clone();
        torn[at] ^= 1;
        fs::write(&path, &torn).unwrap();
        assert_eq!(reopen(&dir, 55).unwrap(), (69, (55..69).collect()), "byte {at}");
    }
    for at in 0..last {
        let mut torn = image.clone();
        torn[at] ^= 1;
        fs::write(&path, &torn).unwrap();
        assert!(matches!(reopen(&dir, 55), Err(WalError::Corrupt { .. })), "byte {at}");
    }
}

#[test]
fn what_a_segment_counts_is_taken_off_when_it_is_deleted() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, mut writer, size) = used(temp.path());
    for n in 70..200 {
        append(&mut writer, &numbered(n)).unwrap();
        if n % 40 == 0 {
            delete_below(&dir, n, SEGMENT, &size).unwrap();
        }
    }
    // The next one is begun anew: every byte of every file counts.
    for entry in fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "spare") {
            fs::remove_file(path).unwrap();
        }
    }
    let segments = list(&dir).unwrap().len();
    let mut next = 200;
    while list(&dir).unwrap().len() == segments {
        append(&mut writer, &numbered(next)).unwrap();
        next += 1;
    }
    assert_eq!(size.get(), files(&dir));
    delete_below(&dir, next, SEGMENT, &size).unwrap();
    assert_eq!(size.get(), files(&dir));
}

#[test]
fn files_of_others_are_not_used() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let mut writer = writer(&dir, 0, SEGMENT, Arc::new(RealDisk));
    fs::write(dir.join("mine.spare"), "x").unwrap();
    for n in 0..50 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    assert_eq!(fs::read(dir.join("mine.spare")).unwrap(), b"x");
}

#[test]
fn what_cannot_or_should_not_be_kept_is_deleted() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let mut writer = writer(&dir, 0, SEGMENT, Arc::new(RealDisk));
    for n in 0..50 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    let segments = list(&dir).unwrap();
    assert_eq!(segments.len(), 3);
    // Its name is taken, as it is refused when the disk is full.
    fs::create_dir(segment_path(&dir, segments[0]).with_extension("spare")).unwrap();
    let giant = fs::OpenOptions::new().write(true).open(segment_path(&dir, segments[1])).unwrap();
    giant.set_len(2 * SEGMENT + 1).unwrap();
    delete_below(&dir, 50, SEGMENT, &WalSize::default()).unwrap();
    assert_eq!(list(&dir).unwrap(), segments[2..]);
    assert_eq!(spares(&dir), 1, "only the name that was taken");
}

#[test]
fn four_spares_are_kept_at_most() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let mut writer = writer(&dir, 0, SEGMENT, Arc::new(RealDisk));
    for n in 0..300 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    assert!(list(&dir).unwrap().len() > 8);
    delete_below(&dir, 300, SEGMENT, &WalSize::default()).unwrap();
    assert_eq!((list(&dir).unwrap().len(), spares(&dir)), (1, 4));
}

#[test]
fn what_is_cut_after_a_failed_write_no_longer_counts() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    fs::create_dir_all(&dir).unwrap();
    let (disk, size) = (FaultyDisk::new(u64::MAX), Arc::<WalSize>::default());
    let mut writer = Writer::open(Arc::new(disk.clone()), dir.clone(), 0, 0, SEGMENT, Arc::clone(&size)).unwrap();
    for n in 0..50 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    delete_below(&dir, 50, SEGMENT, &size).unwrap();
    for n in 50..70 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    assert!(size.get() < files(&dir), "there are remains behind the last frame");
    disk.left.store(0, Ordering::Relaxed);
    assert!(matches!(append(&mut writer, &numbered(70)), Err(AppendError::NotWritten(_))));
    assert_eq!(size.get(), files(&dir));
    disk.left.store(u64::MAX, Ordering::Relaxed);
    let segments = list(&dir).unwrap().len();
    let mut next = 70;
    while list(&dir).unwrap().len() == segments {
        append(&mut writer, &numbered(next)).unwrap();
        next += 1;
    }
    assert_eq!(size.get(), files(&dir));
}

#[test]
fn a_full_disk_gets_the_spares_back() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let disk = FaultyDisk::new(1 << 20);
    let mut writer = writer(&dir, 0, SEGMENT, Arc::new(disk.clone()));
    for n in 0..50 {
        append(&mut writer, &numbered(n)).unwrap();
    }
    delete_below(&dir, 50, SEGMENT, &WalSize::default()).unwrap();
    assert_eq!(spares(&dir), 2);
    disk.left.store(30, std::sync::atomic::Ordering::Relaxed);
    assert!(matches!(append(&mut writer, &numbered(50)), Err(AppendError::NotWritten(_))));
    assert_eq!(spares(&dir), 0);
    disk.left.store(1 << 20, std::sync::atomic::Ordering::Relaxed);
    append(&mut writer, &numbered(50)).unwrap();
    assert_eq!(reopen(&dir, 50).unwrap(), (51, vec![50]));
}

/// After a power failure names may be those from before, as only the last step makes them durable.
#[test]
fn a_new_name_that_was_not_durable_is_no_damage() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, _, _) = used(temp.path());
    let last = last_segment(&dir);
    for name in ["wal", "spare"] {
        let old = segment_path(&dir, 0).with_extension(name);
        fs::rename(&last, &old).unwrap();
        let image = fs::read(&old).unwrap();
        let begun = *list(&dir).unwrap().last().unwrap();
        let (end, frames) = reopen(&dir, 50).unwrap();
        assert!(begun < end && end < 70, "what was in it was not acknowledged");
        assert_eq!(frames, (50..end).collect::<Vec<_>>());
        assert!(!old.exists());
        fs::write(&last, image).unwrap();
    }
}

/// A lane that waits at the end of a committed segment has a file open that is written again.
#[test]
fn a_cursor_goes_on_when_its_file_is_used_again() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let mut writer = writer(&dir, 0, SEGMENT, Arc::new(RealDisk));
    let mut cursor = Cursor::new(dir.clone(), 0);
    let mut next = 0;
    let mut until = |segments: usize, next: &mut u64| {
        while list(&dir).unwrap().len() < segments {
            append(&mut writer, &uneven(*next)).unwrap();
            *next += 1;
        }
    };
    until(2, &mut next);
    let second = list(&dir).unwrap()[1];
    while cursor.next_seq() < second {
        cursor.read().unwrap();
    }
    delete_below(&dir, second, SEGMENT, &WalSize::default()).unwrap();
    assert_eq!(spares(&dir), 1);
    until(2, &mut next);
    assert_eq!(spares(&dir), 0, "it is used again");
    until(3, &mut next);
    let read: Vec<_> = (second..next).map(|_| number(&cursor.read().unwrap())).collect();
    assert_eq!(read, (second..next).collect::<Vec<_>>());
}
