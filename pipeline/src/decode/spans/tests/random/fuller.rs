//! Random spans whose lists of messages differ in which of them have parts, beside texts that repeat one of them.

use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, KeyValue, any_value::Value},
    trace::v1::{Span, span},
};
use proptest::{collection::vec, prelude::*, sample};

use super::super::super::table::{Conv, Field, fields};

/// Few, so that they are repeated; what is lost is seen by them.
const WORDS: &[&str] = &["zq00001", "zq00002"];

/// A message, `R` who speaks and `@` what is said.
const MESSAGES: &[&str] = &[
    r#"{"role":"R"}"#,
    r#"{"role":"R","parts":[]}"#,
    r#"{"role":"R","content":""}"#,
    r#"{"role":"R","ontent":"@"}"#,
    r#"{"role":"R","content":"@"}"#,
    r#"{"role":"R","content":"@"}"#,
    r#"{"role":"R","parts":[{"type":"text","content":"@"}]}"#,
    r#"{"role":"R","content":[{"type":"text","text":"@"}]}"#,
];

const SPEAKERS: &[&str] = &["system", "user", "assistant"];

/// The messages of as many as speak, in one of the forms that they are sent in; or one text.
fn texts(speakers: &'static [&'static str]) -> impl Strategy<Value = String> {
    let message = |role: &'static str| {
        (sample::select(MESSAGES), sample::select(WORDS))
            .prop_map(move |(message, word)| message.replace('R', role).replace('@', word))
    };
    let all: Vec<_> = speakers.iter().map(|role| message(role)).collect();
    let list = (all, 0u8..6).prop_map(|(messages, form)| {
        let list = format!("[{}]", messages.join(","));
        match form {
            0 => format!(r#"{{"messages":{list}}}"#),
            1 => format!(r#"{{"messages":{list},"a":1}}"#),
            2 => serde_json::to_string(&list).unwrap(),
            _ => list,
        }
    });
    let word = (sample::select(WORDS), any::<bool>())
        .prop_map(|(word, quoted)| if quoted { format!("\"{word}\"") } else { word.to_owned() });
    prop_oneof![3 => list, 2 => word]
}

/// What numbered attributes say of a message.
const NUMBERED: &[&str] =
    &["0.role", "0.content", "1.role", "1.content", "0.message.role", "0.message.content", "1.message.content"];

fn keys(field: Field) -> impl Strategy<Value = Vec<String>> {
    let (_, sources) = fields().nth(field as usize).unwrap();
    let whole: Vec<_> = sources.iter().filter(|source| !matches!(source.conv, Conv::Indexed(_))).collect();
    let family: Vec<_> = sources.iter().filter(|source| matches!(source.conv, Conv::Indexed(_))).collect();
    let numbered = (sample::select(family), sample::select(NUMBERED));
    vec(
        prop_oneof![
            4 => sample::select(whole).prop_map(|source| source.key.to_owned()),
            1 => numbered.prop_map(|(source, rest)| format!("{}{rest}", source.key)),
        ],
        1..4,
    )
}

pub(super) fn span() -> impl Strategy<Value = Span> {
    let speakers = sample::select(vec![&SPEAKERS[..1], &SPEAKERS[..2], SPEAKERS, &SPEAKERS[1..]]);
    let field = prop_oneof![2 => Just(Field::Input), 1 => Just(Field::Output)];
    let operation = sample::select(&["chat", "chat", "invoke_agent", "retrieval"][..]);
    (speakers, field).prop_flat_map(move |(speakers, field)| {
        let picks = vec((any::<sample::Index>(), texts(speakers)), 2..8);
        let event = proptest::option::weighted(0.2, sample::select(WORDS));
        (keys(field), picks, operation.clone(), event).prop_map(|(keys, picks, operation, event)| {
            let attribute = |key: &str, text: String| KeyValue {
                key: key.to_owned(),
                value: Some(AnyValue { value: Some(Value::StringValue(text)) }),
                ..KeyValue::default()
            };
            let sent = picks.into_iter().map(|(key, text)| attribute(key.get::<String>(&keys), text));
            let operation = attribute("gen_ai.operation.name", operation.to_owned());
            let said = event.into_iter().map(|word| span::Event {
                name: "gen_ai.user.message".to_owned(),
                attributes: vec![attribute("content", word.to_owned())],
                ..span::Event::default()
            });
            Span {
                trace_id: vec![1; 16],
                span_id: vec![1; 8],
                attributes: std::iter::once(operation).chain(sent).collect(),
                events: said.collect(),
                ..Span::default()
            }
        })
    })
}
