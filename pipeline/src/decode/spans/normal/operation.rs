//! What a span does: the conventions' name of an operation, from the name that each dialect has for it.

use std::borrow::Cow;

/// Operation of an OpenTelemetry GenAI span. Standard names and unknown ones pass.
pub(in crate::decode::spans) fn otel_operation(sent: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        // `framework`: the clients and advisors of Spring AI, which say what they are elsewhere.
        "" | "unknown" | "UNKNOWN" | "framework" => return None,
        // Mastra's names.
        "agent.run" => "invoke_agent",
        // Those of genai-otel-instrument.
        "graph.execution" | "crew.execution" => "invoke_workflow",
        "tool.execute" => "execute_tool",
        "workflow.run" => "invoke_workflow",
        "completion" | "text.completions" | "text.streaming_completions" => "text_completion",
        // Semantic Kernel's names.
        "chat.completions" | "chat.streaming_completions" => "chat",
        // Those of Gemini CLI.
        "llm_call" => "chat",
        "tool_call" => "execute_tool",
        "agent_call" => "invoke_agent",
        // That of Google ADK for Java.
        "call_llm" => "generate_content",
        // That of Azure's agents.
        "process_thread_run" => "invoke_agent",
        // Dify's, and MLflow's, which has its own types where the conventions have no name.
        "WORKFLOW" => "invoke_workflow",
        "TASK" => "task",
        "CHAIN" => "chain",
        "EVALUATOR" => "evaluator",
        "GUARDRAIL" => "guardrail",
        "MEMORY" => "memory",
        "PARSER" => "parser",
        "RERANKER" => "rerank",
        "RETRIEVER" => "retrieval",
        // LiteLLM's.
        "acompletion" | "responses" | "aresponses" | "anthropic_messages" => "chat",
        "atext_completion" => "text_completion",
        "agenerate_content" | "generate_content_stream" | "agenerate_content_stream" => "generate_content",
        "arerank" => "rerank",
        "call_mcp_tool" => "execute_tool",
        // Rig's, and Traceloop's for JavaScript.
        "chat_streaming" | "chat_completion" | "chat_completions" => "chat",
        "workflow" => "invoke_workflow",
        // Embabel's.
        "planning" | "replanning" => "plan",
        // OpenSearch's decorators, and Embabel's agents.
        "agent" => "invoke_agent",
        "tool" => "execute_tool",
        // Those of Grafana's Sigil, whose spans are single calls.
        "generateText" | "streamText" => "chat",
        // Langtrace's.
        "openai.responses.create" => "chat",
        // OpenLLMetry's over OpenAI Agents.
        "response" => "chat",
        "embedding" | "aembedding" | "embed" => "embeddings",
        "vector_db_retrieve" => "retrieval",
        other => other,
    }))
}

/// Operation of a call that counts tokens of this model and does not name an operation.
pub(in crate::decode::spans) fn operation_of_model(model: &str) -> &'static str {
    let lower = model.to_ascii_lowercase();
    match () {
        () if lower.contains("rerank") => "rerank",
        () if lower.contains("embed") => "embeddings",
        () => "chat",
    }
}

/// Operation of `openinference.span.kind`.
pub(in crate::decode::spans) fn openinference_kind(sent: &str, root: bool) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        "LLM" => "chat",
        "EMBEDDING" => "embeddings",
        "RETRIEVER" => "retrieval",
        "TOOL" => "execute_tool",
        "AGENT" => "invoke_agent",
        "RERANKER" => "rerank",
        "CHAIN" if root => "invoke_workflow",
        "" | "UNKNOWN" => return None,
        // A key or a token in other case could not be told any more.
        other if other.len() < 20 && !other.bytes().any(|b| b.is_ascii_digit()) => {
            return Some(Cow::Owned(other.to_ascii_lowercase()));
        }
        other => other,
    }))
}

/// Operation of `traceloop.span.kind`.
pub(in crate::decode::spans) fn traceloop_kind(sent: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        "workflow" => "invoke_workflow",
        "agent" => "invoke_agent",
        "tool" => "execute_tool",
        "" | "unknown" => return None,
        other => other,
    }))
}

/// Operation of `langfuse.observation.type`; a plain `span` or `event` has none.
pub(in crate::decode::spans) fn langfuse_type(sent: &str, root: bool) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        "generation" => "chat",
        "embedding" => "embeddings",
        "retriever" => "retrieval",
        "tool" => "execute_tool",
        "agent" => "invoke_agent",
        "chain" if root => "invoke_workflow",
        "" | "span" | "event" => return None,
        other => other,
    }))
}

/// Operation of the Vercel AI SDK's `ai.operationId`, or of `operation.name`, where the function follows.
pub(in crate::decode::spans) fn vercel_operation(sent: &str) -> Option<Cow<'_, str>> {
    if !sent.starts_with("ai.") {
        return None;
    }
    let sent = sent.split(' ').next().unwrap_or(sent);
    Some(Cow::Borrowed(match sent {
        "ai.toolCall" => "execute_tool",
        "ai.generateText" | "ai.streamText" | "ai.generateObject" | "ai.streamObject" => "invoke_agent",
        _ if sent.ends_with(".doEmbed") => "embeddings",
        _ if sent.ends_with(".doRerank") => "rerank",
        _ if sent.ends_with(".doGenerate") || sent.ends_with(".doStream") => "chat",
        _ => sent,
    }))
}

/// Operation of `mlflow.spanType`, which is a JSON string.
pub(in crate::decode::spans) fn mlflow_type(sent: &str, root: bool) -> Option<Cow<'_, str>> {
    match sent.trim_matches('"') {
        "CHAT_MODEL" => Some(Cow::Borrowed("chat")),
        // What is left has the names of OpenInference.
        other => openinference_kind(other, root),
    }
}

/// Operation of `langsmith.span.kind`, which RubyLLM has in capitals.
pub(in crate::decode::spans) fn langsmith_kind(sent: &str, root: bool) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        "llm" | "LLM" => "chat",
        "embedding" | "EMBEDDING" => "embeddings",
        "retriever" | "RETRIEVER" => "retrieval",
        "tool" | "TOOL" => "execute_tool",
        "agent" | "AGENT" => "invoke_agent",
        "chain" | "CHAIN" if root => "invoke_workflow",
        "" => return None,
        other => other,
    }))
}

/// Operation of the kind of a span that frameworks of their own send; `None` of what is no operation of an agent.
pub(in crate::decode::spans) fn span_type(sent: &str) -> Option<&'static str> {
    Some(match sent.to_ascii_lowercase().as_str() {
        "llm"
        | "llm_request"
        | "inference"
        | "inference.framework"
        | "generation"
        | "chatcompletion"
        | "agentresponse" => "chat",
        "embedding" => "embeddings",
        "retriever" | "rag" | "retrieval" => "retrieval",
        "reranking" | "rerank" => "rerank",
        "tool" | "tool_call" | "mcp" | "mcp_tool_call" | "agentic.tool.invocation" | "agentic.mcp.invocation" => {
            "execute_tool"
        }
        "agent" | "agent_run" | "agent_process" | "interaction" | "agentic.invocation" => "invoke_agent",
        "workflow" | "workflow_run" | "record_root" | "chat_client" | "agentic.turn" => "invoke_workflow",
        // AG2 counts the tokens of a call once more in a span of its own.
        "usage" => "record_usage",
        _ => return None,
    })
}

/// Operation of a kind or component in any case.
pub(in crate::decode::spans) fn component(sent: &str, root: bool) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent.to_ascii_lowercase().as_str() {
        "llm" | "chatmodel" | "agenticmodel" | "generation" | "model" => "chat",
        // TrueFoundry's requests.
        "chatcompletion" | "agentresponse" => "chain",
        "embedding" => "embeddings",
        "retriever" => "retrieval",
        "tool" => "execute_tool",
        "agent" => "invoke_agent",
        "workflow" => "invoke_workflow",
        "graph" | "chain" if root => "invoke_workflow",
        _ => return openinference_kind(sent, root),
    }))
}

/// Operation of `genkit:metadata:subtype`.
pub(in crate::decode::spans) fn genkit_type(sent: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        "model" | "background-model" => "chat",
        "embedder" => "embeddings",
        "retriever" => "retrieval",
        "reranker" => "rerank",
        "tool" | "tool.v2" => "execute_tool",
        "flow" => "invoke_workflow",
        "agent" => "invoke_agent",
        "" => return None,
        other => other,
    }))
}

/// Operation of a component of Haystack, by the name of its class; most are none.
pub(in crate::decode::spans) fn haystack_type(sent: &str) -> Option<Cow<'_, str>> {
    const ENDS: &[(&str, &str)] = &[
        ("ChatGenerator", "chat"),
        ("Generator", "text_completion"),
        ("Embedder", "embeddings"),
        ("Retriever", "retrieval"),
        ("Ranker", "rerank"),
        ("ToolInvoker", "execute_tool"),
        ("Agent", "invoke_agent"),
    ];
    ENDS.iter().find(|(end, _)| sent.ends_with(end)).map(|(_, operation)| Cow::Borrowed(*operation))
}

/// Operations that are one call of a model.
pub(in crate::decode::spans) fn is_inference(operation: &str) -> bool {
    matches!(operation, "chat" | "generate_content" | "text_completion" | "embeddings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations() {
        let text = |o: Option<Cow<'_, str>>| o.map(Cow::into_owned).unwrap_or_default();
        assert_eq!(text(openinference_kind("LLM", false)), "chat");
        assert_eq!(text(openinference_kind("CHAIN", true)), "invoke_workflow");
        assert_eq!(text(openinference_kind("CHAIN", false)), "chain");
        assert_eq!(text(openinference_kind("GUARDRAIL", false)), "guardrail");
        assert_eq!(text(traceloop_kind("task")), "task");
        assert_eq!(text(traceloop_kind("workflow")), "invoke_workflow");
        assert_eq!(text(langfuse_type("generation", false)), "chat");
        assert_eq!(text(langfuse_type("span", true)), "");
        assert_eq!(text(vercel_operation("ai.generateText.doGenerate")), "chat");
        assert_eq!(text(vercel_operation("ai.embedMany.doEmbed")), "embeddings");
        assert_eq!(text(vercel_operation("ai.streamText")), "invoke_agent");
        assert_eq!(text(vercel_operation("ai.toolCall")), "execute_tool");
        assert_eq!(text(vercel_operation("ai.streamText.doStream support agent")), "chat");
        assert_eq!(text(openinference_kind("RERANKER", false)), "rerank");
        assert_eq!(text(mlflow_type("\"CHAT_MODEL\"", false)), "chat");
        assert_eq!(text(mlflow_type("TOOL", false)), "execute_tool");
        assert_eq!(text(langsmith_kind("llm", false)), "chat");
        assert_eq!(text(haystack_type("OpenAIChatGenerator")), "chat");
        assert_eq!(text(haystack_type("PromptBuilder")), "");
        assert_eq!(text(genkit_type("model")), "chat");
        assert_eq!(text(openinference_kind("Custom_Step", false)), "custom_step");
        // Redaction, which comes after this, finds it as it was sent.
        assert_eq!(text(openinference_kind("AKIAQ3EGPIRSHTLWKZVD", false)), "AKIAQ3EGPIRSHTLWKZVD");
        assert_eq!(text(mlflow_type("eyJhbGciOi9.eyJz", false)), "eyJhbGciOi9.eyJz");
        assert_eq!(text(otel_operation("unknown")), "");
        assert_eq!(text(otel_operation("agent_step")), "agent_step");
        assert_eq!(text(otel_operation("chat_streaming")), "chat");
        assert_eq!(text(otel_operation("anthropic_messages")), "chat");
        assert_eq!(text(otel_operation("agenerate_content_stream")), "generate_content");
        assert_eq!(text(otel_operation("call_mcp_tool")), "execute_tool");
        assert_eq!(text(otel_operation("workflow")), "invoke_workflow");
        assert_eq!(text(otel_operation("embedding")), "embeddings");
        assert_eq!(text(otel_operation("chat.completions")), "chat");
        assert_eq!(text(otel_operation("text.completions")), "text_completion");
        assert_eq!(operation_of_model("text-embedding-3-small"), "embeddings");
        assert_eq!(operation_of_model("rerank-v3.5"), "rerank");
    }
}
