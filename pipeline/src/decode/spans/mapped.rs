//! The columns of a span as far as they are known, and how an attribute fills one or is compared with it.

use std::borrow::Cow;

use super::{
    content::Item,
    convert::{to_count, to_text},
    dialect::Seen,
    infer, normal,
    resolve::Input,
    scan, summed,
    table::{COUNTS, Field, LISTS, Rule, TEXTS},
};
use crate::otlp::wire::{Value, attribute};

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
    pub(super) fn has(&self, field: Field) -> bool {
        match field {
            Field::Ttft => self.ttft_ms.is_some(),
            field if field < Field::InputTokens => self.text(field).is_some(),
            field if field < Field::Ttft => self.count(field).is_some(),
            field => !self.list(field).is_empty(),
        }
    }

    pub(super) fn set_text(&mut self, field: Field, text: Cow<'v, str>) {
        self.put_text(field, Some(text));
    }

    /// Sets a text, or takes it away.
    pub(super) fn put_text(&mut self, field: Field, text: Option<Cow<'v, str>>) {
        if let Some(slot) = self.texts.get_mut(field as usize) {
            *slot = text;
        }
    }

    /// Whether this is a call that failed before anybody answered: nothing tells of an answer but a model of the name that
    /// was asked for, and messages without a part.
    pub(super) fn is_unanswered(&self, input: Input<'_, '_>) -> bool {
        // Langfuse's status says nothing of it.
        let level = || attribute(input.attributes, "langfuse.observation.level").and_then(Value::as_str);
        let is_error = || self.dialect == "langfuse/1" && level() == Some("ERROR");
        if !input.failed && self.text(Field::ErrorType).is_none() && !is_error() {
            return false;
        }
        let (model, answer) = (self.text(Field::ResponseModel), self.list(Field::Output));
        let is_answered = self.text(Field::ResponseId).is_some()
            || self.text(Field::FinishReason).is_some_and(|reason| reason != "error")
            || self.counts.iter().flatten().any(|tokens| *tokens > 0)
            || model.is_some() && model != self.text(Field::RequestModel)
            || !answer.iter().all(|item| scan::at(item.as_str(), "parts") == Some("[]"));
        (model.is_some() || !answer.is_empty())
            && !is_answered
            && self.text(Field::Operation).is_some_and(normal::is_inference)
    }

    /// Sets a count that is still missing.
    pub(super) fn set_missing_count(&mut self, field: Field, count: Option<i64>) {
        if let Some(slot) = self.counts.get_mut((field as usize).wrapping_sub(TEXTS)) {
            *slot = slot.or(count);
        }
    }

    /// Sets the input and output tokens.
    pub(super) fn set_tokens(&mut self, tokens: summed::Tokens) {
        for (slot, tokens) in self.counts.iter_mut().zip(tokens) {
            *slot = Some(tokens);
        }
    }

    pub(super) fn list_mut(&mut self, field: Field) -> Option<&mut Vec<Item<'v>>> {
        (field as usize).checked_sub(Field::Input as usize).and_then(|n| self.lists.get_mut(n))
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

/// Fills a text field, or compares with what it has. True when the attribute may leave the tail.
pub(super) fn text_field<'v>(
    rule: &Rule,
    value: &'v Value<'_>,
    root: bool,
    seen: &Seen,
    mapped: &mut Mapped<'v>,
) -> bool {
    let Some((mut text, mut exact)) = to_text(rule.source.conv, value, root, seen) else { return false };
    if matches!(rule.field, Field::RequestModel | Field::ResponseModel)
        && let Some(model) = normal::model_of_path(&text).map(ToOwned::to_owned)
    {
        (text, exact) = (Cow::Owned(model), false);
    }
    let none = match rule.field {
        Field::ToolCallId => infer::NO_ID,
        // What Micrometer, and so Spring AI, does not know; LangChain4j's observations; and Splunk's instrumentations.
        Field::RequestModel | Field::ResponseModel if matches!(&*text, "unknown" | "unknown_model") => return false,
        // OpenLIT says who answers where LangChain has the model under another name.
        Field::RequestModel if seen.openlit_langchain && mapped.text(Field::Provider) == Some(&*text) => return false,
        Field::RequestModel | Field::ResponseModel => "none",
        // What opencode calls somebody who has no name.
        Field::User => "unknown",
        // Google ADK's of a function that threw.
        Field::ToolResult => r#"{"result": "<not specified>"}"#,
        // Semantic Kernel's for what it does not know; an id that calls share would make them one.
        Field::ResponseId => "N/A",
        // agentUniverse's of a run outside of any.
        Field::Conversation if rule.source.key == "au.trace.session.id" => "-1",
        _ => "",
    };
    if text == none || MAY_STAND_FOR_NONE.contains(&rule.field) && is_placeholder(&text) {
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

/// Names, ids and reasons; never what a model or a tool said.
const MAY_STAND_FOR_NONE: &[Field] = &[
    Field::AgentName,
    Field::AgentId,
    Field::Conversation,
    Field::User,
    Field::Provider,
    Field::RequestModel,
    Field::ResponseModel,
    Field::FinishReason,
];

/// Whether a text stands for one that is not known, as VeADK has them: `<unknown_session_id>`,
/// `<no_finish_reason_provided>`.
fn is_placeholder(text: &str) -> bool {
    let name = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
    (name.starts_with("unknown_") || name.starts_with("no_") && name.ends_with("_provided"))
        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Fills a count, or compares with what it has. True when the attribute may leave the tail.
pub(super) fn count_field(rule: &Rule, value: &Value<'_>, mapped: &mut Mapped<'_>) -> bool {
    // Semantic Kernel says -1 of what it does not know.
    let Some(count) = to_count(rule.source.conv, value).filter(|count| *count >= 0) else { return false };
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
