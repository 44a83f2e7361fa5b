//! Spans of SDKs of which there is no whole capture: what of them is in columns, against what was done.

use std::{collections::BTreeMap, fs, path::Path};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message;

use super::{
    captures::{is_fixpoint, keeps_texts},
    dialects::get,
    support::{Row, decode, rows},
};

/// Bodies by client.
fn bodies() -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sdks");
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let body = fs::read(&path).unwrap();
        if let Some(client) = name.strip_suffix(".traces.pb") {
            out.insert(client.to_owned(), body);
        } else if let Some(client) = name.strip_suffix(".traces.otlp.json") {
            let request: ExportTraceServiceRequest = serde_json::from_slice(&body).unwrap();
            out.insert(client.to_owned(), request.encode_to_vec());
        }
    }
    assert!(out.len() > 20);
    out
}

/// The rows of the client whose name begins like this.
fn of(client: &str) -> Vec<Row> {
    let bodies = bodies();
    let (_, body) = bodies.iter().find(|(name, _)| name.starts_with(client)).unwrap();
    rows(&decode(std::slice::from_ref(body)))
}

/// The rows of this operation.
fn doing(client: &str, operation: &str) -> Vec<Row> {
    of(client).into_iter().filter(|row| get(row, "operation") == operation).collect()
}

/// Each column of the row begins like this.
fn check(row: &Row, columns: &[(&str, &str)]) {
    for (column, expected) in columns {
        let got = get(row, column);
        let same = if expected.is_empty() { got.is_empty() } else { got.starts_with(expected) };
        assert!(same, "{column} is {got} of {row:#?}");
    }
}

const USER: &str = r#"{"role":"user","parts":[{"type":"text","content":"How is the weather in Oslo?"}]"#;
const ANSWER: &str = r#"{"role":"assistant","parts":[{"type":"text","content":"It is 4 degrees in Oslo."}]"#;

#[test]
fn nothing_is_lost() {
    for (client, body) in bodies() {
        is_fixpoint(&client, &body);
        keeps_texts(&client, &body);
    }
}

#[test]
fn calls_have_provider_model_tokens_and_price() {
    for (client, body) in bodies() {
        for row in rows(&decode(&[body])) {
            let call = matches!(get(&row, "operation"), "chat" | "generate_content");
            if !call || get(&row, "status_code") == "error" || row.contains_key("error_class") {
                continue;
            }
            for column in ["provider", "request_model", "input_tokens", "output_tokens"] {
                assert!(row.contains_key(column), "{client} {column} {row:#?}");
            }
            assert!(row.contains_key("cost_usd"), "{client} {row:#?}");
            let tokens = |column| get(&row, column).parse::<i64>().unwrap_or(0);
            assert!((120..130).contains(&tokens("input_tokens")), "{client} {row:#?}");
        }
    }
}

#[test]
fn openinference() {
    // Tools among the contents of a message, and beside them.
    for client in ["openinference-anthropic-3", "openinference-anthropic-js"] {
        let calls = doing(client, "chat");
        check(&calls[0], &[("finish_reason", "tool_call"), ("cache_read_tokens", "64"), ("cache_write_tokens", "10")]);
        check(&calls[0], &[("tool_definitions", r#"{"type":"function","name":"weather""#)]);
        for list in [get(&calls[0], "output_messages"), get(&calls[1], "input_messages")] {
            assert_eq!(list.matches(r#""type":"tool_call""#).count(), 1, "{list}");
            assert!(!list.contains("tool_use") && list.contains(r#""name":"weather","arguments":"{"#), "{list}");
        }
        assert!(get(&calls[1], "input_messages").contains(r#""type":"tool_call_response","id":"toolu_"#));
    }
    let calls = doing("openinference-litellm", "chat");
    check(&calls[0], &[("provider", "openai"), ("request_model", "openai/gpt-4o"), ("response_model", "gpt-4o-2026")]);
    check(&calls[0], &[("reasoning_tokens", "8"), ("user_id", "user-7"), ("conversation_id", "conv-7")]);
    check(&calls[2], &[("request_model", "anthropic/claude-sonnet-4-5"), ("provider", "anthropic")]);

    let calls = doing("openinference-google-genai", "chat");
    check(&calls[0], &[("request_model", "gemini-2.5-flash"), ("response_id", "resp-"), ("output_messages", ANSWER)]);
    check(&calls[1], &[("request_model", "gemini-2.5-flash-429"), ("error_class", "rate_limit")]);

    let calls = doing("openinference-bedrock", "chat");
    check(
        &calls[0],
        &[
            ("request_model", "anthropic.claude-sonnet-4"),
            ("tool_definitions", r#"{"type":"function","name":"weather""#),
        ],
    );
    check(&calls[3], &[("request_model", "amazon.nova-ctx400"), ("error_class", "client")]);

    check(&of("openinference-dspy")[0], &[("tool_name", "weather"), ("tool_result", "4 degrees in Oslo")]);
    check(&doing("openinference-autogen", "chat")[0], &[("finish_reason", "tool_call"), ("request_model", "gpt-4o")]);
    check(
        &doing("openinference-smolagents", "invoke_agent")[0],
        &[("input_messages", USER), ("output_messages", ANSWER)],
    );
    check(
        &doing("openinference-crewai", "invoke_agent")[0],
        &[("agent_name", "Weather expert"), ("output_messages", ANSWER)],
    );
    check(&doing("openinference-crewai", "invoke_workflow")[0], &[("output_messages", ANSWER)]);
    // Only the run says whose it is.
    for row in of("openinference-agno") {
        check(&row, &[("agent_name", "weather_agent"), ("user_id", "user-7"), ("conversation_id", "conv-7")]);
    }
    check(&doing("openinference-agno", "invoke_agent")[0], &[("agent_id", "weather-agent")]);
}

#[test]
fn openllmetry_openlit_and_litellm() {
    // Neither counts what came from the cache as input.
    check(&of("openllmetry-bedrock")[0], &[("input_tokens", "122"), ("cache_read_tokens", "64")]);
    assert!(get(&of("openllmetry-bedrock")[0], "attributes").contains(r#""gen_ai.usage.input_tokens":48"#));
    check(&of("openlit")[0], &[("input_tokens", "128"), ("cache_write_tokens", "10")]);
    check(&of("openlit")[1], &[("finish_reason", "stop"), ("provider", "gcp.gemini")]);
    check(
        &of("openllmetry-google")[0],
        &[("tool_definitions", r#"{"type":"function","description":"w","name":"weather","parameters":{"#)],
    );
    let rows = of("openllmetry-mistralai");
    let mistral: Vec<_> = rows.iter().filter(|row| get(row, "provider") == "mistral_ai").collect();
    check(mistral[0], &[("finish_reason", "tool_call")]);
    // A stream says no role.
    check(mistral[1], &[("output_messages", r#"{"role":"assistant","parts":[{"type":"text","content":"It is"#)]);
    let of_provider = |name: &str| rows.iter().find(|row| get(row, "provider") == name).unwrap();
    check(of_provider("cohere"), &[("finish_reason", "tool_call"), ("request_model", "command-r-plus")]);
    check(of_provider("together_ai"), &[("output_messages", ANSWER)]);
    check(&of("litellm")[0], &[("operation", "chat"), ("user_id", "user-7"), ("response_model", "gpt-4o-2026")]);
}

#[test]
fn langsmith() {
    let agent = &doing("langsmith-0", "invoke_agent")[0];
    check(agent, &[("agent_name", "weather_agent"), ("user_id", "user-7"), ("input_messages", USER)]);
    let calls = doing("langsmith-0", "chat");
    check(&calls[0], &[("response_model", "gpt-4o-2026"), ("response_id", "resp-"), ("finish_reason", "tool_call")]);
    check(&calls[0], &[("cache_read_tokens", "64"), ("reasoning_tokens", "8"), ("agent_name", "weather_agent")]);
    let parts =
        r#"{"role":"assistant","parts":[{"type":"tool_call","name":"weather","arguments":{"city":"Oslo"},"id":"call_"#;
    check(&calls[0], &[("output_messages", parts), ("input_messages", r#"{"role":"system","parts":[{"type":"text""#)]);
    check(&calls[1], &[("provider", "anthropic"), ("cache_write_tokens", "10")]);
    let tool = &doing("langsmith-0", "execute_tool")[0];
    check(tool, &[("tool_name", "weather"), ("tool_arguments", r#"{"city":"Oslo"}"#), ("input_messages", "")]);
    let calls = doing("langsmith-js", "chat");
    check(&calls[0], &[("tool_definitions", r#"{"type":"function","name":"weather""#), ("user_id", "user-7")]);
    check(&calls[1], &[("status_code", "ok"), ("error_class", "rate_limit")]);
}

#[test]
fn mlflow_langfuse_and_logfire() {
    let calls = doing("mlflow", "chat");
    check(&calls[0], &[("request_model", "gpt-4o"), ("cache_read_tokens", "64"), ("tool_definitions", "{")]);
    assert_eq!(get(&calls[0], "request_model"), "gpt-4o", "that which was asked for");
    check(&calls[1], &[("output_messages", r#"{"role":"assistant","parts":[{"type":"text""#)]);
    check(&calls[2], &[("finish_reason", "tool_call"), ("cache_write_tokens", "10")]);
    check(&doing("mlflow", "embeddings")[0], &[("input_tokens", "7")]);
    check(&doing("mlflow", "invoke_agent")[0], &[("input_messages", USER), ("output_messages", ANSWER)]);

    check(&doing("langfuse-3", "invoke_agent")[0], &[("input_messages", USER)]);
    for row in of("langfuse-3") {
        check(&row, &[("user_id", "user-7"), ("conversation_id", "conv-7")]);
    }
    let manual = doing("langfuse-3", "chat").into_iter().find(|row| get(row, "name") == "manual").unwrap();
    check(&manual, &[("input_tokens", "124"), ("cache_read_tokens", "64"), ("tool_definitions", "")]);
    check(
        &doing("langfuse-js", "chat")[0],
        &[("input_tokens", "123"), ("output_tokens", "23"), ("reasoning_tokens", "8")],
    );
    check(
        &of("logfire")[0],
        &[("reasoning_tokens", "8"), ("system_instructions", r#"[{"type":"text","content":"Be brief."}]"#)],
    );
}

#[test]
fn genkit_mastra_and_semantic_kernel() {
    let calls = doing("genkit", "chat");
    check(
        &calls[0],
        &[
            ("provider", "openai"),
            ("request_model", "openai/gpt-4o"),
            ("response_id", "resp-"),
            ("dialect", "genkit/1"),
        ],
    );
    check(
        &calls[0],
        &[("output_messages", r#"{"role":"assistant","parts":[{"type":"tool_call","name":"weather","id":"call_"#)],
    );
    assert!(get(&calls[1], "input_messages").contains(r#"{"type":"tool_call_response","name":"weather","id":"call_"#));
    check(&doing("genkit", "execute_tool")[0], &[("tool_name", "weather"), ("tool_arguments", r#"{"city":"Oslo"}"#)]);
    check(&doing("genkit", "invoke_workflow")[0], &[("input_messages", USER), ("output_messages", ANSWER)]);
    check(&doing("mastra", "invoke_agent")[0], &[("input_messages", USER), ("output_messages", ANSWER)]);
    let generation = &doing("mastra", "model_generation")[0];
    assert!(get(generation, "output_messages").contains(r#""type":"tool_call","id":"call_"#), "{generation:#?}");
    check(&doing("semantic-kernel", "chat")[0], &[("finish_reason", "tool_call")]);
}

#[test]
fn google() {
    let agent = &doing("google-adk", "invoke_agent")[0];
    check(agent, &[("agent_name", "weather_agent"), ("dialect", "google_adk/1")]);
    check(&doing("google-adk", "generate_content")[0], &[("agent_name", "weather_agent"), ("provider", "openai")]);
    let tool = &of("otel-google-genai")[0];
    check(tool, &[("tool_arguments", r#"{"city":"Oslo"}"#), ("tool_result", "4 degrees in Oslo")]);
}
