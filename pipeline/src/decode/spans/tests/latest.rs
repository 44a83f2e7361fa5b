//! Minimal spans of what SDKs of late 2026 were recorded to send in scenarios that no capture has: Pydantic AI 2.66 and
//! Logfire 5.4, Strands 1.62, langchain-openai 1.x over OpenAI's responses interface, OpenLIT 1.45, OpenInference for
//! smolagents 0.1, the Vercel AI SDK 5 and 6, MLflow 3.18, OpenLLMetry 0.62. Apache-2.0 and MIT; recorded for this
//! project.

use super::frameworks::{ASSISTANT, check, named};

const CHAT: (&str, &str) = ("gen_ai.operation.name", "chat");

/// Messages in the conventions' own attribute become these.
fn said(messages: &str, expected: &str) {
    check(&[CHAT, ("gen_ai.output.messages", messages)], &[], &[("output_messages", expected)]);
}

#[test]
fn parts_have_the_names_of_the_conventions() {
    let message = |part: &str| format!(r#"{{"role":"assistant","parts":[{part}],"finish_reason":"stop"}}"#);
    for (sent, expected) in [
        // Pydantic AI.
        (r#"{"type": "thinking", "content": "hm"}"#, r#"{"type":"reasoning","content":"hm"}"#),
        (r#"{"type":"thinking"}"#, r#"{"type":"reasoning"}"#),
        (
            r#"{"type": "tool_call_response", "id": "c", "name": "f", "result": "4"}"#,
            r#"{"type":"tool_call_response","id":"c","name":"f","response":"4"}"#,
        ),
        (
            r#"{"type": "binary", "media_type": "image/png", "content": "iVBO"}"#,
            r#"{"type":"blob","modality":"image","mime_type":"image/png","content":"iVBO"}"#,
        ),
        (
            r#"{"type": "image-url", "url": "https://a/b.png"}"#,
            r#"{"type":"uri","modality":"image","uri":"https://a/b.png"}"#,
        ),
        // Logfire.
        (
            r#"{"signature":"c2ln","thinking":"hm","type":"thinking"}"#,
            r#"{"type":"reasoning","signature":"c2ln","content":"hm"}"#,
        ),
        (
            r#"{"type":"blob","modality":"image","media_type":"image/png","content":"iVBO"}"#,
            r#"{"type":"blob","modality":"image","mime_type":"image/png","content":"iVBO"}"#,
        ),
        // Strands.
        (
            r#"{"type": "reasoningContent", "content": {"reasoningText": {"text": "hm", "signature": "c2ln"}}}"#,
            r#"{"type":"reasoning","content":"hm","signature":"c2ln"}"#,
        ),
        (r#"{"type":"refusal","refusal":"No."}"#, r#"{"type":"refusal","content":"No."}"#),
        // OpenLLMetry.
        (
            r#"{"type": "text", "content": "{\"reasoningContent\": {\"reasoningText\": {\"text\": \"hm\", \"signature\": \"c2ln\"}}}"}"#,
            r#"{"type":"reasoning","content":"hm","signature":"c2ln"}"#,
        ),
        (
            r#"{"type": "text", "content": "{\"id\": \"rs_1\", \"summary\": [{\"text\": \"hm\", \"type\": \"summary_text\"}], \"type\": \"reasoning\"}"}"#,
            r#"{"type":"reasoning","content":"hm","id":"rs_1"}"#,
        ),
        (
            r#"{"type": "input_image", "image_url": "https://a/b.png", "detail": "auto"}"#,
            r#"{"type":"uri","modality":"image","uri":"https://a/b.png","detail":"auto"}"#,
        ),
    ] {
        let list = format!("[{},{}]", message(sent), message(r#"{"type":"text","content":"a"}"#));
        let all = format!("{}\n{}", message(expected), message(r#"{"type":"text","content":"a"}"#));
        said(&list, &all);
        said(&format!("[{}]", message(expected)), &message(expected));
    }
    // What has both names keeps both; what is in no known shape stays as it is.
    for part in [
        r#"{"type":"tool_call_response","id":"c","result":"4","response":"5"}"#,
        r#"{"type":"reasoningContent","content":{"redactedContent":"x"}}"#,
        r#"{"type":"tool_call","name":"f","arguments":{},"result":"4"}"#,
        r#"{"type":"function_call","name":"f"}"#,
        r#"{"type":"text","content":"{\"city\": \"Oslo\"}"}"#,
        r#"{"type":"text","content":"{\"type\": \"reasoning\"}"}"#,
        r#"{"type":"text","content":"{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\",\"index\":1}]}"}"#,
        r#"{"type":"input_audio","input_audio":"x"}"#,
    ] {
        said(&format!("[{}]", message(part)), &message(part));
    }
    let both = r#"{"type":"reasoning","content":"a","thinking":"b"}"#;
    said(&format!("[{}]", message(&both.replace("reasoning", "thinking"))), &message(both));
}

#[test]
fn calls_and_thoughts_of_the_responses_interface_among_the_contents_of_langchain() {
    let call = |arguments: &str| {
        format!(
            r#"{{"role":"assistant","content":[{{"id": "rs_1", "summary": [{{"text": "hm", "type": "summary_text"}}], "type": "reasoning"}},{{"arguments": "{arguments}", "call_id": "c", "name": "f", "type": "function_call", "id": "fc_1", "status": "completed"}}],"tool_calls":[{{"name":"f","args":{{"city": "Os lo","x": "\""}},"id":"c","type":"tool_call"}}]}}"#
        )
    };
    let parts = |arguments: &str| {
        format!(
            r#"{{"role":"assistant","parts":[{{"type":"reasoning","content":"hm","id":"rs_1"}},{{"type":"tool_call","id":"c","arguments":"{arguments}","name":"f","$id":"fc_1","status":"completed"}}"#
        )
    };
    let sent = |arguments: &str, expected: &str| {
        let json = format!("[{}]", call(arguments));
        let kind = ("langfuse.observation.type", "generation");
        check(&[kind, ("langfuse.observation.output", &json)], &[], &[("output_messages", expected)]);
    };
    let arguments = r#"{\"city\":\"Os lo\",\"x\":\"\\\"\"}"#;
    sent(arguments, &format!("{}]}}", parts(arguments)));
    // White space within a text makes another call.
    let other = arguments.replace("Os lo", "Oslo");
    let second = r#"{"type":"tool_call","name":"f","arguments":{"city": "Os lo","x": "\""},"id":"c"}"#;
    sent(&other, &format!("{},{second}]}}", parts(&other)));
}

#[test]
fn the_id_of_a_call_is_not_that_of_its_item() {
    let items = r#"[{"id":"fc_1","type":"function_call","status":"completed","arguments":"{}","call_id":"c","name":"f"},{"id":"fo_1","type":"function_call_output","call_id":"c","output":"4"}]"#;
    let expected = concat!(
        r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","$id":"fc_1","status":"completed","arguments":"{}","name":"f"}]}"#,
        "\n",
        r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","$id":"fo_1","response":"4"}]}"#
    );
    check(&[CHAT, ("gen_ai.input.messages", items)], &[], &[("input_messages", expected)]);
}

#[test]
fn refusals_are_said() {
    let refused = r#"{"role":"assistant","parts":[{"type":"refusal","content":"No."}]"#;
    for (message, rest) in [
        (r#"{"role":"assistant","content":null,"refusal":"No."}"#, ""),
        (r#"{"role":"assistant","content":[{"type":"refusal","refusal":"No."}]}"#, ""),
        (
            r#"{"type":"ai","content":"","additional_kwargs":{"refusal":"No."}}"#,
            r#","type":"ai","additional_kwargs":{"refusal":"No."}"#,
        ),
    ] {
        check(
            &[("openinference.span.kind", "LLM"), ("output.value", &format!(r#"{{"messages":[{message}]}}"#))],
            &[],
            &[("output_messages", &format!("{refused}{rest}}}"))],
        );
    }
    let answer = r#"{"role":"assistant","content":"hello","refusal":null}"#;
    check(&[("openinference.span.kind", "LLM"), ("output.value", answer)], &[], &[("output_messages", ASSISTANT)]);
}

#[test]
fn steps_of_smolagents_have_speakers() {
    let scope = "openinference.instrumentation.smolagents";
    let sent = [
        ("openinference.span.kind", "LLM"),
        ("llm.input_messages.0.message.role", "tool-call"),
        ("llm.input_messages.0.message.content", "Calling tools:"),
        ("llm.input_messages.1.message.role", "tool-response"),
        ("llm.input_messages.1.message.content", "Observation:"),
    ];
    let expected = concat!(
        r#"{"role":"assistant","parts":[{"type":"text","content":"Calling tools:"}]}"#,
        "\n",
        r#"{"role":"tool","parts":[{"type":"text","content":"Observation:"}]}"#
    );
    named(scope, "OpenAIModel.generate", &sent, &[], &[("input_messages", expected)]);
}

#[test]
fn answers_in_the_name_of_a_tool() {
    let answer =
        |role: &str| format!(r#"{{"messages":[{{"content":"4 degrees","additional_kwargs":{{}},"role":"{role}"}}]}}"#);
    let kind = ("langfuse.observation.type", "generation");
    let becomes = |role, expected: &str| {
        check(&[kind, ("langfuse.observation.input", &answer(role))], &[], &[("input_messages", expected)]);
    };
    becomes(
        "weather",
        r#"{"role":"tool","parts":[{"type":"tool_call_response","response":"4 degrees"}],"name":"weather"}"#,
    );
    becomes("user", r#"{"role":"user","parts":[{"type":"text","content":"4 degrees"}],"additional_kwargs":{}}"#);
}

#[test]
fn what_failed_in_openlit_and_what_logfire_and_vercel_do() {
    let failed = [("error.type", "anthropic.RateLimitError"), ("telemetry.sdk.name", "openlit")];
    let columns = [("operation", "chat"), ("request_model", "claude-sonnet-4-5"), ("provider", "anthropic")];
    named("openlit.instrumentation.anthropic", "chat claude-sonnet-4-5", &failed, &[], &columns);
    named("logfire.openai_agents", "Guardrail {name!r} {triggered=}", &[], &[], &[("operation", "guardrail")]);
    check(&[("ai.operationId", "ai.rerank.doRerank")], &[], &[("operation", "rerank")]);
}

#[test]
fn output_of_gemini_has_the_thoughts_that_the_total_has() {
    let counted = [("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.output_tokens", 15)];
    let model = ("gen_ai.request.model", "gemini-2.5-flash");
    // What OpenLIT calls the total is without them.
    let thoughts = ("gen_ai.usage.reasoning.output_tokens", 8);
    let scope = "openlit.instrumentation.google_ai_studio";
    for (total, output) in [(139, "23"), (147, "15")] {
        let counts = [counted[0], counted[1], thoughts, ("gen_ai.client.token.usage", total)];
        named(scope, "chat gemini-2.5-flash", &[model, CHAT], &counts, &[("output_tokens", output)]);
    }
    // Whoever answers OpenLIT over the interface of OpenAI has counted them.
    let counts = [counted[0], ("gen_ai.usage.output_tokens", 23), thoughts, ("gen_ai.client.token.usage", 147)];
    let model_of_router = ("gen_ai.request.model", "google/gemini-2.5-flash");
    let scope = "openlit.instrumentation.openai";
    named(scope, "chat google/gemini-2.5-flash", &[model_of_router, CHAT], &counts, &[("output_tokens", "23")]);
    // The Vercel AI SDK 5; from its sixth version on they are counted already.
    let metadata = r#"{"google":{"usageMetadata":{"thoughtsTokenCount":8,"promptTokenCount":124,"candidatesTokenCount":15,"totalTokenCount":147}}}"#;
    for (sent, output) in [(15, "23"), (23, "23")] {
        let counts = [("gen_ai.usage.input_tokens", 124), ("gen_ai.usage.output_tokens", sent)];
        let texts =
            [("ai.operationId", "ai.generateText.doGenerate"), ("ai.response.providerMetadata", metadata), model];
        check(&texts, &counts, &[("output_tokens", output), ("reasoning_tokens", "8")]);
        // As many tokens from the cache as of thoughts are in the input none the less.
        let counts = [counts[0], counts[1], ("ai.usage.cachedInputTokens", 8)];
        check(&texts, &counts, &[("input_tokens", "124"), ("cache_read_tokens", "8"), ("output_tokens", output)]);
    }
    let usage = r#"{"input_tokens": 124, "output_tokens": 15, "total_tokens": 147, "cache_read_input_tokens": 64}"#;
    let texts = [
        ("mlflow.spanType", "\"LLM\""),
        ("mlflow.llm.model", "\"gemini-2.5-flash\""),
        ("mlflow.chat.tokenUsage", usage),
    ];
    check(&texts, &[], &[("input_tokens", "124"), ("output_tokens", "23")]);
}

#[test]
fn declarations_of_functions_are_tools() {
    let declared = r#"[{"description": "w", "name": "weather", "parameters_json_schema": {"type": "object"}}]"#;
    let expected = r#"{"type":"function","description":"w","name":"weather","parameters":{"type": "object"}}"#;
    check(&[CHAT, ("gen_ai.tool.definitions", declared)], &[], &[("tool_definitions", expected)]);
}
