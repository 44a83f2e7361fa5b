//! What a shard's directory holds, brought into order after a crash.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::{
    Disk, WalError, WalSize,
    format::{NotAHeader, SegmentHeader},
    reader::{SegmentReader, Step, read_header},
    segment::{self, HEADER_BYTES, NO_SPARES, segment_path},
};

/// Reads all that is not committed, cuts a torn tail, deletes what is committed.
///
/// `position` is the first sequence number that the ledger does not have. Gives the sequence number of the next frame
/// to append.
///
/// # Errors
/// Damage anywhere but at the tail, and a log that does not fit to the ledger.
pub(crate) fn recover(disk: &dyn Disk, dir: &Path, shard: u32, position: u64, size: &WalSize) -> Result<u64, WalError> {
    let known = dir.is_dir();
    std::fs::create_dir_all(dir).map_err(WalError::io("create", dir))?;
    if let Some(parent) = dir.parent() {
        segment::sync_dir(parent).map_err(WalError::io("sync", parent))?;
    }
    // Of other sizes when the configuration has changed, of a shard that may no longer write, and full of old rows.
    segment::delete_spares(dir);
    size.add(segment::total(dir)?);
    let mut segments = segment::list(dir)?;
    segments.drain(..segment::committed(&segments, position));
    let Some(&first) = segments.first() else {
        match (position, known) {
            (0, _) => {}
            // It did not write for a while, and was removed.
            (_, false) => tracing::info!(shard, position, "a shard writes again, from the position of the ledger"),
            (_, true) => {
                tracing::warn!(shard, position, "write-ahead log is empty, starting at the position of the ledger");
            }
        }
        return Ok(position);
    };
    if first > position {
        return Err(WalError::Gap { dir: dir.to_owned(), first, position });
    }
    let end = read_all(disk, dir, shard, &segments, size)?;
    if end < position {
        return Err(WalError::Behind { dir: dir.to_owned(), end, position });
    }
    // The deletions of the last commit may not have been finished. Not before the log is known to be that of the
    // ledger.
    segment::delete_below(dir, position, NO_SPARES, size)?;
    Ok(end)
}

/// A log of which it is not known yet how far the ledger has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ahead {
    first: u64,
    /// Sequence number of the next frame to append.
    pub(crate) end: u64,
}

/// Reads all that is there, cuts a torn tail. `None` where only the ledger knows the number of the next frame: there is
/// no segment.
///
/// # Errors
/// Damage anywhere but at the tail. In what the ledger has it would not matter: [`recover`] tells.
pub(crate) fn recover_ahead(
    disk: &dyn Disk,
    dir: &Path,
    shard: u32,
    size: &WalSize,
) -> Result<Option<Ahead>, WalError> {
    if !dir.is_dir() {
        return Ok(None);
    }
    segment::delete_spares(dir);
    let segments = segment::list(dir)?;
    let Some(&first) = segments.first() else { return Ok(None) };
    size.add(segment::total(dir)?);
    Ok(Some(Ahead { first, end: read_all(disk, dir, shard, &segments, size)? }))
}

impl Ahead {
    /// A log that nobody has written to yet.
    pub(crate) const NEW: Self = Self { first: 0, end: 0 };

    /// What [`recover`] does once it knows the position; the log may be written to meanwhile.
    pub(crate) fn confirm(self, dir: &Path, position: u64, size: &WalSize) -> Result<(), WalError> {
        let (first, end) = (self.first, self.end);
        if first > position {
            return Err(WalError::Gap { dir: dir.to_owned(), first, position });
        }
        if end < position {
            return Err(WalError::Behind { dir: dir.to_owned(), end, position });
        }
        segment::delete_below(dir, position, NO_SPARES, size)
    }
}

/// Reads segments that follow each other; gives the sequence number after the last frame.
fn read_all(disk: &dyn Disk, dir: &Path, shard: u32, segments: &[u64], size: &WalSize) -> Result<u64, WalError> {
    let mut end = segments.first().copied().unwrap_or_default();
    for (i, &first_seq) in segments.iter().enumerate() {
        let segment =
            Segment { path: segment_path(dir, first_seq), shard, first_seq, next: segments.get(i + 1).copied() };
        if first_seq != end {
            return Err(segment.corrupt(0, end, "frames before this segment are missing"));
        }
        end = segment.check(disk, size)?;
    }
    Ok(end)
}

struct Segment {
    path: PathBuf,
    shard: u32,
    first_seq: u64,
    /// First sequence number of the segment that follows.
    next: Option<u64>,
}

impl Segment {
    fn corrupt(&self, offset: u64, expected_seq: u64, what: &'static str) -> WalError {
        WalError::Corrupt { path: self.path.clone(), offset, expected_seq, what }
    }

    fn io(&self, what: &'static str) -> impl FnOnce(io::Error) -> WalError {
        WalError::io(what, self.path.clone())
    }

    /// Reads every frame; gives the sequence number after the last one. Of the last segment they are durable then, also
    /// one that a crash left written and not synced: the next is appended to a successor, behind which none may be missing.
    fn check(&self, disk: &dyn Disk, size: &WalSize) -> Result<u64, WalError> {
        let mut file = File::open(&self.path).map_err(self.io("open"))?;
        let Some(header) = self.header(&mut file, size)? else {
            return Ok(self.first_seq);
        };
        let mut reader = SegmentReader::new(file, header);
        // What stands behind the last frame is of an earlier use of the file.
        while self.next != Some(reader.next_seq()) {
            match reader.next().map_err(self.io("read"))? {
                Step::Frame(_) => {}
                Step::End => {
                    disk.open(&self.path).and_then(|mut file| file.sync()).map_err(self.io("sync"))?;
                    return Ok(reader.next_seq());
                }
                Step::Bad(what) => {
                    let (offset, expected) = (reader.offset(), reader.next_seq());
                    if self.next.is_some() || reader.has_later_frame().map_err(self.io("read"))? {
                        return Err(self.corrupt(offset, expected, what));
                    }
                    self.cut(offset, expected, size)?;
                    return Ok(expected);
                }
            }
        }
        Ok(reader.next_seq())
    }

    /// The header, or `None` when the crash was while this segment was created; it is then removed.
    fn header(&self, file: &mut File, size: &WalSize) -> Result<Option<SegmentHeader>, WalError> {
        match read_header(file).map_err(self.io("read"))? {
            Ok(header) if header.shard == self.shard && header.first_seq == self.first_seq => Ok(Some(header)),
            Ok(_) => Err(self.corrupt(0, self.first_seq, "the header belongs to another segment")),
            Err(NotAHeader::Version(version)) => Err(WalError::Version { path: self.path.clone(), version }),
            Err(NotAHeader::Damaged) => {
                let length = file.metadata().map_err(self.io("inspect"))?.len();
                // The header is fsynced before the first frame is written.
                if self.next.is_some() || length > HEADER_BYTES {
                    return Err(self.corrupt(0, self.first_seq, "no segment header"));
                }
                std::fs::remove_file(&self.path).map_err(self.io("delete"))?;
                size.subtract(length);
                Ok(None)
            }
        }
    }

    /// Cuts what is behind the last frame: one that was being written when the process ended, for which nobody got an
    /// answer, and the remains of an earlier use of the file.
    fn cut(&self, offset: u64, expected_seq: u64, size: &WalSize) -> Result<(), WalError> {
        let file = OpenOptions::new().write(true).open(&self.path).map_err(self.io("open"))?;
        let length = file.metadata().map_err(self.io("inspect"))?.len();
        // Durable before the next segment is begun: then this one is no longer the last.
        file.set_len(offset).and_then(|()| file.sync_all()).map_err(self.io("truncate"))?;
        size.subtract(length - offset);
        tracing::info!(
            segment = %self.path.display(),
            offset,
            expected_seq,
            bytes = length - offset,
            "cut what is behind the last frame of the write-ahead log"
        );
        Ok(())
    }
}
