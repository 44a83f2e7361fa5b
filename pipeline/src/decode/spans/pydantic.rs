//! Messages of Pydantic AI before it sent those of the conventions: parts that say by their kind who speaks.
//!
//! ```text
//! {"parts":[{"content":"Be brief.","part_kind":"system-prompt"},{"content":"hi","part_kind":"user-prompt"}],"kind":"request"}
//! {"parts":[{"tool_name":"f","args":"{}","tool_call_id":"c","part_kind":"tool-call"}],"kind":"response"}
//! ```

use std::sync::Arc;

use super::{
    content::Item,
    rename::rename,
    scan,
    shapes::{get, string},
};
use crate::otlp::wire::Value;

/// The messages of one, or of a list; of answers only that at the end.
pub(super) fn messages(value: &Value<'_>, answer: bool, out: &mut Vec<Item<'_>>) -> Option<bool> {
    let json = value.as_str()?;
    let mut sent = Vec::new();
    if json.starts_with('{') {
        sent.push(json);
    } else {
        scan::elements(json, &mut sent)?;
    }
    if answer {
        sent.drain(..sent.len().saturating_sub(1));
    }
    for raw in sent {
        let (mut members, mut parts) = (Vec::new(), Vec::new());
        scan::members(raw, &mut members)?;
        let said = string(&members, "kind")?;
        if answer && said != "response" {
            return None;
        }
        scan::elements(get(&members, "parts")?, &mut parts)?;
        let mut written: Vec<(&str, String)> = Vec::new();
        for raw in parts {
            let (role, part) = part(raw)?;
            match written.last_mut() {
                Some((last, parts)) if *last == role => *parts += &format!(",{part}"),
                _ => written.push((role, part)),
            }
        }
        for (role, parts) in written {
            let message = format!(r#"{{"role":"{role}","parts":[{parts}]}}"#);
            scan::is_message(&message).then(|| out.push(Item::Shared(Arc::from(message))))?;
        }
    }
    Some(false)
}

/// Who says a part, and the part.
fn part(raw: &str) -> Option<(&'static str, String)> {
    const CALL: &[(&str, &str)] = &[("tool_call_id", "id"), ("tool_name", "name"), ("args", "arguments")];
    const RESULT: &[(&str, &str)] = &[("tool_call_id", "id"), ("tool_name", "name"), ("content", "response")];
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let of_tool = get(&members, "tool_name").is_some_and(|name| name != "null");
    let (role, kind, names) = match string(&members, "part_kind")? {
        "system-prompt" => ("system", "text", &[][..]),
        "tool-return" => ("tool", "tool_call_response", RESULT),
        "retry-prompt" if of_tool => ("tool", "tool_call_response", RESULT),
        "user-prompt" | "retry-prompt" => ("user", "text", &[][..]),
        "tool-call" => ("assistant", "tool_call", CALL),
        "thinking" => ("assistant", "reasoning", &[][..]),
        _ => ("assistant", "text", &[][..]),
    };
    members.retain(|(_, value)| *value != "null");
    let mut part = format!(r#"{{"type":"{kind}""#);
    rename(&mut part, &members, names, &["part_kind"]);
    part.push('}');
    Some((role, part))
}
