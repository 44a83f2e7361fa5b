//! Any bytes as a write-ahead log segment, changes of a real one, and changes behind a good checksum: never a panic,
//! and a segment with one changed byte is never taken for whole.
#![no_main]

use custos_pipeline::wal::read_segment;
use libfuzzer_sys::fuzz_target;

const SEGMENT: &[u8] = include_bytes!("../../pipeline/tests/fixtures/wal-v1/000/00000000000000000007.wal");
const SEGMENT_V2: &[u8] = include_bytes!("../../pipeline/tests/fixtures/wal-v2/000/00000000000000000007.wal");
const HEADER: usize = 40;
const FRAME_HEADER: usize = 24;

/// Makes changes: three bytes each, two of place and one of what is flipped there.
fn changed(bytes: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for change in changes.chunks_exact(3) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % out.len();
        out[place] ^= change[2];
    }
    out
}

/// The payload of the first frame of a real segment.
fn payload(segment: &[u8]) -> &[u8] {
    let frame = &segment[HEADER..];
    let length = u64::from_le_bytes(frame[8..16].try_into().unwrap()) as usize;
    &frame[FRAME_HEADER..FRAME_HEADER + length]
}

/// A segment of one frame, which has this payload and the checksum for it.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let (seq, salt) = (&SEGMENT[16..24], &SEGMENT[24..32]);
    let length = (payload.len() as u64).to_le_bytes();
    let mut crc = crc32fast::Hasher::new();
    [salt, &length, seq, payload].into_iter().for_each(|part| crc.update(part));
    let magic = &SEGMENT[HEADER..HEADER + 4];
    [&SEGMENT[..HEADER], magic, &crc.finalize().to_le_bytes(), &length, seq, payload].concat()
}

/// A panic of Arrow on a schema is caught where it is called, so it is no crash; any other is.
fn let_arrow_panic() {
    let abort = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !info.location().is_some_and(|place| place.file().contains("/arrow-")) {
            abort(info);
        }
    }));
}

fuzz_target!(init: let_arrow_panic(), |data: &[u8]| {
    let _ = read_segment(data);

    // The same bytes behind a good header, so that frames are looked at.
    let _ = read_segment(&[&SEGMENT[..HEADER], data].concat());

    // As changes of the real segment.
    let segment = changed(SEGMENT, data);
    let taken = read_segment(&segment).is_ok();
    // More changes than one may, with luck, agree with a changed checksum.
    if segment == SEGMENT || data.len() < 6 {
        assert_eq!(taken, segment == SEGMENT);
    }

    // Behind a good checksum, so that the decoder of groups and that of Arrow see it: what the disk cannot do, but who
    // can write to it.
    let _ = read_segment(&sealed(data));
    for payload in [payload(SEGMENT), payload(SEGMENT_V2)] {
        let group = changed(payload, data);
        let taken = read_segment(&sealed(&group)).is_ok();
        assert!(taken || group != payload);
    }
});
