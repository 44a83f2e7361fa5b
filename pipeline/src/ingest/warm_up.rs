//! A request that each shard reads before the first of a client, and stores nowhere.

use std::sync::Arc;

use custos_model::ingest::{Request, Signal};

use crate::otlp::json;

/// A model call that holds nothing to remove, but what detectors look at.
const CALL: &str = r#"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"warm-up"}}]},
"scopeSpans":[{"scope":{"name":"warm-up"},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",
"name":"chat gpt-4o","kind":3,"startTimeUnixNano":"1786000000000000000","endTimeUnixNano":"1786000001000000000","attributes":[
{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
{"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},
{"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
{"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},
{"key":"gen_ai.usage.output_tokens","value":{"intValue":"3"}},
{"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Why did build 14 of v1.24.8 fail at 2026-08-10T07:21:58Z, with the password rules of https://example.com/docs?\\nstatus=204 dur_ms=91.2 max_tokens: 1024\"}]}]"}}
]}]}]}]}"#;

/// What there is to read: the first request of a process waits for a price list and dictionaries of words, some 50 ms.
pub(crate) fn warm_up() -> Vec<Request> {
    let body = json::to_protobuf(Signal::Traces, CALL.as_bytes()).unwrap_or_default();
    let name: Arc<str> = "warm-up".into();
    vec![Request {
        signal: Signal::Traces,
        body: body.into(),
        tenant: Arc::clone(&name),
        client: name,
        received_unix_nano: 0,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::BatchBuilder;

    #[test]
    fn the_call_is_one_with_a_price() {
        let mut decoder = BatchBuilder::new();
        for request in warm_up() {
            assert_eq!(decoder.append(&request).unwrap().rejected, 0);
        }
        let (tables, _) = decoder.finish();
        let (_, spans) = tables.first().unwrap();
        assert_eq!(spans.num_rows(), 1);
        for column in ["cost_usd", "input_messages"] {
            assert_eq!(spans.column_by_name(column).unwrap().null_count(), 0, "{column}");
        }
    }
}
