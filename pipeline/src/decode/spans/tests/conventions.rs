//! What the conventions say in more ways than one: texts twice, events that have all of a call, when an answer began.

use opentelemetry_proto::tonic::{
    common::v1::any_value::Value,
    trace::v1::{Span, Status, span::Event},
};

use super::{
    dialects::{event, get, row, row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
};

const KIND: &str = "openinference.span.kind";

/// The answer of a span of OpenInference with this content and these texts among the contents.
fn answer(content: &str, texts: &[&str]) -> (String, Span) {
    let prefix = "llm.output_messages.0.message.";
    let mut pairs = vec![(KIND.to_owned(), "LLM"), (format!("{prefix}role"), "assistant")];
    pairs.push((format!("{prefix}content"), content));
    for (n, said) in texts.iter().enumerate() {
        let one = format!("{prefix}contents.{n}.message_content.");
        pairs.extend([(format!("{one}type"), "text"), (format!("{one}text"), *said)]);
    }
    let pairs: Vec<_> = pairs.iter().map(|(key, value)| (&**key, text(value))).collect();
    let (row, rebuilt) = row(span(&pairs));
    (get(&row, "output_messages").to_owned(), rebuilt)
}

#[test]
fn a_text_that_is_sent_twice_stands_once() {
    let parts = |texts: &[&str]| {
        let parts: Vec<_> = texts.iter().map(|text| format!(r#"{{"type":"text","content":"{text}"}}"#)).collect();
        format!(r#"{{"role":"assistant","parts":[{}]}}"#, parts.join(","))
    };
    let has_content = |span: &Span| span.attributes.iter().any(|kv| kv.key.ends_with(".message.content"));
    let (said, rebuilt) = answer("hello", &["hello"]);
    assert_eq!(said, ASSISTANT);
    assert!(!has_content(&rebuilt));
    // Of several the content has the lines, which stay as they were sent.
    let (said, rebuilt) = answer("a\n\"b\"\nc", &["a", "\"b\"\nc"]);
    assert_eq!(said, parts(&["a", r#"\"b\"\nc"#]));
    assert!(has_content(&rebuilt));
    // What is no repetition is said, too.
    for (content, texts) in [("x", &["hello"][..]), ("a b", &["a", "b"]), ("a", &[])] {
        let all: Vec<_> = std::iter::once(content).chain(texts.iter().copied()).collect();
        assert_eq!(answer(content, texts).0, parts(&all));
    }
}

#[test]
fn the_trace_around_agents_is_none() {
    const SCOPE: &str = "openinference.instrumentation.openai_agents";
    let root = [("operation", "invoke_workflow"), ("agent_name", "")];
    named(SCOPE, "Agent workflow", &[(KIND, "AGENT")], &[], &root);
    let columns = [("operation", "invoke_agent"), ("agent_name", "guide")];
    named(SCOPE, "guide", &[(KIND, "AGENT"), ("graph.node.id", "guide"), ("agent.name", "guide")], &[], &columns);
    named("", "Agent workflow", &[(KIND, "AGENT")], &[], &[("operation", "invoke_agent")]);
}

fn with(pairs: &[(&str, Value)], events: Vec<Event>) -> Span {
    let (start, end) = (1_795_396_979_884_964_955, 1_795_396_989_884_964_955);
    Span { start_time_unix_nano: start, end_time_unix_nano: end, events, ..span(pairs) }
}

fn chat(events: Vec<Event>) -> Span {
    with(&[("gen_ai.operation.name", text("chat"))], events)
}

#[test]
fn events_that_have_all_of_a_call() {
    let message = |role, said| format!(r#"[{{"role":"{role}","parts":[{{"type":"text","content":"{said}"}}]}}]"#);
    let details = event(
        "gen_ai.client.inference.operation.details",
        &[
            ("gen_ai.input.messages", text(&message("user", "hi"))),
            ("gen_ai.output.messages", text(&message("assistant", "hello"))),
            ("gen_ai.tool.definitions", text(r#"[{"type":"function","name":"weather"}]"#)),
            ("gen_ai.response.finish_reasons", text(r#"["end_turn"]"#)),
        ],
    );
    let (got, _) = row(chat(vec![details]));
    for (column, expected) in [
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("tool_definitions", r#"{"type":"function","name":"weather"}"#),
        ("finish_reason", "stop"),
    ] {
        assert_eq!(get(&got, column), expected, "{column}");
    }
    for name in ["exception", "gen_ai.client.operation.exception"] {
        let failed = event(name, &[("exception.type", text("openai.RateLimitError"))]);
        let status = Some(Status { code: 2, message: String::new() });
        let (got, _) = row(Span { status, ..chat(vec![failed]) });
        assert_eq!((get(&got, "error_type"), get(&got, "error_class")), ("openai.RateLimitError", "rate_limit"));
    }
}

#[test]
fn when_an_answer_began() {
    let start = chat(vec![]).start_time_unix_nano;
    let at = |name, nanos: i64| Event { time_unix_nano: start.saturating_add_signed(nanos), ..event(name, &[]) };
    for (name, nanos, expected) in [
        ("First Token Stream Event", 250_000_000, "250.0"),
        ("llm.content.completion.chunk", 1_500_000, "1.5"),
        ("another", 1_500_000, ""),
        // Before the call, and after it.
        ("First Token Stream Event", -1, ""),
        ("First Token Stream Event", 10_000_000_001, ""),
    ] {
        let later = at(name, nanos.max(0) + 5_000_000);
        assert_eq!(get(&row(chat(vec![at(name, nanos), later])).0, "ttft_ms"), expected, "{name} {nanos}");
    }
    let langfuse = |kind, time: &str| {
        let pairs =
            [("langfuse.observation.type", text(kind)), ("langfuse.observation.completion_start_time", text(time))];
        get(&row_of("langfuse-sdk", with(&pairs, vec![])).0, "ttft_ms").to_owned()
    };
    assert_eq!(langfuse("generation", r#""2026-11-23T01:23:00.134964955Z""#), "250.0");
    assert_eq!(langfuse("generation", "2026-11-23T02:23:00.134964955+01:00"), "250.0");
    assert_eq!(langfuse("generation", "soon"), "");
    assert_eq!(langfuse("tool", "2026-11-23T01:23:00.134964955Z"), "");
    // What is counted says it better.
    let counted = [("gen_ai.operation.name", text("chat")), ("ttft_ms", Value::IntValue(7))];
    let (got, _) = row(with(&counted, vec![at("First Token Stream Event", 250_000_000)]));
    assert_eq!(get(&got, "ttft_ms"), "7.0");
}

#[test]
fn genkit_for_go() {
    let (kind, name) = (("genkit:type", "action"), ("genkit:name", "googleai/gemini-2.5-flash"));
    let asked = r#"{"messages":[{"content":[{"text":"hi"}],"role":"user"}],"tools":[{"name":"weather","description":"d","inputSchema":{}}]}"#;
    let usage =
        r#"{"cachedContentTokens":64,"inputTokens":123,"outputTokens":23,"thoughtsTokens":8,"totalTokens":154}"#;
    let said = format!(
        r#"{{"finishReason":"blocked","message":{{"content":[{{"text":"hello"}}],"role":"model"}},"usage":{usage}}}"#
    );
    let call = [kind, name, ("genkit:metadata:subtype", "model"), ("genkit:input", asked), ("genkit:output", &said)];
    let columns = [
        ("operation", "chat"),
        ("request_model", "googleai/gemini-2.5-flash"),
        ("provider", "gcp.gemini"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("input_tokens", "123"),
        // Google's candidates leave out the thoughts.
        ("output_tokens", "31"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
        ("finish_reason", "content_filter"),
    ];
    named("genkit-tracer", "googleai/gemini-2.5-flash", &call, &[], &columns);
    let flow = [kind, ("genkit:name", "menu"), ("genkit:metadata:subtype", "flow")];
    check(&flow, &[], &[("operation", "invoke_workflow")]);
    let tool = [kind, ("genkit:name", "weather"), ("genkit:metadata:subtype", "tool.v2"), ("genkit:input", "{}")];
    check(&tool, &[], &[("operation", "execute_tool"), ("tool_name", "weather"), ("tool_arguments", "{}")]);
}

#[test]
fn semantic_kernel_says_what_it_does_not_know() {
    const SCOPE: &str = "Microsoft.SemanticKernel.Diagnostics";
    let call = [("gen_ai.operation.name", "chat.completions"), ("gen_ai.request.model", "gpt-4o")];
    let unknown = [("gen_ai.response.finish_reason", "[]"), ("gen_ai.response.id", "N/A")];
    let columns = [
        ("operation", "chat"),
        ("finish_reason", ""),
        ("response_id", ""),
        ("input_tokens", ""),
        ("output_tokens", ""),
        ("cost_usd", ""),
    ];
    let counts = |n| [("gen_ai.response.prompt_tokens", n), ("gen_ai.response.completion_tokens", n)];
    named(SCOPE, "chat.completions gpt-4o", &[&call[..], &unknown].concat(), &counts(-1), &columns);
    let known = [("gen_ai.response.finish_reason", "[Stop, Length]"), ("gen_ai.response.id", "r1")];
    let columns = [("finish_reason", "stop"), ("response_id", "r1"), ("input_tokens", "23")];
    named(SCOPE, "chat.completions gpt-4o", &[&call[..], &known].concat(), &counts(23), &columns);
    let address = [("server.address", "https://a.openai.azure.com/openai/deployments")];
    named(
        SCOPE,
        "chat.completions gpt-4o",
        &[&call[..], &address].concat(),
        &[],
        &[("server_address", "a.openai.azure.com")],
    );
}

#[test]
fn tools_may_give_numbers() {
    let tool = ("gen_ai.operation.name", text("execute_tool"));
    for (value, expected) in
        [(Value::IntValue(4), "4"), (Value::BoolValue(true), "true"), (Value::DoubleValue(0.5), "0.5")]
    {
        let (got, rebuilt) = row(span(&[tool.clone(), ("gen_ai.tool.call.result", value.clone())]));
        assert_eq!(get(&got, "tool_result"), expected);
        let same = |kv: &opentelemetry_proto::tonic::common::v1::KeyValue| kv.value.as_ref()?.value.clone();
        assert!(rebuilt.attributes.iter().any(|kv| same(kv) == Some(value.clone())));
    }
}
