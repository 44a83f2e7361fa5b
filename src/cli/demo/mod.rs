//! `custos demo`: the whole way in a few seconds, with real traces and nothing to set up.
//!
//! | file | what |
//! |---|---|
//! | `captures.rs` | what real SDKs sent, compiled in |
//! | `story.rs` | what is shown of it |
//! | `paint.rs` | words in colour |

mod captures;
mod paint;
mod story;

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use clap::Args;
use url::Url;

use self::{captures::Capture, paint::Screen};
use super::{
    Failure, runtime,
    send::{Answer, Client, Protocol},
    signals::Signals,
};
use crate::{
    app::{Running, Starting, private_dir},
    config::{Config, Listen, LogFormat, load},
    http::Metrics,
    logging,
};

/// Written into the directory of a demo, so that another one may add to it.
const MARKER: &str = ".custos-demo";
/// Tries of one request.
const MAX_TRIES: usize = 20;

#[derive(Args, Debug)]
#[command(after_help = "\
Starts a collector on 127.0.0.1 with a directory as its lake, sends recorded traces of real agent SDKs to it over \
OTLP/gRPC and OTLP/HTTP, and shows what became of them. Nothing leaves this machine; all personal data in the \
traces is made up.

Examples:
  custos demo
  custos demo --keep-running    stay up on the usual ports, for your own traces")]
pub(super) struct DemoArgs {
    /// Keep the collector running afterwards, on ports 4317, 4318 and 8080
    #[arg(long)]
    keep_running: bool,
    /// Where to put everything: a new or empty directory, or that of an earlier demo [default: a new one under
    /// ./custos-data/demo]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

pub(super) fn run(args: &DemoArgs) -> Result<ExitCode, Failure> {
    let config = args.config()?;
    logging::start(&config.log)?;
    logging::hide_panic_messages();
    #[cfg(target_os = "linux")]
    super::run::keep_memory_private();
    Ok(runtime()?.block_on(demo(args, config))?)
}

impl DemoArgs {
    /// Defaults and environment, on ports of its own, in a directory of its own.
    fn config(&self) -> Result<Config, Failure> {
        let loaded = load(None).map_err(Failure::Config)?;
        let is_set = |key: &str| loaded.origins.is_set(key);
        let mut config = loaded.config.clone();
        let otlp = &mut config.receivers.otlp;
        for (key, listen) in [
            ("receivers.otlp.grpc.listen", &mut otlp.grpc.listen),
            ("receivers.otlp.http.listen", &mut otlp.http.listen),
            ("http.listen", &mut config.http.listen),
        ] {
            if !self.keep_running && !is_set(key) {
                *listen = Listen::loopback(0);
            }
        }
        (otlp.grpc.enabled, otlp.http.enabled, config.http.enabled) = (true, true, true);
        config.data_dir = match &self.data_dir {
            Some(dir) => dir.clone(),
            None => new_dir(&config.data_dir.join("demo"))?,
        };
        claim(&config.data_dir)?;
        // A demo stays in its directory, whatever the environment says.
        (config.lake.url, config.wal.dir, config.ledger.key_file) = (None, None, None);
        config.lake.options.clear();
        if !is_set("log.level") {
            (config.log.level, config.log.format) = ("error".into(), LogFormat::Text);
        }
        Ok(config.resolve())
    }
}

/// The first of `<parent>/1`, `<parent>/2`, ... that is not there yet.
fn new_dir(parent: &Path) -> anyhow::Result<PathBuf> {
    private_dir(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    for number in 1..10_000 {
        let dir = parent.join(number.to_string());
        if !dir.exists() {
            return Ok(dir);
        }
    }
    bail!("{} is full of demos; remove it, or give --data-dir", parent.display())
}

/// Takes a directory for demos. One that holds anything else stays as it is: made-up rows are none of its evidence.
fn claim(dir: &Path) -> anyhow::Result<()> {
    let marker = dir.join(MARKER);
    let is_empty = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", dir.display())),
    };
    if !is_empty && !marker.exists() {
        bail!("{} is not empty and not of a demo; give --data-dir a new or an empty directory", dir.display());
    }
    private_dir(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    fs::write(&marker, "").with_context(|| format!("cannot write {}", marker.display()))
}

async fn demo(args: &DemoArgs, config: Config) -> anyhow::Result<ExitCode> {
    let began = Instant::now();
    let screen = Screen::new();
    let mut signals = Signals::new(false)?;
    let mut starting = Starting::new(config.clone(), Metrics::install()?).await?;
    let pipeline = starting.open().await?;
    let mut running = starting.run(pipeline).await?;
    let show = async {
        story::opening(screen, &running, &config)?;
        let good = act(screen, &running, &config, began).await?;
        story::ending(screen, &running, &config, args.keep_running)?;
        Ok(good)
    };
    let result = tokio::select! {
        result = show => result,
        _ = signals.asked() => {
            running.drain().await?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let good = match result {
        Ok(good) => good,
        Err(error) => {
            // What was acknowledged is kept whatever became of the show.
            running.drain().await?;
            return Err(error);
        }
    };
    let mut failed = None;
    if args.keep_running {
        tokio::select! {
            _ = signals.asked() => {}
            error = running.failed() => failed = Some(error),
        }
    }
    running.drain().await?;
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sends everything and shows what became of it; whether the evidence checks.
async fn act(screen: Screen, running: &Running, config: &Config, began: Instant) -> anyhow::Result<bool> {
    screen.heading(&format!(
        "Sending what {} agent SDKs sent when they were recorded (time: until durable)",
        captures::ALL.len()
    ))?;
    let (mut requests, mut bytes) = (0, 0);
    for capture in captures::ALL {
        let sent = send(running, capture).await.with_context(|| format!("sending traces of {}", capture.name))?;
        requests += capture.bodies.len();
        bytes += capture.bodies.iter().map(|(_, body)| body.len()).sum::<usize>();
        story::sent(screen, capture, sent)?;
    }
    let flushing = Instant::now();
    running.flush().await?;
    story::committed(screen, requests, bytes, flushing.elapsed())?;
    let good = story::told(screen, running, config).await?;
    screen
        .line(format_args!("\n{}", screen.dim(format!("All of this took {:.1} s.", began.elapsed().as_secs_f64()))))?;
    Ok(good)
}

/// Sends the bodies of one SDK over a connection of its own; the time until all were durable.
async fn send(running: &Running, capture: &Capture) -> anyhow::Result<Duration> {
    let address = match capture.protocol {
        Protocol::Grpc => running.addresses.otlp_grpc,
        Protocol::Http | Protocol::HttpJson => running.addresses.otlp_http,
    };
    let mut client = Client::new(&reachable(address.context("the receiver is off")?)?, capture.protocol)?;
    let began = Instant::now();
    for (signal, body) in capture.bodies {
        let mut tries = 0;
        loop {
            match client.export(*signal, Bytes::from_static(body)).await? {
                Answer::Accepted { .. } => break,
                Answer::Refused { status } => bail!("the collector refused it: {status}"),
                Answer::Retry { status, .. } if tries >= MAX_TRIES => bail!("the collector did not take it: {status}"),
                Answer::Retry { after, .. } => {
                    tries += 1;
                    tokio::time::sleep(after.unwrap_or(Duration::from_millis(100))).await;
                }
            }
        }
    }
    Ok(began.elapsed())
}

/// URL of an address that may be "every interface".
fn reachable(mut address: SocketAddr) -> anyhow::Result<Url> {
    if address.ip().is_unspecified() {
        address.set_ip(Listen::loopback(0).0.ip());
    }
    Ok(Url::parse(&format!("http://{address}"))?)
}
