//! Tools and documents as list items.

use std::{borrow::Cow, sync::Arc};

use super::{content::Item, definitions::tool_definitions, paths::unquote, scan, shapes};
use crate::otlp::{value, wire::Value};

/// Tool definitions: a JSON array of objects, or an array of JSON texts.
pub(super) fn tools<'v>(value: &'v Value<'_>, out: &mut Vec<Item<'v>>) -> Option<bool> {
    if let Some(names) = names(value) {
        for name in &names {
            let mut json = String::from(r#"{"type":"function","name":"#);
            shapes::quote(&mut json, name);
            json.push('}');
            out.push(Item::Shared(Arc::from(json)));
        }
        return Some(false);
    }
    if let Value::Array(list) = value
        && list.iter().all(|item| item.as_str().is_some())
    {
        for item in list {
            out.extend(tool_definitions(item.as_str()?)?.into_iter().map(shared));
        }
        return Some(true);
    }
    // Langtrace has the list as a text within a list.
    if let Some(texts) = value.as_str().and_then(texts) {
        for text in &texts {
            let mut slices = Vec::new();
            scan::elements(text, &mut slices)?;
            for slice in slices {
                out.extend(tool_definitions(slice)?.into_iter().map(shared));
            }
        }
        return Some(false);
    }
    array(value, out, tool_definitions)
}

/// The names in a list that has no more of its tools: Mastra's agents have theirs as a text of JSON.
fn names<'v>(value: &'v Value<'_>) -> Option<Vec<Cow<'v, str>>> {
    let names = match value {
        Value::Str(json) => texts(json)?,
        Value::Array(list) => list.iter().map(|item| item.as_str().map(Cow::Borrowed)).collect::<Option<_>>()?,
        _ => return None,
    };
    let is_name = |name: &Cow<'_, str>| !name.is_empty() && !name.starts_with(['{', '[', '"', ' ', '\n']);
    (!names.is_empty() && names.iter().all(is_name)).then_some(names)
}

/// What a message of a tool begins with that is the definition of one: Langfuse's handler for LangChain has them among
/// the messages.
const DEFINITIONS: [&str; 2] = [
    r#"{"role":"tool","parts":[{"type":"tool_call_response","response":{"type": "function", "function":"#,
    r#"{"role":"tool","parts":[{"type":"tool_call_response","response":{"type":"function","function":"#,
];

/// Whether a message is the definition of a tool.
pub(super) fn is_definition(message: &str) -> bool {
    DEFINITIONS.iter().any(|begin| message.starts_with(begin))
}

/// Tool definitions among the messages of a request.
fn listed_tools<'v>(json: &'v str, out: &mut Vec<Item<'v>>) -> Option<bool> {
    let mut slices = Vec::new();
    scan::elements(json, &mut slices)?;
    for slice in slices {
        let mut members = Vec::new();
        scan::members(slice, &mut members)?;
        let is_tool = shapes::get(&members, "role") == Some("\"tool\"");
        let content = shapes::get(&members, "content").filter(|content| is_tool && content.starts_with('{'));
        if let Some(content) = content.filter(|content| scan::at(content, "function.name").is_some()) {
            out.extend(tool_definitions(content)?.into_iter().map(item));
        }
    }
    Some(false)
}

/// Tool definitions among the members of a request.
pub(super) fn request_tools<'v>(value: &'v Value<'_>, out: &mut Vec<Item<'v>>) -> Option<bool> {
    let (mut members, mut slices) = (Vec::new(), Vec::new());
    let text = value.as_str()?;
    let has = |member: &str| memchr::memmem::find(text.as_bytes(), member.as_bytes()).is_some();
    if text.starts_with('[') {
        return has("\"parameters\"").then(|| listed_tools(text, out)).flatten();
    }
    let json = Some(text).filter(|_| has("\"tools\""))?;
    scan::members(json, &mut members)?;
    // Portkey's parameters have what they do not know as arguments of a function.
    let tools = shapes::get(&members, "tools").or_else(|| scan::at(shapes::get(&members, "kwargs")?, "tools"));
    scan::elements(tools?, &mut slices)?;
    for slice in slices {
        out.extend(tool_definitions(slice)?.into_iter().map(item));
    }
    Some(false)
}

/// Documents in a JSON object that is the answer of a retriever.
pub(super) fn answer_documents<'v>(value: &'v Value<'_>, out: &mut Vec<Item<'v>>) -> Option<bool> {
    let (mut members, mut slices) = (Vec::new(), Vec::new());
    scan::members(value.as_str()?, &mut members)?;
    let documents = shapes::get(&members, "documents").or_else(|| shapes::get(&members, "output"));
    scan::elements(documents?, &mut slices)?;
    out.extend(slices.into_iter().map(Item::Slice));
    Some(false)
}

/// Documents: a JSON array of anything.
pub(super) fn documents<'v>(value: &'v Value<'_>, out: &mut Vec<Item<'v>>) -> Option<bool> {
    array(value, out, |raw| Some(vec![Cow::Borrowed(raw)]))
}

fn item(text: Cow<'_, str>) -> Item<'_> {
    match text {
        Cow::Borrowed(slice) => Item::Slice(slice),
        Cow::Owned(text) => Item::Shared(Arc::from(text)),
    }
}

fn shared<'v>(text: Cow<'_, str>) -> Item<'v> {
    Item::Shared(Arc::from(text))
}

/// The elements of an array as `change` has them.
fn array<'v>(
    value: &'v Value<'_>,
    out: &mut Vec<Item<'v>>,
    change: impl Fn(&str) -> Option<Vec<Cow<'_, str>>>,
) -> Option<bool> {
    match value {
        Value::Str(text) => {
            let mut slices = Vec::new();
            scan::elements(text, &mut slices)?;
            for slice in slices {
                out.extend(change(slice)?.into_iter().map(item));
            }
        }
        Value::Array(_) => {
            let mut text = String::new();
            value::write_value(&mut text, value);
            let mut slices = Vec::new();
            scan::elements(&text, &mut slices)?;
            for slice in slices {
                out.extend(change(slice)?.into_iter().map(shared));
            }
        }
        _ => return None,
    }
    Some(true)
}

/// The texts of a JSON array that has nothing else.
pub(super) fn texts(json: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut slices = Vec::new();
    json.strip_prefix('[')?.trim_start().strip_prefix('"')?;
    scan::elements(json, &mut slices)?;
    slices.into_iter().map(unquote).collect()
}
