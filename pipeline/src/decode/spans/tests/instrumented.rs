//! Minimal spans of what SDKs of November 2026 were recorded to send while they called a local stand-in of a provider:
//! Sentry for JavaScript 10.78, BeeAI 0.1.85 under OpenInference, `genai-otel-instrument` 1.42, OpenTelemetry's
//! instrumentation of botocore 0.65, Fiddler 1.3, Axiom 0.52, Brokle 0.4, Paid 1.12, promptflow 1.18, Grafana's Sigil
//! 0.9; and of what the gateway Bifrost has in its source. Apache-2.0 and MIT; recorded for this project.

use super::{
    dialects::{event, get, row, row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");
const CALL: &str = r#"{"type":"tool_call","id":"c","name":"weather","arguments":{"city":"Oslo"}}"#;

/// The answer of Sentry's SDK with this text and these calls.
fn told(said: &str, calls: &str, expected: &str) {
    let kind = ("sentry.op", "gen_ai.chat");
    let sent = [kind, CHAT, ("gen_ai.response.text", said), ("gen_ai.response.tool_calls", calls)];
    check(&sent, &[], &[("output_messages", expected)]);
}

#[test]
fn sentry_has_texts_and_calls_apart() {
    let answer = |parts: &str| format!(r#"{{"role":"assistant","parts":[{parts}]}}"#);
    let hello = r#"{"type":"text","content":"hello"}"#;
    for said in [r#"["hello"]"#, "hello"] {
        told(said, "", ASSISTANT);
    }
    told(r#"["hello","hello"]"#, "", &format!("{ASSISTANT}\n{ASSISTANT}"));
    for nothing in ["", r#"[""]"#] {
        told(nothing, "", "");
    }
    // What was cut is no JSON any more.
    told("[\"hel", "", &answer(r#"{"type":"text","content":"[\"hel"}"#));
    for (calls, call) in [
        (r#"[{"type":"tool_use","id":"c","name":"weather","input":{"city":"Oslo"}}]"#, CALL),
        (r#"[{"id":"c","name":"weather","args":{"city":"Oslo"},"type":"tool_call"}]"#, CALL),
        (r#"[{"id":"c","type":"function","function":{"name":"weather","arguments":{"city":"Oslo"}}}]"#, CALL),
        (
            r#"[{"type":"message","role":"assistant","content":[]},{"id":"f","type":"function_call","call_id":"c","name":"weather","arguments":"{}"}]"#,
            r#"{"type":"tool_call","id":"c","$id":"f","name":"weather","arguments":"{}"}"#,
        ),
    ] {
        told("hello", calls, &answer(&format!("{hello},{call}")));
        told(r#"[""]"#, calls, &answer(call));
    }
    told("hello", r#"[{"name":"wea"#, ASSISTANT);
    // An agent of LangGraph answers with all that was said.
    let all =
        r#"[{"role":"assistant","content":""},{"role":"tool","content":"4"},{"role":"assistant","content":"hello"}]"#;
    let tool = r#"{"role":"tool","parts":[{"type":"tool_call_response","response":"4"}]}"#;
    told(all, "", &format!("{tool}\n{ASSISTANT}"));
}

#[test]
fn sentrys_tools_ends_and_texts_of_embeddings() {
    let tools = ("gen_ai.request.available_tools", r#"[{"name":"f","input_schema":{"type":"object"}}]"#);
    let defined = ("tool_definitions", r#"{"type":"function","name":"f","parameters":{"type":"object"}}"#);
    let ends = ("gen_ai.response.finish_reasons", r#"["in_progress","completed"]"#);
    let asked = ("gen_ai.request.messages", r#"[{"role":"user","content":"hi"}]"#);
    let columns = [defined, ("finish_reason", "stop"), ("input_messages", USER)];
    check(&[CHAT, tools, ends, asked], &[], &columns);
    for key in ["gen_ai.embeddings.input", "gen_ai.embeddings.input_texts"] {
        let embeddings = [("gen_ai.operation.name", "embeddings"), (key, r#"["hi","hi"]"#)];
        check(&embeddings, &[], &[("input_messages", &format!("{USER}\n{USER}"))]);
    }
    // What only begins is told.
    check(&[CHAT, ("gen_ai.response.finish_reasons", r#"["in_progress"]"#)], &[], &[("finish_reason", "in_progress")]);
}

#[test]
fn what_happens_within_a_call_of_beeai_is_no_call() {
    let scope = "openinference.instrumentation.beeai";
    for (kind, name, path, operation) in [
        ("LLM", "OpenAIChatModel", ("metadata.class_name", "OpenAIChatModel"), "chat"),
        ("LLM", "new_token", ("metadata.path", "backend.openai.chat.new_token"), "event"),
        ("EMBEDDING", "start", ("metadata.path", "backend.openai.embedding.start"), "event"),
        ("AGENT", "final_answer", ("metadata.path", "agent.requirement.final_answer"), "event"),
        ("AGENT", "weather_agent", ("agent.name", "weather_agent"), "invoke_agent"),
    ] {
        let agent = if operation == "invoke_agent" { "weather_agent" } else { "" };
        let columns = [("operation", operation), ("agent_name", agent)];
        named(scope, name, &[("openinference.span.kind", kind), path], &[], &columns);
    }
    let other = [("openinference.span.kind", "LLM"), ("metadata.path", "a.b")];
    named("openinference.instrumentation.openai", "new_token", &other, &[], &[("operation", "chat")]);
}

#[test]
fn events_of_numbered_messages() {
    let said = |name: &str, role: &str, said: &str| {
        let family = name.rsplit_once('.').map_or("", |(family, _)| family);
        event(name, &[(&format!("{family}.role"), text(role)), (&format!("{family}.content"), text(said))])
    };
    let mut sent =
        span(&[(CHAT.0, text(CHAT.1)), ("llm.tools", text(r#"[{"type":"function","function":{"name":"f"}}]"#))]);
    sent.events = vec![
        said("gen_ai.prompt.0", "system", "Be brief."),
        said("gen_ai.prompt.1", "user", "hi"),
        said("gen_ai.completion.0", "assistant", "hello"),
        // No message of theirs.
        said("gen_ai.prompt.x", "user", "no"),
        said("gen_ai.prompt.2", "nobody", "no"),
    ];
    let (row, _) = row(sent);
    let system = r#"{"role":"system","parts":[{"type":"text","content":"Be brief."}]}"#;
    assert_eq!(get(&row, "input_messages"), format!("{system}\n{USER}"));
    assert_eq!(get(&row, "output_messages"), ASSISTANT);
    assert_eq!(get(&row, "tool_definitions"), r#"{"type":"function","name":"f"}"#);
}

#[test]
fn models_that_botocore_sends_texts_as_they_are() {
    let scope = "opentelemetry.instrumentation.botocore.bedrock-runtime";
    for (scope, model, operation) in [
        (scope, "amazon.titan-embed-text-v2:0", "embeddings"),
        (scope, "amazon.titan-text-lite-v1", "text_completion"),
        ("mine", "amazon.titan-embed-text-v2:0", "text_completion"),
    ] {
        let sent = [("gen_ai.operation.name", "text_completion"), ("gen_ai.request.model", model)];
        named(scope, "n", &sent, &[], &[("operation", operation)]);
    }
}

#[test]
fn fiddler_and_axiom() {
    for (sent, operation) in [("llm", "chat"), ("agent", "invoke_agent"), ("tool", "execute_tool"), ("span", "")] {
        let fiddler = [("fiddler.span.type", sent), ("gen_ai.system", "openai-chat")];
        check(&fiddler, &[], &[("operation", operation), ("provider", "openai")]);
    }
    let tool = [
        ("gen_ai.operation.name", "execute_tool"),
        ("gen_ai.capability.name", "weather_agent"),
        ("gen_ai.tool.arguments", r#"{"city":"Oslo"}"#),
        ("gen_ai.tool.message", "\"4 degrees\""),
    ];
    let columns =
        [("agent_name", "weather_agent"), ("tool_arguments", r#"{"city":"Oslo"}"#), ("tool_result", "4 degrees")];
    check(&tool, &[], &columns);
    check(&[CHAT], &[("gen_ai.usage.reasoning_output_tokens", 8)], &[("reasoning_tokens", "8")]);
}

#[test]
fn a_user_under_a_name_of_genai_leaves_the_dialect_as_it_is() {
    for key in ["gen_ai.request.user", "gen_ai.user", "gen_ai.user.id"] {
        let (first, rebuilt) = row_of("mine", span(&[(key, text("user-7")), ("user.id", text("user-7"))]));
        let (again, _) = row_of("mine", rebuilt);
        for row in [first, again] {
            assert_eq!((get(&row, "user_id"), get(&row, "dialect")), ("user-7", "otel_genai/1"));
        }
    }
}

#[test]
fn generations_of_sigil() {
    for sent in ["generateText", "streamText"] {
        let generation = [
            ("gen_ai.operation.name", sent),
            ("gen_ai.provider.name", "openai"),
            ("gen_ai.request.model", "gpt-4o"),
            ("gen_ai.conversation.id", "conv-7"),
        ];
        let counts = [("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.cache_read_input_tokens", 64)];
        let columns = [("operation", "chat"), ("cache_read_tokens", "64"), ("conversation_id", "conv-7")];
        named("github.com/grafana/sigil/sdks/python", "generateText gpt-4o", &generation, &counts, &columns);
    }
}

#[test]
fn bifrost() {
    let call = [
        ("gen_ai.provider.name", "openai"),
        ("gen_ai.request.model", "gpt-4o"),
        ("gen_ai.request.instructions", "Be brief."),
    ];
    let counts = [
        ("gen_ai.usage.prompt_tokens", 124),
        ("gen_ai.usage.completion_tokens", 23),
        ("gen_ai.usage.prompt_token_details.cached_read_tokens", 64),
        ("gen_ai.usage.prompt_token_details.cached_write_tokens", 10),
        ("gen_ai.usage.completion_token_details.reasoning_tokens", 8),
    ];
    let columns = [
        ("operation", "chat"),
        ("cache_read_tokens", "64"),
        ("cache_write_tokens", "10"),
        ("reasoning_tokens", "8"),
        ("system_instructions", r#"[{"type":"text","content":"Be brief."}]"#),
    ];
    check(&call, &counts, &columns);
    check(&[("gen_ai.operation.name", "chat_completion")], &[], &[("operation", "chat")]);
}

#[test]
fn promptflow() {
    let framework = ("framework", "promptflow");
    let request = r#"{"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f"}}]}"#;
    let answer = r#"{"content": "hello", "refusal": null, "role": "assistant"}"#;
    let response = r#"{"id": "chatcmpl-1", "choices": [{"finish_reason": "length", "index": 0, "message": {"content": "hello", "role": "assistant"}}], "model": "gpt-4o-2026", "usage": {"completion_tokens": 23, "prompt_tokens": 124, "completion_tokens_details": {"reasoning_tokens": 8}, "prompt_tokens_details": {"cached_tokens": 64}}}"#;
    let call = [
        framework,
        ("span_type", "LLM"),
        ("function", "openai.resources.chat.completions.completions.Completions.create"),
        ("inputs", request),
        ("llm.response.model", "gpt-4o-2026"),
        ("llm.generated_message", answer),
        ("output", response),
    ];
    let counts = [("llm.usage.prompt_tokens", 124), ("llm.usage.completion_tokens", 23)];
    let columns = [
        ("dialect", "promptflow/1"),
        ("operation", "chat"),
        ("request_model", "gpt-4o"),
        ("response_model", "gpt-4o-2026"),
        ("response_id", "chatcmpl-1"),
        ("finish_reason", "length"),
        ("input_tokens", "124"),
        ("output_tokens", "23"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("tool_definitions", r#"{"type":"function","name":"f"}"#),
        ("tool_name", ""),
    ];
    named("promptflow", "openai_chat", &call, &counts, &columns);
    // What failed says no more than what was asked.
    let columns = [("operation", "chat"), ("request_model", "gpt-4o"), ("input_messages", USER)];
    named("promptflow", "openai_chat", call.get(..4).unwrap(), &[], &columns);
    let tool = [
        framework,
        ("span_type", "Tool"),
        ("function", "weather"),
        ("inputs", r#"{"city":"Oslo"}"#),
        ("output", "\"4 degrees\""),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    named("promptflow", "weather", &tool, &[], &columns);
    let function = [framework, ("span_type", "Function"), ("function", "ask")];
    named("promptflow", "ask", &function, &[], &[("operation", ""), ("dialect", "promptflow/1")]);
}
