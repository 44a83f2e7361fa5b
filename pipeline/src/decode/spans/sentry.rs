//! Answers as Sentry's SDK for JavaScript has them: what was said and what was called in an attribute each.
//!
//! ```text
//! gen_ai.response.text = ["Let me look."]
//! gen_ai.response.tool_calls = [{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]
//! ```

use super::{content, indexed::Key, lists, parts, scan, shapes};

/// The messages in the two attributes; `taken` gets the positions of those that say nothing else.
pub(super) fn answers(keys: &[Key<'_, '_>], taken: &mut Vec<u32>) -> Vec<String> {
    let find = |name| {
        let key = keys.iter().find(|key| key.rest == name)?;
        Some((key.value.as_str().filter(|text| !text.is_empty())?, key.at))
    };
    let text = find("text");
    // LangGraph's agents have the conversation there, with calls of the messages before.
    if let Some(messages) = text.and_then(|(text, _)| conversation(text)) {
        taken.extend(text.map(|(_, at)| at));
        return messages;
    }
    let mut answers = Vec::new();
    if let Some((text, at)) = text {
        match lists::texts(text) {
            Some(choices) => answers.extend(choices.iter().filter(|said| !said.is_empty()).map(|said| part_of(said))),
            None => answers.push(part_of(text)),
        }
        taken.push(at);
    }
    if let Some((calls, exact, at)) = find("tool_calls").and_then(|(sent, at)| {
        let (calls, exact) = calls(sent)?;
        Some((calls, exact, at))
    }) {
        match answers.first_mut() {
            Some(answer) => *answer += &format!(",{calls}"),
            None => answers.push(calls),
        }
        if exact {
            taken.push(at);
        }
    }
    answers.iter().map(|parts| format!(r#"{{"role":"assistant","parts":[{parts}]}}"#)).collect()
}

fn part_of(said: &str) -> String {
    let mut part = String::from(r#"{"type":"text","content":"#);
    shapes::quote(&mut part, said);
    part.push('}');
    part
}

/// The messages of a JSON array of objects that say who speaks.
fn conversation(text: &str) -> Option<Vec<String>> {
    let mut elements = Vec::new();
    scan::elements(text.starts_with("[{").then_some(text)?, &mut elements)?;
    let message = |raw: &&str| {
        let mut members = Vec::new();
        scan::members(raw, &mut members)?;
        shapes::string(&members, "role")?;
        shapes::message(raw, "assistant")
    };
    let messages: Option<Vec<_>> = elements.iter().map(message).collect();
    messages.map(|messages| messages.into_iter().filter(|message| !content::is_empty_message(message)).collect())
}

/// The calls of a JSON array as parts, and whether nothing else was in it: OpenAI's responses interface has its other
/// items there, too.
fn calls(sent: &str) -> Option<(String, bool)> {
    let mut elements = Vec::new();
    scan::elements(sent, &mut elements)?;
    let (mut out, mut exact) = (String::new(), true);
    for raw in elements {
        let mut members = Vec::new();
        scan::members(raw, &mut members)?;
        let mut part = String::new();
        match shapes::string(&members, "type") {
            Some("function_call") => parts::of_responses(&mut part, "tool_call", &members),
            None | Some("function" | "tool_call" | "tool_use" | "server_tool_use") => part = parts::tool_call(raw)?,
            Some(_) => {
                exact = false;
                continue;
            }
        }
        shapes::push(&mut out, 0, &part);
    }
    (!out.is_empty()).then_some((out, exact))
}
