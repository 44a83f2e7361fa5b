//! What of the values reaches the disk: cases through decoding, redaction and the Parquet encoder, without compression,
//! and every byte of the files searched for every value, in its plain form, as it was written, and escaped once and
//! twice.

use aho_corasick::AhoCorasick;
use anyhow::Context as _;
use bytes::Bytes;
use custos_model::{
    batch::Counts,
    component::{Encoder, RedactorFactory},
    ingest::{Request, Signal},
};
use custos_pipeline::{decode::BatchBuilder, otlp::json::to_protobuf};
use custos_processors::redact::RedactEngine;
use custos_sinks::lake::{Codec, LakeConfig, ParquetEncoder};
use serde_json::{Value, json};

use super::case::{Case, escaped};

/// Shortest form that is searched: what is shorter occurs by chance.
const SHORTEST: usize = 7;

/// Values that were given and values that are left.
#[derive(Clone, Copy, Debug, Default)]
pub struct Left {
    /// Labels.
    pub values: usize,
    /// Of these, found in the files.
    pub values_left: usize,
    /// Characters of labels.
    pub chars: usize,
    /// Characters of the labels that are left.
    pub chars_left: usize,
    /// Bytes of the files.
    pub bytes: usize,
}

impl Left {
    /// Share of characters left.
    pub fn leak(&self) -> f64 {
        if self.chars == 0 { 0.0 } else { self.chars_left as f64 / self.chars as f64 }
    }
}

/// A string attribute.
fn attribute(key: &str, text: &str) -> Value {
    json!({"key": key, "value": {"stringValue": text}})
}

/// A span that holds the text in one of the places that OTLP has.
fn span(i: usize, text: &str) -> Value {
    let mut span = json!({
        "traceId": format!("{:032x}", i + 1), "spanId": format!("{:016x}", i + 1), "name": "step", "kind": 1,
        "startTimeUnixNano": "1772000000000000000", "endTimeUnixNano": "1772000000100000000",
    });
    let message = || json!([{"role": "user", "parts": [{"type": "text", "content": text}]}]).to_string();
    let (field, value) = match i % 8 {
        0 => ("attributes", json!([attribute("gen_ai.tool.call.result", text)])),
        1 => ("attributes", json!([attribute("gen_ai.input.messages", &message())])),
        2 => ("attributes", json!([attribute("gen_ai.output.messages", &message())])),
        3 => (
            "events",
            json!([{"name": "note", "timeUnixNano": "1772000000000000000", "attributes": [attribute("text", text)]}]),
        ),
        4 => ("status", json!({"code": 2, "message": text})),
        5 => (
            "attributes",
            json!([{"key": "app.note", "value": {"kvlistValue": {"values": [attribute("text", text)]}}}]),
        ),
        6 => {
            ("attributes", json!([{"key": "app.notes", "value": {"arrayValue": {"values": [{"stringValue": text}]}}}]))
        }
        _ => (
            "links",
            json!([{"traceId": format!("{:032x}", i + 1), "spanId": format!("{:016x}", i + 1), "attributes": [attribute("text", text)]}]),
        ),
    };
    if let Some(fields) = span.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
    span
}

/// Requests that hold all cases: most as spans, every fifth as a log record.
fn requests(cases: &[Case]) -> anyhow::Result<Vec<Request>> {
    let mut requests = Vec::new();
    let request = |signal, body: &Value| -> anyhow::Result<Request> {
        let body = to_protobuf(signal, body.to_string().as_bytes()).context("the bench wrote no OTLP/JSON")?;
        Ok(Request {
            signal,
            body: Bytes::from(body),
            tenant: "default".into(),
            client: "bench".into(),
            received_unix_nano: 1_772_000_000_000_000_000,
        })
    };
    for (chunk, cases) in cases.chunks(500).enumerate() {
        let numbered = || cases.iter().enumerate().map(|(i, c)| (chunk * 500 + i, c));
        let spans: Vec<Value> = numbered().filter(|(i, _)| i % 5 != 4).map(|(i, c)| span(i, &c.text)).collect();
        let logs: Vec<Value> = numbered()
            .filter(|(i, _)| i % 5 == 4)
            .map(|(_, c)| json!({"timeUnixNano": "1772000000000000000", "body": {"stringValue": c.text}}))
            .collect();
        requests.push(request(Signal::Traces, &json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}))?);
        requests.push(request(Signal::Logs, &json!({"resourceLogs": [{"scopeLogs": [{"logRecords": logs}]}]}))?);
    }
    Ok(requests)
}

/// The files that the cases become.
fn files(engine: &RedactEngine, cases: &[Case]) -> anyhow::Result<Vec<Bytes>> {
    let mut builder = BatchBuilder::new();
    let mut redactor = engine.create();
    let config = LakeConfig { codec: Codec::None, ..LakeConfig::default() };
    let mut encoder = ParquetEncoder::new(config);
    for request in requests(cases)? {
        builder.append(&request).map_err(|e| anyhow::anyhow!("{e:?}"))?;
        for (table, batch) in builder.finish().0 {
            let batch = redactor.redact(table, batch, &mut Counts::default());
            encoder.append(table, &batch).map_err(|e| anyhow::anyhow!("{e}"))?;
        }
    }
    Ok(encoder.finish().map_err(|e| anyhow::anyhow!("{e}"))?.into_iter().map(|f| f.pieces.concat().into()).collect())
}

/// Stores the cases and searches the files.
///
/// # Errors
/// When the cases cannot be decoded or encoded.
pub fn search(engine: &RedactEngine, cases: &[Case]) -> anyhow::Result<Left> {
    let files = files(engine, cases)?;
    let mut patterns = Vec::new();
    let mut owners = Vec::new();
    let mut left = Left { bytes: files.iter().map(Bytes::len).sum(), ..Left::default() };
    let mut sizes = Vec::new();
    for case in cases {
        for gold in &case.gold {
            let written = &case.text[gold.range.clone()];
            let mut forms = vec![gold.plain.clone(), written.to_owned(), escaped(written), escaped(&escaped(written))];
            forms.dedup();
            forms.retain(|f| f.len() >= SHORTEST);
            owners.extend(std::iter::repeat_n(sizes.len(), forms.len()));
            patterns.extend(forms);
            sizes.push(gold.plain.chars().count());
        }
    }
    let search = AhoCorasick::new(&patterns)?;
    let mut found = vec![false; sizes.len()];
    for file in &files {
        for hit in search.find_overlapping_iter(&file[..]) {
            if let Some(flag) = owners.get(hit.pattern().as_usize()).and_then(|o| found.get_mut(*o)) {
                *flag = true;
            }
        }
    }
    for (size, found) in sizes.iter().zip(found) {
        left.values += 1;
        left.chars += size;
        if found {
            left.values_left += 1;
            left.chars_left += size;
        }
    }
    Ok(left)
}
