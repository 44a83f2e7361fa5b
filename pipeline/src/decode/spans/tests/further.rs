//! Minimal spans of what SDKs of November 2026 were recorded to send of calls that failed, while they called a local
//! stand-in of a provider that refused, timed out or answered with nothing; of what VeADK 1.1 was, and of what
//! agentUniverse 0.0.19 has in its source. Apache-2.0 and MIT; recorded for this project.

use opentelemetry_proto::tonic::trace::v1::{Span, Status};

use super::{
    dialects::{row_of, span, text},
    frameworks::{ASSISTANT, USER, check, named},
};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");
const TOOL: (&str, &str) = ("gen_ai.operation.name", "execute_tool");

#[test]
fn veadk_has_words_for_what_it_does_not_know() {
    let call = [
        CHAT,
        ("gen_ai.request.model", "m-1"),
        ("gen_ai.response.stop_reason", "<no_stop_reason_provided>"),
        ("gen_ai.response.finish_reason", "<no_finish_reason_provided>"),
        ("session.id", "<unknown_session_id>"),
        ("user.id", "<unknown_user_id>"),
        ("agent.name", "<unknown_agent_name>"),
    ];
    let columns = [("request_model", "m-1"), ("finish_reason", ""), ("conversation_id", ""), ("user_id", "")];
    named("veadk", "call_llm", &call, &[], &columns);
    check(&call, &[], &[("agent_name", "")]);
    for (sent, reason) in [("end_turn", "stop"), ("<unknown>", "<unknown>"), ("<no_9_provided>", "<no_9_provided>")] {
        check(&[CHAT, ("gen_ai.response.stop_reason", sent)], &[], &[("finish_reason", reason)]);
    }
    // What a tool says is as said.
    check(&[TOOL, ("gen_ai.tool.call.result", "<unknown_user>")], &[], &[("tool_result", "<unknown_user>")]);
    let given = r#"{"name": "weather", "description": "w", "parameters": {"city": "Oslo"}}"#;
    let told = r#"{"id": "c", "name": "weather", "response": {"result": "4 degrees"}}"#;
    let tool = [TOOL, ("gen_ai.tool.input", given), ("gen_ai.tool.output", told), ("cozeloop.input", given)];
    let columns = [("tool_arguments", r#"{"city": "Oslo"}"#), ("tool_result", r#"{"result": "4 degrees"}"#)];
    named("veadk", "execute_tool weather", &tool, &[], &columns);
    check(&tool[..3], &[], &[("tool_arguments", given), ("tool_result", told)]);
    let asked = r#"{"parts": [{"text": "hi"}], "role": "user"}"#;
    let run = [("gen_ai.operation.name", "chain"), ("gen_ai.input", asked)];
    named("veadk", "invocation", &run, &[], &[("operation", "invoke_workflow"), ("input_messages", USER)]);
    check(&run, &[], &[("operation", "chain")]);
    let called = [
        CHAT,
        ("gen_ai.prompt.0.role", "user"),
        ("gen_ai.prompt.0.content", "hi"),
        ("gen_ai.prompt.1.tool_calls.0.function.name", "weather"),
    ];
    let columns = [("input_messages", &*format!("{USER}\n{CALLED}"))];
    check(&called, &[], &columns);
}

const CALLED: &str = r#"{"role":"assistant","parts":[{"type":"tool_call","name":"weather"}]}"#;

#[test]
fn agent_universe() {
    let call = [
        ("au.span.kind", "llm"),
        ("au.llm.input", r#"{"messages":[{"role":"user","content":"hi"}]}"#),
        ("au.llm.output", "hello"),
        (
            "au.llm.usage.detail_tokens",
            r#"{"prompt_tokens": 188, "completion_tokens": 31, "prompt_tokens_details": {"text_tokens": 124, "cached_tokens": 64}, "completion_tokens_details": {"text_tokens": 23, "reasoning_tokens": 8}}"#,
        ),
        ("au.trace.session.id", "s-1"),
    ];
    let counts = [("au.llm.usage.prompt_tokens", 188), ("au.llm.usage.completion_tokens", 31)];
    let columns = [
        ("operation", "chat"),
        ("conversation_id", "s-1"),
        ("input_messages", USER),
        ("output_messages", ASSISTANT),
        ("input_tokens", "124"),
        ("output_tokens", "23"),
        ("cache_read_tokens", "64"),
        ("reasoning_tokens", "8"),
        ("dialect", "otel_genai/1"),
    ];
    check(&call, &counts, &columns);
    check(&call[..1], &counts, &[("input_tokens", "188"), ("output_tokens", "31")]);
    let failed = [call[0], ("au.llm.error.type", "RateLimitError"), ("au.trace.session.id", "-1")];
    check(&failed, &[], &[("error_type", "RateLimitError"), ("conversation_id", "")]);
    check(&[CHAT, ("gen_ai.conversation.id", "-1")], &[], &[("conversation_id", "-1")]);
    let agent = [("au.span.kind", "agent"), ("au.agent.name", "Oslo")];
    check(&agent, &[], &[("operation", "invoke_agent"), ("agent_name", "Oslo")]);
    let tool = [
        ("au.span.kind", "tool"),
        ("au.tool.name", "weather"),
        ("au.tool.input", r#"{"kwargs": {"city": "Oslo"}}"#),
        ("au.tool.output", r#""4 degrees""#),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city": "Oslo"}"#),
        ("tool_result", "4 degrees"),
    ];
    check(&tool, &[], &columns);
}

#[test]
fn a_call_that_nobody_answered_has_no_answer() {
    let told = r#"{"generations": [[{"text": "", "message": {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"], "kwargs": {"content": "", "response_metadata": {"status_code": 429}, "type": "ai"}}}]]}"#;
    let asked = [("openinference.span.kind", "LLM"), ("llm.model_name", "gpt-4o"), ("output.value", told)];
    let failed = [asked[0], asked[1], asked[2], ("error.type", "openai.RateLimitError")];
    let columns = [("request_model", "gpt-4o"), ("response_model", ""), ("output_messages", "")];
    check(&failed, &[], &columns);
    check(&asked, &[], &[("request_model", "gpt-4o"), ("response_model", "gpt-4o")]);
    // A stream that was broken off has what was said, and by whom.
    let broken = [asked[0], asked[1], failed[3], ("output.value", "It is")];
    check(&broken, &[], &[("response_model", "gpt-4o"), ("error_class", "rate_limit")]);
    let langfuse = [
        ("langfuse.observation.type", "generation"),
        ("langfuse.observation.model.name", "gpt-4o"),
        ("langfuse.observation.level", "ERROR"),
        ("langfuse.observation.status_message", "Error: 403 Your organization may not use this"),
    ];
    let columns = [("request_model", "gpt-4o"), ("response_model", ""), ("error_class", "auth")];
    check(&langfuse, &[], &columns);
    check(&langfuse[..2], &[], &[("response_model", "gpt-4o")]);
    for key in ["llm.token_count.completion", "llm.token_count.prompt"] {
        check(&failed, &[(key, 3)], &[("response_model", "gpt-4o")]);
        check(&failed, &[(key, 0)], &[("response_model", "")]);
    }
    // The conventions have a name for the one that answered.
    for operation in ["chat", "embeddings"] {
        let told = [
            ("gen_ai.operation.name", operation),
            ("gen_ai.request.model", "gpt-4o"),
            ("gen_ai.response.model", "gpt-4o"),
            failed[3],
        ];
        check(&told, &[], &[("response_model", "gpt-4o")]);
        for key in ["gen_ai.usage.input_tokens", "gen_ai.usage.reasoning_tokens"] {
            check(&told, &[(key, 25)], &[("response_model", "gpt-4o")]);
        }
    }
}

#[test]
fn why_a_response_is_incomplete_for_langfuse() {
    let ended = |details, reason| {
        let call = [
            ("langfuse.observation.type", "generation"),
            ("langfuse.observation.metadata.status", "incomplete"),
            ("langfuse.observation.metadata.incomplete_details", details),
        ];
        check(&call, &[], &[("finish_reason", reason)]);
    };
    ended(r#"{"reason":"max_output_tokens"}"#, "length");
    ended(r#"{"reason":"content_filter"}"#, "content_filter");
    ended("null", "");
}

#[test]
fn completions_of_llama_index_under_openinference() {
    let call = [("openinference.span.kind", "LLM"), ("input.value", r#"{"args": ["hi"]}"#)];
    named("openinference.instrumentation.llama_index", "OpenAI.complete", &call, &[], &[("input_messages", USER)]);
    let more = [call[0], ("input.value", r#"{"args": ["hi"], "n": 1}"#)];
    check(&more, &[], &[("input_messages", "")]);
    let prompts = [call[0], ("llm.prompts", r#"["hi"]"#)];
    check(&prompts, &[], &[("input_messages", USER)]);
}

#[test]
fn why_an_agent_of_agno_failed() {
    let class = |message: &str, answer: &str| {
        let run = span(&[("openinference.span.kind", text("AGENT")), ("output.value", text(answer))]);
        let status = Status { code: 2, message: message.to_owned() };
        let (row, _) = row_of("openinference.instrumentation.agno", Span { status: Some(status), ..run });
        row["error_class"].clone()
    };
    assert_eq!(class("run status: error", "Rate limit reached for requests"), "rate_limit");
    assert_eq!(class("run status: error", "It was."), "other");
    assert_eq!(class("It was.", "Rate limit reached for requests"), "other");
}

#[test]
fn responses_of_langchain_without_a_text_ended_in_no_error() {
    let call = [CHAT, ("gen_ai.response.finish_reasons", "error"), ("gen_ai.response.id", "resp_1")];
    let ended = |counts: &[(&str, i64)], columns| {
        named("opentelemetry.instrumentation.genai.langchain", "chat gpt-4o", &call, counts, columns);
    };
    ended(&[("gen_ai.usage.output_tokens", 23)], &[("finish_reason", ""), ("error_class", "")]);
    ended(&[("gen_ai.usage.output_tokens", 0)], &[("finish_reason", "error"), ("error_class", "other")]);
}

#[test]
fn whose_turn_it_is_in_a_workflow_of_llama_index() {
    let step = |name: &str, event: &str, agent| {
        let sent = [("openinference.span.kind", "CHAIN"), ("input.value", event)];
        named("openinference.instrumentation.llama_index", name, &sent, &[], &[("agent_name", agent)]);
        named("mine", name, &sent, &[], &[("agent_name", "")]);
    };
    let setup = r#"{"ev": "AgentSetup(input=[], current_agent_name='Triage Agent')"}"#;
    step("AgentWorkflow.run_agent_step", setup, "Triage Agent");
    step("BaseWorkflowAgent.setup_agent", setup, "Triage Agent");
    step("AgentWorkflow.call_tool", setup, "");
    step("AgentWorkflow.run_agent_step", r#"{"ev": "AgentSetup(current_agent_name='')"}"#, "");
    let quoted = r#"{"ev": "AgentSetup(input=[\"current_agent_name='X'\"], current_agent_name=\"O'Hara\")"}"#;
    step("AgentWorkflow.run_agent_step", quoted, "O'Hara");
    // What the model wrote is not whose turn it is.
    let wrote = r#"{"ev": "AgentOutput(response=A(current_agent_name='B'), current_agent_name='Triage', raw={'text': \"say current_agent_name='Evil'\"})"}"#;
    step("AgentWorkflow.parse_agent_output", wrote, "Triage");
    step("AgentWorkflow.parse_agent_output", r#"{"ev": "AgentOutput(raw={'a': 'current_agent_name='})"}"#, "");
    let told = [("openinference.span.kind", "CHAIN"), ("input.value", setup), ("gen_ai.agent.name", "Told")];
    let columns = [("agent_name", "Told")];
    named("openinference.instrumentation.llama_index", "AgentWorkflow.run_agent_step", &told, &[], &columns);
}
