//! Spans of Monocle: what was asked, answered and counted stands in events; a message says by the name of its only member
//! who speaks.
//!
//! ```text
//! data.input   input=["{\"system\": \"Be brief.\"}", "{\"user\": \"hi\"}"]
//! data.output  response={"assistant": "hello"}
//! metadata     prompt_tokens=9, completion_tokens=3, finish_reason=stop
//! ```

use std::{borrow::Cow, sync::Arc};

use super::{
    content::Item,
    convert::{self, to_count},
    langchain, lists,
    mapped::{Mapped, fill},
    resolve::Input,
    scan, shapes,
    table::{Conv, Field},
};
use crate::otlp::wire::{Event, Value, attribute};

/// Name of its scope.
pub(super) const SCOPE: &str = "monocle_apptrace";

/// Attributes of the event that counts, best first.
const COUNTS: &[(&str, Field)] = &[
    ("prompt_tokens", Field::InputTokens),
    ("input_tokens", Field::InputTokens),
    ("completion_tokens", Field::OutputTokens),
    ("output_tokens", Field::OutputTokens),
    ("cache_read_input_tokens", Field::CacheRead),
    ("cached_tokens", Field::CacheRead),
    ("cache_creation_input_tokens", Field::CacheWrite),
    ("cache_creation_tokens", Field::CacheWrite),
    ("reasoning_tokens", Field::Reasoning),
];

/// Fills from the events what no attribute filled; they stay as they are.
pub(super) fn apply<'v>(input: Input<'v, '_>, mapped: &mut Mapped<'v>) {
    let value = |event: &'v Event<'_>, key| attribute(&event.attributes, key);
    for event in input.events {
        match &*event.name {
            "data.input" => said(value(event, "input"), Field::Input, Field::ToolArguments, mapped),
            "data.output" => said(value(event, "response"), Field::Output, Field::ToolResult, mapped),
            "metadata" => {
                for (key, field) in COUNTS {
                    let count = value(event, key).and_then(|count| to_count(Conv::Int, count));
                    mapped.set_missing_count(*field, count.filter(|count| *count >= 0));
                }
                let reason = value(event, "finish_reason").and_then(convert::finish);
                if let (None, Some((reason, _))) = (mapped.text(Field::FinishReason), reason) {
                    mapped.set_text(Field::FinishReason, reason);
                }
            }
            _ => {}
        }
    }
}

/// Puts what was said where it belongs: the arguments or the result of a tool, or messages.
fn said<'v>(value: Option<&'v Value<'_>>, list: Field, body: Field, mapped: &mut Mapped<'v>) {
    let Some(value) = value else { return };
    let role = if list == Field::Input { "user" } else { "assistant" };
    match mapped.text(Field::Operation) {
        Some("execute_tool") => {
            if let (Some(text), None) = (value.as_str().filter(|text| !text.is_empty()), mapped.text(body)) {
                mapped.set_text(body, Cow::Borrowed(text));
            }
        }
        // Its answer is a beginning of the vector.
        Some("embeddings") if list == Field::Output => {}
        None | Some("retrieval") => {}
        Some(_) => {
            let mut items = Vec::new();
            match value {
                Value::Array(entries) => {
                    items.extend(entries.iter().filter_map(|entry| message(entry.as_str()?, role)))
                }
                Value::Str(text) => match lists::texts(text) {
                    Some(texts) => items.extend(texts.iter().filter_map(|text| message(text, role))),
                    None => items.extend(message(text, role)),
                },
                _ => {}
            }
            if let Some(list) = mapped.list_mut(list).filter(|_| !items.is_empty()) {
                fill(list, items.into_iter().map(|text| Item::Shared(Arc::from(text))).collect());
            }
        }
    }
}

/// One message of the conventions.
fn message(text: &str, role: &str) -> Option<String> {
    let mut members = Vec::new();
    let is_object = text.starts_with('{') && scan::members(text, &mut members).is_some();
    let ([(who, value)], true) = (&members[..], is_object) else {
        let mut quoted = String::new();
        shapes::quote(&mut quoted, text);
        return (!text.is_empty()).then(|| shapes::text_message(role, &quoted));
    };
    let who = match *who {
        "tools" => "\"assistant\"",
        who => langchain::role(who)?,
    };
    // A call, or several of them.
    let is_call = |raw: &str| ["tool_name", "args"].iter().any(|key| scan::at(raw, key).is_some());
    let calls = if is_call(value) { Some(format!("[{value}]")) } else { None };
    let calls = calls.or_else(|| scan::at(value, "0").is_some_and(is_call).then(|| (*value).to_owned()));
    let json = match calls {
        Some(calls) => format!(r#"{{"role":{who},"tool_calls":{calls}}}"#),
        None => format!(r#"{{"role":{who},"content":{value}}}"#),
    };
    shapes::message(&json, role)
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn messages_say_by_their_member_who_speaks() {
        for (text, expected) in [
            ("hi", r#"{"role":"user","parts":[{"type":"text","content":"hi"}]}"#),
            (r#"{"system": "Be brief."}"#, r#"{"role":"system","parts":[{"type":"text","content":"Be brief."}]}"#),
            (r#"{"ai": "hello"}"#, r#"{"role":"assistant","parts":[{"type":"text","content":"hello"}]}"#),
            (
                r#"{"assistant": [{"tool_id": "c", "tool_name": "f", "tool_arguments": "{}"}]}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":"{}"}]}"#,
            ),
            (
                r#"{"ai": {"name": "f", "args": {"a": 1}, "id": "c", "type": "tool_call"}}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","name":"f","arguments":{"a": 1},"id":"c"}]}"#,
            ),
            (
                r#"{"user": [{"type": "text", "text": "see"}]}"#,
                r#"{"role":"user","parts":[{"type":"text","content":"see"}]}"#,
            ),
        ] {
            assert_eq!(message(text, "user").as_deref(), Some(expected), "{text}");
        }
        assert_eq!(message(r#"{"city": "Oslo"}"#, "user"), None);
    }
}
