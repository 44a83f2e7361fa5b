//! Captures, batches as text, and spans as `opentelemetry-proto` has them.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{Int32Type, TimestampMicrosecondType},
    util::display::array_value_to_string,
};
use custos_model::{
    ingest::{Request, Signal},
    schema::Table,
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, KeyValue, any_value::Value},
    trace::v1::Span,
};
use prost::Message;
use serde_json::Value as Json;

use crate::decode::BatchBuilder;

/// One row: its columns that are not null, as text.
pub(super) type Row = BTreeMap<&'static str, String>;

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../integration/fixtures/captures")
}

/// Clients: directories of captures.
pub(super) fn clients() -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Trace requests of a client in protobuf, by scenario.
pub(super) fn requests(client: &str) -> BTreeMap<String, Vec<Vec<u8>>> {
    let mut files: Vec<_> = fs::read_dir(root().join(client)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut out: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let scenario = name.split('.').next().unwrap().to_owned();
        if name.ends_with(".traces.pb") {
            out.entry(scenario).or_default().push(fs::read(&file).unwrap());
        } else if name.ends_with(".traces.otlp.json")
            && let Ok(request) = serde_json::from_slice::<ExportTraceServiceRequest>(&fs::read(&file).unwrap())
        {
            out.entry(scenario).or_default().push(request.encode_to_vec());
        }
    }
    out
}

pub(super) fn decode(bodies: &[Vec<u8>]) -> RecordBatch {
    let mut builder = BatchBuilder::new();
    for body in bodies {
        let request = Request {
            signal: Signal::Traces,
            body: body.clone().into(),
            tenant: Arc::from("default"),
            client: Arc::from("test"),
            received_unix_nano: 1_790_000_000_000_000_000,
        };
        builder.append(&request).unwrap();
    }
    let (tables, _) = builder.finish();
    tables
        .into_iter()
        .find(|(table, _)| *table == Table::Spans)
        .map_or_else(|| RecordBatch::new_empty(Table::Spans.schema()), |(_, batch)| batch)
}

/// The rows; lists as their items joined by newlines.
pub(super) fn rows(batch: &RecordBatch) -> Vec<Row> {
    (0..batch.num_rows())
        .map(|row| {
            Table::Spans
                .columns()
                .iter()
                .zip(batch.columns())
                .filter(|(_, array)| array.is_valid(row))
                .map(|(column, array)| {
                    let text = match array.as_list_opt::<i32>() {
                        Some(list) => items(&list.value(row)).join("\n"),
                        None => match array.as_primitive_opt::<TimestampMicrosecondType>() {
                            Some(time) => time.value(row).to_string(),
                            None => array_value_to_string(array, row).unwrap(),
                        },
                    };
                    (column.name, text)
                })
                .collect()
        })
        .collect()
}

fn items(array: &dyn Array) -> Vec<String> {
    let dict = array.as_dictionary::<Int32Type>();
    let values = dict.values().as_string::<i32>();
    (0..dict.len()).map(|at| values.value(dict.key(at).unwrap()).to_owned()).collect()
}

/// The spans of a request that have valid ids, attributes sorted, empty status as none.
pub(super) fn spans(body: &[u8]) -> Vec<Span> {
    let request = ExportTraceServiceRequest::decode(body).unwrap();
    let mut spans: Vec<Span> = request
        .resource_spans
        .into_iter()
        .flat_map(|group| group.scope_spans)
        .flat_map(|scope| scope.spans)
        .filter(|span| span.trace_id.len() == 16 && span.span_id.len() == 8)
        .collect();
    for span in &mut spans {
        canonical(&mut span.attributes);
        span.events.iter_mut().for_each(|event| canonical(&mut event.attributes));
        span.links.iter_mut().for_each(|link| canonical(&mut link.attributes));
        span.status = span.status.take().filter(|status| status.code != 0 || !status.message.is_empty());
    }
    spans
}

fn canonical(attributes: &mut [KeyValue]) {
    for kv in attributes.iter_mut() {
        kv.value.get_or_insert_default();
    }
    attributes.sort_by_cached_key(|kv| (kv.key.clone(), format!("{:?}", kv.value)));
}

/// Every text in a value, those in JSON texts apart.
pub(super) fn leaves(text: &str, into: &mut HashSet<String>) {
    match serde_json::from_str::<Json>(text) {
        Ok(json @ (Json::Array(_) | Json::Object(_))) => json_leaves(&json, into),
        // The result of a function: its quotes are of the encoding.
        Ok(Json::String(text)) => leaves(&text, into),
        _ => {
            into.insert(text.to_owned());
        }
    }
}

fn json_leaves(json: &Json, into: &mut HashSet<String>) {
    match json {
        Json::String(text) => leaves(text, into),
        Json::Array(items) => items.iter().for_each(|item| json_leaves(item, into)),
        Json::Object(members) => members.values().for_each(|value| json_leaves(value, into)),
        _ => {}
    }
}

/// Every text among the values of a span's attributes, events and links.
pub(super) fn span_leaves(span: &Span) -> HashSet<String> {
    let mut out = HashSet::new();
    let attributes = span
        .attributes
        .iter()
        .chain(span.events.iter().flat_map(|event| &event.attributes))
        .chain(span.links.iter().flat_map(|link| &link.attributes));
    for kv in attributes {
        kv.value.iter().for_each(|value| any_leaves(value, &mut out));
    }
    out.insert(span.name.clone());
    out.extend(span.status.iter().map(|status| status.message.clone()));
    out.remove("");
    out
}

fn any_leaves(value: &AnyValue, into: &mut HashSet<String>) {
    match &value.value {
        Some(Value::StringValue(text)) => leaves(text, into),
        Some(Value::ArrayValue(list)) => list.values.iter().for_each(|item| any_leaves(item, into)),
        Some(Value::KvlistValue(list)) => {
            list.values.iter().filter_map(|kv| kv.value.as_ref()).for_each(|value| any_leaves(value, into));
        }
        _ => {}
    }
}

/// Every text in a row.
pub(super) fn row_leaves(row: &Row) -> HashSet<String> {
    let mut out = HashSet::new();
    for (column, text) in row {
        if column.ends_with("_messages") || matches!(*column, "tool_definitions" | "retrieval_documents") {
            text.split('\n').for_each(|item| leaves(item, &mut out));
        } else {
            leaves(text, &mut out);
        }
        out.insert(text.clone());
    }
    out
}
