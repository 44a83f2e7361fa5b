//! Answers of LiteLLM's own spans: the calls of tools that stand beside what a model said with them.

use super::{infer::is_call, mapped::Mapped, resolve::Input, scan, shapes, table::Field};
use crate::otlp::wire::{Value, attribute};

/// Name of its scope.
const SCOPE: &str = "litellm";
/// Where it has the answer, of which parts may be missing.
const MESSAGES: &str = "gen_ai.output.messages";
/// What the keys of calls begin with; number and member follow.
const CALL: &str = "gen_ai.completion.";

/// The answer with the calls that it ended in, which only other attributes have:
/// `gen_ai.completion.0.function_call.name`.
pub(super) fn answer(input: Input<'_, '_>, mapped: &Mapped<'_>) -> Option<String> {
    if input.scope != SCOPE || mapped.text(Field::FinishReason) != Some("tool_call") {
        return None;
    }
    let sent = attribute(input.attributes, MESSAGES).and_then(Value::as_str)?;
    let (mut messages, mut members) = (Vec::new(), Vec::new());
    scan::elements(sent, &mut messages)?;
    let [message] = messages[..] else { return None };
    scan::members(Some(message).filter(|message| !is_call(message))?, &mut members)?;
    let parts = shapes::get(&members, "parts")?.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut all = String::from(parts);
    for number in 0..MOST {
        let Some(call) = call(input, number) else { break };
        shapes::push(&mut all, 0, &call);
    }
    let mut out = String::from("{");
    for (key, value) in &members {
        out.push_str(if out.len() > 1 { "," } else { "" });
        match *key {
            "parts" => out.push_str(&format!(r#""parts":[{all}]"#)),
            key => out.push_str(&format!(r#""{key}":{value}"#)),
        }
    }
    out.push('}');
    (all.len() > parts.len() && scan::is_message(&out)).then_some(out)
}

/// Calls looked for at most: each is looked for among all attributes.
const MOST: usize = 16;

/// The call of this number as a part.
fn call(input: Input<'_, '_>, number: usize) -> Option<String> {
    let find = |member: &str| {
        let key = format!("{CALL}{number}.function_call.{member}");
        input.attributes.iter().find(|kv| kv.key == key).map(|kv| &kv.value).and_then(Value::as_str)
    };
    let mut part = String::from(r#"{"type":"tool_call","name":"#);
    shapes::quote(&mut part, find("name").filter(|name| !name.is_empty())?);
    if let Some(arguments) = find("arguments") {
        part.push_str(r#","arguments":"#);
        shapes::quote(&mut part, arguments);
    }
    part.push('}');
    Some(part)
}
