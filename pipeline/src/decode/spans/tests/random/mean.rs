//! Random spans that say things twice: under one key, under an old and a new name, in attributes and in events, in
//! shapes that are nearly those of messages.
//!
//! `@` in a text becomes a word and `#` a number that occur nowhere else, so that what is lost is seen to be.

use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, ArrayValue, KeyValue, KeyValueList, any_value::Value},
    trace::v1::{Span, Status, span},
};
use proptest::{collection::vec, prelude::*, sample};

use super::{
    super::super::table::{Field, fields},
    EVENT_KEYS, EVENTS, FAMILIES, SHAPES,
};

/// Begins every word that occurs once.
pub(super) const WORD: &str = "zq";
/// Begins every number that occurs once.
pub(super) const NUMBER: &str = "7913";

/// Texts of messages, requests and responses, whole and nearly so.
const TEXTS: &[&str] = &[
    "@",
    "",
    " ",
    "#",
    "\"@\"",
    "[",
    "{",
    "[]",
    "{}",
    "null",
    "[\"@\"]",
    "[\"@\",",
    "[\"@\",\"@\"]",
    "[null]",
    "[[]]",
    "[[\"user\",\"@\"]]",
    "{\"a\":\"@\",\"a\":\"@\"}",
    r#"[{"role":"user","content":"@"}]"#,
    r#"{"role":"user","content":"@"}"#,
    r#"[{"role":"user","content":"@","content":"@"}]"#,
    r#"[{"role":"user","role":"@","content":"x"}]"#,
    r#"[{"role":"user","content":"x","parts":"@","parts":["@"]}]"#,
    r#"[{"role":"user","parts":[{"text":"@"}],"parts":[{"text":"@"}]}]"#,
    r#"[{"role":5,"content":"@"}]"#,
    r#"[{"role":"user","content":{"a":"@"}}]"#,
    r#"[{"role":"user","content":"@"},"@"]"#,
    r#"[{"role":"user","content":"@"},7]"#,
    r#"[{"role":"user","parts":[{"type":"text","content":"@"}]}]"#,
    r#"[{"role":"user","parts":[{"type":"text","content":"@"}]},{"role":"user","parts":[]}]"#,
    r#"[{"role":"user","parts":[{"type":"text","type":"@","content":"@"}]}]"#,
    r#"[{"role":"assistant","content":null,"content":"@","tool_calls":[{"id":"@","function":{"name":"@","name":"@","arguments":"@"}}],"tool_calls":[{"id":"@","name":"f"}]}]"#,
    r#"[{"role":"assistant","content":"","function_call":{"name":"@"},"function_call":"@"}]"#,
    r#"[{"role":"assistant","content":"@","tool_calls":{"id":"@"}}]"#,
    r#"[{"role":"assistant","parts":[{"type":"thinking","thinking":"@","content":"@","thinking":"@"},{"type":"thinking","thinking":"@"}]}]"#,
    r#"[{"role":"tool","parts":[{"type":"tool_call_response","result":"@","result":"@","type":"@"},{"type":"tool_call_response","id":"@","result":"@"}]}]"#,
    r#"[{"role":"assistant","parts":[{"type":"reasoningContent","content":{"reasoningText":{"text":"@","text":"@","content":"@"}},"content":"@"}]}]"#,
    r#"[{"role":"assistant","content":null,"refusal":"@","refusal":"@","additional_kwargs":{"refusal":"@"}}]"#,
    r#"[{"role":"assistant","content":[{"type":"function_call","call_id":"@","call_id":"@","id":"@","name":"f","arguments":"@"}],"tool_calls":[{"id":"@","name":"f","args":"@"}]}]"#,
    r#"[{"content":"@","additional_kwargs":{},"role":"@"}]"#,
    r#"[{"role":"user","content":[{"media":{"url":"@","url":"@","contentType":"@"},"media":"@"}]}]"#,
    r#"[{"role":"user","parts":[{"type":"image-url","url":"@","uri":"@","media_type":"@"}]}]"#,
    r#"[{"id":"@","type":"function_call_output","call_id":"@","output":"@","response":"@"}]"#,
    r#"[{"type":"reasoning","id":"@","summary":[{"type":"@","text":"@","text":"@"}],"content":[{"text":"@","index":"@"}]}]"#,
    r#"[{"role":"assistant","parts":[{"type":"text","content":"{\"type\":\"reasoning\",\"id\":\"@\",\"id\":\"@\",\"summary\":[{\"text\":\"@\",\"index\":\"@\"}]}"}]}]"#,
    r#"[{"role":"assistant","parts":[{"type":"text","content":"{\"reasoningContent\":{\"reasoningText\":{\"text\":\"@\",\"text\":\"@\"}}}","content":"@"}]}]"#,
    r#"[{"role":"user","parts":[{"type":"binary","content":"@","media_type":"@","media_type":"@","mime_type":"@","modality":"@"}]}]"#,
    r#"[{"role":"user","parts":[{"type":"input_file","file_id":"@","file_data":"@","file_url":"@"},{"type":"image_url"}]}]"#,
    r#"[{"role":"assistant","content":"","refusal":{"a":"@"},"additional_kwargs":{"refusal":"@"}}]"#,
    r#"[{"name":"@","parameters":{"a":"@"},"parameters":"@","inputSchema":"@","name":"@"}]"#,
    r#"[{"name":"@","parameters_json_schema":{"a":"@"},"parametersJsonSchema":{"a":"@"}}]"#,
    r#"[{"role":"assistant","tool_calls":[{"id":"@","function":"@","type":"function"}]}]"#,
    r#"[{"role":"tool","tool_call_id":"@","tool_call_id":"@","content":"@"}]"#,
    r#"[{"role":"tool","tool_call_id":"@","content":[{"type":"tool_result","tool_use_id":"@","content":"@","output":"@"}]}]"#,
    r#"[{"role":"assistant","content":"x","reasoning":"@","reasoning_content":"@","reasoning":"@"}]"#,
    r#"[{"type":"tool_use","id":"@","name":"@","input":{"a":"@"},"args":"@"}]"#,
    r#"[{"type":"text","text":"@","text":"@"}]"#,
    r#"[{"type":"image_url","image_url":{"url":"@","url":"@","type":"@","modality":"@"},"modality":"@","type":"@"}]"#,
    r#"[{"type":"image_url","image_url":{"url":"@"},"image_url":"@"}]"#,
    r#"[{"type":"image","image":"@","image":"@"}]"#,
    r#"[{"toolUse":{"toolUseId":"@","name":"f","input":{"a":"@"}},"toolUse":"@"}]"#,
    r#"[{"function_call":{"name":"@","type":"@"},"functionCall":{"name":"@"},"text":"@"}]"#,
    r#"[{"type":"reasoning","reasoning":"@","content":"@"}]"#,
    r#"[{"type":"function_call","call_id":"@","id":"@","name":"@","arguments":"@","type":"@"}]"#,
    r#"{"messages":[{"role":"user","content":"@"}],"messages":"@"}"#,
    r#"{"messages":[{"role":"user","content":"@"}],"system":"@","system":"@","prompt":"@"}"#,
    r#"{"content":"@","role":"user","tool_calls":null,"x":"@"}"#,
    r#"{"content":"@","event.name":"@"}"#,
    r#"{"message":{"content":"@","content":"@"},"message":"@","index":#}"#,
    r#"{"role":5,"content":"@","type":"human"}"#,
    r#"{"content":"@","type":"human","role":{"a":"@"},"additional_kwargs":{"a":"@"}}"#,
    r#"{"lc":1,"id":["HumanMessage"],"kwargs":{"content":"@","content":"@"},"kwargs":"@"}"#,
    r#"["human","@"]"#,
    r#"[["ai","@"],["@","@"]]"#,
    r#"{"args":["@"],"kwargs":{},"args":["@"]}"#,
    r#"{"args":["@"],"kwargs":{"a":"@"}}"#,
    r#"{"text":"@","toolCalls":[{"toolCallId":"@","toolName":"f","input":{}}]}"#,
    r#"{"choices":[{"message":{"content":"@","role":"assistant"},"finish_reason":"stop"},{"text":"@"}],"model":"@","id":"@"}"#,
    r#"{"candidates":[{"content":{"role":"model","parts":[{"text":"@"}]},"finishReason":"@"}]}"#,
    r#"[{"type":"function","function":{"name":"@","name":"@","parameters":{"a":"@"}},"function":"@","name":"@"}]"#,
    r#"[{"name":"@","input_schema":{"a":"@"},"inputSchema":{"a":"@"},"parameters":"@","parameters":"@"}]"#,
    r#"[{"toolSpec":{"name":"@","inputSchema":{"json":{"a":"@"}},"type":"@"},"toolSpec":"@"}]"#,
    r#"[{"functionDeclarations":[{"name":"@"}],"functionDeclarations":[{"name":"@"}]}]"#,
    r#"[{"id":"@","content":"@","id":"@"},"@",#]"#,
    r#"{"tools":[{"name":"@"}],"model":"@","tools":"@"}"#,
    r#"{"prompt_tokens":#,"input":#,"output":#,"input_cached_tokens":#}"#,
    r#"{"usage":{"prompt_tokens":#},"model":"@","stop_reason":"tool_use"}"#,
    r#"{"usage":{"input_tokens":#,"cache_read_input_tokens":#,"cache_creation_input_tokens":#}}"#,
    r#"{'cached_tokens': #, 'reasoning': #, 'a': '@'}"#,
    r#"[{"type":"human","data":{"content":"@","role":"@"}}]"#,
    r#"{"object":"response","status":"completed","usage":{"input_tokens":#},"output":"@"}"#,
    r#"{"output":[{"page_content":"@"}],"kwargs":{"name":"@"}}"#,
    r#"{"thread_id":"@","session_id":"@","user_id":"@"}"#,
    r#"[{"event.name":"gen_ai.user.message","content":"@","role":"@"},{"event.name":"gen_ai.choice","message":{"content":"@"}}]"#,
    r#"{"inputs":{"messages":[{"role":"user","content":"@"}]},"tags":["@"],"inputs":"@"}"#,
    r#"{"outputs":{"messages":[["ai","@"]],"outputs":"@"},"a":"@"}"#,
    r#"{"outputs":[{"role":"assistant","content":"@"}],"metadata":{"a":"@"}}"#,
    r#"{"output":{"kwargs":{"tool_call_id":"@","content":"@"}},"tool_call_id":"@"}"#,
    r#"{"inputs":"@","kwargs":{"tool_call_id":"@","tool_call_id":"@"}}"#,
    r#"{"documents":[{"page_content":"@","metadata":"@"}],"documents":["@"],"count":#}"#,
    r#"{"object":"response","status":"completed","incomplete_details":null,"usage":{},"output":[{"type":"function_call","call_id":"@","name":"f","arguments":"@"}]}"#,
    r#"{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens","a":"@"},"status":"@","usage":{"input_tokens":#},"output":"@"}"#,
    r#"[{"role":"user","blocks":[{"block_type":"text","text":"@","content":"@"},{"block_type":"@","text":"@"}],"blocks":"@"}]"#,
    r#"[{"role":"assistant","blocks":[{"block_type":"tool_call","tool_call_id":"@","tool_name":"@","id":"@","type":"@"}],"content":"@"}]"#,
    r#"[{"role":"tool","tool_call_id":"@","blocks":["@"]}]"#,
    r#"[{"type":"image","source":{"type":"base64","data":"@","media_type":"@","type":"@","content":"@"},"source":"@"}]"#,
    r#"[{"type":"document","source":{"type":"url","url":"@","uri":"@"},"uri":"@"},{"type":"document","source":{"type":"text","data":"@"}}]"#,
    r#"[{"type":"input_audio","input_audio":{"data":"@","data":"@","modality":"@"},"input_audio":"@"}]"#,
    r#"[{"type":"file","data":"@","mediaType":"image/@","mimeType":"@","file":{"a":"@"}}]"#,
    r#"[{"role":"user","parts":[{"inlineData":{"data":"@","mimeType":"@","data":"@"},"text":"@"},{"fileData":{"fileUri":"@","file_uri":"@"}}]}]"#,
    r#"[{"role":"user","content":[{"image":{"format":"@","source":{"bytes":"@","content":"@"},"source":"@"},"image":"@"}]}]"#,
    r#"{"content":[{"text":"@","text":"@"}],"metadata":{"a":"@"}}"#,
    r#"[{"content":[{"type":"text","text":"@"}],"metadata":"@"},{"content":[{"text":"@"}],"content":"@"}]"#,
    r#"{"content":[{"type":"text","text":"@","a":"@"}],"state":"error","metadata":{},"id":"@"}"#,
    r#"{"blocks":[{"text":"@","block_type":"text"}],"tool_name":"@","raw_input":{"a":"@"},"is_error":true}"#,
    r#"{"name":"@","content":"@","call_id":"@","content":"@","response":"@","type":"@"}"#,
    r#"[{"role":"assistant","parts":[{"type":"text","content":"@"}],"finish_reason":"tool_calls","parts":[]}]"#,
    r#"[{"role":"assistant","parts":[{"type":"text","content":"@"}],"a\"b":"@","finish_reason":"tool_calls"}]"#,
    "<@ object at 0x7f10>",
    "{'messages': [ChatMessage(_content='@')]}",
    "content='@' name='f' tool_call_id='@' status='error'",
    "{'func': '@'}",
    "{'func': '@', 'func': '@'}",
    r#"[{"role":"tool","content":"@"}]"#,
    r#"[{"role":"tool","content":"@","content":"@"}]"#,
    r#"{"resourceId":"@","resourceId":"@"}"#,
    r#"[{"role":"assistant","status":"completed","content":"@","stop_reason":"tool_use","status":"@"}]"#,
    r#"{"role":"user","content":"\u0000\ud83d @"}"#,
    "{\"role\":\"user\",\"content\":\"\u{1}@\"}",
    "\u{0}@",
    "@\u{fffd}",
    "$@",
    "{\"$map\":{\"a\":\"@\"}}",
    "{\"$bytes\":\"@\"}",
    "{\"$double\":\"NaN\"}",
];

/// Names that closed sets know, and that some conversions take for nothing.
const NAMES: &[&str] = &[
    "chat",
    "completion",
    "acompletion",
    "responses",
    "embedding",
    "unknown",
    "execute_tool",
    "invoke_agent",
    "retrieval",
    "rerank",
    "LLM",
    "TOOL",
    "CHAIN",
    "AGENT",
    "agent",
    "tool",
    "chain",
    "workflow",
    "generation",
    "model",
    "flow",
    "ai.toolCall",
    "ai.streamText",
    "ai.generateText.doGenerate f",
    "ai. ",
    "CHAT_MODEL",
    "\"TOOL\"",
    "tools/call",
    "stop",
    "tool_calls",
    "FinishReason.STOP",
    "[\"end_turn\"]",
    "\"max_tokens\"",
    "openai",
    "langchain",
    "\"openai\"",
    " OpenAI ",
    "openai.chat",
    "gpt-4o",
    "openai/gpt-4o",
    "https://a:1/b",
    "a://b://c/",
    "span",
    "openlit",
    "user",
    "assistant",
    "model",
    "system",
    "text",
    "tool_use",
    "tool_call",
    "image",
    "<not specified>",
    "\"completed\"",
    "text-embedding-3-small",
    "output_text",
    "12",
    " 7 ",
    "-1",
];

const INTS: &[i64] = &[0, 1, 7, 12, 20, 32, -1, i64::MAX, i64::MIN, i64::MAX - 7, 1 << 53, (1 << 53) + 1];
const DOUBLES: &[f64] = &[
    0.0,
    -0.0,
    7.0,
    0.5,
    1e300,
    9.007_199_254_740_993e15,
    f64::MAX,
    f64::MIN_POSITIVE,
    5e-324,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    1e22,
];

/// A value, and what else to do with it where it is used.
#[derive(Clone, Copy, Debug)]
enum Form {
    AsItIs,
    Quoted,
    Array,
    Twice,
    OpenAi,
    Canonical,
    Map,
    MapOfDollars,
    Choice,
}

fn text_value(text: String) -> AnyValue {
    AnyValue { value: Some(Value::StringValue(text)) }
}

fn map(pairs: Vec<(&str, AnyValue)>) -> AnyValue {
    let values = pairs.into_iter().map(|(key, value)| KeyValue {
        key: key.to_owned(),
        value: Some(value),
        ..KeyValue::default()
    });
    AnyValue { value: Some(Value::KvlistValue(KeyValueList { values: values.collect() })) }
}

fn array(values: Vec<AnyValue>) -> AnyValue {
    AnyValue { value: Some(Value::ArrayValue(ArrayValue { values })) }
}

impl Form {
    fn of(self, value: &AnyValue) -> AnyValue {
        let value = value.clone();
        match (self, &value.value) {
            (Self::AsItIs, _) => value,
            (Self::Array, _) => array(vec![value]),
            (Self::Twice, _) => array(vec![value.clone(), value]),
            (Self::Map, _) => {
                map(vec![("role", text_value("user".to_owned())), ("content", value.clone()), ("content", value)])
            }
            (Self::MapOfDollars, _) => map(vec![("$map", value.clone()), ("$map", value.clone()), ("a", value)]),
            (_, Some(Value::StringValue(text))) => {
                let quoted = serde_json::to_string(text).unwrap();
                text_value(match self {
                    Self::OpenAi => format!(r#"[{{"role": "user", "content": {quoted}}}]"#),
                    Self::Canonical => format!(r#"[{{"role":"user","parts":[{{"type":"text","content":{quoted}}}]}}]"#),
                    Self::Choice => format!(r#"{{"role":"assistant","content":{quoted}}}"#),
                    _ => quoted,
                })
            }
            _ => value,
        }
    }
}

/// Shapes, of which some lost or doubled a piece.
fn text() -> impl Strategy<Value = String> {
    let whole = prop_oneof![4 => sample::select(TEXTS), 1 => sample::select(SHAPES), 2 => sample::select(NAMES)];
    let deep = (54usize..70, any::<bool>()).prop_map(|(n, object)| {
        let (open, close) = if object { (r#"{"a":"#, "}") } else { ("[", "]") };
        format!("[{}\"@\"{}]", open.repeat(n), close.repeat(n))
    });
    let damaged = (whole.clone(), any::<sample::Index>(), 1usize..8, 0u8..3).prop_map(|(text, at, len, how)| {
        let chars: Vec<char> = text.chars().collect();
        if chars.is_empty() {
            return text.to_owned();
        }
        let at = at.index(chars.len());
        let to = (at + len).min(chars.len());
        match how {
            0 => [&chars[..at], &chars[to..]].concat(),
            1 => [&chars[..to], &chars[at..]].concat(),
            _ => chars[..at].to_vec(),
        }
        .into_iter()
        .collect()
    });
    prop_oneof![12 => whole.prop_map(ToOwned::to_owned), 3 => damaged, 1 => deep]
}

fn value() -> impl Strategy<Value = AnyValue> {
    let leaf = prop_oneof![
        12 => text().prop_map(Value::StringValue),
        2 => sample::select(INTS).prop_map(Value::IntValue),
        1 => sample::select(DOUBLES).prop_map(Value::DoubleValue),
        1 => any::<bool>().prop_map(Value::BoolValue),
        1 => vec(any::<u8>(), 0..4).prop_map(Value::BytesValue),
    ]
    .prop_map(|value| AnyValue { value: Some(value) });
    prop_oneof![9 => leaf, 1 => Just(AnyValue { value: None })]
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        6 => Just(Form::AsItIs),
        4 => sample::select(vec![
            Form::Quoted, Form::Array, Form::Twice, Form::OpenAi, Form::Canonical, Form::Map, Form::MapOfDollars, Form::Choice,
        ])
    ]
}

/// Keys of one column or of a few, and what changes how they are read.
fn keys() -> impl Strategy<Value = Vec<String>> {
    let of_field = |field: usize| {
        let keys: Vec<&'static str> = fields().nth(field).unwrap().1.iter().map(|source| source.key).collect();
        (sample::select(keys), sample::select(FAMILIES))
            .prop_map(|(key, rest)| if key.ends_with('.') { format!("{key}{rest}") } else { key.to_owned() })
    };
    let content = vec![
        Field::Input,
        Field::Output,
        Field::ToolDefinitions,
        Field::Documents,
        Field::ToolArguments,
        Field::ToolResult,
    ];
    let some = prop_oneof![
        2 => sample::select(content).prop_map(|field| field as usize),
        1 => sample::select(vec![Field::InputTokens, Field::OutputTokens, Field::CacheRead, Field::CacheWrite]).prop_map(|field| field as usize),
        2 => 0..fields().count(),
    ];
    let near = some.prop_flat_map(move |field| vec(of_field(field), 1..5));
    let any = (0..fields().count()).prop_flat_map(of_field);
    let other = sample::select(vec![
        "$",
        "$$a",
        "$dropped_attributes_count",
        "$start_unix_nano",
        "",
        "cloud.region",
        "gen_ai.tool.status",
        "code.function.parameters.a.value",
        "telemetry.sdk.name",
        "gen_ai.usage.total_tokens",
        "litellm.x",
        "langsmith.metadata.lc_agent_name",
        "http.response.status_code",
        "langfuse.observation.level",
        "langfuse.observation.metadata.status",
        "pydantic_ai.x",
        "gen_ai.completion.0.function_call.name",
        "gen_ai.completion.0.function_call.arguments",
        "haystack.agent.step.llm.output",
        "agentops.tool.output",
        "operation.name",
        "n8n.node.type",
    ])
    .prop_map(ToOwned::to_owned);
    (near, vec(prop_oneof![2 => any, 1 => other], 0..4)).prop_map(|(a, b)| [a, b].concat())
}

/// What says which operation it is.
const OPERATIONS: &[(&str, &str)] = &[
    ("gen_ai.operation.name", "chat"),
    ("gen_ai.operation.name", "execute_tool"),
    ("gen_ai.operation.name", "invoke_agent"),
    ("gen_ai.operation.name", "retrieval"),
    ("gen_ai.operation.name", "chain"),
    ("gen_ai.request.model", "gemini-2.5-flash"),
    ("langsmith.span.kind", "retriever"),
    ("openinference.span.kind", "LLM"),
    ("openinference.span.kind", "TOOL"),
    ("traceloop.span.kind", "agent"),
    ("llm.request.type", "completion"),
    ("langfuse.observation.type", "generation"),
    ("mlflow.spanType", "\"CHAT_MODEL\""),
    ("x", "y"),
    ("x", "y"),
];

type Pick = (sample::Index, sample::Index, Form);

fn pick(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Pick>> {
    vec((any::<sample::Index>(), any::<sample::Index>(), form()), count)
}

fn attributes(keys: &[String], values: &[AnyValue], picks: Vec<Pick>) -> Vec<KeyValue> {
    let one = |(key, value, form): Pick| KeyValue {
        key: key.get(keys).clone(),
        value: Some(form.of(value.get(values))),
        ..KeyValue::default()
    };
    picks.into_iter().map(one).collect()
}

/// Attributes of any values under any keys, some of them twice.
pub(in crate::decode) fn any_attributes() -> impl Strategy<Value = Vec<KeyValue>> {
    (keys(), vec(value(), 1..4), pick(0..6)).prop_map(|(keys, values, picks)| attributes(&keys, &values, picks))
}

/// Every text, alone in its span, as what a model was sent or said in some dialect.
pub(super) fn spans() -> impl Iterator<Item = Span> {
    const KEYS: &[&str] = &[
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.tool.definitions",
        "input.value",
        "output.value",
        "langfuse.observation.output",
        "traceloop.entity.output",
    ];
    TEXTS.iter().chain(SHAPES).flat_map(|text| {
        KEYS.iter().map(|key| {
            let (mut value, kind) = (text_value((*text).to_owned()), text_value("chat".to_owned()));
            Marks(0).value(&mut value);
            let attributes = [("gen_ai.operation.name", kind), (*key, value)];
            let attributes = attributes.map(|(key, value)| KeyValue {
                key: key.to_owned(),
                value: Some(value),
                ..KeyValue::default()
            });
            Span {
                trace_id: vec![1; 16],
                span_id: vec![1; 8],
                name: "n".to_owned(),
                attributes: attributes.into(),
                ..Span::default()
            }
        })
    })
}

pub(super) fn span() -> impl Strategy<Value = Span> {
    let pools = (keys(), vec(value(), 1..4), vec(sample::select(EVENT_KEYS).prop_map(ToOwned::to_owned), 1..4));
    let events = vec((sample::select(EVENTS), pick(0..4)), 0..4);
    let names = sample::select(vec!["n", "", "f.run", "f.chat", "execute_tool f", "agent_run [a]", "\u{0}"]);
    let times = (sample::select(&[0, 1, i64::MAX as u64, u64::MAX][..]), any::<u64>());
    (pools, pick(0..9), events, sample::select(OPERATIONS), any::<sample::Index>(), names, times, 0u8..3).prop_map(
        |((keys, mut values, event_keys), picks, events, (key, operation), place, name, (start, end), parent)| {
            let mut marks = Marks(0);
            values.iter_mut().for_each(|value| marks.value(value));
            let mut of_span = attributes(&keys, &values, picks);
            let operation = Some(text_value(operation.to_owned()));
            let place = place.index(of_span.len() + 1);
            of_span.insert(place, KeyValue { key: key.to_owned(), value: operation, ..KeyValue::default() });
            Span {
                trace_id: vec![1; 16],
                span_id: vec![parent + 1; 8],
                parent_span_id: if parent == 0 { Vec::new() } else { vec![parent; 8] },
                name: name.to_owned(),
                start_time_unix_nano: start,
                end_time_unix_nano: end,
                attributes: of_span,
                events: events
                    .into_iter()
                    .map(|(name, picks)| span::Event {
                        name: name.to_owned(),
                        attributes: attributes(&event_keys, &values, picks),
                        ..span::Event::default()
                    })
                    .collect(),
                status: Some(Status { code: i32::from(parent), message: String::new() }),
                ..Span::default()
            }
        },
    )
}

/// Numbers the marks of a span.
struct Marks(u32);

impl Marks {
    fn value(&mut self, value: &mut AnyValue) {
        let Some(Value::StringValue(text)) = &mut value.value else { return };
        let mut marked = String::new();
        for c in text.chars() {
            self.0 += 1;
            match c {
                '@' => marked.push_str(&format!("{WORD}{:05}", self.0)),
                '#' => marked.push_str(&format!("{NUMBER}{:05}", self.0)),
                c => marked.push(c),
            }
        }
        *text = marked;
    }
}
