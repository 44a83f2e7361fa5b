//! Builds the batch of `spans`: maps every span of a request, lets those that name no agent inherit one, writes rows.

use arrow::{array::RecordBatch, error::ArrowError};
use custos_model::{
    ingest::Request,
    schema::{SPANS, Table},
};

use super::{
    content::Item,
    dialect::NONE,
    events,
    failure::{self, Failure},
    family::{Family, Kin},
    first_token, infer,
    mapped::Mapped,
    normal, paths,
    price::{Call, Prices},
    resolve::{Input, Mapper},
    summed::Summed,
    table::{Field, LOOKUP, TEXTS},
    unwrapped,
};
use crate::{
    decode::{
        SPAN_ID_LEN,
        columns::{Rows, index_of, micros, nanos},
        parent_of, strays,
        tail::{Origins, give_back, write_attributes_and_ids, write_events, write_hex, write_links},
    },
    otlp::wire::{GoesOn, OfResource, OfScope, Span, Value, attribute},
};

const TRACE_ID: usize = index_of(SPANS, "trace_id");
const SPAN_ID: usize = index_of(SPANS, "span_id");
const PARENT_SPAN_ID: usize = index_of(SPANS, "parent_span_id");
const TRACE_STATE: usize = index_of(SPANS, "trace_state");
const FLAGS: usize = index_of(SPANS, "flags");
const START_TIME: usize = index_of(SPANS, "start_time");
const START_UNIX_NANO: usize = index_of(SPANS, "start_unix_nano");
const END_UNIX_NANO: usize = index_of(SPANS, "end_unix_nano");
const DURATION_MS: usize = index_of(SPANS, "duration_ms");
const NAME: usize = index_of(SPANS, "name");
const KIND: usize = index_of(SPANS, "kind");
const STATUS_CODE: usize = index_of(SPANS, "status_code");
const STATUS_MESSAGE: usize = index_of(SPANS, "status_message");
const ERROR_CLASS: usize = index_of(SPANS, "error_class");
const CLOUD_REGION: usize = index_of(SPANS, "cloud_region");
const TTFT_MS: usize = index_of(SPANS, "ttft_ms");
const COST_USD: usize = index_of(SPANS, "cost_usd");
const DIALECT: usize = index_of(SPANS, "dialect");
const ATTRIBUTES: usize = index_of(SPANS, "attributes");
const EVENTS: usize = index_of(SPANS, "events");
const LINKS: usize = index_of(SPANS, "links");

/// Columns of the text fields, in the order of [`Field`].
pub(super) const TEXT_COLUMNS: [usize; TEXTS] = [
    index_of(SPANS, "operation"),
    index_of(SPANS, "agent_name"),
    index_of(SPANS, "agent_id"),
    index_of(SPANS, "agent_version"),
    index_of(SPANS, "conversation_id"),
    index_of(SPANS, "user_id"),
    index_of(SPANS, "provider"),
    index_of(SPANS, "request_model"),
    index_of(SPANS, "response_model"),
    index_of(SPANS, "response_id"),
    index_of(SPANS, "prompt_name"),
    index_of(SPANS, "tool_name"),
    index_of(SPANS, "tool_type"),
    index_of(SPANS, "tool_call_id"),
    index_of(SPANS, "data_source_id"),
    index_of(SPANS, "finish_reason"),
    index_of(SPANS, "error_type"),
    index_of(SPANS, "server_address"),
    index_of(SPANS, "system_instructions"),
    index_of(SPANS, "tool_arguments"),
    index_of(SPANS, "tool_result"),
];
/// Columns of the counts, in the order of [`Field`].
pub(super) const COUNT_COLUMNS: [(Field, usize); 5] = [
    (Field::InputTokens, index_of(SPANS, "input_tokens")),
    (Field::OutputTokens, index_of(SPANS, "output_tokens")),
    (Field::CacheRead, index_of(SPANS, "cache_read_tokens")),
    (Field::CacheWrite, index_of(SPANS, "cache_write_tokens")),
    (Field::Reasoning, index_of(SPANS, "reasoning_tokens")),
];
/// Columns of the lists, in the order of [`Field`].
pub(super) const LIST_COLUMNS: [(Field, usize); 4] = [
    (Field::Input, index_of(SPANS, "input_messages")),
    (Field::Output, index_of(SPANS, "output_messages")),
    (Field::ToolDefinitions, index_of(SPANS, "tool_definitions")),
    (Field::Documents, index_of(SPANS, "retrieval_documents")),
];

/// Spans of one request whose mapping is kept while agents are inherited; of larger requests, which no SDK sends, spans
/// are mapped twice rather than held in memory.
const MAX_KEPT: usize = 4096;

/// Names of `SpanKind` by number; 0 is unspecified and stored as null.
pub(super) const KINDS: [&str; 6] = ["", "internal", "server", "client", "producer", "consumer"];
/// Names of `StatusCode` by number.
pub(super) const STATUSES: [&str; 3] = ["unset", "ok", "error"];

/// Builds the batch of `spans`.
pub(crate) struct SpanBuilder {
    rows: Rows,
    origins: Origins,
    scratch: String,
    mapper: Mapper,
    prices: Prices,
}

impl std::fmt::Debug for SpanBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Holds unredacted text: only its size is shown.
        write!(f, "SpanBuilder({} rows)", self.rows.len())
    }
}

impl SpanBuilder {
    pub(crate) fn new() -> Self {
        Self {
            rows: Rows::new(Table::Spans),
            origins: Origins::default(),
            scratch: String::new(),
            mapper: Mapper::default(),
            prices: Prices::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds all spans of a request, or of a piece of one. Their ids are valid. Agents are inherited within.
    pub(crate) fn append(&mut self, request: &Request, groups: &[OfResource<'_, Span<'_>>], mut goes_on: GoesOn) {
        let total: usize = groups.iter().flat_map(|group| &group.scopes).map(|scope| scope.items.len()).sum();
        let mut kept = Vec::with_capacity(if total <= MAX_KEPT { total } else { 0 });
        let mut family = Family::with_capacity(total.min(MAX_KEPT));
        let (mut at, mut summed) = (0..total, Summed::default());
        for scope in groups.iter().flat_map(|group| &group.scopes) {
            for span in &scope.items {
                let one = self.mapper.map(input(scope, span));
                let says = Kin {
                    agent: one.text(Field::AgentName),
                    conversation: one.text(Field::Conversation),
                    user: one.text(Field::User),
                    model: infer::model_of_codex(input(scope, span)),
                };
                family.add(span, says);
                summed.add(at.next().unwrap_or_default(), scope.scope.as_ref(), span, &one);
                if total <= MAX_KEPT {
                    kept.push(one);
                }
            }
        }
        let (mut at, own) = (0..total, summed.own());
        let mut kept = kept.into_iter();
        let mut inherited = family.resolved();
        for group in groups {
            let region = group.resource.as_ref().and_then(|r| attribute(&r.attributes, "cloud.region"));
            for scope in &group.scopes {
                self.origins.next(goes_on);
                goes_on = GoesOn { resource: true, scope: false };
                if scope.items.is_empty() {
                    continue;
                }
                let origin = self.origins.of(&mut self.rows, Table::Spans, request, group, scope);
                origin.set_rows(&mut self.rows, scope.items.len());
                for span in &scope.items {
                    let mut one = kept.next().unwrap_or_else(|| self.mapper.map(input(scope, span)));
                    let kin = inherited.next().unwrap_or_default();
                    if let Some(tokens) = at.next().and_then(|at| own.get(&at)) {
                        one.set_tokens(*tokens);
                    }
                    if scope.scope.as_ref().is_some_and(|s| s.name.starts_with(infer::CODEX)) {
                        infer::adopt(&mut one, kin.model);
                    }
                    self.span(span);
                    self.mapped(span, &one, kin, region);
                    self.tail(span, &one);
                    self.rows.end_row();
                }
            }
            goes_on = GoesOn::default();
        }
    }

    /// What every span has.
    fn span(&mut self, span: &Span<'_>) {
        let Self { rows, scratch, .. } = self;
        for (column, id) in [(TRACE_ID, span.trace_id), (SPAN_ID, span.span_id), (PARENT_SPAN_ID, parent_of(span))] {
            scratch.clear();
            write_hex(scratch, id);
            rows.text_or_null(column, scratch);
        }
        rows.text_or_null(TRACE_STATE, &span.trace_state);
        rows.int(FLAGS, (span.flags != 0).then_some(i64::from(span.flags)));
        rows.timestamp(START_TIME, micros(span.start_time_unix_nano));
        rows.int(START_UNIX_NANO, nanos(span.start_time_unix_nano));
        rows.int(END_UNIX_NANO, nanos(span.end_time_unix_nano));
        // Nothing lasts until a time that is none.
        if let (Some(_), Some(_)) = (micros(span.start_time_unix_nano), micros(span.end_time_unix_nano)) {
            let nanos = i128::from(span.end_time_unix_nano) - i128::from(span.start_time_unix_nano);
            rows.double(DURATION_MS, nanos as f64 / 1e6);
        }
        rows.text(NAME, &*span.name);
        enumerated(rows, KIND, span.kind, &KINDS);
        enumerated(rows, STATUS_CODE, span.status_code, &STATUSES);
        rows.text_or_null(STATUS_MESSAGE, &span.status_message);
    }

    /// What the mapping found and what follows from it.
    fn mapped(&mut self, span: &Span<'_>, one: &Mapped<'_>, kin: Kin<&str>, region: Option<&Value<'_>>) {
        let rows = &mut self.rows;
        for (n, (column, text)) in TEXT_COLUMNS.iter().zip(&one.texts).enumerate() {
            let text = match n {
                n if n == Field::AgentName as usize => text.as_deref().or(kin.agent),
                n if n == Field::Conversation as usize => text.as_deref().or(kin.conversation),
                n if n == Field::User as usize && one.dialect != NONE => text.as_deref().or(kin.user),
                _ => text.as_deref(),
            };
            rows.text(*column, text);
        }
        for (field, column) in COUNT_COLUMNS {
            rows.int(column, one.count(field));
        }
        for (field, column) in LIST_COLUMNS {
            let list = one.list(field);
            if !list.is_empty() {
                list.iter().for_each(|item| rows.item(column, item.as_str()));
            }
        }
        rows.double(TTFT_MS, one.ttft_ms.or_else(|| first_token::milliseconds(span, one)));
        let region = attribute(&span.attributes, "cloud.region").or(region).and_then(Value::as_str);
        rows.text_or_null(CLOUD_REGION, region.unwrap_or(""));
        rows.text(ERROR_CLASS, error_class(span, one));
        rows.text(DIALECT, one.dialect);
        rows.double(COST_USD, cost(&mut self.prices, span, one));
    }

    /// What no column holds.
    fn tail(&mut self, span: &Span<'_>, one: &Mapped<'_>) {
        let Self { rows, scratch, .. } = self;
        let counts = [
            ("$dropped_attributes_count", span.dropped_attributes_count),
            ("$dropped_events_count", span.dropped_events_count),
            ("$dropped_links_count", span.dropped_links_count),
        ];
        let times = [("$start_unix_nano", span.start_time_unix_nano), ("$end_unix_nano", span.end_time_unix_nano)];
        let left = span.attributes.iter().zip(&one.taken).filter(|(_, taken)| !**taken);
        let parent = span.parent_span_id;
        let stray = strays(parent, SPAN_ID_LEN).then_some(("$parent_span_id", parent));
        scratch.clear();
        if write_attributes_and_ids(scratch, left.map(|(kv, _)| (&*kv.key, &kv.value)), &counts, &times, stray) {
            rows.text(ATTRIBUTES, scratch.as_str());
        }
        scratch.clear();
        if write_events(scratch, &span.events, &one.taken_of_events) {
            rows.text(EVENTS, scratch.as_str());
        }
        scratch.clear();
        if write_links(scratch, &span.links) {
            rows.text(LINKS, scratch.as_str());
        }
    }

    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.mapper.cache.clear();
        give_back(&mut self.scratch);
        self.rows.finish()
    }
}

fn input<'v, 'a>(scope: &'v OfScope<'a, Span<'a>>, span: &'v Span<'a>) -> Input<'v, 'a> {
    Input {
        name: &span.name,
        scope: scope.scope.as_ref().map_or("", |s| &s.name),
        root: parent_of(span).is_empty(),
        failed: span.status_code == 2,
        attributes: &span.attributes,
        events: &span.events,
    }
}

/// An enumeration by name; a number that has none as itself.
fn enumerated(rows: &mut Rows, column: usize, number: i32, names: &[&str]) {
    match usize::try_from(number).ok().and_then(|n| names.get(n)) {
        Some(name) => rows.text_or_null(column, name),
        None => rows.text(column, number.to_string().as_str()),
    }
}

/// Class of the failure, if the span failed: its status says so, or an `error.type`, an exception on a span that is not
/// OK, Langfuse's level, LangSmith's exceptions, Strands' tool status, or what a tool gave.
fn error_class(span: &Span<'_>, one: &Mapped<'_>) -> Option<&'static str> {
    let text = |key| attribute(&span.attributes, key).and_then(Value::as_str);
    let exception = events::exception(&span.events);
    // LangSmith records an exception of every run that failed, and may call it OK.
    let level = (one.dialect == "langfuse/1" && text("langfuse.observation.level") == Some("ERROR"))
        || (exception.is_some() && span.attributes.iter().any(|kv| kv.key.starts_with("langsmith.")));
    let ok = span.status_code == 1;
    let operation = one.text(Field::Operation).unwrap_or("");
    let tool_status = text("gen_ai.tool.status") == Some("error")
        || operation == "execute_tool" && text("tool.status") == Some("error")
        || operation == "execute_tool" && span.attributes.iter().any(|kv| says_failed(&kv.key, &kv.value));
    // Mastra calls its calls OK, and says with the reason of their end that they failed.
    let ended = normal::is_inference(operation) && one.text(Field::FinishReason) == Some("error");
    // The first that is a text, as the column has it.
    let names = |key: &str| {
        matches!(key, "error.type" | "error_class") || key.starts_with("au.") && key.ends_with(".error.type")
    };
    let sent = span.attributes.iter().any(|kv| names(&kv.key) && kv.value.as_str().is_some_and(|t| !t.is_empty()));
    let said = sent || level || tool_status || ended;
    if span.status_code != 2 && !said && (ok || exception.is_none()) {
        return None;
    }
    // Weave has what failed beside a sentence of OpenAI Agents that does not say it.
    let mut message = text("weave.openai_agents.error.data").unwrap_or(&span.status_message);
    // Why an agent of Agno failed is its answer.
    if message == "run status: error" {
        message = one.list(Field::Output).last().map_or(message, Item::as_str);
    }
    if message.is_empty() {
        message = exception
            .map(|(_, message)| message)
            .filter(|message| !message.is_empty())
            .or_else(|| text("langfuse.observation.status_message"))
            .or_else(|| text("gen_ai.framework.error.message"))
            // Logfire's tracing of OpenAI Agents.
            .or_else(|| text("error").filter(|json| json.starts_with('{')))
            .or_else(|| text("tfy.error_message"))
            .unwrap_or("");
    }
    // The second is the name that the conventions of HTTP had before.
    let status = ["http.response.status_code", "http.status_code"].into_iter().find_map(|key| {
        let Some(Value::Int(status)) = attribute(&span.attributes, key) else { return None };
        Some(*status)
    });
    Some(failure::class(&Failure {
        kind: one.text(Field::ErrorType).unwrap_or(""),
        status: status.unwrap_or(0),
        message,
        tool: operation == "execute_tool",
    }))
}

/// Whether an attribute of a call of a tool says that it failed: Haystack's flag, or the result.
fn says_failed(key: &str, value: &Value<'_>) -> bool {
    let is_result = || LOOKUP.rules_of(key).iter().any(|at| LOOKUP.field(*at) == Some(Field::ToolResult));
    match value {
        Value::Bool(failed) => *failed && key == "haystack.tool.error",
        Value::Str(sent) => is_result() && unwrapped::says_failed(sent),
        _ => false,
    }
}

/// US dollars by the price list; where it has no price, what the SDK says.
fn cost(prices: &mut Prices, span: &Span<'_>, one: &Mapped<'_>) -> Option<f64> {
    if !one.text(Field::Operation).is_some_and(normal::is_inference) {
        return None;
    }
    listed_cost(prices, span, one).or_else(|| {
        SENT_COSTS.iter().find_map(|key| {
            match attribute(&span.attributes, key)? {
                Value::Double(usd) => Some(*usd),
                Value::Int(usd) => Some(*usd as f64),
                Value::Str(sent) => sent.trim().parse().ok().or_else(|| paths::json_number(sent, "total")),
                _ => None,
            }
            .filter(|usd| usd.is_finite() && *usd > 0.0)
        })
    })
}

/// Attributes with the cost of a call: OpenInference, LiteLLM, OpenLIT, OpenRouter and Latitude, genai-otel-instrument,
/// Vercel's gateway, Logfire, n8n, TrueFoundry, Langfuse.
const SENT_COSTS: &[&str] = &[
    "llm.cost.total",
    "gen_ai.cost.total_cost",
    "gen_ai.usage.cost",
    "gen_ai.usage.total_cost",
    "gen_ai.usage.cost.total",
    "vercel.ai_gateway.cost.total",
    "operation.cost",
    "n8n.node.custom.llm.cost.total",
    "tfy.model.metric.cost_in_usd",
    "langfuse.observation.cost_details",
];

fn listed_cost(prices: &mut Prices, span: &Span<'_>, one: &Mapped<'_>) -> Option<f64> {
    let count = |field| one.count(field);
    if count(Field::InputTokens).is_none() && count(Field::OutputTokens).is_none() {
        return None;
    }
    // An answer that nobody has counted is not free, nor one of nothing to nothing.
    let none = count(Field::InputTokens) == Some(0) && count(Field::OutputTokens) == Some(0);
    if one.text(Field::Operation) != Some("embeddings") && (none || count(Field::OutputTokens).is_none()) {
        return None;
    }
    let tokens = [Field::InputTokens, Field::OutputTokens, Field::CacheRead, Field::CacheWrite];
    prices.cost(&Call {
        provider: one.text(Field::Provider),
        response_model: one.text(Field::ResponseModel),
        request_model: one.text(Field::RequestModel),
        start_unix_nano: span.start_time_unix_nano,
        tokens: tokens.map(|field| count(field).unwrap_or(0)),
    })
}
