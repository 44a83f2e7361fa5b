//! Minimal spans of frameworks that have names of their own, and of what some of them say otherwise.

use opentelemetry_proto::tonic::{common::v1::any_value::Value, trace::v1::Span};

use super::dialects::{get, row_of, span, text};

pub(super) const USER: &str = r#"{"role":"user","parts":[{"type":"text","content":"hi"}]}"#;
pub(super) const ASSISTANT: &str = r#"{"role":"assistant","parts":[{"type":"text","content":"hello"}]}"#;

fn said(name: &str, texts: &[(&str, &str)], counts: &[(&str, i64)]) -> Span {
    let texts = texts.iter().map(|(key, value)| (*key, text(value)));
    let all: Vec<_> = texts.chain(counts.iter().map(|(key, n)| (*key, Value::IntValue(*n)))).collect();
    Span { name: name.to_owned(), ..span(&all) }
}

/// The columns of a span of this scope and name are these.
pub(super) fn named(scope: &str, name: &str, texts: &[(&str, &str)], counts: &[(&str, i64)], columns: &[(&str, &str)]) {
    let (row, _) = row_of(scope, said(name, texts, counts));
    for (column, expected) in columns {
        assert_eq!(get(&row, column), *expected, "{column} of {name} {texts:?}");
    }
}

pub(super) fn check(texts: &[(&str, &str)], counts: &[(&str, i64)], columns: &[(&str, &str)]) {
    named("", "n", texts, counts, columns);
}

/// A tool call under these names has its columns.
pub(super) fn tool(kind: (&str, &str), names: [&str; 4]) {
    let [name, id, arguments, result] = names;
    let all = [kind, (name, "weather"), (id, "call_1"), (arguments, r#"{"city":"Oslo"}"#), (result, "4 degrees")];
    let sent: Vec<_> = all.into_iter().filter(|(key, _)| !key.is_empty()).collect();
    check(
        &sent,
        &[],
        &[
            ("operation", "execute_tool"),
            ("tool_name", if name.is_empty() { "" } else { "weather" }),
            ("tool_call_id", if id.is_empty() { "" } else { "call_1" }),
            ("tool_arguments", r#"{"city":"Oslo"}"#),
            ("tool_result", "4 degrees"),
        ],
    );
}

#[test]
fn tools() {
    let spring = "spring.ai.tool.definition.name";
    tool(
        ("gen_ai.operation.name", "execute_tool"),
        [spring, "spring.ai.tool.call.id", "spring.ai.tool.call.arguments", "spring.ai.tool.call.result"],
    );
    tool(
        ("gen_ai.operation.name", "tool.execute"),
        ["gen_ai.tool.name", "", "gen_ai.tool.input", "gen_ai.tool.output"],
    );
    tool(("span.type", "tool"), ["tool.name", "tool.call.id", "input", "output"]);
    tool(("lmnr.span.type", "TOOL"), ["", "", "lmnr.span.input", "lmnr.span.output"]);
    tool(("agentops.span.kind", "tool"), ["", "", "agentops.entity.input", "agentops.entity.output"]);
    let claude = [
        ("span.type", "tool"),
        ("tool_input", "[TOOL INPUT: weather]\n{\"city\":\"Oslo\"}"),
        ("new_context", "[TOOL RESULT: weather]\n4 degrees"),
    ];
    check(&claude, &[], &[("tool_arguments", r#"{"city":"Oslo"}"#), ("tool_result", "4 degrees")]);
    // What has no such head is something else.
    check(&[("span.type", "tool"), ("tool_input", "a]\nb")], &[], &[("tool_arguments", "")]);
}

#[test]
fn kinds_of_spans() {
    for (key, kind, operation) in [
        ("span.type", "llm_request", "chat"),
        ("span.type", "interaction", "invoke_agent"),
        ("span.type", "web", ""),
        ("mastra.span.type", "workflow_run", "invoke_workflow"),
        ("langwatch.span.type", "rag", "retrieval"),
        ("lmnr.span.type", "LLM", "chat"),
        ("lmnr.span.type", "DEFAULT", ""),
        ("gen_ai.operation.name", "agent.run", "invoke_agent"),
    ] {
        check(&[(key, kind)], &[], &[("operation", operation)]);
    }
    // The clients of Spring AI are around the calls, its advisors between.
    let framework = ("gen_ai.operation.name", "framework");
    let system = ("gen_ai.system", "spring_ai");
    check(
        &[framework, system, ("spring.ai.kind", "chat_client"), ("spring.ai.chat.client.conversation.id", "c-7")],
        &[],
        &[("operation", "invoke_workflow"), ("provider", ""), ("conversation_id", "c-7")],
    );
    check(&[framework, system, ("spring.ai.kind", "advisor")], &[], &[("operation", "")]);
    let failed =
        [("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o"), ("gen_ai.response.model", "none")];
    check(&failed, &[], &[("request_model", "gpt-4o"), ("response_model", "")]);
}

#[test]
fn what_repeats_the_tokens_of_calls_is_not_billed() {
    let model = ("gen_ai.response.model", "gpt-4o");
    let tokens = [("gen_ai.usage.input_tokens", 9), ("gen_ai.usage.thinking_tokens", 3)];
    check(
        &[("ag2.span.type", "usage"), model],
        &tokens,
        &[("operation", "record_usage"), ("input_tokens", "9"), ("reasoning_tokens", "3"), ("cost_usd", "")],
    );
    // Settings do not make an agent of the Vercel AI SDK a call, and its prompt is in its own attributes.
    let agent = [
        ("openinference.span.kind", "AGENT"),
        ("ai.operationId", "ai.generateText"),
        ("ai.prompt", r#"{"system":"Be brief.","prompt":"hi"}"#),
        ("llm.input_messages.0.message.role", "system"),
        ("llm.input_messages.0.message.content", "Be brief."),
        ("llm.invocation_parameters", "{}"),
        ("llm.model_name", "gpt-4o"),
    ];
    let (row, _) = row_of("", said("n", &agent, &[("llm.token_count.prompt", 9)]));
    assert_eq!((get(&row, "operation"), get(&row, "cost_usd")), ("invoke_agent", ""));
    assert!(get(&row, "input_messages").ends_with(USER), "{row:#?}");
}

#[test]
fn voltagent() {
    let scope = "@voltagent/core";
    named(
        scope,
        "llm:generateText",
        &[
            ("span.type", "llm"),
            ("conversation.id", "c-7"),
            ("llm.model", "gpt-4o"),
            ("llm.messages", r#"[{"role":"user","content":"hi"}]"#),
            ("llm.finish_reason", "tool-calls"),
        ],
        &[
            ("llm.usage.prompt_tokens", 123),
            ("llm.usage.completion_tokens", 23),
            ("llm.usage.cached_tokens", 64),
            ("llm.usage.reasoning_tokens", 8),
        ],
        &[
            ("dialect", "voltagent/1"),
            ("operation", "chat"),
            ("provider", "openai"),
            ("request_model", "gpt-4o"),
            ("input_tokens", "123"),
            ("output_tokens", "23"),
            ("cache_read_tokens", "64"),
            ("reasoning_tokens", "8"),
            ("finish_reason", "tool_call"),
            ("conversation_id", "c-7"),
            ("input_messages", USER),
        ],
    );
    named(
        scope,
        "guide",
        &[
            ("entity.name", "guide"),
            ("agent.messages", r#"[{"role":"user","content":"hi"}]"#),
            ("ai.model.name", "gpt-4o"),
            ("output", "hello"),
        ],
        &[("usage.prompt_tokens", 246)],
        &[
            ("operation", "invoke_agent"),
            ("agent_name", "guide"),
            ("request_model", "gpt-4o"),
            ("input_tokens", "246"),
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
            ("cost_usd", ""),
        ],
    );
    // What an agent remembers is no run of it.
    named(
        scope,
        "memory.read",
        &[("span.type", "memory"), ("input", "hi")],
        &[],
        &[("operation", ""), ("input_messages", "")],
    );
}

#[test]
fn livekit_pipecat_and_claude_code() {
    let agent = ("gen_ai.operation.name", "invoke_agent");
    let mark = ("langfuse.observation.completion_start_time", "\"2026-01-01T00:00:00Z\"");
    named(
        "livekit-agents",
        "agent_turn",
        &[agent, mark, ("lk.pii.user_input", "hi"), ("lk.pii.response.text", "hello")],
        &[("gen_ai.usage.input_cached_tokens", 64)],
        &[
            ("dialect", "livekit/1"),
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
            ("cache_read_tokens", "64"),
        ],
    );
    // Pipecat's call.
    let call = [
        ("gen_ai.operation.name", "chat"),
        ("input", r#"[{"role":"user","content":"hi"}]"#),
        ("output", "hello"),
        ("tools", r#"[{"type":"function","function":{"name":"weather"}}]"#),
        ("metrics.ttfb", "0.25"),
    ];
    let columns = [
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("tool_definitions", r#"{"type":"function","name":"weather"}"#),
        ("ttft_ms", "250.0"),
    ];
    check(&call, &[], &columns);
    check(&[agent, ("gen_ai.provider.name", "api.openai.com")], &[], &[("provider", "openai")]);
    check(&[agent, ("user_prompt", "hi")], &[], &[("input_messages", USER)]);
    check(
        &[("span.type", "llm_request"), ("response.model_output", "hello"), ("user_system_prompt", "Be brief.")],
        &[("ttft_ms", 13)],
        &[
            ("output_messages", ASSISTANT),
            ("system_instructions", r#"[{"type":"text","content":"Be brief."}]"#),
            ("ttft_ms", "13.0"),
        ],
    );
}

#[test]
fn google_adk_before_it_knew_operations() {
    let response =
        r#"{"usage_metadata":{"prompt_token_count":9,"candidates_token_count":15,"thoughts_token_count":8}}"#;
    let call = [
        ("gen_ai.request.model", "gemini-2.5-flash"),
        ("gcp.vertex.agent.llm_request", r#"{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"#),
        ("gcp.vertex.agent.llm_response", response),
    ];
    // The first counted the answer alone, the second all of it.
    for sent in [15, 23] {
        named(
            "gcp.vertex.agent",
            "call_llm",
            &call,
            &[("gen_ai.usage.output_tokens", sent)],
            &[("output_tokens", "23"), ("reasoning_tokens", "8")],
        );
    }
    // The name agrees with what is sent, and is not taken for it.
    let sent =
        [("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", "weather"), ("gen_ai.tool.call.id", "c1")];
    let columns = [("operation", "execute_tool"), ("tool_name", "weather"), ("tool_call_id", "c1")];
    named("gcp.vertex.agent", "execute_tool weather", &sent, &[], &columns);
    // What failed has no attributes.
    for (name, operation, tool) in [
        ("call_llm", "generate_content", ""),
        ("invocation", "invoke_workflow", ""),
        ("execute_tool weather", "execute_tool", "weather"),
    ] {
        named("gcp.vertex.agent", name, &[], &[], &[("operation", operation), ("tool_name", tool)]);
    }
}

#[test]
fn responses_say_how_many_tokens_they_took() {
    let embedded = r#"{"embedding":"<3>","meta":{"model":"text-embedding-3-small","usage":{"prompt_tokens":7}}}"#;
    check(
        &[("openinference.span.kind", "EMBEDDING"), ("output.value", embedded)],
        &[],
        &[("response_model", "text-embedding-3-small"), ("input_tokens", "7")],
    );
    let image = r#"{"created":1,"data":[],"usage":{"input_tokens":9,"output_tokens":11}}"#;
    check(
        &[("openinference.span.kind", "LLM"), ("output.value", image)],
        &[],
        &[("input_tokens", "9"), ("output_tokens", "11")],
    );
}

#[test]
fn numbered_texts_of_a_message() {
    check(
        &[
            ("openinference.span.kind", "AGENT"),
            ("llm.output_messages.0.message.role", "assistant"),
            ("llm.output_messages.0.message.content.0", "hello"),
        ],
        &[],
        &[("output_messages", ASSISTANT), ("attributes", r#"{"openinference.span.kind":"AGENT"}"#)],
    );
}

#[test]
fn finish_reasons_in_camel_case() {
    for (sent, reason) in [("toolUse", "tool_call"), ("endTurn", "stop"), ("maxTokens", "length")] {
        check(
            &[("gen_ai.operation.name", "chat"), ("gen_ai.response.finish_reasons", sent)],
            &[],
            &[("finish_reason", reason)],
        );
    }
    named("strands-agents", "chat", &[("gen_ai.operation.name", "chat")], &[], &[("dialect", "strands/1")]);
}

#[test]
fn genkit_for_go() {
    let genkit = [
        ("genkit:metadata:subtype", "model"),
        ("genkit:output", r#"{"custom":{"id":"r1","model":"gpt-4o"},"message":{}}"#),
    ];
    check(&genkit, &[], &[("response_model", "gpt-4o"), ("response_id", "r1")]);
}

#[test]
fn langchain_in_langfuse_and_openai_agents_in_logfire() {
    // The name that Langfuse has is the answer's.
    check(
        &[
            ("langfuse.observation.type", "generation"),
            ("langfuse.observation.metadata.ls_model_name", "\"gpt-4o\""),
            ("langfuse.observation.metadata.ls_provider", "\"azure\""),
            ("langfuse.observation.model.name", "gpt-4o-2024-08-06"),
        ],
        &[],
        &[("request_model", "gpt-4o"), ("response_model", "gpt-4o-2024-08-06"), ("provider", "azure.ai.openai")],
    );
    let scope = "logfire.openai_agents";
    let tool = [("name", "weather"), ("input", r#"{"city":"Oslo"}"#), ("output", "4 degrees")];
    let columns = [("operation", "execute_tool"), ("tool_name", "weather"), ("tool_result", "4 degrees")];
    named(scope, "Function: {name}", &tool, &[], &columns);
    let system = ("gen_ai.system", "openai");
    let columns = [("operation", "invoke_agent"), ("agent_name", "guide")];
    named(scope, "Agent run: {name!r}", &[system, ("name", "guide")], &[], &columns);
    let trace = [("name", "flow"), ("group_id", "c-7"), ("metadata", "null")];
    let columns = [("operation", "invoke_workflow"), ("conversation_id", "c-7"), ("agent_name", "")];
    named(scope, "OpenAI Agents trace: {name}", &trace, &[], &columns);
    let trace = [("name", "flow"), ("group_id", "null"), ("metadata", "null")];
    named(scope, "OpenAI Agents trace: {name}", &trace, &[], &[("conversation_id", "")]);
    let failed = [("gen_ai.request.model", "gpt-4o")];
    named(scope, "Responses API with {gen_ai.request.model!r}", &failed, &[], &[("operation", "chat")]);
    let events = r#"[{"event.name":"gen_ai.user.message","content":"hi","role":"user"},
        {"event.name":"gen_ai.assistant.message","content":"hello","role":"assistant"}]"#;
    let call = [("gen_ai.operation.name", "chat"), ("events", events)];
    named(scope, "Responses API with x", &call, &[], &[("input_messages", USER), ("output_messages", ASSISTANT)]);
}

#[test]
fn langtrace_and_what_failed_in_openlit() {
    for (sent, operation) in [("embed", "embeddings"), ("openai.responses.create", "chat")] {
        let columns = [("operation", operation), ("cache_read_tokens", "64")];
        check(&[("gen_ai.operation.name", sent)], &[("gen_ai.usage.cached_tokens", 64)], &columns);
    }
    let columns = [("operation", "chat"), ("request_model", "gpt-4o"), ("provider", "openai")];
    named("openlit.otel.tracing", "chat gpt-4o", &[], &[], &columns);
    named("openlit.otel.tracing", "chat gpt-4o", &[("telemetry.sdk.name", "openlit")], &[], &columns);
    named("openlit.otel.tracing", "other", &[], &[], &[("operation", ""), ("request_model", "")]);
}

#[test]
fn braintrust() {
    check(
        &[
            ("braintrust.span_attributes", r#"{"type":"llm"}"#),
            ("braintrust.metadata", r#"{"provider":"openai","model":"gpt-4o"}"#),
            (
                "braintrust.metrics",
                r#"{"prompt_tokens":123,"completion_tokens":23,"tokens":146,"prompt_cached_tokens":64}"#,
            ),
            ("braintrust.input_json", r#"[{"role":"user","content":"hi"}]"#),
            ("braintrust.output_json", r#"[{"role":"assistant","content":"hello"}]"#),
        ],
        &[],
        &[
            ("operation", "chat"),
            ("provider", "openai"),
            ("request_model", "gpt-4o"),
            ("input_tokens", "123"),
            ("output_tokens", "23"),
            ("cache_read_tokens", "64"),
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
        ],
    );
    tool(
        ("braintrust.span_attributes", r#"{"type":"tool"}"#),
        ["", "", "braintrust.input_json", "braintrust.output_json"],
    );
    check(&[("braintrust.span_attributes", r#"{"type":"score"}"#)], &[], &[("operation", "")]);
}
