//! Any bytes as a write-ahead log segment, and changes of a real one: never a panic, and a segment with one changed byte is never taken for whole.
#![no_main]

use custos_pipeline::wal::read_segment;
use libfuzzer_sys::fuzz_target;

const SEGMENT: &[u8] = include_bytes!("../../pipeline/tests/fixtures/wal-v1/000/00000000000000000007.wal");
const HEADER: usize = 40;

fuzz_target!(|data: &[u8]| {
    let _ = read_segment(data);

    // The same bytes behind a good header, so that frames are looked at.
    let _ = read_segment(&[&SEGMENT[..HEADER], data].concat());

    // As changes: two bytes of place, one of what is flipped there.
    let mut changed = SEGMENT.to_vec();
    for change in data.chunks_exact(3) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % changed.len();
        changed[place] ^= change[2];
    }
    let taken = read_segment(&changed).is_ok();
    // More changes than one may, with luck, agree with a changed checksum.
    if changed == SEGMENT || data.len() < 6 {
        assert_eq!(taken, changed == SEGMENT);
    }
});
