//! The write-ahead log: what was acknowledged and is not yet in the lake.
//!
//! | file | what |
//! |---|---|
//! | `format` | segment header and frame header, byte by byte |
//! | `payload` | a [`Group`](custos_model::batch::Group) as bytes and back |
//! | `columns` | the columns of a batch in a payload |
//! | `payload_v1` | payloads of version 1, read only |
//! | `segment` | names, listing, creating and deleting segment files |
//! | `reader` | frames of one segment, in order |
//! | `recovery` | what a shard's directory holds after a crash |
//! | `writer` | append and fsync |
//! | `cursor` | reading behind the writer, across segments |
//! | `lock` | one process a directory |
//! | `ahead` | where the log stood when it was written to before the ledger was seen |
//! | `error` | what can be wrong |
//!
//! ```text
//! <wal_dir>/lock
//! <wal_dir>/writer                             name in the ledger, `commit`: what the last commit was; the root crate and the ledger write them
//! <wal_dir>/ahead                              where shards stood, while the ledger was not seen yet
//! <wal_dir>/<shard:03>/<first_seq:020>.wal
//! <wal_dir>/<shard:03>/<first_seq:020>.spare    committed, to be overwritten by a later segment
//!
//! segment  = segment header, frame*, remains of an earlier use of the file
//! frame    = frame header (magic, crc32, length, sequence number), payload
//! payload  = counts as JSON, for each table its columns as Arrow lays them out
//! ```
//!
//! * Sequence numbers of a shard have no gaps; a segment is named by its first one. A segment that has a successor is never
//!   written again under its name.
//! * A frame of an earlier use has another salt and a lower sequence number. A segment that has a successor ends where that one begins.
//! * At most one frame is not yet fsynced, so only the last frame of the last segment can be torn: recovery cuts it. Damage
//!   anywhere else is an error and never taken for the end.
//! * The checksum is seeded with a random salt of the segment, so content that looks like a frame never is one.
//! * Spares are of this run: a start deletes those that are there, and so does a shard that finds the disk full. Their rows are in the
//!   lake, and stay readable in them until they are overwritten or deleted.
//! * Of a shard that no longer writes (there are fewer now) nothing stays once the ledger has all of it; when it writes again, it goes on
//!   at the ledger's position.
//! * After an error of fsync the state of the file is unknown (the kernel may have dropped the pages): the shard takes nothing more until a restart.

pub(crate) mod ahead;
mod columns;
mod cursor;
mod error;
mod format;
mod lock;
mod payload;
mod payload_v1;
mod reader;
mod recovery;
mod segment;
mod writer;

pub use error::WalError;
pub use lock::DirectoryLock;
pub use reader::read_segment;

pub(crate) use cursor::Cursor;
pub(crate) use payload::FrameBuffer;
pub(crate) use recovery::{Ahead, recover, recover_ahead};
pub(crate) use segment::RealDisk;
#[cfg(test)]
pub(crate) use segment::SegmentFile;
pub(crate) use segment::{Disk, NO_SPARES, WalSize, delete_below, first_in, remove_drained, shard_dir, shards_in};
pub(crate) use writer::{AppendError, Writer};

/// Whether a directory holds the log of any shard.
///
/// # Errors
/// When it cannot be read.
pub fn has_log(wal_dir: &std::path::Path) -> Result<bool, WalError> {
    Ok(!shards_in(wal_dir)?.is_empty())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::FaultyDisk;
