//! Bodies made so that unpacking them takes far more time than their bytes: their parts are many and all but empty.

use bytes::Bytes;

use super::support::*;
use crate::receivers::{
    Budget,
    budget::Hold,
    reject::Reject,
    unpack::{Encoding, Unpack},
};

/// Of unpacked bytes: what a network thread does by itself.
const BODY_BYTES: usize = 256 << 10;

/// Bits, the lowest first, as deflate has them.
#[derive(Default)]
struct Bits(Vec<u8>, usize);

impl Bits {
    fn put(&mut self, value: u32, count: usize) {
        for n in 0..count {
            if self.1.is_multiple_of(8) {
                self.0.push(0);
            }
            if value >> n & 1 == 1 {
                self.0[self.1 / 8] |= 1 << (self.1 % 8);
            }
            self.1 += 1;
        }
    }
}

/// Raw deflate of blocks that hold nothing but their code.
fn empty_blocks(bytes: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    while bits.0.len() < bytes {
        bits.put(0b100, 3);
        // 257 lengths of literals, 1 of distances, 18 of their code: of 18 and 1, one bit each.
        bits.put(0, 5);
        bits.put(0, 5);
        bits.put(14, 4);
        for n in 0..18 {
            bits.put(u32::from(n == 2 || n == 17), 3);
        }
        // 138 and 118 zeros, then the code of the end and that of a distance.
        for zeros in [138, 118] {
            bits.put(1, 1);
            bits.put(zeros - 11, 7);
        }
        bits.put(0, 2);
        bits.put(0, 1);
    }
    bits.put(0b011, 3);
    bits.put(0, 7);
    bits.0
}

fn unpack(body: Vec<u8>, encoding: Encoding) -> Unpack {
    Unpack::new(Bytes::from(body), encoding, 64 << 20, Hold::new(&Budget::new(1 << 30))).unwrap()
}

#[test]
fn bodies_that_take_long_for_their_bytes_leave_the_network_thread() {
    let gzip = gzip(b"");
    let zstd = zstd_stream(b"");
    let bodies = [
        ("gzip members", Encoding::Gzip, gzip.repeat(1000)),
        ("zstd frames", Encoding::Zstd, zstd.repeat(1000)),
        ("deflate blocks", Encoding::Deflate, empty_blocks(BODY_BYTES)),
    ];
    for (name, encoding, body) in bodies {
        let mut unpack = unpack(body, encoding);
        assert!(!unpack.step(BODY_BYTES).unwrap(), "{name} are unpacked where others wait");
        while !unpack.step(usize::MAX).unwrap() {}
        assert!(unpack.finish().0.is_empty(), "{name}");
    }
    let zeros = zstd_sized(&vec![0; 32 << 20]);
    let mut large = unpack(zeros, Encoding::Zstd);
    assert!(!large.step(BODY_BYTES).unwrap(), "a frame that says how large it is is unpacked where others wait");
    while !large.step(usize::MAX).unwrap() {}
    assert_eq!(large.finish().0.len(), 32 << 20);
    let body = random_traces(20_000);
    for (encoding, packed) in [
        (Encoding::Gzip, body.chunks(5000).flat_map(super::support::gzip).collect()),
        (Encoding::Zstd, zstd_sized(&body)),
        (Encoding::Deflate, deflate(&body)),
    ] {
        let mut unpack = unpack(packed, encoding);
        assert!(unpack.step(BODY_BYTES).unwrap(), "a usual body stays: {encoding:?}");
        assert_eq!(unpack.finish().0, body);
    }
}

#[test]
fn members_of_a_body_are_limited() {
    for (encoding, member) in [(Encoding::Gzip, gzip(b"")), (Encoding::Zstd, zstd_stream(b""))] {
        let all = |members: usize| unpack(member.repeat(members), encoding).step(usize::MAX);
        assert_eq!(all(16_384), Ok(true), "{encoding:?}");
        assert_eq!(all(16_385), Err(Reject::Corrupt("too many members")), "{encoding:?}");
    }
}

#[test]
fn a_body_that_is_not_what_it_is_said_to_be_is_told_under_that_name() {
    for (encoding, name) in [(Encoding::Gzip, "gzip"), (Encoding::Zstd, "zstd"), (Encoding::Deflate, "deflate")] {
        let told = unpack(vec![0xff; 32], encoding).step(usize::MAX).unwrap_err().to_string();
        assert_eq!(told, format!("body does not decompress: not a valid {name} stream"));
    }
}

#[test]
fn packed_bytes_are_charged_until_they_are_unpacked() {
    let body = random_traces(2_000);
    let packed = zstd_sized(&body);
    let budget = Budget::new(1 << 30);
    let mut hold = Hold::new(&budget);
    hold.grow(packed.len()).unwrap();
    let mut unpack = Unpack::new(Bytes::from(packed.clone()), Encoding::Zstd, 64 << 20, hold).unwrap();
    assert_eq!(unpack.step(usize::MAX), Ok(true));
    assert_eq!(budget.used(), packed.len() + body.len());
    let (unpacked, hold) = unpack.finish();
    assert_eq!((unpacked.len(), budget.used()), (body.len(), body.len()));
    drop(hold);
    assert_eq!(budget.used(), 0);
}
