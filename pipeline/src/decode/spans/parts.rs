//! Parts of messages: tool calls, their results, texts, and reasoning, of whatever dialect.

use super::{
    media,
    paths::unquote,
    rename::{Written, rename},
    scan::{self, Member},
    shapes::{self, get, string},
};

/// One tool call: OpenAI's nested `function`, or flat members under any of the usual names.
pub(super) fn tool_call(raw: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let mut out = String::from(r#"{"type":"tool_call""#);
    let nested = get(&members, "function").filter(|f| f.starts_with('{'));
    let mut inner = Vec::new();
    nested.map_or(Some(()), |function| scan::members(function, &mut inner))?;
    let mut written = Written::default();
    let function = if nested.is_some() { &["function"][..] } else { &[] };
    written.rename(&mut out, &members, CALL, &[kind(&members), function].concat());
    written.rename(&mut out, &inner, CALL, kind(&inner));
    out.push('}');
    Some(out)
}

/// The members that say no more than that this is a call, a result or a function.
pub(super) fn kind(members: &[Member<'_>]) -> &'static [&'static str] {
    match string(members, "type") {
        Some("function" | "tool_call" | "tool_use" | "tool-call" | "tool_result" | "tool-result") => &["type"],
        _ => &[],
    }
}

const CALL: &[(&str, &str)] = &[
    ("id", "id"),
    ("toolCallId", "id"),
    ("toolUseId", "id"),
    ("ref", "id"),
    ("tool_id", "id"),
    ("name", "name"),
    ("toolName", "name"),
    ("tool_name", "name"),
    ("tool.name", "name"),
    ("arguments", "arguments"),
    ("tool_arguments", "arguments"),
    ("tool.args", "arguments"),
    ("args", "arguments"),
    ("input", "arguments"),
];

const RESPONSE: &[(&str, &str)] = &[
    ("id", "id"),
    ("tool_use_id", "id"),
    ("toolCallId", "id"),
    ("toolUseId", "id"),
    ("ref", "id"),
    ("toolName", "name"),
    ("result", "response"),
    ("output", "response"),
    ("content", "response"),
];

/// One block of a message's content as a part.
pub(super) fn part(out: &mut String, raw: &str) {
    let start = out.len();
    let mut members = Vec::new();
    if raw.starts_with('"') {
        out.push_str(&format!(r#"{{"type":"text","content":{raw}}}"#));
        return;
    }
    if scan::members(raw, &mut members).is_none() {
        out.push_str(&format!(r#"{{"type":"json","content":{raw}}}"#));
        return;
    }
    let has = |key| get(&members, key).is_some();
    let inner = |key| get(&members, key).filter(|v| v.starts_with('{') && members.len() == 1);
    if let (None, Some(kind)) = (get(&members, "type"), string(&members, "block_type")) {
        return llama_block(out, kind, &members).unwrap_or_else(|| out.push_str(&json_part(raw)));
    }
    if get(&members, "type").is_none() && of_pydantic(out, &members) {
        return;
    }
    let (kind, renames): (&str, &[(&str, &str)]) = match string(&members, "type") {
        Some("text" | "input_text" | "output_text") if has("text") && !has("content") => {
            ("text", &[("text", "content")])
        }
        Some("reasoning") if has("text") && !has("content") => ("reasoning", &[("text", "content")]),
        Some("reasoning") if has("reasoning") && !has("content") => ("reasoning", &[("reasoning", "content")]),
        Some("thinking") if has("thinking") && !has("content") => ("reasoning", &[("thinking", "content")]),
        Some("reasoning") if !get(&members, "content").is_some_and(|text| text.starts_with('"')) => {
            return out.push_str(&shapes::thoughts(&members).unwrap_or_else(|| raw.to_owned()));
        }
        Some(kind) if media::typed(out, kind, &members) => return name_type(out, start),
        Some("tool_use" | "tool-call" | "toolUse") => ("tool_call", CALL),
        // A call of chat completions among the contents.
        Some("function") if get(&members, "function").is_some_and(|f| f.starts_with('{')) => {
            return out.push_str(&tool_call(raw).unwrap_or_else(|| raw.to_owned()));
        }
        Some("tool_call") if has("args") => ("tool_call", CALL),
        Some("tool_result" | "tool-result" | "toolResult") => ("tool_call_response", RESPONSE),
        Some(_) => return named(out, raw),
        None if wrapped(out, &members) || haystack(out, &members) => return,
        None if media::wrapped(out, &members) => return name_type(out, start),
        None if has("tool.name") => return out.push_str(&tool_call(raw).unwrap_or_else(|| json_part(raw))),
        None if has("text") && get(&members, "thought") == Some("true") => ("reasoning", &[("text", "content")]),
        None => match (inner("toolUse"), inner("toolResult")) {
            (Some(call), _) => return out.push_str(&tool_call(call).unwrap_or_else(|| json_part(raw))),
            (_, Some(result)) => return out.push_str(&tool_result(result).unwrap_or_else(|| json_part(raw))),
            _ if has("text") && !has("content") => ("text", &[("text", "content")]),
            _ => return out.push_str(&json_part(raw)),
        },
    };
    // Google ADK for Java says of a text that it is no thought.
    members.retain(|member| *member != ("thought", "false"));
    out.push_str(&format!(r#"{{"type":"{kind}""#));
    rename(out, &members, renames, &["type"]);
    out.push('}');
}

/// A part with the conventions' names for what Pydantic AI, Strands, Logfire and the first versions of them call
/// otherwise.
pub(super) fn named(out: &mut String, raw: &str) {
    let mut members = Vec::new();
    if scan::members(raw, &mut members).is_none() {
        return out.push_str(raw);
    }
    let only = |name, other| get(&members, name).is_some() && get(&members, other).is_none();
    let (kind, names): (&str, &[(&str, &str)]) = match string(&members, "type") {
        Some("text") => return out.push_str(texts_of_blocks(&members).as_deref().unwrap_or(raw)),
        Some("thinking") if only("thinking", "content") => ("reasoning", &[("thinking", "content")]),
        Some("thinking") => ("reasoning", &[]),
        Some(kind @ ("tool_call" | "tool_call_response")) => return named_call(out, kind, raw, &members),
        Some("refusal") if only("refusal", "content") => ("refusal", &[("refusal", "content")]),
        Some(kind @ ("blob" | "uri" | "file")) if only("media_type", "mime_type") => {
            (kind, &[("media_type", "mime_type")])
        }
        Some(kind)
            if kind.ends_with("-url")
                || matches!(kind, "binary" | "input_image" | "image_url" | "input_file" | "input_audio")
                || kind == "file" && only("file", "file_id") =>
        {
            let start = out.len();
            if !media::typed(out, kind, &members) {
                out.push_str(raw);
            }
            return name_type(out, start);
        }
        Some("file") if get(&members, "content").is_some() => {
            let file = file_in_content(&members).map(|id| format!(r#"{{"type":"file","file_id":{id}}}"#));
            return out.push_str(file.as_deref().unwrap_or(raw));
        }
        Some("function_call") if only("call_id", "function") => return of_responses(out, "tool_call", &members),
        Some("reasoningContent") => {
            return out.push_str(&thought_of_strands(&members).unwrap_or_else(|| raw.to_owned()));
        }
        _ => return out.push_str(raw),
    };
    out.push_str(&format!(r#"{{"type":"{kind}""#));
    rename(out, &members, names, &["type"]);
    out.push('}');
}

/// The texts of blocks that stand for one, as OpenLIT has Anthropic's: `{"type":"text","content":[{"type":"text",…}]}`.
fn texts_of_blocks(members: &[Member<'_>]) -> Option<String> {
    let [("type", _), ("content", list)] = *members else { return None };
    let mut blocks = Vec::new();
    scan::elements(Some(list).filter(|list| list.starts_with("[{"))?, &mut blocks)?;
    let mut out = String::new();
    for block in blocks {
        let mut inner = Vec::new();
        scan::members(block, &mut inner)?;
        (string(&inner, "type") == Some("text") && get(&inner, "text")?.starts_with('"')).then_some(())?;
        out.push_str(if out.is_empty() { "" } else { "," });
        part(&mut out, block);
    }
    Some(out)
}

/// A call or its result with the conventions' names for what Pydantic AI and Splunk's instrumentations call otherwise.
fn named_call(out: &mut String, kind: &str, raw: &str, members: &[Member<'_>]) {
    const NAMES: &[(&str, &str)] = &[("tool_call_id", "id"), ("tool_name", "name"), ("result", "response")];
    let has = |name: &str| get(members, name).is_some();
    let other =
        |(from, to): &(&str, &str)| has(from) && !has(to) && (*from != "result" || kind == "tool_call_response");
    let names: Vec<_> = NAMES.iter().copied().filter(other).collect();
    if names.is_empty() {
        return out.push_str(raw);
    }
    out.push_str(&format!(r#"{{"type":"{kind}""#));
    rename(out, members, &names, &["type"]);
    out.push('}');
}

/// The id of a file that Azure's AI Projects have as `{"type":"file","content":{"file_id":"file-1"}}`.
fn file_in_content<'a>(members: &[Member<'a>]) -> Option<&'a str> {
    let [("type", _), ("content", content)] = members else { return None };
    let mut inner = Vec::new();
    scan::members(content, &mut inner)?;
    let [("file_id", id)] = inner[..] else { return None };
    id.starts_with('"').then_some(id)
}

/// Gives the media type of a part, written from `start`, the conventions' name.
fn name_type(out: &mut String, start: usize) {
    let part = out.get(start..).unwrap_or_default();
    if memchr::memmem::find(part.as_bytes(), b"\"media_type\"").is_some() {
        let part = out.split_off(start);
        let mut members = Vec::new();
        let is_media = scan::members(&part, &mut members).is_some()
            && matches!(string(&members, "type"), Some("blob" | "uri" | "file"));
        if is_media { named(out, &part) } else { out.push_str(&part) }
    }
}

/// Writes an item of the responses interface, which has an id of its own beside that of the call.
pub(super) fn of_responses(out: &mut String, kind: &str, members: &[Member<'_>]) {
    const NAMES: &[(&str, &str)] = &[("call_id", "id"), ("output", "response")];
    // The id of the call takes the name.
    let mut members = members.to_vec();
    members.sort_by_key(|(key, _)| *key != "call_id");
    out.push_str(&format!(r#"{{"type":"{kind}""#));
    rename(out, &members, NAMES, &["type"]);
    out.push('}');
}

/// A thought that OpenLLMetry has as the JSON of its block in a text:
/// `{"type":"text","content":"{\"reasoningContent\":…}"}`. Only what a model says: its user may say such a text as
/// well.
pub(super) fn thought_in_text(raw: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let [("type", "\"text\""), ("content", content)] = members[..] else { return None };
    content.starts_with("\"{").then_some(())?;
    let block = unquote(content)?;
    let mut inner = Vec::new();
    scan::members(&block, &mut inner)?;
    if get(&inner, "type") == Some("\"reasoning\"") && get(&inner, "summary").is_some() {
        return shapes::thoughts(&inner);
    }
    let [("reasoningContent", _)] = inner[..] else { return None };
    thought_of_strands(&[("content", scan::at(&block, "reasoningContent")?)])
}

/// `{"type":"reasoningContent","content":{"reasoningText":{"text":"…"}}}`
fn thought_of_strands(members: &[Member<'_>]) -> Option<String> {
    let (mut content, mut inner) = (Vec::new(), Vec::new());
    scan::members(get(members, "content")?, &mut content)?;
    let [("reasoningText", told)] = content[..] else { return None };
    scan::members(told, &mut inner)?;
    get(&inner, "text").filter(|text| text.starts_with('"'))?;
    let mut out = String::from(r#"{"type":"reasoning""#);
    let mut written = Written::default();
    written.rename(&mut out, &inner, &[("text", "content")], &[]);
    written.rename(&mut out, members, &[], &["type", "content"]);
    out.push('}');
    Some(out)
}

/// Writes a part of the Gemini API or of Genkit that holds a call or its result in a member; the members beside it are
/// carried over.
fn wrapped(out: &mut String, members: &[Member<'_>]) -> bool {
    let object = |key| get(members, key).filter(|value| value.starts_with('{')).map(|value| (key, value));
    let call = ["function_call", "functionCall", "toolRequest"].into_iter().find_map(object);
    let result = ["function_response", "functionResponse", "toolResponse"].into_iter().find_map(object);
    let (key, part) = match (call, result) {
        (Some((key, raw)), _) => (key, tool_call(raw)),
        (None, Some((key, raw))) => (key, tool_result(raw)),
        (None, None) => return false,
    };
    let Some(part) = part else { return false };
    out.push_str(part.strip_suffix('}').unwrap_or(&part));
    rename(out, members, &[], &[key]);
    out.push('}');
    true
}

/// Writes a block of Haystack that holds a call, or its result beside the call.
fn haystack(out: &mut String, members: &[Member<'_>]) -> bool {
    const CALL: &[(&str, &str)] = &[("id", "id"), ("tool_name", "name"), ("arguments", "arguments")];
    let [(key, raw)] = members else { return false };
    let mut inner = Vec::new();
    if !matches!(*key, "tool_call" | "tool_call_result") || scan::members(raw, &mut inner).is_none() {
        return false;
    }
    inner.retain(|(_, value)| *value != "null");
    if *key == "tool_call" {
        out.push_str(r#"{"type":"tool_call""#);
        rename(out, &inner, CALL, &[]);
    } else {
        let id = get(&inner, "origin").and_then(|origin| scan::at(origin, "id"));
        inner.extend(id.filter(|id| id.starts_with('"')).map(|id| ("id", id)));
        out.push_str(r#"{"type":"tool_call_response""#);
        rename(out, &inner, &[("id", "id"), ("result", "response")], &[]);
    }
    out.push('}');
    true
}

/// Writes a part of a message event of Pydantic AI's first instrumentation, which says by its kind what it is.
fn of_pydantic(out: &mut String, members: &[Member<'_>]) -> bool {
    let Some(kind) = string(members, "kind") else { return false };
    let has = |key| get(members, key).is_some_and(|value| value.starts_with('"')) && get(members, "content").is_none();
    let name = match kind {
        "text" if has("text") => "text",
        "thinking" if has("text") => "reasoning",
        _ => return media::of_pydantic(out, kind, members),
    };
    out.push_str(&format!(r#"{{"type":"{name}""#));
    rename(out, members, &[("text", "content")], &["kind"]);
    out.push('}');
    true
}

/// A block of LlamaIndex.
fn llama_block(out: &mut String, kind: &str, members: &[Member<'_>]) -> Option<()> {
    const CALL: &[(&str, &str)] = &[("tool_call_id", "id"), ("tool_name", "name"), ("tool_kwargs", "arguments")];
    let (kind, names) = match kind {
        "text" => ("text", &[("text", "content")][..]),
        "thinking" => ("reasoning", &[][..]),
        "tool_call" => ("tool_call", CALL),
        _ => return None,
    };
    out.push_str(&format!(r#"{{"type":"{kind}""#));
    rename(out, members, names, &["block_type"]);
    out.push('}');
    Some(())
}

fn json_part(raw: &str) -> String {
    format!(r#"{{"type":"json","content":{raw}}}"#)
}

fn tool_result(raw: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let mut out = String::from(r#"{"type":"tool_call_response""#);
    rename(&mut out, &members, RESPONSE, kind(&members));
    out.push('}');
    Some(out)
}
