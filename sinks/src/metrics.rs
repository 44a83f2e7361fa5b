//! The metrics of the sinks. Commits are counted by the pipeline, which makes them.

use metrics::gauge;

/// Number of files that make up the tables after a commit.
#[expect(clippy::cast_precision_loss, reason = "gauges are floating point")]
pub(crate) fn live_files(files: usize) {
    gauge!("custos_lake_files").set(files as f64);
}
