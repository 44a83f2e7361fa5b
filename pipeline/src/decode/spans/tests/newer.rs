//! Minimal spans of coding agents on the command line, of LlamaIndex's own package, and of what says little.

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{InstrumentationScope, any_value::Value},
    trace::v1::{ResourceSpans, ScopeSpans, Span, Status, span::Event},
};
use prost::Message;

use super::{
    captures::{is_fixpoint, keeps_texts},
    dialects::{event, get, row, row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
    support::{decode, rows},
};

#[test]
fn claude_code() {
    const SCOPE: &str = "com.anthropic.claude_code.tracing";
    let call =
        [("span.type", "llm_request"), ("gen_ai.request.model", "claude-sonnet-4-5"), ("stop_reason", "tool_use")];
    // Its input leaves out the cache, however little was read from it.
    for (sent, read, all) in [(49, 64, "123"), (900, 64, "974")] {
        let counts =
            [("input_tokens", sent), ("output_tokens", 23), ("cache_read_tokens", read), ("cache_creation_tokens", 10)];
        let columns = [
            ("operation", "chat"),
            ("provider", "anthropic"),
            ("input_tokens", all),
            ("output_tokens", "23"),
            ("cache_read_tokens", "64"),
            ("cache_write_tokens", "10"),
        ];
        named(SCOPE, "claude_code.llm_request", &call, &counts, &columns);
    }
    named(
        SCOPE,
        "claude_code.tool",
        &[("span.type", "tool"), ("tool_name", "Bash"), ("gen_ai.tool.call.id", "c1")],
        &[],
        &[("operation", "execute_tool"), ("tool_name", "Bash"), ("tool_call_id", "c1")],
    );
    // Another's are taken as they are.
    check(
        &[("span.type", "llm_request"), ("gen_ai.request.model", "gpt-4o")],
        &[("input_tokens", 123), ("cache_read_tokens", 64)],
        &[("input_tokens", "123")],
    );
}

#[test]
fn gemini_cli() {
    const SCOPE: &str = "gemini-cli";
    let call = [
        ("gen_ai.operation.name", "llm_call"),
        ("gen_ai.request.model", "gemini-2.5-flash"),
        ("gen_ai.system_instructions", r#""Be \"brief\".""#),
        ("gen_ai.input.messages", r#"[{"role":"user","parts":[{"text":"hi"}]}]"#),
        ("gen_ai.output.messages", r#"[{"role":"model","parts":[{"text":"hello"}]}]"#),
    ];
    let columns = [
        ("operation", "chat"),
        ("provider", "gcp.gemini"),
        ("system_instructions", r#"[{"type":"text","content":"Be \"brief\"."}]"#),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
    ];
    named(SCOPE, "llm_call", &call, &[], &columns);
    let parts = r#"[{"functionResponse":{"id":"c1","name":"weather","response":{"output":"4 degrees"}}}]"#;
    let result = format!(r#"{{"status":"success","response":{{"callId":"c1","responseParts":{parts}}}}}"#);
    for (result, said) in [
        (result.as_str(), "4 degrees"),
        (r#"{"status":"error","response":{"error":{"message":"no"}}}"#, r#"{"message":"no"}"#),
        (r#"{"status":"cancelled"}"#, ""),
    ] {
        let tool = [
            ("gen_ai.operation.name", "tool_call"),
            ("gen_ai.tool.name", "weather"),
            ("gen_ai.tool.call_id", "c1"),
            ("gen_ai.input.messages", r#"{"callId":"c1","name":"weather","args":{"city":"Oslo"}}"#),
            ("gen_ai.output.messages", result),
        ];
        let columns = [
            ("operation", "execute_tool"),
            ("tool_name", "weather"),
            ("tool_call_id", "c1"),
            ("tool_arguments", r#"{"city":"Oslo"}"#),
            ("tool_result", said),
            ("input_messages", ""),
        ];
        named(SCOPE, "tool_call", &tool, &[], &columns);
    }
}

fn of(id: u8, parent: u8, name: &str, pairs: &[(&str, Value)]) -> Span {
    let parent_span_id = if parent == 0 { Vec::new() } else { vec![parent; 8] };
    Span { span_id: vec![id; 8], parent_span_id, name: name.to_owned(), ..span(pairs) }
}

fn request(scope: &str, spans: Vec<Span>) -> Vec<u8> {
    let scope = Some(InstrumentationScope { name: scope.to_owned(), ..Default::default() });
    let scope_spans = vec![ScopeSpans { scope, spans, ..Default::default() }];
    let resource_spans = vec![ResourceSpans { scope_spans, ..Default::default() }];
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

#[test]
fn codex() {
    let count = Value::IntValue;
    let turn = of(
        1,
        0,
        "session_task.turn",
        &[
            ("codex.turn.reasoning_effort", text("default")),
            ("conversation.id", text("c-7")),
            ("model", text("gpt-5")),
            ("codex.turn.token_usage.input_tokens", count(246)),
        ],
    );
    let around = of(2, 1, "try_run_sampling_request", &[("model", text("gpt-5"))]);
    let call = of(
        3,
        2,
        "handle_responses",
        &[
            ("gen_ai.usage.input_tokens", count(123)),
            ("gen_ai.usage.output_tokens", count(23)),
            ("codex.usage.reasoning_output_tokens", count(8)),
            ("codex.usage.total_tokens", count(146)),
        ],
    );
    // One such span an event of the stream; only the last has counts.
    let other = of(4, 2, "handle_responses", &[("codex.request.reasoning_effort", text("default"))]);
    let phase = ("codex.tool.phase", text("dispatch"));
    let tool = of(5, 1, "exec_command", &[phase, ("tool_name", text("exec_command")), ("call_id", text("call_1"))]);
    let body = request("codex_exec", vec![turn, around, call.clone(), other, tool]);
    is_fixpoint("codex", &body);
    keeps_texts("codex", &body);
    let rows = rows(&decode(&[body]));
    let operations: Vec<_> = rows.iter().map(|row| get(row, "operation")).collect();
    assert_eq!(operations, ["invoke_agent", "", "chat", "", "execute_tool"]);
    for (n, columns) in [
        (0, &[("request_model", "gpt-5"), ("input_tokens", "246"), ("conversation_id", "c-7"), ("cost_usd", "")][..]),
        (
            2,
            &[
                ("dialect", "codex/1"),
                ("request_model", "gpt-5"),
                ("provider", "openai"),
                ("input_tokens", "123"),
                ("reasoning_tokens", "8"),
                ("conversation_id", "c-7"),
            ],
        ),
        (4, &[("tool_name", "exec_command"), ("tool_call_id", "call_1"), ("conversation_id", "c-7")]),
    ] {
        for (column, expected) in columns {
            assert_eq!(get(&rows[n], column), *expected, "{column} of {n}");
        }
    }
    assert!(!get(&rows[2], "cost_usd").is_empty());
    // Of nobody else is a model inherited.
    let around = of(2, 0, "n", &[("model", text("gpt-5"))]);
    let rows = super::support::rows(&decode(&[request("mine", vec![around, call])]));
    assert_eq!(get(&rows[1], "request_model"), "");
}

const LLAMA: &str = "llamaindex.opentelemetry.tracer";

fn llama(name: &str, pairs: &[(&str, &str)], events: Vec<Event>, columns: &[(&str, &str)]) {
    let pairs: Vec<_> = pairs.iter().map(|(key, value)| (*key, text(value))).collect();
    let sent = Span { name: name.to_owned(), events, ..span(&pairs) };
    keeps_texts(name, &request(LLAMA, vec![sent.clone()]));
    let (row, _) = row_of(LLAMA, sent);
    for (column, expected) in columns {
        assert_eq!(get(&row, column), *expected, "{column} of {name}: {row:#?}");
    }
}

#[test]
fn llama_index_says_all_in_events() {
    let asked =
        ("messages", text(r#"[{"role":"user","additional_kwargs":{},"blocks":[{"block_type":"text","text":"hi"}]}]"#));
    let tools = r#"[{"type":"function","function":{"name":"weather"}}]"#;
    let start = event(
        "LLMChatStartEvent",
        &[asked.clone(), ("model_dict.model_name", text("gpt-4o")), ("additional_kwargs.tools", text(tools))],
    );
    let usage = |key: &'static str, n| (key, Value::IntValue(n));
    let end = event(
        "LLMChatEndEvent",
        &[
            asked,
            ("response.message.role", text("assistant")),
            ("response.message.blocks", text(r#"[{"block_type":"text","text":"hello"}]"#)),
            ("response.raw.id", text("r1")),
            ("response.raw.model", text("gpt-4o-2024-08-06")),
            ("response.raw.choices", text(r#"[{"finish_reason":"stop","index":0}]"#)),
            usage("response.raw.usage.prompt_tokens", 123),
            usage("response.raw.usage.completion_tokens", 23),
            usage("response.raw.usage.prompt_tokens_details.cached_tokens", 64),
            ("response.raw.usage.prompt_tokens_details.cache_write_tokens", text("null")),
            usage("response.raw.usage.completion_tokens_details.reasoning_tokens", 8),
        ],
    );
    let columns = [
        ("dialect", "llama_index/1"),
        ("operation", "chat"),
        ("provider", "openai"),
        ("request_model", "gpt-4o"),
        ("response_model", "gpt-4o-2024-08-06"),
        ("response_id", "r1"),
        ("input_tokens", "123"),
        ("output_tokens", "23"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
        ("finish_reason", "stop"),
        ("input_messages", r#"{"role":"user","parts":[{"type":"text","content":"hi"}],"additional_kwargs":{}}"#),
        ("output_messages", ASSISTANT),
        ("tool_definitions", r#"{"type":"function","name":"weather"}"#),
    ];
    llama("OpenAI.chat", &[], vec![start.clone(), end], &columns);
    // What streams ends before its answer, what fails says no model.
    llama("OpenAI.astream_chat", &[], vec![start], &[("operation", "chat"), ("request_model", "gpt-4o")]);
    llama("OpenAI.chat", &[], vec![event("SpanDropEvent", &[])], &[("operation", "chat")]);
    llama("SimpleChatEngine.chat", &[], vec![], &[("operation", "")]);
    let anthropic = [
        usage("response.raw.usage.input_tokens", 900),
        usage("response.raw.usage.cache_read_input_tokens", 64),
        usage("response.raw.usage.cache_creation_input_tokens", 10),
        ("response.raw.stop_reason", text("tool_use")),
    ];
    let columns = [("input_tokens", "974"), ("cache_write_tokens", "10"), ("finish_reason", "tool_call")];
    llama("Anthropic.chat", &[], vec![event("LLMChatEndEvent", &anthropic)], &columns);
}

#[test]
fn agents_tools_and_retrievers_of_llama_index() {
    let step = "llamaindex.step.input_summary";
    let call = "ToolCall(tool_name='weather', tool_kwargs={'city': 'Oslo'}, tool_id='call_1')";
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_call_id", "call_1"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
    ];
    llama("FunctionTool.acall", &[(step, call)], vec![], &columns);
    let cut = "ToolCall(tool_name='weather', tool_kwargs={'city': 'Os...";
    llama("FunctionTool.acall", &[(step, cut)], vec![], &[("tool_name", "weather"), ("tool_arguments", "")]);
    llama("FunctionTool.call", &[], vec![], &[("operation", "execute_tool"), ("tool_name", "")]);
    llama("FunctionAgent.run", &[], vec![], &[("operation", "invoke_agent"), ("agent_name", "FunctionAgent")]);
    let found = event("RetrievalEndEvent", &[("nodes", text(r#"[{"node":{"text":"rain"},"score":0.5}]"#))]);
    let columns = [("operation", "retrieval"), ("retrieval_documents", r#"{"node":{"text":"rain"},"score":0.5}"#)];
    llama("VectorIndexRetriever.retrieve", &[], vec![event("RetrievalStartEvent", &[]), found], &columns);
    let asked = event("QueryStartEvent", &[("query", text("hi"))]);
    let said = event("QueryEndEvent", &[("response.response", text("hello"))]);
    let columns = [("operation", "invoke_workflow"), ("input_messages", USER), ("output_messages", ASSISTANT)];
    llama("RetrieverQueryEngine.query", &[], vec![asked, said], &columns);
}

#[test]
fn vertex_ai() {
    let path = "projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash";
    let response = r#"{"candidates":[],"usage_metadata":{"thoughts_token_count":8,"cached_content_token_count":64}}"#;
    named(
        "openinference.instrumentation.vertexai",
        "generate_content",
        &[
            ("openinference.span.kind", "LLM"),
            ("llm.model_name", path),
            ("llm.provider", "google"),
            ("llm.system", "vertexai"),
            ("output.value", response),
        ],
        &[("llm.token_count.prompt", 123), ("llm.token_count.completion", 15), ("llm.token_count.total", 146)],
        &[
            ("provider", "gcp.vertex_ai"),
            ("request_model", "gemini-2.5-flash"),
            ("output_tokens", "23"),
            ("cache_read_tokens", "64"),
            ("reasoning_tokens", "8"),
        ],
    );
    named(
        "opentelemetry.instrumentation.vertexai",
        "vertexai.generate_content",
        &[
            ("gen_ai.system", "Google"),
            ("llm.request.type", "completion"),
            ("gen_ai.request.model", "gemini-2.5-flash"),
        ],
        &[],
        &[("operation", "chat"), ("provider", "gcp.vertex_ai")],
    );
    check(&[("gen_ai.operation.name", "chat"), ("gen_ai.system", "Google")], &[], &[("provider", "gcp.gen_ai")]);
}

#[test]
fn messages_that_only_say_who_speaks_are_none() {
    let answer = r#"{"choices":[{"message":{"role":"assistant","content":"hello"}}]}"#;
    let tools = r#"{"kwargs":{"tools":[{"type":"function","function":{"name":"weather"}}]}}"#;
    let definition = r#"{"type":"function","name":"weather"}"#;
    let llm = ("openinference.span.kind", "LLM");
    check(
        &[
            llm,
            ("llm.output_messages.0.message.role", "assistant"),
            ("output.value", answer),
            ("llm.invocation_parameters", tools),
        ],
        &[],
        &[("output_messages", ASSISTANT), ("tool_definitions", definition)],
    );
    let asked = r#"{"model":"m","messages":[],"tools":[{"type":"function","function":{"name":"weather"}}]}"#;
    check(&[llm, ("input.value", asked)], &[], &[("tool_definitions", definition)]);
}

#[test]
fn mastra_before_its_first_version() {
    let agent = [("gen_ai.operation.name", "agent.run"), ("threadId", "c-7"), ("resourceId", "user-7")];
    let columns = [("agent_name", "guide"), ("conversation_id", "c-7"), ("user_id", "user-7")];
    named("@mastra/otel", "agent.guide", &agent, &[], &columns);
    let call = [("gen_ai.operation.name", "chat"), ("gen_ai.response.finish_reasons", "error")];
    let cached = [("gen_ai.usage.cached_input_tokens", 128)];
    named("@mastra/otel", "chat m", &call, &cached, &[("cache_read_tokens", "128"), ("error_class", "other")]);
    let ok = Some(Status { code: 1, message: String::new() });
    let sent = span(&call.map(|(key, value)| (key, text(value))));
    assert_eq!(get(&row(Span { status: ok, ..sent }).0, "error_class"), "other");
}

#[test]
fn programs_of_dspy_in_mlflow() {
    let kind = |kind| [("mlflow.spanType", kind)];
    named("mlflow", "Predict.forward", &kind("LLM"), &[], &[("operation", "chain")]);
    named("mlflow", "LM.__call__", &kind("CHAT_MODEL"), &[], &[("operation", "chat")]);
    named("mlflow", "ReAct.forward", &kind("AGENT"), &[], &[("operation", "invoke_agent"), ("agent_name", "ReAct")]);
}

#[test]
fn strands_before_its_first_version() {
    const SCOPE: &str = "strands-agents";
    let agent = ("gen_ai.agent.name", "guide");
    let model = ("gen_ai.request.model", "gpt-4o");
    let tokens = [("gen_ai.usage.prompt_tokens", 246), ("gen_ai.usage.completion_tokens", 46)];
    // The agent repeats what its calls took.
    let columns = [("operation", "invoke_agent"), ("agent_name", "guide"), ("input_tokens", "246"), ("cost_usd", "")];
    let own = ("agent.name", "guide");
    named(SCOPE, "guide", &[own, agent, model, ("system_prompt", "Be brief.")], &tokens, &columns);
    let said = r#"[{"toolUse":{"toolUseId":"c1","name":"weather","input":{"city":"Oslo"}}}]"#;
    let call = r#"{"type":"tool_call","id":"c1","name":"weather","arguments":{"city":"Oslo"}}"#;
    let columns = [
        ("operation", "chat"),
        ("provider", "openai"),
        ("output_messages", &*format!(r#"{{"role":"assistant","parts":[{call}]}}"#)),
    ];
    named(SCOPE, "Model invoke", &[agent, model, ("gen_ai.completion", said)], &tokens, &columns);
    named(SCOPE, "Model invoke", &[agent, model], &[], &[("operation", "chat")]);
    named(
        SCOPE,
        "Tool: weather",
        &[("tool.name", "weather"), ("tool.id", "c1"), ("gen_ai.completion", "4 degrees")],
        &[],
        &[
            ("operation", "execute_tool"),
            ("tool_name", "weather"),
            ("tool_call_id", "c1"),
            ("tool_result", "4 degrees"),
        ],
    );
    named(SCOPE, "Cycle 7", &[], &[], &[("operation", "execute_event_loop_cycle")]);
    // What is in an agent is none itself because it has its name.
    let outer = of(1, 0, "invoke_agent guide", &[("gen_ai.agent.name", text("guide"))]);
    let inner = of(2, 1, "execute_agent_loop_cycle", &[("gen_ai.usage.input_tokens", Value::IntValue(1))]);
    is_fixpoint(SCOPE, &request(SCOPE, vec![outer, inner]));
}

#[test]
fn tools_that_langfuse_has_among_the_messages() {
    for colon in [": ", ":"] {
        let tool = r#"{"role":"tool","content":{"type":"function", "function":{"name":"weather","parameters":{}}}}"#;
        let sent = format!(r#"[{{"role":"user","content":"hi"}}, {tool}]"#).replace("\":", &format!("\"{colon}"));
        let sent = if colon == ":" { sent.replace(", ", ",") } else { sent };
        let pairs = [("langfuse.observation.type", "generation"), ("langfuse.observation.input", sent.as_str())];
        let (row, _) = row(span(&pairs.map(|(key, value)| (key, text(value)))));
        assert_eq!(get(&row, "input_messages").lines().count(), 1, "{row:#?}");
        assert!(get(&row, "tool_definitions").contains("weather"), "{row:#?}");
    }
    // The result of a tool is none.
    let sent = r#"[{"role":"tool","tool_call_id":"c1","content":"4 degrees"}]"#;
    let columns = [("tool_definitions", "")];
    check(&[("langfuse.observation.type", "generation"), ("langfuse.observation.input", sent)], &[], &columns);
}

#[test]
fn calls_that_langchain_has_beside_the_answer() {
    let call = r#"{"id":"c1","type":"function","function":{"name":"weather","arguments":"{}"}}"#;
    let part = r#"{"type":"tool_call","id":"c1","name":"weather","arguments":"{}"}"#;
    for (own, parts) in [("", part), (r#","tool_calls":[]"#, part)] {
        let said = format!(r#"{{"role":"assistant","content":""{own},"additional_kwargs":{{"tool_calls":[{call}]}}}}"#);
        let pairs = [("langfuse.observation.type", "generation"), ("langfuse.observation.output", said.as_str())];
        let (row, _) = row(span(&pairs.map(|(key, value)| (key, text(value)))));
        let expected = format!(r#"{{"role":"assistant","parts":[{parts}],"#);
        assert!(get(&row, "output_messages").starts_with(&expected), "{row:#?}");
    }
}
