//! Minimal spans of what SDKs of November 2026 were recorded to send while they called a local stand-in of a provider:
//! OpenLIT 1.45 over Anthropic's client, OpenAI Agents, CrewAI, ADK, LangGraph, LangChain, Haystack and MCP, OpenLLMetry 0.62 over Agno, MCP and
//! LangChain (0.27 for JavaScript), Logfire 5.4 over OpenAI Agents 0.24 and MCP 1, OpenInference for LiteLLM 0.1.51,
//! Dapr's agents 1.0; of what those of October 2025 were: Logfire 4.10, OpenLIT 1.35, OpenLLMetry 0.47, OpenInference
//! for Agno and LangChain; of March 2026: OpenLIT 1.38, OpenLLMetry 0.53, Strands, ADK; and of what vLLM has in its source and TrueFoundry's gateway is documented to send. Apache-2.0 and MIT; recorded for this
//! project.

use super::frameworks::{ASSISTANT, USER, check, named};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");
const AGENT: (&str, &str) = ("gen_ai.operation.name", "invoke_agent");
const TOOL: (&str, &str) = ("gen_ai.operation.name", "execute_tool");

/// A span of OpenLIT has these columns.
fn openlit(over: &str, name: &str, sent: &[(&str, &str)], columns: &[(&str, &str)]) {
    named(&format!("openlit.instrumentation.{over}"), name, sent, &[], columns);
}

#[test]
fn what_openlit_calls_an_agent_is_a_part_of_one() {
    // Turns and tasks.
    openlit("openai_agents", "invoke_agent", &[AGENT], &[("operation", "agent_step"), ("agent_name", "")]);
    let booker = [AGENT, ("gen_ai.agent.name", "booker")];
    openlit(
        "openai_agents",
        "invoke_agent booker",
        &booker,
        &[("operation", "invoke_agent"), ("agent_name", "booker")],
    );
    // Steps of a flow: CrewAI's own loop is one.
    openlit("crewai", "invoke_agent check_max_iterations", &[AGENT], &[("operation", "task"), ("agent_name", "")]);
    let inherited = [AGENT, ("gen_ai.agent.name", "Reporter")];
    openlit("crewai", "invoke_agent finalize", &inherited, &[("operation", "task"), ("agent_name", "Reporter")]);
    openlit("crewai", "invoke_agent Reporter", &inherited, &[("operation", "invoke_agent")]);
    // Of what failed it says nothing else.
    openlit("crewai", "invoke_agent Reporter", &[], &[("operation", "invoke_agent"), ("agent_name", "Reporter")]);
    // What runs the agents of ADK.
    let app = [AGENT, ("gen_ai.agent.name", "app")];
    openlit("google_adk", "invoke_agent app", &app, &[("operation", "invoke_workflow"), ("agent_name", "")]);
    // Nodes within an agent of LangChain, and one that may be an agent.
    let node = [AGENT, ("gen_ai.agent.name", "model"), ("gen_ai.agent.id", "model")];
    openlit("langgraph", "invoke_agent model", &node, &[("operation", "task"), ("agent_name", ""), ("agent_id", "")]);
    let planner = [AGENT, ("gen_ai.agent.name", "planner")];
    let columns = [("operation", "invoke_agent"), ("agent_name", "planner")];
    openlit("langgraph", "invoke_agent planner", &planner, &columns);
}

#[test]
fn names_that_are_no_models() {
    let component = [CHAT, ("gen_ai.provider.name", "haystack")];
    openlit("haystack", "chat openai_chat_generator", &component, &[("operation", "chat"), ("request_model", "")]);
    let who = [CHAT, ("gen_ai.provider.name", "anthropic"), ("gen_ai.request.model", "anthropic")];
    let answered = [who[0], who[1], who[2], ("gen_ai.response.model", "claude-sonnet-4-5")];
    let columns = [("request_model", ""), ("response_model", "claude-sonnet-4-5"), ("provider", "anthropic")];
    openlit("langchain", "chat anthropic", &answered, &columns);
    openlit("openai", "chat gpt-4o", &[CHAT], &[("request_model", "gpt-4o")]);
    // Others say what they ask for.
    let own = [CHAT, ("gen_ai.provider.name", "vllm"), ("gen_ai.request.model", "vllm")];
    check(&own, &[], &[("request_model", "vllm"), ("provider", "vllm")]);
    check(
        &[CHAT, ("gen_ai.request.model", "deepseek")],
        &[],
        &[("request_model", "deepseek"), ("provider", "deepseek")],
    );
}

const CALL: &str = r#"{"type":"tool_call","id":"call_1","name":"weather","arguments":"{}"}"#;

fn message(role: &str, parts: &[&str]) -> String {
    format!(r#"{{"role":"{role}","parts":[{}]}}"#, parts.join(","))
}

fn quoted(text: &str) -> String {
    format!(r#"{{"type":"text","content":{}}}"#, serde_json::to_string(text).unwrap())
}

#[test]
fn blocks_of_langchain_that_stand_in_texts() {
    const OPENLIT: &str = "openlit.instrumentation.langchain";
    const OPENLLMETRY: &str = "opentelemetry.instrumentation.langchain";
    const JAVASCRIPT: &str = "@traceloop/instrumentation-langchain";
    let answer = |scope, parts: &[&str], expected: &[&str]| {
        let sent = format!("[{}]", message("assistant", parts));
        let sent = [CHAT, ("gen_ai.response.finish_reasons", "stop"), ("gen_ai.output.messages", &*sent)];
        named(scope, "n", &sent, &[], &[("output_messages", &message("assistant", expected))]);
    };
    let thought = r#"{"type":"reasoning","content":"The user asks.","id":"rs_1"}"#;
    let printed = quoted(concat!(
        "[{'id': 'rs_1', 'summary': [{'text': 'The user asks.', 'type': 'summary_text'}], 'type': 'reasoning'}, ",
        "{'arguments': '{}', 'call_id': 'call_1', 'name': 'weather', 'type': 'function_call'}]"
    ));
    answer(OPENLIT, &[&printed, CALL], &[thought, CALL]);
    let streamed = quoted(
        r#"{"id":"rs_1","summary":[{"index":0,"type":"summary_text","text":"The user asks."}],"type":"reasoning","index":0}"#,
    );
    let item = quoted(r#"{"type":"function_call","name":"weather","arguments":"{}","call_id":"call_1","index":1}"#);
    answer(OPENLLMETRY, &[&streamed, &item, CALL], &[thought, CALL]);
    answer(OPENLLMETRY, &[&item], &[r#"{"type":"tool_call","id":"call_1","name":"weather","arguments":"{}"}"#]);
    // Whose texts are such by chance, or in part.
    for text in [r#"{"type":"function_call"}"#, "[{'a': 1}]", r#"[{"type":"text","text":"a"}, 1]"#, "[{'type': 'text'"]
    {
        answer(OPENLIT, &[&quoted(text)], &[&quoted(text)]);
        answer("mine", &[&printed, CALL], &[&printed, CALL]);
    }
    let blocks = quoted(r#"[{"type":"text","text":"Be brief."}]"#);
    let sent =
        format!("[{},{}]", message("system", &[&blocks]), message("user", &[&quoted(r#"{"type":"text","text":"a"}"#)]));
    let expected = format!(
        "{}\n{}",
        message("system", &[&quoted("Be brief.")]),
        message("user", &[&quoted(r#"{"type":"text","text":"a"}"#)])
    );
    named(JAVASCRIPT, "n", &[CHAT, ("gen_ai.input.messages", &sent)], &[], &[("input_messages", &expected)]);
}

#[test]
fn blocks_that_stand_for_a_text() {
    let blocks = r#"[{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}, {"type":"text","text":"b"}]"#;
    let part = format!(r#"{{"type":"text","content":{blocks}}}"#);
    let texts = concat!(
        r#"{"type":"text","content":"Be brief.","cache_control":{"type": "ephemeral"}},"#,
        r#"{"type":"text","content":"b"}"#
    );
    let (instructions, sent) = (format!("[{part}]"), format!("[{}]", message("system", &[&part])));
    let sent = [CHAT, ("gen_ai.system_instructions", &*instructions), ("gen_ai.input.messages", &*sent)];
    let said = message("system", &[texts]);
    let columns = [("system_instructions", &*format!("[{texts}]")), ("input_messages", &*said)];
    check(&sent, &[], &columns);
    // Of what is no text nothing is taken for one.
    let other = r#"{"type":"text","content":[{"type":"image","text":"b"}]}"#;
    let sent = format!("[{}]", message("user", &[other]));
    check(&[CHAT, ("gen_ai.input.messages", &sent)], &[], &[("input_messages", &message("user", &[other]))]);
}

#[test]
fn openlit_says_stop_of_calls_over_langchain() {
    let sent = format!("[{}]", message("assistant", &[CALL]));
    let sent = [CHAT, ("gen_ai.response.finish_reasons", "stop"), ("gen_ai.output.messages", &*sent)];
    for scope in ["openlit.instrumentation.langchain", "@openlit/instrumentation-langchain"] {
        named(scope, "n", &sent, &[], &[("finish_reason", "tool_call")]);
    }
    named("openlit.instrumentation.google_ai_studio", "n", &sent, &[], &[("finish_reason", "stop")]);
}

#[test]
fn sequences_of_langchain_are_no_agents() {
    let sent = [AGENT, ("gen_ai.agent.name", "RunnableSequence"), ("traceloop.span.kind", "workflow")];
    let columns = [("operation", "invoke_workflow"), ("agent_name", "")];
    named("opentelemetry.instrumentation.langchain", "RunnableSequence.workflow", &sent, &[], &columns);
    let agent = [AGENT, ("gen_ai.agent.name", "trip"), ("traceloop.span.kind", "workflow")];
    let columns = [("operation", "invoke_agent"), ("agent_name", "trip")];
    named("opentelemetry.instrumentation.langchain", "trip.workflow", &agent, &[], &columns);
    // Of those for JavaScript, which call every step a workflow, this is the root.
    let root = [("gen_ai.operation.name", "workflow")];
    named(
        "@traceloop/instrumentation-langchain",
        "workflow RunnableLambda",
        &root,
        &[],
        &[("operation", "invoke_workflow")],
    );
}

#[test]
fn tools_of_mcp() {
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("tool_result", "4 degrees"),
        ("error_class", ""),
    ];
    let request = r#"{"method":"call_tool","params":{"args":["weather",{"city":"Oslo"}]}}"#;
    let answers = [
        r#"{"meta":null,"content":["type='text' text='4 degrees' annotations=None"],"structuredContent":{"result":"4 degrees"},"isError":false}"#,
        r#"{"content":["type='text' text='4 degrees'"],"structured_content":{"result":"4 degrees"},"is_error":false}"#,
    ];
    for answer in answers {
        let sent = [("mcp.method", "call_tool"), ("mcp.request.payload", request), ("mcp.response.payload", answer)];
        openlit("mcp", "mcp tools/call", &sent, &columns);
    }
    // The one within it, and one of the transport.
    let waits = r#"{"type":"mcp_coroutine","function":"call_tool","awaitable":true}"#;
    let sent = [("mcp.request.payload", request), ("mcp.response.payload", waits)];
    openlit("mcp", "mcp tools/call", &sent, &[("operation", ""), ("tool_name", "")]);
    openlit("mcp", "mcp transport/request", &sent, &[("operation", "")]);
    let failed = r#"{"content":["type='text' text='no'"],"structured_content":null,"is_error":true}"#;
    let sent = [("mcp.request.payload", request), ("mcp.response.payload", failed)];
    openlit("mcp", "mcp tools/call", &sent, &[("operation", "execute_tool"), ("error_class", "tool_error")]);

    let request = r#"{"method":"tools/call","params":{"name":"weather","arguments":{"city":"Oslo"}}}"#;
    let answer = r#"{"content":[{"type":"text","text":"4 degrees"}],"structuredContent":null,"isError":false}"#;
    let logfire = |answer, columns| {
        let sent = [("request", request), ("rpc.method", "tools/call"), ("response", answer)];
        named("logfire.mcp", "MCP request: tools/call weather", &sent, &[], columns);
    };
    logfire(answer, &columns);
    let failed = r#"{"content":[{"type":"text","text":"no"}],"structuredContent":null,"isError":true}"#;
    logfire(failed, &[("tool_result", "no"), ("error_class", "tool_error")]);
    named("logfire.mcp", "MCP request: tools/list", &[("rpc.method", "tools/list")], &[], &[("operation", "")]);

    let tool = [("traceloop.span.kind", "tool"), ("traceloop.entity.name", "weather")];
    let given = ("traceloop.entity.input", r#"{"tool_name":"weather","arguments":{"city":"Oslo"}}"#);
    let sent = [tool[0], tool[1], given, ("traceloop.entity.output", r#"{"result":"4 degrees"}"#)];
    named("opentelemetry.instrumentation.mcp.instrumentation", "weather.tool", &sent, &[], &columns);
    // A tool of another may have such a result.
    check(&sent, &[], &[("tool_result", r#"{"result":"4 degrees"}"#)]);
}

#[test]
fn results_of_agno_and_arguments_of_langchain_for_javascript() {
    let tool = [("traceloop.span.kind", "tool"), ("traceloop.entity.name", "weather")];
    let agno = |output, columns| {
        let sent = [tool[0], tool[1], ("traceloop.entity.output", output)];
        named("opentelemetry.instrumentation.agno", "weather.tool", &sent, &[], columns);
    };
    let given = "status='success' result='4 degrees' error=None updated_session_state=None images=None";
    agno(given, &[("tool_result", "4 degrees"), ("error_class", "")]);
    let failed = "status='failure' result=None error='no weather' updated_session_state=None images=None";
    agno(failed, &[("tool_result", "no weather"), ("error_class", "tool_error")]);
    let sent = [TOOL, ("traceloop.entity.input", r#"{"args":["{\"city\":\"Oslo\"}"]}"#)];
    named(
        "@traceloop/instrumentation-langchain",
        "weather.tool",
        &sent,
        &[],
        &[("tool_arguments", r#"{"city":"Oslo"}"#)],
    );
}

#[test]
fn results_of_strands() {
    let strands = |sent, told| {
        let sent = [TOOL, ("gen_ai.tool.call.result", sent)];
        named("strands.telemetry.tracer", "execute_tool weather", &sent, &[], &[("tool_result", told)]);
    };
    strands(r#"[{"text": "4 degrees"}]"#, "4 degrees");
    strands(r#"[{"json": {"degrees": 4}}]"#, r#"{"degrees": 4}"#);
    strands(r#"[{"text":"4"},{"text":"5"}]"#, r#"[{"text":"4"},{"text":"5"}]"#);
    let sent = [TOOL, ("gen_ai.tool.call.result", r#"[{"text":"4"}]"#)];
    check(&sent, &[], &[("tool_result", r#"[{"text":"4"}]"#)]);
    // Where messages alone have what was given and told.
    let given = message("tool", &[r#"{"type":"tool_call","name":"weather","id":"c","arguments":{"city": "Oslo"}}"#]);
    let told = message("tool", &[r#"{"type":"tool_call_response","id":"c","response":[{"text": "4 degrees"}]}"#]);
    let (given, told) = (format!("[{given}]"), format!("[{told}]"));
    let sent = [TOOL, ("gen_ai.input.messages", &*given), ("gen_ai.output.messages", &*told)];
    let columns = [("tool_arguments", r#"{"city": "Oslo"}"#), ("tool_result", "4 degrees")];
    named("strands.telemetry.tracer", "execute_tool weather", &sent, &[], &columns);
    let failed = [TOOL, ("tool.status", "error")];
    named("strands.telemetry.tracer", "n", &failed, &[], &[("error_class", "tool_error")]);
    let cycle = [("event_loop.cycle_id", "1")];
    let columns = [("operation", "execute_event_loop_cycle")];
    named("strands.telemetry.tracer", "execute_event_loop_cycle", &cycle, &[], &columns);
}

#[test]
fn google_adk_of_march_2026() {
    let failed = [TOOL, ("gcp.vertex.agent.tool_response", r#"{"result": "<not specified>"}"#)];
    named("gcp.vertex.agent", "execute_tool weather", &failed, &[], &[("tool_result", "")]);
    let tools = ("gen_ai.tool_definitions", r#"[{"name":"f","type":"function"}]"#);
    let counts = [("gen_ai.usage.experimental.reasoning_tokens", 8)];
    let columns = [("reasoning_tokens", "8"), ("tool_definitions", r#"{"name":"f","type":"function"}"#)];
    named("gcp.vertex.agent", "generate_content m", &[CHAT, tools], &counts, &columns);
}

#[test]
fn logfire_over_openai_agents() {
    const SCOPE: &str = "logfire.openai_agents";
    for (name, operation) in [
        ("Turn {turn} for agent booker", "agent_step"),
        ("Task: Agent workflow", "task"),
        ("Handoff: {from_agent} → {to_agent}", "handoff"),
    ] {
        named(SCOPE, name, &[("gen_ai.system", "openai")], &[], &[("operation", operation)]);
    }
    let sent = [
        ("gen_ai.request.model", "gpt-4o"),
        ("input", r#"[{"role":"user","content":"hi"}]"#),
        ("output", r#"[{"role":"assistant","content":"hello"}]"#),
        ("request_data", r#"{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}"#),
        ("usage", r#"{"input_tokens_details":{"cached_tokens":64},"output_tokens_details":{"reasoning_tokens":8}}"#),
    ];
    let columns = [
        ("operation", "chat"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
    ];
    let counts = [("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.output_tokens", 23)];
    named(SCOPE, "Chat completion with {gen_ai.request.model!r}", &sent, &counts, &columns);
}

#[test]
fn which_call_a_message_answers() {
    let sent = [
        ("openinference.span.kind", "LLM"),
        ("llm.input_messages.0.message.role", "user"),
        ("llm.input_messages.0.message.content", "hi"),
        ("llm.input_messages.1.message.role", "tool"),
        ("llm.input_messages.1.message.content", "4 degrees"),
        (
            "input.value",
            r#"{"messages":[{"role":"user","content":"hi"},{"role":"tool","tool_call_id":"call_1","content":"4 degrees"}]}"#,
        ),
    ];
    let answer = r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"4 degrees"}]}"#;
    check(&sent, &[], &[("input_messages", &format!("{USER}\n{answer}"))]);
    let answer = r#"{"role":"tool","parts":[{"type":"tool_call_response","response":"4 degrees"}]}"#;
    check(&sent[..5], &[], &[("input_messages", &format!("{USER}\n{answer}"))]);
}

#[test]
fn thoughts_of_openinference_for_javascript() {
    let sent = [
        ("openinference.span.kind", "LLM"),
        ("llm.output_messages.0.message.role", "assistant"),
        ("llm.output_messages.0.message.contents.0.message_content.type", "summary_text"),
        ("llm.output_messages.0.message.contents.0.message_content.text", "hm"),
    ];
    let thought = message("assistant", &[r#"{"type":"reasoning","content":"hm"}"#]);
    check(&sent, &[], &[("output_messages", &thought)]);
}

#[test]
fn daprs_agents() {
    const SCOPE: &str = "dapr_agents.observability.instrumentor";
    let tool = [TOOL, ("gen_ai.tool.name", "weather"), ("agent.name", "AgentToolExecutor")];
    let given = ("input.value", r#"{"tool_name": "weather", "args": [], "kwargs": {"city":"Oslo"}}"#);
    let columns = [("tool_arguments", r#"{"city":"Oslo"}"#), ("agent_name", ""), ("error_class", "")];
    named(SCOPE, "n", &[tool[0], tool[1], tool[2], given, ("output.value", "4 degrees")], &[], &columns);
    let failed = "content=[TextContent(type='text', text='no')] structuredContent=None isError=True";
    named(SCOPE, "n", &[tool[0], ("output.value", failed)], &[], &[("error_class", "tool_error")]);
    named(SCOPE, "n", &[CHAT, ("agent.name", "ChatClient")], &[], &[("agent_name", "")]);
    named(SCOPE, "n", &[AGENT, ("agent.name", "Frodo")], &[], &[("agent_name", "Frodo")]);
}

#[test]
fn vllm_without_a_model() {
    let sent = [("gen_ai.request.id", "chatcmpl-1"), ("gen_ai.latency.e2e", "0.5")];
    let counts = [("gen_ai.usage.prompt_tokens", 12), ("gen_ai.usage.completion_tokens", 3)];
    let columns = [("operation", "chat"), ("provider", "vllm"), ("input_tokens", "12"), ("response_id", "chatcmpl-1")];
    named("vllm", "llm_request", &sent, &counts, &columns);
    named("vllm", "llm_request", &[], &[], &[("operation", "")]);
}

#[test]
fn truefoundrys_gateway() {
    let sent = [
        ("tfy.span_type", "Model"),
        ("tfy.model.request_type", "ChatCompletion"),
        ("tfy.model.name", "acme/m-1"),
        ("tfy.input", r#"{"messages":[{"role":"user","content":"hi"}]}"#),
        ("tfy.output", r#"{"choices":[{"index":0,"message":{"role":"assistant","content":"hello"}}]}"#),
        ("tfy.request.conversation_id", "conv-7"),
        ("tfy.model.metric.cost_in_usd", "0.002"),
    ];
    let counts = [
        ("tfy.model.metric.input_tokens", 12),
        ("tfy.model.metric.output_tokens", 3),
        ("tfy.model.metric.cache_read_input_tokens", 4),
        ("tfy.model.metric.time_to_first_token_in_ms", 17),
    ];
    let columns = [
        ("operation", "chat"),
        ("request_model", "acme/m-1"),
        ("input_tokens", "12"),
        ("output_tokens", "3"),
        ("cache_read_tokens", "4"),
        ("ttft_ms", "17.0"),
        ("cost_usd", "0.002"),
        ("conversation_id", "conv-7"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("dialect", "otel_genai/1"),
    ];
    check(&sent, &counts, &columns);
    // The request around it repeats what it says.
    let request = [("tfy.span_type", "ChatCompletion"), sent[3], sent[4]];
    check(&request, &[], &[("operation", "chain"), ("cost_usd", "")]);
    check(&[("tfy.span_type", "Guardrail")], &[], &[("operation", "guardrail")]);
    check(&[sent[0], ("tfy.model.request_type", "Embedding")], &[], &[("operation", "embeddings")]);
}

#[test]
fn clients_in_logfire_before_it_knew_operations() {
    let request = r#"{"max_tokens":100,"messages":[{"role":"user","content":"hi"}],"model":"claude-sonnet-4-5","system":"Be brief.","tools":[{"name":"f"}]}"#;
    let response = r#"{"message":{"role":"assistant","content":"hello"},"usage":{"cache_creation_input_tokens":10,"cache_read_input_tokens":20,"input_tokens":50,"output_tokens":23}}"#;
    let sent = [("request_data", request), ("response_data", response)];
    let columns = [
        ("operation", "chat"),
        ("provider", "anthropic"),
        ("request_model", "claude-sonnet-4-5"),
        ("input_messages", &*format!("{}\n{USER}", message("system", &[&quoted("Be brief.")]))),
        ("output_messages", ASSISTANT),
        ("tool_definitions", r#"{"name":"f"}"#),
        ("input_tokens", "80"),
        ("output_tokens", "23"),
        ("cache_read_tokens", "20"),
        ("cache_write_tokens", "10"),
        ("dialect", "otel_genai/1"),
    ];
    named("logfire.anthropic", "Message with {request_data[model]!r}", &sent, &[], &columns);
    let response = r#"{"message":{"role":"assistant","content":"hello"},"usage":{"prompt_tokens":124,"completion_tokens":23,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":8}}}"#;
    let sent = [("gen_ai.request.model", "gpt-4o"), ("response_data", response)];
    let columns = [
        ("operation", "chat"),
        ("provider", "openai"),
        ("input_tokens", "124"),
        ("output_tokens", "23"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
    ];
    named(
        "logfire.openai",
        "streaming response from {request_data[model]!r} took {duration:.2f}s",
        &sent,
        &[],
        &columns,
    );
    for (name, operation) in [
        ("Chat Completion with {request_data[model]!r}", "chat"),
        ("Embedding Creation with {request_data[model]!r}", "embeddings"),
        ("Completion with {request_data[model]!r}", "text_completion"),
    ] {
        named("logfire.openai", name, &[("request_data", r#"{"model":"gpt-4o"}"#)], &[], &[("operation", operation)]);
    }
}

#[test]
fn openlit_had_the_name_of_the_span_for_its_operation() {
    const SCOPE: &str = "openlit.otel.tracing";
    for (name, operation) in [
        ("chat gpt-3.5-turbo", "chat"),
        ("workflow RunnableSequence", "invoke_workflow"),
        ("tool weather", "execute_tool"),
        ("custom step", "custom step"),
    ] {
        named(SCOPE, name, &[("gen_ai.operation.name", name)], &[], &[("operation", operation)]);
    }
    named(SCOPE, "tool weather", &[("gen_ai.operation.name", "tool weather")], &[], &[("tool_name", "weather")]);
    // Its versions of March 2026.
    let workflow = [("gen_ai.operation.name", "invoke_workflow")];
    named(SCOPE, "workflow call_model", &workflow, &[], &[("operation", "invoke_workflow")]);
    named(SCOPE, "workflow add_edge", &workflow, &[], &[("operation", "chain")]);
    named(SCOPE, "agent Oslo", &[AGENT], &[], &[("operation", "invoke_agent"), ("agent_name", "Oslo")]);
    named(SCOPE, "agent agent", &[AGENT], &[], &[("operation", "task"), ("agent_name", "")]);
    let graph = [("gen_ai.operation.name", "graph_execution")];
    named(SCOPE, "graph_execution Oslo", &graph, &[], &[("operation", "invoke_workflow")]);
    named(SCOPE, "graph_execution Oslo", &[], &[], &[("operation", "invoke_workflow")]);
    let counts = [
        ("gen_ai.usage.input_tokens", 124),
        ("gen_ai.usage.prompt_tokens_details.cache_read", 64),
        ("gen_ai.usage.completion_tokens_details.reasoning", 8),
    ];
    named(SCOPE, "n", &[CHAT], &counts, &[("cache_read_tokens", "64"), ("reasoning_tokens", "8")]);
}

#[test]
fn openlit_had_calls_joined_by_commas() {
    const SCOPE: &str = "openlit.otel.tracing";
    let calls = [
        CHAT,
        ("gen_ai.tool.name", "weather, time"),
        ("gen_ai.tool.call.id", "call_1, call_2"),
        ("gen_ai.tool.args", r#"{"city": "Oslo"}, {"zone": "CET, Oslo"}"#),
    ];
    let parts = concat!(
        r#"{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city": "Oslo"}},"#,
        r#"{"type":"tool_call","id":"call_2","name":"time","arguments":{"zone": "CET, Oslo"}}"#
    );
    let said = message("assistant", &[parts]);
    named(SCOPE, "n", &calls, &[], &[("output_messages", &said), ("finish_reason", "tool_call")]);
    let said = [calls[0], calls[1], calls[2], calls[3], ("gen_ai.completion.0.content", "hello")];
    named(SCOPE, "n", &said, &[], &[("output_messages", &message("assistant", &[&quoted("hello"), parts]))]);
    // As Python prints them, in June 2025.
    let call = "{'id': 'call_1', 'function': {'arguments': '{}', 'name': 'weather'}, 'type': 'function'}";
    let printed = [CHAT, ("gen_ai.response.tool_calls", &*format!("[{call}]")), ("gen_ai.completion", "None")];
    let expected = r#"{"type":"tool_call","id":"call_1","arguments":"{}","name":"weather"}"#;
    named(SCOPE, "n", &printed, &[], &[("output_messages", &message("assistant", &[expected]))]);
    let offered = [CHAT, ("gen_ai.response.tool_calls", "[{'name': 'weather', 'parameters': {}}]")];
    named(SCOPE, "n", &offered, &[], &[("output_messages", "")]);
    // Not one of each for every call.
    let other = [calls[0], calls[1], ("gen_ai.tool.call.id", "call_1"), calls[3]];
    named(SCOPE, "n", &other, &[], &[("output_messages", "")]);
}

#[test]
fn openllmetry_over_openai() {
    const SCOPE: &str = "opentelemetry.instrumentation.openai.v1";
    let failed = [("gen_ai.system", "openai"), ("gen_ai.request.model", "gpt-4o"), ("error.type", "RateLimitError")];
    named(SCOPE, "openai.response", &failed, &[], &[("operation", "chat"), ("error_class", "rate_limit")]);
    check(&[("gen_ai.operation.name", "response")], &[], &[("operation", "chat")]);
    let effort = [("llm.request.type", "chat"), ("llm.request.reasoning_effort", "low")];
    check(&effort, &[], &[("dialect", "openllmetry/1")]);
    let unknown = [CHAT, ("gen_ai.completion.0.role", "unknown"), ("gen_ai.completion.0.content", "hello")];
    check(&unknown, &[], &[("output_messages", ASSISTANT)]);
}

#[test]
fn agents_and_nodes_of_openinference() {
    let agent = [("openinference.span.kind", "AGENT"), ("graph.node.id", "61567b46"), ("graph.node.name", "Oslo")];
    check(&agent, &[], &[("operation", "invoke_agent"), ("agent_name", "Oslo")]);
    check(&agent[..2], &[], &[("agent_name", "61567b46")]);
    check(&[agent[0], agent[2], ("agno.team", "crew")], &[], &[("agent_name", "crew")]);
    let node = ("metadata", r#"{"langgraph_node": "agent"}"#);
    let columns = [("operation", "chain"), ("agent_name", "")];
    named("openinference.instrumentation.langchain", "agent", &[agent[0], node], &[], &columns);
    let columns = [("operation", "invoke_agent"), ("agent_name", "agent")];
    named("openinference.instrumentation.langchain", "agent", &[agent[0]], &[], &columns);
    let langfuse = ("langfuse.observation.type", "agent");
    let node = ("langfuse.observation.metadata.langgraph_node", "agent");
    named("langfuse-sdk", "agent", &[langfuse, node], &[], &[("operation", "chain"), ("agent_name", "")]);
}
