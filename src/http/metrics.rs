//! Metrics of the program: the recorder that all crates count into, and what this crate counts.

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::{Api, process};

/// Reads what was counted.
#[derive(Clone)]
pub(crate) struct Metrics(PrometheusHandle);

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// Up to a disk that takes a second for one fsync.
const FSYNC: &[f64] = &[0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.0];
/// Uploads and queries.
const SECONDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];
/// The recorder drops old samples when it is asked to.
const UPKEEP: Duration = Duration::from_secs(5);

impl Metrics {
    /// Installs the recorder of the process. Once.
    pub(crate) fn install() -> anyhow::Result<Self> {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_fsync_seconds".into()), FSYNC)
            .and_then(|b| b.set_buckets_for_metric(Matcher::Suffix("_seconds".into()), SECONDS))
            .context("cannot set up metrics")?;
        let handle = builder.install_recorder().context("cannot set up metrics")?;
        describe();
        Ok(Self(handle))
    }

    /// Keeps its memory bounded; runs until dropped.
    pub(crate) async fn upkeep(self) {
        let mut tick = tokio::time::interval(UPKEEP);
        loop {
            tick.tick().await;
            self.0.run_upkeep();
        }
    }
}

pub(super) async fn render(State(api): State<Api>) -> Response {
    if let Some(pipeline) = api.pipeline.read().await.as_ref() {
        let status = pipeline.status();
        gauge!("custos_ready").set(if status.is_ready() && !api.stopping.is_cancelled() { 1.0 } else { 0.0 });
        gauge!("custos_wal_max_bytes").set(status.max_wal_bytes as f64);
        if let Some(age) = status.last_commit_age {
            gauge!("custos_lake_last_commit_age_seconds").set(age.as_secs_f64());
        }
        let oldest = status.oldest_uncommitted_age.unwrap_or_default();
        gauge!("custos_lake_oldest_uncommitted_age_seconds").set(oldest.as_secs_f64());
    } else {
        gauge!("custos_ready").set(0.0);
        if let Some(early) = api.early.get() {
            gauge!("custos_wal_max_bytes").set(early.status().max_wal_bytes as f64);
        }
    }
    let mut text = api.metrics.0.render();
    process::append(&mut text, api.started.elapsed());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// A query over HTTP. Dropped before its answer was read to the end: its client left, or the collector stopped.
#[derive(Debug)]
pub(super) struct Query {
    since: Instant,
    status: &'static str,
}

impl Query {
    pub(super) fn begin() -> Self {
        Self { since: Instant::now(), status: "cancelled" }
    }

    /// It ended; `status` is `ok` or the kind of its error.
    pub(super) fn end(&mut self, status: &'static str) {
        self.status = status;
    }
}

impl Drop for Query {
    fn drop(&mut self) {
        counter!("custos_query_requests_total", "status" => self.status).increment(1);
        histogram!("custos_query_seconds").record(self.since.elapsed());
    }
}

/// Counters of one series each.
const UNLABELLED: &[&str] = &[
    "custos_ingest_failed_requests_total",
    "custos_lake_bytes_total",
    "custos_lake_commit_errors_total",
    "custos_lake_commits_total",
    "custos_wal_append_bytes_total",
];

fn describe() {
    const COUNTERS: &[(&str, &str)] = &[
        ("custos_receiver_requests_total", "OTLP requests by signal, transport and status"),
        ("custos_receiver_bytes_total", "OTLP request bytes after decompression"),
        ("custos_receiver_refused_total", "OTLP requests of which nothing was stored, by reason"),
        ("custos_rows_total", "Rows made durable, by table"),
        ("custos_rows_refused_total", "Spans, log records and data points refused, by reason"),
        (
            "custos_ingest_failed_requests_total",
            "Requests refused because of a defect of the collector; the log has more",
        ),
        ("custos_redactions_total", "Values redacted, by type"),
        ("custos_wal_append_bytes_total", "Bytes appended to the write-ahead log"),
        ("custos_lake_commits_total", "Ledger entries written"),
        ("custos_lake_commit_errors_total", "Commits that failed and are tried again"),
        ("custos_lake_bytes_total", "Parquet bytes committed"),
        ("custos_query_requests_total", "SQL queries over HTTP by status"),
    ];
    const GAUGES: &[(&str, &str)] = &[
        ("custos_ready", "1 when data is taken and will reach the lake; /readyz says why not"),
        ("custos_ingest_queue_bytes", "Request bytes that wait for or are in the shards"),
        ("custos_ingest_queue_requests", "Requests that wait for or are in the shards"),
        ("custos_wal_bytes", "Size of the write-ahead log"),
        ("custos_wal_max_bytes", "Size of the write-ahead log at which clients are told to retry"),
        ("custos_lake_files", "Live Parquet files"),
        ("custos_lake_ledger_seq", "Number of the last ledger entry"),
        ("custos_lake_last_commit_timestamp_seconds", "When the last commit was made, Unix time"),
        ("custos_lake_last_commit_age_seconds", "Age of the last commit of this process"),
        ("custos_lake_oldest_uncommitted_age_seconds", "Age of the oldest durable row that is not in the lake yet"),
    ];
    for (name, what) in COUNTERS {
        describe_counter!(*name, *what);
    }
    for (name, what) in GAUGES {
        describe_gauge!(*name, *what);
    }
    // There from the start: a counter that first appears as 1 looks to rate() as if it had not grown.
    for name in UNLABELLED {
        counter!(*name).increment(0);
    }
    describe_histogram!("custos_wal_fsync_seconds", "Time of one fsync of the write-ahead log");
    describe_histogram!("custos_lake_commit_seconds", "Time of one commit: uploads and ledger entry");
    describe_histogram!("custos_query_seconds", "Time of one SQL query over HTTP until its last byte was handed out");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_of_rare_events_are_there_before_the_first() {
        let recorder = PrometheusBuilder::new().build_recorder();
        metrics::with_local_recorder(&recorder, describe);
        let text = recorder.handle().render();
        for name in UNLABELLED {
            assert!(
                text.contains(&format!("\n{name} 0\n")) && text.contains(&format!("# HELP {name} ")),
                "{name}: {text}"
            );
        }
    }
}
