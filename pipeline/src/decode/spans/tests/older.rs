//! Older names of dialects, and frameworks with names of their own.

use opentelemetry_proto::tonic::common::v1::any_value::Value;

use super::dialects::{event, get, row, span, text};

const USER: &str = r#"{"role":"user","parts":[{"type":"text","content":"hi"}]}"#;
const ASSISTANT: &str = r#"{"role":"assistant","parts":[{"type":"text","content":"hello"}]}"#;

fn texts<'a>(pairs: &[(&'a str, &str)]) -> Vec<(&'a str, Value)> {
    pairs.iter().map(|(key, value)| (*key, text(value))).collect()
}

/// The columns of a span of these attributes are these.
fn check(attributes: &[(&str, &str)], columns: &[(&str, &str)]) {
    let (row, _) = row(span(&texts(attributes)));
    for (column, expected) in columns {
        assert_eq!(get(&row, column), *expected, "{column} of {attributes:?}");
    }
}

#[test]
fn openinference() {
    let kind = |kind| ("openinference.span.kind", kind);
    // A failed call has the model nowhere else.
    check(&[kind("LLM"), ("input.value", r#"{"model":"gpt-4o","n":1}"#)], &[("request_model", "gpt-4o")]);
    check(
        &[kind("LLM"), ("llm.prompts.0.prompt.text", "hi"), ("llm.choices.0.completion.text", "hello")],
        &[
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
            ("attributes", r#"{"openinference.span.kind":"LLM"}"#),
        ],
    );
    check(
        &[
            kind("RERANKER"),
            ("reranker.model_name", "rerank-v3"),
            ("reranker.output_documents.0.document.id", "d1"),
            ("reranker.output_documents.0.document.content", "text"),
            ("reranker.output_documents.1.document.id", "d2"),
        ],
        &[
            ("operation", "rerank"),
            ("request_model", "rerank-v3"),
            ("retrieval_documents", "{\"id\":\"d1\",\"content\":\"text\"}\n{\"id\":\"d2\"}"),
        ],
    );
}

#[test]
fn pydantic_ai_message_events() {
    let events = r#"[{"content":"hi","role":"user","gen_ai.message.index":0,"event.name":"gen_ai.user.message"},
        {"index":0,"message":{"role":"assistant","content":"hello"},"event.name":"gen_ai.choice"}]"#;
    let chat = ("gen_ai.operation.name", "chat");
    check(&[chat, ("events", events)], &[("input_messages", USER), ("output_messages", ASSISTANT)]);
    // Anything else of that name is something else.
    check(
        &[chat, ("events", r#"[{"a":1}]"#)],
        &[("input_messages", ""), ("attributes", r#"{"events":"[{\"a\":1}]"}"#)],
    );
}

#[test]
fn langfuse_root() {
    let root =
        [("langfuse.observation.type", "span"), ("langfuse.trace.input", "hi"), ("langfuse.trace.output", "hello")];
    check(&root, &[("input_messages", USER), ("output_messages", ASSISTANT)]);
}

#[test]
fn traceloop_functions() {
    let kind = |kind| ("traceloop.span.kind", kind);
    let agent = [
        kind("agent"),
        ("traceloop.entity.input", r#"{"args":["hi"],"kwargs":{}}"#),
        ("traceloop.entity.output", "\"hello\""),
    ];
    check(&agent, &[("input_messages", USER), ("output_messages", ASSISTANT)]);
    check(
        &[
            kind("workflow"),
            ("traceloop.entity.input", r#"{"args":[],"kwargs":{}}"#),
            ("traceloop.entity.output", "null"),
        ],
        &[("operation", "invoke_workflow"), ("input_messages", ""), ("output_messages", "")],
    );
    check(
        &[kind("agent"), ("traceloop.entity.input", r#"{"args":[],"kwargs":{"q":"hi"}}"#)],
        &[("input_messages", USER)],
    );
}

#[test]
fn openlit_and_semantic_kernel() {
    let chat = ("gen_ai.operation.name", "chat");
    check(
        &[
            chat,
            ("gen_ai.content.prompt", "hi"),
            ("gen_ai.content.completion", "hello"),
            ("gen_ai.response.finish_reason", "tool_calls"),
        ],
        &[("input_messages", USER), ("output_messages", ASSISTANT), ("finish_reason", "tool_call")],
    );
    let mut call = span(&texts(&[chat]));
    let prompt = r#"[{"role":"user","content":"hi"}]"#;
    call.events = vec![
        event("gen_ai.content.prompt", &[("gen_ai.prompt", text(prompt))]),
        event("gen_ai.content.completion", &[("gen_ai.completion", text("hello"))]),
    ];
    let (row, _) = row(call);
    assert_eq!((get(&row, "input_messages"), get(&row, "output_messages")), (USER, ASSISTANT));
    assert!(!get(&row, "events").contains("hello"), "stored once");
}

#[test]
fn vercel_with_little() {
    check(
        &[("operation.name", "ai.streamText.doStream support agent"), ("resource.name", "support agent")],
        &[("operation", "chat"), ("agent_name", "support agent"), ("dialect", "vercel_ai/1")],
    );
    check(
        &[("operation.name", "http.get"), ("resource.name", "/")],
        &[("operation", ""), ("agent_name", ""), ("dialect", "none/1")],
    );
}

#[test]
fn azure_ai_events() {
    let mut call = span(&texts(&[("gen_ai.operation.name", "chat"), ("gen_ai.system", "az.ai.agents")]));
    let said = |name: &str, json: &str| event(name, &[("gen_ai.event.content", text(json))]);
    call.events = vec![
        said("gen_ai.user.message", r#"{"role":"user","content":"hi"}"#),
        said("gen_ai.tool.message", r#"{"id":"c1","content":"rain"}"#),
        said("gen_ai.choice", r#"{"message":{"content":"hello"},"finish_reason":"stop","index":0}"#),
    ];
    let (row, _) = row(call);
    let tool = r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"rain"}]}"#;
    assert_eq!(get(&row, "input_messages"), format!("{USER}\n{tool}"));
    assert_eq!((get(&row, "output_messages"), get(&row, "finish_reason")), (ASSISTANT, "stop"));
    assert_eq!(get(&row, "provider"), "azure.ai.inference");
}

#[test]
fn addresses_that_are_urls() {
    let (row, rebuilt) = row(span(&texts(&[("server.address", "https://api.openai.com/v1/")])));
    assert_eq!(get(&row, "server_address"), "api.openai.com");
    assert_eq!(rebuilt.attributes[0].value.clone().unwrap().value, Some(text("https://api.openai.com/v1/")));
}

#[test]
fn mlflow() {
    check(
        &[
            ("mlflow.spanType", "\"CHAT_MODEL\""),
            ("mlflow.spanInputs", r#"{"messages":[{"role":"user","content":"hi"}],"model":"gpt-4o"}"#),
            (
                "mlflow.spanOutputs",
                r#"{"id":"r1","model":"gpt-4o-2024-08-06","choices":[{"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}"#,
            ),
            ("mlflow.llm.provider", "\"azure\""),
            ("mlflow.chat.tokenUsage", r#"{"input_tokens":9,"output_tokens":1,"total_tokens":10}"#),
        ],
        &[
            ("operation", "chat"),
            ("request_model", "gpt-4o"),
            ("response_model", "gpt-4o-2024-08-06"),
            ("response_id", "r1"),
            ("finish_reason", "stop"),
            ("provider", "azure.ai.openai"),
            ("input_tokens", "9"),
            ("output_tokens", "1"),
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
            ("dialect", "mlflow/1"),
        ],
    );
    check(
        &[("mlflow.spanType", "\"TOOL\""), ("mlflow.spanFunctionName", "\"weather\""), ("mlflow.spanInputs", "{}")],
        &[("operation", "execute_tool"), ("tool_name", "weather"), ("tool_arguments", "{}")],
    );
}

#[test]
fn langsmith() {
    check(
        &[
            ("langsmith.span.kind", "llm"),
            ("gen_ai.system", "openai"),
            ("gen_ai.request.model", "gpt-4o"),
            ("langsmith.metadata.session_id", "s1"),
            ("gen_ai.prompt", r#"{"messages":[{"role":"user","content":"hi"}]}"#),
            ("gen_ai.completion", r#"{"choices":[{"message":{"role":"assistant","content":"hello"}}]}"#),
        ],
        &[
            ("operation", "chat"),
            ("conversation_id", "s1"),
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
            ("dialect", "langsmith/1"),
        ],
    );
    check(&[("langsmith.span.kind", "tool")], &[("operation", "execute_tool"), ("tool_name", "n")]);
}

#[test]
fn haystack() {
    let output = r#"{"replies":[{"role":"assistant","meta":{"model":"gpt-4o","finish_reason":"length","usage":{"prompt_tokens":9,"completion_tokens":1}},"content":[{"text":"hello"}]}]}"#;
    check(
        &[
            ("haystack.component.type", "OpenAIChatGenerator"),
            ("haystack.component.input", r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#),
            ("haystack.component.output", output),
        ],
        &[
            ("operation", "chat"),
            ("response_model", "gpt-4o"),
            ("provider", "openai"),
            ("finish_reason", "length"),
            ("input_tokens", "9"),
            ("output_tokens", "1"),
            ("input_messages", USER),
            ("dialect", "haystack/1"),
        ],
    );
    check(&[("haystack.component.type", "PromptBuilder")], &[("operation", "")]);
}

#[test]
fn openllmetry_before_it_knew_chats() {
    let kind = ("llm.request.type", "completion");
    let expected = [("operation", "text_completion"), ("input_messages", USER)];
    check(&[kind, ("gen_ai.prompt.0.user", "hi")], &expected);
    // Beside a role or a content it is something else.
    check(&[kind, ("gen_ai.prompt.0.user", "x"), ("gen_ai.prompt.0.content", "hi")], &expected);
    let mut anthropic = span(&texts(&[kind, ("gen_ai.prompt.0.content", "hi")]));
    anthropic.name = "anthropic.chat".to_owned();
    assert_eq!(get(&row(anthropic).0, "operation"), "chat");
}

#[test]
fn runnables_of_langchain() {
    let agent = [("gen_ai.operation.name", "invoke_agent"), ("traceloop.span.kind", "workflow")];
    let input = r#"{"inputs":{"messages":[{"role":"user","content":"hi"}]},"tags":[],"metadata":{"thread_id":"c"}}"#;
    let output = r#"{"outputs":{"messages":[{"role":"assistant","content":"hello"}]},"kwargs":{"tags":[]}}"#;
    check(
        &[&agent[..], &[("traceloop.entity.input", input), ("traceloop.entity.output", output)]].concat(),
        &[("input_messages", USER), ("output_messages", ASSISTANT)],
    );
    // One within the other is not looked for.
    check(
        &[agent[0], agent[1], ("traceloop.entity.input", r#"{"inputs":{"inputs":{"messages":[]}}}"#)],
        &[("input_messages", "")],
    );
    let retriever = [("gen_ai.operation.name", "vector_db_retrieve"), ("traceloop.span.kind", "task")];
    check(
        &[&retriever[..], &[("traceloop.entity.output", r#"{"documents":[{"page_content":"cold"}],"count":1}"#)]]
            .concat(),
        &[("operation", "retrieval"), ("retrieval_documents", r#"{"page_content":"cold"}"#)],
    );
}

#[test]
fn calls_whose_id_is_in_what_the_tool_returned() {
    let tool = ("openinference.span.kind", "TOOL");
    for result in [
        r#"{"output":{"lc":1,"id":["ToolMessage"],"kwargs":{"content":"4","tool_call_id":"c1"}}}"#,
        r#"{"content":"4","tool_call_id":"c1"}"#,
    ] {
        check(&[tool, ("output.value", result)], &[("tool_call_id", "c1"), ("tool_result", "4")]);
    }
    let arguments = r#"{"inputs":{"city":"Oslo"},"kwargs":{"tool_call_id":"c2"}}"#;
    check(&[tool, ("input.value", arguments)], &[("tool_call_id", "c2")]);
    check(&[tool, ("tool.id", "c0"), ("input.value", arguments)], &[("tool_call_id", "c0")]);
    check(
        &[("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.call.id", "<not specified>")],
        &[("tool_call_id", ""), ("attributes", r#"{"gen_ai.tool.call.id":"<not specified>"}"#)],
    );
}

#[test]
fn responses_say_how_they_ended() {
    let response = |status: &str, output: &str| {
        format!(r#"{{"id":"r","object":"response",{status},"output":[{output}],"usage":{{"input_tokens":1}}}}"#)
    };
    let text = r#"{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]}"#;
    let call = r#"{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}"#;
    let (done, open) =
        (r#""status":"completed","incomplete_details":null"#, r#""status":"in_progress","incomplete_details":null"#);
    let cut = r#""status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}"#;
    for (status, output, expected) in
        [(done, text, "stop"), (done, call, "tool_call"), (cut, text, "length"), (open, text, "")]
    {
        let json = response(status, output);
        check(&[("openinference.span.kind", "LLM"), ("output.value", &json)], &[("finish_reason", expected)]);
    }
    let langfuse = ("langfuse.observation.type", "generation");
    check(&[langfuse, ("langfuse.observation.metadata.status", "completed")], &[("finish_reason", "stop")]);
    check(&[langfuse, ("langfuse.observation.metadata.status", "active")], &[("finish_reason", "")]);
}

#[test]
fn embeddings_that_are_called_otherwise() {
    let model = "text-embedding-3-small";
    check(
        &[("langfuse.observation.type", "generation"), ("langfuse.observation.model.name", model)],
        &[("operation", "embeddings"), ("request_model", model), ("provider", "openai")],
    );
    check(
        &[("openinference.span.kind", "EMBEDDING"), ("embedding.model_name", model)],
        &[("request_model", model), ("response_model", model)],
    );
}

#[test]
fn crewai() {
    let task = [
        ("gen_ai.operation.name", "invoke_agent"),
        ("traceloop.span.kind", "task"),
        ("crewai.task.agent", "Weather expert"),
        ("crewai.task.description", "hi"),
        ("traceloop.entity.output", "hello"),
    ];
    check(&task, &[("agent_name", "Weather expert"), ("input_messages", USER), ("output_messages", ASSISTANT)]);
    let crew = [("gen_ai.operation.name", "invoke_agent"), ("crewai.crew.result", "hello")];
    check(&crew, &[("output_messages", ASSISTANT)]);
}

#[test]
fn blocks_of_llama_index() {
    let blocks = r#"[{"role":"user","additional_kwargs":{},"blocks":[{"block_type":"text","text":"hi"}]},
        {"role":"assistant","blocks":[{"block_type":"tool_call","tool_call_id":"c","tool_name":"f","tool_kwargs":{}}]}]"#;
    let expected = [
        r#"{"role":"user","parts":[{"type":"text","content":"hi"}],"additional_kwargs":{}}"#,
        r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":{}}]}"#,
    ];
    check(&[("openinference.span.kind", "LLM"), ("input.value", blocks)], &[("input_messages", &expected.join("\n"))]);
}

#[test]
fn texts_of_the_responses_interface_in_openinference() {
    check(
        &[
            ("openinference.span.kind", "LLM"),
            ("llm.output_messages.0.message.role", "assistant"),
            ("llm.output_messages.0.message.contents.0.message_content.type", "output_text"),
            ("llm.output_messages.0.message.contents.0.message_content.text", "hello"),
            ("llm.output_messages.1.message.role", "assistant"),
            ("llm.output_messages.1.message.content", ""),
        ],
        &[("output_messages", &format!("{ASSISTANT}\n{}", r#"{"role":"assistant","parts":[]}"#))],
    );
}
