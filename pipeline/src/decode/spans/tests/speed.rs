//! How fast decoding is. Not a test: `cargo test --release -p custos-pipeline --lib speed -- --ignored --nocapture`.

use std::{fmt::Write, time::Instant};

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, any_value::Value},
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span},
};
use prost::Message;

use super::support::decode;

fn kv(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

fn text(key: &str, value: &str) -> KeyValue {
    kv(key, Value::StringValue(value.to_owned()))
}

/// A model call with about `bytes` of messages; `turn` makes them differ.
fn span(turn: usize, bytes: usize) -> Span {
    let mut messages = String::from("[");
    while messages.len() < bytes {
        let n = messages.len();
        let _ = write!(
            messages,
            "{}{{\"role\":\"user\",\"parts\":[{{\"type\":\"text\",\"content\":\"turn {turn} at {n}: the order \\\"A-1007\\\" arrived \
             damaged,\\nplease refund it to the card it was paid with and confirm by mail. {}\"}}]}}",
            if n > 1 { "," } else { "" },
            "The quick brown fox jumps over the lazy dog and looks for more to do. ".repeat(6)
        );
    }
    messages.push(']');
    let reasons = ArrayValue { values: vec![AnyValue { value: Some(Value::StringValue("stop".to_owned())) }] };
    Span {
        trace_id: vec![7; 16],
        span_id: (turn as u64 + 1).to_be_bytes().to_vec(),
        parent_span_id: vec![9; 8],
        name: "chat gpt-4o-mini".to_owned(),
        kind: 3,
        start_time_unix_nano: 1_786_000_000_000_000_000,
        end_time_unix_nano: 1_786_000_001_000_000_000,
        attributes: vec![
            text("gen_ai.operation.name", "chat"),
            text("gen_ai.provider.name", "openai"),
            text("gen_ai.agent.name", "support_agent"),
            text("gen_ai.conversation.id", "conv-1"),
            text("gen_ai.request.model", "gpt-4o-mini"),
            text("gen_ai.response.model", "gpt-4o-mini"),
            text("gen_ai.response.id", &format!("chatcmpl-{turn}")),
            kv("gen_ai.usage.input_tokens", Value::IntValue(1200)),
            kv("gen_ai.usage.output_tokens", Value::IntValue(80)),
            kv("gen_ai.usage.cache_read.input_tokens", Value::IntValue(1000)),
            kv("gen_ai.response.finish_reasons", Value::ArrayValue(reasons)),
            kv("gen_ai.request.temperature", Value::DoubleValue(0.2)),
            kv("gen_ai.request.max_tokens", Value::IntValue(512)),
            text("server.address", "api.openai.com"),
            kv("server.port", Value::IntValue(443)),
            text("user.id", "user-42"),
            text("gen_ai.input.messages", &messages),
            text(
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Done.\"}]}]",
            ),
        ],
        ..Span::default()
    }
}

fn request(spans: Vec<Span>) -> Vec<u8> {
    let scope = InstrumentationScope { name: "bench".to_owned(), ..InstrumentationScope::default() };
    let resource = Resource { attributes: vec![text("service.name", "bench")], ..Resource::default() };
    ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans {
            resource: Some(resource),
            scope_spans: vec![ScopeSpans { scope: Some(scope), spans, ..ScopeSpans::default() }],
            ..ResourceSpans::default()
        }],
    }
    .encode_to_vec()
}

#[test]
#[ignore = "a measurement"]
fn speed() {
    for (name, count, content) in [("0.5 KB", 2000, 0), ("3 KB", 1000, 2000), ("100 KB", 40, 100_000)] {
        let body = request((0..count).map(|turn| span(turn, content)).collect());
        let bodies = [body];
        let mut best = f64::MAX;
        for _ in 0..20 {
            let start = Instant::now();
            assert_eq!(decode(&bodies).num_rows(), count);
            best = best.min(start.elapsed().as_secs_f64());
        }
        let bytes = bodies[0].len();
        println!(
            "{name}: {} B a span, {:.0} MB/s, {:.2} µs a span",
            bytes / count,
            bytes as f64 / best / 1e6,
            best / count as f64 * 1e6
        );
    }
}
