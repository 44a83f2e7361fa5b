//! One fault each: what a crash, a disk or a reader of foreign bytes may meet.

mod cut;
mod disk;
pub(crate) use disk::FaultyDisk;
mod group;
mod instants;
mod recovery;
mod spares;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use custos_model::batch::{Counts, Group};

use super::{
    AppendError, Cursor, Disk, FrameBuffer, RealDisk, WalError, WalSize, Writer, recover,
    segment::{list, segment_path},
};

/// A small frame that says its number.
pub(super) fn numbered(n: u64) -> Group {
    let counts = Counts { received: [("spans".to_owned(), n)].into(), ..Counts::default() };
    Group { tables: vec![], counts }
}

/// The same, and not all of one size: segments that are used again then end elsewhere than before.
pub(super) fn uneven(n: u64) -> Group {
    let mut group = numbered(n);
    group.counts.refused.insert("x".repeat((n * 37 % 200) as usize), 1);
    group
}

pub(super) fn number(group: &Group) -> u64 {
    group.counts.received["spans"]
}

pub(super) fn writer(dir: &Path, next_seq: u64, segment_bytes: u64, disk: Arc<dyn Disk>) -> Writer {
    std::fs::create_dir_all(dir).unwrap();
    Writer::open(disk, dir.to_owned(), 0, next_seq, segment_bytes, Arc::default()).unwrap()
}

pub(super) fn append(writer: &mut Writer, group: &Group) -> Result<(), AppendError> {
    let mut frame = FrameBuffer::default();
    frame.encode(group).unwrap();
    writer.append(&mut frame)
}

/// A shard with frames that say their numbers, `per_segment` in each segment but the last.
pub(super) fn shard(dir: &Path, frames: u64, per_segment: u64) -> PathBuf {
    let dir = dir.join("000");
    let mut next = 0;
    while next < frames {
        let mut writer = writer(&dir, next, u64::MAX, Arc::new(RealDisk));
        for _ in 0..per_segment.min(frames - next) {
            append(&mut writer, &numbered(next)).unwrap();
            next += 1;
        }
    }
    dir
}

/// What a restart finds: next sequence number, and the frames from `position`.
pub(super) fn reopen(dir: &Path, position: u64) -> Result<(u64, Vec<u64>), WalError> {
    let end = recover(&RealDisk, dir, 0, position, &WalSize::default())?;
    let mut cursor = Cursor::new(dir.to_owned(), position);
    let mut read = Vec::new();
    while cursor.next_seq() < end {
        read.push(number(&cursor.read()?));
    }
    Ok((end, read))
}

pub(super) fn last_segment(dir: &Path) -> PathBuf {
    segment_path(dir, *list(dir).unwrap().last().unwrap())
}
