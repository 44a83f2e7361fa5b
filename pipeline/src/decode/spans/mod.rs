//! The rows of `spans`.

use arrow::{array::RecordBatch, error::ArrowError};
use custos_model::{
    ingest::Request,
    schema::{SPANS, Table},
};

use super::{
    columns::{Rows, index_of, micros, nanos},
    tail::{Origin, pairs, write_attributes, write_events, write_hex, write_links},
};
use crate::otlp::wire::{Resource, ResourceSpans, Scope, Span};

const TRACE_ID: usize = index_of(SPANS, "trace_id");
const SPAN_ID: usize = index_of(SPANS, "span_id");
const PARENT_SPAN_ID: usize = index_of(SPANS, "parent_span_id");
const TRACE_STATE: usize = index_of(SPANS, "trace_state");
const FLAGS: usize = index_of(SPANS, "flags");
const START_TIME: usize = index_of(SPANS, "start_time");
const START_UNIX_NANO: usize = index_of(SPANS, "start_unix_nano");
const END_UNIX_NANO: usize = index_of(SPANS, "end_unix_nano");
const NAME: usize = index_of(SPANS, "name");
const STATUS_MESSAGE: usize = index_of(SPANS, "status_message");
const ATTRIBUTES: usize = index_of(SPANS, "attributes");
const EVENTS: usize = index_of(SPANS, "events");
const LINKS: usize = index_of(SPANS, "links");

/// Builds the batch of `spans`.
#[derive(Debug)]
pub(crate) struct SpanBuilder {
    rows: Rows,
    scratch: String,
}

impl SpanBuilder {
    pub(crate) fn new() -> Self {
        Self { rows: Rows::new(Table::Spans), scratch: String::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds all spans of a request. Their ids are valid.
    pub(crate) fn append(&mut self, request: &Request, spans: &[ResourceSpans<'_>]) {
        for group in spans {
            for scope in &group.scope_spans {
                let resource: (Option<&Resource<'_>>, &str) = (group.resource.as_ref(), &group.schema_url);
                let by: (Option<&Scope<'_>>, &str) = (scope.scope.as_ref(), &scope.schema_url);
                let origin = Origin::new(&mut self.rows, Table::Spans, request, resource, by);
                for span in &scope.spans {
                    origin.set(&mut self.rows);
                    self.span(span);
                    self.rows.end_row();
                }
            }
        }
    }

    fn span(&mut self, span: &Span<'_>) {
        let Self { rows, scratch } = self;
        for (column, id) in [(TRACE_ID, span.trace_id), (SPAN_ID, span.span_id), (PARENT_SPAN_ID, span.parent_span_id)]
        {
            scratch.clear();
            write_hex(scratch, id);
            rows.text_or_null(column, scratch);
        }
        rows.text_or_null(TRACE_STATE, &span.trace_state);
        rows.int(FLAGS, (span.flags != 0).then_some(i64::from(span.flags)));
        rows.timestamp(START_TIME, micros(span.start_time_unix_nano));
        rows.int(START_UNIX_NANO, nanos(span.start_time_unix_nano));
        rows.int(END_UNIX_NANO, nanos(span.end_time_unix_nano));
        rows.text(NAME, &*span.name);
        rows.text_or_null(STATUS_MESSAGE, &span.status_message);
        let counts = [
            ("$dropped_attributes_count", span.dropped_attributes_count),
            ("$dropped_events_count", span.dropped_events_count),
            ("$dropped_links_count", span.dropped_links_count),
        ];
        scratch.clear();
        if write_attributes(scratch, pairs(&span.attributes), &counts) {
            rows.text(ATTRIBUTES, scratch.as_str());
        }
        scratch.clear();
        if write_events(scratch, &span.events) {
            rows.text(EVENTS, scratch.as_str());
        }
        scratch.clear();
        if write_links(scratch, &span.links) {
            rows.text(LINKS, scratch.as_str());
        }
    }

    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows.finish()
    }
}
