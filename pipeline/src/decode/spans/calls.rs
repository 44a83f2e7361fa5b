//! Tool calls of a message that may be among its contents already.

use ahash::AHashMap;

use super::{
    parts::tool_call,
    paths::unquote,
    scan::{self, Member},
    shapes::{get, push},
};

/// A call among the contents of a message: its place among the parts, and its members.
type Known<'a> = (usize, Vec<Member<'a>>);

/// Most members of calls that are compared, their type among them.
const MAX_MEMBERS: usize = 16;

/// Adds the calls of a JSON array to the parts that are in `out` from `start`. LangChain sends those among Anthropic's
/// blocks once more: they stand once. `None` when one is no call.
pub(super) fn add(out: &mut String, start: usize, calls: &str) -> Option<()> {
    let mut list = Vec::new();
    scan::elements(calls, &mut list)?;
    if list.is_empty() {
        return Some(());
    }
    let contents = format!("[{}]", out.get(start..)?);
    let parts = parts(&contents);
    let mut known = by_id(&parts);
    let mut fuller = AHashMap::new();
    let mut rest = Vec::new();
    for raw in list {
        let call = tool_call(raw)?;
        match twin(&call, &mut known) {
            Some((at, Some(part))) => drop(fuller.insert(at, part)),
            Some((_, None)) => {}
            None => rest.push(call),
        }
    }
    if !fuller.is_empty() {
        out.truncate(start);
        for (at, part) in parts.iter().enumerate() {
            push(out, start, fuller.get(&at).map_or(*part, String::as_str));
        }
    }
    rest.iter().for_each(|call| push(out, start, call));
    Some(())
}

/// The parts, if there are calls among them.
fn parts(contents: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let some = memchr::memmem::find(contents.as_bytes(), br#""tool_call""#).is_some();
    if !some || scan::elements(contents, &mut parts).is_none() {
        parts.clear();
    }
    parts
}

fn by_id<'a>(parts: &[&'a str]) -> AHashMap<&'a str, Known<'a>> {
    let mut known = AHashMap::new();
    for (at, part) in parts.iter().enumerate() {
        let mut members = Vec::new();
        let is_call = scan::members(part, &mut members).is_some()
            && members.len() <= MAX_MEMBERS
            && get(&members, "type") == Some(r#""tool_call""#);
        if let Some(id) = get(&members, "id").filter(|id| is_call && id.len() > 2 && id.starts_with('"')) {
            known.entry(id).or_insert((at, members));
        }
    }
    known
}

/// The part that a call is, which is then no longer known, with the call's arguments if they are to be put in.
fn twin(call: &str, known: &mut AHashMap<&str, Known<'_>>) -> Option<(usize, Option<String>)> {
    let mut sent = Vec::new();
    scan::members(call, &mut sent)?;
    let id = get(&sent, "id")?;
    let (at, part) = known.get(id)?;
    let found = (*at, same(part, &sent)?);
    known.remove(id);
    Some(found)
}

/// Whether a call says nothing that the part does not say; and the part with the call's arguments, where a stream has
/// left them empty.
fn same(part: &[Member<'_>], call: &[Member<'_>]) -> Option<Option<String>> {
    let mut others = call.iter().filter(|(key, _)| *key != "arguments");
    if call.len() > MAX_MEMBERS || !others.all(|(key, value)| get(part, key) == Some(value)) {
        return None;
    }
    let (has, arguments) = (get(part, "arguments"), get(call, "arguments"));
    let written_alike = || arguments.zip(has).is_some_and(|(a, b)| is_alike(a, b));
    if arguments.is_none() || arguments == has || written_alike() {
        return Some(None);
    }
    let (Some(arguments), Some("{}" | "\"\"" | "null")) = (arguments, has) else { return None };
    let mut fuller = String::new();
    for (key, value) in part {
        let value = if *key == "arguments" { arguments } else { value };
        fuller.push(if fuller.is_empty() { '{' } else { ',' });
        fuller.push_str(&format!(r#""{key}":{value}"#));
    }
    fuller.push('}');
    Some(Some(fuller))
}

/// Whether arguments are the same that one says in a JSON string and the other as JSON, but for white space.
fn is_alike(one: &str, other: &str) -> bool {
    let (text, json) = if one.starts_with('"') { (one, other) } else { (other, one) };
    if !text.starts_with('"') || !json.starts_with('{') {
        return false;
    }
    unquote(text).is_some_and(|text| tight(&text).eq(tight(json)))
}

/// The characters of a JSON text without white space between its values.
fn tight(json: &str) -> impl Iterator<Item = u8> {
    let (mut within, mut escaped) = (false, false);
    json.bytes().filter(move |byte| {
        let starts_or_ends = *byte == b'"' && !escaped;
        escaped = within && *byte == b'\\' && !escaped;
        within ^= starts_or_ends;
        within || !byte.is_ascii_whitespace()
    })
}

#[cfg(test)]
mod tests {
    use super::super::shapes::message;

    fn parts(raw: &str) -> Vec<serde_json::Value> {
        let json: serde_json::Value = serde_json::from_str(&message(raw, "user").unwrap()).unwrap();
        json["parts"].as_array().unwrap().clone()
    }

    #[test]
    fn calls_stand_once_and_none_is_lost() {
        for id in ["\"\"", "null", "\"c\""] {
            let calls = format!(
                r#"[{{"id":{id},"function":{{"name":"f","arguments":"1"}}}},{{"id":{id},"function":{{"name":"g","arguments":"2"}}}}]"#
            );
            let got = parts(&format!(r#"{{"role":"assistant","content":null,"tool_calls":{calls}}}"#));
            assert_eq!(got.iter().map(|part| part["name"].as_str().unwrap()).collect::<Vec<_>>(), ["f", "g"], "{id}");
        }
        // What looks like an id among the arguments is none.
        let calls = r#"[{"id":"1","name":"f","args":{"x":{"id":"2"}}},{"id":"2","name":"g","args":{}}]"#;
        assert_eq!(parts(&format!(r#"{{"role":"assistant","content":"","tool_calls":{calls}}}"#)).len(), 2);

        let content = r#"[{"type":"text","text":"a"},{"type":"tool_use","id":"c","name":"f","input":{"a":1}}]"#;
        let with = |calls: &str| parts(&format!(r#"{{"role":"assistant","content":{content},"tool_calls":{calls}}}"#));
        let call = r#"{"id":"c","name":"f","args":{"a":1},"type":"tool_call"}"#;
        assert_eq!(with(&format!("[{call}]")).len(), 2);
        assert_eq!(with(&format!("[{call},{call}]")).len(), 3, "twice is twice");
        for other in [r#"{"id":"c","name":"f","args":{"a":2}}"#, r#"{"id":"c","name":"g","args":{"a":1}}"#] {
            assert_eq!(with(&format!("[{other}]")).len(), 3, "{other}");
        }
    }

    #[test]
    fn arguments_of_a_stream_are_in_the_part() {
        let content = r#"[{"type":"text","text":"a"},{"type":"tool_use","id":"c","name":"f","input":{},"index":1,"partial_json":"{\"a\":1}"}]"#;
        let raw = format!(
            r#"{{"content":{content},"type":"AIMessageChunk","tool_calls":[{{"name":"f","args":{{"a":1}},"id":"c"}}]}}"#
        );
        assert_eq!(
            message(&raw, "user").unwrap(),
            r#"{"role":"assistant","parts":[{"type":"text","content":"a"},{"type":"tool_call","id":"c","name":"f","arguments":{"a":1},"index":1,"partial_json":"{\"a\":1}"}],"type":"AIMessageChunk"}"#
        );
    }
}
