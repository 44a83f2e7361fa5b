//! Every metric of this crate. Names, labels and units stand here and nowhere else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use custos_model::batch::Counts;
use metrics::{counter, gauge, histogram};

/// Rows that became durable, were refused, and values redacted.
pub(crate) fn rows(counts: &Counts) {
    for (table, rows) in &counts.stored {
        counter!("custos_rows_total", "table" => table.clone()).increment(*rows);
    }
    for (key, rows) in &counts.refused {
        let (table, reason) = key.split_once('/').unwrap_or((key, "other"));
        counter!("custos_rows_refused_total", "table" => table.to_owned(), "reason" => reason.to_owned())
            .increment(*rows);
    }
    for (kind, values) in &counts.redactions {
        counter!("custos_redactions_total", "type" => kind.clone()).increment(*values);
    }
}

/// A request could not be decoded, redacted or stored, by a fault of ours.
pub(crate) fn request_failed() {
    counter!("custos_ingest_failed_requests_total").increment(1);
}

/// What waits for or is inside the ingest shards.
pub(crate) fn ingest_queue(bytes: usize, requests: usize) {
    gauge!("custos_ingest_queue_bytes").set(bytes as f64);
    gauge!("custos_ingest_queue_requests").set(requests as f64);
}

/// Size of the write-ahead log.
pub(crate) fn wal_bytes(bytes: u64) {
    gauge!("custos_wal_bytes").set(bytes as f64);
}

/// One group became durable.
pub(crate) fn wal_append(bytes: u64, fsync: Duration) {
    counter!("custos_wal_append_bytes_total").increment(bytes);
    histogram!("custos_wal_fsync_seconds").record(fsync);
}

/// A commit is in the ledger.
pub(crate) fn lake_commit(bytes: u64, took: Duration) {
    counter!("custos_lake_commits_total").increment(1);
    counter!("custos_lake_bytes_total").increment(bytes);
    histogram!("custos_lake_commit_seconds").record(took);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    gauge!("custos_lake_last_commit_timestamp_seconds").set(now.as_secs_f64());
}

/// An attempt to commit failed.
pub(crate) fn lake_commit_error() {
    counter!("custos_lake_commit_errors_total").increment(1);
}
