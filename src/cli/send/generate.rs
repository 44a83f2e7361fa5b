//! Makes OTLP trace requests as a fleet of agents would send them, faster than a collector can take them.
//!
//! Conversations are built and encoded once. A request is put together by copying encoded spans and overwriting the
//! parts that differ each time: ids, times, and a reference number inside every message. So no two messages are equal
//! unless they are the same message of the same conversation, sent again as history.

use bytes::Bytes;
use opentelemetry_proto::tonic::{
    common::v1::InstrumentationScope,
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans},
};
use rand::{SeedableRng, rngs::StdRng};
use tokio_util::sync::CancellationToken;

use super::{
    conversation::{conversation, text},
    template::{Template, mix},
};

/// How requests are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Binary protobuf.
    Protobuf,
    /// OTLP/JSON.
    Json,
}

/// What to send.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Seed of everything random.
    pub(crate) seed: u64,
    /// Bytes of new message text in each span.
    pub(crate) content_bytes: usize,
    /// Model calls in a conversation; each repeats the messages before it.
    pub(crate) turns: usize,
    /// Spans in a request.
    pub(crate) batch: usize,
    /// Spans of the run, at most.
    pub(crate) spans: u64,
    /// Generators of the run.
    pub(crate) connections: usize,
    /// Encoding of the body.
    pub(crate) encoding: Encoding,
}

/// Text of the distinct templates together: more than a compressor's window and any cache of recent values.
const POOL_BYTES: u64 = 24 << 20;
/// Connections up to which each has that much; more share it.
const FULL_POOLS: u64 = 64;
/// Conversations of one generator.
const MIN_POOL: usize = 4;
const MAX_POOL: usize = 4096;

/// Text of a conversation: each turn repeats all before it.
fn conversation_bytes(content_bytes: u64, turns: usize) -> u64 {
    let turns = turns as u64;
    (content_bytes.saturating_add(400)).saturating_mul(turns).saturating_mul(turns.saturating_add(3)) / 2 + 1
}

impl Shape {
    /// Conversations of one generator, and the text that they take.
    fn pool(&self) -> (usize, u64) {
        let one = conversation_bytes(self.content_bytes as u64, self.turns);
        let bytes = POOL_BYTES * FULL_POOLS / FULL_POOLS.max(self.connections as u64);
        let count = usize::try_from(bytes / one).map_or(MAX_POOL, |n| n.clamp(MIN_POOL, MAX_POOL));
        // No more than are ever sent; a connection may come to twice its share.
        let share = self.spans.div_ceil(self.connections.max(1) as u64).saturating_mul(2).min(self.spans);
        let count = count.min(usize::try_from(share).unwrap_or(usize::MAX).max(1));
        (count, one.saturating_mul(count as u64))
    }

    /// Text that all generators of a run prepare.
    pub(crate) fn prepared_bytes(&self) -> u64 {
        self.pool().1.saturating_mul(self.connections as u64)
    }
}

/// A conversation that is being sent.
struct Active {
    conversation: usize,
    serial: u64,
    next: usize,
}

/// An endless source of requests.
pub(crate) struct Generator {
    shape: Shape,
    conversations: Vec<Vec<Template>>,
    active: Vec<Active>,
    serial: u64,
    turn: usize,
    head: Vec<u8>,
    tail: Vec<u8>,
}

impl Generator {
    /// Builds the templates, which may take long; `None` when it is stopped before. `lane` tells several generators of
    /// one run apart.
    pub(crate) fn new(shape: &Shape, lane: u64, stop: &CancellationToken) -> Option<Self> {
        let mut rng = StdRng::seed_from_u64(shape.seed ^ lane.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (count, _) = shape.pool();
        let conversations: Option<Vec<_>> = (0..count).map(|n| conversation(&mut rng, shape, n, stop)).collect();
        let conversations = conversations?;
        let slots = shape.batch.clamp(1, 256);
        // Runs with other seeds have other ids: they may go to one collector. Far from the end, so that it can be
        // counted on.
        let mut serial = (mix(shape.seed, 0) >> 2).wrapping_add((lane << 40) | 1);
        let active = (0..slots)
            .map(|n| {
                serial += 1;
                let conversation = n % conversations.len();
                // Conversations begin at different turns, as they would in the middle of a day.
                Active { conversation, serial, next: n % conversations[conversation].len() }
            })
            .collect();
        let (head, tail) = envelope(shape.encoding);
        Some(Self { shape: shape.clone(), conversations, active, serial, turn: 0, head, tail })
    }

    /// Spans of a request.
    pub(crate) fn batch(&self) -> usize {
        self.shape.batch
    }

    /// The next request, of at most `most` spans, and their number. `now` is nanoseconds since the Unix epoch.
    pub(crate) fn next(&mut self, now: u64, most: usize) -> (Bytes, usize) {
        let batch = self.shape.batch.min(most);
        let mut body = Vec::with_capacity(self.head.len() + self.shape.batch * (self.shape.content_bytes + 1500));
        body.extend_from_slice(&self.head);
        let mut spans = Vec::new();
        for _ in 0..batch {
            let slots = self.active.len();
            let slot = &mut self.active[self.turn % slots];
            self.turn += 1;
            let templates = &self.conversations[slot.conversation];
            let out = if self.shape.encoding == Encoding::Protobuf { &mut spans } else { &mut body };
            if self.shape.encoding == Encoding::Json && out.len() > self.head.len() {
                out.push(b',');
            }
            let start = out.len();
            out.extend_from_slice(&templates[slot.next].bytes);
            templates[slot.next].fill(&mut out[start..], slot.serial, now, self.shape.encoding);
            slot.next += 1;
            if slot.next == templates.len() {
                self.serial += 1;
                *slot = Active {
                    conversation: (slot.conversation + slots) % self.conversations.len(),
                    serial: self.serial,
                    next: 0,
                };
            }
        }
        if self.shape.encoding == Encoding::Protobuf {
            body = protobuf_envelope(&self.head, &spans);
        } else {
            body.extend_from_slice(&self.tail);
        }
        (Bytes::from(body), batch)
    }
}

fn resource() -> Resource {
    Resource {
        attributes: vec![
            text("service.name", "custos-send"),
            text("service.version", env!("CARGO_PKG_VERSION")),
            text("deployment.environment.name", "load-test"),
            text("telemetry.sdk.language", "rust"),
        ],
        ..Default::default()
    }
}

/// What stands before and after the spans. For protobuf the head is the encoded resource; see [`protobuf_envelope`].
fn envelope(encoding: Encoding) -> (Vec<u8>, Vec<u8>) {
    match encoding {
        Encoding::Protobuf => {
            let resource = ResourceSpans { resource: Some(resource()), ..Default::default() };
            let scope = ScopeSpans {
                scope: Some(InstrumentationScope { name: "custos.send".into(), ..Default::default() }),
                ..Default::default()
            };
            let mut head = prost::Message::encode_to_vec(&resource);
            let scope = prost::Message::encode_to_vec(&scope);
            // The length of the resource part, so that the scope part can follow the spans' length.
            head.extend_from_slice(&scope);
            head.extend_from_slice(&u32::try_from(scope.len()).unwrap_or(0).to_le_bytes());
            (head, Vec::new())
        }
        Encoding::Json => {
            let resource = serde_json::to_string(&resource()).unwrap_or_default();
            let head = format!(
                "{{\"resourceSpans\":[{{\"resource\":{resource},\"scopeSpans\":[{{\"scope\":{{\"name\":\"custos.send\"}},\"spans\":["
            );
            (head.into_bytes(), b"]}]}]}".to_vec())
        }
    }
}

/// `ExportTraceServiceRequest { resource_spans: [{ resource, scope_spans: [{ scope, spans }] }] }`
fn protobuf_envelope(head: &[u8], spans: &[u8]) -> Vec<u8> {
    let (rest, scope_len) = head.split_at(head.len() - 4);
    let scope_len = u32::from_le_bytes([scope_len[0], scope_len[1], scope_len[2], scope_len[3]]) as usize;
    let (resource, scope) = rest.split_at(rest.len() - scope_len);
    let scope_spans = scope.len() + spans.len();
    let mut scope_header = vec![0x12]; // ResourceSpans.scope_spans = 2
    prost::encoding::encode_varint(scope_spans as u64, &mut scope_header);
    let mut out = Vec::with_capacity(resource.len() + scope_spans + 32);
    out.push(0x0a); // ExportTraceServiceRequest.resource_spans = 1
    prost::encoding::encode_varint((resource.len() + scope_header.len() + scope_spans) as u64, &mut out);
    for part in [resource, &scope_header, scope, spans] {
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest as TraceRequest;

/// Decodes a request, for the tests.
#[cfg(test)]
pub(crate) fn decode(body: &[u8], encoding: Encoding) -> TraceRequest {
    match encoding {
        Encoding::Protobuf => prost::Message::decode(body).unwrap(),
        Encoding::Json => serde_json::from_slice(body).unwrap(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use opentelemetry_proto::tonic::trace::v1::Span;

    use super::*;

    fn shape(encoding: Encoding) -> Shape {
        Shape { seed: 7, content_bytes: 600, turns: 3, batch: 10, spans: u64::MAX, connections: 1, encoding }
    }

    fn generator(shape: &Shape, lane: u64) -> Generator {
        Generator::new(shape, lane, &CancellationToken::new()).unwrap()
    }

    fn spans(request: &TraceRequest) -> Vec<&Span> {
        request.resource_spans.iter().flat_map(|r| &r.scope_spans).flat_map(|s| &s.spans).collect()
    }

    #[test]
    fn both_encodings_are_valid_and_say_the_same() {
        let mut protobuf = generator(&shape(Encoding::Protobuf), 0);
        let mut json = generator(&shape(Encoding::Json), 0);
        for round in 0..20 {
            let now = 1_800_000_000_000_000_000 + round;
            let (a, n) = protobuf.next(now, 64);
            let (b, m) = json.next(now, 64);
            let (a, b) = (decode(&a, Encoding::Protobuf), decode(&b, Encoding::Json));
            assert_eq!((n, m), (10, 10));
            assert_eq!(spans(&a).len(), 10);
            assert_eq!(spans(&a), spans(&b));
            assert!(!format!("{a:?}").contains("qzzq"), "a placeholder was left");
        }
    }

    #[test]
    fn a_connection_prepares_for_its_share_of_the_spans() {
        let shape = Shape { spans: 1000, turns: 1, ..shape(Encoding::Protobuf) };
        let (alone, _) = shape.pool();
        let many = Shape { connections: 100, ..shape };
        assert_eq!((alone, many.pool().0), (1000, 20));
        assert_eq!(Shape { spans: 0, ..many }.pool().0, 1);
    }

    #[test]
    fn span_ids_are_unique_and_parents_are_in_the_same_trace() {
        let mut generator = generator(&shape(Encoding::Protobuf), 3);
        let mut seen = HashSet::new();
        for round in 0..50 {
            let request = decode(&generator.next(1_800_000_000_000_000_000 + round, 64).0, Encoding::Protobuf);
            for span in spans(&request) {
                assert!(seen.insert((span.trace_id.clone(), span.span_id.clone())), "an id came twice");
                assert!(span.end_time_unix_nano > span.start_time_unix_nano);
            }
        }
        assert_eq!(seen.len(), 500);
    }

    #[test]
    fn runs_with_other_seeds_have_other_ids() {
        let ids = |seed| {
            let mut generator = generator(&Shape { seed, ..shape(Encoding::Protobuf) }, 0);
            let request = decode(&generator.next(1_800_000_000_000_000_000, 64).0, Encoding::Protobuf);
            spans(&request).iter().flat_map(|s| [s.trace_id.clone(), s.span_id.clone()]).collect::<HashSet<_>>()
        };
        assert!(ids(1) == ids(1) && ids(1).is_disjoint(&ids(2)));
    }

    #[test]
    fn content_is_unique_but_for_history() {
        let mut generator = generator(&Shape { turns: 1, ..shape(Encoding::Protobuf) }, 0);
        let mut seen = HashSet::new();
        for round in 0..200 {
            let request = decode(&generator.next(1_800_000_000_000_000_000 + round, 64).0, Encoding::Protobuf);
            for span in spans(&request) {
                for kv in span.attributes.iter().filter(|kv| kv.key == "gen_ai.output.messages") {
                    assert!(seen.insert(format!("{:?}", kv.value)));
                }
            }
        }
        assert!(seen.len() > 500);
    }
}
