//! One span through the mapping: its attributes and events in, column values and the list of attributes that left the
//! tail out.
//!
//! An attribute leaves the tail only when its column alone gives it back: the column took this very value (or another
//! name for the same value was taken first), nothing was lost in converting, and the table does not say `keep`.
//! Rebuilding runs the same mapping over the tail and adds what it does not yield (see `rebuild.rs`).

use std::{borrow::Cow, sync::Arc};

use super::{
    content::{self, Cache, Item},
    events, indexed, infer, langfuse, normal,
    repeats::{Texts, repeats},
    scan, shapes,
    table::{COUNTS, Conv, Field, Group, LISTS, LOOKUP, Rule, TEXTS, When, canonical_key},
};
use crate::otlp::{
    value,
    wire::{Event, KeyValue, Value},
};

/// What the mapping reads of a span.
#[derive(Clone, Copy)]
pub(super) struct Input<'v, 'a> {
    pub(super) name: &'v str,
    pub(super) scope: &'v str,
    pub(super) root: bool,
    pub(super) attributes: &'v [KeyValue<'a>],
    pub(super) events: &'v [Event<'a>],
}

/// What the mapping found.
#[derive(Default)]
pub(super) struct Mapped<'v> {
    pub(super) texts: [Option<Cow<'v, str>>; TEXTS],
    pub(super) counts: [Option<i64>; COUNTS],
    pub(super) ttft_ms: Option<f64>,
    pub(super) lists: [Vec<Item<'v>>; LISTS],
    pub(super) dialect: &'static str,
    /// For each attribute: whether it left the tail.
    pub(super) taken: Vec<bool>,
    /// Attributes of events that left the tail: event and attribute, sorted.
    pub(super) taken_of_events: Vec<(usize, usize)>,
}

impl<'v> Mapped<'v> {
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        self.texts.get(field as usize)?.as_deref()
    }

    pub(super) fn count(&self, field: Field) -> Option<i64> {
        self.counts.get((field as usize).checked_sub(TEXTS)?).copied().flatten()
    }

    pub(super) fn list(&self, field: Field) -> &[Item<'v>] {
        (field as usize).checked_sub(Field::Input as usize).and_then(|n| self.lists.get(n)).map_or(&[], Vec::as_slice)
    }

    /// Whether the field has a value.
    #[inline(never)]
    fn has(&self, field: Field) -> bool {
        match field {
            Field::Ttft => self.ttft_ms.is_some(),
            field if field < Field::InputTokens => self.text(field).is_some(),
            field if field < Field::Ttft => self.count(field).is_some(),
            field => !self.list(field).is_empty(),
        }
    }

    pub(super) fn set_text(&mut self, field: Field, text: Cow<'v, str>) {
        if let Some(slot) = self.texts.get_mut(field as usize) {
            *slot = Some(text);
        }
    }

    pub(super) fn list_mut(&mut self, field: Field) -> Option<&mut Vec<Item<'v>>> {
        (field as usize).checked_sub(Field::Input as usize).and_then(|n| self.lists.get_mut(n))
    }
}

/// Reusable state of the mapping.
#[derive(Default)]
pub(super) struct Mapper {
    /// Rule and attribute, sorted.
    hits: Vec<(u16, u32)>,
    /// For each attribute of the span at hand: whether it left the tail.
    taken: Vec<bool>,
    pub(super) cache: Cache,
}

/// The dialect of spans that say nothing of GenAI.
pub(super) const NONE: &str = "none/1";

/// Whether the rule's column is written under a name of the conventions.
fn is_of_genai(rule: u16) -> bool {
    LOOKUP.rules.get(usize::from(rule)).is_some_and(|rule| canonical_key(rule.field).starts_with("gen_ai."))
}

/// Which families of keys were seen.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) langfuse: bool,
    pub(super) openinference: bool,
    vercel: bool,
    pub(super) pydantic: bool,
    openlit: bool,
    pub(super) openllmetry: bool,
    pub(super) mcp: bool,
    pub(super) mlflow: bool,
    pub(super) langsmith: bool,
    haystack: bool,
    genkit: bool,
    litellm: bool,
    adk: bool,
    gen_ai: bool,
    /// The span names a tool.
    pub(super) tool_name: bool,
    /// An OpenInference span with parameters of a model call, whatever its kind says.
    invocation: bool,
}

impl Seen {
    fn note(&mut self, kv: &KeyValue<'_>) {
        let key = &*kv.key;
        match key.as_bytes().first() {
            Some(b'g') => {
                self.gen_ai |= key.starts_with("gen_ai.");
                self.adk |= key.starts_with("gcp.vertex.agent.");
                self.tool_name |= key == "gen_ai.tool.name";
                self.genkit |= key.starts_with("genkit:");
            }
            Some(b'l') if key.starts_with("llm.") => {
                let other =
                    ["llm.request.type", "llm.request.functions", "llm.usage.", "llm.is_", "llm.user", "llm.headers"];
                if other.iter().any(|prefix| key.starts_with(prefix)) {
                    self.openllmetry = true;
                } else {
                    self.openinference = true;
                    self.invocation |= key == "llm.invocation_parameters";
                }
            }
            Some(b'l') => {
                self.langfuse |= key.starts_with("langfuse.");
                self.langsmith |= key.starts_with("langsmith.");
                self.litellm |= key.starts_with("litellm.");
            }
            Some(b'o') => {
                self.openinference |= key == "openinference.span.kind";
                self.vercel |= key == "operation.name" && kv.value.as_str().is_some_and(|sent| sent.starts_with("ai."));
            }
            Some(b'h') => self.haystack |= key.starts_with("haystack."),
            Some(b'r') => self.openinference |= key.starts_with("retrieval.documents.") || key.starts_with("reranker."),
            Some(b'e') => self.openinference |= key.starts_with("embedding."),
            Some(b'a') => {
                self.vercel |= key.starts_with("ai.");
                self.pydantic |= key == "all_messages_events";
            }
            Some(b'p') => self.pydantic |= key.starts_with("pydantic_ai."),
            Some(b't') if key == "telemetry.sdk.name" => self.openlit |= kv.value.as_str() == Some("openlit"),
            Some(b't') => self.openllmetry |= key.starts_with("traceloop."),
            Some(b'm') => {
                self.mcp |= key == "mcp.method.name";
                self.mlflow |= key.starts_with("mlflow.");
            }
            _ => {}
        }
    }

    fn note_event(&mut self, name: &str) {
        self.gen_ai |= name.starts_with("gen_ai.");
        self.openllmetry |= events::is_document(name);
    }

    fn dialect(&self, scope: &str) -> &'static str {
        match () {
            () if scope.starts_with("@voltagent/") => "voltagent/1",
            () if scope == "livekit-agents" && (self.gen_ai || self.langfuse) => "livekit/1",
            () if self.langfuse => "langfuse/1",
            () if self.openinference => "openinference/1",
            () if self.vercel => "vercel_ai/1",
            () if self.pydantic || scope == infer::PYDANTIC => "pydantic_ai/1",
            () if scope.starts_with("strands.") || scope == "strands-agents" => "strands/1",
            () if self.adk || scope == infer::ADK => "google_adk/1",
            () if self.openlit || scope.starts_with("openlit") => "openlit/1",
            () if self.openllmetry => "openllmetry/1",
            () if self.mlflow => "mlflow/1",
            () if self.langsmith => "langsmith/1",
            () if self.haystack => "haystack/1",
            () if self.genkit => "genkit/1",
            () if self.mcp => "mcp/1",
            () if self.gen_ai => "otel_genai/1",
            () => NONE,
        }
    }
}

impl Mapper {
    /// Maps one span.
    pub(super) fn map<'v>(&mut self, input: Input<'v, '_>) -> Mapped<'v> {
        let mut seen = Seen::default();
        self.taken.clear();
        self.taken.resize(input.attributes.len(), false);
        self.hits.clear();
        for (at, kv) in (0u32..).zip(input.attributes) {
            seen.note(kv);
            self.hits.extend(LOOKUP.rules_of(&kv.key).iter().map(|rule| (*rule, at)));
        }
        input.events.iter().for_each(|event| seen.note_event(&event.name));
        let mut mapped = Mapped { dialect: seen.dialect(input.scope), ..Mapped::default() };
        if !self.hits.is_empty() {
            self.hits.sort_unstable();
            let hits = std::mem::take(&mut self.hits);
            let mut operation = false;
            for group in hits.chunk_by(|a, b| a.0 == b.0) {
                if let Some(rule) = group.first().and_then(|(rule, _)| LOOKUP.rules.get(usize::from(*rule))) {
                    // Rules of the operation come first.
                    if !operation && rule.field > Field::Operation {
                        operation = true;
                        if mapped.text(Field::Operation).is_none() {
                            infer::operation(input, &hits, &seen, &mut mapped);
                        }
                    }
                    self.apply(rule, group, input, &seen, &mut mapped);
                }
            }
            self.hits = hits;
        }
        // What events say depends on it.
        if mapped.text(Field::Operation).is_none()
            && let Some(operation) = infer::named(input)
        {
            mapped.set_text(Field::Operation, Cow::Borrowed(operation));
        }
        events::apply(&mut self.cache, input.events, &mut mapped);
        if infer::rest(input, &seen, &mut mapped) {
            // The column has another name than was sent.
            self.change_taken(input, Field::Operation, |_, _| false);
        }
        if infer::input_leaves_out_cache(input, &mapped) {
            self.add_cached(input, &mut mapped);
        }
        if let Some(all) = infer::output_with_thoughts(input, &mapped) {
            if let Some(slot) = mapped.counts.get_mut(Field::OutputTokens as usize - TEXTS) {
                *slot = Some(all);
            }
            self.change_taken(input, Field::OutputTokens, |_, _| false);
        }
        if mapped.dialect == NONE && self.hits.iter().any(|(rule, at)| self.is_taken(*at) && is_of_genai(*rule)) {
            // It comes back under names of the conventions.
            mapped.dialect = "otel_genai/1";
        }
        mapped.taken = std::mem::take(&mut self.taken);
        mapped
    }

    fn apply<'v>(
        &mut self,
        rule: &Rule,
        hits: &[(u16, u32)],
        input: Input<'v, '_>,
        seen: &Seen,
        mapped: &mut Mapped<'v>,
    ) {
        if !believed(rule.source.when, mapped.text(Field::Operation)) {
            return;
        }
        if let Conv::Indexed(group) = rule.source.conv {
            return self.apply_indexed(rule, group, hits, input, mapped);
        }
        if rule.source.keep && mapped.has(rule.field) {
            // It neither fills the column nor leaves the tail.
            return;
        }
        let mut said = None;
        for (_, at) in hits {
            let Some(kv) = input.attributes.get(*at as usize) else { continue };
            let exact = if rule.field < Field::InputTokens {
                text_field(rule, &kv.value, input.root, seen, mapped)
            } else if rule.field < Field::Ttft {
                count_field(rule, &kv.value, mapped)
            } else if rule.field == Field::Ttft {
                mapped.ttft_ms = mapped.ttft_ms.or_else(|| milliseconds(rule.source.conv, &kv.value));
                false
            } else {
                let exact = self.list_field(rule, &kv.value, mapped);
                let list = mapped.list(rule.field);
                exact.is_some_and(|exact| {
                    exact
                        || rule.source.conv.is_messages()
                            && match hits {
                                [_] => repeats(list, &kv.value),
                                // Of one name there may be any number of attributes: the messages are read once.
                                _ => said.get_or_insert_with(|| Texts::of(list)).has(&kv.value),
                            }
                })
            };
            if exact && !rule.source.keep {
                self.take(*at);
            }
        }
    }

    /// Adds the tokens of the cache to the input tokens; what was sent stays in the tail.
    fn add_cached(&mut self, input: Input<'_, '_>, mapped: &mut Mapped<'_>) {
        let cached = [Field::CacheRead, Field::CacheWrite].into_iter().filter_map(|field| mapped.count(field));
        let cached = cached.filter(|n| *n > 0);
        let all = cached.chain(mapped.count(Field::InputTokens)).fold(0, i64::saturating_add);
        if let Some(slot) = mapped.counts.get_mut(Field::InputTokens as usize - TEXTS) {
            *slot = Some(all);
        }
        // The sum itself may have been sent as well.
        let is_sum = |rule: &Rule, value: &Value<'_>| {
            rule.source.conv == Conv::Int && matches!(value, Value::Int(n) if *n == all)
        };
        self.change_taken(input, Field::InputTokens, is_sum);
    }

    /// Decides anew which attributes of a field leave the tail.
    fn change_taken(&mut self, input: Input<'_, '_>, field: Field, leaves: impl Fn(&Rule, &Value<'_>) -> bool) {
        for (kv, taken) in input.attributes.iter().zip(&mut self.taken) {
            let rules = LOOKUP.rules_of(&kv.key).iter().filter_map(|rule| LOOKUP.rules.get(usize::from(*rule)));
            for rule in rules.filter(|rule| rule.field == field) {
                *taken = leaves(rule, &kv.value);
            }
        }
    }

    fn is_taken(&self, at: u32) -> bool {
        self.taken.get(at as usize).copied().unwrap_or(false)
    }

    fn take(&mut self, at: u32) {
        if let Some(taken) = self.taken.get_mut(at as usize) {
            *taken = true;
        }
    }

    /// Fills a list, or compares with what it has: whether nothing else was sent. `None` when no items were.
    fn list_field<'v>(&mut self, rule: &Rule, value: &'v Value<'_>, mapped: &mut Mapped<'v>) -> Option<bool> {
        let mut items = Vec::new();
        let exact = match rule.source.conv {
            Conv::Messages(role) => self.cache.messages(value, role, &mut items),
            Conv::JsonMessages(role) => self.cache.json_messages(value, role, &mut items),
            Conv::EventMessages(answers) => events::listed(value, answers, &mut items),
            Conv::Tools => content::tools(value, &mut items),
            Conv::RequestTools => content::request_tools(value, &mut items),
            Conv::Documents => content::documents(value, &mut items),
            Conv::AnswerDocuments => content::answer_documents(value, &mut items),
            _ => None,
        }?;
        if items.is_empty() {
            return None;
        }
        Some(fill(mapped.list_mut(rule.field)?, items) && exact)
    }

    fn apply_indexed<'v>(
        &mut self,
        rule: &Rule,
        group: Group,
        hits: &[(u16, u32)],
        input: Input<'v, '_>,
        mapped: &mut Mapped<'v>,
    ) {
        let keys = indexed::keys(input.attributes, hits, rule.source.key);
        if group == Group::OpenLlmetryFinish {
            let first = keys.iter().find(|key| key.rest == "finish_reason").and_then(|key| key.value.as_str());
            if let (None, Some(reason)) = (mapped.text(Field::FinishReason), first.filter(|r| !r.is_empty())) {
                mapped.set_text(Field::FinishReason, normal::finish_reason(reason));
            }
            return;
        }
        let Some(list) = mapped.list_mut(rule.field) else { return };
        let mut taken = Vec::new();
        let items = indexed::compose(group, &keys, &mut taken);
        if fill(list, items.into_iter().map(|text| Item::Shared(Arc::from(text))).collect()) {
            taken.into_iter().for_each(|at| self.take(at));
        }
    }
}

/// Puts the items into a list that has none; of one that has, tells whether it holds the same.
pub(super) fn fill<'v>(list: &mut Vec<Item<'v>>, items: Vec<Item<'v>>) -> bool {
    if list.is_empty() {
        *list = items;
        return !list.is_empty();
    }
    list.iter().map(Item::as_str).eq(items.iter().map(Item::as_str))
}

fn believed(when: When, operation: Option<&str>) -> bool {
    match (when, operation) {
        (When::Always, _) | (When::NotTool, None) => true,
        (When::NotTool, Some(op)) => op != "execute_tool",
        (When::Tool, Some(op)) => op == "execute_tool",
        (When::Agent, Some(op)) => op == "invoke_agent",
        (When::Retrieval, Some(op)) => op == "retrieval",
        (When::Model, Some(op)) => normal::is_inference(op),
        (When::Talk, Some(op)) => !matches!(op, "execute_tool" | "retrieval" | "embeddings" | "rerank" | "reranker"),
        (_, None) => false,
    }
}

/// Fills a text field, or compares with what it has. True when the attribute may leave the tail.
fn text_field<'v>(rule: &Rule, value: &'v Value<'_>, root: bool, seen: &Seen, mapped: &mut Mapped<'v>) -> bool {
    let Some((text, exact)) = to_text(rule.source.conv, value, root, seen) else { return false };
    // Micrometer, and so Spring AI, calls what it does not know `none`.
    let none = match rule.field {
        Field::ToolCallId => infer::NO_ID,
        Field::RequestModel | Field::ResponseModel => "none",
        _ => "",
    };
    if text == none {
        return false;
    }
    match mapped.text(rule.field) {
        None => {
            mapped.set_text(rule.field, text);
            exact
        }
        Some(have) => exact && have == text,
    }
}

fn count_field(rule: &Rule, value: &Value<'_>, mapped: &mut Mapped<'_>) -> bool {
    let Some(count) = to_count(rule.source.conv, value) else { return false };
    let exact = matches!(value, Value::Int(_));
    match mapped.counts.get_mut(rule.field as usize - TEXTS) {
        Some(slot @ None) => {
            *slot = Some(count);
            exact
        }
        Some(Some(have)) => exact && *have == count,
        None => false,
    }
}

/// The text, and whether it is all that was sent.
fn to_text<'v>(conv: Conv, value: &'v Value<'_>, root: bool, seen: &Seen) -> Option<(Cow<'v, str>, bool)> {
    if conv == Conv::Finish {
        return finish(value);
    }
    if conv == Conv::Parts {
        return parts(value);
    }
    if let (Conv::Body, Value::Array(_) | Value::Map(_)) = (conv, value) {
        return Some((Cow::Owned(json(value)), true));
    }
    let sent = value.as_str().filter(|sent| !sent.is_empty())?;
    let normalised = match conv {
        Conv::Text | Conv::Body => return Some((Cow::Borrowed(sent), true)),
        Conv::JsonMember(member) => return content::json_member(sent, member).map(|t| (t, false)),
        Conv::JsonHas(member, then) => {
            return content::json_has(sent, member).then_some((Cow::Borrowed(then), false));
        }
        Conv::JsonFinish(members) => {
            let reason = content::json_text(sent, members)?;
            return Some((Cow::Owned(normal::finish_reason(&reason).into_owned()), false));
        }
        Conv::Response(members) => return content::response_text(sent, members).map(|t| (t, false)),
        Conv::OtelOperation if sent == "completion" && seen.litellm => Some(Cow::Borrowed("chat")),
        Conv::OtelOperation => normal::otel_operation(sent),
        // The Vercel AI SDK's agents have the settings of their calls.
        Conv::OpenInferenceKind if sent == "AGENT" && seen.invocation && !seen.vercel => Some(Cow::Borrowed("chat")),
        Conv::OpenInferenceKind => normal::openinference_kind(sent, root),
        Conv::TraceloopKind => normal::traceloop_kind(sent),
        Conv::LangfuseType => normal::langfuse_type(sent, root),
        Conv::VercelOperation => normal::vercel_operation(sent),
        Conv::VercelFunction => {
            let (operation, function) = sent.split_once(' ')?;
            return (operation.starts_with("ai.") && !function.is_empty()).then_some((Cow::Borrowed(function), false));
        }
        Conv::MlflowType => normal::mlflow_type(sent, root),
        Conv::LangsmithKind => normal::langsmith_kind(sent, root),
        Conv::HaystackType => normal::haystack_type(sent),
        Conv::GenkitType => normal::genkit_type(sent),
        // Braintrust's is in JSON.
        Conv::SpanType if sent.starts_with('{') => {
            normal::span_type(&content::json_member(sent, "type")?).map(Cow::Borrowed)
        }
        Conv::SpanType => normal::span_type(sent).map(Cow::Borrowed),
        Conv::Headed => {
            let (head, text) = sent.split_once("]\n")?;
            return (head.starts_with('[') && !text.is_empty()).then_some((Cow::Borrowed(text), false));
        }
        Conv::JsonText => content::unquote(sent).or(Some(Cow::Borrowed(sent))).filter(|text| !text.is_empty()),
        Conv::Host => Some(Cow::Borrowed(normal::host(sent))),
        // Transport spans of MCP SDKs have the method but no tool: the call is the span around them.
        Conv::McpMethod => (sent == "tools/call" && seen.tool_name).then_some(Cow::Borrowed("execute_tool")),
        // MLflow sends JSON strings.
        Conv::Provider => normal::provider(sent.trim_matches('"')),
        _ => None,
    }?;
    let exact = normalised == sent;
    if names_operation(conv) {
        // What a dialect calls an operation may be a name that has another in the conventions.
        let normalised = match normalised {
            Cow::Borrowed(name) => normal::otel_operation(name)?,
            Cow::Owned(name) => Cow::Owned(normal::otel_operation(&name)?.into_owned()),
        };
        return Some((normalised, false));
    }
    Some((normalised, exact))
}

/// Whether the value is a dialect's name of an operation.
fn names_operation(conv: Conv) -> bool {
    matches!(
        conv,
        Conv::OpenInferenceKind
            | Conv::TraceloopKind
            | Conv::LangfuseType
            | Conv::VercelOperation
            | Conv::MlflowType
            | Conv::LangsmithKind
            | Conv::GenkitType
            | Conv::SpanType
    )
}

fn json(value: &Value<'_>) -> String {
    let mut text = String::new();
    value::write_value(&mut text, value);
    text
}

/// System instructions: a JSON array as it is, a plain text as an array of one part.
pub(super) fn parts<'v>(value: &'v Value<'_>) -> Option<(Cow<'v, str>, bool)> {
    if matches!(value, Value::Array(_)) {
        let text = json(value);
        return scan::is_json(&text).then_some((Cow::Owned(text), true));
    }
    let sent = value.as_str().filter(|sent| !sent.is_empty())?;
    if sent.trim_start().starts_with('[') && scan::is_json(sent) {
        return Some((Cow::Borrowed(sent), true));
    }
    let mut text = String::with_capacity(sent.len() + 40);
    text.push_str(r#"[{"type":"text","content":"#);
    shapes::quote(&mut text, sent);
    text.push_str("}]");
    Some((Cow::Owned(text), true))
}

/// The first finish reason of a text, a list, or a list in JSON.
fn finish<'v>(value: &'v Value<'_>) -> Option<(Cow<'v, str>, bool)> {
    match value {
        Value::Array(list) => {
            let sent = list.first()?.as_str().filter(|sent| !sent.is_empty())?;
            let reason = normal::finish_reason(sent);
            let exact = list.len() == 1 && reason == sent;
            Some((reason, exact))
        }
        Value::Str(sent) if sent.starts_with(['[', '"']) => {
            let text = content::first_string(sent)?;
            Some((Cow::Owned(normal::finish_reason(&text).into_owned()), false))
        }
        Value::Str(sent) if !sent.is_empty() => {
            let reason = normal::finish_reason(sent);
            let exact = reason == **sent;
            Some((reason, exact))
        }
        _ => None,
    }
}

#[inline]
pub(super) fn to_count(conv: Conv, value: &Value<'_>) -> Option<i64> {
    match (conv, value) {
        (Conv::Int, Value::Int(n)) => Some(*n),
        // Whole, and small enough to be exact.
        (Conv::Int, Value::Double(n)) => (n.fract() == 0.0 && n.abs() < 9e15).then_some(*n as i64),
        (Conv::Int, Value::Str(sent)) => sent.trim().parse().ok(),
        (Conv::JsonInt(members), Value::Str(json)) => content::json_int(json, members),
        (Conv::JsonSum(members), Value::Str(json)) => {
            let counts = members.iter().filter_map(|member| content::json_int(json, &[*member]));
            counts.reduce(i64::saturating_add)
        }
        (Conv::LangfuseInput, Value::Str(json)) => langfuse::input(json),
        (Conv::LangfuseOutput, Value::Str(json)) => langfuse::output(json),
        _ => None,
    }
}

fn milliseconds(conv: Conv, value: &Value<'_>) -> Option<f64> {
    let (number, whole) = match value {
        Value::Int(n) => (*n as f64, true),
        Value::Double(n) => (*n, false),
        Value::Str(sent) => (sent.trim().parse().ok()?, false),
        _ => return None,
    };
    let ms = match conv {
        Conv::Millis => number,
        Conv::SecondsOrMillis if whole => number,
        _ => number * 1e3,
    };
    (ms.is_finite() && ms >= 0.0).then_some(ms)
}
