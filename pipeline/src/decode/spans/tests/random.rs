//! Random spans, some with keys that the mapping knows.

use std::{collections::BTreeSet, sync::Arc};

use custos_model::ingest::{Request, Signal};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList, any_value::Value},
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span, Status, span},
};
use proptest::prelude::*;
use prost::Message;

use super::{
    super::table::{ALIASES, fields},
    support::{Row, decode, rows, spans},
};
use crate::decode::{BatchBuilder, rebuild};

mod fuller;
pub(in crate::decode) mod mean;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z\"\\\\\\[\\]{}:, \u{1}é🙂]{0,12}",
        Just("execute_tool".to_owned()),
        Just("chat".to_owned()),
        Just("LLM".to_owned()),
        Just("openai".to_owned()),
        Just("tool_calls".to_owned()),
        Just(r#"[{"role":"user","parts":[{"type":"text","content":"hi"}]}]"#.to_owned()),
        Just(
            r#"[{"role": "user", "content": "hi"}, {"role": "assistant", "content": null, "tool_calls": []}]"#
                .to_owned()
        ),
        Just(r#"{"prompt_tokens": 7, "messages": ["x"], "id": "r1", "model": "m"}"#.to_owned()),
        Just(r#"[{"type":"function","function":{"name":"f"}}]"#.to_owned()),
        Just("12".to_owned()),
        Just("\"said\"".to_owned()),
        Just("ai.streamText.doStream fn".to_owned()),
        Just("https://api.openai.com/v1".to_owned()),
        Just("OpenAIChatGenerator".to_owned()),
        Just(r#"{"args":["do it"],"kwargs":{}}"#.to_owned()),
        Just(r#"{"message":{"content":"a"},"finish_reason":"stop"}"#.to_owned()),
        Just(r#"[{"event.name":"gen_ai.user.message","content":"q"},{"event.name":"gen_ai.choice","message":{"content":"a"}}]"#.to_owned()),
        Just("hi".to_owned()),
        one_of(SHAPES),
        Just(
            r#"{"model":"gemini-2.5-pro","config":{"system_instruction":"s"},"contents":[{"parts":[{"text":"hi"}],"role":"user"}]}"#
                .to_owned()
        ),
        Just(
            r#"{"content":{"parts":[{"text":"a"}],"role":"model"},"finish_reason":"STOP","usage_metadata":{"prompt_token_count":7,"thoughts_token_count":3}}"#
                .to_owned()
        ),
    ]
}

/// Requests and messages of more SDKs.
const SHAPES: &[&str] = &[
    r#"[[{"role":"user","content":"a"}],[{"role":"user","content":"b"}]]"#,
    r#"{"messages":[[{"lc":1,"type":"constructor","id":["HumanMessage"],"kwargs":{"content":"q"}},["ai","a"]]]}"#,
    r#"{"system":[{"type":"text","text":"s"}],"messages":[{"role":"user","content":"q"}]}"#,
    r#"{"generations":[[{"message":{"type":"ai","content":"a"},"generation_info":{"finish_reason":"stop"}}]]}"#,
    r#"[{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}],"tool_calls":[{"id":"c","name":"f","args":{"a":1}},{"id":"","name":"g","id":2}]}]"#,
    r#"{"input":7,"input_cache_read":20,"output":3,"output_reasoning":2,"total":32}"#,
    "ollama/gpt-oss:20b",
    r#"{"lc_agent_name":"agent.run"}"#,
    r#"[{"type":"reasoning","id":"r","summary":[{"text":"t"}],"content":null},{"role":"assistant","content":"a"}]"#,
    r#"[{"source":"user","content":"hi","type":"TextMessage"},{"source":"a","content":[{"id":"c","arguments":"{}","name":"f"}],"type":"ToolCallRequestEvent"}]"#,
    r#"[{"role":"system","content":""},{"role":"user","content":"hi"}]"#,
    "<class 'a.B'>",
    "<a.B object at 0x7f10>",
    "{'messages': [ChatMessage(_content='a')]}",
    r#"{"content":[{"text":"a"}],"metadata":{"a":1}}"#,
    r#"[{"role":"assistant","parts":[],"finish_reason":"tool_calls"}]"#,
    r#"{"name":"f","content":"a","call_id":"c","is_error":false}"#,
    "@n8n/n8n-nodes-langchain.lmChatOpenAi",
    r#"[{"role":"assistant","parts":[{"type":"text","content":"ResponseFunctionToolCall(call_id='c', name='f', id=None)"}]}]"#,
    r#"[{"role":"user","parts":[{"type":"text","content":"[{\"role\":\"user\",\"content\":\"hi\"}]"},{"type":"file","content":{"file_id":"a"}}]}]"#,
    r#"["error"]"#,
    "resp_1",
];

fn value() -> impl Strategy<Value = AnyValue> {
    let leaf = prop_oneof![
        4 => text().prop_map(|text| Some(Value::StringValue(text))),
        2 => (-3i64..2000).prop_map(|n| Some(Value::IntValue(n))),
        1 => any::<i64>().prop_map(|n| Some(Value::IntValue(n))),
        1 => prop_oneof![Just(0.5), Just(2.0), Just(f64::INFINITY), Just(-0.0), Just(1e300)]
            .prop_map(|n| Some(Value::DoubleValue(n))),
        1 => any::<bool>().prop_map(|b| Some(Value::BoolValue(b))),
        1 => prop::collection::vec(any::<u8>(), 0..4).prop_map(|b| Some(Value::BytesValue(b))),
        1 => Just(None),
    ]
    .prop_map(|value| AnyValue { value });
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|values| AnyValue { value: Some(Value::ArrayValue(ArrayValue { values })) }),
            prop::collection::vec(
                (prop_oneof!["[a-z$]{0,6}", Just("role".to_owned()), Just("parts".to_owned())], inner),
                0..3
            )
            .prop_map(|pairs| AnyValue {
                value: Some(Value::KvlistValue(KeyValueList {
                    values: pairs.into_iter().map(|(k, v)| attribute(k, v)).collect()
                }))
            }),
        ]
    })
}

fn attribute(key: String, value: AnyValue) -> KeyValue {
    KeyValue { key, value: Some(value), ..KeyValue::default() }
}

/// What may follow the prefix of a family of keys.
const FAMILIES: &[&str] = &[
    "0.content",
    "0.user",
    "1.role",
    "0.message.role",
    "0.message.content",
    "0.message.content.0",
    "0.message.contents.0.message_content.text",
    "1.message.tool_calls.0.tool_call.function.name",
    "0.document.content",
    "0.tool.json_schema",
    "0.name",
    "0.finish_reason",
    "text",
    "toolCalls",
    "prompt.text",
    "completion.text",
    "0.role",
    "0.content",
    "00.content",
    "content",
    "1.content",
    "0.tool_call_id",
    "0.tool_calls.0.name",
    "0.tool_calls.0.arguments",
    "0.message.name",
    "0.message.tool_call_id",
    "0.message.tool_calls.0.tool_call.function.name",
    "0.message.contents.0.message_content.type",
    "0.message.contents.0.tool_call.function.name",
    "0.document.id",
    "0.document.metadata",
    "0.parameters",
    "0.prompt.text",
    "0.completion.text",
    "reasoning",
    "object",
    "0.function.0",
    "0.function.name",
    "0.function_call.name",
    "0.function_call.arguments",
    "0.tool_calls.0.function.name",
];

fn known_key() -> impl Strategy<Value = String> {
    let keys = fields().flat_map(|(_, sources)| sources).map(|source| source.key);
    let keys: Vec<&'static str> = keys.chain(ALIASES.iter().map(|(alias, _)| *alias)).collect();
    (prop::sample::select(keys), prop::sample::select(FAMILIES))
        .prop_map(|(key, rest)| if key.ends_with('.') { format!("{key}{rest}") } else { key.to_owned() })
}

fn attributes(known: bool) -> BoxedStrategy<Vec<KeyValue>> {
    let key = if known { prop_oneof![1 => foreign_key(), 4 => known_key()].boxed() } else { foreign_key().boxed() };
    prop::collection::vec((key, value()).prop_map(|(k, v)| attribute(k, v)), 0..7).boxed()
}

fn foreign_key() -> impl Strategy<Value = String> {
    prop_oneof!["x[a-z.$]{0,6}", "\\$[a-z]{0,3}", Just("session.id".to_owned()), Just("http.method".to_owned())]
}

/// Events whose content goes to columns, and the attributes that hold it.
const EVENTS: &[&str] = &[
    "gen_ai.system.message",
    "gen_ai.assistant.message",
    "exception",
    "gen_ai.user.message",
    "gen_ai.tool.message",
    "gen_ai.choice",
    "gen_ai.content.prompt",
    "gen_ai.content.completion",
    "gen_ai.prompt.0",
    "gen_ai.completion.0",
    "gen_ai.client.inference.operation.details",
    "db.query.result",
];
const EVENT_KEYS: &[&str] = &[
    "gen_ai.completion",
    "exception.type",
    "$",
    "id",
    "db.search.result.entity",
    "content",
    "message",
    "gen_ai.event.content",
    "gen_ai.prompt.content",
    "gen_ai.prompt.role",
    "gen_ai.completion.content",
    "gen_ai.completion.role",
    "gen_ai.prompt",
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.system_instructions",
    "finish_reason",
    "db.query.result.id",
    "db.query.result.document",
    "db.query.result.metadata",
];

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(texts.to_vec()).prop_map(ToOwned::to_owned)
}

fn any_span(known: bool) -> impl Strategy<Value = Span> {
    let foreign = prop_oneof!["[a-z]{0,4}", Just("exception".to_owned())];
    let event = if known {
        let name = prop_oneof![1 => foreign, 4 => one_of(EVENTS)];
        let key = prop_oneof![1 => foreign_key(), 4 => one_of(EVENT_KEYS)];
        (name.boxed(), prop::collection::vec((key, value()).prop_map(|(k, v)| attribute(k, v)), 0..4).boxed())
    } else {
        (foreign.boxed(), attributes(false))
    };
    let events = prop::collection::vec((event.0, event.1, any::<u32>()), 0..4);
    let times = (any::<u64>(), any::<u64>());
    (1u8..4, 0u8..5, times, attributes(known), events, (0i32..8, 0i32..4, text()), (any::<u32>(), any::<u32>()))
        .prop_map(|(id, parent, (start, end), attributes, events, (kind, code, message), (flags, dropped))| Span {
            trace_id: vec![1; 16],
            span_id: vec![id; 8],
            // The last is as long as no id.
            parent_span_id: vec![parent; [0, 8, 8, 8, 5].get(usize::from(parent)).copied().unwrap_or(0)],
            name: format!("span {id}"),
            kind,
            start_time_unix_nano: start,
            end_time_unix_nano: end,
            attributes,
            dropped_attributes_count: dropped,
            events: events
                .into_iter()
                .map(|(name, attributes, dropped_attributes_count)| span::Event {
                    name,
                    attributes,
                    dropped_attributes_count,
                    time_unix_nano: start,
                })
                .collect(),
            links: vec![span::Link { trace_id: vec![2; 16], span_id: vec![3; 8], flags, ..span::Link::default() }],
            status: Some(Status { code, message }),
            flags,
            ..Span::default()
        })
}

/// Instrumentations of which the name of the span, or their own, says something.
const SCOPES: &[&str] = &[
    "gcp.vertex.agent",
    "io.quarkus.opentelemetry",
    "mistralai_sdk_tracer",
    "opentelemetry.instrumentation.crewai",
    "opentelemetry.instrumentation.llamaindex",
    "openinference.instrumentation.llama_index",
    "openinference.instrumentation.langchain",
    "openlit.otel.tracing",
    "openlit.instrumentation.google_ai_studio",
    "logfire.openai_agents",
    "pydantic-ai",
    "@voltagent/core",
    "strands-agents",
    "livekit-agents",
    "crewai",
    "openinference.instrumentation.openai_agents",
    "litellm",
    "agentops",
    "agentscope",
    "n8n-workflow",
    "org.springframework.boot",
    "com.anthropic.sdk.python",
    "mirascope.llm",
    "nemo_guardrails",
    "@mastra/otel-exporter",
    "opentelemetry.instrumentation.openai_agents",
    "lmnr.tracer",
    "@traceloop/instrumentation-openai",
    "opentelemetry.instrumentation.genai.langchain",
    "opentelemetry.instrumentation.langchain",
    "@traceloop/instrumentation-langchain",
    "opentelemetry.instrumentation.mcp.instrumentation",
    "openlit.instrumentation.crewai",
    "openlit.instrumentation.google_adk",
    "openlit.instrumentation.langchain",
    "openlit.instrumentation.langgraph",
    "openlit.instrumentation.mcp",
    "openlit.instrumentation.openai_agents",
    "logfire.mcp",
    "logfire.anthropic",
    "dapr_agents.observability.instrumentor",
    "vllm",
];
const NAMES: &[&str] = &[
    "call_llm",
    "invoke_agent a",
    "openai.embeddings",
    "openai.chat.completions",
    "invocation",
    "agent_run [a]",
    "execute_tool f",
    "tool_call [f]",
    "execute_tool ",
    "chat gpt-4o",
    "chat ",
    "Agent run: {name!r}",
    "Function: {name}",
    "Responses API with {gen_ai.request.model!r}",
    "OpenAI Agents trace: {name}",
    "agent.a",
    "f.__call__",
    "langchain4j.tools.f",
    "stream_chat",
    "crewai.workflow",
    "a.task",
    "FunctionTool.task",
    "FunctionAgent.run",
    "x._prepare_chat_with_tools",
    "RunnableLambda",
    "execute agent",
    "agent.run",
    "tool.execute",
    "haystack.agent.step.llm",
    "haystack.agent.step.tool",
    "Toolkit.handle",
    "workflow.execute",
    "invoke_agent",
    "invoke_agent model",
    "RunnableSequence.workflow",
    "workflow RunnableLambda",
    "handoff to a",
    "Handoff: {from_agent} → {to_agent}",
    "mcp tools/call",
    "Message with {request_data[model]!r}",
    "tool f",
    "openai.response",
    "agent",
    "MCP request: tools/call f",
    "llm_request",
];

fn request(spans: Vec<Span>) -> Vec<u8> {
    request_of("s", spans)
}

fn request_of(scope: &str, spans: Vec<Span>) -> Vec<u8> {
    let scope =
        InstrumentationScope { name: scope.to_owned(), version: "3.5".to_owned(), ..InstrumentationScope::default() };
    let scope_spans = vec![ScopeSpans { scope: Some(scope), spans, schema_url: "u".to_owned() }];
    let resource = Some(Resource { dropped_attributes_count: 3, ..Resource::default() });
    let resource_spans = vec![ResourceSpans { resource, scope_spans, schema_url: "v".to_owned() }];
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

/// Decodes a request and what is rebuilt of it: the rows have to say the same.
fn fixpoint(request: Vec<u8>) -> Result<Vec<Row>, TestCaseError> {
    let first = decode(&[request]);
    let second = decode(&[rebuild(&first).unwrap()]);
    let all = rows(&first);
    prop_assert_eq!(all.len(), second.num_rows());
    for (mut a, mut b) in all.clone().into_iter().zip(rows(&second)) {
        // A span whose only foreign keys have gone to columns comes back in the OpenTelemetry dialect.
        a.remove("dialect");
        b.remove("dialect");
        // Only what differs is shown.
        let (mut c, mut d) = (a.clone(), b.clone());
        c.retain(|column, text| b.get(column) != Some(text));
        d.retain(|column, text| a.get(column) != Some(text));
        prop_assert_eq!(c, d);
    }
    Ok(all)
}

/// The marks in a text.
fn marks(text: &str) -> BTreeSet<&str> {
    let starts = [mean::WORD, mean::NUMBER].into_iter().flat_map(|mark| text.match_indices(mark));
    starts.filter_map(|(at, mark)| text.get(at..at + mark.len() + 5)).collect()
}

/// As [`fixpoint`], and no mark is lost.
fn keeps_marks(span: Span) -> Result<(), TestCaseError> {
    keeps_marks_of("s", span)
}

fn keeps_marks_of(scope: &str, span: Span) -> Result<(), TestCaseError> {
    let sent = format!("{:?} {:?}", span.attributes, span.events);
    let rows = fixpoint(request_of(scope, vec![span]))?;
    let stored = format!("{:?}", rows);
    let (sent, stored) = (marks(&sent), marks(&stored));
    let lost: Vec<_> = sent.difference(&stored).collect();
    prop_assert!(lost.is_empty(), "lost {lost:?} of {rows:#?}");
    Ok(())
}

#[test]
fn no_text_loses_a_word() {
    let lost: Vec<_> =
        mean::spans().filter_map(|span| Some((format!("{:?}", span.attributes), keeps_marks(span).err()?))).collect();
    assert!(lost.is_empty(), "{} {lost:#?}", lost.len());
}

/// As many cases as `PROPTEST_CASES` says, else 128.
pub(in crate::decode) fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    let cases = if config.cases == 256 { 128 } else { config.cases };
    ProptestConfig { cases, ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn spans_that_are_not_of_genai_come_back_as_they_were(list in prop::collection::vec(any_span(false), 1..4)) {
        let body = request(list);
        let back = rebuild(&decode(std::slice::from_ref(&body))).unwrap();
        prop_assert_eq!(format!("{:#?}", spans(&body)), format!("{:#?}", spans(&back)));
    }

    #[test]
    fn rebuilding_is_a_fixpoint(list in prop::collection::vec(any_span(true), 1..4)) {
        fixpoint(request(list))?;
    }

    #[test]
    fn what_is_said_twice_is_not_lost(span in mean::span()) {
        keeps_marks(span)?;
    }

    #[test]
    fn lists_that_say_more_take_the_place_of_others(span in fuller::span()) {
        keeps_marks(span)?;
    }

    #[test]
    fn what_names_say_comes_back(
        scope in one_of(SCOPES),
        list in prop::collection::vec((one_of(NAMES), any_span(true), any::<bool>(), text()), 1..4),
    ) {
        let list = list.into_iter().map(|(name, mut span, named, text)| {
            if named {
                let value = AnyValue { value: Some(Value::StringValue(text)) };
                span.attributes.push(attribute("name".to_owned(), value.clone()));
                span.attributes.push(attribute("group_id".to_owned(), value));
            }
            Span { name, ..span }
        });
        fixpoint(request_of(&scope, list.collect()))?;
    }

    #[test]
    fn what_scopes_say_loses_nothing(scope in one_of(SCOPES), name in one_of(NAMES), span in mean::span()) {
        keeps_marks_of(&scope, Span { name, ..span })?;
    }

    #[test]
    fn inherited_values_come_back(list in prop::collection::vec(mean::span(), 2..5)) {
        fixpoint(request(list))?;
    }

    #[test]
    fn damaged_requests_are_refused_or_come_back(
        span in mean::span(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![Just(0xff), any::<u8>()]), 1..4),
    ) {
        let mut body = request(vec![span]);
        for (at, byte) in damage {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let message = Request {
            signal: Signal::Traces,
            body: body.clone().into(),
            tenant: Arc::from("default"),
            client: Arc::from("test"),
            received_unix_nano: 1,
        };
        if BatchBuilder::new().append(&message).is_ok() {
            fixpoint(body)?;
        }
    }
}

/// A call of a model in Spring AI that began then.
fn spring_call(start: u64, tokens: [i64; 2], end: &str) -> Span {
    let [input, output] = tokens.map(|tokens| tokens.to_string());
    let sent = [
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.usage.input_tokens", &*input),
        ("gen_ai.usage.output_tokens", &*output),
        ("gen_ai.response.finish_reasons", end),
    ]
    .map(|(key, text)| attribute(key.to_owned(), AnyValue { value: Some(Value::StringValue(text.to_owned())) }));
    Span {
        trace_id: vec![1; 16],
        span_id: vec![1; 8],
        parent_span_id: vec![2; 8],
        start_time_unix_nano: start,
        attributes: sent.into(),
        ..Span::default()
    }
}

fn input_tokens(row: &Row) -> i64 {
    row["input_tokens"].parse().unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn sums_of_a_loop_are_taken_apart(
        list in prop::collection::vec((0i64..200, 1i64..60, any::<u32>()), 1..7),
    ) {
        // A call is told what the ones before it were told.
        let (mut own, mut sums) = (0, [0, 0]);
        let mut calls: Vec<_> = list.iter().zip(0..).map(|((more, output, order), start)| {
            own += more;
            sums = [sums[0] + own, sums[1] + output];
            let end = if start + 1 == list.len() as u64 { "[\"STOP\"]" } else { "[\"TOOL_CALLS\"]" };
            (order, own, spring_call(start, sums, end))
        }).collect();
        calls.sort_by_key(|(order, ..)| *order);
        let (own, spans): (Vec<_>, Vec<_>) = calls.into_iter().map(|(_, own, span)| (own, span)).unzip();
        let rows = fixpoint(request_of("org.springframework.boot", spans))?;
        prop_assert_eq!(rows.iter().map(input_tokens).collect::<Vec<_>>(), own);
    }

    #[test]
    fn no_call_counts_more_than_was_sent(
        list in prop::collection::vec((0u64..4, [0i64..300, 0i64..60], any::<bool>()), 1..7),
    ) {
        let sent: Vec<_> = list.iter().map(|(_, [input, _], _)| *input).collect();
        let call = |(start, tokens, last): (u64, [i64; 2], bool)| {
            spring_call(start, tokens, if last { "[\"STOP\"]" } else { "[\"TOOL_CALLS\"]" })
        };
        let rows = fixpoint(request_of("org.springframework.boot", list.into_iter().map(call).collect()))?;
        prop_assert!(rows.iter().map(input_tokens).zip(sent).all(|(own, sent)| (0..=sent).contains(&own)));
    }
}
