//! Content in span events: `gen_ai.*.message` and `gen_ai.choice` (Strands and older conventions),
//! `gen_ai.client.inference.operation.details`, and the documents that a vector database found (OpenLLMetry's
//! `db.query.result`). The events themselves stay, with their times and without what went to a column.

use std::{borrow::Cow, sync::Arc};

use super::{
    content::{Cache, Item},
    convert::{self, parts, to_count},
    lists,
    mapped::{Mapped, fill},
    normal, paths, scan, shapes,
    table::{Conv, Field, canonical_key},
    unwrapped::{self, Around},
};
use crate::otlp::{
    value,
    wire::{Event, Value, attribute},
};

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
    let documents = Found::documents(events);
    if !documents.items.is_empty() && mapped.text(Field::Operation).is_none() {
        mapped.set_text(Field::Operation, Cow::Borrowed("retrieval"));
    }
    let tool = mapped.text(Field::Operation) == Some("execute_tool");
    let (mut input, mut output) = (Found::default(), Found::default());
    let (mut asked, mut answered) = (Found::default(), Found::default());
    // Some SDKs send one such event for each of them.
    for (at, event) in (0..).zip(events).filter(|(_, event)| event.name == "gen_ai.client.inference.operation.details")
    {
        instructions((at, event), mapped);
        details(event, mapped);
        input.add(cache, (at, event), &["gen_ai.input.messages"], "user");
        output.add(cache, (at, event), &["gen_ai.output.messages"], "assistant");
    }
    if mapped.text(Field::Operation).is_some_and(normal::is_inference) {
        events.iter().filter(|event| event.name == "gen_ai.usage").for_each(|event| counted(event, mapped));
    }
    let answers = |op: &&str| normal::is_inference(op) || *op == "invoke_agent";
    let last = mapped.text(Field::Operation).filter(answers).and_then(|_| answer_at_end(events));
    for (at, event) in (0..).zip(events) {
        let Some((role, answer)) = speaker(&event.name).or_else(|| numbered(event)) else { continue };
        let answer = last.map_or(answer, |last| at == last);
        if answer && !tool {
            finish(event, mapped);
        }
        if tool {
            body((at, event), if answer { Field::ToolResult } else { Field::ToolArguments }, mapped);
        } else {
            if answer { &mut answered } else { &mut asked }.add(cache, (at, event), CONTENT, role);
        }
    }
    // Each is compared also when another has filled the column: of what stays, nothing may leave when the row is
    // decoded again.
    for (field, found) in [
        (Field::Input, input),
        (Field::Output, output),
        (Field::Input, asked),
        (Field::Output, answered),
        (Field::Documents, documents),
    ] {
        let Some(list) = mapped.list_mut(field).filter(|_| !found.items.is_empty()) else { continue };
        // What stands in the column is not stored a second time in the event.
        if fill(list, found.items) {
            mapped.taken_of_events.extend(found.exact);
        }
    }
    mapped.taken_of_events.sort_unstable();
}

/// Where the answer is, if it is the last of the messages and not called one: Koog then has choices for answers before
/// it.
fn answer_at_end(events: &[Event<'_>]) -> Option<usize> {
    let at = events.iter().rposition(|event| speaker(&event.name).is_some())?;
    events.get(at).is_some_and(|event| event.name == "gen_ai.assistant.message").then_some(at)
}

/// The message of an event that has tool calls, or the id of the call that it answers, beside its content.
fn composed(event: &Event<'_>, role: &str) -> Option<String> {
    let text = |key| find(event, &[key]).and_then(|(_, value)| value.as_str()).filter(|text| !text.is_empty());
    let mut content = String::from("null");
    if let Some(said) = text("content") {
        content.clear();
        shapes::quote(&mut content, said);
    }
    let json = match role {
        "assistant" => {
            let calls = text("tool_calls").filter(|calls| calls.starts_with('[') && scan::is_json(calls))?;
            format!(r#"{{"role":"assistant","content":{content},"tool_calls":{calls}}}"#)
        }
        "tool" => {
            // Blocks say themselves which call they answer.
            text("content").filter(|said| !said.starts_with(['[', '{']))?;
            let mut id = String::new();
            shapes::quote(&mut id, text("id").or_else(|| text("tool_call_id"))?);
            format!(r#"{{"role":"tool","tool_call_id":{id},"content":{content}}}"#)
        }
        _ => return None,
    };
    shapes::message(&json, role)
}

/// Attributes of a message event that may hold its content.
const CONTENT: &[&str] = &[
    "content",
    "message",
    AS_JSON,
    "gen_ai.prompt",
    "gen_ai.completion",
    "gen_ai.prompt.content",
    "gen_ai.completion.content",
];
/// The one that holds the message as JSON without saying who speaks.
const AS_JSON: &str = "gen_ai.event.content";

/// The first of these attributes and its place.
fn find<'v, 'a>(event: &'v Event<'a>, keys: &[&str]) -> Option<(usize, &'v Value<'a>)> {
    keys.iter().find_map(|key| {
        let (at, kv) = (0..).zip(&event.attributes).find(|(_, kv)| kv.key == *key)?;
        Some((at, &kv.value))
    })
}

/// Items for a list, and the attributes (event, attribute) that hold nothing else.
#[derive(Default)]
struct Found<'v> {
    items: Vec<Item<'v>>,
    exact: Vec<(usize, usize)>,
}

impl<'v> Found<'v> {
    /// Adds the messages in the first of these attributes. What cannot be understood stays in the event, and so does
    /// all of an event that has several: without the first, another would be the first.
    fn add(&mut self, cache: &mut Cache, (at, event): (usize, &'v Event<'_>), keys: &[&str], role: &str) {
        if let Some(message) = composed(event, role) {
            return self.items.push(Item::Shared(Arc::from(message)));
        }
        let Some((attribute, value)) = find(event, keys) else { return };
        let alone = event.attributes.iter().filter(|kv| keys.contains(&&*kv.key)).nth(1).is_none();
        let before = self.items.len();
        let message = value.as_str().filter(|_| find(event, &[AS_JSON]).is_some_and(|(found, _)| found == attribute));
        let exact = match message.and_then(|json| shapes::event_message(json, role)) {
            Some((message, exact)) => {
                self.items.push(Item::Shared(Arc::from(message)));
                exact
            }
            None => cache.messages(value, role, &mut self.items) == Some(true),
        };
        if exact && alone && self.items.len() > before {
            self.exact.push((at, attribute));
        }
    }

    /// Documents that a vector database found, one an event.
    fn documents(events: &'v [Event<'_>]) -> Self {
        let mut found = Self::default();
        for (at, event) in (0..).zip(events).filter(|(_, event)| is_document(&event.name)) {
            let mut json = String::new();
            for (attribute, kv) in (0..).zip(&event.attributes) {
                let name = RESULTS.iter().find_map(|prefix| kv.key.strip_prefix(prefix)?.strip_prefix('.'));
                let (name, is_content) = match name {
                    Some("document" | "entity") => ("content", true),
                    Some(name @ ("id" | "score" | "distance" | "metadata")) => (name, false),
                    _ => continue,
                };
                json.push_str(if json.is_empty() { "{\"" } else { ",\"" });
                json.push_str(name);
                json.push_str("\":");
                match kv.value.as_str() {
                    Some(text) if name == "metadata" && text.starts_with('{') && scan::is_json_within(text, 2) => {
                        json.push_str(text);
                    }
                    _ => value::write_value(&mut json, &kv.value),
                }
                if is_content {
                    found.exact.push((at, attribute));
                }
            }
            if !json.is_empty() {
                json.push('}');
                found.items.push(Item::Shared(Arc::from(json)));
            }
        }
        found
    }
}

/// Events of OpenLLMetry with one document that a vector database found, and the prefixes of their attributes.
const RESULTS: [&str; 2] = ["db.query.result", "db.search.result"];

/// Whether an event of this name is a document.
pub(super) fn is_document(name: &str) -> bool {
    RESULTS.contains(&name)
}

fn speaker(event: &str) -> Option<(&'static str, bool)> {
    Some(match event {
        "gen_ai.system.message" => ("system", false),
        "gen_ai.user.message" => ("user", false),
        "gen_ai.assistant.message" => ("assistant", false),
        "gen_ai.tool.message" => ("tool", false),
        "gen_ai.choice" | "gen_ai.content.completion" => ("assistant", true),
        "gen_ai.content.prompt" => ("user", false),
        _ => return None,
    })
}

/// Whether an event of this name is an answer.
pub(super) fn is_answer(event: &str) -> bool {
    speaker(event).is_some_and(|(_, answer)| answer)
}

/// Who speaks in an event of GenAI's numbered messages, which says so: `gen_ai.prompt.0`.
fn numbered(event: &Event<'_>) -> Option<(&'static str, bool)> {
    let (number, key, answer) = match event.name.strip_prefix("gen_ai.prompt.") {
        Some(number) => (number, "gen_ai.prompt.role", false),
        None => (event.name.strip_prefix("gen_ai.completion.")?, "gen_ai.completion.role", true),
    };
    number.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    let sent = find(event, &[key])?.1.as_str()?;
    let role = ["system", "user", "assistant", "tool", "developer"].into_iter().find(|role| *role == sent)?;
    Some((role, answer))
}

/// What a tool was given or gave: the first text that an event has. It leaves all places where it is said.
fn body<'v>((at, event): (usize, &'v Event<'_>), field: Field, mapped: &mut Mapped<'v>) {
    for key in CONTENT {
        for (attribute, kv) in (0..).zip(&event.attributes).filter(|(_, kv)| kv.key == *key) {
            let Some(text) = kv.value.as_str().filter(|text| !text.is_empty()) else { continue };
            let around = Around::default();
            let inner = match field {
                Field::ToolResult => unwrapped::result(text, around),
                _ => unwrapped::arguments(text, around).map(|given| (given, false)),
            };
            let (said, exact) = inner.unwrap_or((Cow::Borrowed(text), true));
            if exact && mapped.text(field).is_none_or(|have| have == said) {
                mapped.taken_of_events.push((at, attribute));
            }
            if mapped.text(field).is_none() {
                mapped.set_text(field, said);
            }
        }
    }
}

/// System instructions of an event.
fn instructions<'v>((at, event): (usize, &'v Event<'_>), mapped: &mut Mapped<'v>) {
    let named = (0..).zip(&event.attributes).filter(|(_, kv)| kv.key == "gen_ai.system_instructions");
    for (attribute, kv) in named {
        let Some((text, exact)) = parts(&kv.value) else { continue };
        let missing = mapped.text(Field::System).is_none();
        if exact && (missing || mapped.text(Field::System) == Some(&*text)) {
            mapped.taken_of_events.push((at, attribute));
        }
        if missing {
            mapped.set_text(Field::System, text);
        }
    }
}

/// Tools and the reason of the end in an event that has all of a call; they stay in it.
fn details<'v>(event: &'v Event<'_>, mapped: &mut Mapped<'v>) {
    let value = |key| find(event, &[key]).map(|(_, value)| value);
    let mut tools = Vec::new();
    if let Some(sent) = value("gen_ai.tool.definitions")
        && lists::tools(sent, &mut tools).is_some()
        && let Some(list) = mapped.list_mut(Field::ToolDefinitions)
    {
        fill(list, tools);
    }
    if mapped.text(Field::FinishReason).is_none()
        && let Some((reason, _)) = value("gen_ai.response.finish_reasons").and_then(convert::finish)
    {
        mapped.set_text(Field::FinishReason, reason);
    }
}

/// Tokens that an event counts, as Ax has them; they stay in it.
fn counted(event: &Event<'_>, mapped: &mut Mapped<'_>) {
    for field in [Field::InputTokens, Field::OutputTokens, Field::CacheRead, Field::CacheWrite, Field::Reasoning] {
        let sent = find(event, &[canonical_key(field)]).and_then(|(_, value)| to_count(Conv::Int, value));
        mapped.set_missing_count(field, sent.filter(|count| *count >= 0));
    }
}

/// The finish reason beside an answer. It stays in the event as it was sent.
fn finish<'v>(event: &'v Event<'_>, mapped: &mut Mapped<'v>) {
    if mapped.text(Field::FinishReason).is_some() {
        return;
    }
    let text = |key| find(event, &[key]).and_then(|(_, value)| value.as_str());
    let sent = match text("finish_reason").filter(|reason| !reason.is_empty()) {
        Some(reason) => Some(Cow::Borrowed(reason)),
        None => text(AS_JSON).and_then(|json| paths::json_member(json, "finish_reason")),
    };
    if let Some(sent) = sent {
        let reason = match sent {
            Cow::Borrowed(sent) => normal::finish_reason(sent),
            Cow::Owned(sent) => Cow::Owned(normal::finish_reason(&sent).into_owned()),
        };
        mapped.set_text(Field::FinishReason, reason);
    }
}

/// Message events in a JSON array, those of answers or the others. Logfire has no choice for an answer of OpenAI's
/// responses interface: it is the messages of the assistant at the end.
pub(super) fn listed<'v>(value: &'v Value<'_>, answers: bool, out: &mut Vec<Item<'v>>) -> Option<bool> {
    let mut elements = Vec::new();
    scan::elements(value.as_str()?, &mut elements)?;
    let mut events = Vec::with_capacity(elements.len());
    for element in elements {
        let mut members = Vec::new();
        scan::members(element, &mut members)?;
        let name = shapes::string(&members, "event.name")?;
        let (role, answer) = speaker(name).or_else(|| Some((role_of(&members, name)?, false)))?;
        events.push((element, role, answer));
    }
    if !events.iter().any(|(_, _, answer)| *answer) {
        events.iter_mut().rev().take_while(|(_, role, _)| *role == "assistant").for_each(|event| event.2 = true);
    }
    for (element, role, _) in events.into_iter().filter(|(_, _, answer)| *answer == answers) {
        let message = item_of(element, role).or_else(|| Some(shapes::event_message(element, role)?.0))?;
        out.push(Item::Shared(Arc::from(message)));
    }
    Some(false)
}

/// Who speaks in an event whose name does not tell it.
fn role_of(members: &[scan::Member<'_>], name: &str) -> Option<&'static str> {
    let sent = shapes::string(members, "role")?;
    // What the model did, of which Logfire does not know what it is.
    let unknown = || (name == UNKNOWN).then_some("assistant");
    ["system", "user", "assistant", "tool"].into_iter().find(|role| *role == sent).or_else(unknown)
}

/// The event of Logfire for what it does not know.
const UNKNOWN: &str = "gen_ai.unknown";

/// The message of an item of OpenAI's responses interface for which Logfire has no event: it stands beside a text that
/// says so.
fn item_of(event: &str, role: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(event, &mut members)?;
    (shapes::string(&members, "event.name") == Some(UNKNOWN)).then_some(())?;
    shapes::message(shapes::get(&members, "data").filter(|data| data.starts_with('{'))?, role)
}

/// Type and message of the first exception event.
pub(super) fn exception<'v>(events: &'v [Event<'_>]) -> Option<(&'v str, &'v str)> {
    let named = |event: &&Event<'_>| matches!(&*event.name, "exception" | "gen_ai.client.operation.exception");
    let event = events.iter().find(named)?;
    let text = |key| attribute(&event.attributes, key).and_then(Value::as_str).unwrap_or("");
    Some((text("exception.type"), text("exception.message")))
}
