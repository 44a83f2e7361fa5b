//! Which format an input has.

use std::io::{self, BufRead, Read};

use anyhow::{Context as _, anyhow, bail};
use clap::ValueEnum;
use opentelemetry_proto::tonic::collector::{
    logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest, trace::v1::ExportTraceServiceRequest,
};
use prost::Message;
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
    Text { read: Vec<u8> },
    Lines { read: Vec<u8> },
    Json { document: String },
    Otlp { value: Value },
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
        let value = formats.into_iter().find_map(|format| from_protobuf(format, &read).ok());
        return Ok(value.map_or(Detected::Text { read }, |value| Detected::Otlp { value }));
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
            Ok(_) if OTLP_FIELDS.iter().any(|f| document.contains(f)) => {
                let value: Value = serde_json::from_str(&document).unwrap_or_default();
                Ok(if is_otlp(&value) { Detected::Otlp { value } } else { Detected::Json { document } })
            }
            Ok(_) => Ok(Detected::Json { document }),
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

/// Whether it is an export request.
pub(super) fn is_otlp(value: &Value) -> bool {
    value.as_object().is_some_and(|o| o.keys().any(|k| OTLP_FIELDS.contains(&k.as_str())))
}

/// Line and column of a JSON error, without the text.
pub(super) fn json_error(error: &serde_json::Error) -> anyhow::Error {
    anyhow!("not JSON: line {} column {}", error.line(), error.column())
}

/// Whether it is one JSON document.
pub(super) fn check_json(text: &str) -> anyhow::Result<()> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).map(|_| ()).map_err(|e| json_error(&e))
}

/// A protobuf export request as OTLP/JSON.
pub(super) fn from_protobuf(format: Format, bytes: &[u8]) -> anyhow::Result<Value> {
    // The messages of decoders do not quote content.
    Ok(match format {
        Format::OtlpTraces => {
            let request = ExportTraceServiceRequest::decode(bytes).context("not an ExportTraceServiceRequest")?;
            let mut spans = request.resource_spans.iter().flat_map(|r| &r.scope_spans).flat_map(|s| &s.spans);
            if spans.any(|s| !matches!(s.trace_id.len(), 0 | 16) || !matches!(s.span_id.len(), 0 | 8)) {
                bail!("not an ExportTraceServiceRequest: ids of other lengths");
            }
            serde_json::to_value(request)?
        }
        Format::OtlpLogs => {
            serde_json::to_value(ExportLogsServiceRequest::decode(bytes).context("not an ExportLogsServiceRequest")?)?
        }
        Format::OtlpMetrics => serde_json::to_value(
            ExportMetricsServiceRequest::decode(bytes).context("not an ExportMetricsServiceRequest")?,
        )?,
        Format::Text | Format::Json | Format::Ndjson | Format::OtlpJson => bail!("not a protobuf format"),
    })
}

/// OTLP/JSON as a protobuf export request.
pub(super) fn to_protobuf(format: Format, value: Value) -> anyhow::Result<Vec<u8>> {
    // An error of serde may quote what it met; by now that is redacted, but ids are not for errors either.
    let failed = |_| anyhow!("the redacted request is no OTLP; use the JSON that is written without --format");
    Ok(match format {
        Format::OtlpTraces => {
            serde_json::from_value::<ExportTraceServiceRequest>(value).map_err(failed)?.encode_to_vec()
        }
        Format::OtlpLogs => serde_json::from_value::<ExportLogsServiceRequest>(value).map_err(failed)?.encode_to_vec(),
        Format::OtlpMetrics => {
            serde_json::from_value::<ExportMetricsServiceRequest>(value).map_err(failed)?.encode_to_vec()
        }
        Format::Text | Format::Json | Format::Ndjson | Format::OtlpJson => bail!("not a protobuf format"),
    })
}
