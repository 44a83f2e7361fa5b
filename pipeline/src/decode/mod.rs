//! OTLP requests to rows: one Arrow batch a table, columns of [`custos_model::schema`].
//!
//! ```text
//!  Request (protobuf) -> otlp::wire views -> valid ids? -> spans | logs | metrics -> Rows -> RecordBatch
//! ```
//!
//! | file | what |
//! |---|---|
//! | `spans/` | spans, whatever the SDK, to the columns of `spans` |
//! | `logs.rs`, `metrics.rs` | log records and data points |
//! | `tail.rs` | resource, scope, attributes, events and links as JSON; what rows of a scope share |
//! | `columns.rs`, `columns/` | rows under construction, builders of the column kinds |
//! | `nulls.rs` | columns without values |

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use custos_model::{
    batch::Counts,
    ingest::{Accepted, Refusal, Request, Signal},
    schema::Table,
};

use crate::otlp::wire::{self, GoesOn, Item, LogRecord, Metric, OfResource, Span, WireError};

pub(crate) mod columns;
mod logs;
mod metrics;
pub(crate) mod nulls;
mod spans;
pub(crate) mod tail;

use logs::LogBuilder;
use metrics::MetricBuilder;
pub(crate) use spans::Fingerprints;
use spans::SpanBuilder;
pub use spans::{RebuildError, rebuild};

/// Version of the mapping from SDK attributes to columns, recorded in every ledger entry.
pub const MAPPING_VERSION: &str = "20";

/// Collects the rows of several requests.
#[derive(Debug)]
pub struct BatchBuilder {
    spans: SpanBuilder,
    logs: LogBuilder,
    metrics: MetricBuilder,
    counts: Counts,
}

impl Default for BatchBuilder {
    fn default() -> Self {
        Self::new()
    }
}

/// What was refused of one request, and what was kept without its link, by reason.
#[derive(Debug, Default)]
struct Rejected {
    refused: BTreeMap<&'static str, u64>,
    unlinked: BTreeMap<&'static str, u64>,
}

impl Rejected {
    fn total(&self) -> u64 {
        self.refused.values().sum()
    }

    fn message(&self, what: &str) -> String {
        // `what` is in the plural.
        let rows = |n: u64| format!("{n} {}", if n == 1 { what.trim_end_matches('s') } else { what });
        let refused = self.refused.iter().map(|(reason, n)| format!("{} refused: {reason}", rows(*n)));
        let unlinked = self.unlinked.iter().map(|(reason, n)| {
            let lacks = if reason.contains("parent") { "parent" } else { "trace" };
            format!("{} kept without a {lacks}: {reason}", rows(*n))
        });
        refused.chain(unlinked).collect::<Vec<_>>().join("; ")
    }
}

impl BatchBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            spans: SpanBuilder::new(),
            logs: LogBuilder::new(),
            metrics: MetricBuilder::new(),
            counts: Counts::default(),
        }
    }

    /// Adds the rows of a request: all of them, or on error none. Spans whose ids are not valid are left out and told
    /// in the answer (`invalid_trace_id`, `invalid_span_id`); log records with such ids are kept without a trace, spans
    /// with such parents without a parent (`invalid_parent_span_id`), and told.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when the body is not the message of its signal, or holds so many elements that are all but
    /// empty that its rows would take a multiple of its memory.
    pub fn append(&mut self, request: &Request) -> Result<Accepted, Refusal> {
        let body = &request.body;
        let (table, what, read) = match request.signal {
            Signal::Traces => {
                let add = |spans: &[_], goes_on| self.spans.append(request, spans, goes_on);
                (Table::Spans, "spans", read(Table::Spans, body, keep_valid, add))
            }
            Signal::Logs => {
                let add = |records: &[_], goes_on| self.logs.append(request, records, goes_on);
                (Table::Logs, "log records", read(Table::Logs, body, count_records, add))
            }
            Signal::Metrics => {
                let add = |metrics: &[_], goes_on| self.metrics.append(request, metrics, goes_on);
                (Table::Metrics, "data points", read(Table::Metrics, body, count_points, add))
            }
        };
        let (stored, rejected) = read.map_err(|error| Refusal::Malformed(error.to_string()))?;
        Ok(self.count(table, what, stored, &rejected))
    }

    fn count(&mut self, table: Table, what: &str, stored: u64, rejected: &Rejected) -> Accepted {
        let name = table.name();
        for (into, n) in [(&mut self.counts.received, stored + rejected.total()), (&mut self.counts.stored, stored)] {
            if n > 0 {
                *into.entry(name.to_owned()).or_default() += n;
            }
        }
        for (reason, n) in &rejected.refused {
            *self.counts.refused.entry(format!("{name}/{reason}")).or_default() += n;
        }
        Accepted { rejected: rejected.total(), message: rejected.message(what) }
    }

    /// Whether there is nothing to finish.
    pub fn is_empty(&self) -> bool {
        self.spans.len() + self.logs.len() + self.metrics.len() == 0 && self.counts == Counts::default()
    }

    /// The batches of the tables that have rows, and what came in with them; starts anew.
    pub fn finish(&mut self) -> (Vec<(Table, RecordBatch)>, Counts) {
        let mut tables = Vec::new();
        if self.spans.len() > 0 {
            tables.push((Table::Spans, built(self.spans.finish())));
        }
        if self.logs.len() > 0 {
            tables.push((Table::Logs, built(self.logs.finish())));
        }
        if self.metrics.len() > 0 {
            tables.push((Table::Metrics, built(self.metrics.finish())));
        }
        (tables, std::mem::take(&mut self.counts))
    }
}

#[expect(clippy::expect_used, reason = "columns have equal lengths and the kinds of the table by construction")]
fn built(batch: Result<RecordBatch, arrow::error::ArrowError>) -> RecordBatch {
    batch.expect("columns of one table")
}

/// Drops what is not stored, and gives the number of rows that the rest makes.
type Keep<'a, T> = fn(&mut [OfResource<'a, T>], &mut Rejected) -> u64;

/// Views that are in memory at once of a request that is read by pieces, bytes.
const PIECE_BYTES: usize = 8 << 20;
/// Memory for the fixed part of rows: for every request, and for each byte of its body.
const ROWS_BASE: u64 = 16 << 20;
const ROWS_PER_BYTE: u64 = 4;

/// Reads a request and adds its rows. Most are read once, as a whole. One whose views would take a multiple of its body
/// is read by pieces: once to see that all of it is good and how many rows there will be, once to add them.
fn read<'a, T: Item<'a>>(
    table: Table,
    body: &'a [u8],
    keep: Keep<'a, T>,
    mut add: impl FnMut(&[OfResource<'a, T>], GoesOn),
) -> Result<(u64, Rejected), WireError> {
    let mut rejected = Rejected::default();
    match wire::read(body) {
        Ok(mut groups) => {
            let stored = keep(&mut groups, &mut rejected);
            add(&groups, GoesOn::default());
            Ok((stored, rejected))
        }
        Err(error) if error.is_too_many() => {
            let mut stored = 0;
            wire::read_pieces(body, PIECE_BYTES, |piece, _| stored += keep(piece, &mut rejected))?;
            let most = ROWS_BASE.saturating_add(ROWS_PER_BYTE.saturating_mul(body.len() as u64));
            if stored.saturating_mul(columns::fixed_bytes(table)) > most {
                return Err(error);
            }
            if stored > 0 {
                wire::read_pieces(body, PIECE_BYTES, |piece, goes_on| {
                    keep(piece, &mut Rejected::default());
                    add(piece, goes_on);
                })?;
            }
            Ok((stored, rejected))
        }
        Err(error) => Err(error),
    }
}

/// Drops spans with ids that OTLP calls invalid; returns how many are left, and counts those whose parent is none: what
/// is no id may be any text, and stays where texts are redacted.
fn keep_valid(groups: &mut [OfResource<'_, Span<'_>>], rejected: &mut Rejected) -> u64 {
    let mut stored = 0;
    for scope in groups.iter_mut().flat_map(|g| &mut g.scopes) {
        scope.items.retain(|span| match invalid(span) {
            Some(reason) => {
                *rejected.refused.entry(reason).or_default() += 1;
                false
            }
            None => {
                if strays(span.parent_span_id, SPAN_ID_LEN) {
                    *rejected.unlinked.entry("invalid_parent_span_id").or_default() += 1;
                }
                true
            }
        });
        stored += scope.items.len() as u64;
    }
    stored
}

/// Counts log records, and those whose ids are none. They are kept: an id that is not valid means no trace.
fn count_records(groups: &mut [OfResource<'_, LogRecord<'_>>], rejected: &mut Rejected) -> u64 {
    let mut stored = 0;
    for record in groups.iter().flat_map(|g| &g.scopes).flat_map(|scope| &scope.items) {
        stored += 1;
        let (trace, span) = (strays(record.trace_id, TRACE_ID_LEN), strays(record.span_id, SPAN_ID_LEN));
        for (_, reason) in [(trace, "invalid_trace_id"), (span, "invalid_span_id")].iter().filter(|(bad, _)| *bad) {
            *rejected.unlinked.entry(reason).or_default() += 1;
        }
    }
    stored
}

fn count_points(groups: &mut [OfResource<'_, Metric<'_>>], _: &mut Rejected) -> u64 {
    let metrics = groups.iter().flat_map(|g| &g.scopes).flat_map(|scope| &scope.items);
    metrics.filter_map(|metric| metric.data.as_ref()).map(|data| data.len() as u64).sum()
}

const TRACE_ID_LEN: usize = 16;
const SPAN_ID_LEN: usize = 8;

/// Whether an id has its length and is not all zeros.
fn is_id(id: &[u8], len: usize) -> bool {
    id.len() == len && id.iter().any(|b| *b != 0)
}

/// Whether something was sent that is as long as no id.
fn strays(id: &[u8], len: usize) -> bool {
    !id.is_empty() && id.len() != len
}

/// The parent of a span; empty when it has none, or what it calls its parent is no id.
fn parent_of<'a>(span: &Span<'a>) -> &'a [u8] {
    if is_id(span.parent_span_id, SPAN_ID_LEN) { span.parent_span_id } else { &[] }
}

fn invalid(span: &Span<'_>) -> Option<&'static str> {
    if !is_id(span.trace_id, TRACE_ID_LEN) {
        Some("invalid_trace_id")
    } else if !is_id(span.span_id, SPAN_ID_LEN) {
        Some("invalid_span_id")
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
