//! Messages in span events: `gen_ai.*.message` and `gen_ai.choice` (Strands and older conventions), and
//! `gen_ai.client.inference.operation.details`. The events themselves stay as they are.

use std::borrow::Cow;

use super::{content::Cache, resolve::Mapped, table::Field};
use crate::otlp::wire::{Event, Value, attribute};

/// Fills from events what no attribute filled.
pub(super) fn apply<'v>(cache: &mut Cache, events: &'v [Event<'_>], mapped: &mut Mapped<'v>) {
    if events.is_empty() {
        return;
    }
    if mapped.text(Field::ErrorType).is_none()
        && let Some((kind, _)) = exception(events)
        && !kind.is_empty()
    {
        mapped.set_text(Field::ErrorType, Cow::Borrowed(kind));
    }
    let tool = mapped.text(Field::Operation) == Some("execute_tool");
    let details = events.iter().find(|event| event.name == "gen_ai.client.inference.operation.details");
    let (mut input, mut output) = (Vec::new(), Vec::new());
    if let Some(event) = details {
        for (key, role, into) in
            [("gen_ai.input.messages", "user", &mut input), ("gen_ai.output.messages", "assistant", &mut output)]
        {
            if let Some(value) = attribute(&event.attributes, key) {
                // What cannot be understood stays in the event.
                let _ = cache.messages(value, role, into);
            }
        }
    }
    let from_details = (!input.is_empty(), !output.is_empty());
    for event in events {
        let Some((role, answer)) = speaker(&event.name) else { continue };
        let Some(content) = ["content", "message"].iter().find_map(|key| attribute(&event.attributes, key)) else {
            continue;
        };
        if tool {
            body(content, if answer { Field::ToolResult } else { Field::ToolArguments }, mapped);
        } else if answer && !from_details.1 {
            let _ = cache.messages(content, role, &mut output);
        } else if !answer && !from_details.0 {
            let _ = cache.messages(content, role, &mut input);
        }
    }
    for (field, items) in [(Field::Input, input), (Field::Output, output)] {
        if let Some(list) = mapped.list_mut(field)
            && list.is_empty()
        {
            *list = items;
        }
    }
}

fn speaker(event: &str) -> Option<(&'static str, bool)> {
    Some(match event {
        "gen_ai.system.message" => ("system", false),
        "gen_ai.user.message" => ("user", false),
        "gen_ai.assistant.message" => ("assistant", false),
        "gen_ai.tool.message" => ("tool", false),
        "gen_ai.choice" => ("assistant", true),
        _ => return None,
    })
}

fn body<'v>(content: &'v Value<'_>, field: Field, mapped: &mut Mapped<'v>) {
    if let (None, Some(text)) = (mapped.text(field), content.as_str().filter(|text| !text.is_empty())) {
        mapped.set_text(field, Cow::Borrowed(text));
    }
}

/// Type and message of the first exception event.
pub(super) fn exception<'v>(events: &'v [Event<'_>]) -> Option<(&'v str, &'v str)> {
    let event = events.iter().find(|event| event.name == "exception")?;
    let text = |key| attribute(&event.attributes, key).and_then(Value::as_str).unwrap_or("");
    Some((text("exception.type"), text("exception.message")))
}
