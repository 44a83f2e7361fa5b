//! The rows of `logs`.

use arrow::{array::RecordBatch, error::ArrowError};
use custos_model::{
    ingest::Request,
    schema::{LOGS, Table},
};

use super::{
    SPAN_ID_LEN, TRACE_ID_LEN,
    columns::{Rows, index_of, micros, nanos},
    is_id,
    tail::{Origins, give_back, pairs, write_attributes_and_ids, write_hex},
};
use crate::otlp::{
    value::write_value,
    wire::{GoesOn, LogRecord, OfResource, Value, attribute},
};

const TRACE_ID: usize = index_of(LOGS, "trace_id");
const SPAN_ID: usize = index_of(LOGS, "span_id");
const FLAGS: usize = index_of(LOGS, "flags");
const TIME: usize = index_of(LOGS, "time");
const TIME_UNIX_NANO: usize = index_of(LOGS, "time_unix_nano");
const OBSERVED_UNIX_NANO: usize = index_of(LOGS, "observed_unix_nano");
const SEVERITY_NUMBER: usize = index_of(LOGS, "severity_number");
const SEVERITY_TEXT: usize = index_of(LOGS, "severity_text");
const EVENT_NAME: usize = index_of(LOGS, "event_name");
const BODY: usize = index_of(LOGS, "body");
const BODY_TYPE: usize = index_of(LOGS, "body_type");
const ATTRIBUTES: usize = index_of(LOGS, "attributes");
const CONVERSATION_ID: usize = index_of(LOGS, "conversation_id");

/// Builds the batch of `logs`.
#[derive(Debug)]
pub(super) struct LogBuilder {
    rows: Rows,
    origins: Origins,
    scratch: String,
}

impl LogBuilder {
    pub(super) fn new() -> Self {
        Self { rows: Rows::new(Table::Logs), origins: Origins::default(), scratch: String::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds all records of a request, or of a piece of one. Every one is taken: without valid ids it belongs to no
    /// span, as OTLP has it, and an id of a wrong length is kept among the attributes.
    pub(super) fn append(&mut self, request: &Request, groups: &[OfResource<'_, LogRecord<'_>>], mut goes_on: GoesOn) {
        for group in groups {
            for scope in &group.scopes {
                self.origins.next(goes_on);
                goes_on = GoesOn { resource: true, scope: false };
                if scope.items.is_empty() {
                    continue;
                }
                let origin = self.origins.of(&mut self.rows, Table::Logs, request, group, scope);
                for record in &scope.items {
                    origin.set(&mut self.rows);
                    self.record(record);
                    self.rows.end_row();
                }
            }
            goes_on = GoesOn::default();
        }
    }

    fn record(&mut self, record: &LogRecord<'_>) {
        let Self { rows, scratch, .. } = self;
        for (column, id, len) in [(TRACE_ID, record.trace_id, TRACE_ID_LEN), (SPAN_ID, record.span_id, SPAN_ID_LEN)] {
            if !is_id(id, len) {
                continue;
            }
            scratch.clear();
            write_hex(scratch, id);
            rows.text_or_null(column, scratch);
        }
        rows.int(FLAGS, i64::from(record.flags));
        // What has no time of its own happened when it was observed.
        rows.timestamp(TIME, micros(record.time_unix_nano).or_else(|| micros(record.observed_time_unix_nano)));
        rows.int(TIME_UNIX_NANO, nanos(record.time_unix_nano));
        rows.int(OBSERVED_UNIX_NANO, nanos(record.observed_time_unix_nano));
        rows.int(SEVERITY_NUMBER, i64::from(record.severity_number));
        rows.text_or_null(SEVERITY_TEXT, &record.severity_text);
        rows.text_or_null(EVENT_NAME, event_name(record));
        rows.text_or_null(CONVERSATION_ID, conversation(record));
        match &record.body {
            None | Some(Value::Empty) => {}
            Some(Value::Str(text)) => {
                rows.text(BODY, &**text);
                rows.text(BODY_TYPE, "string");
            }
            Some(body) => {
                scratch.clear();
                write_value(scratch, body);
                rows.text(BODY, scratch.as_str());
                rows.text(BODY_TYPE, "json");
            }
        }
        scratch.clear();
        let counts = [("$dropped_attributes_count", record.dropped_attributes_count)];
        let times =
            [("$time_unix_nano", record.time_unix_nano), ("$observed_unix_nano", record.observed_time_unix_nano)];
        let ids = [("$trace_id", record.trace_id, TRACE_ID_LEN), ("$span_id", record.span_id, SPAN_ID_LEN)];
        let ids = ids.iter().filter(|(_, id, len)| id.len() != *len).map(|(key, id, _)| (*key, *id));
        if write_attributes_and_ids(scratch, pairs(&record.attributes), &counts, &times, ids) {
            rows.text(ATTRIBUTES, scratch.as_str());
        }
    }

    pub(super) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        give_back(&mut self.scratch);
        self.rows.finish()
    }
}

/// The conversation that a record belongs to, by the names that events of GenAI and coding agents have for it, best
/// first.
fn conversation<'r>(record: &'r LogRecord<'_>) -> &'r str {
    const NAMES: [&str; 3] = ["gen_ai.conversation.id", "session.id", "conversation.id"];
    let mut best: Option<(usize, &str)> = None;
    for kv in &record.attributes {
        let at = NAMES.iter().position(|name| *name == kv.key);
        let said = kv.value.as_str().filter(|id| !id.is_empty());
        if let (Some(at), Some(id)) = (at, said)
            && best.is_none_or(|(before, _)| at < before)
        {
            best = Some((at, id));
        }
    }
    best.map_or("", |(_, id)| id)
}

/// The name of an event: the record's own, else its attribute, as it was sent before records had one. Rust's `tracing`
/// has places in the source for names of its own: `event otel/src/events.rs:12`.
fn event_name<'r>(record: &'r LogRecord<'_>) -> &'r str {
    let own = &*record.event_name;
    let is_place = own.starts_with("event ") && own.contains(".rs:");
    if !own.is_empty() && !is_place {
        return own;
    }
    let named = attribute(&record.attributes, "event.name").and_then(Value::as_str);
    named.filter(|name| !name.is_empty()).unwrap_or(own)
}
