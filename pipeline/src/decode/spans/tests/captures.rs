//! Nothing is lost of any capture.

use super::support::{clients, decode, requests, row_leaves, rows, span_leaves, spans};
use crate::decode::rebuild;

#[test]
fn rebuilding_and_decoding_again_gives_the_same_rows() {
    for client in clients() {
        for (scenario, bodies) in requests(&client) {
            for body in bodies {
                is_fixpoint(&format!("{client}/{scenario}"), &body);
            }
        }
    }
}

/// Decoding what was rebuilt gives the same rows.
pub(super) fn is_fixpoint(name: &str, body: &[u8]) {
    let first = decode(&[body.to_vec()]);
    let second = decode(&[rebuild(&first).unwrap()]);
    let (first, second) = (rows(&first), rows(&second));
    assert_eq!(first.len(), second.len(), "{name}");
    for (a, b) in first.iter().zip(&second) {
        for column in a.keys().chain(b.keys()) {
            assert_eq!(a.get(column), b.get(column), "{name} {column} of {:?}", a.get("name"));
        }
    }
}

/// Names of block types in other shapes, for which the canonical shape has its own.
const BLOCK_TYPES: &[&str] = &[
    "tool-call", "tool-result", "tool_use", "tool_result", "function", "function_call", "function_call_output",
    "message", "input_text", "output_text", "thinking", "reasoningContent", "image", "image-url", "binary",
    "image_url", "input_image", "base64", "summary_text", "reasoning_text", "document", "file", "input_audio",
    "input_file", "image_file", "video_url", "audio_url", "url",
];

#[test]
fn every_text_of_a_span_is_in_its_row() {
    for client in clients() {
        for (scenario, bodies) in requests(&client) {
            for body in bodies {
                keeps_texts(&format!("{client}/{scenario}"), &body);
            }
        }
    }
}

/// Every text of each span is in its row.
pub(super) fn keeps_texts(name: &str, body: &[u8]) {
    for (span, row) in spans(body).iter().zip(rows(&decode(&[body.to_vec()]))) {
        let have = row_leaves(&row);
        let lost: Vec<_> = span_leaves(span)
            .into_iter()
            .filter(|leaf| !have.contains(leaf) && !BLOCK_TYPES.contains(&leaf.as_str()))
            .collect();
        assert!(lost.is_empty(), "{name} {}: {lost:?}", span.name);
    }
}

/// Attributes of events that come back as attributes of the span.
const CONTENT_OF_EVENTS: &[&str] =
    &["content", "message", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions"];

#[test]
fn spans_that_are_not_of_genai_come_back_as_they_were() {
    let mut seen = 0;
    for client in clients() {
        for (scenario, bodies) in requests(&client) {
            for body in bodies {
                let batch = decode(std::slice::from_ref(&body));
                let rebuilt = spans(&rebuild(&batch).unwrap());
                for ((before, after), row) in spans(&body).iter().zip(&rebuilt).zip(rows(&batch)) {
                    if row["dialect"] == "none/1" {
                        assert_eq!(format!("{before:#?}"), format!("{after:#?}"), "{client}/{scenario}");
                        seen += 1;
                    }
                    let rest = |span: &opentelemetry_proto::tonic::trace::v1::Span| {
                        let mut span = span.clone();
                        span.attributes.clear();
                        for event in span.events.iter_mut().filter(|_| row["dialect"] != "none/1") {
                            event.attributes.retain(|kv| !CONTENT_OF_EVENTS.contains(&kv.key.as_str()));
                        }
                        format!("{span:?}")
                    };
                    assert_eq!(rest(before), rest(after), "{client}/{scenario}");
                }
            }
        }
    }
    assert!(seen > 20, "{seen}");
}
