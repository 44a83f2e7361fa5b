//! `kill -9` at any instant: after each thing done to the disk, half a write included, the directory is what a restart
//! may find.

use std::{
    fs::{self, File},
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use super::super::{SegmentFile, delete_below};
use super::*;

const SEGMENT: u64 = 600;

/// What a client and the ledger know, to be compared with what a restart finds.
#[derive(Debug)]
struct Watch {
    dir: PathBuf,
    acknowledged: AtomicU64,
    committed: AtomicU64,
    looks: AtomicU64,
}

impl Watch {
    fn look(&self, after: &str) {
        self.looks.fetch_add(1, Relaxed);
        let (committed, acknowledged) = (self.committed.load(Relaxed), self.acknowledged.load(Relaxed));
        // A commit may have succeeded whose segments are still there.
        for position in [committed, acknowledged] {
            let temp = tempfile::tempdir().unwrap();
            let image = temp.path().join("000");
            fs::create_dir(&image).unwrap();
            for file in fs::read_dir(&self.dir).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), image.join(file.file_name())).unwrap();
            }
            let (end, frames) = reopen(&image, position)
                .unwrap_or_else(|error| panic!("after {after} at {acknowledged}, committed {position}: {error}"));
            assert!((acknowledged..=acknowledged + 1).contains(&end), "after {after}: {end} instead of {acknowledged}");
            assert_eq!(frames, (position..end).collect::<Vec<_>>(), "after {after}");
            append(&mut writer(&image, end, SEGMENT, Arc::new(RealDisk)), &numbered(end)).unwrap();
            assert_eq!(reopen(&image, position).unwrap(), (end + 1, (position..=end).collect()), "after {after}");
        }
    }
}

#[derive(Clone, Debug)]
struct WatchedDisk(Arc<Watch>);

#[derive(Debug)]
struct WatchedFile(File, Arc<Watch>);

impl WatchedDisk {
    fn watched(&self, file: File, after: &str) -> Box<dyn SegmentFile> {
        self.0.look(after);
        Box::new(WatchedFile(file, Arc::clone(&self.0)))
    }
}

impl Disk for WatchedDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        Ok(self.watched(File::create(path)?, "creating"))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        Ok(self.watched(File::options().write(true).open(path)?, "opening a spare"))
    }
}

impl SegmentFile for WatchedFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        self.0.append(first)?;
        self.1.look("half a write");
        self.0.append(second)?;
        self.1.look("a write");
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.0.truncate(length)
    }
}

#[test]
fn a_restart_finds_what_was_acknowledged_and_not_committed() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("000");
    fs::create_dir(&dir).unwrap();
    let watch = Watch {
        dir: dir.clone(),
        acknowledged: AtomicU64::new(0),
        committed: AtomicU64::new(0),
        looks: AtomicU64::new(0),
    };
    let watch = Arc::new(watch);
    let size = Arc::<WalSize>::default();
    let disk = Arc::new(WatchedDisk(Arc::clone(&watch)));
    let mut writer = Writer::open(disk, dir.clone(), 0, 0, SEGMENT, Arc::clone(&size)).unwrap();
    let mut cursor = Cursor::new(dir.clone(), 0);
    for n in 0..60 {
        append(&mut writer, &uneven(n)).unwrap();
        watch.acknowledged.store(n + 1, Relaxed);
        watch.look("an acknowledgement");
        if n % 20 == 19 {
            // All but some of them; the cursor stays in a file that others may write to.
            let position = n - n % 3;
            while cursor.next_seq() < position {
                assert_eq!(number(&cursor.read().unwrap()), cursor.next_seq() - 1);
            }
            watch.committed.store(position, Relaxed);
            watch.look("a commit");
            delete_below(&dir, position, SEGMENT, &size).unwrap();
            watch.look("a cut");
        }
        writer.rotate_if_full().unwrap();
        watch.look("a rotation");
    }
    assert!(watch.looks.load(Relaxed) > 250);
}
