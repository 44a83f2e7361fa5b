//! Answers of OpenLIT before it had messages: the calls of tools that it has beside what a model said, joined by commas.

use super::{
    infer::is_call,
    misnamed::OPENLIT_BEFORE,
    normal,
    resolve::{Input, Mapped},
    scan, shapes,
    table::Field,
};
use crate::otlp::wire::{Value, attribute};

/// The answer with the calls: `gen_ai.tool.name` is `weather, weather`, `gen_ai.tool.args` `{"city": "Oslo"}, {…}`.
pub(super) fn answer(input: Input<'_, '_>, mapped: &Mapped<'_>) -> Option<String> {
    if input.scope != OPENLIT_BEFORE || !mapped.text(Field::Operation).is_some_and(normal::is_inference) {
        return None;
    }
    let text = |key| attribute(input.attributes, key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (ids, names) = (text("gen_ai.tool.call.id")?, text("gen_ai.tool.name")?);
    let (ids, names): (Vec<_>, Vec<_>) = (ids.split(", ").collect(), names.split(", ").collect());
    let list = format!("[{}]", text("gen_ai.tool.args")?);
    let mut given = Vec::new();
    scan::elements(&list, &mut given)?;
    let said = mapped.list(Field::Output);
    let one_each = ids.len() == names.len() && names.len() == given.len();
    (one_each && said.len() < 2 && given.iter().all(|given| given.starts_with('{'))).then_some(())?;
    let mut out = match said.first().map(|item| item.as_str()) {
        Some(message) if is_call(message) => return None,
        Some(message) => message.strip_suffix("]}")?.to_owned(),
        None => r#"{"role":"assistant","parts":["#.to_owned(),
    };
    for ((id, name), given) in ids.into_iter().zip(names).zip(given) {
        out.push_str(if out.ends_with('[') { "" } else { "," });
        out.push_str(r#"{"type":"tool_call","id":"#);
        shapes::quote(&mut out, id);
        out.push_str(r#","name":"#);
        shapes::quote(&mut out, name);
        out.push_str(&format!(r#","arguments":{given}}}"#));
    }
    out.push_str("]}");
    scan::is_message(&out).then_some(out)
}
