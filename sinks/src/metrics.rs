//! The metrics of the sinks.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use metrics::{counter, gauge, histogram};

/// A commit that is in the ledger. `live_files` is the number of files that now make up the tables.
#[expect(clippy::cast_precision_loss, reason = "gauges are floating point")]
pub(crate) fn committed(seq: u64, live_files: usize, bytes: u64, took: Duration) {
    counter!("custos_lake_commits_total").increment(1);
    counter!("custos_lake_bytes_total").increment(bytes);
    histogram!("custos_lake_commit_seconds").record(took.as_secs_f64());
    gauge!("custos_lake_files").set(live_files as f64);
    gauge!("custos_lake_ledger_seq").set(seq as f64);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    gauge!("custos_lake_last_commit_timestamp_seconds").set(now.as_secs_f64());
}

/// A commit that failed.
pub(crate) fn commit_failed() {
    counter!("custos_lake_commit_errors_total").increment(1);
}
