//! Minimal spans of gateways, of what stands between a program and its models, and of instrumentations that were
//! recorded after those: Cloudflare's AI Gateway and Vercel's (their documentation of exported attributes), OpenRouter,
//! Raindrop for the Vercel AI SDK 0.3, opencode 1.18, promptfoo, Latitude 3.6 over OpenAI Agents for JavaScript,
//! Splunk's instrumentations over opentelemetry-util-genai 0.1.15, genai-otel-instrument 1.42, OpenInference for Cohere
//! 0.1.15, Dify for Tencent's APM, OpenSearch's SDK and Embabel (their source). Apache-2.0 and MIT; recorded for this
//! project.

use super::frameworks::{ASSISTANT, USER, check, named};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");

#[test]
fn requests_and_responses_of_cloudflares_gateway() {
    let request = r#"{"model":"m-1","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f"}}]}"#;
    let response = r#"{"id":"chatcmpl-1","model":"m-1-2026","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"length"}],"usage":{"prompt_tokens":12,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}}"#;
    let sent = [
        ("gen_ai.request.model", "m-1"),
        ("gen_ai.model.provider", "workers-ai"),
        ("gen_ai.usage.cost", "0.002"),
        ("gen_ai.prompt_json", request),
        ("gen_ai.completion_json", response),
    ];
    let counts = [("gen_ai.usage.input_tokens", 12), ("gen_ai.usage.output_tokens", 3)];
    let columns = [
        ("operation", "chat"),
        ("provider", "workers-ai"),
        ("request_model", "m-1"),
        ("response_model", "m-1-2026"),
        ("response_id", "chatcmpl-1"),
        ("finish_reason", "length"),
        ("input_tokens", "12"),
        ("cache_read_tokens", "4"),
        ("cost_usd", "0.002"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("tool_definitions", r#"{"type":"function","name":"f"}"#),
        ("dialect", "otel_genai/1"),
    ];
    check(&sent, &counts, &columns);
    let bare = [
        sent[0],
        ("gen_ai.model.provider", "openai"),
        ("gen_ai.prompt_json", r#"[{"role":"user","content":"hi"}]"#),
        ("gen_ai.completion_json", r#"{"role":"assistant","content":"hello"}"#),
    ];
    check(&bare, &counts, &[("provider", "openai"), ("input_messages", USER), ("output_messages", ASSISTANT)]);
}

#[test]
fn what_gateways_say_of_the_price_where_no_list_has_it() {
    let counts = [("gen_ai.usage.input_tokens", 12), ("gen_ai.usage.output_tokens", 3)];
    for key in ["gen_ai.usage.total_cost", "gen_ai.usage.cost.total", "vercel.ai_gateway.cost.total"] {
        let sent = [CHAT, ("gen_ai.request.model", "acme/m-1"), (key, "0.0025")];
        check(&sent, &counts, &[("cost_usd", "0.0025")]);
        // A list is believed before the gateway, and an agent is no call.
        let known = [CHAT, ("gen_ai.request.model", "gpt-4o-mini"), sent[2]];
        let priced = [("gen_ai.usage.input_tokens", 1_000_000), ("gen_ai.usage.output_tokens", 0)];
        check(&known, &priced, &[("cost_usd", "0.15")]);
        let agent = [("gen_ai.operation.name", "invoke_agent"), sent[1], sent[2]];
        check(&agent, &counts, &[("cost_usd", "")]);
    }
    check(&[CHAT, ("vercel.ai_gateway.user.id", "u-1")], &[], &[("user_id", "u-1")]);
}

#[test]
fn conversations_and_users_beside_the_vercel_ai_sdk() {
    let step = ("ai.operationId", "ai.streamText.doStream");
    for (key, column) in [
        ("ai.telemetry.metadata.raindrop.convoId", "conversation_id"),
        ("ai.telemetry.metadata.session_id", "conversation_id"),
        ("ai.telemetry.metadata.thread_id", "conversation_id"),
        ("ai.telemetry.metadata.conversation_id", "conversation_id"),
        ("ai.telemetry.metadata.raindrop.ai.userId", "user_id"),
        ("ai.telemetry.metadata.user_id", "user_id"),
        ("traceloop.association.properties.convo_id", "conversation_id"),
    ] {
        check(&[step, (key, "x-1")], &[], &[(column, "x-1")]);
    }
    check(&[step], &[("ai.stream.msToFirstChunk", 17)], &[("ttft_ms", "17.0")]);
    // opencode says so of somebody whose name it does not know.
    check(&[step, ("ai.telemetry.metadata.userId", "unknown")], &[], &[("user_id", "")]);
    let provider = |sent, expected| check(&[step, ("ai.model.provider", sent)], &[], &[("provider", expected)]);
    provider("cerebras.chat", "cerebras");
    provider("openai.responses", "openai");
    // Vercel's gateway: the model says who answers.
    check(&[step, ("ai.model.provider", "gateway"), ("ai.model.id", "openai/gpt-4o")], &[], &[("provider", "openai")]);
}

#[test]
fn splunks_calls_have_the_names_of_the_conventions() {
    const SCOPE: &str = "opentelemetry.util.genai.handler";
    let message =
        |part: &str, end: &str| format!(r#"[{{"role": "assistant", "parts": [{part}], "finish_reason": "{end}"}}]"#);
    let call = r#"{"type": "tool_call", "tool_name": "weather", "tool_call_id": "c", "arguments": "{}"}"#;
    let named_call = concat!(
        r#"{"role":"assistant","parts":[{"type":"tool_call","name":"weather","id":"c","arguments":"{}"}],"#,
        r#""finish_reason":"stop"}"#
    );
    let sent = message(call, "stop");
    let texts = [CHAT, ("gen_ai.request.model", "gpt-4o"), ("gen_ai.output.messages", &sent)];
    let columns = [("output_messages", named_call), ("finish_reason", "tool_call")];
    named(SCOPE, "chat gpt-4o", &texts, &[], &columns);
    // Who says it beside the message is believed, as is who answers without a call.
    let said = [texts[0], texts[1], texts[2], ("gen_ai.response.finish_reasons", "stop")];
    named(SCOPE, "chat gpt-4o", &said, &[], &[("finish_reason", "stop")]);
    let text = message(r#"{"type": "text", "content": "yo"}"#, "stop");
    named(SCOPE, "chat gpt-4o", &[CHAT, ("gen_ai.output.messages", &text)], &[], &[("finish_reason", "stop")]);
    // What is called as the conventions call it stays beside the other name.
    let both = r#"{"role":"assistant","parts":[{"type":"tool_call","name":"f","tool_name":"g","id":"c"}]}"#;
    check(&[CHAT, ("gen_ai.output.messages", &format!("[{both}]"))], &[], &[("output_messages", both)]);
    let result = r#"{"role":"tool","parts":[{"type":"tool_call_response","tool_call_id":"c","result":"4"}]}"#;
    let expected = r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"4"}]}"#;
    check(&[CHAT, ("gen_ai.input.messages", &format!("[{result}]"))], &[], &[("input_messages", expected)]);
    // A call that failed before anybody named a model.
    let failed = [CHAT, ("gen_ai.request.model", "unknown_model")];
    named(SCOPE, "chat unknown_model", &failed, &[], &[("operation", "chat"), ("request_model", "")]);
}

#[test]
fn graphs_crews_and_rerankers() {
    for name in ["graph.execution", "crew.execution"] {
        check(&[("gen_ai.operation.name", name)], &[], &[("operation", "invoke_workflow")]);
    }
    let rerank = [("openinference.span.kind", "RERANKER"), ("input.value", r#"{"model": "rerank-v3.5"}"#)];
    check(&rerank, &[], &[("operation", "rerank")]);
    check(&[rerank[0], ("reranker.model_name", "rerank-v3.5")], &[], &[("provider", "cohere")]);
    check(&[rerank[0], ("reranker.model_name", "rerank-2.5")], &[], &[("provider", "")]);
}

#[test]
fn latitudes_agents_and_tools() {
    let columns = [("operation", "invoke_agent"), ("agent_name", "Oslo"), ("dialect", "otel_genai/1")];
    check(&[("openai.agents.name", "Oslo")], &[], &columns);
    let tool = ("openai.agents.function.name", "weather");
    let sent =
        [tool, ("openai.agents.function.input", r#"{"city":"Oslo"}"#), ("openai.agents.function.output", "4 degrees")];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    check(&sent, &[], &columns);
    check(&[("openai.agents.guardrail.name", "g")], &[], &[("operation", "guardrail")]);
    check(&[("openai.agents.handoff.from", "a")], &[], &[("operation", ""), ("dialect", "otel_genai/1")]);
}

#[test]
fn entities_of_dify_for_tencent_and_of_opensearch() {
    let said = [("gen_ai.entity.input", "\"hi\""), ("gen_ai.entity.output", "\"hello\"")];
    for kind in
        [("gen_ai.span.kind", "AGENT"), ("gen_ai.operation.name", "agent"), ("gen_ai.operation.name", "workflow")]
    {
        check(&[kind, said[0], said[1]], &[], &[("input_messages", USER), ("output_messages", ASSISTANT)]);
    }
    check(&[("gen_ai.span.kind", "GENERATION")], &[], &[("operation", "chat")]);
    let called = [("gen_ai.entity.input", r#"{"city":"Oslo"}"#), ("gen_ai.entity.output", r#"{"text":"4 degrees"}"#)];
    let columns = [("operation", "execute_tool"), ("tool_arguments", called[0].1), ("tool_result", called[1].1)];
    for kind in [("gen_ai.span.kind", "TOOL"), ("gen_ai.operation.name", "tool")] {
        check(&[kind, called[0], called[1]], &[], &columns);
    }
}

#[test]
fn dify_calls_everything_a_chat_for_tencent() {
    for (kind, operation) in [
        ("GENERATION", "chat"),
        ("WORKFLOW", "invoke_workflow"),
        ("AGENT", "invoke_agent"),
        ("TOOL", "execute_tool"),
        ("RETRIEVER", "retrieval"),
        ("TASK", "task"),
    ] {
        let sent = [CHAT, ("gen_ai.framework", "dify"), ("gen_ai.span.kind", kind)];
        named("dify.ops", "n", &sent, &[], &[("operation", operation)]);
    }
    let tool = [CHAT, ("gen_ai.span.kind", "TOOL"), ("tool.name", "weather"), ("gen_ai.entity.output", "4 degrees")];
    named("dify.ops", "n", &tool, &[], &[("tool_name", "weather"), ("tool_result", "4 degrees")]);
}

#[test]
fn bodies_of_promptfoo() {
    let answered = ("promptfoo.response.body", "hello");
    let columns = [("input_messages", USER), ("output_messages", ASSISTANT)];
    check(&[CHAT, ("promptfoo.request.body", "hi"), answered], &[], &columns);
    let messages = r#"[{"role":"user","content":"hi"}]"#;
    check(&[CHAT, ("promptfoo.request.body", messages), answered], &[], &columns);
}

#[test]
fn embabels_agents_plans_and_tools() {
    let name = ("embabel.agent.name", "Writer");
    for kind in [("gen_ai.operation.name", "agent"), ("embabel.event.type", "agent_process")] {
        check(&[kind, name], &[], &[("operation", "invoke_agent"), ("agent_name", "Writer")]);
    }
    check(&[("gen_ai.operation.name", "replanning")], &[], &[("operation", "plan")]);
    check(&[("embabel.event.type", "tool_call")], &[], &[("operation", "execute_tool")]);
    // What is around a call of Spring AI is none.
    check(&[("embabel.event.type", "llm_call"), name], &[], &[("operation", ""), ("agent_name", "Writer")]);
}
