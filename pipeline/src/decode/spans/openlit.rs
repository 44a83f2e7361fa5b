//! Answers of OpenLIT before it had messages: the calls of tools that it has beside what a model said, joined by commas,
//! or as Python prints them.

use super::{
    calls, infer::is_call, mapped::Mapped, misnamed::OPENLIT_BEFORE, normal, python, resolve::Input, scan, shapes,
    table::Field,
};
use crate::otlp::wire::{Value, attribute};

/// What it has for the text of an answer that is none.
const NO_TEXT: &str = r#"{"role":"assistant","parts":[{"type":"text","content":"None"}]}"#;

/// The answer with the calls.
pub(super) fn answer(input: Input<'_, '_>, mapped: &Mapped<'_>) -> Option<String> {
    if input.scope != OPENLIT_BEFORE || !mapped.text(Field::Operation).is_some_and(normal::is_inference) {
        return None;
    }
    let calls = joined(input).or_else(|| printed(input))?;
    let said = mapped.list(Field::Output);
    let mut out = match said.first().map(|item| item.as_str()) {
        _ if said.len() > 1 => return None,
        Some(message) if is_call(message) => return None,
        Some(message) if message != NO_TEXT => message.strip_suffix("]}")?.to_owned(),
        _ => r#"{"role":"assistant","parts":["#.to_owned(),
    };
    out.push_str(if out.ends_with('[') { "" } else { "," });
    out.push_str(&calls);
    out.push_str("]}");
    scan::is_message(&out).then_some(out)
}

fn text<'v>(input: Input<'v, '_>, key: &str) -> Option<&'v str> {
    attribute(input.attributes, key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// Calls of which `gen_ai.tool.name` is `weather, weather`, `gen_ai.tool.args` `{"city": "Oslo"}, {…}`.
fn joined(input: Input<'_, '_>) -> Option<String> {
    let (ids, names) = (text(input, "gen_ai.tool.call.id")?, text(input, "gen_ai.tool.name")?);
    let (ids, names): (Vec<_>, Vec<_>) = (ids.split(", ").collect(), names.split(", ").collect());
    let list = format!("[{}]", text(input, "gen_ai.tool.args")?);
    let mut given = Vec::new();
    scan::elements(&list, &mut given)?;
    let one_each = ids.len() == names.len() && names.len() == given.len();
    (one_each && given.iter().all(|given| given.starts_with('{'))).then_some(())?;
    let mut out = String::new();
    for ((id, name), given) in ids.into_iter().zip(names).zip(given) {
        out.push_str(if out.is_empty() { "" } else { "," });
        out.push_str(r#"{"type":"tool_call","id":"#);
        shapes::quote(&mut out, id);
        out.push_str(r#","name":"#);
        shapes::quote(&mut out, name);
        out.push_str(&format!(r#","arguments":{given}}}"#));
    }
    Some(out)
}

/// Calls that `gen_ai.response.tool_calls` has as Python prints them: `[{'id': 'call_1', 'function': {…}}]`. Over the
/// responses interface it has the tools that were offered.
fn printed(input: Input<'_, '_>) -> Option<String> {
    let list = python::list(text(input, "gen_ai.response.tool_calls")?)?;
    let mut sent = Vec::new();
    scan::elements(&list, &mut sent)?;
    sent.iter().all(|call| ["id", "function"].iter().all(|key| scan::at(call, key).is_some())).then_some(())?;
    let mut out = String::new();
    calls::add(&mut out, 0, &list)?;
    (!out.is_empty()).then_some(out)
}
