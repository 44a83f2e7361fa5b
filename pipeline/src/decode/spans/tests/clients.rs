//! Minimal spans of gateways, of clients of providers, and of agents that count, or name what they do, in their own
//! way.

use super::frameworks::{ASSISTANT, USER, check, named, tool};

#[test]
fn litellm_counts_in_a_dictionary_of_python() {
    const USAGE: &str = "{'completion_tokens': 23, 'prompt_tokens': 123, 'completion_tokens_details': {'audio_tokens': None, \
                         'reasoning_tokens': 8}, 'prompt_tokens_details': {'cached_tokens': 64, 'text': True}}";
    let columns =
        [("operation", "chat"), ("cache_read_tokens", "64"), ("reasoning_tokens", "8"), ("input_tokens", "123")];
    let call = [("llm.request.type", "completion"), ("litellm.call_id", "c"), ("metadata.usage_object", USAGE)];
    check(&call, &[("gen_ai.usage.input_tokens", 123)], &columns);
    // A text in it may have a quote.
    check(
        &[("metadata.usage_object", r#"{'a': "it's", 'cache_read_input_tokens': 1}"#)],
        &[],
        &[("cache_read_tokens", "1")],
    );
    check(&[("metadata.usage_object", "cached_tokens")], &[], &[("cache_read_tokens", "")]);
}

#[test]
fn litellm_says_provider_and_answer_under_other_names() {
    let rerank = [("llm.request.type", "rerank"), ("litellm.provider.model", "cohere/rerank-v3.5")];
    check(&rerank, &[], &[("operation", "rerank"), ("provider", "cohere")]);
    check(&[("llm.request.type", "rerank"), ("litellm.provider.model", "rerank-v3.5")], &[], &[("provider", "")]);
    let call = [
        ("openinference.span.kind", "LLM"),
        ("llm.model_name", "gpt-4o"),
        ("llm.response.model", "gpt-4o-2024-11-20"),
        ("llm.response.id", "r-1"),
        ("metadata", r#"{"user_api_key_end_user_id":"u-7"}"#),
    ];
    let columns = [
        ("request_model", "gpt-4o"),
        ("response_model", "gpt-4o-2024-11-20"),
        ("response_id", "r-1"),
        ("user_id", "u-7"),
    ];
    check(&call, &[], &columns);
}

#[test]
fn langsmith_calls_a_retriever_embeddings() {
    let sent = |kind, operation| [("langsmith.span.kind", kind), ("gen_ai.operation.name", operation)];
    check(&sent("embedding", "embeddings"), &[], &[("operation", "embeddings")]);
    check(&sent("chain", "chain"), &[], &[("operation", "invoke_workflow")]);
    let answer = r#"{"output":[{"page_content":"Oslo is cold"}]}"#;
    let found = [&sent("retriever", "embeddings")[..], &[("gen_ai.completion", answer)]].concat();
    let columns = [("operation", "retrieval"), ("retrieval_documents", r#"{"page_content":"Oslo is cold"}"#)];
    check(&found, &[], &columns);
    let details = [("gen_ai.usage.input_token_details", "{'cache_read': 64}")];
    check(&details, &[], &[("cache_read_tokens", "64")]);
    let call =
        [&sent("llm", "chat")[..], &[("gen_ai.completion", r#"{"usage":{"prompt_tokens":9,"completion_tokens":3}}"#)]];
    check(&call.concat(), &[], &[("input_tokens", "9"), ("output_tokens", "3")]);
}

#[test]
fn crews_and_steps_are_no_agents() {
    let agent = ("gen_ai.operation.name", "invoke_agent");
    let crew = "opentelemetry.instrumentation.crewai.instrumentation";
    named(crew, "crewai.workflow", &[agent], &[], &[("operation", "invoke_workflow"), ("agent_name", "")]);
    let task = [agent, ("crewai.task.agent", "Reporter"), ("crewai.task.description", "hi")];
    let columns = [("operation", "task"), ("agent_name", "Reporter"), ("input_messages", USER)];
    named(crew, "hi.task", &task, &[], &columns);
    let step = [("openinference.span.kind", "AGENT")];
    let columns = [("operation", "chain"), ("agent_name", "")];
    named("openinference.instrumentation.langchain", "RunnableAssign<agent_scratchpad>", &step, &[], &columns);
}

#[test]
fn llama_index() {
    let scope = "openinference.instrumentation.llama_index";
    let run = [("openinference.span.kind", "CHAIN")];
    let columns = [("operation", "invoke_agent"), ("agent_name", "FunctionAgent")];
    named(scope, "FunctionAgent.run", &run, &[], &columns);
    let ready = [("openinference.span.kind", "LLM"), ("llm.model_name", "gpt-4o")];
    named(scope, "OpenAI._prepare_chat_with_tools", &ready, &[], &[("operation", "chain")]);
    let call = [
        ("traceloop.span.kind", "task"),
        ("traceloop.entity.name", "FunctionTool.task"),
        ("traceloop.entity.input", r#"{"kwargs":{"city":"Oslo"}}"#),
        ("traceloop.entity.output", r#"{"tool_name":"weather"}"#),
    ];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("tool_result", r#"{"tool_name":"weather"}"#),
    ];
    named("opentelemetry.instrumentation.llamaindex", "FunctionTool.task", &call, &[], &columns);
}

#[test]
fn traceloop_for_javascript() {
    let output = r#"{"lc":1,"id":["ToolMessage"],"kwargs":{"content":"4","tool_call_id":"call_1","name":"weather"}}"#;
    let call = [
        ("gen_ai.operation.name", "execute_tool"),
        ("traceloop.entity.name", "DynamicStructuredTool"),
        ("traceloop.entity.output", output),
    ];
    check(&call, &[], &[("tool_name", "weather"), ("tool_call_id", "call_1")]);
    check(&[("gen_ai.operation.name", "workflow")], &[], &[("operation", "invoke_workflow")]);
}

#[test]
fn thoughts_that_only_the_total_has() {
    let counts = |total| {
        [("gen_ai.usage.input_tokens", 123), ("gen_ai.usage.output_tokens", 15), ("gen_ai.usage.total_tokens", total)]
    };
    let call = |model| [("gen_ai.operation.name", "generate_content"), ("gen_ai.request.model", model)];
    check(&call("gemini-2.5-flash"), &counts(146), &[("output_tokens", "23"), ("input_tokens", "123")]);
    check(&call("models/gemini-2.5-flash"), &counts(146), &[("output_tokens", "23")]);
    check(&call("gemini-2.5-flash"), &counts(138), &[("output_tokens", "15")]);
    check(&call("gemini-2.5-flash"), &counts(100), &[("output_tokens", "15")]);
    check(&call("gpt-4o"), &counts(146), &[("output_tokens", "15")]);
    // What else the total has is no thought.
    let thoughts = |n| [&counts(146)[..], &[("gen_ai.usage.reasoning.output_tokens", n)]].concat();
    check(&call("gemini-2.5-flash"), &thoughts(8), &[("output_tokens", "23"), ("reasoning_tokens", "8")]);
    check(&call("gemini-2.5-flash"), &thoughts(3), &[("output_tokens", "15"), ("reasoning_tokens", "3")]);
    let two = [&counts(146)[..], &[("llm.usage.total_tokens", 200)]].concat();
    check(&call("gemini-2.5-flash"), &two, &[("output_tokens", "23")]);
}

#[test]
fn responses_say_what_came_from_a_cache() {
    let kind = ("openinference.span.kind", "LLM");
    let columns = [("cache_read_tokens", "64"), ("reasoning_tokens", "8")];
    for output in [
        r#"{"usage":{"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":8}}}"#,
        r#"{"usage":{"input_tokens_details":{"cached_tokens":64},"output_tokens_details":{"reasoning_tokens":8}}}"#,
        r#"{"llm_output":{"token_usage":{"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":8}}}}"#,
    ] {
        check(&[kind, ("output.value", output)], &[("llm.token_count.prompt", 123)], &columns);
    }
    let call = [
        ("mlflow.spanType", "\"LLM\""),
        ("mlflow.spanOutputs", r#"{"usage":{"prompt_tokens":9,"completion_tokens":3}}"#),
    ];
    check(&call, &[], &[("input_tokens", "9"), ("output_tokens", "3")]);
    check(&[("gen_ai.operation.name", "chat")], &[("gen_ai.usage.details.cached_tokens", 64)], &columns[..1]);
    // Anthropic counts them apart.
    let output = r#"{"usage":{"input_tokens":100,"cache_creation_input_tokens":10,"cache_read_input_tokens":64}}"#;
    for (sent, input) in [(100, "174"), (174, "174")] {
        let columns = [("input_tokens", input), ("cache_read_tokens", "64"), ("cache_write_tokens", "10")];
        check(&[kind, ("output.value", output)], &[("llm.token_count.prompt", sent)], &columns);
    }
    let embed = [kind, ("llm.model_name", "amazon.titan-embed-text-v1")];
    check(&embed, &[], &[("operation", "embeddings"), ("provider", "aws.bedrock")]);
}

#[test]
fn responses_without_what_is_null_say_how_they_ended() {
    let kind = ("openinference.span.kind", "LLM");
    let called = r#"[{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f"}]}]"#;
    for output in [
        r#"{"object":"response","status":"completed","usage":{},"output":[]}"#,
        r#"{"generations": [[{"message": {"kwargs": {"response_metadata": {"object": "response", "status": "completed"}}}}]]}"#,
    ] {
        check(&[kind, ("output.value", output)], &[], &[("finish_reason", "stop")]);
        let call = [kind, ("output.value", output), ("gen_ai.output.messages", called)];
        check(&call, &[], &[("finish_reason", "tool_call")]);
    }
    check(
        &[kind, ("output.value", r#"{"object":"job","status":"completed","usage":{}}"#)],
        &[],
        &[("finish_reason", "")],
    );
}

#[test]
fn quarkus_mistral_and_rig() {
    let columns = [("operation", "execute_tool"), ("tool_name", "weather")];
    named("io.quarkus.opentelemetry", "langchain4j.tools.weather", &[], &[], &columns);
    named("io.quarkus.opentelemetry", "GET /", &[], &[], &[("operation", ""), ("tool_name", "")]);
    let call = [
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.provider.name", "google_ai_gemini"),
        ("gen_ai.response.finish_reasons", "TOOL_EXECUTION"),
    ];
    check(&call, &[], &[("provider", "gcp.gemini"), ("finish_reason", "tool_call")]);
    for (name, operation) in [
        ("stream_chat", "chat"),
        ("chat_completion_v1_chat_completions_post", "chat"),
        ("embeddings_v1_embeddings_post", "embeddings"),
        ("list_models_v1_models_get", ""),
    ] {
        let model = [("gen_ai.request.model", "mistral-large")];
        named(
            "mistralai_sdk_tracer",
            name,
            &model,
            &[],
            &[("operation", operation), ("request_model", "mistral-large")],
        );
    }
    check(&[("gen_ai.operation.name", "chat_streaming")], &[], &[("operation", "chat")]);
}

#[test]
fn the_first_google_adk() {
    let call = [("gen_ai.system", "gcp.vertex.agent"), ("gcp.vertex.agent.tool_call_args", r#"{"city":"Oslo"}"#)];
    let columns = [
        ("operation", "execute_tool"),
        ("tool_name", "weather"),
        ("tool_arguments", r#"{"city":"Oslo"}"#),
        ("provider", ""),
    ];
    named("gcp.vertex.agent", "tool_call [weather]", &call, &[], &columns);
    named("gcp.vertex.agent", "tool_response [weather]", &call[..1], &[], &[("operation", "")]);
}

#[test]
fn deepeval() {
    let names = ["confident.tool.name", "", "confident.span.input", "confident.span.output"];
    tool(("confident.span.type", "tool"), names);
    check(
        &[
            ("confident.span.type", "llm"),
            ("confident.llm.model", "gpt-4o"),
            ("confident.span.input", r#"[{"role":"user","content":"hi"}]"#),
            ("confident.span.output", "hello"),
            ("confident.trace.thread_id", "c-7"),
            ("confident.trace.user_id", "u-7"),
        ],
        &[("confident.llm.input_token_count", 9), ("confident.llm.output_token_count", 3)],
        &[
            ("operation", "chat"),
            ("request_model", "gpt-4o"),
            ("provider", "openai"),
            ("input_tokens", "9"),
            ("output_tokens", "3"),
            ("input_messages", USER),
            ("output_messages", ASSISTANT),
            ("conversation_id", "c-7"),
            ("user_id", "u-7"),
        ],
    );
    let agent = [("confident.span.type", "agent"), ("confident.agent.name", "guide")];
    check(&agent, &[], &[("operation", "invoke_agent"), ("agent_name", "guide")]);
}
