//! Reading behind the writer, across segments.

use std::{fs::File, path::PathBuf};

use custos_model::batch::Group;

use super::{
    WalError, payload,
    reader::{SegmentReader, Step, read_header},
    segment::{list, segment_path},
};

/// Reads one shard's frames in order, the same way live and after a crash.
#[derive(Debug)]
pub(crate) struct Cursor {
    dir: PathBuf,
    next_seq: u64,
    open: Option<(PathBuf, SegmentReader<File>)>,
}

impl Cursor {
    /// Starts at a sequence number.
    pub(crate) fn new(dir: PathBuf, next_seq: u64) -> Self {
        Self { dir, next_seq, open: None }
    }

    /// Sequence number of the next frame.
    pub(crate) fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// The next frame. The caller knows that it is durable: what is behind the durable position may still be taken
    /// back.
    pub(crate) fn read(&mut self) -> Result<Group, WalError> {
        loop {
            let (path, mut reader) = match self.open.take() {
                Some(open) => open,
                None => self.open_segment()?,
            };
            let (seq, offset) = (reader.next_seq(), reader.offset());
            let corrupt = |what| WalError::Corrupt { path: path.clone(), offset, expected_seq: seq, what };
            match reader.next().map_err(WalError::io("read", &path))? {
                // Behind the last frame of a segment may be remains of an earlier use of the file.
                step @ (Step::End | Step::Bad(_)) => {
                    let next = self.open_segment()?;
                    if next.0 == path {
                        return Err(corrupt(if let Step::Bad(what) = step {
                            what
                        } else {
                            "the segment ends before the frame"
                        }));
                    }
                    self.open = Some(next);
                }
                Step::Frame(_) if seq < self.next_seq => self.open = Some((path, reader)),
                Step::Frame(bytes) => {
                    let group = payload::decode(&bytes).map_err(|error| {
                        tracing::error!(%error, "cannot decode a frame of the write-ahead log");
                        corrupt("the checksum is right but the payload is not a group")
                    })?;
                    self.next_seq += 1;
                    self.open = Some((path, reader));
                    return Ok(group);
                }
            }
        }
    }

    /// Opens the segment that holds the next frame, at its first frame.
    fn open_segment(&self) -> Result<(PathBuf, SegmentReader<File>), WalError> {
        let segments = list(&self.dir)?;
        let first = segments.iter().rev().find(|first| **first <= self.next_seq);
        let path = segment_path(&self.dir, *first.unwrap_or(&self.next_seq));
        let mut file = File::open(&path).map_err(WalError::io("open", &path))?;
        match read_header(&mut file).map_err(WalError::io("read", &path))? {
            Ok(header) => Ok((path, SegmentReader::new(file, header))),
            Err(_) => {
                Err(WalError::Corrupt { path, offset: 0, expected_seq: self.next_seq, what: "no segment header" })
            }
        }
    }
}
