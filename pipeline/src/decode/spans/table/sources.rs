//! The table itself. To support another name, add a line.
//!
//! | file | fields |
//! |---|---|
//! | `names.rs` | operation, agent, conversation, provider, model, tool, how it ended |
//! | `tokens.rs` | tokens, the time to the first |
//! | `content.rs` | instructions, messages, tool calls, tools, documents |
//!
//! The first source of a field is its canonical name in the OpenTelemetry GenAI conventions
//! (semantic-conventions-genai, main of August 2026); rebuilding writes that name. Lists: the conventions' registry,
//! OpenInference 0.1.42, OpenLLMetry 0.40 and 0.62, Langfuse 5, Vercel AI SDK 5 and 7, Pydantic AI 2, Strands 1.62,
//! OpenLIT 1.45, Google ADK 2.13, MCP (semantic-conventions 1.41); the older names of OpenLIT, Semantic Kernel, Azure
//! AI Inference and Pydantic AI; MLflow 3, LangSmith, Haystack 2, Agno, Genkit 1, Mastra 0 and 1, Logfire 5, CrewAI 1,
//! Spring AI 2, AG2 1, VoltAgent 2, LiveKit Agents 1, Pipecat 1, Laminar 0.7, LangWatch 1, Claude Code 2, LiteLLM 1,
//! DeepEval 4, Codex 0.171, Gemini CLI 0.61, LlamaIndex's OpenTelemetry package, Vertex AI SDK, Dify, Eino's callbacks,
//! vLLM, Google ADK 1.8 for Java, OpenLLMetry for Go, Monocle 0.8, traceAI, LangWatch for JavaScript, Judgeval, Spring
//! AI 1.1, Haystack 2's integration 2.0, AgentOps 0.4, AgentScope 2, Coralogix's llm-tracekit 2.9, LangChain4j's
//! observations, n8n, Respan 4, Agenta 0.125, Anthropic's own clients (Python 2.14, JavaScript 1.14), Mirascope 2.8,
//! TanStack AI 0.58, TruLens 2.16, Upsonic 0.77, NeMo Guardrails 0.24, Agent 365 2.0, PromptLayer 1.5, Effect AI 0.37,
//! Raindrop 0.3, Latitude 3.6, Splunk's instrumentations 0.1, genai-otel-instrument 1.42, the gateways of Cloudflare
//! and Vercel, Dify for Tencent, OpenSearch's SDK, Embabel, promptfoo 0.121, AGNTCY's Observe, Ax 24, Koog 0.5,
//! any-agent 1, Strands for TypeScript, BeeAI, CrewAI 1.15's own tracing, Azure AI Agents, Flowise 3, ADK for Rust 2,
//! tRPC-Agent-Go, TrueFoundry's gateway, OpenLIT 1.33 to 1.45, Logfire 3 and 4, Dapr's agents 1, Langfuse 3.0, Spring
//! AI 2.0 with its vector stores, Claude's agents in Logfire, VeADK 1.1, agentUniverse 0.0.19.

use super::{Conv, Field, Source, When};

mod content;
mod names;
mod tokens;

/// The table, in the order of [`Field`].
const TABLE: [&[(Field, &[Source])]; 4] = [names::NAMES, content::TEXTS, tokens::TOKENS, content::LISTS];

/// Keys that say what another says, wherever that is believed: steps of an agent of Haystack, functions of AgentOps by
/// their kind.
pub(in crate::decode::spans) const ALIASES: &[(&str, &str)] = &[
    ("haystack.agent.step.llm.input", "haystack.component.input"),
    ("haystack.agent.step.llm.output", "haystack.component.output"),
    ("haystack.agent.step.tool.input", "haystack.component.input"),
    ("haystack.agent.step.tool.output", "haystack.component.output"),
    ("agentops.agent.input", "agentops.entity.input"),
    ("agentops.agent.output", "agentops.entity.output"),
    ("agentops.tool.input", "agentops.entity.input"),
    ("agentops.tool.output", "agentops.entity.output"),
];

/// Every field with its sources, in the order of [`Field`].
pub(in crate::decode::spans) fn fields() -> impl Iterator<Item = (Field, &'static [Source])> {
    TABLE.into_iter().flatten().copied()
}

/// The sources of one field.
pub(in crate::decode::spans) fn sources_of(field: Field) -> &'static [Source] {
    let mut number = field as usize;
    for part in TABLE {
        match part.get(number) {
            Some((_, sources)) => return sources,
            None => number -= part.len(),
        }
    }
    &[]
}

const fn source(key: &'static str, conv: Conv) -> Source {
    Source { key, conv, when: When::Always, keep: false }
}

const fn text(key: &'static str) -> Source {
    source(key, Conv::Text)
}

const fn int(key: &'static str) -> Source {
    source(key, Conv::Int)
}

impl Source {
    const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    const fn keep(mut self) -> Self {
        self.keep = true;
        self
    }
}
