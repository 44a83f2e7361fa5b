//! Decides whether the whole path is fast enough: the release program with everything on (redaction, fsync, Parquet,
//! ledger), driven over loopback by `custos send`, beside the floor in the same run: the same requests received by the
//! same gRPC server and dropped, `memcpy`, and `write` + `fdatasync`.
//!
//! `cargo bench -p custos-benches --bench end_to_end [-- SECONDS]`

use std::{io::Write, net::SocketAddr, path::Path, time::Duration};

use anyhow::Context;
use custos_benches::{
    fsync_speed,
    load::{AGENT, Floor, HISTORY, LLM, Measured, QUIET, SMALL, custos, load},
    memcpy_speed, memory_mib,
};
use custos_integration::collector::build;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args: Vec<_> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if Floor::is_asked_for(&args) {
        return Floor::serve().await;
    }
    build();
    let seconds: u64 = args.first().and_then(|a| a.parse().ok()).unwrap_or(10);
    let mut out = std::io::stdout();
    let dir = tempfile::tempdir()?;
    let memcpy = memcpy_speed();
    let (fsync, times) = fsync_speed(dir.path(), 1 << 20, 256 << 20)?;
    writeln!(
        out,
        "memcpy {:.1} GB/s; write + fdatasync of 1 MiB: {:.0} MB/s, p50 {:.2?}, p99 {:.2?}",
        memcpy / 1e9,
        fsync / 1e6,
        quantile(&times, 0.5),
        quantile(&times, 0.99)
    )?;
    writeln!(
        out,
        "\n| shape | bytes/span | spans/s | MB/s | **MB/s per core** | goal | peak RSS MiB | ack p99 ms | floor MB/s per core | share of floor |\n|---|---|---|---|---|---|---|---|---|---|"
    )?;
    for shape in [SMALL, AGENT, HISTORY, LLM] {
        let (_, all) = collector(dir.path(), shape.args, seconds, None, QUIET).await?;
        let floor = Floor::start()?;
        let floor = load(floor.pid(), &floor.address, shape.args, seconds.min(5), None, Duration::ZERO)?;
        writeln!(
            out,
            "| {} | {:.0} | {:.0} | {:.0} | **{:.0}** | {} | {:.0} | {:.1} | {:.0} | {:.2} |",
            shape.name,
            all.bytes / all.spans,
            all.spans / all.seconds,
            all.bytes / 1e6 / all.seconds,
            all.mb_per_core(),
            shape.goal.map_or("-".into(), |g| format!("{g:.0}")),
            all.peak_mib,
            all.p99_ms,
            floor.mb_per_core(),
            all.mb_per_core() / floor.mb_per_core(),
        )?;
    }
    half_load(dir.path(), AGENT.args, seconds).await
}

/// Seconds at half load until what is measured: in the first ones everything touches memory for the first time.
const WARM_UP: u64 = 3;

/// Latency of a durable acknowledgement of requests of 16 spans, at half of the rate of such requests that saturates:
/// of the first seconds of a collector that has just started, and of those behind them. Beside it what it cannot be
/// below: `write` + `fdatasync` of one request on the idle machine, an fsync of the log under that load, and the
/// answers of the floor at the same rate, which include what the load generator waits for a core.
async fn half_load(dir: &Path, shape: &[&str], seconds: u64) -> anyhow::Result<()> {
    let mut shape: Vec<_> = shape.to_vec();
    let at = shape.iter().position(|a| *a == "--batch").context("--batch")?;
    shape[at + 1] = "16";
    // A connection that waits for its fsync must not hold up the next request that is due.
    shape.extend(["--connections", "64"]);
    let (_, full) = collector(dir, &shape, seconds, None, Duration::ZERO).await?;
    let rate = full.spans / full.seconds / 2.0;
    let request = (16.0 * full.bytes / full.spans) as usize;
    let (_, idle) = fsync_speed(dir, request, 64 << 20)?;
    let (cold, half) = collector(dir, &shape, seconds, Some(rate), Duration::ZERO).await?;
    let floor = Floor::start()?;
    let floor = load(floor.pid(), &floor.address, &shape, seconds.min(5), Some(rate), Duration::ZERO)?;
    let idle = quantile(&idle, 0.99).as_secs_f64() * 1e3;
    let (cold, fsync) = cold.map_or((f64::NAN, f64::NAN), |(cold, fsync)| (cold.p99_ms, fsync * 1e3));
    writeln!(
        std::io::stdout(),
        "\nhalf load ({rate:.0} spans/s in requests of 16): durable ack p50 {:.2} ms, p99 {:.2} ms; of the first {WARM_UP} s after the start {:.2} ms\n\
         p99 of write + fdatasync of one request on the idle machine {idle:.2} ms (the ack takes {:.1} of them), of an fsync of the log under this load {fsync:.2} ms ({:.1})\n\
         p99 of the floor at this rate: {:.2} ms",
        half.p50_ms,
        half.p99_ms,
        cold,
        half.p99_ms / idle,
        half.p99_ms / fsync,
        floor.p99_ms,
    )?;
    Ok(())
}

/// What a fresh collector did with one load; at a given rate the first [`WARM_UP`] seconds apart, with the p99 of
/// fsyncs of the log behind them in seconds.
async fn collector(
    dir: &Path,
    shape: &[&str],
    seconds: u64,
    rate: Option<f64>,
    quiet: Duration,
) -> anyhow::Result<(Option<(Measured, f64)>, Measured)> {
    let dir = tempfile::tempdir_in(dir)?;
    let collector = custos(dir.path()).await?;
    let idle = memory_mib(collector.pid(), "VmRSS").unwrap_or_default();
    let address = collector.grpc.to_string();
    // Until the last commit: the cost of Parquet belongs to it.
    let run = |seconds, quiet| load(collector.pid(), &address, shape, seconds, rate, quiet);
    let cold = rate.map(|_| run(WARM_UP, Duration::ZERO)).transpose()?;
    let before = fsyncs(collector.http).await?;
    let all = run(seconds, quiet)?;
    let after = fsyncs(collector.http).await?;
    let cold = cold.map(|cold| (cold, bucket_quantile(&before, &after, 0.99)));
    if rate.is_none() && shape == SMALL.args {
        writeln!(std::io::stderr(), "idle RSS {idle:.0} MiB")?;
    }
    anyhow::ensure!(collector.terminate()?.success(), "the collector did not stop well");
    Ok((cold, all))
}

/// The histogram of fsyncs of the log: upper bounds in seconds, and how many were at most that long.
async fn fsyncs(http: SocketAddr) -> anyhow::Result<Vec<(f64, f64)>> {
    let (_, body) = custos_integration::http::send(http, http::Method::GET, "/metrics", &[], "").await?;
    let text = std::str::from_utf8(&body)?;
    let buckets = text.lines().filter_map(|l| l.strip_prefix("custos_wal_fsync_seconds_bucket{le=\""));
    Ok(buckets
        .filter_map(|l| l.split_once("\"} "))
        .filter_map(|(le, n)| Some((le.parse().ok()?, n.parse().ok()?)))
        .collect())
}

/// A quantile of what came between two states of a histogram: within its bucket as if that were filled evenly, as
/// Prometheus' `histogram_quantile` does. NaN when nothing came.
fn bucket_quantile(before: &[(f64, f64)], after: &[(f64, f64)], q: f64) -> f64 {
    let count = |i: usize| after[i].1 - before.get(i).map_or(0.0, |b| b.1);
    let rank = q * (0..after.len()).next_back().map_or(f64::NAN, count);
    let Some(i) = (0..after.len()).find(|i| count(*i) >= rank) else { return f64::NAN };
    let (from, below) = i.checked_sub(1).map_or((0.0, 0.0), |i| (after[i].0, count(i)));
    from + (after[i].0 - from) * (rank - below) / (count(i) - below)
}

fn quantile(sorted: &[Duration], q: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * q) as usize]
}
