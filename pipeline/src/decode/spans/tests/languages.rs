//! Minimal spans of what SDKs of November 2026 were recorded to send while they called a local stand-in of a provider:
//! Genkit 1.4 for Go, Google's ADK 1.8 and Braintrust 0.3 for Java, Koog 1.1 for Kotlin, LiveKit Agents 1.9 for
//! JavaScript, Weave 0.54, OpenInference for Haystack 0.1.46, MLflow 3.17 and LiteLLM 1.110 with the names of the
//! conventions. Apache-2.0 and MIT; recorded for this project.

use super::frameworks::{ASSISTANT, USER, check, named};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");

#[test]
fn genkit_says_stop_of_calls() {
    const CALLS: &str = r#"{"custom":{"id":"chatcmpl-1","model":"gpt-4o-2026"},"finishReason":"stop","message":{"content":[{"toolRequest":{"input":{"city":"Oslo"},"name":"weather","ref":"c"}}],"role":"model"},"usage":{"inputTokens":124,"outputTokens":23,"thoughtsTokens":8}}"#;
    const TEXT: &str = r#"{"finishReason":"stop","message":{"content":[{"text":"hello"}],"role":"model"}}"#;
    for (model, output, end) in [
        ("openai/gpt-4o", CALLS, "tool_call"),
        ("openai/gpt-4o", TEXT, "stop"),
        // The Gemini API itself has no other word.
        ("googleai/gemini-2.5-flash", CALLS, "stop"),
    ] {
        let sent = [("genkit:metadata:subtype", "model"), ("genkit:name", model), ("genkit:output", output)];
        named("genkit-tracer", model, &sent, &[], &[("operation", "chat"), ("finish_reason", end)]);
    }
}

#[test]
fn results_of_genkits_tools() {
    for (kind, output, result) in [
        ("tool.v2", r#"{"output":"4 degrees"}"#, "4 degrees"),
        ("tool.v2", r#"{"output":{"degrees":4}}"#, r#"{"degrees":4}"#),
        ("tool.v2", r#"{"content":[{"text":"a"}],"output":"b"}"#, r#"{"content":[{"text":"a"}],"output":"b"}"#),
        // The result of a tool may be of this form itself.
        ("tool", r#"{"output":"4 degrees"}"#, r#"{"output":"4 degrees"}"#),
    ] {
        let sent = [("genkit:metadata:subtype", kind), ("genkit:name", "weather"), ("genkit:output", output)];
        let columns = [("operation", "execute_tool"), ("tool_name", "weather"), ("tool_result", result)];
        named("genkit-tracer", "weather", &sent, &[], &columns);
    }
}

#[test]
fn adk_for_java() {
    const SCOPE: &str = "gcp.vertex.agent";
    let response = r#"{"content":{"parts":[{"text":"hello","thought":false}],"role":"model"},"finishReason":"STOP","modelVersion":"gemini-2.5-flash-001"}"#;
    let call = [("gen_ai.operation.name", "call_llm"), ("gcp.vertex.agent.llm_response", response)];
    let columns = [
        ("operation", "generate_content"),
        ("response_model", "gemini-2.5-flash-001"),
        ("output_messages", r#"{"role":"assistant","parts":[{"type":"text","content":"hello"}]}"#),
    ];
    named(SCOPE, "call_llm", &call, &[], &columns);
    for (result, class) in [
        (r#"{"status":"error","message":"An internal error occurred."}"#, "tool_error"),
        (r#"{"status":"error","message":"An internal error occurred.","at":"Oslo"}"#, ""),
        (r#"{"status":"error","message":"No such city."}"#, ""),
        (r#"{"status":"success","message":"An internal error occurred."}"#, ""),
    ] {
        let tool = [("gen_ai.operation.name", "execute_tool"), ("gcp.vertex.agent.tool_response", result)];
        named(SCOPE, "execute_tool weather", &tool, &[], &[("tool_result", result), ("error_class", class)]);
    }
}

#[test]
fn weave_over_openai_agents() {
    const SCOPE: &str = "weave.openai_agents";
    let task = [("weave.openai_agents.task.workflow_name", "Agent workflow"), ("gen_ai.conversation.id", "conv-1")];
    let columns = [("operation", "invoke_workflow"), ("conversation_id", "conv-1")];
    named(SCOPE, "workflow Agent workflow", &task, &[], &columns);
    let turn = ("weave.openai_agents.turn.number", 1);
    named(SCOPE, "Oslo turn 1", &[], &[turn], &[("operation", "agent_step")]);
    for (data, class) in [
        ("{'error': 'Error code: 429 - Rate limit reached'}", "rate_limit"),
        ("{'error': 'Error code: 401 - Incorrect API key provided'}", "auth"),
        ("{'error': 'no'}", "other"),
    ] {
        let failed = [CHAT, ("error.type", "error"), ("weave.openai_agents.error.data", data)];
        named(SCOPE, "chat", &failed, &[], &[("error_class", class)]);
    }
}

#[test]
fn braintrust_for_java() {
    const SCOPE: &str = "braintrust-java";
    const KIND: (&str, &str) = ("braintrust.span_attributes", r#"{"type":"llm"}"#);
    let of = |metadata| [KIND, ("braintrust.metadata", metadata)];
    for (metadata, operation, provider) in [
        (
            r#"{"provider":"openai","request_path":"v1/embeddings","model":"text-embedding-3-small"}"#,
            "embeddings",
            "openai",
        ),
        (r#"{"provider":"openai","request_path":"v1/chat/completions","model":"gpt-4o"}"#, "chat", "openai"),
        (r#"{"provider":"bedrock","request_path":"model/nova/converse"}"#, "chat", "aws.bedrock"),
    ] {
        named(SCOPE, "n", &of(metadata), &[], &[("operation", operation), ("provider", provider)]);
    }
    let answer = r#"{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-2026","content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn","usage":{"input_tokens":50,"output_tokens":23}}"#;
    let metrics = ("braintrust.metrics", r#"{"prompt_tokens":50,"tokens":73,"time_to_first_token":0.012}"#);
    let call = [KIND, ("braintrust.output_json", answer), metrics];
    let columns = [
        ("response_model", "claude-sonnet-4-5-2026"),
        ("response_id", "msg_1"),
        ("input_tokens", "50"),
        ("ttft_ms", "12.0"),
    ];
    named(SCOPE, "anthropic.messages.create", &call, &[], &columns);
}

#[test]
fn livekit_says_stop_of_what_failed() {
    const ENDS: (&str, &str) = ("gen_ai.response.finish_reasons", r#"["stop"]"#);
    let asked = ("gen_ai.input.messages", r#"[{"role":"user","content":"hi"}]"#);
    for (first_token, cancelled, end, class) in
        [(-1, false, "error", "other"), (-1, true, "stop", ""), (51, false, "stop", "")]
    {
        let metrics = format!(r#"{{"type":"llm_metrics","ttftMs":{first_token},"cancelled":{cancelled}}}"#);
        let call = [CHAT, asked, ENDS, ("lk.llm_metrics", &metrics)];
        let columns = [("finish_reason", end), ("error_class", class), ("input_messages", USER)];
        named("livekit-agents", "llm_request", &call, &[], &columns);
        named("other", "llm_request", &call, &[], &[("finish_reason", "stop"), ("error_class", "")]);
    }
}

#[test]
fn an_address_is_no_provider() {
    for (sent, provider) in [
        ("127.0.0.1:8080", "openai"),
        ("localhost:4000", "openai"),
        ("localhost", "openai"),
        ("::1", "openai"),
        ("[::1]:80", "openai"),
        ("api.x.ai", "x_ai"),
        ("gateway.example:8080", "gateway.example:8080"),
        ("nova:latest", "nova:latest"),
    ] {
        check(
            &[CHAT, ("gen_ai.provider.name", sent), ("gen_ai.request.model", "gpt-4o")],
            &[],
            &[("provider", provider)],
        );
    }
}

#[test]
fn printed_replies_of_haystack() {
    let reply = |meta: &str| {
        format!(
            r#"{{"replies": ["ChatMessage(_role=<ChatRole.ASSISTANT: 'assistant'>, _content=[TextContent(text='a, _meta={{}})')], _name=None, _meta={meta})"]}}"#
        )
    };
    let counted = "{'finish_reason': 'length', 'usage': {'prompt_tokens_details': {'cached_tokens': 64}, 'completion_tokens_details': {'reasoning_tokens': 8, 'text_tokens': None}}}";
    let anthropic =
        "{'finish_reason': 'stop', 'usage': {'cache_read_input_tokens': 64, 'cache_creation_input_tokens': 10}}";
    for (meta, columns) in [
        (counted, ["length", "64", "", "8"]),
        (anthropic, ["stop", "64", "10", ""]),
        ("{'finish_reason': 'stop', 'usage': None}", ["stop", "", "", ""]),
        ("{'finish_reason': Reason()}", [""; 4]),
    ] {
        let sent = [("openinference.span.kind", "LLM"), ("output.value", &reply(meta))];
        let names = ["finish_reason", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens"];
        check(&sent, &[], &std::array::from_fn::<_, 4, _>(|n| (names[n], columns[n])));
    }
}

#[test]
fn types_of_mlflow_for_which_the_conventions_have_no_name() {
    const SCOPE: &str = "mlflow.tracing.provider";
    for (sent, operation) in [
        // A root.
        ("CHAIN", "invoke_workflow"),
        ("RETRIEVER", "retrieval"),
        ("RERANKER", "rerank"),
        ("PARSER", "parser"),
        ("UNKNOWN", ""),
        ("chat", "chat"),
    ] {
        named(SCOPE, "n", &[("gen_ai.operation.name", sent)], &[], &[("operation", operation)]);
    }
    check(&[("gen_ai.operation.name", "CHAIN")], &[], &[("operation", "chain")]);
    let runner = [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "AgentRunner.run")];
    let columns = [("operation", "invoke_workflow"), ("agent_name", "")];
    named(SCOPE, "invoke_agent AgentRunner.run", &runner, &[], &columns);
    let runner = [("mlflow.spanType", r#""AGENT""#)];
    named(SCOPE, "AgentRunner.run", &runner, &[], &columns);
    named(SCOPE, "Oslo", &runner, &[], &[("operation", "invoke_agent"), ("agent_name", "Oslo")]);
}

#[test]
fn koog_has_roles_in_capitals_and_names_agents_by_their_id() {
    const SCOPE: &str = "koog";
    let asked = r#"[{"role":"System","parts":[{"type":"text","content":"Be brief."}]},{"role":"User","parts":[{"type":"text","content":"hi"}]}]"#;
    let answer = r#"[{"role":"Assistant","parts":[{"type":"text","content":"hello"}]}]"#;
    let call = [
        CHAT,
        ("gen_ai.input.messages", asked),
        ("gen_ai.output.messages", answer),
        ("system_instructions", r#"[{"type":"text","content":"Be brief."}]"#),
    ];
    let system = r#"{"role":"system","parts":[{"type":"text","content":"Be brief."}]}"#;
    let columns = [
        ("input_messages", &*format!("{system}\n{USER}")),
        ("output_messages", ASSISTANT),
        ("system_instructions", r#"[{"type":"text","content":"Be brief."}]"#),
        ("agent_name", ""),
    ];
    named(SCOPE, "chat gpt-4o", &call, &[], &columns);
    for (id, name) in [("oslo", "oslo"), ("eda69a95-4961-4f42-a251-ea36404b3dd9", "")] {
        for operation in ["invoke_agent", "create_agent"] {
            let sent = [("gen_ai.operation.name", operation), ("gen_ai.agent.id", id)];
            let columns = [("agent_id", id), ("agent_name", name)];
            named(SCOPE, &format!("{operation} {id}"), &sent, &[], &columns);
        }
    }
    let sent = [("langfuse.observation.type", "agent"), ("gen_ai.agent.id", "oslo")];
    named("other", "invoke_agent oslo", &sent, &[], &[("agent_name", "oslo")]);
    let tool = [("gen_ai.operation.name", "execute_tool"), ("gen_ai.provider.name", "koog")];
    named(SCOPE, "execute_tool weather", &tool, &[], &[("provider", "")]);
}

#[test]
fn litellm_with_the_names_of_the_conventions() {
    const SCOPE: &str = "litellm";
    for (sent, operation) in [
        ("rerank", "rerank"),
        ("arerank", "rerank"),
        ("image_generation", "image_generation"),
        ("completion", "chat"),
        ("acompletion", "chat"),
    ] {
        named(SCOPE, "chat m", &[CHAT, ("llm.request.type", sent)], &[], &[("operation", operation)]);
    }
    for (sent, expected) in [
        (
            r#"{"role": "assistant", "parts": [{"type": "text", "content": ""}], "tool_calls": [{"function": {"arguments": "{}", "name": "f"}, "id": "c", "type": "function"}, {"function": {"arguments": "{}", "name": "g"}, "id": "d", "type": "function"}]}"#,
            r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","arguments":"{}","name":"f"},{"type":"tool_call","id":"d","arguments":"{}","name":"g"}]}"#,
        ),
        (
            r#"{"role": "assistant", "parts": [{"type": "text", "content": "hm"}], "tool_calls": [{"function": {"arguments": "{}", "name": "f"}, "id": "c", "type": "function"}]}"#,
            r#"{"role":"assistant","parts":[{"type": "text", "content": "hm"},{"type":"tool_call","id":"c","arguments":"{}","name":"f"}]}"#,
        ),
        (
            r#"{"role": "tool", "parts": [{"type": "text", "content": "4 degrees"}], "tool_call_id": "c"}"#,
            r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"4 degrees"}]}"#,
        ),
        // Nothing is called.
        (
            r#"{"role":"tool","parts":[{"type":"tool_call_response","response":"4"}],"tool_call_id":"c"}"#,
            r#"{"role":"tool","parts":[{"type":"tool_call_response","response":"4"}],"tool_call_id":"c"}"#,
        ),
        (
            r#"{"role":"assistant","parts":[],"tool_calls":null}"#,
            r#"{"role":"assistant","parts":[],"tool_calls":null}"#,
        ),
    ] {
        let asked = format!("[{sent}]");
        named(SCOPE, "chat m", &[CHAT, ("gen_ai.input.messages", &asked)], &[], &[("input_messages", expected)]);
    }
}
