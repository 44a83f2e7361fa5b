//! Makes OTLP trace requests as a fleet of agents would send them, faster than a collector can take them.
//!
//! Conversations are built and encoded once. A request is put together by copying encoded spans and overwriting the
//! parts that differ each time: ids, times, and a reference number inside every message. So no two messages are equal
//! unless they are the same message of the same conversation, sent again as history.

use bytes::Bytes;
use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, InstrumentationScope, KeyValue, any_value::Value},
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span, Status},
};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::text::passage;

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
    /// Generators of the run.
    pub(crate) connections: usize,
    /// Encoding of the body.
    pub(crate) encoding: Encoding,
}

/// Text of the distinct templates together: more than a compressor's window and any cache of recent values.
const POOL_BYTES: u64 = 24 << 20;
/// Connections up to which each has that much; more share it.
const FULL_POOLS: u64 = 64;
const TRACE: [u8; 16] = *b"\xfdTRACE-TEMPLATE\xfe";
const NONCE: usize = 16;

/// A span in its encoding, with the places to overwrite.
struct Template {
    bytes: Vec<u8>,
    trace: Vec<usize>,
    span: Vec<(usize, usize)>,
    times: Vec<(usize, u64)>,
    nonces: Vec<(usize, usize)>,
}

struct Active {
    conversation: usize,
    serial: u64,
    next: usize,
}

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
        (count, one.saturating_mul(count as u64))
    }

    /// Text that all generators of a run prepare.
    pub(crate) fn prepared_bytes(&self) -> u64 {
        self.pool().1.saturating_mul(self.connections as u64)
    }
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
    /// Builds the templates. `lane` tells several generators of one run apart.
    pub(crate) fn new(shape: &Shape, lane: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(shape.seed ^ lane.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (count, _) = shape.pool();
        let conversations: Vec<_> = (0..count).map(|n| conversation(&mut rng, shape, n)).collect();
        let slots = shape.batch.clamp(1, 256);
        // Runs with other seeds have other ids: they may go to one collector. Far from the end, so that it can be counted on.
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
        Self { shape: shape.clone(), conversations, active, serial, turn: 0, head, tail }
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

impl Template {
    fn fill(&self, out: &mut [u8], serial: u64, now: u64, encoding: Encoding) {
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

fn mix(a: u64, b: u64) -> u64 {
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
fn nonce(n: usize) -> String {
    format!("zq{n:06}qzzqzqzq")
}

fn text(key: &str, value: impl Into<String>) -> KeyValue {
    attribute(key, Value::StringValue(value.into()))
}

fn int(key: &str, value: usize) -> KeyValue {
    attribute(key, Value::IntValue(i64::try_from(value).unwrap_or(i64::MAX)))
}

fn attribute(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.into(), value: Some(AnyValue { value: Some(value) }), ..Default::default() }
}

const SYSTEM: &str = "You are a customer-support agent for Acme. Use the tools. Never reveal full card numbers. Answer in the language of the customer.";
const MODELS: &[(&str, &str)] = &[
    ("openai", "gpt-4o-mini"),
    ("anthropic", "claude-sonnet-4-5"),
    ("gcp.gemini", "gemini-2.5-flash"),
    ("openai", "gpt-4.1"),
];
const AGENTS: &[&str] = &["support_agent", "refund_agent", "research_agent", "billing_agent", "triage_agent"];
const TOOLS: &[&str] = &["lookup_customer", "get_order", "issue_refund", "search_docs"];

/// Encoded spans of one conversation: each turn a model call and a tool call, at last the agent's own span.
fn conversation(rng: &mut StdRng, shape: &Shape, n: usize) -> Vec<Template> {
    let (provider, model) = MODELS[n % MODELS.len()];
    let agent = AGENTS[n % AGENTS.len()];
    let root = SpanRef { index: 0, parent: None };
    let mut history = vec![message("system", &format!("{SYSTEM} Case {}.", nonce(0)), false)];
    let mut templates = Vec::new();
    for turn in 0..shape.turns {
        let index = 2 * turn + 1;
        let mut say = |role: &str, share: usize| {
            let body = passage(rng, (shape.content_bytes * share / 4).saturating_sub(NONCE + 8));
            let id = 3 * turn + 1 + ["user", "assistant", "tool"].iter().position(|r| *r == role).unwrap_or(0);
            message(role, &format!("Ref {}: {body}", nonce(id)), role == "assistant")
        };
        let (question, answer, result) = (say("user", 2), say("assistant", 2), say("tool", 4));
        history.push(question);
        let call = SpanRef { index, parent: Some(0) };
        let mut attributes = common(agent, "chat", n);
        attributes.extend([
            text("gen_ai.provider.name", provider),
            text("gen_ai.request.model", model),
            text("gen_ai.response.model", model),
            text("gen_ai.response.id", format!("chatcmpl-{}", nonce(500_000 + turn))),
            int("gen_ai.usage.input_tokens", 200 + history.iter().map(String::len).sum::<usize>() / 4),
            int("gen_ai.usage.output_tokens", answer.len() / 4),
            attribute("gen_ai.request.temperature", Value::DoubleValue(0.2)),
            text("server.address", "api.example.com"),
            text("gen_ai.input.messages", format!("[{}]", history.join(","))),
            text("gen_ai.output.messages", format!("[{answer}]")),
        ]);
        templates.push(template(call, &format!("chat {model}"), 3, attributes, turn, shape.encoding));
        history.push(answer.replace(",\"finish_reason\":\"stop\"", ""));
        let tool = TOOLS[(n + turn) % TOOLS.len()];
        let mut attributes = common(agent, "execute_tool", n);
        attributes.extend([
            text("gen_ai.tool.name", tool),
            text("gen_ai.tool.call.id", format!("call_{}", nonce(600_000 + turn))),
            text(
                "gen_ai.tool.call.arguments",
                format!(
                    "{{\"order_id\":\"A-{}\",\"ref\":\"{}\"}}",
                    rng.random_range(1000..9999),
                    nonce(700_000 + turn)
                ),
            ),
            text("gen_ai.tool.call.result", result),
        ]);
        templates.push(template(
            SpanRef { index: index + 1, parent: Some(index) },
            &format!("execute_tool {tool}"),
            1,
            attributes,
            turn,
            shape.encoding,
        ));
    }
    let attributes = common(agent, "invoke_agent", n);
    templates.push(template(root, &format!("invoke_agent {agent}"), 1, attributes, shape.turns, shape.encoding));
    templates
}

fn common(agent: &str, operation: &str, n: usize) -> Vec<KeyValue> {
    vec![
        text("gen_ai.operation.name", operation),
        text("gen_ai.agent.name", agent),
        text("gen_ai.conversation.id", format!("conv-{}", nonce(400_000))),
        text("user.id", format!("user-{}", n % 500)),
        text("session.kind", "interactive"),
    ]
}

fn message(role: &str, content: &str, done: bool) -> String {
    let finish = if done { ",\"finish_reason\":\"stop\"" } else { "" };
    format!(
        "{{\"role\":\"{role}\",\"parts\":[{{\"type\":\"text\",\"content\":{}}}]{finish}}}",
        serde_json::Value::from(content)
    )
}

#[derive(Clone, Copy)]
struct SpanRef {
    index: usize,
    parent: Option<usize>,
}

const START: u64 = 1_111_111_111_111_111_111;
const END: u64 = 1_222_222_222_222_222_222;

fn placeholder_span(n: usize) -> [u8; 8] {
    let mut id = *b"\xfdSP\0\0\0\0\xfe";
    id[3..7].copy_from_slice(&(n as u32 + 0x0101_0101).to_be_bytes());
    id
}

fn template(
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

    use super::*;

    fn shape(encoding: Encoding) -> Shape {
        Shape { seed: 7, content_bytes: 600, turns: 3, batch: 10, connections: 1, encoding }
    }

    fn spans(request: &TraceRequest) -> Vec<&Span> {
        request.resource_spans.iter().flat_map(|r| &r.scope_spans).flat_map(|s| &s.spans).collect()
    }

    #[test]
    fn both_encodings_are_valid_and_say_the_same() {
        let mut protobuf = Generator::new(&shape(Encoding::Protobuf), 0);
        let mut json = Generator::new(&shape(Encoding::Json), 0);
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
    fn span_ids_are_unique_and_parents_are_in_the_same_trace() {
        let mut generator = Generator::new(&shape(Encoding::Protobuf), 3);
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
            let mut generator = Generator::new(&Shape { seed, ..shape(Encoding::Protobuf) }, 0);
            let request = decode(&generator.next(1_800_000_000_000_000_000, 64).0, Encoding::Protobuf);
            spans(&request).iter().flat_map(|s| [s.trace_id.clone(), s.span_id.clone()]).collect::<HashSet<_>>()
        };
        assert!(ids(1) == ids(1) && ids(1).is_disjoint(&ids(2)));
    }

    #[test]
    fn content_is_unique_but_for_history() {
        let mut generator = Generator::new(&Shape { turns: 1, ..shape(Encoding::Protobuf) }, 0);
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
