//! Decides whether custos may be called faster than others: the release program with everything on (redaction by all
//! rules, fsync before the answer, Parquet, ledger) beside the OpenTelemetry Collector under the same load in the same
//! run. The Collector forwards to a server that drops everything, in three ways: as it is; with its redaction processor
//! and 20 patterns (those of the loop in the bench `redact`); and that with its queue on disk, fsynced, so that what it
//! accepts survives as well.
//!
//! `scripts/peers install DIR`, then `cargo bench -p custos-benches --bench peers -- DIR [SECONDS]`

use std::{
    fmt::Write as _,
    io::Write as _,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant},
};

use anyhow::Context;
use custos_benches::load::{AGENT, Floor, HISTORY, LLM, Measured, QUIET, SMALL, custos, load};
use custos_integration::collector::build;

const PATTERNS: &str = include_str!("../processors/benches/patterns.txt");

/// What the other collector does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Forwards,
    Redacts,
    RedactsDurably,
}

impl Work {
    const ALL: [Self; 3] = [Self::Forwards, Self::Redacts, Self::RedactsDurably];

    fn name(self) -> &'static str {
        match self {
            Self::Forwards => "OpenTelemetry Collector: forwards",
            Self::Redacts => "OpenTelemetry Collector: redacts by 20 patterns, forwards",
            Self::RedactsDurably => "OpenTelemetry Collector: the same, queue on disk with fsync",
        }
    }

    /// A configuration of the Collector. Without a queue it answers when the next server has answered, so nothing is
    /// lost or left over when the load ends; a full queue lets requests wait.
    fn config(self, port: u16, next: &str, dir: &Path) -> String {
        let redacts = self != Self::Forwards;
        let durable = self == Self::RedactsDurably;
        let mut text = format!(
            "receivers: {{otlp: {{protocols: {{grpc: {{endpoint: '127.0.0.1:{port}', max_recv_msg_size_mib: 64}}}}}}}}\n"
        );
        if redacts {
            text.push_str(
                "processors:\n  redaction:\n    allow_all_keys: true\n    summary: silent\n    blocked_values:\n",
            );
            for pattern in PATTERNS.lines() {
                let _ = writeln!(text, "      - '{}'", pattern.replace('\'', "''"));
            }
        }
        let queue = if durable {
            "{enabled: true, storage: file_storage, block_on_overflow: true, queue_size: 100}"
        } else {
            "{enabled: false}"
        };
        let _ = writeln!(
            text,
            "exporters: {{otlp_grpc: {{endpoint: '{next}', compression: none, tls: {{insecure: true}}, sending_queue: {queue}}}}}\n\
            extensions: {{file_storage: {{directory: '{}', create_directory: true, fsync: true}}}}\n\
            service:\n  extensions: [{}]\n  telemetry: {{logs: {{level: error}}, metrics: {{level: none}}}}\n  \
            pipelines: {{traces: {{receivers: [otlp], processors: [{}], exporters: [otlp_grpc]}}}}",
            dir.join("queue").display(),
            if durable { "file_storage" } else { "" },
            if redacts { "redaction" } else { "" },
        );
        text
    }
}

/// A running OpenTelemetry Collector. Ends when dropped.
struct Peer(Child);

impl Peer {
    fn start(program: &Path, work: Work, next: &str, dir: &Path) -> anyhow::Result<(Self, String)> {
        // It cannot say which port it was given.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let config = dir.join("otelcol.yaml");
        std::fs::write(&config, work.config(port, next, dir))?;
        let mut child = Self(Command::new(program).arg("--config").arg(&config).spawn()?);
        let address = format!("127.0.0.1:{port}");
        let begin = Instant::now();
        while std::net::TcpStream::connect(&address).is_err() {
            anyhow::ensure!(child.0.try_wait()?.is_none(), "the OpenTelemetry Collector did not start");
            anyhow::ensure!(begin.elapsed() < Duration::from_secs(30), "the OpenTelemetry Collector does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok((child, address))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args: Vec<_> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if Floor::is_asked_for(&args) {
        return Floor::serve().await;
    }
    let program = PathBuf::from(args.first().context("give the directory of `scripts/peers install`")?).join("otelcol");
    anyhow::ensure!(
        program.is_file(),
        "{} is not there: run `scripts/peers install` with that directory",
        program.display()
    );
    let seconds: u64 = args.get(1).and_then(|a| a.parse().ok()).unwrap_or(10);
    build();
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| shape | collector | spans/s | MB/s | MB/s per core | custos to it | peak RSS MiB | ack p99 ms |\n|---|---|---|---|---|---|---|---|"
    )?;
    for shape in [SMALL, AGENT, HISTORY, LLM] {
        let dir = tempfile::tempdir()?;
        let collector = custos(dir.path()).await?;
        let own = load(collector.pid(), &collector.grpc.to_string(), shape.args, seconds, None, QUIET)?;
        anyhow::ensure!(collector.terminate()?.success(), "custos did not stop well");
        row(&mut out, shape.name, "custos: everything on", &own, None)?;
        for work in Work::ALL {
            let dir = tempfile::tempdir()?;
            let next = Floor::start()?;
            let (peer, address) = Peer::start(&program, work, &next.address, dir.path())?;
            let its = load(peer.0.id(), &address, shape.args, seconds, None, Duration::from_secs(2))?;
            row(&mut out, shape.name, work.name(), &its, Some(own.mb_per_core() / its.mb_per_core()))?;
        }
    }
    Ok(())
}

fn row(
    out: &mut impl std::io::Write,
    shape: &str,
    collector: &str,
    m: &Measured,
    ratio: Option<f64>,
) -> std::io::Result<()> {
    writeln!(
        out,
        "| {shape} | {collector} | {:.0} | {:.1} | {:.1} | {} | {:.0} | {:.1} |",
        m.spans / m.seconds,
        m.bytes / 1e6 / m.seconds,
        m.mb_per_core(),
        ratio.map_or("-".to_owned(), |r| format!("{r:.2}")),
        m.peak_mib,
        m.p99_ms,
    )
}
