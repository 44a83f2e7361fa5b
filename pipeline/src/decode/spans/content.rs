//! Content attributes as list items: split, normalised, each distinct message once per batch.

use std::sync::Arc;

use ahash::AHashMap;

use super::{langchain, scan, shapes};
use crate::otlp::{value, wire::Value};

/// One item of a list column: a slice of the request where it was canonical already.
#[derive(Clone, Debug)]
pub(super) enum Item<'v> {
    Slice(&'v str),
    Shared(Arc<str>),
}

impl Item<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Slice(text) => text,
            Self::Shared(text) => text,
        }
    }
}

/// Remembers how a message of another shape was normalised: every model call repeats the conversation so far.
#[derive(Default)]
pub(super) struct Cache {
    messages: AHashMap<Box<str>, Option<Arc<str>>>,
    bytes: usize,
}

/// Content held at most, bytes; past it the cache starts anew.
const CACHE_BYTES: usize = 8 << 20;

impl Cache {
    pub(super) fn clear(&mut self) {
        self.messages.clear();
        self.bytes = 0;
    }

    /// The messages in an attribute; `role` is for texts that do not say who speaks. `Some(true)` when nothing but them
    /// was in it, `None` when they cannot be told.
    pub(super) fn messages<'v>(&mut self, value: &'v Value<'_>, role: &str, out: &mut Vec<Item<'v>>) -> Option<bool> {
        match value {
            Value::Str(text) => {
                let start = out.len();
                let exact = self.message_text(text, role, out);
                if exact.is_none() {
                    out.truncate(start);
                }
                exact
            }
            Value::Array(_) | Value::Map(_) => {
                let mut text = String::new();
                value::write_value(&mut text, value);
                let mut items = Vec::new();
                let exact = self.message_text(&text, role, &mut items)?;
                out.extend(items.into_iter().map(|item| Item::Shared(Arc::from(item.as_str()))));
                Some(exact)
            }
            _ => None,
        }
    }

    pub(super) fn message_text<'v>(&mut self, text: &'v str, role: &str, out: &mut Vec<Item<'v>>) -> Option<bool> {
        match text.trim_start().as_bytes().first()? {
            b'[' => {
                let mut slices = Vec::new();
                if let Some(renames) = scan::messages(text, &mut slices) {
                    out.extend(slices.into_iter().map(|raw| said_so(raw, renames)));
                    return Some(true);
                }
                if let Some((elements, all)) = flat(text) {
                    return self.message_list(&elements, role, out).then(|| all && !is_serialised(text));
                }
            }
            b'{' => {
                let mut members = Vec::new();
                if scan::members(text, &mut members).is_some() {
                    if let Some(inner) = of_runnable(&members, role) {
                        return self.message_text(inner, role, out).map(|_| false);
                    }
                    return self.message_object(text, &members, role, out);
                }
            }
            _ => {}
        }
        if is_object_of_python(text) {
            return None;
        }
        let mut quoted = String::with_capacity(text.len() + 2);
        shapes::quote(&mut quoted, text);
        out.push(said(role, &quoted));
        Some(true)
    }

    /// As [`Self::messages`], of a function's arguments (`{"args":[…],"kwargs":{…}}`) or result in JSON. `null` is
    /// none.
    pub(super) fn json_messages<'v>(
        &mut self,
        value: &'v Value<'_>,
        role: &str,
        out: &mut Vec<Item<'v>>,
    ) -> Option<bool> {
        if let Value::Array(list) = value
            && !list.is_empty()
            && list.iter().all(|item| item.as_str().is_some_and(is_json_string))
        {
            list.iter().for_each(|item| out.push(said(role, item.as_str().unwrap_or_default())));
            return Some(true);
        }
        let Some(text) = value.as_str() else { return self.messages(value, role, out) };
        let json = text.trim();
        if let Some(inner) = typed_value(json) {
            if inner.starts_with('"') {
                out.push(said(role, inner));
            } else {
                self.message_text(inner, role, out)?;
            }
            return Some(false);
        }
        if json == "null" || json == "\"\"" || is_object_of_python(json.trim_matches('"')) {
            return None;
        }
        if json.starts_with('"') && scan::is_json(json) {
            out.push(said(role, json));
            return Some(true);
        }
        if let Some(argument) = only_argument(json) {
            out.push(said(role, argument));
            return Some(false);
        }
        let start = out.len();
        let understood = self.message_text(text, role, out);
        // A function of one argument.
        let mut members = Vec::new();
        if understood.is_none() && role == "user" && scan::members(json, &mut members).is_some() {
            let [(_, only)] = members[..] else { return None };
            out.truncate(start);
            (only.starts_with('"') && only != "\"\"").then(|| out.push(said(role, only)))?;
            return Some(false);
        }
        understood
    }

    /// The messages of an array, or its blocks as one message. False, and nothing added, when it is neither.
    fn message_list<'v>(&mut self, elements: &[&'v str], role: &str, out: &mut Vec<Item<'v>>) -> bool {
        let start = out.len();
        for element in elements {
            let Some(message) = self.message(element, role) else {
                out.truncate(start);
                let blocks = shapes::blocks_message(role, elements);
                return blocks.map(|message| out.push(Item::Shared(Arc::from(message)))).is_some();
            };
            out.push(message);
        }
        true
    }

    fn message<'v>(&mut self, raw: &'v str, role: &str) -> Option<Item<'v>> {
        if let Some(renames) = scan::message(raw) {
            return Some(said_so(raw, renames));
        }
        if !raw.starts_with('{') {
            return shapes::message(raw, role).map(|message| Item::Shared(Arc::from(message)));
        }
        if let Some(known) = self.messages.get(raw) {
            return known.clone().map(Item::Shared);
        }
        // The role of objects is never a matter of the default.
        let message = shapes::message(raw, role).map(Arc::<str>::from);
        self.bytes += raw.len() * 2;
        if self.bytes > CACHE_BYTES {
            self.clear();
        }
        self.messages.insert(Box::from(raw), message.clone());
        message.map(Item::Shared)
    }

    /// What an agent of CrewAI or Haystack, or a runner, has to say in the end, beside all that led to it.
    fn conclusion<'v>(&mut self, members: &[scan::Member<'v>]) -> Option<Item<'v>> {
        let get = |key: &str| shapes::get(members, key).filter(|value| !is_empty(value));
        let text = ["raw", "final_output"].iter().find_map(|key| get(key).filter(|value| value.starts_with('"')));
        if let Some(text) = text {
            return Some(said("assistant", text));
        }
        self.message(get("last_message").filter(|last| last.starts_with('{'))?, "assistant")
    }

    /// Messages in an object: one message, or a request or response of a model that holds some.
    fn message_object<'v>(
        &mut self,
        text: &'v str,
        members: &[scan::Member<'v>],
        role: &str,
        out: &mut Vec<Item<'v>>,
    ) -> Option<bool> {
        if shapes::get(members, "role").is_some() || langchain::members(members).is_some() {
            out.push(self.message(text.trim(), role)?);
            return Some(!is_serialised(text));
        }
        let get = |key: &str| shapes::get(members, key).filter(|value| !is_empty(value));
        let text_of = |keys: &[&str]| keys.iter().find_map(|key| get(key).filter(|value| value.starts_with('"')));
        let answer = role == "assistant";
        if let Some(end) = answer.then(|| self.conclusion(members)).flatten() {
            out.push(end);
            return Some(false);
        }
        let system = if answer { None } else { instructions(members, out) };
        for key in ["messages", "contents", "input", "prompt", "output", "replies"] {
            let Some(raw) = get(key) else { continue };
            let mut all = !matches!(key, "output" | "replies");
            if raw.starts_with('"') {
                out.push(said(role, raw));
            } else if raw.starts_with('{') {
                let Some(message) = self.message(raw, role) else { continue };
                out.push(message);
            } else {
                let (elements, together) = flat(raw)?;
                all &= together;
                self.message_list(&elements, role, out).then_some(())?;
            }
            // Nothing else is said that is not in the messages.
            all &= members
                .iter()
                .all(|(k, v)| (*k == key && *v == raw) || (*k == "system" && (Some(*v) == system || is_empty(v))));
            return (!out.is_empty()).then(|| all && !is_serialised(text));
        }
        // What the Vercel AI SDK and Mastra return.
        if let Some(calls) = get("toolCalls").filter(|calls| calls.len() > 2) {
            let json =
                format!(r#"{{"role":"{role}","content":{},"tool_calls":{calls}}}"#, get("text").unwrap_or("null"));
            out.push(Item::Shared(Arc::from(shapes::message(&json, role)?)));
            return Some(false);
        }
        // A response of the Gemini API, or of Genkit, holds one message.
        if let Some(message) =
            ["content", "message"].into_iter().find_map(|key| get(key).filter(|m| m.starts_with('{')))
        {
            out.push(self.message(message, role)?);
            return Some(false);
        }
        let start = out.len();
        for choice in ["choices", "candidates", "generations"]
            .into_iter()
            .find_map(|key| Some(flat(get(key)?)?.0))
            .unwrap_or_default()
        {
            let mut inner = Vec::new();
            scan::members(choice, &mut inner)?;
            let message = ["message", "content"]
                .into_iter()
                .find_map(|key| shapes::get(&inner, key))
                .filter(|m| m.starts_with('{'));
            out.push(match message {
                Some(message) => self.message(message, role)?,
                None => said(role, shapes::get(&inner, "text").filter(|text| text.starts_with('"'))?),
            });
        }
        if out.len() == start {
            let names: &[&str] = if answer {
                &["answer", "response", "result", "text", "content", "outputs"]
            } else {
                &["task", "question", "query", "message"]
            };
            out.push(said(role, text_of(names)?));
        }
        Some(false)
    }
}

/// Whether a message only says who speaks.
pub(super) fn is_empty_message(message: &str) -> bool {
    const LONGEST: usize = 128;
    let mut members = Vec::new();
    let short = message.len() <= LONGEST && message.contains("[]");
    short && scan::members(message, &mut members).is_some() && shapes::get(&members, "parts") == Some("[]")
}

/// Whether a message is the result of a tool without the id of its call.
pub(super) fn answers_no_call(message: &str) -> bool {
    message.starts_with(r#"{"role":"tool","parts":[{"type":"tool_call_response","response":"#)
}

/// What a runnable of LangChain got or returned, beside the tags and metadata of its run.
fn of_runnable<'v>(members: &[scan::Member<'v>], role: &str) -> Option<&'v str> {
    let key = if role == "assistant" { "outputs" } else { "inputs" };
    let raw = shapes::get(members, key).filter(|raw| raw.starts_with(['{', '[']))?;
    let mut inner = Vec::new();
    // Only once: it may hold another of its name.
    let again = scan::members(raw, &mut inner).is_some() && shapes::get(&inner, key).is_some();
    (!again && shapes::get(members, "messages").is_none()).then_some(raw)
}

/// What a request has for the model beside the messages; the value of `system`, if it was added.
fn instructions<'v>(members: &[scan::Member<'v>], out: &mut Vec<Item<'_>>) -> Option<&'v str> {
    let mut system = |raw: &str| {
        if raw.starts_with('"') {
            out.push(said("system", raw));
            return true;
        }
        // Anthropic's may be blocks.
        let mut blocks = Vec::new();
        let some = scan::elements(raw, &mut blocks).is_some() && !blocks.is_empty();
        let message = some.then(|| shapes::blocks_message("system", &blocks)).flatten();
        message.map(|message| out.push(Item::Shared(Arc::from(message)))).is_some()
    };
    let of = |members: &[scan::Member<'v>], key: &str| shapes::get(members, key).filter(|value| !is_empty(value));
    let added = of(members, "system").filter(|raw| system(raw));
    if let Some(quoted) = of(members, "instructions").filter(|raw| raw.starts_with('"')) {
        system(quoted);
    }
    // A request of the Gemini API has its system instruction among the configuration.
    let mut config = Vec::new();
    if let Some(raw) = shapes::get(members, "config")
        && scan::members(raw, &mut config).is_some()
        && let Some(raw) = ["system_instruction", "systemInstruction"].iter().find_map(|key| of(&config, key))
    {
        // A text, or a content with parts.
        let parts = raw.starts_with('{').then(|| scan::at(raw, "parts")).flatten();
        if raw.starts_with('"') || parts.is_some() {
            system(parts.unwrap_or(raw));
        }
    }
    added
}

pub(super) fn is_empty(value: &str) -> bool {
    matches!(value, "null" | "\"\"")
}

/// Whether Python printed an object that has no text: `<groq.Stream object at 0x7f1030026810>`, an answer that was not
/// yet read; or what Haystack could not serialise.
fn is_object_of_python(text: &str) -> bool {
    if text.starts_with("{'messages': [ChatMessage(") {
        return true;
    }
    const LONGEST: usize = 256;
    let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).filter(|inner| inner.len() <= LONGEST);
    let Some((name, address)) = inner.and_then(|inner| inner.rsplit_once(" at 0x")) else { return false };
    let is_object = name.ends_with(" object") || name.contains(" object ");
    is_object && !name.contains('\n') && address.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_json_string(text: &str) -> bool {
    text.starts_with('"') && text.len() > 2 && scan::is_json(text)
}

/// What LangWatch sends with its type: `{"type":"chat_messages","value":[…]}`.
fn typed_value(json: &str) -> Option<&str> {
    const KINDS: [&str; 4] = [r#""text""#, r#""json""#, r#""list""#, r#""chat_messages""#];
    let mut members = Vec::new();
    (json.starts_with(r#"{"type""#) && scan::members(json, &mut members).is_some()).then_some(())?;
    let [("type", kind), ("value", value)] = members[..] else { return None };
    KINDS.contains(&kind).then_some(value).filter(|value| !is_empty(value))
}

/// Whether there may be serialised objects of LangChain, or message events, which say more than the messages that
/// become of them.
fn is_serialised(text: &str) -> bool {
    [&b"\"lc\""[..], b"\"event.name\""].iter().any(|sign| memchr::memmem::find(text.as_bytes(), sign).is_some())
}

/// A message of the canonical shape, of which parts may have other names than those of the conventions.
fn said_so(raw: &str, renames: bool) -> Item<'_> {
    let renamed = renames.then(|| shapes::renamed(raw)).flatten();
    renamed.map_or(Item::Slice(raw), |message| Item::Shared(Arc::from(message)))
}

/// A message of one text, a JSON string.
fn said<'v>(role: &str, quoted: &str) -> Item<'v> {
    Item::Shared(Arc::from(shapes::text_message(role, quoted)))
}

/// The elements of an array; those of arrays within, which LangChain has for batches, in their place. And whether they
/// are all that is said: not of several batches, which are no longer told apart.
fn flat(text: &str) -> Option<(Vec<&str>, bool)> {
    let (mut elements, mut all) = (Vec::new(), Vec::new());
    scan::elements(text, &mut elements)?;
    if !elements.iter().any(|element| element.starts_with('[')) {
        return Some((elements, true));
    }
    let one = elements.len() == 1;
    let mut batches = false;
    for element in elements {
        if !element.starts_with('[') || langchain::pair(element).is_some() {
            all.push(element);
        } else {
            batches = true;
            scan::elements(element, &mut all)?;
        }
    }
    Some((all, one || !batches))
}

/// The only argument of a call, if it is a text.
fn only_argument(json: &str) -> Option<&str> {
    let (mut members, mut args, mut kwargs) = (Vec::new(), Vec::new(), Vec::new());
    if !json.starts_with('{') {
        return None;
    }
    scan::members(json, &mut members)?;
    scan::elements(shapes::get(&members, "args")?, &mut args)?;
    // OpenInference leaves them out where there are none.
    match shapes::get(&members, "kwargs") {
        Some(named) => scan::members(named, &mut kwargs),
        None => (members.len() == 1).then_some(()),
    }?;
    let mut all = args.into_iter().chain(kwargs.into_iter().map(|(_, value)| value));
    all.next().filter(|only| only.starts_with('"') && *only != "\"\"" && all.next().is_none())
}
