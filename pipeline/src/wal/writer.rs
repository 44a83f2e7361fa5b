//! Append and fsync.

use std::{io, path::PathBuf, sync::Arc, time::Instant};

use custos_model::fault;

use super::{
    WalError,
    payload::FrameBuffer,
    segment::{self, Disk, HEADER_BYTES, NO_SPARES, SegmentFile, WalSize, segment_path},
};
use crate::metrics;

/// Why a frame is not durable.
#[derive(Debug)]
pub(crate) enum AppendError {
    /// The disk took nothing; the log is as before and the next append may succeed.
    NotWritten(io::Error),
    /// An fsync or the repair after a failed write failed: nothing can be appended until a restart.
    Poisoned(io::Error),
}

/// Appends to the last segment of one shard.
#[derive(Debug)]
pub(crate) struct Writer {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    shard: u32,
    size: Arc<WalSize>,
    segment_bytes: u64,
    file: Box<dyn SegmentFile>,
    salt: u64,
    length: u64,
    /// Bytes behind the last frame, of an earlier use of the file.
    remains: u64,
    next_seq: u64,
    /// The name of the segment is durable.
    named: bool,
    poisoned: bool,
}

impl Writer {
    /// Begins a new segment at `next_seq`, so that earlier ones are never written again.
    pub(crate) fn open(
        disk: Arc<dyn Disk>,
        dir: PathBuf,
        shard: u32,
        next_seq: u64,
        segment_bytes: u64,
        size: Arc<WalSize>,
    ) -> Result<Self, WalError> {
        let path = segment_path(&dir, next_seq);
        // An empty segment of the last run would be replaced.
        let replaced = std::fs::metadata(&path).map_or(0, |m| m.len());
        let begun = segment::begin(&*disk, &dir, shard, next_seq).map_err(WalError::io("create", path))?;
        size.subtract(replaced);
        size.add(HEADER_BYTES);
        let segment::Begun { file, salt, remains, named } = begun;
        let (length, poisoned) = (HEADER_BYTES, false);
        let mut writer =
            Self { disk, dir, shard, size, segment_bytes, file, salt, length, remains, next_seq, named, poisoned };
        writer.name().map_err(WalError::io("sync", &writer.dir))?;
        Ok(writer)
    }

    /// Makes the name of the segment durable, when that failed as it was begun.
    fn name(&mut self) -> io::Result<()> {
        if !self.named {
            self.disk.sync_dir(&self.dir)?;
            self.named = true;
        }
        Ok(())
    }

    /// First sequence number that is not durable.
    pub(crate) fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// Size of the logs of all shards, bytes.
    pub(crate) fn log_bytes(&self) -> u64 {
        self.size.get()
    }

    /// Makes one frame durable. There is never more than one that is not.
    pub(crate) fn append(&mut self, frame: &mut FrameBuffer) -> Result<(), AppendError> {
        if self.poisoned {
            return Err(AppendError::Poisoned(io::Error::other("an earlier fsync failed")));
        }
        // Only when it failed after the last append.
        self.rotate_if_full().and_then(|()| self.name()).map_err(AppendError::NotWritten)?;
        let bytes = frame.seal(self.salt, self.next_seq);
        let length = bytes.len() as u64;
        if let Err(error) = self.file.append(bytes) {
            return Err(self.undo(error));
        }
        fault::point("before_fsync");
        let begin = Instant::now();
        if let Err(error) = self.file.sync() {
            self.poisoned = true;
            // Nobody gets an answer for this frame, so it had better not be there after a restart.
            let _ = self.file.truncate(self.length);
            return Err(AppendError::Poisoned(error));
        }
        metrics::wal_append(length, begin.elapsed());
        self.length += length;
        self.next_seq += 1;
        self.size.add(length);
        self.remains = self.remains.saturating_sub(length);
        Ok(())
    }

    /// Begins the next segment when this one is full. To be called when nobody waits.
    pub(crate) fn rotate_if_full(&mut self) -> io::Result<()> {
        if self.length < self.segment_bytes || self.poisoned {
            return Ok(());
        }
        self.begin_next()
    }

    /// Of a log that takes nothing more: gives the segment a successor, without which it would stay however much of it
    /// is committed, and deletes what is.
    pub(crate) fn make_room(&mut self, committed: u64) -> Result<(), WalError> {
        let begun = if self.length > HEADER_BYTES && !self.poisoned { self.begin_next() } else { Ok(()) };
        segment::delete_below(&self.dir, committed, NO_SPARES, &self.size)?;
        begun.map_err(WalError::io("begin a segment in", &self.dir))
    }

    fn begin_next(&mut self) -> io::Result<()> {
        // Whoever deletes it takes off the whole file, and may do so as soon as it has a successor.
        self.size.add(std::mem::take(&mut self.remains));
        let begun = segment::begin(&*self.disk, &self.dir, self.shard, self.next_seq)?;
        self.size.add(HEADER_BYTES);
        self.file = begun.file;
        self.salt = begun.salt;
        self.length = HEADER_BYTES;
        self.remains = begun.remains;
        self.named = begun.named;
        Ok(())
    }

    /// Takes a partly written frame back.
    fn undo(&mut self, error: io::Error) -> AppendError {
        match self.file.truncate(self.length) {
            Ok(()) => {
                self.remains = 0;
                if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
                    // What the next attempt needs, and the lake perhaps too.
                    segment::delete_spares(&self.dir);
                }
                AppendError::NotWritten(error)
            }
            Err(repair) => {
                self.poisoned = true;
                AppendError::Poisoned(repair)
            }
        }
    }
}
