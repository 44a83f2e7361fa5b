//! Frames of one segment, in order.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use arrow::buffer::{Buffer, MutableBuffer};
use custos_model::{batch::Group, limits::MAX_GROUP_BYTES};

use super::{
    format::{FRAME_HEADER, FRAME_MAGIC, FrameHeader, NotAHeader, SEGMENT_HEADER, SegmentHeader, crc_of_end},
    payload,
};

/// Bytes that can be read anywhere: a file, or memory in tests and fuzzing.
pub(super) trait Source {
    /// Bytes there are now.
    fn length(&mut self) -> io::Result<u64>;
    /// Fills `into` from `offset`.
    fn read_at(&mut self, offset: u64, into: &mut [u8]) -> io::Result<()>;
}

impl Source for File {
    fn length(&mut self) -> io::Result<u64> {
        self.metadata().map(|m| m.len())
    }

    fn read_at(&mut self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(offset))?;
        self.read_exact(into)
    }
}

impl Source for &[u8] {
    fn length(&mut self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn read_at(&mut self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        let end = start.checked_add(into.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        into.copy_from_slice(self.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Reads the header of a segment.
pub(super) fn read_header(source: &mut impl Source) -> io::Result<Result<SegmentHeader, NotAHeader>> {
    if source.length()? < SEGMENT_HEADER as u64 {
        return Ok(Err(NotAHeader::Damaged));
    }
    let mut bytes = [0; SEGMENT_HEADER];
    source.read_at(0, &mut bytes)?;
    Ok(SegmentHeader::decode(&bytes))
}

/// What comes next in a segment.
#[derive(Debug)]
pub(super) enum Step {
    /// A frame whose checksum is right. The payload is aligned for Arrow.
    Frame(Buffer),
    /// The bytes end exactly here.
    End,
    /// Not a frame with the expected sequence number: why.
    Bad(&'static str),
}

/// Walks the frames of a segment.
#[derive(Debug)]
pub(super) struct SegmentReader<S> {
    source: S,
    salt: u64,
    offset: u64,
    next_seq: u64,
    /// The last payload, for its memory: taken again when nobody else holds it any more.
    last: Option<Buffer>,
}

/// Read at once in search of frames, bytes.
const CHUNK: u64 = 1 << 20;
/// Headers at which those found so far are looked at.
const MAX_FOUND: usize = 1 << 18;
/// Above this the memory of a payload is not kept, bytes.
const KEEP_BYTES: usize = 4 * MAX_GROUP_BYTES;

impl<S: Source> SegmentReader<S> {
    /// Starts behind the header.
    pub(super) fn new(source: S, header: SegmentHeader) -> Self {
        Self { source, salt: header.salt, offset: SEGMENT_HEADER as u64, next_seq: header.first_seq, last: None }
    }

    /// Where the next frame starts, bytes.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Sequence number of the next frame.
    pub(super) fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// The next frame. After [`Step::Bad`] the reader stays where it is.
    pub(super) fn next(&mut self) -> io::Result<Step> {
        let length = self.source.length()?;
        if self.offset == length {
            return Ok(Step::End);
        }
        let frame = match self.expected_frame(length) {
            // Cut since its length was asked: a committed segment may be in use again while a cursor stands at its end.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err("the file was cut while it was read"),
            frame => frame?,
        };
        let step = match frame {
            Ok((header, payload)) => {
                self.offset += FRAME_HEADER as u64 + header.length;
                self.next_seq += 1;
                self.last = (payload.capacity() <= KEEP_BYTES).then(|| payload.clone());
                Step::Frame(payload)
            }
            Err(what) => Step::Bad(what),
        };
        Ok(step)
    }

    /// Whether a whole frame of the expected or a later sequence number stands somewhere behind the current place.
    pub(super) fn has_later_frame(&mut self) -> io::Result<bool> {
        let length = self.source.length()?;
        let mut start = self.offset + 1;
        let (mut chunk, mut found) = (Vec::new(), Vec::new());
        while start + FRAME_HEADER as u64 <= length {
            let end = length.min(start + CHUNK);
            chunk.resize(usize::try_from(end - start).map_err(io::Error::other)?, 0);
            self.source.read_at(start, &mut chunk)?;
            for at in memchr::memmem::find_iter(&chunk, &FRAME_MAGIC) {
                // What is cut by the edge is read whole with the next chunk.
                let Some(head) = chunk.get(at..).and_then(<[u8]>::first_chunk) else { break };
                let at = start + (at + FRAME_HEADER) as u64;
                found.extend(
                    FrameHeader::decode(head)
                        .filter(|header| header.seq >= self.next_seq && header.length <= length - at)
                        .map(|header| (at, header)),
                );
            }
            if end == length || found.len() >= MAX_FOUND {
                if self.any_whole(&found)? {
                    return Ok(true);
                }
                found.clear();
            }
            if end == length {
                break;
            }
            start = end - (FRAME_HEADER as u64 - 1);
        }
        Ok(false)
    }

    /// Whether behind one of these headers stands its payload. Content may hold as many headers as it likes: so the
    /// bytes are read once for all of them.
    fn any_whole(&mut self, found: &[(u64, FrameHeader)]) -> io::Result<bool> {
        let mut places: Vec<u64> = found.iter().flat_map(|(at, header)| [*at, at + header.length]).collect();
        places.sort_unstable();
        places.dedup();
        let mut at = places.first().copied().unwrap_or_default();
        let (mut hasher, mut chunk) = (crc32fast::Hasher::new(), Vec::new());
        // CRC-32 of what stands between the first place and each.
        let mut sums = Vec::with_capacity(places.len());
        for place in &places {
            while at < *place {
                let length = CHUNK.min(place - at);
                chunk.resize(usize::try_from(length).map_err(io::Error::other)?, 0);
                self.source.read_at(at, &mut chunk)?;
                hasher.update(&chunk);
                at += length;
            }
            sums.push(hasher.clone().finalize());
        }
        let sum = |place: u64| places.binary_search(&place).ok().and_then(|i| sums.get(i)).copied().unwrap_or_default();
        Ok(found.iter().any(|(at, header)| {
            let payload = crc_of_end(sum(at + header.length), sum(*at), header.length);
            header.matches_crc(self.salt, payload)
        }))
    }

    /// Memory for a payload, aligned for Arrow.
    fn room(&mut self, length: usize) -> MutableBuffer {
        match self.last.take().map(Buffer::into_mutable) {
            Some(Ok(mut room)) if room.capacity() >= length => {
                room.resize(length, 0);
                room
            }
            _ => MutableBuffer::from_len_zeroed(length),
        }
    }

    /// The frame at the current place of a segment that is `length` bytes long.
    fn expected_frame(&mut self, length: u64) -> io::Result<Result<(FrameHeader, Buffer), &'static str>> {
        let left = length.saturating_sub(self.offset);
        if left < FRAME_HEADER as u64 {
            return Ok(Err("too short for a frame header"));
        }
        let mut head = [0; FRAME_HEADER];
        self.source.read_at(self.offset, &mut head)?;
        let Some(header) = FrameHeader::decode(&head) else {
            return Ok(Err("no frame header"));
        };
        if header.seq != self.next_seq {
            return Ok(Err("a frame with another sequence number"));
        }
        if header.length > left - FRAME_HEADER as u64 {
            return Ok(Err("the frame ends behind the file"));
        }
        let mut payload = self.room(usize::try_from(header.length).map_err(io::Error::other)?);
        self.source.read_at(self.offset + FRAME_HEADER as u64, payload.as_slice_mut())?;
        if !header.matches(self.salt, &payload) {
            return Ok(Err("the checksum is wrong"));
        }
        Ok(Ok((header, payload.into())))
    }
}

/// Reads the image of a whole segment: the groups by sequence number. For tests and the fuzz target.
///
/// # Errors
/// A text that says what is wrong, when any byte is not as it was written.
pub fn read_segment(mut image: &[u8]) -> Result<Vec<(u64, Group)>, &'static str> {
    let header = read_header(&mut image).map_err(|_| "unreadable")?.map_err(|_| "no segment header")?;
    let mut reader = SegmentReader::new(image, header);
    let mut groups = Vec::new();
    loop {
        let seq = reader.next_seq();
        match reader.next().map_err(|_| "unreadable")? {
            Step::Frame(bytes) => groups.push((seq, payload::decode(&bytes).map_err(|_| "not a group")?)),
            Step::End => return Ok(groups),
            Step::Bad(what) => return Err(what),
        }
    }
}
