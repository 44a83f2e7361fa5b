//! `ExportLogsServiceRequest`.

use std::borrow::Cow;

use super::{KeyValue, Resource, Scope, Value, WireError, any_value, key_value, opaque_debug, resource, scope};
use crate::otlp::reader::{Budget, Reader};

/// `ResourceLogs`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceLogs<'a> {
    /// The resource, where one was sent.
    pub resource: Option<Resource<'a>>,
    /// Schema URL of the resource.
    pub schema_url: Cow<'a, str>,
    /// Records by scope.
    pub scope_logs: Vec<ScopeLogs<'a>>,
}

/// `ScopeLogs`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScopeLogs<'a> {
    /// The scope, where one was sent.
    pub scope: Option<Scope<'a>>,
    /// Schema URL of the scope and its records.
    pub schema_url: Cow<'a, str>,
    /// The records.
    pub log_records: Vec<LogRecord<'a>>,
}

/// `LogRecord`.
#[derive(Clone, Default, PartialEq)]
pub struct LogRecord<'a> {
    /// When it happened, nanoseconds since the Unix epoch; 0 is unknown.
    pub time_unix_nano: u64,
    /// When it was observed, nanoseconds since the Unix epoch.
    pub observed_time_unix_nano: u64,
    /// `SeverityNumber`, any number.
    pub severity_number: i32,
    /// Severity as the source names it.
    pub severity_text: Cow<'a, str>,
    /// Body, where one was sent.
    pub body: Option<Value<'a>>,
    /// Attributes in the order sent.
    pub attributes: Vec<KeyValue<'a>>,
    /// Attributes that the client dropped.
    pub dropped_attributes_count: u32,
    /// Bits 0-7 trace flags; others may be set.
    pub flags: u32,
    /// Empty where it belongs to no trace.
    pub trace_id: &'a [u8],
    /// Empty where it belongs to no span.
    pub span_id: &'a [u8],
    /// Name of the event, where it is one.
    pub event_name: Cow<'a, str>,
}

opaque_debug!(LogRecord);

/// Reads an `ExportLogsServiceRequest`.
///
/// # Errors
/// When the bytes are not one, or nest or multiply beyond the limits. Says where, never what.
pub fn logs(body: &[u8]) -> Result<Vec<ResourceLogs<'_>>, WireError> {
    let budget = Budget::of(body);
    let mut r = Reader::new(body, &budget);
    let mut all = Vec::new();
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.push(key, "resource_logs", &mut all, resource_logs)?,
            _ => r.skip(key)?,
        }
    }
    Ok(all)
}

fn resource_logs<'a>(mut r: Reader<'a, '_>) -> Result<ResourceLogs<'a>, WireError> {
    let mut group = ResourceLogs::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.message(key, "resource", |r| resource(r, group.resource.get_or_insert_default()))?,
            2 => r.push(key, "scope_logs", &mut group.scope_logs, scope_logs)?,
            3 => group.schema_url = r.text(key, "schema_url")?,
            _ => r.skip(key)?,
        }
    }
    Ok(group)
}

fn scope_logs<'a>(mut r: Reader<'a, '_>) -> Result<ScopeLogs<'a>, WireError> {
    let mut group = ScopeLogs::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.message(key, "scope", |r| scope(r, group.scope.get_or_insert_default()))?,
            2 => r.push(key, "log_records", &mut group.log_records, log_record)?,
            3 => group.schema_url = r.text(key, "schema_url")?,
            _ => r.skip(key)?,
        }
    }
    Ok(group)
}

fn log_record<'a>(mut r: Reader<'a, '_>) -> Result<LogRecord<'a>, WireError> {
    let mut record = LogRecord::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => record.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            2 => record.severity_number = r.int32(key, "severity_number")?,
            3 => record.severity_text = r.text(key, "severity_text")?,
            5 => r.message(key, "body", |r| any_value(r, record.body.get_or_insert_default()))?,
            6 => r.push(key, "attributes", &mut record.attributes, key_value)?,
            7 => record.dropped_attributes_count = r.uint32(key, "dropped_attributes_count")?,
            8 => record.flags = r.fixed32(key, "flags")?,
            9 => record.trace_id = r.bytes(key, "trace_id")?,
            10 => record.span_id = r.bytes(key, "span_id")?,
            11 => record.observed_time_unix_nano = r.fixed64(key, "observed_time_unix_nano")?,
            12 => record.event_name = r.text(key, "event_name")?,
            _ => r.skip(key)?,
        }
    }
    Ok(record)
}
