//! Minimal spans of SDKs of observability products, and of what some say in events, in a value with its type, or as
//! another operation.

use opentelemetry_proto::tonic::{common::v1::any_value::Value, trace::v1::Span};

use super::{
    dialects::{event, get, row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
};

const CALL: &str = r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"weather","arguments":"{}"}]}"#;
const TOOL: &str = r#"{"type":"function","name":"weather"}"#;

#[test]
fn messages_of_openinference_under_names_of_the_conventions() {
    let call = [
        ("gen_ai.span.kind", "LLM"),
        ("gen_ai.input.messages.0.message.role", "user"),
        ("gen_ai.input.messages.0.message.content", "hi"),
        ("gen_ai.output.messages.0.message.role", "assistant"),
        ("gen_ai.output.messages.0.message.tool_calls.0.tool_call.id", "c"),
        ("gen_ai.output.messages.0.message.tool_calls.0.tool_call.function.name", "weather"),
        ("gen_ai.output.messages.0.message.tool_calls.0.tool_call.function.arguments", "{}"),
        ("gen_ai.tool.definitions.0.tool.json_schema", TOOL),
        ("gen_ai.request.parameters", r#"{"model":"gpt-4o","temperature":0}"#),
        ("input.value", "something else"),
    ];
    let counts = [
        ("gen_ai.usage.input_tokens", 123),
        ("gen_ai.usage.output_tokens", 23),
        ("gen_ai.usage.input_tokens.cache_read", 64),
        ("gen_ai.usage.input_tokens.cache_write", 10),
        ("gen_ai.usage.output_tokens.reasoning", 8),
    ];
    let columns = [
        ("operation", "chat"),
        ("request_model", "gpt-4o"),
        ("provider", "openai"),
        ("input_messages", USER),
        ("output_messages", CALL),
        ("tool_definitions", TOOL),
        ("cache_read_tokens", "64"),
        ("cache_write_tokens", "10"),
        ("reasoning_tokens", "8"),
    ];
    named("traceai_openai", "ChatCompletion", &call, &counts, &columns);
    let agent = [("gen_ai.span.kind", "AGENT")];
    named("traceai_langchain", "guide", &agent, &[], &[("operation", "invoke_agent"), ("agent_name", "guide")]);
    let columns = [("operation", "invoke_workflow"), ("agent_name", "")];
    named("traceai_openai_agents", "Agent workflow", &agent, &[], &columns);
}

#[test]
fn values_with_their_type() {
    let call = [
        ("langwatch.span.type", "llm"),
        ("gen_ai.request.model", "gpt-4o"),
        ("langwatch.input", r#"{"type":"chat_messages","value":[{"role":"user","content":"hi"}]}"#),
        ("langwatch.output", r#"{"type":"text","value":"hello"}"#),
        ("langwatch.metrics", r#"{"type":"json","value":{"promptTokens":9,"completionTokens":3}}"#),
    ];
    let columns = [
        ("operation", "chat"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("input_tokens", "9"),
        ("output_tokens", "3"),
    ];
    check(&call, &[], &columns);
    let tool = [
        ("langwatch.span.type", "tool"),
        ("langwatch.input", r#"{"type":"json","value":{"city":"Oslo"}}"#),
        ("langwatch.output", r#"{"type":"text","value":"4 degrees"}"#),
    ];
    let columns = [("tool_name", "weather"), ("tool_arguments", r#"{"city":"Oslo"}"#), ("tool_result", "4 degrees")];
    named("x", "weather", &tool, &[], &columns);
}

#[test]
fn decorators_of_functions() {
    let tool =
        [("judgment.span_kind", "tool"), ("judgment.input", r#"{"city":"Oslo"}"#), ("judgment.output", "4 degrees")];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    named("judgeval", "weather", &tool, &[], &columns);
    let tool = [
        ("ioa_observe.span.kind", "tool"),
        ("ioa_observe.entity.name", "weather"),
        ("ioa_observe.entity.input", r#"{"city":"Oslo"}"#),
        ("ioa_observe.entity.output", "4 degrees"),
    ];
    check(&tool, &[], &columns);
    let agent = [
        ("ioa_observe.span.kind", "agent"),
        ("ioa_observe.entity.name", "guide"),
        ("ioa_observe.entity.input", r#"{"args": ["hi"], "kwargs": {}}"#),
    ];
    check(&agent, &[], &[("operation", "invoke_agent"), ("agent_name", "guide"), ("input_messages", USER)]);
    let tool = [("netra.span.type", "TOOL"), ("input", r#"{"city":"Oslo"}"#), ("output", "4 degrees")];
    named("weather", "weather", &tool, &[], &columns);
    let agent = [("netra.span.type", "AGENT"), ("netra.session_id", "s-1"), ("netra.user_id", "u-1")];
    let said = [("operation", "invoke_agent"), ("agent_name", "guide"), ("conversation_id", "s-1"), ("user_id", "u-1")];
    named("guide", "guide", &agent, &[], &said);
    let tool = [
        ("honeyhive_event_type", "tool"),
        ("honeyhive_event_name", "weather"),
        ("honeyhive_outputs.result", "4 degrees"),
        ("honeyhive.session_id", "s-1"),
    ];
    check(&tool, &[], &[("tool_name", "weather"), ("tool_result", "4 degrees"), ("conversation_id", "s-1")]);
    // What does not come from a cache stands apart.
    let call = [("judgment.span_kind", "llm"), ("judgment.llm.model", "claude-sonnet-4-5")];
    let counts = [
        ("judgment.usage.non_cached_input_tokens", 59),
        ("judgment.usage.cache_read_input_tokens", 64),
        ("judgment.usage.output_tokens", 23),
    ];
    let columns = [("operation", "chat"), ("provider", "anthropic"), ("input_tokens", "123"), ("output_tokens", "23")];
    check(&call, &counts, &columns);
}

#[test]
fn what_monocle_says_in_events() {
    let texts = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(key, t)| (*key, text(t))).collect::<Vec<_>>();
    let asked = Value::StringValue(r#"["{\"system\": \"Be brief.\"}", "{\"user\": \"hi\"}"]"#.to_owned());
    let call = Span {
        events: vec![
            event("data.input", &[("input", asked)]),
            event("data.output", &texts(&[("response", r#"{"assistant": "hello"}"#)])),
            event(
                "metadata",
                &[
                    ("prompt_tokens", Value::IntValue(9)),
                    ("completion_tokens", Value::IntValue(3)),
                    ("cache_read_input_tokens", Value::IntValue(4)),
                    ("finish_reason", text("tool_calls")),
                ],
            ),
        ],
        ..span(&texts(&[
            ("span.type", "inference.framework"),
            ("entity.1.type", "inference.azure_openai"),
            ("entity.1.inference_endpoint", "https://example.com/openai"),
            ("entity.2.name", "gpt-4o"),
            ("scope.agentic.session", "c-7"),
        ]))
    };
    let (row, _) = row_of("monocle_apptrace", call);
    for (column, expected) in [
        ("dialect", "monocle/1"),
        ("operation", "chat"),
        ("provider", "azure.ai.openai"),
        ("server_address", "example.com"),
        ("request_model", "gpt-4o"),
        ("conversation_id", "c-7"),
        ("output_messages", ASSISTANT),
        ("input_tokens", "9"),
        ("output_tokens", "3"),
        ("cache_read_tokens", "4"),
        ("finish_reason", "tool_call"),
    ] {
        assert_eq!(get(&row, column), expected, "{column}");
    }
    assert!(get(&row, "input_messages").ends_with(USER), "{row:#?}");
    let tool = Span {
        events: vec![
            event("data.input", &texts(&[("input", "{'city': 'Oslo'}")])),
            event("data.output", &texts(&[("response", "4 degrees")])),
        ],
        ..span(&texts(&[
            ("span.type", "agentic.tool.invocation"),
            ("entity.1.name", "weather"),
            ("entity.2.name", "guide"),
        ]))
    };
    let (row, _) = row_of("monocle_apptrace", tool);
    let columns = ["tool_name", "agent_name", "tool_arguments", "tool_result"].map(|column| get(&row, column));
    assert_eq!(columns, ["weather", "guide", r#"{"city":"Oslo"}"#, "4 degrees"]);
}

#[test]
fn counts_and_tools_of_ax() {
    let call = Span {
        events: vec![event(
            "gen_ai.usage",
            &[("gen_ai.usage.input_tokens", Value::IntValue(9)), ("gen_ai.usage.output_tokens", Value::IntValue(3))],
        )],
        ..span(&[("gen_ai.operation.name", text("chat")), ("gen_ai.request.model", text("gpt-4o"))])
    };
    let (row, _) = row_of("ax", call);
    assert_eq!(["input_tokens", "output_tokens"].map(|column| get(&row, column)), ["9", "3"]);
    let tool = [("tool.name", "weather"), ("function.id", "call_1")];
    let columns = [("operation", "execute_tool"), ("tool_name", "weather"), ("tool_call_id", "call_1")];
    named("ax", "Tool: weather", &tool, &[], &columns);
    named("ax", "Tool: other", &tool, &[], &[("operation", "")]);
}

#[test]
fn texts_of_embeddings_are_said() {
    let two = [
        r#"{"role":"user","parts":[{"type":"text","content":"a"}]}"#,
        r#"{"role":"user","parts":[{"type":"text","content":"b"}]}"#,
    ]
    .join("\n");
    let kind = ("openinference.span.kind", "EMBEDDING");
    let texts = [
        kind,
        ("embedding.model_name", "text-embedding-3-small"),
        ("embedding.embeddings.0.embedding.text", "a"),
        ("embedding.embeddings.1.embedding.text", "b"),
    ];
    check(&texts, &[], &[("operation", "embeddings"), ("input_messages", &two), ("output_messages", "")]);
    check(&[kind, ("input.value", r#"["a","b"]"#)], &[], &[("input_messages", &two)]);
    let request = r#"{"model":"text-embedding-3-small","input":["a","b"]}"#;
    check(&[kind, ("input.value", request), ("output.value", "[0.1]")], &[], &[("input_messages", &two)]);
    let operation = ("ai.operationId", "ai.embed.doEmbed");
    let one = two.lines().next().unwrap();
    check(&[operation, ("ai.value", "\"a\"")], &[], &[("input_messages", one)]);
    let values = ["\"a\"", "\"b\""].map(|t| opentelemetry_proto::tonic::common::v1::AnyValue { value: Some(text(t)) });
    let values = Value::ArrayValue(opentelemetry_proto::tonic::common::v1::ArrayValue { values: values.to_vec() });
    let (row, _) = row_of("ai", span(&[("ai.operationId", text("ai.embedMany.doEmbed")), ("ai.values", values)]));
    assert_eq!(get(&row, "input_messages"), two);
}

#[test]
fn steps_and_pieces_are_no_calls() {
    let kind = ("openinference.span.kind", "LLM");
    for (sent, operation) in
        [("model_generation", "chat"), ("model_step", "agent_step"), ("model_chunk", "model_chunk")]
    {
        let columns = [("operation", operation)];
        named("@mastra/otel-exporter", "n", &[kind, ("mastra.span.type", sent)], &[], &columns);
    }
    let tool = [("openinference.span.kind", "TOOL"), ("tool_call.id", "call_1"), ("mastra.metadata.resourceId", "u-1")];
    check(&tool, &[], &[("tool_call_id", "call_1"), ("user_id", "u-1")]);
    // A call by the name of its span.
    let call = [("gen_ai.system", "aws"), ("gen_ai.request.model", "nova-pro-v1:0")];
    named("b", "bedrock.completion", &call, &[], &[("operation", "chat"), ("provider", "aws.bedrock")]);
    named("b", "bedrock.other", &call, &[], &[("operation", "")]);
}

#[test]
fn instructions_tools_and_calls_that_stand_elsewhere() {
    let kind = ("langfuse.observation.type", "generation");
    let instructions = ("langfuse.observation.metadata.instructions", "Be brief.");
    let tools = ("langfuse.observation.metadata.tools", r#"[{"type":"function","name":"weather"}]"#);
    let said = r#"[{"type":"text","content":"Be brief."}]"#;
    check(&[kind, instructions, tools], &[], &[("system_instructions", said), ("tool_definitions", TOOL)]);
    let chat = ("gen_ai.operation.name", "chat");
    let answer = r#"[{"role":"assistant","content":[{"id":"c","type":"function","function":{"name":"weather","arguments":"{}"}}]}]"#;
    let strands =
        r#"[{"role":"assistant","content":[{"type":"toolUse","toolUseId":"c","name":"weather","input":"{}"}]}]"#;
    let tools = ("gen_ai.request.tools", r#"["[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]"]"#);
    check(&[chat, ("gen_ai.completion", answer), tools], &[], &[("output_messages", CALL), ("tool_definitions", TOOL)]);
    check(&[chat, ("gen_ai.completion", strands)], &[], &[("output_messages", CALL)]);
}

#[test]
fn calls_beside_the_content_of_events() {
    let texts = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(key, t)| (*key, text(t))).collect::<Vec<_>>();
    let calls = r#"[{"id":"c","type":"function","function":{"name":"weather","arguments":"{}"}}]"#;
    let asked = || event("gen_ai.user.message", &texts(&[("role", "user"), ("content", "hi")]));
    let called =
        || event("gen_ai.choice", &texts(&[("role", "tool"), ("tool_calls", calls), ("finish_reason", "tool_calls")]));
    let of = |events| {
        let call = [("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o")];
        let (row, _) = row_of("koog", Span { events, ..span(&texts(&call)) });
        ["input_messages", "output_messages"].map(|column| get(&row, column).to_owned())
    };
    assert_eq!(of(vec![asked(), called()]), [USER, CALL]);
    // What was called before is a choice as well; the answer is the message at the end.
    let told = event("gen_ai.tool.message", &texts(&[("id", "c"), ("content", "4 degrees")]));
    let said = event("gen_ai.assistant.message", &texts(&[("content", "hello")]));
    let result = r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"4 degrees"}]}"#;
    let before = [USER, CALL, result].join("\n");
    assert_eq!(of(vec![asked(), called(), told, said]), [before, ASSISTANT.to_owned()]);
}

#[test]
fn answers_of_any_agent() {
    let chat = ("gen_ai.operation.name", "call_llm");
    let call = ("gen_ai.output", r#"[{"tool.name": "weather", "tool.args": "{}"}]"#);
    check(&[chat, call], &[], &[("output_messages", &CALL.replace(r#""id":"c","#, ""))]);
    check(&[chat, ("gen_ai.output", "hello")], &[], &[("output_messages", ASSISTANT)]);
    let tool = [("gen_ai.operation.name", "execute_tool"), ("gen_ai.output", "4 degrees")];
    check(&tool, &[], &[("tool_result", "4 degrees")]);
}
