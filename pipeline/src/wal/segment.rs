//! Segment files: names, listing, creating and deleting.

use std::{
    fmt::Debug,
    fs::{File, OpenOptions},
    hash::{BuildHasher, RandomState},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    WalError,
    format::{SEGMENT_HEADER, SegmentHeader},
};
use crate::metrics;

/// Bytes of all segments of all shards. Of those being written, without the remains of an earlier use: else logs in
/// which nothing is could be full, and as nothing is taken then, would stay so.
#[derive(Debug, Default)]
pub(crate) struct WalSize(AtomicU64);

impl WalSize {
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: u64) {
        let before = self.0.fetch_add(bytes, Ordering::Relaxed);
        metrics::wal_bytes(before.saturating_add(bytes));
    }

    pub(super) fn subtract(&self, bytes: u64) {
        let update = |now: u64| Some(now.saturating_sub(bytes));
        let before = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, update).unwrap_or_default();
        metrics::wal_bytes(before.saturating_sub(bytes));
    }
}

/// The file of a segment, as the writer sees it. A seam, so that tests can let a disk fail.
pub(crate) trait SegmentFile: Debug + Send {
    /// Appends all bytes.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// fdatasync.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts the file; the next append goes to its end.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
}

/// Makes segment files.
pub(crate) trait Disk: Debug + Send + Sync {
    /// An empty file at `path`, whatever was there before.
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>>;
    /// The file at `path`, to be overwritten from its beginning or only synced.
    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>>;
    /// Makes created and deleted names durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        sync_dir(dir)
    }
}

/// The file system.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(Named::new(options.open(path)?)?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        Ok(Box::new(Named::new(OpenOptions::new().write(true).open(path)?)?))
    }
}

/// A file that has to keep its name: what is written to one that somebody deleted is gone with the process.
#[derive(Debug)]
struct Named {
    file: File,
    /// The file system counts names.
    counted: bool,
}

impl Named {
    fn new(file: File) -> io::Result<Self> {
        let counted = names(&file)? > 0;
        Ok(Self { file, counted })
    }
}

#[cfg(unix)]
fn names(file: &File) -> io::Result<u64> {
    file.metadata().map(|file| std::os::unix::fs::MetadataExt::nlink(&file))
}

#[cfg(not(unix))]
fn names(_: &File) -> io::Result<u64> {
    Ok(1)
}

impl SegmentFile for Named {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync()?;
        if self.counted && names(&self.file)? == 0 {
            return Err(io::Error::new(io::ErrorKind::NotFound, "somebody deleted the file that is being written"));
        }
        Ok(())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.file.truncate(length)
    }
}

impl SegmentFile for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        io::Seek::seek(self, io::SeekFrom::Start(length)).map(|_| ())
    }
}

/// Directory of a shard.
pub(crate) fn shard_dir(wal_dir: &Path, shard: u32) -> PathBuf {
    wal_dir.join(format!("{shard:03}"))
}

/// Shards that have a directory.
pub(crate) fn shards_in(wal_dir: &Path) -> Result<Vec<u32>, WalError> {
    let mut shards = Vec::new();
    for entry in std::fs::read_dir(wal_dir).map_err(WalError::io("list", wal_dir))? {
        let entry = entry.map_err(WalError::io("list", wal_dir))?;
        let name = entry.file_name();
        let digits = name.to_str().filter(|n| n.len() >= 3 && n.bytes().all(|b| b.is_ascii_digit()));
        if let Some(shard) = digits.and_then(|n| n.parse().ok()).filter(|s| shard_dir(wal_dir, *s) == entry.path()) {
            shards.push(shard);
        }
    }
    shards.sort_unstable();
    Ok(shards)
}

pub(super) fn segment_path(dir: &Path, first_seq: u64) -> PathBuf {
    dir.join(format!("{first_seq:020}.wal"))
}

/// First sequence numbers of the segments in a shard's directory, ascending.
pub(super) fn list(dir: &Path) -> Result<Vec<u64>, WalError> {
    let mut found = named(dir, ".wal").map_err(WalError::io("list", dir))?;
    found.sort_unstable();
    Ok(found)
}

/// The sequence number that a shard's log begins with, if there is any of it.
pub(crate) fn first_in(dir: &Path) -> Result<Option<u64>, WalError> {
    Ok(list(dir)?.first().copied())
}

/// Sequence numbers that files of a kind are named by. Other files are none of our business.
fn named(dir: &Path, suffix: &str) -> io::Result<Vec<u64>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let name = entry?.file_name();
        let digits = name.to_str().and_then(|n| n.strip_suffix(suffix));
        let digits = digits.filter(|d| d.len() == 20 && d.bytes().all(|b| b.is_ascii_digit()));
        found.extend(digits.and_then(|d| d.parse::<u64>().ok()));
    }
    Ok(found)
}

/// A segment that has been begun.
#[derive(Debug)]
pub(super) struct Begun {
    pub(super) file: Box<dyn SegmentFile>,
    pub(super) salt: u64,
    /// Bytes behind the header, of an earlier use of the file.
    pub(super) remains: u64,
    /// Its name is durable.
    pub(super) named: bool,
}

/// Begins a segment: its header is durable before it has its name. From then on its predecessor may be deleted, and a
/// restart looks for nothing more in it: so what fails afterwards, the directory's fsync, is told with the segment.
pub(super) fn begin(disk: &dyn Disk, dir: &Path, shard: u32, first_seq: u64) -> io::Result<Begun> {
    // Unguessable for who sends content; the hasher's keys come from the operating system.
    let salt = RandomState::new().hash_one(first_seq);
    let header = SegmentHeader { shard, first_seq, salt }.encode();
    let path = segment_path(dir, first_seq);
    let spare = spares(dir)?.pop().and_then(|spare| match take(&spare, &path, disk.open(&spare), &header) {
        Ok(taken) => Some(taken),
        Err(error) => {
            tracing::debug!(%error, "a spare segment of the write-ahead log cannot be used");
            None
        }
    });
    let (file, remains) = match spare {
        Some(taken) => taken,
        None => {
            // What a crash leaves of it goes with the spares.
            let new = path.with_extension("spare");
            take(&new, &path, disk.create(&new), &header)?
        }
    };
    Ok(Begun { file, salt, remains, named: disk.sync_dir(dir).is_ok() })
}

/// Gives a file a header and then its name, so that no segment ever has the header of another. Returns the bytes that
/// remain behind the header, too. A file with which that fails is removed.
fn take(
    from: &Path,
    path: &Path,
    file: io::Result<Box<dyn SegmentFile>>,
    header: &[u8],
) -> io::Result<(Box<dyn SegmentFile>, u64)> {
    let taken = file.and_then(|mut file| {
        file.append(header)?;
        file.sync()?;
        let remains = std::fs::metadata(from)?.len().saturating_sub(HEADER_BYTES);
        std::fs::rename(from, path)?;
        Ok((file, remains))
    });
    if taken.is_err() {
        let _ = std::fs::remove_file(from);
    }
    taken
}

/// Makes created and deleted names durable.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

/// Spare segments kept for a shard: what is written between two commits.
const MAX_SPARES: usize = 4;

/// For [`delete_below`]: where nothing is written any more.
pub(crate) const NO_SPARES: u64 = u64::MAX;

/// Files that were segments and will be again: to overwrite one in place spares the disk its journal and the kernel new
/// pages.
fn spares(dir: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(named(dir, ".spare")?.into_iter().map(|first| segment_path(dir, first).with_extension("spare")).collect())
}

/// Deletes the spares of a shard. They cost disk only, so nobody stops when one stays.
pub(super) fn delete_spares(dir: &Path) {
    for spare in spares(dir).unwrap_or_default() {
        if let Err(error) = free(&spare) {
            tracing::warn!(spare = %spare.display(), %error, "cannot delete a spare segment of the write-ahead log");
        }
    }
}

/// Deletes a file whose space is needed: who reads the log may still have it open, at its end, which would keep the
/// space.
fn free(path: &Path) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path);
    std::fs::remove_file(path)?;
    // Not before it is gone: nothing is to find it cut.
    let _ = file.and_then(|file| file.set_len(0));
    Ok(())
}

/// How many of the segments, from the first, have all their frames below `position`. One without a successor is in use.
pub(super) fn committed(segments: &[u64], position: u64) -> usize {
    segments.iter().skip(1).take_while(|next| **next <= position).count()
}

/// Removes the segments whose frames are all below `position`; some of those of at least `spare_bytes` are kept to be
/// used again, not those that a giant frame made far larger. With [`NO_SPARES`] none is. A segment without a successor
/// is in use and stays.
pub(crate) fn delete_below(dir: &Path, position: u64, spare_bytes: u64, size: &WalSize) -> Result<(), WalError> {
    let segments = list(dir)?;
    let mut kept = spares(dir).map_err(WalError::io("list", dir))?.len();
    for first in segments.iter().take(committed(&segments, position)) {
        let path = segment_path(dir, *first);
        let bytes = std::fs::metadata(&path).map_err(WalError::io("inspect", &path))?.len();
        let wanted = kept < MAX_SPARES && (spare_bytes..=spare_bytes.saturating_mul(2)).contains(&bytes);
        // A full disk may have no room for another name.
        if wanted && std::fs::rename(&path, path.with_extension("spare")).is_ok() {
            kept += 1;
        } else {
            free(&path).map_err(WalError::io("delete", &path))?;
        }
        size.subtract(bytes);
    }
    Ok(())
}

/// Removes what is left of a shard that nothing is written to any more and whose last frame is below `position`, the
/// directory, too.
pub(crate) fn remove_drained(dir: &Path, position: u64, size: &WalSize) -> Result<(), WalError> {
    delete_below(dir, position, NO_SPARES, size)?;
    // Durable before the last one goes: an earlier one that came back without it would be a log that ends before its
    // position.
    sync_dir(dir).map_err(WalError::io("sync", dir))?;
    for first in list(dir)? {
        let path = segment_path(dir, first);
        let bytes = std::fs::metadata(&path).map_err(WalError::io("inspect", &path))?.len();
        std::fs::remove_file(&path).map_err(WalError::io("delete", &path))?;
        size.subtract(bytes);
    }
    // With files of others in it, it stays.
    let _ = std::fs::remove_dir(dir);
    Ok(())
}

/// Bytes of the segments in a directory.
pub(super) fn total(dir: &Path) -> Result<u64, WalError> {
    let mut bytes = 0;
    for first in list(dir)? {
        let path = segment_path(dir, first);
        bytes += std::fs::metadata(&path).map_err(WalError::io("inspect", &path))?.len();
    }
    Ok(bytes)
}

pub(super) const HEADER_BYTES: u64 = SEGMENT_HEADER as u64;
