//! Disks that are full or fail.

use std::{
    fs::File,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use super::super::SegmentFile;
use super::*;

/// A disk with so many bytes left, whose fsyncs may fail.
#[derive(Clone, Debug)]
pub(crate) struct FaultyDisk {
    pub(crate) left: Arc<AtomicU64>,
    pub(crate) fsync_fails: Arc<AtomicBool>,
    pub(crate) dir_fsync_fails: Arc<AtomicBool>,
}

impl FaultyDisk {
    pub(crate) fn new(left: u64) -> Self {
        Self { left: Arc::new(left.into()), fsync_fails: Arc::default(), dir_fsync_fails: Arc::default() }
    }
}

impl Disk for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        Ok(Box::new(FaultyFile { file: File::create(path)?, disk: self.clone() }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        Ok(Box::new(FaultyFile { file: File::options().write(true).open(path)?, disk: self.clone() }))
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let fails = self.dir_fsync_fails.load(Ordering::Relaxed);
        if fails { Err(io::Error::other("test")) } else { RealDisk.sync_dir(dir) }
    }
}

#[derive(Debug)]
struct FaultyFile {
    file: File,
    disk: FaultyDisk,
}

impl SegmentFile for FaultyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let left = self.disk.left.load(Ordering::Relaxed);
        let fits = left.min(bytes.len() as u64);
        self.disk.left.store(left - fits, Ordering::Relaxed);
        self.file.append(&bytes[..fits as usize])?;
        if fits < bytes.len() as u64 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.disk.fsync_fails.load(Ordering::Relaxed) { Err(io::Error::other("test")) } else { self.file.sync() }
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let freed = self.file.metadata()?.len().saturating_sub(length);
        self.disk.left.fetch_add(freed, Ordering::Relaxed);
        self.file.truncate(length)
    }
}

#[test]
fn a_full_disk_takes_nothing_and_recovers_when_there_is_space() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let disk = FaultyDisk::new(400);
    let mut writer = writer(&dir, 0, u64::MAX, Arc::new(disk.clone()));
    let mut written = 0;
    let refused = loop {
        match append(&mut writer, &numbered(written)) {
            Ok(()) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, AppendError::NotWritten(_)));
    assert!(written > 1);
    assert_eq!(reopen(&dir, 0).unwrap(), (written, (0..written).collect()), "nothing of the refused frame is left");
    assert!(matches!(append(&mut writer, &numbered(99)), Err(AppendError::NotWritten(_))));
    disk.left.store(1 << 20, Ordering::Relaxed);
    append(&mut writer, &numbered(written)).unwrap();
    assert_eq!(reopen(&dir, 0).unwrap(), (written + 1, (0..=written).collect()));
}

#[test]
fn a_disk_too_full_for_the_next_segment_goes_on_with_this_one_later() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let disk = FaultyDisk::new(150);
    let mut writer = writer(&dir, 0, 60, Arc::new(disk.clone()));
    append(&mut writer, &numbered(0)).unwrap();
    assert!(writer.rotate_if_full().is_err());
    assert!(matches!(append(&mut writer, &numbered(1)), Err(AppendError::NotWritten(_))));
    disk.left.store(1 << 20, Ordering::Relaxed);
    append(&mut writer, &numbered(1)).unwrap();
    assert_eq!(list(&dir).unwrap(), [0, 1]);
    assert_eq!(reopen(&dir, 0).unwrap(), (2, vec![0, 1]));
}

#[test]
fn on_a_full_disk_what_is_committed_of_the_last_segment_goes() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let disk = FaultyDisk::new(1000);
    let mut writer = writer(&dir, 0, u64::MAX, Arc::new(disk.clone()));
    let mut written = 0;
    while append(&mut writer, &numbered(written)).is_ok() {
        written += 1;
    }
    // Not even for a header is there room.
    disk.left.store(0, Ordering::Relaxed);
    assert!(writer.make_room(written).is_err());
    assert_eq!(list(&dir).unwrap(), [0]);
    disk.left.store(100, Ordering::Relaxed);
    let reader = File::open(segment_path(&dir, 0)).unwrap();
    writer.make_room(written - 1).unwrap();
    assert_eq!(list(&dir).unwrap(), [0, written], "one frame is not committed");
    writer.make_room(written).unwrap();
    assert_eq!(list(&dir).unwrap(), [written], "an empty segment needs no successor");
    assert_eq!(reader.metadata().unwrap().len(), 0, "who has it open keeps no space");
    disk.left.store(1000, Ordering::Relaxed);
    append(&mut writer, &numbered(written)).unwrap();
    assert_eq!(reopen(&dir, written).unwrap(), (written + 1, vec![written]));
}

#[test]
fn after_a_failed_fsync_nothing_is_taken_any_more() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let disk = FaultyDisk::new(1 << 20);
    let mut writer = writer(&dir, 0, u64::MAX, Arc::new(disk.clone()));
    append(&mut writer, &numbered(0)).unwrap();
    disk.fsync_fails.store(true, Ordering::Relaxed);
    assert!(matches!(append(&mut writer, &numbered(1)), Err(AppendError::Poisoned(_))));
    disk.fsync_fails.store(false, Ordering::Relaxed);
    assert!(matches!(append(&mut writer, &numbered(1)), Err(AppendError::Poisoned(_))));
    assert_eq!(reopen(&dir, 0).unwrap(), (1, vec![0]));
}

/// The segment before it may be gone by then, and a restart reads no further in it.
#[test]
fn a_segment_whose_name_could_not_be_synced_is_gone_on_with_and_takes_nothing_before_it_is() {
    for committed in [0, 1] {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("000");
        let disk = FaultyDisk::new(1 << 20);
        let mut writer = writer(&dir, 0, 60, Arc::new(disk.clone()));
        append(&mut writer, &numbered(0)).unwrap();
        disk.dir_fsync_fails.store(true, Ordering::Relaxed);
        let _ = writer.make_room(committed);
        assert!(matches!(append(&mut writer, &numbered(1)), Err(AppendError::NotWritten(_))));
        disk.dir_fsync_fails.store(false, Ordering::Relaxed);
        append(&mut writer, &numbered(1)).unwrap();
        assert_eq!(reopen(&dir, committed).unwrap(), (2, (committed..2).collect()));
    }
}

/// It is written to as before, and gone with the process.
#[cfg(unix)]
#[test]
fn after_its_segment_was_deleted_nothing_is_taken_any_more() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let mut writer = writer(&dir, 0, u64::MAX, Arc::new(RealDisk));
    append(&mut writer, &numbered(0)).unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    let Err(AppendError::Poisoned(error)) = append(&mut writer, &numbered(1)) else { panic!("it was taken") };
    assert!(error.to_string().contains("deleted"), "{error}");
}

#[test]
fn segments_rotate_when_full_and_a_cursor_follows() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    let mut writer = writer(&dir, 0, 300, Arc::new(RealDisk));
    let mut cursor = Cursor::new(dir.clone(), 0);
    for n in 0..20 {
        append(&mut writer, &numbered(n)).unwrap();
        assert_eq!(number(&cursor.read().unwrap()), n);
        writer.rotate_if_full().unwrap();
    }
    assert!(list(&dir).unwrap().len() > 5);
    assert_eq!(reopen(&dir, 0).unwrap().0, 20);
}

/// Figures for the report: `cargo test -p custos-pipeline --lib wal -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn measure() {
    let temp = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
    let dir = temp.path().join("000");
    let mut writer = writer(&dir, 0, 64 << 20, Arc::new(RealDisk));
    for (kib, frames) in [(1, 200), (64, 200), (1024, 100), (4096, 50)] {
        let ids: Vec<String> = (0..kib).map(|i| format!("{i:01000}")).collect();
        let group = crate::testing::group(&ids.iter().map(String::as_str).collect::<Vec<_>>());
        let mut frame = FrameBuffer::default();
        let begin = Instant::now();
        for _ in 0..frames {
            frame.encode(&group).unwrap();
        }
        let encode = begin.elapsed() / frames;
        let mut times: Vec<_> = (0..frames)
            .map(|_| {
                let begin = Instant::now();
                writer.append(&mut frame).unwrap();
                writer.rotate_if_full().unwrap();
                begin.elapsed()
            })
            .collect();
        times.sort_unstable();
        let total: std::time::Duration = times.iter().sum();
        let mb = frame.seal(0, 0).len() as f64 * f64::from(frames) / 1e6;
        println!(
            "{kib} KiB: encode {encode:?}, append + fdatasync p50 {:?} p99 {:?}, {:.1} MB/s",
            times[times.len() / 2],
            times[times.len() * 99 / 100],
            mb / total.as_secs_f64()
        );
    }
}
