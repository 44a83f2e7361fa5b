//! Families of indexed keys as list items: `llm.input_messages.0.message.role`, `gen_ai.prompt.0.content`,
//! `retrieval.documents.0.document.id`, `llm.tools.0.tool.json_schema` and the like.
//!
//! Keys that are understood leave the tail; others of the family stay in it.

use std::collections::{BTreeMap, btree_map::Entry};

use ahash::{AHashMap, AHashSet};

use super::{calls, definitions::tool_definitions, rename::rename, scan, sentry, shapes, table::Group};
use crate::otlp::{
    value,
    wire::{KeyValue, Value},
};

/// One attribute of a family.
pub(super) struct Key<'v, 'a> {
    /// Its index, 0 for families without.
    index: u32,
    /// What follows the index.
    pub(super) rest: &'v str,
    pub(super) value: &'v Value<'a>,
    /// Position among the span's attributes.
    pub(super) at: u32,
}

/// The attributes of a family, by index.
pub(super) fn keys<'v, 'a>(attributes: &'v [KeyValue<'a>], hits: &[(u16, u32)], prefix: &str) -> Vec<Key<'v, 'a>> {
    let mut keys: Vec<_> = hits
        .iter()
        .filter_map(|(_, at)| {
            let kv = attributes.get(*at as usize)?;
            let rest = kv.key.strip_prefix(prefix)?;
            let (index, rest) = match rest.split_once('.') {
                Some((index, rest)) if index.bytes().all(|b| b.is_ascii_digit()) => (index.parse().ok()?, rest),
                _ => (0, rest),
            };
            Some(Key { index, rest, value: &kv.value, at: *at })
        })
        .collect();
    keys.sort_by_key(|key| key.index);
    keys
}

/// Whether two of the keys say the same thing: without the first, the second would be taken for it.
fn are_ambiguous(keys: &[Key<'_, '_>]) -> bool {
    let mut known = AHashSet::with_capacity(keys.len());
    !keys.iter().all(|key| known.insert((key.index, key.rest)))
}

/// The items that the keys describe; `taken` gets the positions of the attributes that are in them.
pub(super) fn compose(group: Group, keys: &[Key<'_, '_>], taken: &mut Vec<u32>) -> Vec<String> {
    let items = items(group, keys, taken);
    if taken.len() < keys.len() && are_ambiguous(keys) {
        taken.clear();
    }
    items
}

fn items(group: Group, keys: &[Key<'_, '_>], taken: &mut Vec<u32>) -> Vec<String> {
    match group {
        Group::Vercel => return vercel(keys, taken).into_iter().collect(),
        Group::Sentry => return sentry::answers(keys, taken),
        _ => {}
    }
    keys.chunk_by(|a, b| a.index == b.index)
        .filter_map(|keys| {
            let mut used = Vec::new();
            let item = match group {
                Group::OpenInference(role) => message(keys, "message.", &OPENINFERENCE, role, &mut used),
                Group::OpenLlmetry(role) => message(keys, "", &OPENLLMETRY, role, &mut used),
                Group::Documents => document(keys, &mut used),
                Group::Texts(role, name) => bare_text(keys, role, name, &mut used),
                Group::OpenInferenceTools => openinference_tool(keys, &mut used),
                Group::OpenLlmetryTools => openllmetry_tool(keys, &mut used),
                Group::OpenLlmetryFinish | Group::Vercel | Group::Sentry => None,
            }?;
            taken.extend(used);
            Some(item)
        })
        .collect()
}

/// How a dialect names what is in a message.
struct Names {
    /// Members of a call after `tool_calls.M.`: id, name, arguments.
    call: [&'static str; 3],
    /// Name and arguments of the only call, as they stand before messages had several.
    function: [&'static str; 2],
    /// Members that are carried over under their own name.
    extra: &'static [&'static str],
}

const OPENINFERENCE: Names = Names {
    call: ["tool_call.id", "tool_call.function.name", "tool_call.function.arguments"],
    function: ["function_call_name", "function_call_arguments_json"],
    extra: &["name"],
};
const OPENLLMETRY: Names = Names {
    call: ["id", "name", "arguments"],
    function: ["function_call.name", "function_call.arguments"],
    extra: &["finish_reason"],
};

/// A part of a message: its members as JSON in the order of the keys, and their names.
#[derive(Default)]
struct Part {
    kind: String,
    members: String,
    names: Vec<&'static str>,
}

/// Parts by number.
type Parts = BTreeMap<u32, Part>;

/// Who speaks, where a role has another name for it: Gemini's, and those of smolagents for what its steps say.
fn speaker(role: &str) -> Option<&'static str> {
    match role {
        "model" | "tool-call" => Some("assistant"),
        "tool-response" => Some("tool"),
        // AutoGen's, for what its tools say.
        "function" => Some("tool"),
        // OpenLLMetry has what Claude thinks as a message of its own.
        "thinking" => Some("assistant"),
        // Its own, of an answer that LangChain had in pieces.
        "unknown" => Some("assistant"),
        _ => None,
    }
}

/// A message of these keys. Who calls tools need not be named: VeADK does not.
fn message(keys: &[Key<'_, '_>], prefix: &str, names: &Names, role: &str, used: &mut Vec<u32>) -> Option<String> {
    let find = |name: &str| {
        keys.iter()
            .find(|key| key.rest.strip_prefix(prefix) == Some(name))
            .and_then(|key| key.value.as_str().map(|text| (text, key.at)))
    };
    let (mut parts, mut calls) = (Parts::new(), Parts::new());
    let mut out = String::from(r#"{"role":"#);
    let sent_role = find("role");
    numbered(&mut parts, &mut calls, keys, prefix, names, used);
    only_call(&mut calls, keys, prefix, names, used);
    let speaker = match sent_role {
        None | Some(("", _)) if !calls.is_empty() => "assistant",
        None | Some(("", _)) => role,
        Some((sent, at)) => speaker(sent).unwrap_or_else(|| {
            used.push(at);
            sent
        }),
    };
    shapes::quote(&mut out, speaker);
    out.push_str(r#","parts":["#);
    let start = out.len();
    if let Some((thought, at)) = find("thinking") {
        used.push(at);
        text_part(&mut out, thought, None, "reasoning");
    }
    let is_tool = sent_role.is_some_and(|(role, _)| matches!(role, "tool" | "function"));
    // OpenLLMetry had a prompt under the name of who speaks.
    let asked = || find("user").filter(|_| prefix.is_empty() && role == "user" && sent_role.is_none());
    if let Some((text, at)) = find("content").or_else(asked) {
        // Anthropic's answers of tools are the user's.
        let response = (is_tool || find("tool_call_id").is_some()).then(|| find("tool_call_id"));
        // OpenAI Agents says the texts among the contents once more.
        let again = if response.is_none() { says_again(&parts, text) } else { None };
        if again != Some(false) {
            used.push(at);
        }
        if again.is_none() {
            let id = response.map(|id| {
                id.map(|(id, at)| {
                    used.push(at);
                    id
                })
            });
            if id.is_some() || !text.is_empty() {
                separate(&mut out, start);
            }
            let kind = if sent_role.is_some_and(|(role, _)| role == "thinking") { "reasoning" } else { "text" };
            text_part(&mut out, text, id, kind);
        }
    }
    used.extend(settle(&mut parts, &mut calls, find("tool_call_id").filter(|_| is_tool)));
    for part in parts.values() {
        let kind = if part.kind.is_empty() { "\"text\"" } else { &part.kind };
        separate(&mut out, start);
        out.push_str(&format!(r#"{{"type":{kind}{}}}"#, part.members));
    }
    for call in calls.values() {
        separate(&mut out, start);
        out.push_str(&format!(r#"{{"type":"tool_call"{}}}"#, call.members));
    }
    // PromptLayer has the calls as one list.
    if let Some((list, _)) = find("tool_calls").filter(|_| calls.is_empty()) {
        let _ = calls::add(&mut out, start, list);
    }
    out.push(']');
    for name in names.extra {
        if let Some((text, at)) = find(name) {
            used.push(at);
            out.push_str(&format!(r#","{name}":"#));
            shapes::quote(&mut out, text);
        }
    }
    out.push('}');
    (!used.is_empty()).then_some(out)
}

/// Adds the parts and calls that have numbers of their own.
fn numbered(
    parts: &mut Parts,
    calls: &mut Parts,
    keys: &[Key<'_, '_>],
    prefix: &str,
    names: &Names,
    used: &mut Vec<u32>,
) {
    for key in keys {
        if let Some(Ok(number)) = key.rest.strip_prefix("function.").map(str::parse) {
            result_of_autogen(parts, number, key, used);
        }
        let Some(rest) = key.rest.strip_prefix(prefix) else { continue };
        if let Some((number, member)) = nested(rest, "tool_calls.") {
            // Coralogix has them as the provider does.
            let member = member.strip_prefix("function.").filter(|_| prefix.is_empty()).unwrap_or(member);
            let Some(to) = names.call.iter().position(|name| *name == member) else { continue };
            add(calls, number, ["id", "name", "arguments"][to], key, used);
        } else if let Some((number, member)) = nested(rest, "contents.") {
            content_member(parts, number, member, key, used);
        } else if let Some(Ok(number)) = rest.strip_prefix("content.").map(str::parse) {
            // Claude Agent SDK's instrumentation numbers plain texts.
            add(parts, number, "content", key, used);
        }
    }
}

/// The call of a message that names none, as it stood before messages had several.
fn only_call(calls: &mut Parts, keys: &[Key<'_, '_>], prefix: &str, names: &Names, used: &mut Vec<u32>) {
    if !calls.is_empty() {
        return;
    }
    for (name, member) in names.function.into_iter().zip(["name", "arguments"]) {
        let sent = keys.iter().find(|key| key.rest.strip_prefix(prefix) == Some(name));
        sent.into_iter().for_each(|key| add(calls, 0, member, key, used));
    }
}

/// Leaves each call once; a text that answers a call becomes its result. The place of the call's id, if it is in the
/// result.
fn settle(parts: &mut Parts, calls: &mut Parts, answered: Option<(&str, u32)>) -> Option<u32> {
    let is_call = |part: &Part| part.kind == r#""tool_call""#;
    // A call among the contents of which all stands beside them.
    parts.retain(|_, part| !(is_call(part) && part.members.is_empty()));
    let mut known: AHashMap<&str, usize> = AHashMap::new();
    for part in parts.values().filter(|part| is_call(part)) {
        *known.entry(&part.members).or_default() += 1;
    }
    calls.retain(|_, call| match known.get_mut(&*call.members) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
    let (id, at) = answered.filter(|_| parts.len() == 1)?;
    let part = parts.values_mut().next().filter(|part| matches!(&*part.kind, "" | r#""text""#))?;
    let text = part.members.strip_prefix(r#","content":"#).filter(|_| part.names == ["content"])?;
    let mut members = String::from(r#","id":"#);
    shapes::quote(&mut members, id);
    members.push_str(&format!(r#","response":{text}"#));
    *part = Part { kind: r#""tool_call_response""#.to_owned(), members, names: vec!["id", "response"] };
    Some(at)
}

/// Whether the parts say this text: `true` when one does and alone gives it back, `false` when several say it line by
/// line.
fn says_again(parts: &Parts, text: &str) -> Option<bool> {
    if parts.is_empty() {
        return None;
    }
    let said = |part: &&Part| matches!(&*part.kind, "" | r#""text""#) && part.names == ["content"];
    let said: Vec<_> = parts.values().filter(said).map(|part| &*part.members).collect();
    let mut member = String::from(CONTENT);
    shapes::quote(&mut member, text);
    if said.contains(&&*member) {
        return Some(true);
    }
    let quoted: Option<Vec<_>> =
        said.iter().map(|m| m.strip_prefix(CONTENT)?.strip_prefix('"')?.strip_suffix('"')).collect();
    let joined = quoted.filter(|quoted| quoted.len() > 1)?.join("\\n");
    (member.strip_prefix(CONTENT)?.strip_prefix('"')?.strip_suffix('"') == Some(&*joined)).then_some(false)
}

/// A text as the only member of a part.
const CONTENT: &str = r#","content":"#;

fn separate(out: &mut String, start: usize) {
    if out.len() > start {
        out.push(',');
    }
}

/// The number and the rest of `prefix` + `N.rest`.
fn nested<'v>(rest: &'v str, prefix: &str) -> Option<(u32, &'v str)> {
    let (number, member) = rest.strip_prefix(prefix)?.split_once('.')?;
    Some((number.parse().ok()?, member))
}

/// Adds a member to the part of a number; a member that is there already stays with the first.
fn add(parts: &mut Parts, number: u32, name: &'static str, key: &Key<'_, '_>, used: &mut Vec<u32>) {
    let Some(text) = key.value.as_str() else { return };
    let part = parts.entry(number).or_default();
    if part.names.contains(&name) {
        return;
    }
    part.names.push(name);
    part.members.push_str(&format!(r#","{name}":"#));
    shapes::quote(&mut part.members, text);
    used.push(key.at);
}

/// Adds what a tool said to a model of AutoGen:
/// `{"name":"weather","content":"4 degrees","call_id":"c","is_error":false}`.
fn result_of_autogen(parts: &mut Parts, number: u32, key: &Key<'_, '_>, used: &mut Vec<u32>) {
    let mut sent = Vec::new();
    let Some(json) = key.value.as_str().filter(|json| scan::members(json, &mut sent).is_some()) else { return };
    if shapes::get(&sent, "content").is_none() || !scan::is_json_within(json, 4) {
        return;
    }
    if let Entry::Vacant(slot) = parts.entry(number) {
        let mut members = String::new();
        rename(&mut members, &sent, &[("call_id", "id"), ("content", "response")], &[]);
        let kind = r#""tool_call_response""#.to_owned();
        slot.insert(Part { kind, members, names: vec!["id", "response"] });
        used.push(key.at);
    }
}

fn content_member(parts: &mut Parts, number: u32, member: &str, key: &Key<'_, '_>, used: &mut Vec<u32>) {
    if let Some(at) = OPENINFERENCE.call.iter().position(|name| *name == member) {
        let part = parts.entry(number).or_default();
        if part.kind.is_empty() {
            part.kind.push_str(r#""tool_call""#);
        }
        return add(parts, number, ["id", "name", "arguments"][at], key, used);
    }
    match member.strip_prefix("message_content.") {
        Some("type") => {
            let Some(text) = key.value.as_str() else { return };
            let part = parts.entry(number).or_default();
            if part.kind.is_empty() {
                match text {
                    "image" => part.kind.push_str(r#""uri","modality":"image""#),
                    "audio" => part.kind.push_str(r#""uri","modality":"audio""#),
                    "input_text" | "output_text" => part.kind.push_str(r#""text""#),
                    "summary_text" | "reasoning_text" => part.kind.push_str(r#""reasoning""#),
                    "tool_use" | "tool_call" => return part.kind.push_str(r#""tool_call""#),
                    _ => shapes::quote(&mut part.kind, text),
                }
                used.push(key.at);
            }
        }
        Some("text") => add(parts, number, "content", key, used),
        Some("image.image.url" | "audio.audio.url") => add(parts, number, "uri", key, used),
        Some("audio.audio.mime_type") => add(parts, number, "mime_type", key, used),
        Some("audio.audio.transcript") => add(parts, number, "transcript", key, used),
        Some(name) => {
            let known = ["id", "signature", "data", "encrypted_content"].into_iter().find(|known| *known == name);
            known.into_iter().for_each(|name| add(parts, number, name, key, used));
        }
        None => {}
    }
}

/// A text or thought, the blocks of a JSON array, or the answer to a tool call.
fn text_part(out: &mut String, text: &str, response: Option<Option<&str>>, kind: &str) {
    if let Some(id) = response {
        out.push_str(r#"{"type":"tool_call_response""#);
        if let Some(id) = id {
            out.push_str(r#","id":"#);
            shapes::quote(out, id);
        }
        out.push_str(r#","response":"#);
        shapes::quote(out, text);
        out.push('}');
        return;
    }
    if text.is_empty() {
        return;
    }
    let mut blocks = Vec::new();
    if kind == "text"
        && text.starts_with("[{")
        && scan::elements(text, &mut blocks).is_some()
        && let Some(message) = shapes::blocks_message("user", &blocks)
        && let Some(parts) = message.strip_prefix(r#"{"role":"user","parts":["#).and_then(|m| m.strip_suffix("]}"))
    {
        return out.push_str(parts);
    }
    out.push_str(&format!(r#"{{"type":"{kind}","content":"#));
    shapes::quote(out, text);
    out.push('}');
}

fn document(keys: &[Key<'_, '_>], used: &mut Vec<u32>) -> Option<String> {
    let mut out = String::from("{");
    for name in ["id", "content", "score", "metadata"] {
        let full = |key: &&Key<'_, '_>| key.rest.strip_prefix("document.") == Some(name);
        let Some(key) = keys.iter().find(full) else { continue };
        separate(&mut out, 1);
        out.push_str(&format!(r#""{name}":"#));
        match key.value.as_str() {
            Some(json) if name == "metadata" && json.starts_with('{') && scan::is_json_within(json, 2) => {
                out.push_str(json);
            }
            _ => value::write_value(&mut out, key.value),
        }
        used.push(key.at);
    }
    out.push('}');
    (!used.is_empty()).then_some(out)
}

fn bare_text(keys: &[Key<'_, '_>], role: &str, name: &str, used: &mut Vec<u32>) -> Option<String> {
    let key = keys.iter().find(|key| key.rest == name)?;
    let mut quoted = String::new();
    shapes::quote(&mut quoted, key.value.as_str()?);
    used.push(key.at);
    Some(shapes::text_message(role, &quoted))
}

fn openinference_tool(keys: &[Key<'_, '_>], used: &mut Vec<u32>) -> Option<String> {
    let key = keys.iter().find(|key| key.rest == "tool.json_schema")?;
    let flat = tool_definitions(key.value.as_str()?)?.into_iter().next()?.into_owned();
    used.push(key.at);
    Some(flat)
}

fn openllmetry_tool(keys: &[Key<'_, '_>], used: &mut Vec<u32>) -> Option<String> {
    let mut out = String::from(r#"{"type":"function""#);
    for name in ["name", "description", "parameters"] {
        let is_it = |key: &&Key<'_, '_>| key.rest.strip_prefix("function.").unwrap_or(key.rest) == name;
        let Some(key) = keys.iter().find(is_it) else { continue };
        let Some(text) = key.value.as_str() else { continue };
        out.push_str(&format!(r#","{name}":"#));
        if name == "parameters" && text.starts_with('{') && scan::is_json_within(text, 2) {
            out.push_str(text);
        } else {
            shapes::quote(&mut out, text);
        }
        used.push(key.at);
    }
    out.push('}');
    (!used.is_empty()).then_some(out)
}

/// One answer from the pieces that the Vercel AI SDK sends apart.
fn vercel(keys: &[Key<'_, '_>], taken: &mut Vec<u32>) -> Option<String> {
    let mut out = String::from(r#"{"role":"assistant","parts":["#);
    let start = out.len();
    for name in ["reasoning", "text", "object", "toolCalls"] {
        let Some(key) = keys.iter().find(|key| key.rest == name) else { continue };
        let Some(text) = key.value.as_str() else { continue };
        let mut part = String::new();
        if name == "toolCalls" {
            let mut calls = Vec::new();
            if scan::elements(text, &mut calls).is_none() {
                continue;
            }
            let message = format!(r#"{{"role":"assistant","tool_calls":{text}}}"#);
            let Some(message) = shapes::message(&message, "assistant") else { continue };
            let Some(parts) = message.strip_prefix(r#"{"role":"assistant","parts":["#) else { continue };
            part.push_str(parts.strip_suffix("]}").unwrap_or(parts));
        } else if !text.is_empty() {
            let kind = if name == "reasoning" { "reasoning" } else { "text" };
            part.push_str(&format!(r#"{{"type":"{kind}","content":"#));
            shapes::quote(&mut part, text);
            part.push('}');
        }
        if !part.is_empty() {
            separate(&mut out, start);
            out.push_str(&part);
            taken.push(key.at);
        }
    }
    out.push_str("]}");
    (out.len() > start + 2).then_some(out)
}
