//! Dialects, or parts of them, that no capture shows.

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, InstrumentationScope, KeyValue, any_value::Value},
    trace::v1::{ResourceSpans, ScopeSpans, Span, span::Event},
};
use prost::Message;

use super::support::{Row, decode, rows, spans};
use crate::decode::rebuild;

fn attributes(pairs: &[(&str, Value)]) -> Vec<KeyValue> {
    let kv = |(key, value): &(&str, Value)| KeyValue {
        key: (*key).to_owned(),
        value: Some(AnyValue { value: Some(value.clone()) }),
        ..Default::default()
    };
    pairs.iter().map(kv).collect()
}

pub(super) fn text(text: &str) -> Value {
    Value::StringValue(text.to_owned())
}

pub(super) fn span(pairs: &[(&str, Value)]) -> Span {
    Span {
        trace_id: vec![1; 16],
        span_id: vec![2; 8],
        name: "n".to_owned(),
        attributes: attributes(pairs),
        ..Default::default()
    }
}

pub(super) fn event(name: &str, pairs: &[(&str, Value)]) -> Event {
    Event { name: name.to_owned(), time_unix_nano: 5, attributes: attributes(pairs), dropped_attributes_count: 0 }
}

/// The row of a span, and the span rebuilt from it; both say the same.
pub(super) fn row(span: Span) -> (Row, Span) {
    row_of("", span)
}

/// The same of an instrumentation of this name.
pub(super) fn row_of(scope: &str, span: Span) -> (Row, Span) {
    let scope = (!scope.is_empty()).then(|| InstrumentationScope { name: scope.to_owned(), ..Default::default() });
    let scope_spans = vec![ScopeSpans { scope, spans: vec![span], ..Default::default() }];
    let resource_spans = vec![ResourceSpans { scope_spans, ..Default::default() }];
    let first = decode(&[ExportTraceServiceRequest { resource_spans }.encode_to_vec()]);
    let rebuilt = rebuild(&first).unwrap();
    let (mut one, mut two) = (rows(&first).remove(0), rows(&decode(std::slice::from_ref(&rebuilt))).remove(0));
    let row = one.clone();
    one.remove("dialect");
    two.remove("dialect");
    assert_eq!(one, two);
    (row, spans(&rebuilt).remove(0))
}

pub(super) fn get<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

#[test]
fn google_adk_model_call() {
    let request = r#"{"model":"gemini-2.5-flash","config":{"system_instruction":"Be brief."},"contents":[
        {"parts":[{"text":"How is the weather?"}],"role":"user"},
        {"parts":[{"function_call":{"id":"c1","args":{"city":"Oslo"},"name":"weather"}}],"role":"model"},
        {"parts":[{"function_response":{"id":"c1","name":"weather","response":{"result":"rain"}}}],"role":"user"}]}"#;
    let response = r#"{"content":{"parts":[{"text":"It rains."}],"role":"model"},"finish_reason":"MAX_TOKENS",
        "usage_metadata":{"prompt_token_count":20,"candidates_token_count":4,"thoughts_token_count":3,"cached_content_token_count":8}}"#;
    let (row, _) = row(span(&[
        ("gen_ai.system", text("gcp.vertex.agent")),
        ("gen_ai.request.model", text("gemini-2.5-flash")),
        ("gcp.vertex.agent.session_id", text("s1")),
        ("gcp.vertex.agent.llm_request", text(request)),
        ("gcp.vertex.agent.llm_response", text(response)),
    ]));
    assert_eq!(get(&row, "dialect"), "google_adk/1");
    assert_eq!((get(&row, "operation"), get(&row, "provider")), ("generate_content", "gcp.gemini"));
    assert_eq!((get(&row, "conversation_id"), get(&row, "finish_reason")), ("s1", "length"));
    assert_eq!((get(&row, "input_tokens"), get(&row, "output_tokens")), ("20", "7"));
    assert_eq!((get(&row, "cache_read_tokens"), get(&row, "reasoning_tokens")), ("8", "3"));
    let messages = [
        r#"{"role":"system","parts":[{"type":"text","content":"Be brief."}]}"#,
        r#"{"role":"user","parts":[{"type":"text","content":"How is the weather?"}]}"#,
        r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c1","arguments":{"city":"Oslo"},"name":"weather"}]}"#,
        r#"{"role":"user","parts":[{"type":"tool_call_response","id":"c1","name":"weather","response":{"result":"rain"}}]}"#,
    ];
    assert_eq!(get(&row, "input_messages"), messages.join("\n"));
    let answer = r#"{"role":"assistant","parts":[{"type":"text","content":"It rains."}]}"#;
    assert_eq!(get(&row, "output_messages"), answer);
    // The request holds more than messages: it stays.
    assert!(get(&row, "attributes").contains("gcp.vertex.agent.llm_request"));
}

#[test]
fn google_adk_tool_call() {
    let (row, rebuilt) = row(span(&[
        ("gen_ai.operation.name", text("execute_tool")),
        ("gen_ai.system", text("gcp.vertex.agent")),
        ("gen_ai.tool.name", text("weather")),
        ("gcp.vertex.agent.llm_request", text("{}")),
        ("gcp.vertex.agent.llm_response", text("{}")),
        ("gcp.vertex.agent.tool_call_args", text(r#"{"city":"Oslo"}"#)),
        ("gcp.vertex.agent.tool_response", text(r#"{"result":"rain"}"#)),
    ]));
    assert_eq!((get(&row, "tool_arguments"), get(&row, "tool_result")), (r#"{"city":"Oslo"}"#, r#"{"result":"rain"}"#));
    assert_eq!((get(&row, "tool_name"), get(&row, "input_messages"), get(&row, "provider")), ("weather", "", ""));
    // Each is stored once, and comes back under its canonical name.
    assert!(!get(&row, "attributes").contains("Oslo"));
    assert!(rebuilt.attributes.iter().any(|kv| kv.key == "gen_ai.tool.call.arguments"));
}

#[test]
fn documents_of_a_vector_database() {
    let mut found = span(&[("db.system", text("chroma"))]);
    for (id, distance, document) in [("a", 0.25, "first chunk"), ("b", 0.5, "second \"chunk\"")] {
        found.events.push(event(
            "db.query.result",
            &[
                ("db.query.result.id", text(id)),
                ("db.query.result.distance", Value::DoubleValue(distance)),
                ("db.query.result.document", text(document)),
                ("db.query.result.metadata", text(r#"{"page": 3}"#)),
                ("db.query.result.vector", text("[1,2]")),
            ],
        ));
    }
    let (row, rebuilt) = row(found);
    assert_eq!((get(&row, "dialect"), get(&row, "operation")), ("openllmetry/1", "retrieval"));
    assert_eq!(
        get(&row, "retrieval_documents"),
        "{\"id\":\"a\",\"distance\":0.25,\"content\":\"first chunk\",\"metadata\":{\"page\": 3}}\n\
         {\"id\":\"b\",\"distance\":0.5,\"content\":\"second \\\"chunk\\\"\",\"metadata\":{\"page\": 3}}"
    );
    assert!(!get(&row, "events").contains("chunk") && get(&row, "events").contains("vector"));
    assert!(rebuilt.attributes.iter().any(|kv| kv.key == "gen_ai.retrieval.documents"));
    assert_eq!(rebuilt.events.len(), 2);
}

#[test]
fn messages_in_events_are_stored_once() {
    let mut agent = span(&[("gen_ai.operation.name", text("chat")), ("gen_ai.system", text("strands-agents"))]);
    agent.events = vec![
        event("gen_ai.user.message", &[("content", text(r#"[{"text": "What is 2+2?"}]"#))]),
        event("gen_ai.choice", &[("message", text(r#"[{"text": "Four."}]"#)), ("finish_reason", text("end_turn"))]),
    ];
    let (row, rebuilt) = row(agent);
    assert_eq!(get(&row, "input_messages"), r#"{"role":"user","parts":[{"type":"text","content":"What is 2+2?"}]}"#);
    assert_eq!(get(&row, "output_messages"), r#"{"role":"assistant","parts":[{"type":"text","content":"Four."}]}"#);
    // The events keep their time and all that no column has.
    assert_eq!(
        get(&row, "events"),
        r#"[{"name":"gen_ai.user.message","time_unix_nano":5},{"name":"gen_ai.choice","time_unix_nano":5,"attributes":{"finish_reason":"end_turn"}}]"#
    );
    let messages = |key: &str| rebuilt.attributes.iter().filter(|kv| kv.key == key).count();
    assert_eq!((messages("gen_ai.input.messages"), messages("gen_ai.output.messages")), (1, 1));

    // Where attributes say something else, the event says what it says.
    let mut other = span(&[("gen_ai.operation.name", text("chat")), ("gen_ai.input.messages", text(r#"["hello"]"#))]);
    other.events = vec![event("gen_ai.user.message", &[("content", text("good bye"))])];
    let (row, _) = self::row(other);
    assert!(get(&row, "events").contains("good bye") && !get(&row, "input_messages").contains("good bye"));
}

#[test]
fn a_text_that_only_repeats_a_message_leaves_the_tail() {
    let call = |value: &str| {
        span(&[
            ("openinference.span.kind", text("LLM")),
            ("llm.input_messages.0.message.role", text("system")),
            ("llm.input_messages.0.message.content", text("Be brief.")),
            ("llm.input_messages.1.message.role", text("user")),
            ("llm.input_messages.1.message.content", text("What is \"2+2\"?\n")),
            ("llm.output_messages.0.message.role", text("assistant")),
            ("llm.output_messages.0.message.content", text("Four.")),
            ("input.value", text(value)),
            ("output.value", text("Four.")),
        ])
    };
    let (row, _) = row(call("What is \"2+2\"?\n"));
    assert_eq!(get(&row, "attributes"), r#"{"openinference.span.kind":"LLM"}"#);
    for other in ["What is \"2+2\"?", "Be", "{\"messages\":[],\"model\":\"m\"}"] {
        let (row, _) = self::row(call(other));
        assert!(get(&row, "attributes").contains("input.value"), "{other}");
    }
}
