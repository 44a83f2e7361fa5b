//! Minimal spans of what SDKs of November 2026 were recorded to send while they called a local stand-in of a provider:
//! Spring AI 1.1 and 2.0, Haystack with its OpenTelemetry integration 2.0, LiteLLM 1 and its proxy, MLflow 3, AgentOps
//! 0.4, AutoGen 0.7 under OpenInference, AgentScope 2.0, Coralogix's llm-tracekit 2.9, Respan 4, Agenta 0.125, Splunk's
//! instrumentation of LangChain; and of what LangChain4j's observations, Galileo, PostHog, n8n and NVIDIA's NeMo Agent
//! Toolkit are documented to send. Apache-2.0 and MIT; recorded for this project.

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{InstrumentationScope, any_value::Value},
    trace::v1::{ResourceSpans, ScopeSpans, Span},
};
use prost::Message;

use super::{
    captures::is_fixpoint,
    dialects::{row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
    support::{decode, rows},
};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");
const ASKED: &str = r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"weather","arguments":"{\"city\": \"Oslo\"}"}]}"#;

/// A call of Spring AI that started at this second: what it counts, and how it ended.
fn call(second: u8, tokens: [&str; 2], end: &str) -> Span {
    let attributes = [
        ("gen_ai.operation.name", text("chat")),
        ("gen_ai.usage.input_tokens", text(tokens[0])),
        ("gen_ai.usage.output_tokens", text(tokens[1])),
        ("gen_ai.response.finish_reasons", text(&format!("[\"{end}\"]"))),
    ];
    Span {
        span_id: vec![second; 8],
        parent_span_id: vec![9; 8],
        start_time_unix_nano: u64::from(second) * 1_000_000_000,
        ..span(&attributes)
    }
}

/// What the rows count of these calls, in the order they are sent.
fn counted(version: &str, spans: Vec<Span>) -> Vec<(i64, i64)> {
    let scope = InstrumentationScope {
        name: "org.springframework.boot".to_owned(),
        version: version.to_owned(),
        ..Default::default()
    };
    let scope_spans = vec![ScopeSpans { scope: Some(scope), spans, ..Default::default() }];
    let body = ExportTraceServiceRequest { resource_spans: vec![ResourceSpans { scope_spans, ..Default::default() }] }
        .encode_to_vec();
    is_fixpoint("spring", &body);
    let count = |row: &super::support::Row, column: &str| row[column].parse().unwrap();
    rows(&decode(&[body])).iter().map(|row| (count(row, "input_tokens"), count(row, "output_tokens"))).collect()
}

#[test]
fn spring_ai_counts_each_call_of_a_loop_once() {
    let (one, two, three) = (["100", "10"], ["350", "25"], ["610", "45"]);
    let all = || vec![call(1, one, "TOOL_CALLS"), call(2, two, "TOOL_CALLS"), call(3, three, "STOP")];
    assert_eq!(counted("3.5.7", all()), [(100, 10), (250, 15), (260, 20)]);
    let mut turned = all();
    turned.reverse();
    assert_eq!(counted("3.5.7", turned), [(260, 20), (250, 15), (100, 10)]);
    // Spring AI 2 has no sums.
    assert_eq!(counted("4.0.7", all()), [(100, 10), (350, 25), (610, 45)]);
    // Two questions below one span; a loop of an application's own, where each call counts itself; other spans around
    // them.
    let apart = vec![call(1, one, "STOP"), call(2, two, "STOP")];
    assert_eq!(counted("3.5.7", apart), [(100, 10), (350, 25)]);
    let own = vec![call(1, one, "TOOL_CALLS"), call(2, ["130", "20"], "STOP")];
    assert_eq!(counted("3.5.7", own), [(100, 10), (130, 20)]);
    // A row says what its call counts, and still what was sent.
    let mixed = vec![call(1, one, "TOOL_CALLS"), call(2, ["250", "25"], "TOOL_CALLS"), call(3, ["300", "40"], "STOP")];
    assert_eq!(counted("3.5.7", mixed), [(100, 10), (150, 15), (300, 40)]);
    let mut others = all();
    others.iter_mut().for_each(|span| span.parent_span_id = span.span_id.iter().map(|byte| byte + 20).collect());
    assert_eq!(counted("3.5.7", others), [(100, 10), (350, 25), (610, 45)]);
}

#[test]
fn steps_of_agents_of_haystack() {
    let asked = r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}],"tools":[{"type":"haystack.tools.tool.Tool","data":{"name":"weather"}}]}"#;
    let reply = r#"{"replies":[{"role":"assistant","meta":{"model":"gpt-4o-mini","finish_reason":"stop","usage":{"prompt_tokens":9,"completion_tokens":3}},"content":[{"text":"hello"}]}]}"#;
    let step = [("haystack.agent.step.llm.input", asked), ("haystack.agent.step.llm.output", reply)];
    let columns = [
        ("operation", "chat"),
        ("dialect", "haystack/1"),
        ("provider", "openai"),
        ("response_model", "gpt-4o-mini"),
        ("finish_reason", "stop"),
        ("input_tokens", "9"),
        ("output_tokens", "3"),
        ("input_messages", USER),
        ("tool_definitions", r#"{"type":"function","name":"weather"}"#),
    ];
    named("app", "haystack.agent.step.llm", &step, &[], &columns);
    let tool = [
        ("haystack.tool.name", "weather"),
        ("haystack.agent.step.tool.input", r#"{"city": "Oslo"}"#),
        ("haystack.agent.step.tool.output", "4 degrees"),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city": "Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    named("app", "haystack.agent.step.tool", &tool, &[], &columns);
    // Tools that cannot be serialised make a text of Python of all.
    let printed = [("haystack.agent.step.llm.input", "{'messages': [ChatMessage(_role=<ChatRole.USER: 'user'>)]}")];
    named("app", "haystack.agent.step.llm", &printed, &[], &[("operation", "chat"), ("input_messages", "")]);
    named("app", "haystack.agent.step", &[("haystack.agent.step", "0")], &[], &[("operation", "")]);
    let embedder = [
        ("haystack.component.type", "OpenAITextEmbedder"),
        ("haystack.component.input", r#"{"text": "hi"}"#),
        (
            "haystack.component.output",
            r#"{"embedding":[0.1],"meta":{"model":"text-embedding-3-small","usage":{"prompt_tokens":7,"total_tokens":7}}}"#,
        ),
    ];
    let columns = [
        ("operation", "embeddings"),
        ("response_model", "text-embedding-3-small"),
        ("input_tokens", "7"),
        ("input_messages", USER),
    ];
    named("app", "haystack.component.run", &embedder, &[], &columns);
}

#[test]
fn litellm_has_calls_beside_what_was_said_with_them() {
    let said =
        r#"[{"role": "assistant", "parts": [{"type": "text", "content": "hello"}], "finish_reason": "tool_calls"}]"#;
    let sent = |end| {
        [
            CHAT,
            ("gen_ai.output.messages", said),
            ("gen_ai.response.finish_reasons", end),
            ("gen_ai.completion.0.function_call.name", "weather"),
            ("gen_ai.completion.0.function_call.arguments", r#"{"city":"Oslo"}"#),
            ("gen_ai.completion.1.function_call.name", "time"),
        ]
    };
    let both = r#"{"role":"assistant","parts":[{"type": "text", "content": "hello"},{"type":"tool_call","name":"weather","arguments":"{\"city\":\"Oslo\"}"},{"type":"tool_call","name":"time"}],"finish_reason":"tool_calls"}"#;
    named("litellm", "litellm_request", &sent(r#"["tool_calls"]"#), &[], &[("output_messages", both)]);
    let mut silent = sent(r#"["tool_calls"]"#);
    silent[1].1 = r#"[{"role": "assistant", "parts": [], "finish_reason": "tool_calls"}]"#;
    let calls = both.replace(r#"{"type": "text", "content": "hello"},"#, "");
    named("litellm", "litellm_request", &silent, &[], &[("output_messages", &calls)]);
    let alone = said.trim_matches(['[', ']']);
    named("litellm", "litellm_request", &sent(r#"["stop"]"#), &[], &[("output_messages", alone)]);
    named("mine", "litellm_request", &sent(r#"["tool_calls"]"#), &[], &[("output_messages", alone)]);
    // What has its calls already keeps them.
    let called = format!("[{ASKED}]");
    let full =
        [("gen_ai.output.messages", &*called), sent("")[3], CHAT, ("gen_ai.response.finish_reasons", "tool_calls")];
    named("litellm", "litellm_request", &full, &[], &[("output_messages", ASKED)]);
    let proxy = [("gen_ai.operation.name", "anthropic_messages"), ("gen_ai.request.model", "gpt-4o-mini")];
    let counts = [("gen_ai.usage.input_tokens", 9), ("gen_ai.usage.output_tokens", 3)];
    named("litellm", "litellm_request", &proxy, &counts, &[("operation", "chat"), ("provider", "openai")]);
}

#[test]
fn mlflow_names_the_model_of_a_call_that_failed() {
    let failed = [CHAT, ("model", r#""gpt-4o-mini""#)];
    named("mlflow.tracing.provider", "chat", &failed, &[], &[("request_model", "gpt-4o-mini"), ("provider", "openai")]);
    named("mlflow.tracing.provider", "s", &[("model", r#""gpt-4o-mini""#)], &[], &[("request_model", "")]);
}

#[test]
fn mlflow_quotes_the_id_of_a_call() {
    let tool = [("mlflow.spanType", r#""TOOL""#), ("tool_call_id", r#""call_7""#)];
    named("mlflow.tracing.provider", "weather", &tool, &[], &[("tool_call_id", "call_7"), ("tool_name", "weather")]);
}

#[test]
fn langsmith_for_javascript() {
    let tool = [("langsmith.span.kind", "tool"), ("gen_ai.completion", r#"{"outputs":"4 degrees"}"#)];
    named("langsmith", "weather", &tool, &[], &[("tool_result", "4 degrees")]);
}

#[test]
fn genkit_with_a_provider_of_the_interface_of_openai() {
    let answer = r#"{"message":{"role":"model","content":[{"toolRequest":{"name":"weather","ref":"c","input":{}}}]},"finishReason":"stop","usage":{"inputTokens":9,"outputTokens":12},"raw":{"id":"chatcmpl-7","choices":[{"finish_reason":"tool_calls"}],"usage":{"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":8}}}}"#;
    let call = [("genkit:metadata:subtype", "model"), ("genkit:name", "openai/gpt-4o-mini"), ("genkit:output", answer)];
    let columns = [
        ("finish_reason", "tool_call"),
        ("response_id", "chatcmpl-7"),
        ("cache_read_tokens", "4"),
        ("reasoning_tokens", "8"),
        ("output_tokens", "12"),
    ];
    named("genkit-tracer", "openai/gpt-4o-mini", &call, &[], &columns);
    let with = |document: &str, said: &str| {
        let input = format!(r#"{{"input":[{document}]}}"#);
        let embedder = [("genkit:metadata:subtype", "embedder"), ("genkit:input", &*input)];
        named("genkit-tracer", "e", &embedder, &[], &[("operation", "embeddings"), ("input_messages", said)]);
    };
    with(r#"{"content":[{"text":"hi"}]}"#, USER);
    let more = r#"{"role":"user","parts":[{"type":"text","content":"hi"}],"metadata":{"a":1}}"#;
    with(r#"{"content":[{"text":"hi"}],"metadata":{"a":1}}"#, more);
}

#[test]
fn results_of_tools_of_llama_index() {
    let result = r#"{"blocks":[{"text":"4 degrees"}],"tool_name":"weather","raw_input":{"args":[],"kwargs":{}},"raw_output":"4 degrees","is_error":false}"#;
    let becomes = |result: &str, expected: &str| {
        let tool = [("openinference.span.kind", "TOOL"), ("output.value", result)];
        named(
            "openinference.instrumentation.llama_index",
            "FunctionTool.acall",
            &tool,
            &[],
            &[("tool_result", expected)],
        );
    };
    becomes(result, "4 degrees");
    becomes(&result.replace("{\"text\"", "{\"block_type\":\"text\",\"text\""), "4 degrees");
    // What says more, or is not its own, stays whole.
    for other in [
        result.replace("4 degrees\"}]", "4 degrees\"},{\"text\":\"b\"}]"),
        result.replace("{\"text\"", "{\"block_type\":\"image\",\"text\""),
        result.replace("raw_input", "x"),
    ] {
        becomes(&other, &other);
    }
}

#[test]
fn results_that_say_that_the_tool_failed() {
    let class = |result: &str, expected: &str| {
        for key in ["gen_ai.tool.call.result", "output.value"] {
            let tool = [("gen_ai.operation.name", "execute_tool"), (key, result)];
            check(&tool, &[], &[("error_class", expected)]);
        }
    };
    for (failed, not) in [
        (
            r#"{"content":"no such city","type":"tool","tool_call_id":"c","status":"error"}"#,
            r#"{"content":"no such city","type":"tool","tool_call_id":"c","status":"success"}"#,
        ),
        (
            r#"{"output":{"lc":1,"id":["ToolMessage"],"kwargs":{"content":"no","tool_call_id":"c","status":"error"}}}"#,
            r#"{"output":{"lc":1,"id":["ToolMessage"],"kwargs":{"content":"no","status":"error"}}}"#,
        ),
        ("content='no' name='weather' tool_call_id='c' status='error'", "content='no' name='weather' tool_call_id='c'"),
        (
            r#"{"content": [{"type": "text", "text": "no"}], "state": "error", "metadata": {}, "id": "c"}"#,
            r#"{"content": [{"type": "text", "text": "no"}], "state": "success", "metadata": {}, "id": "c"}"#,
        ),
        (
            r#"{"blocks":[{"text":"no"}],"tool_name":"weather","raw_input":{},"raw_output":"no","is_error":true}"#,
            r#"{"blocks":[{"text":"no"}],"tool_name":"weather","raw_input":{},"raw_output":"no","is_error":false}"#,
        ),
        (
            r#"{"content":[{"type":"text","text":"no"}],"isError":true}"#,
            r#"{"content":[{"type":"text","text":"no"}],"isError":false}"#,
        ),
    ] {
        class(failed, "tool_error");
        class(not, "");
    }
    // What a tool found may have a status of its own.
    class(r#"{"order":"A-1","status":"error"}"#, "");
    class(r#"{"output":"none","error":"x"}"#, "");
    class(r#"{"state":"error","content":"disk full","metadata":{"job":7}}"#, "");
    class(r#"content="job 7: status='error'" name='jobs' tool_call_id='c'"#, "");
    // Only calls of tools are asked.
    let chat = [CHAT, ("output.value", r#"{"content":[],"isError":true}"#)];
    check(&chat, &[], &[("error_class", "")]);
    let flag = span(&[("haystack.tool.name", text("weather")), ("haystack.tool.error", Value::BoolValue(true))]);
    let (row, _) = row_of("app", Span { name: "haystack.agent.step.tool".to_owned(), ..flag });
    assert_eq!(row["error_class"], "tool_error");
}

#[test]
fn agentops() {
    let tool = [
        ("agentops.span.kind", "tool"),
        ("operation.name", "weather"),
        ("agentops.tool.input", r#"{"args": [], "kwargs": {"city":"Oslo"}}"#),
        ("agentops.tool.output", "4 degrees"),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("dialect", "otel_genai/1"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    named("agentops", "weather.tool", &tool, &[], &columns);
    let agent = [("agentops.span.kind", "agent"), ("operation.name", "Guide")];
    named("agentops", "Guide.agent", &agent, &[], &[("operation", "invoke_agent"), ("agent_name", "Guide")]);
    let call = [
        ("gen_ai.request.type", "chat"),
        CHAT,
        ("gen_ai.request.functions.0.name", "weather"),
        ("gen_ai.request.functions.0.parameters", r#"{"type": "object"}"#),
        ("gen_ai.streaming.time_to_first_token", "0.25"),
    ];
    let columns = [
        ("tool_definitions", r#"{"type":"function","name":"weather","parameters":{"type": "object"}}"#),
        ("ttft_ms", "250.0"),
    ];
    named("openai", "openai.chat.completion", &call, &[], &columns);
}

#[test]
fn results_of_tools_of_autogen() {
    let result = r#"{"name": "weather", "content": "4 degrees", "call_id": "c", "is_error": false}"#;
    let call = [
        ("openinference.span.kind", "LLM"),
        ("llm.input_messages.0.message.role", "user"),
        ("llm.input_messages.0.message.content", "hi"),
        ("llm.input_messages.1.message.role", "function"),
        ("llm.input_messages.1.function.0", result),
    ];
    let said = r#"{"role":"tool","parts":[{"type":"tool_call_response","name":"weather","response":"4 degrees","id":"c","is_error":false}]}"#;
    let all = format!("{USER}\n{said}");
    let scope = "openinference.instrumentation.autogen_agentchat";
    named(scope, "OpenAIChatCompletionClient.create", &call, &[], &[("input_messages", &all)]);
    // What is no result stays where it is.
    let other = [call[0], call[1], call[2], ("llm.input_messages.0.function.0", "[1]")];
    named(scope, "OpenAIChatCompletionClient.create", &other, &[], &[("input_messages", USER)]);
}

#[test]
fn agentscope() {
    let call = [
        CHAT,
        ("gen_ai.provider.name", "openai"),
        ("gen_ai.response.finish_reasons", r#"["stop"]"#),
        ("gen_ai.output.messages", &*format!("[{ASKED}]")),
    ];
    let counts = [
        ("gen_ai.usage.input_tokens", 123),
        ("agentscope.usage.cache_input_tokens", 64),
        ("agentscope.usage.cache_creation_input_tokens", 8),
    ];
    let columns = [
        ("input_tokens", "123"),
        ("cache_read_tokens", "64"),
        ("cache_write_tokens", "8"),
        ("finish_reason", "tool_call"),
    ];
    named("agentscope", "chat gpt-4o-mini", &call, &counts, &columns);
    let result = r#"{"content": [{"type": "text", "text": "4 degrees", "id": "t"}], "state": "success", "metadata": {}, "id": "c"}"#;
    let becomes = |result: &str, expected: &str| {
        let tool = [("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.call.result", result)];
        named("agentscope", "execute_tool weather", &tool, &[], &[("tool_result", expected)]);
    };
    becomes(result, "4 degrees");
    // What says more than one text stays whole.
    let more = result.replace(r#""id": "t"}"#, r#""id": "t"}, {"type": "text", "text": "b"}"#);
    becomes(&more, &more);
}

#[test]
fn coralogix_has_calls_and_tools_as_the_provider_does() {
    let call = [
        CHAT,
        ("gen_ai.request.tools.0.type", "function"),
        ("gen_ai.request.tools.0.function.name", "weather"),
        ("gen_ai.request.tools.0.function.parameters", r#"{"type": "object"}"#),
        ("gen_ai.completion.0.role", "assistant"),
        ("gen_ai.completion.0.tool_calls.0.id", "c"),
        ("gen_ai.completion.0.tool_calls.0.type", "function"),
        ("gen_ai.completion.0.tool_calls.0.function.name", "weather"),
        ("gen_ai.completion.0.tool_calls.0.function.arguments", r#"{"city": "Oslo"}"#),
    ];
    let columns = [
        ("output_messages", ASKED),
        ("tool_definitions", r#"{"type":"function","name":"weather","parameters":{"type": "object"}}"#),
    ];
    named("llm_tracekit.openai.instrumentor", "chat gpt-4o-mini", &call, &[], &columns);
}

#[test]
fn langchain4j_says_what_it_does_not_know() {
    let call = [
        CHAT,
        ("gen_ai.provider.name", "OPEN_AI"),
        ("gen_ai.request.model", "gpt-4o-mini"),
        ("gen_ai.response.model", "unknown"),
        ("outcome", "SUCCESS"),
        ("input_tokens", "9"),
        ("output_tokens", "3"),
    ];
    let columns = [
        ("provider", "openai"),
        ("request_model", "gpt-4o-mini"),
        ("response_model", ""),
        ("input_tokens", "9"),
        ("output_tokens", "3"),
    ];
    named("org.springframework.boot", "chat gpt-4o-mini", &call, &[], &columns);
}

#[test]
fn what_python_prints_of_a_stream_is_no_answer() {
    let sent = |answer| [("openinference.span.kind", "LLM"), ("output.value", answer)];
    for answer in [
        "<groq.Stream object at 0x7f1030026810>",
        "<async_generator object Agent.run.<locals>.stream at 0x7f1030026810>",
        "<generator object Agent.run at 0x7f1030026810>",
    ] {
        check(&sent(answer), &[], &[("output_messages", "")]);
    }
    for answer in ["<b>an object at 0x7f</b>", "<object at 0x7f1z>", "<a at 0x7f>"] {
        let said = format!(r#"{{"role":"assistant","parts":[{{"type":"text","content":"{answer}"}}]}}"#);
        check(&sent(answer), &[], &[("output_messages", &said)]);
    }
    // Nothing for nothing has no price: somebody did not count.
    let call = [CHAT, ("gen_ai.request.model", "gpt-4o-mini")];
    let counts = |n| [("gen_ai.usage.input_tokens", n), ("gen_ai.usage.output_tokens", 0)];
    check(&call, &counts(0), &[("input_tokens", "0"), ("cost_usd", "")]);
    check(&call, &counts(1_000_000), &[("cost_usd", "0.15")]);
}

#[test]
fn nodes_of_n8n() {
    const SCOPE: &str = "n8n-workflow";
    let model = [
        ("n8n.node.type", "@n8n/n8n-nodes-langchain.lmChatOpenAi"),
        ("n8n.node.name", "OpenAI Chat Model"),
        ("n8n.node.custom.llm.tokens.in", "123"),
        ("n8n.node.custom.llm.tokens.out", "45"),
        ("n8n.node.custom.llm.tokens.cache_read", "64"),
        ("n8n.node.custom.llm.tokens.reasoning", "8"),
        ("n8n.node.custom.llm.model.provider", "openai"),
        ("n8n.node.custom.llm.model.id", "gpt-4o-mini"),
        ("n8n.node.custom.llm.cost.total", "0.5"),
    ];
    let columns = [
        ("operation", "chat"),
        ("provider", "openai"),
        ("request_model", "gpt-4o-mini"),
        ("input_tokens", "123"),
        ("output_tokens", "45"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
        ("agent_name", ""),
    ];
    named(SCOPE, "node.execute", &model, &[], &columns);
    let own = [&model[..6], &[("n8n.node.custom.llm.model.id", "mine"), model[8]]].concat();
    named(SCOPE, "node.execute", &own, &[], &[("cost_usd", "0.5")]);
    let node = |kind| [("n8n.node.type", kind), ("n8n.node.name", "Guide")];
    for (kind, operation, agent, tool) in [
        ("@n8n/n8n-nodes-langchain.agent", "invoke_agent", "Guide", ""),
        ("@n8n/n8n-nodes-langchain.toolWikipedia", "execute_tool", "", "Guide"),
        ("n8n-nodes-base.gmailTool", "execute_tool", "", "Guide"),
        ("@n8n/n8n-nodes-langchain.embeddingsOpenAi", "embeddings", "", ""),
        ("n8n-nodes-base.httpRequest", "", "", ""),
    ] {
        let columns = [("operation", operation), ("agent_name", agent), ("tool_name", tool)];
        named(SCOPE, "node.execute", &node(kind), &[], &columns);
    }
    named(SCOPE, "workflow.execute", &[("n8n.workflow.name", "w")], &[], &[("operation", "invoke_workflow")]);
    named("mine", "node.execute", &node("@n8n/n8n-nodes-langchain.agent"), &[], &[("operation", "")]);
}

#[test]
fn respan_agenta_and_splunk() {
    let call = [
        ("traceloop.span.kind", "agent"),
        ("respan.customer_params.customer_identifier", "u-7"),
        ("respan.threads.thread_identifier", "t-7"),
    ];
    check(&call, &[], &[("operation", "invoke_agent"), ("user_id", "u-7"), ("conversation_id", "t-7")]);
    let tools = r#"[{"function":{"name":"weather","parameters":{"type":"object"}},"type":"function"}]"#;
    let expected = r#"{"type":"function","name":"weather","parameters":{"type":"object"}}"#;
    check(&[("llm.request.type", "chat"), ("llm.request.functions", tools)], &[], &[("tool_definitions", expected)]);
    check(&[("ag.type.node", "workflow"), ("ag.type.tree", "invocation")], &[], &[("operation", "invoke_workflow")]);
    let printed = r#""content='4 degrees' name='weather' tool_call_id='c'""#;
    let tool = [("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.call.result", printed)];
    check(&tool, &[], &[("tool_result", "4 degrees"), ("tool_call_id", "c")]);
}

#[test]
fn galileo_posthog_and_nemo_agent_toolkit() {
    let galileo = [CHAT, ("gen_ai.system", "galileo-otel"), ("gen_ai.request.model", "gpt-4o-mini")];
    check(&galileo, &[], &[("provider", "openai")]);
    check(&[CHAT, ("posthog.distinct_id", "u-7")], &[], &[("user_id", "u-7")]);
    let call = [
        ("openinference.span.kind", "LLM"),
        ("nat.span.kind", "LLM"),
        ("llm.model_name", "gpt-4o-mini"),
        ("llm.provider", "langchain"),
        ("session.id", "s-7"),
        ("input.value", "hi"),
        ("output.value", "hello"),
    ];
    let counts = [("llm.token_count.prompt", 9), ("llm.token_count.completion", 3)];
    let columns = [
        ("operation", "chat"),
        ("provider", "openai"),
        ("request_model", "gpt-4o-mini"),
        ("conversation_id", "s-7"),
        ("input_tokens", "9"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
    ];
    named("nat", "gpt-4o-mini", &call, &counts, &columns);
}
