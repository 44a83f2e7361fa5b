//! Points 57 to 61 and 63 to 66 of the conformance list: the data model, from the request on the wire to the row.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::TimestampMicrosecondType,
    util::display::array_value_to_string,
};
use custos_model::{ingest::Request, schema::Table};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, EntityRef, InstrumentationScope, KeyValue, any_value::Value},
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span, Status, span},
};
use prost::Message;

use super::support::*;
use crate::decode::{BatchBuilder, rebuild};

type Row = BTreeMap<&'static str, String>;

fn batch_of(request: &Request, table: Table) -> RecordBatch {
    let mut builder = BatchBuilder::new();
    assert_eq!(builder.append(request).unwrap().rejected, 0);
    let (mut tables, _) = builder.finish();
    assert_eq!(tables.len(), 1);
    let (found, batch) = tables.remove(0);
    assert_eq!(found, table);
    batch
}

/// Rows as text by column, nulls left out; times as microseconds since the epoch.
fn rows_of(request: &Request, table: Table) -> Vec<Row> {
    let batch = batch_of(request, table);
    let text = |array: &dyn Array, row| match array.as_primitive_opt::<TimestampMicrosecondType>() {
        Some(times) => times.value(row).to_string(),
        None => array_value_to_string(array, row).unwrap(),
    };
    let row = |row| {
        let columns = table.columns().iter().zip(batch.columns()).filter(|(_, array)| array.is_valid(row));
        columns.map(|(column, array)| (column.name, text(array, row))).collect()
    };
    (0..batch.num_rows()).map(row).collect()
}

/// Sends spans in protobuf, gives their rows.
async fn span_rows(server: &Server, spans: Vec<Span>) -> Vec<Row> {
    let got = server.traces(&[], traces_of(spans).encode_to_vec()).await;
    assert_eq!((got.status.as_u16(), got.body.len()), (200, 0));
    rows_of(&server.ingest.take(), Table::Spans)
}

async fn json_rows(server: &Server, path: &str, table: Table, body: String) -> Vec<Row> {
    let got = server.post(path, &[("content-type", JSON)], body).await;
    assert_eq!((got.status.as_u16(), &*got.body), (200, &b"{}"[..]));
    rows_of(&server.ingest.take(), table)
}

fn get<'r>(row: &'r Row, column: &str) -> Option<&'r str> {
    row.get(column).map(String::as_str)
}

#[tokio::test]
async fn c57_a_span_without_parent_is_a_root() {
    let server = http().await;
    let child = Span { parent_span_id: vec![3; 8], ..span("child") };
    // An id of zeros is none.
    let zeros = Span { parent_span_id: vec![0; 8], ..span("root") };
    let rows = span_rows(&server, vec![span("root"), child, zeros]).await;
    assert_eq!((get(&rows[0], "parent_span_id"), get(&rows[2], "parent_span_id")), (None, None));
    assert_eq!(get(&rows[1], "parent_span_id"), Some("0303030303030303"));
    let json = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
        "spanId":"b7ad6b7169203331","parentSpanId":""}]}]}]}"#;
    let rows = json_rows(&server, TRACES, Table::Spans, json.to_owned()).await;
    assert_eq!(get(&rows[0], "parent_span_id"), None);
}

#[tokio::test]
async fn c58_unknown_numbers_of_enumerations_are_kept() {
    let server = http().await;
    let status = Some(Status { code: 9, message: "m".into() });
    let rows = span_rows(&server, vec![Span { kind: 99, status, ..span("s") }]).await;
    assert_eq!((get(&rows[0], "kind"), get(&rows[0], "status_code")), (Some("99"), Some("9")));
    let json = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
        "spanId":"b7ad6b7169203331","kind":-7,"status":{"code":9}}]}]}]}"#;
    let rows = json_rows(&server, TRACES, Table::Spans, json.to_owned()).await;
    assert_eq!((get(&rows[0], "kind"), get(&rows[0], "status_code")), (Some("-7"), Some("9")));
    let log = r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":30}]}]}]}"#;
    let rows = json_rows(&server, "/v1/logs", Table::Logs, log.to_owned()).await;
    assert_eq!(get(&rows[0], "severity_number"), Some("30"));
    let metric = r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","sum":{"aggregationTemporality":7,
        "dataPoints":[{"asInt":1}]}}]}]}]}"#;
    let rows = json_rows(&server, "/v1/metrics", Table::Metrics, metric.to_owned()).await;
    assert_eq!(get(&rows[0], "temporality"), Some("unspecified"));
}

#[tokio::test]
async fn c59_all_bits_of_flags_are_kept() {
    let server = http().await;
    // Sampled and remote; remote not known; bits that no version defines.
    let flags = [0x301, 0x001, 0xffff_fc00, u32::MAX, 0];
    let spans = flags.map(|flags| Span {
        flags,
        links: vec![span::Link { trace_id: vec![5; 16], span_id: vec![6; 8], flags, ..Default::default() }],
        ..span("s")
    });
    let rows = span_rows(&server, spans.to_vec()).await;
    for (row, flags) in rows.iter().zip(flags) {
        let text = flags.to_string();
        assert_eq!(get(row, "flags"), (flags != 0).then_some(&*text));
        assert_eq!(get(row, "links").unwrap().contains(&format!("\"flags\":{flags}")), flags != 0);
    }
}

#[tokio::test]
async fn c60_times_of_every_kind() {
    let server = http().await;
    const END_OF_2262: u64 = i64::MAX as u64;
    let times = [(0, 0), (2_000_000, 500_000), (1, 2), (END_OF_2262 - 1_000_000, END_OF_2262), (1, u64::MAX), (0, 7)];
    let spans =
        times.map(|(start, end)| Span { start_time_unix_nano: start, end_time_unix_nano: end, ..span("s") }).to_vec();
    let body = traces_of(spans.clone()).encode_to_vec();
    assert_eq!(server.traces(&[], body).await.status, 200);
    let request = server.ingest.take();
    let rows = rows_of(&request, Table::Spans);
    assert_eq!((get(&rows[0], "start_time"), get(&rows[0], "duration_ms")), (None, None));
    assert_eq!(get(&rows[1], "duration_ms"), Some("-1.5"));
    assert_eq!(get(&rows[2], "start_time"), Some("0"));
    assert_eq!(get(&rows[3], "duration_ms"), Some("1.0"));
    assert_eq!(get(&rows[3], "start_time"), Some("9223372036853775"));
    assert_eq!(get(&rows[5], "end_unix_nano"), Some("7"));
    // Beyond 2262 the column wraps, and wraps back.
    let rebuilt = spans_of(&rebuild(&batch_of(&request, Table::Spans)).unwrap());
    let of = |span: &Span| (span.start_time_unix_nano, span.end_time_unix_nano);
    assert_eq!(rebuilt.iter().map(of).collect::<Vec<_>>(), spans.iter().map(of).collect::<Vec<_>>());
}

#[tokio::test]
async fn c61_log_records_with_little() {
    let server = http().await;
    let records = r#"{"observedTimeUnixNano":"1700000000000000000"},{},{"traceId":"","spanId":"","severityNumber":0},
        {"eventName":"gen_ai.choice","traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"b7ad6b7169203331"}"#;
    let json = format!("{{\"resourceLogs\":[{{\"scopeLogs\":[{{\"logRecords\":[{records}]}}]}}]}}");
    let rows = json_rows(&server, "/v1/logs", Table::Logs, json).await;
    assert_eq!(get(&rows[0], "time"), Some("1700000000000000"));
    assert_eq!((get(&rows[0], "time_unix_nano"), get(&rows[1], "time")), (None, None));
    for row in &rows[..3] {
        assert_eq!((get(row, "trace_id"), get(row, "span_id"), get(row, "event_name")), (None, None, None));
        assert_eq!(get(row, "severity_number"), Some("0"));
    }
    assert_eq!(get(&rows[3], "event_name"), Some("gen_ai.choice"));
    assert_eq!(get(&rows[3], "trace_id"), Some("0af7651916cd43dd8448eb211c80319c"));
}

#[tokio::test]
async fn c63_fields_of_profiles_are_as_if_absent() {
    let server = http().await;
    let index = AnyValue { value: Some(Value::StringValueStrindex(3)) };
    let text = AnyValue { value: Some(Value::StringValue("v".into())) };
    let attributes = vec![
        KeyValue { key: "by_index".into(), value: Some(index), key_strindex: 0 },
        KeyValue { key: String::new(), value: Some(text.clone()), key_strindex: 7 },
        KeyValue { key: "k".into(), value: Some(text), key_strindex: 7 },
    ];
    let rows = span_rows(&server, vec![Span { attributes, ..span("s") }]).await;
    assert_eq!(get(&rows[0], "attributes"), Some(r#"{"by_index":null,"":"v","k":"v"}"#));
    let json = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
        "spanId":"b7ad6b7169203331","attributes":[{"key":"a","keyStrindex":1,"value":{"stringValueStrindex":2}}]}]}]}]}"#;
    let rows = json_rows(&server, TRACES, Table::Spans, json.to_owned()).await;
    assert_eq!(get(&rows[0], "attributes"), Some(r#"{"a":null}"#));
}

#[tokio::test]
async fn c64_metrics_of_every_kind() {
    let server = http().await;
    let exemplar = r#""exemplars":[{"asDouble":0.5,"timeUnixNano":"9","traceId":"0AF7651916CD43DD8448EB211C80319C",
        "spanId":"b7ad6b7169203331","filteredAttributes":[{"key":"k","value":{"boolValue":true}}]}]"#;
    let metrics = [
        format!(r#"{{"name":"g","gauge":{{"dataPoints":[{{"asDouble":1.5,{exemplar}}}]}}}}"#),
        r#"{"name":"d","sum":{"aggregationTemporality":1,"isMonotonic":true,"dataPoints":[{"asInt":"7"}]}}"#.to_owned(),
        r#"{"name":"c","sum":{"aggregationTemporality":2,"dataPoints":[{"asInt":-7}]}}"#.to_owned(),
        r#"{"name":"h","histogram":{"aggregationTemporality":2,"dataPoints":[{"count":"2","sum":3,"min":1,"max":2,
            "bucketCounts":["0","2"],"explicitBounds":[1]}]}}"#
            .to_owned(),
        r#"{"name":"e","exponentialHistogram":{"aggregationTemporality":1,"dataPoints":[{"count":3,"scale":2,"zeroCount":1,
            "zeroThreshold":0.25,"positive":{"offset":-1,"bucketCounts":[2]},"negative":{"bucketCounts":[1]}}]}}"#
            .to_owned(),
        r#"{"name":"s","summary":{"dataPoints":[{"count":1,"sum":2,"quantileValues":[{"quantile":1,"value":2}]}]}}"#
            .to_owned(),
        r#"{"name":"n","gauge":{"dataPoints":[{"flags":1,"timeUnixNano":"5"}]}}"#.to_owned(),
    ];
    let json = format!("{{\"resourceMetrics\":[{{\"scopeMetrics\":[{{\"metrics\":[{}]}}]}}]}}", metrics.join(","));
    let rows = json_rows(&server, "/v1/metrics", Table::Metrics, json).await;
    let column = |name: &str| rows.iter().map(|row| get(row, name).unwrap_or("-").to_owned()).collect::<Vec<_>>();
    assert_eq!(column("type"), ["gauge", "sum", "sum", "histogram", "exponential_histogram", "summary", "gauge"]);
    assert_eq!(column("temporality"), ["-", "delta", "cumulative", "cumulative", "delta", "-", "-"]);
    assert_eq!(column("is_monotonic")[1..3], ["true", "false"]);
    assert_eq!(column("value"), ["1.5", "7.0", "-7.0", "-", "-", "-", "-"]);
    assert_eq!(column("value_int")[..3], ["-", "7", "-7"]);
    assert_eq!(column("count")[3..6], ["2", "3", "1"]);
    assert_eq!((&*column("min")[3], &*column("max")[3], &*column("sum")[3]), ("1.0", "2.0", "3.0"));
    let points = column("point");
    assert_eq!(
        points[0],
        r#"{"exemplars":[{"time_unix_nano":9,"value":0.5,"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","attributes":{"k":true}}]}"#
    );
    assert_eq!(points[3], r#"{"bucket_counts":[0,2],"explicit_bounds":[1.0]}"#);
    assert_eq!(
        points[4],
        r#"{"scale":2,"zero_count":1,"zero_threshold":0.25,"positive":{"offset":-1,"bucket_counts":[2]},"negative":{"offset":0,"bucket_counts":[1]}}"#
    );
    assert_eq!(points[5], r#"{"quantile_values":[{"quantile":1.0,"value":2.0}]}"#);
    // No value was recorded: a row without one, not a zero.
    assert_eq!((column("flags")[6].as_str(), points[6].as_str()), ("1", "-"));
}

#[tokio::test]
async fn c65_a_request_sent_again_is_the_same_rows() {
    // A retry cannot be told from new spans when it comes; the ids make one of it in SQL: the rows differ in nothing
    // but the time they came.
    let server = http().await;
    let body = traces_of(vec![span("a"), Span { span_id: vec![9; 8], ..span("b") }]).encode_to_vec();
    let mut sent = Vec::new();
    for _ in 0..2 {
        let got = server.traces(&[], body.clone()).await;
        assert_eq!((got.status.as_u16(), got.body.len()), (200, 0));
        let mut rows = rows_of(&server.ingest.take(), Table::Spans);
        rows.iter_mut().for_each(|row| assert!(row.remove("received_at").is_some()));
        sent.push(rows);
    }
    assert_eq!(sent[0], sent[1]);
    assert!(sent[0].iter().all(|row| row.contains_key("trace_id") && row.contains_key("span_id")));
}

#[tokio::test]
async fn c66_what_surrounds_a_span_is_kept() {
    let attribute = |key: &str| KeyValue {
        key: key.into(),
        value: Some(AnyValue { value: Some(Value::IntValue(1)) }),
        ..Default::default()
    };
    let event = span::Event {
        time_unix_nano: 3,
        name: "e".into(),
        attributes: vec![attribute("b")],
        dropped_attributes_count: 5,
    };
    let link =
        span::Link { trace_id: vec![5; 16], span_id: vec![6; 8], dropped_attributes_count: 8, ..Default::default() };
    let full = Span {
        trace_state: "vendor=1".into(),
        attributes: vec![attribute("a")],
        dropped_attributes_count: 4,
        events: vec![event],
        dropped_events_count: 6,
        links: vec![link],
        dropped_links_count: 7,
        ..span("s")
    };
    let entity = EntityRef {
        schema_url: "https://e".into(),
        r#type: "service".into(),
        id_keys: vec!["service.name".into()],
        description_keys: vec!["service.version".into()],
    };
    let scope = InstrumentationScope {
        name: "lib".into(),
        version: "2".into(),
        attributes: vec![attribute("sa")],
        dropped_attributes_count: 2,
    };
    let request = ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans {
            resource: Some(Resource {
                attributes: vec![attribute("ra")],
                dropped_attributes_count: 1,
                entity_refs: vec![entity],
            }),
            scope_spans: vec![ScopeSpans { scope: Some(scope), spans: vec![full], schema_url: "https://s".into() }],
            schema_url: "https://r".into(),
        }],
    };
    let server = http().await;
    assert_eq!(server.traces(&[], request.encode_to_vec()).await.status, 200);
    let batch = batch_of(&server.ingest.take(), Table::Spans);
    let rebuilt = ExportTraceServiceRequest::decode(&*rebuild(&batch).unwrap()).unwrap();
    assert_eq!(format!("{rebuilt:#?}"), format!("{request:#?}"));
}
