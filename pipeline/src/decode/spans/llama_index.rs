//! Spans of LlamaIndex's own package (`llama-index-observability-otel`): a name such as `OpenAI.chat`, and all else in
//! events, whose attributes are the members of LlamaIndex's event objects.

use std::{borrow::Cow, sync::Arc};

use super::{
    content::{Cache, Item},
    convert::to_count,
    lists,
    mapped::{Mapped, fill},
    misnamed, normal, paths, python,
    resolve::Input,
    scan, shapes,
    table::{Conv, Field},
};
use crate::otlp::wire::{Event, Value, attribute};

/// Name of its scope.
pub(super) const SCOPE: &str = "llamaindex.opentelemetry.tracer";

/// Name of OpenInference's, and the steps of workflows that say whose turn it is.
const OPENINFERENCE: &str = "openinference.instrumentation.llama_index";
const STEPS: [&str; 3] = [".setup_agent", ".run_agent_step", ".parse_agent_output"];

/// Attributes of the event of an answer with names.
const NAMES: &[(Field, &str)] = &[(Field::ResponseModel, "response.raw.model"), (Field::ResponseId, "response.raw.id")];
/// Those with counts, as OpenAI's interfaces, Anthropic's and the Gemini API have them.
const COUNTS: &[(Field, &[&str])] = &[
    (
        Field::InputTokens,
        &[
            "response.raw.usage.prompt_tokens",
            "response.raw.usage.input_tokens",
            "response.raw.usage_metadata.prompt_token_count",
            "response.additional_kwargs.prompt_tokens",
        ],
    ),
    (
        Field::OutputTokens,
        &[
            "response.raw.usage.completion_tokens",
            "response.raw.usage.output_tokens",
            "response.raw.usage_metadata.candidates_token_count",
            "response.additional_kwargs.completion_tokens",
        ],
    ),
    (
        Field::CacheRead,
        &[
            "response.raw.usage.prompt_tokens_details.cached_tokens",
            "response.raw.usage.input_tokens_details.cached_tokens",
            "response.raw.usage.cache_read_input_tokens",
            "response.raw.usage_metadata.cached_content_token_count",
        ],
    ),
    (Field::CacheWrite, &["response.raw.usage.cache_creation_input_tokens"]),
    (
        Field::Reasoning,
        &[
            "response.raw.usage.completion_tokens_details.reasoning_tokens",
            "response.raw.usage.output_tokens_details.reasoning_tokens",
            "response.raw.usage_metadata.thoughts_token_count",
        ],
    ),
];

/// Counts that the input or output tokens leave out.
const BESIDE: &[(Field, &str)] = &[
    (Field::InputTokens, "response.raw.usage.cache_read_input_tokens"),
    (Field::InputTokens, "response.raw.usage.cache_creation_input_tokens"),
    (Field::OutputTokens, "response.raw.usage_metadata.thoughts_token_count"),
];

/// What a span does: by its events, else by its name.
pub(super) fn operation(input: Input<'_, '_>) -> Option<&'static str> {
    let by_event = |event: &Event<'_>| match &*event.name {
        "LLMChatStartEvent" => Some("chat"),
        "LLMCompletionStartEvent" => Some("text_completion"),
        "EmbeddingStartEvent" => Some("embeddings"),
        "RetrievalStartEvent" => Some("retrieval"),
        "ReRankStartEvent" => Some("rerank"),
        "QueryStartEvent" if input.root => Some("invoke_workflow"),
        "QueryStartEvent" => Some("chain"),
        _ => None,
    };
    input.events.iter().find_map(by_event).or_else(|| by_name(input.name))
}

fn by_name(name: &str) -> Option<&'static str> {
    let (class, method) = name.rsplit_once('.')?;
    let is_model = !["Agent", "Engine", "Runner"].iter().any(|end| class.ends_with(end));
    match method {
        "call" | "acall" => class.ends_with("Tool").then_some("execute_tool"),
        "run" if misnamed::is_llama_agent(class) => Some("invoke_agent"),
        "run" => (class == "AgentWorkflow").then_some("invoke_workflow"),
        "chat" | "achat" | "stream_chat" | "astream_chat" => is_model.then_some("chat"),
        "complete" | "acomplete" | "stream_complete" | "astream_complete" => is_model.then_some("text_completion"),
        _ => None,
    }
}

/// Fills from the events, and from the text of the step that a tool is called in, what no attribute filled.
pub(super) fn apply<'v>(cache: &mut Cache, input: Input<'v, '_>, mapped: &mut Mapped<'v>) {
    for (at, event) in (0..).zip(input.events) {
        let mut read = Reader { cache, at, event };
        match &*event.name {
            "LLMChatStartEvent" => {
                read.messages(&["messages"], Field::Input, mapped);
                read.tools(mapped);
                read.model(mapped);
            }
            "LLMCompletionStartEvent" => {
                read.messages(&["prompt"], Field::Input, mapped);
                read.model(mapped);
            }
            "LLMChatEndEvent" => {
                read.messages(&["messages"], Field::Input, mapped);
                read.answer(mapped);
                read.counts(mapped);
            }
            "LLMCompletionEndEvent" => {
                read.messages(&["prompt"], Field::Input, mapped);
                read.messages(&["response.text"], Field::Output, mapped);
                read.counts(mapped);
            }
            "EmbeddingStartEvent" => read.model(mapped),
            "RetrievalEndEvent" => read.documents(mapped),
            "QueryStartEvent" => read.messages(&["query", "query.query_str"], Field::Input, mapped),
            "QueryEndEvent" => read.messages(&["response.response"], Field::Output, mapped),
            _ => {}
        }
    }
    mapped.taken_of_events.sort_unstable();
    match mapped.text(Field::Operation) {
        Some("execute_tool") => tool(input, mapped),
        Some("invoke_agent") => {
            if let Some((class, _)) = input.name.rsplit_once('.') {
                missing(mapped, Field::AgentName, Cow::Borrowed(class));
            }
        }
        _ => {}
    }
}

/// The call in `ToolCall(tool_name='weather', tool_kwargs={'city': 'Oslo'}, tool_id='call_1')`, of which long ones are
/// cut.
fn tool<'v>(input: Input<'v, '_>, mapped: &mut Mapped<'v>) {
    let step = attribute(input.attributes, "llamaindex.step.input_summary").and_then(Value::as_str);
    let Some(rest) = step.and_then(|step| step.strip_prefix("ToolCall(tool_name='")) else { return };
    let Some((name, rest)) = rest.split_once('\'') else { return };
    missing(mapped, Field::ToolName, Cow::Borrowed(name));
    let Some((arguments, id)) = rest.strip_prefix(", tool_kwargs=").and_then(|rest| rest.rsplit_once(", tool_id='"))
    else {
        return;
    };
    missing(mapped, Field::ToolArguments, Cow::Borrowed(arguments));
    if let Some(id) = id.strip_suffix("')") {
        missing(mapped, Field::ToolCallId, Cow::Borrowed(id));
    }
}

fn missing<'v>(mapped: &mut Mapped<'v>, field: Field, text: Cow<'v, str>) {
    if !text.is_empty() && mapped.text(field).is_none() {
        mapped.set_text(field, text);
    }
}

/// One event and its place.
struct Reader<'c, 'v, 'a> {
    cache: &'c mut Cache,
    at: usize,
    event: &'v Event<'a>,
}

impl<'v> Reader<'_, 'v, '_> {
    fn value(&self, keys: &[&str]) -> Option<(usize, &'v Value<'v>)> {
        keys.iter().find_map(|key| {
            let (at, kv) = (0..).zip(&self.event.attributes).find(|(_, kv)| kv.key == *key)?;
            // What is none is JSON as well.
            (kv.value.as_str() != Some("null")).then_some((at, &kv.value))
        })
    }

    fn count(&self, key: &str) -> Option<i64> {
        to_count(Conv::Int, self.value(&[key])?.1)
    }

    fn text(&self, key: &str) -> Option<&'v str> {
        self.value(&[key])?.1.as_str().filter(|text| !text.is_empty())
    }

    /// Messages, or a text; what the column has is not stored a second time in the event.
    fn messages(&mut self, keys: &[&str], field: Field, mapped: &mut Mapped<'v>) {
        let Some((attribute, value)) = self.value(keys).filter(|(_, value)| value.as_str() != Some("")) else { return };
        let role = if field == Field::Input { "user" } else { "assistant" };
        let mut items = Vec::new();
        let exact = self.cache.messages(value, role, &mut items);
        self.fill(attribute, exact, items, field, mapped);
    }

    fn fill(&self, attribute: usize, exact: Option<bool>, items: Vec<Item<'v>>, field: Field, mapped: &mut Mapped<'v>) {
        let (Some(exact), Some(list)) = (exact, mapped.list_mut(field)) else { return };
        if !items.is_empty() && fill(list, items) && exact {
            mapped.taken_of_events.push((self.at, attribute));
        }
    }

    fn tools(&self, mapped: &mut Mapped<'v>) {
        let Some((attribute, value)) = self.value(&["additional_kwargs.tools"]) else { return };
        let mut items = Vec::new();
        let exact = lists::tools(value, &mut items);
        self.fill(attribute, exact, items, Field::ToolDefinitions, mapped);
    }

    fn documents(&self, mapped: &mut Mapped<'v>) {
        let Some((attribute, value)) = self.value(&["nodes"]) else { return };
        let mut items = Vec::new();
        let exact = lists::documents(value, &mut items);
        self.fill(attribute, exact, items, Field::Documents, mapped);
    }

    fn model(&self, mapped: &mut Mapped<'v>) {
        let named = ["model_dict.model_name", "model_dict.model"].iter().find_map(|key| self.text(key));
        if let Some(model) = named.filter(|model| *model != "unknown") {
            missing(mapped, Field::RequestModel, Cow::Borrowed(model));
        }
    }

    /// The message of an answer, whose members are attributes. It stays in the event: the response has it again.
    fn answer(&self, mapped: &mut Mapped<'v>) {
        let Some(blocks) = self.text("response.message.blocks") else { return };
        let mut json = String::from(r#"{"role":"#);
        shapes::quote(&mut json, self.text("response.message.role").unwrap_or("assistant"));
        json.push_str(r#","blocks":"#);
        json.push_str(blocks);
        let calls = self.text("response.message.additional_kwargs.tool_calls").filter(|calls| calls.starts_with('['));
        if let Some(calls) = calls.filter(|_| !blocks.contains(r#""tool_call""#)) {
            json.push_str(r#","tool_calls":"#);
            json.push_str(calls);
        }
        json.push('}');
        if let Some(list) = mapped.list_mut(Field::Output)
            && list.is_empty()
            && let Some(message) = shapes::message(&json, "assistant")
        {
            list.push(Item::Shared(Arc::from(message)));
        }
    }

    fn counts(&self, mapped: &mut Mapped<'v>) {
        for (field, key) in NAMES {
            if let Some(text) = self.text(key) {
                missing(mapped, *field, Cow::Borrowed(text));
            }
        }
        for (field, keys) in COUNTS {
            let count = keys.iter().find_map(|key| self.count(key));
            // Anthropic leaves out what came from the cache, the Gemini API thoughts.
            let beside = BESIDE.iter().filter(|(of, _)| of == field).filter_map(|(_, key)| self.count(key));
            mapped.set_missing_count(*field, count.map(|count| beside.fold(count, i64::saturating_add)));
        }
        let mut choices = Vec::new();
        let first = self.text("response.raw.choices").and_then(|json| {
            scan::elements(json, &mut choices)?;
            paths::json_member(choices.first()?, "finish_reason")
        });
        let reason = self.text("response.raw.stop_reason").map(Cow::Borrowed).or(first);
        if let Some(reason) = reason {
            missing(mapped, Field::FinishReason, Cow::Owned(normal::finish_reason(&reason).into_owned()));
        }
    }
}
/// The agent whose turn a step of a workflow is, by the event that began it, as Python prints it.
pub(super) fn agent_of_step(input: Input<'_, '_>) -> Option<String> {
    (input.scope == OPENINFERENCE && STEPS.iter().any(|step| input.name.ends_with(step))).then_some(())?;
    let given = attribute(input.attributes, "input.value").and_then(Value::as_str)?;
    memchr::memmem::find(given.as_bytes(), b"current_agent_name=")?;
    let event = scan::at(given, "ev").and_then(paths::unquote)?;
    python::text(argument(&event, "current_agent_name=")?).filter(|agent| !agent.is_empty())
}

/// What follows `name=` among the arguments of the outermost call in a text that Python printed; what is between quotes
/// or within other brackets is another's.
fn argument<'a>(printed: &'a str, name: &str) -> Option<&'a str> {
    let (mut depth, mut quote, mut escaped) = (0_u32, None, false);
    for (at, byte) in printed.bytes().enumerate() {
        match (quote, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(end), _) if byte == end => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.checked_sub(1)?,
            (None, _) if depth == 1 && printed.get(..at)?.ends_with(['(', ' ']) => {
                if let Some(value) = printed.get(at..)?.strip_prefix(name) {
                    return Some(value);
                }
            }
            _ => {}
        }
    }
    None
}
