//! The mapping: which attributes of which dialect fill which column, first match wins.
//!
//! This is the whole of it: to support another name, add a line. The first source of a field is its canonical name in the
//! OpenTelemetry GenAI conventions (semantic-conventions-genai, main of August 2026); rebuilding writes that name.
//! Lists: the conventions' registry, OpenInference 0.1.42, OpenLLMetry 0.40 and 0.62, Langfuse 5, Vercel AI SDK 5 and 7,
//! Pydantic AI 2, Strands 1.62, OpenLIT 1.45, MCP (semantic-conventions 1.41).

use std::sync::LazyLock;

use ahash::AHashMap;

/// A column that the mapping fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub(super) enum Field {
    Operation,
    AgentName,
    AgentId,
    AgentVersion,
    Conversation,
    User,
    Provider,
    RequestModel,
    ResponseModel,
    ResponseId,
    PromptName,
    ToolName,
    ToolType,
    ToolCallId,
    DataSource,
    FinishReason,
    ErrorType,
    ServerAddress,
    System,
    ToolArguments,
    ToolResult,
    InputTokens,
    OutputTokens,
    CacheRead,
    CacheWrite,
    Reasoning,
    Ttft,
    Input,
    Output,
    ToolDefinitions,
    Documents,
}

/// Fields that hold one text: those before [`Field::InputTokens`].
pub(super) const TEXTS: usize = Field::InputTokens as usize;
/// Fields that hold a count: those from [`Field::InputTokens`] to [`Field::Reasoning`].
pub(super) const COUNTS: usize = Field::Ttft as usize - TEXTS;
/// Fields that hold a list: those from [`Field::Input`].
pub(super) const LISTS: usize = Field::Documents as usize - Field::Input as usize + 1;

/// How the value of an attribute becomes the value of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conv {
    /// Text as it is.
    Text,
    /// `gen_ai.operation.name`
    OtelOperation,
    /// `openinference.span.kind`
    OpenInferenceKind,
    /// `traceloop.span.kind`
    TraceloopKind,
    /// `langfuse.observation.type`
    LangfuseType,
    /// `ai.operationId`
    VercelOperation,
    /// `mcp.method.name`
    McpMethod,
    /// Well-known provider names.
    Provider,
    /// Normalised finish reason; of a list, or a list in JSON, the first.
    Finish,
    /// Integer; whole double or decimal text as well.
    Int,
    /// A number in a JSON object: the first of these members (`a.b` is a member of a member).
    JsonInt(&'static [&'static str]),
    /// As [`Conv::JsonInt`], input tokens of Langfuse: without `prompt_tokens`, `input` leaves out the cached ones.
    LangfuseInput,
    /// A text in a JSON object.
    JsonMember(&'static str),
    /// Seconds to milliseconds.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Integers are milliseconds, doubles seconds.
    SecondsOrMillis,
    /// Text, or another kind of value as JSON.
    Body,
    /// Messages; the role of texts that do not say who speaks.
    Messages(&'static str),
    /// A JSON array of parts; a plain text becomes one.
    Parts,
    /// Tool definitions: a JSON array, or an array of JSON texts.
    Tools,
    /// Documents: a JSON array.
    Documents,
    /// `prefix.N.suffix` keys of one of these groups.
    Indexed(Group),
}

/// Families of keys with an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// `llm.input_messages.N.message.*`, `llm.output_messages.N.message.*`
    OpenInference(&'static str),
    /// `gen_ai.prompt.N.*`, `gen_ai.completion.N.*`
    OpenLlmetry(&'static str),
    /// `gen_ai.completion.N.finish_reason`
    OpenLlmetryFinish,
    /// `retrieval.documents.N.document.*`
    Documents,
    /// `llm.tools.N.tool.json_schema`
    OpenInferenceTools,
    /// `llm.request.functions.N.*`
    OpenLlmetryTools,
    /// `ai.response.text`, `.reasoning`, `.toolCalls`, `.object`: one message
    Vercel,
}

/// Under which operation a source is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Always,
    /// `execute_tool`: some SDKs put tool attributes on model calls.
    Tool,
    /// `invoke_agent`
    Agent,
    /// `retrieval`
    Retrieval,
    /// Model calls.
    Model,
    /// Model calls, agents, workflows and other steps.
    Talk,
}

/// One place where the value of a field may be found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// Attribute key, or the prefix of keys for [`Conv::Indexed`].
    pub(super) key: &'static str,
    pub(super) conv: Conv,
    pub(super) when: When,
    /// Whether the attribute stays in the tail although the column has its value: it means more than the column says.
    pub(super) keep: bool,
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

use Conv::{Body, Documents, Finish, Indexed, JsonInt, JsonMember, Messages, Millis, Parts, Seconds, Tools};
use When::{Agent, Model, Retrieval, Talk, Tool};

/// The table, in the order of [`Field`].
pub(super) const TABLE: &[(Field, &[Source])] = &[
    (
        Field::Operation,
        &[
            source("gen_ai.operation.name", Conv::OtelOperation),
            source("openinference.span.kind", Conv::OpenInferenceKind).keep(),
            source("langfuse.observation.type", Conv::LangfuseType).keep(),
            source("ai.operationId", Conv::VercelOperation).keep(),
            source("traceloop.span.kind", Conv::TraceloopKind).keep(),
            source("llm.request.type", Conv::OtelOperation).keep(),
            source("mcp.method.name", Conv::McpMethod).keep(),
        ],
    ),
    (
        Field::AgentName,
        &[
            text("gen_ai.agent.name"),
            text("agent.name").keep(),
            text("traceloop.entity.name").when(Agent).keep(),
            text("graph.node.id").when(Agent).keep(),
            text("agent_name").when(Agent).keep(),
            text("ai.telemetry.functionId").keep(),
        ],
    ),
    (Field::AgentId, &[text("gen_ai.agent.id")]),
    (Field::AgentVersion, &[text("gen_ai.agent.version")]),
    (
        Field::Conversation,
        &[
            text("gen_ai.conversation.id"),
            text("session.id").keep(),
            text("langfuse.session.id").keep(),
            text("traceloop.association.properties.session_id").keep(),
            text("traceloop.association.properties.thread_id").keep(),
            text("traceloop.association.properties.chat_id").keep(),
            text("ai.telemetry.metadata.sessionId").keep(),
            source("metadata", JsonMember("thread_id")).keep(),
        ],
    ),
    (
        Field::User,
        &[
            text("user.id"),
            text("enduser.id").keep(),
            text("langfuse.user.id").keep(),
            text("traceloop.association.properties.user_id").keep(),
            text("gen_ai.user"),
            text("llm.user"),
            text("ai.telemetry.metadata.userId").keep(),
            text("gen_ai.request.user"),
        ],
    ),
    (
        Field::Provider,
        &[
            source("gen_ai.provider.name", Conv::Provider),
            source("gen_ai.system", Conv::Provider),
            source("llm.provider", Conv::Provider),
            source("llm.system", Conv::Provider),
            source("ai.model.provider", Conv::Provider),
        ],
    ),
    (
        Field::RequestModel,
        &[
            text("gen_ai.request.model"),
            text("llm.request.model_name"),
            text("langfuse.observation.model.name"),
            text("ai.model.id"),
            source("llm.invocation_parameters", JsonMember("model")).keep(),
            source("embedding.invocation_parameters", JsonMember("model")).keep(),
            text("model_name").when(Agent).keep(),
        ],
    ),
    (
        Field::ResponseModel,
        &[
            text("gen_ai.response.model"),
            text("llm.response.model_name"),
            text("llm.model_name"),
            text("embedding.model_name"),
            text("langfuse.observation.model.name"),
            text("ai.response.model"),
        ],
    ),
    (
        Field::ResponseId,
        &[
            text("gen_ai.response.id"),
            text("ai.response.id"),
            source("output.value", JsonMember("id")).when(Model).keep(),
        ],
    ),
    (Field::PromptName, &[text("gen_ai.prompt.name"), text("langfuse.observation.prompt.name")]),
    (
        Field::ToolName,
        &[
            text("gen_ai.tool.name").when(Tool),
            text("tool.name").when(Tool),
            text("ai.toolCall.name").when(Tool),
            text("traceloop.entity.name").when(Tool).keep(),
        ],
    ),
    (Field::ToolType, &[text("gen_ai.tool.type").when(Tool)]),
    (
        Field::ToolCallId,
        &[text("gen_ai.tool.call.id").when(Tool), text("ai.toolCall.id").when(Tool), text("tool.id").when(Tool)],
    ),
    (Field::DataSource, &[text("gen_ai.data_source.id")]),
    (
        Field::FinishReason,
        &[
            source("gen_ai.response.finish_reasons", Finish),
            source("llm.finish_reason", Finish),
            source("ai.response.finishReason", Finish),
            source("gen_ai.completion.", Indexed(Group::OpenLlmetryFinish)).keep(),
            source("langfuse.observation.metadata.finish_reason", Finish).keep(),
            source("anthropic.message.stop_reason", Finish).keep(),
        ],
    ),
    (Field::ErrorType, &[text("error.type")]),
    (Field::ServerAddress, &[text("server.address")]),
    (Field::System, &[source("gen_ai.system_instructions", Parts)]),
    (
        Field::ToolArguments,
        &[
            source("gen_ai.tool.call.arguments", Body).when(Tool),
            source("ai.toolCall.args", Body).when(Tool),
            source("gen_ai.tool.args", Body).when(Tool),
            source("tool_arguments", Body).when(Tool),
            source("input.value", Body).when(Tool),
            source("traceloop.entity.input", Body).when(Tool),
            source("langfuse.observation.input", Body).when(Tool),
        ],
    ),
    (
        Field::ToolResult,
        &[
            source("gen_ai.tool.call.result", Body).when(Tool),
            source("ai.toolCall.result", Body).when(Tool),
            source("tool_response", Body).when(Tool),
            source("output.value", Body).when(Tool),
            source("traceloop.entity.output", Body).when(Tool),
            source("langfuse.observation.output", Body).when(Tool),
        ],
    ),
    (
        Field::InputTokens,
        &[
            int("gen_ai.usage.input_tokens"),
            int("gen_ai.usage.prompt_tokens"),
            int("llm.token_count.prompt"),
            int("ai.usage.inputTokens"),
            int("ai.usage.promptTokens"),
            int("ai.usage.tokens"),
            source("langfuse.observation.usage_details", Conv::LangfuseInput).keep(),
        ],
    ),
    (
        Field::OutputTokens,
        &[
            int("gen_ai.usage.output_tokens"),
            int("gen_ai.usage.completion_tokens"),
            int("llm.token_count.completion"),
            int("ai.usage.outputTokens"),
            int("ai.usage.completionTokens"),
            source("langfuse.observation.usage_details", JsonInt(&["completion_tokens", "output", "output_tokens"]))
                .keep(),
        ],
    ),
    (
        Field::CacheRead,
        &[
            int("gen_ai.usage.cache_read.input_tokens"),
            int("gen_ai.usage.cache_read_input_tokens"),
            int("llm.token_count.prompt_details.cache_read"),
            int("llm.token_count.prompt_details.cache_input"),
            int("ai.usage.cachedInputTokens"),
            int("ai.usage.inputTokenDetails.cacheReadTokens"),
            int("gen_ai.usage.details.cache_read_tokens"),
            source(
                "langfuse.observation.usage_details",
                JsonInt(&["prompt_tokens_details.cached_tokens", "input_cached_tokens", "cache_read_input_tokens"]),
            )
            .keep(),
        ],
    ),
    (
        Field::CacheWrite,
        &[
            int("gen_ai.usage.cache_write.input_tokens"),
            int("gen_ai.usage.cache_creation.input_tokens"),
            int("gen_ai.usage.cache_creation_input_tokens"),
            int("gen_ai.usage.cache_write_input_tokens"),
            int("llm.token_count.prompt_details.cache_write"),
            int("ai.usage.inputTokenDetails.cacheWriteTokens"),
        ],
    ),
    (
        Field::Reasoning,
        &[
            int("gen_ai.usage.reasoning.output_tokens"),
            int("gen_ai.usage.reasoning_tokens"),
            int("llm.token_count.completion_details.reasoning"),
            int("ai.usage.reasoningTokens"),
            int("ai.usage.outputTokenDetails.reasoningTokens"),
            int("gen_ai.usage.details.reasoning_tokens"),
            source(
                "langfuse.observation.usage_details",
                JsonInt(&["completion_tokens_details.reasoning_tokens", "output_reasoning_tokens"]),
            )
            .keep(),
        ],
    ),
    (
        Field::Ttft,
        &[
            source("gen_ai.response.time_to_first_chunk", Seconds).keep(),
            source("gen_ai.client.operation.time_to_first_chunk", Seconds).keep(),
            source("ai.response.msToFirstChunk", Millis).keep(),
            source("gen_ai.server.time_to_first_token", Conv::SecondsOrMillis).keep(),
        ],
    ),
    (
        Field::Input,
        &[
            source("gen_ai.input.messages", Messages("user")),
            source("gen_ai.prompt.", Indexed(Group::OpenLlmetry("user"))),
            source("llm.input_messages.", Indexed(Group::OpenInference("user"))),
            source("ai.prompt.messages", Messages("user")),
            source("ai.prompt", Messages("user")),
            source("pydantic_ai.all_messages", Messages("user")),
            source("all_messages_events", Messages("user")),
            source("langfuse.observation.input", Messages("user")).when(Talk),
            source("traceloop.entity.input", Messages("user")).when(Talk),
            source("input.value", Messages("user")).when(Talk),
        ],
    ),
    (
        Field::Output,
        &[
            source("gen_ai.output.messages", Messages("assistant")),
            source("gen_ai.completion.", Indexed(Group::OpenLlmetry("assistant"))),
            source("llm.output_messages.", Indexed(Group::OpenInference("assistant"))),
            source("ai.response.", Indexed(Group::Vercel)),
            source("final_result", Messages("assistant")).when(Agent),
            source("langfuse.observation.output", Messages("assistant")).when(Talk),
            source("traceloop.entity.output", Messages("assistant")).when(Talk),
            source("output.value", Messages("assistant")).when(Talk),
        ],
    ),
    (
        Field::ToolDefinitions,
        &[
            source("gen_ai.tool.definitions", Tools),
            source("llm.tools.", Indexed(Group::OpenInferenceTools)),
            source("llm.request.functions.", Indexed(Group::OpenLlmetryTools)),
            source("ai.prompt.tools", Tools),
        ],
    ),
    (
        Field::Documents,
        &[
            source("gen_ai.retrieval.documents", Documents),
            source("retrieval.documents.", Indexed(Group::Documents)),
            source("langfuse.observation.output", Documents).when(Retrieval),
        ],
    ),
];

/// A source with the field it fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) field: Field,
    pub(super) source: Source,
}

/// The table as it is looked up: rules in order, and where each key occurs in them.
pub(super) struct Lookup {
    pub(super) rules: Vec<Rule>,
    keys: AHashMap<&'static str, Vec<u16>>,
    prefixes: Vec<(&'static str, Vec<u16>)>,
}

/// The table, made ready once.
pub(super) static LOOKUP: LazyLock<Lookup> = LazyLock::new(Lookup::new);

impl Lookup {
    fn new() -> Self {
        let mut lookup = Self { rules: Vec::new(), keys: AHashMap::new(), prefixes: Vec::new() };
        for (field, sources) in TABLE {
            for source in *sources {
                let number = u16::try_from(lookup.rules.len()).unwrap_or(u16::MAX);
                lookup.rules.push(Rule { field: *field, source: *source });
                if matches!(source.conv, Indexed(_)) {
                    match lookup.prefixes.iter_mut().find(|(prefix, _)| *prefix == source.key) {
                        Some((_, rules)) => rules.push(number),
                        None => lookup.prefixes.push((source.key, vec![number])),
                    }
                } else {
                    lookup.keys.entry(source.key).or_default().push(number);
                }
            }
        }
        lookup
    }

    /// The rules that look at an attribute.
    pub(super) fn rules_of(&self, key: &str) -> &[u16] {
        if let Some(rules) = self.keys.get(key) {
            return rules;
        }
        // Only these first letters begin a prefix.
        match key.as_bytes().first() {
            Some(b'g' | b'l' | b'a' | b'r') => {}
            _ => return &[],
        }
        self.prefixes.iter().find(|(prefix, _)| key.starts_with(prefix)).map_or(&[], |(_, rules)| rules)
    }
}

/// Number of the first rule of each field, by which the canonical name is found.
pub(super) fn canonical_key(field: Field) -> &'static str {
    TABLE.get(field as usize).and_then(|(_, sources)| sources.first()).map_or("", |source| source.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_fields_and_starts_with_canonical_names() {
        for (n, (field, sources)) in TABLE.iter().enumerate() {
            assert_eq!(*field as usize, n);
            assert_eq!(sources[0].key, canonical_key(*field));
        }
        assert_eq!(TABLE.len(), TEXTS + COUNTS + 1 + LISTS);
        for (prefix, _) in &LOOKUP.prefixes {
            assert!(matches!(prefix.as_bytes()[0], b'g' | b'l' | b'a' | b'r'));
        }
    }
}
