//! Points 44 to 55 of the conformance list: OTLP/JSON, seen as the protobuf that the ingest gets.

use custos_model::ingest::Signal;
use opentelemetry_proto::tonic::{
    collector::metrics::v1::ExportMetricsServiceRequest,
    common::v1::{AnyValue, any_value::Value},
    metrics::v1::{metric::Data, number_data_point},
    trace::v1::Span,
};
use prost::Message;

use super::support::*;

/// The span in the request with these extra fields.
async fn span_with(server: &Server, fields: &str) -> Span {
    let body = format!(
        r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{{"traceId":"0af7651916cd43dd8448eb211c80319c",
        "spanId":"b7ad6b7169203331",{fields}"name":"n"}}]}}]}}]}}"#
    );
    let got = server.json(body).await;
    assert_eq!(got.status, 200, "{fields}: {got:?}");
    server.ingest.take_spans().pop().unwrap()
}

async fn status_of(server: &Server, span: &str) -> u16 {
    let body = format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{span}]}}]}}]}}"#);
    server.json(body).await.status.as_u16()
}

/// The value of an attribute written as JSON.
async fn attribute(server: &Server, value: &str) -> Option<Value> {
    let span = span_with(server, &format!(r#""attributes":[{{"key":"k","value":{value}}}],"#)).await;
    assert_eq!(span.attributes[0].key, "k");
    span.attributes[0].value.clone().and_then(|AnyValue { value }| value)
}

#[tokio::test]
async fn c44_ids_are_hex_in_either_case() {
    let server = http().await;
    let span =
        span_with(&server, r#""traceId":"0AF7651916cd43DD8448EB211C80319C","parentSpanId":"B7AD6B7169203331","#).await;
    assert_eq!(span.trace_id[..4], [0x0a, 0xf7, 0x65, 0x19]);
    assert_eq!(span.parent_span_id[..4], [0xb7, 0xad, 0x6b, 0x71]);
    for id in ["CvdlGRbNQ92ESOshHIAxnA==", "0af7651916cd43dd8448eb211c80319", "zz"] {
        let span = format!(r#"{{"traceId":"{id}","spanId":"b7ad6b7169203331"}}"#);
        let got = server.json(format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{span}]}}]}}]}}"#)).await;
        // That span and not its request, as with ids of a wrong length.
        let answer: serde_json::Value = serde_json::from_slice(&got.body).unwrap();
        assert_eq!((got.status.as_u16(), &answer["partialSuccess"]["rejectedSpans"]), (200, &"1".into()), "{id}");
    }
}

#[tokio::test]
async fn c45_enums_are_integers() {
    let server = http().await;
    let span = span_with(&server, r#""kind":2,"status":{"code":2,"message":"m"},"#).await;
    assert_eq!((span.kind, span.status.unwrap().code), (2, 2));
    // Names must not be sent. Either they are understood or the request is refused; never a wrong kind.
    let named =
        r#"{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","kind":"SPAN_KIND_SERVER"}"#;
    match status_of(&server, named).await {
        200 => assert_eq!(server.ingest.take_spans()[0].kind, 2),
        status => assert_eq!(status, 400),
    }
}

#[tokio::test]
async fn c46_unknown_fields_are_ignored_at_every_level() {
    let server = http().await;
    let new = r#""new":{"a":[1,{"b":null}],"c":"\u00e9"}"#;
    let body = format!(
        r#"{{{new},"resourceSpans":[{{{new},"resource":{{{new},"attributes":[]}},"scopeSpans":[{{{new},"scope":{{{new}}},
        "spans":[{{{new},"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"n",
        "attributes":[{{{new},"key":"k","value":{{{new},"stringValue":"v"}}}}],
        "events":[{{{new},"name":"e"}}],"links":[{{{new}}}],"status":{{{new},"code":1}}}}]}}]}}]}}"#
    );
    assert_eq!(server.json(body).await.status, 200);
    let span = server.ingest.take_spans().pop().unwrap();
    assert_eq!((&*span.name, &*span.events[0].name, span.attributes.len()), ("n", "e", 1));
}

#[tokio::test]
async fn c47_snake_case_keys_are_unknown() {
    let server = http().await;
    let span = span_with(&server, r#""start_time_unix_nano":"5","endTimeUnixNano":"6","#).await;
    assert_eq!((span.start_time_unix_nano, span.end_time_unix_nano), (0, 6));
    assert_eq!(server.json(r#"{"resource_spans":[{"scope_spans":[]}]}"#).await.status, 200);
    assert!(server.ingest.take_spans().is_empty());
}

#[tokio::test]
async fn c48_integers_of_64_bits_as_string_or_number() {
    let server = http().await;
    let span =
        span_with(&server, r#""startTimeUnixNano":"1700000000000000001","endTimeUnixNano":1700000000000000002,"#).await;
    assert_eq!(
        (span.start_time_unix_nano, span.end_time_unix_nano),
        (1_700_000_000_000_000_001, 1_700_000_000_000_000_002)
    );
    for (json, value) in [
        (r#"{"intValue":"-9223372036854775808"}"#, i64::MIN),
        (r#"{"intValue":-9223372036854775808}"#, i64::MIN),
        (r#"{"intValue":"9223372036854775807"}"#, i64::MAX),
        (r#"{"intValue":443}"#, 443),
    ] {
        assert_eq!(attribute(&server, json).await, Some(Value::IntValue(value)), "{json}");
    }
}

#[tokio::test]
async fn c49_doubles_as_numbers_and_by_name() {
    let server = http().await;
    for (json, value) in [
        (r#"{"doubleValue":0.1}"#, 0.1),
        (r#"{"doubleValue":1}"#, 1.0),
        (r#"{"doubleValue":-1.5e300}"#, -1.5e300),
        (r#"{"doubleValue":"Infinity"}"#, f64::INFINITY),
        (r#"{"doubleValue":"-Infinity"}"#, f64::NEG_INFINITY),
        (r#"{"doubleValue":"0.25"}"#, 0.25),
    ] {
        assert_eq!(attribute(&server, json).await, Some(Value::DoubleValue(value)), "{json}");
    }
    let nan = attribute(&server, r#"{"doubleValue":"NaN"}"#).await;
    assert!(matches!(nan, Some(Value::DoubleValue(value)) if value.is_nan()));
}

#[tokio::test]
async fn c50_bytes_are_base64_of_either_alphabet() {
    let server = http().await;
    for text in ["+/+/AA==", "-_-_AA==", "-_-_AA"] {
        let value = attribute(&server, &format!(r#"{{"bytesValue":"{text}"}}"#)).await;
        assert_eq!(value, Some(Value::BytesValue(vec![0xfb, 0xff, 0xbf, 0x00])), "{text}");
    }
}

#[tokio::test]
async fn c51_missing_and_null_are_defaults() {
    let server = http().await;
    let nulls = r#""kind":null,"attributes":null,"events":null,"links":null,"status":null,"parentSpanId":null,
        "startTimeUnixNano":null,"droppedAttributesCount":null,"traceState":null,"#;
    let span = span_with(&server, nulls).await;
    let plain = span_with(&server, "").await;
    assert_eq!(span, plain);
    for body in [r#"{"resourceSpans":null}"#, r#"{"resourceSpans":[{"resource":null,"scopeSpans":null}]}"#] {
        assert_eq!(server.json(body).await.status, 200, "{body}");
    }
}

#[tokio::test]
async fn c52_empty_and_nested_values() {
    let server = http().await;
    assert_eq!(attribute(&server, "{}").await, None);
    let nested = r#"{"kvlistValue":{"values":[{"key":"a","value":{"arrayValue":{"values":[{"stringValue":"x"},{},
        {"boolValue":true}]}}},{"key":"b","value":{"kvlistValue":{}}}]}}"#;
    let Some(Value::KvlistValue(list)) = attribute(&server, nested).await else { panic!("a list") };
    let Some(Value::ArrayValue(array)) = list.values[0].value.clone().unwrap().value else { panic!("an array") };
    let strings: Vec<_> = array.values.into_iter().map(|value| value.value).collect();
    assert_eq!(strings, [Some(Value::StringValue("x".into())), None, Some(Value::BoolValue(true))]);
    assert!(matches!(&list.values[1].value, Some(AnyValue { value: Some(Value::KvlistValue(_)) })));
    // Deep nesting is refused, and harms nothing.
    let deep = format!("{}{}{}", r#"{"arrayValue":{"values":["#.repeat(5000), "{}", "]}}".repeat(5000));
    let span = format!(r#"{{"attributes":[{{"key":"k","value":{deep}}}]}}"#);
    assert_eq!(status_of(&server, &span).await, 400);
}

#[tokio::test]
async fn c53_integers_written_with_exponent_or_point() {
    let server = http().await;
    for json in ["1.0", "1e0", "10e-1", "\"1\"", "\"1.0\"", "\"1e0\""] {
        let value = attribute(&server, &format!(r#"{{"intValue":{json}}}"#)).await;
        assert_eq!(value, Some(Value::IntValue(1)), "{json}");
    }
    let span = r#"{"attributes":[{"key":"k","value":{"intValue":1.5}}]}"#;
    assert_eq!(status_of(&server, span).await, 400);
}

#[tokio::test]
async fn c54_of_duplicate_keys_the_last_wins() {
    let server = http().await;
    assert_eq!(span_with(&server, r#""kind":1,"kind":3,"#).await.kind, 3);
}

#[tokio::test]
async fn c55_byte_order_mark_and_invalid_utf8_are_400() {
    let server = http().await;
    assert_eq!(server.json(&b"\xef\xbb\xbf{}"[..]).await.status, 400);
    assert_eq!(server.json(&b"{\"resourceSpans\":[{\"schemaUrl\":\"\xff\"}]}"[..]).await.status, 400);
}

#[tokio::test]
async fn json_of_other_signals() {
    let server = http().await;
    server.ingest.set(Behaviour::Answer(Ok(Default::default())));
    let body = r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","sum":{"dataPoints":[{"asInt":"7"}],
        "aggregationTemporality":2,"isMonotonic":true}}]}]}]}"#;
    assert_eq!(server.post("/v1/metrics", &[("content-type", JSON)], body).await.status, 200);
    let request = server.ingest.take();
    assert_eq!(request.signal, Signal::Metrics);
    let metrics = ExportMetricsServiceRequest::decode(request.body).unwrap();
    let Some(Data::Sum(sum)) = &metrics.resource_metrics[0].scope_metrics[0].metrics[0].data else { panic!("a sum") };
    assert_eq!(sum.data_points[0].value, Some(number_data_point::Value::AsInt(7)));
    // Large bodies are transcoded beside the network threads.
    let spans =
        r#"{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"n"},"#.repeat(9000);
    let body = format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{}]}}]}}]}}"#, spans.trim_end_matches(','));
    assert_eq!(server.json(body).await.status, 200);
    assert_eq!(server.ingest.take_spans().len(), 9000);
}
