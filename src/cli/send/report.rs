//! What was sent, how fast, and what came back.

use std::{
    collections::BTreeMap,
    io::Write,
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;

use super::output::{Out, count};

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
        self.write(json, &mut Out)
    }

    fn write(&self, json: bool, out: &mut dyn Write) -> std::io::Result<()> {
        let seconds = self.elapsed.as_secs_f64().max(1e-9);
        // Of nothing there is no latency.
        let quantile = |q: f64| (!self.latency.is_empty()).then(|| self.latency.value_at_quantile(q) as f64 / 1000.0);
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
            "sent      {}, {}{:.1} MB in {seconds:.2} s",
            count(self.requests, "request"),
            // Of recorded bodies the spans are not counted.
            if self.spans > 0 { format!("{}, ", count(self.spans, "span")) } else { String::new() },
            self.bytes as f64 / 1e6
        )?;
        let spans =
            if self.spans > 0 { format!("{:.0} spans/s, ", self.spans as f64 / seconds) } else { String::new() };
        writeln!(out, "rate      {spans}{:.1} MB/s", self.bytes as f64 / seconds / 1e6)?;
        let shown = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)]
            .map(|(name, q)| quantile(q).map_or_else(|| format!("{name} -"), |ms| format!("{name} {ms:.2} ms")));
        writeln!(out, "latency   {}", shown.join(", "))?;
        writeln!(
            out,
            "refused   {}, {}; {} with a partial success",
            count(self.refused_requests, "request"),
            count(self.refused_spans, "span"),
            count(self.partial, "answer")
        )?;
        if self.unsent > 0 {
            let unsent = count(self.unsent, "request");
            writeln!(out, "unsent    {unsent} due before the end; the latencies are without these")?;
        }
        for (title, counts) in [("refused", &self.reasons), ("retried", &self.retries)] {
            for (status, n) in counts {
                writeln!(out, "  {title} {}: {status}", count(*n, "time"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(report: &Report, json: bool) -> String {
        let mut out = Vec::new();
        report.write(json, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_is_not_many_and_nothing_has_no_latency() {
        let mut report = Report::new();
        report.refused(1, "UNKNOWN");
        let text = written(&report, false);
        for part in
            ["latency   p50 -, p90 -,", "refused   1 request, 1 span; 0 answers with", "refused 1 time: UNKNOWN"]
        {
            assert!(text.contains(part), "no {part} in\n{text}");
        }
        let json: serde_json::Value = serde_json::from_str(&written(&report, true)).unwrap();
        assert!(json["latency_ms"]["p50"].is_null(), "{json}");
        report.accepted(2, 10, Duration::from_millis(3), false);
        let text = written(&report, false);
        assert!(text.contains("sent      1 request, 2 spans,") && text.contains("p50 3.00 ms"), "{text}");
    }
}
