//! Decides whether the whole path is fast enough: the release program with everything on (redaction, fsync, Parquet,
//! ledger), driven over loopback by `custos send`, beside the floor in the same run: the same requests received by the
//! same gRPC server and dropped, `memcpy`, and `write` + `fdatasync`.
//!
//! `cargo bench -p custos-benches --bench end_to_end [-- SECONDS]`

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use async_trait::async_trait;
use custos_benches::{cpu_time, fsync_speed, memcpy_speed, memory_mib, wait_until_idle};
use custos_integration::{
    Collector,
    collector::{binary, build, write_config},
};
use custos_model::ingest::{Accepted, Ingest, Refusal, Request};
use custos_pipeline::receivers::{ReceiverConfig, serve_grpc};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// Name, arguments of `custos send`, goal in MB/s of CPU time on one core.
const SHAPES: &[(&str, &[&str], Option<f64>)] = &[
    ("small spans (0.5 KB)", &["--content-bytes", "60", "--batch", "256"], None),
    ("agent spans (3 KB)", &["--content-bytes", "2200", "--batch", "64"], Some(120.0)),
    ("agent spans, 20-turn history", &["--content-bytes", "1000", "--turns", "20", "--batch", "64"], Some(250.0)),
    ("LLM-sized spans (100 KB)", &["--content-bytes", "100000", "--batch", "8"], Some(200.0)),
];

struct Measured {
    spans: f64,
    bytes: f64,
    seconds: f64,
    cpu: f64,
    peak_mib: f64,
    p99_ms: f64,
}

impl Measured {
    fn mb_per_core(&self) -> f64 {
        self.bytes / 1e6 / self.cpu
    }
}

/// Takes requests and does nothing with them.
#[derive(Debug)]
struct Drop;

#[async_trait]
impl Ingest for Drop {
    async fn submit(&self, _: Request) -> Result<Accepted, Refusal> {
        Ok(Accepted::default())
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args: Vec<_> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if args.first().is_some_and(|a| a == "floor") {
        return floor().await;
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
    let mut agent = None;
    for (name, shape, goal) in SHAPES {
        let (_, all) = collector(dir.path(), shape, seconds, None).await?;
        let floor = dropped(shape, seconds.min(5))?;
        writeln!(
            out,
            "| {name} | {:.0} | {:.0} | {:.0} | **{:.0}** | {} | {:.0} | {:.1} | {:.0} | {:.2} |",
            all.bytes / all.spans,
            all.spans / all.seconds,
            all.bytes / 1e6 / all.seconds,
            all.mb_per_core(),
            goal.map_or("-".into(), |g| format!("{g:.0}")),
            all.peak_mib,
            all.p99_ms,
            floor.mb_per_core(),
            all.mb_per_core() / floor.mb_per_core(),
        )?;
        if name.starts_with("agent spans (3") {
            agent = Some((*shape, all.spans / all.seconds, all.bytes / all.spans));
        }
    }
    if let Some((shape, rate, size)) = agent {
        half_load(dir.path(), shape, seconds, rate / 2.0, size).await?;
    }
    Ok(())
}

/// Seconds at half load until what is measured: in the first ones everything touches memory for the first time.
const WARM_UP: u64 = 3;

/// Latency of a durable acknowledgement at half of the rate that saturates, beside the disk's own: of the first seconds of a
/// collector that has just started, and of those behind them.
async fn half_load(dir: &Path, shape: &[&str], seconds: u64, rate: f64, size: f64) -> anyhow::Result<()> {
    let mut shape: Vec<_> = shape.to_vec();
    let at = shape.iter().position(|a| *a == "--batch").context("--batch")?;
    shape[at + 1] = "16";
    let (_, times) = fsync_speed(dir, (16.0 * size) as usize, 64 << 20)?;
    let (cold, half) = collector(dir, &shape, seconds, Some(rate)).await?;
    let fsync = quantile(&times, 0.99).as_secs_f64() * 1e3;
    writeln!(
        std::io::stdout(),
        "\nhalf load ({rate:.0} spans/s): durable ack p99 {:.2} ms = {:.1} x the p99 of write + fdatasync of one request ({fsync:.2} ms, p50 {:.2?}); of the first {WARM_UP} s after the start {:.2} ms",
        half.p99_ms,
        half.p99_ms / fsync,
        quantile(&times, 0.5),
        cold.map_or(f64::NAN, |c| c.p99_ms),
    )?;
    Ok(())
}

/// What a fresh collector did with one load; at a given rate the first [`WARM_UP`] seconds apart.
async fn collector(
    dir: &Path,
    shape: &[&str],
    seconds: u64,
    rate: Option<f64>,
) -> anyhow::Result<(Option<Measured>, Measured)> {
    let dir = tempfile::tempdir_in(dir)?;
    write_config(dir.path(), "", "")?;
    let config = std::fs::read_to_string(dir.path().join("custos.toml"))?.replace("200ms", "10s");
    std::fs::write(dir.path().join("custos.toml"), config)?;
    let collector = Collector::start(dir.path()).await?;
    let idle = memory_mib(collector.pid(), "VmRSS").unwrap_or_default();
    let address = collector.grpc.to_string();
    let cold = match rate {
        Some(_) => Some(measured(&send(&address, shape, WARM_UP, rate)?, Duration::ZERO, 0.0)?),
        None => None,
    };
    let before = cpu_time(collector.pid()).context("collector is gone")?;
    let report = send(&address, shape, seconds, rate)?;
    // Until the last commit: the cost of Parquet belongs to it.
    wait_until_idle(collector.pid(), Duration::from_secs(12));
    let cpu = cpu_time(collector.pid()).context("collector is gone")? - before;
    let peak = memory_mib(collector.pid(), "VmHWM").unwrap_or_default();
    if rate.is_none() && shape[1] == "60" {
        writeln!(std::io::stderr(), "idle RSS {idle:.0} MiB")?;
    }
    anyhow::ensure!(collector.terminate()?.success(), "the collector did not stop well");
    Ok((cold, measured(&report, cpu, peak)?))
}

fn dropped(shape: &[&str], seconds: u64) -> anyhow::Result<Measured> {
    let mut child = Command::new(std::env::current_exe()?).arg("floor").stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(child.stdout.take().context("stdout")?).read_line(&mut address)?;
    let result = floor_run(&child, address.trim(), shape, seconds);
    child.kill()?;
    child.wait()?;
    result
}

fn floor_run(child: &Child, address: &str, shape: &[&str], seconds: u64) -> anyhow::Result<Measured> {
    let before = cpu_time(child.id()).context("floor is gone")?;
    let report = send(address, shape, seconds, None)?;
    let cpu = cpu_time(child.id()).context("floor is gone")? - before;
    measured(&report, cpu, memory_mib(child.id(), "VmHWM").unwrap_or_default())
}

async fn floor() -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
    serve_grpc(listener, ReceiverConfig::default(), Arc::new(Drop), CancellationToken::new()).await?;
    Ok(())
}

fn send(address: &str, shape: &[&str], seconds: u64, rate: Option<f64>) -> anyhow::Result<Value> {
    let mut command = Command::new(binary());
    // At a given rate a connection that waits for its fsync must not hold up the next request that is due.
    let connections = if rate.is_some() { "64" } else { "4" };
    command.args(["send", "--json", "--connections", connections, "--endpoint", &format!("http://{address}")]);
    command.args(shape);
    command.args(["--duration", &format!("{seconds}s")]);
    if let Some(rate) = rate {
        command.args(["--rate", &rate.to_string()]);
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    serde_json::from_slice(&output.stdout).context("custos send printed no summary")
}

fn measured(report: &Value, cpu: Duration, peak_mib: f64) -> anyhow::Result<Measured> {
    let number = |v: &Value| v.as_f64().context("missing number in the summary");
    Ok(Measured {
        spans: number(&report["spans"])?,
        bytes: number(&report["bytes"])?,
        seconds: number(&report["seconds"])?,
        cpu: cpu.as_secs_f64(),
        peak_mib,
        p99_ms: number(&report["latency_ms"]["p99"])?,
    })
}

fn quantile(sorted: &[Duration], q: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * q) as usize]
}
