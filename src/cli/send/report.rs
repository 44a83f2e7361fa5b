//! What was sent, how fast, and what came back.

use std::{
    collections::BTreeMap,
    io::Write,
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;

/// Counts and latencies of a run, or of one connection of it.
pub(crate) struct Report {
    begin: Instant,
    elapsed: Duration,
    requests: u64,
    spans: u64,
    bytes: u64,
    partial: u64,
    refused_requests: u64,
    refused_spans: u64,
    unsent: u64,
    reasons: BTreeMap<String, u64>,
    retries: BTreeMap<String, u64>,
    latency: Histogram<u64>,
}

impl Report {
    pub(crate) fn new() -> Self {
        #[expect(clippy::expect_used, reason = "constant, valid bounds")]
        // Microseconds, up to ten minutes, three digits.
        let latency = Histogram::new_with_bounds(1, 600_000_000, 3).expect("constant bounds are valid");
        Self {
            begin: Instant::now(),
            elapsed: Duration::ZERO,
            requests: 0,
            spans: 0,
            bytes: 0,
            partial: 0,
            refused_requests: 0,
            refused_spans: 0,
            unsent: 0,
            reasons: BTreeMap::new(),
            retries: BTreeMap::new(),
            latency,
        }
    }

    pub(crate) fn accepted(&mut self, spans: u64, bytes: usize, latency: Duration, partial: bool) {
        self.requests += 1;
        self.spans += spans;
        self.bytes += bytes as u64;
        self.partial += u64::from(partial);
        self.latency.saturating_record(u64::try_from(latency.as_micros()).unwrap_or(u64::MAX));
    }

    pub(crate) fn refused(&mut self, spans: u64, status: &str) {
        self.refused_requests += 1;
        self.refused_spans += spans;
        *self.reasons.entry(status.to_owned()).or_default() += 1;
    }

    pub(crate) fn retried(&mut self, status: &str) {
        *self.retries.entry(status.to_owned()).or_default() += 1;
    }

    /// Requests that were due and for which the run was too short: they waited, but are in no latency.
    pub(crate) fn unsent(&mut self, requests: u64) {
        self.unsent += requests;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.begin = self.begin.min(other.begin);
        self.requests += other.requests;
        self.spans += other.spans;
        self.bytes += other.bytes;
        self.partial += other.partial;
        self.refused_requests += other.refused_requests;
        self.refused_spans += other.refused_spans;
        self.unsent += other.unsent;
        for (into, from) in [(&mut self.reasons, &other.reasons), (&mut self.retries, &other.retries)] {
            for (key, n) in from {
                *into.entry(key.clone()).or_default() += n;
            }
        }
        // Same bounds, so adding cannot fail.
        let _ = self.latency.add(&other.latency);
    }

    pub(crate) fn end(&mut self) {
        self.elapsed = self.begin.elapsed();
    }

    /// Requests that were not accepted in the end.
    pub(crate) fn failed(&self) -> u64 {
        self.refused_requests
    }

    pub(crate) fn print(&self, json: bool) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        let seconds = self.elapsed.as_secs_f64().max(1e-9);
        let quantile = |q: f64| self.latency.value_at_quantile(q) as f64 / 1000.0;
        if json {
            let summary = serde_json::json!({
                "seconds": seconds, "requests": self.requests, "spans": self.spans, "bytes": self.bytes,
                "spans_per_second": self.spans as f64 / seconds, "mb_per_second": self.bytes as f64 / seconds / 1e6,
                "partial_success": self.partial, "refused_requests": self.refused_requests, "refused_spans": self.refused_spans,
                "unsent_requests": self.unsent,
                "refused": self.reasons, "retries": self.retries,
                "latency_ms": {"p50": quantile(0.5), "p90": quantile(0.9), "p99": quantile(0.99), "p999": quantile(0.999), "max": quantile(1.0)},
            });
            return writeln!(out, "{summary}");
        }
        writeln!(
            out,
            "sent      {} requests, {}{:.1} MB in {seconds:.2} s",
            self.requests,
            // Of recorded bodies the spans are not counted.
            if self.spans > 0 { format!("{} spans, ", self.spans) } else { String::new() },
            self.bytes as f64 / 1e6
        )?;
        let spans =
            if self.spans > 0 { format!("{:.0} spans/s, ", self.spans as f64 / seconds) } else { String::new() };
        writeln!(out, "rate      {spans}{:.1} MB/s", self.bytes as f64 / seconds / 1e6)?;
        writeln!(
            out,
            "latency   p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, max {:.2} ms",
            quantile(0.5),
            quantile(0.9),
            quantile(0.99),
            quantile(0.999),
            quantile(1.0)
        )?;
        writeln!(
            out,
            "refused   {} requests, {} spans; {} answers with a partial success",
            self.refused_requests, self.refused_spans, self.partial
        )?;
        if self.unsent > 0 {
            writeln!(
                out,
                "unsent    {} requests that were due before the end; the latencies are without them",
                self.unsent
            )?;
        }
        for (title, counts) in [("refused", &self.reasons), ("retried", &self.retries)] {
            for (status, n) in counts {
                writeln!(out, "  {title} {n} times: {status}")?;
            }
        }
        Ok(())
    }
}
