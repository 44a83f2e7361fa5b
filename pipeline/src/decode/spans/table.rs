//! The mapping: which attributes of which dialect fill which column, first match wins.
//!
//! The table is in `table/sources.rs` and its parts; here is what its words mean, and how it is looked up.

use std::sync::LazyLock;

use ahash::AHashMap;

mod sources;

pub(super) use sources::{ALIASES, fields, sources_of};

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
    /// `ai.operationId`, `operation.name`
    VercelOperation,
    /// `operation.name` of the Vercel AI SDK: the function after the operation.
    VercelFunction,
    /// `mlflow.spanType`
    MlflowType,
    /// `langsmith.span.kind`
    LangsmithKind,
    /// `haystack.component.type`
    HaystackType,
    /// `genkit:metadata:subtype`
    GenkitType,
    /// `span.type` and like names of kinds: VoltAgent, Mastra, AG2, Spring AI, Laminar, LangWatch, AgentOps,
    /// Braintrust.
    SpanType,
    /// `gen_ai.span.kind` of Dify and Alibaba's agents, `runinfo.component` of Eino: kinds in any case.
    Component,
    /// `mcp.method.name`
    McpMethod,
    /// Well-known provider names.
    Provider,
    /// The same at a path of a JSON object.
    JsonProvider(&'static str),
    /// The provider that a model's name says outright: `openai/gpt-4o`.
    ProviderInModel,
    /// Normalised finish reason; of a list, or a list in JSON, the first.
    Finish,
    /// Integer; whole double or decimal text as well.
    Int,
    /// A number in a JSON object: the first of these members (`a.b` is a member of a member, `a.0` an element).
    JsonInt(&'static [&'static str]),
    /// As [`Conv::JsonInt`], input tokens of Langfuse: without `prompt_tokens`, `input` leaves out the cached ones.
    LangfuseInput,
    /// The same for output tokens: `output` leaves out those of reasoning.
    LangfuseOutput,
    /// As [`Conv::JsonInt`], of a dictionary that Python wrote as its literal.
    PythonInt(&'static [&'static str]),
    /// As [`Conv::JsonInt`], of what Haystack's reply has beside its text, where OpenInference prints the reply.
    ReplyInt(&'static [&'static str]),
    /// The sum of those of these members that a JSON object has.
    JsonSum(&'static [&'static str]),
    /// A text in a JSON object: at a path as [`Conv::JsonInt`] has them.
    JsonMember(&'static str),
    /// What stands in a JSON object at the first of these paths: a text, or another kind of value as JSON.
    JsonBody(&'static [&'static str]),
    /// This text, whatever the attribute says: only one kind of span has it.
    Is(&'static str),
    /// A text in a JSON object that is the response of a model: at the first of these paths.
    Response(&'static [&'static str]),
    /// Text, or a JSON string.
    JsonText,
    /// The host of an address or URL.
    Host,
    /// The name of a class, which Semantic Kernel has as Python prints it: `<class 'openai.RateLimitError'>`.
    ErrorType,
    /// The second text, when a JSON object has the first as a member.
    JsonHas(&'static str, &'static str),
    /// Normalised finish reason in a JSON object: the first of these members.
    JsonFinish(&'static [&'static str]),
    /// The same of what Haystack's reply has beside its text.
    ReplyFinish(&'static [&'static str]),
    /// Seconds to milliseconds.
    Seconds,
    /// The same of a member of a JSON object.
    JsonSeconds(&'static str),
    /// Milliseconds.
    Millis,
    /// Integers are milliseconds, doubles seconds.
    SecondsOrMillis,
    /// Text, or another kind of value as JSON.
    Body,
    /// The text after a first line in brackets: `[TOOL INPUT: weather]`.
    Headed,
    /// Messages of Claude Code: texts under heads that say who speaks.
    Headings,
    /// Messages; the role of texts that do not say who speaks.
    Messages(&'static str),
    /// As [`Conv::Messages`], where texts are JSON strings, and the arguments of a function stand as `args` and
    /// `kwargs`.
    JsonMessages(&'static str),
    /// Message events in a JSON array: whether those of answers.
    EventMessages(bool),
    /// Messages of Pydantic AI before it had those of the conventions: whether the answer at the end.
    Pydantic(bool),
    /// A JSON array of parts; a plain text becomes one.
    Parts,
    /// What kind of entity this is, behind a prefix: `inference.openai`. A provider.
    ProviderAfter(&'static str),
    /// Tool definitions: a JSON array, or an array of JSON texts.
    Tools,
    /// Tool definitions in a JSON object that is a request: its member `tools`.
    RequestTools,
    /// Documents: a JSON array.
    Documents,
    /// Documents in a JSON object: its member `documents`.
    AnswerDocuments,
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
    /// `llm.prompts.N.prompt.text`, `llm.choices.N.completion.text`: role, and what follows the index.
    Texts(&'static str, &'static str),
    /// `llm.tools.N.tool.json_schema`
    OpenInferenceTools,
    /// `llm.request.functions.N.*`
    OpenLlmetryTools,
    /// `ai.response.text`, `.reasoning`, `.toolCalls`, `.object`: one message
    Vercel,
    /// `gen_ai.response.text`, `.tool_calls`
    Sentry,
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
    /// As [`When::Talk`], and embeddings, whose texts are said too.
    Asked,
    /// Everything but `execute_tool`.
    NotTool,
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

impl Source {
    /// Whether this is the text of a conversation, of which the messages may stand elsewhere as well.
    pub(super) fn repeats(&self) -> bool {
        matches!(self.conv, Conv::Messages(_)) || matches!(self.key, "input.value" | "output.value")
    }
}

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
        for (field, sources) in fields() {
            for source in sources {
                let number = u16::try_from(lookup.rules.len()).unwrap_or(u16::MAX);
                lookup.rules.push(Rule { field, source: *source });
                if matches!(source.conv, Conv::Indexed(_)) {
                    match lookup.prefixes.iter_mut().find(|(prefix, _)| *prefix == source.key) {
                        Some((_, rules)) => rules.push(number),
                        None => lookup.prefixes.push((source.key, vec![number])),
                    }
                } else {
                    lookup.keys.entry(source.key).or_default().push(number);
                }
            }
        }
        for (alias, key) in ALIASES {
            if let Some(rules) = lookup.keys.get(key).cloned() {
                lookup.keys.insert(alias, rules);
            }
        }
        lookup
    }

    /// The field of a rule.
    pub(super) fn field(&self, rule: u16) -> Option<Field> {
        self.rules.get(usize::from(rule)).map(|rule| rule.field)
    }

    /// The rules that look at an attribute.
    pub(super) fn rules_of(&self, key: &str) -> &[u16] {
        if let Some(rules) = self.keys.get(key) {
            return rules;
        }
        // Only these first letters begin a prefix; comparing them leaves few prefixes to compare.
        let first = key.as_bytes().first();
        match first {
            Some(b'g' | b'l' | b'a' | b'r' | b'e') => {}
            _ => return &[],
        }
        let mut prefixes = self.prefixes.iter();
        let found = prefixes.find(|(prefix, _)| prefix.as_bytes().first() == first && key.starts_with(prefix));
        found.map_or(&[], |(_, rules)| rules)
    }
}

/// Number of the first rule of each field, by which the canonical name is found.
pub(super) fn canonical_key(field: Field) -> &'static str {
    sources_of(field).first().map_or("", |source| source.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_fields_and_starts_with_canonical_names() {
        for (n, (field, sources)) in fields().enumerate() {
            assert_eq!(field as usize, n);
            assert_eq!(sources[0].key, canonical_key(field));
        }
        assert_eq!(fields().count(), TEXTS + COUNTS + 1 + LISTS);
        for (prefix, _) in &LOOKUP.prefixes {
            assert!(matches!(prefix.as_bytes()[0], b'g' | b'l' | b'a' | b'r' | b'e'));
        }
    }
}
