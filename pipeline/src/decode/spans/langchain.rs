//! Messages of LangChain: serialised objects, and dictionaries that say by their type who speaks.
//!
//! ```text
//! {"lc":1,"type":"constructor","id":["langchain","schema","messages","HumanMessage"],"kwargs":{"content":"hi"}}
//! {"content":"hi","additional_kwargs":{},"response_metadata":{},"type":"human"}
//! {"type":"human","data":{"content":"hi","type":"human"}}
//! ["user","hi"]
//! ```

use super::{
    scan::{self, Member},
    shapes::{get, string},
};

/// The members of such a message with its role among them and without empty ones, or `None` when it is none.
pub(super) fn members<'a>(sent: &[Member<'a>]) -> Option<Vec<Member<'a>>> {
    if get(sent, "lc").is_none() {
        if let [("type", kind), ("data", data)] = sent {
            let mut inner = Vec::new();
            scan::members(data, &mut inner)?;
            get(&inner, "content")?;
            return spoken(&inner, kind.trim_matches('"'));
        }
        return get(sent, "content").and_then(|_| spoken(sent, string(sent, "type")?));
    }
    let (mut id, mut inner) = (Vec::new(), Vec::new());
    scan::elements(get(sent, "id")?, &mut id)?;
    scan::members(get(sent, "kwargs")?, &mut inner)?;
    spoken(&inner, id.last()?.trim_matches('"'))
}

/// The same of a pair of role and text, one of the short forms of a message.
pub(super) fn pair(raw: &str) -> Option<Vec<Member<'_>>> {
    let mut pair = Vec::new();
    scan::elements(raw, &mut pair)?;
    let [who, text] = pair[..] else { return None };
    let role = role(who.trim_matches('"')).filter(|_| text.starts_with('"'))?;
    let mut members = vec![("role", role), ("content", text)];
    if role != who {
        members.push(("type", who));
    }
    Some(members)
}

fn spoken<'a>(sent: &[Member<'a>], who: &str) -> Option<Vec<Member<'a>>> {
    let role = role(who)?;
    // What else calls itself a role is none.
    let said = sent.iter().filter(|(_, value)| !matches!(*value, "{}" | "[]"));
    let said = said.map(|(key, value)| (if *key == "role" { "$role" } else { *key }, *value));
    Some(std::iter::once(("role", role)).chain(said).collect())
}

/// The members of the answer of a tool that is said in the tool's name, as Langfuse's handler for JavaScript has it:
/// `{"content":"4 degrees","additional_kwargs":{},"role":"weather"}`.
pub(super) fn answer<'a>(sent: &[Member<'a>]) -> Option<Vec<Member<'a>>> {
    let [("content", content), ("additional_kwargs", "{}"), ("role", name)] = *sent else { return None };
    if role(name.trim_matches('"')).is_some() || name == "\"model\"" {
        return None;
    }
    Some(vec![("role", "\"tool\""), ("name", name), ("content", content)])
}

/// The role, as JSON, of a type of message or the name of its class.
pub(super) fn role(who: &str) -> Option<&'static str> {
    Some(match who.strip_suffix("Chunk").unwrap_or(who) {
        "human" | "HumanMessage" | "user" => "\"user\"",
        "ai" | "AIMessage" | "assistant" => "\"assistant\"",
        "system" | "SystemMessage" => "\"system\"",
        "developer" => "\"developer\"",
        "tool" | "ToolMessage" => "\"tool\"",
        "function" | "FunctionMessage" => "\"function\"",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::shapes::message;

    #[test]
    fn every_form() {
        let user = r#"{"role":"user","parts":[{"type":"text","content":"hi"}],"type":"human"}"#;
        let class = r#"{"lc":1,"type":"constructor","id":["langchain","schema","messages","HumanMessage"],"kwargs":{"content":"hi"}}"#;
        let unnamed = user.replace(r#","type":"human""#, "");
        assert_eq!(message(class, "user"), Some(unnamed.clone()));
        assert_eq!(message(r#"["user","hi"]"#, "user"), Some(unnamed));
        for raw in [
            r#"{"content":"hi","additional_kwargs":{},"response_metadata":{},"type":"human"}"#,
            r#"{"type":"human","data":{"content":"hi","additional_kwargs":{},"type":"human"}}"#,
            r#"["human", "hi"]"#,
        ] {
            assert_eq!(message(raw, "user").as_deref(), Some(user), "{raw}");
        }
        let call = r#"{"content":"","type":"ai","tool_calls":[{"name":"f","args":{"a":1},"id":"c","type":"tool_call"}],"invalid_tool_calls":[],"id":"r"}"#;
        assert_eq!(
            message(call, "user").unwrap(),
            r#"{"role":"assistant","parts":[{"type":"tool_call","name":"f","arguments":{"a":1},"id":"c"}],"type":"ai","id":"r"}"#
        );
        let result = r#"{"content":"4","type":"tool","name":"f","tool_call_id":"c","status":"success"}"#;
        assert_eq!(
            message(result, "user").unwrap(),
            r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"4"}],"type":"tool","name":"f","status":"success"}"#
        );
        // Anthropic's blocks repeat the calls.
        let both = r#"{"content":[{"type":"tool_use","id":"c","name":"f","input":{}}],"type":"AIMessageChunk","tool_calls":[{"name":"f","args":{},"id":"c"}]}"#;
        assert_eq!(
            message(both, "user").unwrap(),
            r#"{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":{}}],"type":"AIMessageChunk"}"#
        );
        for raw in [
            r#"{"lc":1}"#,
            r#"{"type":"human","data":{}}"#,
            r#"{"type":"text","content":"a"}"#,
            r#"["a","b"]"#,
            r#"["user"]"#,
            r#"["user",1]"#,
        ] {
            assert_eq!(message(raw, "user"), None, "{raw}");
        }
    }
}
