//! Segment header and frame header, version 2. All numbers are little-endian. In version 1 nothing stood behind the last frame
//! of a segment; it is still read.
//!
//! ```text
//! segment header, 40 bytes                     frame header, 24 bytes
//!  0  magic "CUSTOSWL"                          0  magic C5 57 46 0A
//!  8  version      u32                          4  crc32   u32: of salt, length, seq, payload
//! 12  shard        u32                          8  length  u64: bytes of payload
//! 16  first_seq    u64                         16  seq     u64
//! 24  salt         u64, random                 24  payload
//! 32  zero         u32
//! 36  crc32        u32: of bytes 0..36
//! ```

use crc32fast::Hasher;

/// Length of a segment header, bytes.
pub(super) const SEGMENT_HEADER: usize = 40;
/// Length of a frame header, bytes.
pub(super) const FRAME_HEADER: usize = 24;
/// Largest payload of a frame, bytes. A request of the largest size stays well below it when decoded.
pub(super) const MAX_PAYLOAD: u64 = 1 << 30;
/// First bytes of a frame. Not text in UTF-8, and broken by line-end conversion.
pub(super) const FRAME_MAGIC: [u8; 4] = [0xC5, 0x57, 0x46, 0x0A];

const SEGMENT_MAGIC: [u8; 8] = *b"CUSTOSWL";
const VERSION: u32 = 2;

/// First bytes of a segment file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SegmentHeader {
    /// Shard the segment belongs to.
    pub(super) shard: u32,
    /// Sequence number of its first frame.
    pub(super) first_seq: u64,
    /// Seed of the checksums in this segment.
    pub(super) salt: u64,
}

/// Why bytes are not a segment header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotAHeader {
    /// Too short, or magic or checksum are wrong.
    Damaged,
    /// A version that is not known here.
    Version(u32),
}

impl SegmentHeader {
    pub(super) fn encode(self) -> [u8; SEGMENT_HEADER] {
        let mut bytes = [0; SEGMENT_HEADER];
        bytes[0..8].copy_from_slice(&SEGMENT_MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.shard.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.first_seq.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.salt.to_le_bytes());
        let crc = crc32fast::hash(&bytes[..36]);
        bytes[36..40].copy_from_slice(&crc.to_le_bytes());
        bytes
    }

    pub(super) fn decode(bytes: &[u8; SEGMENT_HEADER]) -> Result<Self, NotAHeader> {
        if bytes[0..8] != SEGMENT_MAGIC || crc32fast::hash(&bytes[..36]) != u32_at(bytes, 36) {
            return Err(NotAHeader::Damaged);
        }
        match u32_at(bytes, 8) {
            1 | VERSION => Ok(Self { shard: u32_at(bytes, 12), first_seq: u64_at(bytes, 16), salt: u64_at(bytes, 24) }),
            other => Err(NotAHeader::Version(other)),
        }
    }
}

/// What stands before each payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameHeader {
    crc: u32,
    /// Length of the payload, bytes.
    pub(super) length: u64,
    /// Sequence number.
    pub(super) seq: u64,
}

impl FrameHeader {
    /// The header of a payload.
    pub(super) fn new(salt: u64, seq: u64, payload: &[u8]) -> Self {
        let length = payload.len() as u64;
        Self { crc: checksum(salt, length, seq, payload), length, seq }
    }

    pub(super) fn encode(self) -> [u8; FRAME_HEADER] {
        let mut bytes = [0; FRAME_HEADER];
        bytes[0..4].copy_from_slice(&FRAME_MAGIC);
        bytes[4..8].copy_from_slice(&self.crc.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.length.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.seq.to_le_bytes());
        bytes
    }

    /// `None` when the magic is missing or the length is beyond the limit.
    pub(super) fn decode(bytes: &[u8; FRAME_HEADER]) -> Option<Self> {
        let header = Self { crc: u32_at(bytes, 4), length: u64_at(bytes, 8), seq: u64_at(bytes, 16) };
        (bytes[0..4] == FRAME_MAGIC && header.length <= MAX_PAYLOAD).then_some(header)
    }

    /// Whether this is the payload the header was made for.
    pub(super) fn matches(&self, salt: u64, payload: &[u8]) -> bool {
        payload.len() as u64 == self.length && checksum(salt, self.length, self.seq, payload) == self.crc
    }

    /// The same of a payload of the right length, by its own CRC-32.
    pub(super) fn matches_crc(&self, salt: u64, payload: u32) -> bool {
        let mut hasher = seeded(salt, self.length, self.seq);
        hasher.combine(&Hasher::new_with_initial_len(payload, self.length));
        hasher.finalize() == self.crc
    }
}

fn checksum(salt: u64, length: u64, seq: u64, payload: &[u8]) -> u32 {
    let mut hasher = seeded(salt, length, seq);
    hasher.update(payload);
    hasher.finalize()
}

fn seeded(salt: u64, length: u64, seq: u64) -> Hasher {
    let mut hasher = Hasher::new();
    for number in [salt, length, seq] {
        hasher.update(&number.to_le_bytes());
    }
    hasher
}

/// CRC-32 of the last `length` bytes of a text, out of that of the whole and that of what stands before them.
pub(super) fn crc_of_end(whole: u32, before: u32, length: u64) -> u32 {
    let mut shifted = Hasher::new_with_initial_len(before, 0);
    shifted.combine(&Hasher::new_with_initial_len(0, length));
    whole ^ shifted.finalize()
}

fn u32_at<const N: usize>(bytes: &[u8; N], at: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(number)
}

fn u64_at<const N: usize>(bytes: &[u8; N], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn segment_header_round_trips(shard: u32, first_seq: u64, salt: u64) {
            let header = SegmentHeader { shard, first_seq, salt };
            prop_assert_eq!(SegmentHeader::decode(&header.encode()), Ok(header));
        }

        #[test]
        fn a_changed_segment_header_is_refused(first_seq: u64, at in 0..SEGMENT_HEADER, flip in 1..=255u8) {
            let mut bytes = SegmentHeader { shard: 3, first_seq, salt: 9 }.encode();
            bytes[at] ^= flip;
            prop_assert_eq!(SegmentHeader::decode(&bytes), Err(NotAHeader::Damaged));
        }

        #[test]
        fn frame_header_round_trips(salt: u64, seq: u64, payload: Vec<u8>) {
            let header = FrameHeader::new(salt, seq, &payload);
            prop_assert_eq!(FrameHeader::decode(&header.encode()), Some(header));
            prop_assert!(header.matches(salt, &payload));
            prop_assert!(!header.matches(salt ^ 1, &payload));
        }

        #[test]
        fn a_payload_is_known_by_checksums_around_it(before: Vec<u8>, payload: Vec<u8>, salt: u64, seq: u64) {
            let whole = crc32fast::hash(&[&*before, &*payload].concat());
            let crc = crc_of_end(whole, crc32fast::hash(&before), payload.len() as u64);
            prop_assert_eq!(crc, crc32fast::hash(&payload));
            let header = FrameHeader::new(salt, seq, &payload);
            prop_assert!(header.matches_crc(salt, crc));
            prop_assert!(payload.is_empty() || !header.matches_crc(salt, crc ^ 1));
        }

        #[test]
        fn a_changed_frame_is_refused(payload in proptest::collection::vec(any::<u8>(), 0..100), at: prop::sample::Index, flip in 1..=255u8) {
            let mut frame = FrameHeader::new(7, 8, &payload).encode().to_vec();
            frame.extend_from_slice(&payload);
            let at = at.index(frame.len());
            frame[at] ^= flip;
            let head: [u8; FRAME_HEADER] = frame[..FRAME_HEADER].try_into().unwrap();
            prop_assert!(!FrameHeader::decode(&head).is_some_and(|h| h.matches(7, &frame[FRAME_HEADER..])));
        }

        #[test]
        fn random_bytes_are_no_header(bytes: [u8; 32]) {
            let mut frame = [0; FRAME_HEADER];
            frame.copy_from_slice(&bytes[..FRAME_HEADER]);
            let _ = FrameHeader::decode(&frame);
        }
    }

    #[test]
    fn another_version_is_named() {
        let header = SegmentHeader { shard: 0, first_seq: 0, salt: 0 };
        let of = |version| {
            let mut bytes = header.encode();
            bytes[8] = version;
            let crc = crc32fast::hash(&bytes[..36]);
            bytes[36..40].copy_from_slice(&crc.to_le_bytes());
            SegmentHeader::decode(&bytes)
        };
        assert_eq!(of(1), Ok(header));
        assert_eq!(of(2), Ok(header));
        assert_eq!(of(3), Err(NotAHeader::Version(3)));
    }
}
