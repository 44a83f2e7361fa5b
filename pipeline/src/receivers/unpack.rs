//! Content encodings: gzip, zlib, raw deflate, zstd, each undone under a limit.
//!
//! The output grows step by step, every step is charged to the [`Budget`](super::Budget) first, and the first byte over
//! the limit ends it: a bomb costs what the limit allows and no more. [`Unpack::step`] can pause, so that a body which
//! turns out to be large leaves the network thread.

use bytes::Bytes;
use custos_model::ingest::Refusal;
use flate2::{Decompress, FlushDecompress, Status};
use zstd::{
    stream::raw::{DParameter, Decoder, InBuffer, Operation, OutBuffer},
    zstd_safe::get_frame_content_size,
};

use super::{budget::Hold, reject::Reject};

/// Members of a gzip body or frames of a zstd body; each costs a reset of the codec even when it is empty.
const MAX_MEMBERS: usize = 16_384;
/// Largest zstd window, as a power of two: 8 MiB, what RFC 9659 allows for HTTP.
const ZSTD_WINDOW_LOG: u32 = 23;
/// First output buffer when nothing is known about the size, bytes.
const FIRST_BUFFER: usize = 16 << 10;
/// Factor by which text usually shrinks at most; a size hint beyond it is not believed.
const HINT_RATIO: usize = 32;
/// Factor by which it shrinks at least. Packed bytes may have a code for each few of them, and tables to be built for
/// it.
const LEAST_RATIO: usize = 4;

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Identity,
    Gzip,
    Zstd,
    /// zlib as the standard says, or the raw deflate that some clients send.
    Deflate,
}

/// What is understood, for `Accept-Encoding` and `grpc-accept-encoding`.
pub(super) const ACCEPTED: &str = "gzip, zstd, deflate, identity";

impl Encoding {
    /// From a `Content-Encoding` or `grpc-encoding` value.
    pub(super) fn parse(value: &[u8]) -> Option<Self> {
        let value = value.trim_ascii();
        let is = |name: &str| value.eq_ignore_ascii_case(name.as_bytes());
        if value.is_empty() || is("identity") || is("none") {
            Some(Self::Identity)
        } else if is("gzip") || is("x-gzip") {
            Some(Self::Gzip)
        } else if is("zstd") {
            Some(Self::Zstd)
        } else if is("deflate") || is("zlib") {
            Some(Self::Deflate)
        } else {
            None
        }
    }
}

enum Codec {
    Inflate { codec: Decompress, gzip: bool },
    Zstd { codec: Decoder<'static>, fresh: bool },
}

/// One body being unpacked.
pub(super) struct Unpack {
    input: Bytes,
    at: usize,
    out: Vec<u8>,
    limit: usize,
    members: usize,
    hold: Hold,
    codec: Codec,
}

impl Unpack {
    /// Starts with all of the packed body. `limit` is the largest output, bytes.
    pub(super) fn new(input: Bytes, encoding: Encoding, limit: usize, hold: Hold) -> Result<Self, Reject> {
        let codec = match encoding {
            Encoding::Gzip => Codec::Inflate { codec: Decompress::new_gzip(15), gzip: true },
            Encoding::Zstd => Codec::Zstd { codec: zstd_codec().map_err(|_| Reject::busy("memory"))?, fresh: true },
            Encoding::Deflate | Encoding::Identity => {
                Codec::Inflate { codec: Decompress::new(is_zlib(&input)), gzip: false }
            }
        };
        Ok(Self { input, at: 0, out: Vec::new(), limit, members: 0, hold, codec })
    }

    /// Unpacks until the end (`true`) or until it has taken the time for `pause_at` bytes of output (`false`): a member
    /// counts as the least buffer, and what is long already when it is packed is not begun.
    pub(super) fn step(&mut self, pause_at: usize) -> Result<bool, Reject> {
        if self.input.len() > pause_at / LEAST_RATIO {
            return Ok(false);
        }
        if self.out.capacity() == 0 {
            self.reserve(self.hint())?;
        }
        loop {
            // A frame of known size is unpacked in one go.
            if self.known_frame()?.is_some_and(|total| total > pause_at) {
                return Ok(false);
            }
            let (input_before, output_before) = (self.at, self.out.len());
            let ended = match &self.codec {
                Codec::Inflate { .. } => self.inflate()?,
                Codec::Zstd { .. } => self.zstd()?,
            };
            if self.out.len() > self.limit {
                return Err(Refusal::TooLarge { limit: self.limit }.into());
            }
            if ended {
                self.members += 1;
                if self.at >= self.input.len() {
                    return Ok(true);
                }
                if self.members >= MAX_MEMBERS {
                    return Err(Reject::Corrupt("too many members"));
                }
            } else if self.at == input_before && self.out.len() == output_before && self.out.capacity() > self.out.len()
            {
                return Err(Reject::Corrupt("truncated"));
            }
            if self.out.len() == self.out.capacity() {
                let double = self.out.capacity().max(FIRST_BUFFER / 2) * 2;
                self.reserve(double)?;
            }
            if self.out.len() + self.members * FIRST_BUFFER > pause_at {
                return Ok(false);
            }
        }
    }

    /// The body, and its charge without the packed bytes, which are freed here.
    pub(super) fn finish(mut self) -> (Bytes, Hold) {
        self.hold.shrink(self.input.len());
        (Bytes::from(self.out), self.hold)
    }

    fn inflate(&mut self) -> Result<bool, Reject> {
        let Codec::Inflate { codec, gzip } = &mut self.codec else { return Ok(true) };
        let before = codec.total_in();
        let rest = self.input.get(self.at..).unwrap_or_default();
        let invalid = if *gzip { "not a valid gzip stream" } else { "not a valid deflate stream" };
        let status =
            codec.decompress_vec(rest, &mut self.out, FlushDecompress::None).map_err(|_| Reject::Corrupt(invalid))?;
        self.at += usize::try_from(codec.total_in() - before).unwrap_or_default();
        let ended = status == Status::StreamEnd;
        if ended && self.at < self.input.len() {
            if !*gzip {
                return Err(Reject::Corrupt("bytes after the end"));
            }
            *codec = Decompress::new_gzip(15);
        }
        Ok(ended)
    }

    /// Size of the output behind the frame of zstd that begins here, if it tells its own.
    fn known_frame(&self) -> Result<Option<usize>, Reject> {
        let rest = self.input.get(self.at..).unwrap_or_default();
        if let Codec::Zstd { fresh: true, .. } = self.codec
            && let Ok(Some(size)) = get_frame_content_size(rest)
        {
            let total = self.out.len().saturating_add(usize::try_from(size).unwrap_or(usize::MAX));
            return if total > self.limit {
                Err(Refusal::TooLarge { limit: self.limit }.into())
            } else {
                Ok(Some(total))
            };
        }
        Ok(None)
    }

    fn zstd(&mut self) -> Result<bool, Reject> {
        if let Some(total) = self.known_frame()? {
            // Known sizes are common, and a frame that fits its buffer is unpacked in one pass, without a window.
            self.reserve(total)?;
        }
        let Codec::Zstd { codec, fresh } = &mut self.codec else { return Ok(true) };
        let mut input = InBuffer::around(self.input.get(self.at..).unwrap_or_default());
        let at = self.out.len();
        let mut output = OutBuffer::around_pos(&mut self.out, at);
        let left = codec.run(&mut input, &mut output).map_err(|_| Reject::Corrupt("not a valid zstd stream"))?;
        self.at += input.pos();
        *fresh = left == 0;
        Ok(left == 0)
    }

    /// Makes the output buffer `capacity` bytes large, within the limit and the budget. One byte more than the limit
    /// is allowed, which tells a body that is too large from one that just fits.
    fn reserve(&mut self, capacity: usize) -> Result<(), Reject> {
        let capacity = capacity.min(self.limit.saturating_add(1));
        let have = self.out.capacity();
        if capacity > have {
            self.hold.grow(capacity - have)?;
            self.out.reserve_exact(capacity - self.out.len());
        }
        Ok(())
    }

    /// Probable size of the output. gzip ends with it (modulo 2^32, of the last member), zstd frames may begin with
    /// it; nobody vouches for the first, and the second is checked against the limit when the frame begins.
    fn hint(&self) -> usize {
        let length = self.input.len();
        match (&self.codec, self.input.last_chunk::<4>()) {
            (Codec::Inflate { gzip: true, .. }, Some(size)) => {
                let size = (u32::from_le_bytes(*size) as usize).saturating_add(64);
                size.min(length.saturating_mul(HINT_RATIO)).max(FIRST_BUFFER)
            }
            (Codec::Zstd { .. }, _) if matches!(get_frame_content_size(&self.input), Ok(Some(_))) => 0,
            _ => length.saturating_mul(4).max(FIRST_BUFFER),
        }
    }
}

fn zstd_codec() -> std::io::Result<Decoder<'static>> {
    let mut codec = Decoder::new()?;
    codec.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
    Ok(codec)
}

/// RFC 1950: method 8 in the low half byte, and the first two bytes are a multiple of 31.
fn is_zlib(input: &[u8]) -> bool {
    match input {
        [first, second, ..] => first & 0x0f == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0,
        _ => true,
    }
}
