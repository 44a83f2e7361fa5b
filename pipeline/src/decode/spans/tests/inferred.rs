//! What no attribute says: operation, provider, finish reason.

use opentelemetry_proto::tonic::{common::v1::any_value::Value, trace::v1::Span};

use super::dialects::{event, get, row, span, text};

fn said(pairs: &[(&str, &str)], counts: &[(&str, i64)]) -> Span {
    let texts = pairs.iter().map(|(key, value)| (*key, text(value)));
    let all: Vec<_> = texts.chain(counts.iter().map(|(key, n)| (*key, Value::IntValue(*n)))).collect();
    span(&all)
}

const TOKENS: &[(&str, i64)] = &[("gen_ai.usage.input_tokens", 9), ("gen_ai.usage.output_tokens", 1)];

#[test]
fn a_model_call_is_one_also_without_an_operation() {
    let (row, _) = row(said(&[("gen_ai.system", "openai"), ("gen_ai.request.model", "gpt-4o")], TOKENS));
    assert_eq!((get(&row, "operation"), get(&row, "input_tokens")), ("chat", "9"));
    assert!(row.contains_key("cost_usd"));
    for (model, operation) in [("text-embedding-3-small", "embeddings"), ("my-own", "chat")] {
        let (row, _) = self::row(said(&[("gen_ai.request.model", model)], TOKENS));
        assert_eq!(get(&row, "operation"), operation);
    }
    // Neither a model alone nor tokens alone are a call.
    assert_eq!(get(&self::row(said(&[("gen_ai.request.model", "gpt-4o")], &[])).0, "operation"), "");
    assert_eq!(get(&self::row(said(&[("gen_ai.system", "openai")], TOKENS)).0, "operation"), "");
}

#[test]
fn operations_of_semantic_kernel() {
    for (sent, operation) in [("chat.completions", "chat"), ("text.completions", "text_completion")] {
        let (row, rebuilt) = row(said(&[("gen_ai.operation.name", sent), ("gen_ai.request.model", "gpt-4o")], TOKENS));
        assert_eq!(get(&row, "operation"), operation);
        assert!(row.contains_key("cost_usd"));
        assert!(rebuilt.attributes.iter().any(|kv| kv.value.clone().unwrap().value == Some(text(sent))));
    }
}

#[test]
fn a_tool_call_and_an_agent_of_pydantic_ai_before_it_knew_operations() {
    let tool = [("gen_ai.tool.name", "weather"), ("tool_arguments", "{}"), ("tool_response", "rain")];
    let (row, _) = row(said(&tool, &[]));
    assert_eq!((get(&row, "operation"), get(&row, "tool_name")), ("execute_tool", "weather"));
    assert_eq!((get(&row, "tool_arguments"), get(&row, "tool_result")), ("{}", "rain"));

    let events = r#"[{"content":"hi","role":"user","gen_ai.message.index":0,"event.name":"gen_ai.user.message"}]"#;
    let agent =
        [("model_name", "gpt-4o"), ("agent_name", "guide"), ("all_messages_events", events), ("final_result", "hello")];
    let (row, _) = self::row(said(&agent, TOKENS));
    assert_eq!((get(&row, "operation"), get(&row, "agent_name")), ("invoke_agent", "guide"));
    assert_eq!((get(&row, "request_model"), get(&row, "dialect")), ("gpt-4o", "pydantic_ai/1"));
    assert!(get(&row, "input_messages").contains("hi") && get(&row, "output_messages").contains("hello"));
    // An agent repeats the tokens of its calls.
    assert!(!row.contains_key("cost_usd"));
}

#[test]
fn providers_that_only_the_model_tells() {
    for (model, provider) in [
        ("gpt-4o", "openai"),
        ("us.anthropic.claude-sonnet-4-20250514-v1:0", "aws.bedrock"),
        ("anthropic.claude-3-haiku-20240307-v1:0", "aws.bedrock"),
        ("eu.amazon.nova-pro-v1:0", "aws.bedrock"),
        ("my-own", ""),
    ] {
        let call =
            [("gen_ai.operation.name", "chat"), ("gen_ai.system", "strands-agents"), ("gen_ai.request.model", model)];
        let (row, _) = row(said(&call, TOKENS));
        assert_eq!(get(&row, "provider"), provider);
        assert_eq!(row.contains_key("cost_usd"), !provider.is_empty(), "{model}");
    }
}

#[test]
fn content_in_several_events_of_details() {
    let mut call = said(&[("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o")], TOKENS);
    let details = |key: &str, value: &str| event("gen_ai.client.inference.operation.details", &[(key, text(value))]);
    let question = r#"{"role":"user","parts":[{"type":"text","content":"2+2?"}]}"#;
    let answer = r#"{"role":"assistant","parts":[{"type":"text","content":"4"}],"finish_reason":"end_turn"}"#;
    let system = r#"[{"type":"text","content":"Be brief."}]"#;
    call.events = vec![
        details("gen_ai.system_instructions", system),
        details("gen_ai.input.messages", &format!("[{question}]")),
        details("gen_ai.output.messages", &format!("[{answer}]")),
    ];
    let (row, _) = row(call);
    assert_eq!((get(&row, "input_messages"), get(&row, "output_messages")), (question, answer));
    assert_eq!((get(&row, "system_instructions"), get(&row, "finish_reason")), (system, "stop"));
    assert!(!get(&row, "events").contains("content"), "stored once");
}
