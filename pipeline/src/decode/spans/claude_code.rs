//! What is new to a model in a call of Claude Code: texts under heads that say who speaks.
//!
//! ```text
//! [TOOL RESULT: toolu_1]
//! 4 degrees
//!
//! ---
//!
//! [USER]
//! And tomorrow?
//! ```

use std::sync::Arc;

use super::{
    content::Item,
    scan,
    shapes::{quote, text_message},
};

/// What stands between two texts; it may be in a text as well.
const BETWEEN: &str = "\n\n---\n\n";

/// The messages; `None` where a head is not known.
pub(super) fn messages(sent: &str, out: &mut Vec<Item<'_>>) -> Option<bool> {
    let mut said: Vec<(&str, String)> = Vec::new();
    for piece in sent.split(BETWEEN) {
        let headed =
            piece.strip_prefix('[').and_then(|piece| piece.split_once("]\n")).filter(|(head, _)| is_head(head));
        match (headed, said.last_mut()) {
            (Some((head, text)), _) => said.push((head, text.to_owned())),
            (None, Some((_, text))) => *text += &format!("{BETWEEN}{piece}"),
            (None, None) => return None,
        }
    }
    for (head, text) in said {
        let (mut quoted, mut id) = (String::new(), String::new());
        quote(&mut quoted, &text);
        let message = match head.strip_prefix(RESULT) {
            None => text_message("user", &quoted),
            Some(call) => {
                quote(&mut id, call);
                let part = format!(r#"{{"type":"tool_call_response","id":{id},"response":{quoted}}}"#);
                format!(r#"{{"role":"tool","parts":[{part}]}}"#)
            }
        };
        scan::is_message(&message).then(|| out.push(Item::Shared(Arc::from(message))))?;
    }
    Some(false)
}

const RESULT: &str = "TOOL RESULT: ";

fn is_head(head: &str) -> bool {
    head == "USER" || head.starts_with(RESULT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sent: &str) -> Option<Vec<String>> {
        let mut out = Vec::new();
        messages(sent, &mut out)?;
        Some(out.iter().map(|item| item.as_str().to_owned()).collect())
    }

    #[test]
    fn texts_under_heads() {
        let result = r#"{"role":"tool","parts":[{"type":"tool_call_response","id":"t1","response":"4 \"°\""}]}"#;
        let asked = r#"{"role":"user","parts":[{"type":"text","content":"a\n\n---\n\n[b]\nc"}]}"#;
        let sent = "[TOOL RESULT: t1]\n4 \"°\"\n\n---\n\n[USER]\na\n\n---\n\n[b]\nc";
        assert_eq!(read(sent).unwrap(), [result, asked]);
        for other in ["", "hi", "[ASSISTANT]\nhi", "[USER] hi"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
