//! Which format an input has.

use std::io::{self, BufRead, Read};

use anyhow::{Context as _, anyhow, bail};
use clap::ValueEnum;
use custos_model::ingest::Signal;
use custos_pipeline::otlp::json::{self, Tree};
use serde_json::Value;

use super::MAX_DOCUMENT;

/// Formats that can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Any text, in windows of bounded memory
    Text,
    /// One JSON document
    Json,
    /// One JSON document a line
    #[value(alias = "jsonl")]
    Ndjson,
    /// An OTLP/JSON export request
    OtlpJson,
    /// A protobuf ExportTraceServiceRequest; written as protobuf
    OtlpTraces,
    /// A protobuf ExportLogsServiceRequest; written as protobuf
    OtlpLogs,
    /// A protobuf ExportMetricsServiceRequest; written as protobuf
    OtlpMetrics,
}

/// What the content tells, with what had to be read for it.
pub(super) enum Detected {
    Text {
        read: Vec<u8>,
    },
    Lines {
        read: Vec<u8>,
    },
    Json {
        document: String,
    },
    /// With the number of fields that were left out.
    Otlp {
        value: Value,
        unknown: u64,
    },
}

/// Fields of export requests.
const OTLP_FIELDS: &[&str] = &["resourceSpans", "resourceLogs", "resourceMetrics"];

/// Bytes that are looked at before anything is decided.
const PEEK: u64 = 4096;

/// Tells the format. JSON and protobuf are read as a whole; text is not read any further than needed.
pub(super) fn detect(input: &mut Box<dyn BufRead>) -> io::Result<Detected> {
    let mut read = Vec::new();
    input.take(PEEK).read_to_end(&mut read)?;
    // Field 1, length-delimited, of a message that is not text.
    if read.first() == Some(&0x0A) && (read.contains(&0) || is_binary(&read)) {
        input.take((MAX_DOCUMENT - read.len()) as u64).read_to_end(&mut read)?;
        let formats = [Format::OtlpTraces, Format::OtlpLogs, Format::OtlpMetrics];
        let tree = formats.into_iter().find_map(|format| from_protobuf(format, &read).ok());
        return Ok(match tree {
            Some(Tree { value, unknown }) => Detected::Otlp { value, unknown },
            None => Detected::Text { read },
        });
    }
    if !matches!(read.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return Ok(Detected::Text { read });
    }
    // A first line that is a document of its own, with more behind it.
    if let Some(end) = first_line(&mut read, input)? {
        let line = read.get(..end).unwrap_or_default();
        let complete = serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
        let more = read.get(end..).is_some_and(|rest| !rest.trim_ascii().is_empty()) || !input.fill_buf()?.is_empty();
        if complete && more {
            return Ok(Detected::Lines { read });
        }
        // What cannot be the beginning of a document is text, however long: `[2026-03-01] ...`.
        let whole_lines = read.get(..memchr::memrchr(b'\n', &read).map_or(0, |n| n + 1)).unwrap_or_default();
        if serde_json::from_slice::<serde::de::IgnoredAny>(whole_lines).is_err_and(|e| !e.is_eof()) {
            return Ok(Detected::Text { read });
        }
    }
    input.take((MAX_DOCUMENT - read.len().min(MAX_DOCUMENT)) as u64).read_to_end(&mut read)?;
    if !input.fill_buf()?.is_empty() {
        return Ok(Detected::Text { read });
    }
    match String::from_utf8(read) {
        Ok(document) => match serde_json::from_str::<serde::de::IgnoredAny>(&document) {
            Err(_) => Ok(Detected::Text { read: document.into_bytes() }),
            Ok(_) => Ok(match request(&document) {
                Some(value) => Detected::Otlp { value, unknown: 0 },
                None => Detected::Json { document },
            }),
        },
        Err(error) => Ok(Detected::Text { read: error.into_bytes() }),
    }
}

/// Reads on to the end of the first line that is not blank; `None` when the input ends before.
fn first_line(read: &mut Vec<u8>, input: &mut Box<dyn BufRead>) -> io::Result<Option<usize>> {
    let blank = read.len() - read.trim_ascii_start().len();
    let end = |read: &[u8]| read.get(blank..).and_then(|r| memchr::memchr(b'\n', r)).map(|n| blank + n + 1);
    if let Some(end) = end(read) {
        return Ok(Some(end));
    }
    input.take((MAX_DOCUMENT - read.len().min(MAX_DOCUMENT)) as u64).read_until(b'\n', read)?;
    Ok(end(read))
}

fn is_binary(bytes: &[u8]) -> bool {
    // A character cut by the end of the peek is no sign of anything.
    std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_some())
}

/// An export request.
pub(super) fn request(text: &str) -> Option<Value> {
    let may_be = OTLP_FIELDS.iter().any(|field| text.contains(field));
    may_be.then(|| serde_json::from_str(text).ok()).flatten().filter(is_otlp)
}

/// Whether it is an export request.
pub(super) fn is_otlp(value: &Value) -> bool {
    value.as_object().is_some_and(|o| o.keys().any(|k| OTLP_FIELDS.contains(&k.as_str())))
}

/// Line and column of a JSON error, without the text.
pub(super) fn json_error(error: &serde_json::Error) -> anyhow::Error {
    let (line, column) = (error.line(), error.column());
    anyhow!("not JSON, or nested deeper than 127 levels: line {line} column {column}")
}

/// Whether it is one JSON document.
pub(super) fn check_json(text: &str) -> anyhow::Result<()> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).map(|_| ()).map_err(|e| json_error(&e))
}

/// The signal of a protobuf format.
fn signal(format: Format) -> anyhow::Result<Signal> {
    match format {
        Format::OtlpTraces => Ok(Signal::Traces),
        Format::OtlpLogs => Ok(Signal::Logs),
        Format::OtlpMetrics => Ok(Signal::Metrics),
        Format::Text | Format::Json | Format::Ndjson | Format::OtlpJson => bail!("not a protobuf format"),
    }
}

/// A protobuf export request as OTLP/JSON.
pub(super) fn from_protobuf(format: Format, bytes: &[u8]) -> anyhow::Result<Tree> {
    let not = || match format {
        Format::OtlpTraces => "not an ExportTraceServiceRequest",
        Format::OtlpLogs => "not an ExportLogsServiceRequest",
        _ => "not an ExportMetricsServiceRequest",
    };
    // The messages of the reader do not quote content.
    let tree = json::from_protobuf(signal(format)?, bytes).with_context(not)?;
    if format == Format::OtlpTraces && !has_ids(&tree.value) {
        bail!("{}: ids of other lengths", not());
    }
    Ok(tree)
}

/// Whether the ids of all spans have their lengths: metrics pass for traces whose ids are names.
fn has_ids(request: &Value) -> bool {
    fn items<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
        value.get(name).and_then(Value::as_array).into_iter().flatten()
    }
    let length = |span: &Value, name: &str| span.get(name).and_then(Value::as_str).map_or(0, str::len);
    let mut spans = items(request, "resourceSpans")
        .flat_map(|resource| items(resource, "scopeSpans"))
        .flat_map(|scope| items(scope, "spans"));
    spans.all(|span| matches!(length(span, "traceId"), 0 | 32) && matches!(length(span, "spanId"), 0 | 16))
}

/// OTLP/JSON as a protobuf export request.
pub(super) fn to_protobuf(format: Format, value: &Value) -> anyhow::Result<Vec<u8>> {
    json::to_protobuf(signal(format)?, &serde_json::to_vec(value)?)
        .context("the redacted request is no OTLP; use the JSON that is written without --format")
}

#[cfg(test)]
mod tests {
    use custos_model::limits::MAX_DEPTH;
    use custos_processors::redact::{
        RedactConfig, RedactEngine,
        policy::{Policy, PolicySettings},
    };
    use opentelemetry_proto::tonic::{
        collector::{
            logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest,
            trace::v1::ExportTraceServiceRequest,
        },
        common::v1::{AnyValue, ArrayValue, KeyValue, KeyValueList, any_value},
        logs::v1::{LogRecord, ResourceLogs, ScopeLogs},
        metrics::v1::{
            Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, metric::Data,
            number_data_point,
        },
        resource::v1::Resource,
        trace::v1::{ResourceSpans, ScopeSpans, Span, Status},
    };
    use proptest::{collection::vec, prelude::*};
    use prost::Message;

    use super::*;

    fn double() -> impl Strategy<Value = f64> {
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.1 + 0.2, f64::MIN_POSITIVE, f64::MAX, 5e-324];
        prop_oneof![proptest::sample::select(odd.to_vec()), any::<f64>()]
    }

    fn integer() -> impl Strategy<Value = i64> {
        prop_oneof![Just(i64::MIN), Just(i64::MAX), any::<i64>()]
    }

    fn any_value() -> impl Strategy<Value = AnyValue> {
        use any_value::Value as V;
        let leaf = prop_oneof![
            Just(None),
            any::<String>().prop_map(|text| Some(V::StringValue(text))),
            any::<bool>().prop_map(|b| Some(V::BoolValue(b))),
            integer().prop_map(|n| Some(V::IntValue(n))),
            double().prop_map(|n| Some(V::DoubleValue(n))),
            vec(any::<u8>(), 0..9).prop_map(|bytes| Some(V::BytesValue(bytes))),
        ];
        let value = leaf.prop_recursive(3, 12, 4, |inner| {
            let item = || inner.clone().prop_map(|value| AnyValue { value });
            let pair = (any::<String>(), item()).prop_map(|(key, value)| key_value(key, Some(value)));
            prop_oneof![
                vec(item(), 0..4).prop_map(|values| Some(V::ArrayValue(ArrayValue { values }))),
                vec(pair, 0..4).prop_map(|values| Some(V::KvlistValue(KeyValueList { values }))),
            ]
        });
        value.prop_map(|value| AnyValue { value })
    }

    fn key_value(key: String, value: Option<AnyValue>) -> KeyValue {
        KeyValue { key, value, key_strindex: 0 }
    }

    fn attributes() -> impl Strategy<Value = Vec<KeyValue>> {
        vec((any::<String>(), proptest::option::of(any_value())).prop_map(|(key, value)| key_value(key, value)), 0..5)
    }

    /// The request after `custos redact` has looked at all of it and has nothing to remove.
    fn through<M: Message + Default + std::fmt::Debug>(format: Format, request: &M) -> (String, String) {
        let settings = PolicySettings { dry_run: true, ..PolicySettings::default() };
        let policy = Policy::new(settings, None, None).unwrap();
        let engine = RedactEngine::new(RedactConfig { policy, ..RedactConfig::default() });
        let body = request.encode_to_vec();
        let input = Box::new(io::Cursor::new(body.clone()));
        let mut out = Vec::new();
        super::super::redact(&engine, Some(format), input, None, &mut out).unwrap();
        // NaN is not equal to itself: compared as shown.
        let shown = |body: &[u8]| format!("{:?}", M::decode(body).unwrap());
        (shown(&out), shown(&body))
    }

    /// A log record whose body holds an address below so many levels of `AnyValue`.
    fn nested(levels: usize) -> ExportLogsServiceRequest {
        let text = |text: &str| AnyValue { value: Some(any_value::Value::StringValue(text.to_owned())) };
        let body = (1..levels).fold(text("anna.berg@firma-nord.de"), |inner, _| {
            let values = vec![key_value("k".to_owned(), Some(inner))];
            AnyValue { value: Some(any_value::Value::KvlistValue(KeyValueList { values })) }
        });
        let record = LogRecord { body: Some(body), ..LogRecord::default() };
        let scope_logs = vec![ScopeLogs { log_records: vec![record], ..ScopeLogs::default() }];
        ExportLogsServiceRequest { resource_logs: vec![ResourceLogs { scope_logs, ..ResourceLogs::default() }] }
    }

    #[test]
    fn what_the_collector_takes_is_not_nested_too_deep() {
        let engine = RedactEngine::default();
        let redacted = |format, input: Vec<u8>| {
            let mut out = Vec::new();
            super::super::redact(&engine, format, Box::new(io::Cursor::new(input)), None, &mut out).map(|()| out)
        };
        let has = |out: &[u8], mark| {
            let text = String::from_utf8_lossy(out);
            text.contains(mark) && !text.contains("anna")
        };
        let deepest = redacted(Some(Format::OtlpLogs), nested(MAX_DEPTH).encode_to_vec()).unwrap();
        assert!(has(&deepest, "[EMAIL]"));
        let error = redacted(Some(Format::OtlpLogs), nested(MAX_DEPTH + 1).encode_to_vec()).unwrap_err();
        assert!(format!("{error:#}").contains("nested too deep"), "{error:#}");

        // As JSON it is deeper than what is read as JSON.
        let json = serde_json::to_vec(&nested(MAX_DEPTH)).unwrap();
        let error = redacted(Some(Format::OtlpJson), json.clone()).unwrap_err();
        assert!(error.to_string().contains("nested deeper than 127 levels: line 1 column "), "{error}");
        assert!(has(&redacted(None, json).unwrap(), "[REDACTION_FAILED]"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_has_nothing_to_remove_goes_through_unchanged(
            attributes in attributes(), around in attributes(), body in proptest::option::of(any_value()),
            kind in any::<i32>(), code in any::<i32>(), doubles in vec(double(), 0..5), numbers in vec(any::<u64>(), 0..5),
            count in any::<u64>(), int in integer(), text in any::<String>(), id in proptest::option::of(any::<[u8; 16]>()),
        ) {
            let resource = Some(Resource { attributes: around, ..Resource::default() });
            let id = id.map(|id| id.to_vec()).unwrap_or_default();
            let span = Span {
                trace_id: id.clone(), name: text.clone(), kind, attributes: attributes.clone(), start_time_unix_nano: count,
                status: Some(Status { message: text.clone(), code }), ..Span::default()
            };
            let scope_spans = vec![ScopeSpans { spans: vec![span, Span::default()], ..ScopeSpans::default() }];
            let resource_spans = vec![ResourceSpans { resource: resource.clone(), scope_spans, ..ResourceSpans::default() }];
            let (got, sent) = through(Format::OtlpTraces, &ExportTraceServiceRequest { resource_spans });
            prop_assert_eq!(got, sent);

            let record = LogRecord {
                severity_number: kind, body, attributes: attributes.clone(), trace_id: id, time_unix_nano: count,
                ..LogRecord::default()
            };
            let scope_logs = vec![ScopeLogs { log_records: vec![record], ..ScopeLogs::default() }, ScopeLogs::default()];
            let resource_logs = vec![ResourceLogs { resource: resource.clone(), scope_logs, ..ResourceLogs::default() }];
            let (got, sent) = through(Format::OtlpLogs, &ExportLogsServiceRequest { resource_logs });
            prop_assert_eq!(got, sent);

            let value = doubles.first().map_or(number_data_point::Value::AsInt(int), |n| number_data_point::Value::AsDouble(*n));
            let point = NumberDataPoint { attributes: attributes.clone(), value: Some(value), ..NumberDataPoint::default() };
            let histogram = HistogramDataPoint {
                attributes, count, sum: doubles.last().copied(), min: Some(0.0), bucket_counts: numbers,
                explicit_bounds: doubles, ..HistogramDataPoint::default()
            };
            let histogram = Histogram { data_points: vec![histogram], aggregation_temporality: code };
            let metric = |data| Metric { name: text.clone(), data: Some(data), ..Metric::default() };
            let gauge = metric(Data::Gauge(Gauge { data_points: vec![point, NumberDataPoint::default()] }));
            let metrics = vec![gauge, metric(Data::Histogram(histogram)), metric(Data::Gauge(Gauge::default()))];
            let scope_metrics = vec![ScopeMetrics { metrics, ..ScopeMetrics::default() }];
            let resource_metrics = vec![ResourceMetrics { resource, scope_metrics, ..ResourceMetrics::default() }];
            let (got, sent) = through(Format::OtlpMetrics, &ExportMetricsServiceRequest { resource_metrics });
            prop_assert_eq!(got, sent);
        }
    }
}
