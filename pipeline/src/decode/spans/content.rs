//! Content attributes as list items: split, normalised, each distinct message once per batch.

use std::{borrow::Cow, sync::Arc};

use ahash::AHashMap;

use super::{scan, shapes};
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

    /// The messages in an attribute; `role` is for texts that do not say who speaks. `Some(true)` when nothing but them was
    /// in it, `None` when they cannot be told.
    pub(super) fn messages<'v>(&mut self, value: &'v Value<'_>, role: &str, out: &mut Vec<Item<'v>>) -> Option<bool> {
        match value {
            Value::Str(text) => self.message_text(text, role, out),
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
                if scan::messages(text, &mut slices).is_some() {
                    out.extend(slices.into_iter().map(Item::Slice));
                    return Some(true);
                }
                slices.clear();
                if scan::elements(text, &mut slices).is_some() {
                    return self.message_list(&slices, role, out).then_some(true);
                }
            }
            b'{' => {
                let mut members = Vec::new();
                if scan::members(text, &mut members).is_some() {
                    return self.message_object(text, &members, role, out);
                }
            }
            _ => {}
        }
        let mut quoted = String::with_capacity(text.len() + 2);
        shapes::quote(&mut quoted, text);
        out.push(Item::Shared(Arc::from(shapes::text_message(role, &quoted))));
        Some(true)
    }

    /// As [`Self::messages`], of a function's arguments (`{"args":[…],"kwargs":{…}}`) or result in JSON. `null` is none.
    pub(super) fn json_messages<'v>(
        &mut self,
        value: &'v Value<'_>,
        role: &str,
        out: &mut Vec<Item<'v>>,
    ) -> Option<bool> {
        let Some(text) = value.as_str() else { return self.messages(value, role, out) };
        let json = text.trim();
        if json == "null" || json == "\"\"" {
            return None;
        }
        if json.starts_with('"') && scan::is_json(json) {
            out.push(Item::Shared(Arc::from(shapes::text_message(role, json))));
            return Some(true);
        }
        if let Some(argument) = only_argument(json) {
            out.push(Item::Shared(Arc::from(shapes::text_message(role, argument))));
            return Some(false);
        }
        self.message_text(text, role, out)
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
        if scan::is_message(raw) {
            return Some(Item::Slice(raw));
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

    /// Messages in an object: one message, or a request or response of a model that holds some.
    fn message_object<'v>(
        &mut self,
        text: &'v str,
        members: &[scan::Member<'v>],
        role: &str,
        out: &mut Vec<Item<'v>>,
    ) -> Option<bool> {
        if shapes::get(members, "role").is_some() {
            out.push(self.message(text.trim(), role)?);
            return Some(true);
        }
        for system in ["system", "instructions"] {
            if let Some(quoted) = shapes::get(members, system).filter(|s| s.starts_with('"')) {
                out.push(Item::Shared(Arc::from(shapes::text_message("system", quoted))));
            }
        }
        // A request of the Gemini API has its system instruction among the configuration.
        let mut config = Vec::new();
        if let Some(raw) = shapes::get(members, "config")
            && scan::members(raw, &mut config).is_some()
            && let Some(quoted) =
                ["system_instruction", "systemInstruction"].iter().find_map(|k| shapes::get(&config, k))
            && quoted.starts_with('"')
        {
            out.push(Item::Shared(Arc::from(shapes::text_message("system", quoted))));
        }
        for key in ["messages", "contents", "input", "prompt", "output", "replies"] {
            let Some(raw) = shapes::get(members, key) else { continue };
            let mut elements = Vec::new();
            if raw.starts_with('"') {
                out.push(Item::Shared(Arc::from(shapes::text_message(role, raw))));
            } else if scan::elements(raw, &mut elements).is_none() || !self.message_list(&elements, role, out) {
                return None;
            }
            let all = members.iter().all(|(k, _)| *k == key || *k == "system");
            return (!out.is_empty()).then_some(all && !matches!(key, "output" | "replies"));
        }
        // A response of the Gemini API holds one message.
        if let Some(content) = shapes::get(members, "content").filter(|content| content.starts_with('{')) {
            out.push(self.message(content, role)?);
            return Some(false);
        }
        let mut choices = Vec::new();
        scan::elements(shapes::get(members, "choices")?, &mut choices)?;
        for choice in choices {
            let mut inner = Vec::new();
            scan::members(choice, &mut inner)?;
            out.push(self.message(shapes::get(&inner, "message")?, role)?);
        }
        (!out.is_empty()).then_some(false)
    }

    /// Tool definitions: a JSON array of objects, or an array of JSON texts.
    pub(super) fn tools<'v>(&mut self, value: &'v Value<'_>, out: &mut Vec<Item<'v>>) -> Option<bool> {
        if let Value::Array(list) = value
            && list.iter().all(|item| item.as_str().is_some())
        {
            for item in list {
                out.push(Item::Shared(Arc::from(shapes::tool_definition(item.as_str()?)?)));
            }
            return Some(true);
        }
        array(value, out, |raw| {
            let flat = shapes::tool_definition(raw)?;
            Some((flat != raw).then_some(flat))
        })
    }

    /// Documents: a JSON array of anything.
    pub(super) fn documents<'v>(&mut self, value: &'v Value<'_>, out: &mut Vec<Item<'v>>) -> Option<bool> {
        array(value, out, |_| Some(None))
    }
}

/// The elements of an array as they are, or as `change` has them.
fn array<'v>(
    value: &'v Value<'_>,
    out: &mut Vec<Item<'v>>,
    change: impl Fn(&str) -> Option<Option<String>>,
) -> Option<bool> {
    match value {
        Value::Str(text) => {
            let mut slices = Vec::new();
            scan::elements(text, &mut slices)?;
            for slice in slices {
                out.push(change(slice)?.map_or(Item::Slice(slice), |text| Item::Shared(Arc::from(text))));
            }
        }
        Value::Array(_) => {
            let mut text = String::new();
            value::write_value(&mut text, value);
            let mut slices = Vec::new();
            scan::elements(&text, &mut slices)?;
            for slice in slices {
                out.push(Item::Shared(change(slice)?.map_or_else(|| Arc::from(slice), Arc::from)));
            }
        }
        _ => return None,
    }
    Some(true)
}

/// The only argument of a call, if it is a text.
fn only_argument(json: &str) -> Option<&str> {
    let (mut members, mut args, mut kwargs) = (Vec::new(), Vec::new(), Vec::new());
    if !json.starts_with('{') {
        return None;
    }
    scan::members(json, &mut members)?;
    scan::elements(shapes::get(&members, "args")?, &mut args)?;
    scan::members(shapes::get(&members, "kwargs")?, &mut kwargs)?;
    let mut all = args.into_iter().chain(kwargs.into_iter().map(|(_, value)| value));
    all.next().filter(|only| only.starts_with('"') && *only != "\"\"" && all.next().is_none())
}

/// The value at a path in a JSON object: `a.b` is a member of a member, `a.0` an element.
fn at<'v>(json: &'v str, path: &str) -> Option<&'v str> {
    path.split('.').try_fold(json, |json, step| match step.parse::<usize>() {
        Ok(index) => {
            let mut elements = Vec::new();
            scan::elements(json, &mut elements)?;
            elements.get(index).copied()
        }
        Err(_) => {
            let mut members = Vec::new();
            scan::members(json, &mut members)?;
            shapes::get(&members, step)
        }
    })
}

/// The integer at the first of these paths that is in a JSON object.
pub(super) fn json_int(json: &str, paths: &[&str]) -> Option<i64> {
    let mut members = Vec::new();
    scan::members(json, &mut members)?;
    paths.iter().find_map(|path| {
        let raw = match path.split_once('.') {
            None => shapes::get(&members, path)?,
            Some((first, rest)) => at(shapes::get(&members, first)?, rest)?,
        };
        raw.parse().ok()
    })
}

/// Whether the text is a JSON object that has this member.
pub(super) fn json_has(json: &str, member: &str) -> bool {
    at(json, member).is_some()
}

/// The text at a path in a JSON object.
pub(super) fn json_member<'v>(json: &'v str, path: &str) -> Option<Cow<'v, str>> {
    unquote(at(json, path)?).filter(|text| !text.is_empty())
}

/// The first text of a JSON array, or the text of a JSON string.
pub(super) fn first_string(json: &str) -> Option<Cow<'_, str>> {
    if json.starts_with('"') {
        return scan::is_json(json).then(|| unquote(json.trim())).flatten().filter(|text| !text.is_empty());
    }
    let mut elements = Vec::new();
    scan::elements(json, &mut elements)?;
    unquote(elements.first()?).filter(|text| !text.is_empty())
}

/// The text of a JSON string.
pub(super) fn unquote(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}
