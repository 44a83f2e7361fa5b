//! The quirks of OTLP/JSON, by their numbers in the conformance list.

use std::time::{Duration, Instant};

use custos_model::ingest::Signal;
use opentelemetry_proto::tonic::{
    collector::{metrics::v1::ExportMetricsServiceRequest, trace::v1::ExportTraceServiceRequest},
    common::v1::any_value::Value,
    metrics::v1::metric::Data,
    trace::v1::Span,
};
use prost::Message;

use super::{JsonError, to_protobuf, to_protobuf_within};

fn try_span(span: &str) -> Result<Span, JsonError> {
    let json = format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{span}]}}]}}]}}");
    let body = to_protobuf(Signal::Traces, json.as_bytes())?;
    let mut request = ExportTraceServiceRequest::decode(&*body).unwrap();
    Ok(request.resource_spans.remove(0).scope_spans.remove(0).spans.remove(0))
}

fn span(text: &str) -> Span {
    try_span(text).unwrap()
}

fn value(json: &str) -> Option<Value> {
    let span = span(&format!("{{\"attributes\":[{{\"key\":\"k\",\"value\":{json}}}]}}"));
    span.attributes[0].value.clone().and_then(|v| v.value)
}

#[test]
fn q44_ids_are_hex_of_either_case_and_not_base64() {
    let got = span(r#"{"traceId":"5B8EFFF798038103d269b633813fc60c","spanId":"EEE19B7EC3C1B174","parentSpanId":""}"#);
    assert_eq!(got.trace_id[..3], [0x5b, 0x8e, 0xff]);
    assert_eq!(got.span_id.len(), 8);
    assert!(got.parent_span_id.is_empty());
    // What is no hex is no id, whatever its length; the span is rejected and not the request.
    for text in ["W47/95gDgQPSabYzgT/GDA==", "abc", "zz", "zzzzzzzzzzzzzzzz", "zzzzzzzz", "0z"] {
        let got = span(&format!("{{\"traceId\":\"{text}\",\"spanId\":\"{text}\",\"name\":\"n\"}}"));
        assert!(got.trace_id.starts_with(text.as_bytes()) && got.span_id == got.trace_id);
        assert!(![8, 16].contains(&got.trace_id.len()) && got.name == "n");
    }
    assert!(try_span(r#"{"traceId":5}"#).is_err());
}

#[test]
fn q45_enums_are_numbers_and_names_are_tolerated() {
    assert_eq!(span(r#"{"kind":3}"#).kind, 3);
    assert_eq!(span(r#"{"kind":"SPAN_KIND_SERVER"}"#).kind, 2);
    assert_eq!(span(r#"{"kind":99}"#).kind, 99);
    assert_eq!(span(r#"{"status":{"code":"STATUS_CODE_ERROR"}}"#).status.unwrap().code, 2);
    assert!(try_span(r#"{"kind":"SERVER"}"#).is_err());
}

#[test]
fn q46_47_unknown_and_snake_case_keys_are_ignored() {
    let got = span(r#"{"x":[{"y":[1,2,{"z":null}]}],"trace_id":5,"name":"n","attributes":[{"key":"k","w":{}}]}"#);
    assert_eq!(got.name, "n");
    assert!(got.trace_id.is_empty());
    assert_eq!(got.attributes.len(), 1);
}

#[test]
fn q48_53_integers_in_every_spelling() {
    for text in ["443", "\"443\"", "443.0", "4.43e2", "\"4430e-1\""] {
        assert_eq!(value(&format!("{{\"intValue\":{text}}}")), Some(Value::IntValue(443)), "{text}");
    }
    assert_eq!(value(r#"{"intValue":"-9223372036854775808"}"#), Some(Value::IntValue(i64::MIN)));
    assert_eq!(span(r#"{"startTimeUnixNano":1544712660300000000}"#).start_time_unix_nano, 1_544_712_660_300_000_000);
    assert_eq!(span(r#"{"endTimeUnixNano":"18446744073709551615"}"#).end_time_unix_nano, u64::MAX);
    for bad in ["1.5", "\"\"", "\"x\"", "9223372036854775808", "true", "\"+1\"", "1e300"] {
        assert!(try_span(&format!("{{\"attributes\":[{{\"value\":{{\"intValue\":{bad}}}}}]}}")).is_err(), "{bad}");
    }
    assert!(try_span(r#"{"startTimeUnixNano":-1}"#).is_err());
}

#[test]
fn q49_doubles() {
    assert_eq!(value(r#"{"doubleValue":1}"#), Some(Value::DoubleValue(1.0)));
    assert_eq!(value(r#"{"doubleValue":"-2.5e-3"}"#), Some(Value::DoubleValue(-0.0025)));
    assert_eq!(value(r#"{"doubleValue":"-Infinity"}"#), Some(Value::DoubleValue(f64::NEG_INFINITY)));
    assert!(matches!(value(r#"{"doubleValue":"NaN"}"#), Some(Value::DoubleValue(n)) if n.is_nan()));
    for bad in ["\"inf\"", "\"nan\"", "NaN", "1e999", "\"\""] {
        assert!(try_span(&format!("{{\"attributes\":[{{\"value\":{{\"doubleValue\":{bad}}}}}]}}")).is_err(), "{bad}");
    }
}

#[test]
fn q50_bytes_are_base64_of_either_alphabet() {
    for text in ["+/8=", "-_8=", "+/8", "-_8"] {
        assert_eq!(
            value(&format!("{{\"bytesValue\":\"{text}\"}}")),
            Some(Value::BytesValue(vec![0xfb, 0xff])),
            "{text}"
        );
    }
    assert!(try_span(r#"{"attributes":[{"value":{"bytesValue":"?"}}]}"#).is_err());
}

#[test]
fn q51_52_null_is_the_default_and_an_empty_value_is_one() {
    let got = span(r#"{"traceId":null,"name":null,"attributes":null,"kind":null,"status":null}"#);
    assert_eq!(got, Span::default());
    assert_eq!(value("{}"), None);
    assert_eq!(value("null"), None);
    let got = value(r#"{"arrayValue":{"values":[{},null,{"kvlistValue":{"values":[{"key":"a"}]}}]}}"#);
    let Some(Value::ArrayValue(array)) = got else { panic!("no array") };
    assert_eq!(array.values.len(), 3);
    assert_eq!(array.values[0].value, None);
    assert!(matches!(&array.values[2].value, Some(Value::KvlistValue(list)) if list.values[0].key == "a"));
}

#[test]
fn q54_the_last_of_duplicate_keys_wins() {
    let got = span(
        r#"{"name":"a","attributes":[{"key":"x"}],"status":{"message":"m","code":2},
            "name":"b","attributes":[{"key":"y"},{"key":"z"}],"status":{"code":1},"kind":3,"kind":null}"#,
    );
    assert_eq!(got.name, "b");
    assert_eq!(got.attributes.iter().map(|kv| &*kv.key).collect::<Vec<_>>(), ["y", "z"]);
    let status = got.status.unwrap();
    assert_eq!((status.code, &*status.message), (1, ""));
    assert_eq!(got.kind, 0);
}

/// A copy of the message for each of them would be 400 GB.
#[test]
fn a_key_may_come_again_and_again() {
    let (name, kinds) = ("x".repeat(2 << 20), "\"kind\":1,".repeat(200_000));
    let start = Instant::now();
    let got = span(&format!("{{\"name\":\"{name}\",{kinds}\"kind\":2,\"name\":\"y\",\"flags\":3}}"));
    assert_eq!((&*got.name, got.kind, got.flags), ("y", 2, 3));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn q55_text_that_is_not_utf8_json() {
    let error = |json: &[u8]| to_protobuf(Signal::Traces, json).unwrap_err().to_string();
    assert_eq!(error(b"\xef\xbb\xbf{}"), "byte order mark at byte 0");
    assert_eq!(error(b"{\"a\":\"\xff\"}"), "invalid UTF-8 at byte 6");
    assert_eq!(error(b""), "unexpected end at byte 0");
    assert_eq!(error(b"[]"), "expected an object at byte 0");
    assert_eq!(error(b"{} x"), "text after the end at byte 3");
    for bad in ["{", "{\"a\"}", "{\"a\":01}", "{\"a\":1,}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{a:1}", "{\"a\":tru}"]
    {
        assert!(to_protobuf(Signal::Traces, bad.as_bytes()).is_err(), "{bad}");
    }
    assert!(to_protobuf(Signal::Traces, b" {} ").unwrap().is_empty());
    assert_eq!(span(r#"{"name":"\ud83e\udd80 \u00e9\n\ud83e x\udd80"}"#).name, "🦀 é\n\u{fffd} x\u{fffd}");
    let deep = format!("{{\"x\":{}", "[".repeat(100_000));
    assert!(error(deep.as_bytes()).starts_with("nested too deep"));
}

#[test]
fn metrics_have_packed_numbers_and_optional_zeros() {
    let json =
        br#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","histogram":{"aggregationTemporality":2,
        "dataPoints":[{"count":"3","sum":0,"bucketCounts":["1",2],"explicitBounds":[0.5,"Infinity"],"min":0}]}}]}]}]}"#;
    let body = to_protobuf(Signal::Metrics, json).unwrap();
    let request = ExportMetricsServiceRequest::decode(&*body).unwrap();
    let Some(Data::Histogram(histogram)) = &request.resource_metrics[0].scope_metrics[0].metrics[0].data else {
        panic!("no histogram")
    };
    let point = &histogram.data_points[0];
    assert_eq!((point.count, point.sum, point.min, point.max), (3, Some(0.0), Some(0.0), None));
    assert_eq!(point.bucket_counts, [1, 2]);
    assert_eq!(point.explicit_bounds, [0.5, f64::INFINITY]);
}

/// `1,` becomes eight bytes.
#[test]
fn a_message_is_no_larger_than_its_limit() {
    let of = |bounds: usize| {
        let bounds = vec!["1"; bounds].join(",");
        let point = format!(
            "{{\"resourceMetrics\":[{{\"scopeMetrics\":[{{\"metrics\":[{{\"histogram\":{{\"dataPoints\":[{{\"explicitBounds\":[{bounds}]}}]}}}}]}}]}}]}}"
        );
        to_protobuf_within(Signal::Metrics, point.as_bytes(), 80_100)
    };
    assert!(of(10_000).unwrap().len() > 80_000);
    let error = of(1_000_000).unwrap_err();
    assert!(error.is_too_large() && error.position() < 25_000, "{error}");
    let text = format!("{{\"resourceSpans\":[{{\"schemaUrl\":\"{}\"}}]}}", "x".repeat(100));
    assert!(to_protobuf_within(Signal::Traces, text.as_bytes(), 110).is_ok());
    assert!(to_protobuf_within(Signal::Traces, text.as_bytes(), 100).unwrap_err().is_too_large());
    assert!(!to_protobuf_within(Signal::Traces, b"{", 110).unwrap_err().is_too_large());
}
