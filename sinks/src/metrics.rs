//! The metrics of the sinks. Commits are counted by the pipeline, which makes them.

use metrics::gauge;

/// Number of the last ledger entry, and of the files that make up the tables then.
#[expect(clippy::cast_precision_loss, reason = "gauges are floating point")]
pub(crate) fn ledger((seq, files): (u64, usize)) {
    gauge!("custos_lake_ledger_seq").set(seq as f64);
    gauge!("custos_lake_files").set(files as f64);
}
