//! Minimal spans of CrewAI's own tracing, of agents of LangChain, of Azure's agents, Flowise and others.

use opentelemetry_proto::tonic::{common::v1::any_value::Value, trace::v1::Span};

use super::{
    dialects::{event, get, row, row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
};

#[test]
fn crewai_traces_itself() {
    let hash = ("gen_ai.agent.name", "0f3c9d1e5b7a48d2a6c4e8f091b3d5c7");
    let role = ("crewai.agent.role", "Reporter");
    let agent = [("gen_ai.operation.name", "invoke_agent"), hash, role];
    named("crewai", "execute agent", &agent, &[], &[("operation", "invoke_agent"), ("agent_name", "Reporter")]);
    named("crewai", "call llm", &[("gen_ai.operation.name", "chat"), role], &[], &[("agent_name", "Reporter")]);
    // A call that fails leaves its operation on what is around it.
    let failed = [("gen_ai.operation.name", "chat"), hash, role, ("gen_ai.request.model", "gpt-4o")];
    for (name, operation) in [("execute agent", "invoke_agent"), ("execute task", "execute_task"), ("call llm", "chat")]
    {
        named("crewai", name, &failed, &[], &[("operation", operation), ("agent_name", "Reporter")]);
    }
    named("mine", "execute agent", &failed, &[], &[("operation", "chat"), ("agent_name", hash.1)]);
}

#[test]
fn the_chain_that_has_the_name_of_an_agent_of_langchain_is_its_run() {
    let metadata = r#"{"lc_agent_name": "reporter"}"#;
    let openinference = [("openinference.span.kind", "CHAIN"), ("metadata", metadata)];
    let langfuse =
        [("langfuse.observation.type", "chain"), ("langfuse.observation.metadata.lc_agent_name", "\"reporter\"")];
    for sent in [&openinference[..], &langfuse[..]] {
        let columns = [("operation", "invoke_agent"), ("agent_name", "reporter")];
        named("", "reporter", sent, &[], &columns);
        // A node of it.
        let columns = [("operation", "invoke_workflow"), ("agent_name", "reporter")];
        named("", "model", sent, &[], &columns);
    }
    // Langfuse for JavaScript calls it a span, and a node too.
    let script = [
        ("langfuse.observation.type", "span"),
        ("langfuse.observation.metadata.lc_agent_name", "reporter"),
        ("langfuse.observation.input", r#"{"messages":[{"role":"user","content":"hi"}]}"#),
    ];
    named("", "reporter", &script, &[], &[("operation", "invoke_agent"), ("input_messages", USER)]);
    named("", "model", &script, &[], &[("operation", ""), ("agent_name", "reporter")]);
    let other = [("openinference.span.kind", "CHAIN"), ("metadata", r#"{"name": "reporter"}"#)];
    named("", "reporter", &other, &[], &[("operation", "invoke_workflow"), ("agent_name", "")]);
}

#[test]
fn agents_of_azure() {
    let run = span(&[
        ("gen_ai.system", text("az.ai.agents")),
        ("gen_ai.operation.name", text("process_thread_run")),
        ("gen_ai.thread.id", text("thread_1")),
        ("gen_ai.agent.id", text("asst_1")),
        ("gen_ai.usage.input_tokens", Value::IntValue(9)),
    ]);
    let said = |name, json| event(name, &[("gen_ai.event.content", text(json))]);
    let answer = r#"{"content": {"text": {"value": "hello", "annotations": []}}, "role": "assistant"}"#;
    let events = vec![
        said("gen_ai.user.message", r#"{"content": "hi", "role": "user"}"#),
        said("gen_ai.assistant.message", answer),
    ];
    let (row, _) = row_of("azure.core.tracing.ext.opentelemetry_span", Span { events, ..run });
    for (column, expected) in [
        ("operation", "invoke_agent"),
        ("agent_id", "asst_1"),
        ("conversation_id", "thread_1"),
        ("input_tokens", "9"),
        ("cost_usd", ""),
        ("input_messages", USER),
        ("output_messages", r#"{"role":"assistant","parts":[{"type":"text","content":"hello","annotations":[]}]}"#),
    ] {
        assert_eq!(get(&row, column), expected, "{column}");
    }
    let tool = [
        ("gen_ai.operation.name", "execute_tool"),
        ("gen_ai.tool.name", "weather"),
        ("code.function.parameter.city", "Oslo"),
        ("code.function.return.value", "4 degrees"),
    ];
    check(&tool, &[], &[("tool_arguments", r#"{"city":"Oslo"}"#), ("tool_result", "4 degrees")]);
}

#[test]
fn a_complete_response_may_have_ended_in_calls() {
    const SCOPE: &str = "openinference.instrumentation.openai_agents";
    let call = |name: &'static str| {
        [
            ("openinference.span.kind", "LLM"),
            ("llm.finish_reason", "stop"),
            ("llm.output_messages.0.message.role", "assistant"),
            (name, "weather"),
        ]
    };
    let calls = call("llm.output_messages.0.message.tool_calls.0.tool_call.function.name");
    named(SCOPE, "response", &calls, &[], &[("finish_reason", "tool_call")]);
    named("mine", "response", &calls, &[], &[("finish_reason", "stop")]);
    let pydantic = |id| {
        [
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.response.id", id),
            ("gen_ai.response.finish_reasons", "[\"stop\"]"),
            ("gen_ai.output.messages", r#"[{"role": "assistant", "parts": [{"type": "tool_call", "name": "f"}]}]"#),
        ]
    };
    named("pydantic-ai", "chat gpt-5", &pydantic("resp_1"), &[], &[("finish_reason", "tool_call")]);
    named("pydantic-ai", "chat gemini", &pydantic("x"), &[], &[("finish_reason", "stop")]);
    named(SCOPE, "response", &call("llm.output_messages.0.message.content"), &[], &[("finish_reason", "stop")]);
}

#[test]
fn thoughts_are_the_text_of_an_item_of_the_responses_interface() {
    let output = |item: &str| format!(r#"[{item}, {{"role": "assistant", "content": "hello"}}]"#);
    for (item, part) in [
        (
            r#"{"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Hm."}], "content": null}"#,
            r#"{"type":"reasoning","content":"Hm.","id":"rs_1"}"#,
        ),
        (
            r#"{"type": "reasoning", "id": "rs_1", "summary": [{"text": "a"}, {"text": "b"}], "content": []}"#,
            r#"{"type":"reasoning","content":"a","id":"rs_1"},{"type":"reasoning","content":"b"}"#,
        ),
        (
            r#"{"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "own"}]}"#,
            r#"{"type":"reasoning","content":"own"}"#,
        ),
        // What cannot be read stays as it is.
        (r#"{"type": "reasoning", "encrypted_content": "x"}"#, r#"{"type": "reasoning", "encrypted_content": "x"}"#),
        (r#"{"type": "reasoning", "summary": [{"no": 1}]}"#, r#"{"type": "reasoning", "summary": [{"no": 1}]}"#),
    ] {
        let sent = [("langfuse.observation.type", "generation"), ("langfuse.observation.output", &output(item))];
        let expected = format!("{{\"role\":\"assistant\",\"parts\":[{part}]}}\n{ASSISTANT}");
        check(&sent, &[], &[("output_messages", &expected)]);
    }
}

#[test]
fn messages_of_which_some_only_say_who_speaks_are_read_where_all_say_more() {
    // OpenInference for JavaScript leaves out the blocks of LangChain's instructions.
    let call = |value: &'static str| {
        [
            ("openinference.span.kind", "LLM"),
            ("llm.input_messages.0.message.role", "system"),
            ("llm.input_messages.1.message.role", "user"),
            ("llm.input_messages.1.message.content", "hi"),
            ("input.value", value),
        ]
    };
    let all = r#"{"messages":[{"role":"system","content":[{"type":"text","text":"Be brief."}]},{"role":"user","content":"hi"}]}"#;
    let system = r#"{"role":"system","parts":[{"type":"text","content":"Be brief."}]}"#;
    check(&call(all), &[], &[("input_messages", &format!("{system}\n{USER}"))]);
    for less in [r#"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":""}]}"#, "hi"] {
        check(&call(less), &[], &[("input_messages", &format!("{{\"role\":\"system\",\"parts\":[]}}\n{USER}"))]);
    }
}

#[test]
fn flowise_sends_texts_as_json() {
    let call = [
        ("openinference.span.kind", "LLM"),
        ("input.value", "\"hi\""),
        ("output.value", "\"hello\""),
        ("llm.model_name", "gpt-4o"),
    ];
    check(
        &call,
        &[],
        &[
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
            ("attributes", r#"{"openinference.span.kind":"LLM"}"#),
        ],
    );
}

#[test]
fn a_name_of_a_tool_without_a_text_makes_no_tool_of_what_was_said() {
    for content in [r#"[""]"#, "hi"] {
        let mut call = span(&[("gen_ai.tool.name", text(""))]);
        call.events = vec![event("gen_ai.system.message", &[("content", text(content))])];
        let (row, _) = row(call);
        assert_eq!((get(&row, "operation"), get(&row, "tool_arguments")), ("", ""));
    }
}

#[test]
fn other_names() {
    check(&[("error.type", "<class 'openai.RateLimitError'>")], &[], &[("error_type", "openai.RateLimitError")]);
    for odd in ["<class 'a", "<class ''>", "<class '<class 'a'>'>"] {
        check(&[("error.type", odd)], &[], &[("error_type", odd)]);
    }
    let tool = [("lmnr.span.type", "TOOL"), ("tool_name", "click"), ("tool_call_id", "t1")];
    named("lmnr.tracer", "rust_core.tool.click", &tool, &[], &[("tool_name", "click"), ("tool_call_id", "t1")]);
    check(&[("langsmith.span.kind", "TOOL")], &[], &[("operation", "execute_tool")]);
    let written = [("gen_ai.usage.input_tokens", 90), ("gen_ai.usage.cache_creation_tokens", 10)];
    check(&[("gen_ai.request.model", "gpt-4o")], &written, &[("operation", "chat"), ("cache_write_tokens", "10")]);
    // Tencent's agents for Go.
    let call = [
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.system", "trpc.go.agent"),
        ("gen_ai.request.model", "gpt-4o"),
        ("gen_ai.request.tool.definitions", r#"[{"type":"function","function":{"name":"f"}}]"#),
        ("trpc.go.agent.runner.session_id", "s-1"),
        ("trpc_go_agent.user.id", "u-1"),
    ];
    let counts = [("gen_ai.usage.input_tokens", 90), ("gen_ai.usage.input_tokens.cached", 40)];
    let columns = [
        ("provider", "openai"),
        ("cache_read_tokens", "40"),
        ("tool_definitions", r#"{"type":"function","name":"f"}"#),
        ("conversation_id", "s-1"),
        ("user_id", "u-1"),
    ];
    check(&call, &counts, &columns);
    // ADK for Rust.
    let columns = [("operation", "execute_tool"), ("tool_name", "weather")];
    named("mine", "tool.execute", &[("tool.name", "weather")], &[], &columns);
    named("mine", "tool.execute", &[], &[], &[("operation", "")]);
    let columns = [("operation", "invoke_agent"), ("agent_name", "reporter")];
    named("mine", "agent.run", &[("agent.name", "reporter")], &[], &columns);
}
