//! Tool definitions of whatever dialect, in the form of the conventions.

use std::borrow::Cow;

use super::{parts::kind, rename::Written, scan, shapes::get};

/// The tool definitions in a JSON value: OpenAI's nested `function` and Bedrock's `toolSpec` become flat, a schema is
/// called `parameters`, the declarations of a tool of the Gemini API stand apart; anything else stays.
pub(super) fn tool_definitions(raw: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut members = Vec::new();
    scan::members(raw, &mut members)?;
    let declared = ["function_declarations", "functionDeclarations"].iter().find_map(|key| get(&members, key));
    if let Some(declared) = declared.filter(|_| members.len() == 1) {
        let mut list = Vec::new();
        scan::elements(declared, &mut list)?;
        let each: Option<Vec<_>> = list.into_iter().map(tool_definitions).collect();
        return Some(each?.concat());
    }
    Some(vec![tool_definition(raw)?])
}

fn tool_definition(raw: &str) -> Option<Cow<'_, str>> {
    const SCHEMAS: &[(&str, &str)] = &[
        ("input_schema", "parameters"),
        ("inputSchema", "parameters"),
        ("parameters_json_schema", "parameters"),
        ("parametersJsonSchema", "parameters"),
    ];
    let (mut members, mut inner) = (Vec::new(), Vec::new());
    scan::members(raw, &mut members)?;
    let sent = get(&members, "type");
    let nested = |key| get(&members, key).filter(|f| f.starts_with('{'));
    let of_haystack = sent.is_some_and(|kind| kind.starts_with("\"haystack."));
    let (nested, skip): (_, &[&str]) = match (nested("function"), nested("toolSpec")) {
        (None, None) if of_haystack && nested("data").is_some() => (nested("data"), &["type", "data"]),
        (Some(function), _) if sent == Some("\"function\"") => (Some(function), &["type", "function"]),
        (_, Some(spec)) if sent.is_none() => (Some(spec), &["toolSpec"]),
        _ => (None, &["type"]),
    };
    // A definition that has been read before stays as it is.
    let schema = SCHEMAS.iter().any(|(key, _)| get(&members, key).is_some()) && get(&members, "parameters").is_none();
    // That of a function of the Gemini API says no type.
    let untyped = sent.is_none() && get(&members, "name").is_some_and(|name| name.starts_with('"'));
    let untyped = untyped && get(&members, "parameters").is_some_and(|schema| schema.starts_with('{'));
    if nested.is_none() && !untyped && !(schema && matches!(sent, None | Some("\"function\""))) {
        return Some(Cow::Borrowed(raw));
    }
    let mut out = String::from(r#"{"type":"function""#);
    let mut written = Written::default();
    // It would be taken for the definition itself.
    written.insert("function");
    if let Some(nested) = nested {
        scan::members(nested, &mut inner)?;
        // Bedrock's schema is in a member of its own.
        for (_, value) in inner.iter_mut().filter(|(key, _)| *key == "inputSchema") {
            let mut wrapped = Vec::new();
            if let (Some(()), [("json", schema)]) = (scan::members(value, &mut wrapped), &wrapped[..]) {
                *value = schema;
            }
        }
        written.rename(&mut out, &inner, SCHEMAS, kind(&inner));
    }
    written.rename(&mut out, &members, SCHEMAS, skip);
    out.push('}');
    Some(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tool_definitions_become_flat() {
        let flat = r#"{"type":"function","name":"f","parameters":{"a":1}}"#;
        for raw in [
            r#"{"type":"function","function":{"name":"f","parameters":{"a":1}}}"#,
            r#"{"name":"f","input_schema":{"a":1}}"#,
            r#"{"type":"function","name":"f","inputSchema":{"a":1}}"#,
            r#"{"toolSpec":{"name":"f","inputSchema":{"json":{"a":1}}}}"#,
            r#"{"name":"f","parameters_json_schema":{"a":1}}"#,
            r#"{"name":"f","parameters":{"a":1}}"#,
            flat,
        ] {
            assert_eq!(tool_definitions(raw).unwrap(), [flat], "{raw}");
        }
        let strict = r#"{"type":"function","function":{"name":"f"},"strict":true}"#;
        assert_eq!(tool_definitions(strict).unwrap(), [r#"{"type":"function","name":"f","strict":true}"#]);
        let two = r#"{"function_declarations":[{"name":"f"},{"name":"g"}]}"#;
        assert_eq!(tool_definitions(two).unwrap(), [r#"{"name":"f"}"#, r#"{"name":"g"}"#]);
        for raw in [r#"{"name":"f"}"#, r#"{"type":"web_search_20250305","name":"f","input_schema":{}}"#] {
            assert_eq!(tool_definitions(raw).unwrap(), [raw]);
        }
    }
}
