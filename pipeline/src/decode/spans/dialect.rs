//! Which dialect a span speaks, by its keys and its scope.

use super::{events, infer, llama_index, monocle};
use crate::otlp::wire::KeyValue;

/// The dialect of spans that say nothing of GenAI.
pub(super) const NONE: &str = "none/1";

/// Which families of keys were seen.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) langfuse: bool,
    pub(super) openinference: bool,
    pub(super) vercel: bool,
    pub(super) pydantic: bool,
    openlit: bool,
    /// OpenLIT over LangChain, by the scope.
    pub(super) openlit_langchain: bool,
    pub(super) openllmetry: bool,
    /// OpenLLMetry in Go, and its first versions: names that begin as those of OpenInference do.
    vendor: bool,
    pub(super) mcp: bool,
    pub(super) mlflow: bool,
    pub(super) langsmith: bool,
    /// LangSmith says the kind of the span beside an operation, which it makes of the kind.
    pub(super) langsmith_kind: bool,
    haystack: bool,
    codex: bool,
    genkit: bool,
    pub(super) litellm: bool,
    adk: bool,
    /// TanStack AI, which says for Langfuse once more what it says.
    pub(super) tanstack: bool,
    trulens: bool,
    promptflow: bool,
    gen_ai: bool,
    /// The span names a tool.
    pub(super) tool_name: bool,
    /// An OpenInference span with parameters of a model call, whatever its kind says.
    pub(super) invocation: bool,
}

impl Seen {
    pub(super) fn of(scope: &str) -> Self {
        Self { openlit_langchain: scope == "openlit.instrumentation.langchain", ..Self::default() }
    }

    pub(super) fn note(&mut self, kv: &KeyValue<'_>) {
        let key = &*kv.key;
        match key.as_bytes().first() {
            Some(b'g') => {
                self.gen_ai |= key.starts_with("gen_ai.");
                self.adk |= key.starts_with("gcp.vertex.agent.");
                self.tool_name |= key == "gen_ai.tool.name";
                self.genkit |= key.starts_with("genkit:");
            }
            Some(b'l') if key.starts_with("llm.") => {
                let other = [
                    "llm.request.type", "llm.request.functions", "llm.request.reasoning", "llm.response.reasoning",
                    "llm.usage.", "llm.is_", "llm.user", "llm.headers",
                ];
                if other.iter().any(|prefix| key.starts_with(prefix)) {
                    self.openllmetry = true;
                } else if key != "llm.cache.hit" {
                    self.vendor |= key == "llm.vendor";
                    self.openinference = true;
                    self.invocation |= key == "llm.invocation_parameters";
                }
            }
            Some(b'l') => {
                self.langfuse |= key.starts_with("langfuse.");
                self.langsmith |= key.starts_with("langsmith.");
                self.langsmith_kind |= key == "langsmith.span.kind";
                self.litellm |= key.starts_with("litellm.");
            }
            Some(b'o') => {
                self.openinference |= key == "openinference.span.kind";
                // PromptLayer's and Latitude's.
                self.gen_ai |= key.starts_with("openai_agents.") || key.starts_with("openai.agents.");
                self.vercel |= key == "operation.name" && kv.value.as_str().is_some_and(|sent| sent.starts_with("ai."));
            }
            Some(b'f') if key == "framework" => self.promptflow |= kv.value.as_str() == Some("promptflow"),
            Some(b'h') => self.haystack |= key.starts_with("haystack."),
            Some(b'c') => {
                self.codex |=
                    ["codex.tool.", "codex.turn.", "codex.usage."].iter().any(|prefix| key.starts_with(prefix));
            }
            Some(b'r') => self.openinference |= key.starts_with("retrieval.documents.") || key.starts_with("reranker."),
            Some(b'e') => self.openinference |= key.starts_with("embedding."),
            Some(b'a') => {
                self.gen_ai |= matches!(key, "agentops.span.kind" | "ag2.span.type" | "au.span.kind");
                let trulens = key.starts_with("ai.observability.");
                self.trulens |= trulens;
                self.vercel |= !trulens && key.starts_with("ai.");
                self.pydantic |= key == "all_messages_events";
            }
            Some(b'p') => self.pydantic |= key.starts_with("pydantic_ai."),
            Some(b't') if key == "telemetry.sdk.name" => self.openlit |= kv.value.as_str() == Some("openlit"),
            Some(b't') => {
                self.openllmetry |= key.starts_with("traceloop.");
                self.tanstack |= key.starts_with("tanstack.ai.");
                self.gen_ai |= key == "tfy.span_type";
            }
            Some(b'm') => {
                self.mcp |= key == "mcp.method.name";
                self.mlflow |= key.starts_with("mlflow.");
                // Mastra's steps and pieces of answers have nothing else of it.
                self.gen_ai |= key == "mastra.span.type";
            }
            _ => {}
        }
    }

    pub(super) fn note_event(&mut self, name: &str) {
        self.gen_ai |= name.starts_with("gen_ai.");
        self.openllmetry |= events::is_document(name);
    }

    pub(super) fn dialect(&self, scope: &str) -> &'static str {
        match () {
            () if scope.starts_with("@voltagent/") => "voltagent/1",
            () if scope == llama_index::SCOPE => "llama_index/1",
            () if scope == monocle::SCOPE => "monocle/1",
            () if scope == "livekit-agents" && (self.gen_ai || self.langfuse) => "livekit/1",
            () if self.promptflow => "promptflow/1",
            () if self.tanstack => "tanstack_ai/1",
            () if self.langfuse => "langfuse/1",
            () if self.openinference && !self.vendor => "openinference/1",
            () if self.vercel => "vercel_ai/1",
            () if self.trulens => "trulens/1",
            () if self.pydantic || scope == infer::PYDANTIC => "pydantic_ai/1",
            () if scope.starts_with("strands.") || scope == "strands-agents" => "strands/1",
            () if self.adk || scope == infer::ADK => "google_adk/1",
            () if self.openlit || scope.starts_with("openlit") => "openlit/1",
            () if self.openllmetry || self.vendor => "openllmetry/1",
            () if self.mlflow => "mlflow/1",
            () if self.langsmith => "langsmith/1",
            () if self.haystack => "haystack/1",
            () if self.genkit => "genkit/1",
            () if self.mcp => "mcp/1",
            () if self.codex => "codex/1",
            // Its clients before the fifth version had names of their own.
            () if self.gen_ai || matches!(scope, "logfire.openai" | "logfire.anthropic") => "otel_genai/1",
            () => NONE,
        }
    }
}
