//! Minimal spans of what SDKs were recorded to send while they called a local stand-in of a provider: Anthropic's own
//! clients (Python 2.14, JavaScript 1.14), Laminar 0.8.2, Mirascope 2.8.2, TanStack AI 0.58, TruLens 2.16, NeMo
//! Guardrails 0.24.1, Microsoft's Agent 365 2.0, Google ADK 2.13 over LiteLLM, Mastra 1.71, Upsonic 0.77.3,
//! OpenTelemetry's `openai-agents-v2` 0.1, PromptLayer 1.5.16, `@effect/ai` 0.37, Azure's AI Projects, OpenLLMetry for
//! JavaScript 0.27. Apache-2.0 and MIT; recorded for this project.

use opentelemetry_proto::tonic::trace::v1::Span;

use super::{
    dialects::{row_of, span, text},
    frameworks::{check, named},
};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");
const TOOL: (&str, &str) = ("gen_ai.operation.name", "execute_tool");
const CALLED: &str =
    r#"[{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"weather","arguments":{"city":"Oslo"}}]}]"#;

#[test]
fn tools_of_anthropics_own_clients() {
    for scope in ["com.anthropic.sdk.python", "com.anthropic.sdk.typescript"] {
        let told = ("anthropic.tool_result.content", r#"[{"type":"text","text":"4 degrees"}]"#);
        let tool = [TOOL, ("gen_ai.tool.name", "weather"), told];
        named(scope, "anthropic.custom_tool_use weather", &tool, &[], &[("tool_result", "4 degrees")]);
        let blocks = r#"[{"type":"text","text":"4"},{"type":"text","text":"5"}]"#;
        let tool = [TOOL, ("anthropic.tool_result.content", blocks)];
        named(scope, "anthropic.custom_tool_use weather", &tool, &[], &[("tool_result", blocks)]);
        // It asks what a request would count, and makes none.
        let count = [("gen_ai.provider.name", "anthropic"), ("gen_ai.request.model", "claude-sonnet-4-5")];
        let counted = [("anthropic.message.count_tokens.input_tokens", 50)];
        let columns = [("operation", ""), ("input_tokens", ""), ("cost_usd", "")];
        named(scope, "anthropic.messages.count_tokens", &count, &counted, &columns);
        let session = [("anthropic.session.id", "sess_1")];
        named(scope, "anthropic.sessions.events.send", &session, &[], &[("conversation_id", "sess_1")]);
    }
}

#[test]
fn laminar() {
    let llm = ("lmnr.span.type", "LLM");
    let embeddings = [llm, ("gen_ai.request.model", "text-embedding-3-small"), ("llm.headers", "None")];
    let columns = [("operation", "embeddings"), ("input_tokens", "7")];
    named("lmnr.tracer", "openai.embeddings", &embeddings, &[("gen_ai.usage.input_tokens", 7)], &columns);
    for (sent, expected) in [("tool_use", "tool_call"), ("end_turn", "stop"), ("max_tokens", "length")] {
        let answer =
            format!(r#"[{{"role":"assistant","content":[{{"type":"text","text":"a"}}],"stop_reason":"{sent}"}}]"#);
        let call = [llm, ("gen_ai.output.messages", &*answer)];
        named("lmnr.tracer", "anthropic.chat", &call, &[], &[("operation", "chat"), ("finish_reason", expected)]);
    }
    let id = ("gen_ai.response.id", "resp_55");
    for (status, expected) in [("completed", "stop"), ("incomplete", "")] {
        let answer = format!(
            r#"[{{"id":"msg_55","type":"message","role":"assistant","status":"{status}","content":[{{"type":"output_text","text":"a"}}]}}]"#
        );
        let call = [llm, id, ("gen_ai.output.messages", &*answer)];
        named("lmnr.tracer", "openai.response", &call, &[], &[("finish_reason", expected)]);
    }
    let calls = r#"[{"arguments":"{\"city\": \"Oslo\"}","call_id":"call_55_0","name":"weather","type":"function_call","id":"fc_55_0","status":"completed"}]"#;
    let call = [llm, id, ("gen_ai.output.messages", calls)];
    named("lmnr.tracer", "openai.response", &call, &[], &[("finish_reason", "tool_call")]);
}

#[test]
fn a_call_of_which_nobody_says_how_it_ended() {
    check(&[CHAT, ("gen_ai.output.messages", CALLED)], &[], &[("finish_reason", "tool_call")]);
    // Who says it is right; what failed ended in nothing else.
    let said = ("gen_ai.response.finish_reasons", r#"["length"]"#);
    check(&[CHAT, ("gen_ai.output.messages", CALLED), said], &[], &[("finish_reason", "length")]);
    let failed = ("error.type", "timeout");
    check(&[CHAT, ("gen_ai.output.messages", CALLED), failed], &[], &[("finish_reason", "")]);
    // A stream that was broken off.
    for (arguments, expected) in
        [("{\\\"city\\\": \\\"Os", ""), ("{\\\"city\\\": \\\"Oslo\\\"}", "tool_call"), ("", "tool_call")]
    {
        let answer = CALLED.replace(r#"{"city":"Oslo"}"#, &format!("\"{arguments}\""));
        check(&[CHAT, ("gen_ai.output.messages", &*answer)], &[], &[("finish_reason", expected)]);
    }
    let agent = ("gen_ai.operation.name", "invoke_agent");
    check(&[agent, ("gen_ai.output.messages", CALLED)], &[], &[("finish_reason", "")]);
    let answer = CALLED.replace("tool_call", "text");
    check(&[CHAT, ("gen_ai.output.messages", &answer)], &[], &[("finish_reason", "")]);
}

#[test]
fn an_agent_by_the_name_of_its_span() {
    const AGENT: (&str, &str) = ("gen_ai.operation.name", "invoke_agent");
    named("mine", "invoke_agent booker", &[AGENT], &[], &[("agent_name", "booker")]);
    // It has no name: the Vercel AI SDK 7 says the model there, others the id.
    for other in ["gen_ai.request.model", "gen_ai.response.model", "gen_ai.agent.id"] {
        named("mine", "invoke_agent x-1", &[AGENT, (other, "x-1")], &[], &[("agent_name", "")]);
    }
}

#[test]
fn langchain_over_the_responses_interface() {
    // OpenTelemetry's `genai-langchain` 1.3b0.
    const SCOPE: &str = "opentelemetry.instrumentation.genai.langchain";
    let error = ("gen_ai.response.finish_reasons", r#"["error"]"#);
    let id = ("gen_ai.response.id", "resp_1");
    let said = CALLED.replace("tool_call", "text");
    let failed = ("error.type", "timeout");
    for (scope, answer, more, expected) in [
        (SCOPE, CALLED, id, "tool_call"),
        (SCOPE, &*said, id, ""),
        (SCOPE, CALLED, ("gen_ai.response.id", "chatcmpl-1"), "error"),
        ("mine", CALLED, id, "error"),
    ] {
        let call = [CHAT, error, more, ("gen_ai.output.messages", answer)];
        named(scope, "chat gpt-4o", &call, &[], &[("finish_reason", expected)]);
    }
    let call = [CHAT, error, id, failed, ("gen_ai.output.messages", CALLED)];
    named(SCOPE, "chat gpt-4o", &call, &[], &[("finish_reason", "error")]);
    named(SCOPE, "chat gpt-4o", &[CHAT, error, id], &[], &[("finish_reason", "error")]);
}

#[test]
fn calls_that_openai_agents_prints() {
    const SCOPE: &str = "opentelemetry.instrumentation.openai_agents";
    let item = r#"ResponseFunctionToolCall(arguments='{\"city\": \"Oslo\"}', call_id='c', name='weather', type='function_call', id='fc', async_=None, status='completed')"#;
    let message = r#"{'content': None, 'role': 'assistant', 'tool_calls': [{'id': 'c', 'function': {'arguments': '{}', 'name': 'weather'}, 'type': 'function'}]}"#;
    let call = r#"{"type":"tool_call","id":"c","arguments":"{\"city\": \"Oslo\"}","name":"weather","$id":"fc","status":"completed"}"#;
    let called = r#"{"type":"tool_call","id":"c","arguments":"{}","name":"weather"}"#;
    for (printed, expected) in [(item, call), (message, called)] {
        let text = format!(r#"{{"type":"text","content":{}}}"#, serde_json::to_string(printed).unwrap());
        let sent = format!(r#"[{{"role":"assistant","parts":[{text}]}}]"#);
        let answer = format!(r#"{{"role":"assistant","parts":[{expected}]}}"#);
        let span = [CHAT, ("gen_ai.output.messages", &*sent)];
        named(SCOPE, "chat gpt-4o", &span, &[], &[("output_messages", &*answer), ("finish_reason", "tool_call")]);
        // Others' models may well say so.
        let plain = sent.trim_matches(['[', ']']);
        named("mine", "chat gpt-4o", &span, &[], &[("output_messages", plain), ("finish_reason", "")]);
    }
    let said =
        r#"{"role":"assistant","parts":[{"type":"text","content":"A ResponseFunctionToolCall(name='f') is one."}]}"#;
    named(SCOPE, "chat", &[CHAT, ("gen_ai.output.messages", said)], &[], &[("output_messages", said)]);
}

#[test]
fn promptlayer() {
    const SCOPE: &str = "promptlayer.integrations.openai_agents";
    let kind = ("node_type", "LLM_SESSION");
    let agent = [kind, ("openai_agents.span_type", "agent"), ("openai_agents.agent.name", "booker")];
    let columns = [("operation", "invoke_agent"), ("agent_name", "booker"), ("dialect", "otel_genai/1")];
    named(SCOPE, "LLM session", &agent, &[], &columns);
    let tool = [
        ("openai_agents.span_type", "function"),
        ("openai_agents.function.name", "weather"),
        ("openai_agents.function.input", r#"{"city": "Oslo"}"#),
        ("openai_agents.function.output", "4 degrees"),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city": "Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    named(SCOPE, "Tool: weather", &tool, &[], &columns);
    named(SCOPE, "OpenAI session", &[("openai_agents.group_id", "conv-7")], &[], &[("conversation_id", "conv-7")]);
    let calls = r#"[{"arguments":{"city":"Oslo"},"id":"c","name":"weather","type":"tool_call"}]"#;
    let call = [
        ("gen_ai.request.model", "gpt-4o"),
        ("gen_ai.completion.0.role", "assistant"),
        ("gen_ai.completion.0.tool_calls", calls),
    ];
    let answer =
        r#"{"role":"assistant","parts":[{"type":"tool_call","arguments":{"city":"Oslo"},"id":"c","name":"weather"}]}"#;
    let columns = [("operation", "chat"), ("output_messages", answer), ("finish_reason", "tool_call")];
    named(SCOPE, "LLM call", &call, &[], &columns);
    let thought = [
        ("gen_ai.request.model", "gpt-4o"),
        ("gen_ai.completion.0.role", "assistant"),
        ("gen_ai.completion.0.thinking", "Hm."),
        ("gen_ai.completion.0.content", "4"),
    ];
    let answer = r#"{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"text","content":"4"}]}"#;
    named(SCOPE, "LLM call", &thought, &[], &[("output_messages", answer)]);
    // What failed says no more.
    named(SCOPE, "LLM call", &[("node_type", "LLM_CALL")], &[], &[("operation", "chat")]);
    named("mine", "LLM call", &[("node_type", "LLM_CALL")], &[], &[("operation", "")]);
}

#[test]
fn effect() {
    let tool = [("tool", "weather"), ("parameters", r#"{"city": "Oslo"}"#)];
    let columns = [("operation", "execute_tool"), ("tool_name", "weather"), ("tool_arguments", r#"{"city": "Oslo"}"#)];
    named("mine", "Toolkit.handle", &tool, &[], &columns);
    named("mine", "Toolkit.handle", &[("parameters", "{}")], &[], &[("operation", ""), ("tool_arguments", "")]);
    named("mine", "handle", &tool, &[], &[("operation", ""), ("tool_name", "")]);
}

#[test]
fn files_of_azures_projects() {
    let asked = r#"[{"role":"user","parts":[{"type":"file","content":{"file_id":"file-1"}}]}]"#;
    let expected = r#"{"role":"user","parts":[{"type":"file","file_id":"file-1"}]}"#;
    check(&[CHAT, ("gen_ai.input.messages", asked)], &[], &[("input_messages", expected)]);
    let other = r#"{"role":"user","parts":[{"type":"file","content":{"file_id":"file-1","name":"a"}}]}"#;
    check(&[CHAT, ("gen_ai.input.messages", other)], &[], &[("input_messages", other)]);
}

#[test]
fn mirascope() {
    let usage = r#"{"input_tokens":124,"output_tokens":23,"cache_read_tokens":64,"cache_write_tokens":10,"reasoning_tokens":8,"total_tokens":147}"#;
    let counts = [("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.output_tokens", 23)];
    let columns = [
        ("input_tokens", "124"),
        ("output_tokens", "23"),
        ("cache_read_tokens", "64"),
        ("cache_write_tokens", "10"),
        ("reasoning_tokens", "8"),
    ];
    named("mirascope.llm", "chat openai/gpt-4o", &[CHAT, ("mirascope.response.usage", usage)], &counts, &columns);
    // The span around a call says it once more.
    let around = [("mirascope.type", "response_resume"), ("mirascope.response.usage", usage)];
    named("mirascope", "Response.resume openai/gpt-4o", &around, &[], &[("cache_read_tokens", "")]);
}

#[test]
fn what_makes_a_stop_of_every_end() {
    let stop = ("gen_ai.response.finish_reasons", r#"["stop"]"#);
    for (scope, model, expected) in [
        ("mirascope.llm", "anthropic/claude-sonnet-4-5", "tool_call"),
        ("gcp.vertex.agent", "openai/gpt-4o", "tool_call"),
        ("gcp.vertex.agent", "gemini-2.5-flash", "stop"),
        ("mirascope.llm", "google/gemini-2.5-flash", "stop"),
        ("mine", "anthropic/claude-sonnet-4-5", "stop"),
    ] {
        let call = [CHAT, ("gen_ai.request.model", model), ("gen_ai.output.messages", CALLED), stop];
        named(scope, "chat", &call, &[], &[("finish_reason", expected)]);
    }
}

#[test]
fn tanstack_ai() {
    let asked = r#"[{"role":"user","content":"hi"}]"#;
    let model = [("gen_ai.system", "openai"), ("gen_ai.request.model", "gpt-4o")];
    let all = [model[0], model[1], ("langfuse.observation.input", asked), ("langfuse.trace.input", asked)];
    let counts =
        [("tanstack.ai.iterations", 2), ("gen_ai.usage.input_tokens", 248), ("gen_ai.usage.output_tokens", 46)];
    let columns = [("operation", "invoke_agent"), ("agent_name", ""), ("dialect", "tanstack_ai/1"), ("cost_usd", "")];
    named("mine", "chat gpt-4o", &all, &counts, &columns);
    let call = [CHAT, model[0], model[1], ("gen_ai.input.messages", asked), ("langfuse.observation.input", asked)];
    let counts = [("tanstack.ai.iteration", 0), ("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.output_tokens", 23)];
    named("mine", "chat gpt-4o #0", &call, &counts, &[("operation", "chat"), ("input_tokens", "124")]);
    let (given, told) =
        (r#"[{"role":"tool","content":"{\"city\":\"Oslo\"}"}]"#, r#"[{"role":"tool","content":"4 degrees"}]"#);
    let tool = [
        TOOL,
        ("gen_ai.tool.name", "weather"),
        ("gen_ai.input.messages", given),
        ("langfuse.observation.input", given),
        ("tanstack.ai.tool.outcome", "success"),
        ("gen_ai.output.messages", told),
        ("langfuse.observation.output", told),
    ];
    let columns =
        [("tool_arguments", r#"{"city":"Oslo"}"#), ("tool_result", "4 degrees"), ("dialect", "tanstack_ai/1")];
    named("mine", "execute_tool weather", &tool, &[], &columns);
}

#[test]
fn trulens() {
    let kind = "ai.observability.span_type";
    let record = [
        (kind, "record_root"),
        ("ai.observability.record_root.input", "How is the weather in Oslo?"),
        ("ai.observability.record_root.output", "It is 4 degrees in Oslo."),
        ("ai.observability.conversation_id", "conv-7"),
    ];
    let columns = [
        ("dialect", "trulens/1"),
        ("operation", "invoke_workflow"),
        ("conversation_id", "conv-7"),
        ("input_messages", r#"{"role":"user","parts":[{"type":"text","content":"How is the weather in Oslo?"}]}"#),
        ("output_messages", r#"{"role":"assistant","parts":[{"type":"text","content":"It is 4 degrees in Oslo."}]}"#),
    ];
    named("trulens", "CompiledStateGraph.invoke", &record, &[], &columns);
    let call = [(kind, "generation"), ("ai.observability.cost.model", "gpt-4o")];
    let counts = [
        ("ai.observability.cost.num_prompt_tokens", 124),
        ("ai.observability.cost.num_completion_tokens", 23),
        ("ai.observability.cost.num_reasoning_tokens", 8),
    ];
    let columns = [
        ("operation", "chat"),
        ("request_model", "gpt-4o"),
        ("input_tokens", "124"),
        ("output_tokens", "23"),
        ("reasoning_tokens", "8"),
    ];
    named("trulens", "ChatOpenAI.invoke", &call, &counts, &columns);
    let tool = [
        (kind, "MCP"),
        ("ai.observability.mcp.tool_name", "weather"),
        ("ai.observability.mcp.input_arguments", r#"{"city":"Oslo"}"#),
        ("ai.observability.mcp.output_content", "4 degrees"),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    named("trulens", "call_tool", &tool, &[], &columns);
    // The Vercel AI SDK's own are none of them.
    check(&[("ai.operationId", "ai.toolCall")], &[], &[("dialect", "vercel_ai/1")]);
}

#[test]
fn rails_that_call_a_model() {
    let operation = ("gen_ai.operation.name", "self_check_input");
    let call = [operation, ("gen_ai.request.model", "gpt-4o"), ("llm.cache.hit", "false")];
    let counts = [("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.output_tokens", 23)];
    let columns = [("operation", "chat"), ("dialect", "otel_genai/1"), ("cost_usd", "0.00054")];
    named("nemo_guardrails", "self_check_input gpt-4o", &call, &counts, &columns);
    let around = [("gen_ai.operation.name", "guardrails")];
    named("nemo_guardrails", "guardrails.request", &around, &[], &[("operation", "guardrails")]);
}

#[test]
fn names_that_only_the_name_of_the_span_has() {
    let scope = "microsoft_agents_a365.observability.core.config";
    let agent = [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.provider.name", "openai")];
    named(scope, "invoke_agent weather_agent", &agent, &[], &[("agent_name", "weather_agent")]);
    named(scope, "execute_tool weather", &[TOOL], &[], &[("tool_name", "weather")]);
    for name in ["invoke_agent", "invoke_agent ", "handoff to booker"] {
        named(scope, name, &agent, &[], &[("agent_name", "")]);
        named(scope, name, &[TOOL], &[], &[("tool_name", "")]);
    }
    let counts = [
        ("gen_ai.usage.output_tokens", 23),
        ("llm_token_count_prompt_details_cached_read", 64),
        ("gen_ai.usage.cache_read.input_tokens", 64),
        ("llm_token_count_completion_details_reasoning", 8),
    ];
    named(scope, "response", &[CHAT], &counts, &[("cache_read_tokens", "64"), ("reasoning_tokens", "8")]);
}

#[test]
fn google_adk_over_litellm_counts_thoughts_once() {
    let response =
        r#"{"usage_metadata":{"candidates_token_count":23,"thoughts_token_count":8,"total_token_count":147}}"#;
    for (model, response, output, expected) in [
        ("openai/gpt-4o", None, 31, "23"),
        ("gemini-2.5-flash", None, 23, "23"),
        ("projects/p/endpoints/1", None, 23, "23"),
        // No sum of both is less than twice the thoughts.
        ("openai/gpt-4o", None, 15, "15"),
        ("openai/gpt-4o", Some(response), 23, "23"),
        ("openai/gpt-4o", Some(response), 31, "23"),
        // The first versions sent the total.
        ("openai/gpt-4o", Some(response), 147, "23"),
        ("gemini-2.5-flash", Some(response), 23, "31"),
    ] {
        let mut texts = vec![("gen_ai.operation.name", "generate_content"), ("gen_ai.request.model", model)];
        texts.extend(response.map(|json| ("gcp.vertex.agent.llm_response", json)));
        let counts = [
            ("gen_ai.usage.input_tokens", 124),
            ("gen_ai.usage.output_tokens", output),
            ("gen_ai.usage.reasoning.output_tokens", 8),
        ];
        let columns = [("output_tokens", expected), ("reasoning_tokens", "8")];
        named("gcp.vertex.agent", "generate_content", &texts, &counts, &columns);
    }
}

#[test]
fn mastra_by_its_exporters() {
    let start = 1_796_036_114_000_000_000;
    let of = |attributes: &[(&str, &str)]| {
        let attributes: Vec<_> = attributes.iter().map(|(key, value)| (*key, text(value))).collect();
        let call = Span {
            name: "chat gpt-4o".to_owned(),
            start_time_unix_nano: start,
            end_time_unix_nano: start + 2_000_000_000,
            ..span(&attributes)
        };
        row_of("@mastra/otel-exporter", call).0
    };
    let first = ("mastra.completion_start_time", "2026-11-30T10:55:14.979Z");
    assert_eq!(of(&[CHAT, first]).get("ttft_ms").map(String::as_str), Some("979.0"));
    let metadata = ("metadata", r#"{"runId":"r","resourceId":"user-7"}"#);
    let row = of(&[("openinference.span.kind", "LLM"), first, metadata]);
    assert_eq!(row.get("ttft_ms").map(String::as_str), Some("979.0"));
    assert_eq!(row.get("user_id").map(String::as_str), Some("user-7"));
    // Whose resource it is elsewhere nobody knows.
    check(&[("openinference.span.kind", "LLM"), metadata], &[], &[("user_id", "")]);
}

#[test]
fn upsonic() {
    let agent = [
        ("upsonic.agent.name", "weather_agent"),
        ("upsonic.input", "hi"),
        ("langfuse.observation.input", r#""hi""#),
        ("upsonic.output", "a"),
        ("langfuse.observation.output", r#""a""#),
    ];
    let columns = [
        ("operation", "invoke_agent"),
        ("agent_name", "weather_agent"),
        ("input_messages", r#"{"role":"user","parts":[{"type":"text","content":"hi"}]}"#),
        ("output_messages", r#"{"role":"assistant","parts":[{"type":"text","content":"a"}]}"#),
    ];
    named("upsonic", "agent.run", &agent, &[("upsonic.tool_call_count", 2)], &columns);
    let tool = [
        ("upsonic.tool.name", "weather"),
        ("upsonic.tool.call_id", "call_482_0"),
        ("langfuse.observation.input", r#"{"city": "Oslo"}"#),
        ("langfuse.observation.output", r#""{'func': '4 degrees'}""#),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_call_id", "call_482_0"),
        ("tool_arguments", r#"{"city": "Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    named("upsonic", "tool.execute", &tool, &[], &columns);
}

#[test]
fn openllmetry_for_javascript_over_the_responses_interface() {
    const SCOPE: &str = "@traceloop/instrumentation-openai";
    let said = r#"[{\"role\":\"user\",\"content\":\"hi\"},{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"4\"}]"#;
    let sent = format!(r#"[{{"role":"user","parts":[{{"type":"text","content":"{said}"}}]}}]"#);
    let expected = [
        r#"{"role":"user","parts":[{"type":"text","content":"hi"}]}"#,
        r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":"{}"}]}"#,
        r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"4"}]}"#,
    ]
    .join("\n");
    let call = [CHAT, ("gen_ai.input.messages", &*sent)];
    named(SCOPE, "chat gpt-4o", &call, &[], &[("input_messages", &*expected)]);
    // Others' users may well say so.
    let plain = sent.trim_matches(['[', ']']);
    named("mine", "chat gpt-4o", &call, &[], &[("input_messages", plain)]);
    let own = r#"{"role":"user","parts":[{"type":"text","content":"[{\"a\":1}]"}]}"#;
    let call = [CHAT, ("gen_ai.input.messages", own)];
    named(SCOPE, "chat gpt-4o", &call, &[], &[("input_messages", own)]);
}

#[test]
fn an_agent_that_is_none() {
    let scope = "opentelemetry.instrumentation.openai_agents";
    let described = ("gen_ai.agent.description", "OpenAI Agents instrumentation");
    let call = [CHAT, ("gen_ai.agent.name", "OpenAI Agent"), ("gen_ai.agent.id", "agent"), described];
    named(scope, "chat gpt-4o", &call, &[], &[("agent_name", ""), ("agent_id", "")]);
    let agent = [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "weather_agent"), described];
    named(scope, "invoke_agent weather_agent", &agent, &[], &[("agent_name", "weather_agent")]);
    named(
        scope,
        "Agent workflow",
        &[("gen_ai.operation.name", "invoke_agent")],
        &[],
        &[("operation", "invoke_workflow")],
    );
    // Somebody may call an agent of his so.
    named("mine", "chat", &call, &[], &[("agent_name", "OpenAI Agent"), ("agent_id", "agent")]);
}
