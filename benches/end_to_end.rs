//! Decides whether the whole path is fast enough: the release program with everything on (redaction, fsync, Parquet,
//! ledger), driven over loopback by `custos send`, beside the floor in the same run: the same requests received by the
//! same gRPC server and dropped, `memcpy`, and `write` + `fdatasync`.
//!
//! `cargo bench -p custos-benches --bench end_to_end [-- SECONDS]`

use std::{
    io::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use custos_benches::{
    fsync_speed, fsync_times,
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

/// Pause between two fsyncs of the bench itself beside the load.
const PAUSE: Duration = Duration::from_millis(20);

/// Latency of a durable acknowledgement of requests of 16 spans, at half of the rate of such requests that saturates: of the first seconds of a collector that has just started,
/// and of those behind them. Beside it what it cannot be below: `write` + `fdatasync` of one request on the idle machine and beside that
/// load, and the answers of the floor at the same rate, which include what the load generator waits for a core.
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
    let done = Arc::new(AtomicBool::new(false));
    let beside = std::thread::spawn({
        let (dir, done) = (dir.to_owned(), Arc::clone(&done));
        move || fsync_times(&dir, request, PAUSE, || !done.load(Ordering::Relaxed))
    });
    let (cold, half) = collector(dir, &shape, seconds, Some(rate), Duration::ZERO).await?;
    done.store(true, Ordering::Relaxed);
    let beside = beside.join().map_err(|_| anyhow::anyhow!("the thread of fsyncs panicked"))??;
    let floor = Floor::start()?;
    let floor = load(floor.pid(), &floor.address, &shape, seconds.min(5), Some(rate), Duration::ZERO)?;
    let ms = |times: &[Duration]| quantile(times, 0.99).as_secs_f64() * 1e3;
    let (idle, beside) = (ms(&idle), ms(&beside));
    writeln!(
        std::io::stdout(),
        "\nhalf load ({rate:.0} spans/s in requests of 16): durable ack p50 {:.2} ms, p99 {:.2} ms; of the first {WARM_UP} s after the start {:.2} ms\n\
         p99 of write + fdatasync of one request: idle {idle:.2} ms (the ack takes {:.1} of them), beside this load {beside:.2} ms ({:.1})\n\
         p99 of the floor at this rate: {:.2} ms",
        half.p50_ms,
        half.p99_ms,
        cold.map_or(f64::NAN, |c| c.p99_ms),
        half.p99_ms / idle,
        half.p99_ms / beside,
        floor.p99_ms,
    )?;
    Ok(())
}

/// What a fresh collector did with one load; at a given rate the first [`WARM_UP`] seconds apart.
async fn collector(
    dir: &Path,
    shape: &[&str],
    seconds: u64,
    rate: Option<f64>,
    quiet: Duration,
) -> anyhow::Result<(Option<Measured>, Measured)> {
    let dir = tempfile::tempdir_in(dir)?;
    let collector = custos(dir.path()).await?;
    let idle = memory_mib(collector.pid(), "VmRSS").unwrap_or_default();
    let address = collector.grpc.to_string();
    // Until the last commit: the cost of Parquet belongs to it.
    let run = |seconds, quiet| load(collector.pid(), &address, shape, seconds, rate, quiet);
    let cold = rate.map(|_| run(WARM_UP, Duration::ZERO)).transpose()?;
    let all = run(seconds, quiet)?;
    if rate.is_none() && shape == SMALL.args {
        writeln!(std::io::stderr(), "idle RSS {idle:.0} MiB")?;
    }
    anyhow::ensure!(collector.terminate()?.success(), "the collector did not stop well");
    Ok((cold, all))
}

fn quantile(sorted: &[Duration], q: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * q) as usize]
}
