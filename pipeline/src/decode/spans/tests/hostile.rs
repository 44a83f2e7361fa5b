//! Spans made to cost: a byte of them takes at most some times as long as one of a model call.

use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::any_value::Value,
    trace::v1::{ResourceSpans, ScopeSpans, Span},
};
use prost::Message;

use super::{
    dialects::{event, span, text},
    support::decode,
};

/// Bytes of content of each.
const SIZE: usize = 1 << 20;
/// How many times as long as a model call of this size. In time that grows with the square, these take hundreds.
const TIMES: u32 = 40;

fn body(span: Span) -> Vec<u8> {
    let scope_spans = vec![ScopeSpans { spans: vec![span], ..Default::default() }];
    let resource_spans = vec![ResourceSpans { scope_spans, ..Default::default() }];
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

/// The shortest of a few times.
fn time(body: &[u8]) -> Duration {
    let once = || {
        let begin = Instant::now();
        assert_eq!(decode(&[body.to_vec()]).num_rows(), 1);
        begin.elapsed()
    };
    once().min(once()).min(once())
}

/// `each` by number until they have this many bytes, with commas between.
fn list(size: usize, each: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for n in 0.. {
        if out.len() >= size {
            break;
        }
        if n > 0 {
            out.push(',');
        }
        out.push_str(&each(n));
    }
    out
}

fn chat(pairs: &[(&str, &str)]) -> Span {
    let all: Vec<_> = pairs.iter().map(|(key, value)| (*key, text(value))).collect();
    span(&[&[("gen_ai.operation.name", text("chat"))], &all[..]].concat())
}

fn keys(all: &[(String, String)]) -> Span {
    let all: Vec<_> = all.iter().map(|(key, value)| (key.as_str(), text(value))).collect();
    span(&[&[("gen_ai.operation.name", text("chat"))], &all[..]].concat())
}

fn messages() -> Vec<(&'static str, Span)> {
    let calls = list(SIZE, |n| format!(r#"{{"id":"{n}"}}"#));
    let calls = format!(r#"[{{"role":"assistant","content":"","tool_calls":[{calls}]}}]"#);
    let members = list(SIZE / 2, |n| format!(r#""{n}":0"#));
    let twin = format!(r#"{{"type":"tool_use","id":"c",{members}}}"#);
    let same = list(SIZE / 2, |_| r#"{"id":"c","name":"f"}"#.to_owned());
    let twins = format!(r#"[{{"role":"assistant","content":[{twin}],"tool_calls":[{same}]}}]"#);
    let generation = list(SIZE, |n| format!(r#"{{"message":{{"kwargs":{{"content":"{n}"}}}}}}"#));
    let nested = format!(
        r#"{}{{"content":"{}"}}{}"#,
        r#"{"message":"#.repeat(50),
        list(SIZE, |n| n.to_string()),
        "}".repeat(50)
    );
    let mut choice = chat(&[]);
    choice.events = vec![event("gen_ai.choice", &[("gen_ai.event.content", text(&nested))])];
    vec![
        ("calls", chat(&[("gen_ai.output.messages", &calls)])),
        ("calls of one id", chat(&[("gen_ai.output.messages", &twins)])),
        (
            "members of a call",
            chat(&[(
                "gen_ai.output.messages",
                &format!(r#"[{{"role":"assistant","tool_calls":[{{{members},{members}}}]}}]"#),
            )]),
        ),
        (
            "members of a tool",
            chat(&[(
                "gen_ai.tool.definitions",
                &format!(r#"[{{"type":"function","function":{{{members}}},{members}}}]"#),
            )]),
        ),
        ("generations", chat(&[("output.value", &format!(r#"{{"generations":[[{generation}]]}}"#))])),
        ("batches", chat(&[("input.value", &format!("[{}]", list(SIZE, |_| "[]".to_owned())))])),
        (
            "numbers",
            chat(&[("haystack.component.output", &format!(r#"{{"replies":[{}]}}"#, list(SIZE, |_| "1".to_owned())))]),
        ),
        ("messages within a message", choice),
    ]
}

fn attributes() -> Vec<(&'static str, Span)> {
    let mut parts = Vec::new();
    for n in 0..SIZE / 200 {
        let contents = format!("llm.output_messages.0.message.contents.{n}");
        parts.push((format!("{contents}.message_content.type"), "tool_use".to_owned()));
        parts.push((format!("{contents}.tool_call.id"), format!("a{n}")));
        parts.push((format!("llm.output_messages.0.message.tool_calls.{n}.tool_call.id"), format!("b{n}")));
    }
    let content = "llm.output_messages.0.message.contents.0.message_content";
    let mut again = vec![(format!("{content}.text"), "x".repeat(SIZE / 2))];
    again.extend((0..SIZE / 140).map(|_| (format!("{content}.id"), "y".to_owned())));
    let said = list(SIZE / 2, |n| format!(r#"{{"role":"user","content":"{n}"}}"#));
    let mut repeated = vec![("gen_ai.input.messages".to_owned(), format!("[{said}]"))];
    repeated.extend((0..SIZE / 30).map(|n| ("input.value".to_owned(), format!("x{n}"))));
    let name = "models/".repeat(SIZE / 7);
    let mut call = chat(&[("gen_ai.request.model", &name), ("gen_ai.response.model", &name[1..])]);
    call.attributes.extend(span(&[("gen_ai.usage.input_tokens", Value::IntValue(1))]).attributes);
    vec![
        ("parts", keys(&parts)),
        ("a member again and again", keys(&again)),
        ("repeated questions", keys(&repeated)),
        ("names of models", call),
        ("type of an error", chat(&[("error.type", &"x".repeat(SIZE))])),
    ]
}

#[test]
fn no_span_takes_much_longer_than_others_of_its_size() {
    let normal = list(SIZE, |n| format!(r#"{{"role":"user","content":"turn {n}: {}"}}"#, "where is it? ".repeat(40)));
    let normal = body(chat(&[("gen_ai.input.messages", &format!("[{normal}]"))]));
    let a_byte = time(&normal).as_secs_f64() / normal.len() as f64;
    let mut slow = Vec::new();
    for (what, span) in messages().into_iter().chain(attributes()) {
        let body = body(span);
        let times = time(&body).as_secs_f64() / body.len() as f64 / a_byte;
        println!("{what}: {} bytes, {times:.1} times", body.len());
        if times > f64::from(TIMES) {
            slow.push((what, times));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
