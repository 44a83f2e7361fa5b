//! `ExportLogsServiceRequest`.

use std::borrow::Cow;

use super::{Item, KeyValue, OfResource, Value, WireError, any_value, key_value, opaque_debug, read};
use crate::otlp::reader::Reader;

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
/// When the bytes are not one, nest beyond the limit, or would take more memory than is granted. Says where, never what.
pub fn logs(body: &[u8]) -> Result<Vec<OfResource<'_, LogRecord<'_>>>, WireError> {
    read(body)
}

impl<'a> Item<'a> for LogRecord<'a> {
    const FIELDS: [&'static str; 3] = ["resource_logs", "scope_logs", "log_records"];

    fn read(&mut self, r: Reader<'a, '_>) -> Result<(), WireError> {
        log_record(r, self)
    }
}

fn log_record<'a>(mut r: Reader<'a, '_>, record: &mut LogRecord<'a>) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => record.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            2 => record.severity_number = r.int32(key, "severity_number")?,
            3 => record.severity_text = r.text(key, "severity_text")?,
            5 => r.message(key, "body", |r| any_value(r, record.body.get_or_insert_default()))?,
            6 => r.add(key, "attributes", &mut record.attributes, key_value)?,
            7 => record.dropped_attributes_count = r.uint32(key, "dropped_attributes_count")?,
            8 => record.flags = r.fixed32(key, "flags")?,
            9 => record.trace_id = r.bytes(key, "trace_id")?,
            10 => record.span_id = r.bytes(key, "span_id")?,
            11 => record.observed_time_unix_nano = r.fixed64(key, "observed_time_unix_nano")?,
            12 => record.event_name = r.text(key, "event_name")?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}
