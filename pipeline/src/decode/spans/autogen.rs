//! Messages of AutoGen, which say by their class what they are and by their source who speaks.
//!
//! ```text
//! {"source":"user","content":"hi","type":"TextMessage"}
//! {"source":"reporter","content":[{"id":"c1","name":"f","arguments":"{}"}],"type":"ToolCallRequestEvent"}
//! {"source":"reporter","content":[{"call_id":"c1","name":"f","content":"4","is_error":false}],"type":"ToolCallExecutionEvent"}
//! ```

use super::{
    parts::tool_call,
    rename::{Written, rename},
    scan::{self, Member},
    shapes::get,
};

/// Such a message in the canonical shape, or `None` when it is none.
pub(super) fn message(sent: &[Member<'_>]) -> Option<String> {
    let source = get(sent, "source").filter(|source| source.len() > 2 && source.starts_with('"'))?;
    let (kind, content) = (get(sent, "type")?.trim_matches('"'), get(sent, "content")?);
    let (role, parts) = match kind {
        "TextMessage" | "StopMessage" | "HandoffMessage" | "ToolCallSummaryMessage" => {
            content.starts_with('"').then_some(())?;
            let role = if source == "\"user\"" { "user" } else { "assistant" };
            (role, vec![format!(r#"{{"type":"text","content":{content}}}"#)])
        }
        "ToolCallRequestEvent" => ("assistant", each(content, tool_call)?),
        "ToolCallExecutionEvent" => ("tool", each(content, result)?),
        _ => return None,
    };
    let mut out = format!(r#"{{"role":"{role}","parts":[{}],"name":{source}"#, parts.join(","));
    let rest: Vec<_> = sent.iter().copied().filter(|(_, value)| !matches!(*value, "null" | "{}" | "[]")).collect();
    let mut written = Written::default();
    for name in ["role", "parts", "name"] {
        written.insert(name);
    }
    written.rename(&mut out, &rest, &[("type", "class")], &["source", "content"]);
    out.push('}');
    Some(out)
}

fn each(list: &str, part: impl Fn(&str) -> Option<String>) -> Option<Vec<String>> {
    let mut elements = Vec::new();
    scan::elements(list, &mut elements)?;
    let parts: Option<Vec<_>> = elements.into_iter().map(part).collect();
    parts.filter(|parts| !parts.is_empty())
}

fn result(raw: &str) -> Option<String> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let mut out = String::from(r#"{"type":"tool_call_response""#);
    rename(&mut out, &members, &[("call_id", "id"), ("content", "response")], &[]);
    out.push('}');
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::shapes::message;

    #[test]
    fn every_class() {
        for (sent, expected) in [
            (
                r#"{"id":"m1","source":"user","models_usage":null,"metadata":{},"content":"hi","type":"TextMessage"}"#,
                r#"{"role":"user","parts":[{"type":"text","content":"hi"}],"name":"user","id":"m1","class":"TextMessage"}"#,
            ),
            (
                r#"{"source":"a","content":[{"id":"c1","arguments":"{}","name":"f"}],"type":"ToolCallRequestEvent"}"#,
                r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c1","arguments":"{}","name":"f"}],"name":"a","class":"ToolCallRequestEvent"}"#,
            ),
            (
                r#"{"source":"a","content":[{"content":"4","name":"f","call_id":"c1","is_error":false}],"type":"ToolCallExecutionEvent"}"#,
                r#"{"role":"tool","parts":[{"type":"tool_call_response","response":"4","name":"f","id":"c1","is_error":false}],"name":"a","class":"ToolCallExecutionEvent"}"#,
            ),
        ] {
            assert_eq!(message(sent, "user").as_deref(), Some(expected));
        }
        for other in [
            r#"{"source":"a","content":[],"type":"ToolCallRequestEvent"}"#,
            r#"{"source":"a","content":{},"type":"TextMessage"}"#,
            r#"{"source":"a","content":"x","type":"Other"}"#,
        ] {
            assert_eq!(message(other, "user"), None, "{other}");
        }
    }
}
