//! `custos send`: a load generator that sends what agents send, and a replayer of recorded OTLP bodies.
//!
//! | file | what |
//! |---|---|
//! | `generate.rs` | requests from a seed, built faster than they can be taken |
//! | `conversation.rs` | what an agent says and does in them |
//! | `template.rs` | a span encoded once, and what differs each time it is sent |
//! | `text.rs` | the text in them |
//! | `client.rs` | one OTLP connection |
//! | `pace.rs` | when requests are due at a given rate |
//! | `report.rs` | counts, latencies and the closing summary |

mod client;
mod conversation;
mod generate;
mod pace;
mod report;
mod template;
mod text;

use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, anyhow, bail};
use bytes::Bytes;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    Failure, output,
    signals::{INTERRUPTED, Signals},
};
use crate::config::Size;

pub(crate) use self::client::{Answer, Client, Protocol, Signal};
use self::{
    generate::{Encoding, Generator, Shape},
    pace::Pace,
    report::Report,
};

/// Whether the first connection that failed was told.
static TOLD: AtomicBool = AtomicBool::new(false);
/// Whether anything ever answered.
static ANSWERED: AtomicBool = AtomicBool::new(false);
/// Time in which something has to answer, or the run ends: a collector that is just starting does.
const UNREACHABLE: Duration = Duration::from_secs(10);
/// Tries of one request before it is counted as failed.
const MAX_TRIES: u32 = 60;
/// Spans that are sent when neither their number nor the time is given.
const DEFAULT_SPANS: u64 = 100_000;
/// How long answers to requests under way are waited for after a signal.
const GRACE: Duration = Duration::from_secs(2);

/// Arguments of `custos send`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Ctrl-C stops it at any time and prints the report of what was sent; a second Ctrl-C exits at once.

Examples:
  custos send --spans 100000                       as fast as it goes
  custos send --rate 2000 --duration 60s           a steady load, with latencies
  custos send --content-bytes 100000 --spans 2000  spans as large as LLM prompts
  custos send --turns 20 --spans 50000             conversations with history
  custos send --protocol http recorded/*.pb        replay recorded OTLP bodies")]
pub(crate) struct SendArgs {
    /// Collector to send to; the port defaults to 4317 (gRPC) or 4318 (HTTP)
    // Not parsed by clap: its errors repeat the value, in which there may be a password.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1")]
    endpoint: String,
    /// Protocol to send with
    #[arg(long, value_enum, default_value_t = Protocol::Grpc)]
    protocol: Protocol,
    /// Spans per second over all connections [default: as fast as possible]
    #[arg(long, value_name = "SPANS/S")]
    rate: Option<f64>,
    /// Stop after this many spans [default: 100000, or no limit with --duration]
    #[arg(long, value_name = "N")]
    spans: Option<u64>,
    /// Stop after this time, such as 30s or 5m
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    duration: Option<Duration>,
    /// New message text in each span, in bytes or with a unit, such as "100 kB"
    #[arg(long, value_name = "BYTES", default_value = "1500")]
    content_bytes: Size,
    /// Model calls per conversation; each repeats all messages before it
    #[arg(long, value_name = "N", default_value_t = 1)]
    turns: usize,
    /// Spans per request
    #[arg(long, value_name = "N", default_value_t = 64)]
    batch: usize,
    /// Connections, each with one request under way
    #[arg(long, value_name = "N", default_value_t = 4)]
    connections: usize,
    /// Seed of the generated content and ids
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Signal of replayed files [default: from names such as `x.logs.pb`, else traces]
    #[arg(long, value_enum)]
    signal: Option<Signal>,
    /// Print the summary as JSON, and what failed: {"ok": false, "error": {"kind", "message"}}
    #[arg(long)]
    json: bool,
    /// Recorded OTLP bodies to send once each instead: protobuf, or JSON with --protocol http-json
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl SendArgs {
    pub(super) fn json(&self) -> bool {
        self.json
    }
}

/// Requests a second. Those that are due and wait are kept in memory.
const REQUEST_RATES: RangeInclusive<f64> = 1.0 / 86_400.0..=100_000.0;
/// Largest text of one span, bytes: collectors refuse requests long before.
const MAX_CONTENT_BYTES: u64 = 64 << 20;

/// Connections of one run: a machine has not many more ports.
const MAX_CONNECTIONS: usize = 10_000;
/// Most that the texts of all connections may take, bytes.
const MAX_PREPARED_BYTES: u64 = 8 << 30;

/// A URL; one without a scheme is `http`.
fn endpoint(text: &str) -> anyhow::Result<Url> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    whole.parse().map_err(|error| anyhow!("--endpoint: {error}; write http://HOST[:PORT]"))
}

impl SendArgs {
    /// Whether the arguments can be together.
    fn check(&self) -> anyhow::Result<()> {
        if self.connections == 0 || self.batch == 0 || self.turns == 0 {
            bail!("--connections, --batch and --turns must be at least 1");
        }
        if self.content_bytes.0 > MAX_CONTENT_BYTES {
            bail!("--content-bytes must be at most {}", Size(MAX_CONTENT_BYTES));
        }
        if self.connections > MAX_CONNECTIONS {
            bail!("--connections must be at most {MAX_CONNECTIONS}");
        }
        if self.rate.is_some_and(|r| !REQUEST_RATES.contains(&(r / self.batch as f64))) {
            bail!("--rate divided by --batch must be from one request in a day to 100000 a second");
        }
        // Connects with its first request.
        Client::new(&endpoint(&self.endpoint)?, self.protocol).map(drop)
    }
}

/// Runs the command. Exit code 1 when a request was refused for good or could not be delivered.
pub(super) async fn run(args: SendArgs) -> Result<ExitCode, Failure> {
    args.check().map_err(Failure::Usage)?;
    let stop = CancellationToken::new();
    tokio::spawn(watch(Signals::new(false)?, stop.clone()));
    let report = if args.files.is_empty() { load(&args, &stop).await? } else { replay(&args, &stop).await? };
    report.print(args.json)?;
    Ok(if report.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The first signal ends the run with its report, a second one at once.
async fn watch(mut signals: Signals, stop: CancellationToken) {
    signals.asked().await;
    stop.cancel();
    signals.again().await;
    std::process::exit(INTERRUPTED);
}

async fn replay(args: &SendArgs, stop: &CancellationToken) -> anyhow::Result<Report> {
    let mut client = Client::new(&endpoint(&args.endpoint)?, args.protocol)?;
    let mut report = Report::new();
    for file in args.files.iter().take_while(|_| !stop.is_cancelled()) {
        let body = Bytes::from(std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?);
        if args.protocol != Protocol::HttpJson && is_json(&body) {
            bail!("{} is JSON; add --protocol http-json", file.display());
        }
        let signal = args.signal.unwrap_or_else(|| signal_of(file));
        let time = Due { since: Instant::now(), end: None, stop };
        deliver(&mut client, signal, &body, 0, time, &mut report).await;
    }
    report.end();
    Ok(report)
}

/// Whether a body is JSON. Protobuf may begin with the same bytes.
fn is_json(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

fn signal_of(file: &Path) -> Signal {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match () {
        () if name.contains(".logs.") => Signal::Logs,
        () if name.contains(".metrics.") => Signal::Metrics,
        () => Signal::Traces,
    }
}

async fn load(args: &SendArgs, stop: &CancellationToken) -> Result<Report, Failure> {
    let encoding = if args.protocol == Protocol::HttpJson { Encoding::Json } else { Encoding::Protobuf };
    let limit = match (args.spans, args.duration) {
        (Some(n), _) => n,
        (None, Some(_)) => u64::MAX,
        (None, None) => DEFAULT_SPANS,
    };
    let shape = Shape {
        seed: args.seed,
        content_bytes: args.content_bytes.0 as usize,
        turns: args.turns,
        batch: args.batch,
        spans: limit,
        connections: args.connections,
        encoding,
    };
    if shape.prepared_bytes() > MAX_PREPARED_BYTES {
        let most = Size(MAX_PREPARED_BYTES);
        return Err(Failure::Usage(anyhow!(
            "--content-bytes, --turns and --connections are too much together: texts of more than {most} would be prepared"
        )));
    }
    let endpoint = endpoint(&args.endpoint)?;
    let sent = Arc::new(AtomicU64::new(0));
    // First, so that an endpoint that cannot be is told before texts are prepared for it.
    let clients =
        (0..args.connections).map(|_| Client::new(&endpoint, args.protocol)).collect::<Result<Vec<_>, _>>()?;
    let mut generators = Vec::new();
    for lane in 0..args.connections as u64 {
        let (shape, stop) = (shape.clone(), stop.clone());
        generators.push(tokio::task::spawn_blocking(move || Generator::new(&shape, lane, &stop)));
    }
    let mut lanes = Vec::new();
    let mut ready = Vec::new();
    for (mut client, generator) in clients.into_iter().zip(generators) {
        if args.rate.is_some() {
            // What is measured then is the answer to a request, not the start of a connection. One that fails is tried
            // again.
            let _ = stop.run_until_cancelled(client.open()).await;
        }
        ready.extend(generator.await?.map(|generator| (client, generator)));
    }
    let begin = Instant::now();
    let end = args.duration.map(|d| begin + d);
    let (pace, due) = Pace::new(args.connections);
    for ((client, generator), due) in ready.into_iter().zip(due) {
        let due = args.rate.is_some().then_some(due);
        let lane = Lane { client, sent: Arc::clone(&sent), limit, end, stop: stop.clone() };
        lanes.push(tokio::spawn(lane.run(generator, due)));
    }
    if let Some(rate) = args.rate {
        pace.start(begin, end, Duration::from_secs_f64(args.batch as f64 / rate)).context("cannot start a thread")?;
    }
    let mut report = Report::new();
    let mut done = Vec::new();
    for lane in lanes {
        let (of_lane, generator) = lane.await?;
        report.merge(&of_lane);
        // To free one takes long, and others may still wait for an answer.
        done.push(generator);
    }
    report.end();
    Ok(report)
}

/// One connection of a run, and what it shares with the others.
struct Lane {
    client: Client,
    /// Spans of all connections so far.
    sent: Arc<AtomicU64>,
    limit: u64,
    end: Option<Instant>,
    stop: CancellationToken,
}

impl Lane {
    async fn run(
        mut self,
        mut generator: Generator,
        mut due: Option<UnboundedReceiver<Instant>>,
    ) -> (Report, Generator) {
        let batch = generator.batch() as u64;
        let mut report = Report::new();
        loop {
            if self.stop.is_cancelled() || self.end.is_some_and(|end| Instant::now() >= end) {
                if let Some(due) = &mut due {
                    report.unsent(pace::waiting(due));
                }
                break;
            }
            let left = self.limit.saturating_sub(self.sent.fetch_add(batch, Ordering::Relaxed));
            if left == 0 {
                break;
            }
            let (body, spans) = generator.next(unix_nano(), usize::try_from(left).unwrap_or(usize::MAX));
            let since = match &mut due {
                Some(due) => match self.stop.run_until_cancelled(due.recv()).await {
                    Some(since) => since,
                    None => continue,
                },
                None => Some(Instant::now()),
            };
            let Some(since) = since else { break };
            let time = Due { since, end: self.end, stop: &self.stop };
            deliver(&mut self.client, Signal::Traces, &body, spans as u64, time, &mut report).await;
        }
        (report, generator)
    }
}

/// The time of one request.
struct Due<'a> {
    /// When it was due.
    since: Instant,
    end: Option<Instant>,
    stop: &'a CancellationToken,
}

impl Due<'_> {
    /// Whether it is not to be tried again.
    fn is_over(&self) -> bool {
        self.stop.is_cancelled() || self.end.is_some_and(|end| Instant::now() >= end)
    }

    /// Ends some time after a signal.
    async fn given_up(&self) {
        self.stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    }
}

/// Sends one request until it is accepted, refused for good, tried too often, or the end of the run has come.
async fn deliver(client: &mut Client, signal: Signal, body: &Bytes, spans: u64, time: Due<'_>, report: &mut Report) {
    for attempt in 0..MAX_TRIES {
        if attempt > 0 && time.is_over() {
            break;
        }
        let answer = tokio::select! {
            answer = client.export(signal, body.clone()) => answer,
            () = time.given_up() => {
                report.refused(spans, "no answer before the end");
                return;
            }
        };
        if answer.is_ok() {
            ANSWERED.store(true, Ordering::Relaxed);
        }
        let wait = match answer {
            Ok(Answer::Accepted { partial }) => {
                report.accepted(spans, body.len(), time.since.elapsed(), partial);
                return;
            }
            Ok(Answer::Retry { after, status }) => {
                report.retried(&status);
                after
            }
            Ok(Answer::Refused { status }) => {
                report.refused(spans, &status);
                return;
            }
            Err(error) => {
                client.disconnect();
                let what = format!("connection: {error:#}");
                if !TOLD.swap(true, Ordering::Relaxed) {
                    output::error(&format!("{what}; trying again (Ctrl-C ends it)"));
                }
                report.retried(&what);
                if time.since.elapsed() >= UNREACHABLE && !ANSWERED.load(Ordering::Relaxed) && !time.stop.is_cancelled()
                {
                    output::error("nothing answers there; is --endpoint right, and a collector running?");
                    time.stop.cancel();
                }
                None
            }
        };
        let backoff = Duration::from_millis(50 << attempt.min(5));
        let wait = wait.unwrap_or(backoff);
        let left = time.end.map_or(wait, |end| end.saturating_duration_since(Instant::now()));
        let _ = time.stop.run_until_cancelled(tokio::time::sleep(wait.min(left))).await;
    }
    report.refused(spans, "given up");
}

fn unix_nano() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX))
}
