//! A file that is cut by its writer between two looks of its reader.

use std::io;

use super::{
    super::reader::{SegmentReader, Source, Step, read_header},
    RealDisk, append, last_segment, numbered, writer,
};

/// Says that it is longer than what can be read.
struct Cut {
    bytes: Vec<u8>,
    length: u64,
}

impl Source for Cut {
    fn length(&mut self) -> io::Result<u64> {
        Ok(self.length)
    }

    fn read_at(&mut self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        (&*self.bytes).read_at(offset, into)
    }
}

/// A segment that was committed is used again while the cursor still stands at its end, and a disk that is full has a
/// half frame of its new use taken back.
#[test]
fn a_segment_that_is_cut_while_it_is_read_has_no_frame_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut one = writer(dir.path(), 0, u64::MAX, std::sync::Arc::new(RealDisk));
    append(&mut one, &numbered(0)).unwrap();
    append(&mut one, &numbered(1)).unwrap();
    let whole = std::fs::read(last_segment(dir.path())).unwrap();
    let header = read_header(&mut &*whole).unwrap().unwrap();
    let mut ends = SegmentReader::new(&*whole, header);
    assert!(matches!(ends.next().unwrap(), Step::Frame(_)));
    let second = usize::try_from(ends.offset()).unwrap();
    for cut in [second, second + 1, second + 23, second + 24, whole.len() - 1] {
        let source = Cut { bytes: whole[..cut].to_vec(), length: whole.len() as u64 };
        let mut reader = SegmentReader::new(source, header);
        assert!(matches!(reader.next().unwrap(), Step::Frame(_)));
        let step = reader.next().unwrap_or_else(|error| panic!("cut at {cut}: {error}"));
        assert!(matches!(step, Step::Bad(_)), "cut at {cut}: {step:?}");
    }
}
