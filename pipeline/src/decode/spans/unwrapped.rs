//! What a tool was given and gave, without what its framework put around it.
//!
//! ```text
//! "4 degrees"                                                        a JSON string
//! {"content":"4 degrees","type":"tool","tool_call_id":"c"}           a message of LangChain
//! {"output":{"lc":1,"id":["ToolMessage"],"kwargs":{"content":"4 degrees"}},"kwargs":{}}
//! {"content":[{"type":"text","text":"4 degrees"}],"state":"success",…}  a result of AgentScope
//! {"blocks":[{"text":"4 degrees"}],"tool_name":"weather",…}           of LlamaIndex
//! {"args":[],"kwargs":{"city":"Oslo"}}                               the arguments of a function
//! [{"role":"tool","content":"4 degrees"}]                            a message of TanStack AI
//! [{"text":"4 degrees"}]                                             a result of Strands
//! {"output":"4 degrees"}                                             a result of Genkit, which may have parts as well
//! {'city': 'Oslo'}                                                   as Python prints them
//! {"input_str":"…","inputs":{"city":"Oslo"},"metadata":{}}           those of a tool of LangChain
//! {"args":["{\"city\":\"Oslo\"}"]}                                   those of one for JavaScript
//! status='success' result='4 degrees' error=None images=None         what a function of Agno gave, printed
//! ```

use std::borrow::Cow;

use super::{
    content::is_empty,
    infer::NO_ID,
    mapped::Mapped,
    paths::{self, unquote},
    python,
    scan::{self, Member},
    shapes::{get, string},
    table::Field,
};

/// What stands around a value in what SDKs send: LangSmith has every result in an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// Whether LangSmith sent it.
    pub(super) langsmith: bool,
    /// Whether Anthropic's own client did, which has every result in a list of blocks.
    pub(super) anthropic: bool,
    /// Whether Genkit did, of a tool whose result may have parts beside its output.
    pub(super) genkit: bool,
    /// Whether OpenLLMetry did, of a tool of MCP.
    pub(super) mcp: bool,
    /// Whether Strands did, which has every result in a list of blocks without a type.
    pub(super) strands: bool,
    /// Whether VeADK did, which has the tool beside what it was given and gave.
    pub(super) veadk: bool,
    /// Whether an instrumentation of LangChain for JavaScript did, which has arguments in a list as one text.
    pub(super) langchain_js: bool,
}

/// Layers that are taken off at most; more are a result themselves.
const LAYERS: usize = 4;

/// The result within what was sent, and whether it alone gives back what was sent; `None` when nothing is around it.
pub(super) fn result(sent: &str, around: Around) -> Option<(Cow<'_, str>, bool)> {
    let first = one_layer(sent, around)?;
    let exact = sent.starts_with('"') && one_layer(&first, around).is_none();
    let mut inner = first.into_owned();
    for _ in 1..LAYERS {
        match one_layer(&inner, around).map(Cow::into_owned) {
            Some(next) => inner = next,
            None => break,
        }
    }
    Some((Cow::Owned(inner), exact))
}

fn one_layer(sent: &str, around: Around) -> Option<Cow<'_, str>> {
    if sent.starts_with(PRINTED) {
        return content_of_printed(sent).map(Cow::Owned);
    }
    if sent.starts_with(OF_AGNO) {
        return given_by_agno(sent).map(Cow::Owned);
    }
    if sent.starts_with('"') {
        return scan::is_json(sent).then(|| unquote(sent)).flatten().filter(|text| !text.is_empty());
    }
    if sent.starts_with('[') {
        return only_content(sent, around).and_then(value);
    }
    if !sent.starts_with('{') {
        return None;
    }
    if sent.starts_with(OF_FUNCTION) {
        return of_function(sent).map(Cow::Owned);
    }
    let mut members = Vec::new();
    scan::members(sent, &mut members)?;
    if let Some(content) = content_of_message(&members) {
        return value(content);
    }
    if let Some(text) = text_of_blocks(&members) {
        return value(text);
    }
    if let [("result", said)] | [("result", said), ("is_error", _)] = members[..]
        && around.mcp
    {
        return value(said);
    }
    if let [("id", _), ("name", _), ("response", said)] = members[..]
        && around.veadk
    {
        return value(said);
    }
    let output = get(&members, "output").or_else(|| get(&members, "outputs").filter(|_| around.langsmith))?;
    let of_langsmith = (around.langsmith || around.genkit) && members.len() == 1;
    // OpenLLMetry has the arguments of the callback beside it.
    let of_callback = matches!(members[..], [("output", _), ("kwargs", kwargs)] if kwargs.starts_with('{'));
    let is_message = || {
        let mut inner = Vec::new();
        if output.starts_with('"') {
            return unquote(output).is_some_and(|text| content_of_printed(&text).is_some());
        }
        scan::members(output, &mut inner).is_some() && content_of_message(&inner).is_some()
    };
    if of_langsmith || of_callback || members.len() == 1 && is_message() { value(output) } else { None }
}

/// What begins what a function of Agno gave, as Python prints it, and one that failed.
const OF_AGNO: &str = "status='";
const FAILED_IN_AGNO: &str = "status='failure' result=None error=";

/// What it gave, or why it failed.
fn given_by_agno(sent: &str) -> Option<String> {
    let said = sent.strip_prefix(FAILED_IN_AGNO).or_else(|| sent.strip_prefix("status='success' result="))?;
    sent.contains(" updated_session_state=").then(|| python::text(said)).flatten().filter(|said| !said.is_empty())
}

/// What Upsonic puts around what a function gave.
const OF_FUNCTION: &str = "{'func': ";

fn of_function(sent: &str) -> Option<String> {
    let json = python::json(sent)?;
    let mut members = Vec::new();
    scan::members(&json, &mut members)?;
    match members[..] {
        [("func", given)] => value(given).map(Cow::into_owned),
        _ => None,
    }
}

/// What the only message of a tool in a list says, or the only block.
fn only_content(sent: &str, around: Around) -> Option<&str> {
    // Most lists are a result themselves, and long.
    if !around.anthropic && !around.strands && !sent.starts_with(r#"[{"role":"tool","#) {
        return None;
    }
    let (mut all, mut inner) = (Vec::new(), Vec::new());
    scan::elements(sent, &mut all)?;
    let [only] = all[..] else { return None };
    scan::members(only, &mut inner)?;
    match inner[..] {
        [("role", "\"tool\""), ("content", content)] => Some(content),
        [("type", "\"text\""), ("text", text)] if around.anthropic => Some(text),
        [("text" | "json", said)] if around.strands => Some(said),
        _ => None,
    }
}

/// What such a message begins with as Python prints it.
const PRINTED: &str = "content=";
/// What its id follows there.
const PRINTED_ID: &str = " tool_call_id='";

/// What it says: `content='4 degrees' name='weather' tool_call_id='c'`.
fn content_of_printed(text: &str) -> Option<String> {
    id_of_printed(text)?;
    python::text(text.strip_prefix(PRINTED)?).filter(|said| !said.is_empty())
}

/// The id of the call that it answers.
fn id_of_printed(text: &str) -> Option<&str> {
    let text = text.strip_prefix('"').unwrap_or(text);
    let is_printed = text.starts_with(PRINTED) || text.starts_with(r#"{"output""#) && text.contains(PRINTED);
    let (_, rest) = is_printed.then(|| text.rsplit_once(PRINTED_ID)).flatten()?;
    rest.split_once('\'').map(|(id, _)| id).filter(|id| !id.is_empty())
}

/// What a message says that is the answer of a tool of LangChain, however it was serialised.
fn content_of_message<'a>(members: &[Member<'a>]) -> Option<&'a str> {
    let mut inner = Vec::new();
    if get(members, "lc").is_some() {
        let mut class = Vec::new();
        scan::elements(get(members, "id")?, &mut class)?;
        (*class.last()? == "\"ToolMessage\"").then_some(())?;
        scan::members(get(members, "kwargs")?, &mut inner)?;
        return get(&inner, "content");
    }
    if let [("type", "\"tool\""), ("data", data)] = *members {
        scan::members(data, &mut inner)?;
        return get(&inner, "content");
    }
    let is_answer = string(members, "type") == Some("tool") || get(members, "tool_call_id").is_some();
    get(members, "content").filter(|_| is_answer)
}

/// The only text of a result of AgentScope, which has the state of the tool beside its blocks, or of LlamaIndex, which
/// has the tool and what it was given.
fn text_of_blocks<'a>(members: &[Member<'a>]) -> Option<&'a str> {
    let beside = |names: [&str; 2]| names.iter().all(|name| get(members, name).is_some());
    let blocks = match () {
        () if beside(["state", "metadata"]) => get(members, "content"),
        () if beside(["tool_name", "raw_input"]) => get(members, "blocks"),
        () => None,
    }?;
    let (mut all, mut inner) = (Vec::new(), Vec::new());
    scan::elements(blocks, &mut all)?;
    let [block] = all[..] else { return None };
    scan::members(block, &mut inner)?;
    let kind = string(&inner, "type").or_else(|| string(&inner, "block_type"));
    get(&inner, "text").filter(|_| kind.is_none_or(|kind| kind == "text"))
}

/// Whether a result says that its tool failed, of frameworks whose spans do not: a message of LangChain by its status,
/// those of AgentScope, LlamaIndex and MCP.
pub(super) fn says_failed(sent: &str) -> bool {
    const SIGNS: [&[u8]; 2] = [b"\"error\"", b"rror\":"];
    if sent.starts_with("content=[") && sent.ends_with(" isError=True") {
        // What a tool of MCP gave.
        return true;
    }
    if sent.trim_start_matches('"').starts_with(PRINTED) {
        // Its last field: what the tool found may have a status, too.
        return id_of_printed(sent).is_some() && sent.trim_end_matches('"').ends_with(" status='error'");
    }
    if sent.starts_with(FAILED_IN_AGNO) {
        return given_by_agno(sent).is_some();
    }
    if !sent.starts_with('{') || !SIGNS.iter().any(|sign| memchr::memmem::find(sent.as_bytes(), sign).is_some()) {
        return false;
    }
    let mut raw = sent;
    for _ in 0..LAYERS {
        let mut members = Vec::new();
        if scan::members(raw, &mut members).is_none() {
            return false;
        }
        if is_failure(&members) {
            return true;
        }
        let inner = ["output", "kwargs", "data"].iter().find_map(|key| get(&members, key));
        match inner.filter(|inner| inner.starts_with('{')) {
            Some(inner) => raw = inner,
            None => return false,
        }
    }
    false
}

/// What Google ADK for Java tells a model of a function that threw.
const FAILED_IN_ADK: &str = r#""An internal error occurred.""#;

fn is_failure(members: &[Member<'_>]) -> bool {
    let has = |key| get(members, key).is_some();
    let is = |key, value| get(members, key) == Some(value);
    let is_blocks = || get(members, "content").is_some_and(|content| content.starts_with('['));
    is("status", "\"error\"") && (has("tool_call_id") || is("type", "\"tool\""))
        || is("state", "\"error\"") && has("metadata") && is_blocks()
        || is("is_error", "true") && has("raw_input")
        || (is("isError", "true") || is("is_error", "true")) && is_blocks()
        || is("status", "\"error\"") && is("message", FAILED_IN_ADK) && members.len() == 2
}

/// The arguments within what was sent; `None` when nothing is around them.
pub(super) fn arguments(sent: &str, around: Around) -> Option<Cow<'_, str>> {
    if sent.starts_with("{'") {
        return python::json(sent).map(Cow::Owned);
    }
    if sent.starts_with('[') {
        return only_content(sent, around).and_then(value);
    }
    if !sent.starts_with('{') {
        return None;
    }
    let mut members = Vec::new();
    scan::members(sent, &mut members)?;
    let object = |key| get(&members, key).filter(|raw| raw.starts_with('{') && raw.len() > 2);
    // The last is a setting of smolagents.
    let of_function = |(key, value): &Member<'_>| match *key {
        "args" => *value == "[]",
        // Dapr's has the name of the tool.
        key => matches!(key, "kwargs" | "sanitize_inputs_outputs" | "tool_name"),
    };
    match members[..] {
        _ if members.iter().all(of_function) => object("kwargs").map(Cow::Borrowed),
        [("input", _)] if around.langsmith => object("input").map(Cow::Borrowed),
        [("tool_name", _), ("arguments", given)] if around.mcp => value(given),
        [("name", _), ("description", _), ("parameters", given)] if around.veadk => value(given),
        [("args", list)] if around.langchain_js => {
            let mut all = Vec::new();
            scan::elements(list, &mut all)?;
            let [only] = all[..] else { return None };
            unquote(only).filter(|text| text.starts_with("{\"") && scan::is_json(text))
        }
        _ => {
            let text = get(&members, "input_str")?;
            let text = || value(text).map(|text| python::json(&text).map_or(text, Cow::Owned));
            object("inputs").map(Cow::Borrowed).or_else(text)
        }
    }
}

/// Gives a call of a tool the id that only what the tool said or was given has.
pub(super) fn name_call(mapped: &mut Mapped<'_>) {
    if mapped.text(Field::Operation) != Some("execute_tool") || mapped.text(Field::ToolCallId).is_some() {
        return;
    }
    let (told, given) = (mapped.text(Field::ToolResult), mapped.text(Field::ToolArguments));
    let id = [told, given].into_iter().flatten().find_map(id_of_call);
    let id = id.or_else(|| told.and_then(id_of_printed).map(Cow::Borrowed)).map(Cow::into_owned);
    if let Some(id) = id {
        mapped.set_text(Field::ToolCallId, Cow::Owned(id));
    }
}

/// Gives a call of a tool the arguments and the result that only its messages have, as those of Strands do.
pub(super) fn from_messages(mapped: &mut Mapped<'_>) {
    if mapped.text(Field::Operation) != Some("execute_tool") {
        return;
    }
    for (field, list, kind, member) in [
        (Field::ToolArguments, Field::Input, "\"tool_call\"", "arguments"),
        (Field::ToolResult, Field::Output, "\"tool_call_response\"", "response"),
    ] {
        let ([message], None) = (mapped.list(list), mapped.text(field)) else { continue };
        let said = only_part(message.as_str()).filter(|part| scan::at(part, "type") == Some(kind));
        let said = said.and_then(|part| value(scan::at(part, member)?)).map(Cow::into_owned);
        if let Some(said) = said {
            mapped.set_text(field, Cow::Owned(said));
        }
    }
}

/// The part of a message that has but one.
fn only_part(message: &str) -> Option<&str> {
    let mut parts = Vec::new();
    scan::elements(scan::at(message, "parts")?, &mut parts)?;
    let [part] = parts[..] else { return None };
    Some(part)
}

/// The id of the call in a tool's message, as LangChain serialises it.
fn id_of_call(json: &str) -> Option<Cow<'_, str>> {
    const PATHS: &[&str] = &[
        "tool_call_id",
        "kwargs.tool_call_id",
        "data.tool_call_id",
        "output.kwargs.tool_call_id",
        "output.tool_call_id",
    ];
    memchr::memmem::find(json.as_bytes(), br#""tool_call_id""#)?;
    paths::json_text(json, PATHS).filter(|id| id != NO_ID)
}

/// A text as it is, another value as JSON; nothing when it is empty.
fn value(raw: &str) -> Option<Cow<'_, str>> {
    if raw.starts_with('"') {
        return unquote(raw).filter(|text| !text.is_empty());
    }
    (!is_empty(raw)).then_some(Cow::Borrowed(raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Around = Around {
        langsmith: false,
        anthropic: false,
        genkit: false,
        mcp: false,
        strands: false,
        veadk: false,
        langchain_js: false,
    };
    const LANGSMITH: Around = Around { langsmith: true, ..PLAIN };

    #[test]
    fn results() {
        let message = r#"{"lc":1,"type":"constructor","id":["langchain_core","messages","ToolMessage"],"kwargs":{"content":"4 \"°\"","tool_call_id":"c"}}"#;
        for (sent, exact) in [
            (r#""4 \"°\"""#.to_owned(), true),
            (r#"{"content":"4 \"°\"","type":"tool","name":"weather"}"#.to_owned(), false),
            (r#"{"type": "tool", "data": {"content": "4 \"°\"", "tool_call_id": "c"}}"#.to_owned(), false),
            (message.to_owned(), false),
            (format!(r#"{{"output":{message}}}"#), false),
            (format!(r#"{{"output": {message}, "kwargs": {{"name":"weather"}}}}"#), false),
            (r#"{"output":"4 \"°\"","kwargs":{}}"#.to_owned(), false),
            (serde_json::to_string(message).unwrap(), false),
        ] {
            let (got, is_exact) = result(&sent, PLAIN).unwrap();
            assert_eq!((&*got, is_exact), (r#"4 "°""#, exact), "{sent}");
        }
        for sent in [
            r#"content='it\'s 4\n"°"' name='weather' tool_call_id='c'"#,
            r#"{"output": "content='it\\'s 4\\n\"°\"' name='weather' id='1' tool_call_id='c'"}"#,
        ] {
            assert_eq!(result(sent, PLAIN).unwrap().0, "it's 4\n\"°\"", "{sent}");
            assert_eq!(id_of_printed(sent), Some("c"), "{sent}");
        }
        let blocks = r#"{"content":[{"type":"text","text":"4"}],"tool_call_id":"c"}"#;
        assert_eq!(result(blocks, PLAIN).unwrap().0, r#"[{"type":"text","text":"4"}]"#);
        assert_eq!(result(r#"{"output":{"degrees":4}}"#, LANGSMITH).unwrap().0, r#"{"degrees":4}"#);
        for own in [
            "4 degrees",
            "4",
            r#"{"degrees":4}"#,
            r#"{"output":"4"}"#,
            r#"{"content":"4"}"#,
            r#"{"content":"","type":"tool"}"#,
            r#"{"lc":1,"id":["AIMessage"],"kwargs":{"content":"4"}}"#,
            "content='4'",
            "content=4 tool_call_id='c'",
            "status='success' of it",
            "status='success' result=4 error=None updated_session_state=None",
            "content='4 tool_call_id=",
            r#""4"#,
            r#""""#,
        ] {
            assert_eq!(result(own, PLAIN), None, "{own}");
        }
    }

    #[test]
    fn given() {
        for sent in [
            r#"{"args":[],"kwargs":{"city":"Oslo"}}"#,
            r#"{"kwargs": {"city":"Oslo"}}"#,
            r#"{"tool_name": "weather", "args": [], "kwargs": {"city":"Oslo"}}"#,
            "{'city': 'Oslo'}",
            r#"{"input_str":"{'city': 'Oslo'}"}"#,
            r#"{"args": [], "sanitize_inputs_outputs": true, "kwargs": {"city":"Oslo"}}"#,
            r#"{"input_str":"{'city': 'Oslo'}","tags":[],"metadata":{},"inputs":{"city":"Oslo"}}"#,
        ] {
            assert_eq!(arguments(sent, PLAIN).unwrap(), r#"{"city":"Oslo"}"#, "{sent}");
        }
        let listed = r#"{"args":["{\"city\":\"Oslo\"}"]}"#;
        let around = Around { langchain_js: true, ..PLAIN };
        assert_eq!(arguments(listed, around).unwrap(), r#"{"city":"Oslo"}"#);
        assert_eq!(arguments(listed, PLAIN), None, "a tool of somebody else may have a list of that name");
        assert_eq!(arguments(r#"{"input_str":"Oslo","inputs":null}"#, PLAIN).unwrap(), "Oslo");
        assert_eq!(arguments(r#"{"input":{"city":"Oslo"}}"#, LANGSMITH).unwrap(), r#"{"city":"Oslo"}"#);
        for own in [
            r#"{"city":"Oslo"}"#,
            r#"{"input":{"city":"Oslo"}}"#,
            r#"{"args":["Oslo"],"kwargs":{"unit":"C"}}"#,
            r#"{"args":[],"kwargs":{}}"#,
            r#"{"args":["Oslo"]}"#,
            r#"{"args":["{\"city\":\"Oslo\"}","b"]}"#,
            "Oslo",
        ] {
            assert_eq!(arguments(own, PLAIN), None, "{own}");
        }
    }
}
