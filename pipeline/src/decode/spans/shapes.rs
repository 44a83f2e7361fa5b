//! Messages of other shapes, rewritten to the OpenTelemetry GenAI message JSON.
//!
//! ```text
//! {"role":"assistant","content":"hi","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}
//! {"role":"assistant","parts":[{"type":"text","content":"hi"},{"type":"tool_call","id":"c1","name":"f","arguments":"{}"}]}
//! ```
//!
//! Members are renamed and moved as slices of the input; values are never parsed, so numbers, escapes and their order stay
//! as they were sent. Members that mean nothing here are carried over: the shape allows additional ones. Understood are
//! OpenAI chat completions and responses items, Anthropic and Bedrock blocks, Vercel AI SDK and Genkit messages, Gemini
//! contents, LlamaIndex's blocks, and those of LangChain (`langchain.rs`); parts are in `parts.rs`, images and files in `media.rs`.

use super::{
    autogen, calls, langchain,
    parts::{self, part, tool_call},
    paths,
    rename::{Written, rename},
    scan::{self, Member},
};

/// One message of the canonical shape from one JSON value, or `None` when it is not a message. `role` is for texts and
/// blocks that do not say who speaks.
pub(super) fn message(raw: &str, role: &str) -> Option<String> {
    // The shape may be deeper than what was sent.
    one(raw, role).filter(|message| scan::is_message(message))
}

fn one(raw: &str, role: &str) -> Option<String> {
    if raw.starts_with('"') {
        return scan::is_json(raw).then(|| text_message(role, raw));
    }
    if let Some(renames) = scan::message(raw) {
        return Some(renames.then(|| renamed(raw)).flatten().unwrap_or_else(|| raw.to_owned()));
    }
    if raw.starts_with('[') {
        return with_role(&langchain::pair(raw)?);
    }
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    if get(&members, "event.name").is_some() {
        return event_message(raw, role).map(|(message, _)| message);
    }
    if get(&members, "role").is_some_and(|r| r.starts_with('"')) {
        return with_role(langchain::answer(&members).as_deref().unwrap_or(&members));
    }
    if let Some(members) = langchain::members(&members) {
        return with_role(&members);
    }
    if let Some(message) = autogen::message(&members) {
        return Some(message);
    }
    // A choice of chat completions, as Laminar sends it.
    if let Some(chosen) = get(&members, "message").filter(|m| m.starts_with('{') && get(&members, "index").is_some()) {
        let reason = get(&members, "finish_reason").filter(|reason| reason.starts_with('"'));
        let mut inner = Vec::new();
        scan::members(chosen, &mut inner)?;
        inner.extend(reason.map(|reason| ("finish_reason", reason)));
        return with_role(&inner);
    }
    // A document of Genkit, of which an embedding is made.
    if let [("content", blocks)] | [("content", blocks), ("metadata", _)] = members[..] {
        let mut list = Vec::new();
        let some = scan::elements(blocks, &mut list).is_some() && !list.is_empty();
        let said = some.then(|| blocks_message(role, &list)).flatten()?;
        return Some(match get(&members, "metadata") {
            Some(more) => format!(r#"{},"metadata":{more}}}"#, said.strip_suffix('}')?),
            None => said,
        });
    }
    // Items of the responses interface say by their type who speaks.
    match string(&members, "type") {
        Some("function_call") => {
            let mut part = String::new();
            parts::of_responses(&mut part, "tool_call", &members);
            Some(single("assistant", &part))
        }
        Some("function_call_output") => {
            let mut part = String::new();
            parts::of_responses(&mut part, "tool_call_response", &members);
            Some(single("tool", &part))
        }
        Some("reasoning") => {
            let parts = thoughts(&members);
            Some(single("assistant", parts.as_deref().unwrap_or(raw)))
        }
        _ => None,
    }
}

/// The message of a message event in JSON, which may stand in a `message` member and not say who speaks; and whether
/// all of the event is in it.
pub(super) fn event_message(raw: &str, role: &str) -> Option<(String, bool)> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let inner = get(&members, "message").filter(|inner| inner.starts_with('{'));
    if let Some(inner) = inner {
        members.clear();
        scan::members(inner, &mut members)?;
    }
    members.iter().any(|(key, _)| matches!(*key, "content" | "tool_calls" | "parts")).then_some(())?;
    let sent = members.len();
    members.retain(|(key, _)| !matches!(*key, "event.name" | "gen_ai.message.index" | "gen_ai.system"));
    let quoted = format!("\"{role}\"");
    if !get(&members, "role").is_some_and(|role| role.starts_with('"')) {
        members.retain(|(key, _)| *key != "role");
    }
    let exact = inner.is_none() && members.len() == sent && members.iter().all(|(_, value)| *value != "null");
    if get(&members, "role").is_none() {
        members.insert(0, ("role", &quoted));
    }
    if get(&members, "role") == Some("\"tool\"") && get(&members, "tool_call_id").is_none() {
        members.iter_mut().filter(|(key, _)| *key == "id").for_each(|(key, _)| *key = "tool_call_id");
    }
    Some((with_role(&members).filter(|message| scan::is_message(message))?, exact))
}

/// A message of one text; `quoted` is a JSON string.
pub(super) fn text_message(role: &str, quoted: &str) -> String {
    format!(r#"{{"role":"{role}","parts":[{{"type":"text","content":{quoted}}}]}}"#)
}

/// A message of the blocks in a JSON array that do not say who speaks.
pub(super) fn blocks_message(role: &str, blocks: &[&str]) -> Option<String> {
    let mut out = format!(r#"{{"role":"{role}","parts":["#);
    for (n, block) in blocks.iter().enumerate() {
        let mut members = Vec::new();
        scan::members(block, &mut members)?;
        let known =
            ["type", "text", "toolUse", "toolResult", "reasoningContent", "toolRequest", "toolResponse", "tool.name"];
        members.iter().any(|(key, _)| known.contains(key)).then_some(())?;
        if n > 0 {
            out.push(',');
        }
        part(&mut out, block);
    }
    out.push_str("]}");
    scan::is_message(&out).then_some(out)
}

/// A message of the canonical shape with the conventions' names for what its parts call otherwise; `None` when it has
/// them.
pub(super) fn renamed(raw: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    if let Some(whole) = beside_parts(&members) {
        return Some(named_parts(&whole).unwrap_or(whole));
    }
    named_parts(raw)
}

/// A message with calls, or the id of the call that it answers, beside its parts, as LiteLLM has those of a request.
fn beside_parts(members: &[Member<'_>]) -> Option<String> {
    let parts = get(members, "parts")?;
    let mut list = Vec::new();
    scan::elements(parts, &mut list)?;
    let mut all = String::new();
    let moved = if let Some(calls) = get(members, "tool_calls").filter(|calls| calls.starts_with('[')) {
        let mut sent = Vec::new();
        scan::elements(calls, &mut sent)?;
        // What is said with calls is empty there.
        list.retain(|part| scan::at(part, "content") != Some("\"\""));
        list.iter().for_each(|part| push(&mut all, 0, part));
        for call in sent {
            push(&mut all, 0, &tool_call(call)?);
        }
        "tool_calls"
    } else {
        let id = get(members, "tool_call_id").filter(|id| id.starts_with('"'))?;
        let [part] = list[..] else { return None };
        let said = scan::at(part, "content").filter(|_| scan::at(part, "type") == Some("\"text\""))?;
        all.push_str(&format!(r#"{{"type":"tool_call_response","id":{id},"response":{said}}}"#));
        "tool_call_id"
    };
    let mut out = String::from("{");
    for (key, value) in members.iter().filter(|(key, _)| *key != moved) {
        let value = if *key == "parts" { &*format!("[{all}]") } else { value };
        out.push_str(if out.len() > 1 { "," } else { "" });
        out.push_str(&format!(r#""{key}":{value}"#));
    }
    out.push('}');
    scan::is_message(&out).then_some(out)
}

/// A message whose parts have the conventions' names; `None` when they have them.
fn named_parts(raw: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let of_model = matches!(get(&members, "role"), Some("\"assistant\"" | "\"model\""));
    with_parts(&members, |out, raw| match of_model.then(|| parts::thought_in_text(raw)).flatten() {
        Some(thought) => out.push_str(&thought),
        None => parts::named(out, raw),
    })
}

/// The conventions' name of a role that begins with a capital, as Koog has them.
pub(super) fn role_in_capitals(sent: &str) -> Option<&'static str> {
    const ROLES: &[(&str, &str)] =
        &[("Assistant", "assistant"), ("System", "system"), ("Tool", "tool"), ("User", "user")];
    ROLES.iter().find(|(name, _)| *name == sent).map(|(_, role)| *role)
}

/// A message of these members whose parts are written anew, each as one, several or none; `None` when none of them
/// becomes another.
pub(super) fn with_parts(members: &[Member<'_>], mut write: impl FnMut(&mut String, &str)) -> Option<String> {
    let mut out = String::with_capacity(members.iter().map(|(key, value)| key.len() + value.len() + 4).sum());
    let mut changed = false;
    for (key, value) in members {
        out.push_str(if out.is_empty() { "{" } else { "," });
        out.push_str(&format!(r#""{key}":"#));
        let role = paths::unquote(value).filter(|_| *key == "role");
        if let Some(role) = role.as_deref().and_then(role_in_capitals) {
            out.push_str(&format!("\"{role}\""));
            changed = true;
            continue;
        }
        if *key != "parts" {
            out.push_str(value);
            continue;
        }
        let mut list = Vec::new();
        scan::elements(value, &mut list)?;
        out.push('[');
        for raw in list {
            let before = out.len();
            out.push_str(if out.ends_with('[') { "" } else { "," });
            let start = out.len();
            write(&mut out, raw);
            changed |= out.get(start..) != Some(raw);
            if out.len() == start {
                out.truncate(before);
            }
        }
        out.push(']');
    }
    out.push('}');
    (changed && scan::is_message(&out)).then_some(out)
}

/// What a model thought, as parts, of an item of the responses interface that says it: its own words, else their
/// summary.
pub(super) fn thoughts(members: &[Member<'_>]) -> Option<String> {
    let texts = ["content", "summary"].into_iter().find_map(|key| {
        let mut blocks = Vec::new();
        scan::elements(get(members, key)?, &mut blocks)?;
        let texts: Option<Vec<_>> = blocks.into_iter().map(|block| Some((key, only_text(block)?))).collect();
        texts.filter(|texts| !texts.is_empty())
    })?;
    let mut out = String::new();
    for (n, (told, text)) in texts.iter().enumerate() {
        out.push_str(if n > 0 { "," } else { "" });
        out.push_str(&format!(r#"{{"type":"reasoning","content":{text}"#));
        if n == 0 {
            let own: Vec<_> = members.iter().copied().filter(|(_, value)| !matches!(*value, "null" | "[]")).collect();
            let mut written = Written::default();
            written.insert("content");
            written.rename(&mut out, &own, &[], &["type", told]);
        }
        out.push('}');
    }
    Some(out)
}

/// The text of a block that says nothing else.
fn only_text(block: &str) -> Option<&str> {
    let mut members = Vec::new();
    scan::members(block, &mut members)?;
    let is_kind = |value| matches!(value, "\"summary_text\"" | "\"reasoning_text\"" | "\"text\"");
    members.retain(|(key, value)| !matches!(*value, "null" | "[]") && (*key != "type" || !is_kind(*value)));
    let [("text", text)] = members[..] else { return None };
    text.starts_with('"').then_some(text)
}

fn single(role: &str, part: &str) -> String {
    format!(r#"{{"role":"{role}","parts":[{part}]}}"#)
}

fn with_role(members: &[Member<'_>]) -> Option<String> {
    let message = written(members)?;
    // The id of the call that blocks answer is left beside them.
    let whole = get(members, "tool_call_id").and_then(|_| {
        let mut left = Vec::new();
        scan::members(&message, &mut left)?;
        beside_parts(&left)
    });
    Some(whole.unwrap_or(message))
}

fn written(members: &[Member<'_>]) -> Option<String> {
    // Gemini's name for it.
    let role = get(members, "role").map(|role| if role == "\"model\"" { "\"assistant\"" } else { role })?;
    let tool = role == "\"tool\"" || role == "\"function\"";
    let mut out = String::with_capacity(members.iter().map(|(k, v)| k.len() + v.len() + 4).sum::<usize>() + 64);
    out.push_str(r#"{"role":"#);
    out.push_str(role);
    out.push_str(r#","parts":["#);
    let start = out.len();
    let thought = |key| get(members, key).filter(|r| r.len() > 2 && r.starts_with('"'));
    let reasoning = thought("reasoning_content").or_else(|| thought("reasoning"));
    if let Some(reasoning) = reasoning {
        push(&mut out, start, &format!(r#"{{"type":"reasoning","content":{reasoning}}}"#));
    }
    let mut used = vec!["role", "content", "tool_calls", "function_call"];
    let bare_parts = get(members, "parts").filter(|p| p.starts_with('[') && get(members, "content").is_none());
    if bare_parts.is_some() {
        used.push("parts");
    }
    // LlamaIndex's name for it.
    let blocks =
        get(members, "blocks").filter(|b| b.starts_with('[') && get(members, "content").or(bare_parts).is_none());
    if blocks.is_some() {
        used.push("blocks");
    }
    if let Some(value) = get(members, "content").or(bare_parts).or(blocks) {
        if tool && bare_parts.or(blocks).is_none() && !is_tool_result_list(value) {
            let mut part = String::from(r#"{"type":"tool_call_response""#);
            if let Some(id) = get(members, "tool_call_id") {
                part.push_str(&format!(r#","id":{id}"#));
                used.push("tool_call_id");
            }
            part.push_str(&format!(r#","response":{value}}}"#));
            push(&mut out, start, &part);
        } else {
            content(&mut out, start, value);
        }
    }
    let some = |calls: &&str| !matches!(*calls, "null" | "[]");
    // LangChain's first messages have them among what they do not know.
    let beside = || scan::at(get(members, "additional_kwargs")?, "tool_calls");
    let own = get(members, "tool_calls").filter(some);
    if let Some(calls) = own.or_else(|| beside().filter(some).filter(|_| out.len() == start)) {
        calls::add(&mut out, start, calls)?;
    }
    if let Some(call) = get(members, "function_call").filter(|c| *c != "null") {
        push(&mut out, start, &tool_call(call)?);
    }
    if let Some(refusal) = refusal(members).filter(|_| out.len() == start) {
        push(&mut out, start, &format!(r#"{{"type":"refusal","content":{refusal}}}"#));
        used.push("refusal");
    }
    out.push(']');
    // Names whose first member is in the parts, and of which another member would be lost.
    let mut told_of = Vec::new();
    for (key, value) in members {
        // Some send it under both names.
        let told = matches!(*key, "reasoning_content" | "reasoning") && Some(*value) == reasoning;
        let is_used = used.contains(key);
        if is_used && !told_of.contains(key) {
            told_of.push(*key);
        } else if !told && *value != "null" {
            // A second member of a name, and `parts` beside `content` that are not parts, under a name that does not
            // clash.
            let mark = if is_used || *key == "parts" { "$" } else { "" };
            out.push_str(&format!(r#","{mark}{key}":{value}"#));
        }
    }
    out.push('}');
    Some(out)
}

/// What a model said instead of an answer; LangChain has it among what it does not know.
fn refusal<'a>(members: &[Member<'a>]) -> Option<&'a str> {
    let beside = || scan::at(get(members, "additional_kwargs")?, "refusal");
    get(members, "refusal").or_else(beside).filter(|text| text.len() > 2 && text.starts_with('"'))
}

fn is_tool_result_list(value: &str) -> bool {
    let mut list = Vec::new();
    scan::elements(value, &mut list).is_some()
        && !list.is_empty()
        && list.iter().all(|block| {
            let mut members = Vec::new();
            scan::members(block, &mut members).is_some()
                && (matches!(string(&members, "type"), Some("tool-result" | "tool_result"))
                    || ["toolResult", "toolResponse", "tool_call_result"]
                        .iter()
                        .any(|key| get(&members, key).is_some()))
        })
}

fn content(out: &mut String, start: usize, value: &str) {
    if value == "null" || value == "\"\"" {
        return;
    }
    if value.starts_with('"') {
        return push(out, start, &format!(r#"{{"type":"text","content":{value}}}"#));
    }
    let mut list = Vec::new();
    if scan::elements(value, &mut list).is_some() {
        for block in list {
            let mut text = String::new();
            part(&mut text, block);
            push(out, start, &text);
        }
        return;
    }
    let text = cited(value).unwrap_or_else(|| format!(r#"{{"type":"json","content":{value}}}"#));
    push(out, start, &text);
}

/// The text of an agent of Azure, which stands beside what it cites: `{"text":{"value":"…"}}`.
fn cited(value: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(value, &mut members)?;
    let [("text", text)] = members[..] else { return None };
    let mut inner = Vec::new();
    scan::members(text, &mut inner)?;
    get(&inner, "value").filter(|said| said.starts_with('"'))?;
    let mut out = String::from(r#"{"type":"text""#);
    rename(&mut out, &inner, &[("value", "content")], &[]);
    out.push('}');
    Some(out)
}

pub(super) fn push(out: &mut String, start: usize, part: &str) {
    if out.len() > start {
        out.push(',');
    }
    out.push_str(part);
}

/// The raw value of a member.
pub(super) fn get<'a>(members: &[Member<'a>], key: &str) -> Option<&'a str> {
    members.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
}

/// The value of a member that is a string without escapes.
pub(super) fn string<'a>(members: &[Member<'a>], key: &str) -> Option<&'a str> {
    let raw = get(members, key)?;
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// Appends `text` as a JSON string.
pub(super) fn quote(out: &mut String, text: &str) {
    crate::otlp::value::write_str(out, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_every_shape() {
        for (raw, expected) in [
            (r#"{"role":"user","content":"hi"}"#, r#"{"role":"user","parts":[{"type":"text","content":"hi"}]}"#),
            (
                r#"{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":"{}"}]}"#,
            ),
            (
                r#"{"role":"tool","tool_call_id":"c","content":"42"}"#,
                r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"42"}]}"#,
            ),
            (
                r#"{"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:x"}}]}"#,
                r#"{"role":"user","parts":[{"type":"text","content":"see"},{"type":"uri","modality":"image","uri":"data:x"}]}"#,
            ),
            (
                r#"{"role":"assistant","content":[{"type":"tool-call","toolCallId":"c","toolName":"f","input":{"a":1.0}}]}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":{"a":1.0}}]}"#,
            ),
            (
                r#"{"role":"user","content":[{"type":"image","image":"https://a/b.png","mediaType":"image/png"},{"type":"image","image":"iVBO"}]}"#,
                r#"{"role":"user","parts":[{"type":"uri","modality":"image","uri":"https://a/b.png","mime_type":"image/png"},{"type":"blob","modality":"image","content":"iVBO"}]}"#,
            ),
            (
                r#"{"role":"tool","content":[{"type":"tool-result","toolCallId":"c","toolName":"f","output":{"v":1}}]}"#,
                r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","name":"f","response":{"v":1}}]}"#,
            ),
            (
                r#"{"role":"assistant","content":[{"toolUse":{"toolUseId":"c","name":"f","input":{}}}]}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":{}}]}"#,
            ),
            (
                r#"{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":"{}"}]}"#,
            ),
            (
                r#"{"type":"function_call_output","call_id":"c","output":"x"}"#,
                r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"x"}]}"#,
            ),
            (
                r#"{"role":"model","content":[{"toolRequest":{"name":"f","ref":"c","input":{}}}]}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","name":"f","id":"c","arguments":{}}]}"#,
            ),
            (
                r#"{"role":"tool","content":[{"toolResponse":{"name":"f","ref":"c","output":"x"}}]}"#,
                r#"{"role":"tool","parts":[{"type":"tool_call_response","name":"f","id":"c","response":"x"}]}"#,
            ),
            (r#""hello""#, r#"{"role":"user","parts":[{"type":"text","content":"hello"}]}"#),
            (
                r#"{"role":"model","parts":[{"text":"Let me see.","thought":true},{"function_call":{"id":"c","name":"f","args":{"a":1}},"thought_signature":"x"}]}"#,
                r#"{"role":"assistant","parts":[{"type":"reasoning","content":"Let me see.","thought":true},{"type":"tool_call","id":"c","name":"f","arguments":{"a":1},"thought_signature":"x"}]}"#,
            ),
            (
                r#"{"parts":[{"function_response":{"id":"c","name":"f","response":{"result":"42"}}},{"text":"go on"}],"role":"user"}"#,
                r#"{"role":"user","parts":[{"type":"tool_call_response","id":"c","name":"f","response":{"result":"42"}},{"type":"text","content":"go on"}]}"#,
            ),
        ] {
            let got = message(raw, "user").unwrap();
            assert_eq!(got, expected);
            assert!(scan::is_message(&got));
        }
        for raw in ["1", "null", "[]", r#"{"role":1}"#] {
            assert_eq!(message(raw, "user"), None, "{raw}");
        }
    }

    #[test]
    fn quoting_is_json() {
        let text = "a\"\\\n\u{1}é\0";
        let mut out = String::new();
        quote(&mut out, text);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }
}
