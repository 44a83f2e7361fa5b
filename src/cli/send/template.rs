//! One encoded span and the places in it that differ each time it is sent.

use opentelemetry_proto::tonic::{
    common::v1::KeyValue,
    trace::v1::{ScopeSpans, Span, Status},
};

use super::generate::Encoding;

const TRACE: [u8; 16] = *b"\xfdTRACE-TEMPLATE\xfe";
/// Bytes of a reference number.
pub(super) const NONCE: usize = 16;

/// A span in its encoding, with the places to overwrite.
pub(super) struct Template {
    pub(super) bytes: Vec<u8>,
    /// Where the trace id stands.
    trace: Vec<usize>,
    /// Where ids of spans stand, and of which.
    span: Vec<(usize, usize)>,
    /// Where times stand, and how long before now they are, nanoseconds.
    times: Vec<(usize, u64)>,
    /// Where reference numbers stand, and which.
    nonces: Vec<(usize, usize)>,
}

impl Template {
    /// Overwrites the places of a copy: a conversation's `serial` tells it from all others, `now` is nanoseconds since
    /// the Unix epoch.
    pub(super) fn fill(&self, out: &mut [u8], serial: u64, now: u64, encoding: Encoding) {
        let trace = trace_id(serial);
        for &at in &self.trace {
            put_id(out, at, &trace, encoding);
        }
        for &(at, n) in &self.span {
            put_id(out, at, &span_id(serial, n), encoding);
        }
        for &(at, offset) in &self.times {
            let time = now.saturating_sub(offset);
            match encoding {
                Encoding::Protobuf => out[at..at + 8].copy_from_slice(&time.to_le_bytes()),
                Encoding::Json => out[at..at + 19].copy_from_slice(format!("{time:019}").as_bytes()),
            }
        }
        for &(at, n) in &self.nonces {
            put_hex(&mut out[at..at + NONCE], &mix(serial, n as u64 + 1_000).to_be_bytes());
        }
    }
}

pub(super) fn mix(a: u64, b: u64) -> u64 {
    // SplitMix64's finaliser.
    let mut z = a.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(b.wrapping_mul(0xd1b5_4a32_d192_ed03));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Trace id of a conversation: its serial is in it, so ids never repeat in a run.
fn trace_id(serial: u64) -> [u8; 16] {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&mix(serial, 1).to_be_bytes());
    id[8..].copy_from_slice(&serial.to_be_bytes());
    id
}

fn span_id(serial: u64, n: usize) -> [u8; 8] {
    (mix(serial, n as u64 + 10) | 1).to_be_bytes()
}

fn put_id(out: &mut [u8], at: usize, id: &[u8], encoding: Encoding) {
    match encoding {
        Encoding::Protobuf => out[at..at + id.len()].copy_from_slice(id),
        Encoding::Json => put_hex(&mut out[at..at + id.len() * 2], id),
    }
}

fn put_hex(out: &mut [u8], bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut out = vec![0; bytes.len() * 2];
    put_hex(&mut out, bytes);
    String::from_utf8(out).unwrap_or_default()
}

/// The placeholder of the n-th message's reference number: found again by search, then overwritten each time.
pub(super) fn nonce(n: usize) -> String {
    format!("zq{n:06}qzzqzqzq")
}

/// A span of a conversation and the one around it.
#[derive(Clone, Copy)]
pub(super) struct SpanRef {
    pub(super) index: usize,
    pub(super) parent: Option<usize>,
}

const START: u64 = 1_111_111_111_111_111_111;
const END: u64 = 1_222_222_222_222_222_222;

fn placeholder_span(n: usize) -> [u8; 8] {
    let mut id = *b"\xfdSP\0\0\0\0\xfe";
    id[3..7].copy_from_slice(&(n as u32 + 0x0101_0101).to_be_bytes());
    id
}

/// Encodes a span and finds the places in it.
pub(super) fn template(
    at: SpanRef,
    name: &str,
    kind: i32,
    attributes: Vec<KeyValue>,
    turn: usize,
    encoding: Encoding,
) -> Template {
    let span = Span {
        trace_id: TRACE.to_vec(),
        span_id: placeholder_span(at.index).to_vec(),
        parent_span_id: at.parent.map(|p| placeholder_span(p).to_vec()).unwrap_or_default(),
        name: name.into(),
        kind,
        flags: 257,
        start_time_unix_nano: START,
        end_time_unix_nano: END,
        attributes,
        status: Some(Status { code: i32::from(turn % 50 == 49) * 2, ..Default::default() }),
        ..Default::default()
    };
    let bytes = match encoding {
        Encoding::Protobuf => {
            let request = ScopeSpans { spans: vec![span], ..Default::default() };
            prost::Message::encode_to_vec(&request)
        }
        Encoding::Json => serde_json::to_vec(&span).unwrap_or_default(),
    };
    let id = |id: &[u8]| if encoding == Encoding::Json { hex(id).into_bytes() } else { id.to_vec() };
    let time = |t: u64| if encoding == Encoding::Json { t.to_string().into_bytes() } else { t.to_le_bytes().to_vec() };
    let duration = 40_000_000 + 900_000_000 * (at.index as u64 % 3);
    let mut span = find(&bytes, &id(&placeholder_span(at.index))).map(|p| (p, at.index)).collect::<Vec<_>>();
    if let Some(parent) = at.parent {
        span.extend(find(&bytes, &id(&placeholder_span(parent))).map(|p| (p, parent)));
    }
    Template {
        trace: find(&bytes, &id(&TRACE)).collect(),
        span,
        times: find(&bytes, &time(START))
            .map(|p| (p, duration))
            .chain(find(&bytes, &time(END)).map(|p| (p, 0)))
            .collect(),
        nonces: find(&bytes, b"qzzqzqzq")
            .filter_map(|p| {
                let start = p.checked_sub(8)?;
                let digits = std::str::from_utf8(bytes.get(start + 2..p)?).ok()?;
                Some((start, digits.parse().ok()?))
            })
            .collect(),
        bytes,
    }
}

fn find<'a>(bytes: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    memchr::memmem::find_iter(bytes, needle)
}
