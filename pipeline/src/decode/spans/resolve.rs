//! One span through the mapping: its attributes and events in, column values and the list of attributes that left the
//! tail out.
//!
//! An attribute leaves the tail only when its column alone gives it back: the column took this very value (or another
//! name for the same value was taken first), nothing was lost in converting, and the table does not say `keep`.
//! Rebuilding runs the same mapping over the tail and adds what it does not yield (see `rebuild.rs`).

use std::{borrow::Cow, sync::Arc};

use super::{
    claude_code,
    content::{self, Cache, Item},
    convert::{milliseconds, to_text},
    counted,
    dialect::{NONE, Seen},
    events, indexed, infer, lists, litellm, llama_index,
    mapped::{Mapped, count_field, fill, text_field},
    misnamed, monocle, named, nested, normal, openlit, pydantic,
    repeats::{Texts, repeats},
    scan,
    table::{Conv, Field, Group, LOOKUP, Rule, TEXTS, When, canonical_key},
    unwrapped::{self, Around},
};
use crate::otlp::wire::{Event, KeyValue, Value, attribute};

/// What the mapping reads of a span.
#[derive(Clone, Copy)]
pub(super) struct Input<'v, 'a> {
    pub(super) name: &'v str,
    pub(super) scope: &'v str,
    pub(super) root: bool,
    /// Whether its status is an error.
    pub(super) failed: bool,
    pub(super) attributes: &'v [KeyValue<'a>],
    pub(super) events: &'v [Event<'a>],
}

/// Reusable state of the mapping.
#[derive(Default)]
pub(super) struct Mapper {
    /// Rule and attribute, sorted.
    hits: Vec<(u16, u32)>,
    /// For each attribute of the span at hand: whether it left the tail.
    taken: Vec<bool>,
    /// Lists of the span at hand that were emptied for one that says more, once for each time.
    emptied: Vec<Field>,
    pub(super) cache: Cache,
}

/// Whether the rule's column is written under a name of the conventions.
fn is_of_genai(rule: u16) -> bool {
    LOOKUP.rules.get(usize::from(rule)).is_some_and(|rule| canonical_key(rule.field).starts_with("gen_ai."))
}

impl Mapper {
    /// Maps one span.
    pub(super) fn map<'v>(&mut self, input: Input<'v, '_>) -> Mapped<'v> {
        let mut seen = Seen::of(input.scope);
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
            let mut settled = false;
            for group in hits.chunk_by(|a, b| a.0 == b.0) {
                if let Some(rule) = group.first().and_then(|(rule, _)| LOOKUP.rules.get(usize::from(*rule))) {
                    // Rules of the operation come first.
                    if !settled && rule.field > Field::Operation {
                        settled = true;
                        self.settle(input, &hits, &seen, &mut mapped);
                    }
                    self.apply(rule, group, input, &seen, &mut mapped);
                }
            }
            if !settled {
                self.settle(input, &hits, &seen, &mut mapped);
            }
            self.compare_emptied(input, &hits, &seen, &mut mapped);
            self.hits = hits;
        }
        // What events say depends on it.
        if mapped.text(Field::Operation).is_none()
            && let Some(operation) = named::operation(input)
        {
            mapped.set_text(Field::Operation, Cow::Borrowed(operation));
        }
        self.apply_events(input, &seen, &mut mapped);
        for (field, said) in nested::messages(&mut self.cache, input, &mapped).into_iter().flatten() {
            if let Some(list) = mapped.list_mut(field) {
                *list = said;
            }
            self.change_taken(input, field, |_, _| false);
        }
        // It may have ended in them.
        self.answer(input, openlit::answer, &mut mapped);
        if infer::rest(input, &seen, &mut mapped) {
            // The column has another name than was sent.
            self.change_taken(input, Field::Operation, |_, _| false);
        }
        self.answer(input, litellm::answer, &mut mapped);
        if let Some(provider) = infer::provider_of_scope(input.scope, &mapped) {
            mapped.set_text(Field::Provider, Cow::Borrowed(provider));
            self.change_taken(input, Field::Provider, |_, _| false);
        }
        self.agent(input, &mut mapped);
        self.end(input, &mut mapped);
        if mapped.is_unanswered(input) {
            self.unanswered(input, &mut mapped);
        }
        if counted::input_leaves_out_cache(input, &mapped) {
            self.add_cached(input, &mut mapped);
        }
        if let Some(all) = counted::output_with_thoughts(input, &mapped) {
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

    /// The answer with calls of tools that stand elsewhere.
    fn answer<'v>(
        &mut self,
        input: Input<'v, '_>,
        with_calls: fn(Input<'_, '_>, &Mapped<'_>) -> Option<String>,
        mapped: &mut Mapped<'v>,
    ) {
        if let Some(answer) = with_calls(input, mapped) {
            mapped.list_mut(Field::Output).into_iter().for_each(|list| *list = vec![Item::Shared(Arc::from(&*answer))]);
            self.change_taken(input, Field::Output, |_, _| false);
            let is_answer = |at: usize| input.events.get(at).is_some_and(|event| events::is_answer(&event.name));
            mapped.taken_of_events.retain(|(at, _)| !is_answer(*at));
        }
    }

    /// The agent, where what was sent for its name is another's or nobody's.
    fn agent<'v>(&mut self, input: Input<'v, '_>, mapped: &mut Mapped<'v>) {
        if let Some(agent) = named::agent_of_scope(input) {
            mapped.set_text(Field::AgentName, Cow::Borrowed(agent));
            self.change_taken(input, Field::AgentName, |_, _| false);
        } else if mapped.text(Field::AgentName).is_none()
            && let Some(agent) = llama_index::agent_of_step(input)
        {
            mapped.set_text(Field::AgentName, Cow::Owned(agent));
        }
        if infer::is_no_agent(input, mapped) {
            // A row that inherits an agent comes back with its name before the other.
            let inherits = input.attributes.iter().filter(|kv| kv.key == "gen_ai.agent.name").count() > 1;
            let fields: &[_] = if inherits { &[Field::AgentId] } else { &[Field::AgentName, Field::AgentId] };
            for field in fields.iter().copied() {
                mapped.put_text(field, None);
                self.change_taken(input, field, |_, _| false);
            }
        }
    }

    /// A call that nobody answered: OpenInference has one name for the model that was asked and the one that answered, and
    /// LangChain makes a message of what it was told instead.
    fn unanswered(&mut self, input: Input<'_, '_>, mapped: &mut Mapped<'_>) {
        mapped.list_mut(Field::Output).into_iter().for_each(Vec::clear);
        self.change_taken(input, Field::Output, |_, _| false);
        let is_answer = |at: usize| input.events.get(at).is_some_and(|event| events::is_answer(&event.name));
        mapped.taken_of_events.retain(|(at, _)| !is_answer(*at));
        // The name of the conventions says nothing but who answered.
        let told = attribute(input.attributes, "gen_ai.response.model").is_some();
        if !told && mapped.text(Field::RequestModel).is_some() {
            mapped.put_text(Field::ResponseModel, None);
            self.change_taken(input, Field::ResponseModel, |_, _| false);
        }
    }

    /// How a call ended, where what was sent is not how.
    fn end(&mut self, input: Input<'_, '_>, mapped: &mut Mapped<'_>) {
        if infer::ended_in_no_error(input, mapped) {
            let called = mapped.list(Field::Output).last().is_some_and(|item| infer::is_call(item.as_str()));
            mapped.put_text(Field::FinishReason, called.then_some(Cow::Borrowed("tool_call")));
            self.change_taken(input, Field::FinishReason, |_, _| false);
        }
        let reason = match () {
            () if infer::ended_in_calls(input, mapped) => Some("tool_call"),
            () if infer::has_no_answer(input, mapped) => Some("error"),
            () => None,
        };
        if let Some(reason) = reason {
            mapped.set_text(Field::FinishReason, Cow::Borrowed(reason));
            self.change_taken(input, Field::FinishReason, |_, _| false);
        }
    }

    /// The operation, when the sources of it were read.
    fn settle(&mut self, input: Input<'_, '_>, hits: &[(u16, u32)], seen: &Seen, mapped: &mut Mapped<'_>) {
        let Some(sent) = mapped.text(Field::Operation) else {
            return infer::operation(input, hits, seen, mapped);
        };
        if let Some(operation) = misnamed::operation(input, sent) {
            mapped.set_text(Field::Operation, Cow::Borrowed(operation));
            self.change_taken(input, Field::Operation, |_, _| false);
        }
    }

    /// Compares what was sent for a list that was emptied with what it holds now, as when the row is decoded again.
    fn compare_emptied<'v>(&mut self, input: Input<'v, '_>, hits: &[(u16, u32)], seen: &Seen, mapped: &mut Mapped<'v>) {
        if self.emptied.is_empty() {
            return;
        }
        let emptied = std::mem::take(&mut self.emptied);
        for group in hits.chunk_by(|a, b| a.0 == b.0) {
            let rule = group.first().and_then(|(rule, _)| LOOKUP.rules.get(usize::from(*rule)));
            if let Some(rule) = rule.filter(|rule| emptied.contains(&rule.field)) {
                self.apply(rule, group, input, seen, mapped);
            }
        }
        self.emptied.clear();
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
                let emptied = self.emptied.len();
                let exact = self.list_field(rule, &kv.value, input, mapped);
                if self.emptied.len() > emptied {
                    said = None;
                }
                let list = mapped.list(rule.field);
                exact.is_some_and(|exact| {
                    exact
                        || rule.source.repeats()
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

    /// Reads what the events say, when all attributes were.
    fn apply_events<'v>(&mut self, input: Input<'v, '_>, seen: &Seen, mapped: &mut Mapped<'v>) {
        self.unwrap(input, seen, mapped);
        events::apply(&mut self.cache, input.events, mapped);
        if input.scope == llama_index::SCOPE {
            llama_index::apply(&mut self.cache, input, mapped);
        }
        if input.scope == monocle::SCOPE {
            monocle::apply(input, mapped);
        }
        unwrapped::from_messages(mapped);
        if matches!(input.scope, llama_index::SCOPE | monocle::SCOPE) || named::is_strands(input.scope) {
            self.unwrap(input, seen, mapped);
        }
        // What events or quotes held may say it too.
        unwrapped::name_call(mapped);
    }

    /// Takes off what a framework puts around the arguments and the result of a tool.
    fn unwrap(&mut self, input: Input<'_, '_>, seen: &Seen, mapped: &mut Mapped<'_>) {
        if mapped.text(Field::Operation) != Some("execute_tool") {
            return;
        }
        unwrapped::name_call(mapped);
        let kind = attribute(input.attributes, "genkit:metadata:subtype").and_then(Value::as_str);
        let around = Around {
            langsmith: seen.langsmith,
            anthropic: input.scope.starts_with("com.anthropic.sdk."),
            genkit: kind == Some("tool.v2"),
            mcp: input.scope.starts_with("opentelemetry.instrumentation.mcp"),
            strands: named::is_strands(input.scope),
            veadk: input.attributes.iter().any(|kv| kv.key == "cozeloop.input"),
            langchain_js: input.scope.ends_with("instrumentation-langchain"),
        };
        let given = mapped.text(Field::ToolArguments).and_then(|sent| unwrapped::arguments(sent, around));
        if let Some(given) = given.map(Cow::into_owned) {
            mapped.set_text(Field::ToolArguments, Cow::Owned(given));
            self.change_taken(input, Field::ToolArguments, |_, _| false);
        }
        let told = mapped.text(Field::ToolResult).and_then(|sent| unwrapped::result(sent, around));
        if let Some(told) = told.map(|(told, _)| told.into_owned()) {
            mapped.set_text(Field::ToolResult, Cow::Owned(told));
        }
        // What is no more than quoted comes back as what it says.
        let told = mapped.text(Field::ToolResult);
        self.change_taken(input, Field::ToolResult, |rule, value| {
            let sent = to_text(rule.source.conv, value, input.root, seen).filter(|(_, exact)| *exact);
            sent.is_some_and(|(sent, _)| match unwrapped::result(&sent, around) {
                Some((said, exact)) => exact && Some(&*said) == told,
                None => Some(&*sent) == told,
            })
        });
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
            // What stays for this field may have left for another.
            for rule in rules.filter(|rule| rule.field == field && !rule.source.keep) {
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
    fn list_field<'v>(
        &mut self,
        rule: &Rule,
        value: &'v Value<'_>,
        input: Input<'v, '_>,
        mapped: &mut Mapped<'v>,
    ) -> Option<bool> {
        let mut items = Vec::new();
        let exact = match rule.source.conv {
            Conv::Messages(role) => self.cache.messages(value, role, &mut items),
            Conv::JsonMessages(role) => {
                let exact = self.cache.json_messages(value, role, &mut items);
                let all = items.len();
                if rule.source.key == "langfuse.observation.input" {
                    items.retain(|item| !lists::is_definition(item.as_str()));
                }
                exact.map(|exact| exact && items.len() == all)
            }
            Conv::EventMessages(answers) => events::listed(value, answers, &mut items),
            Conv::Headings => claude_code::messages(value.as_str()?, &mut items),
            Conv::Pydantic(answer) => pydantic::messages(value, answer, &mut items),
            Conv::Tools => lists::tools(value, &mut items),
            Conv::RequestTools => lists::request_tools(value, &mut items),
            Conv::Documents => lists::documents(value, &mut items),
            Conv::AnswerDocuments => lists::answer_documents(value, &mut items),
            _ => None,
        }?;
        if items.is_empty() {
            return None;
        }
        self.clear_empty(input, rule.field, &items, mapped);
        Some(fill(mapped.list_mut(rule.field)?, items) && exact)
    }

    /// Empties a list of messages that only say who speaks, if these say more; also where but some of as many do, or do not
    /// say which call they answer. What was sent so far stays in the tail until [`Self::compare_emptied`].
    fn clear_empty(&mut self, input: Input<'_, '_>, field: Field, items: &[Item<'_>], mapped: &mut Mapped<'_>) {
        let list = mapped.list(field);
        let is_empty = |item: &Item<'_>| content::is_empty_message(item.as_str());
        let says_less = |item: &Item<'_>| is_empty(item) || content::answers_no_call(item.as_str());
        let both = || list.iter().zip(items).map(|(have, new)| (says_less(have), says_less(new)));
        // Of any number of attributes none may look at all that is there already.
        let fuller = || {
            let no_less = list.len() == items.len() && both().all(|(have, new)| have || !new);
            no_less && both().any(|(have, new)| have && !new) && same_speakers(list, items)
        };
        let none = || !list.is_empty() && list.iter().all(is_empty) && !items.iter().all(is_empty);
        if none() || fuller() {
            let operation = mapped.text(Field::Operation);
            for (kv, taken) in input.attributes.iter().zip(&mut self.taken) {
                let rules = LOOKUP.rules_of(&kv.key).iter().filter_map(|rule| LOOKUP.rules.get(usize::from(*rule)));
                // What is not believed here may have left for another field.
                let mut own = rules.filter(|rule| rule.field == field && !rule.source.keep);
                *taken &= !own.any(|rule| believed(rule.source.when, operation));
            }
            mapped.list_mut(field).into_iter().for_each(Vec::clear);
            self.emptied.push(field);
        }
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
        let mut taken = Vec::new();
        let items = indexed::compose(group, &keys, &mut taken);
        // Messages that only say who speaks: what was said stands elsewhere.
        if items.iter().all(|message| message.ends_with(r#"","parts":[]}"#)) {
            return;
        }
        let items: Vec<_> = items.into_iter().map(|text| Item::Shared(Arc::from(text))).collect();
        self.clear_empty(input, rule.field, &items, mapped);
        let Some(list) = mapped.list_mut(rule.field) else { return };
        if fill(list, items) {
            taken.into_iter().for_each(|at| self.take(at));
        }
    }
}

/// Whether the same speak in both lists of messages.
fn same_speakers(one: &[Item<'_>], other: &[Item<'_>]) -> bool {
    let role = |item: &Item<'_>| scan::at(item.as_str(), "role").map(ToOwned::to_owned);
    one.iter().map(role).eq(other.iter().map(role))
}

fn believed(when: When, operation: Option<&str>) -> bool {
    match (when, operation) {
        (When::Always, _) | (When::NotTool, None) => true,
        (When::NotTool, Some(op)) => op != "execute_tool",
        (When::Tool, Some(op)) => op == "execute_tool",
        (When::Agent, Some(op)) => op == "invoke_agent",
        (When::Retrieval, Some(op)) => op == "retrieval",
        (When::Model, Some(op)) => normal::is_inference(op),
        (When::Asked, Some(op)) => !matches!(op, "execute_tool" | "handoff" | "retrieval" | "rerank" | "reranker"),
        (When::Talk, Some(op)) => {
            !matches!(op, "execute_tool" | "handoff" | "retrieval" | "embeddings" | "rerank" | "reranker")
        }
        (_, None) => false,
    }
}
