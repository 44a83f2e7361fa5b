//! Values of closed sets: whatever a dialect calls an operation, a provider, a finish reason or a failure, the name that
//! the OpenTelemetry GenAI conventions (or, for failures, this project) give it.

use std::borrow::Cow;

/// Well-known `gen_ai.provider.name` values of the OpenTelemetry GenAI conventions.
const PROVIDERS: &[&str] = &[
    "anthropic",
    "aws.bedrock",
    "azure.ai.inference",
    "azure.ai.openai",
    "cohere",
    "deepseek",
    "gcp.gemini",
    "gcp.gen_ai",
    "gcp.vertex_ai",
    "groq",
    "ibm.watsonx.ai",
    "mistral_ai",
    "moonshot_ai",
    "openai",
    "perplexity",
    "x_ai",
];

/// Deprecated and colloquial names of providers.
const PROVIDER_ALIASES: &[(&str, &str)] = &[
    ("amazon-bedrock", "aws.bedrock"),
    ("amazon_bedrock", "aws.bedrock"),
    ("api.anthropic.com", "anthropic"),
    ("api.cohere.com", "cohere"),
    ("api.deepseek.com", "deepseek"),
    ("api.groq.com", "groq"),
    ("api.mistral.ai", "mistral_ai"),
    ("api.moonshot.ai", "moonshot_ai"),
    ("api.openai.com", "openai"),
    ("api.perplexity.ai", "perplexity"),
    ("api.together.xyz", "together_ai"),
    ("api.x.ai", "x_ai"),
    ("aws", "aws.bedrock"),
    ("az.ai.agents", "azure.ai.inference"),
    ("az.ai.inference", "azure.ai.inference"),
    ("az.ai.openai", "azure.ai.openai"),
    ("azure", "azure.ai.openai"),
    ("azure-openai", "azure.ai.openai"),
    ("azure_ai", "azure.ai.inference"),
    ("azure_openai", "azure.ai.openai"),
    ("bedrock", "aws.bedrock"),
    ("bedrock_converse", "aws.bedrock"),
    ("claude", "anthropic"),
    ("cohere_chat", "cohere"),
    ("gemini", "gcp.gemini"),
    ("generativelanguage.googleapis.com", "gcp.gemini"),
    ("google", "gcp.gen_ai"),
    ("google-vertex", "gcp.vertex_ai"),
    ("google_genai", "gcp.gen_ai"),
    ("google_vertexai", "gcp.vertex_ai"),
    ("googleai", "gcp.gemini"),
    ("hosted_vllm", "vllm"),
    ("lm_studio", "lm_studio"),
    ("lmstudio", "lm_studio"),
    ("mistral", "mistral_ai"),
    ("mistralai", "mistral_ai"),
    ("moonshot", "moonshot_ai"),
    ("moonshotai", "moonshot_ai"),
    ("ollama", "ollama"),
    ("ollama_chat", "ollama"),
    ("openrouter", "openrouter"),
    ("openrouter.ai", "openrouter"),
    ("together", "together_ai"),
    ("together_ai", "together_ai"),
    ("togetherai", "together_ai"),
    ("vertex_ai", "gcp.vertex_ai"),
    ("vertexai", "gcp.vertex_ai"),
    ("vllm", "vllm"),
    ("watsonx", "ibm.watsonx.ai"),
    ("xai", "x_ai"),
];

/// Names of frameworks that some SDKs send where a provider belongs. They say nothing about who answered.
const FRAMEWORKS: &[&str] = &[
    "ag2",
    "agno",
    "autogen",
    "crewai",
    "dspy",
    "gcp.vertex.agent",
    "google_adk",
    "haystack",
    "langchain",
    "langgraph",
    "langsmith",
    "litellm",
    "llama_index",
    "llamaindex",
    "microsoft.agent_framework",
    "openai_agents",
    "pydantic_ai",
    "semantic_kernel",
    "smolagents",
    "spring_ai",
    "strands-agents",
    "unknown",
];

/// The well-known name of a provider; `None` for the name of a framework. An unknown name is kept as sent.
pub(super) fn provider(sent: &str) -> Option<Cow<'_, str>> {
    if PROVIDERS.contains(&sent) {
        return Some(Cow::Borrowed(sent));
    }
    let lower = sent.trim().to_ascii_lowercase();
    if lower.is_empty() || FRAMEWORKS.contains(&lower.as_str()) {
        return None;
    }
    if let Some(known) = known_provider(&lower) {
        return Some(Cow::Borrowed(known));
    }
    // `openai.chat`, `anthropic.messages`: who, then which of its interfaces.
    match lower.split_once('.').and_then(|(head, _)| known_provider(head)) {
        Some(known) => Some(Cow::Borrowed(known)),
        None => Some(Cow::Borrowed(sent)),
    }
}

fn known_provider(lower: &str) -> Option<&'static str> {
    PROVIDERS
        .iter()
        .find(|known| **known == lower)
        .copied()
        .or_else(|| PROVIDER_ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, known)| *known))
}

/// The provider whose models have names like this one, for dialects that do not send a provider.
pub(super) fn provider_of_model(model: &str) -> Option<&'static str> {
    const PREFIXES: &[(&str, &str)] = &[
        ("chatgpt", "openai"),
        ("claude", "anthropic"),
        ("codestral", "mistral_ai"),
        ("command-", "cohere"),
        ("deepseek", "deepseek"),
        ("gemini", "gcp.gemini"),
        ("gpt-", "openai"),
        ("grok", "x_ai"),
        ("kimi", "moonshot_ai"),
        ("mistral", "mistral_ai"),
        ("o1", "openai"),
        ("o3", "openai"),
        ("o4", "openai"),
        ("sonar", "perplexity"),
        ("text-embedding-", "openai"),
    ];
    // The Gemini API's own names of its models are paths.
    let model = model.strip_prefix("models/").unwrap_or(model);
    // Whose a model is at another path cannot be told, and a tag is Ollama's: `mistral:7b`.
    let like = || {
        let prefixes = &mut PREFIXES.iter().filter(|_| !model.contains(['/', ':']));
        prefixes.find(|(prefix, _)| model.starts_with(prefix)).map(|(_, provider)| *provider)
    };
    provider_in_model(model).or_else(like)
}

/// The provider that the name of a model says outright.
pub(super) fn provider_in_model(model: &str) -> Option<&'static str> {
    if is_of_bedrock(model) {
        return Some("aws.bedrock");
    }
    // `openai/gpt-4o`: LiteLLM, CrewAI, ADK, Genkit and others say who answers before they say the model.
    model.split_once('/').and_then(|(provider, _)| known_provider(&provider.to_ascii_lowercase()))
}

/// Whether a model is named as Amazon Bedrock names it: `anthropic.claude-…`, `us.anthropic.claude-…`, `arn:aws:bedrock:…`.
fn is_of_bedrock(model: &str) -> bool {
    const REGIONS: &[&str] = &["apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"];
    const MAKERS: &[&str] = &[
        "ai21",
        "amazon",
        "anthropic",
        "cohere",
        "deepseek",
        "luma",
        "meta",
        "minimax",
        "mistral",
        "moonshot",
        "nvidia",
        "openai",
        "qwen",
        "stability",
        "twelvelabs",
        "writer",
    ];
    if model.starts_with("arn:aws:bedrock:") {
        return true;
    }
    let Some((first, rest)) = model.split_once('.') else { return false };
    let maker = if REGIONS.contains(&first) { rest.split_once('.').map_or("", |(maker, _)| maker) } else { first };
    MAKERS.contains(&maker)
}

/// The normalised finish reason: `stop`, `tool_call`, `length`, `content_filter`, `error`; any other as sent.
pub(super) fn finish_reason(sent: &str) -> Cow<'_, str> {
    if matches!(sent, "stop" | "tool_call" | "length" | "content_filter" | "error") {
        return Cow::Borrowed(sent);
    }
    // Enumerations of Python by their name: `FinishReason.STOP`.
    let name = sent.rsplit_once('.').filter(|(class, _)| class.ends_with("Reason")).map_or(sent, |(_, name)| name);
    let lower = name.to_ascii_lowercase();
    Cow::Borrowed(match lower.as_str() {
        "stop" | "end_turn" | "endturn" | "stop_sequence" | "stopsequence" | "completed" | "complete" | "eos"
        | "eos_token" | "finish" | "finished" => "stop",
        "tool_call" | "tool_calls" | "tool-calls" | "tool_use" | "tooluse" | "function_call" | "function_calls" => {
            "tool_call"
        }
        "length"
        | "max_tokens"
        | "maxtokens"
        | "max_output_tokens"
        | "model_length"
        | "model_context_window_exceeded"
        | "modelcontextwindowexceeded" => "length",
        "content_filter"
        | "content-filter"
        | "content_filtered"
        | "safety"
        | "refusal"
        | "contentfiltered"
        | "guardrail_intervened"
        | "guardrailintervened"
        | "error_toxic" => "content_filter",
        // FinishReason of the Gemini API.
        "recitation" | "blocklist" | "prohibited_content" | "spii" | "image_safety" => "content_filter",
        "error" | "failed" | "malformed_function_call" => "error",
        _ => return Cow::Borrowed(sent),
    })
}

/// Operation of an OpenTelemetry GenAI span. Standard names and unknown ones pass.
pub(super) fn otel_operation(sent: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        // `framework`: the clients and advisors of Spring AI, which say what they are elsewhere.
        "" | "unknown" | "framework" => return None,
        // Mastra's names.
        "agent.run" => "invoke_agent",
        "tool.execute" => "execute_tool",
        "workflow.run" => "invoke_workflow",
        "completion" | "text.completions" | "text.streaming_completions" => "text_completion",
        // Semantic Kernel's names.
        "chat.completions" | "chat.streaming_completions" => "chat",
        // LiteLLM's.
        "acompletion" | "responses" | "aresponses" => "chat",
        // Langtrace's.
        "openai.responses.create" => "chat",
        "embedding" | "aembedding" | "embed" => "embeddings",
        "vector_db_retrieve" => "retrieval",
        other => other,
    }))
}

/// Operation of a call that counts tokens of this model and does not name an operation.
pub(super) fn operation_of_model(model: &str) -> &'static str {
    let lower = model.to_ascii_lowercase();
    match () {
        () if lower.contains("rerank") => "rerank",
        () if lower.contains("embed") => "embeddings",
        () => "chat",
    }
}

/// Operation of `openinference.span.kind`.
pub(super) fn openinference_kind(sent: &str, root: bool) -> Option<Cow<'_, str>> {
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
pub(super) fn traceloop_kind(sent: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        "workflow" => "invoke_workflow",
        "agent" => "invoke_agent",
        "tool" => "execute_tool",
        "" | "unknown" => return None,
        other => other,
    }))
}

/// Operation of `langfuse.observation.type`; a plain `span` or `event` has none.
pub(super) fn langfuse_type(sent: &str, root: bool) -> Option<Cow<'_, str>> {
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
pub(super) fn vercel_operation(sent: &str) -> Option<Cow<'_, str>> {
    if !sent.starts_with("ai.") {
        return None;
    }
    let sent = sent.split(' ').next().unwrap_or(sent);
    Some(Cow::Borrowed(match sent {
        "ai.toolCall" => "execute_tool",
        "ai.generateText" | "ai.streamText" | "ai.generateObject" | "ai.streamObject" => "invoke_agent",
        _ if sent.ends_with(".doEmbed") => "embeddings",
        _ if sent.ends_with(".doGenerate") || sent.ends_with(".doStream") => "chat",
        _ => sent,
    }))
}

/// Operation of `mlflow.spanType`, which is a JSON string.
pub(super) fn mlflow_type(sent: &str, root: bool) -> Option<Cow<'_, str>> {
    match sent.trim_matches('"') {
        "CHAT_MODEL" => Some(Cow::Borrowed("chat")),
        // What is left has the names of OpenInference.
        other => openinference_kind(other, root),
    }
}

/// Operation of `langsmith.span.kind`.
pub(super) fn langsmith_kind(sent: &str, root: bool) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(match sent {
        "llm" => "chat",
        "embedding" => "embeddings",
        "retriever" => "retrieval",
        "tool" => "execute_tool",
        "agent" => "invoke_agent",
        "chain" if root => "invoke_workflow",
        "" => return None,
        other => other,
    }))
}

/// Operation of the kind of a span that frameworks of their own send; `None` of what is no operation of an agent.
pub(super) fn span_type(sent: &str) -> Option<&'static str> {
    Some(match sent.to_ascii_lowercase().as_str() {
        "llm" | "llm_request" => "chat",
        "embedding" => "embeddings",
        "retriever" | "rag" => "retrieval",
        "tool" | "tool_call" | "mcp_tool_call" => "execute_tool",
        "agent" | "agent_run" | "interaction" => "invoke_agent",
        "workflow" | "workflow_run" | "chat_client" => "invoke_workflow",
        // AG2 counts the tokens of a call once more in a span of its own.
        "usage" => "record_usage",
        _ => return None,
    })
}

/// Operation of `genkit:metadata:subtype`.
pub(super) fn genkit_type(sent: &str) -> Option<Cow<'_, str>> {
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
pub(super) fn haystack_type(sent: &str) -> Option<Cow<'_, str>> {
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

/// The host of an address, which some SDKs send as a URL.
pub(super) fn host(sent: &str) -> &str {
    // Most are a host: looking for one byte is cheaper than for three.
    if !sent.contains('/') {
        return sent;
    }
    let Some((_, rest)) = sent.split_once("://") else { return sent };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let address = authority.rsplit('@').next().unwrap_or(authority);
    let host = match address.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => address.split(':').next(),
    };
    host.filter(|host| !host.is_empty()).unwrap_or(sent)
}

/// Operations that are one call of a model.
pub(super) fn is_inference(operation: &str) -> bool {
    matches!(operation, "chat" | "generate_content" | "text_completion" | "embeddings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers() {
        for (sent, expected) in [
            ("openai", Some("openai")),
            ("OpenAI", Some("openai")),
            ("openai.chat", Some("openai")),
            ("openai.responses", Some("openai")),
            ("aws.bedrock", Some("aws.bedrock")),
            ("azure.ai.openai", Some("azure.ai.openai")),
            ("az.ai.inference", Some("azure.ai.inference")),
            ("vertex_ai", Some("gcp.vertex_ai")),
            ("gemini", Some("gcp.gemini")),
            ("xai", Some("x_ai")),
            ("LangChain", None),
            ("langgraph", None),
            ("strands-agents", None),
            ("microsoft.agent_framework", None),
            ("autogen", None),
            ("az.ai.agents", Some("azure.ai.inference")),
            ("My.Own", Some("My.Own")),
            ("Ollama", Some("ollama")),
            ("TogetherAI", Some("together_ai")),
            ("", None),
        ] {
            let got = provider(sent);
            assert_eq!(got.as_deref(), expected, "{sent}");
            if let Some(once) = got {
                assert_eq!(provider(&once).as_deref(), Some(&*once), "not idempotent: {sent}");
            }
        }
    }

    #[test]
    fn providers_of_models() {
        for (model, expected) in [
            ("gpt-4o", Some("openai")),
            ("openai/gpt-4o", Some("openai")),
            ("gemini/gemini-2.5-flash", Some("gcp.gemini")),
            ("models/gemini-2.5-flash", Some("gcp.gemini")),
            ("bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0", Some("aws.bedrock")),
            ("openrouter/anthropic/claude-sonnet-4.5", Some("openrouter")),
            ("meta-llama/Llama-3.3-70B-Instruct-Turbo", None),
            ("arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-sonnet-4-5-v1:0", Some("aws.bedrock")),
            ("ollama_chat/gpt-oss:20b", Some("ollama")),
            ("gpt-oss:20b", None),
            ("mistral:7b", None),
            ("models/models/gpt-4o", None),
        ] {
            assert_eq!(provider_of_model(model), expected, "{model}");
        }
    }

    #[test]
    fn names_of_any_length_are_looked_at_once() {
        let begin = std::time::Instant::now();
        assert_eq!(provider_of_model(&"models/".repeat(600_000)), None);
        assert!(begin.elapsed().as_secs() < 2);
    }

    #[test]
    fn finish_reasons() {
        for (sent, expected) in [
            ("stop", "stop"),
            ("end_turn", "stop"),
            ("stop_sequence", "stop"),
            ("tool_calls", "tool_call"),
            ("tool-calls", "tool_call"),
            ("tool_use", "tool_call"),
            ("function_call", "tool_call"),
            ("max_tokens", "length"),
            ("max_output_tokens", "length"),
            ("content-filter", "content_filter"),
            ("safety", "content_filter"),
            ("refusal", "content_filter"),
            ("FinishReason.TOOL_CALLS", "tool_call"),
            ("STOP", "stop"),
            ("COMPLETE", "stop"),
            ("TOOL_CALL", "tool_call"),
            ("PROHIBITED_CONTENT", "content_filter"),
            ("error", "error"),
            ("v1.other", "v1.other"),
            ("other", "other"),
        ] {
            assert_eq!(finish_reason(sent), expected);
            assert_eq!(finish_reason(expected), expected);
        }
    }

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
        assert_eq!(text(otel_operation("embedding")), "embeddings");
        assert_eq!(text(otel_operation("chat.completions")), "chat");
        assert_eq!(text(otel_operation("text.completions")), "text_completion");
        assert_eq!(operation_of_model("text-embedding-3-small"), "embeddings");
        assert_eq!(operation_of_model("rerank-v3.5"), "rerank");
    }

    #[test]
    fn hosts() {
        for (sent, expected) in [
            ("api.openai.com", "api.openai.com"),
            ("127.0.0.1", "127.0.0.1"),
            ("https://api.openai.com/v1/", "api.openai.com"),
            ("http://user:secret@localhost:8080?x=1", "localhost"),
            ("https://[2001:db8::1]:443/v1", "2001:db8::1"),
            ("::1", "::1"),
            ("http://", "http://"),
        ] {
            assert_eq!(host(sent), expected);
            assert_eq!(host(expected), expected);
        }
    }
}
