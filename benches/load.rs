//! Load from `custos send` on a server over loopback, what it cost that server, and a server that drops everything.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use async_trait::async_trait;
use custos_integration::{
    Collector,
    collector::{binary, write_config},
};
use custos_model::ingest::{Accepted, Ingest, Refusal, Request};
use custos_pipeline::receivers::{ReceiverConfig, serve_grpc};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::{cpu_time, memory_mib, wait_until_idle};

/// One kind of load.
#[derive(Debug)]
pub struct Shape {
    /// As tables name it.
    pub name: &'static str,
    /// Of `custos send`.
    pub args: &'static [&'static str],
    /// MB/s of CPU time on one core that custos is to reach.
    pub goal: Option<f64>,
}

/// What frameworks send without content.
pub const SMALL: Shape =
    Shape { name: "small spans (0.5 KB)", args: &["--content-bytes", "60", "--batch", "256"], goal: None };
/// A step of an agent with content that no other span has.
pub const AGENT: Shape =
    Shape { name: "agent spans (3 KB)", args: &["--content-bytes", "3500", "--batch", "64"], goal: Some(120.0) };
/// A conversation each of whose spans repeats what was said before.
pub const HISTORY: Shape = Shape {
    name: "agent spans, 20-turn history",
    args: &["--content-bytes", "1000", "--turns", "20", "--batch", "64"],
    goal: Some(250.0),
};
/// A call with a long context.
pub const LLM: Shape =
    Shape { name: "LLM-sized spans (100 KB)", args: &["--content-bytes", "100000", "--batch", "8"], goal: Some(200.0) };

/// What a load was, and what it cost.
#[derive(Debug)]
pub struct Measured {
    /// Acknowledged.
    pub spans: f64,
    /// Of the requests' bodies.
    pub bytes: f64,
    /// Of the load.
    pub seconds: f64,
    /// User and system time of the server, seconds.
    pub cpu: f64,
    /// Most resident memory of the server.
    pub peak_mib: f64,
    /// Of an acknowledgement: half of them took less.
    pub p50_ms: f64,
    /// Of an acknowledgement.
    pub p99_ms: f64,
}

impl Measured {
    /// MB/s (10^6 bytes) of CPU time on one core.
    pub fn mb_per_core(&self) -> f64 {
        self.bytes / 1e6 / self.cpu
    }

    fn new(report: &Value, cpu: Duration, peak_mib: f64) -> anyhow::Result<Self> {
        let number = |v: &Value| v.as_f64().context("missing number in the summary");
        Ok(Self {
            spans: number(&report["spans"])?,
            bytes: number(&report["bytes"])?,
            seconds: number(&report["seconds"])?,
            cpu: cpu.as_secs_f64(),
            peak_mib,
            p50_ms: number(&report["latency_ms"]["p50"])?,
            p99_ms: number(&report["latency_ms"]["p99"])?,
        })
    }
}

/// Starts custos as it is without a configuration, but for its ports and `dir`.
///
/// # Errors
/// When it does not start.
pub async fn custos(dir: &Path) -> anyhow::Result<Collector> {
    write_config(dir, "", "")?;
    let config = std::fs::read_to_string(dir.join("custos.toml"))?.replace("200ms", "10s");
    std::fs::write(dir.join("custos.toml"), config)?;
    Collector::start(dir).await
}

/// For how long custos uses no CPU time before it is done: it commits every ten seconds.
pub const QUIET: Duration = Duration::from_secs(12);

/// Loads the server `pid` at `address` for some seconds, at `rate` spans a second or as fast as it takes them, and
/// waits until it has done nothing for `quiet`: what is left to do belongs to the cost.
///
/// # Errors
/// When the server ends or takes nothing.
pub fn load(
    pid: u32,
    address: &str,
    args: &[&str],
    seconds: u64,
    rate: Option<f64>,
    quiet: Duration,
) -> anyhow::Result<Measured> {
    let before = cpu_time(pid).context("the server is gone")?;
    let report = send(address, args, seconds, rate)?;
    wait_until_idle(pid, quiet);
    let cpu = cpu_time(pid).context("the server is gone")? - before;
    Measured::new(&report, cpu, memory_mib(pid, "VmHWM").unwrap_or_default())
}

fn send(address: &str, args: &[&str], seconds: u64, rate: Option<f64>) -> anyhow::Result<Value> {
    let mut command = Command::new(binary());
    command.args(["send", "--json", "--endpoint", &format!("http://{address}")]);
    if !args.contains(&"--connections") {
        command.args(["--connections", "4"]);
    }
    command.args(args);
    command.args(["--duration", &format!("{seconds}s")]);
    if let Some(rate) = rate {
        command.args(["--rate", &rate.to_string()]);
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    serde_json::from_slice(&output.stdout).context("custos send printed no summary")
}

/// A process with custos' gRPC server that takes requests and does nothing with them: the floor of what receiving
/// costs, and a place for other collectors to send to. Ends when dropped.
#[derive(Debug)]
pub struct Floor {
    child: Child,
    /// Of its gRPC server: host and port.
    pub address: String,
}

impl Floor {
    /// Argument with which a bench is to call [`Self::serve`].
    const ARGUMENT: &str = "floor";

    /// Starts the bench that calls this once more, as this server.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start() -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.arg(Self::ARGUMENT).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        BufReader::new(child.stdout.take().context("stdout")?).read_line(&mut address)?;
        Ok(Self { child, address: address.trim().to_owned() })
    }

    /// Of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether this process was started to be such a server.
    pub fn is_asked_for(args: &[String]) -> bool {
        args.first().is_some_and(|a| a == Self::ARGUMENT)
    }

    /// Serves until killed.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn serve() -> anyhow::Result<()> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
        serve_grpc(listener, ReceiverConfig::default(), Arc::new(Nothing), CancellationToken::new()).await?;
        Ok(())
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
struct Nothing;

#[async_trait]
impl Ingest for Nothing {
    async fn submit(&self, _: Request) -> Result<Accepted, Refusal> {
        Ok(Accepted::default())
    }
}
