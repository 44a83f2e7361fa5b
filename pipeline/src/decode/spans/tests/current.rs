//! What the newest versions of SDKs send, and the first instrumentations of some, as minimal spans.

use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, any_value::Value};

use super::{
    dialects::{event, get, row, row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
};

fn list(texts: &[&str]) -> Value {
    let values = texts.iter().map(|item| AnyValue { value: Some(text(item)) }).collect();
    Value::ArrayValue(ArrayValue { values })
}

#[test]
fn results_of_tools_are_what_the_tool_said() {
    let message = r#"{"lc":1,"type":"constructor","id":["langchain_core","messages","ToolMessage"],"kwargs":{"content":"4 degrees","tool_call_id":"c1","name":"weather"}}"#;
    let python = r#"{"content": "4 degrees", "type": "tool", "name": "weather", "tool_call_id": "c1"}"#;
    let data = format!(r#"{{"type": "tool", "data": {python}}}"#);
    let output = format!(r#"{{"output": {message}, "kwargs": {{"name": "weather"}}}}"#);
    let langsmith = format!(r#"{{"output":{python}}}"#);
    for (kind, key, sent) in [
        (("openinference.span.kind", "TOOL"), "output.value", &*data),
        (("openinference.span.kind", "TOOL"), "output.value", &*langsmith),
        (("langfuse.observation.type", "tool"), "langfuse.observation.output", python),
        (("langfuse.observation.type", "tool"), "langfuse.observation.output", message),
        (("gen_ai.operation.name", "execute_tool"), "traceloop.entity.output", &*output),
        (("langsmith.span.kind", "tool"), "gen_ai.completion", &*langsmith),
    ] {
        let columns = [("tool_result", "4 degrees"), ("tool_call_id", "c1")];
        check(&[kind, (key, sent)], &[], &columns);
        // It says more than the column does.
        let (row, _) = row(span(&[(kind.0, text(kind.1)), (key, text(sent))]));
        assert!(get(&row, "attributes").contains(key), "{key}");
    }
    check(
        &[("langsmith.span.kind", "tool"), ("gen_ai.completion", r#"{"output":{"degrees":4}}"#)],
        &[],
        &[("tool_result", r#"{"degrees":4}"#)],
    );
    // Of what another framework sends it may be the result itself.
    for own in [r#"{"output":"4"}"#, r#"{"content":"4"}"#] {
        check(
            &[("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.call.result", own)],
            &[],
            &[("tool_result", own)],
        );
    }
}

#[test]
fn quotes_around_the_result_of_a_tool_are_of_its_encoding() {
    let tool = ("gen_ai.operation.name", text("execute_tool"));
    for key in ["gen_ai.tool.call.result", "ai.toolCall.result", "genkit:output"] {
        let (row, _) = row(span(&[tool.clone(), (key, text(r#""4 \"°\"""#))]));
        assert_eq!(get(&row, "tool_result"), r#"4 "°""#, "{key}");
        assert!(!get(&row, "attributes").contains('°'), "{key}");
    }
    // What is quoted twice stays, so that nothing is lost.
    let twice = r#""\"4\"""#;
    let (row, _) = row(span(&[tool.clone(), ("gen_ai.tool.call.result", text(twice))]));
    assert_eq!((get(&row, "tool_result"), get(&row, "attributes").contains("gen_ai.tool.call.result")), ("4", true));
    // In whatever order they come.
    for results in [[r#""4""#, "4"], ["4", r#""4""#]] {
        let both: Vec<_> = results.iter().map(|result| ("lmnr.span.output", text(result))).collect();
        let (row, _) = self::row(span(&[&[tool.clone()][..], &both].concat()));
        assert_eq!((get(&row, "tool_result"), get(&row, "attributes")), ("4", ""));
    }
    // In events as well.
    let mut call = span(std::slice::from_ref(&tool));
    call.events = vec![event("gen_ai.choice", &[("message", text(r#"{"content":"4","tool_call_id":"c1"}"#))])];
    let (row, _) = self::row(call);
    assert_eq!((get(&row, "tool_result"), get(&row, "events").contains("tool_call_id")), ("4", true));
    let mut call = span(&[tool]);
    call.events = vec![event("gen_ai.tool.message", &[("content", text(r#"{"city":"Oslo","tool_call_id":"c1"}"#))])];
    assert_eq!(get(&self::row(call).0, "tool_call_id"), "c1");
}

#[test]
fn tools_of_langchain_that_langfuse_calls_spans() {
    let tool = [
        ("langfuse.observation.type", "span"),
        ("langfuse.observation.input", r#""{'city': 'Oslo'}""#),
        ("langfuse.observation.metadata.inputs", r#"{"city": "Oslo"}"#),
        ("langfuse.observation.metadata.color", r#""green""#),
        ("langfuse.observation.metadata.thread_id", r#""conv-7""#),
        ("langfuse.observation.metadata.user_id", r#""user-7""#),
        ("langfuse.observation.output", r#"{"content": "4", "type": "tool", "tool_call_id": "c1"}"#),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_call_id", "c1"),
        ("tool_arguments", r#"{"city": "Oslo"}"#),
        ("tool_result", "4"),
        ("conversation_id", "conv-7"),
        ("user_id", "user-7"),
    ];
    named("", "weather", &tool, &[], &columns);
    named("", "weather", &[tool[0], tool[2]], &[], &[("operation", "")]);
    let printed = ("output.value", r#"{"output": "content='4' name='weather' tool_call_id='c1'"}"#);
    check(&[("openinference.span.kind", "TOOL"), printed], &[], &[("tool_result", "4"), ("tool_call_id", "c1")]);
}

#[test]
fn arguments_of_tools_are_those_of_the_tool() {
    for (kind, key, sent) in [
        (("traceloop.span.kind", "tool"), "traceloop.entity.input", r#"{"args":[],"kwargs":{"city":"Oslo"}}"#),
        (
            ("gen_ai.operation.name", "execute_tool"),
            "traceloop.entity.input",
            r#"{"input_str":"{'city': 'Oslo'}","tags":["a"],"metadata":{"user_id":"u"},"inputs":{"city":"Oslo"}}"#,
        ),
        (("langsmith.span.kind", "tool"), "gen_ai.prompt", r#"{"input":{"city":"Oslo"}}"#),
    ] {
        check(&[kind, (key, sent)], &[], &[("tool_arguments", r#"{"city":"Oslo"}"#)]);
        let (row, _) = row(span(&[(kind.0, text(kind.1)), (key, text(sent))]));
        assert!(get(&row, "attributes").contains(key), "{key}");
    }
}

#[test]
fn texts_of_users_stay_texts() {
    let item = r#"{\"type\": \"reasoning\", \"summary\": [{\"text\": \"hm\", \"type\": \"summary_text\"}]}"#;
    let message = |role: &str, part: &str| format!(r#"{{"role":"{role}","parts":[{part}]}}"#);
    let part = format!(r#"{{"type":"text","content":"{item}"}}"#);
    for role in ["user", "system", "tool"] {
        let sent = message(role, &part);
        check(
            &[("gen_ai.operation.name", "chat"), ("gen_ai.input.messages", &format!("[{sent}]"))],
            &[],
            &[("input_messages", &sent)],
        );
    }
    check(
        &[("gen_ai.operation.name", "chat"), ("gen_ai.input.messages", &format!("[{}]", message("assistant", &part)))],
        &[],
        &[("input_messages", &message("assistant", r#"{"type":"reasoning","content":"hm"}"#))],
    );
}

#[test]
fn message_events_of_pydantic_ai() {
    let events = concat!(
        r#"[{"content":["And this?",{"kind":"binary","media_type":"image/png","binary_content":"iVBO"},{"kind":"image-url","url":"https://a/b.png"}],"role":"user","gen_ai.message.index":0,"event.name":"gen_ai.user.message"},"#,
        r#"{"role":"assistant","content":[{"kind":"thinking","text":"hm"},{"kind":"text","text":"hi"}],"event.name":"gen_ai.assistant.message"},"#,
        r#"{"role":"tool","id":"c1","name":"weather","content":"4","event.name":"gen_ai.tool.message"}]"#,
    );
    let expected = [
        r#"{"role":"user","parts":[{"type":"text","content":"And this?"},{"type":"blob","modality":"image","mime_type":"image/png","content":"iVBO"},{"type":"uri","modality":"image","uri":"https://a/b.png"}]}"#,
        r#"{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"text","content":"hi"}]}"#,
        r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"4"}],"name":"weather"}"#,
    ]
    .join("\n");
    let agent = [("agent_name", "guide"), ("model_name", "gpt-4o"), ("all_messages_events", events)];
    named("pydantic-ai", "agent run", &agent, &[], &[("input_messages", &expected)]);
    let asked = [r#"{"role":"tool","id":"c1","content":"4","event.name":"gen_ai.tool.message"}"#, events];
    let choice = r#"{"index":0,"message":{"role":"assistant","content":[{"kind":"thinking","text":"hm"}]},"event.name":"gen_ai.choice"}"#;
    let call = [("gen_ai.operation.name", "chat"), ("events", &format!("[{},{choice}]", asked[0]))];
    let answer = r#"{"role":"assistant","parts":[{"type":"reasoning","content":"hm"}],"index":0}"#;
    let (row, _) = row_of("pydantic-ai", span(&call.map(|(key, value)| (key, text(value)))));
    assert!(get(&row, "input_messages").contains(r#""tool_call_response","id":"c1""#));
    assert_eq!(get(&row, "output_messages").replace(r#","index":0"#, ""), answer.replace(r#","index":0"#, ""));
}

#[test]
fn tools_of_which_only_the_names_are_sent() {
    let tools = [r#"{"type":"function","name":"weather"}"#, r#"{"type":"function","name":"time"}"#].join("\n");
    let operation = ("gen_ai.operation.name", text("chat"));
    for (key, value) in [
        ("gen_ai.tool.definitions", text(r#"["weather","time"]"#)),
        ("spring.ai.model.request.tool.names", list(&["weather", "time"])),
    ] {
        let (row, _) = row(span(&[operation.clone(), (key, value)]));
        assert_eq!(get(&row, "tool_definitions"), tools, "{key}");
    }
    let (row, _) = row(span(&[operation, ("gen_ai.tool.definitions", list(&[r#"{"type":"function","name":"f"}"#]))]));
    assert_eq!(get(&row, "tool_definitions"), r#"{"type":"function","name":"f"}"#);
}

#[test]
fn counts_under_newer_names() {
    let chat = [("gen_ai.operation.name", "chat")];
    check(&chat, &[("gen_ai.usage.details.thoughts_tokens", 8)], &[("reasoning_tokens", "8")]);
    // Claude's agents in Logfire: what a response says at its beginning, when its output is not yet counted.
    let partial = [
        ("gen_ai.usage.partial.input_tokens", 124),
        ("gen_ai.usage.partial.output_tokens", 1),
        ("gen_ai.usage.partial.cache_read.input_tokens", 64),
        ("gen_ai.usage.partial.cache_creation.input_tokens", 10),
    ];
    let columns = [
        ("input_tokens", "124"),
        ("output_tokens", ""),
        ("cache_read_tokens", "64"),
        ("cache_write_tokens", "10"),
        ("cost_usd", ""),
    ];
    check(&[chat[0], ("gen_ai.response.model", "claude-sonnet-4-5")], &partial, &columns);
    let embedding = [
        ("openinference.span.kind", "EMBEDDING"),
        ("embedding.model_name", "embed-v4.0"),
        ("output.value", r#"{"id":"e-1","meta":{"billed_units":{"input_tokens":7.0}}}"#),
    ];
    check(&embedding, &[], &[("provider", "cohere"), ("input_tokens", "7")]);
    let stream =
        [("openinference.span.kind", "LLM"), ("output.value", r#"{"data":{"id":"r1","model":"mistral-large"}}"#)];
    check(&stream, &[], &[("response_id", "r1")]);
}

#[test]
fn counts_and_thoughts_of_older_versions() {
    let response = r#"{"usage_metadata":{"candidates_token_count":15,"prompt_token_count":124,"thoughts_token_count":8,"total_token_count":147}}"#;
    for sent in [147, 15, 23] {
        named(
            "gcp.vertex.agent",
            "call_llm",
            &[("gcp.vertex.agent.llm_response", response)],
            &[("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.output_tokens", sent)],
            &[("output_tokens", "23"), ("reasoning_tokens", "8")],
        );
    }
    let thought = [
        ("llm.request.type", "completion"),
        ("gen_ai.completion.0.role", "thinking"),
        ("gen_ai.completion.0.content", "hm"),
        ("gen_ai.completion.1.role", "assistant"),
        ("gen_ai.completion.1.content", "hello"),
    ];
    let messages = [r#"{"role":"assistant","parts":[{"type":"reasoning","content":"hm"}]}"#, ASSISTANT].join("\n");
    check(&thought, &[], &[("output_messages", &messages)]);
}

#[test]
fn models_of_requests() {
    let call = [
        ("openinference.span.kind", "LLM"),
        ("llm.model_name", "anthropic"),
        ("input.value", r#"{"modelId":"us.anthropic.claude-sonnet-4-20250514-v1:0","messages":[]}"#),
    ];
    let columns = [("request_model", "us.anthropic.claude-sonnet-4-20250514-v1:0"), ("provider", "aws.bedrock")];
    check(&call, &[], &columns);
}

#[test]
fn sounds_of_openinference() {
    let call = [
        ("openinference.span.kind", "LLM"),
        ("llm.input_messages.0.message.role", "user"),
        ("llm.input_messages.0.message.contents.0.message_content.type", "audio"),
        ("llm.input_messages.0.message.contents.0.message_content.audio.audio.url", "data:audio/wav;base64,UklG"),
        ("llm.input_messages.0.message.contents.0.message_content.audio.audio.mime_type", "audio/wav"),
    ];
    let part = r#"{"type":"uri","modality":"audio","uri":"data:audio/wav;base64,UklG","mime_type":"audio/wav"}"#;
    check(&call, &[], &[("input_messages", &format!(r#"{{"role":"user","parts":[{part}]}}"#))]);
}

#[test]
fn files_in_messages_of_the_conventions() {
    let sent = r#"[{"role":"user","parts":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},{"type":"file","file":"f"}]}]"#;
    let parts = r#"{"type":"uri","modality":"document","filename":"a.pdf","uri":"data:application/pdf;base64,JVBE"},{"type":"file","file":"f"}"#;
    check(
        &[("gen_ai.operation.name", "chat"), ("gen_ai.input.messages", sent)],
        &[],
        &[("input_messages", &format!(r#"{{"role":"user","parts":[{parts}]}}"#))],
    );
}

#[test]
fn spans_that_their_scope_tells() {
    let chunk = [("mastra.span.type", "model_chunk"), ("mastra.metadata.runId", "r")];
    named("@mastra/otel-exporter", "model_chunk", &chunk, &[], &[("dialect", "otel_genai/1")]);
    let cycle = [("event_loop.cycle_id", "1")];
    named("strands.telemetry.tracer", "Cycle 1", &cycle, &[], &[("operation", "execute_event_loop_cycle")]);
    let task = [("openinference.span.kind", "AGENT"), ("output.value", r#"{"raw":"4","agent":"Forecaster"}"#)];
    named("", "Task._execute_core", &task, &[], &[("agent_name", "Forecaster")]);
    let query = [("spring.ai.kind", "vector_store"), ("db.vector.query.content", "Oslo")];
    check(&query, &[], &[("operation", "retrieval")]);
    check(&[("spring.ai.kind", "vector_store"), ("db.operation.name", "add")], &[], &[("operation", "")]);
    check(&[("spring.ai.kind", "tool_call"), ("spring.ai.tool.type", "function")], &[], &[("tool_type", "function")]);
    let failed = [("span.type", "llm_request"), ("error_class", "prompt_too_long"), ("new_context", "[USER]\nhi")];
    let columns = [("error_type", "prompt_too_long"), ("input_messages", USER)];
    named("com.anthropic.claude_code.tracing", "claude_code.llm_request", &failed, &[], &columns);
}
