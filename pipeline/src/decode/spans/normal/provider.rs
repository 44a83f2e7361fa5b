//! Who answers a call: the well-known name of a provider, from the many that are sent or from the name of a model.

use std::{borrow::Cow, net::IpAddr};

/// Well-known `gen_ai.provider.name` values of the OpenTelemetry GenAI conventions.
const PROVIDERS: &[&str] = &[
    "anthropic", "aws.bedrock", "azure.ai.inference", "azure.ai.openai", "cohere", "deepseek", "gcp.gemini",
    "gcp.gen_ai", "gcp.vertex_ai", "groq", "ibm.watsonx.ai", "mistral_ai", "moonshot_ai", "openai", "perplexity",
    "x_ai",
];

/// Deprecated and colloquial names of providers.
const PROVIDER_ALIASES: &[(&str, &str)] = &[
    ("amazon-bedrock", "aws.bedrock"),
    ("amazon_bedrock", "aws.bedrock"),
    ("amazon_bedrock_chat", "aws.bedrock"),
    ("amazon_bedrock_converse_chat", "aws.bedrock"),
    ("anthropic-chat", "anthropic"),
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
    ("aws_bedrock", "aws.bedrock"),
    ("az.ai.agents", "azure.ai.inference"),
    ("az.ai.inference", "azure.ai.inference"),
    ("az.ai.openai", "azure.ai.openai"),
    ("azure", "azure.ai.openai"),
    ("azure-openai", "azure.ai.openai"),
    ("azure-openai-chat", "azure.ai.openai"),
    ("azure.ai.foundry", "azure.ai.inference"),
    ("azure_ai", "azure.ai.inference"),
    ("azure_open_ai", "azure.ai.openai"),
    ("azure_openai", "azure.ai.openai"),
    ("bedrock", "aws.bedrock"),
    ("bedrock_converse", "aws.bedrock"),
    ("chat-google-generative-ai", "gcp.gemini"),
    ("chat-ollama", "ollama"),
    ("claude", "anthropic"),
    ("cohere_chat", "cohere"),
    ("gemini", "gcp.gemini"),
    ("generativelanguage.googleapis.com", "gcp.gemini"),
    ("google", "gcp.gen_ai"),
    ("google-vertex", "gcp.vertex_ai"),
    ("google_ai_gemini", "gcp.gemini"),
    ("google_genai", "gcp.gen_ai"),
    ("google_vertex_ai_anthropic", "gcp.vertex_ai"),
    ("google_vertex_ai_gemini", "gcp.vertex_ai"),
    ("google_vertexai", "gcp.vertex_ai"),
    ("googleai", "gcp.gemini"),
    ("groq-chat", "groq"),
    ("hosted_vllm", "vllm"),
    ("lm_studio", "lm_studio"),
    ("lmstudio", "lm_studio"),
    ("mistral", "mistral_ai"),
    ("mistralai", "mistral_ai"),
    ("mistralai-chat", "mistral_ai"),
    ("moonshot", "moonshot_ai"),
    ("moonshotai", "moonshot_ai"),
    ("ollama", "ollama"),
    ("ollama_chat", "ollama"),
    ("open_ai", "openai"),
    ("openai-chat", "openai"),
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
    "dify",
    "dspy",
    "eino",
    "galileo-otel",
    "gateway",
    "gcp.vertex.agent",
    "google_adk",
    "haystack",
    "koog",
    "langchain",
    "langchain4j",
    "langgraph",
    "langsmith",
    "litellm",
    "llama_index",
    "llamaindex",
    "microsoft.agent_framework",
    "openai_agents",
    "other",
    "pydantic_ai",
    "semantic_kernel",
    "smolagents",
    "spring_ai",
    "strands-agents",
    "trpc.go.agent",
    "unknown",
];

/// What the Vercel AI SDK calls the interfaces of providers.
const INTERFACES: &[&str] =
    &["chat", "completion", "embedding", "image", "messages", "responses", "speech", "transcription"];

/// The well-known name of a provider; `None` for the name of a framework. An unknown name is kept as sent.
pub(in crate::decode::spans) fn provider(sent: &str) -> Option<Cow<'_, str>> {
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
    // The address of a gateway or of a server of one's own, as LiveKit has it, says nothing about who answered.
    if is_address(&lower) {
        return None;
    }
    // `openai.chat`, `anthropic.messages`: who, then which of its interfaces. Dify has the path of a plugin.
    let named = lower.split_once('.').map(|(head, _)| head).or_else(|| lower.rsplit('/').next());
    if let Some(known) = named.and_then(known_provider) {
        return Some(Cow::Borrowed(known));
    }
    // The Vercel AI SDK says the same of those that it has by their address only: `cerebras.chat`.
    let mut who = sent;
    while let Some((before, what)) = who.rsplit_once('.').filter(|(before, _)| !before.is_empty())
        && INTERFACES.contains(&what)
    {
        who = before;
    }
    if who.len() < sent.len() { provider(who) } else { Some(Cow::Borrowed(sent)) }
}

/// Whether this is an IP address or a host of this machine, which may have a port.
fn is_address(lower: &str) -> bool {
    let host = match lower.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => lower,
    };
    let is_ip = |host: &str| host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    host == "localhost" || is_ip(host) || is_ip(lower)
}

fn known_provider(lower: &str) -> Option<&'static str> {
    PROVIDERS
        .iter()
        .find(|known| **known == lower)
        .copied()
        .or_else(|| PROVIDER_ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, known)| *known))
}

/// The provider whose models have names like this one, for dialects that do not send a provider.
pub(in crate::decode::spans) fn provider_of_model(model: &str) -> Option<&'static str> {
    const PREFIXES: &[(&str, &str)] = &[
        ("chatgpt", "openai"),
        ("claude", "anthropic"),
        ("codestral", "mistral_ai"),
        ("command-", "cohere"),
        ("deepseek", "deepseek"),
        ("embed-english-", "cohere"),
        ("embed-multilingual-", "cohere"),
        ("embed-v", "cohere"),
        ("gemini", "gcp.gemini"),
        ("gpt-", "openai"),
        ("grok", "x_ai"),
        ("kimi", "moonshot_ai"),
        ("mistral", "mistral_ai"),
        ("o1", "openai"),
        ("o3", "openai"),
        ("o4", "openai"),
        ("rerank-english-", "cohere"),
        ("rerank-multilingual-", "cohere"),
        ("rerank-v", "cohere"),
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
pub(in crate::decode::spans) fn provider_in_model(model: &str) -> Option<&'static str> {
    if is_of_bedrock(model) {
        return Some("aws.bedrock");
    }
    // `openai/gpt-4o`: LiteLLM, CrewAI, ADK, Genkit and others say who answers before they say the model.
    model.split_once('/').and_then(|(provider, _)| known_provider(&provider.to_ascii_lowercase()))
}

/// Whether a model is named as Amazon Bedrock names it: `anthropic.claude-…`, `us.anthropic.claude-…`,
/// `arn:aws:bedrock:…`.
fn is_of_bedrock(model: &str) -> bool {
    const REGIONS: &[&str] = &["apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"];
    const MAKERS: &[&str] = &[
        "ai21", "amazon", "anthropic", "cohere", "deepseek", "luma", "meta", "minimax", "mistral", "moonshot",
        "nvidia", "openai", "qwen", "stability", "twelvelabs", "writer",
    ];
    if model.starts_with("arn:aws:bedrock:") {
        return true;
    }
    let Some((first, rest)) = model.split_once('.') else { return false };
    let maker = if REGIONS.contains(&first) { rest.split_once('.').map_or("", |(maker, _)| maker) } else { first };
    MAKERS.contains(&maker)
}

/// All names that custos gives providers.
#[cfg(test)]
pub(in crate::decode::spans) fn providers() -> Vec<&'static str> {
    PROVIDERS.iter().copied().chain(PROVIDER_ALIASES.iter().map(|(_, known)| *known)).collect()
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
            ("open_ai", Some("openai")),
            ("google_vertex_ai_gemini", Some("gcp.vertex_ai")),
            ("other", None),
            ("TogetherAI", Some("together_ai")),
            ("", None),
            // Of the Vercel AI SDK: what is known by its address only, and Vercel's gateway, whose models say who
            // answers.
            ("cerebras.chat", Some("cerebras")),
            ("acme.v2.chat", Some("acme.v2")),
            (".chat", Some(".chat")),
            ("acme.chat.chat", Some("acme")),
            ("langchain.chat", None),
            ("gateway", None),
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
}
