//! Requests to rows: what is refused, what is counted, what the columns hold.

use std::sync::Arc;

use arrow::{
    array::{Array, AsArray, Int64Array, RecordBatch},
    compute::cast,
    datatypes::{DataType, Float64Type, Int64Type, TimestampMicrosecondType},
};
use bytes::Bytes;
use custos_model::{
    ingest::{Refusal, Request, Signal},
    schema::Table,
};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message as _;

mod memory;
mod random;
mod shared;

use super::{BatchBuilder, rebuild};
use crate::otlp::json::to_protobuf;

fn request(signal: Signal, json: &str) -> Request {
    Request {
        signal,
        body: Bytes::from(to_protobuf(signal, json.as_bytes()).unwrap()),
        tenant: Arc::from("acme"),
        client: Arc::from("sdk/1"),
        received_unix_nano: 1_700_000_000_000_000_000,
    }
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let array = cast(batch.column_by_name(column).unwrap(), &DataType::Utf8).unwrap();
    array.as_string::<i32>().iter().map(|t| t.map(ToOwned::to_owned)).collect()
}

fn text(batch: &RecordBatch, column: &str) -> Option<String> {
    texts(batch, column).remove(0)
}

fn int(batch: &RecordBatch, column: &str) -> Option<i64> {
    let array = batch.column_by_name(column).unwrap().as_primitive::<Int64Type>();
    array.is_valid(0).then(|| array.value(0))
}

fn double(batch: &RecordBatch, column: &str) -> Option<f64> {
    let array = batch.column_by_name(column).unwrap().as_primitive::<Float64Type>();
    array.is_valid(0).then(|| array.value(0))
}

fn only(builder: &mut BatchBuilder, table: Table) -> RecordBatch {
    let (mut tables, _) = builder.finish();
    assert_eq!(tables.len(), 1);
    let (found, batch) = tables.remove(0);
    assert_eq!(found, table);
    assert_eq!(batch.schema(), table.schema());
    batch
}

const TRACE: &str = "5b8efff798038103d269b633813fc60c";

#[test]
fn spans_with_bad_ids_are_refused_and_the_rest_kept() {
    let span = |trace: &str, span: &str| format!("{{\"traceId\":\"{trace}\",\"spanId\":\"{span}\",\"name\":\"n\"}}");
    let spans = [
        span(TRACE, "eee19b7ec3c1b174"),
        span("", "eee19b7ec3c1b174"),
        span("00000000000000000000000000000000", "eee19b7ec3c1b174"),
        span(TRACE, "0000000000000000"),
        span(TRACE, "eee19b7ec3c1b1"),
        span(TRACE, "eee19b7ec3c1b175"),
        // What is no hex is no id.
        span("zz", "eee19b7ec3c1b174"),
        span("zzzzzzzzzzzzzzzz", "eee19b7ec3c1b174"),
        span("W47/95gDgQPSabYzgT/GDA==", "eee19b7ec3c1b174"),
        span(TRACE, "abc"),
    ];
    let json = format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{}]}}]}}]}}", spans.join(","));
    let mut builder = BatchBuilder::new();
    let answer = builder.append(&request(Signal::Traces, &json)).unwrap();
    assert_eq!(answer.rejected, 8);
    assert_eq!(answer.message, "3 spans refused: invalid_span_id; 5 spans refused: invalid_trace_id");
    let (tables, counts) = builder.finish();
    assert_eq!(tables[0].1.num_rows(), 2);
    assert_eq!((counts.received["spans"], counts.stored["spans"]), (10, 2));
    assert_eq!(counts.refused["spans/invalid_trace_id"], 5);
    assert_eq!(counts.refused["spans/invalid_span_id"], 3);
    assert!(builder.is_empty());
}

#[test]
fn log_records_with_bad_ids_are_kept_without_a_trace_and_told() {
    let record = |trace: &str| format!("{{\"traceId\":\"{trace}\",\"spanId\":\"\"}}");
    let records = [record("ab"), record(TRACE), record(""), record("00000000000000000000000000000000")];
    let json = format!("{{\"resourceLogs\":[{{\"scopeLogs\":[{{\"logRecords\":[{}]}}]}}]}}", records.join(","));
    let mut builder = BatchBuilder::new();
    let answer = builder.append(&request(Signal::Logs, &json)).unwrap();
    assert_eq!((answer.rejected, &*answer.message), (0, "1 log record kept without a trace: invalid_trace_id"));
    let batch = only(&mut builder, Table::Logs);
    assert_eq!(texts(&batch, "trace_id"), [None, Some(TRACE.to_owned()), None, None]);
    assert_eq!(text(&batch, "attributes").as_deref(), Some(r#"{"$trace_id":"ab"}"#));
}

#[test]
fn spans_whose_parent_is_no_id_are_kept_without_one_and_told() {
    let span = |parent: &str| {
        format!("{{\"traceId\":\"{TRACE}\",\"spanId\":\"eee19b7ec3c1b174\",\"parentSpanId\":\"{parent}\"}}")
    };
    // The second is read as its bytes, since it is no hex.
    let spans = ["eee19b7ec3c1b175", "jane@corp.example", "", "0000000000000000", "00"].map(span);
    let json = format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{}]}}]}}]}}", spans.join(","));
    let mut builder = BatchBuilder::new();
    let answer = builder.append(&request(Signal::Traces, &json)).unwrap();
    assert_eq!((answer.rejected, &*answer.message), (0, "2 spans kept without a parent: invalid_parent_span_id"));
    let batch = only(&mut builder, Table::Spans);
    assert_eq!(texts(&batch, "parent_span_id"), [Some("eee19b7ec3c1b175".to_owned()), None, None, None, None]);
    let kept = texts(&batch, "attributes");
    assert_eq!(kept[1].as_deref(), Some(r#"{"$parent_span_id":"6a616e6540636f72702e6578616d706c65"}"#));
}

#[test]
fn a_malformed_request_adds_nothing() {
    let mut builder = BatchBuilder::new();
    let mut bad = request(Signal::Traces, r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"secret"}]}]}]}"#);
    bad.body = bad.body.slice(..bad.body.len() - 1);
    let error = builder.append(&bad).unwrap_err();
    assert!(matches!(&error, Refusal::Malformed(text) if !text.contains("secret")), "{error}");
    assert!(builder.is_empty());
}

#[test]
fn requests_of_all_signals_share_a_group() {
    let mut builder = BatchBuilder::new();
    for (signal, json) in [
        (Signal::Logs, r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]}]}]}"#),
        (Signal::Metrics, r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[{}]}}]}]}]}"#),
        (Signal::Logs, r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"x"}}]}]}]}"#),
        (Signal::Logs, "{}"),
    ] {
        assert_eq!(builder.append(&request(signal, json)).unwrap().rejected, 0);
    }
    let (tables, counts) = builder.finish();
    let rows: Vec<_> = tables.iter().map(|(t, b)| (t.name(), b.num_rows())).collect();
    assert_eq!(rows, [("logs", 2), ("metrics", 1)]);
    assert_eq!(counts.stored, counts.received);
    assert_eq!(builder.finish().0.len(), 0);
}

#[test]
fn log_records_have_the_name_of_their_event() {
    for (own, named, expected) in [
        ("gen_ai.choice", "x", Some("gen_ai.choice")),
        ("", "api_request", Some("api_request")),
        ("event otel/src/events.rs:12", "codex.api_request", Some("codex.api_request")),
        ("event otel/src/events.rs:12", "", Some("event otel/src/events.rs:12")),
        ("", "", None),
    ] {
        let json = format!(
            r#"{{"resourceLogs":[{{"scopeLogs":[{{"logRecords":[{{"eventName":"{own}",
            "attributes":[{{"key":"event.name","value":{{"stringValue":"{named}"}}}}]}}]}}]}}]}}"#
        );
        let mut builder = BatchBuilder::new();
        builder.append(&request(Signal::Logs, &json)).unwrap();
        let batch = only(&mut builder, Table::Logs);
        assert_eq!(text(&batch, "event_name").as_deref(), expected);
        assert!(text(&batch, "attributes").unwrap().contains("event.name"));
    }
}

#[test]
fn log_records_keep_all_they_have() {
    let json = r#"{"resourceLogs":[{"schemaUrl":"s","resource":{"attributes":[
        {"key":"service.name","value":{"stringValue":"agent"}},{"key":"deployment.environment","value":{"stringValue":"prod"}}]},
        "scopeLogs":[{"scope":{"name":"lib","version":"2"},"logRecords":[{"observedTimeUnixNano":"2000","severityNumber":30,
        "eventName":"gen_ai.choice","body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":1}}]}},
        "attributes":[{"key":"$k","value":{"doubleValue":1}}],"droppedAttributesCount":3}]}]}]}"#;
    let mut builder = BatchBuilder::new();
    builder.append(&request(Signal::Logs, json)).unwrap();
    let batch = only(&mut builder, Table::Logs);
    let get = |column: &str| text(&batch, column);
    assert_eq!(get("trace_id"), None);
    assert_eq!(get("event_name").as_deref(), Some("gen_ai.choice"));
    assert_eq!(get("service_name").as_deref(), Some("agent"));
    assert_eq!(get("environment").as_deref(), Some("prod"));
    assert_eq!(get("scope_name").as_deref(), Some("lib"));
    assert_eq!(get("scope").as_deref(), Some(r#"{"name":"lib","version":"2"}"#));
    let resource = r#"{"service.name":"agent","deployment.environment":"prod","$schema_url":"s"}"#;
    assert_eq!(get("resource").as_deref(), Some(resource));
    assert_eq!(get("body").as_deref(), Some(r#"{"a":1}"#));
    assert_eq!(get("body_type").as_deref(), Some("json"));
    assert_eq!(get("attributes").as_deref(), Some(r#"{"$$k":1.0,"$dropped_attributes_count":3}"#));
    assert_eq!((get("tenant").as_deref(), get("client").as_deref()), (Some("acme"), Some("sdk/1")));
    assert_eq!((int(&batch, "severity_number"), int(&batch, "time_unix_nano")), (Some(30), None));
    // Without a time of its own it happened when it was observed.
    assert_eq!(batch.column_by_name("time").unwrap().as_primitive::<TimestampMicrosecondType>().value(0), 2);
}

#[test]
fn times_that_no_column_holds_are_null_and_kept_in_the_tail() {
    // The last one that fits, and what SDKs with a broken clock send.
    let last = i64::MAX as u64;
    for (nanos, time) in [(last, Some(i64::MAX / 1000)), (last + 1, None), (u64::MAX, None)] {
        for (signal, table, [column, nano], json) in [
            (
                Signal::Traces,
                Table::Spans,
                ["start_time", "start_unix_nano"],
                r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",
                "spanId":"eee19b7ec3c1b174","startTimeUnixNano":"T","endTimeUnixNano":"T"}]}]}]}"#,
            ),
            (
                Signal::Logs,
                Table::Logs,
                ["time", "time_unix_nano"],
                r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"T"}]}]}]}"#,
            ),
            (
                Signal::Metrics,
                Table::Metrics,
                ["time", "time_unix_nano"],
                r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[{"timeUnixNano":"T"}]}}]}]}]}"#,
            ),
        ] {
            let mut builder = BatchBuilder::new();
            builder.append(&request(signal, &json.replace("\"T\"", &format!("\"{nanos}\"")))).unwrap();
            let batch = only(&mut builder, table);
            let times = batch.column_by_name(column).unwrap().as_primitive::<TimestampMicrosecondType>();
            assert_eq!(times.is_valid(0).then(|| times.value(0)), time, "{column} of {nanos}");
            assert_eq!(int(&batch, nano), i64::try_from(nanos).ok(), "{nano} of {nanos}");
            let tail = text(&batch, "attributes");
            let kept = tail.as_deref().map(|tail| serde_json::from_str::<serde_json::Value>(tail).unwrap());
            let kept = kept.as_ref().and_then(|tail| tail[format!("${nano}")].as_str());
            assert_eq!(kept, time.is_none().then(|| nanos.to_string()).as_deref());
            if table == Table::Spans {
                assert_eq!(double(&batch, "duration_ms"), time.map(|_| 0.0));
                // What was sent comes back of a row, and the same row of that.
                let again = rebuild(&batch).unwrap();
                let sent = ExportTraceServiceRequest::decode(again.as_slice()).unwrap();
                let span = &sent.resource_spans[0].scope_spans[0].spans[0];
                assert_eq!((span.start_time_unix_nano, span.end_time_unix_nano), (nanos, nanos));
            }
        }
    }
}

/// Mapping versions before 5 had them as negative numbers.
#[test]
fn times_in_rows_of_older_mappings_come_back() {
    let mut builder = BatchBuilder::new();
    let json = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"}]}]}]}"#;
    builder.append(&request(Signal::Traces, json)).unwrap();
    let batch = only(&mut builder, Table::Spans);
    let mut columns = batch.columns().to_vec();
    columns[Table::Spans.index("end_unix_nano").unwrap()] = Arc::new(Int64Array::from(vec![-2]));
    let batch = RecordBatch::try_new(batch.schema(), columns).unwrap();
    let sent = ExportTraceServiceRequest::decode(rebuild(&batch).unwrap().as_slice()).unwrap();
    assert_eq!(sent.resource_spans[0].scope_spans[0].spans[0].end_time_unix_nano, u64::MAX - 1);
}

#[test]
fn data_points_of_every_kind() {
    let one = |data: &str| {
        let metric = format!("{{\"name\":\"m\",\"unit\":\"s\",{data}}}");
        let json = format!("{{\"resourceMetrics\":[{{\"scopeMetrics\":[{{\"metrics\":[{metric}]}}]}}]}}");
        let mut builder = BatchBuilder::new();
        builder.append(&request(Signal::Metrics, &json)).unwrap();
        only(&mut builder, Table::Metrics)
    };
    let sum = one(r#""sum":{"aggregationTemporality":1,"isMonotonic":true,"dataPoints":[{"asInt":"7","flags":1,
        "exemplars":[{"asDouble":0.5,"traceId":"0A"}]}]}"#);
    assert_eq!((text(&sum, "type").as_deref(), text(&sum, "temporality").as_deref()), (Some("sum"), Some("delta")));
    assert_eq!((double(&sum, "value"), int(&sum, "value_int"), int(&sum, "flags")), (Some(7.0), Some(7), Some(1)));
    assert_eq!(text(&sum, "point").as_deref(), Some(r#"{"exemplars":[{"value":0.5,"trace_id":"0a"}]}"#));
    let histogram =
        one(r#""histogram":{"dataPoints":[{"count":2,"sum":3,"bucketCounts":[0,2],"explicitBounds":[1]}]}"#);
    assert_eq!(text(&histogram, "temporality").as_deref(), Some("unspecified"));
    assert_eq!(
        (int(&histogram, "count"), double(&histogram, "sum"), double(&histogram, "min")),
        (Some(2), Some(3.0), None)
    );
    assert_eq!(text(&histogram, "point").as_deref(), Some(r#"{"bucket_counts":[0,2],"explicit_bounds":[1.0]}"#));
    let exponential = one(
        r#""exponentialHistogram":{"dataPoints":[{"scale":-1,"zeroCount":1,"positive":{"offset":3,"bucketCounts":["4"]}}]}"#,
    );
    let point = r#"{"scale":-1,"zero_count":1,"positive":{"offset":3,"bucket_counts":[4]}}"#;
    assert_eq!(text(&exponential, "point").as_deref(), Some(point));
    let summary =
        one(r#""summary":{"dataPoints":[{"count":1,"sum":2,"quantileValues":[{"quantile":0.5,"value":"NaN"}]}]}"#);
    let point = r#"{"quantile_values":[{"quantile":0.5,"value":{"$double":"NaN"}}]}"#;
    assert_eq!(text(&summary, "point").as_deref(), Some(point));
    let gauge = one(r#""gauge":{"dataPoints":[{"asDouble":1.5}]}"#);
    assert_eq!((double(&gauge, "value"), int(&gauge, "value_int")), (Some(1.5), None));
    assert_eq!(text(&gauge, "temporality"), None);
}

#[test]
fn log_records_have_their_conversation() {
    for (attributes, expected) in [
        (&[("session.id", "s-1"), ("gen_ai.conversation.id", "c-1")][..], Some("c-1")),
        (&[("conversation.id", "c-2")], Some("c-2")),
        (&[("session.id", ""), ("conversation.id", "c-2")], Some("c-2")),
        (&[("session.id", "s-1"), ("conversation.id", "c-2")], Some("s-1")),
        (&[("user.id", "u-1")], None),
    ] {
        let json: Vec<_> = attributes
            .iter()
            .map(|(key, value)| format!(r#"{{"key":"{key}","value":{{"stringValue":"{value}"}}}}"#))
            .collect();
        let json = format!(
            r#"{{"resourceLogs":[{{"scopeLogs":[{{"logRecords":[{{"attributes":[{}]}}]}}]}}]}}"#,
            json.join(",")
        );
        let mut builder = BatchBuilder::new();
        builder.append(&request(Signal::Logs, &json)).unwrap();
        let batch = only(&mut builder, Table::Logs);
        assert_eq!(text(&batch, "conversation_id").as_deref(), expected, "{attributes:?}");
        // It is among the attributes as it was sent.
        assert!(text(&batch, "attributes").unwrap().contains(attributes[0].0));
    }
}
