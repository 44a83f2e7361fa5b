//! `ExportTraceServiceRequest`.

use std::borrow::Cow;

use super::{Item, KeyValue, OfResource, WireError, key_value, opaque_debug, read};
use crate::otlp::reader::Reader;

/// `Span`.
#[derive(Clone, Default, PartialEq)]
pub struct Span<'a> {
    /// 16 bytes in a valid span.
    pub trace_id: &'a [u8],
    /// 8 bytes in a valid span.
    pub span_id: &'a [u8],
    /// Empty in a root span.
    pub parent_span_id: &'a [u8],
    /// W3C trace state.
    pub trace_state: Cow<'a, str>,
    /// Bits 0-7 trace flags, 8-9 is-remote; others may be set.
    pub flags: u32,
    /// Name.
    pub name: Cow<'a, str>,
    /// `SpanKind`, any number.
    pub kind: i32,
    /// Start, nanoseconds since the Unix epoch.
    pub start_time_unix_nano: u64,
    /// End, nanoseconds since the Unix epoch.
    pub end_time_unix_nano: u64,
    /// Attributes in the order sent.
    pub attributes: Vec<KeyValue<'a>>,
    /// Attributes that the client dropped.
    pub dropped_attributes_count: u32,
    /// Events in the order sent.
    pub events: Vec<Event<'a>>,
    /// Events that the client dropped.
    pub dropped_events_count: u32,
    /// Links in the order sent.
    pub links: Vec<Link<'a>>,
    /// Links that the client dropped.
    pub dropped_links_count: u32,
    /// `StatusCode`, any number.
    pub status_code: i32,
    /// Status message.
    pub status_message: Cow<'a, str>,
    /// Whether a status was sent at all (an empty one counts).
    pub has_status: bool,
}

/// `Span.Event`.
#[derive(Clone, Default, PartialEq)]
pub struct Event<'a> {
    /// When, nanoseconds since the Unix epoch.
    pub time_unix_nano: u64,
    /// Name.
    pub name: Cow<'a, str>,
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Attributes that the client dropped.
    pub dropped_attributes_count: u32,
}

/// `Span.Link`.
#[derive(Clone, Default, PartialEq)]
pub struct Link<'a> {
    /// Trace of the linked span.
    pub trace_id: &'a [u8],
    /// The linked span.
    pub span_id: &'a [u8],
    /// W3C trace state.
    pub trace_state: Cow<'a, str>,
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Attributes that the client dropped.
    pub dropped_attributes_count: u32,
    /// As of [`Span::flags`].
    pub flags: u32,
}

opaque_debug!(Span, Event, Link);

/// Reads an `ExportTraceServiceRequest`.
///
/// # Errors
/// When the bytes are not one, nest beyond the limit, or would take more memory than is granted. Says where, never what.
pub fn traces(body: &[u8]) -> Result<Vec<OfResource<'_, Span<'_>>>, WireError> {
    read(body)
}

impl<'a> Item<'a> for Span<'a> {
    const FIELDS: [&'static str; 3] = ["resource_spans", "scope_spans", "spans"];

    fn read(&mut self, r: Reader<'a, '_>) -> Result<(), WireError> {
        span(r, self)
    }
}

/// Bytes of a message for which room is made for one attribute, and the most for which it is made before they come.
const ATTRIBUTE_BYTES: usize = 32;
const MAX_RESERVED: usize = 16;

fn span<'a>(mut r: Reader<'a, '_>, span: &mut Span<'a>) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => span.trace_id = r.bytes(key, "trace_id")?,
            2 => span.span_id = r.bytes(key, "span_id")?,
            3 => span.trace_state = r.text(key, "trace_state")?,
            4 => span.parent_span_id = r.bytes(key, "parent_span_id")?,
            5 => span.name = r.text(key, "name")?,
            6 => span.kind = r.int32(key, "kind")?,
            7 => span.start_time_unix_nano = r.fixed64(key, "start_time_unix_nano")?,
            8 => span.end_time_unix_nano = r.fixed64(key, "end_time_unix_nano")?,
            9 => {
                if span.attributes.is_empty() {
                    // So many fit in what is left, as long as those of agents mostly are.
                    span.attributes.reserve_exact((r.left() / ATTRIBUTE_BYTES).min(MAX_RESERVED));
                }
                r.add(key, "attributes", &mut span.attributes, key_value)?;
            }
            10 => span.dropped_attributes_count = r.uint32(key, "dropped_attributes_count")?,
            11 => r.push(key, "events", &mut span.events, event)?,
            12 => span.dropped_events_count = r.uint32(key, "dropped_events_count")?,
            13 => r.push(key, "links", &mut span.links, link)?,
            14 => span.dropped_links_count = r.uint32(key, "dropped_links_count")?,
            15 => r.message(key, "status", |r| status(r, span))?,
            16 => span.flags = r.fixed32(key, "flags")?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

fn status<'a>(mut r: Reader<'a, '_>, span: &mut Span<'a>) -> Result<(), WireError> {
    span.has_status = true;
    while let Some(key) = r.key()? {
        match key.field {
            2 => span.status_message = r.text(key, "message")?,
            3 => span.status_code = r.int32(key, "code")?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

fn event<'a>(mut r: Reader<'a, '_>) -> Result<Event<'a>, WireError> {
    let mut event = Event::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => event.time_unix_nano = r.fixed64(key, "time_unix_nano")?,
            2 => event.name = r.text(key, "name")?,
            3 => r.add(key, "attributes", &mut event.attributes, key_value)?,
            4 => event.dropped_attributes_count = r.uint32(key, "dropped_attributes_count")?,
            _ => r.skip(key)?,
        }
    }
    Ok(event)
}

fn link<'a>(mut r: Reader<'a, '_>) -> Result<Link<'a>, WireError> {
    let mut link = Link::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => link.trace_id = r.bytes(key, "trace_id")?,
            2 => link.span_id = r.bytes(key, "span_id")?,
            3 => link.trace_state = r.text(key, "trace_state")?,
            4 => r.add(key, "attributes", &mut link.attributes, key_value)?,
            5 => link.dropped_attributes_count = r.uint32(key, "dropped_attributes_count")?,
            6 => link.flags = r.fixed32(key, "flags")?,
            _ => r.skip(key)?,
        }
    }
    Ok(link)
}
