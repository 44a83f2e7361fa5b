//! Messages that stand within the texts of others: the input of OpenAI's responses interface as OpenLLMetry for
//! JavaScript has it, calls of tools as OpenTelemetry's first instrumentation of OpenAI Agents has them, and blocks of
//! LangChain's messages as OpenLLMetry and OpenLIT write them.

use std::sync::Arc;

use ahash::AHashSet;

use super::{
    calls,
    content::{Cache, Item},
    mapped::Mapped,
    parts, paths, python,
    resolve::Input,
    scan::{self, Member},
    shapes::{get, push, string, thoughts, with_parts},
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

/// Names of the scopes of OpenLLMetry and OpenLIT over LangChain, which make a text of the blocks of a message: as JSON,
/// each or all of them, or as Python prints them.
const OVER_LANGCHAIN: [&str; 3] = [
    "@traceloop/instrumentation-langchain",
    "opentelemetry.instrumentation.langchain",
    "openlit.instrumentation.langchain",
];
/// Blocks of a message looked at at most.
const MOST_BLOCKS: usize = 1024;

/// The messages within those of lists.
pub(super) fn messages(
    cache: &mut Cache,
    input: Input<'_, '_>,
    mapped: &Mapped<'_>,
) -> [Option<(Field, Vec<Item<'static>>)>; 2] {
    let list = |field| mapped.list(field);
    let with = |field, said: Option<Vec<Item<'static>>>| Some((field, said?));
    match input.scope {
        OPENLLMETRY => [with(Field::Input, in_text(cache, list(Field::Input))), None],
        OPENAI_AGENTS => [with(Field::Output, printed(list(Field::Output))), None],
        scope if OVER_LANGCHAIN.contains(&scope) => {
            [Field::Input, Field::Output].map(|field| with(field, of_langchain(list(field))))
        }
        _ => [None, None],
    }
}

/// The messages with the blocks that their texts are; `None` where there are none.
fn of_langchain(list: &[Item<'_>]) -> Option<Vec<Item<'static>>> {
    let is_sign = |json: &str| [r#""{\""#, r#""[{"#].iter().any(|sign| json.contains(sign));
    list.iter().any(|item| is_sign(item.as_str())).then_some(())?;
    let said: Vec<_> = list.iter().map(|item| with_blocks(item.as_str())).collect();
    said.iter().any(Option::is_some).then_some(())?;
    let items = list.iter().zip(said);
    Some(items.map(|(item, said)| Item::Shared(said.map_or_else(|| Arc::from(item.as_str()), Arc::from))).collect())
}

/// A message with blocks in the place of the texts that they are. A call stands once: the instrumentations have it beside
/// the text, too.
fn with_blocks(message: &str) -> Option<String> {
    let (mut members, mut sent) = (Vec::new(), Vec::new());
    scan::members(message, &mut members)?;
    // Its user may have said such a text.
    let of_user = get(&members, "role") == Some("\"user\"");
    scan::elements(get(&members, "parts")?, &mut sent)?;
    let is_call = |part: &&str| scan::at(part, "type") == Some("\"tool_call\"");
    let ids: AHashSet<_> = sent.iter().filter(|part| is_call(part)).filter_map(|part| scan::at(part, "id")).collect();
    let again = |block: &str| is_call(&block) && scan::at(block, "id").is_some_and(|id| ids.contains(id));
    with_parts(&members, |out, part| {
        let Some(blocks) = blocks_in_text(part, of_user) else { return out.push_str(part) };
        let start = out.len();
        blocks.iter().filter(|block| !again(block)).for_each(|block| push(out, start, block));
    })
}

/// The blocks, as parts, that a text is: a block of the model's, or a list of any.
fn blocks_in_text(part: &str, only_lists: bool) -> Option<Vec<String>> {
    let mut members = Vec::new();
    scan::members(part, &mut members)?;
    let [("type", "\"text\""), ("content", text)] = members[..] else { return None };
    let text = paths::unquote(text).filter(|text| text.starts_with("[{") || text.starts_with("{\"") && !only_lists)?;
    let json = if text.starts_with("[{'") { python::list(&text)? } else { text.into_owned() };
    let mut blocks = Vec::new();
    if json.starts_with('{') {
        // One by itself may be what the model was asked for.
        only_of_block(&json).then_some(())?;
        blocks.push(&*json);
    } else {
        scan::elements(&json, &mut blocks)?;
    }
    (blocks.len() <= MOST_BLOCKS).then_some(())?;
    blocks.into_iter().map(part_of_block).collect()
}

/// Whether an object has the members of a block and no others, as far as it is one of text.
fn only_of_block(json: &str) -> bool {
    let mut members = Vec::new();
    let known = |(key, _): &Member<'_>| matches!(*key, "type" | "text" | "index" | "id" | "annotations");
    scan::members(json, &mut members).is_some()
        && (string(&members, "type") != Some("text") || members.iter().all(known))
}

/// The part that a block of LangChain is, of the kinds that it has; `None` of anything else.
fn part_of_block(block: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(block, &mut members)?;
    members.retain(|member| !is_place(member));
    let summary = get(&members, "summary").and_then(without_places);
    if let (Some(summary), Some(slot)) = (&summary, members.iter_mut().find(|(key, _)| *key == "summary")) {
        slot.1 = summary;
    }
    let mut out = String::new();
    match string(&members, "type")? {
        "function_call" => {
            get(&members, "call_id").and(get(&members, "name"))?;
            parts::of_responses(&mut out, "tool_call", &members);
        }
        "reasoning" => out.push_str(&thoughts(&members)?),
        "text" | "tool_use" | "thinking" => parts::part(&mut out, block),
        _ => return None,
    }
    Some(out)
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

/// Whether this is the place of a piece in a stream.
fn is_place((key, value): &Member<'_>) -> bool {
    *key == "index" && value.bytes().all(|b| b.is_ascii_digit())
}

/// Pieces of a summary without their places in a stream.
fn without_places(summary: &str) -> Option<String> {
    let mut pieces = Vec::new();
    scan::elements(summary, &mut pieces)?;
    let mut out = String::from("[");
    for piece in pieces {
        let mut members = Vec::new();
        scan::members(piece, &mut members)?;
        out.push_str(if out.len() > 1 { ",{" } else { "{" });
        let kept = members.iter().filter(|member| !is_place(member)).enumerate();
        kept.for_each(|(n, (key, value))| {
            out.push_str(if n > 0 { "," } else { "" });
            out.push_str(&format!(r#""{key}":{value}"#));
        });
        out.push('}');
    }
    out.push(']');
    Some(out)
}
