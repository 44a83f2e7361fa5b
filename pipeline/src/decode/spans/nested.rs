//! Messages that stand within the texts of others: the input of OpenAI's responses interface as OpenLLMetry for
//! JavaScript has it, and calls of tools as OpenTelemetry's first instrumentation of OpenAI Agents has them.

use std::sync::Arc;

use super::{
    calls,
    content::{Cache, Item},
    parts, paths, python,
    resolve::{Input, Mapped},
    scan::{self, Member},
    shapes::{get, with_parts},
    table::Field,
};
use crate::otlp::wire::Value;

/// Name of the scope of OpenLLMetry for JavaScript over OpenAI's client, which makes one text of its user of the input.
const OPENLLMETRY: &str = "@traceloop/instrumentation-openai";
/// Name of the scope of OpenTelemetry's first instrumentation of OpenAI Agents, which prints the calls of an answer.
const OPENAI_AGENTS: &str = "opentelemetry.instrumentation.openai_agents";
/// What it prints: an item of the responses interface, or a message.
const ITEM: &str = "ResponseFunctionToolCall";
const MESSAGE: &str = "{'content': None, ";

/// The messages within those of a list.
pub(super) fn messages(
    cache: &mut Cache,
    input: Input<'_, '_>,
    mapped: &Mapped<'_>,
) -> Option<(Field, Vec<Item<'static>>)> {
    match input.scope {
        OPENLLMETRY => Some((Field::Input, in_text(cache, mapped.list(Field::Input))?)),
        OPENAI_AGENTS => Some((Field::Output, printed(mapped.list(Field::Output))?)),
        _ => None,
    }
}

/// The messages that stand as JSON in the only part of the only message.
fn in_text(cache: &mut Cache, list: &[Item<'_>]) -> Option<Vec<Item<'static>>> {
    let [only] = list else { return None };
    let json = only.as_str();
    let text = paths::member(json, "parts.0.content").filter(|text| text.starts_with("[{"))?;
    if paths::member(json, "parts.0.type")? != "text" || paths::member(json, "parts.1.type").is_some() {
        return None;
    }
    let value = Value::Str(text);
    let mut items = Vec::new();
    cache.messages(&value, "user", &mut items)?;
    // A text of which no message can be made stands for itself.
    let said = items.iter().all(|item| item.as_str().starts_with(r#"{"role":"#));
    let items = items.iter().map(|item| Item::Shared(Arc::from(item.as_str())));
    said.then(|| items.collect())
}

/// The messages with the calls that are printed in their texts; `None` where there are none.
fn printed(list: &[Item<'_>]) -> Option<Vec<Item<'static>>> {
    let is_sign = |json: &str| json.contains(ITEM) || json.contains(MESSAGE);
    list.iter().any(|item| is_sign(item.as_str())).then_some(())?;
    let with_calls = |item: &Item<'_>| {
        let json = item.as_str();
        Item::Shared(with_calls(json).map_or_else(|| Arc::from(json), Arc::from))
    };
    Some(list.iter().map(with_calls).collect())
}

fn with_calls(message: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(message, &mut members)?;
    with_parts(&members, |out, part| out.push_str(calls_in_part(part).as_deref().unwrap_or(part)))
}

/// The calls, as parts, that a text is as Python prints them.
fn calls_in_part(part: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(part, &mut members)?;
    let [("type", "\"text\""), ("content", text)] = members[..] else { return None };
    let text = paths::unquote(text)?;
    let json = if text.starts_with(MESSAGE) { python::json(&text) } else { python::object(&text, ITEM) }?;
    let mut sent: Vec<Member<'_>> = Vec::new();
    scan::members(&json, &mut sent)?;
    sent.retain(|(_, value)| *value != "null");
    let mut out = String::new();
    match get(&sent, "tool_calls") {
        Some(list) => calls::add(&mut out, 0, list)?,
        None => {
            get(&sent, "call_id")?;
            parts::of_responses(&mut out, "tool_call", &sent);
        }
    }
    (!out.is_empty()).then_some(out)
}
