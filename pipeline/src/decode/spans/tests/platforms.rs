//! Minimal spans of platforms, of servers, and of SDKs for other languages than Python and JavaScript.

use opentelemetry_proto::tonic::trace::v1::Span;

use super::{
    dialects::{get, row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
};

#[test]
fn dify() {
    let call = [
        ("gen_ai.framework", "dify"),
        ("gen_ai.span.kind", "LLM"),
        ("gen_ai.request.model", "gpt-4o"),
        ("gen_ai.provider.name", "langgenius/openai/openai"),
        ("gen_ai.user.id", "u-7"),
        ("gen_ai.input.messages", r#"[{"role":"user","parts":[{"type":"text","content":"hi"}]}]"#),
        ("gen_ai.completion", "hello"),
        ("gen_ai.response.finish_reason", "stop"),
    ];
    let counts = [("gen_ai.usage.input_tokens", 9), ("gen_ai.usage.output_tokens", 3)];
    let columns = [
        ("operation", "chat"),
        ("provider", "openai"),
        ("user_id", "u-7"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("finish_reason", "stop"),
    ];
    check(&call, &counts, &columns);
    let found = r#"[{"document":{"content":"rain","score":0.5}}]"#;
    let retriever = [("gen_ai.span.kind", "RETRIEVER"), ("retrieval.document", found)];
    let columns =
        [("operation", "retrieval"), ("retrieval_documents", r#"{"document":{"content":"rain","score":0.5}}"#)];
    check(&retriever, &[], &columns);
    let tool = [("gen_ai.span.kind", "TOOL"), ("gen_ai.tool.name", "weather")];
    check(&tool, &[], &[("operation", "execute_tool"), ("tool_name", "weather")]);
    check(&[("gen_ai.operation.name", "WORKFLOW")], &[], &[("operation", "invoke_workflow")]);
    // An operation of the conventions is believed first.
    let both = [("gen_ai.operation.name", "chat"), ("gen_ai.span.kind", "AGENT")];
    check(&both, &[], &[("operation", "chat")]);
}

#[test]
fn eino() {
    let call = [
        ("gen_ai.span.kind", "chatmodel"),
        ("runinfo.component", "ChatModel"),
        ("runinfo.name", "model"),
        ("gen_ai.system", "eino"),
        ("gen_ai.session.id", "c-7"),
        ("gen_ai.request.model", "gpt-4o"),
        ("gen_ai.prompt.0.role", "user"),
        ("gen_ai.prompt.0.content", "hi"),
        ("gen_ai.completion.0.role", "assistant"),
        ("gen_ai.completion.0.content", "hello"),
    ];
    let counts = [("gen_ai.usage.prompt_tokens", 9), ("gen_ai.usage.completion_tokens", 3)];
    let columns = [
        ("operation", "chat"),
        ("provider", "openai"),
        ("conversation_id", "c-7"),
        ("agent_name", ""),
        ("input_tokens", "9"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
    ];
    check(&call, &counts, &columns);
    // The first component of a trace is called a workflow, whatever it is.
    let kinds = |kind, component| [("gen_ai.span.kind", kind), ("runinfo.component", component), ("runinfo.name", "n")];
    check(&kinds("workflow", "ChatModel"), &[], &[("operation", "chat")]);
    check(&kinds("workflow", "Graph"), &[], &[("operation", "invoke_workflow")]);
    check(&kinds("tool", "Tool"), &[], &[("operation", "execute_tool"), ("tool_name", "n")]);
    check(&kinds("agent", "Agent"), &[], &[("operation", "invoke_agent"), ("agent_name", "n")]);
    check(&kinds("lambda", "Lambda"), &[], &[("operation", "lambda"), ("agent_name", "")]);
}

#[test]
fn vllm() {
    let call = [("gen_ai.request.id", "chatcmpl-7"), ("gen_ai.response.model", "Qwen/Qwen3-8B")];
    let counts = [("gen_ai.usage.prompt_tokens", 9), ("gen_ai.usage.completion_tokens", 3)];
    let columns = [
        ("operation", "chat"),
        ("provider", "vllm"),
        ("response_model", "Qwen/Qwen3-8B"),
        ("response_id", "chatcmpl-7"),
        ("input_tokens", "9"),
        ("cost_usd", ""),
    ];
    named("vllm.llm_engine", "llm_request", &call, &counts, &columns);
    let answered = [("gen_ai.operation.name", "chat"), ("gen_ai.request.id", "q-1"), ("gen_ai.response.id", "r-1")];
    check(&answered, &[], &[("response_id", "r-1"), ("provider", "")]);
    let first = ("gen_ai.latency.time_to_first_token", "0.25");
    check(&[first], &[], &[("ttft_ms", "250.0")]);
}

#[test]
fn google_adk_for_java() {
    let request = r#"{"contents":[{"role":"user","parts":[{"text":"hi"}]}],"model":"gemini-2.5-flash","config":{"systemInstruction":{"parts":[{"text":"Be brief."}],"role":"user"}}}"#;
    let response = r#"{"content":{"parts":[{"text":"hello"}],"role":"model"},"finishReason":"STOP","usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3}}"#;
    let call = [
        ("gen_ai.operation.name", "call_llm"),
        ("gen_ai.system", "gcp.vertex.agent"),
        ("gen_ai.request.model", "gemini-2.5-flash"),
        ("gcp.vertex.agent.llm_request", request),
        ("gcp.vertex.agent.llm_response", response),
    ];
    let asked = format!("{}\n{USER}", USER.replace("user", "system").replace("hi", "Be brief."));
    let columns = [
        ("operation", "generate_content"),
        ("provider", "gcp.gemini"),
        ("finish_reason", "stop"),
        ("input_tokens", "9"),
        ("input_messages", &*asked),
        ("output_messages", ASSISTANT),
    ];
    named("gcp.vertex.agent", "call_llm", &call, &[], &columns);
    let tool = [("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool_call.id", "c1")];
    named("gcp.vertex.agent", "execute_tool weather", &tool, &[], &[("tool_call_id", "c1")]);
}

#[test]
fn agent_framework() {
    for (scope, name) in [("agent_framework", "workflow.run"), ("Microsoft.Agents.AI.Workflows", "workflow_invoke")] {
        named(scope, name, &[("workflow.id", "w1")], &[], &[("operation", "invoke_workflow")]);
    }
    named("agent_framework", "executor.process a", &[], &[], &[("operation", "")]);
    named("mine", "workflow.run", &[], &[], &[("operation", "")]);
}

#[test]
fn extensions_ai_before_it_had_names_of_usage() {
    let call = [("gen_ai.operation.name", "chat"), ("gen_ai.response.finish_reasons", r#"["tool_calls"]"#)];
    let counts = [("gen_ai.response.input_tokens", 9), ("gen_ai.response.output_tokens", 3)];
    check(&call, &counts, &[("input_tokens", "9"), ("output_tokens", "3"), ("finish_reason", "tool_call")]);
}

#[test]
fn laminar() {
    let choice = r#"[{"finish_reason":"tool_calls","index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}}]"#;
    let call = [("lmnr.span.type", "LLM"), ("gen_ai.output.messages", choice)];
    let said = r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":"{}"}],"finish_reason":"tool_calls"}"#;
    let columns = [("operation", "chat"), ("finish_reason", "tool_call"), ("output_messages", said)];
    named("lmnr.tracer", "openai.chat", &call, &[], &columns);
    let tool = [("lmnr.span.type", "TOOL"), ("lmnr.span.input", r#"{"url":"x"}"#)];
    let columns = [("operation", "execute_tool"), ("tool_name", "navigate"), ("tool_arguments", r#"{"url":"x"}"#)];
    named("lmnr.tracer", "navigate", &tool, &[], &columns);
    // browser-use's agent.
    named("lmnr.tracer", "agent.run", &[("lmnr.span.type", "DEFAULT")], &[], &[("operation", "invoke_agent")]);
}

#[test]
fn openllmetry_for_go_and_before_it_had_names_of_the_conventions() {
    let call = [
        ("llm.vendor", "OpenAI"),
        ("llm.request.type", "chat"),
        ("llm.request.model", "gpt-4o"),
        ("llm.response.model", "gpt-4o-2024-08-06"),
        ("llm.prompts.0.role", "user"),
        ("llm.prompts.0.content", "hi"),
        ("llm.completions.0.role", "assistant"),
        ("llm.completions.0.content", "hello"),
    ];
    let counts = [("llm.usage.prompt_tokens", 9), ("llm.usage.completion_tokens", 3)];
    let columns = [
        ("dialect", "openllmetry/1"),
        ("operation", "chat"),
        ("provider", "openai"),
        ("request_model", "gpt-4o"),
        ("response_model", "gpt-4o-2024-08-06"),
        ("input_tokens", "9"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
    ];
    check(&call, &counts, &columns);
}

#[test]
fn openinference_for_java() {
    use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, any_value::Value};
    let reason = AnyValue { value: Some(text("TOOL_EXECUTION")) };
    let reasons = Value::ArrayValue(ArrayValue { values: vec![reason] });
    let call = [
        ("openinference.span.kind", text("LLM")),
        ("llm.system", text("langchain4j")),
        ("llm.response.finish_reasons", reasons),
    ];
    let (row, _) = row_of("", Span { name: "generate".to_owned(), ..span(&call) });
    assert_eq!((get(&row, "finish_reason"), get(&row, "provider")), ("tool_call", ""));
}

#[test]
fn haystack() {
    let call = r#"{"tool_call":{"tool_name":"weather","arguments":{"city":"Oslo"},"id":"c1","extra":null}}"#;
    let reply = format!(
        r#"{{"replies":[{{"role":"assistant","meta":{{"usage":{{"prompt_tokens_details":{{"cached_tokens":64}},"completion_tokens_details":{{"reasoning_tokens":8}}}}}},"content":[{call}]}}]}}"#
    );
    let asked = r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}],"tools":[{"type":"haystack.tools.tool.Tool","data":{"name":"weather"}}]}"#;
    let generator = [
        ("haystack.component.type", "OpenAIChatGenerator"),
        ("haystack.component.input", asked),
        ("haystack.component.output", &*reply),
    ];
    let columns = [
        ("operation", "chat"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
        ("input_messages", USER),
        ("tool_definitions", r#"{"type":"function","name":"weather"}"#),
    ];
    named("app", "haystack.component.run", &generator, &[], &columns);
    let result = format!(
        r#"{{"tool_call_result":{{"result":"4","origin":{},"error":false}}}}"#,
        call.trim_start_matches(r#"{"tool_call":"#).strip_suffix('}').unwrap()
    );
    let answered = format!(r#"{{"tool_messages":[{{"role":"tool","content":[{result}]}}]}}"#);
    let invoker = [("haystack.component.type", "ToolInvoker"), ("haystack.component.output", &*answered)];
    let columns = [("operation", "execute_tool"), ("tool_name", "weather"), ("tool_call_id", "c1")];
    named("app", "haystack.component.run", &invoker, &[], &columns);
    let last = format!(r#"{{"messages":[],"last_message":{{"role":"assistant","content":[{call}]}}}}"#);
    let agent = [
        ("haystack.component.type", "Agent"),
        ("haystack.component.name", "guide"),
        ("haystack.component.input", asked),
        ("haystack.component.output", &*last),
    ];
    let said =
        r#"{"role":"assistant","parts":[{"type":"tool_call","name":"weather","arguments":{"city":"Oslo"},"id":"c1"}]}"#;
    let columns =
        [("operation", "invoke_agent"), ("agent_name", "guide"), ("input_messages", USER), ("output_messages", said)];
    named("app", "haystack.component.run", &agent, &[], &columns);
    let columns = [("operation", "invoke_agent"), ("output_messages", said)];
    named("app", "haystack.agent.run", &[("haystack.agent.output", &*last)], &[], &columns);
    // A message of the tool.
    let message = format!(r#"{{"messages":[{{"role":"tool","content":[{result}]}}]}}"#);
    let asked = [("haystack.component.type", "OpenAIChatGenerator"), ("haystack.component.input", &*message)];
    let (row, _) = row_of("app", span(&asked.map(|(key, value)| (key, text(value)))));
    assert!(get(&row, "input_messages").contains(r#""type":"tool_call_response","response":"4""#), "{row:?}");
    assert!(get(&row, "input_messages").contains(r#""id":"c1""#), "{row:?}");
}

#[test]
fn agents_of_haystack() {
    const SCOPE: &str = "openinference.instrumentation.haystack";
    let kind = [("openinference.span.kind", "CHAIN")];
    named(SCOPE, "Agent.run", &kind, &[], &[("operation", "invoke_agent"), ("agent_name", "Agent")]);
    named(SCOPE, "Pipeline.run", &kind, &[], &[("operation", "invoke_workflow")]);
}

#[test]
fn litellm_has_a_call_beside_a_message_without_parts() {
    let empty = r#"[{"role": "assistant", "parts": [], "finish_reason": "tool_calls"}]"#;
    let call = [
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.output.messages", empty),
        ("gen_ai.completion.0.role", "assistant"),
        ("gen_ai.completion.0.function_call.name", "weather"),
        ("gen_ai.completion.0.function_call.arguments", r#"{"city":"Oslo"}"#),
    ];
    let said =
        r#"{"role":"assistant","parts":[{"type":"tool_call","name":"weather","arguments":"{\"city\":\"Oslo\"}"}]}"#;
    check(&call, &[], &[("output_messages", said)]);
    // Alone, it is what was said.
    let alone = r#"{"role": "assistant", "parts": [], "finish_reason": "tool_calls"}"#;
    check(&call[..2], &[], &[("output_messages", alone)]);
    // A message with parts is never exchanged.
    let full = format!("[{ASSISTANT}]");
    let call = [&[("gen_ai.operation.name", "chat"), ("gen_ai.output.messages", &*full)], &call[2..]].concat();
    check(&call, &[], &[("output_messages", ASSISTANT)]);
    let openinference = [
        ("openinference.span.kind", "LLM"),
        ("llm.output_messages.0.message.role", "assistant"),
        ("llm.output_messages.0.message.function_call_name", "weather"),
        ("llm.output_messages.0.message.function_call_arguments_json", r#"{"city":"Oslo"}"#),
    ];
    check(&openinference, &[], &[("output_messages", said)]);
}

#[test]
fn logfire_says_what_it_does_not_know() {
    let events = r#"[{"event.name":"gen_ai.user.message","role":"user","content":"hi"},{"event.name":"gen_ai.unknown","role":"unknown","content":"reasoning\n\nSee JSON for details","data":{"id":"rs_1","summary":[],"type":"reasoning"}},{"event.name":"gen_ai.assistant.message","role":"assistant","content":"hello"}]"#;
    let call = [("gen_ai.operation.name", "chat"), ("events", events)];
    let reasoned = r#"{"role":"assistant","parts":[{"id":"rs_1","summary":[],"type":"reasoning"}]}"#;
    let said = format!("{reasoned}\n{ASSISTANT}");
    check(&call, &[], &[("input_messages", USER), ("output_messages", &said)]);
    let bare = r#"[{"event.name":"x","role":"user","content":"hi"},{"event.name":"gen_ai.choice","message":{"role":"assistant","content":"hello"}}]"#;
    let call = [("gen_ai.operation.name", "chat"), ("events", bare)];
    check(&call, &[], &[("input_messages", USER), ("output_messages", ASSISTANT)]);
}

#[test]
fn pydantic_ai_before_the_conventions() {
    let response = r#"{"parts":[{"tool_name":"f","args":"{}","tool_call_id":"c","part_kind":"tool-call"}],"model_name":"gpt-4o","kind":"response"}"#;
    let usage = r#"{"requests":1,"request_tokens":123,"response_tokens":23,"details":{"reasoning_tokens":8,"cached_tokens":64}}"#;
    let call = [("response", response), ("usage", usage)];
    let columns = [
        ("operation", "chat"),
        ("provider", "openai"),
        ("response_model", "gpt-4o"),
        ("input_tokens", "123"),
        ("output_tokens", "23"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
        (
            "output_messages",
            r#"{"role":"assistant","parts":[{"type":"tool_call","name":"f","arguments":"{}","id":"c"}]}"#,
        ),
    ];
    named("pydantic-ai", "model request", &call, &[], &columns);
    let messages = r#"[{"parts":[{"content":"Be brief.","part_kind":"system-prompt"},{"content":"hi","part_kind":"user-prompt"}],"kind":"request"},{"parts":[{"tool_name":"f","content":"4","tool_call_id":"c","part_kind":"tool-return"}],"kind":"request"},{"parts":[{"content":"hello","part_kind":"text"}],"kind":"response"}]"#;
    let agent = [("agent_name", "guide"), ("model_name", "gpt-4o"), ("usage", usage), ("all_messages", messages)];
    let asked = format!(
        "{}\n{USER}\n{}\n{ASSISTANT}",
        USER.replace("user", "system").replace("hi", "Be brief."),
        r#"{"role":"tool","parts":[{"type":"tool_call_response","name":"f","response":"4","id":"c"}]}"#
    );
    let columns = [
        ("operation", "invoke_agent"),
        ("input_tokens", "123"),
        ("input_messages", &*asked),
        ("output_messages", ASSISTANT),
    ];
    named("pydantic-ai", "guide run prompt=hi", &agent, &[], &columns);
    // What failed has only the question.
    let failed = [("agent_name", "guide"), ("model_name", "gpt-4o"), ("prompt", "hi")];
    named("pydantic-ai", "guide run prompt=hi", &failed, &[], &[("input_messages", USER)]);
}

#[test]
fn vercel_has_the_cache_in_the_metadata_of_the_provider() {
    let call =
        |metadata| [("ai.operationId", "ai.generateText.doGenerate"), ("ai.response.providerMetadata", metadata)];
    let sent = [("ai.usage.promptTokens", 123), ("ai.usage.completionTokens", 23)];
    let openai = r#"{"openai":{"reasoningTokens":8,"cachedPromptTokens":64}}"#;
    let columns = [("input_tokens", "123"), ("cache_read_tokens", "64"), ("reasoning_tokens", "8")];
    check(&call(openai), &sent, &columns);
    // Anthropic and Bedrock leave out the cache, and so does the SDK before its sixth version.
    for metadata in [
        r#"{"anthropic":{"cacheCreationInputTokens":10,"cacheReadInputTokens":64}}"#,
        r#"{"anthropic":{"usage":{"input_tokens":123,"cache_creation_input_tokens":10,"cache_read_input_tokens":64}}}"#,
        r#"{"bedrock":{"usage":{"cacheReadInputTokens":64,"cacheWriteInputTokens":10}}}"#,
    ] {
        let columns = [("input_tokens", "197"), ("cache_read_tokens", "64"), ("cache_write_tokens", "10")];
        check(&call(metadata), &sent, &columns);
        let newer = [&sent[..], &[("ai.usage.inputTokenDetails.noCacheTokens", 49)]].concat();
        check(&call(metadata), &newer, &[("input_tokens", "123"), ("cache_read_tokens", "64")]);
    }
}
