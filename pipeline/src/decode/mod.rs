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
//! | `columns.rs` | builders of the column kinds |

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use custos_model::{
    batch::Counts,
    ingest::{Accepted, Refusal, Request, Signal},
    schema::Table,
};

use crate::otlp::wire::{self, ResourceSpans, Span, WireError};

pub(crate) mod columns;
mod logs;
mod metrics;
mod spans;
pub(crate) mod tail;

use logs::LogBuilder;
use metrics::MetricBuilder;
use spans::SpanBuilder;
pub use spans::{RebuildError, rebuild};

/// Version of the mapping from SDK attributes to columns, recorded in every ledger entry.
pub const MAPPING_VERSION: &str = "1";

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

/// What was refused of one request, by reason.
#[derive(Debug, Default)]
struct Rejected(BTreeMap<&'static str, u64>);

impl Rejected {
    fn total(&self) -> u64 {
        self.0.values().sum()
    }

    fn message(&self, what: &str) -> String {
        let reasons: Vec<_> = self.0.iter().map(|(reason, n)| format!("{n} {what} refused: {reason}")).collect();
        reasons.join("; ")
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

    /// Adds the rows of a request: all of them, or on error none. Spans whose ids are not valid are left out and told in
    /// the answer (`invalid_trace_id`, `invalid_span_id`).
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when the body is not the message of its signal.
    pub fn append(&mut self, request: &Request) -> Result<Accepted, Refusal> {
        let malformed = |error: WireError| Refusal::Malformed(error.to_string());
        match request.signal {
            Signal::Traces => {
                let mut groups = wire::traces(&request.body).map_err(malformed)?;
                let mut rejected = Rejected::default();
                let stored = keep_valid(&mut groups, &mut rejected);
                self.spans.append(request, &groups);
                Ok(self.count(Table::Spans, "spans", stored, &rejected))
            }
            Signal::Logs => {
                let groups = wire::logs(&request.body).map_err(malformed)?;
                let stored = self.logs.append(request, &groups);
                Ok(self.count(Table::Logs, "log records", stored, &Rejected::default()))
            }
            Signal::Metrics => {
                let groups = wire::metrics(&request.body).map_err(malformed)?;
                let stored = self.metrics.append(request, &groups);
                Ok(self.count(Table::Metrics, "data points", stored, &Rejected::default()))
            }
        }
    }

    fn count(&mut self, table: Table, what: &str, stored: u64, rejected: &Rejected) -> Accepted {
        let name = table.name();
        for (into, n) in [(&mut self.counts.received, stored + rejected.total()), (&mut self.counts.stored, stored)] {
            if n > 0 {
                *into.entry(name.to_owned()).or_default() += n;
            }
        }
        for (reason, n) in &rejected.0 {
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

/// Drops spans with ids that OTLP calls invalid; returns how many are left.
fn keep_valid(groups: &mut [ResourceSpans<'_>], rejected: &mut Rejected) -> u64 {
    let mut stored = 0;
    for scope in groups.iter_mut().flat_map(|g| &mut g.scope_spans) {
        scope.spans.retain(|span| match invalid(span) {
            Some(reason) => {
                *rejected.0.entry(reason).or_default() += 1;
                false
            }
            None => true,
        });
        stored += scope.spans.len() as u64;
    }
    stored
}

fn invalid(span: &Span<'_>) -> Option<&'static str> {
    let valid = |id: &[u8], len: usize| id.len() == len && id.iter().any(|b| *b != 0);
    if !valid(span.trace_id, 16) {
        Some("invalid_trace_id")
    } else if !valid(span.span_id, 8) {
        Some("invalid_span_id")
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
